import { problemAnswer, pullAnswer, pushAnswer, mostFailures, mostInPush, replayDays, skipName, type Doc, type Mutation, type PushAnswer, type PullAnswer, type PushRequest, type Reason, type Standing } from './wire.ts';

// The phone's side, as steps: each takes how the phone stands and what happened, and says how it stands then, what is to be
// written in one transaction of its store, and what is to be sent afterwards. Killed between any two of these, it goes on from
// what is written. It knows no clock, no chance, no store and no network.

export type Item = {
  /** The command's own, made with it: it is done once, whatever row it came in. */
  readonly id: string;
  readonly device: string; readonly seq: number; readonly by: number;
  readonly name: string; readonly input: unknown; readonly at: string; readonly queuedAt: number;
  /** queued: on its way · done: acknowledged, kept for a replay · parked: needs the person · closed: parked, and dealt with. */
  readonly state: 'queued' | 'done' | 'parked' | 'closed';
  /** Its place in the row is taken by an empty command. */
  readonly skip: boolean;
  readonly failures: number;
  readonly reason: Reason | null;
  readonly output: unknown;
  /** By the server's clock, in milliseconds. */
  readonly settledAt: number | null;
};

export type Meta = {
  readonly device: string; readonly person: number; readonly nextSeq: number;
  readonly epoch: string | null;
  /** What the pulled state already has of this phone's own commands. */
  readonly pulledLast: number;
  readonly cursors: Readonly<Record<string, string>>;
  /** How far the phone's clock is ahead of the server's, in milliseconds. */
  readonly aheadMs: number;
};

export type Kept = { readonly meta: Meta; readonly items: readonly Item[] };
type Flight = { readonly request: string; readonly kind: 'push' | 'pull'; readonly seqs: readonly number[]; readonly sentAt: number };

export type Phone = Kept & {
  readonly flight: Flight | null;
  /** Requests in a row that came to nothing. */
  readonly misses: number;
  readonly notBefore: number;
  readonly batch: number;
  readonly pullDue: boolean; readonly pulledAt: number | null;
  /** The server knows nobody: nothing is sent until somebody signs in. */
  readonly signedOut: boolean;
};

/** In one transaction, or not at all. */
export type Write = {
  readonly put: readonly Item[]; readonly remove: readonly string[]; readonly meta: Meta | null;
  readonly drop: readonly string[];
  readonly parts: readonly { readonly scope: string; readonly part: number; readonly docs: readonly Doc[] }[];
};
export type Send = { readonly request: string } & ({ readonly kind: 'push'; readonly body: PushRequest } | { readonly kind: 'pull'; readonly device: string; readonly person: number; readonly cursors: Meta['cursors']; readonly standing: Standing });
export type Step = { readonly phone: Phone; readonly write: Write | null; readonly send: Send | null };

/** `now`: milliseconds by the phone's clock. `random`: from 0 to 1. */
export type Moment = { readonly now: number; readonly random: () => number; readonly newId: () => string };
/** `status` 0: no answer came. `body`: what could be read as JSON, else undefined. */
export type Reply = { readonly request: string; readonly status: number; readonly body: unknown; readonly retryAfterSeconds: number | null };

const firstDelayMs = 2_000;
export const longestDelayMs = 5 * 60_000;
/** A connection whose other end has vanished says nothing; then one asks again. */
export const patienceMs = 60_000;
export const pullEveryMs = 5 * 60_000;
const nothing: Write = { put: [], remove: [], meta: null, drop: [], parts: [] };

export function begin(device: string, person: number): Kept {
  return { meta: { device, person, nextSeq: 1, epoch: null, pulledLast: 0, cursors: {}, aheadMs: 0 }, items: [] };
}

/** Of the second store, when the first is gone: what is unsent or parked, under its old numbers; the rest is pulled anew. */
export function recover({ meta, items }: Kept): Kept {
  return { meta: { ...meta, pulledLast: 0, cursors: {} }, items: items.filter(({ state }) => state === 'queued' || state === 'parked') };
}

