import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { done, morning, said, withWorld, type World } from '../../../test/support/world.ts';
import { changePerson, registerPerson, saveHousehold } from './actions.ts';
import { changeCare, endCare, nameHelper, openCare } from './care.ts';
import type { CareNeed, Person } from './contract-shapes.ts';
import { duplicates, merge, notSame, undoMerge } from './doubles.ts';
import { inventedIdNumber } from './example.ts';
import { changePlace, registerPlace, saveThing } from './places.ts';
import { care, exportPeople, people, person, place, places, reveal, things } from './queries.ts';

// One street; everybody in it is invented, with numbers of a place that there is not.

const grid = (world: World): number => world.area('990101001001001').id;
const second = (world: World): number => world.area('990101001001002').id;
const old = inventedIdNumber('1945-03-07', 2);
const child = inventedIdNumber('2016-05-01', 1);
type Page = { items: Person[]; total: number | null };
type One = Person & { care: CareNeed[]; past: { field: string; value: string | null }[]; origins: { field: string; source: string; observedOn: string }[]; mayReveal: boolean };

async function enter(world: World, more: Record<string, unknown> = {}): Promise<string> {
  return done<{ personId: string }>(await world.do('clerk', registerPerson, { areaId: grid(world), name: '柳春生', idNumber: old, phone: '13800138000', address: '前柳村3组12号', ...more })).personId;
}

