import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { ProposalAction, ProposalState } from '../rules/proposal.ts';
import type { PointsClass } from '../rules/rule-book.ts';

// Proposals, what happened to them, objections.

export type ProposalRow = {
  readonly id: string; readonly bookId: number; readonly versionId: string; readonly item: string; readonly class: PointsClass; readonly householdId: string | null; readonly personId: string | null; readonly workerId: number | null; readonly areaId: number; readonly areaPath: string;
  readonly points: number; readonly happenedOn: string; readonly family: boolean; readonly basis: 'consent' | 'publicDecision' | null; readonly noteSealed: Buffer; readonly photos: string[]; readonly documentNo: string; readonly state: ProposalState;
  readonly proposedBy: number | null; readonly proposedByName: string; readonly proposedAt: Date; readonly confirmedBy: number | null; readonly confirmedByName: string | null; readonly windowEndsOn: string | null; readonly revision: number;
  readonly objectionId: string | null; readonly onBehalf: 'household' | 'worker' | 'proxy' | null; readonly reasonSealed: Buffer | null; readonly raisedBy: number | null; readonly raisedByName: string | null; readonly raisedAt: Date | null;
  readonly outcome: 'upheld' | 'dismissed' | null; readonly decisionSealed: Buffer | null; readonly decidedByName: string | null;
};
const columns = sql`p.id, p.book_id as "bookId", p.version_id as "versionId", p.item, p.class, p.household_id as "householdId", p.person_id as "personId", p.worker_id as "workerId", p.area_id as "areaId", p.area_path as "areaPath", p.points, p.happened_on as "happenedOn", p.family, p.basis,
  p.note_sealed as "noteSealed", p.photos, p.document_no as "documentNo", p.state, p.proposed_by as "proposedBy", p.proposed_by_name as "proposedByName", p.proposed_at as "proposedAt", p.confirmed_by as "confirmedBy", p.confirmed_by_name as "confirmedByName", p.window_ends_on as "windowEndsOn", p.revision,
  o.id as "objectionId", o.on_behalf as "onBehalf", o.reason_sealed as "reasonSealed", o.raised_by as "raisedBy", o.raised_by_name as "raisedByName", o.raised_at as "raisedAt", o.outcome, o.decision_sealed as "decisionSealed", o.decided_by_name as "decidedByName"`;
const joined = sql`points.proposal p left join points.objection o on o.proposal_id = p.id`;

export async function findProposal(db: Db, id: string): Promise<ProposalRow | undefined> {
  return (await sql<ProposalRow>`select ${columns} from ${joined} where p.id = ${id}`.execute(db)).rows[0];
}

export async function lockProposal(db: Db, id: string): Promise<ProposalRow | undefined> {
  await sql`select 1 from points.proposal p where p.id = ${id} for update`.execute(db);
  return findProposal(db, id);
}

export type ProposalFilter = { readonly within: readonly string[]; readonly bookId?: number | undefined; readonly areaPath?: string | undefined; readonly state?: string | undefined; readonly waiting: boolean; readonly objected: boolean; readonly mine: number | null; readonly id?: string | undefined; readonly workerId?: number };
export async function listProposals(db: Db, filter: ProposalFilter, page: { readonly after: string | undefined; readonly limit: number }): Promise<{ rows: ProposalRow[]; next: string | null }> {
  const all: RawBuilder<boolean>[] = [filter.workerId === undefined ? insideOf(filter.within, sql`p.area_path`) : sql<boolean>`p.worker_id = ${filter.workerId}`];
  const [moment = '', last = ''] = page.after?.split('|') ?? [];
  if (/^[\d-]{10}T[\d:.]+Z$/u.test(moment) && Number.isFinite(Date.parse(moment)) && /^[0-9a-f-]{36}$/u.test(last)) all.push(sql<boolean>`(p.proposed_at, p.id) < (${moment}::timestamptz, ${last}::uuid)`);
  if (filter.bookId !== undefined) all.push(sql<boolean>`p.book_id = ${filter.bookId}`);
  if (filter.areaPath !== undefined) all.push(insideOf([filter.areaPath], sql`p.area_path`));
  if (filter.state !== undefined) all.push(sql<boolean>`p.state = ${filter.state}`);
  if (filter.waiting) all.push(sql<boolean>`p.state in ('proposed', 'confirmed', 'told', 'objected')`);
  if (filter.objected) all.push(sql<boolean>`o.id is not null`);
  if (filter.mine !== null) all.push(sql<boolean>`p.proposed_by = ${filter.mine}`);
  if (filter.id !== undefined) all.push(sql<boolean>`p.id = ${filter.id}::uuid`);
  const { rows } = await sql<ProposalRow>`select ${columns} from ${joined} where ${sql.join(all, sql` and `)} order by p.proposed_at desc, p.id desc limit ${page.limit + 1}`.execute(db);
  const shown = rows.slice(0, page.limit);
  const end = shown.at(-1);
  return { rows: shown, next: rows.length > page.limit && end ? `${end.proposedAt.toISOString()}|${end.id}` : null };
}

