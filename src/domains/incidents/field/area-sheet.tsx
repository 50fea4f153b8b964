import { useState } from 'react';
import { publicAreas } from '../../geography/contract.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { TextField } from '../../../platform/ui/phone/fields.tsx';
import { NextIcon } from '../../../platform/ui/phone/icons.tsx';
import { Sheet } from '../../../platform/ui/phone/sheet.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { incidentsFieldWords } from './words.ts';

type Named = { readonly id: number; readonly name: string };

/** County, township, community, by name; whoever does not know the last one may stop a step before. */
export function AreaSheet({ onClose, onChoose }: { onClose: () => void; onChoose: (area: { id: number; name: string }) => void }) {
  const say = useWords(incidentsFieldWords);
  const [path, setPath] = useState<readonly Named[]>([]);
  const [text, setText] = useState('');
  const above = path.at(-1);
  const answer = useAsk(publicAreas, above ? { parentId: above.id } : {}, { staleTime: 600_000 });
  const found = (answer.data?.items ?? []).filter((one) => one.name.includes(text.trim()));
  const choose = (one: Named): void => onChoose({ id: one.id, name: [...path.map((area) => area.name), ...(one === above ? [] : [one.name])].join(' ') });
  return (
    <Sheet title={above ? path.map((one) => one.name).join(' ') : say('incidentsField.place.byName')} onClose={onClose}>
      <div className="ph-stack">
        <TextField label={say('incidentsField.place.find')} value={text} onChange={setText} />
        {above ? (
          <div className="ph-line">
            <button type="button" className="ph-link" onClick={() => { setPath(path.slice(0, -1)); setText(''); }}>{say('incidentsField.place.up')}</button>
            {path.length >= 2 ? <button type="button" className="ph-link" onClick={() => choose(above)}>{say('incidentsField.place.enough', { name: above.name })}</button> : null}
          </div>
        ) : null}
        {answer.isPending ? <LoadingState rows={5} /> : null}
        {answer.error ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : null}
        {answer.data && found.length === 0 ? <EmptyState title={say('incidentsField.place.noneOfName')} /> : null}
        <ul className="ph-rows">
          {found.map((one) => (
            <li key={one.id}>
              <button type="button" className="ph-row" onClick={() => { if (one.children > 0) { setPath([...path, one]); setText(''); } else choose(one); }}>
                <span className="ph-row-words"><span className="ph-row-title">{one.name}</span></span>
                {one.children > 0 ? <span className="ph-row-side"><NextIcon /></span> : null}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Sheet>
  );
}
