import { describe, expect, test } from 'vitest';
import { inDispatchCity, now, paths, units, type DispatchWorld } from '../../../test/support/dispatch-city.ts';
import { testCity } from '../../../test/support/identity-city.ts';
import { withDatabase } from '../../../test/support/pg.ts';
import * as actions from './actions.ts';
import { seedDispatch } from './example.ts';

const request = { classCode: '060201', areaPath: paths.grid, text: '井盖没了', at: now, language: 'zh-CN' } as const;

async function withLines({ act }: DispatchWorld): Promise<void> {
  await act(actions.setRoute, { classCode: '06', areaId: 1, unitId: units.cityWorks });
  await act(actions.setRoute, { classCode: '0602', areaId: 3, unitId: units.works });
  await act(actions.setRoute, { classCode: '06', areaId: 4, unitId: units.otherWorks });
  await act(actions.setRoute, { classCode: '01', areaId: 10, unitId: units.mediators });
}

describe('units for a matter', () => {
  test('the exact line first, with its reasons in the language of the asker', () => inDispatchCity(async (world) => {
    await withLines(world);
    const [first, second] = await actions.suggestUnits(world.db, request);
    expect(first).toMatchObject({ unit: { id: units.works, name: '柳溪镇市政环卫所' }, kind: 'department', level: 'township' });
    expect(first?.reasons.map(({ text }) => text)).toEqual(['派遣规则：柳溪镇的“井盖与排水”归该单位', '文中提到：井盖', '在柳溪镇，离得最近']);
    expect(second).toMatchObject({ unit: { id: units.cityWorks } });
    const english = await actions.suggestUnits(world.db, { ...request, language: 'en' });
    expect(english[0]?.reasons[0]?.text).toBe('Routing table: "井盖与排水" in 柳溪镇 goes to this unit');
    expect((await actions.suggestUnits(world.db, request)).map(({ unit }) => unit.id)).not.toContain(units.otherWorks);
  }));

  test('who returned it comes last and it is said why; load and duty are told', () => inDispatchCity(async (world) => {
    await withLines(world);
    await world.act(actions.setDuty, { unitId: units.cityWorks, personId: 4, from: '2026-11-24T08:00:00+08:00', to: '2026-11-24T20:00:00+08:00' });
    const ranked = await actions.suggestUnits(world.db, { ...request, returnedBy: [{ unitId: units.works, ruleName: '不属于本单位职责' }], loadByUnit: new Map([[units.cityWorks, 7]]) });
    expect(ranked[0]).toMatchObject({ unit: { id: units.cityWorks } });
    expect(ranked[0]?.reasons.map(({ text }) => text)).toEqual(expect.arrayContaining(['现有 1 人值班', '手上有 7 件未办结']));
    expect(ranked.at(-1)).toMatchObject({ unit: { id: units.works } });
    expect(ranked.at(-1)?.reasons.map(({ text }) => text)).toContain('曾退回本件，依据：不属于本单位职责');
  }));

  test('without a class the text speaks; without words, nearness', () => inDispatchCity(async (world) => {
    await withLines(world);
    const [byText] = await actions.suggestUnits(world.db, { ...request, classCode: null });
    expect(byText).toMatchObject({ unit: { id: units.works }, reasons: [{ code: 'routeByText', text: '文中的“井盖”像是“井盖缺失破损”，在柳溪镇归该单位' }, { code: 'nearest' }] });
    const near = await actions.suggestUnits(world.db, { ...request, classCode: null, text: '' });
    expect(near.map(({ unit }) => unit.id)).toEqual([units.courtyard, units.mediators, units.works, units.police, units.cityWorks]);
  }));

  test('a dispute stays at its level', () => inDispatchCity(async (world) => {
    await withLines(world);
    const at = async (disputeLevel: 'courtyard' | 'village' | 'township') =>
      (await actions.suggestUnits(world.db, { ...request, classCode: '010203', text: '', disputeLevel })).map(({ unit }) => unit.id);
    expect(await at('courtyard')).toEqual([units.courtyard]);
    expect((await at('village'))[0]).toBe(units.mediators);
    expect(await at('township')).not.toContain(units.cityWorks);
  }));

  test('an empty table still offers somebody', () => inDispatchCity(async ({ db }) => {
    expect((await actions.suggestUnits(db, { ...request, areaPath: paths.township, text: '' })).map(({ unit }) => unit.id)).toEqual([units.works, units.police, units.cityWorks]);
  }));
});

test('the demo routes every class somewhere in its township, and somebody stands at the checkpoints', () => withDatabase(async (database) => {
  const city = await testCity(database);
  const { db } = database;
  const seeded = await seedDispatch(db, { offices: [city.unitIds], now });
  expect(seeded.turns).toBeGreaterThanOrEqual(4 * 60);
  expect((await seedDispatch(db, { offices: [city.unitIds], now })).turns).toBe(0);
  const guarding = ['KD1', 'KD2', 'XLD1', 'XLD2'].map((code) => city.unitIds[code] ?? 0);
  expect(await actions.onDuty(db, guarding, now)).toEqual(new Map(guarding.map((id) => [id, 1])));
  const { classes } = await actions.classIndex(db);
  const expected: Record<string, string> = { '060201': 'HWS', '100101': 'PCS', '110102': 'GDS', '020401': 'S-RQG', '010203': 'DJY', '130101': 'MZB' };
  for (const one of classes.filter(({ level }) => level === 3)) {
    const [best] = await actions.suggestUnits(db, { classCode: one.code, areaPath: '1.2.3.10.20.', text: '', at: now, language: 'zh-CN', disputeLevel: one.kind === 'dispute' ? 'courtyard' : null });
    expect(best?.reasons[0]?.code, one.code).toBe('route');
    const unit = expected[one.code];
    if (unit) expect(best?.unit.id, one.code).toBe(city.unitIds[unit]);
  }
}));
