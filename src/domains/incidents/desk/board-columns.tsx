import type { CaseRow } from '../contract-shapes.ts';
import { ended } from '../rules/steps.ts';
import { incidentsWords } from '../words.ts';
import { useLanguage, useWords } from '../../../platform/client/i18n.ts';
import { Chip, ClockChip, type Tone } from '../../../platform/ui/chips.tsx';
import { Moment } from '../../../platform/ui/moment.tsx';
import type { Column } from '../../../platform/ui/table.tsx';
import type { ListRow } from './board-rows.ts';
import { incidentsDeskWords } from './words.ts';

export function useCaseColumns(withWhy: boolean): readonly Column<ListRow>[] {
  const t = useWords(incidentsDeskWords);
  const loop = useWords(incidentsWords);
  const english = useLanguage() === 'en'; // its words are longer
  const columns: Column<ListRow>[] = [
    ...(withWhy ? [{ key: 'why', title: t('incidentsDesk.board.columns.why'), width: english ? 104 : 84, always: true, render: (row: ListRow) => (row.why ? <Chip tone="accent" title={row.message ?? undefined}>{t(`incidentsDesk.why.${row.why}`)}</Chip> : null) }] : []),
    { key: 'number', title: t('incidentsDesk.board.columns.number'), width: 142, always: true, opens: true, render: (row) => <span className="jw-num" title={row.number}>{row.number}</span> },
    { key: 'state', title: t('incidentsDesk.board.columns.state'), width: english ? 130 : 94, render: (row) => <StateChip state={row.state} /> },
    { key: 'clock', title: t('incidentsDesk.board.columns.clock'), width: 104, always: true, render: (row) => <ClockChip clock={ended.includes(row.state) ? null : row.clock} label={row.clock ? loop(`incidents.clock.${row.clock.kind}`) : undefined} /> },
    { key: 'class', title: t('incidentsDesk.board.columns.class'), width: 116, yields: 2, render: (row) => (row.className ? <span title={row.className}>{row.className}</span> : <span className="jw-muted">{t('incidentsDesk.board.noClass')}</span>) },
    { key: 'summary', title: t('incidentsDesk.board.columns.summary'), always: true, render: (row) => <span title={row.summary}><Marks row={row} />{row.summary}</span> },
    { key: 'area', title: t('incidentsDesk.board.columns.area'), width: 140, yields: 3, render: (row) => <span title={[...row.areaPathNames, row.address].filter(Boolean).join(' ')}>{row.areaPathNames.slice(row.areaPathNames.length > 1 ? 1 : 0).join(' ') || row.area.name}</span> },
    { key: 'address', title: t('incidentsDesk.board.columns.address'), width: 140, extra: true, yields: 1, render: (row) => <span title={row.address}>{row.address}</span> },
    { key: 'lead', title: t('incidentsDesk.board.columns.lead'), width: 124, yields: 1, render: (row) => (row.lead ? <span title={row.lead.name}>{row.lead.name}</span> : <span className="jw-muted">{t('incidentsDesk.board.noLead')}</span>) },
    { key: 'source', title: t('incidentsDesk.board.columns.source'), width: 84, extra: true, yields: 1, render: (row) => <SourceName source={row.source} /> },
    { key: 'reportedAt', title: t('incidentsDesk.board.columns.reportedAt'), width: 100, yields: 2, right: true, render: (row) => <Moment at={row.reportedAt} /> },
  ];
  return columns;
}

export function StateChip({ state }: { state: CaseRow['state'] }) {
  const loop = useWords(incidentsWords);
  return <Chip tone={ended.includes(state) ? 'quiet' : 'accent'}>{loop(`incidents.state.${state}`)}</Chip>;
}

const cardTones: Record<NonNullable<CaseRow['card']>, Tone> = { yellow: 'yellow', red: 'red', black: 'black' };

/** What sets a case apart, each as a word: a card, an urging, a return. */
export function Marks({ row }: { row: CaseRow }) {
  const t = useWords(incidentsDeskWords);
  const loop = useWords(incidentsWords);
  return (
    <>
      {row.card ? <Chip tone={cardTones[row.card]}>{loop(`incidents.card.${row.card}`)}</Chip> : null}
      {row.urged > 0 ? <Chip tone="orange">{t('incidentsDesk.board.urged', { n: row.urged })}</Chip> : null}
      {row.returns > 0 ? <Chip>{t('incidentsDesk.board.returned', { n: row.returns })}</Chip> : null}
      {row.reworks > 0 ? <Chip>{t('incidentsDesk.board.reworked', { n: row.reworks })}</Chip> : null}
      {row.duplicates > 0 ? <Chip>{t('incidentsDesk.board.duplicates', { n: row.duplicates })}</Chip> : null}
    </>
  );
}

/** The channel by its name; one that an operator invented, as he wrote it. */
export function SourceName({ source }: { source: string }) {
  const loop = useWords(incidentsWords);
  const known = knownSources.find((one) => one === source);
  return <>{known ? loop(`incidents.source.${known}`) : source}</>;
}

const knownSources = Object.keys(incidentsWords['zh-CN'].incidents.source) as (keyof (typeof incidentsWords)['zh-CN']['incidents']['source'])[]; // keys of this very object
