import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyPanel, anyTree, panelFrom, treeFrom } from '../../../../test/support/index-trees.ts';
import { buildIndex, isBuilt, rebuildCells } from './build.ts';
import type { BuildSettings, IndexResult } from './result.ts';
import { leversOf, smallestChange, standardLever } from './smallest-change.ts';
import { scoreColumn, type ScoringStandard } from './standards.ts';
import type { IndexTree, NodeInput } from './tree.ts';
import { movedUnits, whatIf } from './what-if.ts';

const leaf = (code: string, weight: number, own: Partial<NodeInput> = {}): NodeInput => ({ code, name: code, parent: 'I', weight, direction: 1, isIndicator: true, settings: { lower: 0, upper: 100 }, ...own });
const tree = treeFrom([{ code: 'I', name: 'I', parent: undefined, weight: 1, direction: 1, isIndicator: false }, leaf('a', 3), leaf('b', 1), leaf('late', 1, { direction: -1, settings: { lower: 0, upper: 50 } })]);
const usual: BuildSettings = { normalise: { method: 'goalposts' }, aggregate: {}, rank: {} };

function build(columns: readonly (readonly number[])[], settings: BuildSettings = usual, of: IndexTree = tree): IndexResult {
  const result = buildIndex(of, panelFrom(columns[0]?.length ?? 0, 1, columns.map((values) => Float64Array.from(values))), settings);
  if (!isBuilt(result)) throw new Error(result.message);
  return result;
}

// Scores: U1 (3·80 + 60 + 80)/5 = 76; U2 (3·70 + 60 + 60)/5 = 66; U3 (3·60 + 50 + 40)/5 = 54.
const three = build([[80, 70, 60], [60, 60, 50], [10, 20, 30]]);

describe('what if', () => {
  it('changes values, weights and limits, and says where every unit then stands', () => {
    const better = whatIf(three, { values: [{ indicator: 0, unit: 2, period: 0, value: 90 }] });
    if (!isBuilt(better)) throw new Error(better.message);
    // U3: (3·90 + 50 + 40)/5 = 72.
    expect(movedUnits(three, better, 0)).toEqual([
      { unit: 0, scoreBefore: 76, scoreAfter: 76, rankBefore: 1, rankAfter: 1 }, { unit: 1, scoreBefore: 66, scoreAfter: 66, rankBefore: 2, rankAfter: 3 }, { unit: 2, scoreBefore: 54, scoreAfter: 72, rankBefore: 3, rankAfter: 2 },
    ]);
    const otherwise = whatIf(three, { weights: new Map([['a', 0]]), scoring: new Map([['late', { limits: [0, 40] }]]) });
    if (!isBuilt(otherwise)) throw new Error(otherwise.message);
    // b and late alone; late of U2 is (40 − 20)/40 = 50: (60 + 50)/2.
    expect(movedUnits(three, otherwise, 0).map(({ scoreAfter }) => scoreAfter)).toEqual([67.5, 55, 37.5]);
    expect(movedUnits(three, otherwise, 0, 'late').map(({ scoreAfter }) => scoreAfter)).toEqual([75, 50, 25]);
    const both = whatIf(three, { values: [{ indicator: 1, unit: 1, period: 0, value: 100 }], weights: new Map([['a', 0]]) });
    expect(isBuilt(both) && both.scores[both.tree.root]?.[1]).toBe(80);
  });
});

