import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useAreaParam } from '../../../platform/client/area-param.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { usePages } from '../../../platform/client/query.ts';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { useMoments } from '../../../platform/ui/time.ts';
import { MoreRows, WorkPage } from '../../../platform/ui/work-page.tsx';
import { visitsOf, type Visit } from '../contract.ts';
import { patrolWords } from '../words.ts';
import { patrolDeskWords } from './words.ts';

const kinds = ['visit', 'round', 'shift'] as const;

export function VisitsView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(patrolDeskWords);
  const sayPatrol = useWords(patrolWords);
  const url = useUrlState();
  const [areaId] = useAreaParam();
  const kind = url.one('kind', kinds);
  const answer = usePages(visitsOf, { ...(areaId ? { areaId } : {}), ...(kind ? { kind } : {}), limit: 50 }, { keepPrevious: true });
  const items = answer.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <WorkPage
      title={t('patrolDesk.title')} tabs={tabs}
      filters={<Segmented aria-label={t('patrolDesk.visits.kind')} size="small" value={kind ?? 'all'} onChange={(next) => { url.change({ kind: next === 'all' ? undefined : next }); }} options={[{ value: 'all', label: t('patrolDesk.orders.all') }, ...kinds.map((one) => ({ value: one, label: sayPatrol(`patrol.kind.${one}`) }))]} />}
    >
      {answer.error && !answer.data ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : answer.isPending ? <LoadingState rows={8} /> : items.length === 0 ? <EmptyState title={t('patrolDesk.visits.none')} hint={t('patrolDesk.visits.noneHint')} /> : (
        <div className="jw-table-box">
          <table className="jw-table ptd-table" aria-label={t('patrolDesk.views.visits')}>
            <thead><tr><th>{t('patrolDesk.visits.at')}</th><th>{t('patrolDesk.visits.kind')}</th><th>{t('patrolDesk.visits.whom')}</th><th>{t('patrolDesk.visits.outcome')}</th><th className="ptd-wide">{t('patrolDesk.visits.found')}</th><th>{t('patrolDesk.visits.who')}</th><th>{t('patrolDesk.visits.area')}</th></tr></thead>
            <tbody>{items.map((one) => <Row key={one.id} visit={one} />)}</tbody>
          </table>
          {answer.hasNextPage ? <MoreRows onMore={() => { void answer.fetchNextPage(); }} isLoading={answer.isFetchingNextPage} /> : null}
        </div>
      )}
    </WorkPage>
  );
}

function Row({ visit }: { visit: Visit }) {
  const t = useWords(patrolDeskWords);
  const sayPatrol = useWords(patrolWords);
  const { short, full } = useMoments();
  const { readings } = visit;
  const measured = readings ? [readings.systolic === undefined ? '' : `${readings.systolic}/${readings.diastolic ?? ''} ${sayPatrol('patrol.unit.pressure')}`, readings.pulse === undefined ? '' : `${readings.pulse} ${sayPatrol('patrol.unit.pulse')}`, readings.glucose === undefined ? '' : `${readings.glucose} ${sayPatrol('patrol.unit.glucose')}`].filter(Boolean).join(' · ') : '';
  const { missing } = visit;
  return (
    <tr>
      <td className="jw-num" title={full(visit.at)}>{short(visit.at)}</td>
      <td>{sayPatrol(`patrol.kind.${visit.kind}`)}{visit.correctedBy ? <span className="ptd-quiet"> {t('patrolDesk.visits.corrected')}</span> : visit.corrects ? <span className="ptd-quiet"> {t('patrolDesk.visits.correction')}</span> : null}</td>
      <td>{visit.subject || visit.planTitle || ''}</td>
      <td>{visit.kind === 'visit' ? sayPatrol(`patrol.outcome.${visit.outcome}`) : visit.present ? t('patrolDesk.plans.staff', { full: visit.present.fullTime, others: visit.present.others }) : ''}{missing && missing.fullTime > 0 ? <div className="ptd-late">{t('patrolDesk.visits.missingFull', { n: missing.fullTime })}</div> : null}{missing && missing.others > 0 ? <div className="ptd-late">{t('patrolDesk.visits.missingOthers', { n: missing.others })}</div> : null}</td>
      <td>{visit.found === null ? <span className="ptd-quiet">{t('patrolDesk.visits.hidden')}</span> : <span className="ptd-text">{visit.found}</span>}{measured ? <div>{measured}</div> : null}{visit.photos > 0 ? <div className="ptd-quiet">{t('patrolDesk.visits.photos', { n: visit.photos })}</div> : null}{visit.cases > 0 ? <div className="ptd-quiet">{t('patrolDesk.visits.cases', { n: visit.cases })}</div> : null}</td>
      <td>{[visit.by, ...visit.along].join('、')}{visit.guests.length > 0 ? <div className="ptd-quiet">{t('patrolDesk.visits.guests', { names: visit.guests.map((guest) => guest.name || sayPatrol(`patrol.guest.${guest.kind}`)).join('、') })}</div> : null}</td>
      <td>{visit.area.name}</td>
    </tr>
  );
}
