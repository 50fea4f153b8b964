import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { areas, from, nobody, said, testCity, type TestCity } from '../../../test/support/identity-city.ts';
import { withDatabase, type TestDatabase } from '../../../test/support/pg.ts';
import type { Answer } from '../../platform/action.ts';
import * as actions from './actions.ts';
import { shippedRoles } from './contract.ts';
import { actorOf, signIn, type SignedInActor } from './http.ts';
import { shippedPermissions } from './rules/access.ts';

const good = '麦田里的守望者在柳溪';

/** The security administrator of the whole city and, made by him, one of the first township only. */
async function offices(database: TestDatabase): Promise<{ city: TestCity; whole: SignedInActor; local: SignedInActor; dispatcher: SignedInActor }> {
  const city = await testCity(database);
  const whole = await city.as('anquan');
  await make(city, whole, 'anquan-liuxi', '沈安');
  await done(city.do(whole, actions.appoint, { personId: await idOf(database, 'anquan-liuxi'), role: 'securityAdmin', areaId: areas.township }));
  await sql`update identity.person set must_change_password = false where account = 'anquan-liuxi'`.execute(database.ownerDb);
  return { city: { ...city, passwordOf: (account) => (account === 'anquan-liuxi' ? good : city.passwordOf(account)) }, whole, dispatcher: await city.as('diaodu01'), local: await asMade(city, 'anquan-liuxi') };
}

async function asMade(city: TestCity, account: string): Promise<SignedInActor> {
  const answer = await signIn(city.house, { account, password: good }, from);
  if (answer.kind !== 'done') throw new Error(said(answer));
  const actor = await actorOf(city.house.db, answer.output.token, from);
  if (!actor) throw new Error('no session');
  return actor;
}

const make = async (city: TestCity, as: SignedInActor, account: string, name: string): Promise<number> =>
  Number(Reflect.get(Object(await done(city.do(as, actions.createPerson, { account, name, phone: '13812341234', password: good }))), 'personId'));

async function done(answer: Promise<Answer>): Promise<unknown> {
  const given = await answer;
  if (given.kind !== 'done') throw new Error(JSON.stringify(given));
  return given.output;
}

async function idOf(database: TestDatabase, account: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`select id from identity.person where account = ${account}`.execute(database.ownerDb);
  return rows[0]?.id ?? 0;
}

async function postOf(database: TestDatabase, personId: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`select id from identity.post where person_id = ${personId} order by id`.execute(database.ownerDb);
  return rows[0]?.id ?? 0;
}

test('the roles in the database are those in the rules', () => withDatabase(async ({ ownerDb }) => {
  const { rows } = await sql<{ code: string; permissions: string[] }>`
    select code, coalesce((select array_agg(permission order by permission) from identity.role_permission where role = code), '{}') as permissions from identity.role`.execute(ownerDb);
  expect(Object.fromEntries(rows.map((row) => [row.code, row.permissions]))).toEqual(Object.fromEntries(shippedRoles.map((role) => [role, [...shippedPermissions[role]].sort()])));
}));

test('whoever lacks the permission is turned away at the door, and that is on record', () => withDatabase(async (database) => {
  const { city, dispatcher } = await offices(database);
  const commands = [
    [actions.createPerson, { account: 'neu', name: 'x', password: good }], [actions.appoint, { personId: 1, role: 'handler', areaId: 3 }], [actions.endPost, { postId: 1 }],
    [actions.suspend, { personId: 1, suspended: true, reason: 'xx' }], [actions.resetPassword, { personId: 1, password: good }], [actions.createUnit, { code: 'AA', name: 'x', kind: 'team', level: 'city', areaId: 1 }],
    [actions.setRole, { code: 'handler', name: 'x', permissions: [] }], [actions.importPeople, { fileBase64: 'eA==' }],
  ] as const;
  const before = (await city.audit()).length;
  for (const [bound, input] of commands) {
    expect(said(await city.do(dispatcher, bound, input))).toBe('platform/not-permitted');
    expect(said(await city.do(nobody, bound, input))).toBe('platform/not-signed-in');
  }
  expect((await city.audit()).slice(before).map((line) => [line.operation, line.outcome])).toEqual(commands.map(([bound]) => [`identity.${bound.operation.name}`, 'denied']));
  expect(said(await city.ask(await city.as('wangge01'), actions.people, {}))).toBe('platform/not-permitted');
  expect(said(await city.ask(await city.as('wangge01'), actions.roles, {}))).toBe('platform/not-permitted');
}));

