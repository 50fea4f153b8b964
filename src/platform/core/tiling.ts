import { metresPerDegree, pointInPolygon, radians, type Polygon, type Position } from './geometry.ts';
import { turn } from './polygon-problems.ts';

// Invented polygons for the demonstration: no package or public list has the borders of villages or grids.
// Every cut runs between two vertices the ring already has, so a child's border consists of vertices of its
// parent and of its siblings: the tiling is exact at every level, and cousins across a border fit too.

export type Cut = {
  /** The share of each child; any positive numbers. One child per weight, in this order. */
  readonly weights: readonly number[];
  /** The same seed gives the same tiling. */
  readonly seed: number;
  /**
   * Distance between the vertices along a cut. It bounds what can be cut further: pass the same to every
   * level, about a sixth of the side of the smallest polygon wanted.
   */
  readonly spacingMetres: number;
};

/**
 * Divides a polygon without holes into as many polygons as there are weights, with gently bent borders.
 * Areas follow the weights as closely as the spacing allows; their sum is the parent's.
 * @throws where a ring has too few vertices to be cut again (use a finer spacing).
 */
export function tile(parent: Polygon, { weights, seed, spacingMetres }: Cut): Polygon[] {
  const [outer, ...holes] = parent.coordinates;
  if (outer === undefined || holes.length > 0) throw new Error('tiling: a polygon without holes is needed');
  if (weights.length === 0 || weights.some((weight) => !(weight > 0))) throw new Error('tiling: weights must be positive');
  const open = outer.slice(0, -1);
  const plane: Plane = { stretch: Math.cos(radians(open[0]?.[1] ?? 0)), spacing: spacingMetres / metresPerDegree, next: random(seed) };
  const ring = (prefixCross(open).at(-1) ?? 0) > 0 ? open : open.toReversed();
  // Only a parent drawn coarsely gets vertices of its own here; they lie on its straight edges.
  const rings = divide(weights.length === 1 ? ring : densified(ring, plane), weights, plane);
  return rings.map((points) => ({ type: 'Polygon', coordinates: [closed(points)] }));
}

/** An invented, roughly oval outline within the box [west, south, east, north]. It claims nothing about a real border. */
export function inventedOutline([west, south, east, north]: readonly [number, number, number, number], seed: number, spacingMetres: number): Polygon {
  const next = random(seed);
  const waves = [2, 3, 5, 8, 13].map((count) => ({ count, size: (0.1 / count ** 0.8) * (0.6 + 0.4 * next()), shift: 2 * Math.PI * next() }));
  const largest = waves.reduce((sum, { size }) => sum + size, 1);
  const [width, height] = [(east - west) / 2, (north - south) / 2];
  const around = Math.PI * (width * Math.cos(radians((south + north) / 2)) + height) * metresPerDegree;
  const steps = Math.max(16, Math.ceil(around / spacingMetres));
  const points = Array.from({ length: steps }, (_, step): Position => {
    const angle = (2 * Math.PI * step) / steps;
    const reach = waves.reduce((sum, { count, size, shift }) => sum + size * Math.sin(count * angle + shift), 1) / largest;
    return rounded((west + east) / 2 + width * reach * Math.cos(angle), (south + north) / 2 + height * reach * Math.sin(angle));
  });
  return { type: 'Polygon', coordinates: [closed(points)] };
}

/** Uniform numbers from 0 (included) to 1 (excluded) out of a seed: mulberry32, public domain. */
export function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Counter-clockwise, without the repeated last position. */
type Points = readonly Position[];
/** Degrees of longitude are `stretch` as long as those of latitude; `spacing` is in the latter. */
type Plane = { readonly stretch: number; readonly spacing: number; readonly next: () => number };
type Chord = { readonly from: number; readonly to: number; readonly cost: number };

/** Halves the weights, cuts, and goes on with both sides. */
function divide(ring: Points, weights: readonly number[], plane: Plane): Points[] {
  if (weights.length === 1) return [ring];
  const half = halfOf(weights);
  const [first, rest] = [weights.slice(0, half), weights.slice(half)];
  const [one, two] = cut(ring, total(first) / total(weights), plane);
  return [...divide(one, first, plane), ...divide(two, rest, plane)];
}

