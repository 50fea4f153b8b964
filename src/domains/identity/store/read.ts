import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '../../../platform/db.ts';
import type { Post } from '../contract.ts';

type Db = Kysely<Database>;
type Language = 'zh-CN' | 'en';

const within = (path: RawBuilder<unknown>, paths: readonly string[]): RawBuilder<boolean> =>
  sql<boolean>`exists (select from unnest(${paths}::text[]) as scope(path) where starts_with(${path}, scope.path))`;

/** Posts of a person, living ones and those that begin later, as the contract shows them. */
const postsOf = (personId: RawBuilder<unknown>, language: Language): RawBuilder<Post[]> => sql<Post[]>`(
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', o.id, 'role', o.role, 'roleName', ${roleName(language)}, 'title', coalesce(nullif(o.title, ''), ${roleName(language)}),
    'area', jsonb_build_object('id', a.id, 'name', a.name, 'within', up.name),
    'unit', case when u.id is not null then jsonb_build_object('id', u.id, 'name', u.name) end,
    'employment', o.employment, 'sharePercent', o.share_percent, 'validFrom', o.valid_from, 'validTo', o.valid_to,
    'coverFor', case when absent.id is not null then jsonb_build_object('id', absent.id, 'name', absent.name) end)
    order by o.cover_for_post_id is not null, o.id), '[]')
  from identity.post o
  join identity.role r on r.code = o.role
  join geography.area_facts a on a.id = o.area_id
  left join geography.area_facts up on up.id = a.parent_id
  left join identity.unit u on u.id = o.unit_id
  left join identity.post covered on covered.id = o.cover_for_post_id
  left join identity.person absent on absent.id = covered.person_id
  where o.person_id = ${personId} and o.ended_at is null and (o.valid_to is null or o.valid_to >= identity.today()))`;

const roleName = (language: Language): RawBuilder<string> => (language === 'en' ? sql<string>`coalesce(r.name_en, r.name_zh)` : sql<string>`r.name_zh`);

/** Posts that count when asking whose somebody is, and what he holds together: living and future ones. */
const stillHeld = sql`o.ended_at is null and (o.valid_to is null or o.valid_to >= identity.today())`;

export type MeRow = {
  personId: number; account: string; name: string; mustChangePassword: boolean; mustEnrol: boolean; posts: Post[];
  home: { id: number; name: string; kind: string; path: string } | null;
};

export async function readMe(db: Db, personId: number, language: Language): Promise<MeRow | undefined> {
  const { rows } = await sql<MeRow>`
    select p.id as "personId", p.account, p.name, p.must_change_password as "mustChangePassword",
      (select f.required and not f.enrolled from identity.second_factor_facts f where f.person_id = p.id) as "mustEnrol", ${postsOf(sql`p.id`, language)} as posts,
      (select jsonb_build_object('id', a.id, 'name', a.name, 'kind', a.kind, 'path', a.path)
       from identity.post o join geography.area_facts a on a.id = o.area_id
       where o.person_id = p.id and identity.living(o.valid_from, o.valid_to, o.ended_at, identity.today())
       order by o.cover_for_post_id is not null, o.id limit 1) as home
    from identity.person p where p.id = ${personId}`.execute(db);
  return rows[0];
}

export type PersonRow = { id: number; account: string; name: string; phone: string; state: 'active' | 'suspended'; posts: Post[]; lastSignInAt: string | null; managed: boolean; secondFactor: 'none' | 'missing' | 'enrolled' };
export type PeopleFilter = {
  readPaths: readonly string[]; managePaths: readonly string[]; language: Language;
  personId: number | undefined; areaId: number | undefined; role: string | undefined; unitId: number | undefined; text: string | undefined; after: number | undefined; limit: number;
};

/**
 * By name in pinyin order. Whoever only reads sees people with work in his areas; whoever manages sees also residents
 * there and people who have no post yet.
 */
