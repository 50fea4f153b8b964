import { array, assert, double, integer, property, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bbox, distanceToShapeMetres, pointInPolygon, type Polygon, type Position, type Shape } from '../../platform/core/geometry.ts';
import { inventedOutline, tile } from '../../platform/core/tiling.ts';
import { buildGridIndex } from './grid-index.ts';
import { runs } from '../../../test/support/size.ts';

const seed = 20261122;
const township = inventedOutline([116, 36.4, 116.1, 36.48], 7, 150);
const grids = tile(township, { weights: Array.from({ length: 80 }, () => 1), seed: 1, spacingMetres: 150 }).map((polygon, index) => ({ id: `grid-${index}`, polygon }));
const index = buildGridIndex(grids);
const [west, south, east, north] = bbox(township);
const anywhere = tuple(double({ min: west - 0.01, max: east + 0.01, noNaN: true }), double({ min: south - 0.01, max: north + 0.01, noNaN: true }));
const vertices = grids.flatMap(({ polygon }) => polygon.coordinates.flat());

describe('locate', () => {
  test('agrees with asking every polygon', () => {
    assert(property(anywhere, (point) => {
      expect(index.locate(...point)).toBe(grids.find(({ polygon }) => pointInPolygon(point, polygon))?.id);
    }), { seed, numRuns: runs(1_000) });
  });

  test('gives a point on an inner border to exactly one grid', () => {
    assert(property(integer({ min: 0, max: vertices.length - 2 }), double({ min: 0, max: 1, noNaN: true }), (which, along) => {
      const [a, b] = [vertices[which] ?? [0, 0], vertices[which + 1] ?? [0, 0]];
      const point: Position = [a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])];
      const holders = grids.filter(({ polygon }) => pointInPolygon(point, polygon));
      expect(holders.length).toBe(pointInPolygon(point, township) ? 1 : 0);
      expect(index.locate(...point)).toBe(holders[0]?.id);
    }), { seed, numRuns: runs(500) });
  });

  test('knows holes, second parts, and takes the first where two overlap', () => {
    const box = (w: number, s: number, e: number, n: number): Position[] => [[w, s], [e, s], [e, n], [w, n], [w, s]];
    const parts: Shape = { type: 'MultiPolygon', coordinates: [[box(0, 0, 4, 4), box(1, 1, 2, 2)], [box(10, 0, 12, 2)]] };
    const over: Polygon = { type: 'Polygon', coordinates: [box(3, 3, 6, 6)] };
    const small = buildGridIndex([{ id: 1, polygon: parts }, { id: 2, polygon: over }]);
    expect([[0.5, 0.5], [1.5, 1.5], [11, 1], [3.5, 3.5], [5, 5], [7, 7]].map(([x = 0, y = 0]) => small.locate(x, y))).toEqual([1, undefined, 1, 1, 2, undefined]);
  });

  test('nothing, and no number, is nowhere', () => {
    expect(buildGridIndex([]).locate(116, 36)).toBeUndefined();
    expect(buildGridIndex([]).nearest(116, 36, 100)).toBeUndefined();
    expect(index.locate(Number.NaN, 36.44)).toBeUndefined();
    expect(index.nearest(116.05, Infinity, 100)).toBeUndefined();
  });
});

describe('nearest', () => {
  test('agrees with measuring every polygon', () => {
    assert(property(anywhere, integer({ min: 0, max: 1_500 }), (point, maxMetres) => {
      const measured = grids.map(({ id, polygon }) => ({ id, metres: distanceToShapeMetres(point, polygon) }));
      const best = measured.reduce((least, each) => (each.metres < least.metres ? each : least));
      expect(index.nearest(...point, maxMetres)).toEqual(best.metres <= maxMetres ? best : undefined);
    }), { seed, numRuns: runs(500) });
  });

  test('far in the north, where degrees of longitude are short, misses none', () => {
    const box: Polygon = { type: 'Polygon', coordinates: [[[10, 80], [10.1, 80], [10.1, 80.1], [10, 80.1], [10, 80]]] };
    const far = buildGridIndex([{ id: 'north', polygon: box }]);
    expect(far.nearest(10.2, 80.05, 2_500)?.id).toBe('north');
    expect(far.nearest(10.2, 80.05, 1_500)).toBeUndefined();
  });
});

test('random sets of small squares, overlapping or not', () => {
  const square = tuple(integer({ min: 0, max: 12 }), integer({ min: 0, max: 12 }), integer({ min: 1, max: 9 }));
  assert(property(array(square, { maxLength: 60, size: 'max' }), tuple(integer({ min: 0, max: 20 }), integer({ min: 0, max: 20 })), (squares, [x, y]) => {
    const items = squares.map(([w, s, size], id): { id: number; polygon: Polygon } =>
      ({ id, polygon: { type: 'Polygon', coordinates: [[[w, s], [w + size, s], [w + size, s + size], [w, s + size], [w, s]]] } }));
    // Whole numbers fall on corners and edges: left and lower ones count.
    const expected = squares.findIndex(([w, s, size]) => x >= w && x < w + size && y >= s && y < s + size);
    expect(buildGridIndex(items).locate(x, y)).toBe(expected === -1 ? undefined : expected);
  }), { seed });
});
