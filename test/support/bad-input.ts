import { z } from 'zod';
import type { Operation } from '../../src/platform/core/contract.ts';
import { classes, points, type Name, type World } from './world.ts';

// What fits an operation, made from the shape that its contract declares, and everything that does not fit it.

type Json = z.core.util.JSONType;
export type Sample = Readonly<Record<string, Json>>;
export type Wrong = { readonly path: string; readonly what: string; readonly input: Json };

/** Whose it is to call an operation that asks for this permission. */
export function rightPerson(permission: string): Name | null {
  switch (permission) {
    case 'public': return null;
    case 'geography.manage': case 'dispatch.manage': return 'system';
    case 'identity.read': case 'identity.manage': return 'security';
    case 'audit.read': return 'audit';
    case 'incidents.handle': return 'handler';
    case 'incidents.verify': return 'worker';
    case 'incidents.supervise': return 'leader';
    case 'registry.read': case 'registry.write': case 'registry.reveal': case 'registry.merge': case 'registry.import': case 'registry.export': case 'registry.care': case 'registry.careManage': return 'clerk';
    case 'patrol.visit': case 'patrol.read': return 'worker';
    case 'patrol.manage': return 'clerk';
    case 'patrol.provide': return 'handler';
    case 'points.read': case 'points.propose': return 'worker';
    case 'points.decide': case 'points.manage': return 'clerk';
    case 'points.file': return 'leader';
    case 'points.till': return 'till';
    case 'index.read': case 'index.approve': return 'leader';
    case 'index.manage': return 'analyst';
    case 'index.returns': return 'handler';
    default: return 'desk';
  }
}

const schemaShape = z.object({ type: z.unknown(), properties: z.record(z.string(), z.unknown()).optional(), items: z.unknown(), anyOf: z.array(z.unknown()).optional(), enum: z.array(z.unknown()).optional(), minimum: z.number().optional(), default: z.unknown() }).partial();

/** One value for every field that the contract names, the optional ones too: those that name rows of the street by `known`. */
export function sampleFor(operation: Operation, known: Readonly<Record<string, Json>>): Sample {
  const made = valueOf(z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }), `${operation.domain}.${operation.name}`, known);
  if (typeof made !== 'object' || made === null || Array.isArray(made)) throw new Error(`${operation.domain}.${operation.name} takes no object.`);
  return made;
}

function valueOf(raw: unknown, name: string, known: Readonly<Record<string, Json>>): Json {
  const field = name.split('.').at(-1) ?? '';
  const given = known[name] ?? known[field];
  const schema = schemaShape.parse(raw);
  if (schema.properties !== undefined) return Object.fromEntries(Object.entries(schema.properties).flatMap(([one, inner]) => (known[`${name}.${one}`] === null ? [] : [[one, given !== undefined && typeof given === 'object' && given !== null && !Array.isArray(given) && one in given ? given[one] ?? null : valueOf(inner, `${name}.${one}`, known)]])));
  if (given !== undefined) return given;
  if (schema.enum !== undefined) return z.json().parse(schema.enum[0]);
  if (schema.anyOf !== undefined) return valueOf(schema.anyOf[0], name, known);
  switch (schema.type) {
    case 'boolean': return false;
    case 'integer': case 'number': return Math.max(1, schema.minimum ?? 1);
    case 'array': return [valueOf(schema.items, name, known)];
    default: return '试一试';
  }
}

