import { refuse, type Refusal, type RefusalParams } from '../../../platform/core/refusal.ts';

/** How the measured value alone makes points. */
export type BaseRule =
  /** Everybody begins with the full mark; only the adjustments count. */
  | { readonly kind: 'full' }
  /** Straight between the points, level beyond them. `at` ascends; scores only rise or only fall. */
  | { readonly kind: 'linear'; readonly points: readonly { readonly at: number; readonly score: number }[] }
  /** `from` ≤ value < `below`; an end that is absent is open. Where no step fits, the score is zero. */
  | { readonly kind: 'steps'; readonly steps: readonly Step[] }
  /** Grades (优良中差): a step each, from its `from` up to the next one's; `label` is shown beside the score. */
  | { readonly kind: 'bands'; readonly bands: readonly Band[] };
export type Step = { readonly from?: number; readonly below?: number; readonly score: number };
export type Band = { readonly label: string; readonly from: number; readonly score: number };

/**
 * What is taken off, added or forbidden. `by` is the code of a count, or `value` for what the indicator measures itself.
 * Of the count `free` is without effect (deduction and bonus); the sum stops at `cap`, in points.
 */
export type Adjustment =
  | { readonly kind: 'deduction'; readonly by: string; readonly each: number; readonly cap?: number; readonly free?: number }
  | { readonly kind: 'bonus'; readonly by: string; readonly each: number; readonly cap: number; readonly free?: number }
  /** 一票否决: from `atLeast` on the score is at most `score`, whatever else there is. */
  | { readonly kind: 'veto'; readonly by: string; readonly atLeast: number; readonly score: number };

/** 评分标准: base, then deductions and bonuses, then held within 0..`full` (+ `above` for bonuses), then vetoes. */
export type ScoringStandard = {
  readonly base: BaseRule;
  readonly adjustments?: readonly Adjustment[];
  /** The full mark, 100 by default. */
  readonly full?: number;
  /** How far bonuses may lead beyond the full mark, 0 by default. */
  readonly above?: number;
};

export type StandardReason = 'no-points' | 'not-finite' | 'not-ascending' | 'not-monotone' | 'overlap' | 'gap' | 'open-end' | 'empty-step' | 'outside-scale' | 'bad-full' | 'bad-each' | 'bad-cap' | 'bad-free' | 'bad-veto' | 'label-twice' | 'no-effect';
/** `refused` is `safety-index/standard-<reason>`; `message` is its sentence in Chinese. */
export type StandardRefusal = Refusal & { readonly reason: StandardReason; readonly message: string };

export type ScorePart = { readonly kind: 'base' | Adjustment['kind']; readonly by: string; readonly count: number; readonly points: number; readonly isCapped: boolean };
export type StandardScore = {
  /** NaN where something that decides is missing. */
  readonly score: number;
  /** Sum of `points` is the score; the rounding at floor and ceiling is a part of the last one that led there. */
  readonly parts: readonly ScorePart[];
  readonly band?: string;
  readonly isVetoed: boolean;
  /** Counts without which no score can be told. */
  readonly missing: readonly string[];
};

/** Every problem of the standard; empty where there is none. */
export function standardProblems(standard: ScoringStandard): StandardRefusal[] {
  const full = standard.full ?? 100;
  const above = standard.above ?? 0;
  if (!(full > 0 && Number.isFinite(full)) || !(above >= 0 && Number.isFinite(above))) return [no('bad-full', { full: String(full) }, `满分 ${full}、上浮 ${above} 不行：满分要大于 0，上浮不小于 0。`)];
  const adjustments = standard.adjustments ?? [];
  const found = [...baseProblems(standard.base, full), ...adjustments.flatMap((one) => adjustmentProblems(one, full))];
  if (standard.base.kind === 'full' && adjustments.length === 0) found.push(no('no-effect', {}, '只有满分、没有任何扣分或否决，人人都得满分。'));
  return found;
}

