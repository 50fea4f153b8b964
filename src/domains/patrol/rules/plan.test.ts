import { expect, test } from 'vitest';
import { isRefusal } from '../../../platform/core/refusal.ts';
import { missingFrom, planProblem, type PlanFacts } from './plan.ts';

const market: PlanFacts = { kind: 'joint', rhythms: [{ every: 'market', calendar: 'lunar', digits: [1, 4, 7] }], cycleDays: null, unitIds: [1, 2], fullTime: 0, others: 0, checkIn: 'coarse', startsOn: '2026-01-01', endsOn: null };

test.each<[string, Partial<PlanFacts>, string | null]>([
  ['eight teams on market days', {}, null], ['a joint patrol of one team', { unitIds: [1] }, 'patrol/teams-missing'], ['a round without a day', { kind: 'round', rhythms: [] }, 'patrol/rhythm-missing'],
  ['visits without a cycle', { kind: 'visits', rhythms: [], checkIn: 'none' }, 'patrol/cycle-missing'], ['visits every thirty days', { kind: 'visits', rhythms: [], cycleDays: 30, checkIn: 'grid' }, null],
  ['where a visitor of homes stands', { kind: 'visits', rhythms: [], cycleDays: 30 }, 'patrol/place-not-needed'], ['where an online patrol sits', { kind: 'online', fullTime: 4, others: 2 }, 'patrol/place-not-needed'],
  ['an online patrol of nobody', { kind: 'online', checkIn: 'none' }, 'patrol/staff-missing'], ['"4+2"', { kind: 'online', fullTime: 4, others: 2, checkIn: 'none' }, null],
  ['an end before the start', { endsOn: '2025-12-31' }, 'patrol/dates-reversed'], ['one day', { endsOn: '2026-01-01' }, null],
])('%s', (_what, change, expected) => {
  const problem = planProblem({ ...market, ...change });
  expect(isRefusal(problem) ? problem.refused : problem).toBe(expected);
});

test('nobody of one kind stands in for the other', () => {
  expect(missingFrom({ fullTime: 4, others: 2 }, { fullTime: 3, others: 5 })).toEqual({ fullTime: 1, others: 0 });
});
