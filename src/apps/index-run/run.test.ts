import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StartError } from '../../platform/start-error.ts';
import { runIndex } from './run.ts';

// The command with small files of its own: what it writes, and every way in which it says no.

const meta = [
  'Level,iCode,iName,Parent,Direction,Type,Weight,Unit,Target,goalpost_lower,goalpost_upper,Denominator',
  '1,A1,结案率,A,1,Indicator,1,%,95,60,100,NA', '1,A2,警情数,A,-1,Indicator,3,起,NA,0,40,Pop', '2,A,治安,IDX,1,Aggregate,2,分,NA,NA,NA,NA',
  '1,B,走访率,IDX,1,Indicator,1,%,NA,0,100,NA', '3,IDX,指数,NA,1,Aggregate,1,分,NA,NA,NA,NA',
  'NA,Pop,人口,NA,NA,Denominator,NA,万人,NA,NA,NA,NA', 'NA,Kind,类型,NA,NA,Group,NA,NA,NA,NA,NA,NA',
];
const data = ['uCode,uName,Time,Kind,Pop,A1,A2,B', 'U1,甲,2024-12,区,10,80,20,50', 'U2,乙,2024-12,县,5,100,NA,70', 'U1,甲,2025-01,区,10,NA,10,60', 'U2,乙,2025-01,县,5,90,40,80'];
const wholePlan = { normalise: { method: 'goalposts' }, aggregate: {}, rank: {} };

