import { sql } from 'kysely';
import type { Db } from './db.ts';
import { asHouse } from './wall.ts';

/** A place in the feed, `xid-id`: everything up to it has been seen. */
export type Cursor = { readonly xid: string; readonly id: number };

export type FeedEvent = Cursor & {
  readonly at: Date; readonly kind: string; readonly subject: string; readonly areaPath: string;
  readonly unitIds: number[]; readonly personIds: number[]; readonly data: Record<string, unknown>;
};

/**
 * Events after the cursor, in an order that never skips one. Reading by `id` alone loses rows for ever: a slow
 * transaction takes id 1, a fast one commits id 2, the reader passes 2, then 1 appears behind it. So only rows of
 * transactions older than every running one are read (`pg_snapshot_xmin`), by transaction, then by id.
 */
export function readFeed(db: Db, after: Cursor, limit = 500): Promise<FeedEvent[]> {
  return asHouse(db, 'feed', async (inside) => (await sql<FeedEvent>`
    select xid::text as xid, id, at, kind, subject, area_path as "areaPath", unit_ids as "unitIds", person_ids as "personIds", data
    from platform.event
    where (xid, id) > (${after.xid}::xid8, ${after.id}) and xid < pg_snapshot_xmin(pg_current_snapshot())
    order by xid, id limit ${limit}`.execute(inside)).rows);
}

/** Has more than this many events to read. */
export function isFarBehind(db: Db, after: Cursor, most: number): Promise<boolean> {
  return asHouse(db, 'feed', async (inside) => (
    await sql`select 1 from platform.event where (xid, id) > (${after.xid}::xid8, ${after.id}) order by xid, id offset ${most} limit 1`.execute(inside)).rows.length > 0);
}

/** Where the feed stands now; a reader that starts here misses nothing that commits later. */
export async function headOfFeed(db: Db): Promise<Cursor> {
  const { rows } = await sql<{ xid: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`.execute(db);
  return { xid: rows[0]?.xid ?? '0', id: 0 };
}

export function cursorText(cursor: Cursor): string {
  return `${cursor.xid}-${cursor.id}`;
}

export function parseCursor(text: string): Cursor | null {
  const found = /^(\d{1,19})-(\d{1,15})$/u.exec(text);
  return found?.[1] !== undefined && found[2] !== undefined ? { xid: found[1], id: Number(found[2]) } : null;
}
