import type { Scanned } from '../rules/voucher.ts';

/** Whether the server signed it; null: this page cannot tell, because it did not come over an encrypted connection. */
export async function checkSignature(scanned: Extract<Scanned, { kind: 'voucher' }>, point: { readonly x: string; readonly y: string }): Promise<boolean | null> {
  if (!window.isSecureContext || !('subtle' in crypto)) return null;
  const key = await crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x: point.x, y: point.y, ext: true }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, scanned.signature, scanned.body);
}
