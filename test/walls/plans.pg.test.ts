import { sql } from 'kysely';
import pg from 'pg';
import { expect, test } from 'vitest';
import { look, type BoundQuery } from '../../src/platform/action.ts';
import type { Query } from '../../src/platform/core/contract.ts';
import { wallOf } from '../../src/platform/wall.ts';
import * as reads from '../../src/domains/incidents/queries.ts';
import { withDatabase } from '../support/pg.ts';
import { randomCity, word } from './worlds.ts';

// Behind a policy an index is reached by leakproof operators alone. Every statement of every list is explained twice, with
// the wall and without: the wall may make none of them read a whole table that it did not read before.

type Sent = { readonly text: string; readonly values: readonly unknown[] };
type Plan = { readonly 'Node Type': string; readonly 'Relation Name'?: string; readonly Plans?: readonly Plan[] };

test('no list reads a whole table because of the wall', { timeout: 300_000 }, () => withDatabase(async (database) => {
  const city = await randomCity(database, 20_261_122);
  const { ownerDb } = database;
  // Fifteen thousand closed cases more, each like one of the five hundred, and half a year old.
  await sql`insert into incidents.incident (id, number, state, description, source, area_id, area_path, longitude, latitude, reported_at, reporter_person_id, has_reporter, folded, lead_unit_id, co_unit_ids, text_key)
    select gen_random_uuid(), i.number || '-' || n, 'evaluated', '路灯 ' || n, 'resident', area_id, area_path, longitude, latitude, reported_at - n * interval '2 days', case when n % 9 = 0 then reporter_person_id end, true, folded, lead_unit_id, co_unit_ids, 'old ' || n || i.id
    from incidents.incident i, generate_series(1, 30) n`.execute(ownerDb);
  await sql`insert into incidents.wording select id, description from incidents.incident i where not exists (select from incidents.wording w where w.case_id = i.id)`.execute(ownerDb);
  await sql`insert into incidents.step (case_id, seq, action, to_state, at, happened_at, person_name, post) select i.id, n, 'handle', 'handling', i.reported_at, i.reported_at, '', '' from incidents.incident i, generate_series(5, 6) n`.execute(ownerDb);
  for (const table of ['incident', 'step', 'wording', 'deadline', 'reporter', 'digest']) await sql.raw(`vacuum analyze incidents.${table}`).execute(ownerDb);

  const heard: Sent[] = [];
  const known = new WeakSet<pg.PoolClient>();
  database.pool.on('acquire', (client) => {
    if (known.has(client)) return;
    known.add(client);
    const plain: (...args: unknown[]) => unknown = client.query.bind(client);
    Object.assign(client, { query: (first: unknown, second?: unknown, ...rest: unknown[]) => {
      if (typeof first === 'string' && first.includes('incidents.') && /^\s*(?:with|select)/u.test(first)) heard.push({ text: first, values: Array.isArray(second) ? second : [] });
      return plain(first, second, ...rest);
    } });
  });

  const clients = await Promise.all([database.appUrl, database.ownerUrl].map(async (connectionString) => { const client = new pg.Client({ connectionString }); await client.connect(); return client; }));
  const [app, owner] = clients;
  if (!app || !owner) throw new Error('no connection');
  const wholeTables = async (client: pg.Client, { text, values }: Sent): Promise<string[]> => {
    const { rows } = await client.query<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>(`explain (format json) ${text}`, [...values]);
    const found: string[] = [];
    const walk = (plan: Plan): void => { if (plan['Node Type'] === 'Seq Scan') found.push(plan['Relation Name'] ?? ''); for (const one of plan.Plans ?? []) walk(one); };
    for (const { Plan } of rows[0]?.['QUERY PLAN'] ?? []) walk(Plan);
    return found.filter((table) => large.includes(table)).sort();
  };

  const worse: string[] = [];
  let explained = 0;
  const [it] = city.all;
  for (const role of ['dispatcher', 'gridWorker', 'handler', 'leader', 'resident']) {
    const who = city.people.find(({ posts }) => posts.length === 1 && posts[0]?.role === role);
    if (!who || !it) throw new Error(`nobody is ${role}`);
    const actor = await city.world.actor(who.name);
    heard.length = 0;
    const asked: readonly (readonly [BoundQuery<Query>, object])[] = [
      [reads.board, {}], [reads.board, { sort: 'newest' }], [reads.board, { text: word }], [reads.board, { late: 'true' }], [reads.board, { unitId: '3' }], [reads.board, { state: 'handling' }], [reads.map, {}],
      [reads.mine, {}], [reads.inbox, {}], [reads.digest, {}], [reads.messages, {}], [reads.getCase, { caseId: it.id }], [reads.getCase, { number: it.number }], [reads.history, { caseId: it.id }],
      [reads.story, { number: it.number }], [reads.similar, { caseId: it.id }], [reads.suggestion, { caseId: it.id }],
    ];
    for (const [bound, input] of asked) {
      const answer = await look(city.world.house, bound, input, { actor, key: null, clock: new Date('2026-11-24T10:00:00+08:00') });
      if (answer.kind === 'invalid') throw new Error(JSON.stringify(answer.issues));
    }
    const statements = heard.splice(0);
    await app.query("select set_config('jingwei.wall', $1, false)", [wallOf(actor)]);
    for (const sent of statements.filter(({ text }) => !text.includes('set_config'))) {
      // Functions that look for their caller are asked in the same way by both; the words the app may not read at all.
      const [walled, plain] = [await wholeTables(app, sent), await wholeTables(owner, sent)];
      explained += 1;
      if (walled.some((table) => !plain.includes(table))) worse.push(`${role}: ${walled.join(', ')} instead of ${plain.join(', ') || 'none'}: ${sent.text.replace(/\s+/gu, ' ').slice(0, 400)}`);
    }
  }
  await Promise.all(clients.map((client) => client.end()));
  expect([...new Set(worse)]).toEqual([]);
  expect(explained).toBeGreaterThan(50);
}));

const large = ['incident', 'step', 'wording', 'deadline', 'reporter'];