/** The index that splits the weights most evenly. */
function halfOf(weights: readonly number[]): number {
  const whole = total(weights);
  let [best, least, before] = [1, Infinity, 0];
  weights.slice(0, -1).forEach((weight, index) => {
    before += weight;
    const uneven = Math.abs(2 * before - whole);
    if (uneven < least) [best, least] = [index + 1, uneven];
  });
  return best;
}

/** Along the shortest chord between two vertices that leaves about `share` of the area to its right, bent a little. */
function cut(ring: Points, share: number, plane: Plane): [Points, Points] {
  for (const { from, to } of chords(ring, share, plane)) {
    const inner = bentPath(ring, from, to, plane);
    if (inner === undefined) continue;
    return [[...stretchOf(ring, from, to), ...inner.toReversed()], [...stretchOf(ring, to, from), ...inner]];
  }
  throw new Error(`tiling: a ring of ${ring.length} vertices cannot be cut; use a finer spacing`);
}

/** Best first. A twisted ring may have none among the first, then any pair of vertices will do. */
function* chords(ring: Points, share: number, plane: Plane): Generator<Chord> {
  const count = ring.length;
  const before = prefixCross(ring);
  const target = share * (before[count] ?? 0);
  const chord = (from: number, to: number): Chord => {
    const miss = Math.abs(areaBetween(ring, before, from, to) - target) / target;
    return { from, to: to % count, cost: distance(at(ring, from), at(ring, to), plane) * (1 + 8 * miss) };
  };
  const likely: Chord[] = [];
  for (let from = 0, ahead = 2; from < count; from += 1) {
    // The end moves forward with the start, so each is visited a few times at most.
    ahead = Math.max(ahead, from + 2);
    while (ahead < from + count - 2 && areaBetween(ring, before, from, ahead) < target) ahead += 1;
    for (const to of [ahead - 1, ahead]) {
      if (to >= from + 2 && to <= from + count - 2) likely.push(chord(from, to));
    }
  }
  yield* likely.sort((a, b) => a.cost - b.cost);
  const stride = Math.ceil(count / 150);
  const any: Chord[] = [];
  for (let from = 0; from < count; from += stride) {
    for (let to = from + 2; to <= from + count - 2; to += stride) any.push(chord(from, to));
  }
  yield* any.sort((a, b) => a.cost - b.cost);
}

/** The vertices between the two ends of a gentle S that stays inside; undefined where not even the straight chord does. */
function bentPath(ring: Points, from: number, to: number, { stretch, spacing, next }: Plane): Points | undefined {
  const [a, b] = [at(ring, from), at(ring, to)];
  // Only for speed: most chords of a twisted ring fail here, before a path is drawn.
  if (!staysInside(ring, from, to, [a, b])) return undefined;
  const [dx, dy] = [(b[0] - a[0]) * stretch, b[1] - a[1]];
  const steps = Math.max(1, Math.round(Math.hypot(dx, dy) / spacing));
  // Whole waves take as much from one side as they give to the other, so the areas keep their shares.
  const waves = [0.05, 0.02].map((size) => size * (0.4 + 0.6 * next()) * (next() < 0.5 ? -1 : 1));
  for (const strength of [1, 0.4, 0]) {
    const inner = Array.from({ length: steps - 1 }, (_, index): Position => {
      const along = (index + 1) / steps;
      const aside = strength * waves.reduce((shift, size, wave) => shift + size * Math.sin(2 * Math.PI * (wave + 1) * along), 0);
      return rounded(a[0] + (along * dx - aside * dy) / stretch, a[1] + along * dy + aside * dx);
    });
    if (staysInside(ring, from, to, [a, ...inner, b])) return inner;
  }
  return undefined;
}

