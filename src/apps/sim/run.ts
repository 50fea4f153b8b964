import { answered, begin, close, enqueue, parked, recover, resubmit, signedIn, tick, wake, type Item, type Phone, type Reply, type Send, type Step } from '../../platform/core/sync/phone.ts';
import type { PushRequest } from '../../platform/core/sync/wire.ts';
import { pushTo } from '../../platform/sync/push.ts';
import type { Bug } from './bugs.ts';
import { agenda, chanceOf, type Chance } from './chance.ts';
import { commit, copyOf, isStuckBy, keptOf, misread, spoil, unsentOf, viewOn, type Disk } from './handset.ts';
import { deskChange, emptyServer, hashOf, Killed, memoryPull, memoryStore, type Server } from './memory.ts';
import { reconcile, type Journal } from './reconcile.ts';

// Phones, a server and a network as steps of one clock. What happens when is drawn from one seed, so a run that fails fails
// again, step by step. Which faults there are at all is drawn too: a run with all of them at once hides what one alone shows.

export type Handset = { readonly n: number; person: number; disk: Disk | null; second: Disk | null; phone: Phone | null; clockOffMs: number; offlineUntil: number; signedOut: boolean; isFull: boolean; busy: boolean };
export type Told = { readonly faults: readonly string[]; readonly steps: number; /** The same for the same seed. */ readonly trace: string; readonly commands: number; readonly phones: number; readonly lines: readonly string[] };
export type Options = { readonly bug?: Bug | null; readonly phones?: number; readonly lines?: boolean; readonly real?: RealServer };
/** Instead of memory. `grid` is where the person works by now, null where he has no post any more. */
export type RealServer = {
  readonly serve: (send: Send, person: { readonly id: number; readonly grid: string | null }, now: Date) => Promise<Omit<Reply, 'request'>>;
  /** Somebody at a desk does something; `drawn` says what. */
  readonly desk: (drawn: Chance, now: Date) => Promise<void>;
  readonly reconcile: (handsets: readonly Handset[], journal: Journal, people: ReadonlyMap<number, { readonly id: number; readonly grid: string | null }>, now: Date) => Promise<readonly string[]>;
};

const hour = 3_600_000;
const epochOfTime = Date.parse('2026-11-24T00:00:00Z');
const grids = ['g1', 'g2', 'g3'];
const length = 40 * hour;

type Faults = Readonly<Record<'dropRequest' | 'dropReply' | 'double' | 'delay' | 'portal' | 'busy' | 'cut' | 'dead' | 'killPhone' | 'killServer', number>>;

