import { CsvError, parse } from 'csv-parse/sync';
import { divisionCode, normaliseText, toHalfWidth } from '../../platform/core/code-check.ts';
import { isRefusal } from '../../platform/core/refusal.ts';
import type { AreaKind } from './contract.ts';
import { kindOrder, parentKinds } from './rules.ts';

/** A division as the list states it. `row` counts from 1 as a spreadsheet shows it; the first line is row 1. */
export type DivisionRow = {
  readonly row: number;
  readonly code: string;
  readonly name: string;
  readonly kind: AreaKind;
  /** null for a city. */
  readonly parentCode: string | null;
};

/** `problem` is the key of a sentence in words.ts, `params` fill its placeholders (`kind` and `parent` are kinds, yet to be named). `column` is empty where the whole row or file is meant. */
export type DivisionProblem = {
  readonly row: number;
  readonly column: Column | '';
  readonly problem: string;
  readonly params: Readonly<Record<string, string | number>>;
};

export type DivisionList = { readonly rows: readonly DivisionRow[]; readonly problems: readonly DivisionProblem[] };

export const maxDivisionRows = 100_000;

/**
 * Reads a list of divisions: columns code, name, level, parent_code in any order (or their Chinese names),
 * separated by comma, semicolon or tab. Parents come before their children in `rows`, whatever the file's order.
 * A parent may be in the file or among `known`, the divisions kept already (code → kind).
 * @param text decoded; see `decodeTable` for bytes of unknown origin.
 */
export function parseDivisions(text: string, known: ReadonlyMap<string, AreaKind> = new Map()): DivisionList {
  const table = readTable(text);
  if ('problem' in table) return { rows: [], problems: [table] };
  const problems: DivisionProblem[] = [];
  const drafts = table.map((cells) => readRow(cells, problems));
  const firstRowByCode = new Map<string, number>();
  for (const { row, code } of drafts) {
    if (code === '') continue;
    const first = firstRowByCode.get(code);
    if (first === undefined) firstRowByCode.set(code, row);
    else problems.push({ row, column: 'code', problem: 'code-twice', params: { code, first } });
  }
  const draftByRow = new Map(drafts.map((draft) => [draft.row, draft]));
  for (const draft of drafts) {
    if (draft.kind === undefined || draft.kind === 'city' || !codeIsOfKind(draft.code, draft.kind)) continue;
    const inFile = draftByRow.get(firstRowByCode.get(draft.parent) ?? 0);
    // A parent with an unknown level has its own problem; one is enough.
    if (inFile !== undefined && inFile.kind === undefined) continue;
    const problem = parentProblem({ ...draft, kind: draft.kind }, inFile?.kind ?? known.get(draft.parent));
    if (problem !== undefined) problems.push(problem);
  }
  const rows = drafts.flatMap(({ row, code, name, kind, parent }): DivisionRow[] =>
    (kind === undefined ? [] : [{ row, code, name, kind, parentCode: kind === 'city' ? null : parent }]));
  const wrong = new Set(problems.map(({ row }) => row));
  return {
    rows: rows.filter(({ row }) => !wrong.has(row)).sort((a, b) => kindOrder[a.kind] - kindOrder[b.kind]),
    problems: problems.sort((a, b) => a.row - b.row),
  };
}

/**
 * Text of a table file whose encoding nobody told: by its mark (UTF-8, UTF-16), else UTF-8 where it is valid,
 * else GB18030, which is what Chinese spreadsheets save a CSV in (GBK and GB2312 are parts of it).
 */
