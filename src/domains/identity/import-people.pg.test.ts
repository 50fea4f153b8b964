import exceljs from 'exceljs';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { from, said, testCity, type TestCity } from '../../../test/support/identity-city.ts';
import { withDatabase } from '../../../test/support/pg.ts';
import type { ImportReport } from '../../platform/core/fields.ts';
import * as actions from './actions.ts';
import { actorOf, signIn, type SignedInActor } from './http.ts';
import { peopleTemplate } from './import-people.ts';

const heads = ['姓名', '账号', '手机', '角色', '区域编码', '单位编码', '职务', '专兼职', '工作占比', '起始日期', '截止日期', '初始密码'];

async function bring(city: TestCity, actor: SignedInActor, file: Buffer | string, dryRun = false): Promise<ImportReport> {
  const answer = await city.do(actor, actions.importPeople, { fileBase64: Buffer.from(file).toString('base64'), dryRun });
  if (answer.kind !== 'done') throw new Error(JSON.stringify(answer));
  return Object(answer.output);
}

async function why(city: TestCity, actor: SignedInActor, file: Buffer | string): Promise<string> {
  const answer = await city.do(actor, actions.importPeople, { fileBase64: Buffer.from(file).toString('base64') });
  return answer.kind === 'refused' ? `${answer.refusal.refused} ${String(answer.refusal.params['why'] ?? answer.refusal.params['errors'])}` : answer.kind;
}

async function workbook(fill: (book: exceljs.Workbook) => void): Promise<Buffer> {
  const book = new exceljs.Workbook();
  fill(book);
  return Buffer.from(await book.xlsx.writeBuffer());
}

const csv = (...rows: string[]): string => [heads.join(','), ...rows].join('\r\n');
const tuples = (report: ImportReport): unknown[] => report.errors.map((error) => [error.row, error.column, error.problem]);

