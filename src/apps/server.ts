import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import path from 'node:path';
import { sql } from 'kysely';
import type { House } from '../platform/action.ts';
import { signingKeyOf, type SigningKey } from '../platform/audit-chain.ts';
import { publishKey } from '../platform/audit-witness.ts';
import { takePulse, type Pulse } from '../platform/database-pulse.ts';
import { openDb, type OpenDb } from '../platform/db.ts';
import { watchRoom, type Room } from '../platform/disk-room.ts';
import { plainHttpFault, warningsOf, type Config, type Secrets } from '../platform/config.ts';
import { followCodes } from '../platform/follow-code.ts';
import { openFiles, pictureTaker } from '../platform/files.ts';
import { openWeb, type Web } from '../platform/http.ts';
import { openLive } from '../platform/live.ts';
import { dayOf } from '../platform/core/calendar.ts';
import { createLog, errorFields, type Log } from '../platform/log.ts';
import { migrate } from '../platform/migrate.ts';
import { openapiOf } from '../platform/openapi.ts';
import type { Pace } from '../platform/pace.ts';
import { photoSigner } from '../platform/photo-signer.ts';
import { openPhotoUploads, sweepUploads } from '../platform/photo-uploads.ts';
import { openPostgres, type Postgres } from '../platform/postgres.ts';
import { bareHeaders, isOverTls, overTlsAlone } from '../platform/safe-headers.ts';
import { makeSay } from '../platform/say.ts';
import { ensureSecrets } from '../platform/secrets.ts';
import { StartError } from '../platform/start-error.ts';
import { letGo, phoneWatchdog } from '../platform/sync/letting-go.ts';
import { serveSync } from '../platform/sync/routes.ts';
import { certificateOf, tlsRules } from '../platform/tls.ts';
import { openVault, vaultSecretsOf } from '../platform/vault.ts';
import { checkWalls } from '../platform/wall.ts';
import { areaFollower as pointsFollower, awardFacts, settleDue } from '../domains/points/jobs.ts';
import { areaFollower as planFollower, forgetOldPlaces } from '../domains/patrol/jobs.ts';
import { actorOf, actorOfSession, endedAmong } from '../domains/identity/http.ts';
import { serveSignIn } from '../domains/identity/routes.ts';
import { peopleTemplate } from '../domains/identity/import-people.ts';
import { registryFollower } from '../domains/registry/jobs.ts';
import { expireReservations } from '../domains/points/expiring.ts';
import { areaFollower, sweepClocks, sweepProvisional, sweepTally } from '../domains/incidents/jobs.ts';
import { handOutCheckpoints, startAuditChain } from './audit-jobs.ts';
import { besideTheDoor, declared } from './contracts.ts';
import { offlineCommands, operations, unkept } from './operations.ts';
import { sources } from './sources.ts';
import { servePages } from './pages.ts';
import { besideTheContracts } from './routes.ts';
import { signInGround } from './sign-in-ground.ts';
import { root, version } from './version.ts';
import { allWords } from './words.ts';

/** The database, migrated, and what every process of Jingwei needs beside it. */
export type Ground = { readonly postgres: Postgres; readonly open: OpenDb; readonly house: House; readonly log: Log; readonly signingKey: string; readonly auditKey: SigningKey; /** Seals second factors. */ readonly factorKey: string; /** Gives up every connection to the database. */ readonly renew: () => void; readonly stop: () => Promise<void> };

