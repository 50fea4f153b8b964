import { readFileSync } from 'node:fs';
import { assert, property, shuffledSubarray, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AreaKind } from './contract.ts';
import { decodeTable, maxDivisionRows, parseDivisions } from './divisions.ts';
import { kindOrder } from './rules.ts';
import { runs } from '../../../test/support/size.ts';

const seed = 20261122;
const liaocheng = new Uint8Array(readFileSync(new URL('./data/liaocheng.csv', import.meta.url)));
const head = 'code,name,level,parent_code';
const good = [
  '371500000000,聊城市,city,', '371502000000,东昌府区,county,371500000000', '371502001000,古楼街道,township,371502000000', '371502001001,柳泉社区,village,371502001000',
];
const file = (...lines: string[]): string => [head, ...lines].join('\r\n');
const problems = (text: string, known?: Map<string, AreaKind>): (string | number)[][] =>
  parseDivisions(text, known).problems.map(({ row, column, problem }) => [row, column, problem]);

describe('the list that ships', () => {
  const { rows, problems: found } = parseDivisions(decodeTable(liaocheng));

  test('is read whole and without a problem', () => {
    expect(found).toEqual([]);
    const count = (kind: AreaKind): number => rows.filter((row) => row.kind === kind).length;
    expect([count('city'), count('county'), count('township'), count('community'), rows.length]).toEqual([1, 8, 136, 2_408, 2_553]);
    expect(rows[0]).toEqual({ row: 2, code: '371500000000', name: '聊城市', kind: 'city', parentCode: null });
  });

  test('has every parent before its children', () => {
    const seen = new Set<string>();
    for (const { code, parentCode } of rows) {
      if (parentCode !== null) expect(seen.has(parentCode)).toBe(true);
      seen.add(code);
    }
  });
});

describe('files as people have them', () => {
  const expected = parseDivisions(file(...good)).rows;

  test.each([
    ['with a mark in front', `\ufeff${file(...good)}`],
    ['with line feeds only and a blank line at the end', `${[head, ...good].join('\n')}\n\n`],
    ['quoted', file(...good.map((line) => line.split(',').map((cell) => `"${cell}"`).join(',')))],
    ['with tabs', file(...good).replaceAll(',', '\t')],
    ['with semicolons', file(...good).replaceAll(',', ';')],
    ['with Chinese headings', file(...good).replace(head, '代码,名称,级别,上级代码')],
    ['with full-width digits', file(...good).replaceAll('371500000000', '３７１５００００００００')],
    ['with spaces around', file(...good).replaceAll(',', ' , ')],
    ['with the other word for a village', file(...good).replace('village', 'Community')],
  ])('%s', (_what, text) => {
    const { rows, problems: found } = parseDivisions(text);
    expect(found).toEqual([]);
    expect(rows).toEqual(expected);
  });

  test('with more columns, in another order', () => {
    const text = ['备注,parent_code,level,name,code', ...good.map((line) => ['x', ...line.split(',').toReversed()].join(','))].join('\n');
    expect(parseDivisions(text).rows).toEqual(expected);
  });

  test('in any order of lines', () => {
    assert(property(shuffledSubarray(good, { minLength: 4 }), (lines) => {
      const { rows, problems: found } = parseDivisions(file(...lines));
      expect(found).toEqual([]);
      expect(rows.map(({ code }) => code)).toEqual(expected.map(({ code }) => code));
    }), { seed });
  });

  test('in GBK, UTF-8 and UTF-16 bytes', () => {
    expect(decodeTable(new Uint8Array([0xc1, 0xc4, 0xb3, 0xc7]))).toBe('聊城');
    expect(decodeTable(new TextEncoder().encode('聊城𠮷'))).toBe('聊城𠮷');
    expect(decodeTable(new Uint8Array([0xff, 0xfe, 0x4a, 0x80]))).toBe('聊');
    expect(decodeTable(new Uint8Array([0xfe, 0xff, 0x80, 0x4a]))).toBe('聊');
    // A rare Hanzi of the four-byte part of GB18030, U+20BB7.
    expect(decodeTable(new Uint8Array([0x95, 0x34, 0xb2, 0x35]))).toBe('𠮷');
  });
});

