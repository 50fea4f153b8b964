-- The database after all migrations. Made by "npm run generate"; to be read, not to be run.

create schema dispatch;
grant usage on schema dispatch to jingwei_app;

create table dispatch.calendar_day (
  version integer not null,
  day date not null,
  kind text not null,
  name text not null default ''::text,
  constraint calendar_day_pkey PRIMARY KEY (version, day),
  constraint calendar_day_kind_check CHECK ((kind = ANY (ARRAY['off'::text, 'work'::text]))),
  constraint calendar_day_version_fkey FOREIGN KEY (version) REFERENCES dispatch.calendar_version(version)
);
grant insert, select on dispatch.calendar_day to jingwei_app;
comment on table dispatch.calendar_day is 'Days that do not follow the week, the whole table for each version: an old deadline can be reckoned again as it was.';

create table dispatch.calendar_version (
  version integer not null,
  token uuid not null default gen_random_uuid(),
  last_official_day date not null,
  shifts jsonb not null,
  source text not null,
  by_person integer,
  at timestamp with time zone not null default platform.now(),
  constraint calendar_version_pkey PRIMARY KEY (version),
  constraint calendar_version_version_check CHECK ((version > 0)),
  constraint calendar_version_by_person_fkey FOREIGN KEY (by_person) REFERENCES identity.person(id)
);
grant insert, select on dispatch.calendar_version to jingwei_app;
comment on column dispatch.calendar_version.last_official_day is 'The last day that a State Council notice covers; deadlines that reach beyond it are provisional.';

create table dispatch.class (
  code text not null,
  parent_code text,
  level smallint not null,
  name text not null,
  kind text not null default 'matter'::text,
  standard text not null default ''::text,
  source text not null default ''::text,
  deadline jsonb,
  verification boolean not null default false,
  settleable boolean not null default false,
  evidence_photos smallint not null default 0,
  public boolean not null default true,
  urgent_call text,
  active boolean not null default true,
  keywords text[] not null default '{}'::text[],
  is_extension boolean not null default false,
  "position" integer not null default 0,
  version integer not null,
  constraint class_pkey PRIMARY KEY (code),
  constraint class_check CHECK (((level = 1) = (parent_code IS NULL))),
  constraint class_check1 CHECK (((kind = 'matter'::text) OR (NOT (settleable OR public)))),
  constraint class_code_check CHECK ((code ~ '^[A-Za-z0-9-]{1,32}$'::text)),
  constraint class_deadline_check CHECK (((deadline IS NULL) OR ((deadline ? 'amount'::text) AND (deadline ? 'unit'::text)))),
  constraint class_evidence_photos_check CHECK (((evidence_photos >= 0) AND (evidence_photos <= 12))),
  constraint class_kind_check CHECK ((kind = ANY (ARRAY['matter'::text, 'dispute'::text]))),
  constraint class_level_check CHECK (((level >= 1) AND (level <= 3))),
  constraint class_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
  constraint class_urgent_call_check CHECK ((urgent_call = ANY (ARRAY['110'::text, '119'::text, '120'::text, '122'::text]))),
  constraint class_parent_code_fkey FOREIGN KEY (parent_code) REFERENCES dispatch.class(code),
  constraint class_version_fkey FOREIGN KEY (version) REFERENCES dispatch.taxonomy_version(version)
);
CREATE INDEX class_parent ON dispatch.class USING btree (parent_code);
grant insert, select, update on dispatch.class to jingwei_app;
comment on table dispatch.class is 'Three levels. A class is never deleted: cases of it live on. It ends by being inactive.';
comment on column dispatch.class.standard is '立案标准: what must be seen for a matter to be filed under this class.';
comment on column dispatch.class.deadline is '{amount, unit} of handling; null takes the parent''s.';
comment on column dispatch.class.public is 'Offered to residents on the report form. A dispute never is: it concerns persons.';
comment on column dispatch.class.is_extension is 'An operator''s own class, not one of the shipped list.';
comment on column dispatch.class.version is 'The taxonomy version that last changed this row.';

create table dispatch.class_version (
  code text not null,
  version integer not null,
  definition jsonb not null,
  constraint class_version_pkey PRIMARY KEY (code, version),
  constraint class_version_code_fkey FOREIGN KEY (code) REFERENCES dispatch.class(code),
  constraint class_version_version_fkey FOREIGN KEY (version) REFERENCES dispatch.taxonomy_version(version)
);
grant insert, select on dispatch.class_version to jingwei_app;
comment on table dispatch.class_version is 'The wording of a class as of each version that touched it; insert-only.';

create table dispatch.duty (
  id integer not null generated always as identity,
  unit_id integer not null,
  person_id integer not null,
  during tstzrange not null,
  constraint duty_pkey PRIMARY KEY (id),
  constraint one_turn_at_a_time EXCLUDE USING gist (int4range(person_id, person_id, '[]'::text) WITH &&, during WITH &&),
  constraint duty_during_check CHECK (((NOT isempty(during)) AND lower_inc(during) AND (NOT upper_inc(during)) AND (NOT lower_inf(during)) AND (NOT upper_inf(during)))),
  constraint duty_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint duty_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES identity.unit(id)
);
CREATE INDEX duty_unit ON dispatch.duty USING gist (int4range(unit_id, unit_id, '[]'::text), during);
grant delete, insert, select, update on dispatch.duty to jingwei_app;
comment on table dispatch.duty is 'Turns of duty in a team, checkpoint or unit. Nobody is on duty in two places at once.';

create table dispatch.return_rule (
  code text not null,
  name text not null,
  basis text not null default ''::text,
  active boolean not null default true,
  "position" integer not null default 0,
  constraint return_rule_pkey PRIMARY KEY (code),
  constraint return_rule_code_check CHECK ((code ~ '^[A-Za-z0-9-]{1,32}$'::text))
);
grant insert, select, update on dispatch.return_rule to jingwei_app;
comment on table dispatch.return_rule is 'What a unit may cite when it returns a case (退回).';

create table dispatch.route (
  id integer not null generated always as identity,
  class_code text not null,
  area_id integer not null,
  unit_id integer not null,
  note text not null default ''::text,
  constraint route_pkey PRIMARY KEY (id),
  constraint route_class_code_area_id_key UNIQUE (class_code, area_id),
  constraint route_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint route_class_code_fkey FOREIGN KEY (class_code) REFERENCES dispatch.class(code),
  constraint route_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES identity.unit(id)
);
CREATE INDEX route_area ON dispatch.route USING btree (area_id);
grant delete, insert, select, update on dispatch.route to jingwei_app;
comment on table dispatch.route is 'In this area and below, this class and those below it go to this unit, unless a more exact line says otherwise.';

create table dispatch.taxonomy_version (
  version integer not null,
  token uuid not null default gen_random_uuid(),
  source text not null,
  by_person integer,
  at timestamp with time zone not null default platform.now(),
  constraint taxonomy_version_pkey PRIMARY KEY (version),
  constraint taxonomy_version_version_check CHECK ((version > 0)),
  constraint taxonomy_version_by_person_fkey FOREIGN KEY (by_person) REFERENCES identity.person(id)
);
grant insert, select on dispatch.taxonomy_version to jingwei_app;
comment on table dispatch.taxonomy_version is 'Each import or change of the classes; the newest one holds. A case keeps the number under which it was filed.';
comment on column dispatch.taxonomy_version.token is 'Names this very content, so that a process may keep what it has read of it.';

create view dispatch.class_facts with (security_invoker=true) as
 SELECT c.code,
    c.parent_code,
    c.level,
    c.name,
    c.kind,
    c.active,
    c.version,
    COALESCE(top.code, middle.code, c.code) AS top_code,
    ((COALESCE(top.code || '.'::text, ''::text) || COALESCE(middle.code || '.'::text, ''::text)) || c.code) || '.'::text AS path
   FROM dispatch.class c
     LEFT JOIN dispatch.class middle ON middle.code = c.parent_code
     LEFT JOIN dispatch.class top ON top.code = middle.parent_code;
grant select on dispatch.class_facts to jingwei_app;
comment on view dispatch.class_facts is 'path: codes from the first level down, each followed by a dot; a class is below another when its path begins with the other''s.';

create view dispatch.duty_facts with (security_invoker=true) as
 SELECT id,
    unit_id,
    person_id,
    during
   FROM dispatch.duty;
grant select on dispatch.duty_facts to jingwei_app;

create view dispatch.return_rule_facts with (security_invoker=true) as
 SELECT code,
    name,
    basis,
    active
   FROM dispatch.return_rule;
grant select on dispatch.return_rule_facts to jingwei_app;

create schema geography;
grant usage on schema geography to jingwei_app;

create sequence geography.version_number as bigint start 1 increment 1 minvalue 1 maxvalue 9223372036854775807;
grant usage on sequence geography.version_number to jingwei_app;

CREATE OR REPLACE FUNCTION geography.note_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_table_name = 'area' then
    update geography.version set areas = nextval('geography.version_number');
  else
    update geography.version set shapes = nextval('geography.version_number');
  end if;
  return null;
end $function$;
comment on function geography.note_change() is 'Bumps geography.version, whoever writes.';

create table geography.area (
  id integer not null generated by default as identity,
  kind text not null,
  code text collate "C" not null,
  name text not null,
  initials text not null default ''::text,
  parent_id integer,
  path text collate "C" not null,
  assessment_unit boolean not null default false,
  households integer,
  label_longitude double precision,
  label_latitude double precision,
  valid_from date not null,
  valid_to date,
  constraint area_pkey PRIMARY KEY (id),
  constraint area_check CHECK ((valid_to >= valid_from)),
  constraint area_code_check CHECK ((code ~ '^[0-9]{12,20}$'::text)),
  constraint area_households_check CHECK (((households >= 0) AND (households <= 100000))),
  constraint area_kind_check CHECK ((kind = ANY (ARRAY['city'::text, 'county'::text, 'developmentZone'::text, 'township'::text, 'community'::text, 'grid'::text, 'microGrid'::text]))),
  constraint area_label_is_a_point CHECK (((label_longitude IS NULL) = (label_latitude IS NULL))),
  constraint area_label_latitude_check CHECK (((label_latitude >= ('-90'::integer)::double precision) AND (label_latitude <= (90)::double precision))),
  constraint area_label_longitude_check CHECK (((label_longitude >= ('-180'::integer)::double precision) AND (label_longitude <= (180)::double precision))),
  constraint area_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 60))),
  constraint area_only_a_city_has_no_parent CHECK (((parent_id IS NULL) = (kind = 'city'::text))),
  constraint area_path_ends_with_id CHECK (("right"(('.'::text || path), (length((id)::text) + 2)) = (('.'::text || id) || '.'::text))),
  constraint area_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES geography.area(id)
);
CREATE INDEX area_code_ever ON geography.area USING btree (code);
CREATE INDEX area_parent ON geography.area USING btree (parent_id);
CREATE INDEX area_path ON geography.area USING btree (path);
CREATE UNIQUE INDEX area_code ON geography.area USING btree (code) WHERE (valid_to IS NULL);
CREATE UNIQUE INDEX area_one_city ON geography.area USING btree (kind) WHERE ((kind = 'city'::text) AND (valid_to IS NULL));
CREATE TRIGGER area_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON geography.area FOR EACH STATEMENT EXECUTE FUNCTION geography.note_change();
grant insert, select, update on geography.area to jingwei_app;
comment on table geography.area is 'One place in the tree: city, county or development zone, township, community, grid, micro-grid. An area is inside another when its path begins with the other''s.';
comment on column geography.area.initials is 'Pinyin initials of the name in lower case, for search.';
comment on column geography.area.path is 'Ids from the city down, each followed by a dot: ''1.4.30.''. Unique because it ends with the id; the index is a plain one, so that a move does not wait for those who refer to the row.';
comment on column geography.area.assessment_unit is 'Compared with the other units of the city. Not a prefix of codes: a development zone stands beside the counties whose codes its townships carry.';
comment on column geography.area.label_longitude is 'Where the name is written; degrees, WGS-84.';
comment on column geography.area.valid_to is 'The day from which it is no more; null while it lives. Its code''s serial is never given to another grid.';

create table geography.area_alias (
  id integer not null generated always as identity,
  code text collate "C" not null,
  area_id integer not null,
  name text not null,
  until date not null,
  constraint area_alias_pkey PRIMARY KEY (id),
  constraint area_alias_code_check CHECK ((code ~ '^[0-9]{12,20}$'::text)),
  constraint area_alias_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id)
);
CREATE INDEX area_alias_area ON geography.area_alias USING btree (area_id, id);
CREATE INDEX area_alias_code ON geography.area_alias USING btree (code);
grant insert, select on geography.area_alias to jingwei_app;
comment on table geography.area_alias is 'What an area was called, and which code it had, until a day.';

create table geography.former_parent (
  area_id integer not null,
  parent_id integer not null,
  valid_from date not null,
  valid_to date not null,
  id integer not null generated always as identity,
  constraint former_parent_pkey PRIMARY KEY (id),
  constraint former_parent_check CHECK ((valid_to >= valid_from)),
  constraint former_parent_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint former_parent_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES geography.area(id)
);
CREATE INDEX former_parent_area ON geography.former_parent USING btree (area_id, id);
grant insert, select on geography.former_parent to jingwei_app;
comment on table geography.former_parent is 'Under which area an area was before it was moved.';

create table geography.setting (
  only_row boolean not null default true,
  grid_serial_digits integer not null default 3,
  micro_grid_serial_digits integer not null default 2,
  constraint setting_pkey PRIMARY KEY (only_row),
  constraint setting_grid_serial_digits_check CHECK (((grid_serial_digits >= 3) AND (grid_serial_digits <= 5))),
  constraint setting_micro_grid_serial_digits_check CHECK (((micro_grid_serial_digits >= 2) AND (micro_grid_serial_digits <= 3))),
  constraint setting_only_row_check CHECK (only_row)
);
grant select, update on geography.setting to jingwei_app;
comment on table geography.setting is 'One row. How many digits new grids and micro-grids add to the code of the area they are in; codes already given stay.';

create table geography.shape (
  area_id integer not null,
  valid_from date not null,
  valid_to date,
  geometry jsonb not null,
  source_datum text not null,
  area_m2 double precision not null,
  constraint shape_pkey PRIMARY KEY (area_id, valid_from),
  constraint shape_area_m2_check CHECK ((area_m2 > (0)::double precision)),
  constraint shape_check CHECK ((valid_to >= valid_from)),
  constraint shape_geometry_check CHECK (((geometry ->> 'type'::text) = ANY (ARRAY['Polygon'::text, 'MultiPolygon'::text]))),
  constraint shape_source_datum_check CHECK ((source_datum = ANY (ARRAY['wgs84'::text, 'gcj02'::text]))),
  constraint shape_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id)
);
CREATE UNIQUE INDEX shape_living ON geography.shape USING btree (area_id) WHERE (valid_to IS NULL);
CREATE TRIGGER shape_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON geography.shape FOR EACH STATEMENT EXECUTE FUNCTION geography.note_change();
grant insert, select, update on geography.shape to jingwei_app;
comment on table geography.shape is 'Outlines of an area over time; an outline that is drawn again on the same day replaces that day''s.';
comment on column geography.shape.geometry is 'GeoJSON Polygon or MultiPolygon, WGS-84.';
comment on column geography.shape.source_datum is 'The datum in which it was given; converted on the way in.';

create table geography.version (
  only_row boolean not null default true,
  areas bigint not null default nextval('geography.version_number'::regclass),
  shapes bigint not null default nextval('geography.version_number'::regclass),
  constraint version_pkey PRIMARY KEY (only_row),
  constraint version_only_row_check CHECK (only_row)
);
grant select, update on geography.version to jingwei_app;
comment on table geography.version is 'One row, changed in the transaction of every change of an area or an outline: what a process keeps in memory is current while these are. The numbers come from a sequence, so a rolled-back one never names anything else. Commands lock the row first: the tree is changed by one at a time.';

create view geography.area_facts with (security_invoker=true) as
 SELECT id,
    kind,
    code,
    name,
    parent_id,
    path,
    assessment_unit,
    households,
    valid_from,
    valid_to
   FROM geography.area;
grant select on geography.area_facts to jingwei_app;
comment on view geography.area_facts is 'Areas as they are; ended ones have valid_to.';

create view geography.area_parent_facts with (security_invoker=true) as
 SELECT former_parent.area_id,
    former_parent.parent_id,
    former_parent.valid_from,
    former_parent.valid_to
   FROM geography.former_parent
UNION ALL
 SELECT a.id AS area_id,
    a.parent_id,
    COALESCE(( SELECT max(f.valid_to) AS max
           FROM geography.former_parent f
          WHERE f.area_id = a.id), a.valid_from) AS valid_from,
    a.valid_to
   FROM geography.area a
  WHERE a.parent_id IS NOT NULL;
grant select on geography.area_parent_facts to jingwei_app;
comment on view geography.area_parent_facts is 'Under which area an area was on which days: valid_from included, valid_to not.';

create schema identity;
grant usage on schema identity to jingwei_app;

CREATE OR REPLACE FUNCTION identity.living(valid_from date, valid_to date, ended_at timestamp with time zone, on_day date)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ select valid_from <= on_day and (valid_to is null or valid_to >= on_day)
           and (ended_at is null or on_day < (ended_at at time zone 'Asia/Shanghai')::date) $function$;
comment on function identity.living(date,date,timestamp with time zone,date) is 'Is a post of these dates held on that day? The day on which it was ended early no longer counts.';

CREATE OR REPLACE FUNCTION identity.today()
 RETURNS date
 LANGUAGE sql
 STABLE
AS $function$ select (platform.now() at time zone 'Asia/Shanghai')::date $function$;
comment on function identity.today() is 'The day in China by the clock of rules.';

create table identity.failed_sign_in (
  account_hash bytea not null,
  failures integer not null,
  last_at timestamp with time zone not null,
  locked_until timestamp with time zone,
  constraint failed_sign_in_pkey PRIMARY KEY (account_hash),
  constraint failed_sign_in_account_hash_check CHECK ((length(account_hash) = 32)),
  constraint failed_sign_in_failures_check CHECK ((failures > 0))
);
CREATE INDEX failed_sign_in_last ON identity.failed_sign_in USING btree (last_at);
grant delete, insert, select, update on identity.failed_sign_in to jingwei_app;
comment on table identity.failed_sign_in is 'Wrong tries in a row, for accounts that exist and for those that do not: the lock-out must not tell which do. Hashed, because people type passwords into the wrong field.';

create table identity.half_session (
  token_hash bytea not null,
  person_id integer not null,
  kind text not null,
  password_hash text,
  expires_at timestamp with time zone not null,
  wrong integer not null default 0,
  challenge text,
  provider_token bytea,
  address text not null,
  constraint half_session_pkey PRIMARY KEY (token_hash),
  constraint half_session_kind_check CHECK ((kind = ANY (ARRAY['desk'::text, 'phone'::text, 'machine'::text]))),
  constraint half_session_token_hash_check CHECK ((length(token_hash) = 32)),
  constraint half_session_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id)
);
CREATE INDEX half_session_person ON identity.half_session USING btree (person_id);
grant delete, insert, select, update on identity.half_session to jingwei_app;
comment on table identity.half_session is 'Somebody whose password was right, or whom an identity provider named, and who has yet to show his second factor. Its token opens nothing else.';
comment on column identity.half_session.password_hash is 'The one that was right; a password that was reset meanwhile ends it. Null: named by an identity provider.';

create table identity.passkey (
  id integer not null generated always as identity,
  person_id integer not null,
  credential_id text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}'::text[],
  name text not null,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone,
  constraint passkey_pkey PRIMARY KEY (id),
  constraint passkey_credential_id_key UNIQUE (credential_id),
  constraint passkey_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 40))),
  constraint passkey_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id)
);
CREATE INDEX passkey_person ON identity.passkey USING btree (person_id);
grant delete, insert, select, update on identity.passkey to jingwei_app;

create table identity.passkey_question (
  session_hash bytea not null,
  challenge text not null,
  expires_at timestamp with time zone not null,
  constraint passkey_question_pkey PRIMARY KEY (session_hash),
  constraint passkey_question_session_hash_fkey FOREIGN KEY (session_hash) REFERENCES identity.session(token_hash) ON DELETE CASCADE
);
grant delete, insert, select, update on identity.passkey_question to jingwei_app;
comment on table identity.passkey_question is 'What a device must sign to become somebody''s passkey; asked once, answered once.';

create table identity.person (
  id integer not null generated always as identity,
  account text not null,
  name text not null,
  phone text not null default ''::text,
  state text not null default 'active'::text,
  language text,
  password_hash text,
  must_change_password boolean not null default true,
  last_sign_in_at timestamp with time zone,
  created_at timestamp with time zone not null default platform.now(),
  constraint person_pkey PRIMARY KEY (id),
  constraint person_account_check CHECK ((account ~ '^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$'::text)),
  constraint person_language_check CHECK ((language = ANY (ARRAY['zh-CN'::text, 'en'::text]))),
  constraint person_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 50))),
  constraint person_phone_check CHECK ((char_length(phone) <= 20)),
  constraint person_state_check CHECK ((state = ANY (ARRAY['active'::text, 'suspended'::text])))
);
CREATE UNIQUE INDEX person_account ON identity.person USING btree (lower(account));
grant insert, select, update on identity.person to jingwei_app;
comment on column identity.person.language is 'What he chose; null follows the browser.';
comment on column identity.person.password_hash is 'argon2id in its own notation; null: nobody can sign in until a password is set.';

create table identity.post (
  id integer not null generated always as identity,
  person_id integer not null,
  role text not null,
  area_id integer not null,
  unit_id integer,
  title text not null default ''::text,
  employment text not null default 'fullTime'::text,
  share_percent integer not null default 100,
  valid_from date not null default identity.today(),
  valid_to date,
  cover_for_post_id integer,
  ended_at timestamp with time zone,
  constraint post_pkey PRIMARY KEY (id),
  constraint post_check CHECK ((valid_to >= valid_from)),
  constraint post_check1 CHECK ((cover_for_post_id <> id)),
  constraint post_employment_check CHECK ((employment = ANY (ARRAY['fullTime'::text, 'partTime'::text]))),
  constraint post_share_percent_check CHECK (((share_percent >= 1) AND (share_percent <= 100))),
  constraint post_title_check CHECK ((char_length(title) <= 40)),
  constraint post_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint post_cover_for_post_id_fkey FOREIGN KEY (cover_for_post_id) REFERENCES identity.post(id),
  constraint post_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint post_role_fkey FOREIGN KEY (role) REFERENCES identity.role(code),
  constraint post_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES identity.unit(id)
);
CREATE INDEX post_area ON identity.post USING btree (area_id) WHERE (ended_at IS NULL);
CREATE INDEX post_cover ON identity.post USING btree (cover_for_post_id) WHERE ((ended_at IS NULL) AND (cover_for_post_id IS NOT NULL));
CREATE INDEX post_person ON identity.post USING btree (person_id);
CREATE INDEX post_role ON identity.post USING btree (role) WHERE (ended_at IS NULL);
CREATE INDEX post_unit ON identity.post USING btree (unit_id) WHERE ((ended_at IS NULL) AND (unit_id IS NOT NULL));
CREATE INDEX post_unit_ever ON identity.post USING btree (unit_id) WHERE (unit_id IS NOT NULL);
grant insert, select, update on identity.post to jingwei_app;
comment on table identity.post is 'What somebody is, where and when. Never deleted: who was responsible on a past day must remain answerable.';
comment on column identity.post.title is 'What his card says (网格总长, 第一书记, 片警 …); rights come from the role alone.';
comment on column identity.post.valid_to is 'His last day in it; null: open.';
comment on column identity.post.cover_for_post_id is 'The post, of the same role, area and unit, that he stands in for during leave. It lives no longer than that one.';
comment on column identity.post.ended_at is 'Ended before its dates; its rights ended at this moment.';

create table identity.provider_account (
  issuer text not null,
  subject text not null,
  person_id integer not null,
  linked_at timestamp with time zone not null default now(),
  constraint provider_account_pkey PRIMARY KEY (issuer, subject),
  constraint provider_account_issuer_person_id_key UNIQUE (issuer, person_id),
  constraint provider_account_subject_check CHECK (((char_length(subject) >= 1) AND (char_length(subject) <= 255))),
  constraint provider_account_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id)
);
grant delete, insert, select, update on identity.provider_account to jingwei_app;
comment on table identity.provider_account is 'Who is whom at the identity provider: found by name the first time, by its lasting subject from then on, so that a name given to somebody else opens nothing.';

create table identity.recovery_code (
  person_id integer not null,
  code_hash bytea not null,
  used_at timestamp with time zone,
  constraint recovery_code_pkey PRIMARY KEY (person_id, code_hash),
  constraint recovery_code_code_hash_check CHECK ((length(code_hash) = 32)),
  constraint recovery_code_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id)
);
grant delete, insert, select, update on identity.recovery_code to jingwei_app;
comment on table identity.recovery_code is 'For whoever has lost his device. SHA-256 of 120 random bits (80 in codes of four groups, from before there were six) needs no salt.';

create table identity.role (
  code text not null,
  name_zh text not null,
  name_en text,
  administrator boolean not null default false,
  second_factor boolean not null default false,
  constraint role_pkey PRIMARY KEY (code),
  constraint role_code_check CHECK ((code ~ '^[a-zA-Z][A-Za-z0-9]{1,39}$'::text))
);
grant insert, select, update on identity.role to jingwei_app;
comment on column identity.role.administrator is 'Permits what only the system, security or audit administrator may do; set together with the permissions.';
comment on column identity.role.second_factor is 'Whoever holds it signs in with a second factor, where the installation asks for that. Always so for administrators.';

create table identity.role_permission (
  role text not null,
  permission text not null,
  constraint role_permission_pkey PRIMARY KEY (role, permission),
  constraint role_permission_permission_check CHECK ((permission ~ '^[a-z]+\.[a-zA-Z]+$'::text)),
  constraint role_permission_role_fkey FOREIGN KEY (role) REFERENCES identity.role(code)
);
grant delete, insert, select on identity.role_permission to jingwei_app;

