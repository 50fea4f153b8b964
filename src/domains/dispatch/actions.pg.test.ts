import exceljs from 'exceljs';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { actorIn } from '../../../test/support/acting.ts';
import { inDispatchCity, paths, units } from '../../../test/support/dispatch-city.ts';
import type { BoundCommand } from '../../platform/action.ts';
import { anonymous } from '../../platform/actor.ts';
import type { Command } from '../../platform/core/contract.ts';
import { dueAt } from '../../platform/core/deadline.ts';
import * as actions from './actions.ts';
import { seedDefaults } from './example.ts';

const stranger = anonymous('203.0.113.9');
const townshipAdmin = actorIn(paths.township, ['dispatch.manage', 'dispatch.read', 'dispatch.roster'], { personId: 2, name: '苏晚' });
/** Each case in turn; none of them leaves a trace but its line of audit. */
function refusing(title: string, bound: BoundCommand<Command>, cases: readonly (readonly [what: string, input: unknown, expected: string])[], asDispatcher = false): void {
  test(`refuses ${title}`, () => inDispatchCity(async ({ act, db, admin, dispatcher, audited, events }) => {
    for (const [what, input, expected] of cases) {
      expect(await act(bound, input, asDispatcher ? dispatcher : admin), what).toBe(expected);
      if (expected !== 'invalid') expect(await audited(), what).toMatchObject({ operation: `dispatch.${bound.operation.name}`, refused: expected });
    }
    expect(await events()).toEqual([]);
    expect([(await actions.classIndex(db)).version, (await actions.currentCalendar(db)).version]).toEqual([1, '1']);
  }));
}

const done = { outcome: 'done', refused: null, who: '林知微', post: '系统管理员' };

