-- What questions at the size of a city need beside migration 0010.

-- Whoever counts the people of a unit as of some day reads its ended posts too.
create index post_unit_ever on identity.post (unit_id) where unit_id is not null;

-- Words of a township: an index of its cases beside the one of all words. Rows of before, and those that a server of the
-- version before still writes, have no township until the house gives them one (src/domains/incidents/jobs.ts); the search reads them too.
alter table incidents.wording add column township_id int;
create index wording_township on incidents.wording (township_id);
comment on column incidents.wording.township_id is 'The township in which the case lies, or the area above, where it lies in none. Null: not looked up yet.';

create function incidents.township_of(path text) returns int language sql immutable parallel safe
  as $$ select part[least(3, cardinality(part))] from (select string_to_array(rtrim(path, '.'), '.')::int[] as part) as parts $$;

create function incidents.place_words(most int) returns int
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$ declare
    placed int;
  begin
    if not platform.wall_house() then return 0; end if;
    update incidents.wording w set township_id = found.township_id
      from (select one.case_id, incidents.township_of(i.area_path) as township_id
            from incidents.wording one join incidents.incident i on i.id = one.case_id where one.township_id is null limit most) as found
      where w.case_id = found.case_id;
    get diagnostics placed = row_count;
    return placed;
  end $$;
comment on function incidents.place_words(int) is 'Looks up the township of words that have none yet; gives how many. The app may not read words, and nobody but the house asks for this.';

create function incidents.move_words(cases uuid[]) returns int
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$ declare
    moved int;
  begin
    if not platform.wall_house() then return 0; end if;
    update incidents.wording set township_id = null where case_id = any(cases);
    get diagnostics moved = row_count;
    return moved;
  end $$;
comment on function incidents.move_words(uuid[]) is 'The cases lie elsewhere now: their words are placed anew. Gives how many; for the house alone.';

create or replace function incidents.searched_newest(words text, pattern text, tops text[], most int) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp set enable_sort = on rows 100
  as $$ declare
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
  end $$;
comment on function incidents.searched_newest(text, text, text[], int) is 'Ids of the cases with these words: all of them where they are few, otherwise the newest of each area asked for. Whoever asks then reads the rows by the policy.';

-- The lists behind two numbers that few of many cases are in.
create index incident_returned on incidents.incident (dispatched_at) where returns > 0;
create index incident_reworked on incidents.incident (handled_at) where reworks > 0;

-- For several periods at once: what each should have closed and had not, out of one reading.
create function incidents.due_sums(top text, since timestamptz, until timestamptz) returns table (due date, ended date, n int)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 100
  as $$ begin
    if not incidents.may_sum(top) then return; end if;
    return query
      select (i.closing_due_at at time zone 'Asia/Shanghai')::date, null::date, count(*)::int
        from incidents.incident i where i.area_path >= top and i.area_path < top || ':' and i.state not in ('declined', 'merged', 'closed', 'evaluated') and i.closing_due_at >= since and i.closing_due_at < until group by 1
      union all
      select (i.closing_due_at at time zone 'Asia/Shanghai')::date, (i.ended_at at time zone 'Asia/Shanghai')::date, count(*)::int
        from incidents.incident i
        where i.filed_at is not null and (i.ended_at is null or i.ended_at > i.closing_due_at) and i.ended_at is not null and i.state <> 'merged'
          and i.closing_due_at >= since and i.closing_due_at < until and i.area_path >= top and i.area_path < top || ':' group by 1, 2;
  end $$;
comment on function incidents.due_sums(text, timestamptz, timestamptz) is 'Cases of the area by the day on which they should have been closed: open ones (no day of end), and those that were closed too late, by that day.';
