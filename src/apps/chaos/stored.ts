import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { Duration } from '../../platform/core/calendar.ts';
import type { CaseState, StepData } from '../../domains/incidents/rules/case.ts';
import type { Clock } from '../../domains/incidents/rules/clocks.ts';
import type { Action, State } from '../../domains/incidents/rules/steps.ts';
import type { Baseline } from './journal.ts';

// What the database keeps of the things that a journal speaks of, as plain rows.

export type StoredCommand = { scope: string; key: string; hash: string; result: { output?: unknown; refusal?: { refused: string } } | null };
export type StoredStep = {
  seq: number; action: Action; from: State | null; to: State; at: Date; happenedAt: Date; personId: number | null; data: StepData; photos: string[];
};
export type StoredDeadline = {
  kind: Clock['kind']; stageNo: number; startedAt: Date; limit: Duration; dueAt: Date; endedAt: Date | null; firedAt: Date | null; isOverdue: boolean;
};
/** One case with everything that hangs on it; counts by kind of event, by operation of the audit. */
export type StoredCase = {
  id: string; number: string; revision: number; state: State; description: string; folded: CaseState; wordings: number;
  steps: StoredStep[]; deadlines: StoredDeadline[];
  events: Record<string, number>; lateEvents: Record<string, number>; audit: Record<string, number>;
};

export async function takeBaseline(db: Db): Promise<Omit<Baseline, 'what' | 'at'>> {
  const { rows } = await sql<Omit<Baseline, 'what' | 'at'>>`
    select (select coalesce(max(id), 0) from platform.audit_facts) as audit, (select coalesce(max(id), 0) from platform.event) as event,
      (select count(*)::int from incidents.incident) as cases, (select count(*)::int from platform.command) as commands`.execute(db);
  if (!rows[0]) throw new Error('the database did not answer');
  return rows[0];
}

export async function countsOf(db: Db): Promise<{ cases: number; commands: number }> {
  const { cases, commands } = await takeBaseline(db);
  return { cases, commands };
}

/** Those of these commands that are stored; `pairs` are scope and key. */
export async function storedCommands(db: Db, pairs: readonly { readonly scope: string; readonly key: string }[]): Promise<StoredCommand[]> {
  const { rows } = await sql<StoredCommand>`
    select c.scope, c.key, encode(c.body_hash, 'hex') as hash, c.result
    from unnest(${pairs.map(({ scope }) => scope)}::text[], ${pairs.map(({ key }) => key)}::text[]) as wanted(scope, key)
    join platform.command c on c.scope = wanted.scope and c.key = wanted.key`.execute(db);
  return rows;
}

/** Every case that something was said of since. */
export async function touchedSince(db: Db, baseline: Pick<Baseline, 'audit' | 'event'>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select subject as id from platform.event where id > ${baseline.event} and kind like 'incidents.%'
    union select substr(subject, 6) from platform.audit_facts where id > ${baseline.audit} and subject like 'case:%' and outcome = 'done' and not input ? 'saw'`.execute(db);
  return rows.map(({ id }) => id);
}

/** @param graceSeconds how long a deadline may have been due before it must have fired */
export async function storedCases(db: Db, ids: readonly string[], graceSeconds: number): Promise<StoredCase[]> {
  const wanted = [...ids];
  const { rows } = await sql<Omit<StoredCase, 'steps' | 'deadlines'>>`
    select i.id, i.number, i.revision, i.state, i.description, i.folded,
      (select count(*)::int from incidents.wording w where w.case_id = i.id and starts_with(w.words, i.description)) as wordings,
      (select coalesce(jsonb_object_agg(kind, n), '{}') from (select kind, count(*) as n from platform.event where subject = i.id::text and kind like 'incidents.%' group by kind) e) as events,
      (select coalesce(jsonb_object_agg(clock, n), '{}') from (select coalesce(data ->> 'clock', '') as clock, count(*) as n from platform.event where subject = i.id::text and kind = 'incidents.late' group by 1) l) as "lateEvents",
      (select coalesce(jsonb_object_agg(operation, n), '{}') from (select operation, count(*) as n from platform.audit_facts where subject = 'case:' || i.id and outcome = 'done' and not input ? 'saw' group by operation) a) as audit
    from incidents.incident i where i.id = any(${wanted}::uuid[])`.execute(db);
  const steps = await sql<StoredStep & { caseId: string }>`
    select case_id as "caseId", seq, action, from_state as "from", to_state as "to", at, happened_at as "happenedAt", person_id as "personId", data, photos
    from incidents.step where case_id = any(${wanted}::uuid[]) order by case_id, seq`.execute(db);
  const deadlines = await sql<StoredDeadline & { caseId: string }>`
    select case_id as "caseId", kind, stage_no as "stageNo", started_at as "startedAt", duration as "limit", due_at as "dueAt", ended_at as "endedAt", fired_at as "firedAt",
      fired_at is null and ended_at is null and not paused and due_at < now() - make_interval(secs => ${graceSeconds}) as "isOverdue"
    from incidents.deadline where case_id = any(${wanted}::uuid[]) order by case_id, stage_no, kind`.execute(db);
  const [stepsOf, deadlinesOf] = [Map.groupBy(steps.rows, (row) => row.caseId), Map.groupBy(deadlines.rows, (row) => row.caseId)];
  return rows.map((row) => ({ ...row, steps: stepsOf.get(row.id) ?? [], deadlines: deadlinesOf.get(row.id) ?? [] }));
}

/** Deadlines that somebody was told of twice, and people with more than one unread message. */
export async function toldTwice(db: Db): Promise<{ repeated: { personId: number; caseId: string; kind: string; times: number }[]; unread: { personId: number; messages: number }[]; told: Set<string> }> {
  const repeated = await sql<{ personId: number; caseId: string; kind: string; times: number }>`
    select g.person_id as "personId", one ->> 'caseId' as "caseId", one ->> 'kind' as kind, count(*)::int as times
    from incidents.digest g, jsonb_array_elements(g.cases) as one
    group by g.person_id, one ->> 'caseId', one ->> 'kind', one ->> 'dueAt' having count(*) > 1`.execute(db);
  const unread = await sql<{ personId: number; messages: number }>`
    select person_id as "personId", count(*)::int as messages from incidents.digest where read_at is null group by person_id having count(*) > 1`.execute(db);
  const told = await sql<{ what: string }>`
    select distinct (one ->> 'caseId') || ' ' || (one ->> 'kind') as what from incidents.digest g, jsonb_array_elements(g.cases) as one`.execute(db);
  return { repeated: repeated.rows, unread: unread.rows, told: new Set(told.rows.map(({ what }) => what)) };
}

/** Refusals in the audit, by person, operation and name. */
export async function auditedRefusals(db: Db, since: number): Promise<{ personId: number | null; operation: string; refused: string; n: number }[]> {
  const { rows } = await sql<{ personId: number | null; operation: string; refused: string; n: number }>`
    select person_id as "personId", operation, coalesce(refused, '') as refused, count(*)::int as n
    from platform.audit_facts where id > ${since} and outcome <> 'done' group by 1, 2, 3`.execute(db);
  return rows;
}

export async function storedPhotos(db: Db, hashes: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ sha256: string }>`select sha256 from platform.file where sha256 = any(${[...hashes]}::text[])`.execute(db);
  return new Set(rows.map(({ sha256 }) => sha256));
}
