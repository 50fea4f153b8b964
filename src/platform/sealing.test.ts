import { expect, test } from 'vitest';
import { makeSealer } from './sealing.ts';

const sealer = makeSealer('a secret', 'a purpose');
const plain = Buffer.from('JBSWY3DPEHPK3PXP');

test('what is sealed opens for what it was sealed for, and looks different each time', () => {
  const sealed = sealer.seal(plain, 'person 7');
  expect(sealer.open(sealed, 'person 7')).toEqual(plain);
  expect(sealer.seal(plain, 'person 7')).not.toEqual(sealed);
  expect(sealed.includes(plain)).toBe(false);
  expect(sealer.open(sealer.seal(Buffer.alloc(0), ''), '')).toEqual(Buffer.alloc(0));
});

test('it opens for nothing else: another thing, another secret, another purpose', () => {
  const sealed = sealer.seal(plain, 'person 7');
  expect(sealer.open(sealed, 'person 8')).toBeNull();
  expect(makeSealer('another', 'a purpose').open(sealed, 'person 7')).toBeNull();
  expect(makeSealer('a secret', 'another').open(sealed, 'person 7')).toBeNull();
});

test('no bit of it can be changed, and no piece left out', () => {
  const sealed = sealer.seal(plain, 'person 7');
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const changed = Buffer.from(sealed);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(sealer.open(changed, 'person 7'), `bit ${bit}`).toBeNull();
  }
  for (let length = 0; length < sealed.length; length += 1) expect(sealer.open(sealed.subarray(0, length), 'person 7'), `${length} bytes`).toBeNull();
});
