import { combineNode, rulesOf, type CombineRefusal, type Rule } from './combine.ts';
import { fillColumn, fillRows, fillsByColumn, fillsOverTime } from './fill.ts';
import type { Finding } from './finding.ts';
import { normaliseColumn, normalisesOverTime } from './normalise.ts';
import { findingsOf, type Note } from './notes.ts';
import { treatColumn } from './outliers.ts';
import { ofPeriod, panelOfPeriod, type Panel } from './panel.ts';
import { rankColumn, rankDecimals, rankInGroups } from './ranking.ts';
import type { BuildSettings, IndexResult, TreatmentReport, Treating } from './result.ts';
import { nodeAt, withWeights, type IndexTree } from './tree.ts';

/** Told from time to time which share (0–1) of the work is done. */
export type OnProgress = (share: number) => void;

/**
 * The index of every unit and period: denominators, filling, treatment, direction, normalising, combining, ranks. Refused
 * only where a mean meets a value that it cannot take; everything else that could not be done is a finding.
 */
export function buildIndex(tree: IndexTree, panel: Panel, settings: BuildSettings, onProgress: OnProgress = () => {}): IndexResult | CombineRefusal {
  const weighted = weightedTree(tree, settings);
  const columns = buildColumns(weighted, panel, settings, (share) => onProgress(share * 0.6));
  const nodes = weighted.nodes.length;
  const { length: cells } = columns.panel.present;
  const scores = weighted.nodes.map((): Float64Array => noScores);
  for (const [k, place] of weighted.indicators.entries()) scores[place] = columns.normalised[k] ?? noScores;
  const notes = columns.notes;
  const rules = settings.aggregate === undefined ? undefined : rulesOf(weighted, settings.aggregate);
  for (const [at, place] of weighted.aggregates.entries()) {
    const into = scores[place] = new Float64Array(cells).fill(NaN);
    const said = aggregateNode(weighted, columns.panel, rules, place, scores, into);
    if (!isNotes(said)) return said;
    notes[place] = said;
    onProgress(0.6 + 0.15 * (at + 1) / weighted.aggregates.length);
  }
  const ranks = weighted.nodes.map(() => new Int32Array(settings.rank === undefined ? 0 : cells));
  if (settings.rank !== undefined) {
    for (const [place, into] of ranks.entries()) {
      rankColumn(columns.panel, scores[place] ?? noScores, settings.rank.decimals ?? rankDecimals, into);
      onProgress(0.75 + 0.25 * (place + 1) / nodes);
    }
  }
  return finished({ settings, tree: weighted, source: panel, ...columns, scores, ranks, groupRanks: groupRanksOf(columns.panel, scores, settings), notes });
}

export type CellChange = {
  /** Place of the indicator among `tree.indicators`. */
  readonly indicator: number;
  readonly unit: number;
  /** Of the result's own panel. */
  readonly period: number;
  /** NaN makes it missing. */
  readonly value: number;
};

/**
 * The same index with some cells changed, as if it were built anew: only the touched columns' statistics, the scores that
 * moved, their ancestors and the ranks of the periods in which they did. What did not change is shared with `before`.
 */