describe('the taxonomy', () => {
  test('is read by anybody; residents see what they may choose', () => inDispatchCity(async ({ see }) => {
    expect(await see(actions.classes, {}, stranger)).toMatchObject({ version: 1, items: expect.arrayContaining([expect.objectContaining({ code: '060201', name: '井盖缺失破损' })]) });
    const open = await see(actions.classes, { publicOnly: 'true' }, stranger);
    expect(JSON.stringify(open)).not.toContain('婚姻家庭纠纷');
    expect(await see(actions.classes, { text: '井盖' })).toMatchObject({ items: [{ code: '0602' }, { code: '060201' }] });
    expect(await see(actions.classes, { parentCode: '0602' })).toMatchObject({ items: [{ code: '060201' }, { code: '060202' }, { code: '060203' }] });
  }));

  test('is suggested from a text; to residents only the public part of it', () => inDispatchCity(async ({ see, dispatcher, resident }) => {
    const quarrel = { text: '邻居吵架闹矛盾，还打架了' };
    expect(await see(actions.suggestClass, quarrel, dispatcher)).toMatchObject({ urgentCall: '110', items: expect.arrayContaining([expect.objectContaining({ code: '010203', name: '邻里口角' })]) });
    expect(JSON.stringify(await see(actions.suggestClass, quarrel, resident))).not.toContain('"0102');
    expect(await see(actions.suggestClass, { text: '井盖没了' }, stranger)).toMatchObject({ urgentCall: null, items: [{ code: '060201', name: '井盖缺失破损', words: expect.arrayContaining(['井盖']) }, {}, {}] });
    expect(await see(actions.suggestClass, { text: ' ' }, stranger)).toBe('invalid');
    expect(await see(actions.suggestClass, { text: 'zz' }, stranger)).toEqual({ items: [], urgentCall: null });
  }));

  test('changing a class makes a version; the old wording is kept; nothing changed is no version', () => inDispatchCity(async ({ act, see, db, audited, events }) => {
    const before = await actions.classByCode(db, '060201');
    expect(await act(actions.changeClass, { code: '060201', deadline: { amount: 1, unit: 'workingHours' }, keywords: ['井盖', '𠮷'] })).toEqual({ code: '060201', version: 2 });
    expect(await audited()).toMatchObject({ ...done, operation: 'dispatch.changeClass', subject: 'class:060201' });
    expect(await events()).toMatchObject([{ kind: 'dispatch.taxonomyChanged', area_path: '1.', data: { version: 2 } }]);
    expect(await actions.classByCode(db, '060201')).toMatchObject({ deadline: { amount: 1, unit: 'workingHours' }, keywords: ['井盖', '𠮷'], standard: before?.standard });
    expect(await actions.classAsOf(db, '060201', 1)).toMatchObject({ deadline: { amount: 2, unit: 'workingHours' } });
    expect(await act(actions.changeClass, { code: '060201', deadline: { unit: 'workingHours', amount: 1 } })).toEqual({ code: '060201', version: 2 });
    expect(await act(actions.changeClass, { code: '060201', deadline: null })).toEqual({ code: '060201', version: 3 });
    expect(await actions.classByCode(db, '060201')).toMatchObject({ deadline: { amount: 4, unit: 'workingHours' }, deadlineFrom: '0602', path: ['06', '0602', '060201'] });
    expect(await see(actions.classes, { text: '060201' })).toMatchObject({ version: 3 });
  }));

  test('a class that ends takes those below with it, and managers still see it', () => inDispatchCity(async ({ act, see, db }) => {
    await act(actions.changeClass, { code: '0602', active: false });
    expect((await actions.classByCode(db, '060201'))?.active).toBe(false);
    expect(await see(actions.classes, { parentCode: '0602' })).toMatchObject({ items: [] });
    expect(await see(actions.classes, { parentCode: '0602', all: true })).toMatchObject({ items: [{ active: false }, {}, {}] });
    expect(await see(actions.classes, { parentCode: '0602', all: true }, stranger)).toMatchObject({ items: [] });
  }));

  refusing('what is no change', actions.changeClass, [
    ['an unknown class', { code: 'nothing', public: true }, 'dispatch/class-unknown'],
    ['a public dispute', { code: '010203', public: true }, 'dispatch/dispute-not-public'],
    ['a dispute settled on the spot', { code: '01', settleable: true }, 'dispatch/dispute-not-public'],
    ['no code', {}, 'invalid'], ['half a day', { code: '06', deadline: { amount: 0.5, unit: 'workingDays' } }, 'invalid'], ['thirteen photos', { code: '06', evidencePhotos: 13 }, 'invalid'],
  ]);

  const cityWide: [string, BoundCommand<Command>, unknown][] = [
    ['changeClass', actions.changeClass, { code: '06', public: true }], ['importTaxonomy', actions.importTaxonomy, { csv: '一级\n甲' }],
    ['setReturnRule', actions.setReturnRule, { code: 'a', name: '理由' }], ['importCalendar', actions.importCalendar, { year: 2027, source: '通知', days: [{ day: '2027-01-01', kind: 'off', name: '元旦' }] }],
  ];
  test('classes, return rules and the calendar are for the whole city: a township administrator may not change them, a dispatcher even less', () => inDispatchCity(async ({ act, audited, dispatcher }) => {
    for (const [name, bound, input] of cityWide) {
      expect(await act(bound, input, townshipAdmin), name).toBe('dispatch/not-city-wide');
      expect(await audited()).toMatchObject({ operation: `dispatch.${name}`, outcome: 'denied', refused: 'dispatch/not-city-wide', who: '苏晚' });
      expect(await act(bound, input, dispatcher), name).toBe('platform/not-permitted');
      expect(await act(bound, input, stranger), name).toBe('platform/not-signed-in');
    }
  }));
});

