import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { VersionState } from '../contract/books.ts';
import type { PeriodKind } from '../rules/period.ts';
import type { Figures, MeetingKind, Verdict } from '../rules/quorum.ts';
import type { Content } from '../rules/rule-book.ts';

// Versions of rule books, the meetings that decided on them, periods that were opened or closed, honours.

export type VersionRow = {
  readonly id: string; readonly bookId: number; readonly number: number; readonly areaId: number; readonly areaPath: string; readonly state: VersionState; readonly content: Content; readonly validFrom: string; readonly validTo: string;
  readonly draftedBy: number | null; readonly draftedByName: string; readonly draftedAt: Date; readonly filedNo: string | null; readonly filedAt: Date | null; readonly filedByName: string | null; readonly returnedReason: string | null;
  readonly publishedAt: Date | null; readonly publishedByName: string | null; readonly revision: number;
};
const versionColumns = sql`v.id, v.book_id as "bookId", v.number, v.area_id as "areaId", v.area_path as "areaPath", v.state, v.content, v.valid_from as "validFrom", v.valid_to as "validTo", v.drafted_by as "draftedBy", v.drafted_by_name as "draftedByName", v.drafted_at as "draftedAt",
  v.filed_no as "filedNo", v.filed_at as "filedAt", v.filed_by_name as "filedByName", v.returned_reason as "returnedReason", v.published_at as "publishedAt", v.published_by_name as "publishedByName", v.revision`;

export async function listVersions(db: Db, bookId: number): Promise<VersionRow[]> {
  return (await sql<VersionRow>`select ${versionColumns} from points.rule_version v where v.book_id = ${bookId} order by v.number desc limit 100`.execute(db)).rows;
}

export async function versionsByIds(db: Db, ids: readonly string[]): Promise<Map<string, VersionRow>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<VersionRow>`select ${versionColumns} from points.rule_version v where v.id = any(${[...new Set(ids)]}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

export async function lockVersion(db: Db, id: string): Promise<VersionRow | undefined> {
  return (await sql<VersionRow>`select ${versionColumns} from points.rule_version v where v.id = ${id} for update`.execute(db)).rows[0];
}

/** The version in force on a day. */
export async function liveVersion(db: Db, bookId: number, day: string): Promise<VersionRow | undefined> {
  return (await liveVersions(db, [bookId], day)).get(bookId);
}

export async function liveVersions(db: Db, bookIds: readonly number[], day: string): Promise<Map<number, VersionRow>> {
  const { rows } = await sql<VersionRow>`select ${versionColumns} from points.rule_version v where v.book_id = any(${[...bookIds]}::int[]) and v.state = 'published' and v.valid_from <= ${day}::date and v.valid_to >= ${day}::date`.execute(db);
  return new Map(rows.map((row) => [row.bookId, row]));
}

/** One draft or publication of a book at a time. */
export async function lockBook(db: Db, bookId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(60019, ${bookId})`.execute(db);
}

export type NewVersion = Pick<VersionRow, 'id' | 'bookId' | 'number' | 'areaId' | 'areaPath' | 'content' | 'validFrom' | 'validTo' | 'draftedBy' | 'draftedByName'>;
/** False: the id is taken. */
export async function insertVersion(db: Db, row: NewVersion): Promise<boolean> {
  const { rows } = await sql`insert into points.rule_version (id, book_id, number, area_id, area_path, state, content, valid_from, valid_to, drafted_by, drafted_by_name)
    values (${row.id}, ${row.bookId}, ${row.number}, ${row.areaId}, ${row.areaPath}, 'draft', ${JSON.stringify(row.content)}::jsonb, ${row.validFrom}::date, ${row.validTo}::date, ${row.draftedBy}, ${row.draftedByName}) on conflict (id) do nothing returning 1`.execute(db);
  return rows.length > 0;
}

