import pg from 'pg';
import { bindingUpTo, chainStart, checkpointHeader, firstBreak, isGenuine, linkHash, rowDigestSql, type Break, type PublicKeys, type SignedCheckpoint, type WalkedLink } from './audit-chain.ts';
import { columnTypes } from './db.ts';

/** What is wrong first. `seq`: its place in the chain; the row it stands for where that is known. */
export type Finding = {
  readonly kind: Break['kind'] | 'truncated' | 'restamped' | 'unlinked' | 'checkpoint';
  readonly seq: number;
  readonly auditId: number | null;
  readonly at: Date | null;
  readonly operation: string | null;
  /** Restamped or truncated: the last place that its checkpoint still vouches for, and when the one that does not fit was signed. */
  readonly vouched: { readonly seq: number; readonly brokenAt: string } | null;
};

export type Verified = {
  readonly finding: Finding | null;
  /** Links walked, and where the chain ends. */
  readonly walked: number;
  readonly seq: number;
  readonly head: string;
  /** Rows of the last moments that no sequencer has linked yet. */
  readonly pending: number;
  /** Checkpoints that bind this chain and fit it; those that a restore has given up. */
  readonly fitting: number;
  readonly givenUp: number;
  /** The newest that fits. */
  readonly newest: SignedCheckpoint | null;
  /** Signed with keys that are not among the given ones. */
  readonly unknownKeys: number;
};

export type VerifyOptions = {
  /** A role that may read `platform.audit` and the chain. */
  readonly url: string;
  readonly keys: PublicKeys;
  /** Held outside of the database; the database's own are read beside them. */
  readonly checkpoints: readonly SignedCheckpoint[];
  /** Begins at the newest genuine checkpoint not beyond this place; 1 where not said. */
  readonly from?: number;
  readonly onProgress?: (done: number, of: number) => void;
};

const batch = 10_000;

/**
 * Walks the chain in one snapshot and in constant memory: the server digests the rows of a batch on one connection while
 * the links of the batch before are followed here. Stops at the first thing that is wrong.
 */
export async function verifyAudit(options: VerifyOptions): Promise<Verified> {
  const clients = await Promise.all(['1', '2'].map((n) => connect(options.url, n)));
  try {
    return await walk(clients, options);
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  }
}

