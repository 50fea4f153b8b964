import type { Position as MapPosition } from 'geojson';
import type { z } from 'zod';
import { areaKinds, shapes, type areaById, type AreaKind } from '../contract.ts';
import { parentKinds } from '../rules.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { areaM2, pointCount, polygonsOf, ringsOf, type Shape } from '../../../platform/core/geometry.ts';
import type { MapArea } from '../../../platform/map/shapes.ts';

export type AreaDetail = z.output<typeof areaById.output>;
type Feature = z.output<typeof shapes.output>['features'][number];

/** Kinds that may stand directly under this one. */
export function kindsBelow(kind: AreaKind): readonly AreaKind[] {
  return areaKinds.filter((one) => parentKinds[one].includes(kind));
}

export type Outlines = {
  readonly own: MapArea | undefined;
  readonly parent: MapArea | undefined;
  readonly children: readonly MapArea[];
  readonly siblings: readonly MapArea[];
  readonly isPending: boolean;
};

/** The outlines around an area: what it is part of, its neighbours of the same kind, itself, its parts. */
export function useOutlines(area: AreaDetail | undefined): Outlines {
  const options = (enabled: boolean) => ({ staleTime: 300_000, enabled });
  const [one, two] = area && area.children > 0 ? kindsBelow(area.kind) : [];
  const above = area?.above.at(-1);
  const self = useAsk(shapes, { withinId: area?.id ?? 1, kind: area?.kind ?? 'city' }, options(area !== undefined));
  const first = useAsk(shapes, { withinId: area?.id ?? 1, kind: one ?? 'grid' }, options(one !== undefined));
  const second = useAsk(shapes, { withinId: area?.id ?? 1, kind: two ?? 'grid' }, options(two !== undefined));
  const over = useAsk(shapes, { withinId: above?.id ?? 1, kind: above?.kind ?? 'city' }, options(above !== undefined));
  const beside = useAsk(shapes, { withinId: above?.id ?? 1, kind: area?.kind ?? 'grid' }, options(above !== undefined));
  const own = self.data?.features.find(({ id }) => id === area?.id);
  const parent = over.data?.features.find(({ id }) => id === above?.id);
  return {
    own: own && area ? toMap(own) : undefined,
    parent: parent && above ? toMap(parent) : undefined,
    children: [...(one ? first.data?.features ?? [] : []), ...(two ? second.data?.features ?? [] : [])].map(toMap),
    siblings: above ? (beside.data?.features ?? []).filter(({ id }) => id !== area?.id).map(toMap) : [],
    isPending: self.isPending,
  };
}

/** With its parts; where nothing is drawn below it, among its neighbours. */
export function areasToShow({ own, children, siblings }: Outlines): readonly MapArea[] {
  if (children.length > 0) return [...(own ? [{ ...own, name: '' }] : []), ...children];
  return [...siblings, ...(own ? [own] : [])];
}

function toMap({ geometry, properties }: Feature): MapArea {
  return { id: properties.id, name: properties.name, longitude: properties.longitude, latitude: properties.latitude, geometry };
}

export function shapeOf({ geometry }: MapArea): Shape {
  return geometry as Shape; // outlines come from the server, which has checked them
}

/** The outer ring of the largest piece without its closing corner: what can be drawn again. */
export function ringOf(area: MapArea | undefined): MapPosition[] {
  if (!area) return [];
  const outer = polygonsOf(shapeOf(area)).flatMap(([ring]) => (ring ? [ring] : []));
  const [largest = []] = [...outer].sort((a, b) => areaM2({ type: 'Polygon', coordinates: [b] }) - areaM2({ type: 'Polygon', coordinates: [a] }));
  return largest.slice(0, -1).map(([longitude, latitude]) => [longitude, latitude]);
}

export function sizeOf(area: MapArea): { pieces: number; corners: number; m2: number } {
  const shape = shapeOf(area);
  return { pieces: polygonsOf(shape).length, corners: pointCount(shape) - ringsOf(shape).length, m2: areaM2(shape) };
}
