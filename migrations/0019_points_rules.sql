-- Rule books of points and how they come into force; entries on their way into the ledger, objections to them, periods, honours.
-- Of money, benefits, schools, doctors or elections nothing here knows, and nothing there knows of points (test/points-firewall.pg.test.ts).

create table points.rule_version (
  id uuid primary key,
  book_id int not null references points.book (id),
  number int not null check (number > 0),
  area_id int not null references geography.area (id),
  area_path text not null,
  state text not null check (state in ('draft', 'adopted', 'filed', 'published', 'dropped')),
  content jsonb not null,
  valid_from date not null,
  valid_to date not null,
  drafted_by int references identity.person (id),
  drafted_by_name text not null,
  drafted_at timestamptz not null default platform.now(),
  meeting_id uuid,
  filed_no text check (char_length(filed_no) between 1 and 60),
  filed_at timestamptz,
  filed_by_name text,
  returned_reason text check (char_length(returned_reason) <= 300),
  published_at timestamptz,
  published_by_name text,
  revision int not null default 0,
  unique (book_id, number),
  check (valid_to >= valid_from),
  check ((state in ('filed', 'published')) = (filed_no is not null))
);
create index rule_version_area on points.rule_version (area_path collate "C", id);
create index rule_version_place on points.rule_version (area_id);
create index rule_version_live on points.rule_version (book_id, valid_from) where state = 'published';
comment on table points.rule_version is 'A rule book (积分制管理办法) in one of its versions. What was adopted changes no more.';
comment on column points.rule_version.content is 'Items, base, window: src/domains/points/rules/rule-book.ts.';

create table points.meeting (
  id uuid primary key,
  version_id uuid not null references points.rule_version (id),
  area_path text not null,
  kind text not null check (kind in ('villagers', 'households', 'representatives', 'group', 'residents', 'owners')),
  held_on date not null,
  notice_on date,
  figures jsonb not null,
  photos text[] not null check (cardinality(photos) between 1 and 20),
  note text not null default '' check (char_length(note) <= 500),
  passed boolean not null,
  verdict jsonb not null,
  content_hash bytea not null check (length(content_hash) = 32),
  recorded_by int not null references identity.person (id),
  recorded_by_name text not null,
  recorded_at timestamptz not null default platform.now()
);
create index meeting_version on points.meeting (version_id);
create index meeting_area on points.meeting (area_path collate "C");
alter table points.rule_version add foreign key (meeting_id) references points.meeting (id);
comment on table points.meeting is 'A meeting that decided on a version: numbers alone, never who voted how; and what the law of that day says of it. Only ever added to.';
comment on column points.meeting.content_hash is 'Of what was put to the vote.';

create table points.proposal (
  id uuid primary key,
  book_id int not null references points.book (id),
  version_id uuid not null references points.rule_version (id),
  item text not null,
  class text not null,
  household_id uuid references registry.household (id),
  person_id uuid references registry.person (id),
  worker_id int references identity.person (id),
  area_id int not null references geography.area (id),
  area_path text not null,
  points int not null check (points <> 0 and abs(points) <= 1000),
  happened_on date not null,
  family boolean not null,
  basis text check (basis in ('consent', 'publicDecision')),
  note_sealed bytea not null,
  photos text[] not null default '{}' check (cardinality(photos) <= 9),
  document_no text not null default '' check (char_length(document_no) <= 60),
  state text not null check (state in ('proposed', 'confirmed', 'told', 'objected', 'credited', 'declined', 'withdrawn', 'upheld')),
  proposed_by int references identity.person (id),
  proposed_by_name text not null,
  proposed_at timestamptz not null default platform.now(),
  confirmed_by int references identity.person (id),
  confirmed_by_name text,
  window_ends_on date,
  revision int not null default 0,
  check ((household_id is null) <> (worker_id is null)),
  check (family = (basis is not null)),
  check (proposed_by is distinct from confirmed_by or proposed_by is null),
  check (points > 0 or photos <> '{}' or document_no <> '')
);
create index proposal_area on points.proposal (area_path collate "C", proposed_at, id);
create index proposal_place on points.proposal (area_id);
create index proposal_book on points.proposal (book_id, happened_on);
create index proposal_household on points.proposal (household_id, item, happened_on) where household_id is not null;
create index proposal_worker on points.proposal (worker_id, happened_on) where worker_id is not null;
create index proposal_by on points.proposal (proposed_by);
create index proposal_person on points.proposal (person_id) where person_id is not null;
create index proposal_version on points.proposal (version_id);
create index proposal_due on points.proposal (window_ends_on) where state = 'told';
comment on table points.proposal is 'An entry before it is one. Its id is the id of the ledger''s transfer.';
comment on column points.proposal.note_sealed is 'What happened, sealed; of a family matter read by the group alone.';
comment on column points.proposal.person_id is 'Whose deed it was, where that matters: nothing is taken off for a child''s.';

