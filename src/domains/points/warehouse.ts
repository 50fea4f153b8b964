import { action, reading, type ReadCtx } from '../../platform/action.ts';
import { grantAt, type Actor } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { absent, isRefusal, refuse } from '../../platform/core/refusal.ts';
import { areaIndex, type AreaTree } from '../geography/actions.ts';
import * as contract from './contract/warehouse.ts';
import { alarmed } from './ledger-alarm.ts';
import { fromTo, good } from './rules/ledger.ts';
import { priceOn, repriced, stocktaken, type Price } from './rules/redeem.ts';
import { openAccount } from './store/ledger-accounts.ts';
import { transfer } from './store/ledger.ts';
import { isRedemptionOpen } from './store/rules.ts';
import { addPrice, bookAt, changeGood, findGood, findWarehouse, goodsOf, insertGood, insertStockMove, listStockMoves, listWarehouses, lockGood, pricesOf, saveWarehouseRow, staffAt, type GoodRow, type WarehouseRow } from './store/warehouse.ts';
import { checkingKey } from './voucher-signing.ts';

// 文明义仓, the side of the goods. What a household gets of it is in counter.ts.

export const warehouses = reading(contract.warehouses, async (ctx, { areaId }) => {
  const areas = await areaIndex(ctx.db);
  const area = areaId === undefined ? undefined : areas.find(areaId);
  if (areaId !== undefined && !area) return { items: [] };
  return { items: await showWarehouses(ctx, areas, await listWarehouses(ctx.db, area?.path)) };
});

export const stock = reading(contract.stock, async (ctx, { warehouseId }) => {
  const row = await findWarehouse(ctx.db, warehouseId);
  if (!row) return absent('points/warehouse-unknown');
  const goods = await goodsOf(ctx.db, warehouseId);
  const [warehouse] = await showWarehouses(ctx, await areaIndex(ctx.db), [row]);
  if (!warehouse) return absent('points/warehouse-unknown');
  const prices = await pricesOf(ctx.db, goods.map(({ goodId }) => goodId));
  const knowsStock = worksAt(ctx.actor, row.areaPath) || grantAt(ctx.actor, 'points.read', row.areaPath) !== undefined;
  const shown = goods.filter(({ withdrawn }) => knowsStock || !withdrawn).map((one) => showGood(one, prices, dayOf(ctx.now), knowsStock));
  return { warehouse, goods: shown, key: checkingKey(ctx.vault) };
});

export const stockMoves = reading(contract.stockMoves, async (ctx, { warehouseId, limit }) => {
  const row = await findWarehouse(ctx.db, warehouseId);
  if (!row || !(worksAt(ctx.actor, row.areaPath) || grantAt(ctx.actor, 'points.read', row.areaPath))) return absent('points/warehouse-unknown');
  return { items: (await listStockMoves(ctx.db, warehouseId, limit)).map(({ byName, ...one }) => ({ ...one, by: byName })) };
});

export const saveWarehouse = action(contract.saveWarehouse, async (ctx, input) => {
  ctx.about(`warehouse:${input.id}`);
  const known = await findWarehouse(ctx.db, input.id);
  const areas = await areaIndex(ctx.db);
  const area = known ? { id: known.areaId, path: known.areaPath } : input.areaId === undefined ? undefined : areas.find(input.areaId);
  const grant = area && grantAt(ctx.actor, 'points.manage', area.path);
  if (!area || !grant) return absent(known ? 'points/warehouse-unknown' : 'points/area-unknown');
  ctx.about(`warehouse:${input.id}`, grant);
  const book = known ? { id: known.bookId } : await bookAt(ctx.db, area.path);
  if (!book) return absent('points/book-unknown');
  const keeperId = input.keeperId === undefined ? known?.keeperId ?? null : input.keeperId;
  if (keeperId !== null && !(await staffAt(ctx.db, area.path, dayOf(ctx.now))).some(({ id }) => id === keeperId)) return refuse('points/keeper-unknown');
  await saveWarehouseRow(ctx.db, { id: input.id, areaId: area.id, areaPath: area.path, bookId: book.id, name: input.name.trim(), address: input.address.trim(), hours: input.hours.trim(), keeperId });
  await openAccount(ctx.db, { book: book.id, kind: 'till', place: input.id, area });
  ctx.emit({ kind: 'points.warehouse', subject: `warehouse:${input.id}`, areaPath: area.path });
  return { warehouseId: input.id };
});

