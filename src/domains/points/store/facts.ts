import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { FactSource, Item } from '../rules/rule-book.ts';

// Facts of other domains, as their views tell them, and how far their events were read. As the house.

/** How often an account earned an item within a span, under one version. */
export async function countOf(db: Db, account: number, versionId: string, item: Item, span: { readonly from: string; readonly to: string }): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from points.award w join points.transfer t on t.id = w.transfer_id left join points.proposal p on p.id = t.id
    where w.account_id = ${account} and w.rule_version = ${versionId} and coalesce(p.happened_on, t.about_day, t.day) between ${span.from}::date and ${span.to}::date
      and not exists (select from points.transfer r where r.reverses = t.id)
      and (p.item = ${item.code} or (${item.source}::text is not null and w.fact like ${`${item.source ?? ''}:%`}) or w.fact like ${`bonus:${item.code}:%`})`.execute(db);
  return rows[0]?.n ?? 0;
}

/** What an account was given for a kind of fact within a span, under any version. */
export async function givenBySource(db: Db, account: number, source: FactSource, span: { readonly from: string; readonly to: string }): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(e.amount), 0)::int as n from points.award w join points.transfer t on t.id = w.transfer_id join points.entry e on e.transfer_id = t.id and e.account_id = w.account_id
    where w.account_id = ${account} and w.fact like ${`${source}:%`} and coalesce(t.about_day, t.day) between ${span.from}::date and ${span.to}::date and not exists (select from points.transfer r where r.reverses = t.id)`.execute(db);
  return rows[0]?.n ?? 0;
}

export async function readCursor(db: Db, reader: string): Promise<string | null> {
  return (await sql<{ cursor: string }>`select cursor from points.fact_cursor where reader = ${reader}`.execute(db)).rows[0]?.cursor ?? null;
}

export async function keepCursor(db: Db, reader: string, cursor: string): Promise<void> {
  await sql`insert into points.fact_cursor (reader, cursor) values (${reader}, ${cursor}) on conflict (reader) do update set cursor = excluded.cursor`.execute(db);
}

/** Books of cards whose rules of that day pay for this kind of fact, from the nearest area upwards. */
export async function booksPaying(db: Db, areaPath: string, source: FactSource, on: string): Promise<{ bookId: number; areaId: number; areaPath: string; versionId: string }[]> {
  return (await sql<{ bookId: number; areaId: number; areaPath: string; versionId: string }>`
    select b.id as "bookId", b.area_id as "areaId", b.area_path as "areaPath", v.id as "versionId"
    from points.book b join points.rule_version v on v.book_id = b.id and v.state = 'published' and v.valid_from <= ${on}::date and v.valid_to >= ${on}::date
    where b.kind in ('cadre', 'member') and ${areaPath} ^@ b.area_path and (b.closed_to is null or b.closed_to < ${on}::date) and v.content -> 'items' @> ${JSON.stringify([{ source }])}::jsonb order by length(b.area_path) desc, b.id`.execute(db)).rows;
}

export type Fact = { readonly areaPath: string; readonly on: string; readonly workers: number[] };
/** A visit at which somebody was met, with everybody who came. */
export async function visitFact(db: Db, id: string): Promise<Fact | null> {
  return (await sql<Fact>`select area_path as "areaPath", on_day as "on", credited as workers from patrol.visit_facts where id = ${id}::uuid and outcome = 'met' and kind = 'visit'`.execute(db)).rows[0] ?? null;
}

/** A closed case, with the worker who had reported it. */
export async function caseFact(db: Db, id: string): Promise<Fact | null> {
  return (await sql<Fact>`select c.area_path as "areaPath", (c.ended_at at time zone 'Asia/Shanghai')::date as "on", array[s.person_id] as workers
    from incidents.case_facts c join incidents.step_facts s on s.case_id = c.id and s.action = 'report' and s.person_id is not null where c.id = ${id}::uuid and c.state in ('closed', 'evaluated') and c.ended_at is not null limit 1`.execute(db)).rows[0] ?? null;
}

/** Whether somebody's card is kept in this book: he has an account there. */
export async function cardOf(db: Db, bookId: number, workerId: number): Promise<number | null> {
  return (await sql<{ id: number }>`select id from points.account where book_id = ${bookId} and kind = 'worker' and worker_id = ${workerId}`.execute(db)).rows[0]?.id ?? null;
}