export async function listPeople(db: Db, filter: PeopleFilter): Promise<PersonRow[]> {
  const like = filter.text === undefined ? null : `%${filter.text.trim().replace(/[\\%_]/gu, '\\$&')}%`;
  const manages = filter.managePaths.length > 0;
  const narrowed = filter.areaId !== undefined || filter.role !== undefined || filter.unitId !== undefined;
  const { rows } = await sql<PersonRow>`
    select p.id, p.account, p.name, p.phone, p.state, ${postsOf(sql`p.id`, filter.language)} as posts,
           to_char(p.last_sign_in_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastSignInAt",
           (select case when f.enrolled then 'enrolled' when f.required then 'missing' else 'none' end from identity.second_factor_facts f where f.person_id = p.id) as "secondFactor",
           ${isManaged(sql`p.id`, filter.managePaths)} as managed
    from identity.person p
    where (exists (
        select from identity.post o join geography.area_facts a on a.id = o.area_id
        where o.person_id = p.id and ${stillHeld}
          and ((o.role <> 'resident' and ${within(sql`a.path`, filter.readPaths)}) or ${within(sql`a.path`, filter.managePaths)})
          and (${filter.areaId ?? null}::int is null or starts_with(a.path, (select path from geography.area_facts where id = ${filter.areaId ?? null}::int)))
          and (${filter.role ?? null}::text is null or o.role = ${filter.role ?? null}::text)
          and (${filter.unitId ?? null}::int is null or o.unit_id = ${filter.unitId ?? null}::int))
      or (${manages && !narrowed}::boolean and not exists (select from identity.post o where o.person_id = p.id and ${stillHeld})))
      and (${filter.personId ?? null}::int is null or p.id = ${filter.personId ?? null}::int)
      and (${like}::text is null or p.name like ${like}::text or p.account ilike ${like}::text)
      and (${filter.after ?? null}::int is null or (p.name collate "zh-Hans-x-icu", p.id) >
           (select q.name collate "zh-Hans-x-icu", q.id from identity.person q where q.id = ${filter.after ?? null}::int))
    order by p.name collate "zh-Hans-x-icu", p.id
    limit ${filter.limit}`.execute(db);
  return rows;
}

/** Somebody is yours to manage when every post he holds is in your areas; also when he holds none. */
const isManaged = (personId: RawBuilder<unknown>, paths: readonly string[]): RawBuilder<boolean> => sql<boolean>`(
  cardinality(${paths}::text[]) > 0 and not exists (
    select from identity.post o join geography.area_facts a on a.id = o.area_id
    where o.person_id = ${personId} and ${stillHeld} and not ${within(sql`a.path`, paths)}))`;

export type ManagedPerson = { id: number; account: string; phone: string; state: 'active' | 'suspended'; managed: boolean; seen: boolean };

/** Locked, so that what is decided from it still holds when it is written. `seen`: at least one of his posts is in these areas. */
export async function lockPerson(db: Db, personId: number, managePaths: readonly string[]): Promise<ManagedPerson | undefined> {
  await sql`select from identity.person where id = ${personId} for update`.execute(db);
  const { rows } = await sql<ManagedPerson>`
    select p.id, p.account, p.phone, p.state, ${isManaged(sql`p.id`, managePaths)} as managed,
      exists (select from identity.post o join geography.area_facts a on a.id = o.area_id
              where o.person_id = p.id and ${stillHeld} and ${within(sql`a.path`, managePaths)}) as seen
    from identity.person p where p.id = ${personId}`.execute(db);
  return rows[0];
}

