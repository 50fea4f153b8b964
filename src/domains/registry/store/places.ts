import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { allPlaceKinds, Household, PlaceCategory, risks, thingKinds, thingStates } from '../contract-shapes.ts';
import { insideOf, likeOf } from './rows.ts';

// Places, the things at them, and households.

export type PlaceRow = {
  id: string; areaId: number; areaPath: string; category: PlaceCategory; kind: (typeof allPlaceKinds)[number]; name: string; address: string; longitude: number | null; latitude: number | null; risk: (typeof risks)[number];
  contactName: string; phoneSealed: Buffer | null; phoneHash: Buffer | null; managed: boolean | null; households: number | null; note: string; withdrawn: boolean;
};
const placeColumns = sql`p.id, p.area_id as "areaId", p.area_path as "areaPath", p.category, p.kind, p.name, p.address, p.longitude, p.latitude, p.risk, p.contact_name as "contactName", p.phone_sealed as "phoneSealed",
  p.phone_hash as "phoneHash", p.managed, p.households, p.note, p.withdrawn_at is not null as withdrawn`;

type Page = { readonly after?: string | undefined; readonly limit: number };
type Scope = { readonly within: readonly string[]; readonly areaPath: string | undefined; readonly text: string | undefined };

function from({ after }: Page): RawBuilder<boolean> {
  const [path = '', id = ''] = after?.split('|') ?? [];
  return after === undefined || !/^[0-9a-f-]{36}$/u.test(id) ? sql<boolean>`true` : sql<boolean>`(p.area_path collate "C", p.id) > (${path} collate "C", ${id}::uuid)`;
}

function paged<Row extends { id: string; areaPath: string }>(rows: Row[], { limit }: Page): { rows: Row[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > limit && last ? `${last.areaPath}|${last.id}` : null };
}

function inScope({ within, areaPath }: Scope): RawBuilder<boolean> {
  return sql<boolean>`p.withdrawn_at is null and ${insideOf(within, sql`p.area_path`)}${areaPath === undefined ? sql`` : sql` and ${insideOf([areaPath], sql`p.area_path`)}`}`;
}

const byPlace = sql`order by p.area_path collate "C", p.id`;

export type PlaceFilter = Scope & { readonly category: string | undefined; readonly kind: string | undefined; readonly risk: string | undefined; readonly unmanaged: boolean };

function placeWhere(filter: PlaceFilter): RawBuilder<boolean> {
  const all: RawBuilder<boolean>[] = [inScope(filter)];
  if (filter.text !== undefined) all.push(sql<boolean>`(p.name like ${likeOf(filter.text)} or p.address like ${likeOf(filter.text)})`);
  if (filter.category !== undefined) all.push(sql<boolean>`p.category = ${filter.category}`);
  if (filter.kind !== undefined) all.push(sql<boolean>`p.kind = ${filter.kind}`);
  if (filter.risk !== undefined) all.push(sql<boolean>`p.risk = ${filter.risk}`);
  if (filter.unmanaged) all.push(sql<boolean>`p.category = 'compound' and p.managed is not true`);
  return sql<boolean>`${sql.join(all, sql` and `)}`;
}

export async function listPlaces(db: Db, filter: PlaceFilter, page: Page): Promise<{ rows: PlaceRow[]; next: string | null }> {
  const { rows } = await sql<PlaceRow>`select ${placeColumns} from registry.place p where ${placeWhere(filter)} and ${from(page)} ${byPlace} limit ${page.limit + 1}`.execute(db);
  return paged(rows, page);
}

