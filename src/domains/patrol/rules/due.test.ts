import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from './days.ts';
import { coverageOf, dueLine, dueToday, nextVisit, tiers, type Candidate } from './due.ts';

const today = '2026-11-22';
const nobody: Candidate = { id: 'a', subject: 'person', cycleDays: null, tier: null, since: null, lastVisitOn: null, seen: [], wishOn: null, askedOn: null, falls: [] };
const old: Candidate = { ...nobody, cycleDays: 30, tier: 'medium', since: '2026-01-01', lastVisitOn: '2026-10-01' };

describe('why he, why today', () => {
  const cases: [string, Partial<Candidate>, unknown][] = [
    ['nothing brings anybody there', {}, null],
    ['a wish for today', { wishOn: today }, { dueOn: today, reasons: [{ why: 'wish', on: today, lateDays: 0 }] }],
    ['a wish for tomorrow waits', { wishOn: '2026-11-23' }, null],
    ['a wish of the day before yesterday', { wishOn: '2026-11-20' }, { dueOn: '2026-11-20', reasons: [{ why: 'wish', on: '2026-11-20', lateDays: 2 }] }],
    ['asked for by the supervisor until Friday', { askedOn: '2026-11-27' }, { dueOn: today, reasons: [{ why: 'asked', on: '2026-11-27', lateDays: 0 }] }],
    ['asked for and late', { askedOn: '2026-11-20' }, { dueOn: '2026-11-20', reasons: [{ why: 'asked', on: '2026-11-20', lateDays: 2 }] }],
    ['overdue by ten days', { cycleDays: 7, tier: 'high', lastVisitOn: '2026-11-05', since: '2026-01-01' }, { dueOn: '2026-11-12', reasons: [{ why: 'overdue', lateDays: 10, cycleDays: 7, tier: 'high' }] }],
    ['due today by his cycle', { cycleDays: 7, tier: 'high', lastVisitOn: '2026-11-15', since: '2026-01-01' }, { dueOn: today, reasons: [{ why: 'dueToday', cycleDays: 7, tier: 'high' }] }],
    ['not before tomorrow', { cycleDays: 7, tier: 'high', lastVisitOn: '2026-11-16', since: '2026-01-01' }, null],
    ['never visited in a week', { cycleDays: 30, tier: 'medium', since: '2026-11-15' }, { dueOn: today, reasons: [{ why: 'neverVisited', since: '2026-11-15' }] }],
    ['known since yesterday', { cycleDays: 30, tier: 'medium', since: '2026-11-21' }, null],
    ['a plan of the day', { subject: 'plan', falls: [{ why: 'market', calendar: 'lunar', day: 14 }] }, { dueOn: today, reasons: [{ why: 'market', calendar: 'lunar', day: 14 }] }],
    ['several reasons, the weightiest first', { ...old, wishOn: today, falls: [{ why: 'weekday', weekday: 7 }] }, { dueOn: '2026-10-31', reasons: [{ why: 'wish', on: today, lateDays: 0 }, { why: 'overdue', lateDays: 22, cycleDays: 30, tier: 'medium' }, { why: 'weekday', weekday: 7 }] }],
  ];
  test.each(cases)('%s', (_what, change, expected) => {
    const line = dueLine({ ...nobody, ...change }, today);
    expect(line && { dueOn: line.dueOn, reasons: line.reasons }).toEqual(expected);
  });
});

describe('having been seen', () => {
  test('moves the next visit, by half a cycle at most, and says by what', () => {
    expect(nextVisit({ ...old, seen: [] })).toEqual({ on: '2026-10-31', movedBy: null });
    expect(nextVisit({ ...old, seen: [{ on: '2026-10-11', by: 'order' }] })).toEqual({ on: '2026-11-10', movedBy: { on: '2026-10-11', by: 'order' } });
    expect(nextVisit({ ...old, seen: [{ on: '2026-11-20', by: 'case' }, { on: '2026-10-11', by: 'order' }] })).toEqual({ on: '2026-11-15', movedBy: { on: '2026-11-20', by: 'case' } });
  });
  test('before the last visit it says nothing, and without any visit it is none', () => {
    expect(nextVisit({ ...old, seen: [{ on: '2026-09-30', by: 'case' }] })).toEqual({ on: '2026-10-31', movedBy: null });
    expect(nextVisit({ ...old, lastVisitOn: null, seen: [{ on: '2026-11-20', by: 'case' }] })).toEqual({ on: '2026-01-08', movedBy: null });
  });
});

