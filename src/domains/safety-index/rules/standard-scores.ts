import type { Finding } from './finding.ts';
import { rankColumn, rankDecimals } from './ranking.ts';
import type { Panel } from './panel.ts';
import type { BuildSettings, IndexResult } from './result.ts';
import { scoreByStandard, type Adjustment, type ScoringStandard } from './standards.ts';
import { nodeAt, type IndexTree } from './tree.ts';

/** What `buildIndex` takes. */
export type Ground = { readonly tree: IndexTree; readonly panel: Panel; readonly settings: BuildSettings };

/**
 * The same index, with the indicators of these codes scored by their standards: their columns hold the scores, which the
 * build takes as they are (0–100 whatever the full mark), more is better. Values are the denominated ones where the
 * settings ask for that; standards take them as they are measured, so nothing of theirs is filled or treated before.
 * `counts` are columns of the panel's cells by code, for deductions, bonuses and vetoes.
 */
export function withStandards({ tree, panel, settings }: Ground, standards: ReadonlyMap<string, ScoringStandard>, counts: ReadonlyMap<string, Float64Array>): Ground & { readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const columns = panel.columns.slice();
  const perIndicator = new Map(settings.normalise?.perIndicator);
  const untreated = new Map(settings.treat?.perIndicator);
  const nodes = tree.nodes.slice();
  for (const [k, place] of tree.indicators.entries()) {
    const node = nodeAt(tree, place);
    const standard = standards.get(node.code);
    if (standard === undefined) continue;
    const { denominator } = node.settings;
    const by = settings.denominate === true && denominator !== undefined ? panel.denominators.get(denominator) : undefined;
    const full = standard.full ?? 100;
    const without = new Map<string, Set<string>>();
    columns[k] = Float64Array.from(panel.columns[k] ?? [], (raw, cell) => {
      const below = by?.[cell] ?? 1;
      const told = scoreByStandard(standard, below === 0 ? NaN : raw / below, countsAt(standard, counts, cell));
      // A missing value is the build's to tell; a missing count only the standard knows of.
      if (raw === raw) for (const code of told.missing) if (code !== 'value') without.set(code, (without.get(code) ?? new Set()).add(panel.units[cell % panel.units.length] ?? ''));
      return told.score / full * 100;
    });
    for (const [code, units] of without) findings.push({ step: 'normalise', code: 'missing-count', indicators: [node.code], units: [...units], message: `“${node.code}”的评分标准要用到“${code}”，${units.size} 个单位没有这个数，没有得分。` });
    perIndicator.set(node.code, { method: 'goalposts', limits: [0, 100], scale: 100, truncate: false });
    untreated.set(node.code, { method: 'none' });
    const { denominator: _denominator, ...kept } = node.settings;
    nodes[place] = { ...node, direction: 1, settings: { ...kept, lower: 0, upper: 100, scale: 100, truncate: false } };
  }
  return {
    tree: { ...tree, nodes }, panel: { ...panel, columns }, findings,
    settings: { ...settings, normalise: { ...(settings.normalise ?? { method: 'none' }), perIndicator }, ...(settings.treat === undefined ? {} : { treat: { ...settings.treat, perIndicator: untreated } }) },
  };
}

export type AdjustedIndex = { readonly scores: Float64Array; readonly ranks: Int32Array };

/** A standard of the index itself: its score, then deductions in absolute numbers, bonuses, 一票否决. */
export function overallStandard(adjustments: readonly Adjustment[], above = 0): ScoringStandard {
  return { base: { kind: 'linear', points: [{ at: 0, score: 0 }, { at: 100, score: 100 }] }, adjustments, above };
}

/**
 * The index after its own deductions, bonuses and vetoes, and the ranks then. What it is made of is the explanation of the
 * index and the parts that `scoreByStandard` tells of a cell beside it: together they sum to the score.
 */
export function adjustedIndex(result: IndexResult, standard: ScoringStandard, counts: ReadonlyMap<string, Float64Array>): AdjustedIndex {
  const index = result.scores[result.tree.root] ?? new Float64Array();
  const scores = Float64Array.from(index, (score, cell) => scoreByStandard(standard, score, countsAt(standard, counts, cell)).score);
  const ranks = new Int32Array(scores.length);
  rankColumn(result.panel, scores, result.settings.rank?.decimals ?? rankDecimals, ranks);
  return { scores, ranks };
}

/** What the adjustments of a standard count, at one cell. */
export function countsAt({ adjustments = [] }: ScoringStandard, counts: ReadonlyMap<string, Float64Array>, cell: number): Map<string, number> {
  return new Map(adjustments.flatMap(({ by }) => (by === 'value' ? [] : [[by, counts.get(by)?.[cell] ?? NaN] as const])));
}
