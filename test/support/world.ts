import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { inject } from 'vitest';
import { look, perform, type Answer, type BoundCommand, type BoundQuery } from '../../src/platform/action.ts';
import { anonymous, type Actor } from '../../src/platform/actor.ts';
import type { Command, Query } from '../../src/platform/core/contract.ts';
import { openDb, type Db } from '../../src/platform/db.ts';
import { seedDispatch } from '../../src/domains/dispatch/example.ts';
import { boxOutline, seedSmallCity } from '../../src/domains/geography/example.ts';
import * as geography from '../../src/domains/geography/actions.ts';
import { seedPeople } from '../../src/domains/identity/example.ts';
import { actorOfSession, type SignedInActor } from '../../src/domains/identity/http.ts';
import { hashPassword } from '../../src/domains/identity/passwords.ts';
import { newToken, tokenHashOf } from '../../src/domains/identity/token.ts';
import { actorIn, houseOn } from './acting.ts';
import { ofFile } from './of-file.ts';
import { withClone, type TestDatabase } from './pg.ts';
import { inDatabase, worldOf } from './pg-url.ts';

// 柳街, a street of 柳镇 (INVENTED): two villages with grids and outlines, everybody of a township office, and the
// neighbouring 桑镇, whose people have nothing to do here. Made once for a whole run, then cloned.

/** Who recurs. Accounts are those of identity/example.ts; the last two live in the other township. */
export const people = {
  resident: 'jumin', worker: 'wangge01', neighbour: 'wangge02', workerBehind: 'wangge03', clerk: 'shequ01', gridLeader: 'wangzhang01', policeman: 'pianjing01',
  desk: 'diaodu01', secondDesk: 'diaodu02', handler: 'huanwei01', colleague: 'huanwei02', coHandler: 'zhifa01', otherHandler: 'nongye01', checkpoint: 'kadiandong01',
  mediator: 'tiaojie01', courtyard: 'dayuan01', till: 'yicang01', police: 'paichusuo01', justice: 'sifa01', leader: 'zhenling', cityLeader: 'shiling', system: 'xitong', security: 'anquan', audit: 'shenji', machine: 'duijie', analyst: 'zhishu01',
  otherDesk: 'sangdiaodu', otherWorker: 'sangwangge',
} as const;
export type Name = keyof typeof people;

/** Everybody's, where somebody signs in. */
export const worldPassword = 'liujie-mai-dou-3906';

/** Tuesday, 24 November 2026, 10:00 in China: a working hour of an ordinary week. */
export const morning = new Date('2026-11-24T10:00:00+08:00');
export function hoursLater(hours: number, from: Date = morning): Date {
  return new Date(from.getTime() + hours * 3_600_000);
}

/** A point in the first grid of 前柳村, one in its second, one in 后柳村, one outside the city. */
export const points = {
  street: { longitude: 116.02, latitude: 36.05, datum: 'wgs84' }, secondGrid: { longitude: 116.07, latitude: 36.05, datum: 'wgs84' },
  behind: { longitude: 116.15, latitude: 36.05, datum: 'wgs84' }, outside: { longitude: 100, latitude: 20, datum: 'wgs84' },
} as const;

/** Litter: looked at before filing, may be settled on the spot, one picture. Something lost: may be settled, no pictures. A crowded flat: two. */
export const classes = { litter: '050101', lost: '120103', lid: '060201', advice: '150301', crowdedFlat: '030402', dispute: '010203' } as const;

export type When = { readonly at?: Date; readonly key?: string };

export type World = TestDatabase & {
  readonly house: ReturnType<typeof houseOn>;
  readonly id: (name: Name | string) => number;
  readonly unit: (code: string) => number;
  readonly area: (code: string) => { readonly id: number; readonly path: string };
  /** As the session of a request makes him; `null` is nobody. */
  readonly actor: (name: Name | string | null) => Promise<Actor>;
  /** Of a session of its own, to be sent as `Authorization: Bearer`. */
  readonly token: (name: Name | string) => Promise<string>;
  readonly do: (who: Name | Actor | null, bound: BoundCommand<Command>, input: unknown, when?: When) => Promise<Answer>;
  readonly ask: (who: Name | Actor | null, bound: BoundQuery<Query>, input: unknown, when?: When) => Promise<Answer>;
  /** A picture that the database knows; there is no file behind it. */
  readonly photo: () => Promise<string>;
  readonly audited: () => Promise<{ operation: string; outcome: string; refused: string | null; subject: string; person_name: string; post: string; in_name_of: string | null; input: Record<string, unknown> }[]>;
  readonly events: () => Promise<{ kind: string; subject: string; area_path: string; unit_ids: number[]; person_ids: number[]; data: Record<string, unknown> }[]>;
};

