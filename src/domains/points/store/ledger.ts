import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { isRefusal, type Refusal } from '../../../platform/core/refusal.ts';
import { ledgerRefusal, legsProblem, type Leg, type TransferKind } from '../rules/ledger.ts';

// The ledger's door in SQL: each move is one statement (migrations/0018_points_ledger.sql), whole or not at all.

type Common = {
  /** A uuid that the client made and kept before it asked: a repeat gets the first answer. */
  readonly id: string;
  /** The day on which it is booked, in Asia/Shanghai; today where not said. Never ahead, never in a closed period. */
  readonly day?: string;
  /** The day of a closed period that it corrects. */
  readonly about?: string;
  /** Ids that lead to the evidence; no words about people. */
  readonly note?: Readonly<Record<string, string | number>>;
};

/** At once, all legs or none. Of an award or a deduction the rules' version and the fact are named: both together move an account once. */
export type Transfer = Common & { readonly book: number; readonly legs: readonly Leg[] } & (
  | { readonly kind: 'award' | 'deduct'; readonly rule: string; readonly fact: string }
  | { readonly kind: Exclude<TransferKind, 'award' | 'deduct'>; readonly rule?: string; readonly fact?: string }
);

/** What is taken off is held back until the reservation is posted, undone, or over (`expires`, a moment with its zone). */
export type Reservation = Common & { readonly book: number; readonly kind: Exclude<TransferKind, 'award' | 'deduct'>; readonly legs: readonly Leg[]; readonly expires: Date };

export type Entry = { readonly accountId: number; readonly amount: number; readonly balance: number; readonly version: number };
export type Moved = {
  readonly id: string;
  /** On which it was booked, in Asia/Shanghai. */
  readonly day: string;
  /** It had been done before; this is what was answered then. */
  readonly replayed: boolean;
  /** In the order of their accounts. */
  readonly entries: readonly Entry[];
};

/** @returns what moved, or why nothing did: `ledgerRefusals` in `rules/ledger.ts` */
export function transfer(db: Db, one: Transfer): Promise<Moved | Refusal> {
  return move(db, { ...one, phase: 'single' });
}

export function reserve(db: Db, one: Reservation): Promise<Moved | Refusal> {
  return move(db, { ...one, expires: one.expires.toISOString(), phase: 'reserve' });
}

/** Ends a reservation by what was reserved, or by part of it (`legs`); the rest is free again. */
export function post(db: Db, one: Common & { readonly of: string; readonly legs?: readonly Leg[] }): Promise<Moved | Refusal> {
  return move(db, { ...one, phase: 'post' });
}

/** Ends a reservation by nothing. */
export function voidReservation(db: Db, one: Common & { readonly of: string }): Promise<Moved | Refusal> {
  return move(db, { ...one, phase: 'void' });
}

/** The opposite of a transfer, once; on an open day, whatever day the transfer was of. */
export function reverse(db: Db, one: Common & { readonly of: string }): Promise<Moved | Refusal> {
  return move(db, { ...one, phase: 'reverse' });
}

/** Many in one statement, each for itself: what one is refused stops no other. In the order of `all`. */
export async function transferMany(db: Db, all: readonly Transfer[]): Promise<(Moved | Refusal)[]> {
  const problems = all.map((one) => legsProblem(one.legs));
  const sound = all.filter((_one, index) => problems[index] === null);
  const { rows: [row] } = await sql<{ answers: Answer[] }>`select points.moves(${JSON.stringify(sound.map((one) => ({ ...one, phase: 'single' })))}::jsonb) as answers`.execute(db);
  const answers = (row?.answers ?? []).map(read);
  return problems.map((problem) => problem ?? answers.shift() ?? ledgerRefusal('points/legs', {}));
}

/** Closes a book's days up to `through`, which must be over: for good. @returns how much the period held */
export async function closeBook(db: Db, book: number, through: string): Promise<{ closedTo: string; entries: number; turnover: number } | Refusal> {
  const { rows: [row] } = await sql<{ answer: Refused | { closedTo: string; entries: number; turnover: number } }>`select points.close_book(${book}, ${through}::date) as answer`.execute(db);
  if (!row) throw new Error('points.close_book gave no answer');
  return 'refused' in row.answer ? ledgerRefusal(row.answer.refused, row.answer.params) : row.answer;
}

/** Ends reservations whose time is over, the oldest first; as the house alone. @returns how many */
export async function expireDue(db: Db, most = 500): Promise<number> {
  const { rows: [row] } = await sql<{ done: number }>`select points.expire_due(${most}) as done`.execute(db);
  return row?.done ?? 0;
}

type Refused = { readonly refused: string; readonly params: Readonly<Record<string, string | number>> };
type Answer = Refused | { readonly id: string; readonly day: string; readonly replayed: boolean; readonly entries: readonly (readonly [number, number, number, number])[] };

async function move(db: Db, body: { readonly legs?: readonly Leg[] } & Readonly<Record<string, unknown>>): Promise<Moved | Refusal> {
  const problem = body.legs === undefined ? null : legsProblem(body.legs);
  if (problem) return problem;
  const { rows: [row] } = await sql<{ answer: Answer }>`select points.move(${JSON.stringify(body)}::jsonb) as answer`.execute(db);
  if (!row) throw new Error('points.move gave no answer');
  return read(row.answer);
}

function read(answer: Answer): Moved | Refusal {
  if ('refused' in answer) return ledgerRefusal(answer.refused, answer.params);
  return { id: answer.id, day: answer.day, replayed: answer.replayed, entries: answer.entries.map(([accountId, amount, balance, version]) => ({ accountId, amount, balance, version })) };
}

/** For a caller that must not go on after a "no". */
export function isMoved(moved: Moved | Refusal): moved is Moved {
  return !isRefusal(moved);
}
