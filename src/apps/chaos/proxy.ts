import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

// The bad network, for bytes: it stands between a client and the server, or between the server and PostgreSQL, and knows
// nothing of what it carries. What befalls single requests (lost replies, copies, a portal's page) is `http-proxy.ts`.

/** What befalls every connection from now on, also those that are open. Nothing said: all passes as it comes. */
export type Weather = {
  /** Each piece waits so long before it goes on, in both directions. */
  readonly delayMs?: number;
  /** Of each connection, each way: 1 is a byte a second. */
  readonly bytesPerSecond?: number;
  /** Nothing goes on until the weather changes; then what was held goes on. */
  readonly isStalled?: boolean;
  /**
   * The other side has vanished: what is sent is lost, nobody is told, and neither side's end reaches the other. Whatever lost
   * anything stays dead when the weather changes; a new connection is taken and leads nowhere while it lasts.
   */
  readonly isVanished?: boolean;
  /** A connection is broken off, without a farewell, behind so many bytes of what was sent (`up`) or heard (`down`). */
  readonly cutAfter?: { readonly up?: number; readonly down?: number };
};

export type LineProxy = {
  readonly port: number;
  /** The address that stands for the target's. */
  readonly url: (target: string) => string;
  readonly weather: (next: Weather) => void;
  /** Taken and not yet ended; those that are dead too. */
  readonly connections: () => number;
  /** Ends every connection at once, without a farewell. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
};

type Way = 'up' | 'down';
type Line = { readonly client: net.Socket; readonly target: net.Socket; isDead: boolean };

/** @param target host and port, as in `postgres://user@127.0.0.1:5432/x` or `http://127.0.0.1:8080` */
export async function openLineProxy(target: string): Promise<LineProxy> {
  const { hostname, port } = new URL(target);
  const lines = new Set<Line>();
  let now: Weather = {};
  let changed = Promise.withResolvers<undefined>();

  const end = (line: Line): void => {
    line.client.destroy();
    line.target.destroy();
    lines.delete(line);
  };

  async function carry(line: Line, way: Way): Promise<void> {
    const [from, to] = way === 'up' ? [line.client, line.target] : [line.target, line.client];
    let carried = 0;
    const isDead = (): boolean => {
      if (now.isVanished) line.isDead = true;
      return line.isDead;
    };
    for await (const chunk of from) {
      let rest = chunk as Buffer; // a socket without an encoding
      if (now.delayMs) await sleep(now.delayMs, undefined, { ref: false });
      while (rest.length > 0 && !isDead()) {
        if (now.isStalled) { await changed.promise; continue; }
        const { bytesPerSecond, cutAfter } = now;
        const most = Math.min(cutAfter?.[way] === undefined ? Infinity : cutAfter[way] - carried, bytesPerSecond === undefined ? Infinity : Math.max(1, Math.floor(bytesPerSecond / 20)));
        if (most <= 0) return end(line);
        const piece = rest.subarray(0, most);
        rest = rest.subarray(piece.length);
        carried += piece.length;
        if (!to.write(piece)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
        if (bytesPerSecond !== undefined) await sleep((1_000 * piece.length) / bytesPerSecond, undefined, { ref: false });
      }
    }
    while (now.isStalled && !isDead()) await changed.promise;
    if (!isDead()) to.end();
  }

  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const line: Line = { client, target: net.connect({ host: hostname, port: Number(port), allowHalfOpen: true, noDelay: true }), isDead: now.isVanished === true };
    lines.add(line);
    for (const socket of [line.client, line.target]) {
      socket.on('error', () => { if (!line.isDead) end(line); });
      socket.on('close', () => { if (!line.isDead && line.client.destroyed && line.target.destroyed) lines.delete(line); });
    }
    // A broken socket ends its iteration with the error that is heard above.
    void carry(line, 'up').catch(() => { if (!line.isDead) end(line); });
    void carry(line, 'down').catch(() => { if (!line.isDead) end(line); });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = Object(server.address()) as net.AddressInfo; // it listens on a port

  return {
    port: own.port,
    url: (address) => {
      const url = new URL(address);
      url.hostname = '127.0.0.1';
      url.port = String(own.port);
      return url.href.replace(/\/$/u, '');
    },
    weather: (next) => {
      now = next;
      // Whatever is open when the other side vanishes is lost, even where nothing is being said.
      if (next.isVanished) for (const line of lines) line.isDead = true;
      changed.resolve(undefined);
      changed = Promise.withResolvers();
    },
    connections: () => lines.size,
    cut: () => { for (const line of lines) end(line); },
    close: async () => {
      for (const line of lines) end(line);
      now = {};
      changed.resolve(undefined);
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}
