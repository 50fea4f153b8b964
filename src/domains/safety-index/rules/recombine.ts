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
 * second. Unit by unit, so that the sums stay in registers. A test holds it equal to `combineNode`.
 */
function plainly({ tree, panel, normalised, decimals }: Combinable, rules: readonly (Rule | undefined)[]): Recombine {
  const units = panel.units.length;
  const width = tree.nodes.length;
  const cells = new Float64Array(width * units).fill(NaN);
  for (const [k, place] of tree.indicators.entries()) {
    const column = normalised[k] ?? none;
    for (let unit = 0; unit < units; unit += 1) cells[unit * width + place] = column[unit] ?? NaN;
  }
  const own = Float64Array.from(tree.nodes, ({ weight }) => weight);
  const places = Int32Array.from(tree.aggregates);
  const least = Float64Array.from(tree.aggregates, (place) => rules[place]?.availability ?? 0);
  const begins = new Int32Array(places.length + 1);
  for (const [at, place] of tree.aggregates.entries()) begins[at + 1] = (begins[at] ?? 0) + nodeAt(tree, place).children.length;
  const children = Int32Array.from(tree.aggregates.flatMap((place) => nodeAt(tree, place).children));
  return (others) => {
    const weights = own.slice();
    for (const [code, weight] of others) {
      const place = tree.placeByCode.get(code);
      if (place !== undefined) weights[place] = weight;
    }
    const scores = new Float64Array(units);
    for (let unit = 0; unit < units; unit += 1) {
      combineUnit(cells, unit * width, weights, places, least, begins, children);
      scores[unit] = cells[unit * width + tree.root] ?? NaN;
    }
    return standing(panel, scores, decimals);
  };
}

/** All means of one unit, from the bottom; from `base` on there is a cell for each node. */
function combineUnit(cells: Float64Array, base: number, weights: Float64Array, places: Int32Array, least: Float64Array, begins: Int32Array, children: Int32Array): void {
  for (let node = 0; node < places.length; node += 1) {
    const from = begins[node] ?? 0;
    const to = begins[node + 1] ?? 0;
    let sum = 0;
    let share = 0;
    let found = 0;
    for (let at = from; at < to; at += 1) {
      const child = children[at] ?? 0;
      const x = cells[base + child] ?? NaN;
      if (x !== x) continue;
      const weight = weights[child] ?? 0;
      if (weight !== 0) sum += weight * x;
      share += weight;
      found += 1;
    }
    const mean = sum / share;
    cells[base + (places[node] ?? 0)] = found === 0 || found / (to - from) < (least[node] ?? 0) ? NaN : mean === 0 ? 0 : mean;
  }
}

function standing(panel: Panel, scores: Float64Array, decimals: number): Standing {
  const ranks = new Int32Array(scores.length);
  rankColumn(panel, scores, decimals, ranks);
  return { scores, ranks };
}
