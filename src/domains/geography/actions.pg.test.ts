import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { actorIn, houseOn, noonOf } from '../../../test/support/acting.ts';
import { withDatabase, type TestDatabase } from '../../../test/support/pg.ts';
import { look, perform, type BoundCommand, type BoundQuery } from '../../platform/action.ts';
import { anonymous, type Actor } from '../../platform/actor.ts';
import type { Command, Query } from '../../platform/core/contract.ts';
import * as actions from './actions.ts';
import { boxOutline, seedSmallCity } from './example.ts';

type World = TestDatabase & {
  readonly of: (code: string) => { id: number; path: string };
  readonly admin: Actor;
  /** Performs as the city's administrator, or as another; on 22 November 2026. */
  readonly act: <Op extends Command>(bound: BoundCommand<Op>, input: unknown, actor?: Actor) => Promise<unknown>;
  readonly see: <Op extends Query>(bound: BoundQuery<Op>, input: unknown, actor?: Actor) => Promise<unknown>;
  /** The last line of the audit. */
  readonly audited: () => Promise<Record<string, unknown> | undefined>;
};

function inSmallCity<T>(use: (world: World) => Promise<T>): Promise<T> {
  return withDatabase(async (database) => {
    const { db } = database;
    const of = await seedSmallCity(db);
    const house = houseOn(db);
    const admin = actorIn(of('990100000000').path, ['geography.manage']);
    const short = (answer: { kind: string; output?: unknown; refusal?: { refused: string }; issues?: unknown }): unknown =>
      answer.kind === 'done' ? answer.output : answer.kind === 'refused' ? answer.refusal?.refused : answer.kind;
    return use({
      ...database, of, admin,
      act: async (bound, input, actor = admin) => short(await perform(house, bound, input, { actor, key: null, clock: noonOf('2026-11-22') })),
      see: async (bound, input, actor = admin) => short(await look(house, bound, input, { actor, key: null, clock: noonOf('2026-11-22') })),
      audited: async () => (await sql<Record<string, unknown>>`
        select operation, outcome, refused, subject, person_name as who, post, input from platform.audit order by id desc limit 1`.execute(database.ownerDb)).rows[0],
    });
  });
}

const firstGrid = { name: '东头', geometry: boxOutline([116, 36, 116.05, 36.1]) };

