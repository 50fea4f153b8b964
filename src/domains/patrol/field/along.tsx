import { useState } from 'react';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { TextField } from '../../../platform/ui/phone/fields.tsx';
import { CloseIcon } from '../../../platform/ui/phone/icons.tsx';
import { helpers } from '../../registry/contract.ts';
import { patrolFieldWords } from './words.ts';

type Colleague = { readonly id: number; readonly name: string };

/** Colleagues by name; those who came stand below and go with a tap. */
export function Along({ chosen, onChange }: { chosen: readonly Colleague[]; onChange: (chosen: readonly Colleague[]) => void }) {
  const say = useWords(patrolFieldWords);
  const me = useSession()?.personId;
  const [text, setText] = useState('');
  const { data } = useAsk(helpers, { text: text.trim() }, { enabled: text.trim().length > 0, keepPrevious: true });
  const offered = text.trim() === '' ? [] : (data?.items ?? []).filter(({ id }) => id !== me && !chosen.some((one) => one.id === id)).slice(0, 6);
  return (
    <div className="ph-field">
      <TextField label={say('patrolField.visit.along')} why={say('patrolField.visit.alongWhy')} placeholder={say(chosen.length > 0 ? 'patrolField.visit.alongMore' : 'patrolField.visit.alongFind')} value={text} onChange={setText} />
      <div className="pt-people">
        {offered.map((one) => <button key={one.id} type="button" className="pt-chip" onClick={() => { onChange([...chosen, { id: one.id, name: one.name }]); setText(''); }}>{one.name}<span className="ph-quiet">{one.post}</span></button>)}
        {chosen.map((one) => <button key={one.id} type="button" className="pt-chip" aria-pressed onClick={() => onChange(chosen.filter(({ id }) => id !== one.id))}>{one.name}<CloseIcon size="1.25rem" /></button>)}
      </div>
    </div>
  );
}
