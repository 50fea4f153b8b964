import { buildIndex, isBuilt } from './build.ts';
import type { CombineRefusal } from './combine.ts';
import { explainCell, isExplanation } from './explain.ts';
import type { Finding } from './finding.ts';
import type { Panel } from './panel.ts';
import type { BuildSettings, IndexResult } from './result.ts';
import { isTree, nodeAt, treeOf, withWeights, type IndexNode, type IndexTree } from './tree.ts';

/** A score as a sum over indicators: `Σ weight × score`, weights of those that are there sum to 1. */
export type View = { readonly score: number; readonly parts: ReadonlyMap<string, { readonly score: number; readonly weight: number }> };
export type ChangeRow = {
  readonly code: string;
  /** NaN where missing. */
  readonly from: number;
  readonly to: number;
  /** `(e0+e1)/2 · (x1−x0)`: what the indicator itself did; 0 where it is missing on one side. */
  readonly scoreEffect: number;
  /** `(e1−e0) · (x̄ − Ī)`: what the change of its weight did, because data came or went. */
  readonly coverageEffect: number;
};
/** The effects of all rows sum to `to − from`. */
export type Change = { readonly from: number; readonly to: number; readonly rows: readonly ChangeRow[] };

export function viewOf(result: IndexResult, cell: number, of?: string): View | Finding {
  const explanation = explainCell(result, cell, { of });
  if (!isExplanation(explanation)) return explanation;
  return { score: explanation.score, parts: new Map(explanation.shares.flatMap(({ isIndicator, code, score, weight }) => (isIndicator ? [[code, { score, weight }] as const] : []))) };
}

export function isView(value: View | Finding | CombineRefusal): value is View {
  return 'parts' in value;
}

/** What changed between two periods, or lies between two units, of one version: exact (README of the reference, section 7). */
export function explainChange(from: View, to: View): Change {
  const middle = (from.score + to.score) / 2;
  const rows = [...new Set([...from.parts.keys(), ...to.parts.keys()])].map((code): ChangeRow => {
    const x0 = from.parts.get(code)?.score ?? NaN;
    const x1 = to.parts.get(code)?.score ?? NaN;
    const e0 = x0 === x0 ? from.parts.get(code)?.weight ?? 0 : 0;
    const e1 = x1 === x1 ? to.parts.get(code)?.weight ?? 0 : 0;
    const isBoth = x0 === x0 && x1 === x1;
    const mean = isBoth ? (x0 + x1) / 2 : x0 === x0 ? x0 : x1;
    return { code, from: x0, to: x1, scoreEffect: isBoth ? ((e0 + e1) / 2) * (x1 - x0) : 0, coverageEffect: mean === mean ? (e1 - e0) * (mean - middle) : 0 };
  });
  return { from: from.score, to: to.score, rows };
}

/** A unit's month under one version of the standard. */
export type VersionedCell = { readonly tree: IndexTree; readonly settings: BuildSettings; readonly panel: Panel; readonly unit: string; readonly period: string };
export type VersionRow = {
  readonly code: string;
  /** What its values did, and data that came or went. */
  readonly score: number;
  readonly coverage: number;
  /** New limits, targets, methods of scoring. */
  readonly limits: number;
  readonly weights: number;
  /** Indicators that came or went, another place in the tree. */
  readonly version: number;
};
/** All effects of all rows sum to `to − from`. */
export type VersionChange = { readonly from: number; readonly to: number; readonly rows: readonly VersionRow[]; readonly totals: Omit<VersionRow, 'code'> };

/**
 * What changed between two months of two versions, step by step: the old month without the indicators that the new
 * version dropped → the new month under the old version → with the new limits → with the new weights → the new version.
 * Every step is a build, and its change is exact, so the effects sum to the whole. The order is part of the answer.
 */
export function explainVersions(before: VersionedCell, after: VersionedCell, of?: string): VersionChange | Finding | CombineRefusal {
  const known = new Set(after.tree.indicators.map((place) => nodeAt(after.tree, place).code));
  const kept = pruned(before.tree, known);
  if (kept === undefined) return { step: 'explain', code: 'nothing-common', message: '两个版本没有一项共同的指标，无法比较。' };
  const scored = rescored(kept, after.tree);
  const stages: readonly VersionedCell[] = [
    before,
    { ...before, tree: kept, panel: projected(before, kept) },
    { ...after, tree: kept, panel: projected(after, kept), settings: before.settings },
    { ...after, tree: scored, panel: projected(after, scored), settings: { ...before.settings, ...scoring(after.settings) } },
    { ...after, tree: reweighted(scored, after), panel: projected(after, scored), settings: { ...before.settings, ...scoring(after.settings), ...(before.settings.aggregate === undefined ? {} : { aggregate: { ...before.settings.aggregate, weights: 'given' } }) } },
    after,
  ];
  const views: View[] = [];
  for (const stage of stages) {
    const view = built(stage, of);
    if (!isView(view)) return view;
    views.push(view);
  }
  return composed(views);
}

