import type { Note } from './notes.ts';
import { ofPeriod, type Panel } from './panel.ts';
import { ascendingRanks, count, extremes, mean, standardDeviation } from './statistics.ts';
import { nodeAt, type IndexNode, type IndexTree } from './tree.ts';

export type NormaliseMethod =
  | 'minmax' | 'goalposts' | 'zscore' | 'rank' | 'percent-rank' | 'borda'
  | 'distance-to-target' | 'distance-to-max' | 'distance-to-reference' | 'scaled' | 'none';

export type NormaliseSettings = {
  readonly method?: NormaliseMethod;
  /** What the least and the greatest become, for `minmax`; 0 and 100 by default. */
  readonly range?: readonly [number, number];
  /** What the mean and the standard deviation become, for `zscore`; 0 and 1 by default. */
  readonly meanSd?: readonly [number, number];
  /** For `rank`. */
  readonly ties?: 'min' | 'average';
  /** Whether the distance to a target stops at it; else the indicator's own, else false. */
  readonly cap?: boolean;
  /** Whether `goalposts` stay within the limits; else the indicator's own, else true. */
  readonly truncate?: boolean;
  /** Lower and upper limit in raw units; else the indicator's own. */
  readonly limits?: readonly [number, number];
  /** What the limits are worth; else the indicator's own, else 100. */
  readonly scale?: number;
  /** Code of a unit. */
  readonly reference?: string;
  /** Whether the statistics are of the period or of all periods. */
  readonly scope?: 'period' | 'panel';
};

export type Normalising = NormaliseSettings & {
  /** By code of the indicator; what is not said there is as for all. */
  readonly perIndicator?: ReadonlyMap<string, NormaliseSettings>;
};

export type NormalisedColumn = { readonly column: Float64Array; readonly notes: readonly Note[] };

/** What holds for one indicator. */
export function settingsFor(normalising: Normalising, code: string): NormaliseSettings & { readonly method: NormaliseMethod; readonly scope: 'period' | 'panel' } {
  const { perIndicator, ...all } = normalising;
  const merged = { ...all, ...perIndicator?.get(code) };
  return { ...merged, method: merged.method ?? 'minmax', scope: merged.scope ?? 'period' };
}

/** Whether a column's scores need other periods than the one they are for. */
export function normalisesOverTime(normalising: Normalising): boolean {
  return (normalising.scope ?? 'period') === 'panel' || [...(normalising.perIndicator?.values() ?? [])].some(({ scope }) => scope === 'panel');
}

/**
 * Direction first: every method then means "more is better". What the arithmetic gives nothing for (min–max of a constant)
 * is missing, with a note. -0 does not occur.
 * @param k place of the column in the panel
 */
export function normaliseColumn(tree: IndexTree, panel: Panel, normalising: Normalising, k: number, raw: Float64Array): NormalisedColumn {
  const place = tree.indicators[k] ?? -1;
  const node = nodeAt(tree, place);
  const settings = settingsFor(normalising, node.code);
  const score = scorerOf(node, settings);
  const column = new Float64Array(raw.length);
  for (let cell = 0; cell < raw.length; cell += 1) column[cell] = node.direction * (raw[cell] ?? NaN);
  const notes: Note[] = [];
  const reference = settings.reference === undefined ? -1 : panel.units.indexOf(settings.reference);
  const say = (code: string, period: number | undefined, units?: readonly number[]): void => {
    notes.push({ step: 'normalise', code, place, ...(period === undefined ? {} : { period }), ...(units === undefined ? {} : { units }) });
  };
  if (settings.scope === 'panel' && settings.method !== 'distance-to-reference') {
    score(column, { reference: NaN, whole: column, say: (code, units) => say(code, undefined, units) });
  } else {
    // The reference is the unit's value of the same period, also where the least is that of all.
    const whole = settings.scope === 'panel' ? column.slice() : undefined;
    for (let period = 0; period < panel.periods.length; period += 1) {
      const slice = ofPeriod(panel, column, period);
      score(slice, { reference: slice[reference] ?? NaN, whole: whole ?? slice, say: (code, units) => say(code, panel.periods.length === 1 ? undefined : period, units) });
    }
  }
  for (let cell = 0; cell < column.length; cell += 1) if (column[cell] === 0) column[cell] = 0;
  return { column, notes };
}

type Around = { readonly reference: number; readonly whole: Float64Array; readonly say: (code: string, units?: readonly number[]) => void };
/** Turns directed values into scores in place. */
type Scorer = (xs: Float64Array, around: Around) => void;

