import { z } from 'zod';

/**
 * The plan of `npx jingwei index`: which steps, in which way. Strict: a key that nobody knows is an error, since a step
 * that was meant and is not done would go unnoticed.
 */
export type PlanProblem = { /** `normalise.perIndicator.P1_01_1.method` */ readonly path: string; /** What is wrong and what is allowed, in Chinese. */ readonly message: string };

export const fillMethods = ['none', 'mean', 'median', 'group-mean', 'group-median', 'row-mean', 'row-median', 'last', 'linear', 'constant'] as const;
export const normaliseMethods = ['minmax', 'goalposts', 'zscore', 'rank', 'percent-rank', 'borda', 'distance-to-target', 'distance-to-max', 'distance-to-reference', 'scaled', 'none'] as const;
export const combineMethods = ['arithmetic', 'geometric', 'harmonic', 'power'] as const;
/** Beyond this a sum of powers overflows; nothing that a department counts comes near. */
export const greatest = 1e15;

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values, { error: `可以写：${values.join('、')}` });
const figure = z.number({ error: '要一个数' }).min(-greatest, { error: `绝对值不能超过 ${greatest}` }).max(greatest, { error: `绝对值不能超过 ${greatest}` });
const whole = (least: number) => z.int({ error: `要一个不小于 ${least} 的整数` }).min(least, { error: `要一个不小于 ${least} 的整数` });
const notNegative = figure.min(0, { error: '要一个不小于 0 的数' });
const share = z.number({ error: '要一个 0 到 1 之间的数' }).min(0, { error: '要一个 0 到 1 之间的数' }).max(1, { error: '要一个 0 到 1 之间的数' });
const flag = z.boolean({ error: '要 true 或 false' });
const name = z.string({ error: '要一个名称' }).min(1, { error: '不能是空的' });
const pair = (what: string) => z.tuple([figure, figure], { error: `要两个数的列表：${what}` });
const byCode = <T extends z.ZodType>(value: T, what: string) => z.record(z.string(), value, { error: `要一个对象：{"编码": ${what}}` });

function object<T extends z.ZodRawShape>(shape: T) {
  const allowed = Object.keys(shape).join('、');
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? `这里没有这个键；可以写：${allowed}` : `要一个对象，可以写：${allowed}`) });
}

const normaliseShape = {
  method: oneOf(normaliseMethods).exactOptional(),
  range: pair('最低分、最高分').refine(([lower, upper]) => lower < upper, { error: '前一个数要小于后一个数' }).exactOptional(),
  meanSd: pair('平均分、标准差').refine(([, deviation]) => deviation > 0, { error: '标准差要大于 0' }).exactOptional(),
  ties: oneOf(['min', 'average']).exactOptional(),
  cap: flag.exactOptional(),
  truncate: flag.exactOptional(),
  limits: pair('下限、上限，按原始单位').refine(([lower, upper]) => lower <= upper, { error: '下限不能大于上限' }).exactOptional(),
  scale: figure.exactOptional(),
  reference: name.exactOptional(),
  scope: oneOf(['period', 'panel']).exactOptional(),
};
const normaliseKeys = object(normaliseShape);
const time = z.union([z.string(), z.number()], { error: '要写一个 Time' });
const methodList = { error: `可以写一个方法，或从下往上每层一个的列表：${combineMethods.join('、')}` };
const weightWays = { error: '可以写 "given"、"equal"，或 {"编码": 不小于 0 的权重}' };
const shareList = { error: '可以写一个 0 到 1 之间的数，或从下往上每层一个的列表' };
const oneShare = z.number(shareList).min(0, shareList).max(1, shareList);
/** A union whose branches say the same sentence: which branch was meant cannot be told. */
const either = <const T extends readonly [z.ZodType, ...z.ZodType[]]>(what: { readonly error: string }, branches: T) => z.union(branches, what);

