import { sql, type Kysely } from 'kysely';
import type { Calendar } from '../../platform/core/calendar.ts';
import type { Database } from '../../platform/db.ts';
import type { MatterClass } from './contract.ts';
import { indexClasses, type ClassIndex } from './rules/classes.ts';
import type { CalendarPlan } from './rules/calendar.ts';
import type { RouteLine, UnitFact } from './rules/routing.ts';

type Db = Kysely<Database>;

/** A row of `dispatch.class` with what the contract does not show. */
export type ClassRow = MatterClass & { readonly isExtension: boolean; readonly position: number };

// What has been read of a version, by its token: versions never change, and a token belongs to one content.
const indexByToken = new Map<string, ClassIndex>();
const calendarByToken = new Map<string, Calendar>();

type Newest = { readonly version: number; readonly token: string };
const newestTaxonomy = sql`select version, token from dispatch.taxonomy_version order by version desc limit 1`;
const newestCalendar = sql`select version, token from dispatch.calendar_version order by version desc limit 1`;

/** Empty, with version 0, before the first taxonomy. */
export async function readClassIndex(db: Db): Promise<ClassIndex> {
  return classesOf(db, (await sql<Newest>`${newestTaxonomy}`.execute(db)).rows[0]);
}

/** @throws while no calendar has been seeded: nothing can be promised then. */
export async function readCalendar(db: Db): Promise<Calendar> {
  return calendarOf(db, (await sql<Newest>`${newestCalendar}`.execute(db)).rows[0]);
}

/** Both, by one question to the database: every step of a case needs them. */
export async function readTerms(db: Db): Promise<{ classes: ClassIndex; calendar: Calendar }> {
  const { rows } = await sql<{ taxonomy: Newest | null; calendar: Newest | null }>`
    select (select to_jsonb(t) from (${newestTaxonomy}) t) as taxonomy, (select to_jsonb(c) from (${newestCalendar}) c) as calendar`.execute(db);
  const { taxonomy, calendar } = rows[0] ?? { taxonomy: null, calendar: null };
  return { classes: await classesOf(db, taxonomy ?? undefined), calendar: await calendarOf(db, calendar ?? undefined) };
}

async function classesOf(db: Db, newest: Newest | undefined): Promise<ClassIndex> {
  if (!newest) return indexClasses(0, []);
  return remembered(indexByToken, newest.token, async () => indexClasses(newest.version, await readClasses(db)));
}

async function calendarOf(db: Db, newest: Newest | undefined): Promise<Calendar> {
  if (!newest) throw new Error('There is no working calendar; seedDefaults writes the shipped one.');
  return remembered(calendarByToken, newest.token, () => readCalendarVersion(db, newest.version));
}

async function remembered<T>(kept: Map<string, T>, token: string, read: () => Promise<T>): Promise<T> {
  const known = kept.get(token);
  if (known !== undefined) return known;
  const value = await read();
  kept.set(token, value);
  for (const oldest of kept.keys()) {
    if (kept.size <= 4) break;
    kept.delete(oldest);
  }
  return value;
}

export async function readClasses(db: Db): Promise<ClassRow[]> {
  const { rows } = await sql<ClassRow>`
    select code, parent_code as "parentCode", level, name, kind, standard, source, deadline, verification, settleable,
           evidence_photos as "evidencePhotos", public, urgent_call as "urgentCall", active, keywords, is_extension as "isExtension", position
    from dispatch.class order by position, code`.execute(db);
  return rows;
}

/** A class as it was worded in a version of the taxonomy; undefined where it did not exist yet. */
export async function readClassAsOf(db: Db, code: string, version: number): Promise<MatterClass | undefined> {
  const { rows } = await sql<{ definition: MatterClass }>`
    select definition from dispatch.class_version where code = ${code} and version <= ${version} order by version desc limit 1`.execute(db);
  return rows[0]?.definition;
}

/** Two imports at one instant: the second waits and then sees what the first has done. Held until the transaction ends. */
export async function lockTaxonomy(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('dispatch.taxonomy'))`.execute(db);
}
export async function lockCalendar(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('dispatch.calendar'))`.execute(db);
}