describe('creating', () => {
  test('gives the next code, a path below the parent, and one line of audit', () => inSmallCity(async ({ act, of, audited, db }) => {
    const parent = of('990101001001');
    expect(await act(actions.createArea, { kind: 'grid', name: '𠮷家巷网格', parentId: parent.id, households: 80 })).toMatchObject({ code: '990101001001001' });
    expect(await act(actions.createArea, { kind: 'grid', name: '二', parentId: parent.id })).toMatchObject({ code: '990101001001002' });
    const { rows } = await sql`select name, path like ${`${parent.path}%`} as inside, households, valid_from from geography.area where code = '990101001001001'`.execute(db);
    expect(rows).toEqual([{ name: '𠮷家巷网格', inside: true, households: 80, valid_from: '2026-11-22' }]);
    expect(await audited()).toMatchObject({ operation: 'geography.createArea', outcome: 'done', refused: null, who: '林知微', post: '系统管理员', subject: `area:${parent.id}`, input: { kind: 'grid', name: '二' } });
  }));

  test('a development zone stands beside the counties as a unit of assessment', () => inSmallCity(async ({ act, see, of }) => {
    const city = of('990100000000').id;
    expect(await act(actions.createArea, { kind: 'developmentZone', name: '试验区', parentId: city, assessmentUnit: true })).toMatchObject({ code: '990161000000' });
    expect(await see(actions.areas, { parentId: city })).toMatchObject({ items: [{ name: '东县' }, { name: '西县' }, { name: '试验区', assessmentUnit: true, children: 0 }] });
  }));

  test('refuses by name', () => inSmallCity(async ({ act, of, db }) => {
    const [city, community] = [of('990100000000').id, of('990101001001').id];
    expect(await act(actions.createArea, { kind: 'grid', name: 'x', parentId: 999_999 })).toBe('geography/area-unknown');
    expect(await act(actions.createArea, { kind: 'grid', name: 'x', parentId: city })).toBe('geography/kind-does-not-fit');
    expect(await act(actions.createArea, { kind: 'city', name: 'x', parentId: city })).toBe('geography/kind-does-not-fit');
    expect(await act(actions.createArea, { kind: 'county', name: 'x', parentId: city, code: '990101000000' })).toBe('geography/code-taken');
    expect(await act(actions.createArea, { kind: 'county', name: 'x', parentId: city, code: '9901030000000' })).toBe('geography/code-does-not-fit');
    expect(await act(actions.createArea, { kind: 'county', name: 'x', parentId: city, validFrom: '2026-11-23' })).toBe('geography/day-ahead');
    expect(await act(actions.createArea, { kind: 'county', name: 'x', parentId: city, validFrom: '0001-01-01' })).toBe('invalid');
    expect(await act(actions.createArea, { kind: 'grid', name: 'x', parentId: community, code: '990101001001999' })).toMatchObject({ code: '990101001001999' });
    expect(await act(actions.createArea, { kind: 'grid', name: 'x', parentId: community })).toBe('geography/serials-used-up');
    expect((await sql`select 1 from geography.area`.execute(db)).rows).toHaveLength(11);
  }));

  test('input that does not fit is named as such', () => inSmallCity(async ({ act, of }) => {
    const parentId = of('990101001001').id;
    for (const wrong of [{}, { kind: 'grid', parentId, name: '' }, { kind: 'grid', parentId, name: '长'.repeat(61) }, { kind: 'grid', parentId, name: 'a\u0000b' },
      { kind: 'grid', parentId, name: '\ud842' }, { kind: 'street', parentId, name: 'x' }, { kind: 'grid', parentId: -1, name: 'x' }, { kind: 'grid', parentId: 3e9, name: 'x' },
      { kind: 'grid', parentId, name: 'x', code: '12a' }, { kind: 'grid', parentId, name: 'x', households: -1 }, { kind: 'grid', parentId, name: 'x', validFrom: '2026-13-01' }, null, [], 'x']) {
      expect(await act(actions.createArea, wrong)).toBe('invalid');
    }
    expect(await act(actions.createArea, { kind: 'grid', parentId, name: '𠮷'.repeat(60) })).toMatchObject({ code: '990101001001001' });
  }));

  test('twenty at once get twenty codes', () => inSmallCity(async ({ act, of, db }) => {
    const parentId = of('990101001001').id;
    await Promise.all(Array.from({ length: 20 }, (_, index) => act(actions.createArea, { kind: 'grid', name: `网格${index}`, parentId })));
    const { rows } = await sql<{ code: string }>`select code from geography.area where kind = 'grid' order by code`.execute(db);
    expect(rows.map(({ code }) => Number(code.slice(12)))).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  }));
});

describe('who may', () => {
  test('not without signing in, not without the permission, and not outside the granted area', () => inSmallCity(async ({ act, of, audited }) => {
    const input = { kind: 'grid', name: 'x', parentId: of('990101001001').id };
    expect(await act(actions.createArea, input, anonymous('127.0.0.1'))).toBe('platform/not-signed-in');
    expect(await act(actions.createArea, input, actorIn(of('990100000000').path, ['incidents.desk']))).toBe('platform/not-permitted');
    expect(await audited()).toMatchObject({ operation: 'geography.createArea', outcome: 'denied', refused: 'platform/not-permitted' });
    const west = actorIn(of('990102000000').path, ['geography.manage']);
    expect(await act(actions.createArea, input, west)).toBe('geography/area-unknown');
    expect(await audited()).toMatchObject({ outcome: 'denied', refused: 'geography/area-unknown', subject: '' });
    const areaId = of('990101001001').id;
    expect(await act(actions.changeArea, { areaId, name: 'y' }, west)).toBe('geography/area-unknown');
    expect(await act(actions.endArea, { areaId, on: '2026-11-22' }, west)).toBe('geography/area-unknown');
    expect(await act(actions.drawGrid, { parentId: areaId, ...firstGrid }, west)).toBe('geography/area-unknown');
    expect(await act(actions.moveArea, { areaId, parentId: of('990102001000').id }, west)).toBe('geography/area-unknown');
    expect(await act(actions.moveArea, { areaId: of('990102001001').id, parentId: of('990101001000').id }, west)).toBe('geography/area-unknown');
    expect(await act(actions.setSerialLength, { grid: 4, microGrid: 2 }, west)).toBe('geography/area-unknown');
    expect(await act(actions.createArea, { ...input, parentId: of('990102001001').id }, west)).toMatchObject({ code: '990102001001001' });
  }));

  test('reading needs an account, but not the outlines, the place of a point and the names of the report form', () => inSmallCity(async ({ see, of }) => {
    const nobody = anonymous('127.0.0.1');
    expect(await see(actions.areas, {}, nobody)).toBe('platform/not-signed-in');
    expect(await see(actions.area, { areaId: 1 }, nobody)).toBe('platform/not-signed-in');
    expect(await see(actions.publicAreas, {}, nobody)).toMatchObject({ items: [{ name: '东县', children: 2 }, { name: '西县', children: 1 }] });
    expect(await see(actions.publicAreas, { parentId: String(of('990101001000').id) }, nobody)).toMatchObject({ items: [{ name: '前柳村', kind: 'community', children: 0 }, { name: '后柳村' }] });
    expect(await see(actions.locate, { longitude: '116.05', latitude: '36.05' }, nobody)).toMatchObject({ areas: [{ name: '锦绣市' }, { name: '东县' }, { name: '柳镇' }, { name: '前柳村' }] });
    expect(await see(actions.locate, { longitude: '10', latitude: '50' }, nobody)).toEqual({ areas: [] });
    expect(await see(actions.shapes, { kind: 'community' }, nobody)).toMatchObject({ features: [{ properties: { name: '前柳村' }, geometry: { type: 'Polygon' } }, { properties: { name: '后柳村' } }] });
    expect(await see(actions.shapes, { kind: 'community', withinId: 999_999 }, nobody)).toBe('geography/area-unknown');
  }));
});

