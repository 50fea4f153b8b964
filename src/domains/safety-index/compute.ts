import { colourOf, measured, rootOf, type FrozenRun, type IndicatorDraft, type StandardContent } from './contract-shapes.ts';
import { isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import { buildIndex, isBuilt } from './rules/build.ts';
import { panelOf } from './rules/panel.ts';
import type { IndexResult } from './rules/result.ts';
import { smallNumberRates } from './rules/small-numbers.ts';
import { scoreColumn } from './rules/standards.ts';
import { effectiveWeights, isTree, nodeAt, treeOf, type IndexTree } from './rules/tree.ts';
import { uncertaintyOf } from './rules/uncertainty.ts';
import { treeInputs } from './standard.ts';

/** What was counted of one unit for one indicator, and where it is written. */
export type Figure = { readonly counted: number; readonly base: number | null; readonly returnId: number | null };
export type MonthFigures = {
  readonly month: string;
  readonly units: readonly { readonly areaId: number; readonly name: string }[];
  /** By `code/areaId`. */
  readonly figures: ReadonlyMap<string, Figure>;
};

export function figureKey(code: string, areaId: number): string {
  return `${code}/${areaId}`;
}

/** The tree of a version that was checked when it was drafted. */
export function treeOfContent(content: StandardContent): IndexTree {
  const tree = treeOf(treeInputs(content));
  if (!isTree(tree)) throw new Error(`a stored standard has no tree: ${tree.map(({ message }) => message).join(' ')}`);
  return tree;
}

/** Scores by a standard are of 0 to 100 already; said in this way, an explanation knows the full mark. */
const asScored: NonNullable<IndexResult['settings']['normalise']> = { method: 'goalposts', limits: [0, 100], scale: 100, truncate: false };

/** Scores of one month under one version: standards first, then the tree. */
export function buildMonth(content: StandardContent, { month, units, figures }: MonthFigures): IndexResult {
  const tree = treeOfContent(content);
  const byCode = new Map(content.nodes.map((node) => [node.code, node.indicator]));
  const columns = tree.indicators.map((place) => {
    const { code } = nodeAt(tree, place);
    const indicator = byCode.get(code);
    if (!indicator) throw new Error(`${code} is no indicator`);
    return scoreColumn(indicator.scoring, scoredColumn(content, code, indicator, { units, figures }).values, new Map());
  });
  const panel = panelOf({ units: units.map(({ areaId }) => String(areaId)), periods: [month], columns });
  if (isRefusal(panel)) throw new Error(`the month has no panel: ${panel.refused}`);
  const built = buildIndex(tree, panel, { normalise: asScored, aggregate: { weights: 'given' }, rank: {} });
  if (!isBuilt(built)) throw new Error(`a mean met a value that it cannot take: ${built.message}`);
  return built;
}

/** By unit, what is scored of an indicator, and which share of it is its own: less than 1 where the version draws rates towards the city's. */
export function scoredColumn(content: StandardContent, code: string, indicator: IndicatorDraft, { units, figures }: Pick<MonthFigures, 'units' | 'figures'>): { readonly values: Float64Array; readonly ownShare: Float64Array | null } {
  const held = units.map(({ areaId }) => figures.get(figureKey(code, areaId)));
  if (content.smallNumbers !== 'shrink' || indicator.of === null) return { values: Float64Array.from(held, (figure) => measured(indicator, content.baseMinimum, figure?.counted ?? null, figure?.base ?? null) ?? NaN), ownShare: null };
  const bases = Float64Array.from(held, (figure) => figure?.base || NaN);
  const drawn = smallNumberRates({ method: 'shrink' }, Float64Array.from(held, (figure) => figure?.counted ?? NaN), bases);
  if ('refused' in drawn) throw new Error(`rates that were checked cannot be drawn: ${drawn.refused}`);
  return { values: drawn.rates.map((rate) => rate * indicator.per), ownShare: drawn.ownShare };
}

/** How many sets of weights are tried, and the seed: the same run gives the same bytes. */
export type Trying = { readonly runs: number; readonly seed: number; /** Told which share (0–1) is done. */ readonly onProgress?: (share: number) => void };

export type Computed = { readonly result: FrozenRun; readonly coverage: number };

/** A month as it is kept; refused where no unit has a score. */
export function computeMonth(content: StandardContent, input: MonthFigures, trying: Trying): Computed | Refusal {
  const built = buildMonth(content, input);
  const { tree } = built;
  const root = built.scores[tree.root];
  if (!root?.some((one) => one === one)) return refuse('safety-index/no-returns', { month: input.month });
  const intervals = uncertaintyOf(built, trying);
  const weights = effectiveWeights(tree);
  const coverages = input.units.map((_unit, at) => tree.indicators.reduce((sum, place) => sum + (isNumber(built.scores[place]?.[at]) ? weights[place] ?? 0 : 0), 0));
  const byCode = new Map(content.nodes.map((node) => [node.code, node.indicator]));
  return {
    coverage: coverages.reduce((sum, one) => sum + one, 0) / coverages.length,
    result: {
      month: input.month,
      units: input.units.map(({ areaId, name }, at) => ({ areaId, name, low: floorOf(intervals[at]?.low), high: ceilingOf(intervals[at]?.high), coverage: coverages[at] ?? 0 })),
      nodes: content.nodes.map(({ code }) => {
        const place = tree.placeByCode.get(code) ?? -1;
        return {
          code, scores: Array.from(built.scores[place] ?? [], (one) => (isNumber(one) ? one : null)), ranks: Array.from(built.ranks[place] ?? [], (one) => one || null),
          cells: byCode.get(code) ? input.units.map(({ areaId }) => {
            const figure = input.figures.get(figureKey(code, areaId));
            return { counted: figure?.counted ?? null, base: figure?.base ?? null, returnId: figure?.returnId ?? null };
          }) : null,
        };
      }),
      findings: [...gaps(content, input), ...built.findings.map(({ step, code, indicators = [], units = [], message }) => ({ step, code, indicators: [...indicators], units: [...units], message }))],
    },
  };
}

/** A quantile may lie between two places: then the wider one is told. */
function floorOf(rank: number | undefined): number | null {
  return rank === undefined ? null : Math.floor(rank);
}

function ceilingOf(rank: number | undefined): number | null {
  return rank === undefined ? null : Math.ceil(rank);
}

function gaps(content: StandardContent, { units, figures }: MonthFigures): FrozenRun['findings'] {
  const found: FrozenRun['findings'] = [];
  for (const { code, name, indicator } of content.nodes) {
    if (!indicator) continue;
    const missing = units.filter(({ areaId }) => !figures.has(figureKey(code, areaId)));
    const small = units.filter(({ areaId }) => {
      const figure = figures.get(figureKey(code, areaId));
      return figure !== undefined && measured(indicator, content.baseMinimum, figure.counted, figure.base) === null;
    });
    if (content.smallNumbers === 'shrink' && indicator.of !== null) {
      const { ownShare } = scoredColumn(content, code, indicator, { units, figures });
      const drawn = units.filter((_unit, at) => (ownShare?.[at] ?? 1) < 0.9);
      if (drawn.length > 0) found.push({ step: 'small-numbers', code: 'shrunk', indicators: [code], units: drawn.map(({ areaId }) => String(areaId)), message: `${name}：${listed(drawn)}的基数小，按全市比率修正后计分（修正一成以上）。` });
    } else if (small.length > 0) found.push({ step: 'return', code: 'small-base', indicators: [code], units: small.map(({ areaId }) => String(areaId)), message: `${name}：${listed(small)}的基数不足 ${content.baseMinimum}，不计分也不公布。` });
    if (missing.length > 0) found.push({ step: 'return', code: 'missing', indicators: [code], units: missing.map(({ areaId }) => String(areaId)), message: `${name}：${missing.length === units.length ? '没有单位的数据' : `${listed(missing)}没有数据`}，不计分，权重分给同级。` });
  }
  return found;
}

function listed(units: readonly { readonly name: string }[]): string {
  const names = units.slice(0, 4).map(({ name }) => name).join('、');
  return units.length > 4 ? `${names}等 ${units.length} 个单位` : names;
}

function isNumber(one: number | undefined): one is number {
  return one !== undefined && one === one;
}

/** Score of the index of one unit and its band, of a build. */
export function indexOf(content: StandardContent, built: IndexResult, unit: number): { score: number | null; rank: number | null; colour: ReturnType<typeof colourOf> } {
  const score = built.scores[built.tree.placeByCode.get(rootOf(content)) ?? -1]?.[unit];
  const known = isNumber(score) ? score : null;
  return { score: known, rank: built.ranks[built.tree.root]?.[unit] || null, colour: colourOf(content, known) };
}