describe('importing classes', () => {
  const list = '一级,二级,三级,代码,类型,立案标准,时限,时限单位,核实,自行处置,照片数,公开,关键词\n环境,,,E,,,1,工作日,,,,,\n环境,垃圾,,E1,,,,,,,,,\n,,暴露垃圾,E1-1,事项,"路边成堆, 散落",4,工作时,是,是,2,是,垃圾;脏\n纠纷,,,D,纠纷,,,,否,,0,,\n';

  test('previews, writes once, and the same again adds nothing', () => inDispatchCity(async ({ act, db, audited, events }) => {
    expect(await act(actions.importTaxonomy, { csv: list, dryRun: true })).toMatchObject({ written: false, rows: 4, created: 4, errors: [], preview: expect.arrayContaining([{ code: 'E1-1', name: '环境 / 垃圾 / 暴露垃圾', level: 3, change: 'created' }]) });
    expect(await actions.classByCode(db, 'E1-1')).toBeUndefined();
    expect(await act(actions.importTaxonomy, { csv: list })).toMatchObject({ written: true, rows: 4, created: 4, changed: 0 });
    expect(await audited()).toMatchObject({ ...done, operation: 'dispatch.importTaxonomy', subject: 'taxonomy' });
    expect(JSON.stringify(await audited())).not.toContain('暴露垃圾');
    expect(await events()).toMatchObject([{ kind: 'dispatch.taxonomyChanged', data: { version: 2 } }]);
    expect(await actions.classByCode(db, 'E1-1')).toMatchObject({
      standard: '路边成堆, 散落', deadline: { amount: 4, unit: 'workingHours' }, verification: true, settleable: true, evidencePhotos: 2, public: true, keywords: ['垃圾', '脏'], names: ['环境', '垃圾', '暴露垃圾'],
    });
    expect(await actions.classByCode(db, 'D')).toMatchObject({ kind: 'dispute', public: false });
    expect(await act(actions.importTaxonomy, { csv: list })).toMatchObject({ written: true, created: 0, changed: 0, unchanged: 4 });
    expect((await actions.classIndex(db)).version).toBe(2);
    const { rows } = await sql`select c.is_extension, v.source from dispatch.class c join dispatch.taxonomy_version v using (version) where code = 'E1-1'`.execute(db);
    expect(rows).toEqual([{ is_extension: true, source: 'import' }]);
  }));

  test('twice at one instant is once', () => inDispatchCity(async ({ act, db }) => {
    const answers = await Promise.all([act(actions.importTaxonomy, { csv: list }), act(actions.importTaxonomy, { csv: list })]);
    expect(answers).toEqual(expect.arrayContaining([expect.objectContaining({ created: 4 }), expect.objectContaining({ created: 0, unchanged: 4 })]));
    expect((await actions.classIndex(db)).version).toBe(2);
  }));

  test('with replace ends the others and deletes none', () => inDispatchCity(async ({ act, db }) => {
    expect(await act(actions.importTaxonomy, { csv: list, replace: true })).toMatchObject({ created: 4, changed: 235 });
    expect(await actions.classByCode(db, '060201')).toMatchObject({ active: false, name: '井盖缺失破损' });
    expect((await actions.classIndex(db)).classes.filter(({ active }) => active)).toHaveLength(4);
  }));

  test('all or nothing: every wrong cell is named', () => inDispatchCity(async ({ act, db }) => {
    const csv = '一级,二级,代码,类型,时限,照片数,公开,紧急电话\n好,,G,,,,,\n坏,,不好,,,,,\n坏甲,,,谣言,,,,\n坏乙,,,,4 个月,,,\n坏丙,,,,,13,,\n坏丁,,,,,,也许,\n坏戊,,,,,,,114\n好,,G2,,,,,\n';
    const preview = await act(actions.importTaxonomy, { csv, dryRun: true });
    expect(preview).toMatchObject({ written: false, errors: [
      { row: 3, column: 'code', problem: 'code-wrong', detail: '代码只能用字母、数字和连字符，最多 32 位：不好' }, { row: 4, problem: 'kind-unknown' }, { row: 5, problem: 'duration-wrong' },
      { row: 6, problem: 'not-0-to-12' }, { row: 7, problem: 'not-yes-or-no' }, { row: 8, problem: 'urgent-call-unknown' }, { row: 9, problem: 'name-has-other-code' },
    ] });
    expect(await act(actions.importTaxonomy, { csv })).toBe('dispatch/import-has-errors');
    expect(await actions.classByCode(db, 'G')).toBeUndefined();
  }));

  test('reads Excel, GB 18030, English heads and a byte order mark', () => inDispatchCity(async ({ act, db }) => {
    const book = new exceljs.Workbook();
    book.addWorksheet('分类').addRows([['一级', '二级', '时限', '关键词'], ['工单', '𠮷字头', '3个工作日', '甲、乙'], ['', '次项', 2, '']]);
    const fileBase64 = Buffer.from(await book.xlsx.writeBuffer()).toString('base64');
    expect(await act(actions.importTaxonomy, { fileBase64, dryRun: true })).toMatchObject({ errors: [{ row: 3, problem: 'duration-wrong' }], created: 3 });
    const gb = Buffer.concat([Buffer.from('level1,code\n'), Buffer.from([0xbb, 0xb7, 0xbe, 0xb3]), Buffer.from(',GB1\n')]).toString('base64');
    expect(await act(actions.importTaxonomy, { fileBase64: gb })).toMatchObject({ written: true, created: 1 });
    expect((await actions.classByCode(db, 'GB1'))?.name).toBe('环境');
    expect(await act(actions.importTaxonomy, { csv: '\uFEFFLevel1;Level2\n甲;乙\n' })).toMatchObject({ created: 2 });
  }));

  refusing('what cannot be read', actions.importTaxonomy, ([
    ['nothing', {}], ['no head', { csv: '甲,乙\n丙,丁' }], ['an open quote', { csv: '一级\n"甲' }], ['not base64', { fileBase64: '§§' }], ['an empty text', { csv: '' }],
    ['a broken workbook', { fileBase64: Buffer.from('PK\u0003\u0004nonsense').toString('base64') }], ['too many rows', { csv: `一级\n${'甲\n'.repeat(5_001)}` }],
  ] as const).map(([what, input]) => [what, input, 'dispatch/import-unreadable']));
});