describe('moving', () => {
  test('takes the whole subtree along and remembers where it was', () => inSmallCity(async ({ act, of, db, audited }) => {
    const zone = await act(actions.createArea, { kind: 'developmentZone', name: '试验区', parentId: of('990100000000').id, validFrom: '2025-01-01' });
    const zoneId = Number(Reflect.get(Object(zone), 'areaId'));
    const township = of('990101001000');
    expect(await act(actions.moveArea, { areaId: township.id, parentId: zoneId, from: '2025-06-01' })).toEqual({ areaId: township.id, path: `${of('990100000000').path}${zoneId}.${township.id}.` });
    expect(await audited()).toMatchObject({ operation: 'geography.moveArea', outcome: 'done', subject: `area:${township.id}` });
    const tree = await actions.areaIndex(db);
    expect(tree.chain(of('990101001001').id).map(({ name }) => name)).toEqual(['锦绣市', '试验区', '柳镇', '前柳村']);
    expect(tree.children(of('990101000000').id).map(({ name }) => name)).toEqual(['桑镇']);
    expect((await sql`select parent_id, valid_from, valid_to from geography.area_parent_facts where area_id = ${township.id} order by valid_from`.execute(db)).rows).toEqual([
      { parent_id: of('990101000000').id, valid_from: '2024-01-01', valid_to: '2025-06-01' },
      { parent_id: zoneId, valid_from: '2025-06-01', valid_to: null },
    ]);
    // Every path is made of the parent's path and the own id.
    expect((await sql`select 1 from geography.area a left join geography.area p on p.id = a.parent_id where a.path <> coalesce(p.path, '') || a.id || '.'`.execute(db)).rows).toEqual([]);
  }));

  test('refuses by name', () => inSmallCity(async ({ act, of }) => {
    const township = of('990101001000').id;
    expect(await act(actions.moveArea, { areaId: township, parentId: township })).toBe('geography/would-make-a-circle');
    expect(await act(actions.moveArea, { areaId: township, parentId: of('990101001001').id })).toBe('geography/would-make-a-circle');
    expect(await act(actions.moveArea, { areaId: township, parentId: of('990101002000').id })).toBe('geography/kind-does-not-fit');
    expect(await act(actions.moveArea, { areaId: of('990100000000').id, parentId: of('990102000000').id })).toBe('geography/would-make-a-circle');
    expect(await act(actions.moveArea, { areaId: township, parentId: 999_999 })).toBe('geography/area-unknown');
    expect(await act(actions.moveArea, { areaId: 999_999, parentId: of('990102000000').id })).toBe('geography/area-unknown');
    expect(await act(actions.moveArea, { areaId: township, parentId: of('990102000000').id, from: '2027-01-01' })).toBe('geography/day-ahead');
    expect(await act(actions.moveArea, { areaId: township, parentId: of('990102000000').id, from: '2023-12-31' })).toBe('geography/day-too-early');
    expect(await act(actions.moveArea, { areaId: township, parentId: of('990101000000').id })).toMatchObject({ areaId: township });
  }));
});

