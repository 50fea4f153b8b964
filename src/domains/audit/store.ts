import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '../../platform/db.ts';

export type EntryRow = {
  id: number; at: Date; personId: number | null; personName: string; inNameOf: string | null; post: string;
  operation: string; subject: string; outcome: 'done' | 'refused' | 'denied'; refused: string | null; input: Record<string, unknown>; source: string;
};

export type EntryFilter = {
  personId?: number | undefined; person?: string | undefined; operation?: string | undefined; outcome?: EntryRow['outcome'] | undefined; subject?: string | undefined;
  /** Moments: the first included, the second not. */
  from?: Date | undefined; before?: Date | undefined; beforeId?: number | undefined; limit: number;
};

/** Newest first. What the door keeps holds no secret input, so nothing needs hiding here. */
export async function listEntries(db: Kysely<Database>, filter: EntryFilter): Promise<EntryRow[]> {
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  if (filter.personId !== undefined) conditions.push(sql`person_id = ${filter.personId}`);
  // By way of the people: their ids are indexed, the names in the log are not.
  if (filter.person !== undefined) conditions.push(sql`person_id in (select id from identity.person_facts where strpos(name, ${filter.person}) > 0)`);
  if (filter.operation !== undefined) conditions.push(filter.operation.includes('.') ? sql`operation = ${filter.operation}` : sql`starts_with(operation, ${`${filter.operation}.`})`);
  if (filter.outcome !== undefined) conditions.push(sql`outcome = ${filter.outcome}`);
  if (filter.subject !== undefined) conditions.push(sql`subject = ${filter.subject}`);
  if (filter.from !== undefined) conditions.push(sql`at >= ${filter.from}`);
  if (filter.before !== undefined) conditions.push(sql`at < ${filter.before}`);
  if (filter.beforeId !== undefined) conditions.push(sql`id < ${filter.beforeId}`);
  const { rows } = await sql<EntryRow>`
    select id, at, person_id as "personId", person_name as "personName", in_name_of as "inNameOf", post, operation, subject, outcome, refused, input, address as source
    from platform.audit_facts where ${sql.join(conditions, sql` and `)} order by id desc limit ${filter.limit}`.execute(db);
  return rows;
}
