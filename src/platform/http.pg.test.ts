import { randomUUID } from 'node:crypto';
import net from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { webOfFile, withWeb } from '../../test/support/web.ts';
import { points } from '../../test/support/world.ts';

const web = webOfFile();
const report = (more: object = {}): object => ({ description: '柳街路口有积水', place: points.street, ...more });
const call: ReturnType<typeof web>['call'] = (...args) => web().call(...args);

function expectProblem(answer: Awaited<ReturnType<typeof call>>, status: number, refused: string): void {
  expect([answer.status, answer.body['refused']]).toEqual([status, refused]);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.body).toMatchObject({ type: 'about:blank', title: refused, status });
  expect(String(answer.body['detail'])).toMatch(/\p{Script=Han}/u);
  expect(answer.text).not.toMatch(/ at |node_modules|select |insert |pg_/u);
}

describe('a command sent again', () => {
  test('gets the first answer, and says so', async () => {
    const key = { 'idempotency-key': `"${randomUUID()}"` };
    const first = await call('resident', 'POST', '/api/incidents/report', report(), key);
    const again = await call('resident', 'POST', '/api/incidents/report', report(), key);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body).toEqual(first.body);
    expect([first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')]).toEqual([null, 'true']);
    const unquoted = await call('resident', 'POST', '/api/incidents/report', report(), { 'idempotency-key': key['idempotency-key'].replaceAll('"', '') });
    expect([unquoted.headers.get('idempotency-replayed'), unquoted.body]).toEqual(['true', first.body]);
  });

  test('whatever order its fields come in', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const first = await call('resident', 'POST', '/api/incidents/report', '{"description":"甲","place":{"longitude":116.02,"latitude":36.05}}', key);
    const again = await call('resident', 'POST', '/api/incidents/report', '{ "place": {"latitude":36.05, "longitude":116.02}, "description":"甲"}', key);
    expect([again.status, again.body, again.headers.get('idempotency-replayed')]).toEqual([200, first.body, 'true']);
  });

  test('the same key with another body, or for another command, is 422', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const first = await call('resident', 'POST', '/api/incidents/report', report(), key);
    expectProblem(await call('resident', 'POST', '/api/incidents/report', report({ description: '别的事' }), key), 422, 'platform/key-reused');
    expectProblem(await call('resident', 'POST', '/api/incidents/urge', { caseId: first.body['caseId'] }, key), 422, 'platform/key-reused');
  });

  test('the id alone is enough, also when the phone sends another key; and a key belongs to its person', async () => {
    const id = randomUUID();
    const first = await call('resident', 'POST', '/api/incidents/report', report({ id }), { 'idempotency-key': 'a' });
    const otherKey = await call('resident', 'POST', '/api/incidents/report', report({ id }), { 'idempotency-key': 'b' });
    const noKey = await call('resident', 'POST', '/api/incidents/report', report({ id }));
    for (const again of [otherKey, noKey]) expect([again.status, again.body, again.headers.get('idempotency-replayed')]).toEqual([200, first.body, 'true']);
    // The new key now stands for it too.
    const later = await call('resident', 'POST', '/api/incidents/report', report({ id }), { 'idempotency-key': 'b' });
    expect([later.status, later.body]).toEqual([200, first.body]);
    expectProblem(await call('resident', 'POST', '/api/incidents/report', report({ id, description: '别的事' }), { 'idempotency-key': 'c' }), 422, 'platform/key-reused');
    // And the refused one claimed nothing.
    expect((await call('resident', 'POST', '/api/incidents/report', report(), { 'idempotency-key': 'c' })).status).toBe(200);
    expect((await call('worker', 'POST', '/api/incidents/report', report(), { 'idempotency-key': 'a' })).headers.get('idempotency-replayed')).toBeNull();
    expectProblem(await call('worker', 'POST', '/api/incidents/report', report({ id })), 422, 'incidents/id-taken');
  });

  test('a refusal is an answer like any other', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const first = await call('resident', 'POST', '/api/incidents/report', report({ class: 'nonsense' }), key);
    const again = await call('resident', 'POST', '/api/incidents/report', report({ class: 'nonsense' }), key);
    expectProblem(first, 409, 'incidents/class-unknown');
    expect([again.status, again.body, again.headers.get('idempotency-replayed')]).toEqual([409, first.body, 'true']);
  });

  test.each(['""', ' ', 'x'.repeat(201), 'a\u00e9', '"a\tb"'])('a key that is none (%j) is 400', async (key) => {
    expectProblem(await call('resident', 'POST', '/api/incidents/report', report(), { 'idempotency-key': key }), 400, 'platform/key-wrong');
  });
});

