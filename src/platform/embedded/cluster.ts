import { spawn } from 'node:child_process';
import { chown, open, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { StartError } from '../start-error.ts';
import type { Binaries } from './place.ts';
import { type Account, accountOptions, endProcessesIn, isServerOf, run, serversIn, signal, waitUntil } from './process.ts';

export const superuser = 'postgres';

/** What the first lines of `postmaster.pid` say. */
export type Postmaster = { readonly pid: number; readonly port: number; readonly isReady: boolean };

export function clusterFolder(holder: string): string {
  return path.join(holder, 'data');
}

/** Makes the cluster unless it is there. Made aside and renamed: a half-made one is never taken for whole. */
export async function ensureCluster(binaries: Binaries, holder: string, account: Account, password: string): Promise<'made' | 'kept'> {
  const data = clusterFolder(holder);
  const version = await readFile(path.join(data, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version !== undefined) {
    const program = /\d+/u.exec((await run(binaries.postgres, ['--version'], account)).output.replace(/^\D+/u, ''))?.[0];
    if (version.trim() === program) return 'kept';
    throw new StartError('embedded/other-version', `${holder} 里的数据库由 PostgreSQL ${version.trim()} 创建，现装版本是 ${program ?? 'unknown'}：请把备份恢复到新的数据目录。 The database in ${holder} was made by PostgreSQL ${version.trim()}, but version ${program ?? 'unknown'} is installed; restore a backup into a new data folder.`);
  }
  const aside = `${data}.new`;
  const passwordFile = path.join(holder, 'password.new');
  await rm(aside, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  // The folder is the database account's: `wx` never follows a link that it left there.
  await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' });
  try {
    if (account !== undefined) await chown(passwordFile, account.uid, account.gid);
    // Order by code point, the same on every machine; names are sorted with "zh-Hans-CN-x-icu" where asked.
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
    const made = await run(binaries.initdb, [`--pgdata=${aside}`, `--username=${superuser}`, ...locale, '--data-checksums', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, ...firstSettings], account);
    if (made.code !== 0) {
      throw new StartError('embedded/initdb', `The database could not be made in ${holder}: ${lastLine(made.output)}`);
    }
    await rename(aside, data);
  } finally {
    await unlink(passwordFile).catch(() => undefined);
  }
  return 'made';
}

/**
 * The server that already runs on this cluster, left over by a Jingwei that was killed, once it
 * answers. A `postmaster.pid` whose process is gone or is another program is removed.
 */
export async function findRunning(holder: string): Promise<Postmaster | undefined> {
  const data = clusterFolder(holder);
  let found: Postmaster | undefined;
  const settled = await waitUntil(60_000, async () => {
    found = await readPostmaster(data);
    if (found === undefined) return true;
    if (!(await isServerOf(data, found.pid))) {
      found = undefined;
      await clearStale(data);
      return true;
    }
    return found.isReady;
  });
  if (settled) return found;
  throw new StartError('embedded/not-ready', `数据库一分钟内没有就绪，请查看 ${path.join(holder, 'log')}。 The database server (process ${found?.pid ?? 0}) in ${holder} has not become ready within a minute; look at ${path.join(holder, 'log')}.`);
}

/**
 * Starts the server and waits until it takes connections. `extra` are further settings, name → value.
 * @param lastPort of a server that runs again, where those who know it look for it; otherwise any free one
 */
export async function startServer(binaries: Binaries, holder: string, account: Account, extra: Readonly<Record<string, string>>, lastPort?: number): Promise<Postmaster> {
  const data = clusterFolder(holder);
  let output = '';
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const port = lastPort ?? await freePort();
    const chosen = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', ...extra };
    const args = Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const started = await launch(binaries, holder, ['-D', data, ...args], account);
    if (typeof started !== 'string') return started;
    output = started;
    // Somebody took the port between our asking and the server's binding.
    if (!/could not bind|Address already in use/u.test(output)) break;
  }
  throw new StartError('embedded/start', `The database server in ${holder} did not start: ${lastLine(output)}`);
}

/** Fast shutdown: sessions are ended, everything is flushed. After 7 s immediate: the log repairs at the next start. */
export async function stopServer(binaries: Binaries, holder: string, account: Account, pid: number): Promise<void> {
  if (process.platform === 'win32') {
    await run(binaries.pgCtl, ['stop', '-D', clusterFolder(holder), '-m', 'fast', '-t', '7'], account);
    return;
  }
  const isGone = async (): Promise<boolean> => !(await isServerOf(clusterFolder(holder), pid));
  if (await isGone()) return;
  signal(pid, 'SIGINT');
  if (await waitUntil(7_000, isGone)) return;
  signal(pid, 'SIGQUIT');
  await waitUntil(2_000, isGone);
}

/** The running server's line of `postmaster.pid`, or undefined where there is none. */
export async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  const text = await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3] ?? 0), isReady: lines[7] === 'ready' };
}

