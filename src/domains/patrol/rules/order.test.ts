import { describe, expect, test } from 'vitest';
import { isLate, judgeOrder, offeredOn, orderActions, orderStates, workerDueOn, type OrderAction, type OrderParty, type OrderState } from './order.ts';

/** What the document says, state by state: what the worker and what the provider may do, and where it leads. */
const said: Readonly<Record<OrderState, Partial<Record<OrderAction, [OrderParty, OrderState]>>>> = {
  wished: { order: ['worker', 'ordered'], cancel: ['worker', 'cancelled'] },
  ordered: { accept: ['provider', 'accepted'], decline: ['provider', 'declined'], finish: ['provider', 'done'], cancel: ['worker', 'cancelled'] },
  accepted: { decline: ['provider', 'declined'], finish: ['provider', 'done'], cancel: ['worker', 'cancelled'] },
  done: { askAfter: ['worker', 'closed'] },
  declined: { order: ['worker', 'ordered'], cancel: ['worker', 'cancelled'] },
  closed: {}, cancelled: {},
};

test('each action in each state, for each party', () => {
  for (const state of orderStates) {
    for (const action of orderActions) {
      for (const party of ['worker', 'provider'] as const) {
        const verdict = judgeOrder(action, { state, parties: [party] }, '没有车');
        const [by, to] = said[state][action] ?? [];
        const expected = by === undefined ? 'patrol/order-not-so' : by === party ? to : 'patrol/order-not-yours';
        expect([state, action, party, typeof verdict === 'string' ? verdict : verdict.refused]).toEqual([state, action, party, expected]);
      }
    }
    expect(offeredOn({ state, parties: ['worker', 'provider'] })).toEqual(orderActions.filter((action) => said[state][action] !== undefined));
    expect(offeredOn({ state, parties: [] })).toEqual([]);
  }
});

test('who declines or cancels says why', () => {
  expect(judgeOrder('decline', { state: 'ordered', parties: ['provider'] }, ' 忙')).toMatchObject({ refused: 'patrol/reason-missing' });
  expect(judgeOrder('cancel', { state: 'ordered', parties: ['worker'] })).toMatchObject({ refused: 'patrol/reason-missing' });
});

describe('the day on which the worker hears of it', () => {
  test.each([['wished', '2026-11-23'], ['declined', '2026-11-23'], ['done', '2026-11-24'], ['ordered', null], ['accepted', null], ['closed', null], ['cancelled', null]] as const)('%s: %s', (state, expected) => {
    expect(workerDueOn({ state, wantedOn: '2026-11-23', doneOn: state === 'done' ? '2026-11-23' : null })).toBe(expected);
  });
  test('an order is late the day after it was promised, until it is done', () => {
    expect([isLate({ state: 'ordered', wantedOn: '2026-11-22' }, '2026-11-22'), isLate({ state: 'accepted', wantedOn: '2026-11-21' }, '2026-11-22'), isLate({ state: 'done', wantedOn: '2026-11-21' }, '2026-11-22')]).toEqual([false, true, false]);
  });
});