/** Writes the rows as a new version of the taxonomy; parents first. @returns its number */
export async function saveClasses(db: Db, rows: readonly ClassRow[], by: { source: string; personId: number | null }): Promise<number> {
  const made = await sql<{ version: number }>`
    insert into dispatch.taxonomy_version (version, source, by_person)
    select coalesce(max(version), 0) + 1, ${by.source}, ${by.personId}::int from dispatch.taxonomy_version returning version`.execute(db);
  const version = made.rows[0]?.version ?? 0;
  const text = JSON.stringify(rows);
  for (const level of [1, 2, 3]) {
    await sql`
      insert into dispatch.class (code, parent_code, level, name, kind, standard, source, deadline, verification, settleable, evidence_photos,
                                  public, urgent_call, active, keywords, is_extension, position, version)
      select code, "parentCode", level, name, kind, standard, source, deadline, verification, settleable, "evidencePhotos",
             public, "urgentCall", active, keywords, "isExtension", position, ${version}
      from ${recordset(text)} where level = ${level}
      on conflict (code) do update set parent_code = excluded.parent_code, level = excluded.level, name = excluded.name, kind = excluded.kind,
        standard = excluded.standard, source = excluded.source, deadline = excluded.deadline, verification = excluded.verification,
        settleable = excluded.settleable, evidence_photos = excluded.evidence_photos, public = excluded.public, urgent_call = excluded.urgent_call,
        active = excluded.active, keywords = excluded.keywords, is_extension = excluded.is_extension, position = excluded.position, version = excluded.version`.execute(db);
  }
  await sql`
    insert into dispatch.class_version (code, version, definition)
    select one ->> 'code', ${version}, one - 'isExtension' - 'position' from jsonb_array_elements(${text}::jsonb) as one`.execute(db);
  return version;
}

const recordset = (text: string) => sql`jsonb_to_recordset(${text}::jsonb) as one(code text, "parentCode" text, level int, name text, kind text,
  standard text, source text, deadline jsonb, verification boolean, settleable boolean, "evidencePhotos" int, public boolean, "urgentCall" text,
  active boolean, keywords text[], "isExtension" boolean, position int)`;

async function readCalendarVersion(db: Db, version: number): Promise<Calendar> {
  const head = await sql<{ last_official_day: string; shifts: { from: string; to: string }[] }>`
    select last_official_day, shifts from dispatch.calendar_version where version = ${version}`.execute(db);
  const days = await sql<{ day: string; kind: 'off' | 'work'; name: string }>`
    select day, kind, name from dispatch.calendar_day where version = ${version} order by day`.execute(db);
  return {
    version: String(version), timeZone: 'Asia/Shanghai',
    shifts: (head.rows[0]?.shifts ?? []).map(({ from, to }) => ({ from, to })),
    lastOfficialDay: head.rows[0]?.last_official_day ?? '',
    days: Object.fromEntries(days.rows.map(({ day, kind, name }) => [day, { kind, name }])),
  };
}

export async function saveCalendar(db: Db, plan: Pick<CalendarPlan, 'shifts' | 'days' | 'lastOfficialDay'>, by: { source: string; personId: number | null }): Promise<number> {
  const made = await sql<{ version: number }>`
    insert into dispatch.calendar_version (version, last_official_day, shifts, source, by_person)
    select coalesce(max(version), 0) + 1, ${plan.lastOfficialDay}::date, ${JSON.stringify(plan.shifts)}::jsonb, ${by.source}, ${by.personId}::int
    from dispatch.calendar_version returning version`.execute(db);
  const version = made.rows[0]?.version ?? 0;
  await sql`
    insert into dispatch.calendar_day (version, day, kind, name)
    select ${version}, key::date, value ->> 'kind', value ->> 'name' from jsonb_each(${JSON.stringify(plan.days)}::jsonb)`.execute(db);
  return version;
}

export async function isSeeded(db: Db): Promise<{ taxonomy: boolean; calendar: boolean }> {
  const { rows } = await sql<{ taxonomy: boolean; calendar: boolean }>`
    select exists (select from dispatch.taxonomy_version) as taxonomy, exists (select from dispatch.calendar_version) as calendar`.execute(db);
  return rows[0] ?? { taxonomy: false, calendar: false };
}

/** Lines for these classes in these areas. */
export async function findLines(db: Db, classCodes: readonly string[], areaIds: readonly number[]): Promise<RouteLine[]> {
  const { rows } = await sql<RouteLine>`
    select r.id, r.class_code as "classCode", c.name as "className", r.area_id as "areaId", a.name as "areaName", r.unit_id as "unitId"
    from dispatch.route r
    join dispatch.class c on c.code = r.class_code
    join geography.area_facts a on a.id = r.area_id
    where r.class_code = any(${classCodes}::text[]) and r.area_id = any(${areaIds}::int[])
    order by r.id`.execute(db);
  return rows;
}

/** These units, and every unit of these areas. */
export async function findUnits(db: Db, unitIds: readonly number[], areaIds: readonly number[]): Promise<UnitFact[]> {
  const { rows } = await sql<UnitFact>`
    select u.id, u.name, u.kind, u.level, u.area_id as "areaId", a.name as "areaName"
    from identity.unit_facts u
    join geography.area_facts a on a.id = u.area_id
    where u.id = any(${unitIds}::int[]) or u.area_id = any(${areaIds}::int[])
    order by u.id`.execute(db);
  return rows;
}

