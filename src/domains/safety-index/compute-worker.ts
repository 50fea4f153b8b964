import { parentPort, workerData } from 'node:worker_threads';
import { computeMonth, type MonthFigures, type Trying } from './compute.ts';
import type { StandardContent } from './contract-shapes.ts';

// A thread of its own: a thousand sets of weights are tried, and meanwhile others are served.
const { content, input, trying } = workerData as { content: StandardContent; input: MonthFigures; trying: Trying }; // from compute-aside.ts alone
parentPort?.postMessage(computeMonth(content, input, trying));
