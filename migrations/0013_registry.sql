-- People, households, places and things of a grid, and who needs care. Numbers of documents and telephones are sealed (src/platform/vault.ts):
-- what lies here is found by a keyed hash whose key does not.
create table platform.data_key (
  class text not null check (class in ('document', 'contact', 'care')),
  version int not null check (version between 1 and 65535),
  wrapped bytea not null check (length(wrapped) = 60),
  made_at timestamptz not null default now(),
  primary key (class, version)
);
comment on table platform.data_key is 'Keys of sealed fields, each wrapped by a key of the secrets file; without that they open nothing.';
grant select, insert, update on platform.data_key to jingwei_app;

create schema registry;

create table registry.batch (
  id uuid primary key,
  kind text not null check (kind in ('import', 'merge')),
  area_path text not null,
  at timestamptz not null default platform.now(),
  by_person int references identity.person (id),
  by_name text not null,
  detail jsonb not null default '{}',
  undone_at timestamptz,
  undone_by_name text
);
create index batch_area on registry.batch (area_path collate "C", at);
comment on table registry.batch is 'Facts that came together and can be taken back together: an import, a merge of two people.';

create table registry.household (
  id uuid primary key,
  area_id int not null references geography.area (id),
  area_path text not null,
  number text not null default '' check (char_length(number) <= 40),
  address text not null default '' check (char_length(address) <= 200),
  head_id uuid,
  batch_id uuid references registry.batch (id),
  registered_at timestamptz not null default platform.now(),
  withdrawn_at timestamptz
);
create index household_area on registry.household (area_path collate "C", id);
create unique index household_number on registry.household (area_id, number) where number <> '' and withdrawn_at is null;
create index household_place on registry.household (area_id);

create table registry.person (
  id uuid primary key,
  area_id int not null references geography.area (id),
  area_path text not null,
  name text not null check (char_length(name) between 1 and 50),
  name_key text not null,
  sex text check (sex in ('male', 'female')),
  birth_date date,
  residence text check (residence in ('local', 'floating', 'overseas')),
  status text not null default 'here' check (status in ('here', 'away', 'movedOut', 'deceased')),
  address text not null default '' check (char_length(address) <= 200),
  household_id uuid references registry.household (id),
  relation text check (relation in ('head', 'spouse', 'child', 'parent', 'grandchild', 'grandparent', 'sibling', 'other')),
  id_kind text check (id_kind in ('idCard', 'residencePermit', 'hkMacaoPermit', 'taiwanPermit', 'foreignPermit', 'passport')),
  id_sealed bytea,
  id_hash bytea check (length(id_hash) = 32),
  phone_sealed bytea,
  phone_hash bytea check (length(phone_hash) = 32),
  revision int not null default 1,
  batch_id uuid references registry.batch (id),
  registered_at timestamptz not null default platform.now(),
  merged_into uuid references registry.person (id),
  withdrawn_at timestamptz,
  check ((id_kind is null) = (id_sealed is null) and (id_sealed is null) = (id_hash is null) and (phone_sealed is null) = (phone_hash is null)),
  check (merged_into is distinct from id)
);
create index person_area on registry.person (area_path collate "C", id) where withdrawn_at is null and merged_into is null;
create index person_place on registry.person (area_id);
create index person_household on registry.person (household_id);
create index person_merged on registry.person (merged_into) where merged_into is not null;
create index person_name on registry.person (name_key, birth_date);
create unique index person_document on registry.person (id_hash, area_id) where withdrawn_at is null and merged_into is null;
create index person_phone on registry.person (phone_hash) where phone_hash is not null;
create index person_batch on registry.person (batch_id) where batch_id is not null;
comment on column registry.person.id_hash is 'HMAC of the normalised number with a key that is not in the database; for exact look-up alone.';
comment on column registry.person.name_key is 'The name without spaces and dots, for comparing.';
comment on index registry.person_document is 'Nobody twice in one grid. Of two grids both may know him: whoever sees both finds the pair among the duplicates and merges it.';
alter table registry.household add foreign key (head_id) references registry.person (id);

