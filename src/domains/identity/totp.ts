import { generateSecret, generateURI, verifySync } from 'otplib';
import type { Sealer } from '../../platform/sealing.ts';
import { cleanCode } from './rules/second-factor.ts';

// One-time codes of an authenticator app: RFC 6238 as all apps have it, SHA-1, six digits, thirty seconds.

export type NewTotp = { readonly secret: string; readonly uri: string; readonly sealed: Buffer };

/** `issuer` is what the app shows beside the code. */
export function makeTotp(sealer: Sealer, personId: number, account: string, issuer: string): NewTotp {
  const secret = generateSecret();
  return { secret, uri: generateURI({ issuer, label: account, secret }), sealed: sealer.seal(Buffer.from(secret), about(personId)) };
}

/**
 * Which thirty seconds the code belongs to, of the present ones and their neighbours; null: none of them.
 * Throws where the secret does not open: the secrets file is another one than when it was sealed.
 */
export function stepOf(sealer: Sealer, personId: number, sealed: Buffer, typed: string, now: Date): number | null {
  const secret = sealer.open(sealed, about(personId));
  if (secret === null) throw new Error('The secret of a one-time code does not open: secrets.json is not the one it was sealed with.');
  const token = cleanCode(typed);
  if (token === null) return null;
  const verdict = verifySync({ secret: secret.toString(), token, epoch: Math.floor(now.getTime() / 1000), epochTolerance: 30 });
  return verdict.valid && 'timeStep' in verdict ? verdict.timeStep : null;
}

function about(personId: number): string {
  return `identity.totp|secret|${personId}`;
}
