import Flatbush from 'flatbush';
import { crossesRay, distanceToEdgeMetres, eachEdge, metresPerDegree, radians, ringsOf, type Box, type Ring, type Shape } from '../../platform/core/geometry.ts';

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
  // Every edge as four numbers in one array, no objects on the way of a lookup. A ray to the east meets only edges at its own
  // height, so each outline is cut into bands of equal height and an edge stands in every band that it passes through: those
  // of band b of grid i lie between starts[firstBand[i] + b] and the next.
  const outlines = items.map(({ polygon }) => ringsOf(polygon));
  const own = outlines.map(boxOf);
  const firstBand = new Uint32Array(items.length + 1);
  const souths = Float64Array.from(own, ([, south]) => south);
  const perDegree = new Float64Array(items.length);
  outlines.forEach((rings, index) => {
    const [, south, , north] = own[index] ?? nowhere;
    const count = Math.max(1, Math.min(mostBands, rings.reduce((sum, ring) => sum + ring.length, 0) >> 2));
    perDegree[index] = north > south ? count / (north - south) : 0;
    firstBand[index + 1] = at(firstBand, index) + count;
  });
  // Counted first, then filled: a city has some millions of them.
  const starts = new Uint32Array(at(firstBand, items.length) + 1);
  eachInBand((band) => { starts[band + 1] = at(starts, band + 1) + 1; });
  for (let band = 1; band < starts.length; band += 1) starts[band] = at(starts, band) + at(starts, band - 1);
  const filled = starts.slice();
  const numbers = new Float64Array(at(starts, starts.length - 1) * 4);
  eachInBand((band, ax, ay, bx, by) => {
    const place = at(filled, band);
    filled[band] = place + 1;
    numbers[place * 4] = ax;
    numbers[place * 4 + 1] = ay;
    numbers[place * 4 + 2] = bx;
    numbers[place * 4 + 3] = by;
  });
  const raster = rasterOf(own);
  // Flatbush refuses to hold nothing.
  const boxes = items.length === 0 ? undefined : new Flatbush(items.length);
  for (const box of own) boxes?.add(...box);
  boxes?.finish();

  function eachInBand(visit: (band: number, ax: number, ay: number, bx: number, by: number) => void): void {
    outlines.forEach((rings, index) => {
      const [first, count] = [at(firstBand, index), at(firstBand, index + 1) - at(firstBand, index)];
      for (const ring of rings) {
        eachEdge(ring, ([ax, ay], [bx, by]) => {
          const [low, high] = ay < by ? [ay, by] : [by, ay];
          const last = bandOf(index, high, count);
          for (let band = bandOf(index, low, count); band <= last; band += 1) visit(first + band, ax, ay, bx, by);
        });
      }
    });
  }

  /** Grows with y alone and is asked for edges and for points alike, so that no edge is missed at the rim of a band. */
  function bandOf(index: number, y: number, count: number): number {
    const band = Math.floor((y - at(souths, index)) * at(perDegree, index));
    return band < 0 ? 0 : band >= count ? count - 1 : band;
  }

  function holds(index: number, x: number, y: number): boolean {
    let inside = false;
    const first = at(firstBand, index);
    const band = first + bandOf(index, y, at(firstBand, index + 1) - first);
    const end = at(starts, band + 1) * 4;
    for (let edge = at(starts, band) * 4; edge < end; edge += 4) {
      if (crossesRay(x, y, at(numbers, edge), at(numbers, edge + 1), at(numbers, edge + 2), at(numbers, edge + 3))) inside = !inside;
    }
    return inside;
  }

  function metresTo(index: number, x: number, y: number): number {
    if (holds(index, x, y)) return 0;
    let least = Infinity;
    const end = at(starts, at(firstBand, index + 1)) * 4;
    for (let edge = at(starts, at(firstBand, index)) * 4; edge < end; edge += 4) {
      least = Math.min(least, distanceToEdgeMetres(x, y, at(numbers, edge), at(numbers, edge + 1), at(numbers, edge + 2), at(numbers, edge + 3)));
    }
    return least;
  }

  return {
    size: items.length,
    locate(longitude, latitude) {
      const cell = raster.cellOf(longitude, latitude);
      for (let place = at(raster.starts, cell); place < at(raster.starts, cell + 1); place += 1) {
        const index = at(raster.inside, place);
        if (holds(index, longitude, latitude)) return items[index]?.id;
      }
      return undefined;
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

const nowhere: Box = [Infinity, Infinity, -Infinity, -Infinity];

function boxOf(rings: readonly Ring[]): Box {
  let [west, south, east, north] = nowhere;
  for (const ring of rings) for (const [x, y] of ring) [west, south, east, north] = [Math.min(west, x), Math.min(south, y), Math.max(east, x), Math.max(north, y)];
  return [west, south, east, north];
}

type Raster = {
  /** Of a point; one cell past the last for a point in no box, and for no number. */
  readonly cellOf: (x: number, y: number) => number;
  /** The boxes that touch cell c, first of the list first: `inside` from starts[c] to the next. */
  readonly starts: Uint32Array;
  readonly inside: Uint32Array;
};

/** Which boxes are near a point, for whoever asks a point at a time: one look-up where a tree takes a dozen steps. */
function rasterOf(boxes: readonly Box[]): Raster {
  const [west, south, east, north] = boxes.reduce<Box>((all, box) => [Math.min(all[0], box[0]), Math.min(all[1], box[1]), Math.max(all[2], box[2]), Math.max(all[3], box[3])], nowhere);
  // Boxes that lie over each other stand in many cells; then the cells are fewer.
  for (let side = Math.max(1, Math.ceil(Math.sqrt(boxes.length * cellsForEach)));; side = side >> 1) {
    const across = (from: number, to: number): ((value: number) => number) => (value) => (to > from ? Math.min(side - 1, Math.floor(((value - from) / (to - from)) * side)) : 0);
    const [column, row] = [across(west, east), across(south, north)];
    const spans = boxes.map((box) => [column(box[0]), row(box[1]), column(box[2]), row(box[3])] as const);
    const total = spans.reduce((sum, [left, low, right, high]) => sum + (right - left + 1) * (high - low + 1), 0);
    if (side > 1 && total > boxes.length * cellsForEach * 8) continue;
    const starts = new Uint32Array(side * side + 2);
    const eachCell = (visit: (cell: number, index: number) => void): void => {
      spans.forEach(([left, low, right, high], index) => { for (let y = low; y <= high; y += 1) for (let x = left; x <= right; x += 1) visit(y * side + x, index); });
    };
    eachCell((cell) => { starts[cell + 1] = at(starts, cell + 1) + 1; });
    for (let cell = 1; cell < starts.length; cell += 1) starts[cell] = at(starts, cell) + at(starts, cell - 1);
    const filled = starts.slice();
    const inside = new Uint32Array(at(starts, side * side));
    eachCell((cell, index) => { const place = at(filled, cell); inside[place] = index; filled[cell] = place + 1; });
    return { starts, inside, cellOf: (x, y) => (x >= west && x <= east && y >= south && y <= north ? row(y) * side + column(x) : side * side) };
  }
}

/** More would hold few edges each and long ones many times. */
const mostBands = 16;
const cellsForEach = 32;

/** Indices are within bounds by construction; 0 is never used. */
function at(numbers: Uint32Array | Float64Array, index: number): number {
  return numbers[index] ?? 0;
}
