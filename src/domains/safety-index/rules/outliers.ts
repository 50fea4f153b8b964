import { shapeOf, skewness } from './statistics.ts';

export type LogKind = 'log' | 'log-plus' | 'log-orig';

export type ChainTreatment = {
  readonly method: 'chain';
  /** Most values that are moved to an end; Infinity for no limit. */
  readonly winmax: number;
  /** A column passes if |skew| is below this or the kurtosis below the other. */
  readonly skew: number;
  readonly kurt: number;
  /** Whether the second step goes on from the first; otherwise from the column as it was. */
  readonly combine: boolean;
  readonly then: LogKind | 'none';
};
export type Treatment = ChainTreatment | { readonly method: 'boxcox'; readonly lambda: number; readonly skew: number; readonly kurt: number } | { readonly method: 'none' };

export type SkewCheck = { readonly pass: boolean; readonly skew: number; readonly kurt: number };
export type Winsorised = {
  readonly values: Float64Array;
  /** How many were moved. */
  readonly moved: number;
  /** Places that were moved down to the highest and up to the lowest kept value. */
  readonly high: readonly number[];
  readonly low: readonly number[];
};
export type Treated = {
  /** The column handed in, where nothing was changed. */
  readonly values: Float64Array;
  readonly treated: 'none' | 'winsorised' | 'boxcox' | LogKind | `winsorised+${LogKind}`;
  /** How many values were winsorised or, by a transform, how many there are. */
  readonly points: number;
  /** NaN where skew or kurtosis are not defined; such a column is left as it is. */
  readonly before: SkewCheck;
  readonly winsorised: (SkewCheck & { readonly moved: number; readonly high: readonly number[]; readonly low: readonly number[] }) | undefined;
  readonly after: SkewCheck;
  /** Winsorising made all values equal: the column is as it was. */
  readonly isUndone: boolean;
};

export const defaultTreatment: ChainTreatment = { method: 'chain', winmax: 5, skew: 2, kurt: 3.5, combine: false, then: 'log' };

/** Type 2 (bias-corrected), excess kurtosis. Passes if `|skew| < skew` or `kurt < kurt`, strictly. */
export function checkSkew(values: Float64Array, limits: { readonly skew: number; readonly kurt: number }): SkewCheck {
  const { skew, kurt } = shapeOf(values);
  return { skew, kurt, pass: Math.abs(skew) < limits.skew || kurt < limits.kurt };
}

/** A column on its raw values, before direction. The steps and their order are those of the reference. */
export function treatColumn(values: Float64Array, treatment: Treatment): Treated {
  if (treatment.method === 'none') {
    const check = checkSkew(values, defaultTreatment);
    return untouched(values, check, false);
  }
  const before = checkSkew(values, treatment);
  if (before.pass || before.skew !== before.skew || before.kurt !== before.kurt) return untouched(values, before, false);
  if (treatment.method === 'boxcox') {
    const transformed = boxcox(values, treatment.lambda);
    return { values: transformed, treated: 'boxcox', points: counted(values), before, winsorised: undefined, after: checkSkew(transformed, treatment), isUndone: false };
  }
  const won = winsorise(values, treatment);
  if (won === undefined) return untouched(values, before, true);
  const middle = checkSkew(won.values, treatment);
  const winsorised = { ...middle, moved: won.moved, high: won.high, low: won.low };
  if (middle.skew !== middle.skew) return { ...untouched(values, before, true), winsorised };
  if (middle.pass || treatment.then === 'none') return { values: won.values, treated: 'winsorised', points: won.moved, before, winsorised, after: middle, isUndone: false };
  const transformed = logarithm(treatment.combine ? won.values : values, treatment.then);
  const treated = treatment.combine && won.moved > 0 ? `winsorised+${treatment.then}` as const : treatment.then;
  return { values: transformed, treated, points: counted(values), before, winsorised, after: checkSkew(transformed, treatment), isUndone: false };
}

/**
 * Moves all values tied at an end to the next one, the upper end where the skew is not negative, while the column fails
 * and fewer than `winmax` were moved; with `isForced` also while it passes. Undefined where a step makes all values equal.
 */
export function winsorise(values: Float64Array, limits: { readonly winmax: number; readonly skew: number; readonly kurt: number; readonly isForced?: boolean }): Winsorised | undefined {
  const moved = values.slice();
  let high: number[] = [];
  let low: number[] = [];
  while (high.length + low.length < limits.winmax) {
    const { skew, kurt, pass } = checkSkew(moved, limits);
    if (skew !== skew || kurt !== kurt) return high.length + low.length === 0 ? { values, moved: 0, high, low } : undefined;
    if (pass && limits.isForced !== true) break;
    const isHigh = skew >= 0;
    const { end, next } = ends(moved, isHigh);
    const tied: number[] = [];
    for (let at = 0; at < moved.length; at += 1) if (moved[at] === end) { tied.push(at); moved[at] = next; }
    if (isHigh) high = tied; else low = tied;
  }
  return { values: high.length + low.length === 0 ? values : moved, moved: high.length + low.length, high, low };
}

/** log: `ln(x − min + 0.01 (max − min))`; log-plus: that where the skew is positive, else `−ln(max + 0.01 (max − min) − x)`; log-orig: `ln(x − min + 1)`. */
export function logarithm(values: Float64Array, kind: LogKind): Float64Array {
  const { min, max } = extent(values);
  if (kind === 'log-orig') return values.map((x) => Math.log(x - min + 1));
  const shift = 0.01 * (max - min);
  if (kind === 'log-plus' && !(skewness(values) > 0)) return values.map((x) => -Math.log(max + shift - x));
  return values.map((x) => Math.log(x - min + shift));
}

/** `y = x − min + 1`, `(y^λ − 1)/λ`; `ln y` for λ = 0 (Box and Cox 1964). */
export function boxcox(values: Float64Array, lambda: number): Float64Array {
  const { min } = extent(values);
  return values.map((x) => (lambda === 0 ? Math.log(x - min + 1) : ((x - min + 1) ** lambda - 1) / lambda));
}

function untouched(values: Float64Array, check: SkewCheck, isUndone: boolean): Treated {
  return { values, treated: 'none', points: 0, before: check, winsorised: undefined, after: check, isUndone };
}

/** The outermost value on one side and the next distinct one inwards. */
function ends(values: Float64Array, isHigh: boolean): { readonly end: number; readonly next: number } {
  let end = isHigh ? -Infinity : Infinity;
  let next = end;
  for (const x of values) {
    if (isHigh ? x > end : x < end) { next = end; end = x; }
    else if (x !== end && (isHigh ? x > next : x < next)) next = x;
  }
  return { end, next };
}

function extent(values: Float64Array): { readonly min: number; readonly max: number } {
  let min = Infinity;
  let max = -Infinity;
  for (const x of values) { if (x < min) min = x; if (x > max) max = x; }
  return { min, max };
}

function counted(values: Float64Array): number {
  let count = 0;
  for (const x of values) if (x === x) count += 1;
  return count;
}
