import type { Effect, Link } from './contract.ts';
import type { FrozenRun, StandardContent } from './contract-shapes.ts';
import { buildMonth } from './compute.ts';
import { figuresOfRun } from './figures.ts';
import { explainChange, isView, viewOf } from './rules/change.ts';
import { isExplanation, type Explanation, type NodeShare } from './rules/explain.ts';
import type { Finding } from './rules/finding.ts';
import type { IndexResult } from './rules/result.ts';

/** What each node adds to the index and costs it, by code; empty where nothing could be explained. */
export function shareOfNodes(explained: Explanation | Finding): ReadonlyMap<string, NodeShare> {
  return new Map(isExplanation(explained) ? explained.shares.map((share) => [share.code, share]) : []);
}

const most = 12;

/** Weak links by what they cost, and always those on which the unit is last; strong ones by rank. */
export function weakAndStrong(content: StandardContent, built: IndexResult, unit: number, shares: ReadonlyMap<string, NodeShare>): { weak: Link[]; strong: Link[] } {
  const names = new Map(content.nodes.map((node) => [node.code, node]));
  const links = content.nodes.flatMap(({ code, name, parent, indicator }): Link[] => {
    const share = shares.get(code);
    const place = built.tree.placeByCode.get(code);
    if (!indicator || !share || place === undefined || share.score !== share.score) return [];
    const ranks = built.ranks[place] ?? new Int32Array();
    const rank = ranks[unit] ?? 0;
    const group = names.get(parent ?? '');
    return [{ code, name, group: group?.name ?? '', dimension: names.get(group?.parent ?? '')?.name ?? '', score: share.score, rank, lost: share.lost, layer: indicator.layer, isLast: rank > 1 && rank === Math.max(...ranks) }];
  });
  const byLoss = links.filter(({ lost }) => lost > 1e-9).toSorted((a, b) => b.lost - a.lost || b.rank - a.rank);
  const weak = byLoss.slice(0, most);
  return {
    weak: [...weak, ...byLoss.filter((one) => one.isLast && !weak.includes(one))],
    strong: links.toSorted((a, b) => a.rank - b.rank || b.score - a.score).slice(0, 5),
  };
}

type Month = { readonly content: StandardContent; readonly run: FrozenRun };

/**
 * What moved the index of a unit between two months, by indicator; the effects sum to the change. Where the version is
 * another, the new month is first taken under the old version: what is left is the version's effect.
 */
export function changeOf(before: Month, after: Month & { readonly built: IndexResult }, areaId: number): { since: string; points: number; effects: Effect[] } | null {
  const [was, is] = [before.run.units.findIndex((one) => one.areaId === areaId), after.run.units.findIndex((one) => one.areaId === areaId)];
  if (was < 0 || is < 0) return null;
  const isSame = JSON.stringify(before.content) === JSON.stringify(after.content);
  const from = viewOf(buildMonth(before.content, figuresOfRun(before.run)), was);
  const to = viewOf(after.built, is);
  const between = isSame ? to : viewOf(buildMonth(before.content, figuresOfRun(after.run)), is);
  if (!isView(from) || !isView(to) || !isView(between)) return null;
  const names = new Map([...before.content.nodes, ...after.content.nodes].map(({ code, name }) => [code, name]));
  const effects: Effect[] = [];
  const add = (code: string, kind: Effect['kind'], points: number, scores: { from: number; to: number }): void => {
    if (Math.abs(points) > 1e-12) effects.push({ code, name: names.get(code) ?? code, kind, points, before: known(scores.from), after: known(scores.to) });
  };
  for (const row of explainChange(from, between).rows) {
    add(row.code, 'score', row.scoreEffect, row);
    add(row.code, 'coverage', row.coverageEffect, row);
  }
  if (!isSame) for (const row of explainChange(between, to).rows) add(row.code, 'version', row.scoreEffect + row.coverageEffect, row);
  return { since: before.run.month, points: to.score - from.score, effects: effects.sort((a, b) => Math.abs(b.points) - Math.abs(a.points)) };
}

function known(score: number): number | null {
  return score === score ? score : null;
}
