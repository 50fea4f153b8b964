import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { look, type BoundQuery } from '../../src/platform/action.ts';
import type { Actor } from '../../src/platform/actor.ts';
import type { Query } from '../../src/platform/core/contract.ts';
import * as reads from '../../src/domains/incidents/queries.ts';
import { setWall, wallOf } from '../../src/platform/wall.ts';
import { withDatabase } from '../support/pg.ts';
import { everybody } from './cells.ts';
import { databaseShows, isSomewhere, knocks, knowsReporter, lists, sees, type Matter, type Somebody } from './oracle.ts';
import { randomCity, word, type City } from './worlds.ts';

// What everybody reads in a random city, by every way there is to read a case, against the oracle's set.

const seeds = process.env['JINGWEI_WALLS'] === 'all' ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => n * 7_919) : [20_261_122];
const now = new Date('2026-11-24T10:00:00+08:00');
type Rows = { items: { id: string }[]; next: string | null };

/** As somebody; with the first wall taken away, as everybody, and only the database knows who asks. */
async function asking(city: City, who: Somebody, isWallAlone: boolean): Promise<<T>(bound: BoundQuery<Query>, input: object) => Promise<T | string>> {
  const truly = await city.world.actor(who.name);
  const actor: Actor = isWallAlone ? everybody(who, city.all, 1) : truly;
  return async <T>(bound: BoundQuery<Query>, input: object) => {
    const answer = await look(city.world.house, bound, input, { actor, key: null, clock: now, ...(isWallAlone ? { wall: truly } : {}) });
    if (answer.kind === 'invalid') throw new Error(JSON.stringify(answer.issues));
    return answer.kind === 'refused' ? answer.refusal.refused : answer.output as T; // each caller names what the query promises
  };
}

type Ask = Awaited<ReturnType<typeof asking>>;

async function board(ask: Ask, input: object): Promise<string[] | string> {
  const ids: string[] = [];
  for (let after: string | null = ''; after !== null;) {
    const page: Rows | string = await ask<Rows>(reads.board, { limit: '200', sort: 'newest', ...input, ...(after === '' ? {} : { after }) });
    if (typeof page === 'string') return page;
    ids.push(...page.items.map(({ id }) => id));
    after = page.next;
  }
  return ids.sort();
}

const sorted = (ids: Iterable<string>): string[] => [...ids].sort();
const ended = ['declined', 'merged', 'closed', 'evaluated'];
/** A few of the cases, others for each. */
const few = seeds.length > 1 ? 12 : 40;
const some = (all: readonly Matter[], nth: number): Matter[] => all.filter((_it, index) => index % few === nth % few);