describe('changing and ending', () => {
  test('old names and codes stay known', () => inSmallCity(async ({ act, see, of, audited }) => {
    const areaId = of('990101001001').id;
    expect(await act(actions.changeArea, { areaId, name: '新柳社区' })).toEqual({ areaId });
    expect(await act(actions.changeArea, { areaId, code: '990101001009', households: 12 })).toEqual({ areaId });
    expect(await audited()).toMatchObject({ operation: 'geography.changeArea', outcome: 'done', subject: `area:${areaId}` });
    expect(await see(actions.area, { areaId })).toMatchObject({
      name: '新柳社区', code: '990101001009', households: 12, above: [{ name: '锦绣市' }, { name: '东县' }, { name: '柳镇' }],
      aliases: [{ code: '990101001001', name: '新柳社区', until: '2026-11-22' }, { code: '990101001001', name: '前柳村', until: '2026-11-22' }],
    });
    for (const text of ['新柳', '前柳', '990101001001', 'xlsq', 'XLS']) expect(await see(actions.areas, { text })).toMatchObject({ items: [{ id: areaId }] });
    for (const text of ['%', '_', '\\']) expect(await see(actions.areas, { text })).toEqual({ items: [], next: null });
  }));

  test('refuses by name', () => inSmallCity(async ({ act, of }) => {
    const areaId = of('990101001001').id;
    expect(await act(actions.changeArea, { areaId: 999_999, name: 'x' })).toBe('geography/area-unknown');
    expect(await act(actions.changeArea, { areaId, code: '990101001002' })).toBe('geography/code-taken');
    expect(await act(actions.changeArea, { areaId, code: '9901010010021' })).toBe('geography/code-does-not-fit');
    await act(actions.changeArea, { areaId: of('990101001002').id, code: '990101001008' });
    // A former code would name two areas.
    expect(await act(actions.changeArea, { areaId, code: '990101001002' })).toBe('geography/code-taken');
    expect(await act(actions.changeArea, { areaId: of('990101001002').id, code: '990101001002' })).toEqual({ areaId: of('990101001002').id });
  }));

  test('an area ends when nothing lives in it, and its serial is never given again', () => inSmallCity(async ({ act, see, of, audited, db }) => {
    const parentId = of('990101001001').id;
    const drawn = await act(actions.drawGrid, { parentId, ...firstGrid });
    const areaId = Number(Reflect.get(Object(drawn), 'areaId'));
    expect(await act(actions.endArea, { areaId: parentId, on: '2026-11-22' })).toBe('geography/has-living-children');
    expect(await act(actions.endArea, { areaId, on: '2026-11-23' })).toBe('geography/day-ahead');
    expect(await act(actions.endArea, { areaId, on: '2026-11-21' })).toBe('geography/day-too-early');
    expect(await act(actions.endArea, { areaId: 999_999, on: '2026-11-22' })).toBe('geography/area-unknown');
    expect(await act(actions.endArea, { areaId, on: '2026-11-22' })).toEqual({ areaId });
    expect(await audited()).toMatchObject({ operation: 'geography.endArea', outcome: 'done', subject: `area:${areaId}` });
    expect(await act(actions.endArea, { areaId, on: '2026-11-22' })).toBe('geography/area-unknown');
    expect(await see(actions.area, { areaId })).toMatchObject({ validTo: '2026-11-22' });
    expect((await actions.areasAt(db, { longitude: 116.02, latitude: 36.05, datum: 'wgs84' })).chain.at(-1)?.name).toBe('前柳村');
    expect(await actions.areaById(db, areaId)).toBeUndefined();
    expect((await actions.areasByIds(db, [areaId])).map(({ name, living }) => ({ name, living }))).toEqual([{ name: '东头', living: false }]);
    expect(await act(actions.createArea, { kind: 'grid', name: 'x', parentId, code: '990101001001001' })).toBe('geography/code-taken');
    expect(await act(actions.createArea, { kind: 'grid', name: 'x', parentId })).toMatchObject({ code: '990101001001002' });
  }));

  test('serials become longer where somebody says so', () => inSmallCity(async ({ act, see, of, audited }) => {
    expect(await see(actions.serialLength, {})).toEqual({ grid: 3, microGrid: 2 });
    expect(await act(actions.setSerialLength, { grid: 4, microGrid: 3 })).toEqual({ grid: 4, microGrid: 3 });
    expect(await see(actions.serialLength, {})).toEqual({ grid: 4, microGrid: 3 });
    expect(await audited()).toMatchObject({ operation: 'geography.setSerialLength', subject: `area:${of('990100000000').id}` });
    expect(await act(actions.createArea, { kind: 'grid', name: 'x', parentId: of('990101001001').id })).toMatchObject({ code: '9901010010010001' });
    expect(await act(actions.setSerialLength, { grid: 6, microGrid: 3 })).toBe('invalid');
  }));
});

