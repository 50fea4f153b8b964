import { Worker } from 'node:worker_threads';
import type { Refusal } from '../../platform/core/refusal.ts';
import type { Computed, MonthFigures, Trying } from './compute.ts';
import type { StandardContent } from './contract-shapes.ts';

/** `computeMonth` off the event loop. */
export function computeAside(content: StandardContent, input: MonthFigures, trying: Trying): Promise<Computed | Refusal> {
  const worker = new Worker(new URL('./compute-worker.ts', import.meta.url), { workerData: { content, input, trying }, execArgv: [] });
  const { promise, resolve, reject } = Promise.withResolvers<Computed | Refusal>();
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', (code) => { reject(new Error(`The thread that computes the index ended with ${code} and no answer.`)); });
  return promise.finally(() => worker.terminate());
}
