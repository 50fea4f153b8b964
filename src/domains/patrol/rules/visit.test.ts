import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adviceOn, credited, hasReadings, kept, placeGoneOn, readings, toCheck, type Readings } from './visit.ts';

const of = (one: Partial<Readings>): Readings => ({ glucoseWhen: 'any', ...one });

describe('readings', () => {
  const cases: [string, Partial<Readings>, string[], string[]][] = [
    ['an ordinary pressure', { systolic: 128, diastolic: 78 }, [], []],
    ['a high one', { systolic: 152, diastolic: 84 }, [], ['pressure soon high']],
    ['one that the norm refers at once', { systolic: 182, diastolic: 84 }, [], ['pressure today high']],
    ['a lower figure alone that does', { systolic: 150, diastolic: 112 }, [], ['pressure today high']],
    ['a low one', { systolic: 86, diastolic: 58 }, [], ['pressure soon low']],
    ['two figures that were exchanged', { systolic: 78, diastolic: 128 }, ['pressure'], ['pressure today high']],
    ['a figure too many', { systolic: 291, diastolic: 80 }, ['pressure'], ['pressure today high']],
    ['a pulse', { pulse: 72 }, [], []], ['a quick one', { pulse: 108 }, [], ['pulse soon high']], ['a slow one', { pulse: 44 }, [], ['pulse soon low']], ['one that no device shows', { pulse: 20 }, ['pulse'], ['pulse soon low']],
    ['sugar', { glucose: 5.6 }, [], []], ['before breakfast', { glucose: 7.2, glucoseWhen: 'fasting' }, [], ['glucose soon high']], ['after a meal the same is ordinary', { glucose: 7.2, glucoseWhen: 'afterMeal' }, [], []],
    ['far too much', { glucose: 17.1 }, [], ['glucose today high']], ['too little', { glucose: 3.9 }, [], ['glucose today low']], ['a comma that was lost', { glucose: 56 }, ['glucose'], ['glucose today high']],
  ];
  test.each(cases)('%s', (_what, reading, check, advice) => {
    expect(toCheck(of(reading))).toEqual(check);
    expect(adviceOn(of(reading)).map(({ field, urgency, side }) => `${field} ${urgency} ${side}`)).toEqual(advice);
  });
  test('what presses comes first', () => {
    expect(adviceOn(of({ systolic: 150, diastolic: 80, glucose: 18 })).map(({ field }) => field)).toEqual(['glucose', 'pressure']);
  });
  test('half a pressure is none, and nothing is no reading', () => {
    expect(readings.safeParse({ systolic: 120 }).success).toBe(false);
    expect([hasReadings(readings.parse({})), hasReadings(readings.parse({ pulse: 70 }))]).toEqual([false, true]);
  });
});

test('each of those who came is credited once, whoever wrote it down', () => {
  expect(credited(1, [2, 3, 2, 1])).toEqual([1, 2, 3]);
});

describe('a place', () => {
  const here = { longitude: 116.020449, latitude: 36.053551, accuracyM: 12 };
  test('is kept only where the plan asks for it, to about a hundred metres, for thirty days', () => {
    expect([kept(here, 'none'), kept(here, 'grid')]).toEqual([null, null]);
    expect(kept(here, 'coarse')).toEqual({ longitude: 116.02, latitude: 36.054, accuracyM: 100 });
    expect(placeGoneOn('2026-11-22')).toBe('2026-12-22');
  });
  test('tells no more of two people in one corner than that they were there', () => {
    fc.assert(fc.property(fc.double({ min: -0.000_49, max: 0.000_49, noNaN: true }), fc.double({ min: -0.000_49, max: 0.000_49, noNaN: true }), (x, y) => {
      expect(kept({ longitude: 116.02 + x, latitude: 36.05 + y, accuracyM: 20 }, 'coarse')).toEqual({ longitude: 116.02, latitude: 36.05, accuracyM: 100 });
    }), { seed: 17, numRuns: 100 });
  });
});
