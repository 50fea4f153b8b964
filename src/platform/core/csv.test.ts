import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csvText } from './csv.ts';
import { runs } from '../../../test/support/size.ts';

test.each([
  ['=1+1', "'=1+1"], ['+86', "'+86"], ['-1', "'-1"], ['@SUM(A1)', "'@SUM(A1)"], ['\t=1', '"\'\t=1"'], ['  =1', "'  =1"], ['＝1', "'＝1"],
  ['云桥社区', '云桥社区'], ['a,b', '"a,b"'], ['说"好"', '"说""好"""'], ['两\n行', '"两\n行"'], ['2026-11-22', '2026-11-22'], ['', ''],
])('%j is written as %j', (cell, written) => {
  expect(csvText([[cell]])).toBe(written);
});

test('numbers and nothing', () => {
  expect(csvText([[-3, null, 4.5], ['a', 'b', 'c']])).toBe('-3,,4.5\r\na,b,c');
});

test('what is written is read back exactly, but for the apostrophe, and no cell begins a formula', () => {
  const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('=', '+', '-', '@', ' =', '"', ',', '\n').map((sign) => `${sign}1`));
  fc.assert(fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
    const back: string[][] = parse(csvText(rows), { bom: false });
    expect(back.length).toBe(rows.length);
    back.forEach((row, at) => row.forEach((read, column) => {
      const typed = rows[at]?.[column] ?? '';
      expect([typed, `'${typed}`]).toContain(read);
      expect(read).not.toMatch(/^\s*[=+\-@]/u);
    }));
  }), { seed: 22, numRuns: runs(300) });
});
