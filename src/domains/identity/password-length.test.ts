import { expect, test } from 'vitest';
import { changePassword, createPerson } from './contract.ts';
import { hashPassword, passwordMatches } from './passwords.ts';

const chosen = (next: string): boolean => changePassword.input.safeParse({ current: 'x', next }).success;

test('a password has eight to two hundred signs of any kind, and reaches the hash as it was typed', () => {
  expect([chosen('1234567'), chosen('12345678'), chosen('x'.repeat(64)), chosen('x'.repeat(200)), chosen('x'.repeat(201))]).toEqual([false, true, true, true, false]);
  for (const next of ['麦田里的守望者在柳溪', '        ', '<b>"quoted"</b> & more', 'ñandú 🌾 straße', ' with blanks around ', 'MiXeD cAsE']) {
    expect(changePassword.input.parse({ current: next, next })).toMatchObject({ current: next, next });
    expect(createPerson.input.parse({ account: 'somebody', name: '某人', password: next }).password).toBe(next);
  }
});

test('nothing of a long password is cut off, no case is changed, no blank is taken away', async () => {
  const long = `${'x'.repeat(199)}a`;
  const kept = await hashPassword(long);
  expect([await passwordMatches(kept, long), await passwordMatches(kept, `${'x'.repeat(199)}b`), await passwordMatches(kept, 'x'.repeat(199))]).toEqual([true, false, false]);
  const mixed = await hashPassword(' Liu Xi ');
  expect([await passwordMatches(mixed, ' Liu Xi '), await passwordMatches(mixed, ' liu xi '), await passwordMatches(mixed, 'Liu Xi')]).toEqual([true, false, false]);
});
