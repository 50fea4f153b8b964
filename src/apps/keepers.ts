import { sql } from 'kysely';
import { dayOf } from '../platform/core/calendar.ts';
import type { Keepers } from '../platform/sync/actions.ts';

/** Who keeps the roster of an area today, nearest first: to them something that a phone could not get across may be given. */
export const keepersOf: Keepers = async (db, areaPath) => {
  const today = dayOf(new Date());
  const { rows } = await sql<{ id: number; name: string; title: string }>`
    select distinct on (length(a.path), who.name, who.id) who.id, who.name, coalesce(post.title, '') as title
    from identity.permission_facts p join geography.area_facts a on a.id = p.area_id join identity.person_facts who on who.id = p.person_id
      left join identity.post_facts post on post.person_id = p.person_id and post.area_id = p.area_id and post.ended_at is null
    where p.permission = 'dispatch.roster' and starts_with(${areaPath}, a.path) and p.ended_at is null and p.valid_from <= ${today}::date and (p.valid_to is null or p.valid_to >= ${today}::date)
    order by length(a.path) desc, who.name, who.id limit 100`.execute(db);
  return [...new Map(rows.map((row) => [row.id, row])).values()];
};
