import { sql, type Transaction } from 'kysely';
import type { Database, Db } from '../../../platform/db.ts';
import type { FrozenRun, StandardContent } from '../contract-shapes.ts';

/** One at a time where numbers are given out, a month is computed or its returns are entered. Released with the transaction. */
export async function holdIndex(db: Transaction<Database>, what: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`safety-index ${what}`}, 14))`.execute(db);
}

export async function insertVersion(db: Db, row: { areaId: number; areaPath: string; content: StandardContent; hash: string; note: string; basedOn: number | null; personId: number | null }): Promise<{ id: number; number: number }> {
  const { rows } = await sql<{ id: number; number: number }>`
    insert into safety_index.version (area_id, area_path, number, note, content, hash, based_on, drafted_by)
    select ${row.areaId}, ${row.areaPath}, coalesce(max(number), 0) + 1, ${row.note}, ${JSON.stringify(row.content)}::jsonb, ${row.hash}, ${row.basedOn}, ${row.personId}
    from safety_index.version where area_id = ${row.areaId} returning id, number`.execute(db);
  const [made] = rows;
  if (!made) throw new Error('the version was not written');
  return made;
}

export async function changeDraftContent(db: Db, id: number, content: StandardContent, hash: string, note: string | undefined): Promise<void> {
  await sql`update safety_index.version set content = ${JSON.stringify(content)}::jsonb, hash = ${hash}, note = coalesce(${note ?? null}, note) where id = ${id} and state = 'draft'`.execute(db);
}

export async function submit(db: Db, id: number, personId: number | null, now: Date): Promise<void> {
  await sql`update safety_index.version set state = 'submitted', submitted_by = ${personId}, submitted_at = ${now} where id = ${id}`.execute(db);
}

export async function approve(db: Db, id: number, personId: number | null, now: Date): Promise<void> {
  await sql`update safety_index.version set state = 'approved', approved_by = ${personId}, approved_at = ${now} where id = ${id}`.execute(db);
}

/** Back to a draft; the reason is kept in front of the note. */
export async function sendBack(db: Db, id: number, note: string): Promise<void> {
  await sql`update safety_index.version set state = 'draft', submitted_by = null, submitted_at = null, note = ${note} where id = ${id}`.execute(db);
}

export async function publish(db: Db, id: number, inForceFrom: string, personId: number | null, now: Date): Promise<void> {
  await sql`update safety_index.version set state = 'published', published_by = ${personId}, published_at = ${now}, in_force_from = ${`${inForceFrom}-01`}::date where id = ${id}`.execute(db);
}

export type NewReturn = {
  readonly indicator: string; readonly areaId: number; readonly areaPath: string; readonly unitId: number; readonly month: string; readonly counted: number; readonly base: number | null;
  readonly note: string; readonly source: 'entry' | 'import'; readonly fileName: string; readonly corrects: number | null;
};

/** @returns how many were written: fewer where somebody corrected the same cell meanwhile */
export async function insertReturns(db: Db, rows: readonly NewReturn[], by: { readonly personId: number | null; readonly personName: string }): Promise<number> {
  const written = await sql`
    insert into safety_index.return (indicator, area_id, area_path, unit_id, month, counted, base, note, source, file_name, corrects, by_person, person_name)
    select one.indicator, one."areaId", one."areaPath", one."unitId", (one.month || '-01')::date, one.counted, one.base, one.note, one.source, one."fileName", one.corrects, ${by.personId}, ${by.personName}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one(indicator text, "areaId" int, "areaPath" text, "unitId" int, month text, counted float8, base float8, note text, source text, "fileName" text, corrects int)
    on conflict do nothing`.execute(db);
  return Number(written.numAffectedRows ?? 0n);
}

export type NewRun = { readonly areaId: number; readonly areaPath: string; readonly month: string; readonly versionId: number; readonly versionHash: string; readonly corrects: number | null; readonly note: string; readonly coverage: number; readonly result: FrozenRun; readonly resultHash: string; readonly personId: number | null };

export async function insertRun(db: Db, run: NewRun): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into safety_index.run (area_id, area_path, month, version_id, version_hash, corrects, note, coverage, result, result_hash, computed_by)
    values (${run.areaId}, ${run.areaPath}, ${`${run.month}-01`}::date, ${run.versionId}, ${run.versionHash}, ${run.corrects}, ${run.note}, ${run.coverage}, ${JSON.stringify(run.result)}::jsonb, ${run.resultHash}, ${run.personId})
    returning id`.execute(db);
  const [made] = rows;
  if (!made) throw new Error('the run was not written');
  return made.id;
}

export async function publishComputed(db: Db, id: number, personId: number | null, now: Date): Promise<void> {
  await sql`update safety_index.run set state = 'published', published_by = ${personId}, published_at = ${now} where id = ${id} and state = 'computed'`.execute(db);
}