describe('people', () => {
  test('a person with a rare name is made, once, with what he typed kept exactly', () => withDatabase(async (database) => {
    const { city, whole } = await offices(database);
    const name = "𠮷田'; drop table identity.person; --\u200d\u202e";
    const personId = await make(city, whole, 'Yoshida', name);
    const { rows } = await sql<{ name: string; hash: string; must: boolean }>`select name, password_hash as hash, must_change_password as must from identity.person where id = ${personId}`.execute(database.ownerDb);
    expect(rows).toEqual([{ name, hash: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/u), must: true }]);
    const line = (await city.audit()).at(-1);
    expect(line).toMatchObject({ operation: 'identity.createPerson', outcome: 'done', subject: `person:${personId}`, input: { account: 'Yoshida', name } });
    expect(line?.input).not.toHaveProperty('password');
    expect(line?.input).not.toHaveProperty('phone');

    const again = (input: object) => city.do(whole, actions.createPerson, { account: 'neu', name: '新', password: good, ...input });
    expect(said(await again({ account: 'YOSHIDA' }))).toBe('identity/account-taken');
    expect(said(await again({ password: 'woaini1314' }))).toBe('identity/password-common');
    expect(said(await again({ account: 'songjiang', password: 'songjiang1' }))).toBe('identity/password-common');
    expect(said(await again({ phone: '12345' }))).toBe('identity/phone-wrong');
    for (const wrong of [{ account: '新人' }, { name: ' ' }, { name: '长'.repeat(51) }, { password: 'short' }, { name: null }]) expect(said(await again(wrong))).toBe('invalid');
  }));

  test('readers see those who work in their areas, masked; managers see all of theirs, and people without a post', () => withDatabase(async (database) => {
    const { city, whole, local, dispatcher } = await offices(database);
    const list = async (actor: SignedInActor, input: object = {}): Promise<{ id: number; account: string; phone: string }[]> => Reflect.get(Object(await done(city.ask(actor, actions.people, { limit: 200, ...input }))), 'items');
    await make(city, whole, 'postless', '无岗');
    const seen = await list(dispatcher);
    const accounts = seen.map((person) => person.account);
    expect(accounts).toContain('wangge01');
    for (const hidden of ['jumin', 'xianling', 'postless', 'xitong']) expect(accounts).not.toContain(hidden);
    expect(seen.find((person) => person.account === 'wangge01')?.phone).toMatch(/^063\*{4}\d{4}$/u);
    expect((await list(local)).map((person) => person.account)).toEqual(expect.arrayContaining(['wangge01', 'jumin', 'postless']));
    expect((await list(local)).map((person) => person.account)).not.toContain('xianling');
    expect((await list(whole)).find((person) => person.account === 'wangge01')?.phone).toMatch(/^0635-0\d{6}$/u);
    expect((await list(whole, { role: 'dispatcher' })).map((person) => person.account).sort()).toEqual(['diaodu01', 'diaodu02']);
    expect((await list(whole, { areaId: areas.otherTownship }))).toEqual([]);
    expect((await list(whole, { unitId: city.unitIds['PCS'] })).map((person) => person.account).sort()).toEqual(['paichusuo01', 'paichusuo02', 'pianjing01', 'pianjing02']);
    expect((await list(whole, { text: '𠮷' }))).toHaveLength(1);
    expect((await list(dispatcher, { personId: city.personIds['wangge01'] })).map((person) => person.account)).toEqual(['wangge01']);
    expect((await list(local, { personId: (await list(whole, { text: 'postless' }))[0]?.id })).map((person) => person.account)).toEqual(['postless']);
    expect((await list(dispatcher, { personId: city.personIds['xianling'] }))).toEqual([]);
    expect((await list(whole, { text: '%' }))).toEqual([]);
    expect((await list(whole, { text: "' or 1=1" }))).toEqual([]);
    expect(said(await city.ask(whole, actions.people, { role: 'a\u0000' }))).toBe('invalid');
  }));

  test('pages join without a gap or a double, in pinyin order', () => withDatabase(async (database) => {
    const { city, whole } = await offices(database);
    const page = async (after?: string): Promise<{ items: { id: number; name: string }[]; next: string | null }> => {
      const output = Object(await done(city.ask(whole, actions.people, { limit: 7, ...(after ? { after } : {}) })));
      return output;
    };
    const names: string[] = [];
    const ids = new Set<number>();
    for (let next: string | null = ''; next !== null;) {
      const one = await page(next);
      for (const person of one.items) { names.push(person.name); ids.add(person.id); }
      next = one.next;
    }
    const { rows } = await sql<{ name: string }>`select name from identity.person order by name collate "zh-Hans-x-icu", id`.execute(database.ownerDb);
    expect(names).toEqual(rows.map((row) => row.name));
    expect(ids.size).toBe(names.length);
    expect(await page('999999999')).toEqual({ items: [], next: null });
    expect(await page("1' or 1=1")).toEqual({ items: [], next: null });
  }));

  test('me: my posts, what they permit, and home', () => withDatabase(async (database) => {
    const { city, dispatcher } = await offices(database);
    expect(await done(city.ask(dispatcher, actions.me, {}))).toMatchObject({
      account: 'diaodu01', language: 'zh-CN', mustChangePassword: false, permissions: [...shippedPermissions.dispatcher].sort(),
      posts: [{ role: 'dispatcher', roleName: '指挥中心调度员', area: { id: 3, name: '柳溪镇', within: '东岸区' }, unit: { name: '柳溪镇综治中心（指挥中心）' }, employment: 'fullTime', sharePercent: 100, coverFor: null }],
      home: { id: 3, name: '柳溪镇', kind: 'township', path: '1.2.3.' },
    });
    expect(await done(city.do(dispatcher, actions.setLanguage, { language: 'en' }))).toEqual({ language: 'en' });
    expect(await done(city.ask(await city.as('diaodu01'), actions.me, {}))).toMatchObject({ language: 'en', posts: [{ roleName: 'Dispatcher', title: '镇指挥中心调度员' }] });
    const placed = await done(city.ask(await city.as('wangge04'), actions.me, {}));
    expect(placed).toMatchObject({ posts: [{ coverFor: null }, { title: '网格员（代班）', coverFor: { id: city.id('wangge03') } }] });
  }));
});

