import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import sharp from 'sharp';
import { Upload } from 'tus-js-client';
import { describe, expect, test } from 'vitest';
import { webOfFile } from '../../test/support/web.ts';
import { points, type Name } from '../../test/support/world.ts';
import { keptHeader, mostUnfinished, sweepUploads } from './photo-uploads.ts';

// The wire as a phone sees it: every byte of the bodies and heads is written here, but for one upload by a client that is not ours.

const web = webOfFile();
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const uploads = (): string => path.join(web().dataDir, 'uploads');
const own = (who: Name): string => path.join(uploads(), String(web().world.id(who)));

type Said = { readonly status: number; readonly refused: unknown; readonly offset: string | null; readonly kept: string | null; readonly location: string | null };
async function ask(who: Name | null, method: 'POST' | 'HEAD' | 'PATCH', sha256: string, headers: Readonly<Record<string, string>> = {}, body?: Buffer): Promise<Said> {
  const token = who === null ? {} : { authorization: `Bearer ${await web().token(who)}` };
  const response = await fetch(new URL(method === 'POST' ? '/api/photos' : `/api/photos/${sha256}`, web().url), {
    method, headers: { 'tus-resumable': '1.0.0', ...token, ...(method === 'PATCH' ? { 'content-type': 'application/offset+octet-stream' } : {}), ...headers }, ...(body ? { body: new Uint8Array(body) } : {}),
  });
  const text = await response.text();
  const refused: unknown = text === '' ? null : Reflect.get(Object(JSON.parse(text)), 'refused');
  return { status: response.status, refused, offset: response.headers.get('upload-offset'), kept: response.headers.get(keptHeader), location: response.headers.get('location') };
}
const named = (sha256: string): Readonly<Record<string, string>> => ({ 'upload-metadata': `sha256 ${Buffer.from(sha256).toString('base64')}` });
const begin = (who: Name | null, sha256: string, length: number | string): Promise<Said> => ask(who, 'POST', sha256, { ...named(sha256), 'upload-length': String(length) });
const goOn = (who: Name | null, sha256: string, offset: number, body: Buffer): Promise<Said> => ask(who, 'PATCH', sha256, { 'upload-offset': String(offset) }, body);

