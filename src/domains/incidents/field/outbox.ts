import { me } from '../../identity/contract.ts';
import { ask, Problem, send } from '../../../platform/client/call.ts';
import { rowOf } from '../../../platform/client/phone-row.ts';
import { report } from '../contract.ts';
import { device, newId, outboxOwner, photosOf, recordSent, type Problems, type Waiting } from './device.ts';
import { followUp } from './following.ts';
import { inputOf, intoRows } from './own-row.ts';
import { uploadPhotos, type Progress } from './photo.ts';

// Reports on their way to the server. An item leaves only when the server has acknowledged it, or the person takes it out.

/** How far the item that is being sent is; null where none is. */
export type Sending = { readonly id: string; readonly progress: Progress } | null;

let sending: Sending = null;
let running: Promise<void> | null = null;
let notBefore = 0;
const watchers = new Set<() => void>();

export function watchSending(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => { watchers.delete(watcher); };
}
export function sendingNow(): Sending { return sending; }

function show(next: Sending): void {
  sending = next;
  watchers.forEach((watcher) => watcher());
}

/**
 * Why an item does not go on its own: it was written by somebody who is not signed in now, or by nobody while now
 * somebody is. Sent all the same it would become another person's report.
 */
export type Hold = 'otherPerson' | 'nobody' | null;
export function holdOf(item: Waiting, personId: number | null): Hold {
  if (item.personId === personId) return null;
  return item.personId === null ? 'nobody' : 'otherPerson';
}

const firstDelayMs = 4_000;
const longestDelayMs = 5 * 60_000;
/** A moment in milliseconds before which the item is not tried again by itself. */
export function nextTry(item: Waiting): number {
  return item.triedAt === null ? 0 : item.triedAt + Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(item.tries, 10));
}

/** Sends what may be sent. One run at a time, also across open tabs. `now` is for a person who presses the button. */
export function flush(urgency: 'now' | 'inTime' = 'inTime'): Promise<void> {
  running ??= exclusively(() => run(urgency)).finally(() => { running = null; });
  return running;
}

async function exclusively(work: () => Promise<void>): Promise<void> {
  // Without TLS there are no locks; then two tabs may send the same item, which its id makes one report all the same.
  if (!('locks' in navigator)) return work();
  await navigator.locks.request('jingwei-outbox', { ifAvailable: true }, async (lock) => { if (lock) await work(); });
}

async function run(urgency: 'now' | 'inTime'): Promise<void> {
  await intoRows();
  const items = (await device.waiting.orderBy('at').toArray()).filter((item) => item.state === 'waiting' && !item.inRow);
  const due = urgency === 'now' ? items : items.filter((item) => nextTry(item) <= Date.now() && notBefore <= Date.now());
  if (due.length > 0 || urgency === 'now') await deliverAll(due);
  const person = lastKnown === undefined ? here : lastKnown;
  const row = typeof person === 'number' ? await rowOf(person).catch(() => null) : null;
  if (!row) return;
  if (row.now().signedOut && urgency === 'now') await row.comeBack();
  await row.flush(urgency === 'now');
  if (typeof person === 'number') await followUp(person, urgency === 'now', (id, progress) => show(progress === null ? null : { id, progress }));
}

/** Who was signed in when the server was last asked. */
let lastKnown: number | null | undefined;

/** Who works on this phone, as the app says: his row is tried also before the server could be asked. */
let here: number | null = null;
export function workingHere(person: number | null): void {
  if (here !== person) lastKnown = undefined;
  here = person;
}

async function deliverAll(due: readonly Waiting[]): Promise<void> {
  const personId = await whoAmI();
  if (personId === 'held') return;
  if (personId !== undefined) lastKnown = personId;
  if (personId === undefined) {
    await Promise.all(due.map((item) => tried(item, { status: 0, refused: 'platform/unreachable', detail: '' })));
    return;
  }
  for (const item of due) {
    if (holdOf(item, personId) === null && !(await deliver(item))) break;
  }
}

/** The signed-in person; null: nobody; held: he has to do something first, and nothing of his is taken before; undefined: the server cannot be asked. */
async function whoAmI(): Promise<number | null | 'held' | undefined> {
  try {
    const { personId, mustChangePassword, mustEnrol } = await ask(me, {});
    return mustChangePassword || mustEnrol ? 'held' : personId;
  } catch (error) {
    return error instanceof Problem && error.status === 401 ? null : undefined;
  }
}

