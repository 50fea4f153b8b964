import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandOf, alarmsInARow, colourBands, escalationOf, type ColourBand } from './colours.ts';
import { correlate, covariance, cronbachAlpha, incompleteBeta, pValue } from './correlation.ts';
import { copelandScores, outrankingMatrix } from './outranking.ts';
import { ascendingRanks, descendingRanks, kurtosis, mean, median, percentRanks, quantile, skewness, standardDeviation, variance } from './statistics.ts';

const of = (...values: number[]): Float64Array => Float64Array.from(values);

describe('statistics of a column', () => {
  it('leave out what is missing', () => {
    // 2, 4, 9: mean 5, squares 9 + 1 + 16, divided by 2.
    expect([mean(of(2, NaN, 4, 9)), variance(of(2, NaN, 4, 9)), standardDeviation(of(2, 4, 9)), median(of(9, NaN, 2, 4))]).toEqual([5, 13, Math.sqrt(13), 4]);
    expect([mean(of(NaN)), variance(of(3)), quantile(of(), 0.5), skewness(of(1, 2)), kurtosis(of(1, 2, 3)), skewness(of(2, 2, 2))]).toEqual([NaN, NaN, NaN, NaN, NaN, NaN]);
  });

  it.each([[0, 1], [0.05, 1.45], [0.25, 3.25], [0.5, 5.5], [0.95, 9.55], [1, 10]])('quantile %d of 1..10 by type 7 is %d', (p, value) => {
    expect(quantile(Float64Array.from({ length: 10 }, (_, at) => 10 - at), p)).toBeCloseTo(value, 12);
  });

  it('skew and kurtosis are those of a spreadsheet', () => {
    // SKEW(1,2,3,10) and KURT(1..5).
    expect(skewness(of(1, 2, 3, 10))).toBeCloseTo(1.7636326148038881, 12);
    expect(kurtosis(of(1, 2, 3, 4, 5))).toBeCloseTo(-1.2, 12);
  });

  it('ranks: ties 1,2,2,4 or averaged; −0 is 0; what is missing has none; noise is no difference', () => {
    expect([...ascendingRanks(of(3, 1, NaN, 2, 2))]).toEqual([4, 1, NaN, 2, 2]);
    expect([...ascendingRanks(of(3, 1, 2, 2), 'average')]).toEqual([4, 1, 2.5, 2.5]);
    expect([...ascendingRanks(of(0, -0, 1))]).toEqual([1, 1, 3]);
    expect([...percentRanks(of(1, 2, 2, 3, NaN))]).toEqual([0, 1 / 3, 1 / 3, 1, NaN]);
    expect([...descendingRanks(of(99.999999999999986, 100, 3))]).toEqual([2, 1, 3]);
    expect([...descendingRanks(of(99.999999999999986, 100, 3), 9)]).toEqual([1, 1, 3]);
  });

  it('ranks agree with counting who is below', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.integer({ min: -4, max: 4 }), fc.constant(NaN)), { maxLength: 30 }), (values) => {
      const there = values.filter((x) => !Number.isNaN(x));
      const [min, average] = [ascendingRanks(of(...values)), ascendingRanks(of(...values), 'average')];
      for (const [at, x] of values.entries()) {
        if (Number.isNaN(x)) { expect(min[at]).toBeNaN(); continue; }
        const lower = there.filter((other) => other < x).length;
        const level = there.filter((other) => other === x).length;
        expect([min[at], average[at]]).toEqual([lower + 1, lower + (level + 1) / 2]);
      }
    }), { seed: 20_251_110, numRuns: 100 });
  });
});

