import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { describe, expect, inject, test } from 'vitest';
import { besideTheDoor, declared } from '../../src/apps/contracts.ts';
import { operations } from '../../src/apps/operations.ts';
import { besideTheContracts } from '../../src/apps/routes.ts';
import { serve } from '../../src/apps/server.ts';
import { readConfig } from '../../src/platform/config.ts';
import { methodsOf, pathOf } from '../../src/platform/core/contract.ts';
import { openWeb, type WebOptions } from '../../src/platform/http.ts';
import { tokenHashOf } from '../../src/domains/identity/token.ts';
import { houseOn } from '../support/acting.ts';
import { inDatabase } from '../support/pg-url.ts';
import { withWorld, worldOfFile, type World } from '../support/world.ts';

const world = worldOfFile();
const options = (): WebOptions => ({ house: houseOn(world().db), operations, beside: { operations: besideTheDoor, routes: besideTheContracts }, say: () => '', findActor: () => Promise.resolve(null) });

describe('a route that nothing declares', () => {
  test('keeps the server from starting, also inside a part of its own', async () => {
    const { app } = openWeb(options());
    expect(() => app.get('/api/planted', (_request, reply) => reply.send({}))).toThrow('GET /api/planted: nothing declares who may use it.');
    // Declared for one method only.
    expect(() => app.delete('/api/live', (_request, reply) => reply.send({}))).toThrow('DELETE /api/live');
    await app.close();
    const other = openWeb(options());
    void other.app.register(async (scope) => { await Promise.resolve(); scope.post('/files/planted', (_request, reply) => reply.send({})); });
    await expect(other.app.ready()).rejects.toThrow('POST /files/planted');
  });

  test('and one whose declaration asks for somebody is closed to everybody else, whatever its handler does', async () => {
    const { app } = openWeb({ ...options(), beside: { operations: [], routes: { 'GET /api/planted': { who: 'audit.read', why: 'a test' } } } });
    app.get('/api/planted', (_request, reply) => reply.send({ secret: 1 }));
    const answer = await app.inject({ method: 'GET', url: '/api/planted' });
    expect([answer.statusCode, answer.body.includes('secret')]).toEqual([401, false]);
    await app.close();
  });
});

test('every route of the running server says who may use it, and all that is promised is served', () => withServer(async ({ routes }) => {
  const names = routes().map(({ route }) => route);
  expect(new Set(names).size).toBe(names.length);
  const promised = declared.flatMap((operation) => methodsOf(operation).map((method) => `${method} ${pathOf(operation)}`));
  expect(promised.filter((name) => !names.includes(name))).toEqual([]);
  const beside = names.filter((name) => !promised.includes(name));
  expect(beside.filter((name) => besideTheContracts[name] === undefined)).toEqual([]);
  // Pages are there once they are built, and the provider's way where one is configured.
  const sometimes = ['GET /m', 'GET /m/*', 'GET /*', ...Object.keys(besideTheContracts).filter((name) => name.startsWith('GET /api/identity/provider/'))];
  expect(Object.keys(besideTheContracts).filter((name) => !beside.includes(name) && !sometimes.includes(name))).toEqual([]);
}));

test('whatever asks for somebody is closed to nobody, to a session that is over, and to one that never was', { timeout: 120_000 }, () => withServer(async ({ url, routes, street }) => {
  const spoiled = { 'no session': null, expired: await street.token('desk'), unused: await street.token('desk'), ended: await street.token('desk'), 'never given': 'A'.repeat(43) };
  const { ownerDb } = street;
  await sql`update identity.session set expires_at = now() - interval '1 second' where token_hash = ${tokenHashOf(spoiled.expired)}`.execute(ownerDb);
  await sql`update identity.session set last_seen_at = now() - interval '2 days' where token_hash = ${tokenHashOf(spoiled.unused)}`.execute(ownerDb);
  await sql`update identity.session set ended_at = now() where token_hash = ${tokenHashOf(spoiled.ended)}`.execute(ownerDb);
  const wrong: string[] = [];
  let asked = 0;
  for (const { route, who } of routes()) {
    if (who === 'public' || who === 'signedAddress') continue;
    const [method = '', address = ''] = route.split(' ');
    for (const [what, token] of Object.entries(spoiled)) {
      const answer = await fetch(new URL(address, url), { method, headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...(method === 'POST' ? { 'content-type': 'application/json' } : {}) }, ...(method === 'POST' ? { body: '{}' } : {}) });
      const body = await answer.text();
      asked += 1;
      // An answer to HEAD has no body.
      if (answer.status !== 401 || (method !== 'HEAD' && !body.includes('platform/not-signed-in'))) wrong.push(`${route} with ${what}: ${answer.status} ${body.slice(0, 80)}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(300);
}));

type Served = { readonly url: string; readonly routes: () => readonly { route: string; who: string }[]; readonly street: World };

function withServer(use: (served: Served) => Promise<void>): Promise<void> {
  return withWorld(async (street) => {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'jingwei-routes-'));
    const config = readConfig({ PORT: '0', HOST: '127.0.0.1', JINGWEI_DATA: dataDir, JINGWEI_LOG: 'error' });
    if (!config.ok) throw new Error(config.sentences.join(' '));
    const running = await serve(config.config, { databaseUrl: inDatabase(inject('testServer').adminUrl, street.name) }, undefined, { sweep: false });
    try {
      await use({ url: running.url, routes: running.routes, street });
    } finally {
      await running.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
}
