import { execFile } from 'node:child_process';
import { access, appendFile, chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { expect, it } from 'vitest';
import { runCommand, startCommand } from '../../../test/support/demo-command.ts';
import { accountOptions, databaseAccount, run } from '../../platform/embedded/process.ts';
import { findTool } from './tools.ts';
import { freePort } from '../../platform/embedded/cluster.ts';

// A PostgreSQL server of the operator's own: base backup, the log received as it is written, recovery to a moment.

const initdb = await findTool('initdb');
const tools = [initdb, await findTool('pg_basebackup'), await findTool('pg_receivewal'), await findTool('tar').then((found) => found ?? '/bin/tar')];
const isThere = process.platform === 'linux' && tools.every((tool) => tool !== undefined);
if (!isThere) process.stdout.write('Skipped: base backup and recovery need the programs of a PostgreSQL server (Debian: postgresql-15).\n');

it.skipIf(!isThere)('a base backup and the received log bring the server back to any moment, with pictures, keys and a whole audit', { timeout: 240_000 }, async () => {
  const folder = await mkdtemp('/var/tmp/jingwei-base-');
  await chmod(folder, 0o711);
  const account = databaseAccount();
  const programs = path.dirname(initdb ?? '');
  const own = async (made: string): Promise<string> => { await mkdir(made, { recursive: true, mode: 0o700 }); if (account) await chown(made, account.uid, account.gid); return made; };
  const servers: string[] = [];
  try {
    const port = await freePort();
    const first = await own(path.join(folder, 'first'));
    expect((await run(path.join(programs, 'initdb'), ['-D', first, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C'], account)).code).toBe(0);
    await start(programs, first, port, account);
    servers.push(first);
    const admin = `postgres://postgres@127.0.0.1:${port}/postgres`;
    await query(admin, 'create role jingwei_login login replication createrole', 'create database jingwei owner jingwei_login');
    const DATABASE_URL = `postgres://jingwei_login@127.0.0.1:${port}/jingwei`;
    const data = path.join(folder, 'jingwei');
    const env = { DATABASE_URL, JINGWEI_DATA: data };
    expect(await runCommand(['setup', '--city-code', '990200000000', '--city-name', '试城市', '--system-admin', 'sys.lin:林知远', '--security-admin', 'sec.su:苏晚晴', '--audit-admin', 'aud.gu:程𠮷安'], env)).toMatchObject({ code: 0, err: '' });

    const archive = path.join(folder, 'archive');
    const following = startCommand(['backup', '--log', archive], env);
    await following.said('正在持续归档日志');
    await mark(DATABASE_URL, 'before the backup');
    const backup = path.join(folder, 'backup');
    const made = await runCommand(['backup', backup, '--with-keys'], env);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toMatch(/整体备份/u);
    await mark(DATABASE_URL, 'after the backup');
    const [moment] = await query(admin, 'select clock_timestamp()::text as at');
    await sleep(1_100);
    await mark(DATABASE_URL, 'a mistake');
    await received(admin);
    following.kill('SIGINT');
    await following.ended;
    await stop(programs, first, account);
    servers.pop();
    await rm(first, { recursive: true });
    await rm(data, { recursive: true });

    // As docs/operations.md says.
    const second = await own(path.join(folder, 'second'));
    await unpack(path.join(backup, 'base/base.tar.gz'), second);
    await unpack(path.join(backup, 'base/pg_wal.tar.gz'), path.join(second, 'pg_wal'));
    await writeFile(path.join(second, 'recovery.signal'), '');
    await appendFile(path.join(second, 'postgresql.auto.conf'), `\nrestore_command = 'cp ${archive}/%f %p || cp ${archive}/%f.partial %p'\nrecovery_target_time = '${String(moment?.['at'])}'\nrecovery_target_action = 'promote'\n`);
    await give(account, second);
    await give(account, archive);
    await start(programs, second, port, account);
    servers.push(second);
    for (let tries = 0; (await query(admin, 'select pg_is_in_recovery() as still'))[0]?.['still'] === true && tries < 300; tries += 1) await sleep(100);
    expect((await query(DATABASE_URL, `select subject from platform.audit where operation = 'test.mark' order by id`)).map((row) => row['subject'])).toEqual(['before the backup', 'after the backup']);

    const restored = await runCommand(['restore', backup], env);
    expect(restored).toMatchObject({ code: 0, err: '' });
    expect(restored.out).toMatch(/审计链完整/u);
    expect(await runCommand(['audit', 'verify'], env)).toMatchObject({ code: 0, err: '' });
    expect(Object.keys(JSON.parse(await readFile(path.join(data, 'secrets.json'), 'utf8')))).toEqual(expect.arrayContaining(['files', 'followCodes', 'audit']));
    // It is the restored one now: once more is refused, and changes nothing.
    expect(await runCommand(['restore', backup], { ...env, JINGWEI_DATA: path.join(folder, 'again') })).toMatchObject({ code: 1, err: expect.stringMatching(/不是由这个备份恢复的/u) });
    expect(await readdir(path.join(folder, 'again')).catch(() => [])).toEqual([]);
  } finally {
    for (const server of servers) await stop(programs, server, account);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
});

it('says in one sentence what is missing: a login without REPLICATION, a log of the embedded database', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp('/var/tmp/jingwei-base-');
  try {
    expect(await runCommand(['backup', '--log', path.join(folder, 'log')], { JINGWEI_DATA: folder })).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/内置数据库没有日志归档/u) });
    expect(await runCommand(['backup'], { JINGWEI_DATA: folder })).toMatchObject({ code: 2 });
    await access(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

type Account = ReturnType<typeof databaseAccount>;

async function start(programs: string, data: string, port: number, account: Account): Promise<void> {
  const started = await run(path.join(programs, 'pg_ctl'), ['start', '-w', '-t', '60', '-D', data, '-l', path.join(data, 'start.log'), '-o', `-c port=${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`], account);
  if (started.code !== 0) throw new Error(`${started.output}\n${await readFile(path.join(data, 'start.log'), 'utf8').catch(() => '')}`);
}

async function stop(programs: string, data: string, account: Account): Promise<void> {
  await run(path.join(programs, 'pg_ctl'), ['stop', '-m', 'immediate', '-w', '-D', data], account);
}

async function give(account: Account, folder: string): Promise<void> {
  if (account) await promisify(execFile)('chown', ['-R', `${account.uid}:${account.gid}`, folder]);
}

async function unpack(file: string, into: string): Promise<void> {
  await promisify(execFile)('tar', ['-xzf', file, '-C', into], accountOptions(undefined));
}

async function query(url: string, ...texts: readonly string[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const text of texts) ({ rows } = await client.query<Record<string, unknown>>(text));
    return rows;
  } finally {
    await client.end();
  }
}

async function mark(url: string, subject: string): Promise<void> {
  await query(url, `insert into platform.audit (at, person_name, post, operation, subject, outcome, input, address) values (now(), '', '', 'test.mark', '${subject}', 'done', '{}', '')`);
}

/** The archive has everything that was committed: the receiver reported it as flushed. */
async function received(url: string): Promise<void> {
  const [end] = await query(url, 'select pg_current_wal_flush_lsn()::text as lsn');
  for (let tries = 0; tries < 300; tries += 1) {
    const [slot] = await query(url, `select flush_lsn >= '${String(end?.['lsn'])}'::pg_lsn as done from pg_stat_replication`);
    if (slot?.['done'] === true) return;
    await sleep(100);
  }
  throw new Error('the log was not received');
}
