import { combineNode, rulesOf, type CombineRefusal, type CombineSettings } from './combine.ts';
import { ofPeriod, panelOfPeriod, type Panel } from './panel.ts';
import { rankColumn, rankDecimals } from './ranking.ts';
import type { IndexResult } from './result.ts';
import { nodeAt, withWeights, type IndexTree } from './tree.ts';

/** Scores and ranks of the index in one period, by unit; rank 0 is none. */
export type Standing = { readonly scores: Float64Array; readonly ranks: Int32Array };
/** One period, ready to be combined again and again. */
export type Combinable = {
  readonly tree: IndexTree;
  readonly panel: Panel;
  /** By indicator, the cells of the period. */
  readonly normalised: readonly Float64Array[];
  readonly aggregate: CombineSettings;
  readonly decimals: number;
};

export function combinable(result: IndexResult, period: number): Combinable {
  return {
    tree: result.tree, panel: panelOfPeriod(result.panel, period), normalised: result.normalised.map((column) => ofPeriod(result.panel, column, period)),
    aggregate: result.settings.aggregate ?? {}, decimals: result.settings.rank?.decimals ?? rankDecimals,
  };
}

/** The index with other weights, which are merged over the tree's own. */
export function recombined({ tree, panel, normalised, aggregate, decimals }: Combinable, weights: ReadonlyMap<string, number>): Standing | CombineRefusal {
  const weighted = weights.size === 0 ? tree : withWeights(tree, weights);
  const rules = rulesOf(weighted, aggregate);
  const scores = weighted.nodes.map((): Float64Array => none);
  for (const [k, place] of weighted.indicators.entries()) scores[place] = normalised[k] ?? none;
  for (const place of weighted.aggregates) {
    const rule = rules[place];
    if (rule === undefined) throw new Error(`no rule for ${nodeAt(weighted, place).code}`);
    const into = scores[place] = new Float64Array(panel.units.length).fill(NaN);
    const said = combineNode(weighted, panel, rule, place, scores, into);
    if ('refused' in said) return said;
  }
  const index = scores[weighted.root] ?? none;
  const ranks = new Int32Array(index.length);
  rankColumn(panel, index, decimals, ranks);
  return { scores: index, ranks };
}

export function isStanding(value: Standing | CombineRefusal): value is Standing {
  return 'scores' in value;
}

/** Mean over the units of how many places they moved; units without a rank on either side are left out. */
export function meanRankShift(from: Int32Array, to: Int32Array): number {
  let sum = 0;
  let n = 0;
  for (let unit = 0; unit < from.length; unit += 1) {
    const a = from[unit] ?? 0;
    const b = to[unit] ?? 0;
    if (a === 0 || b === 0) continue;
    sum += Math.abs(a - b);
    n += 1;
  }
  return n === 0 ? NaN : sum / n;
}

const none = new Float64Array(0);
