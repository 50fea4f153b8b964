-- Rounds and visits, what was wished for at a door, the people's diary. Where a resident lives is the registry's; where a worker
-- walked is nobody's: a place is kept only where a plan asks for it, rounded, and for thirty days.
create schema patrol;

create table patrol.plan (
  id uuid primary key,
  kind text not null check (kind in ('round', 'visits', 'joint', 'online', 'checkpoint')),
  title text not null check (char_length(title) between 2 and 60),
  area_id int not null references geography.area (id),
  area_path text not null,
  rhythms jsonb not null default '[]',
  cycle_days int check (cycle_days between 1 and 366),
  unit_ids int[] not null default '{}' check (cardinality(unit_ids) <= 40),
  place_ids uuid[] not null default '{}' check (cardinality(place_ids) <= 200),
  full_time int not null default 0 check (full_time between 0 and 200),
  others int not null default 0 check (others between 0 and 200),
  check_in text not null default 'none' check (check_in in ('none', 'grid', 'coarse')),
  starts_on date not null,
  ends_on date,
  from_time text not null default '' check (from_time ~ '^([01]\d|2[0-3]):[0-5]\d$' or from_time = ''),
  to_time text not null default '' check (to_time ~ '^([01]\d|2[0-3]):[0-5]\d$' or to_time = ''),
  note text not null default '' check (char_length(note) <= 500),
  made_by int references identity.person (id),
  made_at timestamptz not null default platform.now(),
  ended_at timestamptz,
  ended_reason text check (char_length(ended_reason) <= 200),
  check (ends_on is null or ends_on >= starts_on),
  check (check_in <> 'coarse' or kind not in ('online', 'visits')),
  check (kind <> 'visits' or cycle_days is not null)
);
create index plan_area on patrol.plan (area_path collate "C", id);
create index plan_place on patrol.plan (area_id);
comment on column patrol.plan.rhythms is 'On which days it falls: src/domains/patrol/rules/rhythm.ts.';
comment on column patrol.plan.full_time is 'Of an online patrol: how many full-time, and in `others` how many besides ("4+2").';

create table patrol.visit (
  id uuid primary key,
  kind text not null check (kind in ('visit', 'round', 'shift')),
  plan_id uuid references patrol.plan (id),
  person_id uuid references registry.person (id),
  household_id uuid references registry.household (id),
  place_id uuid references registry.place (id),
  area_id int not null references geography.area (id),
  area_path text not null,
  at timestamptz not null,
  on_day date not null,
  recorded_at timestamptz not null default platform.now(),
  by_person int not null references identity.person (id),
  by_name text not null,
  along int[] not null default '{}' check (cardinality(along) <= 30),
  guests jsonb not null default '[]',
  outcome text not null check (outcome in ('met', 'notHome', 'refused', 'moved')),
  full_time int check (full_time between 0 and 200),
  others int check (others between 0 and 200),
  sensitive boolean not null,
  has_readings boolean not null,
  detail_sealed bytea not null,
  words_hash bytea check (length(words_hash) = 32),
  photos text[] not null default '{}' check (cardinality(photos) <= 9),
  case_ids uuid[] not null default '{}' check (cardinality(case_ids) <= 50),
  corrects uuid unique references patrol.visit (id),
  check (corrects is distinct from id),
  check (not by_person = any (along)),
  check (kind <> 'shift' or (person_id is null and household_id is null and place_id is null))
);
create index visit_area on patrol.visit (area_path collate "C", at, id);
create index visit_place on patrol.visit (area_id);
create index visit_person on patrol.visit (person_id, on_day) where person_id is not null;
create index visit_household on patrol.visit (household_id, on_day) where household_id is not null;
create index visit_plan on patrol.visit (plan_id, on_day) where plan_id is not null;
create index visit_by on patrol.visit (by_person, at);
create index visit_along on patrol.visit using gin (along);
comment on table patrol.visit is 'Only ever added to; a mistake is corrected by a further one that names it in `corrects`.';
comment on column patrol.visit.along is 'Colleagues who came along; with whoever wrote it down each is credited once.';
comment on column patrol.visit.sensitive is 'To a child, or for a need that only its helpers know: seen by those who came, and by the helpers.';
comment on column patrol.visit.detail_sealed is 'What was found and measured, sealed (src/platform/vault.ts).';
comment on column patrol.visit.words_hash is 'Keyed: equal where the words are, for the question whether they were copied; tells nothing of them.';

