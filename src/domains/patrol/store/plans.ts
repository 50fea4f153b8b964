import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { PlanKind } from '../rules/plan.ts';
import type { Rhythm } from '../rules/rhythm.ts';
import type { CheckIn } from '../rules/visit.ts';
import { insideOf } from './within.ts';

export type PlanRow = {
  id: string; kind: PlanKind; title: string; areaId: number; areaPath: string; rhythms: Rhythm[]; cycleDays: number | null; unitIds: number[]; placeIds: string[]; fullTime: number; others: number; checkIn: CheckIn;
  startsOn: string; endsOn: string | null; fromTime: string; toTime: string; note: string; endedAt: Date | null; endedReason: string | null;
};
const columns = sql`p.id, p.kind, p.title, p.area_id as "areaId", p.area_path as "areaPath", p.rhythms, p.cycle_days as "cycleDays", p.unit_ids as "unitIds", p.place_ids as "placeIds", p.full_time as "fullTime", p.others,
  p.check_in as "checkIn", p.starts_on as "startsOn", p.ends_on as "endsOn", p.from_time as "fromTime", p.to_time as "toTime", p.note, p.ended_at as "endedAt", p.ended_reason as "endedReason"`;

export async function findPlan(db: Db, id: string, lock = false): Promise<PlanRow | undefined> {
  const { rows } = await sql<PlanRow>`select ${columns} from patrol.plan p where p.id = ${id} ${lock ? sql`for update` : sql``}`.execute(db);
  return rows[0];
}

/** `within`: where the reader works; plans of the areas above count too, and those that name one of `units`. */
export type PlanFilter = { readonly within: readonly string[]; readonly units: readonly number[]; readonly areaPath: string | undefined; readonly kind: string | undefined; readonly over: boolean; readonly today: string };

export async function listPlans(db: Db, filter: PlanFilter): Promise<PlanRow[]> {
  const touches = (paths: readonly string[]): RawBuilder<boolean> => sql<boolean>`(${insideOf(paths, sql`p.area_path`)} or exists (select from unnest(${[...paths]}::text[]) as mine (path) where mine.path ^@ p.area_path))`;
  const all: RawBuilder<boolean>[] = [sql<boolean>`(${touches(filter.within)} or p.unit_ids && ${[...filter.units]}::int[])`];
  if (filter.areaPath !== undefined) all.push(touches([filter.areaPath]));
  if (filter.kind !== undefined) all.push(sql<boolean>`p.kind = ${filter.kind}`);
  const over = sql<boolean>`(p.ended_at is not null or coalesce(p.ends_on < ${filter.today}::date, false))`;
  all.push(filter.over ? over : sql<boolean>`not ${over}`);
  const { rows } = await sql<PlanRow>`select ${columns} from patrol.plan p where ${sql.join(all, sql` and `)} order by p.area_path, p.kind, p.title, p.id limit 300`.execute(db);
  return rows;
}

export async function insertPlan(db: Db, row: Omit<PlanRow, 'endedAt' | 'endedReason'>, personId: number | null): Promise<boolean> {
  const { rows } = await sql`
    insert into patrol.plan (id, kind, title, area_id, area_path, rhythms, cycle_days, unit_ids, place_ids, full_time, others, check_in, starts_on, ends_on, from_time, to_time, note, made_by)
    values (${row.id}, ${row.kind}, ${row.title}, ${row.areaId}, ${row.areaPath}, ${JSON.stringify(row.rhythms)}::jsonb, ${row.cycleDays}, ${row.unitIds}::int[], ${row.placeIds}::uuid[], ${row.fullTime}, ${row.others}, ${row.checkIn},
            ${row.startsOn}::date, ${row.endsOn}::date, ${row.fromTime}, ${row.toTime}, ${row.note}, ${personId})
    on conflict (id) do nothing returning 1`.execute(db);
  return rows.length > 0;
}

export async function changePlan(db: Db, row: Omit<PlanRow, 'endedAt' | 'endedReason'>): Promise<void> {
  await sql`
    update patrol.plan set kind = ${row.kind}, title = ${row.title}, area_id = ${row.areaId}, area_path = ${row.areaPath}, rhythms = ${JSON.stringify(row.rhythms)}::jsonb, cycle_days = ${row.cycleDays}, unit_ids = ${row.unitIds}::int[],
      place_ids = ${row.placeIds}::uuid[], full_time = ${row.fullTime}, others = ${row.others}, check_in = ${row.checkIn}, starts_on = ${row.startsOn}::date, ends_on = ${row.endsOn}::date, from_time = ${row.fromTime}, to_time = ${row.toTime}, note = ${row.note}
    where id = ${row.id}`.execute(db);
}

export async function endPlan(db: Db, id: string, reason: string): Promise<void> {
  await sql`update patrol.plan set ended_at = platform.now(), ended_reason = ${reason} where id = ${id}`.execute(db);
}

/** Names of places that the caller may know. */
export async function placesByIds(db: Db, ids: readonly string[]): Promise<Map<string, { id: string; name: string; areaId: number; areaPath: string }>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string; areaId: number; areaPath: string }>`select id, name, area_id as "areaId", area_path as "areaPath" from patrol.known_place where id = any(${[...ids]}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** The path of a row is a copy of its area's: when areas move, whoever works there goes on seeing it. */
export async function followAreas(db: Db): Promise<void> {
  for (const table of ['plan', 'service_order']) {
    await sql`update ${sql.table(`patrol.${table}`)} r set area_path = a.path from geography.area_facts a where a.id = r.area_id and r.area_path <> a.path`.execute(db);
  }
}
