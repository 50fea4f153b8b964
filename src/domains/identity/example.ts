import type { Kysely } from 'kysely';
import type { Database } from '../../platform/db.ts';
import { demoName, demoUnits, townshipOffices } from './example-data.ts';
import { hashPassword } from './passwords.ts';
import { readablePassword } from './rules/first-password.ts';
import { areaNames, dayFromToday } from './store/read.ts';
import { insertPeople, insertPosts, insertUnits, type NewPost } from './store/write.ts';

// The people of the demo township and of tests. Every name is invented; telephone numbers begin with a zero that no real number has.

type Db = Kysely<Database>;

/** Where they stand; ids of areas that exist. The township should have at least two communities with grids. */
export type DemoPlaces = {
  readonly cityId: number;
  readonly countyId: number;
  readonly townshipId: number;
  readonly communities: readonly { readonly id: number; readonly grids: readonly { readonly id: number }[] }[];
};

export type DemoOptions = {
  /** A whole number from 0 up to, not including, `below`; of good chance in an installation, of a fixed seed in a test. */
  readonly randomBelow: (below: number) => number;
  /** From when the posts hold. Old on purpose: messages of 2011 are replayed with these people. */
  readonly validFrom?: string;
  /** Tests make the same people many times over and need not wait for the same hashes again. */
  readonly hash?: (password: string) => Promise<string>;
};

/** What is printed at the first start and kept in `demo-accounts.json`. */
export type DemoAccount = { readonly account: string; readonly password: string; readonly name: string; readonly post: string; readonly area: string; readonly role: string };

export type DemoPeople = {
  readonly accounts: readonly DemoAccount[];
  /** Account → id of everybody, also of those who got no password. */
  readonly personIds: Readonly<Record<string, number>>;
  /** Code → id; the codes are in example-data.ts. */
  readonly unitIds: Readonly<Record<string, number>>;
};

type Plan = {
  account: string; role: string; title: string; areaId: number; unit?: string; employment?: 'partTime'; share?: number;
  /** Signs in: gets a password and is printed. */
  signsIn?: true;
  /** Where it is no person. */
  name?: string;
};

export async function seedPeople(db: Db, places: DemoPlaces, options: DemoOptions): Promise<DemoPeople> {
  const names = await areaNames(db, [
    places.cityId, places.countyId, places.townshipId, ...places.communities.flatMap((community) => [community.id, ...community.grids.map((grid) => grid.id)]),
  ]);
  const unitIds = await seedUnits(db, places, names);
  const plans = [...leaders(places), ...office(places), ...gridForce(places), ...departments(places), ...analysts(places), ...pointsPeople(places)];

  const accounts: DemoAccount[] = [];
  const people = await Promise.all(plans.map(async (plan, index) => {
    const name = plan.name ?? demoName(index);
    const password = plan.signsIn ? readablePassword(options.randomBelow) : null;
    if (password !== null) accounts.push({ account: plan.account, password, name, post: plan.title, area: names.get(plan.areaId) ?? '', role: plan.role });
    return {
      account: plan.account, name, phone: `0635-0${String(index + 1).padStart(6, '0')}`,
      passwordHash: password === null ? null : await (options.hash ?? hashPassword)(password), mustChangePassword: password === null,
    };
  }));
  const personIds = Object.fromEntries((await insertPeople(db, people)).map((person) => [person.account, person.id]));
  if (Object.keys(personIds).length < plans.length) throw new Error('The demo people are there already; they are made once, in an empty database.');

  const posts = await insertPosts(db, plans.map((plan): NewPost => ({
    personId: known(personIds, plan.account), role: plan.role, areaId: plan.areaId, unitId: plan.unit ? known(unitIds, plan.unit) : null, title: plan.title,
    employment: plan.employment ?? 'fullTime', sharePercent: plan.share ?? 100,
    validFrom: options.validFrom ?? '2011-01-01', validTo: null, coverForPostId: null,
  })));
  await seedCover(db, personIds, posts);
  return { accounts, personIds, unitIds };
}

