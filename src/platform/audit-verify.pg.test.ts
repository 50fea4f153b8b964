import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { behindAll, withDatabase, type TestDatabase } from '../../test/support/pg.ts';
import { canonicalRow, chainStart, linkHash, parseCheckpoint, publicKeysOf, rowDigest, rowDigestSql, signCheckpoint, signingKeyOf, type CanonicalRow, type SignedCheckpoint } from './audit-chain.ts';
import { checkpointsAfter, linkLeft, linkRows, makeCheckpoint, openSequencer } from './audit-sequencer.ts';
import { verifyAudit, type VerifyOptions } from './audit-verify.ts';
import type { Db } from './db.ts';
import { openDb } from './db.ts';
import { silentLog } from './log.ts';
import { sized } from '../../test/support/size.ts';

const key = signingKeyOf('a test');
const keys = publicKeysOf(key.publicPem);

/** Rows as the door writes them: rare characters, other people's names, nothing and everything filled in. */
async function write(db: Db, n: number, from = 1): Promise<void> {
  await sql`
    insert into platform.audit (at, person_id, person_name, in_name_of, post, operation, subject, outcome, refused, input, address)
    select platform.now(), nullif(i % 5, 0), case i % 3 when 0 then '' when 1 then '赵𠮷' else E'"a\\\\b"\\t\\u0001\\u007f' end, case when i % 4 = 0 then '林知微' end, '派遣员', 'incidents.handle', 'case:' || i,
      case when i % 7 = 0 then 'refused' else 'done' end, case when i % 7 = 0 then 'incidents/not-now' end,
      jsonb_build_object('n', i, 'real', 1.50, 'list', jsonb_build_array(null, true, '𠮷"'), 'bb', '', 'a', '值'), '203.0.113.7'
    from generate_series(${from}::int, ${from + n - 1}::int) i`.execute(db);
}

const verify = (database: TestDatabase, checkpoints: readonly SignedCheckpoint[] = [], more: Partial<VerifyOptions> = {}) => verifyAudit({ url: database.ownerUrl, keys, checkpoints, ...more });

/** Links all that is there: tests beside this one have transactions on the same server. */
async function link(db: Db): Promise<number> {
  await behindAll(db);
  return linkRows(db);
}

/** Forty rows, linked, with a checkpoint at 10, 20 and 30. */
async function forty(database: TestDatabase): Promise<SignedCheckpoint[]> {
  const { db } = database;
  const made: (SignedCheckpoint | null)[] = [];
  for (const from of [1, 11, 21, 31]) {
    await write(db, 10, from);
    expect(await link(db)).toBe(10);
    if (from < 31) made.push(await makeCheckpoint(db, { key, seconds: 0 }));
  }
  const signed = made.filter((one) => one !== null);
  expect(signed.map(({ seq, count }) => [seq, count])).toEqual([[10, 10], [20, 20], [30, 30]]);
  return signed;
}

const manyRows = sized('AUDIT_ROWS', 100_000);

describe('the canonical row', () => {
  test('is the same for the server and for us, in any time zone', () => withDatabase(async ({ db, ownerDb }) => {
    await write(db, 60);
    await sql`insert into platform.audit (at, person_name, post, operation, subject, outcome, input, address) values ('1969-12-31T23:59:59.999999Z', '', '', '', '', 'done', '{}', ''), ('2026-02-28T23:59:59.999999+08:00', '', '', '', '', 'done', '[1e30, -0.10, "\\ud842\\udfb7"]', '')`.execute(ownerDb);
    type Read = Omit<CanonicalRow, 'atMicros'> & { atMicros: string; digest: Buffer };
    for (const zone of ['UTC', 'Asia/Kathmandu']) {
      const { rows } = await ownerDb.transaction().execute(async (transaction) => {
        await sql`set local time zone ${sql.lit(zone)}`.execute(transaction);
        await sql`set local datestyle = 'German'`.execute(transaction);
        return sql<Read>`
          select id, (extract(epoch from at) * 1000000)::bigint::text as "atMicros", person_id as "personId", person_name as "personName", in_name_of as "inNameOf", post, operation, subject,
            outcome, refused, input::text as "inputText", address, ${sql.raw(rowDigestSql)} as digest from platform.audit a order by id`.execute(transaction);
      });
      expect(rows).toHaveLength(62);
      for (const row of rows) expect(rowDigest({ ...row, atMicros: BigInt(row.atMicros) }).equals(row.digest), canonicalRow({ ...row, atMicros: BigInt(row.atMicros) })).toBe(true);
    }
  }));
});