/** Rows of the street, and what a pattern asks for, by the name of the field that takes them. */
export function knownTo(world: World, caseId: string, otherCaseId: string): Readonly<Record<string, Json>> {
  const community = world.area('990101001001').id;
  return {
    caseId, intoCaseId: otherCaseId, id: '0190c0de-0000-7000-8000-00000000beef', revision: 0, areaId: community, parentId: community, withinId: community, place: { ...points.street },
    unitId: world.unit('HWS'), leadUnitId: world.unit('HWS'), coUnitIds: [world.unit('ZFD')], participantUnitIds: [world.unit('HWS'), world.unit('ZFD')], personId: world.id('otherHandler'), verifierId: world.id('clerk'),
    'sync.phones.after': null, 'sync.keys.ring': '00000000-0000-4000-8000-000000000001', 'sync.keys.sealed': [], 'sync.rejected.after': null, 'sync.settle.id': 1, 'sync.keepers.id': 1, 'sync.assign.id': 1, 'sync.assign.toPersonId': 1, 'sync.rejectedBody.id': 1, 'sync.handOver.body': '{}',
    photos: [], class: classes.lost, classCode: classes.lost, parentCode: '05', source: 'resident', number: '2611-0000-0000', code: 'test-code', ruleCode: 'not-our-duty',
    until: '2026-12-30', since: '2026-11-01', on: '2026-11-24', from: '2026-11-25', to: '2026-11-26', at: '2026-11-24T02:00:00Z', happenedAt: '2026-11-24T01:00:00Z', validFrom: '2026-11-01', validTo: '2027-11-01',
    postId: 2_000_000_000, coverForPostId: 2_000_000_000, role: 'gridWorker', account: 'new.person', password: 'mai-dou-4471-zhi', current: 'not the one', next: 'mai-dou-4472-zhi', phone: '13800138000', permissions: ['incidents.read'],
    csv: '代码,名称\n', geojson: '{"type":"FeatureCollection","features":[]}', fileBase64: 'YQ==', fileName: '人员.csv', geometry: { type: 'Polygon', coordinates: [[[116.01, 36.01], [116.02, 36.01], [116.02, 36.02], [116.01, 36.02], [116.01, 36.01]]] },
    year: 2027, day: '2027-01-01', deadline: { amount: 2, unit: 'workingDays' }, shifts: [{ from: '08:30', to: '12:00' }], days: [{ day: '2027-01-01', kind: 'off', name: '元旦' }],
    month: '2026-10', inForceFrom: '2027-01', hash: '0'.repeat(64), indicator: 'B1-1', 'safety-index.draftVersion.content': null, 'safety-index.changeDraft.changes': [{ code: 'B1-1', weight: 50 }], 'safety-index.changeDraft.added': [], 'safety-index.changeDraft.removed': [], 'safety-index.changeDraft.rules': {}, 'safety-index.weighByExperts.experts': [{ name: '专家甲', upper: [2] }], 'safety-index.weighByExperts.parent': 'B1', 'safety-index.takeDerived.limits': ['B1-1'], 'safety-index.takeDerived.entropy': [], 'safety-index.derive.from': '2026-01', 'safety-index.derive.to': '2026-06', 'safety-index.takeDerived.from': '2026-01', 'safety-index.takeDerived.to': '2026-06',
    longitude: 116.02, latitude: 36.05, after: '', limit: 20, outcome: 'done', grid: 3, microGrid: 2, minutes: '会商纪要', households: 20, keywords: ['钥匙'],
    'dispatch.setDuty.from': '2026-11-25T01:00:00Z', 'dispatch.setDuty.to': '2026-11-25T09:00:00Z', 'dispatch.endDuty.id': 2_000_000_000,
    'geography.createArea.code': '990101001001777', 'geography.createArea.kind': 'grid', 'geography.changeArea.code': '990101001001', 'geography.drawGrid.areaId': null, 'dispatch.changeClass.code': classes.advice, active: true,
    ...registrySamples(world), ...patrolSamples(world), ...pointsRulesSamples(world), ...warehouseSamples(world),
    'identity.setRole.code': 'tester', 'identity.createUnit.code': 'CE-SHI', 'incidents.deliver.outcome': 'done', 'incidents.board.measure': 'open', 'incidents.map.measure': 'open', 'identity.people.after': null, 'incidents.board.after': null,
    'identity.endSession.id': '0'.repeat(32), 'identity.addPasskey.passkey': { id: 'a-key', rawId: 'a-key', type: 'public-key', response: {}, clientExtensionResults: {} }, 'geography.areas.after': null, 'audit.entries.after': null, 'dispatch.routes.after': null, 'audit.entries.personId': world.id('desk'),
  };
}

