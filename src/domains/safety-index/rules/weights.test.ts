import { describe, expect, it } from 'vitest';
import { treeFrom } from '../../../../test/support/index-trees.ts';
import { deriveLimits } from './limits.ts';
import { effectiveWeights, withWeights } from './tree.ts';
import { entropyWeights, entropyWeightsByNode, equalWeights } from './weights.ts';

const column = (code: string, ...values: number[]): { readonly code: string; readonly values: Float64Array } => ({ code, values: Float64Array.from(values) });

describe('entropy weights', () => {
  it('are those of the arithmetic written out', () => {
    // a: p = 1/4, 3/4; e = −(¼ ln ¼ + ¾ ln ¾)/ln 2 = 0.8112781244591328. b: p = ½, ½; e = 1. So a has all of the weight.
    const result = entropyWeights([column('a', 1, 3), column('b', 5, 5), column('c', 1, 7)]);
    if ('refused' in result) throw new Error(result.refused);
    const ea = -(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75)) / Math.LN2;
    const ec = -(0.125 * Math.log(0.125) + 0.875 * Math.log(0.875)) / Math.LN2;
    expect(result.weights.map(({ entropy }) => entropy)).toEqual([expect.closeTo(ea, 12), expect.closeTo(1, 12), expect.closeTo(ec, 12)]);
    expect(result.weights.map(({ weight }) => weight)).toEqual([expect.closeTo((1 - ea) / (2 - ea - ec), 12), 0, expect.closeTo((1 - ec) / (2 - ea - ec), 12)]);
    expect(result.findings.map(({ code, indicators }) => [code, indicators])).toEqual([['constant', ['b']], ['dominant', ['c']]]);
  });

  it('leave out what is missing: n is what is there', () => {
    const whole = entropyWeights([column('a', 1, 3), column('b', 2, 8)]);
    const holed = entropyWeights([column('a', 1, NaN, 3), column('b', 2, 8, NaN)]);
    expect(holed).toEqual(whole);
  });

  it('warn where one rare event takes more than half', () => {
    const result = entropyWeights([column('rare', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9), column('usual', 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90)]);
    if ('refused' in result) throw new Error(result.refused);
    expect(result.weights[0]?.weight).toBeGreaterThan(0.99);
    expect(result.findings).toMatchObject([{ code: 'dominant', indicators: ['rare'] }]);
  });

  it('are refused where a value is negative or nothing tells units apart', () => {
    expect(entropyWeights([column('a', -1, 3)])).toMatchObject({ refused: 'safety-index/entropy-negative', params: { code: 'a' } });
    expect(entropyWeights([column('a', 3, 3)])).toMatchObject({ refused: 'safety-index/entropy-no-information' });
  });

  const tree = treeFrom([
    { code: 'I', name: 'I', parent: undefined, weight: 1, direction: 1, isIndicator: false },
    { code: 'A', name: 'A', parent: 'I', weight: 2, direction: 1, isIndicator: false }, { code: 'B', name: 'B', parent: 'I', weight: 3, direction: 1, isIndicator: true },
    { code: 'a', name: 'a', parent: 'A', weight: 1, direction: 1, isIndicator: true }, { code: 'b', name: 'b', parent: 'A', weight: 9, direction: 1, isIndicator: true },
  ]);

  it('are taken among siblings that are indicators, and equal weights among all', () => {
    // Order of the indicators: B, a, b. Only below A are all siblings indicators.
    const { weights, findings } = entropyWeightsByNode(tree, [Float64Array.of(1, 2), Float64Array.of(1, 3), Float64Array.of(1, 3)]);
    expect([...weights]).toEqual([['a', expect.closeTo(0.5, 12)], ['b', expect.closeTo(0.5, 12)]]);
    expect(findings).toEqual([]);
    expect(entropyWeightsByNode(tree, [Float64Array.of(1, 2), Float64Array.of(3, 3), Float64Array.of(3, 3)]).findings).toMatchObject([{ code: 'not-done', indicators: ['a', 'b'] }]);
    const equal = effectiveWeights(withWeights(tree, equalWeights(tree)));
    expect(['I', 'A', 'B', 'a', 'b'].map((code) => equal[tree.placeByCode.get(code) ?? -1])).toEqual([1, 0.5, 0.5, 0.25, 0.25]);
  });
});

describe('limits from data', () => {
  const usual = { rule: { method: 'quantiles' }, least: 5 } as const;
  // 0..20: type 7 quantiles are at 20·0.05 = 1 and 20·0.95 = 19.
  const steps = Float64Array.from({ length: 21 }, (_, at) => at);

  function limitsOf(values: Float64Array, settings: Parameters<typeof deriveLimits>[1]): unknown {
    const result = deriveLimits([{ code: 'x', values }], settings);
    if ('refused' in result) throw new Error(result.refused);
    return result.limits.map(({ lower, upper, cells, below, above, median }) => ({ lower, upper, cells, below, above, median }));
  }

  it('are quantiles of type 7', () => expect(limitsOf(steps, usual)).toEqual([{ lower: 1, upper: 19, cells: 21, below: 1, above: 1, median: 10 }]));

  it('are robust: median 10, MAD 5, ± 3·1.4826·5 held within what was observed; an outlier moves nothing', () => {
    expect(limitsOf(steps, { ...usual, rule: { method: 'robust' } })).toMatchObject([{ lower: 0, upper: 20 }]);
    // 1, 2, 3, 4, 5, 6, 1000: median 4, distances 3 2 1 0 1 2 996, MAD 2.
    expect(limitsOf(Float64Array.of(1, 2, 3, 4, 5, 6, 1000), { ...usual, rule: { method: 'robust', spread: 1 } })).toMatchObject([{ lower: expect.closeTo(4 - 2.9652, 12), upper: expect.closeTo(6.9652, 12), above: 1 }]);
  });

  it('are rounded outwards, and a fixed lower limit stands', () => {
    expect(limitsOf(steps.map((x) => x / 7), { ...usual, decimals: 1 })).toMatchObject([{ lower: 0.1, upper: 2.8 }]);
    expect(limitsOf(steps, { ...usual, fixedLower: 0 })).toMatchObject([{ lower: 0, upper: 19 }]);
    expect(limitsOf(steps, { ...usual, rule: { method: 'extremes' } })).toMatchObject([{ lower: 0, upper: 20 }]);
  });

  it('say where there are none: too few data, equal limits', () => {
    const result = deriveLimits([{ code: 'few', values: Float64Array.of(1, 2, NaN) }, { code: 'flat', values: new Float64Array(9).fill(3) }], usual);
    expect(result).toMatchObject({ limits: [], findings: [{ code: 'too-few', indicators: ['few'] }, { code: 'equal-limits', indicators: ['flat'] }] });
    expect(deriveLimits([{ code: 'x', values: steps }], { rule: { method: 'quantiles', low: 0.9, high: 0.1 } })).toMatchObject({ refused: 'safety-index/limits-bad-quantiles' });
    expect(deriveLimits([{ code: 'x', values: steps }], { rule: { method: 'robust', spread: 0 } })).toMatchObject({ refused: 'safety-index/limits-bad-spread' });
  });
});