export async function countPlaces(db: Db, filter: PlaceFilter): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from registry.place p where ${placeWhere(filter)}`.execute(db);
  return rows[0]?.n ?? 0;
}

export async function findPlace(db: Db, id: string, lock = false): Promise<PlaceRow | undefined> {
  const { rows } = await sql<PlaceRow>`select ${placeColumns} from registry.place p where p.id = ${id} ${lock ? sql`for update` : sql``}`.execute(db);
  return rows[0];
}

/** Living places of these names, to tell a new row of a file from a known one. */
export async function placesNamed(db: Db, names: readonly string[], within: readonly string[]): Promise<PlaceRow[]> {
  if (names.length === 0) return [];
  const { rows } = await sql<PlaceRow>`select ${placeColumns} from registry.place p where p.name = any(${[...names]}::text[]) and p.withdrawn_at is null and ${insideOf(within, sql`p.area_path`)}`.execute(db);
  return rows;
}

const placeSet = (rows: readonly (PlaceRow & { batchId: string | null })[]) => sql`jsonb_to_recordset(${JSON.stringify(rows.map((row) => ({ ...row, phoneSealed: row.phoneSealed?.toString('hex') ?? null, phoneHash: row.phoneHash?.toString('hex') ?? null })))}::jsonb)
  as n(id uuid, "areaId" int, "areaPath" text, category text, kind text, name text, address text, longitude float8, latitude float8, risk text, "contactName" text, "phoneSealed" text, "phoneHash" text, managed boolean, households int, note text, "batchId" uuid, withdrawn boolean)`;

export async function insertPlaces(db: Db, rows: readonly PlaceRow[], batchId: string | null): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into registry.place (id, area_id, area_path, category, kind, name, address, longitude, latitude, risk, contact_name, phone_sealed, phone_hash, managed, households, note, batch_id)
    select id, "areaId", "areaPath", category, kind, name, address, longitude, latitude, risk, "contactName", decode("phoneSealed", 'hex'), decode("phoneHash", 'hex'), managed, households, note, "batchId" from ${placeSet(rows.map((row) => ({ ...row, batchId })))}`.execute(db);
}

