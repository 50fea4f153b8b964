import { expect, test } from 'vitest';
import { hashPassword, passwordMatches } from './passwords.ts';

test('a password is known again, whatever input method composed it; nobody has none', async () => {
  const hash = await hashPassword('柳溪１２３café');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/u);
  expect(await passwordMatches(hash, '柳溪123cafe\u0301')).toBe(true);
  expect(await passwordMatches(hash, '柳溪123cafe')).toBe(false);
  expect(await passwordMatches(null, '柳溪123café')).toBe(false);
});
