-- The second wall. Every list and every step asks first, in words of its own, what its caller may see and do; behind that
-- stands row-level security, so that a filter that somebody forgets shows nothing that is not his. A transaction says once
-- whose it is (`jingwei.wall`, for itself alone); where nothing was said, nothing is seen. The owner is not held back
-- (no FORCE): he only migrates and backs up, and the app cannot become him.

create function platform.wall() returns jsonb language sql stable
  as $$ select nullif(current_setting('jingwei.wall', true), '')::jsonb $$;
comment on function platform.wall() is 'Who the transaction acts for, as src/platform/wall.ts says it: {"person", "paths": {permission: text[]}, "units": {permission: int[]}, "posts": int[]}, or {"house": true}. Null where nobody said: a setting of a transaction that is over reads as an empty text.';

create function platform.wall_house() returns boolean language sql stable
  as $$ select coalesce((platform.wall() ->> 'house')::boolean, false) $$;
comment on function platform.wall_house() is 'The house itself: clocks, feed, start-up; never a caller.';

create function platform.wall_person() returns int language sql stable
  as $$ select (platform.wall() ->> 'person')::int $$;

create function platform.wall_paths(permission text) returns text[] language sql stable
  as $$ select coalesce((platform.wall() -> 'paths' ->> permission)::text[], '{}') $$;
comment on function platform.wall_paths(text) is 'Paths of the areas in which the caller''s posts permit it.';

create function platform.wall_units(permission text) returns int[] language sql stable
  as $$ select coalesce((platform.wall() -> 'units' ->> permission)::int[], '{}') $$;
comment on function platform.wall_units(text) is 'Units in whose name the caller''s posts permit it.';

create function platform.wall_posts() returns int[] language sql stable
  as $$ select coalesce((platform.wall() ->> 'posts')::int[], '{}') $$;
comment on function platform.wall_posts() is 'Units that the caller belongs to, whatever his posts permit.';

-- Two things are opened while a transaction goes on, each by showing that it may be.
create function incidents.held() returns uuid[] language sql stable
  as $$ select coalesce(string_to_array(nullif(current_setting('jingwei.held', true), ''), ',')::uuid[], '{}') $$;
comment on function incidents.held() is 'The cases that this transaction has in hand: they were seen when they were locked, or one is being made. They stay so to the end of the step, which may take a case out of its taker''s sight (a unit that returns it).';

create function incidents.shown() returns text language sql stable
  as $$ select nullif(current_setting('jingwei.shown', true), '') $$;
comment on function incidents.shown() is 'The number that the caller showed: who knows it may read the story.';

create function incidents.sees_duplicate(lead uuid) returns boolean language sql stable
  as $$ select exists (select from incidents.incident where merged_into = lead) $$;
comment on function incidents.sees_duplicate(uuid) is 'Is a case that was merged into this one the caller''s to see? As the caller, so by the policy below; a merged case has no duplicates, so this goes no further.';

-- Beside the policies, because their operators (arrays, JSON) are not leakproof: behind a policy PostgreSQL does not let
-- them near an index. Each gives no more than ids or sums, and nothing where no wall is set.
create function incidents.co_handled(units int[], states text[] default null) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 100
  as $$ begin
    return query select i.id from incidents.incident i
      where i.co_unit_ids && units and (states is null or i.state = any(states)) and platform.wall() is not null;
  end $$;
comment on function incidents.co_handled(int[], text[]) is 'Ids of the cases that these units help with; whoever asks then reads the rows by the policy.';

create function incidents.searched(text, pattern text) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 100
  as $$ begin
    if platform.wall() is null then
      return;
    elsif char_length(regexp_replace($1, '\s+', '', 'g')) >= 2 then
      -- The bigrams find the candidates by index; the plain comparison then decides.
      return query select w.case_id from incidents.wording w where incidents.bigrams(w.words) @> incidents.bigrams($1) and w.words ilike pattern;
    else
      -- One character alone has no pair.
      return query select w.case_id from incidents.wording w where w.words ilike pattern;
    end if;
  end $$;
comment on function incidents.searched(text, text) is 'Ids of the cases with these words; whoever asks then reads the rows by the policy. The words themselves the app cannot read.';

create function incidents.messages_here(units int[], since timestamptz)
  returns table (case_id uuid, number text, seq int, at timestamptz, unit_name text, message text, person_name text, post text, area_id int, area_path text)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 50
  as $$ begin
    return query
      select s.case_id, i.number, s.seq, s.at, s.data->>'unitName', s.data->>'text', s.person_name, s.post, i.area_id, i.area_path
      from incidents.step s join incidents.incident i on i.id = s.case_id
      where s.action = 'message' and (s.data->>'unitId')::int = any(units) and (s.data->>'unitId')::int = any(platform.wall_posts()) and s.at >= since
      order by s.at desc, s.case_id limit 50;
  end $$;
