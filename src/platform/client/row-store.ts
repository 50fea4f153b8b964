import { Dexie, type EntityTable, type Table } from 'dexie';
import { recover, type Item, type Meta } from '../core/sync/phone.ts';
import type { Doc } from '../core/sync/wire.ts';
import type { RowStore } from './row.ts';

// A person's row of commands and what was pulled for him, as the phone keeps them; and the unsent once more in a second store, should
// the first be lost. Nothing here is ever thrown away because something else is full.

export type KeptMeta = Meta & { readonly person: number };
export type KeptItem = Item & { readonly person: number };
export type KeptDoc = Doc & { readonly person: number; readonly scope: string; readonly part: number };

/** The tables that an app's store adds to its own, so that a draft and the command it becomes change in one transaction. */
export type RowTables = { rowMeta: EntityTable<KeptMeta, 'person'>; rowItems: EntityTable<KeptItem, 'id'>; rowDocs: Table<KeptDoc, [number, string, number, string]> };
export const rowStores = { rowMeta: 'person', rowItems: 'id, person', rowDocs: '[person+scope+part+id], [person+scope+part], [person+scope], person' } as const;

type SecondTables = { meta: EntityTable<KeptMeta, 'person'>; items: EntityTable<KeptItem, 'id'> };

/** `own`: tables of the app that may be written together with the row. */
export function rowStore(db: Dexie & RowTables, person: number, own: readonly string[] = [], name = 'jingwei-unsent'): RowStore {
  // A second database on purpose: what damages or evicts one does not always take the other.
  const second = new Dexie(name) as Dexie & SecondTables; // Dexie adds the declared tables to the instance
  second.version(1).stores({ meta: 'person', items: 'id, person' });
  const tables = [db.rowMeta, db.rowItems, db.rowDocs, ...own.map((table) => db.table(table))];

  const isUnsent = (item: Item): boolean => item.state === 'queued' || item.state === 'parked';
  const copy = (meta: Meta | null, put: readonly Item[], remove: readonly string[]): Promise<void> => second.transaction('rw', second.meta, second.items, async () => {
    if (meta) await second.meta.put({ ...meta, person });
    await second.items.bulkPut(put.filter(isUnsent).map((item) => ({ ...item, person })));
    await second.items.bulkDelete([...remove, ...put.filter((item) => !isUnsent(item)).map(({ id }) => id)]);
  });

  return {
    load: async () => {
      const [meta, items] = await db.transaction('r', db.rowMeta, db.rowItems, async () => [await db.rowMeta.get(person), await db.rowItems.where('person').equals(person).toArray()] as const);
      if (meta) {
        const kept = { meta, items: inOrder(items) };
        // The last write may not have reached it.
        await copy(meta, kept.items, (await second.items.where('person').equals(person).primaryKeys()).filter((id) => !items.some((item) => item.id === id)));
        return kept;
      }
      const [unsentMeta, unsent] = [await second.meta.get(person), await second.items.where('person').equals(person).toArray()];
      if (!unsentMeta) return null;
      const kept = recover({ meta: unsentMeta, items: inOrder(unsent) });
      await db.transaction('rw', db.rowMeta, db.rowItems, async () => {
        await db.rowMeta.put({ ...kept.meta, person });
        await db.rowItems.bulkPut(kept.items.map((item) => ({ ...item, person })));
      });
      return kept;
    },
    commit: async (write, also) => {
      await db.transaction('rw', tables, async () => {
        await db.rowItems.bulkDelete([...write.remove]);
        await db.rowItems.bulkPut(write.put.map((item) => ({ ...item, person })));
        if (write.meta) await db.rowMeta.put({ ...write.meta, person });
        for (const scope of write.drop) await db.rowDocs.where('[person+scope]').equals([person, scope]).delete();
        for (const { scope, part, docs } of write.parts) {
          await db.rowDocs.where('[person+scope+part]').equals([person, scope, part]).delete();
          await db.rowDocs.bulkPut(docs.map((doc) => ({ ...doc, person, scope, part })));
        }
        await also?.();
      });
      await copy(write.meta, write.put, write.remove);
    },
    docs: async (source) => (await db.rowDocs.where('person').equals(person).toArray()).filter(({ scope }) => scope.split(':')[0] === source),
    wipePulled: () => db.transaction('rw', db.rowDocs, db.rowMeta, async () => {
      await db.rowDocs.where('person').equals(person).delete();
      const meta = await db.rowMeta.get(person);
      if (meta) await db.rowMeta.put({ ...meta, cursors: {} });
    }),
  };
}

function inOrder(items: readonly KeptItem[]): Item[] {
  return [...items].sort((a, b) => a.seq - b.seq);
}

/** Asks the browser not to throw the stores away when the phone runs full; null where it does not say. */
export async function keepStores(): Promise<boolean | null> {
  if (!('storage' in navigator) || typeof navigator.storage.persist !== 'function') return null;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}

/** Megabytes that are left; null where the browser does not say. Asked before somebody begins to type. */
export async function roomLeft(): Promise<number | null> {
  if (!('storage' in navigator) || typeof navigator.storage.estimate !== 'function') return null;
  const { quota, usage } = await navigator.storage.estimate();
  return quota === undefined || usage === undefined ? null : (quota - usage) / 1_048_576;
}
