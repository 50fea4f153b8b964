import { writeFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openIdentityProvider, type IdentityProvider } from '../../../test/support/identity-provider.ts';
import { makeWalker, type Stop, type Walker } from '../../../test/support/walker.ts';
import { withWeb, type Web } from '../../../test/support/web.ts';
import { makeSealer } from '../../platform/sealing.ts';
import { freePort } from '../../platform/embedded/cluster.ts';

// Against a real OpenID provider; its login is driven as a browser would drive it.

let web: Web;
let provider: IdentityProvider;
let leave = (): void => undefined;
let left: Promise<void> = Promise.resolve();

beforeAll(async () => {
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  provider = await openIdentityProvider(publicUrl);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'jingwei-provider-'));
  const secretFile = path.join(folder, 'secret');
  await writeFile(secretFile, `${provider.clientSecret}\n`);
  const env = { PORT: String(port), JINGWEI_PUBLIC_URL: publicUrl, JINGWEI_OIDC_ISSUER: provider.issuer, JINGWEI_OIDC_CLIENT: provider.clientId, JINGWEI_OIDC_SECRET_FILE: secretFile, JINGWEI_OIDC_LABEL: '市统一认证' };
  await new Promise<void>((ready, fail) => {
    left = withWeb((opened) => new Promise<void>((gone) => {
      web = opened;
      leave = gone;
      ready();
    }), env);
    left.catch(fail);
  });
  await rm(folder, { recursive: true });
});
afterAll(async () => {
  leave();
  await left;
  await provider.close();
});

const callback = '/api/identity/provider/callback';
const start = (device = 'desk'): string => `${web.url}/api/identity/provider/start?device=${encodeURIComponent(device)}`;
const isCallback = (url: URL): boolean => url.pathname === callback;

/** From the button to the address that the provider sends the browser back to; that one is not opened yet. */
async function toTheProvider(walker: Walker, login: string, change: (url: URL) => void = () => undefined, device = 'desk'): Promise<string> {
  const first = await walker.go(start(device));
  const url = new URL(first.location ?? '');
  change(url);
  let stop = await walker.follow(url.href, isCallback);
  for (let pages = 0; stop.location === null && pages < 3; pages += 1) {
    const prompt = /name="prompt" value="(\w+)"/u.exec(stop.text)?.[1] ?? '';
    const answered = await walker.go(stop.url, { method: 'POST', form: prompt === 'login' ? { prompt, login, password: 'any' } : { prompt } });
    stop = answered.location === null ? answered : await walker.follow(answered.location, isCallback);
  }
  if (stop.location === null) throw new Error(`The provider does not send anybody back: ${stop.status} ${stop.text.slice(0, 400)}`);
  return stop.location;
}

const said = (stop: Stop): string | null => new URL(stop.location ?? 'http://nowhere').searchParams.get('said');
const sessions = async (): Promise<number> => (await sql<{ n: number }>`select count(*)::int as n from identity.session`.execute(web.world.ownerDb)).rows[0]?.n ?? 0;
async function me(walker: Walker): Promise<Record<string, unknown>> {
  return JSON.parse((await walker.go(`${web.url}/api/identity/me`)).text) as Record<string, unknown>; // an object either way
}

