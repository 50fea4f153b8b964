import { sql } from 'kysely';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { actorIn, houseOn } from '../../test/support/acting.ts';
import { withDatabase, type TestDatabase } from '../../test/support/pg.ts';
import { action, perform, type Ctx } from './action.ts';
import { command } from './core/contract.ts';

const note = command({
  domain: 'test', name: 'note', permission: 'test.note', summary: 'A line that a test writes.', refusals: [],
  input: z.object({ text: z.string() }), output: z.object({ text: z.string() }),
});

/** A command whose effect is an event, which only the door writes. */
const noting = (effect: (ctx: Ctx) => Promise<unknown> = () => Promise.resolve()) => action(note, async (ctx, { text }) => {
  await effect(ctx);
  ctx.emit({ kind: 'test.note', subject: text, areaPath: '1.' });
  return { text };
});

const asked = { actor: actorIn('1.', ['test.note']), key: 'key-1', clock: null };

async function stored({ ownerDb }: TestDatabase): Promise<unknown> {
  const { rows } = await sql`
    select (select count(*)::int from platform.command) as commands, (select count(*)::int from platform.audit) as lines, (select count(*)::int from platform.event) as events`.execute(ownerDb);
  return rows[0];
}

test('what is sent with the commit and fails undoes the command, and is what is said of it', () => withDatabase(async (database) => {
  // The audit takes no outcome of its own invention; the statement that fails is the one that leaves together with the commit.
  await sql`alter table platform.event add constraint planted check (subject <> 'refused by the table')`.execute(database.ownerDb);
  await expect(perform(houseOn(database.db), noting(), { text: 'refused by the table' }, asked)).rejects.toThrow(/planted/u);
  expect(await stored(database)).toEqual({ commands: 0, lines: 0, events: 0 });
  // The connection is as good as before, and the key is free.
  expect(await perform(houseOn(database.db), noting(), { text: 'kept' }, asked)).toEqual({ kind: 'done', output: { text: 'kept' }, replayed: false });
  expect(await stored(database)).toEqual({ commands: 1, lines: 1, events: 1 });
}));

test.each([['with a key', 'key-1'], ['without one', null]])('where the transaction has not begun, nothing is written outside of it (%s)', (_how, key) => withDatabase(async (database) => {
  let broken = 0;
  database.pool.on('acquire', (client: pg.PoolClient) => {
    const plain: (...args: unknown[]) => unknown = client.query.bind(client);
    if (broken > 0) return;
    broken += 1;
    Object.assign(client, { query: (first: unknown, ...rest: unknown[]) => plain(typeof first === 'string' && first.startsWith('start transaction') ? 'start transaction of no kind' : first, ...rest) });
  });
  let ran = 0;
  const once = perform(houseOn(database.db), noting(() => { ran += 1; return Promise.resolve(); }), { text: 'outside' }, { ...asked, key });
  await expect(once).rejects.toThrow();
  expect(ran).toBe(0);
  expect(await stored(database)).toEqual({ commands: 0, lines: 0, events: 0 });
  // That connection is gone; the next command has another.
  expect((await perform(houseOn(database.db), noting(), { text: 'inside' }, { ...asked, key })).kind).toBe('done');
  expect(await stored(database)).toEqual({ commands: key === null ? 0 : 1, lines: 1, events: 1 });
}));

test('a read-only transaction that is not waited for at its end leaves a clean connection', () => withDatabase(async ({ db, pool }) => {
  for (let turn = 0; turn < 30; turn += 1) {
    await db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(async (reading) => { await sql`select 1`.execute(reading); });
    await sql`insert into platform.command (scope, key, body_hash) values ('test', ${String(turn)}, '\\x00')`.execute(db);
  }
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from platform.command where scope = 'test'`.execute(db);
  expect(rows[0]?.n).toBe(30);
  expect(pool.totalCount).toBe(1);
}));
