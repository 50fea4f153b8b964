import 'fake-indexeddb/auto';
import { Dexie, type DBCore, type Middleware } from 'dexie';
import { describe, expect, test } from 'vitest';
import { emptyServer, hashOf, memoryPull, memoryStore, type Server } from '../../apps/sim/memory.ts';
import { chanceOf } from '../../apps/sim/chance.ts';
import { parked, queued, type Reply, type Send } from '../core/sync/phone.ts';
import { pushTo } from '../sync/push.ts';
import { openRow, type Row } from './row.ts';
import { rowStore, rowStores, type RowTables } from './row-store.ts';

// The real store of the phone, killed at every single operation of its database and at every sending.

let databases = 0;
type Device = Dexie & RowTables;
type Deaths = { left: number; done: number };

/** Dies at the so-manieth operation, and stays dead. */
function mortal(deaths: Deaths): Middleware<DBCore> {
  const live = <T>(work: () => Promise<T>): Promise<T> => {
    deaths.left -= 1;
    deaths.done += 1;
    return deaths.left < 0 ? Promise.reject(new Error('killed')) : work();
  };
  return {
    stack: 'dbcore', name: 'mortal',
    create: (core) => ({ ...core, table: (name) => { const table = core.table(name); return { ...table, mutate: (request) => live(() => table.mutate(request)), get: (request) => live(() => table.get(request)), query: (request) => live(() => table.query(request)) }; } }),
  };
}

function deviceOf(name: string, deaths: Deaths): Device {
  const db = new Dexie(name) as Device; // as the app does it
  db.version(1).stores({ ...rowStores, drafts: 'key' });
  db.use(mortal(deaths));
  return db;
}

type Bench = { readonly server: Server; readonly person: number; readonly name: string; now: number };

function bench(): Bench {
  const chance = chanceOf(databases += 1);
  const server = emptyServer(chance.id());
  server.people.set(1, { id: 1, grid: 'g1', suspended: false });
  return { server, person: 1, name: `phone-${databases}`, now: Date.parse('2026-11-24T02:00:00Z') };
}

const forever = (): Deaths => ({ left: Number.POSITIVE_INFINITY, done: 0 });

async function open(it: Bench, deaths: Deaths, seed: number, alongside?: (db: Device) => Promise<void>): Promise<{ row: Row; db: Device }> {
  const chance = chanceOf(seed);
  const db = deviceOf(it.name, deaths);
  const at = { now: it.now, bug: null, dieAt: () => undefined };
  const send = async (one: Send): Promise<Reply> => {
    // A phone that is dead hears nothing; what it sent is done all the same.
    const reply = (status: number, body: unknown): Reply => ({ request: one.request, status, body: structuredClone(body), retryAfterSeconds: null });
    if (deaths.left < 0) return new Promise(() => undefined);
    if (one.kind === 'pull') return reply(200, await memoryPull(it.server, one.device, it.person, one.cursors, at));
    const outcome = await pushTo(memoryStore(it.server, one.body.device, it.person, at), one.body, { person: it.person, isKnown: (name) => name.startsWith('incidents.'), hashOf, isLate: () => false });
    return outcome.kind === 'answer' ? reply(200, outcome.answer) : reply(409, { refused: outcome.refused, detail: '' });
  };
  const row = await openRow(it.person, {
    store: rowStore(db, it.person, ['drafts'], `${it.name}-unsent`), send, moment: { get now() { return it.now; }, random: chance.next, newId: chance.id },
    ...(alongside ? { alongside: () => alongside(db) } : {}),
  });
  return { row, db };
}

const report = (n: number) => ({ id: `00000000-0000-4000-8000-00000000000${n}`, name: n === 3 ? 'nobody.knows' : 'incidents.report', input: { id: `00000000-0000-4000-8000-0000000000a${n}`, description: `路灯 ${n}` } });

/** A day of one phone: three commands, one of which is refused; whatever was told to be kept is remembered. */
async function day(it: Bench, deaths: Deaths, seed: number, kept: Set<string>): Promise<void> {
  const { row, db } = await open(it, deaths, seed);
  try {
    for (const n of [1, 2, 3]) {
      const command = report(n);
      if (kept.has(command.id)) continue;
      await row.add(command, async () => { await db.table('drafts').delete(`draft ${n}`); });
      kept.add(command.id);
      await Promise.race([row.flush(true), dead(deaths)]);
    }
  } finally {
    db.close();
  }
}

async function dead(deaths: Deaths): Promise<void> {
  while (deaths.left >= 0) await new Promise((resolve) => { setTimeout(resolve, 1); });
}

