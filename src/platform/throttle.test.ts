import { expect, test } from 'vitest';
import { makeThrottle } from './throttle.ts';

test('a burst, then as many as flow in, each key for itself', () => {
  let now = 0;
  const take = makeThrottle({ burst: 3, perSecond: 0.5 }, () => now);
  expect([take('a'), take('a'), take('a')]).toEqual([0, 0, 0]);
  expect(take('a')).toBe(2);
  expect(take('b')).toBe(0);
  now = 1_999;
  expect(take('a')).toBe(1);
  now = 2_000;
  expect([take('a'), take('a')]).toEqual([0, 2]);
  now = 1_000_000;
  // No more than the burst flows together.
  expect([take('a'), take('a'), take('a'), take('a')]).toEqual([0, 0, 0, 2]);
});

test('to look takes nothing', () => {
  const take = makeThrottle({ burst: 1, perSecond: 1 }, () => 0);
  expect([take('a', 0), take('a', 0), take('a'), take('a', 0), take('a')]).toEqual([0, 0, 0, 1, 1]);
});

test('what is full again is forgotten, what is not stays', () => {
  let now = 0;
  const take = makeThrottle({ burst: 2, perSecond: 1 }, () => now);
  take('held');
  take('held');
  for (let other = 0; other <= 50_000; other += 1) take(`passer-by ${other}`);
  now = 1;
  expect(take('held')).toBe(1);
  now = 3_000;
  expect([take('held'), take('held'), take('held')]).toEqual([0, 0, 1]);
});
