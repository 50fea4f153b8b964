import { existsSync } from 'node:fs';
import path from 'node:path';
import { explainChange, isView, viewOf } from '../../domains/safety-index/rules/change.ts';
import { correlate, pValue } from '../../domains/safety-index/rules/correlation.ts';
import { explainer, explainFindings, isExplanation } from '../../domains/safety-index/rules/explain.ts';
import type { Finding } from '../../domains/safety-index/rules/finding.ts';
import { leaveOneOut } from '../../domains/safety-index/rules/leave-one-out.ts';
import type { Plan } from '../../domains/safety-index/rules/plan.ts';
import type { IndexResult } from '../../domains/safety-index/rules/result.ts';
import { linksOf } from '../../domains/safety-index/rules/strengths.ts';
import { ancestorAt, nodeAt, placesOfLevel } from '../../domains/safety-index/rules/tree.ts';
import { StartError } from '../../platform/start-error.ts';
import { keyOf, keys, writtenPeriods, type Analysed, type Written } from './step-tables.ts';
import { uncertaintyTables } from './uncertainty-tables.ts';
import type { Cell } from './write-files.ts';

/** One file or more for each further key of the plan. @param folder where files that the plan names are looked for */
export async function analysesOf(result: IndexResult, plan: Plan, written: Written, folder: string): Promise<Analysed> {
  const parts: Analysed[] = [];
  if (plan.strengths !== undefined) parts.push(strengths(result, plan.strengths, written));
  if (plan.correlations !== undefined) parts.push(correlations(result, plan.correlations, written));
  if (plan.leaveOneOut !== undefined) parts.push(leftOut(result, plan.leaveOneOut, written));
  if (plan.explain === true) parts.push(contributions(result, written));
  if (plan.change !== undefined) parts.push(change(result, plan.change));
  if (plan.uncertainty !== undefined) parts.push(await uncertaintyTables(result, plan.uncertainty, written, (name) => fileNamed(name, folder)));
  return { outputs: parts.flatMap(({ outputs }) => outputs), findings: parts.flatMap(({ findings }) => findings) };
}

/** A file that the plan names: beside the plan, else where the command was called. */
function fileNamed(name: string, folder: string): string {
  const beside = path.resolve(folder, name);
  return existsSync(beside) ? beside : path.resolve(name);
}

function strengths(result: IndexResult, settings: NonNullable<Plan['strengths']>, written: Written): Analysed {
  const rows = writtenPeriods(result, written).flatMap((period) => linksOf(result, period, settings).map((link): Cell[] => {
    const node = nodeAt(result.tree, result.tree.indicators[link.indicator] ?? -1);
    const unit = settings.data === 'normalised' ? '' : node.unit;
    return [...keyOf(result, written, period * result.panel.units.length + link.unit), link.kind, link.n, link.code, node.name, nodeAt(result.tree, node.parent).code, link.rank, link.value, unit === '' ? 'NA' : unit];
  }));
  return { outputs: [{ name: 'strengths-weaknesses.csv', header: [...keys(written), 'kind', 'n', 'Code', 'Name', 'L2', 'Rank', 'Value', 'Unit'], rows }], findings: [] };
}

function correlations(result: IndexResult, { level, with: other, kind = 'pearson', pMax, withParent = false }: NonNullable<Plan['correlations']>, { cells }: Written): Analysed {
  const { tree } = result;
  const columns = tree.nodes.map((_node, place) => Float64Array.from(cells, (cell) => result.scores[place]?.[cell] ?? NaN));
  const rows: Cell[][] = [];
  const untold: string[] = [];
  for (const beside of placesOfLevel(tree, other)) {
    for (const place of placesOfLevel(tree, level)) {
      if (withParent && ancestorAt(tree, place, other) !== beside) continue;
      const found = correlate(kind, columns[beside] ?? new Float64Array(), columns[place] ?? new Float64Array());
      if (found.r !== found.r) untold.push(nodeAt(tree, place).code);
      const isNoise = pMax !== undefined && !(pValue(found) <= pMax);
      rows.push([nodeAt(tree, beside).code, nodeAt(tree, place).code, isNoise ? NaN : found.r]);
    }
  }
  const findings: Finding[] = untold.length === 0 ? [] : [{ step: 'correlations', code: 'undefined', indicators: [...new Set(untold)], message: `${[...new Set(untold)].join('、')}：数值全部相同，或成对的数据不到两个，算不出相关系数。` }];
  if (pMax !== undefined && kind !== 'pearson') findings.push({ step: 'correlations', code: 'p-of-t', message: 'p 值按 t 分布近似，对秩相关只是近似。' });
  return { outputs: [{ name: 'correlations.csv', header: ['Var1', 'Var2', 'Correlation'], rows }], findings };
}

