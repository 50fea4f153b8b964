import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { Calendar } from '../../../platform/core/calendar.ts';
import { nearest, paused, recomputed, type Clock } from '../rules/clocks.ts';
import { lockCase } from './write.ts';

/** Of so many an unread message tells, the latest: whoever has not looked for a month finds the others in the list of what is late. */
export const mostTold = 1_000;

/**
 * Fires what is due, oldest first: the mark, the message and the event in one statement, so that a kill before the
 * commit means not fired and after it fired once. Several processes share the work by `skip locked`.
 * @returns how many were fired; fewer than `limit` means that nothing is left
 */
export async function fireDue(db: Db, limit: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with due as (
      select case_id, stage_no, kind from incidents.deadline
      where fired_at is null and ended_at is null and not paused and due_at <= platform.now()
      order by due_at limit ${limit} for update skip locked),
    fired as (
      update incidents.deadline d set fired_at = platform.now() from due
      where d.case_id = due.case_id and d.stage_no = due.stage_no and d.kind = due.kind
      returning d.case_id, d.kind, d.due_at),
    what as (
      select f.case_id, f.kind, f.due_at, i.number, i.area_path, string_to_array(rtrim(i.area_path, '.'), '.')::int[] as area_ids, i.lead_unit_id, i.verifier_id, i.checker_id
      from fired f join incidents.incident i on i.id = f.case_id),
    who as (
      -- the person or unit whose step is late, and the desk of the place
      select case_id, verifier_id as person_id from what where kind = 'verify' and verifier_id is not null
      union select case_id, checker_id from what where kind = 'check' and checker_id is not null
      union select w.case_id, p.person_id from what w join identity.permission_facts p on p.unit_id = w.lead_unit_id and p.permission = 'incidents.handle'
        where w.kind in ('acknowledge', 'handle', 'resume') and identity.living(p.valid_from, p.valid_to, p.ended_at, identity.today())
      union select w.case_id, p.person_id from what w
        join identity.permission_facts p on p.area_id = any(w.area_ids) and p.permission = 'incidents.desk'
        where identity.living(p.valid_from, p.valid_to, p.ended_at, identity.today())),
    told as (
      insert into incidents.digest (person_id, at, cases)
      select who.person_id, platform.now(), jsonb_agg(jsonb_build_object('caseId', w.case_id, 'number', w.number, 'kind', w.kind, 'dueAt', w.due_at) order by w.due_at)
      from who join what w on w.case_id = who.case_id group by who.person_id
      -- in one order, so that two sweepers never wait for each other's messages
      order by who.person_id
      on conflict (person_id) where read_at is null do update set at = excluded.at, cases = (
        -- by when they fell due: of two sweepers the one with the older cases may be the later to tell
        select jsonb_agg(kept.one order by kept.due) from (
          select one, (one ->> 'dueAt')::timestamptz as due from jsonb_array_elements(digest.cases || excluded.cases) as both_of(one) order by 2 desc limit ${mostTold}) kept)),
    published as (
      insert into platform.event (at, kind, subject, area_path, unit_ids, person_ids, data)
      select platform.now(), 'incidents.late', case_id, area_path, array_remove(array[lead_unit_id], null), array_remove(array[verifier_id, checker_id], null), jsonb_build_object('clock', kind) from what)
    select count(*)::int as n from fired`.execute(db);
  return rows[0]?.n ?? 0;
}

/** When the next deadline passes unmet, if nobody acts before; null where none runs. */
export async function nextDueAt(db: Db): Promise<Date | null> {
  const { rows } = await sql<{ due: Date | null }>`
    select min(due_at) as due from incidents.deadline where fired_at is null and ended_at is null and not paused`.execute(db);
  return rows[0]?.due ?? null;
}

/** Running deadlines that rested on an unpublished calendar and were not yet computed with this one. */
export async function staleProvisional(db: Db, calendarVersion: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct case_id as id from incidents.deadline where provisional and ended_at is null and calendar_version <> ${calendarVersion} limit ${limit}`.execute(db);
  return rows.map((row) => row.id);
}

