import { array, assert, double, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gapsAndOverlaps } from './coverage.ts';
import { areaM2, bbox, maxShapePoints, pointCount, pointInPolygon, type Polygon, type Position } from './geometry.ts';
import { polygonProblems } from './polygon-problems.ts';
import { inventedOutline, random, tile } from './tiling.ts';
import { runs } from '../../../test/support/size.ts';

const seed = 20261122;
const village = inventedOutline([116, 36.4, 116.03, 36.42], 5, 60);
const horseshoe: Polygon = { type: 'Polygon', coordinates: [[[116, 36], [116.04, 36], [116.04, 36.04], [116.03, 36.04], [116.03, 36.01], [116.01, 36.01], [116.01, 36.04], [116, 36.04], [116, 36]]] };
const area = (parts: readonly Polygon[]): number => parts.reduce((sum, part) => sum + areaM2(part), 0);

describe('a tiling', () => {
  test('has the parent\'s area, no gap, no overlap, and sound parts', () => {
    const weights = array(integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 9 });
    assert(property(weights, integer({ min: 0, max: 1e9 }), (shares, number) => {
      const parts = tile(village, { weights: shares, seed: number, spacingMetres: 60 });
      expect(parts).toHaveLength(shares.length);
      expect(area(parts) / areaM2(village)).toBeCloseTo(1, 9);
      expect(parts.flatMap((part) => polygonProblems(part))).toEqual([]);
      const found = gapsAndOverlaps(village, parts.map((part, id) => ({ id, shape: part })), 0);
      expect(found).toEqual({ overlaps: [], gapAreaM2: 0, gaps: [], outsideParent: [] });
    }), { seed, numRuns: runs(40) });
  });

  test('follows the weights', () => {
    const parts = tile(village, { weights: [1, 2, 3, 4], seed: 1, spacingMetres: 40 });
    parts.forEach((part, index) => expect((areaM2(part) / areaM2(village)) * 10 / (index + 1)).toBeCloseTo(1, 0));
    expect(parts.map((part) => areaM2(part))).toEqual(parts.map((part) => areaM2(part)).toSorted((a, b) => a - b));
  });

  test('gives every point inside to exactly one child, at two levels, also on the inner borders', () => {
    const communities = tile(village, { weights: [1, 1, 1], seed: 3, spacingMetres: 60 });
    const grids = communities.map((each, index) => tile(each, { weights: [1, 1, 1, 1], seed: index, spacingMetres: 60 }));
    const [west, south, east, north] = bbox(village);
    const vertices = communities.flatMap(({ coordinates }) => coordinates.flat());
    const spot = record({ x: double({ min: 0, max: 1, noNaN: true }), y: double({ min: 0, max: 1, noNaN: true }), vertex: integer({ min: 0, max: vertices.length - 1 }) });
    assert(property(spot, ({ x, y, vertex }) => {
      for (const point of [[west + x * (east - west), south + y * (north - south)] as const, vertices[vertex] ?? [0, 0]] satisfies Position[]) {
        const expected = pointInPolygon(point, village) ? 1 : 0;
        expect(communities.filter((each) => pointInPolygon(point, each))).toHaveLength(expected);
        expect(grids.flat().filter((each) => pointInPolygon(point, each))).toHaveLength(expected);
      }
    }), { seed, numRuns: runs(1_000) });
  });

  test('a child\'s border is made of the parent\'s and its siblings\' very vertices', () => {
    const parts = tile(village, { weights: [1, 1, 1, 1, 1], seed: 9, spacingMetres: 60 });
    const uses = new Map<string, number>();
    const outline = new Set((village.coordinates[0] ?? []).map(String));
    for (const part of parts) for (const point of part.coordinates[0]?.slice(1) ?? []) uses.set(String(point), (uses.get(String(point)) ?? 0) + 1);
    expect([...outline].every((point) => uses.has(point))).toBe(true);
    expect([...uses].filter(([point, count]) => count === 1 && !outline.has(point))).toEqual([]);
  });

  test('the same seed draws the same borders, another seed others', () => {
    const drawn = (number: number): Polygon[] => tile(village, { weights: [1, 1, 1], seed: number, spacingMetres: 60 });
    expect(drawn(4)).toEqual(drawn(4));
    expect(drawn(4)).not.toEqual(drawn(5));
  });

  test('of a bent parent drawn clockwise with few vertices is still one', () => {
    for (const parent of [horseshoe, { ...horseshoe, coordinates: horseshoe.coordinates.map((ring) => ring.toReversed()) }]) {
      const parts = tile(parent, { weights: Array.from({ length: 12 }, () => 1), seed: 2, spacingMetres: 100 });
      expect(area(parts) / areaM2(horseshoe)).toBeCloseTo(1, 9);
      expect(gapsAndOverlaps(parent, parts.map((part, id) => ({ id, shape: part })), 1)).toMatchObject({ overlaps: [], gaps: [], outsideParent: [] });
    }
  });

  test('of any star, however spiky, is still one', () => {
    const spikes = array(double({ min: 0.12, max: 1, noNaN: true }), { minLength: 5, maxLength: 14 });
    assert(property(spikes, integer({ min: 0, max: 1e9 }), (radii, number) => {
      const ring = radii.map((radius, index): Position => {
        const angle = (2 * Math.PI * index) / radii.length;
        return [116 + 0.05 * radius * Math.cos(angle), 36 + 0.05 * radius * Math.sin(angle)];
      });
      const star: Polygon = { type: 'Polygon', coordinates: [[...ring, ...ring.slice(0, 1)]] };
      const parts = tile(star, { weights: Array.from({ length: 10 }, () => 1), seed: number, spacingMetres: 120 });
      expect(area(parts) / areaM2(star)).toBeCloseTo(1, 9);
      expect(parts.flatMap((part) => polygonProblems(part))).toEqual([]);
      // The star's own edges are kilometres long and rounded to half a centimetre.
      expect(gapsAndOverlaps(star, parts.map((part, id) => ({ id, shape: part })), 60)).toMatchObject({ overlaps: [], gaps: [], outsideParent: [] });
    }), { seed, numRuns: runs(25) });
  });

  test('says what it cannot do', () => {
    const withHole: Polygon = { type: 'Polygon', coordinates: [...horseshoe.coordinates, ...village.coordinates] };
    expect(() => tile(withHole, { weights: [1, 1], seed: 1, spacingMetres: 60 })).toThrow('without holes');
    expect(() => tile(village, { weights: [1, 0], seed: 1, spacingMetres: 60 })).toThrow('weights');
    expect(() => tile(village, { weights: [], seed: 1, spacingMetres: 60 })).toThrow('weights');
    expect(() => tile(village, { weights: Array.from({ length: 500 }, () => 1), seed: 1, spacingMetres: 5_000 })).toThrow('finer spacing');
  });
});

