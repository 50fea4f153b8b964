import { z } from 'zod';

// Working time as plain arithmetic on a table. China has kept UTC+8 without daylight saving since 1991
// (the service starts in the 2000s), so a local day is a fixed 86,400,000 ms and no time-zone library is needed.

const clockTime = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/);

/**
 * A versioned working calendar. A day that is not in `days` follows the week: Monday to Friday are worked.
 * `lastOfficialDay` is the last day the State Council's notices cover; later days are a guess.
 */
export const calendar = z.object({
  version: z.string().min(1).max(100),
  timeZone: z.literal('Asia/Shanghai'),
  shifts: z.array(z.object({ from: clockTime, to: clockTime })).min(1).max(6)
    .refine(inOrder, { params: { sentence: 'shifts-out-of-order' } }),
  days: z.record(z.iso.date(), z.object({ kind: z.enum(['off', 'work']), name: z.string().max(100) })),
  lastOfficialDay: z.iso.date(),
});
export type Calendar = z.infer<typeof calendar>;

const largestAmount = { workingHours: 20_000, workingDays: 2_500, naturalDays: 3_650, hours: 87_600, minutes: 5_256_000 };

/** A length of time as a standard or an agreement states it; deadline.ts says what each unit means. Days are whole. At most about ten years. */
export const duration = z.object({
  amount: z.number().positive(),
  unit: z.enum(['workingHours', 'workingDays', 'naturalDays', 'hours', 'minutes']),
})
  .refine(({ amount, unit }) => amount <= largestAmount[unit], { path: ['amount'], params: { sentence: 'duration-too-long' } })
  .refine(({ amount, unit }) => !unit.endsWith('Days') || Number.isInteger(amount), { path: ['amount'], params: { sentence: 'days-not-whole' } });
export type Duration = z.infer<typeof duration>;

/** The day in Asia/Shanghai, `2026-11-22`. */
export function dayOf(moment: Date): string {
  return dayText(dayNumber(moment.getTime()));
}

/** The moment a clock in Asia/Shanghai shows `time` (`00:00` to `24:00`) on `day`. */
export function momentAt(day: string, time: string): Date {
  return new Date(startOfDay(Date.parse(`${day}T00:00:00Z`) / dayMs) + minuteOfDay(time) * minuteMs);
}

export function isWorkingDay(day: string, calendar: Calendar): boolean {
  return prepare(calendar).isWorking(Date.parse(`${day}T00:00:00Z`) / dayMs);
}

/** Working minutes of a whole working day. */
export function minutesPerWorkingDay(calendar: Calendar): number {
  return prepare(calendar).msPerDay / minuteMs;
}

/** Working minutes from `a` to `b`, with fractions; negative when `b` is before `a`. */
export function workingMinutesBetween(a: Date, b: Date, calendar: Calendar): number {
  return workingMs(a.getTime(), b.getTime(), prepare(calendar)) / minuteMs;
}

/** A moment reached by walking the calendar; `provisional` when the walk used a day no official notice covers. */
export type Reached = { readonly at: Date; readonly provisional: boolean };

/**
 * The earliest moment at which `minutes` of working time have passed since `start`. Time outside the
 * shifts does not count, so the result is the end of a shift rather than the start of the next one.
 */
export function addWorkingMinutes(start: Date, minutes: number, calendar: Calendar): Reached {
  const table = prepare(calendar);
  let left = Math.round(minutes * minuteMs);
  if (left <= 0) return reached(start.getTime(), table);
  for (let day = dayNumber(start.getTime()); ; day += 1) {
    if (!table.isWorking(day)) continue;
    for (const shift of table.shifts) {
      const from = Math.max(startOfDay(day) + shift.from, start.getTime());
      const open = startOfDay(day) + shift.to - from;
      if (open <= 0) continue;
      if (left <= open) return reached(from + left, table);
      left -= open;
    }
  }
}

/** The close of business `days` working days after the day of `start`, which itself is not counted. */
export function closeAfterWorkingDays(start: Date, days: number, calendar: Calendar): Reached {
  const table = prepare(calendar);
  let day = dayNumber(start.getTime());
  for (let left = days; left > 0;) {
    day += 1;
    if (table.isWorking(day)) left -= 1;
  }
  return reached(startOfDay(day) + table.closeMs, table);
}