export function rebuildCells(before: IndexResult, changes: readonly CellChange[]): IndexResult | CombineRefusal {
  const { settings, tree } = before;
  const isByColumn = settings.fill === undefined || fillsByColumn(settings.fill);
  // A row's filling reaches other columns; one period that was cut out is cut anew.
  if (!isByColumn || before.panel !== before.source) {
    const inSource = before.panel === before.source ? changes : changes.map((change) => ({ ...change, period: settings.period ?? change.period }));
    return buildIndex(tree, changedPanel(before.source, inSource), { ...settings, ...(settings.aggregate === undefined ? {} : { aggregate: { ...settings.aggregate, weights: 'given' } }) });
  }
  const panel = changedPanel(before.panel, changes);
  const next = {
    settings, tree, panel, source: panel, denominated: before.denominated.slice(), filledColumns: before.filledColumns.slice(), measured: before.measured.slice(),
    filled: before.filled?.slice(), treatments: before.treatments?.slice(), normalised: before.normalised.slice(),
    scores: before.scores.slice(), ranks: before.ranks.slice(), notes: before.notes.slice(),
  };
  const moved = new Map<number, Int32Array>();
  for (const k of new Set(changes.map(({ indicator }) => indicator))) {
    const place = tree.indicators[k] ?? -1;
    const one = buildColumn(tree, panel, settings, k);
    next.denominated[k] = one.denominated;
    next.filledColumns[k] = one.filled;
    next.measured[k] = one.measured;
    if (next.filled) next.filled[k] = one.mark;
    if (next.treatments) next.treatments[k] = one.reports;
    next.normalised[k] = one.normalised;
    next.notes[place] = one.notes;
    moved.set(place, differing(before.normalised[k] ?? noScores, one.normalised));
    next.scores[place] = one.normalised;
  }
  const rules = settings.aggregate === undefined ? undefined : rulesOf(tree, settings.aggregate);
  for (const place of tree.aggregates) {
    const below = nodeAt(tree, place).children.flatMap((child) => moved.get(child) ?? []).filter((cells) => cells.length > 0);
    if (below.length === 0) continue;
    const old = before.scores[place] ?? noScores;
    const into = old.slice();
    // Two children may name a cell twice; then it is combined twice, to the same.
    const cells = below.length === 1 ? below[0] : Int32Array.from(below.flatMap((some) => [...some]));
    const said = aggregateNode(tree, panel, rules, place, next.scores, into, (cells?.length ?? 0) * 2 < old.length ? cells : undefined);
    if (!isNotes(said)) return said;
    next.notes[place] = said;
    next.scores[place] = into;
    moved.set(place, differing(old, into));
  }
  if (settings.rank !== undefined) {
    for (const [place, cells] of moved) {
      if (cells.length === 0) continue;
      const into = before.ranks[place]?.slice() ?? new Int32Array();
      rankColumn(panel, next.scores[place] ?? noScores, settings.rank.decimals ?? rankDecimals, into, periodsOf(cells, panel.units.length));
      next.ranks[place] = into;
    }
  }
  return finished({ ...next, groupRanks: groupRanksOf(panel, next.scores, settings) });
}

export function isBuilt(value: IndexResult | CombineRefusal): value is IndexResult {
  return 'scores' in value;
}

const noScores = new Float64Array(0);

function finished(parts: Omit<IndexResult, 'findings'>): IndexResult {
  let findings: readonly Finding[] | undefined;
  // Made when somebody looks: after one changed cell nobody may.
  return { ...parts, get findings() { return findings ??= findingsOf(parts.tree, parts.panel, parts.notes.flat()); } };
}

function weightedTree(tree: IndexTree, { aggregate }: BuildSettings): IndexTree {
  const weights = aggregate?.weights ?? 'given';
  if (weights === 'given') return tree;
  return withWeights(tree, weights === 'equal' ? new Map(tree.nodes.map(({ code }) => [code, 1])) : weights);
}

type Columns = Pick<IndexResult, 'panel' | 'denominated' | 'filledColumns' | 'measured' | 'filled' | 'treatments' | 'normalised'> & { readonly notes: (readonly Note[])[] };