export function wake(kept: Kept): Phone {
  return { ...kept, flight: null, misses: 0, notBefore: 0, batch: mostInPush, pullDue: true, pulledAt: null, signedOut: false };
}

/** Something was done on the phone. Number and command are written together, before anything is sent. */
export function enqueue(phone: Phone, command: { readonly id: string; readonly name: string; readonly input: unknown }, { now }: Pick<Moment, 'now'>): Step {
  if (phone.items.some((item) => item.id === command.id)) return still(phone);
  const { meta } = phone;
  const item: Item = {
    ...command, device: meta.device, seq: meta.nextSeq, by: meta.person, at: new Date(now).toISOString(), queuedAt: now,
    state: 'queued', skip: false, failures: 0, reason: null, output: null, settledAt: null,
  };
  return keep(phone, [item], { ...meta, nextSeq: meta.nextSeq + 1 });
}

/** A parked one is corrected, or tried as it is: a new command takes its place; the old one's number stays used. */
export function resubmit(phone: Phone, id: string, input: unknown, moment: Moment): Step {
  const old = phone.items.find((item) => item.id === id && item.state === 'parked');
  if (!old) return still(phone);
  // Judged, its id is answered for good. Unjudged, another copy of this phone may have sent it too: it keeps its id, and is done once.
  const isSame = old.reason?.refused === frozen;
  const next = enqueue({ ...phone, items: phone.items.filter((item) => item.id !== id) }, { id: isSame ? id : moment.newId(), name: old.name, input }, moment);
  const closed: Item = { ...old, id: isSame ? `${id} ${old.device}` : id, state: 'closed', input: null };
  return { ...next, phone: { ...next.phone, items: sorted([...next.phone.items, closed]) }, write: { ...nothing, ...next.write, put: [...(next.write?.put ?? []), closed] } };
}

/**
 * The person has dealt with it otherwise, or took it out himself; nothing else ever closes one. One on its way is withdrawn: an empty
 * command takes its place, unless the server has done it already.
 */
export function close(phone: Phone, id: string): Step {
  const old = phone.items.find((item) => item.id === id && (item.state === 'parked' || item.state === 'queued'));
  if (!old) return still(phone);
  return keep(phone, [old.state === 'queued' ? { ...old, skip: true, input: null } : { ...old, state: 'closed', input: null }], null);
}

export function signedIn(phone: Phone): Phone {
  return { ...phone, signedOut: false, misses: 0, notBefore: 0, pullDue: true };
}

/** Whatever woke it (the network, a look at the page, a person's finger, a clock): sends what is due, one request at a time. */
export function tick(phone: Phone, moment: Moment, urgent = false): Step {
  const { now } = moment;
  if (phone.flight) {
    const waited = now - phone.flight.sentAt;
    // A clock that was set back would let it wait for ever.
    if (waited >= 0 && waited < patienceMs) return still(phone);
    return tick(missed({ ...phone, flight: null }, moment, null), moment, urgent);
  }
  if (phone.signedOut) return still(phone);
  const wait = phone.notBefore - now;
  // Later than any wait there is: the clock was set back meanwhile.
  if (!urgent && wait > 0 && wait <= longestDelayMs) return still(phone);
  const sincePull = phone.pulledAt === null ? Number.POSITIVE_INFINITY : Math.abs(now - phone.pulledAt);
  const queue = queued(phone);
  const isStuck = (queue[0]?.failures ?? 0) > 0;
  if (queue.length > 0 && !(isStuck && phone.pullDue)) return push(phone, queue.slice(0, phone.batch), moment);
  return phone.pullDue || sincePull >= pullEveryMs ? pull(phone, moment) : still(phone);
}

function push(phone: Phone, items: readonly Item[], { now, newId }: Moment): Step {
  const request = newId();
  const { meta } = phone;
  const body: PushRequest = { device: meta.device, person: meta.person, epoch: meta.epoch, first: firstHeld(phone), standing: standingOf(phone, now), mutations: items.map(onTheWire) };
  return { phone: { ...phone, flight: { request, kind: 'push', seqs: items.map(({ seq }) => seq), sentAt: now } }, write: null, send: { request, kind: 'push', body } };
}

