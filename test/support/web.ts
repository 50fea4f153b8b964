import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import { serve } from '../../src/apps/server.ts';
import { readConfig } from '../../src/platform/config.ts';
import { unpaced, type Pace } from '../../src/platform/pace.ts';
import { ofFile } from './of-file.ts';
import { inDatabase } from './pg-url.ts';
import { withWorld, type Name, type World } from './world.ts';

// The real web over the street's database, on a port that was free.

export type Web = {
  readonly url: string;
  readonly world: World;
  /** Where pictures are kept. */
  readonly dataDir: string;
  /** `who`: somebody of the street by a bearer token, or null. JSON where `body` is an object; the headers given here win. */
  readonly call: (who: Name | null, method: 'GET' | 'POST', path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<Answered>;
  readonly token: (who: Name) => Promise<string>;
};
export type Answered = { readonly status: number; readonly headers: Headers; readonly body: Record<string, unknown>; readonly text: string };

/** `env`: what the operator says beside the ordinary. `pace`: how fast people may ask; any speed where not said. `through`: the way to the database, where it is not the straight one. */
export async function withWeb<T>(use: (web: Web) => Promise<T>, env: Readonly<Record<string, string>> = {}, through: (databaseUrl: string) => Promise<string> = (url) => Promise.resolve(url), pace: Pace = unpaced): Promise<T> {
  return withWorld(async (world) => {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'jingwei-web-'));
    const config = readConfig({ PORT: '0', HOST: '127.0.0.1', JINGWEI_DATA: dataDir, JINGWEI_LOG: 'error', ...env });
    if (!config.ok) throw new Error(config.sentences.join(' '));
    // The same codes as the street's own house gives.
    await writeFile(path.join(dataDir, 'secrets.json'), JSON.stringify({ followCodes: 'a test' }), { mode: 0o600 });
    // As an operator's own database: nothing is started, and nothing stops with the web.
    const running = await serve(config.config, { databaseUrl: await through(inDatabase(inject('testServer').adminUrl, world.name)) }, undefined, { injectedClock: true, sweep: false, pace });
    const tokens = new Map<string, Promise<string>>();
    const token = (who: Name): Promise<string> => {
      const found = tokens.get(who) ?? world.token(who);
      tokens.set(who, found);
      return found;
    };
    try {
      return await use({
        url: running.url, world, dataDir, token,
        call: async (who, method, address, body, headers = {}) => {
          const response = await fetch(new URL(address, running.url), {
            method, redirect: 'manual',
            headers: {
              ...(who === null ? {} : { authorization: `Bearer ${await token(who)}` }), ...(body === undefined || body instanceof Uint8Array ? {} : { 'content-type': 'application/json' }), ...headers,
            },
            ...(body === undefined ? {} : { body: typeof body === 'string' ? body : body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body) }),
          });
          const text = await response.text();
          return { status: response.status, headers: response.headers, text, body: parsed(text) };
        },
      });
    } finally {
      await running.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
}

/** One web for all tests of a file. */
export function webOfFile(): () => Web {
  return ofFile(withWeb);
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
