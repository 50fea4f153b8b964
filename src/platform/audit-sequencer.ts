import { open } from 'node:fs/promises';
import { sql, type Transaction } from 'kysely';
import { chainStart, checkpointHeader, isGenuine, linkHash, parseCheckpoint, publicKeysOf, rowDigestSql, signCheckpoint, type SignedCheckpoint, type SigningKey } from './audit-chain.ts';
import type { Database, Db } from './db.ts';
import { errorFields, type Log } from './log.ts';
import { asHouse } from './wall.ts';

// Links the audit after the commits, so that writers never wait for one another; signs where the chain stands.

/** Any number of servers on one database: the lock lets one of them link at a time. */
const lock = sql<{ got: boolean }>`select pg_try_advisory_xact_lock(hashtextextended('jingwei audit chain', 0)) as got`;
const batch = 2_000;
const checkpointSeconds = 60;

/**
 * Links what was committed and is not linked: rows of transactions older than every running one, in the order
 * (transaction, id), as the live feed reads events. Another process that is at it is left to it.
 * @returns rows linked
 */
export async function linkRows(db: Db): Promise<number> {
  let linked = 0;
  for (;;) {
    // In a transaction of its own, which takes no lock: an idle installation asks this and writes nothing.
    if (!(await asHouse(db, 'audit', hasNews))) return linked;
    const n = await asHouse(db, 'audit', async (transaction) => {
      const { rows } = await lock.execute(transaction);
      if (rows[0]?.got !== true) return 0;
      // By its index in order, whatever the statistics of a log that just grew: no batch sorts the whole of it.
      await sql`set local enable_seqscan = off`.execute(transaction);
      const end = await chainEnd(transaction);
      return append(transaction, end, (await wasMoved(transaction, end)) ? await unlinked(transaction, batch) : await after(transaction, end, batch));
    });
    linked += n;
    if (n < batch) return linked;
  }
}

/** Whatever is not linked yet, however it got there. For a database that nobody else uses: just restored, or moved. */
export async function linkLeft(db: Db): Promise<number> {
  let linked = 0;
  for (;;) {
    const n = await asHouse(db, 'audit', async (transaction) => append(transaction, await chainEnd(transaction), await unlinked(transaction, batch * 10)));
    linked += n;
    if (n < batch * 10) return linked;
  }
}

type End = { readonly seq: number; readonly head: Buffer; readonly xid: string; readonly id: number };
type Unlinked = { readonly id: number; readonly digest: Buffer };

// The newest link whose row is still there: a deleted row must not make the sequencer begin anew.
const endSql = sql`
  select last.seq, last.hash as head, coalesce(place.xid, '0'::xid8)::text as xid, coalesce(place.id, 0) as id
  from (select seq, hash from platform.audit_link order by seq desc limit 1) as last
  left join lateral (
    select a.xid, a.id from platform.audit_link l join platform.audit a on a.id = l.audit_id order by l.seq desc limit 1
  ) as place on true`;

async function chainEnd(db: Db | Transaction<Database>): Promise<End> {
  const { rows } = await sql<End>`${endSql}`.execute(db);
  return rows[0] ?? { seq: 0, head: chainStart, xid: '0', id: 0 };
}

async function hasNews(db: Db): Promise<boolean> {
  const end = await chainEnd(db);
  const { rows } = await sql`
    select 1 as one from platform.audit a where (a.xid, a.id) > (${end.xid}::xid8, ${end.id}) and a.xid < pg_snapshot_xmin(pg_current_snapshot())
    order by a.xid, a.id limit 1`.execute(db);
  return rows.length > 0 || wasMoved(db, end);
}

/** Linked rows are older than every running transaction; where one seems younger, the database came from another server. */
async function wasMoved(db: Db | Transaction<Database>, end: End): Promise<boolean> {
  const { rows } = await sql<{ moved: boolean }>`select ${end.xid}::xid8 >= pg_snapshot_xmin(pg_current_snapshot()) as moved`.execute(db);
  return rows[0]?.moved ?? false;
}

