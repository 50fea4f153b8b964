import { expect, test } from 'vitest';
import { dueByCase } from './due-by-case.ts';

test('a case whose deadlines passed one after the other is one line, under its newest', () => {
  const passed = [
    { caseId: 'a', number: '1', kind: 'accept', dueAt: '2026-11-20T02:30:00+00:00' },
    { caseId: 'b', number: '2', kind: 'handle', dueAt: '2026-11-21T02:30:00+00:00' },
    { caseId: 'a', number: '1', kind: 'verify', dueAt: '2026-11-22T00:43:40.563+00:00' },
    { caseId: 'a', number: '1', kind: 'accept', dueAt: '2026-11-19T00:00:00+00:00' },
  ];
  expect(dueByCase(passed)).toEqual([
    { caseId: 'a', number: '1', kinds: ['verify', 'accept'], dueAt: '2026-11-22T00:43:40.563+00:00' },
    { caseId: 'b', number: '2', kinds: ['handle'], dueAt: '2026-11-21T02:30:00+00:00' },
  ]);
  expect(dueByCase([])).toEqual([]);
});
