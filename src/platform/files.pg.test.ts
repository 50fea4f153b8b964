import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { sql } from 'kysely';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { webOfFile, type Answered } from '../../test/support/web.ts';
import type { Name } from '../../test/support/world.ts';
import { signPhotoAddress } from './photo-signer.ts';
import { readSecrets } from './secrets.ts';

const web = webOfFile();

const send = (bytes: Uint8Array, type = 'image/jpeg', who: Name | null = 'resident', more: Readonly<Record<string, string>> = {}): Promise<Answered> =>
  web().call(who, 'POST', '/api/files', bytes, { 'content-type': type, ...more });

/** A picture with a left half of one colour and a right half of another, and where it was taken in its metadata. */
async function picture(format: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'tiff', width = 60, height = 40): Promise<Buffer> {
  const right = await sharp({ create: { width: Math.ceil(width / 2), height, channels: 3, background: '#d03030' } }).png().toBuffer();
  return sharp({ create: { width, height, channels: 3, background: '#3060d0' } })
    .composite([{ input: right, left: Math.floor(width / 2), top: 0 }])
    .withExif({ IFD0: { Copyright: '程𠮷安', Make: 'SecretPhone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '36/1 27/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '115/1 58/1 0/1' } })
    .toFormat(format).toBuffer();
}

let stored: { sha256: string; url: string; thumbnailUrl: string };
beforeAll(async () => {
  const answer = await send(await picture('jpeg'));
  stored = { sha256: String(answer.body['sha256']), url: String(answer.body['url']), thumbnailUrl: String(answer.body['thumbnailUrl']) };
});

