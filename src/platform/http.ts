import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { look, perform, type Answer, type BoundCommand, type BoundQuery, type House } from './action.ts';
import { anonymous, type Actor } from './actor.ts';
import { readCookie } from './cookies.ts';
import { methodsOf, pathOf, type Operation } from './core/contract.ts';
import { refuse, type Refusal } from './core/refusal.ts';
import type { Language } from './core/words.ts';
import { requireDeclarations, type DeclaredRoute, type Declarations } from './declared-routes.ts';
import { isDatabaseAway, isDiskFull } from './database-away.ts';
import { DatabaseAway, type Pulse } from './database-pulse.ts';
import type { Room } from './disk-room.ts';
import { errorFields } from './log.ts';
import { makeNotes, type Note } from './notes.ts';
import { inputProblem, problemOf } from './problem.ts';
import { bareHeaders, isOverTls, overTlsAlone, safeHeaders } from './safe-headers.ts';
import { makePace, type Pace } from './pace.ts';
import type { Say } from './say.ts';
import { makeThrottle } from './throttle.ts';

export type Bound = BoundCommand | BoundQuery;

export type Web = {
  readonly app: FastifyInstance;
  /** Who calls, read anew for every request: a revoked session ends with it. */
  readonly actorOf: (request: FastifyRequest) => Promise<Actor>;
  readonly answerRefusal: (reply: FastifyReply, refusal: Refusal) => FastifyReply;
  readonly say: Say;
  /** How long somebody who is signed in has to wait until he may ask again. */
  readonly pace: Pace;
  /** The hour that a request carries, in a replay or a test. */
  readonly clockOf: (request: FastifyRequest) => Date | null;
  /** Of what the door itself turns away, a line in the log now and then. */
  readonly note: Note;
  /** What is served and who may use it, for as far as it is registered. */
  readonly routes: () => readonly DeclaredRoute[];
};

export type WebOptions = {
  readonly house: House;
  readonly operations: readonly Bound[];
  /** Served beside the door, with who may: operations by their contracts, everything else by a declaration of its own. */
  readonly beside?: { readonly operations: readonly Operation[]; readonly routes: Declarations };
  readonly say: Say;
  readonly findActor: (token: string, from: { address: string; language: Language }) => Promise<Actor | null>;
  /** Takes the hour of a request from `X-Jingwei-Clock`; only a replay or a test runs like this. */
  readonly injectedClock?: boolean;
  readonly bodyLimit?: number;
  /** Whether the database is there: where it is not, nobody waits for it. */
  readonly pulse?: Pulse;
  /** Whether there is room on the disk: where there is none, what is there is still read. */
  readonly room?: Room;
  /** Tells browsers to come back over HTTPS alone, once they came over it; not with a certificate made for trials. */
  readonly strictTransport?: boolean;
  /** How fast somebody who is signed in may ask, where it is not as usual. */
  readonly pace?: Pace | undefined;
  /** Hands the requests to a server that already listens. */
  readonly serverFactory?: (handler: (request: IncomingMessage, response: ServerResponse) => void) => Server;
};

export const sessionCookie = 'jingwei_session';

