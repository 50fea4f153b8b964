import { PrinterOutlined } from '@ant-design/icons';
import { Button, DatePicker, Segmented, Tooltip } from 'antd';
import dayjs from 'dayjs';
import { Link, useSearchParams } from 'react-router';
import { areaById } from '../../geography/contract.ts';
import { counts } from '../contract.ts';
import type { CountsRow, Measure } from '../contract-shapes.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useAreaParam } from '../../../platform/client/area-param.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { uiWords } from '../../../platform/ui/words.ts';
import { incidentsDeskWords } from './words.ts';
import './overview.css';

const shownCounts = ['reported', 'accepted', 'filed', 'open', 'late', 'shouldClose', 'closed', 'closedOnTime', 'returned', 'reworked'] as const satisfies readonly Measure[];
const shownRates = ['filingRate', 'onTimeClosureRate', 'onTimeHandlingRate', 'returnRate', 'reworkRate', 'satisfactionRate'] as const;
type By = 'area' | 'unit' | 'class';

/** Counts and rates of an area and of what lies below it. Every number is a link to the list behind it. */
export function Screen() {
  const t = useWords(incidentsDeskWords);
  const ui = useWords(uiWords);
  const home = useSession()?.home;
  const [areaId, setAreaId] = useAreaParam();
  const [search, setSearch] = useSearchParams();
  const by = (['area', 'unit', 'class'] as const).find((one) => one === search.get('by')) ?? 'area';
  const since = search.get('since') ?? dayjs().startOf('month').format('YYYY-MM-DD');
  const until = search.get('until') ?? dayjs().format('YYYY-MM-DD');
  const asked = useAsk(counts, { by, since, until, ...(areaId === undefined ? {} : { areaId }) }, { keepPrevious: true });
  const here = areaId ?? home?.id;
  const area = useAsk(areaById, { areaId: here ?? 0 }, { enabled: here !== undefined, staleTime: 600_000, keepPrevious: true });
  const change = (next: Record<string, string>): void => {
    setSearch((before) => {
      const changed = new URLSearchParams(before);
      for (const [name, value] of Object.entries(next)) changed.set(name, value);
      return changed;
    });
  };
  const day = (text: string) => dayjs(text);
  const data = asked.data;
  return (
    <div className="jw-page ovw">
      <header>
        <div>
          <h1>{t('incidentsDesk.overview.title')}</h1>
          <nav className="ovw-crumbs">
            {(area.data?.above ?? []).filter(({ id }) => isWithin(home?.path, id)).map((one) => <span key={one.id}><button type="button" className="jw-link" onClick={() => { setAreaId(one.id === home?.id ? undefined : one.id); }}>{one.name}</button> / </span>)}
            <b>{area.data?.name ?? home?.name}</b>
          </nav>
          <p className="ovw-period jw-num">{since} — {until}</p>
        </div>
        <div className="ovw-controls jw-no-print">
          <Segmented aria-label={t('incidentsDesk.overview.by')} value={by} onChange={(next: By) => { change({ by: next }); }} options={(['area', 'unit', 'class'] as const).map((one) => ({ value: one, label: t(`incidentsDesk.overview.${one}`) }))} />
          <DatePicker.RangePicker
            allowClear={false} value={[day(since), day(until)]} aria-label={t('incidentsDesk.overview.period')}
            presets={[
              { label: t('incidentsDesk.overview.thisMonth'), value: [dayjs().startOf('month'), dayjs()] }, { label: t('incidentsDesk.overview.last30'), value: [dayjs().subtract(29, 'day'), dayjs()] },
              { label: t('incidentsDesk.overview.thisYear'), value: [dayjs().startOf('year'), dayjs()] },
            ]}
            onChange={(range) => { if (range?.[0] && range[1]) change({ since: range[0].format('YYYY-MM-DD'), until: range[1].format('YYYY-MM-DD') }); }}
          />
          <Button icon={<PrinterOutlined aria-hidden />} onClick={() => { window.print(); }}>{t('incidentsDesk.overview.print')}</Button>
        </div>
      </header>
      {asked.error && !data ? <ErrorState error={asked.error} onRetry={() => { void asked.refetch(); }} /> : !data ? <LoadingState rows={12} /> : (
        <>
          <div className="ovw-box">
            <table className="ovw-table">
              <thead>
                <tr>
                  <th scope="col">{t(`incidentsDesk.overview.${by}`)}</th>
                  {shownCounts.map((one) => <th key={one} scope="col">{t(`incidentsDesk.measure.${one}`)}</th>)}
                  {shownRates.map((one) => <th key={one} scope="col"><Tooltip title={t(`incidentsDesk.rateHint.${one}`)}>{t(`incidentsDesk.rate.${one}`)}</Tooltip></th>)}
                  <th scope="col">{t('incidentsDesk.overview.loss')}</th>
                </tr>
              </thead>
              <tbody>
                <Row row={data.total} by={by} since={since} until={until} areaId={areaId} total name={t('incidentsDesk.overview.total')} />
                {(by === 'area' ? data.rows : [...data.rows].sort((a, b) => b.reported - a.reported)).map((row) => (
                  <Row
                    key={row.key} row={row} by={by} since={since} until={until} areaId={areaId} name={row.name || t(by === 'unit' ? 'incidentsDesk.board.noLead' : 'incidentsDesk.board.noClass')}
                    onDrill={by === 'area' && row.areaId !== null && row.areaId !== areaId ? () => { setAreaId(row.areaId ?? undefined); } : undefined}
                  />
                ))}
              </tbody>
            </table>
          </div>
          {data.total.reported === 0 ? <EmptyState title={t('incidentsDesk.overview.none')} hint={t('incidentsDesk.overview.noneHint')} /> : null}
          <p className="jw-hint">{t('incidentsDesk.overview.nowNote')} · {t('incidentsDesk.overview.formula', { v: data.formulaVersion })} · {ui('ui.none')} {t('incidentsDesk.overview.noRate')}</p>
        </>
      )}
    </div>
  );
}