describe('posts', () => {
  test('an appointment gives its rights at once and is on record in the name of the post that made it', () => withDatabase(async (database) => {
    const { city, whole, local } = await offices(database);
    const personId = await make(city, whole, 'newcomer', '林初');
    const { postId } = Object(await done(city.do(local, actions.appoint, { personId, role: 'gridWorker', areaId: areas.grid, title: '下沉干部', employment: 'partTime', sharePercent: 40, validTo: '2199-12-31' })));
    const { rows } = await sql`select person_id, role, area_id, unit_id, title, employment, share_percent, valid_to, valid_from = identity.today() as today from identity.post where id = ${postId}`.execute(database.ownerDb);
    expect(rows).toEqual([{ person_id: personId, role: 'gridWorker', area_id: 20, unit_id: null, title: '下沉干部', employment: 'partTime', share_percent: 40, valid_to: '2199-12-31', today: true }]);
    const line = (await city.audit()).at(-1);
    expect(line).toMatchObject({ operation: 'identity.appoint', outcome: 'done', subject: `person:${personId}` });
    const posts = await sql<{ post: string }>`select post from platform.audit order by id desc limit 1`.execute(database.ownerDb);
    expect(posts.rows[0]?.post).toBe('安全管理员');
  }));

  test('each refusal of an appointment', () => withDatabase(async (database) => {
    const { city, whole, local } = await offices(database);
    const personId = await make(city, whole, 'newcomer', '林初');
    const attempt = async (input: object, as = local): Promise<string> => said(await city.do(as, actions.appoint, { personId, role: 'gridWorker', areaId: areas.grid, ...input }));
    expect(await attempt({ personId: 999_999 })).toBe('identity/person-unknown');
    expect(await attempt({ personId: city.id('xianling') })).toBe('identity/person-unknown');
    expect(await attempt({ role: 'nothing' })).toBe('identity/role-unknown');
    expect(await attempt({ areaId: 999_999 })).toBe('identity/area-unknown');
    expect(await attempt({ areaId: areas.otherCommunity })).toBe('identity/area-unknown');
    expect(await attempt({ areaId: areas.county })).toBe('identity/area-unknown');
    expect(await attempt({ unitId: 999_999 })).toBe('identity/unit-unknown');
    expect(await attempt({ validFrom: '2026-02-02', validTo: '2026-02-01' })).toBe('identity/dates-reversed');
    expect(await attempt({ coverForPostId: 999_999 })).toBe('identity/post-unknown');
    expect(await attempt({ coverForPostId: await postOf(database, city.id('wangge03')) })).toBe('identity/cover-does-not-fit');
    expect(await attempt({ personId: local.personId ?? 0, role: 'auditAdmin' })).toBe('identity/own-post');
    expect(await attempt({ personId: local.personId ?? 0, role: 'leader' }, whole)).toBe('identity/three-administrators');
    expect(await attempt({ personId: city.id('wangge01'), role: 'auditAdmin' })).toBe('identity/three-administrators');
    expect(await attempt({ personId: city.id('xitong'), role: 'auditAdmin', areaId: areas.city }, whole)).toBe('identity/three-administrators');
    expect(await attempt({})).toBe('done');
    expect(await attempt({})).toBe('identity/post-exists');
    expect(await attempt({ role: 'gridWorker', unitId: city.unitIds['XLD1'] })).toBe('done');
    for (const wrong of [{ sharePercent: 0 }, { sharePercent: 101 }, { validFrom: '0000-01-01' }, { validTo: '2026-02-30' }, { areaId: 0 }, { areaId: '1; --' }, { areaId: 3e9 }, { title: 'a\u0000' }, { employment: 'x' }]) {
      expect(await attempt(wrong), JSON.stringify(wrong)).toBe('invalid');
    }
    expect((await city.audit()).filter((line) => line.operation === 'identity.appoint').at(-1)).toMatchObject({ outcome: 'done' });
  }));

  test('two administrators cannot be made of one person by two appointments at the same moment', () => withDatabase(async (database) => {
    const { city, whole } = await offices(database);
    const personId = await make(city, whole, 'twofold', '双全');
    const answers = await Promise.all(['systemAdmin', 'auditAdmin', 'securityAdmin', 'leader'].map((role) => city.do(whole, actions.appoint, { personId, role, areaId: areas.city })));
    expect(answers.map(said).sort()).toEqual(['done', 'identity/three-administrators', 'identity/three-administrators', 'identity/three-administrators']);
  }));

  test('a cover acts within its dates, and ends with the post that it covers', () => withDatabase(async (database) => {
    const { city, whole } = await offices(database);
    const covered = await postOf(database, city.id('wangge01'));
    const cover = { personId: city.id('wangge02'), role: 'gridWorker', areaId: areas.grid, coverForPostId: covered };
    await done(city.do(whole, actions.appoint, { ...cover, validTo: '2199-12-31' }));
    const inNames = async (): Promise<string[]> => (await city.as('wangge02')).grants.flatMap((grant) => grant.inNameOf?.name ?? []);
    expect(await inNames()).toHaveLength(1);
    expect(said(await city.do(whole, actions.appoint, { ...cover, personId: city.id('wangge04'), coverForPostId: await coverId(database) }))).toBe('identity/cover-does-not-fit');
    await sql`update identity.post set valid_from = '2001-01-01', valid_to = '2001-01-31' where id = ${await coverId(database)}`.execute(database.ownerDb);
    expect(await inNames()).toEqual([]);
    await sql`update identity.post set valid_to = null where id = ${await coverId(database)}`.execute(database.ownerDb);
    expect(await inNames()).toHaveLength(1);
    await done(city.do(whole, actions.endPost, { postId: covered }));
    expect(await inNames()).toEqual([]);
  }));

  test('a post ends at once or on a day, by somebody else and in his area', () => withDatabase(async (database) => {
    const { city, whole, local } = await offices(database);
    const post = await postOf(database, city.id('wangge01'));
    const attempt = async (input: object, as = local): Promise<string> => said(await city.do(as, actions.endPost, { postId: post, ...input }));
    expect(await attempt({ postId: 999_999 })).toBe('identity/post-unknown');
    expect(await attempt({ postId: await postOf(database, city.id('xianling')) })).toBe('identity/post-unknown');
    expect(await attempt({ postId: await postOf(database, local.personId ?? 0) })).toBe('identity/own-post');
    expect(await attempt({ on: '1999-01-01' })).toBe('identity/dates-reversed');
    expect(await attempt({ on: '2199-12-31' })).toBe('done');
    expect((await city.as('wangge01')).grants).toHaveLength(1);
    expect(await attempt({ on: '2020-06-30' })).toBe('done');
    expect((await city.as('wangge01')).grants).toHaveLength(0);
    expect(await attempt({})).toBe('identity/post-unknown');
    expect(await attempt({ postId: await postOf(database, local.personId ?? 0) }, whole)).toBe('done');
    expect((await city.audit()).at(-1)).toMatchObject({ operation: 'identity.endPost', outcome: 'done', subject: `person:${local.personId}` });
    // who was responsible on a past day remains answerable
    expect((await actions.gridWorkersOf(database.db, [areas.grid], '2020-06-30')).map((one) => one.personId)).toContain(city.id('wangge01'));
    expect((await actions.gridWorkersOf(database.db, [areas.grid], '2020-07-01')).map((one) => one.personId)).not.toContain(city.id('wangge01'));
  }));
});

