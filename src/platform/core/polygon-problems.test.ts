import { array, assert, double, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Position, Shape } from './geometry.ts';
import { polygonProblems } from './polygon-problems.ts';

const box = (west: number, south: number, east: number, north: number): Position[] =>
  [[west, south], [east, south], [east, north], [west, north], [west, south]];
const polygon = (...coordinates: Position[][]): Shape => ({ type: 'Polygon', coordinates });
const problems = (of: Shape): string[] => polygonProblems(of).map(({ problem }) => problem);

describe('a sound shape has no problems', () => {
  test.each([
    ['a square', polygon(box(0, 0, 4, 4))],
    ['with points repeated and points on straight lines', polygon([[0, 0], [0, 0], [2, 0], [4, 0], [4, 4], [4, 4], [0, 4], [0, 0]])],
    ['with a hole', polygon(box(0, 0, 4, 4), box(1, 1, 2, 2))],
    ['with a hole that touches the border in a point', polygon(box(0, 0, 4, 4), [[0, 2], [1, 1], [1, 3], [0, 2]])],
    ['with a hole that touches the upper right corner', polygon(box(0, 0, 4, 4), [[4, 4], [2, 3], [3, 2], [4, 4]])],
    ['two parts that share a border', { type: 'MultiPolygon', coordinates: [[box(0, 0, 1, 1)], [box(1, 0, 2, 1)]] }],
    ['an island in a hole', { type: 'MultiPolygon', coordinates: [[box(0, 0, 9, 9), box(1, 1, 8, 8)], [box(3, 3, 5, 5)]] }],
  ] satisfies [string, Shape][])('%s', (_what, of) => {
    expect(polygonProblems(of)).toEqual([]);
  });

  test('any star around its centre is sound', () => {
    assert(property(array(double({ min: 0.1, max: 1, noNaN: true }), { minLength: 5, maxLength: 60 }), (radii) => {
      const ring = radii.map((radius, index): Position => {
        const angle = (2 * Math.PI * (index + 0.3)) / radii.length;
        return [116 + radius * Math.cos(angle), 36 + radius * Math.sin(angle)];
      });
      expect(polygonProblems(polygon([...ring, ...ring.slice(0, 1)]))).toEqual([]);
    }), { seed: 20261122 });
  });
});

describe('what is wrong is named and placed', () => {
  test('a bow-tie crosses itself in its middle', () => {
    // Unequal wings, so that its areas do not cancel.
    expect(polygonProblems(polygon([[0, 0], [4, 4], [4, 0], [0, 2], [0, 0]]))).toEqual([{ problem: 'ring-crosses-itself', at: [expect.closeTo(4 / 3, 9), expect.closeTo(4 / 3, 9)] }]);
  });

  test.each([
    ['a ring that touches itself', polygon([[0, 0], [4, 0], [4, 4], [2, 0], [0, 4], [0, 0]]), 'ring-crosses-itself'],
    ['a spike out and back', polygon([[0, 0], [4, 0], [4, 4], [4, 8], [4, 4], [0, 4], [0, 0]]), 'ring-crosses-itself'],
    ['a line for an area', polygon([[0, 0], [1, 1], [2, 2], [0, 0]]), 'ring-without-area'],
    ['a hole across the border', polygon(box(0, 0, 4, 4), box(3, 3, 5, 5)), 'rings-cross'],
    ['a hole outside', polygon(box(0, 0, 4, 4), box(6, 6, 7, 7)), 'hole-outside'],
    ['parts that cross', { type: 'MultiPolygon', coordinates: [[box(0, 0, 4, 4)], [box(3, 3, 5, 5)]] }, 'parts-overlap'],
    ['a part within a part', { type: 'MultiPolygon', coordinates: [[box(0, 0, 4, 4)], [box(1, 1, 2, 2)]] }, 'parts-overlap'],
  ] satisfies [string, Shape, string][])('%s', (_what, of, problem) => {
    expect(problems(of)).toContain(problem);
  });

  test('a scribble of 2,000 random points stops at the limit', () => {
    let state = 7;
    const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const ring = Array.from({ length: 2_000 }, (): Position => [next(), next()]);
    expect(polygonProblems(polygon([...ring, ...ring.slice(0, 1)]), 5)).toHaveLength(5);
  });
});
