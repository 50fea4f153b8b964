import { sql } from 'kysely';
import type { Shape } from '../../../platform/core/geometry.ts';
import type { AreaKind } from '../contract.ts';
import { versionColumns, type Db, type Versions } from './areas.ts';

// Outlines. What is kept is WGS-84; an area has at most one living outline.

export type NewShape = { areaId: number; geometry: Shape; sourceDatum: 'wgs84' | 'gcj02'; areaM2: number; longitude: number; latitude: number };

/** The outline before ends on the day; one that began on that day or later is replaced. The label point moves along. */
export async function putShapes(db: Db, shapes: readonly NewShape[], day: string): Promise<void> {
  await sql`
    with fresh as (select * from jsonb_to_recordset(${JSON.stringify(shapes.map(({ areaId, longitude, latitude }) => ({ areaId, longitude, latitude })))}::jsonb)
      as r("areaId" int, longitude float8, latitude float8)),
    ended as (update geography.shape s set valid_to = ${day}::date from fresh f where s.area_id = f."areaId" and s.valid_to is null and s.valid_from < ${day}::date)
    update geography.area a set label_longitude = f.longitude, label_latitude = f.latitude from fresh f where a.id = f."areaId"`.execute(db);
  await sql`
    insert into geography.shape (area_id, valid_from, geometry, source_datum, area_m2)
    select f."areaId", coalesce((select s.valid_from from geography.shape s where s.area_id = f."areaId" and s.valid_to is null), ${day}::date), f.geometry, f."sourceDatum", f."areaM2"
    from jsonb_to_recordset(${JSON.stringify(shapes)}::jsonb) as f("areaId" int, geometry jsonb, "sourceDatum" text, "areaM2" float8)
    on conflict (area_id, valid_from) do update set geometry = excluded.geometry, source_datum = excluded.source_datum, area_m2 = excluded.area_m2, valid_to = null`.execute(db);
}

export type LivingShape = { areaId: number; kind: AreaKind; geometry: Shape };

/** Every living outline, with the version of exactly this state. */
export async function loadShapes(db: Db): Promise<{ versions: Versions; shapes: LivingShape[] }> {
  const { rows } = await sql<Versions & { areaId: number | null; kind: AreaKind; geometry: Shape }>`
    select ${versionColumns}, o.* from geography.version v left join (
      select s.area_id as "areaId", a.kind, s.geometry from geography.shape s join geography.area a on a.id = s.area_id
      where s.valid_to is null and a.valid_to is null) o on true`.execute(db);
  const first = rows[0];
  if (!first) throw new Error('geography.version has lost its row');
  const shapes = rows.flatMap(({ areaId, kind, geometry }) => (areaId === null ? [] : [{ areaId, kind, geometry }]));
  return { versions: { installation: first.installation, areas: first.areas, shapes: first.shapes }, shapes };
}

export type ShapeFeature = { id: number; name: string; code: string; kind: AreaKind; longitude: number; latitude: number; geometry: Shape };

export async function listShapes(db: Db, kind: AreaKind, withinPath: string, limit: number): Promise<ShapeFeature[]> {
  const { rows } = await sql<ShapeFeature>`
    select a.id, a.name, a.code, a.kind, a.label_longitude as longitude, a.label_latitude as latitude, s.geometry
    from geography.area a join geography.shape s on s.area_id = a.id and s.valid_to is null
    where a.valid_to is null and a.kind = ${kind} and a.path like ${`${withinPath}%`} order by a.code limit ${limit}`.execute(db);
  return rows;
}

export async function findShape(db: Db, areaId: number): Promise<{ geometry: Shape; validFrom: string } | undefined> {
  const { rows } = await sql<{ geometry: Shape; validFrom: string }>`
    select geometry, valid_from as "validFrom" from geography.shape where area_id = ${areaId} and valid_to is null`.execute(db);
  return rows[0];
}

export type ChildShape = { id: number; parentId: number; kind: AreaKind; code: string; name: string; households: number | null; geometry: Shape | null };

/** Living children of the parents, with their outlines where they have one. */
export async function listChildShapes(db: Db, parentIds: readonly number[]): Promise<ChildShape[]> {
  const { rows } = await sql<ChildShape>`
    select a.id, a.parent_id as "parentId", a.kind, a.code, a.name, a.households, s.geometry
    from geography.area a left join geography.shape s on s.area_id = a.id and s.valid_to is null
    where a.valid_to is null and a.parent_id = any(${[...parentIds]}) order by a.code`.execute(db);
  return rows;
}
