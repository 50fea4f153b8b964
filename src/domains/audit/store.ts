import { sql, type Kysely, type RawBuilder } from 'kysely';
import { rowDigestSql, type WalkedLink } from '../../platform/audit-chain.ts';
import type { Database } from '../../platform/db.ts';

export type EntryRow = {
  id: number; at: Date; personId: number | null; personName: string; inNameOf: string | null; post: string;
  operation: string; subject: string; outcome: 'done' | 'refused' | 'denied'; refused: string | null; input: Record<string, unknown>; source: string;
};

/** The last links with the digests of their rows as they are now, in order. */
export async function lastLinks(db: Kysely<Database>, limit: number): Promise<WalkedLink[]> {
  const { rows } = await sql<WalkedLink>`
    select l.seq, l.audit_id as "auditId", l.hash, case when a.id is null then null else ${sql.raw(rowDigestSql)} end as digest
    from (select seq, audit_id, hash from platform.audit_link order by seq desc limit ${limit}) as l left join platform.audit a on a.id = l.audit_id order by l.seq`.execute(db);
  return rows;
}

/** The newest checkpoint of this installation, whether it is what the chain says at its place, and how many entries wait for their link. */
export async function chainState(db: Kysely<Database>): Promise<{ checkpoint: { seq: number; at: Date; fits: boolean } | null; pending: number }> {
  const { rows } = await sql<{ seq: number; at: Date; fits: boolean }>`
    select c.seq, c.at, c.seq = 0 or exists (select from platform.audit_link l where l.seq = c.seq and l.hash = c.head) as fits
    from platform.audit_checkpoint c where c.epoch = (select epoch from platform.installation) order by c.seq desc limit 1`.execute(db);
  const { rows: [left] } = await sql<{ pending: number }>`
    select count(*) as pending from (
      select from platform.audit a
      where (a.xid, a.id) > (select coalesce(max(p.xid), '0'::xid8), coalesce(max(p.id), 0) from (
        select o.xid, o.id from platform.audit_link l join platform.audit o on o.id = l.audit_id order by l.seq desc limit 1) as p)
      order by a.xid, a.id limit 10000) as waiting`.execute(db);
  return { checkpoint: rows[0] ?? null, pending: left?.pending ?? 0 };
}

export type EntryFilter = {
  personId?: number | undefined; person?: string | undefined; operation?: string | undefined; outcome?: EntryRow['outcome'] | undefined; subject?: string | undefined;
  /** Moments: the first included, the second not. */
  from?: Date | undefined; before?: Date | undefined; beforeId?: number | undefined; limit: number;
};

/** Newest first. What the door keeps holds no secret input, so nothing needs hiding here. */
export async function listEntries(db: Kysely<Database>, filter: EntryFilter): Promise<EntryRow[]> {
  const conditions: RawBuilder<unknown>[] = [];
  if (filter.personId !== undefined) conditions.push(sql`person_id = ${filter.personId}`);
  if (filter.operation !== undefined) conditions.push(filter.operation.includes('.') ? sql`operation = ${filter.operation}` : sql`starts_with(operation, ${`${filter.operation}.`})`);
  if (filter.outcome !== undefined) conditions.push(sql`outcome = ${filter.outcome}`);
  if (filter.subject !== undefined) conditions.push(sql`subject = ${filter.subject}`);
  if (filter.from !== undefined) conditions.push(sql`at >= ${filter.from}`);
  if (filter.before !== undefined) conditions.push(sql`at < ${filter.before}`);
  if (filter.beforeId !== undefined) conditions.push(sql`id < ${filter.beforeId}`);
  const listed = (more: RawBuilder<unknown>): RawBuilder<EntryRow> => sql<EntryRow>`
    select id, at, person_id as "personId", person_name as "personName", in_name_of as "inNameOf", post, operation, subject, outcome, refused, input, address as source
    from platform.audit_facts where ${sql.join([...conditions, more], sql` and `)} order by id desc limit ${filter.limit}`;
  // By way of the people: their ids are indexed, the names in the log are not. The newest of each hold the newest of all.
  const { rows } = await (filter.person === undefined ? listed(sql`true`) : sql<EntryRow>`
    select e.* from (select id from identity.person_facts where strpos(name, ${filter.person}) > 0) as p cross join lateral (${listed(sql`person_id = p.id`)}) as e
    order by e.id desc limit ${filter.limit}`).execute(db);
  return rows;
}
