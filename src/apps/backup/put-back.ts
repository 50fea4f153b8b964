import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { signingKeyOf } from '../../platform/audit-chain.ts';
import { linkLeft, makeCheckpoint, appendLines } from '../../platform/audit-sequencer.ts';
import { verifyAudit, type Verified } from '../../platform/audit-verify.ts';
import { checkpointsFile, publicKeyFile, publishKey, readCheckpoints, readPublicKeys } from '../../platform/audit-witness.ts';
import type { Config } from '../../platform/config.ts';
import { openDb } from '../../platform/db.ts';
import { startEmbedded } from '../../platform/embedded.ts';
import { clusterFolder } from '../../platform/embedded/cluster.ts';
import { existingHolder } from '../../platform/embedded/place.ts';
import { endProcessesIn } from '../../platform/embedded/process.ts';
import { databaseName } from '../../platform/embedded/roles.ts';
import { createLog, silentLog } from '../../platform/log.ts';
import { migrate, readMigrations } from '../../platform/migrate.ts';
import { prepareExternal } from '../../platform/postgres.ts';
import { ensureSecrets } from '../../platform/secrets.ts';
import { StartError } from '../../platform/start-error.ts';
import { root } from '../version.ts';
import { schemas } from './export.ts';
import { loadTables } from './load.ts';
import { checkPart, names, openKeys, readManifest, type Keys, type Manifest } from './manifest.ts';
import { checkPictures, restorePictures } from './pictures.ts';

export type RestoreOptions = {
  readonly config: Config;
  readonly databaseUrl: string | undefined;
  readonly folder: string;
  /** Those in the backup, with what seals them; the old `secrets.json`; `give up`: the operator knows what is lost. */
  readonly keys: { readonly passphrase: string | undefined } | { readonly secrets: string } | 'give up';
  /** Who restores; for the audit. */
  readonly who: string;
  readonly say: (line: string) => void;
};

export type Restored = { readonly manifest: Manifest; readonly rows: number; readonly pictures: number; readonly epoch: string; readonly audit: Verified };

/** In the data folder while a restore is under way; nothing starts on it. */
export function unfinishedRestore(dataDir: string): string {
  return path.join(dataDir, 'restore-unfinished');
}

/**
 * Everything is checked before anything is written: the manifest and its signature, every part, every picture, the keys,
 * the structure, and that nothing is there. What fails after that is taken away again.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { manifest, signedBy } = await readManifest(options.folder);
  const older = await migrationsUpTo(manifest);
  try {
    return await checked(options, manifest, signedBy, older);
  } finally {
    await rm(older, { recursive: true, force: true });
  }
}

async function checked(options: RestoreOptions, manifest: Manifest, signedBy: string, older: string): Promise<Restored> {
  const { config, databaseUrl, folder, say } = options;
  say('核对备份的每一部分 … (checking every part)');
  for (const part of [...manifest.parts, ...manifest.tables.flatMap(({ part: one }) => one ?? [])]) await checkPart(folder, part);
  await checkPictures(folder);
  const keys = await keysOf(options, manifest, signedBy);
  if (manifest.kind === 'base') return besideServer(options, manifest, keys);
  await mustBeEmpty(config.dataDir, databaseUrl);
  return writing(config.dataDir, databaseUrl, older, async (target) => {
    say('装入数据库 … (loading the database)');
    const { rows } = await loadTables(target.loadUrl, folder, manifest, say);
    await migrate(target.ownerUrl, path.join(root, 'migrations'), silentLog);
    say('放回图片 … (pictures)');
    const pictures = await restorePictures(folder, path.join(config.dataDir, 'files'));
    return { manifest, rows, pictures, ...(await conclude(options, manifest, target)) };
  }, keys, say);
}

type Target = { readonly ownerUrl: string; readonly appUrl: string; readonly loadUrl: string; readonly stop: () => Promise<void> };

/**
 * Of a base backup: its operator has brought the server up again (docs/operations.md); what belongs beside it is put back,
 * and the installation told that it was restored.
 */
