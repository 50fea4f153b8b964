import { Worker } from 'node:worker_threads';
import type { OnProgress } from './rules/build.ts';
import type { CombineRefusal } from './rules/combine.ts';
import type { Panel } from './rules/panel.ts';
import type { BuildSettings, IndexResult } from './rules/result.ts';
import type { IndexTree } from './rules/tree.ts';

export type BuildOrder = { readonly tree: IndexTree; readonly panel: Panel; readonly settings: BuildSettings };
export type BuildNews =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'built'; readonly result: IndexResult }
  | { readonly kind: 'refused'; readonly refusal: CombineRefusal };

/** `buildIndex` off the event loop. `stop` ends the thread: then the promise is rejected with the signal's reason. */
export function buildAside(order: BuildOrder, onProgress: OnProgress = () => {}, stop?: AbortSignal): Promise<IndexResult | CombineRefusal> {
  const worker = new Worker(new URL('./build-worker.ts', import.meta.url), { workerData: order, execArgv: [] });
  const { promise, resolve, reject } = Promise.withResolvers<IndexResult | CombineRefusal>();
  const stopped = (): void => { reject(stop?.reason instanceof Error ? stop.reason : new Error('The build was stopped.')); };
  stop?.addEventListener('abort', stopped, { once: true });
  if (stop?.aborted === true) stopped();
  worker.on('message', (news: BuildNews) => {
    if (news.kind === 'progress') onProgress(news.share);
    else resolve(news.kind === 'built' ? news.result : news.refusal);
  });
  worker.once('error', reject);
  worker.once('exit', (code) => { reject(new Error(`The thread that builds the index ended with ${code} and no answer.`)); });
  return promise.finally(() => { stop?.removeEventListener('abort', stopped); return worker.terminate(); });
}
