-- 平安指数: versions of the standard, the departments' monthly returns, frozen runs. Sums of areas alone: nothing of a person.
create schema safety_index;

create table safety_index.version (
  id int generated always as identity primary key,
  area_id int not null references geography.area (id),
  area_path text not null collate "C",
  number int not null check (number > 0),
  state text not null default 'draft' check (state in ('draft', 'submitted', 'approved', 'published')),
  note text not null default '',
  content jsonb not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  based_on int references safety_index.version (id),
  in_force_from date check (extract(day from in_force_from) = 1),
  drafted_by int references identity.person (id),
  drafted_at timestamptz not null default platform.now(),
  submitted_by int references identity.person (id),
  submitted_at timestamptz,
  approved_by int references identity.person (id),
  approved_at timestamptz,
  published_by int references identity.person (id),
  published_at timestamptz,
  unique (area_id, number),
  check (state = 'draft' or submitted_at is not null),
  check (state not in ('approved', 'published') or approved_at is not null),
  check (state <> 'published' or (published_at is not null and in_force_from is not null)),
  -- Three people: who drafted, who approved, who published.
  check (approved_by is null or (approved_by <> drafted_by and approved_by <> submitted_by)),
  check (published_by is null or (published_by <> drafted_by and published_by <> approved_by))
);
create index version_area_path on safety_index.version (area_path);
comment on table safety_index.version is 'The standard: tree, weights, limits, scoring, whole in each version. The version in force in a month is the published one with the latest in_force_from that is not after it.';
comment on column safety_index.version.hash is 'SHA-256 of the content in a canonical form; a run names it.';

create function safety_index.keep_version() returns trigger language plpgsql as $$
begin
  if old.state <> 'draft' and (new.content, new.hash, new.number, new.area_id) is distinct from (old.content, old.hash, old.number, old.area_id) then
    raise exception 'a version that was submitted keeps its content' using errcode = 'check_violation';
  end if;
  if old.state = 'published' and new is distinct from old then
    raise exception 'a published version never changes' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger version_kept before update on safety_index.version for each row execute function safety_index.keep_version();

create table safety_index.return (
  id int generated always as identity primary key,
  indicator text not null check (indicator ~ '^[A-Za-z0-9-]{1,16}$'),
  area_id int not null references geography.area (id),
  area_path text not null collate "C",
  unit_id int not null references identity.unit (id),
  month date not null check (extract(day from month) = 1),
  counted float8 not null check (counted >= 0 and counted <= 1e12),
  base float8 check (base >= 0 and base <= 1e12),
  note text not null default '' check (char_length(note) <= 200),
  source text not null check (source in ('entry', 'import')),
  file_name text not null default '' check (char_length(file_name) <= 200),
  corrects int unique references safety_index.return (id),
  by_person int references identity.person (id),
  person_name text not null default '',
  at timestamptz not null default platform.now(),
  check (corrects is null or corrects < id)
);
create unique index return_first on safety_index.return (indicator, area_id, month) where corrects is null;
create index return_cell on safety_index.return (month, area_id, indicator);
create index return_area_path on safety_index.return (area_path);
create index return_unit on safety_index.return (unit_id, month);
comment on table safety_index.return is 'What a department returned for a unit and a month; insert-only. A correction names what it corrects, and the newest of a chain holds.';
comment on column safety_index.return.unit_id is 'The department that answers for the indicator and entered it.';
comment on column safety_index.return.counted is 'The numerator, or a plain count.';

