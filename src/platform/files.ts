import { createHash, timingSafeEqual } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import sharp from 'sharp';
import type { Actor } from './actor.ts';
import type { Db } from './db.ts';
import { refuse } from './core/refusal.ts';
import { languageOf, type Web } from './http.ts';
import { holderTag, photoSigner, sessionOf, signPhotoAddress } from './photo-signer.ts';
import { problemOf } from './problem.ts';
import { makeThrottle } from './throttle.ts';

// Pictures: told by their first bytes, written anew without metadata, named by the hash of what is kept,
// served by signed addresses that need no cookie.

export const largestBytes = 15_000_000;
const largestPixels = 50_000_000;
const longestSide = 2_000;
const thumbnailSide = 320;

// One picture at a time: decoding is memory and processor, and reports must not wait for it.
sharp.concurrency(1);
sharp.cache(false);

/** What became of bytes that were sent as a picture. */
export type Taken = { readonly sha256: string; readonly width: number; readonly height: number } | 'wrong' | 'too-large';
export type TakePicture = (received: Buffer, byPerson: number | null) => Promise<Taken>;

/** Looks at it, writes it anew and keeps it; one at a time, whichever way it came. */
export function pictureTaker(where: { readonly db: Db; readonly folder: string }): TakePicture {
  let decoding: Promise<unknown> = Promise.resolve();
  return async (received, byPerson) => {
    if (!isPicture(received)) return 'wrong';
    const turn = decoding.then(() => rewrite(received));
    decoding = turn.catch(() => undefined);
    const made = await turn.catch(() => 'wrong' as const);
    return made === 'wrong' || made === 'too-large' ? made : store(where, received, made, byPerson);
  };
}

