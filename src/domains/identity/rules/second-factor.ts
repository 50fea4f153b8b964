/** How long a password alone, or a word of the identity provider, stands for half a sign-in. */
export const halfMinutes = 5;
/** Wrong second answers after which the first half is void too. */
export const mostWrong = 5;
/** What could lock somebody out for good is done only so soon after he proved who he is. */
export const proveMinutes = 15;
export const recoveryCodeCount = 10;
export const mostPasskeys = 10;

/** Six digits as typed, also full-width or with a space in the middle; null: no code. */
export function cleanCode(typed: string): string | null {
  const plain = typed.normalize('NFKC').replace(/\s/gu, '');
  return /^\d{6}$/u.test(plain) ? plain : null;
}

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Eighty random bits as four groups of four, without letters that look like digits. */
export function printRecoveryCode(bytes: Uint8Array): string {
  let bits = [...bytes.subarray(0, 10)].reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  let text = '';
  for (let index = 0; index < 16; index += 1, bits >>= 5n) text = `${letters[Number(bits & 31n)] ?? ''}${text}`;
  return text.replace(/(.{4})(?=.)/gu, '$1-');
}

/** As it was printed, however it was typed; null: no recovery code. */
export function cleanRecoveryCode(typed: string): string | null {
  const plain = typed.normalize('NFKC').toUpperCase().replace(/[\s\-–—]/gu, '').replaceAll('O', '0').replace(/[IL]/gu, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/u.test(plain) ? plain.replace(/(.{4})(?=.)/gu, '$1-') : null;
}
