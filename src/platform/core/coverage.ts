import { Clipper, ClipType, FillRule, PolyTree64, type Path64, type Paths64, type PolyPath64 } from 'clipper2-ts';
import { areaM2, bbox, boxesMeet, polygonsOf, type Box, type Polygon, type Position, type Ring, type Shape } from './geometry.ts';

// clipper2-ts is pure and works on whole numbers, so it always closes its rings; polyclip-ts and
// polygon-clipping work on fractions and stop with "unable to complete output ring" on real borders.
// Positions are rounded to about a centimetre: neighbours with the same vertices round alike and stay tight.

export type Overlap<Id> = { readonly a: Id; readonly b: Id; readonly areaM2: number; readonly where: readonly Polygon[] };
export type Outside<Id> = { readonly id: Id; readonly areaM2: number; readonly where: readonly Polygon[] };

export type Coverage<Id> = {
  readonly overlaps: readonly Overlap<Id>[];
  /** Sum of `gaps`. */
  readonly gapAreaM2: number;
  /** What no child covers, largest first. */
  readonly gaps: readonly { readonly areaM2: number; readonly where: Polygon }[];
  readonly outsideParent: readonly Outside<Id>[];
};

/**
 * How well `children` tile `parent`. A piece no larger than `toleranceM2` is drawing noise and is left out,
 * piece by piece: many small ones do not add up to a finding. Shapes should have passed `polygonProblems`.
 */
export function gapsAndOverlaps<Id>(parent: Shape, children: readonly { readonly id: Id; readonly shape: Shape }[], toleranceM2: number): Coverage<Id> {
  const lattice = latticeFor([parent, ...children.map(({ shape }) => shape)]);
  const whole = lattice.paths(parent);
  const parts = children
    .map(({ id, shape }) => ({ id, box: bbox(shape), paths: lattice.paths(shape) }))
    .sort((a, b) => a.box[0] - b.box[0]);
  const pieces = (kind: ClipType, subject: Paths64, clip: Paths64): Polygon[] =>
    lattice.polygons(kind, subject, clip).filter((piece) => areaM2(piece) > toleranceM2);

  const overlaps: Overlap<Id>[] = [];
  parts.forEach((one, index) => {
    for (const two of parts.slice(index + 1)) {
      if (two.box[0] > one.box[2]) break;
      if (!boxesMeet(one.box, two.box)) continue;
      const where = pieces(ClipType.Intersection, one.paths, two.paths);
      if (where.length > 0) overlaps.push({ a: one.id, b: two.id, areaM2: total(where), where });
    }
  });
  const gaps = pieces(ClipType.Difference, whole, parts.flatMap(({ paths }) => paths))
    .map((where) => ({ areaM2: areaM2(where), where }))
    .sort((a, b) => b.areaM2 - a.areaM2);
  const outsideParent = parts.flatMap(({ id, paths }) => {
    const where = pieces(ClipType.Difference, paths, whole);
    return where.length > 0 ? [{ id, areaM2: total(where), where }] : [];
  });
  return { overlaps, gapAreaM2: gaps.reduce((sum, gap) => sum + gap.areaM2, 0), gaps, outsideParent };
}

type Lattice = {
  /** Counter-clockwise outer rings and clockwise holes, without overlaps. */
  paths(of: Shape): Paths64;
  polygons(kind: ClipType, subject: Paths64, clip: Paths64): Polygon[];
};

/** Products of two differences stay below 2^53: exact up to 6 degrees at a centimetre, coarser beyond. */
function latticeFor(shapes: readonly Shape[]): Lattice {
  const [west, south, east, north] = shapes.map(bbox).reduce(join);
  const perDegree = Math.min(1e7, 2 ** 26 / Math.max(east - west, north - south, Number.MIN_VALUE));
  const toPath = (ring: Ring): Path64 => ring.slice(0, -1).map(([x, y]) => ({ x: Math.round((x - west) * perDegree), y: Math.round((y - south) * perDegree) }));
  const toRing = (path: Path64): Position[] => {
    const points = path.map(({ x, y }): Position => [west + x / perDegree, south + y / perDegree]);
    return [...points, ...points.slice(0, 1)];
  };
  return {
    paths: (of) => polygonsOf(of).flatMap((rings) => Clipper.union(rings.map(toPath), FillRule.EvenOdd)),
    polygons(kind, subject, clip) {
      const tree = new PolyTree64();
      Clipper.booleanOpWithPolyTree(kind, subject, clip, tree, FillRule.NonZero);
      return outerRings(tree).map((outer) => ({
        type: 'Polygon',
        coordinates: [outer, ...childrenOf(outer)].map(({ poly }) => toRing(poly ?? [])),
      }));
    },
  };
}

/** Islands inside holes are polygons of their own. */
function outerRings(tree: PolyPath64): PolyPath64[] {
  return childrenOf(tree).flatMap((outer) => [outer, ...childrenOf(outer).flatMap(outerRings)]);
}

function childrenOf(node: PolyPath64): PolyPath64[] {
  return Array.from({ length: node.count }, (_, index) => node.child(index));
}

function join(a: Box, b: Box): Box {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

function total(pieces: readonly Polygon[]): number {
  return pieces.reduce((sum, piece) => sum + areaM2(piece), 0);
}
