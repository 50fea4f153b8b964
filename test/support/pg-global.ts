import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { attachEmbedded, startEmbedded } from '../../src/platform/embedded.ts';
import { lockFolder } from '../../src/platform/embedded/lock.ts';
import { createLog, silentLog } from '../../src/platform/log.ts';
import { migrate } from '../../src/platform/migrate.ts';
import { prepareExternal } from '../../src/platform/postgres.ts';
import { inDatabase, worldOf } from './pg-url.ts';

/** What each test file gets to know of the one server. */
export type TestServer = {
  /** May make and drop databases. */
  readonly adminUrl: string;
  /** To be pointed at a database with `inDatabase`. */
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** The owner's name, to own the clones. */
  readonly ownerRole: string;
  /** Migrated once; cloned for each test. */
  readonly template: string;
  /** Why there is no migrated template: then only tests that need none can pass. */
  readonly problem?: string;
};

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface can be added to
  interface ProvidedContext {
    readonly testServer: TestServer;
  }
}

/** One server for the whole run: an embedded one of its own, or that of `TEST_DATABASE_URL` (its login must be allowed to make databases). */
export default async function startTestServer(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const { stop, ...server } = given === undefined || given === '' ? await ownServer() : await givenServer(given);
  let problem: string | undefined;
  try {
    await makeTemplate(server);
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  project.provide('testServer', { ...server, ...(problem === undefined ? {} : { problem }) });
  return async () => {
    for (const name of [server.template, worldOf(server.template)]) await onAdmin(server.adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
    await stop();
  };
}

type RunningServer = TestServer & { readonly stop: () => Promise<void> };

const template = `jingwei_template_${process.pid}`;

async function ownServer(): Promise<RunningServer> {
  const base = process.platform === 'linux' ? '/var/tmp' : os.tmpdir();
  await sweep(base);
  const dataDir = await mkdtemp(path.join(base, prefix));
  await chmod(dataDir, 0o711);
  const embedded = await startEmbedded({
    dataDir,
    log: createLog({ level: 'error' }),
    // Nothing here outlives the run, so nothing is waited for until it is on the disk.
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', autovacuum_naptime: '1h', max_wal_size: '4GB' },
  });
  const stop = async (): Promise<void> => {
    await embedded.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  const { ownerUrl, appUrl, superUrl } = embedded;
  return { adminUrl: superUrl, ownerUrl, appUrl, ownerRole: new URL(ownerUrl).username, template, stop };
}

async function givenServer(url: string): Promise<RunningServer> {
  const { ownerUrl, appUrl } = await prepareExternal(url);
  return { adminUrl: ownerUrl, ownerUrl, appUrl, ownerRole: decodeURIComponent(new URL(url).username), template, stop: () => Promise.resolve() };
}

async function makeTemplate(server: TestServer): Promise<void> {
  await onAdmin(server.adminUrl, async (client) => {
    await client.query(`drop database if exists ${server.template} with (force)`);
    await client.query(`create database ${server.template} owner ${client.escapeIdentifier(server.ownerRole)}`);
  });
  await migrate(inDatabase(server.ownerUrl, server.template), path.resolve(import.meta.dirname, '../../migrations'), silentLog);
  // A session in the template would make every cloning fail.
  await onAdmin(server.adminUrl, (client) => client.query(`alter database ${server.template} with allow_connections false`));
}

async function onAdmin(adminUrl: string, use: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}

const prefix = 'jingwei-test-';

/** Servers of runs that were killed: their folder is locked by nobody any more. */
async function sweep(base: string): Promise<void> {
  for (const name of (await readdir(base)).filter((entry) => entry.startsWith(prefix))) {
    const folder = path.join(base, name);
    const made = await stat(folder).catch(() => undefined);
    // A run that begins just now has made its folder, but not locked it yet.
    if (made === undefined || Date.now() - made.mtimeMs < 60_000 || made.uid !== (process.getuid?.() ?? made.uid)) continue;
    const lock = await lockFolder(folder).catch(() => undefined);
    if (lock === undefined) continue;
    const left = await attachEmbedded(folder).catch(() => undefined);
    if (left !== undefined) process.kill(left.pid, 'SIGQUIT');
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }).catch(() => undefined);
    await lock.release();
  }
}
