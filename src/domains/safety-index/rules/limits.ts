import { refuse, type Refusal } from '../../../platform/core/refusal.ts';
import type { Finding } from './finding.ts';
import { ofPeriod, type Panel } from './panel.ts';
import { median, quantileOfSorted, sorted, type Column } from './statistics.ts';
import { codesOf, type IndexTree } from './tree.ts';

/** How 上限 and 下限 come from the data of a reference time. */
export type LimitRule =
  /** Quantiles (R type 7), 5 % and 95 % by default: a single outlier moves nothing. */
  | { readonly method: 'quantiles'; readonly low?: number; readonly high?: number }
  /** Median ± `spread` (3 by default) times 1.4826·MAD, held within what was observed (Leys et al. 2013). */
  | { readonly method: 'robust'; readonly spread?: number }
  /** What was observed at the least and at the most. */
  | { readonly method: 'extremes' };
export type LimitSettings = {
  readonly rule: LimitRule;
  /** Fewer cells than this give no limits; 20 by default. */
  readonly least?: number;
  /** Decimals to which limits are rounded, outwards so that nothing observed within is cut; not rounded by default. */
  readonly decimals?: number;
  /** A lower limit that stands whatever the data say: 0 for counts. */
  readonly fixedLower?: number;
  readonly fixedUpper?: number;
};
/** Data, to be frozen in a version with the person who approved them. */
export type DerivedLimits = {
  readonly code: string;
  readonly lower: number;
  readonly upper: number;
  readonly rule: LimitRule;
  /** Cells that the limits were taken from, and those of them beyond the limits on either side. */
  readonly cells: number;
  readonly below: number;
  readonly above: number;
  readonly median: number;
};

/**
 * Limits of each column; columns hold the cells of the reference time alone. Indicators that have no sound limits are in
 * a finding and not in the list. Refused: quantiles that are not 0 ≤ low < high ≤ 1, a spread that is not above 0.
 */
export function deriveLimits(columns: readonly { readonly code: string; readonly values: Column; readonly settings?: Partial<LimitSettings> }[], usual: LimitSettings): { readonly limits: readonly DerivedLimits[]; readonly findings: readonly Finding[] } | Refusal {
  const limits: DerivedLimits[] = [];
  const few: string[] = [];
  const equal: string[] = [];
  for (const { code, values, settings } of columns) {
    const { rule, least = 20, decimals, fixedLower, fixedUpper } = { ...usual, ...settings };
    if (rule.method === 'quantiles' && !((rule.low ?? 0.05) >= 0 && (rule.high ?? 0.95) <= 1 && (rule.low ?? 0.05) < (rule.high ?? 0.95))) return refuse('safety-index/limits-bad-quantiles', { code });
    if (rule.method === 'robust' && !((rule.spread ?? 3) > 0)) return refuse('safety-index/limits-bad-spread', { code });
    const ordered = sorted(values);
    if (ordered.length < Math.max(2, least)) { few.push(code); continue; }
    const [low, high] = bounds(rule, ordered);
    const lower = fixedLower ?? outward(low, decimals, Math.floor);
    const upper = fixedUpper ?? outward(high, decimals, Math.ceil);
    if (!(lower < upper)) { equal.push(code); continue; }
    limits.push({ code, lower, upper, rule, cells: ordered.length, below: ordered.filter((x) => x < lower).length, above: ordered.filter((x) => x > upper).length, median: median(ordered) });
  }
  const findings: Finding[] = [];
  if (few.length > 0) findings.push({ step: 'limits', code: 'too-few', indicators: few, message: `${few.length} 项指标在参照期内数据太少，没有推算上下限：${few.join('、')}。` });
  if (equal.length > 0) findings.push({ step: 'limits', code: 'equal-limits', indicators: equal, message: `${equal.length} 项指标推算出的上限不高于下限，需由人确定：${equal.join('、')}。` });
  return { limits, findings };
}

/** The cells of a reference time, by indicator: `columns` are the panel's, or those of a build after denominators. */
export function referenceColumns(tree: IndexTree, panel: Panel, columns: readonly Column[], periods: readonly number[]): { readonly code: string; readonly values: Column }[] {
  return codesOf(tree, tree.indicators).map((code, k) => {
    const values = new Float64Array(periods.length * panel.units.length);
    for (const [at, period] of periods.entries()) values.set(ofPeriod(panel, columns[k] ?? new Float64Array(), period), at * panel.units.length);
    return { code, values };
  });
}

function bounds(rule: LimitRule, ordered: Column): readonly [number, number] {
  const first = ordered[0] ?? NaN;
  const last = ordered[ordered.length - 1] ?? NaN;
  if (rule.method === 'extremes') return [first, last];
  if (rule.method === 'quantiles') return [quantileOfSorted(ordered, rule.low ?? 0.05), quantileOfSorted(ordered, rule.high ?? 0.95)];
  const centre = median(ordered);
  // 1.4826 makes the median absolute deviation the standard deviation of a normal distribution.
  const reach = (rule.spread ?? 3) * 1.4826 * median(ordered.map((x) => Math.abs(x - centre)));
  return [Math.max(first, centre - reach), Math.min(last, centre + reach)];
}

function outward(x: number, decimals: number | undefined, round: (x: number) => number): number {
  if (decimals === undefined) return x;
  const scale = 10 ** decimals;
  // Twelve digits first: 0.1 + 0.2 is no reason for another step.
  const rounded = round(Number((x * scale).toPrecision(12))) / scale;
  return rounded === 0 ? 0 : rounded;
}
