import { expect, test } from 'vitest';
import type { LogFields } from './log.ts';
import { makeNotes } from './notes.ts';

function noted() {
  const lines: LogFields[] = [];
  const clock = { now: 0 };
  const note = makeNotes((_message, fields = {}) => { lines.push(fields); }, () => clock.now);
  return { lines, clock, note };
}

test('one line a minute for each kind and address, and how many were left out', () => {
  const { lines, clock, note } = noted();
  for (let count = 0; count < 1_000; count += 1) note('platform/too-many', '198.51.100.1');
  note('platform/too-many', '198.51.100.2');
  note('platform/foreign-origin', '198.51.100.1', { route: '/api/x' });
  clock.now = 59_999;
  note('platform/too-many', '198.51.100.1');
  clock.now = 60_000;
  note('platform/too-many', '198.51.100.1');
  expect(lines).toEqual([
    { kind: 'platform/too-many', address: '198.51.100.1', leftOut: 0 }, { kind: 'platform/too-many', address: '198.51.100.2', leftOut: 0 },
    { kind: 'platform/foreign-origin', address: '198.51.100.1', leftOut: 0, route: '/api/x' }, { kind: 'platform/too-many', address: '198.51.100.1', leftOut: 1_000 },
  ]);
});

test('a flood from very many addresses fills neither the log nor the memory', () => {
  const { lines, clock, note } = noted();
  for (let count = 0; count < 20_000; count += 1) note('platform/foreign-origin', `2001:db8::${count.toString(16)}`);
  expect(lines).toHaveLength(5_001);
  expect(lines.at(-1)).toMatchObject({ address: 'many' });
  clock.now = 60_000;
  note('platform/foreign-origin', '198.51.100.1');
  expect(lines.at(-1)).toMatchObject({ address: '198.51.100.1' });
});
