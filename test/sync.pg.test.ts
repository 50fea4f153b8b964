import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { emptyServer, hashOf, memoryStore, type Server } from '../src/apps/sim/memory.ts';
import { offlineCommands } from '../src/apps/operations.ts';
import { action, canonical } from '../src/platform/action.ts';
import { mostFailures, skipName, type Mutation, type PushRequest } from '../src/platform/core/sync/wire.ts';
import { pushTo, type PushOutcome } from '../src/platform/sync/push.ts';
import { hashBy, pushStore } from '../src/platform/sync/store.ts';
import { testVault } from './support/acting.ts';
import { webOfFile, withWeb, type Answered } from './support/web.ts';
import { phoneOver } from '../src/apps/sim/phone-over-http.ts';
import { done, hoursLater, morning, points, withWorld, worldOfFile, type World } from './support/world.ts';
import * as desk from '../src/platform/sync/actions.ts';
import { z } from 'zod';
import { command } from '../src/platform/core/contract.ts';

// The contract of a phone's row: the same of PostgreSQL and of the memory that the simulator runs on.

type Push = (mutations: readonly Mutation[], more?: Partial<PushRequest>) => Promise<PushOutcome>;
type Bench = { readonly push: Push; readonly effects: () => Promise<number>; readonly kept: () => Promise<number>; readonly report: (seq: number, more?: Partial<Mutation>) => Mutation; readonly device: string };

const standing = { unsent: 1, oldestSeconds: 60, parked: 0, now: morning.toISOString() };

function inMemory(): Bench {
  const server: Server = emptyServer(randomUUID());
  server.people.set(1, { id: 1, grid: 'g1', suspended: false });
  const device = randomUUID();
  const store = memoryStore(server, device, 1, { now: morning.getTime(), bug: null, dieAt: () => undefined });
  return {
    device, effects: () => Promise.resolve(server.effects.length), kept: () => Promise.resolve(server.rejected.length),
    report: (seq, more) => reportOf(1, seq, more),
    push: (mutations, more) => pushTo(store, { device, person: 1, epoch: null, first: 1, standing, mutations, ...more }, { person: 1, isKnown: (name) => name.startsWith('incidents.'), hashOf, isLate: () => false }),
  };
}

const failing = command({ domain: 'incidents', name: 'poison', permission: 'signedIn', summary: '', input: z.object({}), output: z.object({}), refusals: [] });

async function onPostgres(world: World): Promise<Bench> {
  const actor = await world.actor('worker');
  const personId = world.id('worker');
  const device = randomUUID();
  const commands = new Map([...offlineCommands, ['incidents.poison', action(failing, () => { throw new Error('planted'); })]]);
  const ground = { house: world.house, commands, say: (_language: string, key: string) => key };
  const count = async (table: string): Promise<number> => (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(world.ownerDb)).rows[0]?.n ?? -1;
  const [effects, kept] = [await count('incidents.incident'), await count('platform.rejected')];
  return {
    device, effects: async () => await count('incidents.incident') - effects, kept: async () => await count('platform.rejected') - kept, report: (seq, more) => reportOf(personId, seq, more),
    push: (mutations, more) => pushTo(pushStore(ground, { ...actor, personId }, device, morning), { device, person: personId, epoch: null, first: 1, standing, mutations, ...more }, {
      person: personId, isKnown: (name) => commands.has(name), hashOf: hashBy(testVault), isLate: () => false,
    }),
  };
}

function reportOf(by: number, seq: number, more: Partial<Mutation> = {}): Mutation {
  return { seq, id: randomUUID(), name: 'incidents.report', at: morning.toISOString(), by, input: { id: randomUUID(), description: `路灯坏了 ${seq}`, place: points.street, source: 'gridWorker' }, ...more };
}

