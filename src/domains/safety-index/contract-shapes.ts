import { z } from 'zod';
import { typedText } from '../../platform/core/fields.ts';

/** A month of the calendar in Asia/Shanghai, `2026-11`. */
export const month = z.string().regex(/^20\d\d-(?:0[1-9]|1[0-2])$/);
export const layers = ['social', 'police', 'opinion'] as const;
export const colours = ['green', 'blue', 'yellow', 'red'] as const;
/** What the platform itself knows of an area, from the sums of its cases and of its visits. */
export const facts = ['onTimeClosure', 'satisfaction', 'rework', 'acceptance', 'dueVisits'] as const;
export type Fact = (typeof facts)[number];

const figure = z.number().min(-1e12).max(1e12);
const score = z.number().min(0).max(100);
/** 评分标准, in the form of `rules/standards.ts`: a base, then deductions, bonuses and vetoes. */
export const scoring = z.object({
  base: z.union([
    z.object({ kind: z.literal('full') }),
    z.object({ kind: z.literal('linear'), points: z.array(z.object({ at: figure, score })).min(2).max(20) }).describe('two points are a lower and an upper limit'),
    z.object({ kind: z.literal('steps'), steps: z.array(z.object({ from: figure.exactOptional(), below: figure.exactOptional(), score })).min(1).max(20) }),
    z.object({ kind: z.literal('bands'), bands: z.array(z.object({ label: z.string().min(1).max(12), from: figure, score })).min(1).max(10) }),
  ]),
  adjustments: z.array(z.union([
    z.object({ kind: z.literal('deduction'), by: z.literal('value'), each: score, cap: score.exactOptional(), free: figure.exactOptional() }),
    z.object({ kind: z.literal('bonus'), by: z.literal('value'), each: score, cap: score, free: figure.exactOptional() }),
    z.object({ kind: z.literal('veto'), by: z.literal('value'), atLeast: figure, score }).describe('一票否决'),
  ])).max(10).exactOptional(),
});
export type Scoring = z.infer<typeof scoring>;

export const limitRules = ['quantiles', 'robust', 'extremes'] as const;
export type LimitMethod = (typeof limitRules)[number];
/** Where limits come from that nobody typed: what was published in these months. */
const limitsFrom = z.object({ rule: z.enum(limitRules), from: month, to: month, cells: z.int() });
export const ahpTables = ['saaty', 'alonsoLamata'] as const;
/** One expert's judgements: the upper triangle row by row, how many times more important the first is than the second. */
export const expert = z.object({ name: typedText(20, 1), upper: z.array(z.number().min(0.11).max(9)).min(1).max(105) });
export type Expert = z.infer<typeof expert>;
/** Where the weights of a node's children come from that nobody typed. */
export const weighing = z.union([
  z.object({ method: z.literal('ahp'), table: z.string(), source: z.string(), randomIndex: z.number(), consistencyRatio: z.number(), items: z.array(z.string()), experts: z.array(expert) }),
  z.object({ method: z.literal('entropy'), from: month, to: month }),
]);

/** A third-level indicator: what is counted, of what, by whom, and how it is scored. */
export const indicatorDraft = z.object({
  direction: z.union([z.literal(1), z.literal(-1)]).describe('-1: less is better'),
  layer: z.enum(layers), department: z.string().max(32).describe('code of the unit that answers for it'),
  measure: typedText(120, 1).describe('what is counted'), of: typedText(120, 1).nullable().describe('of how many; null: a plain count of works'),
  per: z.number().positive().max(1e6), unit: typedText(12), decimals: z.int().min(0).max(4),
  fact: z.enum(facts).nullable().describe('taken from the platform and not from a return'),
  scoring, limitsFrom: limitsFrom.exactOptional(),
});
export type IndicatorDraft = z.infer<typeof indicatorDraft>;

const code = z.string().regex(/^[A-Za-z0-9-]{1,16}$/);
export const standardNode = z.object({ code, name: typedText(40, 1), parent: code.nullable(), weight: z.number().min(0).max(1e6), indicator: indicatorDraft.nullable(), weighing: weighing.exactOptional().describe('of its children') });
export type StandardNode = z.infer<typeof standardNode>;