create table identity.session (
  token_hash bytea not null,
  person_id integer not null,
  kind text not null,
  created_at timestamp with time zone not null default now(),
  last_seen_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  may_idle interval not null,
  ended_at timestamp with time zone,
  address text not null,
  proved_at timestamp with time zone not null default now(),
  provider_token bytea,
  confirmed_at timestamp with time zone,
  constraint session_pkey PRIMARY KEY (token_hash),
  constraint session_kind_check CHECK ((kind = ANY (ARRAY['desk'::text, 'phone'::text, 'machine'::text]))),
  constraint session_token_hash_check CHECK ((length(token_hash) = 32)),
  constraint session_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id)
);
CREATE INDEX session_person ON identity.session USING btree (person_id);
grant delete, insert, select, update on identity.session to jingwei_app;
comment on table identity.session is 'Who is signed in, by the real clock. The token itself is nowhere: SHA-256 of 256 random bits needs no salt.';
comment on column identity.session.proved_at is 'When he last proved who he is; what could lock somebody out for good is done only soon after.';
comment on column identity.session.provider_token is 'Sealed: what the identity provider must be shown to sign out there too.';
comment on column identity.session.confirmed_at is 'When he last said his password again in this session. It does not stand for a second factor: what touches his own factors asks for proved_at.';

create table identity.sign_in_policy (
  one boolean not null default true,
  second_factor_required boolean not null,
  constraint sign_in_policy_pkey PRIMARY KEY (one),
  constraint sign_in_policy_one_check CHECK (one)
);
grant select, update on identity.sign_in_policy to jingwei_app;
comment on column identity.sign_in_policy.second_factor_required is 'Whether holders of a role that asks for a second factor are held back until they have one. Set by the installation (setup: yes; demo: no) or by its operator.';

create table identity.totp (
  person_id integer not null,
  secret bytea not null,
  begun_at timestamp with time zone not null default now(),
  confirmed_at timestamp with time zone,
  last_step bigint not null default 0,
  constraint totp_pkey PRIMARY KEY (person_id),
  constraint totp_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id)
);
grant delete, insert, select, update on identity.totp to jingwei_app;
comment on column identity.totp.secret is 'AES-256-GCM under a key that is not in this database; bound to the person.';
comment on column identity.totp.last_step is 'The 30 seconds of the last code that was taken; that one and all before are spent.';

create table identity.unit (
  id integer not null generated always as identity,
  code text not null,
  name text not null,
  kind text not null,
  level text not null,
  area_id integer not null,
  constraint unit_pkey PRIMARY KEY (id),
  constraint unit_code_key UNIQUE (code),
  constraint unit_code_check CHECK ((code ~ '^[A-Za-z0-9-]{2,30}$'::text)),
  constraint unit_kind_check CHECK ((kind = ANY (ARRAY['commandCentre'::text, 'department'::text, 'team'::text, 'checkpoint'::text, 'committee'::text]))),
  constraint unit_level_check CHECK ((level = ANY (ARRAY['city'::text, 'county'::text, 'township'::text, 'village'::text, 'courtyard'::text]))),
  constraint unit_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 60))),
  constraint unit_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id)
);
CREATE INDEX unit_area ON identity.unit USING btree (area_id);
grant insert, select, update on identity.unit to jingwei_app;

create view identity.permission_facts with (security_invoker=true) as
 SELECT p.person_id,
    p.area_id,
    p.unit_id,
    r.permission,
    p.valid_from,
    p.valid_to,
    p.ended_at
   FROM identity.post p
     JOIN identity.role_permission r ON r.role = p.role
     JOIN identity.person who ON who.id = p.person_id AND who.state = 'active'::text;
grant select on identity.permission_facts to jingwei_app;
comment on view identity.permission_facts is 'Whom a matter of an area or a unit concerns, post by post; for messages, never for letting somebody through the door.';

create view identity.person_facts with (security_invoker=true) as
 SELECT id,
    name,
    state
   FROM identity.person;
grant select on identity.person_facts to jingwei_app;

create view identity.post_facts with (security_invoker=true) as
 SELECT id,
    person_id,
    role,
    area_id,
    unit_id,
    title,
    employment,
    share_percent,
    valid_from,
    valid_to,
    cover_for_post_id,
    ended_at
   FROM identity.post;
grant select on identity.post_facts to jingwei_app;

create view identity.second_factor_facts with (security_invoker=true) as
 SELECT id AS person_id,
    (EXISTS ( SELECT
           FROM identity.totp t
          WHERE t.person_id = p.id AND t.confirmed_at IS NOT NULL)) OR (EXISTS ( SELECT
           FROM identity.passkey k
          WHERE k.person_id = p.id)) AS enrolled,
    (EXISTS ( SELECT
           FROM identity.sign_in_policy y
          WHERE y.second_factor_required)) AND (EXISTS ( SELECT
           FROM identity.post o
             JOIN identity.role r ON r.code = o.role
          WHERE o.person_id = p.id AND r.second_factor AND identity.living(o.valid_from, o.valid_to, o.ended_at, identity.today()))) AS required
   FROM identity.person p;
grant select on identity.second_factor_facts to jingwei_app;

create view identity.unit_facts with (security_invoker=true) as
 SELECT id,
    code,
    name,
    kind,
    level,
    area_id
   FROM identity.unit;
grant select on identity.unit_facts to jingwei_app;

create schema incidents;
grant usage on schema incidents to jingwei_app;

CREATE OR REPLACE FUNCTION incidents.bigrams(words text)
 RETURNS text[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
declare
  letters text[] := string_to_array(lower(regexp_replace(words, '\s+', '', 'g')), null);
  pairs text[] := '{}';
begin
  if cardinality(letters) = 1 then return letters; end if;
  for place in 1 .. cardinality(letters) - 1 loop
    pairs[place] := letters[place] || letters[place + 1];
  end loop;
  return pairs;
end $function$;

CREATE OR REPLACE FUNCTION incidents.co_handled(units integer[], states text[] DEFAULT NULL::text[])
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ begin
    return query select i.id from incidents.incident i
      where i.co_unit_ids && units and (states is null or i.state = any(states)) and platform.wall() is not null;
  end $function$;
comment on function incidents.co_handled(integer[],text[]) is 'Ids of the cases that these units help with; whoever asks then reads the rows by the policy.';

CREATE OR REPLACE FUNCTION incidents.due_sums(top text, since timestamp with time zone, until timestamp with time zone)
 RETURNS TABLE(due date, ended date, n integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ begin
    if not incidents.may_sum(top) then return; end if;
    return query
      select (i.closing_due_at at time zone 'Asia/Shanghai')::date, null::date, count(*)::int
        from incidents.incident i where i.area_path >= top and i.area_path < top || ':' and i.state not in ('declined', 'merged', 'closed', 'evaluated') and i.closing_due_at >= since and i.closing_due_at < until group by 1
      union all
      select (i.closing_due_at at time zone 'Asia/Shanghai')::date, (i.ended_at at time zone 'Asia/Shanghai')::date, count(*)::int
        from incidents.incident i
        where i.filed_at is not null and (i.ended_at is null or i.ended_at > i.closing_due_at) and i.ended_at is not null and i.state <> 'merged'
          and i.closing_due_at >= since and i.closing_due_at < until and i.area_path >= top and i.area_path < top || ':' group by 1, 2;
  end $function$;
comment on function incidents.due_sums(text,timestamp with time zone,timestamp with time zone) is 'Cases of the area by the day on which they should have been closed: open ones (no day of end), and those that were closed too late, by that day.';

CREATE OR REPLACE FUNCTION incidents.held()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE
AS $function$ select coalesce(string_to_array(nullif(current_setting('jingwei.held', true), ''), ',')::uuid[], '{}') $function$;
comment on function incidents.held() is 'The cases that this transaction has in hand: they were seen when they were locked, or one is being made. They stay so to the end of the step, which may take a case out of its taker''s sight (a unit that returns it).';

CREATE OR REPLACE FUNCTION incidents.index_facts(tops text[], since timestamp with time zone, until timestamp with time zone)
 RETURNS TABLE(top text, reported integer, accepted integer, should_close integer, on_time integer, handled integer, reworked integer, rated integer, satisfied integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 20
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ begin
    return query
      select t.top,
        (count(*) filter (where i.reported_at >= since and i.reported_at < until))::int,
        (count(*) filter (where i.reported_at >= since and i.reported_at < until and i.accepted_at is not null))::int,
        (count(*) filter (where i.filed_at is not null and i.closing_due_at >= since and i.closing_due_at < until))::int,
        (count(*) filter (where i.filed_at is not null and i.closing_due_at >= since and i.closing_due_at < until and i.ended_at <= i.closing_due_at))::int,
        (count(*) filter (where i.handled_at >= since and i.handled_at < until))::int,
        (count(*) filter (where i.handled_at >= since and i.handled_at < until and i.reworks > 0))::int,
        (count(*) filter (where i.ended_at >= since and i.ended_at < until and i.satisfied is not null))::int,
        (count(*) filter (where i.ended_at >= since and i.ended_at < until and i.satisfied))::int
      from unnest(tops) as t (top) left join incidents.incident i on i.area_path >= t.top and i.area_path < t.top || ':' and i.state <> 'merged'
      where platform.wall_house() or t.top ^@ any (platform.wall_paths('index.manage'))
      group by t.top;
  end $function$;
comment on function incidents.index_facts(text[],timestamp with time zone,timestamp with time zone) is 'Sums of cases of each of these areas for the index, of a period: no case and no person. For whoever computes the index there, who may read no case.';

CREATE OR REPLACE FUNCTION incidents.may_sum(top text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$ select platform.wall_house() or top ^@ any (platform.wall_paths('incidents.read')) $function$;

CREATE OR REPLACE FUNCTION incidents.messages_here(units integer[], since timestamp with time zone)
 RETURNS TABLE(case_id uuid, number text, seq integer, at timestamp with time zone, unit_name text, message text, person_name text, post text, area_id integer, area_path text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ begin
    return query
      select s.case_id, i.number, s.seq, s.at, s.data->>'unitName', s.data->>'text', s.person_name, s.post, i.area_id, i.area_path
      from incidents.step s join incidents.incident i on i.id = s.case_id
      where s.action = 'message' and (s.data->>'unitId')::int = any(units) and (s.data->>'unitId')::int = any(platform.wall_posts()) and s.at >= since
      order by s.at desc, s.case_id limit 50;
  end $function$;
comment on function incidents.messages_here(integer[],timestamp with time zone) is 'What was said to units that the caller belongs to: also to a checkpoint, which sees the message and not the case.';

CREATE OR REPLACE FUNCTION incidents.move_words(cases uuid[])
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ declare
    moved int;
  begin
    if not platform.wall_house() then return 0; end if;
    update incidents.wording set township_id = null where case_id = any(cases);
    get diagnostics moved = row_count;
    return moved;
  end $function$;
comment on function incidents.move_words(uuid[]) is 'The cases lie elsewhere now: their words are placed anew. Gives how many; for the house alone.';

CREATE OR REPLACE FUNCTION incidents.note_tally()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'UPDATE' then
    insert into incidents.tally_delta (n, state, area_path, class, lead_unit_id, reported_at, accepted_at, filed_at, dispatched_at, handled_at, ended_at, fed_back_at, handled_on_time, closed_on_time, returns, reworks, satisfied, loss_avoided_yuan)
    values (-1, old.state, old.area_path, old.class, old.lead_unit_id, old.reported_at, old.accepted_at, old.filed_at, old.dispatched_at, old.handled_at, old.ended_at, old.fed_back_at, old.handled_on_time, old.closed_on_time, old.returns, old.reworks, old.satisfied, old.loss_avoided_yuan),
           (1, new.state, new.area_path, new.class, new.lead_unit_id, new.reported_at, new.accepted_at, new.filed_at, new.dispatched_at, new.handled_at, new.ended_at, new.fed_back_at, new.handled_on_time, new.closed_on_time, new.returns, new.reworks, new.satisfied, new.loss_avoided_yuan);
  else
    insert into incidents.tally_delta (n, state, area_path, class, lead_unit_id, reported_at, accepted_at, filed_at, dispatched_at, handled_at, ended_at, fed_back_at, handled_on_time, closed_on_time, returns, reworks, satisfied, loss_avoided_yuan)
    values (1, new.state, new.area_path, new.class, new.lead_unit_id, new.reported_at, new.accepted_at, new.filed_at, new.dispatched_at, new.handled_at, new.ended_at, new.fed_back_at, new.handled_on_time, new.closed_on_time, new.returns, new.reworks, new.satisfied, new.loss_avoided_yuan);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION incidents.open_by_state(top text, at_moment timestamp with time zone)
 RETURNS TABLE(state text, open integer, late integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 14
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ begin
    if not incidents.may_sum(top) then return; end if;
    return query select i.state, count(*)::int, (count(*) filter (where i.due_at < at_moment and not i.due_paused))::int
      from incidents.incident i where i.area_path >= top and i.area_path < top || ':' and i.state not in ('declined', 'merged', 'evaluated') group by i.state;
  end $function$;
comment on function incidents.open_by_state(text,timestamp with time zone) is 'How many cases of the area are in each state, and how many of them are late; without those that need nothing more.';

CREATE OR REPLACE FUNCTION incidents.open_sums(top text, by_what text, since timestamp with time zone, until timestamp with time zone, at_moment timestamp with time zone)
 RETURNS TABLE(key text, open integer, late integer, unclosed integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ begin
    if not incidents.may_sum(top) then return; end if;
    return query select case by_what when 'area' then split_part(substr(i.area_path, length(top) + 1), '.', 1) when 'unit' then coalesce(i.lead_unit_id::text, '') else coalesce(c.top_code, '') end,
        sum(i.n)::int, sum(i.n_late)::int, sum(i.n_unclosed)::int
      from (select one.area_path, one.lead_unit_id, one.class, count(*) as n, count(*) filter (where one.due_at < at_moment and not one.due_paused) as n_late,
              count(*) filter (where one.closing_due_at >= since and one.closing_due_at < until) as n_unclosed
            from incidents.incident one where one.area_path >= top and one.area_path < top || ':' and one.state not in ('declined', 'merged', 'closed', 'evaluated') group by 1, 2, 3) as i
      left join dispatch.class_facts c on c.code = i.class group by 1;
  end $function$;
comment on function incidents.open_sums(text,text,timestamp with time zone,timestamp with time zone,timestamp with time zone) is 'Open cases of the area by the area below, by lead unit or by first-level class: all, late ones, and those that the period should have closed.';

CREATE OR REPLACE FUNCTION incidents.overrun_sums(top text, by_what text, since timestamp with time zone, until timestamp with time zone)
 RETURNS TABLE(key text, open integer, late integer, unclosed integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ begin
    if not incidents.may_sum(top) then return; end if;
    return query select case by_what when 'area' then split_part(substr(i.area_path, length(top) + 1), '.', 1) when 'unit' then coalesce(i.lead_unit_id::text, '') else coalesce(c.top_code, '') end, 0, 0, count(*)::int
      from incidents.incident i left join dispatch.class_facts c on c.code = i.class
      where i.filed_at is not null and (i.ended_at is null or i.ended_at > i.closing_due_at) and i.ended_at >= until and i.state <> 'merged'
        and i.closing_due_at >= since and i.closing_due_at < until and i.area_path >= top and i.area_path < top || ':' group by 1;
  end $function$;
comment on function incidents.overrun_sums(text,text,timestamp with time zone,timestamp with time zone) is 'Cases that should have been closed in a period that is over, and were closed after it.';

CREATE OR REPLACE FUNCTION incidents.place_words(most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ declare
    placed int;
  begin
    if not platform.wall_house() then return 0; end if;
    update incidents.wording w set township_id = found.township_id
      from (select one.case_id, incidents.township_of(i.area_path) as township_id
            from incidents.wording one join incidents.incident i on i.id = one.case_id where one.township_id is null limit most) as found
      where w.case_id = found.case_id;
    get diagnostics placed = row_count;
    return placed;
  end $function$;
comment on function incidents.place_words(integer) is 'Looks up the township of words that have none yet; gives how many. The app may not read words, and nobody but the house asks for this.';

CREATE OR REPLACE FUNCTION incidents.searched(text, pattern text)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ begin
    if platform.wall() is null then
      return;
    elsif char_length(regexp_replace($1, '\s+', '', 'g')) >= 2 then
      -- The bigrams find the candidates by index; the plain comparison then decides.
      return query select w.case_id from incidents.wording w where incidents.bigrams(w.words) @> incidents.bigrams($1) and w.words ilike pattern;
    else
      -- One character alone has no pair.
      return query select w.case_id from incidents.wording w where w.words ilike pattern;
    end if;
  end $function$;
comment on function incidents.searched(text,text) is 'Ids of the cases with these words; whoever asks then reads the rows by the policy. The words themselves the app cannot read.';

CREATE OR REPLACE FUNCTION incidents.searched_newest(words text, pattern text, tops text[], most integer)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_sort TO 'on'
AS $function$ declare
    found uuid[];
    top text;
    has_pairs boolean := char_length(regexp_replace(words, '\s+', '', 'g')) >= 2;
  begin
    if platform.wall() is null then return; end if;
    -- One character alone has no pair, and is in many texts. Within a county or less all words of the city need not be read first.
    if has_pairs and not (select bool_and(one ~ '^(\d+\.){2,}$') from unnest(tops) as one) then
      found := array(select w.case_id from incidents.wording w where incidents.bigrams(w.words) @> incidents.bigrams($1) and w.words ilike pattern limit 3001);
      if cardinality(found) <= 3000 then
        return query select unnest(found);
        return;
      end if;
    end if;
    -- Planned for each area: a grid is read through its own cases, the city from its newest on.
    foreach top in array tops loop
      if has_pairs and top ~ '^(\d+\.){2,3}$' then
        return query execute 'select i.id from incidents.incident i
          where i.id = any(array(select w.case_id from incidents.wording w where w.township_id = any($1) and incidents.bigrams(w.words) @> incidents.bigrams($2) and w.words ilike $3
                                 union all select w.case_id from incidents.wording w where w.township_id is null and w.words ilike $3))
            and i.area_path >= $4 and i.area_path < $5 order by i.reported_at desc, i.id desc limit $6' using array(select a.id from geography.area a where a.path >= top and a.path < top || ':' and a.path ~ '^(\d+\.){2,3}$'), words, pattern, top, top || ':', 3000;
        continue;
      end if;
      -- How many of them have the words is not known to the planner: in a county as in the city the newest are near.
      perform set_config('enable_sort', case when top ~ '^(\d+\.){1,2}$' then 'off' else 'on' end, true);
      return query execute 'select i.id from incidents.incident i where i.area_path >= $1 and i.area_path < $2
        and (select w.words from incidents.wording w where w.case_id = i.id) ilike $3 order by i.reported_at desc, i.id desc limit $4' using top, top || ':', pattern,
        case when has_pairs and top ~ '^(\d+\.){3,}$' then 3000 else most end;
    end loop;
  end $function$;
comment on function incidents.searched_newest(text,text,text[],integer) is 'Ids of the cases with these words: all of them where they are few, otherwise the newest of each area asked for. Whoever asks then reads the rows by the policy.';

CREATE OR REPLACE FUNCTION incidents.sees_duplicate(lead uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$ select exists (select from incidents.incident where merged_into = lead) $function$;
comment on function incidents.sees_duplicate(uuid) is 'Is a case that was merged into this one the caller''s to see? As the caller, so by the policy below; a merged case has no duplicates, so this goes no further.';

CREATE OR REPLACE FUNCTION incidents.shown()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$ select nullif(current_setting('jingwei.shown', true), '') $function$;
comment on function incidents.shown() is 'The number that the caller showed: who knows it may read the story.';

CREATE OR REPLACE FUNCTION incidents.township_of(path text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select part[least(3, cardinality(part))] from (select string_to_array(rtrim(path, '.'), '.')::int[] as part) as parts $function$;

CREATE OR REPLACE FUNCTION incidents.unit_load()
 RETURNS TABLE(unit_id integer, open integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 500
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ begin
    return query select i.lead_unit_id, count(*)::int from incidents.incident i
      where i.lead_unit_id is not null and i.state in ('dispatched', 'acknowledged', 'handling', 'suspended', 'rework')
        and (platform.wall_house() or platform.wall_paths('incidents.desk') <> '{}')
      group by 1;
  end $function$;
comment on function incidents.unit_load() is 'Open cases that each unit leads, of the whole city: a desk is told how busy a unit is, not with what.';

create table incidents.deadline (
  case_id uuid not null,
  stage_no integer not null,
  kind text not null,
  started_at timestamp with time zone not null,
  duration jsonb not null,
  pauses jsonb not null default '[]'::jsonb,
  extensions jsonb not null default '[]'::jsonb,
  due_at timestamp with time zone not null,
  provisional boolean not null,
  paused boolean not null default false,
  ended_at timestamp with time zone,
  fired_at timestamp with time zone,
  calendar_version text not null,
  constraint deadline_pkey PRIMARY KEY (case_id, stage_no, kind),
  constraint deadline_case_id_fkey FOREIGN KEY (case_id) REFERENCES incidents.incident(id)
);
CREATE INDEX deadline_due ON incidents.deadline USING btree (due_at) WHERE ((fired_at IS NULL) AND (ended_at IS NULL) AND (NOT paused));
CREATE INDEX deadline_provisional ON incidents.deadline USING btree (case_id) WHERE (provisional AND (ended_at IS NULL));
alter table incidents.deadline enable row level security;
create policy wall on incidents.deadline for all to public using ((( SELECT platform.wall_house() AS wall_house) OR (case_id = ANY (( SELECT incidents.held() AS held)::uuid[])) OR (EXISTS ( SELECT
   FROM incidents.incident i
  WHERE (i.id = deadline.case_id))))) with check ((( SELECT platform.wall_house() AS wall_house) OR (case_id = ANY (( SELECT incidents.held() AS held)::uuid[]))));
grant insert, select, update on incidents.deadline to jingwei_app;
comment on table incidents.deadline is 'Fired exactly once: fired_at is set where it was null, in the transaction that tells of it.';

create table incidents.digest (
  id bigint not null generated always as identity,
  person_id integer not null,
  at timestamp with time zone not null,
  cases jsonb not null,
  read_at timestamp with time zone,
  constraint digest_pkey PRIMARY KEY (id),
  constraint digest_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id)
);
CREATE UNIQUE INDEX digest_unread ON incidents.digest USING btree (person_id) WHERE (read_at IS NULL);
alter table incidents.digest enable row level security;
create policy wall on incidents.digest for all to public using ((( SELECT platform.wall_house() AS wall_house) OR (person_id = ( SELECT platform.wall_person() AS wall_person)))) with check ((( SELECT platform.wall_house() AS wall_house) OR (person_id = ( SELECT platform.wall_person() AS wall_person))));
grant insert, select, update on incidents.digest to jingwei_app;
comment on table incidents.digest is 'One unread message a person, which grows: an outage of eight hours must not send three thousand.';

create table incidents.incident (
  id uuid not null,
  number text not null,
  revision integer not null default 0,
  state text not null,
  round integer not null default 1,
  class text,
  description text not null,
  source text not null,
  area_id integer not null,
  area_path text collate "C" not null,
  address text not null default ''::text,
  longitude double precision,
  latitude double precision,
  happened_at timestamp with time zone,
  reported_at timestamp with time zone not null,
  reporter_person_id integer,
  has_reporter boolean not null,
  folded jsonb not null,
  needs_request boolean not null default false,
  verifier_id integer,
  checker_id integer,
  lead_unit_id integer,
  co_unit_ids integer[] not null default '{}'::integer[],
  returns integer not null default 0,
  reworks integer not null default 0,
  urges integer not null default 0,
  card text,
  satisfied boolean,
  fed_back_at timestamp with time zone,
  accepted_at timestamp with time zone,
  filed_at timestamp with time zone,
  dispatched_at timestamp with time zone,
  handled_at timestamp with time zone,
  ended_at timestamp with time zone,
  handled_on_time boolean,
  closed_on_time boolean,
  closing_due_at timestamp with time zone,
  loss_avoided_yuan numeric(14,2),
  merged_into uuid,
  duplicates integer not null default 0,
  due_at timestamp with time zone,
  due_kind text,
  due_provisional boolean not null default false,
  due_paused boolean not null default false,
  photos integer not null default 0,
  first_photo text,
  text_key text not null,
  constraint incident_pkey PRIMARY KEY (id),
  constraint incident_number_key UNIQUE (number),
  constraint incident_card_check CHECK ((card = ANY (ARRAY['yellow'::text, 'red'::text, 'black'::text]))),
  constraint incident_check CHECK (((merged_into IS NOT NULL) = (state = 'merged'::text))),
  constraint incident_duplicates_check CHECK ((duplicates >= 0)),
  constraint incident_state_check CHECK ((state = ANY (ARRAY['reported'::text, 'accepted'::text, 'verifying'::text, 'filed'::text, 'declined'::text, 'merged'::text, 'dispatched'::text, 'acknowledged'::text, 'returned'::text, 'handling'::text, 'suspended'::text, 'rework'::text, 'handled'::text, 'checking'::text, 'feedback'::text, 'closed'::text, 'evaluated'::text]))),
  constraint incident_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint incident_checker_id_fkey FOREIGN KEY (checker_id) REFERENCES identity.person(id),
  constraint incident_class_fkey FOREIGN KEY (class) REFERENCES dispatch.class(code),
  constraint incident_lead_unit_id_fkey FOREIGN KEY (lead_unit_id) REFERENCES identity.unit(id),
  constraint incident_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES incidents.incident(id),
  constraint incident_reporter_person_id_fkey FOREIGN KEY (reporter_person_id) REFERENCES identity.person(id),
  constraint incident_verifier_id_fkey FOREIGN KEY (verifier_id) REFERENCES identity.person(id)
);
CREATE INDEX incident_area ON incidents.incident USING btree (area_path, reported_at DESC);
CREATE INDEX incident_checker ON incidents.incident USING btree (checker_id) WHERE (state = 'checking'::text);
CREATE INDEX incident_class ON incidents.incident USING btree (class, reported_at);
CREATE INDEX incident_class_area ON incidents.incident USING btree (class, area_path);
CREATE INDEX incident_co ON incidents.incident USING gin (co_unit_ids);
CREATE INDEX incident_due ON incidents.incident USING btree (COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX incident_lead ON incidents.incident USING btree (lead_unit_id, state);
CREATE INDEX incident_merged ON incidents.incident USING btree (merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX incident_number ON incidents.incident USING btree (number COLLATE "C");
CREATE INDEX incident_open_area ON incidents.incident USING btree (area_path) INCLUDE (state, due_at, due_paused, lead_unit_id, class, closing_due_at) WHERE (state <> ALL (ARRAY['declined'::text, 'merged'::text, 'closed'::text, 'evaluated'::text]));
CREATE INDEX incident_open_due ON incidents.incident USING btree (COALESCE(due_at, 'infinity'::timestamp with time zone), id) WHERE (state <> ALL (ARRAY['declined'::text, 'merged'::text, 'closed'::text, 'evaluated'::text]));
CREATE INDEX incident_overrun ON incidents.incident USING btree (closing_due_at) INCLUDE (area_path, class, lead_unit_id, ended_at, state) WHERE ((filed_at IS NOT NULL) AND ((ended_at IS NULL) OR (ended_at > closing_due_at)));
CREATE INDEX incident_reported ON incidents.incident USING btree (reported_at, id);
CREATE INDEX incident_reporter ON incidents.incident USING btree (reporter_person_id, reported_at DESC) WHERE (reporter_person_id IS NOT NULL);
CREATE INDEX incident_returned ON incidents.incident USING btree (dispatched_at) WHERE (returns > 0);
CREATE INDEX incident_reworked ON incidents.incident USING btree (handled_at) WHERE (reworks > 0);
CREATE INDEX incident_state_due ON incidents.incident USING btree (state, COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX incident_tabs ON incidents.incident USING btree (area_path) INCLUDE (state, due_at, due_paused) WHERE (state <> ALL (ARRAY['declined'::text, 'merged'::text, 'evaluated'::text]));
CREATE INDEX incident_text_key ON incidents.incident USING btree (text_key);
CREATE INDEX incident_unrated ON incidents.incident USING btree (reporter_person_id, COALESCE(due_at, 'infinity'::timestamp with time zone), id) WHERE ((fed_back_at IS NOT NULL) AND (satisfied IS NULL) AND (state = ANY (ARRAY['feedback'::text, 'closed'::text, 'evaluated'::text])));
CREATE INDEX incident_verifier ON incidents.incident USING btree (verifier_id) WHERE (state = 'verifying'::text);
CREATE TRIGGER incident_changed AFTER UPDATE ON incidents.incident FOR EACH ROW WHEN ((((((((((((((((((old.state = ANY (ARRAY['closed'::text, 'evaluated'::text])) IS DISTINCT FROM (new.state = ANY (ARRAY['closed'::text, 'evaluated'::text]))) OR (old.area_path IS DISTINCT FROM new.area_path)) OR (old.class IS DISTINCT FROM new.class)) OR (old.lead_unit_id IS DISTINCT FROM new.lead_unit_id)) OR (old.accepted_at IS DISTINCT FROM new.accepted_at)) OR (old.filed_at IS DISTINCT FROM new.filed_at)) OR (old.dispatched_at IS DISTINCT FROM new.dispatched_at)) OR (old.handled_at IS DISTINCT FROM new.handled_at)) OR (old.ended_at IS DISTINCT FROM new.ended_at)) OR (old.fed_back_at IS DISTINCT FROM new.fed_back_at)) OR (old.handled_on_time IS DISTINCT FROM new.handled_on_time)) OR (old.closed_on_time IS DISTINCT FROM new.closed_on_time)) OR ((old.returns > 0) IS DISTINCT FROM (new.returns > 0))) OR ((old.reworks > 0) IS DISTINCT FROM (new.reworks > 0))) OR (old.satisfied IS DISTINCT FROM new.satisfied)) OR (old.loss_avoided_yuan IS DISTINCT FROM new.loss_avoided_yuan))) EXECUTE FUNCTION incidents.note_tally();
CREATE TRIGGER incident_made AFTER INSERT ON incidents.incident FOR EACH ROW EXECUTE FUNCTION incidents.note_tally();
alter table incidents.incident enable row level security;
create policy wall on incidents.incident for all to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT (((platform.wall_paths('incidents.read'::text) || platform.wall_paths('incidents.desk'::text)) || platform.wall_paths('incidents.verify'::text)) || platform.wall_paths('incidents.supervise'::text)))::text[])) OR (id = ANY (( SELECT incidents.held() AS held)::uuid[])) OR (lead_unit_id = ANY (( SELECT platform.wall_units('incidents.handle'::text) AS wall_units)::integer[])) OR (co_unit_ids && ( SELECT platform.wall_units('incidents.handle'::text) AS wall_units)) OR (reporter_person_id = ( SELECT platform.wall_person() AS wall_person)) OR (verifier_id = ( SELECT platform.wall_person() AS wall_person)) OR (checker_id = ( SELECT platform.wall_person() AS wall_person)) OR (number = ( SELECT incidents.shown() AS shown)) OR ((duplicates > 0) AND incidents.sees_duplicate(id)))) with check ((( SELECT platform.wall_house() AS wall_house) OR (id = ANY (( SELECT incidents.held() AS held)::uuid[]))));
grant insert, select, update on incidents.incident to jingwei_app;
comment on column incidents.incident.area_path is 'A copy of the area''s path; a job lets it follow when areas move, so that whoever works there goes on seeing his cases.';
comment on column incidents.incident.text_key is 'Hash of the description without spaces and punctuation: equal words are offered for merging.';

create table incidents.reporter (
  case_id uuid not null,
  name text not null,
  phone text not null,
  constraint reporter_pkey PRIMARY KEY (case_id),
  constraint reporter_case_id_fkey FOREIGN KEY (case_id) REFERENCES incidents.incident(id)
);
alter table incidents.reporter enable row level security;
create policy wall on incidents.reporter for all to public using ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM incidents.incident i
  WHERE ((i.id = reporter.case_id) AND ((i.area_path ^@ ANY (( SELECT platform.wall_paths('incidents.readReporter'::text) AS wall_paths)::text[])) OR (i.reporter_person_id = ( SELECT platform.wall_person() AS wall_person)))))))) with check ((( SELECT platform.wall_house() AS wall_house) OR (case_id = ANY (( SELECT incidents.held() AS held)::uuid[]))));
grant insert, select on incidents.reporter to jingwei_app;
comment on table incidents.reporter is 'Apart from the case, because the unit complained of never sees it.';

create table incidents.step (
  case_id uuid not null,
  seq integer not null,
  action text not null,
  from_state text,
  to_state text not null,
  at timestamp with time zone not null,
  happened_at timestamp with time zone not null,
  person_id integer,
  person_name text not null,
  post text not null,
  unit_name text,
  in_name_of text,
  as_reporter boolean not null default false,
  note text not null default ''::text,
  data jsonb not null default '{}'::jsonb,
  photos text[] not null default '{}'::text[],
  constraint step_pkey PRIMARY KEY (case_id, seq),
  constraint step_case_id_fkey FOREIGN KEY (case_id) REFERENCES incidents.incident(id),
  constraint step_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id)
);
CREATE INDEX step_at ON incidents.step USING btree (at);
CREATE INDEX step_message ON incidents.step USING btree ((((data ->> 'unitId'::text))::integer), at DESC) WHERE (action = 'message'::text);
alter table incidents.step enable row level security;
create policy wall on incidents.step for all to public using ((( SELECT platform.wall_house() AS wall_house) OR (case_id = ANY (( SELECT incidents.held() AS held)::uuid[])) OR (EXISTS ( SELECT
   FROM incidents.incident i
  WHERE (i.id = step.case_id))))) with check ((( SELECT platform.wall_house() AS wall_house) OR (case_id = ANY (( SELECT incidents.held() AS held)::uuid[]))));
grant insert, select on incidents.step to jingwei_app;

create table incidents.tally (
  by_what text not null,
  grain text not null,
  area_id integer not null,
  day date not null,
  key text not null,
  reported integer not null,
  accepted integer not null,
  accepted_filed integer not null,
  filed integer not null,
  closed integer not null,
  closed_on_time integer not null,
  handled integer not null,
  handled_on_time integer not null,
  reworked integer not null,
  dispatched integer not null,
  returned integer not null,
  rated integer not null,
  satisfied integer not null,
  loss numeric(16,2) not null,
  constraint tally_pkey PRIMARY KEY (by_what, grain, area_id, day, key),
  constraint tally_by_what_check CHECK ((by_what = ANY (ARRAY['area'::text, 'unit'::text, 'class'::text]))),
  constraint tally_grain_check CHECK ((grain = ANY (ARRAY['day'::text, 'month'::text])))
);
grant insert, select, update on incidents.tally to jingwei_app;
comment on table incidents.tally is 'Sums of cases by the day (Asia/Shanghai) of what happened. By area: for each area down to the community. By unit and by first-level class: for each township (or the area above, where a case lies in none).';
comment on column incidents.tally.day is 'The day, or the first of the month.';

create table incidents.tally_delta (
  id bigint not null generated always as identity,
  n integer not null,
  state text not null,
  area_path text collate "C" not null,
  class text,
  lead_unit_id integer,
  reported_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  filed_at timestamp with time zone,
  dispatched_at timestamp with time zone,
  handled_at timestamp with time zone,
  ended_at timestamp with time zone,
  fed_back_at timestamp with time zone,
  handled_on_time boolean,
  closed_on_time boolean,
  returns integer not null,
  reworks integer not null,
  satisfied boolean,
  loss_avoided_yuan numeric(14,2),
  constraint tally_delta_pkey PRIMARY KEY (id),
  constraint tally_delta_n_check CHECK ((n = ANY (ARRAY[1, '-1'::integer])))
);
grant delete, insert, select, update on incidents.tally_delta to jingwei_app;
comment on table incidents.tally_delta is 'Each change of a case as the case before (-1) and after it (+1), until it is folded into the tally: writers never wait for one another''s sums.';

create table incidents.wording (
  case_id uuid not null,
  words text not null,
  township_id integer,
  constraint wording_pkey PRIMARY KEY (case_id),
  constraint wording_case_id_fkey FOREIGN KEY (case_id) REFERENCES incidents.incident(id)
);
CREATE INDEX wording_bigrams ON incidents.wording USING gin (incidents.bigrams(words));
CREATE INDEX wording_township ON incidents.wording USING btree (township_id);
alter table incidents.wording enable row level security;
create policy wall on incidents.wording for all to public using ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM incidents.incident i
  WHERE (i.id = wording.case_id))))) with check ((( SELECT platform.wall_house() AS wall_house) OR (case_id = ANY (( SELECT incidents.held() AS held)::uuid[]))));
