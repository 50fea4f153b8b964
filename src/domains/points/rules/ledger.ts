import { z } from 'zod';
import { refuse, type Refusal } from '../../../platform/core/refusal.ts';

// What moves in the ledger, in words, and what can be said of it without the database.

/** Most of one commodity that moves at once between two accounts; whole numbers only. */
export const mostAtOnce = 1_000_000;

/** Points, or pieces of a good, as somebody types them: 1 to `mostAtOnce`, never a fraction. Which way they go, the command says. */
export const amount = z.number()
  .refine((value) => Number.isSafeInteger(value) && value >= 1 && value <= mostAtOnce, { params: { sentence: 'points-amount', most: mostAtOnce } })
  .meta({ type: 'integer', minimum: 1, maximum: mostAtOnce });

export const accountKinds = ['household', 'person', 'worker', 'issuer', 'supplier', 'stock', 'till', 'deposit'] as const;
/**
 * household, person (a resident), worker (an official's card): who has points · issuer: where points come from and go back to ·
 * supplier: where goods come from, and where those that were handed out go · stock: a good in a warehouse · till: points that a
 * warehouse took · deposit: points or goods that somebody left at a warehouse
 */
export type AccountKind = (typeof accountKinds)[number];

export const transferKinds = ['opening', 'base', 'award', 'deduct', 'redeem', 'deposit', 'stock', 'adjust', 'carry'] as const;
/**
 * opening: balances brought along · base: what everybody gets each period · award, deduct: by a rule, for a fact · redeem: points for goods ·
 * deposit: left at the warehouse or taken back · stock: goods in, counted, spoilt · adjust: a dated correction · carry: into another account
 */
export type TransferKind = (typeof transferKinds)[number];

export const phases = ['single', 'reserve', 'post', 'void', 'expire', 'reverse'] as const;
export type Phase = (typeof phases)[number];

/** `points`, or `good:` with the uuid of a good: each commodity balances for itself. */
export type Commodity = 'points' | `good:${string}`;

export function good(id: string): Commodity {
  return `good:${id.toLowerCase()}`;
}

/** What an account gains (positive) or loses. */
export type Leg = readonly [accountId: number, amount: number];

/** The floor of an account of this kind where a book says nothing else; null: none. */
export function usualFloor(kind: AccountKind): number | null {
  return kind === 'issuer' || kind === 'supplier' || kind === 'worker' ? null : 0;
}

/** A plain move: from one account to another. */
export function fromTo(from: number, to: number, points: number): readonly Leg[] {
  return [[from, -points], [to, points]];
}

/** What no database is needed for; it asks the same again. A half, zero, a billion billion: none of them moves. */
export function legsProblem(legs: readonly Leg[]): Refusal | null {
  if (legs.length < 2 || legs.length > 500 || new Set(legs.map(([account]) => account)).size !== legs.length) return refuse('points/legs');
  if (legs.some(([account, moved]) => !Number.isSafeInteger(account) || !Number.isSafeInteger(moved) || moved === 0 || Math.abs(moved) > mostAtOnce)) return refuse('points/amount', { most: mostAtOnce });
  return null;
}

/** Every refusal of the ledger, for the contracts of the commands that move something. */
export const ledgerRefusals = [
  'points/amount', 'points/legs', 'points/unbalanced', 'points/book-unknown', 'points/account-unknown', 'points/transfer-unknown', 'points/other-book', 'points/short', 'points/out-of-stock',
  'points/minor', 'points/fact-awarded', 'points/id-reused', 'points/day-ahead', 'points/period-closed', 'points/period-not-over', 'points/not-reversible', 'points/reversed-already',
  'points/not-reserved', 'points/reservation-over', 'points/reservation-expired', 'points/reservation-holds', 'points/post-too-much',
] as const;
export type LedgerRefusal = (typeof ledgerRefusals)[number];

/** As the ledger's functions name it; of what nobody knows the name, nobody can be told the reason. */
export function ledgerRefusal(refused: string, params: Readonly<Record<string, string | number>>): Refusal {
  if (refused === 'points/id-reused') return refuse(refused, params, 'clash');
  if (refused.endsWith('-unknown')) return refuse(refused, params, 'absent');
  return refuse(refused, params);
}
