import * as oidc from 'openid-client';
import { z } from 'zod';
import { action, perform, type Answer, type House } from '../../platform/action.ts';
import { anonymous } from '../../platform/actor.ts';
import { command } from '../../platform/core/contract.ts';
import { isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import { errorFields, type Log } from '../../platform/log.ts';
import { makeNotes } from '../../platform/notes.ts';
import type { Sealer } from '../../platform/sealing.ts';
import { signIn } from './contract.ts';
import { begin, perAddress, startOrHalf, type From, type SignedIn } from './http.ts';
import { findByProvider, linkProvider } from './store/factors.ts';
import { networkOf } from './throttle.ts';
import { failureKey } from './token.ts';

// Sign-in by an identity provider: OpenID Connect, code flow with PKCE. It names who comes; it never makes an account.

export type ProviderSettings = {
  readonly issuer: string; readonly clientId: string; readonly clientSecret: string | null;
  /** What the button says. */
  readonly label: string;
  /** Which claim is the account here, until the two are linked. */
  readonly claim: string;
  readonly publicUrl: string;
};

export type Provider = {
  readonly label: string;
  /** Where to send the browser, and what it must bring back. */
  readonly start: (device: 'desk' | 'phone') => Promise<{ readonly url: string; readonly cookie: string } | Refusal>;
  /** `search` is what the provider sent the browser back with, `cookie` what this very browser was given at the start. */
  readonly finish: (house: House, search: string, cookie: string | null, from: From) => Promise<{ readonly device: 'desk' | 'phone'; readonly answer: Answer<SignedIn> }>;
  /** Where the provider ends its own session; null where it has no such place. */
  readonly signOutUrl: (personId: number, providerToken: Buffer) => Promise<string | null>;
};

export const callbackPath = '/api/identity/provider/callback';
const minutes = 10;
const cookieShape = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), device: z.enum(['desk', 'phone']), until: z.number() });
type Begun = z.output<typeof cookieShape>;

export function openProvider(settings: ProviderSettings, sealer: Sealer, log: Log): Provider {
  const note = makeNotes(log.error);
  const noteAway = (error: unknown): void => { note('identity/provider-away', new URL(settings.issuer).host, { ...errorFields(error), cause: causeOf(error) }); };
  const redirectUri = new URL(callbackPath, settings.publicUrl).href;
  let known: Promise<oidc.Configuration> | undefined;
  // Asked for at the first sign-in: an identity provider that is down must not keep the installation from starting.
  const configuration = (): Promise<oidc.Configuration> => {
    known ??= discover(settings).catch((error: unknown) => { known = undefined; noteAway(error); throw error; });
    return known;
  };

  const start: Provider['start'] = async (device) => {
    const config = await configuration().catch(() => null);
    if (config === null) return refuse('identity/provider-away', {}, 'busy');
    const begun: Begun = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier(), device, until: Date.now() + minutes * 60_000 };
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri, scope: 'openid profile', state: begun.state, nonce: begun.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(begun.verifier), code_challenge_method: 'S256',
    });
    return { url: url.href, cookie: sealer.seal(Buffer.from(JSON.stringify(begun)), cookieAbout).toString('base64url') };
  };

  const claimsOf = async (search: string, begun: Begun): Promise<{ subject: string; account: string | null; idToken: string } | Refusal> => {
    try {
      const config = await configuration();
      const tokens = await oidc.authorizationCodeGrant(config, new URL(`${redirectUri}${search}`), {
        expectedState: begun.state, expectedNonce: begun.nonce, pkceCodeVerifier: begun.verifier, idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims || tokens.id_token === undefined) return refuse('identity/provider-refused', {}, 'unproven');
      const named = claims[settings.claim] ?? (config.serverMetadata().userinfo_endpoint === undefined ? undefined : (await oidc.fetchUserInfo(config, tokens.access_token, claims.sub))[settings.claim]);
      return { subject: claims.sub, account: typeof named === 'string' && named.length <= 40 ? named : null, idToken: tokens.id_token };
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.nature === 'busy') noteAway(error);
      return refusal;
    }
  };

  const finish: Provider['finish'] = async (house, search, cookie, from) => {
    const begun = read(sealer, cookie);
    const device = begun?.device ?? 'desk';
    const refused = (refusal: Refusal) => ({ device, answer: { kind: 'refused' as const, refusal, replayed: false } });
    if (!begun || begun.until < Date.now()) return refused(refuse('identity/provider-expired', {}, 'unproven'));
    if (new URLSearchParams(search).get('state') !== begun.state) return refused(refuse('identity/provider-foreign', {}, 'unproven'));
    // Each asks the provider; nobody makes us ask without end.
    const network = networkOf(from.address);
    if (!perAddress.take(network)) return refused(refuse('identity/busy', { seconds: perAddress.secondsUntilNext(network) }, 'busy'));
    const claims = await claimsOf(search, begun);
    if (isRefusal(claims)) {
      house.log.info('sign-in by the identity provider refused', { refused: claims.refused });
      return refused(claims);
    }
    perAddress.giveBack(network);
    const { subject, account, idToken } = claims;
    const found = await findByProvider(house.db, settings.issuer, subject, account);
    const refusal = !found ? refuse('identity/provider-no-account', {}, 'forbidden')
      : found.linkedSubject !== null && found.linkedSubject !== subject ? refuse('identity/provider-other-account', {}, 'forbidden')
        : found.state === 'suspended' ? refuse('identity/suspended', {}, 'forbidden') : null;
    if (!found || refusal) {
      const bound = action(providerSignIn, async (ctx) => {
        if (found) ctx.about(`person:${found.personId}`);
        return refusal ?? refuse('identity/provider-no-account', {}, 'forbidden');
      });
      return { device, answer: await perform(house, bound, { device }, { actor: anonymous(from.address, from.language), key: null, clock: from.clock ?? null }) };
    }
    const bound = action(providerSignIn, async (ctx) => {
      if (!await linkProvider(ctx.db, settings.issuer, subject, found.personId)) return refuse('identity/provider-other-account', {}, 'forbidden');
      const providerToken = sealer.seal(Buffer.from(idToken), tokenAbout(found.personId));
      return startOrHalf(ctx, { ...found, passwordHash: null, providerToken, kind: device, accountHash: failureKey(found.account) }, from);
    });
    return { device, answer: await begin(house, from, bound, found, { device }) };
  };

  const signOutUrl: Provider['signOutUrl'] = async (personId, providerToken) => {
    const idToken = sealer.open(providerToken, tokenAbout(personId));
    const config = await configuration().catch(() => null);
    if (idToken === null || config?.serverMetadata().end_session_endpoint === undefined) return null;
    return oidc.buildEndSessionUrl(config, { id_token_hint: idToken.toString(), post_logout_redirect_uri: new URL('/', settings.publicUrl).href }).href;
  };

  return { label: settings.label, start, finish, signOutUrl };
}

