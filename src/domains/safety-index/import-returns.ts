import type { Ctx } from '../../platform/action.ts';
import type { ImportReport, RowError } from '../../platform/core/fields.ts';
import { refuse, type Refusal } from '../../platform/core/refusal.ts';
import { makeSay } from '../../platform/say.ts';
import { readTable, type Cell, type TableRow } from '../../platform/table-file.ts';
import { month as monthShape } from './contract-shapes.ts';
import { groundOf, judge, known, problemOfFigure, saveReturns, type CellProblem, type Given, type Ground } from './entering.ts';
import { currentMonth } from './standard-steps.ts';
import { safetyIndexWords } from './words.ts';

// Returns from an Excel or CSV file: one row for each figure. Every bad cell is named, and with one of them nothing is written.

type Column = 'month' | 'indicator' | 'area' | 'counted' | 'base' | 'note';
type Problem = CellProblem | 'month-wrong' | 'month-ahead' | 'months-differ' | 'no-standard' | 'number-wrong' | 'number-missing' | 'number-large' | 'number-negative' | 'formula' | 'cell-error' | 'merged' | 'cell-twice' | 'note-long';
type Wrong = { readonly row: number; readonly column: Column; readonly problem: Problem; readonly value: string };

const heads: Readonly<Record<string, Column>> = {
  月份: 'month', 月: 'month', month: 'month', 指标编码: 'indicator', 指标: 'indicator', 编码: 'indicator', indicator: 'indicator', 单位: 'area', 考核单位: 'area', '县（市、区）': 'area', area: 'area', unit: 'area',
  数量: 'counted', 分子: 'counted', counted: 'counted', 基数: 'base', 分母: 'base', base: 'base', 备注: 'note', note: 'note',
};
const mostRows = 5_000;
const mostErrors = 500;
const say = makeSay([safetyIndexWords]);

export async function takeReturns(ctx: Ctx, input: { readonly fileBase64: string; readonly fileName: string; readonly dryRun: boolean }): Promise<ImportReport | Refusal> {
  const table = await readTable<Column>(Buffer.from(input.fileBase64, 'base64'), { known: (head) => heads[head.trim().toLowerCase()] ?? heads[head.trim()], required: ['month', 'indicator', 'area', 'counted'], mostRows });
  if ('unreadable' in table) return refuse('safety-index/import-unreadable', { why: `@safety-index.unreadable.${table.unreadable}` });
  const wrong: Wrong[] = [];
  const month = monthOf(ctx, table, wrong);
  const ground = month === null ? null : await groundOf(ctx, month);
  if (month !== null && !ground) return refuse('safety-index/no-standard', { month });
  const read = ground && month !== null ? readRows(table, ground, month, wrong) : [];
  const judged = ground && month !== null ? judge(ground, read.map(({ given }) => given), await known(ctx, ground, month), { month, note: '', source: 'import', fileName: input.fileName }) : { created: 0, corrected: 0, unchanged: 0, write: [] };
  const errors = wrong.sort((a, b) => a.row - b.row).slice(0, mostErrors).map((one) => told(ctx, one));
  const [first] = errors;
  if (!input.dryRun) {
    if (first) return refuse('safety-index/import-has-errors', { errors: wrong.length, row: first.row, column: first.column, detail: first.detail });
    if (!await saveReturns(ctx, judged)) return refuse('safety-index/overtaken', {}, 'overtaken');
  }
  const change = new Map(judged.write.map((one) => [`${one.indicator}/${one.areaId}`, one.corrects === null ? 'created' : 'changed']));
  return {
    written: !input.dryRun, rows: table.length, created: judged.created, changed: judged.corrected, unchanged: judged.unchanged, errors,
    preview: read.slice(0, 100).map(({ row, given }) => ({
      row, indicator: ground?.indicators.get(given.indicator)?.node.name ?? given.indicator, area: ground?.units.find(({ areaId }) => areaId === given.areaId)?.name ?? '',
      counted: given.counted, base: given.base, change: change.get(`${given.indicator}/${given.areaId}`) ?? 'same',
    })),
  };
}

