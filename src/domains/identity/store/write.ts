import { sql, type Kysely } from 'kysely';
import type { Database } from '../../../platform/db.ts';

type Db = Kysely<Database>;

export type NewPerson = { account: string; name: string; phone: string; passwordHash: string | null; mustChangePassword: boolean };

/** One statement for any number; an account that is taken is left out of the answer. */
export async function insertPeople(db: Db, people: readonly NewPerson[]): Promise<{ id: number; account: string }[]> {
  const { rows } = await sql<{ id: number; account: string }>`
    insert into identity.person (account, name, phone, password_hash, must_change_password)
    select account, name, phone, "passwordHash", "mustChangePassword"
    from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as one(account text, name text, phone text, "passwordHash" text, "mustChangePassword" boolean)
    on conflict (lower(account)) do nothing
    returning id, account`.execute(db);
  return rows;
}

export async function changePeople(db: Db, people: readonly { id: number; name: string; phone: string }[]): Promise<void> {
  await sql`
    update identity.person p set name = one.name, phone = one.phone
    from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as one(id int, name text, phone text) where p.id = one.id`.execute(db);
}

export async function setState(db: Db, personId: number, state: 'active' | 'suspended'): Promise<void> {
  await sql`update identity.person set state = ${state} where id = ${personId}`.execute(db);
}

export async function setPassword(db: Db, personId: number, passwordHash: string, mustChange: boolean): Promise<void> {
  await sql`update identity.person set password_hash = ${passwordHash}, must_change_password = ${mustChange} where id = ${personId}`.execute(db);
}

export async function setPersonLanguage(db: Db, personId: number, language: string): Promise<void> {
  await sql`update identity.person set language = ${language} where id = ${personId}`.execute(db);
}

export type NewPost = {
  personId: number; role: string; areaId: number; unitId: number | null; title: string; employment: 'fullTime' | 'partTime'; sharePercent: number;
  /** Null: from today. */
  validFrom: string | null; validTo: string | null; coverForPostId: number | null;
};

export async function insertPosts(db: Db, posts: readonly NewPost[]): Promise<{ id: number; personId: number; role: string; areaId: number }[]> {
  const { rows } = await sql<{ id: number; personId: number; role: string; areaId: number }>`
    insert into identity.post (person_id, role, area_id, unit_id, title, employment, share_percent, valid_from, valid_to, cover_for_post_id)
    select "personId", role, "areaId", "unitId", title, employment, "sharePercent", coalesce("validFrom", identity.today()), "validTo", "coverForPostId"
    from jsonb_to_recordset(${JSON.stringify(posts)}::jsonb) as one("personId" int, role text, "areaId" int, "unitId" int, title text, employment text,
      "sharePercent" int, "validFrom" date, "validTo" date, "coverForPostId" int)
    returning id, person_id as "personId", role, area_id as "areaId"`.execute(db);
  return rows;
}

export type PostChange = { id: number; title: string; employment: 'fullTime' | 'partTime'; sharePercent: number; validFrom: string; validTo: string | null };

export async function changePosts(db: Db, posts: readonly PostChange[]): Promise<void> {
  await sql`
    update identity.post p set title = one.title, employment = one.employment, share_percent = one."sharePercent", valid_from = one."validFrom", valid_to = one."validTo"
    from jsonb_to_recordset(${JSON.stringify(posts)}::jsonb) as one(id int, title text, employment text, "sharePercent" int, "validFrom" date, "validTo" date)
    where p.id = one.id`.execute(db);
}

/** At once (`on` null), or with that day as its last. Its covers end with it: `living` looks at both. */
export async function endPost(db: Db, postId: number, on: string | null): Promise<void> {
  if (on === null) {
    await sql`update identity.post set ended_at = platform.now() where id = ${postId}`.execute(db);
    return;
  }
  await sql`
    update identity.post set valid_to = ${on}::date,
      ended_at = case when ${on}::date < identity.today() then platform.now() end
    where id = ${postId}`.execute(db);
}

export type NewUnit = { code: string; name: string; kind: string; level: string; areaId: number };

/** A code that is taken is left out of the answer. */
export async function insertUnits(db: Db, units: readonly NewUnit[]): Promise<{ id: number; code: string }[]> {
  const { rows } = await sql<{ id: number; code: string }>`
    insert into identity.unit (code, name, kind, level, area_id)
    select code, name, kind, level, "areaId"
    from jsonb_to_recordset(${JSON.stringify(units)}::jsonb) as one(code text, name text, kind text, level text, "areaId" int)
    on conflict (code) do nothing
    returning id, code`.execute(db);
  return rows;
}

/** The name is written in the language of whoever gives it; a new role bears it in both until somebody translates it. */
export async function saveRole(db: Db, role: { code: string; name: string; language: 'zh-CN' | 'en'; administrator: boolean; /** Undefined: as it was. */ secondFactor: boolean | undefined; permissions: readonly string[] }): Promise<void> {
  const column = role.language === 'en' ? sql`name_en = excluded.name_en` : sql`name_zh = excluded.name_zh`;
  await sql`
    insert into identity.role as r (code, name_zh, name_en, administrator, second_factor)
    values (${role.code}, ${role.name}, ${role.language === 'en' ? role.name : null}, ${role.administrator}, ${role.administrator || role.secondFactor === true})
    on conflict (code) do update set administrator = excluded.administrator, second_factor = ${role.administrator} or coalesce(${role.secondFactor ?? null}::boolean, r.second_factor), ${column}`.execute(db);
  await sql`delete from identity.role_permission where role = ${role.code} and permission <> all(${role.permissions}::text[])`.execute(db);
  await sql`
    insert into identity.role_permission (role, permission) select ${role.code}, permission from unnest(${role.permissions}::text[]) as one(permission)
    on conflict do nothing`.execute(db);
}