/** 网格员 wangge03 is on leave these two weeks; wangge04 covers for her. */
async function seedCover(db: Db, personIds: Readonly<Record<string, number>>, posts: readonly { id: number; personId: number; role: string; areaId: number }[]): Promise<void> {
  const covered = posts.find((post) => post.personId === personIds['wangge03']);
  const standIn = personIds['wangge04'];
  if (!covered || standIn === undefined) return;
  await insertPosts(db, [{
    personId: standIn, role: covered.role, areaId: covered.areaId, unitId: null, title: '网格员（代班）', employment: 'fullTime', sharePercent: 100,
    validFrom: await dayFromToday(db, -3), validTo: await dayFromToday(db, 14), coverForPostId: covered.id,
  }]);
}

function leaders({ cityId, countyId, townshipId, communities }: DemoPlaces): Plan[] {
  return [
    { account: 'jumin', role: 'resident', title: '居民', areaId: communities[0]?.id ?? townshipId, signsIn: true },
    { account: 'zhenling', role: 'leader', title: '镇党委副书记', areaId: townshipId, signsIn: true },
    { account: 'xianling', role: 'leader', title: '县委政法委副书记', areaId: countyId, signsIn: true },
    { account: 'shiling', role: 'leader', title: '市委政法委副书记', areaId: cityId, signsIn: true },
    { account: 'xitong', role: 'systemAdmin', title: '系统管理员', areaId: cityId, signsIn: true },
    { account: 'anquan', role: 'securityAdmin', title: '安全管理员', areaId: cityId, signsIn: true },
    { account: 'shenji', role: 'auditAdmin', title: '审计管理员', areaId: cityId, signsIn: true },
    { account: 'duijie', role: 'machine', title: '对接系统', areaId: cityId, name: '12345热线接口', signsIn: true },
  ];
}

function office({ townshipId, communities }: DemoPlaces): Plan[] {
  const clerks = communities.slice(0, 8).map((community, index): Plan => ({
    account: `shequ${two(index + 1)}`, role: 'communityClerk', areaId: community.id, ...(index === 0 ? { signsIn: true as const } : {}),
    // One of them was sent by a department of the city.
    title: index === 1 ? '第一书记' : '社区工作者',
  }));
  return [
    { account: 'diaodu01', role: 'dispatcher', title: '镇指挥中心调度员', areaId: townshipId, unit: 'ZHZX', signsIn: true },
    { account: 'diaodu02', role: 'dispatcher', title: '镇指挥中心调度员', areaId: townshipId, unit: 'ZHZX', signsIn: true },
    { account: 'zongzhang', role: 'gridLeader', title: '网格总长', areaId: townshipId, signsIn: true },
    ...clerks,
  ];
}

/** One worker for each grid, every third part-time; a leader for each community; cadres, police and security members placed in grids. */
function gridForce({ communities }: DemoPlaces): Plan[] {
  const workers = communities.flatMap((community) => community.grids).map((grid, index): Plan => ({
    account: `wangge${two(index + 1)}`, role: 'gridWorker', areaId: grid.id,
    ...(index % 3 === 2 ? { title: '兼职网格员', employment: 'partTime', share: 50 } : { title: '网格员' }),
    ...(index < 4 ? { signsIn: true as const } : {}),
  }));
  const grids = communities.map((community) => community.grids[0]?.id);
  const placed: (Plan | null)[] = [
    grids[0] === undefined ? null : { account: 'xiachen01', role: 'gridWorker', title: '下沉干部', areaId: grids[0], employment: 'partTime', share: 40 },
    grids[1] === undefined ? null : { account: 'xiachen02', role: 'gridWorker', title: '下沉干部', areaId: grids[1], employment: 'partTime', share: 40 },
    communities[0] === undefined ? null : { account: 'pianjing01', role: 'gridWorker', title: '片警', areaId: communities[0].id, unit: 'PCS', employment: 'partTime', share: 60 },
    communities[1] === undefined ? null : { account: 'pianjing02', role: 'gridWorker', title: '片警', areaId: communities[1].id, unit: 'PCS', employment: 'partTime', share: 60 },
    grids[0] === undefined ? null : { account: 'zhibao01', role: 'gridWorker', title: '治保队员', areaId: grids[0], unit: 'XLD1', employment: 'partTime', share: 30 },
  ];
  const chiefs = communities.map((community, index): Plan => ({ account: `wangzhang${two(index + 1)}`, role: 'gridLeader', title: '网格长', areaId: community.id }));
  return [...workers, ...chiefs, ...placed.filter((plan) => plan !== null)];
}

