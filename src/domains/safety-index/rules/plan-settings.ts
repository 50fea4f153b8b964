import { aggregateLevels } from './combine.ts';
import type { Normalising, NormaliseSettings } from './normalise.ts';
import { defaultTreatment, type Treatment } from './outliers.ts';
import type { Panel } from './panel.ts';
import type { Plan, PlanProblem } from './plan.ts';
import type { Aggregating, BuildSettings, Treating } from './result.ts';
import { codesOf, nodeAt, type Combining, type IndexTree } from './tree.ts';

/** What the plan asks for that this tree and these data do not have. */
export function planProblems(plan: Plan, tree: IndexTree, panel: Panel): PlanProblem[] {
  const found: PlanProblem[] = [];
  const no = (path: string, message: string): void => { found.push({ path, message }); };
  const indicators = new Set(codesOf(tree, tree.indicators));
  const units = new Set(panel.units);
  const levels = [...new Set(tree.nodes.map(({ level }) => level))].toSorted((a, b) => a - b);
  const aggregates = aggregateLevels(tree);
  const group = (path: string, name: string | undefined): void => {
    if (name !== undefined && !panel.groups.has(name)) no(path, `数据里没有分组列“${name}”；有：${[...panel.groups.keys()].join('、') || '（没有）'}`);
  };
  const level = (path: string, asked: number | undefined): void => {
    if (asked !== undefined && !levels.includes(asked)) no(path, `没有第 ${asked} 层；有：${levels.join('、')}`);
  };
  const period = (path: string, asked: string | number): void => {
    if (!panel.periods.includes(String(asked))) no(path, `数据里没有 Time ${asked}；有：${some(panel.periods)}`);
  };
  const scoring = (path: string, settings: NormaliseSettings | undefined): void => {
    if (settings?.reference !== undefined && !units.has(settings.reference)) no(`${path}.reference`, `数据里没有单位“${settings.reference}”；有：${some(panel.units)}`);
  };
  const codes = (path: string, own: object | undefined): void => {
    for (const code of Object.keys(own ?? {})) if (!indicators.has(code)) no(`${path}.${code}`, '指标体系里没有这个指标');
  };
  if (plan.period !== undefined && plan.period !== 'all') period('period', plan.period);
  group('impute.group', plan.impute?.group);
  group('rank.group', plan.rank?.group);
  group('strengths.group', plan.strengths?.group);
  level('impute.withinLevel', plan.impute?.withinLevel);
  codes('treat.perIndicator', plan.treat?.perIndicator);
  codes('normalise.perIndicator', plan.normalise?.perIndicator);
  scoring('normalise', plan.normalise);
  for (const [code, own] of Object.entries(plan.normalise?.perIndicator ?? {})) scoring(`normalise.perIndicator.${code}`, own);
  for (const key of ['method', 'availability'] as const) {
    const list = plan.aggregate?.[key];
    if (Array.isArray(list) && list.length !== aggregates.length) no(`aggregate.${key}`, `列表有 ${list.length} 项，要合成的有 ${aggregates.length} 层（${aggregates.join('、')}）`);
  }
  const { weights } = plan.aggregate ?? {};
  if (typeof weights === 'object') {
    for (const code of Object.keys(weights)) if (!tree.placeByCode.has(code)) no(`aggregate.weights.${code}`, '指标体系里没有这个编码');
    const top = nodeAt(tree, tree.root).children;
    if (top.every((child) => (weights[nodeAt(tree, child).code] ?? nodeAt(tree, child).weight) === 0)) no('aggregate.weights', `“${nodeAt(tree, tree.root).code}”的下级权重全部是 0，指数没有得分`);
  }
  level('correlations.level', plan.correlations?.level);
  level('correlations.with', plan.correlations?.with);
  level('leaveOneOut', plan.leaveOneOut);
  if (plan.leaveOneOut === nodeAt(tree, tree.root).level) no('leaveOneOut', '最上一层只有指数自己，不能去掉');
  for (const one of plan.change ?? []) period('change', one);
  for (const one of plan.uncertainty?.levels ?? []) level('uncertainty.levels', one);
  for (const [at, own] of (plan.uncertainty?.normalisations ?? []).entries()) scoring(`uncertainty.normalisations.${at}`, own);
  return found;
}

/** For a plan without problems. */
export function settingsOf(plan: Plan, panel: Panel): BuildSettings {
  const { impute, treat, normalise, aggregate, rank } = plan;
  const period = plan.period === undefined || plan.period === 'all' ? undefined : panel.periods.indexOf(String(plan.period));
  return {
    ...(period === undefined ? {} : { period }),
    ...(plan.denominate === undefined ? {} : { denominate: plan.denominate }),
    ...(impute === undefined ? {} : { fill: { ...impute, method: impute.method ?? 'none' } }),
    ...(treat === undefined ? {} : { treat: treatingOf(treat) }),
    ...(normalise === undefined ? {} : { normalise: normalisingOf(normalise) }),
    ...(aggregate === undefined ? {} : { aggregate: aggregatingOf(aggregate) }),
    ...(rank === undefined ? {} : { rank }),
  };
}

function treatingOf(treat: NonNullable<Plan['treat']>): Treating {
  const chain = { ...defaultTreatment, winmax: treat.winmax ?? defaultTreatment.winmax, skew: treat.skew ?? defaultTreatment.skew, kurt: treat.kurt ?? defaultTreatment.kurt, combine: treat.combine ?? defaultTreatment.combine, then: treat.then ?? defaultTreatment.then };
  const all: Treatment = (treat.method ?? 'none') === 'none' ? { method: 'none' } : chain;
  const own = Object.entries(treat.perIndicator ?? {}).map(([code, { method, lambda }]): [string, Treatment] => [code, method === 'none' ? { method } : { method, lambda: lambda ?? 1, skew: chain.skew, kurt: chain.kurt }]);
  return { all, perIndicator: new Map(own), scope: treat.scope ?? 'period' };
}

function normalisingOf({ perIndicator, ...all }: NonNullable<Plan['normalise']>): Normalising {
  return { ...all, perIndicator: new Map(Object.entries(perIndicator ?? {})) };
}

function aggregatingOf({ method = 'arithmetic', power, weights = 'given', availability }: NonNullable<Plan['aggregate']>): Aggregating {
  const combining = (name: Combining['method']): Combining => (name === 'power' ? { method: name, power: power ?? 1 } : { method: name });
  return {
    method: typeof method === 'string' ? combining(method) : method.map(combining),
    weights: typeof weights === 'string' ? weights : new Map(Object.entries(weights)),
    ...(availability === undefined ? {} : { availability }),
  };
}

function some(names: readonly string[]): string {
  return names.length > 24 ? `${names.slice(0, 24).join('、')} … 共 ${names.length} 个` : names.join('、');
}
