import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { ofFile } from '../support/of-file.ts';
import { withServed, type Served } from './served.ts';

const served = ofFile<Served>(withServed);

type Heard = { readonly text: string; readonly statuses: readonly number[]; readonly closed: boolean };

/** Writes bytes as they are and hears what comes back until the other side closes, or for as long as it is asked to wait. */
function exchange(parts: readonly (string | Buffer)[], waitMs = 700, gapMs = 0): Promise<Heard> {
  const { hostname, port } = new URL(served().url);
  return new Promise((resolve) => {
    let text = '';
    let closed = false;
    const socket = net.connect(Number(port), hostname, () => {
      void (async () => {
        for (const part of parts) {
          if (socket.destroyed) break;
          socket.write(typeof part === 'string' ? Buffer.from(part, 'latin1') : part);
          if (gapMs > 0) await sleep(gapMs);
        }
      })();
    });
    const end = (): void => { socket.destroy(); resolve({ text, statuses: [...text.matchAll(/HTTP\/1\.1 (\d{3})/gu)].map(([, status]) => Number(status)), closed }); };
    const patience = setTimeout(end, waitMs);
    socket.on('data', (chunk) => { text += chunk.toString('latin1'); }).on('error', () => undefined).on('close', () => { closed = true; clearTimeout(patience); end(); });
  });
}

async function cases(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from incidents.incident`.execute(served().world.db);
  return rows[0]?.n ?? Number.NaN;
}

const body = JSON.stringify({ description: '夹带的一条', place: { longitude: 116.02, latitude: 36.05, datum: 'wgs84' } });
/** What would be a second request, should somebody read the first one as shorter than it is. */
const inner = async (): Promise<string> => `POST /api/incidents/report HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${await served().bearer('resident')}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${Buffer.from(body).toString('latin1')}`;

describe('a request within a request', () => {
  const heads: readonly (readonly [string, readonly string[]])[] = [
    ['two lengths', ['Content-Length: 4', 'Content-Length: 40']], ['two lengths in one line', ['Content-Length: 4, 40']], ['a length and chunks', ['Content-Length: 4', 'Transfer-Encoding: chunked']], ['chunks and a length', ['Transfer-Encoding: chunked', 'Content-Length: 4']],
    ['chunks twice', ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity']], ['chunks of another name', ['Transfer-Encoding: xchunked']], ['chunks behind a tab', ['Transfer-Encoding:\tchunked', 'Content-Length: 4']], ['chunks behind a control character', ['Transfer-Encoding: \u000bchunked', 'Content-Length: 4']],
    ['chunks not last', ['Transfer-Encoding: chunked, gzip']], ['a blank before the colon', ['Transfer-Encoding : chunked', 'Content-Length: 4']], ['a folded line', ['Transfer-Encoding:', ' chunked', 'Content-Length: 4']], ['a length with a sign', ['Content-Length: +4']], ['a length in hexadecimal', ['Content-Length: 0x4']],
    ['a negative length', ['Content-Length: -4']], ['a length beyond all numbers', ['Content-Length: 99999999999999999999']], ['a length with a blank', ['Content-Length: 4 0']], ['a NUL in a value', ['X: a\u0000b']], ['a line that ends with LF alone', ['X: a\nContent-Length: 4']], ['a CR within', ['X: a\rContent-Length: 4']], ['no colon', ['Nonsense']], ['an empty name', [': x']],
  ];
  test.each(heads)('%s: at most one answer, the connection ends, and nothing was done', async (_what, lines) => {
    const before = await cases();
    const attempt = `POST /api/identity/me HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${lines.join('\r\n')}\r\n\r\n0\r\n\r\n${await inner()}`;
    const { statuses, closed } = await exchange([attempt]);
    expect(statuses.length).toBeLessThanOrEqual(1);
    expect(statuses.every((status) => status >= 400 && status < 500)).toBe(true);
    expect(closed).toBe(true);
    expect(await cases()).toBe(before);
  });

  test('a chunk whose size is no size, or more than there is', async () => {
    const before = await cases();
    for (const chunk of ['zz\r\n', '-1\r\n', 'ffffffffffffffffff\r\n', `4;${'x'.repeat(20_000)}\r\nabcd\r\n`, '4\r\nabcdEXTRA\r\n0\r\n\r\n', '0\r\nContent-Length: 4\r\n\r\n']) {
      const { statuses } = await exchange([`POST /api/incidents/report HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`]);
      expect([chunk.slice(0, 20), statuses.length <= 1 && statuses.every((status) => status >= 400 && status < 500)]).toEqual([chunk.slice(0, 20), true]);
    }
    expect(await cases()).toBe(before);
  });
});

describe('a head that is none', () => {
  test.each([
    ['no host', 'GET /api/health HTTP/1.1\r\n\r\n'], ['two hosts', 'GET /api/health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'], ['HTTP/0.9', 'GET /api/health\r\n\r\n'], ['HTTP/3.0', 'GET / HTTP/3.0\r\nHost: a\r\n\r\n'], ['HTTP/2 by heart', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a method that nobody knows', 'BREW /api/health HTTP/1.1\r\nHost: a\r\n\r\n'], ['TRACE', 'TRACE / HTTP/1.1\r\nHost: a\r\nCookie: secret=1\r\n\r\n'], ['CONNECT', 'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\n\r\n'], ['an address of twenty thousand letters', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`],
    ['a value of twenty thousand letters', `GET /api/health HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`], ['three thousand lines', `GET /api/health HTTP/1.1\r\nHost: a\r\n${Array.from({ length: 3_000 }, (_none, at) => `X${at}: a\r\n`).join('')}\r\n`],
    ['a TLS greeting', Buffer.from('16030100f1010000ed0303', 'hex')], ['noise', Buffer.alloc(5_000, 0xfe)],
  ])('%s: turned away, without an echo of it', async (_what, bytes) => {
    const { text, statuses } = await exchange([bytes]);
    expect(statuses.every((status) => status >= 400 && status < 500)).toBe(true);
    expect(text).not.toContain('secret=1');
    expect(text).not.toContain('aaaaaaaaaa');
  });

  test('an address with its host in it is answered as one without, and no other method is taken from a header', async () => {
    expect((await exchange(['GET http://elsewhere.example/api/health HTTP/1.1\r\nHost: a\r\n\r\n'])).statuses).toEqual([200]);
    const before = await cases();
    for (const header of ['X-HTTP-Method-Override: POST', 'X-HTTP-Method: POST', 'X-Method-Override: POST', '_method: POST']) {
      expect((await exchange([`GET /api/incidents/report HTTP/1.1\r\nHost: a\r\n${header}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`])).statuses[0]).toBe(405);
    }
    expect(await cases()).toBe(before);
  });

  test('an upgrade from wherever leads nowhere', async () => {
    const { statuses } = await exchange(['GET /api/live HTTP/1.1\r\nHost: a\r\nOrigin: https://elsewhere.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n']);
    expect(statuses).toEqual([401]);
  });

  test('a hundred requests in one packet get a hundred answers in their order', async () => {
    const { statuses } = await exchange(['GET /api/health HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(99) + 'GET /api/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'], 10_000);
    expect(statuses).toEqual(Array.from({ length: 100 }, () => 200));
  });

  test('the same name twice in a question, and twice the same cookie, are no way around anything', async () => {
    const { bearer } = served();
    const [mine, other] = [await bearer('resident'), await bearer('desk')];
    const twice = await exchange([`GET /api/incidents/board?areaId=1&areaId=2 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${other}\r\n\r\n`]);
    expect(twice.statuses).toEqual([400]);
    const tossed = await exchange([`GET /api/identity/me HTTP/1.1\r\nHost: a\r\nCookie: jingwei_session=${'x'.repeat(43)}; jingwei_session=${mine}\r\nConnection: close\r\n\r\n`]);
    // One cookie of that name is his or none is: the first is read, and it is nobody's.
    expect(tossed.statuses).toEqual([401]);
  });
});

