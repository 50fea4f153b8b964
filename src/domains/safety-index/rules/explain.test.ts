import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyPanel, anyTree, panelFrom, treeFrom } from '../../../../test/support/index-trees.ts';
import { buildIndex, isBuilt } from './build.ts';
import { explainChange, explainVersions, isVersionChange, isView, viewOf, type VersionChange, type VersionedCell } from './change.ts';
import { below, explainCell, explainFindings, isExplanation, mostLost, weightsBelow, type Explanation } from './explain.ts';
import type { BuildSettings, IndexResult } from './result.ts';
import { effectiveWeights, nodeAt, withWeights, type IndexTree, type NodeInput } from './tree.ts';

const scored: BuildSettings = { aggregate: {}, rank: {} };
const full = { full: 100 } as const;
const root = { name: '', parent: undefined, weight: 1, direction: 1, isIndicator: false } as const;
const group = (code: string, weight: number, parent = 'I'): NodeInput => ({ code, name: code, parent, weight, direction: 1, isIndicator: false });
const leaf = (code: string, parent: string, weight: number): NodeInput => ({ code, name: code, parent, weight, direction: 1, isIndicator: true });

// Uneven: c stands directly below the index.
const uneven = treeFrom([{ ...root, code: 'I' }, group('A', 3), leaf('c', 'I', 1), leaf('a', 'A', 2), leaf('b', 'A', 6)]);

function build(tree: IndexTree, columns: readonly (readonly number[])[], periods = 1, settings: BuildSettings = scored): IndexResult {
  const result = buildIndex(tree, panelFrom((columns[0]?.length ?? 0) / periods, periods, columns.map((values) => Float64Array.from(values))), settings);
  if (!isBuilt(result)) throw new Error(result.message);
  return result;
}

