import http from 'node:http';
import { expect, test } from 'vitest';
import { declared } from '../../src/apps/contracts.ts';
import { methodsOf, pathOf } from '../../src/platform/core/contract.ts';
import { random } from '../../src/platform/core/tiling.ts';
import { knownTo, rightPerson, sampleFor } from '../support/bad-input.ts';
import { newCase } from '../support/loop.ts';
import { say } from '../support/shared.ts';
import { sized } from '../support/size.ts';
import type { Name } from '../support/world.ts';
import { fuzzed } from './fuzz.ts';
import { withServed } from './served.ts';

const requests = sized('FUZZ_REQUESTS', 1_000);
const seed = sized('FUZZ_SEED', 20_261_122);

/** What ends somebody's session, or costs a password's hash each time: tried elsewhere. */
const elsewhere = new Set(['identity.sign-out', 'identity.sign-in', 'identity.changePassword', 'identity.proveAgain', 'identity.resetPassword', 'identity.createPerson', 'identity.suspend', 'identity.endSessionsOf', 'identity.endSession']);
const others: readonly (Name | null)[] = [null, 'resident', 'worker', 'handler', 'leader', 'clerk', 'machine', 'system', 'security', 'audit', 'desk'];
const inside = /\bat (?:async )?[\w.<>]+ \(|node_modules|select .* from|insert into|violates|syntax error|invalid input|Error:/u;

test(`${requests} requests made of the declared shapes (seed ${seed}): no failure, nothing of the inside in an answer, and the others are not held up`, () => withServed(async ({ url, world, bearer, measure, isAlive }) => {
  const [one, other] = [await newCase(world), await newCase(world, { by: 'machine' })];
  const known = knownTo(world, one.caseId, other.caseId);
  const operations = declared.filter(({ domain, name }) => !elsewhere.has(`${domain}.${name}`)).map((operation) => ({ operation, sample: sampleFor(operation, known) }));
  expect(operations.length).toBeGreaterThan(70);
  const agent = new http.Agent({ keepAlive: true });
  const wrong: string[] = [];
  const statuses = new Map<number, number>();
  let next = 0;
  const send = (method: 'GET' | 'POST', path: string, headers: http.OutgoingHttpHeaders, body: string | null): Promise<{ status: number; text: string }> => new Promise((resolve, reject) => {
    const request = http.request(`${url}${path}`, { method, headers, agent }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() })).on('error', reject);
    });
    request.on('error', reject);
    request.end(body ?? undefined);
  });
  const lane = async (): Promise<void> => {
    while (next < requests) {
      const number = next;
      next += 1;
      // Each has a stream of its own: one that fails is made again from seed and number, whatever went before it.
      const chance = random(seed + number * 7_919);
      const { operation, sample } = operations[Math.floor(chance() * operations.length)] ?? { operation: undefined, sample: {} };
      if (operation === undefined) continue;
      const who = chance() < 0.75 ? rightPerson(operation.permission) : others[Math.floor(chance() * others.length)] ?? null;
      const input = fuzzed(operation, sample, chance);
      const methods = methodsOf(operation);
      const method = methods[Math.floor(chance() * methods.length)] ?? 'POST';
      const search = method === 'POST' ? '' : `?${Object.entries(Object(input)).slice(0, 30).map(([name, value]) => `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent((typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, 400).toWellFormed())}`).join('&')}`;
      const body = method === 'POST' ? JSON.stringify(input) : null;
      const headers = {
        'x-forwarded-for': `198.18.${(number >> 8) & 255}.${number & 255}`, ...(who === null ? {} : { authorization: `Bearer ${await bearer(who)}` }),
        ...(body === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }), ...(chance() < 0.1 ? { 'idempotency-key': `"${number}"` } : {}),
      };
      const { status, text } = await send(method, `${pathOf(operation)}${search}`, headers, body);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status >= 500 || (status >= 400 && inside.test(text))) wrong.push(`#${number} ${method} ${operation.domain}.${operation.name} as ${who ?? 'nobody'}: ${status} ${text.slice(0, 200)} for ${JSON.stringify(input).slice(0, 400)}`);
    }
  };
  await measure('begin');
  await Promise.all(Array.from({ length: 6 }, lane));
  const held = await measure('end');
  agent.destroy();
  expect(wrong.slice(0, 10)).toEqual([]);
  expect(isAlive()).toBe(true);
  // Neither all turned away at the first look nor all taken.
  const times = (from: number, to: number): number => [...statuses].reduce((sum, [status, n]) => sum + (status >= from && status < to ? n : 0), 0);
  expect(times(200, 300)).toBeGreaterThan(requests / 50);
  expect(times(400, 500)).toBeGreaterThan(requests / 10);
  say(`${requests} made requests (${[...statuses].toSorted(([a], [b]) => a - b).map(([status, n]) => `${status}: ${n}`).join(', ')}); event loop p99 ${held.p99Ms.toFixed(0)} ms`);
  // A hundred milliseconds are the goal; the bound leaves a busy machine five times that.
  expect(held.p99Ms).toBeLessThan(500);
}), Math.max(180_000, requests * 60));
