import { randomFillSync } from 'node:crypto';
import { open, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { errorFields, type Log } from './log.ts';

export type Room = {
  /** So little is left that nothing new is taken in. */
  readonly isShort: () => boolean;
  readonly close: () => Promise<void>;
};

const mebibyte = 1_048_576;
/** A log segment of the database has 16 MiB, and a few of them must fit whatever happens. */
const leastFree = 64 * mebibyte;
const reserveSize = 32 * mebibyte;
const everyMs = 500;

/**
 * Watches the disks of these folders. On a full one the database cannot go on writing its log, and one that cannot
 * ends and does not start again: so writes are refused while there still is room, and a file kept in reserve is given
 * up for the database to put itself in order and answer reads. When there is room again the reserve is kept anew.
 * @param reserveFolder on the disk of a database of ours; nothing is kept for another's
 */
export function watchRoom(folders: readonly string[], reserveFolder: string | undefined, log: Log): Room {
  const reserve = reserveFolder === undefined ? undefined : path.join(reserveFolder, 'reserve');
  let short = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    try {
      const free = Math.min(...await Promise.all(folders.map(freeIn)));
      if (free < leastFree && !short) log.error('disk nearly full; writes are refused', { freeMiB: Math.floor(free / mebibyte) });
      if (free >= leastFree && short) log.info('room on the disk again', { freeMiB: Math.floor(free / mebibyte) });
      short = free < leastFree;
      if (reserve === undefined) return;
      if (short) await rm(reserve, { force: true });
      else if (free >= leastFree + 2 * reserveSize && (await stat(reserve).catch(() => undefined)) === undefined) await keepReserve(reserve);
    } catch (error) {
      log.error('room on the disk not known', errorFields(error));
    } finally {
      if (!closed) timer = setTimeout(() => { looking = look(); }, everyMs).unref();
    }
  }
  looking = look();

  return {
    isShort: () => short,
    close: async () => {
      closed = true;
      await looking;
      clearTimeout(timer);
    },
  };
}

/** Bytes that an ordinary account may still write there. */
async function freeIn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Chance fills it: zeros take no room on disks that compress. */
async function keepReserve(reserve: string): Promise<void> {
  const aside = `${reserve}.new`;
  const handle = await open(aside, 'w', 0o600);
  try {
    const part = randomFillSync(Buffer.alloc(4 * mebibyte));
    for (let written = 0; written < reserveSize; written += part.length) await handle.write(part);
    await handle.sync();
    await rename(aside, reserve);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}