async function after(db: Transaction<Database>, end: End, limit: number): Promise<readonly Unlinked[]> {
  const { rows } = await sql<Unlinked>`
    select a.id, ${sql.raw(rowDigestSql)} as digest from platform.audit a
    where (a.xid, a.id) > (${end.xid}::xid8, ${end.id}) and a.xid < pg_snapshot_xmin(pg_current_snapshot())
    order by a.xid, a.id limit ${limit}`.execute(db);
  return rows;
}

async function unlinked(db: Transaction<Database>, limit: number): Promise<readonly Unlinked[]> {
  const { rows } = await sql<Unlinked>`
    select a.id, ${sql.raw(rowDigestSql)} as digest from platform.audit a
    where not exists (select from platform.audit_link l where l.audit_id = a.id)
      and (a.xid < pg_snapshot_xmin(pg_current_snapshot()) or a.xid >= pg_snapshot_xmax(pg_current_snapshot()))
    order by a.xid, a.id limit ${limit}`.execute(db);
  return rows;
}

async function append(db: Transaction<Database>, end: End, rows: readonly Unlinked[]): Promise<number> {
  if (rows.length === 0) return 0;
  let { head } = end;
  const hashes = rows.map(({ digest }) => (head = linkHash(head, digest)).toString('hex'));
  await sql`
    insert into platform.audit_link (seq, audit_id, hash)
    select seq, audit_id, decode(hash, 'hex')
    from unnest(${rows.map((_row, index) => end.seq + index + 1)}::bigint[], ${rows.map(({ id }) => id)}::bigint[], ${hashes}::text[]) as new(seq, audit_id, hash)`.execute(db);
  return rows.length;
}

export type CheckpointOptions = {
  readonly key: SigningKey;
  /** Set by a restore: the epoch whose place this installation took. */
  readonly afterEpoch?: string;
  /** Not before the last one is this old; 0 signs at once. */
  readonly seconds?: number;
};

/** Signs where the chain stands, unless nothing was linked since the last time. */
export async function makeCheckpoint(db: Db, options: CheckpointOptions): Promise<SignedCheckpoint | null> {
  const { key, afterEpoch = null, seconds = checkpointSeconds } = options;
  return db.transaction().execute(async (transaction) => {
    const { rows: [standing] } = await sql<{ epoch: string; seq: number; head: Buffer | null; at: Date; due: boolean }>`
      select i.epoch, coalesce(l.seq, 0) as seq, l.hash as head, date_trunc('milliseconds', clock_timestamp()) as at,
        (l.seq is not null or ${afterEpoch}::uuid is not null) and (c.seq is null or (c.seq <> l.seq and c.at <= clock_timestamp() - ${seconds} * interval '1 second')) as due
      from platform.installation i
      left join lateral (select seq, hash from platform.audit_link order by seq desc limit 1) as l on true
      left join lateral (select seq, at from platform.audit_checkpoint where epoch = i.epoch order by seq desc limit 1) as c on true`.execute(transaction);
    if (!standing?.due) return null;
    const { rows } = await lock.execute(transaction);
    if (rows[0]?.got !== true) return null;
    const { epoch, seq, head, at } = standing;
    const made = signCheckpoint({ epoch, seq, head: (head ?? chainStart).toString('hex'), count: seq, at: at.toISOString(), afterEpoch }, key);
    // Two servers that saw the same place: the first has signed it.
    const kept = await sql`
      insert into platform.audit_checkpoint (epoch, seq, head, count, at, after_epoch, key, signature)
      values (${epoch}, ${seq}, decode(${made.head}, 'hex'), ${seq}, ${at}, ${afterEpoch}, ${made.key}, decode(${Buffer.from(made.signature, 'base64url').toString('hex')}, 'hex'))
      on conflict (epoch, seq) do nothing`.execute(transaction);
    return kept.numAffectedRows === 1n ? made : null;
  });
}