/** Like no other, and not to be packed: with where it was taken in its metadata. */
async function picture(side = 160): Promise<{ bytes: Buffer; sha256: string }> {
  const bytes = await sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } })
    .withExif({ IFD0: { Make: 'SecretPhone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '36/1 27/1 0/1' } }).jpeg({ quality: 90 }).toBuffer();
  return { bytes, sha256: hashOf(bytes) };
}
async function reported(who: Name | null, photos: readonly string[], photosFollow = true): Promise<{ status: number; refused: unknown; caseId: string }> {
  const { status, body } = await web().call(who, 'POST', '/api/incidents/report', { description: '柳街路口井盖响', place: points.street, photos, photosFollow });
  return { status, refused: body['refused'], caseId: String(body['caseId']) };
}
async function caseOf(caseId: string): Promise<{ awaited: unknown; photos: { sha256: string; url: string }[] }> {
  const { body } = await web().call('desk', 'GET', `/api/incidents/case?caseId=${caseId}`);
  return { awaited: body['photosAwaited'], photos: body['photoList'] as { sha256: string; url: string }[] }; // as the contract has it
}

describe('a picture in pieces', () => {
  test('is named by its report before it is there, breaks off in the middle, goes on where it was, and is then the picture of the case', async () => {
    const { bytes, sha256 } = await picture();
    const half = Math.floor(bytes.length / 2);
    const { status, caseId } = await reported('worker', [sha256]);
    expect([status, await caseOf(caseId)]).toEqual([200, { awaited: 1, photos: [] }]);

    expect(await begin('worker', sha256, bytes.length)).toMatchObject({ status: 201, location: `/api/photos/${sha256}`, kept: null });
    await cutOff('worker', sha256, bytes, half);
    await expect.poll(async () => (await ask('worker', 'HEAD', sha256)).offset, { timeout: 20_000 }).toBe(String(half));
    // To begin it anew throws nothing away; to go on elsewhere is refused.
    expect(await begin('worker', sha256, bytes.length)).toMatchObject({ status: 201 });
    expect(await goOn('worker', sha256, 0, bytes)).toMatchObject({ status: 409, refused: 'platform/upload-offset' });
    expect(await ask('worker', 'HEAD', sha256)).toMatchObject({ status: 200, offset: String(half), kept: null });

    expect(await goOn('worker', sha256, half, bytes.subarray(half))).toMatchObject({ status: 204, offset: String(bytes.length), kept: sha256 });
    const { awaited, photos: [photo] } = await caseOf(caseId);
    const kept = Buffer.from(await (await fetch(new URL(photo?.url ?? '', web().url))).arrayBuffer());
    expect([awaited, hashOf(kept), kept.includes('SecretPhone'), kept.includes('GPS')]).toEqual([0, photo?.sha256, false, false]);
    expect(photo?.sha256).not.toBe(sha256);
    expect(await readdir(own('worker'))).toEqual([]);

    // The reply that was lost, another phone with the same picture, and a client that asks to begin: each is told at once.
    expect(await ask('worker', 'HEAD', sha256)).toMatchObject({ status: 200, offset: String(bytes.length), kept: sha256 });
    expect(await begin('neighbour', sha256, bytes.length)).toMatchObject({ status: 201, offset: String(bytes.length), kept: sha256 });
    expect(await reported('neighbour', [sha256], false)).toMatchObject({ status: 200 });
    expect(await reported('neighbour', [sha256, photo?.sha256 ?? ''])).toMatchObject({ status: 200 });
  });

  test('of a client that is not ours; and what broke off between the last byte and the look at them all', async () => {
    const [one, two] = [await picture(), await picture(40)];
    const header = await new Promise<string | undefined>((done, failed) => {
      void web().token('worker').then((token) => {
        new Upload(one.bytes, {
          endpoint: new URL('/api/photos', web().url).href, metadata: { sha256: one.sha256, filename: 'IMG 1.jpg' }, headers: { authorization: `Bearer ${token}` }, chunkSize: 10_000, retryDelays: null, storeFingerprintForResuming: false,
          onSuccess: ({ lastResponse }) => done(lastResponse.getHeader(keptHeader)), onError: failed,
        }).start();
      }, failed);
    });
    expect(header).toBe(one.sha256);

    await begin('worker', two.sha256, two.bytes.length);
    await writeFile(path.join(own('worker'), two.sha256), two.bytes);
    expect(await ask('worker', 'HEAD', two.sha256)).toMatchObject({ status: 200, kept: two.sha256 });
  });

  test('with other bytes than its name says is refused, and nothing of it stays; likewise what is no picture', async () => {
    const { bytes, sha256 } = await picture(60);
    const damaged = Buffer.from(bytes);
    damaged[300] = (damaged[300] ?? 0) ^ 1;
    await begin('worker', sha256, bytes.length);
    expect(await goOn('worker', sha256, 0, damaged)).toMatchObject({ status: 460, refused: 'platform/photo-hash-wrong', kept: null });
    const html = Buffer.from('<!doctype html><script>alert(1)</script>');
    await begin('worker', hashOf(html), html.length);
    expect(await goOn('worker', hashOf(html), 0, html)).toMatchObject({ status: 415, refused: 'platform/image-wrong', kept: null });
    const vast = Buffer.concat([await sharp({ create: { width: 9, height: 9, channels: 3, background: '#222222' } }).png().toBuffer()]);
    vast.writeUInt32BE(90_000, 16);
    await begin('worker', hashOf(vast), vast.length);
    expect((await goOn('worker', hashOf(vast), 0, vast)).status).toBeGreaterThanOrEqual(413);
    expect(await readdir(own('worker'))).toEqual([]);
    expect((await ask('worker', 'HEAD', sha256)).status).toBe(404);
    // Sent again whole, it is taken.
    await begin('worker', sha256, bytes.length);
    expect(await goOn('worker', sha256, 0, bytes)).toMatchObject({ status: 204, kept: sha256 });
  });

  test('is nobody else\'s, needs a session, and is no longer, no more and no other than it was said to be', async () => {
    const { bytes, sha256 } = await picture(60);
    await begin('worker', sha256, bytes.length);
    await goOn('worker', sha256, 0, bytes.subarray(0, 100));
    const other = '0'.repeat(64);
    const rows: [string, Said, number, string | null][] = [
      ['begun by nobody', await begin(null, sha256, bytes.length), 401, 'platform/not-signed-in'], ['asked by nobody', await ask(null, 'HEAD', sha256), 401, null], ['sent by nobody', await goOn(null, sha256, 100, bytes.subarray(100)), 401, 'platform/not-signed-in'],
      ['asked by another', await ask('neighbour', 'HEAD', sha256), 404, null], ['sent by another', await goOn('neighbour', sha256, 100, bytes.subarray(100)), 404, 'platform/not-found'],
      ['never begun', await goOn('worker', other, 0, bytes), 404, 'platform/not-found'], ['no hash', await ask('worker', 'HEAD', '..%2f..%2fsecrets.json'), 404, null], ['capitals', await ask('worker', 'HEAD', sha256.toUpperCase()), 404, null],
      ['too long', await begin('worker', other, 15_000_001), 413, 'platform/image-too-large'], ['empty', await begin('worker', other, 0), 415, 'platform/image-wrong'], ['a length that is none', await begin('worker', other, '1e3'), 400, 'platform/upload-wrong'], ['a length below nothing', await begin('worker', other, -1), 400, 'platform/upload-wrong'],
      ['a length later', await ask('worker', 'POST', other, { ...named(other), 'upload-defer-length': '1' }), 400, 'platform/upload-wrong'], ['no name', await ask('worker', 'POST', other, { 'upload-length': '9' }), 400, 'platform/upload-wrong'],
      ['a name that is a way', await begin('worker', '../../../etc/passwd', 9), 400, 'platform/upload-wrong'], ['another protocol', await ask('worker', 'PATCH', sha256, { 'tus-resumable': '0.1', 'upload-offset': '100' }, bytes.subarray(100)), 400, 'platform/upload-wrong'],
      ['more than was said', await goOn('worker', sha256, 100, bytes), 413, 'platform/image-too-large'], ['no offset', await ask('worker', 'PATCH', sha256, {}, bytes), 400, 'platform/upload-wrong'], ['as JSON', await ask('worker', 'PATCH', sha256, { 'upload-offset': '100', 'content-type': 'application/json' }, bytes.subarray(100)), 400, 'platform/upload-wrong'],
    ];
    for (const [what, { status, refused }, wanted, name] of rows) expect([what, status, refused]).toEqual([what, wanted, name]);
    expect(await ask('worker', 'HEAD', sha256)).toMatchObject({ status: 200, offset: '100' });
    await mkdir(own('machine'), { recursive: true });
    for (let n = 0; n < 2 * mostUnfinished; n += 1) await writeFile(path.join(own('machine'), `made-${n}`), 'x');
    expect(await begin('machine', other, 9)).toMatchObject({ status: 429, refused: 'platform/uploads-too-many' });
    // Who names what is not there and does not say that it follows, or has no account, is told so as before.
    expect([await reported('worker', [other], false), await reported(null, [other])].map(({ refused }) => refused)).toEqual(['incidents/photo-unknown', 'incidents/photo-unknown']);
  });

  test('that nobody goes on with is swept away after three days, and no other', async () => {
    const [old, fresh] = [await picture(30), await picture(31)];
    for (const { sha256, bytes } of [old, fresh]) {
      await begin('clerk', sha256, bytes.length);
      await goOn('clerk', sha256, 0, bytes.subarray(0, 50));
    }
    const now = new Date();
    const then = new Date(now.getTime() - 3.1 * 86_400_000);
    await utimes(path.join(own('clerk'), old.sha256), then, then);
    await sweepUploads(uploads(), now);
    expect((await readdir(own('clerk'))).sort()).toEqual([fresh.sha256, `${fresh.sha256}.json`]);
    expect([(await ask('clerk', 'HEAD', old.sha256)).status, (await ask('clerk', 'HEAD', fresh.sha256)).offset]).toEqual([404, '50']);
  });
});

/** All of it is promised, half of it comes, and the line is dead. */
async function cutOff(who: Name, sha256: string, bytes: Buffer, after: number): Promise<void> {
  const { hostname, port } = new URL(web().url);
  const token = await web().token(who);
  await new Promise<void>((done, failed) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write([`PATCH /api/photos/${sha256} HTTP/1.1`, `host: ${hostname}:${port}`, `authorization: Bearer ${token}`, 'tus-resumable: 1.0.0', 'upload-offset: 0', 'content-type: application/offset+octet-stream', `content-length: ${bytes.length}`, '', ''].join('\r\n'));
      socket.write(bytes.subarray(0, after), () => { setTimeout(() => { socket.destroy(); done(); }, 200); });
    });
    socket.on('error', failed);
  });
}