export type RouteRow = {
  readonly id: number; readonly classCode: string; readonly className: string; readonly areaId: number; readonly areaName: string; readonly areaPath: string;
  readonly unitId: number; readonly unitName: string; readonly note: string;
};

/**
 * Lines that hold somewhere inside the `paths`: set there, or above them. With `areaPath` only those that hold
 * inside that area. Ordered by class and area; `after` is the class code and area id of the last line seen.
 */
export async function listRoutes(
  db: Db, filter: { paths: readonly string[]; classCode: string | undefined; areaPath: string | undefined; after: { classCode: string; areaId: number } | null; limit: number },
): Promise<RouteRow[]> {
  const { rows } = await sql<RouteRow>`
    select r.id, r.class_code as "classCode", c.name as "className", r.area_id as "areaId", a.name as "areaName", a.path as "areaPath",
           r.unit_id as "unitId", u.name as "unitName", r.note
    from dispatch.route r
    join dispatch.class c on c.code = r.class_code
    join geography.area_facts a on a.id = r.area_id
    join identity.unit_facts u on u.id = r.unit_id
    where exists (select from unnest(${filter.paths}::text[]) as mine(path) where starts_with(a.path, mine.path) or starts_with(mine.path, a.path))
      and (${filter.classCode ?? null}::text is null or r.class_code = ${filter.classCode ?? null})
      and (${filter.areaPath ?? null}::text is null or starts_with(a.path, ${filter.areaPath ?? null}) or starts_with(${filter.areaPath ?? null}, a.path))
      and (${filter.after?.classCode ?? null}::text is null or (r.class_code, r.area_id) > (${filter.after?.classCode ?? ''}, ${filter.after?.areaId ?? 0}::int))
    order by r.class_code, r.area_id limit ${filter.limit}`.execute(db);
  return rows;
}