type RowProps = { row: CountsRow; by: By; since: string; until: string; areaId: number | undefined; name: string; total?: boolean; onDrill?: (() => void) | undefined };

function Row({ row, by, since, until, areaId, name, total = false, onDrill }: RowProps) {
  const t = useWords(incidentsDeskWords);
  const ui = useWords(uiWords);
  const behind = (measure: Measure): string => {
    const search = new URLSearchParams({ tab: 'all', measure, since, until });
    const area = by === 'area' && row.areaId !== null ? row.areaId : areaId;
    if (area !== undefined) search.set('area', String(area));
    if (!total && by === 'unit') search.set('unit', row.key);
    if (!total && by === 'class') search.set('class', row.key);
    return `/cases?${search.toString()}`;
  };
  return (
    <tr className={total ? 'ovw-total' : undefined}>
      <th scope="row">{onDrill ? <button type="button" className="jw-link" title={t('incidentsDesk.overview.drill')} onClick={onDrill}>{name}</button> : name}</th>
      {shownCounts.map((measure) => (
        <td key={measure} className={measure === 'late' && row.late > 0 ? 'ovw-late' : undefined}>
          {row[measure] === 0 ? <span className="ovw-zero">0</span> : !total && by !== 'area' && row.name === '' ? row[measure] : <Link to={behind(measure)} aria-label={t('incidentsDesk.overview.listBehind', { name, what: t(`incidentsDesk.measure.${measure}`), n: row[measure] })}>{row[measure]}</Link>}
        </td>
      ))}
      {shownRates.map((rate) => <td key={rate}>{row[rate] === null ? ui('ui.none') : `${(row[rate] * 100).toFixed(1)}%`}</td>)}
      <td>{row.lossAvoidedYuan === 0 ? <span className="ovw-zero">0</span> : row.lossAvoidedYuan.toLocaleString('zh-CN')}</td>
    </tr>
  );
}

/** Crumbs above the caller's own area lead nowhere for him. */
function isWithin(homePath: string | undefined, areaId: number): boolean {
  if (homePath === undefined) return false;
  const ids = homePath.split('.').filter(Boolean).map(Number);
  return !ids.slice(0, -1).includes(areaId);
}
