import { createECDH, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import type { Vault } from '../../platform/vault.ts';
import { bodyOf, voucherText, type Voucher } from './rules/voucher.ts';

// The signature of vouchers. The key is derived from a secret of the installation that is not in the database.

const dsaEncoding = 'ieee-p1363';
type Keys = { readonly secret: KeyObject; readonly open: KeyObject; readonly point: { readonly x: string; readonly y: string } };
const made = new WeakMap<Vault, Keys>();

function keysOf(vault: Vault): Keys {
  const known = made.get(vault);
  if (known) return known;
  const curve = createECDH('prime256v1');
  // A hash of 32 bytes is no valid key once in 2^32 or so: then the next one is taken.
  for (let at = 1; ; at += 1) {
    try {
      curve.setPrivateKey(vault.hash('points.voucher', `signing ${at}`));
      break;
    } catch (error) {
      if (at > 8) throw error;
    }
  }
  const bytes = curve.getPublicKey();
  const point = { x: bytes.subarray(1, 33).toString('base64url'), y: bytes.subarray(33).toString('base64url') };
  const jwk = { kty: 'EC', crv: 'P-256', ...point };
  const keys = { secret: createPrivateKey({ key: { ...jwk, d: curve.getPrivateKey('base64url') }, format: 'jwk' }), open: createPublicKey({ key: jwk, format: 'jwk' }), point };
  made.set(vault, keys);
  return keys;
}

/** What a counter without a network checks with: a point of P-256, base64url. */
export function checkingKey(vault: Vault): Keys['point'] {
  return keysOf(vault).point;
}

/** The text of a voucher; another one each time it is asked for, and each as good. */
export function signedText(vault: Vault, voucher: Voucher): string {
  return voucherText(voucher, sign('sha256', bodyOf(voucher), { key: keysOf(vault).secret, dsaEncoding }));
}

export function isSigned(vault: Vault, body: Uint8Array, signature: Uint8Array): boolean {
  return verify('sha256', body, { key: keysOf(vault).open, dsaEncoding }, signature);
}
