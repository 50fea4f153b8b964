import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import { inDatabase } from '../support/pg-url.ts';
import { withWorld, type Name, type World } from '../support/world.ts';

export type Held = { readonly p99Ms: number; readonly maxMs: number; readonly rssMb: number; readonly peakMb: number };
export type Served = {
  readonly url: string; readonly world: World; readonly dataDir: string;
  /** How long its event loop was held up, and its memory, since `begin`. */
  readonly measure: (what: 'begin' | 'end') => Promise<Held>;
  readonly isAlive: () => boolean;
  readonly bearer: (who: Name) => Promise<string>;
};

/** The street's people before a server of its own process. */
export function withServed<T>(use: (served: Served) => Promise<T>): Promise<T> {
  return withWorld(async (world) => {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'jingwei-hostile-'));
    await writeFile(path.join(dataDir, 'secrets.json'), JSON.stringify({ followCodes: 'a test' }), { mode: 0o600 });
    const child = fork(path.join(import.meta.dirname, 'served-child.ts'), [dataDir, inDatabase(inject('testServer').adminUrl, world.name)], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const said = async <M>(): Promise<M> => {
      const gone = once(child, 'exit').then(() => { throw new Error('the server ended'); });
      const [message] = await Promise.race([once(child, 'message'), gone]);
      return message as M; // what served-child.ts sends
    };
    try {
      const { url } = await said<{ url: string }>();
      const tokens = new Map<Name, Promise<string>>();
      return await use({
        url, world, dataDir, isAlive: () => child.exitCode === null && child.signalCode === null,
        measure: (what) => { child.send(what); return said<Held>(); },
        bearer: (who) => {
          const found = tokens.get(who) ?? world.token(who);
          tokens.set(who, found);
          return found;
        },
      });
    } finally {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.send('stop');
        await gone;
      }
      await rm(dataDir, { recursive: true, force: true });
    }
  });
}
