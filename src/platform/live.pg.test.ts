import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { caseIn, newCase, step } from '../../test/support/loop.ts';
import { openStream, type LiveStream, type Told } from '../../test/support/stream.ts';
import { webOfFile } from '../../test/support/web.ts';
import type { Name } from '../../test/support/world.ts';
import type { Db } from './db.ts';

const web = webOfFile();

async function streamOf(who: Name, lastEventId?: string): Promise<LiveStream> {
  const stream = await openStream(web().url, await web().world.token(who), lastEventId);
  await stream.until((told) => told.some((one) => one.event === 'hello'));
  return stream;
}

/** An event of the street with a name of its own; `padding` makes it heavy. */
async function emit(db: Db, subject: string, padding = 0): Promise<void> {
  await sql`insert into platform.event (at, kind, subject, area_path, data)
    values (now(), 'incidents.test', ${subject}, ${web().world.area('990101001001001').path}, jsonb_build_object('padding', repeat('x', ${padding}::int)))`.execute(db);
}
const subjects = (told: readonly Told[]): unknown[] => told.filter((one) => one.event === 'message').map((one) => one.data['subject']);

describe('the live feed', () => {
  test('tells in the order of the commits, and skips nothing of a slow transaction', async () => {
    const { world } = web();
    const stream = await streamOf('desk');
    await world.ownerDb.transaction().execute(async (slow) => {
      await emit(slow, 'slow');
      await emit(world.ownerDb, 'fast');
      await emit(world.ownerDb, 'faster');
      // Two seconds in which a reader by number would have passed the slow one for ever.
      await new Promise((resolve) => { setTimeout(resolve, 2_000); });
      expect(subjects(stream.told)).toEqual([]);
    });
    expect(subjects(await stream.until((told) => subjects(told).length === 3))).toEqual(['slow', 'fast', 'faster']);
    stream.close();
  });

  test('goes on from the last id, with what was missed and nothing twice', async () => {
    const { world } = web();
    const first = await streamOf('desk');
    for (const name of ['one', 'two']) await emit(world.ownerDb, name);
    const told = await first.until((list) => subjects(list).length === 2);
    first.close();
    for (const name of ['three', 'four']) await emit(world.ownerDb, name);
    const second = await streamOf('desk', told.at(-1)?.id);
    await emit(world.ownerDb, 'five');
    expect(subjects(await second.until((list) => subjects(list).length === 3))).toEqual(['three', 'four', 'five']);
    const third = await streamOf('desk', told.find((one) => subjects([one])[0] === 'one')?.id);
    expect(subjects(await third.until((list) => subjects(list).length === 4))).toEqual(['two', 'three', 'four', 'five']);
    second.close();
    third.close();
  });

  test('whoever joins while much is said hears everything once, wherever he begins', async () => {
    const { world } = web();
    const before = await streamOf('desk');
    await emit(world.ownerDb, 'begin');
    const start = (await before.until((told) => subjects(told).includes('begin'))).at(-1)?.id;
    const wanted = Array.from({ length: 120 }, (_, index) => `n${index}`);
    const joining: Promise<LiveStream>[] = [];
    for (const [index, name] of wanted.entries()) {
      await emit(world.ownerDb, name);
      if (index % 8 === 0) joining.push(streamOf('desk', start));
    }
    for (const stream of await Promise.all(joining)) {
      expect(subjects(await stream.until((told) => subjects(told).length >= wanted.length))).toEqual(wanted);
      stream.close();
    }
    before.close();
  });

  test('whoever joins without a past hears what is committed from then on, also as the only one', async () => {
    const { world } = web();
    for (let round = 0; round < 5; round += 1) {
      const stream = await streamOf('desk');
      await emit(world.ownerDb, `round ${round}`);
      expect(subjects(await stream.until((told) => subjects(told).length > 0))).toEqual([`round ${round}`]);
      stream.close();
      await stream.ended;
    }
  });

  test('ends with its session, and with the account', async () => {
    const { world } = web();
    const token = await world.token('secondDesk');
    const stream = await openStream(web().url, token);
    await stream.until((told) => told.length > 0);
    expect((await web().call(null, 'POST', '/api/identity/sign-out', {}, { authorization: `Bearer ${token}` })).status).toBe(200);
    await within(60_000, stream.ended);
    const other = await streamOf('secondDesk');
    expect((await web().call('security', 'POST', '/api/identity/suspend', { personId: world.id('secondDesk'), suspended: true, reason: '借调期满' })).status).toBe(200);
    await within(60_000, other.ended);
    expect((await openStream(web().url, token)).status).toBe(401);
  });

  test('drops a reader that does not read, and lets it catch up', async () => {
    const { world } = web();
    const stream = await streamOf('desk');
    await emit(world.ownerDb, 'seen');
    const last = (await stream.until((told) => subjects(told).includes('seen'))).at(-1)?.id;
    stream.pause();
    // Far more than the buffers of a socket hold.
    const heavy = 4_000;
    for (let part = 0; part < 40; part += 1) {
      await sql`insert into platform.event (at, kind, subject, area_path, data)
        select now(), 'incidents.test', 'heavy ' || n, ${world.area('990101001001001').path}, jsonb_build_object('padding', repeat('x', 4000))
        from generate_series(${part * 100}::int, ${part * 100 + 99}::int) as n`.execute(world.ownerDb);
    }
    const other = await streamOf('leader');
    await emit(world.ownerDb, 'last');
    // Nobody else waits for him.
    await other.until((told) => subjects(told).includes('last'));
    other.close();
    await new Promise((resolve) => { setTimeout(resolve, 500); });
    stream.resume();
    await within(60_000, stream.ended);
    expect(subjects(stream.told)).not.toContain('last');
    // So many that he is told to read everything again; fewer are told one by one, however heavy they are.
    const again = await streamOf('desk', last);
    await again.until((told) => told.some((one) => one.event === 'resync'));
    const nearer = await sql<{ place: string }>`select xid::text || '-' || id as place from platform.event where subject = ${`heavy ${heavy - 1_500}`}`.execute(world.ownerDb);
    const patient = await streamOf('desk', nearer.rows[0]?.place);
    const caught = subjects(await patient.until((told) => subjects(told).includes('last')));
    expect(caught).toEqual([...Array.from({ length: 1_499 }, (_, index) => `heavy ${heavy - 1_499 + index}`), 'last']);
    again.close();
    patient.close();
  });

  test('who was away too long, or comes from another life of the database, is told to read everything again', async () => {
    const { world } = web();
    const start = (await (await streamOf('desk')).until((told) => told.length > 0))[0]?.id ?? '';
    await sql`insert into platform.event (at, kind, subject, area_path) select now(), 'incidents.test', 'many ' || n, ${world.area('990101001001001').path} from generate_series(1, 2500) as n`.execute(world.ownerDb);
    for (const lastEventId of [start, '9000000000000000000-1']) {
      const stream = await streamOf('desk', lastEventId);
      await stream.until((told) => told.some((one) => one.event === 'resync'));
      await emit(world.ownerDb, 'after');
      await stream.until((told) => subjects(told).at(-1) === 'after');
      stream.close();
    }
    // What is no place in the feed is no past.
    const odd = await streamOf('desk', 'nonsense');
    await emit(world.ownerDb, 'odd');
    expect(subjects(await odd.until((told) => subjects(told).length > 0))).toEqual(['odd']);
    odd.close();
  });

  test('tells each only what concerns him, and ids only', async () => {
    const { world } = web();
    const it = await caseIn(world, 'dispatched', { description: '程𠮷安的电话是13800138000', reporter: { name: '程𠮷安', phone: '13800138000' } });
    const streams = await Promise.all((['desk', 'handler', 'coHandler', 'resident', 'leader', 'otherDesk', 'otherHandler', 'neighbour', 'system'] as const).map(async (who) => ({ who, stream: await streamOf(who) })));
    await step(world, await step(world, it, 'handler', 'acknowledge'), 'resident', 'urge', { note: '请打13800138000' });
    await newCase(world, { by: 'otherWorker' });
    const heard = new Map(await Promise.all(streams.map(async ({ who, stream }) => {
      if (['desk', 'handler', 'coHandler', 'resident', 'leader'].includes(who)) await stream.until((told) => told.some((one) => one.data['kind'] === 'incidents.urge'));
      return [who, stream] as const;
    })));
    await new Promise((resolve) => { setTimeout(resolve, 700); });
    for (const who of ['otherDesk', 'otherHandler', 'neighbour', 'system'] as const) expect([who, subjects(heard.get(who)?.told ?? [])]).toEqual([who, []]);
    for (const who of ['handler', 'coHandler', 'resident'] as const) {
      // Where other databases of the server are busy, the feed is a moment behind: the step before he came may be told too.
      const told = (heard.get(who)?.told ?? []).filter((one) => one.event === 'message' && Number(one.data['revision']) >= 4);
      expect(told.map((one) => one.data)).toMatchObject([{ kind: 'incidents.acknowledge', subject: it.caseId, state: 'acknowledged' }, { kind: 'incidents.urge', subject: it.caseId, state: 'acknowledged' }]);
      expect(told.every((one) => Object.keys(one.data).sort().join() === 'at,kind,revision,state,subject')).toBe(true);
    }
    for (const { stream } of streams) {
      expect(JSON.stringify(stream.told)).not.toMatch(/13800138000|程/u);
      stream.close();
    }
  });

  test('is for people with an account', async () => {
    expect((await web().call(null, 'GET', '/api/live')).status).toBe(401);
  });

  test('carries the headers of every other answer', async () => {
    const given = new AbortController();
    const { headers } = await fetch(new URL('/api/live', web().url), { signal: given.signal, headers: { authorization: `Bearer ${await web().token('desk')}`, 'x-forwarded-proto': 'https' } });
    given.abort();
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(Object.fromEntries(['content-type', 'x-content-type-options', 'cache-control', 'strict-transport-security'].map((name) => [name, headers.get(name)]))).toEqual({
      'content-type': 'text/event-stream; charset=utf-8', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'strict-transport-security': 'max-age=31536000; includeSubDomains',
    });
  });
});

function within(ms: number, event: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`It did not happen within ${ms} ms.`)), ms);
    void event.then(() => { clearTimeout(late); resolve(); });
  });
}
