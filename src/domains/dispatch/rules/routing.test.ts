import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseRoute, rankUnits, type Asked, type RouteLine, type UnitFact } from './routing.ts';

const line = (id: number, classCode: string, areaId: number, unitId: number): RouteLine => ({ id, classCode, className: `类${classCode}`, areaId, areaName: `区${areaId}`, unitId });
const seed = 20_261_122;

describe('the line that decides', () => {
  const path = ['06', '0602', '060201'];
  const place = '1.2.3.10.';
  test.each<[string, RouteLine[], number[]]>([
    ['third before second before first level, wherever', [line(1, '06', 10, 1), line(2, '0602', 3, 2), line(3, '060201', 1, 3)], [3, 2, 1]],
    ['of one class the nearest area', [line(1, '06', 1, 1), line(2, '06', 10, 2), line(3, '06', 3, 3)], [2, 3, 1]],
    ['not another class', [line(1, '0601', 10, 1), line(2, '060202', 10, 2)], []],
    ['not an area beside', [line(1, '06', 4, 1), line(2, '06', 30, 2)], []],
    ['nothing without a table', [], []],
  ])('%s', (_what, lines, expected) => {
    expect(chooseRoute(lines, path, place).map(({ id }) => id)).toEqual(expected);
  });

  test('says which class and which area, and its points fall with its rank', () => {
    const [first, second] = chooseRoute([line(1, '06', 10, 1), line(2, '0602', 1, 2)], path, place);
    expect(first?.reasons).toEqual([{ code: 'route', params: { className: '类0602', areaName: '区1', line: 2 }, points: expect.any(Number) }]);
    expect(first?.reasons[0]?.points).toBeGreaterThan(second?.reasons[0]?.points ?? 0);
  });

  test('property: the order of the table does not matter, and nothing foreign is chosen', () => {
    const anyLine = fc.record({ id: fc.nat(40), classCode: fc.constantFrom('06', '0602', '060201', '07', '0601'), areaId: fc.constantFrom(1, 2, 3, 10, 99), unitId: fc.nat(5) });
    fc.assert(fc.property(fc.uniqueArray(anyLine, { selector: ({ id }) => id }), (some) => {
      const lines = some.map((one) => ({ ...one, className: one.classCode, areaName: '' }));
      const chosen = chooseRoute(lines, path, place);
      expect(chooseRoute([...lines].reverse(), path, place)).toEqual(chosen);
      expect(chosen).toHaveLength(lines.filter((one) => path.includes(one.classCode) && [1, 2, 3, 10].includes(one.areaId)).length);
      const points = chosen.map(({ reasons }) => reasons[0]?.points ?? 0);
      expect(points).toEqual([...points].sort((a, b) => b - a));
    }), { seed });
  });
});

const unit = (id: number, kind: string, level: string, areaId: number): UnitFact => ({ id, name: `单位${id}`, kind, level, areaId, areaName: `区${areaId}` });
const city = unit(1, 'department', 'city', 1);
const township = unit(2, 'department', 'township', 3);
const village = unit(3, 'committee', 'village', 10);
const courtyard = unit(4, 'committee', 'courtyard', 20);
const nothing = { guess: null, words: [], disputeLevel: null, onDuty: new Map<number, number>(), load: new Map<number, number>(), returnedBy: [] };
const asked = (more: Partial<Asked>): Asked => ({ areaPath: '1.2.3.10.20.', lines: [], units: [city, township, village, courtyard], ...nothing, ...more });
const order = (more: Partial<Asked>): number[] => rankUnits(asked(more)).map((one) => one.unit.id);
const path = ['06', '0602'];
const lines = chooseRoute([line(1, '06', 3, 2), line(2, '06', 1, 1)], path, '1.2.3.10.20.');

