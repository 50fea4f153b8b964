import { describe, expect, it } from 'vitest';
import { figure, golden, isNear, reference } from '../../../../test/support/index-golden.ts';
import { buildIndex, isBuilt } from './build.ts';
import { fillColumn } from './fill.ts';
import { normaliseColumn, type Normalising } from './normalise.ts';
import { logarithm, winsorise } from './outliers.ts';
import { groupingOf, panelOf, type Panel } from './panel.ts';
import { kurtosis, skewness } from './statistics.ts';
import { compoundGrowth, percentChange } from './trends.ts';
import { isTree, treeOf, withWeights, type Combining, type IndexTree, type NodeInput } from './tree.ts';

// The 51 scalar cases of the reference (Z01), each through our own functions.

type Outcome = readonly number[] | 'refused' | 'not ours';
const NA = NaN;

const cases: Readonly<Record<string, () => Outcome>> = {
  'minmax of a constant column is NaN': () => scored({ method: 'minmax' }, [5, 5, NA, 5]),
  'minmax of all-missing is NA': () => scored({ method: 'minmax' }, [NA, NA]),
  'zscore of a constant': () => scored({ method: 'zscore' }, [5, 5, 5]),
  'zscore of one value (sd NA)': () => scored({ method: 'zscore' }, [5, NA]),
  'percent rank of a constant': () => scored({ method: 'percent-rank' }, [5, 5, 5, NA]),
  'percent rank of one value': () => scored({ method: 'percent-rank' }, [5, NA]),
  'percent rank with ties': () => scored({ method: 'percent-rank' }, [1, 2, 2, 3, NA]),
  'rank ties min': () => scored({ method: 'rank' }, [1, 2, 2, 3, NA]),
  borda: () => scored({ method: 'borda' }, [1, 2, 2, 3, NA]),
  'minmax with an infinite value': () => scored({ method: 'minmax' }, [1, 2, Infinity]),
  'goalposts truncate': () => scored({ method: 'goalposts', limits: [0, 10], scale: 100 }, [-1, 0, 5, 10, 11, NA]),
  'goalposts no truncate': () => scored({ method: 'goalposts', limits: [0, 10], scale: 100, truncate: false }, [-1, 0, 5, 10, 11, NA]),
  'goalposts direction -1': () => scored({ method: 'goalposts', limits: [0, 10], scale: 100 }, [-1, 0, 5, 10, 11, NA], -1),
  'goalposts equal posts': () => scored({ method: 'goalposts', limits: [5, 5], scale: 100 }, [4, 5, 6]),
  'dist2targ below min': () => scored({ method: 'distance-to-target' }, [2, 3, 4], 1, 1),
  'dist2targ target = min': () => scored({ method: 'distance-to-target' }, [2, 3, 4], 1, 2),
  'dist2targ direction -1': () => scored({ method: 'distance-to-target' }, [2, 3, 4], -1, 2.5),
  'dist2targ cap': () => scored({ method: 'distance-to-target', cap: true }, [2, 3, 4], 1, 3),
  'amean drops NA and its weight': () => combined({ method: 'arithmetic' }, [1, NA, 4], [1, 5, 3]),
  'amean drops NaN too': () => combined({ method: 'arithmetic' }, [NA, 3], [1, 2]),
  'amean of nothing': () => combined({ method: 'arithmetic' }, [NA, NA], [1, 2]),
  'amean zero weights': () => combined({ method: 'arithmetic' }, [1, 2, 3], [0, 0, 0]),
  'amean NA in weights': () => treeRefuses([node({ code: 'a', weight: 1 }), node({ code: 'b', weight: NA })]),
  'amean negative weight': () => combined({ method: 'arithmetic' }, [1, 2], [-1, 3]),
  'gmean drops NA': () => combined({ method: 'geometric' }, [1, NA, 4], [1, 5, 3]),
  'gmean with zero': () => combined({ method: 'geometric' }, [0, 1, 2], [1, 1, 1]),
  'gmean zero value with zero weight still stops': () => combined({ method: 'geometric' }, [0, 1, 2], [0, 1, 1]),
  'hmean drops NA': () => combined({ method: 'harmonic' }, [1, NA, 4], [1, 5, 3]),
  'hmean with zero': () => combined({ method: 'harmonic' }, [0, 1, 2], [1, 1, 1]),
  'hmean with negative is allowed': () => combined({ method: 'harmonic' }, [-1, 1, 2], [1, 1, 1]),
  'genmean p=2': () => combined({ method: 'power', power: 2 }, [1, 2, 4], [1, 5, 3]),
  // A defect of the reference (its README, 9.6): ours drops what is missing, as documented there.
  'genmean does NOT drop NA': () => 'not ours',
  'genmean p=0': () => treeRefuses([node({ code: 'a', weight: 1 })], { method: 'power', power: 0 }),
  'genmean p=1 equals amean': () => combined({ method: 'power', power: 1 }, [1, 2, 4], [1, 5, 3]),
  // A defect of the reference (9.5): there is no such way into ours.
  'copeland through Aggregate fails': () => 'not ours',
  'skew n<3': () => [skewness(Float64Array.of(1, 2))],
  'skew constant': () => [skewness(Float64Array.of(2, 2, 2))],
  'kurt n<4': () => [kurtosis(Float64Array.of(1, 2, 3))],
  'kurt 1..5': () => [kurtosis(Float64Array.of(1, 2, 3, 4, 5))],
  'skew 1,2,3,10': () => [skewness(Float64Array.of(1, 2, 3, 10))],
  'winsorise single non-zero stops (NA in loop)': () => winsorised([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 50]),
  'winsorise two outliers': () => winsorised([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100]),
  log_CT: () => [...logarithm(Float64Array.of(1, 2, 3, 10), 'log')],
  // A defect of the reference (9.4): there is no such treatment in ours.
  'log_GII returns its input unchanged': () => 'not ours',
  'mean imputation': () => filledIn([1, 2, NA, 6]),
  'group mean; group with no value gives NaN': () => filledIn([1, NA, 3, NA, NA], ['a', 'a', 'a', 'b', 'b']),
  'group mean; NA group untouched': () => filledIn([1, NA, 3, NA], ['a', 'a', 'a', undefined]),
  CAGR: () => [compoundGrowth(Float64Array.of(100, NA, 121), Float64Array.of(1, 2, 3))],
  'CAGR equal ends': () => [compoundGrowth(Float64Array.of(0, 5, 0), Float64Array.of(1, 2, 3))],
  'prc_change two points': () => [percentChange(Float64Array.of(100, 121), Float64Array.of(1, 3))],
  'prc_change regression': () => [percentChange(Float64Array.of(1, 2, 4, 4), Float64Array.of(1, 2, 3, 4))],
};