/** `counts` by code: occurrences that adjustments name. A veto that is certain holds also where other counts are missing. */
export function scoreByStandard(standard: ScoringStandard, value: number, counts: ReadonlyMap<string, number>): StandardScore {
  const full = standard.full ?? 100;
  const ceiling = full + (standard.above ?? 0);
  const based = basePoints(standard.base, value, full);
  const parts: ScorePart[] = [{ kind: 'base', by: 'value', count: value, points: based.points, isCapped: false }];
  const missing = new Set<string>(based.points !== based.points ? ['value'] : []);
  let score = based.points;
  let isBonusGiven = false;
  const vetoes: { readonly adjustment: Adjustment & { readonly kind: 'veto' }; readonly count: number }[] = [];
  for (const adjustment of standard.adjustments ?? []) {
    const count = adjustment.by === 'value' ? value : counts.get(adjustment.by) ?? NaN;
    if (count !== count) { missing.add(adjustment.by); continue; }
    if (adjustment.kind === 'veto') { vetoes.push({ adjustment, count }); continue; }
    const { points, isCapped } = adjusted(adjustment, count);
    if (adjustment.kind === 'bonus' && points > 0) isBonusGiven = true;
    parts.push({ kind: adjustment.kind, by: adjustment.by, count, points, isCapped });
    score += points;
  }
  // Without a bonus nobody passes the full mark; with one, the ceiling.
  score = hold(parts, score, isBonusGiven ? ceiling : full);
  const struck = vetoes.filter(({ adjustment, count }) => count >= adjustment.atLeast).toSorted((a, b) => a.adjustment.score - b.adjustment.score)[0];
  if (struck !== undefined && (missing.size === 0 || struck.adjustment.score === 0)) {
    const points = missing.size > 0 ? 0 : Math.min(score, struck.adjustment.score) - score;
    const veto: ScorePart = { kind: 'veto', by: struck.adjustment.by, count: struck.count, points, isCapped: false };
    const kept = missing.size > 0 ? [veto] : [...parts, veto];
    return { score: missing.size > 0 ? 0 : score + points, parts: kept, isVetoed: true, missing: [], ...labelled(based.band) };
  }
  return { score: missing.size > 0 ? NaN : score, parts, isVetoed: false, missing: [...missing], ...labelled(based.band) };
}

/** A column of scores; `counts` are columns of the same cells. What each cell is made of tells `scoreByStandard`. */
export function scoreColumn(standard: ScoringStandard, values: Float64Array, counts: ReadonlyMap<string, Float64Array>): Float64Array {
  const scores = new Float64Array(values.length);
  const named = [...new Set((standard.adjustments ?? []).map(({ by }) => by))].filter((by) => by !== 'value');
  const cell = new Map<string, number>();
  for (let i = 0; i < values.length; i += 1) {
    for (const by of named) cell.set(by, counts.get(by)?.[i] ?? NaN);
    scores[i] = scoreByStandard(standard, values[i] ?? NaN, cell).score;
  }
  return scores;
}

/** Does a higher value give more (1), less (−1), neither (0)? Undefined where steps go up and down. */
export function slopeOf(base: BaseRule): 1 | -1 | 0 | undefined {
  const scores = base.kind === 'linear' ? base.points.map(({ score }) => score)
    : base.kind === 'bands' ? [...base.bands].sort((a, b) => a.from - b.from).map(({ score }) => score)
      : base.kind === 'steps' ? [...base.steps].sort((a, b) => (a.from ?? -Infinity) - (b.from ?? -Infinity)).map(({ score }) => score)
        : [];
  const rises = scores.some((score, i) => i > 0 && score > (scores[i - 1] ?? NaN));
  const falls = scores.some((score, i) => i > 0 && score < (scores[i - 1] ?? NaN));
  return rises && falls ? undefined : rises ? 1 : falls ? -1 : 0;
}

/**
 * A value with the highest score, as near to `now` as that is; undefined where the value itself makes no score. An end
 * that excludes its own number is taken a billionth inside it.
 */
export function bestValue(standard: ScoringStandard, now: number): number | undefined {
  const { base, adjustments = [] } = standard;
  const edges = base.kind === 'linear' ? base.points.map(({ at }) => at)
    : base.kind === 'bands' ? base.bands.flatMap(({ from }) => [from, inside(from)])
      : base.kind === 'steps' ? base.steps.flatMap(({ from, below }) => [...(from === undefined ? [] : [from]), ...(below === undefined ? [] : [inside(below)])])
        : [];
  const own = adjustments.filter(({ by }) => by === 'value').flatMap((one) => (one.kind === 'veto' ? [inside(one.atLeast)] : one.kind === 'deduction' ? [one.free ?? 0] : [(one.free ?? 0) + one.cap / one.each]));
  const candidates = [now, ...edges, ...own].filter((value) => value === value);
  const scored = candidates.map((value) => ({ value, score: scoreByStandard(standard, value, new Map()).score })).filter(({ score }) => score === score);
  return scored.toSorted((a, b) => b.score - a.score || Math.abs(a.value - now) - Math.abs(b.value - now))[0]?.value;
}

