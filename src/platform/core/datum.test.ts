import gcoord from 'gcoord';
import { assert, double, property } from 'fast-check';
import { expect, test } from 'vitest';
import { fromWgs84, shapeFromWgs84, shapeToWgs84, toWgs84 } from './datum.ts';
import { distanceMetres, type Polygon, type Position } from './geometry.ts';
import { runs } from '../../../test/support/size.ts';

const seed = 20261122;
const anywhereInChina = [double({ min: 73.5, max: 135, noNaN: true }), double({ min: 18, max: 53.5, noNaN: true })] as const;

test('wgs84 stays as it is', () => {
  const position: Position = [116, 36.5];
  expect(toWgs84(position, 'wgs84')).toBe(position);
  expect(fromWgs84(position, 'wgs84')).toBe(position);
});

test('agrees with gcoord, whose shift near Liaocheng is some hundred metres', () => {
  // See datum.ts for why the types and the runtime disagree about this object.
  const peer = gcoord as unknown as { transform(position: number[], from: string, to: string): number[] };
  const [x = 0, y = 0] = peer.transform([116, 36.5], 'WGS84', 'GCJ02');
  expect(fromWgs84([116, 36.5], 'gcj02')).toEqual([x, y]);
  const metres = distanceMetres([116, 36.5], [x, y]);
  expect(metres).toBeGreaterThan(300);
  expect(metres).toBeLessThan(800);
});

test('there and back is well under a metre anywhere in China', () => {
  assert(property(...anywhereInChina, (longitude, latitude) => {
    const back = toWgs84(fromWgs84([longitude, latitude], 'gcj02'), 'gcj02');
    expect(distanceMetres(back, [longitude, latitude])).toBeLessThan(0.001);
  }), { seed, numRuns: runs(500) });
});

test('outside China nothing moves', () => {
  for (const position of [[139.7, 35.6], [2.35, 48.85], [-70, -30], [180, 90]] satisfies Position[]) {
    expect(toWgs84(position, 'gcj02')).toEqual(position);
    expect(fromWgs84(position, 'gcj02')).toEqual(position);
  }
});

test('at the edge of the shifted box it ends, within the shift itself', () => {
  for (const position of [[72.0041, 40], [137.8346, 40], [100, 0.82931], [100, 55.827], [72.004, 0.8293]] satisfies Position[]) {
    expect(distanceMetres(toWgs84(position, 'gcj02'), position)).toBeLessThan(3_000);
  }
});

test('a shape is converted whole, and neighbours stay tight', () => {
  const grid: Polygon = { type: 'Polygon', coordinates: [[[116, 36], [116.01, 36], [116.01, 36.01], [116, 36]]] };
  const there = shapeFromWgs84(grid, 'gcj02');
  expect(there.coordinates[0]?.[0]).toEqual(fromWgs84([116, 36], 'gcj02'));
  const back = shapeToWgs84({ type: 'MultiPolygon', coordinates: [[...(there as Polygon).coordinates]] }, 'gcj02'); // a Polygon went in
  const ring = back.type === 'MultiPolygon' ? back.coordinates[0]?.[0] : undefined;
  expect(ring?.map(([x, y]) => [Number(x.toFixed(8)), Number(y.toFixed(8))])).toEqual(grid.coordinates[0]);
});
