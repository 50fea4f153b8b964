import { expect, test } from 'vitest';
import { board } from '../contract.ts';
import { readState } from './board-state.ts';

const read = (address: string, mayRead = true) => readState(new URLSearchParams(address), mayRead);

test.each([
  ['', 'mine'], ['tab=3', '3'], ['tab=late', 'late'], ['tab=nonsense', 'mine'],
  // A link to the list behind a number names no tab.
  ['measure=late', 'all'], ['text=灯', 'all'],
])('%s opens the tab %s', (address, tab) => {
  expect(read(address).tab).toBe(tab);
});

test('who may not read an area has only his own', () => {
  expect(read('tab=all', false).tab).toBe('mine');
});

test('a step and lateness become the filter of the tab', () => {
  expect(read('tab=4').filter.step).toBe(4);
  expect(read('tab=late').filter.late).toBe(true);
  expect(read('tab=all').filter).toEqual({ sort: 'due' });
});

test.each(['tab=all&area=0', 'tab=all&unit=x', 'tab=all&since=yesterday', 'tab=all&state=lost', 'tab=all&measure=none', 'tab=all&sort=up'])('%s asks nothing that the server refuses', (address) => {
  const { filter } = read(address);
  expect(board.input.safeParse(filter).success).toBe(true);
  expect(filter).toEqual({ sort: 'due' });
});

test('a step is an inbox, unless somebody asks for a state', () => {
  expect(read('tab=2').filter.measure).toBe('open');
  expect(read('tab=2').measure).toBeUndefined();
  expect(read('tab=2&state=declined').filter.measure).toBeUndefined();
  expect(read('tab=6').filter.measure).toBeUndefined();
});

test('everything of a full address reaches the server', () => {
  const { filter, conditions, caseId, mapOpen } = read('tab=2&area=7&unit=9&class=0101&state=filed&text=井盖&since=2026-11-01&until=2026-11-22&measure=open&sort=newest&case=c&map=1');
  expect(filter).toEqual({ step: 2, areaId: 7, unitId: 9, class: '0101', state: 'filed', text: '井盖', since: '2026-11-01', until: '2026-11-22', measure: 'open', sort: 'newest' });
  expect([conditions, caseId, mapOpen]).toEqual([7, 'c', true]);
});