function inside(edge: number): number {
  return edge - Math.max(1e-9, Math.abs(edge) * 1e-9);
}

function basePoints(base: BaseRule, value: number, full: number): { readonly points: number; readonly band?: string } {
  if (base.kind === 'full') return { points: full };
  if (value !== value) return { points: NaN };
  if (base.kind === 'linear') return { points: between(base.points, value) };
  if (base.kind === 'steps') return { points: base.steps.find(({ from = -Infinity, below = Infinity }) => value >= from && value < below)?.score ?? 0 };
  const reached = base.bands.filter(({ from }) => value >= from).toSorted((a, b) => b.from - a.from)[0];
  return reached === undefined ? { points: 0 } : { points: reached.score, band: reached.label };
}

function between(points: readonly { readonly at: number; readonly score: number }[], value: number): number {
  const next = points.findIndex(({ at }) => value < at);
  const right = points[next === -1 ? points.length - 1 : next];
  const left = points[next === -1 ? points.length - 1 : next - 1];
  if (right === undefined) return NaN;
  if (left === undefined || left === right) return right.score;
  return left.score + (right.score - left.score) * ((value - left.at) / (right.at - left.at));
}

function adjusted(adjustment: Adjustment & { readonly kind: 'deduction' | 'bonus' }, count: number): { readonly points: number; readonly isCapped: boolean } {
  const raw = Math.max(0, count - (adjustment.free ?? 0)) * adjustment.each;
  const cap = adjustment.cap ?? Infinity;
  const points = Math.min(raw, cap);
  return { points: adjustment.kind === 'deduction' ? (points === 0 ? 0 : -points) : points, isCapped: raw > cap };
}

/** Holds the sum within 0..ceiling, and lets the last part bear what that takes. */
function hold(parts: ScorePart[], score: number, ceiling: number): number {
  const held = Math.max(0, Math.min(ceiling, score));
  const last = parts.at(-1);
  if (held !== score && score === score && last !== undefined) parts[parts.length - 1] = { ...last, points: last.points + held - score, isCapped: true };
  return score === score ? held : NaN;
}

function labelled(band: string | undefined): { readonly band?: string } {
  return band === undefined ? {} : { band };
}

function baseProblems(base: BaseRule, full: number): StandardRefusal[] {
  if (base.kind === 'full') return [];
  const entries: readonly { readonly score: number }[] = base.kind === 'linear' ? base.points : base.kind === 'steps' ? base.steps : base.bands;
  if (entries.length === 0 || (base.kind === 'linear' && entries.length < 2)) return [no('no-points', {}, base.kind === 'linear' ? '分段线性至少要两个点。' : '一档也没有。')];
  const found = entries.flatMap(({ score }) => (!Number.isFinite(score) ? [no('not-finite', { value: String(score) }, `得分 ${score} 不是一个数。`)]
    : score < 0 || score > full ? [no('outside-scale', { score, full }, `得分 ${score} 不在 0 到满分 ${full} 之间。`)] : []));
  const edges = base.kind === 'linear' ? base.points.map(({ at }) => at) : base.kind === 'bands' ? base.bands.map(({ from }) => from) : base.steps.flatMap(({ from, below }) => [from ?? -Infinity, below ?? Infinity]);
  const isNumber = (edge: number): boolean => (base.kind === 'steps' ? edge === edge : Number.isFinite(edge));
  for (const edge of edges) if (!isNumber(edge)) found.push(no('not-finite', { value: String(edge) }, `分界 ${edge} 不是一个数。`));
  if (found.length > 0) return found;
  if (base.kind === 'steps') return stepProblems(base.steps);
  if (base.kind === 'bands') return bandProblems(base.bands);
  for (const [i, { at }] of base.points.entries()) if (i > 0 && at <= (base.points[i - 1]?.at ?? -Infinity)) found.push(no('not-ascending', { at }, `分点要从小到大，各不相同：${at} 不大于前一个。`));
  if (slopeOf(base) === undefined) found.push(no('not-monotone', {}, '分段线性的得分忽升忽降：要么一直不降，要么一直不升。'));
  return found;
}

