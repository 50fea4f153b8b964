import { randomInt } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import type { Config } from '../platform/config.ts';
import { openDb } from '../platform/db.ts';
import { migrate } from '../platform/migrate.ts';
import { demoTownship, demoTownshipCode, readCityList, seedCity } from '../domains/geography/example.ts';
import { areaIndex } from '../domains/geography/actions.ts';
import { seedPeople, type DemoAccount } from '../domains/identity/example.ts';
import { seedDispatch } from '../domains/dispatch/example.ts';
import { seedIndex, type IndexCast } from '../domains/safety-index/example.ts';
import { domains } from '../domains/order.ts';
import { seedCases, type DemoTownship, type When } from './demo-cases.ts';
import { castOf } from './demo/cast.ts';
import { seedWholeCity, type CityMade, type CityOptions } from './demo/city/city.ts';
import type { Progress } from './demo/city/progress.ts';
import { seedPatrol } from './demo/patrol.ts';
import { seedPoints } from './demo/points.ts';
import { seedRegistry } from './demo/registry.ts';
import { isEmpty } from './empty.ts';
import type { Ground } from './server.ts';
import { root } from './version.ts';

/** The demo begins long enough ago that messages of past years can be replayed in it. */
const demoSince = '2010-01-01';

/**
 * The demo, where the database is empty or where its making was broken off: half a township is thrown away and made anew.
 * @returns whether it was made; false where something is there
 */
export async function ensureDemo(ground: Ground, config: Config, say: (line: string) => void, when: When = {}): Promise<boolean> {
  if (await wasBrokenOff(ground, config)) {
    say('上次生成演示乡镇时中断，现在重新生成。 (The demo was broken off; it is made anew.)');
    await empty(ground);
  } else if (!(await isEmpty(ground.open.db))) return false;
  await seedDemo(ground, config, say, when);
  return true;
}

/**
 * A living township inside the real city's tree: areas, outlines, people, classes, routes, rosters, and some weeks of
 * cases that went through the real door. Prints what it does; takes some tens of seconds.
 */
export async function seedDemo(ground: Ground, config: Config, say: (line: string) => void, when: When = {}): Promise<void> {
  say('正在生成演示乡镇 … (making the demo township)');
  await writeFile(unfinishedFile(config), await epochOf(ground));
  const demo = await seedTownship(ground, config, say);
  const cases = await seedCases(ground, config, demo, say, when);
  const cast = await castOf(ground.open.db, demo.personIds, demo.unitIds);
  const registry = await seedRegistry(ground.house, cast, when.now ?? new Date());
  const patrol = await seedPatrol(ground.house, cast, demo.townshipId, when.now ?? new Date());
  const points = await seedPoints(ground.house, cast, config.dataDir, when.now ?? new Date());
  const months = await seedIndex(ground.open.db, { cast: analystsOf(demo), now: when.now ?? new Date() });
  await rm(unfinishedFile(config), { force: true });
  say(`  案件 ${cases} 件 (cases)`);
  say(`  居民 ${registry.people} 人，场所 ${registry.places} 处 (residents, places)`);
  say(`  走访巡查计划 ${patrol.plans} 个，记录 ${patrol.visits} 条 (plans, visits)`);
  say(`  积分户 ${points.households} 户，积分记录 ${points.entries} 条，义仓兑换 ${points.redemptions} 次 (households with points, entries, redemptions)`);
  say(`  平安指数 ${months} 个月 (months of the safety index)`);
}

/** Who drafts and computes, who publishes, who approves. */
function analystsOf({ personIds }: DemoTownship): IndexCast {
  const [analyst, publisher, approver] = [personIds['zhishu01'], personIds['zhishu02'], personIds['shiling']];
  if (analyst === undefined || publisher === undefined || approver === undefined) throw new Error('the demo has nobody for the index');
  return { analyst, publisher, approver };
}

/**
 * The city, where the database is empty or where its making was broken off.
 * @returns what was made; null where something is there
 */
