import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from './log.ts';
import { StartError } from './start-error.ts';

export type Migration = { readonly number: number; readonly name: string; readonly sql: string; readonly sha256: string };

export type Migrated = {
  /** Numbers that this call applied, in order; others may have applied the rest at the same time. */
  readonly applied: readonly number[];
  /** The newest number; 0 for an empty folder. */
  readonly version: number;
};

/**
 * Brings the database of `ownerUrl` to the newest migration of `folder`. Any number of processes may
 * do this at once: each step first claims its number inside its own transaction, and whoever finds
 * it claimed waits for that transaction and goes on. Throws `StartError` for a changed or removed
 * file that was applied, a file older than one applied, a database newer than this code, and a
 * migration that fails; a failed one leaves nothing behind. The application of the version before may go on
 * writing meanwhile: a table is waited for half a second at most, because whoever comes after the one who waits
 * waits too; then the migration lets go and tries again, for up to five minutes.
 */
export async function migrate(ownerUrl: string, folder: string, log: Log): Promise<Migrated> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'jingwei migrate' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await ensureTable(client);
    const known = await client.query<Applied>('select number, name, sha256 from platform.migration order by number');
    checkHistory(migrations, known.rows);
    const done = new Set(known.rows.map((row) => row.number));
    const applied: number[] = [];
    for (const migration of migrations.filter(({ number }) => !done.has(number))) {
      if (await applyOne(client, migration)) {
        applied.push(migration.number);
        log.info('migration applied', { migration: fileName(migration) });
      }
    }
    return { applied, version: migrations.at(-1)?.number ?? 0 };
  } finally {
    await client.end();
  }
}

/** The files `NNNN_name.sql` of a folder in order; gaps in the numbers are allowed, doubles are not. */
export async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const migrations = await Promise.all(names.map((name) => readMigration(folder, name)));
  for (const [index, migration] of migrations.entries()) {
    if (migrations[index - 1]?.number === migration.number) {
      throw new StartError('migrate/double', `Two migrations have the number ${padded(migration.number)}; give one of them the next free number.`);
    }
  }
  return migrations;
}

type Applied = { readonly number: number; readonly name: string; readonly sha256: string };

async function readMigration(folder: string, name: string): Promise<Migration> {
  const parts = /^(\d{4})_([a-z0-9_-]+)\.sql$/u.exec(name);
  if (parts === null) throw new StartError('migrate/name', `The migration ${name} is not called NNNN_name.sql.`);
  // A checkout may turn line ends; that is no change of the migration.
  const sql = (await readFile(path.join(folder, name), 'utf8')).replace(/\r\n/gu, '\n');
  const control = /^\s*(begin|start transaction|commit|end|rollback)\s*;/imu.exec(withoutBodies(sql));
  if (control !== null) throw new StartError('migrate/transaction', `The migration ${name} says ${control[1] ?? ''} itself; each one runs in one transaction of the runner.`);
  return { number: Number(parts[1]), name: parts[2] ?? '', sql, sha256: createHash('sha256').update(sql).digest('hex') };
}

/** Bodies of functions may say `end;`. */
function withoutBodies(sql: string): string {
  return sql.replace(/--.*$/gmu, '').replace(/\$([a-z_]*)\$.*?\$\1\$/gisu, '');
}

async function ensureTable(client: pg.Client): Promise<void> {
  const found = await client.query<{ made: boolean }>(`select to_regclass('platform.migration') is not null as made`);
  if (found.rows[0]?.made === true) return;
  try {
    await client.query(`
      create schema if not exists platform;
      create table if not exists platform.migration (
        number integer primary key check (number > 0),
        name text not null,
        sha256 text not null,
        applied_at timestamptz not null default now()
      );
      comment on table platform.migration is 'Every migration that was applied, with the hash of its file; written by the runner alone.'`);
  } catch (error) {
    // "if not exists" still collides when many look at the same moment; the winner has made it.
    if (!isCode(error, ['23505', '42P06', '42P07', '42710', 'XX000'])) throw error;
    await ensureTable(client);
  }
}

function checkHistory(migrations: readonly Migration[], applied: readonly Applied[]): void {
  const newest = migrations.at(-1)?.number ?? 0;
  const newestApplied = applied.at(-1)?.number ?? 0;
  if (newestApplied > newest) {
    throw new StartError('migrate/newer-database', `数据库已是第 ${padded(newestApplied)} 号结构，本版本只认识到 ${padded(newest)}：请启动更新的版本。 The database is at migration ${padded(newestApplied)}, this version of Jingwei knows only up to ${padded(newest)}; start the newer version.`);
  }
  const byNumber = new Map(migrations.map((migration) => [migration.number, migration]));
  for (const row of applied) {
    const file = byNumber.get(row.number);
    if (file === undefined) throw new StartError('migrate/removed', `The migration ${fileName(row)} was applied, but its file is gone; put it back.`);
    checkSame(file, row);
  }
  const done = new Set(applied.map((row) => row.number));
  const late = migrations.find(({ number }) => number < newestApplied && !done.has(number));
  if (late !== undefined) {
    throw new StartError('migrate/late', `The migration ${fileName(late)} comes before ${padded(newestApplied)}, which was applied already; give it a higher number.`);
  }
}

function checkSame(file: Migration, row: Applied): void {
  if (file.sha256 === row.sha256) return;
  throw new StartError('migrate/changed', `The migration ${fileName(file)} was changed after it had been applied; put the old text back and write a new migration.`);
}

const lockWaitMs = 500;
const mostTries = 300;

/** False: another process had claimed it. */
async function applyOne(client: pg.Client, migration: Migration): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await tryOne(client, migration, attempt === mostTries);
    if (typeof outcome === 'boolean') return outcome;
    // Long enough that those who queued behind it are through.
    await sleep(300 + (attempt % 7) * 100);
  }
}

async function tryOne(client: pg.Client, migration: Migration, isLast: boolean): Promise<boolean | 'table busy'> {
  await client.query('begin');
  try {
    await client.query('insert into platform.migration (number, name, sha256) values ($1, $2, $3)', [migration.number, migration.name, migration.sha256]);
  } catch (error) {
    await client.query('rollback');
    if (!isCode(error, ['23505'])) throw error;
    const { rows } = await client.query<Applied>('select number, name, sha256 from platform.migration where number = $1', [migration.number]);
    if (rows[0] !== undefined) checkSame(migration, rows[0]);
    return false;
  }
  try {
    // Not for the claim: whoever is migrating already is waited for as long as it takes.
    await client.query(`set local lock_timeout = ${lockWaitMs}`);
    await client.query(migration.sql);
    await client.query('commit');
    return true;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    if (!isLast && isCode(error, ['55P03'])) return 'table busy';
    throw failed(migration, error);
  }
}

function failed(migration: Migration, error: unknown): StartError {
  const message = error instanceof Error ? error.message : 'unknown reason';
  const position = error instanceof Error && 'position' in error ? Number(error.position) : Number.NaN;
  const line = Number.isFinite(position) ? `, line ${migration.sql.slice(0, position).split('\n').length}` : '';
  return new StartError('migrate/failed', `数据库结构更新 ${fileName(migration)} 失败，已全部撤回。 The migration ${fileName(migration)} failed${line}, and nothing of it was kept: ${message}.`, 1, error);
}

function fileName(migration: { readonly number: number; readonly name: string }): string {
  return `${padded(migration.number)}_${migration.name}.sql`;
}

function padded(number: number): string {
  return String(number).padStart(4, '0');
}

function isCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}