function stepProblems(steps: readonly Step[]): StandardRefusal[] {
  const found: StandardRefusal[] = [];
  const inOrder = steps.map(({ from = -Infinity, below = Infinity }) => ({ from, below })).sort((a, b) => a.from - b.from || a.below - b.below);
  for (const [i, { from, below }] of inOrder.entries()) {
    if (!(from < below)) found.push(no('empty-step', { from: String(from), below: String(below) }, `一档从 ${from} 到不足 ${below}，里面没有数。`));
    const previous = inOrder[i - 1];
    if (previous !== undefined && from < previous.below) found.push(no('overlap', { from: String(from), below: String(previous.below) }, `两档重叠：一档到不足 ${previous.below}，下一档已从 ${from} 起。`));
  }
  if (found.length > 0) return found;
  // Where no step fits there is nothing to gain: that must not lie between two steps, nor beyond the best one.
  for (const [i, { from }] of inOrder.entries()) {
    const below = inOrder[i - 1]?.below;
    if (below !== undefined && from > below) found.push(no('gap', { from, below }, `两档之间有空当：从 ${below} 到不足 ${from} 没有得分。`));
  }
  const slope = slopeOf({ kind: 'steps', steps });
  if (slope === undefined) found.push(no('not-monotone', {}, '各档得分忽升忽降：要么一直不降，要么一直不升。'));
  const [lowest, highest] = [inOrder[0], inOrder.at(-1)];
  if (slope === 1 && highest !== undefined && highest.below < Infinity) found.push(no('open-end', { edge: highest.below }, `越高越好，最高一档却到 ${highest.below} 为止：更高的反而不得分。`));
  if (slope === -1 && lowest !== undefined && lowest.from > 0) found.push(no('open-end', { edge: lowest.from }, `越低越好，最低一档却从 ${lowest.from} 起：更低的反而不得分。`));
  return found;
}

function bandProblems(bands: readonly Band[]): StandardRefusal[] {
  const found: StandardRefusal[] = [];
  if (new Set(bands.map(({ from }) => from)).size < bands.length) found.push(no('overlap', {}, '两个等次从同一个数起。'));
  if (new Set(bands.map(({ label }) => label)).size < bands.length) found.push(no('label-twice', {}, '两个等次叫同一个名字。'));
  if (slopeOf({ kind: 'bands', bands }) === undefined) found.push(no('not-monotone', {}, '各等次得分忽升忽降：要么一直不降，要么一直不升。'));
  return found;
}

function adjustmentProblems(adjustment: Adjustment, full: number): StandardRefusal[] {
  if (adjustment.kind === 'veto') {
    const isFine = Number.isFinite(adjustment.atLeast) && adjustment.score >= 0 && adjustment.score < full;
    return isFine ? [] : [no('bad-veto', { by: adjustment.by }, `一票否决“${adjustment.by}”不行：起点要是一个数，否决后的得分在 0 到不足满分 ${full} 之间。`)];
  }
  const found: StandardRefusal[] = [];
  const { by, each, cap, free = 0 } = adjustment;
  if (!(each > 0 && Number.isFinite(each))) found.push(no('bad-each', { by, each: String(each) }, `“${by}”每次 ${each} 分不行：要一个大于 0 的数。`));
  if (cap !== undefined && !(cap > 0 && Number.isFinite(cap))) found.push(no('bad-cap', { by, cap: String(cap) }, `“${by}”最多 ${cap} 分不行：要一个大于 0 的数。`));
  if (cap !== undefined && cap < each) found.push(no('bad-cap', { by, cap: String(cap) }, `“${by}”最多 ${cap} 分，比一次的 ${each} 分还少。`));
  if (!(free >= 0 && Number.isFinite(free))) found.push(no('bad-free', { by, free: String(free) }, `“${by}”免计 ${free} 次不行：要一个不小于 0 的数。`));
  return found;
}

function no(reason: StandardReason, params: RefusalParams, message: string): StandardRefusal {
  return { ...refuse(`safety-index/standard-${reason}`, params), reason, message };
}