function leftOut(result: IndexResult, level: number, written: Written): Analysed {
  const width = result.panel.units.length;
  const scores: Cell[][] = [];
  const ranks: Cell[][] = [];
  const shifts: Cell[][] = [];
  const codes = placesOfLevel(result.tree, level).map((place) => nodeAt(result.tree, place).code);
  for (const period of writtenPeriods(result, written)) {
    const left = leaveOneOut(result, period, level);
    if (!('nominal' in left)) throw new StartError('index/refused', left.message);
    const all = [left.nominal, ...left.without];
    for (const cell of written.cells) {
      if (Math.floor(cell / width) !== period) continue;
      const key = keyOf(result, written, cell);
      scores.push([...key, ...all.map((one) => one.scores[cell % width] ?? NaN)]);
      ranks.push([...key, ...all.map((one) => one.ranks[cell % width] || NaN)]);
    }
    const time = written.hasTime ? [result.panel.periods[period] ?? ''] : [];
    shifts.push([...time, 'Nominal', 0], ...left.without.map(({ code, meanRankShift }): Cell[] => [...time, code, meanRankShift]));
  }
  const header = [...keys(written), 'Nominal', ...codes];
  return {
    outputs: [
      { name: 'leave-one-out-scores.csv', header, rows: scores }, { name: 'leave-one-out-ranks.csv', header, rows: ranks },
      { name: 'leave-one-out-mean-abs-rank-change.csv', header: [...(written.hasTime ? ['Time'] : []), 'removed', 'meanAbsRankDiff'], rows: shifts },
    ],
    findings: [],
  };
}

function contributions(result: IndexResult, written: Written): Analysed {
  const rows: Cell[][] = [];
  const without: string[] = [];
  const general = explainFindings(result);
  const explain = explainer(result);
  for (const cell of written.cells) {
    const explanation = explain(cell);
    if (isExplanation(explanation)) {
      for (const { isIndicator, code, score, weight, contribution, lost } of explanation.shares) if (isIndicator) rows.push([...keyOf(result, written, cell), code, score, contribution === 0 && score !== score ? 0 : weight, contribution, lost]);
    } else if (explanation.code === 'no-score') without.push(result.panel.units[cell % result.panel.units.length] ?? '');
    else break;
  }
  const units = [...new Set(without)];
  const none: Finding[] = units.length === 0 ? [] : [{ step: 'explain', code: 'no-score', units, message: `${units.join('、')}没有得分，无从说明构成。` }];
  return { outputs: [{ name: 'contributions.csv', header: [...keys(written), 'iCode', 'score', 'weight', 'contribution', 'lost_points'], rows }], findings: [...general, ...none] };
}

function change(result: IndexResult, [from, to]: NonNullable<Plan['change']>): Analysed {
  const { panel } = result;
  const [before, after] = [panel.periods.indexOf(String(from)), panel.periods.indexOf(String(to))];
  const rows: Cell[][] = [];
  const findings = new Map<string, Finding>();
  for (const [unit, code] of panel.units.entries()) {
    const views = [before, after].map((period) => viewOf(result, period * panel.units.length + unit));
    const [first, second] = views;
    for (const view of views) {
      if (isView(view)) continue;
      const known = findings.get(view.code);
      findings.set(view.code, { ...view, step: 'change', ...(view.units === undefined ? {} : { units: [...new Set([...(known?.units ?? []), code])] }) });
    }
    if (first === undefined || second === undefined || !isView(first) || !isView(second)) continue;
    for (const row of explainChange(first, second).rows) rows.push([code, row.code, row.from, row.to, row.scoreEffect, row.coverageEffect]);
  }
  return { outputs: [{ name: 'change.csv', header: ['uCode', 'iCode', `score_t${from}`, `score_t${to}`, 'score_effect', 'coverage_effect'], rows }], findings: [...findings.values()] };
}