describe('a picture that is taken', () => {
  test.each(['jpeg', 'png', 'webp'] as const)('as %s is written anew as JPEG without its metadata, under the hash of what is kept', async (format) => {
    const sent = await picture(format);
    expect((await sharp(sent).metadata()).exif).toBeDefined();
    const answer = await send(sent, `image/${format}`);
    expect([answer.status, answer.body['width'], answer.body['height']]).toEqual([200, 60, 40]);
    const response = await fetch(new URL(String(answer.body['url']), web().url));
    const kept = Buffer.from(await response.arrayBuffer());
    expect(createHash('sha256').update(kept).digest('hex')).toBe(answer.body['sha256']);
    const read = await sharp(kept).metadata();
    expect([read.format, read.exif, read.icc, read.xmp, read.iptc]).toEqual(['jpeg', undefined, undefined, undefined, undefined]);
    expect(kept.includes('GPS') || kept.includes('SecretPhone') || kept.includes('程')).toBe(false);
    const { dominant } = await sharp(await sharp(kept).extract({ left: 45, top: 5, width: 10, height: 10 }).toBuffer()).stats();
    expect(dominant.r).toBeGreaterThan(dominant.b);
    const { rows } = await sql<{ received: string; media_type: string; bytes: number; by_person: number }>`
      select received_sha256 as received, media_type, bytes, by_person from platform.file where sha256 = ${String(answer.body['sha256'])}`.execute(web().world.db);
    expect(rows).toEqual([{ received: createHash('sha256').update(sent).digest('hex'), media_type: 'image/jpeg', bytes: kept.length, by_person: web().world.id('resident') }]);
  });

  test('stands upright, is no larger than needed, and has a thumbnail', async () => {
    const lying = await sharp(await picture('jpeg', 3_000, 1_000)).withMetadata({ orientation: 6 }).toBuffer();
    const answer = await send(lying);
    expect([answer.body['width'], answer.body['height']]).toEqual([667, 2_000]);
    const small = await sharp(await (await fetch(new URL(String(answer.body['thumbnailUrl']), web().url))).arrayBuffer()).metadata();
    expect([small.width, small.height, small.exif]).toEqual([320, 320, undefined]);
  });

  test('sent twice is kept once; sent by nobody is taken too', async () => {
    const sent = await picture('png', 50, 50);
    const [first, second] = [await send(sent), await send(sent, 'image/png', null)];
    // The address of each is his own; the picture is one.
    for (const field of ['sha256', 'width', 'height']) expect(second.body[field]).toEqual(first.body[field]);
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from platform.file where sha256 = ${String(first.body['sha256'])}`.execute(web().world.db);
    expect(rows).toEqual([{ n: 1 }]);
  });

  test('whatever it calls itself', async () => {
    for (const type of ['application/octet-stream', 'image/png', 'text/plain', 'application/json', 'image/svg+xml', 'multipart/form-data']) {
      expect([type, (await send(await picture('jpeg', 30, 30), type)).status]).toEqual([type, 200]);
    }
  });
});

describe('what is no picture', () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>alert(1)</script></svg>');
  test('is refused with a sentence, and nothing is kept of it', async () => {
    const before = await everything();
    const jpeg = await picture('jpeg', 400, 300);
    const rows: [string, Uint8Array, string][] = [
      ['SVG', svg, 'image/svg+xml'], ['SVG that says JPEG', svg, 'image/jpeg'], ['SVG behind an XML head', Buffer.concat([Buffer.from('<?xml version="1.0"?>'), svg]), 'image/png'],
      ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>'), 'image/jpeg'], ['GIF', await picture('gif'), 'image/gif'], ['TIFF', await picture('tiff'), 'image/tiff'], ['AVIF', await picture('avif'), 'image/avif'],
      ['nothing', new Uint8Array(), 'image/jpeg'], ['three bytes', Buffer.from('ffd8ff', 'hex'), 'image/jpeg'], ['half of a JPEG', jpeg.subarray(0, Math.floor(jpeg.length / 2)), 'image/jpeg'],
      ['half of a PNG', (await picture('png', 400, 300)).subarray(0, 300), 'image/png'], ['a head and noise', Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(5_000, 7)]), 'image/jpeg'],
      ['a PDF', Buffer.from('%PDF-1.7\n'), 'image/jpeg'], ['a ZIP', Buffer.from('504b0304', 'hex'), 'image/jpeg'], ['RIFF that is a sound', Buffer.from('524946460000000057415645', 'hex'), 'image/webp'],
      ['JSON', Buffer.from('{"a":1}'), 'application/json'], ['a PNG with a false sum', flipped(await picture('png')), 'image/png'],
    ];
    for (const [name, bytes, type] of rows) {
      const answer = await send(bytes, type);
      expect([name, answer.status, answer.body['refused'], answer.headers.get('content-type')]).toEqual([name, 415, 'platform/image-wrong', 'application/problem+json; charset=utf-8']);
      expect(answer.body['detail']).toBe('不是可用的图片，请上传 JPEG、PNG 或 WebP');
    }
    expect(await everything()).toEqual(before);
  });

  test('of too many pixels or bytes is 413 before it is unfolded', async () => {
    const before = await everything();
    for (const [width, height] of [[8_000, 8_000], [1, 60_000_000], [2_000_000_000, 2_000_000_000]] as const) {
      const answer = await send(claiming(await picture('png'), width, height), 'image/png');
      // libpng itself turns away the largest: that is no picture at all.
      expect([width, answer.status === 413 || (width > 1_000_000 && answer.status === 415)]).toEqual([width, true]);
    }
    const heavy = await send(Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.alloc(15_000_001)]));
    expect([heavy.status, heavy.body['refused']]).toEqual([413, 'platform/body-too-large']);
    expect(await everything()).toEqual(before);
  });
});

describe('the address of a picture', () => {
  test('needs no cookie, and its answer is harmless whatever the file were', async () => {
    const answer = await web().call(null, 'GET', stored.url);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(['content-type', 'x-content-type-options', 'content-security-policy', 'content-disposition', 'cross-origin-resource-policy', 'set-cookie', 'cache-control'].map((name) => [name, answer.headers.get(name)]))).toEqual({
      'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff', 'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'", 'content-disposition': `inline; filename="${stored.sha256.slice(0, 12)}.jpg"`,
      'cross-origin-resource-policy': 'same-origin', 'set-cookie': null, 'cache-control': 'private, max-age=3600, immutable',
    });
  });

  test('with anything changed leads nowhere', async () => {
    const good = new URL(stored.url, web().url);
    const changed = (change: (url: URL) => void): string => { const url = new URL(good); change(url); return url.href; };
    const { files: key = '' } = await readSecrets(web().dataDir);
    const past = Math.floor(Date.now() / 1_000) - 1;
    const other = '0'.repeat(64);
    const wrong = [
      changed((url) => url.searchParams.delete('sig')), changed((url) => url.searchParams.set('sig', 'x')), changed((url) => url.searchParams.append('sig', 'x')),
      changed((url) => url.searchParams.set('sig', `${url.searchParams.get('sig') ?? ''}=`)), changed((url) => url.searchParams.set('until', '99999999999')), changed((url) => url.searchParams.delete('until')),
      changed((url) => url.searchParams.set('until', '1e99')), changed((url) => { url.pathname = url.pathname.replace(stored.sha256, other); }), changed((url) => { url.pathname = url.pathname.replace('photo.jpg', 'thumbnail.jpg'); }),
      changed((url) => { url.pathname = url.pathname.replace('photo.jpg', 'secrets.json'); }),
      // Signed by us, but over; or for a file that is not there.
      `/files/${stored.sha256}/photo.jpg?until=${past}&sig=${signPhotoAddress(key, stored.sha256, 'photo.jpg', past)}`,
      `/files/${other}/photo.jpg?until=${past + 1_000}&sig=${signPhotoAddress(key, other, 'photo.jpg', past + 1_000)}`,
    ];
    for (const address of wrong) {
      const answer = await web().call('resident', 'GET', address);
      expect([address, answer.status, answer.body['refused']]).toEqual([address, 404, 'platform/not-found']);
    }
    expect((await web().call(null, 'GET', `/files/${stored.sha256}/photo.jpg?until=${past + 1_000}&sig=${signPhotoAddress(key, stored.sha256, 'photo.jpg', past + 1_000)}`)).status).toBe(200);
  });

  test('is given with the case to those who may see the case', async () => {
    const reported = await web().call('resident', 'POST', '/api/incidents/report', { description: '柳街', place: { longitude: 116.02, latitude: 36.05 }, photos: [stored.sha256] });
    const seen = await web().call('desk', 'GET', `/api/incidents/case?caseId=${String(reported.body['caseId'])}`);
    expect(JSON.stringify(seen.body['photoList'])).toContain(stored.sha256);
    expect((await web().call('otherDesk', 'GET', `/api/incidents/case?caseId=${String(reported.body['caseId'])}`)).status).toBe(404);
  });
});

/** The same PNG with another size in its head. */
function claiming(png: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(png);
  changed.writeUInt32BE(width, 16);
  changed.writeUInt32BE(height, 20);
  changed.writeUInt32BE(crc32(changed.subarray(12, 29)), 29);
  return changed;
}

/** A byte of the picture's data changed: the sum at the end of its chunk no longer fits. */
function flipped(png: Buffer): Buffer {
  const at = png.indexOf('IDAT') + 8;
  const changed = Buffer.from(png);
  changed[at] = (changed[at] ?? 0) ^ 0xff;
  return changed;
}

async function everything(): Promise<unknown> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from platform.file`.execute(web().world.db);
  return { rows, files: (await readdir(path.join(web().dataDir, 'files'), { recursive: true })).sort() };
}
