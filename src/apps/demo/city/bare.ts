import type pg from 'pg';

// Tables without their indexes and constraints while millions of rows go in, and with them again afterwards. What they
// had is read from the catalogue, so that it is exactly what the migrations made.

export type Dress = {
  /** `create index …`, those of primary keys and unique constraints too. */
  readonly indexes: readonly { readonly table: string; readonly name: string; readonly make: string }[];
  /** Constraints that stand on one of those indexes, and then the foreign keys. */
  readonly keys: readonly { readonly table: string; readonly name: string; readonly make: string }[];
  readonly references: readonly { readonly table: string; readonly name: string; readonly make: string }[];
};

type IndexRow = { table: string; name: string; definition: string };
type KeyRow = { table: string; name: string; kind: 'p' | 'u' | 'f'; definition: string };

/** Foreign keys out of these tables too: each row would be looked up. Nobody else may be using them. */
export async function undress(client: pg.Client, tables: readonly string[]): Promise<Dress> {
  const { rows: indexes } = await client.query<IndexRow>(`
    select i.indrelid::regclass::text as "table", c.relname as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = any($1::regclass[]) order by pg_relation_size(i.indrelid), c.relname`, [tables]);
  const { rows: keys } = await client.query<KeyRow>(`
    select conrelid::regclass::text as "table", conname as name, contype::text as kind, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype in ('p', 'u', 'f') and (conrelid = any($1::regclass[]) or confrelid = any($1::regclass[])) order by contype, conname`, [tables]);
  const named = (name: string): string => client.escapeIdentifier(name);
  const dress: Dress = {
    indexes: indexes.map(({ table, name, definition }) => ({ table, name, make: definition })),
    keys: keys.filter(({ kind }) => kind !== 'f').map(({ table, name, kind }) => ({ table, name, make: `alter table ${table} add constraint ${named(name)} ${kind === 'p' ? 'primary key' : 'unique'} using index ${named(name)}` })),
    references: keys.filter(({ kind }) => kind === 'f').map(({ table, name, definition }) => ({ table, name, make: `alter table ${table} add constraint ${named(name)} ${definition}` })),
  };
  await client.query('begin');
  for (const { table, name } of dress.references) await client.query(`alter table ${table} drop constraint ${named(name)}`);
  for (const { table, name } of dress.keys) await client.query(`alter table ${table} drop constraint ${named(name)}`);
  const ofKeys = new Set(dress.keys.map(({ name }) => name));
  for (const { table, name } of dress.indexes) if (!ofKeys.has(name)) await client.query(`drop index ${table.split('.')[0] ?? ''}.${named(name)}`);
  // Their triggers would keep the sums up case by case.
  for (const table of tables) await client.query(`alter table ${table} disable trigger user`);
  await client.query('commit');
  return dress;
}

/** Indexes on all connections at once, one each; keys and references after them. `onDone` is told each that is there. */
export async function dressAgain(clients: readonly pg.Client[], tables: readonly string[], dress: Dress, onDone: (name: string) => void): Promise<void> {
  // The longest first: words of all cases, then whatever stands on the largest tables.
  const waiting = [...dress.indexes].reverse().sort((a, b) => Number(b.make.includes(' gin ')) - Number(a.make.includes(' gin ')));
  const [first] = clients;
  if (!first) throw new Error('no connection to build indexes with');
  await Promise.all(clients.map(async (client) => {
    await client.query(`set maintenance_work_mem = '400MB'`);
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      await client.query(one.make);
      onDone(one.name);
    }
  }));
  for (const { make } of dress.keys) await first.query(make);
  for (const table of tables) await first.query(`alter table ${table} enable trigger user`);
  for (const { name, make } of dress.references) {
    await first.query(make);
    onDone(name);
  }
}
