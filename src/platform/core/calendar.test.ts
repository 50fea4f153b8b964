import { assert, constantFrom, date, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addWorkingMinutes, calendar, closeAfterWorkingDays, closeOfBusiness, dayOf, duration, isWorkingDay, listDays, minutesPerWorkingDay, momentAt, workingMinutesBetween, type Calendar } from './calendar.ts';
import { runs } from '../../../test/support/size.ts';

// A short invented table: enough to have an exchange day, a long rest, and an end of what is official.
const table: Calendar = calendar.parse({
  version: 'test-1',
  timeZone: 'Asia/Shanghai',
  shifts: [{ from: '08:30', to: '12:00' }, { from: '14:00', to: '17:30' }],
  days: {
    '2026-02-14': { kind: 'work', name: '春节' },
    ...Object.fromEntries(['15', '16', '17', '18', '19', '20', '21', '22', '23'].map((day) => [`2026-02-${day}`, { kind: 'off', name: '春节' }])),
    '2026-02-28': { kind: 'work', name: '春节' },
  },
  lastOfficialDay: '2026-12-31',
});
const night: Calendar = { ...table, version: 'test-night', shifts: [{ from: '00:00', to: '06:00' }, { from: '22:00', to: '24:00' }] };

const seed = 20261122;
const moments = date({ min: new Date('2026-01-20T00:00:00Z'), max: new Date('2026-03-20T00:00:00Z'), noInvalidDate: true });
const tables = constantFrom(table, night);
const at = (text: string): Date => new Date(`${text}+08:00`);

describe('days', () => {
  test('a day is the day in Asia/Shanghai, not in UTC', () => {
    expect(dayOf(new Date('2026-11-21T16:00:00Z'))).toBe('2026-11-22');
    expect(dayOf(new Date('2026-11-21T15:59:59.999Z'))).toBe('2026-11-21');
    expect(momentAt('2026-11-22', '08:30')).toEqual(new Date('2026-11-22T00:30:00Z'));
    expect(momentAt('2026-11-22', '24:00')).toEqual(momentAt('2026-11-23', '00:00'));
  });

  test('the week decides where the table is silent', () => {
    expect(isWorkingDay('2026-11-20', table)).toBe(true);
    expect(isWorkingDay('2026-11-21', table)).toBe(false);
    expect(isWorkingDay('1969-12-31', table)).toBe(true);
    expect(isWorkingDay('2026-02-14', table)).toBe(true);
    expect(isWorkingDay('2026-02-16', table)).toBe(false);
  });

  test('a month as a screen lists it', () => {
    const days = listDays('2026-12-30', '2027-01-02', table);
    expect(days.map(({ day, working, official }) => [day, working, official])).toEqual([
      ['2026-12-30', true, true], ['2026-12-31', true, true], ['2027-01-01', true, false], ['2027-01-02', false, false],
    ]);
    expect(listDays('2026-02-14', '2026-02-14', table)[0]?.name).toBe('春节');
  });
});

