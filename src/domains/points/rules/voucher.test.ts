import { createECDH, createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyOf, cardText, expiresAfter, judgeVoucher, readScan, voucherText, type Voucher } from './voucher.ts';

const now = new Date('2026-11-22T08:00:00Z');
const one: Voucher = { id: '0190c0de-0000-7000-8000-000000000001', warehouseId: '0190c0de-0000-7000-8000-0000000000aa', points: 25, expires: expiresAfter(now, 7) };
const vouchers = fc.record({ id: fc.uuid(), warehouseId: fc.uuid(), points: fc.nat(0xffffffff), expires: fc.nat(0xffffffff) });
const bytes64 = fc.uint8Array({ minLength: 64, maxLength: 64 });

describe('what a code holds', () => {
  test('comes back as it was, and is one text alone', () => {
    fc.assert(fc.property(vouchers, bytes64, (voucher, signature) => {
      const text = voucherText(voucher, signature);
      const read = readScan(` ${text}\n`);
      expect(read).toMatchObject({ kind: 'voucher', voucher });
      expect(read?.kind === 'voucher' && [...read.signature]).toEqual([...signature]);
      expect(text.length).toBeLessThan(150);
    }), { seed: 6, numRuns: 200 });
  });

  test('a sign that is changed, left out or added is another voucher or none, and no signature fits it', () => {
    const keys = createECDH('prime256v1');
    keys.setPrivateKey(createHash('sha256').update('a test').digest());
    const point = keys.getPublicKey();
    const jwk = { kty: 'EC', crv: 'P-256', d: keys.getPrivateKey('base64url'), x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
    const signature = sign('sha256', bodyOf(one), { key: createPrivateKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' });
    const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: jwk.x, y: jwk.y }, format: 'jwk' });
    const holds = (text: string): boolean => {
      const read = readScan(text);
      return read?.kind === 'voucher' && verify('sha256', read.body, { key: publicKey, dsaEncoding: 'ieee-p1363' }, read.signature);
    };
    const text = voucherText(one, signature);
    expect(holds(text)).toBe(true);
    for (let at = 0; at < text.length; at += 1) {
      const other = text[at] === 'A' ? 'B' : 'A';
      expect([at, holds(text.slice(0, at) + other + text.slice(at + 1))]).toEqual([at, false]);
      expect([at, holds(text.slice(0, at) + text.slice(at + 1))]).toEqual([at, false]);
    }
    expect(holds(`${text}A`)).toBe(false);
  });

  test('a card is read as it is typed, and only whole', () => {
    for (const typed of [cardText('7K2M9QX4'), '7k2m-9qx4', ' 7K2M 9QX4 ', '７Ｋ２Ｍ９ＱＸ４', '7K2M—9QX4']) expect([typed, readScan(typed)]).toEqual([typed, { kind: 'code', code: '7K2M9QX4' }]);
    for (const typed of ['', '7K2M9QX', '7K2M9QX44', '7K2M9QXU', 'JV1.', 'JV1.AAAA', 'https://example.cn/7K2M9QX4', '𠮷'.repeat(8), 'x'.repeat(500)]) expect([typed, readScan(typed)]).toEqual([typed, null]);
  });
});

describe('whether a voucher is good', () => {
  const at = (moment: string) => ({ warehouseId: one.warehouseId, now: new Date(moment) });
  test.each([
    ['here and in time', at('2026-11-22T08:00:00Z'), undefined],
    ['in its last second', at('2026-11-29T07:59:59.999Z'), undefined],
    ['at its end', at('2026-11-29T08:00:00Z'), 'points/voucher-over'],
    ['at another warehouse', { ...at('2026-11-22T08:00:00Z'), warehouseId: one.id }, 'points/voucher-elsewhere'],
    ['shown twice to one counter', { ...at('2026-11-22T08:00:00Z'), usedHere: new Set([one.id]) }, 'points/voucher-used'],
  ])('%s', (_what, counter, refused) => { expect(judgeVoucher(one, counter)?.refused).toBe(refused); });
});
