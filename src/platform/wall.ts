import { sql, type RawBuilder, type Transaction } from 'kysely';
import { pathsFor, unitsFor, type Actor } from './actor.ts';
import type { Database, Db } from './db.ts';
import { StartError } from './start-error.ts';

// The second wall (migrations/0008_walls.sql): each transaction tells the database whose it is, for itself alone. Behind
// the filters of the stores the policies then show nothing that is not his; where nothing was told, nothing is shown.

/** What the policies know of a caller: where, and in whose name, his posts permit what. Nothing of it is secret. */
export function wallOf(actor: Actor): string {
  const permissions = [...new Set(actor.grants.flatMap((grant) => [...grant.permissions]))].sort();
  const each = (listOf: (permission: string) => readonly (string | number)[]): Record<string, string> =>
    Object.fromEntries(permissions.flatMap((permission) => { const list = listOf(permission); return list.length === 0 ? [] : [[permission, arrayText(list)]]; }));
  const posts = [...new Set(actor.grants.flatMap(({ unitId }) => (unitId === null ? [] : [unitId])))];
  return JSON.stringify({
    person: actor.personId, paths: each((permission) => pathsFor(actor, permission)), units: each((permission) => unitsFor(actor, permission)), posts: arrayText(posts),
  });
}

/** PostgreSQL's notation of an array, which it reads faster than JSON. Paths are digits and dots; one is empty where there is no city yet. */
function arrayText(list: readonly (string | number)[]): string {
  return `{${list.map((one) => (one === '' ? '""' : String(one))).join(',')}}`;
}

/** For the first statement of a transaction, among what else it sets; gone with the transaction. */
export function setWall(wall: string): RawBuilder<string> {
  return sql<string>`set_config('jingwei.wall', ${wall}, true)`;
}

/** What runs in nobody's name and sees everything. Whoever needs a new one declares it here. */
export const houseJobs = {
  feed: 'reads the events that streams are told of',
  clocks: 'fires deadlines, computes them again, keeps the cases with the areas they lie in',
  audit: 'links and checks the log of what was done',
  index: 'makes the months of the demo\'s index, with the hours at which they were made',
  phones: 'lets go of old answers to phones and of what was settled long ago, and looks for phones that are stuck',
  survey: 'counts what there is, for a replay, a bench or a check of the whole',
} as const;
export type HouseJob = keyof typeof houseJobs;

/** A transaction of the house itself. `clock`: only in a replay or a test. */
export function asHouse<T>(db: Db, job: HouseJob, run: (db: Transaction<Database>) => Promise<T>, clock: Date | null = null): Promise<T> {
  return db.transaction().execute(async (inside) => {
    await sql`select ${setWall(JSON.stringify({ house: true, job }))}, set_config('jingwei.clock', ${clock?.toISOString() ?? ''}, true)`.execute(inside);
    return run(inside);
  });
}

/**
 * Policies do not hold back a superuser, an owner, or a role with BYPASSRLS: the app must be none of these.
 * @throws StartError where it is, also on an operator's own server
 */
export async function checkWalls(db: Db): Promise<void> {
  const { rows } = await sql<{ table: string }>`
    select c.oid::regclass::text as "table" from pg_class c where c.relrowsecurity and not row_security_active(c.oid) order by 1`.execute(db);
  const { rows: [all] } = await sql<{ n: number }>`select count(*)::int as n from pg_class where relrowsecurity`.execute(db);
  if (rows.length === 0 && (all?.n ?? 0) > 0) return;
  throw new StartError('start/no-walls', `数据库的行级权限对应用账号不起作用（${rows.map(({ table }) => table).join('、')}）：应用账号不得是表的属主、超级用户，也不得有 BYPASSRLS。 Row-level security does not hold for the role of the application: it must not own the tables, be a superuser or have BYPASSRLS.`);
}
