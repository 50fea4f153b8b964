import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ahpWeights, alonsoLamataTable, groupAhpWeights, judgementsOf, leastConsistentPair, saatyTable, type AhpRefusal, type AhpResult, type Judgements } from './ahp.ts';

function told<T extends AhpResult>(result: T | AhpRefusal): T {
  if ('refused' in result) throw new Error(result.message);
  return result;
}

describe('AHP', () => {
  // 1 | 2 | 6: whatever the pairs say follows from 0.6 : 0.3 : 0.1.
  it('gives the weights of a consistent matrix: 0.6, 0.3, 0.1', () => {
    const { weights, lambdaMax, consistencyIndex, consistencyRatio } = told(ahpWeights(judgementsOf(3, [2, 6, 3])));
    expect(weights.map((weight) => Number(weight.toFixed(12)))).toEqual([0.6, 0.3, 0.1]);
    expect(lambdaMax).toBeCloseTo(3, 12);
    expect([consistencyIndex, consistencyRatio]).toEqual([expect.closeTo(0, 12), expect.closeTo(0, 12)]);
  });

  it('has the eigenvector of a 3 × 3 matrix in closed form', () => {
    // For n = 3 the principal eigenvector is the geometric means of the rows, and with b = a12·a23/a13:
    // λ = 1 + b^(1/3) + b^(−1/3). Here a12 = 3, a13 = 5, a23 = 3, so b = 9/5; CI = (λ − 3)/2; CR = CI/0.58.
    const { weights, lambdaMax, consistencyIndex, consistencyRatio, table } = told(ahpWeights(judgementsOf(3, [3, 5, 3])));
    const rows = [Math.cbrt(15), Math.cbrt(1), Math.cbrt(1 / 15)];
    const sum = rows.reduce((all, one) => all + one, 0);
    const b = 9 / 5;
    const lambda = 1 + Math.cbrt(b) + 1 / Math.cbrt(b);
    for (const [at, row] of rows.entries()) expect(weights[at]).toBeCloseTo(row / sum, 12);
    expect(lambdaMax).toBeCloseTo(lambda, 12);
    expect(consistencyIndex).toBeCloseTo((lambda - 3) / 2, 12);
    expect(consistencyRatio).toBeCloseTo((lambda - 3) / 2 / 0.58, 12);
    expect(table).toEqual({ name: saatyTable.name, source: saatyTable.source, randomIndex: 0.58 });
  });

  it('keeps which table was used, and says who contradicts himself and where', () => {
    // 1 beats 2, 2 beats 3, and 3 beats 1: a circle.
    const circle = judgementsOf(3, [5, 1 / 5, 5]);
    const { isConsistent, table, weights } = told(ahpWeights(circle, alonsoLamataTable));
    expect([isConsistent, table.name, table.randomIndex]).toEqual([false, 'Alonso–Lamata 2006', 0.5245]);
    expect(weights.map((weight) => Number(weight.toFixed(9)))).toEqual([0.333333333, 0.333333333, 0.333333333]);
    expect(leastConsistentPair(judgementsOf(3, [2, 6, 3]), [0.6, 0.3, 0.1])).toBeUndefined();
    expect(leastConsistentPair(judgementsOf(4, [1, 1, 9, 1, 1, 1]), [0.25, 0.25, 0.25, 0.25])).toMatchObject({ row: 0, column: 3, judged: 9 });
  });

  it('joins experts by the geometric mean of their judgements: 2 and 8 are 4, weights 0.8 and 0.2', () => {
    const group = told(groupAhpWeights([judgementsOf(2, [2]), judgementsOf(2, [8])]));
    expect(group.judgements[0]?.[1]).toBeCloseTo(4, 12);
    expect(group.weights.map((weight) => Number(weight.toFixed(12)))).toEqual([0.8, 0.2]);
    expect(group.byExpert.map(({ weights }) => Number((weights[0] ?? 0).toFixed(6)))).toEqual([0.666667, 0.888889]);
    // With three voices against one: 2^(3/4)·8^(1/4) = 2^1.5.
    expect(told(groupAhpWeights([judgementsOf(2, [2]), judgementsOf(2, [8])], saatyTable, [3, 1])).judgements[0]?.[1]).toBeCloseTo(2 ** 1.5, 12);
  });

  const wrong: readonly [string, Judgements][] = [
    ['empty', []], ['not-square', [[1, 2], [0.5]]], ['bad-judgement', [[1, 0], [2, 1]]], ['bad-judgement', [[1, NaN], [2, 1]]],
    ['diagonal', [[2, 1], [1, 1]]], ['not-reciprocal', [[1, 3], [0.5, 1]]], ['too-large', judgementsOf(16, Array<number>(120).fill(1))],
  ];
  it.each(wrong)('refuses: %s', (reason, judgements) => expect(ahpWeights(judgements)).toMatchObject({ refused: `safety-index/ahp-${reason}`, reason }));

  it('refuses experts who compared other things, and names the expert who is wrong', () => {
    expect(groupAhpWeights([judgementsOf(2, [2]), judgementsOf(3, [1, 1, 1])])).toMatchObject({ reason: 'sizes-differ' });
    expect(groupAhpWeights([judgementsOf(2, [2]), [[1, 3], [3, 1]]])).toMatchObject({ message: expect.stringContaining('第 2 位专家') });
    expect(groupAhpWeights([judgementsOf(2, [2])], saatyTable, [0])).toMatchObject({ reason: 'bad-weight' });
    expect(groupAhpWeights([])).toMatchObject({ reason: 'empty' });
  });

  it('gives any weights back from the matrix of their ratios', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 15 }), (raw) => {
      const total = raw.reduce((sum, one) => sum + one, 0);
      const { weights, consistencyRatio } = told(ahpWeights(raw.map((a) => raw.map((b) => a / b))));
      for (const [at, one] of raw.entries()) expect(weights[at]).toBeCloseTo(one / total, 10);
      expect(consistencyRatio).toBeLessThan(1e-9);
    }), { seed: 20_251_102, numRuns: 60 });
  });
});