function told(outcome: PushOutcome): string[] {
  if (outcome.kind === 'no') return [outcome.refused];
  return [...outcome.answer.results.map((one) => `${one.seq} ${one.outcome === 'refused' ? one.reason.refused : one.outcome}`), `last ${outcome.answer.last}`];
}

const world = worldOfFile();
describe.each<[string, () => Promise<Bench>]>([['memory', () => Promise.resolve(inMemory())], ['PostgreSQL', () => onPostgres(world())]])('the row of a phone in %s', (kind, open) => {
  test('is done in order, once, and answered alike when it comes again', async () => {
    const { push, report, effects } = await open();
    const row = [report(1), report(2), report(3)];
    const first = await push(row);
    expect(told(first)).toEqual(['1 done', '2 done', '3 done', 'last 3']);
    expect(await push(row)).toEqual({ ...first, ...(first.kind === 'answer' ? { answer: { ...first.answer, now: expect.any(String) } } : {}) });
    expect(told(await push([...row.slice(1), report(4)]))).toEqual(['2 done', '3 done', '4 done', 'last 4']);
    expect(await effects()).toBe(4);
  });

  test('of fifty copies at one instant one is done, and all are answered alike', async () => {
    const { push, report, effects } = await open();
    const row = [report(1), report(2)];
    const answers = await Promise.all(Array.from({ length: 50 }, () => push(row)));
    expect([...new Set(answers.map((one) => told(one).join()))]).toEqual(['1 done,2 done,last 2']);
    expect([...new Set(answers.map((one) => (one.kind === 'answer' ? canonical(one.answer.results) : '')))]).toHaveLength(1);
    expect(await effects()).toBe(2);
  });

  test('stops at a gap and says from where to send again', async () => {
    const { push, report, effects } = await open();
    expect(told(await push([report(2)]))).toEqual(['last 0']);
    expect(told(await push([report(1), report(3)]))).toEqual(['1 done', 'last 1']);
    expect(await effects()).toBe(1);
  });

  test('goes on behind a refusal, and keeps what was refused whole', async () => {
    const { push, report, effects, kept } = await open();
    const stranger = report(2, { name: 'nobody.knows' });
    const row = [report(1), stranger, report(3, { by: 4_711 }), report(4, { name: 'incidents.verify', input: { caseId: randomUUID(), result: 'exists' } }), report(5)];
    expect(told(await push(row))).toEqual(['1 done', '2 sync/unknown-command', '3 sync/other-person', '4 incidents/case-unknown', '5 done', 'last 5']);
    expect(told(await push(row))).toEqual(['1 done', '2 sync/unknown-command', '3 sync/other-person', '4 incidents/case-unknown', '5 done', 'last 5']);
    expect([await effects(), await kept()]).toEqual([2, 3]);
  });

  test('two bodies under one number freeze the device; both are kept', async () => {
    const { push, report, effects, kept } = await open();
    await push([report(1)]);
    expect(told(await push([report(1)]))).toEqual(['sync/device-frozen']);
    expect(told(await push([report(2)]))).toEqual(['sync/device-frozen']);
    expect([await effects(), await kept()]).toEqual([1, 1]);
  });

  test('an empty command holds a place, and contradicts nothing of its own', async () => {
    const { push, report, kept } = await open();
    const real = report(1);
    const empty = { ...real, name: skipName, input: {} };
    expect(told(await push([empty]))).toEqual(['1 sync/skipped', 'last 1']);
    expect(told(await push([real]))).toEqual(['1 sync/skipped', 'last 1']);
    expect(await kept()).toBe(0);
    // Of another command it is another phone's.
    expect(told(await push([report(1)]))).toEqual(['sync/device-frozen']);
  });

  test('what throws is tried five times and then set aside; what is behind it goes on', async () => {
    const { push, report, kept, effects } = await open();
    const bad = kind === 'memory' ? report(1, { input: { id: randomUUID(), poison: 'always' } }) : report(1, { name: 'incidents.poison', input: {} });
    const next = report(2);
    for (let tries = 1; tries < mostFailures; tries += 1) expect(told(await push([bad, next]))).toEqual(['1 failed', 'last 0']);
    expect(told(await push([bad, next]))).toEqual(['1 sync/gave-up', '2 done', 'last 2']);
    expect([await kept(), await effects()]).toEqual([1, 1]);
  });

  test('a restored server goes on behind what the phone no longer holds, and never twice', async () => {
    const { push, report, effects } = await open();
    const row = [report(20), report(21)];
    expect(told(await push(row, { first: 20 }))).toEqual(['20 done', '21 done', 'last 21']);
    expect(told(await push(row, { first: 20 }))).toEqual(['20 done', '21 done', 'last 21']);
    expect(await effects()).toBe(2);
  });

  test('an id is done once, whatever row it comes in', async () => {
    const { push, report, effects } = await open();
    const one = report(1);
    await push([one]);
    expect(told(await push([{ ...one, seq: 2 }]))).toEqual(['2 done', 'last 2']);
    expect(await effects()).toBe(1);
  });
});

