import Flatbush from 'flatbush';
import { crossesRay, distanceToEdgeMetres, metresPerDegree, radians, ringsOf, type Shape } from '../../platform/core/geometry.ts';

/**
 * Which grid holds a point. In the process and not in the database: more than ten times as fast as
 * PostGIS for 9,000 polygons. Rebuilt when a boundary takes effect; nothing in it changes.
 */
export type GridIndex<Id> = {
  readonly size: number;
  /**
   * The grid the point (WGS-84, degrees) lies in. A point on a border belongs to the grid on its right or
   * above it (`pointInPolygon`), so to exactly one. Where grids overlap by mistake, the first of the list.
   */
  locate(longitude: number, latitude: number): Id | undefined;
  /** The nearest grid within `maxMetres` and how far it is; 0 metres inside it. The first of the list where two are as near. */
  nearest(longitude: number, latitude: number, maxMetres: number): { readonly id: Id; readonly metres: number } | undefined;
};

export function buildGridIndex<Id>(items: readonly { readonly id: Id; readonly polygon: Shape }[]): GridIndex<Id> {
  // Every edge as four numbers in one array; those of grid i begin at starts[i]. No objects on the way of a lookup.
  const starts = new Uint32Array(items.length + 1);
  items.forEach(({ polygon }, index) => {
    starts[index + 1] = at(starts, index) + ringsOf(polygon).reduce((sum, ring) => sum + Math.max(0, ring.length - 1), 0);
  });
  const edges = new Float64Array(at(starts, items.length) * 4);
  // Flatbush refuses to hold nothing.
  const boxes = items.length === 0 ? undefined : new Flatbush(items.length);
  let next = 0;
  for (const { polygon } of items) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const ring of ringsOf(polygon)) {
      ring.forEach(([x, y], index) => {
        const to = ring[index + 1];
        if (to !== undefined) {
          edges.set([x, y, to[0], to[1]], next);
          next += 4;
        }
        [west, south, east, north] = [Math.min(west, x), Math.min(south, y), Math.max(east, x), Math.max(north, y)];
      });
    }
    boxes?.add(west, south, east, north);
  }
  boxes?.finish();

  function holds(index: number, x: number, y: number): boolean {
    let inside = false;
    for (let edge = at(starts, index) * 4; edge < at(starts, index + 1) * 4; edge += 4) {
      if (crossesRay(x, y, at(edges, edge), at(edges, edge + 1), at(edges, edge + 2), at(edges, edge + 3))) inside = !inside;
    }
    return inside;
  }

  function metresTo(index: number, x: number, y: number): number {
    if (holds(index, x, y)) return 0;
    let least = Infinity;
    for (let edge = at(starts, index) * 4; edge < at(starts, index + 1) * 4; edge += 4) {
      least = Math.min(least, distanceToEdgeMetres(x, y, at(edges, edge), at(edges, edge + 1), at(edges, edge + 2), at(edges, edge + 3)));
    }
    return least;
  }

  return {
    size: items.length,
    locate(longitude, latitude) {
      if (boxes === undefined || !Number.isFinite(longitude) || !Number.isFinite(latitude)) return undefined;
      const found = boxes.search(longitude, latitude, longitude, latitude, (index) => holds(index, longitude, latitude));
      return items[Math.min(...found)]?.id;
    },
    nearest(longitude, latitude, maxMetres) {
      if (boxes === undefined || !Number.isFinite(longitude) || !Number.isFinite(latitude)) return undefined;
      // A thousandth more than asked, so that the flat distance and the box never disagree about the rim.
      const high = (maxMetres * 1.001) / metresPerDegree;
      const wide = high / Math.max(0.01, Math.cos(radians(Math.min(89, Math.abs(latitude) + high))));
      const near = boxes.search(longitude - wide, latitude - high, longitude + wide, latitude + high)
        .map((index) => ({ index, metres: metresTo(index, longitude, latitude) }))
        .filter(({ metres }) => metres <= maxMetres)
        .sort((a, b) => a.metres - b.metres || a.index - b.index);
      const [first] = near;
      const item = first === undefined ? undefined : items[first.index];
      return first === undefined || item === undefined ? undefined : { id: item.id, metres: first.metres };
    },
  };
}

/** Indices are within bounds by construction; 0 is never used. */
function at(numbers: Uint32Array | Float64Array, index: number): number {
  return numbers[index] ?? 0;
}