function buildColumns(tree: IndexTree, whole: Panel, settings: BuildSettings, onProgress: OnProgress): Columns {
  const { period } = settings;
  const isWhole = period === undefined || needsAllPeriods(settings);
  const panel = isWhole ? whole : panelOfPeriod(whole, period);
  const notes: (readonly Note[])[] = tree.nodes.map(() => []);
  const rows = settings.fill !== undefined && !fillsByColumn(settings.fill) ? fillRows(tree, panel, settings.fill, panel.columns.map((_column, k) => divide(tree, panel, settings, k).column)) : undefined;
  const built = tree.indicators.map((place, k) => {
    const one = buildColumn(tree, panel, settings, k, rows?.[k]);
    notes[place] = one.notes;
    onProgress((k + 1) / tree.indicators.length);
    return one;
  });
  const columns = { panel, denominated: built.map((one) => one.denominated), filledColumns: built.map((one) => one.filled), measured: built.map((one) => one.measured), filled: settings.fill === undefined ? undefined : built.map((one) => one.mark), treatments: settings.treat === undefined ? undefined : built.map((one) => one.reports), normalised: built.map((one) => one.normalised), notes };
  return isWhole && period !== undefined ? cut(columns, period) : columns;
}

function needsAllPeriods({ fill, treat, normalise }: BuildSettings): boolean {
  return (fill !== undefined && fillsOverTime(fill)) || treat?.scope === 'panel' || (normalise !== undefined && normalisesOverTime(normalise));
}

function cut(columns: Columns, period: number): Columns {
  const one = <T extends Float64Array | Uint8Array>(column: T): T => ofPeriod(columns.panel, column, period);
  return {
    panel: panelOfPeriod(columns.panel, period), denominated: columns.denominated.map(one), filledColumns: columns.filledColumns.map(one), measured: columns.measured.map(one), filled: columns.filled?.map(one),
    treatments: columns.treatments?.map((reports) => (reports.length > 1 ? reports.slice(period, period + 1) : reports)), normalised: columns.normalised.map(one),
    notes: columns.notes.map((said) => said.flatMap(({ period: at, ...note }) => (at === undefined || at === period ? [note] : []))),
  };
}

type BuiltColumn = { readonly denominated: Float64Array; readonly filled: Float64Array; readonly mark: Uint8Array; readonly measured: Float64Array; readonly reports: readonly TreatmentReport[]; readonly normalised: Float64Array; readonly notes: readonly Note[] };

function buildColumn(tree: IndexTree, panel: Panel, settings: BuildSettings, k: number, fromRows?: { readonly column: Float64Array; readonly mark: Uint8Array; readonly notes: readonly Note[] }): BuiltColumn {
  const divided = divide(tree, panel, settings, k);
  const filled = fromRows ?? (settings.fill === undefined ? { column: divided.column, mark: noMarks, notes: [] } : fillColumn(tree, panel, settings.fill, k, divided.column));
  const treated = settings.treat === undefined ? { column: filled.column, reports: [], notes: [] } : treat(tree, panel, settings.treat, k, filled.column);
  const scored = normaliseColumn(tree, panel, settings.normalise ?? { method: 'none' }, k, treated.column);
  return { denominated: divided.column, filled: filled.column, mark: filled.mark, measured: treated.column, reports: treated.reports, normalised: scored.column, notes: [...divided.notes, ...filled.notes, ...treated.notes, ...scored.notes] };
}

const noMarks = new Uint8Array(0);

function divide(tree: IndexTree, panel: Panel, settings: BuildSettings, k: number): { readonly column: Float64Array; readonly notes: readonly Note[] } {
  const place = tree.indicators[k] ?? -1;
  const column = panel.columns[k] ?? noScores;
  const code = nodeAt(tree, place).settings.denominator;
  if (settings.denominate !== true || code === undefined) return { column, notes: [] };
  const by = panel.denominators.get(code);
  if (by === undefined) return { column, notes: [{ step: 'denominate', code: 'unknown-denominator', place, detail: code }] };
  const without = new Map<number, number[]>();
  const divided = column.map((value, cell) => {
    const below = by[cell] ?? NaN;
    if (below !== 0 && below === below) return value / below;
    const period = Math.floor(cell / panel.units.length);
    if (value === value) without.set(period, [...(without.get(period) ?? []), cell % panel.units.length]);
    return NaN;
  });
  return { column: divided, notes: [...without].map(([period, units]) => ({ step: 'denominate', code: 'zero-denominator', place, period, units, detail: code })) };
}