describe('over HTTP', () => {
  const web = webOfFile();
  const push = (who: 'worker' | 'neighbour' | null, body: unknown): Promise<Answered> => web().call(who, 'POST', '/api/sync/push', body);
  const bodyOf = (device: string, mutations: readonly unknown[], more: object = {}) => ({ device, person: by(), epoch: null, first: 1, standing, mutations, ...more });
  const by = (): number => web().world.id('worker');

  test('whatever a phone sends is answered by the contract, never by a failure of ours', async () => {
    const device = randomUUID();
    const good = reportOf(by(), 1);
    expect((await push(null, bodyOf(device, [good]))).status).toBe(401);
    for (const seq of [0, -1, 2 ** 63, 1.5, '1', null]) expect((await push('worker', bodyOf(device, [{ ...good, seq }]))).status, String(seq)).toBe(400);
    expect((await push('worker', { ...bodyOf(device, []), mutations: Array.from({ length: 100_000 }, (_none, n) => ({ seq: n + 1 })) })).status).toBe(413);
    expect((await push('worker', { ...bodyOf(device, []), mutations: Array.from({ length: 5_000 }, (_none, n) => ({ seq: n + 1 })) })).status).toBe(400);
    for (const body of ['{"device":', 'null', '[]', '{"device":"x"}']) expect((await web().call('worker', 'POST', '/api/sync/push', body, { 'content-type': 'application/json' })).status, body).toBe(400);
    const odd = await push('worker', bodyOf(device, [{ seq: 1 }, { seq: 2, id: 'x', name: '\u0000', input: '\ud800' }, { ...good, seq: 3, at: '-271821-04-20', input: { a: '\u0000' } }, { ...good, seq: 4 }], { standing: { ...standing, now: '1016-11-24T00:00:00Z' } }));
    expect([odd.status, z.array(z.looseObject({ seq: z.int(), outcome: z.string() })).parse(odd.body['results']).map(({ seq, outcome }) => `${seq} ${outcome}`)]).toEqual([200, ['1 refused', '2 refused', '3 refused', '4 done']]);
    expect(odd.text).not.toMatch(/at .*\.ts|select |insert /u);
  });

  test('a device of somebody else is not his, and nothing of it is told', async () => {
    const device = randomUUID();
    expect((await push('worker', bodyOf(device, [reportOf(by(), 1)]))).status).toBe(200);
    const foreign = await push('neighbour', bodyOf(device, [reportOf(web().world.id('neighbour'), 2)], { person: web().world.id('neighbour') }));
    // In another's session nothing of a row is taken, and it is not answered as if it were empty.
    expect((await push('neighbour', bodyOf(device, [reportOf(by(), 2)]))).body['refused']).toBe('sync/other-session');
    expect((await web().call('neighbour', 'GET', `/api/sync/pull?device=${device}&person=${by()}`)).body['refused']).toBe('sync/other-session');
    expect([foreign.status, foreign.body['refused']]).toEqual([403, 'sync/device-foreign']);
    expect(z.object({ last: z.int() }).parse((await web().call('neighbour', 'GET', `/api/sync/pull?device=${device}&person=${web().world.id('neighbour')}`)).body).last).toBe(0);
  });

  test('brings what belongs on the phone, nothing when nothing changed, and takes away what no longer does', async () => {
    const device = randomUUID();
    const mine = reportOf(by(), 1);
    await push('worker', bodyOf(device, [mine]));
    type Pulled = { last: number; scopes: { scope: string; cursor: string; parts: { part: number; docs: { id: string; data: { state: string } }[] }[] }[] };
    const pull = async (have = ''): Promise<{ body: Pulled; size: number }> => {
      const answer = await web().call('worker', 'GET', `/api/sync/pull?device=${device}&person=${by()}&have=${encodeURIComponent(have)}`);
      expect(answer.status, answer.text).toBe(200);
      return { body: JSON.parse(answer.text) as Pulled, size: answer.text.length }; // checked by the schema on its way out
    };
    const first = await pull();
    const [scope] = first.body.scopes;
    const all = first.body.scopes.map(({ scope: name, cursor }) => `${name}~${cursor}`).join(',');
    expect(first.body.scopes.map(({ scope: name }) => name.split(':')[0])).toEqual(['cases', 'rounds']);
    const docs = scope?.parts.flatMap((part) => part.docs) ?? [];
    expect(first.body.last).toBe(1);
    expect(docs.map(({ id }) => id)).toContain(Reflect.get(Object(mine.input), 'id'));
    const again = await pull(all);
    expect(again.body.scopes).toEqual(first.body.scopes.map((one) => ({ ...one, parts: [] })));
    expect(again.size).toBeLessThan(2_000);
    await push('worker', bodyOf(device, [reportOf(by(), 2)]));
    const third = await pull(`${all},cases:999~gone`);
    expect(third.body.scopes.map((one) => one.scope)).toEqual(first.body.scopes.map((one) => one.scope));
    expect(third.body.scopes.flatMap(({ parts }) => parts).length).toBe(1);
  });

  test('who keeps the roster sees phones that are late or frozen, and what was handed over; nobody else does', () => withWorld(async (own) => {
    const bench = await onPostgres(own);
    await bench.push([bench.report(1), bench.report(2, { name: 'nobody.knows', input: { secret: '柳三' } })], { standing: { ...standing, unsent: 3, oldestSeconds: 5 * 3_600 } });
    const seen = done<{ items: { device: string; isLate: boolean; unsent: number }[]; late: number }>(await own.ask('desk', desk.phones, {}));
    expect(seen).toMatchObject({ late: 1, items: [{ device: bench.device, isLate: true, unsent: 3 }] });
    expect(done<{ items: unknown[] }>(await own.ask('otherDesk', desk.phones, {})).items).toEqual([]);
    expect((await own.ask('worker', desk.phones, {})).kind).toBe('refused');
    const list = done<{ items: { id: number; name: string; refused: string }[] }>(await own.ask('desk', desk.rejected, {}));
    expect(list.items).toMatchObject([{ name: 'nobody.knows', refused: 'sync/unknown-command' }]);
    const id = list.items[0]?.id ?? 0;
    expect((await own.ask('desk', desk.rejectedBody, { id })).kind).toBe('refused');
    const { rows: [kept] } = await sql<{ mutation_id: string; body: Buffer }>`select mutation_id, body from platform.rejected`.execute(own.ownerDb);
    expect(kept?.body.includes('柳三')).toBe(false);
    done(await own.do('worker', desk.handOver, { id: kept?.mutation_id, name: 'nobody.knows', at: '', refused: 'sync/unknown-command', body: '{}' }));
    expect(done(await own.ask('desk', desk.rejectedBody, { id }))).toMatchObject({ name: 'nobody.knows', input: { secret: '柳三' } });
    expect((await own.ask('otherDesk', desk.rejectedBody, { id })).kind).toBe('refused');
    expect((await own.do('otherDesk', desk.settle, { id, note: '已处理' })).kind).toBe('refused');
    done(await own.do('desk', desk.settle, { id, note: '已电话核实' }, { at: hoursLater(1) }));
    expect(done<{ items: unknown[] }>(await own.ask('desk', desk.rejected, {})).items).toEqual([]);
    // One that never came up by itself brings its body along.
    done(await own.do('worker', desk.handOver, { id: randomUUID(), name: 'incidents.report', at: '', refused: 'sync/gave-up', body: '{"description":"李四家"}' }));
    const other = done<{ items: { id: number }[] }>(await own.ask('desk', desk.rejected, {})).items[0]?.id;
    expect(done(await own.ask('desk', desk.rejectedBody, { id: other }))).toMatchObject({ input: { description: '李四家' } });
    expect((await own.audited()).filter(({ operation }) => operation === 'sync.rejectedBody')).toHaveLength(2);
  }));

  test('the work of somebody who lost his post is parked with its reason, and his phone holds nothing more', () => withWorld(async (own) => {
    const bench = await onPostgres(own);
    await sql`update identity.post set ended_at = now() where person_id = ${own.id('worker')}`.execute(own.ownerDb);
    const later = await onPostgres({ ...own, actor: async (name) => ({ ...(await own.actor(name)), grants: [] }) });
    expect(told(await later.push([bench.report(1, { name: 'incidents.verify', input: { caseId: randomUUID(), result: 'exists' } })]))).toEqual(['1 platform/not-permitted', 'last 1']);
    expect(await later.kept()).toBe(1);
  }));
});

