-- What every domain stands on: idempotent commands, the event feed, the audit, files.
create schema if not exists platform;

create function platform.now() returns timestamptz language sql stable
  as $$ select coalesce(nullif(current_setting('jingwei.clock', true), '')::timestamptz, transaction_timestamp()) $$;
comment on function platform.now() is 'The clock of rules and deadlines: the database''s own, or, in a replay or a test, the hour that the session carries.';

create table platform.installation (
  only_row boolean primary key default true check (only_row),
  epoch uuid not null default gen_random_uuid(),
  created_at timestamptz not null default now()
);
comment on table platform.installation is 'One row. The epoch changes when a backup is restored, so that phones know to send again.';
insert into platform.installation default values;

create table platform.command (
  scope text not null,
  key text not null check (length(key) between 1 and 200),
  body_hash bytea not null,
  result jsonb,
  at timestamptz not null default now(),
  primary key (scope, key)
);
comment on table platform.command is 'Idempotency: claimed in the transaction of the effect; the stored result answers every repeat.';

create table platform.event (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null,
  kind text not null,
  subject text not null,
  area_path text not null collate "C",
  unit_ids int[] not null default '{}',
  person_ids int[] not null default '{}',
  data jsonb not null default '{}'
);
create index event_feed on platform.event (xid, id);
comment on table platform.event is 'The live feed. Read below pg_snapshot_xmin in the order (xid, id): no row of a slow transaction is ever skipped.';

create table platform.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  person_id int,
  person_name text not null,
  in_name_of text,
  post text not null,
  operation text not null,
  subject text not null,
  outcome text not null check (outcome in ('done', 'refused', 'denied')),
  refused text,
  input jsonb not null,
  address text not null
);
create index audit_person on platform.audit (person_id, id desc);
create index audit_subject on platform.audit (subject, id desc);
create index audit_operation on platform.audit (operation, id desc);

create table platform.file (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  received_sha256 text not null,
  media_type text not null,
  bytes int not null,
  width int not null,
  height int not null,
  by_person int,
  at timestamptz not null default now()
);
create index file_received on platform.file (received_sha256);
comment on column platform.file.received_sha256 is 'Hash of the bytes as sent; the stored image is re-encoded without metadata and has its own.';

create view platform.audit_facts as select id, at, person_id, person_name, in_name_of, post, operation, subject, outcome, refused, input, address from platform.audit;

grant usage on schema platform to jingwei_app;
grant select on platform.installation, platform.audit_facts to jingwei_app;
grant select, insert, update on platform.command to jingwei_app;
grant select, insert on platform.event, platform.audit, platform.file to jingwei_app;