describe('the routing table', () => {
  const manhole = { classCode: '060201', areaId: 3, unitId: units.works };

  test('a line is set, changed, read by those below and above, and removed', () => inDispatchCity(async ({ act, see, audited, dispatcher }) => {
    const set = await act(actions.setRoute, { ...manhole, note: '镇区' });
    expect(set).toEqual({ id: expect.any(Number) });
    expect(await audited()).toMatchObject({ ...done, operation: 'dispatch.setRoute', subject: 'route:060201:3' });
    expect(await act(actions.setRoute, { ...manhole, unitId: units.police })).toEqual(set);
    await act(actions.setRoute, { classCode: '06', areaId: 1, unitId: units.cityWorks });
    await act(actions.setRoute, { classCode: '06', areaId: 4, unitId: units.otherWorks });
    expect(await see(actions.routes, {}, dispatcher)).toEqual({ next: null, items: [
      { id: expect.any(Number), classCode: '06', className: '市政设施', area: { id: 1, name: '青河市' }, unit: { id: 1, name: '市住建局' }, note: '' },
      { id: expect.any(Number), classCode: '060201', className: '井盖缺失破损', area: { id: 3, name: '柳溪镇' }, unit: { id: 3, name: '柳溪派出所' }, note: '' },
    ] });
    expect(await see(actions.routes, { areaId: 4 })).toMatchObject({ items: [{ area: { id: 1 } }, { area: { id: 4 } }] });
    const first = await see(actions.routes, { limit: 2 });
    expect(first).toMatchObject({ items: [{ area: { id: 1 } }, { area: { id: 4 } }], next: '06|4' });
    expect(await see(actions.routes, { limit: 2, after: '06|4' })).toMatchObject({ items: [{ classCode: '060201' }], next: null });
    expect(await see(actions.routes, { classCode: '060201' })).toMatchObject({ items: [{ classCode: '060201' }] });
    expect(await act(actions.setRoute, { ...manhole, unitId: null })).toEqual({ id: null });
    expect(await act(actions.setRoute, { ...manhole, unitId: null })).toEqual({ id: null });
    expect(await see(actions.routes, { classCode: '060201' })).toMatchObject({ items: [] });
  }));

  test('a township administrator keeps his own lines and no others', () => inDispatchCity(async ({ act, audited, dispatcher }) => {
    expect(await act(actions.setRoute, manhole, townshipAdmin)).toEqual({ id: expect.any(Number) });
    expect(await act(actions.setRoute, { ...manhole, areaId: 10, unitId: units.police }, townshipAdmin)).toEqual({ id: expect.any(Number) });
    for (const areaId of [1, 2, 4]) expect(await act(actions.setRoute, { ...manhole, areaId }, townshipAdmin)).toBe('dispatch/not-your-area');
    expect(await audited()).toMatchObject({ outcome: 'denied', refused: 'dispatch/not-your-area', who: '苏晚' });
    expect(await act(actions.setRoute, manhole, dispatcher)).toBe('platform/not-permitted');
  }));

  refusing('what it does not know', actions.setRoute, [
    ['class', { ...manhole, classCode: 'none' }, 'dispatch/class-unknown'], ['area', { ...manhole, areaId: 999 }, 'dispatch/area-unknown'],
    ['unit', { ...manhole, unitId: 999 }, 'dispatch/unit-unknown'], ['number', { ...manhole, areaId: 2 ** 40 }, 'invalid'], ['unit said nothing of', { classCode: '06', areaId: 3 }, 'invalid'],
  ]);

  test('an unknown area has no lines to show; a stranger sees none', () => inDispatchCity(async ({ see, resident }) => {
    expect(await see(actions.routes, { areaId: 999 })).toBe('dispatch/area-unknown');
    expect(await see(actions.routes, {}, resident)).toBe('platform/not-permitted');
  }));
});

