import { figure, reference, type Row } from './index-golden.ts';

// The formulas of the reference's README once more, in the plainest words: arrays of numbers, NaN for missing, no code of ours.

export const there = (xs: readonly number[]): number[] => xs.filter((x) => !Number.isNaN(x));
export const sum = (xs: readonly number[]): number => xs.reduce((all, x) => all + x, 0);
export const mean = (xs: readonly number[]): number => sum(there(xs)) / there(xs).length;
export const least = (xs: readonly number[]): number => Math.min(...there(xs));
export const most = (xs: readonly number[]): number => Math.max(...there(xs));
export function deviation(xs: readonly number[]): number {
  const middle = mean(xs);
  return Math.sqrt(sum(there(xs).map((x) => (x - middle) ** 2)) / (there(xs).length - 1));
}

export function median(xs: readonly number[]): number {
  const sorted = there(xs).toSorted((a, b) => a - b);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? NaN)) / 2;
}

/** How many are lower, and one: ties get the least. */
export const rank = (xs: readonly number[]): number[] => xs.map((x) => (Number.isNaN(x) ? NaN : 1 + there(xs).filter((other) => other < x).length));
/** Competition ranks from the highest, after rounding to 9 decimals. */
export const place = (xs: readonly number[]): number[] => rank(xs.map((x) => -Math.round(x * 1e9)));

export type Facts = { readonly rows: readonly Row[]; readonly indicators: readonly Row[]; readonly nodes: readonly Row[] };

export function facts(file: 'iData_t24' | 'iData_panel'): Facts {
  const meta = reference('inputs/iMeta.csv');
  return { rows: reference(`inputs/${file}.csv`), indicators: meta.filter((row) => row['Type'] === 'Indicator'), nodes: meta.filter((row) => row['Type'] === 'Indicator' || row['Type'] === 'Aggregate') };
}

export const text = (row: Row | undefined, name: string): string => row?.[name] ?? 'NA';
export const number = (row: Row | undefined, name: string): number => figure(text(row, name));
export const codeOf = (row: Row): string => text(row, 'iCode');

/** Columns by code of the indicator. */
export type Columns = ReadonlyMap<string, readonly number[]>;

export function raw({ rows, indicators }: Facts): Columns {
  return new Map(indicators.map((indicator) => [codeOf(indicator), rows.map((row) => number(row, codeOf(indicator)))]));
}

export function each(all: Facts, columns: Columns, work: (xs: readonly number[], indicator: Row) => readonly number[]): Columns {
  return new Map(all.indicators.map((indicator) => [codeOf(indicator), work(columns.get(codeOf(indicator)) ?? [], indicator)]));
}

/** In its direction. */
export const directed = (xs: readonly number[], indicator: Row): number[] => xs.map((x) => x * number(indicator, 'Direction'));

export function minmax(xs: readonly number[], [low, high]: readonly [number, number] = [0, 100]): number[] {
  const [min, max] = [least(xs), most(xs)];
  return xs.map((x) => (x - min) / (max - min) * (high - low) + low);
}

export function goalposts(xs: readonly number[], indicator: Row, isHeld = true): number[] {
  const posts = [number(indicator, 'goalpost_lower'), number(indicator, 'goalpost_upper')].map((post) => post * number(indicator, 'Direction'));
  const [low, high] = [Math.min(...posts), Math.max(...posts)];
  return directed(xs, indicator).map((x) => { const share = (x - low) / (high - low); return 100 * (isHeld ? Math.min(1, Math.max(0, share)) : share); });
}

export type Mean = (xs: readonly number[], ws: readonly number[]) => number;
export const arithmetic: Mean = (xs, ws) => sum(xs.map((x, i) => x * (ws[i] ?? 0))) / sum(ws);
export const geometric: Mean = (xs, ws) => Math.exp(sum(xs.map((x, i) => Math.log(x) * (ws[i] ?? 0))) / sum(ws));
export const harmonic: Mean = (xs, ws) => sum(ws) / sum(xs.map((x, i) => (ws[i] ?? 0) / x));

export type Way = { readonly means?: readonly Mean[]; readonly availability?: readonly number[]; readonly weights?: ReadonlyMap<string, number> };

/** Scores of all nodes of one row. @param own the scores of its indicators */
export function aggregated({ nodes }: Facts, own: ReadonlyMap<string, number>, { means = [arithmetic], availability = [0], weights }: Way = {}): Map<string, number> {
  const scores = new Map<string, number>();
  const score = (node: Row): number => {
    const children = nodes.filter((child) => text(child, 'Parent') === codeOf(node));
    if (children.length === 0) return own.get(codeOf(node)) ?? NaN;
    const known = children.map((child) => { const x = score(child); scores.set(codeOf(child), x); return { x, w: weights?.get(codeOf(child)) ?? number(child, 'Weight') }; }).filter(({ x }) => !Number.isNaN(x));
    const level = number(node, 'Level') - 2;
    if (known.length === 0 || known.length / children.length < (availability[level] ?? availability[0] ?? 0)) return NaN;
    return (means[level] ?? means[0] ?? arithmetic)(known.map(({ x }) => x), known.map(({ w }) => w));
  };
  const root = nodes.find((node) => text(node, 'Parent') === 'NA');
  if (root !== undefined) scores.set(codeOf(root), score(root));
  return scores;
}

/** The share of each indicator in the index of one row: products of weight / weights of the siblings that have a score. */
export function shares(all: Facts, own: ReadonlyMap<string, number>): Map<string, number> {
  const scores = aggregated(all, own);
  const isThere = (node: Row): boolean => !Number.isNaN(scores.get(codeOf(node)) ?? NaN);
  const shareOf = (node: Row): number => {
    const parent = all.nodes.find((one) => codeOf(one) === text(node, 'Parent'));
    if (parent === undefined) return 1;
    const siblings = all.nodes.filter((one) => text(one, 'Parent') === codeOf(parent) && isThere(one));
    return isThere(node) ? shareOf(parent) * number(node, 'Weight') / sum(siblings.map((one) => number(one, 'Weight'))) : 0;
  };
  return new Map(all.indicators.map((indicator) => [codeOf(indicator), shareOf(indicator)]));
}

/** Passes if |skew| < 2 or kurtosis < 3.5, both of type 2. */
export function passes(xs: readonly number[]): boolean {
  const n = there(xs).length;
  const power = (k: number): number => sum(there(xs).map((x) => (x - mean(xs)) ** k));
  const skew = Math.sqrt(n) * power(3) / power(2) ** 1.5 * Math.sqrt(n * (n - 1)) / (n - 2);
  const kurt = ((n + 1) * (n * power(4) / power(2) ** 2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3));
  return !(Math.abs(skew) >= 2 && kurt >= 3.5);
}

/** One value at an end moved to the next; where that does not do, the logarithm of what was. */
export function treatedOnce(xs: readonly number[]): readonly number[] {
  if (passes(xs)) return xs;
  const isHigh = sum(there(xs).map((x) => (x - mean(xs)) ** 3)) >= 0;
  const end = isHigh ? most(xs) : least(xs);
  const next = isHigh ? most(xs.filter((x) => x !== end)) : least(xs.filter((x) => x !== end));
  const moved = xs.map((x) => (x === end ? next : x));
  if (there(moved).every((x) => x === next)) return xs;
  return passes(moved) ? moved : xs.map((x) => Math.log(x - least(xs) + 0.01 * (most(xs) - least(xs))));
}
