import { Button } from 'antd-mobile';
import { useState } from 'react';
import { Link } from 'react-router';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { ChoiceField, LongField, MomentField, TextField } from '../../../platform/ui/phone/fields.tsx';
import { Notice } from '../../../platform/ui/phone/notice.tsx';
import { PhotoPicker } from '../../../platform/ui/phone/photo-picker.tsx';
import { Screen, Section } from '../../../platform/ui/phone/screen.tsx';
import { EmptyState, ErrorState, LoadingState, useProblemText } from '../../../platform/ui/states.tsx';
import { books, type BookLine } from '../contract/books.ts';
import { households, propose } from '../contract/entries.ts';
import { classes, type Item, type PointsClass } from '../rules/rule-book.ts';
import { pointsRulesWords } from '../words-rules.ts';
import { usePhotos } from './use-photos.ts';
import { usePointsStep } from './use-step.ts';
import { pointsFieldWords } from './words-rules.ts';
import './points.css';

/** A deed of a household, with its picture, in the words of the rule book. */
export function ProposeScreen() {
  const say = useWords(pointsFieldWords);
  const answer = useAsk(books, { kind: 'household' });
  const able = (answer.data?.items ?? []).filter(({ may, live }) => may.propose && live !== null);
  const [bookId, setBookId] = useState<string | null>(null);
  const book = able.find(({ id }) => String(id) === bookId) ?? able[0];
  return (
    <Screen title={say('pointsField.propose.title')} above="/points/entries">
      {answer.isPending ? <LoadingState rows={5} /> : answer.error ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : !book ? <EmptyState title={say('pointsField.propose.noRules')} hint={say('pointsField.propose.noRulesHint')} /> : (
        <>
          {able.length > 1 ? <Section><ChoiceField label={say('pointsField.propose.book')} options={able.map((one) => ({ value: String(one.id), label: one.area.name }))} value={String(book.id)} onChange={setBookId} /></Section> : null}
          <Deed key={book.id} book={book} />
        </>
      )}
    </Screen>
  );
}

const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