export const smallNumbers = ['minimum', 'shrink'] as const;
/** 评分标准 of one version, whole: it is frozen as it is, with its hash. */
export const standardContent = z.object({
  name: typedText(60, 1),
  baseMinimum: z.int().min(5).max(1000).describe('a share of fewer than this is neither scored nor shown'),
  availability: z.number().min(0).max(1).describe('share of children below which a node has no score'),
  bands: z.array(z.object({ from: score, colour: z.enum(colours) })).min(1).max(4).describe('from the best down'),
  smallNumbers: z.enum(smallNumbers).exactOptional().describe('minimum (also where absent): a rate of too little has no score; shrink: every rate is drawn towards the city\'s, the more the smaller its base'),
  nodes: z.array(standardNode).min(2).max(500),
});
export type StandardContent = z.infer<typeof standardContent>;

export const versionStates = ['draft', 'submitted', 'approved', 'published'] as const;
export type VersionState = (typeof versionStates)[number];
export const runStates = ['computed', 'published'] as const;

/** A cell of an indicator, as an area's department returned it or the platform counted it. Fewer than five are not shown. */
export const cell = z.object({
  areaId: z.int(), name: z.string(), value: z.number().nullable().describe('in the unit of the indicator; null: none, or not to be shown'),
  counted: z.number().nullable(), base: z.number().nullable(), state: z.enum(['shown', 'small', 'missing']),
  score: z.number().nullable(), rank: z.int().nullable(), returnId: z.int().nullable(),
  scored: z.number().nullable().describe('the value that was scored where small numbers are drawn towards the city\'s rate'), ownShare: z.number().nullable().describe('share of its own rate in it, 0–1'),
});
export type Cell = z.infer<typeof cell>;

export const ranked = z.object({
  areaId: z.int(), name: z.string(), score: z.number().nullable(), rank: z.int().nullable(),
  rankLow: z.int().nullable().describe('5 % of the tried weights give this rank or a better one'), rankHigh: z.int().nullable(),
  colour: z.enum(colours).nullable(), coverage: z.number().describe('share of the weight that has data, 0–1'),
  scoreBefore: z.number().nullable(), rankBefore: z.int().nullable(), dimensions: z.array(z.number().nullable()),
});
export type Ranked = z.infer<typeof ranked>;

export const finding = z.object({ step: z.string(), code: z.string(), indicators: z.array(z.string()), units: z.array(z.string()), message: z.string() });

/** What a run keeps: of each unit and node the score and the rank, of each indicator the cell. Never changed once published. */
export const frozenRun = z.object({
  month, units: z.array(z.object({ areaId: z.int(), name: z.string(), low: z.int().nullable(), high: z.int().nullable(), coverage: z.number() })),
  /** In the order of the version's nodes; by unit in the order above. */
  nodes: z.array(z.object({
    code: z.string(), scores: z.array(z.number().nullable()), ranks: z.array(z.int().nullable()),
    cells: z.array(z.object({ counted: z.number().nullable(), base: z.number().nullable(), returnId: z.int().nullable() })).nullable(),
  })),
  findings: z.array(finding),
});
export type FrozenRun = z.infer<typeof frozenRun>;

/** Below this nothing is shown of what was counted. */
export const smallestCell = 5;

/** The value in the indicator's unit; null where there is none, or the base is too small to be a share. */
export function measured(indicator: IndicatorDraft, baseMinimum: number, counted: number | null, base: number | null): number | null {
  if (counted === null) return null;
  if (indicator.of === null) return counted;
  if (base === null || base < baseMinimum) return null;
  return counted / base * indicator.per;
}

/** Children in the order of the version. */
export function childrenOf(content: StandardContent, code: string | null): readonly StandardNode[] {
  return content.nodes.filter(({ parent }) => parent === code);
}

export function rootOf(content: StandardContent): string {
  return content.nodes.find(({ parent }) => parent === null)?.code ?? '';
}

export function colourOf(content: StandardContent, value: number | null): (typeof colours)[number] | null {
  return value === null ? null : content.bands.find(({ from }) => value >= from)?.colour ?? null;
}

export function monthBefore(of: string, months = 1): string {
  const [year = 0, number = 1] = of.split('-').map(Number);
  const at = year * 12 + number - 1 - months;
  return `${String(Math.floor(at / 12))}-${String(at % 12 + 1).padStart(2, '0')}`;
}
