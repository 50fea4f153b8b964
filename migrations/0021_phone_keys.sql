-- A visit moves the day in the care register, whoever of the office made it: the wall shows a need to its helpers alone, and the
-- colleague who came in their place must not learn of it by writing. He says a day of a person, and hears nothing back.
create function registry.note_visit(who uuid, last_on date) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ update registry.care_need set last_visit_on = last_on where person_id = who and ended_on is null and last_visit_on is distinct from last_on $$;
comment on function registry.note_visit is 'Reviewed: writes one day into open needs of one person, returns nothing; called by visits of `patrol` in their own transaction.';

-- The last day on which somebody met him, of all visits that no later record corrected; also of those that the caller may not read.
create function patrol.last_met(who uuid) returns date
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select max(v.on_day) from patrol.visit v where v.person_id = who and v.outcome = 'met' and not exists (select from patrol.visit later where later.corrects = v.id) $$;
comment on function patrol.last_met is 'Reviewed: a day and nothing else, for the care register alone.';

revoke execute on function registry.note_visit(uuid, date), patrol.last_met(uuid) from public;
grant execute on function registry.note_visit(uuid, date), patrol.last_met(uuid) to jingwei_app;
