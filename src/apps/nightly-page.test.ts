import { expect, test } from 'vitest';
import { nightlyPage, nightlyRow, resultOf } from './nightly-page.ts';

test('of an output the sums are kept, without their colours; otherwise its last line', () => {
  expect(resultOf('x\n\u001b[2m Test Files \u001b[22m \u001b[32m3 passed\u001b[39m (3)\n      Tests  40 passed (40)\nnpm warn later\n')).toBe('Test Files 3 passed (3); Tests 40 passed (40)');
  expect(resultOf('one\n两条都在 nothing lost\n\n')).toBe('两条都在 nothing lost');
  expect(resultOf('')).toBe('');
});

test('the page keeps one row for each check, the newest', () => {
  const at = new Date('2026-11-22T03:04:05Z');
  const first = nightlyPage('', nightlyRow({ name: 'chaos', title: '强杀' }, at, 4_000, 'failed', 'a | b'), '2 cores');
  const second = nightlyPage(first, nightlyRow({ name: 'walls', title: '矩阵' }, at, 61, 'passed', 'ok'), '2 cores');
  const third = nightlyPage(second, nightlyRow({ name: 'chaos', title: '强杀' }, at, 7_200, 'passed', 'ok'), '2 cores');
  expect(third.split('\n').filter((line) => line.startsWith('| `'))).toEqual([
    '| `chaos` 强杀 | 2026-11-22 03:04 | 120 min | 通过 passed | ok | 2 cores |', '| `walls` 矩阵 | 2026-11-22 03:04 | 61 s | 通过 passed | ok | 2 cores |',
  ]);
  expect(first).toContain('| 未通过 failed | a / b |');
});
