import { z } from 'zod';
import { command, query } from '../../../platform/core/contract.ts';
import { day, instant, paging, rowId, typedText, uuid } from '../../../platform/core/fields.ts';
import { amount, ledgerRefusals } from '../rules/ledger.ts';
import { goodKinds, mostLines, mostQuantity, purses } from '../rules/redeem.ts';
import { longestScan, mostPoints, voucherDays } from '../rules/voucher.ts';

// 文明义仓: what it holds, what that costs, and who had what for how many points. The clerk sees whose turn it is and how much there is; why is not his.

const moment = z.iso.datetime();
const reason = typedText(200, 2);
const whereabouts = z.object({ id: z.int(), name: z.string() });
const pieces = z.int().min(1).max(mostQuantity);
const price = z.int().min(1).max(mostPoints);
/** A card's or a voucher's eight characters, or what the picture holds. */
const scan = typedText(longestScan, 1);
const lines = z.array(z.object({ goodId: uuid, quantity: pieces })).min(1).max(mostLines);

export const warehouse = z.object({
  id: uuid, area: whereabouts, name: z.string(), address: z.string(), hours: z.string(), keeper: whereabouts.nullable().describe('whose phone may hand out for vouchers without a network'),
  isKeeper: z.boolean(), isOpen: z.boolean().describe('a half-yearly redemption is open: what was earned may be redeemed'), mayHandOut: z.boolean(), mayManage: z.boolean(), staff: z.array(whereabouts).describe('who could be its keeper, for whoever manages it'),
});
export type Warehouse = z.infer<typeof warehouse>;
export const good = z.object({
  id: uuid, name: z.string(), unit: z.string(), kind: z.enum(goodKinds), left: z.int().nullable().describe('null: not the reader\'s to know'), price: z.int().nullable().describe('today\'s, in points'),
  nextPrice: z.object({ points: z.int(), from: day }).nullable(), withdrawn: z.boolean(),
});
export type Good = z.infer<typeof good>;
export const voucher = z.object({
  id: uuid, text: z.string().describe('what the picture holds'), code: z.string().describe('typed where nothing can be scanned; the counter needs a network then'), warehouseId: uuid, points: z.int(), expiresAt: moment,
  state: z.enum(['open', 'redeemed', 'over']),
});
export type ShownVoucher = z.infer<typeof voucher>;
export const redemption = z.object({
  id: uuid, at: moment, happenedAt: moment, label: z.string(), purse: z.enum(purses), points: z.int(), by: z.string(), lines: z.array(z.object({ name: z.string(), unit: z.string(), quantity: z.int(), each: z.int() })),
  returned: z.object({ at: moment, by: z.string(), reason: z.string() }).nullable(),
});
export type Redemption = z.infer<typeof redemption>;

// The warehouse and its goods.

export const warehouses = query({
  domain: 'points', name: 'warehouses', permission: 'signedIn', summary: '文明义仓: those that the caller works at, reads of, or whose village is his',
  input: z.object({ areaId: rowId.optional() }), output: z.object({ items: z.array(warehouse) }),
});
export const stock = query({
  domain: 'points', name: 'stock', permission: 'signedIn', summary: 'Goods of a warehouse with prices and, for those who work there, pieces; and the key by which a counter without a network checks vouchers',
  input: z.object({ warehouseId: uuid }), output: z.object({ warehouse, goods: z.array(good), key: z.object({ x: z.string(), y: z.string() }) }),
});
export const stockMoves = query({
  domain: 'points', name: 'stockMoves', permission: 'signedIn', summary: 'What came in, and what counts found, the newest first',
  input: z.object({ warehouseId: uuid, limit: paging.limit }),
  output: z.object({ items: z.array(z.object({ id: uuid, good: z.string(), unit: z.string(), kind: z.enum(['purchase', 'donation', 'count']), quantity: z.int(), book: z.int().nullable(), counted: z.int().nullable(), costFen: z.int().nullable(), source: z.string(), reason: z.string(), day, by: z.string() })) }),
});
export const saveWarehouse = command({
  domain: 'points', name: 'saveWarehouse', permission: 'points.manage', summary: 'A warehouse of a village, new or changed: by its id, so that a repeat changes nothing',
  input: z.object({ id: uuid, areaId: rowId.optional().describe('of a new one'), name: typedText(60, 2), address: typedText(200).default(''), hours: typedText(100).default(''), keeperId: rowId.nullable().optional() }),
  output: z.object({ warehouseId: uuid }), refusals: ['points/area-unknown', 'points/book-unknown', 'points/warehouse-unknown', 'points/keeper-unknown'],
});
export const saveGood = command({
  domain: 'points', name: 'saveGood', permission: 'points.till', summary: 'A good or a medal of a warehouse, new, renamed or taken off the shelf: by its id, so that a repeat changes nothing',
  input: z.object({ id: uuid, warehouseId: uuid, name: typedText(40, 1), unit: typedText(10, 1), kind: z.enum(goodKinds).default('goods'), withdrawn: z.literal(true).optional() }),
  output: z.object({ goodId: uuid }), refusals: ['points/warehouse-unknown', 'points/good-unknown', 'points/good-named', 'points/good-left'],
});
export const setPrice = command({
  domain: 'points', name: 'setPrice', permission: 'points.manage', summary: 'What a good costs from a day on; never backwards',
  input: z.object({ goodId: uuid, points: price, from: day }), output: z.object({ goodId: uuid }), refusals: ['points/good-unknown', 'points/price-backwards', 'points/price-later'],
});
export const receiveGoods = command({
  domain: 'points', name: 'receiveGoods', permission: 'points.till', summary: '进货: goods bought or given come in', idempotentBy: 'id',
  input: z.object({ id: uuid, goodId: uuid, kind: z.enum(['purchase', 'donation']), quantity: amount, costFen: z.int().min(0).max(10_000_000_000).optional(), source: typedText(100, 1), onDay: day.optional() }),
  output: z.object({ left: z.int() }), refusals: ['points/good-unknown', ...ledgerRefusals],
});
export const countStock = command({
  domain: 'points', name: 'countStock', permission: 'points.till', summary: '盘点: what was counted; a difference is booked today, with its reason, and nothing is changed that was written', idempotentBy: 'id',
  input: z.object({ id: uuid, goodId: uuid, counted: z.int().min(0).max(1_000_000), reason: typedText(200).default('') }),
  output: z.object({ left: z.int(), difference: z.int() }), refusals: ['points/good-unknown', 'points/reason-missing', ...ledgerRefusals],
});

