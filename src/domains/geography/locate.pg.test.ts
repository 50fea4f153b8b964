import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { withDatabase } from '../../../test/support/pg.ts';
import { pointInPolygon } from '../../platform/core/geometry.ts';
import * as actions from './actions.ts';
import { demoTownship, demoTownshipCode, readCityList, seedCity, seedSmallCity } from './example.ts';
import { listShapes, putShapes } from './store/shapes.ts';
import { boxOutline } from './example.ts';

const seed = 20261122;

test('the demonstration\'s city: eleven units, one living township, and every point of it in exactly one grid', () => withDatabase(async ({ db }) => {
  const csv = await readCityList();
  const { areas } = await db.transaction().execute((tx) => seedCity(tx, { csv, seed, validFrom: '2024-01-01' }));
  const tree = await actions.areaIndex(db);
  const all = (await sql<{ kind: string; count: number; outlined: number }>`
    select a.kind, count(*)::int, count(s.area_id)::int as outlined from geography.area a left join geography.shape s on s.area_id = a.id group by a.kind order by 2`.execute(db)).rows;
  expect(all).toEqual([
    { kind: 'city', count: 1, outlined: 1 }, { kind: 'developmentZone', count: 3, outlined: 3 }, { kind: 'county', count: 8, outlined: 8 },
    { kind: 'microGrid', count: 24, outlined: 24 }, { kind: 'grid', count: 30, outlined: 30 }, { kind: 'township', count: 137, outlined: 137 }, { kind: 'community', count: 2_416, outlined: 2_416 },
  ]);
  expect(areas).toBe(2_619);
  expect((await sql`select 1 from geography.area_facts where assessment_unit`.execute(db)).rows).toHaveLength(11);

  // A township of a zone is assessed with the zone, although its code is the county's.
  const moved = tree.findByCode('371502010000');
  expect(moved && tree.assessmentUnitOf(moved.id)?.name).toBe('经纬示范开发区');

  const township = tree.findByCode(demoTownshipCode);
  if (!township) throw new Error('no demo township');
  expect(tree.children(township.id).map(({ name }) => name)).toEqual(demoTownship.communities.map(({ name }) => name));
  expect(tree.names(tree.children(township.id)[0]?.id ?? 0)).toEqual(['经纬镇', '云桥社区']);

  const grids = await listShapes(db, 'grid', township.path, 100);
  for (const community of tree.children(township.id)) {
    for (let n = 0; n < 25; n += 1) {
      const spot = await actions.placeInside(db, community.id, seed + n);
      if (!spot) throw new Error('no outline');
      expect(await actions.placeInside(db, community.id, seed + n)).toEqual(spot);
      const { chain } = await actions.areasAt(db, { ...spot, datum: 'wgs84' });
      const holders = grids.filter(({ geometry }) => pointInPolygon([spot.longitude, spot.latitude], geometry));
      expect(holders).toHaveLength(1);
      const grid = chain.find(({ kind }) => kind === 'grid');
      expect(grid?.id).toBe(holders[0]?.id);
      expect(grid?.parentId).toBe(community.id);
      expect(chain.map(({ id }) => id).join('.') + '.').toBe(chain.at(-1)?.path);
    }
  }
  // Where there are no grids, the community answers; and outside the city nobody.
  const real = tree.findByCode('371525101000');
  const village = tree.children(real?.id ?? 0)[0];
  const spot = await actions.placeInside(db, village?.id ?? 0, 1);
  expect(spot && (await actions.areasAt(db, { ...spot, datum: 'wgs84' })).chain.at(-1)?.id).toBe(village?.id);
  expect((await actions.areasAt(db, { longitude: 121.47, latitude: 31.23, datum: 'wgs84' })).chain).toEqual([]);
}));

test('what a process keeps follows each change, but not one that was taken back', () => withDatabase(async ({ db }) => {
  const of = await seedSmallCity(db);
  const at = async (over = db) => (await actions.areasAt(over, { longitude: 116.02, latitude: 36.05, datum: 'wgs84' })).chain.at(-1)?.name;
  expect(await at()).toBe('前柳村');
  const shift = [{ areaId: of('990101001001').id, geometry: boxOutline([116.05, 36, 116.1, 36.1]), sourceDatum: 'wgs84', areaM2: 1, longitude: 116.07, latitude: 36.05 }] as const;
  const takenBack = db.transaction().execute(async (tx) => {
    await putShapes(tx, shift, '2026-11-22');
    expect(await at(tx)).toBe('柳镇');
    // Those beside it still see what is in force.
    expect(await at()).toBe('前柳村');
    throw new Error('taken back');
  });
  await expect(takenBack).rejects.toThrow('taken back');
  expect(await at()).toBe('前柳村');
  await putShapes(db, shift, '2026-11-22');
  expect(await at()).toBe('柳镇');
  await sql`update geography.area set name = '大柳镇' where id = ${of('990101001000').id}`.execute(db);
  expect(await at()).toBe('大柳镇');
  expect(await Promise.all(Array.from({ length: 20 }, () => at()))).toEqual(Array.from({ length: 20 }, () => '大柳镇'));
}));

test('the database holds what no command may break', () => withDatabase(async ({ db }) => {
  const of = await seedSmallCity(db);
  const broken = (statement: ReturnType<typeof sql>) => expect(statement.execute(db)).rejects.toThrow();
  const id = of('990101001001').id;
  await broken(sql`update geography.area set path = '1.2.' where id = ${id}`);
  await broken(sql`update geography.area set parent_id = null where id = ${id}`);
  await broken(sql`update geography.area set code = '990101001002' where id = ${id}`);
  await broken(sql`update geography.area set code = '12' where id = ${id}`);
  await broken(sql`update geography.area set kind = 'street' where id = ${id}`);
  await broken(sql`update geography.area set valid_to = '2020-01-01' where id = ${id}`);
  await broken(sql`update geography.area set households = -1 where id = ${id}`);
  await broken(sql`delete from geography.area where id = ${id}`);
  await broken(sql`update geography.area_alias set name = 'x'`);
  await broken(sql`delete from geography.former_parent`);
  await broken(sql`insert into geography.shape (area_id, valid_from, geometry, source_datum, area_m2) values (${id}, '2025-01-01', '{"type":"Point"}', 'wgs84', 1)`);
}));