export async function saveContent(db: Db, id: string, row: Pick<VersionRow, 'content' | 'validFrom' | 'validTo'>): Promise<void> {
  await sql`update points.rule_version set content = ${JSON.stringify(row.content)}::jsonb, valid_from = ${row.validFrom}::date, valid_to = ${row.validTo}::date, returned_reason = null, revision = revision + 1 where id = ${id}`.execute(db);
}

export type VersionMove = { readonly state: VersionState; readonly meetingId?: string | null; readonly filed?: { readonly no: string; readonly by: string } | null; readonly returnedReason?: string; readonly published?: { readonly by: string; readonly from: string } };
export async function moveVersion(db: Db, id: string, to: VersionMove): Promise<void> {
  await sql`update points.rule_version set state = ${to.state}, revision = revision + 1,
    meeting_id = ${to.meetingId === undefined ? sql`meeting_id` : to.meetingId},
    filed_no = ${to.filed === undefined ? sql`filed_no` : to.filed?.no ?? null}, filed_by_name = ${to.filed === undefined ? sql`filed_by_name` : to.filed?.by ?? null}, filed_at = ${to.filed === undefined ? sql`filed_at` : to.filed === null ? null : sql`platform.now()`},
    returned_reason = ${to.returnedReason === undefined ? sql`returned_reason` : to.returnedReason},
    valid_from = ${to.published === undefined ? sql`valid_from` : sql`${to.published.from}::date`}, published_by_name = ${to.published === undefined ? sql`published_by_name` : to.published.by}, published_at = ${to.published === undefined ? sql`published_at` : sql`platform.now()`}
    where id = ${id}`.execute(db);
}

export type MeetingRow = { readonly id: string; readonly versionId: string; readonly kind: MeetingKind; readonly heldOn: string; readonly noticeOn: string | null; readonly figures: Figures; readonly photos: string[]; readonly note: string; readonly passed: boolean; readonly verdict: Verdict['conditions']; readonly recordedByName: string; readonly recordedAt: Date };
export async function meetingsOf(db: Db, versionIds: readonly string[]): Promise<MeetingRow[]> {
  return (await sql<MeetingRow>`select id, version_id as "versionId", kind, held_on as "heldOn", notice_on as "noticeOn", figures, photos, note, passed, verdict, recorded_by_name as "recordedByName", recorded_at as "recordedAt"
    from points.meeting where version_id = any(${[...versionIds]}::uuid[]) order by recorded_at desc, id`.execute(db)).rows;
}

export async function insertMeeting(db: Db, row: Omit<MeetingRow, 'recordedAt'> & { readonly areaPath: string; readonly recordedBy: number; readonly contentHash: Buffer }): Promise<boolean> {
  const { rows } = await sql`insert into points.meeting (id, version_id, area_path, kind, held_on, notice_on, figures, photos, note, passed, verdict, content_hash, recorded_by, recorded_by_name)
    values (${row.id}, ${row.versionId}, ${row.areaPath}, ${row.kind}, ${row.heldOn}::date, ${row.noticeOn}::date, ${JSON.stringify(row.figures)}::jsonb, ${[...row.photos]}::text[], ${row.note}, ${row.passed}, ${JSON.stringify(row.verdict)}::jsonb, ${row.contentHash}, ${row.recordedBy}, ${row.recordedByName}) on conflict (id) do nothing returning 1`.execute(db);
  return rows.length > 0;
}

export type PeriodRow = { readonly kind: PeriodKind; readonly code: string; readonly from: string; readonly to: string; readonly closedAt: Date | null; readonly closedByName: string | null; readonly sums: { readonly entries?: number; readonly points?: number } };
export async function periodsKept(db: Db, bookId: number): Promise<PeriodRow[]> {
  return (await sql<PeriodRow>`select kind, code, starts_on as "from", ends_on as "to", closed_at as "closedAt", closed_by_name as "closedByName", sums from points.period where book_id = ${bookId} order by ends_on`.execute(db)).rows;
}

