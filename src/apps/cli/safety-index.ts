import { parseArgs } from 'node:util';
import { StartError } from '../../platform/start-error.ts';
import { runIndex } from '../index-run/run.ts';

export const usage = `用法 usage: npx jingwei index --meta iMeta.csv --data iData.csv --plan plan.json --out DIR
  --meta  指标体系：iCode、Parent、Direction、Type、Weight … 每行一个指标 (the tree, a row for each node)
  --data  数据：uCode、[Time,] 每个指标一列；缺失写 NA (a row for each unit and period)
  --plan  要做的步骤，JSON；说明见 docs/index-plan.md (which steps, in which way)
  --out   结果文件夹；已有的其他文件不动 (where the results go; other files there stay)
  不需要数据库。 Needs no database. 退出码 exit codes: 0 完成 done, 1 数据被拒绝 refused, 2 用法或计划有误 wrong usage or plan`;

const needed = ['meta', 'data', 'plan', 'out'] as const;

/** `jingwei index`: files in, files out; what could not be done is in findings.json and on the screen. */
export async function safetyIndex(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { meta: { type: 'string' }, data: { type: 'string' }, plan: { type: 'string' }, out: { type: 'string' } } });
  const absent = needed.filter((name) => (values[name] ?? '') === '');
  if (absent.length > 0) throw new StartError('index/usage', `缺少 ${absent.map((name) => `--${name}`).join('、')}。\n${usage}`, 2);
  const { meta = '', data = '', plan = '', out = '' } = values;
  const { names, findings } = await runIndex({ meta, data, plan, out });
  for (const { step, message } of findings) process.stdout.write(`${step}：${message}\n`);
  process.stdout.write(`已写入 ${out}：${names.join('、')}\n`);
}
