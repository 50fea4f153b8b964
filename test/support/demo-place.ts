import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import { openGround, type Ground } from '../../src/apps/server.ts';
import type { Config } from '../../src/platform/config.ts';
import { withDatabase, type TestDatabase } from './pg.ts';
import { inDatabase } from './pg-url.ts';

/** A database of its own and a data folder, as a command or a server gets them from the environment. */
export type Place = TestDatabase & { readonly config: Config; readonly databaseUrl: string };

export function withPlace<T>(use: (place: Place) => Promise<T>): Promise<T> {
  return withDatabase(async (database) => {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'jingwei-place-'));
    try {
      const config: Config = { host: '127.0.0.1', port: 0, dataDir, sharedDir: dataDir, ci: false, logLevel: 'error' };
      return await use({ ...database, config, databaseUrl: inDatabase(inject('testServer').adminUrl, database.name) });
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });
}

/** The same, opened as a command opens it. */
export function withGround<T>(use: (place: Place & { readonly ground: Ground }) => Promise<T>): Promise<T> {
  return withPlace(async (place) => {
    const ground = await openGround(place.config, { databaseUrl: place.databaseUrl });
    try {
      return await use({ ...place, ground });
    } finally {
      await ground.stop();
    }
  });
}