create table registry.place (
  id uuid primary key,
  area_id int not null references geography.area (id),
  area_path text not null,
  category text not null check (category in ('risk', 'key', 'compound', 'enterprise')),
  kind text not null check (kind ~ '^[a-zA-Z]{2,30}$'),
  name text not null check (char_length(name) between 1 and 100),
  address text not null default '' check (char_length(address) <= 200),
  longitude double precision check (longitude between -180 and 180),
  latitude double precision check (latitude between -90 and 90),
  risk text not null default 'none' check (risk in ('none', 'low', 'medium', 'high')),
  contact_name text not null default '' check (char_length(contact_name) <= 50),
  phone_sealed bytea,
  phone_hash bytea check (length(phone_hash) = 32),
  managed boolean,
  households int check (households >= 0),
  note text not null default '' check (char_length(note) <= 500),
  revision int not null default 1,
  batch_id uuid references registry.batch (id),
  registered_at timestamptz not null default platform.now(),
  withdrawn_at timestamptz,
  check ((longitude is null) = (latitude is null) and (phone_sealed is null) = (phone_hash is null))
);
create index place_area on registry.place (area_path collate "C", id) where withdrawn_at is null;
create index place_place on registry.place (area_id);
comment on column registry.place.managed is 'Of a compound: whether a company manages it. Null where it does not apply.';

create table registry.thing (
  id uuid primary key,
  area_id int not null references geography.area (id),
  area_path text not null,
  place_id uuid references registry.place (id),
  kind text not null check (kind ~ '^[a-zA-Z]{2,30}$'),
  name text not null check (char_length(name) between 1 and 100),
  code text not null default '' check (char_length(code) <= 40),
  address text not null default '' check (char_length(address) <= 200),
  state text not null default 'good' check (state in ('good', 'damaged', 'missing')),
  note text not null default '' check (char_length(note) <= 500),
  revision int not null default 1,
  registered_at timestamptz not null default platform.now(),
  withdrawn_at timestamptz
);
create index thing_area on registry.thing (area_path collate "C", id) where withdrawn_at is null;
create index thing_place on registry.thing (area_id);
create index thing_of_place on registry.thing (place_id) where place_id is not null;

create table registry.fact (
  id uuid primary key,
  seq bigint generated always as identity,
  subject_kind text not null check (subject_kind in ('person', 'household', 'place', 'thing')),
  subject_id uuid not null,
  field text not null check (field ~ '^[a-zA-Z]{2,30}$'),
  value text,
  sealed bytea,
  hash bytea check (length(hash) = 32),
  source text not null check (source in ('self', 'visit', 'document', 'department', 'import', 'merge', 'undo')),
  observed_on date not null,
  at timestamptz not null default platform.now(),
  by_person int references identity.person (id),
  by_name text not null,
  batch_id uuid references registry.batch (id)
);
create index fact_subject on registry.fact (subject_id, field, seq);
create index fact_batch on registry.fact (batch_id) where batch_id is not null;
comment on table registry.fact is 'What was found of a field, by which way, on which day; only ever added to. What holds is the fold of it (src/domains/registry/rules/facts.ts) and stands in the subject''s own row.';
comment on column registry.fact.value is 'As text; of a sealed field null, with the value in `sealed`.';

create table registry.not_same (
  a uuid not null references registry.person (id),
  b uuid not null references registry.person (id),
  at timestamptz not null default platform.now(),
  by_name text not null,
  reason text not null check (char_length(reason) between 2 and 500),
  primary key (a, b),
  check (a < b)
);

