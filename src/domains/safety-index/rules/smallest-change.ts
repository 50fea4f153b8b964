import { buildIndex, isBuilt, rebuildCells } from './build.ts';
import { explainCell, isExplanation } from './explain.ts';
import { fillsOverTime } from './fill.ts';
import type { Finding } from './finding.ts';
import { normaliseColumn, normalisesOverTime, settingsFor } from './normalise.ts';
import { ofPeriod, panelOfPeriod, type Panel } from './panel.ts';
import { rankDecimals } from './ranking.ts';
import type { IndexResult } from './result.ts';
import { bestValue, scoreByStandard, type ScoringStandard } from './standards.ts';
import { extremes } from './statistics.ts';
import { nodeAt } from './tree.ts';

/** What a unit could do: move one indicator from where it is to the best it can reach. */
export type Lever = {
  /** Place among `tree.indicators`. */
  readonly indicator: number;
  /** In the unit of measurement. */
  readonly now: number;
  readonly best: number;
  /** Values come in multiples of this: 1 for counts; 0 for any. */
  readonly step: number;
  /** What the panel holds for a value; the value itself where absent. For panels of scores from standards. */
  readonly held?: (value: number) => number;
};
export type Goal =
  /** So many places better; one by default. */
  | { readonly kind: 'rank'; readonly places?: number }
  /** At least this score: the lower edge of a band. */
  | { readonly kind: 'score'; readonly atLeast: number };
export type LeverMove = { readonly indicator: number; readonly code: string; readonly from: number; readonly to: number; readonly scoreFrom: number; readonly scoreTo: number };
export type Way = {
  /** One or two indicators. */
  readonly moves: readonly LeverMove[];
  readonly score: number;
  readonly rank: number;
  /**
   * What ways are compared by, since units differ: the sum of what the indicators' own scores gain; where those depend on
   * other units, the sum of the ways gone in per cent of all that was observed.
   */
  readonly effort: number;
};
export type SmallestChange = {
  readonly score: number;
  readonly rank: number;
  /** Least effort first: of one indicator, or of two where none suffices alone or two are less effort than any. */
  readonly ways: readonly Way[];
  /** How far the unit would come with everything at its best: where `ways` is empty, why. */
  readonly reachable: { readonly score: number; readonly rank: number };
  readonly findings: readonly Finding[];
};
export type SmallestChangeSettings = { readonly period: number; readonly unit: number; readonly goal: Goal; readonly levers?: readonly Lever[]; /** 5 by default. */ readonly most?: number };

/**
 * The smallest change of one indicator, or of two, by which a unit gains a rank or a band. Each answer has been computed
 * and does what it says; on the same indicator nothing smaller does (to a step, or to 1e-9 of the way). Of two, the first
 * goes all its way. A
 * competition rank is gained by drawing level. Where an indicator's score depends on all units (min–max, ranks) every try
 * builds the index anew, and others may move too.
 */