create table patrol.check_in (
  visit_id uuid primary key references patrol.visit (id),
  person_id int not null references identity.person (id),
  area_path text not null,
  longitude numeric(6, 3) not null,
  latitude numeric(5, 3) not null,
  accuracy_m int not null check (accuracy_m >= 100),
  gone_on date not null
);
create index check_in_area on patrol.check_in (area_path collate "C");
create index check_in_person on patrol.check_in (person_id);
create index check_in_gone on patrol.check_in (gone_on);
comment on table patrol.check_in is 'A worker''s place at one visit, to a thousandth of a degree, where the plan asked for it; deleted after thirty days.';

create table patrol.service_order (
  id uuid primary key,
  visit_id uuid references patrol.visit (id),
  person_id uuid not null references registry.person (id),
  area_id int not null references geography.area (id),
  area_path text not null,
  sensitive boolean not null,
  kind text not null check (kind in ('doctor', 'medicine', 'shopping', 'repair', 'errand', 'company', 'legal', 'other')),
  wanted_on date not null,
  state text not null check (state in ('wished', 'ordered', 'accepted', 'done', 'closed', 'declined', 'cancelled')),
  unit_id int references identity.unit (id),
  done_on date,
  afterwards text check (afterwards in ('better', 'same', 'worse')),
  by_person int not null references identity.person (id),
  by_name text not null,
  made_at timestamptz not null default platform.now(),
  revision int not null default 0,
  detail_sealed bytea not null
);
create index order_area on patrol.service_order (area_path collate "C", wanted_on, id);
create index order_place on patrol.service_order (area_id);
create index order_person on patrol.service_order (person_id);
create index order_unit on patrol.service_order (unit_id, wanted_on) where unit_id is not null;
create index order_by on patrol.service_order (by_person);
comment on column patrol.service_order.detail_sealed is 'The wish, and whom and where the provider finds: he reads no register.';

create table patrol.order_step (
  order_id uuid not null references patrol.service_order (id),
  seq int not null check (seq >= 0),
  action text not null check (action in ('wish', 'order', 'accept', 'decline', 'finish', 'askAfter', 'cancel')),
  to_state text not null,
  at timestamptz not null default platform.now(),
  by_person int references identity.person (id),
  by_name text not null,
  unit_id int references identity.unit (id),
  unit_name text,
  note_sealed bytea,
  primary key (order_id, seq)
);
comment on table patrol.order_step is 'What happened to an order; only ever added to.';

create table patrol.diary (
  id uuid primary key,
  area_id int not null references geography.area (id),
  area_path text not null,
  at timestamptz not null,
  recorded_at timestamptz not null default platform.now(),
  by_person int not null references identity.person (id),
  by_name text not null,
  words_sealed bytea not null,
  by_voice boolean not null,
  case_id uuid references incidents.incident (id),
  corrects uuid unique references patrol.diary (id),
  check (corrects is distinct from id)
);
create index diary_area on patrol.diary (area_path collate "C", at, id);
create index diary_place on patrol.diary (area_id);
create index diary_by on patrol.diary (by_person, at);
create index diary_case on patrol.diary (case_id) where case_id is not null;
comment on table patrol.diary is '民情日记. Only ever added to. What people said is sealed, and read by its writer and by those who supervise there.';

create table patrol.request (
  id uuid primary key,
  person_id uuid not null references registry.person (id),
  area_id int not null references geography.area (id),
  area_path text not null,
  by_on date not null,
  reason text not null check (char_length(reason) between 2 and 200),
  made_by int not null references identity.person (id),
  made_by_name text not null,
  made_at timestamptz not null default platform.now()
);
create index request_area on patrol.request (area_path collate "C", by_on);
create index request_place on patrol.request (area_id);
create index request_person on patrol.request (person_id);
comment on table patrol.request is 'The supervisor asks for a visit; the next visit to this person answers it.';

