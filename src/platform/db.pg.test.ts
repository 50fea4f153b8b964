import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { inDatabase } from '../../test/support/pg-url.ts';
import { withDatabase } from '../../test/support/pg.ts';
import { openDb } from './db.ts';

test('values arrive in the promised shapes', () =>
  withDatabase(async ({ db }) => {
    const { rows } = await sql<Record<string, unknown>>`
      select 9007199254740991::bigint as "bigint", array[1, null]::bigint[] as "bigints", 1.50::numeric as "numeric",
        array[1.50]::numeric[] as "numerics", date '2026-02-28' as "date", array[date '2026-02-28'] as "dates",
        timestamptz '2026-02-28 08:00:00+08' as "instant", interval '3 days' as "interval", '{"a":[1]}'::jsonb as "json"`.execute(db);
    expect(rows).toEqual([
      {
        bigint: 9007199254740991,
        bigints: [1, null],
        numeric: '1.50',
        numerics: ['1.50'],
        date: '2026-02-28',
        dates: ['2026-02-28'],
        instant: new Date('2026-02-28T00:00:00Z'),
        interval: '3 days',
        json: { a: [1] },
      },
    ]);
  }));

test('a bigint that a number cannot hold is an error, and the connection stays usable', () =>
  withDatabase(async ({ db }) => {
    await expect(sql`select 9007199254740992::bigint as n`.execute(db)).rejects.toThrow(RangeError);
    expect((await sql`select 1 as n`.execute(db)).rows).toEqual([{ n: 1 }]);
  }));

test('the app is a plain role, and the owner another one', () =>
  withDatabase(async ({ db, ownerDb }) => {
    const who = sql<{ name: string; isSuper: boolean }>`select current_user::text as name, rolsuper as "isSuper" from pg_roles where rolname = current_user`;
    const app = (await who.execute(db)).rows[0];
    expect(app).toEqual({ name: 'jingwei_app', isSuper: false });
    expect((await who.execute(ownerDb)).rows[0]?.name).not.toBe('jingwei_app');
  }));

test('a login that is more takes the plain role for every connection, and stays in it', () =>
  withDatabase(async ({ name }) => {
    const opened = openDb(inDatabase(inject('testServer').adminUrl, name), { applicationName: 'role', role: 'jingwei_app' });
    await sql`reset role`.execute(opened.db);
    const { rows } = await sql`select current_user::text as name`.execute(opened.db);
    await opened.close();
    expect(rows).toEqual([{ name: 'jingwei_app' }]);
  }));

test('a connection that is lost while it is lent fails its query and nothing else', () =>
  withDatabase(async ({ db, ownerDb }) => {
    const lent = db.transaction().execute(async (transaction) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction);
      await sql`select pg_terminate_backend(${rows[0]?.pid ?? 0})`.execute(ownerDb);
      await sql`select 1`.execute(transaction);
    });
    await expect(lent).rejects.toThrow(/terminat|connection error/u);
    expect((await sql`select 1 as n`.execute(db)).rows).toEqual([{ n: 1 }]);
  }));

test('a test that leaves a connection or a transaction open fails', async () => {
  let left: ReturnType<typeof openDb> | undefined;
  const forgetting = withDatabase(async ({ appUrl }) => {
    left = openDb(appUrl, { applicationName: 'forgotten' });
    await sql`select 1`.execute(left.db);
  });
  await expect(forgetting).rejects.toThrow(/a connection of "forgotten"/u);
  await left?.close();
  const unfinished = withDatabase(async ({ db }) => {
    await db.startTransaction().execute();
  });
  await expect(unfinished).rejects.toThrow(/not finished/u);
});
