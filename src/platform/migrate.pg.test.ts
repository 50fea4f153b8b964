import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withEmptyDatabase } from '../../test/support/pg.ts';
import type { Db } from './db.ts';
import { silentLog } from './log.ts';
import { migrate } from './migrate.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'jingwei-migrations-'));
  await put('0001_first.sql', 'create schema a; create table a.one (id int primary key); insert into a.one values (1);');
  await put('0003_third.sql', 'create table a.three (id int); insert into a.one values (3);');
});

afterEach(() => rm(folder, { recursive: true }));

test('applies what is missing, in order, and once', () =>
  withEmptyDatabase(async ({ ownerUrl, ownerDb }) => {
    expect(await migrate(ownerUrl, folder, silentLog)).toEqual({ applied: [1, 3], version: 3 });
    expect(await migrate(ownerUrl, folder, silentLog)).toEqual({ applied: [], version: 3 });
    await put('0004_fourth.sql', 'insert into a.one values (4);');
    expect(await migrate(ownerUrl, folder, silentLog)).toEqual({ applied: [4], version: 4 });
    expect(await ids(ownerDb)).toEqual([1, 3, 4]);
    const kept = await sql<{ number: number; name: string }>`select number, name from platform.migration order by number`.execute(ownerDb);
    expect(kept.rows).toEqual([
      { number: 1, name: 'first' },
      { number: 3, name: 'third' },
      { number: 4, name: 'fourth' },
    ]);
  }));

test('twenty at once apply each migration once', () =>
  withEmptyDatabase(async ({ ownerUrl, ownerDb }) => {
    // A slow step, so that the others really wait for a claim.
    await put('0002_second.sql', 'insert into a.one values (2); select pg_sleep(0.2);');
    const results = await Promise.all(Array.from({ length: 20 }, () => migrate(ownerUrl, folder, silentLog)));
    expect(results.flatMap((result) => result.applied).sort()).toEqual([1, 2, 3]);
    expect(new Set(results.map((result) => result.version))).toEqual(new Set([3]));
    expect(await ids(ownerDb)).toEqual([1, 2, 3]);
  }));

test('a migration that fails leaves nothing behind and names its line', () =>
  withEmptyDatabase(async ({ ownerUrl, ownerDb }) => {
    await put('0004_broken.sql', 'create table a.four (id int);\ninsert into a.one values (4);\nselect nonsense;\n');
    await expect(migrate(ownerUrl, folder, silentLog)).rejects.toMatchObject({ reason: 'migrate/failed', message: expect.stringMatching(/The migration 0004_broken\.sql failed, line 3, and nothing of it was kept: .*nonsense/u) });
    expect(await ids(ownerDb)).toEqual([1, 3]);
    const left = await sql`select from pg_class where relname = 'four' union all select from platform.migration where number = 4`.execute(ownerDb);
    expect(left.rows).toHaveLength(0);
    await put('0004_broken.sql', 'insert into a.one values (4);');
    expect(await migrate(ownerUrl, folder, silentLog)).toEqual({ applied: [4], version: 4 });
  }));

test('when the one who claimed a number fails, one who waits applies it', () =>
  withEmptyDatabase(async ({ ownerUrl, ownerDb }) => {
    await migrate(ownerUrl, folder, silentLog);
    await put('0004_fourth.sql', 'insert into a.one values (4);');
    const claim = await ownerDb.startTransaction().execute();
    await sql`insert into platform.migration (number, name, sha256) values (4, 'fourth', 'x')`.execute(claim);
    const waiting = migrate(ownerUrl, folder, silentLog);
    const isWaiting = async () => (await sql`select from pg_stat_activity where application_name = 'jingwei migrate' and wait_event_type = 'Lock' and datname = current_database()`.execute(ownerDb)).rows.length === 1;
    await expect.poll(isWaiting).toBe(true);
    await claim.rollback().execute();
    expect(await waiting).toEqual({ applied: [4], version: 4 });
  }));

const wrong: readonly [what: string, reason: string, change: () => Promise<void>][] = [
  ['a file changed after it was applied', 'migrate/changed', () => put('0003_third.sql', 'create table a.three (id bigint);')],
  ['a file removed after it was applied', 'migrate/removed', () => rm(path.join(folder, '0001_first.sql'))],
  ['a database newer than the code', 'migrate/newer-database', () => rm(path.join(folder, '0003_third.sql'))],
  ['a file older than one applied', 'migrate/late', () => put('0002_second.sql', 'select 1;')],
  ['two files with one number', 'migrate/double', () => put('0003_another.sql', 'select 1;')],
  ['a file with a wrong name', 'migrate/name', () => put('4_fourth.sql', 'select 1;')],
  ['a file that commits by itself', 'migrate/transaction', () => put('0004_fourth.sql', 'insert into a.one values (4);\ncommit;\n')],
];

test.each(wrong)('refuses %s and changes nothing', (_what, reason, change) =>
  withEmptyDatabase(async ({ ownerUrl, ownerDb }) => {
    await migrate(ownerUrl, folder, silentLog);
    await change();
    await expect(migrate(ownerUrl, folder, silentLog)).rejects.toMatchObject({ name: 'StartError', reason });
    expect(await ids(ownerDb)).toEqual([1, 3]);
  }),
);

test('line ends of another system are no change', () =>
  withEmptyDatabase(async ({ ownerUrl }) => {
    await put('0004_fourth.sql', 'insert into a.one\nvalues (4);\n');
    await migrate(ownerUrl, folder, silentLog);
    await put('0004_fourth.sql', 'insert into a.one\r\nvalues (4);\r\n');
    expect(await migrate(ownerUrl, folder, silentLog)).toEqual({ applied: [], version: 4 });
  }));

async function put(name: string, text: string): Promise<void> {
  await writeFile(path.join(folder, name), text);
}

async function ids(db: Db): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select id from a.one order by id`.execute(db);
  return rows.map((row) => row.id);
}
