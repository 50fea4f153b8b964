import type { ServerResponse } from 'node:http';
import type { Actor } from './actor.ts';
import { pathsFor } from './actor.ts';
import type { Db } from './db.ts';
import { beatMs } from './core/beat.ts';
import { refuse } from './core/refusal.ts';
import { cursorText, headOfFeed, isFarBehind, parseCursor, readFeed, type Cursor, type FeedEvent } from './feed.ts';
import type { Web } from './http.ts';
import { errorFields, type Log } from './log.ts';

// `GET /api/live`: one reader of the feed for the whole process, copied to every stream whose owner may see it.
// The event carries ids; the screen asks again through the ordinary, checked queries.

/** Who reads, without his posts: ten thousand of these are kept, and what they permit is in `units` and `paths`. */
type Reader = Pick<Actor, 'personId' | 'sessionId' | 'address' | 'language'>;
type Seen = { readonly units: ReadonlySet<number>; readonly paths: readonly string[] };
type Stream = { readonly response: ServerResponse; reader: Reader; seen: Seen; cursor: Cursor; ready: boolean; readAt: number; spokenAt: number };

/** Bytes a stream may lag behind before it is dropped; it comes back with `Last-Event-ID` and catches up. */
const largestLag = 262_144;
/** Few enough that a reader who reads gets rid of them before the next ones come. */
const page = 50;
/** Missed events beyond which a screen reads everything again. */
const mostMissed = 2_000;
const slowestMs = 15_000;
const pollMs = 300;
const checkMs = 900;
/** Posts begin and end with the day; a changed post is also told by an event and then read at once. */
const rightsMs = 60_000;

export type Live = { readonly published: () => void; readonly close: () => void; readonly streams: () => number };

export function openLive(web: Web, options: {
  readonly db: Db; readonly log: Log;
  /** Reads an area's cases with this permission. */
  readonly permission: string;
  /** Which of these sessions have ended; asked once a second for all streams together. */
  readonly ended: (sessionIds: readonly string[]) => Promise<ReadonlySet<string>>;
  /** The same reader with the rights he has now; null when he may no longer stay. */
  readonly again: (reader: Reader) => Promise<Actor | null>;
}): Live {
  const { db, log } = options;
  const streams = new Set<Stream>();
  let head: Cursor | null = null;
  let busy = false;
  let again = false;
  let closed = false;

  const drop = (stream: Stream): void => {
    streams.delete(stream);
    stream.response.end();
  };

  async function pump(): Promise<void> {
    if (busy) { again = true; return; }
    if (streams.size === 0 || closed) { head = null; return; }
    busy = true;
    try {
      if (head === null) {
        const top = await headOfFeed(db);
        // A stream that was ready meanwhile says where to begin: nothing after its place may be passed over.
        head ??= top;
      }
      for (;;) {
        const events = await readFeed(db, head, page);
        for (const event of events) {
          for (const stream of streams) if (stream.ready) deliver(stream, event);
          head = event;
        }
        if (events.length < page) break;
      }
    } catch (error) {
      log.error('live feed not read', errorFields(error));
    } finally {
      busy = false;
      if (again) { again = false; void pump(); }
    }
  }

  function deliver(stream: Stream, event: FeedEvent): void {
    if (!isAfter(event, stream.cursor)) return;
    stream.cursor = event;
    // Somebody's posts or account changed: his stream goes on with the rights he has now.
    if (event.kind.startsWith('identity.') && event.personIds.includes(stream.reader.personId ?? -1)) {
      readAgain(stream).catch((error: unknown) => { log.error('rights of a stream not read', errorFields(error)); drop(stream); });
    }
    if (!concerns(stream, event)) return;
    stream.spokenAt = performance.now();
    stream.response.write(textOf(event));
    if (stream.response.writableLength > largestLag) { streams.delete(stream); stream.response.destroy(); }
  }

  /** Up to where the pump is, and not a moment of waiting between that and being ready: an event in between would be lost. */
  async function catchUp(stream: Stream, isResumed: boolean): Promise<void> {
    if (isResumed) {
      const top = await headOfFeed(db);
      // Whoever has been away too long, or comes from before a restored backup, is told to read everything again. The
      // place from which he then hears on is known before he is told: what is committed while he reads must reach him.
      if (isAfter(stream.cursor, top) || await isFarBehind(db, stream.cursor, mostMissed)) {
        stream.cursor = top;
        if (streams.has(stream)) stream.response.write(`id: ${cursorText(top)}\nevent: resync\ndata: {}\n\n`);
      }
    }
    while (streams.has(stream)) {
      const seen = head;
      const events = await readFeed(db, stream.cursor, page);
      for (const event of events) if (streams.has(stream)) deliver(stream, event);
      if (events.length < page && seen === head) {
        head ??= stream.cursor;
        stream.ready = true;
        return;
      }
      await drained(stream.response);
    }
  }

  web.app.get('/api/live', async (request, reply) => {
    const actor = await web.actorOf(request);
    if (actor.personId === null) return web.answerRefusal(reply, refuse('platform/not-signed-in', {}, 'unproven'));
    const wait = web.pace(actor);
    if (wait > 0) return web.answerRefusal(reply, refuse('platform/too-many', { seconds: wait }, 'busy'));
    const wanted = request.headers['last-event-id'];
    const resume = typeof wanted === 'string' ? parseCursor(wanted) : null;
    const start = resume ?? (await headOfFeed(db));
    reply.hijack();
    const { raw: response } = reply;
    // Hijacked: what every answer carries has to be handed over by hand.
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) response.setHeader(name, value);
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    response.write(`retry: 2000\nid: ${cursorText(start)}\nevent: hello\ndata: {}\n\n`);
    const stream: Stream = { response, reader: readerOf(actor), seen: seenBy(actor, options.permission), cursor: start, ready: false, readAt: performance.now(), spokenAt: performance.now() };
    streams.add(stream);
    response.on('close', () => streams.delete(stream)).on('error', () => streams.delete(stream));
    try {
      await catchUp(stream, resume !== null);
    } catch (error) {
      log.error('live stream not begun', errorFields(error));
      response.destroy();
    }
    return reply;
  });

  async function checkSessions(): Promise<void> {
    const gone = await options.ended([...streams].flatMap((stream) => stream.reader.sessionId ?? []));
    for (const stream of streams) {
      if (gone.has(stream.reader.sessionId ?? '')) drop(stream);
      else if (performance.now() - stream.readAt > rightsMs) await readAgain(stream);
    }
  }

  async function readAgain(stream: Stream): Promise<void> {
    stream.readAt = performance.now();
    const actor = await options.again(stream.reader);
    if (actor === null) drop(stream);
    else { stream.reader = readerOf(actor); stream.seen = seenBy(actor, options.permission); }
  }

  const poll = setInterval(() => void pump(), pollMs);
  const check = setInterval(() => {
    if (streams.size === 0) return;
    const now = performance.now();
    for (const stream of streams) {
      if (now - stream.spokenAt < beatMs - checkMs) continue;
      stream.spokenAt = now;
      // An event and no comment: a browser shows its page no comments, and a line may be dead at the other end.
      stream.response.write(beat);
    }
    checkSessions().catch((error: unknown) => log.error('sessions of streams not checked', errorFields(error)));
  }, checkMs);

  return {
    published: () => void pump(),
    streams: () => streams.size,
    close: () => {
      closed = true;
      clearInterval(poll);
      clearInterval(check);
      for (const stream of streams) drop(stream);
    },
  };
}

