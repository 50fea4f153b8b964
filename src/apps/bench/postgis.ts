import { chown, mkdir, mkdtemp, chmod, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { freePort } from '../../platform/embedded/cluster.ts';
import { accountOptions, databaseAccount, run, waitUntil } from '../../platform/embedded/process.ts';

export type Postgis = { readonly url: string; readonly stop: () => Promise<void> };

/** Debian keeps the programs of each version in a folder of its own, and what can be extended beside them. */
const debian = '/usr/lib/postgresql';

/** A PostGIS of this machine, started for the comparison alone in a throwaway folder; undefined where none is installed. */
export async function ownPostgis(): Promise<Postgis | undefined> {
  const versions = process.platform === 'linux' ? await readdir(debian).catch((): string[] => []) : [];
  for (const version of versions.toSorted((a, b) => Number(b) - Number(a))) {
    const extensions = await readdir(`/usr/share/postgresql/${version}/extension`).catch((): string[] => []);
    if (extensions.includes('postgis.control')) return start(path.join(debian, version, 'bin'));
  }
  return undefined;
}

async function start(programs: string): Promise<Postgis> {
  const account = databaseAccount();
  const folder = await mkdtemp('/var/tmp/jingwei-postgis-');
  await chmod(folder, 0o711);
  const data = path.join(folder, 'data');
  await mkdir(data, { mode: 0o700 });
  if (account) await chown(data, account.uid, account.gid);
  const made = await run(path.join(programs, 'initdb'), ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C'], account);
  if (made.code !== 0) throw new Error(`PostGIS to compare with could not be made: ${made.output}`);
  const port = await freePort();
  const server = spawn(path.join(programs, 'postgres'), ['-D', data, '-c', 'listen_addresses=127.0.0.1', '-c', `port=${port}`, '-c', 'unix_socket_directories=', '-c', 'shared_buffers=128MB'], { ...accountOptions(account), stdio: 'ignore' });
  const stop = async (): Promise<void> => {
    if (server.exitCode === null && server.signalCode === null) {
      const gone = once(server, 'exit');
      server.kill('SIGINT');
      await gone;
    }
    await rm(folder, { recursive: true, force: true });
  };
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  if (await waitUntil(30_000, () => answers(url))) return { url, stop };
  await stop();
  throw new Error('PostGIS to compare with did not start');
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  return client.connect().then(() => client.end().then(() => true), () => false);
}
