import { expect, test } from 'vitest';
import { queriesOf } from './askers.ts';
import { unasked } from './asks.ts';
import { at } from './boards.ts';
import { scans } from './plans.ts';

test('every question that the product answers is asked by the bench, and nothing else', () => {
  expect(unasked(queriesOf())).toEqual([]);
  expect(unasked([...queriesOf().slice(1), 'incidents.fresh'])).toEqual(['incidents.fresh', queriesOf()[0]]);
});

test('a plan that reads a large table from end to end is seen, wherever in it that happens', () => {
  expect(scans('Limit\n  Nested Loop\n    Seq Scan on incident\n    Index Scan using step_pkey on step', ['incident', 'step'])).toEqual(['Seq Scan on incident']);
  expect(scans('Seq Scan on role', ['incident'])).toEqual([]);
  // The first thousand and one are counted, and no more.
  expect(scans('Aggregate\n  Limit\n    Seq Scan on incident\n  Sort\n    Seq Scan on step', ['incident', 'step'])).toEqual(['Seq Scan on step']);
  expect([at([5, 1, 3], 0.5), at([5, 1, 3], 0.99), at(Array.from({ length: 200 }, (_, index) => index), 0.99)]).toEqual([3, 5, 197]);
});