export async function ensureCity(ground: Ground, config: Config, options: CityOptions, progress: Progress): Promise<CityMade | null> {
  if (await wasBrokenOff(ground, config)) await empty(ground);
  else if (!(await isEmpty(ground.open.db))) return null;
  await writeFile(unfinishedFile(config), await epochOf(ground));
  const { open: { db }, house, postgres: { ownerUrl } } = ground;
  const made = await seedWholeCity({ db, house, ownerUrl, dataDir: config.dataDir }, options, progress);
  progress.begin('平安指数 (the safety index)');
  await seedIndex(db, { cast: made.cast, now: options.until });
  progress.end();
  await writeAccounts(config, made.accounts);
  await rm(unfinishedFile(config), { force: true });
  return made;
}

/** The same without any case; all of it or nothing. */
export async function seedTownship(ground: Ground, config: Config, say: (line: string) => void): Promise<DemoTownship> {
  return ground.open.db.transaction().execute(async (db) => {
    const areas = await seedCity(db, { csv: await readCityList(), seed: 20_261_122, validFrom: demoSince });
    say(`  区划与网格 ${areas.areas} 个 (areas)`);
    const tree = await areaIndex(db);
    const township = tree.findByCode(demoTownshipCode);
    const county = tree.findByCode(demoTownship.countyCode);
    if (!township || !county || !tree.city) throw new Error('the demo township is not in the tree');
    const people = await seedPeople(db, {
      cityId: tree.city.id, countyId: county.id, townshipId: township.id,
      communities: tree.children(township.id).map((community) => ({ id: community.id, grids: tree.children(community.id).map(({ id }) => ({ id })) })),
    }, { randomBelow: randomInt, validFrom: demoSince });
    say(`  人员与岗位 ${Object.keys(people.personIds).length} 人 (people)`);
    await seedDispatch(db, { offices: [people.unitIds], now: new Date() });
    say('  类别、派遣规则、值班、工作日历 (classes, routes, rosters, calendar)');
    // Before the commit: without this file nobody could sign in to what was made.
    await writeAccounts(config, people.accounts);
    return { townshipId: township.id, personIds: people.personIds, unitIds: people.unitIds };
  });
}

/** Nobody was ever served by what is there: the mark names this very database, and a start makes it whole before it serves. */
export async function wasBrokenOff(ground: Ground, config: Config): Promise<boolean> {
  const epoch = await readFile(unfinishedFile(config), 'utf8').catch(() => null);
  return epoch !== null && epoch === await epochOf(ground);
}

async function epochOf({ open: { db } }: Ground): Promise<string> {
  const { rows } = await sql<{ epoch: string }>`select epoch::text as epoch from platform.installation`.execute(db);
  return rows[0]?.epoch ?? '';
}

/** As it was before the first migration, and migrated again. */
async function empty({ postgres: { ownerUrl }, log }: Ground): Promise<void> {
  const owner = openDb(ownerUrl, { applicationName: 'jingwei demo', max: 1 });
  try {
    await sql`drop schema if exists ${sql.join(['platform', ...domains].map((name) => sql.id(name.replaceAll('-', '_'))))} cascade`.execute(owner.db);
  } finally {
    await owner.close();
  }
  await migrate(ownerUrl, path.join(root, 'migrations'), log);
}

const unfinishedFile = (config: Config): string => path.join(config.dataDir, 'demo-unfinished');
const accountsFile = (config: Config): string => path.join(config.dataDir, 'demo-accounts.json');

async function writeAccounts(config: Config, accounts: readonly DemoAccount[]): Promise<void> {
  const aside = `${accountsFile(config)}.new`;
  await writeFile(aside, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
  await rename(aside, accountsFile(config));
}

/** The demo people and how they sign in; nothing where this is no demo. */
export async function printAccounts(config: Config, say: (line: string) => void): Promise<void> {
  const text = await readFile(accountsFile(config), 'utf8').catch(() => null);
  if (text === null) return;
  const accounts: DemoAccount[] = JSON.parse(text);
  say('  演示账号 demo accounts');
  for (const one of accounts) say(`    ${one.account.padEnd(14)} ${one.password.padEnd(20)} ${one.name}　${one.post}　${one.area}`);
  say('');
}
