import { Kysely, PostgresDialect } from 'kysely';
import type { Socket } from 'node:net';
import pg from 'pg';
import type { Database } from './db-types.ts';
import { errorFields, type Log } from './log.ts';

export type { Database } from './db-types.ts';

export type Db = Kysely<Database>;

export type OpenDb = {
  readonly db: Db;
  readonly pool: pg.Pool;
  /** Waits for the queries under way. */
  readonly close: () => Promise<void>;
  /** Gives up every connection, lent or not: the other end of them has vanished. Who waits on one is told that it is lost. */
  readonly renew: () => void;
};

export type OpenDbOptions = {
  /** Most connections at once; 10 where not said. */
  readonly max?: number;
  /** Seen in `pg_stat_activity`. */
  readonly applicationName: string;
  /** Takes this role at the start of every connection; for a login that may be several. */
  readonly role?: string;
  /** A statement that takes longer is cancelled; 0 (where not said) lets it run. */
  readonly statementTimeoutMs?: number;
  /** How long one waits for a connection while all are lent; 10 s where not said. */
  readonly patienceMs?: number;
  readonly log?: Log;
};

/**
 * Columns arrive as: bigint → number (throws beyond 2^53), numeric → string, date → 'YYYY-MM-DD',
 * timestamptz → Date, interval → PostgreSQL's text, jsonb → parsed.
 */
export function openDb(url: string, options: OpenDbOptions): OpenDb {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.patienceMs ?? 10_000,
    // A transaction that nobody goes on with would hold its locks for ever.
    idle_in_transaction_session_timeout: 60_000,
    // An idle connection whose other end has vanished is found out by the kernel's questions.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // What is asked together is sent together; each statement still fails alone.
    pipeline: true,
    types: columnTypes,
    ...(options.role === undefined ? {} : { options: `-c role=${options.role}` }),
    ...(options.statementTimeoutMs ? { statement_timeout: options.statementTimeoutMs } : {}),
  });
  const made = new Set<pg.PoolClient>();
  pool.on('remove', (client) => { made.delete(client); });
  pool.on('connect', (client) => {
    made.add(client);
    sendTogether(client);
    // Lost while it is lent: whoever has it is told by his query; without a listener the process would end.
    client.on('error', () => undefined);
  });
  // The pool replaces a lost connection; without a listener its loss would end the process.
  pool.on('error', (error) => options.log?.info('database connection lost', errorFields(error)));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return {
    db, pool, close: () => db.destroy(),
    renew: () => { for (const client of made) streamOf(client).destroy(new Error('Connection terminated: the other end does not answer')); },
  };
}

/** No name for it in the types of `pg`. */
function streamOf(client: pg.PoolClient): Socket {
  return Reflect.get(Object(Reflect.get(client, 'connection')), 'stream') as Socket; // what every connection of `pg` has
}

/** How the door opens a transaction: it is sent with the first statement, whose answer is the answer to both. */
export const openedWithFirst = 'read committed';

/**
 * Statements with parameters are prepared once for each connection: most of a small statement's time is its parsing and
 * planning. What is asked before anything is waited for leaves in one packet: system calls and round trips are the rest.
 *
 * The beginning of a transaction that names its isolation (the door's do) is not waited for, nor is the end of one that only
 * read. Should one of these fail after all, the connection is given up: what was sent behind a beginning that failed would
 * stand outside every transaction, so the door's first statement does nothing where its transaction has not begun (`claim.ts`).
 */
function sendTogether(client: pg.PoolClient): void {
  const plain: (...args: unknown[]) => unknown = client.query.bind(client);
  let lost: Error | undefined;
  let isCorked = false;
  let onlyReads = false;
  const giveUp = (error: unknown): void => {
    lost = error instanceof Error ? error : new Error(String(error));
    streamOf(client).destroy(lost);
  };
  const cork = (): void => {
    if (isCorked) return;
    isCorked = true;
    const corked = streamOf(client);
    corked.cork();
    process.nextTick(() => { isCorked = false; corked.uncork(); });
  };
  const unawaited = (text: string, command: string): Promise<unknown> => {
    (plain(text) as Promise<unknown>).catch(giveUp); // without a callback `pg` gives a promise
    return Promise.resolve({ command, rowCount: null, rows: [] });
  };
  const query = (first: unknown, second?: unknown, ...rest: unknown[]): unknown => {
    if (lost && rest.length === 0 && typeof second !== 'function') return Promise.reject(lost);
    cork();
    if (typeof first !== 'string' || typeof second === 'function' || rest.length > 0) return plain(first, second, ...rest);
    if (first.startsWith('start transaction')) {
      onlyReads = first.endsWith('read only');
      return unawaited(first, 'START');
    }
    if (first === 'commit' && onlyReads) {
      onlyReads = false;
      return unawaited(first, 'COMMIT');
    }
    // An end that is not waited for belongs to the transaction that only read, and to none after it.
    if (first === 'begin' || first === 'rollback') onlyReads = false;
    const name = Array.isArray(second) && second.length > 0 ? nameOf(first) : undefined;
    return name === undefined ? plain(first, second) : plain({ name, text: first, values: second });
  };
  Object.assign(client, { query });
}

const statementNames = new Map<string, string>();

function nameOf(text: string): string | undefined {
  const known = statementNames.get(text);
  if (known !== undefined || statementNames.size >= 500) return known;
  const name = `s${statementNames.size}`;
  statementNames.set(text, name);
  return name;
}

// Type numbers of PostgreSQL (pg_type.oid), which `pg` has no names for.
const arrayOf = { int8: 1016, date: 1182, numeric: 1231 } as const;

/** The parsers of `openDb`, for a plain `pg.Client` that must read values the same way. */
export const columnTypes = makeColumnTypes();

function makeColumnTypes() {
  const types = new pg.TypeOverrides();
  const { INT8, DATE, INTERVAL } = pg.types.builtins;
  const asText = (text: string): string => text;
  types.setTypeParser(INT8, 'text', safeInteger);
  types.setTypeParser(arrayOf.int8, 'text', (text: string) => plainArray(text).map((item) => (item === null ? null : safeInteger(item))));
  types.setTypeParser(DATE, 'text', asText);
  types.setTypeParser(INTERVAL, 'text', asText);
  types.setTypeParser(arrayOf.date, 'text', plainArray);
  types.setTypeParser(arrayOf.numeric, 'text', plainArray);
  return types;
}

/** Ids, counts and sums stay below 2^53 for centuries; a rounded id would be another row. */
function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('A bigint beyond 2^53 was read; cast it to text in the query.');
  return value;
}

/** Rows of numbers and of dates need no quotes in PostgreSQL's notation. */
function plainArray(text: string): (string | null)[] {
  if (text === '{}') return [];
  if (!/^\{[^{}"]+\}$/u.test(text)) throw new RangeError('Only arrays of one dimension are read.');
  return text.slice(1, -1).split(',').map((item) => (item === 'NULL' ? null : item));
}
