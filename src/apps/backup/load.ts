import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createZstdDecompress } from 'node:zlib';
import pg from 'pg';
import { StartError } from '../../platform/start-error.ts';
import { copyIn } from './copy.ts';
import { quoted, sameTexts, tablesOf, type Table } from './export.ts';
import type { Manifest } from './manifest.ts';

/**
 * Fills a database that was just migrated to the backup's structure, in one transaction: all of it or nothing. Foreign
 * keys are taken off and put on again, so every one of them is checked; the epoch is a new one.
 */
export async function loadTables(url: string, folder: string, manifest: Manifest, say: (line: string) => void): Promise<{ readonly rows: number }> {
  const client = new pg.Client({ connectionString: url, application_name: 'jingwei restore' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`${sameTexts}; begin; set local idle_in_transaction_session_timeout = 0; set local statement_timeout = 0`);
    const tables = await matching(client, manifest);
    const names = tables.map(nameOf);
    const { rows: keys } = await client.query<{ table: string; name: string; text: string }>(`
      select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as text from pg_constraint where contype = 'f' and conrelid::regclass::text = any($1)`, [tables.map(({ schema, name }) => `${schema}.${name}`)]);
    for (const { table, name } of keys) await client.query(`alter table ${table} drop constraint ${quoted(name)}`);
    const { rows: forced } = await client.query<{ table: string }>('select oid::regclass::text as table from pg_class where relforcerowsecurity and oid::regclass::text = any($1)', [tables.map(({ schema, name }) => `${schema}.${name}`)]);
    // The owner may; a policy for the app's requests is none for its restore.
    for (const { table } of forced) await client.query(`alter table ${table} no force row level security`);
    for (const name of names) await client.query(`alter table ${name} disable trigger user`);
    await client.query(`truncate ${names.join(', ')}`);
    let total = 0;
    for (const [index, table] of tables.entries()) {
      const kept = manifest.tables[index];
      if (!kept?.part) throw new Error(`no part for ${table.name}`);
      const rows = await copyIn(client, `copy ${nameOf(table)} (${kept.columns.map(quoted).join(', ')}) from stdin`, createReadStream(path.join(folder, kept.part.file)).pipe(createZstdDecompress()));
      if (rows !== kept.rows) throw new StartError('restore/rows', `表 ${table.schema}.${table.name} 应有 ${kept.rows} 行，读到 ${rows} 行。 The table ${table.schema}.${table.name} has ${rows} rows instead of ${kept.rows}.`);
      if (rows >= 100_000) say(`  ${table.schema}.${table.name} ${rows} 行`);
      total += rows;
    }
    for (const { schema, name, value } of manifest.sequences) {
      if (value !== null) await client.query('select setval($1::regclass, $2::bigint)', [`${quoted(schema)}.${quoted(name)}`, value]);
    }
    for (const name of names) await client.query(`alter table ${name} enable trigger user`);
    for (const { table } of forced) await client.query(`alter table ${table} force row level security`);
    for (const { table, name, text } of keys) await client.query(`alter table ${table} add constraint ${quoted(name)} ${text}`);
    await client.query('update platform.installation set epoch = gen_random_uuid()');
    await client.query('commit');
    await client.query('analyze');
    return { rows: total };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The database's tables in the order of the manifest; a different structure is an error. */
async function matching(client: pg.Client, manifest: Manifest): Promise<Table[]> {
  const here = new Map((await tablesOf(client)).map((table) => [`${table.schema}.${table.name}`, table]));
  here.delete('platform.migration');
  const tables = manifest.tables.map((kept) => {
    const table = here.get(`${kept.schema}.${kept.name}`);
    here.delete(`${kept.schema}.${kept.name}`);
    if (!table || table.columns.map(({ name }) => name).toSorted().join() !== kept.columns.toSorted().join()) throw new StartError('restore/structure', `表 ${kept.schema}.${kept.name} 的结构与备份不同。 The table ${kept.schema}.${kept.name} is not built as in the backup.`);
    return table;
  });
  if (here.size > 0) throw new StartError('restore/structure', `备份里没有这些表：${[...here.keys()].join('、')}。 The backup lacks tables.`);
  return tables;
}

function nameOf({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return `${quoted(schema)}.${quoted(name)}`;
}
