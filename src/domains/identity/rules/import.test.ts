import { describe, expect, test } from 'vitest';
import { columnOf, readImportRow, type ImportColumn, type TypedCell } from './import.ts';

const cells = (row: Partial<Record<ImportColumn, string | TypedCell>>): Map<ImportColumn, TypedCell> =>
  // Object.entries forgets that the keys are columns.
  new Map((Object.entries(row) as [ImportColumn, string | TypedCell][]).map(([column, cell]) => [column, typeof cell === 'string' ? { text: cell } : cell]));
const read = (row: Partial<Record<ImportColumn, string | TypedCell>>) => readImportRow(5, cells({ name: '程𠮷安', account: 'cheng', ...row }));

test.each([
  ['姓名', 'name'], ['姓 名*', 'name'], ['姓名（必填）', 'name'], ['帐号', 'account'], ['Account', 'account'], ['手机号码', 'phone'], ['角色/岗位', 'role'], ['岗位', 'role'],
  ['区域编码', 'areaCode'], ['Area code', 'areaCode'], ['valid_from', 'validFrom'], ['专职/兼职', 'employment'], ['工作占比(%)', 'share'], ['备注', undefined], ['', undefined],
])('the heading %s is %s', (head, column) => {
  expect(columnOf(head)).toBe(column);
});

describe('a row', () => {
  test('empty cells are null, the rest is read', () => {
    expect(read({ role: '网格员', areaCode: '371502101201001', share: '50%', employment: '兼职', validFrom: '2026年1月5日', phone: '138 1234 1234' })).toEqual({
      problems: [],
      row: {
        row: 5, account: 'cheng', name: '程𠮷安', phone: '13812341234', role: '网格员', areaCode: '371502101201001', unitCode: null, title: null, employment: 'partTime', sharePercent: 50,
        validFrom: '2026-01-05', validTo: null, password: null,
      },
    });
  });

  test.each([
    [{ share: '0.5' }, 50], [{ share: '50' }, 50], [{ share: '１００％' }, 100], [{ share: '33.4%' }, 33], [{ share: '1' }, 1],
  ])('%j is a share of %i', (row, percent) => {
    expect(read(row).row?.sharePercent).toBe(percent);
  });

  test.each([['2026-01-31', '2026-01-31'], ['2026/1/31', '2026-01-31'], ['20260131', '2026-01-31'], ['2024-02-29', '2024-02-29'], ['2026-01-31 00:00:00', '2026-01-31']])('%s is the day %s', (typed, day) => {
    expect(read({ validFrom: typed }).row?.validFrom).toBe(day);
  });

  test.each<[string, Partial<Record<ImportColumn, string | TypedCell>>, ImportColumn, string]>([
    ['no name', { name: ' ' }, 'name', 'missing'], ['a long name', { name: '长'.repeat(51) }, 'name', 'text-too-long'], ['no account', { account: '' }, 'account', 'missing'],
    ['an account in Hanzi', { account: '张伟' }, 'account', 'account-shape'], ['SQL for an account', { account: "x' or 1=1" }, 'account', 'account-shape'],
    ['a wrong telephone', { phone: '12345' }, 'phone', 'phone-wrong'], ['a role without an area', { role: '网格员' }, 'areaCode', 'area-missing'],
    ['an area without a role', { areaCode: '371502101201' }, 'role', 'role-missing'], ['a rounded code', { role: '网格员', areaCode: '3.71502E+14' }, 'areaCode', 'area-shape'],
    ['a short code', { role: '网格员', areaCode: '371502' }, 'areaCode', 'area-shape'], ['no such day', { validFrom: '2026-02-30' }, 'validFrom', 'date'],
    ['a day of the year 0', { validTo: '0000-01-01' }, 'validTo', 'date'], ['dates reversed', { validFrom: '2026-02-01', validTo: '2026-01-31' }, 'validTo', 'dates-reversed'],
    ['neither full nor part', { employment: '临时' }, 'employment', 'employment'], ['no share', { share: '0' }, 'share', 'share'], ['more than all', { share: '101%' }, 'share', 'share'],
    ['a formula', { title: { text: '', problem: 'formula' } }, 'title', 'formula'], ['a merged name', { name: { text: '', problem: 'merged' } }, 'name', 'merged'],
    ['NUL', { title: 'a\u0000b' }, 'title', 'text-not-storable'], ['a lone surrogate', { title: '\ud842' }, 'title', 'text-not-storable'], ['a short password', { password: 'x7Kq' }, 'password', 'password-short'],
  ])('%s is told with its column', (_name, row, column, problem) => {
    const { row: taken, problems } = read(row);
    expect(taken).toBeNull();
    expect(problems.map((one) => [one.row, one.column, one.problem])).toEqual([[5, column, problem]]);
  });

  test('all that is wrong is told at once', () => {
    expect(read({ name: '', phone: 'x', share: '200' }).problems.map((one) => one.column)).toEqual(['name', 'phone', 'share']);
  });
});