describe('what is no request', () => {
  const address = '/api/incidents/report';
  test.each([
    ['', 400, 'platform/body-not-json'], ['{', 400, 'platform/body-not-json'], ['{"a":1,}', 400, 'platform/body-not-json'], ['{"description":NaN}', 400, 'platform/body-not-json'],
    ['{"__proto__":{"admin":true}}', 400, 'platform/body-not-json'], ['{"constructor":{"prototype":{"admin":true}}}', 400, 'platform/body-not-json'],
    ['5', 400, 'platform/input-wrong'], ['[]', 400, 'platform/input-wrong'], ['"text"', 400, 'platform/input-wrong'], ['null', 400, 'platform/input-wrong'],
    ['\ufeff{}', 400, 'platform/input-wrong'],
  ])('%j as a body', async (body, status, refused) => {
    expectProblem(await call('resident', 'POST', address, body), status, refused);
    expect(Reflect.get({}, 'admin')).toBeUndefined();
  });

  test('nested a hundred thousand deep, a million names, twice the same name', async () => {
    expectProblem(await call('resident', 'POST', address, `{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`), 400, 'platform/input-wrong');
    expectProblem(await call('resident', 'POST', address, `{"description":"甲","place":${'{"a":'.repeat(60)}1${'}'.repeat(60)}}`), 400, 'platform/input-wrong');
    expectProblem(await call('resident', 'POST', address, JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}`, 1])))), 400, 'platform/input-wrong');
    expect((await call('resident', 'POST', address, '{"description":"甲","description":"乙","place":{"longitude":116.02,"latitude":36.05}}')).status).toBe(200);
  });

  test('NUL and half a pair, in a value, a name and a field that nobody asked for', async () => {
    for (const body of ['{"description":"a\\u0000b","place":{"longitude":116.02,"latitude":36.05}}', '{"description":"甲","x":"\\u0000","place":{"longitude":116.02,"latitude":36.05}}',
      '{"description":"甲","a\\u0000":1,"place":{"longitude":116.02,"latitude":36.05}}', '{"description":"\\ud842","place":{"longitude":116.02,"latitude":36.05}}',
      '{"description":"甲","class":"\\u0000","place":{"longitude":116.02,"latitude":36.05}}', '{"description":"甲","x":{"y":["\\udfb7"]},"place":{"longitude":116.02,"latitude":36.05}}']) {
      expectProblem(await call('resident', 'POST', address, body), 400, 'platform/input-wrong');
    }
    expectProblem(await call(null, 'GET', '/api/incidents/story?number=%00'), 400, 'platform/input-wrong');
  });

  test('another content type, too large, a wrong method, an address that is none', async () => {
    expectProblem(await call('resident', 'POST', address, 'description=1', { 'content-type': 'application/x-www-form-urlencoded' }), 415, 'platform/media-type');
    expectProblem(await call('resident', 'POST', address, '{}', { 'content-type': 'text/plain' }), 415, 'platform/media-type');
    expectProblem(await call('resident', 'POST', address, JSON.stringify(report({ description: 'x'.repeat(300_000) }))), 413, 'platform/body-too-large');
    expectProblem(await call('resident', 'GET', address), 405, 'platform/method-not-allowed');
    expectProblem(await call('resident', 'POST', '/api/incidents/history', {}), 405, 'platform/method-not-allowed');
    // A whole report is too long for an address, and no business of the logs that keep addresses.
    expectProblem(await call(null, 'GET', '/api/dispatch/suggestClass?text=x'), 405, 'platform/method-not-allowed');
    expect((await call(null, 'POST', '/api/dispatch/suggestClass', { text: '井'.repeat(4_000) })).status).toBe(200);
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const response = await fetch(new URL(address, web().url), { method });
      expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, 'POST']);
    }
    for (const path of ['/api/incidents/nonsense', '/api/%zz', '/api/incidents/report%00', `/api/${'x'.repeat(3_000)}`, '/files/..%2f..%2fsecrets.json/photo.jpg']) {
      const answer = await call(null, 'GET', path);
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 404, 'application/problem+json; charset=utf-8']);
    }
  });

  test('bytes that are no HTTP end with 400 and harm nobody', async () => {
    for (const bytes of ['GARBAGE\r\n\r\n', 'GET / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`, 'POST /api/incidents/report HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"a"']) {
      await rawAnswer(bytes);
    }
    expect((await call(null, 'GET', '/api/health')).status).toBe(200);
  });
});

