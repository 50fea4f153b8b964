import pg from 'pg';
import type { Db } from '../../../platform/db.ts';
import { diceOf } from '../world.ts';
import { casesOfDay } from './cases.ts';
import { copyIn } from './copy.ts';
import { daysUntil, type Day } from './days.ts';
import { tables, type Table } from './rows.ts';
import { worldOf, type Pictures } from './world.ts';

export type CityPlan = {
  readonly seed: number;
  readonly cases: number;
  readonly days: number;
  /** ms since 1970: the city's present. */
  readonly until: number;
  /** Of cases reported before it only the list is kept, not the history; ms. */
  readonly historySince: number;
  readonly pictures: Pictures;
};
export type Made = { readonly cases: number; readonly steps: number };
export type Loader = { readonly days: readonly Day[]; readonly day: (index: number) => Promise<Made>; readonly close: () => Promise<void> };

/** Writes days of the city over a connection of its own. */
export async function loader(db: Db, url: string, plan: CityPlan): Promise<Loader> {
  const world = await worldOf(db, plan.pictures);
  const days = daysUntil(new Date(plan.until), plan, world.calendar, diceOf(plan.seed));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // What a crash would lose is the demo, which is then made anew.
  await client.query('set synchronous_commit = off');
  return {
    days,
    async day(index) {
      const day = days[index];
      if (!day) throw new Error('the city has no such day');
      const lines = casesOfDay(world, day, plan.until, plan.seed, Date.parse(`${day.day}T23:59:59+08:00`) >= plan.historySince);
      await client.query('begin');
      for (const table of Object.keys(tables) as Table[]) await copyIn(client, tables[table], lines[table]); // its keys are the tables
      await client.query('commit');
      return { cases: lines.incident.length, steps: lines.step.length };
    },
    close: () => client.end(),
  };
}
