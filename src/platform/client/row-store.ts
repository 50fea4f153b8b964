import { Dexie, type EntityTable, type Table } from 'dexie';
import { recover, type Item, type Meta } from '../core/sync/phone.ts';
import type { Doc } from '../core/sync/wire.ts';
import { Overtaken, type RowStore } from './row.ts';
import { seal, unseal, type Box, type Envelope, type SecretKey } from './safe.ts';

// A person's row of commands and what was pulled for him, as the phone keeps them; and the unsent once more in a second store, should
// the first be lost. Nothing here is ever thrown away because something else is full. What says anything of anybody is sealed.

export type KeptMeta = Meta & { readonly person: number; /** One more with each write: a page that has not read the last one writes nothing. */ readonly revision?: number; /** What the key of these items was made with: also where the key ring is lost, the server can make it again. */ readonly envelope?: Envelope };
/** Of a sealed one only what a locked phone may say: how many there are and how old. */
export type KeptItem = { readonly person: number; readonly id: string; readonly seq: number; readonly device: string; readonly state: Item['state']; readonly queuedAt: number } & ({ readonly box: Box } | Item);
export type KeptDoc = { readonly person: number; readonly scope: string; readonly part: number; readonly id: string; readonly version: string } & ({ readonly box: Box } | { readonly data: unknown });

/** What locks a person's part of the phone; null, where the browser has no locks: what is unsent lies open, and what is pulled is not kept. */
export type Safe = { readonly envelope: Envelope; /** Of what is unsent; the server can make it again. */ readonly queue: SecretKey; /** Of what was pulled; gone with a sign-out. */ readonly docs: SecretKey };

/** The tables that an app's store adds to its own, so that a draft and the command it becomes change in one transaction. */
export type RowTables = { rowMeta: EntityTable<KeptMeta, 'person'>; rowItems: EntityTable<KeptItem, 'id'>; rowDocs: Table<KeptDoc, [number, string, number, string]> };
export const rowStores = { rowMeta: 'person', rowItems: 'id, person', rowDocs: '[person+scope+part+id], [person+scope+part], [person+scope], person' } as const;

type SecondTables = { meta: EntityTable<KeptMeta, 'person'>; items: EntityTable<KeptItem, 'id'> };

