import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { Action, State } from '../rules/steps.ts';
import type { StepData } from '../rules/case.ts';
import { measures } from '../contract-shapes.ts';
import { insideOf } from './read.ts';
import { measureWhere, type Period } from './measures.ts';
import type { CountedRow } from './tally.ts';

export type StepRow = {
  seq: number; action: Action; from: State | null; to: State; at: Date; happenedAt: Date; personId: number | null; personName: string; post: string;
  unitName: string | null; inNameOf: string | null; asReporter: boolean; note: string; data: StepData; photos: string[];
};

export async function stepsOf(db: Db, caseId: string): Promise<StepRow[]> {
  const { rows } = await sql<StepRow>`
    select seq, action, from_state as "from", to_state as "to", at, happened_at as "happenedAt", person_id as "personId", person_name as "personName", post,
           unit_name as "unitName", in_name_of as "inNameOf", as_reporter as "asReporter", note, data, photos
    from incidents.step where case_id = ${caseId} order by seq`.execute(db);
  return rows;
}

/** The last urging, card or message on each of these cases that says something. */
export async function lastWords(db: Db, caseIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ caseId: string; text: string }>`
    select distinct on (case_id) case_id as "caseId", coalesce(data->>'text', note) as text from incidents.step
    where case_id = any(${[...caseIds]}::uuid[]) and action in ('urge', 'message', 'supervise') and coalesce(data->>'text', note) <> ''
    order by case_id, seq desc`.execute(db);
  return new Map(rows.map(({ caseId, text }) => [caseId, text]));
}

export type Extras = {
  reporterName: string | null; reporterPhone: string | null; happenedAt: Date | null; description: string;
  mergedInto: { id: string; number: string } | null; merged: { id: string; number: string; reportedAt: string; satisfied: boolean | null }[];
};

export async function extrasOf(db: Db, caseId: string): Promise<Extras | undefined> {
  const { rows } = await sql<Extras>`
    select r.name as "reporterName", r.phone as "reporterPhone", i.happened_at as "happenedAt", i.description,
      (select jsonb_build_object('id', m.id, 'number', m.number) from incidents.incident m where m.id = i.merged_into) as "mergedInto",
      coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'number', m.number, 'reportedAt', m.reported_at, 'satisfied', m.satisfied) order by m.reported_at)
                from incidents.incident m where m.merged_into = i.id), '[]') as merged
    from incidents.incident i left join incidents.reporter r on r.case_id = i.id where i.id = ${caseId}`.execute(db);
  return rows[0];
}

/** By the hash that names it, of what is kept or of what was sent; one that is still on its way is not among them. */
export async function photosOf(db: Db, hashes: readonly string[]): Promise<Map<string, { sha256: string; width: number; height: number }>> {
  const { rows } = await sql<{ named: string; sha256: string; width: number; height: number }>`
    select n.named, f.sha256, f.width, f.height from unnest(${[...new Set(hashes)]}::text[]) as n(named)
    left join platform.sent_photo s on s.sent_sha256 = n.named join platform.file f on f.sha256 = coalesce(s.sha256, n.named)`.execute(db);
  return new Map(rows.map(({ named, ...photo }) => [named, photo]));
}

/** Names put to ids; from the view that `identity` publishes. */
export async function personNames(db: Db, ids: readonly (number | null)[]): Promise<Map<number, string>> {
  const { rows } = await sql<{ id: number; name: string }>`select id, name from identity.person_facts where id = any(${ids.filter((id) => id !== null)}::int[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row.name]));
}

export async function unitNames(db: Db, ids: readonly (number | null)[]): Promise<Map<number, { id: number; name: string }>> {
  const { rows } = await sql<{ id: number; name: string }>`select id, name from identity.unit_facts where id = any(${ids.filter((id) => id !== null)}::int[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Every measure at once out of the cases themselves, grouped by the child area, the lead unit or the class: for a few thousand of them. */
export async function countCasesBy(db: Db, by: 'area' | 'unit' | 'class', scope: { within: readonly string[]; areaPath: string }, period: Period, now: Date): Promise<CountedRow[]> {
  const key = by === 'area' ? sql`split_part(substr(i.area_path, ${scope.areaPath.length + 1}::int), '.', 1)` : by === 'unit' ? sql`coalesce(i.lead_unit_id::text, '')` : sql`coalesce(i.class, '')`;
  const columns = measures.map((measure) => sql`count(*) filter (where ${measureWhere(measure, period, now)})::int as ${sql.ref(measure)}`);
  const { rows } = await sql<CountedRow>`
    select ${key} as key, ${sql.join(columns)},
      coalesce(sum(i.loss_avoided_yuan) filter (where ${measureWhere('handled', period, now)}), 0)::float8 as loss
    from incidents.incident i where ${insideOf(scope.within)} and ${insideOf([scope.areaPath])} group by 1`.execute(db);
  return rows;
}

/** Open cases that each of these units leads. */
export async function loadByUnit(db: Db): Promise<Map<number, number>> {
  const { rows } = await sql<{ id: number; n: number }>`
    select unit_id as id, open as n from incidents.unit_load()`.execute(db);
  return new Map(rows.map((row) => [row.id, row.n]));
}

export type MessageRow = { caseId: string; number: string; seq: number; at: Date; unitName: string; text: string; from: string; areaId: number; areaPath: string };

export async function messagesTo(db: Db, unitIds: readonly number[], since: Date): Promise<MessageRow[]> {
  const { rows } = await sql<MessageRow>`
    select case_id as "caseId", number, seq, at, unit_name as "unitName", message as text, person_name || ' ' || post as "from", area_id as "areaId", area_path as "areaPath"
    from incidents.messages_here(${[...unitIds]}::int[], ${since})`.execute(db);
  return rows;
}
