-- People with accounts, what they are where (posts), what that permits (roles), and who is signed in.
create schema identity;

create function identity.today() returns date language sql stable
  as $$ select (platform.now() at time zone 'Asia/Shanghai')::date $$;
comment on function identity.today() is 'The day in China by the clock of rules.';

create table identity.person (
  id int generated always as identity primary key,
  account text not null check (account ~ '^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$'),
  name text not null check (char_length(name) between 1 and 50),
  phone text not null default '' check (char_length(phone) <= 20),
  state text not null default 'active' check (state in ('active', 'suspended')),
  language text check (language in ('zh-CN', 'en')),
  password_hash text,
  must_change_password boolean not null default true,
  last_sign_in_at timestamptz,
  created_at timestamptz not null default platform.now()
);
create unique index person_account on identity.person (lower(account));
comment on column identity.person.password_hash is 'argon2id in its own notation; null: nobody can sign in until a password is set.';
comment on column identity.person.language is 'What he chose; null follows the browser.';

create table identity.unit (
  id int generated always as identity primary key,
  code text not null unique check (code ~ '^[A-Za-z0-9-]{2,30}$'),
  name text not null check (char_length(name) between 1 and 60),
  kind text not null check (kind in ('commandCentre', 'department', 'team', 'checkpoint', 'committee')),
  level text not null check (level in ('city', 'county', 'township', 'village', 'courtyard')),
  area_id int not null references geography.area (id)
);
create index unit_area on identity.unit (area_id);

create table identity.role (
  code text primary key check (code ~ '^[a-zA-Z][A-Za-z0-9]{1,39}$'),
  name_zh text not null,
  name_en text,
  administrator boolean not null default false
);
comment on column identity.role.administrator is 'Permits what only the system, security or audit administrator may do; set together with the permissions.';

create table identity.role_permission (
  role text not null references identity.role (code),
  permission text not null check (permission ~ '^[a-z]+\.[a-zA-Z]+$'),
  primary key (role, permission)
);

create table identity.post (
  id int generated always as identity primary key,
  person_id int not null references identity.person (id),
  role text not null references identity.role (code),
  area_id int not null references geography.area (id),
  unit_id int references identity.unit (id),
  title text not null default '' check (char_length(title) <= 40),
  employment text not null default 'fullTime' check (employment in ('fullTime', 'partTime')),
  share_percent int not null default 100 check (share_percent between 1 and 100),
  valid_from date not null default identity.today(),
  valid_to date check (valid_to >= valid_from),
  cover_for_post_id int references identity.post (id) check (cover_for_post_id <> id),
  ended_at timestamptz
);
create index post_person on identity.post (person_id);
create index post_area on identity.post (area_id) where ended_at is null;
create index post_unit on identity.post (unit_id) where ended_at is null and unit_id is not null;
create index post_role on identity.post (role) where ended_at is null;
create index post_cover on identity.post (cover_for_post_id) where ended_at is null and cover_for_post_id is not null;
comment on table identity.post is 'What somebody is, where and when. Never deleted: who was responsible on a past day must remain answerable.';
comment on column identity.post.title is 'What his card says (网格总长, 第一书记, 片警 …); rights come from the role alone.';
comment on column identity.post.valid_to is 'His last day in it; null: open.';
comment on column identity.post.ended_at is 'Ended before its dates; its rights ended at this moment.';
comment on column identity.post.cover_for_post_id is 'The post, of the same role, area and unit, that he stands in for during leave. It lives no longer than that one.';

create function identity.living(valid_from date, valid_to date, ended_at timestamptz, on_day date) returns boolean language sql immutable
  as $$ select valid_from <= on_day and (valid_to is null or valid_to >= on_day)
           and (ended_at is null or on_day < (ended_at at time zone 'Asia/Shanghai')::date) $$;
comment on function identity.living(date, date, timestamptz, date) is 'Is a post of these dates held on that day? The day on which it was ended early no longer counts.';