export function smallestChange(result: IndexResult, settings: SmallestChangeSettings): SmallestChange {
  const { goal, most = 5, levers = leversOf(result, settings.period, settings.unit) } = settings;
  const trial = trialOf(result, settings);
  const start = trial([]);
  const useful = levers.map((lever) => ({ ...lever, best: lever.step === 0 ? lever.best : insideStep(lever.now, lever.best, lever.step) })).filter(({ now, best }) => now === now && best === best && now !== best);
  const top = trial(useful.map((lever) => [lever, lever.best]));
  const reachable = top === undefined ? { score: NaN, rank: 0 } : { score: top.score, rank: top.rank };
  if (start === undefined || start.score !== start.score) return { score: NaN, rank: 0, ways: [], reachable, findings: [said('no-score', '这个单位没有得分，无法推算。')] };
  const known = { score: start.score, rank: start.rank, reachable };
  const target = goal.kind === 'rank' ? start.rank - (goal.places ?? 1) : 0;
  if (goal.kind === 'rank' && target < 1) return { ...known, ways: [], findings: [said('already-first', start.rank === 1 ? '已经排在第一。' : `现在第 ${start.rank} 名，没有再高 ${goal.places ?? 1} 名的名次。`)] };
  const isReached = (at: Trial | undefined): boolean => at !== undefined && (goal.kind === 'rank' ? at.rank > 0 && at.rank <= target : rounded(at.score) >= goal.atLeast);
  if (isReached(start)) return { ...known, ways: [], findings: [said('already-there', '已经达到。')] };
  const isAlone = isFixed(result);
  const effortOf = ({ indicator, from, to, scoreFrom, scoreTo }: LeverMove): number => {
    if (isAlone) return scoreTo - scoreFrom;
    const { min, max } = extremes(result.panel.columns[indicator] ?? new Float64Array());
    return 100 * Math.abs(to - from) / (max - min);
  };
  const wayOf = (moves: readonly (readonly [Lever, number])[]): Way | undefined => {
    const at = trial(moves);
    if (at === undefined || !isReached(at)) return undefined;
    const told = moves.map(([lever, to], i): LeverMove => ({ indicator: lever.indicator, code: nodeAt(result.tree, result.tree.indicators[lever.indicator] ?? -1).code, from: lever.now, to, scoreFrom: start.own(lever.indicator), scoreTo: at.own(moves[i]?.[0].indicator ?? -1) }));
    return { moves: told, score: at.score, rank: at.rank, effort: told.reduce((sum, move) => sum + effortOf(move), 0) };
  };
  const quick = quickTrial(result, settings, start) ?? trial;
  const does = (...moves: readonly (readonly [Lever, number])[]): boolean => isReached(quick(moves));
  // The quick trial may be off by the last bit just where rounding decides: then the next value on the way.
  const sure = (before: readonly (readonly [Lever, number])[], lever: Lever, to: number | undefined): Way[] => {
    if (to === undefined) return [];
    const next = lever.step > 0 ? tidy(to + Math.sign(lever.best - lever.now) * lever.step) : to + (lever.best - lever.now) * 1e-9;
    return [wayOf([...before, [lever, to]]) ?? wayOf([...before, [lever, next]])].filter((way) => way !== undefined);
  };
  const isEnough = new Set(useful.filter((lever) => does([lever, lever.best])));
  const single = useful.flatMap((lever) => (isEnough.has(lever) ? sure([], lever, least(lever, (value) => does([lever, value]))) : []));
  const least1 = Math.min(...single.map(({ effort }) => effort));
  const strongest = useful.map((lever) => ({ lever, score: quick([[lever, lever.best]])?.score ?? NaN })).filter(({ score }) => score === score).toSorted((x, y) => y.score - x.score).slice(0, 12).map(({ lever }) => lever);
  const double = strongest.filter((lever) => !isEnough.has(lever)).flatMap((first) => strongest.filter((second) => second !== first && does([first, first.best], [second, second.best]))
    .flatMap((second) => sure([[first, first.best]], second, least(second, (value) => does([first, first.best], [second, value]))))).filter(({ effort }) => effort < least1 - 1e-9);
  const ordered = [...single, ...double].toSorted(byEffort).slice(0, most);
  const findings = ordered.length > 0 ? isAlone ? [] : [said('others-move', '这种标准化方法下，一个单位的数变了，别的单位的得分也会变。')] : [isReached(top)
    ? said('needs-more-than-two', '只改善一项或两项指标达不到，要同时改善更多的指标。')
    : said('unreachable', `即使各项指标都达到最好，也只有 ${reachable.score.toFixed(2)} 分、第 ${reachable.rank} 名，达不到。`)];
  return { ...known, ways: ordered, findings };
}

/**
 * Levers of a unit for panels in raw units: as far as the limits where they cut off, else as far as the best value that
 * any unit has had. Denominators are undone: the lever is the count. `best` and `step` by code say it better.
 */
export function leversOf(result: IndexResult, period: number, unit: number, better: { readonly best?: ReadonlyMap<string, number>; readonly step?: ReadonlyMap<string, number> } = {}): Lever[] {
  const { tree, panel, settings } = result;
  const cell = period * panel.units.length + unit;
  return tree.indicators.map((place, k): Lever => {
    const node = nodeAt(tree, place);
    const own = settingsFor(settings.normalise ?? { method: 'none' }, node.code);
    const now = panel.columns[k]?.[cell] ?? NaN;
    const below = denominatorAt(result, k, cell);
    const { min, max } = extremes(result.denominated[k] ?? new Float64Array());
    const isCut = own.method === 'goalposts' && (own.truncate ?? node.settings.truncate ?? true);
    const [low, high] = isCut ? [own.limits?.[0] ?? node.settings.lower ?? min, own.limits?.[1] ?? node.settings.upper ?? max] : [min, max];
    const best = node.direction === 1 ? high : low;
    // Nobody is asked to become worse because his value is beyond what counts.
    const isThere = node.direction === 1 ? now / below >= best : now / below <= best;
    return { indicator: k, now, best: better.best?.get(node.code) ?? (isThere ? now : best * below), step: better.step?.get(node.code) ?? 0 };
  });
}