export function openFiles(web: Web, options: { readonly db: Db; readonly folder: string; readonly secret: string; readonly now?: () => Date; readonly take: TakePicture;
  /** The holder of a session as he is now; null once it is over. An address that was given to him ends with it, and with a change of his posts. */
  readonly again: (sessionId: string) => Promise<Actor | null>;
}): void {
  const { app, actorOf, answerRefusal } = web;
  const now = options.now ?? (() => new Date());
  const signed = photoSigner(options.secret, now);
  const anonymousUploads = makeThrottle({ burst: 200, perSecond: 2 });

  void app.register(async (scope) => {
    // Whatever it calls itself: what it is, its first bytes say.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: largestBytes }, (_request, body, done) => done(null, body));
    scope.post('/api/files', { bodyLimit: largestBytes }, async (request, reply) => {
      const actor = await actorOf(request);
      const wait = actor.personId === null ? anonymousUploads(actor.address) : web.pace(actor);
      if (wait > 0) return answerRefusal(reply, refuse('platform/too-many', { seconds: wait }, 'busy'));
      const taken = Buffer.isBuffer(request.body) ? await options.take(request.body, actor.personId) : 'wrong';
      if (typeof taken === 'string') {
        const status = taken === 'wrong' ? 415 : 413;
        return reply.code(status).type('application/problem+json; charset=utf-8').send(problemOf(refuse(`platform/image-${taken}`), languageOf(request), web.say, status));
      }
      return reply.type('application/json; charset=utf-8').send(signed(taken, actor));
    });

    scope.get<{ Params: { sha256: string; variant: string }; Querystring: { until?: string; sig?: string; for?: string } }>('/files/:sha256/:variant', async (request, reply) => {
      const { sha256, variant } = request.params;
      const until = Number(request.query.until);
      const tag = String(request.query.for ?? '');
      const session = sessionOf(tag);
      const fits = (tag === '' || session !== null) && /^[0-9a-f]{64}$/u.test(sha256) && (variant === 'photo.jpg' || variant === 'thumbnail.jpg') && Number.isInteger(until);
      const expected = Buffer.from(fits ? signPhotoAddress(options.secret, sha256, variant, until, tag) : '');
      const given = Buffer.from(String(request.query.sig ?? ''));
      if (!fits || given.length !== expected.length || !timingSafeEqual(given, expected) || until * 1_000 < now().getTime()) return answerRefusal(reply, refuse('platform/not-found', {}, 'absent'));
      const holder = session === null ? null : await options.again(session);
      if (session !== null && (holder === null || holderTag(holder) !== tag)) return answerRefusal(reply, refuse('platform/not-found', {}, 'absent'));
      const bytes = await readFile(place(options.folder, sha256, variant)).catch(() => null);
      if (!bytes) return answerRefusal(reply, refuse('platform/not-found', {}, 'absent'));
      return reply.headers({
        'content-type': 'image/jpeg', 'content-disposition': `inline; filename="${sha256.slice(0, 12)}.jpg"`, 'cache-control': 'private, max-age=3600, immutable',
        'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      }).send(bytes);
    });
  });
}

/** A picture that the product itself draws, kept as one that was sent. For demonstrations. */
export async function keepPicture(where: { readonly db: Db; readonly folder: string }, picture: Buffer): Promise<string> {
  const made = await rewrite(picture);
  if (made === 'too-large') throw new Error('a drawn picture is too large');
  return (await store(where, picture, made, null)).sha256;
}

async function store({ db, folder }: { readonly db: Db; readonly folder: string }, received: Buffer, made: Exclude<Awaited<ReturnType<typeof rewrite>>, 'too-large'>, byPerson: number | null) {
  const { photo, thumbnail, width, height } = made;
  const sha256 = hashOf(photo);
  const sent = hashOf(received);
  await keep(folder, sha256, 'photo.jpg', photo);
  await keep(folder, sha256, 'thumbnail.jpg', thumbnail);
  await sql`
    with kept as (
      insert into platform.file (sha256, received_sha256, media_type, bytes, width, height, by_person)
      values (${sha256}, ${sent}, 'image/jpeg', ${photo.length}, ${width}, ${height}, ${byPerson}) on conflict (sha256) do nothing)
    insert into platform.sent_photo (sent_sha256, sha256, bytes) values (${sent}, ${sha256}, ${received.length}) on conflict do nothing`.execute(db);
  return { sha256, width, height };
}

export function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** JPEG, PNG, WebP by their first bytes. SVG, which sharp would accept, is text and never gets here. */
function isPicture(bytes: Buffer): boolean {
  const starts = (hex: string): boolean => bytes.subarray(0, hex.length / 2).toString('hex') === hex;
  return starts('ffd8ff') || starts('89504e470d0a1a0a') || (starts('52494646') && bytes.subarray(8, 12).toString('latin1') === 'WEBP');
}

async function rewrite(received: Buffer) {
  const input = { limitInputPixels: largestPixels, failOn: 'error' as const, animated: false };
  const { width = 0, height = 0 } = await sharp(received, { ...input, limitInputPixels: false }).metadata();
  if (width * height > largestPixels || width > 30_000 || height > 30_000) return 'too-large' as const;
  // Turned upright before the orientation goes with the rest of the metadata; transparent ground becomes white.
  const { data: photo, info } = await sharp(received, input).rotate().resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' }).toColourspace('srgb').jpeg({ quality: 82 }).toBuffer({ resolveWithObject: true });
  const thumbnail = await sharp(photo).resize({ width: thumbnailSide, height: thumbnailSide, fit: 'cover' }).jpeg({ quality: 72 }).toBuffer();
  return { photo, thumbnail, width: info.width, height: info.height };
}

function place(folder: string, sha256: string, variant: string): string {
  return path.join(folder, sha256.slice(0, 2), `${sha256}.${variant}`);
}

/** On the disk before anybody is told: written aside, flushed, renamed. */
async function keep(folder: string, sha256: string, variant: string, bytes: Buffer): Promise<void> {
  const target = place(folder, sha256, variant);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  const aside = `${target}.${process.pid}.${Math.round(performance.now() * 1_000)}`;
  const handle = await open(aside, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(aside, target);
}
