import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import pg from 'pg';
import { chainStart } from '../../platform/audit-chain.ts';
import { domains } from '../../domains/order.ts';
import { copyOut } from './copy.ts';
import type { Manifest, Part } from './manifest.ts';

/** Schemas of Jingwei; what else is in an operator's database is his. */
export const schemas: readonly string[] = ['platform', ...domains.map((domain) => domain.replaceAll('-', '_'))];

/** Loaded as the migrations leave it, and compared instead. */
const notCopied = new Set(['platform.migration']);

export type Column = { readonly name: string; readonly isTransaction: boolean };
export type Table = { readonly schema: string; readonly name: string; readonly columns: readonly Column[] };

export type Exported = Pick<Manifest, 'at' | 'epoch' | 'migrations' | 'audit' | 'tables' | 'sequences'>;

/**
 * Every table of one moment, while others go on writing: one snapshot for all, each table as PostgreSQL's COPY text,
 * compressed. Needs a login that sees every row; where one hides any, the server refuses instead of leaving them out.
 * `within` is asked in the same snapshot.
 */
export async function exportDatabase(url: string, folder: string, say: (line: string) => void, within: (client: pg.Client) => Promise<void> = () => Promise.resolve()): Promise<Exported> {
  const client = new pg.Client({ connectionString: url, application_name: 'jingwei backup', types: { getTypeParser: () => (text: unknown) => text } });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`${sameTexts}; begin isolation level repeatable read read only; set local row_security = off; set local idle_in_transaction_session_timeout = 0; set local statement_timeout = 0`);
    const facts = await readFacts(client);
    const tables: Manifest['tables'] = [];
    await mkdir(path.join(folder, 'tables'), { recursive: true });
    for (const table of (await tablesOf(client)).filter(({ schema, name }) => !notCopied.has(`${schema}.${name}`))) {
      const { rows, part } = await exportTable(client, table, folder);
      if (rows >= 100_000) say(`  ${table.schema}.${table.name} ${rows} 行`);
      tables.push({ schema: table.schema, name: table.name, columns: table.columns.map(({ name }) => name), rows, part });
    }
    // Not of the snapshot: a sequence may have gone on meanwhile, and then leaves a gap, which is nothing new to it.
    const { rows: sequences } = await client.query<{ schema: string; name: string; value: string | null }>(`
      select schemaname as schema, sequencename as name, last_value::text as value from pg_sequences where schemaname = any($1) order by 1, 2`, [schemas]);
    await within(client);
    await client.query('commit');
    return { ...facts, tables, sequences };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** What a backup is a backup of. */
export async function readFacts(client: pg.Client): Promise<Omit<Exported, 'tables' | 'sequences'>> {
  const { rows: [now] } = await client.query<{ at: string; epoch: string; seq: string | null; head: string | null }>(`
    select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, epoch,
      (select seq::text from platform.audit_link order by audit_link.seq desc limit 1) as seq, (select encode(hash, 'hex') from platform.audit_link order by audit_link.seq desc limit 1) as head
    from platform.installation`);
  if (!now) throw new Error('the database has no installation');
  const { rows: migrations } = await client.query<{ number: number; name: string; sha256: string }>('select number, name, sha256 from platform.migration order by number');
  return {
    at: now.at, epoch: now.epoch, migrations: migrations.map((one) => ({ ...one, number: Number(one.number) })),
    audit: { seq: Number(now.seq ?? 0), head: now.head ?? chainStart.toString('hex') },
  };
}

/** Settings under which a value has one text, whatever the server's own are. */
export const sameTexts = `set client_encoding = 'UTF8'; set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set extra_float_digits = 1; set bytea_output = 'hex'; set lc_monetary = 'C'; set xmloption = 'content'`;

/** Tables with the columns that hold something of their own, in an order that is always the same. */
export async function tablesOf(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<{ schema: string; name: string; columns: string }>(`
    select n.nspname as schema, c.relname as name,
      json_agg(json_build_object('name', a.attname, 'isTransaction', a.atttypid = 'xid8'::regtype) order by a.attnum)::text as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where c.relkind = 'r' and n.nspname = any($1) and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by 1, 2 order by array_position($1, n.nspname::text), 2`, [schemas]);
  return rows.map((row) => ({ ...row, columns: JSON.parse(row.columns) as Column[] })); // built by the statement above
}

/**
 * Numbers of transactions mean something in one server alone. In a copy every row is of a transaction that ended before
 * anything there began.
 */
export function selectOf({ schema, name, columns }: Table): string {
  return `select ${columns.map((column) => (column.isTransaction ? `'3'::xid8 as ${quoted(column.name)}` : quoted(column.name))).join(', ')} from ${quoted(schema)}.${quoted(name)}`;
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

async function exportTable(client: pg.Client, table: Table, folder: string): Promise<{ rows: number; part: Part | null }> {
  const file = `tables/${table.schema}.${table.name}.copy.zst`;
  let rows = 0;
  // Line ends within values are escaped: each that stands is the end of a row.
  const counted = new Transform({ transform: (chunk: Buffer, _encoding, done) => { for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows += 1; done(null, chunk); } });
  const part = await writePart(folder, file, async (tapped) => pipeline(copyOut(client, `copy (${selectOf(table)}) to stdout`), counted, createZstdCompress(), ...tapped));
  return { rows, part };
}

/** Writes a file of the backup through `fill`, flushed; @returns it with its hash. */
export async function writePart(folder: string, file: string, fill: (sinks: readonly [Transform, NodeJS.WritableStream]) => Promise<void>): Promise<Part> {
  const digest = createHash('sha256');
  let bytes = 0;
  const tap = new Transform({ transform: (chunk: Buffer, _encoding, done) => { digest.update(chunk); bytes += chunk.length; done(null, chunk); } });
  await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
  await fill([tap, createWriteStream(path.join(folder, file), { mode: 0o600, flush: true, flags: 'wx' })]);
  return { file, bytes, sha256: digest.digest('hex') };
}
