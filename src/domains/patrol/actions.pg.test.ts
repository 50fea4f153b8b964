import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { done, hoursLater, morning, said, withWorld, type World } from '../../../test/support/world.ts';
import type { PullAnswer } from '../../platform/core/sync/wire.ts';
import { pullFrom } from '../../platform/sync/pull.ts';
import { registerPerson, saveHousehold } from '../registry/actions.ts';
import { openCare } from '../registry/care.ts';
import { answerHint, askVisit, correctVisit, endPlan, recordVisit, savePlan } from './actions.ts';
import type { DiaryEntry, Order, Plan, TodayLine, Visit } from './contract.ts';
import { diary, writeDiary } from './diaries.ts';
import { forgetOldPlaces } from './jobs.ts';
import { acceptOrder, askAfter, cancelOrder, declineOrder, doneOrder, sendOrder, wishToOrder } from './orders.ts';
import { coverage, hints, orders, plans, visitsOf } from './queries.ts';
import { coverageOf } from './rules/due.ts';
import { todayFrom, type RoundDoc } from './rules/on-phone.ts';
import { roundsOnPhones, todayList } from './today.ts';

// 柳街, its people invented. `worker` goes round the first grid, `neighbour` the second, `clerk` the village.

const grid = (world: World): number => world.area('990101001001001').id;
const at = morning.toISOString();
const today = '2026-11-24';