create table registry.care_need (
  id uuid primary key,
  person_id uuid not null references registry.person (id),
  kind text not null check (kind in ('livingAlone', 'emptyNest', 'leftBehindElder', 'disability', 'chronicIllness', 'hardship', 'lostFamily', 'other', 'sealed')),
  sensitive boolean not null,
  basis text not null check (basis in ('consent', 'guardianConsent', 'duty', 'emergency')),
  tier text not null check (tier in ('high', 'medium', 'low')),
  cycle_days int not null check (cycle_days between 1 and 366),
  owner_id int not null references identity.person (id),
  helper_ids int[] not null check (cardinality(helper_ids) between 1 and 20),
  start_on date not null,
  end_on date not null,
  last_visit_on date,
  ended_on date,
  detail_sealed bytea not null,
  opened_at timestamptz not null default platform.now(),
  opened_by int references identity.person (id),
  check (end_on >= start_on and end_on <= start_on + 366),
  check (kind <> 'sealed' or sensitive),
  check (owner_id = any (helper_ids))
);
create index care_need_person on registry.care_need (person_id);
create index care_need_helper on registry.care_need using gin (helper_ids);
comment on column registry.care_need.kind is 'Of what only its helpers may know: sealed, with the kind in `detail_sealed`.';
comment on column registry.care_need.detail_sealed is 'Kind, what the basis rests on, notes, and why it ended, as JSON.';
comment on column registry.care_need.helper_ids is 'People of the office who help; the owner is one of them.';
comment on column registry.care_need.end_on is 'It ends by itself on this day unless somebody looks again.';

create table registry.care_event (
  id uuid primary key,
  need_id uuid not null references registry.care_need (id),
  at timestamptz not null default platform.now(),
  action text not null check (action in ('open', 'change', 'helpers', 'end')),
  by_person int references identity.person (id),
  by_name text not null
);
create index care_event_need on registry.care_event (need_id, at);
comment on table registry.care_event is 'Who opened, changed and ended a need; only ever added to.';

-- The second wall. Ids alone, so that the policies of people and of their needs do not ask one another in a circle.
create function registry.helped() returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 100
  as $$ begin
    return query select n.person_id from registry.care_need n where n.helper_ids @> array[platform.wall_person()] and n.ended_on is null and n.end_on >= identity.today();
  end $$;
comment on function registry.helped() is 'Ids of the people whom the caller is named to help, wherever they live; nothing where nobody is known.';

alter table registry.person enable row level security;
create policy read on registry.person for select using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('registry.read'))::text[]) or id = any (array(select registry.helped())));
create policy add on registry.person for insert with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('registry.write'))::text[]));
create policy change on registry.person for update using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('registry.write'))::text[]))
  with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('registry.write'))::text[]));

alter table registry.household enable row level security;
create policy read on registry.household for select using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('registry.read'))::text[]));
create policy add on registry.household for insert with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('registry.write'))::text[]));
create policy change on registry.household for update using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('registry.write'))::text[]))
  with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('registry.write'))::text[]));

alter table registry.place enable row level security;
create policy read on registry.place for select using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('registry.read'))::text[]));
create policy add on registry.place for insert with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('registry.write'))::text[]));
create policy change on registry.place for update using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('registry.write'))::text[]))
  with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('registry.write'))::text[]));

alter table registry.thing enable row level security;
create policy read on registry.thing for select using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('registry.read'))::text[]));
create policy add on registry.thing for insert with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('registry.write'))::text[]));
create policy change on registry.thing for update using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('registry.write'))::text[]))
  with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('registry.write'))::text[]));

alter table registry.batch enable row level security;
create policy read on registry.batch for select using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('registry.write'))::text[]));
create policy add on registry.batch for insert with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('registry.write'))::text[]));
create policy change on registry.batch for update using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('registry.write'))::text[]))
  with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('registry.write'))::text[]));

alter table registry.fact enable row level security;
create policy read on registry.fact for select using ((select platform.wall_house())
  or exists (select from registry.person p where p.id = subject_id) or exists (select from registry.household h where h.id = subject_id)
  or exists (select from registry.place p where p.id = subject_id) or exists (select from registry.thing t where t.id = subject_id));
