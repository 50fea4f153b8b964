import { spawn } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { isRefusal } from '../../platform/core/refusal.ts';
import { enter } from '../../platform/claim.ts';
import { openDb, openedWithFirst, type Db, type OpenDb } from '../../platform/db.ts';
import { createLog } from '../../platform/log.ts';
import { migrate } from '../../platform/migrate.ts';
import { openPostgres } from '../../platform/postgres.ts';
import { ledgerBreaches } from '../../domains/points/store/ledger-invariants.ts';
import { transfer } from '../../domains/points/store/ledger.ts';
import { fromTo } from '../../domains/points/rules/ledger.ts';
import { root } from '../version.ts';
import { median } from './load.ts';
import { findPgbench } from './loop.ts';
import { clearing, openPlace } from './place.ts';
import type { Bench, BenchOptions, Figure } from './report.ts';
import { listenTo, pgbenchScript, type Sent } from './same-sql.ts';

/**
 * Transfers of points as the product makes them (a transaction each, `fsync` on), spread over the books of fifty villages and all through one
 * giver, beside the same statements driven by pgbench, on the same server in the same run, round by round; at the end every invariant.
 */
export const points: Bench = { name: 'points', title: '积分记账 (transfers of the points ledger)', run: measure };

const clients = 16;
const villages = 50;
const homes = 80;

async function measure({ say, quick, opened }: BenchOptions): Promise<Figure[]> {
  const [rounds, seconds] = quick ? [3, 3] : [5, 8];
  const place = await openPlace();
  try {
    const postgres = await openPostgres({ databaseUrl: undefined, dataDir: place.config.dataDir, log: createLog({ level: 'error' }), onProgress: say });
    await opened(clearing(place, postgres.stop));
    await migrate(postgres.ownerUrl, path.join(root, 'migrations'), createLog({ level: 'error' }));
    const owner = openDb(postgres.ownerUrl, { applicationName: 'jingwei bench', max: 2 });
    const app = openDb(postgres.appUrl, { applicationName: 'jingwei bench', max: clients });
    try {
      const books = await fill(owner.db);
      const pgbench = findPgbench();
      const figures: Figure[] = [];
      for (const [what, among, least] of [['分散在 50 个发放户 spread over 50 issuers', villages, 5_000], ['同一个发放户 through one issuer', 1, 1_000]] as const) {
        const script = path.join(place.config.dataDir, `points-${among}.sql`);
        await writeFile(script, scriptOf(await captured(app), books, among));
        await driven(app.db, books, among, 2);
        const [ours, same]: [number[], number[]] = [[], []];
        for (let round = 1; round <= rounds; round += 1) {
          ours.push(await driven(app.db, books, among, seconds));
          if (pgbench !== undefined) same.push(await runPgbench(pgbench, postgres.appUrl, script, seconds));
          say(`  ${what}，第 ${round} 轮：Jingwei ${ours.at(-1)?.toFixed(0)}/s${pgbench === undefined ? '' : `，pgbench 同样语句 ${same.at(-1)?.toFixed(0)}/s`}`);
        }
        figures.push({ what: `${what}, ${clients} at a time`, value: median(ours), unit: '/s', goal: { atLeast: least } });
        if (pgbench !== undefined) figures.push({ what: 'pgbench, the same statements, prepared', value: median(same), unit: '/s' }, { what: 'ratio', value: median(ours.map((one, round) => one / (same[round] ?? Number.NaN))), unit: '×', goal: { atLeast: 0.5 } });
      }
      const { rows: [moved] } = await sql<{ n: number }>`select count(*)::int as n from points.transfer`.execute(owner.db);
      const began = performance.now();
      const breaches = await ledgerBreaches(owner.db);
      return [...figures, { what: 'transfers that were made', value: moved?.n ?? 0, unit: '' },
        { what: 'every invariant over all of them', value: (performance.now() - began) / 1_000, unit: 's' }, { what: 'breaches', value: breaches.length, unit: '', goal: { atMost: 0 } }];
    } finally {
      await Promise.all([owner.close(), app.close()]);
      await postgres.stop();
    }
  } finally {
    await place.remove();
  }
}

