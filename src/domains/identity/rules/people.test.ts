import { describe, expect, test } from 'vitest';
import { cleanPhone, coverFits, maskPhone } from './people.ts';

test.each([
  ['13812341234', '13812341234'], ['138 1234 1234', '13812341234'], ['138-1234-1234', '13812341234'], ['+86 13812341234', '13812341234'], ['0086-13812341234', '13812341234'],
  ['１３８１２３４１２３４', '13812341234'], ['0635-8231234', '0635-8231234'], ['(0635)8231234', '06358231234'], ['0635-8231234-801', '0635-8231234-801'], ['', ''], ['  ', ''],
  ['12812341234', null], ['1381234123', null], ['8231234', null], ['电话', null], ["138'; drop table identity.person; --", null],
])('telephone %s is kept as %s', (typed, kept) => {
  expect(cleanPhone(typed)).toBe(kept);
});

test.each([['13812341234', '138****1234'], ['0635-8231234', '063****1234'], ['', ''], ['8231234', '****34']])('%s is shown as %s', (phone, shown) => {
  expect(maskPhone(phone)).toBe(shown);
});

describe('cover', () => {
  const covered = { personId: 1, role: 'gridWorker', areaId: 20, unitId: 7, isCover: false, ended: false };
  const cover = { personId: 2, role: 'gridWorker', areaId: 20, unitId: 7 };
  test.each([
    ['fits', cover, covered, true], ['takes the unit of the covered post', { ...cover, unitId: null }, covered, true],
    ['nobody covers himself', { ...cover, personId: 1 }, covered, false], ['another role', { ...cover, role: 'dispatcher' }, covered, false],
    ['another area', { ...cover, areaId: 21 }, covered, false], ['another unit', { ...cover, unitId: 8 }, covered, false],
    ['a unit where there was none', cover, { ...covered, unitId: null }, false], ['a cover is not covered', cover, { ...covered, isCover: true }, false],
    ['an ended post is not covered', cover, { ...covered, ended: true }, false],
  ])('%s', (_name, one, other, fits) => {
    expect(coverFits(one, other)).toBe(fits);
  });
});
