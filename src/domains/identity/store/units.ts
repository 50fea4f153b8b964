import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '../../../platform/db.ts';
import type { unitKinds, unitLevels } from '../contract.ts';

type Db = Kysely<Database>;

export type UnitRow = {
  id: number; code: string; name: string; kind: (typeof unitKinds)[number]; level: (typeof unitLevels)[number];
  area: { id: number; name: string }; areaPath: string; members: number;
};

const unitRow = (members: RawBuilder<number>): RawBuilder<UnitRow> => sql<UnitRow>`
  select u.id, u.code, u.name, u.kind, u.level, jsonb_build_object('id', a.id, 'name', a.name) as area, a.path as "areaPath", ${members} as members
  from identity.unit u join geography.area_facts a on a.id = u.area_id`;
const living = sql`identity.living(o.valid_from, o.valid_to, o.ended_at, identity.today())`;

export async function listUnits(db: Db, filter: { areaId: number | undefined; kind: string | undefined; text: string | undefined }): Promise<UnitRow[]> {
  const like = filter.text === undefined ? null : `%${filter.text.trim().replace(/[\\%_]/gu, '\\$&')}%`;
  const { rows } = await sql<UnitRow>`
    -- Everybody is counted once: unit by unit the same posts would be read two thousand times.
    with counted as materialized (
      select o.unit_id, count(distinct o.person_id)::int as members from identity.post o join identity.person p on p.id = o.person_id and p.state = 'active'
      where o.unit_id is not null and ${living} group by o.unit_id)
    ${unitRow(sql`coalesce(c.members, 0)`)} left join counted c on c.unit_id = u.id
    where (${filter.areaId ?? null}::int is null or starts_with(a.path, (select path from geography.area_facts where id = ${filter.areaId ?? null}::int)))
      and (${filter.kind ?? null}::text is null or u.kind = ${filter.kind ?? null}::text)
      and (${like}::text is null or u.name like ${like}::text or u.code ilike ${like}::text)
    order by u.name collate "zh-Hans-x-icu", u.id limit 5000`.execute(db);
  return rows;
}

export async function unitsByIds(db: Db, unitIds: readonly number[]): Promise<UnitRow[]> {
  const { rows } = await sql<UnitRow>`
    ${unitRow(sql`(select count(distinct o.person_id)::int from identity.post o join identity.person p on p.id = o.person_id and p.state = 'active' where o.unit_id = u.id and ${living})`)}
    where u.id = any(${unitIds}::int[]) order by u.id`.execute(db);
  return rows;
}

export async function unitsByCodes(db: Db, codes: readonly string[]): Promise<{ id: number; code: string }[]> {
  const { rows } = await sql<{ id: number; code: string }>`select id, code from identity.unit where code = any(${codes}::text[])`.execute(db);
  return rows;
}

export type Member = { personId: number; name: string; postId: number; role: string; title: string };

/** Who stands in this unit on that day, covers after the holders; suspended people are left out. */
export async function membersOfUnit(db: Db, unitId: number, on: string): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select p.id as "personId", p.name, o.id as "postId", o.role, coalesce(nullif(o.title, ''), r.name_zh) as title
    from identity.post o join identity.person p on p.id = o.person_id join identity.role r on r.code = o.role
    where o.unit_id = ${unitId} and p.state = 'active' and identity.living(o.valid_from, o.valid_to, o.ended_at, ${on}::date)
    order by o.cover_for_post_id is not null, o.id`.execute(db);
  return rows;
}

export type GridWorker = {
  personId: number; name: string; postId: number; areaId: number; title: string; employment: 'fullTime' | 'partTime'; sharePercent: number;
  inNameOf: { personId: number; name: string } | null;
};

/**
 * Who can verify on the spot in one of these areas on that day: the first area's people first, then full time, then share.
 * Whoever is covered is on leave; his cover is here instead of him.
 */
export async function listGridWorkers(db: Db, wanted: { areaIds: readonly number[]; on: string; exceptPersonIds: readonly number[] }): Promise<GridWorker[]> {
  const { rows } = await sql<GridWorker>`
    select p.id as "personId", p.name, o.id as "postId", o.area_id as "areaId", coalesce(nullif(o.title, ''), r.name_zh) as title,
      o.employment, o.share_percent as "sharePercent",
      case when absent.id is not null then jsonb_build_object('personId', absent.id, 'name', absent.name) end as "inNameOf"
    from identity.post o
    join identity.person p on p.id = o.person_id
    join identity.role r on r.code = o.role
    left join identity.post covered on covered.id = o.cover_for_post_id
    left join identity.person absent on absent.id = covered.person_id
    where o.area_id = any(${wanted.areaIds}::int[]) and o.person_id <> all(${wanted.exceptPersonIds}::int[]) and p.state = 'active'
      and identity.living(o.valid_from, o.valid_to, o.ended_at, ${wanted.on}::date)
      and (covered.id is null or identity.living(covered.valid_from, covered.valid_to, covered.ended_at, ${wanted.on}::date))
      -- As an array, read once: as two more joins they made the planning ten times as long as the query.
      and o.role = any (array(select role from identity.role_permission where permission = 'incidents.verify'
                              except select role from identity.role_permission where permission = 'incidents.desk'))
      and not exists (select from identity.post c where c.cover_for_post_id = o.id and identity.living(c.valid_from, c.valid_to, c.ended_at, ${wanted.on}::date))
    order by array_position(${wanted.areaIds}::int[], o.area_id), o.employment, o.share_percent desc, o.id`.execute(db);
  return rows;
}

export async function personNames(db: Db, personIds: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await sql<{ id: number; name: string }>`select id, name from identity.person where id = any(${personIds}::int[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row.name]));
}