describe('rules of return', () => {
  test('are cited while in force', () => inDispatchCity(async ({ act, see, db, resident, audited }) => {
    expect(await see(actions.returnRules, {}, resident)).toMatchObject({ items: expect.arrayContaining([{ code: 'not-our-duty', name: '不属于本单位职责', basis: expect.any(String), active: true }]) });
    expect(await act(actions.setReturnRule, { code: 'not-our-duty', name: '不归本单位管', active: false })).toEqual({ code: 'not-our-duty' });
    expect(await audited()).toMatchObject({ ...done, subject: 'returnRule:not-our-duty' });
    expect(await actions.returnRuleByCode(db, 'not-our-duty')).toBeUndefined();
    expect(await actions.returnRuleByCode(db, 'given-twice')).toMatchObject({ name: '重复交办' });
    expect(JSON.stringify(await see(actions.returnRules, { all: true }, resident))).not.toContain('not-our-duty');
    expect(await see(actions.returnRules, { all: true })).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ name: '不归本单位管', active: false })]) });
    expect(await act(actions.setReturnRule, { code: '理由', name: '理由' })).toBe('invalid');
  }));
});

describe('the working calendar', () => {
  const notice = { year: 2027, source: '国办发明电〔2026〕0号', days: [{ day: '2027-01-01', kind: 'off', name: '元旦' }, { day: '2027-01-02', kind: 'work', name: '元旦' }] };

  test('an imported year is a new version, told to later domains, and ends the guessing', () => inDispatchCity(async ({ act, see, db, audited, events, resident }) => {
    const before = await actions.currentCalendar(db);
    const start = new Date('2026-12-31T10:00:00+08:00');
    expect(dueAt(start, { amount: 1, unit: 'workingDays' }, before)).toEqual({ dueAt: new Date('2027-01-01T17:30:00+08:00'), provisional: true });
    expect(await act(actions.importCalendar, { ...notice, dryRun: true })).toMatchObject({ written: false, created: 2, rows: 2 });
    expect(await actions.currentCalendar(db)).toBe(before);
    expect(await act(actions.importCalendar, notice)).toMatchObject({ written: true, created: 2 });
    expect(await audited()).toMatchObject({ ...done, operation: 'dispatch.importCalendar', subject: 'calendar:2027' });
    expect(await events()).toMatchObject([{ kind: 'dispatch.calendarChanged', subject: 'calendar:2', area_path: '1.', data: { version: 2 } }]);
    const after = await actions.currentCalendar(db);
    expect(after).toMatchObject({ version: '2', lastOfficialDay: '2027-12-31' });
    expect(dueAt(start, { amount: 1, unit: 'workingDays' }, after)).toEqual({ dueAt: new Date('2027-01-02T17:30:00+08:00'), provisional: false });
    expect(await see(actions.workingCalendar, { year: '2027' }, resident)).toMatchObject({ version: 2, lastOfficialDay: '2027-12-31', days: [{ day: '2027-01-01', kind: 'off', name: '元旦' }, { kind: 'work' }] });
    expect(await act(actions.importCalendar, notice)).toMatchObject({ written: true, created: 0, changed: 0, unchanged: 2 });
    expect((await actions.currentCalendar(db)).version).toBe('2');
    expect(before.days['2026-10-01']).toEqual(after.days['2026-10-01']);
  }));

  refusing('what is no notice', actions.importCalendar, ([
    ['a day of another year', { days: [{ day: '2028-01-01', kind: 'off', name: '' }] }, 'dispatch/day-outside-year'],
    ['shifts out of order', { shifts: [{ from: '14:00', to: '17:00' }, { from: '08:00', to: '12:00' }] }, 'dispatch/shifts-wrong'],
    ['a year after a gap', { year: 2028, days: [{ day: '2028-01-01', kind: 'off', name: '' }] }, 'dispatch/import-has-errors'],
    ['no such day', { days: [{ day: '2027-02-30', kind: 'off', name: '' }] }, 'invalid'],
  ] as const).map(([what, more, expected]) => [what, { ...notice, ...more }, expected]));
});

