import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, describe, expect, inject, test, vi } from 'vitest';
import { openClients, type Attempt, type Person } from '../src/apps/chaos/client.ts';
import { fates, fatesFrom, openHttpProxy } from '../src/apps/chaos/http-proxy.ts';
import { openJournal, readJournal } from '../src/apps/chaos/journal.ts';
import { openLineProxy } from '../src/apps/chaos/proxy.ts';
import { reconcile, type Reconciled } from '../src/apps/chaos/reconcile.ts';
import { takeBaseline } from '../src/apps/chaos/stored.ts';
import { openDb } from '../src/platform/db.ts';
import { beatMs, silenceMs } from '../src/platform/core/beat.ts';
import { follow, type LiveState } from '../src/platform/client/live.ts';
import { inDatabase } from './support/pg-url.ts';
import { runs } from './support/size.ts';
import { eventSourceAt } from './support/stream.ts';
import { webOfFile, withWeb, type Web } from './support/web.ts';
import { classes, points, type Name } from './support/world.ts';

// What a bad network does between a phone and the server, and between the server and its database; each ends with the
// journals of what clients were told against what is stored.

const web = webOfFile();

type Use = { readonly walk: (cases: number) => Promise<void>; readonly attempts: () => readonly Attempt[] };

/** Clients over `url`, whose journal is compared with what `it` stored as soon as they are done and `settled` says so. */
async function journalled(it: Web, url: string, patienceMs: number, use: (clients: Use) => Promise<void>, settled: () => Promise<void> = () => Promise.resolve()): Promise<Reconciled> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'jingwei-network-'));
  const all = openDb(inDatabase(inject('testServer').adminUrl, it.world.name), { applicationName: 'the test, looking on', max: 2 });
  try {
    const file = path.join(folder, 'journal.jsonl');
    const journal = openJournal(file);
    journal.write({ what: 'baseline', ...await takeBaseline(all.db) });
    const clients = openClients(() => [url], journal, patienceMs);
    const watched = clients.watch();
    const person = async (name: Name): Promise<Person> => ({ account: name, personId: it.world.id(name), token: await it.token(name) });
    const [worker, desk, handler] = [await person('worker'), await person('desk'), await person('handler')];
    const one = async (number: number): Promise<void> => {
      const reported = await clients.command(worker, 'incidents.report', randomUUID(), { description: `柳街路口捡到一串钥匙，第 ${number} 次`, class: classes.lost, place: points.street, ...(number % 2 === 0 ? { id: randomUUID() } : {}) });
      const caseId = String(reported?.['caseId']);
      for (const [who, step, more] of [[desk, 'accept'], [desk, 'file'], [desk, 'dispatch', { leadUnitId: it.world.unit('HWS') }], [handler, 'acknowledge']] as const) {
        expect(await clients.command(who, `incidents.${step}`, randomUUID(), { caseId, ...more })).not.toBeNull();
      }
      // Too early: its refusal is kept, and is the same however often it is asked for.
      if (number % 3 === 0) expect(await clients.command(desk, 'incidents.evaluate', randomUUID(), { caseId })).toBeNull();
    };
    await use({ walk: async (cases) => { await Promise.all(Array.from({ length: cases }, (_none, number) => one(number))); }, attempts: watched });
    await settled();
    clients.end();
    journal.close();
    return await reconcile({ db: all.db, entries: await readJournal(file), filesFolder: null });
  } finally {
    await all.close();
    await rm(folder, { recursive: true });
  }
}

describe('between a phone and the server', () => {
  test('lost and cut replies, half requests, copies, late ones, pages of strangers: each command has one effect and one answer', async () => {
    const befallen = new Map<string, number>();
    for (let seed = 1; seed <= runs(2); seed += 1) {
      const proxy = await openHttpProxy(() => web().url, fatesFrom(seed, { lostReply: 0.12, cutReply: 0.06, cutRequest: 0.06, twice: 0.1, twiceLate: 0.1, late: 0.1, portal: 0.06, redirect: 0.04, silence: 0.04 }));
      try {
        const told = await journalled(web(), proxy.url, 1_500, ({ walk }) => walk(8), proxy.settled);
        expect([seed, told.faults, told.unknown, told.acknowledged, told.refused]).toEqual([seed, [], 0, 40, 3]);
        for (const [fate, times] of Object.entries(proxy.happened())) befallen.set(fate, (befallen.get(fate) ?? 0) + times);
      } finally {
        await proxy.close();
      }
    }
    expect(fates.filter((fate) => !befallen.has(fate))).toEqual([]);
  });

  test('a line that is slow, stands still and breaks anywhere: the same', async () => {
    const line = await openLineProxy(web().url);
    try {
      const told = await journalled(web(), line.url(web().url), 3_000, async ({ walk }) => {
        line.weather({ delayMs: 20, bytesPerSecond: 20_000 });
        await walk(3);
        // Broken within the head, within the body, before the answer and within it.
        for (const cutAfter of [{ up: 60 }, { up: 420 }, { down: 0 }, { down: 200 }]) {
          line.weather({ cutAfter });
          const walking = walk(2);
          await new Promise((resolve) => { setTimeout(resolve, 300); });
          line.weather({});
          line.cut();
          await walking;
        }
        line.weather({ isStalled: true });
        const held = walk(2);
        await new Promise((resolve) => { setTimeout(resolve, 800); });
        line.weather({});
        await held;
        // The other side vanishes without a word, and takes new connections again later.
        line.weather({ isVanished: true });
        const lost = walk(2);
        await new Promise((resolve) => { setTimeout(resolve, 800); });
        line.weather({});
        await lost;
      });
      expect([told.faults, told.unknown, told.acknowledged]).toEqual([[], 0, 75]);
    } finally {
      await line.close();
    }
  });
});

