import { useEffect, useMemo, useState } from 'react';
import { classes, suggestClass, type MatterClass } from '../../dispatch/contract.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { TextField } from '../../../platform/ui/phone/fields.tsx';
import { CheckIcon, NextIcon } from '../../../platform/ui/phone/icons.tsx';
import { Sheet } from '../../../platform/ui/phone/sheet.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { incidentsFieldWords } from './words.ts';

type Chosen = { readonly code: string | null; readonly name: string };

/** What the question takes of a text; a report is not longer. */
const readCharacters = 4_000;

export function useSuggestion(text: string): { items: readonly { code: string; name: string }[]; urgentCall: string | null } {
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked([...text.trim()].slice(0, readCharacters).join('')), 500);
    return () => clearTimeout(timer);
  }, [text]);
  const answer = useAsk(suggestClass, { text: asked }, { enabled: [...asked].length >= 3, staleTime: 600_000, keepPrevious: true });
  if ([...asked].length < 3) return { items: [], urgentCall: null };
  return { items: answer.data?.items.slice(0, 3) ?? [], urgentCall: answer.data?.urgentCall ?? null };
}

/** What the words suggest is one tap away, everything else three. */
export function ClassField({ chosen, suggested, publicOnly, onChoose }: { chosen: Chosen; suggested: readonly { code: string; name: string }[]; publicOnly: boolean; onChoose: (next: Chosen) => void }) {
  const say = useWords(incidentsFieldWords);
  const [open, setOpen] = useState(false);
  const offered = chosen.code !== null && !suggested.some((one) => one.code === chosen.code) ? [{ code: chosen.code, name: chosen.name }, ...suggested] : suggested;
  return (
    <fieldset className="ph-field">
      <legend>{say('incidentsField.class.title')} <span className="ph-quiet">{say('incidentsField.class.optional')}</span></legend>
      <div className="rp-classes">
        {offered.map((one) => (
          <button key={one.code} type="button" aria-pressed={one.code === chosen.code} className={one.code === chosen.code ? 'ph-choice ph-chosen' : 'ph-choice'} onClick={() => onChoose(one.code === chosen.code ? { code: null, name: '' } : one)}>
            <span className="ph-choice-words">{one.name}</span>{one.code === chosen.code ? <CheckIcon /> : null}
          </button>
        ))}
        <button type="button" className="ph-choice" onClick={() => setOpen(true)}>
          <span className="ph-choice-words">{say(offered.length > 0 ? 'incidentsField.class.other' : 'incidentsField.class.choose')}</span><NextIcon />
        </button>
      </div>
      {open ? <ClassSheet publicOnly={publicOnly} onClose={() => setOpen(false)} onChoose={(next) => { setOpen(false); onChoose(next); }} /> : null}
    </fieldset>
  );
}

function ClassSheet({ publicOnly, onClose, onChoose }: { publicOnly: boolean; onClose: () => void; onChoose: (next: Chosen) => void }) {
  const say = useWords(incidentsFieldWords);
  const answer = useAsk(classes, { publicOnly }, { staleTime: 600_000 });
  const [path, setPath] = useState<readonly MatterClass[]>([]);
  const [text, setText] = useState('');
  const all = useMemo(() => (answer.data?.items ?? []).filter((one) => one.active), [answer.data]);
  const parents = useMemo(() => new Set(all.map((one) => one.parentCode)), [all]);
  const above = path.at(-1);
  const found = text.trim() === '' ? all.filter((one) => one.parentCode === (above?.code ?? null)) : all.filter((one) => !parents.has(one.code) && matches(one, text.trim()));
  return (
    <Sheet title={above?.name ?? say('incidentsField.class.title')} onClose={onClose}>
      <div className="ph-stack">
        <TextField label={say('incidentsField.class.find')} value={text} onChange={setText} />
        {above && text.trim() === '' ? <button type="button" className="ph-link" onClick={() => setPath(path.slice(0, -1))}>{say('incidentsField.class.up')}</button> : null}
        {answer.isPending ? <LoadingState rows={4} /> : null}
        {answer.error ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : null}
        {answer.data && found.length === 0 ? <EmptyState title={say('incidentsField.class.none')} hint={say('incidentsField.class.noneHint')} /> : null}
        <ul className="ph-rows">
          {found.map((one) => (
            <li key={one.code}>
              <button type="button" className="ph-row" onClick={() => (parents.has(one.code) && text.trim() === '' ? setPath([...path, one]) : onChoose({ code: one.code, name: one.name }))}>
                <span className="ph-row-words"><span className="ph-row-title">{one.name}</span>{one.standard && !parents.has(one.code) ? <span className="ph-quiet ph-clamp">{one.standard}</span> : null}</span>
                {parents.has(one.code) && text.trim() === '' ? <span className="ph-row-side"><NextIcon /></span> : null}
              </button>
            </li>
          ))}
        </ul>
        <button type="button" className="ph-link" onClick={() => onChoose({ code: null, name: '' })}>{say('incidentsField.class.unsure')}</button>
      </div>
    </Sheet>
  );
}

function matches(one: MatterClass, text: string): boolean {
  return one.name.includes(text) || one.keywords.some((word) => word.includes(text) || text.includes(word));
}
