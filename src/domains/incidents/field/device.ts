import { Dexie, type EntityTable } from 'dexie';
import { rowStores, type RowTables } from '../../../platform/client/row-store.ts';

// What this phone keeps of its own: what is being typed, what waits to be sent, and the numbers of what was sent.
// Nothing here is thrown away by the program; only the person, or a sending that the server acknowledged, removes it.

/** A place as chosen on the phone: a point it measured or that was set on the map, or an area with an address. */
export type ChosenPlace =
  | { readonly kind: 'point'; readonly longitude: number; readonly latitude: number; readonly accuracyMetres: number | null; readonly areaName: string }
  | { readonly kind: 'area'; readonly areaId: number; readonly areaName: string; readonly address: string };

export type ReportFields = {
  readonly description: string;
  readonly classCode: string | null;
  readonly className: string;
  readonly place: ChosenPlace | null;
  /** RFC 3339; null: at the time of sending off. */
  readonly happenedAt: string | null;
  readonly name: string;
  readonly phone: string;
};

export const blankReport: ReportFields = { description: '', classCode: null, className: '', place: null, happenedAt: null, name: '', phone: '' };

/** The fields of a form that is not yet sent; which form it is, its key says. */
export type Draft = { readonly key: string; readonly at: number; readonly fields: unknown };

/** A photo, shrunk, of a draft (`owner` is its key) or of something in the outbox (`owner` is `outbox:<id>`). */
export type KeptPhoto = {
  readonly id: string; readonly owner: string; readonly at: number; readonly image: Blob;
  /** Known once the server has it, so that a second try does not send it again. */
  readonly sha256: string | null;
  /** Hash of `image`, by which a command names it before it is there; null where the browser tells none. */
  readonly sent?: string | null;
  /** Why the server does not take it; it waits for the person. */
  readonly problem?: Problems | null;
};

export type Problems = { readonly status: number; readonly refused: string; readonly detail: string };

/** A report that the person has sent off and the server has not yet acknowledged. */
export type Waiting = {
  readonly id: string;
  /** The report's own id on the server: whatever the network does, it arrives once. A refused one is answered for good, and gets another. */
  readonly reportId: string;
  /** Who was signed in when it was written; null: nobody. Only in that name is it sent. */
  readonly personId: number | null;
  readonly at: number;
  readonly fields: ReportFields;
  readonly source: string;
  /** Whether `at` is told as the hour of the matter where the person chose none. */
  readonly sayWhen: boolean;
  readonly state: 'waiting' | 'refused';
  readonly tries: number;
  readonly triedAt: number | null;
  readonly problem: Problems | null;
  /** Its command stands in its writer's row, under the report's id. */
  readonly inRow?: boolean;
  /** A refused one that its writer gave to his supervisor. */
  readonly handedOver?: boolean;
};

export type Sent = {
  readonly id: string; readonly personId: number | null; readonly number: string; readonly at: number; readonly summary: string;
};

/** 查询码 of a case: with it the person on this phone answers as its reporter. */
export type KeptCode = { readonly number: string; readonly code: string };

type Tables = {
  drafts: EntityTable<Draft, 'key'>;
  photos: EntityTable<KeptPhoto, 'id'>;
  waiting: EntityTable<Waiting, 'id'>;
  sent: EntityTable<Sent, 'id'>;
  codes: EntityTable<KeptCode, 'number'>;
};

// Dexie adds the declared tables to the instance; this is its own documented way of typing that.
export const device = new Dexie('jingwei-phone') as Dexie & Tables & RowTables;
device.version(1).stores({ drafts: 'key', photos: 'id, owner', waiting: 'id, at', sent: 'id, at, number' });
device.version(2).stores({ codes: 'number' });
device.version(3).stores(rowStores);

