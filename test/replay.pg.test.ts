import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { seedTownship } from '../src/apps/demo.ts';
import { replayMessages, type Replayed } from '../src/apps/replay.ts';
import { readMessages, repetitions, sampleOf, type Message } from '../src/apps/replay/messages.ts';
import { serve, type Ground } from '../src/apps/server.ts';
import type { Db } from '../src/platform/db.ts';
import { withPlace, type Place } from './support/demo-place.ts';
import { say, sharedFile } from './support/shared.ts';
import { unpaced } from '../src/platform/pace.ts';

// Real messages stay beside the repository: nothing of them is written down here, no count of a word, no name.

const file = sharedFile('data/citizen-messages/replied.csv');

describe.skipIf(file === null)('real messages through the real interface', () => {
  it('become one case, one history and one answer each, in their places and hours; a second run adds nothing', { timeout: 300_000 }, async () => {
    const csv = await readFile(file ?? '', 'utf8');
    const { messages, problems } = readMessages(csv);
    expect(problems).toEqual([]);
    const sample = withEveryRepetition(messages, 200);
    const repeating = repetitions(sample, false).size;
    expect(repeating).toBeGreaterThanOrEqual(10);

    await withServer(async ({ url, ground, ownerDb }) => {
      const run = (some = sample): Promise<Replayed> => replayMessages({ url, house: ground.house, messages: some, file: messages, say: () => undefined });
      const first = await run();
      say(`200 real messages: ${first.seconds.toFixed(1)} s, ${first.requests} requests`);
      const all = { messages: 200, cases: 200, histories: 200, replies: 200, offered: repeating, merged: 0, problems: [] };
      expect(first).toMatchObject({ ...all, newCases: 200 });

      const found = await theirs(ownerDb, csv, sample);
      expect(found.map(({ id }) => id).sort()).toEqual(sample.map(({ id }) => id).sort());
      expect(found.filter((one) => !one.isWhole)).toEqual([]);
      const before = await everything(ownerDb);

      const second = await run();
      expect(second).toMatchObject({ ...all, newCases: 0, newSteps: 0, deadlinesFired: 0 });
      expect(await everything(ownerDb)).toEqual(before);

      // Whoever changes a letter of an answer is told so.
      await tamper(ownerDb, sample[7]);
      const third = await run(sample.slice(0, 10));
      expect(third).toMatchObject({ newSteps: 0, cases: 10, histories: 10, replies: 9, problems: [`${sample[7]?.id ?? ''}: reply`] });
    });
  });
});

/** All that repeat another's words, with the first of each, and others spread over the years. */
function withEveryRepetition(messages: readonly Message[], count: number): readonly Message[] {
  const repeated = repetitions(messages, false);
  const firsts = new Set(repeated.values());
  const chosen = new Set(messages.filter((one) => repeated.has(one) || firsts.has(one.caseId)));
  for (const one of sampleOf(messages, count)) if (chosen.size < count) chosen.add(one);
  return messages.filter((one) => chosen.has(one));
}

/** The server as the command starts it, on the township without cases. */
async function withServer(use: (running: { url: string; ground: Ground } & Place) => Promise<void>): Promise<void> {
  await withPlace(async (place) => {
    let ground: Ground | undefined;
    const running = await serve(place.config, { databaseUrl: place.databaseUrl }, undefined, { injectedClock: true, sweep: false, pace: unpaced }, async (opened) => {
      ground = opened;
      await seedTownship(opened, place.config, () => undefined);
    });
    try {
      if (!ground) throw new Error('the server came up without its ground');
      await use({ ...place, url: running.url, ground });
    } finally {
      await running.stop();
    }
  });
}

/** What the tables hold, compared with the file by somebody who knows neither the replay nor the interface. */
async function theirs(db: Db, csv: string, sample: readonly Message[]): Promise<{ id: string; isWhole: boolean }[]> {
  const rows: Record<string, string>[] = parse(csv, { bom: true, columns: true });
  const byId = new Map(rows.map((row) => [row['id'] ?? '', row]));
  const stored = await sql<{ id: string; description: string; reportedAt: Date; state: string; steps: { seq: number; action: string; at: string; text: string | null }[] }>`
    select i.id, i.description, i.reported_at as "reportedAt", i.state,
           (select jsonb_agg(jsonb_build_object('seq', s.seq, 'action', s.action, 'at', s.at, 'text', s.data->>'text') order by s.seq) from incidents.step s where s.case_id = i.id) as steps
    from incidents.incident i where i.source = 'import'`.execute(db);
  const idOf = new Map(sample.map(({ caseId, id }) => [caseId, id]));
  return stored.rows.map((one) => {
    const id = idOf.get(one.id) ?? `a stranger: ${one.id}`;
    const row = byId.get(id);
    const answers = one.steps.filter(({ action }) => action === 'feedback');
    const isWhole = row !== undefined && one.state === 'evaluated' && one.description === `${row['subject'] ?? ''}\n${row['detail'] ?? ''}`
      && one.reportedAt.getTime() === Date.parse(row['reported_at'] ?? '') && one.steps.every(({ seq }, index) => seq === index)
      && one.steps.every(({ at }, index) => index === 0 || Date.parse(at) >= Date.parse(one.steps[index - 1]?.at ?? ''))
      && answers.length === 1 && answers[0]?.text === row['reply'] && Date.parse(answers[0]?.at ?? '') === Date.parse(row['replied_at'] ?? '');
    return { id, isWhole };
  });
}

/** Rows of everything that a replay may add to, and what the cases are. */
async function everything(db: Db): Promise<unknown> {
  const { rows } = await sql`
    select (select count(*) from incidents.incident) as cases, (select count(*) from incidents.step) as steps, (select count(*) from incidents.deadline) as deadlines,
      (select count(*) from incidents.deadline where fired_at is not null) as fired, (select count(*) from identity.person) as people, (select count(*) from identity.unit) as units,
      (select count(*) from platform.file) as files, (select count(*) from platform.event where kind like 'incidents.%') as events,
      (select count(*) from platform.audit where operation like 'incidents.%' and not input ? 'saw') as audited,
      (select md5(string_agg(i::text, '' order by i.id)) from incidents.incident i) as hash, (select md5(string_agg(s::text, '' order by s.case_id, s.seq)) from incidents.step s) as told`.execute(db);
  return rows[0];
}

async function tamper(db: Db, message: Message | undefined): Promise<void> {
  await sql`update incidents.step set data = jsonb_set(data, '{text}', to_jsonb((data->>'text') || ' ')) where case_id = ${message?.caseId ?? ''} and action = 'feedback'`.execute(db);
}
