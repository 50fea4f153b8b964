import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { inject } from 'vitest';
import { type Db, openDb, type OpenDb } from '../../src/platform/db.ts';
import { inDatabase } from './pg-url.ts';

export type TestDatabase = {
  readonly name: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** As the app: what the product may do. */
  readonly db: Db;
  readonly pool: pg.Pool;
  /** As the owner: to arrange and to look. */
  readonly ownerDb: Db;
};

/**
 * A fresh copy of the migrated database for one test, dropped afterwards. Fails the test when it
 * leaves a connection open or a transaction unfinished.
 */
export function withDatabase<T>(use: (database: TestDatabase) => Promise<T>): Promise<T> {
  const { template, problem } = inject('testServer');
  return problem === undefined ? withClone(template, use) : Promise.reject(new Error(`There is no migrated database: ${problem}`));
}

/** The same without any migration, for tests of the migrator itself. */
export function withEmptyDatabase<T>(use: (database: TestDatabase) => Promise<T>): Promise<T> {
  return withClone('template0', use);
}

/** A copy of any database that nobody is connected to. */
export async function withClone<T>(template: string, use: (database: TestDatabase) => Promise<T>): Promise<T> {
  const server = inject('testServer');
  const name = `jingwei_test_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  try {
    await admin.query(`create database ${name} owner ${admin.escapeIdentifier(server.ownerRole)} template ${template}`);
    const ownerUrl = inDatabase(server.ownerUrl, name);
    const appUrl = inDatabase(server.appUrl, name);
    const app = openDb(appUrl, { applicationName: 'the test, as app' });
    const owner = openDb(ownerUrl, { applicationName: 'the test, as owner' });
    for (const { pool } of [app, owner]) pool.on('connect', (client) => client.on('error', () => undefined));
    try {
      const result = await use({ name, ownerUrl, appUrl, db: app.db, pool: app.pool, ownerDb: owner.db });
      const leaks = await findLeaks(admin, name, [app, owner]);
      if (leaks.length > 0) throw new Error(`The test left behind: ${leaks.join('; ')}`);
      return result;
    } finally {
      await Promise.all([closeQuietly(app), closeQuietly(owner)]);
      await admin.query(`drop database if exists ${name} with (force)`);
    }
  } finally {
    await admin.end();
  }
}

/** Waits up to a second for what is just closing. */
async function findLeaks(admin: pg.Client, name: string, opened: readonly OpenDb[]): Promise<string[]> {
  const isLent = ({ pool }: OpenDb): boolean => pool.totalCount > pool.idleCount;
  for (let tries = 0; opened.some(isLent) && tries < 50; tries += 1) await sleep(20);
  if (opened.some(isLent)) return ['a connection that was taken from the pool, or a transaction that was not finished'];
  await Promise.all(opened.map((one) => one.close()));
  let left: string[] = [];
  for (let tries = 0; tries < 50; tries += 1) {
    const { rows } = await admin.query<{ application_name: string; query: string }>(
      `select application_name, left(query, 80) as query from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [name],
    );
    left = rows.map((row) => `a connection of "${row.application_name}" (last: ${row.query})`);
    if (left.length === 0) break;
    await sleep(20);
  }
  return left;
}

/** A pool with a lent connection never ends by itself; dropping the database ends that connection. */
async function closeQuietly({ pool, close }: OpenDb): Promise<void> {
  if (pool.ended) return;
  const ended = close().catch(() => undefined);
  if (pool.totalCount === pool.idleCount) await ended;
}

/**
 * Waits until every transaction that is older than this moment has ended, of the tests beside this one too: a database server counts them
 * together, and what reads in the order of commits (feed, audit chain) waits for the oldest.
 */
export async function behindAll(db: Db): Promise<void> {
  const { rows: [now] } = await sql<{ xid: string }>`select pg_current_xact_id()::text as xid`.execute(db);
  for (let tries = 0; tries < 3_000; tries += 1) {
    const { rows: [row] } = await sql<{ behind: boolean }>`select pg_snapshot_xmin(pg_current_snapshot()) > ${now?.xid ?? ''}::xid8 as behind`.execute(db);
    if (row?.behind === true) return;
    await sleep(50);
  }
  throw new Error('For two and a half minutes some other transaction has not ended.');
}
