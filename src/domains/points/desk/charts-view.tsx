import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useAreaParam } from '../../../platform/client/area-param.ts';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { WorkPage } from '../../../platform/ui/work-page.tsx';
import { chart } from '../contract/books.ts';
import { capSpan } from '../rules/period.ts';
import { classes } from '../rules/rule-book.ts';
import { pointsRulesWords } from '../words-rules.ts';
import { pointsDeskWords } from './words-rules.ts';

const spans = ['quarter', 'half', 'year'] as const;

/** Points by class and by village, in the order of the book, not of the points. */
export function ChartsView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(pointsDeskWords);
  const say = useWords(pointsRulesWords);
  const url = useUrlState();
  const [areaId] = useAreaParam();
  const span = url.one('span', spans) ?? 'quarter';
  const to = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const from = span === 'quarter' ? capSpan('quarter', to).from : new Date(Date.parse(to) - (span === 'half' ? 182 : 365) * 86_400_000).toISOString().slice(0, 10);
  const answer = useAsk(chart, { from, to, ...(areaId ? { areaId } : {}) }, { keepPrevious: true });
  const rows = classes.flatMap((one) => answer.data?.byClass.find((row) => row.class === one) ?? []);
  const villages = answer.data?.byVillage ?? [];
  return (
    <WorkPage title={t('pointsDesk.title')} tabs={tabs} filters={<><Segmented size="small" aria-label={t('pointsDesk.chart.period')} value={span} options={spans.map((one) => ({ value: one, label: t(`pointsDesk.chart.${one}`) }))} onChange={(next) => { url.change({ span: next === 'quarter' ? undefined : next }); }} /><span className="jw-filters-end">{from} — {to}　{t('pointsDesk.chart.note')}</span></>}>
      {answer.error ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : !answer.data ? <LoadingState rows={8} /> : rows.length === 0 ? <EmptyState title={t('pointsDesk.chart.none')} /> : (
        <div className="jw-work-scroll">
          <section className="pts-stack"><h3>{t('pointsDesk.chart.byClass')}</h3><Bars rows={rows.map((row) => ({ key: row.class, name: say(`points.class.${row.class}`), plus: row.plus, minus: row.minus, note: `${row.times} ${t('pointsDesk.chart.times')}` }))} /></section>
          <section className="pts-stack" style={{ marginTop: 24 }}><h3>{t('pointsDesk.chart.byVillage')}</h3><Bars rows={villages.map((row) => ({ key: String(row.book.id), name: row.area.name, plus: row.plus, minus: row.minus, note: `${row.households} ${t('pointsDesk.chart.households')}　${row.times} ${t('pointsDesk.chart.times')}` }))} /></section>
        </div>
      )}
    </WorkPage>
  );
}

type Bar = { readonly key: string; readonly name: string; readonly plus: number; readonly minus: number; readonly note: string };
function Bars({ rows }: { rows: readonly Bar[] }) {
  const t = useWords(pointsDeskWords);
  const most = Math.max(1, ...rows.map(({ plus, minus }) => plus + minus));
  return (
    <div className="pts-bars" role="list">
      {rows.map((row) => (
        <div key={row.key} className="pts-bar" role="listitem" aria-label={`${row.name} ${t('pointsDesk.chart.plus')} ${row.plus} ${t('pointsDesk.chart.minus')} ${row.minus}`}>
          <span className="jw-cut" title={row.name}>{row.name}</span>
          <span className="pts-bar-track" aria-hidden="true"><span className="pts-bar-plus" style={{ width: `${(row.plus / most) * 100}%` }} /><span className={row.minus > 0 ? 'pts-bar-minus' : ''} style={{ width: `${(row.minus / most) * 100}%` }} /></span>
          <span className="jw-num"><span className="pts-plus">+{row.plus}</span>　{row.minus > 0 ? <span className="pts-minus">−{row.minus}</span> : null}　<span className="pts-quiet">{row.note}</span></span>
        </div>
      ))}
    </div>
  );
}
