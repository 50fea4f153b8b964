import type { Db } from '../../../platform/db.ts';
import { seedDispatch } from '../../../domains/dispatch/example.ts';
import type { AreaRef, AreaTree } from '../../../domains/geography/actions.ts';
import type { DemoAccount } from '../../../domains/identity/example.ts';
import { demoUnits, townshipOffices } from '../../../domains/identity/example-data.ts';
import { hashPassword } from '../../../domains/identity/passwords.ts';
import { readablePassword } from '../../../domains/identity/rules/first-password.ts';
import { insertPeople, insertPosts, insertUnits, type NewPost } from '../../../domains/identity/store/write.ts';

// Everybody who works in the city: 9,145 in the grids, a desk in each township, the offices, the departments. All invented.

/** As many as the city that the demonstration speaks of has. */
export const gridWorkers = 9_145;

/** Who makes the index of the city. */
export type CityCast = { readonly analyst: number; readonly publisher: number; readonly approver: number };
export type CitySeeded = { readonly accounts: readonly DemoAccount[]; readonly people: number; readonly units: number; readonly cast: CityCast };

type Plan = {
  readonly account: string; readonly role: string; readonly title: string; readonly area: AreaRef; readonly unit?: string;
  readonly employment?: 'partTime'; readonly share?: number;
  /** Signs in: gets a password and is printed. */
  readonly signsIn?: true;
  readonly name?: string;
};

/** Which offices each township has; the others of the list belong to the demo township's own story. */
const offices = townshipOffices.filter(({ code, level }) => level === 'township' && !['KD2', 'XLD2'].includes(code));

export async function seedCityPeople(db: Db, tree: AreaTree, how: { readonly validFrom: string; readonly now: Date; readonly randomBelow: (below: number) => number }): Promise<CitySeeded> {
  const city = tree.city;
  if (!city) throw new Error('there is no city');
  const counties = tree.children(city.id);
  const townships = counties.flatMap((county) => tree.children(county.id));
  const communities = townships.flatMap((township) => tree.children(township.id));
  const grids = communities.flatMap((community) => tree.children(community.id));

  const units = await insertUnits(db, [
    ...demoUnits.map((unit) => ({ code: unit.code, name: unit.name, kind: unit.kind, level: 'city', areaId: city.id })),
    ...counties.map((county) => ({ code: unitCode('XZX', county), name: `${county.name}综治中心`, kind: 'commandCentre', level: 'county', areaId: county.id })),
    ...townships.flatMap((township) => offices.map((unit) => ({ code: unitCode(unit.code, township), name: `${township.name}${unit.name}`, kind: unit.kind, level: 'township', areaId: township.id }))),
  ]);
  const unitIds = Object.fromEntries(units.map(({ code, id }) => [code, id]));

  const plans = [...leaders(city, counties, townships), ...desks(city, counties, townships), ...handlers(city, townships), ...field(townships, communities, grids), ...residents(communities)];
  const accounts: DemoAccount[] = [];
  const people = await Promise.all(plans.map(async (plan, index) => {
    const name = plan.name ?? personName(index);
    const password = plan.signsIn ? readablePassword(how.randomBelow) : null;
    if (password !== null) accounts.push({ account: plan.account, password, name, post: plan.title, area: tree.names(plan.area.id).join(' · '), role: plan.role });
    return {
      account: plan.account, name, phone: `0635-0${String(index + 1).padStart(6, '0')}`,
      passwordHash: password === null ? null : await hashPassword(password), mustChangePassword: password === null,
    };
  }));
  const personIds = new Map((await insertPeople(db, people)).map(({ account, id }) => [account, id]));
  await insertPosts(db, plans.map((plan): NewPost => ({
    personId: known(personIds.get(plan.account), plan.account), role: plan.role, areaId: plan.area.id, unitId: plan.unit === undefined ? null : known(unitIds[plan.unit], plan.unit),
    title: plan.title, employment: plan.employment ?? 'fullTime', sharePercent: plan.share ?? 100, validFrom: how.validFrom, validTo: null, coverForPostId: null,
  })));
  await seedRoutes(db, unitIds, townships, how.now);
  const who = (account: string): number => known(personIds.get(account), account);
  return { accounts, people: plans.length, units: units.length, cast: { analyst: who('zhishu01'), publisher: who('zhishu02'), approver: who('shiling') } };
}

export function unitCode(office: string, area: AreaRef): string {
  return `${office}-${area.code.slice(0, 9)}`;
}

/** Each township's offices by the routing table of the demo, the city's departments behind them. */
async function seedRoutes(db: Db, unitIds: Readonly<Record<string, number>>, townships: readonly AreaRef[], now: Date): Promise<void> {
  const ofCity = Object.fromEntries(Object.entries(unitIds).filter(([code]) => code.startsWith('S')));
  const ofTownships = townships.map((township) => Object.fromEntries(offices.map(({ code }) => [code, known(unitIds[unitCode(code, township)], code)])));
  await seedDispatch(db, { offices: [ofCity, ...ofTownships], now });
}