function Deed({ book }: { book: BookLine }) {
  const say = useWords(pointsFieldWords);
  const sayRules = useWords(pointsRulesWords);
  const text = useProblemText();
  const step = usePointsStep();
  const photos = usePhotos();
  const [id, setId] = useState(() => crypto.randomUUID());
  const [household, setHousehold] = useState<{ id: string; label: string } | null>(null);
  const [kind, setKind] = useState<PointsClass | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const [amount, setAmount] = useState('');
  const [on, setOn] = useState(today);
  const [note, setNote] = useState('');
  const [documentNo, setDocumentNo] = useState('');
  const [basis, setBasis] = useState<'consent' | 'publicDecision' | null>(null);
  const [uploading, setUploading] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  const [done, setDone] = useState(false);
  const items = (book.live?.content.items ?? []).filter(({ source, bonusOf }) => source === null && bonusOf === null);
  const item = items.find((one) => one.code === code);
  const isReady = household !== null && item !== undefined && on !== '' && (!item.family || basis !== null);

  const submit = async (): Promise<void> => {
    setAsked(true);
    setProblem(null);
    if (!isReady) return;
    setUploading(true);
    let hashes: string[];
    try {
      hashes = await photos.upload();
    } catch (error) {
      setProblem(text(error));
      return;
    } finally {
      setUploading(false);
    }
    const sent = await step.take(propose, { id, bookId: book.id, householdId: household.id, item: item.code, amount: amount === '' ? Math.abs(item.points) : Number(amount), happenedOn: on, note: note.trim(), photos: hashes, documentNo: documentNo.trim(), ...(basis === null ? {} : { basis }) });
    // What was refused is on record under its id; the next try is another.
    if (sent) setDone(true);
    else setId(crypto.randomUUID());
  };

  if (done) {
    return (
      <Section>
        <div className="ph-stack">
          <Notice tone="good"><p>{say('pointsField.propose.saved')}</p><p>{say('pointsField.propose.savedHint')}</p></Notice>
          <Button className="ph-button ph-button-wide" block onClick={() => { window.location.reload(); }}>{say('pointsField.propose.more')}</Button>
          <Link className="ph-button ph-button-wide" to="/points/entries">{say('pointsField.propose.back')}</Link>
        </div>
      </Section>
    );
  }
  const failed = problem ?? step.problem;
  return (
    <>
      <Section>
        <div className="ph-stack">
          {household ? <div className="ph-field"><span className="ph-quiet">{say('pointsField.propose.household')}</span><p className="ph-row-title">{household.label}</p><button type="button" className="ph-link" onClick={() => { setHousehold(null); }}>{say('pointsField.propose.change')}</button></div> : <FindHousehold bookId={book.id} missing={asked} onPick={setHousehold} />}
        </div>
      </Section>
      <Section>
        <div className="ph-stack">
          <ChoiceField label={say('pointsField.propose.class')} options={classes.filter((one) => items.some((each) => each.class === one)).map((one) => ({ value: one, label: sayRules(`points.class.${one}`) }))} value={kind} onChange={(next) => { setKind(next); setCode(null); }} error={asked && kind === null ? say('pointsField.propose.missing') : undefined} />
          {kind === null ? null : <ChoiceField label={say('pointsField.propose.item')} options={items.filter((one) => one.class === kind).map((one) => ({ value: one.code, label: one.title, hint: hintOf(one, say) }))} value={code} onChange={(next) => { setCode(next); setAmount(''); }} error={asked && code === null ? say('pointsField.propose.missing') : undefined} />}
          {item?.upTo ? <TextField label={say('pointsField.propose.amount')} inputMode="numeric" value={amount} onChange={setAmount} why={say('pointsField.propose.upTo', { n: Math.abs(item.points) })} /> : null}
          <MomentField kind="date" label={say('pointsField.propose.on')} value={on} max={today()} onChange={setOn} />
          <PhotoPicker photos={photos.list} busy={photos.busy} unreadable={photos.unreadable} max={9} onAdd={photos.add} onRemove={photos.remove} />
          <LongField label={say('pointsField.propose.note')} rows={3} max={1_000} value={note} onChange={setNote} why={say(item?.family ? 'pointsField.propose.noteFamily' : 'pointsField.propose.noteWhy')} />
          {item?.evidence.includes('document') || (item && item.points < 0) ? <TextField label={say('pointsField.propose.documentNo')} max={60} value={documentNo} onChange={setDocumentNo} /> : null}
          {item?.family ? <ChoiceField label={say('pointsField.propose.basis')} options={(['consent', 'publicDecision'] as const).map((one) => ({ value: one, label: say(`pointsField.propose.${one}`) }))} value={basis} onChange={setBasis} error={asked && basis === null ? say('pointsField.propose.missing') : undefined} /> : null}
        </div>
      </Section>
      <div className="ph-foot ph-stack">
        {failed ? <Notice tone="bad"><p>{failed}</p><p>{say('pointsField.propose.kept')}</p></Notice> : null}
        <Button className="ph-button ph-button-wide" block color="primary" loading={uploading || step.busy} onClick={() => { void submit(); }}>{say(failed ? 'pointsField.propose.again' : 'pointsField.propose.send')}</Button>
      </div>
    </>
  );
}

function hintOf(item: Item, say: (key: 'pointsField.propose.upTo' | 'pointsField.propose.fixed', values: { n: string }) => string): string {
  const n = item.points > 0 ? `+${item.points}` : `−${Math.abs(item.points)}`;
  return say(item.upTo ? 'pointsField.propose.upTo' : 'pointsField.propose.fixed', { n });
}

function FindHousehold({ bookId, missing, onPick }: { bookId: number; missing: boolean; onPick: (household: { id: string; label: string }) => void }) {
  const say = useWords(pointsFieldWords);
  const [typed, setTyped] = useState('');
  const answer = useAsk(households, { bookId, text: typed.trim() }, { keepPrevious: true });
  const found = answer.data?.items.slice(0, 8) ?? [];
  return (
    <div className="ph-stack">
      <TextField label={say('pointsField.propose.household')} value={typed} onChange={setTyped} max={40} why={say('pointsField.propose.find')} error={missing ? say('pointsField.propose.missing') : undefined} />
      {answer.error ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : null}
      {answer.data && found.length === 0 ? <p className="ph-quiet">{say('pointsField.propose.none')}</p> : null}
      <ul className="ph-rows">{found.map((one) => <li key={one.id}><button type="button" className="ph-row" style={{ width: '100%' }} onClick={() => { onPick({ id: one.id, label: one.name }); }}><span className="ph-row-words"><span className="ph-row-title">{one.name}</span><span className="ph-quiet">{one.area.name}</span></span></button></li>)}</ul>
    </div>
  );
}
