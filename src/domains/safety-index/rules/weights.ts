import { refuse, type Refusal } from '../../../platform/core/refusal.ts';
import type { Finding } from './finding.ts';
import { count, type Column } from './statistics.ts';
import { nodeAt, type IndexTree } from './tree.ts';

export type EntropyWeight = {
  readonly code: string;
  /** 0 (all in one unit) to 1 (the same everywhere). */
  readonly entropy: number;
  /** `1 − entropy`: what the column tells units apart by. */
  readonly divergence: number;
  /** Sum to 1 over the columns. */
  readonly weight: number;
};
export type EntropyResult = { readonly weights: readonly EntropyWeight[]; readonly findings: readonly Finding[] };

/** Every sibling the same: 1 by code, for `withWeights`. Those that were given as zero stay out. */
export function equalWeights(tree: IndexTree): Map<string, number> {
  return new Map(tree.nodes.map(({ code, weight }) => [code, weight === 0 ? 0 : 1]));
}

/**
 * Entropy weights (Shannon 1948; Zeleny 1982): `p_ij = x_ij/Σx`, `e_j = −Σ p ln p / ln n`, `w_j = (1−e_j)/Σ(1−e)`, for
 * columns in which more is better and nothing is negative (min–max scores). Missing cells are left out, n is what is
 * there. They measure how unlike the units are, not what matters: a rare event alone may take nearly everything, so a
 * column with more than half is said. Refused: a negative value; nothing that tells units apart.
 */
export function entropyWeights(columns: readonly { readonly code: string; readonly values: Column }[]): EntropyResult | Refusal {
  const found: Finding[] = [];
  const raw: { readonly code: string; readonly entropy: number; readonly divergence: number }[] = [];
  const silent: string[] = [];
  for (const { code, values } of columns) {
    if (values.some((x) => x < 0)) return refuse('safety-index/entropy-negative', { code });
    const entropy = entropyOf(values);
    const divergence = entropy !== entropy ? 0 : Math.max(0, 1 - entropy);
    // What rounding leaves of a constant column is no information.
    raw.push({ code, entropy, divergence: divergence < 1e-12 ? 0 : divergence });
    if (divergence < 1e-12) silent.push(code);
  }
  const total = raw.reduce((sum, one) => sum + one.divergence, 0);
  if (!(total > 0)) return refuse('safety-index/entropy-no-information');
  if (silent.length > 0) found.push({ step: 'weights', code: 'constant', indicators: silent, message: `熵权法：${silent.length} 项指标各单位全部相同或没有数值，不含信息，权重为 0：${silent.join('、')}。` });
  const weights = raw.map((one) => ({ ...one, weight: one.divergence / total }));
  const dominant = weights.find(({ weight }) => weight > 0.5);
  if (dominant !== undefined) found.push({ step: 'weights', code: 'dominant', indicators: [dominant.code], message: `熵权法：“${dominant.code}”一项占了 ${(dominant.weight * 100).toFixed(1)}% 的权重。熵权只反映各单位差异的大小，不反映重要程度，不宜直接用于考核。` });
  return { weights, findings: found };
}

/** Entropy weights of the siblings below each node that has only indicators; others keep theirs. `columns` by place of the indicator in `tree.indicators`. */
export function entropyWeightsByNode(tree: IndexTree, columns: readonly Column[]): { readonly weights: Map<string, number>; readonly findings: readonly Finding[] } {
  const weights = new Map<string, number>();
  const findings: Finding[] = [];
  const columnOf = new Map(tree.indicators.map((place, k) => [place, columns[k]]));
  for (const place of tree.aggregates) {
    const { children, code } = nodeAt(tree, place);
    const own = children.flatMap((child) => { const values = columnOf.get(child); return values === undefined ? [] : [{ code: nodeAt(tree, child).code, values }]; });
    if (own.length < 2 || own.length < children.length) continue;
    const result = entropyWeights(own);
    if ('refused' in result) {
      findings.push({ step: 'weights', code: 'not-done', indicators: own.map((one) => one.code), message: `熵权法：“${code}”的下级${result.refused.endsWith('negative') ? '有负数' : '各单位全部相同'}，权重保持不变。` });
      continue;
    }
    for (const one of result.weights) weights.set(one.code, one.weight);
    findings.push(...result.findings);
  }
  return { weights, findings };
}

function entropyOf(values: Column): number {
  const n = count(values);
  let sum = 0;
  for (const x of values) if (x === x) sum += x;
  if (n < 2 || !(sum > 0)) return NaN;
  let entropy = 0;
  for (const x of values) if (x > 0) entropy -= (x / sum) * Math.log(x / sum);
  return entropy / Math.log(n);
}
