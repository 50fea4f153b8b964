import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { makeWalker } from '../../../test/support/walker.ts';
import { webOfFile } from '../../../test/support/web.ts';
import { people, worldPassword } from '../../../test/support/world.ts';
import { declared } from '../../apps/contracts.ts';
import { pathOf } from '../../platform/core/contract.ts';

// Sessions, cookies, and requests from elsewhere, over HTTP as a browser and an intruder make them.

const web = webOfFile();
const https = { 'x-forwarded-proto': 'https' };
const signIn = (who: keyof typeof people, headers: Readonly<Record<string, string>> = {}, more: object = {}) =>
  web().call(null, 'POST', '/api/identity/sign-in', { account: people[who], password: worldPassword, ...more }, headers);
const cookiesOf = (headers: Headers): string[] => headers.getSetCookie().sort();

async function withCookie(who: keyof typeof people): Promise<string> {
  const token = String((await signIn(who)).body['token']);
  return `jingwei_session=${token}; jingwei_in=1`;
}

describe('the session cookie', () => {
  test('is out of reach of scripts and of other sites; over HTTPS it is bound to this very host', async () => {
    const plain = await signIn('worker');
    expect(cookiesOf(plain.headers).map((line) => line.replace(/=[\w-]{43};/u, '=T;').replace(/Expires=[^;]+/u, 'Expires=E'))).toEqual([
      'jingwei_half=; HttpOnly; Path=/; SameSite=Strict; Expires=E', 'jingwei_in=1; Path=/; SameSite=Lax; Expires=E', 'jingwei_session=T; HttpOnly; Path=/; SameSite=Lax; Expires=E',
    ]);
    const secure = await signIn('worker', https);
    expect(cookiesOf(secure.headers).map((line) => line.replace(/=[\w-]{43};/u, '=T;').replace(/Expires=[^;]+/u, 'Expires=E'))).toEqual([
      '__Host-jingwei_half=; HttpOnly; Path=/; SameSite=Strict; Expires=E; Secure', '__Host-jingwei_in=1; Path=/; SameSite=Lax; Expires=E; Secure', '__Host-jingwei_session=T; HttpOnly; Path=/; SameSite=Lax; Expires=E; Secure',
    ]);
    // Over HTTPS one that could have been put there by a neighbour is no session.
    const token = String(secure.body['token']);
    const asked = (cookie: string) => web().call(null, 'GET', '/api/identity/me', undefined, { ...https, cookie });
    expect([(await asked(`jingwei_session=${token}`)).status, (await asked(`__Host-jingwei_session=${token}`)).status]).toEqual([401, 200]);
  });

  test('is all that a page gets: the token is in the answer for programs alone', async () => {
    for (const headers of [{ origin: web().url }, { 'sec-fetch-site': 'same-origin' }]) {
      const { status, body, text, headers: given } = await signIn('worker', headers);
      const token = /jingwei_session=([\w-]{43});/u.exec(cookiesOf(given).join('\n'))?.[1] ?? 'none';
      expect([status, body['token'], text.includes(token)]).toEqual([200, '', false]);
    }
    expect((await signIn('worker')).body['token']).toMatch(/^[\w-]{43}$/u);
  });

  test('carries a new token after every sign-in, never one that was brought along', async () => {
    const planted = 'p'.repeat(43);
    const tokens = [];
    for (let count = 0; count < 3; count += 1) {
      const answer = await signIn('worker', { cookie: `jingwei_session=${planted}`, origin: web().url });
      tokens.push(/jingwei_session=([\w-]{43});/u.exec(cookiesOf(answer.headers).join('\n'))?.[1] ?? '');
    }
    expect(new Set([...tokens, planted]).size).toBe(4);
    expect((await web().call(null, 'GET', '/api/identity/me', undefined, { cookie: `jingwei_session=${planted}` })).status).toBe(401);
  });

  test('goes with the sign-out, on this device or on all', async () => {
    const walkers = [makeWalker(), makeWalker(), makeWalker()];
    const { url } = web();
    for (const walker of walkers) await walker.go(`${url}/api/identity/sign-in`, { method: 'POST', json: { account: people.neighbour, password: worldPassword } });
    const [first, second, third] = walkers;
    const status = async (walker = makeWalker()): Promise<number> => (await walker.go(`${url}/api/identity/me`)).status;
    const out = await first?.go(`${url}/api/identity/sign-out`, { method: 'POST', json: {} });
    expect(out?.headers.getSetCookie().join('\n')).toMatch(/jingwei_session=; HttpOnly; Path=\/; SameSite=Lax; Expires=Thu, 01 Jan 1970/u);
    expect(out?.headers.get('clear-site-data')).toBe('"cache"');
    expect([await status(first), await status(second), await status(third)]).toEqual([401, 200, 200]);
    await second?.go(`${url}/api/identity/sign-out`, { method: 'POST', json: { everywhere: true } });
    expect([await status(second), await status(third)]).toEqual([401, 401]);
  });
});

