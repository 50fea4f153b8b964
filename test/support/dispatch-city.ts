import { sql } from 'kysely';
import { look, perform, type BoundCommand, type BoundQuery } from '../../src/platform/action.ts';
import type { Actor } from '../../src/platform/actor.ts';
import type { Command, Query } from '../../src/platform/core/contract.ts';
import { seedDefaults } from '../../src/domains/dispatch/example.ts';
import { actorIn, houseOn } from './acting.ts';
import { withDatabase, type TestDatabase } from './pg.ts';

// A city of one county with two townships, one of them with a village and its grid; seven units; the shipped classes.

export const paths = { city: '1.', county: '1.2.', township: '1.2.3.', otherTownship: '1.2.4.', village: '1.2.3.10.', grid: '1.2.3.10.20.' } as const;
export const units = { cityWorks: 1, works: 2, police: 3, mediators: 4, courtyard: 5, checkpoint: 6, otherWorks: 7 } as const;

export type DispatchWorld = TestDatabase & {
  /** City-wide administrator (person 1), township dispatcher (2), resident (3). */
  readonly admin: Actor;
  readonly dispatcher: Actor;
  readonly resident: Actor;
  /** The output, or the name of the refusal, or `invalid`; on 24 November 2026, 10:00. */
  readonly act: (bound: BoundCommand<Command>, input: unknown, actor?: Actor) => Promise<unknown>;
  readonly see: (bound: BoundQuery<Query>, input: unknown, actor?: Actor) => Promise<unknown>;
  readonly audited: () => Promise<Record<string, unknown> | undefined>;
  readonly events: () => Promise<{ kind: string; subject: string; area_path: string; data: Record<string, unknown> }[]>;
};

export const now = new Date('2026-11-24T10:00:00+08:00');

export function inDispatchCity<T>(use: (world: DispatchWorld) => Promise<T>): Promise<T> {
  return withDatabase(async (database) => {
    const { db, ownerDb } = database;
    await sql`
      insert into geography.area (id, kind, code, name, parent_id, path, valid_from) values
        (1, 'city', '990100000000', '青河市', null, '1.', '2000-01-01'), (2, 'county', '990101000000', '东岸区', 1, '1.2.', '2000-01-01'),
        (3, 'township', '990101101000', '柳溪镇', 2, '1.2.3.', '2000-01-01'), (4, 'township', '990101102000', '石桥镇', 2, '1.2.4.', '2000-01-01'),
        (10, 'community', '990101101201', '上柳村', 3, '1.2.3.10.', '2000-01-01'), (20, 'grid', '990101101201001', '第一网格', 10, '1.2.3.10.20.', '2000-01-01')`.execute(ownerDb);
    await sql`
      insert into identity.person (id, account, name, state) overriding system value values
        (1, 'xitong', '林知微', 'active'), (2, 'diaodu', '苏晚', 'active'), (3, 'jumin', '程𠮷安', 'active'), (4, 'zhishou', '顾长风', 'active'), (5, 'tingyong', '叶清', 'suspended')`.execute(ownerDb);
    await sql`
      insert into identity.unit (id, code, name, kind, level, area_id) overriding system value values
        (1, 'S-ZJJ', '市住建局', 'department', 'city', 1), (2, 'HWS', '柳溪镇市政环卫所', 'department', 'township', 3), (3, 'PCS', '柳溪派出所', 'department', 'township', 3),
        (4, 'TJW', '上柳村调委会', 'committee', 'village', 10), (5, 'DJY', '上柳大院', 'committee', 'courtyard', 20),
        (6, 'KD1', '东卡点', 'checkpoint', 'township', 3), (7, 'HWS2', '石桥镇市政环卫所', 'department', 'township', 4)`.execute(ownerDb);
    await seedDefaults(db);
    const house = houseOn(db);
    const admin = actorIn(paths.city, ['dispatch.manage', 'dispatch.read', 'dispatch.roster']);
    const short = (answer: { kind: string; output?: unknown; refusal?: { refused: string } }): unknown =>
      answer.kind === 'done' ? answer.output : answer.kind === 'refused' ? answer.refusal?.refused : answer.kind;
    return use({
      ...database, admin,
      dispatcher: actorIn(paths.township, ['dispatch.read', 'dispatch.roster', 'incidents.desk'], { personId: 2, name: '苏晚' }),
      resident: actorIn(paths.grid, [], { personId: 3, name: '程𠮷安' }),
      act: async (bound, input, actor = admin) => short(await perform(house, bound, input, { actor, key: null, clock: now })),
      see: async (bound, input, actor = admin) => short(await look(house, bound, input, { actor, key: null, clock: now })),
      audited: async () => (await sql<Record<string, unknown>>`
        select operation, outcome, refused, subject, person_name as who, post, input from platform.audit order by id desc limit 1`.execute(ownerDb)).rows[0],
      events: async () => (await sql<Awaited<ReturnType<DispatchWorld['events']>>[number]>`
        select kind, subject, area_path, data from platform.event order by id`.execute(ownerDb)).rows,
    });
  });
}
