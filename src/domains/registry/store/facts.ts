import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { SubjectKind } from '../contract-shapes.ts';
import type { Source } from '../rules/facts.ts';

export type FactRow = {
  id: string; seq: number; subjectId: string; field: string; value: string | null; sealed: Buffer | null; hash: Buffer | null; source: Source; observedOn: string; at: string; byName: string; batchId: string | null;
};
export type NewFact = {
  readonly id: string; readonly subjectKind: SubjectKind; readonly subjectId: string; readonly field: string; readonly value: string | null; readonly sealed: Buffer | null; readonly hash: Buffer | null;
  readonly source: Source; readonly observedOn: string; readonly batchId: string | null;
};

const columns = sql`f.id, f.seq, f.subject_id as "subjectId", f.field, f.value, f.sealed, f.hash, f.source, f.observed_on as "observedOn",
  to_char(f.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, f.by_name as "byName", f.batch_id as "batchId"`;

/** In the order in which they came. */
export async function factsOf(db: Db, subjectIds: readonly string[]): Promise<FactRow[]> {
  if (subjectIds.length === 0) return [];
  const { rows } = await sql<FactRow>`select ${columns} from registry.fact f where f.subject_id = any(${[...subjectIds]}::uuid[]) order by f.seq`.execute(db);
  return rows;
}

/** Whatever was said of the subjects of a batch, before it, in it and since. */
export async function factsAround(db: Db, batchId: string): Promise<(FactRow & { subjectKind: SubjectKind })[]> {
  const { rows } = await sql<FactRow & { subjectKind: SubjectKind }>`
    select ${columns}, f.subject_kind as "subjectKind" from registry.fact f where f.subject_id in (select b.subject_id from registry.fact b where b.batch_id = ${batchId}) order by f.seq`.execute(db);
  return rows;
}

/** Any number in one statement. */
export async function insertFacts(db: Db, facts: readonly NewFact[], by: { readonly personId: number | null; readonly name: string }): Promise<void> {
  if (facts.length === 0) return;
  const rows = facts.map((fact) => ({ ...fact, sealed: fact.sealed?.toString('hex') ?? null, hash: fact.hash?.toString('hex') ?? null }));
  await sql`
    insert into registry.fact (id, subject_kind, subject_id, field, value, sealed, hash, source, observed_on, by_person, by_name, batch_id)
    select id, "subjectKind", "subjectId", field, value, decode(sealed, 'hex'), decode(hash, 'hex'), source, "observedOn", ${by.personId}::int, ${by.name}, "batchId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one(id uuid, "subjectKind" text, "subjectId" uuid, field text, value text, sealed text, hash text, source text, "observedOn" date, "batchId" uuid)`
    .execute(db);
}
