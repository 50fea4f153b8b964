import { Agent, request } from 'node:http';

/** What the interface answered; `body` is parsed JSON. */
export type Answered = { readonly status: number; readonly body: unknown; readonly replayed: boolean };

/** One caller of the real interface on this machine: his token, the hour that he lives in, and keys for what he does. */
export type Caller = {
  readonly get: (path: string, query: Readonly<Record<string, string | number | undefined>>, at: Date | null) => Promise<Answered>;
  readonly post: (path: string, body: unknown, at: Date | null, key?: string) => Promise<Answered>;
  readonly upload: (picture: Buffer) => Promise<Answered>;
};

export type Api = {
  readonly as: (token: string | null) => Caller;
  readonly sent: () => number;
  readonly close: () => void;
};

export function openApi(url: string): Api {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  let sent = 0;
  const call = (method: 'GET' | 'POST', path: string, headers: Record<string, string | number>, body: Buffer | null): Promise<Answered> => new Promise((resolve, reject) => {
    sent += 1;
    const asked = request(`${url}${path}`, { method, agent, headers: { ...headers, ...(body === null ? {} : { 'content-length': body.length }) } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        resolve({ status: response.statusCode ?? 0, body: text === '' ? null : JSON.parse(text), replayed: response.headers['idempotency-replayed'] === 'true' });
      });
    });
    asked.on('error', reject);
    asked.end(body ?? undefined);
  });
  const as = (token: string | null): Caller => {
    const headersAt = (at: Date | null): Record<string, string> => ({
      ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...(at === null ? {} : { 'x-jingwei-clock': at.toISOString() }),
    });
    return {
      get: (path, query, at) => {
        const search = new URLSearchParams(Object.entries(query).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]])));
        return call('GET', `${path}?${search.toString()}`, headersAt(at), null);
      },
      post: (path, body, at, key) => call('POST', path, { ...headersAt(at), 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': `"${key}"` }) }, Buffer.from(JSON.stringify(body))),
      upload: (picture) => call('POST', '/api/files', { ...headersAt(null), 'content-type': 'image/png' }, picture),
    };
  };
  return { as, sent: () => sent, close: () => agent.destroy() };
}

/** A no of the interface where a yes was needed. Names the step and the refusal, never what was sent. */
export class NotAnswered extends Error {
  constructor(what: string, answer: Answered) {
    const refused: unknown = typeof answer.body === 'object' && answer.body !== null ? Reflect.get(answer.body, 'refused') : undefined;
    super(`${what}: ${answer.status}${typeof refused === 'string' ? ` ${refused}` : ''}`);
    this.name = 'NotAnswered';
  }
}
