import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { random } from '../../platform/core/tiling.ts';

// The bad network, for requests: what befalls a request or its answer between a phone and the server. Streams pass too.

/**
 * pass · lostReply: it is done, and the connection breaks before a byte of the answer · cutReply: it breaks within the answer ·
 * cutRequest: the server gets half of the body · twice: two copies at once, the first answer is heard · twiceLate: answered,
 * and sent again after a while, when the client has gone on · late: held back, so that later ones overtake it · portal: a
 * stranger's page with 200, and the server hears nothing · redirect: a stranger's 302 · silence: taken, and never answered.
 */
export const fates = ['pass', 'lostReply', 'cutReply', 'cutRequest', 'twice', 'twiceLate', 'late', 'portal', 'redirect', 'silence'] as const;
export type Fate = (typeof fates)[number];

export type HttpProxy = {
  readonly url: string;
  /** How often each fate has befallen a request. */
  readonly happened: () => Readonly<Partial<Record<Fate, number>>>;
  /** Waits until everything is sent that is still to be sent (`late`, `twiceLate`), and answered. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Equal seeds give equal fates in the order of the requests. @param share of the fates that are not said, `pass` has the rest */
export function fatesFrom(seed: number, share: Readonly<Partial<Record<Exclude<Fate, 'pass'>, number>>>): () => Fate {
  const next = random(seed);
  return () => {
    let roll = next();
    for (const fate of fates) {
      if (fate === 'pass') continue;
      roll -= share[fate] ?? 0;
      if (roll < 0) return fate;
    }
    return 'pass';
  };
}

/** @param target the server's address, such as `http://127.0.0.1:8080`, asked anew for every request @param lateMs how long `late` and `twiceLate` wait */
export async function openHttpProxy(target: () => string, fateOf: (request: { readonly method: string; readonly path: string }) => Fate, lateMs = 300): Promise<HttpProxy> {
  const happened: Partial<Record<Fate, number>> = {};
  const agent = new http.Agent({ keepAlive: true });
  const underWay = new Set<Promise<unknown>>();
  const later = <T>(work: Promise<T>): Promise<T> => {
    const one = work.catch(() => undefined).finally(() => underWay.delete(one));
    underWay.add(one);
    return work;
  };

  /** The whole answer; rejects where there is none. */
  const whole = (request: http.IncomingMessage, body: Buffer): Promise<{ readonly answer: http.IncomingMessage; readonly text: Buffer }> => new Promise((resolve, reject) => {
    ask(request, body, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve({ answer, text: Buffer.concat(parts) })).on('error', reject);
    }).on('error', reject);
  });

  function ask(request: http.IncomingMessage, body: Buffer, heard: (answer: http.IncomingMessage) => void): http.ClientRequest {
    const own = new Set(['connection', 'transfer-encoding', 'content-length']);
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !own.has(name)));
    const asked = http.request(new URL(request.url ?? '/', target()), { agent, method: request.method ?? 'GET', headers: { ...headers, ...(body.length > 0 ? { 'content-length': body.length } : {}) } }, heard);
    asked.end(body);
    return asked;
  }

  async function meet(fate: Fate, request: http.IncomingMessage, body: Buffer, reply: http.ServerResponse): Promise<void> {
    const breakOff = (): void => { request.socket.destroy(); };
    const say = ({ answer, text }: Awaited<ReturnType<typeof whole>>, length = text.length): void => {
      reply.writeHead(answer.statusCode ?? 502, { ...answer.headers, 'content-length': text.length });
      if (length === text.length) reply.end(text);
      else reply.write(text.subarray(0, length), breakOff);
    };
    switch (fate) {
      case 'portal': reply.writeHead(200, { 'content-type': 'text/html' }).end('<html><title>Welcome</title>Please buy some air.</html>'); return;
      case 'redirect': reply.writeHead(302, { location: 'http://portal.invalid/' }).end(); return;
      case 'silence': return;
      case 'cutRequest': {
        const asked = http.request(new URL(request.url ?? '/', target()), { agent: false, method: request.method ?? 'GET', headers: { ...request.headers, 'content-length': body.length + 1 } });
        asked.on('error', () => undefined);
        asked.write(body.subarray(0, Math.floor(body.length / 2)), () => { asked.destroy(); breakOff(); });
        return;
      }
      case 'lostReply': await whole(request, body); breakOff(); return;
      case 'cutReply': { const got = await whole(request, body); say(got, Math.floor(got.text.length / 2)); return; }
      case 'twice': {
        const both = [later(whole(request, body)), later(whole(request, body))];
        say(await Promise.race(both));
        return;
      }
      case 'twiceLate':
        say(await whole(request, body));
        void later(new Promise((resolve) => { setTimeout(resolve, lateMs); }).then(() => whole(request, body))).catch(() => undefined);
        return;
      case 'late':
        await new Promise((resolve) => { setTimeout(resolve, lateMs); });
        say(await whole(request, body));
        return;
      case 'pass': {
        const asked = ask(request, body, (answer) => {
          reply.writeHead(answer.statusCode ?? 502, answer.headers);
          reply.flushHeaders();
          answer.on('error', breakOff).pipe(reply);
        });
        asked.on('error', breakOff);
        reply.on('close', () => { if (!reply.writableFinished) asked.destroy(); });
      }
    }
  }

  const server = http.createServer((request, reply) => {
    const parts: Buffer[] = [];
    request.on('error', () => undefined).on('data', (part: Buffer) => parts.push(part)).on('end', () => {
      const fate = fateOf({ method: request.method ?? '', path: request.url ?? '' });
      happened[fate] = (happened[fate] ?? 0) + 1;
      later(meet(fate, request, Buffer.concat(parts), reply)).catch(() => request.socket.destroy());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = Object(server.address()) as AddressInfo; // it listens on a port

  return {
    url: `http://127.0.0.1:${port}`,
    happened: () => happened,
    settled: async () => { while (underWay.size > 0) await Promise.all(underWay); },
    close: async () => {
      await Promise.allSettled(underWay);
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
      agent.destroy();
    },
  };
}
