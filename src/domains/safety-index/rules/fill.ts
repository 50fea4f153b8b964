import type { Note } from './notes.ts';
import { ofPeriod, type Grouping, type Panel } from './panel.ts';
import { extremes, mean, median } from './statistics.ts';
import { ancestorAt, nodeAt, type IndexTree } from './tree.ts';

export type FillMethod = 'none' | 'mean' | 'median' | 'group-mean' | 'group-median' | 'row-mean' | 'row-median' | 'last' | 'linear' | 'constant';

export type Filling = {
  readonly method: FillMethod;
  /** Name of the panel's grouping; the methods by group need it. */
  readonly group?: string;
  /** For the methods by row: only siblings below the same ancestor of this level. */
  readonly withinLevel?: number;
  /** For `last`: how old a value may be, in steps of the calendar. */
  readonly maxPeriods?: number;
};

export type FilledColumn = {
  /** The column handed in, where nothing was filled. */
  readonly column: Float64Array;
  /** 1 where the cell was empty and is filled. */
  readonly mark: Uint8Array;
  readonly notes: readonly Note[];
};

/** Whether a column is filled from itself alone; otherwise `fillRows` does the whole table. */
export function fillsByColumn({ method }: Filling): boolean {
  return method !== 'row-mean' && method !== 'row-median';
}

/** Whether it looks at other periods. */
export function fillsOverTime({ method }: Filling): boolean {
  return method === 'last' || method === 'linear' || method === 'constant';
}

/** @param k place of the column in the panel */
export function fillColumn(tree: IndexTree, panel: Panel, filling: Filling, k: number, column: Float64Array): FilledColumn {
  const mark = new Uint8Array(column.length);
  if (filling.method === 'none' || !hasGap(panel, column)) return { column, mark, notes: [] };
  const filled = column.slice();
  switch (filling.method) {
    case 'mean': case 'median': fillByPeriod(panel, filled, filling.method === 'mean' ? mean : median); break;
    case 'group-mean': case 'group-median': fillByGroup(panel, filled, groupingNamed(panel, filling.group), filling.method === 'group-mean' ? mean : median); break;
    case 'last': fillLast(panel, filled, filling.maxPeriods ?? Infinity, false); break;
    case 'constant': fillLast(panel, filled, Infinity, true); break;
    case 'linear': fillLinear(panel, filled); break;
    case 'row-mean': case 'row-median': throw new Error('rows are filled by fillRows');
  }
  return marked(tree, panel, k, column, filled, mark);
}

/**
 * By row: each column is brought to 0–1 by the least and the greatest of its period, in its direction; a gap gets the mean
 * (median) of the unit's other indicators below the same ancestor, scaled back. A constant column gets its constant.
 */
export function fillRows(tree: IndexTree, panel: Panel, filling: Filling, columns: readonly Float64Array[]): FilledColumn[] {
  const families = familiesOf(tree, filling.withinLevel);
  const middle = filling.method === 'row-mean' ? mean : median;
  const filled = columns.map((column) => column.slice());
  const { length: width } = panel.units;
  for (let period = 0; period < panel.periods.length; period += 1) {
    const ranges = columns.map((column) => extremes(ofPeriod(panel, column, period)));
    for (const family of families) {
      const row = new Float64Array(family.length);
      for (let unit = 0; unit < width; unit += 1) {
        const cell = period * width + unit;
        if (panel.present[cell] === 0 || !family.some((k) => isMissing(columns[k]?.[cell]))) continue;
        for (const [at, k] of family.entries()) {
          const { min, max } = ranges[k] ?? { min: NaN, max: NaN };
          const value = columns[k]?.[cell] ?? NaN;
          // Equal everywhere: it tells nothing of this unit (0/0).
          row[at] = directionOf(tree, k) === 1 ? (value - min) / (max - min) : (max - value) / (max - min);
        }
        const share = middle(row);
        for (const k of family) {
          const target = filled[k];
          if (target === undefined || !isMissing(columns[k]?.[cell])) continue;
          const { min, max } = ranges[k] ?? { min: NaN, max: NaN };
          target[cell] = min === max ? min : directionOf(tree, k) === 1 ? share * (max - min) + min : max - share * (max - min);
        }
      }
    }
  }
  return columns.map((column, k) => marked(tree, panel, k, column, filled[k] ?? column, new Uint8Array(column.length)));
}

function marked(tree: IndexTree, panel: Panel, k: number, before: Float64Array, after: Float64Array, mark: Uint8Array): FilledColumn {
  const place = tree.indicators[k] ?? -1;
  const { length: width } = panel.units;
  const notes: Note[] = [];
  let isChanged = false;
  for (let period = 0; period < panel.periods.length; period += 1) {
    const left: number[] = [];
    for (let unit = 0; unit < width; unit += 1) {
      const cell = period * width + unit;
      if (!isMissing(before[cell]) || panel.present[cell] === 0) continue;
      if (isMissing(after[cell])) left.push(unit);
      else { mark[cell] = 1; isChanged = true; }
    }
    if (left.length > 0) notes.push({ step: 'impute', code: 'left-missing', place, period, units: left });
  }
  return { column: isChanged ? after : before, mark, notes };
}