create table points.proposal_step (
  proposal_id uuid not null references points.proposal (id),
  seq int not null check (seq >= 0),
  action text not null check (action in ('propose', 'confirm', 'decline', 'withdraw', 'tell', 'object', 'decide', 'credit', 'reverse')),
  to_state text not null,
  at timestamptz not null default platform.now(),
  by_person int references identity.person (id),
  by_name text not null,
  note_sealed bytea,
  primary key (proposal_id, seq)
);
comment on table points.proposal_step is 'What happened to a proposal, and by whom; only ever added to.';

create table points.objection (
  id uuid primary key,
  proposal_id uuid not null unique references points.proposal (id),
  area_path text not null,
  on_behalf text not null check (on_behalf in ('household', 'worker', 'proxy')),
  reason_sealed bytea not null,
  raised_by int not null references identity.person (id),
  raised_by_name text not null,
  raised_at timestamptz not null default platform.now(),
  outcome text check (outcome in ('upheld', 'dismissed')),
  decision_sealed bytea,
  decided_by int references identity.person (id),
  decided_by_name text,
  decided_at timestamptz,
  check ((outcome is null) = (decided_by is null) and (outcome is null) = (decided_at is null)),
  check (raised_by is distinct from decided_by)
);
create index objection_area on points.objection (area_path collate "C");
create index objection_by on points.objection (raised_by);
comment on table points.objection is 'Once for each proposal; decided by somebody who neither proposed, nor confirmed, nor raised it.';

create table points.period (
  book_id int not null references points.book (id),
  kind text not null check (kind in ('assessment', 'redemption', 'commendation')),
  code text not null check (code ~ '^\d{4}(Q[1-4]|H[12]|-\d\d)?$'),
  area_path text not null,
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on),
  opened_at timestamptz not null default platform.now(),
  opened_by_name text not null,
  closed_at timestamptz,
  closed_by_name text,
  sums jsonb not null default '{}',
  primary key (book_id, kind, code)
);
create index period_area on points.period (area_path collate "C");
comment on table points.period is 'A period that was opened, or closed: which stays so. What is not here follows the calendar.';

create table points.honour (
  id uuid primary key,
  book_id int not null references points.book (id),
  household_id uuid not null references registry.household (id),
  area_path text not null,
  honour text not null check (honour in ('goodNeighbour', 'fiveGood', 'peaceful', 'starHousehold', 'filial')),
  year int not null check (year between 2000 and 2100),
  reason text not null check (char_length(reason) between 2 and 300),
  cited int,
  document_no text not null check (char_length(document_no) between 1 and 60),
  decided_by int not null references identity.person (id),
  decided_by_name text not null,
  at timestamptz not null default platform.now(),
  unique (household_id, honour, year)
);
create index honour_area on points.honour (area_path collate "C");
create index honour_book on points.honour (book_id, year);
comment on table points.honour is 'A named human decision. It may cite the points of that day; nothing follows from them by itself.';

create table points.fact_cursor (
  reader text primary key,
  cursor text not null check (cursor ~ '^\d{1,19}-\d{1,15}$')
);
comment on table points.fact_cursor is 'How far the events of other domains were read; reading them again awards nothing twice (points.award).';

-- What the registry knows, as its own walls show it.
create view points.known_household with (security_invoker = true) as
  select id, area_id, area_path, number, address, head_id from registry.household where withdrawn_at is null;
create view points.known_person with (security_invoker = true) as
  select id, area_id, area_path, name, birth_date, household_id from registry.person where withdrawn_at is null and merged_into is null and status in ('here', 'away');

-- The second wall.
alter table points.rule_version enable row level security;
create policy read on points.rule_version for select using ((select platform.wall_house())
  or area_path ^@ any ((select platform.wall_paths('points.read') || platform.wall_paths('points.till'))::text[])
  or exists (select from unnest((select platform.wall_paths('points.read') || platform.wall_paths('points.till'))::text[]) as mine (path) where mine.path ^@ area_path)
  or book_id = any (array(select a.book_id from points.account a where a.worker_id = (select platform.wall_person()))));
create policy add on points.rule_version for insert with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.manage'))::text[]));
create policy change on points.rule_version for update using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.manage') || platform.wall_paths('points.file'))::text[]))
  with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.manage') || platform.wall_paths('points.file'))::text[]));
comment on policy read on points.rule_version is 'Where he works, and above it: whoever works in a grid reads the book of its village.';

alter table points.meeting enable row level security;
create policy read on points.meeting for select using ((select platform.wall_house())
  or area_path ^@ any ((select platform.wall_paths('points.read'))::text[])
  or exists (select from unnest((select platform.wall_paths('points.read'))::text[]) as mine (path) where mine.path ^@ area_path));