/** Nobody with these ids is there; what is entered is invented. */
function registrySamples(world: World): Readonly<Record<string, Json>> {
  const nobody = '0190c0de-0000-7000-8000-00000000abcd';
  const ids = ['person.personId', 'changePerson.personId', 'reveal.personId', 'openCare.personId', 'people.householdId', 'registerPerson.householdId', 'changePerson.householdId', 'saveHousehold.householdId', 'saveHousehold.headId', 'place.placeId', 'changePlace.placeId', 'saveThing.thingId',
    'saveThing.placeId', 'changeCare.careId', 'endCare.careId', 'nameHelper.careId', 'merge.keepId', 'undoMerge.batchId', 'undoImport.batchId', 'notSame.aId'];
  return {
    ...Object.fromEntries(ids.map((one) => [`registry.${one}`, nobody])), 'registry.merge.goneId': '0190c0de-0000-7000-8000-00000000abce', 'registry.notSame.bId': '0190c0de-0000-7000-8000-00000000abce', 'registry.openCare.id': '0190c0de-0000-7000-8000-00000000abcf',
    'registry.openCare.ownerId': world.id('worker'), 'registry.openCare.helperIds': [world.id('worker')], 'registry.nameHelper.helperId': world.id('worker'), 'registry.people.after': null, 'registry.households.after': null, 'registry.places.after': null, 'registry.things.after': null, 'registry.care.after': null,
    'registry.people.unmanaged': null, 'registry.places.unmanaged': 'true', 'registry.care.mine': 'true', 'registry.changePlace.withdrawn': null, 'registry.saveThing.withdrawn': null, 'registry.registerPlace.point': { longitude: 116.02, latitude: 36.05 }, 'registry.changePlace.point': { longitude: 116.02, latitude: 36.05 },
    birthDate: '1945-03-07', observedOn: '2026-11-20', startOn: '2026-11-24', endOn: '2027-05-24', idNumber: '99010119450307002X', 'registry.merge.take': ['phone'], 'registry.registerPlace.managed': true, 'registry.changePlace.managed': true,
    ...Object.fromEntries(['registerPerson', 'changePerson', 'saveHousehold', 'registerPlace', 'changePlace', 'saveThing'].map((one) => [`registry.${one}.source`, 'visit'])),
  };
}

/** A round of one's own grid, and rows that are not there. */
function patrolSamples(world: World): Readonly<Record<string, Json>> {
  const nobody = '0190c0de-0000-7000-8000-00000000dead';
  const ids = ['savePlan.planId', 'endPlan.planId', 'askVisit.personId', 'recordVisit.personId', 'recordVisit.householdId', 'recordVisit.placeId', 'recordVisit.planId', 'correctVisit.personId', 'correctVisit.householdId', 'correctVisit.placeId', 'correctVisit.planId', 'correctVisit.corrects', 'visits.personId', 'visits.planId',
    'coverage.planId', 'orders.personId', 'orders.orderId', 'wishToOrder.personId', 'wishToOrder.visitId', 'sendOrder.orderId', 'acceptOrder.orderId', 'declineOrder.orderId', 'doneOrder.orderId', 'askAfter.orderId', 'cancelOrder.orderId', 'writeDiary.corrects'];
  const newest = ['savePlan', 'askVisit', 'recordVisit', 'correctVisit', 'wishToOrder', 'writeDiary'];
  const readings = { systolic: 128, diastolic: 78, pulse: 72, glucose: 5.6, glucoseWhen: 'fasting' };
  return {
    ...Object.fromEntries(ids.map((one) => [`patrol.${one}`, nobody])), ...Object.fromEntries(newest.map((one, index) => [`patrol.${one}.id`, `0190c0de-0000-7000-8000-00000000de0${index}`])),
    'patrol.savePlan.rhythms': [{ every: 'weekdays', weekdays: [1] }], 'patrol.savePlan.unitIds': [world.unit('XLD1'), world.unit('XLD2')], 'patrol.savePlan.placeIds': [], 'patrol.savePlan.startsOn': '2026-11-24', 'patrol.savePlan.endsOn': '2027-11-24', 'patrol.savePlan.fromTime': '07:30', 'patrol.savePlan.toTime': '11:30',
    'patrol.recordVisit.outcome': 'met', 'patrol.correctVisit.outcome': 'met', 'patrol.askVisit.byOn': '2026-12-01', 'patrol.recordVisit.along': [world.id('neighbour')], 'patrol.correctVisit.along': [world.id('neighbour')], 'patrol.recordVisit.caseIds': [], 'patrol.correctVisit.caseIds': [], 'patrol.recordVisit.readings': readings, 'patrol.correctVisit.readings': readings,
    'patrol.wishToOrder.wantedOn': '2026-11-25', 'patrol.sendOrder.wantedOn': '2026-11-25', 'patrol.answerHint.hint': '0'.repeat(32), 'patrol.visits.after': null, 'patrol.orders.after': null, 'patrol.diary.after': null,
  };
}

