import type { Config } from '../platform/config.ts';
import { classIndex, currentCalendar } from '../domains/dispatch/actions.ts';
import { areaIndex } from '../domains/geography/actions.ts';
import { nextDeadline, sweepClocks } from '../domains/incidents/jobs.ts';
import { coursesUntil } from './demo/cases.ts';
import { castOf } from './demo/cast.ts';
import { picturesIn, suggestionsIn, type World } from './demo/world.ts';
import type { Ground } from './server.ts';
import { runTimeline } from './timeline.ts';

export type DemoTownship = { readonly townshipId: number; readonly personIds: Readonly<Record<string, number>>; readonly unitIds: Readonly<Record<string, number>> };

/** `days` of everyday cases until `now`; what is to be seen at any hour comes beside them. */
export type When = { readonly now?: Date; readonly days?: number };

/**
 * Some weeks of the township's cases until `now`, each step through the door by who would take it, at its own hour;
 * deadlines that passed meanwhile have fired at their moments. The same at the same `now`, but for ids.
 * @returns how many cases there are
 */
export async function seedCases({ house, open: { db } }: Ground, config: Config, demo: DemoTownship, say: (line: string) => void, { now = new Date(), days = 35 }: When = {}): Promise<number> {
  const tree = await areaIndex(db);
  const township = { communities: tree.children(demo.townshipId).map((area) => ({ area, grids: tree.children(area.id) })) };
  const world: World = {
    house, cast: await castOf(db, demo.personIds, demo.unitIds), calendar: await currentCalendar(db), classes: await classIndex(db),
    suggested: suggestionsIn(house), picture: picturesIn(house, config.dataDir),
  };
  const courses = coursesUntil(world, township, now, days);
  let told = performance.now();
  await runTimeline({
    courses, until: now, lanes: 6, apartMs: 86_400_000, nextDeadline: () => nextDeadline(db), sweep: (at) => sweepClocks(db, at),
    onProgress: (ended, at) => {
      if (performance.now() - told < 5_000) return;
      told = performance.now();
      say(`  案件 … ${at.toISOString().slice(0, 10)}（${ended}/${courses.length}）`);
    },
  });
  return courses.length;
}
