import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyPanel, anyTree, panelFrom, treeFrom } from '../../../../test/support/index-trees.ts';
import { buildIndex, isBuilt } from './build.ts';
import { seededChance } from './chance.ts';
import { indexSensitivity, isSensitivity } from './index-sensitivity.ts';
import { leaveOneOut } from './leave-one-out.ts';
import { combinable, isStanding, meanRankShift, recombined, recombiner } from './recombine.ts';
import type { BuildSettings, IndexResult } from './result.ts';
import { sensitivityDesign, sensitivityIndices, sensitivityOf } from './sensitivity.ts';
import { mean, standardDeviation } from './statistics.ts';
import { withWeights, type IndexTree, type NodeInput } from './tree.ts';
import { choiceName, choicesOf, drawn, isTried, tryDraws, uncertaintyOf, unknownCodes } from './uncertainty.ts';

const leaf = (code: string, weight: number): NodeInput => ({ code, name: code, parent: 'I', weight, direction: 1, isIndicator: true });
const flat = treeFrom([{ code: 'I', name: 'I', parent: undefined, weight: 1, direction: 1, isIndicator: false }, leaf('a', 1), leaf('b', 1)]);
const usual: BuildSettings = { aggregate: {}, rank: {} };

function build(tree: IndexTree, columns: readonly (readonly number[])[], settings: BuildSettings = usual): IndexResult {
  const result = buildIndex(tree, panelFrom(columns[0]?.length ?? 0, 1, columns.map((values) => Float64Array.from(values))), settings);
  if (!isBuilt(result)) throw new Error(result.message);
  return result;
}

// U1 leads whatever the weights; U2 and U3 change places with them; U4 reports nothing.
const close = build(flat, [[90, 60, 50, NaN], [90, 50, 60.5, NaN]]);

