import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useAreaParam } from '../../../platform/client/area-param.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { dayOf } from '../../../platform/core/calendar.ts';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { WorkPage } from '../../../platform/ui/work-page.tsx';
import { coverage } from '../contract.ts';
import { addDays } from '../rules/days.ts';
import { patrolDeskWords } from './words.ts';

/** Where nobody has been: the least covered grid first. */
export function CoverageView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(patrolDeskWords);
  const url = useUrlState();
  const [areaId] = useAreaParam();
  const to = url.day('to') ?? dayOf(new Date());
  const from = url.day('from') ?? addDays(to, -29);
  const answer = useAsk(coverage, { from, to, ...(areaId ? { areaId } : {}) }, { keepPrevious: true });
  const { data } = answer;
  const percent = (rate: number | null): string => (rate === null ? '–' : `${(rate * 100).toFixed(1)}%`);
  return (
    <WorkPage
      title={t('patrolDesk.title')} tabs={tabs}
      filters={<DatePicker.RangePicker size="small" allowClear={false} aria-label={t('patrolDesk.coverage.period')} value={[dayjs(from), dayjs(to)]} onChange={(range) => { url.change({ from: range?.[0]?.format('YYYY-MM-DD'), to: range?.[1]?.format('YYYY-MM-DD') }); }} />}
    >
      {answer.error && !data ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : !data ? <LoadingState rows={8} /> : data.plan === null ? <EmptyState title={t('patrolDesk.coverage.none')} hint={t('patrolDesk.coverage.noneHint')} /> : (
        <>
          <div className="ptd-figures">
            <span>{t('patrolDesk.coverage.rate')}<b>{percent(data.rate)}</b></span><span>{t('patrolDesk.coverage.visited')}<b>{data.visited}</b></span><span>{t('patrolDesk.coverage.due')}<b>{data.due}</b></span>
          </div>
          <p className="ptd-intro">{t('patrolDesk.coverage.plan', { title: data.plan.title, days: data.plan.cycleDays })}。{t('patrolDesk.coverage.how')}</p>
          {data.areas.length === 0 ? <EmptyState title={t('patrolDesk.coverage.noneDue')} /> : (
            <div className="jw-table-box">
              <table className="jw-table" aria-label={t('patrolDesk.views.coverage')}>
                <thead><tr><th>{t('patrolDesk.coverage.area')}</th><th className="jw-num">{t('patrolDesk.coverage.due')}</th><th className="jw-num">{t('patrolDesk.coverage.visited')}</th><th className="jw-num">{t('patrolDesk.coverage.rate')}</th></tr></thead>
                <tbody>{[...data.areas].sort((a, b) => (a.rate ?? 1) - (b.rate ?? 1) || b.due - a.due).map((one) => <tr key={one.area.id}><td>{one.area.name}</td><td className="jw-num">{one.due}</td><td className="jw-num">{one.visited}</td><td className="jw-num">{percent(one.rate)}</td></tr>)}</tbody>
              </table>
            </div>
          )}
        </>
      )}
    </WorkPage>
  );
}
