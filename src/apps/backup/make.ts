import { copyFile, mkdir, mkdtemp, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { signingKeyOf } from '../../platform/audit-chain.ts';
import { checkpointsFile, publicKeyFile } from '../../platform/audit-witness.ts';
import type { Config } from '../../platform/config.ts';
import { readSecrets, secretsPath } from '../../platform/secrets.ts';
import { StartError } from '../../platform/start-error.ts';
import { version } from '../version.ts';
import { baseBackup } from './base.ts';
import { exportDatabase, type Exported } from './export.ts';
import { digestOf, keysText, manifestText, names, sealText, type Keys, type Manifest, type Part } from './manifest.ts';
import { exportPictures } from './pictures.ts';

export type BackupOptions = {
  readonly config: Config;
  /** A login that sees every row of Jingwei's tables. */
  readonly url: string;
  readonly folder: string;
  /** `export`: every row as text, loads into any version. `base`: the server's own files, for a PostgreSQL of the operator's. */
  readonly kind: 'export' | 'base';
  readonly keys: 'none' | 'plain' | { readonly passphrase: string };
  /** A finished backup whose pictures are linked instead of copied again. */
  readonly earlier?: string;
  readonly say: (line: string) => void;
};

/**
 * Makes a backup beside its place and renames it when everything is on the disk: one that is there is whole.
 * @returns its manifest; `damaged` names pictures that could not be saved
 */
export async function makeBackup(options: BackupOptions): Promise<Manifest> {
  const { config, folder, say } = options;
  const target = path.resolve(folder);
  if (await stat(target).then(() => true, () => false)) throw new StartError('backup/exists', `${target} 已存在，备份不覆盖任何东西。 ${target} exists; a backup overwrites nothing.`);
  const secrets = await readSecrets(config.dataDir);
  if (secrets['audit'] === undefined) throw new StartError('backup/no-key', `${secretsPath(config.dataDir)} 里没有签名密钥，请先启动一次本系统。 There is no signing key in ${secretsPath(config.dataDir)}; start Jingwei once first.`);
  await mkdir(path.dirname(target), { recursive: true });
  const aside = await mkdtemp(`${target}.unfinished-`);
  try {
    const manifest = await fill(aside, options);
    const text = manifestText(manifest);
    await flushed(path.join(aside, names.manifest), text);
    await flushed(path.join(aside, names.seal), sealText(text, signingKeyOf(secrets['audit'])));
    await rename(aside, target);
    await flushFolder(path.dirname(target));
    say(`备份完成：${target}`);
    return manifest;
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    throw error;
  }
}

async function fill(aside: string, options: BackupOptions): Promise<Manifest> {
  const { config, url, kind, keys, earlier, say } = options;
  const files = path.join(config.dataDir, 'files');
  let pictures: Awaited<ReturnType<typeof exportPictures>> | undefined;
  // After the rows, from the same moment: a picture is on the disk before its row.
  const withPictures = async (client: pg.Client): Promise<void> => {
    say('图片 … (pictures)');
    pictures = await exportPictures(files, aside, earlier, hashesOf(client));
  };
  let exported: Exported;
  let archives: readonly Part[] = [];
  if (kind === 'export') {
    say('数据库各表 … (tables)');
    exported = await exportDatabase(url, aside, say, withPictures);
  } else {
    ({ exported, archives } = await baseBackup(url, aside, say, withPictures));
  }
  if (pictures === undefined) throw new Error('no pictures were looked for');
  const parts: Part[] = [...archives, pictures.list];
  for (const [name, from] of [[names.checkpoints, checkpointsFile(config)], [names.publicKey, publicKeyFile(config.dataDir)]] as const) {
    if (await copyFile(from, path.join(aside, name)).then(() => true, () => false)) parts.push(await flushedPart(aside, name));
  }
  if (keys !== 'none') {
    await flushed(path.join(aside, names.keys), keysText(await keysIn(config.dataDir), keys === 'plain' ? undefined : keys.passphrase));
    parts.push(await flushedPart(aside, names.keys));
  }
  say(`图片 ${pictures.count} 个文件，新取 ${pictures.taken} 个 (pictures, newly taken)`);
  return {
    format: 1, kind, version, ...exported, parts, pictures: { count: pictures.count, bytes: pictures.bytes }, damaged: [...pictures.damaged],
    keys: keys === 'none' ? 'none' : keys === 'plain' ? 'plain' : 'sealed',
  };
}

/** The database's passwords are left out: a restored one gets its own. */
async function keysIn(dataDir: string): Promise<Keys> {
  const kept = Object.fromEntries(Object.entries(await readSecrets(dataDir)).filter(([name]) => !name.startsWith('postgres.')));
  const accounts = await readFile(path.join(dataDir, 'demo-accounts.json'), 'utf8').catch(() => undefined);
  return { 'secrets.json': `${JSON.stringify(kept, null, 2)}\n`, ...(accounts === undefined ? {} : { 'demo-accounts.json': accounts }) };
}

async function* hashesOf(client: pg.Client): AsyncGenerator<string> {
  for (let after = ''; ;) {
    const { rows } = await client.query<{ sha256: string }>('select sha256 from platform.file where sha256 > $1 order by sha256 limit 10000', [after]);
    for (const { sha256 } of rows) yield sha256;
    const last = rows.at(-1);
    if (!last) return;
    after = last.sha256;
  }
}

async function flushed(file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600, flag: 'wx', flush: true });
}

async function flushedPart(folder: string, file: string): Promise<Part> {
  const handle = await open(path.join(folder, file), 'r+');
  await handle.sync();
  await handle.close();
  return { file, ...(await digestOf(path.join(folder, file))) };
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().catch(() => undefined); // not every system flushes a folder
  await handle.close();
}
