import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { calendar, isWorkingDay } from '../../platform/core/calendar.ts';
import { dueAt } from '../../platform/core/deadline.ts';
import { officialCalendar } from './calendar-data.ts';

const official = officialCalendar();
// The package's types name an ES module, its code is CommonJS.
const chineseDays = createRequire(import.meta.url)('chinese-days') as { isWorkday(day: string): boolean; findWorkday(n: number, day: string): string };
const at = (text: string): Date => new Date(`${text}+08:00`);

describe('the official days', () => {
  test('are a calendar an operator could import', () => {
    expect(calendar.safeParse(official).error).toBeUndefined();
    expect(official.lastOfficialDay).toBe('2026-12-31');
  });

  test('agree with their source on every day from 2004 to 2026', () => {
    const different: string[] = [];
    for (let ms = Date.parse('2004-01-01'); ms <= Date.parse('2026-12-31'); ms += 86_400_000) {
      const day = new Date(ms).toISOString().slice(0, 10);
      if (isWorkingDay(day, official) !== chineseDays.isWorkday(day)) different.push(day);
    }
    expect(different).toEqual([]);
  });

  test.each([['2026-09-29', 5], ['2026-02-13', 1], ['2026-02-13', 3], ['2025-01-24', 10], ['2024-09-13', 8]])('%s and %i working days, as the source counts', (day, amount) => {
    const expected = chineseDays.findWorkday(amount, day);
    expect(dueAt(at(`${day}T10:00`), { amount, unit: 'workingDays' }, official)).toEqual({ dueAt: at(`${expected}T17:30`), provisional: false });
  });

  test('5 working days from 2026-09-29 end on 2026-10-12', () => {
    expect(dueAt(at('2026-09-29T10:00'), { amount: 5, unit: 'workingDays' }, official).dueAt).toEqual(at('2026-10-12T17:30'));
  });

  test('over the Spring Festival of 2026, with its two exchange Saturdays', () => {
    expect(dueAt(at('2026-02-14T17:00'), { amount: 1, unit: 'workingHours' }, official).dueAt).toEqual(at('2026-02-24T09:00'));
    expect(dueAt(at('2026-02-24T09:00'), { amount: 4, unit: 'workingDays' }, official).dueAt).toEqual(at('2026-02-28T17:30'));
  });

  test('into 2027, for which there is no notice yet, is provisional', () => {
    expect(dueAt(at('2026-12-28T09:00'), { amount: 30, unit: 'workingDays' }, official).provisional).toBe(true);
  });
});
