import { writeFile } from 'node:fs/promises';
import pg from 'pg';

/** Writes the row types of the migrated database at `url`; see `printDbTypes`. */
export async function writeDbTypes(url: string, file: string): Promise<void> {
  await writeFile(file, await printDbTypes(url));
}

/**
 * TypeScript row types of every table and view, keyed `schema.table`, as Kysely wants them and as
 * `openDb` reads them. A `check (step in ('a', 'b'))` becomes a union of its words; `comment on`
 * becomes documentation. Columns of views may all be null, since PostgreSQL does not say more.
 */
export async function printDbTypes(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<ColumnRow>(columnQuery);
    return render(rows);
  } finally {
    await client.end();
  }
}

type ColumnRow = {
  readonly schema: string;
  readonly relation: string;
  readonly isView: boolean;
  readonly relationComment: string | null;
  readonly column: string;
  readonly comment: string | null;
  readonly type: string;
  readonly elementType: string | null;
  readonly isNullable: boolean;
  /** Never written: identity always, or computed. */
  readonly isGenerated: boolean;
  readonly hasDefault: boolean;
  /** Texts of the checks that look at this column only. */
  readonly checks: readonly string[];
  readonly labels: readonly string[] | null;
};

function render(rows: readonly ColumnRow[]): string {
  const byRelation = Map.groupBy(rows, (row) => `${row.schema}.${row.relation}`);
  const names = [...byRelation].map(([key, columns]) => ({ key, name: typeName(key), columns }));
  const tables = names.map(({ name, columns }) => `${comment(columns[0]?.relationComment ?? null, '')}export type ${name} = {\n${columns.map(renderColumn).join('')}};`);
  const database = names.map(({ key, name }) => `  '${key}': ${name};\n`).join('');
  const body = tables.join('\n\n');
  const used = Object.entries(aliases).filter(([alias]) => new RegExp(`\\b${alias}\\b`, 'u').test(body));
  return [
    '// Made by "npm run generate" from the migrated database; a change is made in a migration.',
    `import type { ColumnType } from 'kysely';`,
    ...used.map(([, text]) => text),
    body,
    `export type Database = {\n${database}};`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

const aliases = {
  Generated: '/** May be left out when writing. */\nexport type Generated<T> = T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;',
  ReadOnly: '/** Written by the database alone. */\nexport type ReadOnly<T> = T extends ColumnType<infer S, unknown, unknown> ? ColumnType<S, never, never> : ColumnType<T, never, never>;',
  Timestamp: 'export type Timestamp = ColumnType<Date, Date | string, Date | string>;',
  Numeric: '/** Exact, hence text when read. */\nexport type Numeric = ColumnType<string, string | number, string | number>;',
  Json: '/** Written as `JSON.stringify(value)`, since the driver sends an array as a PostgreSQL array; parse what is read. */\nexport type Json = ColumnType<unknown, string, string>;',
};

function renderColumn(row: ColumnRow): string {
  const base = unionOf(row) ?? (row.elementType === null ? scalar(row.type) : arrayType(row.elementType));
  const nullable = row.isNullable ? `${base} | null` : base;
  const type = row.isGenerated || row.isView ? `ReadOnly<${nullable}>` : row.hasDefault ? `Generated<${nullable}>` : nullable;
  const name = /^[a-z_][a-z0-9_]*$/iu.test(row.column) ? row.column : `'${row.column}'`;
  return `${comment(row.comment, '  ')}  ${name}: ${type};\n`;
}

function scalar(type: string): string {
  if (['int2', 'int4', 'int8', 'float4', 'float8', 'oid'].includes(type)) return 'number';
  if (type === 'bool') return 'boolean';
  if (type === 'numeric') return 'Numeric';
  if (type === 'timestamptz' || type === 'timestamp') return 'Timestamp';
  if (type === 'json' || type === 'jsonb') return 'Json';
  if (type === 'bytea') return 'Buffer';
  // Dates, intervals, ranges, uuid, xid8, ltree and the like are read as PostgreSQL's own text.
  return 'string';
}

function arrayType(element: string): string {
  if (['int2', 'int4', 'int8', 'float4', 'float8', 'oid'].includes(element)) return 'number[]';
  if (element === 'bool') return 'boolean[]';
  if (element === 'timestamptz' || element === 'timestamp') return 'Date[]';
  if (element === 'bytea') return 'Buffer[]';
  if (['text', 'varchar', 'bpchar', 'uuid', 'date', 'numeric', 'inet', 'time'].includes(element)) return 'string[]';
  // The driver knows no parser for arrays of other types and hands over "{a,b}".
  return 'string';
}

/** The words that a check allows, as PostgreSQL prints `in` and `=` over a single text column. */
function unionOf(row: ColumnRow): string | undefined {
  if (row.labels !== null) return row.labels.map((label) => quote(label)).join(' | ');
  if (!['text', 'varchar', 'bpchar'].includes(row.type)) return undefined;
  for (const check of row.checks) {
    const list = /^CHECK \(\(\(?"?\w+"?\)?(?:::text)? = ANY \(\(?ARRAY\[(.*)\](?:\)?::text\[\])?\)\)\)$/u.exec(check)?.[1];
    const one = /^CHECK \(\(\(?"?\w+"?\)?(?:::text)? = ('(?:[^']|'')*')::text\)\)$/u.exec(check)?.[1];
    const items = (list ?? one)?.match(/'(?:[^']|'')*'/gu);
    if (items && items.length > 0) return items.map((item) => quote(item.slice(1, -1).replaceAll("''", "'"))).join(' | ');
  }
  return undefined;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function comment(text: string | null, indent: string): string {
  return text === null ? '' : `${indent}/** ${text.replaceAll('*/', '* /').replace(/\s+/gu, ' ')} */\n`;
}

function typeName(key: string): string {
  return key
    .split(/[^A-Za-z0-9]+/u)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

const columnQuery = `
  select n.nspname as schema, c.relname as relation, c.relkind in ('v', 'm') as "isView", obj_description(c.oid, 'pg_class') as "relationComment",
    a.attname as "column", col_description(c.oid, a.attnum) as comment,
    case b.typtype when 'd' then d.typname else b.typname end::text as type,
    e.typname::text as "elementType",
    not (a.attnotnull or b.typnotnull) as "isNullable",
    a.attidentity = 'a' or a.attgenerated <> '' as "isGenerated",
    a.atthasdef or a.attidentity = 'd' as "hasDefault",
    coalesce((select array_agg(pg_get_constraintdef(k.oid) order by k.conname collate "C") from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]), '{}') as checks,
    (select array_agg(l.enumlabel::text order by l.enumsortorder) from pg_enum l where l.enumtypid = b.oid) as labels
  from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace
    join pg_type b on b.oid = a.atttypid
    left join pg_type d on d.oid = b.typbasetype
    left join pg_type e on e.oid = coalesce(d.typelem, b.typelem) and coalesce(d.typcategory, b.typcategory) = 'A'
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition and a.attnum > 0 and not a.attisdropped
    and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and not exists (select from pg_depend x where x.classid = 'pg_class'::regclass and x.objid = c.oid and x.deptype = 'e')
  order by n.nspname collate "C", c.relname collate "C", a.attnum`;
