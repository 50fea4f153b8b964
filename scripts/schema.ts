import pg from 'pg';

/**
 * The migrated database as SQL, for reviewers: one block for each schema, in it functions, tables
 * with everything that belongs to them, views. Made from the catalogue alone and in the order of
 * names, so that the same migrations always print the same text. To be read, not to be run.
 */
export async function printSchema(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // With an empty path PostgreSQL writes every name with its schema.
    await client.query(`set search_path = ''`);
    const texts = async (query: string): Promise<Lines> => {
      const { rows } = await client.query<Line>(query);
      return rows;
    };
    const parts: Parts = {
      extensions: await texts(extensions),
      schemas: await texts(schemas),
      schemaNotes: await texts(schemaNotes),
      types: await texts(types),
      sequences: await texts(sequences),
      functions: await texts(functions),
      relations: await texts(relations),
      columns: await texts(columns),
      constraints: await texts(constraints),
      notes: await texts(notes),
    };
    return render(parts);
  } finally {
    await client.end();
  }
}

/** `schema` and `owner` (a relation, where the line belongs to one) say where `text` is printed. */
type Line = { readonly schema: string; readonly owner: string; readonly kind: string; readonly text: string; readonly after: string };
type Lines = readonly Line[];
type Part = 'extensions' | 'schemas' | 'schemaNotes' | 'types' | 'sequences' | 'functions' | 'relations' | 'columns' | 'constraints' | 'notes';
type Parts = Readonly<Record<Part, Lines>>;

function render(parts: Parts): string {
  const blocks: string[] = ['-- The database after all migrations. Made by "npm run generate"; to be read, not to be run.'];
  if (parts.extensions.length > 0) blocks.push(textsOf(parts.extensions).join('\n'));
  for (const { schema } of parts.schemas) {
    const here = (lines: Lines): Lines => lines.filter((line) => line.schema === schema);
    blocks.push([`create schema ${schema};`, ...textsOf(here(parts.schemaNotes))].join('\n'));
    blocks.push(...textsOf(here(parts.types)), ...textsOf(here(parts.sequences)), ...textsOf(here(parts.functions)));
    for (const relation of here(parts.relations)) {
      const own = (lines: Lines): Lines => here(lines).filter((line) => line.owner === relation.owner);
      blocks.push([renderRelation(relation, own(parts.columns), own(parts.constraints)), ...textsOf(own(parts.notes))].join('\n'));
    }
  }
  return `${blocks.join('\n\n')}\n`;
}

function renderRelation(relation: Line, columnLines: Lines, constraintLines: Lines): string {
  if (relation.kind === 'view') return relation.text;
  const inside = [...columnLines, ...constraintLines].map((line) => `  ${line.text}`).join(',\n');
  return `${relation.text} (\n${inside}\n)${relation.after};`;
}

function textsOf(lines: Lines): string[] {
  return lines.map((line) => line.text);
}

const ours = (namespace: string): string => `${namespace}.nspname !~ '^pg_' and ${namespace}.nspname <> 'information_schema'`;
const notOfExtension = (catalogue: string, oid: string): string =>
  `not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.${catalogue}'::pg_catalog.regclass and d.objid = ${oid} and d.deptype = 'e')`;

/** Selects `grant …` lines; `subject` is what stands after `on`. The owner's own rights go without saying. */
const grants = (acl: string, owner: string, subject: string): string => `
  (select 'grant ' || lower(string_agg(a.privilege_type, ', ' order by a.privilege_type)) || ' on ' || ${subject} || ' to '
      || case a.grantee when 0 then 'public' else pg_catalog.pg_get_userbyid(a.grantee)::text end || ';' as text
    from pg_catalog.aclexplode(${acl}) a where a.grantee <> ${owner}
    group by a.grantee)`;

const extensions = `
  select '' as schema, 'create extension ' || quote_ident(extname) || ';' as text
  from pg_catalog.pg_extension where extname <> 'plpgsql' order by extname collate "C"`;

const schemas = `
  select quote_ident(n.nspname) as schema from pg_catalog.pg_namespace n
  where ${ours('n')} and (
    exists (select from pg_catalog.pg_class c where c.relnamespace = n.oid and ${notOfExtension('pg_class', 'c.oid')})
    or exists (select from pg_catalog.pg_proc p where p.pronamespace = n.oid and ${notOfExtension('pg_proc', 'p.oid')})
    or n.nspname <> 'public')
  order by n.nspname collate "C"`;

