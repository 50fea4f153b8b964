import { Worker } from 'node:worker_threads';
import { readTable, type TableRow, type Unreadable } from './table-file.ts';
import { checkWorkbook } from './zip-check.ts';

/** Column → headings as people write them, plain: see `plainHead`. */
export type Heads = Readonly<Record<string, readonly string[]>>;
export type TableOrder = { readonly heads: Heads; readonly required: readonly string[]; readonly mostRows: number };

/** Spaces, a star for "required" and a remark in brackets do not matter. */
export function plainHead(head: string): string {
  return head.normalize('NFKC').toLowerCase().replace(/\(.*?\)|\[.*?\]|【.*?】|[\s*:：_-]/gu, '');
}

export function readTableNow(bytes: Buffer, { heads, required, mostRows }: TableOrder): Promise<readonly TableRow<string>[] | Unreadable> {
  const known = (head: string): string | undefined => Object.keys(heads).find((column) => heads[column]?.includes(plainHead(head)));
  return readTable<string>(bytes, { known, required, mostRows });
}

/** Small files are read at once; others in a thread with a memory and a time of its own, and what uses those up is too large. */
export function readTableAside(bytes: Buffer, order: TableOrder): Promise<readonly TableRow<string>[] | Unreadable> {
  const isWorkbook = bytes.toString('latin1', 0, 2) === 'PK';
  if (bytes.length < 300_000 && (!isWorkbook || checkWorkbook(bytes, { unpackedBytes: 1_500_000, namedCells: 20_000 }) === 'good')) return readTableNow(bytes, order);
  const worker = new Worker(new URL('./table-worker.ts', import.meta.url), { workerData: { bytes, order }, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 1_024 } });
  const { promise, resolve, reject } = Promise.withResolvers<readonly TableRow<string>[] | Unreadable>();
  const timer = setTimeout(() => { resolve({ unreadable: 'too-large' }); }, 45_000);
  worker.once('message', resolve);
  worker.once('error', (error) => {
    if (Reflect.get(error, 'code') === 'ERR_WORKER_OUT_OF_MEMORY') resolve({ unreadable: 'too-large' });
    else reject(error);
  });
  worker.once('exit', (code) => { reject(new Error(`The thread that reads a table ended with ${code} and no answer.`)); });
  return promise.finally(async () => {
    clearTimeout(timer);
    await worker.terminate();
  });
}
