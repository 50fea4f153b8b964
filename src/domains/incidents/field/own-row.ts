import type { z } from 'zod';
import { ask } from '../../../platform/client/call.ts';
import { makeKeyring } from '../../../platform/client/keyring.ts';
import { openRows, providePhone, rowOf } from '../../../platform/client/phone-row.ts';
import { openRow } from '../../../platform/client/row.ts';
import { sendForRow } from '../../../platform/client/row-call.ts';
import { envelopesOf, rowStore, wipePulled } from '../../../platform/client/row-store.ts';
import { closeFields, openFields } from '../../../platform/client/sealed-fields.ts';
import { phoneKeys } from '../../../platform/core/sync/keys.ts';
import type { Item } from '../../../platform/core/sync/phone.ts';
import type { report } from '../contract.ts';
import { device, dropDraft, newId, outboxOwner, photosOf, recordSent, type Waiting } from './device.ts';

// Reports of somebody with an account go through his row: numbered here, done once and in order on the server. They name their photos
// by hash; the photos themselves follow, in no order (`following.ts`).

type Input = z.input<typeof report.input>;

const ring = makeKeyring({
  name: 'jingwei-keys', now: () => Date.now(), newId,
  ask: (input) => ask(phoneKeys, input), wipe: (person) => wipePulled(device, person), envelopes: (person) => envelopesOf(device, person),
});

providePhone({
  ring,
  drafts: {
    read: async (person, key) => openFields(person === null ? null : await ring.safeOf(person), person, (await device.drafts.get(key))?.fields),
    write: async (person, key, fields) => {
      await device.drafts.put({ key, at: Date.now(), fields: await closeFields(person === null ? null : await ring.safeOf(person), person, fields) });
    },
    drop: dropDraft,
  },
  open: async (person) => openRow(person, {
    store: rowStore(device, person, ['waiting', 'photos', 'sent', 'codes', 'drafts'], undefined, await ring.safeOf(person)), alongside: noteChanges,
    moment: { get now() { return Date.now(); }, random: Math.random, newId },
    send: async (one) => {
      const reply = await sendForRow(one);
      if (reply.status === 200) void ring.contacted(person);
      return reply;
    },
  }),
});

/**
 * Written reports become commands of their writer's row, each in one transaction. Whatever the network does: this needs none; only where
 * a browser tells no hash, the photos go first (`ready`).
 */
export async function intoRows(ready?: { readonly id: string; readonly photos: string[] }): Promise<void> {
  for (const item of await device.waiting.orderBy('at').toArray()) {
    if (item.personId === null || item.state !== 'waiting' || item.inRow) continue;
    const kept = ready?.id === item.id ? [] : await photosOf(outboxOwner(item.id));
    const photos = ready?.id === item.id ? ready.photos : kept.flatMap(({ sha256, sent }) => sha256 ?? sent ?? []);
    if (photos.length < kept.length) continue;
    const follow = kept.some(({ sha256 }) => sha256 === null);
    // Of somebody whose part of the phone is locked: it waits for him.
    const row = await rowOf(item.personId).catch(() => null);
    await row?.add({ id: item.reportId, name: 'incidents.report', input: inputOf(item, [...new Set(photos)], follow) }, async () => { await device.waiting.update(item.id, { inRow: true, problem: null }); });
  }
  await closeDealtWith();
}

/** What the person corrected, tried anew or took out waits for nothing any more. */
async function closeDealtWith(): Promise<void> {
  const known = new Set((await device.waiting.toArray()).map(({ reportId }) => reportId));
  for (const opening of openRows()) {
    const row = await opening.catch(() => null);
    if (!row) continue;
    for (const item of row.now().items) if ((item.state === 'parked' || (item.state === 'queued' && item.input !== null)) && item.name === 'incidents.report' && !known.has(item.id)) await row.close(item.id);
  }
}

/** In the transaction in which the row changes. */
async function noteChanges(changed: readonly Item[]): Promise<void> {
  for (const item of changed) {
    if (item.name === 'sync.handOver' && item.state === 'parked') await noteRefusal(String(Reflect.get(Object(item.input), 'id')), { handedOver: false });
    if (item.name !== 'incidents.report') continue;
    const waiting = await device.waiting.filter(({ reportId }) => reportId === item.id).first();
    if (!waiting) continue;
    if (item.state === 'done') {
      const number: unknown = Reflect.get(Object(item.output), 'number');
      await recordSent({ id: waiting.id, personId: waiting.personId, number: typeof number === 'string' ? number : '', at: Date.now(), summary: waiting.fields.description.slice(0, 60) }, null);
    } else if (item.state === 'parked' && item.reason?.refused === 'incidents/photo-unknown' && waiting.tries < 3) {
      // The server no longer has a photo it once took: the photos are sent again, and the report under a new id.
      await device.photos.where('owner').equals(outboxOwner(waiting.id)).modify({ sha256: null });
      await anew(waiting, {});
    } else if (item.state === 'parked' && item.reason?.refused === 'incidents/happened-in-future' && waiting.fields.happenedAt === null && waiting.sayWhen) {
      // A phone whose clock is ahead: the hour was not chosen by the person, so it is left to the server.
      await anew(waiting, { sayWhen: false });
    } else if (item.state === 'parked') {
      await device.waiting.update(waiting.id, { state: 'refused', triedAt: Date.now(), problem: { status: 409, refused: item.reason?.refused ?? '', detail: item.reason?.detail ?? '' } });
    } else if (item.state === 'queued' && !item.skip && waiting.state === 'refused') await device.waiting.update(waiting.id, { state: 'waiting', problem: null });
  }
}

async function anew(waiting: Waiting, change: Partial<Waiting>): Promise<void> {
  await device.waiting.update(waiting.id, { tries: waiting.tries + 1, triedAt: null, state: 'waiting', problem: null, reportId: newId(), inRow: false, ...change });
}

async function noteRefusal(reportId: string, change: Partial<Waiting>): Promise<void> {
  await device.waiting.filter((waiting) => waiting.reportId === reportId).modify(change);
}

/** Alike at every try: the same id with another body would be refused. */
export function inputOf(item: Waiting, photos: string[], follow = false): Input {
  const { description, classCode, place, happenedAt, name, phone } = item.fields;
  const when = happenedAt ?? (item.sayWhen ? new Date(item.at).toISOString() : null);
  if (place === null) throw new Error('a report without a place was queued');
  return {
    id: item.reportId, description, source: item.source, photos, ...(follow ? { photosFollow: true } : {}),
    place: place.kind === 'point'
      ? { longitude: place.longitude, latitude: place.latitude, datum: 'wgs84' }
      : { areaId: place.areaId, address: place.address },
    ...(classCode === null ? {} : { class: classCode }),
    ...(when === null ? {} : { happenedAt: when }),
    ...(name.trim() || phone.trim() ? { reporter: { name: name.trim(), phone: phone.trim() } } : {}),
  };
}