describe('a suggestion', () => {
  test('follows the table, then nearness', () => {
    expect(order({ lines })).toEqual([2, 1, 4, 3]);
    expect(order({})).toEqual([4, 3, 2, 1]);
  });
  test('puts last whoever has returned this case, and says with which rule', () => {
    const ranked = rankUnits(asked({ lines, returnedBy: [{ unitId: 2, ruleName: '不属本单位职责' }] }));
    expect(ranked.map((one) => one.unit.id)).toEqual([1, 4, 3, 2]);
    expect(ranked.at(-1)?.reasons).toContainEqual({ code: 'returnedBefore', params: { ruleName: '不属本单位职责' }, points: -500 });
  });
  test('teams and checkpoints are not offered for standing nearby, but for a line', () => {
    const team = unit(9, 'team', 'township', 3);
    expect(order({ units: [team] })).toEqual([]);
    expect(order({ units: [team], lines: chooseRoute([line(1, '06', 3, 9)], path, '1.2.3.10.20.') })).toEqual([9]);
  });
  test('duty and load decide between equals, never against the table', () => {
    const twin = unit(7, 'department', 'township', 3);
    expect(order({ units: [township, twin] })).toEqual([2, 7]);
    expect(order({ units: [township, twin], onDuty: new Map([[7, 2]]) })).toEqual([7, 2]);
    expect(order({ units: [township, twin], load: new Map([[2, 12]]) })).toEqual([7, 2]);
    expect(order({ units: [township, twin], lines, load: new Map([[2, 9_000]]), onDuty: new Map([[7, 9]]) })).toEqual([2, 7]);
  });
  test('the text chooses the line only while the case has no class', () => {
    const guess = { className: '排水', words: ['井盖'], lines };
    expect(rankUnits(asked({ guess }))[0]).toMatchObject({ unit: { id: 2 }, reasons: [{ code: 'routeByText', params: { words: '井盖', className: '排水' } }, { code: 'nearest' }] });
    const other = chooseRoute([line(3, '06', 3, 3)], path, '1.2.3.10.20.');
    expect(rankUnits(asked({ lines: other, guess }))[0]?.unit.id).toBe(3);
  });
  test.each<['courtyard' | 'village' | 'township', number[]]>([['courtyard', [4]], ['village', [3, 4]], ['township', [2, 4, 3]]])('a dispute at %s level goes no higher', (disputeLevel, expected) => {
    expect(order({ disputeLevel })).toEqual(expected);
    const toAll = chooseRoute([line(1, '06', 1, 1), line(2, '06', 3, 2), line(3, '06', 10, 3), line(4, '06', 20, 4)], path, '1.2.3.10.20.');
    expect(order({ disputeLevel, lines: toAll })[0]).toBe(expected[0]);
  });
  test('property: the score is the sum of the reasons, best first, each unit once', () => {
    const some = fc.record({
      unitsIn: fc.subarray([city, township, village, courtyard]), routed: fc.boolean(),
      returned: fc.subarray([1, 2, 3, 4]), duty: fc.dictionary(fc.constantFrom('1', '2', '3', '4'), fc.integer({ min: 0, max: 5 })),
      load: fc.dictionary(fc.constantFrom('1', '2', '3', '4'), fc.nat(200)), disputeLevel: fc.constantFrom(null, 'courtyard' as const, 'village' as const, 'township' as const),
    });
    const toMap = (one: Record<string, number>) => new Map(Object.entries(one).map(([id, count]) => [Number(id), count]));
    fc.assert(fc.property(some, ({ unitsIn, routed, returned, duty, load, disputeLevel }) => {
      const ranked = rankUnits(asked({ units: unitsIn, lines: routed ? lines : [], returnedBy: returned.map((unitId) => ({ unitId, ruleName: 'x' })), onDuty: toMap(duty), load: toMap(load), disputeLevel }));
      for (const { score, reasons } of ranked) expect(score).toBe(reasons.reduce((sum, { points }) => sum + points, 0));
      expect(ranked.map(({ score }) => score)).toEqual(ranked.map(({ score }) => score).sort((a, b) => b - a));
      expect(new Set(ranked.map((one) => one.unit.id)).size).toBe(ranked.length);
      // Whoever has returned it stands behind everybody who has not.
      const firstReturned = ranked.findIndex((one) => returned.includes(one.unit.id));
      if (firstReturned !== -1) expect(ranked.slice(firstReturned).every((one) => returned.includes(one.unit.id))).toBe(true);
    }), { seed });
  });
});
