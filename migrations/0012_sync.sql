-- Phones: the row of commands of each, what each command was answered, and what was set aside.
create table platform.device (
  id uuid primary key,
  person_id int not null,
  person_name text not null,
  area_path text not null collate "C",
  last_seq bigint not null default 0 check (last_seq >= 0),
  failures int not null default 0,
  holes int not null default 0,
  frozen_at timestamptz,
  epoch uuid,
  first_contact_at timestamptz not null default platform.now(),
  contact_at timestamptz not null default platform.now(),
  unsent int not null default 0,
  oldest_unsent_at timestamptz,
  parked int not null default 0,
  ahead_seconds double precision not null default 0
);
create index device_person on platform.device (person_id);
create index device_area on platform.device (area_path text_pattern_ops);
create index device_waiting on platform.device (oldest_unsent_at) where unsent > 0;
comment on table platform.device is 'A phone of one person: locked by each of its commands, so that they are done one after the other.';
comment on column platform.device.last_seq is 'The last command that was answered for good; moves in the transaction of its effect.';
comment on column platform.device.failures is 'Exceptions that the next command has caused so far; at the fifth it is set aside.';
comment on column platform.device.holes is 'How often the phone went on behind a command that this server never saw: a backup older than what the phone keeps was restored.';
comment on column platform.device.frozen_at is 'Two different commands came under one number: the phone was cloned, or put back to an old image.';
comment on column platform.device.epoch is 'The epoch of the server that the phone had last seen when it came.';
comment on column platform.device.ahead_seconds is 'How far its clock is ahead of ours; negative: behind.';

create table platform.mutation (
  device_id uuid not null references platform.device (id),
  seq bigint not null check (seq > 0),
  mutation_id uuid,
  person_id int not null,
  body_hash bytea not null check (length(body_hash) = 32),
  hash_key text not null,
  outcome jsonb not null,
  at timestamptz not null default platform.now(),
  primary key (device_id, seq)
);
comment on table platform.mutation is 'What each command of a phone was answered: written in the transaction of its effect, given again to whoever sends it again.';

comment on column platform.mutation.hash_key is 'Marks the secret that the hash was made with.';

create table platform.rejected (
  id bigint generated always as identity primary key,
  device_id uuid not null references platform.device (id),
  seq bigint not null check (seq > 0),
  body_hash bytea not null check (length(body_hash) = 32),
  mutation_id uuid,
  person_id int not null,
  person_name text not null,
  area_path text not null collate "C",
  name text not null check (char_length(name) <= 80),
  written_at text not null check (char_length(written_at) <= 40),
  refused text not null,
  params jsonb not null default '{}',
  body bytea not null,
  at timestamptz not null default platform.now(),
  handed_over_at timestamptz,
  settled_at timestamptz,
  settled_by int,
  unique (device_id, seq, body_hash)
);
create index rejected_person on platform.rejected (person_id, id desc);
create index rejected_mutation on platform.rejected (mutation_id) where mutation_id is not null;
create index rejected_area on platform.rejected (area_path text_pattern_ops, id desc) where settled_at is null;
comment on table platform.rejected is 'What somebody wrote on a phone and a rule refused: kept whole until a person has dealt with it.';
comment on column platform.rejected.body is 'The command as it came, sealed: it may name people and their numbers.';
comment on column platform.rejected.written_at is 'By the phone''s clock, as it said it.';

alter table platform.device enable row level security;
create policy wall on platform.device
  using ((select platform.wall_house()) or person_id = (select platform.wall_person()) or area_path ^@ any ((select platform.wall_paths('dispatch.roster'))::text[]))
  with check ((select platform.wall_house()) or person_id = (select platform.wall_person()));
comment on policy wall on platform.device is 'His own; and, to look at, those of the people whose duty he keeps the roster of.';

alter table platform.mutation enable row level security;
create policy wall on platform.mutation
  using ((select platform.wall_house()) or person_id = (select platform.wall_person()))
  with check ((select platform.wall_house()) or person_id = (select platform.wall_person()));

alter table platform.rejected enable row level security;
create policy wall on platform.rejected
  using ((select platform.wall_house()) or person_id = (select platform.wall_person()) or area_path ^@ any ((select platform.wall_paths('dispatch.roster'))::text[]))
  with check ((select platform.wall_house()) or person_id = (select platform.wall_person()) or area_path ^@ any ((select platform.wall_paths('dispatch.roster'))::text[]));
comment on policy wall on platform.rejected is 'His own; and, to settle, what people wrote whose duty he keeps the roster of.';

grant select, insert, update on platform.device, platform.rejected to jingwei_app;
grant select, insert on platform.mutation to jingwei_app;
