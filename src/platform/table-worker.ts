import { parentPort, workerData } from 'node:worker_threads';
import { readTableNow, type TableOrder } from './table-aside.ts';

// A thread of its own: unpacking twenty thousand rows takes seconds in which nobody else would be served.
const { bytes, order } = workerData as { bytes: Uint8Array; order: TableOrder }; // what `readTableAside` gives it
parentPort?.postMessage(await readTableNow(Buffer.from(bytes), order));
