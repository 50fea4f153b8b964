import { Worker } from 'node:worker_threads';
import type { Refusal } from '../../platform/core/refusal.ts';
import type { Computed, MonthFigures, Trying } from './compute.ts';
import type { StandardContent } from './contract-shapes.ts';

export type ComputeOrder = { readonly content: StandardContent; readonly input: MonthFigures; readonly trying: Pick<Trying, 'runs' | 'seed'> };
export type ComputeNews = { readonly share: number } | { readonly answer: Computed | Refusal };

/** `computeMonth` off the event loop. `onProgress` is told which share (0–1) of it is done, rising. */
export function computeAside(order: ComputeOrder, onProgress: (share: number) => void = () => {}): Promise<Computed | Refusal> {
  const worker = new Worker(new URL('./compute-worker.ts', import.meta.url), { workerData: order, execArgv: [] });
  const { promise, resolve, reject } = Promise.withResolvers<Computed | Refusal>();
  worker.on('message', (news: ComputeNews) => {
    if ('share' in news) onProgress(news.share);
    else resolve(news.answer);
  });
  worker.once('error', reject);
  worker.once('exit', (code) => { reject(new Error(`The thread that computes the index ended with ${code} and no answer.`)); });
  return promise.finally(() => worker.terminate());
}
