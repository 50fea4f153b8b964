import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { Refusal } from '../../../platform/core/refusal.ts';
import { ledgerRefusal, legsProblem, type Leg } from '../rules/ledger.ts';

// What a household moves of its own (migrations/0020): it has no post that would let it write, and nothing but its own goes.

type Own = { readonly id: string; readonly book: number; readonly legs: readonly Leg[]; readonly note?: Readonly<Record<string, string | number>> };
type Answer = { readonly refused: string; readonly params: Readonly<Record<string, string | number>> } | { readonly id: string; readonly replayed: boolean };

/** Sets points aside for a voucher, held back until `expires`. */
export function reserveOwn(db: Db, one: Own & { readonly expires: Date }): Promise<{ readonly id: string } | Refusal> {
  return moveOwn(db, { ...one, expires: one.expires.toISOString(), phase: 'reserve', kind: 'redeem' }, one.legs);
}

/** Where a household's points go at a warehouse of its village; null: it is none of its village. */
export async function tillFor(db: Db, warehouseId: string): Promise<number | null> {
  return (await sql<{ id: number | null }>`select points.till_of(${warehouseId}::uuid) as id`.execute(db)).rows[0]?.id ?? null;
}

/** Leaves points at the warehouse, or takes none back: what was left is spent there. */
export function depositOwn(db: Db, one: Own): Promise<{ readonly id: string } | Refusal> {
  return moveOwn(db, { ...one, phase: 'single', kind: 'deposit' }, one.legs);
}

async function moveOwn(db: Db, body: object, legs: readonly Leg[]): Promise<{ readonly id: string } | Refusal> {
  const problem = legsProblem(legs);
  if (problem) return problem;
  const { rows: [row] } = await sql<{ answer: Answer }>`select points.move_own(${JSON.stringify(body)}::jsonb) as answer`.execute(db);
  if (!row) throw new Error('points.move_own gave no answer');
  return 'refused' in row.answer ? ledgerRefusal(row.answer.refused, row.answer.params) : { id: row.answer.id };
}
