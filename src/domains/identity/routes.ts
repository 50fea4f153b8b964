import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Answer, House } from '../../platform/action.ts';
import { cookieText, readCookie } from '../../platform/cookies.ts';
import { companionName } from '../../platform/core/companion.ts';
import { pathOf } from '../../platform/core/contract.ts';
import { isRefusal, refuse } from '../../platform/core/refusal.ts';
import { refusalKey } from '../../platform/core/words.ts';
import { bearerOf, cookieOf, languageOf, sessionCookie, type Web } from '../../platform/http.ts';
import { inputProblem } from '../../platform/problem.ts';
import type { Sealer } from '../../platform/sealing.ts';
import * as contract from './contract.ts';
import { signIn, signOut, type From, type SignedIn } from './http.ts';
import { ownFactors } from './own-factors.ts';
import type { SecondFactorGround, Site } from './passkeys.ts';
import { callbackPath, type Provider } from './provider.ts';
import { answerSecondFactor, askForPasskey, waitingFor } from './second-factor.ts';
import { asksAdministrators } from './store/factors.ts';
import { providerTokenOf } from './store/sessions.ts';

export type SignInGround = {
  readonly house: House; readonly sealer: Sealer; readonly provider: Provider | null;
  /** The address that people know the installation by; without it passkeys work on the machine itself alone. */
  readonly publicUrl: string | null;
};

const halfCookie = 'jingwei_half';
const begunCookie = 'jingwei_begun';
const past = new Date(0);

/** Everything about signing in and out, and the setting up of second factors: beside the generic routes because cookies belong to it. */
export function serveSignIn(web: Web, { house, sealer, provider, publicUrl }: SignInGround): void {
  const { app } = web;
  const fromOf = (request: FastifyRequest): From => ({ address: request.ip, language: languageOf(request) });
  const groundOf = (request: FastifyRequest): SecondFactorGround => ({ house, sealer, site: siteOf(request, publicUrl) });
  const halfTokenOf = (request: FastifyRequest): string | null => bearerOf(request) ?? readCookie(request, halfCookie);

  const send = (reply: FastifyReply, answer: Answer): FastifyReply => {
    if (answer.kind === 'invalid') {
      web.note('platform/input-wrong', reply.request.ip, { route: reply.request.routeOptions.url });
      return reply.code(400).type('application/problem+json; charset=utf-8').send(inputProblem(answer.issues, languageOf(reply.request), web.say));
    }
    if (answer.kind === 'refused') return web.answerRefusal(reply, answer.refusal);
    return reply.type('application/json; charset=utf-8').send(answer.output);
  };
  const sendSignedIn = (request: FastifyRequest, reply: FastifyReply, answer: Answer<SignedIn>): FastifyReply => {
    if (answer.kind !== 'done') return send(reply, answer);
    void setCookies(request, reply, answer.output);
    // A page has no use for the token: what no script was ever given, no script can lose. Programs send neither of these.
    const isPage = request.headers.origin !== undefined || request.headers['sec-fetch-site'] !== undefined;
    return send(reply, isPage ? { ...answer, output: { ...answer.output, token: '' } } : answer);
  };

  app.post(pathOf(contract.signIn), async (request, reply) => sendSignedIn(request, reply, await signIn(house, request.body ?? {}, fromOf(request))));
  app.post(pathOf(contract.secondFactor), async (request, reply) =>
    sendSignedIn(request, reply, await answerSecondFactor(groundOf(request), halfTokenOf(request), request.body ?? {}, fromOf(request))));
  app.post(pathOf(contract.passkeyQuestion), async (request, reply) => send(reply, await askForPasskey(groundOf(request), halfTokenOf(request))));
  app.get<{ Querystring: { said?: unknown } }>(pathOf(contract.signInWays), async (request, reply) => {
    const said = refusalsOnTheWayBack.find((one) => one === request.query.said);
    const [waiting, asks] = await Promise.all([waitingFor(house, readCookie(request, halfCookie)), asksAdministrators(house.db)]);
    return send(reply, { kind: 'done', output: { said: said === undefined ? null : web.say(languageOf(request), refusalKey(said), { seconds: 60 }), provider: provider?.label ?? null, waiting, asksAdministrators: asks }, replayed: false });
  });

  app.post(pathOf(contract.signOut), async (request, reply) => {
    const actor = await web.actorOf(request);
    const input = contract.signOut.input.safeParse(request.body ?? {}, { reportInput: true });
    if (!input.success) return send(reply, { kind: 'invalid', issues: input.error.issues });
    const token = actor.sessionId === null || !provider ? null : await providerTokenOf(house.db, Buffer.from(actor.sessionId, 'hex'));
    const answer = await signOut(house, actor, input.data.everywhere);
    if (answer.kind !== 'done') return send(reply, answer);
    // Pictures that were seen are kept by a browser for an hour at most; not beyond the session.
    if (cookieOf(request) !== null) setCookies(request, reply, null).header('clear-site-data', '"cache"');
    const continueAt = token !== null && provider && actor.personId !== null ? await provider.signOutUrl(actor.personId, token) : null;
    return send(reply, { ...answer, output: { ...answer.output, ...(continueAt === null ? {} : { continueAt }) } });
  });

  for (const [operation, run] of ownFactors) {
    app.post(pathOf(operation), async (request, reply) => send(reply, await run(groundOf(request), await web.actorOf(request), request.body ?? {})));
  }
  if (provider) serveProvider(web, provider, house, fromOf);
}