describe('signing in by the identity provider', () => {
  test('the first time by name, from then on by the lasting subject', async () => {
    provider.claims.set('s-desk', { preferred_username: 'DiaoDu01' });
    const walker = makeWalker();
    expect(JSON.parse((await walker.go(`${web.url}/api/identity/sign-in-ways`)).text)).toEqual({ said: null, provider: '市统一认证', waiting: null, asksAdministrators: false });
    const planted = 'a'.repeat(43);
    walker.cookies(web.url).set('jingwei_session', planted);
    const back = await walker.go(await toTheProvider(walker, 's-desk'));
    expect([back.status, back.location]).toEqual([303, `${web.url}/`]);
    expect(await me(walker)).toMatchObject({ account: 'diaodu01', mustEnrol: false });
    // A token of its own, and what was begun is forgotten.
    expect(walker.cookies(web.url).get('jingwei_session')).not.toBe(planted);
    expect(walker.cookies(web.url).has('jingwei_begun')).toBe(false);
    expect(back.headers.getSetCookie().join('\n')).toMatch(/jingwei_session=[\w-]{43}; HttpOnly; Path=\/; SameSite=Lax/u);

    provider.claims.set('s-desk', { preferred_username: 'renamed' });
    const again = makeWalker();
    await again.go(await toTheProvider(again, 's-desk', undefined, 'phone')).then((stop) => { expect(stop.location).toBe(`${web.url}/m/`); });
    expect(await me(again)).toMatchObject({ account: 'diaodu01' });
    const kinds = await sql<{ kind: string }>`select s.kind from identity.session s join identity.person p on p.id = s.person_id where p.account = 'diaodu01' order by s.created_at`.execute(web.world.ownerDb);
    expect(kinds.rows.map(({ kind }) => kind)).toEqual(['desk', 'phone']);
    const lines = (await web.world.audited()).filter(({ operation }) => operation === 'identity.provider-sign-in');
    expect(lines.map(({ outcome, subject }) => [outcome, subject])).toEqual([['done', `person:${web.world.id('desk')}`], ['done', `person:${web.world.id('desk')}`]]);

    // The name, given to somebody else there, opens nothing here.
    provider.claims.set('s-other', { preferred_username: 'diaodu01' });
    const other = makeWalker();
    expect(said(await other.go(await toTheProvider(other, 's-other')))).toBe('identity/provider-other-account');
    expect(other.cookies(web.url).has('jingwei_session')).toBe(false);
  });

  test.each([
    ['nobody here', { preferred_username: 'nobody-here' }, 'identity/provider-no-account'], ['no name at all', {}, 'identity/provider-no-account'],
    ['a name that is no text', { preferred_username: 7 }, 'identity/provider-no-account'], ['somebody suspended', { preferred_username: 'kadiandong01' }, 'identity/suspended'],
  ])('makes no account: %s', async (login, claims, refused) => {
    await sql`update identity.person set state = 'suspended' where account = 'kadiandong01'`.execute(web.world.ownerDb);
    const people = async (): Promise<unknown> => (await sql`select count(*)::int as n from identity.person`.execute(web.world.ownerDb)).rows;
    const before = [await people(), await sessions()];
    provider.claims.set(`s-${login}`, claims);
    const walker = makeWalker();
    const back = await walker.go(await toTheProvider(walker, `s-${login}`));
    expect(said(back)).toBe(refused);
    expect([await people(), await sessions()]).toEqual(before);
    expect((await web.world.audited()).at(-1)).toMatchObject({ operation: 'identity.provider-sign-in', outcome: 'denied', refused });
  });

  test('an account with a second factor is asked for it here too', async () => {
    provider.claims.set('s-audit', { preferred_username: 'shenji' });
    const id = web.world.id('audit');
    await sql`insert into identity.totp (person_id, secret, confirmed_at) values (${id}, '\\x00', now())`.execute(web.world.ownerDb);
    const walker = makeWalker();
    const back = await walker.go(await toTheProvider(walker, 's-audit', undefined, 'phone'));
    expect(back.location).toBe(`${web.url}/m/sign-in`);
    expect([walker.cookies(web.url).has('jingwei_session'), walker.cookies(web.url).has('jingwei_half')]).toEqual([false, true]);
    expect(JSON.parse((await walker.go(`${web.url}/api/identity/sign-in-ways`)).text)).toMatchObject({ waiting: ['totp'] });
    expect((await walker.go(`${web.url}/api/identity/me`)).status).toBe(401);
    await sql`delete from identity.totp where person_id = ${id}`.execute(web.world.ownerDb);
  });

  test('signing out ends the session here and leads to where the provider ends its own', async () => {
    provider.claims.set('s-leader', { preferred_username: 'zhenling' });
    const walker = makeWalker();
    await walker.go(await toTheProvider(walker, 's-leader'));
    const token = walker.cookies(web.url).get('jingwei_session') ?? '';
    const out = JSON.parse((await walker.go(`${web.url}/api/identity/sign-out`, { method: 'POST', json: {} })).text) as { ended: number; continueAt: string }; // as the contract says
    expect(out.ended).toBe(1);
    expect(walker.cookies(web.url).has('jingwei_session')).toBe(false);
    expect((await fetch(`${web.url}/api/identity/me`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
    const address = new URL(out.continueAt);
    expect([address.origin, address.searchParams.get('post_logout_redirect_uri')]).toEqual([provider.issuer, `${web.url}/`]);
    const page = await walker.go(out.continueAt);
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('logout')]);
    // By password there is nothing to continue at.
    const plain = await web.call('worker', 'POST', '/api/identity/sign-out', {});
    expect(plain.body).toEqual({ ended: 1 });
    const kept = await sql<{ kept: number }>`select count(*)::int as kept from identity.session where ended_at is not null and provider_token is not null`.execute(web.world.ownerDb);
    expect(kept.rows[0]?.kept).toBe(0);
  });
});

describe('what does not fit is refused, in a sentence, and begins no session', () => {
  async function refuses(refused: string, walk: (walker: Walker) => Promise<Stop>): Promise<void> {
    provider.claims.set('s-worker', { preferred_username: 'wangge01' });
    const before = await sessions();
    const walker = makeWalker();
    const stop = await walk(walker);
    expect([stop.status, said(stop)]).toEqual([303, refused]);
    expect(new URL(stop.location ?? '').origin).toBe(web.url);
    expect(walker.cookies(web.url).has('jingwei_session')).toBe(false);
    expect(await sessions()).toBe(before);
  }
  const begun = (walker: Walker): Map<string, string> => walker.cookies(web.url);

  test('a callback that this browser did not ask for', () => refuses('identity/provider-expired', async (walker) => {
    const back = await toTheProvider(makeWalker(), 's-worker');
    return walker.go(back);
  }));
  test('a callback of another sign-in', () => refuses('identity/provider-foreign', async (walker) => {
    const back = await toTheProvider(makeWalker(), 's-worker');
    await walker.go(start());
    return walker.go(back);
  }));
  test('another state', () => refuses('identity/provider-foreign', async (walker) => {
    const back = new URL(await toTheProvider(walker, 's-worker'));
    back.searchParams.set('state', 'x'.repeat(43));
    return walker.go(back.href);
  }));
  test('no state', () => refuses('identity/provider-foreign', async (walker) => {
    const back = new URL(await toTheProvider(walker, 's-worker'));
    back.searchParams.delete('state');
    return walker.go(back.href);
  }));
  test('another nonce', () => refuses('identity/provider-refused', async (walker) => walker.go(await toTheProvider(walker, 's-worker', (url) => { url.searchParams.set('nonce', 'of-another-sign-in'); }))));
  test('a code that another verifier was promised for', () => refuses('identity/provider-refused', async (walker) =>
    walker.go(await toTheProvider(walker, 's-worker', (url) => { url.searchParams.set('code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'); }))));
  test('the word of another issuer', () => refuses('identity/provider-refused', async (walker) => {
    const back = new URL(await toTheProvider(walker, 's-worker'));
    expect(back.searchParams.get('iss')).toBe(provider.issuer);
    back.searchParams.set('iss', 'https://evil.example');
    return walker.go(back.href);
  }));
  test('no word of the issuer', () => refuses('identity/provider-refused', async (walker) => {
    const back = new URL(await toTheProvider(walker, 's-worker'));
    back.searchParams.delete('iss');
    return walker.go(back.href);
  }));
  test('an invented code', () => refuses('identity/provider-refused', async (walker) => {
    const back = new URL(await toTheProvider(walker, 's-worker'));
    back.searchParams.set('code', 'x'.repeat(43));
    return walker.go(back.href);
  }));
  test('whoever broke it off there', () => refuses('identity/provider-denied', async (walker) => {
    await walker.go(start());
    const { state } = JSON.parse((await sealerOf()).open(Buffer.from(begun(walker).get('jingwei_begun') ?? '', 'base64url'), 'identity.provider|begun')?.toString() ?? '{}') as { state: string }; // as it was sealed
    return walker.go(`${web.url}${callback}?error=access_denied&state=${state}&iss=${encodeURIComponent(provider.issuer)}`);
  }));
  test('a sign-in begun more than ten minutes ago', () => refuses('identity/provider-expired', async (walker) => {
    const back = await toTheProvider(walker, 's-worker');
    const sealer = await sealerOf();
    const cookie = JSON.parse(sealer.open(Buffer.from(begun(walker).get('jingwei_begun') ?? '', 'base64url'), 'identity.provider|begun')?.toString() ?? '{}') as { until: number }; // as it was sealed
    begun(walker).set('jingwei_begun', sealer.seal(Buffer.from(JSON.stringify({ ...cookie, until: cookie.until - 600_001 })), 'identity.provider|begun').toString('base64url'));
    return walker.go(back);
  }));
  test('a cookie that was changed', () => refuses('identity/provider-expired', async (walker) => {
    const back = await toTheProvider(walker, 's-worker');
    const cookie = Buffer.from(begun(walker).get('jingwei_begun') ?? '', 'base64url');
    cookie[60] = (cookie[60] ?? 0) ^ 1;
    begun(walker).set('jingwei_begun', cookie.toString('base64url'));
    return walker.go(back);
  }));

  test('a code the second time, also with the first one\'s cookie', async () => {
    provider.claims.set('s-second', { preferred_username: 'wangge02' });
    const walker = makeWalker();
    const back = await toTheProvider(walker, 's-second');
    const cookie = begun(walker).get('jingwei_begun') ?? '';
    expect((await walker.go(back)).location).toBe(`${web.url}/`);
    const thief = makeWalker();
    begun(thief).set('jingwei_begun', cookie);
    const before = await sessions();
    expect(said(await thief.go(back))).toBe('identity/provider-refused');
    expect([await sessions(), begun(thief).has('jingwei_session')]).toEqual([before, false]);
  });

  test('leads nowhere but to our own pages', async () => {
    for (const device of ['https://evil.example', '//evil.example', '/\\evil', 'phone&to=https://evil.example']) {
      const walker = makeWalker();
      expect(new URL((await walker.go(start(device))).location ?? '').origin).toBe(provider.issuer);
    }
    const strange = await makeWalker().go(`${web.url}${callback}?said=x&redirect=https://evil.example&code=1&state=2`);
    expect(strange.location).toBe(`${web.url}/?said=identity%2Fprovider-expired`);
    // The page says our own sentence for it, and nothing that somebody writes into the address.
    const asked = async (text: string): Promise<unknown> => (await web.call(null, 'GET', `/api/identity/sign-in-ways?said=${encodeURIComponent(text)}`)).body['said'];
    expect(await asked('identity/provider-expired')).toMatch(/请重新登录/u);
    for (const text of ['<b>x</b>', 'identity/wrong-password', '请拨打 000']) expect(await asked(text)).toBeNull();
  });

  test('is begun from our own page or by hand, never by another site', async () => {
    const begin = (site: string | null) => web.call(null, 'GET', '/api/identity/provider/start?device=phone', undefined, site === null ? {} : { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate' });
    for (const site of ['cross-site', 'same-site']) {
      const { status, headers } = await begin(site);
      expect([status, headers.get('location'), headers.getSetCookie()]).toEqual([303, '/m/sign-in?said=platform%2Fforeign-origin', []]);
    }
    for (const site of ['same-origin', 'none', null]) expect(new URL((await begin(site)).headers.get('location') ?? '').origin).toBe(provider.issuer);
    expect((await web.call(null, 'GET', '/api/identity/sign-in-ways?said=platform%2Fforeign-origin')).body['said']).toBe('请求来自其他网站，已拒绝');
  });

  test('without an identity provider there is nothing at its addresses, and none that is away keeps the rest from working', async () => {
    expect((await web.call(null, 'POST', '/api/identity/provider/start', {})).status).toBe(405);
    const gone = await openIdentityProvider('http://127.0.0.1:1');
    await gone.close();
    await withWeb(async (other) => {
      const written: string[] = [];
      const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => { written.push(String(chunk)); return true; });
      const stops = [await makeWalker().go(`${other.url}/api/identity/provider/start`), await makeWalker().go(`${other.url}/api/identity/provider/start`)];
      stderr.mockRestore();
      expect(stops.map(said)).toEqual(['identity/provider-away', 'identity/provider-away']);
      // Somebody should look, and is told once.
      expect(written.filter((line) => line.includes('provider-away')).map((line) => JSON.parse(line))).toMatchObject([{ level: 'error', kind: 'identity/provider-away', address: new URL(gone.issuer).host, cause: 'ECONNREFUSED' }]);
      expect((await other.call('worker', 'GET', '/api/identity/me')).status).toBe(200);
    }, { JINGWEI_PUBLIC_URL: 'http://127.0.0.1:1', JINGWEI_OIDC_ISSUER: gone.issuer, JINGWEI_OIDC_CLIENT: 'jingwei' });
    await withWeb(async (other) => {
      for (const address of ['start', 'callback']) expect((await other.call(null, 'GET', `/api/identity/provider/${address}`)).status).toBe(404);
    });
  });
});

async function sealerOf() {
  const secrets = JSON.parse(await readFile(path.join(web.dataDir, 'secrets.json'), 'utf8')) as Record<string, string>; // written by the server
  return makeSealer(secrets['secondFactors'] ?? '', 'jingwei second factors');
}
