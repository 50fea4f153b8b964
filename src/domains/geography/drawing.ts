import { shapeToWgs84, type Datum } from '../../platform/core/datum.ts';
import { gapsAndOverlaps } from '../../platform/core/coverage.ts';
import { areaM2, bbox, boxesMeet, labelPoint, maxShapePoints, shape as shapeRule, type Polygon, type Shape } from '../../platform/core/geometry.ts';
import { polygonProblems } from '../../platform/core/polygon-problems.ts';
import type { Language } from '../../platform/core/words.ts';
import { makeSay } from '../../platform/say.ts';
import { geographyWords } from './words.ts';

// Outlines as people draw and import them: read, judged, and compared with their neighbours.

const say = makeSay([geographyWords]);

/** Borders drawn twice by hand never meet to the centimetre; what is no larger is no finding. */
export const toleranceM2 = 25;

export type Outline = { readonly shape: Shape; readonly areaM2: number; readonly longitude: number; readonly latitude: number };

/** A usable outline in WGS-84, or the sentence that says why it is none. */
export function readOutline(geometry: unknown, datum: Datum, language: Language): Outline | { readonly why: string } {
  const parsed = shapeRule.safeParse(geometry);
  if (!parsed.success) {
    const named = parsed.error.issues.map((issue) => (issue.code === 'custom' ? String(issue.params?.['sentence']) : '')).find((name) => name !== '');
    return { why: say(language, `geography.shape.${named ?? 'not-geojson'}`, { max: maxShapePoints }) };
  }
  const shape = shapeToWgs84(parsed.data, datum);
  const [problem] = polygonProblems(shape, 1);
  if (problem) return { why: say(language, `geography.shape.${problem.problem}`, { longitude: degrees(problem.at[0]), latitude: degrees(problem.at[1]) }) };
  const [longitude, latitude] = labelPoint(shape);
  return { shape, areaM2: Math.round(areaM2(shape)), longitude, latitude };
}

export type Where = { readonly longitude: number; readonly latitude: number };
export type CoverProblem = { readonly problem: 'overlap' | 'gap' | 'outsideParent'; readonly detail: string; readonly areaM2: number; readonly where: Where };
export type Part = { readonly name: string; readonly shape: Shape };

/** How the grids of a community cover it; without an outline of the community only what overlaps can be said. */
export function coverProblems(parent: { readonly name: string; readonly shape: Shape | null }, parts: readonly Part[], language: Language): CoverProblem[] {
  if (parts.length === 0) return [];
  const found = gapsAndOverlaps(parent.shape ?? around(parts), parts.map((part) => ({ id: part.name, shape: part.shape })), toleranceM2);
  const overlaps = found.overlaps.map((one): CoverProblem => ({
    problem: 'overlap', areaM2: Math.round(one.areaM2), where: middle(one.where), detail: say(language, 'geography.cover.overlap', { name: one.a, other: one.b, area: Math.round(one.areaM2) }),
  }));
  if (!parent.shape) return overlaps;
  return [
    ...overlaps,
    ...found.outsideParent.map((one): CoverProblem => ({
      problem: 'outsideParent', areaM2: Math.round(one.areaM2), where: middle(one.where),
      detail: say(language, 'geography.cover.outsideParent', { name: one.id, other: parent.name, area: Math.round(one.areaM2) }),
    })),
    ...found.gaps.map((gap): CoverProblem => ({
      problem: 'gap', areaM2: Math.round(gap.areaM2), where: middle([gap.where]), detail: say(language, 'geography.cover.gap', { name: parent.name, area: Math.round(gap.areaM2), ...place(gap.where) }),
    })),
  ];
}

export type DrawProblem = { readonly problem: string; readonly detail: string; readonly areaM2: number; readonly where: Where };

/**
 * One outline among its neighbours. A hole left between them is a finding only where it is small beside the
 * outline: the rest of the parent is simply not drawn yet.
 */
export function drawProblems(
  drawn: { readonly name: string; readonly shape: Shape },
  beside: { readonly parent: { readonly name: string; readonly shape: Shape | null } | null; readonly siblings: readonly Part[]; readonly children: readonly Part[] },
  language: Language,
): DrawProblem[] {
  const mine = drawn.name === '' ? say(language, 'geography.cover.here') : drawn.name;
  const { parent, siblings, children } = beside;
  const parts = [{ id: 0, shape: drawn.shape }, ...siblings.map((part, index) => ({ id: index + 1, shape: part.shape }))];
  const found = gapsAndOverlaps(parent?.shape ?? around([drawn, ...siblings]), parts, toleranceM2);
  const nameOf = (id: number): string => (id === 0 ? mine : siblings[id - 1]?.name ?? '');
  const small = areaM2(drawn.shape) / 10;
  return [
    ...found.overlaps.filter(({ a, b }) => a === 0 || b === 0).map((one) => ({
      problem: 'overlap', areaM2: Math.round(one.areaM2), where: middle(one.where),
      detail: say(language, 'geography.cover.overlap', { name: mine, other: nameOf(one.a === 0 ? one.b : one.a), area: Math.round(one.areaM2) }),
    })),
    ...(parent?.shape ? found.outsideParent.filter(({ id }) => id === 0).map((one) => ({
      problem: 'outsideParent', areaM2: Math.round(one.areaM2), where: middle(one.where),
      detail: say(language, 'geography.cover.outsideParent', { name: mine, other: parent.name, area: Math.round(one.areaM2) }),
    })) : []),
    ...(parent?.shape ? found.gaps.filter((gap) => gap.areaM2 < small && boxesMeet(bbox(gap.where), bbox(drawn.shape))).map((gap) => ({
      problem: 'gap', areaM2: Math.round(gap.areaM2), where: middle([gap.where]), detail: say(language, 'geography.cover.gapBeside', { area: Math.round(gap.areaM2), ...place(gap.where) }),
    })) : []),
    ...gapsAndOverlaps(drawn.shape, children.map(({ name, shape }) => ({ id: name, shape })), toleranceM2).outsideParent.map((one) => ({
      problem: 'childOutside', areaM2: Math.round(one.areaM2), where: middle(one.where), detail: say(language, 'geography.cover.childOutside', { name: one.id, area: Math.round(one.areaM2) }),
    })),
  ];
}

/** A frame around all of them, where there is no parent to compare with. */
function around(parts: readonly { readonly shape: Shape }[]): Polygon {
  const boxes = parts.map(({ shape }) => bbox(shape));
  const [w, s] = [Math.min(...boxes.map((box) => box[0])), Math.min(...boxes.map((box) => box[1]))];
  const [e, n] = [Math.max(...boxes.map((box) => box[2])), Math.max(...boxes.map((box) => box[3]))];
  return { type: 'Polygon', coordinates: [[[w, s], [e, s], [e, n], [w, n], [w, s]]] };
}

function place(where: Polygon): { longitude: string; latitude: string } {
  const { longitude, latitude } = middle([where]);
  return { longitude: degrees(longitude), latitude: degrees(latitude) };
}

/** A point in the largest of the pieces; a finding has at least one. */
function middle(pieces: readonly Polygon[]): Where {
  const largest = pieces.reduce((best, one) => (areaM2(one) > areaM2(best) ? one : best));
  const [longitude, latitude] = labelPoint(largest);
  return { longitude, latitude };
}

function degrees(value: number): string {
  return value.toFixed(5);
}
