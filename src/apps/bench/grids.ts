import { sql } from 'kysely';
import pg from 'pg';
import { areasAt } from '../../domains/geography/actions.ts';
import { allGrids, readCityList, seedCity } from '../../domains/geography/example.ts';
import { bbox, type Position, type Shape } from '../../platform/core/geometry.ts';
import { random } from '../../platform/core/tiling.ts';
import type { Db } from '../../platform/db.ts';
import { buildGridIndex } from '../../domains/geography/grid-index.ts';
import { openGround } from '../server.ts';
import { median } from './load.ts';
import { clearing, openPlace } from './place.ts';
import { ownPostgis } from './postgis.ts';
import type { Bench, Figure } from './report.ts';

/** Which grid a point lies in, over the 8,930 grids of the demo's whole city; beside PostGIS where the server has it. */
export const grids: Bench = {
  name: 'grids', title: '定位到网格 (point to grid)',
  run: async ({ say, quick, postgisUrl, opened }) => {
    const place = await openPlace();
    try {
      const ground = await openGround(place.config, { databaseUrl: undefined });
      await opened(clearing(place, ground.stop));
      const { db } = ground.open;
      try {
        say('生成全市网格 … (all grids of the city)');
        await db.transaction().execute(async (transaction) => { await seedCity(transaction, { csv: await readCityList(), seed: 1, validFrom: '2020-01-01', grids: 'all' }); });
        const shapes = await gridShapes(db);
        const index = buildGridIndex(shapes.map((shape) => ({ id: shape.id, polygon: shape.geometry })));
        const points = pointsIn(shapes, quick ? 20_000 : 200_000);
        const rates: number[] = [];
        let found = 0;
        for (let round = 0; round < 5; round += 1) {
          const began = performance.now();
          for (const [x, y] of points) if (index.locate(x, y) !== undefined) found += 1;
          rates.push(points.length / ((performance.now() - began) / 1_000));
        }
        // The whole way that a report goes: is the index still current, which areas lie around.
        const began = performance.now();
        const asked = points.slice(0, quick ? 500 : 5_000);
        for (const [longitude, latitude] of asked) await areasAt(db, { longitude, latitude, datum: 'wgs84' });
        const whole = asked.length / ((performance.now() - began) / 1_000);
        const own = postgisUrl === undefined ? await ownPostgis() : undefined;
        const postgis = await besidePostgis(postgisUrl ?? own?.url, shapes, points.slice(0, 20_000)).finally(() => own?.stop());
        const ours = median(rates);
        const figures: Figure[] = [
          { what: '网格 grids', value: shapes.length, unit: '', goal: { atLeast: allGrids } },
          { what: 'points that lie in one', value: found / (5 * points.length), unit: '' },
          { what: 'lookups in process', value: ours, unit: '/s' },
          { what: 'with the question whether a boundary has changed, one after the other', value: whole, unit: '/s' },
        ];
        if (postgis === null) say('  本机没有 PostGIS，也未给出 --postgis，不作对比 (no PostGIS here and none given: nothing to compare with)');
        return postgis === null ? figures : [...figures, { what: 'PostGIS ST_Contains, one statement', value: postgis, unit: '/s' }, { what: 'ratio', value: ours / postgis, unit: '×', goal: { atLeast: 20 } }];
      } finally {
        await ground.stop();
      }
    } finally {
      await place.remove();
    }
  },
};

type GridShape = { readonly id: number; readonly geometry: Shape };

async function gridShapes(db: Db): Promise<GridShape[]> {
  const { rows } = await sql<GridShape>`
    select a.id, s.geometry from geography.area a join geography.shape s on s.area_id = a.id and s.valid_to is null
    where a.kind = 'grid' and a.valid_to is null order by a.id`.execute(db);
  return rows;
}

/** Points in the boxes of grids taken at random, the same each time: nearly all lie in some grid. */
function pointsIn(shapes: readonly GridShape[], count: number): Position[] {
  const next = random(7);
  return Array.from({ length: count }, () => {
    const shape = shapes[Math.floor(next() * shapes.length)];
    if (!shape) throw new Error('the city has no grid');
    const [west, south, east, north] = bbox(shape.geometry);
    return [west + next() * (east - west), south + next() * (north - south)];
  });
}

/** @returns lookups a second of `ST_Contains` over the same polygons with its index, in one statement; null where there is no PostGIS to ask */
async function besidePostgis(url: string | undefined, shapes: readonly GridShape[], points: readonly Position[]): Promise<number | null> {
  if (url === undefined) return null;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('create extension if not exists postgis');
    await client.query('create temp table grid (id int, geom geometry)');
    await client.query(`insert into grid select (one ->> 'id')::int, ST_SetSRID(ST_GeomFromGeoJSON(one -> 'geometry'), 4326) from jsonb_array_elements($1::jsonb) as one`, [JSON.stringify(shapes)]);
    await client.query('create index on grid using gist (geom)');
    await client.query('analyze grid');
    const rates: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const began = performance.now();
      await client.query(`select count(*) from unnest($1::float8[], $2::float8[]) as p(x, y) join grid on ST_Contains(grid.geom, ST_SetSRID(ST_Point(p.x, p.y), 4326))`, [points.map(([x]) => x), points.map(([, y]) => y)]);
      rates.push(points.length / ((performance.now() - began) / 1_000));
    }
    return median(rates);
  } finally {
    await client.end();
  }
}
