import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { currentCalendar } from '../dispatch/actions.ts';
import { areaIndex, type AreaTree } from '../geography/actions.ts';
import { fireDue, followAreas, nextDueAt, recomputeProvisional, staleProvisional } from './store/due.ts';

const batch = 500;

/**
 * Everything that is due now, in batches of one transaction each; safe in any number of processes at once.
 * @param clock only in a replay or a test: the hour that the session carries
 * @returns deadlines fired
 */
export async function sweepClocks(db: Db, clock: Date | null = null): Promise<number> {
  let fired = 0;
  for (;;) {
    const n = await db.transaction().execute(async (transaction) => {
      if (clock) await sql`select set_config('jingwei.clock', ${clock.toISOString()}, true)`.execute(transaction);
      return fireDue(transaction, batch);
    });
    fired += n;
    if (n < batch) return fired;
  }
}

/** The moment to which a clock that is set by hand may run on before `sweepClocks` has something to do; null: as far as one likes. */
export function nextDeadline(db: Db): Promise<Date | null> {
  return nextDueAt(db);
}

/** After a new calendar: deadlines that rested on a guess are computed again. */
export async function sweepProvisional(db: Db): Promise<number> {
  const calendar = await currentCalendar(db);
  let done = 0;
  for (const caseId of await staleProvisional(db, calendar.version, 200)) {
    await db.transaction().execute(async (transaction) => {
      const { rows } = await sql<{ now: Date }>`select platform.now() as now`.execute(transaction);
      if (rows[0]) await recomputeProvisional(transaction, caseId, rows[0].now, calendar);
    });
    done += 1;
  }
  return done;
}

/** Keeps the cases' paths with the tree; does nothing while the tree is the one it saw last. */
export function areaFollower(db: Db): () => Promise<void> {
  let seen: AreaTree | undefined;
  return async () => {
    const tree = await areaIndex(db);
    if (tree === seen) return;
    await followAreas(db);
    seen = tree;
  };
}