describe('what is wrong is named by row and column', () => {
  test.each([
    ['a code of 11 digits', '37150200100,某村,village,371502001000', ['code', 'code-wrong']],
    ['a code a spreadsheet has ruined', '3.71502E+11,某村,village,371502001000', ['code', 'code-wrong']],
    ['a village\'s code that is a township\'s', '371502002000,某村,village,371502001000', ['code', 'code-not-of-level']],
    ['a township\'s code that is a village\'s', '371502002001,某镇,township,371502000000', ['code', 'code-not-of-level']],
    ['a code twice', '371502001001,某村,village,371502001000', ['code', 'code-twice']],
    ['an unknown level', '371502001002,某村,hamlet,371502001000', ['level', 'level-unknown']],
    ['an empty name', '371502001002,,village,371502001000', ['name', 'name-wrong']],
    ['a name too long', `371502001002,${'村'.repeat(61)},village,371502001000`, ['name', 'name-wrong']],
    ['a name over two lines', '371502001002,"某\n村",village,371502001000', ['name', 'name-wrong']],
    ['no parent', '371502001002,某村,village,', ['parent_code', 'parent-missing']],
    ['a parent that is nowhere', '371502009002,某村,village,371502009000', ['parent_code', 'parent-unknown']],
    ['a parent of the wrong level', '371502001002,某村,village,371502000000', ['parent_code', 'parent-not-fitting']],
    ['itself as parent', '371502001002,某村,village,371502001002', ['parent_code', 'parent-not-fitting']],
    ['a parent whose code does not enclose it', '371502009002,某村,village,371502001000', ['parent_code', 'parent-not-enclosing']],
    ['too few columns', '371502001002,某村', ['level', 'level-unknown']],
  ])('%s', (_what, line, [column = '', problem = '']) => {
    expect(problems(file(...good, line))).toEqual([[6, column, problem]]);
    expect(parseDivisions(file(...good, line)).rows).toHaveLength(4);
  });

  test('blank lines count as rows, as the spreadsheet shows them', () => {
    expect(problems(file(good[0] ?? '', '', ',,,', 'x,y,city,'))).toEqual([[5, 'code', 'code-wrong']]);
  });

  test('a wrong parent is not told again by each of its children', () => {
    expect(problems(file(good[0] ?? '', good[1] ?? '', '371502001000,,township,371502000000', good[3] ?? ''))).toEqual([[4, 'name', 'name-wrong']]);
    expect(problems(file(good[0] ?? '', good[1] ?? '', '371502001000,古楼街道,street,371502000000', good[3] ?? ''))).toEqual([[4, 'level', 'level-unknown']]);
  });

  test.each([
    ['an open quote', file(...good, '371502001002,"某村,village,371502001000'), 'csv-broken'],
    ['text after a quote', file(...good, '371502001002,"某"村,village,371502001000'), 'csv-broken'],
    ['a missing column', 'code,name,level\n371500000000,聊城市,city', 'csv-columns'],
    ['no heading', good.join('\n'), 'csv-columns'],
    ['nothing', '', 'csv-columns'],
    ['a heading only', head, 'csv-empty'],
    ['too many rows', `${head}\n${'1,,,\n'.repeat(maxDivisionRows + 1)}`, 'csv-too-many-rows'],
  ])('a file with %s', (_what, text, problem) => {
    expect(parseDivisions(text)).toMatchObject({ rows: [], problems: [{ problem }] });
  });
});

describe('parents kept already', () => {
  const zone = new Map<string, AreaKind>([['371571000000', 'developmentZone'], ['371502000000', 'county']]);

  test('need not be in the file', () => {
    expect(problems(file('371502001000,古楼街道,township,371502000000'), zone)).toEqual([]);
  });

  test('a development zone takes townships with their county\'s code', () => {
    expect(problems(file('371502001000,古楼街道,township,371571000000'), zone)).toEqual([]);
    expect(problems(file('371571000000,某开发区,developmentZone,371500000000', good[0] ?? ''))).toEqual([]);
  });
});

test('no text makes it throw, and rows are always in order', () => {
  assert(property(string({ unit: 'grapheme', maxLength: 200 }), (text) => {
    const { rows } = parseDivisions(`${head}\n${good.join('\n')}\n${text}`);
    expect(rows.map(({ kind }) => kindOrder[kind])).toEqual(rows.map(({ kind }) => kindOrder[kind]).toSorted((a, b) => a - b));
  }), { seed, numRuns: runs(300) });
});