async function besideServer(options: RestoreOptions, manifest: Manifest, keys: Keys): Promise<Restored> {
  const { config: { dataDir }, databaseUrl, folder, say } = options;
  if (databaseUrl === undefined) throw new StartError('restore/base', '这是数据库整体备份：先按 docs/operations.md 把 base 目录恢复成运行的服务器，再设置 DATABASE_URL 运行本命令。 This is a base backup: bring its server up as docs/operations.md says, then run this with DATABASE_URL.');
  await mustBeEmpty(dataDir, undefined);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows: [there] } = await client.query<{ epoch: string; recovering: boolean }>('select epoch, pg_is_in_recovery() as recovering from platform.installation').catch(() => ({ rows: [] }));
    if (there?.epoch !== manifest.epoch || there.recovering) throw new StartError('restore/other-server', 'DATABASE_URL 的服务器不是由这个备份恢复的，或尚在恢复中。 The server of DATABASE_URL was not restored from this backup, or is still recovering.');
    const made = await mkdir(dataDir, { recursive: true });
    if (made !== undefined) await chmod(dataDir, 0o711);
    await writeFile(unfinishedRestore(dataDir), '');
    try {
      await writeKeys(dataDir, keys);
      say('放回图片 … (pictures)');
      const pictures = await restorePictures(folder, path.join(dataDir, 'files'));
      const { ownerUrl, appUrl } = await prepareExternal(databaseUrl);
      await client.query('update platform.installation set epoch = gen_random_uuid()');
      const told = await conclude(options, manifest, { ownerUrl, appUrl, loadUrl: databaseUrl, stop: () => Promise.resolve() });
      await rm(unfinishedRestore(dataDir));
      return { manifest, rows: 0, pictures, ...told };
    } catch (error) {
      await client.query('update platform.installation set epoch = $1', [manifest.epoch]).catch(() => undefined);
      await clear(dataDir);
      throw error;
    }
  } finally {
    await client.end();
  }
}

async function writeKeys(dataDir: string, keys: Keys): Promise<void> {
  for (const [name, text] of Object.entries(keys)) await writeFile(path.join(dataDir, path.basename(name)), text, { mode: 0o600, flag: 'wx', flush: true });
}

/** What is made is taken away again when `work` fails; killed in between, a mark says what it is. */
async function writing<T>(dataDir: string, databaseUrl: string | undefined, migrations: string, work: (target: Target) => Promise<T>, keys: Keys, say: (line: string) => void): Promise<T> {
  const made = await mkdir(dataDir, { recursive: true });
  if (made !== undefined) await chmod(dataDir, 0o711);
  await writeFile(unfinishedRestore(dataDir), `${new Date().toISOString()}\n`, { flag: 'w' });
  let target: Target | undefined;
  try {
    await writeKeys(dataDir, keys);
    if (databaseUrl === undefined) {
      const embedded = await startEmbedded({ dataDir, log: createLog({ level: 'error' }), onProgress: say });
      const loadUrl = new URL(embedded.superUrl);
      loadUrl.pathname = `/${databaseName}`;
      target = { ownerUrl: embedded.ownerUrl, appUrl: embedded.appUrl, loadUrl: loadUrl.href, stop: embedded.stop };
    } else {
      target = { ...(await prepareExternal(databaseUrl)), loadUrl: databaseUrl, stop: () => Promise.resolve() };
    }
    await migrate(target.ownerUrl, migrations, silentLog);
    const done = await work(target);
    await target.stop();
    await rm(unfinishedRestore(dataDir));
    return done;
  } catch (error) {
    if (databaseUrl !== undefined && target !== undefined) await dropSchemas(databaseUrl).catch(() => undefined);
    await target?.stop().catch(() => undefined);
    await clear(dataDir);
    if (made !== undefined) await rmdir(dataDir).catch(() => undefined);
    throw error;
  }
}