const schemaNotes = `
  select schema, text from (
    select quote_ident(n.nspname) as schema, 0 as rank, 'comment on schema ' || quote_ident(n.nspname) || ' is ' || quote_literal(obj_description(n.oid, 'pg_namespace')) || ';' as text
    from pg_catalog.pg_namespace n where ${ours('n')} and obj_description(n.oid, 'pg_namespace') is not null and n.nspname <> 'public'
    union all
    select quote_ident(n.nspname), 1, g.text from pg_catalog.pg_namespace n, lateral ${grants('n.nspacl', 'n.nspowner', `'schema ' || quote_ident(n.nspname)`)} g where ${ours('n')}
    union all
    select quote_ident(n.nspname), 2, 'alter default privileges in schema ' || quote_ident(n.nspname) || ' ' || g.text
    from pg_catalog.pg_default_acl d join pg_catalog.pg_namespace n on n.oid = d.defaclnamespace,
      lateral ${grants('d.defaclacl', 'd.defaclrole', `case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types' else 'schemas' end`)} g
  ) lines order by schema collate "C", rank, text collate "C"`;

const types = `
  select quote_ident(n.nspname) as schema, case t.typtype
      when 'e' then 'create type ' || pg_catalog.format_type(t.oid, null) || ' as enum ('
        || (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) from pg_catalog.pg_enum e where e.enumtypid = t.oid) || ');'
      when 'd' then 'create domain ' || pg_catalog.format_type(t.oid, null) || ' as ' || pg_catalog.format_type(t.typbasetype, t.typtypmod)
        || case when t.typnotnull then ' not null' else '' end || coalesce(' default ' || t.typdefault, '')
        || coalesce((select string_agg(' ' || pg_catalog.pg_get_constraintdef(k.oid), '' order by k.conname collate "C") from pg_catalog.pg_constraint k where k.contypid = t.oid and k.contype = 'c'), '') || ';'
      when 'r' then 'create type ' || pg_catalog.format_type(t.oid, null) || ' as range (subtype = '
        || (select pg_catalog.format_type(r.rngsubtype, null) from pg_catalog.pg_range r where r.rngtypid = t.oid) || ');'
      else 'create type ' || pg_catalog.format_type(t.oid, null) || ' as ('
        || (select string_agg(quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum) from pg_catalog.pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0) || ');'
    end as text
  from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  where ${ours('n')} and ${notOfExtension('pg_type', 't.oid')}
    and (t.typtype in ('e', 'd', 'r') or (t.typtype = 'c' and exists (select from pg_catalog.pg_class c where c.oid = t.typrelid and c.relkind = 'c')))
  order by n.nspname collate "C", t.typname collate "C"`;

// Sequences of identity columns are part of their column.
const sequences = `
  select quote_ident(n.nspname) as schema, concat_ws(E'\\n', 'create sequence ' || c.oid::pg_catalog.regclass || ' as ' || pg_catalog.format_type(s.seqtypid, null)
      || ' start ' || s.seqstart || ' increment ' || s.seqincrement || ' minvalue ' || s.seqmin || ' maxvalue ' || s.seqmax || case when s.seqcycle then ' cycle' else '' end || ';',
      (select string_agg(g.text, E'\\n' order by g.text collate "C") from ${grants('c.relacl', 'c.relowner', `'sequence ' || c.oid::pg_catalog.regclass`)} g)) as text
  from pg_catalog.pg_sequence s join pg_catalog.pg_class c on c.oid = s.seqrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where ${ours('n')} and ${notOfExtension('pg_class', 'c.oid')}
    and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'i')
  order by n.nspname collate "C", c.relname collate "C"`;

const functions = `
  select quote_ident(n.nspname) as schema, concat_ws(E'\\n',
      case when p.prokind = 'a' then 'create aggregate ' || p.oid::pg_catalog.regprocedure || ' …' else rtrim(pg_catalog.pg_get_functiondef(p.oid), E' \\n') end || ';',
      'comment on function ' || p.oid::pg_catalog.regprocedure || ' is ' || quote_literal(obj_description(p.oid, 'pg_proc')) || ';',
      case when p.proacl is not null and not exists (select from pg_catalog.aclexplode(p.proacl) a where a.grantee = 0) then 'revoke execute on function ' || p.oid::pg_catalog.regprocedure || ' from public;' end,
      (select string_agg(g.text, E'\\n' order by g.text collate "C") from ${grants('p.proacl', 'p.proowner', `'function ' || p.oid::pg_catalog.regprocedure`)} g)) as text
  from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where ${ours('n')} and ${notOfExtension('pg_proc', 'p.oid')}
  order by n.nspname collate "C", p.proname collate "C", p.oid::pg_catalog.regprocedure::text collate "C"`;

const relations = `
  select quote_ident(n.nspname) as schema, c.oid::text as owner,
    case when c.relkind in ('v', 'm') then 'view' else 'table' end as kind,
    case c.relkind
      when 'v' then 'create view ' || c.oid::pg_catalog.regclass || coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', '') || E' as\\n' || pg_catalog.pg_get_viewdef(c.oid, true)
      when 'm' then 'create materialized view ' || c.oid::pg_catalog.regclass || E' as\\n' || pg_catalog.pg_get_viewdef(c.oid, true)
      else 'create ' || case c.relpersistence when 'u' then 'unlogged ' else '' end || case c.relkind when 'f' then 'foreign ' else '' end || 'table ' || c.oid::pg_catalog.regclass
    end as text,
    case when c.relispartition then (select ' -- partition of ' || i.inhparent::pg_catalog.regclass || ' ' || pg_catalog.pg_get_expr(c.relpartbound, c.oid) from pg_catalog.pg_inherits i where i.inhrelid = c.oid) else '' end
      || coalesce(' partition by ' || pg_catalog.pg_get_partkeydef(c.oid), '') || coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', '') as after
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where ${ours('n')} and c.relkind in ('r', 'p', 'v', 'm', 'f') and ${notOfExtension('pg_class', 'c.oid')}
  order by n.nspname collate "C", c.relkind in ('v', 'm'), c.relname collate "C"`;

const columns = `
  select quote_ident(n.nspname) as schema, c.oid::text as owner, quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod)
    || coalesce((select ' collate ' || l.oid::pg_catalog.regcollation from pg_catalog.pg_collation l join pg_catalog.pg_type t on t.oid = a.atttypid where l.oid = a.attcollation and a.attcollation <> t.typcollation), '')
    || case when a.attnotnull then ' not null' else '' end
    || case a.attidentity when 'a' then ' generated always as identity' when 'd' then ' generated by default as identity' else '' end
    || case when d.adbin is null then '' when a.attgenerated = '' then ' default ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid)
         else ' generated always as (' || pg_catalog.pg_get_expr(d.adbin, d.adrelid) || case a.attgenerated when 's' then ') stored' else ') virtual' end end as text
  from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where ${ours('n')} and c.relkind in ('r', 'p', 'f') and a.attnum > 0 and not a.attisdropped
  order by a.attrelid, a.attnum`;

// Version 18 lists "not null" as constraints too; they stand with their columns.
const constraints = `
  select quote_ident(n.nspname) as schema, c.oid::text as owner, 'constraint ' || quote_ident(k.conname) || ' ' || pg_catalog.pg_get_constraintdef(k.oid) as text
  from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where ${ours('n')} and k.contype in ('p', 'u', 'c', 'f', 'x') and c.relkind in ('r', 'p', 'f')
  order by array_position(array['p', 'u', 'x', 'c', 'f'], k.contype::text), k.conname collate "C"`;

const notes = `
  select schema, owner, text from (
    select n.nspname, n.oid as namespace, quote_ident(n.nspname) as schema, c.oid::text as owner, line.rank, line.at, line.text
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace, lateral (
      select 0 as rank, 0 as at, pg_catalog.pg_get_indexdef(i.indexrelid) || ';' as text from pg_catalog.pg_index i
        where i.indrelid = c.oid and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
      union all
      select 1, 0, pg_catalog.pg_get_triggerdef(t.oid) || case t.tgenabled when 'D' then '; -- disabled' else ';' end from pg_catalog.pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal
      union all
      select 1, 0, pg_catalog.pg_get_ruledef(r.oid) from pg_catalog.pg_rewrite r where r.ev_class = c.oid and r.rulename <> '_RETURN'
      union all
      select 2, 0, 'alter table ' || c.oid::pg_catalog.regclass || ' enable row level security' || case when c.relforcerowsecurity then ', force row level security' else '' end || ';' where c.relrowsecurity
      union all
      select 3, 0, 'create policy ' || quote_ident(p.polname) || ' on ' || c.oid::pg_catalog.regclass || case when p.polpermissive then '' else ' as restrictive' end
          || ' for ' || case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end
          || ' to ' || (select string_agg(case o.role when 0 then 'public' else pg_catalog.pg_get_userbyid(o.role)::text end, ', ' order by o.role) from unnest(p.polroles) as o (role))
          || coalesce(' using (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')', '') || coalesce(' with check (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')', '') || ';'
        from pg_catalog.pg_policy p where p.polrelid = c.oid
      union all
      select 4, 0, g.text from ${grants('c.relacl', 'c.relowner', 'c.oid::pg_catalog.regclass::text')} g
      union all
      select 4, a.attnum, replace(g.text, ' on ', ' (' || quote_ident(a.attname) || ') on ') from pg_catalog.pg_attribute a, lateral ${grants('a.attacl', 'c.relowner', 'c.oid::pg_catalog.regclass::text')} g where a.attrelid = c.oid and a.attnum > 0
      union all
      select 5, 0, 'comment on ' || case c.relkind when 'v' then 'view ' when 'm' then 'materialized view ' else 'table ' end || c.oid::pg_catalog.regclass || ' is ' || quote_literal(obj_description(c.oid, 'pg_class')) || ';'
        where obj_description(c.oid, 'pg_class') is not null
      union all
      select 6, a.attnum, 'comment on column ' || c.oid::pg_catalog.regclass || '.' || quote_ident(a.attname) || ' is ' || quote_literal(col_description(c.oid, a.attnum)) || ';'
        from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and col_description(c.oid, a.attnum) is not null
    ) line
    where ${ours('n')} and c.relkind in ('r', 'p', 'v', 'm', 'f') and ${notOfExtension('pg_class', 'c.oid')}
  ) lines order by rank, at, text collate "C"`;
