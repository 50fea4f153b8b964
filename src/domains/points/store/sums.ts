import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { PointsClass } from '../rules/rule-book.ts';
import type { PastFact } from '../rules/simulate.ts';
import { insideOf } from './proposals.ts';

// Sums of what was credited, and the facts of a year for trying a draft on them.

export async function byClass(db: Db, within: readonly string[], from: string, to: string): Promise<{ class: PointsClass; times: number; plus: number; minus: number }[]> {
  return (await sql<{ class: PointsClass; times: number; plus: number; minus: number }>`
    select p.class, count(*)::int as times, coalesce(sum(p.points) filter (where p.points > 0), 0)::int as plus, coalesce(-sum(p.points) filter (where p.points < 0), 0)::int as minus
    from points.proposal p join points.book b on b.id = p.book_id and b.kind = 'household'
    where p.state = 'credited' and p.happened_on between ${from}::date and ${to}::date and ${insideOf(within, sql`p.area_path`)} group by 1`.execute(db)).rows;
}

export async function byVillage(db: Db, within: readonly string[], from: string, to: string): Promise<{ bookId: number; name: string; areaId: number; households: number; times: number; plus: number; minus: number }[]> {
  return (await sql<{ bookId: number; name: string; areaId: number; households: number; times: number; plus: number; minus: number }>`
    select b.id as "bookId", b.name, b.area_id as "areaId", count(distinct p.household_id)::int as households, count(p.id)::int as times,
      coalesce(sum(p.points) filter (where p.points > 0), 0)::int as plus, coalesce(-sum(p.points) filter (where p.points < 0), 0)::int as minus
    from points.book b left join points.proposal p on p.book_id = b.id and p.state = 'credited' and p.happened_on between ${from}::date and ${to}::date
    where b.kind = 'household' and ${insideOf(within, sql`b.area_path`)} group by b.id order by b.area_path collate "C" limit 500`.execute(db)).rows;
}

/** What was credited in a year: of proposals by their item, of other facts by their kind. With the base that was given. */
export async function factsOf(db: Db, bookId: number, year: number): Promise<{ facts: PastFact[]; was: number; accounts: string[] }> {
  const { rows } = await sql<{ id: string; account: string; on: string; code: string | null; fact: string; amount: number }>`
    select w.fact as id, w.account_id::text as account, coalesce(p.happened_on, t.about_day, t.day) as "on", p.item as code, w.fact, e.amount
    from points.award w join points.account a on a.id = w.account_id and a.book_id = ${bookId} join points.transfer t on t.id = w.transfer_id join points.entry e on e.transfer_id = t.id and e.account_id = w.account_id
    left join points.proposal p on p.id = t.id
    where t.kind in ('award', 'deduct', 'base') and coalesce(p.happened_on, t.about_day, t.day) between make_date(${year}, 1, 1) and make_date(${year}, 12, 31)
      and not exists (select from points.transfer r where r.reverses = t.id) limit 100000`.execute(db);
  const sourceOf = (fact: string): PastFact['source'] => { const kind = fact.slice(0, fact.indexOf(':')); return kind === 'visit' || kind === 'diary' || kind === 'case' ? kind : null; };
  const facts = rows.filter(({ fact }) => !fact.startsWith('base:')).map((row): PastFact => ({ id: row.id, account: row.account, on: row.on, code: row.code, source: sourceOf(row.fact), amount: Math.abs(row.amount) }));
  const { rows: all } = await sql<{ id: string }>`select a.id::text as id from points.account a where a.book_id = ${bookId} and a.kind in ('household', 'worker') and a.commodity = 'points' order by a.id limit 100000`.execute(db);
  return { facts, was: rows.reduce((sum, row) => sum + row.amount, 0), accounts: all.map(({ id }) => id) };
}

/** Accounts of households of a book, those that have any points first by their place; never in the order of their points. */
export async function totalsOf(db: Db, bookId: number): Promise<{ householdId: string; total: number }[]> {
  return (await sql<{ householdId: string; total: number }>`select a.household_id as "householdId", a.balance as total from points.account a where a.book_id = ${bookId} and a.kind = 'household' order by a.area_path collate "C", a.id limit 5000`.execute(db)).rows;
}

export type CardEntry = { readonly workerId: number; readonly amount: number; readonly on: string; readonly at: Date; readonly fact: string; readonly item: string | null; readonly class: PointsClass | null; readonly versionId: string | null; readonly reversed: boolean };
/** Lines of officials' cards of a year, newest first. */
export async function cardEntries(db: Db, bookId: number, workerId: number | null, year: number): Promise<CardEntry[]> {
  return (await sql<CardEntry>`
    select a.worker_id as "workerId", e.amount, coalesce(p.happened_on, t.about_day, t.day) as "on", t.made_at as at, coalesce(t.fact, '') as fact, p.item, p.class, t.rule_version as "versionId", exists (select from points.transfer r where r.reverses = t.id) or t.reverses is not null as reversed
    from points.account a join points.entry e on e.account_id = a.id join points.transfer t on t.id = e.transfer_id left join points.proposal p on p.id = coalesce(t.reverses, t.id)
    where a.book_id = ${bookId} and a.kind = 'worker' and (${workerId}::int is null or a.worker_id = ${workerId}) and coalesce(p.happened_on, t.about_day, t.day) between make_date(${year}, 1, 1) and make_date(${year}, 12, 31)
    order by t.made_at desc, t.id limit 5000`.execute(db)).rows;
}

/** For a statement: what stands behind these transfers. */
export type Story = { readonly transferId: string; readonly versionNumber: number; readonly item: string; readonly title: string; readonly class: PointsClass; readonly happenedOn: string; readonly photos: string[]; readonly documentNo: string; readonly proposedBy: string; readonly confirmedBy: string | null; readonly decidedBy: string | null; readonly family: boolean };
export async function storiesOf(db: Db, transferIds: readonly string[]): Promise<Map<string, Story>> {
  if (transferIds.length === 0) return new Map();
  const { rows } = await sql<Story>`
    select p.id as "transferId", v.number as "versionNumber", p.item, coalesce((select i ->> 'title' from jsonb_array_elements(v.content -> 'items') i where i ->> 'code' = p.item), p.item) as title, p.class, p.happened_on as "happenedOn", p.photos, p.document_no as "documentNo",
      p.proposed_by_name as "proposedBy", p.confirmed_by_name as "confirmedBy", o.decided_by_name as "decidedBy", p.family
    from points.proposal p join points.rule_version v on v.id = p.version_id left join points.objection o on o.proposal_id = p.id where p.id = any(${[...transferIds]}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.transferId, row]));
}
