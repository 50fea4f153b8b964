import { shapeToWgs84, type Datum } from '../../../platform/core/datum.ts';
import { labelPoint, shape } from '../../../platform/core/geometry.ts';
import type { MapArea } from '../../../platform/map/shapes.ts';

export const mostOnMap = 2_000;

/** What of a file can be drawn, before the server has judged it. Ids are below zero: none of these is an area yet. */
export function readGeojson(text: string, datum: Datum): { areas: readonly MapArea[]; all: number } {
  const features: unknown = Reflect.get(Object(parsed(text)), 'features');
  if (!Array.isArray(features)) return { areas: [], all: 0 };
  const areas = features.slice(0, mostOnMap).flatMap((feature: unknown, at): MapArea[] => {
    const read = shape.safeParse(Reflect.get(Object(feature), 'geometry'));
    if (!read.success) return [];
    const geometry = shapeToWgs84(read.data, datum);
    const [longitude, latitude] = labelPoint(geometry);
    const name: unknown = Reflect.get(Object(Reflect.get(Object(feature), 'properties')), 'name');
    return [{ id: -1 - at, name: typeof name === 'string' ? name : '', longitude, latitude, geometry }];
  });
  return { areas, all: features.length };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    return null; // the server's preview says so
  }
}