describe('a person of a grid', () => {
  test('is entered once, seen masked, uncovered for a reason, and all of it is in the audit', () => withWorld(async (world) => {
    const id = await enter(world);
    const page = done<Page>(await world.ask('worker', people, {}));
    expect(page).toMatchObject({ total: 1, items: [{ id, name: '柳春生', sex: 'female', birthDate: '1945-03-07', age: 81, phone: '138****8000', idKind: 'idCard', address: '前柳村3组12号' }] });
    expect(page.items[0]?.idNumber).toMatch(/^990\*{13}\d[\dX]$/u);
    expect(page.items[0]?.area.name).toContain('前柳村');
    // A command centre reads and does not work there.
    expect(done<Page>(await world.ask('desk', people, {})).items[0]).toMatchObject({ name: '柳**', birthDate: '1945', phone: null, idNumber: null, address: '前柳村***' });
    expect(done<Page>(await world.ask('desk', people, { text: '柳春生' })).items).toEqual([]);
    expect(done<Page>(await world.ask('otherWorker', people, {})).items).toEqual([]);
    expect(said(await world.ask('otherWorker', person, { personId: id }))).toBe('registry/person-unknown');
    expect(done<Page>(await world.ask('worker', people, { idNumber: old.toLowerCase() })).items).toHaveLength(1);
    expect(done<Page>(await world.ask('desk', people, { idNumber: old })).items).toEqual([]);

    expect(done(await world.ask('worker', reveal, { personId: id, field: 'idNumber', reason: '办理高龄补贴' }))).toEqual({ value: old });
    expect(said(await world.ask('desk', reveal, { personId: id, field: 'idNumber', reason: '想看看' }))).toBe('registry/not-to-reveal');
    expect(said(await world.ask('otherWorker', reveal, { personId: id, field: 'idNumber', reason: '想看看' }))).toBe('registry/person-unknown');
    expect(said(await world.do('clerk', registerPerson, { areaId: grid(world), name: '柳春生', idNumber: old }))).toBe('registry/id-known-here');
    expect(said(await world.do('otherWorker', registerPerson, { areaId: grid(world), name: '柳春生' }))).toBe('registry/area-unknown');
    const audit = await world.audited();
    expect(audit.find(({ operation }) => operation === 'registry.registerPerson')).toMatchObject({ subject: `resident:${id}`, outcome: 'done', person_name: expect.any(String) });
    expect(audit.find(({ operation, outcome }) => operation === 'registry.reveal' && outcome === 'done')).toMatchObject({ subject: `resident:${id}`, input: { saw: { fields: ['idNumber'], purpose: ['办理高龄补贴'] } } });
    expect(JSON.stringify(audit)).not.toContain(old);
    expect(JSON.stringify(audit)).not.toContain('柳春生');
  }));

  test('is refused with a number, telephone or day that cannot be', () => withWorld(async (world) => {
    const attempt = async (more: Record<string, unknown>): Promise<string> => said(await world.do('clerk', registerPerson, { areaId: grid(world), name: '柳春生', ...more }));
    expect(await attempt({ idNumber: `${old.slice(0, 17)}${old[17] === '1' ? '2' : '1'}` })).toBe('registry/id-wrong');
    expect(await attempt({ idNumber: old, birthDate: '1946-03-07' })).toBe('registry/birth-differs');
    expect(await attempt({ idNumber: old, sex: 'male' })).toBe('registry/sex-differs');
    expect(await attempt({ phone: '12345' })).toBe('registry/phone-wrong');
    expect(await attempt({ birthDate: '2026-11-25' })).toBe('registry/born-ahead');
    expect(await attempt({ observedOn: '2026-11-25' })).toBe('registry/day-ahead');
    expect(await attempt({ householdId: randomUUID() })).toBe('registry/household-unknown');
  }));

  test('keeps the past of each field, and older news does not overwrite newer', () => withWorld(async (world) => {
    const id = await enter(world, { observedOn: '2026-01-05' });
    expect(done(await world.do('worker', changePerson, { personId: id, phone: '13900139000', address: '前柳村4组1号', observedOn: '2026-06-01', source: 'self' }))).toMatchObject({ changed: ['phone', 'address'], older: [] });
    expect(done(await world.do('worker', changePerson, { personId: id, phone: '13700137000', observedOn: '2026-03-01' }))).toMatchObject({ changed: [], older: ['phone'] });
    const seen = done<One>(await world.ask('worker', person, { personId: id }));
    expect(seen).toMatchObject({ phone: '139****9000', address: '前柳村4组1号', mayReveal: true });
    expect(seen.origins.find(({ field }) => field === 'address')).toMatchObject({ source: 'self', observedOn: '2026-06-01' });
    expect(seen.past.filter(({ field }) => field === 'phone').map(({ value }) => value)).toEqual(['139****9000', '137****7000', '138****8000']);
    expect(said(await world.do('worker', changePerson, { personId: id }))).toBe('registry/nothing-said');
    expect(said(await world.do('worker', changePerson, { personId: id, areaId: world.area('990101002000').id }))).toBe('registry/area-unknown');
    expect(said(await world.do('otherWorker', changePerson, { personId: id, name: '别人' }))).toBe('registry/person-unknown');
  }));

  test('of two clerks at once one enters him', () => withWorld(async (world) => {
    const both = await Promise.all([1, 2].map(() => world.do('clerk', registerPerson, { areaId: grid(world), name: '柳春生', idNumber: old })));
    expect(both.map(said).sort()).toEqual(['done', 'registry/id-known-here']);
  }));

  test('of a child, numbers are for its helper alone', () => withWorld(async (world) => {
    const id = await enter(world, { name: '柳小宝', idNumber: child, phone: '' });
    expect(done<Page>(await world.ask('clerk', people, {})).items[0]).toMatchObject({ birthDate: '2016', idNumber: null, isChild: true });
    expect(said(await world.ask('clerk', reveal, { personId: id, field: 'idNumber', reason: '办理入学' }))).toBe('registry/child-protected');
    done(await world.do('clerk', openCare, { personId: id, kind: 'leftBehindChild', basis: 'guardianConsent', basisNote: '监护人签字', tier: 'high', ownerId: world.id('worker'), endOn: '2027-05-01' }));
    expect(done(await world.ask('worker', reveal, { personId: id, field: 'idNumber', reason: '办理入学' }))).toEqual({ value: child });
  }));
});

