/**
 * Statistics of one column. Everywhere in the engine NaN means "missing": it takes part in nothing, and a result that
 * cannot be told is NaN. Formulas: OECD/JRC Handbook on Constructing Composite Indicators (2008), steps 3 and 4;
 * the choices among variants are those of COINr (Becker et al., JOSS 2022).
 */
export type Column = Float64Array;
export type Ties = 'min' | 'average';

/** How many cells are there. */
export function count(xs: Column): number {
  let n = 0;
  for (const x of xs) if (x === x) n += 1;
  return n;
}

/** The cells that are there, in their order; a copy. */
export function present(xs: Column): Column {
  const kept = new Float64Array(xs.length);
  let n = 0;
  for (const x of xs) if (x === x) kept[n++] = x;
  return kept.subarray(0, n);
}

export function sorted(xs: Column): Column {
  return present(xs).sort();
}

/** In two passes as R does: the second adds the mean of what rounding left over. */
export function mean(xs: Column): number {
  let sum = 0;
  let n = 0;
  for (const x of xs) if (x === x) { sum += x; n += 1; }
  if (n === 0) return NaN;
  const first = sum / n;
  if (!Number.isFinite(first)) return first;
  let rest = 0;
  for (const x of xs) if (x === x) rest += x - first;
  return first + rest / n;
}

/** Divided by n − 1; NaN for fewer than two cells. */
export function variance(xs: Column): number {
  const centre = mean(xs);
  let squares = 0;
  let n = 0;
  for (const x of xs) if (x === x) { squares += (x - centre) ** 2; n += 1; }
  return n < 2 ? NaN : squares / (n - 1);
}

export function standardDeviation(xs: Column): number {
  return Math.sqrt(variance(xs));
}

export function extremes(xs: Column): { readonly min: number; readonly max: number } {
  let min = Infinity;
  let max = -Infinity;
  for (const x of xs) {
    if (x < min) min = x;
    if (x > max) max = x;
  }
  return min > max ? { min: NaN, max: NaN } : { min, max };
}

/** Type 7 of Hyndman and Fan (1996), the default of R: linear between the order statistics around (n−1)p. `p` in 0..1. */
export function quantile(xs: Column, p: number): number {
  return quantileOfSorted(sorted(xs), p);
}

/** As `quantile`, for a column that is in order and has no gaps. */
export function quantileOfSorted(xs: Column, p: number): number {
  if (xs.length === 0 || !(p >= 0 && p <= 1)) return NaN;
  const place = (xs.length - 1) * p;
  const below = Math.floor(place);
  const low = xs[below] ?? NaN;
  const share = place - below;
  return share === 0 ? low : low + share * ((xs[below + 1] ?? NaN) - low);
}

export function median(xs: Column): number {
  return quantile(xs, 0.5);
}

/** Bias-corrected "type 2" (Joanes and Gill 1998; SKEW of a spreadsheet): `√n·S3/S2^1.5 · √(n(n−1))/(n−2)`; NaN for n < 3 and for a constant. */
export function skewness(xs: Column): number {
  return shapeOf(xs).skew;
}

/** Excess, "type 2" (KURT of a spreadsheet): `r = n·S4/S2²`, `((n+1)(r−3)+6)(n−1)/((n−2)(n−3))`; NaN for n < 4 and for a constant. */
export function kurtosis(xs: Column): number {
  return shapeOf(xs).kurt;
}

/** Both at once, from one walk through the column. */
export function shapeOf(xs: Column): { readonly skew: number; readonly kurt: number } {
  const { n, s2, s3, s4 } = moments(xs);
  return { skew: skewOf(n, s2, s3), kurt: kurtOf(n, s2, s4) };
}

function skewOf(n: number, s2: number, s3: number): number {
  return n < 3 ? NaN : (Math.sqrt(n) * s3 / s2 ** 1.5) * Math.sqrt(n * (n - 1)) / (n - 2);
}

function kurtOf(n: number, s2: number, s4: number): number {
  const r = n * s4 / s2 ** 2;
  return n < 4 ? NaN : ((n + 1) * (r - 3) + 6) * (n - 1) / ((n - 2) * (n - 3));
}

/** Sums of powers of the distance from the mean. */
function moments(xs: Column): { readonly n: number; readonly s2: number; readonly s3: number; readonly s4: number } {
  const centre = mean(xs);
  let n = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  for (const x of xs) {
    if (x !== x) continue;
    const d = x - centre;
    const square = d * d;
    n += 1;
    s2 += square;
    s3 += square * d;
    s4 += square * square;
  }
  return { n, s2, s3, s4 };
}

/**
 * Ranks from the lowest (1) to the highest; missing stays missing. Ties `min` 1,2,2,4 (competition ranks) or
 * `average` 1,2.5,2.5,4. −0 equals 0.
 */
export function ascendingRanks(xs: Column, ties: Ties = 'min'): Column {
  const n = count(xs);
  const order = new Float64Array(n);
  const ranks = new Float64Array(xs.length).fill(NaN);
  // The values in order, then each finds its place: no array of indices with a comparing function, which is slow.
  let filled = 0;
  for (const x of xs) if (x === x) order[filled++] = x === 0 ? 0 : x;
  order.sort();
  for (let i = 0; i < xs.length; i += 1) {
    const x = xs[i] ?? NaN;
    if (x !== x) continue;
    const first = firstAtLeast(order, x);
    ranks[i] = ties === 'min' ? first + 1 : (first + firstAbove(order, x) + 1) / 2;
  }
  return ranks;
}

/** Ranks from the highest (1), competition ties 1,2,2,4. `decimals` rounds before it compares: equal scores that differ by the noise of a sum are equal. */
export function descendingRanks(xs: Column, decimals?: number): Column {
  const turned = new Float64Array(xs.length);
  const scale = decimals === undefined ? 0 : 10 ** decimals;
  for (let i = 0; i < xs.length; i += 1) {
    const x = xs[i] ?? NaN;
    turned[i] = -(scale === 0 ? x : rounded(x, scale));
  }
  return ascendingRanks(turned);
}

function rounded(x: number, scale: number): number {
  const scaled = x * scale;
  // Beyond 2^53 there are no decimals to round away.
  return Math.abs(scaled) < 9e15 ? Math.round(scaled) / scale : x;
}

/** `(rank − 1)/(n − 1)` in 0..1, ties min; zero for a constant, NaN when only one cell is there. */
export function percentRanks(xs: Column): Column {
  const n = count(xs);
  return ascendingRanks(xs).map((rank) => (n < 2 ? NaN : (rank - 1) / (n - 1)));
}

function firstAtLeast(order: Column, x: number): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((order[middle] ?? NaN) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstAbove(order: Column, x: number): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((order[middle] ?? NaN) <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}
