import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { FrozenRun, StandardContent, VersionState } from '../contract-shapes.ts';

// Months are `2026-11` here and the first of the month in the database.

export type Unit = { readonly areaId: number; readonly name: string; readonly path: string };

/** The areas that are compared with one another: counties and development zones, whatever their codes. In the order of their codes. */
export async function assessmentUnits(db: Db): Promise<Unit[]> {
  const { rows } = await sql<Unit>`
    select id as "areaId", name, path from geography.area_facts where assessment_unit and valid_to is null order by kind, code`.execute(db);
  return rows;
}

export type Department = { readonly id: number; readonly code: string; readonly name: string };

export async function departmentsByCodes(db: Db, codes: readonly string[]): Promise<Department[]> {
  const { rows } = await sql<Department>`select id, code, name from identity.unit_facts where code = any(${[...codes]}::text[])`.execute(db);
  return rows;
}

/** Units of the whole city: they can answer for an indicator. */
export async function cityDepartments(db: Db): Promise<{ code: string; name: string }[]> {
  const { rows } = await sql<{ code: string; name: string }>`select code, name from identity.unit_facts where level = 'city' and kind in ('commandCentre', 'department') order by code limit 500`.execute(db);
  return rows;
}

export type VersionRow = {
  id: number; number: number; state: VersionState; note: string; hash: string; basedOn: number | null; inForceFrom: string | null; areaPath: string;
  draftedById: number | null; draftedBy: string | null; draftedAt: Date; submittedById: number | null; submittedBy: string | null; submittedAt: Date | null;
  approvedById: number | null; approvedBy: string | null; approvedAt: Date | null; publishedBy: string | null; publishedAt: Date | null;
};

const person = (column: string): RawBuilder<unknown> => sql`(select p.name from identity.person_facts p where p.id = ${sql.ref(`v.${column}`)})`;
const versionRow = sql`
  v.id, v.number, v.state, v.note, v.hash, v.based_on as "basedOn", to_char(v.in_force_from, 'YYYY-MM') as "inForceFrom", v.area_path as "areaPath",
  v.drafted_by as "draftedById", ${person('drafted_by')} as "draftedBy", v.drafted_at as "draftedAt", v.submitted_by as "submittedById", ${person('submitted_by')} as "submittedBy", v.submitted_at as "submittedAt",
  v.approved_by as "approvedById", ${person('approved_by')} as "approvedBy", v.approved_at as "approvedAt", ${person('published_by')} as "publishedBy", v.published_at as "publishedAt"`;

export async function listVersions(db: Db): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`select ${versionRow} from safety_index.version v order by v.number desc limit 200`.execute(db);
  return rows;
}

export type WholeVersion = VersionRow & { readonly content: StandardContent };

export async function findVersion(db: Db, id: number, lock = false): Promise<WholeVersion | undefined> {
  const { rows } = await sql<WholeVersion>`select ${versionRow}, v.content from safety_index.version v where v.id = ${id} ${lock ? sql`for update` : sql``}`.execute(db);
  return rows[0];
}

/** The published version with the latest beginning that is not after the month. */
export async function versionInForce(db: Db, month: string): Promise<WholeVersion | undefined> {
  const { rows } = await sql<WholeVersion>`
    select ${versionRow}, v.content from safety_index.version v
    where v.state = 'published' and v.in_force_from <= ${`${month}-01`}::date order by v.in_force_from desc, v.number desc limit 1`.execute(db);
  return rows[0];
}

export type RunRow = {
  id: number; month: string; state: 'computed' | 'published'; corrects: number | null; versionId: number; versionNumber: number; versionHash: string; resultHash: string; coverage: number; note: string; areaPath: string;
  computedById: number | null; computedBy: string | null; computedAt: Date; publishedBy: string | null; publishedAt: Date | null;
};
export type WholeRun = RunRow & { readonly result: FrozenRun };

const runRow = sql`
  r.id, to_char(r.month, 'YYYY-MM') as month, r.state, r.corrects, r.version_id as "versionId", v.number as "versionNumber", r.version_hash as "versionHash", r.result_hash as "resultHash", r.coverage, r.note, r.area_path as "areaPath",
  r.computed_by as "computedById", (select p.name from identity.person_facts p where p.id = r.computed_by) as "computedBy", r.computed_at as "computedAt",
  (select p.name from identity.person_facts p where p.id = r.published_by) as "publishedBy", r.published_at as "publishedAt"`;
const runs = sql`safety_index.run r join safety_index.version v on v.id = r.version_id`;
/** Published, and no published one corrects it. */
const holds = sql`r.state = 'published' and not exists (select from safety_index.run later where later.corrects = r.id and later.state = 'published')`;

export async function listRuns(db: Db): Promise<RunRow[]> {
  const { rows } = await sql<RunRow>`select ${runRow} from ${runs} order by r.month desc, r.id desc limit 200`.execute(db);
  return rows;
}

export async function findRun(db: Db, id: number, lock = false): Promise<WholeRun | undefined> {
  const { rows } = await sql<WholeRun>`select ${runRow}, r.result from ${runs} where r.id = ${id} ${lock ? sql`for update of r` : sql``}`.execute(db);
  return rows[0];
}