/** The first close of business at or after `moment`. */
export function closeOfBusiness(moment: Date, calendar: Calendar): Reached {
  const table = prepare(calendar);
  let day = dayNumber(moment.getTime());
  while (!table.isWorking(day) || startOfDay(day) + table.closeMs < moment.getTime()) day += 1;
  return reached(startOfDay(day) + table.closeMs, table);
}

/** Each day from `from` to `to` with what it is; for the calendar screen and for comparing two versions. */
export function listDays(from: string, to: string, calendar: Calendar): { day: string; working: boolean; name: string; official: boolean }[] {
  const table = prepare(calendar);
  const last = Date.parse(`${to}T00:00:00Z`) / dayMs;
  const days: { day: string; working: boolean; name: string; official: boolean }[] = [];
  for (let number = Date.parse(`${from}T00:00:00Z`) / dayMs; number <= last; number += 1) {
    const day = dayText(number);
    days.push({ day, working: table.isWorking(number), name: calendar.days[day]?.name ?? '', official: number <= table.lastOfficial });
  }
  return days;
}

type Prepared = {
  readonly shifts: readonly { readonly from: number; readonly to: number }[];
  readonly msPerDay: number;
  readonly closeMs: number;
  readonly lastOfficial: number;
  isWorking(day: number): boolean;
};

const minuteMs = 60_000;
const dayMs = 86_400_000;
const zoneMs = 8 * 60 * minuteMs;

// The same table is asked thousands of times a second on a case list; a calendar never changes, only its successor does.
const preparedByCalendar = new WeakMap<Calendar, Prepared>();

function prepare(table: Calendar): Prepared {
  const known = preparedByCalendar.get(table);
  if (known !== undefined) return known;
  const shifts = table.shifts.map(({ from, to }) => ({ from: minuteOfDay(from) * minuteMs, to: minuteOfDay(to) * minuteMs }));
  const close = shifts.at(-1)?.to;
  if (close === undefined || !inOrder(table.shifts)) throw new Error(`calendar ${table.version}: no shifts, or shifts out of order`);
  const named = new Map(Object.entries(table.days).map(([day, { kind }]) => [Date.parse(`${day}T00:00:00Z`) / dayMs, kind === 'work']));
  const prepared: Prepared = {
    shifts,
    msPerDay: shifts.reduce((sum, { from, to }) => sum + to - from, 0),
    closeMs: close,
    lastOfficial: Date.parse(`${table.lastOfficialDay}T00:00:00Z`) / dayMs,
    isWorking: (day) => named.get(day) ?? isMondayToFriday(day),
  };
  preparedByCalendar.set(table, prepared);
  return prepared;
}

function workingMs(a: number, b: number, table: Prepared): number {
  if (b < a) return -workingMs(b, a, table);
  let sum = 0;
  const last = dayNumber(b);
  for (let day = dayNumber(a); day <= last; day += 1) {
    if (!table.isWorking(day)) continue;
    for (const shift of table.shifts) {
      const from = Math.max(startOfDay(day) + shift.from, a);
      const to = Math.min(startOfDay(day) + shift.to, b);
      if (to > from) sum += to - from;
    }
  }
  return sum;
}

function reached(ms: number, table: Prepared): Reached {
  const at = new Date(ms);
  if (Number.isNaN(at.getTime())) throw new Error('calendar: the start is not a moment, or the result lies past the last date');
  return { at, provisional: dayNumber(ms - 1) > table.lastOfficial };
}

/** Days since 1970-01-01 in UTC+8. */
function dayNumber(ms: number): number {
  return Math.floor((ms + zoneMs) / dayMs);
}

function startOfDay(day: number): number {
  return day * dayMs - zoneMs;
}

function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

function isMondayToFriday(day: number): boolean {
  // 1970-01-01 was a Thursday.
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday >= 1 && weekday <= 5;
}

function minuteOfDay(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function inOrder(shifts: readonly { readonly from: string; readonly to: string }[]): boolean {
  return shifts.every(({ from, to }, index) => from < to && (shifts[index - 1]?.to ?? '00:00') <= from);
}
