import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { insideOf } from './proposals.ts';

// 期初余额: files of opening balances. Accounts with their households, for lists.

export type AccountRow = { id: number; householdId: string; areaId: number; areaPath: string; bookId: number; balance: number; reserved: number; deposit: number; label: string | null; number: string | null; address: string | null; head: string | null; hasCard: boolean };
const columns = sql`a.id, a.household_id as "householdId", a.area_id as "areaId", a.area_path as "areaPath", a.book_id as "bookId", a.balance, a.reserved,
  coalesce((select d.balance from points.account d where d.household_id = a.household_id and d.book_id = a.book_id and d.kind = 'deposit'), 0) as deposit, c.label, h.number, h.address, p.name as head, c.id is not null as "hasCard"`;
const tables = sql`points.account a left join points.card c on c.household_id = a.household_id and c.ended_at is null left join points.known_household h on h.id = a.household_id left join points.known_person p on p.id = h.head_id`;

/** By their places; of those that the walls show and that lie within the paths. */
export async function listHouseholdAccounts(db: Db, filter: { readonly within: readonly string[]; readonly areaPath: string | undefined; readonly text: string | undefined; readonly after: string | undefined; readonly limit: number }): Promise<AccountRow[]> {
  const [path = '', id = ''] = filter.after?.split('|') ?? [];
  const from = /^\d{1,15}$/u.test(id) ? sql`(a.area_path collate "C", a.id) > (${path} collate "C", ${id}::bigint)` : sql`true`;
  const wanted = `%${(filter.text ?? '').trim().replace(/[\\%_]/gu, String.raw`\$&`)}%`;
  return (await sql<AccountRow>`select ${columns} from ${tables} where a.kind = 'household' and ${from} and ${insideOf(filter.within, sql`a.area_path`)}
    and (${filter.areaPath ?? null}::text is null or a.area_path ^@ ${filter.areaPath ?? null}) and (${wanted === '%%'}::boolean or c.label like ${wanted} or h.number like ${wanted} or h.address like ${wanted} or p.name like ${wanted})
    order by a.area_path collate "C", a.id limit ${filter.limit}`.execute(db)).rows;
}

export async function accountRowsOf(db: Db, householdIds: readonly string[]): Promise<AccountRow[]> {
  return (await sql<AccountRow>`select ${columns} from ${tables} where a.kind = 'household' and a.household_id = any(${[...householdIds]}::uuid[]) order by a.id`.execute(db)).rows;
}

/** Households of a village by their grid's code and their number, or by the number alone where only one has it. */
export async function householdsNumbered(db: Db, path: string, numbers: readonly string[]): Promise<{ id: string; areaId: number; areaPath: string; number: string; address: string; head: string | null }[]> {
  return (await sql<{ id: string; areaId: number; areaPath: string; number: string; address: string; head: string | null }>`
    select h.id, h.area_id as "areaId", h.area_path as "areaPath", h.number, h.address, p.name as head from points.known_household h left join points.known_person p on p.id = h.head_id
    where h.number = any(${[...new Set(numbers)]}::text[]) and ${insideOf([path], sql`h.area_path`)} order by h.id limit 20000`.execute(db)).rows;
}

/** Those that have brought something along already and not had it taken back. */
export async function openedAlready(db: Db, householdIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select o.household_id as id from points.opening o join points.opening_batch b on b.id = o.batch_id where b.undone_at is null and o.household_id = any(${[...householdIds]}::uuid[])`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

export async function insertOpeningBatch(db: Db, batch: { readonly id: string; readonly areaPath: string; readonly fileName: string; readonly byName: string; readonly rows: readonly { readonly householdId: string; readonly transferId: string; readonly points: number }[] }): Promise<void> {
  await sql`insert into points.opening_batch (id, area_path, file_name, households, points, by_name) values (${batch.id}, ${batch.areaPath}, ${batch.fileName}, ${batch.rows.length}, ${batch.rows.reduce((sum, row) => sum + row.points, 0)}, ${batch.byName})`.execute(db);
  await sql`insert into points.opening (batch_id, household_id, transfer_id, points)
    select ${batch.id}, o."householdId", o."transferId", o.points from jsonb_to_recordset(${JSON.stringify(batch.rows)}::jsonb) as o("householdId" uuid, "transferId" uuid, points int)`.execute(db);
}

export type OpeningBatch = { id: string; areaPath: string; fileName: string; households: number; points: number; at: Date; byName: string; undoneAt: Date | null; undoneByName: string | null };
const batchColumns = sql`b.id, b.area_path as "areaPath", b.file_name as "fileName", b.households, b.points, b.at, b.by_name as "byName", b.undone_at as "undoneAt", b.undone_by_name as "undoneByName"`;

export async function listOpenings(db: Db, limit: number): Promise<OpeningBatch[]> {
  return (await sql<OpeningBatch>`select ${batchColumns} from points.opening_batch b order by b.at desc, b.id limit ${limit}`.execute(db)).rows;
}

export async function lockOpening(db: Db, id: string): Promise<(OpeningBatch & { transfers: string[] }) | undefined> {
  return (await sql<OpeningBatch & { transfers: string[] }>`select ${batchColumns}, array(select o.transfer_id::text from points.opening o where o.batch_id = b.id order by o.household_id) as transfers from points.opening_batch b where b.id = ${id} for update`.execute(db)).rows[0];
}

export async function endOpening(db: Db, id: string, byName: string, reason: string): Promise<void> {
  await sql`update points.opening_batch set undone_at = platform.now(), undone_by_name = ${byName}, undo_reason = ${reason} where id = ${id}`.execute(db);
}

/** Of people of the office, for a statement. */
export async function namesOf(db: Db, personIds: readonly number[]): Promise<Map<number, string>> {
  if (personIds.length === 0) return new Map();
  const { rows } = await sql<{ id: number; name: string }>`select p.id, p.name from identity.person_facts p where p.id = any(${[...new Set(personIds)]}::int[])`.execute(db);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
