import { minutesPerWorkingDay, momentAt, type Calendar, type Duration } from '../../../platform/core/calendar.ts';
import { dueOf, dueWithPauses, type Reckoning } from '../../../platform/core/deadline.ts';
import { ended, type State } from './steps.ts';
import type { CaseState, Step } from './case.ts';

// Which deadlines run, pause and end as a case moves. A deadline is a row, and the database's clock fires it.
// The arithmetic itself is `platform/core/deadline.ts`.

export const clockKinds = ['accept', 'verify', 'file', 'dispatch', 'acknowledge', 'handle', 'check', 'feedback', 'answer', 'resume', 'close'] as const;
export type ClockKind = (typeof clockKinds)[number];

/** The deadline that waits for the next step in each state. */
export const stageClock: Record<State, ClockKind | null> = {
  reported: 'accept', accepted: 'file', verifying: 'verify', filed: 'dispatch', returned: 'dispatch',
  dispatched: 'acknowledge', acknowledged: 'handle', handling: 'handle', rework: 'handle', suspended: 'resume',
  handled: 'check', checking: 'check', feedback: 'feedback', declined: null, merged: null, closed: null, evaluated: null,
};

/** Our own defaults for the steps between reporter and unit; the handling time comes from the class. */
export const stageLimits: Record<Exclude<ClockKind, 'handle' | 'resume' | 'close'>, Duration> = {
  accept: { amount: 2, unit: 'workingHours' },
  verify: { amount: 4, unit: 'workingHours' },
  file: { amount: 4, unit: 'workingHours' },
  dispatch: { amount: 2, unit: 'workingHours' },
  acknowledge: { amount: 4, unit: 'workingHours' },
  check: { amount: 1, unit: 'workingDays' },
  feedback: { amount: 1, unit: 'workingDays' },
  answer: { amount: 7, unit: 'naturalDays' },
};
/** From filing to closing a case has this long beyond its handling time (应结案: an ended or an overdue one). */
export const closingAllowance: Duration = { amount: 3, unit: 'workingDays' };

export type Clock = {
  readonly kind: ClockKind;
  /** Unique with the case and the kind; counts up through all rounds, so that no history is overwritten. */
  readonly stageNo: number;
  readonly startedAt: string;
  readonly limit: Duration;
  readonly pauses: readonly { readonly from: string; readonly to: string | null }[];
  readonly extensions: readonly Duration[];
  readonly dueAt: string;
  readonly provisional: boolean;
  readonly endedAt: string | null;
  readonly firedAt: string | null;
};

/** Clocks that go on through several states; the others end when their stage is left. */
const long: readonly ClockKind[] = ['handle', 'close'];

/**
 * The clocks after a step. `handle` runs from dispatch to the result: a suspension and the time under check are
 * pauses in it, a rework goes on with the same clock. `close` runs from filing to closing. A merged case stands still.
 * @param handling the class's handling time
 */
export function tick(clocks: readonly Clock[], before: CaseState | null, after: CaseState, step: Step, handling: Duration, calendar: Calendar): Clock[] {
  const at = step.at;
  // A suspension stops the clocks for as long as it was approved, not until somebody remembers it.
  const pauseEnd = before?.state === 'suspended' && before.suspendedUntil !== null ? earlier(at, lastMomentOf(before.suspendedUntil, calendar)) : at;
  let next = [...clocks];
  const running = (kind: ClockKind): boolean => next.some((clock) => clock.kind === kind && clock.endedAt === null);
  const end = (match: (clock: Clock) => boolean): void => {
    // Computed once more: the time under check counts as a pause of the handling, also when it ends there.
    next = next.map((clock) => (clock.endedAt === null && match(clock) ? { ...recomputed({ ...clock, pauses: closed(clock.pauses, pauseEnd) }, at, calendar), endedAt: at } : clock));
  };
  const edit = (match: (clock: Clock) => boolean, change: (clock: Clock) => Clock): void => {
    next = next.map((clock) => (clock.endedAt === null && match(clock) ? recomputed(change(clock), at, calendar) : clock));
  };
  const start = (kind: ClockKind, limit: Duration): void => {
    if (running(kind)) return;
    const stageNo = Math.max(0, ...next.map((clock) => clock.stageNo)) + 1;
    next.push(recomputed({ kind, stageNo, startedAt: at, limit, pauses: [], extensions: [], dueAt: at, provisional: false, endedAt: null, firedAt: null }, at, calendar));
  };
  const pause = (match: (clock: Clock) => boolean): void => edit(match, (clock) => ({ ...clock, pauses: [...closed(clock.pauses, at), { from: at, to: null }] }));
  const goOn = (match: (clock: Clock) => boolean): void => edit(match, (clock) => ({ ...clock, pauses: closed(clock.pauses, pauseEnd) }));

  if (step.to === 'merged') pause((clock) => !paused(clock));
  else if (step.action === 'unmerge') goOn(() => true);
  else if (ended.includes(step.to) && step.to !== 'evaluated' && !(before && ended.includes(before.state))) end(() => true);
  else if (step.action === 'approve' && before?.request?.kind === 'extension') {
    const extension: Duration = { amount: before.request.workingDays ?? 1, unit: 'workingDays' };
    edit((clock) => long.includes(clock.kind), (clock) => ({ ...clock, extensions: [...clock.extensions, extension] }));
  } else if (before === null || before.state !== step.to || step.action === 'verify' || step.action === 'feedback' || step.action === 'rate') {
    moveOn();
  }
  return next;

  function moveOn(): void {
    const wanted = stageOf(after);
    // What stood still in a merge belongs to the round before it.
    end((clock) => !long.includes(clock.kind) && (clock.kind !== wanted || before?.state === 'merged'));
    if (step.to === 'filed' || step.action === 'settle') start('close', longer(handling, calendar));
    if (step.action === 'dispatch' || step.action === 'triage') start('handle', handling);
    if (step.to === 'returned' || step.to === 'filed' || step.to === 'accepted' || step.to === 'feedback') end((clock) => clock.kind === 'handle');
    if (step.to === 'suspended') pause((clock) => long.includes(clock.kind));
    if (step.to === 'handled' || step.to === 'checking') pause((clock) => clock.kind === 'handle' && clock.pauses.every((one) => one.to !== null));
    if (before?.state === 'suspended' || before?.state === 'merged' || step.to === 'rework') goOn((clock) => long.includes(clock.kind));
    if (wanted === 'resume') start('resume', untilLimit(at, after.suspendedUntil, calendar));
    else if (wanted && wanted !== 'handle' && wanted !== 'close') start(wanted, stageLimits[wanted]);
  }
}

