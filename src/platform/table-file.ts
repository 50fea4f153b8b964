import { parse } from 'csv-parse/sync';
import type exceljs from 'exceljs';
import { checkWorkbook } from './zip-check.ts';

// A table out of an Excel or CSV file: found by its headings, whatever their order; told in rows as the spreadsheet counts them.

/** `problem`: why the text cannot be trusted. */
export type Cell = { readonly text: string; readonly problem?: 'merged' | 'formula' | 'cell-error' };
export type TableRow<Column extends string> = { readonly row: number; readonly cells: ReadonlyMap<Column, Cell> };
export type Unreadable = {
  readonly unreadable: 'format' | 'damaged' | 'too-large' | 'no-heads' | 'head-twice' | 'too-many-rows' | 'empty' | 'encoding' | 'old' | 'locked';
  readonly column?: string;
};
export type Headings<Column extends string> = { readonly known: (head: string) => Column | undefined; readonly required: readonly Column[]; readonly mostRows: number };

type RawRow = { readonly row: number; readonly cells: readonly Cell[] };

/** Excel (.xlsx): the first visible sheet that has the headings within its first ten rows. CSV: UTF-8 or GB 18030; comma, semicolon or tab. */
export async function readTable<Column extends string>(bytes: Buffer, headings: Headings<Column>): Promise<readonly TableRow<Column>[] | Unreadable> {
  const start = bytes.toString('latin1', 0, 8);
  if (start.startsWith('\u00d0\u00cf\u0011\u00e0')) return { unreadable: bytes.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'locked' : 'old' };
  const sheets = start.startsWith('PK') ? await readWorkbook(bytes) : readCsv(bytes);
  if ('unreadable' in sheets) return sheets;
  for (const rows of sheets) {
    const table = findTable(rows, headings);
    if (table) return table;
  }
  return { unreadable: 'no-heads' };
}

function findTable<Column extends string>(rows: readonly RawRow[], headings: Headings<Column>): readonly TableRow<Column>[] | Unreadable | undefined {
  for (const [index, head] of rows.slice(0, 10).entries()) {
    const columns = head.cells.map((cell) => headings.known(cell.text));
    if (!headings.required.every((column) => columns.includes(column))) continue;
    const twice = columns.findIndex((column, at) => column !== undefined && columns.indexOf(column) !== at);
    if (twice >= 0) return { unreadable: 'head-twice', column: head.cells[twice]?.text.trim() ?? '' };
    const body = rows.slice(index + 1).filter((row) => row.cells.some((cell, at) => columns[at] !== undefined && (cell.text.trim() !== '' || cell.problem)));
    if (body.length === 0) return { unreadable: 'empty' };
    if (body.length > headings.mostRows) return { unreadable: 'too-many-rows' };
    return body.map(({ row, cells }) => ({
      row, cells: new Map(columns.flatMap((column, at): [Column, Cell][] => (column === undefined ? [] : [[column, cells[at] ?? { text: '' }]]))),
    }));
  }
  return undefined;
}

function readCsv(bytes: Buffer): RawRow[][] | Unreadable {
  const text = decode(bytes);
  if (text === undefined) return { unreadable: 'encoding' };
  if (text.includes('\u0000')) return { unreadable: 'format' };
  const firstLine = text.slice(0, 4_000).split(/\r?\n/u, 1)[0] ?? '';
  const delimiter = [',', ';', '\t'].reduce((best, one) => (firstLine.split(one).length > firstLine.split(best).length ? one : best));
  try {
    const records: string[][] = parse(text, { delimiter, relax_column_count: true, skip_empty_lines: false });
    return [records.map((record, index) => ({ row: index + 1, cells: record.map((cell) => ({ text: cell })) }))];
  } catch {
    return { unreadable: 'damaged' };
  }
}

function decode(bytes: Buffer): string | undefined {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // the next one
    }
  }
  return undefined;
}

async function readWorkbook(bytes: Buffer): Promise<RawRow[][] | Unreadable> {
  const checked = checkWorkbook(bytes);
  if (checked !== 'good') return { unreadable: checked };
  const { default: library } = await import('exceljs'); // here alone: it is thirty megabytes of memory
  const workbook = new library.Workbook();
  try {
    // The library makes a rule for each cell of a validated range; none of these matters here.
    const ignoreNodes = ['dataValidations', 'conditionalFormatting', 'extLst', 'drawing', 'picture', 'legacyDrawing', 'tableParts'];
    await workbook.xlsx.load(bytes as unknown as Parameters<typeof workbook.xlsx.load>[0], { ignoreNodes }); // its Buffer type is of an older Node
  } catch {
    return { unreadable: 'damaged' };
  }
  return workbook.worksheets.filter((sheet) => sheet.state === 'visible').map((sheet) => {
    const rows: RawRow[] = [];
    sheet.eachRow((row, number) => {
      const cells: Cell[] = [];
      row.eachCell((cell, column) => {
        if (column <= 100) cells[column - 1] = cellOf(cell);
      });
      rows.push({ row: number, cells: Array.from(cells, (cell) => cell ?? { text: '' }) });
    });
    return rows;
  });
}

function cellOf(cell: exceljs.Cell): Cell {
  if (cell.isMerged && cell.master.address !== cell.address) return { text: '', problem: 'merged' };
  const { value } = cell;
  if (value === null || value === undefined) return { text: '' };
  if (typeof value === 'string') return { text: value };
  if (typeof value === 'number' && !Number.isFinite(value)) return { text: '', problem: 'cell-error' };
  if (typeof value === 'number') return { text: cell.numFmt?.includes('%') ? `${Number((value * 100).toFixed(6))}%` : String(value) };
  if (typeof value === 'boolean') return { text: value ? 'TRUE' : 'FALSE' };
  if (value instanceof Date) return { text: Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10) };
  if ('error' in value) return { text: '', problem: 'cell-error' };
  if ('formula' in value || 'sharedFormula' in value) return { text: '', problem: 'formula' };
  if ('richText' in value) return { text: value.richText.map((piece) => piece.text).join('') };
  if ('text' in value) return { text: typeof value.text === 'string' ? value.text : cell.text };
  return { text: '' };
}
