import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, rmdir, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clusterFolder, readPostmaster } from '../../platform/embedded/cluster.ts';
import { existingHolder, findBinaries } from '../../platform/embedded/place.ts';
import { databaseAccount, run, waitUntil } from '../../platform/embedded/process.ts';
import type { Place } from '../bench/place.ts';
import { backAfter, badAnswers, summary, type Outcome, type Scene } from './faults.ts';
import { freePort } from '../../platform/embedded/cluster.ts';

// Faults that need tools or rights which not every machine has. Each says in a sentence what is missing.

export async function fsyncMissing(): Promise<string | null> {
  if ((await run('strace', ['-V'], undefined)).code !== 0) return '没有 strace (strace is not installed)';
  const probe = spawn('sleep', ['5'], { stdio: 'ignore' });
  const tried = spawn('strace', ['-qq', '-o', '/dev/null', '-p', String(probe.pid)], { stdio: 'ignore' });
  await sleep(300);
  const isAttached = tried.exitCode === null;
  tried.kill('SIGINT');
  probe.kill('SIGKILL');
  return isAttached ? null : '不允许 strace 跟踪进程 (strace may not trace)';
}

/** Every fsync fails. The database must end rather than say that something is kept, and be whole once the disk works. */
export async function failFsync(scene: Scene, { config: { dataDir } }: Place): Promise<Outcome> {
  const { database, clients } = scene;
  const holder = await existingHolder(dataDir);
  const panics = async (): Promise<number> => {
    const folder = path.join(holder ?? '', 'log');
    const texts = await Promise.all((await readdir(folder)).map((name) => readFile(path.join(folder, name), 'utf8')));
    return texts.join('').split('PANIC:').length - 1;
  };
  const before = await panics();
  const watched = clients.watch();
  const began = performance.now();
  let on = began;
  // Round by round: who is started again is a process that is not traced. The first one never is: of its children's
  // ends it is told by a signal, which a tracer that lets go may swallow.
  while (performance.now() - began < Math.min(10, scene.seconds) * 1_000) {
    const postmaster = await database.postmaster();
    const pids = (await database.pids()).filter((pid) => pid !== postmaster);
    const tracer = spawn('strace', ['-qq', '-o', '/dev/null', '-e', 'trace=fsync,fdatasync', '-e', 'inject=fsync,fdatasync:error=EIO', '-p', pids.join(',')], { stdio: 'ignore' });
    await Promise.race([once(tracer, 'exit'), sleep(2_000)]);
    if (tracer.exitCode === null && tracer.signalCode === null) {
      tracer.kill('SIGINT');
      await once(tracer, 'exit');
    }
    on = performance.now();
    await sleep(1_000);
  }
  const back = await backAfter(scene, on);
  const attempts = watched();
  const ended = (await panics()) - before;
  return {
    back: [back],
    problems: [...badAnswers(attempts), ...(ended === 0 ? ['没有一次 fsync 失败使数据库停下 (no failed fsync ended the database)'] : [])],
    notes: [`fsync 失败：数据库停下 ${ended} 次（PANIC），${summary(attempts)} (the database ended rather than lie)`],
  };
}

export async function diskMissing(): Promise<string | null> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return '需要 root 权限挂载 tmpfs (mounting a tmpfs needs root)';
  const folder = await mkdtemp('/var/tmp/jingwei-mount-');
  const tried = await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], undefined);
  if (tried.code === 0) await run('umount', [folder], undefined);
  await rmdir(folder);
  return tried.code === 0 ? null : '不允许挂载 tmpfs (a tmpfs may not be mounted)';
}

/** A disk of memory, small enough to be filled in a moment. */
export async function openSmallDisk(): Promise<{ readonly dataDir: string; readonly remove: () => Promise<void> }> {
  const dataDir = await mkdtemp('/var/tmp/jingwei-disk-');
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=512m,mode=0711', 'tmpfs', dataDir], undefined);
  if (mounted.code !== 0) throw new Error(`tmpfs: ${mounted.output}`);
  await chmod(dataDir, 0o711);
  return {
    dataDir,
    remove: async () => {
      await waitUntil(5_000, async () => (await run('umount', [dataDir], undefined)).code === 0);
      await rmdir(dataDir).catch(() => undefined);
    },
  };
}