async function person(world: World, more: Record<string, unknown> = {}): Promise<string> {
  return done<{ personId: string }>(await world.do('clerk', registerPerson, { areaId: grid(world), name: '柳春生', birthDate: '1945-03-07', address: '前柳村3组12号', ...more })).personId;
}
async function need(world: World, personId: string, more: Record<string, unknown> = {}): Promise<string> {
  return done<{ careId: string }>(await world.do('clerk', openCare, {
    personId, kind: 'livingAlone', basis: 'duty', basisNote: '村委会走访登记', tier: 'high', ownerId: world.id('worker'), startOn: '2026-11-01', endOn: '2027-10-01', ...more,
  })).careId;
}
const visit = (personId: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({ personId, at, found: '家里干净，灶台用火安全，老人说头晕想看医生', ...more });
type Page<T> = { items: T[]; next: string | null };
const lines = async (world: World, who: 'worker' | 'neighbour' | 'clerk' | 'desk', when?: Date): Promise<TodayLine[]> => done<{ items: TodayLine[] }>(await world.ask(who, todayList, {}, when ? { at: when } : {})).items;

/** As a phone shows it that pulled this morning. */
async function onPhone(world: World, who: 'worker' | 'neighbour', on: string, own: Parameters<typeof todayFrom>[2] = []): Promise<TodayLine[]> {
  const { scopes } = done<PullAnswer>(await world.ask(who, pullFrom([roundsOnPhones]), { device: randomUUID(), person: world.id(who) }));
  return todayFrom(scopes.flatMap(({ parts }) => parts.flatMap(({ docs }) => docs.map(({ data }) => data as RoundDoc))), on, own).items; // as the source made them
}

describe('a visit', () => {
  test('is due and says why, is recorded, seen by those who may, moves the next one, and is corrected by a further record', () => withWorld(async (world) => {
    const id = await person(world);
    await need(world, id);
    expect(await lines(world, 'worker')).toMatchObject([{ subject: 'person', personId: id, title: '柳春生', address: '前柳村3组12号', dueOn: '2026-11-08', reasons: [{ why: 'neverVisited', since: '2026-11-01' }] }]);
    expect(await lines(world, 'neighbour')).toEqual([]);
    // The phone's list of today, of what it pulled, is the server's; and a week on it still knows what falls due.
    expect(await onPhone(world, 'worker', today)).toEqual(await lines(world, 'worker'));
    expect(await onPhone(world, 'worker', today, [{ name: 'patrol.recordVisit', input: visit(id), at }])).toEqual([]);
    expect(await onPhone(world, 'neighbour', today)).toEqual([]);

    const lastVisit = async (): Promise<unknown> => (await sql<{ on: string | null }>`select last_visit_on::text as on from registry.care_need`.execute(world.ownerDb)).rows;
    const visitId = randomUUID();
    const readings = { systolic: 186, diastolic: 92, pulse: 76 };
    const input = visit(id, { id: visitId, along: [world.id('neighbour'), world.id('neighbour'), world.id('worker')], guests: [{ kind: 'doctor', name: '柳大夫' }], readings });
    expect(done(await world.do('worker', recordVisit, input))).toEqual({ visitId, placeKept: false, advice: [{ field: 'pressure', urgency: 'today', side: 'high' }] });
    // The phone lost the answer and sends it again.
    expect(await world.do('worker', recordVisit, input)).toMatchObject({ kind: 'done', replayed: true });
    expect(await lines(world, 'worker')).toEqual([]);
    expect(await lastVisit()).toEqual([{ on: today }]);
    expect(await lines(world, 'worker', hoursLater(24 * 7))).toMatchObject([{ personId: id, lastVisitOn: today, reasons: [{ why: 'dueToday', cycleDays: 7, tier: 'high' }] }]);

    const seen = async (who: 'worker' | 'neighbour' | 'clerk' | 'desk' | 'otherWorker'): Promise<Visit[]> => done<Page<Visit>>(await world.ask(who, visitsOf, { personId: id })).items;
    expect(await seen('worker')).toMatchObject([{ id: visitId, subject: '柳春生', outcome: 'met', found: expect.stringContaining('头晕'), readings: { systolic: 186 }, along: [expect.any(String)], guests: [{ kind: 'doctor', name: '柳大夫' }], mine: true }]);
    // Who came along reads what he wrote with; a command centre sees that there was a visit, and no more.
    expect(await seen('neighbour')).toMatchObject([{ found: expect.any(String), mine: true, subject: '' }]);
    expect(await seen('desk')).toMatchObject([{ found: null, readings: null, hasReadings: true, subject: '柳**' }]);
    expect(await seen('otherWorker')).toEqual([]);

    const corrected = randomUUID();
    expect(said(await world.do('neighbour', correctVisit, { ...visit(id), corrects: visitId }))).toBe('patrol/visit-not-yours');
    expect(done(await world.do('worker', correctVisit, { ...visit(id, { id: corrected, outcome: 'notHome', found: '敲门无人应' }), corrects: visitId }))).toMatchObject({ visitId: corrected });
    expect(said(await world.do('worker', correctVisit, { ...visit(id), corrects: visitId }))).toBe('patrol/visit-corrected');
    expect((await seen('worker')).map(({ id: one, corrects, correctedBy }) => [one, corrects, correctedBy])).toEqual(expect.arrayContaining([[visitId, null, corrected], [corrected, visitId, null]]));
    // Nobody at home is no visit: it is due again, and the care register says so too.
    expect(await lastVisit()).toEqual([{ on: null }]);
    expect(await lines(world, 'worker')).toHaveLength(1);

    const { rows: [credited] } = await sql<{ credited: number[]; n: number }>`select credited, count(*) over ()::int as n from patrol.visit_facts`.execute(world.ownerDb);
    expect(credited).toEqual({ credited: [world.id('worker')], n: 1 });
    const log = await world.audited();
    expect(log.filter(({ operation, outcome }) => operation === 'patrol.recordVisit' && outcome === 'done')).toMatchObject([{ subject: `visit:${visitId}` }]);
    expect(log.some(({ operation, input: kept }) => operation === 'patrol.visits' && JSON.stringify(kept).includes('readings'))).toBe(true);
    expect(JSON.stringify(log)).not.toMatch(/头晕|systolic|柳春生/u);
    const { rows } = await sql<{ text: string }>`select v::text as text from patrol.visit v`.execute(world.ownerDb);
    expect(JSON.stringify(rows)).not.toMatch(/头晕|systolic/u);
  }));

  test('to a child, or for a need that only its helpers know, is seen by them and by those who came', () => withWorld(async (world) => {
    const child = await person(world, { name: '柳小满', birthDate: '2016-05-01' });
    await need(world, child, { kind: 'leftBehindChild', basis: 'guardianConsent', ownerId: world.id('gridLeader') });
    const hidden = await person(world, { name: '柳知秋' });
    await need(world, hidden, { kind: 'mentalDisorder', basis: 'duty', ownerId: world.id('gridLeader') });
    for (const personId of [child, hidden]) {
      done(await world.do('gridLeader', recordVisit, visit(personId)));
      const n = async (who: 'worker' | 'clerk' | 'desk' | 'gridLeader'): Promise<number> => done<Page<Visit>>(await world.ask(who, visitsOf, { personId })).items.length;
      expect([await n('gridLeader'), await n('worker'), await n('clerk'), await n('desk')]).toEqual([1, 0, 0, 0]);
    }
    expect(JSON.stringify(done(await world.ask('worker', visitsOf, {})))).not.toMatch(/柳小满|柳知秋/u);
    const order = done<{ orderId: string }>(await world.do('gridLeader', wishToOrder, { personId: hidden, kind: 'medicine', wish: '代取药' })).orderId;
    expect(done<Page<Order>>(await world.ask('clerk', orders, {})).items).toEqual([]);
    expect(said(await world.do('clerk', cancelOrder, { orderId: order, note: '不需要了' }))).toBe('patrol/order-unknown');
  }));

  test('is refused where it cannot be', () => withWorld(async (world) => {
    const id = await person(world);
    const attempt = async (input: Record<string, unknown>, who: 'worker' | 'otherWorker' | 'desk' = 'worker'): Promise<string> => said(await world.do(who, recordVisit, input));
    expect(await attempt(visit(id), 'otherWorker')).toBe('patrol/person-unknown');
    expect(await attempt(visit(id), 'desk')).toBe('patrol/person-unknown');
    expect(await attempt(visit(randomUUID()))).toBe('patrol/person-unknown');
    expect(await attempt({ at, householdId: randomUUID() })).toBe('patrol/household-unknown');
    expect(await attempt({ at, placeId: randomUUID() })).toBe('patrol/place-unknown');
    expect(await attempt({ at })).toBe('patrol/where-missing');
    expect(await attempt({ at, areaId: world.area('990101002001').id })).toBe('patrol/area-unknown');
    expect(await attempt({ at, areaId: grid(world), planId: randomUUID() })).toBe('patrol/plan-unknown');
    expect(await attempt(visit(id, { at: hoursLater(1).toISOString() }))).toBe('patrol/happened-in-future');
    expect(await attempt(visit(id, { readings: { systolic: 78, diastolic: 128 } }))).toBe('patrol/check-readings');
    expect(await attempt(visit(id, { readings: { systolic: 78, diastolic: 128 }, readingsChecked: true }))).toBe('done');
    expect(await attempt({ at, areaId: grid(world), readings: { pulse: 70 } })).toBe('patrol/readings-of-whom');
    expect(await attempt(visit(id, { along: [2_000_000_000] }))).toBe('patrol/colleague-unknown');
    expect(await attempt(visit(id, { photos: ['0'.repeat(64)] }))).toBe('patrol/photo-unknown');
    const taken = randomUUID();
    expect(await attempt(visit(id, { id: taken }))).toBe('done');
    expect(said(await world.do('worker', recordVisit, visit(id, { id: taken, found: '另一回事' }), { key: 'another key' }))).toMatch(/id-taken|key-reused/u);
    expect(said(await world.do('worker', correctVisit, { ...visit(id), corrects: randomUUID() }))).toBe('patrol/visit-unknown');
  }));

  test('that the supervisor asked for stands first, until somebody went', () => withWorld(async (world) => {
    const id = await person(world);
    expect(said(await world.do('worker', askVisit, { personId: id, byOn: today, reason: '降温后去看看' }))).toBe('platform/not-permitted');
    expect(said(await world.do('clerk', askVisit, { personId: id, byOn: '2026-11-23', reason: '降温后去看看' }))).toBe('patrol/day-past');
    expect(said(await world.do('clerk', askVisit, { personId: randomUUID(), byOn: today, reason: '降温后去看看' }))).toBe('patrol/person-unknown');
    done(await world.do('clerk', askVisit, { personId: id, byOn: today, reason: '降温后去看看' }));
    expect(await lines(world, 'worker')).toMatchObject([{ personId: id, reasons: [{ why: 'asked', on: today, lateDays: 0 }] }]);
    done(await world.do('worker', recordVisit, visit(id)));
    expect(await lines(world, 'worker')).toEqual([]);
  }));
});

describe('a plan', () => {
  const market = (world: World, more: Record<string, unknown> = {}): Record<string, unknown> => ({
    kind: 'joint', title: '赶场天联巡联防', areaId: world.area('990101001000').id, rhythms: [{ every: 'market', calendar: 'solar', digits: [4, 9] }, { every: 'holiday', eve: true }], unitIds: [world.unit('XLD1'), world.unit('XLD2')], checkIn: 'coarse', startsOn: '2026-01-01', fromTime: '07:30', toTime: '11:30', ...more,
  });

  test('of the township falls in its grids; a place is kept only because it asks, rounded, and for thirty days', () => withWorld(async (world) => {
    expect(said(await world.do('worker', savePlan, market(world)))).toBe('platform/not-permitted');
    expect(said(await world.do('clerk', savePlan, market(world)))).toBe('patrol/area-unknown');
    const planId = done<{ planId: string }>(await world.do('desk', savePlan, market(world))).planId;
    expect(await lines(world, 'worker')).toMatchObject([{ subject: 'plan', planId, title: '赶场天联巡联防', time: '07:30–11:30', checkIn: 'coarse', reasons: [{ why: 'market', calendar: 'solar', day: 24 }] }]);
    expect(await lines(world, 'worker', hoursLater(24))).toEqual([]);
    const [known] = done<{ items: Plan[] }>(await world.ask('worker', plans, {})).items;
    expect(known).toMatchObject({ id: planId, mayChange: false, units: [{ name: '柳镇第一巡逻队' }, { name: '柳镇第二巡逻队' }] });
    expect(known?.next.map(({ on }) => on)).toEqual(['2026-11-24', '2026-11-29', '2026-12-04']);
    expect(done<{ items: Plan[] }>(await world.ask('otherWorker', plans, {})).items).toEqual([]);

    const position = { longitude: 116.020449, latitude: 36.053551, accuracyM: 12 };
    expect(done(await world.do('worker', recordVisit, { at, planId, areaId: grid(world), found: '集市秩序良好', position }))).toMatchObject({ placeKept: true });
    expect(done(await world.do('worker', recordVisit, { at, areaId: grid(world), found: '桥头一切正常', position }))).toMatchObject({ placeKept: false });
    const places = async () => (await sql<{ longitude: string; latitude: string; accuracy_m: number; gone_on: string }>`select longitude, latitude, accuracy_m, gone_on from patrol.check_in`.execute(world.ownerDb)).rows;
    expect(await places()).toEqual([{ longitude: '116.020', latitude: '36.054', accuracy_m: 100, gone_on: '2026-12-24' }]);
    expect([await forgetOldPlaces(world.db, '2026-12-23'), await forgetOldPlaces(world.db, '2026-12-24'), await places()]).toEqual([0, 1, []]);
    expect(await lines(world, 'worker')).toMatchObject([{ planId, doneToday: 1 }]);

    done(await world.do('desk', savePlan, market(world, { planId, title: '逢四逢九联巡' })));
    expect(said(await world.do('otherDesk', endPlan, { planId, reason: '不办了' }))).toBe('patrol/plan-unknown');
    done(await world.do('desk', endPlan, { planId, reason: '集市搬迁' }));
    expect([said(await world.do('desk', endPlan, { planId, reason: '集市搬迁' })), said(await world.do('desk', savePlan, market(world, { planId })))]).toEqual(['patrol/plan-over', 'patrol/plan-over']);
    expect(done<{ items: Plan[] }>(await world.ask('worker', plans, {})).items).toEqual([]);
    expect(done<{ items: Plan[] }>(await world.ask('worker', plans, { over: 'true' })).items).toMatchObject([{ id: planId, endedReason: '集市搬迁' }]);
  }));

  test('is refused where it asks for what it may not, or names what there is not', () => withWorld(async (world) => {
    const attempt = async (more: Record<string, unknown>): Promise<string> => said(await world.do('desk', savePlan, market(world, more)));
    expect(await attempt({ areaId: world.area('990101002000').id })).toBe('patrol/area-unknown');
    expect(await attempt({ planId: randomUUID() })).toBe('patrol/plan-unknown');
    expect(await attempt({ unitIds: [world.unit('XLD1'), 2_000_000_000] })).toBe('patrol/unit-unknown');
    expect(await attempt({ placeIds: [randomUUID()] })).toBe('patrol/place-unknown');
    expect(await attempt({ endsOn: '2025-12-31' })).toBe('patrol/dates-reversed');
    expect(await attempt({ kind: 'visits', checkIn: 'none' })).toBe('patrol/cycle-missing');
    expect(await attempt({ kind: 'round', rhythms: [] })).toBe('patrol/rhythm-missing');
    expect(await attempt({ unitIds: [world.unit('XLD1')] })).toBe('patrol/teams-missing');
    expect(await attempt({ kind: 'online', checkIn: 'none' })).toBe('patrol/staff-missing');
    expect(await attempt({ kind: 'online', fullTime: 4, others: 2 })).toBe('patrol/place-not-needed');
  }));

  test('of an online patrol counts who was there and names nobody', () => withWorld(async (world) => {
    const planId = done<{ planId: string }>(await world.do('clerk', savePlan, { kind: 'online', title: '网络巡防 4+2', areaId: world.area('990101001001').id, rhythms: [{ every: 'days', days: 1, from: '2026-01-01' }], fullTime: 4, others: 2 })).planId;
    const shift = { at, planId, areaId: grid(world), present: { fullTime: 3, others: 2 } };
    const id = await person(world);
    for (const more of [{ found: '某某说了什么' }, { personId: id }, { guests: [{ kind: 'other', name: '某某' }] }]) expect(said(await world.do('worker', recordVisit, { ...shift, ...more }))).toBe('patrol/shift-names-nobody');
    done(await world.do('worker', recordVisit, shift));
    expect(done<Page<Visit>>(await world.ask('clerk', visitsOf, { planId })).items).toMatchObject([{ kind: 'shift', present: { fullTime: 3, others: 2 }, missing: { fullTime: 1, others: 0 } }]);
  }));

  test('of visits from house to house has a coverage, reckoned in the database as in the rule', () => withWorld(async (world) => {
    const households: string[] = [];
    for (let n = 1; n <= 4; n += 1) households.push(done<{ householdId: string }>(await world.do('clerk', saveHousehold, { areaId: grid(world), number: `H${n}`, address: `前柳村${n}号` })).householdId);
    await sql`update registry.household set registered_at = '2026-01-01'`.execute(world.ownerDb);
    done(await world.do('clerk', savePlan, { kind: 'visits', title: '每季入户', areaId: world.area('990101001001').id, cycleDays: 90, startsOn: '2026-01-01' }));
    const on = (householdId: string | undefined, day: string, outcome = 'met') => world.do('worker', recordVisit, { householdId, at: `${day}T02:00:00Z`, outcome });
    const visits: [number, string, string][] = [[0, '2026-11-10', 'met'], [1, '2026-11-11', 'notHome'], [2, '2026-10-20', 'met'], [3, '2026-06-01', 'met'], [3, '2026-11-12', 'met']];
    for (const [n, day, outcome] of visits) done(await on(households[n], day, outcome));
    const [from, to] = ['2026-11-01', '2026-11-24'];
    const expected = coverageOf([
      { householdId: '0', dueOn: '2026-01-08', metOn: ['2026-11-10'] }, { householdId: '1', dueOn: '2026-01-08', metOn: [] }, { householdId: '2', dueOn: '2027-01-18', metOn: ['2026-10-20'] }, { householdId: '3', dueOn: '2026-08-30', metOn: ['2026-06-01', '2026-11-12'] },
    ], from, to);
    expect(expected).toEqual({ due: 3, visited: 2, rate: 2 / 3 });
    expect(done(await world.ask('worker', coverage, { from, to }))).toMatchObject({ plan: { title: '每季入户' }, ...expected, areas: [{ area: { id: grid(world) }, due: 3, visited: 2 }] });
    expect(done(await world.ask('otherWorker', coverage, { from, to }))).toMatchObject({ plan: null, due: 0, rate: null });
    expect(await lines(world, 'worker')).toMatchObject([{ subject: 'household', householdId: households[1], address: '前柳村2号' }]);
    expect(said(await world.ask('worker', coverage, { from, to, planId: randomUUID() }))).toBe('patrol/plan-unknown');
  }));
});

test('a wish becomes an order, goes to a unit, comes back with a reason, goes to another, is done, and on the next day somebody asks', () => withWorld(async (world) => {
  const id = await person(world);
  await need(world, id);
  const visitId = done<{ visitId: string }>(await world.do('worker', recordVisit, visit(id))).visitId;
  const attempt = async (more: Record<string, unknown>): Promise<string> => said(await world.do('worker', wishToOrder, { personId: id, kind: 'doctor', wish: '头晕，想请医生上门看看', ...more }));
  expect(await attempt({ personId: randomUUID() })).toBe('patrol/person-unknown');
  expect(await attempt({ visitId: randomUUID() })).toBe('patrol/visit-unknown');
  expect(await attempt({ unitId: 2_000_000_000 })).toBe('patrol/unit-unknown');
  expect(await attempt({ wantedOn: '2026-01-01' })).toBe('patrol/day-past');
  const { orderId } = done<{ orderId: string }>(await world.do('worker', wishToOrder, { personId: id, visitId, kind: 'doctor', wish: '头晕，想请医生上门看看', unitId: world.unit('MZB') }));
  const [civil, hospital] = [await world.actor('minzheng01'), await world.actor('weisheng01')];
  const one = async (who: Parameters<World['ask']>[0]): Promise<Order | undefined> => done<Page<Order>>(await world.ask(who, orders, { orderId })).items[0];
  expect(await one('worker')).toMatchObject({ state: 'ordered', wantedOn: '2026-11-25', person: '柳春生', wish: '头晕，想请医生上门看看', unit: { name: expect.stringContaining('民政办') }, allowed: ['cancel'] });
  expect(await one(civil)).toMatchObject({ person: '柳春生', address: '前柳村3组12号', allowed: ['accept', 'decline', 'finish'] });
  expect([await one(hospital), await one('otherWorker')]).toEqual([undefined, undefined]);
  expect(await one('desk')).toMatchObject({ person: '柳**', wish: '', allowed: [] });
  expect(said(await world.do(hospital, acceptOrder, { orderId, note: '' }))).toBe('patrol/order-unknown');
  expect(said(await world.do('worker', sendOrder, { orderId, unitId: world.unit('WSY') }))).toBe('patrol/order-not-so');
  done(await world.do(civil, declineOrder, { orderId, note: '应由卫生院上门' }));
  expect(await one(civil)).toMatchObject({ state: 'declined' });
  expect(await lines(world, 'worker', hoursLater(24))).toMatchObject([{ subject: 'order', orderId, title: '柳春生', order: { kind: 'doctor', state: 'declined' } }]);
  done(await world.do('worker', sendOrder, { orderId, unitId: world.unit('WSY') }));
  expect(said(await world.do('worker', sendOrder, { orderId, unitId: 2_000_000_000 }))).toBe('patrol/unit-unknown');
  expect(await lines(world, 'worker', hoursLater(24))).toEqual([]);
  done(await world.do(hospital, acceptOrder, { orderId, note: '' }));
  expect(said(await world.do('worker', askAfter, { orderId, afterwards: 'better' }))).toBe('patrol/order-not-so');
  done(await world.do(hospital, doneOrder, { orderId, note: '已上门体检' }, { at: hoursLater(24) }));
  expect(said(await world.do(hospital, cancelOrder, { orderId, note: '不要了' }))).toBe('patrol/order-not-so');
  const next = await lines(world, 'worker', hoursLater(48));
  expect(next).toMatchObject([{ subject: 'order', orderId, dueOn: '2026-11-26', order: { state: 'done' } }]);
  expect(done(await world.do('worker', askAfter, { orderId, afterwards: 'better', note: '不头晕了' }, { at: hoursLater(48) }))).toEqual({ orderId, state: 'closed', revision: 6 });
  expect((await one('worker'))?.steps.map(({ action, note }) => `${action} ${note}`)).toEqual(['wish ', 'order ', 'decline 应由卫生院上门', 'order ', 'accept ', 'finish 已上门体检', 'askAfter 不头晕了']);
  // Having been seen by the doctor moves the next visit of an eighty-one-year-old, and says by what.
  expect(await lines(world, 'worker', hoursLater(24 * 7))).toEqual([]);
  expect(await lines(world, 'worker', hoursLater(24 * 8))).toMatchObject([{ personId: id, dueOn: '2026-12-02', seen: { on: '2026-11-25', by: 'order' } }]);
  const { rows } = await sql<{ text: string }>`select o::text as text from patrol.service_order o union all select s::text from patrol.order_step s`.execute(world.ownerDb);
  expect(JSON.stringify(rows)).not.toMatch(/头晕|柳春生/u);
}));

test('the people\'s diary is its writer\'s and his supervisors\'; numbers are covered for them', () => withWorld(async (world) => {
  const text = '集上都在说水价，老柳电话13800138000';
  const { diaryId } = done<{ diaryId: string }>(await world.do('worker', writeDiary, { text, byVoice: true }));
  const read = async (who: 'worker' | 'clerk' | 'desk' | 'otherWorker' | 'neighbour'): Promise<DiaryEntry[]> => done<Page<DiaryEntry>>(await world.ask(who, diary, {})).items;
  expect(await read('worker')).toMatchObject([{ id: diaryId, text, byVoice: true, mine: true }]);
  expect(await read('clerk')).toMatchObject([{ text: '集上都在说水价，老柳电话***********', mine: false }]);
  expect([await read('neighbour'), await read('otherWorker')]).toEqual([[], []]);
  expect(said(await world.do('clerk', writeDiary, { text: '更正一下', corrects: diaryId }))).toBe('patrol/diary-unknown');
  done(await world.do('worker', writeDiary, { text: '更正一下', corrects: diaryId }));
  expect(said(await world.do('worker', writeDiary, { text: '再更正一下', corrects: diaryId }))).toBe('patrol/diary-corrected');
  expect(said(await world.do('worker', writeDiary, { text: '说说', caseId: randomUUID() }))).toBe('patrol/case-unknown');
  expect(said(await world.do('worker', writeDiary, { text: '说说', areaId: world.area('990101002001').id }))).toBe('patrol/area-unknown');
  expect(said(await world.do('worker', writeDiary, { text: '说说', at: hoursLater(1).toISOString() }))).toBe('patrol/happened-in-future');
  expect(said(await world.do('desk', writeDiary, { text: '说说' }))).toBe('platform/not-permitted');
}));

test('what looks copied is a question to the supervisor, and an answer ends it', () => withWorld(async (world) => {
  const photo = await world.photo();
  for (let n = 0; n < 3; n += 1) {
    const id = await person(world, { name: `柳${'春夏秋'[n] ?? ''}生` });
    done(await world.do('worker', recordVisit, visit(id, { at: hoursLater(-n).toISOString(), photos: n < 2 ? [photo] : [] })));
  }
  const asked = async (who: 'clerk' | 'otherDesk'): Promise<{ id: string; kind: string; answer: unknown; visits: unknown[] }[]> => done<{ items: { id: string; kind: string; answer: unknown; visits: unknown[] }[] }>(await world.ask(who, hints, {})).items;
  const questions = await asked('clerk');
  expect(questions.map(({ kind, visits: of }) => [kind, of.length]).sort()).toEqual([['samePhoto', 2], ['sameWords', 3]]);
  expect(await asked('otherDesk')).toEqual([]);
  expect(said(await world.ask('worker', hints, {}))).toBe('platform/not-permitted');
  const hint = questions[0]?.id ?? '';
  expect(said(await world.do('clerk', answerHint, { hint: '0'.repeat(32), answer: '是同一户' }))).toBe('patrol/hint-unknown');
  expect(said(await world.do('otherDesk', answerHint, { hint, answer: '是同一户' }))).toBe('patrol/hint-unknown');
  done(await world.do('clerk', answerHint, { hint, answer: '照片传错，已补传' }));
  expect(said(await world.do('clerk', answerHint, { hint, answer: '照片传错，已补传' }))).toBe('patrol/hint-answered');
  expect((await asked('clerk')).find(({ id }) => id === hint)).toMatchObject({ answer: { text: '照片传错，已补传' } });
}));
