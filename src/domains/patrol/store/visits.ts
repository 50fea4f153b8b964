import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { Outcome } from '../rules/visit.ts';
import { before, insideOf, type Page } from './within.ts';

export type VisitRow = {
  id: string; kind: 'visit' | 'round' | 'shift'; planId: string | null; planTitle: string | null; planFullTime: number | null; planOthers: number | null; personId: string | null; householdId: string | null; placeId: string | null; areaId: number; areaPath: string;
  at: Date; recordedAt: Date; byPerson: number; byName: string; along: number[]; guests: { kind: 'socialWorker' | 'doctor' | 'volunteer' | 'police' | 'other'; name: string }[]; outcome: Outcome; fullTime: number | null; others: number | null; sensitive: boolean;
  hasReadings: boolean; detailSealed: Buffer; photos: string[]; caseIds: string[]; corrects: string | null; correctedBy: string | null; householdAddress: string | null; placeName: string | null;
};
const columns = sql`v.id, v.kind, v.plan_id as "planId", plan.title as "planTitle", plan.full_time as "planFullTime", plan.others as "planOthers", v.person_id as "personId", v.household_id as "householdId", v.place_id as "placeId", v.area_id as "areaId", v.area_path as "areaPath",
  v.at, v.recorded_at as "recordedAt", v.by_person as "byPerson", v.by_name as "byName", v.along, v.guests, v.outcome, v.full_time as "fullTime", v.others, v.sensitive, v.has_readings as "hasReadings", v.detail_sealed as "detailSealed", v.photos, v.case_ids as "caseIds",
  v.corrects, later.id as "correctedBy", h.address as "householdAddress", place.name as "placeName"`;
const joined = sql`patrol.visit v left join patrol.plan plan on plan.id = v.plan_id left join patrol.visit later on later.corrects = v.id left join patrol.known_household h on h.id = v.household_id left join patrol.known_place place on place.id = v.place_id`;

export async function findVisit(db: Db, id: string): Promise<VisitRow | undefined> {
  const { rows } = await sql<VisitRow>`select ${columns} from ${joined} where v.id = ${id}`.execute(db);
  return rows[0];
}

export type VisitFilter = {
  readonly within: readonly string[]; readonly personId: number | null; readonly mine: boolean; readonly areaPath: string | undefined; readonly subjectId: string | undefined; readonly planId: string | undefined; readonly kind: string | undefined;
  readonly from: string | undefined; readonly to: string | undefined;
};

export async function listVisits(db: Db, filter: VisitFilter, page: Page): Promise<{ rows: VisitRow[]; next: string | null }> {
  const me = filter.personId ?? 0;
  const mine = sql<boolean>`(v.by_person = ${me} or v.along @> array[${me}::int])`;
  // Whom he helps is his to read about, wherever the person lives.
  const helped = sql<boolean>`(v.person_id is not null and exists (select from patrol.known_need n where n.person_id = v.person_id and n.helper_ids @> array[${me}::int]))`;
  const all: RawBuilder<boolean>[] = [filter.mine ? mine : sql<boolean>`(${mine} or ${helped} or (not v.sensitive and ${insideOf(filter.within, sql`v.area_path`)}))`, before(page, sql`v.at`, sql`v.id`)];
  if (filter.areaPath !== undefined) all.push(insideOf([filter.areaPath], sql`v.area_path`));
  if (filter.subjectId !== undefined) all.push(sql<boolean>`v.person_id = ${filter.subjectId}::uuid`);
  if (filter.planId !== undefined) all.push(sql<boolean>`v.plan_id = ${filter.planId}::uuid`);
  if (filter.kind !== undefined) all.push(sql<boolean>`v.kind = ${filter.kind}`);
  if (filter.from !== undefined) all.push(sql<boolean>`v.on_day >= ${filter.from}::date`);
  if (filter.to !== undefined) all.push(sql<boolean>`v.on_day <= ${filter.to}::date`);
  const { rows } = await sql<VisitRow>`select ${columns} from ${joined} where ${sql.join(all, sql` and `)} order by v.at desc, v.id desc limit ${page.limit + 1}`.execute(db);
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > page.limit && last ? `${last.at.toISOString()}|${last.id}` : null };
}

export type NewVisit = Omit<VisitRow, 'planTitle' | 'planFullTime' | 'planOthers' | 'recordedAt' | 'correctedBy' | 'householdAddress' | 'placeName'> & { readonly onDay: string; readonly wordsHash: Buffer | null };

/** False: the id is taken. */
export async function insertVisit(db: Db, row: NewVisit): Promise<boolean> {
  const { rows } = await sql`
    insert into patrol.visit (id, kind, plan_id, person_id, household_id, place_id, area_id, area_path, at, on_day, by_person, by_name, along, guests, outcome, full_time, others, sensitive, has_readings, detail_sealed, words_hash, photos, case_ids, corrects)
    values (${row.id}, ${row.kind}, ${row.planId}, ${row.personId}, ${row.householdId}, ${row.placeId}, ${row.areaId}, ${row.areaPath}, ${row.at}, ${row.onDay}::date, ${row.byPerson}, ${row.byName}, ${row.along}::int[], ${JSON.stringify(row.guests)}::jsonb,
            ${row.outcome}, ${row.fullTime}, ${row.others}, ${row.sensitive}, ${row.hasReadings}, ${row.detailSealed}::bytea, ${row.wordsHash}::bytea, ${row.photos}::text[], ${row.caseIds}::uuid[], ${row.corrects})
    on conflict do nothing returning 1`.execute(db);
  return rows.length > 0;
}