describe.skipIf(golden === null)('the edge cases of the reference', () => {
  it('are all here', () => {
    expect(Object.keys(cases).toSorted()).toEqual(reference('outputs/Z01_edge_cases.csv').map((row) => row['case'] ?? '').toSorted());
  });

  it.each(Object.entries(cases))('%s', (name, outcome) => {
    const theirs = reference('outputs/Z01_edge_cases.csv').find((row) => row['case'] === name)?.['value'] ?? '';
    const ours = outcome();
    if (ours === 'not ours') return;
    if (ours === 'refused' || theirs.startsWith('ERROR')) { expect([ours, theirs.slice(0, 5)]).toEqual(['refused', 'ERROR']); return; }
    const wanted = theirs.split(';').map(figure);
    expect(ours).toHaveLength(wanted.length);
    for (const [at, want] of wanted.entries()) expect(isNear(ours[at] ?? -1, want), `${ours.join(';')} for ${theirs}`).toBe(true);
  });
});

function node(own: Pick<NodeInput, 'code' | 'weight'> & Partial<NodeInput>): NodeInput {
  return { name: own.code, parent: 'IDX', direction: 1, isIndicator: true, ...own };
}

function treeFrom(children: readonly NodeInput[], combining?: Combining): IndexTree {
  const tree = treeOf([...children, { ...node({ code: 'IDX', weight: 1 }), parent: undefined, isIndicator: false, ...(combining === undefined ? {} : { combining }) }]);
  if (!isTree(tree)) throw new Error(tree[0]?.message);
  return tree;
}

function treeRefuses(children: readonly NodeInput[], combining?: Combining): Outcome {
  return isTree(treeOf([...children, { ...node({ code: 'IDX', weight: 1 }), parent: undefined, isIndicator: false, ...(combining === undefined ? {} : { combining }) }])) ? 'not ours' : 'refused';
}

function panelFrom(units: number, columns: readonly Float64Array[], labels?: readonly (string | undefined)[]): Panel {
  const panel = panelOf({ units: Array.from({ length: units }, (_, at) => `U${at}`), periods: ['1'], columns, groups: labels === undefined ? new Map() : new Map([['g', groupingOf(labels)]]) });
  if ('refused' in panel) throw new Error(panel.refused);
  return panel;
}

function scored(normalising: Normalising, values: readonly number[], direction: 1 | -1 = 1, target?: number): Outcome {
  const tree = treeFrom([node({ code: 'x', weight: 1, direction, ...(target === undefined ? {} : { settings: { target } }) })]);
  return [...normaliseColumn(tree, panelFrom(values.length, [new Float64Array(values.length)]), normalising, 0, Float64Array.from(values)).column];
}

function combined(combining: Combining, values: readonly number[], weights: readonly number[]): Outcome {
  const codes = values.map((_value, at) => `i${at}`);
  const tree = withWeights(treeFrom(codes.map((code) => node({ code, weight: 1 })), combining), new Map(codes.map((code, at) => [code, weights[at] ?? NA])));
  const result = buildIndex(tree, panelFrom(1, values.map((value) => Float64Array.of(value))), { aggregate: {} });
  return isBuilt(result) ? [result.scores[tree.root]?.[0] ?? NA] : 'refused';
}

function winsorised(values: readonly number[]): Outcome {
  const won = winsorise(Float64Array.from(values), { winmax: 5, skew: 2, kurt: 3.5 });
  return won === undefined ? 'refused' : [...won.values];
}

function filledIn(values: readonly number[], labels?: readonly (string | undefined)[]): Outcome {
  const column = Float64Array.from(values);
  const tree = treeFrom([node({ code: 'x', weight: 1 })]);
  return [...fillColumn(tree, panelFrom(values.length, [column], labels), labels === undefined ? { method: 'mean' } : { method: 'group-mean', group: 'g' }, 0, column).column];
}
