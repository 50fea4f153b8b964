import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallNumberMarks, smallNumberRates, type SmallNumberResult, type SmallNumberRule } from './small-numbers.ts';

function told(rule: SmallNumberRule, counts: readonly number[], people: readonly number[], parents?: readonly number[]): SmallNumberResult {
  const result = smallNumberRates(rule, Float64Array.from(counts), Float64Array.from(people), parents === undefined ? undefined : Int32Array.from(parents));
  if ('refused' in result) throw new Error(result.refused);
  return result;
}

const marksOf = ({ marks }: SmallNumberResult): string[] => [...marks].map((mark) => smallNumberMarks[mark] ?? '?');

describe('small numbers', () => {
  it('below the minimum there is no rate, and it is marked', () => {
    const result = told({ method: 'minimum', denominator: 500 }, [3, 3, NaN], [100, 1000, 900]);
    expect([...result.rates]).toEqual([NaN, 0.003, NaN]);
    expect(marksOf(result)).toEqual(['too-small', 'none', 'missing']);
  });

  it('shrinks by Marshall’s formula, written out', () => {
    // y 0, 10, 20; n 100, 100, 800. m = 30/1000 = 0.03.
    // s² = (100·0.03² + 100·0.07² + 800·0.005²)/1000 = (0.09 + 0.49 + 0.02)/1000 = 0.0006; n̄ = 1000/3.
    // A = 0.0006 − 0.03·3/1000 = 0.00051. For n = 100: C = 0.00051/(0.00051 + 0.0003) = 0.62962963; for n = 800: 0.00051/0.0005475.
    const result = told({ method: 'shrink' }, [0, 10, 20], [100, 100, 800]);
    const c = 0.00051 / 0.00081;
    const large = 0.00051 / (0.00051 + 0.03 / 800);
    expect([...result.ownShare]).toEqual([expect.closeTo(c, 12), expect.closeTo(c, 12), expect.closeTo(large, 12)]);
    expect([...result.rates]).toEqual([expect.closeTo(0.03 - c * 0.03, 12), expect.closeTo(0.03 + c * 0.07, 12), expect.closeTo(0.03 - large * 0.005, 12)]);
    expect(marksOf(result)).toEqual(['shrunk', 'shrunk', 'shrunk']);
  });

  it('gives all the parent’s rate where they differ no more than chance would make them, each its own parent’s', () => {
    expect([...told({ method: 'shrink' }, [1, 2, 1, 2], [100, 100, 100, 100]).rates]).toEqual([0.015, 0.015, 0.015, 0.015]);
    expect([...told({ method: 'shrink' }, [1, 2, 4, NaN], [100, 200, 100, 50], [7, 7, 9, 9]).rates]).toEqual([0.01, 0.01, 0.04, NaN]);
  });

  it('refuses what is no rate', () => {
    const ask = (counts: number[], people: number[], rule: SmallNumberRule = { method: 'shrink' }): unknown => smallNumberRates(rule, Float64Array.from(counts), Float64Array.from(people));
    expect(ask([1], [1, 2])).toMatchObject({ refused: 'safety-index/small-length' });
    expect(ask([-1], [10])).toMatchObject({ refused: 'safety-index/small-negative' });
    expect(ask([1], [0])).toMatchObject({ refused: 'safety-index/small-zero-denominator' });
    expect(ask([1], [10], { method: 'minimum', denominator: 0 })).toMatchObject({ refused: 'safety-index/small-bad-minimum' });
  });

  it('a shrunk rate lies between the own and the parent’s, nearer to the own the larger the unit', () => {
    const unit = fc.record({ people: fc.integer({ min: 1, max: 5000 }), share: fc.integer({ min: 0, max: 100 }), parent: fc.integer({ min: 0, max: 2 }) });
    fc.assert(fc.property(fc.array(unit, { minLength: 1, maxLength: 30 }), (units) => {
      const counts = units.map(({ people, share }) => Math.round(people * share / 100));
      const { rates, parentRates, ownShare } = told({ method: 'shrink' }, counts, units.map(({ people }) => people), units.map(({ parent }) => parent));
      for (const [at, { people, parent }] of units.entries()) {
        const own = (counts[at] ?? NaN) / people;
        const [rate, mean] = [rates[at] ?? NaN, parentRates[at] ?? NaN];
        expect(rate >= Math.min(own, mean) && rate <= Math.max(own, mean), `${rate} between ${own} and ${mean}`).toBe(true);
        for (const [other, one] of units.entries()) if (one.parent === parent && one.people > people) expect(ownShare[other]).toBeGreaterThanOrEqual(ownShare[at] ?? NaN);
      }
    }), { seed: 20_251_103, numRuns: 100 });
  });
});