describe('the store of a phone', () => {
  test('killed at every operation, it has lost nothing and doubled nothing', { timeout: 120_000 }, async () => {
    const whole = forever();
    const first = bench();
    await day(first, whole, 1, new Set());
    const operations = whole.done;
    expect(operations).toBeGreaterThan(30);
    for (let at = 0; at < operations; at += 1) {
      const it = bench();
      const kept = new Set<string>();
      await day(it, { left: at, done: 0 }, 1, kept).catch(() => undefined);
      const told = new Set(kept);
      const { row, db } = await open(it, forever(), 2);
      const items = row.now().items.map(({ id }) => id);
      for (const id of told) expect(items, `killed at ${at}`).toContain(id);
      await row.flush(true);
      await row.flush(true);
      expect(queued(row.now()), `killed at ${at}`).toEqual([]);
      const ids = it.server.effects.map(({ id }) => id);
      expect(new Set(ids).size, `killed at ${at}`).toBe(ids.length);
      for (const id of told) expect(ids.includes(id) || parked(row.now()).some((item) => item.id === id), `${id} killed at ${at}`).toBe(true);
      expect(parked(row.now()).map(({ id }) => id)).toEqual(row.now().items.some(({ name }) => name === 'nobody.knows') ? [report(3).id] : []);
      db.close();
    }
  });

  test('the draft and its command change together, or neither does', async () => {
    const it = bench();
    const { row, db } = await open(it, forever(), 1);
    await db.table('drafts').put({ key: 'draft 1' });
    await expect(row.add(report(1), async () => { await db.table('drafts').delete('draft 1'); throw new DOMException('full', 'QuotaExceededError'); })).rejects.toThrow();
    expect([await db.table('drafts').count(), await db.rowItems.count(), row.now().items.length]).toEqual([1, 0, 0]);
    await row.add(report(1), async () => { await db.table('drafts').delete('draft 1'); });
    expect([await db.table('drafts').count(), await db.rowItems.count(), row.now().meta.nextSeq]).toEqual([0, 1, 2]);
    db.close();
  });

  test('when the first store is gone, the second has what was unsent, under its old numbers', async () => {
    const it = bench();
    const before = await open(it, forever(), 1);
    await before.row.add(report(1));
    await before.row.flush(true);
    await before.row.add(report(2));
    await before.row.add(report(3));
    before.db.close();
    await Dexie.delete(it.name);
    const { row, db } = await open(it, forever(), 2);
    expect(queued(row.now()).map(({ id, seq }) => [id, seq])).toEqual([[report(2).id, 2], [report(3).id, 3]]);
    await row.flush(true);
    expect([queued(row.now()).length, parked(row.now()).length, it.server.effects.length]).toEqual([0, 1, 2]);
    db.close();
  });

  test('two pages of one phone give no number twice, and each sends what the other wrote', async () => {
    const it = bench();
    const [a, b] = [await open(it, forever(), 1), await open(it, forever(), 2)];
    await a.row.add(report(1));
    await b.row.add(report(2));
    await Promise.all([a.row.add(report(4)), b.row.add(report(5)), a.row.add(report(6))]);
    const numbers = (await a.db.rowItems.toArray()).map(({ seq, device }) => `${device} ${seq}`);
    expect([numbers.length, new Set(numbers).size, new Set(numbers.map((one) => one.split(' ')[0])).size]).toEqual([5, 5, 1]);
    await Promise.all([a.row.flush(true), b.row.flush(true)]);
    await b.row.flush(true);
    expect(it.server.effects.map(({ id }) => id).sort()).toEqual([1, 2, 4, 5, 6].map((n) => report(n).id));
    const { row, db } = await open(it, forever(), 3);
    await row.flush(true);
    expect([queued(row.now()), parked(row.now())]).toEqual([[], []]);
    for (const one of [a.db, b.db, db]) one.close();
  });

  test('keeps what was pulled apart by person, and wipes it without the unsent', async () => {
    const it = bench();
    const { row, db } = await open(it, forever(), 1);
    await row.add(report(1));
    await row.flush(true);
    const store = rowStore(db, 1, [], `${it.name}-unsent`);
    expect((await store.docs('cases')).map(({ id }) => id)).toEqual([report(1).input.id]);
    expect(await rowStore(db, 2, [], `${it.name}-unsent`).docs('cases')).toEqual([]);
    await row.add(report(2));
    await store.wipePulled();
    expect([(await store.docs('cases')).length, (await db.rowItems.toArray()).filter(({ state }) => state === 'queued').length]).toEqual([0, 1]);
    db.close();
  });
});
