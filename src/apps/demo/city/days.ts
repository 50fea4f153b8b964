import { dayOf, momentAt, type Calendar } from '../../../platform/core/calendar.ts';
import type { Dice } from '../world.ts';

// How many matters a day brings, and at which hour: seasons, weekdays, holidays, storms, rush hours, quiet nights.

export type Day = {
  /** `YYYY-MM-DD`, Asia/Shanghai. */
  readonly day: string;
  /** 1 to 12 */
  readonly month: number;
  readonly cases: number;
  /** Serial number of its first case, counted from 0 through the whole city. */
  readonly first: number;
  /** How much of the day has passed, 0 to 1: less than 1 on the last day only. */
  readonly passed: number;
  /** Rain that floods streets and fells trees. */
  readonly storm: boolean;
};

/** Cases of a real city's hotline in a year, 4,300 a day; a larger number reaches further back. */
export const casesOfYear = 1_570_000;
const yearDays = 365;

const byMonth = [0.9, 0.82, 0.96, 0.98, 1, 1.04, 1.18, 1.16, 1.04, 1, 1, 0.96] as const;
/** Sunday first. */
const byWeekday = [0.62, 1.16, 1.12, 1.08, 1.06, 1.08, 0.74] as const;
/** Out of a thousand, hour by hour. */
const byHour = [4, 2, 2, 2, 3, 8, 22, 52, 96, 104, 92, 62, 38, 44, 76, 82, 78, 68, 50, 38, 30, 22, 15, 10] as const;
const wholeDay = byHour.reduce<number>((sum, one) => sum + one, 0);

/** A year at least. */
export function daysFor(cases: number): number {
  return Math.max(yearDays, Math.round((cases * yearDays) / casesOfYear));
}

/** The days until `until`, oldest first, that together have exactly so many cases. */
export function daysUntil(until: Date, { cases, days: count }: { readonly cases: number; readonly days: number }, calendar: Calendar, dice: Dice): Day[] {
  const last = momentAt(dayOf(until), '00:00').getTime();
  const weighed = Array.from({ length: count }, (_, index) => {
    const start = new Date(last - (count - 1 - index) * dayMs);
    const day = dayOf(start);
    const month = Number(day.slice(5, 7));
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    const named = calendar.days[day];
    const storm = (month === 7 || month === 8) && dice.happens(0.09);
    const passed = index === count - 1 ? (until.getTime() - last) / dayMs : 1;
    const week = named?.kind === 'off' ? 0.55 : named?.kind === 'work' ? 1.05 : byWeekday[weekday] ?? 1;
    return { day, month, storm, passed, weight: (byMonth[month - 1] ?? 1) * week * (storm ? 2.1 : 1) * dice.between(0.94, 1.06) * (shareUntil(passed) / wholeDay) };
  });
  const whole = weighed.reduce((sum, { weight }) => sum + weight, 0);
  let before = 0;
  let first = 0;
  return weighed.map(({ weight, ...day }) => {
    before += weight;
    const after = Math.round((before / whole) * cases);
    const made: Day = { ...day, cases: after - first, first };
    first = after;
    return made;
  });
}

/** A moment of that day, more likely in its busy hours; ms since 1970. */
export function momentOf({ day, passed }: Day, dice: Dice): number {
  let left = dice.next() * shareUntil(passed);
  let hour = 0;
  for (; hour < 23 && left >= (byHour[hour] ?? 0); hour += 1) left -= byHour[hour] ?? 0;
  const within = Math.min(hour + left / (byHour[hour] ?? 1), passed * 24);
  return momentAt(day, '00:00').getTime() + Math.floor(within * 3_600_000);
}

function shareUntil(passed: number): number {
  return byHour.reduce<number>((sum, one, hour) => sum + one * Math.min(1, Math.max(0, passed * 24 - hour)), 0);
}

const dayMs = 86_400_000;
