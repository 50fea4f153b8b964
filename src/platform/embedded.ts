import { chmod, mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { clusterFolder, ensureCluster, findRunning, hasCluster, type Postmaster, readPostmaster, startServer, stopServer, superuser } from './embedded/cluster.ts';
import { keepRunning } from './embedded/keeper.ts';
import { type FolderLock, lockFolder } from './embedded/lock.ts';
import { type Binaries, existingHolder, findBinaries, findHolder } from './embedded/place.ts';
import { type Account, databaseAccount, isAlive, isServerOf, lookAt, waitUntil } from './embedded/process.ts';
import { appRole, databaseName, ensureRoles, ownerRole } from './embedded/roles.ts';
import type { Log } from './log.ts';
import { ensureSecrets, readSecrets, type SecretsFile, secretsPath } from './secrets.ts';
import { StartError } from './start-error.ts';

export type EmbeddedUrls = {
  /** Owns the database `jingwei`; migrates. */
  readonly ownerUrl: string;
  /** Reads and writes what the owner granted. */
  readonly appUrl: string;
  /** Database `postgres` as superuser: for set-up and backup only. */
  readonly superUrl: string;
  readonly port: number;
  /** Process id of the server at its start; one that ends by itself is started again under another, on the same port. */
  readonly pid: number;
};

export type Embedded = EmbeddedUrls & {
  /** Whether the server was left running by a Jingwei that was killed. */
  readonly adopted: boolean;
  /** Where the database's files are; outside `dataDir` where its account cannot enter that. */
  readonly holder: string;
  /** Within 10 s; again does nothing. Close your own pools before. */
  readonly stop: () => Promise<void>;
};

export type EmbeddedOptions = {
  readonly dataDir: string;
  readonly log: Log;
  /** Sentences for the person who waits. */
  readonly onProgress?: (sentence: string) => void;
  /** Further server settings, name → value. Only throwaway databases may turn `fsync` off. */
  readonly settings?: Readonly<Record<string, string>>;
};

/**
 * The PostgreSQL inside the package, on 127.0.0.1 and a free port, kept in `dataDir`.
 * Throws `StartError` with a sentence: a second Jingwei on the folder, an unreachable folder,
 * secrets that are lost. Default order is by code point (C.UTF-8); names sort by the collation
 * "zh-Hans-CN-x-icu".
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const say = (sentence: string): void => {
    options.log.info(sentence);
    options.onProgress?.(sentence);
  };
  const account = databaseAccount();
  const dataDir = await ensureDataDir(options.dataDir);
  const locks: FolderLock[] = [await lockFolder(dataDir)];
  const release = async (): Promise<void> => {
    await Promise.all(locks.splice(0).map((lock) => lock.release()));
  };
  try {
    const binaries = await findBinaries(account, say);
    const holder = await findHolder(dataDir, account, say);
    // A copied data folder points at the same database elsewhere.
    locks.push(await lockFolder(holder));
    const secrets = await ensureOurSecrets(dataDir, holder);
    if (!(await hasCluster(holder))) say('首次准备数据库 … (preparing the database for the first time)');
    await ensureCluster(binaries, holder, account, secretOf(secrets, 'superuser'));
    const left = await adoptable(binaries, holder, account);
    if (left !== undefined) say(`上次被强行结束的 Jingwei 的数据库（进程 ${left.pid}）仍在运行，继续使用 (the database of a Jingwei that was killed is used again)`);
    const settings = options.settings ?? {};
    const server = left ?? (await startServer(binaries, holder, account, settings));
    const keeper = keepRunning({ binaries, holder, account, settings }, server, options.log);
    let stopping: Promise<void> | undefined;
    const stop = (): Promise<void> => (stopping ??= keeper.stop().then(release));
    const urls = urlsOf(server, secrets);
    try {
      await ensureRoles(urls.superUrl, { owner: secretOf(secrets, 'owner'), app: secretOf(secrets, 'app') });
    } catch (error) {
      if (left === undefined) await stop();
      else keeper.leave();
      throw error;
    }
    options.log.info('database server ready', { pid: server.pid, port: server.port });
    return { ...urls, adopted: left !== undefined, holder, stop };
  } catch (error) {
    await release();
    throw error;
  }
}

/** The server that a running Jingwei keeps for this folder, for commands beside it; undefined where none runs. */
export async function attachEmbedded(dataDir: string): Promise<EmbeddedUrls | undefined> {
  const real = await realpath(dataDir).catch(() => undefined);
  const holder = real === undefined ? undefined : await existingHolder(real);
  if (real === undefined || holder === undefined) return undefined;
  const server = await readPostmaster(clusterFolder(holder));
  if (server === undefined || !server.isReady || !(await isServerOf(clusterFolder(holder), server.pid))) return undefined;
  return urlsOf(server, await readSecrets(real));
}

async function ensureDataDir(dataDir: string): Promise<string> {
  try {
    const made = await mkdir(dataDir, { recursive: true });
    // Others may pass to the database's own folder, but may not list what is here.
    if (made !== undefined) await chmod(dataDir, 0o711);
    return await realpath(dataDir);
  } catch (error) {
    throw new StartError('embedded/no-folder', `数据目录 ${path.resolve(dataDir)} 无法创建或进入，请用 JINGWEI_DATA 指定另一个目录。 The data folder ${path.resolve(dataDir)} cannot be made or entered; set JINGWEI_DATA to another one.`, 1, error);
  }
}

async function adoptable(binaries: Binaries, holder: string, account: Account): Promise<Postmaster | undefined> {
  const left = await findRunning(holder);
  if (left === undefined) return undefined;
  const isDeleted = (await lookAt(left.pid))?.program.endsWith(' (deleted)') ?? false;
  if (!isDeleted) return left;
  // Its program files were replaced by an installation: it would miss libraries that it has not loaded yet.
  await stopServer(binaries, holder, account, left.pid);
  await waitUntil(1_000, async () => !(await isAlive(left.pid)));
  return undefined;
}

const secretNames = { superuser: 'postgres.superuser', owner: 'postgres.owner', app: 'postgres.app' } as const;

async function ensureOurSecrets(dataDir: string, holder: string): Promise<SecretsFile> {
  const names = Object.values(secretNames);
  const kept = await readSecrets(dataDir);
  if ((await hasCluster(holder)) && names.some((name) => kept[name] === undefined)) {
    throw new StartError('embedded/no-secrets', `数据库在 ${holder}，但 ${secretsPath(dataDir)} 里没有它的密码，请放回该文件。 The database in ${holder} exists, but ${secretsPath(dataDir)} does not hold its passwords; put that file back.`);
  }
  return ensureSecrets(dataDir, names);
}

function secretOf(secrets: SecretsFile, name: keyof typeof secretNames): string {
  const secret = secrets[secretNames[name]];
  if (secret === undefined) throw new StartError('embedded/no-secrets', `The password ${secretNames[name]} is missing in secrets.json; put that file back.`);
  return secret;
}

function urlsOf(server: Postmaster, secrets: SecretsFile): EmbeddedUrls {
  const url = (user: string, password: string, database: string): string => `postgres://${user}:${password}@127.0.0.1:${server.port}/${database}`;
  return {
    ownerUrl: url(ownerRole, secretOf(secrets, 'owner'), databaseName),
    appUrl: url(appRole, secretOf(secrets, 'app'), databaseName),
    superUrl: url(superuser, secretOf(secrets, 'superuser'), 'postgres'),
    port: server.port,
    pid: server.pid,
  };
}