export function decodeTable(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

const columns = ['code', 'name', 'level', 'parent_code'] as const;
type Column = (typeof columns)[number];
type Cells = Readonly<Record<Column, string>> & { readonly row: number };
type Draft = { readonly row: number; readonly code: string; readonly name: string; readonly kind: AreaKind | undefined; readonly parent: string };

const columnByHeading: Readonly<Record<string, Column>> = {
  code: 'code', 代码: 'code', 区划代码: 'code', 统计用区划代码: 'code',
  name: 'name', 名称: 'name',
  level: 'level', 级别: 'level', 层级: 'level',
  parent_code: 'parent_code', parentcode: 'parent_code', 上级代码: 'parent_code',
};

/** The lists speak of villages; to us a village and an urban community are the same kind. */
const kindByLevel: Readonly<Record<string, AreaKind>> = {
  city: 'city', county: 'county', developmentzone: 'developmentZone', township: 'township', village: 'community', community: 'community',
};

function readTable(text: string): Cells[] | DivisionProblem {
  let records: string[][];
  try {
    records = parse(text, { bom: true, delimiter: separatorOf(text), relax_column_count: true, to: maxDivisionRows + 2 });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = typeof error['records'] === 'number' ? error['records'] + 1 : 1;
    return { row, column: '', problem: 'csv-broken', params: { row } };
  }
  const [head = [], ...body] = records;
  const headings = head.map((cell) => columnByHeading[toHalfWidth(cell).trim().toLowerCase()]);
  if (columns.some((column) => !headings.includes(column))) return { row: 1, column: '', problem: 'csv-columns', params: {} };
  if (body.length > maxDivisionRows) return { row: maxDivisionRows + 2, column: '', problem: 'csv-too-many-rows', params: { max: maxDivisionRows } };
  const table = body.flatMap((record, index): Cells[] => {
    if (record.every((cell) => cell.trim() === '')) return [];
    const cell = (column: Column): string => record[headings.indexOf(column)]?.trim() ?? '';
    return [{ row: index + 2, code: cell('code'), name: cell('name'), level: cell('level'), parent_code: cell('parent_code') }];
  });
  return table.length === 0 ? { row: 1, column: '', problem: 'csv-empty', params: {} } : table;
}

function separatorOf(text: string): string {
  const line = text.slice(0, 1_000).split(/\r?\n/, 1)[0] ?? '';
  return ['\t', ';'].find((sign) => line.includes(sign)) ?? ',';
}

function readRow(cells: Cells, problems: DivisionProblem[]): Draft {
  const { row } = cells;
  const note = (column: Column, problem: string, params: DivisionProblem['params'] = {}): void => {
    problems.push({ row, column, problem, params });
  };
  const code = toHalfWidth(cells.code);
  const kind = kindByLevel[toHalfWidth(cells.level).toLowerCase()];
  const name = normaliseText(cells.name, { min: 1, max: 60 });
  if (kind === undefined) note('level', 'level-unknown', { level: cells.level.slice(0, 20) });
  if (!divisionCode.test(code)) note('code', 'code-wrong');
  else if (kind !== undefined && !codeIsOfKind(code, kind)) note('code', 'code-not-of-level', { code });
  // A line break or tab inside a name is a slip of the spreadsheet; no screen could show it.
  if (isRefusal(name) || /\p{Cc}/u.test(name)) note('name', 'name-wrong');
  return { row, code: divisionCode.test(code) ? code : '', name: isRefusal(name) ? '' : name, kind, parent: toHalfWidth(cells.parent_code) };
}

function parentProblem(draft: Draft & { readonly kind: AreaKind }, parentKind: AreaKind | undefined): DivisionProblem | undefined {
  const { row, code, kind, parent } = draft;
  const problem = (name: string, params: DivisionProblem['params'] = {}): DivisionProblem => ({ row, column: 'parent_code', problem: name, params });
  if (parent === '') return problem('parent-missing');
  if (parentKind === undefined) return problem('parent-unknown', { code: parent });
  if (!parentKinds[kind].includes(parentKind)) return problem('parent-not-fitting', { kind, parent: parentKind });
  // Townships under a development zone keep their county's code.
  if (parentKind === 'developmentZone') return undefined;
  const digits = significantDigits[parentKind] ?? 12;
  return code.startsWith(parent.slice(0, digits)) ? undefined : problem('parent-not-enclosing', { code, parent });
}

const significantDigits: Readonly<Partial<Record<AreaKind, number>>> = { city: 4, county: 6, township: 9 };

/** 2 + 2 + 2 + 3 + 3 digits: what is below the level is 0, the level itself is not. A development zone has no pattern of its own. */
function codeIsOfKind(code: string, kind: AreaKind): boolean {
  if (code === '') return false;
  switch (kind) {
    case 'city': return code.endsWith('00000000') && !code.startsWith('00', 2);
    case 'county': return code.endsWith('000000') && !code.startsWith('00', 4);
    case 'township': return code.endsWith('000') && !code.startsWith('000', 6);
    case 'community': return !code.endsWith('000');
    default: return true;
  }
}
