import { parseArgs } from 'node:util';
import { StartError } from '../../platform/start-error.ts';
import { faultNames, runChaos, shownBack, type ChaosReport, type FaultName } from '../chaos/run.ts';
import { stoppable } from './stopping.ts';

export const usage = `用法 usage: npm run chaos -- [--fault NAME …] [--kills 20] [--seconds 30] [--per-second 80] [--small]
  在一次性的演示乡镇上，在持续办件中制造故障，最后逐条核对客户端得到的回答与库中的数据；不碰已有数据。
  Makes faults under load in a throwaway township, then compares what clients were told with what is stored.
  --fault ${faultNames.join(' | ')}（可多次给出；不给则全部 all of them）
  --kills 强杀次数，六成服务器、四成数据库 kills   --seconds 较长故障的持续秒数 length of the long faults
  --per-second 每秒命令数 commands a second   --small 小规模 small sizes（10 kills, 5 s）
  退出码 exit codes: 0 没有丢失、没有重复 nothing lost or doubled, 1 有 something is`;

const line = (text: string): void => { process.stdout.write(`${text}\n`); };

/** `jingwei chaos`: 1 where an acknowledged command is lost or doubled, or where it does not come back. */
export async function chaos(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: {
    fault: { type: 'string', multiple: true }, kills: { type: 'string' }, seconds: { type: 'string' }, 'per-second': { type: 'string', default: '80' }, small: { type: 'boolean', default: false },
  } });
  const faults = (values.fault ?? [...faultNames]).map((name): FaultName => {
    const known = faultNames.find((one) => one === name);
    if (known === undefined) throw new StartError('chaos/unknown', `没有“${name}”这种故障。 There is no such fault.\n${usage}`, 2);
    return known;
  });
  const kills = wholeNumber('--kills', values.kills ?? (values.small ? '10' : '20'), 1, 1_000_000);
  const seconds = wholeNumber('--seconds', values.seconds ?? (values.small ? '5' : '30'), 1, 3_600);
  const perSecond = wholeNumber('--per-second', values['per-second'], 1, 5_000);
  await stoppable(async (opened) => {
    const report = await runChaos({ faults, kills, seconds, perSecond, betweenMs: 1_500, say: line, opened });
    printReport(report);
    if (report.faults.length > 0) process.exitCode = 1;
  });
}

function printReport({ rows, reconciled, faults, kept }: ChaosReport): void {
  line('\n| 故障 fault | 次数 times | 恢复中位 median | 最慢 worst | 目标 goal | 结果 result |');
  line('|---|---:|---:|---:|---:|---|');
  for (const { what, times, backMs, goalMs, problems, skipped } of rows) {
    const { median, worst } = shownBack(backMs);
    line(`| ${what} | ${times} | ${median} | ${worst} | ${goalMs === null ? '' : `${goalMs / 1_000} s`} | ${skipped ?? (problems.length > 0 ? `✗ ${problems.join('；')}` : goalMs !== null && Math.max(0, ...backMs) > goalMs ? '恢复，慢于目标 back, slower than the goal' : '恢复 back')} |`);
  }
  for (const one of reconciled) {
    line(`\n核对 reconciled: 命令 ${one.commands}（确认 ${one.acknowledged}，拒绝 ${one.refused}，未得回答 ${one.unknown}，其中已办 ${one.unknownDone}），案件 ${one.cases}，步骤 ${one.steps}，到期提醒 ${one.fired}，照片 ${one.photos}`);
    line('  commands (acknowledged, refused, unanswered, of which done), cases, steps, deadlines fired, photos');
  }
  if (faults.length === 0) { line('\n没有丢失，没有重复。 Nothing lost, nothing doubled.'); return; }
  line(`\n发现 ${faults.length} 处问题 (faults found):`);
  for (const one of faults.slice(0, 50)) line(`  - ${one}`);
  if (faults.length > 50) line(`  … 另有 ${faults.length - 50} 处`);
  if (kept !== null) line(`数据保留在 ${kept}，查看后请删除。 Data, journal and log are kept there for a look; remove it afterwards.`);
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) throw new StartError('chaos/number', `${name} 应为 ${least} 至 ${most} 的整数。 ${name} takes a whole number from ${least} to ${most}.`, 2);
  return value;
}
