import { refuse, type Refusal } from '../../../platform/core/refusal.ts';
import type { Note } from './notes.ts';
import { periodOfCell, unitOfCell, type Panel } from './panel.ts';
import { nodeAt, type Combining, type IndexNode, type IndexTree } from './tree.ts';

export type CombineSettings = {
  /** One for all, or one for each level of aggregates from the bottom; where not given the node's own, else arithmetic. */
  readonly method?: Combining | readonly Combining[];
  /** Likewise the share of children (counted, not weighed) below which a node has no score. */
  readonly availability?: number | readonly number[];
};

/** A value that a mean cannot take: the whole run is refused. */
export type CombineRefusal = Refusal & { readonly unit: string; readonly period: string; readonly node: string; readonly child: string; readonly value: number; readonly message: string };

const arithmetic: Combining = { method: 'arithmetic' };

/** Levels that have aggregates, from the bottom. */
export function aggregateLevels(tree: IndexTree): number[] {
  return [...new Set(tree.aggregates.map((place) => nodeAt(tree, place).level))].toSorted((a, b) => a - b);
}

export type Rule = { readonly combining: Combining; readonly availability: number };

/** How each node is combined, by place; undefined for indicators. */
export function rulesOf(tree: IndexTree, settings: CombineSettings): (Rule | undefined)[] {
  const levels = aggregateLevels(tree);
  return tree.nodes.map((node) => {
    if (node.isIndicator) return undefined;
    const at = levels.indexOf(node.level);
    const { method, availability } = settings;
    return {
      combining: (isList(method) ? method[at] : method) ?? node.combining ?? arithmetic,
      availability: (isList(availability) ? availability[at] : availability) ?? node.availability ?? 0,
    };
  });
}

/**
 * One column of a node from those of its children. Missing children drop out with their weight inside this parent; a parent
 * without any is missing. Only the cells given, where some are, the others stay as they are in `into`.
 */
export function combineNode(
  tree: IndexTree, panel: Panel, rule: Rule, place: number, scores: readonly Float64Array[], into: Float64Array, cells?: Int32Array,
): readonly Note[] | CombineRefusal {
  const node = nodeAt(tree, place);
  const columns = node.children.map((child) => scores[child] ?? new Float64Array(into.length).fill(NaN));
  const weights = Float64Array.from(node.children, (child) => nodeAt(tree, child).weight);
  const state: State = { columns, weights, least: rule.availability, into, count: cells?.length ?? into.length, cells };
  const wrong = mixed(rule.combining, state);
  if (wrong !== undefined) return refusalOf(tree, panel, node, rule.combining, wrong, columns);
  return notesOf(tree, panel, node, place, rule, columns, into);
}

/** The product over the levels of weight / sum of the weights of the siblings that have a score, at one cell, by place; 0 where there is none. */
export function effectiveWeightsAt(tree: IndexTree, scores: readonly Float64Array[], cell: number): Float64Array {
  const weights = new Float64Array(tree.nodes.length);
  const isThere = (place: number): boolean => { const score = scores[place]?.[cell] ?? NaN; return score === score; };
  if (!isThere(tree.root)) return weights;
  weights[tree.root] = 1;
  for (let at = tree.aggregates.length - 1; at >= 0; at -= 1) {
    const place = tree.aggregates[at] ?? -1;
    const own = weights[place] ?? 0;
    if (own === 0) continue;
    const { children } = nodeAt(tree, place);
    let sum = 0;
    for (const child of children) if (isThere(child)) sum += nodeAt(tree, child).weight;
    for (const child of children) if (isThere(child) && sum !== 0) weights[child] = own * nodeAt(tree, child).weight / sum;
  }
  return weights;
}

type State = { readonly columns: readonly Float64Array[]; readonly weights: Float64Array; readonly least: number; readonly into: Float64Array; readonly count: number; readonly cells: Int32Array | undefined };
type Wrong = { readonly cell: number; readonly child: number };

