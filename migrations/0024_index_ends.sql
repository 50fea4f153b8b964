-- What the index takes of visits: sums of areas alone.
create function patrol.index_facts(tops text[], of_month date)
  returns table (top text, due int, visited int)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 20
  as $$
  declare after date := of_month + interval '1 month';
  begin
    return query
      select t.top, count(p.id)::int,
        (count(p.id) filter (where exists (
          select from patrol.visit v where v.person_id = p.id and v.on_day >= of_month and v.on_day < after and v.outcome in ('met', 'refused')
            and not exists (select from patrol.visit later where later.corrects = v.id))))::int
      from unnest(tops) as t (top)
      left join lateral (
        select r.id from registry.person r
        where r.area_path collate "C" >= t.top and r.area_path collate "C" < t.top || ':' and r.withdrawn_at is null and r.merged_into is null and r.status = 'here'
          and exists (select from registry.care_need n where n.person_id = r.id and n.cycle_days <= 31
            and n.start_on <= of_month and n.end_on >= after - 1 and (n.ended_on is null or n.ended_on >= after))
      ) p on true
      where platform.wall_house() or t.top ^@ any (platform.wall_paths('index.manage'))
      group by t.top;
  end $$;
comment on function patrol.index_facts(text[], date) is 'Of each of these areas, in a month: how many people are to be visited at least once a month all through it, and how many of them were. Sums for the index: no visit and no person. For whoever computes the index there, who reads no register.';
