import { Button, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { Link } from 'react-router';
import { indicatorDetail, returnHistory, unitProfile, overview } from '../contract.ts';
import type { Fact } from '../contract-shapes.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { LineChart } from '../../../platform/ui/charts.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { fullMoment } from '../../../platform/ui/time.ts';
import { Facts, SidePanel } from '../../../platform/ui/work-page.tsx';
import { LayerChip, Panel, RunLine, two } from './pieces.tsx';
import { NoIndex, useWhich } from './ranking.tsx';
import { scoringText } from './scoring-text.ts';
import { indexDeskWords } from './words.ts';

/** One indicator: how it is scored, the cell of each unit, and behind each cell the return or the cases. */
export function Indicator() {
  const t = useWords(indexDeskWords);
  const url = useUrlState();
  const which = useWhich();
  const code = url.text('code');
  const whole = useAsk(overview, which, { keepPrevious: true });
  const first = whole.data?.units[0]?.areaId;
  const list = useAsk(unitProfile, { areaId: first ?? 0, ...which }, { enabled: first !== undefined, keepPrevious: true });
  const asked = useAsk(indicatorDetail, { code: code ?? '', ...which }, { enabled: code !== undefined, keepPrevious: true });
  const [shown, setShown] = useState<number | null>(null);
  const data = asked.data;
  if (whole.data?.run === null) return <NoIndex month={which.month} hasReturns={false} />;
  const chooser = (
    <Select
      className="idx-unit jw-no-print" showSearch={{ optionFilterProp: 'label' }} aria-label={t('indexDesk.indicator.chooseFirst')} placeholder={t('indexDesk.indicator.chooseFirst')} {...(code === undefined ? {} : { value: code })} onChange={(next: string) => { url.change({ code: next }); }}
      options={(list.data?.parts ?? []).filter(({ isIndicator }) => isIndicator).map((one) => ({ value: one.code, label: `${one.code} ${one.name}` }))}
    />
  );
  if (code === undefined) return <><div className="idx-bar">{chooser}</div><EmptyState title={t('indexDesk.indicator.chooseFirst')} /></>;
  if (asked.error && !data) return <><div className="idx-bar">{chooser}</div><ErrorState error={asked.error} onRetry={() => { void asked.refetch(); }} /></>;
  if (!data) return <LoadingState rows={12} />;
  const cells = data.cells.toSorted((a, b) => (a.rank ?? 999) - (b.rank ?? 999));
  const since = `${data.run.month}-01`;
  return (
    <div className={shown === null ? undefined : 'idx-aside'}>
      <div>
        <div className="idx-bar">{chooser}<RunLine run={data.run} /></div>
        <section className="idx-hero"><div><p className="jw-muted">{data.above.map(({ name }) => name).join(' / ')}</p><h2>{data.name}</h2></div><LayerChip layer={data.layer} /><span className="jw-muted">{t(data.direction === 1 ? 'indexDesk.indicator.direction.up' : 'indexDesk.indicator.direction.down')}</span></section>
        <div className="idx-two">
          <Panel title={t('indexDesk.indicator.scoring')}>
            <Facts rows={[
              [t('indexDesk.indicator.measure'), data.of === null ? data.measure : t('indexDesk.indicator.formula', { measure: data.measure, of: data.of })],
              [t('indexDesk.indicator.department'), data.fact !== null ? t('indexDesk.indicator.fromPlatform') : data.department],
              [t('indexDesk.indicator.share'), `${(data.share * 100).toFixed(2)}%`],
              [t('indexDesk.indicator.scoring'), <ul key="scoring" className="idx-plain">{scoringText(data.scoring, data.unit, t).map((line) => <li key={line}>{line}</li>)}</ul>],
            ]} />
          </Panel>
          <Panel title={t('indexDesk.indicator.trend')}>
            <LineChart height={220} range={[0, 100]} label={t('indexDesk.indicator.trendLabel', { name: data.name })} points={data.trend.map(({ month }) => month)} series={[{ name: t('indexDesk.indicator.average'), main: true, values: data.trend.map(({ average }) => average) }, { name: t('indexDesk.indicator.best'), values: data.trend.map(({ best }) => best) }, { name: t('indexDesk.indicator.worst'), values: data.trend.map(({ worst }) => worst) }]} />
          </Panel>
        </div>
        <Panel title={t('indexDesk.indicator.cells')}>
          <div className="idx-box">
            <table className="idx-table">
              <thead><tr><th scope="col">{t('indexDesk.indicator.rank')}</th><th scope="col" className="idx-left">{t('indexDesk.ranking.unit')}</th><th scope="col">{t('indexDesk.indicator.value')}</th><th scope="col">{t('indexDesk.indicator.counted')}</th><th scope="col">{t('indexDesk.indicator.base')}</th><th scope="col">{t('indexDesk.indicator.score')}</th><th scope="col" className="idx-left">{t('indexDesk.indicator.behind')}</th></tr></thead>
              <tbody>
                {cells.map((one) => (
                  <tr key={one.areaId}>
                    <td className="idx-rank">{one.rank ?? '—'}</td>
                    <th scope="row"><button type="button" className="jw-link" onClick={() => { url.change({ view: 'unit', unit: one.areaId }); }}>{one.name}</button></th>
                    {one.state === 'shown' ? <><td>{`${two(one.value, data.decimals)}${data.unit}`}</td><td>{one.counted}</td><td>{one.base ?? '—'}</td></> : <td colSpan={3} className="jw-muted">{one.state === 'small' ? t('indexDesk.indicator.small', { n: data.baseMinimum }) : t('indexDesk.indicator.missing')}</td>}
                    <td>{two(one.score, 1)}{one.scored === null || one.ownShare === null || one.ownShare > 0.995 ? null : <small className="idx-source" title={t('indexDesk.indicator.scoredHint')}>{t('indexDesk.indicator.scored', { value: `${two(one.scored, data.decimals)}${data.unit}`, share: (one.ownShare * 100).toFixed(0) })}</small>}</td>
                    <td className="idx-left">
                      {one.returnId !== null ? <button type="button" className="jw-link" onClick={() => { setShown(one.areaId); }}>{t('indexDesk.indicator.openReturn')}</button>
                        : data.fact === null ? <span className="jw-muted">—</span> : <Behind fact={data.fact} areaId={one.areaId} since={since} />}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Panel>
      </div>
      {shown === null ? null : <History indicator={data.code} areaId={shown} month={data.run.month} onClose={() => { setShown(null); }} />}
    </div>
  );
}

/** What the platform counted: to the cases or the visits, for whoever may read those. */
function Behind({ fact, areaId, since }: { fact: Fact; areaId: number; since: string }) {
  const t = useWords(indexDeskWords);
  const permits = usePermits();
  if (fact === 'dueVisits') return permits('patrol.read') ? <Link to={`/patrol?view=coverage&area=${areaId}`}>{t('indexDesk.indicator.openVisits')}</Link> : <span className="jw-muted">{t('indexDesk.indicator.fromPlatform')}</span>;
  if (!permits('incidents.read')) return <span className="jw-muted">{t('indexDesk.indicator.fromPlatform')}</span>;
  return <Link to={`/cases?tab=all&area=${areaId}&measure=reported&since=${since}&until=${dayjs(since).endOf('month').format('YYYY-MM-DD')}`}>{t('indexDesk.indicator.openCases')}</Link>;
}

function History({ indicator, areaId, month, onClose }: { indicator: string; areaId: number; month: string; onClose: () => void }) {
  const t = useWords(indexDeskWords);
  const asked = useAsk(returnHistory, { indicator, areaId, month });
  const data = asked.data;
  return (
    <SidePanel title={t('indexDesk.indicator.entries')} onClose={onClose} extra={<Button size="small" onClick={onClose}>{t('indexDesk.indicator.back')}</Button>}>
      {asked.error && !data ? <ErrorState error={asked.error} onRetry={() => { void asked.refetch(); }} /> : !data ? <LoadingState rows={4} /> : (
        <>
          <Facts rows={[[t('indexDesk.ranking.unit'), data.unitName], [t('indexDesk.indicator.department'), data.department], [t('indexDesk.month'), month]]} />
          {data.entries.length === 0 ? <p className="jw-note">{t('indexDesk.indicator.hidden')}</p> : (
            <ol className="idx-entries">
              {data.entries.map((entry) => (
                <li key={entry.id}>
                  <p className="jw-num"><b>{entry.counted}{entry.base === null ? '' : ` / ${entry.base}`}</b> {entry.corrects === null ? '' : t('indexDesk.indicator.corrects', { id: entry.corrects })}</p>
                  <p className="jw-muted jw-num">{entry.id} · {t('indexDesk.indicator.entry', { who: entry.personName, at: fullMoment(entry.at).slice(0, 16) })}</p>
                  {entry.note === '' ? null : <p>{entry.note}</p>}
                  {entry.source === 'import' ? <p className="jw-muted">{t('indexDesk.indicator.byImport', { name: entry.fileName })}</p> : null}
                </li>
              ))}
            </ol>
          )}
        </>
      )}
    </SidePanel>
  );
}