/** @returns where a value stands that the mean cannot take */
function mixed(combining: Combining, state: State): Wrong | undefined {
  switch (combining.method) {
    case 'arithmetic': arithmeticMean(state); return undefined;
    case 'geometric': return transformedMean(state, Math.log, Math.exp, (x) => x > 0);
    case 'harmonic': return transformedMean(state, (x) => 1 / x, (x) => 1 / x, (x) => x !== 0);
    case 'power': {
      const { power } = combining;
      // A root of a negative number, or a division by zero.
      const takes = (x: number): boolean => x > 0 || (power > 0 && x === 0) || (power > 0 && Number.isInteger(power));
      return transformedMean(state, (x) => x ** power, (x) => x ** (1 / power), takes);
    }
  }
}

/** Child by child, so that each column is read in one stretch. */
function arithmeticMean(state: State): void {
  const { columns, weights, least, into, count, cells } = state;
  const size = columns.length;
  if (cells === undefined && least === 0 && weights.every((weight) => weight > 0)) { plainMean(state); return; }
  const sums = new Float64Array(count);
  const weighed = new Float64Array(count);
  const there = new Uint32Array(count);
  for (let child = 0; child < size; child += 1) {
    const column = columns[child] ?? sums;
    const weight = weights[child] ?? 0;
    if (cells === undefined) addAll(column, weight, sums, weighed, there);
    else addSome(column, weight, cells, sums, weighed, there);
  }
  for (let at = 0; at < count; at += 1) {
    const found = there[at] ?? 0;
    const mean = (sums[at] ?? NaN) / (weighed[at] ?? NaN);
    into[cells === undefined ? at : cells[at] ?? 0] = found === 0 || found / size < least ? NaN : mean === 0 ? 0 : mean;
  }
}

/** Without a threshold and a weight of zero, the sum of the weights tells whether anything is there. */
function plainMean({ columns, weights, into }: State): void {
  const weighed = new Float64Array(stretch);
  // Stretch by stretch: what is added to again and again stays in the nearest cache.
  for (let from = 0; from < into.length; from += stretch) {
    const to = Math.min(from + stretch, into.length);
    into.fill(0, from, to);
    weighed.fill(0);
    for (const [child, column] of columns.entries()) addPlain(column, weights[child] ?? 0, into, weighed, from, to);
    for (let at = from; at < to; at += 1) {
      const mean = (into[at] ?? NaN) / (weighed[at - from] ?? NaN);
      // 0/0 where nothing is there is missing as it is.
      into[at] = mean === 0 ? 0 : mean;
    }
  }
}

const stretch = 1_024;

function addPlain(column: Float64Array, weight: number, sums: Float64Array, weighed: Float64Array, from: number, to: number): void {
  for (let at = from; at < to; at += 1) {
    const x = column[at] ?? NaN;
    if (x !== x) continue;
    sums[at] = (sums[at] ?? 0) + weight * x;
    weighed[at - from] = (weighed[at - from] ?? 0) + weight;
  }
}

/** A score without weight counts as there, and adds nothing: also where it is infinite. */
function addAll(column: Float64Array, weight: number, sums: Float64Array, weighed: Float64Array, there: Uint32Array): void {
  for (let at = 0; at < sums.length; at += 1) {
    const x = column[at] ?? NaN;
    if (x !== x) continue;
    if (weight !== 0) { sums[at] = (sums[at] ?? 0) + weight * x; weighed[at] = (weighed[at] ?? 0) + weight; }
    there[at] = (there[at] ?? 0) + 1;
  }
}

function addSome(column: Float64Array, weight: number, cells: Int32Array, sums: Float64Array, weighed: Float64Array, there: Uint32Array): void {
  for (let at = 0; at < cells.length; at += 1) {
    const x = column[cells[at] ?? 0] ?? NaN;
    if (x !== x) continue;
    if (weight !== 0) { sums[at] = (sums[at] ?? 0) + weight * x; weighed[at] = (weighed[at] ?? 0) + weight; }
    there[at] = (there[at] ?? 0) + 1;
  }
}

