import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';

// Cards of households, whose they are, and who has shown one.

export type CardRow = { id: string; householdId: string; areaId: number; areaPath: string; bookId: number; label: string };
const columns = sql`c.id, c.household_id as "householdId", c.area_id as "areaId", c.area_path as "areaPath", c.book_id as "bookId", c.label`;

export async function cardByCode(db: Db, codeHash: Buffer): Promise<CardRow | undefined> {
  return (await sql<CardRow>`select ${columns} from points.card c where c.code_hash = ${codeHash} and c.ended_at is null`.execute(db)).rows[0];
}

export async function cardsOf(db: Db, householdIds: readonly string[]): Promise<Map<string, CardRow>> {
  const { rows } = await sql<CardRow>`select ${columns} from points.card c where c.household_id = any(${[...householdIds]}::uuid[]) and c.ended_at is null`.execute(db);
  return new Map(rows.map((row) => [row.householdId, row]));
}

export async function listCards(db: Db, within: string | undefined, limit: number): Promise<CardRow[]> {
  return (await sql<CardRow>`select ${columns} from points.card c where c.ended_at is null and (${within ?? null}::text is null or c.area_path ^@ ${within ?? null}) order by c.area_path collate "C", c.id limit ${limit}`.execute(db)).rows;
}

/** Ends the card there was, and what was linked by it. */
export async function replaceCard(db: Db, card: CardRow & { readonly codeHash: Buffer; readonly byName: string }, reason: string): Promise<void> {
  await sql`update points.holder h set ended_at = platform.now() from points.card c where c.id = h.card_id and c.household_id = ${card.householdId} and h.ended_at is null`.execute(db);
  await sql`update points.card set ended_at = platform.now(), ended_reason = ${reason} where household_id = ${card.householdId} and ended_at is null`.execute(db);
  await sql`insert into points.card (id, household_id, area_id, area_path, book_id, label, code_hash, by_name)
    values (${card.id}, ${card.householdId}, ${card.areaId}, ${card.areaPath}, ${card.bookId}, ${card.label}, ${card.codeHash}, ${card.byName})`.execute(db);
}

/** The household whose card has this code, linked to the caller; null: there is no such card. */
export async function linkCaller(db: Db, codeHash: Buffer): Promise<string | null> {
  return (await sql<{ household: string | null }>`select points.link(${codeHash}::bytea) as household`.execute(db)).rows[0]?.household ?? null;
}

export async function unlinkCaller(db: Db, personId: number, householdId: string): Promise<boolean> {
  return ((await sql`update points.holder set ended_at = platform.now() where person_id = ${personId} and household_id = ${householdId} and ended_at is null returning 1`.execute(db)).rows).length > 0;
}

/** Households whose card the caller has shown. */
export async function heldBy(db: Db): Promise<string[]> {
  return (await sql<{ id: string }>`select h as id from points.held() h`.execute(db)).rows.map(({ id }) => id);
}