/** @returns false where the network or the server is the matter, and the next item need not be tried now */
async function deliver(item: Waiting): Promise<boolean> {
  try {
    const photos = await uploadPhotos(await photosOf(outboxOwner(item.id)), (progress) => show({ id: item.id, progress }), item.personId !== null);
    if (item.personId !== null) {
      await intoRows({ id: item.id, photos });
      return true;
    }
    // `item.id` leaves this phone only here: who repeats the report under it is told the code again.
    const moved = await send(report, inputOf(item, photos), `${item.id}.${item.reportId}`);
    await recordSent({ id: item.id, personId: item.personId, number: moved.number, at: Date.now(), summary: item.fields.description.slice(0, 60) }, moved.followCode ?? null);
    return true;
  } catch (error) {
    const problem = problemOf(error);
    if (error instanceof Problem && error.retryAfterSeconds) notBefore = Date.now() + error.retryAfterSeconds * 1000;
    if (passes(problem.status)) {
      await tried(item, problem);
      return false;
    }
    await refused(item, problem);
    return true;
  } finally {
    show(null);
  }
}

async function tried(item: Waiting, problem: Problems): Promise<void> {
  await device.waiting.update(item.id, { tries: item.tries + 1, triedAt: Date.now(), problem });
}

async function refused(item: Waiting, problem: Problems): Promise<void> {
  // The server no longer has a photo it once took: the photos are sent again.
  if (problem.refused === 'incidents/photo-unknown' && item.tries < 3) {
    await device.photos.where('owner').equals(outboxOwner(item.id)).modify({ sha256: null });
    await anew(item, {});
    return;
  }
  // A phone whose clock is ahead: the hour was not chosen by the person, so it is left to the server.
  if (problem.refused === 'incidents/happened-in-future' && item.fields.happenedAt === null && item.sayWhen) {
    await anew(item, { sayWhen: false });
    return;
  }
  await device.waiting.update(item.id, { state: 'refused', tries: item.tries + 1, triedAt: Date.now(), problem });
}

/** A refused id is answered for good, so whatever is tried again goes under a new one. */
async function anew(item: Waiting, change: Pick<Partial<Waiting>, 'sayWhen' | 'personId'>): Promise<void> {
  await device.waiting.update(item.id, { tries: item.tries + 1, triedAt: null, state: 'waiting', problem: null, reportId: newId(), inRow: false, handedOver: false, ...change });
}

/** The person wants a refused one tried as it is, or one that nobody signed sent in his own name. */
export async function tryAgain(item: Waiting, personId: number | null): Promise<void> {
  if (item.state === 'refused' && item.inRow && item.problem?.refused === 'sync/device-frozen') await again(item);
  else if (item.state === 'refused') await anew(item, { personId });
  else await device.waiting.update(item.id, { personId });
  await flush('now');
}

/** Unjudged: the same command once more, in the row that the phone has now. */
async function again(item: Waiting): Promise<void> {
  const row = item.personId === null ? null : await rowOf(item.personId);
  const kept = row?.now().items.find(({ id }) => id === item.reportId);
  if (!row || !kept) return;
  await row.again(kept.id, kept.input);
}

/** 交给主管: a refused one, with all that is in it, for whoever keeps the roster. */
export async function handOver(item: Waiting): Promise<void> {
  if (item.personId === null) return;
  const row = await rowOf(item.personId);
  const kept = row.now().items.find(({ id }) => id === item.reportId);
  const input = { id: item.reportId, name: 'incidents.report', at: new Date(item.at).toISOString(), refused: item.problem?.refused ?? '', body: JSON.stringify(kept?.input ?? inputOf(item, [])) };
  await row.add({ id: newId(), name: 'sync.handOver', input }, async () => { await device.waiting.update(item.id, { handedOver: true }); });
  await flush('now');
}

function problemOf(error: unknown): Problems {
  if (error instanceof Problem) {
    const fields = error.fields.map((field) => field.detail).filter(Boolean).join(' ');
    return { status: error.status, refused: error.refused, detail: fields || error.detail };
  }
  return { status: 400, refused: 'phone/unreadable', detail: '' };
}

/** No answer, too busy, or an outage: not the person's affair. 401: he signs in again. */
function passes(status: number): boolean {
  return status === 0 || status === 401 || status === 408 || status === 425 || status === 429 || status >= 500;
}

/** Tries when the network comes back, when the page is looked at again, and every half minute. */
export function startOutbox(): () => void {
  const soon = (): void => { void flush(); };
  const seen = (): void => { if (document.visibilityState === 'visible') void flush(); };
  const back = (): void => { void flush('now'); };
  window.addEventListener('online', back);
  document.addEventListener('visibilitychange', seen);
  const timer = window.setInterval(soon, 30_000);
  back();
  return () => {
    window.removeEventListener('online', back);
    document.removeEventListener('visibilitychange', seen);
    window.clearInterval(timer);
  };
}
