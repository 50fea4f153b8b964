import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply } from 'fastify';
import { sql } from 'kysely';
import { look, type Answer } from '../action.ts';
import type { Actor } from '../actor.ts';
import { enter } from '../claim.ts';
import { pushBodyLimit, pushRequest, readable, type Mutation, type Placed } from '../core/sync/wire.ts';
import { refuse, type Refusal } from '../core/refusal.ts';
import { devicesWithinDays, mostDevices } from '../core/sync/contract.ts';
import type { Web } from '../http.ts';
import { inputProblem } from '../problem.ts';
import { wallOf } from '../wall.ts';
import { pullFrom, type Source } from './pull.ts';
import { pushTo, unreadableName, type PushOutcome } from './push.ts';
import { hashBy, oldest, pushStore, type SyncGround } from './store.ts';
import { makeTurnstile } from './turnstile.ts';

/** Commands of one push go on no longer than this; what is left is sent again. */
const longestPushMs = 10_000;
const zipped = promisify(gzip);

/** Beside the door: a push is many commands, each through the door in a transaction of its own. */
export function serveSync(web: Web, ground: SyncGround, sources: readonly Source[]): void {
  const { app, clockOf } = web;
  const pulling = pullFrom(sources);
  const turnstile = makeTurnstile(10, 3_000);

  app.post('/api/sync/push', { bodyLimit: pushBodyLimit }, async (request, reply) => {
    const parsed = pushRequest.safeParse(request.body ?? {}, { reportInput: true });
    // Who asks is a question to the database too: nobody asks it before it is his turn.
    const waited = await turnstile();
    if (waited.kind === 'come again') return web.answerRefusal(reply, refuse('platform/too-many', { seconds: waited.seconds }, 'busy'));
    try {
      const actor = await web.actorOf(request);
      if (!isPerson(actor)) return await web.answerRefusal(reply, refuse('platform/not-signed-in', {}, 'unproven'));
      if (!parsed.success) return await invalid(web, reply, { kind: 'invalid', issues: parsed.error.issues }, actor);
      const { mutations, ...rest } = parsed.data;
      if (rest.person !== actor.personId) return await web.answerRefusal(reply, refuse('sync/other-session', {}, 'forbidden'));
      const began = performance.now();
      const outcome = await pushTo(pushStore(ground, actor, parsed.data.device, clockOf(request)), { ...rest, mutations: mutations.map(mutationOf) }, {
        person: actor.personId, isKnown: (name) => ground.commands.has(name), hashOf: hashBy(ground.house.vault), isLate: () => performance.now() - began > longestPushMs,
      });
      if (outcome.kind === 'no') return await web.answerRefusal(reply, noOf(outcome.refused));
      return await reply.type('application/json; charset=utf-8').send(outcome.answer);
    } finally {
      waited.leave();
    }
  });

  app.get('/api/sync/pull', async (request, reply) => {
    const actor = await web.actorOf(request);
    if (!isPerson(actor)) return web.answerRefusal(reply, refuse('platform/not-signed-in', {}, 'unproven'));
    const answer = await look(ground.house, pulling, request.query, { actor, key: null, clock: clockOf(request) });
    if (answer.kind === 'invalid') return invalid(web, reply, answer, actor);
    if (answer.kind === 'refused') return web.answerRefusal(reply, answer.refusal);
    await noteContact(ground, actor, request.query, clockOf(request));
    const text = JSON.stringify(answer.output);
    void reply.type('application/json; charset=utf-8').header('vary', 'accept-encoding');
    if (text.length < 1_400 || !/\bgzip\b/u.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(text);
    return reply.header('content-encoding', 'gzip').send(await zipped(text));
  });
}

function noOf(refused: Extract<PushOutcome, { kind: 'no' }>['refused']): Refusal {
  switch (refused) {
    case 'sync/device-foreign': return refuse(refused, {}, 'forbidden');
    case 'sync/device-frozen': return refuse(refused);
    // Come again: in a month there is room, and nothing is lost until then.
    case 'sync/too-many-devices': return refuse(refused, { most: mostDevices, days: devicesWithinDays, seconds: 300 }, 'busy');
  }
}

type Person = Actor & { readonly personId: number };
function isPerson(actor: Actor): actor is Person {
  return actor.personId !== null;
}

function invalid(web: Web, reply: FastifyReply, answer: Extract<Answer, { kind: 'invalid' }>, { language }: Actor): FastifyReply {
  web.note('platform/input-wrong', reply.request.ip, { route: reply.request.routeOptions.url });
  return reply.code(400).type('application/problem+json; charset=utf-8').send(inputProblem(answer.issues, language, web.say));
}

/** With its number at least it can be set aside whole. */
function mutationOf(raw: Placed): Mutation {
  const parsed = readable.safeParse(raw);
  return parsed.success ? { ...parsed.data, input: parsed.data.input } : { seq: raw.seq, id: typeof raw['id'] === 'string' ? raw['id'] : '', name: unreadableName, input: raw, at: '', by: 0 };
}

/** How the phone stands, where that has changed or was said long ago; a phone that never sent anything has no row. */
async function noteContact({ house }: SyncGround, actor: Person, query: unknown, clock: Date | null): Promise<void> {
  const { device, unsent, oldest: oldestSeconds, parked } = pullFrom([]).operation.input.parse(query);
  await house.db.transaction().execute(async (db) => {
    await enter(db, clock, wallOf(actor));
    await sql`update platform.device set contact_at = platform.now(), unsent = ${unsent}, oldest_unsent_at = ${oldest({ unsent, oldestSeconds })}, parked = ${parked}
      where id = ${device}::uuid and person_id = ${actor.personId} and (unsent <> ${unsent} or parked <> ${parked} or contact_at < platform.now() - interval '5 minutes')`.execute(db);
  });
}
