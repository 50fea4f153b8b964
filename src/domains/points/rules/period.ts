import { refuse, type Refusal } from '../../../platform/core/refusal.ts';
import type { BookKind, Content } from './rule-book.ts';

// 一季度一考核打分，每半年评比兑现，一年一汇总表扬; a cadre's card is closed each month.

export const periodKinds = ['assessment', 'redemption', 'commendation'] as const;
export type PeriodKind = (typeof periodKinds)[number];
export type Period = { readonly kind: PeriodKind; readonly code: string; readonly from: string; readonly to: string };

const two = (value: number): string => String(value).padStart(2, '0');
const lastOf = (year: number, month: number): string => new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);

function monthsOf(kind: PeriodKind, year: number, each: number, name: (index: number) => string): Period[] {
  return Array.from({ length: 12 / each }, (_, index) => ({
    kind, code: name(index + 1), from: `${year}-${two(index * each + 1)}-01`, to: lastOf(year, (index + 1) * each),
  }));
}

/** Every period of a year of a book, in the order of their ends. */
export function periodsOf(book: BookKind, year: number): Period[] {
  if (book !== 'household') return monthsOf('assessment', year, 1, (month) => `${year}-${two(month)}`);
  return [
    ...monthsOf('assessment', year, 3, (quarter) => `${year}Q${quarter}`), ...monthsOf('redemption', year, 6, (half) => `${year}H${half}`),
    ...monthsOf('commendation', year, 12, () => String(year)),
  ].toSorted((a, b) => (a.to === b.to ? periodKinds.indexOf(a.kind) - periodKinds.indexOf(b.kind) : a.to < b.to ? -1 : 1));
}

export function periodAt(book: BookKind, kind: PeriodKind, on: string): Period | undefined {
  return periodsOf(book, Number(on.slice(0, 4))).find((one) => one.kind === kind && one.from <= on && on <= one.to);
}

export type Closing = { readonly period: Period; readonly isClosed: boolean; /** Of the same kind, before it, begun and not closed. */ readonly earlierOpen: string | null; readonly unfinished: number };

/** A period closes when it is over, in order, with nothing left undecided; and stays closed. */
export function closingProblem({ period, isClosed, earlierOpen, unfinished }: Closing, today: string): Refusal | null {
  if (isClosed) return refuse('points/period-closed-already', { period: period.code });
  if (period.to >= today) return refuse('points/period-not-over', { to: period.to });
  if (earlierOpen !== null) return refuse('points/period-earlier-open', { period: earlierOpen });
  return unfinished > 0 ? refuse('points/period-unfinished', { n: unfinished }) : null;
}

/** The fact under which the base is given: the same one again gives nothing again. */
export function baseFact({ base }: Content, on: string): string {
  if (base.every === 'once') return 'base:once';
  return base.every === 'year' ? `base:${on.slice(0, 4)}` : `base:${periodAt('household', 'assessment', on)?.code ?? on.slice(0, 4)}`;
}

/** The days between which an item's cap counts. */
export function capSpan(every: 'month' | 'quarter' | 'year', on: string): { readonly from: string; readonly to: string } {
  const year = Number(on.slice(0, 4));
  const month = Number(on.slice(5, 7));
  if (every === 'year') return { from: `${year}-01-01`, to: `${year}-12-31` };
  const first = every === 'month' ? month : Math.floor((month - 1) / 3) * 3 + 1;
  return { from: `${year}-${two(first)}-01`, to: lastOf(year, every === 'month' ? month : first + 2) };
}
