import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { migrate, readMigrations } from '../src/platform/migrate.ts';
import { silentLog } from '../src/platform/log.ts';
import { wallOf } from '../src/platform/wall.ts';
import { actorIn } from './support/acting.ts';
import { inDatabase } from './support/pg-url.ts';
import { withEmptyDatabase } from './support/pg.ts';
import { say } from './support/shared.ts';

// Every migration that meets a database with cases in it, run while the application of the version before writes on. The
// first five make the tables: before them there is nothing to write to. Reports are written in the statements of 0005 for
// all later versions: what a newer schema adds, an older application does not know. From 0009 on it says whose it is and which case it holds.

const folder = path.resolve(import.meta.dirname, '../migrations');
const firstWithCases = 6;
/** The nightly run says 500 a second, and more cases. */
const perSecond = Number(process.env['MIGRATING_WRITES'] ?? '100');
const cases = Number(process.env['MIGRATING_CASES'] ?? '5000');
const worstStallMs = 5_000;

/**
 * Migrations that an earlier application does not outlive, each with its reason: from its commit on every write of that
 * application is refused by the database, and none is half done. Before one of these the older server is stopped.
 */
const cuts: Readonly<Record<number, { readonly why: string; readonly refusal: RegExp }>> = {
  8: { why: 'row-level security shows and takes nothing from whoever does not say whose he is', refusal: /row-level security/u },
};

const later = (await readMigrations(folder)).filter(({ number }) => number >= firstWithCases);

test(`each of ${later.length} migrations beside ${perSecond} writes a second: none fails, none waits long`, () => withEmptyDatabase(async ({ name, ownerUrl }) => {
  const before = await mkdtemp(path.join(os.tmpdir(), 'jingwei-before-'));
  // As the application is in production: a plain role. A superuser would not be held back by row-level security.
  const pool = new pg.Pool({ connectionString: inDatabase(inject('testServer').appUrl, name), max: 16 });
  pool.on('error', () => undefined);
  try {
    for (const { number, name: what } of (await readMigrations(folder)).filter(({ number: one }) => one < firstWithCases)) await bring(before, number, what);
    await migrate(ownerUrl, before, silentLog);
    await fill(ownerUrl);
    for (const { number, name: what } of later) {
      await bring(before, number, what);
      const cut = cuts[number];
      const writing = writeOn(pool, number > 8);
      await new Promise((resolve) => { setTimeout(resolve, 700); });
      const began = performance.now();
      await migrate(ownerUrl, before, silentLog);
      const took = performance.now() - began;
      await new Promise((resolve) => { setTimeout(resolve, 500); });
      const { written, failed, longestMs } = await writing();
      say(`${String(number).padStart(4, '0')}_${what}: ${Math.round(took)} ms beside ${written} writes, the longest ${Math.round(longestMs)} ms, ${failed.length} failed${cut ? ` (${cut.why})` : ''}`);
      if (cut) expect([number, failed.length > 0, failed.filter((one) => !cut.refusal.test(one))]).toEqual([number, true, []]);
      else expect([number, failed.slice(0, 5)]).toEqual([number, []]);
      expect(longestMs).toBeLessThan(worstStallMs);
    }
  } finally {
    await pool.end();
    await rm(before, { recursive: true });
  }
}), 900_000);

function bring(to: string, number: number, what: string): Promise<void> {
  const file = `${String(number).padStart(4, '0')}_${what}.sql`;
  return copyFile(path.join(folder, file), path.join(to, file));
}