function stageOf(after: CaseState): ClockKind | null {
  if (after.state === 'verifying' && after.verification !== null) return 'file';
  if (after.state === 'feedback' && after.fedBackAt !== null) return after.hasReporter && after.satisfied === null ? 'answer' : null;
  return stageClock[after.state];
}

/** Everything about one clock as known at `now`: used, paused, left, and the lines of the arithmetic. */
export function reckon(clock: Clock, now: Date, calendar: Calendar): Reckoning {
  return dueWithPauses(new Date(clock.startedAt), clock.limit, pausesOf(clock), clock.extensions, clock.endedAt === null ? now : new Date(clock.endedAt), calendar);
}

function pausesOf({ pauses }: Clock): { from: Date; to: Date | null }[] {
  return pauses.map(({ from, to }) => ({ from: new Date(from), to: to === null ? null : new Date(to) }));
}

export function paused(clock: Clock): boolean {
  return clock.endedAt === null && clock.pauses.some((pause) => pause.to === null);
}

/** Met in time: it ended and never fired. */
export function metInTime(clock: Clock): boolean {
  return clock.endedAt !== null && clock.firedAt === null && clock.endedAt <= clock.dueAt;
}

export function recomputed(clock: Clock, at: string, calendar: Calendar): Clock {
  const now = new Date(clock.endedAt ?? at);
  const { dueAt, provisional } = dueOf(new Date(clock.startedAt), clock.limit, pausesOf(clock), clock.extensions, now, calendar);
  return { ...clock, dueAt: dueAt.toISOString(), provisional };
}

/** The running clock that the list sorts by: the stage's own before the long ones, a paused one last. */
export function nearest(clocks: readonly Clock[]): Clock | null {
  const alive = clocks.filter((clock) => clock.endedAt === null);
  const candidates = alive.filter((clock) => clock.kind !== 'close' && !paused(clock));
  const pool = candidates.length > 0 ? candidates : alive;
  return [...pool].sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))[0] ?? null;
}

function closed(pauses: Clock['pauses'], at: string): Clock['pauses'] {
  return pauses.map((pause) => (pause.to === null ? { ...pause, to: later(pause.from, at) } : pause));
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

/** The closing allowance is added in the class's own unit where that is possible, so that one limit stays one number. */
function longer(handling: Duration, calendar: Calendar): Duration {
  if (handling.unit === 'workingDays') return { amount: handling.amount + closingAllowance.amount, unit: 'workingDays' };
  if (handling.unit === 'workingHours') return { amount: handling.amount + closingAllowance.amount * (minutesPerWorkingDay(calendar) / 60), unit: 'workingHours' };
  const days = handling.unit === 'naturalDays' ? handling.amount : Math.ceil(handling.amount / (handling.unit === 'hours' ? 24 : 1_440));
  return { amount: days + closingAllowance.amount + 2, unit: 'naturalDays' };
}

/** A suspension ends when business closes on its last day, be that a working day or not. */
function lastMomentOf(until: string, { shifts }: Calendar): string {
  return momentAt(until, shifts.at(-1)?.to ?? '24:00').toISOString();
}

function untilLimit(at: string, until: string | null, calendar: Calendar): Duration {
  const minutes = until === null ? 0 : (Date.parse(lastMomentOf(until, calendar)) - Date.parse(at)) / 60_000;
  return { amount: Math.max(1, Math.round(minutes)), unit: 'minutes' };
}