create table identity.session (
  token_hash bytea primary key check (length(token_hash) = 32),
  person_id int not null references identity.person (id),
  kind text not null check (kind in ('desk', 'phone', 'machine')),
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  may_idle interval not null,
  ended_at timestamptz,
  address text not null
);
create index session_person on identity.session (person_id);
comment on table identity.session is 'Who is signed in, by the real clock. The token itself is nowhere: SHA-256 of 256 random bits needs no salt.';

create table identity.failed_sign_in (
  account_hash bytea primary key check (length(account_hash) = 32),
  failures int not null check (failures > 0),
  last_at timestamptz not null,
  locked_until timestamptz
);
create index failed_sign_in_last on identity.failed_sign_in (last_at);
comment on table identity.failed_sign_in is 'Wrong tries in a row, for accounts that exist and for those that do not: the lock-out must not tell which do. Hashed, because people type passwords into the wrong field.';

create view identity.person_facts as select id, name, state from identity.person;
create view identity.unit_facts as select id, code, name, kind, level, area_id from identity.unit;
create view identity.post_facts as
  select id, person_id, role, area_id, unit_id, title, employment, share_percent, valid_from, valid_to, cover_for_post_id, ended_at from identity.post;

create view identity.permission_facts as
  select p.person_id, p.area_id, p.unit_id, r.permission, p.valid_from, p.valid_to, p.ended_at
  from identity.post p join identity.role_permission r on r.role = p.role join identity.person who on who.id = p.person_id and who.state = 'active';
comment on view identity.permission_facts is 'Whom a matter of an area or a unit concerns, post by post; for messages, never for letting somebody through the door.';

-- The roles the product ships with; src/domains/identity/rules/access.ts has the same list, and a test compares them.
insert into identity.role (code, name_zh, name_en, administrator) values
  ('resident', '居民', 'Resident', false),
  ('gridWorker', '网格员', 'Grid worker', false),
  ('gridLeader', '网格长', 'Grid leader', false),
  ('communityClerk', '村（社区）工作人员', 'Community clerk', false),
  ('dispatcher', '指挥中心调度员', 'Dispatcher', false),
  ('handler', '部门承办人', 'Department handler', false),
  ('leader', '领导', 'Leader', false),
  ('systemAdmin', '系统管理员', 'System administrator', true),
  ('securityAdmin', '安全管理员', 'Security administrator', true),
  ('auditAdmin', '审计管理员', 'Audit administrator', true),
  ('machine', '对接系统', 'Connected system', false);
insert into identity.role_permission (role, permission) values
  ('gridWorker', 'incidents.read'), ('gridWorker', 'incidents.verify'),
  ('gridLeader', 'incidents.read'), ('gridLeader', 'incidents.verify'),
  ('communityClerk', 'incidents.read'), ('communityClerk', 'incidents.verify'),
  ('dispatcher', 'incidents.read'), ('dispatcher', 'incidents.desk'), ('dispatcher', 'incidents.verify'), ('dispatcher', 'incidents.readReporter'),
  ('dispatcher', 'dispatch.read'), ('dispatcher', 'dispatch.roster'), ('dispatcher', 'identity.read'),
  ('handler', 'incidents.handle'), ('handler', 'dispatch.read'),
  ('leader', 'incidents.read'), ('leader', 'incidents.supervise'), ('leader', 'dispatch.read'),
  ('systemAdmin', 'geography.manage'), ('systemAdmin', 'dispatch.manage'), ('systemAdmin', 'dispatch.read'), ('systemAdmin', 'dispatch.roster'),
  ('securityAdmin', 'identity.read'), ('securityAdmin', 'identity.manage'),
  ('auditAdmin', 'audit.read'),
  ('machine', 'incidents.report'), ('machine', 'incidents.read');

grant usage on schema identity to jingwei_app;
grant select, insert, update on identity.person, identity.unit, identity.post, identity.role to jingwei_app;
grant select, insert, delete on identity.role_permission to jingwei_app;
grant select, insert, update, delete on identity.session, identity.failed_sign_in to jingwei_app;
grant select on identity.person_facts, identity.unit_facts, identity.post_facts, identity.permission_facts to jingwei_app;
