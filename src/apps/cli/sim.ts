import { parseArgs } from 'node:util';
import { StartError } from '../../platform/start-error.ts';
import { bugs, type Bug } from '../sim/bugs.ts';
import { simulate, type Options } from '../sim/run.ts';

export const usage = `用法 usage: npm run sim -- [--seed N] [--seeds N] [--phones N] [--bug "名称 name"]
  在一个进程里模拟手机、服务器和网络，注入故障 1–15，最后逐条核对。同一个种子，每一步都相同。
  Phones, a server and a network in one process, with faults 1 to 15, reconciled at the end. The same seed is the same run, step by step.
  --seed N     只运行这个种子，并列出每一步 (this seed alone, with every step)
  --seeds N    从 1 起运行 N 个种子，默认 100 (so many seeds, from 1; 100)
  --phones N   手机数量 (so many phones in each run)
  --bug NAME   先种下一个错误 (with a bug planted): ${bugs.join(' · ')}
  退出码 exit codes: 0 没有问题 nothing is wrong, 1 有问题 something is`;

/** `jingwei sim`: whatever fails is printed with its seed. */
export async function sim(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { seed: { type: 'string' }, seeds: { type: 'string' }, phones: { type: 'string' }, bug: { type: 'string' } } });
  const bug = values.bug === undefined ? null : bugOf(values.bug);
  const options: Options = { bug, ...(values.phones === undefined ? {} : { phones: wholeOf('--phones', values.phones) }) };
  const one = values.seed === undefined ? undefined : wholeOf('--seed', values.seed);
  const [first, last] = one === undefined ? [1, wholeOf('--seeds', values.seeds ?? '100')] : [one, one];
  const began = performance.now();
  let [failed, requests, commands] = [0, 0, 0];
  for (let seed = first; seed <= last; seed += 1) {
    const told = await simulate(seed, { ...options, lines: one !== undefined });
    requests += told.steps;
    commands += told.commands;
    for (const line of told.lines) process.stdout.write(`${line}\n`);
    if (told.faults.length === 0) continue;
    failed += 1;
    process.stdout.write(`种子 seed ${seed} (${told.trace}):\n${told.faults.map((fault) => `  ${fault}\n`).join('')}`);
  }
  const seconds = (performance.now() - began) / 1_000;
  process.stdout.write(`${last - first + 1} 个种子 seeds, ${commands} 条记录 commands, ${requests} 次请求 requests, ${failed} 个有问题 with faults, ${seconds.toFixed(1)} s\n`);
  if (failed > 0) process.exitCode = 1;
}

function wholeOf(option: string, text: string): number {
  if (/^[1-9]\d{0,8}$/u.test(text)) return Number(text);
  throw new StartError('sim/number', `${option} 应为正整数。 ${option} is a positive whole number.`, 2);
}

function bugOf(text: string): Bug {
  const found = bugs.find((bug) => bug === text);
  if (found) return found;
  throw new StartError('sim/bug', `没有“${text}”这个错误。 There is no such bug.\n${usage}`, 2);
}