export async function saveRoute(db: Db, line: { classCode: string; areaId: number; unitId: number; note: string }): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into dispatch.route (class_code, area_id, unit_id, note) values (${line.classCode}, ${line.areaId}, ${line.unitId}, ${line.note})
    on conflict (class_code, area_id) do update set unit_id = excluded.unit_id, note = excluded.note returning id`.execute(db);
  return rows[0]?.id ?? 0;
}

/** A whole routing table at once; of two lines for one class and area the later is meant. */
export async function saveRoutes(db: Db, lines: readonly { classCode: string; areaId: number; unitId: number; note: string }[]): Promise<void> {
  const meant = [...new Map(lines.map((line) => [`${line.classCode} ${line.areaId}`, line])).values()];
  await sql`
    insert into dispatch.route (class_code, area_id, unit_id, note)
    select * from unnest(${meant.map(({ classCode }) => classCode)}::text[], ${meant.map(({ areaId }) => areaId)}::int[], ${meant.map(({ unitId }) => unitId)}::int[], ${meant.map(({ note }) => note)}::text[])
    on conflict (class_code, area_id) do update set unit_id = excluded.unit_id, note = excluded.note`.execute(db);
}

export async function removeRoute(db: Db, classCode: string, areaId: number): Promise<void> {
  await sql`delete from dispatch.route where class_code = ${classCode} and area_id = ${areaId}`.execute(db);
}

export async function findArea(db: Db, areaId: number): Promise<{ id: number; name: string; path: string } | undefined> {
  const { rows } = await sql<{ id: number; name: string; path: string }>`select id, name, path from geography.area_facts where id = ${areaId}`.execute(db);
  return rows[0];
}

export async function findUnit(db: Db, unitId: number): Promise<{ id: number; name: string; areaPath: string } | undefined> {
  const { rows } = await sql<{ id: number; name: string; areaPath: string }>`
    select u.id, u.name, a.path as "areaPath" from identity.unit_facts u join geography.area_facts a on a.id = u.area_id where u.id = ${unitId}`.execute(db);
  return rows[0];
}

export type ReturnRule = { readonly code: string; readonly name: string; readonly basis: string; readonly active: boolean };

export async function listReturnRules(db: Db): Promise<ReturnRule[]> {
  const { rows } = await sql<ReturnRule>`select code, name, basis, active from dispatch.return_rule order by position, code`.execute(db);
  return rows;
}

export async function findReturnRule(db: Db, code: string): Promise<ReturnRule | undefined> {
  const { rows } = await sql<ReturnRule>`select code, name, basis, active from dispatch.return_rule where code = ${code}`.execute(db);
  return rows[0];
}

export async function saveReturnRule(db: Db, rule: ReturnRule): Promise<void> {
  await sql`
    insert into dispatch.return_rule (code, name, basis, active, position)
    select ${rule.code}, ${rule.name}, ${rule.basis}, ${rule.active}, coalesce(max(position), 0) + 1 from dispatch.return_rule
    on conflict (code) do update set name = excluded.name, basis = excluded.basis, active = excluded.active`.execute(db);
}

export type DutyRow = {
  readonly id: number; readonly unitId: number; readonly unitName: string; readonly areaPath: string;
  readonly personId: number; readonly personName: string; readonly from: Date; readonly to: Date;
};

/** Turns that touch the time from `from` to `to`, in units inside the `paths` or among `ownUnitIds`. */
export async function listDuty(
  db: Db, filter: { from: Date; to: Date; unitId: number | undefined; paths: readonly string[]; ownUnitIds: readonly number[] },
): Promise<DutyRow[]> {
  const { rows } = await sql<DutyRow>`
    ${dutyRows} where d.during && tstzrange(${filter.from}, ${filter.to})
      and (${filter.unitId ?? null}::int is null or d.unit_id = ${filter.unitId ?? null})
      and (d.unit_id = any(${filter.ownUnitIds}::int[]) or exists (select from unnest(${filter.paths}::text[]) as mine(path) where starts_with(a.path, mine.path)))
    order by u.name, lower(d.during), d.id limit 2000`.execute(db);
  return rows;
}

export async function findDuty(db: Db, id: number): Promise<DutyRow | undefined> {
  const { rows } = await sql<DutyRow>`${dutyRows} where d.id = ${id}`.execute(db);
  return rows[0];
}

const dutyRows = sql`
  select d.id, d.unit_id as "unitId", u.name as "unitName", a.path as "areaPath", d.person_id as "personId", p.name as "personName",
         lower(d.during) as "from", upper(d.during) as "to"
  from dispatch.duty d
  join identity.unit_facts u on u.id = d.unit_id
  join geography.area_facts a on a.id = u.area_id
  join identity.person_facts p on p.id = d.person_id`;

export async function isActivePerson(db: Db, personId: number): Promise<boolean> {
  const { rows } = await sql`select from identity.person_facts where id = ${personId} and state = 'active'`.execute(db);
  return rows.length > 0;
}

/** @returns undefined where the person has another turn at that time, also one that is being entered just now */
export async function saveDuty(db: Db, turn: { unitId: number; personId: number; from: Date; to: Date }): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    insert into dispatch.duty (unit_id, person_id, during) values (${turn.unitId}, ${turn.personId}, tstzrange(${turn.from}, ${turn.to}))
    on conflict do nothing returning id`.execute(db);
  return rows[0]?.id;
}

/** A turn that has begun ends now and stays on record; one that lies ahead is taken off. */
export async function cutDuty(db: Db, id: number, now: Date): Promise<void> {
  await sql`delete from dispatch.duty where id = ${id} and lower(during) >= ${now}`.execute(db);
  await sql`update dispatch.duty set during = tstzrange(lower(during), ${now}) where id = ${id} and upper(during) > ${now}`.execute(db);
}

/** People on duty at a moment, by unit. */
export async function countOnDuty(db: Db, unitIds: readonly number[], at: Date): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ unit_id: number; people: number }>`
    select unit_id, count(*)::int as people from dispatch.duty
    where unit_id = any(${unitIds}::int[]) and during @> ${at}::timestamptz group by unit_id`.execute(db);
  return new Map(rows.map(({ unit_id, people }) => [unit_id, people]));
}

/** Many turns at once; those that clash with another are left out. @returns how many were written */
export async function saveDuties(db: Db, turns: readonly { unitId: number; personId: number; from: Date; to: Date }[]): Promise<number> {
  const { rows } = await sql`
    insert into dispatch.duty (unit_id, person_id, during)
    select "unitId", "personId", tstzrange("from", "to")
    from jsonb_to_recordset(${JSON.stringify(turns)}::jsonb) as one("unitId" int, "personId" int, "from" timestamptz, "to" timestamptz)
    on conflict do nothing returning 1`.execute(db);
  return rows.length;
}

/** Who has a post in each of these units, in the order of the posts. */
export async function findMembers(db: Db, unitIds: readonly number[]): Promise<ReadonlyMap<number, readonly number[]>> {
  const { rows } = await sql<{ unit_id: number; people: number[] }>`
    select unit_id, array_agg(person_id order by id) as people from identity.post_facts
    where unit_id = any(${unitIds}::int[]) and ended_at is null group by unit_id`.execute(db);
  return new Map(rows.map(({ unit_id, people }) => [unit_id, people]));
}
