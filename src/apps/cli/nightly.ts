import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { nightlyPage, nightlyRow, resultOf, type NightlyRow } from '../nightly-page.ts';
import { environmentWith, type Config } from '../../platform/config.ts';
import { StartError } from '../../platform/start-error.ts';
import { root } from '../version.ts';

type Check = { readonly name: string; readonly title: string; readonly args: readonly string[]; readonly env?: Readonly<Record<string, string>>; readonly needs?: string };

const vitest = (project: 'rules' | 'pg' | 'e2e', ...files: readonly string[]): readonly string[] => ['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...files];
const jingwei = (...args: readonly string[]): readonly string[] => ['src/apps/cli.ts', ...args];

/** The same checks as `npm test`, each at its full size; the longest last, so that a broken-off night has told the most. */
function checksOf(sharedDir: string): readonly Check[] {
  const messages = path.join(sharedDir, 'data/citizen-messages/replied.csv');
  return [
    { name: 'rules', title: '性质检验 × 100 (properties a hundred times as often)', args: vitest('rules'), env: { JINGWEI_RUNS: '100' } },
    { name: 'sim', title: '手机模拟 20,000 个种子，种下的错误从头找起 (the simulator of phones: 20,000 seeds, planted bugs from scratch)', args: vitest('rules', 'src/apps/sim'), env: { SIM_SEEDS: '20000', SIM_SCRATCH: '500' } },
    { name: 'sim-real', title: '手机模拟的 200 个种子对真实数据库 (200 seeds of the simulator over PostgreSQL)', args: vitest('pg', 'test/sync.pg.test.ts'), env: { SIM_REAL_SEEDS: '200' } },
    { name: 'walls', title: '权限矩阵全部单元、两道墙、逐格翻转 (every authorization cell, both walls, every cell flipped)', args: vitest('pg', 'test/walls'), env: { JINGWEI_WALLS: 'all' } },
    { name: 'replay', title: '重放全部来信 1,944 封 (all real messages)', args: jingwei('replay', messages, '--temporary'), needs: messages },
    { name: 'equal', title: '同一时刻 50 份相同提交 × 10,000 (equal submissions)', args: vitest('pg', 'test/equal-submissions.pg.test.ts'), env: { EQUAL_ROUNDS: '10000' } },
    { name: 'fuzz', title: '由契约生成的请求 100,000 个 (requests made of the declared shapes)', args: vitest('pg', 'test/hostile/fuzz.pg.test.ts'), env: { FUZZ_REQUESTS: '100000', FUZZ_SEED: String(Math.floor(Date.now() / 86_400_000)) } },
    { name: 'network', title: '坏网络 × 100 (a bad network, a hundred times as often)', args: vitest('pg', 'test/network.pg.test.ts'), env: { JINGWEI_RUNS: '100' } },
    { name: 'migrating', title: '每秒 500 次写入时升级 (migrations beside 500 writes a second)', args: vitest('pg', 'test/migrating.pg.test.ts'), env: { MIGRATING_WRITES: '500', MIGRATING_CASES: '100000' } },
    { name: 'wrongs', title: '每个字段的每种错误 (every wrong value in every field)', args: vitest('pg', 'test/bad-input.pg.test.ts'), env: { WRONGS_STEP: '1' } },
    { name: 'demo', title: '任何时刻启动的演示 (the demo started at each of three hours)', args: vitest('pg', 'test/demo.pg.test.ts'), env: { DEMO_HOURS: '3' } },
    { name: 'pages', title: '每个角色的每一页、两种语言 (every page of every role in both languages)', args: vitest('e2e', 'test/e2e/every-page.e2e.ts'), env: { ALL_LANGUAGES: '1' } },
    { name: 'audit', title: '核对一千万行审计 (ten million audit rows)', args: vitest('pg', 'src/platform/audit-verify.pg.test.ts'), env: { AUDIT_ROWS: '10000000' } },
    { name: 'ledger', title: '积分总账一千万次随机操作、强杀 200 次 (ten million operations of the points ledger, two hundred kills)', args: vitest('pg', 'test/points-ledger.pg.test.ts'), env: { LEDGER_OPERATIONS: '10000000', LEDGER_KILLS: '200', LEDGER_CROWD: '10000', LEDGER_SEED: String(Math.floor(Date.now() / 86_400_000)) } },
    { name: 'bench', title: '测量 (the figures of npm run bench)', args: jingwei('bench', 'loop', 'grids', 'live', 'clocks', 'index', 'points', '--write') },
    { name: 'boards', title: '一千万件案件的各类查询 (boards at ten million cases)', args: jingwei('bench', 'boards', '--cases', '10000000', '--write') },
    { name: 'chaos', title: '强杀 1,000 次与各种故障 (a thousand kills, and the other faults)', args: jingwei('chaos', '--kills', '1000') },
  ];
}

export const usage = `用法 usage: npm run nightly -- [名称 names …]
  以完整规模运行 npm test 中的检验，结果写入 docs/nightly.md；需要开发用的软件包和一整夜。
  The checks of npm test at their full size, written to docs/nightly.md; it needs the packages of development, and a night.
  名称 names: ${checksOf('').map(({ name }) => name).join(' ')}
  退出码 exit codes: 0 全部通过 all passed, 1 有未通过 something failed`;

/** `jingwei nightly`: one check after the other, each in a process of its own; the page is written after each. */
export async function nightly(args: readonly string[], config: Config): Promise<void> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
  const checks = checksOf(config.sharedDir);
  const unknown = positionals.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) throw new StartError('nightly/unknown', `没有“${unknown.join('、')}”这项检验。 There is no such check.\n${usage}`, 2);
  if (!existsSync(path.join(root, 'node_modules/vitest'))) throw new StartError('nightly/packages', '夜间检验需要开发用的软件包，请先运行 npm install。 The nightly checks need the packages of development; run npm install first.', 1);
  const page = path.join(root, 'docs/nightly.md');
  let hasFailed = false;
  for (const check of checks.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
    process.stdout.write(`\n=== ${check.title}\n`);
    const row = check.needs !== undefined && !existsSync(check.needs)
      ? nightlyRow(check, new Date(), 0, 'skipped', '缺少数据文件 (its data is absent)')
      : await runCheck(check);
    hasFailed ||= row.outcome === 'failed';
    const machine = `${os.availableParallelism()} cores, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
    await writeFile(page, nightlyPage(await readFile(page, 'utf8').catch(() => ''), row, machine));
  }
  if (hasFailed) process.exitCode = 1;
}

async function runCheck(check: Check): Promise<NightlyRow> {
  const began = Date.now();
  const child = spawn(process.execPath, [...check.args], { cwd: root, env: environmentWith(check.env ?? {}), stdio: ['ignore', 'pipe', 'inherit'] });
  // Ctrl+C reaches the child too; what it had found until then is a result.
  const wait = (): void => undefined;
  process.on('SIGINT', wait);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk);
    said = (said + chunk.toString('utf8')).slice(-20_000);
  });
  const [code]: unknown[] = await once(child, 'close');
  process.off('SIGINT', wait);
  return nightlyRow(check, new Date(began), (Date.now() - began) / 1_000, code === 0 ? 'passed' : 'failed', resultOf(said));
}
