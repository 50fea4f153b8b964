import { array, assert, constantFrom, double, integer, property, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaM2, bbox, centroid, distanceMetres, distanceToShapeMetres, labelPoint, maxShapePoints, pointInPolygon, shape, type Polygon, type Position, type Shape } from './geometry.ts';

const seed = 20261122;
const box = (west: number, south: number, east: number, north: number): Position[] =>
  [[west, south], [east, south], [east, north], [west, north], [west, south]];
const square: Polygon = { type: 'Polygon', coordinates: [box(116, 36, 116.01, 36.01)] };
const withHole: Polygon = { type: 'Polygon', coordinates: [box(0, 0, 4, 4), box(1, 1, 2, 2)] };
const horseshoe: Polygon = { type: 'Polygon', coordinates: [[[0, 0], [4, 0], [4, 4], [3, 4], [3, 1], [1, 1], [1, 4], [0, 4], [0, 0]]] };
const two: Shape = { type: 'MultiPolygon', coordinates: [withHole.coordinates, [box(10, 0, 12, 2)]] };

describe('what a shape may be', () => {
  test('an open ring is closed, heights are dropped', () => {
    expect(shape.parse({ type: 'Polygon', coordinates: [[[1, 1, 30], [2, 1], [2, 2]]] })).toEqual({ type: 'Polygon', coordinates: [[[1, 1], [2, 1], [2, 2], [1, 1]]] });
    expect(shape.parse(two)).toEqual(two);
  });

  test.each([
    ['two distinct points', { type: 'Polygon', coordinates: [[[1, 1], [2, 2], [1, 1], [2, 2]]] }],
    ['an impossible latitude', { type: 'Polygon', coordinates: [box(36, 116, 36.1, 116.1)] }],
    ['not a number', { type: 'Polygon', coordinates: [[[1, 1], [2, Number.NaN], [2, 2]]] }],
    ['infinity', { type: 'Polygon', coordinates: [[[1, 1], [Infinity, 1], [2, 2]]] }],
    ['a lone number', { type: 'Polygon', coordinates: [[[1], [2, 1], [2, 2]]] }],
    ['no rings', { type: 'Polygon', coordinates: [] }],
    ['a line', { type: 'LineString', coordinates: [[1, 1], [2, 2]] }],
    ['too many points', { type: 'Polygon', coordinates: [Array.from({ length: maxShapePoints + 1 }, (_, index) => [index / 1e4, index % 7])] }],
    ['too many points in several rings', { type: 'MultiPolygon', coordinates: Array.from({ length: 5 }, () => [Array.from({ length: 4_500 }, (_, index) => [index / 1e4, index % 7])]) }],
    ['null', null],
  ])('not %s', (_what, value) => {
    expect(shape.safeParse(value).success).toBe(false);
  });
});

describe('inside', () => {
  test('holes and second parts count', () => {
    expect(pointInPolygon([0.5, 0.5], two)).toBe(true);
    expect(pointInPolygon([1.5, 1.5], two)).toBe(false);
    expect(pointInPolygon([11, 1], two)).toBe(true);
    expect(pointInPolygon([6, 1], two)).toBe(false);
    expect(pointInPolygon([2, 3], horseshoe)).toBe(false);
  });

  test('left and lower edges belong to the shape, right and upper ones do not', () => {
    expect(([[0, 2], [2, 0], [0, 0]] as Position[]).map((point) => pointInPolygon(point, withHole))).toEqual([true, true, true]);
    expect(([[4, 2], [2, 4], [4, 4], [4, 0], [0, 4]] as Position[]).map((point) => pointInPolygon(point, withHole))).toEqual([false, false, false, false, false]);
  });

  test('of neighbours that share vertices exactly one holds any point, also on the borders', () => {
    // A fan of triangles around a centre with awkward fractions.
    assert(property(array(double({ min: 0.05, max: 1, noNaN: true }), { minLength: 3, maxLength: 12 }), integer({ min: 0, max: 11 }), (radii, which) => {
      const centre: Position = [116.1234567, 36.7654321];
      const rim = radii.map((radius, index): Position => {
        const angle = (2 * Math.PI * index) / radii.length;
        return [centre[0] + radius * Math.cos(angle), centre[1] + radius * Math.sin(angle)];
      });
      const fan = rim.map((point, index): Polygon => ({ type: 'Polygon', coordinates: [[centre, point, rim[(index + 1) % rim.length] ?? point, centre]] }));
      const on = rim[which % rim.length] ?? centre;
      for (let step = 0; step < 300; step += 1) {
        const along = step / 303;
        const point: Position = [centre[0] + along * (on[0] - centre[0]), centre[1] + along * (on[1] - centre[1])];
        expect(fan.filter((part) => pointInPolygon(point, part))).toHaveLength(1);
      }
    }), { seed });
  });
});