function transformedMean({ columns, weights, least, into, count, cells }: State, there: (x: number) => number, back: (x: number) => number, takes: (x: number) => boolean): Wrong | undefined {
  const size = columns.length;
  for (let at = 0; at < count; at += 1) {
    const cell = cells === undefined ? at : cells[at] ?? 0;
    let sum = 0;
    let weight = 0;
    let found = 0;
    for (let child = 0; child < size; child += 1) {
      const x = columns[child]?.[cell] ?? NaN;
      if (x !== x) continue;
      // Also where it weighs nothing: the mean is not defined.
      if (!takes(x)) return { cell, child };
      const w = weights[child] ?? 0;
      if (w !== 0) sum += w * there(x);
      weight += w;
      found += 1;
    }
    const mean = back(sum / weight);
    into[cell] = found === 0 || found / size < least || weight === 0 ? NaN : mean === 0 ? 0 : mean;
  }
  return undefined;
}

const meanNames: Readonly<Record<Combining['method'], string>> = { arithmetic: '算术平均', geometric: '几何平均', harmonic: '调和平均', power: '幂平均' };
const meanNeeds: Readonly<Record<Combining['method'], string>> = { arithmetic: '', geometric: '只能用于大于 0 的数', harmonic: '不能用于 0', power: '不能用于这个数' };

function refusalOf(tree: IndexTree, panel: Panel, node: IndexNode, { method }: Combining, { cell, child }: Wrong, columns: readonly Float64Array[]): CombineRefusal {
  const value = columns[child]?.[cell] ?? NaN;
  const unit = panel.units[unitOfCell(panel, cell)] ?? '';
  const period = panel.periods[periodOfCell(panel, cell)] ?? '';
  const childCode = nodeAt(tree, node.children[child] ?? -1).code;
  const params = { unit, period, node: node.code, child: childCode, value };
  const when = panel.periods.length > 1 ? `（${period} 期）` : '';
  return { ...refuse('safety-index/combine-value', params), ...params, message: `“${node.code}”用${meanNames[method]}合成，${meanNeeds[method]}，而单位“${unit}”${when}的“${childCode}”是 ${value}：没有计算。` };
}

function notesOf(tree: IndexTree, panel: Panel, node: IndexNode, place: number, rule: Rule, columns: readonly Float64Array[], into: Float64Array): Note[] {
  const notes: Note[] = [];
  if (node.children.every((child) => nodeAt(tree, child).weight === 0)) return [{ step: 'aggregate', code: 'zero-weights', place }];
  const width = panel.units.length;
  for (let period = 0; period < panel.periods.length; period += 1) {
    const empty: number[] = [];
    const short: number[] = [];
    const weightless: number[] = [];
    for (let unit = 0; unit < width; unit += 1) {
      const cell = period * width + unit;
      const score = into[cell] ?? NaN;
      if (score === score || panel.present[cell] === 0) continue;
      let there = 0;
      for (const column of columns) { const x = column[cell] ?? NaN; if (x === x) there += 1; }
      if (there === 0) empty.push(unit);
      else if (there / columns.length < rule.availability) short.push(unit);
      else weightless.push(unit);
    }
    const at = panel.periods.length === 1 ? {} : { period };
    if (empty.length > 0) notes.push({ step: 'aggregate', code: 'empty', place, ...at, units: empty });
    if (short.length > 0) notes.push({ step: 'aggregate', code: 'below-availability', place, ...at, units: short });
    if (weightless.length > 0) notes.push({ step: 'aggregate', code: 'zero-weights', place, ...at, units: weightless });
  }
  return notes;
}

function isList<T>(value: T | readonly T[] | undefined): value is readonly T[] {
  return Array.isArray(value);
}