create table patrol.hint_answer (
  hint text primary key check (hint ~ '^[0-9a-f]{32}$'),
  area_path text not null,
  answer text not null check (char_length(answer) between 2 and 300),
  by_person int not null references identity.person (id),
  by_name text not null,
  at timestamptz not null default platform.now()
);
create index hint_answer_area on patrol.hint_answer (area_path collate "C");
comment on table patrol.hint_answer is 'A question to a worker that was asked and answered; only ever added to, and never counted.';

-- What the registry knows of those whom a round leads to, as its own walls show it: never which need somebody has.
create view patrol.known_person with (security_invoker = true) as
  select id, area_id, area_path, name, birth_date, address, household_id from registry.person where withdrawn_at is null and merged_into is null and status in ('here', 'away');
create view patrol.known_need with (security_invoker = true) as
  select id, person_id, sensitive, tier, cycle_days, owner_id, helper_ids, start_on, end_on, last_visit_on from registry.care_need where ended_on is null;
comment on view patrol.known_need is 'How often somebody is to be visited and by whom; of what kind his need is stays where it is kept.';
create view patrol.known_household with (security_invoker = true) as
  select id, area_id, area_path, number, address, head_id, registered_at from registry.household where withdrawn_at is null;
create view patrol.known_place with (security_invoker = true) as
  select id, area_id, area_path, category, kind, name, address, risk from registry.place where withdrawn_at is null;

-- For assessment and the index: that somebody was visited and by whom, never who he is.
create view patrol.visit_facts with (security_invoker = true) as
  select v.id, v.kind, v.plan_id, v.area_id, v.area_path, v.on_day, v.outcome, array[v.by_person] || v.along as credited, v.has_readings
  from patrol.visit v where not exists (select from patrol.visit later where later.corrects = v.id);

-- The second wall.
alter table patrol.plan enable row level security;
create policy read on patrol.plan for select using ((select platform.wall_house())
  or area_path ^@ any ((select platform.wall_paths('patrol.read'))::text[])
  or exists (select from unnest((select platform.wall_paths('patrol.read'))::text[]) as mine (path) where mine.path ^@ area_path)
  or unit_ids && (select platform.wall_posts()));
create policy add on patrol.plan for insert with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('patrol.manage'))::text[]));
create policy change on patrol.plan for update using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('patrol.manage'))::text[]))
  with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('patrol.manage'))::text[]));
comment on policy read on patrol.plan is 'Where he works, above it (a plan of the township is done in its grids), and what names his unit.';

alter table patrol.visit enable row level security;
create policy read on patrol.visit for select using ((select platform.wall_house())
  or by_person = (select platform.wall_person()) or along @> array[(select platform.wall_person())]
  or (not sensitive and area_path ^@ any ((select platform.wall_paths('patrol.read'))::text[]) and (person_id is null or exists (select from registry.person p where p.id = person_id)))
  or person_id = any (array(select registry.helped())));
create policy add on patrol.visit for insert with check ((select platform.wall_house())
  or (by_person = (select platform.wall_person()) and (area_path ^@ any ((select platform.wall_paths('patrol.visit'))::text[]) or person_id = any (array(select registry.helped())))));
comment on policy read on patrol.visit is 'Those who came; whoever reads there and may know the person; of a child, and of a need that only its helpers know, they alone.';

alter table patrol.check_in enable row level security;
create policy read on patrol.check_in for select using ((select platform.wall_house())
  or person_id = (select platform.wall_person()) or area_path ^@ any ((select platform.wall_paths('patrol.manage'))::text[]));
create policy add on patrol.check_in for insert with check ((select platform.wall_house()) or person_id = (select platform.wall_person()));
create policy gone on patrol.check_in for delete using ((select platform.wall_house()));