/** What holds of a month: the last published run, corrected or not; of the newest month where none is named. */
export async function publishedRun(db: Db, month: string | undefined): Promise<WholeRun | undefined> {
  const { rows } = await sql<WholeRun>`
    select ${runRow}, r.result from ${runs} where ${holds} and (${month ?? null}::text is null or r.month = (${month ?? null}::text || '-01')::date) order by r.month desc, r.id desc limit 1`.execute(db);
  return rows[0];
}

/** Published runs that hold, oldest first, up to a month. */
export async function publishedRuns(db: Db, until: string, most: number): Promise<WholeRun[]> {
  const { rows } = await sql<WholeRun>`
    select ${runRow}, r.result from ${runs} where ${holds} and r.month <= ${`${until}-01`}::date order by r.month desc limit ${most}`.execute(db);
  return rows.reverse();
}

/** The same of some months, both ends included, oldest first; at most five years. */
export async function publishedBetween(db: Db, from: string, to: string): Promise<WholeRun[]> {
  const { rows } = await sql<WholeRun>`
    select ${runRow}, r.result from ${runs} where ${holds} and r.month between ${`${from}-01`}::date and ${`${to}-01`}::date order by r.month limit 60`.execute(db);
  return rows;
}

/** Scores of some nodes over the published months: `scores` and `ranks` by unit of that run. */
export type TrendRow = { month: string; versionNumber: number; units: readonly { readonly areaId: number }[]; scores: readonly (number | null)[]; ranks: readonly (number | null)[] };

export async function trendOfNode(db: Db, code: string, until: string, most: number): Promise<TrendRow[]> {
  const { rows } = await sql<TrendRow>`
    select to_char(r.month, 'YYYY-MM') as month, v.number as "versionNumber", r.result -> 'units' as units, node -> 'scores' as scores, node -> 'ranks' as ranks
    from ${runs} cross join lateral jsonb_path_query_first(r.result, '$.nodes[*] ? (@.code == $code)', jsonb_build_object('code', ${code}::text)) as node
    where ${holds} and node is not null and r.month <= ${`${until}-01`}::date order by r.month desc limit ${most}`.execute(db);
  return rows.reverse();
}

/** Every month with a run or a return, newest first. */
export async function knownMonths(db: Db): Promise<{ month: string; state: 'computed' | 'published' | null }[]> {
  const { rows } = await sql<{ month: string; state: 'computed' | 'published' | null }>`
    select to_char(m.month, 'YYYY-MM') as month, max(m.state) as state
    from (select month, state from safety_index.run union all select distinct month, null from safety_index.return) as m group by m.month order by m.month desc limit 240`.execute(db);
  return rows;
}

/** Also for a department, which sees no result. */
export async function isPublished(db: Db, month: string): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`select safety_index.is_published(${`${month}-01`}::date) as is`.execute(db);
  return rows[0]?.is === true;
}

export type ReturnRow = { id: number; indicator: string; areaId: number; counted: number; base: number | null; corrections: number };

/** What holds of a month: of each chain the newest. */
export async function currentReturns(db: Db, month: string, filter: { readonly unitIds?: readonly number[]; readonly lock?: boolean } = {}): Promise<ReturnRow[]> {
  const { rows } = await sql<ReturnRow>`
    select distinct on (r.indicator, r.area_id) r.id, r.indicator, r.area_id as "areaId", r.counted, r.base, (count(*) over (partition by r.indicator, r.area_id))::int - 1 as corrections
    from safety_index.return r where r.month = ${`${month}-01`}::date and (${filter.unitIds ?? null}::int[] is null or r.unit_id = any(${filter.unitIds ?? null}::int[]))
    order by r.indicator, r.area_id, r.id desc`.execute(db);
  return rows;
}

export type EntryRow = { id: number; counted: number; base: number | null; note: string; source: 'entry' | 'import'; fileName: string; personName: string; at: Date; corrects: number | null; unitId: number };

export async function returnEntries(db: Db, indicator: string, areaId: number, month: string): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select id, counted, base, note, source, file_name as "fileName", person_name as "personName", at, corrects, unit_id as "unitId"
    from safety_index.return where indicator = ${indicator} and area_id = ${areaId} and month = ${`${month}-01`}::date order by id desc limit 200`.execute(db);
  return rows;
}

export type FactRow = { top: string; reported: number; accepted: number; shouldClose: number; onTime: number; handled: number; reworked: number; rated: number; satisfied: number; due: number; visited: number };

/** Sums of the platform's own cases and visits in each of these areas, from a month's first day to its last. `since` and `until` are that month's ends in Asia/Shanghai. */
export async function platformFacts(db: Db, tops: readonly string[], month: string, since: Date, until: Date): Promise<FactRow[]> {
  const { rows } = await sql<FactRow>`
    select c.top, c.reported, c.accepted, c.should_close as "shouldClose", c.on_time as "onTime", c.handled, c.reworked, c.rated, c.satisfied, coalesce(v.due, 0) as due, coalesce(v.visited, 0) as visited
    from incidents.index_facts(${[...tops]}::text[], ${since}, ${until}) c left join patrol.index_facts(${[...tops]}::text[], ${`${month}-01`}::date) v on v.top = c.top`.execute(db);
  return rows;
}
