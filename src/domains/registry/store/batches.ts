import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { insideOf } from './rows.ts';

export type BatchRow = { id: string; kind: 'import' | 'merge'; areaPath: string; at: string; byName: string; detail: Record<string, unknown>; undoneAt: string | null; undoneByName: string | null };
const iso = (column: string) => sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const columns = sql`b.id, b.kind, b.area_path as "areaPath", ${iso('b.at')} as at, b.by_name as "byName", b.detail, ${iso('b.undone_at')} as "undoneAt", b.undone_by_name as "undoneByName"`;

export async function insertBatch(db: Db, batch: { readonly id: string; readonly kind: BatchRow['kind']; readonly areaPath: string; readonly personId: number | null; readonly byName: string; readonly detail: object }): Promise<void> {
  await sql`insert into registry.batch (id, kind, area_path, by_person, by_name, detail) values (${batch.id}, ${batch.kind}, ${batch.areaPath}, ${batch.personId}, ${batch.byName}, ${JSON.stringify(batch.detail)}::jsonb)`.execute(db);
}

export async function lockBatch(db: Db, id: string): Promise<BatchRow | undefined> {
  const { rows } = await sql<BatchRow>`select ${columns} from registry.batch b where b.id = ${id} for update`.execute(db);
  return rows[0];
}

export async function closeBatch(db: Db, id: string, byName: string): Promise<void> {
  await sql`update registry.batch set undone_at = platform.now(), undone_by_name = ${byName} where id = ${id}`.execute(db);
}

export async function listBatches(db: Db, filter: { readonly within: readonly string[]; readonly areaPath: string | undefined; readonly kind: string | undefined; readonly limit: number }): Promise<BatchRow[]> {
  const { rows } = await sql<BatchRow>`
    select ${columns} from registry.batch b where ${insideOf(filter.within, sql`b.area_path`)}${filter.areaPath === undefined ? sql`` : sql` and ${insideOf([filter.areaPath], sql`b.area_path`)}`}
      and (${filter.kind ?? null}::text is null or b.kind = ${filter.kind ?? null}::text) order by b.at desc, b.id limit ${filter.limit}`.execute(db);
  return rows;
}

/** What the batch entered, and nobody has merged, withdrawn or touched since. Returns how many. */
export async function withdrawBatch(db: Db, batchId: string): Promise<number> {
  const withdrawn = async (statement: ReturnType<typeof sql>): Promise<number> => (await statement.execute(db)).rows.length;
  const untouched = (kind: string) => sql`not exists (select from registry.fact f where f.subject_id = x.id and f.subject_kind = ${kind} and f.batch_id is distinct from ${batchId}::uuid)`;
  const people = await withdrawn(sql`update registry.person x set withdrawn_at = platform.now() where x.batch_id = ${batchId} and x.withdrawn_at is null and x.merged_into is null and ${untouched('person')}
    and not exists (select from registry.person g where g.merged_into = x.id) returning 1`);
  const places = await withdrawn(sql`update registry.place x set withdrawn_at = platform.now() where x.batch_id = ${batchId} and x.withdrawn_at is null and ${untouched('place')} returning 1`);
  const households = await withdrawn(sql`update registry.household x set withdrawn_at = platform.now() where x.batch_id = ${batchId} and x.withdrawn_at is null
    and not exists (select from registry.person p where p.household_id = x.id and p.withdrawn_at is null) returning 1`);
  return people + places + households;
}
