import { z } from 'zod';

// Plane geometry on longitude and latitude (WGS-84, degrees). Edges are straight lines in degrees, as GeoJSON
// says; a grid is a few hundred metres wide, where that differs from a geodesic by less than a millimetre.

/** [longitude, latitude] */
export type Position = readonly [number, number];
/** Closed: the first position is repeated at the end. */
export type Ring = readonly Position[];
export type Polygon = { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] };
export type MultiPolygon = { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly Ring[])[] };
export type Shape = Polygon | MultiPolygon;
/** [west, south, east, north] */
export type Box = readonly [number, number, number, number];

export const maxShapePoints = 20_000;

// A third number (height) is dropped: grids are flat.
const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).rest(z.number())
  .transform(([longitude, latitude]): Position => [longitude, latitude]);

const ring = z.array(position).max(maxShapePoints + 1)
  .refine((points) => new Set(points.map(([x, y]) => `${x},${y}`)).size >= 3, { params: { sentence: 'ring-too-short' } })
  .transform(closed);

const rings = z.array(ring).min(1).max(1_000);

/** A GeoJSON Polygon or MultiPolygon in the datum its owner says. An open ring is closed. Whether it is sound, `polygonProblems` says. */
export const shape: z.ZodType<Shape> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: rings }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(rings).min(1).max(1_000) }),
]).refine((value) => pointCount(value) <= maxShapePoints, { params: { sentence: 'shape-too-many-points', max: maxShapePoints } });

export function polygonsOf(of: Shape): readonly (readonly Ring[])[] {
  return of.type === 'Polygon' ? [of.coordinates] : of.coordinates;
}

export function ringsOf(of: Shape): readonly Ring[] {
  return polygonsOf(of).flat();
}

export function pointCount(of: Shape): number {
  return ringsOf(of).reduce((sum, points) => sum + points.length, 0);
}

/**
 * Is the point inside (and not in a hole)? On a border the half-open rule decides: a point on a left or
 * lower edge is inside, on a right or upper edge outside. Two polygons that share a border with the same
 * vertices therefore never both claim a point of it, and never both disown it.
 */
export function pointInPolygon([x, y]: Position, of: Shape): boolean {
  let inside = false;
  for (const points of ringsOf(of)) {
    eachEdge(points, (a, b) => {
      if (crossesRay(x, y, a[0], a[1], b[0], b[1])) inside = !inside;
    });
  }
  return inside;
}

/**
 * Does the edge a–b cross the ray from (x, y) to the east? The edge is always taken from its lower end,
 * so that both neighbours of a shared edge come to the same answer to the last bit.
 */
export function crossesRay(x: number, y: number, ax: number, ay: number, bx: number, by: number): boolean {
  if ((ay > y) === (by > y)) return false;
  return ay < by
    ? x < ax + ((y - ay) / (by - ay)) * (bx - ax)
    : x < bx + ((y - by) / (ay - by)) * (ax - bx);
}

/** Square metres on a sphere of the Earth's area; holes are taken off. Within about 0.5 % of the ellipsoid. */
export function areaM2(of: Shape): number {
  return polygonsOf(of).reduce((sum, [outer, ...holes]) =>
    sum + Math.abs(ringAreaM2(outer ?? [])) - holes.reduce((less, hole) => less + Math.abs(ringAreaM2(hole)), 0), 0);
}

/**
 * Signed: positive when the ring runs counter-clockwise. The integral of sin(latitude) along edges that are
 * straight in degrees, so that a vertex added on an edge changes nothing and areas of parts add up.
 */
export function ringAreaM2(points: Ring): number {
  let sum = 0;
  eachEdge(points, (a, b) => {
    const half = radians(b[1] - a[1]) / 2;
    sum += radians(a[0] - b[0]) * Math.sin(radians((a[1] + b[1]) / 2)) * (half === 0 ? 1 : Math.sin(half) / half);
  });
  return sum * earthRadius * earthRadius;
}

export function bbox(of: Shape): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const points of ringsOf(of)) {
    for (const [x, y] of points) {
      west = Math.min(west, x);
      south = Math.min(south, y);
      east = Math.max(east, x);
      north = Math.max(north, y);
    }
  }
  return [west, south, east, north];
}

