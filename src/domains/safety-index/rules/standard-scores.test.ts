import { describe, expect, it } from 'vitest';
import { panelFrom, treeFrom } from '../../../../test/support/index-trees.ts';
import { buildIndex, isBuilt } from './build.ts';
import { explainCell, isExplanation } from './explain.ts';
import type { IndexResult } from './result.ts';
import { adjustedIndex, countsAt, overallStandard, withStandards, type Ground } from './standard-scores.ts';
import { scoreByStandard, standardProblems, type ScoringStandard } from './standards.ts';
import type { NodeInput } from './tree.ts';

const leaf = (code: string, weight: number, own: Partial<NodeInput> = {}): NodeInput => ({ code, name: code, parent: 'I', weight, direction: 1, isIndicator: true, ...own });
const tree = treeFrom([
  { code: 'I', name: 'I', parent: undefined, weight: 1, direction: 1, isIndicator: false },
  leaf('rate', 1, { direction: -1, settings: { denominator: 'people' } }), leaf('share', 3, { settings: { lower: 60, upper: 100 } }),
]);
const people = Float64Array.of(10, 10, 20);
const ground: Ground = {
  tree, panel: { ...panelFrom(3, 1, [Float64Array.of(10, 40, 40), Float64Array.of(100, 80, 60)]), denominators: new Map([['people', people]]) },
  settings: { denominate: true, normalise: { method: 'goalposts' }, aggregate: {}, rank: {} },
};
// Per one of the people: below 2 is full, below 5 half. Marks of 50.
const standard: ScoringStandard = { full: 50, base: { kind: 'steps', steps: [{ below: 2, score: 50 }, { from: 2, below: 5, score: 25 }, { from: 5, score: 0 }] }, adjustments: [{ kind: 'deduction', by: 'late', each: 5, cap: 20 }] };
const counts = new Map([['late', Float64Array.of(1, 0, 0)]]);

function built({ tree: of, panel, settings }: Ground): IndexResult {
  const result = buildIndex(of, panel, settings);
  if (!isBuilt(result)) throw new Error(result.message);
  return result;
}

describe('standards in an index', () => {
  it('score the denominated value, with counts, on a scale of 100; others are scored as before', () => {
    const result = built(withStandards(ground, new Map([['rate', standard]]), counts));
    // rate: 10/10 = 1 → (50 − 5)/50 = 90; 40/10 = 4 → 50; 40/20 = 2 → 50. share: 100, 50, 0. Index: (rate + 3·share)/4.
    expect(result.normalised.map((column) => [...column])).toEqual([[90, 50, 50], [100, 50, 0]]);
    expect([...result.scores[result.tree.root] ?? []]).toEqual([97.5, 50, 12.5]);
    const told = explainCell(result, 0);
    expect(isExplanation(told) && told.shares.map(({ code, lost }) => [code, lost])).toEqual([['rate', 2.5], ['share', 0]]);
  });

  it('say which count is missing, of whom', () => {
    const { findings } = withStandards(ground, new Map([['rate', standard]]), new Map([['late', Float64Array.of(1, NaN, 0)]]));
    expect(findings).toEqual([{ step: 'normalise', code: 'missing-count', indicators: ['rate'], units: ['U2'], message: '“rate”的评分标准要用到“late”，1 个单位没有这个数，没有得分。' }]);
  });

  it('may take points off the index itself, and veto it', () => {
    const result = built(withStandards(ground, new Map([['rate', standard]]), counts));
    const overall = overallStandard([{ kind: 'deduction', by: 'deaths', each: 2, cap: 10 }, { kind: 'veto', by: 'disaster', atLeast: 1, score: 0 }]);
    const absolute = new Map([['deaths', Float64Array.of(3, 0, 9)], ['disaster', Float64Array.of(0, 1, 0)]]);
    expect(standardProblems(overall)).toEqual([]);
    // 97.5 − 6; 50 is vetoed; 12.5 − 10.
    const adjusted = adjustedIndex(result, overall, absolute);
    expect([...adjusted.scores]).toEqual([91.5, 0, 2.5]);
    expect([...adjusted.ranks]).toEqual([1, 3, 2]);
    const { parts } = scoreByStandard(overall, 12.5, countsAt(overall, absolute, 2));
    expect(parts.map(({ kind, points }) => [kind, points])).toEqual([['base', 12.5], ['deduction', -10]]);
  });
});