create table safety_index.run (
  id int generated always as identity primary key,
  area_id int not null references geography.area (id),
  area_path text not null collate "C",
  month date not null check (extract(day from month) = 1),
  version_id int not null references safety_index.version (id),
  version_hash text not null,
  state text not null default 'computed' check (state in ('computed', 'published')),
  corrects int references safety_index.run (id),
  note text not null default '',
  coverage float8 not null,
  result jsonb not null,
  result_hash text not null check (result_hash ~ '^[0-9a-f]{64}$'),
  computed_by int references identity.person (id),
  computed_at timestamptz not null default platform.now(),
  published_by int references identity.person (id),
  published_at timestamptz,
  check (state = 'computed' or published_at is not null),
  check (published_by is null or published_by <> computed_by)
);
create index run_area_path on safety_index.run (area_path);
create index run_month on safety_index.run (month, id);
create unique index run_corrected_once on safety_index.run (corrects) where state = 'published';
create unique index run_published_first on safety_index.run (area_id, month) where state = 'published' and corrects is null;
comment on table safety_index.run is 'A month as it was computed, frozen with the hash of its version. A published run never changes; a correction is another run that names it.';

create function safety_index.keep_run() returns trigger language plpgsql as $$
begin
  if old.state = 'published' or (new.result, new.result_hash, new.version_id, new.month, new.corrects) is distinct from (old.result, old.result_hash, old.version_id, old.month, old.corrects) then
    raise exception 'what was computed is kept as it was' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger run_kept before update on safety_index.run for each row execute function safety_index.keep_run();

create function safety_index.is_published(of_month date) returns boolean language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select platform.wall() is not null and exists (select from safety_index.run where month = of_month and state = 'published') $$;
comment on function safety_index.is_published(date) is 'Whether a month is published, and nothing of its result: a department that corrects a figure of it must know.';

alter table safety_index.version enable row level security;
create policy wall on safety_index.version
  using ((select platform.wall_house())
    or area_path ^@ any ((select platform.wall_paths('index.manage') || platform.wall_paths('index.approve'))::text[])
    or (state = 'published' and ((select platform.wall_paths('index.read')) <> '{}' or (select platform.wall_units('index.returns')) <> '{}')))
  with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('index.manage') || platform.wall_paths('index.approve'))::text[]));
comment on policy wall on safety_index.version is 'Drafts for those who draft and approve in the city; what is in force for all who read the index or return figures for it.';

alter table safety_index.return enable row level security;
create policy wall on safety_index.return
  using ((select platform.wall_house())
    or unit_id = any ((select platform.wall_units('index.returns'))::int[])
    or area_path ^@ any ((select platform.wall_paths('index.read') || platform.wall_paths('index.manage'))::text[]))
  with check ((select platform.wall_house()) or unit_id = any ((select platform.wall_units('index.returns'))::int[]));
comment on policy wall on safety_index.return is 'A department sees and enters its own figures; whoever reads the index in an area sees those of the area.';

alter table safety_index.run enable row level security;
create policy wall on safety_index.run
  using ((select platform.wall_house())
    or area_path ^@ any ((select platform.wall_paths('index.manage'))::text[])
    or (state = 'published' and (select platform.wall_paths('index.read')) <> '{}'))
  with check ((select platform.wall_house()) or area_path ^@ any ((select platform.wall_paths('index.manage'))::text[]));
comment on policy wall on safety_index.run is 'What is published is for all who read the index; what is only computed for those who compute.';

create function incidents.index_facts(tops text[], since timestamptz, until timestamptz)
  returns table (top text, reported int, accepted int, should_close int, on_time int, handled int, reworked int, rated int, satisfied int)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 20
  as $$ begin
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
  end $$;
comment on function incidents.index_facts(text[], timestamptz, timestamptz) is 'Sums of cases of each of these areas for the index, of a period: no case and no person. For whoever computes the index there, who may read no case.';

grant usage on schema safety_index to jingwei_app;
grant select, insert, update on safety_index.version, safety_index.run to jingwei_app;
grant select, insert on safety_index.return to jingwei_app;

insert into identity.role (code, name_zh, name_en, administrator) values ('indexAnalyst', '指数分析员', 'Index analyst', false) on conflict do nothing;
insert into identity.role_permission (role, permission)
  select * from (values
    ('indexAnalyst', 'index.read'), ('indexAnalyst', 'index.manage'),
    ('leader', 'index.read'), ('leader', 'index.approve'), ('handler', 'index.returns')) as one (role, permission)
  where exists (select from identity.role r where r.code = one.role)
  on conflict do nothing;
