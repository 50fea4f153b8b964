import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { emptyServer, hashOf, memoryStore, type Server } from '../src/apps/sim/memory.ts';
import { offlineCommands } from '../src/apps/operations.ts';
import { action, canonical } from '../src/platform/action.ts';
import { mostFailures, skipName, type Mutation, type PushRequest } from '../src/platform/core/sync/wire.ts';
import { pushTo, type PushOutcome } from '../src/platform/sync/push.ts';
import { hashBy, pushStore } from '../src/platform/sync/store.ts';
import type { Bug } from '../src/apps/sim/bugs.ts';
import { keepersOf } from '../src/apps/keepers.ts';
import { enter } from '../src/platform/claim.ts';
import { answerDays, mostDevices } from '../src/platform/core/sync/contract.ts';
import type { Log } from '../src/platform/log.ts';
import { letGo, phoneWatchdog, stuckPhones } from '../src/platform/sync/letting-go.ts';
import { wallOf } from '../src/platform/wall.ts';
import { simulate, type Told } from '../src/apps/sim/run.ts';
import { testVault } from './support/acting.ts';
import { mostSimulated, onPostgres as simOnPostgres } from './support/sim-on-postgres.ts';
import { sized } from './support/size.ts';
import { webOfFile, withWeb, type Answered } from './support/web.ts';
import { phoneOver } from '../src/apps/sim/phone-over-http.ts';
import { done, said, hoursLater, morning, points, withWorld, worldOfFile, type World } from './support/world.ts';
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
    // How it was settled can be read, and a second word changes nothing.
    done(await own.do('desk', desk.settle, { id, how: 'void', note: '又点了一次' }));
    expect(done<{ items: unknown[] }>(await own.ask('desk', desk.rejected, { settled: true })).items).toMatchObject([{ id, settled: { how: 'other', note: '已电话核实' } }]);
    // One that never came up by itself brings its body along.
    done(await own.do('worker', desk.handOver, { id: randomUUID(), name: 'incidents.report', at: '', refused: 'sync/gave-up', body: '{"description":"李四家"}' }));
    const other = done<{ items: { id: number }[] }>(await own.ask('desk', desk.rejected, {})).items[0]?.id;
    expect(done(await own.ask('desk', desk.rejectedBody, { id: other }))).toMatchObject({ input: { description: '李四家' } });
    expect((await own.audited()).filter(({ operation }) => operation === 'sync.rejectedBody')).toHaveLength(2);
    // It may be given to whoever keeps the roster there, and to nobody else.
    const { keepers, assign } = desk.keeping(keepersOf);
    const able = done<{ items: { id: number }[] }>(await own.ask('desk', keepers, { id: other })).items.map((one) => one.id);
    expect([able.includes(own.id('secondDesk')), able.includes(own.id('otherDesk')), able.includes(own.id('worker'))]).toEqual([true, false, false]);
    expect((await own.ask('otherDesk', keepers, { id: other })).kind).toBe('refused');
    expect(said(await own.do('desk', assign, { id: other, toPersonId: own.id('worker') }))).toBe('sync/not-a-keeper');
    done(await own.do('desk', assign, { id: other, toPersonId: own.id('secondDesk') }));
    expect(done<{ items: unknown[]; open: number }>(await own.ask('secondDesk', desk.rejected, { mine: true }))).toMatchObject({ open: 1, items: [{ id: other, assignedTo: { id: own.id('secondDesk') } }] });
    expect(done<{ items: unknown[] }>(await own.ask('desk', desk.rejected, { mine: true })).items).toEqual([]);
  }));

  test('what its writer has dealt with on his phone waits for nobody', () => withWorld(async (own) => {
    const bench = await onPostgres(own);
    await bench.push([bench.report(1, { name: 'nobody.knows' })]);
    const open = async (): Promise<number> => done<{ open: number }>(await own.ask('desk', desk.rejected, {})).open;
    await sql`update platform.device set contact_at = contact_at + interval '1 minute', parked = 1`.execute(own.ownerDb);
    expect(await open()).toBe(1);
    await sql`update platform.device set parked = 0`.execute(own.ownerDb);
    expect(await open()).toBe(0);
    expect(done<{ items: unknown[] }>(await own.ask('desk', desk.rejected, { settled: true })).items).toMatchObject([{ byWriter: true, settled: null }]);
  }));

  test('answers go when nobody can ask for them any more, what was settled after half a year, and nothing that waits', () => withWorld(async (own) => {
    const [heard, unheard] = [await onPostgres(own), await onPostgres(own)];
    for (const { push, report } of [heard, unheard]) await push([report(1), report(2, { name: 'nobody.knows' }), report(3)]);
    const clock = hoursLater((answerDays + 1) * 24);
    // The first phone came again behind its replays; the second lies in a drawer, and may not have heard.
    await sql`update platform.device set contact_at = ${hoursLater(8 * 24)} where id = ${heard.device}::uuid`.execute(own.ownerDb);
    await sql`update platform.rejected set settled_at = ${morning} where device_id = ${heard.device}::uuid`.execute(own.ownerDb);
    expect(await letGo(own.db, hoursLater((answerDays - 1) * 24))).toEqual({ answers: 0, settled: 0 });
    expect(await letGo(own.db, clock)).toEqual({ answers: 2, settled: 1 });
    const left = (await sql<{ seq: number; mine: boolean }>`select seq, device_id = ${heard.device}::uuid as mine from platform.mutation order by mine, seq`.execute(own.ownerDb)).rows.map(({ seq, mine }) => `${mine ? 'heard' : 'unheard'} ${seq}`);
    expect(left).toEqual(['unheard 1', 'unheard 2', 'unheard 3', 'heard 3']);
    expect((await sql`select from platform.rejected`.execute(own.ownerDb)).rows).toHaveLength(1);
    // Whoever sends it again all the same is told so, and it is not done twice.
    expect(told(await heard.push([heard.report(1)]))).toEqual(['1 sync/long-ago', 'last 3']);
    // Only the house lets go.
    await expect(own.db.transaction().execute(async (db) => { await enter(db, morning, wallOf(await own.actor('worker'))); return (await sql`delete from platform.mutation returning 1`.execute(db)).rows.length; })).resolves.toBe(0);
  }));

  test('a phone too many is turned away with a sentence, and the phones that are known go on', () => withWorld(async (own) => {
    const first = await onPostgres(own);
    expect(told(await first.push([first.report(1)]))).toEqual(['1 done', 'last 1']);
    await sql`insert into platform.device (id, person_id, person_name, area_path, contact_at) select gen_random_uuid(), person_id, person_name, area_path, contact_at from platform.device, generate_series(2, ${mostDevices})`.execute(own.ownerDb);
    const next = await onPostgres(own);
    expect(told(await next.push([next.report(1)]))).toEqual(['sync/too-many-devices']);
    expect(told(await first.push([first.report(2)]))).toEqual(['2 done', 'last 2']);
    await sql`update platform.device set contact_at = ${hoursLater(-31 * 24)} where id <> ${first.device}::uuid`.execute(own.ownerDb);
    expect(told(await next.push([next.report(1)]))).toEqual(['1 done', 'last 1']);
  }));

  test('phones that come while their work does not are told to whoever runs it, once', () => withWorld(async (own) => {
    const bench = await onPostgres(own);
    await bench.push([bench.report(1)], { standing: { ...standing, unsent: 2, oldestSeconds: 6 * 3_600 } });
    expect(await stuckPhones(own.db, hoursLater(0.1))).toEqual({ phones: 1, frozen: 0, longestHours: 6 });
    // In a valley one does not come.
    expect(await stuckPhones(own.db, hoursLater(1))).toMatchObject({ phones: 0 });
    const lines: string[] = [];
    const keep = (level: string) => (message: string): void => { lines.push(`${level} ${message}`); };
    const log: Log = { error: keep('error'), info: keep('info'), debug: keep('debug'), with: () => log };
    const watch = phoneWatchdog(own.db, log);
    await sql`update platform.device set contact_at = now(), oldest_unsent_at = now() - interval '6 hours'`.execute(own.ownerDb);
    await watch();
    await watch();
    await sql`update platform.device set unsent = 0`.execute(own.ownerDb);
    await watch();
    expect(lines).toEqual(['error phones come, and their work does not', 'info the work of all phones comes up again']);
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

describe('the simulator over the real door and PostgreSQL', () => {
  const seeds = sized('SIM_REAL_SEEDS', 2);
  const isNight = seeds > 2;
  const over = (seed: number, bug: Bug | null = null): Promise<Told> => withWorld(async (own) => simulate(seed, { phones: isNight ? 2 + (seed % (mostSimulated - 1)) : 2, bug, real: await simOnPostgres(own) }));

  test(`${seeds} of its seeds: nothing is lost, doubled or shown wrongly`, { timeout: 6 * 3_600_000 }, async () => {
    const failed: string[] = [];
    let [commands, requests] = [0, 0];
    for (let seed = 1; seed <= seeds; seed += 1) {
      const told = await over(seed);
      commands += told.commands;
      requests += told.steps;
      if (told.faults.length > 0) failed.push(`seed ${seed}: ${told.faults.slice(0, 5).join('; ')}`);
    }
    expect(failed).toEqual([]);
    expect([commands > seeds * 5, requests > seeds * 20]).toEqual([true, true]);
  });

  test.each<Bug>(isNight ? ['dropped on a refusal', 'pull clears the outbox', 'a new command at every try', 'sign-out clears the outbox', 'parts only added to'] : ['dropped on a refusal'])('finds the planted bug: %s', { timeout: 3_600_000 }, async (bug) => {
    let caught: readonly string[] = [];
    for (let seed = 1; seed <= 60 && caught.length === 0; seed += 1) caught = (await over(seed, bug)).faults;
    expect(caught).not.toEqual([]);
  });
});
