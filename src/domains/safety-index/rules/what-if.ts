import { buildIndex, isBuilt, rebuildCells, type CellChange } from './build.ts';
import type { CombineRefusal } from './combine.ts';
import type { NormaliseSettings } from './normalise.ts';
import { ofPeriod } from './panel.ts';
import type { IndexResult } from './result.ts';
import { withWeights, type IndexTree } from './tree.ts';

/** What is tried. Everything that is not named stays as it was. */
export type Supposition = {
  /** Other values, in the units of the panel. */
  readonly values?: readonly CellChange[];
  /** Other weights by code, merged over those that were used. */
  readonly weights?: ReadonlyMap<string, number>;
  /** Other ways to score, by code: limits, targets, method. */
  readonly scoring?: ReadonlyMap<string, NormaliseSettings>;
};
export type Moved = {
  readonly unit: number;
  readonly scoreBefore: number;
  readonly scoreAfter: number;
  /** 0 is no rank. */
  readonly rankBefore: number;
  readonly rankAfter: number;
};

/** The index as it would be. Refused as a build is: a mean that meets a value which it cannot take. */
export function whatIf(result: IndexResult, { values = [], weights, scoring }: Supposition): IndexResult | CombineRefusal {
  const moved = values.length === 0 ? result : rebuildCells(result, values);
  if (!isBuilt(moved) || (weights === undefined && scoring === undefined)) return moved;
  const { settings } = moved;
  const perIndicator = new Map(settings.normalise?.perIndicator);
  for (const [code, own] of scoring ?? []) perIndicator.set(code, { ...perIndicator.get(code), ...own });
  const tree: IndexTree = weights === undefined ? moved.tree : withWeights(moved.tree, weights);
  // The tree holds the weights that were used.
  return buildIndex(tree, moved.source, {
    ...settings, ...(settings.aggregate === undefined ? {} : { aggregate: { ...settings.aggregate, weights: 'given' } }),
    ...(scoring === undefined ? {} : { normalise: { ...(settings.normalise ?? { method: 'none' }), perIndicator } }),
  });
}

/** Where every unit stands before and after, of the index or of one node. */
export function movedUnits(before: IndexResult, after: IndexResult, period: number, code?: string): Moved[] {
  const place = code === undefined ? before.tree.root : before.tree.placeByCode.get(code) ?? -1;
  const other = code === undefined ? after.tree.root : after.tree.placeByCode.get(code) ?? -1;
  const cut = <T extends Float64Array | Int32Array>(result: IndexResult, column: T | undefined): T | undefined => (column === undefined ? undefined : ofPeriod(result.panel, column, period));
  const [was, is] = [cut(before, before.scores[place]), cut(after, after.scores[other])];
  const [rankWas, rankIs] = [cut(before, before.ranks[place]), cut(after, after.ranks[other])];
  return before.panel.units.map((_unit, unit) => ({ unit, scoreBefore: was?.[unit] ?? NaN, scoreAfter: is?.[unit] ?? NaN, rankBefore: rankWas?.[unit] ?? 0, rankAfter: rankIs?.[unit] ?? 0 }));
}
