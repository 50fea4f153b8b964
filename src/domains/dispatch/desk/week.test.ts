import { expect, test } from 'vitest';
import { dayPlus, mondayOf, momentOf, partsOf, turnsOfWeek } from './week.ts';

const week = Array.from({ length: 7 }, (_, at) => dayPlus('2026-11-16', at));
const turn = (id: number, from: string, to: string) => ({ id, unit: { id: 1, name: '东卡点' }, person: { id: 2, name: '程𠮷安' }, from: new Date(from).toISOString(), to: new Date(to).toISOString() });

test.each([['2026-11-16', '2026-11-16'], ['2026-11-22', '2026-11-16'], ['2027-01-01', '2026-12-28'], ['2028-03-01', '2028-02-28']])('%s is in the week of %s', (day, monday) => {
  expect(mondayOf(day)).toBe(monday);
});

test('what the clock shows in China, there and back', () => {
  expect(partsOf('2026-11-21T16:30:00.000Z')).toEqual({ day: '2026-11-22', time: '00:30' });
  expect(new Date(momentOf('2026-11-22', '00:30')).toISOString()).toBe('2026-11-21T16:30:00.000Z');
});

test('a turn over midnight stands once, where it begins; one from the week before on the first day', () => {
  const night = turn(1, momentOf('2026-11-18', '20:00'), momentOf('2026-11-19', '08:00'));
  const before = turn(2, momentOf('2026-11-15', '20:00'), momentOf('2026-11-16', '08:00'));
  const pages = [[before], [], [night], [night], [], [], []];
  expect(turnsOfWeek(pages, week).map(({ id, day }) => [id, day])).toEqual([[2, '2026-11-16'], [1, '2026-11-18']]);
});
