import { expect, test } from 'vitest';
import { queriesOf } from './askers.ts';
import { unasked } from './asks.ts';
import { at } from './boards.ts';
import { scans, toldPlan } from './plans.ts';

test('every question that the product answers is asked by the bench, and nothing else', () => {
  expect(unasked(queriesOf())).toEqual([]);
  expect(unasked([...queriesOf().slice(1), 'incidents.fresh'])).toEqual(['incidents.fresh', queriesOf()[0]]);
});

test('a plan that reads a large table from end to end is seen, wherever in it that happens', () => {
  expect(scans('Limit\n  Nested Loop\n    Seq Scan on incident\n    Index Scan using step_pkey on step', ['incident', 'step'])).toEqual(['Seq Scan on incident']);
  expect(scans('Seq Scan on role', ['incident'])).toEqual([]);
  const told = (limit: number): string | null => toldPlan(`duration: 0.1 ms  plan:\n${JSON.stringify({ Plan: { 'Node Type': 'Aggregate', 'Total Cost': limit + 1, Plans: [{ 'Node Type': 'Limit', 'Total Cost': limit, Plans: [{ 'Node Type': 'Seq Scan', 'Relation Name': 'incident', 'Total Cost': 100 }] }] } })}`);
  // The first thousand and one of very many are counted, and no more; of a few the whole is read for them.
  expect([told(5), told(100)].map((plan) => scans(plan ?? '', ['incident']))).toEqual([[], ['Seq Scan on incident']]);
  expect(toldPlan('duration: 0.1 ms  plan:\n{ "Plan": { "Node Type": "Result", "Total Cost": 0.01 } }')).toBe(null);
  expect([at([5, 1, 3], 0.5), at([5, 1, 3], 0.99), at(Array.from({ length: 200 }, (_, index) => index), 0.99)]).toEqual([3, 5, 197]);
});