grant insert on incidents.wording to jingwei_app;
comment on table incidents.wording is 'Description and address of a case, for the search.';
comment on column incidents.wording.township_id is 'The township in which the case lies, or the area above, where it lies in none. Null: not looked up yet.';

create view incidents.case_facts with (security_invoker=true) as
 SELECT id,
    number,
    state,
    round,
    class,
    area_id,
    area_path,
    source,
    reported_at,
    accepted_at,
    filed_at,
    dispatched_at,
    handled_at,
    ended_at,
    handled_on_time,
    closed_on_time,
    closing_due_at,
    lead_unit_id,
    returns,
    reworks,
    satisfied,
    loss_avoided_yuan,
    merged_into
   FROM incidents.incident;
grant select on incidents.case_facts to jingwei_app;

create view incidents.step_facts with (security_invoker=true) as
 SELECT case_id,
    seq,
    action,
    from_state,
    to_state,
    at,
    happened_at,
    person_id
   FROM incidents.step;
grant select on incidents.step_facts to jingwei_app;

create schema patrol;
grant usage on schema patrol to jingwei_app;

CREATE OR REPLACE FUNCTION patrol.index_facts(tops text[], of_month date)
 RETURNS TABLE(top text, due integer, visited integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 20
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  declare after date := of_month + interval '1 month';
  begin
    return query
      select t.top, count(d.id)::int, (count(d.id) filter (where d.is_visited))::int
      from unnest(tops) as t (top)
      left join lateral (
        -- In force for at least one whole cycle of the month: somebody's need, or a plan that leads to every household of an area.
        select r.id, exists (select from patrol.visit v where v.person_id = r.id and v.on_day >= of_month and v.on_day < after and v.outcome in ('met', 'refused')
            and not exists (select from patrol.visit later where later.corrects = v.id)) as is_visited
        from registry.person r
        where r.area_path collate "C" >= t.top and r.area_path collate "C" < t.top || ':' and r.withdrawn_at is null and r.merged_into is null and r.status = 'here'
          and exists (select from registry.care_need n where n.person_id = r.id
            and least(n.end_on, coalesce(n.ended_on, after) - 1, after - 1) - greatest(n.start_on, of_month) + 1 >= n.cycle_days)
        union all
        select h.id, exists (select from patrol.visit v where v.household_id = h.id and v.on_day >= of_month and v.on_day < after and v.outcome in ('met', 'refused')
            and not exists (select from patrol.visit later where later.corrects = v.id))
        from registry.household h
        where h.area_path collate "C" >= t.top and h.area_path collate "C" < t.top || ':' and h.withdrawn_at is null
          and exists (select from patrol.plan p where p.kind = 'visits' and h.area_path ^@ p.area_path and cardinality(p.place_ids) = 0
            and least(coalesce(p.ends_on, after - 1), coalesce((p.ended_at at time zone 'Asia/Shanghai')::date - 1, after - 1), after - 1) - greatest(p.starts_on, of_month) + 1 >= p.cycle_days)
      ) d on true
      where platform.wall_house() or t.top ^@ any (platform.wall_paths('index.manage'))
      group by t.top;
  end $function$;
comment on function patrol.index_facts(text[],date) is 'Of each of these areas, in a month: how many people and households were to be visited in it at least once, and how many of them were. Sums for the index: no visit, no household and no person. For whoever computes the index there, who reads no register.';

CREATE OR REPLACE FUNCTION patrol.last_met(who uuid)
 RETURNS date
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ select max(v.on_day) from patrol.visit v where v.person_id = who and v.outcome = 'met' and not exists (select from patrol.visit later where later.corrects = v.id) $function$;
comment on function patrol.last_met(uuid) is 'Reviewed: a day and nothing else, for the care register alone.';
revoke execute on function patrol.last_met(uuid) from public;
grant execute on function patrol.last_met(uuid) to jingwei_app;

create table patrol.check_in (
  visit_id uuid not null,
  person_id integer not null,
  area_path text not null,
  longitude numeric(6,3) not null,
  latitude numeric(5,3) not null,
  accuracy_m integer not null,
  gone_on date not null,
  constraint check_in_pkey PRIMARY KEY (visit_id),
  constraint check_in_accuracy_m_check CHECK ((accuracy_m >= 100)),
  constraint check_in_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id),
  constraint check_in_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES patrol.visit(id)
);
CREATE INDEX check_in_area ON patrol.check_in USING btree (area_path COLLATE "C");
CREATE INDEX check_in_gone ON patrol.check_in USING btree (gone_on);
CREATE INDEX check_in_person ON patrol.check_in USING btree (person_id);
alter table patrol.check_in enable row level security;
create policy add on patrol.check_in for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (person_id = ( SELECT platform.wall_person() AS wall_person))));
create policy gone on patrol.check_in for delete to public using (( SELECT platform.wall_house() AS wall_house));
create policy read on patrol.check_in for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (person_id = ( SELECT platform.wall_person() AS wall_person)) OR (area_path ^@ ANY (( SELECT platform.wall_paths('patrol.manage'::text) AS wall_paths)::text[]))));
grant delete, insert, select on patrol.check_in to jingwei_app;
comment on table patrol.check_in is 'A worker''s place at one visit, to a thousandth of a degree, where the plan asked for it; deleted after thirty days.';

create table patrol.diary (
  id uuid not null,
  area_id integer not null,
  area_path text not null,
  at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default platform.now(),
  by_person integer not null,
  by_name text not null,
  words_sealed bytea not null,
  by_voice boolean not null,
  case_id uuid,
  corrects uuid,
  constraint diary_pkey PRIMARY KEY (id),
  constraint diary_corrects_key UNIQUE (corrects),
  constraint diary_check CHECK ((corrects IS DISTINCT FROM id)),
  constraint diary_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint diary_by_person_fkey FOREIGN KEY (by_person) REFERENCES identity.person(id),
  constraint diary_case_id_fkey FOREIGN KEY (case_id) REFERENCES incidents.incident(id),
  constraint diary_corrects_fkey FOREIGN KEY (corrects) REFERENCES patrol.diary(id)
);
CREATE INDEX diary_area ON patrol.diary USING btree (area_path COLLATE "C", at, id);
CREATE INDEX diary_by ON patrol.diary USING btree (by_person, at);
CREATE INDEX diary_case ON patrol.diary USING btree (case_id) WHERE (case_id IS NOT NULL);
CREATE INDEX diary_place ON patrol.diary USING btree (area_id);
alter table patrol.diary enable row level security;
create policy add on patrol.diary for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR ((by_person = ( SELECT platform.wall_person() AS wall_person)) AND (area_path ^@ ANY (( SELECT platform.wall_paths('patrol.visit'::text) AS wall_paths)::text[])))));
create policy read on patrol.diary for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (by_person = ( SELECT platform.wall_person() AS wall_person)) OR (area_path ^@ ANY (( SELECT platform.wall_paths('patrol.manage'::text) AS wall_paths)::text[]))));
grant insert, select on patrol.diary to jingwei_app;
comment on table patrol.diary is '民情日记. Only ever added to. What people said is sealed, and read by its writer and by those who supervise there.';

create table patrol.hint_answer (
  hint text not null,
  area_path text not null,
  answer text not null,
  by_person integer not null,
  by_name text not null,
  at timestamp with time zone not null default platform.now(),
  constraint hint_answer_pkey PRIMARY KEY (hint),
  constraint hint_answer_answer_check CHECK (((char_length(answer) >= 2) AND (char_length(answer) <= 300))),
  constraint hint_answer_hint_check CHECK ((hint ~ '^[0-9a-f]{32}$'::text)),
  constraint hint_answer_by_person_fkey FOREIGN KEY (by_person) REFERENCES identity.person(id)
);
CREATE INDEX hint_answer_area ON patrol.hint_answer USING btree (area_path COLLATE "C");
alter table patrol.hint_answer enable row level security;
create policy add on patrol.hint_answer for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR ((by_person = ( SELECT platform.wall_person() AS wall_person)) AND (area_path ^@ ANY (( SELECT platform.wall_paths('patrol.manage'::text) AS wall_paths)::text[])))));
create policy read on patrol.hint_answer for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('patrol.manage'::text) AS wall_paths)::text[]))));
grant insert, select on patrol.hint_answer to jingwei_app;
comment on table patrol.hint_answer is 'A question to a worker that was asked and answered; only ever added to, and never counted.';

create table patrol.order_step (
  order_id uuid not null,
  seq integer not null,
  action text not null,
  to_state text not null,
  at timestamp with time zone not null default platform.now(),
  by_person integer,
  by_name text not null,
  unit_id integer,
  unit_name text,
  note_sealed bytea,
  constraint order_step_pkey PRIMARY KEY (order_id, seq),
  constraint order_step_action_check CHECK ((action = ANY (ARRAY['wish'::text, 'order'::text, 'accept'::text, 'decline'::text, 'finish'::text, 'askAfter'::text, 'cancel'::text]))),
  constraint order_step_seq_check CHECK ((seq >= 0)),
  constraint order_step_by_person_fkey FOREIGN KEY (by_person) REFERENCES identity.person(id),
  constraint order_step_order_id_fkey FOREIGN KEY (order_id) REFERENCES patrol.service_order(id),
  constraint order_step_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES identity.unit(id)
);
alter table patrol.order_step enable row level security;
create policy add on patrol.order_step for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR ((by_person = ( SELECT platform.wall_person() AS wall_person)) AND (EXISTS ( SELECT
   FROM patrol.service_order o
  WHERE (o.id = order_step.order_id))))));
create policy read on patrol.order_step for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM patrol.service_order o
  WHERE (o.id = order_step.order_id)))));
grant insert, select on patrol.order_step to jingwei_app;
comment on table patrol.order_step is 'What happened to an order; only ever added to.';

create table patrol.plan (
  id uuid not null,
  kind text not null,
  title text not null,
  area_id integer not null,
  area_path text not null,
  rhythms jsonb not null default '[]'::jsonb,
  cycle_days integer,
  unit_ids integer[] not null default '{}'::integer[],
  place_ids uuid[] not null default '{}'::uuid[],
  full_time integer not null default 0,
  others integer not null default 0,
  check_in text not null default 'none'::text,
  starts_on date not null,
  ends_on date,
  from_time text not null default ''::text,
  to_time text not null default ''::text,
  note text not null default ''::text,
  made_by integer,
  made_at timestamp with time zone not null default platform.now(),
  ended_at timestamp with time zone,
  ended_reason text,
  constraint plan_pkey PRIMARY KEY (id),
  constraint plan_check CHECK (((ends_on IS NULL) OR (ends_on >= starts_on))),
  constraint plan_check1 CHECK (((check_in <> 'coarse'::text) OR (kind <> ALL (ARRAY['online'::text, 'visits'::text])))),
  constraint plan_check2 CHECK (((kind <> 'visits'::text) OR (cycle_days IS NOT NULL))),
  constraint plan_check_in_check CHECK ((check_in = ANY (ARRAY['none'::text, 'grid'::text, 'coarse'::text]))),
  constraint plan_cycle_days_check CHECK (((cycle_days >= 1) AND (cycle_days <= 366))),
  constraint plan_ended_reason_check CHECK ((char_length(ended_reason) <= 200)),
  constraint plan_from_time_check CHECK (((from_time ~ '^([01]\d|2[0-3]):[0-5]\d$'::text) OR (from_time = ''::text))),
  constraint plan_full_time_check CHECK (((full_time >= 0) AND (full_time <= 200))),
  constraint plan_kind_check CHECK ((kind = ANY (ARRAY['round'::text, 'visits'::text, 'joint'::text, 'online'::text, 'checkpoint'::text]))),
  constraint plan_note_check CHECK ((char_length(note) <= 500)),
  constraint plan_others_check CHECK (((others >= 0) AND (others <= 200))),
  constraint plan_place_ids_check CHECK ((cardinality(place_ids) <= 200)),
  constraint plan_title_check CHECK (((char_length(title) >= 2) AND (char_length(title) <= 60))),
  constraint plan_to_time_check CHECK (((to_time ~ '^([01]\d|2[0-3]):[0-5]\d$'::text) OR (to_time = ''::text))),
  constraint plan_unit_ids_check CHECK ((cardinality(unit_ids) <= 40)),
  constraint plan_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint plan_made_by_fkey FOREIGN KEY (made_by) REFERENCES identity.person(id)
);
CREATE INDEX plan_area ON patrol.plan USING btree (area_path COLLATE "C", id);
CREATE INDEX plan_place ON patrol.plan USING btree (area_id);
alter table patrol.plan enable row level security;
create policy add on patrol.plan for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('patrol.manage'::text) AS wall_paths)::text[]))));
create policy change on patrol.plan for update to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('patrol.manage'::text) AS wall_paths)::text[])))) with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('patrol.manage'::text) AS wall_paths)::text[]))));
create policy read on patrol.plan for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('patrol.read'::text) AS wall_paths)::text[])) OR (EXISTS ( SELECT
   FROM unnest(( SELECT platform.wall_paths('patrol.read'::text) AS wall_paths)) mine(path)
  WHERE (mine.path ^@ plan.area_path))) OR (unit_ids && ( SELECT platform.wall_posts() AS wall_posts))));
grant insert, select, update on patrol.plan to jingwei_app;
comment on column patrol.plan.rhythms is 'On which days it falls: src/domains/patrol/rules/rhythm.ts.';
comment on column patrol.plan.full_time is 'Of an online patrol: how many full-time, and in `others` how many besides ("4+2").';

create table patrol.request (
  id uuid not null,
  person_id uuid not null,
  area_id integer not null,
  area_path text not null,
  by_on date not null,
  reason text not null,
  made_by integer not null,
  made_by_name text not null,
  made_at timestamp with time zone not null default platform.now(),
  constraint request_pkey PRIMARY KEY (id),
  constraint request_reason_check CHECK (((char_length(reason) >= 2) AND (char_length(reason) <= 200))),
  constraint request_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint request_made_by_fkey FOREIGN KEY (made_by) REFERENCES identity.person(id),
  constraint request_person_id_fkey FOREIGN KEY (person_id) REFERENCES registry.person(id)
);
CREATE INDEX request_area ON patrol.request USING btree (area_path COLLATE "C", by_on);
CREATE INDEX request_person ON patrol.request USING btree (person_id);
CREATE INDEX request_place ON patrol.request USING btree (area_id);
alter table patrol.request enable row level security;
create policy add on patrol.request for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR ((made_by = ( SELECT platform.wall_person() AS wall_person)) AND (area_path ^@ ANY (( SELECT platform.wall_paths('patrol.manage'::text) AS wall_paths)::text[])))));
create policy read on patrol.request for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (person_id = ANY (ARRAY( SELECT registry.helped() AS helped))) OR ((area_path ^@ ANY (( SELECT platform.wall_paths('patrol.read'::text) AS wall_paths)::text[])) AND (EXISTS ( SELECT
   FROM registry.person p
  WHERE (p.id = request.person_id))))));
