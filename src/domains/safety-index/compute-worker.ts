import { parentPort, workerData } from 'node:worker_threads';
import { computeMonth } from './compute.ts';
import type { ComputeNews, ComputeOrder } from './compute-aside.ts';

// A thread of its own: a thousand sets of weights are tried, and meanwhile others are served.
const { content, input, trying } = workerData as ComputeOrder; // from compute-aside.ts alone
const tell = (news: ComputeNews): void => { parentPort?.postMessage(news); };
let told = 0;
const answer = computeMonth(content, input, {
  ...trying,
  onProgress: (share) => {
    // A hundred messages are enough for a bar.
    if (share - told < 0.01 && share < 1) return;
    told = share;
    tell({ share });
  },
});
tell({ answer });