/** What the page that somebody comes back to may be told to say: these sentences and no others. */
const refusalsOnTheWayBack = ['away', 'expired', 'foreign', 'denied', 'refused', 'no-account', 'other-account'].map((why) => `identity/provider-${why}`).concat('identity/suspended', 'identity/busy', 'platform/foreign-origin');

/** A browser goes there and comes back by itself, so its two addresses answer with redirects, to pages of ours and to no others. */
function serveProvider({ app, note }: Web, provider: Provider, house: House, fromOf: (request: FastifyRequest) => From): void {
  const pageOf = (device: 'desk' | 'phone', said?: string): string => `${device === 'phone' ? '/m/sign-in' : '/'}${said === undefined ? '' : `?said=${encodeURIComponent(said)}`}`;
  app.get<{ Querystring: { device?: unknown } }>('/api/identity/provider/start', async (request, reply) => {
    const device = request.query.device === 'phone' ? 'phone' : 'desk';
    // Another site may not open a session for somebody who did not ask for one: from our own page he goes by himself.
    const site = request.headers['sec-fetch-site'];
    if (site === 'cross-site' || site === 'same-site') {
      note('platform/foreign-origin', request.ip, { route: request.routeOptions.url });
      return reply.redirect(pageOf(device, 'platform/foreign-origin'), 303);
    }
    const begun = await provider.start(device);
    if (isRefusal(begun)) return reply.redirect(pageOf(device, begun.refused), 303);
    // Lax: the browser brings it along when the provider sends it back here.
    return reply.header('set-cookie', cookieText(request, begunCookie, begun.cookie, new Date(Date.now() + 600_000), 'Lax')).redirect(begun.url, 303);
  });
  app.get(callbackPath, async (request, reply) => {
    const { device, answer } = await provider.finish(house, new URL(request.url, 'http://here').search, readCookie(request, begunCookie), fromOf(request));
    const cookies = [cookieText(request, begunCookie, '', past, 'Lax')];
    if (answer.kind === 'done') cookies.push(...cookiesOf(request, answer.output));
    if (answer.kind === 'refused' && answer.refusal.nature === 'busy') note(answer.refusal.refused, request.ip, { route: request.routeOptions.url });
    const refusal = answer.kind === 'refused' ? answer.refusal : answer.kind === 'invalid' ? refuse('identity/provider-refused') : null;
    return reply.header('set-cookie', cookies).redirect(refusal ? pageOf(device, refusal.refused) : device === 'phone' && answer.kind === 'done' && !answer.output.secondFactor ? '/m/' : pageOf(device), 303);
  });
}

/** Null: he signs out. */
function setCookies(request: FastifyRequest, reply: FastifyReply, signedIn: SignedIn | null): FastifyReply {
  return reply.header('set-cookie', cookiesOf(request, signedIn));
}

function cookiesOf(request: FastifyRequest, signedIn: SignedIn | null): string[] {
  const until = new Date(signedIn?.expiresAt ?? 0);
  // What was begun with half a sign-in takes nothing away from a session that is there.
  if (signedIn?.secondFactor) return [cookieText(request, halfCookie, signedIn.token, until, 'Strict')];
  const secure = request.protocol === 'https' ? '; Secure' : '';
  return [
    cookieText(request, sessionCookie, signedIn?.token ?? '', until, 'Lax'), cookieText(request, halfCookie, '', past, 'Strict'),
    // It says only that there is a session: a page without it need not ask who it is.
    `${companionName(request.protocol === 'https')}=${signedIn ? '1' : ''}; Path=/; SameSite=Lax; Expires=${until.toUTCString()}${secure}`,
  ];
}

/** A passkey holds for a name, never for a number: on the machine itself `localhost` is one. */
function siteOf(request: FastifyRequest, publicUrl: string | null): Site | null {
  if (publicUrl !== null) {
    const { hostname, origin } = new URL(publicUrl);
    return /^[\d.]+$|:/u.test(hostname) ? null : { host: hostname, origin };
  }
  const host = request.headers.host ?? '';
  return /^localhost(?::\d{1,5})?$/u.test(host) ? { host: 'localhost', origin: `${request.protocol}://${host}` } : null;
}