export const saveGood = action(contract.saveGood, async (ctx, input) => {
  ctx.about(`good:${input.id}`);
  const place = await findWarehouse(ctx.db, input.warehouseId);
  const grant = place && grantAt(ctx.actor, 'points.till', place.areaPath);
  if (!place || !grant) return absent('points/warehouse-unknown');
  ctx.about(`good:${input.id}`, grant);
  const all = await goodsOf(ctx.db, place.id);
  const known = all.find(({ goodId }) => goodId === input.id) ?? await findGood(ctx.db, input.id);
  if (known && known.warehouseId !== place.id) return absent('points/good-unknown');
  const name = input.name.trim();
  if (all.some((other) => other.goodId !== input.id && !other.withdrawn && other.name === name)) return refuse('points/good-named', { good: name });
  if (known && input.withdrawn && known.left > 0) return refuse('points/good-left', { good: known.name, left: known.left });
  if (known) await changeGood(ctx.db, { id: input.id, name, unit: input.unit.trim(), withdrawn: input.withdrawn === true });
  else {
    await insertGood(ctx.db, { id: input.id, warehouseId: place.id, areaPath: place.areaPath, name, unit: input.unit.trim(), kind: input.kind });
    await stockAccounts(ctx, place, input.id);
  }
  return { goodId: input.id };
});

export const setPrice = action(contract.setPrice, async (ctx, input) => {
  ctx.about(`good:${input.goodId}`);
  const row = await findGood(ctx.db, input.goodId);
  const grant = row && grantAt(ctx.actor, 'points.manage', row.areaPath);
  if (!row || row.withdrawn || !grant || !await lockGood(ctx.db, input.goodId)) return absent('points/good-unknown');
  ctx.about(`good:${input.goodId}`, grant);
  const next = repriced(await pricesOf(ctx.db, [input.goodId]), input, dayOf(ctx.now), dayBefore);
  if (isRefusal(next)) return next;
  await addPrice(ctx.db, { ...next, byName: ctx.actor.name });
  return { goodId: input.goodId };
});

export const receiveGoods = action(contract.receiveGoods, async (ctx, input) => {
  ctx.about(`good:${input.goodId}`);
  const found = await goodToMove(ctx, input.goodId);
  if (!found) return absent('points/good-unknown');
  ctx.about(`good:${input.goodId}`, found.grant);
  const day = input.onDay ?? dayOf(ctx.now);
  const { shelf, supplier } = await stockAccounts(ctx, found.place, input.goodId);
  const moved = alarmed(ctx, input.id, await transfer(ctx.db, { id: input.id, book: found.place.bookId, kind: 'stock', day, legs: fromTo(supplier.id, shelf.id, input.quantity) }));
  if (isRefusal(moved)) return moved;
  await insertStockMove(ctx.db, { id: input.id, goodId: input.goodId, areaPath: found.place.areaPath, kind: input.kind, quantity: input.quantity, book: null, counted: null, costFen: input.costFen ?? null, source: input.source.trim(), reason: '', day, byPerson: ctx.actor.personId, byName: ctx.actor.name });
  ctx.emit({ kind: 'points.stock', subject: `good:${input.goodId}`, areaPath: found.place.areaPath });
  return { left: moved.entries.find(({ accountId }) => accountId === shelf.id)?.balance ?? 0 };
});