/** Whoever stands in for the holder of this post. */
export async function coversOf(db: Db, postId: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select distinct person_id as id from identity.post where cover_for_post_id = ${postId}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Whoever holds this role now or will. */
export async function holdersOf(db: Db, role: string): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select distinct o.person_id as id from identity.post o where o.role = ${role} and ${stillHeld}`.execute(db);
  return rows.map(({ id }) => id);
}

/** What all posts of a person permit together. */
export async function permissionsHeld(db: Db, personId: number): Promise<string[]> {
  const { rows } = await sql<{ permission: string }>`
    select distinct rp.permission from identity.post o join identity.role_permission rp on rp.role = o.role
    where o.person_id = ${personId} and ${stillHeld}`.execute(db);
  return rows.map((row) => row.permission);
}

/** For each different set of other roles held by holders of this role: what those others permit. */
export async function permissionsBeside(db: Db, role: string): Promise<string[][]> {
  const { rows } = await sql<{ permissions: string[] }>`
    select distinct permissions from (
      select o.person_id, array_agg(distinct rp.permission order by rp.permission) as permissions
      from identity.post o join identity.role_permission rp on rp.role = o.role
      where o.role <> ${role} and ${stillHeld}
        and o.person_id in (select o.person_id from identity.post o where o.role = ${role} and ${stillHeld})
      group by o.person_id) as held`.execute(db);
  return rows.map((row) => row.permissions);
}

/**
 * Who holds what, and what a role permits, are judged together, so their changes must not pass each other:
 * appointments share this lock, a change of a role has it alone. Until the end of the transaction.
 */
export async function holdRoles(db: Db, how: 'shared' | 'alone'): Promise<void> {
  const key = sql`hashtext('identity.role')`;
  await (how === 'alone' ? sql`select pg_advisory_xact_lock(${key})` : sql`select pg_advisory_xact_lock_shared(${key})`).execute(db);
}

export type RoleRow = { code: string; nameZh: string; nameEn: string | null; administrator: boolean; secondFactor: boolean; permissions: string[] };

export async function listRoles(db: Db): Promise<RoleRow[]> {
  const { rows } = await sql<RoleRow>`
    select code, name_zh as "nameZh", name_en as "nameEn", administrator, second_factor as "secondFactor",
      (select coalesce(array_agg(permission order by permission), '{}') from identity.role_permission where role = code) as permissions
    from identity.role order by administrator, code`.execute(db);
  return rows;
}

export async function findRole(db: Db, code: string): Promise<RoleRow | undefined> {
  return (await listRoles(db)).find((role) => role.code === code);
}

export type PostRow = {
  id: number; personId: number; role: string; areaId: number; areaPath: string; unitId: number | null; title: string; employment: 'fullTime' | 'partTime'; sharePercent: number;
  validFrom: string; validTo: string | null; isCover: boolean; ended: boolean;
};

export async function findPost(db: Db, postId: number): Promise<PostRow | undefined> {
  const { rows } = await sql<PostRow>`${postRow} where o.id = ${postId}`.execute(db);
  return rows[0];
}

/** Posts these people hold now or later. */
export async function postsHeld(db: Db, personIds: readonly number[]): Promise<PostRow[]> {
  const { rows } = await sql<PostRow>`${postRow} where o.person_id = any(${personIds}::int[]) and ${stillHeld} order by o.id`.execute(db);
  return rows;
}

const postRow = sql`
  select o.id, o.person_id as "personId", o.role, o.area_id as "areaId", a.path as "areaPath", o.unit_id as "unitId", o.title, o.employment, o.share_percent as "sharePercent",
    o.valid_from as "validFrom", o.valid_to as "validTo", o.cover_for_post_id is not null as "isCover", not (${stillHeld}) as ended
  from identity.post o join geography.area_facts a on a.id = o.area_id`;

export type AreaRow = { id: number; code: string; name: string; path: string; kind: string };

export async function findArea(db: Db, areaId: number): Promise<AreaRow | undefined> {
  const { rows } = await sql<AreaRow>`select id, code, name, path, kind from geography.area_facts where id = ${areaId} and (valid_to is null or valid_to > identity.today())`.execute(db);
  return rows[0];
}

export async function areasByCodes(db: Db, codes: readonly string[]): Promise<AreaRow[]> {
  const { rows } = await sql<AreaRow>`select id, code, name, path, kind from geography.area_facts where code = any(${codes}::text[]) and (valid_to is null or valid_to > identity.today())`.execute(db);
  return rows;
}

export async function areaNames(db: Db, areaIds: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await sql<{ id: number; name: string }>`select id, name from geography.area_facts where id = any(${areaIds}::int[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** The day in China by the clock of rules, and another counted from it. */
export async function dayFromToday(db: Db, days: number): Promise<string> {
  const { rows } = await sql<{ day: string }>`select (identity.today() + ${days}::int) as day`.execute(db);
  return rows[0]?.day ?? '';
}

export type ImportedPerson = { id: number; account: string; name: string; phone: string; managed: boolean; seen: boolean };

/** People of these accounts in any case, locked in the order of their ids so that two imports cannot hold each other up. */
export async function lockAccounts(db: Db, accounts: readonly string[], managePaths: readonly string[]): Promise<ImportedPerson[]> {
  const wanted = sql`lower(p.account) in (select lower(one) from unnest(${accounts}::text[]) as one)`;
  await sql`select from identity.person p where ${wanted} order by p.id for update`.execute(db);
  const { rows } = await sql<ImportedPerson>`
    select p.id, p.account, p.name, p.phone, ${isManaged(sql`p.id`, managePaths)} as managed,
      exists (select from identity.post o join geography.area_facts a on a.id = o.area_id
              where o.person_id = p.id and ${stillHeld} and ${within(sql`a.path`, managePaths)}) as seen
    from identity.person p where ${wanted}`.execute(db);
  return rows;
}
