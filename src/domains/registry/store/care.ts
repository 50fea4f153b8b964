import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { CareBasis, CareTier } from '../rules/care.ts';
import { insideOf, likeOf } from './rows.ts';

export type CareRow = {
  id: string; personId: string; kind: string; sensitive: boolean; basis: CareBasis; tier: CareTier; cycleDays: number; ownerId: number; helperIds: number[]; startOn: string; endOn: string; lastVisitOn: string | null;
  endedOn: string | null; detailSealed: Buffer;
};
const columns = sql`n.id, n.person_id as "personId", n.kind, n.sensitive, n.basis, n.tier, n.cycle_days as "cycleDays", n.owner_id as "ownerId", n.helper_ids as "helperIds", n.start_on as "startOn", n.end_on as "endOn", n.last_visit_on as "lastVisitOn",
  n.ended_on as "endedOn", n.detail_sealed as "detailSealed"`;

export type CareFilter = {
  /** Where the reader keeps the care register; and he himself, as a helper. */
  readonly within: readonly string[]; readonly personId: number | null; readonly mine: boolean; readonly areaPath: string | undefined;
  readonly ofPeople: readonly string[] | undefined; readonly kind: string | undefined; readonly tier: string | undefined; readonly state: 'current' | 'ending' | 'over' | undefined; readonly today: string;
};

/** What ends soonest first. */
export async function listCare(db: Db, filter: CareFilter, page: { readonly after?: string | undefined; readonly limit: number }): Promise<{ rows: CareRow[]; next: string | null }> {
  const helps = sql<boolean>`n.helper_ids @> array[${filter.personId ?? 0}::int]`;
  const all: RawBuilder<boolean>[] = [filter.mine ? helps : sql<boolean>`(${helps} or (not n.sensitive and ${insideOf(filter.within, sql`p.area_path`)}))`];
  if (filter.areaPath !== undefined) all.push(insideOf([filter.areaPath], sql`p.area_path`));
  if (filter.ofPeople !== undefined) all.push(sql<boolean>`n.person_id = any(${[...filter.ofPeople]}::uuid[])`);
  if (filter.kind !== undefined) all.push(sql<boolean>`n.kind in (${filter.kind}, 'sealed')`);
  if (filter.tier !== undefined) all.push(sql<boolean>`n.tier = ${filter.tier}`);
  const over = sql<boolean>`(n.ended_on is not null or n.end_on < ${filter.today}::date)`;
  if (filter.state === 'over') all.push(over);
  else if (filter.state !== undefined) all.push(sql<boolean>`not ${over} and ${filter.state === 'ending' ? sql<boolean>`n.end_on <= ${filter.today}::date + 14` : sql<boolean>`n.end_on > ${filter.today}::date + 14`}`);
  const [day = '', id = ''] = page.after?.split('|') ?? [];
  if (/^\d{4}-\d\d-\d\d$/u.test(day) && /^[0-9a-f-]{36}$/u.test(id)) all.push(sql<boolean>`(n.end_on, n.id) > (${day}::date, ${id}::uuid)`);
  const { rows } = await sql<CareRow>`select ${columns} from registry.care_need n join registry.person p on p.id = n.person_id where ${sql.join(all, sql` and `)} order by n.end_on, n.id limit ${page.limit + 1}`.execute(db);
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > page.limit && last ? `${last.endOn}|${last.id}` : null };
}

/** People with a post there, or above it in the same township; residents and machines are no helpers. */
export async function staffIn(db: Db, paths: readonly string[], text: string | undefined, today: string): Promise<{ id: number; name: string; post: string }[]> {
  const { rows } = await sql<{ id: number; name: string; post: string }>`
    select p.id, p.name, min(o.title || ' · ' || a.name) as post
    from identity.post_facts o join identity.person_facts p on p.id = o.person_id and p.state = 'active' join geography.area_facts a on a.id = o.area_id
    where o.role not in ('resident', 'machine') and o.ended_at is null and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to >= ${today}::date)
      and exists (select from unnest(${[...paths]}::text[]) s(path) where starts_with(a.path, s.path) or (starts_with(s.path, a.path) and a.kind in ('township', 'community', 'grid', 'microGrid')))
      and (${text ?? null}::text is null or p.name like ${text === undefined ? null : likeOf(text)}::text)
    group by p.id, p.name order by p.name collate "zh-Hans-x-icu", p.id limit 50`.execute(db);
  return rows;
}

export async function lockCare(db: Db, id: string): Promise<CareRow | undefined> {
  const { rows } = await sql<CareRow>`select ${columns} from registry.care_need n where n.id = ${id} for update`.execute(db);
  return rows[0];
}

export async function insertCare(db: Db, row: CareRow, openedBy: number | null): Promise<void> {
  await sql`insert into registry.care_need (id, person_id, kind, sensitive, basis, tier, cycle_days, owner_id, helper_ids, start_on, end_on, detail_sealed, opened_by)
    values (${row.id}, ${row.personId}, ${row.kind}, ${row.sensitive}, ${row.basis}, ${row.tier}, ${row.cycleDays}, ${row.ownerId}, ${row.helperIds}::int[], ${row.startOn}, ${row.endOn}, ${row.detailSealed}, ${openedBy})`.execute(db);
}

export async function saveCare(db: Db, row: CareRow): Promise<void> {
  await sql`update registry.care_need set tier = ${row.tier}, cycle_days = ${row.cycleDays}, owner_id = ${row.ownerId}, helper_ids = ${row.helperIds}::int[], end_on = ${row.endOn}, ended_on = ${row.endedOn},
    detail_sealed = ${row.detailSealed} where id = ${row.id}`.execute(db);
}

export async function insertCareEvent(db: Db, event: { readonly id: string; readonly needId: string; readonly action: 'open' | 'change' | 'helpers' | 'end'; readonly personId: number | null; readonly name: string }): Promise<void> {
  await sql`insert into registry.care_event (id, need_id, action, by_person, by_name) values (${event.id}, ${event.needId}, ${event.action}, ${event.personId}, ${event.name})`.execute(db);
}

/** A person who turns out to be a child: from now on only the helpers know. */
export async function hideCareOf(db: Db, personId: string): Promise<void> {
  await sql`update registry.care_need set sensitive = true where person_id = ${personId} and not sensitive`.execute(db);
}

/** In the open needs of one person, whoever may read them; nothing is told back. */
export async function noteVisit(db: Db, personId: string, lastOn: string | null): Promise<void> {
  await sql`select registry.note_visit(${personId}::uuid, ${lastOn}::date)`.execute(db);
}
