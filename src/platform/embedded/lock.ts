import { createHash } from 'node:crypto';
import { stat, unlink } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { StartError } from '../start-error.ts';

export type FolderLock = { readonly release: () => Promise<void> };

/**
 * One Jingwei at a time for a folder. The lock is a listening socket without a file (Linux: abstract
 * name, Windows: pipe), because the kernel gives it back at the moment its process dies, also by
 * kill -9, and because two that start at once cannot both get it. A file with a process id can be
 * stale, and two may find it stale at the same time. It knows the folder by device and inode, so
 * another spelling of the path is no way around it.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const name = await socketName(folder);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const server = await listen(name);
    if (server !== undefined) return { release: () => close(server) };
    const holder = await askHolder(name);
    if (holder !== undefined) {
      throw new StartError('embedded/second-copy', `已有另一个 Jingwei（进程 ${holder}）在使用数据目录 ${folder}：请先停止它，或用 JINGWEI_DATA 指定另一个目录。 Another Jingwei (process ${holder}) already runs on the data folder ${folder}; stop it first or set JINGWEI_DATA to another folder.`);
    }
    // Only where the socket is a file can it outlive its process.
    if (path.isAbsolute(name)) await unlink(name).catch(() => undefined);
  }
  throw new StartError('embedded/second-copy', `已有另一个 Jingwei 在使用数据目录 ${folder}。 Another Jingwei already runs on the data folder ${folder}.`);
}

async function socketName(folder: string): Promise<string> {
  const { dev, ino } = await stat(folder, { bigint: true });
  const name = `jingwei-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : path.join(os.tmpdir(), `${name}.sock`);
}

function listen(name: string): Promise<net.Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end(String(process.pid));
    });
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(name, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** The process id of the holder, `?` where it is too busy to answer, undefined where nobody listens. */
function askHolder(name: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = net.connect(name);
    socket.setTimeout(2_000, () => {
      socket.destroy();
      resolve('?');
    });
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('end', () => resolve(answer === '' ? '?' : answer));
    socket.on('error', () => resolve(undefined));
  });
}

function close(server: net.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