grant insert, select on patrol.request to jingwei_app;
comment on table patrol.request is 'The supervisor asks for a visit; the next visit to this person answers it.';

create table patrol.service_order (
  id uuid not null,
  visit_id uuid,
  person_id uuid not null,
  area_id integer not null,
  area_path text not null,
  sensitive boolean not null,
  kind text not null,
  wanted_on date not null,
  state text not null,
  unit_id integer,
  done_on date,
  afterwards text,
  by_person integer not null,
  by_name text not null,
  made_at timestamp with time zone not null default platform.now(),
  revision integer not null default 0,
  detail_sealed bytea not null,
  constraint service_order_pkey PRIMARY KEY (id),
  constraint service_order_afterwards_check CHECK ((afterwards = ANY (ARRAY['better'::text, 'same'::text, 'worse'::text]))),
  constraint service_order_kind_check CHECK ((kind = ANY (ARRAY['doctor'::text, 'medicine'::text, 'shopping'::text, 'repair'::text, 'errand'::text, 'company'::text, 'legal'::text, 'other'::text]))),
  constraint service_order_state_check CHECK ((state = ANY (ARRAY['wished'::text, 'ordered'::text, 'accepted'::text, 'done'::text, 'closed'::text, 'declined'::text, 'cancelled'::text]))),
  constraint service_order_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint service_order_by_person_fkey FOREIGN KEY (by_person) REFERENCES identity.person(id),
  constraint service_order_person_id_fkey FOREIGN KEY (person_id) REFERENCES registry.person(id),
  constraint service_order_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES identity.unit(id),
  constraint service_order_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES patrol.visit(id)
);
CREATE INDEX order_area ON patrol.service_order USING btree (area_path COLLATE "C", wanted_on, id);
CREATE INDEX order_by ON patrol.service_order USING btree (by_person);
CREATE INDEX order_person ON patrol.service_order USING btree (person_id);
CREATE INDEX order_place ON patrol.service_order USING btree (area_id);
CREATE INDEX order_unit ON patrol.service_order USING btree (unit_id, wanted_on) WHERE (unit_id IS NOT NULL);
alter table patrol.service_order enable row level security;
create policy add on patrol.service_order for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR ((by_person = ( SELECT platform.wall_person() AS wall_person)) AND ((area_path ^@ ANY (( SELECT platform.wall_paths('patrol.visit'::text) AS wall_paths)::text[])) OR (person_id = ANY (ARRAY( SELECT registry.helped() AS helped)))))));
create policy change on patrol.service_order for update to public using ((( SELECT platform.wall_house() AS wall_house) OR (by_person = ( SELECT platform.wall_person() AS wall_person)) OR (unit_id = ANY (( SELECT platform.wall_units('patrol.provide'::text) AS wall_units)::integer[])) OR ((NOT sensitive) AND (area_path ^@ ANY (( SELECT platform.wall_paths('patrol.visit'::text) AS wall_paths)::text[]))) OR (person_id = ANY (ARRAY( SELECT registry.helped() AS helped))))) with check ((( SELECT platform.wall_house() AS wall_house) OR (by_person = ( SELECT platform.wall_person() AS wall_person)) OR (unit_id = ANY (( SELECT platform.wall_units('patrol.provide'::text) AS wall_units)::integer[])) OR ((NOT sensitive) AND (area_path ^@ ANY (( SELECT platform.wall_paths('patrol.visit'::text) AS wall_paths)::text[]))) OR (person_id = ANY (ARRAY( SELECT registry.helped() AS helped)))));
create policy read on patrol.service_order for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (by_person = ( SELECT platform.wall_person() AS wall_person)) OR (unit_id = ANY (( SELECT platform.wall_units('patrol.provide'::text) AS wall_units)::integer[])) OR ((NOT sensitive) AND (area_path ^@ ANY (( SELECT platform.wall_paths('patrol.read'::text) AS wall_paths)::text[])) AND (EXISTS ( SELECT
   FROM registry.person p
  WHERE (p.id = service_order.person_id)))) OR (person_id = ANY (ARRAY( SELECT registry.helped() AS helped)))));
grant insert, select, update on patrol.service_order to jingwei_app;
comment on column patrol.service_order.detail_sealed is 'The wish, and whom and where the provider finds: he reads no register.';

create table patrol.visit (
  id uuid not null,
  kind text not null,
  plan_id uuid,
  person_id uuid,
  household_id uuid,
  place_id uuid,
  area_id integer not null,
  area_path text not null,
  at timestamp with time zone not null,
  on_day date not null,
  recorded_at timestamp with time zone not null default platform.now(),
  by_person integer not null,
  by_name text not null,
  along integer[] not null default '{}'::integer[],
  guests jsonb not null default '[]'::jsonb,
  outcome text not null,
  full_time integer,
  others integer,
  sensitive boolean not null,
  has_readings boolean not null,
  detail_sealed bytea not null,
  words_hash bytea,
  photos text[] not null default '{}'::text[],
  case_ids uuid[] not null default '{}'::uuid[],
  corrects uuid,
  constraint visit_pkey PRIMARY KEY (id),
  constraint visit_corrects_key UNIQUE (corrects),
  constraint visit_along_check CHECK ((cardinality(along) <= 30)),
  constraint visit_case_ids_check CHECK ((cardinality(case_ids) <= 50)),
  constraint visit_check CHECK ((corrects IS DISTINCT FROM id)),
  constraint visit_check1 CHECK ((NOT (by_person = ANY (along)))),
  constraint visit_check2 CHECK (((kind <> 'shift'::text) OR ((person_id IS NULL) AND (household_id IS NULL) AND (place_id IS NULL)))),
  constraint visit_full_time_check CHECK (((full_time >= 0) AND (full_time <= 200))),
  constraint visit_kind_check CHECK ((kind = ANY (ARRAY['visit'::text, 'round'::text, 'shift'::text]))),
  constraint visit_others_check CHECK (((others >= 0) AND (others <= 200))),
  constraint visit_outcome_check CHECK ((outcome = ANY (ARRAY['met'::text, 'notHome'::text, 'refused'::text, 'moved'::text]))),
  constraint visit_photos_check CHECK ((cardinality(photos) <= 9)),
  constraint visit_words_hash_check CHECK ((length(words_hash) = 32)),
  constraint visit_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint visit_by_person_fkey FOREIGN KEY (by_person) REFERENCES identity.person(id),
  constraint visit_corrects_fkey FOREIGN KEY (corrects) REFERENCES patrol.visit(id),
  constraint visit_household_id_fkey FOREIGN KEY (household_id) REFERENCES registry.household(id),
  constraint visit_person_id_fkey FOREIGN KEY (person_id) REFERENCES registry.person(id),
  constraint visit_place_id_fkey FOREIGN KEY (place_id) REFERENCES registry.place(id),
  constraint visit_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES patrol.plan(id)
);
CREATE INDEX visit_along ON patrol.visit USING gin (along);
CREATE INDEX visit_area ON patrol.visit USING btree (area_path COLLATE "C", at, id);
CREATE INDEX visit_by ON patrol.visit USING btree (by_person, at);
CREATE INDEX visit_household ON patrol.visit USING btree (household_id, on_day) WHERE (household_id IS NOT NULL);
CREATE INDEX visit_person ON patrol.visit USING btree (person_id, on_day) WHERE (person_id IS NOT NULL);
CREATE INDEX visit_place ON patrol.visit USING btree (area_id);
CREATE INDEX visit_plan ON patrol.visit USING btree (plan_id, on_day) WHERE (plan_id IS NOT NULL);
alter table patrol.visit enable row level security;
create policy add on patrol.visit for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR ((by_person = ( SELECT platform.wall_person() AS wall_person)) AND ((area_path ^@ ANY (( SELECT platform.wall_paths('patrol.visit'::text) AS wall_paths)::text[])) OR (person_id = ANY (ARRAY( SELECT registry.helped() AS helped)))))));
create policy read on patrol.visit for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (by_person = ( SELECT platform.wall_person() AS wall_person)) OR (along @> ARRAY[( SELECT platform.wall_person() AS wall_person)]) OR ((NOT sensitive) AND (area_path ^@ ANY (( SELECT platform.wall_paths('patrol.read'::text) AS wall_paths)::text[])) AND ((person_id IS NULL) OR (EXISTS ( SELECT
   FROM registry.person p
  WHERE (p.id = visit.person_id))))) OR (person_id = ANY (ARRAY( SELECT registry.helped() AS helped)))));
grant insert, select on patrol.visit to jingwei_app;
comment on table patrol.visit is 'Only ever added to; a mistake is corrected by a further one that names it in `corrects`.';
comment on column patrol.visit.along is 'Colleagues who came along; with whoever wrote it down each is credited once.';
comment on column patrol.visit.sensitive is 'To a child, or for a need that only its helpers know: seen by those who came, and by the helpers.';
comment on column patrol.visit.detail_sealed is 'What was found and measured, sealed (src/platform/vault.ts).';
comment on column patrol.visit.words_hash is 'Keyed: equal where the words are, for the question whether they were copied; tells nothing of them.';

create view patrol.known_household with (security_invoker=true) as
 SELECT id,
    area_id,
    area_path,
    number,
    address,
    head_id,
    registered_at
   FROM registry.household
  WHERE withdrawn_at IS NULL;
grant select on patrol.known_household to jingwei_app;

create view patrol.known_need with (security_invoker=true) as
 SELECT id,
    person_id,
    sensitive,
    tier,
    cycle_days,
    owner_id,
    helper_ids,
    start_on,
    end_on,
    last_visit_on
   FROM registry.care_need
  WHERE ended_on IS NULL;
grant select on patrol.known_need to jingwei_app;
comment on view patrol.known_need is 'How often somebody is to be visited and by whom; of what kind his need is stays where it is kept.';

create view patrol.known_person with (security_invoker=true) as
 SELECT id,
    area_id,
    area_path,
    name,
    birth_date,
    address,
    household_id
   FROM registry.person
  WHERE withdrawn_at IS NULL AND merged_into IS NULL AND (status = ANY (ARRAY['here'::text, 'away'::text]));
grant select on patrol.known_person to jingwei_app;

create view patrol.known_place with (security_invoker=true) as
 SELECT id,
    area_id,
    area_path,
    category,
    kind,
    name,
    address,
    risk
   FROM registry.place
  WHERE withdrawn_at IS NULL;
grant select on patrol.known_place to jingwei_app;

create view patrol.visit_facts with (security_invoker=true) as
 SELECT id,
    kind,
    plan_id,
    area_id,
    area_path,
    on_day,
    outcome,
    ARRAY[by_person] || along AS credited,
    has_readings
   FROM patrol.visit v
  WHERE NOT (EXISTS ( SELECT
           FROM patrol.visit later
          WHERE later.corrects = v.id));
grant select on patrol.visit_facts to jingwei_app;

create schema platform;
grant usage on schema platform to jingwei_app;

CREATE OR REPLACE FUNCTION platform.now()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
AS $function$ select coalesce(nullif(current_setting('jingwei.clock', true), '')::timestamptz, transaction_timestamp()) $function$;
comment on function platform.now() is 'The clock of rules and deadlines: the database''s own, or, in a replay or a test, the hour that the session carries.';

CREATE OR REPLACE FUNCTION platform.wall()
 RETURNS jsonb
 LANGUAGE sql
 STABLE
AS $function$ select nullif(current_setting('jingwei.wall', true), '')::jsonb $function$;
comment on function platform.wall() is 'Who the transaction acts for, as src/platform/wall.ts says it: {"person", "paths": {permission: text[]}, "units": {permission: int[]}, "posts": int[]}, or {"house": true}. Null where nobody said: a setting of a transaction that is over reads as an empty text.';

CREATE OR REPLACE FUNCTION platform.wall_house()
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$ select coalesce((platform.wall() ->> 'house')::boolean, false) $function$;
comment on function platform.wall_house() is 'The house itself: clocks, feed, start-up; never a caller.';

CREATE OR REPLACE FUNCTION platform.wall_paths(permission text)
 RETURNS text[]
 LANGUAGE sql
 STABLE
AS $function$ select coalesce((platform.wall() -> 'paths' ->> permission)::text[], '{}') $function$;
comment on function platform.wall_paths(text) is 'Paths of the areas in which the caller''s posts permit it.';

CREATE OR REPLACE FUNCTION platform.wall_person()
 RETURNS integer
 LANGUAGE sql
 STABLE
AS $function$ select (platform.wall() ->> 'person')::int $function$;

CREATE OR REPLACE FUNCTION platform.wall_posts()
 RETURNS integer[]
 LANGUAGE sql
 STABLE
AS $function$ select coalesce((platform.wall() ->> 'posts')::int[], '{}') $function$;
comment on function platform.wall_posts() is 'Units that the caller belongs to, whatever his posts permit.';

CREATE OR REPLACE FUNCTION platform.wall_units(permission text)
 RETURNS integer[]
 LANGUAGE sql
 STABLE
AS $function$ select coalesce((platform.wall() -> 'units' ->> permission)::int[], '{}') $function$;
comment on function platform.wall_units(text) is 'Units in whose name the caller''s posts permit it.';

create table platform.audit (
  id bigint not null generated always as identity,
  at timestamp with time zone not null,
  person_id integer,
  person_name text not null,
  in_name_of text,
  post text not null,
  operation text not null,
  subject text not null,
  outcome text not null,
  refused text,
  input jsonb not null,
  address text not null,
  xid xid8 not null default pg_current_xact_id(),
  constraint audit_pkey PRIMARY KEY (id),
  constraint audit_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'refused'::text, 'denied'::text])))
);
CREATE INDEX audit_operation ON platform.audit USING btree (operation, id DESC);
CREATE INDEX audit_order ON platform.audit USING btree (xid, id);
CREATE INDEX audit_person ON platform.audit USING btree (person_id, id DESC);
CREATE INDEX audit_subject ON platform.audit USING btree (subject, id DESC);
alter table platform.audit enable row level security;
create policy read on platform.audit for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (( SELECT platform.wall_paths('audit.read'::text) AS wall_paths) <> '{}'::text[])));
create policy write on platform.audit for insert to public with check (true);
grant insert, select on platform.audit to jingwei_app;
comment on table platform.audit is 'Who did or saw what. Linked below pg_snapshot_xmin in the order (xid, id): no row of a slow transaction is ever skipped.';

create table platform.audit_checkpoint (
  epoch uuid not null,
  seq bigint not null,
  head bytea not null,
  count bigint not null,
  at timestamp with time zone not null,
  after_epoch uuid,
  key text not null,
  signature bytea not null,
  constraint audit_checkpoint_pkey PRIMARY KEY (epoch, seq),
  constraint audit_checkpoint_count_check CHECK ((count >= 0)),
  constraint audit_checkpoint_head_check CHECK ((length(head) = 32)),
  constraint audit_checkpoint_seq_check CHECK ((seq >= 0))
);
grant insert, select on platform.audit_checkpoint to jingwei_app;
comment on table platform.audit_checkpoint is 'Signed (Ed25519) with a key that is not in the database; witnesses outside hold copies. after_epoch: the first one after a restore, which took the place of that epoch.';

create table platform.audit_link (
  seq bigint not null,
  audit_id bigint not null,
  hash bytea not null,
  constraint audit_link_pkey PRIMARY KEY (seq),
  constraint audit_link_audit_id_key UNIQUE (audit_id),
  constraint audit_link_hash_check CHECK ((length(hash) = 32)),
  constraint audit_link_seq_check CHECK ((seq > 0))
);
grant insert, select on platform.audit_link to jingwei_app;
comment on table platform.audit_link is 'h(seq) = SHA-256(h(seq - 1) || SHA-256(canonical row)), h(0) = 32 zero bytes. Refers to its row without a foreign key: when the row is gone, this stays and shows it.';

create table platform.command (
  scope text not null,
  key text not null,
  body_hash bytea not null,
  result jsonb,
  at timestamp with time zone not null default now(),
  constraint command_pkey PRIMARY KEY (scope, key),
  constraint command_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200)))
);
grant insert, select, update on platform.command to jingwei_app;
comment on table platform.command is 'Idempotency: claimed in the transaction of the effect; the stored result answers every repeat.';

create table platform.data_key (
  class text not null,
  version integer not null,
  wrapped bytea not null,
  made_at timestamp with time zone not null default now(),
  constraint data_key_pkey PRIMARY KEY (class, version),
  constraint data_key_class_check CHECK ((class = ANY (ARRAY['document'::text, 'contact'::text, 'care'::text]))),
  constraint data_key_version_check CHECK (((version >= 1) AND (version <= 65535))),
  constraint data_key_wrapped_check CHECK ((length(wrapped) = 60))
);
grant insert, select, update on platform.data_key to jingwei_app;
comment on table platform.data_key is 'Keys of sealed fields, each wrapped by a key of the secrets file; without that they open nothing.';

create table platform.device (
  id uuid not null,
  person_id integer not null,
  person_name text not null,
  area_path text collate "C" not null,
  last_seq bigint not null default 0,
  failures integer not null default 0,
  holes integer not null default 0,
  frozen_at timestamp with time zone,
  epoch uuid,
  first_contact_at timestamp with time zone not null default platform.now(),
  contact_at timestamp with time zone not null default platform.now(),
  unsent integer not null default 0,
  oldest_unsent_at timestamp with time zone,
  parked integer not null default 0,
  ahead_seconds double precision not null default 0,
  constraint device_pkey PRIMARY KEY (id),
  constraint device_last_seq_check CHECK ((last_seq >= 0))
);
CREATE INDEX device_area ON platform.device USING btree (area_path text_pattern_ops);
CREATE INDEX device_contact ON platform.device USING btree (contact_at);
CREATE INDEX device_person ON platform.device USING btree (person_id);
CREATE INDEX device_waiting ON platform.device USING btree (oldest_unsent_at) WHERE (unsent > 0);
alter table platform.device enable row level security;
create policy wall on platform.device for all to public using ((( SELECT platform.wall_house() AS wall_house) OR (person_id = ( SELECT platform.wall_person() AS wall_person)) OR (area_path ^@ ANY (( SELECT platform.wall_paths('dispatch.roster'::text) AS wall_paths)::text[])))) with check ((( SELECT platform.wall_house() AS wall_house) OR (person_id = ( SELECT platform.wall_person() AS wall_person))));
grant insert, select, update on platform.device to jingwei_app;
comment on table platform.device is 'A phone of one person: locked by each of its commands, so that they are done one after the other.';
comment on column platform.device.last_seq is 'The last command that was answered for good; moves in the transaction of its effect.';
comment on column platform.device.failures is 'Exceptions that the next command has caused so far; at the fifth it is set aside.';
comment on column platform.device.holes is 'How often the phone went on behind a command that this server never saw: a backup older than what the phone keeps was restored.';
comment on column platform.device.frozen_at is 'Two different commands came under one number: the phone was cloned, or put back to an old image.';
comment on column platform.device.epoch is 'The epoch of the server that the phone had last seen when it came.';
comment on column platform.device.ahead_seconds is 'How far its clock is ahead of ours; negative: behind.';

create table platform.event (
  id bigint not null generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  at timestamp with time zone not null,
  kind text not null,
  subject text not null,
  area_path text collate "C" not null,
  unit_ids integer[] not null default '{}'::integer[],
  person_ids integer[] not null default '{}'::integer[],
  data jsonb not null default '{}'::jsonb,
  constraint event_pkey PRIMARY KEY (id)
);
CREATE INDEX event_feed ON platform.event USING btree (xid, id);
alter table platform.event enable row level security;
create policy wall on platform.event for all to public using (( SELECT platform.wall_house() AS wall_house)) with check ((( SELECT platform.wall() AS wall) IS NOT NULL));
grant insert, select on platform.event to jingwei_app;
comment on table platform.event is 'The live feed. Read below pg_snapshot_xmin in the order (xid, id): no row of a slow transaction is ever skipped.';

