import { z } from 'zod';
import type { Calendar } from '../../../platform/core/calendar.ts';
import { day as dayShape } from '../../../platform/core/fields.ts';
import { addDays, dayOfMonth, daysBetween, daysInMonth, weekdayOf } from './days.ts';
import { lunarDayOf } from './lunar.ts';

// On which days a plan falls, and why: the reason is what the phone shows beside it.

const digits = z.array(z.int().min(0).max(9)).min(1).max(10);

/**
 * `market`: 赶场天, by the last digit of the day of the month (逢一四七: 1, 4, 7; 逢十: 0), of the common or of the farmers' calendar.
 * `holiday`: days off that the working calendar names, and the day before the first of them.
 */
export const rhythm = z.discriminatedUnion('every', [
  z.object({ every: z.literal('days'), days: z.int().min(1).max(366), from: dayShape }),
  z.object({ every: z.literal('weekdays'), weekdays: z.array(z.int().min(1).max(7)).min(1).max(7) }),
  z.object({ every: z.literal('monthDays'), days: z.array(z.int().min(1).max(31)).min(1).max(31) }),
  z.object({ every: z.literal('market'), calendar: z.enum(['solar', 'lunar']), digits }),
  z.object({ every: z.literal('holiday'), eve: z.boolean() }),
]);
export type Rhythm = z.infer<typeof rhythm>;

export type Fall =
  | { readonly why: 'days'; readonly days: number }
  | { readonly why: 'weekday'; readonly weekday: number }
  | { readonly why: 'monthDay'; readonly day: number }
  | { readonly why: 'market'; readonly calendar: 'solar' | 'lunar'; readonly day: number }
  | { readonly why: 'holiday' | 'holidayEve'; readonly name: string };

/** Null: not on this day. */
export function fallOf(one: Rhythm, day: string, calendar: Pick<Calendar, 'days'>): Fall | null {
  switch (one.every) {
    case 'days': {
      const since = daysBetween(one.from, day);
      return since >= 0 && since % one.days === 0 ? { why: 'days', days: one.days } : null;
    }
    case 'weekdays': {
      const weekday = weekdayOf(day);
      return one.weekdays.includes(weekday) ? { why: 'weekday', weekday } : null;
    }
    case 'monthDays': {
      const number = dayOfMonth(day);
      const last = daysInMonth(day);
      // A round of the 31st takes place on the last day of a shorter month, rather than not at all.
      const falls = one.days.includes(number) || (number === last && one.days.some((wanted) => wanted > last));
      return falls ? { why: 'monthDay', day: number } : null;
    }
    case 'market': {
      const number = one.calendar === 'solar' ? dayOfMonth(day) : lunarDayOf(day);
      return number !== null && one.digits.includes(number % 10) ? { why: 'market', calendar: one.calendar, day: number } : null;
    }
    case 'holiday': {
      const today = holidayOf(day, calendar);
      if (today !== null) return { why: 'holiday', name: today };
      const tomorrow = one.eve ? holidayOf(addDays(day, 1), calendar) : null;
      return tomorrow === null ? null : { why: 'holidayEve', name: tomorrow };
    }
  }
}

/** All reasons of a day: a market day may be a holiday too. Empty: the plan rests. */
export function fallsOn(rhythms: readonly Rhythm[], day: string, calendar: Pick<Calendar, 'days'>): Fall[] {
  return rhythms.flatMap((one) => fallOf(one, day, calendar) ?? []);
}

/** The first day from `from` on, itself included; null where none comes within about thirteen months. */
export function nextFall(rhythms: readonly Rhythm[], from: string, calendar: Pick<Calendar, 'days'>): { readonly on: string; readonly falls: readonly Fall[] } | null {
  for (let ahead = 0; ahead <= 400; ahead += 1) {
    const on = addDays(from, ahead);
    const falls = fallsOn(rhythms, on, calendar);
    if (falls.length > 0) return { on, falls };
  }
  return null;
}

function holidayOf(day: string, calendar: Pick<Calendar, 'days'>): string | null {
  const known = calendar.days[day];
  return known?.kind === 'off' ? known.name : null;
}
