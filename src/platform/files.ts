import { createHash, timingSafeEqual } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import sharp from 'sharp';
import type { Actor } from './actor.ts';
import type { Db } from './db.ts';
import { refuse } from './core/refusal.ts';
import type { Web } from './http.ts';
import { holderTag, photoSigner, sessionOf, signPhotoAddress } from './photo-signer.ts';
import { makeThrottle } from './throttle.ts';

// Pictures: told by their first bytes, written anew without metadata, named by the hash of what is kept,
// served by signed addresses that need no cookie.

const largestBytes = 15_000_000;
const largestPixels = 50_000_000;
const longestSide = 2_000;
const thumbnailSide = 320;

// One picture at a time: decoding is memory and processor, and reports must not wait for it.
sharp.concurrency(1);
sharp.cache(false);

export function openFiles(web: Web, options: { readonly db: Db; readonly folder: string; readonly secret: string; readonly now?: () => Date;
  /** The holder of a session as he is now; null once it is over. An address that was given to him ends with it, and with a change of his posts. */
  readonly again: (sessionId: string) => Promise<Actor | null>;
}): void {
  const { app, actorOf, answerRefusal } = web;
  const now = options.now ?? (() => new Date());
  const signed = photoSigner(options.secret, now);
  const anonymousUploads = makeThrottle({ burst: 200, perSecond: 2 });
  let decoding: Promise<unknown> = Promise.resolve();

  void app.register(async (scope) => {
    // Whatever it calls itself: what it is, its first bytes say.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: largestBytes }, (_request, body, done) => done(null, body));
    scope.post('/api/files', { bodyLimit: largestBytes }, async (request, reply) => {
      const actor = await actorOf(request);
      const wait = actor.personId === null ? anonymousUploads(actor.address) : web.pace(actor);
      if (wait > 0) return answerRefusal(reply, refuse('platform/too-many', { seconds: wait }, 'busy'));
      const received = request.body;
      if (!Buffer.isBuffer(received) || !isPicture(received)) return reply.code(415).type('application/problem+json; charset=utf-8').send(wrong(web, request.headers['accept-language'], 'image-wrong', 415));
      const turn = decoding.then(() => rewrite(received));
      decoding = turn.catch(() => undefined);
      const made = await turn.catch(() => null);
      if (made === null) return reply.code(415).type('application/problem+json; charset=utf-8').send(wrong(web, request.headers['accept-language'], 'image-wrong', 415));
      if (made === 'too-large') return reply.code(413).type('application/problem+json; charset=utf-8').send(wrong(web, request.headers['accept-language'], 'image-too-large', 413));
      return reply.type('application/json; charset=utf-8').send(signed(await store(options, received, made, actor.personId), actor));
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
  const sha256 = createHash('sha256').update(photo).digest('hex');
  await keep(folder, sha256, 'photo.jpg', photo);
  await keep(folder, sha256, 'thumbnail.jpg', thumbnail);
  await sql`
    insert into platform.file (sha256, received_sha256, media_type, bytes, width, height, by_person)
    values (${sha256}, ${createHash('sha256').update(received).digest('hex')}, 'image/jpeg', ${photo.length}, ${width}, ${height}, ${byPerson})
    on conflict (sha256) do nothing`.execute(db);
  return { sha256, width, height };
}

function wrong(web: Web, language: string | undefined, name: string, status: number): object {
  return { type: 'about:blank', title: `platform/${name}`, status, refused: `platform/${name}`, detail: web.say(/^en\b/iu.test(language ?? '') ? 'en' : 'zh-CN', `platform.refusal.${name}`) };
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
