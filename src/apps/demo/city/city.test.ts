import { expect, test } from 'vitest';
import { officialCalendar } from '../../../domains/dispatch/calendar-data.ts';
import { diceOf } from '../world.ts';
import { idOf, numberOf } from './cases.ts';
import { casesOfYear, daysFor, daysUntil, momentOf } from './days.ts';
import { matterFor } from './matters-by-place.ts';
import { personName } from './people.ts';
import { progressOn } from './progress.ts';

const calendar = officialCalendar();
const until = new Date('2026-11-22T09:00:00+08:00');

test('a year has its cases: fewer at weekends and at New Year, more in the rains, none after the end', () => {
  const days = daysUntil(until, { cases: casesOfYear, days: daysFor(casesOfYear) }, calendar, diceOf(1));
  expect(days).toHaveLength(365);
  expect(days.reduce((sum, { cases }) => sum + cases, 0)).toBe(casesOfYear);
  expect(days.map(({ first }) => first)).toEqual(days.map((_, index) => days.slice(0, index).reduce((sum, { cases }) => sum + cases, 0)));
  const mean = (chosen: typeof days): number => chosen.reduce((sum, { cases }) => sum + cases, 0) / chosen.length;
  const weekday = ({ day }: { day: string }): number => new Date(`${day}T00:00:00Z`).getUTCDay();
  expect(mean(days.filter((day) => weekday(day) === 0))).toBeLessThan(0.75 * mean(days.filter((day) => weekday(day) === 2)));
  expect(mean(days.filter(({ storm }) => storm))).toBeGreaterThan(1.5 * mean(days));
  expect(days.at(-1)).toMatchObject({ day: '2026-11-22', passed: 9 / 24 });
  expect(days.at(-1)?.cases).toBeLessThan(0.6 * mean(days));
  const [last] = days.slice(-1);
  const dice = diceOf(3);
  if (last) expect(Math.max(...Array.from({ length: 2_000 }, () => momentOf(last, dice)))).toBeLessThanOrEqual(until.getTime());
  expect(daysFor(10_000_000)).toBe(2_325);
});

test('hours: busy in the morning, quiet at night', () => {
  const dice = diceOf(2);
  const hours = Array.from({ length: 5_000 }, () => new Date(momentOf({ day: '2026-03-04', month: 3, cases: 0, first: 0, passed: 1, storm: false }, dice) + 8 * 3_600_000).getUTCHours());
  expect(hours.filter((hour) => hour >= 8 && hour < 11).length).toBeGreaterThan(5 * hours.filter((hour) => hour < 5).length);
  expect(new Set(hours).size).toBe(24);
});

test('no two ids and no two numbers are the same, and each has its form', () => {
  const serials = Array.from({ length: 60_000 }, (_, index) => index * 67);
  const ids = serials.map((serial) => idOf(1, serial));
  const numbers = serials.map((serial) => numberOf(1, serial, until.getTime()));
  expect([new Set(ids.map((id) => id.slice(0, 8))).size, new Set(numbers.map((number) => number.slice(6))).size]).toEqual([serials.length, serials.length]);
  expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/u.test(id))).toBe(true);
  expect(numbers.every((number) => /^2611-[0-9A-HJ-NP-TV-Z]{4}-[0-9A-HJ-NP-TV-Z]{4}$/u.test(number))).toBe(true);
});

test('seasons: straw burns in June and October, heating is missed in winter only', () => {
  const share = (begin: string, month: number): number => {
    const dice = diceOf(month);
    return Array.from({ length: 20_000 }, () => matterFor(['village', 'house', 'street'], month, false, dice.next()).class).filter((code) => code.startsWith(begin)).length;
  };
  expect(share('0801', 10)).toBeGreaterThan(3 * share('0801', 2));
  expect(share('110104', 1)).toBeGreaterThan(10 * share('110104', 7));
  expect(personName(0)).not.toBe(personName(1));
});

test('a bar where somebody sits, lines where nobody does', () => {
  let now = 0;
  const told: string[] = [];
  const on = (isTTY: boolean): string[] => {
    told.length = 0;
    const progress = progressOn({ isTTY, write: (text) => told.push(text) }, () => now);
    progress.begin('案件', 100);
    now += 11_000;
    progress.advance(50);
    now += 11_000;
    progress.end();
    return [...told];
  };
  expect(on(false)).toEqual(['  案件 50/100　约余 11 s\n', '  案件 50/100　22.0 s\n']);
  expect(on(true)[1]).toContain('[███████████████···············]  案件 50/100');
});
