import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { CountsRow, Measure } from '../contract-shapes.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { Spark } from '../../../platform/ui/spark.tsx';
import { uiWords } from '../../../platform/ui/words.ts';
import type { ScreenNumbers } from './screen-numbers.ts';
import { incidentsDeskWords } from './words.ts';

type Figure = { name: string; note: string; value: ReactNode; trend: (day: CountsRow) => number | null; measure: Measure; since?: string; alarm?: boolean };

/**
 * Six figures at most, each with its week and its list. What is open or late is a state of this moment, so the line
 * beside it shows what the days did about it: closed, and handled too late.
 */
export function Figures({ numbers, areaId, today, scale }: { numbers: ScreenNumbers; areaId: number | undefined; today: string; scale: number }) {
  const t = useWords(incidentsDeskWords);
  const ui = useWords(uiWords);
  const count = (row: CountsRow | undefined, measure: Measure): ReactNode => row?.[measure] ?? ui('ui.none');
  const percent = (rate: number | null | undefined): ReactNode => (rate === null || rate === undefined ? ui('ui.none') : <>{rate === 1 ? '100' : (rate * 100).toFixed(1)}<small>%</small></>);
  const monthStart = new Date(Date.parse(`${today}T00:00:00Z`) - 29 * 86_400_000).toISOString().slice(0, 10);
  const figures: Figure[] = [
    { name: t('incidentsDesk.screen.today'), note: t('incidentsDesk.screen.reportedDaily'), value: count(numbers.today, 'reported'), trend: (day) => day.reported, measure: 'reported', since: today },
    { name: t('incidentsDesk.screen.open'), note: t('incidentsDesk.screen.closedDaily'), value: count(numbers.all, 'open'), trend: (day) => day.closed, measure: 'open' },
    { name: t('incidentsDesk.screen.late'), note: t('incidentsDesk.screen.lateDaily'), value: count(numbers.all, 'late'), trend: (day) => day.handled - day.handledOnTime, measure: 'late', alarm: (numbers.all?.late ?? 0) > 0 },
    { name: t('incidentsDesk.screen.onTime'), note: t('incidentsDesk.screen.days30'), value: percent(numbers.month?.onTimeClosureRate), trend: (day) => day.onTimeClosureRate, measure: 'closedOnTime', since: monthStart },
    { name: t('incidentsDesk.screen.rework'), note: t('incidentsDesk.screen.days30'), value: percent(numbers.month?.reworkRate), trend: (day) => day.reworkRate, measure: 'reworked', since: monthStart },
    { name: t('incidentsDesk.screen.satisfied'), note: t('incidentsDesk.screen.days30'), value: percent(numbers.month?.satisfactionRate), trend: (day) => day.satisfactionRate, measure: 'satisfied', since: monthStart },
  ];
  return (
    <section className="scr-figures">
      {figures.map((figure) => {
        const search = new URLSearchParams({ tab: 'all', measure: figure.measure, ...(figure.since === undefined ? {} : { since: figure.since, until: today }), ...(areaId === undefined ? {} : { area: String(areaId) }) });
        return (
          <Link key={figure.name} to={`/cases?${search.toString()}`} className={figure.alarm ? 'scr-figure scr-alarm' : 'scr-figure'}>
            <span>{figure.name}</span>
            <b className="jw-num">{figure.alarm ? <i aria-hidden="true" className="scr-alarm-mark" /> : null}{figure.value}</b>
            <Spark values={numbers.days.map((day) => (day ? figure.trend(day) : null))} label={t('incidentsDesk.screen.trendLabel')} width={190 * scale} height={76 * scale} />
            <small>{figure.note}</small>
          </Link>
        );
      })}
    </section>
  );
}