describe('a request from another site', () => {
  const foreign: [string, Readonly<Record<string, string>>][] = [
    ['a foreign Origin', { origin: 'https://evil.example' }], ['an opaque Origin', { origin: 'null' }], ['an Origin that is no address', { origin: '://' }],
    ['an Origin of another port', { origin: 'http://127.0.0.1:1' }], ['no word of whence', {}],
    ['Sec-Fetch-Site: cross-site', { 'sec-fetch-site': 'cross-site' }], ['Sec-Fetch-Site: same-site', { 'sec-fetch-site': 'same-site' }],
    ['a good Origin beside Sec-Fetch-Site: cross-site', { origin: 'SELF', 'sec-fetch-site': 'cross-site' }],
  ];

  test.each(foreign)('with a cookie is refused and changes nothing: %s', async (_what, headers) => {
    const cookie = await withCookie('worker');
    const lines = async (): Promise<unknown> => (await sql`select count(*)::int as n from platform.audit`.execute(web().world.ownerDb)).rows;
    const before = await lines();
    const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value === 'SELF' ? web().url : value]));
    const answer = await web().call(null, 'POST', '/api/identity/setLanguage', { language: 'en' }, { cookie, ...named });
    expect([answer.status, answer.body['refused']]).toEqual([403, 'platform/foreign-origin']);
    expect(await lines()).toEqual(before);
  });

  test.each([['text/plain'], ['application/x-www-form-urlencoded'], ['multipart/form-data; boundary=x'], ['text/plain; charset=application/json'], ['']])('that a form could send (%s) is no command, also from our own page', async (type) => {
    const cookie = await withCookie('worker');
    const answer = await fetch(`${web().url}/api/identity/setLanguage`, { method: 'POST', headers: { cookie, origin: web().url, ...(type === '' ? {} : { 'content-type': type }) }, body: new TextEncoder().encode('{"language":"en"}') });
    expect([400, 415]).toContain(answer.status);
    await answer.text();
    expect((await web().call('worker', 'GET', '/api/identity/me')).body['language']).not.toBe('en');
  });

  test('is refused at every command there is; none is done by a GET', async () => {
    const cookie = await withCookie('security');
    for (const operation of declared) {
      if (operation.kind !== 'command') continue;
      const posted = await web().call(null, 'POST', pathOf(operation), {}, { cookie, origin: 'https://evil.example' });
      expect([pathOf(operation), posted.status, posted.body['refused']]).toEqual([pathOf(operation), 403, 'platform/foreign-origin']);
      const got = await web().call(null, 'GET', pathOf(operation), undefined, { cookie });
      expect([pathOf(operation), got.status]).toEqual([pathOf(operation), 405]);
    }
  });

  test('our own pages and programs are not taken for one', async () => {
    const cookie = await withCookie('worker');
    const token = String((await signIn('worker')).body['token']);
    const status = async (headers: Readonly<Record<string, string>>): Promise<number> => (await web().call(null, 'POST', '/api/identity/setLanguage', { language: 'zh-CN' }, headers)).status;
    expect(await status({ cookie, origin: web().url })).toBe(200);
    expect(await status({ cookie, 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await status({ authorization: `Bearer ${token}` })).toBe(200);
  });
});