describe('importing people', () => {
  test('preview writes nothing; then all is written; once more changes nothing; then one cell is changed', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const security = await city.as('anquan');
    const file = csv(
      '程𠮷安,jian01,13812341234,网格员,371502101201001,,下沉干部,兼职,40%,2026-01-05,,麦田里的守望者在柳溪',
      '程𠮷安,jian01,,网格员,371502101201002,,,,,2026年1月5日,2026/12/31,',
      "罗'; drop table identity.person; --,luo02,0635-8231234,handler,371502101000,PCS,片警,专职,1,,,",
      '无岗,wugang,,,,,,,,,,',
    );
    const before = await count(database.ownerDb);
    const preview = await bring(city, security, file, true);
    expect(preview).toMatchObject({ written: false, rows: 4, created: 4, changed: 0, unchanged: 0, errors: [] });
    expect(preview.preview).toHaveLength(4);
    expect(preview.preview[0]).toEqual({ 姓名: '程𠮷安', 账号: 'jian01', 手机: '13812341234', 角色: '网格员', 区域编码: '371502101201001', 单位编码: '', 职务: '下沉干部', 专兼职: '兼职', 工作占比: '40%', 起始日期: '2026-01-05', 截止日期: '', 初始密码: '••••••••' });
    expect(await count(database.ownerDb)).toEqual(before);

    expect(await bring(city, security, file)).toMatchObject({ written: true, rows: 4, created: 4, unchanged: 0 });
    expect(await count(database.ownerDb)).toEqual({ people: before.people + 3, posts: before.posts + 3 });
    const { rows } = await sql`
      select p.name, p.phone, p.must_change_password as must, p.password_hash is not null as "hasPassword", o.role, o.area_id, o.unit_id, o.title, o.employment, o.share_percent, o.valid_from, o.valid_to
      from identity.person p left join identity.post o on o.person_id = p.id where p.account in ('jian01', 'luo02', 'wugang') order by p.account, o.id`.execute(database.ownerDb);
    expect(rows).toEqual([
      { name: '程𠮷安', phone: '13812341234', must: true, hasPassword: true, role: 'gridWorker', area_id: 20, unit_id: null, title: '下沉干部', employment: 'partTime', share_percent: 40, valid_from: '2026-01-05', valid_to: null },
      { name: '程𠮷安', phone: '13812341234', must: true, hasPassword: true, role: 'gridWorker', area_id: 21, unit_id: null, title: '', employment: 'fullTime', share_percent: 100, valid_from: '2026-01-05', valid_to: '2026-12-31' },
      { name: "罗'; drop table identity.person; --", phone: '0635-8231234', must: true, hasPassword: false, role: 'handler', area_id: 3, unit_id: city.unitIds['PCS'], title: '片警', employment: 'fullTime', share_percent: 1, valid_from: expect.any(String), valid_to: null },
      { name: '无岗', phone: '', must: true, hasPassword: false, role: null, area_id: null, unit_id: null, title: null, employment: null, share_percent: null, valid_from: null, valid_to: null },
    ]);
    expect(said(await signIn(city.house, { account: 'jian01', password: '麦田里的守望者在柳溪' }, from))).toBe('done');
    expect(said(await signIn(city.house, { account: 'luo02', password: '麦田里的守望者在柳溪' }, from))).toBe('identity/wrong-password');

    expect(await bring(city, security, file)).toMatchObject({ written: true, created: 0, changed: 0, unchanged: 4 });
    expect(await bring(city, security, file.replace('下沉干部', '网格员').replace('LUO02', 'luo02'))).toMatchObject({ created: 0, changed: 1, unchanged: 3 });
    const lines = (await city.audit()).filter((line) => line.operation === 'identity.importPeople');
    expect(lines.map((line) => [line.outcome, line.subject])).toEqual(Array.from({ length: 4 }, () => ['done', 'people']));
    expect(JSON.stringify(lines)).not.toContain('fileBase64');
  }));

  test('every wrong cell is told, and nothing is written', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const security = await city.as('anquan');
    const file = csv(
      '好人,haoren,,网格员,371502101201001,,,,,,,',
      '好人,haoren,,网格员,371502101201001,,,,,,,',
      '坏人,haoren,,网格员,371502101201002,,,,,,,',
      '甲,jia01,1381234,没有的角色,371502101201001,,,,,,,',
      '',
      '乙,yi01,,网格员,371502109999,NOPE,,,,,,',
      '丙,bing01,,系统管理员,371500000000,,,,,,,',
      '丙,bing01,,审计管理员,371500000000,,,,,,,',
      '网格,wangge01,,auditAdmin,371500000000,,,,,,,',
      '丁,ding01,,,,,,,,,,12345678',
      `我,anquan,,leader,371500000000,,,,,,,`,
    );
    const report = await bring(city, security, file, true);
    expect(report).toMatchObject({ written: false, rows: 10 });
    expect(tuples(report)).toEqual([
      [3, '账号', 'duplicate-row'], [4, '姓名', 'name-differs'], [5, '手机', 'phone-wrong'],
      [7, '区域编码', 'area-unknown'], [7, '单位编码', 'unit-unknown'], [9, '角色', 'three-administrators'], [10, '角色', 'three-administrators'],
      [11, '初始密码', 'password-common'], [12, '账号', 'own-post'], [12, '角色', 'three-administrators'],
    ]);
    expect(report.errors[0]?.detail).toBe('与第 2 行是同一个岗位。');
    expect(report.errors.find((error) => error.problem === 'area-unknown')?.detail).toBe('没有编码为 371502109999 的区域，或不归您管理。');
    const before = await count(database.ownerDb);
    expect(await why(city, security, file)).toBe('identity/import-has-errors 10');
    expect(await count(database.ownerDb)).toEqual(before);
    expect((await city.audit()).at(-1)).toMatchObject({ operation: 'identity.importPeople', outcome: 'refused', refused: 'identity/import-has-errors' });
  }));

  test('whoever manages a township brings people into it only, and changes nobody of another', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const whole = await city.as('anquan');
    await bring(city, whole, csv('乡安全,xianganquan,,安全管理员,371502101000,,,,,,,麦田里的守望者在柳溪', '石桥人,shiqiao,13812341234,网格员,371502102201,,,,,,,'));
    await sql`update identity.person set must_change_password = false where account = 'xianganquan'`.execute(database.ownerDb);
    const answer = await signIn(city.house, { account: 'xianganquan', password: '麦田里的守望者在柳溪' }, from);
    if (answer.kind !== 'done') throw new Error(said(answer));
    const local = await actorOf(database.db, answer.output.token, from);
    if (!local) throw new Error('no session');
    const report = await bring(city, local, csv(
      '柳溪人,liuxi,,网格员,371502101201,,,,,,,', '外来,wailai,,网格员,371502102201,,,,,,,',
      '改名,shiqiao,,,,,,,,,,', '石桥人,shiqiao,,网格员,371502101201,,,,,,,',
    ), true);
    expect(tuples(report)).toEqual([[3, '区域编码', 'area-unknown'], [4, '账号', 'account-not-yours'], [5, '姓名', 'name-differs'], [5, '账号', 'account-not-yours']]);
  }));

  test('Excel: headings below a title and in any order, numbers and dates as cells, a hidden sheet before', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const security = await city.as('anquan');
    const file = await workbook((book) => {
      book.addWorksheet('旧数据', { state: 'hidden' }).addRows([['账号', '姓名'], ['hidden01', '不导入']]);
      const sheet = book.addWorksheet('人员');
      sheet.addRow(['柳溪镇人员表']);
      sheet.mergeCells('A1:F1');
      sheet.addRow(['序号', '帐号*', '姓 名', '手机号码', '岗位', '网格编码', '占比', '开始日期', '备注']);
      sheet.addRow([1, 'excel01', { richText: [{ text: '程' }, { text: '𠮷安' }] }, 13812341234, '网格员', 371502101201001, 0.5, new Date(Date.UTC(2026, 0, 5)), 'x']);
      sheet.getCell('G3').numFmt = '0%';
      sheet.addRow([]);
      sheet.addRow([2, { text: 'excel02', hyperlink: 'mailto:excel02@example.org' }, '罗二', null, 'Grid worker', '371502101201002', 1, null, null]);
      sheet.getCell('G5').numFmt = '0%';
    });
    expect(await bring(city, security, file)).toMatchObject({ written: true, rows: 2, created: 2, errors: [] });
    const { rows } = await sql`
      select p.name, p.phone, o.area_id, o.share_percent, o.valid_from <> identity.today() as given from identity.person p join identity.post o on o.person_id = p.id
      where p.account like 'excel%' order by p.account`.execute(database.ownerDb);
    expect(rows).toEqual([
      { name: '程𠮷安', phone: '13812341234', area_id: 20, share_percent: 50, given: true }, { name: '罗二', phone: '', area_id: 21, share_percent: 100, given: false },
    ]);
  }));

  test('Excel: merged cells, formulas and their errors are told by cell, not guessed', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const security = await city.as('anquan');
    const file = await workbook((book) => {
      const sheet = book.addWorksheet('人员');
      sheet.addRows([['姓名', '账号', '职务', '手机'], ['甲', 'jia01', '同一格', ''], ['乙', 'yi01', '', ''], ['丙', { formula: 'CONCAT("a","b")', result: 'ab' }, '', ''], ['丁', 'ding01', '', { error: '#REF!' }]]);
      sheet.mergeCells('C2:C3');
    });
    expect(tuples(await bring(city, security, file, true))).toEqual([[3, '职务', 'merged'], [4, '账号', 'formula'], [5, '手机', 'cell-error']]);
  }));

  test('CSV of a Chinese Excel (GB 18030), with semicolons, with tabs, with a byte order mark, with line breaks in cells', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const security = await city.as('anquan');
    // 姓名,账号 / 张三,gbk01 in GB 18030
    const gb = Buffer.from('d0d5c3fb2cd5cbbac50d0ad5c5c8fd2c67626b30310d0a', 'hex');
    expect(await bring(city, security, gb)).toMatchObject({ created: 1, preview: [{ 姓名: '张三', 账号: 'gbk01' }] });
    expect(await bring(city, security, '\ufeff姓名;账号\n李四;semi01')).toMatchObject({ created: 1 });
    expect(await bring(city, security, '姓名\t账号\n王五\ttab01')).toMatchObject({ created: 1 });
    expect(tuples(await bring(city, security, '姓名,账号\n"赵\n六",line01\n,line02', true))).toEqual([[3, '姓名', 'missing']]);
  }));

  test('what cannot be read is said in a sentence', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const security = await city.as('anquan');
    const good = await workbook((book) => { book.addWorksheet('人员').addRows([['姓名', '账号'], ['甲', 'jia01']]); });
    const unreadable = (sentence: string): string => `identity/import-unreadable ${sentence}`;
    expect(await why(city, security, good.subarray(0, good.length - 30))).toBe(unreadable('文件已损坏，或不是它的后缀所说的格式。'));
    expect(await why(city, security, Buffer.concat([good.subarray(0, 200), Buffer.alloc(200), good.subarray(400)]))).toBe(unreadable('文件已损坏，或不是它的后缀所说的格式。'));
    expect(await why(city, security, Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toContain('另存为 .xlsx');
    expect(await why(city, security, Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]))).toContain('去掉密码');
    expect(await why(city, security, '姓名,电话\n甲,1')).toContain('至少要有“姓名”和“账号”两列');
    expect(await why(city, security, '姓名,账号,帐号\n甲,1,2')).toContain('表头“帐号”出现了两次');
    expect(await why(city, security, '姓名,账号\n')).toContain('没有内容');
    expect(await why(city, security, Buffer.from([0xff, 0xff, 0xff]))).toContain('不是 UTF-8');
    expect(await why(city, security, '姓名,账号\n"甲,1')).toContain('已损坏');
    expect(await why(city, security, '姓名,账号\n甲\u0000,1')).toContain('.xlsx 或 .csv');
    expect(await why(city, security, `姓名,账号\n${'甲,a1\n'.repeat(20_001)}`)).toContain('超过 20000 行');
    expect(said(await city.do(security, actions.importPeople, { fileBase64: '' }))).toBe('invalid');
  }));

  test('the workbook to fill in has all headings, is read back, and is empty', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const security = await city.as('anquan');
    for (const language of ['zh-CN', 'en'] as const) {
      const template = await peopleTemplate(language);
      expect(await why(city, security, template)).toContain('没有内容');
      const book = new exceljs.Workbook();
      await book.xlsx.load(template as unknown as Parameters<typeof book.xlsx.load>[0]); // its Buffer type is of an older Node
      const sheet = book.worksheets[0];
      if (sheet) sheet.getRow(2).values = language === 'en' ? ['Cheng', `tpl-${language}`, '', 'Grid worker', '371502101201001', '', '', 'part time', '40%'] : ['程', `tpl-${language}`, '', '网格员', '371502101201001', '', '', '兼职', '40%'];
      expect(await bring(city, security, Buffer.from(await book.xlsx.writeBuffer()))).toMatchObject({ created: 1, errors: [] });
    }
  }));

  test('a whole city of people at once', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const security = await city.as('anquan');
    const file = csv(...Array.from({ length: 9_145 }, (_, index) => `网格员${index},grid${index},,网格员,37150210120${1 + (index % 3)}00${1 + (index % 2)},,,${index % 3 === 0 ? '兼职' : '专职'},,,,`));
    expect(await bring(city, security, file)).toMatchObject({ written: true, rows: 9_145, created: 9_145, errors: [] });
    expect(await bring(city, security, file)).toMatchObject({ unchanged: 9_145 });
    const wrong = await bring(city, security, csv(...Array.from({ length: 1_500 }, (_, index) => `,wrong${index},,,,,,,,,,`)), true);
    expect(wrong.errors).toHaveLength(1_001);
    expect(wrong.errors.at(-1)).toMatchObject({ problem: 'more', detail: '还有 500 处错误没有列出。' });
  }));
});

async function count(db: Parameters<ReturnType<typeof sql>['execute']>[0]): Promise<{ people: number; posts: number }> {
  const { rows } = await sql<{ people: number; posts: number }>`select (select count(*)::int from identity.person) as people, (select count(*)::int from identity.post) as posts`.execute(db);
  return rows[0] ?? { people: 0, posts: 0 };
}
