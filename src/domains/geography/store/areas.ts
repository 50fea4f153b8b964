import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '../../../platform/db.ts';
import type { AreaKind } from '../contract.ts';
import type { SerialDigits } from '../rules.ts';

// This domain's SQL for areas; outlines are in shapes.ts. Days are 'YYYY-MM-DD', Asia/Shanghai.

export type Db = Kysely<Database>;

export type AreaRow = {
  id: number; kind: AreaKind; code: string; name: string; parentId: number | null; path: string; assessmentUnit: boolean;
  households: number | null; validFrom: string; validTo: string | null; longitude: number | null; latitude: number | null;
};
export type ListedArea = AreaRow & { children: number };

const columns = sql`
  a.id, a.kind, a.code, a.name, a.parent_id as "parentId", a.path, a.assessment_unit as "assessmentUnit", a.households,
  a.valid_from as "validFrom", a.valid_to as "validTo", a.label_longitude as longitude, a.label_latitude as latitude`;

/** One change of the tree at a time: serials, codes and paths are then judged against what stays. */
export async function lockTree(db: Db): Promise<void> {
  await sql`select areas from geography.version for update`.execute(db);
}

export type Versions = { installation: string; areas: number; shapes: number };

/** The database's own number keeps apart copies of one database in one process. */
export const versionColumns = sql`
  (select i.epoch || '/' || (select d.oid from pg_database d where d.datname = current_database()) from platform.installation i) as installation, v.areas, v.shapes`;

export async function findVersions(db: Db): Promise<Versions> {
  const { rows } = await sql<Versions>`select ${versionColumns} from geography.version v`.execute(db);
  if (!rows[0]) throw new Error('geography.version has lost its row');
  return rows[0];
}

export async function serialDigits(db: Db): Promise<SerialDigits> {
  const { rows } = await sql<SerialDigits>`select grid_serial_digits as grid, micro_grid_serial_digits as "microGrid" from geography.setting`.execute(db);
  if (!rows[0]) throw new Error('geography.setting has lost its row');
  return rows[0];
}

export async function setSerialDigits(db: Db, digits: SerialDigits): Promise<void> {
  await sql`update geography.setting set grid_serial_digits = ${digits.grid}, micro_grid_serial_digits = ${digits.microGrid}`.execute(db);
}

/** Ended ones too. */
export async function findArea(db: Db, id: number): Promise<AreaRow | undefined> {
  const { rows } = await sql<AreaRow>`select ${columns} from geography.area a where a.id = ${id}`.execute(db);
  return rows[0];
}

const livingChildren = sql<number>`(select count(*)::int from geography.area c where c.parent_id = a.id and c.valid_to is null)`;

export async function findListedArea(db: Db, id: number): Promise<ListedArea | undefined> {
  const { rows } = await sql<ListedArea>`select ${columns}, ${livingChildren} as children from geography.area a where a.id = ${id}`.execute(db);
  return rows[0];
}

export type AreaFilter = { parentId?: number | undefined; kind?: AreaKind | undefined; text?: string | undefined; withinPath?: string | undefined; afterCode?: string | undefined; limit: number };

/** Living areas in the order of their codes. */
export async function listAreas(db: Db, filter: AreaFilter): Promise<ListedArea[]> {
  const conditions: RawBuilder<unknown>[] = [sql`a.valid_to is null`];
  if (filter.parentId !== undefined) conditions.push(sql`a.parent_id = ${filter.parentId}`);
  if (filter.kind !== undefined) conditions.push(sql`a.kind = ${filter.kind}`);
  if (filter.withinPath !== undefined) conditions.push(sql`a.path like ${`${filter.withinPath}%`}`);
  if (filter.afterCode !== undefined) conditions.push(sql`a.code > ${filter.afterCode}`);
  const text = filter.text?.trim() ?? '';
  if (text !== '') {
    const part = text.replace(/[\\%_]/g, '\\$&');
    conditions.push(sql`(a.name like ${`%${part}%`} or a.code like ${`${part}%`} or a.initials like ${`${part.toLowerCase()}%`}
      or exists (select from geography.area_alias f where f.area_id = a.id and (f.code like ${`${part}%`} or f.name like ${`%${part}%`})))`);
  }
  const { rows } = await sql<ListedArea>`
    select ${columns}, ${livingChildren} as children from geography.area a
    where ${sql.join(conditions, sql` and `)} order by a.code limit ${filter.limit}`.execute(db);
  return rows;
}