describe.each(seeds)('the city of seed %i', (seed) => {
  test('with the first wall alone, every way of reading shows each of its forty people his own and nothing else', { timeout: 600_000 }, () => withDatabase(async (database) => {
    const city = await randomCity(database, seed);
    const { rows } = await sql<{ table: string }>`select oid::regclass::text as "table" from pg_class where relrowsecurity`.execute(database.ownerDb);
    for (const { table } of rows) await sql.raw(`alter table ${table} disable row level security`).execute(database.ownerDb);
    const denied = 'platform/not-permitted';
    let [readers, sights] = [0, 0];
    for (const [nth, who] of city.people.entries()) {
      const ask = await asking(city, who, false);
      const listed = lists(who, city.all);
      const isReader = isSomewhere(who, knocks['incidents.board'] as readonly string[]); // a list of roles
      const byId = new Map(city.all.map((it) => [it.id, it]));
      const among = (ids: ReadonlySet<string>): string[] => listed.filter((id) => ids.has(id));
      const told = (is: unknown, should: unknown) => { expect({ who, is }).toEqual({ who, is: should }); };
      if (isReader) readers += 1;

      told(await board(ask, {}), isReader ? listed : denied);
      told(await board(ask, { text: word }), isReader ? among(city.withWord) : denied);
      const map = await ask<{ features: { id: string }[] }>(reads.map, {});
      told(typeof map === 'string' ? map : sorted(map.features.map(({ id }) => id)), isReader ? among(city.withPoint).filter((id) => !ended.includes(byId.get(id)?.state ?? '')) : denied);
      const inbox = await ask<{ steps: { open: number }[] }>(reads.inbox, {});
      told(typeof inbox === 'string' ? inbox : inbox.steps.reduce((sum, { open }) => sum + open, 0), isReader ? listed.filter((id) => !['declined', 'merged', 'evaluated'].includes(byId.get(id)?.state ?? '')).length : denied);
      // A number counts what its list shows, no more: of whichever area.
      const counted = await ask<{ total: { reported: number } }>(reads.counts, { areaId: '1' });
      told(typeof counted === 'string' ? counted : counted.total.reported, isReader ? listed.length : denied);

      const mine = await ask<{ todo: { case: { id: string } }[]; reports: { id: string }[] }>(reads.mine, {});
      if (typeof mine === 'string') throw new Error(mine);
      told(mine.todo.flatMap(({ case: { id } }) => (sees(who, byId.get(id) ?? never()) ? [] : [id])), []);
      told(mine.reports.map(({ id }) => byId.get(id)?.reporter).filter((id) => id !== who.personId), []);
      const digest = await ask<{ cases: { caseId: string }[] }>(reads.digest, {});
      if (typeof digest === 'string') throw new Error(digest);
      told(digest.cases.filter(({ caseId }) => !sees(who, byId.get(caseId) ?? never())), []);
      const heard = await ask<{ items: { caseId: string; mayOpen: boolean }[] }>(reads.messages, {});
      if (typeof heard === 'string') throw new Error(heard);
      const units = who.posts.flatMap(({ unit }) => unit ?? []);
      told(sorted(heard.items.map(({ caseId }) => caseId)), sorted([...city.messages].flatMap(([id, to]) => (to.some((unit) => units.includes(unit)) ? [id] : []))).slice(0, 50));
      told(heard.items.filter(({ caseId, mayOpen }) => mayOpen !== sees(who, byId.get(caseId) ?? never())), []);

      for (const it of some(city.all, nth)) {
        const should = sees(who, it) ? 'done' : 'incidents/case-unknown';
        for (const by of [{ caseId: it.id }, { number: it.number }]) {
          const detail = await ask<{ reporter: { phone: string } | null }>(reads.getCase, by);
          told(typeof detail === 'string' ? detail : 'done', should);
          if (typeof detail === 'string') continue;
          sights += 1;
          told(detail.reporter !== null, knowsReporter(who, it));
          // In no text either.
          told(JSON.stringify(detail).includes(`139${String(10_000_000 + Number(it.number.slice(-4)))}`), knowsReporter(who, it));
        }
        const history = await ask<object>(reads.history, { caseId: it.id });
        told(typeof history === 'string' ? history : 'done', should);
        const alike = await ask<{ items: { case: { id: string } }[] }>(reads.similar, { caseId: it.id });
        if (typeof alike !== 'string') told(alike.items.filter(({ case: { id } }) => !sees(who, byId.get(id) ?? never())), []);
      }
    }
    expect(readers).toBeGreaterThan(15);
    expect(sights).toBeGreaterThan(1_000 / few);
  }));

  test('with the second wall alone, the database shows each of them the rows that are his and no other', { timeout: 600_000 }, () => withDatabase(async (database) => {
    const city = await randomCity(database, seed);
    for (const [nth, who] of city.people.entries()) {
      const told = (is: unknown, should: unknown) => { expect({ who, is }).toEqual({ who, is: should }); };
      const visible = city.all.filter((it) => databaseShows(who, it, city.all)).map(({ id }) => id).sort();
      const actor = await city.world.actor(who.name);
      const within = (query: string): Promise<string[]> => city.world.db.transaction().execute(async (inside) => {
        await sql`select ${setWall(wallOf(actor))}`.execute(inside);
        return (await sql.raw<{ id: string }>(query).execute(inside)).rows.map(({ id }) => id).sort();
      });
      told(await within('select id from incidents.incident'), visible);
      told(await within('select distinct case_id as id from incidents.step'), visible);
      told(await within('select case_id as id from incidents.deadline'), visible);
      told(await within('select id from incidents.case_facts'), visible);
      told(await within('select distinct case_id as id from incidents.step_facts'), visible);
      told(await within('select case_id as id from incidents.reporter'), city.all.filter((it) => databaseShows(who, it, city.all) && knowsReporter(who, it)).map(({ id }) => id).sort());
      told(await within('select person_id::text as id from incidents.digest'), [String(who.personId)]);
      told(await within('select id::text as id from platform.event'), []);

      const ask = await asking(city, who, true);
      told(await board(ask, {}), visible);
      told(await board(ask, { text: word }), visible.filter((id) => city.withWord.has(id)));
      const map = await ask<{ features: { id: string }[] }>(reads.map, {});
      told(typeof map === 'string' ? map : map.features.filter(({ id }) => !visible.includes(id)), []);
      for (const it of some(city.all, nth).slice(0, 12)) {
        const detail = await ask<{ reporter: { phone: string } | null }>(reads.getCase, { caseId: it.id });
        told(typeof detail === 'string' ? detail : 'done', visible.includes(it.id) ? 'done' : 'incidents/case-unknown');
        if (typeof detail !== 'string') told(detail.reporter?.phone !== '', knowsReporter(who, it));
      }
    }
  }));
});

function never(): never {
  throw new Error('a case that there is not');
}
