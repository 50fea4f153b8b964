import { parentPort, workerData } from 'node:worker_threads';
import { readImportFile } from './import-file.ts';

// A thread of its own: unpacking twenty thousand rows takes seconds in which nobody else would be served.
const bytes: unknown = workerData;
if (bytes instanceof Uint8Array) parentPort?.postMessage(await readImportFile(Buffer.from(bytes)));
