import { dayOf } from '../../../platform/core/calendar.ts';
import type { TodayLine } from '../contract.ts';
import { dueToday, type Candidate } from './due.ts';
import type { Fall } from './rhythm.ts';

// What a phone holds of the rounds and visits of the coming days, and what its own unsent work makes of it. The server's list of
// today is made of the same by the same function: a phone in a valley shows what the server would.

/** House-to-house visits are many: so much of them as a day can hold, the longest unseen first. */
export const householdsADay = 8;
/** So many days a phone without a connection knows its plans. */
export const daysAhead = 7;

export type RoundLine = {
  readonly kind: 'line';
  /** Its place among those that it competes with: households, the longest unseen first. */
  readonly order: number;
  readonly candidate: Candidate;
  /** Of a plan: on which of the coming days it falls, and why. */
  readonly days: readonly { readonly on: string; readonly falls: readonly Fall[] }[];
  readonly line: Omit<TodayLine, 'dueOn' | 'reasons' | 'doneToday'>;
  /** How often it was recorded on the day on which this was said. */
  readonly done: { readonly on: string; readonly n: number };
};
export type RoundDay = { readonly kind: 'day'; readonly day: string; readonly doneToday: number };
export type RoundDoc = RoundLine | RoundDay;
export type OwnRound = { readonly name: string; readonly input: unknown; readonly at: string };

/** `own`: what was written here and the docs do not show yet, oldest first. */
export function todayFrom(docs: readonly RoundDoc[], today: string, own: readonly OwnRound[] = []): { readonly day: string; readonly items: TodayLine[]; readonly doneToday: number } {
  const lines = own.reduce((some, command) => some.map((one) => after(one, command, today)), docs.flatMap((doc) => (doc.kind === 'line' ? [doc] : [])));
  const byKey = new Map(lines.map((one) => [keyOf(one.candidate), one]));
  const due = dueToday(lines.map(({ candidate, days }) => ({ ...candidate, falls: days.find(({ on }) => on === today)?.falls ?? [] })), today);
  const households = new Set(due.flatMap((line) => (line.subject === 'household' ? byKey.get(keyOf(line)) ?? [] : [])).sort((a, b) => a.order - b.order).slice(0, householdsADay).map(({ candidate }) => candidate.id));
  const said = docs.find((doc) => doc.kind === 'day');
  const fresh = own.filter((command) => command.name === 'patrol.recordVisit' && dayOfVisit(command) === today).length;
  return {
    day: today, doneToday: (said?.kind === 'day' && said.day === today ? said.doneToday : 0) + fresh,
    items: due.flatMap((line) => {
      const one = byKey.get(keyOf(line));
      if (!one || (line.subject === 'household' && !households.has(line.id))) return [];
      return [{ ...one.line, dueOn: line.dueOn, reasons: [...line.reasons], doneToday: one.done.on === today ? one.done.n : 0 }];
    }),
  };
}

const keyOf = ({ subject, id }: Pick<Candidate, 'subject' | 'id'>): string => `${subject} ${id}`;

const movesOn: Readonly<Record<string, true>> = { 'patrol.sendOrder': true, 'patrol.askAfter': true, 'patrol.cancelOrder': true };

function after(one: RoundLine, command: OwnRound, today: string): RoundLine {
  const input = Object(command.input) as Readonly<Record<string, unknown>>; // each field is looked at before it is used
  const { candidate } = one;
  if (candidate.subject === 'order') return movesOn[command.name] && input['orderId'] === candidate.id ? { ...one, candidate: { ...candidate, wishOn: null } } : one;
  if (command.name !== 'patrol.recordVisit') return one;
  const on = dayOfVisit(command);
  if (candidate.subject === 'plan') return input['planId'] === candidate.id && on === today ? { ...one, done: { on, n: (one.done.on === today ? one.done.n : 0) + 1 } } : one;
  const isHere = candidate.subject === 'person' ? input['personId'] === candidate.id : input['householdId'] === candidate.id || (input['personId'] !== undefined && input['personId'] === one.line.personId);
  if (!isHere) return one;
  // Who was asked for has been looked for; only who was met counts for the cycle.
  const met = (input['outcome'] ?? 'met') === 'met';
  const last = met && (candidate.lastVisitOn === null || on > candidate.lastVisitOn) ? on : candidate.lastVisitOn;
  return { ...one, candidate: { ...candidate, askedOn: null, lastVisitOn: last }, line: { ...one.line, lastVisitOn: last } };
}

function dayOfVisit({ input, at }: OwnRound): string {
  const said: unknown = Reflect.get(Object(input), 'at');
  const when = new Date(typeof said === 'string' ? said : at);
  return Number.isNaN(when.getTime()) ? '' : dayOf(when);
}
