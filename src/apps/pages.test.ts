import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { servePages } from './pages.ts';

let folder: string;
let app: FastifyInstance;
const script = 'export const 经纬 = 1;\n'.repeat(100);

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'jingwei-pages-'));
  for (const page of ['desk', 'field']) {
    await mkdir(path.join(folder, page, 'assets'), { recursive: true });
    await writeFile(path.join(folder, page, 'index.html'), `<title>${page}</title>`);
    await writeFile(path.join(folder, page, 'assets', 'main-a1.js'), script);
    await writeFile(path.join(folder, page, 'assets', 'main-a1.js.br'), brotliCompressSync(script));
  }
  await writeFile(path.join(folder, 'field', 'sw.js'), '// worker');
  app = fastify();
  app.setNotFoundHandler((_request, reply) => reply.code(404).type('application/problem+json; charset=utf-8').send({ refused: 'platform/not-found' }));
  servePages(app, folder);
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

describe('the pages', () => {
  test.each([['/', 'desk'], ['/cases/7', 'desk'], ['/m/', 'field'], ['/m/case/JW-1', 'field'], ['/m/report?x=1', 'field']])('%s is a page of the %s, never kept without asking', async (url, page) => {
    const answer = await app.inject(url);
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['cache-control'], answer.body]).toEqual([200, 'text/html; charset=utf-8', 'no-cache', `<title>${page}</title>`]);
  });

  test.each(['/assets/main-a1.js', '/m/assets/main-a1.js'])('%s goes compressed to whoever takes it, and is kept for a year', async (url) => {
    const small = await app.inject({ url, headers: { 'accept-encoding': 'gzip, deflate, br' } });
    expect([small.statusCode, small.headers['content-encoding'], small.headers['content-type'], small.headers['cache-control']])
      .toEqual([200, 'br', expect.stringMatching(/^(?:text|application)\/javascript; charset=utf-8$/), 'public, max-age=31536000, immutable']);
    expect(small.headers['vary']).toMatch(/accept-encoding/i);
    expect(brotliDecompressSync(small.rawPayload).toString()).toBe(script);
    const plain = await app.inject({ url, headers: { 'accept-encoding': 'identity' } });
    expect([plain.headers['content-encoding'], plain.body]).toEqual([undefined, script]);
  });

  test('a worker of the phone is asked for anew each time', async () => {
    expect((await app.inject('/m/sw.js')).headers['cache-control']).toBe('no-cache');
  });

  test.each(['/assets/main-old.js', '/m/assets/main-old.js', '/api/incidents/nonsense', '/files/none'])('%s is absent, not a page', async (url) => {
    expect((await app.inject(url)).statusCode).toBe(404);
  });

  test.each(['/m/assets/../../../package.json', '/assets/%2e%2e/%2e%2e/package.json', '/..%2f..%2fpackage.json'])('%s leads to no file outside the build', async (url) => {
    expect((await app.inject(url)).body).not.toContain('dependencies');
  });

  test('/m leads to /m/', async () => {
    expect((await app.inject('/m')).headers.location).toBe('/m/');
  });
});
