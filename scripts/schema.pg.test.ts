import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type TestDatabase, withEmptyDatabase } from '../test/support/pg.ts';
import { printDbTypes } from './db-types.ts';
import { printSchema } from './schema.ts';

const example = `
  create extension pg_trgm;
  create schema b;
  create schema a;
  comment on schema a is 'The first.';
  create type a.colour as enum ('red', 'it''s');
  create domain a.code as text check (value ~ '^[0-9]+$') not null;
  create function a.double(n int) returns int language sql immutable as $$ select n * 2 $$;
  comment on function a.double(int) is 'Twice.';
  create function a.touch() returns trigger language plpgsql as $$ begin return new; end $$;
  create table a.unit (id int primary key, name text not null);
  create table a.thing (
    id bigint generated always as identity primary key,
    unit_id int not null references a.unit,
    step text not null check (step in ('open', 'it''s closed')),
    kind text check (kind = 'only'),
    mood a.colour,
    code a.code,
    at timestamptz not null default now(),
    price numeric(8, 2),
    twice int generated always as (a.double(unit_id)) stored,
    tags text[] not null default '{}',
    data jsonb,
    place daterange,
    check (unit_id > 0 or step = 'open'),
    unique (unit_id, at)
  );
  comment on table a.thing is 'What is kept.';
  comment on column a.thing.price is 'In yuan.';
  create index thing_open on a.thing (at desc) where step = 'open';
  create trigger touch before update on a.thing for each row execute function a.touch();
  create view a.thing_facts with (security_barrier) as select id, step from a.thing;
  alter table a.thing enable row level security;
  create policy own on a.thing for select using (unit_id = 1);
  revoke execute on function a.touch() from public;
  grant usage on schema a to jingwei_app;
  grant insert, select on a.thing to jingwei_app;
  grant update (step, price) on a.thing to jingwei_app;
  create table b.part (id int not null, day date not null) partition by range (day);
  create table b.part_2026 partition of b.part for values from ('2026-01-01') to ('2027-01-01');
`;

async function withExample<T>(use: (database: TestDatabase) => Promise<T>): Promise<T> {
  return withEmptyDatabase(async (database) => {
    await sql.raw(example).execute(database.ownerDb);
    return use(database);
  });
}

test('the printed schema names everything that a reviewer must see', () =>
  withExample(async ({ ownerUrl }) => {
    const text = await printSchema(ownerUrl);
    for (const line of [
      'create extension pg_trgm;',
      "comment on schema a is 'The first.';",
      'grant usage on schema a to jingwei_app;',
      "create type a.colour as enum ('red', 'it''s');",
      "create domain a.code as text not null CHECK ((VALUE ~ '^[0-9]+$'::text));",
      'CREATE OR REPLACE FUNCTION a.double(n integer)',
      "comment on function a.double(integer) is 'Twice.';",
      'revoke execute on function a.touch() from public;',
      '  id bigint not null generated always as identity,',
      '  at timestamp with time zone not null default now(),',
      '  twice integer generated always as (a.double(unit_id)) stored,',
      '  constraint thing_pkey PRIMARY KEY (id),',
      '  constraint thing_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES a.unit(id)',
      "CREATE INDEX thing_open ON a.thing USING btree (at DESC) WHERE (step = 'open'::text);",
      'CREATE TRIGGER touch BEFORE UPDATE ON a.thing FOR EACH ROW EXECUTE FUNCTION a.touch();',
      'alter table a.thing enable row level security;',
      'create policy own on a.thing for select to public using ((unit_id = 1));',
      'grant insert, select on a.thing to jingwei_app;',
      'grant update (price) on a.thing to jingwei_app;',
      'grant update (step) on a.thing to jingwei_app;',
      "comment on table a.thing is 'What is kept.';",
      "comment on column a.thing.price is 'In yuan.';",
      'create view a.thing_facts with (security_barrier=true) as',
      ') partition by RANGE (day);',
      ") -- partition of b.part FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(text).not.toContain('similarity');
  }));

test('two databases made by the same steps print the same text', () =>
  withExample((first) => withExample(async (second) => expect(await printSchema(first.ownerUrl)).toBe(await printSchema(second.ownerUrl)))));

test('row types say what is read and what may be written', () =>
  withExample(async ({ ownerUrl }) => {
    const text = await printDbTypes(ownerUrl);
    expect(text.slice(text.indexOf('/** What is kept. */'))).toBe(`/** What is kept. */
export type AThing = {
  id: ReadOnly<number>;
  unit_id: number;
  step: 'open' | 'it\\'s closed';
  kind: 'only' | null;
  mood: 'red' | 'it\\'s' | null;
  code: string;
  at: Generated<Timestamp>;
  /** In yuan. */
  price: Numeric | null;
  twice: ReadOnly<number | null>;
  tags: Generated<string[]>;
  data: Json | null;
  place: string | null;
};

export type AThingFacts = {
  id: ReadOnly<number | null>;
  step: ReadOnly<string | null>;
};

export type AUnit = {
  id: number;
  name: string;
};

export type BPart = {
  id: number;
  day: string;
};

export type Database = {
  'a.thing': AThing;
  'a.thing_facts': AThingFacts;
  'a.unit': AUnit;
  'b.part': BPart;
};
`);
  }));