describe('a stream whose other end has vanished', () => {
  afterEach(() => { vi.unstubAllGlobals(); });

  test('another line is taken, and what was missed is read again', async () => {
    expect(beatMs * 2).toBeLessThan(silenceMs);
    expect(silenceMs).toBeLessThan(15_000);
    const line = await openLineProxy(web().url);
    vi.stubGlobal('EventSource', eventSourceAt(line.url(web().url), await web().token('desk')));
    const states: LiveState[] = [];
    let readAgain = 0;
    const board = { queryKey: ['incidents', 'board', {}] };
    const stop = follow({ invalidateQueries: async (filters) => { if (filters?.predicate(board) ?? true) readAgain += 1; } }, (state) => { states.push(state); }, 10, 1_000);
    try {
      await expect.poll(() => states.at(-1)).toBe('live');
      line.weather({ isVanished: true });
      const { status } = await web().call('worker', 'POST', '/api/incidents/report', { description: '柳街路口有积水', place: points.street });
      expect(status).toBe(200);
      await expect.poll(() => states.at(-1), { timeout: 15_000 }).toBe('waiting');
      expect(readAgain).toBe(0);
      line.weather({});
      await expect.poll(() => states.at(-1), { timeout: 15_000 }).toBe('live');
      await expect.poll(() => readAgain).toBeGreaterThan(0);
    } finally {
      stop();
      await line.close();
    }
  });

  test('the server says something even when there is nothing to say', async () => {
    let beats = 0;
    const Source = eventSourceAt(web().url, await web().token('desk'));
    const source = new Source('/api/live');
    source.addEventListener('beat', () => { beats += 1; });
    await expect.poll(() => beats, { timeout: 4 * beatMs }).toBeGreaterThan(0);
    source.close();
  });
});

describe('between the server and its database', () => {
  test('a connection that leads nowhere: every request is answered, and all goes on when there is a way again', async () => {
    const proxies: Awaited<ReturnType<typeof openLineProxy>>[] = [];
    const through = async (databaseUrl: string): Promise<string> => {
      const line = await openLineProxy(databaseUrl);
      proxies.push(line);
      return line.url(databaseUrl);
    };
    await withWeb(async (it) => {
      const [line] = proxies;
      if (!line) throw new Error('there is no proxy');
      const told = await journalled(it, it.url, 60_000, async ({ walk, attempts }) => {
        await walk(2);
        for (const bad of [{ isVanished: true }, { isStalled: true }]) {
          line.weather(bad);
          const walking = walk(6);
          // Long enough for it to be found out; then there is a way again.
          await expect.poll(async () => (await fetch(`${it.url}/api/health`)).status, { timeout: 30_000 }).toBe(503);
          line.weather({});
          await walking;
        }
        line.cut();
        await walk(2);
        line.weather({ delayMs: 15 });
        await walk(2);
        // Nobody was left waiting: an answer each, those of the outage say when to come again.
        expect(attempts().filter(({ status }) => status === 0 || (status >= 500 && status !== 503))).toEqual([]);
        expect(attempts().filter(({ status, retryAfter }) => status === 503 && !retryAfter)).toEqual([]);
        expect(attempts().some(({ status }) => status === 503)).toBe(true);
        // Three seconds and a half are the goal; the bound leaves a busy machine five times that.
        expect(Math.max(...attempts().map(({ tookMs }) => tookMs))).toBeLessThan(17_500);
      });
      expect([told.faults, told.unknown, told.acknowledged]).toEqual([[], 0, 90]);
    }, {}, through);
    await Promise.all(proxies.map((line) => line.close()));
  });
});

describe('questions that hold all of their connections', () => {
  test('keep nobody from reporting', async () => {
    const { world, call } = web();
    await world.ownerDb.transaction().execute(async (holder) => {
      await sql`lock table incidents.digest in access exclusive mode`.execute(holder);
      let answered = 0;
      const asked = Array.from({ length: 40 }, async () => {
        const { status } = await call('desk', 'GET', '/api/incidents/digest');
        answered += 1;
        return status;
      });
      const waiting = async (): Promise<number> => {
        const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_locks where relation = 'incidents.digest'::regclass and not granted`.execute(world.ownerDb);
        return rows[0]?.n ?? 0;
      };
      await expect.poll(waiting, { timeout: 10_000 }).toBe(12);
      const reports = await Promise.all(Array.from({ length: 8 }, () => call('worker', 'POST', '/api/incidents/report', { description: '柳街路口有积水', place: points.street })));
      expect(reports.map(({ status }) => status)).toEqual(reports.map(() => 200));
      expect(answered).toBeLessThan(40);
      expect([...new Set(await Promise.all(asked))]).toEqual([503]);
    });
    expect((await call('desk', 'GET', '/api/incidents/digest')).status).toBe(200);
  });
});