describe('working time', () => {
  test('counts only inside the shifts of working days', () => {
    expect(minutesPerWorkingDay(table)).toBe(420);
    expect(workingMinutesBetween(at('2026-02-13T16:30'), at('2026-02-14T09:00'), table)).toBe(90);
    expect(workingMinutesBetween(at('2026-02-14T17:30'), at('2026-02-24T08:30'), table)).toBe(0);
    expect(workingMinutesBetween(at('2026-02-24T08:31'), at('2026-02-24T08:30'), table)).toBe(-1);
  });

  test('ends with the shift and not with the start of the next one', () => {
    expect(addWorkingMinutes(at('2026-11-20T10:00'), 120, table).at).toEqual(at('2026-11-20T12:00'));
    expect(addWorkingMinutes(at('2026-11-20T10:00'), 121, table).at).toEqual(at('2026-11-20T14:01'));
    expect(addWorkingMinutes(at('2026-11-20T17:30'), 1, table).at).toEqual(at('2026-11-23T08:31'));
  });

  test('agrees with a count of every single minute', () => {
    assert(property(moments, integer({ min: 1, max: 900 }), tables, (moment, minutes, used) => {
      const start = new Date(Math.floor(moment.getTime() / 60_000) * 60_000);
      expect(addWorkingMinutes(start, minutes, used).at).toEqual(countedByMinute(start, minutes, used));
    }), { seed, numRuns: runs(30) });
  });

  test('adding and measuring undo each other, whatever the seconds', () => {
    assert(property(moments, integer({ min: 0, max: 200 * 60_000 }), tables, (start, ms, used) => {
      const { at: end } = addWorkingMinutes(start, ms / 60_000, used);
      expect(Math.round(workingMinutesBetween(start, end, used) * 60_000)).toBe(ms);
    }), { seed });
  });

  test('is additive: a then b is a + b', () => {
    assert(property(moments, integer({ min: 0, max: 5_000 }), integer({ min: 0, max: 5_000 }), tables, (start, a, b, used) => {
      expect(addWorkingMinutes(addWorkingMinutes(start, a, used).at, b, used).at).toEqual(addWorkingMinutes(start, a + b, used).at);
    }), { seed });
  });

  test('splits at any moment between', () => {
    assert(property(moments, moments, moments, tables, (a, b, c, used) => {
      expect(workingMinutesBetween(a, b, used) + workingMinutesBetween(b, c, used)).toBeCloseTo(workingMinutesBetween(a, c, used), 6);
    }), { seed });
  });

  test('is provisional from the first moment past the last official day', () => {
    expect(addWorkingMinutes(at('2026-12-31T16:30'), 60, table)).toEqual({ at: at('2026-12-31T17:30'), provisional: false });
    expect(addWorkingMinutes(at('2026-12-31T16:30'), 61, table).provisional).toBe(true);
    expect(addWorkingMinutes(at('2026-12-31T23:00'), 60, night)).toEqual({ at: at('2027-01-01T00:00'), provisional: false });
    expect(closeAfterWorkingDays(at('2026-12-30T09:00'), 1, table).provisional).toBe(false);
    expect(closeAfterWorkingDays(at('2026-12-30T09:00'), 2, table).provisional).toBe(true);
  });

  test('the close of business is that day\'s, or the next working day\'s', () => {
    expect(closeOfBusiness(at('2026-11-20T17:30'), table).at).toEqual(at('2026-11-20T17:30'));
    expect(closeOfBusiness(at('2026-11-20T17:30:00.001'), table).at).toEqual(at('2026-11-23T17:30'));
  });

  test('a moment that is none is a bug, not a deadline', () => {
    expect(() => addWorkingMinutes(new Date(Number.NaN), 0, table)).toThrow('not a moment');
  });
});

describe('what an import may contain', () => {
  test.each([
    ['no shifts', { shifts: [] }],
    ['a shift that ends before it begins', { shifts: [{ from: '12:00', to: '08:30' }] }],
    ['shifts that overlap', { shifts: [{ from: '08:30', to: '12:00' }, { from: '11:00', to: '17:30' }] }],
    ['a clock of 25 hours', { shifts: [{ from: '08:30', to: '25:00' }] }],
    ['a day that does not exist', { days: { '2026-02-30': { kind: 'off', name: '' } } }],
    ['another zone', { timeZone: 'Asia/Tokyo' }],
  ])('not %s', (_what, change) => {
    expect(calendar.safeParse({ ...table, ...change }).success).toBe(false);
  });

  test('durations are positive, finite, whole in days and at most about ten years', () => {
    for (const wrong of [
      { amount: 0, unit: 'hours' }, { amount: -1, unit: 'minutes' }, { amount: Number.POSITIVE_INFINITY, unit: 'hours' }, { amount: Number.NaN, unit: 'hours' },
      { amount: 1.5, unit: 'workingDays' }, { amount: 0.5, unit: 'naturalDays' }, { amount: 2_501, unit: 'workingDays' }, { amount: 1, unit: 'weeks' },
    ]) expect(duration.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
    expect(duration.parse({ amount: 0.5, unit: 'workingHours' })).toEqual({ amount: 0.5, unit: 'workingHours' });
  });
});

const shanghaiClock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });

/** The slow way: look at each minute, and let Intl say what the clock in Shanghai shows. */
function countedByMinute(start: Date, minutes: number, used: Calendar): Date {
  let left = minutes;
  for (let ms = start.getTime(); ; ms += 60_000) {
    const shown = shanghaiClock.format(ms);
    const [day = '', clock = ''] = shown.split(' ');
    const weekend = [0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay());
    const working = (used.days[day]?.kind ?? (weekend ? 'off' : 'work')) === 'work';
    if (working && used.shifts.some(({ from, to }) => clock.slice(0, 5) >= from && clock.slice(0, 5) < to)) left -= 1;
    if (left === 0) return new Date(ms + 60_000);
  }
}
