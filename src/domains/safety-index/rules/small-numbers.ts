import { refuse, type Refusal } from '../../../platform/core/refusal.ts';

/** Rates of few people jump by chance. What is done about it is chosen in the version and shown on the score. */
export type SmallNumberRule =
  /** Below the minimum no rate. */
  | { readonly method: 'minimum'; readonly denominator: number }
  /** Towards the parent's rate, the more the smaller the unit. */
  | { readonly method: 'shrink' };
export const smallNumberMarks = ['none', 'too-small', 'shrunk', 'missing'] as const;
export type SmallNumberMark = (typeof smallNumberMarks)[number];
export type SmallNumberResult = {
  /** By unit; NaN where there is none. */
  readonly rates: Float64Array;
  /** By unit: place in `smallNumberMarks`. */
  readonly marks: Uint8Array;
  /** By unit: share of its own rate in the result, 1 where nothing was done. */
  readonly ownShare: Float64Array;
  /** By unit: the rate of its parent that it was drawn to. */
  readonly parentRates: Float64Array;
};

/**
 * Rates `count/denominator` of units of one period. `parents` has a number for each unit: the place of its parent; all
 * of one parent where absent.
 *
 * Shrinkage is the empirical Bayes estimate of Marshall (1991), global within each parent: `m = Σy/Σn`,
 * `s² = Σn(r−m)²/Σn`, `A = max(0, s² − m/n̄)`, own share `C = A/(A + m/n)`, rate `m + C(r−m)`. It lies between the
 * unit's own rate and the parent's; where the units differ no more than chance would make them (A = 0) all get the parent's.
 * Refused: lengths that differ, a negative count, a denominator that is not above 0.
 */
export function smallNumberRates(rule: SmallNumberRule, counts: Float64Array, denominators: Float64Array, parents?: Int32Array): SmallNumberResult | Refusal {
  const n = counts.length;
  if (denominators.length !== n || (parents !== undefined && parents.length !== n)) return refuse('safety-index/small-length');
  if (rule.method === 'minimum' && !(rule.denominator > 0)) return refuse('safety-index/small-bad-minimum', { minimum: String(rule.denominator) });
  const rates = new Float64Array(n).fill(NaN);
  const marks = new Uint8Array(n);
  const ownShare = new Float64Array(n).fill(1);
  const parentRates = new Float64Array(n).fill(NaN);
  for (let i = 0; i < n; i += 1) {
    const y = counts[i] ?? NaN;
    const d = denominators[i] ?? NaN;
    if (y < 0) return refuse('safety-index/small-negative', { unit: i });
    if (d <= 0) return refuse('safety-index/small-zero-denominator', { unit: i });
    if (y !== y || d !== d) { marks[i] = markOf('missing'); continue; }
    rates[i] = y / d;
  }
  for (const members of byParent(n, parents)) {
    const { rate, spread } = familyOf(members, rates, denominators);
    for (const i of members) {
      parentRates[i] = rate;
      const own = rates[i] ?? NaN;
      if (own !== own) continue;
      const d = denominators[i] ?? NaN;
      if (rule.method === 'minimum') {
        if (d < rule.denominator) { rates[i] = NaN; marks[i] = markOf('too-small'); ownShare[i] = 0; }
        continue;
      }
      const chance = rate / d;
      const share = spread + chance === 0 ? 1 : spread / (spread + chance);
      // Written so that the result never leaves the stretch between the two, not even by rounding.
      rates[i] = Math.max(Math.min(own, rate), Math.min(Math.max(own, rate), rate + share * (own - rate)));
      ownShare[i] = share;
      if (share < 1) marks[i] = markOf('shrunk');
    }
  }
  return { rates, marks, ownShare, parentRates };
}

function markOf(mark: SmallNumberMark): number {
  return smallNumberMarks.indexOf(mark);
}

function byParent(n: number, parents: Int32Array | undefined): readonly (readonly number[])[] {
  const families = new Map<number, number[]>();
  for (let i = 0; i < n; i += 1) {
    const parent = parents?.[i] ?? 0;
    const family = families.get(parent);
    if (family === undefined) families.set(parent, [i]);
    else family.push(i);
  }
  return [...families.values()];
}

/** The parent's rate, and how much the units differ beyond chance (Marshall's A). */
function familyOf(members: readonly number[], rates: Float64Array, denominators: Float64Array): { readonly rate: number; readonly spread: number } {
  let events = 0;
  let people = 0;
  let n = 0;
  for (const i of members) {
    const own = rates[i] ?? NaN;
    if (own !== own) continue;
    events += own * (denominators[i] ?? 0);
    people += denominators[i] ?? 0;
    n += 1;
  }
  const rate = events / people;
  let squares = 0;
  for (const i of members) {
    const own = rates[i] ?? NaN;
    if (own === own) squares += (denominators[i] ?? 0) * (own - rate) ** 2;
  }
  return { rate, spread: Math.max(0, squares / people - rate / (people / n)) };
}
