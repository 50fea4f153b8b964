import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkMobile, divisionCode, gridCode, maskMobile, normaliseText } from './code-check.ts';
import { isRefusal } from './refusal.ts';

describe('a mobile number', () => {
  test.each([
    '13800001234', ' 138 0000 1234 ', '138-0000-1234', '+86 138 0000 1234', '0086-13800001234', '8613800001234', '(+86)13800001234',
    '１３８００００１２３４', '＋８６　１３８００００１２３４', '\u202d13800001234\u202c',
  ])('%j is one', (text) => {
    expect(checkMobile(text)).toBe('13800001234');
  });

  test.each(['', '1380000123', '138000012345', '12800001234', '0635-8210000', '+8513800001234', '+86 8613800001234', '1380000123a', '13800001234,13900001234', '一三八'])('%j is none', (text) => {
    expect(checkMobile(text)).toMatchObject({ refused: 'platform/mobile-wrong' });
  });

  test('what it gives, it takes', () => {
    assert(property(string({ unit: 'grapheme' }), (text) => {
      const checked = checkMobile(text);
      if (!isRefusal(checked)) expect(checkMobile(checked)).toBe(checked);
    }), { seed: 20261122 });
    expect(checkMobile(String(checkMobile('+86 139-0000-5678')))).toBe('13900005678');
  });

  test('can be shown without its middle', () => {
    expect(maskMobile('13800001234')).toBe('138****1234');
    expect(maskMobile('0635')).toBe('0635');
  });
});

describe('text', () => {
  test('is composed and otherwise left alone', () => {
    expect(normaliseText('e\u0301\u00a0 \u200bＡ\u202e', { max: 10 })).toBe('\u00e9\u00a0 \u200bＡ\u202e');
    expect(normaliseText(' 张三 ', { max: 4 })).toBe(' 张三 ');
  });

  test('is counted in code points: 𠮷 is one', () => {
    expect(normaliseText('𠮷𠮷𠮷', { max: 3 })).toBe('𠮷𠮷𠮷');
    expect(normaliseText('𠮷𠮷𠮷', { max: 2 })).toMatchObject({ refused: 'platform/text-too-long', params: { max: 2 } });
    expect(normaliseText('', { min: 1, max: 2 })).toMatchObject({ refused: 'platform/text-too-short' });
  });

  test('with NUL or half a character cannot be kept', () => {
    expect(normaliseText('a\u0000b', { max: 9 })).toMatchObject({ refused: 'platform/text-not-storable' });
    expect(normaliseText('\ud842', { max: 9 })).toMatchObject({ refused: 'platform/text-not-storable' });
  });
});

test('codes', () => {
  expect([divisionCode.test('371502001001'), divisionCode.test('37150200100'), divisionCode.test('071502001001'), divisionCode.test('37150200100１')]).toEqual([true, false, false, false]);
  expect([gridCode.test('371502001001001'), gridCode.test('371502001001'), gridCode.test('371502001001000012')]).toEqual([true, false, false]);
});