describe('the order of need', () => {
  const of = (id: string, change: Partial<Candidate>): Candidate => ({ ...nobody, id, ...change });
  const all = [
    of('plan', { falls: [{ why: 'holiday', name: '国庆节' }] }), of('round', { falls: [{ why: 'weekday', weekday: 7 }] }),
    of('due', { cycleDays: 7, tier: 'low', since: '2026-01-01', lastVisitOn: '2026-11-15' }), of('new', { cycleDays: 7, tier: 'high', since: '2026-11-01' }),
    of('late low', { cycleDays: 7, tier: 'low', since: '2026-01-01', lastVisitOn: '2026-10-01' }), of('late high', { cycleDays: 7, tier: 'high', since: '2026-01-01', lastVisitOn: '2026-11-14' }),
    of('asked', { askedOn: today }), of('wish', { wishOn: today }), of('older wish', { wishOn: '2026-11-21' }), of('nothing', {}),
  ];
  test('is that of the reasons', () => {
    expect(dueToday(all, today).map(({ id }) => id)).toEqual(['older wish', 'wish', 'asked', 'late high', 'late low', 'new', 'due', 'plan', 'round']);
  });
  test('does not hang on the order in which the facts came, and gives each once', () => {
    const candidate = fc.record({
      id: fc.uuid(), subject: fc.constantFrom('person' as const, 'household' as const), cycleDays: fc.option(fc.integer({ min: 1, max: 90 })), tier: fc.option(fc.constantFrom(...tiers)),
      since: fc.option(fc.integer({ min: 0, max: 300 }).map((n) => addDays('2026-02-01', n))), lastVisitOn: fc.option(fc.integer({ min: 0, max: 300 }).map((n) => addDays('2026-02-01', n))),
      seen: fc.array(fc.record({ on: fc.integer({ min: 0, max: 300 }).map((n) => addDays('2026-02-01', n)), by: fc.constantFrom('order' as const, 'case' as const) }), { maxLength: 3 }),
      wishOn: fc.option(fc.integer({ min: 0, max: 300 }).map((n) => addDays('2026-02-01', n))), askedOn: fc.constant(null), falls: fc.constant([]),
    });
    fc.assert(fc.property(fc.uniqueArray(candidate, { selector: ({ id }) => id, maxLength: 25 }), (some) => {
      const list = dueToday(some, today);
      expect(dueToday([...some].reverse(), today)).toEqual(list);
      expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
      for (const { reasons, dueOn } of list) expect([reasons.length > 0, dueOn <= today]).toEqual([true, true]);
    }), { seed: 17, numRuns: 150 });
  });
});

describe('走访覆盖率', () => {
  test('is households visited of households due', () => {
    const households = [
      { householdId: 'a', dueOn: '2026-11-05', metOn: ['2026-11-06', '2026-11-20'] }, { householdId: 'a', dueOn: '2026-11-12', metOn: [] }, { householdId: 'b', dueOn: '2026-11-05', metOn: ['2026-10-31'] },
      { householdId: 'c', dueOn: '2026-10-01', metOn: [] }, { householdId: 'd', dueOn: '2026-12-01', metOn: ['2026-11-06'] },
    ];
    expect(coverageOf(households, '2026-11-01', '2026-11-30')).toEqual({ due: 3, visited: 1, rate: 1 / 3 });
    expect(coverageOf([], '2026-11-01', '2026-11-30')).toEqual({ due: 0, visited: 0, rate: null });
  });
});
