import { sql } from 'kysely';
import { look, type BoundQuery, type House } from '../../platform/action.ts';
import type { Actor } from '../../platform/actor.ts';
import { asHouse } from '../../platform/wall.ts';
import { areaIndex, type AreaRef } from '../../domains/geography/actions.ts';
import { castOf } from '../demo/cast.ts';
import type { Dice } from '../demo/world.ts';
import { operations } from '../operations.ts';
import type { Scope, Seen } from './asks.ts';

// Who asks, where: people of a generated city at their desks, each with what he sees there.

export type Askers = {
  readonly cases: number;
  readonly at: (scope: Scope, dice: Dice, by?: string) => Promise<{ readonly seen: Seen; readonly caller: Actor }>;
  /** @throws where it is refused: a bench that is turned away measures nothing */
  readonly ask: (operation: string, input: object, caller: Actor) => Promise<unknown>;
};

const reads = operations.filter((bound): bound is BoundQuery => bound.operation.kind === 'query');

/** Every query operation that goes through the door. */
export function queriesOf(): string[] {
  return reads.map(({ operation }) => `${operation.domain}.${operation.name}`);
}

export async function askersOf(house: House): Promise<Askers> {
  const { db } = house;
  const tree = await areaIndex(db);
  const { city } = tree;
  if (!city) throw new Error('there is no city');
  const people = await asHouse(db, 'survey', async (inside) => (await sql<{ id: number; account: string; name: string }>`
    select id, account, name from identity.person where account ~ '^(shizhihui|xianzhihui|diaodu|wangge|shenji|xitong)' order by id`.execute(inside)).rows);
  const { now, cases } = await asHouse(db, 'survey', async (inside) => {
    const { rows: [newest] } = await sql<{ now: Date }>`select max(reported_at) as now from incidents.incident`.execute(inside);
    const { rows: [counted] } = await sql<{ n: number }>`select coalesce(sum(reported), 0)::int as n from incidents.tally where by_what = 'area' and grain = 'month' and area_id = ${city.id}`.execute(inside);
    return { now: newest?.now ?? new Date(), cases: counted?.n ?? 0 };
  });
  const ids = new Map(people.map(({ account, id }) => [account, id]));
  const cast = await castOf(db, Object.fromEntries(ids), {});
  const units = (await sql<{ id: number; areaId: number }>`select id, area_id as "areaId" from identity.unit_facts order by id`.execute(db)).rows;
  const counties = tree.children(city.id);
  const townships = counties.flatMap((county) => tree.children(county.id));
  const grids = townships.flatMap((township) => tree.children(township.id)).flatMap((community) => tree.children(community.id));
  const kept = new Map<string, Promise<{ seen: Seen; caller: Actor }>>();
  const callers = new Map<string, Actor>();
  const called = (account: string): Actor => {
    const known = callers.get(account) ?? cast.called(account, now);
    callers.set(account, known);
    return known;
  };

  const ask: Askers['ask'] = async (name, input, caller) => {
    const bound = reads.find(({ operation }) => `${operation.domain}.${operation.name}` === name);
    if (!bound) throw new Error(`no such query: ${name}`);
    const answer = await look(house, bound, input, { actor: caller, key: null, clock: now });
    if (answer.kind === 'done') return answer.output;
    throw new Error(`${name}: ${answer.kind === 'refused' ? answer.refusal.refused : JSON.stringify(answer.issues)} ${JSON.stringify(input)}`);
  };

  const place = (scope: Scope, dice: Dice): { area: AreaRef; account: string } => {
    if (scope === 'city') return { area: city, account: 'shizhihuia' };
    // A dozen of each: whoever asks again finds what he asked for before in memory, as at a desk.
    if (scope === 'county') { const index = Math.floor(dice.next() * counties.length); return { area: known(counties[index]), account: `xianzhihui${two(index)}a` }; }
    if (scope === 'township') { const index = Math.floor(dice.next() * 12) * 11 % townships.length; return { area: known(townships[index]), account: `diaodu${two(index)}a` }; }
    const index = Math.floor(dice.next() * 12) * 701 % grids.length;
    return { area: known(grids[index]), account: `wangge${String(index + 1).padStart(4, '0')}` };
  };

  const lookAround = async (scope: Scope, area: AreaRef, account: string): Promise<{ seen: Seen; caller: Actor }> => {
    const caller = called(account);
    const lists = await Promise.all([{ sort: 'newest' }, { sort: 'due' }].map((input) => ask('incidents.board', { ...input, areaId: area.id, limit: 30 }, caller)));
    const rows = lists.flatMap((list) => Object(list).items as { id: string; number: string; class: string | null; longitude: number | null; latitude: number | null }[]); // as the contract of the board says
    const spot = rows.find(({ longitude }) => longitude !== null);
    const around = units.filter(({ areaId }) => areaId === area.id || tree.chain(area.id).some(({ id }) => id === areaId));
    const below = { city: 'county', county: 'township', township: 'community', grid: 'grid' } as const;
    return {
      caller,
      seen: {
        areaId: area.id, cityId: city.id, name: area.name, now, cases: rows.map(({ id, number }) => ({ id, number })), unitIds: around.map(({ id }) => id),
        classes: [...new Set(rows.flatMap((row) => row.class ?? []))], persons: people.slice(0, 400), below: below[scope],
        point: { longitude: spot?.longitude ?? 116, latitude: spot?.latitude ?? 36.4 },
      },
    };
  };

  const lookedAround = (scope: Scope, { area, account }: { area: AreaRef; account: string }): Promise<{ seen: Seen; caller: Actor }> => {
    const found = kept.get(`${account}/${area.id}`) ?? lookAround(scope, area, account);
    kept.set(`${account}/${area.id}`, found);
    return found;
  };

  return {
    cases, ask,
    async at(scope, dice, by) {
      // In a small city there are grids in which nothing happened yet: then somebody else is asked.
      let { seen, caller } = await lookedAround(scope, place(scope, dice));
      for (let tries = 0; tries < 11 && (seen.cases.length === 0 || seen.classes.length === 0); tries += 1) ({ seen, caller } = await lookedAround(scope, place(scope, dice)));
      return { seen, caller: by === undefined ? caller : called(by) };
    },
  };
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the city is too small to be asked about');
  return value;
}

function two(index: number): string {
  return String(index + 1).padStart(2, '0');
}