alter table patrol.service_order enable row level security;
create policy read on patrol.service_order for select using ((select platform.wall_house())
  or by_person = (select platform.wall_person()) or unit_id = any ((select platform.wall_units('patrol.provide'))::int[])
  or (not sensitive and area_path ^@ any ((select platform.wall_paths('patrol.read'))::text[]) and exists (select from registry.person p where p.id = person_id))
  or person_id = any (array(select registry.helped())));
create policy add on patrol.service_order for insert with check ((select platform.wall_house())
  or (by_person = (select platform.wall_person()) and (area_path ^@ any ((select platform.wall_paths('patrol.visit'))::text[]) or person_id = any (array(select registry.helped())))));
create policy change on patrol.service_order for update using ((select platform.wall_house())
  or by_person = (select platform.wall_person()) or unit_id = any ((select platform.wall_units('patrol.provide'))::int[])
  or (not sensitive and area_path ^@ any ((select platform.wall_paths('patrol.visit'))::text[])) or person_id = any (array(select registry.helped())))
  with check ((select platform.wall_house())
  or by_person = (select platform.wall_person()) or unit_id = any ((select platform.wall_units('patrol.provide'))::int[])
  or (not sensitive and area_path ^@ any ((select platform.wall_paths('patrol.visit'))::text[])) or person_id = any (array(select registry.helped())));

alter table patrol.order_step enable row level security;
create policy read on patrol.order_step for select using ((select platform.wall_house()) or exists (select from patrol.service_order o where o.id = order_id));
create policy add on patrol.order_step for insert with check ((select platform.wall_house()) or (by_person = (select platform.wall_person()) and exists (select from patrol.service_order o where o.id = order_id)));

alter table patrol.diary enable row level security;
create policy read on patrol.diary for select using ((select platform.wall_house())
  or by_person = (select platform.wall_person()) or area_path ^@ any ((select platform.wall_paths('patrol.manage'))::text[]));
create policy add on patrol.diary for insert with check ((select platform.wall_house())
  or (by_person = (select platform.wall_person()) and area_path ^@ any ((select platform.wall_paths('patrol.visit'))::text[])));

alter table patrol.request enable row level security;
create policy read on patrol.request for select using ((select platform.wall_house())
  or person_id = any (array(select registry.helped()))
  or (area_path ^@ any ((select platform.wall_paths('patrol.read'))::text[]) and exists (select from registry.person p where p.id = person_id)));
create policy add on patrol.request for insert with check ((select platform.wall_house())
  or (made_by = (select platform.wall_person()) and area_path ^@ any ((select platform.wall_paths('patrol.manage'))::text[])));

alter table patrol.hint_answer enable row level security;
create policy read on patrol.hint_answer for select using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('patrol.manage'))::text[]));
create policy add on patrol.hint_answer for insert with check ((select platform.wall_house())
  or (by_person = (select platform.wall_person()) and area_path ^@ any ((select platform.wall_paths('patrol.manage'))::text[])));

grant usage on schema patrol to jingwei_app;
grant select, insert, update on patrol.plan, patrol.service_order to jingwei_app;
grant select, insert on patrol.visit, patrol.order_step, patrol.diary, patrol.request, patrol.hint_answer to jingwei_app;
grant select, insert, delete on patrol.check_in to jingwei_app;
grant select on patrol.known_person, patrol.known_need, patrol.known_household, patrol.known_place, patrol.visit_facts to jingwei_app;

insert into identity.role_permission (role, permission)
select role, permission from (values
  ('gridWorker', 'patrol.read'), ('gridWorker', 'patrol.visit'), ('gridLeader', 'patrol.read'), ('gridLeader', 'patrol.visit'), ('gridLeader', 'patrol.manage'),
  ('communityClerk', 'patrol.read'), ('communityClerk', 'patrol.visit'), ('communityClerk', 'patrol.manage'),
  ('dispatcher', 'patrol.read'), ('dispatcher', 'patrol.manage'), ('handler', 'patrol.provide'), ('leader', 'patrol.read')) as shipped(role, permission)
where exists (select from identity.role r where r.code = shipped.role)
on conflict do nothing;