/** Nothing is left on the disk: what is there is read, what is new is refused with a reason, and both end by themselves. */
export async function fillDisk(scene: Scene, dataDir: string): Promise<Outcome> {
  const { clients, reader } = scene;
  const filler = path.join(dataDir, 'filler');
  const watched = clients.watch();
  const began = performance.now();
  const { bavail, bsize } = await statfs(dataDir);
  const room = bavail * bsize;
  await run('fallocate', ['-l', String(room), filler], undefined);
  const reads: number[] = [];
  while (performance.now() - began < Math.max(6, Math.min(20, scene.seconds)) * 1_000) {
    await sleep(250);
    // The first two seconds are for those who were in the middle of a write.
    if (performance.now() - began > 2_000) reads.push((await clients.get(reader, '/api/incidents/inbox')).status);
  }
  const full = performance.now();
  const during = watched();
  await rm(filler);
  const back = await backAfter(scene, full);
  const refused = during.filter(({ status, refused: why }) => status === 507 && why === 'platform/disk-full').length;
  const answered = reads.filter((status) => status === 200).length;
  return {
    back: [back],
    problems: [
      ...badAnswers(during), ...(refused === 0 ? ['没有一次写入以“磁盘空间不足”被拒绝 (no write was refused for the disk)'] : []),
      ...(answered < reads.length * 0.9 ? [`盘满时 ${reads.length} 次查看只有 ${answered} 次成功 (reads did not go on)`] : []),
    ],
    notes: [`占去剩余 ${(room / 1_048_576).toFixed(0)} MB：写入 ${summary(during)}；查看 ${answered}/${reads.length} 成功 (writes refused, reads went on)`],
  };
}

const faketimeFile = ['/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1', '/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1', '/usr/lib/faketime/libfaketimeMT.so.1'].find((file) => existsSync(file));

export function clockMissing(): Promise<string | null> {
  return Promise.resolve(faketimeFile === undefined ? '没有 libfaketime (libfaketime is not installed)' : null);
}

export type FalseClock = { readonly env: Readonly<Record<string, string>>; readonly jump: (seconds: number) => Promise<void>; readonly remove: () => Promise<void> };

/** Processes that are started with `env` live by a clock that `jump` puts forward or back by so many seconds against the real one. */
export async function openFalseClock(): Promise<FalseClock> {
  const folder = await mkdtemp('/var/tmp/jingwei-clock-');
  await chmod(folder, 0o755);
  const file = path.join(folder, 'offset');
  const jump = async (seconds: number): Promise<void> => {
    await writeFile(file, `${seconds < 0 ? '-' : '+'}${Math.abs(seconds)}\n`);
    await chmod(file, 0o644);
  };
  await jump(0);
  return {
    env: { LD_PRELOAD: faketimeFile ?? '', FAKETIME_TIMESTAMP_FILE: file, FAKETIME_CACHE_DURATION: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1', DONT_FAKE_MONOTONIC: '1' },
    jump, remove: () => rm(folder, { recursive: true }),
  };
}

/** Starts the place's PostgreSQL by hand; the next Jingwei finds it running and goes on with it. */
export async function startPostgresWith({ config: { dataDir } }: Place, env: Readonly<Record<string, string>>): Promise<void> {
  const account = databaseAccount();
  const holder = await existingHolder(dataDir);
  if (holder === undefined) throw new Error('there is no database in the place');
  const { postgres } = await findBinaries(account, () => undefined);
  const port = await freePort();
  const child = spawn(postgres, ['-D', clusterFolder(holder), '-c', 'listen_addresses=127.0.0.1', '-c', `port=${port}`, '-c', 'unix_socket_directories='], {
    ...(account ?? {}), cwd: '/', detached: true, stdio: 'ignore', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...env },
  });
  child.on('error', () => undefined);
  child.unref();
  const isUp = await waitUntil(30_000, async () => (await readPostmaster(clusterFolder(holder)))?.isReady ?? false);
  if (!isUp) throw new Error('PostgreSQL did not start with another clock');
}
