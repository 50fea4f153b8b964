import { fork } from 'node:child_process';
import path from 'node:path';
import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { openGround } from '../server.ts';
import { asHouse } from '../../platform/wall.ts';
import { clearing, makeTownship, messageOf, openPlace } from './place.ts';
import type { Bench } from './report.ts';

/** A million deadlines that run, ten thousand of them overdue after an outage, four processes that race for them. */
export const clocks: Bench = {
  name: 'clocks', title: '到期处理 (deadlines after an outage)',
  run: async ({ say, quick, opened }) => {
    const [alive, overdue] = quick ? [20_000, 1_000] : [1_000_000, 10_000];
    const place = await openPlace();
    try {
      await makeTownship(place);
      const ground = await openGround(place.config, { databaseUrl: undefined });
      await opened(clearing(place, ground.stop));
      const { db } = ground.open;
      try {
        say(`写入 ${alive} 项时限 … (deadlines that run)`);
        await fill(db, alive, overdue);
        const { rows: [before] } = await asHouse(db, 'survey', (inside) => sql<{ due: number }>`select count(*)::int as due from incidents.deadline where fired_at is null and due_at <= platform.now()`.execute(inside));
        const sweepers = Array.from({ length: 4 }, () => fork(path.join(import.meta.dirname, 'sweeper.ts'), [], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
        await Promise.all(sweepers.map((child) => {
          child.send(ground.postgres.appUrl);
          return messageOf(child);
        }));
        const began = performance.now();
        const shares = await Promise.all(sweepers.map(async (child): Promise<number> => {
          child.send('go');
          const fired = await messageOf<number>(child);
          child.disconnect();
          return fired;
        }));
        const took = (performance.now() - began) / 1_000;
        const { rows: [after] } = await asHouse(db, 'survey', (inside) => sql<{ late: number; events: number; twice: number; readers: number; listed: number; repeated: number }>`
          select (select count(*)::int from incidents.deadline where fired_at is null and ended_at is null and not paused and due_at <= platform.now()) as late,
            (select count(*)::int from platform.event where kind = 'incidents.late') as events,
            (select count(*)::int from (select subject from platform.event where kind = 'incidents.late' group by subject, data having count(*) > 1) more) as twice,
            (select count(*)::int from incidents.digest) as readers,
            (select coalesce(sum(jsonb_array_length(cases)), 0)::int from incidents.digest) as listed,
            (select count(*)::int from (select person_id from incidents.digest where read_at is null group by person_id having count(*) > 1) more) as repeated`.execute(inside));
        if (!before || !after) throw new Error('the database did not answer');
        return [
          { what: '时限 deadlines that run', value: alive, unit: '' },
          { what: 'overdue', value: before.due, unit: '' },
          { what: 'until all had fired, four processes', value: took, unit: 's', goal: { atMost: 10 } },
          { what: 'fired by them together', value: shares.reduce((sum, one) => sum + one, 0), unit: '', goal: { atLeast: overdue, atMost: overdue } },
          { what: 'left over', value: after.late, unit: '', goal: { atMost: 0 } },
          { what: 'told twice', value: after.twice, unit: '', goal: { atMost: 0 } },
          { what: 'people with more than one unread message', value: after.repeated, unit: '', goal: { atMost: 0 } },
        ];
      } finally {
        await ground.stop();
      }
    } finally {
      await place.remove();
    }
  },
};

/** Cases with one running handling deadline each; the first `overdue` of them fell due in an outage of eight hours. */
async function fill(db: Db, alive: number, overdue: number): Promise<void> {
  for (let from = 0; from < alive; from += 50_000) {
    const to = Math.min(alive, from + 50_000);
    await asHouse(db, 'survey', (inside) => sql`
      with place as (select id, path from geography.area_facts where kind = 'grid' order by id limit 1),
      unit as (select id from identity.unit where code = 'HWS'),
      fresh as (
        insert into incidents.incident (id, number, state, description, source, area_id, area_path, reported_at, has_reporter, folded, text_key, lead_unit_id)
        select lpad(to_hex(n), 32, '0')::uuid, 'B' || n, 'handling', '压测', 'gridWorker', place.id, place.path, now() - interval '1 day', false, '{}', n::text, unit.id
        from generate_series(${from + 1}::int, ${to}::int) n, place, unit returning id, number)
      insert into incidents.deadline (case_id, stage_no, kind, started_at, duration, due_at, provisional, calendar_version)
      select id, 1, 'handle', now() - interval '1 day', '{}',
        case when substr(number, 2)::int <= ${overdue} then now() - interval '1 second' * (substr(number, 2)::int % 28800 + 1) else now() + interval '1 day' + interval '1 second' * substr(number, 2)::int end, false, ''
      from fresh`.execute(inside));
  }
  await sql`analyze incidents.deadline, incidents.incident`.execute(db).catch(() => undefined); // only the owner may; the planner manages without
}
