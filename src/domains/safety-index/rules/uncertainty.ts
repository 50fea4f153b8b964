import { buildIndex, isBuilt } from './build.ts';
import { seededChance, type Chance } from './chance.ts';
import type { CombineRefusal } from './combine.ts';
import type { Filling } from './fill.ts';
import type { Normalising } from './normalise.ts';
import { combinable, isStanding, recombined, recombiner, type Combinable, type Standing } from './recombine.ts';
import type { IndexResult } from './result.ts';
import { mean, quantileOfSorted } from './statistics.ts';
import { nodeAt, type IndexTree } from './tree.ts';

/** One try: which weights, and which of the choices. */
export type Draw = { readonly weights: ReadonlyMap<string, number>; readonly choice: number };
export type UncertaintySettings = {
  /** How many tries; 1,000 are usual. */
  readonly runs: number;
  readonly seed: number;
  /** Each weight is multiplied by 1 + U(−noise, noise); 0.25 by default. */
  readonly weightNoise?: number;
  /** Levels whose weights are shaken; all below the index by default. */
  readonly levels?: readonly number[];
  /** Place of the period in the panel; the last one by default. */
  readonly period?: number;
  /** Other ways to normalise and to fill, drawn with the same chance; the build's own alone by default. */
  readonly choices?: readonly UncertaintyChoice[];
  /** Told from time to time which share (0–1) of the tries is done. */
  readonly onProgress?: (share: number) => void;
};
export type UncertaintyChoice = { readonly normalise?: Normalising; readonly fill?: Filling | 'none' };

/** What the tries say of one unit's rank: quantiles of type 7. */
export type RankInterval = { readonly nominal: number; readonly mean: number; readonly median: number; readonly low: number; readonly high: number };
export type Uncertainty = {
  readonly nominal: Standing;
  /** One for each try that could be done, in the order of the draws. */
  readonly runs: readonly Standing[];
  /** By unit; undefined where the unit has no rank. */
  readonly intervals: readonly (RankInterval | undefined)[];
  /** Tries in which a mean met a value that it cannot take. */
  readonly failed: number;
};

/** Rank intervals (5–95 %) of every unit: the same build, seed and number of runs give the same bytes. */
export function uncertaintyOf(result: IndexResult, settings: UncertaintySettings): readonly (RankInterval | undefined)[] {
  const period = settings.period ?? result.panel.periods.length - 1;
  const choices = choicesOf(result, period, settings.choices ?? [{}]);
  if (!Array.isArray(choices)) return result.panel.units.map(() => undefined);
  const tried = tryDraws(combinable(result, period), choices, drawn(result.tree, { ...settings, choices: choices.length }, seededChance(settings.seed)), settings.onProgress);
  return isTried(tried) ? tried.intervals : result.panel.units.map(() => undefined);
}

/** Weights and choices of all tries, from one stream of chance. */
export function drawn(tree: IndexTree, { runs, weightNoise = 0.25, levels, choices = 1 }: { readonly runs: number; readonly weightNoise?: number; readonly levels?: readonly number[]; readonly choices?: number }, chance: Chance): Draw[] {
  const shaken = tree.nodes.filter((node, place) => place !== tree.root && (levels === undefined || levels.includes(node.level)));
  return Array.from({ length: runs }, (): Draw => {
    const weights = new Map(shaken.map(({ code, weight }) => [code, weight * (1 + weightNoise * (2 * chance() - 1))]));
    return { weights, choice: choices === 1 ? 0 : Math.floor(chance() * choices) };
  });
}

/** Tries that were drawn, or read from files. `nominal` is the build itself, `choices` the same period scored in other ways. */
export function tryDraws(nominal: Combinable, choices: readonly Combinable[], draws: readonly Draw[], onProgress: (share: number) => void = () => {}): Uncertainty | CombineRefusal {
  const own = recombined(nominal, new Map());
  if (!isStanding(own)) return own;
  const ways = choices.map(recombiner);
  const runs: Standing[] = [];
  let failed = 0;
  for (const [at, { weights, choice }] of draws.entries()) {
    const recombine = ways[choice];
    if (recombine === undefined) throw new Error(`there is no choice ${choice}`);
    const standing = recombine(weights);
    if (isStanding(standing)) runs.push(standing);
    else failed += 1;
    onProgress((at + 1) / draws.length);
  }
  return { nominal: own, runs, failed, intervals: intervalsOf(own.ranks, runs.map(({ ranks }) => ranks)) };
}

export function isTried(value: Uncertainty | CombineRefusal): value is Uncertainty {
  return 'intervals' in value;
}

/** By unit: mean, median, 5 % and 95 % quantile of its ranks; undefined for a unit that has none. */
export function intervalsOf(nominal: Int32Array, runs: readonly Int32Array[]): readonly (RankInterval | undefined)[] {
  const gathered = new Float64Array(runs.length);
  return Array.from(nominal, (rank, unit) => {
    let there = 0;
    for (const run of runs) {
      const one = run[unit] ?? 0;
      if (one > 0) { gathered[there] = one; there += 1; }
    }
    if (rank === 0 || there === 0) return undefined;
    const ranks = gathered.subarray(0, there).sort();
    return { nominal: rank, mean: mean(ranks), median: quantileOfSorted(ranks, 0.5), low: quantileOfSorted(ranks, 0.05), high: quantileOfSorted(ranks, 0.95) };
  });
}

/** The same period, normalised and filled in other ways: built once for each choice. */
export function choicesOf(result: IndexResult, period: number, choices: readonly UncertaintyChoice[]): Combinable[] | CombineRefusal {
  const found: Combinable[] = [];
  for (const { normalise, fill } of choices) {
    if (normalise === undefined && fill === undefined) { found.push(combinable(result, period)); continue; }
    const { fill: usual, ...rest } = result.settings;
    const filling = fill === 'none' ? undefined : fill ?? usual;
    const { period: own, rank: _rank, ...steps } = rest;
    // From the whole panel: what looks over time or takes its statistics of all periods still does.
    const other = buildIndex(result.tree, result.source, { ...steps, aggregate: { ...steps.aggregate, weights: 'given' }, period: own ?? period, ...(filling === undefined ? {} : { fill: filling }), ...(normalise === undefined ? {} : { normalise }) });
    if (!isBuilt(other)) return other;
    found.push(combinable(other, 0));
  }
  return found;
}

/** What a way to normalise is called in files of drawn sets: `minmax1_100`, `zscore100_15`, `prank`. */
export function choiceName({ method = 'minmax', range = [0, 100], meanSd = [0, 1] }: Normalising): string {
  if (method === 'minmax') return `minmax${range[0]}_${range[1]}`;
  if (method === 'zscore') return `zscore${meanSd[0]}_${meanSd[1]}`;
  return method === 'percent-rank' ? 'prank' : method;
}

/** Codes whose weights a file of drawn sets names but the tree does not know. */
export function unknownCodes(tree: IndexTree, codes: Iterable<string>): string[] {
  return [...codes].filter((code) => { const place = tree.placeByCode.get(code); return place === undefined || nodeAt(tree, place).parent < 0; });
}
