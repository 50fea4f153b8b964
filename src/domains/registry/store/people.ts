import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { insideOf, isLiving, likeOf, personColumns, type PersonRow } from './rows.ts';

export type PeopleFilter = {
  readonly within: readonly string[]; readonly areaPath: string | undefined;
  /** Where the reader knows names: elsewhere a text finds addresses alone. */
  readonly named: readonly string[]; readonly text: string | undefined;
  readonly status: string | undefined; readonly residence: string | undefined; readonly householdId: string | undefined; readonly idHash: Buffer | undefined;
};

function whereOf(filter: PeopleFilter): RawBuilder<boolean> {
  const path = sql`p.area_path`;
  const all: RawBuilder<boolean>[] = [isLiving, insideOf(filter.within, path)];
  if (filter.areaPath !== undefined) all.push(insideOf([filter.areaPath], path));
  if (filter.text !== undefined) all.push(sql<boolean>`((p.name like ${likeOf(filter.text)} and ${insideOf(filter.named, path)}) or (p.address like ${likeOf(filter.text)} and ${insideOf(filter.named, path)}))`);
  if (filter.status !== undefined) all.push(sql<boolean>`p.status = ${filter.status}`);
  if (filter.residence !== undefined) all.push(sql<boolean>`p.residence = ${filter.residence}`);
  if (filter.householdId !== undefined) all.push(sql<boolean>`p.household_id = ${filter.householdId}`);
  if (filter.idHash !== undefined) all.push(sql<boolean>`p.id_hash = ${filter.idHash} and ${insideOf(filter.named, path)}`);
  return sql<boolean>`${sql.join(all, sql` and `)}`;
}

/** By place, then in the order in which ids came; the cursor is path and id. */
export async function listPeople(db: Db, filter: PeopleFilter, page: { readonly after?: string | undefined; readonly limit: number }): Promise<{ rows: PersonRow[]; next: string | null }> {
  const [path = '', id = ''] = page.after?.split('|') ?? [];
  const from = page.after === undefined || !/^[0-9a-f-]{36}$/u.test(id) ? sql<boolean>`true` : sql<boolean>`(p.area_path collate "C", p.id) > (${path} collate "C", ${id}::uuid)`;
  const { rows } = await sql<PersonRow>`
    select ${personColumns} from registry.person p where ${whereOf(filter)} and ${from} order by p.area_path collate "C", p.id limit ${page.limit + 1}`.execute(db);
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > page.limit && last ? `${last.areaPath}|${last.id}` : null };
}

export async function countPeople(db: Db, filter: PeopleFilter): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from registry.person p where ${whereOf(filter)}`.execute(db);
  return rows[0]?.n ?? 0;
}

export type PersonSave = PersonRow & { readonly nameKey: string; readonly batchId: string | null };

const recordset = (rows: readonly PersonSave[]) => sql`jsonb_to_recordset(${JSON.stringify(rows.map((row) => ({
  ...row, idSealed: row.idSealed?.toString('hex') ?? null, idHash: row.idHash?.toString('hex') ?? null, phoneSealed: row.phoneSealed?.toString('hex') ?? null, phoneHash: row.phoneHash?.toString('hex') ?? null,
})))}::jsonb) as n(id uuid, "areaId" int, "areaPath" text, name text, "nameKey" text, sex text, "birthDate" date, residence text, status text, address text, "householdId" uuid, relation text,
  "idKind" text, "idSealed" text, "idHash" text, "phoneSealed" text, "phoneHash" text, "batchId" uuid)`;

export async function insertPeople(db: Db, rows: readonly PersonSave[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into registry.person (id, area_id, area_path, name, name_key, sex, birth_date, residence, status, address, household_id, relation, id_kind, id_sealed, id_hash, phone_sealed, phone_hash, batch_id)
    select id, "areaId", "areaPath", name, "nameKey", sex, "birthDate", residence, status, address, "householdId", relation, "idKind", decode("idSealed", 'hex'), decode("idHash", 'hex'), decode("phoneSealed", 'hex'), decode("phoneHash", 'hex'), "batchId"
    from ${recordset(rows)}`.execute(db);
}

