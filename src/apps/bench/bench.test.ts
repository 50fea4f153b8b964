import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { closedLoop, median, openLoop } from './load.ts';
import { judged, pageOf } from './report.ts';
import { pgbenchScript } from './same-sql.ts';
import { postBytes } from './wire.ts';

test('the script of pgbench says the same statements, with what differs made anew', () => {
  const script = pgbenchScript([
    { text: 'begin', values: [] },
    { text: 'insert into t values ($1, $2, $3,\n $4::jsonb, $5, $10)', values: ['8a-id', 'k', null, '{"id":"8a-id","at":"07:40:18"}', Buffer.from([1, 255]), 6, 7, 8, 9, ['a"b', 'c']] },
  ], [{ value: '8a-id', sql: "lpad(to_hex(:n::bigint), 32, '0')::uuid", type: 'uuid' }, { value: 'k', sql: ':n::bigint::text', type: 'text' }]);
  expect(script.split('\n')).toEqual([
    '\\set n random(1, 9000000000000000000)', 'begin;',
    `insert into t values ((lpad(to_hex(:n::bigint), 32, '0')::uuid)::uuid, (:n::bigint::text)::text, NULL, ('{"id":"' || (lpad(to_hex(:n::bigint), 32, '0')::uuid)::text || '","at":"07:40:18"}')::jsonb, '\\x01ff', '{"a\\"b","c"}');`,
  ]);
});

test('a setting is given as text, also where an id stands in it', () => {
  expect(pgbenchScript([{ text: "select set_config('a.b', $1, true)", values: ['8a-id'] }], [{ value: '8a-id', sql: 'gen_random_uuid()', type: 'uuid' }])).toContain("set_config('a.b', ((gen_random_uuid())::uuid)::text, true)");
});

test('a colon before a letter is no variable of pgbench', () => {
  expect(pgbenchScript([{ text: 'select $1', values: ["case:it's a\\b"] }], [])).toContain("select E'case\\x3ait''s a\\\\b';");
});

test('an open loop counts the queue that a slow server builds up; a closed loop hides it', async () => {
  // One request at a time, 20 ms each: asked 100 times a second it falls behind.
  let turn = Promise.resolve();
  const server = createServer((_request, response) => {
    turn = turn.then(() => new Promise((resolve) => { setTimeout(resolve, 20); })).then(() => { response.end('{}'); });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`;
  const closed = await closedLoop((wire) => wire.ask(postBytes(url, '{}', {})), { url, clients: 1, seconds: 0.5 });
  const open = await openLoop((wire) => wire.ask(postBytes(url, '{}', {})), { url, perSecond: 100, seconds: 0.5 });
  server.close();
  expect([closed.failed, open.failed, open.sent]).toEqual([0, 0, 50]);
  expect(open.max).toBeGreaterThan(4 * closed.p50);
});

test('median, goals, and a page that keeps the sections that were not measured', async () => {
  expect([median([3, 1, 2]), median([4, 1])]).toEqual([2, 2.5]);
  expect([judged({ what: '', value: 0.5, unit: '×', goal: { atLeast: 0.6 } }), judged({ what: '', value: 1, unit: '', goal: { atMost: 1 } }), judged({ what: '', value: 1, unit: '' })]).toEqual(['未达到 ≥ 0.6', '达到 ≤ 1', '']);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'jingwei-page-'));
  const file = path.join(folder, 'performance.md');
  const machine = { cores: 2, memoryGiB: 24, node: 'v24', loadBefore: 0.1 };
  const at = new Date('2026-11-22T00:00:00Z');
  await writeFile(file, await pageOf(file, [{ name: 'loop', title: '上报', figures: [{ what: 'ratio', value: 0.7, unit: '×' }], seconds: 1, at }], machine));
  const both = await pageOf(file, [{ name: 'grids', title: '网格', figures: [], seconds: 1, at }], machine);
  expect(both.match(/^## .*$/gmu)).toEqual(['## 网格 `grids`', '## 上报 `loop`']);
  expect(both).toContain('| ratio | 0.70 × |  |');
  await rm(folder, { recursive: true });
});
