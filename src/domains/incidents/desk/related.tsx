import { Button } from 'antd';
import { similar } from '../contract.ts';
import type { CaseDetail } from '../contract-shapes.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { Moment } from '../../../platform/ui/moment.tsx';
import { StateChip } from './board-columns.tsx';
import { incidentsDeskWords } from './words.ts';

type Props = { matter: CaseDetail; onShow: (caseId: string) => void; onMerge: (intoCaseId: string) => void };

/** Cases merged into this one, the one it was merged into, and those that may be the same: offered, never merged by themselves. */
export function Related({ matter, onShow, onMerge }: Props) {
  const t = useWords(incidentsDeskWords);
  const permits = usePermits();
  const mayMerge = matter.allowed.some(({ action, allowed }) => action === 'merge' && allowed);
  const near = useAsk(similar, { caseId: matter.id }, { enabled: permits('incidents.desk') && mayMerge, staleTime: 60_000 });
  const items = near.data?.items ?? [];
  return (
    <>
      {matter.mergedInto ? (
        <p className="inc-callout inc-callout-row">
          {t('incidentsDesk.detail.mergedInto', { number: matter.mergedInto.number })}
          <Button size="small" onClick={() => { if (matter.mergedInto) onShow(matter.mergedInto.id); }}>{t('incidentsDesk.detail.open')}</Button>
        </p>
      ) : null}
      {matter.merged.length > 0 ? (
        <section>
          <h3>{t('incidentsDesk.detail.merged')}</h3>
          <ul className="inc-related">
            {matter.merged.map((one) => <li key={one.id}><button type="button" className="jw-link jw-num" onClick={() => { onShow(one.id); }}>{one.number}</button><Moment at={one.reportedAt} />{one.satisfied === null ? null : <b>{t(one.satisfied ? 'incidentsDesk.detail.satisfied' : 'incidentsDesk.detail.unsatisfied')}</b>}</li>)}
          </ul>
        </section>
      ) : null}
      {items.length > 0 ? (
        <section className="jw-no-print">
          <h3>{t('incidentsDesk.detail.similar')}</h3>
          <ul className="inc-related">
            {items.slice(0, 5).map((item) => (
              <li key={item.case.id}>
                <button type="button" className="jw-link jw-num" onClick={() => { onShow(item.case.id); }}>{item.case.number}</button>
                <StateChip state={item.case.state} />
                <span className="jw-cut" title={item.case.summary}>{item.case.summary}</span>
                <small className="jw-muted">{item.reason === 'sameText' ? t('incidentsDesk.detail.sameText') : item.metres === null ? t('incidentsDesk.detail.nearUnknown') : t('incidentsDesk.detail.near', { m: Math.round(item.metres) })}</small>
                <Button size="small" onClick={() => { onMerge(item.case.id); }}>{t('incidentsDesk.detail.mergeHere')}</Button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}
