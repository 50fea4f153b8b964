import pg from 'pg';
import type { Db } from '../../../platform/db.ts';
import { diceOf } from '../world.ts';
import { casesOfDay } from './cases.ts';
import { copied, copyDays, originalsOf } from './copies.ts';
import { copyIn } from './copy.ts';
import { daysUntil, type Day } from './days.ts';
import { tables, type Lines, type Table } from './rows.ts';
import { worldOf, type Pictures } from './world.ts';

export type CityPlan = {
  readonly seed: number;
  readonly cases: number;
  readonly days: number;
  /** ms since 1970: the city's present. */
  readonly until: number;
  /** Of cases reported before it only the list is kept, not the history; ms. */
  readonly historySince: number;
  /** How often what is over is there again, further back; 0 in a demo. */
  readonly copies: number;
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
  const write = async (lines: Lines): Promise<void> => {
    await client.query('begin');
    for (const table of Object.keys(tables) as Table[]) await copyIn(client, tables[table], lines[table]); // its keys are the tables
    await client.query('commit');
  };
  return {
    days,
    async day(index) {
      const day = days[index];
      if (!day) throw new Error('the city has no such day');
      const keepsHistory = (back: number): boolean => Date.parse(`${day.day}T23:59:59+08:00`) - back * copyDays * 86_400_000 >= plan.historySince;
      const lines = casesOfDay(world, day, plan.until, plan.seed, keepsHistory(0));
      await write(lines);
      let [cases, steps] = [lines.incident.length, lines.step.length];
      const originals = plan.copies === 0 ? null : originalsOf(lines);
      for (let back = 1; originals !== null && back <= plan.copies; back += 1) {
        const again = copied(originals, back, keepsHistory(back));
        await write(again);
        cases += again.incident.length;
        steps += again.step.length;
      }
      return { cases, steps };
    },
    close: () => client.end(),
  };
}
