import { calendar as calendarShape, type Calendar } from '../../../platform/core/calendar.ts';
import type { RowError } from '../../../platform/core/fields.ts';
import { refuse, type Refusal } from '../../../platform/core/refusal.ts';

export type CalendarDay = { readonly day: string; readonly kind: 'off' | 'work'; readonly name: string };
export type Notice = {
  readonly year: number;
  readonly days: readonly CalendarDay[];
  readonly shifts?: Calendar['shifts'] | undefined;
};
export type CalendarPlan = {
  readonly shifts: Calendar['shifts'];
  readonly days: Calendar['days'];
  readonly lastOfficialDay: string;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly same: boolean;
  readonly errors: readonly RowError[];
};

/**
 * The calendar with the notice of one year in it; that year's earlier days are replaced. A notice may name the
 * last week of the year before (31 December 2022 was off for New Year 2023): such days are added to it.
 */
export function planCalendar(current: Calendar, notice: Notice): CalendarPlan | Refusal {
  const shifts = notice.shifts ?? current.shifts;
  if (!calendarShape.shape.shifts.safeParse(shifts).success) return refuse('dispatch/shifts-wrong');
  const stray = notice.days.find(({ day }) => !belongs(day, notice.year));
  if (stray) return refuse('dispatch/day-outside-year', { day: stray.day, year: notice.year });
  const errors = problemsOf(current, notice);
  const kept = Object.entries(current.days).filter(([day]) => !day.startsWith(`${notice.year}-`));
  const days: Calendar['days'] = Object.fromEntries([...kept, ...notice.days.map(({ day, kind, name }) => [day, { kind, name }] as const)].sort(([a], [b]) => (a < b ? -1 : 1)));
  const lastOfficialDay = current.lastOfficialDay > `${notice.year}-12-31` ? current.lastOfficialDay : `${notice.year}-12-31`;
  const count = { created: 0, changed: 0, unchanged: 0 };
  for (const { day, kind, name } of notice.days) {
    const before = current.days[day];
    count[!before ? 'created' : before.kind === kind && before.name === name ? 'unchanged' : 'changed'] += 1;
  }
  const same = lastOfficialDay === current.lastOfficialDay && JSON.stringify(shifts) === JSON.stringify(current.shifts)
    && count.created + count.changed === 0 && Object.keys(days).length === Object.keys(current.days).length;
  return { shifts, days, lastOfficialDay, ...count, same, errors };
}

function belongs(day: string, year: number): boolean {
  return day.startsWith(`${year}-`) || (day >= `${year - 1}-12-25` && day <= `${year - 1}-12-31`);
}

function problemsOf(current: Calendar, notice: Notice): RowError[] {
  const errors: RowError[] = [];
  const lastYear = Number(current.lastOfficialDay.slice(0, 4));
  // A gap would make days look official of which nobody has heard.
  if (notice.year > lastYear + 1) errors.push({ row: 0, column: 'year', problem: 'year-missing-before', detail: String(lastYear + 1) });
  if (!notice.days.some(({ kind, day }) => kind === 'off' && day.startsWith(`${notice.year}-`))) errors.push({ row: 0, column: 'days', problem: 'no-day-off', detail: String(notice.year) });
  const seen = new Set<string>();
  for (const [index, { day, kind }] of notice.days.entries()) {
    const row = index + 1;
    if (seen.has(day)) errors.push({ row, column: 'day', problem: 'twice', detail: day });
    seen.add(day);
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    if (kind === 'work' && weekday >= 1 && weekday <= 5) errors.push({ row, column: 'kind', problem: 'work-on-weekday', detail: day });
  }
  return errors;
}
