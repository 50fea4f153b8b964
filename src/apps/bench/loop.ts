import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { serve } from '../server.ts';
import { closedLoop, median, openLoop } from './load.ts';
import { loopBySize, reportBody, reporting } from './loop-size.ts';
import { clearing, makeTownship, openPlace, startServed, tokenOf, type Place } from './place.ts';
import type { Bench, BenchOptions, Figure } from './report.ts';
import { listenTo, pgbenchScript, type Varying } from './same-sql.ts';
import { unpaced } from '../../platform/pace.ts';

/**
 * The full durable report over HTTP (who asks, de-duplication, case, history, deadlines, audit, event, stored result;
 * `fsync` on) beside the same statements driven by pgbench, on the same server in the same run, round by round.
 */
export const loop: Bench = {
  name: 'loop', title: '一次完整上报 (a full durable report)',
  run: async (options) => {
    const figures = await againstPgbench(options);
    return options.cases === undefined ? figures : [...figures, ...await loopBySize(options, options.cases, clients)];
  },
};

async function againstPgbench({ say, quick, opened }: BenchOptions): Promise<Figure[]> {
  const rounds = quick ? 3 : 5;
  const seconds = quick ? 4 : 10;
  const place = await openPlace();
  try {
    say('准备空的演示乡镇 … (an empty township)');
    const body = reportBody(await makeTownship(place));
    const script = path.join(place.config.dataDir, 'report.sql');
    await writeFile(script, await captured(place, body));
    const served = await startServed(place);
    await opened(clearing(place, served.stop));
    try {
      const tokens = await Promise.all(['wangge01', 'wangge02', 'wangge03', 'wangge04'].map((account) => tokenOf(place, served.url, account)));
      const url = served.url;
      const shot = reporting(url, body, tokens);
      const before = await served.memory();
      await closedLoop(shot, { url, clients, seconds: 3 });
      const pgbench = findPgbench();
      const [ours, same]: [number[], number[]] = [[], []];
      for (let round = 1; round <= rounds; round += 1) {
        const load = await closedLoop(shot, { url, clients, seconds });
        if (load.failed > 0) throw new Error(`${load.failed} of ${load.sent} reports were not answered with 200`);
        ours.push(load.perSecond);
        if (pgbench !== undefined) same.push(await runPgbench(pgbench, served.appUrl, script, seconds));
        say(`  第 ${round} 轮：Jingwei ${load.perSecond.toFixed(0)}/s${pgbench === undefined ? '' : `，pgbench 同样语句 ${same.at(-1)?.toFixed(0)}/s`}`);
      }
      const steady = await openLoop(shot, { url, perSecond: quick ? 200 : 500, seconds: quick ? 5 : 20 });
      const after = await served.memory();
      return [
        { what: `上报 reports, ${clients} at a time`, value: median(ours), unit: '/s' },
        ...(pgbench === undefined ? [] : [
          { what: `pgbench, the same statements, ${clients} clients, prepared`, value: median(same), unit: '/s' },
          { what: 'ratio', value: median(ours.map((one, round) => one / (same[round] ?? Number.NaN))), unit: '×', goal: { atLeast: 0.6 } },
        ]),
        { what: `open loop ${quick ? 200 : 500}/s: p50`, value: steady.p50, unit: 'ms' },
        { what: 'p99', value: steady.p99, unit: 'ms' },
        { what: 'not answered with 200', value: steady.failed, unit: '', goal: { atMost: 0 } },
        { what: 'memory of the process at the start', value: before.rss / 1_048_576, unit: 'MB' },
        { what: 'and at the end', value: after.rss / 1_048_576, unit: 'MB' },
      ];
    } finally {
      await served.stop();
    }
  } finally {
    await place.remove();
  }
}

const clients = 16;

/** What one report sends to the database once everything that is kept in memory is there. */
async function captured(place: Place, body: string): Promise<string> {
  let take: (() => ReturnType<ReturnType<typeof listenTo>>) | undefined;
  const running = await serve(place.config, { databaseUrl: undefined }, undefined, { sweep: false, pace: unpaced }, (ground) => { take = listenTo(ground.open.pool); return Promise.resolve(); });
  try {
    const token = await tokenOf(place, running.url, 'wangge01');
    const key = randomUUID();
    let moved: unknown;
    for (const one of [randomUUID(), randomUUID(), key]) {
      take?.();
      const answer = await fetch(`${running.url}/api/incidents/report`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'idempotency-key': one }, body });
      moved = await answer.json();
      if (!answer.ok) throw new Error(`the report to be listened to was refused: ${JSON.stringify(moved)}`);
    }
    const varying: Varying[] = [
      { value: String(Reflect.get(Object(moved), 'caseId')), sql: "lpad(to_hex(:n::bigint), 32, '0')::uuid", type: 'uuid' },
      { value: String(Reflect.get(Object(moved), 'number')), sql: ":n::bigint::text", type: 'text' },
      { value: key, sql: ":n::bigint::text || 'k'", type: 'text' },
    ];
    return pgbenchScript(take?.() ?? [], varying);
  } finally {
    await running.stop();
  }
}

export function findPgbench(): string | undefined {
  return ['/usr/lib/postgresql/18/bin/pgbench', '/usr/lib/postgresql/17/bin/pgbench', '/usr/lib/postgresql/16/bin/pgbench', '/usr/lib/postgresql/15/bin/pgbench'].find((file) => existsSync(file));
}

async function runPgbench(program: string, url: string, script: string, seconds: number): Promise<number> {
  const child = spawn(program, ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(seconds), '-f', script, url], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (chunk) => { said += String(chunk); });
  child.stderr.on('data', (chunk) => { said += String(chunk); });
  const code = await new Promise((resolve) => { child.once('close', resolve); });
  const tps = /tps = ([\d.]+)/u.exec(said)?.[1];
  if (code !== 0 || tps === undefined) throw new Error(`pgbench did not end well: ${said.slice(-2_000)}`);
  return Number(tps);
}
