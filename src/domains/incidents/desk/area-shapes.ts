import { areaById, shapes, type AreaKind } from '../../geography/contract.ts';
import { useAsk } from '../../../platform/client/query.ts';
import type { MapArea } from '../../../platform/map/shapes.ts';

const below: Record<AreaKind, readonly AreaKind[]> = {
  city: ['county', 'developmentZone'], county: ['township'], developmentZone: ['township'], township: ['community'], community: ['grid'], grid: ['microGrid'], microGrid: [],
};

/** Outlines one level below an area, for a map of it; the area itself where nothing lies below. */
export function useAreaShapes(areaId: number | undefined, enabled = true): { areas: readonly MapArea[]; kind: AreaKind | undefined } {
  const still = { staleTime: 600_000, keepPrevious: true };
  const area = useAsk(areaById, { areaId: areaId ?? 0 }, { ...still, enabled: enabled && areaId !== undefined });
  const kind = area.data?.kind as AreaKind | undefined; // the contract's own list of kinds
  const inside = areaId === undefined ? {} : { withinId: areaId };
  const [first, second] = kind ? below[kind] : [];
  const one = useAsk(shapes, { ...inside, kind: first ?? 'grid' }, { ...still, enabled: enabled && first !== undefined });
  const other = useAsk(shapes, { ...inside, kind: second ?? 'grid' }, { ...still, enabled: enabled && second !== undefined });
  const self = useAsk(shapes, { ...inside, kind: kind ?? 'grid' }, { ...still, enabled: enabled && kind !== undefined && (first === undefined || one.data?.features.length === 0) });
  const features = [...(first ? one.data?.features ?? [] : []), ...(second ? other.data?.features ?? [] : [])];
  const shown = features.length > 0 ? features : self.data?.features.filter(({ id }) => id === areaId) ?? [];
  return { areas: shown.map(({ geometry, properties }) => ({ id: properties.id, name: properties.name, longitude: properties.longitude, latitude: properties.latitude, geometry })), kind };
}
