import { Worker } from 'node:worker_threads';
import { columnOf, importColumns, readImportRow, type ImportColumn, type ImportRow, type RowProblem } from './rules/import.ts';
import { readTable, type Unreadable } from '../../platform/table-file.ts';
import { checkWorkbook } from '../../platform/zip-check.ts';

export type ImportFile = {
  /** How many rows there are, whether they could be read or not. */
  readonly count: number;
  readonly rows: readonly ImportRow[];
  readonly problems: readonly RowProblem[];
  /** The first rows as they were typed; columns that the file does not have are left out. */
  readonly preview: readonly (readonly [ImportColumn, string])[][];
};

const mostRows = 20_000;
const previewed = 20;

export async function readImportFile(bytes: Buffer): Promise<ImportFile | Unreadable> {
  const table = await readTable<ImportColumn>(bytes, { known: columnOf, required: ['name', 'account'], mostRows });
  if ('unreadable' in table) return table;
  const read = table.map(({ row, cells }) => readImportRow(row, cells));
  return {
    count: table.length, rows: read.flatMap(({ row }) => (row ? [row] : [])), problems: read.flatMap(({ problems }) => problems),
    preview: table.slice(0, previewed).map(({ cells }) => importColumns.flatMap((column): [ImportColumn, string][] => {
      const cell = cells.get(column);
      return cell ? [[column, cell.text]] : [];
    })),
  };
}

/** Small files are read at once; others in a thread with a memory and a time of its own, and what uses those up is too large. */
export function readImportFileAside(bytes: Buffer): Promise<ImportFile | Unreadable> {
  const isWorkbook = bytes.toString('latin1', 0, 2) === 'PK';
  if (bytes.length < 300_000 && (!isWorkbook || checkWorkbook(bytes, { unpackedBytes: 1_500_000, namedCells: 20_000 }) === 'good')) return readImportFile(bytes);
  const worker = new Worker(new URL('./import-file-worker.ts', import.meta.url), { workerData: bytes, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 1_024 } });
  const { promise, resolve, reject } = Promise.withResolvers<ImportFile | Unreadable>();
  const timer = setTimeout(() => { resolve({ unreadable: 'too-large' }); }, 45_000);
  worker.once('message', resolve);
  worker.once('error', (error) => {
    if (Reflect.get(error, 'code') === 'ERR_WORKER_OUT_OF_MEMORY') resolve({ unreadable: 'too-large' });
    else reject(error);
  });
  worker.once('exit', (code) => { reject(new Error(`The thread that reads an import ended with ${code} and no answer.`)); });
  return promise.finally(async () => {
    clearTimeout(timer);
    await worker.terminate();
  });
}
