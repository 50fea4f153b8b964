import { expect, test } from 'vitest';
import { makeSealer } from './sealing.ts';

const sealer = makeSealer('a secret of the installation', 'a test');
const plain = Buffer.from('JBSWY3DPEHPK3PXP');

test('what was sealed opens as it was, and the same text is never sealed to the same bytes', () => {
  const sealed = Array.from({ length: 200 }, () => sealer.seal(plain, 'person:1'));
  expect(new Set(sealed.map((one) => one.toString('hex'))).size).toBe(200);
  expect(new Set(sealed.map((one) => one.subarray(1, 13).toString('hex'))).size).toBe(200);
  for (const one of sealed) {
    expect(sealer.open(one, 'person:1')).toEqual(plain);
    expect(one.includes(plain)).toBe(false);
  }
});

test('with any byte changed, cut off, of another thing, purpose or secret it does not open', () => {
  const sealed = sealer.seal(plain, 'person:1');
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(sealer.open(changed, 'person:1')).toBeNull();
    expect(sealer.open(sealed.subarray(0, at), 'person:1')).toBeNull();
  }
  expect(sealer.open(sealed, 'person:2')).toBeNull();
  expect(makeSealer('a secret of the installation', 'another purpose').open(sealed, 'person:1')).toBeNull();
  expect(makeSealer('another secret', 'a test').open(sealed, 'person:1')).toBeNull();
});
