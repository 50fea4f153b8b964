import { describe, expect, it } from 'vitest';
import { isPlan, readPlan } from './plan.ts';

const whole = {
  period: 'all', denominate: true, impute: { method: 'last', maxPeriods: 2 },
  treat: { method: 'chain', winmax: 5, skew: 2, kurt: 3.5, combine: false, then: 'log', scope: 'panel', perIndicator: { A1: { method: 'boxcox', lambda: 0.5 } } },
  normalise: { method: 'zscore', range: [0, 100], meanSd: [0, 1], ties: 'min', cap: true, truncate: true, limits: [0, 1], scale: 100, reference: 'U1', scope: 'panel', perIndicator: { A1: { method: 'minmax' } } },
  aggregate: { method: ['arithmetic', 'power'], power: 2, weights: { A1: 1 }, availability: [0.5, 1] }, rank: { decimals: 9, group: 'G' },
  strengths: { data: 'raw', top: 5, bottom: 5, group: 'G', uniqueShare: 0.4, hideLast: false }, correlations: { level: 1, with: 2, kind: 'pearson', pMax: 0.05, withParent: true },
  leaveOneOut: 2, explain: true, change: [1, 2], uncertainty: { runs: 10, seed: 1, weightNoise: 0.25, levels: [2], normalisations: [{ method: 'minmax' }] },
};

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The plan with one value, anywhere in it, replaced by another. */
function* wrong(plan: Json, by: Json, at: readonly string[] = []): Generator<{ readonly plan: Json; readonly at: readonly string[] }> {
  if (typeof plan !== 'object' || plan === null) return;
  for (const [key, value] of Object.entries(plan)) {
    const put = (one: Json): Json => (Array.isArray(plan) ? plan.map((old: Json, index) => (String(index) === key ? one : old)) : { ...plan, [key]: one });
    yield { plan: put(by), at: [...at, key] };
    for (const inner of wrong(value, by, [...at, key])) yield { plan: put(inner.plan), at: inner.at };
  }
}

describe('the plan', () => {
  it('takes every key of the contract', () => {
    expect(readPlan(whole)).toEqual(whole);
    expect(isPlan(readPlan({}))).toBe(true);
  });

  it('says of every wrong value in Chinese where it stands and what is allowed', () => {
    let refused = 0;
    const values: readonly Json[] = [null, 'x', '', -5, 2.5, 1e300, true, [], ['x'], [1, 2, 3], {}, { A1: 'x' }, { nobody: 1 }];
    for (const value of values) {
      for (const { plan, at } of wrong(whole, value)) {
        const read = readPlan(plan);
        if (isPlan(read)) continue;
        refused += 1;
        for (const { path, message } of read) {
          expect(message, at.join('.')).toMatch(/\p{Script=Han}/u);
          expect(message, at.join('.')).not.toMatch(/expected|Invalid|Too |Unrecognized/u);
          // A value replaced further up may make a key elsewhere useless.
          expect(path, message).not.toBe('');
        }
      }
    }
    expect(refused).toBeGreaterThan(400);
  });

  it('refuses keys that have no effect', () => {
    const problems = (plan: unknown): string[] => { const read = readPlan(plan); return isPlan(read) ? [] : read.map(({ path }) => path); };
    expect(problems({ impute: { method: 'mean', group: 'G', withinLevel: 2, maxPeriods: 1 } })).toEqual(['impute.group', 'impute.withinLevel', 'impute.maxPeriods']);
    expect(problems({ aggregate: { power: 2 } })).toEqual(['aggregate.power']);
    expect(problems([])).toEqual(['']);
  });
});
