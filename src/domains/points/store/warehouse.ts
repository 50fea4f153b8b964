import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { Price, Stocked } from '../rules/redeem.ts';

// Warehouses, goods and prices. How many pieces there are is read from the ledger's accounts.

export type WarehouseRow = { id: string; areaId: number; areaPath: string; bookId: number; name: string; address: string; hours: string; keeperId: number | null; keeperName: string | null };
const columns = sql`w.id, w.area_id as "areaId", w.area_path as "areaPath", w.book_id as "bookId", w.name, w.address, w.hours, w.keeper_id as "keeperId", (select p.name from identity.person_facts p where p.id = w.keeper_id) as "keeperName"`;

/** Those that the walls show, within one area where it is named. */
export async function listWarehouses(db: Db, within?: string): Promise<WarehouseRow[]> {
  return (await sql<WarehouseRow>`select ${columns} from points.warehouse w where w.closed_at is null and (${within ?? null}::text is null or w.area_path ^@ ${within ?? null} or ${within ?? null} ^@ w.area_path) order by w.area_path collate "C", w.id limit 200`.execute(db)).rows;
}

export async function findWarehouse(db: Db, id: string): Promise<WarehouseRow | undefined> {
  return (await sql<WarehouseRow>`select ${columns} from points.warehouse w where w.id = ${id} and w.closed_at is null`.execute(db)).rows[0];
}

export async function saveWarehouseRow(db: Db, row: Omit<WarehouseRow, 'keeperName'>): Promise<void> {
  await sql`insert into points.warehouse (id, area_id, area_path, book_id, name, address, hours, keeper_id) values (${row.id}, ${row.areaId}, ${row.areaPath}, ${row.bookId}, ${row.name}, ${row.address}, ${row.hours}, ${row.keeperId})
    on conflict (id) do update set name = excluded.name, address = excluded.address, hours = excluded.hours, keeper_id = excluded.keeper_id`.execute(db);
}

/** The book of households of the village in which this place lies. */
export async function bookAt(db: Db, areaPath: string): Promise<{ id: number; areaId: number; areaPath: string } | undefined> {
  return (await sql<{ id: number; areaId: number; areaPath: string }>`
    select b.id, b.area_id as "areaId", b.area_path as "areaPath" from points.book b where b.kind = 'household' and b.unit_id is null and ${areaPath} ^@ b.area_path order by length(b.area_path) desc limit 1`.execute(db)).rows[0];
}

/** Who hands out goods there, by their posts. */
export async function staffAt(db: Db, areaPath: string, day: string): Promise<{ id: number; name: string }[]> {
  return (await sql<{ id: number; name: string }>`
    select distinct p.id, p.name from identity.post_facts o join identity.person_facts p on p.id = o.person_id join geography.area_facts a on a.id = o.area_id
    where ${areaPath} ^@ a.path and o.role = 'warehouseClerk' and o.valid_from <= ${day}::date and (o.valid_to is null or o.valid_to >= ${day}::date) order by p.id limit 50`.execute(db)).rows;
}

export type GoodRow = Stocked & { warehouseId: string; unit: string; kind: 'goods' | 'medal'; areaPath: string };

/** `left` is what the ledger says; 0 where the caller may not know it. */
export async function goodsOf(db: Db, warehouseId: string): Promise<GoodRow[]> {
  return goods(db, sql`g.warehouse_id = ${warehouseId}`);
}

export async function findGood(db: Db, id: string): Promise<GoodRow | undefined> {
  return (await goods(db, sql`g.id = ${id}`))[0];
}

async function goods(db: Db, where: RawBuilder<unknown>): Promise<GoodRow[]> {
  return (await sql<GoodRow>`
    select g.id as "goodId", g.warehouse_id as "warehouseId", g.name, g.unit, g.kind, g.area_path as "areaPath", g.withdrawn_at is not null as withdrawn,
      coalesce((select a.balance - a.reserved from points.account a where a.book_id = w.book_id and a.kind = 'stock' and a.commodity = 'good:' || g.id), 0) as left
    from points.good g join points.warehouse w on w.id = g.warehouse_id where ${where} order by g.withdrawn_at is not null, g.kind, g.added_at, g.id`.execute(db)).rows;
}

/** Held to the end of the transaction, so that two who name a price go one after the other. */
export async function lockGood(db: Db, id: string): Promise<boolean> {
  return (await sql`select 1 from points.good g where g.id = ${id} for update`.execute(db)).rows.length === 1;
}

export async function insertGood(db: Db, row: { readonly id: string; readonly warehouseId: string; readonly areaPath: string; readonly name: string; readonly unit: string; readonly kind: string }): Promise<void> {
  await sql`insert into points.good (id, warehouse_id, area_path, name, unit, kind) values (${row.id}, ${row.warehouseId}, ${row.areaPath}, ${row.name}, ${row.unit}, ${row.kind})`.execute(db);
}

export async function changeGood(db: Db, row: { readonly id: string; readonly name: string; readonly unit: string; readonly withdrawn: boolean }): Promise<void> {
  await sql`update points.good set name = ${row.name}, unit = ${row.unit}, withdrawn_at = case when ${row.withdrawn} then coalesce(withdrawn_at, platform.now()) end where id = ${row.id}`.execute(db);
}

export async function pricesOf(db: Db, goodIds: readonly string[]): Promise<Price[]> {
  return (await sql<Price>`select p.good_id as "goodId", p.points, p.from_on as "from", p.to_on as "to" from points.price p where p.good_id = any(${[...goodIds]}::uuid[]) order by p.good_id, p.from_on`.execute(db)).rows;
}

export async function addPrice(db: Db, { ends, added, byName }: { readonly ends: { readonly from: string; readonly to: string } | null; readonly added: Price; readonly byName: string }): Promise<void> {
  if (ends) await sql`update points.price set to_on = ${ends.to}::date where good_id = ${added.goodId} and from_on = ${ends.from}::date`.execute(db);
  await sql`insert into points.price (good_id, points, from_on, by_name) values (${added.goodId}, ${added.points}, ${added.from}::date, ${byName})`.execute(db);
}

export type StockMove = { id: string; goodId: string; areaPath: string; kind: 'purchase' | 'donation' | 'count'; quantity: number; book: number | null; counted: number | null; costFen: number | null; source: string; reason: string; day: string; byPerson: number | null; byName: string };

export async function insertStockMove(db: Db, row: StockMove): Promise<void> {
  await sql`insert into points.stock_move (id, good_id, area_path, kind, quantity, book, counted, cost_fen, source, reason, on_day, by_person, by_name)
    values (${row.id}, ${row.goodId}, ${row.areaPath}, ${row.kind}, ${row.quantity}, ${row.book}, ${row.counted}, ${row.costFen}, ${row.source}, ${row.reason}, ${row.day}::date, ${row.byPerson}, ${row.byName})`.execute(db);
}

export async function listStockMoves(db: Db, warehouseId: string, limit: number): Promise<(Omit<StockMove, 'goodId' | 'areaPath' | 'byPerson'> & { good: string; unit: string })[]> {
  return (await sql<Omit<StockMove, 'goodId' | 'areaPath' | 'byPerson'> & { good: string; unit: string }>`
    select m.id, g.name as good, g.unit, m.kind, m.quantity, m.book, m.counted, m.cost_fen as "costFen", m.source, m.reason, m.on_day as day, m.by_name as "byName"
    from points.stock_move m join points.good g on g.id = m.good_id where g.warehouse_id = ${warehouseId} order by m.at desc, m.id limit ${limit}`.execute(db)).rows;
}