export function isVersionChange(value: VersionChange | Finding | CombineRefusal): value is VersionChange {
  return 'totals' in value;
}

type Effect = keyof Omit<VersionRow, 'code'>;
/** Which effect the two terms of each step are. */
const effectsOfSteps: readonly (readonly [Effect, Effect])[] = [['version', 'version'], ['score', 'coverage'], ['limits', 'limits'], ['weights', 'weights'], ['version', 'version']];

function composed(views: readonly View[]): VersionChange {
  const rows = new Map<string, Record<Effect, number>>();
  const totals: Record<Effect, number> = { score: 0, coverage: 0, limits: 0, weights: 0, version: 0 };
  for (const [step, [own, other]] of effectsOfSteps.entries()) {
    const from = views[step];
    const to = views[step + 1];
    if (from === undefined || to === undefined) throw new Error('a stage is missing');
    for (const { code, scoreEffect, coverageEffect } of explainChange(from, to).rows) {
      const row = rows.get(code) ?? { score: 0, coverage: 0, limits: 0, weights: 0, version: 0 };
      row[own] += scoreEffect;
      row[other] += coverageEffect;
      totals[own] += scoreEffect;
      totals[other] += coverageEffect;
      rows.set(code, row);
    }
  }
  return { from: views[0]?.score ?? NaN, to: views.at(-1)?.score ?? NaN, rows: [...rows].map(([code, row]) => ({ code, ...row })), totals };
}

function built({ tree, settings, panel, unit, period }: VersionedCell, of: string | undefined): View | Finding | CombineRefusal {
  const at = panel.units.indexOf(unit);
  const when = panel.periods.indexOf(period);
  if (at < 0 || when < 0) return { step: 'explain', code: 'no-score', units: [unit], message: `数据里没有单位 ${unit} 的 ${period} 期，无从说明。` };
  const result = buildIndex(tree, panel, { ...settings, period: when });
  return isBuilt(result) ? viewOf(result, at, of) : result;
}

/** The tree with the indicators of these codes alone; nodes that lose all their children go too. */
function pruned(tree: IndexTree, codes: ReadonlySet<string>): IndexTree | undefined {
  const isKept = new Uint8Array(tree.nodes.length);
  for (const place of tree.indicators) {
    if (!codes.has(nodeAt(tree, place).code)) continue;
    for (let at = place; at >= 0; at = nodeAt(tree, at).parent) isKept[at] = 1;
  }
  if (isKept.every((kept) => kept === 1)) return tree;
  const result = treeOf(tree.nodes.flatMap((node, place) => (isKept[place] === 1 ? [inputOf(tree, node)] : [])));
  return isTree(result) ? result : undefined;
}

function inputOf(tree: IndexTree, { code, name, parent, weight, direction, unit, level, isIndicator, combining, availability, settings }: IndexNode): Parameters<typeof treeOf>[0][number] {
  return { code, name, parent: parent < 0 ? undefined : nodeAt(tree, parent).code, weight, direction, unit, level, isIndicator, settings, ...(combining === undefined ? {} : { combining }), ...(availability === undefined ? {} : { availability }) };
}

/** How the new version scores the indicators, in the old tree. */
function rescored(tree: IndexTree, by: IndexTree): IndexTree {
  return { ...tree, nodes: tree.nodes.map((node) => {
    const place = node.isIndicator ? by.placeByCode.get(node.code) : undefined;
    return place === undefined ? node : { ...node, direction: nodeAt(by, place).direction, settings: nodeAt(by, place).settings };
  }) };
}

function reweighted(tree: IndexTree, { tree: by, settings }: VersionedCell): IndexTree {
  const given = settings.aggregate?.weights ?? 'given';
  const weights = new Map(by.nodes.map(({ code, weight }) => [code, given === 'equal' ? 1 : given === 'given' ? weight : given.get(code) ?? weight]));
  return withWeights(tree, weights);
}

/** The steps that come before combining. */
function scoring({ aggregate: _aggregate, rank: _rank, period: _period, ...steps }: BuildSettings): BuildSettings {
  return steps;
}

/** A panel's columns in the order of another tree's indicators. */
function projected({ tree, panel }: VersionedCell, onto: IndexTree): Panel {
  const columnOf = new Map(tree.indicators.map((place, k) => [nodeAt(tree, place).code, panel.columns[k]]));
  const none = new Float64Array(panel.present.length).fill(NaN);
  return { ...panel, columns: onto.indicators.map((place) => columnOf.get(nodeAt(onto, place).code) ?? none) };
}
