import gcoord from 'gcoord';
import type { Position, Ring, Shape } from './geometry.ts';

// Kept geometry is WGS-84 (CGCS2000 differs by centimetres). Maps of Chinese vendors and many phones speak
// GCJ-02, some hundred metres off. gcoord is pure; it shifts inside 72–138° E, 0.8–55.9° N and nothing outside,
// so places in that box whose vendors do not shift (Korea, Japan's west) must be declared wgs84 by their source.

export type Datum = 'wgs84' | 'gcj02';

/** Error below a millimetre against gcoord's forward conversion. */
export function toWgs84(position: Position, datum: Datum): Position {
  if (datum === 'wgs84') return position;
  // gcoord's own inverse loops until it converges, which at the edge of its box is never.
  let [longitude, latitude] = position;
  for (let round = 0; round < 6; round += 1) {
    const [x, y] = toGcj02([longitude, latitude]);
    longitude -= x - position[0];
    latitude -= y - position[1];
  }
  return [longitude, latitude];
}

export function fromWgs84(position: Position, datum: Datum): Position {
  return datum === 'wgs84' ? position : toGcj02(position);
}

export function shapeToWgs84(of: Shape, datum: Datum): Shape {
  return mapped(of, (position) => toWgs84(position, datum));
}

export function shapeFromWgs84(of: Shape, datum: Datum): Shape {
  return mapped(of, (position) => fromWgs84(position, datum));
}

// Its types describe the default export of the ES build; Node loads the CommonJS build, whose module is that
// object itself. Both runtimes hand us the object below, only Node's view of the types needs the cast.
const { transform } = gcoord as unknown as { transform(position: [number, number], from: 'WGS84', to: 'GCJ02'): [number, number] };

function toGcj02([longitude, latitude]: Position): Position {
  return transform([longitude, latitude], 'WGS84', 'GCJ02');
}

function mapped(of: Shape, convert: (position: Position) => Position): Shape {
  const ring = (points: Ring): Ring => points.map(convert);
  return of.type === 'Polygon'
    ? { type: 'Polygon', coordinates: of.coordinates.map(ring) }
    : { type: 'MultiPolygon', coordinates: of.coordinates.map((rings) => rings.map(ring)) };
}