/** Does the path meet the ring in its two ends only, and run inside? */
function staysInside(ring: Points, from: number, to: number, path: Points): boolean {
  const [west, east] = [Math.min(...path.map(([x]) => x)), Math.max(...path.map(([x]) => x))];
  const [south, north] = [Math.min(...path.map(([, y]) => y)), Math.max(...path.map(([, y]) => y))];
  const last = path.length - 2;
  for (let index = 0; index < ring.length; index += 1) {
    const [c, d] = [at(ring, index), at(ring, index + 1)];
    if ((c[0] < west && d[0] < west) || (c[0] > east && d[0] > east) || (c[1] < south && d[1] < south) || (c[1] > north && d[1] > north)) continue;
    const after = (index + 1) % ring.length;
    for (let step = 0; step <= last; step += 1) {
      const [p, q] = [at(path, step), at(path, step + 1)];
      const atStart = step === 0 && (index === from || after === from);
      const atEnd = step === last && (index === to || after === to);
      if (atStart && liesAlong(p, q, index === from ? d : c)) return false;
      if (atEnd && liesAlong(q, p, index === to ? d : c)) return false;
      if (!atStart && !atEnd && meet(p, q, c, d)) return false;
    }
  }
  const [p, q] = [at(path, last >> 1), at(path, (last >> 1) + 1)];
  return pointInPolygon([(p[0] + q[0]) / 2, (p[1] + q[1]) / 2], { type: 'Polygon', coordinates: [ring] });
}

/** Do two edges that leave `from` run over each other? */
function liesAlong(from: Position, one: Position, two: Position): boolean {
  return turn(from, one, two) === 0 && (one[0] - from[0]) * (two[0] - from[0]) + (one[1] - from[1]) * (two[1] - from[1]) > 0;
}

/** Do two edges touch or cross? On one line they count as touching: a cut along a border is none. */
function meet(p: Position, q: Position, c: Position, d: Position): boolean {
  return turn(p, q, c) * turn(p, q, d) <= 0 && turn(c, d, p) * turn(c, d, q) <= 0
    && Math.min(p[0], q[0]) <= Math.max(c[0], d[0]) && Math.min(c[0], d[0]) <= Math.max(p[0], q[0])
    && Math.min(p[1], q[1]) <= Math.max(c[1], d[1]) && Math.min(c[1], d[1]) <= Math.max(p[1], q[1]);
}

function stretchOf(ring: Points, from: number, to: number): Position[] {
  return Array.from({ length: ((to - from + ring.length) % ring.length) + 1 }, (_, step) => at(ring, from + step));
}

function densified(ring: Points, plane: Plane): Points {
  return ring.flatMap((a, index) => {
    const b = at(ring, index + 1);
    const steps = Math.max(1, Math.ceil(distance(a, b, plane) / (2 * plane.spacing)));
    return Array.from({ length: steps }, (_, step): Position => [a[0] + ((b[0] - a[0]) * step) / steps, a[1] + ((b[1] - a[1]) * step) / steps]);
  });
}

/** Twice the area of the stretch from `from` to `to` (which may run past the end), closed by its chord. */
function areaBetween(ring: Points, before: readonly number[], from: number, to: number): number {
  const upTo = (index: number): number => (before[index % ring.length] ?? 0) + (index >= ring.length ? before[ring.length] ?? 0 : 0);
  return upTo(to) - upTo(from) + cross(ring, at(ring, to), at(ring, from));
}

function prefixCross(ring: Points): number[] {
  const sums = [0];
  for (let index = 0; index < ring.length; index += 1) sums.push((sums[index] ?? 0) + cross(ring, at(ring, index), at(ring, index + 1)));
  return sums;
}

/** Taken from the first vertex: products of whole longitudes would swallow a small ring. */
function cross(ring: Points, a: Position, b: Position): number {
  const [x, y] = at(ring, 0);
  return (a[0] - x) * (b[1] - y) - (b[0] - x) * (a[1] - y);
}

function distance(a: Position, b: Position, { stretch }: Plane): number {
  return Math.hypot((b[0] - a[0]) * stretch, b[1] - a[1]);
}

function at(points: Points, index: number): Position {
  const point = points[index % points.length];
  if (point === undefined) throw new Error('tiling: an empty ring');
  return point;
}

/** Seven decimals: about a centimetre. */
function rounded(x: number, y: number): Position {
  return [Math.round(x * 1e7) / 1e7, Math.round(y * 1e7) / 1e7];
}

function closed(points: Points): Position[] {
  return [...points, ...points.slice(0, 1)];
}

function total(weights: readonly number[]): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}
