import { randomInt } from 'node:crypto';
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import pg from 'pg';
import { sql } from 'kysely';
import { openDb, type Db } from '../../../platform/db.ts';
import type { House } from '../../../platform/action.ts';
import { areaIndex } from '../../../domains/geography/actions.ts';
import { readCityList, seedCity } from '../../../domains/geography/example.ts';
import { seedDefaults } from '../../../domains/dispatch/example.ts';
import { fillTally } from '../../../domains/incidents/store/tally.ts';
import { scenes, single, type SceneName } from '../scenes.ts';
import { picturesIn } from '../world.ts';
import { dressAgain, undress } from './bare.ts';
import { copiesFor, copyDays } from './copies.ts';
import { daysFor } from './days.ts';
import { loader, type CityPlan, type Made } from './load.ts';
import { seedCityPeople, type CitySeeded } from './people.ts';
import type { Progress } from './progress.ts';
import type { Pictures } from './world.ts';

// A generated city at its real size: the real list of divisions, 8,930 grids, everybody who works there, and a year of
// cases written by the loop's own rules. The same for the same seed and the same end, but for passwords.

export type CityOptions = {
  readonly seed: number;
  readonly cases: number;
  /** Over how many days until `until`; where not said a year, or as many as 4,300 a day make. */
  readonly days?: number;
  /** The city's present; nothing in it lies later. */
  readonly until: Date;
  /** Only about so many of the cases are written by the rules, in `copyDays`; the others are those again, further back (copies.ts). */
  readonly written?: number;
  /** Days before `until` whose cases have their whole history; all, where not said. */
  readonly historyDays?: number;
  /** Threads that write; 0 writes in this one. */
  readonly threads?: number;
};
export type CityMade = CitySeeded & { readonly areas: number; readonly cases: number; readonly steps: number };

/** Long enough ago that the oldest case finds everybody in his post. */
const since = '2010-01-01';
/** Of the outlines and grids, whatever the seed of the cases: the map of the demo. */
const groundSeed = 20_261_122;

/** Into an empty, migrated database. `ownerUrl` may drop and make indexes. */
export async function seedWholeCity(ground: { readonly db: Db; readonly house: House; readonly ownerUrl: string; readonly dataDir: string }, options: CityOptions, progress: Progress): Promise<CityMade> {
  const { db, ownerUrl } = ground;
  progress.begin('区划与网格 (areas and grids)');
  const { areas, people } = await db.transaction().execute(async (inside) => {
    const made = await seedCity(inside, { csv: await readCityList(), seed: groundSeed, validFrom: since, township: 'none', grids: 'all' });
    await seedDefaults(inside);
    progress.begin('单位、人员与岗位 (units, people and posts)');
    return { areas: made.areas, people: await seedCityPeople(inside, await areaIndex(inside), { validFrom: since, now: options.until, randomBelow: randomInt }) };
  });
  progress.begin('图片 (pictures)');
  const pictures = await drawPictures(ground.house, ground.dataDir);
  const made = await addCases(ownerUrl, { ...options, pictures }, progress);
  return { ...people, areas, ...made };
}

/**
 * Cases, their sums and what the planner knows of them, into a city that has its people; nobody else may be using it.
 * @param options.pictures of each scene, as `drawPictures` made them
 */
export async function addCases(ownerUrl: string, options: CityOptions & { readonly pictures: Pictures }, progress: Progress): Promise<Made> {
  const written = Math.min(options.cases, options.written ?? options.cases);
  const plan: CityPlan = {
    seed: options.seed, cases: written, days: options.written === undefined ? options.days ?? daysFor(options.cases) : copyDays, until: options.until.getTime(), pictures: options.pictures,
    copies: copiesFor(options.cases, written),
    historySince: options.historyDays === undefined ? 0 : options.until.getTime() - options.historyDays * 86_400_000,
  };
  const owner = openDb(ownerUrl, { applicationName: 'jingwei city', max: 2 });
  const clients = await Promise.all([0, 1, 2].map(async () => {
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    return client;
  }));
  try {
    const [first, second, third] = clients;
    if (!first || !second || !third) throw new Error('no connection');
    const dress = await undress(first, loaded);
    progress.begin('案件 (cases)', options.cases);
    const made = await writeDays(owner.db, ownerUrl, plan, options.threads ?? Math.min(2, os.availableParallelism()), progress);
    progress.begin('索引、约束与日月合计 (indexes, constraints, sums by day and month)', dress.indexes.length + dress.references.length + 1);
    // The sums only read the cases: whoever then needs those for himself waits for them.
    await Promise.all([
      dressAgain([first, second], loaded, dress, () => progress.advance(1)),
      fillSums(owner.db, third).then(() => progress.advance(1)),
    ]);
    progress.begin('统计信息 (statistics)');
    // Visible to all at once: lists may then read an index alone.
    await Promise.all([first.query('vacuum (analyze) incidents.incident'), second.query(`analyze ${loaded.slice(1).join(', ')}, incidents.tally`)]);
    await first.query('analyze identity.person, identity.post, identity.unit, geography.area, geography.shape, dispatch.route');
    progress.end();
    return made;
  } finally {
    await Promise.all(clients.map((client) => client.end()));
    await owner.close();
  }
}

async function fillSums(db: Db, client: pg.Client): Promise<void> {
  const dress = await undress(client, ['incidents.tally']);
  await db.transaction().execute(async (inside) => {
    await sql`set local work_mem = '400MB'`.execute(inside);
    await sql`truncate incidents.tally, incidents.tally_delta`.execute(inside);
    await fillTally(inside);
  });
  await dressAgain([client], ['incidents.tally'], dress, () => undefined);
}

const loaded = ['incidents.incident', 'incidents.wording', 'incidents.reporter', 'incidents.step', 'incidents.deadline'];

async function writeDays(db: Db, url: string, plan: CityPlan, threads: number, progress: Progress): Promise<Made> {
  let cases = 0;
  let steps = 0;
  const add = (made: Made): void => {
    cases += made.cases;
    steps += made.steps;
    progress.advance(made.cases);
  };
  const here = await loader(db, url, plan);
  try {
    const waiting = here.days.map((_, index) => index);
    if (threads === 0) {
      for (const index of waiting) add(await here.day(index));
      return { cases, steps };
    }
    await Promise.all(Array.from({ length: threads }, () => new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { url, plan }, execArgv: [] });
      worker.on('message', (made: Made | null) => {
        if (made) add(made);
        worker.postMessage(waiting.shift() ?? null);
      });
      worker.once('error', reject);
      worker.once('exit', (code) => { if (code === 0) resolve(); else reject(new Error(`a thread of the city ended (${code})`)); });
    })));
    return { cases, steps };
  } finally {
    await here.close();
  }
}

export async function drawPictures(house: House, dataDir: string): Promise<Pictures> {
  const draw = picturesIn(house, dataDir);
  const entries: [SceneName, Pictures[SceneName]][] = [];
  for (const scene of Object.keys(scenes) as SceneName[]) { // its keys are the scenes
    const done = [await draw(scene, 'done', 0), await draw(scene, 'done', 1)];
    entries.push([scene, { found: single.includes(scene) ? [done[0] ?? ''] : [await draw(scene, 'found', 0), await draw(scene, 'found', 1)], done }]);
  }
  return Object.fromEntries(entries) as Pictures; // one entry for each scene
}

/** What a city takes on disk, bytes. */
export async function sizeOf(db: Db): Promise<number> {
  const { rows } = await sql<{ size: number }>`select pg_database_size(current_database()) as size`.execute(db);
  return rows[0]?.size ?? 0;
}
