import { expect, test } from 'vitest';
import { makeTurnstile, type Passed } from './turnstile.ts';

function leaving(passed: Passed | undefined): () => void {
  if (passed?.kind !== 'in') throw new Error('nobody is in');
  return passed.leave;
}

test('so many at once; the next goes in when one leaves, in the order in which they came', async () => {
  let now = 0;
  const turn = makeTurnstile(2, 3_000, () => now);
  const [one, two] = [await turn(), await turn()];
  const order: string[] = [];
  const third = turn().then((passed) => { order.push(`third ${passed.kind}`); return passed; });
  const fourth = turn().then((passed) => { order.push(`fourth ${passed.kind}`); return passed; });
  now = 50;
  leaving(one)();
  const inThird = await third;
  expect(order).toEqual(['third in']);
  leaving(two)();
  leaving(await fourth)();
  leaving(inThird)();
  expect(order).toEqual(['third in', 'fourth in']);
  // All places are free again.
  expect([(await turn()).kind, (await turn()).kind]).toEqual(['in', 'in']);
});

test('whoever has waited too long, or would, is told when to come again', async () => {
  let now = 0;
  const turn = makeTurnstile(1, 3_000, () => now);
  const first = await turn();
  const [early, late] = [turn(), turn()];
  now = 3_500;
  const fresh = turn();
  leaving(first)();
  expect([(await early).kind, (await late).kind]).toEqual(['come again', 'come again']);
  const inside = await fresh;
  expect(inside.kind).toBe('in');
  // One took three seconds and a half: eight would be too long a row.
  const row = Array.from({ length: 12 }, () => turn());
  const last = await row.at(-1);
  expect(last).toMatchObject({ kind: 'come again' });
  expect(last?.kind === 'come again' && last.seconds >= 1 && last.seconds <= 60).toBe(true);
});