function fillByPeriod(panel: Panel, column: Float64Array, middle: (xs: Float64Array) => number): void {
  for (let period = 0; period < panel.periods.length; period += 1) {
    const slice = ofPeriod(panel, column, period);
    const present = ofPeriod(panel, panel.present, period);
    const value = middle(slice);
    for (let at = 0; at < slice.length; at += 1) if (isMissing(slice[at]) && present[at] === 1) slice[at] = value;
  }
}

function fillByGroup(panel: Panel, column: Float64Array, grouping: Grouping, middle: (xs: Float64Array) => number): void {
  for (let period = 0; period < panel.periods.length; period += 1) {
    const slice = ofPeriod(panel, column, period);
    const groups = ofPeriod(panel, grouping.of, period);
    const present = ofPeriod(panel, panel.present, period);
    const middles = grouping.labels.map((_label, group) => middle(slice.filter((_value, at) => groups[at] === group)));
    for (let at = 0; at < slice.length; at += 1) if (isMissing(slice[at]) && present[at] === 1) slice[at] = middles[groups[at] ?? -1] ?? NaN;
  }
}

/** Looks backwards only, and only at what was observed; `withHead` also gives what comes before the first value that value. */
function fillLast(panel: Panel, column: Float64Array, oldest: number, withHead: boolean): void {
  const { length: width } = panel.units;
  const last = new Float64Array(width).fill(NaN);
  const seenAt = new Float64Array(width);
  for (let period = 0; period < panel.periods.length; period += 1) {
    const now = panel.positions[period] ?? period;
    for (let unit = 0; unit < width; unit += 1) {
      const cell = period * width + unit;
      const value = column[cell] ?? NaN;
      if (value === value) { last[unit] = value; seenAt[unit] = now; }
      else if (panel.present[cell] === 1 && now - (seenAt[unit] ?? 0) <= oldest) column[cell] = last[unit] ?? NaN;
    }
  }
  if (withHead) fillHead(panel, column);
}

function fillHead(panel: Panel, column: Float64Array): void {
  const { length: width } = panel.units;
  for (let cell = column.length - width - 1; cell >= 0; cell -= 1) {
    if (isMissing(column[cell]) && panel.present[cell] === 1) column[cell] = nextOf(panel, column, cell);
  }
}

/** The unit's next value, past periods in which it was not there. */
function nextOf(panel: Panel, column: Float64Array, from: number): number {
  for (let cell = from + panel.units.length; cell < column.length; cell += panel.units.length) if (!isMissing(column[cell])) return column[cell] ?? NaN;
  return NaN;
}

/** Between neighbours by their distance in the calendar; before the first and after the last: that value. */
function fillLinear(panel: Panel, column: Float64Array): void {
  const { length: width } = panel.units;
  const count = panel.periods.length;
  for (let unit = 0; unit < width; unit += 1) {
    let before = -1;
    for (let period = 0; period < count; period += 1) {
      if (isMissing(column[period * width + unit])) continue;
      fillBetween(panel, column, unit, before, period);
      before = period;
    }
    if (before >= 0) fillBetween(panel, column, unit, before, count);
  }
}

/** `before` -1: nothing observed before; `after` the number of periods: nothing observed after. */
function fillBetween(panel: Panel, column: Float64Array, unit: number, before: number, after: number): void {
  const { length: width } = panel.units;
  const at = (period: number): number => column[period * width + unit] ?? NaN;
  const when = (period: number): number => panel.positions[period] ?? period;
  for (let period = before + 1; period < after; period += 1) {
    const cell = period * width + unit;
    if (panel.present[cell] === 0) continue;
    if (before < 0) column[cell] = at(after);
    else if (after >= panel.periods.length) column[cell] = at(before);
    else column[cell] = at(before) + (at(after) - at(before)) * (when(period) - when(before)) / (when(after) - when(before));
  }
}

function familiesOf(tree: IndexTree, level: number | undefined): number[][] {
  if (level === undefined) return [[...tree.indicators.keys()]];
  const families = new Map<number, number[]>();
  for (const [k, place] of tree.indicators.entries()) {
    const head = ancestorAt(tree, place, level) ?? place;
    families.set(head, [...(families.get(head) ?? []), k]);
  }
  return [...families.values()];
}

function groupingNamed(panel: Panel, name: string | undefined): Grouping {
  const grouping = name === undefined ? undefined : panel.groups.get(name);
  if (grouping === undefined) throw new Error(`the panel has no grouping ${name ?? ''}`);
  return grouping;
}

function directionOf(tree: IndexTree, k: number): 1 | -1 {
  return nodeAt(tree, tree.indicators[k] ?? -1).direction;
}

function hasGap(panel: Panel, column: Float64Array): boolean {
  for (let cell = 0; cell < column.length; cell += 1) if (isMissing(column[cell]) && panel.present[cell] === 1) return true;
  return false;
}

function isMissing(value: number | undefined): boolean {
  return value === undefined || value !== value;
}