export const countStock = action(contract.countStock, async (ctx, input) => {
  ctx.about(`good:${input.goodId}`);
  const found = await goodToMove(ctx, input.goodId);
  if (!found || !await lockGood(ctx.db, input.goodId)) return absent('points/good-unknown');
  ctx.about(`good:${input.goodId}`, found.grant);
  const { shelf, supplier } = await stockAccounts(ctx, found.place, input.goodId);
  const told = stocktaken(shelf.balance, input.counted);
  if (isRefusal(told)) return told;
  if (told.kind === 'right') return { left: shelf.balance, difference: 0 };
  const reason = input.reason.trim();
  if ([...reason].length < 2) return refuse('points/reason-missing');
  const difference = told.kind === 'missing' ? -told.quantity : told.quantity;
  const moved = alarmed(ctx, input.id, await transfer(ctx.db, { id: input.id, book: found.place.bookId, kind: 'adjust', legs: [[supplier.id, -difference], [shelf.id, difference]] }));
  if (isRefusal(moved)) return moved;
  await insertStockMove(ctx.db, { id: input.id, goodId: input.goodId, areaPath: found.place.areaPath, kind: 'count', quantity: difference, book: shelf.balance, counted: input.counted, costFen: null, source: '', reason, day: moved.day, byPerson: ctx.actor.personId, byName: ctx.actor.name });
  ctx.emit({ kind: 'points.stock', subject: `good:${input.goodId}`, areaPath: found.place.areaPath });
  return { left: input.counted, difference };
});

// Shared with counter.ts.

export function worksAt(actor: Actor, areaPath: string): boolean {
  return grantAt(actor, 'points.till', areaPath) !== undefined || grantAt(actor, 'points.manage', areaPath) !== undefined;
}

/** The shelf of a good, and where it comes from and goes to. */
export async function stockAccounts(ctx: Pick<ReadCtx, 'db'>, place: Pick<WarehouseRow, 'id' | 'bookId' | 'areaId' | 'areaPath'>, goodId: string) {
  const common = { book: place.bookId, commodity: good(goodId), area: { id: place.areaId, path: place.areaPath } };
  return { shelf: await openAccount(ctx.db, { ...common, kind: 'stock', place: place.id }), supplier: await openAccount(ctx.db, { ...common, kind: 'supplier' }) };
}

export async function showWarehouses(ctx: Pick<ReadCtx, 'db' | 'actor' | 'now'>, areas: AreaTree, rows: readonly WarehouseRow[]): Promise<contract.Warehouse[]> {
  const today = dayOf(ctx.now);
  const open = new Map<number, boolean>();
  for (const { bookId } of rows) if (!open.has(bookId)) open.set(bookId, await isRedemptionOpen(ctx.db, bookId, today));
  const staff = new Map<string, { id: number; name: string }[]>();
  for (const { id, areaPath } of rows) staff.set(id, grantAt(ctx.actor, 'points.manage', areaPath) ? await staffAt(ctx.db, areaPath, today) : []);
  return rows.map(({ id, areaId, areaPath, bookId, name, address, hours, keeperId, keeperName }) => ({
    id, area: { id: areaId, name: areas.names(areaId).join(' ') }, name, address, hours, keeper: keeperId === null ? null : { id: keeperId, name: keeperName ?? '' }, isKeeper: keeperId !== null && keeperId === ctx.actor.personId,
    isOpen: open.get(bookId) ?? false, mayHandOut: grantAt(ctx.actor, 'points.till', areaPath) !== undefined, mayManage: grantAt(ctx.actor, 'points.manage', areaPath) !== undefined, staff: staff.get(id) ?? [],
  }));
}

function showGood({ goodId, name, unit, kind, left, withdrawn }: GoodRow, prices: readonly Price[], today: string, knowsStock: boolean): contract.Good {
  const next = prices.find((one) => one.goodId === goodId && one.from > today);
  return { id: goodId, name, unit, kind, left: knowsStock ? left : null, price: priceOn(prices, goodId, today), nextPrice: next ? { points: next.points, from: next.from } : null, withdrawn };
}

async function goodToMove(ctx: Pick<ReadCtx, 'db' | 'actor'>, goodId: string) {
  const row = await findGood(ctx.db, goodId);
  const place = row && await findWarehouse(ctx.db, row.warehouseId);
  const grant = place && grantAt(ctx.actor, 'points.till', place.areaPath);
  return row && !row.withdrawn && place && grant ? { row, place, grant } : undefined;
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
