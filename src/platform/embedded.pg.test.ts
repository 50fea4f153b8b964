import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { attachEmbedded, type Embedded, startEmbedded } from './embedded.ts';
import { isAlive } from './embedded/process.ts';
import { createLog, silentLog } from './log.ts';

const isRoot = process.getuid?.() === 0;
const stops: (() => Promise<unknown>)[] = [];
let dataDir = '';

beforeEach(async () => {
  // As `mktemp -d` makes it: 0700, so as root its inside is out of reach for the database's account.
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'jingwei-embedded-'));
});

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  const note = await readFile(path.join(dataDir, 'postgres-is-elsewhere.json'), 'utf8').catch(() => undefined);
  if (note !== undefined) {
    const { folder } = z.object({ folder: z.string() }).parse(JSON.parse(note));
    await Promise.all([rm(folder, { recursive: true }), rm(`${folder}.for`)]);
  }
  await rm(dataDir, { recursive: true });
});

test('is a sound PostgreSQL with two plain roles, reached from this machine only', async () => {
  const server = await start();
  const [facts] = await ask(
    server.superUrl,
    `select current_setting('listen_addresses') as listens, current_setting('unix_socket_directories') as sockets, current_setting('fsync') as fsync,
      current_setting('data_checksums') as checksums, current_setting('server_encoding') as encoding, current_setting('TimeZone') as zone,
      (select array_agg(rolname::text order by rolname) from pg_roles where rolsuper) as supers,
      (select array_agg(rolname::text order by rolname) from pg_roles where rolname like 'jingwei%' and rolcanlogin) as logins,
      (select pg_get_userbyid(datdba) from pg_database where datname = 'jingwei') as owner`,
  );
  expect(facts).toEqual({ listens: '127.0.0.1', sockets: '', fsync: 'on', checksums: 'on', encoding: 'UTF8', zone: 'UTC', supers: ['postgres'], logins: ['jingwei_app', 'jingwei_owner'], owner: 'jingwei_owner' });
  expect(await ask(server.appUrl, `select name from (values ('张三'), ('阿明'), ('李四')) as t (name) order by name collate "zh-Hans-CN-x-icu"`)).toEqual([{ name: '阿明' }, { name: '李四' }, { name: '张三' }]);
  await expect(ask(server.appUrl, 'create schema mine')).rejects.toThrow(/permission denied/u);
  await expect(ask(server.ownerUrl.replace(/:[^:@]+@/u, ':wrong@'), 'select 1')).rejects.toThrow(/authentication failed/u);
});

test('its secrets are readable by their account alone and stay the same', async () => {
  const first = await start();
  const file = path.join(dataDir, 'secrets.json');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const before = await readFile(file, 'utf8');
  await first.stop();
  await start();
  expect(await readFile(file, 'utf8')).toBe(before);
});

