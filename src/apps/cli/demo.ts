import os from 'node:os';
import { parseArgs } from 'node:util';
import type { Config, Secrets } from '../../platform/config.ts';
import { StartError } from '../../platform/start-error.ts';
import { ensureCity, ensureDemo, printAccounts } from '../demo.ts';
import { sizeOf } from '../demo/city/city.ts';
import { casesOfYear } from '../demo/city/days.ts';
import { progressOn } from '../demo/city/progress.ts';
import { line, withGround } from './ground.ts';

export const usage = `用法 usage: npx jingwei demo [--city [--seed N] [--cases N] [--until 2026-11-22T09:00+08:00]]
  在空数据库中生成演示乡镇并列出账号，不启动服务。 Makes the demo township in an empty database and prints its accounts; serves nothing.
  --city   生成整座城市：真实区划名单、8,930 个网格、9,145 名网格员、一年 157 万件案件；约需 13 GB 磁盘
           the whole city at its real size, some 13 GB on disk
  --seed   同一个数生成同一座城市（默认 1） the same number makes the same city
  --cases  案件数，多于 157 万时往前追溯多年 how many cases; more than a year's reach further back
  --until  数据截止的时刻（默认此刻） the present of the city`;

/** `jingwei demo`: what the first `npm start` makes, into an empty database and without serving it; or a whole city. */
export async function demo(args: readonly string[], config: Config, secrets: Secrets): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { city: { type: 'boolean', default: false }, seed: { type: 'string', default: '1' }, cases: { type: 'string', default: String(casesOfYear) }, until: { type: 'string' } } });
  const began = performance.now();
  const options = { seed: whole('seed', values.seed, 0, 2_147_483_647), cases: whole('cases', values.cases, 1, 50_000_000), until: values.until === undefined ? new Date() : momentOf(values.until) };
  await withGround(config, secrets, async (ground) => {
    const made = values.city ? await ensureCity(ground, config, options, progressOn(process.stderr, () => performance.now())) : await ensureDemo(ground, config, line);
    if (!made) {
      throw new StartError('demo/not-empty', '数据库里已有数据，演示数据只能生成在空数据库中：请另设 JINGWEI_DATA 或 DATABASE_URL。 The database is not empty; the demo is only made in an empty one: set another JINGWEI_DATA or DATABASE_URL.');
    }
    if (made !== true) {
      const gib = await sizeOf(ground.open.db) / 1_073_741_824;
      line(`  区划与网格 ${made.areas}　单位 ${made.units}　人员 ${made.people}　案件 ${made.cases}　步骤 ${made.steps}`);
      line(`  数据截止 until ${options.until.toISOString()}　种子 seed ${options.seed}　用时 ${Math.round((performance.now() - began) / 1_000)} s　磁盘 ${gib.toFixed(1)} GiB　内存 ${Math.round(process.resourceUsage().maxRSS / 1_024)} MiB（${os.availableParallelism()} 核）`);
    }
    line('');
    await printAccounts(config, line);
    line('  启动 start it: npm start');
  });
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new StartError('demo/number', `--${name} 应为 ${least} 到 ${most} 的整数。 --${name} takes a whole number from ${least} to ${most}.`, 2);
}

function momentOf(text: string): Date {
  const at = new Date(/(?:Z|[+-]\d\d:\d\d)$/u.test(text) ? text : `${text}+08:00`);
  if (!Number.isNaN(at.getTime()) && at <= new Date()) return at;
  throw new StartError('demo/until', `--until 应为过去的时刻，如 2026-11-22T09:00+08:00。 --until takes a moment of the past.`, 2);
}
