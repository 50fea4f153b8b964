import { parentPort, workerData } from 'node:worker_threads';
import { buildIndex, isBuilt } from './rules/build.ts';
import type { BuildOrder, BuildNews } from './build-aside.ts';

// A thread of its own: nine thousand grids take seconds, and meanwhile others are served.
const { tree, panel, settings } = workerData as BuildOrder; // from build-aside.ts alone
const tell = (news: BuildNews): void => { parentPort?.postMessage(news); };
let told = 0;
const result = buildIndex(tree, panel, settings, (share) => {
  // A hundred messages are enough for a bar.
  if (share - told < 0.01) return;
  told = share;
  tell({ kind: 'progress', share });
});
// Findings are made when somebody looks: here, not on the thread that serves.
tell(isBuilt(result) ? { kind: 'built', result: { ...result, findings: result.findings } } : { kind: 'refused', refusal: result });