describe('drawing', () => {
  test('a new grid gets its code, its size and its place', () => inSmallCity(async ({ act, see, of, audited, db }) => {
    const parentId = of('990101001001').id;
    expect(await act(actions.drawGrid, { parentId, ...firstGrid, dryRun: true })).toMatchObject({ areaId: null, code: '990101001001001', written: false, problems: [] });
    const drawn = await act(actions.drawGrid, { parentId, ...firstGrid, households: 70 });
    expect(drawn).toMatchObject({ code: '990101001001001', written: true, problems: [] });
    expect(Number(Reflect.get(Object(drawn), 'areaM2'))).toBeCloseTo(49_954_000, -5);
    expect(await audited()).toMatchObject({ operation: 'geography.drawGrid', outcome: 'done', input: { name: '东头', parentId } });
    expect((await audited())?.['input']).not.toHaveProperty('geometry');
    expect((await actions.areasAt(db, { longitude: 116.02, latitude: 36.05, datum: 'wgs84' })).chain.at(-1)?.name).toBe('东头');
    expect(await see(actions.locate, { longitude: 116.07, latitude: 36.05 })).toMatchObject({ areas: [{}, {}, {}, { name: '前柳村' }] });
    expect(await see(actions.shapes, { kind: 'grid', withinId: parentId })).toMatchObject({ features: [{ properties: { name: '东头', longitude: 116.025, latitude: 36.05 } }] });
  }));

  test('overlaps, slivers and what sticks out are told before anything is kept', () => inSmallCity(async ({ act, of, db }) => {
    const parentId = of('990101001001').id;
    await act(actions.drawGrid, { parentId, ...firstGrid });
    const over = { parentId, name: '西头', geometry: boxOutline([116.049, 36, 116.1, 36.1]) };
    expect(await act(actions.drawGrid, { ...over, dryRun: true })).toMatchObject({ written: false, problems: [{ problem: 'overlap' }] });
    expect(await act(actions.drawGrid, over)).toBe('geography/shape-has-problems');
    expect(await act(actions.drawGrid, { ...over, geometry: boxOutline([116.051, 36, 116.1, 36.1]), dryRun: true })).toMatchObject({ problems: [{ problem: 'gap' }] });
    expect(await act(actions.drawGrid, { ...over, geometry: boxOutline([116.05, 36, 116.11, 36.1]), dryRun: true })).toMatchObject({ problems: [{ problem: 'outsideParent' }] });
    expect((await sql`select 1 from geography.area where kind = 'grid'`.execute(db)).rows).toHaveLength(1);
    expect(await act(actions.drawGrid, { ...over, acceptProblems: true })).toMatchObject({ written: true, problems: [{ problem: 'overlap' }] });
    const shrunk = { areaId: parentId, geometry: boxOutline([116.02, 36, 116.1, 36.1]), dryRun: true };
    expect(await act(actions.drawGrid, shrunk)).toMatchObject({ code: '990101001001', problems: [{ problem: 'childOutside' }] });
  }));

  test('an outline drawn again keeps the one before', () => inSmallCity(async ({ act, of, db }) => {
    const areaId = of('990101001001').id;
    expect(await act(actions.drawGrid, { areaId, geometry: boxOutline([116, 36, 116.1, 36.05]), acceptProblems: true })).toMatchObject({ areaId, code: '990101001001', written: true });
    expect(await act(actions.drawGrid, { areaId, geometry: boxOutline([116, 36, 116.1, 36.06]), acceptProblems: true })).toMatchObject({ written: true });
    const { rows } = await sql`select valid_from, valid_to, geometry #>> '{coordinates,0,2,1}' as top from geography.shape where area_id = ${areaId} order by valid_from`.execute(db);
    expect(rows).toEqual([{ valid_from: '2024-01-01', valid_to: '2026-11-22', top: '36.1' }, { valid_from: '2026-11-22', valid_to: null, top: '36.06' }]);
  }));

  test('GCJ-02 is converted on the way in', () => inSmallCity(async ({ act, of, db }) => {
    const parentId = of('990101001001').id;
    await act(actions.drawGrid, { parentId, name: '偏移', geometry: boxOutline([116.03, 36.03, 116.06, 36.06]), datum: 'gcj02' });
    const { rows } = await sql<{ west: number; source_datum: string }>`select (geometry #>> '{coordinates,0,0,0}')::float8 as west, source_datum from geography.shape s join geography.area a on a.id = s.area_id where a.name = '偏移'`.execute(db);
    expect(rows[0]?.source_datum).toBe('gcj02');
    expect(rows[0]?.west).toBeGreaterThan(116.02);
    expect(rows[0]?.west).toBeLessThan(116.029);
  }));

  test('refuses by name, and says what is wrong with an outline in the asker\'s language', () => inSmallCity(async ({ act, of, db, admin }) => {
    const parentId = of('990101001001').id;
    const bowTie = { type: 'Polygon', coordinates: [[[116, 36], [116.05, 36.05], [116.05, 36], [116, 36.03], [116, 36]]] };
    for (const geometry of [bowTie, { type: 'Polygon', coordinates: [] }, { type: 'Polygon', coordinates: [[[1, 2], [3, 4]]] }, { type: 'Polygon', coordinates: [[['a', 'b']]] }, { type: 'MultiPolygon', coordinates: [[[[200, 91], [0, 0], [1, 1]]]] }]) {
      expect(await act(actions.drawGrid, { parentId, name: 'x', geometry })).toBe('geography/shape-wrong');
    }
    const told = await perform(houseOn(db), actions.drawGrid, { parentId, name: 'x', geometry: bowTie }, { actor: { ...admin, language: 'en' }, key: null, clock: null });
    expect(told).toMatchObject({ refusal: { params: { why: 'the line crosses itself (116.01875, 36.01875)' } } });
    expect(await act(actions.drawGrid, { parentId: of('990101001000').id, ...firstGrid })).toBe('geography/kind-does-not-fit');
    expect(await act(actions.drawGrid, { parentId: 999_999, ...firstGrid })).toBe('geography/area-unknown');
    await act(actions.createArea, { kind: 'grid', name: '末', parentId, code: '990101001001999' });
    expect(await act(actions.drawGrid, { parentId, ...firstGrid })).toBe('geography/serials-used-up');
    for (const wrong of [firstGrid, { ...firstGrid, parentId, areaId: parentId }, { parentId, name: 'x', geometry: { type: 'Point', coordinates: [1, 2] } }, { parentId, name: 'x' }]) {
      expect(await act(actions.drawGrid, wrong)).toBe('invalid');
    }
  }));
});

