import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../../platform/core/refusal.ts';
import { judgeRedemption, priceOn, repriced, stocktaken, type Asked, type Price } from './redeem.ts';

const prices: Price[] = [
  { goodId: 'soap', points: 5, from: '2026-01-01', to: '2026-06-30' }, { goodId: 'soap', points: 6, from: '2026-07-01', to: null },
  { goodId: 'rice', points: 40, from: '2026-01-01', to: null },
];
const stock = [{ goodId: 'soap', name: '肥皂', left: 1, withdrawn: false }, { goodId: 'rice', name: '大米', left: 9, withdrawn: false }, { goodId: 'oil', name: '香油', left: 3, withdrawn: false }, { goodId: 'gone', name: '毛巾', left: 3, withdrawn: true }];
const asked: Asked = { lines: [{ goodId: 'soap', quantity: 1 }, { goodId: 'rice', quantity: 2 }], prices, stock, day: '2026-11-22', purse: 'balance', available: 86, isOpen: true };
const answer = (more: Partial<Asked>) => {
  const told = judgeRedemption({ ...asked, ...more });
  return isRefusal(told) ? told.refused : told.points;
};
const soap = (quantity: number): Partial<Asked> => ({ lines: [{ goodId: 'soap', quantity }] });

describe('a redemption', () => {
  test.each<[string, Partial<Asked>, string | number]>([
    ['to the last point', {}, 86],
    ['one point short', { available: 85 }, 'points/balance-short'],
    ['at the price of its day', { day: '2026-06-30', available: 85 }, 85],
    ['before there was a price', { day: '2025-12-31' }, 'points/no-price'],
    ['the last bar', soap(1), 6], ['one bar more than there is', soap(2), 'points/stock-short'],
    ['none', soap(0), 'points/amount-not-whole'], ['less than none', soap(-1), 'points/amount-not-whole'], ['half a bar', soap(0.5), 'points/amount-not-whole'], ['no number', soap(Number.NaN), 'points/amount-not-whole'],
    ['a million million million', soap(1e18), 'points/amount-too-large'], ['without end', soap(Number.POSITIVE_INFINITY), 'points/amount-not-whole'],
    ['nothing', { lines: [] }, 'points/lines-wrong'], ['the same twice', { lines: [{ goodId: 'soap', quantity: 1 }, { goodId: 'soap', quantity: 1 }] }, 'points/good-twice'],
    ['of another warehouse', { lines: [{ goodId: 'elsewhere', quantity: 1 }] }, 'points/good-unknown'], ['withdrawn', { lines: [{ goodId: 'gone', quantity: 1 }] }, 'points/good-unknown'], ['without a price', { lines: [{ goodId: 'oil', quantity: 1 }] }, 'points/no-price'],
    ['between two redemptions', { isOpen: false }, 'points/redemption-closed'], ['from the deposit, at any time', { isOpen: false, purse: 'deposit' }, 86], ['a voucher that is too small', { purse: 'voucher', available: 80, isOpen: false }, 'points/voucher-short'],
  ])('%s', (_what, more, expected) => { expect(answer(more)).toBe(expected); });
});

describe('prices', () => {
  const eve = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  test('one follows another, and never backwards', () => {
    expect(repriced(prices, { goodId: 'soap', points: 7, from: '2026-12-01' }, '2026-11-22', eve)).toEqual({ ends: { from: '2026-07-01', to: '2026-11-30' }, added: { goodId: 'soap', points: 7, from: '2026-12-01', to: null } });
    expect(repriced(prices, { goodId: 'oil', points: 12, from: '2026-11-22' }, '2026-11-22', eve)).toMatchObject({ ends: null });
    for (const [next, refused] of [[{ goodId: 'soap', points: 7, from: '2026-11-21' }, 'price-backwards'], [{ goodId: 'soap', points: 0, from: '2026-12-01' }, 'amount-not-whole'], [{ goodId: 'soap', points: 1e18, from: '2026-12-01' }, 'amount-too-large']] as const) {
      expect(repriced(prices, next, '2026-11-22', eve)).toMatchObject({ refused: `points/${refused}` });
    }
    expect(repriced([...prices, { goodId: 'rice', points: 50, from: '2027-01-01', to: null }], { goodId: 'rice', points: 45, from: '2026-12-01' }, '2026-11-22', eve)).toMatchObject({ refused: 'points/price-later' });
  });

  test('on every day there is one price at most, whatever was decided one after the other', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-12-${String(n).padStart(2, '0')}`);
    fc.assert(fc.property(fc.array(fc.record({ from: day, points: fc.integer({ min: 1, max: 9 }) }), { maxLength: 12 }), day, (changes, on) => {
      let all: Price[] = [];
      let expected: number | null = null;
      let latest = '';
      for (const change of changes) {
        const told = repriced(all, { goodId: 'soap', ...change }, '2026-11-30', eve);
        if (isRefusal(told)) continue;
        all = [...all.map((price) => (told.ends?.from === price.from ? { ...price, to: told.ends.to } : price)), told.added];
        if (change.from <= on && change.from > latest) [expected, latest] = [change.points, change.from];
      }
      expect(all.filter(({ from, to }) => from <= on && (to === null || to >= on)).length).toBeLessThan(2);
      expect(priceOn(all, 'soap', on)).toBe(expected);
    }), { seed: 6, numRuns: 200 });
  });
});

test('a count against the book', () => {
  expect([stocktaken(10, 10), stocktaken(10, 7), stocktaken(10, 11)]).toEqual([{ kind: 'right' }, { kind: 'missing', quantity: 3 }, { kind: 'surplus', quantity: 1 }]);
  for (const counted of [-1, 0.5, Number.NaN]) expect(stocktaken(10, counted)).toMatchObject({ refused: 'points/amount-not-whole' });
  expect(stocktaken(10, 1e18)).toMatchObject({ refused: 'points/amount-too-large' });
});