function scorerOf(node: IndexNode, settings: ReturnType<typeof settingsFor>): Scorer {
  switch (settings.method) {
    case 'none': return () => {};
    case 'minmax': return minmax(settings.range ?? [0, 100]);
    case 'goalposts': return goalposts(node, settings, settings.truncate ?? node.settings.truncate ?? true);
    case 'scaled': return goalposts(node, settings, false);
    case 'zscore': return zscore(settings.meanSd ?? [0, 1]);
    case 'rank': return ranked(settings.ties ?? 'min', (rank) => rank);
    case 'borda': return ranked('min', (rank) => rank - 1);
    case 'percent-rank': return ranked('min', (rank, n) => (rank - 1) / (n - 1));
    case 'distance-to-target': return distanceToTarget(node, settings.cap ?? node.settings.capAtTarget ?? false);
    case 'distance-to-max': return distanceToMax;
    case 'distance-to-reference': return distanceToReference;
  }
}

function minmax([lower, upper]: readonly [number, number]): Scorer {
  return (xs, { whole, say }) => {
    const { min, max } = extremes(whole);
    if (isFlat(whole, min, max, say)) { blank(xs); return; }
    const span = max - min;
    const width = upper - lower;
    for (let at = 0; at < xs.length; at += 1) xs[at] = ((xs[at] ?? NaN) - min) / span * width + lower;
  };
}

function goalposts(node: IndexNode, settings: NormaliseSettings, isTruncated: boolean): Scorer {
  const lower = settings.limits?.[0] ?? node.settings.lower;
  const upper = settings.limits?.[1] ?? node.settings.upper;
  const scale = settings.scale ?? node.settings.scale ?? 100;
  return (xs, { say }) => {
    if (lower === undefined || upper === undefined) { say('no-limits'); blank(xs); return; }
    if (lower === upper) say('equal-limits');
    const low = node.direction === 1 ? lower : -upper;
    const high = node.direction === 1 ? upper : -lower;
    for (let at = 0; at < xs.length; at += 1) {
      const share = ((xs[at] ?? NaN) - low) / (high - low);
      xs[at] = (isTruncated ? Math.min(1, Math.max(0, share)) : share) * scale;
    }
  };
}

function zscore([centre, width]: readonly [number, number]): Scorer {
  return (xs, { whole, say }) => {
    const { min, max } = extremes(whole);
    if (isFlat(whole, min, max, say)) { blank(xs); return; }
    const middle = mean(whole);
    const deviation = standardDeviation(whole);
    for (let at = 0; at < xs.length; at += 1) xs[at] = ((xs[at] ?? NaN) - middle) / deviation * width + centre;
  };
}

function ranked(ties: 'min' | 'average', score: (rank: number, n: number) => number): Scorer {
  return (xs, { whole, say }) => {
    const n = count(whole);
    const { min, max } = extremes(whole);
    if (n === 0) say('empty');
    else if (min === max) say(n === 1 ? 'too-few' : 'constant-rank');
    const ranks = ascendingRanks(xs, ties);
    for (let at = 0; at < xs.length; at += 1) xs[at] = score(ranks[at] ?? NaN, n);
  };
}

function distanceToTarget(node: IndexNode, isCapped: boolean): Scorer {
  return (xs, { whole, say }) => {
    if (node.settings.target === undefined) { say('no-target'); blank(xs); return; }
    const target = node.settings.target * node.direction;
    const { min } = extremes(whole);
    if (target <= min) say('target-not-above');
    for (let at = 0; at < xs.length; at += 1) {
      const share = ((xs[at] ?? NaN) - min) / (target - min);
      xs[at] = isCapped && share > 1 ? 1 : share;
    }
    sayInfinite(xs, say);
  };
}

const distanceToMax: Scorer = (xs, { whole, say }) => {
  const { min, max } = extremes(whole);
  if (isFlat(whole, min, max, say)) { blank(xs); return; }
  for (let at = 0; at < xs.length; at += 1) xs[at] = 1 - (max - (xs[at] ?? NaN)) / (max - min);
};

const distanceToReference: Scorer = (xs, { whole, reference, say }) => {
  if (reference !== reference) { say(count(xs) === 0 ? 'empty' : 'reference-missing'); blank(xs); return; }
  const { min, max } = extremes(whole);
  if (min === max) say('constant');
  for (let at = 0; at < xs.length; at += 1) xs[at] = 1 - (reference - (xs[at] ?? NaN)) / (reference - min);
  sayInfinite(xs, say);
};

/** Whether nothing distinguishes the values, and says which. */
function isFlat(xs: Float64Array, min: number, max: number, say: Around['say']): boolean {
  if (min < max) return false;
  const n = count(xs);
  say(n === 0 ? 'empty' : n === 1 ? 'too-few' : 'constant');
  return true;
}

function sayInfinite(xs: Float64Array, say: Around['say']): void {
  const units: number[] = [];
  for (let at = 0; at < xs.length; at += 1) if (xs[at] === Infinity || xs[at] === -Infinity) units.push(at);
  if (units.length > 0) say('infinite', units);
}

function blank(xs: Float64Array): void {
  xs.fill(NaN);
}
