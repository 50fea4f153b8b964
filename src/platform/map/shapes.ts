import type { Feature, FeatureCollection, Point, Polygon, MultiPolygon, Position } from 'geojson';

// What a map is given; degrees, WGS-84. The platform draws areas and points and does not know what they stand for.

export type MapArea = {
  readonly id: number;
  readonly name: string;
  readonly longitude: number;
  readonly latitude: number;
  readonly geometry: { readonly type: 'Polygon' | 'MultiPolygon'; readonly coordinates: readonly unknown[] };
};
export type MapPoint = { readonly id: string; readonly longitude: number; readonly latitude: number; readonly late: boolean };
/** Something to be looked at from near; `areaM2`: how large it is. */
export type MapSpot = { readonly longitude: number; readonly latitude: number; readonly areaM2?: number | null };
/** 0 to 1: how dark the area is drawn. */
export type Shade = ReadonlyMap<number, number>;
export type Box = [[number, number], [number, number]];

export function areaFeatures(areas: readonly MapArea[], shade: Shade | undefined, selected: number | undefined, alarm: boolean): FeatureCollection<Polygon | MultiPolygon> {
  return {
    type: 'FeatureCollection',
    features: areas.map((area) => ({
      type: 'Feature', id: area.id, properties: { id: area.id, shade: shade?.get(area.id) ?? 0, selected: area.id === selected, alarm },
      geometry: area.geometry as Polygon | MultiPolygon, // the contract keeps coordinates opaque; the server has checked them
    })),
  };
}

export function labelFeatures(areas: readonly MapArea[], notes: ReadonlyMap<number, string> | undefined): FeatureCollection<Point> {
  return collection(areas.map((area) => point(area.longitude, area.latitude, { text: notes?.has(area.id) ? `${area.name}\n${notes.get(area.id) ?? ''}` : area.name })));
}

export function pointFeatures(points: readonly MapPoint[], selected: string | undefined): FeatureCollection<Point> {
  return collection(points.map(({ id, longitude, latitude, late }) => point(longitude, latitude, { id, late, selected: id === selected })));
}

export function boxOf(areas: readonly MapArea[], points: readonly { longitude: number; latitude: number }[] = []): Box | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  const take = (longitude: number, latitude: number): void => {
    west = Math.min(west, longitude);
    east = Math.max(east, longitude);
    south = Math.min(south, latitude);
    north = Math.max(north, latitude);
  };
  const walk = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    if (typeof part[0] === 'number' && typeof part[1] === 'number') take(part[0], part[1]);
    else part.forEach(walk);
  };
  for (const area of areas) walk(area.geometry.coordinates);
  if (areas.length === 0) for (const { longitude, latitude } of points) take(longitude, latitude);
  return west > east ? null : [[west, south], [east, north]];
}

/** A square on the ground around a spot: twice as wide as what lies there, 240 m to 4 km. */
export function boxAround({ longitude, latitude, areaM2 }: MapSpot): Box {
  const metres = Math.min(Math.max(Math.sqrt(areaM2 ?? 0), 120), 2_000);
  const [up, side] = [metres / metresPerDegree, metres / (metresPerDegree * Math.cos((latitude * Math.PI) / 180))];
  return [[longitude - side, latitude - up], [longitude + side, latitude + up]];
}

const metresPerDegree = 111_320;

export function ringFeatures(ring: readonly Position[], loose: Position | null): FeatureCollection {
  const line = loose ? [...ring, loose] : [...ring];
  const first = line[0];
  const features: Feature[] = ring.map(([longitude = 0, latitude = 0], index) => point(longitude, latitude, { corner: index }));
  if (first && line.length >= 3) features.push({ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [[...line, first]] } });
  else if (line.length === 2) features.push({ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: line } });
  return { type: 'FeatureCollection', features };
}

function point(longitude: number, latitude: number, properties: Record<string, string | number | boolean>): Feature<Point> {
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [longitude, latitude] } };
}

function collection(features: Feature<Point>[]): FeatureCollection<Point> {
  return { type: 'FeatureCollection', features };
}
