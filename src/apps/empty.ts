import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';

/** Is there nothing in it yet: no area and nobody? */
export async function isEmpty(db: Db): Promise<boolean> {
  const { rows } = await sql<{ empty: boolean }>`
    select not exists (select from geography.area_facts) and not exists (select from identity.person_facts) as empty`.execute(db);
  return rows[0]?.empty ?? true;
}

export async function hasPeople(db: Db): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`select exists (select from identity.person_facts) as has`.execute(db);
  return rows[0]?.has ?? false;
}