function treat(tree: IndexTree, panel: Panel, treating: Treating, k: number, column: Float64Array): { readonly column: Float64Array; readonly reports: readonly TreatmentReport[]; readonly notes: readonly Note[] } {
  const place = tree.indicators[k] ?? -1;
  const own = treating.perIndicator?.get(nodeAt(tree, place).code);
  const treatment = own ?? treating.all;
  const reports: TreatmentReport[] = [];
  const notes: Note[] = [];
  let result = column;
  const isPanel = treating.scope === 'panel';
  for (let period = 0; period < (isPanel ? 1 : panel.periods.length); period += 1) {
    const slice = isPanel ? column : ofPeriod(panel, column, period);
    const { values, ...report } = treatColumn(slice, treatment);
    reports.push(report);
    if (values !== slice) {
      if (result === column) result = column.slice();
      result.set(values, isPanel ? 0 : period * panel.units.length);
    }
    const at = isPanel ? {} : { period };
    if (report.isUndone) notes.push({ step: 'treat', code: 'undefined', place, ...at });
    else if (treatment.method !== 'none' && !report.after.pass && report.after.skew === report.after.skew) notes.push({ step: 'treat', code: 'still-failing', place, ...at });
    if (own?.method === 'boxcox' && report.treated === 'none' && report.before.pass) notes.push({ step: 'treat', code: 'not-needed', place, ...at });
  }
  return { column: result, reports, notes };
}

function aggregateNode(tree: IndexTree, panel: Panel, rules: readonly (Rule | undefined)[] | undefined, place: number, scores: readonly Float64Array[], into: Float64Array, cells?: Int32Array): readonly Note[] | CombineRefusal {
  const rule = rules?.[place];
  return rule === undefined ? [] : combineNode(tree, panel, rule, place, scores, into, cells);
}

function isNotes(said: readonly Note[] | CombineRefusal): said is readonly Note[] {
  return Array.isArray(said);
}

function groupRanksOf(panel: Panel, scores: readonly Float64Array[], { rank }: BuildSettings): readonly Int32Array[] | undefined {
  const grouping = rank?.group === undefined ? undefined : panel.groups.get(rank.group);
  return grouping === undefined ? undefined : scores.map((column) => rankInGroups(panel, column, grouping, rank?.decimals ?? rankDecimals));
}

function changedPanel(panel: Panel, changes: readonly CellChange[]): Panel {
  const columns = panel.columns.slice();
  for (const { indicator, unit, period, value } of changes) {
    const column = columns[indicator];
    if (column === undefined) throw new Error(`the panel has no column ${indicator}`);
    const own = column === panel.columns[indicator] ? column.slice() : column;
    own[period * panel.units.length + unit] = value === 0 ? 0 : value;
    columns[indicator] = own;
  }
  return { ...panel, columns };
}

/** The cells that are not what they were, in order. */
function differing(before: Float64Array, after: Float64Array): Int32Array {
  const cells = new Int32Array(after.length);
  let found = 0;
  for (let cell = 0; cell < after.length; cell += 1) {
    const a = before[cell] ?? NaN;
    const b = after[cell] ?? NaN;
    if (a !== b && (a === a || b === b)) { cells[found] = cell; found += 1; }
  }
  return cells.slice(0, found);
}

/** `cells` ascends. */
function periodsOf(cells: Int32Array, width: number): number[] {
  const periods: number[] = [];
  let at = 0;
  while (at < cells.length) {
    const period = Math.floor((cells[at] ?? 0) / width);
    periods.push(period);
    // To the first cell of another period, by halving.
    let [low, high] = [at + 1, cells.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((cells[middle] ?? 0) < (period + 1) * width) low = middle + 1;
      else high = middle;
    }
    at = low;
  }
  return periods;
}