create table platform.file (
  sha256 text not null,
  received_sha256 text not null,
  media_type text not null,
  bytes integer not null,
  width integer not null,
  height integer not null,
  by_person integer,
  at timestamp with time zone not null default now(),
  constraint file_pkey PRIMARY KEY (sha256),
  constraint file_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX file_received ON platform.file USING btree (received_sha256);
grant insert, select on platform.file to jingwei_app;
comment on column platform.file.received_sha256 is 'Hash of the bytes as sent; the stored image is re-encoded without metadata and has its own.';

create table platform.installation (
  only_row boolean not null default true,
  epoch uuid not null default gen_random_uuid(),
  created_at timestamp with time zone not null default now(),
  constraint installation_pkey PRIMARY KEY (only_row),
  constraint installation_only_row_check CHECK (only_row)
);
grant select on platform.installation to jingwei_app;
comment on table platform.installation is 'One row. The epoch changes when a backup is restored, so that phones know to send again.';

create table platform.migration (
  number integer not null,
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_pkey PRIMARY KEY (number),
  constraint migration_number_check CHECK ((number > 0))
);
comment on table platform.migration is 'Every migration that was applied, with the hash of its file; written by the runner alone.';

create table platform.mutation (
  device_id uuid not null,
  seq bigint not null,
  mutation_id uuid,
  person_id integer not null,
  body_hash bytea not null,
  hash_key text not null,
  outcome jsonb not null,
  at timestamp with time zone not null default platform.now(),
  constraint mutation_pkey PRIMARY KEY (device_id, seq),
  constraint mutation_body_hash_check CHECK ((length(body_hash) = 32)),
  constraint mutation_seq_check CHECK ((seq > 0)),
  constraint mutation_device_id_fkey FOREIGN KEY (device_id) REFERENCES platform.device(id)
);
CREATE INDEX mutation_at ON platform.mutation USING btree (at);
alter table platform.mutation enable row level security;
create policy keeping on platform.mutation as restrictive for delete to public using (( SELECT platform.wall_house() AS wall_house));
create policy wall on platform.mutation for all to public using ((( SELECT platform.wall_house() AS wall_house) OR (person_id = ( SELECT platform.wall_person() AS wall_person)))) with check ((( SELECT platform.wall_house() AS wall_house) OR (person_id = ( SELECT platform.wall_person() AS wall_person))));
grant delete, insert, select on platform.mutation to jingwei_app;
comment on table platform.mutation is 'What each command of a phone was answered: written in the transaction of its effect, given again to whoever sends it again.';
comment on column platform.mutation.hash_key is 'Marks the secret that the hash was made with.';

create table platform.rejected (
  id bigint not null generated always as identity,
  device_id uuid not null,
  seq bigint not null,
  body_hash bytea not null,
  mutation_id uuid,
  person_id integer not null,
  person_name text not null,
  area_path text collate "C" not null,
  name text not null,
  written_at text not null,
  refused text not null,
  params jsonb not null default '{}'::jsonb,
  body bytea not null,
  at timestamp with time zone not null default platform.now(),
  handed_over_at timestamp with time zone,
  settled_at timestamp with time zone,
  settled_by integer,
  assigned_to integer,
  assigned_name text,
  assigned_at timestamp with time zone,
  settled_name text,
  settled_how text,
  settled_note text,
  constraint rejected_pkey PRIMARY KEY (id),
  constraint rejected_device_id_seq_body_hash_key UNIQUE (device_id, seq, body_hash),
  constraint rejected_body_hash_check CHECK ((length(body_hash) = 32)),
  constraint rejected_name_check CHECK ((char_length(name) <= 80)),
  constraint rejected_seq_check CHECK ((seq > 0)),
  constraint rejected_settled_how_check CHECK ((settled_how = ANY (ARRAY['entered'::text, 'corrected'::text, 'void'::text, 'other'::text]))),
  constraint rejected_settled_note_check CHECK ((char_length(settled_note) <= 1000)),
  constraint rejected_written_at_check CHECK ((char_length(written_at) <= 40)),
  constraint rejected_device_id_fkey FOREIGN KEY (device_id) REFERENCES platform.device(id)
);
CREATE INDEX rejected_area ON platform.rejected USING btree (area_path text_pattern_ops, id DESC) WHERE (settled_at IS NULL);
CREATE INDEX rejected_device ON platform.rejected USING btree (device_id);
CREATE INDEX rejected_mutation ON platform.rejected USING btree (mutation_id) WHERE (mutation_id IS NOT NULL);
CREATE INDEX rejected_person ON platform.rejected USING btree (person_id, id DESC);
CREATE INDEX rejected_settled ON platform.rejected USING btree (settled_at) WHERE (settled_at IS NOT NULL);
alter table platform.rejected enable row level security;
create policy keeping on platform.rejected as restrictive for delete to public using (( SELECT platform.wall_house() AS wall_house));
create policy wall on platform.rejected for all to public using ((( SELECT platform.wall_house() AS wall_house) OR (person_id = ( SELECT platform.wall_person() AS wall_person)) OR (area_path ^@ ANY (( SELECT platform.wall_paths('dispatch.roster'::text) AS wall_paths)::text[])))) with check ((( SELECT platform.wall_house() AS wall_house) OR (person_id = ( SELECT platform.wall_person() AS wall_person)) OR (area_path ^@ ANY (( SELECT platform.wall_paths('dispatch.roster'::text) AS wall_paths)::text[]))));
grant delete, insert, select, update on platform.rejected to jingwei_app;
comment on table platform.rejected is 'What somebody wrote on a phone and a rule refused: kept whole until a person has dealt with it.';
comment on column platform.rejected.written_at is 'By the phone''s clock, as it said it.';
comment on column platform.rejected.body is 'The command as it came, sealed: it may name people and their numbers.';
comment on column platform.rejected.assigned_to is 'Who keeps the roster there and is to deal with it.';
comment on column platform.rejected.settled_how is 'entered: somebody else wrote it down again; corrected: its writer did; void: nothing is to be done; null where an older version settled it.';

create table platform.sent_photo (
  sent_sha256 text not null,
  sha256 text not null,
  bytes integer not null,
  at timestamp with time zone not null default platform.now(),
  constraint sent_photo_pkey PRIMARY KEY (sent_sha256),
  constraint sent_photo_bytes_check CHECK ((bytes > 0)),
  constraint sent_photo_sent_sha256_check CHECK ((sent_sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint sent_photo_sha256_fkey FOREIGN KEY (sha256) REFERENCES platform.file(sha256)
);
grant insert, select on platform.sent_photo to jingwei_app;
comment on table platform.sent_photo is 'Which stored picture the verified bytes with this hash became; a step that names this hash has its picture from then on. A picture may have been sent in more than one form.';
comment on column platform.sent_photo.bytes is 'Of what was sent.';

create view platform.audit_facts with (security_invoker=true) as
 SELECT id,
    at,
    person_id,
    person_name,
    in_name_of,
    post,
    operation,
    subject,
    outcome,
    refused,
    input,
    address
   FROM platform.audit;
grant select on platform.audit_facts to jingwei_app;

create schema points;
grant usage on schema points to jingwei_app;

CREATE OR REPLACE FUNCTION points.account_sound()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ begin
    if new.kind not in ('household', 'person', 'worker', 'issuer', 'supplier', 'stock', 'till', 'deposit')
      or not (new.commodity = 'points' or new.commodity ~ '^good:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$') or char_length(new.place) > 60
      or new.balance <> 0 or new.reserved <> 0 or new.version <> 0
      or (new.kind = 'household') > (new.household_id is not null) or (new.kind = 'person') > (new.person_id is not null) or (new.kind = 'worker') <> (new.worker_id is not null)
      or (new.kind not in ('household', 'deposit') and new.household_id is not null) or (new.kind not in ('person', 'deposit') and new.person_id is not null)
      -- Whoever gives out has no floor; goods, tills and households do; a child's never lies below nothing.
      or not (case when new.kind in ('issuer', 'supplier') then new.floor is null when new.kind in ('stock', 'till', 'deposit') then new.floor is not distinct from 0 when new.kind = 'household' then coalesce(new.floor <= 0, false) else true end)
      or (new.minor_until is not null and (new.kind not in ('person', 'deposit') or new.floor is distinct from 0))
    then raise exception 'an account of kind % is not opened like this', new.kind using errcode = 'check_violation', constraint = 'account_sound'; end if;
    return new;
  end $function$;
comment on function points.account_sound() is 'Kind, holder, commodity and floor of an account fit each other.';

CREATE OR REPLACE FUNCTION points.close_book(the_book integer, until_day date)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ declare book record; sums record; begin
    select b.id, b.area_path into book from points.book b where b.id = the_book;
    if book.id is null or not points.may_move(book.area_path) then return '{"refused": "points/book-unknown", "params": {}}'; end if;
    perform pg_advisory_xact_lock(60018, the_book);
    select b.id, b.closed_to into book from points.book b where b.id = the_book;
    if until_day >= (platform.now() at time zone 'Asia/Shanghai')::date then return '{"refused": "points/period-not-over", "params": {}}'; end if;
    if until_day <= book.closed_to then return jsonb_build_object('refused', 'points/period-closed', 'params', jsonb_build_object('closedTo', book.closed_to)); end if;
    select count(*) as entries, coalesce(sum(e.amount) filter (where e.amount > 0), 0) as turnover into sums
      from points.transfer t join points.entry e on e.transfer_id = t.id
      where t.book_id = the_book and t.day <= until_day and (book.closed_to is null or t.day > book.closed_to);
    insert into points.closing (book_id, through, closed_at, by_person, entries, turnover) values (the_book, until_day, platform.now(), platform.wall_person(), sums.entries, sums.turnover);
    update points.book b set closed_to = until_day where b.id = the_book;
    return jsonb_build_object('closedTo', until_day, 'entries', sums.entries, 'turnover', sums.turnover);
  end $function$;
comment on function points.close_book(integer,date) is 'Closes all days up to one that is over, once those who are writing have ended: for good. Answers with the day and with sums.';
revoke execute on function points.close_book(integer,date) from public;
grant execute on function points.close_book(integer,date) to jingwei_app;

CREATE OR REPLACE FUNCTION points.expire_due(most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ declare due uuid; done int := 0; begin
    if not platform.wall_house() then return 0; end if;
    for due in select p.transfer_id from points.pending p where p.expires_at <= platform.now() order by p.expires_at limit most loop
      if points.move(jsonb_build_object('id', gen_random_uuid(), 'phase', 'expire', 'of', due)) ? 'id' then done := done + 1; end if;
    end loop;
    return done;
  end $function$;
comment on function points.expire_due(integer) is 'Ends reservations whose time is over, the oldest first; how many. Only the house itself may ask.';
revoke execute on function points.expire_due(integer) from public;
grant execute on function points.expire_due(integer) to jingwei_app;

CREATE OR REPLACE FUNCTION points.held()
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 5
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ begin
    return query select h.household_id from points.holder h where h.person_id = platform.wall_person() and h.ended_at is null;
  end $function$;
comment on function points.held() is 'Ids of the households whose card the caller has shown; nothing where nobody is known.';

CREATE OR REPLACE FUNCTION points.link(hash bytea)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ declare found record; begin
    if platform.wall_person() is null then return null; end if;
    select c.id, c.household_id into found from points.card c where c.code_hash = hash and c.ended_at is null;
    if found.id is null then return null; end if;
    insert into points.holder (person_id, household_id, card_id)
      values (platform.wall_person(), found.household_id, found.id) on conflict (person_id, household_id) where ended_at is null do nothing;
    return found.household_id;
  end $function$;
comment on function points.link(bytea) is 'Links the caller to the household whose card has this code; its id, or nothing where there is no such card.';
revoke execute on function points.link(bytea) from public;
grant execute on function points.link(bytea) to jingwei_app;

CREATE OR REPLACE FUNCTION points.may_move(path text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$ select platform.wall_house() or path ^@ any (platform.wall_paths('points.decide') || platform.wall_paths('points.till') || platform.wall_paths('points.manage')) $function$;
comment on function points.may_move(text) is 'Whoever decides on points there, keeps the warehouse there, or manages there: the second wall of what is written.';

CREATE OR REPLACE FUNCTION points.move(body jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
  declare
    my constant uuid := (body ->> 'id')::uuid;
    step constant text := body ->> 'phase';
    hashed constant bytea := sha256(convert_to(body::text, 'UTF8'));
    today constant date := (platform.now() at time zone 'Asia/Shanghai')::date;
    other constant uuid := (body ->> 'of')::uuid;
    rule constant uuid := (body ->> 'rule')::uuid;
    deed constant text := body ->> 'fact';
    which int := (body ->> 'book')::int;
    origin points.transfer;
    book points.book;
    booked date;
    about date := (body ->> 'about')::date;
    what text := body ->> 'kind';
    legs jsonb := body -> 'legs';
    held jsonb;
    named bigint[];
    wanted numeric[];
    one record;
    moved numeric;
    hold bigint;
    sum numeric := 0;
    first_commodity text;
    is_mixed boolean := false;
    accounts bigint[] := '{}';
    amounts bigint[] := '{}';
    releases bigint[] := '{}';
    commodities text[] := '{}';
    earners bigint[] := '{}';
    written jsonb := '[]';
  begin
    if other is not null then
      select t.* into origin from points.transfer t where t.id = other;
      which := origin.book_id;
    end if;
    -- Whoever closes a period waits for those who are writing, and they then see that it is closed.
    perform pg_advisory_xact_lock_shared(60018, which);
    select b.* into book from points.book b where b.id = which;
    if book.id is null or not points.may_move(book.area_path) then return jsonb_build_object('refused', case when other is null then 'points/book-unknown' else 'points/transfer-unknown' end, 'params', '{}'::jsonb); end if;
    booked := coalesce((body ->> 'day')::date, today);
    if booked > today or about > booked then return points.no(my, hashed, 'points/day-ahead'); end if;
    if booked <= book.closed_to then return points.no(my, hashed, 'points/period-closed', jsonb_build_object('closedTo', book.closed_to)); end if;

    -- The legs: named, or those of what is posted, undone or reversed.
    if step = 'reverse' then
      if origin.phase not in ('single', 'post') then return points.no(my, hashed, 'points/not-reversible'); end if;
      select array_agg(e.account_id), array_agg(-e.amount) into named, wanted from points.entry e where e.transfer_id = other;
      what := origin.kind;
      if origin.day <= book.closed_to then about := origin.day; end if;
    elsif step in ('post', 'void', 'expire') then
      if origin.phase <> 'reserve' then return points.no(my, hashed, 'points/not-reserved'); end if;
      select jsonb_object_agg(h.account_id, h.amount) into held from points.hold h where h.transfer_id = other;
      if step = 'post' and exists (select from jsonb_array_elements(legs) l where not held ? (l ->> 0)) then return points.no(my, hashed, 'points/post-too-much'); end if;
      -- Of what is not named nothing is posted; all of it is released.
      select array_agg(h.key::bigint), array_agg(case when step <> 'post' then 0 when legs is null then h.value::numeric else coalesce((select (l ->> 1)::numeric from jsonb_array_elements(legs) l where l ->> 0 = h.key limit 1), 0) end)
        into named, wanted from jsonb_each_text(held) h;
      what := origin.kind;
    else
      select array_agg((l ->> 0)::bigint), array_agg((l ->> 1)::numeric) into named, wanted from jsonb_array_elements(legs) l;
    end if;
    if coalesce(cardinality(named), 0) not between 2 and 500 then return points.no(my, hashed, 'points/legs'); end if;

    -- Where there is plainly not enough nobody is waited for: of ten thousand who want the last hundred bars of soap most are told so at once.
    if held is null then
      select a.kind, a.balance - a.reserved - a.floor as available, -wanted[array_position(named, a.id)] as wanted into one from points.account a
        where a.id = any (named) and a.book_id = which and wanted[array_position(named, a.id)] < 0 and a.balance - a.reserved + wanted[array_position(named, a.id)] < a.floor order by a.id limit 1;
      if found then return points.no(my, hashed, case when one.kind = 'stock' then 'points/out-of-stock' else 'points/short' end, jsonb_build_object('available', one.available, 'wanted', one.wanted)); end if;
    end if;
    -- Locked in one order for all, givers last: many wait for them. Nobody's accounts but those of this book.
    for one in
      select a.id, a.kind, a.commodity, a.floor, a.minor_until, a.balance, a.reserved
      from points.account a where a.id = any (named) and a.book_id = which order by (a.kind in ('issuer', 'supplier')), a.id for no key update
    loop
      moved := wanted[array_position(named, one.id)];
      if moved <> trunc(moved) or abs(moved) > 1000000 or (moved = 0 and held is null) then return points.no(my, hashed, 'points/amount', '{"most": 1000000}'); end if;
      if held is null then
        if moved < 0 and one.balance - one.reserved + moved < one.floor then
          return points.no(my, hashed, case when one.kind = 'stock' then 'points/out-of-stock' else 'points/short' end, jsonb_build_object('available', one.balance - one.reserved - one.floor, 'wanted', -moved));
        end if;
        if moved < 0 and booked < one.minor_until and step <> 'reverse' and what not in ('redeem', 'deposit') then return points.no(my, hashed, 'points/minor'); end if;
        releases := releases || 0::bigint;
      else
        hold := (held ->> one.id::text)::bigint;
        if moved <> 0 and (sign(moved) <> sign(hold) or abs(moved) > abs(hold)) then return points.no(my, hashed, 'points/post-too-much'); end if;
        releases := releases || greatest(-hold, 0);
      end if;
      if first_commodity is null then first_commodity := one.commodity; elsif first_commodity <> one.commodity then is_mixed := true; end if;
      sum := sum + moved;
      accounts := accounts || one.id;
      amounts := amounts || moved::bigint;
      commodities := commodities || one.commodity;
      if one.kind not in ('issuer', 'supplier') then earners := earners || one.id; end if;
    end loop;
    if cardinality(accounts) <> cardinality(named) then
      return points.no(my, hashed, case when cardinality(named) <> (select count(distinct n) from unnest(named) n) then 'points/legs'
        when exists (select from points.account a where a.id = any (named) and a.book_id <> which) then 'points/other-book' else 'points/account-unknown' end);
    end if;
    if is_mixed then
      if exists (select from unnest(commodities, amounts) as l (commodity, amount) group by l.commodity having sum(l.amount) <> 0) then return points.no(my, hashed, 'points/unbalanced'); end if;
    elsif sum <> 0 then
      return points.no(my, hashed, 'points/unbalanced');
    end if;

    -- All who could do the same hold one of these accounts, so that what is not there now comes from nobody else.
    if step = 'reverse' then
      if exists (select from points.transfer t where t.reverses = other) then return points.no(my, hashed, 'points/reversed-already'); end if;
    elsif held is not null then
      if step = 'post' and amounts <@ '{0}' then return points.no(my, hashed, 'points/amount', '{"most": 1000000}'); end if;
      if exists (select from points.transfer t where t.ends = other) then return points.no(my, hashed, 'points/reservation-over'); end if;
      if step = 'post' and origin.expires_at <= platform.now() then return points.no(my, hashed, 'points/reservation-expired'); end if;
      if step = 'expire' and origin.expires_at > platform.now() then return points.no(my, hashed, 'points/reservation-holds'); end if;
    elsif deed is not null then
      if exists (select from points.award w where w.rule_version = rule and w.fact = deed and w.account_id = any (earners)) then return points.no(my, hashed, 'points/fact-awarded'); end if;
    end if;

    insert into points.transfer (id, book_id, phase, kind, day, about_day, made_at, by_person, rule_version, fact, ends, reverses, expires_at, body_hash, note)
    values (my, which, step, what, booked, about, platform.now(), platform.wall_person(), coalesce(rule, origin.rule_version), coalesce(deed, origin.fact),
      case when held is not null then other end, case when step = 'reverse' then other end, (body ->> 'expires')::timestamptz, hashed, coalesce(body -> 'note', '{}'))
    on conflict (id) do nothing;
    if not found then return points.no(my, hashed, 'points/id-reused'); end if;
    if deed is not null and other is null then
      insert into points.award (rule_version, fact, account_id, transfer_id) select rule, deed, e, my from unnest(earners) e;
    end if;
    if step = 'reserve' then
      insert into points.hold (transfer_id, account_id, amount) select my, l.account, l.amount from unnest(accounts, amounts) as l (account, amount);
      update points.account a set reserved = a.reserved - l.amount from unnest(accounts, amounts) as l (account, amount) where a.id = l.account and l.amount < 0;
      insert into points.pending (transfer_id, expires_at) values (my, (body ->> 'expires')::timestamptz);
    else
      written := points.write(my, accounts, amounts, releases);
      if held is not null then delete from points.pending p where p.transfer_id = other; end if;
    end if;
    return jsonb_build_object('id', my, 'day', booked, 'replayed', false, 'entries', written);
  end $function$;
comment on function points.move(jsonb) is 'The one way anything moves: {id, phase, book | of, kind, legs: [[account, amount]], day?, about?, rule?, fact?, expires?, note?}. Answers with ids and sums, or {refused, params} and then has written nothing. See docs/decisions/0018-ledger.md.';
revoke execute on function points.move(jsonb) from public;
grant execute on function points.move(jsonb) to jingwei_app;

CREATE OR REPLACE FUNCTION points.move_own(body jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ declare caller constant text := current_setting('jingwei.wall', true); answer jsonb; begin
    -- What a household sets aside for a voucher or leaves at its warehouse: nothing but its own points may go, and only there.
    if (body ->> 'phase', body ->> 'kind') not in (('reserve', 'redeem'), ('single', 'deposit')) or exists (
      select from jsonb_array_elements(body -> 'legs') l left join points.account a on a.id = (l ->> 0)::bigint
      where a.id is null or a.commodity <> 'points' or not case when (l ->> 1)::numeric < 0 then a.kind = 'household' and a.household_id in (select points.held())
        else (a.kind = 'till' and body ->> 'phase' = 'reserve') or (a.kind = 'deposit' and body ->> 'phase' = 'single' and a.household_id in (select points.held())) end)
    then return '{"refused": "points/account-unknown", "params": {}}'; end if;
    perform set_config('jingwei.wall', jsonb_build_object('house', true, 'person', platform.wall_person())::text, true);
    answer := points.move(body);
    perform set_config('jingwei.wall', caller, true);
    return answer;
  end $function$;
comment on function points.move_own(jsonb) is 'points.move for a household itself: it sets its own points aside, or leaves them at the warehouse; ids and sums.';
revoke execute on function points.move_own(jsonb) from public;
grant execute on function points.move_own(jsonb) to jingwei_app;

CREATE OR REPLACE FUNCTION points.moves(bodies jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$ declare body jsonb; answers jsonb[] := '{}'; begin
    perform 1 from points.account a
      where a.id = any (array(select (l ->> 0)::bigint from jsonb_array_elements(bodies) one, jsonb_array_elements(one -> 'legs') l where platform.wall() is not null))
        and a.book_id = any (array(select (one ->> 'book')::int from jsonb_array_elements(bodies) one))
      order by (a.kind in ('issuer', 'supplier')), a.id for no key update;
    for body in select one from jsonb_array_elements(bodies) one loop
      answers := answers || points.move(body);
    end loop;
    return to_jsonb(answers);
  end $function$;
comment on function points.moves(jsonb) is 'Many at once, each for itself as points.move does it; their accounts are locked first, in the order that all keep. Answers with ids and sums.';
revoke execute on function points.moves(jsonb) from public;
grant execute on function points.moves(jsonb) to jingwei_app;

CREATE OR REPLACE FUNCTION points.no(transfer uuid, hashed bytea, refused text, params jsonb DEFAULT '{}'::jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ declare first bytea; begin
    select t.body_hash into first from points.transfer t where t.id = transfer;
    if not found then return jsonb_build_object('refused', refused, 'params', params); end if;
    if first = hashed then return points.told(transfer); end if;
    return '{"refused": "points/id-reused", "params": {}}';
  end $function$;
comment on function points.no(uuid,bytea,text,jsonb) is 'A refusal, unless the transfer is there already: then its answer again, or that its id was used for something else. Called by the ledger''s functions alone.';
revoke execute on function points.no(uuid,bytea,text,jsonb) from public;

CREATE OR REPLACE FUNCTION points.till_of(warehouse uuid)
 RETURNS bigint
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ begin
    return (select a.id from points.account a join points.warehouse w on w.id = warehouse and a.book_id = w.book_id and a.kind = 'till' and a.place = warehouse::text
      where exists (select from points.card c where c.book_id = w.book_id and c.ended_at is null and c.household_id in (select points.held())));
  end $function$;
comment on function points.till_of(uuid) is 'The account to which a household''s points go at a warehouse of its village: the id alone.';
revoke execute on function points.till_of(uuid) from public;
grant execute on function points.till_of(uuid) to jingwei_app;

CREATE OR REPLACE FUNCTION points.told(transfer uuid)
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ select jsonb_build_object('id', t.id, 'day', t.day, 'replayed', true, 'entries', coalesce(
      (select jsonb_agg(jsonb_build_array(e.account_id, e.amount, e.balance, e.version) order by e.account_id) from points.entry e where e.transfer_id = t.id), '[]'))
    from points.transfer t where t.id = transfer $function$;
comment on function points.told(uuid) is 'What the first one was answered, for a repeat of it; called by the ledger''s functions alone.';
revoke execute on function points.told(uuid) from public;

CREATE OR REPLACE FUNCTION points.write(transfer uuid, accounts bigint[], amounts bigint[], releases bigint[])
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$ declare written jsonb; begin
    with leg as (select l.account, l.amount, l.release from unnest(accounts, amounts, releases) as l (account, amount, release)),
    moved as (
      update points.account a set balance = a.balance + leg.amount, reserved = a.reserved - leg.release, version = a.version + (leg.amount <> 0)::int
      from leg where a.id = leg.account returning a.id, leg.amount, a.balance, a.version),
    kept as (
      insert into points.entry (account_id, version, transfer_id, amount, balance)
      select moved.id, moved.version, transfer, moved.amount, moved.balance from moved where moved.amount <> 0
      returning account_id, amount, balance, version)
    select jsonb_agg(jsonb_build_array(kept.account_id, kept.amount, kept.balance, kept.version) order by kept.account_id) into written from kept;
    return coalesce(written, '[]');
  end $function$;
comment on function points.write(uuid,bigint[],bigint[],bigint[]) is 'Entries and running balances of accounts that are locked and were checked; called by the ledger''s functions alone.';
revoke execute on function points.write(uuid,bigint[],bigint[],bigint[]) from public;

create table points.account (
  id bigint not null generated always as identity,
  book_id integer not null,
  kind text not null,
  commodity text not null default 'points'::text,
  area_id integer not null,
  area_path text not null,
  household_id uuid,
  person_id uuid,
  worker_id integer,
  place text not null default ''::text,
  minor_until date,
  floor bigint,
  balance bigint not null default 0,
  reserved bigint not null default 0,
  version integer not null default 0,
  opened_at timestamp with time zone not null default platform.now(),
  constraint account_pkey PRIMARY KEY (id),
  constraint account_book_id_kind_commodity_household_id_person_id_worke_key UNIQUE NULLS NOT DISTINCT (book_id, kind, commodity, household_id, person_id, worker_id, place),
  constraint account_floor CHECK (((reserved >= 0) AND ((floor IS NULL) OR ((balance - reserved) >= floor)) AND ((balance >= '-1000000000000000'::bigint) AND (balance <= '1000000000000000'::bigint)))),
  constraint account_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint account_book_id_fkey FOREIGN KEY (book_id) REFERENCES points.book(id),
  constraint account_household_id_fkey FOREIGN KEY (household_id) REFERENCES registry.household(id),
  constraint account_person_id_fkey FOREIGN KEY (person_id) REFERENCES registry.person(id),
  constraint account_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES identity.person(id)
) with (fillfactor=70);
CREATE INDEX account_area ON points.account USING btree (area_path COLLATE "C", id);
CREATE INDEX account_household ON points.account USING btree (household_id) WHERE (household_id IS NOT NULL);
CREATE INDEX account_person ON points.account USING btree (person_id) WHERE (person_id IS NOT NULL);
CREATE INDEX account_place ON points.account USING btree (area_id);
CREATE INDEX account_worker ON points.account USING btree (worker_id) WHERE (worker_id IS NOT NULL);
CREATE TRIGGER account_sound BEFORE INSERT ON points.account FOR EACH ROW EXECUTE FUNCTION points.account_sound();
alter table points.account enable row level security;
create policy add on points.account for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT ((platform.wall_paths('points.decide'::text) || platform.wall_paths('points.till'::text)) || platform.wall_paths('points.manage'::text)))::text[]))));
create policy follow on points.account for update to public using (( SELECT platform.wall_house() AS wall_house)) with check (( SELECT platform.wall_house() AS wall_house));
create policy own on points.account for select to public using ((household_id = ANY (ARRAY( SELECT points.held() AS held))));
create policy read on points.account for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT (((platform.wall_paths('points.read'::text) || platform.wall_paths('points.decide'::text)) || platform.wall_paths('points.till'::text)) || platform.wall_paths('points.manage'::text)))::text[])) OR (worker_id = ( SELECT platform.wall_person() AS wall_person))));
grant select on points.account to jingwei_app;
grant insert (book_id) on points.account to jingwei_app;
grant insert (kind) on points.account to jingwei_app;
grant insert (commodity) on points.account to jingwei_app;
grant insert (area_id) on points.account to jingwei_app;
grant insert, update (area_path) on points.account to jingwei_app;
grant insert (household_id) on points.account to jingwei_app;
grant insert (person_id) on points.account to jingwei_app;
grant insert (worker_id) on points.account to jingwei_app;
grant insert (place) on points.account to jingwei_app;
grant insert (minor_until) on points.account to jingwei_app;
grant insert (floor) on points.account to jingwei_app;
comment on table points.account is 'Who or what holds how much of one commodity. Balance, reserved and version repeat what the entries and holds say; the ledger''s functions alone change them.';
comment on column points.account.place is 'Which warehouse or till, where a book has several.';
comment on column points.account.minor_until is 'The day on which the holder comes of age: until then nothing is taken off but what he spends, and corrections.';
comment on column points.account.floor is 'Balance less what is reserved never lies below; null: no floor (issuer, supplier, a cadre''s card).';

create table points.award (
  rule_version uuid not null,
  fact text not null,
  account_id bigint not null,
  transfer_id uuid not null,
  constraint award_pkey PRIMARY KEY (rule_version, fact, account_id)
);
CREATE INDEX award_account ON points.award USING btree (account_id);
CREATE INDEX award_transfer ON points.award USING btree (transfer_id);
alter table points.award enable row level security;
create policy add on points.award for insert to public with check (false);
create policy read on points.award for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM points.account a
  WHERE (a.id = award.account_id)))));
grant select on points.award to jingwei_app;
comment on table points.award is 'A fact moves an account at most once under one version of the rules; a reversal does not free it again.';

create table points.book (
  id integer not null generated always as identity,
  kind text not null,
  name text not null,
  area_id integer not null,
  area_path text not null,
  unit_id integer,
  closed_to date,
  opened_at timestamp with time zone not null default platform.now(),
  constraint book_pkey PRIMARY KEY (id),
  constraint book_area_id_kind_unit_id_key UNIQUE NULLS NOT DISTINCT (area_id, kind, unit_id),
  constraint book_kind_check CHECK ((kind ~ '^[a-z][A-Za-z]{1,30}$'::text)),
  constraint book_name_check CHECK (((char_length(name) >= 2) AND (char_length(name) <= 60))),
  constraint book_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint book_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES identity.unit(id)
);
CREATE INDEX book_area ON points.book USING btree (area_path COLLATE "C");
CREATE INDEX book_unit ON points.book USING btree (unit_id) WHERE (unit_id IS NOT NULL);
alter table points.book enable row level security;
create policy add on points.book for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('points.manage'::text) AS wall_paths)::text[]))));
create policy follow on points.book for update to public using (( SELECT platform.wall_house() AS wall_house)) with check (( SELECT platform.wall_house() AS wall_house));
create policy own on points.book for select to public using ((EXISTS ( SELECT
   FROM points.card c
  WHERE ((c.book_id = book.id) AND (c.household_id = ANY (ARRAY( SELECT points.held() AS held))) AND (c.ended_at IS NULL)))));
