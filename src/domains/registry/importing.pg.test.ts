import exceljs from 'exceljs';
import { describe, expect, test } from 'vitest';
import { done, said, withWorld, type World } from '../../../test/support/world.ts';
import { changePerson, registerPerson } from './actions.ts';
import type { Person } from './contract-shapes.ts';
import { undoImport } from './doubles.ts';
import { inventedIdNumber } from './example.ts';
import { importRegistry } from './importing.ts';
import { batches, people, person, places } from './queries.ts';

type Report = { written: boolean; rows: number; created: number; changed: number; unchanged: number; errors: { row: number; column: string; problem: string; detail: string }[]; preview: Record<string, string>[]; batchId: string | null; likely: { row: number; verdict: string; reasons: string[]; name: string }[] };

const grid = '990101001001001';
const one = inventedIdNumber('1945-03-07', 2);
const two = inventedIdNumber('1950-11-20', 1);
const heads = ['户号', '证件号码', '姓名（必填）', '与户主关系', '联系电话', '网格编码', '详细住址', '人口类型'];
const rows = [
  ['QL-001', one, '柳春生', '户主', '13800138000', grid, '前柳村3组12号', '户籍人口'],
  ['QL-001', two.toLowerCase(), '林秋实', '配偶', '', grid, '前柳村3组12号', '户籍人口'],
];
const csv = (table: readonly (readonly string[])[]): Buffer => Buffer.from(table.map((row) => row.join(',')).join('\r\n'));
const send = (world: World, file: Buffer, dryRun: boolean, more: Record<string, unknown> = {}) => world.do('clerk', importRegistry, { what: 'people', fileBase64: file.toString('base64'), fileName: '柳街.csv', dryRun, ...more });
const listed = async (world: World) => done<{ items: Person[]; total: number }>(await world.ask('clerk', people, {}));