let folder = '';
beforeEach(() => { folder = mkdtempSync(path.join(os.tmpdir(), 'jingwei-index-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

type Given = { readonly meta?: readonly string[]; readonly data?: readonly string[] | Uint8Array; readonly plan?: unknown };

function files({ meta: ownMeta = meta, data: ownData = data, plan = wholePlan }: Given): { meta: string; data: string; plan: string; out: string } {
  const at = (name: string): string => path.join(folder, name);
  writeFileSync(at('iMeta.csv'), ownMeta.join('\n'));
  writeFileSync(at('iData.csv'), ownData instanceof Uint8Array ? ownData : ownData.join('\n'));
  writeFileSync(at('plan.json'), typeof plan === 'string' ? plan : JSON.stringify(plan));
  return { meta: at('iMeta.csv'), data: at('iData.csv'), plan: at('plan.json'), out: at('out') };
}

async function refused(given: Given): Promise<StartError> {
  const error: unknown = await runIndex(files(given)).then(() => undefined, (one: unknown) => one);
  if (!(error instanceof StartError)) throw error ?? new Error('it was not refused');
  expect(readdirSync(folder).toSorted()).toEqual(['iData.csv', 'iMeta.csv', 'plan.json']);
  return error;
}

const written = (name: string): string => readFileSync(path.join(folder, 'out', name), 'utf8');

describe('what it writes', () => {
  it('scores by hand: missing children drop out with their weight, an indicator may stand beside a dimension', async () => {
    await runIndex(files({}));
    // U1 in December: A1 (80−60)/40 = 50, A2 (40−20)/40 = 50, A = 50, B = 50. U2: A1 100, A2 missing, A = 100, B = 70, index (2·100+70)/3 = 90.
    expect(written('scores.csv')).toBe('Time,uCode,A,IDX\n2024-12,U1,50,50\n2024-12,U2,100,90\n2025-01,U1,75,70\n2025-01,U2,18.75,39.166666666666664\n');
    expect(written('ranks.csv')).toBe('Time,uCode,A1,A2,A,B,IDX\n2024-12,U1,2,1,2,2,2\n2024-12,U2,1,NA,1,1,1\n2025-01,U1,NA,1,1,2,1\n2025-01,U2,1,2,2,1,2\n');
    expect(written('effective-weights.csv').split('\n')).toContain(`A1,${2 / 3 / 4}`);
    expect(JSON.parse(written('findings.json'))).toEqual([]);
  });

  it('one period alone without Time, and what has to look back still does', async () => {
    await runIndex(files({ plan: { ...wholePlan, period: '2025-01', impute: { method: 'last', maxPeriods: 1 } } }));
    expect(written('filled.csv')).toBe('uCode,iCode,old,new\nU1,A1,NA,80\n');
    expect(written('scores.csv').split('\n').slice(0, 2)).toEqual(['uCode,A,IDX', `U1,${(50 + 3 * 75) / 4},${(2 * 68.75 + 60) / 3}`]);
  });

  it('only the files that were asked for, and leaves the others that are there', async () => {
    mkdirSync(path.join(folder, 'out'));
    writeFileSync(path.join(folder, 'out', 'notes.txt'), 'mine');
    await runIndex(files({ plan: { denominate: true, rank: { group: 'Kind' } } }));
    expect(readdirSync(path.join(folder, 'out')).toSorted()).toEqual(['denominated.csv', 'findings.json', 'group-ranks.csv', 'notes.txt', 'ranks.csv']);
    expect(written('denominated.csv').split('\n')[1]).toBe('2024-12,U1,80,2,50');
    expect(written('group-ranks.csv').split('\n')[1]).toBe('2024-12,U1,区,1,1,1');
  });

  it('the same bytes a second time, and from UTF-8 with a mark, UTF-16 and GB 18030', async () => {
    await runIndex(files({}));
    const first = ['scores.csv', 'ranks.csv', 'findings.json'].map(written);
    const text = data.join('\r\n');
    // 甲、乙、区、县 as a Chinese spreadsheet saves them
    const gb = Buffer.concat([...text].map((sign) => ({ 甲: Buffer.from([0xbc, 0xd7]), 乙: Buffer.from([0xd2, 0xd2]), 区: Buffer.from([0xc7, 0xf8]), 县: Buffer.from([0xcf, 0xd8]) })[sign] ?? Buffer.from(sign)));
    for (const bytes of [Buffer.from(`\u{feff}${text}`), Buffer.from(`\u{feff}${text}`, 'utf16le'), gb]) {
      await runIndex(files({ data: bytes, plan: { ...wholePlan, rank: { group: 'Kind' } } }));
      expect(['scores.csv', 'ranks.csv', 'findings.json'].map(written)).toEqual(first);
      expect(written('group-ranks.csv')).toContain('2024-12,U2,县,1');
    }
  });

  it('names the step, the indicators and the units of what could not be done', async () => {
    await runIndex(files({ plan: { period: '2024-12', impute: { method: 'group-mean', group: 'Kind' }, normalise: { method: 'distance-to-target' } } }));
    const findings: unknown = JSON.parse(written('findings.json'));
    expect(findings).toEqual(expect.arrayContaining([
      expect.objectContaining({ step: 'impute', code: 'left-missing', indicators: ['A2'], units: ['U2'] }),
      expect.objectContaining({ step: 'normalise', code: 'no-target', indicators: ['A2', 'B'] }),
    ]));
  });
});

describe('what it refuses, with nothing written', () => {
  const row = (at: number, text: string): string[] => data.map((one, index) => (index === at ? text : one));
  const metaRow = (at: number, text: string): string[] => meta.map((one, index) => (index === at ? text : one));
  const cases: readonly [string, Given, RegExp][] = [
    ['text in a number cell', { data: row(2, 'U2,乙,2024-12,县,5,一百,NA,70') }, /iData\.csv 第 3 行（U2）的 A1 是“一百”，不是数/u],
    ['a formula', { data: row(1, 'U1,甲,2024-12,区,10,=B2,20,50') }, /第 2 行（U1）的 A1 是公式“=B2”/u],
    ['1e308', { data: row(1, 'U1,甲,2024-12,区,10,1e308,20,50') }, /第 2 行（U1）的 A1 是 1e308，大得不可能/u],
    ['an infinite cell', { data: row(1, 'U1,甲,2024-12,区,10,Inf,20,50') }, /A1 是“Inf”，不是数/u],
    ['a period twice', { data: [...data, 'U1,甲,2024-12,区,10,1,1,1'] }, /第 6 行：单位“U1”的 Time 2024-12 在第 2 行已经有了/u],
    ['a month written in two ways', { data: [...data, 'U3,丙,202412,区,10,1,1,1'] }, /“2024-12”和“202412”是同一期/u],
    ['a missing column', { data: data.map((line) => line.split(',').slice(0, -1).join(',')) }, /iData\.csv 缺少列“B”/u],
    ['a row that is too short', { data: row(3, 'U1,甲,2025-01') }, /第 4 行有 3 列，表头有 8 列/u],
    ['a column twice', { data: ['uCode,Time,Pop,A1,A1,A2,B', 'U1,1,1,1,1,1,1'] }, /列名“A1”出现了两次/u],
    ['a row without a unit', { data: row(1, ',甲,2024-12,区,10,80,20,50') }, /第 2 行没有单位/u],
    ['only a heading', { data: data.slice(0, 1) }, /只有表头/u],
    ['an empty file', { data: [] }, /iData\.csv 是空的/u],
    ['a file that is no text', { data: new Uint8Array([80, 75, 3, 4, 0, 0, 0, 0]) }, /不是文本表格/u],
    ['a cycle', { meta: metaRow(3, '2,A,治安,A,1,Aggregate,2,分,NA,NA,NA,NA') }, /iMeta\.csv 第 4 行：上下级关系成了环：A → A/u],
    ['an unknown parent', { meta: metaRow(4, '1,B,走访率,XX,1,Indicator,1,%,NA,0,100,NA') }, /第 5 行：“B”的上级“XX”不在指标体系里/u],
    ['a code twice', { meta: metaRow(4, '1,A1,走访率,IDX,1,Indicator,1,%,NA,0,100,NA') }, /第 5 行：编码“A1”在第 2 行已经有了/u],
    ['weights all zero', { meta: metaRow(1, meta[1]?.replace('Indicator,1', 'Indicator,0') ?? '').map((line) => line.replace('Indicator,3', 'Indicator,0')) }, /第 4 行：“A”的下级权重全部是 0：A1、A2/u],
    ['a negative weight', { meta: metaRow(1, '1,A1,结案率,A,1,Indicator,-1,%,95,60,100,NA') }, /第 2 行：“A1”的权重 -1 不行/u],
    ['two roots', { meta: metaRow(4, '1,B,走访率,NA,1,Indicator,1,%,NA,0,100,NA') }, /没有上级的有 2 个：B、IDX/u],
    ['a direction of two', { meta: metaRow(1, '1,A1,结案率,A,2,Indicator,1,%,95,60,100,NA') }, /第 2 行（A1）的 Direction 是“2”/u],
    ['limits the wrong way round', { meta: metaRow(1, '1,A1,结案率,A,1,Indicator,1,%,95,100,60,NA') }, /goalpost_lower 是 100，大于 goalpost_upper 60/u],
    ['a denominator that is not there', { meta: metaRow(1, '1,A1,结案率,A,1,Indicator,1,%,95,60,100,GDP') }, /Denominator“GDP”没有自己的一行/u],
    ['a geometric mean at zero', { data: row(1, 'U1,甲,2024-12,区,10,60,20,50'), plan: { ...wholePlan, aggregate: { method: 'geometric' } } }, /“A”用几何平均合成.*单位“U1”（2024-12 期）的“A1”是 0/u],
  ];

  it.each(cases)('%s', async (_name, given, sentence) => {
    const error = await refused(given);
    expect(error.message).toMatch(sentence);
    expect(error.exitCode).toBe(1);
  });

  const plans: readonly [string, unknown, RegExp][] = [
    ['no JSON', '{"normalise": ', /plan\.json 不是 JSON/u],
    ['an unknown step', { normalize: {} }, /的 normalize：这里没有这个键；可以写：period、denominate/u],
    ['an unknown key', { normalise: { methode: 'minmax' } }, /的 normalise\.methode：这里没有这个键；可以写：method、range/u],
    ['an unknown method', { normalise: { method: 'min-max' } }, /的 normalise\.method：可以写：minmax、goalposts/u],
    ['a key inside perIndicator', { normalise: { perIndicator: { A1: { limit: [0, 1] } } } }, /的 normalise\.perIndicator\.A1\.limit：/u],
    ['an unknown indicator', { normalise: { perIndicator: { A9: { method: 'zscore' } } } }, /的 normalise\.perIndicator\.A9：指标体系里没有这个指标/u],
    ['text for a number', { treat: { method: 'chain', winmax: '5' } }, /的 treat\.winmax：要一个不小于 0 的整数/u],
    ['a group that is not there', { impute: { method: 'group-mean', group: 'GrpType' } }, /的 impute\.group：数据里没有分组列“GrpType”；有：Kind/u],
    ['group-mean without a group', { impute: { method: 'group-mean' } }, /的 impute\.group：方法 group-mean 要写按哪一列分组/u],
    ['a period that is not there', { period: 13 }, /的 period：数据里没有 Time 13；有：2024-12、2025-01/u],
    ['a list of another length', { ...wholePlan, aggregate: { method: ['arithmetic'] } }, /的 aggregate\.method：列表有 1 项，要合成的有 2 层/u],
    ['weights of nobody', { ...wholePlan, aggregate: { weights: { A7: 1 } } }, /的 aggregate\.weights\.A7：指标体系里没有这个编码/u],
    ['weights all zero', { ...wholePlan, aggregate: { weights: { A: 0, B: 0 } } }, /的 aggregate\.weights：“IDX”的下级权重全部是 0/u],
    ['a share above one', { ...wholePlan, aggregate: { availability: 1.5 } }, /的 aggregate\.availability：可以写一个 0 到 1 之间的数/u],
    ['power without its power', { ...wholePlan, aggregate: { method: 'power' } }, /的 aggregate\.power：方法 power 要写幂/u],
    ['an explanation of nothing', { explain: true }, /的 explain：需要合成得分/u],
    ['a change of one period', { ...wholePlan, period: '2025-01', change: ['2024-12', '2025-01'] }, /的 change：两期对比需要 "period": "all"/u],
    ['an unknown reference', { normalise: { method: 'distance-to-reference', reference: 'U9' } }, /的 normalise\.reference：数据里没有单位“U9”；有：U1、U2/u],
  ];

  it.each(plans)('a plan with %s', async (_name, plan, sentence) => {
    const error = await refused({ plan });
    expect(error.message).toMatch(sentence);
    expect(error.exitCode).toBe(2);
  });

  it('a file that is not there, a folder in its place, a place where nothing can be written', async () => {
    const named = files({});
    await expect(runIndex({ ...named, data: path.join(folder, 'gone.csv') })).rejects.toThrow(/gone\.csv：没有这个文件/u);
    await expect(runIndex({ ...named, meta: folder })).rejects.toThrow(/它是文件夹，不是文件/u);
    await expect(runIndex({ ...named, out: named.plan })).rejects.toThrow(/是一个文件，不是文件夹/u);
    await expect(runIndex({ ...named, out: path.join(named.plan, 'out') })).rejects.toThrow(/有一段是文件，不是文件夹/u);
    expect(readdirSync(folder).toSorted()).toEqual(['iData.csv', 'iMeta.csv', 'plan.json']);
  });

  it.skipIf(process.getuid?.() === 0)('a folder without the right to write', async () => {
    const named = files({});
    mkdirSync(named.out);
    chmodSync(named.out, 0o500);
    await expect(runIndex(named)).rejects.toThrow(/没有写入的权限/u);
  });
});

describe('the process', () => {
  const root = path.resolve(import.meta.dirname, '../../..');
  const start = (...args: string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } => spawnSync(process.execPath, [path.join(root, 'src/apps/cli.ts'), 'index', ...args], { encoding: 'utf8', cwd: folder, env: { ...process.env, JINGWEI_DATA: path.join(folder, 'var') } });

  it('ends with 0, 1 and 2, says what it wrote, and opens no data folder', () => {
    const { meta: iMeta, data: iData, plan, out } = files({});
    const done = start('--meta', iMeta, '--data', iData, '--plan', plan, '--out', out);
    expect(done).toMatchObject({ status: 0, stderr: '' });
    expect(done.stdout).toContain('scores.csv');
    expect(existsSync(path.join(folder, 'var'))).toBe(false);
    expect(start('--meta', iMeta, '--data', `${iData}.gone`, '--plan', plan, '--out', out)).toMatchObject({ status: 1 });
    const wrong = start('--meta', iMeta, '--plan', plan);
    expect(wrong).toMatchObject({ status: 2 });
    expect(wrong.stderr).toContain('缺少 --data、--out');
  });
});
