import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

/**
 * What the city's steps would have left behind had they come through the door: the audit, the feed, the stored results.
 * The demo does without; whoever measures or explains the questions about them needs them. As the owner.
 * @param photos further rows of files, as many as that
 */
export async function fillTrail(owner: Db, photos: number): Promise<void> {
  await sql`insert into platform.audit (at, person_id, person_name, post, operation, subject, outcome, input, address)
    select at, person_id, person_name, post, 'incidents.' || action, 'case:' || case_id, case when (seq + extract(minute from at)::int) % 37 = 0 then 'refused' else 'done' end, '{}', '127.0.0.1'
    from incidents.step order by at, case_id, seq`.execute(owner);
  await sql`insert into platform.event (at, kind, subject, area_path, data)
    select s.at, 'incidents.moved', s.case_id, i.area_path, '{}' from incidents.step s join incidents.incident i on i.id = s.case_id order by s.at, s.case_id, s.seq`.execute(owner);
  await sql`insert into platform.command (scope, key, body_hash, result, at)
    select 'person:' || coalesce(person_id, 0), case_id || '/' || seq, '\\x00', '{}', at from incidents.step order by at, case_id, seq`.execute(owner);
  await sql`insert into platform.file (sha256, received_sha256, media_type, bytes, width, height)
    select encode(sha256(n::text::bytea), 'hex'), encode(sha256(n::text::bytea), 'hex'), 'image/webp', 1, 1, 1 from generate_series(1, ${photos}::int) n on conflict do nothing`.execute(owner);
  await sql`insert into platform.audit_link (seq, audit_id, hash) select row_number() over (order by xid, id), id, sha256(id::text::bytea) from platform.audit`.execute(owner);
  // Everybody was told something before; desks have not looked today.
  await sql`insert into incidents.digest (person_id, at, cases, read_at) select id, created_at, '[]', created_at from identity.person, generate_series(1, 3) order by id`.execute(owner);
  await sql`insert into incidents.digest (person_id, at, cases)
    select o.person_id, late.at, late.cases from identity.post o, (
      select max(one.due_at) as at, jsonb_agg(jsonb_build_object('caseId', one.case_id, 'number', i.number, 'kind', one.kind, 'dueAt', one.due_at) order by one.due_at) as cases
      from (select case_id, kind, due_at from incidents.deadline where fired_at is not null and ended_at is null order by due_at desc, case_id limit 300) as one join incidents.incident i on i.id = one.case_id) as late
    where o.role = 'dispatcher' and late.at is not null on conflict do nothing`.execute(owner);
  await sql`analyze incidents.digest, platform.audit_link, platform.audit, platform.event, platform.command, platform.file`.execute(owner);
}
