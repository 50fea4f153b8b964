import { assert, array, double, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gapsAndOverlaps } from './coverage.ts';
import { areaM2, distanceToEdgeMetres, eachEdge, pointInPolygon, type Polygon, type Position, type Shape } from './geometry.ts';
import { runs } from '../../../test/support/size.ts';

const seed = 20261122;
const box = (west: number, south: number, east: number, north: number): Polygon =>
  ({ type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] });
const child = (id: string, shape: Shape): { id: string; shape: Shape } => ({ id, shape });
const village = box(116, 36, 116.02, 36.01);
const [left, right] = [box(116, 36, 116.01, 36.01), box(116.01, 36, 116.02, 36.01)];
const tidy = { overlaps: [], gapAreaM2: 0, gaps: [], outsideParent: [] };

describe('a good tiling has nothing to say', () => {
  test('two halves', () => {
    expect(gapsAndOverlaps(village, [child('left', left), child('right', right)], 1)).toEqual(tidy);
  });

  test('in any direction, and with a vertex on the neighbour\'s edge', () => {
    const turned: Polygon = { type: 'Polygon', coordinates: left.coordinates.map((ring) => ring.toReversed()) };
    const withVertex: Polygon = { type: 'Polygon', coordinates: [[[116.01, 36], [116.02, 36], [116.02, 36.01], [116.01, 36.01], [116.01, 36.0033333], [116.01, 36]]] };
    expect(gapsAndOverlaps(village, [child('left', turned), child('right', withVertex)], 1)).toEqual(tidy);
  });

  test('a hole filled by another, and a child in two parts', () => {
    const hole = box(116.004, 36.004, 116.006, 36.006);
    const around: Polygon = { type: 'Polygon', coordinates: [...village.coordinates, ...hole.coordinates] };
    expect(gapsAndOverlaps(village, [child('around', around), child('inner', hole)], 1)).toEqual(tidy);
    const middle = box(116.005, 36, 116.015, 36.01);
    const apart: Shape = { type: 'MultiPolygon', coordinates: [box(116, 36, 116.005, 36.01).coordinates, box(116.015, 36, 116.02, 36.01).coordinates] };
    expect(gapsAndOverlaps(village, [child('apart', apart), child('middle', middle)], 1)).toEqual(tidy);
  });
});

describe('what is wrong is measured and placed', () => {
  test('a gap', () => {
    const { gaps, gapAreaM2, ...rest } = gapsAndOverlaps(village, [child('left', left), child('right', box(116.012, 36, 116.02, 36.01))], 1);
    expect(rest).toEqual({ overlaps: [], outsideParent: [] });
    expect(gapAreaM2 / areaM2(box(116.01, 36, 116.012, 36.01))).toBeCloseTo(1, 6);
    expect(gaps.map(({ where }) => pointInPolygon([116.011, 36.005], where))).toEqual([true]);
  });

  test('a gap around an island keeps its hole', () => {
    const { gaps } = gapsAndOverlaps(village, [child('island', box(116.005, 36.002, 116.015, 36.008))], 1);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]?.where.coordinates).toHaveLength(2);
    expect(gaps[0]?.where && pointInPolygon([116.01, 36.005], gaps[0].where)).toBe(false);
  });

  test('a gap inside a hole of another gap is one of its own', () => {
    const ring: Polygon = { type: 'Polygon', coordinates: [...box(116.005, 36.002, 116.015, 36.008).coordinates, ...box(116.009, 36.004, 116.011, 36.006).coordinates] };
    const { gaps, gapAreaM2 } = gapsAndOverlaps(village, [child('ring', ring)], 1);
    expect(gaps.map(({ where }) => pointInPolygon([116.01, 36.005], where))).toEqual([false, true]);
    expect((gapAreaM2 + areaM2(ring)) / areaM2(village)).toBeCloseTo(1, 6);
  });

  test('an overlap, named by both', () => {
    const { overlaps, gaps } = gapsAndOverlaps(village, [child('left', box(116, 36, 116.012, 36.01)), child('right', right)], 1);
    expect(gaps).toEqual([]);
    expect(overlaps).toHaveLength(1);
    expect(overlaps[0]).toMatchObject({ a: 'left', b: 'right' });
    expect((overlaps[0]?.areaM2 ?? 0) / areaM2(box(116.01, 36, 116.012, 36.01))).toBeCloseTo(1, 6);
  });

  test('what lies outside the parent', () => {
    const { outsideParent } = gapsAndOverlaps(village, [child('left', left), child('right', box(116.01, 36, 116.025, 36.01))], 1);
    expect(outsideParent.map(({ id }) => id)).toEqual(['right']);
    expect((outsideParent[0]?.areaM2 ?? 0) / areaM2(box(116.02, 36, 116.025, 36.01))).toBeCloseTo(1, 6);
  });

  test('up to the tolerance it is drawing noise', () => {
    const off = box(116.0100002, 36, 116.02, 36.01);
    expect(gapsAndOverlaps(village, [child('left', left), child('right', off)], 50)).toEqual(tidy);
    expect(gapsAndOverlaps(village, [child('left', left), child('right', off)], 5).gaps).toHaveLength(1);
  });

  test('no children at all leave the whole parent', () => {
    expect(gapsAndOverlaps(village, [], 1).gapAreaM2 / areaM2(village)).toBeCloseTo(1, 6);
  });

  test('a whole province is coarser, but measured', () => {
    const province = box(110, 30, 125, 40);
    const { gapAreaM2 } = gapsAndOverlaps(province, [child('west', box(110, 30, 117, 40))], 1);
    expect(gapAreaM2 / areaM2(box(117, 30, 125, 40))).toBeCloseTo(1, 4);
  });
});

