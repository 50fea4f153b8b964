import { expect, test } from 'vitest';
import { begin, enqueue, wake, type Item } from '../../platform/core/sync/phone.ts';
import { correctionOf, gistOf, isHandedOver, isShown } from './row-gist.ts';

function item(name: string, input: unknown, more: Partial<Item> = {}): Item {
  const step = enqueue(wake(begin('00000000-0000-4000-8000-000000000001', 1)), { id: '00000000-0000-4000-8000-0000000000f1', name, input }, { now: 0 });
  const [made] = step.phone.items;
  if (!made) throw new Error('nothing was put into the row');
  return { ...made, ...more };
}

test('every unsent command is listed, but for reports and hand-overs, which are told elsewhere', () => {
  expect(['patrol.recordVisit', 'incidents.verify', 'nobody.knows'].map((name) => isShown(item(name, {})))).toEqual([true, true, true]);
  expect([isShown(item('incidents.report', {})), isShown(item('sync.handOver', {})), isShown(item('patrol.recordVisit', {}, { state: 'done' })), isShown(item('patrol.recordVisit', null, { state: 'closed' }))]).toEqual([false, false, false, false]);
});

test('it is told by its own words, and goes back to the form it came from', () => {
  expect(gistOf({ found: ' 老人头晕 ', wish: '想看医生' })).toBe('老人头晕');
  expect([gistOf({}), gistOf(null), gistOf({ found: 7 })]).toEqual(['', '', '']);
  expect(correctionOf(item('patrol.recordVisit', {}))).toBe('/rounds/visit?item=00000000-0000-4000-8000-0000000000f1');
  expect(correctionOf(item('incidents.verify', { caseId: 'c' }))).toBe('/work/c/verify?item=00000000-0000-4000-8000-0000000000f1');
  expect([correctionOf(item('incidents.verify', {})), correctionOf(item('patrol.askAfter', { orderId: 'o' }))]).toEqual([null, null]);
});

test('handed over, unless the hand-over itself was refused', () => {
  const one = item('patrol.recordVisit', {}, { state: 'parked' });
  const given = (state: Item['state']): Item => item('sync.handOver', { id: one.id }, { id: 'h', state });
  expect([isHandedOver(one, [one]), isHandedOver(one, [one, given('queued')]), isHandedOver(one, [one, given('done')]), isHandedOver(one, [one, given('parked')])]).toEqual([false, true, true, false]);
});