export const address = '203.0.113.7';

export async function withWorld<T>(use: (world: World) => Promise<T>): Promise<T> {
  const server = inject('testServer');
  if (server.problem !== undefined) throw new Error(`There is no migrated database: ${server.problem}`);
  await makeTemplate();
  return withClone(worldOf(server.template), async (database) => use(await worldOn(database)));
}

/** One street for all tests of a file, where none of them minds what the others did. */
export function worldOfFile(): () => World {
  return ofFile(withWorld);
}

export async function worldOn(database: TestDatabase): Promise<World> {
  const { db, ownerDb } = database;
  const house = houseOn(db);
  const ids = await idsOf(ownerDb);
  const actors = new Map<string, Promise<SignedInActor>>();
  const known = <T>(map: ReadonlyMap<string, T>, key: string): T => {
    const found = map.get(key);
    if (found === undefined) throw new Error(`The street has no ${key}.`);
    return found;
  };
  const id = (name: string): number => known(ids.people, accountOf(name));
  const session = async (name: string): Promise<{ token: string; sessionId: string }> => {
    const token = newToken();
    await sql`insert into identity.session (token_hash, person_id, kind, expires_at, may_idle, address, confirmed_at)
      values (${tokenHashOf(token)}, ${id(name)}, 'machine', now() + interval '1 day', interval '1 day', ${address}, now() + interval '1 day')`.execute(ownerDb);
    return { token, sessionId: tokenHashOf(token).toString('hex') };
  };
  const signedIn = async (name: string): Promise<SignedInActor> => {
    const actor = await actorOfSession(db, (await session(name)).sessionId, { address, language: 'zh-CN' });
    if (!actor) throw new Error(`${name} has no session.`);
    return actor;
  };
  const actor = (name: string | null): Promise<Actor> => {
    if (name === null) return Promise.resolve(anonymous(address));
    const found = actors.get(name) ?? signedIn(name);
    actors.set(name, found);
    return found;
  };
  const who = (one: Name | Actor | null): Promise<Actor> => (typeof one === 'object' && one !== null ? Promise.resolve(one) : actor(one));
  return {
    ...database, house, id, actor,
    unit: (code) => known(ids.units, code),
    area: (code) => known(ids.areas, code),
    token: async (name) => (await session(name)).token,
    do: async (one, bound, input, { at = morning, key } = {}) => perform(house, bound, input, { actor: await who(one), key: key ?? null, clock: at }),
    ask: async (one, bound, input, { at = morning } = {}) => look(house, bound, input, { actor: await who(one), key: null, clock: at }),
    photo: async () => {
      const sha256 = randomUUID().replaceAll('-', '').repeat(2);
      await sql`insert into platform.file (sha256, received_sha256, media_type, bytes, width, height) values (${sha256}, ${sha256}, 'image/jpeg', 1000, 40, 30)`.execute(db);
      return sha256;
    },
    audited: async () => (await sql<Awaited<ReturnType<World['audited']>>[number]>`
      select operation, outcome, refused, subject, person_name, post, in_name_of, input from platform.audit order by id`.execute(ownerDb)).rows,
    events: async () => (await sql<Awaited<ReturnType<World['events']>>[number]>`
      select kind, subject, area_path, unit_ids, person_ids, data from platform.event order by id`.execute(ownerDb)).rows,
  };
}

/** What came of it in one word: the refusal's name, or the kind of answer. */
export function said(answer: Answer): string {
  return answer.kind === 'refused' ? answer.refusal.refused : answer.kind;
}

/** The output of a step that must have been taken. */
export function done<T = Record<string, unknown>>(answer: Answer): T {
  if (answer.kind !== 'done') throw new Error(`It should have been done: ${JSON.stringify(answer)}`);
  return answer.output as T; // the caller names what the operation promises, which the door has parsed
}

export function accountOf(name: string): string {
  return name in people ? people[name as Name] : name; // just looked up
}