test('a whole city, four levels down, has all its grids and all its area', () => {
  const spacingMetres = 500;
  const cut = (parents: readonly Polygon[], each: number): Polygon[] =>
    parents.flatMap((parent, index) => tile(parent, { weights: Array.from({ length: each }, () => 1), seed: index, spacingMetres }));
  const city = inventedOutline([115.4, 35.8, 116.5, 37.1], 2026, spacingMetres);
  expect(polygonProblems(city)).toEqual([]);
  expect(pointCount(city)).toBeLessThan(maxShapePoints);
  const [west, south, east, north] = bbox(city);
  expect([west >= 115.4, south >= 35.8, east <= 116.5, north <= 37.1]).toEqual([true, true, true, true]);
  const counties = tile(city, { weights: [9, 5, 8, 10, 6, 7, 6, 8, 1, 1, 1], seed: 1, spacingMetres });
  const grids = cut(cut(cut(counties, 6), 5), 4);
  expect(grids).toHaveLength(11 * 6 * 5 * 4);
  expect(area(grids) / areaM2(city)).toBeCloseTo(1, 9);
});

test('chance is even and repeats', () => {
  const next = random(1);
  const drawn = Array.from({ length: 10_000 }, next);
  expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
  expect(drawn.reduce((sum, value) => sum + value, 0) / drawn.length).toBeCloseTo(0.5, 1);
  expect(random(1)()).toBe(drawn[0]);
});
