import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { Tier } from '../rules/due.ts';
import { insideOf } from './within.ts';

// Whom a round leads to, as far as the registry's walls show them to the caller. Which need somebody has is not read here.

export type PersonKnown = { id: string; areaId: number; areaPath: string; name: string; birthDate: string | null; address: string; householdId: string | null; /** The caller is named as a helper. */ helped: boolean; /** For a need that only its helpers know. */ sealed: boolean };

export async function peopleByIds(db: Db, ids: readonly string[], personId: number | null): Promise<Map<string, PersonKnown>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<PersonKnown>`
    select p.id, p.area_id as "areaId", p.area_path as "areaPath", p.name, p.birth_date as "birthDate", p.address, p.household_id as "householdId",
      exists (select from patrol.known_need n where n.person_id = p.id and n.helper_ids @> array[${personId ?? 0}::int]) as helped,
      exists (select from patrol.known_need n where n.person_id = p.id and n.sensitive and n.helper_ids @> array[${personId ?? 0}::int]) as sealed
    from patrol.known_person p where p.id = any(${[...new Set(ids)]}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

export type HouseholdKnown = { id: string; areaId: number; areaPath: string; number: string; address: string; head: string | null; headBorn: string | null };

export async function householdById(db: Db, id: string): Promise<HouseholdKnown | undefined> {
  const { rows } = await sql<HouseholdKnown>`
    select h.id, h.area_id as "areaId", h.area_path as "areaPath", h.number, h.address, p.name as head, p.birth_date as "headBorn" from patrol.known_household h left join patrol.known_person p on p.id = h.head_id where h.id = ${id}`.execute(db);
  return rows[0];
}

export type NeedKnown = { personId: string; tier: Tier; cycleDays: number; since: string; lastVisitOn: string | null };

/** Of those whom he is named to help: one line for each of them, with the shortest cycle. */
export async function needsHelpedBy(db: Db, personId: number, today: string): Promise<NeedKnown[]> {
  const { rows } = await sql<NeedKnown>`
    select distinct on (n.person_id) n.person_id as "personId", n.tier, n.cycle_days as "cycleDays", n.start_on as since,
      greatest(n.last_visit_on, (select max(v.on_day) from patrol.visit v where v.person_id = n.person_id and v.outcome = 'met' and not exists (select from patrol.visit later where later.corrects = v.id))) as "lastVisitOn"
    from patrol.known_need n join patrol.known_person p on p.id = n.person_id
    where n.helper_ids @> array[${personId}::int] and n.start_on <= ${today}::date and n.end_on >= ${today}::date
    order by n.person_id, n.cycle_days, n.id`.execute(db);
  return rows;
}

/** Days on which an order was carried out at somebody's door, within three months. */
export async function ordersDoneFor(db: Db, ids: readonly string[], today: string): Promise<{ personId: string; on: string }[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ personId: string; on: string }>`
    select person_id as "personId", max(done_on) as "on" from patrol.service_order where person_id = any(${[...ids]}::uuid[]) and done_on > ${today}::date - 90 group by 1`.execute(db);
  return rows;
}

export type HouseholdDue = HouseholdKnown & { since: string; lastVisitOn: string | null };

/** Households of these areas that a plan of visits makes due by `today`: the longest unseen first, a handful for a day. */
export async function householdsDue(db: Db, paths: readonly string[], plan: { cycleDays: number; startsOn: string }, today: string, limit: number): Promise<HouseholdDue[]> {
  const { rows } = await sql<HouseholdDue>`
    select h.id, h.area_id as "areaId", h.area_path as "areaPath", h.number, h.address, p.name as head, p.birth_date as "headBorn",
      greatest(${plan.startsOn}::date, (h.registered_at at time zone 'Asia/Shanghai')::date) as since, seen.on_day as "lastVisitOn"
    from patrol.known_household h left join patrol.known_person p on p.id = h.head_id
    left join lateral (select max(v.on_day) as on_day from patrol.visit v where (v.household_id = h.id) and v.outcome = 'met' and not exists (select from patrol.visit later where later.corrects = v.id)) seen on true
    where ${insideOf(paths, sql`h.area_path`)} and coalesce(seen.on_day + ${plan.cycleDays}::int, greatest(${plan.startsOn}::date, (h.registered_at at time zone 'Asia/Shanghai')::date) + least(7, ${plan.cycleDays}::int)) <= ${today}::date
    order by seen.on_day nulls first, h.id limit ${limit}`.execute(db);
  return rows;
}

/** By area: households due in the period (rules/due.ts `coverageOf`, as one statement), and those of them where somebody was met. */
export async function coverageByArea(db: Db, paths: readonly string[], plan: { cycleDays: number; startsOn: string }, from: string, to: string): Promise<{ areaId: number; due: number; visited: number }[]> {
  const met = sql`v.household_id = h.id and v.outcome = 'met' and not exists (select from patrol.visit later where later.corrects = v.id)`;
  const { rows } = await sql<{ areaId: number; due: number; visited: number }>`
    select h.area_id as "areaId", count(*)::int as due, count(*) filter (where h.met)::int as visited from (
      select h.area_id, exists (select from patrol.visit v where ${met} and v.on_day between ${from}::date and ${to}::date) as met,
        coalesce((select max(v.on_day) from patrol.visit v where ${met} and v.on_day < ${from}::date) + ${plan.cycleDays}::int,
          greatest(${plan.startsOn}::date, (h.registered_at at time zone 'Asia/Shanghai')::date) + least(7, ${plan.cycleDays}::int)) as due_on
      from patrol.known_household h where ${insideOf(paths, sql`h.area_path`)}) h
    where h.due_on <= ${to}::date group by 1 order by 1`.execute(db);
  return rows;
}

export type RequestRow = { id: string; personId: string; byOn: string };

/** What supervisors asked for and no visit has answered yet. */
export async function openRequests(db: Db, within: readonly string[], personId: number | null): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    select r.id, r.person_id as "personId", r.by_on as "byOn" from patrol.request r
    where (${insideOf(within, sql`r.area_path`)} or exists (select from patrol.known_need n where n.person_id = r.person_id and n.helper_ids @> array[${personId ?? 0}::int]))
      and not exists (select from patrol.visit v where v.person_id = r.person_id and v.at >= r.made_at and not exists (select from patrol.visit later where later.corrects = v.id))
    order by r.by_on, r.id limit 200`.execute(db);
  return rows;
}

export async function insertRequest(db: Db, row: { readonly id: string; readonly personId: string; readonly areaId: number; readonly areaPath: string; readonly byOn: string; readonly reason: string; readonly by: { readonly id: number; readonly name: string } }): Promise<void> {
  await sql`insert into patrol.request (id, person_id, area_id, area_path, by_on, reason, made_by, made_by_name)
    values (${row.id}, ${row.personId}, ${row.areaId}, ${row.areaPath}, ${row.byOn}::date, ${row.reason}, ${row.by.id}, ${row.by.name}) on conflict (id) do nothing`.execute(db);
}