test('gap and cover together are always the parent; sampled points agree', () => {
  const squares = array(integer({ min: 0, max: 12 }).chain((x) => integer({ min: 0, max: 7 }).map((y): Polygon => {
    const [west, south] = [115.995 + x * 0.0021, 35.996 + y * 0.0017];
    const points: Position[] = [[west, south], [west + 0.007, south + 0.0011], [west + 0.005, south + 0.006], [west - 0.001, south + 0.004]];
    return { type: 'Polygon', coordinates: [[...points, ...points.slice(0, 1)]] };
  })), { maxLength: 8 });
  const spots = array(double({ min: 0, max: 1, noNaN: true }), { minLength: 40, maxLength: 40 });
  assert(property(squares, spots, (shapes, fractions) => {
    const found = gapsAndOverlaps(village, shapes.map((each, index) => ({ id: index, shape: each })), 0);
    for (let index = 0; index < 40; index += 2) {
      const point: Position = [116 + 0.02 * (fractions[index] ?? 0), 36 + 0.01 * (fractions[index + 1] ?? 0)];
      // A few centimetres from a border the lattice may decide otherwise.
      const near = [...shapes, village].some((each) => nearBorder(point, each));
      if (near) continue;
      const holders = shapes.filter((each) => pointInPolygon(point, each)).length;
      expect(found.gaps.some(({ where }) => pointInPolygon(point, where))).toBe(holders === 0);
      expect(found.overlaps.filter(({ where }) => where.some((piece) => pointInPolygon(point, piece)))).toHaveLength((holders * (holders - 1)) / 2);
    }
    const outside = found.outsideParent.reduce((sum, each) => sum + each.areaM2, 0);
    const covered = areaM2(village) - found.gapAreaM2;
    // Half a centimetre along some kilometres of border.
    const rounding = 50;
    const laid = shapes.map(areaM2);
    expect(covered + outside).toBeLessThanOrEqual(laid.reduce((sum, each) => sum + each, 0) + rounding);
    expect(covered + outside).toBeGreaterThanOrEqual(Math.max(0, ...laid) - rounding);
  }), { seed, numRuns: runs(60) });
});

function nearBorder(point: Position, { coordinates }: Polygon): boolean {
  let nearest = Infinity;
  for (const ring of coordinates) {
    eachEdge(ring, (a, b) => {
      nearest = Math.min(nearest, distanceToEdgeMetres(...point, ...a, ...b));
    });
  }
  return nearest < 0.05;
}