// The counter.

export const counter = query({
  domain: 'points', name: 'counter', permission: 'points.till', inBody: true, secretInput: ['code'], summary: 'Whose card or voucher it is, and how much there is; nothing of what for',
  input: z.object({ warehouseId: uuid, code: scan }),
  output: z.object({
    label: z.string(), isOpen: z.boolean(), balance: z.int().describe('less what is set aside'), deposit: z.int(), setAside: z.int(),
    voucher: z.object({ id: uuid, points: z.int(), expiresAt: moment }).nullable().describe('where a voucher was shown'),
  }),
});
export const redeem = command({
  domain: 'points', name: 'redeem', permission: 'points.till', summary: '兑换: points for goods by a household\'s card; both change hands or neither', idempotentBy: 'id', secretInput: ['code'], privateBody: true,
  input: z.object({ id: uuid, warehouseId: uuid, code: scan, purse: z.enum(['balance', 'deposit']), lines }), output: z.object({ points: z.int(), left: z.int().describe('in that purse') }),
  refusals: ['points/warehouse-unknown', 'points/card-unknown', 'points/other-village', 'points/redemption-closed', 'points/lines-wrong', 'points/good-twice', 'points/good-unknown', 'points/no-price', 'points/stock-short', 'points/balance-short', 'points/amount-not-whole', 'points/amount-too-large', ...ledgerRefusals],
});
export const redeemVoucher = command({
  domain: 'points', name: 'redeemVoucher', permission: 'points.till', offline: true, summary: '凭证兑换: goods for a voucher, also where there was no network; it is good once', idempotentBy: 'id', secretInput: ['voucher'], privateBody: true,
  input: z.object({ id: uuid, warehouseId: uuid, voucher: scan, lines, happenedAt: instant.optional().describe('by the phone\'s clock, where it comes later') }), output: z.object({ points: z.int() }),
  refusals: ['points/warehouse-unknown', 'points/voucher-unknown', 'points/voucher-forged', 'points/voucher-elsewhere', 'points/voucher-used', 'points/voucher-over', 'points/voucher-short', 'points/not-keeper', 'points/lines-wrong', 'points/good-twice', 'points/good-unknown', 'points/no-price', 'points/stock-short', 'points/amount-not-whole', 'points/amount-too-large', ...ledgerRefusals],
});
export const returnRedemption = command({
  domain: 'points', name: 'returnRedemption', permission: 'points.till', summary: '退货冲正: goods and points go back, once', input: z.object({ redemptionId: uuid, reason }), output: z.object({ points: z.int() }),
  refusals: ['points/redemption-unknown', ...ledgerRefusals],
});
export const depositPoints = command({
  domain: 'points', name: 'depositPoints', permission: 'signedIn', summary: '存入义仓: points are left at the warehouse for later goods or medals; at the counter by the card, or by the household itself', idempotentBy: 'id', secretInput: ['code'], privateBody: true,
  input: z.object({ id: uuid, points: amount, warehouseId: uuid.optional(), code: scan.optional(), householdId: uuid.optional() }), output: z.object({ balance: z.int(), deposit: z.int() }),
  refusals: ['points/warehouse-unknown', 'points/card-unknown', 'points/other-village', 'points/household-unknown', ...ledgerRefusals],
});
export const redemptions = query({
  domain: 'points', name: 'redemptions', permission: 'signedIn', summary: 'What was handed out, the newest first; for those who work at the warehouse or read of it',
  input: z.object({ warehouseId: uuid, ...paging }), output: z.object({ items: z.array(redemption), next: z.string().nullable() }),
});

// The household's own voucher.

export const requestVoucher = command({
  domain: 'points', name: 'requestVoucher', permission: 'signedIn', summary: '领取凭证: points of the household\'s own are set aside and promised in writing, to be redeemed also where there is no network', idempotentBy: 'id',
  input: z.object({ id: uuid, householdId: uuid, warehouseId: uuid, points: amount, days: z.int().min(1).max(voucherDays.most).default(voucherDays.usual) }), output: z.object({ voucherId: uuid, expiresAt: moment }),
  refusals: ['points/household-unknown', 'points/warehouse-unknown', 'points/redemption-closed', 'points/too-many-vouchers', ...ledgerRefusals],
});
