import { seededChance } from './chance.ts';
import type { CombineRefusal } from './combine.ts';
import type { Filling } from './fill.ts';
import type { Finding } from './finding.ts';
import type { Normalising } from './normalise.ts';
import { combinable, isStanding, meanRankShift, recombiner, type Recombine } from './recombine.ts';
import type { IndexResult } from './result.ts';
import { sensitivityOf, type Sensitivity } from './sensitivity.ts';
import type { Combining } from './tree.ts';
import { choicesOf, drawn, intervalsOf, type RankInterval, type UncertaintyChoice } from './uncertainty.ts';

export type IndexSensitivitySettings = {
  /** Size of each of the two samples; there are runs × (factors + 2) tries. */
  readonly runs: number;
  readonly seed: number;
  /** Place of the period in the panel; the last one by default. */
  readonly period?: number;
  /** What is tried; a factor with fewer than two alternatives is none. */
  readonly fills?: readonly (Filling | 'none')[];
  readonly normalisings?: readonly Normalising[];
  readonly methods?: readonly Combining[];
  /** How many sets of weights are drawn; 0 by default. */
  readonly weightSets?: number;
  readonly weightNoise?: number;
  readonly levels?: readonly number[];
};
export type IndexSensitivity = Sensitivity & {
  /** Ranks over the runs of the two samples, by unit. */
  readonly intervals: readonly (RankInterval | undefined)[];
  readonly findings: readonly Finding[];
};

/**
 * Which choice moves the ranks most: filling, normalising, weights or the mean. The output of a try is the mean absolute
 * shift of the ranks from those of the build. A try whose mean meets a value that it cannot take has no output, and then
 * there are no indices: a finding says how many and why.
 */
export function indexSensitivity(result: IndexResult, settings: IndexSensitivitySettings): IndexSensitivity | CombineRefusal {
  const { runs, seed, fills = [], normalisings = [], methods = [], weightSets = 0, weightNoise, levels } = settings;
  const period = settings.period ?? result.panel.periods.length - 1;
  const factors = [{ name: 'fill', alternatives: fills.length }, { name: 'normalise', alternatives: normalisings.length }, { name: 'weights', alternatives: weightSets }, { name: 'combine', alternatives: methods.length }].filter(({ alternatives }) => alternatives > 1);
  const chance = seededChance(seed);
  const sets = drawn(result.tree, { runs: weightSets, ...(weightNoise === undefined ? {} : { weightNoise }), ...(levels === undefined ? {} : { levels }) }, chance);
  const grounds = choicesOf(result, period, combinations(fills, normalisings));
  if (!Array.isArray(grounds)) return grounds;
  const ways = new Map<string, Recombine>();
  const failures: string[] = [];
  const ranksByKey = new Map<string, Int32Array>();
  const nominal = recombiner(combinable(result, period))(new Map());
  if (!isStanding(nominal)) return nominal;
  const wayOf = (ground: number, method: number): Recombine => {
    const key = `${ground}/${method}`;
    const own = grounds[ground];
    if (own === undefined) throw new Error(`there is no choice ${ground}`);
    const combining = methods[method];
    const way = ways.get(key) ?? recombiner(combining === undefined || methods.length < 2 ? own : { ...own, aggregate: { ...own.aggregate, method: combining } });
    ways.set(key, way);
    return way;
  };
  const told = sensitivityOf(factors, runs, chance, (alternatives) => {
    const at = (name: string): number => alternatives[factors.findIndex((factor) => factor.name === name)] ?? 0;
    const standing = wayOf(at('fill') * Math.max(1, normalisings.length) + at('normalise'), at('combine'))(sets[at('weights')]?.weights ?? new Map());
    if (!isStanding(standing)) { failures.push(standing.message); return NaN; }
    ranksByKey.set(alternatives.join(), standing.ranks);
    return meanRankShift(nominal.ranks, standing.ranks);
  });
  const tried = told.alternatives.slice(0, 2 * runs).flatMap((alternatives) => ranksByKey.get(alternatives.join()) ?? []);
  const findings: Finding[] = failures.length === 0 ? [] : [{ step: 'sensitivity', code: 'failed-runs', message: `${failures.length} 种组合算不出来，灵敏度没有结果：${failures[0] ?? ''}` }];
  if (factors.length === 0) findings.push({ step: 'sensitivity', code: 'no-factors', message: '没有一项做法有两种以上的选择，灵敏度无从分析。' });
  return { ...told, intervals: intervalsOf(nominal.ranks, tried), findings };
}

export function isSensitivity(value: IndexSensitivity | CombineRefusal): value is IndexSensitivity {
  return 'byFactor' in value;
}

/** Every filling with every way to normalise, the filling first. */
function combinations(fills: readonly (Filling | 'none')[], normalisings: readonly Normalising[]): UncertaintyChoice[] {
  const filled: readonly UncertaintyChoice[] = fills.length === 0 ? [{}] : fills.map((fill) => ({ fill }));
  return filled.flatMap((one) => (normalisings.length === 0 ? [one] : normalisings.map((normalise) => ({ ...one, normalise }))));
}
