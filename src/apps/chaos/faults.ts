import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { sql } from 'kysely';
import type { Attempt, Clients, Person } from './client.ts';
import type { DatabaseOf, Patient } from './patient.ts';

/** What a fault works on; everything goes on under load while it does. */
export type Scene = {
  readonly patient: Patient; readonly database: DatabaseOf; readonly clients: Clients; readonly reader: Person;
  readonly say: (line: string) => void;
  /** Of the long faults: how long they last. */
  readonly seconds: number;
};
/** Milliseconds until something was acknowledged again, one for each time; what was not as it must be. */
export type Outcome = { readonly back: readonly number[]; readonly problems: readonly string[]; readonly notes: readonly string[] };

/** Longer than any goal and its margin: after that it has not come back at all. */
const hopelessMs = 90_000;

export async function backAfter({ clients, reader, say }: Pick<Scene, 'clients' | 'reader' | 'say'>, moment: number): Promise<number> {
  const back = (await clients.acknowledgedAfter(moment, hopelessMs)) - moment;
  if (Number.isFinite(back)) return back;
  const { status, refused } = await clients.get(reader, '/api/health');
  say(`  ${hopelessMs / 1_000} s 内没有恢复；现在回答 ${status} ${refused} (not back; what it answers now)`);
  return back;
}

/** kill -9 of the server, between two requests or in the middle of some. */
export async function killServer(scene: Scene): Promise<number> {
  const at = performance.now();
  scene.patient.kill();
  return backAfter(scene, at);
}

/** kill -9 of PostgreSQL: of all its processes, of the first alone, or of one that serves. */
export async function killPostgres(scene: Scene, how: 'all' | 'postmaster' | 'backend'): Promise<number> {
  const { database } = scene;
  const [postmaster, pids] = [await database.postmaster(), await database.pids()];
  const backend = how === 'backend' ? await database.use(async (db) => (await sql<{ pid: number }>`
    select pid from pg_stat_activity where application_name = 'jingwei' and datname = current_database() order by random() limit 1`.execute(db)).rows[0]?.pid) : undefined;
  const at = performance.now();
  database.signal(how === 'all' ? [postmaster, ...pids] : how === 'postmaster' ? [postmaster] : [backend ?? postmaster], 'SIGKILL');
  return backAfter(scene, at);
}

/** SIGSTOP: it neither answers nor refuses. Whoever asks must be told soon, and nothing may pile up. */
export async function stopPostgres(scene: Scene): Promise<Outcome> {
  const { patient, database, clients, seconds } = scene;
  const before = await patient.memory();
  const pids = await database.pids();
  const watched = clients.watch();
  const began = performance.now();
  database.signal(pids, 'SIGSTOP');
  let most = before ?? 0;
  try {
    while (performance.now() - began < seconds * 1_000) {
      await sleep(500);
      most = Math.max(most, (await patient.memory()) ?? 0);
    }
  } finally {
    database.signal(pids, 'SIGCONT');
  }
  const on = performance.now();
  const back = await backAfter(scene, on);
  const attempts = watched().filter((one) => one.sentAt >= began && one.sentAt < on - 5_000);
  const grown = (most - (before ?? most)) / 1_048_576;
  return {
    back: [back],
    problems: [...badAnswers(attempts), ...(grown > 300 ? [`内存增加 ${grown.toFixed(0)} MB (memory grew)`] : [])],
    notes: [`停 ${seconds} s：${attempts.length} 次请求，最慢 ${slowestOf(attempts)} s 得到回答；内存 +${grown.toFixed(0)} MB (stopped: slowest answer, growth of memory)`],
  };
}