function leaders(city: AreaRef, counties: readonly AreaRef[], townships: readonly AreaRef[]): Plan[] {
  return [
    { account: 'shiling', role: 'leader', title: '市委政法委副书记', area: city, signsIn: true },
    ...[0, 1].map((index): Plan => ({ account: `zhishu${two(index)}`, role: 'indexAnalyst', title: '指数分析员', area: city, unit: 'SZX', signsIn: true })),
    { account: 'xitong', role: 'systemAdmin', title: '系统管理员', area: city, signsIn: true },
    { account: 'anquan', role: 'securityAdmin', title: '安全管理员', area: city, signsIn: true },
    { account: 'shenji', role: 'auditAdmin', title: '审计管理员', area: city, signsIn: true },
    { account: 'duijie', role: 'machine', title: '对接系统', area: city, name: '12345热线接口', signsIn: true },
    ...counties.map((area, index): Plan => ({ account: `xianling${two(index)}`, role: 'leader', title: '县委政法委副书记', area, ...(index === 0 ? { signsIn: true as const } : {}) })),
    ...townships.map((area, index): Plan => ({ account: `zhenling${two(index)}`, role: 'leader', title: `${levelOf(area)}党委副书记`, area, ...(index === 0 ? { signsIn: true as const } : {}) })),
  ];
}

function desks(city: AreaRef, counties: readonly AreaRef[], townships: readonly AreaRef[]): Plan[] {
  const pair = (account: string, title: string, area: AreaRef, unit: string, signsIn: boolean): Plan[] => ['a', 'b'].map((letter): Plan =>
    ({ account: `${account}${letter}`, role: 'dispatcher', title, area, unit, ...(signsIn && letter === 'a' ? { signsIn: true as const } : {}) }));
  return [
    ...pair('shizhihui', '市指挥中心调度员', city, 'SZX', true),
    ...counties.flatMap((area, index) => pair(`xianzhihui${two(index)}`, '县指挥中心调度员', area, unitCode('XZX', area), index === 0)),
    ...townships.flatMap((area, index) => pair(`diaodu${two(index)}`, `${levelOf(area)}指挥中心调度员`, area, unitCode('ZHZX', area), index === 0)),
  ];
}

/** Two in each office and in each department. */
function handlers(city: AreaRef, townships: readonly AreaRef[]): Plan[] {
  return [
    ...demoUnits.filter(({ kind }) => kind === 'department').flatMap(({ code, name }, index) => ['a', 'b'].map((letter): Plan =>
      ({ account: `${code.toLowerCase()}-${letter}`, role: 'handler', title: `${name}承办人`, area: city, unit: code, ...(index === 0 && letter === 'a' ? { signsIn: true as const } : {}) }))),
    ...townships.flatMap((area, index) => offices.filter(({ kind }) => kind !== 'commandCentre').flatMap(({ code, account, title }, place) => ['a', 'b'].map((letter): Plan =>
      ({ account: `${account}${two(index)}${letter}`, role: 'handler', title, area, unit: unitCode(code, area), ...(index === 0 && place < 3 && letter === 'a' ? { signsIn: true as const } : {}) })))),
  ];
}

/** One for each grid, every third part-time; the rest of the 9,145 beside them, spread evenly; a leader for each community, a chief for each township. */
function field(townships: readonly AreaRef[], communities: readonly AreaRef[], grids: readonly AreaRef[]): Plan[] {
  const worker = (account: string, area: AreaRef, index: number): Plan => ({
    account, role: 'gridWorker', area, ...(index % 3 === 2 ? { title: '兼职网格员', employment: 'partTime', share: 50 } : { title: '网格员' }), ...(index === 0 ? { signsIn: true as const } : {}),
  });
  const second = gridWorkers - grids.length;
  return [
    ...grids.map((area, index) => worker(`wangge${String(index + 1).padStart(4, '0')}`, area, index)),
    ...Array.from({ length: Math.max(0, second) }, (_, index) => worker(`wangge${String(grids.length + index + 1).padStart(4, '0')}`, known(grids[Math.floor((index * grids.length) / second)], 'grid'), index + 1)),
    ...communities.map((area, index): Plan => ({ account: `wangzhang${String(index + 1).padStart(4, '0')}`, role: 'gridLeader', title: '网格长', area, ...(index === 0 ? { signsIn: true as const } : {}) })),
    ...townships.map((area, index): Plan => ({ account: `zongzhang${two(index)}`, role: 'gridLeader', title: '网格总长', area })),
  ];
}

function residents(communities: readonly AreaRef[]): Plan[] {
  return [{ account: 'jumin', role: 'resident', title: '居民', area: known(communities[0], 'community'), signsIn: true }];
}

const surnames = [...'林苏程顾沈陆秦许江温叶邵俞钟白庄夏简柏蓝施葛岑童祝虞柯卓慕席骆项尹翟管樊凌霍纪舒'];
const firsts = [...'知晚思若明秋青安向雨长静子云海立望朝清书景怀嘉念守采修文君亦初'];
const seconds = [...'远晴齐溪朗实禾然阳桐风姝衿棠夏舒晖如瑶行瑾木慈拙薇宁岚川屿舟白'];

/** The n-th person; names repeat after some 38,000, as they do in a city. */
export function personName(index: number): string {
  const mixed = (index * 7_919 + 4_211) % (surnames.length * firsts.length * seconds.length);
  return `${surnames[mixed % surnames.length] ?? ''}${firsts[Math.floor(mixed / surnames.length) % firsts.length] ?? ''}${seconds[Math.floor(mixed / surnames.length / firsts.length)] ?? ''}`;
}

function levelOf(township: AreaRef): string {
  return township.name.endsWith('街道') ? '街道' : '镇';
}

function known<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`the city has no ${name}`);
  return value;
}

function two(index: number): string {
  return String(index + 1).padStart(2, '0');
}