describe('who asks', () => {
  test('in Chinese, or in English for whoever says so', async () => {
    const zh = await call('resident', 'POST', '/api/incidents/report', report({ class: 'nonsense' }));
    const en = await call('resident', 'POST', '/api/incidents/report', report({ class: 'nonsense' }), { 'accept-language': 'en-GB,en;q=0.9' });
    expect([zh.body['detail'], en.body['detail']]).toEqual(['没有类别 nonsense，或已停用，请重新选择', 'There is no class nonsense, or it is not in use; choose another']);
    const wrong = await call('resident', 'POST', '/api/incidents/report', { place: points.street }, { 'accept-language': 'en' });
    expect(wrong.body).toMatchObject({ refused: 'platform/input-wrong', path: 'description', detail: 'The input needs a change: description is required' });
    expect((await call('resident', 'POST', '/api/incidents/report', { description: 5, place: points.street })).body).toMatchObject({ path: 'description', detail: '填写的内容有误：description 类型不对，应为文字' });
  });

  test('nobody, a made-up token, an ended session: 401', async () => {
    expectProblem(await call(null, 'GET', '/api/incidents/board'), 401, 'platform/not-signed-in');
    expectProblem(await call(null, 'GET', '/api/incidents/board', undefined, { authorization: `Bearer ${'x'.repeat(43)}` }), 401, 'platform/not-signed-in');
    expectProblem(await call(null, 'GET', '/api/incidents/board', undefined, { cookie: 'jingwei_session=nonsense' }), 401, 'platform/not-signed-in');
    const token = await web().world.token('leader');
    const own = { authorization: `Bearer ${token}` };
    expect((await call(null, 'GET', '/api/incidents/board', undefined, own)).status).toBe(200);
    expect((await call(null, 'POST', '/api/identity/sign-out', {}, own)).status).toBe(200);
    expectProblem(await call(null, 'GET', '/api/incidents/board', undefined, own), 401, 'platform/not-signed-in');
  });

  test('from another site: 403, whatever the cookie', async () => {
    expectProblem(await call('resident', 'POST', '/api/incidents/report', report(), { origin: 'https://elsewhere.example' }), 403, 'platform/foreign-origin');
    expectProblem(await call('resident', 'POST', '/api/incidents/report', report(), { 'sec-fetch-site': 'cross-site' }), 403, 'platform/foreign-origin');
    expect((await call('resident', 'POST', '/api/incidents/report', report(), { origin: web().url })).status).toBe(200);
  });

  test('every answer carries the headers that keep it harmless', async () => {
    for (const answer of [await call(null, 'GET', '/api/health'), await call(null, 'GET', '/api/%zz'), await call(null, 'POST', '/api/incidents/report', '{')]) {
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });

  test('also what is no HTTP gets them, and what is done is kept by nobody', async () => {
    for (const bytes of ['GARBAGE\r\n\r\n', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`]) {
      const answer = await rawAnswer(bytes);
      expect(answer).toMatch(/^HTTP\/1\.1 4(?:00|31) /u);
      expect(answer).toContain("\r\ncontent-security-policy: default-src 'none'; frame-ancestors 'none'\r\nx-content-type-options: nosniff\r\n");
      expect(answer).not.toContain('strict-transport-security');
    }
    const commands = [call('resident', 'POST', '/api/incidents/report', report()), call('resident', 'POST', '/api/incidents/report', '{'), call('resident', 'POST', '/api/incidents/report', report(), { origin: 'https://elsewhere.example' }), call(null, 'GET', '/api/incidents/board')];
    for (const answer of await Promise.all(commands)) expect([answer.status, answer.headers.get('cache-control')]).toEqual([answer.status, 'no-store']);
  });

  test('whatever is turned away at the door is in the log, once a minute for each kind and address, without what was sent', async () => {
    const written: string[] = [];
    const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => { written.push(String(chunk)); return true; });
    try {
      await withWeb(async (other) => {
        const from = (last: number) => ({ 'x-forwarded-for': `198.51.100.${last}` });
        for (let count = 0; count < 5; count += 1) await other.call(null, 'POST', '/api/incidents/report', report({ description: '秘密' }), { origin: 'https://elsewhere.example', ...from(1) });
        await other.call(null, 'POST', '/api/incidents/report', report(), { origin: 'https://elsewhere.example', ...from(2) });
        for (let count = 0; count < 3; count += 1) await other.call(null, 'POST', '/api/incidents/report', { description: ['秘密'] }, from(1));
        for (let tries = 0; tries < 65; tries += 1) await other.call(null, 'GET', `/api/incidents/story?number=2611-0000-${String(tries).padStart(4, '0')}`, undefined, from(3));
      }, { JINGWEI_LOG: 'info' });
    } finally {
      stderr.mockRestore();
    }
    const lines = written.filter((line) => line.includes('turned away')).map((line) => JSON.parse(line) as Record<string, unknown>); // our own lines
    expect(lines.map(({ level, kind, address, route }) => [level, kind, address, route])).toEqual([
      ['info', 'platform/foreign-origin', '198.51.100.1', '/api/incidents/report'], ['info', 'platform/foreign-origin', '198.51.100.2', '/api/incidents/report'],
      ['info', 'platform/input-wrong', '198.51.100.1', '/api/incidents/report'], ['info', 'platform/too-many', '198.51.100.3', '/api/incidents/story'],
    ]);
    expect(written.join('')).not.toContain('秘密');
  });

  test('who guesses numbers has to wait, and his wait says how long; who has a number has not', async () => {
    const made = await call('resident', 'POST', '/api/incidents/report', report());
    const guesser = { 'x-forwarded-for': '198.51.100.23' };
    let last = await call(null, 'GET', '/api/incidents/story?number=2611-0000-0000', undefined, guesser);
    for (let tries = 0; tries < 70 && last.status === 404; tries += 1) last = await call(null, 'GET', `/api/incidents/story?number=2611-0000-${String(tries).padStart(4, '0')}`, undefined, guesser);
    expectProblem(last, 429, 'platform/too-many');
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await call(null, 'GET', `/api/incidents/story?number=${String(made.body['number'])}`, undefined, guesser)).status).toBe(429);
    expect((await call(null, 'GET', `/api/incidents/story?number=${String(made.body['number'])}`)).status).toBe(200);
  });
});

function rawAnswer(bytes: string): Promise<string> {
  const { hostname, port } = new URL(web().url);
  return new Promise((resolve) => {
    const socket = net.connect(Number(port), hostname, () => { socket.write(bytes); });
    let text = '';
    socket.on('data', (chunk) => { text += chunk.toString('latin1'); socket.end(); }).on('close', () => resolve(text)).on('error', () => resolve(text));
    setTimeout(() => socket.destroy(), 500);
  });
}