export function insideOf(paths: readonly string[], column: RawBuilder<unknown>): RawBuilder<boolean> {
  if (paths.length === 0) return sql<boolean>`false`;
  return sql<boolean>`(${sql.join(paths.map((path) => sql`(${column} collate "C" >= ${path} and ${column} collate "C" < ${`${path}:`})`), sql` or `)})`;
}

export type NewProposal = Pick<ProposalRow, 'id' | 'bookId' | 'versionId' | 'item' | 'class' | 'householdId' | 'personId' | 'workerId' | 'areaId' | 'areaPath' | 'points' | 'happenedOn' | 'family' | 'basis' | 'noteSealed' | 'photos' | 'documentNo'> & { readonly by: { readonly id: number; readonly name: string } };
/** False: the id is taken. */
export async function insertProposal(db: Db, row: NewProposal): Promise<boolean> {
  const { rows } = await sql`insert into points.proposal (id, book_id, version_id, item, class, household_id, person_id, worker_id, area_id, area_path, points, happened_on, family, basis, note_sealed, photos, document_no, state, proposed_by, proposed_by_name)
    values (${row.id}, ${row.bookId}, ${row.versionId}, ${row.item}, ${row.class}, ${row.householdId}, ${row.personId}, ${row.workerId}, ${row.areaId}, ${row.areaPath}, ${row.points}, ${row.happenedOn}::date, ${row.family}, ${row.basis}, ${row.noteSealed}, ${[...row.photos]}::text[], ${row.documentNo}, 'proposed', ${row.by.id}, ${row.by.name})
    on conflict (id) do nothing returning 1`.execute(db);
  if (rows.length === 0) return false;
  await addStep(db, row.id, { action: 'propose', to: 'proposed', seq: 0, by: row.by, noteSealed: null });
  return true;
}

export type Step = { readonly action: ProposalAction | 'propose' | 'reverse'; readonly to: ProposalState; readonly seq: number; readonly by: { readonly id: number | null; readonly name: string }; readonly noteSealed: Buffer | null };
async function addStep(db: Db, id: string, step: Step): Promise<void> {
  await sql`insert into points.proposal_step (proposal_id, seq, action, to_state, by_person, by_name, note_sealed) values (${id}, ${step.seq}, ${step.action}, ${step.to}, ${step.by.id}, ${step.by.name}, ${step.noteSealed})`.execute(db);
}

/** The row after `step`, which is kept beside those before it. */
export async function moveProposal(db: Db, id: string, step: Step, more: { readonly confirmed?: { readonly id: number; readonly name: string }; readonly windowEndsOn?: string } = {}): Promise<void> {
  await sql`update points.proposal set state = ${step.to}, revision = ${step.seq},
    confirmed_by = ${more.confirmed ? more.confirmed.id : sql`confirmed_by`}, confirmed_by_name = ${more.confirmed ? more.confirmed.name : sql`confirmed_by_name`}, window_ends_on = ${more.windowEndsOn === undefined ? sql`window_ends_on` : sql`${more.windowEndsOn}::date`}
    where id = ${id}`.execute(db);
  await addStep(db, id, step);
}

export type StepRow = { readonly proposalId: string; readonly seq: number; readonly action: Step['action']; readonly to: ProposalState; readonly at: Date; readonly byName: string; readonly noteSealed: Buffer | null };
export async function stepsOf(db: Db, ids: readonly string[]): Promise<StepRow[]> {
  if (ids.length === 0) return [];
  return (await sql<StepRow>`select proposal_id as "proposalId", seq, action, to_state as "to", at, by_name as "byName", note_sealed as "noteSealed" from points.proposal_step where proposal_id = any(${[...ids]}::uuid[]) order by proposal_id, seq`.execute(db)).rows;
}

/** False: the id is taken, or there is one. */
export async function insertObjection(db: Db, row: { readonly id: string; readonly proposalId: string; readonly areaPath: string; readonly onBehalf: string; readonly reasonSealed: Buffer; readonly by: { readonly id: number; readonly name: string } }): Promise<'written' | 'there' | 'taken'> {
  const { rows } = await sql`insert into points.objection (id, proposal_id, area_path, on_behalf, reason_sealed, raised_by, raised_by_name) values (${row.id}, ${row.proposalId}, ${row.areaPath}, ${row.onBehalf}, ${row.reasonSealed}, ${row.by.id}, ${row.by.name}) on conflict do nothing returning 1`.execute(db);
  if (rows.length > 0) return 'written';
  return (await sql`select 1 from points.objection where proposal_id = ${row.proposalId}`.execute(db)).rows.length > 0 ? 'there' : 'taken';
}