function explained(result: IndexResult, cell: number, of?: string): Explanation {
  const told = explainCell(result, cell, { ...full, of });
  if (!isExplanation(told)) throw new Error(told.message);
  return told;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
const indicatorsOf = (told: Explanation): Explanation['shares'] => told.shares.filter(({ isIndicator }) => isIndicator);

describe('an explanation', () => {
  it('is the arithmetic written out, for an uneven tree', () => {
    // Columns in the order of the indicators: c, a, b. A = (2·40 + 6·80)/8 = 70; I = (3·70 + 1·100)/4 = 77.5.
    const told = explained(build(uneven, [[100], [40], [80]]), 0);
    expect(told.score).toBe(77.5);
    expect(Object.fromEntries(told.shares.map(({ code, weight, contribution, lost }) => [code, [weight, contribution, lost]]))).toEqual({
      A: [0.75, 52.5, 22.5], c: [0.25, 25, 0], a: [0.1875, 7.5, 11.25], b: [0.5625, 45, 11.25],
    });
    expect(mostLost(told, 5).map(({ code }) => code)).toEqual(['a', 'b']);
  });

  it('gives the weight of what is missing to its siblings, and explains a node by itself', () => {
    // b is missing: A = a = 40; I = (3·40 + 100)/4 = 55.
    const result = build(uneven, [[100], [40], [NaN]]);
    const told = explained(result, 0);
    expect(Object.fromEntries(indicatorsOf(told).map(({ code, nominalWeight, weight, contribution, lost }) => [code, [nominalWeight, weight, contribution, lost]]))).toEqual({
      c: [0.25, 0.25, 25, 0], a: [0.1875, 0.75, 30, 45], b: [0.5625, 0, 0, 0],
    });
    expect(indicatorsOf(explained(result, 0, 'A')).map(({ code, nominalWeight, weight, contribution }) => [code, nominalWeight, weight, contribution])).toEqual([['a', 0.25, 1, 40], ['b', 0.75, 0, 0]]);
    expect(explained(result, 0, 'c')).toMatchObject({ of: 'c', score: 100, shares: [{ code: 'c', weight: 1, contribution: 100, lost: 0 }] });
  });

  it('says what cannot be told: another mean, no score, a node that is not there, no full mark', () => {
    const geometric = treeFrom([{ ...root, code: 'I' }, { ...group('A', 3), combining: { method: 'geometric' } }, leaf('c', 'I', 1), leaf('a', 'A', 2), leaf('b', 'A', 6)]);
    const result = build(geometric, [[100], [40], [80]]);
    expect(explainCell(result, 0)).toMatchObject({ code: 'not-additive', indicators: ['A'] });
    expect(explainFindings(result)).toMatchObject([{ code: 'not-additive' }]);
    expect(explained(result, 0, 'a').score).toBe(40);
    expect(explainCell(build(uneven, [[NaN], [NaN], [NaN]]), 0)).toMatchObject({ code: 'no-score', units: ['U1'] });
    expect(explainCell(build(uneven, [[1], [2], [3]]), 0, { of: 'Z' })).toMatchObject({ code: 'unknown-node' });
    const zscored = build(uneven, [[1, 2], [3, 5], [8, 2]], 1, { ...scored, normalise: { method: 'zscore' } });
    expect(explainFindings(zscored)).toMatchObject([{ code: 'no-full-mark' }]);
    const told = explainCell(zscored, 0);
    expect(isExplanation(told) && indicatorsOf(told).every(({ lost }) => Number.isNaN(lost))).toBe(true);
    expect(explainFindings(build(uneven, [[1, 2], [3, 5], [8, 2]], 1, { ...scored, normalise: { method: 'minmax' } }))).toEqual([]);
  });

  it('sums to the score and the loss, to 1e-9, at every node of any tree with anything missing', () => {
    fc.assert(fc.property(anyTree.chain((tree) => anyPanel(tree, 3, 1).map((panel) => ({ tree, panel }))), ({ tree, panel }) => {
      const result = buildIndex(tree, panel, scored);
      if (!isBuilt(result)) throw new Error(result.message);
      for (const { code } of tree.nodes) for (let cell = 0; cell < 3; cell += 1) {
        const told = explainCell(result, cell, { ...full, of: code });
        if (!isExplanation(told)) { expect(Number.isNaN(result.scores[tree.placeByCode.get(code) ?? -1]?.[cell])).toBe(true); continue; }
        const parts = indicatorsOf(told);
        expect(Math.abs(sum(parts.map(({ contribution }) => contribution)) - told.score)).toBeLessThan(1e-9);
        expect(Math.abs(sum(parts.map(({ lost }) => lost)) - (100 - told.score))).toBeLessThan(1e-9);
        expect(Math.abs(sum(parts.map(({ weight }) => weight)) - 1)).toBeLessThan(1e-9);
        // A node's contribution is what those below it give.
        for (const share of told.shares) if (!share.isIndicator && share.weight > 0) {
          const inside = new Set(below(tree, share.place));
          expect(Math.abs(sum(parts.filter(({ place }) => inside.has(place)).map(({ contribution }) => contribution)) - share.contribution)).toBeLessThan(1e-9);
        }
      }
    }), { seed: 20_251_104, numRuns: 120 });
  });

  it('has the nominal weights where nothing is missing', () => {
    fc.assert(fc.property(anyTree, (tree) => {
      const scores = tree.nodes.map(() => Float64Array.of(1));
      const [weights, nominal] = [weightsBelow(tree, scores, 0, tree.root), effectiveWeights(tree)];
      for (const place of tree.nodes.keys()) expect(weights[place]).toBeCloseTo(nominal[place] ?? NaN, 12);
    }), { seed: 20_251_105, numRuns: 50 });
  });
});

describe('a change', () => {
  it('falls into what the indicator did and what its weight did, written out', () => {
    // Before: a 40, b 80, c 100: 77.5. After: a 60, b missing, c 100: A = 60, I = (3·60 + 100)/4 = 70.
    const result = build(uneven, [[100, 100], [40, 60], [80, NaN]], 2);
    const [from, to] = [viewOf(result, 0), viewOf(result, 1)];
    if (!isView(from) || !isView(to)) throw new Error('no view');
    const change = explainChange(from, to);
    // Ī = 73.75. a: (0.1875+0.75)/2·20 = 9.375, (0.75−0.1875)·(50−73.75) = −13.359375. b: (0−0.5625)·(80−73.75) = −3.515625. c: nothing.
    expect(change.rows).toEqual([
      { code: 'c', from: 100, to: 100, scoreEffect: 0, coverageEffect: 0 },
      { code: 'a', from: 40, to: 60, scoreEffect: 9.375, coverageEffect: -13.359375 },
      { code: 'b', from: 80, to: NaN, scoreEffect: 0, coverageEffect: -3.515625 },
    ]);
    expect(sum(change.rows.map(({ scoreEffect, coverageEffect }) => scoreEffect + coverageEffect))).toBe(70 - 77.5);
  });

  it('sums between any two cells of any tree with anything missing', () => {
    fc.assert(fc.property(anyTree.chain((tree) => anyPanel(tree, 2, 2).map((panel) => ({ tree, panel }))), ({ tree, panel }) => {
      const result = buildIndex(tree, panel, scored);
      if (!isBuilt(result)) throw new Error(result.message);
      for (const [one, other] of [[0, 2], [1, 3], [0, 1]] as const) {
        const [from, to] = [viewOf(result, one), viewOf(result, other)];
        if (!isView(from) || !isView(to)) continue;
        const { rows } = explainChange(from, to);
        expect(Math.abs(sum(rows.map(({ scoreEffect, coverageEffect }) => scoreEffect + coverageEffect)) - (to.score - from.score))).toBeLessThan(1e-9);
      }
    }), { seed: 20_251_106, numRuns: 120 });
  });
});

describe('a change between versions', () => {
  const limits = (code: string, lower: number, upper: number, own: NodeInput): NodeInput => ({ ...own, code, settings: { lower, upper } });
  const settings: BuildSettings = { normalise: { method: 'goalposts' }, aggregate: {}, rank: {} };
  const first = treeFrom([{ ...root, code: 'I' }, limits('a', 0, 100, leaf('a', 'I', 1)), limits('b', 0, 50, leaf('b', 'I', 1)), limits('old', 0, 10, leaf('old', 'I', 2))]);
  const second = treeFrom([{ ...root, code: 'I' }, limits('a', 0, 80, leaf('a', 'I', 3)), limits('b', 0, 50, leaf('b', 'I', 1)), limits('new', 0, 10, leaf('new', 'I', 4))]);
  const cell = (tree: IndexTree, columns: readonly number[], period: string): VersionedCell => ({ tree, settings, panel: { ...panelFrom(1, 1, columns.map((value) => Float64Array.of(value))), periods: [period] }, unit: 'U1', period });

  function told(change: ReturnType<typeof explainVersions>): VersionChange {
    if (!isVersionChange(change)) throw new Error(change.message);
    return change;
  }

  it('goes step by step, written out', () => {
    // Before: a 40/100 → 40, b 25/50 → 50, old 10/10 → 100: (40 + 50 + 2·100)/4 = 72.5.
    // Without old: 45. New month a 60, b 25: (60 + 50)/2 = 55. New limit of a, 80: (75 + 50)/2 = 62.5.
    // New weights 3 and 1: (225 + 50)/4 = 68.75. With new (5/10 → 50, weight 4): (225 + 50 + 200)/8 = 59.375.
    const change = told(explainVersions(cell(first, [40, 25, 10], '1'), cell(second, [60, 25, 5], '2')));
    expect([change.from, change.to]).toEqual([72.5, 59.375]);
    expect(change.totals).toEqual({ version: expect.closeTo(-27.5 - 9.375, 9), score: expect.closeTo(10, 9), coverage: expect.closeTo(0, 9), limits: expect.closeTo(7.5, 9), weights: expect.closeTo(6.25, 9) });
    expect(change.rows.map(({ code }) => code).toSorted()).toEqual(['a', 'b', 'new', 'old']);
    expect(change.rows.find(({ code }) => code === 'a')).toMatchObject({ score: expect.closeTo(10, 9), limits: expect.closeTo(7.5, 9) });
  });

  it('of one and the same version is a plain change', () => {
    const [before, after] = [cell(first, [40, 25, 10], '1'), cell(first, [60, NaN, 10], '2')];
    const { totals } = told(explainVersions(before, after));
    expect([totals.limits, totals.weights, totals.version]).toEqual([0, 0, 0]);
    expect(totals.score + totals.coverage).toBeCloseTo((60 + 200) / 3 - 72.5, 9);
  });

  it('says where there is nothing to compare', () => {
    const other = treeFrom([{ ...root, code: 'I' }, limits('z', 0, 100, leaf('z', 'I', 1))]);
    expect(explainVersions(cell(first, [40, 25, 10], '1'), cell(other, [1], '2'))).toMatchObject({ code: 'nothing-common' });
    expect(explainVersions(cell(first, [NaN, NaN, NaN], '1'), cell(second, [1, 1, 1], '2'))).toMatchObject({ code: 'no-score' });
    expect(explainVersions(cell(first, [40, 25, 10], '1'), { ...cell(second, [60, 25, 5], '2'), unit: 'U9' })).toMatchObject({ code: 'no-score', units: ['U9'] });
  });

  it('sums between any two versions: other weights, other limits, indicators that go, data that are missing', () => {
    const twice = anyTree.chain((tree) => fc.record({
      tree: fc.constant(tree), before: anyPanel(tree, 2, 1), after: anyPanel(tree, 2, 1),
      weights: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: tree.nodes.length, maxLength: tree.nodes.length }),
      uppers: fc.array(fc.integer({ min: 50, max: 150 }), { minLength: tree.nodes.length, maxLength: tree.nodes.length }),
    }));
    const seen = { compared: 0 };
    fc.assert(fc.property(twice, ({ tree, before, after, weights, uppers }) => {
      const limited = (by: readonly number[]): IndexTree => ({ ...tree, nodes: tree.nodes.map((node, place) => ({ ...node, settings: { lower: 0, upper: by[place] ?? 100 } })) });
      const now = withWeights(limited(uppers), new Map(weights.map((weight, place) => [nodeAt(tree, place).code, weight])));
      const change = explainVersions({ tree: limited([]), settings, panel: before, unit: 'U1', period: '1' }, { tree: now, settings, panel: after, unit: 'U1', period: '1' });
      if (!isVersionChange(change)) return;
      seen.compared += 1;
      const effects = change.rows.map(({ score, coverage, limits: byLimits, weights: byWeights, version }) => score + coverage + byLimits + byWeights + version);
      expect(Math.abs(sum(effects) - (change.to - change.from))).toBeLessThan(1e-9);
      expect(Math.abs(sum(Object.values(change.totals)) - (change.to - change.from))).toBeLessThan(1e-9);
    }), { seed: 20_251_107, numRuns: 80 });
    expect(seen.compared).toBeGreaterThan(20);
  });
});