create policy add on points.meeting for insert with check ((select platform.wall_house())
  or (recorded_by = (select platform.wall_person()) and area_path ^@ any ((select platform.wall_paths('points.manage'))::text[])));

alter table points.proposal enable row level security;
create policy read on points.proposal for select using ((select platform.wall_house())
  or proposed_by = (select platform.wall_person()) or worker_id = (select platform.wall_person())
  or area_path ^@ any ((select platform.wall_paths('points.read'))::text[]));
create policy add on points.proposal for insert with check ((select platform.wall_house())
  or (proposed_by = (select platform.wall_person()) and area_path ^@ any ((select platform.wall_paths('points.propose'))::text[])));
create policy change on points.proposal for update using ((select platform.wall_house())
  or proposed_by = (select platform.wall_person()) or worker_id = (select platform.wall_person())
  or area_path ^@ any ((select platform.wall_paths('points.propose') || platform.wall_paths('points.decide') || platform.wall_paths('points.manage'))::text[]))
  with check ((select platform.wall_house())
  or proposed_by = (select platform.wall_person()) or worker_id = (select platform.wall_person())
  or area_path ^@ any ((select platform.wall_paths('points.propose') || platform.wall_paths('points.decide') || platform.wall_paths('points.manage'))::text[]));

alter table points.proposal_step enable row level security;
create policy read on points.proposal_step for select using ((select platform.wall_house()) or exists (select from points.proposal p where p.id = proposal_id));
create policy add on points.proposal_step for insert with check ((select platform.wall_house())
  or (by_person = (select platform.wall_person()) and exists (select from points.proposal p where p.id = proposal_id)));

alter table points.objection enable row level security;
create policy read on points.objection for select using ((select platform.wall_house()) or exists (select from points.proposal p where p.id = proposal_id));
create policy add on points.objection for insert with check ((select platform.wall_house())
  or (raised_by = (select platform.wall_person()) and exists (select from points.proposal p where p.id = proposal_id)));
create policy change on points.objection for update using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.decide'))::text[]))
  with check ((select platform.wall_house()) or (decided_by = (select platform.wall_person()) and area_path ^@ any ((select platform.wall_paths('points.decide'))::text[])));

alter table points.period enable row level security;
create policy read on points.period for select using ((select platform.wall_house())
  or area_path ^@ any ((select platform.wall_paths('points.read') || platform.wall_paths('points.till'))::text[])
  or exists (select from unnest((select platform.wall_paths('points.read') || platform.wall_paths('points.till'))::text[]) as mine (path) where mine.path ^@ area_path)
  or book_id = any (array(select a.book_id from points.account a where a.worker_id = (select platform.wall_person()))));
create policy add on points.period for insert with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.manage'))::text[]));
create policy change on points.period for update using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.manage'))::text[]))
  with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.manage'))::text[]));

alter table points.honour enable row level security;
create policy read on points.honour for select using ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('points.read'))::text[]));
create policy add on points.honour for insert with check ((select platform.wall_house())
  or (decided_by = (select platform.wall_person()) and area_path ^@ any ((select platform.wall_paths('points.manage') || platform.wall_paths('points.file'))::text[])));

alter table points.fact_cursor enable row level security;
create policy house on points.fact_cursor using ((select platform.wall_house())) with check ((select platform.wall_house()));

grant select, insert, update on points.rule_version, points.proposal, points.objection, points.period, points.fact_cursor to jingwei_app;
grant select, insert on points.meeting, points.proposal_step, points.honour to jingwei_app;
grant select on points.known_household, points.known_person to jingwei_app;

insert into identity.role (code, name_zh, name_en, administrator) values
  ('pointsPanel', '考评组成员', 'Assessment group member', false), ('warehouseClerk', '义仓管理员', 'Warehouse clerk', false) on conflict do nothing;
insert into identity.role_permission (role, permission)
select role, permission from (values
  ('gridWorker', 'points.read'), ('gridWorker', 'points.propose'), ('gridLeader', 'points.read'), ('gridLeader', 'points.propose'), ('gridLeader', 'points.decide'),
  ('communityClerk', 'points.read'), ('communityClerk', 'points.propose'), ('communityClerk', 'points.decide'), ('communityClerk', 'points.manage'),
  ('pointsPanel', 'points.read'), ('pointsPanel', 'points.propose'), ('pointsPanel', 'points.decide'), ('pointsPanel', 'registry.read'),
  ('warehouseClerk', 'points.till'), ('leader', 'points.read'), ('leader', 'points.file'), ('dispatcher', 'points.read'), ('dispatcher', 'points.file')) as shipped(role, permission)
where exists (select from identity.role r where r.code = shipped.role)
on conflict do nothing;