comment on function incidents.messages_here(int[], timestamptz) is 'What was said to units that the caller belongs to: also to a checkpoint, which sees the message and not the case.';

create function incidents.unit_load() returns table (unit_id int, open int)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 500
  as $$ begin
    return query select i.lead_unit_id, count(*)::int from incidents.incident i
      where i.lead_unit_id is not null and i.state in ('dispatched', 'acknowledged', 'handling', 'suspended', 'rework')
        and (platform.wall_house() or platform.wall_paths('incidents.desk') <> '{}')
      group by 1;
  end $$;
comment on function incidents.unit_load() is 'Open cases that each unit leads, of the whole city: a desk is told how busy a unit is, not with what.';

alter table incidents.incident enable row level security;
create policy wall on incidents.incident
  using (
    (select platform.wall_house())
    or area_path ^@ any ((select platform.wall_paths('incidents.read') || platform.wall_paths('incidents.desk')
                                 || platform.wall_paths('incidents.verify') || platform.wall_paths('incidents.supervise'))::text[])
    or id = any ((select incidents.held())::uuid[])
    or lead_unit_id = any ((select platform.wall_units('incidents.handle'))::int[])
    or co_unit_ids && (select platform.wall_units('incidents.handle'))
    or reporter_person_id = (select platform.wall_person())
    or verifier_id = (select platform.wall_person())
    or checker_id = (select platform.wall_person())
    or number = (select incidents.shown())
    or (duplicates > 0 and incidents.sees_duplicate(id)))
  with check ((select platform.wall_house()) or id = any ((select incidents.held())::uuid[]));
comment on policy wall on incidents.incident is 'Where he reads, works at the desk, goes and looks, or supervises; what his unit handles; what he reported, verifies or checks; what he holds or whose number he knows; what one of these was merged into.';

alter table incidents.step enable row level security;
create policy wall on incidents.step
  using ((select platform.wall_house()) or case_id = any ((select incidents.held())::uuid[]) or exists (select from incidents.incident i where i.id = case_id))
  with check ((select platform.wall_house()) or case_id = any ((select incidents.held())::uuid[]));

alter table incidents.deadline enable row level security;
create policy wall on incidents.deadline
  using ((select platform.wall_house()) or case_id = any ((select incidents.held())::uuid[]) or exists (select from incidents.incident i where i.id = case_id))
  with check ((select platform.wall_house()) or case_id = any ((select incidents.held())::uuid[]));

alter table incidents.wording enable row level security;
create policy wall on incidents.wording
  using ((select platform.wall_house()) or exists (select from incidents.incident i where i.id = case_id))
  with check ((select platform.wall_house()) or case_id = any ((select incidents.held())::uuid[]));
revoke select on incidents.wording from jingwei_app;

alter table incidents.reporter enable row level security;
create policy wall on incidents.reporter
  using ((select platform.wall_house()) or exists (select from incidents.incident i where i.id = case_id
    and (i.area_path ^@ any ((select platform.wall_paths('incidents.readReporter'))::text[]) or i.reporter_person_id = (select platform.wall_person()))))
  with check ((select platform.wall_house()) or case_id = any ((select incidents.held())::uuid[]));
comment on policy wall on incidents.reporter is 'The unit complained of never learns who complained, whatever it may read of the case.';

alter table incidents.digest enable row level security;
create policy wall on incidents.digest
  using ((select platform.wall_house()) or person_id = (select platform.wall_person()))
  with check ((select platform.wall_house()) or person_id = (select platform.wall_person()));

alter table platform.event enable row level security;
create policy wall on platform.event
  using ((select platform.wall_house()))
  with check ((select platform.wall()) is not null);
comment on policy wall on platform.event is 'Every command publishes; only the house reads, and gives each stream what concerns it.';

alter table platform.audit enable row level security;
create policy read on platform.audit for select
  using ((select platform.wall_house()) or (select platform.wall_paths('audit.read')) <> '{}');
create policy write on platform.audit for insert with check (true);
comment on policy write on platform.audit is 'Whatever happens must be kept, also where nobody is known.';

-- A view otherwise reads as its owner, whom no policy holds back.
alter view platform.audit_facts set (security_invoker = true);
alter view geography.area_facts set (security_invoker = true);
alter view geography.area_parent_facts set (security_invoker = true);
alter view identity.person_facts set (security_invoker = true);
alter view identity.unit_facts set (security_invoker = true);
alter view identity.post_facts set (security_invoker = true);
alter view identity.permission_facts set (security_invoker = true);
alter view dispatch.class_facts set (security_invoker = true);
alter view dispatch.return_rule_facts set (security_invoker = true);
alter view dispatch.duty_facts set (security_invoker = true);
alter view incidents.case_facts set (security_invoker = true);
alter view incidents.step_facts set (security_invoker = true);