create policy read on points.book for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT (((platform.wall_paths('points.read'::text) || platform.wall_paths('points.decide'::text)) || platform.wall_paths('points.till'::text)) || platform.wall_paths('points.manage'::text)))::text[])) OR (EXISTS ( SELECT
   FROM unnest(( SELECT platform.wall_paths('points.read'::text) AS wall_paths)) mine(path)
  WHERE (mine.path ^@ book.area_path))) OR (id = ANY (ARRAY( SELECT a.book_id
   FROM points.account a
  WHERE (a.worker_id = ( SELECT platform.wall_person() AS wall_person)))))));
grant select on points.book to jingwei_app;
grant insert (kind) on points.book to jingwei_app;
grant insert (name) on points.book to jingwei_app;
grant insert (area_id) on points.book to jingwei_app;
grant insert, update (area_path) on points.book to jingwei_app;
grant insert (unit_id) on points.book to jingwei_app;
comment on table points.book is 'One for each village or unit and kind of points; the sum of all its entries is zero in each commodity.';
comment on column points.book.closed_to is 'Days up to this one are closed: what concerns them is booked on an open day and says so (`transfer.about_day`).';

create table points.card (
  id uuid not null,
  household_id uuid not null,
  area_id integer not null,
  area_path text not null,
  book_id integer not null,
  label text not null,
  code_hash bytea not null,
  issued_at timestamp with time zone not null default platform.now(),
  by_name text not null,
  ended_at timestamp with time zone,
  ended_reason text,
  constraint card_pkey PRIMARY KEY (id),
  constraint card_code_hash_key UNIQUE (code_hash),
  constraint card_code_hash_check CHECK ((length(code_hash) = 32)),
  constraint card_ended_reason_check CHECK (((char_length(ended_reason) >= 2) AND (char_length(ended_reason) <= 200))),
  constraint card_label_check CHECK (((char_length(label) >= 1) AND (char_length(label) <= 40))),
  constraint card_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint card_book_id_fkey FOREIGN KEY (book_id) REFERENCES points.book(id),
  constraint card_household_id_fkey FOREIGN KEY (household_id) REFERENCES registry.household(id)
);
CREATE INDEX card_area ON points.card USING btree (area_path COLLATE "C", id);
CREATE INDEX card_book ON points.card USING btree (book_id);
CREATE INDEX card_place ON points.card USING btree (area_id);
CREATE UNIQUE INDEX card_household ON points.card USING btree (household_id) WHERE (ended_at IS NULL);
alter table points.card enable row level security;
create policy add on points.card for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('points.manage'::text) AS wall_paths)::text[]))));
create policy change on points.card for update to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('points.manage'::text) AS wall_paths)::text[])))) with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('points.manage'::text) AS wall_paths)::text[]))));
create policy read on points.card for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT ((platform.wall_paths('points.till'::text) || platform.wall_paths('points.read'::text)) || platform.wall_paths('points.manage'::text)))::text[])) OR (household_id = ANY (ARRAY( SELECT points.held() AS held)))));
grant insert, select, update on points.card to jingwei_app;
comment on table points.card is 'What a household shows at the counter. The code itself is derived from the id and a secret, and kept nowhere.';
comment on column points.card.label is 'Whom the clerk calls up: the head''s family name and the number of the house. He reads no register.';

create table points.closing (
  book_id integer not null,
  through date not null,
  closed_at timestamp with time zone not null,
  by_person integer,
  entries bigint not null,
  turnover bigint not null,
  constraint closing_pkey PRIMARY KEY (book_id, through),
  constraint closing_book_id_fkey FOREIGN KEY (book_id) REFERENCES points.book(id)
);
alter table points.closing enable row level security;
create policy add on points.closing for insert to public with check (false);
create policy read on points.closing for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM points.book b
  WHERE (b.id = closing.book_id)))));
grant select on points.closing to jingwei_app;
comment on table points.closing is 'A period that ended: how many entries it had, and the sum of all that came in; neither changes any more.';

create table points.entry (
  account_id bigint not null,
  version integer not null,
  transfer_id uuid not null,
  amount bigint not null,
  balance bigint not null,
  constraint entry_pkey PRIMARY KEY (account_id, version),
  constraint entry_amount CHECK (((amount <> 0) AND (version > 0)))
);
CREATE INDEX entry_transfer ON points.entry USING btree (transfer_id);
alter table points.entry enable row level security;
create policy add on points.entry for insert to public with check (false);
create policy read on points.entry for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM points.account a
  WHERE (a.id = entry.account_id)))));
grant select on points.entry to jingwei_app;
comment on table points.entry is 'One leg. `balance` is the account''s after it; versions run from 1 without a gap. No foreign keys: `points.move` alone writes here, of accounts that it holds, and four further look-ups would be a third of its work; `points verify` looks after them.';

create table points.fact_cursor (
  reader text not null,
  cursor text not null,
  constraint fact_cursor_pkey PRIMARY KEY (reader),
  constraint fact_cursor_cursor_check CHECK ((cursor ~ '^\d{1,19}-\d{1,15}$'::text))
);
alter table points.fact_cursor enable row level security;
create policy house on points.fact_cursor for all to public using (( SELECT platform.wall_house() AS wall_house)) with check (( SELECT platform.wall_house() AS wall_house));
grant insert, select, update on points.fact_cursor to jingwei_app;
comment on table points.fact_cursor is 'How far the events of other domains were read; reading them again awards nothing twice (points.award).';

create table points.good (
  id uuid not null,
  warehouse_id uuid not null,
  area_path text not null,
  name text not null,
  unit text not null,
  kind text not null,
  added_at timestamp with time zone not null default platform.now(),
  withdrawn_at timestamp with time zone,
  constraint good_pkey PRIMARY KEY (id),
  constraint good_kind_check CHECK ((kind = ANY (ARRAY['goods'::text, 'medal'::text]))),
  constraint good_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 40))),
  constraint good_unit_check CHECK (((char_length(unit) >= 1) AND (char_length(unit) <= 10))),
  constraint good_warehouse_id_fkey FOREIGN KEY (warehouse_id) REFERENCES points.warehouse(id)
);
CREATE INDEX good_area ON points.good USING btree (area_path COLLATE "C");
CREATE INDEX good_warehouse ON points.good USING btree (warehouse_id, id);
CREATE UNIQUE INDEX good_name ON points.good USING btree (warehouse_id, name) WHERE (withdrawn_at IS NULL);
alter table points.good enable row level security;
create policy add on points.good for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT (platform.wall_paths('points.till'::text) || platform.wall_paths('points.manage'::text)))::text[]))));
create policy change on points.good for update to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT (platform.wall_paths('points.till'::text) || platform.wall_paths('points.manage'::text)))::text[])))) with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT (platform.wall_paths('points.till'::text) || platform.wall_paths('points.manage'::text)))::text[]))));
create policy read on points.good for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT ((platform.wall_paths('points.till'::text) || platform.wall_paths('points.read'::text)) || platform.wall_paths('points.manage'::text)))::text[])) OR (EXISTS ( SELECT
   FROM points.warehouse w
  WHERE (w.id = good.warehouse_id)))));
grant insert, select, update on points.good to jingwei_app;
comment on table points.good is 'Its stock is an account of the ledger, whose id is the good''s.';

create table points.hold (
  transfer_id uuid not null,
  account_id bigint not null,
  amount bigint not null,
  constraint hold_pkey PRIMARY KEY (transfer_id, account_id),
  constraint hold_amount_check CHECK ((amount <> 0)),
  constraint hold_account_id_fkey FOREIGN KEY (account_id) REFERENCES points.account(id),
  constraint hold_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES points.transfer(id)
);
CREATE INDEX hold_account ON points.hold USING btree (account_id);
alter table points.hold enable row level security;
create policy add on points.hold for insert to public with check (false);
create policy read on points.hold for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM points.account a
  WHERE (a.id = hold.account_id)))));
grant select on points.hold to jingwei_app;
comment on table points.hold is 'One leg of a reservation: what is taken off is held back from now on, what is to come is not there yet.';

create table points.holder (
  id bigint not null generated always as identity,
  person_id integer not null,
  household_id uuid not null,
  card_id uuid not null,
  since timestamp with time zone not null default platform.now(),
  ended_at timestamp with time zone,
  constraint holder_pkey PRIMARY KEY (id),
  constraint holder_card_id_fkey FOREIGN KEY (card_id) REFERENCES points.card(id),
  constraint holder_household_id_fkey FOREIGN KEY (household_id) REFERENCES registry.household(id),
  constraint holder_person_id_fkey FOREIGN KEY (person_id) REFERENCES identity.person(id)
);
CREATE INDEX holder_card ON points.holder USING btree (card_id);
CREATE INDEX holder_household ON points.holder USING btree (household_id);
CREATE UNIQUE INDEX holder_person ON points.holder USING btree (person_id, household_id) WHERE (ended_at IS NULL);
alter table points.holder enable row level security;
create policy add on points.holder for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (person_id = ( SELECT platform.wall_person() AS wall_person))));
create policy change on points.holder for update to public using ((( SELECT platform.wall_house() AS wall_house) OR (person_id = ( SELECT platform.wall_person() AS wall_person)) OR (EXISTS ( SELECT
   FROM points.card c
  WHERE ((c.id = holder.card_id) AND (c.area_path ^@ ANY (( SELECT platform.wall_paths('points.manage'::text) AS wall_paths)::text[]))))))) with check ((( SELECT platform.wall_house() AS wall_house) OR (person_id = ( SELECT platform.wall_person() AS wall_person)) OR (EXISTS ( SELECT
   FROM points.card c
  WHERE ((c.id = holder.card_id) AND (c.area_path ^@ ANY (( SELECT platform.wall_paths('points.manage'::text) AS wall_paths)::text[])))))));
create policy read on points.holder for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (person_id = ( SELECT platform.wall_person() AS wall_person)) OR (EXISTS ( SELECT
   FROM points.card c
  WHERE ((c.id = holder.card_id) AND (c.area_path ^@ ANY (( SELECT platform.wall_paths('points.manage'::text) AS wall_paths)::text[])))))));
grant insert, select, update on points.holder to jingwei_app;
comment on table points.holder is 'Accounts of residents that showed a household''s card; a card that is lost ends what was linked by it.';

create table points.honour (
  id uuid not null,
  book_id integer not null,
  household_id uuid not null,
  area_path text not null,
  honour text not null,
  year integer not null,
  reason text not null,
  cited integer,
  document_no text not null,
  decided_by integer not null,
  decided_by_name text not null,
  at timestamp with time zone not null default platform.now(),
  constraint honour_pkey PRIMARY KEY (id),
  constraint honour_household_id_honour_year_key UNIQUE (household_id, honour, year),
  constraint honour_document_no_check CHECK (((char_length(document_no) >= 1) AND (char_length(document_no) <= 60))),
  constraint honour_honour_check CHECK ((honour = ANY (ARRAY['goodNeighbour'::text, 'fiveGood'::text, 'peaceful'::text, 'starHousehold'::text, 'filial'::text]))),
  constraint honour_reason_check CHECK (((char_length(reason) >= 2) AND (char_length(reason) <= 300))),
  constraint honour_year_check CHECK (((year >= 2000) AND (year <= 2100))),
  constraint honour_book_id_fkey FOREIGN KEY (book_id) REFERENCES points.book(id),
  constraint honour_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES identity.person(id),
  constraint honour_household_id_fkey FOREIGN KEY (household_id) REFERENCES registry.household(id)
);
CREATE INDEX honour_area ON points.honour USING btree (area_path COLLATE "C");
CREATE INDEX honour_book ON points.honour USING btree (book_id, year);
alter table points.honour enable row level security;
create policy add on points.honour for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR ((decided_by = ( SELECT platform.wall_person() AS wall_person)) AND (area_path ^@ ANY (( SELECT (platform.wall_paths('points.manage'::text) || platform.wall_paths('points.file'::text)))::text[])))));
create policy read on points.honour for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('points.read'::text) AS wall_paths)::text[]))));
grant insert, select on points.honour to jingwei_app;
comment on table points.honour is 'A named human decision. It may cite the points of that day; nothing follows from them by itself.';

create table points.meeting (
  id uuid not null,
  version_id uuid not null,
  area_path text not null,
  kind text not null,
  held_on date not null,
  notice_on date,
  figures jsonb not null,
  photos text[] not null,
  note text not null default ''::text,
  passed boolean not null,
  verdict jsonb not null,
  content_hash bytea not null,
  recorded_by integer not null,
  recorded_by_name text not null,
  recorded_at timestamp with time zone not null default platform.now(),
  constraint meeting_pkey PRIMARY KEY (id),
  constraint meeting_content_hash_check CHECK ((length(content_hash) = 32)),
  constraint meeting_kind_check CHECK ((kind = ANY (ARRAY['villagers'::text, 'households'::text, 'representatives'::text, 'group'::text, 'residents'::text, 'owners'::text]))),
  constraint meeting_note_check CHECK ((char_length(note) <= 500)),
  constraint meeting_photos_check CHECK (((cardinality(photos) >= 1) AND (cardinality(photos) <= 20))),
  constraint meeting_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES identity.person(id),
  constraint meeting_version_id_fkey FOREIGN KEY (version_id) REFERENCES points.rule_version(id)
);
CREATE INDEX meeting_area ON points.meeting USING btree (area_path COLLATE "C");
CREATE INDEX meeting_version ON points.meeting USING btree (version_id);
alter table points.meeting enable row level security;
create policy add on points.meeting for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR ((recorded_by = ( SELECT platform.wall_person() AS wall_person)) AND (area_path ^@ ANY (( SELECT platform.wall_paths('points.manage'::text) AS wall_paths)::text[])))));
create policy read on points.meeting for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('points.read'::text) AS wall_paths)::text[])) OR (EXISTS ( SELECT
   FROM unnest(( SELECT platform.wall_paths('points.read'::text) AS wall_paths)) mine(path)
  WHERE (mine.path ^@ meeting.area_path)))));
grant insert, select on points.meeting to jingwei_app;
comment on table points.meeting is 'A meeting that decided on a version: numbers alone, never who voted how; and what the law of that day says of it. Only ever added to.';
comment on column points.meeting.content_hash is 'Of what was put to the vote.';

create table points.objection (
  id uuid not null,
  proposal_id uuid not null,
  area_path text not null,
  on_behalf text not null,
  reason_sealed bytea not null,
  raised_by integer not null,
  raised_by_name text not null,
  raised_at timestamp with time zone not null default platform.now(),
  outcome text,
  decision_sealed bytea,
  decided_by integer,
  decided_by_name text,
  decided_at timestamp with time zone,
  constraint objection_pkey PRIMARY KEY (id),
  constraint objection_proposal_id_key UNIQUE (proposal_id),
  constraint objection_check CHECK ((((outcome IS NULL) = (decided_by IS NULL)) AND ((outcome IS NULL) = (decided_at IS NULL)))),
  constraint objection_check1 CHECK ((raised_by IS DISTINCT FROM decided_by)),
  constraint objection_on_behalf_check CHECK ((on_behalf = ANY (ARRAY['household'::text, 'worker'::text, 'proxy'::text]))),
  constraint objection_outcome_check CHECK ((outcome = ANY (ARRAY['upheld'::text, 'dismissed'::text]))),
  constraint objection_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES identity.person(id),
  constraint objection_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES points.proposal(id),
  constraint objection_raised_by_fkey FOREIGN KEY (raised_by) REFERENCES identity.person(id)
);
CREATE INDEX objection_area ON points.objection USING btree (area_path COLLATE "C");
CREATE INDEX objection_by ON points.objection USING btree (raised_by);
alter table points.objection enable row level security;
create policy add on points.objection for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR ((raised_by = ( SELECT platform.wall_person() AS wall_person)) AND (EXISTS ( SELECT
   FROM points.proposal p
  WHERE (p.id = objection.proposal_id))))));
create policy change on points.objection for update to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('points.decide'::text) AS wall_paths)::text[])))) with check ((( SELECT platform.wall_house() AS wall_house) OR ((decided_by = ( SELECT platform.wall_person() AS wall_person)) AND (area_path ^@ ANY (( SELECT platform.wall_paths('points.decide'::text) AS wall_paths)::text[])))));
create policy read on points.objection for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM points.proposal p
  WHERE (p.id = objection.proposal_id)))));
grant insert, select, update on points.objection to jingwei_app;
comment on table points.objection is 'Once for each proposal; decided by somebody who neither proposed, nor confirmed, nor raised it.';

create table points.opening (
  batch_id uuid not null,
  household_id uuid not null,
  transfer_id uuid not null,
  points integer not null,
  constraint opening_pkey PRIMARY KEY (batch_id, household_id),
  constraint opening_transfer_id_key UNIQUE (transfer_id),
  constraint opening_points_check CHECK (((points >= 1) AND (points <= 100000))),
  constraint opening_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES points.opening_batch(id),
  constraint opening_household_id_fkey FOREIGN KEY (household_id) REFERENCES registry.household(id)
);
alter table points.opening enable row level security;
create policy add on points.opening for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM points.opening_batch b
  WHERE (b.id = opening.batch_id)))));
create policy read on points.opening for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM points.opening_batch b
  WHERE (b.id = opening.batch_id)))));
grant insert, select on points.opening to jingwei_app;
comment on table points.opening is '期初余额: what a household brought along from before, by the transfer that booked it.';

create table points.opening_batch (
  id uuid not null,
  area_path text not null,
  file_name text not null,
  households integer not null,
  points bigint not null,
  by_name text not null,
  at timestamp with time zone not null default platform.now(),
  undone_at timestamp with time zone,
  undone_by_name text,
  undo_reason text,
  constraint opening_batch_pkey PRIMARY KEY (id),
  constraint opening_batch_file_name_check CHECK ((char_length(file_name) <= 200)),
  constraint opening_batch_households_check CHECK ((households > 0)),
  constraint opening_batch_points_check CHECK ((points >= 0)),
  constraint opening_batch_undo_reason_check CHECK (((char_length(undo_reason) >= 2) AND (char_length(undo_reason) <= 200)))
);
CREATE INDEX opening_batch_area ON points.opening_batch USING btree (area_path COLLATE "C", at);
alter table points.opening_batch enable row level security;
create policy add on points.opening_batch for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('points.manage'::text) AS wall_paths)::text[]))));
create policy change on points.opening_batch for update to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('points.manage'::text) AS wall_paths)::text[])))) with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('points.manage'::text) AS wall_paths)::text[]))));
create policy read on points.opening_batch for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('points.manage'::text) AS wall_paths)::text[]))));
grant insert, select, update on points.opening_batch to jingwei_app;

create table points.pending (
  transfer_id uuid not null,
  expires_at timestamp with time zone not null,
  constraint pending_pkey PRIMARY KEY (transfer_id),
  constraint pending_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES points.transfer(id)
);
CREATE INDEX pending_expiry ON points.pending USING btree (expires_at);
alter table points.pending enable row level security;
create policy add on points.pending for insert to public with check (false);
create policy read on points.pending for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM points.hold h
  WHERE (h.transfer_id = pending.transfer_id)))));
grant select on points.pending to jingwei_app;
comment on table points.pending is 'Reservations that have not ended, for the sweeper; goes when one ends. Repeats what the transfers say.';

create table points.period (
  book_id integer not null,
  kind text not null,
  code text not null,
  area_path text not null,
  starts_on date not null,
  ends_on date not null,
  opened_at timestamp with time zone not null default platform.now(),
  opened_by_name text not null,
  closed_at timestamp with time zone,
  closed_by_name text,
  sums jsonb not null default '{}'::jsonb,
  constraint period_pkey PRIMARY KEY (book_id, kind, code),
  constraint period_check CHECK ((ends_on >= starts_on)),
  constraint period_code_check CHECK ((code ~ '^\d{4}(Q[1-4]|H[12]|-\d\d)?$'::text)),
  constraint period_kind_check CHECK ((kind = ANY (ARRAY['assessment'::text, 'redemption'::text, 'commendation'::text]))),
  constraint period_book_id_fkey FOREIGN KEY (book_id) REFERENCES points.book(id)
);
CREATE INDEX period_area ON points.period USING btree (area_path COLLATE "C");
alter table points.period enable row level security;
create policy add on points.period for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('points.manage'::text) AS wall_paths)::text[]))));
create policy change on points.period for update to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('points.manage'::text) AS wall_paths)::text[])))) with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('points.manage'::text) AS wall_paths)::text[]))));
create policy own on points.period for select to public using ((EXISTS ( SELECT
   FROM points.card c
  WHERE ((c.book_id = period.book_id) AND (c.household_id = ANY (ARRAY( SELECT points.held() AS held))) AND (c.ended_at IS NULL)))));
create policy read on points.period for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT (platform.wall_paths('points.read'::text) || platform.wall_paths('points.till'::text)))::text[])) OR (EXISTS ( SELECT
   FROM unnest(( SELECT (platform.wall_paths('points.read'::text) || platform.wall_paths('points.till'::text)))) mine(path)
  WHERE (mine.path ^@ period.area_path))) OR (book_id = ANY (ARRAY( SELECT a.book_id
   FROM points.account a
  WHERE (a.worker_id = ( SELECT platform.wall_person() AS wall_person)))))));
grant insert, select, update on points.period to jingwei_app;
comment on table points.period is 'A period that was opened, or closed: which stays so. What is not here follows the calendar.';

create table points.price (
  good_id uuid not null,
  points integer not null,
  from_on date not null,
  to_on date,
  by_name text not null,
  at timestamp with time zone not null default platform.now(),
  constraint price_pkey PRIMARY KEY (good_id, from_on),
  constraint price_check CHECK ((to_on >= from_on)),
  constraint price_points_check CHECK (((points >= 1) AND (points <= 100000))),
  constraint price_good_id_fkey FOREIGN KEY (good_id) REFERENCES points.good(id)
);
CREATE UNIQUE INDEX price_running ON points.price USING btree (good_id) WHERE (to_on IS NULL);
alter table points.price enable row level security;
create policy add on points.price for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM points.good g
  WHERE ((g.id = price.good_id) AND (g.area_path ^@ ANY (( SELECT (platform.wall_paths('points.till'::text) || platform.wall_paths('points.manage'::text)))::text[])))))));
create policy change on points.price for update to public using ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM points.good g
  WHERE ((g.id = price.good_id) AND (g.area_path ^@ ANY (( SELECT (platform.wall_paths('points.till'::text) || platform.wall_paths('points.manage'::text)))::text[]))))))) with check ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM points.good g
  WHERE ((g.id = price.good_id) AND (g.area_path ^@ ANY (( SELECT (platform.wall_paths('points.till'::text) || platform.wall_paths('points.manage'::text)))::text[])))))));
create policy read on points.price for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM points.good g
  WHERE (g.id = price.good_id)))));
grant insert, select on points.price to jingwei_app;
grant update (to_on) on points.price to jingwei_app;

create table points.proposal (
  id uuid not null,
  book_id integer not null,
  version_id uuid not null,
  item text not null,
  class text not null,
  household_id uuid,
  person_id uuid,
  worker_id integer,
  area_id integer not null,
  area_path text not null,
  points integer not null,
  happened_on date not null,
  family boolean not null,
  basis text,
  note_sealed bytea not null,
  photos text[] not null default '{}'::text[],
  document_no text not null default ''::text,
  state text not null,
  proposed_by integer,
  proposed_by_name text not null,
  proposed_at timestamp with time zone not null default platform.now(),
  confirmed_by integer,
  confirmed_by_name text,
  window_ends_on date,
  revision integer not null default 0,
  constraint proposal_pkey PRIMARY KEY (id),
  constraint proposal_basis_check CHECK ((basis = ANY (ARRAY['consent'::text, 'publicDecision'::text]))),
  constraint proposal_check CHECK (((household_id IS NULL) <> (worker_id IS NULL))),
  constraint proposal_check1 CHECK ((family = (basis IS NOT NULL))),
  constraint proposal_check2 CHECK (((proposed_by IS DISTINCT FROM confirmed_by) OR (proposed_by IS NULL))),
  constraint proposal_check3 CHECK (((points > 0) OR (photos <> '{}'::text[]) OR (document_no <> ''::text))),
  constraint proposal_document_no_check CHECK ((char_length(document_no) <= 60)),
  constraint proposal_photos_check CHECK ((cardinality(photos) <= 9)),
  constraint proposal_points_check CHECK (((points <> 0) AND (abs(points) <= 1000))),
  constraint proposal_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'confirmed'::text, 'told'::text, 'objected'::text, 'credited'::text, 'declined'::text, 'withdrawn'::text, 'upheld'::text]))),
  constraint proposal_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint proposal_book_id_fkey FOREIGN KEY (book_id) REFERENCES points.book(id),
  constraint proposal_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES identity.person(id),
  constraint proposal_household_id_fkey FOREIGN KEY (household_id) REFERENCES registry.household(id),
  constraint proposal_person_id_fkey FOREIGN KEY (person_id) REFERENCES registry.person(id),
  constraint proposal_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES identity.person(id),
  constraint proposal_version_id_fkey FOREIGN KEY (version_id) REFERENCES points.rule_version(id),
  constraint proposal_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES identity.person(id)
);
CREATE INDEX proposal_area ON points.proposal USING btree (area_path COLLATE "C", proposed_at, id);
CREATE INDEX proposal_book ON points.proposal USING btree (book_id, happened_on);
CREATE INDEX proposal_by ON points.proposal USING btree (proposed_by);
CREATE INDEX proposal_due ON points.proposal USING btree (window_ends_on) WHERE (state = 'told'::text);
CREATE INDEX proposal_household ON points.proposal USING btree (household_id, item, happened_on) WHERE (household_id IS NOT NULL);
CREATE INDEX proposal_person ON points.proposal USING btree (person_id) WHERE (person_id IS NOT NULL);
CREATE INDEX proposal_place ON points.proposal USING btree (area_id);
CREATE INDEX proposal_version ON points.proposal USING btree (version_id);
CREATE INDEX proposal_worker ON points.proposal USING btree (worker_id, happened_on) WHERE (worker_id IS NOT NULL);
alter table points.proposal enable row level security;
create policy add on points.proposal for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR ((proposed_by = ( SELECT platform.wall_person() AS wall_person)) AND (area_path ^@ ANY (( SELECT platform.wall_paths('points.propose'::text) AS wall_paths)::text[])))));
create policy change on points.proposal for update to public using ((( SELECT platform.wall_house() AS wall_house) OR (proposed_by = ( SELECT platform.wall_person() AS wall_person)) OR (worker_id = ( SELECT platform.wall_person() AS wall_person)) OR (area_path ^@ ANY (( SELECT ((platform.wall_paths('points.propose'::text) || platform.wall_paths('points.decide'::text)) || platform.wall_paths('points.manage'::text)))::text[])))) with check ((( SELECT platform.wall_house() AS wall_house) OR (proposed_by = ( SELECT platform.wall_person() AS wall_person)) OR (worker_id = ( SELECT platform.wall_person() AS wall_person)) OR (area_path ^@ ANY (( SELECT ((platform.wall_paths('points.propose'::text) || platform.wall_paths('points.decide'::text)) || platform.wall_paths('points.manage'::text)))::text[]))));
create policy own on points.proposal for select to public using (((state = ANY (ARRAY['told'::text, 'objected'::text, 'credited'::text, 'upheld'::text])) AND (household_id = ANY (ARRAY( SELECT points.held() AS held)))));
create policy read on points.proposal for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (proposed_by = ( SELECT platform.wall_person() AS wall_person)) OR (worker_id = ( SELECT platform.wall_person() AS wall_person)) OR (area_path ^@ ANY (( SELECT platform.wall_paths('points.read'::text) AS wall_paths)::text[]))));
grant insert, select, update on points.proposal to jingwei_app;
comment on table points.proposal is 'An entry before it is one. Its id is the id of the ledger''s transfer.';
comment on column points.proposal.person_id is 'Whose deed it was, where that matters: nothing is taken off for a child''s.';
comment on column points.proposal.note_sealed is 'What happened, sealed; of a family matter read by the group alone.';

