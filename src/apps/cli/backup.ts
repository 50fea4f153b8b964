import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Config, Secrets } from '../../platform/config.ts';
import { attachEmbedded, startEmbedded } from '../../platform/embedded.ts';
import { databaseName } from '../../platform/embedded/roles.ts';
import { createLog } from '../../platform/log.ts';
import { StartError } from '../../platform/start-error.ts';
import { followLog } from '../backup/base.ts';
import { makeBackup, type BackupOptions } from '../backup/make.ts';
import { line } from './ground.ts';
import { stoppable } from './stopping.ts';

export const usage = `用法 usage:
  npx jingwei backup 目录 DIR [--seal 口令文件 FILE | --with-keys] [--earlier DIR] [--export]
  npx jingwei backup --log 目录 DIR [--slot NAME]
  运行中也可备份：内置数据库按表导出同一时刻的数据；DATABASE_URL 的服务器用 pg_basebackup，--export 改为按表导出。
  A running Jingwei may be backed up: the embedded database as tables of one moment, that of DATABASE_URL by pg_basebackup, or as tables with --export.
  --seal FILE    用文件中的口令加密保存密钥 keys go along, sealed with the passphrase in FILE   --with-keys 密钥不加密 keys go along as they are
  --earlier DIR  与上一次备份相同的图片做硬链接 pictures that an earlier backup has are linked from it
  --log DIR      持续接收服务器的日志（与整体备份合用可恢复到任意时刻） receives the server's log until stopped, for recovery to any moment`;

/** `jingwei backup`. */
export async function backup(args: readonly string[], config: Config, secrets: Secrets): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { seal: { type: 'string' }, 'with-keys': { type: 'boolean', default: false }, earlier: { type: 'string' }, export: { type: 'boolean', default: false }, log: { type: 'string' }, slot: { type: 'string', default: 'jingwei_log' } } });
  const { databaseUrl } = secrets;
  if (values.log !== undefined) {
    const archive = values.log;
    if (positionals.length > 0 || !/^[a-z0-9_]{1,63}$/u.test(values.slot)) throw new StartError('backup/usage', usage, 2);
    if (databaseUrl === undefined) throw new StartError('backup/log-embedded', '内置数据库没有日志归档：请定时运行 backup，或改用自己的 PostgreSQL 服务器。 The embedded database has no log archive: run backup by the clock, or use a PostgreSQL server of your own.');
    return stoppable((opened) => followLog(databaseUrl, archive, values.slot, line, (stop) => opened(stop, 0)));
  }
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0 || (values.seal !== undefined && values['with-keys'])) throw new StartError('backup/usage', usage, 2);
  const keys = values.seal !== undefined ? { passphrase: await passphraseIn(values.seal) } : values['with-keys'] ? 'plain' as const : 'none' as const;
  await withUrl(config, databaseUrl, async (url) => {
    const manifest = await makeBackup({ config, url, folder, kind: databaseUrl === undefined || values.export ? 'export' : 'base', keys, ...(values.earlier === undefined ? {} : { earlier: values.earlier }), say: line });
    tell(manifest, keys);
  });
}

/** One line; what follows it is not part of it. */
export async function passphraseIn(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => { throw new StartError('backup/no-passphrase', `读不到口令文件 ${file}。 The file of the passphrase cannot be read.`, 1, error); });
  const passphrase = text.split(/\r?\n/u)[0] ?? '';
  if ([...passphrase].length < 12) throw new StartError('backup/short-passphrase', `口令至少 12 个字符。 A passphrase has twelve characters or more.`);
  return passphrase;
}

/** As whoever sees every row: beside a running Jingwei, or with its embedded database started for this. */
async function withUrl(config: Config, databaseUrl: string | undefined, use: (url: string) => Promise<void>): Promise<void> {
  const running = databaseUrl === undefined ? await attachEmbedded(config.dataDir) : undefined;
  const inJingwei = (superUrl: string): string => { const url = new URL(superUrl); url.pathname = `/${databaseName}`; return url.href; };
  return stoppable(async (opened) => {
    if (databaseUrl !== undefined || running !== undefined) return use(databaseUrl ?? inJingwei(running?.superUrl ?? ''));
    const embedded = await startEmbedded({ dataDir: config.dataDir, log: createLog({ level: 'error' }), onProgress: line });
    try {
      await opened(embedded.stop);
      return await use(inJingwei(embedded.superUrl));
    } finally {
      await embedded.stop();
    }
  });
}

function tell(manifest: Awaited<ReturnType<typeof makeBackup>>, keys: BackupOptions['keys']): void {
  const { at, tables, pictures, audit, damaged, kind } = manifest;
  line(kind === 'export'
    ? `  ${at} 时刻的 ${tables.length} 张表 ${tables.reduce((sum, { rows }) => sum + rows, 0)} 行，图片 ${pictures.count} 个文件，审计至第 ${audit.seq} 位 (tables, rows, picture files, place in the audit)`
    : `  ${at} 时刻的数据库整体备份，图片 ${pictures.count} 个文件 (base backup and pictures)`);
  if (keys === 'none') line(whatIsLost);
  if (damaged.length > 0) throw new StartError('backup/damaged', `备份已完成，但 ${damaged.length} 张图片在数据目录里缺失或损坏，无法保存：${damaged.slice(0, 5).join('、')}${damaged.length > 5 ? ' …' : ''}。请从更早的备份取回。 The backup is made, but ${damaged.length} pictures are missing or damaged in the data folder; take them from an earlier one.`);
}

export const whatIsLost = `  注意：备份不含密钥（secrets.json）。只凭它恢复将失去：居民手中的查询码全部失效；已发出的图片地址失效（重新打开即可）；审计检查点改用新密钥签名。
  请把 secrets.json 另存他处，或用 --seal 口令文件、--with-keys 一并保存。
  Note: the keys (secrets.json) are not in it. Restored without them, the codes in residents' hands no longer open their cases, picture addresses that were handed out
  end, and checkpoints are signed with a new key. Keep secrets.json elsewhere, or let the keys go along: --seal FILE or --with-keys.`;
