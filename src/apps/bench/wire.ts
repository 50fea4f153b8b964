import net from 'node:net';

/** A connection that asks one thing after the other and reads no more of an answer than its status and its end: next to the server it costs nearly nothing. */
export type Wire = { readonly ask: (request: Buffer) => Promise<number>; readonly close: () => void };

/** @returns a connection to this machine alone; it is opened with the first request and again after a loss */
export function wireTo(url: string): Wire {
  const { hostname, port } = new URL(url);
  let socket: net.Socket | undefined;
  let waiting: { readonly resolve: (status: number) => void; readonly reject: (error: Error) => void } | undefined;
  let heard: Buffer = Buffer.alloc(0);
  const fail = (error: Error): void => {
    socket?.destroy();
    socket = undefined;
    heard = Buffer.alloc(0);
    const asked = waiting;
    waiting = undefined;
    asked?.reject(error);
  };
  const listen = (chunk: Buffer): void => {
    heard = heard.length === 0 ? chunk : Buffer.concat([heard, chunk]);
    const headEnd = heard.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = heard.toString('latin1', 0, headEnd);
    const length = /\r\ncontent-length: *(\d+)/iu.exec(head)?.[1];
    if (length === undefined) { fail(new Error('an answer without its length')); return; }
    if (heard.length < headEnd + 4 + Number(length)) return;
    heard = heard.subarray(headEnd + 4 + Number(length));
    const asked = waiting;
    waiting = undefined;
    asked?.resolve(Number(head.slice(9, 12)));
  };
  const open = (): net.Socket => {
    const opened = net.connect({ host: hostname, port: Number(port), noDelay: true });
    opened.on('data', listen).on('error', fail).on('close', () => { fail(new Error('the connection was closed')); });
    return opened;
  };
  return {
    ask: (request) => new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      socket ??= open();
      socket.write(request);
    }),
    close: () => { socket?.removeAllListeners('close'); socket?.end(); },
  };
}

/** A POST of JSON, whole; what changes from one to the next is in its headers. */
export function postBytes(url: string, body: string, headers: Readonly<Record<string, string>>): Buffer {
  const { host, pathname } = new URL(url);
  const lines = Object.entries({ host, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${pathname} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}
