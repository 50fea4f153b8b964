import { expect, test } from 'vitest';
import { concerns } from './live.ts';

const moved = { kind: 'incidents.moved', subject: 'case:8' };

test.each([
  [['incidents', 'board', {}], true],
  [['incidents', 'board', { step: 3 }, 'pages'], true],
  [['incidents', 'case', { caseId: '8' }], true],
  [['incidents', 'case', { caseId: '9' }], false],
  [['geography', 'areas', {}], false],
  [[], false],
])('%j is refreshed: %s', (key, expected) => {
  expect(concerns(moved, key)).toBe(expected);
});

test('ids of other kinds are no obstacle', () => {
  expect(concerns(moved, ['incidents', 'counts', { areaId: 3 }])).toBe(true);
});

test('a number in a query is the same subject as its text', () => {
  expect(concerns({ kind: 'geography.changed', subject: 'area:3' }, ['geography', 'area', { areaId: 3 }])).toBe(true);
  expect(concerns({ kind: 'geography.changed', subject: 'area:3' }, ['geography', 'area', { areaId: 4 }])).toBe(false);
});
