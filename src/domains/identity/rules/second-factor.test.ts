import { describe, expect, test } from 'vitest';
import { cleanCode, cleanRecoveryCode, printRecoveryCode, recoveryCodeBytes } from './second-factor.ts';

test.each([['123456', '123456'], [' 123 456 ', '123456'], ['１２３４５６', '123456'], ['12345', null], ['1234567', null], ['12345a', null], ['', null], ['-12345', null], ['٣٣٣٣٣٣', null]])('the code %j is read as %j', (typed, read) => {
  expect(cleanCode(typed)).toBe(read);
});

describe('a recovery code', () => {
  test('has all 120 bits, and is read as it was printed', () => {
    expect(recoveryCodeBytes * 8).toBe(120);
    expect(printRecoveryCode(new Uint8Array(15))).toBe('0000-0000-0000-0000-0000-0000');
    expect(printRecoveryCode(new Uint8Array(15).fill(255))).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ');
    expect(printRecoveryCode(new Uint8Array(15).fill(1, 14))).toBe('0000-0000-0000-0000-0000-0001');
    for (let bit = 0; bit < 120; bit += 1) {
      const bytes = new Uint8Array(15);
      bytes[Math.floor(bit / 8)] = 1 << (bit % 8);
      const code = printRecoveryCode(bytes);
      expect(code).not.toBe('0000-0000-0000-0000-0000-0000');
      expect(cleanRecoveryCode(code.toLowerCase().replaceAll('-', ' '))).toBe(code);
    }
  });

  test.each([['oOiI-lL00-1111-ABCD', '0011-1100-1111-ABCD'], ['0011 1100 1111 ABC', null], ['0011 1100 1111 ABCD 0', null], ['0011 1100 1111 ABCD 0011 oilL 7', null], ['0011 1100 1111 ABCD 0011 oilL', '0011-1100-1111-ABCD-0011-0111'], ['UUUU-UUUU-UUUU-UUUU', null], ['', null], ['ＡＢＣＤ-0000-0000-0000', 'ABCD-0000-0000-0000']])('%j is read as %j', (typed, read) => {
    expect(cleanRecoveryCode(typed)).toBe(read);
  });
});
