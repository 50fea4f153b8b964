import { action, reading, type Ctx, type ReadCtx } from '../../platform/action.ts';
import { grantAt, pathsFor, type Grant } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { absent, isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import { makeThrottle } from '../../platform/throttle.ts';
import * as contract from './contract/warehouse.ts';
import { alarmed } from './ledger-alarm.ts';
import { fromTo, type Leg } from './rules/ledger.ts';
import { judgeRedemption, type Line, type Priced, type Purse } from './rules/redeem.ts';
import { expiresAfter, isOver, judgeVoucher, mostVouchers, readScan, type Voucher } from './rules/voucher.ts';
import { cardByCode, cardsOf, heldBy, type CardRow } from './store/cards.ts';
import { accountsOfHousehold, openAccount, type Account } from './store/ledger-accounts.ts';
import { post, reverse, transfer } from './store/ledger.ts';
import { depositOwn, reserveOwn, tillFor } from './store/own-moves.ts';
import { findRedemption, findVoucher, insertRedemption, insertReturn, insertVoucher, listRedemptions, transfersOf, vouchersOf, type RedemptionRow, type VoucherRow } from './store/redemptions.ts';
import { isRedemptionOpen } from './store/rules.ts';
import { findWarehouse, goodsOf, pricesOf, type WarehouseRow } from './store/warehouse.ts';
import { isSigned } from './voucher-signing.ts';
import { stockAccounts, worksAt } from './warehouse.ts';

// 兑换: points and goods change hands in one transaction or not at all. Each action: who is it, what may he have, write it down, move it.

/** For so long after its end the points of a voucher stay set aside: what was handed out in time may still be on its way. */
const graceHours = 72;
/** A phone's clock may be ahead of ours by so much. */
const aheadMs = 5 * 60_000;
const lookingUp = makeThrottle({ burst: 60, perSecond: 0.1 });

export const counter = reading(contract.counter, async (ctx, { warehouseId, code }) => {
  const seconds = lookingUp(String(ctx.actor.personId));
  if (seconds > 0) return refuse('points/too-many-look-ups', { minutes: Math.ceil(seconds / 60) }, 'busy');
  const here = await counterAt(ctx, warehouseId);
  if (!here) return absent('points/warehouse-unknown');
  const isOpen = await isRedemptionOpen(ctx.db, here.place.bookId, dayOf(ctx.now));
  const card = await cardShown(ctx, here.place, code);
  const voucher = isRefusal(card) ? await voucherShown(ctx, code) : null;
  if (voucher && !isRefusal(voucher)) {
    const wrong = judgeVoucher(asVoucher(voucher), { warehouseId, now: ctx.now }) ?? (voucher.redeemed ? refuse('points/voucher-used') : null);
    if (wrong) return wrong;
    return { label: voucher.label, isOpen, ...await pursesOf(ctx, here.place.bookId, voucher.householdId), voucher: { id: voucher.id, points: voucher.points, expiresAt: voucher.expiresAt.toISOString() } };
  }
  if (isRefusal(card)) return isRefusal(voucher) && voucher.refused === 'points/voucher-forged' ? voucher : card;
  return { label: card.label, isOpen, ...await pursesOf(ctx, here.place.bookId, card.householdId), voucher: null };
});

export const redeem = action(contract.redeem, async (ctx, { id, warehouseId, code, purse, lines }) => {
  ctx.about(`redemption:${id}`);
  const here = await counterAt(ctx, warehouseId);
  if (!here) return absent('points/warehouse-unknown');
  ctx.about(`redemption:${id}`, here.grant);
  const card = await cardShown(ctx, here.place, code);
  if (isRefusal(card)) return card;
  const own = await ownAccounts(ctx, here.place.bookId, card);
  const from = purse === 'deposit' ? own.deposit : own.balance;
  const priced = await price(ctx, here.place, lines, purse, from.balance - from.reserved, dayOf(ctx.now));
  if (isRefusal(priced)) return priced;
  const legs: Leg[] = [[from.id, -priced.points], [(await tillOf(ctx, here.place)).id, priced.points], ...await goodsLegs(ctx, here.place, priced.lines)];
  await insertRedemption(ctx.db, { ...written(ctx, here.place, id, card, priced), purse, voucherId: null, happenedAt: ctx.now });
  const moved = alarmed(ctx, id, await transfer(ctx.db, { id, book: here.place.bookId, kind: 'redeem', legs, note: { redemption: id } }));
  if (isRefusal(moved)) return moved;
  ctx.emit({ kind: 'points.redemption', subject: `redemption:${id}`, areaPath: here.place.areaPath });
  return { points: priced.points, left: (moved.entries.find(({ accountId }) => accountId === from.id)?.balance ?? 0) - from.reserved };
});

export const redeemVoucher = action(contract.redeemVoucher, async (ctx, { id, warehouseId, voucher: typed, lines, happenedAt }) => {
  ctx.about(`redemption:${id}`);
  const here = await counterAt(ctx, warehouseId);
  if (!here) return absent('points/warehouse-unknown');
  ctx.about(`redemption:${id}`, here.grant);
  const row = await voucherShown(ctx, typed);
  if (isRefusal(row)) return row;
  const late = happenedAt === undefined ? null : new Date(happenedAt);
  // Only one phone of a warehouse hands out without a network: two could not know of one another.
  if (late && here.place.keeperId !== ctx.actor.personId) return refuse('points/not-keeper');
  // The phone's word for when it was is taken between the hour in which it was promised and now.
  const when = late && late >= new Date(row.askedAt.getTime() - aheadMs) && late.getTime() <= ctx.now.getTime() + aheadMs ? late : ctx.now;
  const wrong = judgeVoucher(asVoucher(row), { warehouseId, now: when });
  if (wrong) return wrong;
  if (row.redeemed) return refuse('points/voucher-used');
  const priced = await price(ctx, here.place, lines, 'voucher', row.points, dayOf(when));
  if (isRefusal(priced)) return priced;
  const own = await accountsOfHousehold(ctx.db, row.householdId);
  const home = own.find((one) => one.kind === 'household' && one.bookId === here.place.bookId);
  if (!home) return absent('points/account-unknown');
  const till = await tillOf(ctx, here.place);
  const goods = await goodsLegs(ctx, here.place, priced.lines);
  if (!await insertRedemption(ctx.db, { ...written(ctx, here.place, id, row, priced), purse: 'voucher', voucherId: row.id, happenedAt: when })) return refuse('points/voucher-used');
  const points = await post(ctx.db, { id: ctx.newId(), of: row.pendingId, legs: fromTo(home.id, till.id, priced.points), note: { redemption: id } });
  if (isRefusal(points)) return points.refused === 'points/reservation-over' ? refuse('points/voucher-over') : points;
  const moved = alarmed(ctx, id, await transfer(ctx.db, { id, book: here.place.bookId, kind: 'redeem', legs: goods, note: { redemption: id } }));
  if (isRefusal(moved)) return moved;
  ctx.emit({ kind: 'points.redemption', subject: `redemption:${id}`, areaPath: here.place.areaPath });
  return { points: priced.points };
});

export const returnRedemption = action(contract.returnRedemption, async (ctx, { redemptionId, reason }) => {
  ctx.about(`redemption:${redemptionId}`);
  const row = await findRedemption(ctx.db, redemptionId);
  const grant = row && grantAt(ctx.actor, 'points.till', row.areaPath);
  if (!row || !grant) return absent('points/redemption-unknown');
  ctx.about(`redemption:${redemptionId}`, grant);
  if (row.returnedAt !== null) return refuse('points/reversed-already');
  await insertReturn(ctx.db, { redemptionId, reason: reason.trim(), byPerson: ctx.actor.personId, byName: ctx.actor.name });
  for (const of of await transfersOf(ctx.db, redemptionId)) {
    const back = await reverse(ctx.db, { id: ctx.newId(), of, note: { redemption: redemptionId } });
    if (isRefusal(back)) return back;
  }
  ctx.emit({ kind: 'points.redemption', subject: `redemption:${redemptionId}`, areaPath: row.areaPath });
  return { points: row.points };
});

export const depositPoints = action(contract.depositPoints, async (ctx, { id, points, warehouseId, code, householdId }) => {
  ctx.about(`deposit:${id}`);
  if (code !== undefined && warehouseId !== undefined) {
    const here = await counterAt(ctx, warehouseId);
    if (!here) return absent('points/warehouse-unknown');
    ctx.about(`deposit:${id}`, here.grant);
    const card = await cardShown(ctx, here.place, code);
    if (isRefusal(card)) return card;
    const own = await ownAccounts(ctx, here.place.bookId, card);
    return tellPurses(ctx, card, alarmed(ctx, id, await transfer(ctx.db, { id, book: here.place.bookId, kind: 'deposit', legs: fromTo(own.balance.id, own.deposit.id, points) })));
  }
  const card = householdId === undefined ? undefined : await ownCard(ctx, householdId);
  if (!card) return absent('points/household-unknown');
  const own = await existingAccounts(ctx, card);
  if (!own) return absent('points/household-unknown');
  return tellPurses(ctx, card, await depositOwn(ctx.db, { id, book: card.bookId, legs: fromTo(own.balance.id, own.deposit.id, points) }));
});

export const redemptions = reading(contract.redemptions, async (ctx, { warehouseId, after, limit }) => {
  const place = await findWarehouse(ctx.db, warehouseId);
  if (!place || !(worksAt(ctx.actor, place.areaPath) || grantAt(ctx.actor, 'points.read', place.areaPath))) return absent('points/warehouse-unknown');
  const rows = await listRedemptions(ctx.db, warehouseId, { after, limit: limit + 1 });
  const last = rows[limit - 1];
  return { items: rows.slice(0, limit).map(showRedemption), next: rows.length > limit && last ? `${last.at}|${last.id}` : null };
});

export const requestVoucher = action(contract.requestVoucher, async (ctx, { id, householdId, warehouseId, points, days }) => {
  ctx.about(`voucher:${id}`);
  const card = await ownCard(ctx, householdId);
  if (!card) return absent('points/household-unknown');
  const place = await findWarehouse(ctx.db, warehouseId);
  if (!place || place.bookId !== card.bookId) return absent('points/warehouse-unknown');
  if (!await isRedemptionOpen(ctx.db, card.bookId, dayOf(ctx.now))) return refuse('points/redemption-closed');
  const known = await vouchersOf(ctx.db, [householdId], ctx.now);
  if (known.filter((one) => !one.redeemed && !isOver(asVoucher(one), ctx.now)).length >= mostVouchers) return refuse('points/too-many-vouchers', { most: mostVouchers });
  const own = await existingAccounts(ctx, card);
  const till = await tillFor(ctx.db, place.id);
  if (!own || till === null) return absent('points/household-unknown');
  const expiresAt = new Date(expiresAfter(ctx.now, days) * 1_000);
  const pendingId = ctx.newId();
  const held = await reserveOwn(ctx.db, { id: pendingId, book: card.bookId, legs: fromTo(own.balance.id, till, points), expires: new Date(expiresAt.getTime() + graceHours * 3_600_000), note: { voucher: id } });
  if (isRefusal(held)) return held;
  await insertVoucher(ctx.db, { id, householdId, warehouseId, areaPath: card.areaPath, label: card.label, points, expiresAt, pendingId, codeHash: codeHash(ctx, ctx.followCodes.of(id)), askedBy: ctx.actor.personId });
  return { voucherId: id, expiresAt: expiresAt.toISOString() };
});

// Shared with accounts.ts.

/** Codes of cards and of vouchers are found by a keyed hash. */
export function codeHash({ vault }: Pick<ReadCtx, 'vault'>, code: string): Buffer {
  return vault.hash('points.code', code);
}

export function asVoucher({ id, warehouseId, points, expiresAt }: VoucherRow): Voucher {
  return { id, warehouseId, points, expires: Math.floor(expiresAt.getTime() / 1_000) };
}

type Looking = Pick<ReadCtx, 'db' | 'actor' | 'vault' | 'now'>;

async function counterAt(ctx: Looking, warehouseId: string): Promise<{ readonly place: WarehouseRow; readonly grant: Grant } | undefined> {
  const place = await findWarehouse(ctx.db, warehouseId);
  const grant = place && grantAt(ctx.actor, 'points.till', place.areaPath);
  return place && grant ? { place, grant } : undefined;
}

/** A household of this warehouse's village; another village's card says so where the caller may see it at all. */
async function cardShown(ctx: Looking, place: WarehouseRow, typed: string): Promise<CardRow | Refusal> {
  const read = readScan(typed);
  const card = read?.kind === 'code' ? await cardByCode(ctx.db, codeHash(ctx, read.code)) : undefined;
  if (!card || !pathsFor(ctx.actor, 'points.till').some((path) => card.areaPath.startsWith(path))) return absent('points/card-unknown');
  return card.bookId === place.bookId ? card : refuse('points/other-village', { label: card.label });
}

async function voucherShown(ctx: Looking, typed: string): Promise<VoucherRow | Refusal> {
  const read = readScan(typed);
  if (!read) return absent('points/voucher-unknown');
  if (read.kind === 'voucher' && !isSigned(ctx.vault, read.body, read.signature)) return refuse('points/voucher-forged');
  const row = await findVoucher(ctx.db, read.kind === 'voucher' ? { id: read.voucher.id } : { codeHash: codeHash(ctx, read.code) });
  return row ?? absent('points/voucher-unknown');
}

async function price(ctx: Looking, place: WarehouseRow, lines: readonly Line[], purse: Purse, available: number, day: string): Promise<{ readonly lines: readonly Priced[]; readonly points: number } | Refusal> {
  const stock = await goodsOf(ctx.db, place.id);
  return judgeRedemption({ lines, stock, prices: await pricesOf(ctx.db, stock.map(({ goodId }) => goodId)), day, purse, available, isOpen: await isRedemptionOpen(ctx.db, place.bookId, day) });
}

async function goodsLegs(ctx: Looking, place: WarehouseRow, lines: readonly Priced[]): Promise<Leg[]> {
  const legs: Leg[] = [];
  for (const { goodId, quantity } of lines) {
    const { shelf, supplier } = await stockAccounts(ctx, place, goodId);
    legs.push([shelf.id, -quantity], [supplier.id, quantity]);
  }
  return legs;
}

function tillOf(ctx: Looking, place: WarehouseRow): Promise<Account> {
  return openAccount(ctx.db, { book: place.bookId, kind: 'till', place: place.id, area: { id: place.areaId, path: place.areaPath } });
}

function written(ctx: Ctx, place: WarehouseRow, id: string, who: { readonly householdId: string; readonly label: string }, priced: { readonly points: number; readonly lines: readonly Priced[] }) {
  return { id, warehouseId: place.id, householdId: who.householdId, areaPath: place.areaPath, label: who.label, points: priced.points, lines: priced.lines, byPerson: ctx.actor.personId, byName: ctx.actor.name };
}

/** Both purses of a household, opened where it has none yet. */
export async function ownAccounts(ctx: Pick<ReadCtx, 'db'>, book: number, { householdId, areaId, areaPath }: Pick<CardRow, 'householdId' | 'areaId' | 'areaPath'>): Promise<{ readonly balance: Account; readonly deposit: Account }> {
  const area = { id: areaId, path: areaPath };
  return { balance: await openAccount(ctx.db, { book, kind: 'household', householdId, area }), deposit: await openAccount(ctx.db, { book, kind: 'deposit', householdId, area }) };
}

async function existingAccounts(ctx: Pick<ReadCtx, 'db'>, card: CardRow): Promise<{ readonly balance: Account; readonly deposit: Account } | null> {
  const all = (await accountsOfHousehold(ctx.db, card.householdId)).filter(({ bookId }) => bookId === card.bookId);
  const [balance, deposit] = [all.find(({ kind }) => kind === 'household'), all.find(({ kind }) => kind === 'deposit')];
  return balance && deposit ? { balance, deposit } : null;
}

export async function pursesOf(ctx: Pick<ReadCtx, 'db'>, book: number, householdId: string): Promise<{ balance: number; deposit: number; setAside: number }> {
  const all = (await accountsOfHousehold(ctx.db, householdId)).filter(({ bookId }) => bookId === book);
  const [balance, deposit] = [all.find(({ kind }) => kind === 'household'), all.find(({ kind }) => kind === 'deposit')];
  return { balance: (balance?.balance ?? 0) - (balance?.reserved ?? 0), setAside: balance?.reserved ?? 0, deposit: deposit?.balance ?? 0 };
}

async function tellPurses(ctx: Pick<ReadCtx, 'db'>, card: CardRow, moved: object | Refusal): Promise<{ balance: number; deposit: number } | Refusal> {
  if (isRefusal(moved)) return moved;
  const { balance, deposit } = await pursesOf(ctx, card.bookId, card.householdId);
  return { balance, deposit };
}

function showRedemption({ returnedAt, returnedBy, returnReason, lines, id, at, happenedAt, label, purse, points, by }: RedemptionRow): contract.Redemption {
  return { id, at, happenedAt, label, purse, points, by, lines, returned: returnedAt === null ? null : { at: returnedAt, by: returnedBy ?? '', reason: returnReason ?? '' } };
}

/** The card of a household that the caller has shown himself to belong to. */
export async function ownCard(ctx: Pick<ReadCtx, 'db'>, householdId: string): Promise<CardRow | undefined> {
  return (await heldBy(ctx.db)).includes(householdId) ? (await cardsOf(ctx.db, [householdId])).get(householdId) : undefined;
}