test('a household has its head and members', () => withWorld(async (world) => {
  const id = await enter(world);
  const householdId = done<{ householdId: string }>(await world.do('clerk', saveHousehold, { areaId: grid(world), number: 'QL-001', address: '前柳村3组12号', headId: id })).householdId;
  done(await world.do('clerk', changePerson, { personId: id, householdId, relation: 'head' }));
  expect(done(await world.ask('clerk', person, { personId: id }))).toMatchObject({ household: { number: 'QL-001', headName: '柳春生', members: 1 }, members: [{ id }], relation: 'head' });
  expect(said(await world.do('clerk', saveHousehold, { areaId: grid(world), number: 'QL-001' }))).toBe('registry/household-number-taken');
  expect(done(await world.ask('desk', person, { personId: id }))).toMatchObject({ household: null, members: [], origins: [], past: [] });
}));

test('places and things', () => withWorld(async (world) => {
  const made = done<{ placeId: string }>(await world.do('worker', registerPlace, { areaId: grid(world), category: 'compound', kind: 'compound', name: '柳园小区', managed: false, households: 120, contactName: '柳物业', phone: '13800138001' }));
  expect(said(await world.do('worker', registerPlace, { areaId: grid(world), category: 'risk', kind: 'school', name: '柳街小学' }))).toBe('registry/kind-does-not-fit');
  expect(done<{ items: unknown[] }>(await world.ask('worker', places, { unmanaged: 'true' })).items).toHaveLength(1);
  done(await world.do('worker', changePlace, { placeId: made.placeId, managed: true, risk: 'low' }));
  expect(done<{ items: unknown[] }>(await world.ask('worker', places, { unmanaged: 'true' })).items).toEqual([]);
  done(await world.do('worker', saveThing, { areaId: grid(world), kind: 'hydrant', name: '东门消火栓', placeId: made.placeId }));
  expect(done(await world.ask('worker', place, { placeId: made.placeId }))).toMatchObject({ name: '柳园小区', risk: 'low', phone: '138****8001', things: [{ name: '东门消火栓' }] });
  expect(done(await world.ask('desk', place, { placeId: made.placeId }))).toMatchObject({ contactName: '柳**', phone: null, origins: [] });
  expect(said(await world.ask('otherDesk', place, { placeId: made.placeId }))).toBe('registry/place-unknown');
  expect(done<{ items: unknown[] }>(await world.ask('otherWorker', things, {})).items).toEqual([]);
  done(await world.do('worker', changePlace, { placeId: made.placeId, withdrawn: true }));
  expect(said(await world.ask('worker', place, { placeId: made.placeId }))).toBe('registry/place-unknown');
}));