export const outboxOwner = (id: string): string => `outbox:${id}`;
/** Photos of reports that have arrived before them; his alone, until the server names each. */
export const followingOwner = (personId: number): string => `following:${personId}`;
export const reportDraft = (personId: number | null): string => `report:${personId ?? 'nobody'}`;
export const correctionDraft = (id: string): string => `correct:${id}`;
export const stepDraft = (personId: number, caseId: string, action: string): string => `step:${personId}:${caseId}:${action}`;

/** Also where the page is not served over TLS, and `crypto.randomUUID` does not exist. */
export function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export async function photosOf(owner: string): Promise<KeptPhoto[]> {
  return (await device.photos.where('owner').equals(owner).toArray()).sort((a, b) => a.at - b.at);
}

/** Moves a draft and its photos into the outbox, in one transaction: it is never in both places and never in neither. */
export async function queueReport(draftKey: string, waiting: Waiting, replaces: string | null): Promise<void> {
  await device.transaction('rw', device.drafts, device.photos, device.waiting, async () => {
    await device.waiting.put(waiting);
    await device.photos.where('owner').equals(draftKey).modify({ owner: outboxOwner(waiting.id) });
    await device.drafts.delete(draftKey);
    if (replaces !== null) {
      await device.waiting.delete(replaces);
      await device.photos.where('owner').equals(outboxOwner(replaces)).delete();
    }
  });
}

/** Takes a refused report back into a form; it stays in the outbox until the corrected one takes its place. */
export async function beginCorrection(id: string): Promise<string> {
  const key = correctionDraft(id);
  await device.transaction('rw', device.drafts, device.photos, device.waiting, async () => {
    const waiting = await device.waiting.get(id);
    if (!waiting || (await device.drafts.get(key))) return;
    await device.drafts.put({ key, at: waiting.at, fields: waiting.fields });
    for (const photo of await device.photos.where('owner').equals(outboxOwner(id)).toArray()) {
      await device.photos.put({ ...photo, id: newId(), owner: key });
    }
  });
  return key;
}

/** What was begun before signing in becomes the person's own draft, on his word; his own, if there is one, stays. */
export async function adoptDraft(from: string, to: string): Promise<void> {
  await device.transaction('rw', device.drafts, device.photos, async () => {
    const draft = await device.drafts.get(from);
    if (!draft || (await device.drafts.get(to))) return;
    await device.drafts.put({ ...draft, key: to });
    await device.photos.where('owner').equals(from).modify({ owner: to });
    await device.drafts.delete(from);
  });
}

export async function discardWaiting(id: string): Promise<void> {
  await device.transaction('rw', device.drafts, device.photos, device.waiting, async () => {
    await device.waiting.delete(id);
    await device.drafts.delete(correctionDraft(id));
    await device.photos.where('owner').anyOf([outboxOwner(id), correctionDraft(id)]).delete();
  });
}

export async function recordSent(sent: Sent, code: string | null): Promise<void> {
  await device.transaction('rw', device.photos, device.waiting, device.sent, device.codes, async () => {
    await device.sent.put(sent);
    if (code !== null) await device.codes.put({ number: sent.number, code });
    await device.waiting.delete(sent.id);
    const photos = device.photos.where('owner').equals(outboxOwner(sent.id));
    const { personId } = sent;
    // Of a report that arrived before its photos: those that the server has not named go on being sent.
    if (personId !== null) await photos.filter(({ sha256 }) => sha256 === null).modify({ owner: followingOwner(personId) });
    await device.photos.where('owner').equals(outboxOwner(sent.id)).delete();
  });
}

/** Takes number and code off this phone; the case knows nothing of it. */
export async function forgetSent({ id, number }: Sent): Promise<void> {
  await device.transaction('rw', device.sent, device.codes, async () => {
    await device.sent.delete(id);
    await device.codes.delete(number);
  });
}

export async function dropDraft(key: string): Promise<void> {
  await device.transaction('rw', device.drafts, device.photos, async () => {
    await device.drafts.delete(key);
    await device.photos.where('owner').equals(key).delete();
  });
}
