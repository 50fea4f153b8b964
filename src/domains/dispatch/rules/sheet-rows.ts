import { duration } from '../../../platform/core/calendar.ts';
import type { RowError } from '../../../platform/core/fields.ts';
import type { MatterClass } from '../contract.ts';
import type { ListedClass } from './taxonomy-plan.ts';

/** Columns of a list of classes, with the heads by which they are known. Other columns are left alone. */
const heads = {
  level1: ['一级', '一级分类', '一级类别', '大类', 'level1'], level2: ['二级', '二级分类', '二级类别', '小类', 'level2'],
  level3: ['三级', '三级分类', '三级类别', '细类', 'level3'], code: ['代码', '编码', 'code'],
  kind: ['类型', '性质', 'kind'], standard: ['立案标准', '标准', 'standard'], source: ['依据', '来源', 'source', 'basis'],
  deadline: ['时限', '处置时限', 'deadline'], deadlineUnit: ['时限单位', '单位', 'deadlineunit'], verification: ['核实', '需核实', 'verification'],
  settleable: ['自行处置', '可自行处置', 'settleable'], evidencePhotos: ['照片数', '照片', 'evidencephotos', 'photos'], public: ['公开', 'public'],
  urgentCall: ['紧急电话', 'urgentcall'], keywords: ['关键词', '关键字', 'keywords'],
} as const;
type Column = keyof typeof heads;

export const mostRows = 5_000;

/** @returns null where the first row is not a head with at least a first level, or where there are too many rows */
export function readClassRows(table: readonly (readonly string[])[]): { listed: ListedClass[]; errors: RowError[] } | null {
  const columns = columnsOf(table[0] ?? []);
  if (!columns.has('level1') || table.length > mostRows + 1) return null;
  const listed: ListedClass[] = [];
  const errors: RowError[] = [];
  let above: readonly string[] = [];
  for (const [index, cells] of table.entries()) {
    if (index === 0 || cells.every((cell) => cell.trim() === '')) continue;
    const row = index + 1;
    const cell = (column: Column): string => (cells[columns.get(column) ?? -1] ?? '').trim();
    const wrong = (column: Column, problem: string): null => {
      errors.push({ row, column, problem, detail: cell(column).slice(0, 60) });
      return null;
    };
    const names = filledDown([cell('level1'), cell('level2'), cell('level3')], above);
    if (!names) {
      wrong('level1', 'level-missing');
      continue;
    }
    above = names;
    const long = names.findIndex((name) => [...name].length > 60);
    if (long !== -1) wrong((['level1', 'level2', 'level3'] as const)[long] ?? 'level1', 'too-long');
    const code = cell('code');
    if (code !== '' && !/^[A-Za-z0-9-]{1,32}$/.test(code)) wrong('code', 'code-wrong');
    listed.push({ row, names, code: code === '' ? null : code, fields: fieldsOf(cell, wrong) });
  }
  return { listed, errors };
}

function columnsOf(head: readonly string[]): ReadonlyMap<Column, number> {
  const found = new Map<Column, number>();
  for (const [index, title] of head.entries()) {
    const plain = title.normalize('NFKC').replace(/[\s*_:]/g, '').toLowerCase();
    for (const [column, known] of Object.entries(heads)) {
      // Object.entries forgets that the keys are the columns.
      if (known.some((one) => one === plain) && !found.has(column as Column)) found.set(column as Column, index);
    }
  }
  return found;
}

