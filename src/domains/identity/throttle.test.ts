import { describe, expect, test } from 'vitest';
import { brake, lanes, networkOf, turns } from './throttle.ts';

test('a brake lets a burst through, then one every so many seconds; an honest try costs nothing', () => {
  let now = 0;
  const one = brake(3, 10, () => now);
  expect([1, 2, 3, 4].map(() => one.take('a'))).toEqual([true, true, true, false]);
  expect(one.take('b')).toBe(true);
  expect(one.secondsUntilNext('a')).toBe(10);
  now = 9_000;
  expect(one.take('a')).toBe(false);
  expect(one.secondsUntilNext('a')).toBe(1);
  now = 10_000;
  expect(one.take('a')).toBe(true);
  expect(one.take('a')).toBe(false);
  one.giveBack('a');
  expect(one.take('a')).toBe(true);
});

test('a flood of addresses is refused rather than remembered, and the known ones still served', () => {
  let now = 0;
  const one = brake(2, 1, () => now);
  for (let index = 0; index < 20_000; index += 1) one.take(`address ${index}`);
  expect(one.take('one more')).toBe(false);
  expect(one.take('address 5')).toBe(true);
  now = 3_000;
  expect(one.take('one more')).toBe(true);
});

test.each([
  ['203.0.113.7', '203.0.113.7'], ['::ffff:203.0.113.7', '203.0.113.7'], ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'], ['2001:db8::5', '2001:db8:0:0'], ['::1', '0:0:0:0'], ['unknown', 'unknown'],
])('%s belongs to %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

describe('turns', () => {
  test('one after the other for a key, side by side for others, and again after a failure', async () => {
    const inTurn = turns(10);
    const log: string[] = [];
    const work = (name: string) => async (): Promise<string> => {
      log.push(`${name} begins`);
      await Promise.resolve();
      if (name === 'a1') throw new Error('failed');
      log.push(`${name} ends`);
      return name;
    };
    const results = await Promise.allSettled([inTurn('a', work('a1')), inTurn('a', work('a2')), inTurn('b', work('b1'))]);
    expect(results.map((one) => one.status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(log.indexOf('a2 begins')).toBeGreaterThan(log.indexOf('a1 begins'));
    expect(log).toContain('b1 ends');
    expect(await inTurn('a', work('a3'))).toBe('a3');
  });

  test('whoever comes after the longest queue is told so', async () => {
    const inTurn = turns(2);
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => { open = resolve; });
    const waiting = [inTurn('a', () => gate), inTurn('a', () => gate)];
    expect(await inTurn('a', () => gate)).toBe('full');
    open();
    await Promise.all(waiting);
    expect(await inTurn('a', () => Promise.resolve('served'))).toBe('served');
  });
});

test('lanes: so many at once, others in their order, one too many is told so, and a failure frees its lane', async () => {
  const pool = lanes(2, 3);
  const begun: number[] = [];
  const gates: (() => void)[] = [];
  const work = (number: number) => () => {
    begun.push(number);
    return new Promise<number>((resolve, reject) => {
      gates.push(() => { if (number === 1) reject(new Error('failed')); else resolve(number); });
    });
  };
  const five = [1, 2, 3, 4, 5].map((number) => pool.unlessFull(work(number)));
  const settled = Promise.allSettled(five);
  expect(await pool.unlessFull(work(6))).toBe('full');
  const patient = pool.always(work(7));
  expect(begun).toEqual([1, 2]);
  for (let step = 0; step < 6; step += 1) {
    gates[step]?.();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    expect(begun.length).toBe(Math.min(6, step + 3));
  }
  expect(begun).toEqual([1, 2, 3, 4, 5, 7]);
  expect((await settled).map((one) => one.status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled', 'fulfilled']);
  expect(await patient).toBe(7);
});