export async function simulate(seed: number, options: Options = {}): Promise<Told> {
  const chance = chanceOf(seed);
  const bug = options.bug ?? null;
  const { plan, next } = agenda();
  let now = epochOfTime;
  let steps = 0;
  let trace = 2_166_136_261;
  let isCalm = false;
  const lines: string[] = [];
  const note = (line: string): void => {
    for (let at = 0; at < line.length; at += 1) trace = Math.imul(trace ^ line.charCodeAt(at), 16_777_619);
    if (options.lines) lines.push(`${new Date(now).toISOString()} ${line}`);
  };
  const sometimes = (most: number): number => (chance.is(0.45) ? chance.next() * most : 0);
  const faults: Faults = {
    dropRequest: sometimes(0.3), dropReply: sometimes(0.4), double: sometimes(0.3), delay: sometimes(0.5), portal: sometimes(0.2), busy: sometimes(0.2), cut: sometimes(0.2), dead: sometimes(0.15),
    killPhone: sometimes(0.08), killServer: sometimes(0.05),
  };
  const does = (fault: keyof Faults): boolean => !isCalm && chance.is(faults[fault]);

  let server: Server = emptyServer(chance.id());
  const count = options.phones ?? (chance.is(0.02) ? 40 : 2 + chance.below(4));
  const journal: Journal = { typed: new Map(), acked: new Map(), excused: new Set(), emptied: new Set(), copied: new Set(), wrong: [], restoredAt: null };
  const handsets: Handset[] = [];
  for (let n = 0; n < count; n += 1) {
    const person = n + 1;
    server.people.set(person, { id: person, grid: chance.one(grids) ?? 'g1', suspended: false });
    handsets.push(fresh(n, person));
  }
  for (let n = 0; n < 6; n += 1) deskChange(server, chance.id(), grids[n % 3] ?? 'g1', {}, server.nextSeq++);

  function fresh(n: number, person: number): Handset {
    const kept = begin(chance.id(), person);
    const disk: Disk = { meta: kept.meta, items: new Map(), docs: new Map() };
    return { n, person, disk, second: unsentOf(disk), phone: wake(kept), clockOffMs: 0, offlineUntil: 0, signedOut: false, isFull: false, busy: false };
  }

  // ------------------------------------------------------------------ the phone
  const moment = (handset: Handset) => ({ now: now + handset.clockOffMs, random: chance.next, newId: chance.id });

  /** The step is written, then what it sends is sent; the phone may die before either. */
  function take(handset: Handset, step: Step, kind: 'push' | 'pull' | 'none'): boolean {
    const { phone, disk } = handset;
    if (!phone || !disk) return false;
    const spoiled = spoil(step, phone, bug, { kind, now: now + handset.clockOffMs, newId: chance.id });
    if (bug === 'sent before it is written' && kind === 'none' && spoiled.write) {
      const hasty = tick(spoiled.phone, moment(handset), true);
      if (hasty.send) post(handset, hasty.send);
    }
    if (does('killPhone')) { die(handset, 'before writing'); return false; }
    if (spoiled.write) {
      if (handset.isFull && spoiled.write.put.length > 0 && !isCalm) { note(`p${handset.n} full`); return false; }
      commit(disk, spoiled.write, bug);
      if (does('killPhone')) { die(handset, 'between the stores'); return false; }
      handset.second = unsentOf(disk);
      noteAcks(handset, step.write?.put ?? []);
    }
    handset.phone = spoiled.phone;
    if (does('killPhone')) { die(handset, 'before sending'); return true; }
    if (spoiled.send) post(handset, spoiled.send);
    return true;
  }

  function noteAcks(handset: Handset, put: readonly Item[]): void {
    for (const item of put) {
      if (item.state !== 'done') continue;
      journal.acked.set(item.id, now);
      if (options.real) continue;
      const isThere = server.effects.some(({ id }) => id === item.id);
      if (!isThere && journal.restoredAt === null) journal.wrong.push(`${item.name} ${item.id} was acknowledged and is not there`);
      const caseId: unknown = Reflect.get(Object(item.input), item.name === 'incidents.report' ? 'id' : 'caseId');
      if (handset.disk && item.name === 'incidents.report' && handset.phone?.pullDue !== false && !viewOn(handset.disk, bug).has(String(caseId)) && server.cases.get(String(caseId))?.grid === server.people.get(handset.person)?.grid) {
        journal.wrong.push(`the report ${item.id} vanished from the screen of its writer`);
      }
    }
  }

  function die(handset: Handset, where: string): void {
    note(`p${handset.n} dies ${where}`);
    handset.phone = null;
    plan(now + 1_000 + chance.below(10 * 60_000), 'start', () => { start(handset); });
  }

  function start(handset: Handset): void {
    if (!handset.disk && handset.second) {
      const kept = recover(keptOf(handset.second));
      handset.disk = { meta: kept.meta, items: new Map(kept.items.map((item) => [item.id, item])), docs: new Map() };
    }
    handset.disk ??= fresh(handset.n, handset.person).disk;
    if (!handset.disk) return;
    handset.second = unsentOf(handset.disk);
    handset.phone = { ...wake(keptOf(handset.disk)), signedOut: handset.signedOut };
    look(handset);
  }

  function look(handset: Handset, urgent = false): void {
    const { phone } = handset;
    if (!phone || isStuckBy(phone, bug, now + handset.clockOffMs)) return;
    const step = tick(phone, moment(handset), urgent);
    if (step.send) take(handset, step, 'none');
    else handset.phone = step.phone;
  }

  function type(handset: Handset): void {
    const { phone, disk } = handset;
    if (!phone || !disk) return;
    const cases = [...viewOn(disk, null).values()];
    const one = chance.one(cases);
    const id = chance.id();
    const verb = chance.one(['verify', 'settle', 'handle', 'acknowledge', 'check'] as const);
    const command = !one || chance.is(0.6)
      ? { id, name: 'incidents.report', input: { id: chance.id(), description: `路灯 ${id.slice(0, 4)}`, place: { longitude: 116, latitude: 36 }, ...(chance.is(0.05) ? { poison: 'always' } : {}), photos: chance.is(0.2) ? [id] : [] } }
      : { id, name: chance.is(0.03) ? 'nobody.knows' : `incidents.${verb ?? 'verify'}`, input: { caseId: one.id, result: chance.one(['exists', 'notExists', 'unable', 'pass', 'fail']) } };
    note(`p${handset.n} types ${command.name} ${id}`);
    take(handset, enqueue(phone, command, moment(handset)), 'none');
    // Told "kept" or not, what is written is kept.
    if (disk.items.has(id)) journal.typed.set(id, { person: handset.person, handset: handset.n, name: command.name });
    look(handset);
  }

  /** Somebody looks at what needs him. */
  function tend(handset: Handset): void {
    const { phone } = handset;
    const item = phone ? chance.one(parked(phone)) : undefined;
    if (!phone || !handset.disk || item?.state !== 'parked') return;
    const { disk } = handset;
    note(`p${handset.n} tends ${item.id}`);
    if (chance.is(0.3)) {
      take(handset, close(phone, item.id), 'none');
      if (disk.items.get(item.id)?.state === 'closed') journal.excused.add(item.id);
      return;
    }
    const step = resubmit(phone, item.id, item.input, moment(handset));
    const made = step.phone.items.find(({ id, state }) => state === 'queued' && !phone.items.some((old) => old.id === id && old.state === 'queued'));
    take(handset, step, 'none');
    if (!made || disk.items.get(made.id)?.state !== 'queued') return;
    journal.typed.set(made.id, { person: handset.person, handset: handset.n, name: made.name });
    if (made.id !== item.id) journal.excused.add(item.id);
  }

  // ------------------------------------------------------------------ the network
  function post(handset: Handset, send: Send): void {
    steps += 1;
    const from = handset.phone?.meta.device ?? '';
    const way = (): number => 30 + chance.below(400) + (does('delay') ? chance.below(chance.is(0.2) ? 180_000 : 20_000) : 0);
    const back = (reply: Omit<Reply, 'request'>): void => {
      const isWhole = !does('cut');
      plan(now + way(), 'reply', () => hear(handset, from, { ...(isWhole ? reply : { ...reply, body: undefined }), request: send.request }, send.kind));
    };
    note(`p${handset.n} ${send.kind} ${send.kind === 'push' ? send.body.mutations.map(({ seq }) => seq).join(',') : ''}`);
    if (handset.offlineUntil > now && !isCalm) { back({ status: 0, body: undefined, retryAfterSeconds: null }); return; }
    if (does('dead')) return;
    if (does('portal')) { back({ status: 200, body: undefined, retryAfterSeconds: null }); return; }
    if (does('busy')) { back(chance.is(0.5) ? { status: 503, body: { refused: 'platform/unavailable', detail: '' }, retryAfterSeconds: 5 } : { status: 500, body: { refused: 'platform/internal', detail: '' }, retryAfterSeconds: null }); return; }
    if (does('dropRequest')) { back({ status: 0, body: undefined, retryAfterSeconds: null }); return; }
    const copies = 1 + (does('double') ? 1 + chance.below(3) : 0);
    const isLost = does('dropReply');
    for (let copy = 0; copy < copies; copy += 1) {
      plan(now + way() + (copy > 0 ? chance.below(3 * 60_000) : 0), 'arrive', () => serve(handset.person, send, (reply) => {
        if (copy === 0) back(isLost ? { status: 0, body: undefined, retryAfterSeconds: null } : reply);
      }));
    }
  }

  function hear(handset: Handset, device: string, reply: Reply, kind: 'push' | 'pull'): void {
    const { phone } = handset;
    if (!phone || phone.meta.device !== device) return;
    const step = answered(phone, misread(phone, reply, bug, now), moment(handset));
    if (step.write === null) handset.phone = step.phone;
    // What could not be written was not heard: it is asked again.
    else if (!take(handset, step, kind) && handset.phone) handset.phone = { ...handset.phone, flight: null, notBefore: now + handset.clockOffMs + 30_000 };
    if (bug === 'a new command at every try' && reply.status === 0 && handset.phone && handset.disk) anew(handset);
    look(handset);
  }

  function anew(handset: Handset): void {
    const { phone, disk } = handset;
    if (!phone || !disk) return;
    const { items, meta } = phone;
    const changed = items.map((item): Item => (item.state === 'queued' ? { ...item, id: chance.id() } : item));
    take(handset, { phone: { ...phone, items: changed }, write: { put: changed, remove: items.filter(({ state }) => state === 'queued').map(({ id }) => id), meta, drop: [], parts: [] }, send: null }, 'none');
  }

  // ------------------------------------------------------------------ the server
  async function serve(person: number, send: Send, reply: (answer: Omit<Reply, 'request'>) => void): Promise<void> {
    const problem = (status: number, refused: string): void => reply({ status, body: { refused, detail: '' }, retryAfterSeconds: null });
    const who = server.people.get(person);
    if (who?.suspended) { problem(401, 'platform/not-signed-in'); return; }
    if (options.real) { reply(await options.real.serve(copiedSend(send), { id: person, grid: who?.grid ?? null }, new Date(now))); return; }
    const before = bug === 'acknowledged before it is committed' && chance.is(0.2) ? structuredClone(server) : null;
    try {
      const at = { now, bug, dieAt: () => { if (does('killServer')) throw new Killed(); } };
      if (send.kind === 'pull') { reply({ status: 200, body: await memoryPull(server, send.device, person, send.cursors, at), retryAfterSeconds: null }); return; }
      const device = server.devices.get(send.body.device);
      if (device && bug === 'gaps are taken') device.last = Math.max(device.last, (send.body.mutations[0]?.seq ?? 1) - 1);
      const outcome = await pushTo(memoryStore(server, send.body.device, person, at), copied(send.body), { person, isKnown: (name) => name.startsWith('incidents.'), hashOf, isLate: () => false });
      if (outcome.kind === 'answer') reply({ status: 200, body: outcome.answer, retryAfterSeconds: null });
      else problem(outcome.refused === 'sync/device-frozen' ? 409 : 403, outcome.refused);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      note('server killed');
      reply({ status: 0, body: undefined, retryAfterSeconds: null });
    }
    if (before) server = before;
  }

  /** What was on the wire is bytes: nobody changes it afterwards. */
  function copied(body: PushRequest): PushRequest { return structuredClone(body); }
  function copiedSend(send: Send): Send { return structuredClone(send); }

  // ------------------------------------------------------------------ what happens
  const within = (): number => epochOfTime + chance.below(length);
  for (const handset of handsets) {
    for (let n = 4 + chance.below(options.phones === undefined ? 14 : 6); n > 0; n -= 1) plan(within(), 'type', () => { type(handset); });
    for (let at = epochOfTime + chance.below(20 * 60_000); at < epochOfTime + length; at += 20 * 60_000 + chance.below(90 * 60_000)) plan(at, 'look', () => { look(handset, chance.is(0.1)); });
    for (let n = chance.below(4); n > 0; n -= 1) plan(within(), 'offline', () => { handset.offlineUntil = now + chance.below(14 * hour); note(`p${handset.n} offline`); });
    for (let n = chance.below(3); n > 0; n -= 1) plan(within(), 'tend', () => { tend(handset); });
    happens(handset);
  }
  function happens(handset: Handset): void {
    const maybe = (probability: number, what: string, run: () => void): void => { if (chance.is(probability)) plan(within(), what, () => { note(`p${handset.n} ${what}`); run(); }); };
    maybe(0.3, 'clock', () => { handset.clockOffMs = (chance.one([24 * hour, -24 * hour, 10 * 365 * 24 * hour, -10 * 365 * 24 * hour, 0]) ?? 0) + chance.below(hour); });
    maybe(0.15, 'clock', () => { handset.clockOffMs = 0; });
    maybe(0.2, 'full', () => { handset.isFull = true; plan(now + chance.below(5 * hour), 'room', () => { handset.isFull = false; }); });
    maybe(0.15, 'store gone', () => {
      // The second store is all there is left. What was acknowledged goes with the first: a restored server gets it from nobody.
      for (const item of handset.disk?.items.values() ?? []) if (item.state === 'done' || item.state === 'closed') journal.excused.add(item.id);
      journal.emptied.add(handset.n);
      journal.copied.add(handset.person); // its second store may be one command behind
      handset.disk = null;
      handset.phone = null;
      start(handset);
    });
    maybe(0.12, 'old image', () => { const image = handset.disk ? copyOf(handset.disk) : null; plan(now + chance.below(12 * hour), 'back to the image', () => { if (image) putBack(handset, image); }); });
    maybe(0.1, 'clone', () => {
      if (!handset.disk) return;
      journal.copied.add(handset.person);
      const twin: Handset = { ...handset, n: handsets.length, disk: copyOf(handset.disk), second: copyOf(handset.disk), phone: null };
      handsets.push(twin);
      start(twin);
      for (let n = 3; n > 0; n -= 1) plan(now + chance.below(10 * hour), 'type', () => { type(twin); });
      for (let at = now; at < epochOfTime + length; at += 2 * hour) plan(at, 'look', () => { look(twin); });
    });
    maybe(0.3, 'moved to another grid', () => { const person = server.people.get(handset.person); if (person?.grid) person.grid = chance.one(grids) ?? null; });
    maybe(0.1, 'lost his post', () => { const person = server.people.get(handset.person); if (person) person.grid = null; });
    maybe(0.1, 'suspended', () => { const person = server.people.get(handset.person); if (!person) return; person.suspended = true; plan(now + chance.below(6 * hour), 'back', () => { person.suspended = false; for (const one of handsets) if (one.person === handset.person) { one.signedOut = false; if (one.phone) one.phone = signedIn(one.phone); } }); });
    maybe(0.2, 'signs out and in', () => {
      if (bug === 'sign-out clears the outbox') { handset.disk?.items.clear(); handset.phone = null; start(handset); }
      if (handset.phone) handset.phone = { ...handset.phone, signedOut: true };
      plan(now + chance.below(3 * hour), 'in', () => { if (handset.phone) handset.phone = signedIn(handset.phone); look(handset); });
    });
  }
  function putBack(handset: Handset, image: Disk): void {
    journal.copied.add(handset.person);
    // What was written since is gone from this phone; nobody has it who was not sent it.
    for (const item of handset.disk?.items.values() ?? []) if (image.items.get(item.id)?.state !== item.state) journal.excused.add(item.id);
    for (const [id, typed] of journal.typed) if (typed.handset === handset.n && !image.items.has(id)) journal.excused.add(id);
    handset.disk = copyOf(image);
    handset.second = copyOf(image);
    handset.phone = null;
    start(handset);
  }
  for (let n = 10 + chance.below(20); n > 0; n -= 1) plan(within(), 'desk', () => options.real?.desk(chance, new Date(now)) ?? desk(chance));
  function desk(drawn: Chance): void {
    const seq = server.nextSeq++;
    const caseId = drawn.is(0.4) ? drawn.id() : drawn.one([...server.cases.keys()]) ?? drawn.id();
    const grid = drawn.one(grids) ?? 'g1';
    const change = { state: drawn.one(['accepted', 'verifying', 'dispatched', 'acknowledged', 'handling', 'checking', 'handled'] as const) ?? 'accepted' };
    // A transaction that takes its time: its number is drawn now, it is seen later.
    const runs = drawn.is(0.3) ? drawn.below(40 * 60_000) : 0;
    const on = server.epoch;
    plan(now + runs, 'desk commits', () => { if (server.epoch === on) deskChange(server, caseId, drawn.is(0.8) ? server.cases.get(caseId)?.grid ?? grid : grid, change, seq); });
  }
  if (chance.is(0.35) && !options.real) {
    const backupAt = within();
    plan(backupAt, 'backup', () => {
      const backup = structuredClone(server);
      plan(now + chance.below(20 * hour), 'restore', () => {
        note('restored');
        const { people, photosNeeded } = server;
        server = { ...backup, epoch: chance.id(), people, photosNeeded };
        journal.restoredAt = now;
      });
    });
  }
  for (let at = epochOfTime; at < epochOfTime + length + 24 * hour; at += 20 * 60_000) plan(at, 'clocks', () => { for (const timer of server.timers.values()) if (timer.due <= now && timer.fired === 0) timer.fired += 1; });

  // Then it is calm: a day in which everything comes up.
  plan(epochOfTime + length, 'calm', () => {
    isCalm = true;
    for (const person of server.people.values()) person.suspended = false;
    for (const handset of handsets) {
      handset.isFull = false;
      // One clock stays wrong: nothing may depend on it.
      if (handset.n % 2 === 0) handset.clockOffMs = 0;
      if (!handset.phone) start(handset);
      if (handset.phone?.signedOut) handset.phone = signedIn(handset.phone);
      for (let at = now; at < now + 20 * hour; at += 40 * 60_000) plan(at, 'look', () => { look(handset); });
    }
  });
  for (let event = next(); event; event = next()) {
    now = Math.max(now, event.at);
    await event.run();
  }
  const found = options.real ? await options.real.reconcile(handsets, journal, server.people, new Date(now)) : reconcile(server, handsets, journal, bug);
  return { faults: found, steps, trace: (trace >>> 0).toString(16), commands: journal.typed.size, phones: handsets.length, lines };
}
