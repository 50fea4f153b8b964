import { useMemo, useState } from 'react';
import { Button } from 'antd-mobile';
import { locate, shapes } from '../../geography/contract.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { Notice } from '../../../platform/ui/phone/notice.tsx';
import { Sheet } from '../../../platform/ui/phone/sheet.tsx';
import { boxOf } from '../../../platform/map/shapes.ts';
import { SmallMap } from '../../../platform/ui/phone/small-map.tsx';
import { LoadingState } from '../../../platform/ui/states.tsx';
import type { ChosenPlace } from './device.ts';
import { mapAreas } from './map-areas.ts';
import { incidentsFieldWords } from './words.ts';

type Spot = { readonly longitude: number; readonly latitude: number };

/** The pin stays in the middle, the map is moved under it: nothing has to be hit with a finger. */
export function PlaceSheet({ from, onClose, onChoose }: { from: ChosenPlace; onClose: () => void; onChoose: (place: ChosenPlace) => void }) {
  const say = useWords(incidentsFieldWords);
  const [moved, setMoved] = useState<Spot | null>(null);
  const inside = useAsk(shapes, { withinId: from.kind === 'area' ? from.areaId : undefined, kind: 'grid' }, { enabled: from.kind === 'area', staleTime: 600_000 });
  const box = from.kind === 'area' && inside.data ? boxOf(mapAreas(inside.data.features)) : null;
  const start: Spot | null = from.kind === 'point' ? from : box ? { longitude: (box[0][0] + box[1][0]) / 2, latitude: (box[0][1] + box[1][1]) / 2 } : null;
  const at = moved ?? start;
  const chain = useAsk(locate, { longitude: round(at?.longitude ?? 0), latitude: round(at?.latitude ?? 0) }, { enabled: at !== null, staleTime: 600_000, keepPrevious: true });
  const around = chain.data?.areas.find((area) => area.kind === 'community') ?? chain.data?.areas.find((area) => area.kind === 'township');
  const near = useAsk(shapes, { withinId: around?.id, kind: 'grid' }, { enabled: around !== undefined, staleTime: 600_000, keepPrevious: true });
  const name = (chain.data?.areas ?? []).filter((area) => area.kind !== 'city' && area.kind !== 'county').map((area) => area.name).join(' ');
  const grid = chain.data?.areas.find((area) => area.kind === 'grid');
  const outlines = near.data ?? inside.data;
  const areas = useMemo(() => mapAreas(outlines?.features ?? []), [outlines]);
  return (
    <Sheet title={say('incidentsField.place.onMap')} onClose={onClose}>
      <div className="ph-stack">
        {at ? (
          <SmallMap
            label={say('incidentsField.place.onMap')} tall centre={at} zoom={from.kind === 'point' ? 14.5 : 13}
            areas={areas} selectedArea={grid?.id} onMove={setMoved}
          />
        ) : inside.isPending ? <LoadingState rows={3} /> : <Notice tone="warn">{say('incidentsField.place.noOutline')}</Notice>}
        <p className="ph-quiet">{say('incidentsField.place.moveMap')}</p>
        <p className="ph-row-title" aria-live="polite">{chain.data && chain.data.areas.length === 0 ? say('incidentsField.place.trouble.outside') : name}</p>
        <Button
          className="ph-button ph-button-wide" color="primary" disabled={at === null || (chain.data !== undefined && chain.data.areas.length === 0)}
          onClick={() => { if (at) onChoose({ kind: 'point', longitude: at.longitude, latitude: at.latitude, accuracyMetres: moved === null && from.kind === 'point' ? from.accuracyMetres : null, areaName: name }); }}
        >{say('incidentsField.place.take')}</Button>
      </div>
    </Sheet>
  );
}

/** A metre is enough to know the grid, and the same spot is then asked for only once. */
function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}
