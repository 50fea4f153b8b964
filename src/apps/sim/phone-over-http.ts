import { randomUUID } from 'node:crypto';
import { begin, type Item, type Kept, type Reply, type Send } from '../../platform/core/sync/phone.ts';
import type { Doc } from '../../platform/core/sync/wire.ts';
import { openRow, type Row, type RowStore } from '../../platform/client/row.ts';

/** A phone without a screen: the real row, its store in memory, over the real HTTP. */
export type PhoneOver = {
  readonly row: Row;
  /** Ids of the cases that its owner reported. */
  readonly written: readonly string[];
  readonly report: (input: object) => Promise<void>;
  readonly add: (name: string, input: object) => Promise<void>;
  /** What it has pulled: `scope id`, and its version. */
  readonly held: () => ReadonlyMap<string, string>;
  /** The server is somewhere else now. */
  readonly goTo: (url: string) => void;
  readonly statusOf: (caseId: string) => Promise<number>;
};

export async function phoneOver(url: string, token: string): Promise<PhoneOver> {
  let base = url;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const me: unknown = await (await fetch(`${base}/api/identity/me`, { headers })).json();
  const person = Number(Reflect.get(Object(me), 'personId'));
  const written: string[] = [];
  const { store, held } = inMemory(person);
  const row = await openRow(person, {
    store, send: (send) => sendTo(base, headers, send),
    moment: { get now() { return Date.now(); }, random: Math.random, newId: randomUUID },
  });
  return {
    row, written, held,
    add: (name, input) => row.add({ id: randomUUID(), name, input }),
    report: async (input) => {
      const id = randomUUID();
      await row.add({ id: randomUUID(), name: 'incidents.report', input: { id, source: 'gridWorker', photos: [], ...input } });
      written.push(id);
    },
    goTo: (next) => { base = next; },
    statusOf: async (caseId) => {
      const answer = await fetch(`${base}/api/incidents/case?caseId=${caseId}`, { headers });
      await answer.arrayBuffer();
      return answer.status;
    },
  };
}

export async function sendTo(base: string, headers: Readonly<Record<string, string>>, send: Send): Promise<Reply> {
  try {
    const response = send.kind === 'push'
      ? await fetch(`${base}/api/sync/push`, { method: 'POST', headers, body: JSON.stringify(send.body) })
      : await fetch(`${base}/api/sync/pull?${new URLSearchParams({
        device: send.device, person: String(send.person), have: Object.entries(send.cursors).map(([scope, cursor]) => `${scope}~${cursor}`).join(','),
        unsent: String(send.standing.unsent), oldest: String(send.standing.oldestSeconds), parked: String(send.standing.parked), now: send.standing.now,
      }).toString()}`, { headers });
    const body: unknown = await response.json();
    return { request: send.request, status: response.status, body, retryAfterSeconds: Number(response.headers.get('retry-after') ?? 0) };
  } catch {
    return { request: send.request, status: 0, body: undefined, retryAfterSeconds: null };
  }
}

function inMemory(person: number): { readonly store: RowStore; readonly held: PhoneOver['held'] } {
  let kept: Kept = begin(randomUUID(), person);
  const items = new Map<string, Item>();
  const docs = new Map<string, Doc[]>();
  const store: RowStore = {
    load: () => Promise.resolve(kept),
    commit: (write) => {
      for (const id of write.remove) items.delete(id);
      for (const item of write.put) items.set(item.id, item);
      for (const scope of write.drop) for (const key of docs.keys()) if (key.startsWith(`${scope} `)) docs.delete(key);
      for (const { scope, part, docs: some } of write.parts) docs.set(`${scope} ${part}`, [...some]);
      kept = { meta: write.meta ?? kept.meta, items: [...items.values()] };
      return Promise.resolve();
    },
    docs: (source) => Promise.resolve([...docs].filter(([key]) => key.startsWith(`${source}:`)).flatMap(([, some]) => some)),
    wipePulled: () => { docs.clear(); return Promise.resolve(); },
  };
  return { store, held: () => new Map([...docs].flatMap(([key, some]) => some.map(({ id, version }): [string, string] => [`${key.split(' ')[0] ?? ''} ${id}`, version]))) };
}