describe('the smallest change', () => {
  it('is the arithmetic written out: U3 lacks 12 points to draw level with U2', () => {
    const told = smallestChange(three, { period: 0, unit: 2, goal: { kind: 'rank' } });
    expect([told.score, told.rank, told.reachable]).toEqual([54, 3, { score: 100, rank: 1 }]);
    // a: 12·5/3 = 20 points, 60 → 80. late: 60 points of score, 30 → 0. b would need 60 and has only 50 to go.
    expect(told.ways.map(({ moves, rank, effort }) => [moves.map(({ code, from, to }) => [code, from, Number(to.toFixed(6))]), rank, Number(effort.toFixed(6))])).toEqual([
      [[['a', 60, 80]], 2, 20], [[['late', 30, 0]], 2, 60],
    ]);
    expect(told.findings).toEqual([]);
  });

  it('comes in whole steps, and as far as the caller says can be reached', () => {
    const levers = leversOf(three, 0, 2, { step: new Map([['a', 7], ['late', 1]]), best: new Map([['a', 79], ['b', 100]]) });
    // a can reach 77 in steps of 7: 10.2 of the 12 points, and the rest is 9 points of b or five fewer of late, which are
    // 26 and 27 points of score. late alone must go down to 0, 60 points.
    expect(smallestChange(three, { period: 0, unit: 2, goal: { kind: 'rank' }, levers }).ways.map(({ moves, effort }) => [moves.map(({ code, to }) => [code, Number(to.toFixed(6))]), Number(effort.toFixed(6))])).toEqual([
      [[['a', 77], ['b', 59]], 26], [[['a', 77], ['late', 25]], 27], [[['late', 0]], 60],
    ]);
    const seventh = leversOf(three, 0, 2, { step: new Map([['a', 7]]), best: new Map([['a', 91], ['b', 50], ['late', 30]]) });
    expect(smallestChange(three, { period: 0, unit: 2, goal: { kind: 'rank' }, levers: seventh }).ways.map(({ moves }) => moves.map(({ code, to }) => [code, to]))).toEqual([[['a', 84]]]);
  });

  it('is of two indicators where none suffices alone, and says when even all do not', () => {
    // For a score of 80 U3 lacks 26: a can give 24, b 10, late 12.
    const told = smallestChange(three, { period: 0, unit: 2, goal: { kind: 'score', atLeast: 80 } });
    // 24 by a, and the rest by 10 points of b or of late.
    expect(told.ways.slice(0, 2).map(({ moves, effort }) => [moves.map(({ code, to }) => [code, Number(to.toFixed(6))]), Number(effort.toFixed(6))])).toEqual([[[['a', 100], ['b', 60]], 50], [[['a', 100], ['late', 25]], 50]]);
    expect(told.ways[0]?.score).toBeCloseTo(80, 6);
    expect(told.ways.every(({ moves }) => moves.length === 2)).toBe(true);
    expect(smallestChange(three, { period: 0, unit: 2, goal: { kind: 'score', atLeast: 95 } })).toMatchObject({ ways: [], findings: [{ code: 'needs-more-than-two' }] });
    const little = leversOf(three, 0, 2, { best: new Map([['a', 61], ['b', 51], ['late', 29]]) });
    expect(smallestChange(three, { period: 0, unit: 2, goal: { kind: 'rank' }, levers: little })).toMatchObject({ ways: [], findings: [{ code: 'unreachable', message: '即使各项指标都达到最好，也只有 55.20 分、第 3 名，达不到。' }] });
  });

  it('says where there is nothing to gain', () => {
    const ask = (unit: number, goal: Parameters<typeof smallestChange>[1]['goal']): string[] => smallestChange(three, { period: 0, unit, goal }).findings.map(({ code }) => code);
    expect(ask(0, { kind: 'rank' })).toEqual(['already-first']);
    expect(ask(1, { kind: 'rank', places: 2 })).toEqual(['already-first']);
    expect(ask(0, { kind: 'score', atLeast: 76 })).toEqual(['already-there']);
    expect(smallestChange(build([[80, NaN], [60, NaN], [10, NaN]]), { period: 0, unit: 1, goal: { kind: 'rank' } })).toMatchObject({ ways: [], findings: [{ code: 'no-score' }] });
  });

  it('answers in the measured value where scores come from a standard', () => {
    const standard: ScoringStandard = { base: { kind: 'steps', steps: [{ below: 2, score: 100 }, { from: 2, below: 5, score: 70 }, { from: 5, score: 0 }] } };
    const plain = treeFrom([{ code: 'I', name: 'I', parent: undefined, weight: 1, direction: 1, isIndicator: false }, leaf('a', 1), leaf('b', 1)]);
    const measured = [[1, 6], [8, 6]].map((values) => Float64Array.from(values));
    const result = build(measured.map((values) => [...scoreColumn(standard, values, new Map())]), { aggregate: {}, rank: {} }, plain);
    // U1: 100 and 0, 50; U2: 0 and 0. With one of them below 5 U2 has 35, below 2 it has 50 and draws level.
    const levers = measured.map((values, k) => standardLever(k, standard, values[1] ?? NaN, 1));
    expect(smallestChange(result, { period: 0, unit: 1, goal: { kind: 'rank' }, levers }).ways[0]?.moves).toEqual([{ indicator: 0, code: 'a', from: 6, to: 1, scoreFrom: 0, scoreTo: 100 }]);
    expect(smallestChange(result, { period: 0, unit: 1, goal: { kind: 'score', atLeast: 30 }, levers }).ways[0]?.moves[0]).toMatchObject({ to: 4, scoreTo: 70 });
  });

  it('counts where the panel holds counts and the score is of a rate', () => {
    const perHead = treeFrom([{ code: 'I', name: 'I', parent: undefined, weight: 1, direction: 1, isIndicator: false }, leaf('rate', 1, { direction: -1, settings: { lower: 0, upper: 10, denominator: 'people' } })]);
    const panel = { ...panelFrom(2, 1, [Float64Array.of(100, 100)]), denominators: new Map([['people', Float64Array.of(50, 20)]]) };
    const result = buildIndex(perHead, panel, { ...usual, denominate: true });
    if (!isBuilt(result)) throw new Error(result.message);
    // U1: 100/50 = 2, 80 points. U2: 100/20 = 5, 50 points; 2 for each of 20 people are 40.
    expect(smallestChange(result, { period: 0, unit: 1, goal: { kind: 'rank' } }).ways).toMatchObject([{ moves: [{ from: 100, to: expect.closeTo(40, 6), scoreFrom: 50, scoreTo: expect.closeTo(80, 6) }] }]);
    expect(leversOf(result, 0, 1)).toMatchObject([{ now: 100, best: 0 }]);
  });

  it('builds anew where a score depends on the others, and says that they may move', () => {
    const ranked = build([[80, 70, 60], [60, 60, 50], [10, 20, 30]], { ...usual, normalise: { method: 'minmax' } });
    const told = smallestChange(ranked, { period: 0, unit: 2, goal: { kind: 'rank' } });
    expect(told.findings).toMatchObject([{ code: 'others-move' }]);
    for (const { moves, rank } of told.ways) {
      const after = rebuildCells(ranked, moves.map(({ indicator, to }) => ({ indicator, unit: 2, period: 0, value: to })));
      expect(isBuilt(after) && after.ranks[after.tree.root]?.[2]).toBe(rank);
      expect(rank).toBeLessThanOrEqual(2);
    }
    // Of several periods, the one that is asked about.
    const twice = buildIndex(tree, panelFrom(3, 2, [[1, 2, 3, 80, 70, 60], [1, 2, 3, 60, 60, 50], [1, 2, 3, 10, 20, 30]].map((values) => Float64Array.from(values))), { ...usual, normalise: { method: 'minmax' } });
    if (!isBuilt(twice)) throw new Error(twice.message);
    const levers = leversOf(ranked, 0, 2);
    expect(smallestChange(twice, { period: 1, unit: 2, goal: { kind: 'rank' }, levers }).ways.map(({ moves }) => moves)).toEqual(smallestChange(ranked, { period: 0, unit: 2, goal: { kind: 'rank' }, levers }).ways.map(({ moves }) => moves));
  });

  it('really gains the rank, and nothing smaller on the same indicator does', () => {
    const seen = { ways: 0 };
    const some = anyTree.chain((of) => anyPanel(of, 4, 1).map((panel) => ({ of: { ...of, nodes: of.nodes.map((node, place) => ({ ...node, direction: place % 3 === 0 ? -1 as const : 1 as const, settings: { lower: 0, upper: 100 } })) }, panel })));
    fc.assert(fc.property(some, fc.integer({ min: 0, max: 3 }), ({ of, panel }, unit) => {
      const result = buildIndex(of, panel, usual);
      if (!isBuilt(result)) throw new Error(result.message);
      const told = smallestChange(result, { period: 0, unit, goal: { kind: 'rank' }, most: 2 });
      const rankWith = (changes: readonly { readonly indicator: number; readonly value: number }[]): number => {
        const after = rebuildCells(result, changes.map((change) => ({ ...change, unit, period: 0 })));
        return isBuilt(after) ? after.ranks[of.root]?.[unit] ?? 0 : 0;
      };
      for (const { moves, rank } of told.ways) {
        seen.ways += 1;
        const changes = moves.map(({ indicator, to }) => ({ indicator, value: to }));
        expect(rankWith(changes)).toBe(rank);
        expect(rank).toBeLessThan(told.rank);
        const last = moves.at(-1);
        if (last === undefined) throw new Error('a way without a move');
        // A ten-thousandth of the way back, beyond what rounding before ranking forgives.
        const less = last.to - (last.to - last.from) * 1e-4;
        expect(rankWith([...changes.slice(0, -1), { indicator: last.indicator, value: less }])).toBeGreaterThan(told.rank - 1);
      }
    }), { seed: 20_251_109, numRuns: 60 });
    expect(seen.ways).toBeGreaterThan(30);
  });
});
