import { addWorkingMinutes, closeAfterWorkingDays, closeOfBusiness, dayOf, momentAt, workingMinutesBetween, type Calendar, type Duration } from './calendar.ts';

// How a promise in hours or days becomes a moment. The rules follow the Civil Code, 民法典 (2021):
// art. 201  days: the day of the start is not counted; hours: counted from the start itself;
// art. 203  a period whose last day is a statutory rest day ends on the first working day after it, and it
//           ends when business closes, where there are business hours, and not at midnight.
// So "within 5 working days", said on a Tuesday, runs to the close of business on the next Tuesday (no
// holidays between). A start outside working time needs no rule of its own: the clock stands still until
// the next working moment.

/** `working` counts minutes inside the shifts of working days, `wall` counts every minute. */
export type ClockKind = 'working' | 'wall';

export type Due = { readonly dueAt: Date; readonly provisional: boolean };

/** A stop of the clock; `to` is null while it still stands. */
export type Pause = { readonly from: Date; readonly to: Date | null };

/**
 * One line of the arithmetic, in the order it was applied. `dueAt` is the deadline after this line.
 * `minutes` of a pause are the minutes it took off the clock; `counted` is false for a pause that began
 * after the deadline had passed: it stops the lateness from growing but cannot undo it.
 */
export type DueStep =
  | { readonly what: 'base' | 'extension'; readonly duration: Duration; readonly dueAt: Date; readonly provisional: boolean }
  | { readonly what: 'pause'; readonly from: Date; readonly to: Date | null; readonly minutes: number; readonly counted: boolean; readonly dueAt: Date; readonly provisional: boolean };

/** `usedMinutes + leftMinutes` is the whole limit; `leftMinutes` is negative when late. All on the `clock` named. */
export type Reckoning = Due & {
  readonly clock: ClockKind;
  readonly usedMinutes: number;
  readonly pausedMinutes: number;
  readonly leftMinutes: number;
  readonly steps: readonly DueStep[];
};

/**
 * When `length` after `start` is over.
 * - workingHours: as soon as that much working time has passed.
 * - workingDays: the close of business of the n-th working day after the day of the start.
 * - naturalDays: the close of business of the n-th day after the day of the start, or of the next working day.
 * - hours, minutes: by the wall clock, holidays or not; never provisional.
 */
export function dueAt(start: Date, length: Duration, calendar: Calendar): Due {
  const { amount, unit } = length;
  switch (unit) {
    case 'workingHours': return due(addWorkingMinutes(start, amount * 60, calendar));
    case 'workingDays': return due(closeAfterWorkingDays(start, amount, calendar));
    case 'naturalDays': return due(closeOfBusiness(new Date(momentAt(dayOf(start), '00:00').getTime() + amount * 24 * 60 * minuteMs), calendar));
    case 'hours': return wallDue(start, amount * 60);
    case 'minutes': return wallDue(start, amount);
  }
}

export function clockOf(unit: Duration['unit']): ClockKind {
  return unit === 'workingHours' || unit === 'workingDays' ? 'working' : 'wall';
}

/**
 * The deadline with its extensions and pauses, as known at `now`.
 * - An extension runs from the deadline it extends, in its own unit; extensions come before pauses.
 * - A pause moves the deadline by exactly the minutes it takes off the clock. Natural days are then rounded
 *   up to the next close of business (once, over all pauses together, so that ten short pauses do not cost ten days).
 * - Overlapping pauses count once; time before `start` and after `now` does not count. A pause that still
 *   stands is reckoned as if it ended now.
 */
export function dueWithPauses(
  start: Date, length: Duration, pauses: readonly Pause[], extensions: readonly Duration[], now: Date, calendar: Calendar,
): Reckoning {
  const { clock, end, extended, current, movedMinutes, pausedMinutes, steps } = walk(start, length, pauses, extensions, now, calendar);
  const limitMinutes = minutesOn(clock, start, extended.dueAt, calendar);
  // Rounding of natural days to a close of business gives time beyond the pauses; it belongs to the limit.
  const gainedMinutes = minutesOn(clock, extended.dueAt, current.dueAt, calendar) - movedMinutes;
  const usedMinutes = minutesOn(clock, start, end, calendar) - pausedMinutes;
  return { ...current, clock, usedMinutes: wholeMs(usedMinutes), pausedMinutes: wholeMs(pausedMinutes), leftMinutes: wholeMs(limitMinutes + gainedMinutes - usedMinutes), steps };
}