/** Computes the provisional deadlines of a case again; the change is in the audit. */
export async function recomputeProvisional(db: Db, caseId: string, at: Date, calendar: Calendar): Promise<void> {
  const loaded = await lockCase(db, caseId);
  if (!loaded) return;
  const clocks = loaded.clocks.map((clock): Clock => (clock.provisional && clock.endedAt === null ? recomputed(clock, at.toISOString(), calendar) : clock));
  const moved = clocks.flatMap((clock, index) => {
    const from = loaded.clocks[index]?.dueAt ?? null;
    return clock.dueAt === from ? [] : [{ kind: clock.kind, from, to: clock.dueAt }];
  });
  const next = nearest(clocks);
  const closing = clocks.findLast((clock) => clock.kind === 'close');
  await sql`
    with fresh as (
      select * from jsonb_to_recordset(${JSON.stringify(clocks.map((clock) => ({ stage_no: clock.stageNo, kind: clock.kind, due_at: clock.dueAt, provisional: clock.provisional })))}::jsonb)
        as c(stage_no int, kind text, due_at timestamptz, provisional boolean)),
    changed as (
      update incidents.deadline d set due_at = fresh.due_at, provisional = fresh.provisional, calendar_version = ${calendar.version}
      from fresh where d.case_id = ${caseId} and d.stage_no = fresh.stage_no and d.kind = fresh.kind and d.ended_at is null),
    logged as (
      insert into platform.audit (at, person_id, person_name, post, operation, subject, outcome, input, address)
      select platform.now(), null, '', '', 'incidents.recompute', ${`case:${caseId}`}, 'done', ${JSON.stringify({ calendar: calendar.version, moved })}::jsonb, '' where ${moved.length > 0})
    update incidents.incident set due_at = ${next?.dueAt ?? null}, due_kind = ${next?.kind ?? null}, due_provisional = ${next?.provisional ?? false}, due_paused = ${next ? paused(next) : false},
      closing_due_at = ${closing?.dueAt ?? null}
    where id = ${caseId}`.execute(db);
}

export type Digest = { at: Date; cases: { caseId: string; number: string; kind: string; dueAt: string }[] };

/** What fell due and is still waited for: of what was done since, late or not, nobody need be told any more. */
export async function unreadDigest(db: Db, personId: number): Promise<Digest | undefined> {
  const { rows } = await sql<Digest>`
    select g.at, (
      select coalesce(jsonb_agg(told.one order by told.place), '[]') from jsonb_array_elements(g.cases) with ordinality as told(one, place)
        -- One by one: all deadlines of the city would be read for the few that he was told of.
        cross join lateral (
          select from incidents.deadline d where d.case_id = (told.one ->> 'caseId')::uuid and d.kind = told.one ->> 'kind' and d.fired_at is not null and d.ended_at is null limit 1) as still
      where told.place > jsonb_array_length(g.cases) - ${mostTold}) as cases
    from incidents.digest g where g.person_id = ${personId} and g.read_at is null`.execute(db);
  return rows[0];
}

export async function readDigest(db: Db, personId: number, upTo: string): Promise<number> {
  const { rows } = await sql`update incidents.digest set read_at = platform.now() where person_id = ${personId} and read_at is null and date_trunc('milliseconds', at) <= ${upTo}::timestamptz returning 1`.execute(db);
  return rows.length;
}

/** The path of a case is a copy of its area's: when areas move, whoever works there goes on seeing his cases, and finds their words. */
export async function followAreas(db: Db): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    update incidents.incident i set area_path = a.path from geography.area_facts a
    where a.id = i.area_id and i.area_path <> a.path returning i.id`.execute(db);
  if (rows.length > 0) await sql`select incidents.move_words(${rows.map(({ id }) => id)}::uuid[])`.execute(db);
  return rows.length;
}

/** Gives words their township where they have none yet. @returns how many; fewer than `most`: none is left */
export async function placeWords(db: Db, most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select incidents.place_words(${most}) as n`.execute(db);
  return rows[0]?.n ?? 0;
}
