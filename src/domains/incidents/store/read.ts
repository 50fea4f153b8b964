import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { states, stepOf, type Card, type State } from '../rules/steps.ts';
import type { ClockKind } from '../rules/clocks.ts';
import type { Measure } from '../contract-shapes.ts';
import { isOpen, measureWhere, type Period } from './measures.ts';

/** A case as lists show it, before names are put to its ids. */
export type ListedCase = {
  id: string; number: string; state: State; class: string | null; opening: string; areaId: number; areaPath: string; address: string;
  longitude: number | null; latitude: number | null; leadUnitId: number | null; coUnitIds: number[]; source: string; reportedAt: Date;
  dueAt: Date | null; dueKind: ClockKind | null; dueProvisional: boolean; duePaused: boolean; card: Card | null; urges: number; returns: number;
  reworks: number; duplicates: number; photos: number; firstPhoto: string | null; revision: number;
  reporterPersonId: number | null; verifierId: number | null; checkerId: number | null; needsRequest: boolean;
  verification: string | null; fedBack: boolean; satisfied: boolean | null; hasReporter: boolean; triaged: boolean;
};

const listed = sql`
  i.id, i.number, i.state, i.class, left(i.description, 120) as opening, i.area_id as "areaId", i.area_path as "areaPath", i.address, i.longitude, i.latitude,
  i.lead_unit_id as "leadUnitId", i.co_unit_ids as "coUnitIds", i.source, i.reported_at as "reportedAt", i.due_at as "dueAt", i.due_kind as "dueKind",
  i.due_provisional as "dueProvisional", i.due_paused as "duePaused", i.card, i.urges, i.returns, i.reworks, i.duplicates, i.photos,
  i.first_photo as "firstPhoto", i.revision, i.reporter_person_id as "reporterPersonId", i.verifier_id as "verifierId", i.checker_id as "checkerId",
  i.needs_request as "needsRequest", i.folded->>'verification' as verification, i.fed_back_at is not null as "fedBack", i.satisfied,
  i.has_reporter as "hasReporter", (i.folded->>'triaged')::boolean as triaged`;

export type Filter = {
  /** Paths the reader may read in; the explicit wall of every list. */
  readonly within: readonly string[];
  readonly areaPath?: string | undefined;
  readonly step?: number | undefined;
  readonly state?: State | undefined;
  readonly classes?: readonly string[] | undefined;
  readonly unitId?: number | undefined;
  readonly late?: boolean | undefined;
  readonly text?: string | undefined;
  readonly reported?: Period | undefined;
  readonly measure?: { readonly name: Measure; readonly period: Period } | undefined;
};

/** Digits and dots sort before ':', so a path's subtree is one index range in the "C" order. */
export function insideOf(paths: readonly string[]): RawBuilder<boolean> {
  if (paths.length === 0) return sql<boolean>`false`;
  return sql<boolean>`(${sql.join(paths.map((path) => sql`(i.area_path >= ${path} and i.area_path < ${`${path}:`})`), sql` or `)})`;
}

/** Written out, so that an index of open cases is seen to serve before the values are known. */
function inStates(list: readonly State[]): RawBuilder<boolean> {
  return sql<boolean>`i.state in (${sql.join(list.map((state) => sql.lit(state)))})`;
}

/** What lists are sorted by; an index has this very expression. */
const need = sql`coalesce(i.due_at, 'infinity'::timestamptz)`;

/** Of words that are in thousands of cases so many are listed, the newest. */
const newestFound = 300;

function whereOf(filter: Filter, now: Date): RawBuilder<boolean> {
  const all: RawBuilder<boolean>[] = [insideOf(filter.within)];
  if (filter.areaPath !== undefined) all.push(insideOf([filter.areaPath]));
  if (filter.state !== undefined) all.push(inStates([filter.state]));
  if (filter.step !== undefined) all.push(inStates(states.filter((state) => stepOf[state] === filter.step)));
  if (filter.classes !== undefined) all.push(sql<boolean>`i.class = any(${[...filter.classes]}::text[])`);
  if (filter.unitId !== undefined) all.push(sql<boolean>`(i.lead_unit_id = ${filter.unitId} or i.id = any(array(select incidents.co_handled(array[${filter.unitId}::int]))))`);
  if (filter.late !== undefined) all.push(filter.late ? measureWhere('late', { since: now, until: now }, now) : sql<boolean>`not coalesce(i.due_at < ${now} and not i.due_paused, false)`);
  if (filter.reported) all.push(measureWhere('reported', filter.reported, now));
  if (filter.measure) {
    all.push(measureWhere(filter.measure.name, filter.measure.period, now));
    // Nothing happens to a case before it is reported: a list of an old period begins at its end and not at today.
    if (filter.measure.name !== 'open' && filter.measure.name !== 'late') all.push(sql<boolean>`i.reported_at < ${filter.measure.period.until}`);
  }
  const text = filter.text?.trim() ?? '';
  if (text !== '') {
    const like = `%${text.replace(/[\\%_]/gu, (found) => `\\${found}`)}%`;
    const number = text.toUpperCase();
    all.push(sql<boolean>`i.id in (
      select incidents.searched_newest(${text}, ${like}, ${topsOf(filter)}::text[], ${newestFound})
      union all select n.id from incidents.incident n where n.number collate "C" >= ${number} and n.number collate "C" < ${`${number}\u{10FFFF}`})`);
  }
  return sql<boolean>`(${sql.join(all, sql` and `)})`;
}