export type TreeRow = { id: number; kind: AreaKind; code: string; name: string; parentId: number | null; path: string; living: boolean; assessmentUnit: boolean };

/** The whole tree, ended areas included, with the version it has in this very snapshot; parents before children. */
export async function loadTree(db: Db): Promise<{ versions: Versions; areas: TreeRow[] }> {
  const { rows } = await sql<Versions & { tree: TreeRow[] | null }>`
    select ${versionColumns}, (
      select json_agg(json_build_object('id', a.id, 'kind', a.kind, 'code', a.code, 'name', a.name, 'parentId', a.parent_id, 'path', a.path,
        'living', a.valid_to is null, 'assessmentUnit', a.assessment_unit) order by a.path) from geography.area a) as tree
    from geography.version v`.execute(db);
  if (!rows[0]) throw new Error('geography.version has lost its row');
  const { tree, ...versions } = rows[0];
  return { versions, areas: tree ?? [] };
}

export type KnownCode = { code: string; areaId: number; name: string; kind: AreaKind; path: string; parentId: number | null; living: boolean; former: boolean };

/** Living areas and former codes of living areas: what an import compares with. */
export async function listKnownCodes(db: Db, kinds: readonly AreaKind[]): Promise<KnownCode[]> {
  const { rows } = await sql<KnownCode>`
    select a.code, a.id as "areaId", a.name, a.kind, a.path, a.parent_id as "parentId", true as living, false as former
    from geography.area a where a.valid_to is null and a.kind = any(${[...kinds]})
    union all
    select f.code, a.id, a.name, a.kind, a.path, a.parent_id, true, true
    from geography.area_alias f join geography.area a on a.id = f.area_id
    where a.valid_to is null and a.kind = any(${[...kinds]}) and f.code <> a.code`.execute(db);
  return rows;
}