/** First of each: the numbers after it follow without a gap. */
type Books = { readonly book: number; readonly issuer: number; readonly home: number };

async function fill(owner: Db): Promise<Books> {
  await sql`insert into geography.area (id, code, name, kind, path, valid_from) values (1, '990000000000', '测量村', 'city', '1.', '2026-01-01')`.execute(owner);
  await sql`insert into points.book (kind, name, area_id, area_path) select 'bench' || chr(97 + n / 26) || chr(97 + n % 26), '测量', 1, '1.' from generate_series(0, ${villages - 1}::int) n order by n`.execute(owner);
  for (const kind of ['issuer', 'till']) {
    await sql`insert into points.account (book_id, kind, area_id, area_path, place, floor)
      select b.id, ${kind}, b.area_id, b.area_path, 'n' || n, ${kind === 'till' ? 0 : null}::bigint from points.book b, generate_series(1, ${kind === 'till' ? homes : 1}::int) n order by b.id, n`.execute(owner);
  }
  const { rows: [first] } = await sql<Books>`select (select min(id) from points.book)::int as book, (select min(id) from points.account where kind = 'issuer')::int as issuer, (select min(id) from points.account where kind = 'till')::int as home`.execute(owner);
  if (!first) throw new Error('no books');
  return first;
}

const wall = JSON.stringify({ house: true, job: 'survey' });

/** One transfer as the door sends it: what begins the transaction and the move leave together. */
function one(db: Db, at: Books): Promise<void> {
  return db.transaction().setIsolationLevel(openedWithFirst).execute(async (inside) => {
    const [, moved] = await Promise.all([enter(inside, null, wall), transfer(inside, { id: randomUUID(), book: at.book, kind: 'base', legs: fromTo(at.issuer, at.home, 2) })]);
    if (isRefusal(moved) && !listening) throw new Error(moved.refused);
  });
}
let listening = false;

async function driven(db: Db, first: Books, among: number, seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1_000;
  let done = 0;
  await Promise.all(Array.from({ length: clients }, async () => {
    while (performance.now() < until) {
      const village = randomInt(among);
      await one(db, { book: first.book + village, issuer: first.issuer + village, home: first.home + village * homes + randomInt(homes) });
      done += 1;
    }
  }));
  return done / seconds;
}

/** Numbers that are nobody's, to be found again in what was sent. */
const nobody: Books = { book: 770_001, issuer: 770_002, home: 770_003 };

async function captured(app: OpenDb): Promise<Sent[]> {
  const heard = listenTo(app.pool);
  listening = true;
  await one(app.db, nobody);
  listening = false;
  return heard();
}

function scriptOf(sent: readonly Sent[], first: Books, among: number): string {
  const id = sent.flatMap(({ values }) => values).map((value) => /"id":"([0-9a-f-]{36})"/u.exec(String(value))?.[1]).find((found) => found !== undefined) ?? '';
  const script = pgbenchScript(sent, [
    { value: id, sql: "lpad(to_hex(:n::bigint), 32, '0')", type: 'text' },
    { value: String(nobody.book), sql: `(:village::int + ${first.book})`, type: 'text' },
    { value: String(nobody.issuer), sql: `(:village::int + ${first.issuer})`, type: 'text' },
    { value: String(nobody.home), sql: `(:village::int * ${homes} + :home::int + ${first.home})`, type: 'text' },
  ]);
  return `\\set village random(0, ${among - 1})\n\\set home random(0, ${homes - 1})\n${script}`;
}

async function runPgbench(program: string, url: string, script: string, seconds: number): Promise<number> {
  const child = spawn(program, ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(seconds), '-f', script, url], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { said += String(chunk); });
  const code = await new Promise((resolve) => { child.once('close', resolve); });
  const tps = /tps = ([\d.]+)/u.exec(said)?.[1];
  if (code !== 0 || tps === undefined) throw new Error(`pgbench did not end well: ${said.slice(-2_000)}`);
  return Number(tps);
}