describe('the care register', () => {
  const need = (world: World, personId: string, more: Record<string, unknown> = {}) => ({ personId, kind: 'livingAlone', basis: 'consent', basisNote: '本人签字', tier: 'high', ownerId: world.id('worker'), endOn: '2027-05-01', note: '听力差', ...more });

  test('knows of an ordinary need where it is kept, and not beyond', () => withWorld(async (world) => {
    const id = await enter(world);
    const { careId } = done<{ careId: string }>(await world.do('clerk', openCare, need(world, id)));
    for (const who of ['clerk', 'worker', 'gridLeader'] as const) expect([who, done<{ items: CareNeed[] }>(await world.ask(who, care, {})).items.map((one) => one.kind)]).toEqual([who, ['livingAlone']]);
    for (const who of ['desk', 'leader', 'otherWorker', 'audit', 'system'] as const) expect([who, done<{ items: CareNeed[] }>(await world.ask(who, care, {})).items]).toEqual([who, []]);
    expect(said(await world.do('clerk', openCare, need(world, id)))).toBe('registry/care-exists');
    expect(said(await world.do('worker', openCare, need(world, id, { kind: 'hardship' })))).toBe('platform/not-permitted');
    expect(said(await world.do('clerk', openCare, need(world, id, { kind: 'hardship', endOn: '2028-05-01' })))).toBe('registry/too-long');
    done(await world.do('worker', changeCare, { careId, tier: 'medium', endOn: '2026-12-01' }));
    expect(done<{ items: CareNeed[] }>(await world.ask('worker', care, { state: 'ending' })).items[0]).toMatchObject({ tier: 'medium', cycleDays: 30, nextVisitOn: '2026-12-01', note: '听力差', mine: true });
    done(await world.do('worker', endCare, { careId, reason: '随子女居住' }));
    expect(said(await world.do('worker', endCare, { careId, reason: '再来一次' }))).toBe('registry/care-over');
  }));

  test('shows a disorder of the mind to its helpers alone: no list, page, count, past, log or event tells anybody else', () => withWorld(async (world) => {
    const id = await enter(world);
    const { careId } = done<{ careId: string }>(await world.do('clerk', openCare, need(world, id, { kind: 'mentalDisorder', basis: 'guardianConsent', ownerId: world.id('worker'), note: '按时服药' })));
    const seenBy = async (who: Parameters<World['ask']>[0]): Promise<boolean[]> => [
      done<{ items: CareNeed[] }>(await world.ask(who, care, {})).items.length > 0,
      JSON.stringify(await world.ask(who, person, { personId: id })).includes('mentalDisorder'), JSON.stringify(await world.ask(who, people, {})).includes('mentalDisorder'),
    ];
    expect(await seenBy('worker')).toEqual([true, true, false]);
    // Not even whoever opened it, once it is in its owner's hands.
    for (const who of ['clerk', 'gridLeader', 'desk', 'leader', 'cityLeader', 'audit', 'system'] as const) expect([who, await seenBy(who)]).toEqual([who, [false, false, false]]);
    expect(said(await world.do('clerk', endCare, { careId, reason: '不归他管' }))).toBe('registry/care-unknown');
    expect(said(await world.do('clerk', nameHelper, { careId, helperId: world.id('clerk'), as: 'helper' }))).toBe('registry/care-unknown');
    done(await world.do('worker', nameHelper, { careId, helperId: world.id('gridLeader'), as: 'helper' }));
    expect(await seenBy('gridLeader')).toEqual([true, true, false]);
    expect(said(await world.do('gridLeader', nameHelper, { careId, helperId: world.id('clerk'), as: 'helper' }))).toBe('registry/only-owner');
    expect(said(await world.do('worker', nameHelper, { careId, helperId: world.id('worker'), as: 'none' }))).toBe('registry/owner-stays');
    done(await world.do('worker', nameHelper, { careId, helperId: world.id('gridLeader'), as: 'none' }));
    expect(await seenBy('gridLeader')).toEqual([false, false, false]);
    const events = (await world.events()).filter(({ kind }) => kind === 'registry.care');
    expect(events.every(({ area_path: path, person_ids: ids }) => path === '' && !ids.includes(world.id('clerk')))).toBe(true);
    const kept = JSON.stringify([await world.audited(), (await sql`select result, key from platform.command`.execute(world.ownerDb)).rows, (await sql`select kind, tier, basis from registry.care_need`.execute(world.ownerDb)).rows]);
    expect(kept).not.toMatch(/mentalDisorder|按时服药/u);
  }));

  test('a helper from elsewhere sees the person he helps, until the need is over', () => withWorld(async (world) => {
    const id = await enter(world);
    const { careId } = done<{ careId: string }>(await world.do('clerk', openCare, need(world, id, { helperIds: [world.id('otherWorker')] })));
    expect(done<One>(await world.ask('otherWorker', person, { personId: id }))).toMatchObject({ name: '柳春生', phone: '138****8000', mayReveal: true });
    done(await world.do('worker', endCare, { careId, reason: '已好转' }));
    expect(said(await world.ask('otherWorker', person, { personId: id }))).toBe('registry/person-unknown');
  }));
});

