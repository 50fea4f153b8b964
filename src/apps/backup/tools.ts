import { spawn } from 'node:child_process';
import { access, readdir } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from '../../platform/start-error.ts';

// Programs of PostgreSQL's own, which the embedded package has not.

const debianFolder = '/usr/lib/postgresql';

/** Debian keeps each major version in a folder of its own, and only wrappers in the PATH: newest first, then the PATH. */
export async function findTool(name: string): Promise<string | undefined> {
  const versions = (await readdir(debianFolder).catch(() => [])).filter((one) => /^\d+$/u.test(one)).sort((a, b) => Number(b) - Number(a));
  for (const version of versions) {
    const file = path.join(debianFolder, version, 'bin', name);
    if (await access(file).then(() => true, () => false)) return file;
  }
  const asked = process.platform === 'win32' ? spawn('where', [name]) : spawn('/bin/sh', ['-c', 'command -v -- "$1"', 'sh', name]);
  let said = '';
  asked.stdout.setEncoding('utf8').on('data', (text: string) => { said += text; });
  await new Promise<void>((resolve) => { asked.once('error', () => { resolve(); }).once('close', () => { resolve(); }); });
  return said.split(/\r?\n/u)[0]?.trim() || undefined;
}

export async function needTool(name: string): Promise<string> {
  const found = await findTool(name);
  if (found === undefined) throw new StartError('backup/no-tool', `找不到 ${name}：请安装 PostgreSQL 客户端程序（Debian: apt-get install postgresql-client），或加 --export 按表导出。 ${name} was not found: install PostgreSQL's client programs (Debian: postgresql-client), or export the tables with --export.`);
  return found;
}

/** The address without its password, which goes another way: the list of processes shows arguments to everybody. */
export function apart(url: string): { readonly address: string; readonly env: Readonly<Record<string, string>> } {
  const address = new URL(url);
  const password = decodeURIComponent(address.password);
  address.password = '';
  // Replication is asked for as the login itself: it takes no role.
  address.searchParams.delete('options');
  return { address: address.href, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', ...(password === '' ? {} : { PGPASSWORD: password }) } };
}

export type Tool = { readonly ended: Promise<number>; readonly said: () => string; readonly stop: () => void };

/** Starts it; what it says is kept, its last 8 kB, and told line by line. */
export function startTool(program: string, args: readonly string[], env: Readonly<Record<string, string>>, onLine: (line: string) => void = () => undefined): Tool {
  const child = spawn(program, [...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-8_192);
      for (const line of text.split(/[\r\n]+/u)) if (line.trim() !== '') onLine(line.trim());
    });
  }
  const ended = new Promise<number>((resolve) => {
    child.once('error', (error) => { said += error.message; resolve(127); });
    child.once('close', (code) => { resolve(code ?? 1); });
  });
  return { ended, said: () => said.trim(), stop: () => { child.kill('SIGINT'); } };
}
