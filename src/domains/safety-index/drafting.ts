import type { z } from 'zod';
import { absent, refuse, type Refusal } from '../../platform/core/refusal.ts';
import type * as contract from './contract.ts';
import { childrenOf, type Expert, type IndicatorDraft, type StandardContent, type StandardNode } from './contract-shapes.ts';
import { alonsoLamataTable, groupAhpWeights, judgementsOf, leastConsistentPair, saatyTable, type AhpRefusal, type GroupAhpResult, type RandomIndexTable } from './rules/ahp.ts';

// What becomes of a draft's content; whether it is a standard is asked afterwards, of the whole.

type Edit = Pick<z.output<typeof contract.changeDraft.input>, 'changes' | 'added' | 'removed' | 'rules'>;

/** Refused where a code is not there, or has no scoring. A weight or a limit that somebody types is no longer derived, and says so no more. */
export function editedContent(content: StandardContent, { changes, added, removed, rules }: Edit): StandardContent | Refusal {
  const byCode = new Map(content.nodes.map((node) => [node.code, node]));
  for (const code of removed) if (!byCode.get(code)?.parent) return absent('safety-index/node-unknown', { code });
  const gone = withAllBelow(content, removed);
  const changed = new Map(changes.map((one) => [one.code, one]));
  const unknown = changes.find(({ code, scoring, indicator }) => { const node = byCode.get(code); return !node || ((scoring !== undefined || indicator !== undefined) && node.indicator === null); });
  if (unknown) return absent('safety-index/node-unknown', { code: unknown.code });
  // Whose children are weighed, come or go otherwise than the experts and the data had it.
  const reweighed = new Set([...changes.flatMap(({ code, weight, parent }) => (weight === undefined && parent === undefined ? [] : [byCode.get(code)?.parent ?? '', parent ?? ''])), ...added.map(({ parent }) => parent), ...removed.map((code) => byCode.get(code)?.parent ?? '')]);
  const kept = content.nodes.flatMap((node): StandardNode[] => {
    if (gone.has(node.code)) return [];
    const { weighing, ...rest } = node;
    const change = changed.get(node.code);
    const own = weighing === undefined || reweighed.has(node.code) ? rest : node;
    return [change ? { ...own, name: change.name ?? node.name, parent: node.parent === null ? null : change.parent ?? node.parent, weight: change.weight ?? node.weight, indicator: node.indicator && indicatorOf(node.indicator, change) } : own];
  });
  const { baseMinimum, availability, smallNumbers } = rules;
  return {
    ...content, ...(baseMinimum === undefined ? {} : { baseMinimum }), ...(availability === undefined ? {} : { availability }), ...(smallNumbers === undefined ? {} : { smallNumbers }),
    nodes: [...kept, ...added],
  };
}

function indicatorOf(held: IndicatorDraft, { scoring, indicator }: Edit['changes'][number]): IndicatorDraft {
  if (scoring === undefined && indicator === undefined) return held;
  const { limitsFrom, ...rest } = held;
  const next = { ...rest, ...indicator, ...(scoring === undefined ? {} : { scoring }) };
  return limitsFrom !== undefined && JSON.stringify(next.scoring) === JSON.stringify(held.scoring) ? { ...next, limitsFrom } : next;
}

function withAllBelow(content: StandardContent, codes: readonly string[]): ReadonlySet<string> {
  const gone = new Set(codes);
  for (let grew = true; grew;) {
    const before = gone.size;
    for (const { code, parent } of content.nodes) if (parent !== null && gone.has(parent)) gone.add(code);
    grew = gone.size > before;
  }
  return gone;
}

const tables: Readonly<Record<'saaty' | 'alonsoLamata', RandomIndexTable>> = { saaty: saatyTable, alonsoLamata: alonsoLamataTable };

/** What experts' judgements of some items give; refused where one has not compared every pair. */
export function weighed(size: number, experts: readonly Expert[], table: keyof typeof tables): GroupAhpResult | AhpRefusal | Refusal {
  const pairs = size * (size - 1) / 2;
  const short = experts.find(({ upper }) => upper.length !== pairs);
  if (short || size < 2) return refuse('safety-index/ahp-not-square', { row: short?.name ?? '', found: short?.upper.length ?? 0, wanted: pairs });
  return groupAhpWeights(experts.map(({ upper }) => judgementsOf(size, upper)), tables[table]);
}

/** Weights of the children of a node, in hundredths of a per cent; refused where the experts together contradict themselves (Saaty's rule). */
export function expertContent(content: StandardContent, parent: string, experts: readonly Expert[], table: keyof typeof tables): { readonly content: StandardContent; readonly result: GroupAhpResult; readonly weights: { code: string; weight: number }[] } | Refusal {
  const items = childrenOf(content, parent);
  if (items.length < 2) return absent('safety-index/node-unknown', { code: parent });
  const result = weighed(items.length, experts, table);
  if ('refused' in result) return result;
  if (!result.isConsistent) {
    const worst = leastConsistentPair(result.judgements, result.weights);
    return refuse('safety-index/ahp-inconsistent', { ratio: result.consistencyRatio.toFixed(3), one: items[worst?.row ?? 0]?.name ?? '', other: items[worst?.column ?? 1]?.name ?? '' });
  }
  const weights = items.map(({ code }, at) => ({ code, weight: shareOf(result.weights[at]) }));
  const { name, source, randomIndex } = result.table;
  const next = withWeights(content, new Map(weights.map(({ code, weight }) => [code, weight])), new Map([[parent, { method: 'ahp', table: name, source, randomIndex, consistencyRatio: result.consistencyRatio, items: items.map(({ code }) => code), experts: experts.map((one) => ({ ...one, upper: [...one.upper] })) }]]));
  return { content: next, result, weights };
}

/** Of 100, to four decimals. */
export function shareOf(weight: number | undefined): number {
  return Math.round((weight ?? 0) * 1e6) / 1e4;
}

export function withWeights(content: StandardContent, weights: ReadonlyMap<string, number>, weighing: ReadonlyMap<string, NonNullable<StandardNode['weighing']>>): StandardContent {
  return { ...content, nodes: content.nodes.map((node) => { const own = weighing.get(node.code); return { ...node, weight: weights.get(node.code) ?? node.weight, ...(own === undefined ? {} : { weighing: own }) }; }) };
}

/** Of a straight line between two points: where it begins and where it ends. */
export function limitsOf({ base }: IndicatorDraft['scoring']): readonly [lower: number, upper: number] | null {
  const [first, last] = base.kind === 'linear' && base.points.length === 2 ? base.points : [];
  return first && last ? [first.at, last.at] : null;
}

export function withLimits(scoring: IndicatorDraft['scoring'], [lower, upper]: readonly [number, number]): IndicatorDraft['scoring'] {
  const { base } = scoring;
  if (base.kind !== 'linear') throw new Error('this scoring has no limits');
  const [first, last] = base.points;
  return { ...scoring, base: { kind: 'linear', points: [{ at: lower, score: first?.score ?? 0 }, { at: upper, score: last?.score ?? 100 }] } };
}