export const planSchema = object({
  period: z.union([z.string(), z.number()], { error: '可以写 "all" 或一个 Time' }).exactOptional(),
  denominate: flag.exactOptional(),
  impute: object({
    method: oneOf(fillMethods).exactOptional(),
    group: name.exactOptional(),
    withinLevel: whole(1).exactOptional(),
    maxPeriods: whole(0).exactOptional(),
  }).exactOptional(),
  treat: object({
    method: oneOf(['none', 'chain', 'default']).exactOptional(),
    winmax: whole(0).exactOptional(),
    skew: notNegative.exactOptional(),
    kurt: figure.exactOptional(),
    combine: flag.exactOptional(),
    then: oneOf(['log', 'log-plus', 'log-orig', 'none']).exactOptional(),
    scope: oneOf(['period', 'panel']).exactOptional(),
    perIndicator: byCode(object({ method: oneOf(['boxcox', 'none']), lambda: figure.exactOptional() }), '{"method": "boxcox", "lambda": 0.5} 或 {"method": "none"}').exactOptional(),
  }).exactOptional(),
  normalise: object({ ...normaliseShape, perIndicator: byCode(normaliseKeys, '{"method": …}').exactOptional() }).exactOptional(),
  aggregate: object({
    method: either(methodList, [z.enum(combineMethods, methodList), z.array(z.enum(combineMethods, methodList), methodList).min(1, methodList)]).exactOptional(),
    power: figure.refine((power) => power !== 0, { error: '不能是 0：0 就是几何平均，写 "geometric"' }).exactOptional(),
    weights: either(weightWays, [z.literal(['given', 'equal'], weightWays), z.record(z.string(), z.number(weightWays).min(0, weightWays).max(greatest, weightWays), weightWays)]).exactOptional(),
    availability: either(shareList, [oneShare, z.array(oneShare, shareList).min(1, shareList)]).exactOptional(),
  }).exactOptional(),
  rank: object({ decimals: whole(0).max(15, { error: '要 0 到 15 之间的整数' }).exactOptional(), group: name.exactOptional() }).exactOptional(),
  strengths: object({ data: oneOf(['raw', 'normalised']).exactOptional(), top: whole(0).exactOptional(), bottom: whole(0).exactOptional(), group: name.exactOptional(), uniqueShare: share.exactOptional(), hideLast: flag.exactOptional() }).exactOptional(),
  correlations: object({ level: whole(1), with: whole(1), kind: oneOf(['pearson', 'spearman', 'kendall']).exactOptional(), pMax: share.exactOptional(), withParent: flag.exactOptional() }).exactOptional(),
  leaveOneOut: whole(1).exactOptional(),
  explain: flag.exactOptional(),
  change: z.tuple([time, time], { error: '要两个 Time 的列表：[从, 到]' }).exactOptional(),
  uncertainty: object({
    runs: whole(1).max(100_000, { error: '最多 100000 次' }).exactOptional(),
    seed: z.int({ error: '要一个整数' }).exactOptional(),
    weightNoise: share.exactOptional(),
    levels: z.array(whole(1), { error: '要层级的列表，例如 [2, 3]' }).min(1, { error: '至少要一个层级' }).exactOptional(),
    normalisations: z.array(normaliseKeys, { error: '要一个列表：[{"method": …}, …]' }).min(1, { error: '至少要一种' }).exactOptional(),
    sets: object({ weights: name, parameters: name }).exactOptional(),
  }).exactOptional(),
});
export type Plan = z.infer<typeof planSchema>;

/** Every wrong key and value; what only the tree and the data can tell is `planProblems` in `plan-settings.ts`. */
export function readPlan(json: unknown): Plan | readonly PlanProblem[] {
  const read = planSchema.safeParse(json);
  if (!read.success) return read.error.issues.flatMap(problemsOf);
  const between = acrossKeys(read.data);
  return between.length > 0 ? between : read.data;
}

export function isPlan(value: Plan | readonly PlanProblem[]): value is Plan {
  return !Array.isArray(value);
}

function problemsOf({ code, path, message, ...rest }: z.core.$ZodIssue): PlanProblem[] {
  const at = path.map(String).join('.');
  const keys = code === 'unrecognized_keys' && 'keys' in rest && Array.isArray(rest.keys) ? rest.keys.map(String) : [];
  return keys.length === 0 ? [{ path: at, message }] : keys.map((key) => ({ path: at === '' ? key : `${at}.${key}`, message }));
}

/** Keys that need each other, or have no effect together. */
function acrossKeys(plan: Plan): PlanProblem[] {
  const found: PlanProblem[] = [];
  const no = (path: string, message: string): void => { found.push({ path, message }); };
  const { impute, treat, aggregate, normalise, uncertainty } = plan;
  const filling = impute?.method ?? 'none';
  if (filling.startsWith('group-') && impute?.group === undefined) no('impute.group', `方法 ${filling} 要写按哪一列分组`);
  if (!filling.startsWith('group-') && impute?.group !== undefined) no('impute.group', '只用于 group-mean 和 group-median');
  if (!filling.startsWith('row-') && impute?.withinLevel !== undefined) no('impute.withinLevel', '只用于 row-mean 和 row-median');
  if (filling !== 'last' && impute?.maxPeriods !== undefined) no('impute.maxPeriods', '只用于 last');
  for (const [code, own] of Object.entries(treat?.perIndicator ?? {})) {
    if (own.method === 'boxcox' && own.lambda === undefined) no(`treat.perIndicator.${code}.lambda`, 'boxcox 要写 lambda');
    if (own.method === 'none' && own.lambda !== undefined) no(`treat.perIndicator.${code}.lambda`, '只用于 boxcox');
  }
  const methods = [aggregate?.method ?? 'arithmetic'].flat();
  if (methods.includes('power') && aggregate?.power === undefined) no('aggregate.power', '方法 power 要写幂');
  if (!methods.includes('power') && aggregate?.power !== undefined) no('aggregate.power', '只用于方法 power');
  for (const [path, one] of [['normalise', normalise], ...Object.entries(normalise?.perIndicator ?? {}).map(([code, own]) => [`normalise.perIndicator.${code}`, own] as const), ...(uncertainty?.normalisations ?? []).map((own, at) => [`uncertainty.normalisations.${at}`, own] as const)] as const) {
    if (one?.method === 'distance-to-reference' && one.reference === undefined && normalise?.reference === undefined) no(`${path}.reference`, 'distance-to-reference 要写参照单位的 uCode');
  }
  const needsScores: readonly (keyof Plan)[] = ['leaveOneOut', 'explain', 'change', 'uncertainty'];
  for (const key of needsScores) if (plan[key] !== undefined && plan[key] !== false && aggregate === undefined) no(key, '需要合成得分：计划里还要有 aggregate');
  if (plan.change !== undefined && plan.period !== undefined && plan.period !== 'all') no('change', '两期对比需要 "period": "all"');
  return found;
}