/** A lever of an indicator that the panel holds as a score from a standard. `now` is the measured value; refused by NaN where it is missing. */
export function standardLever(indicator: number, standard: ScoringStandard, now: number, step = 0, best?: number): Lever {
  const held = (value: number): number => scoreByStandard(standard, value, new Map()).score;
  const goal = best ?? nearestStep(bestValue(standard, now) ?? now, step, held);
  return { indicator, now, best: held(goal) > held(now) ? goal : now, step, held };
}

/** Less effort first; what differs by rounding alone goes by the order of the indicators. */
function byEffort(a: Way, b: Way): number {
  if (Math.abs(a.effort - b.effort) > 1e-6) return a.effort - b.effort;
  const places = ({ moves }: Way): number => moves.length * 1e12 + (moves[0]?.indicator ?? 0) * 1e6 + (moves[1]?.indicator ?? 0);
  return places(a) - places(b);
}

type Trial = { readonly score: number; readonly rank: number; readonly own: (indicator: number) => number };
type Try = (moves: readonly (readonly [Lever, number])[]) => Trial | undefined;

/** Where scores do not depend on other units, a panel of this one cell answers, and the others' scores stand still; else the period. */
function trialOf(result: IndexResult, { period, unit }: SmallestChangeSettings): Try {
  const { tree } = result;
  const isAlone = isFixed(result);
  const alone = isAlone ? aloneOf(result, period, unit) : periodOf(result, period);
  const ground = alone ?? result;
  const at = isAlone ? { unit: 0, period: 0 } : { unit, period: alone === undefined ? period : 0 };
  const cell = at.period * ground.panel.units.length + at.unit;
  const others = othersOf(result, period, unit);
  return (moves) => {
    const after = moves.length === 0 ? ground : rebuildCells(ground, moves.map(([{ indicator, held }, value]) => ({ indicator, value: held === undefined ? value : held(value), ...at })));
    if (!isBuilt(after)) return undefined;
    const score = after.scores[tree.root]?.[cell] ?? NaN;
    return { score, rank: rankAmong(isAlone ? others : othersOf(after, at.period, at.unit), score, decimalsOf(result)), own: (indicator) => after.normalised[indicator]?.[cell] ?? NaN };
  };
}

/** The period alone, where its scores need no other. */
function periodOf({ tree, panel, settings }: IndexResult, period: number): IndexResult | undefined {
  const isOverTime = (settings.fill !== undefined && fillsOverTime(settings.fill)) || settings.treat?.scope === 'panel' || (settings.normalise !== undefined && normalisesOverTime(settings.normalise));
  if (isOverTime || panel.periods.length === 1) return undefined;
  const { period: _period, ...steps } = settings;
  const built = buildIndex(tree, panelOfPeriod(panel, period), { ...steps, ...(steps.aggregate === undefined ? {} : { aggregate: { ...steps.aggregate, weights: 'given' } }) });
  return isBuilt(built) ? built : undefined;
}

/**
 * For sums whose scores do not depend on other units: score + Σ weight · (what the indicators' scores gain), without a
 * build. Undefined where that does not hold.
 */
function quickTrial(result: IndexResult, { period, unit }: SmallestChangeSettings, start: Trial): Try | undefined {
  const { tree, panel, settings } = result;
  const cell = period * panel.units.length + unit;
  const explained = isFixed(result) ? explainCell(result, cell) : undefined;
  if (explained === undefined || !isExplanation(explained)) return undefined;
  const weights = new Map(explained.shares.map(({ place, weight }) => [place, weight]));
  const others = othersOf(result, period, unit);
  const one = aloneOf(result, period, unit)?.panel;
  if (one === undefined) return undefined;
  const own = (indicator: number, value: number): number => normaliseColumn(tree, one, settings.normalise ?? { method: 'none' }, indicator, Float64Array.of(value / denominatorAt(result, indicator, cell))).column[0] ?? NaN;
  return (moves) => {
    let { score } = start;
    for (const [{ indicator, held }, value] of moves) score += (weights.get(tree.indicators[indicator] ?? -1) ?? 0) * (own(indicator, held === undefined ? value : held(value)) - start.own(indicator));
    return { score, rank: rankAmong(others, score, decimalsOf(result)), own: () => NaN };
  };
}