export type Page = { readonly after: string | undefined; readonly limit: number; readonly sort: 'due' | 'newest' };

export async function listCases(db: Db, filter: Filter, page: Page, now: Date): Promise<{ items: ListedCase[]; next: string | null }> {
  const key = page.sort === 'due' ? need : sql`i.reported_at`;
  const from = parseKey(page.after);
  const beyond = from === null ? sql`true` : page.sort === 'due' ? sql`(${key}, i.id) > (${from.at}, ${from.id}::uuid)` : sql`(${key}, i.id) < (${from.at}, ${from.id}::uuid)`;
  const order = page.sort === 'due' ? sql`${key}, i.id` : sql`${key} desc, i.id desc`;
  const { rows } = await sql<ListedCase & { key: string }>`
    select ${listed}, case when ${key} = 'infinity' then 'infinity' else (extract(epoch from ${key}) * 1000000)::bigint::text end as key from incidents.incident i
    where ${whereOf(filter, now)} and ${beyond} order by ${order} limit ${page.limit + 1}`.execute(db);
  const items = rows.slice(0, page.limit);
  const last = items.at(-1);
  return { items, next: rows.length > page.limit && last ? `${last.key}|${last.id}` : null };
}

/** `boardCursor` of the contract: microseconds since 1970 and the id, so that the next page begins exactly behind the last row. */
function parseKey(after: string | undefined): { at: RawBuilder<Date>; id: string } | null {
  const [at, id] = (after ?? '').split('|');
  if (at === undefined || id === undefined) return null;
  return { at: at === 'infinity' ? sql<Date>`'infinity'::timestamptz` : sql<Date>`('epoch'::timestamptz + ${at}::bigint * interval '1 microsecond')`, id };
}