describe('the sequencer', () => {
  test('links what is committed and skips no row of a slow transaction', () => withDatabase(async (database) => {
    const { db, ownerDb, pool } = database;
    await write(db, 3);
    await behindAll(db);
    const slow = await pool.connect();
    await slow.query('begin');
    await slow.query(`insert into platform.audit (at, person_name, post, operation, subject, outcome, input, address) values (now(), '慢', '', 'slow', '', 'done', '{}', '')`);
    await write(db, 5, 10);
    expect(await linkRows(db)).toBe(3);
    expect((await verify(database)).finding).toBeNull();
    await slow.query('commit');
    slow.release();
    expect(await link(db)).toBe(6);
    expect(await linkRows(db)).toBe(0);
    const { rows } = await sql<{ n: number; linked: number }>`select (select count(*) from platform.audit) as n, (select count(distinct audit_id) from platform.audit_link) as linked`.execute(ownerDb);
    expect(rows[0]).toEqual({ n: 9, linked: 9 });
    expect(await verify(database)).toMatchObject({ finding: null, walked: 9, pending: 0 });
  }));

  test('two at once, with writers and slow transactions, link every row once', { timeout: 120_000 }, () => withDatabase(async (database) => {
    const { db, ownerDb, appUrl } = database;
    const others = [openDb(appUrl, { applicationName: 'sequencer 1', max: 2 }), openDb(appUrl, { applicationName: 'sequencer 2', max: 2 })];
    let writing = true;
    try {
      const writers = Array.from({ length: 4 }, async (_, writer) => {
        for (let n = 0; n < 40; n += 1) {
          await db.transaction().execute(async (transaction) => {
            await write(transaction, 3, writer * 1_000 + n * 10);
            if (n % 10 === writer) await sql`select pg_sleep(0.05)`.execute(transaction);
          });
        }
      });
      const sequencers = others.map(async (other) => {
        let linked = 0;
        while (writing) linked += await linkRows(other.db);
        return linked;
      });
      await Promise.all(writers);
      writing = false;
      const linked = (await Promise.all(sequencers)).reduce((sum, n) => sum + n, 0) + await link(db);
      expect(linked).toBe(480);
      const { rows } = await sql<{ n: number; highest: number }>`select count(distinct audit_id) as n, max(seq) as highest from platform.audit_link`.execute(ownerDb);
      expect(rows[0]).toEqual({ n: 480, highest: 480 });
      expect(await verify(database)).toMatchObject({ finding: null, walked: 480, pending: 0 });
    } finally {
      await Promise.all(others.map((other) => other.close()));
    }
  }));

  test('signs only when there is news, writes each checkpoint to the file outside, and catches up with one that a crash kept from it', () => withDatabase(async (database) => {
    const { db, ownerDb } = database;
    const folder = await mkdtemp(path.join(os.tmpdir(), 'jingwei-witness-'));
    const file = path.join(folder, 'checkpoints.jsonl');
    try {
      const lines = async (): Promise<(number | undefined)[]> => (await readFile(file, 'utf8').catch(() => '')).trimEnd().split('\n').filter(Boolean).map((line) => parseCheckpoint(line)?.seq);
      const first = openSequencer({ db, log: silentLog, key, file });
      await first.run();
      expect(first.header()).toBeNull();
      await write(db, 4);
      await behindAll(db);
      await first.run(true);
      expect(await lines()).toEqual([4]);
      const written = sql`select (select count(*) from platform.audit_link) as links, (select count(*) from platform.audit_checkpoint) as checkpoints, (select max(xid::text::bigint) from platform.audit) as last`;
      const { rows: before } = await written.execute(ownerDb);
      await behindAll(db);
      await first.run(true);
      const { rows: later } = await written.execute(ownerDb);
      // Nothing happened: nothing was written.
      expect(later).toEqual(before);
      expect(parseCheckpoint(first.header() ?? '')).toMatchObject({ seq: 4, count: 4 });
      await write(db, 1, 5);
      await link(db);
      await makeCheckpoint(db, { key, seconds: 0 });
      const second = openSequencer({ db, log: silentLog, key, file });
      await behindAll(db);
      await second.run(true);
      expect(await lines()).toEqual([4, 5]);
      expect(parseCheckpoint(second.header() ?? '')).toMatchObject({ seq: 5 });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }));

  test('goes on in a database that came from a server with higher numbers of transactions', () => withDatabase(async (database) => {
    const { db, ownerDb } = database;
    await write(db, 6);
    await sql`update platform.audit set xid = '900000000000'`.execute(ownerDb);
    expect(await linkLeft(db)).toBe(6);
    await write(db, 2, 7);
    expect(await link(db)).toBe(2);
    await sql`update platform.audit set xid = '3' where id <= 6`.execute(ownerDb);
    expect(await verify(database)).toMatchObject({ finding: null, walked: 8 });
  }));
});

describe('audit verify', () => {
  test('finds nothing where nothing was done, from the start and from a checkpoint on', () => withDatabase(async (database) => {
    const outside = await forty(database);
    await write(database.db, 2, 41);
    expect(await verify(database, outside)).toMatchObject({ finding: null, walked: 40, seq: 40, pending: 2, fitting: 3, unknownKeys: 0, newest: { seq: 30 } });
    expect(await verify(database, outside, { from: 25 })).toMatchObject({ finding: null, walked: 20, seq: 40 });
  }));

  // By whoever owns the database, and knows how the chain is made.
  test.each<[string, string, object]>([
    ['a changed row', `update platform.audit set outcome = 'done', refused = null where id = (select audit_id from platform.audit_link where seq = 14)`, { kind: 'changed', seq: 14 }],
    ['a changed moment', `update platform.audit set at = at + interval '1 microsecond' where id = (select audit_id from platform.audit_link where seq = 33)`, { kind: 'changed', seq: 33 }],
    ['a deleted row', 'delete from platform.audit where id = (select audit_id from platform.audit_link where seq = 21)', { kind: 'deleted', seq: 21 }],
    ['a row deleted with its link', 'with gone as (delete from platform.audit_link where seq = 22 returning audit_id) delete from platform.audit where id in (select audit_id from gone)', { kind: 'deleted', seq: 22 }],
    ['a row put in among old ones, without a link', `insert into platform.audit (id, xid, at, person_name, post, operation, subject, outcome, input, address) overriding system value select 100000, xid, at, '', '', 'x', '', 'done', '{}', '' from platform.audit where id = (select audit_id from platform.audit_link where seq = 14)`, { kind: 'unlinked', auditId: 100000 }],
    ['two rows that changed places', 'update platform.audit_link l set audit_id = -o.audit_id from platform.audit_link o where (l.seq, o.seq) in ((17, 18), (18, 17)); update platform.audit_link set audit_id = -audit_id where audit_id < 0', { kind: 'reordered', seq: 17 }],
    ['contents that changed places', `update platform.audit a set subject = o.subject, input = o.input, person_id = o.person_id, person_name = o.person_name, in_name_of = o.in_name_of, outcome = o.outcome, refused = o.refused from platform.audit o where a.subject in ('case:5', 'case:6') and o.subject in ('case:5', 'case:6') and a.id <> o.id`, { kind: 'changed', seq: 5 }],
    ['a forged checkpoint', `update platform.audit_checkpoint set signature = decode(repeat('00', 64), 'hex') where seq = 20`, { kind: 'checkpoint', seq: 20 }],
  ])('finds %s', (_what, attack, finding) => withDatabase(async (database) => {
    const outside = await forty(database);
    await sql.raw(attack).execute(database.ownerDb);
    expect((await verify(database, outside)).finding).toMatchObject(finding);
  }));

  test('finds a row put in with a link of its own', () => withDatabase(async (database) => {
    const outside = await forty(database);
    const { ownerDb } = database;
    await sql`update platform.audit_link set seq = -seq where seq >= 15`.execute(ownerDb).catch(() => undefined);
    await sql`alter table platform.audit_link drop constraint audit_link_seq_check`.execute(ownerDb);
    await sql`update platform.audit_link set seq = -seq - 1 where seq >= 15`.execute(ownerDb);
    await sql`update platform.audit_link set seq = -seq where seq < 0`.execute(ownerDb);
    await write(ownerDb, 1, 99);
    await sql`insert into platform.audit_link (seq, audit_id, hash) select 15, max(id), decode(repeat('ab', 32), 'hex') from platform.audit`.execute(ownerDb);
    expect((await verify(database, outside)).finding).toMatchObject({ kind: 'inserted', seq: 15 });
  }));

  test('finds a tail cut off with its links, by the witness outside, whatever the database keeps', () => withDatabase(async (database) => {
    const outside = await forty(database);
    const { ownerDb } = database;
    await sql`with gone as (delete from platform.audit_link where seq > 25 returning audit_id) delete from platform.audit where id in (select audit_id from gone)`.execute(ownerDb);
    await sql`delete from platform.audit_checkpoint where seq > 25`.execute(ownerDb);
    expect((await verify(database)).finding).toBeNull();
    expect((await verify(database, outside)).finding).toMatchObject({ kind: 'truncated', seq: 26, vouched: { seq: 20 } });
    // Also when it has grown again beyond the place.
    await write(database.db, 30, 200);
    await link(database.db);
    expect((await verify(database, outside)).finding).toMatchObject({ kind: 'restamped', seq: 21 });
    await sql`truncate platform.audit, platform.audit_link, platform.audit_checkpoint`.execute(ownerDb);
    expect((await verify(database, outside)).finding).toMatchObject({ kind: 'truncated', seq: 1 });
  }));

  test('finds a rewritten row whose tail was recomputed, with the database\'s own checkpoints and without', () => withDatabase(async (database) => {
    const outside = await forty(database);
    const { ownerDb } = database;
    await sql`update platform.audit set input = '{"n": 0}' where id = (select audit_id from platform.audit_link where seq = 12)`.execute(ownerDb);
    await restamp(ownerDb);
    expect((await verify(database)).finding).toMatchObject({ kind: 'restamped', seq: 11, vouched: { seq: 10 } });
    await sql`delete from platform.audit_checkpoint`.execute(ownerDb);
    expect((await verify(database)).finding).toBeNull();
    expect((await verify(database, outside)).finding).toMatchObject({ kind: 'restamped', seq: 11, vouched: { seq: 10 } });
    // He signs with a key of his own: it is nobody's.
    const thief = signingKeyOf('a thief');
    expect(await verify(database, [...outside, signCheckpoint({ ...at(outside, 2), head: (await headAt(ownerDb, 30)) }, thief)])).toMatchObject({ finding: { kind: 'restamped' }, unknownKeys: 1 });
  }));

  test('lets a restore give up what followed its backup, and nothing else', () => withDatabase(async (database) => {
    const outside = await forty(database);
    const { db, ownerDb } = database;
    const { rows } = await sql<{ epoch: string }>`select epoch from platform.installation`.execute(db);
    await sql`with gone as (delete from platform.audit_link where seq > 25 returning audit_id) delete from platform.audit where id in (select audit_id from gone)`.execute(ownerDb);
    await sql`delete from platform.audit_checkpoint where seq > 25`.execute(ownerDb);
    await sql`update platform.installation set epoch = gen_random_uuid()`.execute(ownerDb);
    expect((await verify(database, outside)).finding).toMatchObject({ kind: 'truncated' });
    const said = await makeCheckpoint(db, { key, seconds: 0, afterEpoch: rows[0]?.epoch ?? '' });
    expect(said).toMatchObject({ seq: 25, afterEpoch: rows[0]?.epoch });
    expect(await verify(database, outside)).toMatchObject({ finding: null, givenUp: 1, fitting: 3 });
    await sql`update platform.audit set post = '' where id = (select audit_id from platform.audit_link where seq = 3)`.execute(ownerDb);
    await restamp(ownerDb);
    expect((await verify(database, outside)).finding).toMatchObject({ kind: 'restamped', seq: 1 });
  }));

  test(`walks ${manyRows} rows in batches, and finds one changed among them`, { timeout: 180_000 * Math.ceil(manyRows / 100_000) }, () => withDatabase(async (database) => {
    await write(database.db, manyRows);
    expect(await link(database.db)).toBe(manyRows);
    await makeCheckpoint(database.db, { key, seconds: 0 });
    const outside = await checkpointsAfter(database.db, 0, 'all');
    const heard: number[] = [];
    expect(await verify(database, outside, { onProgress: (done, of) => { heard.push(done / of); } })).toMatchObject({ finding: null, walked: manyRows, fitting: 1 });
    expect(heard).toEqual(Array.from({ length: manyRows / 10_000 }, (_none, at) => (at + 1) / (manyRows / 10_000)));
    await sql`update platform.audit set address = '203.0.113.8' where id = (select audit_id from platform.audit_link where seq = 77777)`.execute(database.ownerDb);
    expect((await verify(database, outside)).finding).toMatchObject({ kind: 'changed', seq: 77_777 });
  }));

  test('the app may add links and checkpoints, and neither change nor delete any', () => withDatabase(async (database) => {
    await forty(database);
    for (const attempt of ['update platform.audit_link set hash = hash', 'delete from platform.audit_link', 'truncate platform.audit_link', 'update platform.audit_checkpoint set seq = 1', 'delete from platform.audit_checkpoint', 'update platform.audit set post = post']) {
      await expect(sql.raw(attempt).execute(database.db), attempt).rejects.toMatchObject({ code: '42501' });
    }
  }));
});

/** What an attacker does who reads our source: every link anew. */
async function restamp(db: Db): Promise<void> {
  const { rows } = await sql<{ seq: number; digest: Buffer }>`select l.seq, ${sql.raw(rowDigestSql)} as digest from platform.audit_link l join platform.audit a on a.id = l.audit_id order by l.seq`.execute(db);
  let head = chainStart;
  for (const { seq, digest } of rows) {
    head = linkHash(head, digest);
    await sql`update platform.audit_link set hash = ${head} where seq = ${seq}`.execute(db);
  }
}

async function headAt(db: Db, seq: number): Promise<string> {
  const { rows } = await sql<{ head: string }>`select encode(hash, 'hex') as head from platform.audit_link where seq = ${seq}`.execute(db);
  return rows[0]?.head ?? '';
}

function at(list: readonly SignedCheckpoint[], index: number): SignedCheckpoint {
  const one = list[index];
  if (!one) throw new Error('no such checkpoint');
  return one;
}
