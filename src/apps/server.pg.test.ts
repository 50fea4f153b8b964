import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { inDatabase } from '../../test/support/pg-url.ts';
import { withWorld } from '../../test/support/world.ts';
import { readConfig } from '../platform/config.ts';
import { serve } from './server.ts';
import { freePort } from '../platform/embedded/cluster.ts';

test('whoever asks while it starts is told to wait, from the first moment on, and nothing breaks; also that answer keeps others from framing and sniffing', async () => {
  await withWorld(async (world) => {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'jingwei-start-'));
    const port = await freePort();
    const config = readConfig({ PORT: String(port), HOST: '127.0.0.1', JINGWEI_DATA: dataDir, JINGWEI_LOG: 'error' });
    if (!config.ok) throw new Error(config.sentences.join(' '));
    const seen = new Set<number>();
    const harmless = new Set<unknown>();
    const starting = serve(config.config, { databaseUrl: inDatabase(inject('testServer').adminUrl, world.name) }, undefined, { sweep: false });
    let started = false;
    const settled = starting.then(() => { started = true; }, () => { started = true; });
    // Fifty ask without a pause: between the first route and the last there is no gap to fall into.
    await Promise.all([settled, ...Array.from({ length: 50 }, async () => { while (!started) await ask(port, seen, harmless); })]);
    const running = await starting;
    try {
      await ask(port, seen, harmless);
      expect([...seen].filter((status) => status !== 200 && status !== 503)).toEqual([]);
      expect(seen).toContain(503);
      expect(seen).toContain(200);
      expect([...harmless]).toEqual(['nosniff true max-age=31536000; includeSubDomains']);
    } finally {
      await running.stop();
      await rm(dataDir, { recursive: true });
    }
  });
});

test('an address that others reach is served with a certificate, or not at all', async () => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'jingwei-start-'));
  const port = await freePort();
  const config = readConfig({ PORT: String(port), HOST: '0.0.0.0', JINGWEI_DATA: dataDir, JINGWEI_LOG: 'error' });
  if (!config.ok) throw new Error(config.sentences.join(' '));
  await expect(serve(config.config, { databaseUrl: 'postgres://nobody@127.0.0.1:1/none' })).rejects.toMatchObject({ name: 'StartError', reason: 'start/plain-http' });
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  await rm(dataDir, { recursive: true });
});

async function ask(port: number, seen: Set<number>, harmless: Set<unknown>): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/health`, { headers: { 'x-forwarded-proto': 'https' } }).catch((error: unknown) => error);
  if (answer instanceof Response) {
    await answer.text();
    seen.add(answer.status);
    harmless.add(`${answer.headers.get('x-content-type-options')} ${answer.headers.get('content-security-policy')?.includes("frame-ancestors 'none'")} ${answer.headers.get('strict-transport-security')}`);
  } else if (!/ECONNREFUSED/u.test(String(answer instanceof Error ? answer.cause : answer))) {
    seen.add(0);
  }
}
