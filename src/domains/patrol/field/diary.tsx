import { Button } from 'antd-mobile';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useWords } from '../../../platform/client/i18n.ts';
import { freshId, useRow } from '../../../platform/client/phone-row.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { useDraft } from '../../../platform/client/use-draft.ts';
import { RoomNotice } from '../../../platform/ui/phone/room-notice.tsx';
import { phoneWords } from '../../../platform/ui/phone/words.ts';
import { usePages } from '../../../platform/client/query.ts';
import { LongField } from '../../../platform/ui/phone/fields.tsx';
import type { Item } from '../../../platform/core/sync/phone.ts';
import { Notice } from '../../../platform/ui/phone/notice.tsx';
import { Screen, Section } from '../../../platform/ui/phone/screen.tsx';
import { ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { useMoments } from '../../../platform/ui/time.ts';
import { diary, writeDiary } from '../contract.ts';
import { useSaving } from './use-saving.ts';
import { patrolFieldWords } from './words.ts';
import './patrol.css';

/** 民情日记: one page to write, the own entries below. By voice: the microphone of the phone's own keyboard, so that no sound leaves the phone. */
export function DiaryScreen() {
  const say = useWords(patrolFieldWords);
  const { short } = useMoments();
  const sayKit = useWords(phoneWords);
  const [search] = useSearchParams();
  const person = useSession()?.personId ?? 0;
  const row = useRow();
  const itemId = search.get('item');
  const item = row?.now().items.find(({ id }) => id === itemId);
  const { fields, change, ready, unstored, drop } = useDraft<Page>(`diary:${person}:${itemId ?? ''}`, blankPage);
  const [kept, setKept] = useState(false);
  const saving = useSaving(itemId);
  const unsent = own(row?.now().items ?? []);
  // A refused one comes back into the form once.
  useEffect(() => {
    if (!ready || !item || fields.id !== '') return;
    const told = Object(item.input) as Readonly<Record<string, unknown>>; // each field is looked at before it is used
    change({ text: typeof told['text'] === 'string' ? told['text'] : '', corrects: typeof told['corrects'] === 'string' ? told['corrects'] : null, id: typeof told['id'] === 'string' ? told['id'] : freshId(), at: typeof told['at'] === 'string' ? told['at'] : item.at });
  }, [ready, item === undefined]);
  const answer = usePages(diary, { mine: true, limit: 20 });
  const items = answer.data?.pages.flatMap((page) => page.items) ?? [];
  const save = async (): Promise<void> => {
    const { text, corrects, at } = fields;
    const sent = await saving.save(writeDiary, { id: fields.id || freshId(), text: text.trim(), at: at || new Date().toISOString(), ...(corrects === null ? {} : { corrects }) });
    if (!sent) return;
    await drop().catch(() => undefined);
    setKept(sent.kind === 'kept');
    change(blankPage);
  };
  return (
    <Screen title={say('patrolField.diary.title')} above="/rounds">
      <RoomNotice />
      <Section>
        <div className="ph-stack">
          <LongField label={say('patrolField.diary.text')} rows={4} max={4_000} value={fields.text} onChange={(text) => change({ text, ...(fields.id === '' ? { id: freshId(), at: new Date().toISOString() } : {}) })} why={say('patrolField.diary.voice')} />
          <p className="ph-quiet">{say('patrolField.diary.why')}</p>
          {unstored ? <Notice tone="warn">{sayKit('phoneUi.unstored')}</Notice> : null}
          {kept && fields.text === '' ? <Notice tone="warn"><p>{say('patrolField.here.saved')}</p><p>{say('patrolField.here.savedHint')}</p></Notice> : null}
          {saving.problem ? <Notice tone="bad"><p>{saving.problem}</p><p>{say('patrolField.visit.kept')}</p></Notice> : null}
          <Button className="ph-button ph-button-wide" block color="primary" loading={saving.busy} disabled={[...fields.text.trim()].length < 2} onClick={() => { void save(); }}>{say('patrolField.diary.save')}</Button>
        </div>
      </Section>
      <Section title={say('patrolField.diary.mine')}>
        {answer.isPending ? <LoadingState rows={2} /> : null}
        {answer.error && unsent.length === 0 ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : null}
        {answer.data && items.length === 0 && unsent.length === 0 ? <p className="ph-quiet">{say('patrolField.diary.none')}</p> : null}
        <ul className="ph-rows">
          {unsent.map((one) => (
            <li key={one.id} className="ph-row"><span className="ph-row-words"><span className="ph-line"><span className="ph-quiet">{short(one.at)}</span><span className="ph-tag">{say(one.state === 'parked' ? 'patrolField.here.needs' : 'patrolField.here.tag')}</span></span><span className="pt-text">{one.text}</span></span></li>
          ))}
          {items.map((one) => (
            <li key={one.id} className="ph-row">
              <span className="ph-row-words">
                <span className="ph-quiet">{short(one.at)} · {one.area.name}{one.correctedBy ? ` · ${say('patrolField.diary.corrected')}` : ''}</span>
                <span className="pt-text">{one.text}</span>
                {one.correctedBy === null ? <button type="button" className="ph-link" onClick={() => change({ text: one.text, corrects: one.id, id: freshId(), at: new Date().toISOString() })}>{say('patrolField.diary.correct')}</button> : null}
              </span>
            </li>
          ))}
        </ul>
      </Section>
    </Screen>
  );
}

type Page = { readonly text: string; readonly corrects: string | null; readonly id: string; readonly at: string };
const blankPage: Page = { text: '', corrects: null, id: '', at: '' };

/** Pages that lie on this phone alone. */
function own(items: readonly Item[]): { id: string; at: string; state: Item['state']; text: string }[] {
  return items.filter(({ name, state }) => name === 'patrol.writeDiary' && (state === 'queued' || state === 'parked')).map(({ id, at, state, input }) => ({ id, at, state, text: String(Reflect.get(Object(input), 'text') ?? '') })).reverse();
}