export async function insertCheckIn(db: Db, row: { readonly visitId: string; readonly personId: number; readonly areaPath: string; readonly longitude: number; readonly latitude: number; readonly accuracyM: number; readonly goneOn: string }): Promise<void> {
  await sql`insert into patrol.check_in (visit_id, person_id, area_path, longitude, latitude, accuracy_m, gone_on)
    values (${row.visitId}, ${row.personId}, ${row.areaPath}, ${row.longitude}, ${row.latitude}, ${row.accuracyM}, ${row.goneOn}::date)`.execute(db);
}

/** The house's: places whose thirty days are over. */
export async function forgetPlaces(db: Db, today: string): Promise<number> {
  const { rows } = await sql`delete from patrol.check_in where gone_on <= ${today}::date returning 1`.execute(db);
  return rows.length;
}

/** How often each of these plans was recorded on a day. */
export async function countOfPlans(db: Db, planIds: readonly string[], on: string, personId: number | null): Promise<Map<string, number>> {
  if (planIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; n: number }>`
    select v.plan_id as id, count(*)::int as n from patrol.visit v where v.plan_id = any(${[...planIds]}::uuid[]) and v.on_day = ${on}::date and (v.by_person = ${personId ?? 0} or v.along @> array[${personId ?? 0}::int]) and v.corrects is null group by 1`.execute(db);
  return new Map(rows.map(({ id, n }) => [id, n]));
}

export async function countMine(db: Db, personId: number, on: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from patrol.visit v where v.on_day = ${on}::date and (v.by_person = ${personId} or v.along @> array[${personId}::int]) and v.corrects is null`.execute(db);
  return rows[0]?.n ?? 0;
}

export type HintRow = { id: string; byPerson: number; byName: string; areaId: number; areaPath: string; at: Date; subject: string; photos: string[]; words: string | null; longitude: number | null; latitude: number | null; accuracyM: number | null };

/** What the questions to a supervisor rest on: of the last thirty days, where he manages. What a later record corrected is left out. */
export async function recentForHints(db: Db, within: readonly string[], since: string): Promise<HintRow[]> {
  const { rows } = await sql<HintRow>`
    select v.id, v.by_person as "byPerson", v.by_name as "byName", v.area_id as "areaId", v.area_path as "areaPath", v.at, coalesce('person:' || v.person_id, 'household:' || v.household_id, 'place:' || v.place_id, 'area:' || v.area_id) as subject,
      v.photos, encode(v.words_hash, 'hex') as words, c.longitude::float8 as longitude, c.latitude::float8 as latitude, c.accuracy_m as "accuracyM"
    from patrol.visit v left join patrol.check_in c on c.visit_id = v.id
    where ${insideOf(within, sql`v.area_path`)} and v.on_day >= ${since}::date and (v.photos <> '{}' or v.words_hash is not null or c.visit_id is not null)
      and not exists (select from patrol.visit later where later.corrects = v.id)
    order by v.at desc, v.id limit 5000`.execute(db);
  return rows;
}

export type HintAnswer = { hint: string; answer: string; byName: string; at: Date };
export async function answersTo(db: Db, hints: readonly string[]): Promise<Map<string, HintAnswer>> {
  if (hints.length === 0) return new Map();
  const { rows } = await sql<HintAnswer>`select hint, answer, by_name as "byName", at from patrol.hint_answer where hint = any(${[...hints]}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.hint, row]));
}

export async function insertAnswer(db: Db, row: { readonly hint: string; readonly areaPath: string; readonly answer: string; readonly by: { readonly id: number; readonly name: string } }): Promise<boolean> {
  const { rows } = await sql`insert into patrol.hint_answer (hint, area_path, answer, by_person, by_name) values (${row.hint}, ${row.areaPath}, ${row.answer}, ${row.by.id}, ${row.by.name}) on conflict (hint) do nothing returning 1`.execute(db);
  return rows.length > 0;
}

export async function unknownPhotos(db: Db, hashes: readonly string[]): Promise<string[]> {
  if (hashes.length === 0) return [];
  const { rows } = await sql<{ hash: string }>`select one.hash from unnest(${[...hashes]}::text[]) as one (hash) where not exists (select from platform.file f where f.sha256 = one.hash)`.execute(db);
  return rows.map(({ hash }) => hash);
}

/** Those of these cases that the caller may see. */
export async function visibleCases(db: Db, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`select id from incidents.case_facts where id = any(${[...ids]}::uuid[])`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** Of all visits, also of those that the caller may not read: the day on which somebody last met this person. */
export async function lastMet(db: Db, personId: string): Promise<string | null> {
  const { rows } = await sql<{ on: string | null }>`select patrol.last_met(${personId}::uuid) as on`.execute(db);
  return rows[0]?.on ?? null;
}