async function idsOf(db: Db) {
  const [persons, units, areas] = await Promise.all([
    sql<{ account: string; id: number }>`select account, id from identity.person`.execute(db),
    sql<{ code: string; id: number }>`select code, id from identity.unit`.execute(db),
    sql<{ code: string; id: number; path: string }>`select code, id, path from geography.area`.execute(db),
  ]);
  return {
    people: new Map(persons.rows.map((row) => [row.account, row.id])), units: new Map(units.rows.map((row) => [row.code, row.id])),
    areas: new Map(areas.rows.map((row) => [row.code, { id: row.id, path: row.path }])),
  };
}

/** Whichever test comes first makes it; the others wait at the lock. */
async function makeTemplate(): Promise<void> {
  const server = inject('testServer');
  const name = worldOf(server.template);
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  try {
    await admin.query('select pg_advisory_lock(20261122)');
    const there = await admin.query('select from pg_database where datname = $1 and not datallowconn', [name]);
    if (there.rowCount !== 0) return;
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.query(`create database ${name} owner ${admin.escapeIdentifier(server.ownerRole)} template ${server.template}`);
    const app = openDb(inDatabase(server.appUrl, name), { applicationName: 'the world, as app' });
    const owner = openDb(inDatabase(server.ownerUrl, name), { applicationName: 'the world, as owner' });
    try {
      await populate(app.db, owner.db);
    } finally {
      await Promise.all([app.close(), owner.close()]);
    }
    await admin.query(`alter database ${name} with allow_connections false`);
  } finally {
    await admin.end();
  }
}

const since = '2011-01-01';

async function populate(db: Db, ownerDb: Db): Promise<void> {
  const area = await db.transaction().execute((inside) => seedSmallCity(inside, since));
  const surveyor = actorIn(area('990100000000').path, ['geography.manage']);
  const house = houseOn(db);
  const grid = async (villageCode: string, name: string, box: readonly [number, number, number, number] | null): Promise<number> => {
    const parentId = area(villageCode).id;
    const answer = box === null
      ? await perform(house, geography.createArea, { kind: 'grid', name, parentId, validFrom: since }, { actor: surveyor, key: null, clock: null })
      : await perform(house, geography.drawGrid, { parentId, name, geometry: boxOutline(box), acceptProblems: true }, { actor: surveyor, key: null, clock: null });
    return Number(done<{ areaId: number | null }>(answer).areaId);
  };
  // The audit names who did it, and the surveyor needs to be somebody.
  await sql`insert into identity.person (account, name) values ('cehui', '林知微')`.execute(ownerDb);
  const front = [await grid('990101001001', '柳街一格', [116, 36, 116.05, 36.1]), await grid('990101001001', '柳街二格', [116.05, 36, 116.1, 36.1])];
  const behind = [await grid('990101001002', '后柳一格', [116.1, 36, 116.2, 36.1])];
  const mulberry = await grid('990101002001', '桑园一格', null);
  const hash = await hashPassword(worldPassword);
  let state = 20_261_122;
  const made = await db.transaction().execute((inside) => seedPeople(inside, {
    cityId: area('990100000000').id, countyId: area('990101000000').id, townshipId: area('990101001000').id,
    communities: [{ id: area('990101001001').id, grids: front.map((id) => ({ id })) }, { id: area('990101001002').id, grids: behind.map((id) => ({ id })) }],
  }, { randomBelow: (below) => { state = (state * 48_271) % 2_147_483_647; return state % below; }, validFrom: since, hash: () => Promise.resolve(hash) }));
  await sql`
    with made as (insert into identity.person (account, name, must_change_password, password_hash)
      values ('sangdiaodu', '桑晓', false, ${hash}), ('sangwangge', '桑田', false, ${hash}) returning id, account)
    insert into identity.post (person_id, role, area_id, title, valid_from)
    select id, case account when 'sangdiaodu' then 'dispatcher' else 'gridWorker' end, case account when 'sangdiaodu' then ${area('990101002000').id}::int else ${mulberry}::int end,
      case account when 'sangdiaodu' then '镇指挥中心调度员' else '网格员' end, ${since}::date from made`.execute(ownerDb);
  // Everybody may act, also those whom the demo gives no password.
  await sql`update identity.person set must_change_password = false, password_hash = coalesce(password_hash, ${hash})`.execute(ownerDb);
  await db.transaction().execute((inside) => seedDispatch(inside, { offices: [made.unitIds], now: morning }));
  // What it took to make the street is not what the tests do.
  await sql`truncate platform.audit, platform.event, platform.command restart identity`.execute(ownerDb);
}