async function coverId(database: TestDatabase): Promise<number> {
  const { rows } = await sql<{ id: number }>`select max(id) as id from identity.post where cover_for_post_id is not null`.execute(database.ownerDb);
  return rows[0]?.id ?? 0;
}

describe('accounts', () => {
  test('suspension and new passwords are for others, wholly in one\'s own areas', () => withDatabase(async (database) => {
    const { city, whole, local } = await offices(database);
    for (const [bound, input] of [[actions.suspend, { suspended: true, reason: '调离' }], [actions.resetPassword, { password: good }]] as const) {
      const attempt = async (personId: number, as = local): Promise<string> => said(await city.do(as, bound, { personId, ...input }));
      expect(await attempt(999_999)).toBe('identity/person-unknown');
      expect(await attempt(city.id('xianling'))).toBe('identity/person-unknown');
      expect(await attempt(local.personId ?? 0)).toBe('identity/own-account');
      expect(await attempt(city.id('wangge01'))).toBe('done');
      expect((await city.audit()).at(-1)).toMatchObject({ operation: `identity.${bound.operation.name}`, outcome: 'done', subject: `person:${city.id('wangge01')}`, person_name: '沈安' });
      // with one post in another township he is no more this township's alone
      await done(city.do(whole, actions.appoint, { personId: city.id('wangge02'), role: 'gridWorker', areaId: areas.otherCommunity })).catch(() => undefined);
      expect(await attempt(city.id('wangge02'))).toBe('identity/person-unknown');
      expect(await attempt(city.id('wangge02'), whole)).toBe('done');
    }
    expect(said(await city.do(local, actions.resetPassword, { personId: city.id('wangge01'), password: 'wangge01!' }))).toBe('identity/password-common');
  }));

  test('a new password lifts a lock-out and ends sessions', () => withDatabase(async (database) => {
    const { city, whole } = await offices(database);
    await city.as('wangge01');
    for (let count = 0; count < 11; count += 1) await signIn(city.house, { account: 'wangge01', password: 'wrong' }, { ...from, address: '198.51.100.20' });
    expect(said(await signIn(city.house, { account: 'wangge01', password: city.passwordOf('wangge01') }, from))).toBe('identity/locked');
    expect(await done(city.do(whole, actions.resetPassword, { personId: city.id('wangge01'), password: good }))).toEqual({ ended: 1 });
    expect(said(await signIn(city.house, { account: 'wangge01', password: good }, from))).toBe('done');
  }));

  test('my own password: the current one proves me, my other sessions end', () => withDatabase(async (database) => {
    const { city } = await offices(database);
    const [mine] = [await city.as('wangge01'), await city.as('wangge01')];
    const current = city.passwordOf('wangge01');
    const attempt = async (input: object): Promise<string> => said(await city.do(mine, actions.changePassword, { current, next: good, ...input }));
    expect(await attempt({ current: 'wrong' })).toBe('identity/wrong-password');
    expect(await attempt({ next: current })).toBe('identity/password-same');
    expect(await attempt({ next: '12345678' })).toBe('identity/password-common');
    expect(await city.do(mine, actions.changePassword, { current, next: good })).toMatchObject({ kind: 'done', output: { ended: 1 } });
    expect(said(await signIn(city.house, { account: 'wangge01', password: current }, from))).toBe('identity/wrong-password');
    expect(said(await signIn(city.house, { account: 'wangge01', password: good }, from))).toBe('done');
    expect(JSON.stringify(await city.audit())).not.toContain(good);
    for (let count = 0; count < 9; count += 1) expect(await attempt({ current: 'wrong' })).toBe('identity/wrong-password');
    expect(await attempt({ current: good })).toBe('identity/locked');
  }));
});