/** Every code with the prefix that an area of these kinds has or had. */
export async function listCodesEver(db: Db, kinds: readonly AreaKind[], prefix: string): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    select code from geography.area where code like ${`${prefix}%`} and kind = any(${[...kinds]})
    union select f.code from geography.area_alias f join geography.area a on a.id = f.area_id where f.code like ${`${prefix}%`} and a.kind = any(${[...kinds]})`.execute(db);
  return rows.map(({ code }) => code);
}

/** May the area have this code? A living area's code and another's former code are taken; a grid's is, for ever. */
export async function codeIsTaken(db: Db, code: string, kind: AreaKind, areaId: number | null): Promise<boolean> {
  const serialKind = kind === 'grid' || kind === 'microGrid';
  const { rows } = await sql<{ taken: boolean }>`
    select exists (select from geography.area a where a.code = ${code} and a.id is distinct from ${areaId}::int and (a.valid_to is null or ${serialKind}))
      or exists (select from geography.area_alias f where f.code = ${code} and f.area_id is distinct from ${areaId}::int) as taken`.execute(db);
  return rows[0]?.taken === true;
}

export type NewArea = {
  kind: AreaKind; code: string; name: string; initials: string; parentId: number | null; assessmentUnit: boolean; households: number | null;
  validFrom: string; longitude?: number | null; latitude?: number | null;
};

/** Parents must be there already; answers in no particular order. */
export async function insertAreas(db: Db, areas: readonly NewArea[]): Promise<{ id: number; code: string; path: string }[]> {
  const { rows } = await sql<{ id: number; code: string; path: string }>`
    insert into geography.area (id, kind, code, name, initials, parent_id, path, assessment_unit, households, valid_from, label_longitude, label_latitude)
    select n.id, n.kind, n.code, n.name, n.initials, n."parentId", coalesce(p.path, '') || n.id || '.', n."assessmentUnit", n.households, n."validFrom", n.longitude, n.latitude
    from (select nextval(pg_get_serial_sequence('geography.area', 'id'))::int as id, r.*
          from jsonb_to_recordset(${JSON.stringify(areas)}::jsonb) as r(kind text, code text, name text, initials text, "parentId" int,
            "assessmentUnit" boolean, households int, "validFrom" date, longitude float8, latitude float8)) n
    left join geography.area p on p.id = n."parentId"
    returning id, code, path`.execute(db);
  return rows;
}

export type AreaChange = { id: number; name: string; initials: string; code: string; households: number | null; assessmentUnit: boolean };

/** The name and code that an area loses stay as its alias until `day`. */
export async function changeAreas(db: Db, changes: readonly AreaChange[], day: string): Promise<void> {
  await sql`
    with change as (select * from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb)
      as r(id int, name text, initials text, code text, households int, "assessmentUnit" boolean)),
    kept as (insert into geography.area_alias (code, area_id, name, until)
      select a.code, a.id, a.name, greatest(${day}::date, a.valid_from) from geography.area a join change c on c.id = a.id where a.code <> c.code or a.name <> c.name)
    update geography.area a set name = c.name, initials = c.initials, code = c.code, households = c.households, assessment_unit = c."assessmentUnit"
    from change c where c.id = a.id`.execute(db);
}

/** Rewrites the paths of the whole subtree, keeps the former parent, and answers with the new path. */
export async function moveSubtree(db: Db, area: { id: number; path: string; parentId: number | null; validFrom: string }, parent: { id: number; path: string }, day: string): Promise<string> {
  const path = `${parent.path}${area.id}.`;
  await sql`
    with kept as (insert into geography.former_parent (area_id, parent_id, valid_from, valid_to)
      values (${area.id}, ${area.parentId}, coalesce((select max(f.valid_to) from geography.former_parent f where f.area_id = ${area.id}), ${area.validFrom}::date), ${day}::date))
    update geography.area a set path = ${path} || substr(a.path, ${area.path.length + 1}::int),
      parent_id = case when a.id = ${area.id} then ${parent.id} else a.parent_id end
    where a.path like ${`${area.path}%`}`.execute(db);
  return path;
}

/** The last day on which the area changed its parent, or the day it began. */
export async function placedSince(db: Db, id: number): Promise<string> {
  const { rows } = await sql<{ since: string }>`
    select greatest(a.valid_from, (select max(f.valid_to) from geography.former_parent f where f.area_id = a.id)) as since from geography.area a where a.id = ${id}`.execute(db);
  return rows[0]?.since ?? '';
}

export async function endAreaRow(db: Db, id: number, on: string): Promise<void> {
  await sql`
    with outline as (update geography.shape set valid_to = greatest(${on}::date, valid_from) where area_id = ${id} and valid_to is null)
    update geography.area set valid_to = ${on} where id = ${id} and valid_to is null`.execute(db);
}

export async function hasLivingChildren(db: Db, id: number): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`select exists (select from geography.area where parent_id = ${id} and valid_to is null) as has`.execute(db);
  return rows[0]?.has === true;
}

export async function listAliases(db: Db, id: number): Promise<{ code: string; name: string; until: string }[]> {
  const { rows } = await sql<{ code: string; name: string; until: string }>`
    select code, name, until from geography.area_alias where area_id = ${id} order by id desc`.execute(db);
  return rows;
}

export async function listPublicAreas(db: Db, parentId: number | undefined): Promise<{ id: number; name: string; kind: AreaKind; children: number }[]> {
  const under = parentId === undefined
    ? sql`a.parent_id = (select c.id from geography.area c where c.kind = 'city' and c.valid_to is null)`
    : sql`a.parent_id = ${parentId}`;
  const { rows } = await sql<{ id: number; name: string; kind: AreaKind; children: number }>`
    select a.id, a.name, a.kind, (select count(*)::int from geography.area c where c.parent_id = a.id and c.valid_to is null and c.kind in ('township', 'community')) as children
    from geography.area a where a.valid_to is null and a.kind in ('county', 'developmentZone', 'township', 'community') and ${under} order by a.code limit 2000`.execute(db);
  return rows;
}


export async function findAreasByIds(db: Db, ids: readonly number[]): Promise<AreaRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<AreaRow>`select ${columns} from geography.area a where a.id = any(${[...ids]}::int[])`.execute(db);
  return rows;
}

export async function findCity(db: Db): Promise<AreaRow | undefined> {
  const { rows } = await sql<AreaRow>`select ${columns} from geography.area a where a.kind = 'city' and a.valid_to is null`.execute(db);
  return rows[0];
}

/** Living areas by code: children of one parent side by side. */
export async function listLivingTree(db: Db): Promise<{ id: number; kind: AreaKind; code: string; name: string; parentId: number | null; path: string }[]> {
  const { rows } = await sql<{ id: number; kind: AreaKind; code: string; name: string; parentId: number | null; path: string }>`
    select id, kind, code, name, parent_id as "parentId", path from geography.area where valid_to is null order by code`.execute(db);
  return rows;
}
