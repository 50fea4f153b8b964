import { CaretDownOutlined, CaretRightOutlined } from '@ant-design/icons';
import { useWords } from '../../../platform/client/i18n.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import type { Column } from '../../../platform/ui/table.tsx';
import type { ClassRow } from './class-tree.ts';
import { useDurationText } from './duration.tsx';
import { dispatchDeskWords } from './words.ts';

type Tree = { open: ReadonlySet<string>; toggle: (row: ClassRow) => void; searching: boolean };

export function useClassColumns({ open, toggle, searching }: Tree): readonly Column<ClassRow>[] {
  const t = useWords(dispatchDeskWords);
  const text = useDurationText();
  const mark = (on: boolean) => (on ? <span className="dsp-yes">✓</span> : null);
  return [
    { key: 'name', title: t('dispatchDesk.classes.name'), width: 300, always: true, render: (row) => {
      const isOpen = searching || open.has(row.code);
      return (
        <span className="dsp-class" style={{ paddingLeft: (row.level - 1) * 20 }} title={row.names.join(' / ')}>
          {row.children > 0 ? (
            <button type="button" disabled={searching} aria-expanded={isOpen} aria-label={t(isOpen ? 'dispatchDesk.classes.fold' : 'dispatchDesk.classes.expand', { name: row.name })} onClick={(event) => { event.stopPropagation(); toggle(row); }}>
              {isOpen ? <CaretDownOutlined /> : <CaretRightOutlined />}
            </button>
          ) : <i />}
          <span className={row.level === 1 ? 'dsp-first' : undefined}>{row.name}</span>
          {row.children > 0 ? <small>{row.children}</small> : null}
          {row.active ? null : <Chip>{t('dispatchDesk.classes.ended')}</Chip>}
        </span>
      );
    } },
    { key: 'code', title: t('dispatchDesk.classes.code'), width: 88, yields: 2, render: (row) => <span className="jw-num">{row.code}</span> },
    { key: 'deadline', title: t('dispatchDesk.classes.deadline'), width: 108, always: true, right: true, render: (row) => <span className={row.from === 'own' ? undefined : 'jw-muted'} title={row.from === 'own' ? undefined : t(row.from === 'above' ? 'dispatchDesk.classes.inheritedFrom' : 'dispatchDesk.classes.byDefault')}>{text(row.effective)}</span> },
    { key: 'verification', title: t('dispatchDesk.classes.verification'), width: 52, yields: 1, render: (row) => mark(row.verification) },
    { key: 'settleable', title: t('dispatchDesk.classes.settleable'), width: 76, yields: 1, render: (row) => mark(row.settleable) },
    { key: 'photos', title: t('dispatchDesk.classes.photos'), width: 56, right: true, yields: 1, render: (row) => (row.evidencePhotos > 0 ? t('dispatchDesk.classes.photosCount', { n: row.evidencePhotos }) : null) },
    { key: 'public', title: t('dispatchDesk.classes.public'), width: 52, yields: 1, render: (row) => mark(row.public) },
    { key: 'urgentCall', title: t('dispatchDesk.classes.urgentCall'), width: 60, yields: 2, render: (row) => (row.urgentCall ? <Chip tone="red">{row.urgentCall}</Chip> : null) },
    { key: 'standard', title: t('dispatchDesk.classes.standard'), render: (row) => <span title={row.standard}>{row.standard}</span> },
    { key: 'keywords', title: t('dispatchDesk.classes.keywords'), width: 220, extra: true, yields: 1, render: (row) => <span title={row.keywords.join('、')}>{row.keywords.join('、')}</span> },
    { key: 'source', title: t('dispatchDesk.classes.source'), width: 200, extra: true, yields: 1, render: (row) => <span title={row.source}>{row.source}</span> },
  ];
}