describe('correlations', () => {
  // Pairs that are complete: (1,2), (2,1), (3,4), (4,3). Sxy = 3, Sxx = Syy = 5, so r = 0.6.
  const [x, y] = [of(1, 2, NaN, 3, 4, 7), of(2, 1, 9, 4, 3, NaN)];
  it('are over complete pairs, of three kinds', () => {
    expect(correlate('pearson', x, y)).toEqual({ r: expect.closeTo(0.6, 12), pairs: 4 });
    expect(correlate('spearman', x, y).r).toBeCloseTo(0.6, 12);
    // Of six pairs four agree; (1,2) with (2,1) and (3,4) with (4,3) do not: (4 − 2)/6.
    expect(correlate('kendall', x, y).r).toBeCloseTo(1 / 3, 12);
    // With a tie in x: 2 of 3 pairs are apart in x, all in y: (2 − 0)/√(2·3).
    expect(correlate('kendall', of(1, 1, 2), of(1, 2, 3)).r).toBeCloseTo(2 / Math.sqrt(6), 12);
    expect(covariance(x, y)).toBeCloseTo(1, 12);
    expect(correlate('pearson', of(1, 1), of(1, 2)).r).toBeNaN();
  });

  it('have p values of the t distribution', () => {
    // For two degrees of freedom P(|T| > t) = 1 − t/√(2 + t²), and t/√(2 + t²) = r: so p = 1 − 0.6.
    expect(pValue({ r: 0.6, pairs: 4 })).toBeCloseTo(0.4, 12);
    // For one degree (Cauchy): p = 1 − (2/π)·arctan t, t = r/√(1 − r²).
    expect(pValue({ r: 0.5, pairs: 3 })).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(0.5 / Math.sqrt(0.75)), 12);
    // With 11 pairs |r| = 0.602 is where 5 % are reached: the table of every textbook.
    expect(pValue({ r: 0.602, pairs: 11 })).toBeCloseTo(0.05, 3);
    expect([pValue({ r: 1, pairs: 5 }), pValue({ r: 0.3, pairs: 2 })]).toEqual([0, NaN]);
    expect(incompleteBeta(0.3, 2, 3)).toBeCloseTo(6 * 0.3 ** 2 - 8 * 0.3 ** 3 + 3 * 0.3 ** 4, 12);
  });

  it('Cronbach: two columns that are the same measure one thing', () => {
    expect(cronbachAlpha([of(1, 2, 3), of(1, 2, 3)])).toBeCloseTo(1, 12);
    expect(cronbachAlpha([of(1, 2, 3)])).toBeNaN();
  });
});

describe('outranking', () => {
  it('counts weights of duels; a pair with a missing value counts for neither', () => {
    // Weights 2 and 1. U1 against U2: wins the first, draws the second: (2 + ½)/3. Against U3: loses the first; the second is missing.
    const matrix = outrankingMatrix([of(5, 3, 9), of(4, 4, NaN)], [2, 1]);
    expect(matrix[1]).toBeCloseTo(2.5 / 3, 12);
    expect(matrix[3]).toBeCloseTo(0.5 / 3, 12);
    expect([matrix[2], matrix[6], matrix[0]]).toEqual([0, 1, 0]);
    expect([...copelandScores(matrix)]).toEqual([0, -2, 2]);
    expect([...copelandScores(outrankingMatrix([of(1, 1)], [1]))]).toEqual([0, 0]);
  });
});

describe('colours', () => {
  const bands: readonly ColourBand[] = [{ code: 'red', label: '红', from: 0, isAlarm: true }, { code: 'green', label: '绿', from: 90 }, { code: 'yellow', label: '黄', from: 70 }];
  const ordered = colourBands(bands);
  if ('refused' in ordered) throw new Error(ordered.refused);

  it('a score is in the band whose edge it reaches, noise forgiven', () => {
    expect([90, 89.99999999999, 89.9, 70, 12].map((score) => bandOf(ordered, score)?.code)).toEqual(['green', 'green', 'yellow', 'yellow', 'red']);
    expect(bandOf(ordered, NaN)).toBeUndefined();
  });

  it('three reds in a row are a notice, four a talk; a month without a score neither counts nor breaks the row', () => {
    const ladder = [{ after: 3, code: 'notice', label: '预警通知' }, { after: 4, code: 'talk', label: '约谈' }];
    expect(alarmsInARow(ordered, of(10, 80, 10, 20, NaN, 30))).toBe(3);
    expect(alarmsInARow(ordered, of(10, 10, 80))).toBe(0);
    expect([2, 3, 4, 9].map((alarms) => escalationOf(ladder, alarms)?.code)).toEqual([undefined, 'notice', 'talk', 'talk']);
  });

  it.each([['empty', []], ['overlap', [...bands, { code: 'x', label: 'x', from: 90 }]], ['code-twice', [...bands, { code: 'red', label: 'x', from: 50 }]], ['gap', bands.slice(1)], ['not-finite', [{ code: 'x', label: 'x', from: NaN }]]] as const)('refuses: %s', (reason, wrong) => {
    expect(colourBands(wrong)).toMatchObject({ refused: `safety-index/bands-${reason}` });
  });
});
