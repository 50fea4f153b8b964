import { Button } from 'antd-mobile';
import { useState } from 'react';
import { useWords } from '../../../platform/client/i18n.ts';
import { usePages } from '../../../platform/client/query.ts';
import { LongField } from '../../../platform/ui/phone/fields.tsx';
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
  const [text, setText] = useState('');
  const [corrects, setCorrects] = useState<string | null>(null);
  const [id, setId] = useState(() => crypto.randomUUID());
  const saving = useSaving();
  const answer = usePages(diary, { mine: true, limit: 20 });
  const items = answer.data?.pages.flatMap((page) => page.items) ?? [];
  const save = async (): Promise<void> => {
    if (!(await saving.save(writeDiary, { id, text: text.trim(), ...(corrects === null ? {} : { corrects }) }))) return;
    setText('');
    setCorrects(null);
    setId(crypto.randomUUID());
  };
  return (
    <Screen title={say('patrolField.diary.title')} above="/rounds">
      <Section>
        <div className="ph-stack">
          <LongField label={say('patrolField.diary.text')} rows={4} max={4_000} value={text} onChange={setText} why={say('patrolField.diary.voice')} />
          <p className="ph-quiet">{say('patrolField.diary.why')}</p>
          {saving.problem ? <Notice tone="bad"><p>{saving.problem}</p><p>{say('patrolField.visit.kept')}</p></Notice> : null}
          <Button className="ph-button ph-button-wide" block color="primary" loading={saving.busy} disabled={[...text.trim()].length < 2} onClick={() => { void save(); }}>{say('patrolField.diary.save')}</Button>
        </div>
      </Section>
      <Section title={say('patrolField.diary.mine')}>
        {answer.isPending ? <LoadingState rows={2} /> : null}
        {answer.error ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : null}
        {answer.data && items.length === 0 ? <p className="ph-quiet">{say('patrolField.diary.none')}</p> : null}
        <ul className="ph-rows">
          {items.map((one) => (
            <li key={one.id} className="ph-row">
              <span className="ph-row-words">
                <span className="ph-quiet">{short(one.at)} · {one.area.name}{one.correctedBy ? ` · ${say('patrolField.diary.corrected')}` : ''}</span>
                <span className="pt-text">{one.text}</span>
                {one.correctedBy === null ? <button type="button" className="ph-link" onClick={() => { setText(one.text); setCorrects(one.id); }}>{say('patrolField.diary.correct')}</button> : null}
              </span>
            </li>
          ))}
        </ul>
      </Section>
    </Screen>
  );
}