/** A place, somebody, and cases that are there before. */
async function fill(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(`
      insert into geography.area (id, kind, code, name, parent_id, path, valid_from) values (1, 'city', '990100000000', '青河市', null, '1.', '2000-01-01');
      insert into identity.person (id, account, name) overriding system value values (1, 'jumin', '程𠮷安');
      insert into incidents.incident (id, number, state, description, source, area_id, area_path, reported_at, has_reporter, folded, text_key, reporter_person_id)
        select gen_random_uuid(), 'B' || n, 'reported', '柳街路口有积水，第 ' || n || ' 次', 'resident', 1, '1.', now() - n * interval '1 minute', true, '{}', n::text, 1 from generate_series(1, ${cases}) n;
      insert into incidents.step (case_id, seq, action, to_state, at, happened_at, person_name, post) select id, 0, 'report', 'reported', reported_at, reported_at, '程𠮷安', '' from incidents.incident;
      insert into incidents.deadline (case_id, stage_no, kind, started_at, duration, due_at, provisional, calendar_version) select id, 1, 'accept', reported_at, '{}', reported_at + interval '1 day', false, '1' from incidents.incident;
      insert into platform.event (at, kind, subject, area_path) select reported_at, 'incidents.report', id::text, '1.' from incidents.incident;
      insert into platform.audit (at, person_id, person_name, post, operation, subject, outcome, input, address) select reported_at, 1, '程𠮷安', '', 'incidents.report', 'case:' || id, 'done', '{}', '127.0.0.1' from incidents.incident`);
  } finally {
    await client.end();
  }
}

/** Reports at a fixed rate whatever becomes of those before; a wait is reckoned from when one was due. */
function writeOn(pool: pg.Pool, saysWhose: boolean): () => Promise<{ written: number; failed: string[]; longestMs: number }> {
  const began = performance.now();
  const failed: string[] = [];
  const underWay: Promise<void>[] = [];
  let [due, longestMs] = [0, 0];
  const timer = setInterval(() => {
    const wanted = Math.floor(((performance.now() - began) / 1_000) * perSecond);
    for (; due < wanted; due += 1) {
      const dueAt = began + (due / perSecond) * 1_000;
      underWay.push(report(pool, saysWhose).catch((error: unknown) => { failed.push(String(error)); }).then(() => { longestMs = Math.max(longestMs, performance.now() - dueAt); }));
    }
  }, 5);
  return async () => {
    clearInterval(timer);
    await Promise.all(underWay);
    return { written: underWay.length, failed, longestMs };
  };
}

const wall = wallOf(actorIn('1.', ['incidents.read', 'incidents.verify', 'incidents.desk']));

/** One report as an application before all of these migrations writes it, in one transaction. */
async function report(pool: pg.Pool, saysWhose: boolean): Promise<void> {
  const client = await pool.connect();
  const [id, key] = [randomUUID(), randomUUID()];
  try {
    await client.query('begin');
    if (saysWhose) await client.query(`select set_config('jingwei.wall', $1, true), set_config('jingwei.held', $2, true)`, [wall, id]);
    await client.query(`insert into platform.command (scope, key, body_hash) values ('person:1', $1, '\\x00') on conflict do nothing`, [key]);
    await client.query(`
      with fresh as (
        insert into incidents.incident (id, number, state, description, source, area_id, area_path, reported_at, has_reporter, folded, text_key, reporter_person_id)
        values ($1, $2, 'reported', '柳街路口有积水', 'resident', 1, '1.', now(), true, '{}', 'x', 1)),
      told as (insert into incidents.step (case_id, seq, action, to_state, at, happened_at, person_id, person_name, post) values ($1, 0, 'report', 'reported', now(), now(), 1, '程𠮷安', ''))
      insert into incidents.deadline (case_id, stage_no, kind, started_at, duration, due_at, provisional, calendar_version) values ($1, 1, 'accept', now(), '{}', now() + interval '1 day', false, '1')`, [id, id.slice(0, 18)]);
    await client.query(`
      with logged as (insert into platform.audit (at, person_id, person_name, post, operation, subject, outcome, input, address) values (now(), 1, '程𠮷安', '', 'incidents.report', 'case:' || $1::text, 'done', '{}', '127.0.0.1')),
      kept as (update platform.command set result = '{"output": {}}' where scope = 'person:1' and key = $2)
      insert into platform.event (at, kind, subject, area_path) values (now(), 'incidents.report', $1::text, '1.')`, [id, key]);
    await client.query('commit');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}