function othersOf(result: IndexResult, period: number, unit: number): Float64Array {
  return ofPeriod(result.panel, result.scores[result.tree.root] ?? new Float64Array(), period).filter((score, other) => other !== unit && score === score).map((score) => rounded(score, decimalsOf(result))).sort();
}

/** What a value of the panel is divided by: 1 where it is not. */
function denominatorAt({ tree, panel, settings }: IndexResult, indicator: number, cell: number): number {
  const code = nodeAt(tree, tree.indicators[indicator] ?? -1).settings.denominator;
  return settings.denominate === true && code !== undefined ? panel.denominators.get(code)?.[cell] ?? 1 : 1;
}

function isFixed({ tree, settings }: IndexResult): boolean {
  if (settings.fill !== undefined && settings.fill.method !== 'none') return false;
  if (settings.treat !== undefined) return false;
  return tree.indicators.every((place) => ['none', 'goalposts', 'scaled'].includes(settingsFor(settings.normalise ?? { method: 'none' }, nodeAt(tree, place).code).method));
}

function aloneOf(result: IndexResult, period: number, unit: number): IndexResult | undefined {
  const { period: _period, rank: _rank, ...steps } = result.settings;
  const whole = panelOfPeriod(result.panel, period);
  const cut = (column: Float64Array): Float64Array => column.slice(unit, unit + 1);
  const panel: Panel = { ...whole, units: whole.units.slice(unit, unit + 1), columns: whole.columns.map(cut), present: whole.present.slice(unit, unit + 1), groups: new Map(), denominators: new Map([...whole.denominators].map(([code, column]) => [code, cut(column)])) };
  const built = buildIndex(result.tree, panel, { ...steps, ...(steps.aggregate === undefined ? {} : { aggregate: { ...steps.aggregate, weights: 'given' } }) });
  return isBuilt(built) ? built : undefined;
}

/** Competition rank among scores that ascend. */
function rankAmong(others: Float64Array, score: number, decimals: number): number {
  if (score !== score) return 0;
  const own = rounded(score, decimals);
  let above = 0;
  for (let at = others.length - 1; at >= 0 && (others[at] ?? NaN) > own; at -= 1) above += 1;
  return above + 1;
}

function rounded(score: number, decimals = rankDecimals): number {
  return Math.round(score * 10 ** decimals) / 10 ** decimals;
}

function decimalsOf({ settings }: IndexResult): number {
  return settings.rank?.decimals ?? rankDecimals;
}

/** The value nearest to `now` that does it, by halving; undefined where even the best does not. */
function least({ now, best, step }: Lever, does: (value: number) => boolean): number | undefined {
  if (!does(best)) return undefined;
  if (step > 0) {
    const towards = Math.sign(best - now) * step;
    // From the first multiple on the way.
    const first = Math.sign(towards) === 1 ? (Math.floor(now / step) + 1) * step : (Math.ceil(now / step) - 1) * step;
    let low = 0;
    let high = Math.round((best - first) / towards);
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (does(tidy(first + middle * towards))) high = middle; else low = middle + 1;
    }
    return tidy(first + low * towards);
  }
  let [no, yes] = [now, best];
  for (let round = 0; round < 60 && Math.abs(yes - no) > 1e-10 * Math.abs(best - now); round += 1) {
    const middle = (no + yes) / 2;
    if (does(middle)) yes = middle; else no = middle;
  }
  return yes;
}

/** Which of the two multiples around it scores more: the best value may lie just inside an edge. */
function nearestStep(value: number, step: number, held: (value: number) => number): number {
  if (step === 0) return value;
  const [low, high] = [tidy(Math.floor(value / step) * step), tidy(Math.ceil(value / step) * step)];
  return held(low) > held(high) ? low : high;
}

/** The last multiple of the step that does not go beyond the best. */
function insideStep(now: number, best: number, step: number): number {
  const multiple = tidy((best > now ? Math.floor(best / step + 1e-9) : Math.ceil(best / step - 1e-9)) * step);
  return best > now ? Math.max(now, multiple) : Math.min(now, multiple);
}

/** Multiples of 0.1 as people write them. */
function tidy(value: number): number {
  const short = Number(value.toPrecision(12));
  return short === 0 ? 0 : short;
}

function said(code: string, message: string): Finding {
  return { step: 'what-if', code, message };
}
