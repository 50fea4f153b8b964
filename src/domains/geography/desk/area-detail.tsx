import { Button, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { geographyWords } from '../words.ts';
import { useLanguage, useWords } from '../../../platform/client/i18n.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { Facts } from '../../../platform/ui/work-page.tsx';
import { kindsBelow, sizeOf, type AreaDetail, type Outlines } from './outlines.ts';
import type { FormName } from './area-forms.tsx';
import { geographyDeskWords } from './words.ts';

type Props = { area: AreaDetail; outlines: Outlines; onSelect: (id: number) => void; onForm: (form: FormName) => void };

export function AreaDetailView({ area, outlines, onSelect, onForm }: Props) {
  const t = useWords(geographyDeskWords);
  const kinds = useWords(geographyWords);
  const size = useSizeText();
  const { own } = outlines;
  const shape = own ? sizeOf(own) : undefined;
  return (
    <div className="jw-side-body geo-detail">
      <section>
        {area.validTo !== null ? <p className="jw-note">{t('geographyDesk.why.ended')}</p> : null}
        <Facts rows={[
          [t('geographyDesk.facts.kind'), <>{kinds(`geography.kind.${area.kind}`)} {area.validTo === null ? null : <Chip>{t('geographyDesk.facts.ended')}</Chip>}</>],
          [t('geographyDesk.facts.code'), <span key="code" className="jw-num">{area.code}</span>],
          area.above.length === 0 ? null : [t('geographyDesk.facts.above'), <span key="above" className="geo-above">{area.above.map((one) => <button key={one.id} type="button" className="jw-link" onClick={() => { onSelect(one.id); }}>{one.name}</button>)}</span>],
          [t('geographyDesk.facts.children'), t('geographyDesk.facts.childrenCount', { n: area.children })],
          [t('geographyDesk.facts.households'), area.households === null ? <span className="jw-muted">{t('geographyDesk.facts.noHouseholds')}</span> : <span className="jw-num">{t('geographyDesk.facts.householdsCount', { n: area.households })}</span>],
          area.assessmentUnit ? [t('geographyDesk.facts.assessmentUnit'), <Chip key="unit" tone="accent">{t('geographyDesk.facts.assessmentUnit')}</Chip>] : null,
          [t('geographyDesk.facts.outline'), shape ? <span className="jw-num">{[size(shape.m2), shape.pieces > 1 ? t('geographyDesk.facts.pieces', { n: shape.pieces }) : '', t('geographyDesk.facts.corners', { n: shape.corners })].filter(Boolean).join(' · ')}</span> : outlines.isPending ? null : <span className="jw-muted">{t('geographyDesk.facts.noOutline')}</span>],
          area.longitude === null || area.latitude === null ? null : [t('geographyDesk.facts.place'), <span key="place" className="jw-num">{`${area.longitude.toFixed(5)}, ${area.latitude.toFixed(5)}`}</span>],
          [t('geographyDesk.facts.since'), <span key="since" className="jw-num">{area.validFrom}</span>],
          area.validTo === null ? null : [t('geographyDesk.facts.until'), <span key="until" className="jw-num">{area.validTo}</span>],
        ]} />
        {area.sizeHint ? <p className="jw-note jw-note-warn geo-size">{area.sizeHint}</p> : null}
      </section>
      {area.aliases.length > 0 ? (
        <section>
          <h3>{t('geographyDesk.facts.aliases')}</h3>
          <ul className="geo-aliases">{area.aliases.map((one) => <li key={`${one.code}${one.until}`}><span className="jw-num">{one.code}</span> {one.name} <small className="jw-muted">{t('geographyDesk.facts.aliasUntil', { day: one.until })}</small></li>)}</ul>
        </section>
      ) : null}
      {area.validTo === null ? <Actions area={area} hasOutline={own !== undefined} onForm={onForm} /> : null}
    </div>
  );
}

function Actions({ area, hasOutline, onForm }: { area: AreaDetail; hasOutline: boolean; onForm: (form: FormName) => void }) {
  const t = useWords(geographyDeskWords);
  const kinds = useWords(geographyWords);
  const noChild = kindsBelow(area.kind).length === 0 ? t('geographyDesk.why.noChildKind', { kind: kinds(`geography.kind.${area.kind}`) }) : '';
  const inCity = area.above.length === 0 ? t('geographyDesk.why.city') : '';
  const living = area.children > 0 ? t('geographyDesk.why.hasChildren', { n: area.children }) : '';
  return (
    <section className="jw-actions geo-actions">
      {area.kind === 'community' ? <Act name={t('geographyDesk.action.drawNew')} run={() => { onForm('drawNew'); }} main /> : null}
      <Act name={t('geographyDesk.action.create')} why={noChild} run={() => { onForm('create'); }} main={area.kind !== 'community' && noChild === ''} />
      <Act name={t('geographyDesk.action.change')} run={() => { onForm('change'); }} />
      <Act name={t(hasOutline ? 'geographyDesk.action.redraw' : 'geographyDesk.action.draw')} run={() => { onForm('redraw'); }} />
      <Act name={t('geographyDesk.action.move')} why={inCity} run={() => { onForm('move'); }} />
      <Act name={t('geographyDesk.action.end')} why={living} run={() => { onForm('end'); }} danger />
    </section>
  );
}

function Act({ name, why = '', run, main = false, danger = false }: { name: string; why?: string; run: () => void; main?: boolean; danger?: boolean }): ReactNode {
  return (
    <Tooltip title={why}>
      <span><Button type={main ? 'primary' : 'default'} danger={danger} disabled={why !== ''} onClick={run}>{name}</Button></span>
    </Tooltip>
  );
}

export function useSizeText(): (m2: number) => string {
  const t = useWords(geographyDeskWords);
  const language = useLanguage();
  return (m2) => (m2 < 1_000_000
    ? t('geographyDesk.facts.sizeSmall', { n: Math.round(m2).toLocaleString(language) })
    : t('geographyDesk.facts.size', { n: (m2 / 1_000_000).toLocaleString(language, { maximumFractionDigits: 1 }) }));
}