async function connect(url: string, name: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: `jingwei audit verify ${name}`, types: columnTypes });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function walk(clients: readonly pg.Client[], options: VerifyOptions): Promise<Verified> {
  const [first, ...others] = clients;
  if (!first) throw new Error('no connection');
  await first.query('begin isolation level repeatable read read only');
  const { rows: [shared] } = await first.query<{ id: string }>('select pg_export_snapshot() as id');
  for (const client of others) {
    await client.query('begin isolation level repeatable read read only');
    await client.query(`set transaction snapshot '${shared?.id ?? ''}'`);
  }
  // Each link's row by its own index, whatever stale statistics say: one batch must never read the whole table.
  // As the house: behind the walls a row that is not shown would look like one that was deleted.
  for (const client of clients) await client.query(`select set_config('jingwei.wall', '{"house": true, "job": "audit"}', true)`);
  for (const client of clients) await client.query('set local enable_hashjoin = off; set local enable_mergejoin = off; set local max_parallel_workers_per_gather = 0; set local jit = off');

  const kept = await keptCheckpoints(first);
  // The witness's file repeats what the database keeps.
  const all = [...new Map([...kept, ...options.checkpoints].map((one) => [checkpointHeader(one), one])).values()];
  const known = all.filter(({ key }) => options.keys.has(key));
  const forged = known.find((one) => !isGenuine(one, options.keys));
  const genuine = known.filter((one) => isGenuine(one, options.keys));
  const limits = new Map([...new Set(genuine.map(({ epoch }) => epoch))].map((epoch) => [epoch, bindingUpTo(epoch, genuine)]));
  const binding = genuine.filter(({ epoch, seq }) => seq <= (limits.get(epoch) ?? Infinity));
  const givenUp = genuine.length - binding.length;
  const { rows: [end] } = await first.query<{ seq: number }>('select coalesce(max(seq), 0) as seq from platform.audit_link');
  const last = end?.seq ?? 0;
  const bySeq = new Map<number, SignedCheckpoint[]>();
  for (const one of binding) bySeq.set(one.seq, [...(bySeq.get(one.seq) ?? []), one]);
  const places = [...bySeq.keys()].sort((a, b) => a - b);

  const anchor = binding.filter(({ seq }) => seq < (options.from ?? 1)).sort((a, b) => b.seq - a.seq)[0];
  let seq = anchor?.seq ?? 0;
  let head = anchor ? Buffer.from(anchor.head, 'hex') : chainStart;
  const begin = seq;
  let fitting = anchor ? bySeq.get(seq)?.length ?? 0 : 0;
  let newest: SignedCheckpoint | null = anchor ?? null;
  let nextPlace = places.findIndex((place) => place > seq);
  if (nextPlace < 0) nextPlace = places.length;

  const answer = (finding: Finding | null, pending = 0): Verified => ({
    finding, walked: seq - begin, seq, head: head.toString('hex'), pending, fitting, givenUp, newest, unknownKeys: new Set(all.filter(({ key }) => !options.keys.has(key)).map(({ key }) => key)).size,
  });

  // Two batches are always under way, one on each connection.
  const reads: { readonly from: number; readonly client: pg.Client; readonly links: Promise<Packed> }[] = [];
  let ahead = seq;
  const readAhead = (client: pg.Client): void => {
    if (ahead >= last) return;
    const links = packed(client, ahead, ahead + batch);
    links.catch(() => undefined); // awaited below, in its turn
    reads.push({ from: ahead, client, links });
    ahead += batch;
  };
  for (const client of clients) readAhead(client);
  for (let read = reads.shift(); read !== undefined; read = reads.shift()) {
    const { both, whole } = await read.links;
    const { from, client } = read;
    readAhead(client);
    let sound = whole && seq === from;
    const count = sound ? both.length / 64 : 0;
    for (let n = 0; n < count; n += 1) {
      const stored = both.subarray(n * 64, n * 64 + 32);
      const next = linkHash(head, both.subarray(n * 64 + 32, n * 64 + 64));
      if (!next.equals(stored)) { sound = false; break; }
      head = next;
      seq += 1;
      if (seq !== places[nextPlace]) continue;
      nextPlace += 1;
      const here = bySeq.get(seq) ?? [];
      const wrong = here.find((one) => one.head !== head.toString('hex') || one.count !== seq);
      if (wrong) {
        await Promise.allSettled(reads.map(({ links }) => links));
        return answer(await atPlace(first, { kind: 'restamped', seq: (newest?.seq ?? 0) + 1, vouched: { seq: newest?.seq ?? 0, brokenAt: wrong.at } }));
      }
      fitting += here.length;
      newest = here[0] ?? newest;
    }
    if (!sound) {
      await Promise.allSettled(reads.map(({ links }) => links));
      return answer(await inDetail(first, seq, head, newest));
    }
    options.onProgress?.(seq - begin, last - begin);
  }

  const missing = binding.filter((one) => one.seq > last).sort((a, b) => a.seq - b.seq)[0];
  if (missing) return answer(await atPlace(first, { kind: 'truncated', seq: last + 1, vouched: { seq: newest?.seq ?? 0, brokenAt: missing.at } }));
  const loose = await unlinked(first, last);
  if (loose.finding) return answer(loose.finding, loose.pending);
  if (forged) return answer(await atPlace(first, { kind: 'checkpoint', seq: forged.seq, vouched: null }), loose.pending);
  return answer(null, loose.pending);
}

type Packed = { readonly both: Buffer; readonly whole: boolean };