/** Of the present epoch beyond `seq`, oldest first; or of every epoch. */
export async function checkpointsAfter(db: Db, seq: number, of: 'this epoch' | 'all', limit = 10_000): Promise<SignedCheckpoint[]> {
  const { rows } = await sql<Omit<SignedCheckpoint, 'head' | 'at' | 'signature'> & { head: Buffer; at: Date; signature: Buffer }>`
    select epoch, seq, head, count, at, after_epoch as "afterEpoch", key, signature from platform.audit_checkpoint
    where seq > ${seq} and (${of === 'all'} or epoch = (select epoch from platform.installation)) order by seq, at limit ${limit}`.execute(db);
  return rows.map((row) => ({ ...row, head: row.head.toString('hex'), at: row.at.toISOString(), signature: row.signature.toString('base64url') }));
}

export type Sequencer = {
  /** Links and, once a minute, signs; never throws. One run at a time: a second call joins the first. */
  readonly run: (closing?: boolean) => Promise<void>;
  /** The newest checkpoint in one line, for the responses of clients; null before the first. */
  readonly header: () => string | null;
};

/** `file`: where the checkpoints are added outside of the database, each flushed before the next. */
export function openSequencer(options: { readonly db: Db; readonly log: Log; readonly key: SigningKey; readonly file: string }): Sequencer {
  const { db, log, key, file } = options;
  const keys = publicKeysOf(key.publicPem);
  let header: string | null = null;
  let written: { readonly epoch: string; readonly seq: number; readonly head: string } | undefined;
  let nextAt = 0;
  let current: Promise<void> | undefined;

  async function once(closing: boolean): Promise<void> {
    const linked = await linkRows(db);
    if (linked === 0 && !closing && performance.now() < nextAt) return;
    if (closing || performance.now() >= nextAt) {
      nextAt = performance.now() + checkpointSeconds * 1_000;
      await makeCheckpoint(db, { key, seconds: closing ? 0 : checkpointSeconds - 1 });
      await witness();
    }
  }

  /** Whichever server signed it: every server's file has every checkpoint, those too that a crash kept from being written. */
  async function witness(): Promise<void> {
    written ??= await lastIn(file);
    const { rows: [now] } = await sql<{ epoch: string; head: Buffer | null }>`
      select i.epoch, (select hash from platform.audit_link where seq = ${written?.seq ?? 0}) as head from platform.installation i`.execute(db);
    const isOurs = written !== undefined && written.epoch === now?.epoch;
    if (isOurs && written !== undefined && written.seq > 0 && now?.head?.toString('hex') !== written.head) {
      log.error('the audit does not fit its last checkpoint outside of the database; run: npx jingwei audit verify', { seq: written.seq });
    }
    const genuine = (await checkpointsAfter(db, isOurs && written !== undefined ? written.seq : -1, 'this epoch')).filter((one) => isGenuine(one, keys));
    const newest = genuine.at(-1) ?? (header === null ? (await checkpointsAfter(db, (written?.seq ?? 0) - 1, 'this epoch')).findLast((one) => isGenuine(one, keys)) : undefined);
    if (genuine.length > 0) {
      await appendLines(file, genuine.map((one) => JSON.stringify(one)));
      written = genuine.at(-1);
    }
    if (newest) header = checkpointHeader(newest);
  }

  return {
    header: () => header,
    run: (closing = false) => {
      if (current && !closing) return current;
      const turn = (current ?? Promise.resolve())
        .then(() => once(closing))
        .catch((error: unknown) => { log.error('audit not linked', errorFields(error)); })
        .finally(() => { if (current === turn) current = undefined; });
      return (current = turn);
    },
  };
}

/** Added at the end and flushed before it returns; made for its account alone where it is not there. */
export async function appendLines(file: string, lines: readonly string[]): Promise<void> {
  const handle = await open(file, 'a+', 0o600);
  try {
    // A crash may have left half a line: what follows must not be glued to it.
    const { size } = await handle.stat();
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    const isCut = bytesRead === 1 && buffer[0] !== 10;
    await handle.appendFile(`${isCut ? '\n' : ''}${lines.join('\n')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const tailBytes = 4_096;

async function lastIn(file: string): Promise<SignedCheckpoint | undefined> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(tailBytes), 0, tailBytes, Math.max(0, size - tailBytes));
    return buffer.subarray(0, bytesRead).toString('utf8').split('\n').map(parseCheckpoint).findLast((one) => one !== null) ?? undefined;
  } finally {
    await handle.close();
  }
}
