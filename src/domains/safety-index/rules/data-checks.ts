import { count, extremes, kurtosis, mean, median, skewness, sorted, standardDeviation, type Column } from './statistics.ts';

/** What a column looks like before it is used; the columns of `get_stats` of COINr. */
export type ColumnStatistics = {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly median: number;
  readonly sd: number;
  readonly skew: number;
  readonly kurt: number;
  readonly available: number;
  readonly nonZero: number;
  readonly unique: number;
  /** How often the most frequent value occurs. */
  readonly same: number;
  /** Share of all cells that are there. */
  readonly availableShare: number;
  /** Shares of the cells that are there. */
  readonly nonZeroShare: number;
  readonly uniqueShare: number;
  readonly sameShare: number;
  readonly flags: { readonly available: 'ok' | 'LOW'; readonly nonZero: 'ok' | 'LOW'; readonly unique: 'ok' | 'LOW'; readonly shape: 'ok' | 'OUT' | 'NA' };
};

export type CheckBounds = { readonly available: number; readonly nonZero: number; readonly unique: number; readonly skew: number; readonly kurt: number };
/** COINr's bounds. The first three are shares of all cells; `OUT` needs both |skew| and kurtosis beyond theirs, `NA` is a constant. */
export const usualBounds: CheckBounds = { available: 0.65, nonZero: 0.5, unique: 0.5, skew: 2, kurt: 3.5 };

export function columnStatistics(xs: Column, bounds: CheckBounds = usualBounds): ColumnStatistics {
  const values = sorted(xs);
  const available = values.length;
  const { unique, same } = repeats(values);
  let nonZero = 0;
  for (const x of values) if (x !== 0) nonZero += 1;
  const skew = skewness(values);
  const kurt = kurtosis(values);
  const availableShare = available / xs.length;
  const nonZeroShare = nonZero / available;
  const uniqueShare = unique / available;
  return {
    ...extremes(values), mean: mean(values), median: median(values), sd: standardDeviation(values), skew, kurt,
    available, nonZero, unique, same, availableShare, nonZeroShare, uniqueShare, sameShare: same / available,
    flags: {
      available: availableShare >= bounds.available ? 'ok' : 'LOW',
      nonZero: nonZero / xs.length >= bounds.nonZero ? 'ok' : 'LOW',
      unique: unique / xs.length >= bounds.unique ? 'ok' : 'LOW',
      shape: skew !== skew ? 'NA' : Math.abs(skew) > bounds.skew && kurt > bounds.kurt ? 'OUT' : 'ok',
    },
  };
}

function repeats(ordered: Column): { readonly unique: number; readonly same: number } {
  let unique = 0;
  let same = 0;
  let run = 0;
  for (let i = 0; i < ordered.length; i += 1) {
    run = i > 0 && ordered[i] === ordered[i - 1] ? run + 1 : 1;
    if (run === 1) unique += 1;
    if (run > same) same = run;
  }
  return { unique, same };
}

export type Availability = {
  readonly missing: number;
  readonly zero: number;
  readonly missingOrZero: number;
  /** Share of the cells that are there. */
  readonly share: number;
  /** Share of the cells that are there and not zero, of those that are there. */
  readonly nonZeroShare: number;
};

/** Of one unit: its values over the indicators (all of them, or those of one group). */
export function availability(row: Column): Availability {
  const there = count(row);
  let zero = 0;
  for (const x of row) if (x === 0) zero += 1;
  const missing = row.length - there;
  return { missing, zero, missingOrZero: missing + zero, share: there / row.length, nonZeroShare: (there - zero) / there };
}
