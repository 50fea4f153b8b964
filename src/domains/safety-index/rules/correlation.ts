import { ascendingRanks, mean, type Column } from './statistics.ts';

export type CorrelationKind = 'pearson' | 'spearman' | 'kendall';
export type Correlation = {
  /** NaN where a column is constant or fewer than two pairs are complete. */
  readonly r: number;
  /** Pairs in which both are there. */
  readonly pairs: number;
};
export type CorrelationFlag = { readonly group: string; readonly a: string; readonly b: string; readonly r: number };

/** Over the pairs in which both are there (pairwise complete). Kendall is tau-b. */
export function correlate(kind: CorrelationKind, x: Column, y: Column): Correlation {
  const [a, b] = completePairs(x, y);
  if (kind === 'kendall') return { r: tauB(a, b), pairs: a.length };
  if (kind === 'spearman') return { r: productMoment(ascendingRanks(a, 'average'), ascendingRanks(b, 'average')), pairs: a.length };
  return { r: productMoment(a, b), pairs: a.length };
}

/** Pairwise complete, divided by n − 1; NaN for fewer than two pairs. */
export function covariance(x: Column, y: Column): number {
  const [a, b] = completePairs(x, y);
  if (a.length < 2) return NaN;
  return coMoment(a, b) / (a.length - 1);
}

/** Two-sided, by `t = r·√((n−2)/(1−r²))` with n − 2 degrees of freedom; 0 for |r| = 1, NaN for fewer than three pairs. No correction for many tests. */
export function pValue({ r, pairs }: Correlation): number {
  const freedom = pairs - 2;
  if (!(freedom > 0) || r !== r) return NaN;
  if (Math.abs(r) >= 1) return 0;
  // P(|T| > t) = I_{ν/(ν+t²)}(ν/2, 1/2), and ν/(ν+t²) = 1 − r².
  return incompleteBeta(1 - r * r, freedom / 2, 0.5);
}

/**
 * Do the columns measure one thing? `k²·(mean covariance of pairs) / (sum of the covariance matrix)`, covariances
 * pairwise complete (Cronbach 1951). NaN for fewer than two columns. A column that is empty or constant adds nothing to
 * the sums but counts in k, as in COINr: who does not want that leaves it out.
 */
export function cronbachAlpha(columns: readonly Column[]): number {
  const k = columns.length;
  if (k < 2) return NaN;
  let diagonal = 0;
  let beside = 0;
  for (const [i, a] of columns.entries()) {
    for (const [j, b] of columns.entries()) {
      if (j < i) continue;
      const c = covariance(a, b);
      if (c !== c) continue;
      if (i === j) diagonal += c;
      else beside += 2 * c;
    }
  }
  return k * k * (beside / (k * (k - 1))) / (diagonal + beside);
}

/** Pairs of one group whose correlation is above `high` or below `low`; each pair once, in the order of the columns. */
export function correlationFlags(
  group: string,
  columns: readonly { readonly code: string; readonly values: Column }[],
  bounds: { readonly high?: number; readonly low?: number; readonly kind?: CorrelationKind },
): CorrelationFlag[] {
  const { high = Infinity, low = -Infinity, kind = 'pearson' } = bounds;
  const flags: CorrelationFlag[] = [];
  for (const [i, a] of columns.entries()) {
    for (const b of columns.slice(i + 1)) {
      const { r } = correlate(kind, a.values, b.values);
      if (r > high || r < low) flags.push({ group, a: a.code, b: b.code, r });
    }
  }
  return flags;
}

function completePairs(x: Column, y: Column): readonly [Column, Column] {
  const a = new Float64Array(x.length);
  const b = new Float64Array(x.length);
  let n = 0;
  for (let i = 0; i < x.length; i += 1) {
    const left = x[i] ?? NaN;
    const right = y[i] ?? NaN;
    if (left !== left || right !== right) continue;
    a[n] = left;
    b[n] = right;
    n += 1;
  }
  return [a.subarray(0, n), b.subarray(0, n)];
}

function coMoment(a: Column, b: Column): number {
  const centreA = mean(a);
  const centreB = mean(b);
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += ((a[i] ?? NaN) - centreA) * ((b[i] ?? NaN) - centreB);
  return sum;
}

function productMoment(a: Column, b: Column): number {
  if (a.length < 2) return NaN;
  const squares = Math.sqrt(coMoment(a, a)) * Math.sqrt(coMoment(b, b));
  return squares === 0 ? NaN : Math.max(-1, Math.min(1, coMoment(a, b) / squares));
}

/** `(concordant − discordant) / √((pairs − ties in x)(pairs − ties in y))`. */
function tauB(a: Column, b: Column): number {
  let agreement = 0;
  let apartA = 0;
  let apartB = 0;
  for (let i = 0; i < a.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const left = Math.sign((a[i] ?? NaN) - (a[j] ?? NaN));
      const right = Math.sign((b[i] ?? NaN) - (b[j] ?? NaN));
      agreement += left * right;
      apartA += left * left;
      apartB += right * right;
    }
  }
  const apart = Math.sqrt(apartA) * Math.sqrt(apartB);
  return apart === 0 ? NaN : agreement / apart;
}

/** Regularised I_x(a, b) by its continued fraction (Abramowitz and Stegun 26.5.8), summed by Lentz's way. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b)) / a;
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / away(1 - (a + b) * x / (a + 1), tiny);
  let sum = d;
  for (let m = 1; m <= 500; m += 1) {
    const even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d, tiny);
    c = away(1 + even / c, tiny);
    sum *= d * c;
    const odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d, tiny);
    c = away(1 + odd / c, tiny);
    sum *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return front * sum;
}

function away(x: number, tiny: number): number {
  return Math.abs(x) < tiny ? tiny : x;
}

/** Lanczos with g = 7 and nine terms (Godfrey); good to 1e-14 for the arguments of the p values. */
const lanczos = [0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7] as const;

function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  let sum: number = lanczos[0];
  for (let i = 1; i < lanczos.length; i += 1) sum += (lanczos[i] ?? 0) / (z + i);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}