/** Written into the audit; served as the redirect that the provider ends with, hence in no list of commands. */
const providerSignIn = command({
  domain: 'identity', name: 'provider-sign-in', permission: 'public', summary: 'A session for whom the identity provider names',
  input: z.object({ device: z.enum(['desk', 'phone']) }), output: signIn.output,
  refusals: ['identity/provider-no-account', 'identity/provider-other-account', 'identity/suspended'],
});

async function discover(settings: ProviderSettings): Promise<oidc.Configuration> {
  const isHere = new URL(settings.issuer).protocol === 'http:'; // the configuration allows it for this very machine alone
  const authentication = settings.clientSecret === null ? oidc.None() : oidc.ClientSecretBasic(settings.clientSecret);
  const config = await oidc.discovery(new URL(settings.issuer), settings.clientId, undefined, authentication, { timeout: 10, execute: isHere ? [oidc.allowInsecureRequests] : [] });
  // The signature is checked although the line to the provider is its proof already.
  oidc.enableNonRepudiationChecks(config);
  return config;
}

const cookieAbout = 'identity.provider|begun';
const tokenAbout = (personId: number): string => `identity.session|provider_token|${personId}`;

function read(sealer: Sealer, cookie: string | null): Begun | null {
  const plain = cookie === null ? null : sealer.open(Buffer.from(cookie, 'base64url'), cookieAbout);
  if (plain === null) return null;
  const parsed = cookieShape.safeParse(JSON.parse(plain.toString()));
  return parsed.success ? parsed.data : null;
}

/** Why the line was not made, at the bottom of what libraries put around it: `ECONNREFUSED`, `CERT_HAS_EXPIRED`. */
function causeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return causeOf(error.cause) ?? ('code' in error && typeof error.code === 'string' ? error.code : undefined);
}

/** What the provider said no to, or what does not fit: nobody at the screen can tell more by the details. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof oidc.AuthorizationResponseError) return refuse(error.error === 'access_denied' ? 'identity/provider-denied' : 'identity/provider-refused', {}, 'unproven');
  if (error instanceof TypeError || /timeout|aborted/iu.test(String(errorFields(error)['reason'] ?? ''))) return refuse('identity/provider-away', {}, 'busy');
  return refuse('identity/provider-refused', {}, 'unproven');
}
