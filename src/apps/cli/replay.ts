import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Config, Secrets } from '../../platform/config.ts';
import { StartError } from '../../platform/start-error.ts';
import { areaIndex } from '../../domains/geography/actions.ts';
import { demoTownshipCode } from '../../domains/geography/example.ts';
import { ensureDemo, seedTownship } from '../demo.ts';
import { replayMessages, type Replayed } from '../replay.ts';
import { readMessages, sampleOf } from '../replay/messages.ts';
import { serve, type Ground } from '../server.ts';
import { stoppable } from './stopping.ts';
import { unpaced } from '../../platform/pace.ts';

export const usage = '用法 usage: npx jingwei replay FILE.csv [--limit N] [--temporary]\n  FILE.csv: id, reported_at, replied_at, subject, detail, reply';
const line = (text: string): void => { process.stdout.write(`${text}\n`); };

/** `jingwei replay`: real messages through the real interface, into the demonstration or into a database that is thrown away. */
export async function replay(args: readonly string[], config: Config, secrets: Secrets): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { limit: { type: 'string' }, temporary: { type: 'boolean', default: false } } });
  const [file] = positionals;
  const limit = values.limit === undefined ? Number.POSITIVE_INFINITY : Number(values.limit);
  if (file === undefined || positionals.length > 1 || !(limit >= 1)) throw new StartError('replay/usage', usage, 2);
  const csv = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new StartError('replay/no-file', `读不到文件 ${file}。 The file cannot be read.`, 1, error);
  });
  const { messages, problems } = readMessages(csv);
  if (problems.length > 0) throw new StartError('replay/rows', ['文件中有不能重放的行 (rows that cannot be replayed):', ...problems.slice(0, 50)].join('\n  '));
  const sample = sampleOf(messages, limit);

  const temporary = values.temporary ? await mkdtemp(path.join(process.platform === 'linux' ? '/var/tmp' : os.tmpdir(), 'jingwei-replay-')) : null;
  if (temporary !== null) await chmod(temporary, 0o711);
  const own: Config = { ...config, host: '127.0.0.1', port: 0, logLevel: 'error', dataDir: temporary ?? config.dataDir };
  const clear = async (): Promise<void> => {
    if (temporary !== null) await rm(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    await stoppable(async (opened) => {
      let ground: Ground | undefined;
      const running = await serve(own, temporary === null ? secrets : { databaseUrl: undefined }, line, {
        // What the last second of a broken-off run has lost, the next run does again: no step waits for the disk.
        injectedClock: true, sweep: false, pace: unpaced, settings: temporary === null ? { synchronous_commit: 'off' } : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' },
      }, async (made) => {
        ground = made;
        await opened(() => made.postgres.stop().then(clear));
        await prepare(made, own, temporary !== null);
      });
      await opened(() => running.stop().then(clear));
      try {
        if (!ground) throw new Error('the server came up without its ground');
        line(`重放 ${sample.length} 件来信 … (replaying)`);
        const done = await replayMessages({ url: running.url, house: ground.house, messages: sample, file: messages, say: line });
        report(done);
        if (done.problems.length > 0) process.exitCode = 1;
      } finally {
        await running.stop();
      }
    });
  } finally {
    await clear();
  }
}

/** Letters of other years belong into a demonstration: a real installation's numbers must stay its own. */
async function prepare(ground: Ground, config: Config, isTemporary: boolean): Promise<void> {
  const { db } = ground.open;
  if (isTemporary) await seedTownship(ground, config, line);
  else if (!(await ensureDemo(ground, config, line)) && !(await areaIndex(db)).findByCode(demoTownshipCode)) {
    throw new StartError('replay/not-a-demo', '这个数据库不是演示库，重放会混入真实数据：请用 --temporary，或另设 JINGWEI_DATA。 This database is no demonstration; use --temporary or another JINGWEI_DATA.');
  }
}

function report(done: Replayed): void {
  const all = (count: number): string => `${count}/${done.messages}`;
  line(`用时 elapsed ${Math.round(done.seconds)} s · 请求 requests ${done.requests} (${Math.round(done.requests / done.seconds)}/s) · 到期未办 deadlines passed ${done.deadlinesFired}`);
  line(`  新增案件 ${done.newCases} 件，新增步骤 ${done.newSteps} 步 (new cases, new steps)`);
  line(`  案件 cases ${all(done.cases)}`);
  line(`  经过 histories ${all(done.histories)}`);
  line(`  答复 replies in their place, byte for byte ${all(done.replies)}`);
  line(`  与他信文字相同 repeat another's words: ${done.repeating}${done.nearlyRepeating > 0 ? ` (+ ${done.nearlyRepeating} 仅空格标点不同 but for spaces and punctuation)` : ''}；提示合并 offered for merging ${done.offered}，已合并 merged ${done.merged}`);
  for (const problem of done.problems.slice(0, 30)) process.stderr.write(`  不符 does not fit: ${problem}\n`);
  if (done.problems.length > 30) process.stderr.write(`  … ${done.problems.length - 30} more\n`);
  line(done.problems.length === 0 ? '核对无误 (everything reconciles)' : '核对不符 (does not reconcile)');
}