/** Up to a thousand: beyond it the exact number helps nobody and costs much; null says that there are more. */
export async function countCases(db: Db, filter: Filter, now: Date, most = 1_000): Promise<number | null> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (select 1 from incidents.incident i where ${whereOf(filter, now)} limit ${most + 1}) as bounded`.execute(db);
  const n = rows[0]?.n ?? 0;
  return n > most || (n >= newestFound && (filter.text?.trim() ?? '') !== '') ? null : n;
}

/** Cases by state, as the tabs of the board count them: those that have not ended, and the closed ones still to evaluate. */
export async function countByState(db: Db, scope: Pick<Filter, 'within' | 'areaPath'>, now: Date): Promise<{ state: State; open: number; late: number }[]> {
  const tops = topsOf(scope);
  if (tops.length === 0) return [];
  const { rows } = await sql<{ state: State; open: number; late: number }>`
    select s.state, sum(s.open)::int as open, sum(s.late)::int as late
    from unnest(${tops}::text[]) as top(path) cross join lateral incidents.open_by_state(top.path, ${now}) s group by 1`.execute(db);
  return rows;
}

/** Where the reader's areas and the one that he asks for meet; none of them lies in another. */
function topsOf({ within, areaPath }: Pick<Filter, 'within' | 'areaPath'>): string[] {
  const met = areaPath === undefined ? within : within.some((path) => areaPath.startsWith(path)) ? [areaPath] : within.filter((path) => path.startsWith(areaPath));
  return [...new Set(met)].filter((path, _index, all) => !all.some((other) => other !== path && path.startsWith(other)));
}

export async function pointsOf(db: Db, filter: Filter, limit: number, now: Date): Promise<ListedCase[]> {
  const { rows } = await sql<ListedCase>`
    select ${listed} from incidents.incident i where ${whereOf(filter, now)} and i.longitude is not null and ${isOpen}
    order by ${need}, i.id limit ${limit}`.execute(db);
  return rows;
}

export async function casesByIds(db: Db, ids: readonly string[]): Promise<ListedCase[]> {
  const { rows } = await sql<ListedCase>`select ${listed} from incidents.incident i where i.id = any(${[...ids]}::uuid[])`.execute(db);
  return rows;
}

export type MineBy = { readonly personId: number; readonly fieldPaths: readonly string[]; readonly unitIds: readonly number[]; readonly deskPaths: readonly string[] };

/**
 * Cases in which the next step may be this person's. Why it is his is said by `whyMine`. Each way in which it may be is
 * a list of its own, in the order of need and no longer than asked for: together they are the first of all.
 */
export async function waitingFor(db: Db, by: MineBy, limit: number): Promise<ListedCase[]> {
  const field = insideOf(by.fieldPaths);
  const mayRead = by.fieldPaths.length > 0;
  const ways: (RawBuilder<boolean> | null)[] = [
    sql<boolean>`i.state = 'verifying' and i.folded->>'verification' is null and i.verifier_id = ${by.personId}`,
    mayRead ? sql<boolean>`i.state = 'verifying' and i.folded->>'verification' is null and ${field}` : null,
    sql<boolean>`i.state = 'checking' and i.checker_id = ${by.personId}`,
    mayRead ? sql<boolean>`i.state = 'handled' and ${field}` : null,
    by.unitIds.length > 0 ? sql<boolean>`i.lead_unit_id = any(${[...by.unitIds]}::int[]) and i.state in ('dispatched', 'acknowledged', 'handling', 'rework', 'suspended')` : null,
    by.unitIds.length > 0 ? sql<boolean>`i.id = any(array(select incidents.co_handled(${[...by.unitIds]}::int[], '{handling,rework}')))` : null,
    by.deskPaths.length > 0 ? sql<boolean>`${isOpen} and ${insideOf(by.deskPaths)} and (i.needs_request or i.state in ('reported', 'accepted', 'filed', 'returned', 'handled', 'feedback')
      or (i.state = 'verifying' and i.folded->>'verification' is not null))` : null,
    sql<boolean>`i.reporter_person_id = ${by.personId} and i.state in ('feedback', 'closed', 'evaluated') and i.fed_back_at is not null and i.satisfied is null`,
  ];
  const lists = ways.flatMap((way) => (way === null ? [] : [sql`(select i.id from incidents.incident i where ${way} order by ${need}, i.id limit ${limit})`]));
  const { rows } = await sql<ListedCase>`
    select ${listed} from incidents.incident i where i.id = any(array(${sql.join(lists, sql` union `)}))
    order by ${need}, i.id limit ${limit}`.execute(db);
  return rows;
}

export async function reportsOf(db: Db, personId: number, limit: number): Promise<ListedCase[]> {
  const { rows } = await sql<ListedCase>`select ${listed} from incidents.incident i where i.reporter_person_id = ${personId} order by i.reported_at desc, i.id limit ${limit}`.execute(db);
  return rows;
}

/** The same words, or the same class within 150 m and three days; open ones only. */
export async function similarTo(db: Db, caseId: string, within: readonly string[], limit: number): Promise<(ListedCase & { reason: 'sameText' | 'nearAndSameClass'; metres: number | null })[]> {
  const { rows } = await sql<ListedCase & { reason: 'sameText' | 'nearAndSameClass'; metres: number | null }>`
    with self as (
      select id, text_key, class, longitude, latitude, latitude - 0.0014 as south, latitude + 0.0014 as north, longitude - 0.0018 as west, longitude + 0.0018 as east,
        reported_at - interval '3 days' as since, reported_at + interval '3 days' as until from incidents.incident where id = ${caseId}),
    -- Plain comparisons alone, which the policies let go first: most of the likes have ended, or lie elsewhere.
    candidates as (
      select i.id, 'sameText' as reason from self, incidents.incident i where i.text_key = self.text_key and ${isOpen}
      union all
      select i.id, 'nearAndSameClass' from self, incidents.incident i
      where i.class = self.class and i.reported_at between self.since and self.until
        and i.latitude > self.south and i.latitude < self.north and i.longitude > self.west and i.longitude < self.east and ${isOpen})
    select distinct on (i.id) ${listed}, c.reason,
      round(111320 * sqrt(power(i.latitude - self.latitude, 2) + power((i.longitude - self.longitude) * cos(radians(self.latitude)), 2)))::int as metres
    from candidates c join incidents.incident i on i.id = c.id cross join self
    where i.id <> self.id and ${insideOf(within)}
    order by i.id, c.reason desc limit ${limit}`.execute(db);
  return rows;
}
