import { array, assert, constantFrom, date, integer, property, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { workingMinutesBetween, type Calendar, type Duration } from './calendar.ts';
import { clockOf, dueAt, dueOf, dueWithPauses, elapsed, type Pause } from './deadline.ts';

const table: Calendar = {
  version: 'test-1',
  timeZone: 'Asia/Shanghai',
  shifts: [{ from: '08:30', to: '12:00' }, { from: '14:00', to: '17:30' }],
  days: Object.fromEntries([
    ...['01', '02', '03', '04', '05', '06', '07'].map((day) => [`2026-10-${day}`, { kind: 'off', name: '国庆节' }]),
    ['2026-10-10', { kind: 'work', name: '国庆节' }],
  ]) as Calendar['days'], // fromEntries forgets the literal kinds
  lastOfficialDay: '2026-12-31',
};

const seed = 20261122;
const at = (text: string): Date => new Date(`${text}+08:00`);
const hours = (amount: number): Duration => ({ amount, unit: 'workingHours' });
const moments = date({ min: at('2026-09-15T00:00'), max: at('2026-10-20T00:00'), noInvalidDate: true });
const units = constantFrom<Duration['unit'][]>('workingHours', 'workingDays', 'naturalDays', 'hours', 'minutes');
const workingUnits = constantFrom<Duration['unit'][]>('workingHours', 'workingDays');
const farFuture = at('2026-12-30T12:00');

describe('what each unit means', () => {
  test.each([
    ['working hours from the next working moment', '2026-09-30T18:00', hours(4), '2026-10-08T14:30'],
    ['working hours within a day', '2026-09-29T09:00', hours(2), '2026-09-29T11:00'],
    ['5 working days over the National Day week and its exchange Saturday', '2026-09-29T09:00', { amount: 5, unit: 'workingDays' }, '2026-10-12T17:30'],
    ['1 working day, begun late in the evening', '2026-09-29T23:59', { amount: 1, unit: 'workingDays' }, '2026-09-30T17:30'],
    ['1 working day, begun on a rest day: that day is not counted anyway', '2026-10-03T10:00', { amount: 1, unit: 'workingDays' }, '2026-10-08T17:30'],
    ['15 natural days', '2026-09-01T10:00', { amount: 15, unit: 'naturalDays' }, '2026-09-16T17:30'],
    ['natural days that end in a holiday end after it', '2026-09-21T10:00', { amount: 10, unit: 'naturalDays' }, '2026-10-08T17:30'],
    ['hours by the wall clock, also in a holiday', '2026-10-01T10:00', { amount: 24, unit: 'hours' }, '2026-10-02T10:00'],
    ['minutes', '2026-10-01T10:00', { amount: 90, unit: 'minutes' }, '2026-10-01T11:30'],
  ] satisfies [string, string, Duration, string][])('%s', (_what, start, length, expected) => {
    expect(dueAt(at(start), length, table)).toEqual({ dueAt: at(expected), provisional: false });
  });

  test('past the last official day a deadline is provisional, but never one by the wall clock', () => {
    const start = at('2026-12-30T10:00');
    expect(dueAt(start, { amount: 5, unit: 'workingDays' }, table).provisional).toBe(true);
    expect(dueAt(start, { amount: 2, unit: 'naturalDays' }, table).provisional).toBe(true);
    expect(dueAt(start, { amount: 72, unit: 'hours' }, table).provisional).toBe(false);
    expect(dueAt(start, { amount: 1, unit: 'workingDays' }, table).provisional).toBe(false);
  });

  test('a later start or a longer promise never ends earlier', () => {
    assert(property(moments, moments, integer({ min: 1, max: 60 }), integer({ min: 0, max: 20 }), units, (a, b, amount, more, unit) => {
      const [early, late] = a < b ? [a, b] : [b, a];
      expect(dueAt(early, { amount, unit }, table).dueAt <= dueAt(late, { amount: amount + more, unit }, table).dueAt).toBe(true);
    }), { seed });
  });
});

describe('pauses and extensions', () => {
  test('every line of the arithmetic is visible', () => {
    const now = at('2026-09-30T10:30');
    const pause: Pause = { from: at('2026-09-29T11:00'), to: at('2026-09-29T15:00') };
    const reckoning = dueWithPauses(at('2026-09-29T09:00'), hours(4), [pause], [hours(2)], now, table);
    expect(reckoning).toEqual({
      dueAt: at('2026-09-30T10:00'), provisional: false, clock: 'working', usedMinutes: 390, pausedMinutes: 120, leftMinutes: -30,
      steps: [
        { what: 'base', duration: hours(4), dueAt: at('2026-09-29T15:00'), provisional: false },
        { what: 'extension', duration: hours(2), dueAt: at('2026-09-29T17:00'), provisional: false },
        { what: 'pause', ...pause, minutes: 120, counted: true, dueAt: at('2026-09-30T10:00'), provisional: false },
      ],
    });
  });

  test('while a pause stands, nothing is used up', () => {
    const paused = [{ from: at('2026-09-29T10:00'), to: null }];
    const early = dueWithPauses(at('2026-09-29T09:00'), hours(4), paused, [], at('2026-09-29T11:00'), table);
    const later = dueWithPauses(at('2026-09-29T09:00'), hours(4), paused, [], at('2026-10-12T11:00'), table);
    expect([early.usedMinutes, early.leftMinutes]).toEqual([60, 180]);
    expect([later.usedMinutes, later.leftMinutes]).toEqual([60, 180]);
    expect(later.dueAt).toEqual(at('2026-10-12T16:00'));
    expect(later.steps.at(-1)).toMatchObject({ what: 'pause', to: null });
  });

  test('a pause begun after the deadline stops the lateness but does not undo it', () => {
    const reckoning = dueWithPauses(at('2026-09-29T09:00'), hours(1), [{ from: at('2026-09-29T11:00'), to: null }], [], at('2026-09-30T11:00'), table);
    expect(reckoning.dueAt).toEqual(at('2026-09-29T10:00'));
    expect(reckoning.leftMinutes).toBe(-60);
    expect(reckoning.steps.at(-1)).toMatchObject({ what: 'pause', counted: false });
  });

  test('natural days are rounded up to a close of business once, not once a pause', () => {
    const tenShort = Array.from({ length: 10 }, (_, hour): Pause => ({ from: at(`2026-09-14T${String(hour + 10)}:00`), to: at(`2026-09-14T${String(hour + 10)}:30`) }));
    const reckoning = dueWithPauses(at('2026-09-14T09:00'), { amount: 7, unit: 'naturalDays' }, tenShort, [], at('2026-09-15T09:00'), table);
    expect(reckoning.steps[0]).toMatchObject({ dueAt: at('2026-09-21T17:30') });
    expect(reckoning.dueAt).toEqual(at('2026-09-22T17:30'));
    expect(reckoning.pausedMinutes).toBe(300);
  });

  test('an extension that rests on a guess, or leads to one, is provisional to the end', () => {
    const reckoning = dueWithPauses(at('2026-12-28T09:00'), hours(2), [], [{ amount: 10, unit: 'naturalDays' }, { amount: 1, unit: 'minutes' }], farFuture, table);
    expect(reckoning.steps.map(({ provisional }) => provisional)).toEqual([false, true, true]);
  });

  test('a pause of p working minutes moves the deadline by exactly p working minutes', () => {
    assert(property(moments, integer({ min: 1, max: 30 }), workingUnits, integer({ min: 0, max: 20_000 }), integer({ min: 1, max: 10_000 }), (start, amount, unit, offset, long) => {
      const from = new Date(start.getTime() + offset * 60_000);
      const to = new Date(from.getTime() + long * 60_000);
      const plain = dueAt(start, { amount, unit }, table).dueAt;
      const { dueAt: moved } = dueWithPauses(start, { amount, unit }, [{ from, to }], [], farFuture, table);
      const expected = from < plain ? workingMinutesBetween(from, to, table) : 0;
      expect(workingMinutesBetween(plain, moved, table)).toBeCloseTo(expected, 3);
    }), { seed });
  });

  test('a pause wholly outside working time moves nothing', () => {
    assert(property(moments, integer({ min: 1, max: 40 }), workingUnits, (start, amount, unit) => {
      const night = { from: at('2026-09-22T17:30'), to: at('2026-09-23T08:30') };
      const week = { from: at('2026-09-30T18:00'), to: at('2026-10-08T08:00') };
      const reckoning = dueWithPauses(start, { amount, unit }, [night, week], [], farFuture, table);
      expect(reckoning.dueAt).toEqual(dueAt(start, { amount, unit }, table).dueAt);
      expect(reckoning.pausedMinutes).toBe(0);
    }), { seed });
  });

  test('used and left always make up the same limit, and at the deadline nothing is left', () => {
    const pauses = array(tuple(moments, integer({ min: 1, max: 5_000 })).map(([from, long]) => ({ from, to: new Date(from.getTime() + long * 60_000) })), { maxLength: 4 });
    assert(property(moments, integer({ min: 1, max: 30 }), units, pauses, moments, (start, amount, unit, stops, now) => {
      const known = stops.filter(({ to }) => to <= now);
      const reckoning = dueWithPauses(start, { amount, unit }, known, [], now, table);
      if (now >= start) {
        const later = dueWithPauses(start, { amount, unit }, known, [], farFuture, table);
        expect(reckoning.usedMinutes + reckoning.leftMinutes).toBeCloseTo(later.usedMinutes + later.leftMinutes, 3);
      }
      const atDue = dueWithPauses(start, { amount, unit }, known.filter(({ to }) => to <= reckoning.dueAt), [], reckoning.dueAt, table);
      if (known.every(({ to }) => to <= reckoning.dueAt)) expect(atDue.leftMinutes).toBeCloseTo(0, 3);
      expect(elapsed(start, now, known, clockOf(unit), table)).toEqual({ usedMinutes: reckoning.usedMinutes, pausedMinutes: reckoning.pausedMinutes });
    }), { seed });
  });

  test('overlapping pauses count once, in any order', () => {
    const one = { from: at('2026-09-29T10:00'), to: at('2026-09-29T11:30') };
    const two = { from: at('2026-09-29T11:00'), to: at('2026-09-29T12:00') };
    for (const pauses of [[one, two], [two, one]]) {
      const reckoning = dueWithPauses(at('2026-09-29T09:00'), hours(4), pauses, [], farFuture, table);
      expect(reckoning.pausedMinutes).toBe(120);
      expect(reckoning.steps.filter(({ what }) => what === 'pause')).toHaveLength(2);
    }
  });
});

test('the deadline alone is the one that the whole arithmetic ends with', () => {
  assert(property(moments, integer({ min: 1, max: 30 }), units, array(tuple(moments, moments), { maxLength: 4 }), array(tuple(integer({ min: 1, max: 5 }), units), { maxLength: 2 }), moments, (start, amount, unit, stops, longer, now) => {
    const pauses = stops.map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: null }));
    const extensions = longer.map(([more, of]): Duration => ({ amount: more, unit: of }));
    const { dueAt: moment, provisional } = dueWithPauses(start, { amount, unit }, pauses, extensions, now, table);
    expect(dueOf(start, { amount, unit }, pauses, extensions, now, table)).toEqual({ dueAt: moment, provisional });
  }), { seed, numRuns: 300 });
});
