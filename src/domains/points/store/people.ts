import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { insideOf } from './proposals.ts';

// Households and people, as far as the registry's walls show them to the caller.

export type HouseholdRow = { readonly id: string; readonly areaId: number; readonly areaPath: string; readonly number: string; readonly address: string; readonly head: string | null; readonly headBorn: string | null };
const columns = sql`h.id, h.area_id as "areaId", h.area_path as "areaPath", h.number, h.address, p.name as head, p.birth_date as "headBorn"`;
const joined = sql`points.known_household h left join points.known_person p on p.id = h.head_id`;

export async function householdsByIds(db: Db, ids: readonly string[]): Promise<Map<string, HouseholdRow>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<HouseholdRow>`select ${columns} from ${joined} where h.id = any(${[...new Set(ids)]}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

export async function householdsIn(db: Db, path: string, text: string, limit: number): Promise<HouseholdRow[]> {
  const wanted = `%${text.trim().replace(/[\\%_]/gu, String.raw`\$&`)}%`;
  return (await sql<HouseholdRow>`select ${columns} from ${joined} where ${insideOf([path], sql`h.area_path`)} and (${text.trim() === ''}::boolean or p.name like ${wanted} or h.number like ${wanted} or h.address like ${wanted}) order by h.area_path collate "C", h.number, h.id limit ${limit}`.execute(db)).rows;
}

/** Opens what is missing, in one statement, and gives the account of every household of a village. */
export async function accountsOfVillage(db: Db, bookId: number, path: string): Promise<number[]> {
  await sql`insert into points.account (book_id, kind, area_id, area_path, household_id, floor)
    select ${bookId}, 'household', h.area_id, h.area_path, h.id, 0 from points.known_household h where ${insideOf([path], sql`h.area_path`)}
      and not exists (select from points.account a where a.book_id = ${bookId} and a.kind = 'household' and a.household_id = h.id) on conflict do nothing`.execute(db);
  return (await sql<{ id: number }>`select a.id from points.known_household h join points.account a on a.book_id = ${bookId} and a.kind = 'household' and a.household_id = h.id and a.commodity = 'points' where ${insideOf([path], sql`h.area_path`)} order by a.id`.execute(db)).rows.map(({ id }) => id);
}

/** Households whose account has had the base of this period, or of one that holds it or lies in it. */
export async function haveBase(db: Db, bookId: number, series: string, fact: string): Promise<Set<number>> {
  const year = /^base:(\d{4})/u.exec(fact)?.[1];
  const { rows } = await sql<{ id: number }>`select distinct w.account_id as id from points.award w join points.account a on a.id = w.account_id and a.book_id = ${bookId}
    where w.rule_version = ${series} and (w.fact = ${fact} or (${year ?? null}::text is not null and w.fact like ${`base:${year ?? ''}%`} and length(w.fact) <> ${fact.length}))`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

export type PersonRow = { readonly id: string; readonly areaPath: string; readonly birthDate: string | null; readonly householdId: string | null };
export async function personById(db: Db, id: string): Promise<PersonRow | undefined> {
  return (await sql<PersonRow>`select id, area_path as "areaPath", birth_date as "birthDate", household_id as "householdId" from points.known_person where id = ${id}`.execute(db)).rows[0];
}
