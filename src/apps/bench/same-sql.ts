import type pg from 'pg';
import { createRequire } from 'node:module';

/** What the driver sent for one request, in order. */
export type Sent = { readonly text: string; readonly values: readonly unknown[] };

/** Listens to every statement of the pool; the answer gives and forgets what was heard. */
export function listenTo(pool: pg.Pool): () => Sent[] {
  let heard: Sent[] = [];
  const known = new WeakSet<pg.PoolClient>();
  pool.on('acquire', (client) => {
    if (known.has(client)) return;
    known.add(client);
    const plain: (...args: unknown[]) => unknown = client.query.bind(client);
    Object.assign(client, { query: (first: unknown, second?: unknown, ...rest: unknown[]) => {
      const text: unknown = typeof first === 'string' ? first : Reflect.get(Object(first), 'text');
      if (typeof text === 'string') heard.push({ text, values: Array.isArray(second) ? second : [] });
      return plain(first, second, ...rest);
    } });
  });
  return () => {
    const all = heard;
    heard = [];
    return all;
  };
}

/** What differs from one report to the next, and the SQL that makes it anew from `:n`. */
export type Varying = { readonly value: string; readonly sql: string; readonly type: 'uuid' | 'text' };

/** The same statements as a script of pgbench: what is the same each time stands in it, what differs is made from `:n`. */
export function pgbenchScript(sent: readonly Sent[], varying: readonly Varying[]): string {
  const lines = sent.map(({ text, values }) => `${text.replace(/\$(\d+)/gu, (_whole, place: string, at: number) => {
    const value = valueOf(values[Number(place) - 1], varying);
    // A setting is text, whatever is kept in it.
    return /set_config\([^()]*,\s*$/u.test(text.slice(0, at)) ? `(${value})::text` : value;
  }).replace(/\s+/gu, ' ').trim()};`);
  return ['\\set n random(1, 9000000000000000000)', ...lines].join('\n');
}

const driver: { prepareValue: (value: unknown) => string | Buffer | null } = createRequire(import.meta.url)('pg/lib/utils.js');

function valueOf(value: unknown, varying: readonly Varying[]): string {
  const prepared = driver.prepareValue(value);
  if (prepared === null) return 'NULL';
  if (typeof prepared !== 'string') return `'\\x${prepared.toString('hex')}'`;
  const whole = varying.find((one) => one.value === prepared);
  if (whole) return `(${whole.sql})::${whole.type}`;
  let parts = [prepared];
  for (const one of varying) parts = parts.flatMap((part) => part.split(one.value).flatMap((piece, index) => (index === 0 ? [piece] : [one.sql, piece])));
  const made = parts.map((part) => (varying.some((one) => one.sql === part) ? `(${part})::text` : quoted(part)));
  return made.length === 1 ? (made[0] ?? 'NULL') : `(${made.join(' || ')})`;
}

function quoted(text: string): string {
  // pgbench takes `:name` for a variable of its own, inside quotes too.
  if (!/:[A-Za-z_]/u.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll(':', '\\x3a')}'`;
}