export async function insertOpen(db: Db, bookId: number, areaPath: string, row: { readonly kind: PeriodKind; readonly code: string; readonly from: string; readonly to: string }, by: string): Promise<void> {
  await sql`insert into points.period (book_id, kind, code, area_path, starts_on, ends_on, opened_by_name) values (${bookId}, ${row.kind}, ${row.code}, ${areaPath}, ${row.from}::date, ${row.to}::date, ${by})`.execute(db);
}

export async function insertClosed(db: Db, bookId: number, areaPath: string, row: { readonly kind: PeriodKind; readonly code: string; readonly from: string; readonly to: string }, by: string, sums: { readonly entries: number; readonly points: number }): Promise<void> {
  await sql`insert into points.period (book_id, kind, code, area_path, starts_on, ends_on, opened_by_name, closed_at, closed_by_name, sums)
    values (${bookId}, ${row.kind}, ${row.code}, ${areaPath}, ${row.from}::date, ${row.to}::date, ${by}, platform.now(), ${by}, ${JSON.stringify(sums)}::jsonb)
    on conflict (book_id, kind, code) do update set closed_at = platform.now(), closed_by_name = excluded.closed_by_name, sums = excluded.sums where points.period.closed_at is null`.execute(db);
}

/** Does the warehouse hand out for this book on that day: was a redemption opened that is not closed? */
export async function isRedemptionOpen(db: Db, bookId: number, day: string): Promise<boolean> {
  const { rows } = await sql`select 1 from points.period where book_id = ${bookId} and kind = 'redemption' and closed_at is null and opened_at::date <= ${day}::date + 1 limit 1`.execute(db);
  return rows.length > 0;
}

export type HonourRow = { readonly id: string; readonly householdId: string; readonly honour: 'goodNeighbour' | 'fiveGood' | 'peaceful' | 'starHousehold' | 'filial'; readonly year: number; readonly reason: string; readonly cited: number | null; readonly documentNo: string; readonly decidedByName: string; readonly at: Date };
export async function listHonours(db: Db, bookId: number): Promise<HonourRow[]> {
  return (await sql<HonourRow>`select id, household_id as "householdId", honour, year, reason, cited, document_no as "documentNo", decided_by_name as "decidedByName", at from points.honour where book_id = ${bookId} order by year desc, at desc limit 500`.execute(db)).rows;
}

export async function insertHonour(db: Db, row: Omit<HonourRow, 'at'> & { readonly bookId: number; readonly areaPath: string; readonly decidedBy: number }): Promise<'written' | 'there' | 'taken'> {
  const { rows } = await sql`insert into points.honour (id, book_id, household_id, area_path, honour, year, reason, cited, document_no, decided_by, decided_by_name)
    values (${row.id}, ${row.bookId}, ${row.householdId}, ${row.areaPath}, ${row.honour}, ${row.year}, ${row.reason}, ${row.cited}, ${row.documentNo}, ${row.decidedBy}, ${row.decidedByName}) on conflict do nothing returning 1`.execute(db);
  if (rows.length > 0) return 'written';
  return (await sql`select 1 from points.honour where id = ${row.id}`.execute(db)).rows.length > 0 ? 'taken' : 'there';
}

/** Rule books and what hangs on them follow their areas. As the house. */
export async function followRuleAreas(db: Db): Promise<void> {
  await sql`update points.rule_version v set area_path = a.path from geography.area_facts a where a.id = v.area_id and a.path <> v.area_path`.execute(db);
  await sql`update points.proposal p set area_path = a.path from geography.area_facts a where a.id = p.area_id and a.path <> p.area_path`.execute(db);
  await sql`update points.objection o set area_path = p.area_path from points.proposal p where p.id = o.proposal_id and p.area_path <> o.area_path`.execute(db);
  await sql`update points.period d set area_path = b.area_path from points.book b where b.id = d.book_id and b.area_path <> d.area_path`.execute(db);
}