function pull(phone: Phone, { now, newId }: Moment): Step {
  const request = newId();
  return {
    phone: { ...phone, flight: { request, kind: 'pull', seqs: [], sentAt: now } }, write: null,
    send: { request, kind: 'pull', device: phone.meta.device, person: phone.meta.person, cursors: phone.meta.cursors, standing: standingOf(phone, now) },
  };
}

/** What came back, or that nothing did. An answer to something older is nobody's. */
export function answered(phone: Phone, reply: Reply, moment: Moment): Step {
  const { flight } = phone;
  if (!flight || flight.request !== reply.request) return still(phone);
  const landed: Phone = { ...phone, flight: null };
  if (reply.status === 200) {
    const fits = flight.kind === 'push' ? pushAnswer.safeParse(reply.body) : pullAnswer.safeParse(reply.body);
    // A page of somebody else's network, or an answer to another: no acknowledgement, whatever its status says.
    if (!fits.success || fits.data.device !== phone.meta.device) return only(missed(landed, moment, null));
    return 'results' in fits.data ? pushed(landed, flight, fits.data, moment) : pulled(landed, fits.data, moment);
  }
  const problem = problemAnswer.safeParse(reply.body);
  if (!problem.success) return only(missed(landed, moment, reply.retryAfterSeconds));
  return refusedWhole(landed, flight, { status: reply.status, reason: { refused: problem.data.refused, params: {}, detail: problem.data.detail.slice(0, 2_000) }, retryAfterSeconds: reply.retryAfterSeconds }, moment);
}

function pushed(phone: Phone, flight: Flight, answer: PushAnswer, moment: Moment): Step {
  const sent = new Set(flight.seqs);
  const at = Date.parse(answer.now);
  const changed = new Map<string, Item>();
  let isFailing = false;
  for (const result of answer.results) {
    const item = phone.items.find((one) => one.seq === result.seq && one.device === phone.meta.device);
    if (item?.state !== 'queued' || !sent.has(item.seq)) continue;
    if (result.outcome === 'failed') {
      isFailing = true;
      changed.set(item.id, { ...item, failures: item.failures + 1 });
    } else if (item.skip && result.outcome === 'refused') changed.set(item.id, { ...item, state: item.input === null ? 'closed' : 'parked', settledAt: at });
    else if (result.outcome === 'done') changed.set(item.id, { ...item, state: 'done', skip: item.input === null, output: result.output, settledAt: at, reason: null });
    else changed.set(item.id, { ...item, state: 'parked', reason: result.reason, settledAt: at });
  }
  const heard = hear(with_(phone, changed.values()), answer, moment);
  const next: Phone = { ...heard.phone, pullDue: true, batch: isFailing ? 1 : Math.min(mostInPush, phone.batch * 2) };
  // Neither an answer nor another place to begin: asked again at once it would be asked for ever.
  const isIdle = changed.size === 0 && queued(next)[0]?.seq === queued(phone)[0]?.seq;
  const after = isFailing || isIdle ? missed(next, moment, null) : { ...next, misses: 0, notBefore: 0 };
  return { phone: after, write: written(phone, after, {}), send: null };
}

function pulled(phone: Phone, answer: PullAnswer, moment: Moment): Step {
  const { phone: heard } = hear(phone, answer, moment);
  // Of a restored server an old cursor may fit by chance, where versions are counted anew: once, everything is asked for.
  const isAnew = isRestored(phone, answer);
  const cursors = Object.fromEntries(answer.scopes.map(({ scope, cursor }) => [scope, isAnew ? '' : cursor]));
  const next: Phone = {
    ...heard, misses: 0, notBefore: 0, pullDue: isAnew, pulledAt: moment.now,
    meta: { ...heard.meta, cursors, pulledLast: answer.last },
  };
  const drop = Object.keys(phone.meta.cursors).filter((scope) => !(scope in cursors));
  return { phone: next, write: written(phone, next, { drop, parts: answer.scopes.flatMap(({ scope, parts }) => parts.map((one) => ({ scope, ...one }))) }), send: null };
}

