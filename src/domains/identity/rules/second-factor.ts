/** How long a password alone, or a word of the identity provider, stands for half a sign-in. */
export const halfMinutes = 5;
/** Wrong second answers after which the first half is void too. */
export const mostWrong = 5;
/** What could lock somebody out for good is done only so soon after he proved who he is. */
export const proveMinutes = 15;
/** The rights and passwords of others are changed only so soon after he said his own password, at the sign-in or once more. */
export const confirmMinutes = 10;
export const recoveryCodeCount = 10;
export const mostPasskeys = 10;

/** Six digits as typed, also full-width or with a space in the middle; null: no code. */
export function cleanCode(typed: string): string | null {
  const plain = typed.normalize('NFKC').replace(/\s/gu, '');
  return /^\d{6}$/u.test(plain) ? plain : null;
}

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Enough that a plain hash of one keeps it: 120 random bits. */
export const recoveryCodeBytes = 15;

/** As six groups of four, without letters that look like digits. */
export function printRecoveryCode(bytes: Uint8Array): string {
  let bits = [...bytes.subarray(0, recoveryCodeBytes)].reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  let text = '';
  for (let index = 0; index < 24; index += 1, bits >>= 5n) text = `${letters[Number(bits & 31n)] ?? ''}${text}`;
  return text.replace(/(.{4})(?=.)/gu, '$1-');
}

/** As it was printed, however it was typed, also one of four groups from before there were six; null: no recovery code. */
export function cleanRecoveryCode(typed: string): string | null {
  const plain = typed.normalize('NFKC').toUpperCase().replace(/[\s\-–—]/gu, '').replaceAll('O', '0').replace(/[IL]/gu, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}(?:[0-9A-HJKMNP-TV-Z]{8})?$/u.test(plain) ? plain.replace(/(.{4})(?=.)/gu, '$1-') : null;
}
