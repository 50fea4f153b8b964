import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, daysInMonth, weekdayOf } from './days.ts';
import { lunarDayOf } from './lunar.ts';
import { fallOf, fallsOn, nextFall, type Rhythm } from './rhythm.ts';

const chineseDays = createRequire(import.meta.url)('chinese-days') as { getLunarDate(day: string): { lunarDay: number; lunarMon: number } };
const calendar = { days: { '2026-10-01': { kind: 'off', name: '国庆节' }, '2026-10-02': { kind: 'off', name: '国庆节' }, '2026-09-27': { kind: 'work', name: '国庆节' } } } as const;

const day = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('2000-01-01', n));

describe('days', () => {
  test('as the almanac has them', () => {
    expect([weekdayOf('2026-11-22'), weekdayOf('2026-11-23'), daysInMonth('2028-02-01'), daysInMonth('2026-11-30'), daysBetween('2026-02-28', '2026-03-01')]).toEqual([7, 1, 29, 30, 1]);
  });
});

describe('the farmers\' calendar', () => {
  test('is that of the package chinese-days, day for day, from 2000 to 2100', () => {
    const wrong: string[] = [];
    for (let on = '2000-01-07'; on < '2100-12-31'; on = addDays(on, 1)) {
      const theirs = chineseDays.getLunarDate(on).lunarDay;
      if (lunarDayOf(on) !== theirs) wrong.push(`${on}: ${lunarDayOf(on)} here, ${theirs} there`);
    }
    expect(wrong).toEqual([]);
  });
  test('knows the spring festivals, and its own ends', () => {
    expect(['2025-01-29', '2026-02-17', '2027-02-06', '2000-01-06', '2100-12-30', '2100-12-31'].map(lunarDayOf)).toEqual([1, 1, 1, null, 30, null]);
  });
  test('is that of Intl too, but for the six months in which Intl is a day early', () => {
    const intl = new Intl.DateTimeFormat('en-u-ca-chinese', { timeZone: 'UTC', day: 'numeric', month: 'numeric' });
    const wrong = new Set<string>();
    for (let on = '2000-01-07'; on < '2100-12-31'; on = addDays(on, 1)) {
      // A day early for a whole month: its fifteenth tells which month that is.
      if (lunarDayOf(on) !== 15) continue;
      if (intl.formatToParts(new Date(`${on}T00:00:00Z`)).find(({ type }) => type === 'day')?.value !== '15') wrong.add(on.slice(0, 7));
    }
    expect([...wrong]).toEqual(['2012-08', '2018-11', '2027-02', '2030-02', '2060-05', '2070-03']);
  });
});

describe('a rhythm', () => {
  const cases: [string, Rhythm, string, unknown][] = [
    ['every three days, on the first', { every: 'days', days: 3, from: '2026-11-20' }, '2026-11-20', { why: 'days', days: 3 }],
    ['every three days, between', { every: 'days', days: 3, from: '2026-11-20' }, '2026-11-22', null],
    ['every three days, before it began', { every: 'days', days: 3, from: '2026-11-20' }, '2026-11-17', null],
    ['Sundays', { every: 'weekdays', weekdays: [7] }, '2026-11-22', { why: 'weekday', weekday: 7 }],
    ['the 15th', { every: 'monthDays', days: [15] }, '2026-11-15', { why: 'monthDay', day: 15 }],
    ['the 31st of a month of thirty days', { every: 'monthDays', days: [31] }, '2026-11-30', { why: 'monthDay', day: 30 }],
    ['the 31st of a month that has it', { every: 'monthDays', days: [31] }, '2026-10-30', null],
    ['market on 1, 4, 7', { every: 'market', calendar: 'solar', digits: [1, 4, 7] }, '2026-11-24', { why: 'market', calendar: 'solar', day: 24 }],
    ['market on the tenth', { every: 'market', calendar: 'solar', digits: [0] }, '2026-11-20', { why: 'market', calendar: 'solar', day: 20 }],
    ['no market', { every: 'market', calendar: 'solar', digits: [1, 4, 7] }, '2026-11-22', null],
    // 2026-11-22 is the 14th of the tenth month of the farmers' calendar.
    ['market by the farmers\' calendar', { every: 'market', calendar: 'lunar', digits: [4] }, '2026-11-22', { why: 'market', calendar: 'lunar', day: 14 }],
    ['a holiday', { every: 'holiday', eve: false }, '2026-10-02', { why: 'holiday', name: '国庆节' }],
    ['its eve', { every: 'holiday', eve: true }, '2026-09-30', { why: 'holidayEve', name: '国庆节' }],
    ['its eve, unasked', { every: 'holiday', eve: false }, '2026-09-30', null],
    ['a day that is worked for it', { every: 'holiday', eve: true }, '2026-09-27', null],
  ];
  test.each(cases)('%s', (_what, rhythm, on, expected) => {
    expect(fallOf(rhythm, on, calendar)).toEqual(expected);
  });

  test('a market day that is a holiday has both reasons', () => {
    expect(fallsOn([{ every: 'market', calendar: 'solar', digits: [1] }, { every: 'holiday', eve: true }], '2026-10-01', calendar).map(({ why }) => why)).toEqual(['market', 'holiday']);
  });

  test('the next day is the first that falls, and the calendar may have none', () => {
    expect(nextFall([{ every: 'holiday', eve: true }], '2026-09-01', calendar)).toEqual({ on: '2026-09-30', falls: [{ why: 'holidayEve', name: '国庆节' }] });
    expect(nextFall([{ every: 'holiday', eve: true }], '2026-11-01', calendar)).toBeNull();
    expect(nextFall([], '2026-11-01', calendar)).toBeNull();
  });

  test('between two falls of "every n days" lie n days; each week has each of its weekdays once; each month each of its days once', () => {
    fc.assert(fc.property(day, fc.integer({ min: 1, max: 40 }), (from, days) => {
      const rhythm: Rhythm = { every: 'days', days, from };
      const first = nextFall([rhythm], from, calendar);
      const second = first && nextFall([rhythm], addDays(first.on, 1), calendar);
      expect([first?.on, second?.on]).toEqual([from, addDays(from, days)]);
    }), { seed: 17, numRuns: 100 });
    fc.assert(fc.property(day, fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (from, weekdays) => {
      const week = Array.from({ length: 7 }, (_, index) => addDays(from, index));
      expect(week.filter((on) => fallOf({ every: 'weekdays', weekdays }, on, calendar) !== null)).toHaveLength(weekdays.length);
    }), { seed: 17, numRuns: 100 });
    fc.assert(fc.property(day, fc.integer({ min: 1, max: 31 }), (within, wanted) => {
      const first = `${within.slice(0, 7)}-01`;
      const month = Array.from({ length: daysInMonth(first) }, (_, index) => addDays(first, index));
      expect(month.filter((on) => fallOf({ every: 'monthDays', days: [wanted] }, on, calendar) !== null)).toHaveLength(1);
    }), { seed: 17, numRuns: 100 });
  });
});