/** Only ever called on a folder that was empty, or held a restore that was broken off. */
async function clear(dataDir: string): Promise<void> {
  const holder = await existingHolder(dataDir).catch(() => undefined);
  if (holder !== undefined) await endProcessesIn(clusterFolder(holder));
  if (holder !== undefined) await rm(holder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  const mark = unfinishedRestore(dataDir);
  for (const name of await readdir(dataDir)) if (path.join(dataDir, name) !== mark) await rm(path.join(dataDir, name), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  await rm(mark, { force: true });
}

/** The audit takes up what the backup's moment had not linked yet, says that it was restored, and is verified. */
async function conclude({ config, folder, who }: RestoreOptions, manifest: Manifest, target: Target): Promise<{ epoch: string; audit: Verified }> {
  const { audit: secret = '' } = await ensureSecrets(config.dataDir, ['files', 'followCodes', 'audit']);
  const key = signingKeyOf(secret);
  for (const name of [names.checkpoints, names.publicKey]) {
    if (manifest.parts.some(({ file }) => file === name)) await copyFile(path.join(folder, name), name === names.publicKey ? publicKeyFile(config.dataDir) : path.join(config.dataDir, name));
  }
  await publishKey(config.dataDir, key);
  const { db, close } = openDb(target.appUrl, { applicationName: 'jingwei restore', max: 2 });
  try {
    const { rows: [installation] } = await sql<{ epoch: string }>`select epoch from platform.installation`.execute(db);
    const epoch = installation?.epoch ?? '';
    await sql`
      insert into platform.audit (at, person_name, post, operation, subject, outcome, input, address)
      values (now(), ${who}, '', 'platform.restore', '', 'done', ${JSON.stringify({ backupOf: manifest.at, epochBefore: manifest.epoch, epoch })}::jsonb, '')`.execute(db);
    await linkLeft(db);
    const said = await makeCheckpoint(db, { key, seconds: 0, afterEpoch: manifest.epoch });
    if (!said) throw new Error('the restored chain was not signed');
    await appendLines(checkpointsFile(config), [JSON.stringify(said)]);
    const audit = await verifyAudit({ url: target.ownerUrl, keys: await readPublicKeys(publicKeyFile(config.dataDir)) ?? new Map(), ...(await readCheckpoints(checkpointsFile(config))) });
    return { epoch, audit };
  } finally {
    await close();
  }
}

/** Exactly the migrations that the backup's tables stand on, in a folder of their own; those are loaded into first. */
async function migrationsUpTo(manifest: Manifest): Promise<string> {
  const here = await readMigrations(path.join(root, 'migrations'));
  const newest = here.at(-1)?.number ?? 0;
  const theirs = manifest.migrations.at(-1)?.number ?? 0;
  if (theirs > newest) throw new StartError('restore/newer', `备份的数据库结构是第 ${theirs} 号，本版本只到第 ${newest} 号：请用制作它的版本（${manifest.version}）或更新的版本恢复。 The backup is at migration ${theirs}, this version knows only up to ${newest}; restore it with version ${manifest.version} or newer.`);
  for (const one of manifest.migrations) {
    const same = here.find(({ number }) => number === one.number);
    if (same?.sha256 !== one.sha256) throw new StartError('restore/migration', `本版本的第 ${one.number} 号结构更新（${one.name}）与备份时的不同。 Migration ${one.number} of this version is not the one that the backup was made with.`);
  }
  const folder = await mkdtemp(path.join(os.tmpdir(), 'jingwei-migrations-'));
  for (const { number, name } of here.filter((one) => one.number <= theirs)) {
    const file = `${String(number).padStart(4, '0')}_${name}.sql`;
    await copyFile(path.join(root, 'migrations', file), path.join(folder, file));
  }
  return folder;
}

async function keysOf({ folder, keys }: RestoreOptions, manifest: Manifest, signedBy: string): Promise<Keys> {
  if (keys === 'give up') return {};
  if ('secrets' in keys) {
    checkKey({ 'secrets.json': keys.secrets }, signedBy);
    return { 'secrets.json': withoutDatabase(keys.secrets) };
  }
  if (manifest.keys === 'none') throw new StartError('restore/no-keys', `备份不含密钥。把原来的 secrets.json 用 --keys 指给我，或用 --without-keys 放弃：居民的查询码将失效，审计检查点改用新密钥。 The backup has no keys: name the old secrets.json with --keys, or give them up with --without-keys: residents' codes end, checkpoints get a new key.`);
  const opened = openKeys(await readFile(path.join(folder, names.keys), 'utf8').catch(() => ''), keys.passphrase);
  if (opened === null) throw new StartError('restore/passphrase', manifest.keys === 'sealed' && keys.passphrase === undefined ? `密钥是封存的，请用 --passphrase 口令文件。 The keys are sealed; give the passphrase with --passphrase FILE.` : `口令打不开封存的密钥。 The passphrase does not open the sealed keys.`);
  checkKey(opened, signedBy);
  return opened;
}

/** The kept secrets are those of the installation that was backed up: the same key signed the manifest. */
export function checkKey(keys: Keys, signedBy: string): void {
  const secret: unknown = Reflect.get(Object(jsonOf(keys['secrets.json'] ?? '')), 'audit');
  if (typeof secret !== 'string' || signingKeyOf(secret).id !== signedBy) throw new StartError('restore/other-keys', `这些密钥不是制作备份的那一套。 These are not the keys of the installation that was backed up.`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A new database gets its own passwords. */
function withoutDatabase(secrets: string): string {
  return `${JSON.stringify(Object.fromEntries(Object.entries(Object(JSON.parse(secrets))).filter(([name]) => !name.startsWith('postgres.'))), null, 2)}\n`;
}

async function mustBeEmpty(dataDir: string, databaseUrl: string | undefined): Promise<void> {
  const unfinished = await stat(unfinishedRestore(dataDir)).then(() => true, () => false);
  const there = (await readdir(dataDir).catch(() => [])).filter((name) => name !== 'lost+found');
  if (there.length > 0 && !unfinished) throw new StartError('restore/not-empty', `${dataDir} 里已有东西；恢复只写入空目录。 ${dataDir} is not empty; a restore goes into an empty folder only.`);
  if (unfinished) await clear(dataDir);
  if (databaseUrl === undefined) return;
  if (unfinished) await dropSchemas(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(`select from pg_namespace where nspname = 'platform'`);
    if (rows.length > 0) throw new StartError('restore/not-empty', 'DATABASE_URL 的数据库里已有 Jingwei 的数据；恢复只写入空库。 The database of DATABASE_URL is not empty; a restore goes into an empty one only.');
  } finally {
    await client.end();
  }
}

/** Only where this restore began with none of them. */
async function dropSchemas(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const schema of schemas) await client.query(`drop schema if exists ${schema} cascade`);
  } finally {
    await client.end();
  }
}
