import { wireTo, type Wire } from './wire.ts';

/** Latencies in milliseconds from the moment a request was due, which for an open loop is before it could be sent. */
export type Load = { readonly perSecond: number; readonly p50: number; readonly p99: number; readonly max: number; readonly sent: number; readonly failed: number };
/** One request over a connection that is free. @returns its status */
export type Shot = (wire: Wire) => Promise<number>;

/** So many at a time, each sent when the one before it has ended: what the server can do at most. */
export async function closedLoop(shot: Shot, at: { readonly url: string; readonly clients: number; readonly seconds: number }): Promise<Load> {
  const until = performance.now() + at.seconds * 1_000;
  const took: number[] = [];
  let failed = 0;
  const began = performance.now();
  await Promise.all(Array.from({ length: at.clients }, async () => {
    const wire = wireTo(at.url);
    while (performance.now() < until) {
      const due = performance.now();
      if ((await shot(wire)) !== 200) failed += 1;
      took.push(performance.now() - due);
    }
    wire.close();
  }));
  return loadOf(took, failed, performance.now() - began);
}

/** So many a second whatever the server answers; a queue that builds up is counted in each latency behind it. */
export async function openLoop(shot: Shot, at: { readonly url: string; readonly perSecond: number; readonly seconds: number }): Promise<Load> {
  const free = Array.from({ length: 256 }, () => wireTo(at.url));
  const queue: (() => void)[] = [];
  const took: number[] = [];
  let failed = 0;
  const began = performance.now();
  const total = Math.round(at.perSecond * at.seconds);
  const under: Promise<void>[] = [];
  for (let next = 0; next < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1_000) * at.perSecond) + 1);
    for (; next < due; next += 1) {
      const dueAt = began + (next / at.perSecond) * 1_000;
      under.push(taken(free, queue).then((wire) => shot(wire).then((status) => { if (status !== 200) failed += 1; }, () => { failed += 1; }).then(() => {
        took.push(performance.now() - dueAt);
        free.push(wire);
        queue.shift()?.();
      })));
    }
    await new Promise((resolve) => { setTimeout(resolve, 1); });
  }
  await Promise.all(under);
  for (const wire of free) wire.close();
  return loadOf(took, failed, performance.now() - began);
}

/** The connection that was free last; when none is, whoever came first is next. */
async function taken(free: Wire[], queue: (() => void)[]): Promise<Wire> {
  for (;;) {
    const wire = free.pop();
    if (wire) return wire;
    await new Promise<void>((resolve) => { queue.push(resolve); });
  }
}

function loadOf(took: number[], failed: number, elapsedMs: number): Load {
  const sorted = Float64Array.from(took).sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { perSecond: took.length / (elapsedMs / 1_000), p50: at(0.5), p99: at(0.99), max: at(1), sent: took.length, failed };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}
