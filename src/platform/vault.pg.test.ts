import { expect, test } from 'vitest';
import { sql } from 'kysely';
import { withDatabase } from '../../test/support/pg.ts';
import { openVault, rotateKeys } from './vault.ts';

const place = { table: 'registry.person', column: 'id_sealed', row: '1' };

test('keys are made once, wrapped anew, and what an older one sealed is still read', () => withDatabase(async ({ db }) => {
  const first = { wrapping: ['the first secret'], lookup: 'a look-up' };
  // Two processes that start at once agree on one key.
  const [one, other] = await Promise.all([openVault(db, first), openVault(db, first)]);
  const sealed = one.vault.seal('document', place, '99010119450307002X');
  expect(other.vault.open('document', place, sealed)).toBe('99010119450307002X');
  const second = { ...first, wrapping: ['the first secret', 'the second'] };
  expect(await rotateKeys(db, second)).toEqual({ wrapped: 3, made: 3 });
  const later = await openVault(db, { ...first, wrapping: ['the second'] });
  expect([later.lost, later.vault.open('document', place, sealed), later.vault.seal('document', place, 'x').readUInt16BE(1)]).toEqual([0, '99010119450307002X', 2]);
  expect(later.vault.hash('registry.idNumber', 'x').equals(one.vault.hash('registry.idNumber', 'x'))).toBe(true);
}));

test('without the secret nothing is read, and what is entered from then on has keys of its own', () => withDatabase(async ({ db }) => {
  const { vault } = await openVault(db, { wrapping: ['a secret'], lookup: 'a look-up' });
  const sealed = vault.seal('document', place, '99010119450307002X');
  const stranger = await openVault(db, { wrapping: ['another'], lookup: 'another' });
  expect([stranger.lost, stranger.vault.open('document', place, sealed)]).toEqual([3, null]);
  expect(stranger.vault.open('document', place, stranger.vault.seal('document', place, 'y'))).toBe('y');
  expect((await sql<{ n: number }>`select count(*)::int as n from platform.data_key`.execute(db)).rows[0]?.n).toBe(6);
}));
