import { boxesMeet, pointInPolygon, polygonsOf, ringAreaM2, type Position, type Ring, type Shape } from './geometry.ts';

export type PolygonProblem = {
  readonly problem: 'ring-without-area' | 'ring-crosses-itself' | 'rings-cross' | 'hole-outside' | 'parts-overlap';
  /** Where to look on the map. */
  readonly at: Position;
};

/**
 * What makes a drawn or imported shape unusable as a grid; at most `limit` findings. A ring that touches
 * itself counts as crossing itself; two rings may touch, but not cross.
 */
export function polygonProblems(of: Shape, limit = 10): PolygonProblem[] {
  const found: PolygonProblem[] = [];
  const polygons = polygonsOf(of);
  for (const points of polygons.flat()) {
    const [first] = points;
    if (first !== undefined && Math.abs(ringAreaM2(points)) < 1) found.push({ problem: 'ring-without-area', at: first });
  }
  crossings(polygons, limit, found);
  // With crossing rings "inside" means nothing, and one finding is enough to refuse the shape.
  if (found.length > 0) return found.slice(0, limit);
  for (const [index, [outer, ...holes]] of polygons.entries()) {
    if (outer === undefined) continue;
    for (const hole of holes) {
      const at = hole.find((point) => !touches(point, outer));
      if (at !== undefined && !pointInPolygon(at, { type: 'Polygon', coordinates: [outer] })) found.push({ problem: 'hole-outside', at });
    }
    for (const [other, coordinates] of polygons.entries()) {
      const at = other === index ? undefined : outer.find((point) => !touches(point, coordinates[0] ?? []));
      if (at !== undefined && pointInPolygon(at, { type: 'Polygon', coordinates })) found.push({ problem: 'parts-overlap', at });
    }
  }
  return found.slice(0, limit);
}

type Edge = {
  readonly a: Position;
  readonly b: Position;
  readonly polygon: number;
  readonly ring: number;
  readonly index: number;
  readonly ofRing: number;
};

/** Sweeps from west to east over all edges, comparing those that overlap in longitude. */
function crossings(polygons: readonly (readonly Ring[])[], limit: number, found: PolygonProblem[]): void {
  const edges = edgesOf(polygons).sort((a, b) => west(a) - west(b));
  let open: Edge[] = [];
  for (const edge of edges) {
    open = open.filter((other) => east(other) >= west(edge));
    for (const other of open) {
      if (found.length >= limit) return;
      const at = meeting(edge, other);
      if (at === undefined) continue;
      const problem = edge.polygon !== other.polygon ? 'parts-overlap' : edge.ring !== other.ring ? 'rings-cross' : 'ring-crosses-itself';
      found.push({ problem, at });
    }
    open.push(edge);
  }
}

function edgesOf(polygons: readonly (readonly Ring[])[]): Edge[] {
  return polygons.flatMap((rings, polygon) => rings.flatMap((points, ring) => {
    // Repeated positions are harmless and make no edge.
    const distinct = points.filter((point, index) => {
      const next = points[(index + 1) % points.length];
      return next === undefined || point[0] !== next[0] || point[1] !== next[1];
    });
    return distinct.map((a, index): Edge => ({ a, b: distinct[(index + 1) % distinct.length] ?? a, polygon, ring, index, ofRing: distinct.length }));
  }));
}

/** Where two edges meet in a way they must not. */
function meeting(one: Edge, two: Edge): Position | undefined {
  if (!boxesMeet(boxOf(one), boxOf(two))) return undefined;
  const sameRing = one.polygon === two.polygon && one.ring === two.ring;
  const [c, d] = [turn(one.a, one.b, two.a), turn(one.a, one.b, two.b)];
  const [e, f] = [turn(two.a, two.b, one.a), turn(two.a, two.b, one.b)];
  if (sameRing && neighbours(one, two)) {
    // Neighbours share one end; they must not run back over each other.
    const [before, after] = (one.index + 1) % one.ofRing === two.index ? [one, two] : [two, one];
    const back = turn(before.a, before.b, after.b) === 0
      && (before.a[0] - before.b[0]) * (after.b[0] - after.a[0]) + (before.a[1] - before.b[1]) * (after.b[1] - after.a[1]) > 0;
    return back ? before.b : undefined;
  }
  if (c * d < 0 && e * f < 0) return crossing(one, two);
  if (!sameRing) return undefined;
  if (c === 0 && onEdge(two.a, one)) return two.a;
  if (d === 0 && onEdge(two.b, one)) return two.b;
  if (e === 0 && onEdge(one.a, two)) return one.a;
  if (f === 0 && onEdge(one.b, two)) return one.b;
  return undefined;
}

function crossing({ a, b }: Edge, { a: c, b: d }: Edge): Position {
  const bottom = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0]);
  const along = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / bottom;
  return [a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])];
}

function neighbours(one: Edge, two: Edge): boolean {
  return (one.index + 1) % one.ofRing === two.index || (two.index + 1) % two.ofRing === one.index;
}

/** Twice the signed area of a–b–c: positive for a left turn, 0 on the line. Differences first, so degrees far from 0 lose nothing. */
export function turn(a: Position, b: Position, c: Position): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

function onEdge([x, y]: Position, { a, b }: { readonly a: Position; readonly b: Position }): boolean {
  return x >= Math.min(a[0], b[0]) && x <= Math.max(a[0], b[0]) && y >= Math.min(a[1], b[1]) && y <= Math.max(a[1], b[1]);
}

function touches(point: Position, ring: Ring): boolean {
  return ring.some((a, index) => {
    const b = ring[index + 1];
    return b !== undefined && turn(a, b, point) === 0 && onEdge(point, { a, b });
  });
}

function west({ a, b }: Edge): number {
  return Math.min(a[0], b[0]);
}

function east({ a, b }: Edge): number {
  return Math.max(a[0], b[0]);
}

function boxOf({ a, b }: Edge): [number, number, number, number] {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])];
}