export async function decide(db: Db, proposalId: string, row: { readonly outcome: string; readonly decisionSealed: Buffer; readonly by: { readonly id: number; readonly name: string } }): Promise<void> {
  await sql`update points.objection set outcome = ${row.outcome}, decision_sealed = ${row.decisionSealed}, decided_by = ${row.by.id}, decided_by_name = ${row.by.name}, decided_at = platform.now() where proposal_id = ${proposalId}`.execute(db);
}

/** What was given or is on its way for an item within a span, without its sign; and whether the very same is there. */
export async function givenFor(db: Db, one: { readonly bookId: number; readonly item: string; readonly householdId: string | null; readonly workerId: number | null }, span: { readonly from: string; readonly to: string }): Promise<number> {
  const { rows } = await sql<{ n: number }>`select coalesce(sum(abs(p.points)), 0)::int as n from points.proposal p where p.book_id = ${one.bookId} and p.item = ${one.item} and p.household_id is not distinct from ${one.householdId}::uuid and p.worker_id is not distinct from ${one.workerId}::int
    and p.happened_on between ${span.from}::date and ${span.to}::date and p.state not in ('declined', 'withdrawn', 'upheld')`.execute(db);
  return rows[0]?.n ?? 0;
}

export async function isThere(db: Db, one: { readonly bookId: number; readonly item: string; readonly householdId: string | null; readonly workerId: number | null; readonly happenedOn: string }): Promise<boolean> {
  const { rows } = await sql`select 1 from points.proposal p where p.book_id = ${one.bookId} and p.item = ${one.item} and p.household_id is not distinct from ${one.householdId}::uuid and p.worker_id is not distinct from ${one.workerId}::int and p.happened_on = ${one.happenedOn}::date and p.state in ('proposed', 'confirmed', 'told', 'objected', 'credited') limit 1`.execute(db);
  return rows.length > 0;
}

/** One at a time for each account and item, so that two phones do not pass a cap together. */
export async function lockItem(db: Db, bookId: number, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${60_019_000 + (bookId % 1_000)}, hashtext(${key}))`.execute(db);
}

/** Told and nobody objected in time; and credited ones whose objection was upheld afterwards. */
export async function dueProposals(db: Db, today: string, bookId: number | null, most: number): Promise<{ id: string; what: 'credit' | 'reverse' }[]> {
  return (await sql<{ id: string; what: 'credit' | 'reverse' }>`
    select p.id, 'credit' as what from points.proposal p where p.state = 'told' and p.window_ends_on < ${today}::date and (${bookId}::int is null or p.book_id = ${bookId})
    union all
    select p.id, 'reverse' from points.proposal p join points.objection o on o.proposal_id = p.id and o.outcome = 'upheld' where p.state = 'upheld' and (${bookId}::int is null or p.book_id = ${bookId})
      and exists (select from points.transfer t where t.id = p.id) and not exists (select from points.transfer r where r.reverses = p.id)
    limit ${most}`.execute(db)).rows;
}

/** Undecided ones of a span of days. */
export async function unfinishedIn(db: Db, bookId: number, span: { readonly from: string; readonly to: string }): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from points.proposal p where p.book_id = ${bookId} and p.happened_on between ${span.from}::date and ${span.to}::date and p.state in ('proposed', 'confirmed', 'told', 'objected')`.execute(db);
  return rows[0]?.n ?? 0;
}

export async function creditedSum(db: Db, bookId: number, span: { readonly from: string; readonly to: string }): Promise<{ entries: number; points: number }> {
  const { rows } = await sql<{ entries: number; points: number }>`select count(*)::int as entries, coalesce(sum(p.points), 0)::int as points from points.proposal p where p.book_id = ${bookId} and p.happened_on between ${span.from}::date and ${span.to}::date and p.state = 'credited'`.execute(db);
  return rows[0] ?? { entries: 0, points: 0 };
}

export async function unknownPhotos(db: Db, hashes: readonly string[]): Promise<string[]> {
  if (hashes.length === 0) return [];
  return (await sql<{ hash: string }>`select one.hash from unnest(${[...hashes]}::text[]) as one (hash) where not exists (select from platform.file f where f.sha256 = one.hash)`.execute(db)).rows.map(({ hash }) => hash);
}

export async function photosOf(db: Db, hashes: readonly string[]): Promise<Map<string, { sha256: string; width: number; height: number }>> {
  if (hashes.length === 0) return new Map();
  const { rows } = await sql<{ sha256: string; width: number; height: number }>`select sha256, width, height from platform.file where sha256 = any(${[...new Set(hashes)]}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.sha256, row]));
}
