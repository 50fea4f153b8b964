import { expect, test } from 'vitest';
import type { Candidate } from './due.ts';
import { householdsADay, todayFrom, type OwnRound, type RoundDoc, type RoundLine } from './on-phone.ts';

const today = '2026-11-24';
const person = '00000000-0000-4000-8000-0000000000a1';
const household = '00000000-0000-4000-8000-0000000000b1';
const plan = '00000000-0000-4000-8000-0000000000c1';
const order = '00000000-0000-4000-8000-0000000000d1';

function line(candidate: Partial<Candidate> & Pick<Candidate, 'id' | 'subject'>, more: Partial<RoundLine> = {}): RoundLine {
  return {
    kind: 'line', order: 0, days: [], done: { on: '', n: 0 }, ...more,
    candidate: { cycleDays: null, tier: null, since: null, lastVisitOn: null, seen: [], wishOn: null, askedOn: null, falls: [], ...candidate },
    line: {
      id: candidate.id, subject: candidate.subject, title: '柳春生', where: '', address: '', lastVisitOn: candidate.lastVisitOn ?? null, seen: null, personId: candidate.subject === 'person' ? candidate.id : null, householdId: null, planId: null, orderId: null, areaId: 1, order: null, time: '', units: [], checkIn: 'none', planKind: null,
    },
  };
}
const visit = (input: Record<string, unknown>, at = `${today}T02:00:00Z`): OwnRound => ({ name: 'patrol.recordVisit', input: { at, ...input }, at });
const docs: readonly RoundDoc[] = [
  { kind: 'day', day: today, doneToday: 2 },
  line({ id: person, subject: 'person', cycleDays: 7, tier: 'high', since: '2026-10-01', lastVisitOn: '2026-11-10' }),
  line({ id: household, subject: 'household', cycleDays: 30, since: '2026-10-01' }),
  line({ id: plan, subject: 'plan' }, { days: [{ on: today, falls: [{ why: 'weekday', weekday: 2 }] }], done: { on: today, n: 1 } }),
  line({ id: order, subject: 'order', wishOn: '2026-11-23' }),
];
const told = (own: readonly OwnRound[] = [], on = today): [string, string | undefined][] => todayFrom(docs, on, own).items.map(({ subject, reasons }) => [subject, reasons[0]?.why]);

test('the day stands in the order of need, with its reasons, from what was pulled alone', () => {
  expect(told()).toEqual([['order', 'wish'], ['person', 'overdue'], ['household', 'neverVisited'], ['plan', 'weekday']]);
  expect(todayFrom(docs, today).doneToday).toBe(2);
});

test('fetched yesterday, it is another day today: what falls due is due, and what was done then was not done today', () => {
  const tomorrow = todayFrom(docs, '2026-11-25');
  expect(tomorrow.items.map(({ subject }) => subject)).toEqual(['order', 'person', 'household']);
  expect([tomorrow.day, tomorrow.doneToday]).toEqual(['2026-11-25', 0]);
});

test('what was written here is seen at once: who was met is due no more, a plan counts, an order moves on', () => {
  expect(told([visit({ personId: person })])).toEqual([['order', 'wish'], ['household', 'neverVisited'], ['plan', 'weekday']]);
  expect(told([visit({ personId: person, outcome: 'notHome' })])).toEqual(told());
  expect(told([visit({ householdId: household })])).toEqual([['order', 'wish'], ['person', 'overdue'], ['plan', 'weekday']]);
  expect(told([{ name: 'patrol.askAfter', input: { orderId: order }, at: '' }])).toEqual([['person', 'overdue'], ['household', 'neverVisited'], ['plan', 'weekday']]);
  const after = todayFrom(docs, today, [visit({ planId: plan, found: '路面结冰' })]);
  expect([after.doneToday, after.items.find(({ subject }) => subject === 'plan')?.doneToday]).toEqual([3, 2]);
  expect(told([{ name: 'patrol.recordVisit', input: 'nonsense', at: 'never' }])).toEqual(told());
});

test('of the houses a day holds so many, those that were longest unseen, and the next where one was visited', () => {
  const houses = Array.from({ length: 12 }, (_none, n) => line({ id: `house ${String(n).padStart(2, '0')}`, subject: 'household', cycleDays: 30, since: '2026-10-01' }, { order: n }));
  const ids = (own: readonly OwnRound[]): string[] => todayFrom(houses, today, own).items.map(({ id }) => id);
  expect(ids([])).toEqual(houses.slice(0, householdsADay).map(({ candidate }) => candidate.id));
  expect(ids([visit({ householdId: 'house 03' })])).toEqual(houses.filter((_one, n) => n !== 3).slice(0, householdsADay).map(({ candidate }) => candidate.id));
});