/** `own`: tables of the app that may be written together with the row. */
export function rowStore(db: Dexie & RowTables, person: number, own: readonly string[] = [], name = 'jingwei-unsent', safe: Safe | null = null): RowStore {
  // A second database on purpose: what damages or evicts one does not always take the other.
  const second = new Dexie(name) as Dexie & SecondTables; // Dexie adds the declared tables to the instance
  second.version(1).stores({ meta: 'person', items: 'id, person' });
  let revision = 0;
  const withKey = (meta: Meta): KeptMeta => ({ ...meta, person, revision, ...(safe === null ? {} : { envelope: safe.envelope }) });
  const tables = [db.rowMeta, db.rowItems, db.rowDocs, ...own.map((table) => db.table(table))];

  const itemAt = (id: string): string => `item ${person} ${id}`;
  const docAt = (scope: string, id: string): string => `doc ${person} ${scope} ${id}`;
  // Locks take their time, and no transaction waits for them: all is sealed before one begins.
  const closed = async (item: Item): Promise<KeptItem> => (safe === null ? { ...item, person } : {
    person, id: item.id, seq: item.seq, device: item.device, state: item.state, queuedAt: item.queuedAt, box: await seal(safe.queue, itemAt(item.id), item),
  });
  /** What another key closed stays where it lies, and stops nobody: empty. */
  const opened = async (kept: KeptItem): Promise<Item[]> => {
    if (!('box' in kept)) return [plain(kept)];
    if (safe === null) throw new Error('the phone is locked');
    return unseal(safe.queue, itemAt(kept.id), kept.box).then((item) => [item as Item], () => []); // sealed above, from one
  };
  const openedAll = async (items: readonly KeptItem[]): Promise<Item[]> => inOrder((await Promise.all(items.map(opened))).flat());
  const closedDoc = async (scope: string, part: number, { id, version, data }: Doc): Promise<KeptDoc> => ({ person, scope, part, id, version, ...(safe === null ? { data } : { box: await seal(safe.docs, docAt(scope, id), data) }) });

  const copy = (meta: Meta | null, items: readonly KeptItem[], remove: readonly string[]): Promise<void> => second.transaction('rw', second.meta, second.items, async () => {
    if (meta) await second.meta.put(withKey(meta));
    await second.items.bulkPut(items.filter(isUnsent));
    await second.items.bulkDelete([...remove, ...items.filter((item) => !isUnsent(item)).map(({ id }) => id)]);
  });
  /** Of a version that had no locks, or a phone that had none then: what lies open is sealed. */
  const sealOpen = async (items: readonly KeptItem[]): Promise<void> => {
    if (safe === null || items.every((item) => 'box' in item)) return;
    const now = await Promise.all((await openedAll(items.filter((item) => !('box' in item)))).map(closed));
    await db.rowItems.bulkPut(now);
  };

  return {
    load: async () => {
      const [meta, items] = await db.transaction('r', db.rowMeta, db.rowItems, async () => [await db.rowMeta.get(person), await db.rowItems.where('person').equals(person).toArray()] as const);
      revision = meta?.revision ?? 0;
      if (meta) {
        const kept = { meta, items: await openedAll(items) };
        await sealOpen(items);
        // The last write may not have reached it.
        await copy(meta, await Promise.all(kept.items.map(closed)), (await second.items.where('person').equals(person).primaryKeys()).filter((id) => !items.some((item) => item.id === id)));
        return kept;
      }
      const [unsentMeta, unsent] = [await second.meta.get(person), await second.items.where('person').equals(person).toArray()];
      if (!unsentMeta) return null;
      const kept = recover({ meta: unsentMeta, items: await openedAll(unsent) });
      const again = await Promise.all(kept.items.map(closed));
      await db.transaction('rw', db.rowMeta, db.rowItems, async () => {
        await db.rowMeta.put(withKey(kept.meta));
        await db.rowItems.bulkPut(again);
      });
      return kept;
    },
    commit: async (write, also) => {
      const put = await Promise.all(write.put.map(closed));
      const parts = await Promise.all(write.parts.map(async ({ scope, part, docs }) => ({ scope, part, docs: await Promise.all(docs.map((doc) => closedDoc(scope, part, doc))) })));
      await db.transaction('rw', tables, async () => {
        const there = await db.rowMeta.get(person);
        if ((there?.revision ?? 0) !== revision) throw new Overtaken('another page of this phone wrote meanwhile');
        const meta = write.meta ?? there;
        if (meta) await db.rowMeta.put({ ...withKey(meta), revision: revision + 1 });
        await db.rowItems.bulkDelete([...write.remove]);
        await db.rowItems.bulkPut(put);
        for (const scope of write.drop) await db.rowDocs.where('[person+scope]').equals([person, scope]).delete();
        for (const { scope, part, docs } of parts) {
          await db.rowDocs.where('[person+scope+part]').equals([person, scope, part]).delete();
          await db.rowDocs.bulkPut(docs);
        }
        await also?.();
      });
      revision += 1;
      // It is written; a second store that is full or gone is made up for at the next opening.
      await copy(write.meta, put, write.remove).catch(() => undefined);
    },
    docs: async (source) => {
      const kept = (await db.rowDocs.where('person').equals(person).toArray()).filter(({ scope }) => scope.split(':')[0] === source);
      const docs = (await Promise.all(kept.map(async (one): Promise<Doc[]> => {
        const { id, version } = one;
        if (!('box' in one)) return [{ id, version, data: one.data }];
        if (safe === null) throw new Error('the phone is locked');
        return unseal(safe.docs, docAt(one.scope, id), one.box).then((data) => [{ id, version, data }], () => []);
      }))).flat();
      // Closed under a key that is gone: all of it is pulled anew.
      if (docs.length < kept.length) await wipePulled(db, person);
      return docs;
    },
    wipePulled: () => wipePulled(db, person),
  };
}

/** What his items were sealed to, as either store says it. */
export async function envelopesOf(db: Dexie & RowTables, person: number, name = 'jingwei-unsent'): Promise<Envelope[]> {
  const second = new Dexie(name) as Dexie & SecondTables; // as above
  second.version(1).stores({ meta: 'person', items: 'id, person' });
  try {
    return [await db.rowMeta.get(person), await second.meta.get(person)].flatMap((meta) => (meta?.envelope ? [meta.envelope] : []));
  } finally {
    second.close();
  }
}

/** His alone; it needs no key. */
export function wipePulled(db: Dexie & RowTables, person: number): Promise<void> {
  return db.transaction('rw', db.rowDocs, db.rowMeta, async () => {
    await db.rowDocs.where('person').equals(person).delete();
    const meta = await db.rowMeta.get(person);
    if (meta) await db.rowMeta.put({ ...meta, cursors: {} });
  });
}

function isUnsent({ state }: Pick<Item, 'state'>): boolean {
  return state === 'queued' || state === 'parked';
}

function plain(kept: KeptItem): Item {
  const { person: _whose, ...item } = kept;
  return item as unknown as Item; // one that lies open has all of its fields
}

function inOrder(items: readonly Item[]): Item[] {
  return [...items].sort((a, b) => a.seq - b.seq);
}
