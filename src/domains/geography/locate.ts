import { toWgs84, type Datum } from '../../platform/core/datum.ts';
import { bbox, labelPoint, pointInPolygon, type Position } from '../../platform/core/geometry.ts';
import { random } from '../../platform/core/tiling.ts';
import { buildGridIndex, type GridIndex } from './grid-index.ts';
import { keeping } from './keeping.ts';
import { kindOrder } from './rules.ts';
import { findVersions, type Db, type Versions } from './store/areas.ts';
import { findShape, loadShapes } from './store/shapes.ts';
import { treeAt, type AreaRef } from './tree.ts';

export type Point = { readonly longitude: number; readonly latitude: number; readonly datum: Datum };
/** WGS-84, degrees. */
export type Spot = { readonly longitude: number; readonly latitude: number };

const indexes = keeping<GridIndex<number>>();

/** Every living outline of every kind; built once for all who ask while it is current. */
function outlinesAt(db: Db, { installation, shapes }: Versions): Promise<GridIndex<number>> {
  return indexes(`${installation}/${shapes}`, async () => {
    const loaded = await loadShapes(db);
    // Of all that hold a point the first of the list answers: the smallest kind, so that a place without grids
    // is still in its community, and a grid that crosses an old border wins over the border.
    const smallestFirst = loaded.shapes.sort((a, b) => kindOrder[b.kind] - kindOrder[a.kind] || a.areaId - b.areaId);
    return {
      key: `${loaded.versions.installation}/${loaded.versions.shapes}`,
      value: buildGridIndex(smallestFirst.map(({ areaId, geometry }) => ({ id: areaId, polygon: geometry }))),
    };
  });
}

/** The areas around a point, the city first and the smallest last; none outside the city. `point` is the same in WGS-84. */
export async function areasAt(db: Db, { longitude, latitude, datum }: Point): Promise<{ chain: readonly AreaRef[]; point: Spot }> {
  const [x, y] = toWgs84([longitude, latitude], datum);
  const point = { longitude: x, latitude: y };
  const versions = await findVersions(db);
  const areaId = (await outlinesAt(db, versions)).locate(x, y);
  if (areaId === undefined) return { chain: [], point };
  return { chain: (await treeAt(db, versions)).chain(areaId), point };
}

/** A point inside the area's outline, the same for the same seed; undefined where it has no outline. For demonstrations and replays. */
export async function placeInside(db: Db, areaId: number, seed: number): Promise<Spot | undefined> {
  const outline = await findShape(db, areaId);
  if (!outline) return undefined;
  const [west, south, east, north] = bbox(outline.geometry);
  const next = random(seed);
  let [longitude, latitude] = labelPoint(outline.geometry);
  for (let tries = 0; tries < 100; tries += 1) {
    const tried: Position = [west + next() * (east - west), south + next() * (north - south)];
    if (!pointInPolygon(tried, outline.geometry)) continue;
    [longitude, latitude] = tried;
    break;
  }
  return { longitude, latitude };
}