export function openWeb(options: WebOptions): Web {
  const { house, say } = options;
  const note = makeNotes(house.log.info);
  const app = fastify({
    bodyLimit: options.bodyLimit ?? 262_144, trustProxy: '127.0.0.1', requestTimeout: 60_000, keepAliveTimeout: 30_000,
    genReqId: () => randomUUID(), routerOptions: { maxParamLength: 200 }, forceCloseConnections: true,
    exposeHeadRoutes: false,
    // An address that cannot even be read (`/%zz`) is one at which there is nothing.
    frameworkErrors: (_error, request, reply) => { void answerRefusal(guarded(request, reply), refuse('platform/not-found', {}, 'absent')); },
    clientErrorHandler: (error, socket) => {
      // Not even a request: too much in its head, or no HTTP. There is no reply object to answer with.
      const code = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
      const body = JSON.stringify(problemOf(refuse(code === 431 ? 'platform/head-too-large' : code === 408 ? 'platform/too-slow' : 'platform/not-http'), 'zh-CN', say, code));
      if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
      note(`platform/${code}`, socket instanceof Socket ? (socket.remoteAddress ?? '') : '');
      const headers = { ...bareHeaders, ...(options.strictTransport && socket instanceof TLSSocket ? overTlsAlone : {}), 'content-type': 'application/problem+json; charset=utf-8', 'content-length': Buffer.byteLength(body), connection: 'close' };
      const head = [`HTTP/1.1 ${code} ${STATUS_CODES[code] ?? ''}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
      return void socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
    },
    ...(options.serverFactory ? { serverFactory: options.serverFactory } : {}),
  });
  app.removeContentTypeParser('text/plain');
  const crowd = makeThrottle({ burst: 3_000, perSecond: 100 });
  // A case's number is 40 random bits, and so is its reporter's code; whoever tries numbers one after the other soon has to wait.
  const pace = options.pace ?? makePace();
  const guesses = makeThrottle({ burst: 60, perSecond: 0.1 });

  const answerRefusal = (reply: FastifyReply, refusal: Refusal): FastifyReply => {
    const body = problemOf(refusal, languageOf(reply.request), say);
    if (refusal.nature === 'busy' || refusal.refused === 'platform/foreign-origin') note(refusal.refused, reply.request.ip, { route: reply.request.routeOptions.url });
    if (refusal.nature === 'busy') void reply.header('retry-after', String(refusal.params['seconds'] ?? 60));
    return reply.code(body.status).type('application/problem+json; charset=utf-8').send(body);
  };

  const guarded = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    if (options.strictTransport && isOverTls(request.raw)) void reply.headers(overTlsAlone);
    return reply.headers(safeHeaders);
  };

  const answerDiskFull = (reply: FastifyReply): FastifyReply => reply.code(507).header('retry-after', '30').type('application/problem+json; charset=utf-8')
    .send(problemOf(refuse('platform/disk-full'), languageOf(reply.request), say, 507));
  const writes = new Set(['/api/files', '/api/photos', '/api/photos/:sha256', ...options.operations.filter(isCommand).map(({ operation }) => pathOf(operation))]);

  const actorOf = async (request: FastifyRequest): Promise<Actor> => {
    const language = languageOf(request);
    const token = bearerOf(request) ?? cookieOf(request);
    if (!token) return anonymous(request.ip, language);
    return (await options.findActor(token, { address: request.ip, language })) ?? anonymous(request.ip, language);
  };

  const routes = requireDeclarations(app, [...options.operations.map(({ operation }) => operation), ...(options.beside?.operations ?? [])], options.beside?.routes ?? {}, { actorOf, answerRefusal });

  app.addHook('onRequest', async (request, reply) => {
    void guarded(request, reply);
    // What is asked of the door is nobody's to keep; what may be kept says so itself.
    if (request.method !== 'GET' || request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store');
    if (isAmbiguous(request.raw)) return reply.code(400).header('connection', 'close').type('application/problem+json; charset=utf-8').send(problemOf(refuse('platform/not-http'), languageOf(request), say, 400));
    if (request.method !== 'GET' && request.method !== 'HEAD' && isForeign(request)) return answerRefusal(reply, refuse('platform/foreign-origin', {}, 'forbidden'));
    if (options.pulse?.isAway() && request.url.startsWith('/api/')) throw new DatabaseAway();
    if (options.room?.isShort() && (request.method === 'POST' || request.method === 'PATCH') && writes.has(request.routeOptions.url ?? '')) return answerDiskFull(reply);
    return undefined;
  });
  // Whoever waits when the database is lost is told so at once; what he sent may yet be done, and his key says so when he asks again.
  app.addHook('onRoute', (route) => {
    const { pulse } = options;
    if (pulse === undefined || !route.url.startsWith('/api/') || route.url === '/api/live') return;
    const plain = route.handler;
    route.handler = function handle(request, reply) { return pulse.race(Promise.resolve(plain.call(this, request, reply))); };
  });

  const send = (reply: FastifyReply, answer: Answer): FastifyReply => {
    if (answer.kind === 'invalid') {
      note('platform/input-wrong', reply.request.ip, { route: reply.request.routeOptions.url });
      const body = inputProblem(answer.issues, languageOf(reply.request), say);
      return reply.code(400).type('application/problem+json; charset=utf-8').send(body);
    }
    if (answer.kind === 'refused' && !answer.replayed) return answerRefusal(reply, answer.refusal);
    if (answer.replayed) void reply.header('idempotency-replayed', 'true');
    if (answer.kind === 'refused') return answerRefusal(reply, answer.refusal);
    return reply.type('application/json; charset=utf-8').send(answer.output);
  };

  for (const bound of options.operations) {
    const path = pathOf(bound.operation);
    if (isCommand(bound)) {
      app.post(path, { bodyLimit: bound.operation.bodyLimit ?? 262_144 }, async (request, reply) => {
        const actor = await actorOf(request);
        const wait = actor.personId === null ? crowd(actor.address) : pace(actor);
        if (wait > 0) return answerRefusal(reply, refuse('platform/too-many', { seconds: wait }, 'busy'));
        const patience = bound.operation.guessable ? guesses(actor.address, 0) : 0;
        if (patience > 0) return answerRefusal(reply, refuse('platform/too-many', { seconds: patience }, 'busy'));
        const key = keyOf(request);
        if (key === 'wrong') return reply.code(400).type('application/problem+json; charset=utf-8').send(problemOf(refuse('platform/key-wrong'), languageOf(request), say, 400));
        const answer = await perform(house, bound, request.body ?? {}, { actor, key: key?.key ?? null, clock: clockOf(request) });
        if (bound.operation.guessable && isGuess(actor, answer)) guesses(actor.address);
        return send(reply, answer);
      });
    } else {
      app.route({ method: [...methodsOf(bound.operation)], url: path, handler: async (request, reply) => {
        const actor = await actorOf(request);
        const wait = actor.personId === null ? guesses(actor.address, 0) : pace(actor);
        if (wait > 0) return answerRefusal(reply, refuse('platform/too-many', { seconds: wait }, 'busy'));
        const exposed = request.method === 'GET' ? bound.operation.secretInput?.find((field) => field in Object(request.query)) : undefined;
        if (exposed !== undefined) return send(reply, { kind: 'invalid', issues: [{ code: 'custom', path: [exposed], message: 'only-in-body', input: undefined, params: { sentence: 'only-in-body' } }] });
        const answer = await look(house, bound, request.method === 'POST' ? (request.body ?? {}) : request.query, { actor, key: null, clock: clockOf(request) });
        if (isGuess(actor, answer)) guesses(actor.address);
        return send(reply, answer);
      } });
    }
  }

  /** A number or a code that was not the right one. */
  function isGuess(actor: Actor, answer: Answer): boolean {
    return answer.kind === 'refused' && (answer.refusal.nature === 'guess' || (actor.personId === null && answer.refusal.nature === 'absent'));
  }

  function clockOf(request: FastifyRequest): Date | null {
    const text = request.headers['x-jingwei-clock'];
    if (!options.injectedClock || typeof text !== 'string') return null;
    const at = new Date(text);
    return Number.isNaN(at.getTime()) ? null : at;
  }

  app.setNotFoundHandler((request, reply) => {
    const other = (['GET', 'POST'] as const).find((method) => method !== request.method && app.hasRoute({ method, url: request.url.split('?')[0] ?? '' }));
    if (other !== undefined) {
      return reply.code(405).header('allow', other).type('application/problem+json; charset=utf-8')
        .send(problemOf(refuse('platform/method-not-allowed', { allowed: other }), languageOf(request), say, 405));
    }
    return answerRefusal(reply, refuse('platform/not-found', {}, 'absent'));
  });

  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    const refused = (name: string, code: number, params = {}): FastifyReply =>
      reply.code(code).type('application/problem+json; charset=utf-8').send(problemOf(refuse(name, params), languageOf(request), say, code));
    if (status === 413) return refused('platform/body-too-large', 413, { max: `${Math.round((request.routeOptions.bodyLimit ?? 262_144) / 1024)} KiB` });
    if (status === 415) return refused('platform/media-type', 415, { expected: 'application/json' });
    if (status >= 400 && status < 500) return refused('platform/body-not-json', 400);
    if (isDiskFull(error)) {
      house.log.error('disk full', { request: request.id, ...errorFields(error) });
      return answerDiskFull(reply);
    }
    if (isDatabaseAway(error)) {
      house.log.error('database away', { request: request.id, ...errorFields(error) });
      void reply.header('retry-after', '5');
      return refused('platform/unavailable', 503);
    }
    house.log.error('request failed', { request: request.id, route: request.routeOptions.url, ...errorFields(error) });
    return refused('platform/internal', 500, { id: request.id });
  });

  return { app, actorOf, answerRefusal, say, pace, clockOf, note, routes };
}

function isCommand(bound: Bound): bound is BoundCommand {
  return bound.operation.kind === 'command';
}

export function languageOf(request: FastifyRequest): Language {
  return /^en\b/iu.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh-CN';
}

export function bearerOf(request: FastifyRequest): string | null {
  return /^Bearer ([\w.~+/=-]{16,200})$/iu.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

export function cookieOf(request: FastifyRequest): string | null {
  return readCookie(request, sessionCookie);
}

/** Two hosts, or a line of before HTTP had heads: a proxy in front may have read another request than the one that is here. */
function isAmbiguous({ httpVersionMajor, rawHeaders }: IncomingMessage): boolean {
  return httpVersionMajor < 1 || rawHeaders.reduce((hosts, name, at) => hosts + Number(at % 2 === 0 && name.length === 4 && name.toLowerCase() === 'host'), 0) > 1;
}

/**
 * A browser sends its cookies by itself, so an unsafe request must come from our own pages. Machines send neither
 * `Origin` nor `Sec-Fetch-Site`, and no cookie: what comes with a cookie must say whence.
 */
function isForeign(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (typeof site === 'string') return site !== 'same-origin' && site !== 'none';
  const origin = request.headers.origin;
  if (typeof origin !== 'string') return cookieOf(request) !== null && bearerOf(request) === null;
  return !URL.canParse(origin) || new URL(origin).host !== request.headers.host;
}

/** `Idempotency-Key`: a structured-field string, so quoted; most clients forget the quotes. */
function keyOf(request: FastifyRequest): { key: string } | 'wrong' | null {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return null;
  const text = (Array.isArray(header) ? header.join(',') : header).trim();
  const bare = text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
  return /^[\x21-\x7e][\x20-\x7e]{0,199}$/u.test(bare) ? { key: bare } : 'wrong';
}