describe('chance', () => {
  it('is the same for the same seed, another for another, and even over [0, 1)', () => {
    const [one, same, other] = [seededChance(7), seededChance(7), seededChance(8)];
    const drawnOnce = Float64Array.from({ length: 10_000 }, one);
    expect([...drawnOnce.subarray(0, 50)]).toEqual(Array.from({ length: 50 }, same));
    expect(other()).not.toBe(drawnOnce[0]);
    expect(drawnOnce.every((x) => x >= 0 && x < 1)).toBe(true);
    expect(Math.abs(mean(drawnOnce) - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(standardDeviation(drawnOnce) - Math.sqrt(1 / 12))).toBeLessThan(0.01);
  });
});

describe('uncertainty', () => {
  it('gives the place that is sure, the places that are not, and none to whom has none', () => {
    const [first, second, third, absent] = uncertaintyOf(close, { runs: 400, seed: 1 });
    expect(first).toMatchObject({ nominal: 1, mean: 1, median: 1, low: 1, high: 1 });
    expect(second).toMatchObject({ nominal: 3, low: 2, high: 3 });
    expect(third).toMatchObject({ nominal: 2, low: 2, high: 3 });
    expect((second?.mean ?? 0) + (third?.mean ?? 0)).toBeCloseTo(5, 12);
    expect(absent).toBeUndefined();
  });

  it('gives the same for the same seed, and draws weights within the noise', () => {
    expect(uncertaintyOf(close, { runs: 50, seed: 3 })).toEqual(uncertaintyOf(close, { runs: 50, seed: 3 }));
    const factors = drawn(flat, { runs: 500, weightNoise: 0.25 }, seededChance(4)).flatMap(({ weights }) => [...weights.values()]);
    expect(factors).toHaveLength(1000);
    expect(Math.min(...factors)).toBeGreaterThanOrEqual(0.75);
    expect(Math.max(...factors)).toBeLessThan(1.25);
    expect(Math.max(...factors) - Math.min(...factors)).toBeGreaterThan(0.45);
  });

  it('shakes only the levels that are asked for', () => {
    const deep = treeFrom([...flatInputs(), { code: 'G', name: 'G', parent: 'I', weight: 2, direction: 1, isIndicator: false }, { ...leaf('c', 1), parent: 'G' }]);
    expect([...drawn(deep, { runs: 1, levels: [2] }, seededChance(1))[0]?.weights.keys() ?? []]).toEqual(['G']);
    expect([...drawn(deep, { runs: 1 }, seededChance(1))[0]?.weights.keys() ?? []].toSorted()).toEqual(['G', 'a', 'b', 'c']);
  });

  it('tries other ways to score, built once each', () => {
    const ways = choicesOf(close, 0, [{ normalise: { method: 'minmax' } }, { normalise: { method: 'rank' } }]);
    if (!Array.isArray(ways)) throw new Error(ways.message);
    const tried = tryDraws(combinable(close, 0), ways, [{ weights: new Map(), choice: 0 }, { weights: new Map([['b', 0]]), choice: 1 }]);
    if (!isTried(tried)) throw new Error(tried.message);
    // min–max: a 100, 25, 0; b 100, 0, 26.25. Ranks from the worst: a 3, 2, 1.
    expect(tried.runs.map(({ scores }) => [...scores])).toEqual([[100, 12.5, expect.closeTo(13.125, 12), NaN], [3, 2, 1, NaN]]);
    expect(tried.runs.map(({ ranks }) => [...ranks])).toEqual([[1, 3, 2, 0], [1, 2, 3, 0]]);
    expect([choiceName({ range: [1, 100] }), choiceName({ method: 'zscore', meanSd: [100, 15] }), choiceName({ method: 'percent-rank' }), choiceName({ method: 'goalposts' })]).toEqual(['minmax1_100', 'zscore100_15', 'prank', 'goalposts']);
    expect(unknownCodes(flat, ['a', 'z', 'I'])).toEqual(['z', 'I']);
  });

  it('counts the tries in which a mean met a value that it cannot take', () => {
    const ways = choicesOf(close, 0, [{}]);
    if (!Array.isArray(ways)) throw new Error(ways.message);
    const zero = { ...combinable(build(flat, [[0, 1], [1, 1]]), 0), aggregate: { method: { method: 'geometric' } } } as const;
    const tried = tryDraws(combinable(close, 0), [...ways, zero], [{ weights: new Map(), choice: 0 }, { weights: new Map(), choice: 1 }]);
    expect(tried).toMatchObject({ failed: 1, runs: [{}] });
  });

  it('combines as the build does, with any weights, on any tree', () => {
    const some = anyTree.chain((tree) => fc.record({ tree: fc.constant(tree), panel: anyPanel(tree, 4, 1), weights: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: tree.nodes.length, maxLength: tree.nodes.length }), availability: fc.constantFrom(0, 0.5, 1) }));
    fc.assert(fc.property(some, ({ tree, panel, weights, availability }) => {
      const others = new Map(tree.nodes.map(({ code }, place) => [code, weights[place] ?? 1]));
      const settings: BuildSettings = { aggregate: { availability }, rank: {} };
      const [nominal, rebuilt] = [buildIndex(tree, panel, settings), buildIndex(withWeights(tree, others), panel, settings)];
      if (!isBuilt(nominal) || !isBuilt(rebuilt)) throw new Error('not built');
      const again = recombiner(combinable(nominal, 0));
      again(new Map());
      const standing = again(others);
      if (!isStanding(standing)) throw new Error(standing.message);
      for (const [unit, score] of (rebuilt.scores[tree.root] ?? new Float64Array()).entries()) {
        if (Number.isNaN(score)) expect(standing.scores[unit]).toBeNaN();
        else expect(standing.scores[unit]).toBeCloseTo(score, 10);
      }
      expect(standing.ranks).toEqual(rebuilt.ranks[tree.root]);
    }), { seed: 20_251_108, numRuns: 80 });
  });
});

