import { seedWholeCity } from '../demo/city/city.ts';
import { progressOn } from '../demo/city/progress.ts';
import { diceOf } from '../demo/world.ts';
import { openDb } from '../../platform/db.ts';
import { openGround } from '../server.ts';
import { asks, scopes, unasked, type Scope } from './asks.ts';
import { askersOf, queriesOf } from './askers.ts';
import { clearing, configOf, openPlace, type Place } from './place.ts';
import { largeHere, plansOf, scans, watching } from './plans.ts';
import type { Bench, Figure } from './report.ts';
import { fillTrail } from './trail.ts';

/** A reader's machine makes and asks so many in a quarter of an hour; ten million are for a night. */
const usualCases = 1_000_000;
/** Of these the stories are written one by one (copies.ts). */
const writtenCases = 30_000;
/** A question that takes long is not asked sixty times. */
const patienceMs = 3_000;

/** Every question of the product on a city: how long it takes at the desk of the city, of a county, of a township, and in a grid. */
export const boards: Bench = {
  name: 'boards', title: '列表、计数与地图 (lists, counts and maps)',
  run: async ({ say, quick, opened, cases: wanted, cityFolder }) => {
    const cases = wanted ?? (quick ? 3_000 : usualCases);
    const rounds = quick ? 4 : 60;
    const missing = unasked(queriesOf());
    if (missing.length > 0) throw new Error(`not asked by the bench, or no operation: ${missing.join(', ')}`);
    const place: Place = cityFolder === undefined ? await openPlace() : { config: configOf(cityFolder), remove: () => Promise.resolve() };
    try {
      const ground = await openGround(place.config, { databaseUrl: undefined });
      await opened(clearing(place, ground.stop));
      try {
        if (cityFolder === undefined) {
          say(`生成 ${cases.toLocaleString('en')} 件案件的城市 … (a city of so many cases)`);
          const { open: { db }, house, postgres: { ownerUrl } } = ground;
          // Of older years the lists are kept and the histories are not: no list reads them, and a disk holds them not.
          await seedWholeCity({ db, house, ownerUrl, dataDir: place.config.dataDir }, { seed: 1, cases, written: Math.min(cases, writtenCases), until: new Date(), historyDays: 60 }, progressOn(process.stderr, () => performance.now()));
          say('审计、动态与幂等记录 … (audit, feed, stored results)');
          const owner = openDb(ownerUrl, { applicationName: 'jingwei bench', max: 1 });
          await fillTrail(owner.db, 50_000).finally(owner.close);
        }
        const watched = watching(ground.open.pool);
        const askers = await askersOf({ ...ground.house, db: watched.db, reads: watched.db });
        const figures: Figure[] = [{ what: '案件 cases', value: askers.cases, unit: '' }];
        const tables = await largeHere(watched.db);
        const unanswered: string[] = [];
        let scanning = 0;
        for (const [name, ways] of Object.entries(asks)) {
          for (const way of ways) {
            const title = way.how === '' ? name : `${name} ${way.how}`;
            const took = new Map<Scope, number[]>();
            for (const scope of way.at ?? scopes) {
              const dice = diceOf(11);
              const times: number[] = [];
              let spent = 0;
              for (let round = 0; round < rounds + 3 && (spent < patienceMs || times.length < 3); round += 1) {
                const { seen, caller } = await askers.at(scope, dice, way.by);
                const input = way.input(seen, dice);
                const began = performance.now();
                const isAnswered = await askers.ask(name, input, caller).then(() => true, cancelled);
                const passed = performance.now() - began;
                spent += passed;
                // The first ones read what nobody has read for an hour.
                if (round >= 3 || spent > patienceMs) times.push(passed);
                watched.taken();
                if (!isAnswered) { unanswered.push(`${title} / ${scope}`); break; }
              }
              took.set(scope, times);
              const { seen, caller } = await askers.at(scope, dice, way.by);
              watched.taken();
              await askers.ask(name, way.input(seen, dice), caller).catch(cancelled);
              const found = (await plansOf(watched.db, watched.taken(), caller)).flatMap((plan) => scans(plan, tables));
              if (found.length > 0) say(`  ! ${title} / ${scope}: ${found.join(', ')}`);
              scanning += found.length === 0 ? 0 : 1;
            }
            const worst = Math.max(...[...took.values()].map((times) => at(times, 0.99)));
            const halves = [...took].map(([scope, times]) => `${scope} ${at(times, 0.5).toFixed(1)}/${at(times, 0.99).toFixed(1)}`).join(' · ');
            figures.push({ what: `${title}：p50/p99 ${halves}`, value: worst, unit: 'ms', goal: { atMost: 50 } });
            say(`  ${worst > 50 ? '!' : ' '} ${title}  ${halves}`);
          }
        }
        figures.push({ what: '整表读取大表的查询 questions that read a large table from end to end', value: scanning, unit: '', goal: { atMost: 0 } });
        for (const one of unanswered) say(`  ! 未答复，超过语句时限 not answered in time: ${one}`);
        figures.push({ what: '超过语句时限而未答复 questions that were cancelled', value: unanswered.length, unit: '', goal: { atMost: 0 } });
        return figures;
      } finally {
        await ground.stop();
      }
    } finally {
      await place.remove();
    }
  },
};

/** Cancelled by the limit of a statement (57014): the answer is that there was none in time. */
function cancelled(error: unknown): boolean {
  if (Reflect.get(Object(error), 'code') !== '57014') throw error;
  return false;
}

/** The value below which that share of all lies. */
export function at(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
