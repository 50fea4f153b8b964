import { Button } from 'antd-mobile';
import { useState } from 'react';
import { locate } from '../../domains/geography/contract.ts';
import { findPosition, type NoPosition } from '../../domains/incidents/field/position.ts';
import { incidentsFieldWords } from '../../domains/incidents/field/words.ts';
import { ask } from '../../platform/client/call.ts';
import { useWords } from '../../platform/client/i18n.ts';
import { Notice } from '../../platform/ui/phone/notice.tsx';
import { Section } from '../../platform/ui/phone/screen.tsx';
import { useProblemText } from '../../platform/ui/states.tsx';
import { fieldAppWords } from './words.ts';

/** In which grid do I stand? Asked on a tap, kept nowhere. */
export function WhereAmI() {
  const say = useWords(fieldAppWords);
  const sayPlace = useWords(incidentsFieldWords);
  const text = useProblemText();
  const [busy, setBusy] = useState(false);
  const [names, setNames] = useState<readonly string[] | null>(null);
  const [trouble, setTrouble] = useState('');
  const find = async (): Promise<void> => {
    setBusy(true);
    setNames(null);
    setTrouble('');
    const position = await findPosition();
    if (typeof position === 'string') setTrouble(sayPlace(`incidentsField.place.trouble.${position satisfies NoPosition}`));
    else {
      try {
        const { areas } = await ask(locate, { longitude: position.longitude, latitude: position.latitude });
        if (areas.length === 0) setTrouble(sayPlace('incidentsField.place.trouble.outside'));
        else setNames(areas.map((area) => area.name));
      } catch (error) {
        setTrouble(text(error));
      }
    }
    setBusy(false);
  };
  return (
    <Section title={say('fieldApp.grid.here')}>
      <div className="ph-stack">
        {names ? <p className="ph-row-title" role="status">{names.join(' ')}</p> : null}
        {trouble ? <Notice tone="warn">{trouble}</Notice> : null}
        <Button className="ph-button ph-button-wide" block loading={busy} onClick={() => { void find(); }}>{say('fieldApp.grid.locate')}</Button>
        <p className="ph-quiet">{say('fieldApp.grid.locateHint')}</p>
      </div>
    </Section>
  );
}
