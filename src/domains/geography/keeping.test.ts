import { expect, test } from 'vitest';
import { keeping } from './keeping.ts';

test('of many who ask at one moment, one makes', async () => {
  const keep = keeping<number>();
  let made = 0;
  const make = async () => {
    made += 1;
    await Promise.resolve();
    return { key: 'a', value: made };
  };
  expect(await Promise.all([keep('a', make), keep('a', make), keep('a', make)])).toEqual([1, 1, 1]);
  expect(await keep('a', make)).toBe(1);
});

test('a failure is not kept, and those who waited make their own', async () => {
  const keep = keeping<string>();
  const results = await Promise.allSettled([
    keep('a', () => Promise.reject(new Error('gone'))),
    keep('a', () => Promise.resolve({ key: 'a', value: 'mine' })),
  ]);
  expect(results).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled', value: 'mine' }]);
  expect(await keep('a', () => Promise.resolve({ key: 'a', value: 'later' }))).toBe('later');
});

test('what changed while it was loaded is kept under the name it really has', async () => {
  const keep = keeping<string>();
  expect(await keep('old', () => Promise.resolve({ key: 'new', value: 'newer' }))).toBe('newer');
  expect(await keep('new', () => Promise.resolve({ key: 'new', value: 'again' }))).toBe('newer');
  expect(await keep('old', () => Promise.resolve({ key: 'old', value: 'older' }))).toBe('older');
});

test('only the newest few are kept', async () => {
  const keep = keeping<string>();
  for (const key of ['a', 'b', 'c', 'd', 'e']) await keep(key, () => Promise.resolve({ key, value: key }));
  expect(await keep('a', () => Promise.resolve({ key: 'a', value: 'made again' }))).toBe('made again');
  expect(await keep('e', () => Promise.resolve({ key: 'e', value: 'made again' }))).toBe('e');
});
