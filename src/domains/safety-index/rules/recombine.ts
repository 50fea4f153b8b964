import { combineNode, rulesOf, type CombineRefusal, type CombineSettings, type Rule } from './combine.ts';
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
/** The index with other weights, which are merged over the tree's own. */
export type Recombine = (weights: ReadonlyMap<string, number>) => Standing | CombineRefusal;

export function combinable(result: IndexResult, period: number): Combinable {
  return {
    tree: result.tree, panel: panelOfPeriod(result.panel, period), normalised: result.normalised.map((column) => ofPeriod(result.panel, column, period)),
    aggregate: result.settings.aggregate ?? {}, decimals: result.settings.rank?.decimals ?? rankDecimals,
  };
}

export function recombiner(ground: Combinable): Recombine {
  const rules = rulesOf(ground.tree, ground.aggregate);
  const isPlain = rules.every((rule) => rule === undefined || rule.combining.method === 'arithmetic');
  return isPlain ? plainly(ground, rules) : (weights) => carefully(ground, rules, weights);
}

export function recombined(ground: Combinable, weights: ReadonlyMap<string, number>): Standing | CombineRefusal {
  return recombiner(ground)(weights);
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

function carefully({ tree, panel, normalised, decimals }: Combinable, rules: readonly (Rule | undefined)[], weights: ReadonlyMap<string, number>): Standing | CombineRefusal {
  const weighted = weights.size === 0 ? tree : withWeights(tree, weights);
  const scores = weighted.nodes.map((): Float64Array => none);
  for (const [k, place] of weighted.indicators.entries()) scores[place] = normalised[k] ?? none;
  for (const place of weighted.aggregates) {
    const rule = rules[place];
    if (rule === undefined) throw new Error(`no rule for ${nodeAt(weighted, place).code}`);
    const into = scores[place] = new Float64Array(panel.units.length).fill(NaN);
    const said = combineNode(weighted, panel, rule, place, scores, into);
    if ('refused' in said) return said;
  }
  return standing(panel, scores[weighted.root] ?? none, decimals);
}

/**
 * The same for arithmetic means alone, without a word on what is missing and without new trees: a thousand runs within a
 * second. A test holds it equal to `combineNode`.
 */
function plainly({ tree, panel, normalised, decimals }: Combinable, rules: readonly (Rule | undefined)[]): Recombine {
  const units = panel.units.length;
  const scores = new Float64Array(tree.nodes.length * units).fill(NaN);
  for (const [k, place] of tree.indicators.entries()) scores.set(normalised[k] ?? none, place * units);
  const own = Float64Array.from(tree.nodes, ({ weight }) => weight);
  const nodes = tree.aggregates.map((place) => ({ place, children: Int32Array.from(nodeAt(tree, place).children), least: rules[place]?.availability ?? 0 }));
  const sums = new Float64Array(units);
  const shares = new Float64Array(units);
  const found = new Int32Array(units);
  return (others) => {
    const weights = own.slice();
    for (const [code, weight] of others) {
      const place = tree.placeByCode.get(code);
      if (place !== undefined) weights[place] = weight;
    }
    for (const { place, children, least } of nodes) {
      sums.fill(0);
      shares.fill(0);
      found.fill(0);
      for (const child of children) {
        const weight = weights[child] ?? 0;
        const from = child * units;
        for (let unit = 0; unit < units; unit += 1) {
          const x = scores[from + unit] ?? NaN;
          if (x !== x) continue;
          if (weight !== 0) sums[unit] = (sums[unit] ?? 0) + weight * x;
          shares[unit] = (shares[unit] ?? 0) + weight;
          found[unit] = (found[unit] ?? 0) + 1;
        }
      }
      for (let unit = 0; unit < units; unit += 1) {
        const there = found[unit] ?? 0;
        const mean = (sums[unit] ?? 0) / (shares[unit] ?? 0);
        scores[place * units + unit] = there === 0 || there / children.length < least ? NaN : mean === 0 ? 0 : mean;
      }
    }
    return standing(panel, scores.slice(tree.root * units, (tree.root + 1) * units), decimals);
  };
}

function standing(panel: Panel, scores: Float64Array, decimals: number): Standing {
  const ranks = new Int32Array(scores.length);
  rankColumn(panel, scores, decimals, ranks);
  return { scores, ranks };
}