describe('headers', () => {
  const everywhere = ['/', '/m/', '/m/report', '/api/health', '/openapi.json', '/api/identity/me', '/api/nothing', '/nothing', '/%zz', '/files/nothing'];

  test.each(everywhere)('%s keeps others from framing, sniffing and injecting', async (address) => {
    const { headers } = await web().call(null, 'GET', address);
    const policy = new Map((headers.get('content-security-policy') ?? '').split('; ').map((one) => { const [name = '', ...rest] = one.split(' '); return [name, rest.join(' ')]; }));
    expect([policy.get('default-src'), policy.get('script-src'), policy.get('frame-ancestors'), policy.get('base-uri'), policy.get('form-action')]).toEqual(["'none'", "'self'", "'none'", "'none'", "'self'"]);
    expect(policy.get('object-src') ?? policy.get('default-src')).toBe("'none'");
    expect(Object.fromEntries(['x-content-type-options', 'referrer-policy', 'cross-origin-opener-policy', 'cross-origin-resource-policy'].map((name) => [name, headers.get(name)]))).toEqual({
      'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers.get('permissions-policy')).toContain('geolocation=(self)');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
    expect((await web().call(null, 'GET', address, undefined, https)).headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
  });

  test.each(['desk', 'field'])('the page of the %s has no script of its own within, and no handler', (app) => {
    const page = readFileSync(path.resolve(import.meta.dirname, `../../apps/${app}/index.html`), 'utf8');
    expect([...page.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gu)].map(([, attributes = '', text = '']) => [/\bsrc=/u.test(attributes), text.trim()])).toEqual([[true, '']]);
    expect(page).not.toMatch(/\son\w+=|javascript:/iu);
  });

  test('an answer about a session is kept by nobody', async () => {
    for (const answer of [await signIn('worker'), await web().call('worker', 'GET', '/api/identity/me'), await web().call('worker', 'GET', '/api/identity/security'), await web().call(null, 'GET', '/api/identity/sign-in-ways')]) {
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('whoever tries too often', () => {
  test('is told in a sentence when to come back', async () => {
    const wrong = () => signIn('clerk', { 'x-forwarded-for': '198.51.100.77' }, { password: 'wrong' });
    for (let count = 0; count < 10; count += 1) expect((await wrong()).status).toBe(401);
    const locked = await wrong();
    expect([locked.status, locked.body['refused']]).toEqual([429, 'identity/locked']);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(800);
    expect(String(locked.body['detail'])).toMatch(/15 分钟/u);
  });

  test('two hundred signing in at one instant keep nobody waiting who is signed in', async () => {
    const token = await web().token('desk');
    const ordinary = async (): Promise<void> => { expect((await fetch(`${web().url}/api/identity/me`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200); };
    await ordinary();
    const counted = { proved: 0, turnedAway: 0 };
    const all = Promise.all(Array.from({ length: 200 }, async (_, index) => {
      // Accounts that do not exist cost as much work as those that do.
      const answer = await web().call(null, 'POST', '/api/identity/sign-in', { account: `nobody-${index}`, password: 'wrong' }, { 'x-forwarded-for': `198.51.${100 + Math.floor(index / 100)}.${index % 100}` });
      if (answer.status === 401) counted.proved += 1;
      else if (answer.status === 429 && Number(answer.headers.get('retry-after')) > 0) counted.turnedAway += 1;
    }));
    while (counted.proved < 2) await ordinary();
    const overtaken = [];
    for (let count = 0; count < 10 && counted.proved < 60; count += 1) {
      const before = counted.proved;
      await ordinary();
      overtaken.push(counted.proved - before);
    }
    await all;
    // The queue holds a hundred: the others are told to come again instead of waiting without end.
    expect(counted.proved + counted.turnedAway).toBe(200);
    expect(counted.proved).toBeGreaterThanOrEqual(100);
    // Behind the passwords each would have come after all that were waiting.
    expect(overtaken.length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...overtaken)).toBeLessThan(34);
  });
});