const beat = Buffer.from('event: beat\ndata: {}\n\n');

/** Written once for all streams that hear it. */
function textOf(event: FeedEvent): Buffer {
  const known = texts.get(event);
  if (known) return known;
  const body = JSON.stringify({ kind: event.kind, subject: event.subject, at: event.at, ...event.data });
  const text = Buffer.from(`id: ${cursorText(event)}\ndata: ${body}\n\n`);
  texts.set(event, text);
  return text;
}
const texts = new WeakMap<FeedEvent, Buffer>();

/** Until the reader took what was written; he has as long as any slow reader before he is dropped. */
async function drained(response: ServerResponse): Promise<void> {
  if (!response.writableNeedDrain) return;
  await new Promise<void>((resolve) => {
    const late = setTimeout(() => response.destroy(), slowestMs);
    const over = (): void => {
      clearTimeout(late);
      response.off('drain', over).off('close', over);
      resolve();
    };
    response.on('drain', over).on('close', over);
  });
}

function readerOf({ personId, sessionId, address, language }: Actor): Reader {
  return { personId, sessionId, address, language };
}

const nothing: Seen = { units: new Set(), paths: [] };

function seenBy(actor: Actor, permission: string): Seen {
  const units = actor.grants.flatMap((grant) => (grant.unitId === null ? [] : [grant.unitId]));
  const paths = pathsFor(actor, permission);
  return units.length === 0 && paths.length === 0 ? nothing : { units: new Set(units), paths };
}

function concerns(stream: Stream, event: FeedEvent): boolean {
  return event.personIds.includes(stream.reader.personId ?? -1) || event.unitIds.some((unit) => stream.seen.units.has(unit))
    || stream.seen.paths.some((path) => event.areaPath.startsWith(path));
}

function isAfter(event: Cursor, cursor: Cursor): boolean {
  const [a, b] = [BigInt(event.xid), BigInt(cursor.xid)];
  return a > b || (a === b && event.id > cursor.id);
}