describe('a crowd', () => {
  test('three hundred who send a byte a second keep nobody from his work, and give their places back', async () => {
    const { measure, url } = served();
    await measure('begin');
    const head = 'POST /api/incidents/report HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nX-Slow: ';
    const began = performance.now();
    const slow = Array.from({ length: 300 }, () => exchange([head, ...Array.from({ length: 30 }, () => 'x')], 30_000, 1_000));
    await sleep(500);
    for (let turn = 0; turn < 10; turn += 1) {
      expect((await fetch(`${url}/api/health`)).status).toBe(200);
      await sleep(100);
    }
    const ended = await Promise.all(slow);
    expect(ended.every(({ closed, statuses }) => closed && (statuses.length === 0 || statuses[0] === 408))).toBe(true);
    // Ten seconds for the head; the bound leaves a busy machine three times that.
    expect(performance.now() - began).toBeLessThan(30_000);
    const held = await measure('end');
    process.stdout.write(`  slow senders gone after ${((performance.now() - began) / 1_000).toFixed(1)} s; event loop p99 ${held.p99Ms.toFixed(0)} ms\n`);
    expect(held.p99Ms).toBeLessThan(500);
  });

  test('half a body is no command: nothing is done, and the place is free at once when its sender goes', async () => {
    const before = await cases();
    const authorization = `Bearer ${await served().bearer('resident')}`;
    const half = Buffer.from(body).subarray(0, 40).toString('latin1');
    await Promise.all(Array.from({ length: 50 }, () => exchange([`POST /api/incidents/report HTTP/1.1\r\nHost: a\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${half}`], 300)));
    expect((await fetch(`${served().url}/api/health`)).status).toBe(200);
    expect(await cases()).toBe(before);
  });

  test('a flood of bodies that are refused costs the others little', async () => {
    const { measure, url, bearer, isAlive } = served();
    const authorization = `Bearer ${await bearer('resident')}`;
    const bodies = ['['.repeat(200_000), `{${Array.from({ length: 12_000 }, (_none, at) => `"k${at}":1`).join(',')}}`, `{"description":"${'𠮷'.repeat(60_000)}"}`, `{"description":${'9'.repeat(200_000)}}`, '{"__proto__":{"admin":true},"description":"x"}', `"${'\\u0000'.repeat(40_000)}"`, 'x'.repeat(400_000)];
    await measure('begin');
    const statuses = new Map<number, number>();
    const flood = Array.from({ length: 8 }, async (_none, lane) => {
      for (let turn = 0; turn < 40; turn += 1) {
        const answer = await fetch(`${url}/api/incidents/report`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: bodies[(lane + turn) % bodies.length] ?? '' });
        await answer.arrayBuffer();
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      }
    });
    const others: number[] = [];
    for (let turn = 0; turn < 15; turn += 1) {
      others.push((await fetch(`${url}/api/incidents/report`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body })).status);
    }
    await Promise.all(flood);
    const held = await measure('end');
    expect([...statuses.keys()].filter((status) => status < 400 || status >= 500)).toEqual([]);
    expect(others).toEqual(others.map(() => 200));
    expect(isAlive()).toBe(true);
    process.stdout.write(`  320 refused bodies (${[...statuses].map(([status, times]) => `${status}: ${times}`).join(', ')}); event loop p99 ${held.p99Ms.toFixed(0)} ms\n`);
    expect(held.p99Ms).toBeLessThan(500);
  });
});