create table points.proposal_step (
  proposal_id uuid not null,
  seq integer not null,
  action text not null,
  to_state text not null,
  at timestamp with time zone not null default platform.now(),
  by_person integer,
  by_name text not null,
  note_sealed bytea,
  constraint proposal_step_pkey PRIMARY KEY (proposal_id, seq),
  constraint proposal_step_action_check CHECK ((action = ANY (ARRAY['propose'::text, 'confirm'::text, 'decline'::text, 'withdraw'::text, 'tell'::text, 'object'::text, 'decide'::text, 'credit'::text, 'reverse'::text]))),
  constraint proposal_step_seq_check CHECK ((seq >= 0)),
  constraint proposal_step_by_person_fkey FOREIGN KEY (by_person) REFERENCES identity.person(id),
  constraint proposal_step_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES points.proposal(id)
);
alter table points.proposal_step enable row level security;
create policy add on points.proposal_step for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR ((by_person = ( SELECT platform.wall_person() AS wall_person)) AND (EXISTS ( SELECT
   FROM points.proposal p
  WHERE (p.id = proposal_step.proposal_id))))));
create policy read on points.proposal_step for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM points.proposal p
  WHERE (p.id = proposal_step.proposal_id)))));
grant insert, select on points.proposal_step to jingwei_app;
comment on table points.proposal_step is 'What happened to a proposal, and by whom; only ever added to.';

create table points.redemption (
  id uuid not null,
  warehouse_id uuid not null,
  household_id uuid not null,
  area_path text not null,
  label text not null,
  purse text not null,
  points integer not null,
  voucher_id uuid,
  by_person integer,
  by_name text not null,
  at timestamp with time zone not null default platform.now(),
  happened_at timestamp with time zone not null,
  constraint redemption_pkey PRIMARY KEY (id),
  constraint redemption_voucher_id_key UNIQUE (voucher_id),
  constraint redemption_check CHECK (((purse = 'voucher'::text) = (voucher_id IS NOT NULL))),
  constraint redemption_label_check CHECK (((char_length(label) >= 1) AND (char_length(label) <= 40))),
  constraint redemption_points_check CHECK (((points >= 1) AND (points <= 100000))),
  constraint redemption_purse_check CHECK ((purse = ANY (ARRAY['balance'::text, 'deposit'::text, 'voucher'::text]))),
  constraint redemption_by_person_fkey FOREIGN KEY (by_person) REFERENCES identity.person(id),
  constraint redemption_household_id_fkey FOREIGN KEY (household_id) REFERENCES registry.household(id),
  constraint redemption_voucher_id_fkey FOREIGN KEY (voucher_id) REFERENCES points.voucher(id),
  constraint redemption_warehouse_id_fkey FOREIGN KEY (warehouse_id) REFERENCES points.warehouse(id)
);
CREATE INDEX redemption_area ON points.redemption USING btree (area_path COLLATE "C", at, id);
CREATE INDEX redemption_household ON points.redemption USING btree (household_id, at);
CREATE INDEX redemption_warehouse ON points.redemption USING btree (warehouse_id, at);
alter table points.redemption enable row level security;
create policy add on points.redemption for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('points.till'::text) AS wall_paths)::text[]))));
create policy read on points.redemption for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT ((platform.wall_paths('points.till'::text) || platform.wall_paths('points.read'::text)) || platform.wall_paths('points.manage'::text)))::text[])) OR (household_id = ANY (ARRAY( SELECT points.held() AS held)))));
grant insert, select on points.redemption to jingwei_app;
comment on table points.redemption is 'Only ever added to. `voucher_id` is unique: one that is shown twice is handed out for once.';

create table points.redemption_line (
  redemption_id uuid not null,
  good_id uuid not null,
  quantity integer not null,
  each integer not null,
  constraint redemption_line_pkey PRIMARY KEY (redemption_id, good_id),
  constraint redemption_line_each_check CHECK (((each >= 1) AND (each <= 100000))),
  constraint redemption_line_quantity_check CHECK (((quantity >= 1) AND (quantity <= 999))),
  constraint redemption_line_good_id_fkey FOREIGN KEY (good_id) REFERENCES points.good(id),
  constraint redemption_line_redemption_id_fkey FOREIGN KEY (redemption_id) REFERENCES points.redemption(id)
);
alter table points.redemption_line enable row level security;
create policy add on points.redemption_line for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM points.redemption r
  WHERE ((r.id = redemption_line.redemption_id) AND (r.area_path ^@ ANY (( SELECT platform.wall_paths('points.till'::text) AS wall_paths)::text[])))))));
create policy read on points.redemption_line for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM points.redemption r
  WHERE (r.id = redemption_line.redemption_id)))));
grant insert, select on points.redemption_line to jingwei_app;

create table points.redemption_return (
  redemption_id uuid not null,
  reason text not null,
  by_person integer,
  by_name text not null,
  at timestamp with time zone not null default platform.now(),
  constraint redemption_return_pkey PRIMARY KEY (redemption_id),
  constraint redemption_return_reason_check CHECK (((char_length(reason) >= 2) AND (char_length(reason) <= 200))),
  constraint redemption_return_by_person_fkey FOREIGN KEY (by_person) REFERENCES identity.person(id),
  constraint redemption_return_redemption_id_fkey FOREIGN KEY (redemption_id) REFERENCES points.redemption(id)
);
alter table points.redemption_return enable row level security;
create policy add on points.redemption_return for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM points.redemption r
  WHERE ((r.id = redemption_return.redemption_id) AND (r.area_path ^@ ANY (( SELECT platform.wall_paths('points.till'::text) AS wall_paths)::text[])))))));
create policy read on points.redemption_return for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM points.redemption r
  WHERE (r.id = redemption_return.redemption_id)))));
grant insert, select on points.redemption_return to jingwei_app;
comment on table points.redemption_return is '退货冲正: goods and points went back, each once.';

create table points.rule_version (
  id uuid not null,
  book_id integer not null,
  number integer not null,
  area_id integer not null,
  area_path text not null,
  state text not null,
  content jsonb not null,
  valid_from date not null,
  valid_to date not null,
  drafted_by integer,
  drafted_by_name text not null,
  drafted_at timestamp with time zone not null default platform.now(),
  meeting_id uuid,
  filed_no text,
  filed_at timestamp with time zone,
  filed_by_name text,
  returned_reason text,
  published_at timestamp with time zone,
  published_by_name text,
  revision integer not null default 0,
  constraint rule_version_pkey PRIMARY KEY (id),
  constraint rule_version_book_id_number_key UNIQUE (book_id, number),
  constraint rule_version_check CHECK ((valid_to >= valid_from)),
  constraint rule_version_check1 CHECK (((state = ANY (ARRAY['filed'::text, 'published'::text])) = (filed_no IS NOT NULL))),
  constraint rule_version_filed_no_check CHECK (((char_length(filed_no) >= 1) AND (char_length(filed_no) <= 60))),
  constraint rule_version_number_check CHECK ((number > 0)),
  constraint rule_version_returned_reason_check CHECK ((char_length(returned_reason) <= 300)),
  constraint rule_version_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'adopted'::text, 'filed'::text, 'published'::text, 'dropped'::text]))),
  constraint rule_version_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint rule_version_book_id_fkey FOREIGN KEY (book_id) REFERENCES points.book(id),
  constraint rule_version_drafted_by_fkey FOREIGN KEY (drafted_by) REFERENCES identity.person(id),
  constraint rule_version_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES points.meeting(id)
);
CREATE INDEX rule_version_area ON points.rule_version USING btree (area_path COLLATE "C", id);
CREATE INDEX rule_version_live ON points.rule_version USING btree (book_id, valid_from) WHERE (state = 'published'::text);
CREATE INDEX rule_version_place ON points.rule_version USING btree (area_id);
alter table points.rule_version enable row level security;
create policy add on points.rule_version for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('points.manage'::text) AS wall_paths)::text[]))));
create policy change on points.rule_version for update to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT (platform.wall_paths('points.manage'::text) || platform.wall_paths('points.file'::text)))::text[])))) with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT (platform.wall_paths('points.manage'::text) || platform.wall_paths('points.file'::text)))::text[]))));
create policy own on points.rule_version for select to public using ((EXISTS ( SELECT
   FROM points.card c
  WHERE ((c.book_id = rule_version.book_id) AND (c.household_id = ANY (ARRAY( SELECT points.held() AS held))) AND (c.ended_at IS NULL)))));
create policy read on points.rule_version for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT (platform.wall_paths('points.read'::text) || platform.wall_paths('points.till'::text)))::text[])) OR (EXISTS ( SELECT
   FROM unnest(( SELECT (platform.wall_paths('points.read'::text) || platform.wall_paths('points.till'::text)))) mine(path)
  WHERE (mine.path ^@ rule_version.area_path))) OR (book_id = ANY (ARRAY( SELECT a.book_id
   FROM points.account a
  WHERE (a.worker_id = ( SELECT platform.wall_person() AS wall_person)))))));
grant insert, select, update on points.rule_version to jingwei_app;
comment on table points.rule_version is 'A rule book (积分制管理办法) in one of its versions. What was adopted changes no more.';
comment on column points.rule_version.content is 'Items, base, window: src/domains/points/rules/rule-book.ts.';

create table points.stock_move (
  id uuid not null,
  good_id uuid not null,
  area_path text not null,
  kind text not null,
  quantity integer not null,
  book integer,
  counted integer,
  cost_fen bigint,
  source text not null default ''::text,
  reason text not null default ''::text,
  on_day date not null,
  by_person integer,
  by_name text not null,
  at timestamp with time zone not null default platform.now(),
  constraint stock_move_pkey PRIMARY KEY (id),
  constraint stock_move_check CHECK (((kind = 'count'::text) OR (quantity > 0))),
  constraint stock_move_check1 CHECK ((((kind = 'count'::text) = (counted IS NOT NULL)) AND ((counted IS NULL) = (book IS NULL)))),
  constraint stock_move_check2 CHECK (((kind <> 'count'::text) OR (char_length(reason) >= 2))),
  constraint stock_move_cost_fen_check CHECK (((cost_fen >= 0) AND (cost_fen <= '10000000000'::bigint))),
  constraint stock_move_counted_check CHECK ((counted >= 0)),
  constraint stock_move_kind_check CHECK ((kind = ANY (ARRAY['purchase'::text, 'donation'::text, 'count'::text]))),
  constraint stock_move_quantity_check CHECK (((quantity <> 0) AND (abs(quantity) <= 1000000))),
  constraint stock_move_reason_check CHECK ((char_length(reason) <= 200)),
  constraint stock_move_source_check CHECK ((char_length(source) <= 100)),
  constraint stock_move_by_person_fkey FOREIGN KEY (by_person) REFERENCES identity.person(id),
  constraint stock_move_good_id_fkey FOREIGN KEY (good_id) REFERENCES points.good(id)
);
CREATE INDEX stock_move_area ON points.stock_move USING btree (area_path COLLATE "C");
CREATE INDEX stock_move_good ON points.stock_move USING btree (good_id, at);
alter table points.stock_move enable row level security;
create policy add on points.stock_move for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('points.till'::text) AS wall_paths)::text[]))));
create policy read on points.stock_move for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT ((platform.wall_paths('points.till'::text) || platform.wall_paths('points.read'::text)) || platform.wall_paths('points.manage'::text)))::text[]))));
grant insert, select on points.stock_move to jingwei_app;
comment on table points.stock_move is 'Goods that came in, and differences that a count found; only ever added to. The id is the transfer''s in the ledger.';

create table points.transfer (
  id uuid not null,
  book_id integer not null,
  phase text not null,
  kind text not null,
  day date not null,
  about_day date,
  made_at timestamp with time zone not null,
  by_person integer,
  rule_version uuid,
  fact text,
  ends uuid,
  reverses uuid,
  expires_at timestamp with time zone,
  body_hash bytea not null,
  note jsonb not null default '{}'::jsonb,
  constraint transfer_pkey PRIMARY KEY (id),
  constraint transfer_phase CHECK (((phase = ANY (ARRAY['single'::text, 'reserve'::text, 'post'::text, 'void'::text, 'expire'::text, 'reverse'::text])) AND ((ends IS NOT NULL) = (phase = ANY (ARRAY['post'::text, 'void'::text, 'expire'::text]))) AND ((reverses IS NOT NULL) = (phase = 'reverse'::text)) AND ((expires_at IS NOT NULL) = (phase = 'reserve'::text)))),
  constraint transfer_rule CHECK ((((kind <> ALL (ARRAY['award'::text, 'deduct'::text])) OR (phase <> 'single'::text) OR ((rule_version IS NOT NULL) AND (fact IS NOT NULL))) AND ((phase <> 'reserve'::text) OR ((fact IS NULL) AND (kind <> ALL (ARRAY['award'::text, 'deduct'::text])))))),
  constraint transfer_ends_fkey FOREIGN KEY (ends) REFERENCES points.transfer(id),
  constraint transfer_reverses_fkey FOREIGN KEY (reverses) REFERENCES points.transfer(id)
);
CREATE INDEX transfer_book ON points.transfer USING btree (book_id, day);
CREATE UNIQUE INDEX transfer_ends ON points.transfer USING btree (ends) WHERE (ends IS NOT NULL);
CREATE UNIQUE INDEX transfer_reverses ON points.transfer USING btree (reverses) WHERE (reverses IS NOT NULL);
alter table points.transfer enable row level security;
create policy add on points.transfer for insert to public with check (false);
create policy read on points.transfer for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM points.entry e
  WHERE (e.transfer_id = transfer.id))) OR (EXISTS ( SELECT
   FROM points.hold h
  WHERE (h.transfer_id = COALESCE(transfer.ends, transfer.id))))));
grant select on points.transfer to jingwei_app;
comment on table points.transfer is 'What moved and why; its legs are the entries (of a reservation: the holds). The id is made by the client: a repeat finds it.';
comment on column points.transfer.book_id is 'No foreign key: the check would lock the book''s row for every transfer; `points verify` looks after it.';
comment on column points.transfer.note is 'Ids that lead to the evidence; no words about people.';

create table points.voucher (
  id uuid not null,
  household_id uuid not null,
  warehouse_id uuid not null,
  area_path text not null,
  label text not null,
  points integer not null,
  expires_at timestamp with time zone not null,
  code_hash bytea not null,
  pending_id uuid not null,
  asked_by integer,
  asked_at timestamp with time zone not null default platform.now(),
  constraint voucher_pkey PRIMARY KEY (id),
  constraint voucher_code_hash_key UNIQUE (code_hash),
  constraint voucher_pending_id_key UNIQUE (pending_id),
  constraint voucher_check CHECK ((expires_at > asked_at)),
  constraint voucher_code_hash_check CHECK ((length(code_hash) = 32)),
  constraint voucher_label_check CHECK (((char_length(label) >= 1) AND (char_length(label) <= 40))),
  constraint voucher_points_check CHECK (((points >= 1) AND (points <= 100000))),
  constraint voucher_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES identity.person(id),
  constraint voucher_household_id_fkey FOREIGN KEY (household_id) REFERENCES registry.household(id),
  constraint voucher_warehouse_id_fkey FOREIGN KEY (warehouse_id) REFERENCES points.warehouse(id)
);
CREATE INDEX voucher_area ON points.voucher USING btree (area_path COLLATE "C", id);
CREATE INDEX voucher_household ON points.voucher USING btree (household_id, asked_at);
alter table points.voucher enable row level security;
create policy add on points.voucher for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (household_id = ANY (ARRAY( SELECT points.held() AS held))) OR (area_path ^@ ANY (( SELECT platform.wall_paths('points.till'::text) AS wall_paths)::text[]))));
create policy read on points.voucher for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT ((platform.wall_paths('points.till'::text) || platform.wall_paths('points.read'::text)) || platform.wall_paths('points.manage'::text)))::text[])) OR (household_id = ANY (ARRAY( SELECT points.held() AS held)))));
grant insert, select on points.voucher to jingwei_app;
comment on table points.voucher is 'A promise signed while somebody was online; its points are reserved in the ledger (`pending_id`) until it is redeemed or over. It cannot be cancelled: the goods may have been handed out where there is no network.';

create table points.warehouse (
  id uuid not null,
  area_id integer not null,
  area_path text not null,
  book_id integer not null,
  name text not null,
  address text not null default ''::text,
  hours text not null default ''::text,
  keeper_id integer,
  opened_at timestamp with time zone not null default platform.now(),
  closed_at timestamp with time zone,
  constraint warehouse_pkey PRIMARY KEY (id),
  constraint warehouse_address_check CHECK ((char_length(address) <= 200)),
  constraint warehouse_hours_check CHECK ((char_length(hours) <= 100)),
  constraint warehouse_name_check CHECK (((char_length(name) >= 2) AND (char_length(name) <= 60))),
  constraint warehouse_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint warehouse_book_id_fkey FOREIGN KEY (book_id) REFERENCES points.book(id),
  constraint warehouse_keeper_id_fkey FOREIGN KEY (keeper_id) REFERENCES identity.person(id)
);
CREATE INDEX warehouse_area ON points.warehouse USING btree (area_path COLLATE "C", id);
CREATE INDEX warehouse_book ON points.warehouse USING btree (book_id);
CREATE INDEX warehouse_keeper ON points.warehouse USING btree (keeper_id);
CREATE INDEX warehouse_place ON points.warehouse USING btree (area_id);
alter table points.warehouse enable row level security;
create policy add on points.warehouse for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT (platform.wall_paths('points.till'::text) || platform.wall_paths('points.manage'::text)))::text[]))));
create policy change on points.warehouse for update to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT (platform.wall_paths('points.till'::text) || platform.wall_paths('points.manage'::text)))::text[])))) with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT (platform.wall_paths('points.till'::text) || platform.wall_paths('points.manage'::text)))::text[]))));
create policy read on points.warehouse for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT ((platform.wall_paths('points.till'::text) || platform.wall_paths('points.read'::text)) || platform.wall_paths('points.manage'::text)))::text[])) OR (EXISTS ( SELECT
   FROM points.card c
  WHERE ((c.household_id = ANY (ARRAY( SELECT points.held() AS held))) AND (c.ended_at IS NULL) AND (c.book_id = warehouse.book_id))))));
grant insert, select, update on points.warehouse to jingwei_app;
comment on column points.warehouse.keeper_id is 'The one person whose phone may hand out goods for vouchers without a network.';

create view points.known_household with (security_invoker=true) as
 SELECT id,
    area_id,
    area_path,
    number,
    address,
    head_id
   FROM registry.household
  WHERE withdrawn_at IS NULL;
grant select on points.known_household to jingwei_app;

create view points.known_person with (security_invoker=true) as
 SELECT id,
    area_id,
    area_path,
    name,
    birth_date,
    household_id
   FROM registry.person
  WHERE withdrawn_at IS NULL AND merged_into IS NULL AND (status = ANY (ARRAY['here'::text, 'away'::text]));
grant select on points.known_person to jingwei_app;

create schema registry;
grant usage on schema registry to jingwei_app;

CREATE OR REPLACE FUNCTION registry.helped()
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ begin
    return query select n.person_id from registry.care_need n where n.helper_ids @> array[platform.wall_person()] and n.ended_on is null and n.end_on >= identity.today();
  end $function$;
comment on function registry.helped() is 'Ids of the people whom the caller is named to help, wherever they live; nothing where nobody is known.';

CREATE OR REPLACE FUNCTION registry.note_visit(who uuid, last_on date)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ update registry.care_need set last_visit_on = last_on where person_id = who and ended_on is null and last_visit_on is distinct from last_on $function$;
comment on function registry.note_visit(uuid,date) is 'Reviewed: writes one day into open needs of one person, returns nothing; called by visits of `patrol` in their own transaction.';
revoke execute on function registry.note_visit(uuid,date) from public;
grant execute on function registry.note_visit(uuid,date) to jingwei_app;

create table registry.batch (
  id uuid not null,
  kind text not null,
  area_path text not null,
  at timestamp with time zone not null default platform.now(),
  by_person integer,
  by_name text not null,
  detail jsonb not null default '{}'::jsonb,
  undone_at timestamp with time zone,
  undone_by_name text,
  constraint batch_pkey PRIMARY KEY (id),
  constraint batch_kind_check CHECK ((kind = ANY (ARRAY['import'::text, 'merge'::text]))),
  constraint batch_by_person_fkey FOREIGN KEY (by_person) REFERENCES identity.person(id)
);
CREATE INDEX batch_area ON registry.batch USING btree (area_path COLLATE "C", at);
alter table registry.batch enable row level security;
create policy add on registry.batch for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('registry.write'::text) AS wall_paths)::text[]))));
create policy change on registry.batch for update to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('registry.write'::text) AS wall_paths)::text[])))) with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('registry.write'::text) AS wall_paths)::text[]))));
create policy read on registry.batch for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('registry.write'::text) AS wall_paths)::text[]))));
grant insert, select, update on registry.batch to jingwei_app;
comment on table registry.batch is 'Facts that came together and can be taken back together: an import, a merge of two people.';

create table registry.care_event (
  id uuid not null,
  need_id uuid not null,
  at timestamp with time zone not null default platform.now(),
  action text not null,
  by_person integer,
  by_name text not null,
  constraint care_event_pkey PRIMARY KEY (id),
  constraint care_event_action_check CHECK ((action = ANY (ARRAY['open'::text, 'change'::text, 'helpers'::text, 'end'::text]))),
  constraint care_event_by_person_fkey FOREIGN KEY (by_person) REFERENCES identity.person(id),
  constraint care_event_need_id_fkey FOREIGN KEY (need_id) REFERENCES registry.care_need(id)
);
CREATE INDEX care_event_need ON registry.care_event USING btree (need_id, at);
alter table registry.care_event enable row level security;
create policy add on registry.care_event for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (by_person = ( SELECT platform.wall_person() AS wall_person))));
create policy read on registry.care_event for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM registry.care_need n
  WHERE (n.id = care_event.need_id)))));
grant insert, select on registry.care_event to jingwei_app;
comment on table registry.care_event is 'Who opened, changed and ended a need; only ever added to.';

create table registry.care_need (
  id uuid not null,
  person_id uuid not null,
  kind text not null,
  sensitive boolean not null,
  basis text not null,
  tier text not null,
  cycle_days integer not null,
  owner_id integer not null,
  helper_ids integer[] not null,
  start_on date not null,
  end_on date not null,
  last_visit_on date,
  ended_on date,
  detail_sealed bytea not null,
  opened_at timestamp with time zone not null default platform.now(),
  opened_by integer,
  constraint care_need_pkey PRIMARY KEY (id),
  constraint care_need_basis_check CHECK ((basis = ANY (ARRAY['consent'::text, 'guardianConsent'::text, 'duty'::text, 'emergency'::text]))),
  constraint care_need_check CHECK (((end_on >= start_on) AND (end_on <= (start_on + 366)))),
  constraint care_need_check1 CHECK (((kind <> 'sealed'::text) OR sensitive)),
  constraint care_need_check2 CHECK ((owner_id = ANY (helper_ids))),
  constraint care_need_cycle_days_check CHECK (((cycle_days >= 1) AND (cycle_days <= 366))),
  constraint care_need_helper_ids_check CHECK (((cardinality(helper_ids) >= 1) AND (cardinality(helper_ids) <= 20))),
  constraint care_need_kind_check CHECK ((kind = ANY (ARRAY['livingAlone'::text, 'emptyNest'::text, 'leftBehindElder'::text, 'disability'::text, 'chronicIllness'::text, 'hardship'::text, 'lostFamily'::text, 'other'::text, 'sealed'::text]))),
  constraint care_need_tier_check CHECK ((tier = ANY (ARRAY['high'::text, 'medium'::text, 'low'::text]))),
  constraint care_need_opened_by_fkey FOREIGN KEY (opened_by) REFERENCES identity.person(id),
  constraint care_need_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES identity.person(id),
  constraint care_need_person_id_fkey FOREIGN KEY (person_id) REFERENCES registry.person(id)
);
CREATE INDEX care_need_helper ON registry.care_need USING gin (helper_ids);
CREATE INDEX care_need_person ON registry.care_need USING btree (person_id);
alter table registry.care_need enable row level security;
create policy add on registry.care_need for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM registry.person p
  WHERE ((p.id = care_need.person_id) AND (p.area_path ^@ ANY (( SELECT platform.wall_paths('registry.careManage'::text) AS wall_paths)::text[])))))));
