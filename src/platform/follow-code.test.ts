import { expect, test } from 'vitest';
import { followCodes } from './follow-code.ts';

const id = '0190c0de-0000-7000-8000-000000000001';
const codes = followCodes('a secret');

test('eight characters that are not mistaken for one another, the same each time, for each id and each installation its own', () => {
  expect(codes.of(id)).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/u);
  expect(followCodes('a secret').of(id.toUpperCase())).toBe(codes.of(id));
  expect(followCodes('another').of(id)).not.toBe(codes.of(id));
  const many = new Set(Array.from({ length: 2_000 }, (_, n) => codes.of(`${id.slice(0, -4)}${String(n).padStart(4, '0')}`)));
  expect(many.size).toBe(2_000);
  expect(new Set([...many].join('')).size).toBe(32);
});

test('is taken as people type it, and only whole', () => {
  const code = codes.of(id);
  const wide = code.replace(/[0-9A-Z]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
  for (const typed of [code, code.toLowerCase(), `${code.slice(0, 4)}-${code.slice(4)}`, ` ${code.slice(0, 4)} ${code.slice(4)} `, `${code.slice(0, 4)}—${code.slice(4)}`, wide, code.replaceAll('0', 'o').replaceAll('1', 'l')]) {
    expect([typed, codes.fits(id, typed)]).toEqual([typed, true]);
  }
  for (const typed of ['', code.slice(1), `${code}0`, `${code.slice(0, 7)}${code.endsWith('7') ? '8' : '7'}`, '𠮷', 'x'.repeat(200)]) expect([typed, codes.fits(id, typed)]).toEqual([typed, false]);
});
