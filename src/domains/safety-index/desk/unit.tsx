import { Select } from 'antd';
import { useState } from 'react';
import { overview, unitProfile, type Effect, type Link } from '../contract.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { LineChart, RadarChart } from '../../../platform/ui/charts.tsx';
import { ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { Composition } from './composition.tsx';
import { Gain } from './gain.tsx';
import { BandChip, LayerChip, Panel, RunLine, signed, two } from './pieces.tsx';
import { NoIndex, useWhich } from './ranking.tsx';
import { indexDeskWords } from './words.ts';

/** One unit: where it stands, what it is made of, its weak links first, and why it moved. */
export function Unit() {
  const t = useWords(indexDeskWords);
  const url = useUrlState();
  const which = useWhich();
  const whole = useAsk(overview, which, { keepPrevious: true });
  const areaId = url.id('unit') ?? whole.data?.units[0]?.areaId;
  const asked = useAsk(unitProfile, { areaId: areaId ?? 0, ...which }, { enabled: areaId !== undefined && whole.data?.run !== null, keepPrevious: true });
  if (whole.data?.run === null) return <NoIndex month={which.month} hasReturns={false} />;
  const data = asked.data;
  if (asked.error && !data) return <ErrorState error={asked.error} onRetry={() => { void asked.refetch(); }} />;
  if (!data) return <LoadingState rows={12} />;
  const { unit } = data;
  const openIndicator = (code: string): void => { url.change({ view: 'indicator', code }); };
  const dimensions = data.parts.filter(({ parent }) => !data.parts.some(({ code }) => code === parent));
  return (
    <>
      <div className="idx-bar">
        <Select className="idx-unit jw-no-print" aria-label={t('indexDesk.unit.choose')} value={unit.areaId} onChange={(next: number) => { url.change({ unit: next }); }} options={(whole.data?.units ?? []).map((one) => ({ value: one.areaId, label: `${one.rank ?? '—'} ${one.name}` }))} />
        <RunLine run={data.run} />
      </div>
      <section className="idx-hero">
        <div><h2>{unit.name}</h2><p className="jw-muted">{unit.rank === null ? t('indexDesk.unit.noRank') : t('indexDesk.unit.of', { rank: unit.rank, n: data.units })}{unit.rankLow === null || unit.rankLow === unit.rankHigh ? '' : `（${t('indexDesk.ranking.interval')} ${t('indexDesk.ranking.of', { low: unit.rankLow, high: unit.rankHigh ?? unit.rankLow })}）`}</p></div>
        <strong className="idx-big">{two(unit.score)}</strong>
        <BandChip colour={unit.colour} />
        <span className="jw-num">{data.change === null ? t('indexDesk.unit.noChange') : t('indexDesk.unit.change', { month: data.change.since, n: signed(data.change.points) })}</span>
        <span className="jw-muted jw-num">{t('indexDesk.run.coverage', { n: (unit.coverage * 100).toFixed(1) })}</span>
      </section>
      <div className="idx-two">
        <Panel title={t('indexDesk.unit.radar')}>
          <RadarChart height={300} max={100} label={t('indexDesk.unit.radarLabel', { name: unit.name })} axes={dimensions.map(({ name }) => name)} series={[{ name: unit.name, main: true, values: dimensions.map(({ score }) => score) }, { name: t('indexDesk.unit.city'), values: dimensions.map(({ average }) => average) }]} />
        </Panel>
        <Panel title={t('indexDesk.unit.trend')}>
          <LineChart height={300} label={t('indexDesk.unit.trendLabel', { name: unit.name, n: data.trend.length })} points={data.trend.map(({ month }) => month)} series={[{ name: unit.name, main: true, values: data.trend.map(({ score }) => score) }, { name: t('indexDesk.unit.city'), values: data.trend.map(({ average }) => average) }]} />
        </Panel>
      </div>
      <div className="idx-two">
        <Panel title={t('indexDesk.unit.weak')} hint={t('indexDesk.unit.weakHint')}><Links links={data.weak} onOpen={openIndicator} weak /></Panel>
        <div className="idx-stack">
          <Panel title={t('indexDesk.unit.changeTitle')} hint={data.change ? t('indexDesk.unit.changeHint') : undefined}>{data.change ? <Effects effects={data.change.effects} onOpen={openIndicator} /> : <p className="jw-muted">{t('indexDesk.unit.noChange')}</p>}</Panel>
          <Panel title={t('indexDesk.unit.strong')}><Links links={data.strong} onOpen={openIndicator} /></Panel>
          {data.missing.length === 0 ? null : (
            <Panel title={t('indexDesk.unit.missing', { n: data.missing.length })}>
              <ul className="idx-plain">{data.missing.map((one) => <li key={one.code}><button type="button" className="jw-link" onClick={() => { openIndicator(one.code); }}>{one.name}</button> <span className="jw-muted">{t(`indexDesk.unit.why.${one.why}`, { n: 5 })}</span></li>)}</ul>
            </Panel>
          )}
        </div>
      </div>
      <Panel title={t('indexDesk.unit.gain')} hint={t('indexDesk.gain.hint')} className="jw-no-print"><Gain areaId={unit.areaId} which={which} parts={data.parts} onOpen={openIndicator} /></Panel>
      <Panel title={t('indexDesk.unit.made')} hint={t('indexDesk.unit.madeHint')}><Composition parts={data.parts} score={unit.score} onOpen={openIndicator} /></Panel>
    </>
  );
}

function Links({ links, onOpen, weak = false }: { links: readonly Link[]; onOpen: (code: string) => void; weak?: boolean }) {
  const t = useWords(indexDeskWords);
  if (links.length === 0) return <p className="jw-muted">{t('indexDesk.unit.none')}</p>;
  const most = Math.max(...links.map(({ lost }) => lost), 0.01);
  return (
    <ol className="idx-links">
      {links.map((link) => (
        <li key={link.code}>
          <div><button type="button" className="jw-link" onClick={() => { onOpen(link.code); }}>{link.name}</button><span className="jw-muted">{link.dimension} · {link.group}</span></div>
          <span className="idx-link-facts"><LayerChip layer={link.layer} /><span className={link.isLast ? 'idx-last jw-num' : 'jw-num jw-muted'}>{link.isLast ? t('indexDesk.unit.last') : t('indexDesk.unit.rank', { n: link.rank })}</span><span className="jw-num idx-fixed">{two(link.score, 1)}</span></span>
          {weak ? <span className="idx-lost"><i style={{ width: `${(100 * link.lost / most).toFixed(1)}%` }} /><span className="jw-num">{t('indexDesk.unit.lost', { n: two(link.lost) })}</span></span> : null}
        </li>
      ))}
    </ol>
  );
}

function Effects({ effects, onOpen }: { effects: readonly Effect[]; onOpen: (code: string) => void }) {
  const t = useWords(indexDeskWords);
  const [isWhole, setWhole] = useState(false);
  if (effects.length === 0) return <p className="jw-muted">{t('indexDesk.unit.unchanged')}</p>;
  const shown = isWhole ? effects : effects.slice(0, 8);
  const rest = effects.slice(8).reduce((sum, { points }) => sum + points, 0);
  return (
    <table className="idx-table idx-effects">
      <tbody>
        {shown.map((one, at) => (
          <tr key={at}>
            <th scope="row"><button type="button" className="jw-link" onClick={() => { onOpen(one.code); }}>{one.name}</button></th>
            <td className="idx-left jw-muted">{t(`indexDesk.unit.effects.${one.kind}`)}</td><td className="jw-muted">{two(one.before, 1)} → {two(one.after, 1)}</td>
            <td className={one.points < 0 ? 'idx-minus' : undefined}>{signed(one.points, 3)}</td>
          </tr>
        ))}
        {effects.length > 8 ? <tr><th scope="row"><button type="button" className="jw-link" onClick={() => { setWhole(!isWhole); }}>{isWhole ? t('indexDesk.unit.fewer') : t('indexDesk.unit.more', { n: effects.length - 8 })}</button></th><td /><td /><td>{isWhole ? '' : signed(rest, 3)}</td></tr> : null}
        <tr className="idx-sum"><th scope="row">{t('indexDesk.unit.sum')}</th><td /><td /><td>{signed(effects.reduce((sum, { points }) => sum + points, 0), 3)}</td></tr>
      </tbody>
    </table>
  );
}
