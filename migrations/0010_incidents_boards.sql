-- Boards at the size of a city.

-- The same pairs as before, four times as fast: a query inside a function is set up anew for every text. A pair that
-- occurs twice may stand twice; the index keeps it once, and "contains" asks no more.
create or replace function incidents.bigrams(words text) returns text[] language plpgsql immutable strict parallel safe as $$
declare
  letters text[] := string_to_array(lower(regexp_replace(words, '\s+', '', 'g')), null);
  pairs text[] := '{}';
begin
  if cardinality(letters) = 1 then return letters; end if;
  for place in 1 .. cardinality(letters) - 1 loop
    pairs[place] := letters[place] || letters[place + 1];
  end loop;
  return pairs;
end $$;

-- The order of lists is an expression; open cases are few beside all that ever were.
drop index incidents.incident_open_due;
drop index incidents.incident_state_due;
drop index incidents.incident_reported;
create index incident_due on incidents.incident (coalesce(due_at, 'infinity'), id);
create index incident_state_due on incidents.incident (state, coalesce(due_at, 'infinity'), id);
create index incident_reported on incidents.incident (reported_at, id);
create index incident_class on incidents.incident (class, reported_at);
create index incident_class_area on incidents.incident (class, area_path);
create index incident_open_due on incidents.incident (coalesce(due_at, 'infinity'), id) where state not in ('declined', 'merged', 'closed', 'evaluated');
create index incident_open_area on incidents.incident (area_path) include (state, due_at, due_paused, lead_unit_id, class, closing_due_at) where state not in ('declined', 'merged', 'closed', 'evaluated');
create index incident_tabs on incidents.incident (area_path) include (state, due_at, due_paused) where state not in ('declined', 'merged', 'evaluated');
create index incident_unrated on incidents.incident (reporter_person_id, coalesce(due_at, 'infinity'), id)
  where fed_back_at is not null and satisfied is null and state in ('feedback', 'closed', 'evaluated');
-- What was not closed when it should have been: few of a period, and all that a closure rate asks of single cases.
create index incident_overrun on incidents.incident (closing_due_at) include (area_path, class, lead_unit_id, ended_at, state)
  where filed_at is not null and (ended_at is null or ended_at > closing_due_at);

-- Counted by day and by month; what the counts of a screen read instead of the cases.
create table incidents.tally (
  by_what text not null check (by_what in ('area', 'unit', 'class')),
  grain text not null check (grain in ('day', 'month')),
  area_id int not null,
  day date not null,
  key text not null,
  reported int not null, accepted int not null, accepted_filed int not null, filed int not null, closed int not null, closed_on_time int not null,
  handled int not null, handled_on_time int not null, reworked int not null, dispatched int not null, returned int not null, rated int not null, satisfied int not null,
  loss numeric(16, 2) not null,
  primary key (by_what, grain, area_id, day, key)
);
comment on table incidents.tally is 'Sums of cases by the day (Asia/Shanghai) of what happened. By area: for each area down to the community. By unit and by first-level class: for each township (or the area above, where a case lies in none).';
comment on column incidents.tally.day is 'The day, or the first of the month.';

create table incidents.tally_delta (
  id bigint generated always as identity primary key,
  n int not null check (n in (1, -1)),
  state text not null, area_path text not null collate "C", class text, lead_unit_id int,
  reported_at timestamptz not null, accepted_at timestamptz, filed_at timestamptz, dispatched_at timestamptz, handled_at timestamptz, ended_at timestamptz, fed_back_at timestamptz,
  handled_on_time boolean, closed_on_time boolean, returns int not null, reworks int not null, satisfied boolean, loss_avoided_yuan numeric(14, 2)
);
comment on table incidents.tally_delta is 'Each change of a case as the case before (-1) and after it (+1), until it is folded into the tally: writers never wait for one another''s sums.';

create function incidents.note_tally() returns trigger language plpgsql as $$
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
end $$;
create trigger incident_made after insert on incidents.incident for each row execute function incidents.note_tally();
create trigger incident_changed after update on incidents.incident for each row
  when ((old.state in ('closed', 'evaluated'), old.area_path, old.class, old.lead_unit_id, old.accepted_at, old.filed_at, old.dispatched_at, old.handled_at, old.ended_at, old.fed_back_at, old.handled_on_time, old.closed_on_time, old.returns > 0, old.reworks > 0, old.satisfied, old.loss_avoided_yuan)
    is distinct from (new.state in ('closed', 'evaluated'), new.area_path, new.class, new.lead_unit_id, new.accepted_at, new.filed_at, new.dispatched_at, new.handled_at, new.ended_at, new.fed_back_at, new.handled_on_time, new.closed_on_time, new.returns > 0, new.reworks > 0, new.satisfied, new.loss_avoided_yuan))
  execute function incidents.note_tally();

