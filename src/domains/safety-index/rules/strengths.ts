import { ofPeriod, panelOfPeriod, type Panel } from './panel.ts';
import type { IndexResult } from './result.ts';
import { rankDecimals, rankInGroups, rankColumn } from './ranking.ts';
import { nodeAt } from './tree.ts';

export type LinkSettings = {
  /** Ranks of raw values in their direction, or of scores. */
  readonly data?: 'raw' | 'normalised';
  /** How many links of either kind; 5 by default. */
  readonly top?: number;
  readonly bottom?: number;
  /** Name of a grouping of the panel: ranks within it. */
  readonly group?: string;
  /** Leaves out indicators whose share of distinct values (missing counts as one) is not above this. */
  readonly uniqueShare?: number;
  /** Hides indicators on which the unit is last: only to compare with the tool that does. False by default. */
  readonly hideLast?: boolean;
};
export type Link = {
  readonly unit: number;
  /** S a strength, W a weakness. */
  readonly kind: 'S' | 'W';
  /** From 1: strengths from the best rank; weaknesses so that the last one is the worst. */
  readonly n: number;
  /** Place of the indicator in `tree.indicators`. */
  readonly indicator: number;
  readonly code: string;
  readonly rank: number;
  /** In raw units, or the score. */
  readonly value: number;
};

/**
 * Strong and weak links of every unit in one period: indicators by rank, ties in the order of parent and tree (the order
 * of the reference). Never hides those on which the unit is last, unless it is asked to. Raw values are the denominated
 * ones, where that step was done.
 */
export function linksOf(result: IndexResult, period: number, settings: LinkSettings = {}): Link[] {
  const { tree } = result;
  const { data = 'raw', top = 5, bottom = 5, group, uniqueShare, hideLast = false } = settings;
  const panel = panelOfPeriod(result.panel, period);
  const groups = group === undefined ? undefined : panel.groups.get(group);
  const indicators = tree.indicators.map((place, k) => {
    const node = nodeAt(tree, place);
    const values = ofPeriod(result.panel, (data === 'raw' ? result.denominated : result.normalised)[k] ?? new Float64Array(), period);
    const ranks = ranksOf(panel, data === 'raw' ? values.map((x) => x * node.direction) : values, group);
    return { k, code: node.code, parent: nodeAt(tree, node.parent).code, values, ranks, last: lastOf(ranks, groups?.of) };
  }).filter(({ values }) => uniqueShare === undefined || distinct(values) / values.length > uniqueShare)
    .sort((a, b) => (a.parent < b.parent ? -1 : a.parent > b.parent ? 1 : a.k - b.k));
  return panel.units.flatMap((_unit, unit) => {
    const own = indicators.filter(({ ranks, last }) => (ranks[unit] ?? 0) > 0 && !(hideLast && ranks[unit] === last[unit]))
      .map(({ k, code, ranks, values }) => ({ unit, indicator: k, code, rank: ranks[unit] ?? 0, value: values[unit] ?? NaN }))
      .toSorted((a, b) => a.rank - b.rank);
    return [
      ...own.slice(0, top).map((link, at): Link => ({ ...link, kind: 'S', n: at + 1 })),
      ...own.slice(Math.max(0, own.length - bottom)).map((link, at): Link => ({ ...link, kind: 'W', n: at + 1 })),
    ];
  });
}

function ranksOf(panel: Panel, directed: Float64Array, group: string | undefined): Int32Array {
  const grouping = group === undefined ? undefined : panel.groups.get(group);
  if (grouping !== undefined) return rankInGroups(panel, directed, grouping, rankDecimals);
  const ranks = new Int32Array(directed.length);
  rankColumn(panel, directed, rankDecimals, ranks);
  return ranks;
}

/** The worst rank that each unit could have, by unit: within its group, where there is one. */
function lastOf(ranks: Int32Array, groups: Int32Array | undefined): Int32Array {
  const worst = new Map<number, number>();
  for (const [unit, rank] of ranks.entries()) worst.set(groups?.[unit] ?? 0, Math.max(worst.get(groups?.[unit] ?? 0) ?? 0, rank));
  return ranks.map((_rank, unit) => worst.get(groups?.[unit] ?? 0) ?? 0);
}

function distinct(values: Float64Array): number {
  return new Set(values).size;
}
