import http from 'node:http';
import { hashOf, meaningOf, type Journal, type Told } from './journal.ts';

// Clients as phones and desks are: each command has a key before it is first sent, and is sent under it until somebody
// says what became of it.

export type Person = { readonly account: string; readonly personId: number; readonly token: string };

/** One sending: when, how long until its answer, and its status; 0 where there was none. */
export type Attempt = { readonly sentAt: number; readonly tookMs: number; readonly status: number; readonly retryAfter: boolean; readonly refused: string; readonly operation: string; /** Broken off by its own client. */ readonly isDeaf: boolean };

export type Clients = {
  /** Answers 2xx with its body; null where it was refused, or where nobody said what became of it before the end. */
  readonly command: (who: Person, operation: string, key: string, body: Readonly<Record<string, unknown>>, how?: How) => Promise<Record<string, unknown> | null>;
  readonly get: (who: Person, path: string) => Promise<Attempt>;
  /** The moment (`performance.now()`) of the next acknowledgement of something that was sent after that moment; `Infinity` after so many milliseconds. */
  readonly acknowledgedAfter: (moment: number, patienceMs: number) => Promise<number>;
  /** Every attempt from now on, until the answer is called. */
  readonly watch: () => () => readonly Attempt[];
  readonly acknowledged: () => number;
  /** Nobody begins or repeats anything any more. */
  readonly end: () => void;
};
export type How = {
  /** So many copies at the same moment. */
  readonly copies?: number;
  /** The connection breaks before the first answer can be heard; then it is sent again, or never again. */
  readonly deaf?: 'once' | 'for ever';
};

/** @param urls any of several servers of one database, in turn @param patienceMs how long a client waits for an answer */
export function openClients(urls: () => readonly string[], journal: Journal, patienceMs = 30_000): Clients {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 512, scheduling: 'fifo' });
  const collectors = new Set<Attempt[]>();
  const hoping = new Set<(attempt: Attempt) => void>();
  let [turn, acknowledged, ended] = [0, 0, false];

  const note = (attempt: Attempt): void => {
    for (const list of collectors) list.push(attempt);
    if (attempt.status >= 200 && attempt.status < 300 && attempt.operation !== '') for (const hear of hoping) hear(attempt);
  };

  function attempt(method: 'GET' | 'POST', path: string, who: Person, more: { key?: string; body?: string; operation?: string; deafAfterMs?: number | undefined }): Promise<{ readonly told: Told | null; readonly attempt: Attempt }> {
    const sentAt = performance.now();
    const url = urls()[(turn += 1) % urls().length] ?? '';
    const { body = '', operation = '' } = more;
    return new Promise((resolve) => {
      let settled = false;
      const settle = (told: Told | null, retryAfter = false): void => {
        if (settled) return;
        settled = true;
        clearTimeout(late);
        const made = { sentAt, tookMs: performance.now() - sentAt, status: told?.status ?? 0, retryAfter, refused: String(Reflect.get(Object(told?.body), 'refused') ?? ''), operation, isDeaf: more.deafAfterMs !== undefined && told === null };
        note(made);
        resolve({ told, attempt: made });
      };
      const request = http.request(`${url}${path}`, {
        agent, method,
        headers: { authorization: `Bearer ${who.token}`, ...(method === 'POST' ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } : {}), ...(more.key === undefined ? {} : { 'idempotency-key': `"${more.key}"` }) },
      }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part)).on('error', () => settle(null));
        // A page is somebody else's answer (a portal's, a proxy's), whatever its status: it says nothing of the command.
        const isOurs = /\bjson\b/u.test(response.headers['content-type'] ?? '');
        response.on('end', () => (isOurs ? settle({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(parts).toString('utf8')) }, response.headers['retry-after'] !== undefined) : settle(null)));
        response.on('close', () => settle(null));
      });
      const late = setTimeout(() => { settle(null); request.destroy(); }, patienceMs);
      request.on('error', () => settle(null));
      if (more.deafAfterMs !== undefined) request.on('finish', () => setTimeout(() => { settle(null); request.destroy(); }, more.deafAfterMs));
      request.end(body);
    });
  }

  return {
    command: async (who, operation, key, body, how = {}) => {
      const scope = `person:${who.personId}`;
      const text = JSON.stringify(body);
      const [id, description, photos, caseId] = [body['id'], body['description'], body['photos'], body['caseId']];
      journal.write({
        what: 'sent', scope, key, operation, bodyHash: hashOf(text), caseId: typeof caseId === 'string' ? caseId : null,
        id: typeof id === 'string' ? id : null, text: typeof description === 'string' ? description : null, photos: Array.isArray(photos) ? photos.map(String) : [],
      });
      const path = `/api/${operation.replace('.', '/')}`;
      const once = async (deafAfterMs?: number): Promise<Told | null> => {
        const { told } = await attempt('POST', path, who, { key, body: text, operation, deafAfterMs });
        if (told === null) return null;
        journal.write({ what: 'answered', scope, key, answer: told });
        return meaningOf(told) === 'unknown' ? null : told;
      };
      for (let tries = 0; !ended || tries === 0; tries += 1) {
        const isDeaf = how.deaf !== undefined && tries === 0;
        const answers = await Promise.all(Array.from({ length: tries === 0 ? how.copies ?? 1 : 1 }, () => once(isDeaf ? key.charCodeAt(0) % 12 : undefined)));
        if (isDeaf && how.deaf === 'for ever') return null;
        const told = answers.find((one) => one !== null);
        if (told) {
          if (meaningOf(told) !== 'done') return null;
          acknowledged += 1;
          return Object(told.body);
        }
        // Sooner than the server asks for: what is measured is when it takes something in again, not our patience.
        await new Promise((resolve) => { setTimeout(resolve, Math.min(600, 60 * 1.6 ** tries) + Math.random() * 150); });
      }
      return null;
    },
    get: async (who, path) => (await attempt('GET', path, who, {})).attempt,
    acknowledgedAfter: (moment, forMs) => new Promise((resolve) => {
      const late = setTimeout(() => { hoping.delete(hear); resolve(Infinity); }, forMs);
      const hear = (one: Attempt): void => {
        if (one.sentAt < moment) return;
        clearTimeout(late);
        hoping.delete(hear);
        resolve(one.sentAt + one.tookMs);
      };
      hoping.add(hear);
    }),
    watch: () => {
      const list: Attempt[] = [];
      collectors.add(list);
      return () => { collectors.delete(list); return list; };
    },
    acknowledged: () => acknowledged,
    end: () => { ended = true; agent.destroy(); },
  };
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return { notJson: text.slice(0, 200) };
  }
}