/** Cells merged in the spreadsheet are empty below their first row. Null where a level is left out. */
function filledDown(own: readonly [string, string, string], above: readonly string[]): string[] | null {
  const depth = own[2] !== '' ? 3 : own[1] !== '' ? 2 : own[0] !== '' ? 1 : 0;
  const names: string[] = [];
  for (let level = 0; level < depth; level += 1) {
    const sameSoFar = names.every((name, index) => name === above[index]);
    const name = own[level] !== '' ? own[level] : sameSoFar ? above[level] : undefined;
    if (name === undefined) return null;
    names.push(name);
  }
  return depth === 0 ? null : names;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function fieldsOf(cell: (column: Column) => string, wrong: (column: Column, problem: string) => null): ListedClass['fields'] {
  const fields: Writable<ListedClass['fields']> = {};
  const kind = kinds.get(cell('kind').toLowerCase());
  if (cell('kind') !== '') {
    if (kind) fields.kind = kind;
    else wrong('kind', 'kind-unknown');
  }
  for (const [column, most] of [['standard', 2_000], ['source', 300]] as const) {
    const text = cell(column);
    if ([...text].length > most) wrong(column, 'too-long');
    else if (text !== '') fields[column] = text;
  }
  for (const column of ['verification', 'settleable', 'public'] as const) {
    if (cell(column) === '') continue;
    const answer = yesOrNo(cell(column));
    if (answer === null) wrong(column, 'not-yes-or-no');
    else fields[column] = answer;
  }
  if (cell('deadline') !== '') {
    const length = readDuration(cell('deadline'), cell('deadlineUnit'));
    if (length) fields.deadline = length;
    else wrong('deadline', 'duration-wrong');
  }
  if (cell('evidencePhotos') !== '') {
    const photos = Number(cell('evidencePhotos').normalize('NFKC'));
    if (Number.isInteger(photos) && photos >= 0 && photos <= 12) fields.evidencePhotos = photos;
    else wrong('evidencePhotos', 'not-0-to-12');
  }
  if (cell('urgentCall') !== '') {
    if (['110', '119', '120', '122'].includes(cell('urgentCall'))) fields.urgentCall = cell('urgentCall');
    else wrong('urgentCall', 'urgent-call-unknown');
  }
  const keywords = [...new Set(cell('keywords').split(/[,,、;;\s]+/u).filter((word) => word !== ''))];
  if (keywords.length > 50 || keywords.some((word) => [...word].length > 20)) wrong('keywords', 'too-long');
  else if (keywords.length > 0) fields.keywords = keywords;
  return fields;
}

const kinds: ReadonlyMap<string, MatterClass['kind']> = new Map([['事项', 'matter'], ['事件', 'matter'], ['matter', 'matter'], ['纠纷', 'dispute'], ['矛盾纠纷', 'dispute'], ['dispute', 'dispute']]);
const units = new Map([
  ['工作时', 'workingHours'], ['工作小时', 'workingHours'], ['workinghours', 'workingHours'], ['工作日', 'workingDays'], ['workingdays', 'workingDays'],
  ['自然日', 'naturalDays'], ['日', 'naturalDays'], ['天', 'naturalDays'], ['naturaldays', 'naturalDays'], ['小时', 'hours'], ['hours', 'hours'],
  ['分钟', 'minutes'], ['minutes', 'minutes'],
]);

/** `4` with its unit in the next column, or both in one cell: `4工作时`, `5 个工作日`. */
export function readDuration(text: string, unitText: string): MatterClass['deadline'] {
  const parts = /^(\d+(?:\.\d+)?)\s*个?\s*(.*)$/u.exec(text.normalize('NFKC'));
  const unit = units.get((parts?.[2] || unitText.normalize('NFKC').replace(/^个/u, '')).replace(/\s/g, '').toLowerCase());
  const length = duration.safeParse({ amount: Number(parts?.[1]), unit });
  return length.success ? length.data : null;
}

function yesOrNo(text: string): boolean | null {
  const plain = text.normalize('NFKC').toLowerCase();
  if (['是', '有', '可', '需', '公开', '1', 'y', 'yes', 'true', '√', '✓'].includes(plain)) return true;
  return ['否', '无', '不', '不公开', '0', 'n', 'no', 'false', '×', 'x'].includes(plain) ? false : null;
}