type Told = { readonly epoch: string; readonly now: string; readonly last: number };

/**
 * What every answer says. Whatever lies behind the server's last was lost there (a backup was restored): it goes again. And
 * what was acknowledged longer ago than any backup is old, by the server's clock, is let go.
 */
function hear(phone: Phone, answer: Told, moment: Moment): { phone: Phone } {
  const at = Date.parse(answer.now);
  const { meta } = phone;
  const isAnew = isRestored(phone, answer);
  const cursors = isAnew ? Object.fromEntries(Object.keys(meta.cursors).map((scope) => [scope, ''])) : meta.cursors;
  let nextSeq = meta.nextSeq;
  const items = phone.items.flatMap((item): Item[] => {
    if (item.state === 'queued') return [item];
    if (item.device === meta.device && item.seq > answer.last) return [{ ...item, state: 'queued', failures: 0, skip: item.skip || item.state === 'closed', settledAt: null }];
    if (isAnew && item.device !== meta.device && item.state === 'done') {
      // Of a row that this phone has left: in the row it has now. Its id keeps it from being done twice.
      nextSeq += 1;
      return [{ ...item, device: meta.device, seq: nextSeq - 1, state: 'queued', failures: 0, settledAt: null }];
    }
    const isOld = item.state !== 'parked' && item.settledAt !== null && at - item.settledAt > replayDays * 86_400_000;
    return isOld ? [] : [item];
  });
  return { phone: { ...phone, items: sorted(items), meta: { ...meta, nextSeq, cursors, epoch: answer.epoch, aheadMs: moment.now - at, pulledLast: Math.min(meta.pulledLast, answer.last) } } };
}

function isRestored({ meta }: Phone, { epoch }: Told): boolean {
  return meta.epoch !== null && meta.epoch !== epoch;
}

const frozen = 'sync/device-frozen';

/** The whole request was turned away, in words of ours. */
function refusedWhole(phone: Phone, flight: Flight, { status, reason, retryAfterSeconds }: { status: number; reason: Reason; retryAfterSeconds: number | null }, moment: Moment): Step {
  // Somebody else is signed in on this phone, or nobody: it waits for its owner.
  if (status === 401 || reason.refused === 'sync/other-session') return only({ ...phone, signedOut: true });
  if (reason.refused === frozen) {
    // Two phones have written in one row. What is not yet sent is put before the person; this phone begins a row of its own.
    const items = phone.items.map((item): Item => (item.state === 'queued' ? { ...item, state: item.input === null ? 'closed' : 'parked', reason: item.reason ?? reason, settledAt: moment.now - phone.meta.aheadMs } : item));
    return moved({ ...phone, items }, phone, moment);
  }
  if (reason.refused === 'sync/device-foreign') return moved(renumbered(phone, moment.newId()), phone, moment);
  const isTooMuch = flight.kind === 'push' && (status === 400 || status === 413 || status === 415 || status === 422);
  const isFailing = flight.kind === 'push' && status === 500;
  if ((isTooMuch || isFailing) && flight.seqs.length > 1) return only({ ...(isFailing ? missed(phone, moment, retryAfterSeconds) : phone), batch: isFailing ? 1 : Math.ceil(flight.seqs.length / 2) });
  const item = phone.items.find((one) => one.state === 'queued' && one.seq === flight.seqs[0]);
  if (item && (isTooMuch || isFailing)) {
    const failures = item.failures + 1;
    // It alone is at fault: its place is taken by an empty one, and it waits for the person. Its body never left this phone.
    const gaveUp = isTooMuch || failures >= mostFailures;
    const next = with_(missed(phone, moment, retryAfterSeconds), [{ ...item, failures: gaveUp ? 0 : failures, ...(gaveUp ? { skip: true, reason: isTooMuch ? reason : { refused: 'sync/gave-up', params: {}, detail: '' } } : {}) }]);
    return { phone: next, write: written(phone, next, {}), send: null };
  }
  return only(missed(phone, moment, retryAfterSeconds));
}