grant select, insert, update on incidents.tally to jingwei_app;
-- Changed by nobody; but whoever locks a row must be allowed to.
grant select, insert, update, delete on incidents.tally_delta to jingwei_app;

-- Sums of open cases, beside the policy: behind it every row of the index would be looked up in the table as well. Each
-- gives numbers alone, and of areas in which the caller may read.
create function incidents.may_sum(top text) returns boolean language sql stable
  as $$ select platform.wall_house() or top ^@ any (platform.wall_paths('incidents.read')) $$;

create function incidents.open_by_state(top text, at_moment timestamptz) returns table (state text, open int, late int)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 14
  as $$ begin
    if not incidents.may_sum(top) then return; end if;
    return query select i.state, count(*)::int, (count(*) filter (where i.due_at < at_moment and not i.due_paused))::int
      from incidents.incident i where i.area_path >= top and i.area_path < top || ':' and i.state not in ('declined', 'merged', 'evaluated') group by i.state;
  end $$;
comment on function incidents.open_by_state(text, timestamptz) is 'How many cases of the area are in each state, and how many of them are late; without those that need nothing more.';

create function incidents.open_sums(top text, by_what text, since timestamptz, until timestamptz, at_moment timestamptz) returns table (key text, open int, late int, unclosed int)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 100
  as $$ begin
    if not incidents.may_sum(top) then return; end if;
    return query select case by_what when 'area' then split_part(substr(i.area_path, length(top) + 1), '.', 1) when 'unit' then coalesce(i.lead_unit_id::text, '') else coalesce(c.top_code, '') end,
        sum(i.n)::int, sum(i.n_late)::int, sum(i.n_unclosed)::int
      from (select one.area_path, one.lead_unit_id, one.class, count(*) as n, count(*) filter (where one.due_at < at_moment and not one.due_paused) as n_late,
              count(*) filter (where one.closing_due_at >= since and one.closing_due_at < until) as n_unclosed
            from incidents.incident one where one.area_path >= top and one.area_path < top || ':' and one.state not in ('declined', 'merged', 'closed', 'evaluated') group by 1, 2, 3) as i
      left join dispatch.class_facts c on c.code = i.class group by 1;
  end $$;
comment on function incidents.open_sums(text, text, timestamptz, timestamptz, timestamptz) is 'Open cases of the area by the area below, by lead unit or by first-level class: all, late ones, and those that the period should have closed.';

create function incidents.overrun_sums(top text, by_what text, since timestamptz, until timestamptz) returns table (key text, open int, late int, unclosed int)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 100
  as $$ begin
    if not incidents.may_sum(top) then return; end if;
    return query select case by_what when 'area' then split_part(substr(i.area_path, length(top) + 1), '.', 1) when 'unit' then coalesce(i.lead_unit_id::text, '') else coalesce(c.top_code, '') end, 0, 0, count(*)::int
      from incidents.incident i left join dispatch.class_facts c on c.code = i.class
      where i.filed_at is not null and (i.ended_at is null or i.ended_at > i.closing_due_at) and i.ended_at >= until and i.state <> 'merged'
        and i.closing_due_at >= since and i.closing_due_at < until and i.area_path >= top and i.area_path < top || ':' group by 1;
  end $$;
comment on function incidents.overrun_sums(text, text, timestamptz, timestamptz) is 'Cases that should have been closed in a period that is over, and were closed after it.';

create function incidents.searched_newest(words text, pattern text, tops text[], most int) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp set enable_sort = on rows 100
  as $$ declare
    found uuid[];
    top text;
  begin
    if platform.wall() is null then return; end if;
    -- One character alone has no pair, and is in many texts.
    if char_length(regexp_replace(words, '\s+', '', 'g')) >= 2 then
      found := array(select w.case_id from incidents.wording w where incidents.bigrams(w.words) @> incidents.bigrams($1) and w.words ilike pattern limit 3001);
      if cardinality(found) <= 3000 then
        return query select unnest(found);
        return;
      end if;
    end if;
    -- Planned for each area: a grid is read through its own cases, the city from its newest on.
    foreach top in array tops loop
      -- How many of them have the words is not known to the planner: in a county as in the city the newest are near.
      perform set_config('enable_sort', case when top ~ '^(\d+\.){1,2}$' then 'off' else 'on' end, true);
      return query execute 'select i.id from incidents.incident i where i.area_path >= $1 and i.area_path < $2
        and (select w.words from incidents.wording w where w.case_id = i.id) ilike $3 order by i.reported_at desc, i.id desc limit $4' using top, top || ':', pattern, most;
    end loop;
  end $$;
comment on function incidents.searched_newest(text, text, text[], int) is 'Ids of the cases with these words: all of them where they are few, otherwise the newest of each area asked for. Whoever asks then reads the rows by the policy.';
