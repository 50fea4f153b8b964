import { Link } from 'react-router';
import { board } from '../contract.ts';
import type { CountsRow, Measure } from '../contract-shapes.ts';
import { incidentsWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { Moment } from '../../../platform/ui/moment.tsx';
import type { Question, ScreenNumbers } from './screen-numbers.ts';
import { incidentsDeskWords } from './words.ts';

/** The list that answers the question. Areas, classes and units; never persons. */
export function ScreenList({ question, numbers, areaId }: { question: Question; numbers: ScreenNumbers; areaId: number | undefined }) {
  const t = useWords(incidentsDeskWords);
  if (question === 'happening') return <Newest areaId={areaId} />;
  if (question === 'late') {
    return (
      <section className="scr-list">
        <Bars title={t('incidentsDesk.screen.lateAreas')} rows={numbers.byArea} measure="late" filter="area" areaId={areaId} empty={t('incidentsDesk.screen.noneLate')} />
        <Bars title={t('incidentsDesk.screen.lateClasses')} rows={numbers.byClass} measure="late" filter="class" areaId={areaId} empty={t('incidentsDesk.screen.noneLate')} />
      </section>
    );
  }
  return (
    <section className="scr-list">
      <Bars title={t('incidentsDesk.screen.helpAreas')} rows={numbers.byArea} measure="open" filter="area" areaId={areaId} empty={t('incidentsDesk.screen.noneOpen')} />
      <Bars title={t('incidentsDesk.screen.helpUnits')} rows={numbers.byUnit} measure="open" filter="unit" areaId={areaId} empty={t('incidentsDesk.screen.noneOpen')} />
    </section>
  );
}

function Newest({ areaId }: { areaId: number | undefined }) {
  const t = useWords(incidentsDeskWords);
  const loop = useWords(incidentsWords);
  const newest = useAsk(board, { sort: 'newest', limit: 9, ...(areaId === undefined ? {} : { areaId }) }, { keepPrevious: true });
  return (
    <section className="scr-list">
      <h2>{t('incidentsDesk.screen.newest')}</h2>
      <ol className="scr-newest">
        {(newest.data?.items ?? []).map((row) => (
          <li key={row.id}>
            <b>{row.className ?? t('incidentsDesk.board.noClass')}</b><Moment at={row.reportedAt} />
            <span>{row.areaPathNames.slice(1, 3).join(' ') || row.area.name}</span><em>{loop(`incidents.state.${row.state}`)}</em>
          </li>
        ))}
      </ol>
    </section>
  );
}

type BarsProps = { title: string; rows: readonly CountsRow[]; measure: Extract<Measure, 'late' | 'open'>; filter: 'area' | 'class' | 'unit'; areaId: number | undefined; empty: string };

function Bars({ title, rows, measure, filter, areaId, empty }: BarsProps) {
  const t = useWords(incidentsDeskWords);
  const top = rows.filter((row) => row[measure] > 0 && row.key !== '' && row.name !== '').sort((a, b) => b[measure] - a[measure]).slice(0, 5);
  const most = Math.max(1, ...top.map((row) => row[measure]));
  const link = (row: CountsRow): string => {
    const search = new URLSearchParams({ tab: 'all', measure });
    const area = filter === 'area' ? row.areaId ?? areaId : areaId;
    if (area !== undefined) search.set('area', String(area));
    if (filter !== 'area') search.set(filter, row.key);
    return `/cases?${search.toString()}`;
  };
  return (
    <>
      <h2>{title}</h2>
      {top.length === 0 ? <p className="scr-empty">{empty}</p> : (
        <ol className="scr-bars">
          {top.map((row) => (
            <li key={row.key}>
              <Link to={link(row)}><span>{row.name}</span><b className="jw-num">{row[measure]}{filter === 'area' && measure === 'open' && row.late > 0 ? <small> {t('incidentsDesk.screen.lateN', { n: row.late })}</small> : null}</b></Link>
              <i className={measure === 'late' ? 'scr-bar-late' : undefined}><i ref={(bar) => { bar?.style.setProperty('width', `${(row[measure] / most) * 100}%`); }} /></i>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
