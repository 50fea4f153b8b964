import { spawn } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The account that PostgreSQL runs as; undefined: the one we run as. PostgreSQL refuses to be root. */
export type Account = { readonly uid: number; readonly gid: number } | undefined;

const nobody = { uid: 65_534, gid: 65_534 };

export function databaseAccount(): Account {
  return process.getuid?.() === 0 ? nobody : undefined;
}

/** Spawn options under which nothing of our environment (passwords, tokens) reaches the child. */
export function accountOptions(account: Account) {
  return {
    ...(account ?? {}),
    cwd: process.platform === 'win32' ? undefined : '/',
    ...(process.platform === 'win32' ? {} : { env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } }),
  };
}

export type Ran = { readonly code: number; readonly output: string };

/** Runs to the end and never throws: a program that could not be started has code 127. */
export function run(program: string, args: readonly string[], account: Account): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args], { ...accountOptions(account), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** False also for one that has ended and waits to be collected by its parent. */
export async function isAlive(pid: number): Promise<boolean> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const state = stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    return state !== '' && state !== 'Z' && state !== 'X';
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Where a process works and what it runs; undefined where this system does not tell. */
export async function lookAt(pid: number): Promise<{ cwd: string; program: string } | undefined> {
  try {
    return { cwd: await readlink(`/proc/${pid}/cwd`), program: await readlink(`/proc/${pid}/exe`) };
  } catch {
    return undefined;
  }
}

/** A PostgreSQL works in its data folder: that tells it from another program that got the same number. */
export async function isServerOf(data: string, pid: number): Promise<boolean> {
  if (!(await isAlive(pid))) return false;
  const seen = await lookAt(pid);
  if (seen === undefined) return process.platform !== 'linux';
  return seen.cwd.replace(/ \(deleted\)$/u, '') === data && path.basename(seen.program).startsWith('postgres');
}

/** Every process of PostgreSQL that works in this data folder; none where this system does not tell. */
export async function serversIn(data: string): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.map(Number).filter((pid) => Number.isInteger(pid) && pid > 0);
  const looked = await Promise.all(pids.map(async (pid) => ({ pid, isOne: await isServerOf(data, pid) })));
  return looked.filter(({ isOne }) => isOne).map(({ pid }) => pid);
}

/** Ends them without ceremony; up to 5 s. */
export async function endProcessesIn(data: string): Promise<void> {
  for (const pid of await serversIn(data)) signal(pid, 'SIGQUIT');
  await waitUntil(5_000, async () => (await serversIn(data)).length === 0);
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile, which is what was wanted.
  }
}

/** Asks `done` every 20 ms; false when `limitMs` pass before it agrees. */
export async function waitUntil(limitMs: number, done: () => Promise<boolean>): Promise<boolean> {
  const end = Date.now() + limitMs;
  for (;;) {
    if (await done()) return true;
    if (Date.now() > end) return false;
    await sleep(20);
  }
}
