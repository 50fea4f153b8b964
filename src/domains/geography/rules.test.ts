import { assert, constantFrom, array, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../platform/core/refusal.ts';
import { areaKinds, type AreaKind } from './contract.ts';
import { childPath, codeFits, dayFits, divisionKinds, idsOnPath, isInside, kindOrder, nextCode, parentKinds, placing, serialPrefix, sizeFits } from './rules.ts';

const seed = 20261122;
const digits = { grid: 3, microGrid: 2 };

describe('which kind may be under which', () => {
  test('as a table', () => {
    const fitting = areaKinds.flatMap((kind) => areaKinds.filter((parent) => placing({ kind }, { kind: parent, path: '1.' }) === null).map((parent) => `${kind} < ${parent}`));
    expect(fitting).toEqual([
      'county < city', 'developmentZone < city', 'township < county', 'township < developmentZone', 'community < township', 'grid < community', 'microGrid < grid',
    ]);
  });

  test('a parent is always larger', () => {
    for (const kind of areaKinds) for (const parent of parentKinds[kind]) expect(kindOrder[parent]).toBeLessThan(kindOrder[kind]);
  });

  test('nothing goes under itself or its own parts, whatever the kinds say', () => {
    const township = { kind: 'township', path: '1.2.3.' } as const;
    expect(placing(township, township)?.refused).toBe('geography/would-make-a-circle');
    expect(placing(township, { kind: 'county', path: '1.2.3.9.' })?.refused).toBe('geography/would-make-a-circle');
    expect(placing(township, { kind: 'county', path: '1.2.33.' })).toBeNull();
    expect(placing(township, { kind: 'city', path: '1.' })?.refused).toBe('geography/kind-does-not-fit');
  });
});

describe('paths', () => {
  test('a child is inside its parent and inside nobody else', () => {
    assert(property(array(integer({ min: 1, max: 99_999 }), { minLength: 1, maxLength: 6 }), integer({ min: 1, max: 99_999 }), (ids, id) => {
      const path = ids.reduce(childPath, '');
      expect(idsOnPath(childPath(path, id))).toEqual([...ids, id]);
      expect(isInside(childPath(path, id), path)).toBe(true);
      expect(isInside(path, childPath(path, id))).toBe(false);
      // 1.2. is not inside 1.22., nor the other way round.
      expect(isInside(childPath(path, id), childPath(path, id * 10))).toBe(false);
      expect(isInside(childPath(path, id * 10), childPath(path, id))).toBe(false);
    }), { seed });
  });
});

describe('codes', () => {
  test.each<[AreaKind, string, readonly string[], string]>([
    ['developmentZone', '371500000000', ['371502000000', '371581000000'], '371561000000'],
    ['developmentZone', '371500000000', ['371561000000'], '371562000000'],
    ['township', '371502000000', ['371502001000', '371502400000'], '371502800000'],
    ['township', '371502000000', ['371502800000', '371502803000'], '371502804000'],
    ['community', '371502001000', ['371502001001', '371502001598'], '371502001800'],
    ['grid', '371502001001', [], '371502001001001'],
    ['grid', '371502001001', ['371502001001001', '371502001001007'], '371502001001008'],
    ['microGrid', '371502001001001', ['37150200100100101'], '37150200100100102'],
  ])('the next %s under %s', (kind, parent, ever, code) => {
    expect(nextCode(kind, parent, ever, digits)).toBe(code);
  });

  test('a serial follows the highest one ever given, whatever was ended since', () => {
    assert(property(array(integer({ min: 1, max: 998 }), { minLength: 1, maxLength: 30 }), (serials) => {
      const parent = '371502001001';
      const ever = serials.map((serial) => parent + String(serial).padStart(3, '0'));
      const code = nextCode('grid', parent, ever, digits);
      expect(ever).not.toContain(code);
      expect(code).toBe(parent + String(Math.max(...serials) + 1).padStart(3, '0'));
    }), { seed });
  });

  test('longer serials go on after shorter ones', () => {
    expect(nextCode('grid', '371502001001', ['371502001001999'], { grid: 4, microGrid: 2 })).toBe('3715020010011000');
  });

  test('when they are used up, that is said', () => {
    const refusal = nextCode('grid', '371502001001', ['371502001001999'], digits);
    expect(isRefusal(refusal) && refusal.refused).toBe('geography/serials-used-up');
  });

  test('what is invented has the length of its kind and begins as its parent does', () => {
    assert(property(constantFrom(...areaKinds.filter((kind) => kind !== 'city')), (kind) => {
      const parent = kind === 'grid' ? '371502001001' : kind === 'microGrid' ? '371502001001001' : kind === 'community' ? '371502001000' : kind === 'township' ? '371502000000' : '371500000000';
      const code = nextCode(kind, parent, [], digits);
      if (isRefusal(code)) throw new Error(code.refused);
      expect(codeFits(kind, code)).toBe(true);
      expect(code.startsWith(serialPrefix(kind, parent))).toBe(true);
      expect(parent.startsWith(serialPrefix(kind, parent))).toBe(true);
    }), { seed });
  });

  test.each<[AreaKind, string, boolean]>([
    ['community', '371502001001', true], ['community', '37150200100', false], ['community', '371502001001001', false],
    ['grid', '371502001001', false], ['grid', '371502001001001', true], ['grid', '37150200100100001', true], ['grid', '371502001001000001', false],
    ['microGrid', '37150200100100101', true], ['microGrid', '371502001001001', false], ['grid', '37150200100１001', false],
  ])('%s %s', (kind, code, fits) => {
    expect(codeFits(kind, code)).toBe(fits);
  });

  test('every kind is a division or has a serial', () => {
    expect(areaKinds.filter((kind) => !divisionKinds.includes(kind))).toEqual(['grid', 'microGrid']);
  });
});

test.each<[AreaKind, number | null, boolean]>([
  ['microGrid', 9, false], ['microGrid', 10, true], ['microGrid', 15, true], ['microGrid', 16, false], ['microGrid', 49, false],
  ['microGrid', 50, true], ['microGrid', 100, true], ['microGrid', 101, false], ['microGrid', null, true], ['grid', 3_000, true],
])('%s of %s households', (kind, households, fits) => {
  expect(sizeFits(kind, households)).toBe(fits);
});

test.each([
  ['2026-11-22', undefined, null], ['2026-11-23', undefined, 'geography/day-ahead'], ['0000-01-01', undefined, 'geography/day-too-early'],
  ['1899-12-31', undefined, 'geography/day-too-early'], ['2024-01-01', '2024-01-02', 'geography/day-too-early'], ['2024-01-02', '2024-01-02', null],
])('the day %s, not before %s', (day, notBefore, refused) => {
  expect(dayFits(day, '2026-11-22', notBefore)?.refused ?? null).toBe(refused);
});
