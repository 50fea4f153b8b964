import { parse } from 'csv-parse/sync';
import { checkWorkbook } from '../../platform/zip-check.ts';

/** A stray format in the last row of a sheet makes a million empty ones. */
const mostSheetRows = 20_000;

/**
 * The cells of a CSV text, or of a CSV or Excel (.xlsx) file in base64, row by row as text; of a workbook its first
 * sheet. CSV from a Chinese Excel is GB 18030: what is not UTF-8 is read as that. Null where it is neither.
 */
export async function readSheet(given: { readonly csv?: string | undefined; readonly fileBase64?: string | undefined }): Promise<string[][] | null> {
  if (given.csv !== undefined) return readCsv(given.csv);
  if (given.fileBase64 === undefined || !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(given.fileBase64)) return null;
  const bytes = Buffer.from(given.fileBase64, 'base64');
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) return readWorkbook(bytes);
  return readCsv(decode(bytes));
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

function readCsv(text: string): string[][] | null {
  if (text.includes('\u0000')) return null;
  const head = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const delimiter = ['\t', ';', ','].reduce((best, one) => (head.split(one).length > head.split(best).length ? one : best), ',');
  try {
    return parse(text, { bom: true, delimiter, relax_column_count: true });
  } catch {
    return null; // an open quote, or something that is not CSV at all
  }
}

async function readWorkbook(bytes: Buffer): Promise<string[][] | null> {
  if (checkWorkbook(bytes, { unpackedBytes: 60_000_000, namedCells: 200_000 }) !== 'good') return null;
  // Loaded when it is needed: it is thirty megabytes of memory, and a server reads a workbook once a year.
  const { default: exceljs } = await import('exceljs');
  const book = new exceljs.Workbook();
  try {
    // The package's types are of an older Node, whose buffers were not generic.
    await book.xlsx.load(bytes as unknown as Parameters<typeof book.xlsx.load>[0]);
    const sheet = book.worksheets[0];
    if (!sheet || sheet.rowCount > mostSheetRows) return null;
    return Array.from({ length: sheet.rowCount }, (_row, row) =>
      Array.from({ length: Math.min(sheet.columnCount, 40) }, (_cell, column) => String(sheet.getRow(row + 1).getCell(column + 1).text)));
  } catch {
    return null; // not a workbook, or a cell that the reader cannot make text of
  }
}
