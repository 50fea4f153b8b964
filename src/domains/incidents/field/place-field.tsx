import { useState } from 'react';
import { Button } from 'antd-mobile';
import { locate } from '../../geography/contract.ts';
import { ask, Problem } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { TextField } from '../../../platform/ui/phone/fields.tsx';
import { PlaceIcon } from '../../../platform/ui/phone/icons.tsx';
import { Notice } from '../../../platform/ui/phone/notice.tsx';
import { AreaSheet } from './area-sheet.tsx';
import type { ChosenPlace } from './device.ts';
import { findPosition, type NoPosition } from './position.ts';
import { PlaceSheet } from './place-sheet.tsx';
import { incidentsFieldWords } from './words.ts';

type Trouble = NoPosition | 'outside' | null;

/** The place, from the phone or by name; both can be set right on the map. */
export function PlaceField({ place, error, onChange }: { place: ChosenPlace | null; error?: string | undefined; onChange: (place: ChosenPlace | null) => void }) {
  const say = useWords(incidentsFieldWords);
  const [finding, setFinding] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>(null);
  const [open, setOpen] = useState<'map' | 'names' | null>(null);

  const find = async (): Promise<void> => {
    setFinding(true);
    setTrouble(null);
    const position = await findPosition();
    if (typeof position === 'string') setTrouble(position);
    else {
      const name = await areaNameAt(position);
      if (name === 'outside') setTrouble('outside');
      else onChange({ kind: 'point', ...position, areaName: name });
    }
    setFinding(false);
  };

  return (
    <div className="ph-field" role="group" aria-label={say('incidentsField.place.title')}>
      <span className="rp-label">{say('incidentsField.place.title')}</span>
      {place ? (
        <div className="rp-place">
          <PlaceIcon />
          <div className="ph-grow">
            <p className="ph-row-title">{place.areaName || say('incidentsField.place.pointOnly')}</p>
            {place.kind === 'point' && place.accuracyMetres !== null ? <p className="ph-quiet">{say('incidentsField.place.accuracy', { n: place.accuracyMetres })}</p> : null}
            {place.kind === 'point' && place.accuracyMetres === null ? <p className="ph-quiet">{say('incidentsField.place.setOnMap')}</p> : null}
          </div>
        </div>
      ) : null}
      {place?.kind === 'area' ? (
        <TextField label={say('incidentsField.place.address')} value={place.address} max={200} placeholder={say('incidentsField.place.addressExample')} onChange={(address) => onChange({ ...place, address })} />
      ) : null}
      <div className="ph-buttons ph-buttons-two">
        <Button className="ph-button" color={place ? 'default' : 'primary'} fill={place ? 'solid' : 'outline'} loading={finding} loadingText={say('incidentsField.place.finding')} onClick={() => { void find(); }}>{say(place ? 'incidentsField.place.again' : 'incidentsField.place.here')}</Button>
        {place ? <Button className="ph-button" onClick={() => setOpen('map')}>{say('incidentsField.place.onMap')}</Button> : null}
        <Button className="ph-button" onClick={() => setOpen('names')}>{say('incidentsField.place.byName')}</Button>
      </div>
      {trouble ? <Notice tone="warn">{say(`incidentsField.place.trouble.${trouble}`)}</Notice> : null}
      {error ? <p className="ph-error" role="alert">{error}</p> : null}
      <p className="ph-quiet">{say('incidentsField.place.why')}</p>
      {open === 'names' ? <AreaSheet onClose={() => setOpen(null)} onChoose={(area) => { setOpen(null); setTrouble(null); onChange({ kind: 'area', areaId: area.id, areaName: area.name, address: place?.kind === 'area' ? place.address : '' }); }} /> : null}
      {open === 'map' && place ? <PlaceSheet from={place} onClose={() => setOpen(null)} onChoose={(point) => { setOpen(null); setTrouble(null); onChange(point); }} /> : null}
    </div>
  );
}

/** Names from the township down; empty where the server could not be asked (the point alone is good enough). */
export async function areaNameAt(point: { longitude: number; latitude: number }): Promise<string | 'outside'> {
  try {
    const { areas } = await ask(locate, { longitude: point.longitude, latitude: point.latitude });
    if (areas.length === 0) return 'outside';
    return areas.filter((area) => area.kind !== 'city' && area.kind !== 'county').map((area) => area.name).join(' ') || (areas.at(-1)?.name ?? '');
  } catch (error) {
    if (error instanceof Problem) return '';
    throw error;
  }
}
