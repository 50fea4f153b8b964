import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { Purse } from '../rules/redeem.ts';

// What was handed out, and the vouchers for it. Only ever added to.

const iso = (column: string) => sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export type VoucherRow = { id: string; householdId: string; warehouseId: string; areaPath: string; label: string; points: number; expiresAt: Date; pendingId: string; askedAt: Date; redeemed: boolean };
const voucherColumns = sql`v.id, v.household_id as "householdId", v.warehouse_id as "warehouseId", v.area_path as "areaPath", v.label, v.points, v.expires_at as "expiresAt", v.pending_id as "pendingId", v.asked_at as "askedAt",
  exists (select from points.redemption r where r.voucher_id = v.id) as redeemed`;

export async function insertVoucher(db: Db, row: Omit<VoucherRow, 'redeemed' | 'askedAt'> & { readonly codeHash: Buffer; readonly askedBy: number | null }): Promise<void> {
  await sql`insert into points.voucher (id, household_id, warehouse_id, area_path, label, points, expires_at, code_hash, pending_id, asked_by)
    values (${row.id}, ${row.householdId}, ${row.warehouseId}, ${row.areaPath}, ${row.label}, ${row.points}, ${row.expiresAt}, ${row.codeHash}, ${row.pendingId}, ${row.askedBy})`.execute(db);
}

export async function findVoucher(db: Db, by: { readonly id: string } | { readonly codeHash: Buffer }): Promise<VoucherRow | undefined> {
  return (await sql<VoucherRow>`select ${voucherColumns} from points.voucher v where ${'id' in by ? sql`v.id = ${by.id}` : sql`v.code_hash = ${by.codeHash}`}`.execute(db)).rows[0];
}

/** Of a household, the newest first; those that were over for longer than a month are left out. */
export async function vouchersOf(db: Db, householdIds: readonly string[], now: Date): Promise<VoucherRow[]> {
  return (await sql<VoucherRow>`select ${voucherColumns} from points.voucher v where v.household_id = any(${[...householdIds]}::uuid[]) and v.expires_at > ${now}::timestamptz - interval '31 days' order by v.asked_at desc, v.id limit 60`.execute(db)).rows;
}

export type NewRedemption = {
  readonly id: string; readonly warehouseId: string; readonly householdId: string; readonly areaPath: string; readonly label: string; readonly purse: Purse; readonly points: number; readonly voucherId: string | null;
  readonly byPerson: number | null; readonly byName: string; readonly happenedAt: Date; readonly lines: readonly { readonly goodId: string; readonly quantity: number; readonly each: number }[];
};

/** False where its voucher was redeemed before: the index says so, whoever comes at the same moment. */
export async function insertRedemption(db: Db, row: NewRedemption): Promise<boolean> {
  const { rows } = await sql`
    with made as (insert into points.redemption (id, warehouse_id, household_id, area_path, label, purse, points, voucher_id, by_person, by_name, happened_at)
      values (${row.id}, ${row.warehouseId}, ${row.householdId}, ${row.areaPath}, ${row.label}, ${row.purse}, ${row.points}, ${row.voucherId}, ${row.byPerson}, ${row.byName}, ${row.happenedAt})
      on conflict (voucher_id) do nothing returning id)
    select id from made`.execute(db);
  if (rows.length === 0) return false;
  await sql`insert into points.redemption_line (redemption_id, good_id, quantity, each)
    select ${row.id}, l."goodId", l.quantity, l.each from jsonb_to_recordset(${JSON.stringify(row.lines)}::jsonb) as l("goodId" uuid, quantity int, each int)`.execute(db);
  return true;
}

export type RedemptionRow = {
  id: string; at: string; happenedAt: string; label: string; purse: Purse; points: number; by: string; areaPath: string; warehouseId: string; householdId: string; voucherId: string | null;
  lines: { name: string; unit: string; quantity: number; each: number }[]; returnedAt: string | null; returnedBy: string | null; returnReason: string | null;
};
const redemptionColumns = sql`r.id, ${iso('r.at')} as at, ${iso('r.happened_at')} as "happenedAt", r.label, r.purse, r.points, r.by_name as by, r.area_path as "areaPath", r.warehouse_id as "warehouseId", r.household_id as "householdId", r.voucher_id as "voucherId",
  (select jsonb_agg(jsonb_build_object('name', g.name, 'unit', g.unit, 'quantity', l.quantity, 'each', l.each) order by g.name) from points.redemption_line l join points.good g on g.id = l.good_id where l.redemption_id = r.id) as lines,
  ${iso('b.at')} as "returnedAt", b.by_name as "returnedBy", b.reason as "returnReason"`;
const redemptionTables = sql`points.redemption r left join points.redemption_return b on b.redemption_id = r.id`;

export async function listRedemptions(db: Db, warehouseId: string, { after, limit }: { readonly after?: string | undefined; readonly limit: number }): Promise<RedemptionRow[]> {
  const [at = '', id = ''] = after?.split('|') ?? [];
  const from = after === undefined || !/^[0-9a-f-]{36}$/u.test(id) || Number.isNaN(Date.parse(at)) ? sql`true` : sql`(r.at, r.id) < (${at}::timestamptz, ${id}::uuid)`;
  return (await sql<RedemptionRow>`select ${redemptionColumns} from ${redemptionTables} where r.warehouse_id = ${warehouseId} and ${from} order by r.at desc, r.id desc limit ${limit}`.execute(db)).rows;
}

export async function findRedemption(db: Db, id: string): Promise<RedemptionRow | undefined> {
  return (await sql<RedemptionRow>`select ${redemptionColumns} from ${redemptionTables} where r.id = ${id}`.execute(db)).rows[0];
}

export async function redemptionsByIds(db: Db, ids: readonly string[]): Promise<Map<string, RedemptionRow>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<RedemptionRow>`select ${redemptionColumns} from ${redemptionTables} where r.id = any(${[...ids]}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

export async function insertReturn(db: Db, row: { readonly redemptionId: string; readonly reason: string; readonly byPerson: number | null; readonly byName: string }): Promise<void> {
  await sql`insert into points.redemption_return (redemption_id, reason, by_person, by_name) values (${row.redemptionId}, ${row.reason}, ${row.byPerson}, ${row.byName}) on conflict do nothing`.execute(db);
}

/** Every transfer that names this redemption, in the ledger. */
export async function transfersOf(db: Db, redemptionId: string): Promise<string[]> {
  return (await sql<{ id: string }>`
    select t.id from points.transfer t where t.id = ${redemptionId} and t.phase in ('single', 'post')
    union select t.id from points.transfer t join points.voucher v on t.ends = v.pending_id join points.redemption r on r.voucher_id = v.id where r.id = ${redemptionId} and t.phase = 'post'`.execute(db)).rows.map(({ id }) => id);
}