export async function openGround(config: Config, secrets: Secrets, say: (line: string) => void = () => undefined, settings: Readonly<Record<string, string>> = {}): Promise<Ground> {
  const log = createLog({ level: config.logLevel });
  // What happens here is told to whoever waits; twice would bury the addresses and accounts that follow.
  const quiet = createLog({ level: config.logLevel === 'debug' ? 'debug' : 'error' });
  if (existsSync(path.join(config.dataDir, 'restore-unfinished'))) throw new StartError('start/restore-unfinished', '上次恢复备份时中断：请重新运行 npx jingwei restore。 A restore was broken off here: run npx jingwei restore again.');
  const postgres = await openPostgres({ databaseUrl: secrets.databaseUrl, dataDir: config.dataDir, log: quiet, onProgress: say, settings });
  try {
    const migrated = await migrate(postgres.ownerUrl, path.join(root, 'migrations'), quiet);
    if (migrated.applied.length > 0) say(`数据库结构已更新：${migrated.applied.length} 项 (migrations)`);
    const { files: signingKey = '', followCodes: followSecret = '', audit: auditSecret = '', secondFactors: factorKey = '' } = await ensureSecrets(config.dataDir, ['files', 'followCodes', 'audit', 'secondFactors']);
    const auditKey = signingKeyOf(auditSecret);
    await publishKey(config.dataDir, auditKey);
    const open = openDb(postgres.appUrl, { applicationName: 'jingwei', max: 20, patienceMs: 2_000, log });
    await checkWalls(open.db).catch(async (error: unknown) => { await open.close(); throw error; });
    const reads = openDb(postgres.appUrl, { applicationName: 'jingwei reads', max: 12, patienceMs: 2_000, log });
    const { vault, lost } = await openVault(open.db, await vaultSecretsOf(config.dataDir));
    if (lost > 0) log.error('keys of sealed fields are missing from the secrets file', { lost });
    const house: House = { db: open.db, reads: reads.db, log, vault, signPhoto: photoSigner(signingKey), followCodes: followCodes(followSecret), published: () => undefined };
    return {
      postgres, open, house, log, signingKey, auditKey, factorKey,
      renew: () => { open.renew(); reads.renew(); },
      stop: async () => { await Promise.all([open.close(), reads.close()]); await postgres.stop(); },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

export type Running = { readonly url: string; readonly stop: () => Promise<void>; readonly routes: Web['routes'] };
export type ServeOptions = {
  readonly injectedClock?: boolean;
  readonly sweep?: boolean;
  /** How fast somebody who is signed in may ask, where it is not as usual. */
  readonly pace?: Pace;
  /** Of the embedded database: only a throwaway one may turn `fsync` off. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The operator's PEM files, or one made for trials when there are none. */
  readonly tls?: { readonly cert?: string | undefined; readonly key?: string | undefined };
};

/** Serves on the address of the configuration. Until everything is ready it answers 503, then as promised. */
export async function serve(config: Config, secrets: Secrets, say: (line: string) => void = () => undefined, options: ServeOptions = {}, prepare: (ground: Ground) => Promise<void> = () => Promise.resolve()): Promise<Running> {
  const missing = unkept();
  if (missing.length > 0) throw new StartError('start/unkept', `These operations are declared but nothing performs them: ${missing.join(', ')}.`);
  const certificate = options.tls ? await certificateOf(options.tls, config.dataDir, config.host, new Date()) : null;
  const fault = plainHttpFault(config, certificate !== null);
  if (fault !== null) throw new StartError('start/plain-http', fault, 2);
  if (certificate?.selfMade) say('试用证书：手机上需手动信任；正式使用请给出 --cert 与 --key。 A trial certificate: accept it by hand on each phone.');
  for (const sentence of warningsOf(config, secrets, certificate !== null)) say(sentence);
  const strictTransport = certificate?.selfMade !== true;
  let handler = starting(strictTransport);
  const answer: Handler = (request, response) => handler(request, response);
  const server = certificate ? createSecureServer({ ...certificate, ...tlsRules, ...patience }, answer) : createServer(patience, answer);
  const url = await listen(server, config, certificate ? 'https' : 'http');
  let ground: Ground | undefined;
  let guards: Guards | undefined;
  let routes: Web['routes'] = () => [];
  try {
    ground = await openGround(config, secrets, say, options.settings);
    await prepare(ground);
    guards = openGuards(config, ground);
    const running = await openApp(config, ground, guards, { ...options, strictTransport }, server, (ready, known) => { handler = ready; routes = known; });
    return { url, routes: () => routes(), stop: () => running(() => drain(server)) };
  } catch (error) {
    server.closeAllConnections();
    server.close();
    await guards?.close();
    await ground?.stop();
    throw error;
  }
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

type Guards = { readonly pulse: Pulse; readonly room: Room; readonly close: () => Promise<void> };

/** What says no before the database or the disk does. */
function openGuards({ dataDir }: Config, { postgres: { appUrl, holder }, log, renew }: Ground): Guards {
  const pulse = takePulse(appUrl, log, renew);
  const room = watchRoom(holder === undefined ? [dataDir] : [dataDir, holder], holder, log);
  return { pulse, room, close: async () => { await Promise.all([pulse.close(), room.close()]); } };
}

async function openApp(config: Config, ground: Ground, guards: Guards, options: ServeOptions & { readonly strictTransport: boolean }, server: Server, take: (handler: Handler, routes: Web['routes']) => void): Promise<(drained: () => Promise<void>) => Promise<void>> {
  const { open: { db }, log } = ground;
  const catalogues = [allWords];
  const say = makeSay(catalogues);
  let published = (): void => undefined;
  // A request that reaches the routes before they are complete ends the process: until then it is answered 503.
  let routed = starting(options.strictTransport);
  const house: House = { ...ground.house, published: () => published() };
  const web = openWeb({
    house, operations, beside: { operations: besideTheDoor, routes: besideTheContracts }, say, ...guards, injectedClock: options.injectedClock ?? false, pace: options.pace, strictTransport: options.strictTransport, findActor: (token, from) => actorOf(db, token, from),
    serverFactory: (handler) => { routed = handler; return server; },
  });
  const { app } = web;
  const live = openLive(web, {
    db, log, permission: 'incidents.read', ended: (ids) => endedAmong(db, ids),
    again: (actor) => (actor.sessionId === null ? Promise.resolve(null) : actorOfSession(db, actor.sessionId, { address: actor.address, language: actor.language })),
  });
  published = live.published;
  const pictures = path.join(config.dataDir, 'files');
  const takePicture = pictureTaker({ db, folder: pictures });
  openPhotoUploads(web, { db, folder: uploadsOf(config), take: takePicture });
  openFiles(web, { db, folder: pictures, take: takePicture, secret: ground.signingKey, again: (sessionId) => actorOfSession(db, sessionId, { address: '', language: 'zh-CN' }) });
  const chain = options.sweep === false ? undefined : startAuditChain(config, ground, guards.room.isShort);
  if (chain) handOutCheckpoints(app, chain.header);

  app.get('/api/health', async (_request, reply) => {
    const { rows } = await sql<{ epoch: string }>`select epoch from platform.installation`.execute(db);
    return reply.header('cache-control', 'no-store').send({ status: 'ok', version, epoch: rows[0]?.epoch });
  });
  const openapi = openapiOf(declared, version);
  app.get('/openapi.json', (_request, reply) => reply.send(openapi));

  serveSignIn(web, await signInGround(config, house, ground.factorKey));
  app.get('/api/identity/people-template', async (_request, reply) => {
    return reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').header('content-disposition', 'attachment; filename="people.xlsx"').send(await peopleTemplate());
  });
  serveSync(web, { house, commands: offlineCommands, say }, sources);
  servePages(app, path.join(root, 'dist'));
  await app.ready();
  take(routed, web.routes);

  const sweeper = options.sweep === false ? undefined : startSweeps(ground, guards.room, uploadsOf(config));
  return async (drained) => {
    await sweeper?.();
    live.close();
    await drained();
    await app.close();
    await chain?.stop();
    await guards.close();
    await ground.stop();
  };
}

/**
 * How long a request may take to arrive: its head ten seconds, all of it five minutes (a photo over a thread of a line), and a
 * connection without any half a minute. Whoever sends a byte a second to keep a place gives it back.
 */
const patience: ServerOptions = { headersTimeout: 10_000, requestTimeout: 300_000, keepAliveTimeout: 30_000, connectionsCheckingInterval: 2_000, maxHeaderSize: 16_384 };

/** Takes nobody in any more and lets the requests under way end, for three seconds. */
function drain(server: ReturnType<typeof createServer>): Promise<void> {
  const closing = setTimeout(() => server.closeAllConnections(), 3_000);
  return new Promise((resolve) => {
    server.close(() => {
      clearTimeout(closing);
      resolve();
    });
  });
}

/** The clocks, once a second, one run at a time; a failed run is logged and the next one tries again. */
function startSweeps({ open: { db }, log }: Ground, room: Room, uploads: string): () => Promise<void> {
  let current: Promise<unknown> = Promise.resolve();
  let busy = false;
  let runs = 0;
  const follow = areaFollower(db);
  const followRegistry = registryFollower(db);
  const followPlans = planFollower(db);
  const followPoints = pointsFollower(db);
  const watchPhones = phoneWatchdog(db, log);
  const timer = setInterval(() => {
    // What is due stays due; on a full disk it is told of when there is room again.
    if (busy || room.isShort()) return;
    busy = true;
    runs += 1;
    current = sweepClocks(db)
      .then(async (fired) => {
        if (fired > 0) log.info('deadlines passed unmet', { fired });
        await follow();
        await followRegistry();
        await followPlans();
        await followPoints();
        await sweepTally(db);
        if (runs % 10 === 5) await expireReservations(db);
        if (runs % 10 === 1) await sweepProvisional(db);
        if (runs % 10 === 4) await awardFacts(db);
        if (runs % 10 === 7) await settleDue(db);
        if (runs % 600 === 1) await forgetOldPlaces(db, dayOf(new Date()));
        if (runs % 300 === 151) await watchPhones();
        if (runs % 3_600 === 1_801) await letGo(db);
        if (runs % 600 === 301) await sweepUploads(uploads, new Date());
      })
      .catch((error: unknown) => log.error('clocks not swept', errorFields(error)))
      .finally(() => { busy = false; });
  }, 1_000);
  return async () => {
    clearInterval(timer);
    await current;
  };
}

/** Beside the pictures and in no backup: pieces that a phone sends again where they are lost. */
function uploadsOf({ dataDir }: Config): string {
  return path.join(dataDir, 'uploads');
}

function starting(strictTransport: boolean): Handler {
  return (request, response) => {
    response.writeHead(503, { ...bareHeaders, ...(strictTransport && isOverTls(request) ? overTlsAlone : {}), 'content-type': 'application/problem+json; charset=utf-8', 'retry-after': '2' });
    response.end(JSON.stringify({ type: 'about:blank', title: 'platform/starting', status: 503, refused: 'platform/starting', detail: '系统正在启动，请稍候' }));
  };
}

function listen(server: Server, config: Config, scheme: 'http' | 'https'): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE'
      ? new StartError('start/port-in-use', `端口 ${config.port} 已被占用：可能另一个 Jingwei 正在运行，或请用 PORT 指定另一个端口。 Port ${config.port} is in use; perhaps another Jingwei is running, or choose another with PORT.`)
      : error));
    server.listen(config.port, config.host, () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : config.port;
      resolve(`${scheme}://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`);
    });
  });
}
