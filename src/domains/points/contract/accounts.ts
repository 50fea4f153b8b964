import { z } from 'zod';
import { command, query } from '../../../platform/core/contract.ts';
import { day, dryRun, importReport, paging, rowId, typedText, uuid } from '../../../platform/core/fields.ts';
import { ledgerRefusals, phases, transferKinds } from '../rules/ledger.ts';
import { longestScan } from '../rules/voucher.ts';
import { voucher, warehouse } from './warehouse.ts';

// Accounts of households and how they came to be: for those who read there, and for each household its own.

const moment = z.iso.datetime();
const reason = typedText(200, 2);
const whereabouts = z.object({ id: z.int(), name: z.string() });

export const account = z.object({
  householdId: uuid, area: whereabouts, label: z.string(), address: z.string(), balance: z.int(), setAside: z.int(), deposit: z.int(), hasCard: z.boolean(),
});
export type HouseholdAccount = z.infer<typeof account>;
export const line = z.object({
  transferId: uuid, purse: z.enum(['balance', 'deposit']), amount: z.int(), balance: z.int().describe('after it'), kind: z.enum(transferKinds), phase: z.enum(phases), day, aboutDay: day.nullable(),
  what: z.string().describe('the item of the rules, the goods, or what kind of entry it is'), rule: z.object({ version: z.int(), item: z.string() }).nullable(),
  evidence: z.object({ photos: z.array(z.string()), documentNo: z.string().nullable(), happenedOn: day.nullable() }).nullable(),
  proposedBy: z.string().nullable(), confirmedBy: z.string().nullable(), decidedBy: z.string().nullable().describe('of an objection'), by: z.string().nullable(), reversed: z.boolean(), reverses: z.boolean(),
});
export type StatementLine = z.infer<typeof line>;
const page = z.object({ items: z.array(line), next: z.string().nullable() });

export const accounts = query({
  domain: 'points', name: 'accounts', permission: 'points.read', inBody: 'too', secretInput: ['text'], summary: '积分账户: households of an area with what they have', 
  input: z.object({ areaId: rowId.optional(), text: typedText(60).optional(), ...paging }), output: z.object({ items: z.array(account), next: z.string().nullable() }),
});
export const statement = query({
  domain: 'points', name: 'statement', permission: 'signedIn', summary: '对账单: each entry with its rule, its evidence and who decided; of a household that is the reader\'s to read or his own, the newest first',
  input: z.object({ householdId: uuid, ...paging }), output: page.extend({ account }),
});
export const mine = query({
  domain: 'points', name: 'mine', permission: 'signedIn', summary: '我的积分户: households whose card the caller has shown, with card, vouchers and warehouses',
  input: z.object({}),
  output: z.object({ items: z.array(z.object({ account, card: z.string().describe('what the picture on the screen holds'), code: z.string(), vouchers: z.array(voucher), warehouses: z.array(warehouse) })) }),
});
export const linkHousehold = command({
  domain: 'points', name: 'linkHousehold', permission: 'signedIn', guessable: true, secretInput: ['code'], privateBody: true, summary: 'Whoever shows a household\'s card reads its account from then on',
  input: z.object({ code: typedText(longestScan, 1) }), output: z.object({ householdId: uuid }), refusals: ['points/card-unknown'],
});
export const unlinkHousehold = command({
  domain: 'points', name: 'unlinkHousehold', permission: 'signedIn', summary: 'Ends the link to a household', input: z.object({ householdId: uuid }), output: z.object({ householdId: uuid }), refusals: ['points/household-unknown'],
});
export const issueCard = command({
  domain: 'points', name: 'issueCard', permission: 'points.manage', summary: '发卡: a household\'s card; the one before it is void, and with it what was linked by it', idempotentBy: 'id',
  input: z.object({ id: uuid, householdId: uuid, label: typedText(40, 1).describe('whom the clerk calls up') }), output: z.object({ cardId: uuid, code: z.string() }), refusals: ['points/household-unknown', 'points/book-unknown'],
});
export const cards = query({
  domain: 'points', name: 'cards', permission: 'points.manage', summary: 'Cards of an area, to be printed', input: z.object({ areaId: rowId.optional(), householdId: uuid.optional(), limit: paging.limit }),
  output: z.object({ items: z.array(z.object({ cardId: uuid, householdId: uuid, label: z.string(), area: whereabouts, text: z.string(), code: z.string() })) }),
});
export const exportStatement = query({
  domain: 'points', name: 'exportStatement', permission: 'points.manage', inBody: true, summary: 'A household\'s statement as a table, for a written purpose; kept in the audit, with who took it on top',
  input: z.object({ householdId: uuid, purpose: reason }), output: z.object({ fileName: z.string(), csv: z.string(), rows: z.int() }),
});
export const exportNotice = query({
  domain: 'points', name: 'exportNotice', permission: 'points.manage', inBody: true, summary: 'The public notice as a table: alias and total, never why', 
  input: z.object({ bookId: rowId, purpose: reason }), output: z.object({ fileName: z.string(), csv: z.string(), rows: z.int() }),
});
export const importOpening = command({
  domain: 'points', name: 'importOpening', permission: 'points.manage', summary: '期初余额: households of the registry with what they bring along, from Excel or CSV; preview first; all or nothing; can be undone', privateBody: true, secretInput: ['fileBase64'], bodyLimit: 15_000_000,
  input: z.object({ fileBase64: z.string().min(1).max(14_000_000), fileName: typedText(200).default(''), areaId: rowId.describe('the village'), dryRun }),
  output: importReport.extend({ batchId: uuid.nullable(), points: z.int() }), refusals: ['points/area-unknown', 'points/book-unknown', 'points/import-unreadable', 'points/import-has-errors', ...ledgerRefusals],
});
export const undoOpening = command({
  domain: 'points', name: 'undoOpening', permission: 'points.manage', summary: 'Takes opening balances back, by as many reversals; not where some of them are spent',
  input: z.object({ batchId: uuid, reason }), output: z.object({ reversed: z.int() }), refusals: ['points/batch-unknown', 'points/batch-undone', ...ledgerRefusals],
});
export const openings = query({
  domain: 'points', name: 'openings', permission: 'points.manage', summary: 'Files of opening balances, the newest first', input: z.object({ limit: paging.limit }),
  output: z.object({ items: z.array(z.object({ id: uuid, fileName: z.string(), households: z.int(), points: z.int(), at: moment, by: z.string(), undoneAt: moment.nullable(), undoneBy: z.string().nullable() })) }),
});
