import { expect, test } from 'vitest';
import { caseIn, newCase, step } from '../../../test/support/loop.ts';
import { classes, hoursLater, withWorld, type World } from '../../../test/support/world.ts';
import { dayOf, momentAt } from '../../platform/core/calendar.ts';
import { asHouse } from '../../platform/wall.ts';
import { sweepTally } from './jobs.ts';
import { countCasesBy } from './store/detail.ts';
import { blankCount, foldTally, rangesOf, countByTally, totalsByTally, type By } from './store/tally.ts';

const periods = [['2000-01-01', '2100-01-01'], ['2026-11-24', '2026-11-25'], ['2026-11-01', '2026-12-01'], ['2026-10-20', '2026-11-25'], ['2026-11-25', '2026-12-15'], ['2026-11-20', '2026-11-22']] as const;

/** Each count of the city, the county and the township, by whatever, is what a recount finds. */
async function counts(world: World): Promise<unknown> {
  const tops = ['990100000000', '990101000000', '990101001000'].map((code) => world.area(code));
  const places = ['990100000000', '990101000000', '990102000000', '990101001000', '990101002000', '990102001000', '990101001001', '990101001002', '990101002001', '990102001001'].map((code) => world.area(code));
  const depthOf = (path: string): number => path.split('.').length - 1;
  const seen: unknown[] = [];
  for (const top of tops) {
    for (const by of ['area', 'unit', 'class'] satisfies By[]) {
      const below = places.filter(({ path }) => path.startsWith(top.path) && (by === 'area' ? depthOf(path) <= depthOf(top.path) + 1 : depthOf(path) <= 3));
      for (const [since, until] of periods) {
        const period = { since: momentAt(since, '00:00'), until: momentAt(until, '00:00') };
        const now = hoursLater(24 * 5);
        const [sums, cases] = await asHouse(world.db, 'survey', async (db) => [
          await countByTally(db, by, { path: top.path, ids: below.map(({ id }) => id) }, period, now),
          await countCasesBy(db, by, { within: [top.path], areaPath: top.path }, period, now),
        ]);
        // The recount keeps classes apart that share a first level.
        const plain = (rows: typeof sums): unknown => {
          const byKey = new Map<string, Record<string, number>>();
          for (const { key, ...row } of rows) {
            const name = by === 'class' ? key.slice(0, 2) : key;
            const into = byKey.get(name) ?? {};
            for (const [measure, n] of Object.entries(row)) into[measure] = (into[measure] ?? 0) + n;
            byKey.set(name, into);
          }
          return [...byKey].filter(([, row]) => Object.values(row).some((n) => n !== 0)).sort(([a], [b]) => (a < b ? -1 : 1));
        };
        expect({ by, since, until, top: top.path, rows: plain(sums) }).toEqual({ by, since, until, top: top.path, rows: plain(cases) });
        seen.push(plain(sums));
      }
    }
    seen.push(await totals(world, top.path));
  }
  return seen;
}

/** The whole of an area for all periods at once is what each of them is counted alone; what is open or late is not in it. */
async function totals(world: World, path: string): Promise<unknown> {
  const now = hoursLater(24 * 5);
  const once = await asHouse(world.db, 'survey', (db) => totalsByTally(db, path, periods.map(([since, until]) => ({ since, until: dayOf(new Date(Date.parse(`${until}T00:00:00+08:00`) - 1)) })), now));
  for (const [index, [since, until]] of periods.entries()) {
    const rows = await asHouse(world.db, 'survey', (db) => countCasesBy(db, 'area', { within: [path], areaPath: path }, { since: momentAt(since, '00:00'), until: momentAt(until, '00:00') }, now));
    const whole = blankCount('');
    for (const { key: _key, ...row } of rows) for (const [name, n] of Object.entries(row)) Reflect.set(whole, name, Number(Reflect.get(whole, name)) + n);
    expect({ since, until, ...once[index] }).toEqual({ since, until, ...whole, open: 0, late: 0 });
  }
  return once;
}

test('the sums are a recount at every moment: before they are folded, after it, and while more comes', { timeout: 120_000 }, () => withWorld(async (world) => {
  for (const state of ['reported', 'accepted', 'filed', 'dispatched', 'returned', 'handling', 'rework', 'checking', 'feedback', 'closed', 'evaluated', 'declined'] as const) await caseIn(world, state);
  const settled = await newCase(world, { by: 'worker', class: classes.lost });
  await step(world, { ...settled, at: hoursLater(1) }, 'worker', 'settle', { result: '已交还失主', lossAvoidedYuan: 800.5, lossMethod: '按钱包内金额' });
  await newCase(world, { class: classes.litter, at: hoursLater(-24 * 20) });
  const before = await counts(world);
  expect(await sweepTally(world.db)).toBeGreaterThan(40);
  expect(await sweepTally(world.db)).toBe(0);
  expect(await counts(world)).toEqual(before);

  // A case that ends and begins again takes back what was counted of it.
  const again = await caseIn(world, 'closed');
  await counts(world);
  await asHouse(world.db, 'clocks', (inside) => foldTally(inside, 3));
  await step(world, { ...again, at: hoursLater(24 * 2, again.at) }, 'desk', 'reopen', { reason: '第三天又是老样子' });
  await counts(world);
  await Promise.all([sweepTally(world.db), sweepTally(world.db), sweepTally(world.db)]);
  expect(await sweepTally(world.db)).toBe(0);
  await counts(world);
}));

test('a period is whole months and the days around them', () => {
  expect(rangesOf('2026-10-20', '2026-12-03')).toEqual([
    { grain: 'day', from: '2026-10-20', to: '2026-11-01' }, { grain: 'month', from: '2026-11-01', to: '2026-12-01' }, { grain: 'day', from: '2026-12-01', to: '2026-12-03' },
  ]);
  expect([rangesOf('2026-12-05', '2026-12-09'), rangesOf('2026-01-01', '2027-01-01'), rangesOf('2026-12-15', '2027-01-01'), rangesOf('2026-11-02', '2026-11-02')].map((ranges) => ranges.map(({ grain, from, to }) => `${grain} ${from} ${to}`))).toEqual([
    ['day 2026-12-05 2026-12-09'], ['month 2026-01-01 2027-01-01'], ['day 2026-12-15 2027-01-01'], [],
  ]);
});
