-- What the index takes of visits: sums of areas alone.
create function patrol.index_facts(tops text[], of_month date)
  returns table (top text, due int, visited int)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 20
  as $$
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
  end $$;
comment on function patrol.index_facts(text[], date) is 'Of each of these areas, in a month: how many people and households were to be visited in it at least once, and how many of them were. Sums for the index: no visit, no household and no person. For whoever computes the index there, who reads no register.';