describe('leaving one out', () => {
  it('gives its weight to its siblings, and says how many places the units moved', () => {
    const told = leaveOneOut(close, 0, 1);
    if (!('without' in told)) throw new Error(told.message);
    expect(told.without.map(({ code, scores, ranks, meanRankShift: shift }) => [code, [...scores], [...ranks], shift])).toEqual([
      ['a', [90, 50, 60.5, NaN], [1, 3, 2, 0], 0], ['b', [90, 60, 50, NaN], [1, 2, 3, 0], 2 / 3],
    ]);
    expect(meanRankShift(Int32Array.of(1, 0, 2), Int32Array.of(2, 1, 0))).toBe(1);
  });

  it('leaves the index missing where nothing is left', () => {
    const one = build(treeFrom(flatInputs().slice(0, 2)), [[3, 4]]);
    const standing = recombined(combinable(one, 0), new Map([['a', 0]]));
    expect(isStanding(standing) && [...standing.scores]).toEqual([NaN, NaN]);
  });
});

describe('sensitivity', () => {
  it('is the arithmetic written out, for two runs and one factor', () => {
    // A: 1, 2; B: 3, 6; A with the column of B: 3, 6. Var of 1 2 3 6 = 14/3. Si = (3·2 + 6·4)/2 / (14/3); STi = (4 + 16)/(4·14/3).
    const { indices, variance } = sensitivityIndices(Float64Array.of(1, 2, 3, 6, 3, 6), 1);
    expect(variance).toBeCloseTo(14 / 3, 12);
    expect(indices).toEqual([{ first: expect.closeTo(15 / (14 / 3), 12), total: expect.closeTo(20 / (56 / 3), 12) }]);
  });

  it('mixes the columns of the two samples', () => {
    const rows = sensitivityDesign(2, 2, seededChance(1));
    expect(rows).toHaveLength(8);
    const [a0, , b0, , first, , second] = rows;
    expect([first?.[0], first?.[1], second?.[0], second?.[1]]).toEqual([b0?.[0], a0?.[1], a0?.[0], b0?.[1]]);
  });

  it('finds which of three choices matters, and which does not', () => {
    const told = sensitivityOf([{ name: 'much', alternatives: 4 }, { name: 'little', alternatives: 4 }, { name: 'nothing', alternatives: 2 }], 600, seededChance(5), ([much = 0, little = 0]) => 10 * much + little);
    const [much, little, nothing] = told.byFactor;
    expect([much?.name, little?.name, nothing?.name]).toEqual(['much', 'little', 'nothing']);
    // Independent and even: the shares of the variance are 100/101 and 1/101.
    expect(much?.total).toBeCloseTo(100 / 101, 1);
    expect(little?.total).toBeCloseTo(1 / 101, 1);
    expect(nothing).toMatchObject({ first: 0, total: 0 });
  });
});

describe('sensitivity of the index', () => {
  const open = build(flat, [[90, 60, 50, 10], [90, 50, 60.5, 20]]);

  it('tells which choice moves the ranks, the same for the same seed', () => {
    const settings = { runs: 64, seed: 9, weightSets: 20, normalisings: [{ method: 'minmax' }, { method: 'rank' }], fills: ['none', { method: 'mean' }] } as const;
    const told = indexSensitivity(open, settings);
    if (!isSensitivity(told)) throw new Error(told.message);
    expect(told.byFactor.map(({ name }) => name)).toEqual(['fill', 'normalise', 'weights']);
    // Nothing is missing: filling changes nothing.
    expect(told.byFactor[0]).toMatchObject({ first: 0, total: 0 });
    expect(told.byFactor[2]?.total).toBeGreaterThan(0.2);
    expect(told.outputs).toHaveLength(64 * 5);
    expect(told.intervals[0]).toMatchObject({ nominal: 1, low: 1, high: 1 });
    expect(indexSensitivity(open, settings)).toEqual(told);
  });

  it('has no indices where a mean cannot be taken, and says so', () => {
    const told = indexSensitivity(build(flat, [[0, 1], [1, 2]]), { runs: 8, seed: 1, methods: [{ method: 'arithmetic' }, { method: 'geometric' }] });
    expect(told).toMatchObject({ findings: [{ code: 'failed-runs' }], variance: NaN });
    expect(indexSensitivity(open, { runs: 4, seed: 1 })).toMatchObject({ findings: [{ code: 'no-factors' }], byFactor: [] });
  });
});

function flatInputs(): NodeInput[] {
  return [{ code: 'I', name: 'I', parent: undefined, weight: 1, direction: 1, isIndicator: false }, leaf('a', 1), leaf('b', 1)];
}
