import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { asHouse } from '../../platform/wall.ts';
import { currentCalendar } from '../dispatch/actions.ts';
import { areaIndex, type AreaTree } from '../geography/actions.ts';
import { fireDue, followAreas, nextDueAt, placeWords, recomputeProvisional, staleProvisional } from './store/due.ts';
import { foldTally } from './store/tally.ts';

const batch = 500;

/**
 * Everything that is due now, in batches of one transaction each; safe in any number of processes at once.
 * @param clock only in a replay or a test: the hour that the session carries
 * @returns deadlines fired
 */
export async function sweepClocks(db: Db, clock: Date | null = null): Promise<number> {
  let fired = 0;
  for (;;) {
    const n = await asHouse(db, 'clocks', (inside) => fireDue(inside, batch), clock);
    fired += n;
    if (n < batch) return fired;
  }
}

/** The moment to which a clock that is set by hand may run on before `sweepClocks` has something to do; null: as far as one likes. */
export function nextDeadline(db: Db): Promise<Date | null> {
  return asHouse(db, 'clocks', nextDueAt);
}

/** Takes what changed since into the sums that the counts read; they are right before it too, only slower. */
export async function sweepTally(db: Db): Promise<number> {
  let folded = 0;
  for (;;) {
    const n = await asHouse(db, 'clocks', (inside) => foldTally(inside, tallyBatch));
    folded += n;
    if (n < tallyBatch) return folded;
  }
}
const tallyBatch = 2_000;
const wordBatch = 2_000;

/** After a new calendar: deadlines that rested on a guess are computed again. */
export async function sweepProvisional(db: Db): Promise<number> {
  const calendar = await currentCalendar(db);
  let done = 0;
  for (const caseId of await asHouse(db, 'clocks', (inside) => staleProvisional(inside, calendar.version, 200))) {
    await asHouse(db, 'clocks', async (inside) => {
      const { rows } = await sql<{ now: Date }>`select platform.now() as now`.execute(inside);
      if (rows[0]) await recomputeProvisional(inside, caseId, rows[0].now, calendar);
    });
    done += 1;
  }
  return done;
}

/** Keeps the cases' paths, and where their words are searched, with the tree; follows nothing while the tree is the one it saw last. */
export function areaFollower(db: Db): () => Promise<void> {
  let seen: AreaTree | undefined;
  return async () => {
    const tree = await areaIndex(db);
    if (tree !== seen) await asHouse(db, 'clocks', followAreas);
    seen = tree;
    // Of a new version's first start, too: a server of the version before leaves words without their place.
    while (await asHouse(db, 'clocks', (inside) => placeWords(inside, wordBatch)) === wordBatch);
  };
}
