import { Button, Tooltip } from 'antd';
import { PrinterOutlined } from '@ant-design/icons';
import { useMemo } from 'react';
import { shapes } from '../../geography/contract.ts';
import { overview } from '../contract.ts';
import type { Ranked } from '../contract-shapes.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { MapPane } from '../../../platform/map/map.tsx';
import type { MapArea } from '../../../platform/map/shapes.ts';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { BandChip, Panel, RunLine, signed, two } from './pieces.tsx';
import { indexDeskWords } from './words.ts';

/** Which run the address asks for. */
export function useWhich(): { month?: string; runId?: number } {
  const url = useUrlState();
  const month = url.text('month');
  const run = url.id('run');
  return { ...(month !== undefined && /^20\d\d-(?:0[1-9]|1[0-2])$/u.test(month) ? { month } : {}), ...(run === undefined ? {} : { runId: run }) };
}

/** The eleven on the map and in order, each rank with how far it would move if the weights were others. */
export function Ranking() {
  const t = useWords(indexDeskWords);
  const url = useUrlState();
  const which = useWhich();
  const asked = useAsk(overview, which, { keepPrevious: true });
  const data = asked.data;
  if (asked.error && !data) return <ErrorState error={asked.error} onRetry={() => { void asked.refetch(); }} />;
  if (!data) return <LoadingState rows={12} />;
  if (!data.run) return <NoIndex month={which.month} hasReturns={data.months.some(({ month }) => month === which.month)} />;
  const { run } = data;
  const open = (areaId: number): void => { url.change({ view: 'unit', unit: areaId }); };
  return (
    <>
      <div className="idx-bar"><RunLine run={run} /><Button className="jw-no-print" size="small" icon={<PrinterOutlined aria-hidden />} onClick={() => { window.print(); }}>{t('indexDesk.ranking.print')}</Button></div>
      <div className="idx-overview">
        <Panel title={`${run.month} · ${t('indexDesk.ranking.unit11', { n: data.units.length })}`} hint={data.units.length === 1 ? t('indexDesk.ranking.single') : t('indexDesk.ranking.intervalHint')}>
          <RankTable units={data.units} dimensions={data.dimensions} onOpen={open} />
        </Panel>
        <UnitMap units={data.units} onOpen={open} />
      </div>
      <details className="idx-panel idx-findings">
        <summary>{t('indexDesk.ranking.findings', { n: data.findings.length })}</summary>
        <p className="jw-hint">{t(data.findings.length === 0 ? 'indexDesk.ranking.noFindings' : 'indexDesk.ranking.findingsHint')}</p>
        <ul>{data.findings.map((one, at) => <li key={at}>{one.message}</li>)}</ul>
      </details>
    </>
  );
}

export function NoIndex({ month, hasReturns }: { month: string | undefined; hasReturns: boolean }) {
  const t = useWords(indexDeskWords);
  return <EmptyState title={month === undefined ? t('indexDesk.none.any') : t('indexDesk.none.title', { month })} hint={hasReturns ? t('indexDesk.none.returned') : t('indexDesk.none.hint')} />;
}

type TableProps = { units: readonly Ranked[]; dimensions: readonly { readonly code: string; readonly name: string }[]; onOpen: (areaId: number) => void };

