import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:https';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { expect, test } from 'vitest';
import { certificateOf, tlsRules } from './tls.ts';

const now = new Date('2026-11-22T02:00:00Z');

/** Protocol and cipher that both sides agree on, or the code of the refusal. */
function agreed(port: number, options: tls.ConnectionOptions): Promise<string> {
  return new Promise((resolve) => {
    const socket = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options }, () => {
      resolve(`${socket.getProtocol() ?? ''} ${socket.getCipher().name}`);
      socket.destroy();
    });
    socket.on('error', () => { resolve('refused'); });
  });
}

async function withCertificate(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'jingwei-tls-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('TLS 1.3 is taken where both know it, 1.2 otherwise, with forward secrecy; nothing older, whatever the client allows', () => withCertificate(async (folder) => {
  const { cert, key } = await certificateOf({}, folder, 'localhost', now);
  const server = createServer({ cert, key, ...tlsRules }).listen(0, '127.0.0.1');
  await new Promise((resolve) => { server.once('listening', resolve); });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await agreed(port, {})).toMatch(/^TLSv1\.3 /u);
  expect(await agreed(port, { maxVersion: 'TLSv1.2' })).toMatch(/^TLSv1\.2 ECDHE-.*(?:GCM|POLY1305)/u);
  expect(await agreed(port, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' })).toBe('refused');
  const older = ['ECDHE-ECDSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA', 'ECDHE-ECDSA-AES128-SHA256', 'ECDHE-ECDSA-AES256-SHA384', 'AES128-GCM-SHA256'];
  for (const ciphers of older) expect([ciphers, await agreed(port, { maxVersion: 'TLSv1.2', ciphers })]).toEqual([ciphers, 'refused']);
  expect(await agreed(port, { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384' })).toBe('TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384');
  await new Promise((resolve) => { server.close(resolve); });
}));

test('a certificate for trials is kept for its account alone, said to be one, and made anew for another name or when it has run out', () => withCertificate(async (folder) => {
  const first = await certificateOf({}, folder, 'localhost', now);
  expect(first.selfMade).toBe(true);
  if (process.platform !== 'win32') expect((await stat(path.join(folder, 'trial-key.pem'))).mode & 0o777).toBe(0o600);
  expect(await readFile(path.join(folder, 'trial-certificate.pem'), 'utf8')).toBe(first.cert);
  expect((await certificateOf({}, folder, 'localhost', now)).cert).toBe(first.cert);
  const later = await certificateOf({}, folder, 'localhost', new Date('2027-11-22T02:00:00Z'));
  expect(later.cert).not.toBe(first.cert);
  expect((await certificateOf({}, folder, '192.0.2.7', new Date('2027-11-22T02:00:00Z'))).cert).not.toBe(later.cert);
}));

test('half a certificate, or one that cannot be read, is said in a sentence', () => withCertificate(async (folder) => {
  await expect(certificateOf({ cert: 'a.pem' }, folder, 'localhost', now)).rejects.toThrow(/--key/u);
  await expect(certificateOf({ cert: path.join(folder, 'a.pem'), key: path.join(folder, 'b.pem') }, folder, 'localhost', now)).rejects.toThrow(/a\.pem/u);
}));
