import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { attachEmbedded, type EmbeddedUrls } from '../../platform/embedded.ts';
import { clusterFolder, freePort } from '../../platform/embedded/cluster.ts';
import { existingHolder } from '../../platform/embedded/place.ts';
import { serversIn, signal } from '../../platform/embedded/process.ts';
import { databaseName } from '../../platform/embedded/roles.ts';
import { openDb, type Db } from '../../platform/db.ts';
import type { Place } from '../bench/place.ts';

/** A server with a supervisor as an operating system is one: it starts again what has ended. */
export type Patient = {
  readonly url: string;
  /** Bytes of memory; null while it is being started. */
  readonly memory: () => Promise<number | null>;
  readonly kill: () => void;
  /** How often it has ended without having been told or killed here. */
  readonly accidents: () => number;
  readonly stop: () => Promise<void>;
};

/**
 * @param logFile what the server says; not on a disk that is going to be filled
 * @param databaseUrl of another server's database; otherwise the one inside
 */
export async function startPatient({ config: { dataDir } }: Place, logFile: string, databaseUrl?: string, env: Readonly<Record<string, string>> = {}): Promise<Patient> {
  const port = await freePort();
  const log = createWriteStream(logFile, { flags: 'a' });
  let child = spawnServer(dataDir, port, databaseUrl, env, log);
  let [told, killed, accidents] = [false, false, 0];
  let restart: NodeJS.Timeout | undefined;
  const tend = (one: ChildProcess): void => {
    one.once('exit', () => {
      if (told) return;
      if (!killed) accidents += 1;
      killed = false;
      // A start that is refused at once would otherwise be tried a hundred times a second.
      restart = setTimeout(() => { child = spawnServer(dataDir, port, databaseUrl, env, log); tend(child); }, accidents > 0 ? 300 : 20);
    });
  };
  tend(child);
  const [first] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (first !== 'ready') throw new Error(`the server did not start: ${(await readFile(logFile, 'utf8').catch(() => '')).slice(-2_000)}`);
  return {
    url: `http://127.0.0.1:${port}`,
    memory: () => memoryOf(child),
    kill: () => { killed = true; child.kill('SIGKILL'); },
    accidents: () => accidents,
    stop: async () => {
      told = true;
      clearTimeout(restart);
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        if (child.connected) child.send('stop');
        else child.kill('SIGKILL');
        const patience = setTimeout(() => child.kill('SIGKILL'), 15_000);
        await gone;
        clearTimeout(patience);
      }
      log.end();
    },
  };
}

/** Null where it ends meanwhile, or does not say it within five seconds. */
function memoryOf(child: ChildProcess): Promise<number | null> {
  if (!child.connected) return Promise.resolve(null);
  return new Promise((resolve) => {
    const done = (message: unknown): void => {
      clearTimeout(late);
      child.off('message', done).off('exit', gone);
      const bytes: unknown = Reflect.get(Object(message), 'memory');
      resolve(typeof bytes === 'number' ? bytes : null);
    };
    const gone = (): void => done(null);
    const late = setTimeout(gone, 5_000);
    child.on('message', done).on('exit', gone).send('memory');
  });
}

function spawnServer(dataDir: string, port: number, databaseUrl: string | undefined, env: Readonly<Record<string, string>>, log: WriteStream): ChildProcess {
  const args = [dataDir, String(port), ...(databaseUrl === undefined ? [] : [databaseUrl])];
  const child = fork(path.join(import.meta.dirname, 'served.ts'), args, { execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: { ...compileCache(), ...env } });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  child.on('error', () => undefined);
  return child;
}

/** As the launcher gives it: a start reads what an earlier one compiled. Nothing else of the environment is wanted. */
function compileCache(): Record<string, string> {
  return { PATH: '/usr/bin:/bin', NODE_COMPILE_CACHE: path.resolve(import.meta.dirname, '../../../node_modules/.cache/node') };
}

export type DatabaseOf = {
  readonly urls: () => Promise<EmbeddedUrls>;
  /** Every process of its server. */
  readonly pids: () => Promise<readonly number[]>;
  readonly postmaster: () => Promise<number>;
  readonly signal: (pids: readonly number[], name: NodeJS.Signals) => void;
  /** As who sees everything; closed again. For looking on. */
  readonly use: <T>(look: (db: Db) => Promise<T>) => Promise<T>;
};

/** The embedded database of a place, found anew each time: it comes and goes. */
export async function databaseOf({ config: { dataDir } }: Place): Promise<DatabaseOf> {
  const holder = await existingHolder(dataDir);
  if (holder === undefined) throw new Error('there is no database in the place');
  const urls = async (): Promise<EmbeddedUrls> => {
    for (let tries = 0; tries < 600; tries += 1) {
      const found = await attachEmbedded(dataDir);
      if (found) return found;
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    throw new Error('the database has not come back within half a minute');
  };
  return {
    urls,
    pids: () => serversIn(clusterFolder(holder)),
    postmaster: async () => (await urls()).pid,
    signal: (pids, name) => { for (const pid of pids) signal(pid, name); },
    use: async (look) => {
      const open = openDb(inJingwei((await urls()).superUrl), { applicationName: 'jingwei chaos', max: 2 });
      try {
        return await look(open.db);
      } finally {
        await open.close();
      }
    },
  };
}

/** The superuser, in the product's database. */
export function inJingwei(superUrl: string): string {
  const url = new URL(superUrl);
  url.pathname = `/${databaseName}`;
  return url.href;
}
