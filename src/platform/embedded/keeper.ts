import { setTimeout as sleep } from 'node:timers/promises';
import { errorFields, type Log } from '../log.ts';
import { clusterFolder, findRunning, readPostmaster, startServer, stopServer, type Postmaster } from './cluster.ts';
import type { Binaries } from './place.ts';
import { isServerOf, type Account } from './process.ts';

export type Cluster = { readonly binaries: Binaries; readonly holder: string; readonly account: Account; readonly settings: Readonly<Record<string, string>> };

/** `leave` looks after it no longer and lets it run. */
export type Keeper = { readonly stop: () => Promise<void>; readonly leave: () => void };

const lookMs = 100;
const pauseMs = 1_000;

/**
 * Starts the server again, on its old port, when it has ended untold: killed, out of memory, or given up on its disk.
 * Connections are made anew by whoever wants one; what was acknowledged is in its log.
 */
export function keepRunning(cluster: Cluster, first: Postmaster, log: Log): Keeper {
  const { binaries, holder, account, settings } = cluster;
  const data = clusterFolder(holder);
  let pid = first.pid;
  let told = false;
  let isLooking = false;
  let work: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    if (await isServerOf(data, pid) || told) return;
    log.error('database server ended by itself; starting it again', { pid });
    try {
      pid = ((await findRunning(holder)) ?? (await startServer(binaries, holder, account, settings, first.port))).pid;
      log.info('database server started again', { pid, port: first.port });
    } catch (error) {
      if (told) return;
      log.error('database server did not start again', errorFields(error));
      await sleep(pauseMs);
    }
  }

  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    work = look().finally(() => { isLooking = false; });
  }, lookMs);
  timer.unref();

  const leave = (): void => {
    told = true;
    clearInterval(timer);
  };

  return {
    leave,
    stop: async () => {
      leave();
      // One that is just starting, too: it is waited for no longer once it has been told to end.
      await stopServer(binaries, holder, account, (await readPostmaster(data))?.pid ?? pid);
      await work;
      await stopServer(binaries, holder, account, pid);
    },
  };
}