/** A warehouse, goods and a card that are nobody's. */
function warehouseSamples(world: World): Readonly<Record<string, Json>> {
  const nobody = '0190c0de-0000-7000-8000-00000000cafe';
  const ids = ['statement.householdId', 'unlinkHousehold.householdId', 'issueCard.householdId', 'cards.householdId', 'exportStatement.householdId', 'undoOpening.batchId', 'depositPoints.householdId', 'requestVoucher.householdId'];
  const newest = ['saveWarehouse', 'saveGood', 'receiveGoods', 'countStock', 'redeem', 'redeemVoucher', 'depositPoints', 'requestVoucher', 'issueCard'];
  return {
    ...Object.fromEntries(ids.map((one) => [`points.${one}`, nobody])), ...Object.fromEntries(newest.map((one, index) => [`points.${one}.id`, `0190c0de-0000-7000-8000-00000000fc${index}0`])), warehouseId: nobody, goodId: nobody, redemptionId: nobody,
    'points.accounts.after': null, 'points.statement.after': null, 'points.redemptions.after': null, 'points.saveGood.withdrawn': null, 'points.requestVoucher.days': 3, 'points.receiveGoods.onDay': '2026-11-24', 'points.saveWarehouse.keeperId': world.id('till'),
  };
}

/** A book that is there for nobody, and rows that are not there. */
function pointsRulesSamples(world: World): Readonly<Record<string, Json>> {
  const nobody = '0190c0de-0000-7000-8000-00000000feed';
  const ids = ['saveDraft.versionId', 'dropDraft.versionId', 'recordMeeting.versionId', 'fileVersion.versionId', 'returnVersion.versionId', 'publishVersion.versionId', 'simulate.versionId', 'nameHonour.householdId', 'proposals.proposalId', 'propose.householdId', 'propose.personId', 'confirm.proposalId', 'declineProposal.proposalId', 'withdrawProposal.proposalId', 'tell.proposalId', 'object.proposalId', 'decideObjection.proposalId'];
  const newest = ['saveDraft', 'recordMeeting', 'nameHonour', 'propose', 'object'];
  const item = { code: 'A1', class: 'helpful', title: '志愿服务', points: 3, upTo: false, cap: { points: 12, every: 'year' }, evidence: ['photo'], family: false, source: null, bonusOf: null };
  return {
    ...Object.fromEntries(ids.map((one) => [`points.${one}`, nobody])), ...Object.fromEntries(newest.map((one, index) => [`points.${one}.id`, `0190c0de-0000-7000-8000-00000000fe${index}0`])), bookId: 2_000_000_000, workerId: world.id('worker'),
    'points.saveDraft.content': { base: { points: 30, every: 'year' }, creditAt: 'windowOver', objectionDays: 7, noticeDays: 7, items: [item], text: '' }, 'points.saveDraft.validFrom': '2026-12-01', 'points.saveDraft.validTo': '2027-12-31', 'points.publishVersion.validFrom': '2026-12-01', 'points.recordMeeting.heldOn': '2026-11-20',
    'points.recordMeeting.noticeOn': '2026-11-01', 'points.recordMeeting.figures': { eligible: 10, present: 8, inFavour: 6, against: 2 }, 'points.recordMeeting.photos': ['0'.repeat(64)], 'points.openPeriod.code': '2026H2', 'points.closePeriod.code': '2026Q4', 'points.propose.item': 'A1', 'points.propose.amount': 3, 'points.propose.happenedOn': '2026-11-24',
    'points.propose.photos': [], 'points.proposals.after': null, 'points.nameHonour.year': 2026, 'points.decideObjection.outcome': 'upheld', 'points.books.areaId': world.area('990101001001').id, 'points.openBook.areaId': world.area('990101001001').id,
  };
}