function RankTable({ units, dimensions, onOpen }: TableProps) {
  const t = useWords(indexDeskWords);
  const best = dimensions.map((_one, at) => Math.max(...units.map(({ dimensions: own }) => own[at] ?? -1)));
  const worst = dimensions.map((_one, at) => Math.min(...units.map(({ dimensions: own }) => own[at] ?? 101)));
  return (
    <div className="idx-box">
      <table className="idx-table">
        <thead>
          <tr>
            <th scope="col">{t('indexDesk.ranking.rank')}</th><th scope="col" className="idx-left">{t('indexDesk.ranking.unit')}</th><th scope="col">{t('indexDesk.ranking.score')}</th><th scope="col" className="idx-left">{t('indexDesk.ranking.band')}</th>
            <th scope="col" className="idx-left"><Tooltip title={t('indexDesk.ranking.intervalHint')}>{t('indexDesk.ranking.interval')}</Tooltip></th><th scope="col">{t('indexDesk.ranking.change')}</th><th scope="col" className="idx-left">{t('indexDesk.ranking.rankChange')}</th>
            {dimensions.map(({ code, name }) => <th key={code} scope="col">{name}</th>)}
          </tr>
        </thead>
        <tbody>
          {units.map((unit) => (
            <tr key={unit.areaId}>
              <td className="idx-rank">{unit.rank ?? '—'}</td>
              <th scope="row"><button type="button" className="jw-link" onClick={() => { onOpen(unit.areaId); }}>{unit.name}</button></th>
              <td className="idx-score">{two(unit.score)}</td>
              <td className="idx-left"><BandChip colour={unit.colour} /></td>
              <td className="idx-left"><Interval unit={unit} of={units.length} /></td>
              <td>{signed(unit.score === null || unit.scoreBefore === null ? null : unit.score - unit.scoreBefore)}</td>
              <td className="idx-left jw-muted"><Places unit={unit} /></td>
              {unit.dimensions.map((score, at) => <td key={at} className={units.length > 2 && score !== null && score === worst[at] ? 'idx-worst' : units.length > 2 && score !== null && score === best[at] ? 'idx-best' : undefined}>{two(score, 1)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Where the rank may lie, as a bar on the line of all places; the dot is where it is. */
function Interval({ unit: { rank, rankLow, rankHigh }, of }: { unit: Ranked; of: number }) {
  const t = useWords(indexDeskWords);
  if (rank === null || rankLow === null || rankHigh === null || of < 2) return <span className="jw-muted">—</span>;
  const at = (place: number): number => 4 + ((place - 1) / (of - 1)) * 92;
  const text = rankLow === rankHigh ? String(rank) : t('indexDesk.ranking.of', { low: rankLow, high: rankHigh });
  return (
    <span className="idx-interval">
      <svg width="100" height="16" viewBox="0 0 100 16" aria-hidden="true">
        <line x1="4" x2="96" y1="8" y2="8" className="idx-line" />
        <line x1={at(rankLow)} x2={at(rankHigh)} y1="8" y2="8" className="idx-span" />
        <circle cx={at(rank)} cy="8" r="4" className="idx-dot" />
      </svg>
      <span className="jw-num" title={rankLow === rankHigh ? t('indexDesk.ranking.certain') : undefined}>{text}</span>
    </span>
  );
}

function Places({ unit: { rank, rankBefore } }: { unit: Ranked }) {
  const t = useWords(indexDeskWords);
  if (rank === null || rankBefore === null) return <>{t('indexDesk.ranking.first')}</>;
  if (rank === rankBefore) return <>{t('indexDesk.ranking.same')}</>;
  return <>{rank < rankBefore ? t('indexDesk.ranking.up', { n: rankBefore - rank }) : t('indexDesk.ranking.down', { n: rank - rankBefore })}</>;
}

function UnitMap({ units, onOpen }: { units: readonly Ranked[]; onOpen: (areaId: number) => void }) {
  const t = useWords(indexDeskWords);
  const still = { staleTime: 600_000 };
  const counties = useAsk(shapes, { kind: 'county' }, still);
  const zones = useAsk(shapes, { kind: 'developmentZone' }, still);
  const ids = units.map(({ areaId }) => areaId).join();
  const areas = useMemo((): readonly MapArea[] => [...counties.data?.features ?? [], ...zones.data?.features ?? []].filter(({ id }) => units.some(({ areaId }) => areaId === id))
    .map(({ geometry, properties }) => ({ id: properties.id, name: properties.name, longitude: properties.longitude, latitude: properties.latitude, geometry })), [counties.data, zones.data, ids]);
  const scores = units.flatMap(({ score }) => score ?? []);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const shade = useMemo(() => new Map(units.flatMap(({ areaId, score }) => (score === null ? [] : [[areaId, high === low ? 0.5 : 0.08 + 0.92 * (score - low) / (high - low)] as const]))), [units, low, high]);
  const notes = useMemo(() => new Map(units.flatMap(({ areaId, rank, score }) => (score === null ? [] : [[areaId, `${rank ?? ''} · ${score.toFixed(1)}`] as const]))), [units]);
  return (
    <Panel className="idx-map jw-no-print" title={t('indexDesk.ranking.map')} hint={t('indexDesk.ranking.mapHint')}>
      <div className="idx-map-box"><MapPane areas={areas} shade={shade} notes={notes} onArea={onOpen} /></div>
    </Panel>
  );
}
