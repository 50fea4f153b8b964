import { useMemo } from 'react';
import { dispatchWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { listDays, type Calendar } from '../../../platform/core/calendar.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { dispatchDeskWords } from './words.ts';

type Props = { year: number; calendar: Calendar; today: string; version: number; lastOfficialDay: string; onDay?: (day: string) => void };
type Day = { day: string; working: boolean; name: string; official: boolean; mark: 'off' | 'work' | null; weekend: boolean };

/** What a day is stands on it as a word; colour only repeats it. */
export function YearView({ year, calendar, today, version, lastOfficialDay, onDay }: Props) {
  const t = useWords(dispatchDeskWords);
  const days = useMemo(() => listDays(`${year}-01-01`, `${year}-12-31`, calendar).map((one): Day => {
    const weekday = new Date(`${one.day}T00:00:00Z`).getUTCDay();
    return { ...one, mark: calendar.days[one.day]?.kind ?? null, weekend: weekday === 0 || weekday === 6 };
  }), [year, calendar]);
  const counts = { off: days.filter(({ mark }) => mark === 'off').length, work: days.filter(({ mark }) => mark === 'work').length, working: days.filter(({ working }) => working).length };
  return (
    <>
      <ul className="cal-facts">
        <li>{t('dispatchDesk.calendar.shifts')} <b className="jw-num">{calendar.shifts.map(({ from, to }) => `${from}–${to}`).join(' · ')}</b></li>
        <li className="jw-num">{t('dispatchDesk.calendar.days', counts)}</li>
        <li className="jw-num">{t('dispatchDesk.calendar.official', { day: lastOfficialDay })}</li>
        <li className="jw-num">{t('dispatchDesk.calendar.version', { n: version })}</li>
        <li className="cal-legend" aria-label={t('dispatchDesk.calendar.legend')}>
          <span className="cal-day cal-off"><b>1</b><small>{t('dispatchDesk.calendar.off')}</small></span>
          <span className="cal-day cal-work"><b>4</b><small>{t('dispatchDesk.calendar.work')}</small></span>
          <span className="cal-day cal-weekend"><b>7</b></span>{t('dispatchDesk.calendar.weekend')}
        </li>
      </ul>
      <div className="cal-months">
        {Array.from({ length: 12 }, (_, month) => (
          <Month key={month} month={month + 1} days={days.filter(({ day }) => Number(day.slice(5, 7)) === month + 1)} today={today} onDay={onDay} />
        ))}
      </div>
    </>
  );
}

function Month({ month, days, today, onDay }: { month: number; days: readonly Day[]; today: string; onDay: ((day: string) => void) | undefined }) {
  const t = useWords(dispatchDeskWords);
  const weekdays = t('dispatchDesk.calendar.weekdays').split('|');
  const first = days[0];
  const lead = first ? (new Date(`${first.day}T00:00:00Z`).getUTCDay() + 6) % 7 : 0;
  const cells: (Day | null)[] = [...Array.from({ length: lead }, () => null), ...days];
  while (cells.length % 7 > 0) cells.push(null);
  const weeks = Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
  return (
    <section className="cal-month">
      <h3>{t('dispatchDesk.calendar.month', { n: month })}{days.some(({ official }) => !official) ? <Chip tone="orange">{t('dispatchDesk.calendar.provisionalShort')}</Chip> : null}</h3>
      <table>
        <thead><tr>{weekdays.map((name, at) => <th key={at} scope="col">{name}</th>)}</tr></thead>
        <tbody>{weeks.map((week, at) => <tr key={at}>{week.map((day, column) => <td key={column}>{day ? <DayCell day={day} isToday={day.day === today} onDay={onDay} /> : null}</td>)}</tr>)}</tbody>
      </table>
    </section>
  );
}

function DayCell({ day, isToday, onDay }: { day: Day; isToday: boolean; onDay: ((day: string) => void) | undefined }) {
  const t = useWords(dispatchDeskWords);
  const words = useWords(dispatchWords);
  const what = [day.day, day.mark ? words(`dispatch.dayKind.${day.mark}`) : t(day.working ? 'dispatchDesk.calendar.working' : 'dispatchDesk.calendar.weekend'), day.name].filter(Boolean).join(' ');
  const className = ['cal-day', day.mark ? `cal-${day.mark}` : day.weekend ? 'cal-weekend' : '', isToday ? 'cal-today' : ''].filter(Boolean).join(' ');
  const body = <><b>{Number(day.day.slice(8))}</b>{day.mark ? <small>{t(`dispatchDesk.calendar.${day.mark}`)}</small> : null}</>;
  return onDay ? <button type="button" className={className} title={what} aria-label={what} onClick={() => { onDay(day.day); }}>{body}</button> : <span className={className} title={what}>{body}</span>;
}
