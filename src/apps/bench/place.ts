import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { demoTownshipCode } from '../../domains/geography/example.ts';
import { readConfig, type Config } from '../../platform/config.ts';
import { seedTownship } from '../demo.ts';
import { openGround } from '../server.ts';

/** A throwaway installation with the demo's people and no case, its database on this machine's real disk with `fsync` on. */
export type Place = { readonly config: Config; readonly remove: () => Promise<void> };

export async function openPlace(): Promise<Place> {
  // Not under /tmp where that is memory: a commit there costs nothing.
  const dataDir = await mkdtemp(path.join(process.platform === 'linux' ? '/var/tmp' : os.tmpdir(), 'jingwei-bench-'));
  await chmod(dataDir, 0o711);
  return { config: configOf(dataDir), remove: () => rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }) };
}

/** A free port of this machine alone. */
export function configOf(dataDir: string): Config {
  const read = readConfig({ PORT: '0', HOST: '127.0.0.1', JINGWEI_DATA: dataDir, JINGWEI_LOG: 'error' });
  if (!read.ok) throw new Error(read.sentences.join(' '));
  return read.config;
}

/** What a signal stops: what works on the place, and then the place itself. */
export function clearing(place: Place, stop: () => Promise<void>): () => Promise<void> {
  return () => stop().then(place.remove);
}

/** @returns a point in the first grid of the demo township, WGS-84 */
export async function makeTownship({ config }: Place): Promise<Spot> {
  const ground = await openGround(config, { databaseUrl: undefined });
  try {
    await seedTownship(ground, config, () => undefined);
    const { rows } = await sql<Spot>`
      select label_longitude as longitude, label_latitude as latitude, 'wgs84' as datum from geography.area
      where kind = 'grid' and code like ${`${demoTownshipCode.slice(0, 9)}%`} order by code limit 1`.execute(ground.open.db);
    if (!rows[0]) throw new Error('the demo township has no grid');
    return rows[0];
  } finally {
    await ground.stop();
  }
}

export type Spot = { readonly longitude: number; readonly latitude: number; readonly datum: 'wgs84' };

/** Jingwei in a process of its own, as an operator runs it. */
export type Served = {
  readonly url: string;
  readonly appUrl: string;
  readonly memory: () => Promise<{ rss: number; heapUsed: number }>;
  /** Processor time of the server so far, in seconds. */
  readonly cpuSeconds: () => Promise<number>;
  readonly stop: () => Promise<void>;
};

export async function startServed({ config }: Place): Promise<Served> {
  const child = fork(path.join(import.meta.dirname, 'served.ts'), [config.dataDir], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ready = await messageOf<{ url: string; appUrl: string }>(child);
  return {
    ...ready,
    memory: async () => {
      child.send('memory');
      return messageOf(child);
    },
    cpuSeconds: async () => {
      child.send('cpu');
      const { user, system } = await messageOf<{ user: number; system: number }>(child);
      return (user + system) / 1_000_000;
    },
    stop: async () => {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.send('stop');
      await gone;
    },
  };
}

/** The next message of a child; an error where it ends instead. */
export async function messageOf<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) => { throw new Error(`a process of the bench ended (${String(code)})`); });
  const [message] = await Promise.race([once(child, 'message'), ended]);
  return message as T; // what served.ts sends
}

export async function tokenOf({ config }: Place, url: string, account: string): Promise<string> {
  const accounts: { account: string; password: string }[] = JSON.parse(await readFile(path.join(config.dataDir, 'demo-accounts.json'), 'utf8'));
  const password = accounts.find((one) => one.account === account)?.password;
  const answer = await fetch(`${url}/api/identity/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ account, password, device: 'machine' }) });
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${account} could not sign in: ${JSON.stringify(body)}`);
  return String(Reflect.get(Object(body), 'token'));
}