/** Whole rows; who entered them stays. */
export async function changePeople(db: Db, rows: readonly PersonSave[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update registry.person p set area_id = n."areaId", area_path = n."areaPath", name = n.name, name_key = n."nameKey", sex = n.sex, birth_date = n."birthDate", residence = n.residence, status = n.status, address = n.address,
      household_id = n."householdId", relation = n.relation, id_kind = n."idKind", id_sealed = decode(n."idSealed", 'hex'), id_hash = decode(n."idHash", 'hex'), phone_sealed = decode(n."phoneSealed", 'hex'), phone_hash = decode(n."phoneHash", 'hex'),
      revision = p.revision + 1
    from ${recordset(rows)} where p.id = n.id`.execute(db);
}

/** Held to the end of the transaction: of two who enter one document in one grid the second sees the first. */
export async function holdDocuments(db: Db, hashes: readonly Buffer[]): Promise<void> {
  for (const key of [...new Set(hashes.map((hash) => hash.readBigInt64BE(0).toString()))].sort()) await sql`select pg_advisory_xact_lock(${key}::bigint)`.execute(db);
}

/** Living people with one of these documents, as far as the caller sees them. */
export async function withDocuments(db: Db, hashes: readonly Buffer[]): Promise<PersonRow[]> {
  if (hashes.length === 0) return [];
  const { rows } = await sql<PersonRow>`select ${personColumns} from registry.person p where p.id_hash in (select decode(h, 'hex') from unnest(${hashes.map((hash) => hash.toString('hex'))}::text[]) h) and ${isLiving}`.execute(db);
  return rows;
}

/** Living people with one of these names, as far as the caller sees them, to be compared. */
export async function withNames(db: Db, names: readonly string[], within: readonly string[]): Promise<PersonRow[]> {
  if (names.length === 0) return [];
  const { rows } = await sql<PersonRow>`select ${personColumns} from registry.person p where p.name_key = any(${[...names]}::text[]) and ${isLiving} and ${insideOf(within, sql`p.area_path`)}`.execute(db);
  return rows;
}

/** Ids of the people whom the caller is named to help. */
export async function helpedBy(db: Db): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select helped as id from registry.helped()`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** Of two living people who may be one: by document, or by name with birthday or telephone. The rule says how sure it is. */
export async function candidatePairs(db: Db, within: readonly string[], areaPath: string | undefined, limit: number): Promise<{ a: string; b: string }[]> {
  const inside = (alias: 'p' | 'q') => sql<boolean>`${insideOf(within, sql`${sql.ref(`${alias}.area_path`)}`)}${areaPath === undefined ? sql`` : sql` and ${insideOf([areaPath], sql`${sql.ref(`${alias}.area_path`)}`)}`}`;
  const living = (alias: 'p' | 'q') => sql<boolean>`${sql.ref(`${alias}.withdrawn_at`)} is null and ${sql.ref(`${alias}.merged_into`)} is null`;
  const way = (on: RawBuilder<unknown>, rank: number) => sql`select p.id as a, q.id as b, ${rank}::int as rank from registry.person p join registry.person q on ${on} and p.id < q.id where ${living('p')} and ${living('q')} and ${inside('p')} and ${inside('q')}`;
  const { rows } = await sql<{ a: string; b: string }>`
    select a, b from (${way(sql`q.id_hash = p.id_hash`, 1)} union all ${way(sql`q.name_key = p.name_key and q.birth_date = p.birth_date`, 2)} union all ${way(sql`q.phone_hash = p.phone_hash and q.name_key = p.name_key`, 3)}) c
    where not exists (select from registry.not_same s where s.a = c.a and s.b = c.b)
    group by a, b order by min(rank), a, b limit ${limit}`.execute(db);
  return rows;
}

export async function setMerged(db: Db, goneId: string, keptId: string | null): Promise<void> {
  await sql`update registry.person set merged_into = ${keptId}::uuid, revision = revision + 1 where id = ${goneId}`.execute(db);
}

export async function mergedInto(db: Db, id: string): Promise<{ id: string; batchId: string | null }[]> {
  const { rows } = await sql<{ id: string; batchId: string | null }>`
    select p.id, (select b.id from registry.batch b where b.kind = 'merge' and b.undone_at is null and b.detail->>'goneId' = p.id::text order by b.at desc limit 1) as "batchId"
    from registry.person p where p.merged_into = ${id} order by p.id`.execute(db);
  return rows;
}

export async function insertNotSame(db: Db, pair: { readonly a: string; readonly b: string }, by: string, reason: string): Promise<void> {
  await sql`insert into registry.not_same (a, b, by_name, reason) select ${pair.a}::uuid, ${pair.b}::uuid, ${by}, ${reason}
    where not exists (select from registry.not_same where a = ${pair.a}::uuid and b = ${pair.b}::uuid)`.execute(db);
}
