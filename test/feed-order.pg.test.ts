import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { headOfFeed, readFeed, type Cursor, type FeedEvent } from '../src/platform/feed.ts';
import { openDb, type Db } from '../src/platform/db.ts';
import { withSuperuser } from './support/see-everything.ts';

// The live test (live.pg.test.ts) holds one transaction over a stream. Here many overlap, and readers pull by their cursors.

async function emit(db: Db, subject: string): Promise<void> {
  await sql`insert into platform.event (at, kind, subject, area_path) values (now(), 'incidents.test', ${subject}, '1.')`.execute(db);
}

/** Everything after the cursor that may be read by now, a few at a time. */
async function pull(db: Db, from: Cursor, into: FeedEvent[]): Promise<Cursor> {
  let cursor = from;
  for (;;) {
    const events = await readFeed(db, cursor, 3);
    into.push(...events);
    cursor = events.at(-1) ?? cursor;
    if (events.length < 3) return cursor;
  }
}

test('of transactions that overlap in any order no reader misses one, and all read the same order', () => withSuperuser(async (url) => {
  const open = openDb(url, { applicationName: 'the test, feed', max: 12 });
  try {
    const { db } = open;
    const start = await headOfFeed(db);
    // The same plan each time: how long each transaction stays open, in turns of the others.
    let state = 20_261_122;
    const below = (n: number): number => { state = (state * 48_271) % 2_147_483_647; return state % n; };
    const held: { readonly commit: () => Promise<unknown>; readonly until: number; readonly subject: string }[] = [];
    const committed: string[] = [];
    const readers = [0, 1, 2].map(() => ({ cursor: start, seen: [] as FeedEvent[], committedBefore: [] as { subject: string; known: number }[] }));
    for (let turn = 0; turn < 120; turn += 1) {
      if (held.length < 6) {
        const transaction = await db.startTransaction().execute();
        const subject = `event ${turn}`;
        // What it says later is behind what others commit meanwhile.
        await emit(transaction, subject);
        if (turn % 3 === 0) await emit(transaction, `${subject}, second`);
        held.push({ subject, until: turn + below(14), commit: () => transaction.commit().execute() });
      }
      for (const one of held.filter(({ until }) => until <= turn)) {
        held.splice(held.indexOf(one), 1);
        await one.commit();
        committed.push(one.subject);
      }
      const reader = readers[turn % 3];
      if (reader) reader.cursor = await pull(db, reader.cursor, reader.seen);
      // What somebody has read stays in front of everything that is committed from now on.
      reader?.committedBefore.push({ subject: reader.seen.at(-1)?.subject ?? '', known: reader.seen.length });
    }
    for (const one of held) { await one.commit(); committed.push(one.subject); }
    for (const reader of readers) {
      // The feed waits for the oldest transaction of the whole server, also of other databases.
      await expect.poll(async () => { reader.cursor = await pull(db, reader.cursor, reader.seen); return reader.seen.filter(({ subject }) => !subject.includes('second')).length; }, { timeout: 60_000 }).toBe(committed.length);
      expect(new Set(reader.seen.map(({ subject }) => subject)).size).toBe(reader.seen.length);
      expect(reader.seen.map(({ subject }) => subject)).toEqual(readers[0]?.seen.map(({ subject }) => subject));
      for (const { subject, known } of reader.committedBefore) expect(reader.seen[known - 1]?.subject ?? '').toBe(subject);
    }
  } finally {
    await open.close();
  }
}));

test('what is begun after something was committed is read after it', () => withSuperuser(async (url) => {
  const open = openDb(url, { applicationName: 'the test, feed', max: 8 });
  try {
    const { db } = open;
    const start = await headOfFeed(db);
    const slow = await db.startTransaction().execute();
    await emit(slow, 'slow');
    const order: string[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      await emit(db, `fast ${turn}`);
      order.push(`fast ${turn}`);
      const seen: FeedEvent[] = [];
      await pull(db, start, seen);
      expect(seen).toEqual([]);
    }
    await slow.commit().execute();
    await emit(db, 'last');
    const seen: FeedEvent[] = [];
    let cursor = start;
    await expect.poll(async () => { cursor = await pull(db, cursor, seen); return seen.length; }, { timeout: 60_000 }).toBe(22);
    expect(seen.map(({ subject }) => subject)).toEqual(['slow', ...order, 'last']);
  } finally {
    await open.close();
  }
}));
