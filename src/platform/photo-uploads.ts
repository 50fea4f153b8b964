import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync } from 'node:fs';
import { readdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { AsyncLocalStorage } from 'node:async_hooks';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { Db } from './db.ts';
import { refuse } from './core/refusal.ts';
import { largestBytes, type TakePicture } from './files.ts';
import { languageOf, type Web } from './http.ts';
import { problemOf } from './problem.ts';

// Pictures of phones, by tus 1.0: in pieces, gone on with where the line broke. The address of an upload is the hash of the bytes that
// are coming, for each person his own; so a phone needs to remember nothing but its picture, and what is here already is answered at
// once. Nothing is a picture before all its bytes have that hash and have passed what every picture passes.

export const uploadsPath = '/api/photos';
/** In the answer that says that the picture with this hash is kept; then, and no sooner, a phone may let go of it. */
export const keptHeader = 'jingwei-photo';
/** What a person may have begun and not ended. */
export const mostUnfinished = 60;
const unfinishedDays = 3;

type Slot = { readonly id: string; readonly sha256: string };

export function openPhotoUploads(web: Web, { db, folder, take }: { readonly db: Db; readonly folder: string; readonly take: TakePicture }): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // The library asks for the name of an upload in the middle of its work; the request itself does not say whose it is.
  const slots = new AsyncLocalStorage<Slot>();
  const slotNow = (): Slot => {
    const slot = slots.getStore();
    if (!slot) throw new Error('an upload outside a request');
    return slot;
  };
  const tus = new Server({
    path: uploadsPath, datastore: new FileStore({ directory: folder }), maxSize: largestBytes, allowedOrigins: () => false,
    namingFunction: () => slotNow().id, getFileIdFromRequest: () => slotNow().id, generateUrl: () => `${uploadsPath}/${slotNow().sha256}`,
  });

  const refused = (reply: FastifyReply, name: string, status: number): FastifyReply => reply.code(status).type('application/problem+json; charset=utf-8')
    .send(problemOf(refuse(`platform/${name}`), languageOf(reply.request), web.say, status));

  const isKept = (reply: FastifyReply, sha256: string, bytes: number, status: number): FastifyReply => reply.code(status)
    .headers({ 'tus-resumable': '1.0.0', 'upload-offset': String(bytes), 'upload-length': String(bytes), [keptHeader]: sha256, 'cache-control': 'no-store', ...(status === 201 ? { location: `${uploadsPath}/${sha256}` } : {}) }).send();

  /** All bytes are here: now they are looked at. What they are not, nothing of them stays. */
  const end = async (reply: FastifyReply, { id, sha256 }: Slot, personId: number, status: number): Promise<FastifyReply> => {
    const place = path.join(folder, id);
    if (await hashOfFile(place) !== sha256) {
      await forget(place);
      return refused(reply, 'photo-hash-wrong', 460);
    }
    const received = await readFile(place);
    const taken = await take(received, personId);
    await forget(place);
    return typeof taken === 'string' ? refused(reply, `image-${taken}`, taken === 'wrong' ? 415 : 413) : isKept(reply, sha256, received.length, status);
  };

  const handle = async (request: FastifyRequest, reply: FastifyReply, sha256: string | null): Promise<FastifyReply> => {
    const actor = await web.actorOf(request);
    if (actor.personId === null) return web.answerRefusal(reply, refuse('platform/not-signed-in', {}, 'unproven'));
    const wait = web.pace(actor);
    if (wait > 0) return web.answerRefusal(reply, refuse('platform/too-many', { seconds: wait }, 'busy'));
    if (sha256 === null || !/^[0-9a-f]{64}$/u.test(sha256)) return request.method === 'POST' ? refused(reply, 'upload-wrong', 400) : web.answerRefusal(reply, refuse('platform/not-found', {}, 'absent'));
    const slot: Slot = { id: `${actor.personId}/${sha256}`, sha256 };
    const begun = await begunAt(folder, slot.id);
    if (request.method !== 'PATCH') {
      const bytes = await keptBytes(db, sha256);
      if (bytes !== null) return isKept(reply, sha256, bytes, request.method === 'POST' ? 201 : 200);
      // It broke off between the last byte and the look at them all.
      if (begun && begun.has === begun.bytes) return end(reply, slot, actor.personId, request.method === 'POST' ? 201 : 200);
    }
    if (request.method === 'POST') {
      // What is begun goes on where it is: to begin anew would throw its bytes away.
      if (begun && String(begun.bytes) === request.headers['upload-length']) return reply.code(201).headers({ 'tus-resumable': '1.0.0', location: `${uploadsPath}/${sha256}` }).send();
      if (request.headers['upload-defer-length'] !== undefined) return refused(reply, 'upload-wrong', 400);
      if (Number(request.headers['upload-length']) === 0) return refused(reply, 'image-wrong', 415);
      if (!begun && (await readdir(path.join(folder, String(actor.personId))).catch(() => [])).length >= 2 * mostUnfinished) return web.answerRefusal(reply, refuse('platform/uploads-too-many', { seconds: 3_600 }, 'busy'));
    }
    const answer = await slots.run(slot, () => tus.handleWeb(webRequest(request)));
    if (answer.status >= 400) return refused(reply, ...sentenceOf(answer.status));
    const now = await begunAt(folder, slot.id);
    if (request.method !== 'HEAD' && now && now.has === now.bytes) return end(reply, slot, actor.personId, answer.status);
    for (const name of ['tus-resumable', 'upload-offset', 'upload-length', 'location']) {
      const value = answer.headers.get(name);
      if (value !== null) void reply.header(name, value);
    }
    return reply.code(answer.status).header('cache-control', 'no-store').send();
  };

  void web.app.register((scope, _options, done) => {
    // The bytes go straight to the disk.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, parsed) => { parsed(null); });
    scope.post(uploadsPath, (request, reply) => handle(request, reply, hashNamed(request.headers['upload-metadata'])));
    scope.route<{ Params: { sha256: string } }>({ method: ['HEAD', 'PATCH'], url: `${uploadsPath}/:sha256`, handler: (request, reply) => handle(request, reply, request.params.sha256) });
    done();
  });
}

