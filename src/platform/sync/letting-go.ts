import { sql } from 'kysely';
import { answerDays, lateHours, settledDays } from '../core/sync/contract.ts';
import { replayDays } from '../core/sync/wire.ts';
import type { Db } from '../db.ts';
import type { Log } from '../log.ts';
import { asHouse } from '../wall.ts';

const batch = 2_000;

/**
 * Lets go of what nobody can ask for any more: answers that are old, of phones that have come since (whoever came has heard them,
 * and sends again for `replayDays` at most), and what was settled long ago. What waits for a person is never let go.
 * @param clock only in a test
 */
export async function letGo(db: Db, clock: Date | null = null): Promise<{ readonly answers: number; readonly settled: number }> {
  let [answers, settled] = [0, 0];
  for (;;) {
    const gone = await asHouse(db, 'phones', async (inside) => (await sql`
      delete from platform.mutation where (device_id, seq) in (
        select m.device_id, m.seq from platform.mutation m join platform.device d on d.id = m.device_id
        where m.at < platform.now() - ${answerDays} * interval '1 day' and d.contact_at > m.at + ${replayDays} * interval '1 day' and m.seq < d.last_seq limit ${batch})
      returning 1`.execute(inside)).rows.length, clock);
    answers += gone;
    if (gone < batch) break;
  }
  for (;;) {
    const gone = await asHouse(db, 'phones', async (inside) => (await sql`
      delete from platform.rejected where id in (select id from platform.rejected where settled_at < platform.now() - ${settledDays} * interval '1 day' limit ${batch}) returning 1`.execute(inside)).rows.length, clock);
    settled += gone;
    if (gone < batch) return { answers, settled };
  }
}

export type Stuck = { readonly phones: number; readonly frozen: number; readonly longestHours: number };

/** Phones that come and whose work does not: no valley explains that. And those whose row was frozen within a day. */
export function stuckPhones(db: Db, clock: Date | null = null): Promise<Stuck> {
  return asHouse(db, 'phones', async (inside) => {
    const { rows: [row] } = await sql<Stuck>`
      select count(*) filter (where unsent > 0 and oldest_unsent_at < platform.now() - ${lateHours} * interval '1 hour' and contact_at > platform.now() - interval '15 minutes' and frozen_at is null)::int as phones,
        count(*) filter (where frozen_at > platform.now() - interval '1 day')::int as frozen,
        coalesce(floor(extract(epoch from max(platform.now() - oldest_unsent_at) filter (where unsent > 0 and contact_at > platform.now() - interval '15 minutes' and frozen_at is null)) / 3600), 0)::int as "longestHours"
      from platform.device where contact_at > platform.now() - interval '1 day'`.execute(inside);
    return row ?? { phones: 0, frozen: 0, longestHours: 0 };
  }, clock);
}

/** For the log: said when it changes, not at every look. */
export function phoneWatchdog(db: Db, log: Log): () => Promise<void> {
  let said = '';
  return async () => {
    const stuck = await stuckPhones(db);
    const now = `${stuck.phones} ${stuck.frozen}`;
    if (now !== said && (stuck.phones > 0 || stuck.frozen > 0)) log.error('phones come, and their work does not', stuck);
    if (now !== said && said !== '' && stuck.phones === 0 && stuck.frozen === 0) log.info('the work of all phones comes up again', stuck);
    said = now;
  };
}
