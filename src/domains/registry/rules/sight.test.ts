import { describe, expect, it } from 'vitest';
import { maskAddress, maskIdNumber, maskName } from './masks.ts';
import { ageOn, isChild, isMinor, purposes, sightOf, type Viewer } from './sight.ts';

const nobody: Viewer = { works: false, reads: false, reveals: false, helps: false };
const clerk: Viewer = { works: true, reads: true, reveals: true, helps: false };
const leader: Viewer = { ...nobody, reads: true };

describe('what somebody may see of a person', () => {
  it('is nothing, for whoever has no business there', () => {
    for (const purpose of purposes) for (const child of [true, false]) expect(new Set(Object.values(sightOf(nobody, purpose, child)))).toEqual(new Set(['absent']));
  });

  it('is never a whole number but on being asked for, one by one', () => {
    for (const who of [clerk, leader, { ...clerk, helps: true }]) {
      for (const purpose of purposes.filter((one) => one !== 'reveal')) for (const child of [true, false]) {
        const sight = sightOf(who, purpose, child);
        expect([sight.idNumber === 'full', sight.phone === 'full']).toEqual([false, false]);
      }
    }
    expect(sightOf(clerk, 'reveal', false)).toMatchObject({ idNumber: 'full', phone: 'full', name: 'absent' });
    expect(sightOf({ ...clerk, reveals: false }, 'reveal', false).idNumber).toBe('absent');
    expect(sightOf({ ...leader, reveals: true }, 'reveal', false).idNumber).toBe('absent');
  });

  it('is masked for whoever only reads', () => {
    expect(sightOf(leader, 'list', false)).toMatchObject({ name: 'masked', idNumber: 'absent', phone: 'absent', address: 'masked', household: 'absent', history: 'absent' });
    expect(new Set(Object.values(sightOf(leader, 'export', false)))).toEqual(new Set(['absent']));
  });

  it('is less of a child, but for its helper', () => {
    expect(sightOf(clerk, 'page', true)).toMatchObject({ birthDate: 'masked', idNumber: 'absent', phone: 'absent', history: 'absent' });
    expect(sightOf(clerk, 'reveal', true).idNumber).toBe('absent');
    expect(sightOf({ ...nobody, helps: true }, 'page', true)).toMatchObject({ name: 'full', birthDate: 'full', idNumber: 'masked' });
    expect(sightOf({ ...nobody, helps: true }, 'reveal', true).phone).toBe('full');
  });

  it('counts years by the calendar', () => {
    expect([ageOn('2012-11-24', '2026-11-24'), ageOn('2012-11-25', '2026-11-24'), ageOn('2012-02-29', '2026-02-28')]).toEqual([14, 13, 13]);
    expect([isChild('2012-11-25', '2026-11-24'), isChild('2012-11-24', '2026-11-24'), isMinor('2008-11-25', '2026-11-24'), isMinor('2008-11-24', '2026-11-24'), isChild(null, '2026-11-24')]).toEqual([true, false, true, false, false]);
  });
});

describe('a mask', () => {
  it.each([['99010119450307002X', '990*************2X'], ['H12345678', '*******78'], ['E1', '*E1'.slice(0, 1) + 'E1']])('of %s is %s', (number, wanted) => { expect(maskIdNumber(number)).toBe(wanted); });
  it.each([['张三', '张*'], ['欧阳晓晓', '欧**'], ['𠮷田', '𠮷*'], ['张', '*'], ['', '*'], ['阿依古丽·买买提', '阿**']])('of the name %s is %s', (name, wanted) => { expect(maskName(name)).toBe(wanted); });
  it.each([['前柳村3组12号', '前柳村***'], ['柳街二十号', '柳街***'], ['柳园小区', '柳园小区'], ['柳街12', '柳街***'], ['', '']])('of the address %s is %s', (address, wanted) => { expect(maskAddress(address)).toBe(wanted); });
});
