import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeVault, type DataKeys } from './vault.ts';

const keys: DataKeys = { document: new Map([[1, randomBytes(32)]]), contact: new Map([[1, randomBytes(32)]]), care: new Map([[1, randomBytes(32)]]) };
const vault = makeVault(keys, 'a secret for looking up');
const place = { table: 'registry.person', column: 'id_sealed', row: '1' };

describe('a sealed field', () => {
  it('opens where it was sealed, and nowhere else', () => {
    const sealed = vault.seal('document', place, '99010119450307002X');
    expect(vault.open('document', place, sealed)).toBe('99010119450307002X');
    expect(vault.open('document', { ...place, row: '2' }, sealed)).toBeNull();
    expect(vault.open('document', { ...place, column: 'phone_sealed' }, sealed)).toBeNull();
    expect(vault.open('document', { ...place, table: 'registry.fact' }, sealed)).toBeNull();
    expect(vault.open('contact', place, sealed)).toBeNull();
    expect(sealed.includes('990101')).toBe(false);
    expect(vault.seal('document', place, '99010119450307002X').equals(sealed)).toBe(false);
  });

  it('that was changed anywhere does not open', () => {
    const sealed = vault.seal('care', place, '独居，听力差');
    for (let at = 0; at < sealed.length; at += 1) {
      const other = Buffer.from(sealed);
      other[at] = (other[at] ?? 0) ^ 1;
      expect([at, vault.open('care', place, other)]).toEqual([at, null]);
    }
    expect([vault.open('care', place, Buffer.alloc(0)), vault.open('care', place, sealed.subarray(0, 30))]).toEqual([null, null]);
  });

  it('is any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => { expect(vault.open('care', place, vault.seal('care', place, text))).toBe(text.toWellFormed()); }), { seed: 20_261_124, numRuns: 200 });
  });

  it('of an older key still opens once there is a newer one, and a new one has the newer', () => {
    const old = vault.seal('document', place, 'a');
    const rotated = makeVault({ ...keys, document: new Map([...keys.document, [2, randomBytes(32)]]) }, 'x');
    expect([rotated.open('document', place, old), rotated.seal('document', place, 'b').readUInt16BE(1)]).toEqual(['a', 2]);
  });
});

describe('a hash for looking up', () => {
  it('is the same for the same, another in another column, and nothing without its key', () => {
    const hash = vault.hash('registry.person.id', 'x');
    expect(vault.hash('registry.person.id', 'x').equals(hash)).toBe(true);
    expect(vault.hash('registry.person.phone', 'x').equals(hash)).toBe(false);
    expect(makeVault(keys, 'another secret').hash('registry.person.id', 'x').equals(hash)).toBe(false);
  });
});