describe('units and roles', () => {
  test('a unit in one\'s own area, its code once', () => withDatabase(async (database) => {
    const { city, local } = await offices(database);
    const attempt = (input: object) => city.do(local, actions.createUnit, { code: 'XLD9', name: '柳溪𠮷巡逻队', kind: 'team', level: 'township', areaId: areas.township, ...input });
    const { unitId } = Object(await done(attempt({})));
    expect((await city.audit()).at(-1)).toMatchObject({ operation: 'identity.createUnit', outcome: 'done', subject: `unit:${unitId}` });
    expect(said(await attempt({}))).toBe('identity/unit-code-taken');
    expect(said(await attempt({ code: 'XLD8', areaId: areas.otherTownship }))).toBe('identity/area-unknown');
    expect(said(await attempt({ code: 'XLD8', areaId: 999_999 }))).toBe('identity/area-unknown');
    const listed = async (input: object): Promise<{ id: number; name: string; members: number }[]> => Object(await done(city.ask(local, actions.units, input))).items;
    expect((await listed({ text: '𠮷' })).map((unit) => unit.id)).toEqual([unitId]);
    expect((await listed({ kind: 'team' })).map((unit) => unit.name)).toHaveLength(3);
    expect((await listed({ areaId: areas.otherTownship }))).toEqual([]);
    expect((await listed({ text: '派出所' })).map((unit) => unit.members)).toEqual([4]);
    expect(await actions.unitById(database.db, unitId)).toMatchObject({ code: 'XLD9', area: { id: 3, name: '柳溪镇' }, areaPath: '1.2.3.', members: 0 });
    expect(await actions.unitById(database.db, 999_999)).toBeUndefined();
    expect((await actions.unitsByIds(database.db, [unitId, 999_999, city.unitIds['PCS'] ?? 0])).map((unit) => unit.code)).toEqual(['PCS', 'XLD9']);
    expect((await actions.membersOfUnit(database.db, city.unitIds['PCS'] ?? 0, '2026-11-22')).map((member) => member.role)).toEqual(['gridWorker', 'gridWorker', 'handler', 'handler']);
    expect(await actions.personName(database.db, city.id('wangge03'))).toBe((await city.as('wangge03')).name);
  }));

  test('roles are changed by whoever secures the whole city, never his own, never to two powers', () => withDatabase(async (database) => {
    const { city, whole, local } = await offices(database);
    const attempt = async (input: object, as = whole): Promise<string> => said(await city.do(as, actions.setRole, { code: 'patrol', name: '巡防员', permissions: ['incidents.verify', 'dispatch.read'], ...input }));
    expect(await attempt({}, local)).toBe('identity/only-whole-city');
    expect(await attempt({ code: 'securityAdmin' })).toBe('identity/own-role');
    expect(await attempt({ permissions: ['incidents.verify', 'incidents.fly'] })).toBe('identity/permission-unknown');
    expect(await attempt({ permissions: ['geography.manage', 'audit.read'] })).toBe('identity/three-administrators');
    expect(await attempt({ permissions: ['identity.manage', 'incidents.read'] })).toBe('identity/three-administrators');
    expect(await attempt({})).toBe('done');
    expect((await city.audit()).at(-1)).toMatchObject({ operation: 'identity.setRole', outcome: 'done', subject: 'role:patrol' });
    // harmless beside an administrator until it gets powers of its own
    expect(await attempt({ permissions: ['dispatch.read'] })).toBe('done');
    expect(said(await city.do(whole, actions.appoint, { personId: city.id('xitong'), role: 'patrol', areaId: areas.city }))).toBe('done');
    expect(await attempt({ permissions: ['incidents.verify'] })).toBe('identity/three-administrators');
    expect(await attempt({ permissions: ['dispatch.manage'] })).toBe('done');
    const { items } = Object(await done(city.ask(whole, actions.roles, {})));
    expect(items.find((role: { code: string }) => role.code === 'patrol')).toEqual({ code: 'patrol', name: '巡防员', permissions: ['dispatch.manage'], administrator: true, secondFactor: true });
    expect(await attempt({ code: 'a'.repeat(41) })).toBe('invalid');
  }));
});

