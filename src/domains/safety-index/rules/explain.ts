import { rulesOf } from './combine.ts';
import type { Finding } from './finding.ts';
import { settingsFor } from './normalise.ts';
import type { IndexResult } from './result.ts';
import { codesOf, effectiveWeights, nodeAt, type IndexTree } from './tree.ts';

/** What one node has to do with the score that is explained. */
export type NodeShare = {
  readonly place: number;
  readonly code: string;
  readonly isIndicator: boolean;
  /** NaN where it is missing; then weight, contribution and lost points are 0. */
  readonly score: number;
  /** Weight in the explained score if nothing were missing. */
  readonly nominalWeight: number;
  /** With what is missing left out and its weight shared among the siblings. */
  readonly weight: number;
  /** `weight × score`. Those of the indicators sum to the score; a node's is the sum of those below it. */
  readonly contribution: number;
  /** `weight × (full − score)`. Those of the indicators sum to full − score. */
  readonly lost: number;
};
export type Explanation = {
  readonly of: string;
  readonly score: number;
  /** The mark of somebody who lost nothing; undefined where scores know none (z-scores): then lost points are NaN. */
  readonly full: number | undefined;
  /** All nodes below, in the order of the tree. */
  readonly shares: readonly NodeShare[];
};

export type ExplainSettings = {
  /** Code of the node whose score is explained; the index by default. */
  readonly of?: string | undefined;
  /** The full mark, where the settings of the build do not tell it: scores that came from standards. */
  readonly full?: number | undefined;
};

/** Contributions and lost points of one cell; `explainer` is for many. */
export function explainCell(result: IndexResult, cell: number, settings: ExplainSettings = {}): Explanation | Finding {
  return explainer(result, settings)(cell);
}

/**
 * Explains cell after cell of one build. A mean that is not arithmetic does not fall into a sum: then a finding, which
 * names the nodes; what lies below them can be explained by itself.
 */
export function explainer(result: IndexResult, settings: ExplainSettings = {}): (cell: number) => Explanation | Finding {
  const { tree, scores, panel } = result;
  const { of } = settings;
  const top = of === undefined ? tree.root : tree.placeByCode.get(of);
  if (top === undefined) return () => ({ step: 'explain', code: 'unknown-node', indicators: [of ?? ''], message: `指标体系里没有“${of}”，无法说明。` });
  const mixed = nonAdditive(result, top);
  if (mixed.length > 0) return () => notAdditive(tree, mixed);
  const { code } = nodeAt(tree, top);
  const nominal = effectiveWeights(tree);
  const share = nominal[top] ?? 0;
  const full = settings.full ?? fullMark(result);
  const inside = below(tree, top);
  return (cell) => {
    const score = scores[top]?.[cell] ?? NaN;
    if (score !== score) return { step: 'explain', code: 'no-score', indicators: [code], units: [panel.units[cell % panel.units.length] ?? ''], message: `“${code}”没有得分，无从说明。` };
    const weights = weightsBelow(tree, scores, cell, top);
    const shares = inside.map((place): NodeShare => {
      const node = nodeAt(tree, place);
      const own = scores[place]?.[cell] ?? NaN;
      const weight = weights[place] ?? 0;
      const isThere = own === own && weight !== 0;
      return {
        place, code: node.code, isIndicator: node.isIndicator, score: own, nominalWeight: share === 0 ? 0 : (nominal[place] ?? 0) / share, weight,
        contribution: isThere ? weight * own : 0, lost: isThere ? weight * ((full ?? NaN) - own) : 0,
      };
    });
    return { of: code, score, full, shares };
  };
}

export function isExplanation(value: Explanation | Finding): value is Explanation {
  return 'shares' in value;
}

/** The indicators of an explanation that lost most, first; nothing is left out because the unit is last on it. */
export function mostLost(explanation: Explanation, top: number): readonly NodeShare[] {
  return explanation.shares.filter(({ isIndicator, lost }) => isIndicator && lost > 0).toSorted((a, b) => b.lost - a.lost || a.place - b.place).slice(0, top);
}

/** What an explained build could not say for any cell: nodes that are no sums, scores without a full mark. */
export function explainFindings(result: IndexResult, settings: ExplainSettings = {}): Finding[] {
  const mixed = nonAdditive(result, result.tree.root);
  if (mixed.length > 0) return [notAdditive(result.tree, mixed)];
  return (settings.full ?? fullMark(result)) === undefined ? [{ step: 'explain', code: 'no-full-mark', message: '得分没有共同的满分（例如标准分、名次），只能说明构成，不能说明失分。' }] : [];
}

/**
 * The weights of all nodes below `top` in its score at one cell, by place: product over the levels of weight / sum of the
 * weights of the siblings that have a score; 0 where there is none.
 */
export function weightsBelow(tree: IndexTree, scores: readonly Float64Array[], cell: number, top: number): Float64Array {
  const weights = new Float64Array(tree.nodes.length);
  const isThere = (place: number): boolean => { const score = scores[place]?.[cell] ?? NaN; return score === score; };
  if (!isThere(top)) return weights;
  weights[top] = 1;
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

/** Places of the nodes below, without the node itself, in the order of the tree; an indicator is below itself. */
export function below(tree: IndexTree, top: number): number[] {
  const inside = new Set<number>();
  const open = [top];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (const child of nodeAt(tree, place).children) { inside.add(child); open.push(child); }
  }
  if (nodeAt(tree, top).isIndicator) inside.add(top);
  return [...inside].toSorted((a, b) => a - b);
}

/** Nodes from `top` on whose score is no weighted sum of their children. Of one child alone every mean is that child. */
function nonAdditive(result: IndexResult, top: number): number[] {
  const rules = rulesOf(result.tree, result.settings.aggregate ?? {});
  return [top, ...below(result.tree, top)].filter((place) => {
    const combining = rules[place]?.combining;
    if (combining === undefined || nodeAt(result.tree, place).children.length < 2) return false;
    return combining.method !== 'arithmetic' && !(combining.method === 'power' && combining.power === 1);
  });
}

function notAdditive(tree: IndexTree, mixed: readonly number[]): Finding {
  const codes = codesOf(tree, mixed);
  return { step: 'explain', code: 'not-additive', indicators: codes, message: `${codes.map((code) => `“${code}”`).join('、')}不是算术平均，总分不能拆成各指标得分之和；可以分别说明它们的下级。` };
}

/** The common mark of who lost nothing; undefined where methods give none or differ. */
function fullMark({ tree, settings }: IndexResult): number | undefined {
  const marks = new Set(tree.indicators.map((place) => {
    const node = nodeAt(tree, place);
    const own = settingsFor(settings.normalise ?? { method: 'none' }, node.code);
    if (own.method === 'minmax') return (own.range ?? [0, 100])[1];
    if (own.method === 'goalposts' || own.method === 'scaled') return own.scale ?? node.settings.scale ?? 100;
    return NaN;
  }));
  const [mark] = marks;
  return marks.size === 1 && mark === mark ? mark : undefined;
}
