-- The case and its six steps. The row is what the steps add up to; the steps are only ever added to.
create schema incidents;

create table incidents.incident (
  id uuid primary key,
  number text not null unique,
  revision int not null default 0,
  state text not null,
  round int not null default 1,
  class text references dispatch.class (code),
  description text not null,
  source text not null,
  area_id int not null references geography.area (id),
  area_path text not null collate "C",
  address text not null default '',
  longitude double precision,
  latitude double precision,
  happened_at timestamptz,
  reported_at timestamptz not null,
  reporter_person_id int references identity.person (id),
  has_reporter boolean not null,
  -- what the steps add up to (rules/case.ts); never written by hand
  folded jsonb not null,
  needs_request boolean not null default false,
  verifier_id int references identity.person (id),
  checker_id int references identity.person (id),
  lead_unit_id int references identity.unit (id),
  co_unit_ids int[] not null default '{}',
  returns int not null default 0,
  reworks int not null default 0,
  urges int not null default 0,
  card text check (card in ('yellow', 'red', 'black')),
  satisfied boolean,
  fed_back_at timestamptz,
  accepted_at timestamptz,
  filed_at timestamptz,
  dispatched_at timestamptz,
  handled_at timestamptz,
  ended_at timestamptz,
  handled_on_time boolean,
  closed_on_time boolean,
  closing_due_at timestamptz,
  loss_avoided_yuan numeric(14, 2),
  merged_into uuid references incidents.incident (id),
  duplicates int not null default 0 check (duplicates >= 0),
  -- the nearest running deadline, for the list
  due_at timestamptz,
  due_kind text,
  due_provisional boolean not null default false,
  due_paused boolean not null default false,
  photos int not null default 0,
  first_photo text,
  text_key text not null,
  check ((merged_into is not null) = (state = 'merged')),
  check (state in ('reported','accepted','verifying','filed','declined','merged','dispatched','acknowledged','returned','handling','suspended','rework','handled','checking','feedback','closed','evaluated'))
);
comment on column incidents.incident.area_path is 'A copy of the area''s path; a job lets it follow when areas move, so that whoever works there goes on seeing his cases.';
comment on column incidents.incident.text_key is 'Hash of the description without spaces and punctuation: equal words are offered for merging.';
create index incident_area on incidents.incident (area_path, reported_at desc);
create index incident_open_due on incidents.incident (due_at, id) where due_at is not null;
create index incident_state_due on incidents.incident (state, due_at, id);
create index incident_reported on incidents.incident (reported_at desc, id);
create index incident_lead on incidents.incident (lead_unit_id, state);
create index incident_co on incidents.incident using gin (co_unit_ids);
create index incident_reporter on incidents.incident (reporter_person_id, reported_at desc) where reporter_person_id is not null;
create index incident_verifier on incidents.incident (verifier_id) where state = 'verifying';
create index incident_checker on incidents.incident (checker_id) where state = 'checking';
create index incident_merged on incidents.incident (merged_into) where merged_into is not null;
create index incident_text_key on incidents.incident (text_key);

-- Two Chinese characters have no trigram: search goes over bigrams.
create function incidents.bigrams(words text) returns text[] language sql immutable parallel safe
  as $$ select coalesce(array_agg(distinct a || coalesce(b, '')), '{}')
        from (select string_to_array(lower(regexp_replace(words, '\s+', '', 'g')), null) as c) as x, unnest(c, c[2:]) as pair(a, b)
        where b is not null or cardinality(c) = 1 $$;
create index incident_words on incidents.incident using gin (incidents.bigrams(description));

create table incidents.reporter (
  case_id uuid primary key references incidents.incident (id),
  name text not null,
  phone text not null
);
comment on table incidents.reporter is 'Apart from the case, because the unit complained of never sees it.';

create table incidents.step (
  case_id uuid not null references incidents.incident (id),
  seq int not null,
  action text not null,
  from_state text,
  to_state text not null,
  at timestamptz not null,
  happened_at timestamptz not null,
  person_id int references identity.person (id),
  person_name text not null,
  post text not null,
  unit_name text,
  in_name_of text,
  as_reporter boolean not null default false,
  note text not null default '',
  data jsonb not null default '{}',
  photos text[] not null default '{}',
  primary key (case_id, seq)
);
create index step_at on incidents.step (at);
create index step_message on incidents.step (((data->>'unitId')::int), at desc) where action = 'message';

create table incidents.deadline (
  case_id uuid not null references incidents.incident (id),
  stage_no int not null,
  kind text not null,
  started_at timestamptz not null,
  duration jsonb not null,
  pauses jsonb not null default '[]',
  extensions jsonb not null default '[]',
  due_at timestamptz not null,
  provisional boolean not null,
  paused boolean not null default false,
  ended_at timestamptz,
  fired_at timestamptz,
  calendar_version text not null,
  primary key (case_id, stage_no, kind)
);
create index deadline_due on incidents.deadline (due_at) where fired_at is null and ended_at is null and not paused;
create index deadline_provisional on incidents.deadline (case_id) where provisional and ended_at is null;
comment on table incidents.deadline is 'Fired exactly once: fired_at is set where it was null, in the transaction that tells of it.';

create table incidents.digest (
  id bigint generated always as identity primary key,
  person_id int not null references identity.person (id),
  at timestamptz not null,
  cases jsonb not null,
  read_at timestamptz
);
create unique index digest_unread on incidents.digest (person_id) where read_at is null;
comment on table incidents.digest is 'One unread message a person, which grows: an outage of eight hours must not send three thousand.';

create view incidents.case_facts as
  select id, number, state, round, class, area_id, area_path, source, reported_at, accepted_at, filed_at, dispatched_at, handled_at, ended_at,
         handled_on_time, closed_on_time, closing_due_at, lead_unit_id, returns, reworks, satisfied, loss_avoided_yuan, merged_into
  from incidents.incident;
create view incidents.step_facts as select case_id, seq, action, from_state, to_state, at, happened_at, person_id from incidents.step;

grant usage on schema incidents to jingwei_app;
grant select, insert, update on incidents.incident, incidents.deadline, incidents.digest to jingwei_app;
grant select, insert on incidents.reporter, incidents.step to jingwei_app;
grant select on incidents.case_facts, incidents.step_facts to jingwei_app;
