import { randomInt } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../platform/config.ts';
import { demoTownship, demoTownshipCode, readCityList, seedCity } from '../domains/geography/example.ts';
import { areaIndex } from '../domains/geography/actions.ts';
import { seedPeople, type DemoAccount } from '../domains/identity/example.ts';
import { seedDispatch } from '../domains/dispatch/example.ts';
import { seedCases, type DemoTownship } from './demo-cases.ts';
import type { Ground } from './server.ts';

/** The demo begins long enough ago that messages of past years can be replayed in it. */
const demoSince = '2010-01-01';

/**
 * A living township inside the real city's tree: areas, outlines, people, classes, routes, rosters, and some weeks of
 * cases that went through the real door. Prints what it does; takes some tens of seconds.
 */
export async function seedDemo(ground: Ground, config: Config, say: (line: string) => void): Promise<void> {
  say('正在生成演示乡镇 … (making the demo township)');
  const demo = await seedTownship(ground, config, say);
  const cases = await seedCases(ground, config, demo, say);
  say(`  案件 ${cases} 件`);
}

/** The same without any case. */
export async function seedTownship(ground: Ground, config: Config, say: (line: string) => void): Promise<DemoTownship> {
  const { db } = ground.open;
  const areas = await db.transaction().execute(async (transaction) => seedCity(transaction, { csv: await readCityList(), seed: 20_261_122, validFrom: demoSince }));
  say(`  区划与网格 ${areas.areas} 个`);
  const tree = await areaIndex(db);
  const township = tree.findByCode(demoTownshipCode);
  const county = tree.findByCode(demoTownship.countyCode);
  if (!township || !county || !tree.city) throw new Error('the demo township is not in the tree');
  const places = {
    cityId: tree.city.id, countyId: county.id, townshipId: township.id,
    communities: tree.children(township.id).map((community) => ({ id: community.id, grids: tree.children(community.id).map(({ id }) => ({ id })) })),
  };
  const people = await db.transaction().execute((transaction) => seedPeople(transaction, places, { randomBelow: randomInt, validFrom: demoSince }));
  say(`  人员与岗位 ${Object.keys(people.personIds).length} 人`);
  await db.transaction().execute((transaction) => seedDispatch(transaction, { unitsByCode: people.unitIds, now: new Date() }));
  say('  类别、分流规则、值班与工作日历');
  await writeAccounts(config, people.accounts);
  return { townshipId: township.id, personIds: people.personIds, unitIds: people.unitIds };
}

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