describe('sizes', () => {
  test('an area agrees with the flat formula on a small square, and with the whole sphere', () => {
    const expected = 0.01 * 111_195.0523 * (0.01 * 111_195.0523 * Math.cos((36.005 * Math.PI) / 180));
    expect(areaM2(square) / expected).toBeCloseTo(1, 6);
    expect(areaM2({ type: 'Polygon', coordinates: [box(-180, -90, 180, 90)] }) / 510_065_600e6).toBeCloseTo(1, 4);
  });

  test('a vertex added on an edge changes nothing', () => {
    const kite: Polygon = { type: 'Polygon', coordinates: [[[110, 20], [118, 24], [116, 40], [110, 20]]] };
    const more: Polygon = { type: 'Polygon', coordinates: [[[110, 20], [112, 21], [118, 24], [117, 32], [116, 40], [113, 30], [110, 20]]] };
    expect(areaM2(more) / areaM2(kite)).toBeCloseTo(1, 12);
  });

  test('direction does not matter, holes are taken off', () => {
    const turned: Polygon = { type: 'Polygon', coordinates: withHole.coordinates.map((ring) => ring.toReversed()) };
    expect(areaM2(turned)).toBeCloseTo(areaM2(withHole), 3);
    const whole = areaM2({ type: 'Polygon', coordinates: [box(0, 0, 4, 4)] });
    const hole = areaM2({ type: 'Polygon', coordinates: [box(1, 1, 2, 2)] });
    expect(areaM2(withHole)).toBeCloseTo(whole - hole, 3);
  });

  test('box and centre', () => {
    expect(bbox(two)).toEqual([0, 0, 12, 4]);
    expect(centroid(square)[0]).toBeCloseTo(116.005, 9);
    expect(centroid(square)[1]).toBeCloseTo(36.005, 9);
    // 4×4 centred on 2 less 1×1 centred on 1.5
    expect(centroid(withHole)[0]).toBeCloseTo((16 * 2 - 1.5) / 15, 9);
  });

  test('a label is inside, whatever the shape', () => {
    expect(pointInPolygon(centroid(horseshoe), horseshoe)).toBe(false);
    for (const each of [horseshoe, two, withHole, square]) expect(pointInPolygon(labelPoint(each), each)).toBe(true);
    assert(property(array(tuple(double({ min: 0.02, max: 1, noNaN: true }), constantFrom(1, 0.1)), { minLength: 3, maxLength: 30 }), (rays) => {
      const ring = rays.map(([radius, sharp], index): Position =>
        [116 + radius * sharp * Math.cos((2 * Math.PI * index) / rays.length), 36 + radius * sharp * Math.sin((2 * Math.PI * index) / rays.length)]);
      const star: Polygon = { type: 'Polygon', coordinates: [ring] };
      expect(pointInPolygon(labelPoint(star), star)).toBe(true);
    }), { seed });
  });
});

describe('distances in metres', () => {
  test('along the great circle', () => {
    expect(distanceMetres([0, 0], [1, 0])).toBeCloseTo(111_195.05, 1);
    expect(distanceMetres([116, 36], [116, 36])).toBe(0);
    expect(distanceMetres([0, 0], [180, 0])).toBeCloseTo(Math.PI * 6_371_007.2, 0);
  });

  test('to a shape: 0 inside, otherwise to the nearest edge or corner', () => {
    expect(distanceToShapeMetres([116.005, 36.005], square)).toBe(0);
    expect(distanceToShapeMetres([116.005, 35.99], square)).toBeCloseTo(distanceMetres([116.005, 35.99], [116.005, 36]), 1);
    expect(distanceToShapeMetres([116.02, 36.02], square) / distanceMetres([116.02, 36.02], [116.01, 36.01])).toBeCloseTo(1, 3);
    expect(distanceToShapeMetres([1.5, 1.5], withHole)).toBeGreaterThan(50_000);
  });
});