const long = '长'.repeat(80_000); // of the body's 256 KiB
const wrongValues: readonly (readonly [string, Json])[] = [
  ['null', null], ['a number', 7], ['text', '不合适'], ['no text', ''], ['a list', []], ['a list of nothing', [null]], ['an object', {}], ['yes', true], ['minus one', -1], ['nought', 0], ['a fraction', 0.5],
  ['beyond 2^53', 9_007_199_254_740_993], ['1e308', 1e308], ['a word for no number', 'NaN'], ['a day that is not', '2026-02-30'], ['a moment that is not', '2026-02-30T25:61:00Z'], ['a year far off', '9999-12-31T00:00:00Z'],
  ['a number of nobody', 2_000_000_000], ['an id of nothing', '0190c0de-0000-7000-8000-000000000000'], ['NUL', 'a\u0000b'], ['half a character', '\ud800'], ['a path', '../../etc/passwd'], ['SQL', "'; drop table incidents.step; --"],
  ['a pattern', '(a+)+$%_\\'], ['a thousand rings', Array.from({ length: 1_000 }, () => [0, 0])], ['an odd name', { constructor: { prototype: { polluted: true } } }],
];

/** The sample with one thing wrong: each field missing, of each wrong kind, too long; and one that nobody asked for. */
export function wrongsOf(sample: Sample, extra: readonly (readonly [string, Json])[] = []): Wrong[] {
  const wrongs: Wrong[] = [{ path: '', what: 'a field too many', input: { ...sample, unasked: { for: ['it', 1, null] } } }];
  for (const path of pathsIn(sample)) {
    wrongs.push({ path: path.join('.'), what: 'missing', input: changed(sample, path, undefined) });
    // The long one only at the surface: below it would be the same text again.
    const values = path.length === 1 ? [...wrongValues, ...extra, ['far too long', long] as const] : wrongValues.slice(0, 16);
    for (const [what, value] of values) wrongs.push({ path: path.join('.'), what, input: changed(sample, path, value) });
  }
  return wrongs;
}

function pathsIn(value: Json, path: readonly string[] = []): (readonly string[])[] {
  const below = typeof value === 'object' && value !== null && path.length < 3
    ? Object.entries(value).slice(0, 12).flatMap(([name, one]) => pathsIn(one, [...path, name])) : [];
  return path.length === 0 ? below : [path, ...below];
}

function changed(value: Json, [name = '', ...rest]: readonly string[], to: Json | undefined): Json {
  if (Array.isArray(value)) return value.flatMap((one, index) => (String(index) !== name ? [one] : rest.length > 0 ? [changed(one, rest, to)] : to === undefined ? [] : [to]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([own, one]) => (own !== name ? [[own, one]] : rest.length > 0 ? [[own, changed(one, rest, to)]] : to === undefined ? [] : [[own, to]])));
}
