import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskContacts } from './mask.ts';
import { runs } from '../../../../test/support/size.ts';

// INVENTED numbers: 1380013 8000-like blocks and identity numbers with a wrong check digit.
const numbers = [
  '13800138000', '138 0013 8000', '138-0013-8000', '+8613800138000', '+86 13800138000', '86-13800138000', '008613800138000', '１３８００１３８０００', '138.0013.8000',
  '0635-8412345', '0635 8412345', '06358412345', '(0635)8412345', '（0635）8412345', '010-68412345',
  '371502199003070019', '37150219900307001X', '371502 19900307 001x', '371502900307001', '３７１５０２１９９００３０７００１９', '6222021234567890123',
];

describe('free text without telephone and identity numbers', () => {
  test.each(numbers)('%s is covered wherever it stands, and nothing else is', (number) => {
    for (const [before, after] of [['', ''], ['我的电话是', '，请回电'], ['𠮷先生 ', ' 谢谢'], ['（', '）'], ['王五/', '/李四']] as const) {
      const masked = maskContacts(`${before}${number}${after}`);
      expect(masked.normalize('NFKC')).not.toMatch(/\d/u);
      expect(masked.startsWith(before) && masked.endsWith(after)).toBe(true);
      expect(masked).toHaveLength(before.length + number.length + after.length);
    }
  });

  test('two in a row are two', () => {
    expect(maskContacts('13800138000 13900139000、0635-8412345')).toBe('*********** ***********、****-*******');
  });

  test('a number of few digits is covered where it is called a telephone', () => {
    expect(maskContacts('座机：8412345')).toBe('座机：*******');
    expect(maskContacts('联系 QQ 12345678')).toBe('联系 QQ ********');
  });

  test.each(['2026-11-22 10:30 井盖缺失', '3 号楼 2 单元 501', '长 1200000 毫米', '案件 2611-7K3M-9Q2C', '损失 132 万元', '100 万', '第 12345 号路灯', '1.5 米深，2 米宽'])('%s stays', (text) => {
    expect(maskContacts(text)).toBe(text);
  });

  test('any text keeps its length, and what is not a digit or an X keeps its place', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...numbers, '𠮷', '👨‍👩‍👧', '‮', '​'))), (parts) => {
      const text = parts.join('');
      const masked = maskContacts(text);
      expect(masked).toHaveLength(text.length);
      for (let at = 0; at < text.length; at += 1) if (!/[\dXx０-９Ｘｘ]/u.test(text[at] ?? '')) expect(masked[at]).toBe(text[at]);
      expect(maskContacts(masked)).toBe(masked);
    }), { seed: 20_261_122, numRuns: runs(300) });
  });
});
