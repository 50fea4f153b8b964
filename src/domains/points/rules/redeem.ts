import { isRefusal, refuse, type Refusal } from '../../../platform/core/refusal.ts';
import { mostPoints } from './voucher.ts';

// 兑换: what goods cost on a day, and whether a household may have them. Points and goods change hands together or not at all.

export const goodKinds = ['goods', 'medal'] as const;
export type GoodKind = (typeof goodKinds)[number];
/** balance: what was earned · deposit: what was put into the warehouse for later · voucher: what was set aside for it. */
export const purses = ['balance', 'deposit', 'voucher'] as const;
export type Purse = (typeof purses)[number];

/** Days in Asia/Shanghai; `to` is the last day, null: until another price begins. */
export type Price = { readonly goodId: string; readonly points: number; readonly from: string; readonly to: string | null };
export type Line = { readonly goodId: string; readonly quantity: number };
export type Stocked = { readonly goodId: string; readonly name: string; readonly left: number; readonly withdrawn: boolean };

export const mostQuantity = 999;
export const mostLines = 20;

/** What one costs on that day; null: it has no price then, and is not handed out. */
export function priceOn(prices: readonly Price[], goodId: string, day: string): number | null {
  return prices.find((one) => one.goodId === goodId && one.from <= day && (one.to === null || one.to >= day))?.points ?? null;
}

/** A price from a day on ends the one before it on its eve; what lies in the past stays as it was. */
export function repriced(prices: readonly Price[], next: Omit<Price, 'to'>, today: string, dayBefore: (day: string) => string): { readonly ends: { readonly from: string; readonly to: string } | null; readonly added: Price } | Refusal {
  if (next.from < today) return refuse('points/price-backwards');
  const wrong = wholeAmount(next.points);
  if (wrong) return wrong;
  const own = prices.filter(({ goodId }) => goodId === next.goodId);
  const later = own.find(({ from }) => from >= next.from);
  if (later) return refuse('points/price-later', { day: later.from });
  const running = own.find(({ from, to }) => from < next.from && (to === null || to >= next.from));
  return { ends: running ? { from: running.from, to: dayBefore(next.from) } : null, added: { ...next, to: null } };
}

export type Asked = {
  readonly lines: readonly Line[];
  readonly prices: readonly Price[];
  readonly stock: readonly Stocked[];
  readonly day: string;
  readonly purse: Purse;
  /** What is in that purse and not set aside. */
  readonly available: number;
  /** Whether what was earned may be redeemed on that day: the half-yearly period. What was deposited may always. */
  readonly isOpen: boolean;
};
export type Priced = Line & { readonly name: string; readonly each: number; readonly points: number };

/** What it comes to, line by line, or the first thing that is in the way. The ledger asks again, under its locks. */
export function judgeRedemption(asked: Asked): { readonly lines: readonly Priced[]; readonly points: number } | Refusal {
  if (asked.purse === 'balance' && !asked.isOpen) return refuse('points/redemption-closed');
  if (asked.lines.length === 0 || asked.lines.length > mostLines) return refuse('points/lines-wrong', { most: mostLines });
  if (new Set(asked.lines.map(({ goodId }) => goodId)).size < asked.lines.length) return refuse('points/good-twice');
  const lines: Priced[] = [];
  for (const line of asked.lines) {
    const priced = priceLine(line, asked);
    if (isRefusal(priced)) return priced;
    lines.push(priced);
  }
  const points = lines.reduce((sum, line) => sum + line.points, 0);
  if (points > mostPoints) return refuse('points/amount-too-large', { most: mostPoints });
  return points > asked.available ? refuse(asked.purse === 'voucher' ? 'points/voucher-short' : 'points/balance-short', { needed: points, available: asked.available }) : { lines, points };
}

function priceLine({ goodId, quantity }: Line, { stock, prices, day }: Asked): Priced | Refusal {
  const wrong = wholeAmount(quantity, mostQuantity);
  if (wrong) return wrong;
  const good = stock.find((one) => one.goodId === goodId);
  if (!good || good.withdrawn) return refuse('points/good-unknown', {}, 'absent');
  const each = priceOn(prices, goodId, day);
  if (each === null) return refuse('points/no-price', { good: good.name });
  if (quantity > good.left) return refuse('points/stock-short', { good: good.name, left: good.left });
  return { goodId, quantity, name: good.name, each, points: each * quantity };
}

/** Points and pieces are whole and positive; half a bar of soap is none. */
export function wholeAmount(amount: number, most = mostPoints): Refusal | null {
  if (!Number.isInteger(amount) || amount <= 0) return refuse('points/amount-not-whole');
  return amount > most ? refuse('points/amount-too-large', { most }) : null;
}

/** A count against the book: what is written off or found, never by changing what was written. */
export function stocktaken(book: number, counted: number): { readonly kind: 'right' } | { readonly kind: 'missing' | 'surplus'; readonly quantity: number } | Refusal {
  if (!Number.isInteger(counted) || counted < 0) return refuse('points/amount-not-whole');
  if (counted > 1_000_000) return refuse('points/amount-too-large', { most: 1_000_000 });
  if (counted === book) return { kind: 'right' };
  return counted < book ? { kind: 'missing', quantity: book - counted } : { kind: 'surplus', quantity: counted - book };
}
