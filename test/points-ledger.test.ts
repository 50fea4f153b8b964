import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amount, fromTo, good, ledgerRefusal, ledgerRefusals, legsProblem, mostAtOnce, usualFloor } from '../src/domains/points/rules/ledger.ts';
import { chinaDay, ledgerModel, type ModelAccount, type ModelKind } from './support/ledger-model.ts';
import { dice, ledgerWalk } from './support/ledger-walk.ts';
import { runs } from './support/size.ts';

// What is true of the ledger without a database: the rules of what may be asked, and the model that PostgreSQL is compared with.

describe('what may be asked', () => {
  test('whole numbers from one to a million, and nothing else', () => {
    for (const value of [1, 30, mostAtOnce]) expect([value, amount.safeParse(value).success]).toEqual([value, true]);
    for (const value of [0, -1, -0, 0.5, 1e18, mostAtOnce + 1, Number.NaN, Number.POSITIVE_INFINITY, '5', null, 2 ** 53]) expect([value, amount.safeParse(value).success]).toEqual([value, false]);
  });

  test('legs of an amount fit exactly when the amount may be asked for', () => {
    fc.assert(fc.property(fc.oneof(fc.integer(), fc.double(), fc.integer({ min: -3, max: 3 }), fc.constantFrom(mostAtOnce, mostAtOnce + 1, 1e18)), (value) => {
      const problem = legsProblem(fromTo(1, 2, value));
      expect(problem === null).toBe(amount.safeParse(Math.abs(value)).success);
    }), { seed: 6, numRuns: runs(2_000) });
  });

  test('two to five hundred legs, each account once', () => {
    const many = (n: number): [number, number][] => Array.from({ length: n }, (_one, index) => [index + 1, 1]);
    expect([0, 1, 501].map((n) => legsProblem(many(n))?.refused)).toEqual(['points/legs', 'points/legs', 'points/legs']);
    expect([2, 500].map((n) => legsProblem(many(n)))).toEqual([null, null]);
    expect(legsProblem([[1, -1], [1, 1]])).toMatchObject({ refused: 'points/legs' });
  });

  test('floors, goods, and the nature of each refusal', () => {
    expect((['household', 'stock', 'till', 'deposit', 'person', 'issuer', 'supplier', 'worker'] as const).map(usualFloor)).toEqual([0, 0, 0, 0, 0, null, null, null]);
    expect(good('AB000000-0000-4000-8000-000000000000')).toBe('good:ab000000-0000-4000-8000-000000000000');
    expect(ledgerRefusals.map((name) => ledgerRefusal(name, {}).nature)).toEqual(ledgerRefusals.map((name) => (name === 'points/id-reused' ? 'clash' : name.endsWith('-unknown') ? 'absent' : 'rule')));
  });
});

test('200,000 random operations on the model: all sums are zero, no floor is broken, what is held back is what is reserved', () => {
  const kinds: readonly (readonly [ModelKind, string, number | null, string | null])[] = [
    ['issuer', 'points', null, null], ['supplier', 'good', null, null], ['stock', 'good', 0, null], ['till', 'points', 0, null], ['person', 'points', -6, null], ['person', 'points', 0, '2027-03-01'],
    ['worker', 'points', null, null], ['household', 'points', 0, null], ['household', 'points', 0, null], ['household', 'points', 0, null]];
  const accounts = kinds.map(([kind, commodity, floor, minorUntil], index): ModelAccount => ({ id: index + 1, book: 1, kind, commodity, floor, minorUntil, balance: 0, reserved: 0, version: 0 }));
  const model = ledgerModel(accounts);
  const walk = ledgerWalk(accounts, 99, 7);
  const roll = dice(8);
  let now = new Date('2026-11-24T10:00:00+08:00');
  const awarded = new Map<string, number>();
  for (let turn = 0; turn < 200_000; turn += 1) {
    if (turn % 100 === 0) now = new Date(now.getTime() + Math.floor(roll() * 60) * 60_000);
    if (turn % 5_000 === 4_999) model.close(1, chinaDay(new Date(now.getTime() - 3 * 86_400_000)), now);
    const body = walk.next(now);
    const answer = model.apply(body, now);
    if ('entries' in answer && !answer.replayed && body.fact !== undefined) {
      const once = `${body.rule} ${body.fact} ${answer.entries.find(([id]) => id !== 1)?.[0]}`;
      awarded.set(once, (awarded.get(once) ?? 0) + 1);
    }
    if (turn % 50 !== 0) continue;
    for (const one of accounts) if (one.floor !== null && one.balance - one.reserved < one.floor) throw new Error(`account ${one.id} lies below its floor after ${turn} operations`);
    for (const commodity of ['points', 'good']) if (accounts.filter((one) => one.commodity === commodity).reduce((sum, one) => sum + one.balance, 0) !== 0) throw new Error(`${commodity} do not sum up to zero after ${turn} operations`);
  }
  expect(awarded.size).toBeGreaterThan(10_000);
  expect([...awarded.values()].every((times) => times === 1)).toBe(true);
  for (const id of model.open()) model.apply({ id: `${id}x`, phase: 'void', of: id }, now);
  expect(accounts.map(({ reserved }) => reserved)).toEqual(accounts.map(() => 0));
});