/** The deadline of `dueWithPauses` alone, without the minutes that were used and are left: those are most of the work. */
export function dueOf(
  start: Date, length: Duration, pauses: readonly Pause[], extensions: readonly Duration[], now: Date, calendar: Calendar,
): Due {
  return walk(start, length, pauses, extensions, now, calendar).current;
}

function walk(start: Date, length: Duration, pauses: readonly Pause[], extensions: readonly Duration[], now: Date, calendar: Calendar) {
  const clock = clockOf(length.unit);
  const steps: DueStep[] = [];
  let current = dueAt(start, length, calendar);
  steps.push({ what: 'base', duration: length, ...current });
  for (const extension of extensions) {
    current = either(current, dueAt(current.dueAt, extension, calendar));
    steps.push({ what: 'extension', duration: extension, ...current });
  }
  const end = latest(start, now);
  const extended = current;
  let movedMinutes = 0;
  let pausedMinutes = 0;
  for (const pause of withoutOverlap(pauses, start, end)) {
    const minutes = minutesOn(clock, pause.from, pause.to ?? end, calendar);
    const counted = pause.from < current.dueAt;
    pausedMinutes += minutes;
    if (counted) {
      movedMinutes += minutes;
      current = either(extended, moveBy(extended.dueAt, movedMinutes, length.unit, calendar));
    }
    steps.push({ what: 'pause', from: pause.from, to: pause.to, minutes, counted, ...current });
  }
  return { clock, end, extended, current, movedMinutes, pausedMinutes, steps };
}

/** What a clock without a limit shows: the minutes since `start` that counted, and those that did not. */
export function elapsed(start: Date, now: Date, pauses: readonly Pause[], clock: ClockKind, calendar: Calendar): { usedMinutes: number; pausedMinutes: number } {
  const end = latest(start, now);
  const pausedMinutes = withoutOverlap(pauses, start, end).reduce((sum, { from, to }) => sum + minutesOn(clock, from, to ?? end, calendar), 0);
  return { usedMinutes: wholeMs(minutesOn(clock, start, end, calendar) - pausedMinutes), pausedMinutes: wholeMs(pausedMinutes) };
}

const minuteMs = 60_000;

function moveBy(from: Date, minutes: number, unit: Duration['unit'], calendar: Calendar): Due {
  if (clockOf(unit) === 'working') return due(addWorkingMinutes(from, minutes, calendar));
  const moved = wallDue(from, minutes);
  return unit === 'naturalDays' ? due(closeOfBusiness(moved.dueAt, calendar)) : moved;
}

/** In order, clipped to [start, end], each without what an earlier one covers. A pause that reaches past `end` still stands: `to` is null. */
function withoutOverlap(pauses: readonly Pause[], start: Date, end: Date): Pause[] {
  const apart: Pause[] = [];
  let covered = start;
  for (const { from, to } of [...pauses].sort((a, b) => a.from.getTime() - b.from.getTime())) {
    const clipped = { from: latest(from, covered), to: to === null || to > end ? null : to };
    if (clipped.from >= (clipped.to ?? end)) continue;
    apart.push(clipped);
    covered = clipped.to ?? end;
  }
  return apart;
}

function minutesOn(clock: ClockKind, from: Date, to: Date, calendar: Calendar): number {
  return clock === 'working' ? workingMinutesBetween(from, to, calendar) : (to.getTime() - from.getTime()) / minuteMs;
}

/** Sums of fractions of minutes leave dust behind the millisecond. */
function wholeMs(minutes: number): number {
  return Math.round(minutes * minuteMs) / minuteMs;
}

function wallDue(start: Date, minutes: number): Due {
  const at = new Date(start.getTime() + Math.round(minutes * minuteMs));
  if (Number.isNaN(at.getTime())) throw new Error('deadline: the start is not a moment');
  return { dueAt: at, provisional: false };
}

function due({ at, provisional }: { readonly at: Date; readonly provisional: boolean }): Due {
  return { dueAt: at, provisional };
}

/** The later deadline rests on the earlier one: once a guess, always a guess. */
function either(before: Due, after: Due): Due {
  return { dueAt: after.dueAt, provisional: before.provisional || after.provisional };
}

function latest(a: Date, b: Date): Date {
  return a > b ? a : b;
}