/** One file is of one month. */
function monthOf(ctx: Ctx, table: readonly TableRow<Column>[], wrong: Wrong[]): string | null {
  let all: string | null = null;
  for (const { row, cells } of table) {
    const no = (problem: Problem, value = ''): void => { wrong.push({ row, column: 'month', problem, value }); };
    const cell = cells.get('month');
    if (cell?.problem) { no(cell.problem); continue; }
    const text = cell?.text.trim() ?? '';
    const parts = /^(20\d\d)[-/.年]?(0?[1-9]|1[0-2])(?:月|[-/.]0?1)?$/u.exec(text);
    const read = monthShape.safeParse(`${parts?.[1] ?? ''}-${(parts?.[2] ?? '').padStart(2, '0')}`);
    if (!read.success) no('month-wrong', text);
    else if (read.data > currentMonth(ctx.now)) no('month-ahead', read.data);
    else if (all !== null && all !== read.data) no('months-differ', read.data);
    else all = read.data;
  }
  return all;
}

type Read = { readonly row: number; readonly given: Given };

function readRows(table: readonly TableRow<Column>[], ground: Ground, month: string, wrong: Wrong[]): Read[] {
  const seen = new Map<string, number>();
  const ofNoMonth = new Set(wrong.map(({ row }) => row));
  const areas = new Map(ground.units.flatMap((unit) => [[unit.name, unit.areaId], [String(unit.areaId), unit.areaId]] as const));
  return table.flatMap(({ row, cells }): Read[] => {
    const before = wrong.length;
    const no = (column: Column, problem: Problem, value = ''): void => { wrong.push({ row, column, problem, value }); };
    const text = (column: Column): string => {
      const cell = cells.get(column);
      if (cell?.problem) no(column, cell.problem);
      return cell?.text.trim() ?? '';
    };
    const named = text('indicator');
    const own = ground.indicators.get(named) ?? [...ground.indicators.values()].find(({ node }) => node.name === named);
    const indicator = own?.node.code ?? named;
    const areaName = text('area');
    const areaId = areas.get(areaName) ?? 0;
    const counted = numberIn(cells.get('counted'), (problem, value) => { no('counted', problem, value); }, true);
    const base = numberIn(cells.get('base'), (problem, value) => { no('base', problem, value); }, false);
    const note = text('note');
    if ([...note].length > 200) no('note', 'note-long');
    if (wrong.length > before || counted === null) return [];
    const given: Given = { indicator, areaId, counted, base, note };
    const problem = problemOfFigure(ground, given);
    if (problem) no(problem === 'unit-unknown' ? 'area' : problem === 'base-missing' || problem === 'more-than-base' ? 'base' : 'indicator', problem, problem === 'unit-unknown' ? areaName : named);
    const key = `${indicator}/${areaId}`;
    const other = seen.get(key);
    if (ofNoMonth.has(row)) return [];
    if (other !== undefined) no('indicator', 'cell-twice', `${own?.node.name ?? named}，${areaName}，${month}（第 ${other} 行）`);
    else seen.set(key, row);
    return wrong.length > before ? [] : [{ row, given }];
  });
}

/** Digits with or without thousands; no formula, no error, nothing beyond what a count can be. */
function numberIn(cell: Cell | undefined, no: (problem: Problem, value: string) => void, needed: boolean): number | null {
  if (cell?.problem) { no(cell.problem, ''); return null; }
  const text = cell?.text.trim() ?? '';
  if (text === '') { if (needed) no('number-missing', ''); return null; }
  if (text.startsWith('=')) { no('formula', text); return null; }
  const plain = text.replace(/(?<=\d)[,，](?=\d{3}(?:\D|$))/gu, '');
  const value = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/u.test(plain) ? Number(plain) : NaN;
  if (Number.isNaN(value)) { no('number-wrong', text); return null; }
  if (value < 0) { no('number-negative', text); return null; }
  if (value > 1e12) { no('number-large', text); return null; }
  return value;
}

function told(ctx: Ctx, { row, column, problem, value }: Wrong): RowError {
  return { row, column: say(ctx.actor.language, `safety-index.column.${column}`), problem, detail: say(ctx.actor.language, `safety-index.cell.${problem}`, { value }) };
}