export async function changePlaces(db: Db, rows: readonly PlaceRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update registry.place p set area_id = n."areaId", area_path = n."areaPath", category = n.category, kind = n.kind, name = n.name, address = n.address, longitude = n.longitude, latitude = n.latitude, risk = n.risk,
      contact_name = n."contactName", phone_sealed = decode(n."phoneSealed", 'hex'), phone_hash = decode(n."phoneHash", 'hex'), managed = n.managed, households = n.households, note = n.note, revision = p.revision + 1,
      withdrawn_at = case when n.withdrawn then coalesce(p.withdrawn_at, platform.now()) end
    from ${placeSet(rows.map((row) => ({ ...row, batchId: null })))} where p.id = n.id`.execute(db);
}

export type ThingRow = { id: string; areaId: number; areaPath: string; placeId: string | null; placeName: string | null; kind: (typeof thingKinds)[number]; name: string; code: string; address: string; state: (typeof thingStates)[number]; note: string; withdrawn: boolean };
const thingColumns = sql`p.id, p.area_id as "areaId", p.area_path as "areaPath", p.place_id as "placeId", (select l.name from registry.place l where l.id = p.place_id) as "placeName", p.kind, p.name, p.code, p.address, p.state, p.note, p.withdrawn_at is not null as withdrawn`;
export type ThingFilter = Scope & { readonly kind: string | undefined; readonly state: string | undefined; readonly placeId: string | undefined };

export async function listThings(db: Db, filter: ThingFilter, page: Page): Promise<{ rows: ThingRow[]; next: string | null }> {
  const all: RawBuilder<boolean>[] = [inScope(filter), from(page)];
  if (filter.text !== undefined) all.push(sql<boolean>`(p.name like ${likeOf(filter.text)} or p.code like ${likeOf(filter.text)} or p.address like ${likeOf(filter.text)})`);
  if (filter.kind !== undefined) all.push(sql<boolean>`p.kind = ${filter.kind}`);
  if (filter.state !== undefined) all.push(sql<boolean>`p.state = ${filter.state}`);
  if (filter.placeId !== undefined) all.push(sql<boolean>`p.place_id = ${filter.placeId}`);
  const { rows } = await sql<ThingRow>`select ${thingColumns} from registry.thing p where ${sql.join(all, sql` and `)} ${byPlace} limit ${page.limit + 1}`.execute(db);
  return paged(rows, page);
}

export async function findThing(db: Db, id: string): Promise<ThingRow | undefined> {
  const { rows } = await sql<ThingRow>`select ${thingColumns} from registry.thing p where p.id = ${id} for update of p`.execute(db);
  return rows[0];
}

export async function saveThing(db: Db, row: ThingRow, isNew: boolean): Promise<void> {
  await (isNew
    ? sql`insert into registry.thing (id, area_id, area_path, place_id, kind, name, code, address, state, note) values (${row.id}, ${row.areaId}, ${row.areaPath}, ${row.placeId}, ${row.kind}, ${row.name}, ${row.code}, ${row.address}, ${row.state}, ${row.note})`
    : sql`update registry.thing set area_id = ${row.areaId}, area_path = ${row.areaPath}, place_id = ${row.placeId}, kind = ${row.kind}, name = ${row.name}, code = ${row.code}, address = ${row.address}, state = ${row.state}, note = ${row.note},
        revision = revision + 1, withdrawn_at = ${row.withdrawn ? sql`coalesce(withdrawn_at, platform.now())` : sql`null`} where id = ${row.id}`).execute(db);
}

export type HouseholdRow = Omit<Household, 'area'> & { areaId: number; areaPath: string };
const householdColumns = sql`p.id, p.area_id as "areaId", p.area_path as "areaPath", p.number, p.address, p.head_id as "headId", (select h.name from registry.person h where h.id = p.head_id) as "headName",
  (select count(*)::int from registry.person m where m.household_id = p.id and m.withdrawn_at is null and m.merged_into is null) as members`;

export async function listHouseholds(db: Db, filter: Scope & { readonly named: readonly string[] }, page: Page): Promise<{ rows: HouseholdRow[]; next: string | null }> {
  const all: RawBuilder<boolean>[] = [inScope(filter), from(page)];
  if (filter.text !== undefined) all.push(sql<boolean>`${insideOf(filter.named, sql`p.area_path`)} and (p.number like ${likeOf(filter.text)} or p.address like ${likeOf(filter.text)} or exists (select from registry.person h where h.id = p.head_id and h.name like ${likeOf(filter.text)}))`);
  const { rows } = await sql<HouseholdRow>`select ${householdColumns} from registry.household p where ${sql.join(all, sql` and `)} ${byPlace} limit ${page.limit + 1}`.execute(db);
  return paged(rows, page);
}

export async function findHousehold(db: Db, id: string): Promise<HouseholdRow | undefined> {
  const { rows } = await sql<HouseholdRow>`select ${householdColumns} from registry.household p where p.id = ${id} and p.withdrawn_at is null`.execute(db);
  return rows[0];
}

export async function householdsNumbered(db: Db, keys: readonly { areaId: number; number: string }[]): Promise<{ id: string; areaId: number; number: string; address: string; headId: string | null }[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<{ id: string; areaId: number; number: string; address: string; headId: string | null }>`
    select h.id, h.area_id as "areaId", h.number, h.address, h.head_id as "headId" from registry.household h join jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k("areaId" int, number text) on h.area_id = k."areaId" and h.number = k.number
    where h.withdrawn_at is null`.execute(db);
  return rows;
}

export type HouseholdSave = { id: string; areaId: number; areaPath: string; number: string; address: string; headId: string | null };

/** The head is set once the people are there. */
export async function insertHouseholds(db: Db, rows: readonly HouseholdSave[], batchId: string | null): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into registry.household (id, area_id, area_path, number, address, head_id, batch_id)
    select id, "areaId", "areaPath", number, address, "headId", ${batchId}::uuid from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, "areaId" int, "areaPath" text, number text, address text, "headId" uuid)`.execute(db);
}

export async function changeHouseholds(db: Db, rows: readonly HouseholdSave[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`update registry.household h set area_id = n."areaId", area_path = n."areaPath", number = n.number, address = n.address, head_id = n."headId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, "areaId" int, "areaPath" text, number text, address text, "headId" uuid) where h.id = n.id`.execute(db);
}

/** Keeps the paths of the registry with the tree of areas. */
export async function followAreas(db: Db): Promise<void> {
  for (const table of [sql`registry.person`, sql`registry.household`, sql`registry.place`, sql`registry.thing`]) {
    await sql`update ${table} r set area_path = a.path from geography.area_facts a where a.id = r.area_id and r.area_path <> a.path`.execute(db);
  }
}