/** Removes what nobody went on with for three days. */
export async function sweepUploads(folder: string, now: Date): Promise<void> {
  const before = now.getTime() - unfinishedDays * 86_400_000;
  for (const person of await readdir(folder).catch(() => [])) {
    const own = path.join(folder, person);
    for (const name of (await readdir(own).catch(() => [])).filter((one) => !one.endsWith('.json'))) {
      const { mtimeMs } = await stat(path.join(own, name)).catch(() => ({ mtimeMs: now.getTime() }));
      if (mtimeMs < before) await forget(path.join(own, name));
    }
    await rmdir(own).catch(() => undefined); // only where it is empty
  }
}

async function keptBytes(db: Db, sha256: string): Promise<number | null> {
  const { rows: [row] } = await sql<{ bytes: number }>`select bytes from platform.sent_photo where sent_sha256 = ${sha256}`.execute(db);
  return row?.bytes ?? null;
}

/** Of how many bytes how many are here; null where nothing was begun. */
async function begunAt(folder: string, id: string): Promise<{ readonly bytes: number; readonly has: number } | null> {
  try {
    const known: unknown = JSON.parse(await readFile(path.join(folder, `${id}.json`), 'utf8'));
    const bytes: unknown = Reflect.get(Object(known), 'size');
    const { size: has } = await stat(path.join(folder, id));
    return typeof bytes === 'number' ? { bytes, has } : null;
  } catch {
    return null;
  }
}

async function forget(place: string): Promise<void> {
  await rm(place, { force: true });
  await rm(`${place}.json`, { force: true });
}

async function hashOfFile(place: string): Promise<string> {
  const sum = createHash('sha256');
  for await (const part of createReadStream(place)) sum.update(part as Buffer); // a stream without an encoding gives bytes
  return sum.digest('hex');
}

/** `sha256` of `Upload-Metadata`: names and base64 values. */
function hashNamed(metadata: string | string[] | undefined): string | null {
  const found = String(metadata ?? '').split(',').map((pair) => pair.trim().split(' ')).find(([name]) => name === 'sha256')?.[1];
  return found === undefined ? null : Buffer.from(found, 'base64').toString('latin1');
}

const passedOn = ['tus-resumable', 'upload-length', 'upload-offset', 'upload-metadata', 'upload-defer-length', 'content-type', 'content-length'];

function webRequest(request: FastifyRequest): Request {
  const headers = new Headers(passedOn.flatMap((name): [string, string][] => { const value = request.headers[name]; return typeof value === 'string' ? [[name, value]] : []; }));
  const hasBody = request.method !== 'HEAD' && (request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0);
  const init: RequestInit & { duplex: 'half' } = { method: request.method, headers, duplex: 'half' };
  // The two types of a stream differ in name only.
  if (hasBody) init.body = Readable.toWeb(request.raw) as unknown as ReadableStream;
  return new Request(`http://upload${uploadsPath}`, init);
}

/** Its answers are words for programmers; ours say what to do, and nothing that a client sent is an outage. */
function sentenceOf(status: number): [string, number] {
  if (status === 404 || status === 410) return ['not-found', 404];
  if (status === 409) return ['upload-offset', 409];
  if (status === 413) return ['image-too-large', 413];
  // A piece that broke off, or a disk that ran full: what is here stays, and the phone asks how far it is.
  return status >= 500 && status !== 501 ? ['unavailable', 503] : ['upload-wrong', status === 412 ? 412 : 400];
}
