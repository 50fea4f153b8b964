import pg from 'pg';
import { StartError } from '../start-error.ts';

export const ownerRole = 'jingwei_owner';
export const appRole = 'jingwei_app';
export const databaseName = 'jingwei';

/**
 * Makes what is missing of: the owner (migrates), the app (reads and writes what it was granted)
 * and the database. Neither is a superuser, because superusers pass by row-level security.
 */
export async function ensureRoles(superUrl: string, passwords: { readonly owner: string; readonly app: string }): Promise<void> {
  const client = new pg.Client({ connectionString: superUrl });
  try {
    await client.connect();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '28P01') {
      throw new StartError('embedded/other-secrets', '数据目录里的 secrets.json 与数据库不匹配，请放回与它一同生成的那一份。 The secrets.json of the data folder does not belong to its database; put back the one that was made with it.', 1, error);
    }
    throw error;
  }
  try {
    const roles = await client.query<{ rolname: string }>('select rolname from pg_roles where rolname = any($1)', [[ownerRole, appRole]]);
    const known = new Set(roles.rows.map((row) => row.rolname));
    for (const [role, password] of [[ownerRole, passwords.owner], [appRole, passwords.app]] as const) {
      if (!known.has(role)) await client.query(`create role ${role} login password ${client.escapeLiteral(password)}`);
    }
    const databases = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (databases.rowCount === 0) {
      await client.query(`create database ${databaseName} owner ${ownerRole} template template0`);
    }
    await client.query(`revoke all on database ${databaseName} from public`);
    await client.query(`grant connect on database ${databaseName} to ${appRole}`);
  } finally {
    await client.end();
  }
}