/** Every connection of the server waits for one who holds a table; then every connection of the database is taken. */
export async function exhaustPool(scene: Scene): Promise<Outcome> {
  const { database, clients } = scene;
  const { ownerUrl } = await database.urls();
  const holdMs = Math.min(12_000, scene.seconds * 1_000);
  const problems: string[] = [];
  const notes: string[] = [];
  const holder = new pg.Client({ connectionString: ownerUrl });
  holder.on('error', () => undefined);
  await holder.connect();
  let watched = clients.watch();
  await holder.query('begin; lock table platform.command in access exclusive mode');
  await sleep(holdMs);
  await holder.query('rollback');
  const free = performance.now();
  await holder.end();
  const back = await backAfter(scene, free);
  // Sent under the lock; those at its end were answered after it.
  let attempts = watched();
  problems.push(...badAnswers(attempts));
  notes.push(`锁表 ${holdMs / 1_000} s：${summary(attempts)}；最慢 ${slowestOf(attempts)} s (one table held)`);

  const sleepers: pg.Client[] = [];
  watched = clients.watch();
  for (;;) {
    const one = new pg.Client({ connectionString: ownerUrl });
    one.on('error', () => undefined);
    const isIn = await one.connect().then(() => true, () => false);
    if (!isIn) break;
    sleepers.push(one);
    void one.query('select pg_sleep(600)').catch(() => undefined);
  }
  await sleep(holdMs / 2);
  const on = performance.now();
  attempts = watched();
  const { superUrl } = await database.urls();
  const admin = new pg.Client({ connectionString: superUrl });
  admin.on('error', () => undefined);
  await admin.connect();
  await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where query like 'select pg_sleep(600)%' and pid <> pg_backend_pid()`);
  await admin.end();
  await Promise.all(sleepers.map((one) => one.end().catch(() => undefined)));
  problems.push(...badAnswers(attempts));
  notes.push(`${sleepers.length} 个连接占满：${summary(attempts)}；最慢 ${slowestOf(attempts)} s (every connection taken)`);
  return { back: [back, await backAfter(scene, on)], problems, notes };
}

/** One that its client did not break off itself. */
const isHeard = (one: Attempt): boolean => !one.isDeaf;

/** No answer but a yes, a no with its reason, or 503 and 507 with a reason and with when to come again; each within five times the goal of five seconds. */
export function badAnswers(attempts: readonly Attempt[]): string[] {
  const bad = attempts.filter(isHeard).flatMap((one) => {
    if (one.status === 0) return [`没有回答 (no answer in ${(one.tookMs / 1_000).toFixed(1)} s)`];
    if (one.tookMs > 25_000) return [`${one.status} 用了 ${(one.tookMs / 1_000).toFixed(1)} s (too slow)`];
    if (one.status >= 500 && one.status !== 503 && one.status !== 507) return [`${one.status} ${one.refused} (a bare ${one.status})`];
    if (one.status >= 503 && !one.retryAfter) return [`${one.status} 没有 Retry-After (without Retry-After)`];
    if (one.status >= 400 && one.refused === '') return [`${one.status} 没有说明 (without a reason)`];
    return [];
  });
  return bad.length === 0 ? [] : [`${bad.length} 个回答不合要求，例如：${[...new Set(bad)].slice(0, 3).join('；')} (answers that may not be)`];
}

export function summary(attempts: readonly Attempt[]): string {
  const counts = Map.groupBy(attempts.filter(isHeard), ({ status }) => (status === 0 ? '无回答' : status < 300 ? '2xx' : status < 500 ? '4xx' : String(status)));
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([status, list]) => `${status} × ${list.length}`).join('，') || '无请求';
}

/** Of the answers, the slowest in seconds: the goal is five. */
export function slowestOf(attempts: readonly Attempt[]): string {
  return (Math.max(0, ...attempts.filter(isHeard).map(({ tookMs }) => tookMs)) / 1_000).toFixed(1);
}

/** Running deadlines are made to fall due within a moment, as if hours had passed. */
export async function pushDue(database: DatabaseOf, count: number, withinSeconds: number): Promise<number> {
  return database.use(async (db) => {
    const { rows } = await sql`
      update incidents.deadline d set due_at = now() + make_interval(secs => random() * ${withinSeconds})
      from (select case_id, stage_no, kind from incidents.deadline where fired_at is null and ended_at is null and not paused and due_at > now() + interval '1 minute'
        limit ${count} for update skip locked) chosen
      where d.case_id = chosen.case_id and d.stage_no = chosen.stage_no and d.kind = chosen.kind returning 1`.execute(db);
    return rows.length;
  });
}