test('a role cannot gain a power while somebody who must not have it is being appointed', () => withDatabase(async (database) => {
  const { city, whole } = await offices(database);
  for (let round = 0; round < 12; round += 1) {
    const code = `patrol${round}`;
    await done(city.do(whole, actions.setRole, { code, name: '巡防员', permissions: ['dispatch.read'] }));
    const change = () => city.do(whole, actions.setRole, { code, name: '巡防员', permissions: ['incidents.verify'] });
    const appointment = () => city.do(whole, actions.appoint, { personId: city.id('xitong'), role: code, areaId: areas.city });
    const both = await Promise.all((round % 2 === 0 ? [change, appointment] : [appointment, change]).map((one) => one()));
    expect(both.map(said).sort()).toEqual(['done', 'identity/three-administrators']);
  }
}));

test('grid workers: the nearest area first, whoever is on leave replaced, full time before part time, some left out', () => withDatabase(async (database) => {
  const { city, whole } = await offices(database);
  const workers = (areaIds: number[], except: number[] = []) => actions.gridWorkersOf(database.db, areaIds, '2026-11-22', except);
  // by the real day: the cover of wangge03 holds these two weeks
  const { rows } = await sql<{ today: string }>`select identity.today() as today`.execute(database.ownerDb);
  const onLeave = await actions.gridWorkersOf(database.db, [22], rows[0]?.today ?? '');
  expect(onLeave.find((one) => one.inNameOf !== null)).toMatchObject({ personId: city.id('wangge04'), inNameOf: { personId: city.id('wangge03') } });
  expect(onLeave.map((one) => one.personId)).not.toContain(city.id('wangge03'));
  const chain = await workers([20, 10]);
  expect(chain.map((one) => one.areaId)).toEqual([20, 20, 20, 10, 10, 10]);
  expect(chain[0]).toMatchObject({ personId: city.id('wangge01'), employment: 'fullTime', sharePercent: 100, inNameOf: null });
  expect((await workers([20, 10], [city.id('wangge01')])).map((one) => one.personId)).not.toContain(city.id('wangge01'));
  await done(city.do(whole, actions.suspend, { personId: city.id('wangge01'), suspended: true, reason: '离岗' }));
  expect((await workers([20])).map((one) => one.personId)).not.toContain(city.id('wangge01'));
  expect(await workers([3])).toMatchObject([{ title: '网格总长' }]);
}));