describe('two that are one', () => {
  test('are found with reasons, merged, and parted again as if nothing had been', () => withWorld(async (world) => {
    const keep = await enter(world, { phone: '', birthDate: '1945-03-07', idNumber: '', sex: 'female' });
    const gone = await enter(world, { areaId: second(world) });
    const far = await enter(world, { areaId: second(world), name: '柳秋生', idNumber: inventedIdNumber('1950-01-01', 2), phone: '' });
    const found = done<{ items: { verdict: string; reasons: string[] }[] }>(await world.ask('clerk', duplicates, {})).items;
    expect(found).toMatchObject([{ verdict: 'likely', reasons: ['sameName', 'sameBirthDate', 'sameAddress'] }]);
    const before = [done(await world.ask('clerk', person, { personId: keep })), done(await world.ask('clerk', person, { personId: gone }))].map((one) => ({ ...one, origins: [], past: [] }));
    const { batchId } = done<{ batchId: string }>(await world.do('clerk', merge, { keepId: keep, goneId: gone, take: ['phone', 'idNumber'], reason: '同一人，两个网格各登记一次' }));
    expect(done<Page>(await world.ask('clerk', people, {})).total).toBe(2);
    expect(done(await world.ask('clerk', person, { personId: gone }))).toMatchObject({ id: keep, phone: '138****8000', idKind: 'idCard', mergedFrom: [{ id: gone, batchId }] });
    expect(done(await world.ask('worker', reveal, { personId: keep, field: 'idNumber', reason: '办理高龄补贴' }))).toEqual({ value: old });
    expect(done<{ items: unknown[] }>(await world.ask('clerk', duplicates, {})).items).toEqual([]);
    done(await world.do('clerk', changePerson, { personId: keep, address: '前柳村5组' }));
    expect(done(await world.do('clerk', undoMerge, { batchId, reason: '原来是姐妹' }))).toEqual({ restored: 2, kept: 0 });
    expect(said(await world.do('clerk', undoMerge, { batchId, reason: '再撤一次' }))).toBe('registry/batch-undone');
    const after = [done(await world.ask('clerk', person, { personId: keep })), done(await world.ask('clerk', person, { personId: gone }))].map((one) => ({ ...one, origins: [], past: [] }));
    expect(after).toEqual([{ ...before[0], address: '前柳村5组' }, before[1]]);
    expect(said(await world.do('clerk', merge, { keepId: keep, goneId: keep, reason: '自己' }))).toBe('registry/same-person');
    expect(said(await world.do('otherWorker', merge, { keepId: keep, goneId: far, reason: '别人的' }))).toBe('platform/not-permitted');
    done(await world.do('clerk', notSame, { aId: gone, bId: keep, reason: '姐妹俩' }));
    expect(done<{ items: unknown[] }>(await world.ask('clerk', duplicates, {})).items).toEqual([]);
  }));
});

test('an export is masked, says who took it and what for, and runs no formula', () => withWorld(async (world) => {
  await enter(world, { name: '=cmd|calc', address: '@SUM(1)' });
  const { csv, rows } = done<{ csv: string; rows: number }>(await world.ask('clerk', exportPeople, { purpose: '核对选民名册' }));
  expect(rows).toBe(1);
  expect(csv).toContain('核对选民名册');
  expect(csv).not.toMatch(/13800138000|cmd/u);
  expect(csv).toContain("'=**");
  expect(csv).toContain("'@SUM");
  expect(said(await world.ask('worker', exportPeople, { purpose: '核对选民名册' }))).toBe('platform/not-permitted');
  expect((await world.audited()).find(({ operation }) => operation === 'registry.exportPeople')).toMatchObject({ input: { saw: { purpose: ['核对选民名册'] } } });
}));

test('whole numbers are seen twenty an hour', () => withWorld(async (world) => {
  const id = await enter(world);
  const answers: string[] = [];
  for (let turn = 0; turn < 25; turn += 1) answers.push(said(await world.ask('gridLeader', reveal, { personId: id, field: 'phone', reason: '逐户通知' }, { at: morning })));
  expect([answers.slice(0, 20).every((one) => one === 'done'), answers.at(-1)]).toEqual([true, 'registry/too-many-look-ups']);
}));