/** The links beyond `after` up to `to`: for each its 32 bytes and the 32 of its row's digest, zeros for a row that is gone. */
async function packed(client: pg.Client, after: number, to: number): Promise<Packed> {
  const { rows: [row] } = await client.query<{ both: Buffer | null; n: number; lowest: number | null; highest: number | null }>(`
    select string_agg(hash || digest, ''::bytea order by seq) as both, count(*) as n, min(seq) as lowest, max(seq) as highest
    from (
      select l.seq, l.hash, case when a.id is null then decode(repeat('00', 32), 'hex') else ${rowDigestSql} end as digest
      from platform.audit_link l left join platform.audit a on a.id = l.audit_id where l.seq > $1 and l.seq <= $2 order by l.seq
    ) as one`, [after, to]);
  const { both, n = 0, lowest, highest } = row ?? {};
  if (!both) return { both: Buffer.alloc(0), whole: false };
  return { both, whole: lowest === after + 1 && highest === after + n && both.length === n * 64 };
}

/** What exactly is wrong in the links after a place up to which all is well. */
async function inDetail(client: pg.Client, seq: number, head: Buffer, newest: SignedCheckpoint | null): Promise<Finding> {
  const { rows } = await client.query<WalkedLink>(`
    select l.seq, l.audit_id as "auditId", l.hash, case when a.id is null then null else ${rowDigestSql} end as digest
    from platform.audit_link l left join platform.audit a on a.id = l.audit_id where l.seq > $1 order by l.seq limit $2`, [seq, batch]);
  const found = firstBreak(rows, { seq, hash: head });
  // The batch came broken, but its links are whole: it was read between two places that do not meet.
  const { kind, seq: place } = found ?? { kind: 'deleted' as const, seq: seq + 1 };
  return atPlace(client, { kind, seq: place, auditId: found?.auditId ?? null, vouched: newest && { seq: newest.seq, brokenAt: newest.at } });
}

/** The row that stands at this place, as far as there is one. */
async function atPlace(client: pg.Client, finding: Pick<Finding, 'kind' | 'seq' | 'vouched'> & { readonly auditId?: number | null }): Promise<Finding> {
  const { rows: [row] } = await client.query<{ id: number; at: Date | null; operation: string | null }>(`
    select coalesce(a.id, l.audit_id) as id, a.at, a.operation from platform.audit_link l left join platform.audit a on a.id = l.audit_id where l.seq = $1`, [finding.seq]);
  return { ...finding, auditId: finding.auditId ?? row?.id ?? null, at: row?.at ?? null, operation: row?.operation ?? null };
}

/** Rows older than the newest linked one that have no link: nobody's transaction was that slow. */
async function unlinked(client: pg.Client, links: number): Promise<{ readonly finding: Finding | null; readonly pending: number }> {
  const place = `(select a.xid, a.id from platform.audit_link l join platform.audit a on a.id = l.audit_id order by l.seq desc limit 1)`;
  const { rows: [count] } = await client.query<{ older: number; pending: number }>(`
    with last as materialized ${place}
    select (select count(*) from platform.audit a where (a.xid, a.id) <= (select xid, id from last)) as older,
      (select count(*) from platform.audit a where not exists (select from last) or (a.xid, a.id) > (select xid, id from last)) as pending`);
  if (!count || count.older === links || links === 0) return { finding: null, pending: count?.pending ?? 0 };
  await client.query('set local enable_hashjoin = on; set local enable_mergejoin = on');
  const { rows: [row] } = await client.query<{ id: number; at: Date; operation: string }>(`
    with last as materialized ${place}
    select a.id, a.at, a.operation from platform.audit a
    where (a.xid, a.id) <= (select xid, id from last) and not exists (select from platform.audit_link l where l.audit_id = a.id) order by a.id limit 1`);
  return { finding: row ? { kind: 'unlinked', seq: 0, auditId: row.id, at: row.at, operation: row.operation, vouched: null } : null, pending: count.pending };
}

async function keptCheckpoints(client: pg.Client): Promise<SignedCheckpoint[]> {
  const { rows } = await client.query<Omit<SignedCheckpoint, 'head' | 'at' | 'signature'> & { head: Buffer; at: Date; signature: Buffer }>(
    'select epoch, seq, head, count, at, after_epoch as "afterEpoch", key, signature from platform.audit_checkpoint order by seq, at');
  return rows.map((row) => ({ ...row, head: row.head.toString('hex'), at: row.at.toISOString(), signature: row.signature.toString('base64url') }));
}
