import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { parseArgs } from 'node:util';
import type { Config, Secrets } from '../../platform/config.ts';
import { StartError } from '../../platform/start-error.ts';
import { restoreBackup, type RestoreOptions } from '../backup/put-back.ts';
import { sentenceOf } from './audit.ts';
import { passphraseIn } from './backup.ts';
import { line } from './ground.ts';

export const usage = `用法 usage: npx jingwei restore 备份目录 DIR [--passphrase FILE | --keys secrets.json | --without-keys]
  只恢复到空的数据目录（JINGWEI_DATA）或空库（DATABASE_URL）。先核对备份的每一部分，再写入；失败则什么都不留下。
  Into an empty data folder or database only. Everything is checked before anything is written; a failure leaves nothing behind.
  恢复后装置编号（epoch）更新，手机会重新上报最近的记录。 The epoch is a new one, so that phones send again what they sent last.`;

/** `jingwei restore`. */
export async function restore(args: readonly string[], config: Config, secrets: Secrets): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { passphrase: { type: 'string' }, keys: { type: 'string' }, 'without-keys': { type: 'boolean', default: false } } });
  const [folder, ...more] = positionals;
  const chosen = [values.passphrase !== undefined, values.keys !== undefined, values['without-keys']].filter(Boolean).length;
  if (folder === undefined || more.length > 0 || chosen > 1) throw new StartError('restore/usage', usage, 2);
  const began = performance.now();
  const { manifest, rows, pictures, epoch, audit } = await restoreBackup({ config, databaseUrl: secrets.databaseUrl, folder, keys: await keysFrom(values), who: login(), say: line });
  if (manifest.kind === 'base') line('数据库由整体备份恢复，现已放回图片与密钥。 The server came from its base backup; pictures and keys are back.');
  else line(`已恢复 ${manifest.at} 时刻的备份：${manifest.tables.length} 张表 ${rows} 行，图片 ${pictures} 个文件，用时 ${((performance.now() - began) / 1_000).toFixed(1)} 秒。`);
  if (manifest.kind === 'export') line(`The backup of ${manifest.at} is restored: ${rows} rows in ${manifest.tables.length} tables, ${pictures} picture files.`);
  line(`  装置编号 epoch：${manifest.epoch} → ${epoch}，手机会重新上报 (phones will send again)`);
  if (manifest.damaged.length > 0) line(`  备份时就缺失或损坏的图片 ${manifest.damaged.length} 张 (pictures that were damaged before the backup)`);
  if (audit.finding) throw new StartError('restore/audit', `数据已恢复，但审计在备份之前就已不完整。 The data is restored, but the audit was not whole before the backup. ${sentenceOf(audit.finding)}`);
  line(`  审计链完整：${audit.walked} 行，${audit.fitting} 个检查点相符，放弃 ${audit.givenUp} 个 (the audit is whole)`);
}

async function keysFrom(values: { passphrase?: string | undefined; keys?: string | undefined; 'without-keys': boolean }): Promise<RestoreOptions['keys']> {
  if (values['without-keys']) return 'give up';
  if (values.keys !== undefined) {
    const file = values.keys;
    return { secrets: await readFile(file, 'utf8').catch((error: unknown) => { throw new StartError('restore/no-keys', `读不到密钥文件 ${file}。 The file of keys cannot be read.`, 1, error); }) };
  }
  return { passphrase: values.passphrase === undefined ? undefined : await passphraseIn(values.passphrase) };
}

function login(): string {
  try {
    return `命令行 ${os.userInfo().username}`;
  } catch {
    return '命令行';
  }
}
