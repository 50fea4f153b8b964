import http from 'node:http';

/** Latencies in milliseconds from the moment a request was due, which for an open loop is before it could be sent. */
export type Load = { readonly perSecond: number; readonly p50: number; readonly p99: number; readonly max: number; readonly sent: number; readonly failed: number };
export type Shot = (agent: http.Agent) => Promise<number>;

export const agentOf = (most: number): http.Agent => new http.Agent({ keepAlive: true, maxSockets: most, scheduling: 'fifo' });

/** POSTs JSON and gives the status; the body is read to its end. */
export function post(agent: http.Agent, url: string, body: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { agent, method: 'POST', headers: { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers } }, (response) => {
      response.resume().once('end', () => { resolve(response.statusCode ?? 0); }).once('error', reject);
    });
    request.once('error', reject).end(body);
  });
}

/** So many at a time, each sent when the one before it has ended: what the server can do at most. */
export async function closedLoop(shot: Shot, at: { readonly clients: number; readonly seconds: number }): Promise<Load> {
  const agent = agentOf(at.clients);
  const until = performance.now() + at.seconds * 1_000;
  const took: number[] = [];
  let failed = 0;
  const began = performance.now();
  await Promise.all(Array.from({ length: at.clients }, async () => {
    while (performance.now() < until) {
      const due = performance.now();
      if ((await shot(agent)) !== 200) failed += 1;
      took.push(performance.now() - due);
    }
  }));
  agent.destroy();
  return loadOf(took, failed, performance.now() - began);
}

/** So many a second whatever the server answers; a queue that builds up is counted in each latency behind it. */
export async function openLoop(shot: Shot, at: { readonly perSecond: number; readonly seconds: number }): Promise<Load> {
  const agent = agentOf(256);
  const took: number[] = [];
  let failed = 0;
  const began = performance.now();
  const total = Math.round(at.perSecond * at.seconds);
  const under: Promise<void>[] = [];
  for (let next = 0; next < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1_000) * at.perSecond) + 1);
    for (; next < due; next += 1) {
      const dueAt = began + (next / at.perSecond) * 1_000;
      under.push(shot(agent).then((status) => { if (status !== 200) failed += 1; }, () => { failed += 1; }).then(() => { took.push(performance.now() - dueAt); }));
    }
    await new Promise((resolve) => { setTimeout(resolve, 1); });
  }
  await Promise.all(under);
  agent.destroy();
  return loadOf(took, failed, performance.now() - began);
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
