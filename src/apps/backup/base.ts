import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { StartError } from '../../platform/start-error.ts';
import { readFacts, type Exported } from './export.ts';
import { digestOf, type Part } from './manifest.ts';
import { apart, needTool, startTool } from './tools.ts';

/**
 * The whole server as its own program copies it, with the log that makes it consistent; together with a continuous
 * archive of the log it can be brought to any later moment. The login needs the attribute REPLICATION.
 */
export async function baseBackup(url: string, folder: string, say: (line: string) => void, within: (client: pg.Client) => Promise<void>): Promise<{ readonly exported: Exported; readonly archives: readonly Part[] }> {
  const program = await needTool('pg_basebackup');
  const { address, env } = apart(url);
  const target = path.join(folder, 'base');
  await mkdir(target, { mode: 0o700 });
  say('数据库整体备份 … (base backup)');
  const tool = startTool(program, ['--pgdata', target, '--format=tar', '--gzip', '--wal-method=stream', '--checkpoint=fast', '--progress', '--no-password', '--manifest-checksums=SHA256', '--dbname', address], env, progressive(say));
  if ((await tool.ended) !== 0) {
    throw new StartError('backup/base-failed', `pg_basebackup 失败：${lastLine(tool.said())}。登录账号需要 REPLICATION 属性，且 pg_hba.conf 允许 replication 连接；也可加 --export 按表导出。 pg_basebackup failed; the login needs the attribute REPLICATION and a replication line in pg_hba.conf, or export the tables with --export.`);
  }
  const client = new pg.Client({ connectionString: url, application_name: 'jingwei backup' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    // Read after it: what the archives hold is at most this; the pictures are those of this later moment, so none is missing.
    await client.query('begin isolation level repeatable read read only');
    const facts = await readFacts(client);
    await within(client);
    await client.query('commit');
    const archives: Part[] = [];
    for (const name of (await readdir(target)).sort()) archives.push({ file: `base/${name}`, ...(await digestOf(path.join(target, name))) });
    return { exported: { ...facts, tables: [], sequences: [] }, archives };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Receives the server's log as it is written, until it is stopped: what was committed a second ago is in `archive`. A
 * replication slot keeps what was not received while this did not run, so watch the server's disk.
 */
export async function followLog(url: string, archive: string, slot: string, say: (line: string) => void, opened: (stop: () => Promise<void>) => Promise<void>): Promise<void> {
  const program = await needTool('pg_receivewal');
  const { address, env } = apart(url);
  await mkdir(archive, { recursive: true, mode: 0o700 });
  const made = startTool(program, ['--create-slot', '--if-not-exists', '--slot', slot, '--no-password', '--dbname', address], env);
  if ((await made.ended) !== 0) throw new StartError('backup/no-slot', `无法建立复制槽 ${slot}：${lastLine(made.said())}。 The replication slot cannot be made.`);
  // Flushed as it comes and reported at once: with synchronous replication a commit could even wait for it.
  const tool = startTool(program, ['--directory', archive, '--slot', slot, '--synchronous', '--no-password', '--status-interval=10', '--dbname', address], env, say);
  say(`正在持续归档日志到 ${archive}，按 Ctrl+C 停止 (receiving the log; Ctrl+C stops it)`);
  await opened(async () => { tool.stop(); await tool.ended; });
  const code = await tool.ended;
  if (code !== 0) throw new StartError('backup/log-ended', `日志归档中断：${lastLine(tool.said())}。 Receiving the log ended.`);
}

/** A line of progress every few seconds. */
function progressive(say: (line: string) => void): (line: string) => void {
  let toldAt = 0;
  return (line) => {
    if (performance.now() - toldAt < 3_000) return;
    toldAt = performance.now();
    say(`  ${line}`);
  };
}

function lastLine(text: string): string {
  return text.split('\n').at(-1)?.trim() ?? '';
}