/** Under a device of its own, in the old order. */
function renumbered(phone: Phone, device: string): Phone {
  let nextSeq = 1;
  const items = phone.items.map((item): Item => (item.state === 'queued' ? { ...item, device, seq: nextSeq++ } : item));
  return { ...phone, items: sorted(items), meta: { ...phone.meta, device, nextSeq, pulledLast: 0 } };
}

function moved(next: Phone, before: Phone, moment: Moment): Step {
  const fresh: Phone = next.meta.device === before.meta.device ? { ...next, meta: { ...next.meta, device: moment.newId(), nextSeq: 1, pulledLast: 0 } } : next;
  const phone = { ...missed(fresh, moment, null), pullDue: true };
  return { phone, write: written(before, phone, {}), send: null };
}

/** Half of the wait is chance, so that nine thousand phones do not come back in one second. */
function missed(phone: Phone, { now, random }: Moment, retryAfterSeconds: number | null): Phone {
  const misses = phone.misses + 1;
  const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(misses - 1, 10));
  const asked = Math.min(longestDelayMs, (retryAfterSeconds ?? 0) * 1_000);
  return { ...phone, misses, notBefore: now + Math.min(longestDelayMs, Math.max(asked, delay / 2) + (delay / 2) * random()) };
}

export function queued(phone: Kept): readonly Item[] {
  return phone.items.filter((item) => item.state === 'queued');
}
/** What needs the person. One that is on its way with an empty body already does. */
export function parked(phone: Kept): readonly Item[] {
  return phone.items.filter((item) => item.state === 'parked' || (item.state === 'queued' && item.skip && item.input !== null));
}
/** Own commands that the pulled state does not show yet, in their order: the screens show it as if they were done. */
export function ahead({ items, meta }: Kept): readonly Item[] {
  return items.filter((item) => !item.skip && (item.state === 'queued' || (item.state === 'done' && item.device === meta.device && item.seq > meta.pulledLast)));
}

export function standingOf(phone: Kept, now: number): Standing {
  const waiting = queued(phone);
  const ages = waiting.map(({ queuedAt }) => Math.round((now - queuedAt) / 1_000));
  return { unsent: waiting.length, oldestSeconds: Math.min(4_000_000_000, Math.max(0, ...ages)), parked: parked(phone).length, now: new Date(now).toISOString() };
}

function firstHeld({ items, meta }: Kept): number {
  const held = new Set(items.filter(({ device }) => device === meta.device).map(({ seq }) => seq));
  let first = meta.nextSeq;
  while (held.has(first - 1)) first -= 1;
  return first;
}

function onTheWire({ seq, id, name, input, at, by, skip }: Item): Mutation {
  return skip ? { seq, id, name: skipName, input: {}, at, by } : { seq, id, name, input, at, by };
}

/** What is on its way is all in one row: by number. */
function sorted(items: readonly Item[]): Item[] {
  return [...items].sort((a, b) => a.seq - b.seq);
}

function with_(phone: Phone, changed: Iterable<Item>): Phone {
  const byId = new Map([...changed].map((item) => [item.id, item]));
  return byId.size === 0 ? phone : { ...phone, items: phone.items.map((item) => byId.get(item.id) ?? item) };
}

function keep(phone: Phone, items: readonly Item[], meta: Meta | null): Step {
  const ids = new Set(items.map(({ id }) => id));
  return { phone: { ...phone, meta: meta ?? phone.meta, items: sorted([...phone.items.filter(({ id }) => !ids.has(id)), ...items]) }, write: { ...nothing, put: items, meta }, send: null };
}

function written(before: Phone, after: Phone, docs: Partial<Write>): Write {
  const was = new Map(before.items.map((item) => [item.id, item]));
  const is = new Set(after.items.map(({ id }) => id));
  return { ...nothing, ...docs, put: after.items.filter((item) => was.get(item.id) !== item), remove: before.items.filter(({ id }) => !is.has(id)).map(({ id }) => id), meta: after.meta };
}

function still(phone: Phone): Step { return { phone, write: null, send: null }; }
function only(phone: Phone): Step { return { phone, write: null, send: null }; }
