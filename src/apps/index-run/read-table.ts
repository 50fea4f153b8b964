import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { decodeTable } from '../../domains/geography/divisions.ts';
import { greatest } from '../../domains/safety-index/rules/plan.ts';
import { StartError } from '../../platform/start-error.ts';

/** A CSV file by columns of text; what a message names a cell by. */
export type Table = {
  readonly file: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Line of the file on which each row begins, from 1. */
  readonly lines: readonly number[];
};

/** What is wrong with the files that were handed in: many sentences, each with file, line and cell. */
export class Problems {
  readonly #found: string[] = [];
  #more = 0;

  add(sentence: string): void {
    if (this.#found.length < 20) this.#found.push(sentence);
    else this.#more += 1;
  }

  /** Throws what was found; nothing has been written by then. */
  throwAny(): void {
    if (this.#found.length === 0) return;
    const rest = this.#more > 0 ? [`……还有 ${this.#more} 处。`] : [];
    throw new StartError('index/input', [...this.#found, ...rest].join('\n'));
  }
}

/** UTF-8 with or without a mark, UTF-16 with one, or GB 18030 (GBK), as Chinese spreadsheets save. */
export async function readTable(file: string): Promise<Table> {
  const text = decodeTable(await bytesOf(file));
  if (text.includes('\u0000')) throw new StartError('index/not-text', `${file} 不是文本表格（CSV）。`);
  let parsed: readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
  try {
    // With `info` each record comes with where it stood; the types of the library do not say so.
    parsed = parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true, info: true, trim: true }) as unknown as typeof parsed;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new StartError('index/csv', `${file} 第 ${String(error['lines'])} 行读不成表格：引号没有配对。`, 1, error);
  }
  const [head, ...body] = parsed;
  if (head === undefined) throw new StartError('index/empty-file', `${file} 是空的，连表头也没有。`);
  const problems = new Problems();
  const seen = new Set<string>();
  for (const [at, name] of head.record.entries()) {
    if (name === '') problems.add(`${file} 第 1 行第 ${at + 1} 列没有列名。`);
    else if (seen.has(name)) problems.add(`${file} 第 1 行：列名“${name}”出现了两次。`);
    seen.add(name);
  }
  for (const { record, info } of body) if (record.length !== head.record.length) problems.add(`${file} 第 ${info.lines} 行有 ${record.length} 列，表头有 ${head.record.length} 列。`);
  problems.throwAny();
  // A record may stretch over lines; its number is that of its last.
  return { file, header: head.record, rows: body.map(({ record }) => record), lines: body.map(({ info }) => info.lines) };
}

/** The bytes of a file that was named on the command line; a sentence where it cannot be read. */
export async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = error instanceof Error ? String(Reflect.get(error, 'code')) : '';
    const why = code === 'ENOENT' ? '没有这个文件' : code === 'EISDIR' ? '它是文件夹，不是文件' : code === 'EACCES' ? '没有读取的权限' : `读不了（${code}）`;
    throw new StartError('index/unreadable', `${file}：${why}。`, 1, error);
  }
}

/** Place of a column, or a problem that names it and lists what is there. */
export function columnOf(table: Table, name: string, problems: Problems): number {
  const at = table.header.indexOf(name);
  if (at < 0) problems.add(`${table.file} 缺少列“${name}”；有：${table.header.slice(0, 12).join('、')}${table.header.length > 12 ? ' …' : ''}。`);
  return at;
}

export function isMissing(text: string): boolean {
  return text === '' || text === 'NA' || text === 'NaN';
}

const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/u;

/** A number, NaN for a missing one; a problem with the cell's name where it is neither. */
export function numberOf(text: string, where: () => string, problems: Problems): number {
  if (isMissing(text)) return NaN;
  if (!number.test(text)) {
    problems.add(text.startsWith('=') ? `${where()}是公式“${shortened(text)}”，要填算好的数。` : `${where()}是“${shortened(text)}”，不是数。`);
    return NaN;
  }
  const value = Number(text);
  if (Math.abs(value) > greatest) {
    problems.add(`${where()}是 ${shortened(text)}，大得不可能：绝对值最大 ${greatest}。`);
    return NaN;
  }
  return value === 0 ? 0 : value;
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
