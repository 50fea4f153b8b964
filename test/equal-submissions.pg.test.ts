import { randomUUID } from 'node:crypto';
import net from 'node:net';
import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { openDb } from '../src/platform/db.ts';
import { inDatabase } from './support/pg-url.ts';
import { say } from './support/shared.ts';
import { webOfFile } from './support/web.ts';
import { points } from './support/world.ts';

// Fifty equal reports over fifty connections, whose last byte is held back until all are there: released at one instant.

const web = webOfFile();
const copies = 50;
/** 40 where not said; the nightly run says 10,000. */
const rounds = Number(process.env['EQUAL_ROUNDS'] ?? '40');

type Line = { readonly send: (bytes: Buffer) => void; readonly answer: () => Promise<string>; readonly close: () => void };

/** A connection that is kept over the rounds; answers are read to their length. */
function openLine(url: URL): Promise<Line> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(url.port), url.hostname);
    socket.setNoDelay(true);
    let text = '';
    let hear: (() => void) | undefined;
    socket.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; hear?.(); });
    socket.on('error', reject).on('close', () => hear?.());
    socket.on('connect', () => resolve({
      send: (bytes) => { socket.write(bytes); },
      answer: () => new Promise((heard, lost) => {
        hear = () => {
          const head = text.indexOf('\r\n\r\n');
          const length = Number(/content-length: (\d+)/iu.exec(text)?.[1] ?? Number.NaN);
          if (socket.destroyed) lost(new Error('the connection was closed without an answer'));
          if (head < 0 || Buffer.byteLength(text.slice(head + 4)) < length) return;
          const whole = text;
          text = '';
          hear = undefined;
          heard(whole);
        };
        hear();
      }),
      close: () => { socket.destroy(); },
    }));
  });
}

/** What is said of the request and not of the command: when, how much longer the line is kept, and whether it was the first. */
function comparable(answer: string): string {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  const kept = head.split('\r\n').filter((line) => !/^(?:date|keep-alive|idempotency-replayed|jingwei-audit):/iu.test(line));
  return `${kept.join('\r\n')}\r\n\r\n${body}`;
}

test(`${copies} equal submissions at one instant, ${rounds} times: one effect, equal answers`, async () => {
  const { url, world } = web();
  const token = await world.token('resident');
  const open = openDb(inDatabase(inject('testServer').adminUrl, world.name), { applicationName: 'the test, looking on', max: 2 });
  const lines = await Promise.all(Array.from({ length: copies }, () => openLine(new URL(url))));
  try {
    for (let round = 0; round < rounds; round += 1) {
      const [id, key] = [randomUUID(), randomUUID()];
      const byId = round % 2 === 0;
      const description = `第 ${round} 回：柳街路口有积水 ${key}`;
      const body = Buffer.from(JSON.stringify({ ...(byId ? { id } : {}), description, place: points.street }));
      const request = Buffer.concat([Buffer.from([
        'POST /api/incidents/report HTTP/1.1', `Host: ${new URL(url).host}`, `Authorization: Bearer ${token}`, 'Content-Type: application/json', `Content-Length: ${body.length}`,
        ...(byId ? [] : [`Idempotency-Key: "${key}"`]), '', '',
      ].join('\r\n')), body]);
      for (const line of lines) line.send(request.subarray(0, -1));
      // A turn of the network for every line: then the last byte of all of them in one go.
      await new Promise((resolve) => { setTimeout(resolve, 10); });
      const answers = Promise.all(lines.map((line) => line.answer()));
      for (const line of lines) line.send(request.subarray(-1));
      const told = await answers;
      const firsts = told.filter((answer) => !/^idempotency-replayed: true/imu.test(answer)).length;
      expect([round, new Set(told.map(comparable)).size, firsts, /^HTTP\/1\.1 200/u.test(told[0] ?? '')]).toEqual([round, 1, 1, true]);
      const { rows } = await sql<Record<string, number>>`
        with it as (select id from incidents.incident where description = ${description})
        select (select count(*)::int from it) as cases, (select count(*)::int from incidents.step where case_id in (select id from it)) as steps,
          (select count(*)::int from incidents.deadline where case_id in (select id from it) and kind = 'accept') as clocks,
          (select count(*)::int from platform.event where subject in (select id::text from it)) as events,
          (select count(*)::int from platform.audit where subject in (select 'case:' || id from it)) as lines,
          (select count(*)::int from platform.command where key = ${byId ? id : key}) as commands`.execute(open.db);
      expect(rows[0]).toEqual({ cases: 1, steps: 1, clocks: 1, events: 1, lines: 1, commands: 1 });
    }
    say(`${copies} equal submissions × ${rounds}: one effect each.`);
  } finally {
    for (const line of lines) line.close();
    await open.close();
  }
}, Math.max(180_000, rounds * 2_000));
