import type { Derived } from './contract.ts';
import { childrenOf, measured, type FrozenRun, type LimitMethod, type StandardContent, type StandardNode } from './contract-shapes.ts';
import { figureKey } from './compute.ts';
import { limitsOf, shareOf, withLimits, withWeights } from './drafting.ts';
import { figuresOfRun } from './figures.ts';
import type { Finding } from './rules/finding.ts';
import { deriveLimits } from './rules/limits.ts';
import { scoreColumn } from './rules/standards.ts';
import { entropyWeights } from './rules/weights.ts';

/** Months that give limits; what is asked for is stored with them. */
export type Reference = { readonly months: readonly FrozenRun[]; readonly rule: LimitMethod };

/** Limits of every indicator that is scored between two, and entropy weights of all siblings that are indicators, from what was published. */
export function derivedOf(content: StandardContent, { months, rule }: Reference): Omit<Derived, 'months'> {
  const columns = columnsOf(content, months);
  const lined = content.nodes.flatMap((node) => { const limits = node.indicator && limitsOf(node.indicator.scoring); return node.indicator && limits ? [{ node, indicator: node.indicator, limits }] : []; });
  const found = deriveLimits(lined.map(({ node, indicator }) => ({ code: node.code, values: columns.get(node.code) ?? new Float64Array(), settings: { decimals: indicator.decimals } })), { rule: { method: rule } });
  if ('refused' in found) throw new Error(`a usual rule gives no limits: ${found.refused}`);
  const byCode = new Map(lined.map((one) => [one.node.code, one]));
  const findings: Finding[] = [...found.findings];
  const entropy = content.nodes.flatMap((parent): Derived['entropy'] => {
    const children = childrenOf(content, parent.code);
    if (children.length < 2 || children.some(({ indicator }) => indicator === null)) return [];
    const result = entropyWeights(children.map((child) => ({ code: child.code, values: scoresOf(child, columns.get(child.code) ?? new Float64Array()) })));
    if ('refused' in result) { findings.push({ step: 'weights', code: 'not-done', indicators: children.map(({ code }) => code), message: `熵权法：“${parent.name}”的下级各单位没有差别，权重保持不变。` }); return []; }
    const whole = children.reduce((sum, { weight }) => sum + weight, 0);
    findings.push(...result.findings.map((one) => ({ ...one, message: namesIn(content, one.message) })));
    return [{ code: parent.code, name: parent.name, isDominated: result.weights.some(({ weight }) => weight > 0.5), children: children.map((child, at) => ({ code: child.code, name: child.name, weight: result.weights[at]?.weight ?? 0, now: whole === 0 ? 0 : child.weight / whole })) }];
  });
  return {
    limits: found.limits.flatMap(({ code, lower, upper, cells, below, above, median }) => { const one = byCode.get(code); return one ? [{ code, name: one.node.name, unit: one.indicator.unit, lower, upper, nowLower: one.limits[0], nowUpper: one.limits[1], cells, below, above, median }] : []; }),
    entropy, findings: findings.map(({ step, code, indicators = [], units = [], message }) => ({ step, code, indicators: [...indicators], units: [...units], message: namesIn(content, message) })),
  };
}

/** @returns the content with what was asked for, or the code of what was not derived */
export function derivedContent(content: StandardContent, reference: Reference, between: { readonly from: string; readonly to: string }, wanted: { readonly limits: readonly string[]; readonly entropy: readonly string[] }): StandardContent | { readonly missing: string } {
  const derived = derivedOf(content, reference);
  const limits = new Map(derived.limits.map((one) => [one.code, one]));
  const entropy = new Map(derived.entropy.map((one) => [one.code, one]));
  const missing = wanted.limits.find((code) => !limits.has(code)) ?? wanted.entropy.find((code) => !entropy.has(code));
  if (missing !== undefined) return { missing };
  const weights = new Map(wanted.entropy.flatMap((code) => (entropy.get(code)?.children ?? []).map((child) => [child.code, shareOf(child.weight)] as const)));
  const next = withWeights(content, weights, new Map(wanted.entropy.map((code) => [code, { method: 'entropy', ...between }])));
  const taken = new Set(wanted.limits);
  return {
    ...next,
    nodes: next.nodes.map((node) => {
      const own = taken.has(node.code) ? limits.get(node.code) : undefined;
      return own && node.indicator ? { ...node, indicator: { ...node.indicator, scoring: withLimits(node.indicator.scoring, [own.lower, own.upper]), limitsFrom: { rule: reference.rule, ...between, cells: own.cells } } } : node;
    }),
  };
}

/** By code, what was measured in every unit and month; NaN where nothing was, or too little. */
function columnsOf(content: StandardContent, months: readonly FrozenRun[]): ReadonlyMap<string, Float64Array> {
  const figures = months.map((run) => figuresOfRun(run));
  return new Map(content.nodes.flatMap(({ code, indicator }) => (indicator === null ? [] : [[code, Float64Array.from(figures.flatMap((month) => month.units.map(({ areaId }) => {
    const figure = month.figures.get(figureKey(code, areaId));
    return measured(indicator, content.baseMinimum, figure?.counted ?? null, figure?.base ?? null) ?? NaN;
  })))] as const])));
}

/** Points under the draft itself: more is better, and nothing is negative. */
function scoresOf({ indicator }: StandardNode, values: Float64Array): Float64Array {
  return indicator === null ? values : scoreColumn(indicator.scoring, values, new Map());
}

/** The engine knows codes alone; a clerk knows names. */
function namesIn(content: StandardContent, message: string): string {
  const names = new Map(content.nodes.map(({ code, name }) => [code, name]));
  return message.replace(/[A-Za-z0-9-]+/gu, (code) => names.get(code) ?? code);
}