async function launch(binaries: Binaries, holder: string, args: readonly string[], account: Account): Promise<Postmaster | string> {
  const startLog = path.join(holder, 'start.log');
  await rm(startLog, { force: true });
  const handle = await open(startLog, 'wx', 0o600);
  // Of its own session, so that Ctrl-C at the terminal reaches us first and it stops after us.
  const child = spawn(binaries.postgres, [...args], { ...accountOptions(account), detached: true, stdio: ['ignore', handle.fd, handle.fd] });
  let ended = false;
  child.on('exit', () => (ended = true));
  child.on('error', () => (ended = true));
  child.unref();
  await handle.close();
  let found: Postmaster | undefined;
  await waitUntil(120_000, async () => {
    found = await readPostmaster(clusterFolder(holder));
    return ended || (found?.pid === child.pid && found?.isReady === true);
  });
  if (!ended && found?.isReady === true) return found;
  if (!ended && child.pid !== undefined) await stopServer(binaries, holder, account, child.pid);
  return readFile(startLog, 'utf8').catch(() => 'it could not be run');
}

/**
 * Removes what a dead server left, after its last sessions have ended: they still hold the shared
 * memory, and a second server beside them would damage the data.
 */
async function clearStale(data: string): Promise<void> {
  const isQuiet = async (): Promise<boolean> => (await serversIn(data)).length === 0;
  // What still runs a statement does not notice by itself; nobody waits for its answer any more.
  if (!(await waitUntil(1_000, isQuiet))) await endProcessesIn(data);
  const left = await serversIn(data);
  if (left.length > 0) {
    throw new StartError('embedded/leftovers', `Processes of a server that died still work in ${data}: ${left.join(', ')}; end them and start again.`);
  }
  await unlink(path.join(data, 'postmaster.pid')).catch(() => undefined);
}

/** Of this machine alone; somebody else may take it before it is used. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

/** Whether a folder holds a finished cluster. */
export async function hasCluster(holder: string): Promise<boolean> {
  return stat(path.join(clusterFolder(holder), 'PG_VERSION')).then(
    () => true,
    () => false,
  );
}

// Written into postgresql.conf once, where the operator may change them. A refused row is quoted in
// the server's DETAIL lines and may be a person's: terse leaves them out. One log file a weekday.
const firstSettings = [
  'timezone=UTC',
  'log_timezone=UTC',
  'logging_collector=on',
  'log_directory=../log',
  'log_filename=postgres-%a.log',
  'log_rotation_age=1d',
  'log_rotation_size=0',
  'log_truncate_on_rotation=on',
  'log_error_verbosity=terse',
  'max_connections=200',
  'shared_buffers=256MB',
  'effective_cache_size=1GB',
  'max_wal_size=2GB',
  'random_page_cost=1.1',
].map((setting) => `--set=${setting}`);
