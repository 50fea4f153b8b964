import { createHash, randomBytes } from 'node:crypto';
import { printRecoveryCode, recoveryCodeBytes, recoveryCodeCount } from './rules/second-factor.ts';

/** To be shown once, and what is kept of them. */
export function makeRecoveryCodes(): { readonly codes: string[]; readonly hashes: Buffer[] } {
  const codes = Array.from({ length: recoveryCodeCount }, () => printRecoveryCode(randomBytes(recoveryCodeBytes)));
  return { codes, hashes: codes.map(recoveryHash) };
}

/** Of a code as `cleanRecoveryCode` gives it. */
export function recoveryHash(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}
