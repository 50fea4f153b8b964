-- To whom and by when: classes of matters, routing tables, rules a return may cite, duty rosters, the working calendar.
create schema dispatch;

create table dispatch.taxonomy_version (
  version int primary key check (version > 0),
  token uuid not null default gen_random_uuid(),
  source text not null,
  by_person int references identity.person (id),
  at timestamptz not null default platform.now()
);
comment on table dispatch.taxonomy_version is 'Each import or change of the classes; the newest one holds. A case keeps the number under which it was filed.';
comment on column dispatch.taxonomy_version.token is 'Names this very content, so that a process may keep what it has read of it.';

create table dispatch.class (
  code text primary key check (code ~ '^[A-Za-z0-9-]{1,32}$'),
  parent_code text references dispatch.class (code),
  level smallint not null check (level between 1 and 3),
  name text not null check (length(name) between 1 and 60),
  kind text not null default 'matter' check (kind in ('matter', 'dispute')),
  standard text not null default '',
  source text not null default '',
  deadline jsonb check (deadline is null or (deadline ? 'amount' and deadline ? 'unit')),
  verification boolean not null default false,
  settleable boolean not null default false,
  evidence_photos smallint not null default 0 check (evidence_photos between 0 and 12),
  public boolean not null default true,
  urgent_call text check (urgent_call in ('110', '119', '120', '122')),
  active boolean not null default true,
  keywords text[] not null default '{}',
  is_extension boolean not null default false,
  position int not null default 0,
  version int not null references dispatch.taxonomy_version (version),
  check ((level = 1) = (parent_code is null)),
  check (kind = 'matter' or not (settleable or public))
);
create index class_parent on dispatch.class (parent_code);
comment on table dispatch.class is 'Three levels. A class is never deleted: cases of it live on. It ends by being inactive.';
comment on column dispatch.class.standard is '立案标准: what must be seen for a matter to be filed under this class.';
comment on column dispatch.class.deadline is '{amount, unit} of handling; null takes the parent''s.';
comment on column dispatch.class.public is 'Offered to residents on the report form. A dispute never is: it concerns persons.';
comment on column dispatch.class.is_extension is 'An operator''s own class, not one of the shipped list.';
comment on column dispatch.class.version is 'The taxonomy version that last changed this row.';

create table dispatch.class_version (
  code text not null references dispatch.class (code),
  version int not null references dispatch.taxonomy_version (version),
  definition jsonb not null,
  primary key (code, version)
);
comment on table dispatch.class_version is 'The wording of a class as of each version that touched it; insert-only.';

create table dispatch.route (
  id int generated always as identity primary key,
  class_code text not null references dispatch.class (code),
  area_id int not null references geography.area (id),
  unit_id int not null references identity.unit (id),
  note text not null default '',
  unique (class_code, area_id)
);
create index route_area on dispatch.route (area_id);
comment on table dispatch.route is 'In this area and below, this class and those below it go to this unit, unless a more exact line says otherwise.';

create table dispatch.return_rule (
  code text primary key check (code ~ '^[A-Za-z0-9-]{1,32}$'),
  name text not null,
  basis text not null default '',
  active boolean not null default true,
  position int not null default 0
);
comment on table dispatch.return_rule is 'What a unit may cite when it returns a case (退回).';

create table dispatch.calendar_version (
  version int primary key check (version > 0),
  token uuid not null default gen_random_uuid(),
  last_official_day date not null,
  shifts jsonb not null,
  source text not null,
  by_person int references identity.person (id),
  at timestamptz not null default platform.now()
);
comment on column dispatch.calendar_version.last_official_day is 'The last day that a State Council notice covers; deadlines that reach beyond it are provisional.';
create table dispatch.calendar_day (
  version int not null references dispatch.calendar_version (version),
  day date not null,
  kind text not null check (kind in ('off', 'work')),
  name text not null default '',
  primary key (version, day)
);
comment on table dispatch.calendar_day is 'Days that do not follow the week, the whole table for each version: an old deadline can be reckoned again as it was.';

create table dispatch.duty (
  id int generated always as identity primary key,
  unit_id int not null references identity.unit (id),
  person_id int not null references identity.person (id),
  during tstzrange not null check (not isempty(during) and lower_inc(during) and not upper_inc(during) and not lower_inf(during) and not upper_inf(during)),
  -- A range of one number stands for the number, so that no extension is needed to compare it in a GiST index.
  constraint one_turn_at_a_time exclude using gist (int4range(person_id, person_id, '[]') with &&, during with &&)
);
create index duty_unit on dispatch.duty using gist (int4range(unit_id, unit_id, '[]'), during);
comment on table dispatch.duty is 'Turns of duty in a team, checkpoint or unit. Nobody is on duty in two places at once.';

create view dispatch.class_facts as
  select c.code, c.parent_code, c.level, c.name, c.kind, c.active, c.version,
         coalesce(top.code, middle.code, c.code) as top_code,
         coalesce(top.code || '.', '') || coalesce(middle.code || '.', '') || c.code || '.' as path
  from dispatch.class c
  left join dispatch.class middle on middle.code = c.parent_code
  left join dispatch.class top on top.code = middle.parent_code;
comment on view dispatch.class_facts is 'path: codes from the first level down, each followed by a dot; a class is below another when its path begins with the other''s.';
create view dispatch.return_rule_facts as select code, name, basis, active from dispatch.return_rule;
create view dispatch.duty_facts as select id, unit_id, person_id, during from dispatch.duty;

grant usage on schema dispatch to jingwei_app;
grant select, insert on dispatch.taxonomy_version, dispatch.class_version, dispatch.calendar_version, dispatch.calendar_day to jingwei_app;
grant select, insert, update on dispatch.class, dispatch.return_rule to jingwei_app;
grant select, insert, update, delete on dispatch.route, dispatch.duty to jingwei_app;
grant select on dispatch.class_facts, dispatch.return_rule_facts, dispatch.duty_facts to jingwei_app;