export function boxesMeet(a: Box, b: Box): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

/** The centre of the area; may lie outside a bent shape, see `labelPoint`. */
export function centroid(of: Shape): Position {
  const [west, south, east, north] = bbox(of);
  let [twiceArea, sumX, sumY] = [0, 0, 0];
  for (const parts of polygonsOf(of)) {
    parts.forEach((points, index) => {
      // Outer rings add, holes take away, whichever way round they were drawn.
      const turn = Math.sign(ringAreaM2(points)) * (index === 0 ? 1 : -1);
      eachEdge(points, (a, b) => {
        const cross = turn * ((a[0] - west) * (b[1] - south) - (b[0] - west) * (a[1] - south));
        twiceArea += cross;
        sumX += cross * (a[0] + b[0] - 2 * west);
        sumY += cross * (a[1] + b[1] - 2 * south);
      });
    });
  }
  if (twiceArea === 0) return [(west + east) / 2, (south + north) / 2];
  return [west + sumX / (3 * twiceArea), south + sumY / (3 * twiceArea)];
}

/** A point that is inside: the centroid where it is, otherwise the middle of the widest stretch on one of 15 parallels. */
export function labelPoint(of: Shape): Position {
  const centre = centroid(of);
  if (pointInPolygon(centre, of)) return centre;
  const [, south, , north] = bbox(of);
  let best: Position = centre;
  let widest = 0;
  for (let line = 1; line <= 15; line += 1) {
    const y = south + ((north - south) * line) / 16;
    const crossings: number[] = [];
    for (const points of ringsOf(of)) {
      eachEdge(points, (a, b) => {
        if ((a[1] > y) !== (b[1] > y)) crossings.push(a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]));
      });
    }
    crossings.sort((a, b) => a - b);
    for (let index = 0; index + 1 < crossings.length; index += 2) {
      const [from = 0, to = 0] = crossings.slice(index, index + 2);
      if (to - from > widest) [best, widest] = [[(from + to) / 2, y], to - from];
    }
  }
  return best;
}

/** Metres along the great circle. */
export function distanceMetres(a: Position, b: Position): number {
  const [latA, latB] = [radians(a[1]), radians(b[1])];
  const h = Math.sin((latB - latA) / 2) ** 2 + Math.cos(latA) * Math.cos(latB) * Math.sin(radians(b[0] - a[0]) / 2) ** 2;
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Metres from a point to the nearest edge of a shape, 0 inside it. Flat around the point: good to 0.1 % within 50 km. */
export function distanceToShapeMetres(from: Position, of: Shape): number {
  if (pointInPolygon(from, of)) return 0;
  let nearest = Infinity;
  for (const points of ringsOf(of)) {
    eachEdge(points, (a, b) => {
      nearest = Math.min(nearest, distanceToEdgeMetres(from[0], from[1], a[0], a[1], b[0], b[1]));
    });
  }
  return nearest;
}

export function distanceToEdgeMetres(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const perLongitude = metresPerDegree * Math.cos(radians(y));
  const [px, py] = [(ax - x) * perLongitude, (ay - y) * metresPerDegree];
  const [dx, dy] = [(bx - ax) * perLongitude, (by - ay) * metresPerDegree];
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : Math.min(1, Math.max(0, -(px * dx + py * dy) / length2));
  return Math.hypot(px + along * dx, py + along * dy);
}

/** Mean Earth radius of equal area, metres. */
export const earthRadius = 6_371_007.2;
export const metresPerDegree = (Math.PI / 180) * earthRadius;

export function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

/** Each pair of neighbours of a ring, whether or not its last position repeats the first. */
export function eachEdge(points: Ring, visit: (a: Position, b: Position) => void): void {
  let before = points.at(-1);
  for (const here of points) {
    if (before !== undefined && (before[0] !== here[0] || before[1] !== here[1])) visit(before, here);
    before = here;
  }
}

function closed(points: readonly Position[]): Ring {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || (first[0] === last[0] && first[1] === last[1])) return points;
  return [...points, first];
}
