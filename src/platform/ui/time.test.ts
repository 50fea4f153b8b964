import { expect, test } from 'vitest';
import { clockSpan, fullMoment, minutesUntil, shortMoment, span, wallDay } from './time.ts';

// The catalogue's place: the key with its values, so that the test does not depend on wording.
const t = (key: string, values: object = {}): string => [key, ...Object.values(values)].join(' ');
const now = new Date('2026-11-22T15:30:00Z'); // 23:30 in Shanghai

test.each([
  ['2026-11-22T06:20:00Z', 'ui.today 14:20'],
  ['2026-11-21T16:00:00Z', 'ui.today 00:00'],
  ['2026-11-21T15:59:00Z', '11-21 23:59'],
  ['2025-12-31T15:59:00Z', '2025-12-31'],
  ['2025-12-31T16:00:00Z', '01-01 00:00'],
])('%s is shown as %s', (moment, shown) => {
  expect(shortMoment(moment, now, t)).toBe(shown);
});

test('the full time is Shanghai’s', () => {
  expect(fullMoment('2026-11-22T15:30:05Z')).toBe('2026-11-22 23:30:05');
});

test.each([[0, 'ui.minutes 0'], [59.9, 'ui.minutes 59'], [60, 'ui.hours 1'], [-179, 'ui.hours 2'], [2879, 'ui.hours 47'], [2880, 'ui.days 2'], [-4319, 'ui.days 2']])('%d minutes are %s', (minutes, shown) => {
  expect(span(minutes, t)).toBe(shown);
});

const office = { minutes: 420, isWorking: true };
test.each([
  [45, wallDay, 'ui.minutes 45'], [120, wallDay, 'ui.hours 2'], [-320, wallDay, 'ui.hoursMinutes 5 20'], [2879, wallDay, 'ui.hoursMinutes 47 59'],
  [2880, wallDay, 'ui.days 2'], [-52_020, wallDay, 'ui.daysHours 36 3'], [2940, office, 'ui.workingDays 7'], [-3030.5, office, 'ui.workingDaysHours 7 1'], [2870, office, 'ui.hoursMinutes 47 50'],
] as const)('%d minutes on a clock are %s', (minutes, day, shown) => {
  expect(clockSpan(minutes, day, t)).toBe(shown);
});

test('what is past is negative', () => {
  expect(minutesUntil('2026-11-22T15:00:00Z', now)).toBe(-30);
});