describe('the roster', () => {
  const turn = { unitId: units.checkpoint, personId: 4, from: '2026-11-24T08:00:00+08:00', to: '2026-11-24T20:00:00+08:00' };

  test('a turn is set, seen on its day, counted, and taken back', () => inDispatchCity(async ({ act, see, db, dispatcher, audited, events }) => {
    const { id } = await act(actions.setDuty, turn, dispatcher) as { id: number }; // asserted on the next line
    expect(id).toEqual(expect.any(Number));
    expect(await audited()).toMatchObject({ operation: 'dispatch.setDuty', outcome: 'done', who: '苏晚', subject: `unit:${units.checkpoint}` });
    expect(await events()).toMatchObject([{ kind: 'dispatch.rosterChanged', area_path: paths.township }]);
    const item = { id, unit: { id: 6, name: '东卡点' }, person: { id: 4, name: '顾长风' }, from: '2026-11-24T00:00:00.000Z', to: '2026-11-24T12:00:00.000Z' };
    expect(await see(actions.rosters, {}, dispatcher)).toEqual({ items: [item] });
    expect(await see(actions.rosters, { on: '2026-11-25' }, dispatcher)).toEqual({ items: [] });
    expect(await see(actions.rosters, { unitId: units.police }, dispatcher)).toEqual({ items: [] });
    expect(await see(actions.rosters, {}, actorIn(paths.otherTownship, ['dispatch.read']))).toEqual({ items: [] });
    expect(await actions.onDuty(db, [6, 2], new Date('2026-11-24T10:00:00+08:00'))).toEqual(new Map([[6, 1]]));
    expect(await act(actions.endDuty, { id }, dispatcher)).toEqual({ id });
    expect(await see(actions.rosters, {}, dispatcher)).toMatchObject({ items: [{ to: '2026-11-24T02:00:00.000Z' }] });
    expect(await act(actions.endDuty, { id }, dispatcher)).toBe('dispatch/duty-over');
    const ahead = await act(actions.setDuty, { ...turn, from: '2026-11-25T08:00:00+08:00', to: '2026-11-25T20:00:00+08:00' }, dispatcher) as { id: number }; // as above
    expect(await act(actions.endDuty, { id: ahead.id }, dispatcher)).toEqual({ id: ahead.id });
    expect(await act(actions.endDuty, { id: ahead.id }, dispatcher)).toBe('dispatch/duty-unknown');
  }));

  test('nobody is on duty in two places at once, also when two say so at one instant', () => inDispatchCity(async ({ act, dispatcher }) => {
    const answers = await Promise.all([turn, { ...turn, unitId: units.police }, { ...turn, from: '2026-11-24T19:59:00+08:00', to: '2026-11-25T08:00:00+08:00' }].map((one) => act(actions.setDuty, one, dispatcher)));
    expect(answers.filter((one) => one === 'dispatch/already-on-duty').length).toBeGreaterThanOrEqual(1);
    expect(await act(actions.setDuty, { ...turn, from: '2026-11-24T09:00:00+08:00', to: '2026-11-24T09:30:00+08:00' }, dispatcher)).toBe('dispatch/already-on-duty');
    expect(await act(actions.setDuty, { ...turn, from: '2026-11-23T08:00:00+08:00', to: '2026-11-24T08:00:00+08:00' }, dispatcher)).toEqual({ id: expect.any(Number) });
  }));

  refusing('what does not fit', actions.setDuty, ([
    ['unit', { unitId: 99 }, 'dispatch/unit-unknown'], ['person', { personId: 99 }, 'dispatch/person-unknown'], ['suspended person', { personId: 5 }, 'dispatch/person-unknown'],
    ['end before the start', { to: turn.from }, 'dispatch/times-reversed'], ['time', { from: 'tomorrow' }, 'invalid'], ['unit of another township', { unitId: units.otherWorks }, 'dispatch/not-your-area'],
  ] as const).map(([what, more, expected]) => [what, { ...turn, ...more }, expected]), true);

  test('a resident may not, nor may another township', () => inDispatchCity(async ({ act, see, resident, dispatcher }) => {
    expect(await act(actions.setDuty, turn, resident)).toBe('platform/not-permitted');
    expect(await see(actions.rosters, {}, resident)).toBe('platform/not-permitted');
    const { id } = await act(actions.setDuty, turn, dispatcher) as { id: number }; // its happy case is above
    expect(await act(actions.endDuty, { id }, actorIn(paths.otherTownship, ['dispatch.roster']))).toBe('dispatch/not-your-area');
  }));
});

test('the defaults are sown once', () => inDispatchCity(async ({ db, act }) => {
  await act(actions.setReturnRule, { code: 'given-twice', name: '另有同案' });
  expect(await seedDefaults(db)).toEqual({ taxonomy: false, calendar: false });
  expect(await actions.returnRuleByCode(db, 'given-twice')).toMatchObject({ name: '另有同案' });
  const { rows } = await sql`select (select count(*)::int from dispatch.class) as classes, (select count(*)::int from dispatch.taxonomy_version) as versions, (select count(*)::int from dispatch.calendar_version) as calendars`.execute(db);
  expect(rows).toEqual([{ classes: 235, versions: 1, calendars: 1 }]);
}));

test('what was once written of a version cannot be rewritten by the app', () => inDispatchCity(async ({ db }) => {
  for (const statement of [sql`update dispatch.class_version set definition = '{}'`, sql`delete from dispatch.class`, sql`delete from dispatch.calendar_day`, sql`update dispatch.taxonomy_version set source = ''`]) {
    await expect(statement.execute(db)).rejects.toThrow(/permission denied/);
  }
}));