/** Two who handle in each office of the township (the first signs in), one in each department of the city. */
function departments({ cityId, townshipId, communities }: DemoPlaces): Plan[] {
  const first = communities[0];
  const offices = townshipOffices.filter((unit) => unit.kind !== 'commandCentre').flatMap((unit): Plan[] => {
    const areaId = unit.level === 'courtyard' ? first?.grids[0]?.id ?? townshipId : unit.level === 'village' ? first?.id ?? townshipId : townshipId;
    return [1, 2].map((number): Plan => ({
      account: `${unit.account}${two(number)}`, role: 'handler', title: unit.title, areaId, unit: unit.code, ...(number === 1 ? { signsIn: true as const } : {}),
    }));
  });
  const city = demoUnits.filter((unit) => unit.kind === 'department').map((unit, index): Plan => ({
    account: `${unit.code.toLowerCase()}-01`, role: 'handler', title: `${unit.name}承办人`, areaId: cityId, unit: unit.code, ...(index === 0 ? { signsIn: true as const } : {}),
  }));
  return [...offices, ...city];
}

/** Two: whoever drafts and computes does not publish. */
function analysts({ cityId }: DemoPlaces): Plan[] {
  return [1, 2].map((number): Plan => ({ account: `zhishu${two(number)}`, role: 'indexAnalyst', title: '指数分析员', areaId: cityId, unit: 'SZX', signsIn: true }));
}

/** Of the first village: two of the group that judges, and the clerk of its warehouse. */
function pointsPeople({ communities: [first] }: DemoPlaces): Plan[] {
  if (!first) return [];
  return [
    { account: 'kaoping01', role: 'pointsPanel', title: '考评组成员', areaId: first.id, employment: 'partTime', share: 10, signsIn: true },
    { account: 'kaoping02', role: 'pointsPanel', title: '考评组成员', areaId: first.id, employment: 'partTime', share: 10 },
    { account: 'yicang01', role: 'warehouseClerk', title: '义仓管理员', areaId: first.id, employment: 'partTime', share: 30, signsIn: true },
  ];
}

async function seedUnits(db: Db, places: DemoPlaces, names: ReadonlyMap<number, string>): Promise<Record<string, number>> {
  const first = places.communities[0];
  const township = names.get(places.townshipId) ?? '';
  const units = await insertUnits(db, [
    ...demoUnits.map((unit) => ({ code: unit.code, name: unit.name, kind: unit.kind, level: 'city', areaId: places.cityId })),
    { code: 'XZX', name: `${names.get(places.countyId) ?? ''}综治中心`, kind: 'commandCentre', level: 'county', areaId: places.countyId },
    ...townshipOffices.map((unit) => {
      const areaId = unit.level === 'courtyard' ? first?.grids[0]?.id ?? places.townshipId : unit.level === 'village' ? first?.id ?? places.townshipId : places.townshipId;
      return { code: unit.code, name: `${unit.level === 'township' ? township : first ? names.get(first.id) ?? '' : ''}${unit.name}`, kind: unit.kind, level: unit.level, areaId };
    }),
  ]);
  return Object.fromEntries(units.map((unit) => [unit.code, unit.id]));
}

function known(ids: Readonly<Record<string, number>>, key: string): number {
  const id = ids[key];
  if (id === undefined) throw new Error(`The demo names ${key}, which it has not made.`);
  return id;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
