import pg from 'pg';
import { startEmbedded } from './embedded.ts';
import { appRole } from './embedded/roles.ts';
import type { Log } from './log.ts';
import { StartError } from './start-error.ts';

export type Postgres = {
  readonly kind: 'embedded' | 'external';
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** Of the embedded server: where its files are. */
  readonly holder?: string;
  /** Stops the embedded server; leaves an external one alone. */
  readonly stop: () => Promise<void>;
};

export type OpenPostgresOptions = {
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly log: Log;
  readonly onProgress?: (sentence: string) => void;
  /** Of the embedded server alone; only throwaway databases may turn `fsync` off. */
  readonly settings?: Readonly<Record<string, string>>;
};

/** The database that the operator chose: the external one of `DATABASE_URL`, otherwise the embedded one. */
export async function openPostgres(options: OpenPostgresOptions): Promise<Postgres> {
  if (options.databaseUrl === undefined) return { kind: 'embedded', ...(await startEmbedded(options)) };
  return { kind: 'external', ...(await prepareExternal(options.databaseUrl)), stop: () => Promise.resolve() };
}

/**
 * Checks an external PostgreSQL and makes the role `jingwei_app` in it. The given login is the
 * owner; the app uses the same login and takes the plain role when it connects (start-up option
 * `role`, so RESET ROLE stays in it).
 */
export async function prepareExternal(databaseUrl: string): Promise<{ ownerUrl: string; appUrl: string }> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000, application_name: 'jingwei setup' });
  // Its loss shows in the query under way.
  client.on('error', () => undefined);
  await client.connect().catch((error: unknown) => {
    throw new StartError('postgres/no-connection', `连不上 DATABASE_URL 指定的数据库（${codeOf(error)}）。 The database of DATABASE_URL does not answer (${codeOf(error)}).`, 1, error);
  });
  try {
    await checkServer(client);
    await ensureAppRole(client);
  } finally {
    await client.end();
  }
  const appUrl = withRole(databaseUrl, appRole);
  const app = new pg.Client({ connectionString: appUrl, connectionTimeoutMillis: 10_000 });
  try {
    await app.connect();
    const { rows } = await app.query<{ role: string }>('select current_user::text as role');
    if (rows[0]?.role !== appRole) throw new Error('the start-up option was ignored');
  } catch (error) {
    throw new StartError('postgres/no-app-role', `The database does not let the login of DATABASE_URL take the role ${appRole} when it connects (${codeOf(error)}); connect to PostgreSQL itself, not to a pooler that drops start-up options.`, 1, error);
  } finally {
    await app.end().catch(() => undefined);
  }
  return { ownerUrl: databaseUrl, appUrl };
}

/** The same connection, in another role from its start. */
export function withRole(databaseUrl: string, role: string): string {
  const url = new URL(databaseUrl);
  const kept = url.searchParams.get('options');
  url.searchParams.set('options', `${kept === null ? '' : `${kept} `}-c role=${role}`);
  // `+` for a space is a matter of web forms; pg reads percent signs only.
  return url.href.replace(/\+/gu, '%20');
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; name: string; encoding: string; hasPinyin: boolean; mayCreate: boolean }>(`
    select current_setting('server_version_num')::int as version, current_setting('server_version') as name,
      current_setting('server_encoding') as encoding,
      exists (select from pg_collation where collname = 'zh-Hans-CN-x-icu') as "hasPinyin",
      has_database_privilege(current_database(), 'CREATE') as "mayCreate"`);
  const server = rows[0];
  if (server === undefined) throw new Error('no answer to a select without from');
  if (server.version < 150_000) throw new StartError('postgres/too-old', `数据库是 PostgreSQL ${server.name}，Jingwei 需要 15 或更新的版本。 The database is PostgreSQL ${server.name}; Jingwei needs 15 or newer.`);
  if (server.encoding !== 'UTF8') throw new StartError('postgres/encoding', `数据库的编码是 ${server.encoding}，请用 ENCODING 'UTF8' 新建。 The database is encoded in ${server.encoding}; make one with ENCODING 'UTF8'.`);
  if (!server.hasPinyin) throw new StartError('postgres/no-icu', 'The database server was built without ICU, so it cannot sort Chinese names; use a build with ICU, as Debian has.');
  if (!server.mayCreate) throw new StartError('postgres/no-create', 'DATABASE_URL 的登录账号无权在库中创建模式，请让它成为该库的属主。 The login of DATABASE_URL may not create schemas in its database; make it the owner of the database.');
}

/** Without a login of its own. Two processes that start at once may both try: the second finds it made. */
async function ensureAppRole(client: pg.Client): Promise<void> {
  try {
    await client.query(`do $$ begin
      if not exists (select from pg_roles where rolname = '${appRole}') then create role ${appRole} nologin; end if;
    exception when duplicate_object or unique_violation then null; end $$`);
    // From version 16 on, whoever makes a role may give it away, but may not take it without this.
    await client.query(`do $$ begin
      if not pg_has_role(current_user, '${appRole}', 'member') or not (select rolsuper from pg_roles where rolname = current_user) then
        execute format('grant ${appRole} to %I', current_user);
      end if; end $$`);
  } catch (error) {
    const isMember = await client.query<{ yes: boolean }>(`select pg_has_role(current_user, '${appRole}', 'member') as yes`).catch(() => undefined);
    if (isMember?.rows[0]?.yes === true) return;
    throw new StartError('postgres/no-app-role', `The login of DATABASE_URL may not make the role ${appRole}; as a superuser run: create role ${appRole} nologin; grant ${appRole} to the login of DATABASE_URL.`, 1, error);
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown reason';
  // Codes only: a message may repeat the address with its password.
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