describe('reading', () => {
  test('page by page, nothing twice and nothing missing', () => inSmallCity(async ({ see, of }) => {
    const seen: unknown[] = [];
    let after: unknown;
    do {
      const page = Object(await see(actions.areas, { limit: '3', ...(after ? { after } : {}) }));
      seen.push(...page.items.map(({ code }: { code: string }) => code));
      after = page.next;
    } while (after);
    expect(seen).toHaveLength(10);
    expect(new Set(seen).size).toBe(10);
    expect(await see(actions.areas, { withinId: of('990101001000').id, kind: 'community' })).toMatchObject({ items: [{ name: '前柳村' }, { name: '后柳村' }] });
    expect(await see(actions.areas, { withinId: 999_999 })).toBe('geography/area-unknown');
    expect(await see(actions.areas, { after: '\u0000' })).toBe('invalid');
    expect(await see(actions.area, { areaId: '999999' })).toBe('geography/area-unknown');
    expect(await see(actions.area, { areaId: '0x1' })).toBe('invalid');
  }));

  test('a micro-grid outside the size rule is told so', () => inSmallCity(async ({ act, see, of }) => {
    const grid = Object(await act(actions.createArea, { kind: 'grid', name: 'g', parentId: of('990101001001').id }));
    const micro = Object(await act(actions.createArea, { kind: 'microGrid', name: 'm', parentId: grid.areaId, households: 30 }));
    expect(micro.code).toBe('99010100100100101');
    expect(await see(actions.area, { areaId: micro.areaId })).toMatchObject({ sizeHint: '户数 30 不在规则之内：农村微网格 10–15 户，微单元 50–100 户' });
    await act(actions.changeArea, { areaId: micro.areaId, households: 12 });
    expect(await see(actions.area, { areaId: micro.areaId })).toMatchObject({ sizeHint: null });
  }));
});
