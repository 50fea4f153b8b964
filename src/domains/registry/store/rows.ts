import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { relations, residences, sexes, statuses } from '../contract-shapes.ts';
import type { IdKind } from '../rules/id-number.ts';

// Shared by the stores of this domain: where, and what a row of a person holds.

/** The explicit filter of every list; the policies stand behind it. */
export function insideOf(paths: readonly string[], column: RawBuilder<unknown>): RawBuilder<boolean> {
  if (paths.length === 0) return sql<boolean>`false`;
  return sql<boolean>`(${sql.join(paths.map((path) => sql`(${column} collate "C" >= ${path} and ${column} collate "C" < ${`${path}:`})`), sql` or `)})`;
}

export function likeOf(text: string): string {
  return `%${text.trim().replace(/[\\%_]/gu, '\\$&')}%`;
}

export type PersonRow = {
  id: string; areaId: number; areaPath: string; name: string; sex: (typeof sexes)[number] | null; birthDate: string | null; residence: (typeof residences)[number] | null; status: (typeof statuses)[number];
  address: string; householdId: string | null; relation: (typeof relations)[number] | null; idKind: IdKind | null; idSealed: Buffer | null; idHash: Buffer | null; phoneSealed: Buffer | null; phoneHash: Buffer | null;
  revision: number; mergedInto: string | null; withdrawn: boolean;
};

export const personColumns = sql`p.id, p.area_id as "areaId", p.area_path as "areaPath", p.name, p.sex, p.birth_date as "birthDate", p.residence, p.status, p.address, p.household_id as "householdId", p.relation,
  p.id_kind as "idKind", p.id_sealed as "idSealed", p.id_hash as "idHash", p.phone_sealed as "phoneSealed", p.phone_hash as "phoneHash", p.revision, p.merged_into as "mergedInto", p.withdrawn_at is not null as withdrawn`;

/** Whoever counts: neither merged into another nor withdrawn. */
export const isLiving = sql<boolean>`p.withdrawn_at is null and p.merged_into is null`;

export async function findPerson(db: Db, id: string): Promise<PersonRow | undefined> {
  const { rows } = await sql<PersonRow>`select ${personColumns} from registry.person p where p.id = ${id}`.execute(db);
  return rows[0];
}

/** Locked to the end of the transaction, two always in the same order. */
export async function lockPeople(db: Db, ids: readonly string[]): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`select ${personColumns} from registry.person p where p.id = any(${[...ids]}::uuid[]) order by p.id for update`.execute(db);
  return rows;
}

export async function peopleByIds(db: Db, ids: readonly string[]): Promise<PersonRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<PersonRow>`select ${personColumns} from registry.person p where p.id = any(${[...ids]}::uuid[])`.execute(db);
  return rows;
}