describe('people from a file', () => {
  test('are shown first, then entered with their household; once more, nobody is entered twice; and all of it is taken back', () => withWorld(async (world) => {
    const file = csv([heads, ...rows]);
    const preview = done<Report>(await send(world, file, true));
    expect(preview).toMatchObject({ written: false, rows: 2, created: 2, errors: [], batchId: null });
    expect(JSON.stringify(preview)).not.toContain(one);
    expect(preview.preview[0]).toMatchObject({ 姓名: '柳春生', 联系电话: '138****8000' });
    expect((await listed(world)).total).toBe(0);

    const written = done<Report>(await send(world, file, false));
    expect(written).toMatchObject({ written: true, created: 2 });
    const { items } = await listed(world);
    expect(items.map(({ name, relation }) => [name, relation]).sort()).toEqual([['林秋实', 'spouse'], ['柳春生', 'head']]);
    expect(done(await world.ask('clerk', person, { personId: items[0]?.id }))).toMatchObject({ household: { number: 'QL-001', headName: '柳春生', members: 2 } });
    expect(done<Report>(await send(world, file, false))).toMatchObject({ created: 0, unchanged: 2, changed: 0, written: false });
    expect((await listed(world)).total).toBe(2);

    const helped = items.find(({ name }) => name === '柳春生')?.id;
    done(await world.do('worker', changePerson, { personId: helped, phone: '13900139000' }));
    expect(done(await world.do('clerk', undoImport, { batchId: written.batchId, reason: '导错了网格' }))).toMatchObject({ withdrawn: 1 });
    // The one whom somebody has visited since stays.
    expect((await listed(world)).items).toMatchObject([{ name: '柳春生', phone: '139****9000' }]);
  }));

  test('that nobody has touched since are withdrawn, and what was changed goes back', () => withWorld(async (world) => {
    const known = done<{ personId: string }>(await world.do('clerk', registerPerson, { areaId: world.area(grid).id, name: '柳春生', idNumber: one, phone: '13700137000', observedOn: '2026-01-01' })).personId;
    const report = done<Report>(await send(world, csv([heads, ...rows]), false));
    expect(report).toMatchObject({ created: 1, changed: 1 });
    expect(done(await world.ask('clerk', person, { personId: known }))).toMatchObject({ phone: '138****8000', address: '前柳村3组12号' });
    expect(done(await world.do('clerk', undoImport, { batchId: report.batchId, reason: '导错了' }))).toMatchObject({ withdrawn: 1 });
    expect(done(await world.ask('clerk', person, { personId: known }))).toMatchObject({ phone: '137****7000', address: '' });
    expect((await listed(world)).total).toBe(1);
    expect(said(await world.do('clerk', undoImport, { batchId: report.batchId, reason: '再撤' }))).toBe('registry/batch-undone');
    expect(done<{ items: { undoneBy: string | null }[] }>(await world.ask('clerk', batches, {})).items[0]?.undoneBy).not.toBeNull();
    // Entered again, they are there again.
    expect(done<Report>(await send(world, csv([heads, ...rows]), false))).toMatchObject({ created: 1, changed: 1 });
  }));

  test('say who they may be already, and why', () => withWorld(async (world) => {
    done(await world.do('clerk', registerPerson, { areaId: world.area('990101001001002').id, name: '柳春生', birthDate: '1945-03-07', phone: '13800138000' }));
    const { likely, created } = done<Report>(await send(world, csv([heads, ...rows]), true));
    expect([created, likely]).toEqual([2, [expect.objectContaining({ row: 2, verdict: 'likely', reasons: ['sameName', 'sameBirthDate', 'samePhone'], name: '柳春生' })]]);
  }));

  test('with any error nobody is entered, and each error has its row, column and words', () => withWorld(async (world) => {
    const wrong = csv([heads, ...rows, ['', `${one.slice(0, 17)}${one[17] === '1' ? '2' : '1'}`, '林三', '', '', grid, '', ''], ['', one, '林四', '', '12345', grid, '', ''], ['', one, '', '亲家母', '', '990101002001001', '', '']]);
    const { errors, created } = done<Report>(await send(world, wrong, true));
    expect([created, errors.map(({ row, column, problem }) => [row, column, problem])]).toEqual([2, [[4, '证件号码', 'id-wrong'], [5, '联系电话', 'phone-wrong'], [6, '姓名', 'missing'], [6, '与户主关系', 'relation']]]);
    expect(errors[0]?.detail).toContain('校验位');
    expect(said(await send(world, wrong, false))).toBe('registry/import-has-errors');
    expect((await listed(world)).total).toBe(0);
    const twice = done<Report>(await send(world, csv([heads, ...rows, rows[0] ?? []]), true));
    expect(twice.errors).toMatchObject([{ row: 4, problem: 'duplicate-row' }]);
    expect(done<Report>(await send(world, csv([heads, ['', '', '林三', '', '', '990101002001', '', '']]), true)).errors).toMatchObject([{ problem: 'area-unknown' }]);
    expect(said(await send(world, csv([['姓', '名'], ['柳', '春']]), true))).toBe('registry/import-unreadable');
    expect(said(await world.do('worker', importRegistry, { what: 'people', fileBase64: csv([heads, ...rows]).toString('base64') }))).toBe('platform/not-permitted');
  }));

  test('come from GBK, from a workbook with a hidden sheet first, and never from a formula or a merged cell', () => withWorld(async (world) => {
    // 姓名,网格编码 / 柳春生 in GBK, as an old Chinese Excel writes CSV.
    const gbk = Buffer.concat([Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xcd, 0xf8, 0xb8, 0xf1, 0xb1, 0xe0, 0xc2, 0xeb, 0x0d, 0x0a, 0xc1, 0xf8, 0xb4, 0xba, 0xc9, 0xfa]), Buffer.from(`,${grid}\r\n`)]);
    expect(done<Report>(await send(world, gbk, true))).toMatchObject({ created: 1, errors: [], preview: [{ 姓名: '柳春生' }] });
    const workbook = new exceljs.Workbook();
    const hidden = workbook.addWorksheet('旧表', { state: 'hidden' });
    hidden.addRow(['姓名', '网格编码']);
    hidden.addRow(['不该有他', grid]);
    const sheet = workbook.addWorksheet('人员');
    sheet.addRow(['柳街人员登记表']);
    sheet.addRow(['网格编码', '姓名', '详细住址']);
    sheet.addRow([grid, '柳春生', '前柳村3组']);
    sheet.addRow([grid, { formula: 'A1&"生"', result: '公式生' }, '前柳村3组']);
    sheet.addRow([grid, '林秋实', '前柳村4组']);
    sheet.addRow([grid, '林冬青', '前柳村4组']);
    sheet.mergeCells('C5:C6');
    const file = Buffer.from(await workbook.xlsx.writeBuffer());
    const { created, errors, preview } = done<Report>(await send(world, file, true));
    expect([created, errors.map(({ row, problem }) => [row, problem]), JSON.stringify(preview).includes('不该有他')]).toEqual([2, [[4, 'formula'], [6, 'merged']], false]);
    expect(done<Report>(await send(world, csv([['姓名'], ['柳春生']]), true, { areaId: world.area(grid).id }))).toMatchObject({ created: 1, errors: [] });
  }));
});

test('places from a file', () => withWorld(async (world) => {
  const file = csv([['名称', '类型', '类别', '网格编码', '有无物业', '户数', '经度', '纬度', '风险等级'], ['柳园小区', '', '住宅小区', grid, '无', '120', '', '', ''], ['柳街小学', '学校', '', grid, '', '', '116.02', '36.05', '低']]);
  const send_ = (dryRun: boolean, content = file) => world.do('clerk', importRegistry, { what: 'places', fileBase64: content.toString('base64'), dryRun });
  expect(done<Report>(await send_(true))).toMatchObject({ created: 2, errors: [] });
  const { batchId } = done<Report>(await send_(false));
  expect(done<{ items: unknown[] }>(await world.ask('clerk', places, {})).items).toHaveLength(2);
  expect(done<{ items: unknown[] }>(await world.ask('clerk', places, { unmanaged: 'true' })).items).toHaveLength(1);
  expect(done<Report>(await send_(false))).toMatchObject({ created: 0, unchanged: 2, written: false });
  expect(done<Report>(await send_(true, csv([['名称', '类型', '类别', '网格编码', '经度'], ['柳街小学', '学校', '企业', grid, '116']]))).errors.map(({ problem }) => problem).sort()).toEqual(['half-a-point', 'kind-does-not-fit']);
  done(await world.do('clerk', undoImport, { batchId, reason: '导错了' }));
  expect(done<{ items: unknown[] }>(await world.ask('clerk', places, {})).items).toEqual([]);
}));