create policy add on registry.fact for insert with check ((select platform.wall_house())
  or exists (select from registry.person p where p.id = subject_id and p.area_path ^@ any ((select platform.wall_paths('registry.write'))::text[]))
  or exists (select from registry.household h where h.id = subject_id and h.area_path ^@ any ((select platform.wall_paths('registry.write'))::text[]))
  or exists (select from registry.place p where p.id = subject_id and p.area_path ^@ any ((select platform.wall_paths('registry.write'))::text[]))
  or exists (select from registry.thing t where t.id = subject_id and t.area_path ^@ any ((select platform.wall_paths('registry.write'))::text[])));

alter table registry.not_same enable row level security;
create policy read on registry.not_same for select using ((select platform.wall_house()) or (exists (select from registry.person p where p.id = a) and exists (select from registry.person p where p.id = b)));
create policy add on registry.not_same for insert with check ((select platform.wall_house())
  or (exists (select from registry.person p where p.id = a) and exists (select from registry.person p where p.id = b) and (select platform.wall_paths('registry.merge')) <> '{}'));

alter table registry.care_need enable row level security;
create policy read on registry.care_need for select using ((select platform.wall_house()) or helper_ids @> array[(select platform.wall_person())]
  or (not sensitive and exists (select from registry.person p where p.id = person_id and p.area_path ^@ any ((select platform.wall_paths('registry.care'))::text[]))));
create policy add on registry.care_need for insert with check ((select platform.wall_house())
  or exists (select from registry.person p where p.id = person_id and p.area_path ^@ any ((select platform.wall_paths('registry.careManage'))::text[])));
create policy change on registry.care_need for update
  using ((select platform.wall_house()) or helper_ids @> array[(select platform.wall_person())]
    or (not sensitive and exists (select from registry.person p where p.id = person_id and p.area_path ^@ any ((select platform.wall_paths('registry.careManage'))::text[]))))
  with check ((select platform.wall_house()) or helper_ids @> array[(select platform.wall_person())]
    or (not sensitive and exists (select from registry.person p where p.id = person_id and p.area_path ^@ any ((select platform.wall_paths('registry.careManage'))::text[]))));
comment on policy read on registry.care_need is 'Its helpers; of what is no child''s and no disorder of the mind, also those who keep the care register where the person lives.';

alter table registry.care_event enable row level security;
create policy read on registry.care_event for select using ((select platform.wall_house()) or exists (select from registry.care_need n where n.id = need_id));
create policy add on registry.care_event for insert with check ((select platform.wall_house()) or by_person = (select platform.wall_person()));

grant usage on schema registry to jingwei_app;
grant select, insert, update on registry.person, registry.household, registry.place, registry.thing, registry.batch, registry.care_need to jingwei_app;
grant select, insert on registry.fact, registry.not_same, registry.care_event to jingwei_app;

insert into identity.role_permission (role, permission)
select role, permission from (values
  ('gridWorker', 'registry.read'), ('gridWorker', 'registry.write'), ('gridWorker', 'registry.reveal'), ('gridWorker', 'registry.care'),
  ('gridLeader', 'registry.read'), ('gridLeader', 'registry.write'), ('gridLeader', 'registry.reveal'), ('gridLeader', 'registry.care'), ('gridLeader', 'registry.careManage'),
  ('communityClerk', 'registry.read'), ('communityClerk', 'registry.write'), ('communityClerk', 'registry.reveal'), ('communityClerk', 'registry.care'), ('communityClerk', 'registry.careManage'),
  ('communityClerk', 'registry.merge'), ('communityClerk', 'registry.import'), ('communityClerk', 'registry.export'),
  ('dispatcher', 'registry.read'), ('leader', 'registry.read')) as shipped(role, permission)
where exists (select from identity.role r where r.code = shipped.role)
on conflict do nothing;