create policy change on registry.care_need for update to public using ((( SELECT platform.wall_house() AS wall_house) OR (helper_ids @> ARRAY[( SELECT platform.wall_person() AS wall_person)]) OR ((NOT sensitive) AND (EXISTS ( SELECT
   FROM registry.person p
  WHERE ((p.id = care_need.person_id) AND (p.area_path ^@ ANY (( SELECT platform.wall_paths('registry.careManage'::text) AS wall_paths)::text[])))))))) with check ((( SELECT platform.wall_house() AS wall_house) OR (helper_ids @> ARRAY[( SELECT platform.wall_person() AS wall_person)]) OR ((NOT sensitive) AND (EXISTS ( SELECT
   FROM registry.person p
  WHERE ((p.id = care_need.person_id) AND (p.area_path ^@ ANY (( SELECT platform.wall_paths('registry.careManage'::text) AS wall_paths)::text[]))))))));
create policy read on registry.care_need for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (helper_ids @> ARRAY[( SELECT platform.wall_person() AS wall_person)]) OR ((NOT sensitive) AND (EXISTS ( SELECT
   FROM registry.person p
  WHERE ((p.id = care_need.person_id) AND (p.area_path ^@ ANY (( SELECT platform.wall_paths('registry.care'::text) AS wall_paths)::text[]))))))));
grant insert, select, update on registry.care_need to jingwei_app;
comment on column registry.care_need.kind is 'Of what only its helpers may know: sealed, with the kind in `detail_sealed`.';
comment on column registry.care_need.helper_ids is 'People of the office who help; the owner is one of them.';
comment on column registry.care_need.end_on is 'It ends by itself on this day unless somebody looks again.';
comment on column registry.care_need.detail_sealed is 'Kind, what the basis rests on, notes, and why it ended, as JSON.';

create table registry.fact (
  id uuid not null,
  seq bigint not null generated always as identity,
  subject_kind text not null,
  subject_id uuid not null,
  field text not null,
  value text,
  sealed bytea,
  hash bytea,
  source text not null,
  observed_on date not null,
  at timestamp with time zone not null default platform.now(),
  by_person integer,
  by_name text not null,
  batch_id uuid,
  constraint fact_pkey PRIMARY KEY (id),
  constraint fact_field_check CHECK ((field ~ '^[a-zA-Z]{2,30}$'::text)),
  constraint fact_hash_check CHECK ((length(hash) = 32)),
  constraint fact_source_check CHECK ((source = ANY (ARRAY['self'::text, 'visit'::text, 'document'::text, 'department'::text, 'import'::text, 'merge'::text, 'undo'::text]))),
  constraint fact_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['person'::text, 'household'::text, 'place'::text, 'thing'::text]))),
  constraint fact_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES registry.batch(id),
  constraint fact_by_person_fkey FOREIGN KEY (by_person) REFERENCES identity.person(id)
);
CREATE INDEX fact_batch ON registry.fact USING btree (batch_id) WHERE (batch_id IS NOT NULL);
CREATE INDEX fact_subject ON registry.fact USING btree (subject_id, field, seq);
alter table registry.fact enable row level security;
create policy add on registry.fact for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM registry.person p
  WHERE ((p.id = fact.subject_id) AND (p.area_path ^@ ANY (( SELECT platform.wall_paths('registry.write'::text) AS wall_paths)::text[]))))) OR (EXISTS ( SELECT
   FROM registry.household h
  WHERE ((h.id = fact.subject_id) AND (h.area_path ^@ ANY (( SELECT platform.wall_paths('registry.write'::text) AS wall_paths)::text[]))))) OR (EXISTS ( SELECT
   FROM registry.place p
  WHERE ((p.id = fact.subject_id) AND (p.area_path ^@ ANY (( SELECT platform.wall_paths('registry.write'::text) AS wall_paths)::text[]))))) OR (EXISTS ( SELECT
   FROM registry.thing t
  WHERE ((t.id = fact.subject_id) AND (t.area_path ^@ ANY (( SELECT platform.wall_paths('registry.write'::text) AS wall_paths)::text[])))))));
create policy read on registry.fact for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (EXISTS ( SELECT
   FROM registry.person p
  WHERE (p.id = fact.subject_id))) OR (EXISTS ( SELECT
   FROM registry.household h
  WHERE (h.id = fact.subject_id))) OR (EXISTS ( SELECT
   FROM registry.place p
  WHERE (p.id = fact.subject_id))) OR (EXISTS ( SELECT
   FROM registry.thing t
  WHERE (t.id = fact.subject_id)))));
grant insert, select on registry.fact to jingwei_app;
comment on table registry.fact is 'What was found of a field, by which way, on which day; only ever added to. What holds is the fold of it (src/domains/registry/rules/facts.ts) and stands in the subject''s own row.';
comment on column registry.fact.value is 'As text; of a sealed field null, with the value in `sealed`.';

create table registry.household (
  id uuid not null,
  area_id integer not null,
  area_path text not null,
  number text not null default ''::text,
  address text not null default ''::text,
  head_id uuid,
  batch_id uuid,
  registered_at timestamp with time zone not null default platform.now(),
  withdrawn_at timestamp with time zone,
  constraint household_pkey PRIMARY KEY (id),
  constraint household_address_check CHECK ((char_length(address) <= 200)),
  constraint household_number_check CHECK ((char_length(number) <= 40)),
  constraint household_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint household_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES registry.batch(id),
  constraint household_head_id_fkey FOREIGN KEY (head_id) REFERENCES registry.person(id)
);
CREATE INDEX household_area ON registry.household USING btree (area_path COLLATE "C", id);
CREATE INDEX household_place ON registry.household USING btree (area_id);
CREATE UNIQUE INDEX household_number ON registry.household USING btree (area_id, number) WHERE ((number <> ''::text) AND (withdrawn_at IS NULL));
alter table registry.household enable row level security;
create policy add on registry.household for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('registry.write'::text) AS wall_paths)::text[]))));
create policy change on registry.household for update to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('registry.write'::text) AS wall_paths)::text[])))) with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('registry.write'::text) AS wall_paths)::text[]))));
create policy read on registry.household for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('registry.read'::text) AS wall_paths)::text[]))));
grant insert, select, update on registry.household to jingwei_app;

create table registry.not_same (
  a uuid not null,
  b uuid not null,
  at timestamp with time zone not null default platform.now(),
  by_name text not null,
  reason text not null,
  constraint not_same_pkey PRIMARY KEY (a, b),
  constraint not_same_check CHECK ((a < b)),
  constraint not_same_reason_check CHECK (((char_length(reason) >= 2) AND (char_length(reason) <= 500))),
  constraint not_same_a_fkey FOREIGN KEY (a) REFERENCES registry.person(id),
  constraint not_same_b_fkey FOREIGN KEY (b) REFERENCES registry.person(id)
);
alter table registry.not_same enable row level security;
create policy add on registry.not_same for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR ((EXISTS ( SELECT
   FROM registry.person p
  WHERE (p.id = not_same.a))) AND (EXISTS ( SELECT
   FROM registry.person p
  WHERE (p.id = not_same.b))) AND (( SELECT platform.wall_paths('registry.merge'::text) AS wall_paths) <> '{}'::text[]))));
create policy read on registry.not_same for select to public using ((( SELECT platform.wall_house() AS wall_house) OR ((EXISTS ( SELECT
   FROM registry.person p
  WHERE (p.id = not_same.a))) AND (EXISTS ( SELECT
   FROM registry.person p
  WHERE (p.id = not_same.b))))));
grant insert, select on registry.not_same to jingwei_app;

create table registry.person (
  id uuid not null,
  area_id integer not null,
  area_path text not null,
  name text not null,
  name_key text not null,
  sex text,
  birth_date date,
  residence text,
  status text not null default 'here'::text,
  address text not null default ''::text,
  household_id uuid,
  relation text,
  id_kind text,
  id_sealed bytea,
  id_hash bytea,
  phone_sealed bytea,
  phone_hash bytea,
  revision integer not null default 1,
  batch_id uuid,
  registered_at timestamp with time zone not null default platform.now(),
  merged_into uuid,
  withdrawn_at timestamp with time zone,
  constraint person_pkey PRIMARY KEY (id),
  constraint person_address_check CHECK ((char_length(address) <= 200)),
  constraint person_check CHECK ((((id_kind IS NULL) = (id_sealed IS NULL)) AND ((id_sealed IS NULL) = (id_hash IS NULL)) AND ((phone_sealed IS NULL) = (phone_hash IS NULL)))),
  constraint person_check1 CHECK ((merged_into IS DISTINCT FROM id)),
  constraint person_id_hash_check CHECK ((length(id_hash) = 32)),
  constraint person_id_kind_check CHECK ((id_kind = ANY (ARRAY['idCard'::text, 'residencePermit'::text, 'hkMacaoPermit'::text, 'taiwanPermit'::text, 'foreignPermit'::text, 'passport'::text]))),
  constraint person_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 50))),
  constraint person_phone_hash_check CHECK ((length(phone_hash) = 32)),
  constraint person_relation_check CHECK ((relation = ANY (ARRAY['head'::text, 'spouse'::text, 'child'::text, 'parent'::text, 'grandchild'::text, 'grandparent'::text, 'sibling'::text, 'other'::text]))),
  constraint person_residence_check CHECK ((residence = ANY (ARRAY['local'::text, 'floating'::text, 'overseas'::text]))),
  constraint person_sex_check CHECK ((sex = ANY (ARRAY['male'::text, 'female'::text]))),
  constraint person_status_check CHECK ((status = ANY (ARRAY['here'::text, 'away'::text, 'movedOut'::text, 'deceased'::text]))),
  constraint person_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint person_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES registry.batch(id),
  constraint person_household_id_fkey FOREIGN KEY (household_id) REFERENCES registry.household(id),
  constraint person_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES registry.person(id)
);
CREATE INDEX person_area ON registry.person USING btree (area_path COLLATE "C", id) WHERE ((withdrawn_at IS NULL) AND (merged_into IS NULL));
CREATE INDEX person_batch ON registry.person USING btree (batch_id) WHERE (batch_id IS NOT NULL);
CREATE INDEX person_household ON registry.person USING btree (household_id);
CREATE INDEX person_merged ON registry.person USING btree (merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX person_name ON registry.person USING btree (name_key, birth_date);
CREATE INDEX person_phone ON registry.person USING btree (phone_hash) WHERE (phone_hash IS NOT NULL);
CREATE INDEX person_place ON registry.person USING btree (area_id);
CREATE UNIQUE INDEX person_document ON registry.person USING btree (id_hash, area_id) WHERE ((withdrawn_at IS NULL) AND (merged_into IS NULL));
alter table registry.person enable row level security;
create policy add on registry.person for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('registry.write'::text) AS wall_paths)::text[]))));
create policy change on registry.person for update to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('registry.write'::text) AS wall_paths)::text[])))) with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('registry.write'::text) AS wall_paths)::text[]))));
create policy read on registry.person for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('registry.read'::text) AS wall_paths)::text[])) OR (id = ANY (ARRAY( SELECT registry.helped() AS helped)))));
grant insert, select, update on registry.person to jingwei_app;
comment on column registry.person.name_key is 'The name without spaces and dots, for comparing.';
comment on column registry.person.id_hash is 'HMAC of the normalised number with a key that is not in the database; for exact look-up alone.';

create table registry.place (
  id uuid not null,
  area_id integer not null,
  area_path text not null,
  category text not null,
  kind text not null,
  name text not null,
  address text not null default ''::text,
  longitude double precision,
  latitude double precision,
  risk text not null default 'none'::text,
  contact_name text not null default ''::text,
  phone_sealed bytea,
  phone_hash bytea,
  managed boolean,
  households integer,
  note text not null default ''::text,
  revision integer not null default 1,
  batch_id uuid,
  registered_at timestamp with time zone not null default platform.now(),
  withdrawn_at timestamp with time zone,
  constraint place_pkey PRIMARY KEY (id),
  constraint place_address_check CHECK ((char_length(address) <= 200)),
  constraint place_category_check CHECK ((category = ANY (ARRAY['risk'::text, 'key'::text, 'compound'::text, 'enterprise'::text]))),
  constraint place_check CHECK ((((longitude IS NULL) = (latitude IS NULL)) AND ((phone_sealed IS NULL) = (phone_hash IS NULL)))),
  constraint place_contact_name_check CHECK ((char_length(contact_name) <= 50)),
  constraint place_households_check CHECK ((households >= 0)),
  constraint place_kind_check CHECK ((kind ~ '^[a-zA-Z]{2,30}$'::text)),
  constraint place_latitude_check CHECK (((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision))),
  constraint place_longitude_check CHECK (((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision))),
  constraint place_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
  constraint place_note_check CHECK ((char_length(note) <= 500)),
  constraint place_phone_hash_check CHECK ((length(phone_hash) = 32)),
  constraint place_risk_check CHECK ((risk = ANY (ARRAY['none'::text, 'low'::text, 'medium'::text, 'high'::text]))),
  constraint place_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint place_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES registry.batch(id)
);
CREATE INDEX place_area ON registry.place USING btree (area_path COLLATE "C", id) WHERE (withdrawn_at IS NULL);
CREATE INDEX place_place ON registry.place USING btree (area_id);
alter table registry.place enable row level security;
create policy add on registry.place for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('registry.write'::text) AS wall_paths)::text[]))));
create policy change on registry.place for update to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('registry.write'::text) AS wall_paths)::text[])))) with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('registry.write'::text) AS wall_paths)::text[]))));
create policy read on registry.place for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('registry.read'::text) AS wall_paths)::text[]))));
grant insert, select, update on registry.place to jingwei_app;
comment on column registry.place.managed is 'Of a compound: whether a company manages it. Null where it does not apply.';

create table registry.thing (
  id uuid not null,
  area_id integer not null,
  area_path text not null,
  place_id uuid,
  kind text not null,
  name text not null,
  code text not null default ''::text,
  address text not null default ''::text,
  state text not null default 'good'::text,
  note text not null default ''::text,
  revision integer not null default 1,
  registered_at timestamp with time zone not null default platform.now(),
  withdrawn_at timestamp with time zone,
  constraint thing_pkey PRIMARY KEY (id),
  constraint thing_address_check CHECK ((char_length(address) <= 200)),
  constraint thing_code_check CHECK ((char_length(code) <= 40)),
  constraint thing_kind_check CHECK ((kind ~ '^[a-zA-Z]{2,30}$'::text)),
  constraint thing_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
  constraint thing_note_check CHECK ((char_length(note) <= 500)),
  constraint thing_state_check CHECK ((state = ANY (ARRAY['good'::text, 'damaged'::text, 'missing'::text]))),
  constraint thing_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint thing_place_id_fkey FOREIGN KEY (place_id) REFERENCES registry.place(id)
);
CREATE INDEX thing_area ON registry.thing USING btree (area_path COLLATE "C", id) WHERE (withdrawn_at IS NULL);
CREATE INDEX thing_of_place ON registry.thing USING btree (place_id) WHERE (place_id IS NOT NULL);
CREATE INDEX thing_place ON registry.thing USING btree (area_id);
alter table registry.thing enable row level security;
create policy add on registry.thing for insert to public with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('registry.write'::text) AS wall_paths)::text[]))));
create policy change on registry.thing for update to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('registry.write'::text) AS wall_paths)::text[])))) with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('registry.write'::text) AS wall_paths)::text[]))));
create policy read on registry.thing for select to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('registry.read'::text) AS wall_paths)::text[]))));
grant insert, select, update on registry.thing to jingwei_app;

create schema safety_index;
grant usage on schema safety_index to jingwei_app;

CREATE OR REPLACE FUNCTION safety_index.is_published(of_month date)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ select platform.wall() is not null and exists (select from safety_index.run where month = of_month and state = 'published') $function$;
comment on function safety_index.is_published(date) is 'Whether a month is published, and nothing of its result: a department that corrects a figure of it must know.';

CREATE OR REPLACE FUNCTION safety_index.keep_run()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.state = 'published' or (new.result, new.result_hash, new.version_id, new.month, new.corrects) is distinct from (old.result, old.result_hash, old.version_id, old.month, old.corrects) then
    raise exception 'what was computed is kept as it was' using errcode = 'check_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION safety_index.keep_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.state <> 'draft' and (new.content, new.hash, new.number, new.area_id) is distinct from (old.content, old.hash, old.number, old.area_id) then
    raise exception 'a version that was submitted keeps its content' using errcode = 'check_violation';
  end if;
  if old.state = 'published' and new is distinct from old then
    raise exception 'a published version never changes' using errcode = 'check_violation';
  end if;
  return new;
end $function$;

create table safety_index.return (
  id integer not null generated always as identity,
  indicator text not null,
  area_id integer not null,
  area_path text collate "C" not null,
  unit_id integer not null,
  month date not null,
  counted double precision not null,
  base double precision,
  note text not null default ''::text,
  source text not null,
  file_name text not null default ''::text,
  corrects integer,
  by_person integer,
  person_name text not null default ''::text,
  at timestamp with time zone not null default platform.now(),
  constraint return_pkey PRIMARY KEY (id),
  constraint return_corrects_key UNIQUE (corrects),
  constraint return_base_check CHECK (((base >= (0)::double precision) AND (base <= ('1000000000000'::numeric)::double precision))),
  constraint return_check CHECK (((corrects IS NULL) OR (corrects < id))),
  constraint return_counted_check CHECK (((counted >= (0)::double precision) AND (counted <= ('1000000000000'::numeric)::double precision))),
  constraint return_file_name_check CHECK ((char_length(file_name) <= 200)),
  constraint return_indicator_check CHECK ((indicator ~ '^[A-Za-z0-9-]{1,16}$'::text)),
  constraint return_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
  constraint return_note_check CHECK ((char_length(note) <= 200)),
  constraint return_source_check CHECK ((source = ANY (ARRAY['entry'::text, 'import'::text]))),
  constraint return_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint return_by_person_fkey FOREIGN KEY (by_person) REFERENCES identity.person(id),
  constraint return_corrects_fkey FOREIGN KEY (corrects) REFERENCES safety_index.return(id),
  constraint return_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES identity.unit(id)
);
CREATE INDEX return_area_path ON safety_index.return USING btree (area_path);
CREATE INDEX return_cell ON safety_index.return USING btree (month, area_id, indicator);
CREATE INDEX return_unit ON safety_index.return USING btree (unit_id, month);
CREATE UNIQUE INDEX return_first ON safety_index.return USING btree (indicator, area_id, month) WHERE (corrects IS NULL);
alter table safety_index.return enable row level security;
create policy wall on safety_index.return for all to public using ((( SELECT platform.wall_house() AS wall_house) OR (unit_id = ANY (( SELECT platform.wall_units('index.returns'::text) AS wall_units)::integer[])) OR (area_path ^@ ANY (( SELECT (platform.wall_paths('index.read'::text) || platform.wall_paths('index.manage'::text)))::text[])))) with check ((( SELECT platform.wall_house() AS wall_house) OR (unit_id = ANY (( SELECT platform.wall_units('index.returns'::text) AS wall_units)::integer[]))));
grant insert, select on safety_index.return to jingwei_app;
comment on table safety_index.return is 'What a department returned for a unit and a month; insert-only. A correction names what it corrects, and the newest of a chain holds.';
comment on column safety_index.return.unit_id is 'The department that answers for the indicator and entered it.';
comment on column safety_index.return.counted is 'The numerator, or a plain count.';

create table safety_index.run (
  id integer not null generated always as identity,
  area_id integer not null,
  area_path text collate "C" not null,
  month date not null,
  version_id integer not null,
  version_hash text not null,
  state text not null default 'computed'::text,
  corrects integer,
  note text not null default ''::text,
  coverage double precision not null,
  result jsonb not null,
  result_hash text not null,
  computed_by integer,
  computed_at timestamp with time zone not null default platform.now(),
  published_by integer,
  published_at timestamp with time zone,
  constraint run_pkey PRIMARY KEY (id),
  constraint run_check CHECK (((state = 'computed'::text) OR (published_at IS NOT NULL))),
  constraint run_check1 CHECK (((published_by IS NULL) OR (published_by <> computed_by))),
  constraint run_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
  constraint run_result_hash_check CHECK ((result_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint run_state_check CHECK ((state = ANY (ARRAY['computed'::text, 'published'::text]))),
  constraint run_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint run_computed_by_fkey FOREIGN KEY (computed_by) REFERENCES identity.person(id),
  constraint run_corrects_fkey FOREIGN KEY (corrects) REFERENCES safety_index.run(id),
  constraint run_published_by_fkey FOREIGN KEY (published_by) REFERENCES identity.person(id),
  constraint run_version_id_fkey FOREIGN KEY (version_id) REFERENCES safety_index.version(id)
);
CREATE INDEX run_area_path ON safety_index.run USING btree (area_path);
CREATE INDEX run_month ON safety_index.run USING btree (month, id);
CREATE UNIQUE INDEX run_corrected_once ON safety_index.run USING btree (corrects) WHERE (state = 'published'::text);
CREATE UNIQUE INDEX run_published_first ON safety_index.run USING btree (area_id, month) WHERE ((state = 'published'::text) AND (corrects IS NULL));
CREATE TRIGGER run_kept BEFORE UPDATE ON safety_index.run FOR EACH ROW EXECUTE FUNCTION safety_index.keep_run();
alter table safety_index.run enable row level security;
create policy wall on safety_index.run for all to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('index.manage'::text) AS wall_paths)::text[])) OR ((state = 'published'::text) AND (( SELECT platform.wall_paths('index.read'::text) AS wall_paths) <> '{}'::text[])))) with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT platform.wall_paths('index.manage'::text) AS wall_paths)::text[]))));
grant insert, select, update on safety_index.run to jingwei_app;
comment on table safety_index.run is 'A month as it was computed, frozen with the hash of its version. A published run never changes; a correction is another run that names it.';

create table safety_index.version (
  id integer not null generated always as identity,
  area_id integer not null,
  area_path text collate "C" not null,
  number integer not null,
  state text not null default 'draft'::text,
  note text not null default ''::text,
  content jsonb not null,
  hash text not null,
  based_on integer,
  in_force_from date,
  drafted_by integer,
  drafted_at timestamp with time zone not null default platform.now(),
  submitted_by integer,
  submitted_at timestamp with time zone,
  approved_by integer,
  approved_at timestamp with time zone,
  published_by integer,
  published_at timestamp with time zone,
  constraint version_pkey PRIMARY KEY (id),
  constraint version_area_id_number_key UNIQUE (area_id, number),
  constraint version_check CHECK (((state = 'draft'::text) OR (submitted_at IS NOT NULL))),
  constraint version_check1 CHECK (((state <> ALL (ARRAY['approved'::text, 'published'::text])) OR (approved_at IS NOT NULL))),
  constraint version_check2 CHECK (((state <> 'published'::text) OR ((published_at IS NOT NULL) AND (in_force_from IS NOT NULL)))),
  constraint version_check3 CHECK (((approved_by IS NULL) OR ((approved_by <> drafted_by) AND (approved_by <> submitted_by)))),
  constraint version_check4 CHECK (((published_by IS NULL) OR ((published_by <> drafted_by) AND (published_by <> approved_by)))),
  constraint version_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint version_in_force_from_check CHECK ((EXTRACT(day FROM in_force_from) = (1)::numeric)),
  constraint version_number_check CHECK ((number > 0)),
  constraint version_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'approved'::text, 'published'::text]))),
  constraint version_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES identity.person(id),
  constraint version_area_id_fkey FOREIGN KEY (area_id) REFERENCES geography.area(id),
  constraint version_based_on_fkey FOREIGN KEY (based_on) REFERENCES safety_index.version(id),
  constraint version_drafted_by_fkey FOREIGN KEY (drafted_by) REFERENCES identity.person(id),
  constraint version_published_by_fkey FOREIGN KEY (published_by) REFERENCES identity.person(id),
  constraint version_submitted_by_fkey FOREIGN KEY (submitted_by) REFERENCES identity.person(id)
);
CREATE INDEX version_area_path ON safety_index.version USING btree (area_path);
CREATE TRIGGER version_kept BEFORE UPDATE ON safety_index.version FOR EACH ROW EXECUTE FUNCTION safety_index.keep_version();
alter table safety_index.version enable row level security;
create policy wall on safety_index.version for all to public using ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT (platform.wall_paths('index.manage'::text) || platform.wall_paths('index.approve'::text)))::text[])) OR ((state = 'published'::text) AND ((( SELECT platform.wall_paths('index.read'::text) AS wall_paths) <> '{}'::text[]) OR (( SELECT platform.wall_units('index.returns'::text) AS wall_units) <> '{}'::integer[]))))) with check ((( SELECT platform.wall_house() AS wall_house) OR (area_path ^@ ANY (( SELECT (platform.wall_paths('index.manage'::text) || platform.wall_paths('index.approve'::text)))::text[]))));
grant insert, select, update on safety_index.version to jingwei_app;
comment on table safety_index.version is 'The standard: tree, weights, limits, scoring, whole in each version. The version in force in a month is the published one with the latest in_force_from that is not after it.';
comment on column safety_index.version.hash is 'SHA-256 of the content in a canonical form; a run names it.';