test('keeps what was written over a stop, and stopping twice is harmless', async () => {
  const first = await start();
  await ask(first.ownerUrl, 'create table kept as select 42 as answer');
  await Promise.all([first.stop(), first.stop()]);
  // Its files are closed; the last of it goes a moment later.
  await expect.poll(() => isAlive(first.pid), { timeout: 10_000 }).toBe(false);
  expect(await attachEmbedded(dataDir)).toBeUndefined();
  const second = await start();
  expect(second).toMatchObject({ adopted: false });
  expect(await ask(second.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
});

test('after kill -9 of its Jingwei the running server is taken over with its data', async () => {
  const child = await startChild();
  await ask(child.ready.superUrl, 'create table kept as select 42 as answer');
  await kill(child.process, 'SIGKILL');
  expect(await isAlive(child.ready.pid)).toBe(true);
  const server = await start();
  expect(server).toMatchObject({ adopted: true, pid: child.ready.pid, port: child.ready.port });
  expect(await ask(server.superUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  await server.stop();
  expect(await isAlive(child.ready.pid)).toBe(false);
});

test('after kill -9 of Jingwei and server a new server repairs the data and starts', async () => {
  const child = await startChild();
  await ask(child.ready.superUrl, 'create table kept as select 42 as answer');
  await kill(child.process, 'SIGKILL');
  process.kill(child.ready.pid, 'SIGKILL');
  const server = await start();
  expect(server.adopted).toBe(false);
  expect(server.pid).not.toBe(child.ready.pid);
  expect(await ask(server.superUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
});

test('a server that ends untold is started again on its port, with its data; once told to stop it stays away', async () => {
  const server = await start();
  await ask(server.ownerUrl, 'create table kept as select 42 as answer');
  for (const how of ['SIGKILL', 'SIGQUIT'] as const) {
    const before = await attachEmbedded(dataDir);
    process.kill(before?.pid ?? 0, how);
    await expect.poll(() => ask(server.ownerUrl, 'select answer from kept').catch(() => []), { timeout: 60_000 }).toEqual([{ answer: 42 }]);
    const after = await attachEmbedded(dataDir);
    expect(after).toMatchObject({ port: server.port });
    expect(after?.pid).not.toBe(before?.pid);
  }
  const last = await attachEmbedded(dataDir);
  await server.stop();
  await new Promise((resolve) => { setTimeout(resolve, 500); });
  expect([await isAlive(last?.pid ?? 0), await attachEmbedded(dataDir)]).toEqual([false, undefined]);
});

test('a process number that belongs to another program by now is no server', async () => {
  const first = await start();
  await first.stop();
  const pidFile = path.join(first.holder, 'data', 'postmaster.pid');
  // This very test is alive and is not PostgreSQL.
  await writeFile(pidFile, [process.pid, path.join(first.holder, 'data'), 1, first.port, '', '127.0.0.1', '0 0', 'ready', ''].join('\n'));
  expect(await attachEmbedded(dataDir)).toBeUndefined();
  const second = await start();
  expect(second.adopted).toBe(false);
  expect(await ask(second.superUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a second Jingwei on the same folder is refused with one sentence, by any spelling of its path', async () => {
  const first = await start();
  const child = spawnChild(path.join(dataDir, '..', path.basename(dataDir)));
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = await once(child, 'close');
  expect(code).toBe(1);
  expect(said).toBe(`已有另一个 Jingwei（进程 ${process.pid}）在使用数据目录 ${dataDir}：请先停止它，或用 JINGWEI_DATA 指定另一个目录。 Another Jingwei (process ${process.pid}) already runs on the data folder ${dataDir}; stop it first or set JINGWEI_DATA to another folder.`);
  expect(await ask(first.superUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('of many that start at once on a new folder one wins and the others are refused', async () => {
  const results = await Promise.allSettled(Array.from({ length: 6 }, () => startEmbedded({ dataDir, log: silentLog })));
  for (const result of results) if (result.status === 'fulfilled') stops.push(() => result.value.stop());
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ name: 'StartError', reason: 'embedded/second-copy', exitCode: 1 });
  }
});

test('a command beside the running Jingwei reaches its database', async () => {
  expect(await attachEmbedded(dataDir)).toBeUndefined();
  const server = await start();
  const beside = await attachEmbedded(dataDir);
  expect(beside).toMatchObject({ ownerUrl: server.ownerUrl, appUrl: server.appUrl, port: server.port });
});

test('lost or foreign secrets are named, and nothing is damaged by it', async () => {
  const first = await start();
  await first.stop();
  const file = path.join(dataDir, 'secrets.json');
  const kept = await readFile(file, 'utf8');
  await rm(file);
  await expect(startEmbedded({ dataDir, log: silentLog })).rejects.toMatchObject({ reason: 'embedded/no-secrets' });
  await writeFile(file, kept.replace(/": "[^"]+"/gu, '": "another"'));
  await expect(startEmbedded({ dataDir, log: silentLog })).rejects.toMatchObject({ reason: 'embedded/other-secrets' });
  await writeFile(file, '{');
  await expect(startEmbedded({ dataDir, log: silentLog })).rejects.toMatchObject({ reason: 'secrets/damaged' });
  await writeFile(file, kept);
  await start();
});

test('a cluster whose making was cut off is made again', async () => {
  const inside = path.join(dataDir, 'open');
  await mkdir(path.join(inside, 'postgres', 'data.new'), { recursive: true });
  await writeFile(path.join(inside, 'postgres', 'data.new', 'PG_VERSION'), '18\n');
  if (isRoot) {
    await chmod(dataDir, 0o711);
    await chown(path.join(inside, 'postgres'), 65_534, 65_534);
  }
  const server = await startEmbedded({ dataDir: inside, log: silentLog });
  stops.push(() => server.stop());
  expect(await ask(server.superUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test.skipIf(!isRoot)('as root, a folder that nobody can enter gets its database elsewhere, and says so once', async () => {
  const said: string[] = [];
  const options = { dataDir, log: createLog({ level: 'error' }), onProgress: (sentence: string) => said.push(sentence) };
  const first = await startEmbedded(options);
  stops.push(() => first.stop());
  expect(first.holder.startsWith('/var/tmp/jingwei/')).toBe(true);
  expect(said.filter((sentence) => sentence.includes(first.holder))).toEqual([`The database is kept in ${first.holder}, because the account nobody (65534), which runs it, cannot enter ${dataDir}.`]);
  expect((await stat(first.holder)).mode & 0o777).toBe(0o700);
  await first.stop();
  said.length = 0;
  const second = await startEmbedded(options);
  stops.push(() => second.stop());
  expect(second.holder).toBe(first.holder);
  expect(said).toEqual([]);
});

test.skipIf(!isRoot)('as root, the database and the server that a removed throwaway folder left are cleared away by the next one', async () => {
  const gone = await mkdtemp(path.join(os.tmpdir(), 'jingwei-gone-'));
  const child = await startChild(gone);
  await kill(child.process, 'SIGKILL');
  await rm(gone, { recursive: true });
  expect(await isAlive(child.ready.pid)).toBe(true);
  const server = await start();
  expect(await isAlive(child.ready.pid)).toBe(false);
  await expect(stat(child.ready.holder)).rejects.toThrow(/ENOENT/u);
  expect(await ask(server.superUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test.skipIf(!isRoot)('as root, a copied data folder does not open the database of the first beside it', async () => {
  const first = await start();
  const copied = path.join(dataDir, 'copied');
  await mkdir(copied);
  for (const name of ['secrets.json', 'postgres-is-elsewhere.json']) await cp(path.join(dataDir, name), path.join(copied, name));
  await expect(startEmbedded({ dataDir: copied, log: silentLog })).rejects.toMatchObject({ reason: 'embedded/second-copy', message: expect.stringContaining(first.holder) });
});

test.skipIf(!isRoot)('as root, a folder that others may enter keeps the database inside', async () => {
  await chmod(dataDir, 0o711);
  const server = await start();
  expect(server.holder).toBe(path.join(dataDir, 'postgres'));
});

async function start(): Promise<Embedded> {
  const server = await startEmbedded({ dataDir, log: silentLog });
  stops.push(() => server.stop());
  return server;
}

const readyLine = z.object({ pid: z.number(), port: z.number(), adopted: z.boolean(), holder: z.string(), superUrl: z.string() });

function spawnChild(folder: string): ChildProcess {
  return spawn(process.execPath, [path.resolve(import.meta.dirname, '../../test/support/embedded-child.ts'), folder], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function startChild(folder: string = dataDir) {
  const child = spawnChild(folder);
  stops.push(() => kill(child, 'SIGKILL'));
  const said = await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'exit')]);
  return { process: child, ready: readyLine.parse(JSON.parse(String(said[0]))) };
}

async function kill(child: ChildProcess, name: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(name);
  await once(child, 'exit');
}

async function ask(url: string, query: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(query)).rows;
  } finally {
    await client.end();
  }
}