test('what a restored server lost the phones bring back, once, and nothing is asked of anybody', () => withWeb(async (own) => {
  const phone = await phoneOver(own.url, await own.token('worker'));
  const place = points.street;
  for (const n of [1, 2, 3]) await phone.report({ description: `备份之前 ${n}`, place });
  await phone.row.flush(true);
  const [backed] = [[...phone.written]];
  for (const n of [1, 2, 3, 4]) await phone.report({ description: `备份之后 ${n}`, place });
  await phone.row.flush(true);
  expect(phone.row.now().items.map(({ state }) => state)).toEqual(Array.from({ length: 7 }, () => 'done'));
  await phone.report({ description: '没有发出', place });
  // Yesterday's backup: the rows are as they were then, and the epoch is a new one.
  const { ownerDb } = own.world;
  const lost = sql`(select id from incidents.incident where id <> all (${backed}::uuid[]))`;
  for (const table of ['deadline', 'step', 'wording', 'reporter']) await sql`delete from ${sql.table(`incidents.${table}`)} where case_id in ${lost}`.execute(ownerDb);
  await sql`delete from incidents.incident where id <> all (${backed}::uuid[])`.execute(ownerDb);
  await sql`delete from platform.command where key in (select mutation_id::text from platform.mutation where seq > 3) or key = any (${phone.written.slice(3)}::text[])`.execute(ownerDb);
  await sql`delete from platform.mutation where seq > 3`.execute(ownerDb);
  await sql`update platform.device set last_seq = 3`.execute(ownerDb);
  await sql`update platform.installation set epoch = gen_random_uuid()`.execute(ownerDb);
  for (let turn = 0; turn < 3; turn += 1) await phone.row.flush(true);
  const { rows } = await sql<{ id: string }>`select id from incidents.incident order by id`.execute(ownerDb);
  expect(rows.map(({ id }) => id)).toEqual([...phone.written].sort());
  expect(phone.row.now().items.map(({ state }) => state)).toEqual(Array.from({ length: 8 }, () => 'done'));
}));
