import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { caseIn } from './support/loop.ts';
import { withWeb } from './support/web.ts';

// A phone that lay in a drawer for ninety days has a row of the version it ran then: whatever version the server is, it takes it.

const folder = path.join(import.meta.dirname, 'golden-queues');
const golden = z.object({ body: z.record(z.string(), z.unknown()), answers: z.array(z.string()), pull: z.record(z.string(), z.string()) });
const answer = z.object({ last: z.int(), results: z.array(z.looseObject({ outcome: z.string(), reason: z.object({ refused: z.string() }).optional() })) });

test.each(readdirSync(folder))('a row of version %s is taken, each command with the answer that it always had', (file) => withWeb(async (web) => {
  const { world } = web;
  const at = '2026-11-24T10:00:00+08:00';
  const it = await caseIn(world, 'verifying');
  const device = '5d1f6a9e-8f5e-4c29-9d44-0d3a3a00d0d0';
  const text = readFileSync(path.join(folder, file), 'utf8')
    .replaceAll('"@person"', String(world.id('worker'))).replaceAll('"@area"', String(world.area('990101001001').id)).replaceAll('@case', it.caseId).replaceAll('@device', device);
  const { body, answers, pull } = golden.parse(JSON.parse(text));
  const pushed = await web.call('worker', 'POST', '/api/sync/push', body, { 'x-jingwei-clock': at });
  expect(pushed.status, pushed.text).toBe(200);
  const { results, last } = answer.parse(pushed.body);
  expect(results.map(({ outcome, reason }) => (outcome === 'refused' ? reason?.refused : outcome))).toEqual(answers);
  expect(last).toBe(answers.length);
  const again = await web.call('worker', 'POST', '/api/sync/push', body, { 'x-jingwei-clock': at });
  expect(answer.parse(again.body).results).toEqual(results);
  const pulled = await web.call('worker', 'GET', `/api/sync/pull?${new URLSearchParams({ ...pull, device, person: String(world.id('worker')) }).toString()}`, undefined, { 'x-jingwei-clock': at });
  expect([pulled.status, answer.omit({ results: true }).parse(pulled.body).last]).toEqual([200, answers.length]);
}));
