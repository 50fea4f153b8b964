import { Button } from 'antd-mobile';
import { useEffect, useMemo, useState } from 'react';
import { Link, useLocation, useSearchParams } from 'react-router';
import { useWords } from '../../../platform/client/i18n.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { ChoiceField, LongField, TextField } from '../../../platform/ui/phone/fields.tsx';
import { Notice } from '../../../platform/ui/phone/notice.tsx';
import { Screen, Section } from '../../../platform/ui/phone/screen.tsx';
import { freshId, useRow } from '../../../platform/client/phone-row.ts';
import { useDraft } from '../../../platform/client/use-draft.ts';
import { RoomNotice } from '../../../platform/ui/phone/room-notice.tsx';
import { phoneWords } from '../../../platform/ui/phone/words.ts';
import { LoadingState } from '../../../platform/ui/states.tsx';
import { correctVisit, recordVisit, wishToOrder, type Visit } from '../contract.ts';
import { adviceOn, guestKinds, hasReadings, outcomes, type Advice, type ReadingField } from '../rules/visit.ts';
import { patrolWords } from '../words.ts';
import { Along } from './along.tsx';
import { useSaving } from './use-saving.ts';
import { blank, doubtful, gapsIn, readingsOf, typedFrom, typedOf, visitInput, type Form, type Gap, type Typed } from './visit-input.ts';
import { WishFields } from './wish-fields.tsx';
import { patrolFieldWords } from './words.ts';
import './patrol.css';

type Place = { longitude: number; latitude: number; accuracyM: number };
type Done = { readonly advice: readonly Advice[]; readonly wished: boolean; /** It lies on the phone until there is a road. */ readonly kept: boolean };

/** One visit, one round or one shift, on a page of its own; `item`: one that was refused, `corrects`: a record of one's own. */
export function VisitScreen() {
  const [search] = useSearchParams();
  const { key } = useLocation();
  return <VisitForm key={`${key} ${search.toString()}`} />;
}

function VisitForm() {
  const [search] = useSearchParams();
  const { state } = useLocation();
  const say = useWords(patrolFieldWords);
  const sayKit = useWords(phoneWords);
  const sayPatrol = useWords(patrolWords);
  const session = useSession();
  const row = useRow();
  const area = Number(search.get('area') ?? '');
  const itemId = search.get('item');
  const item = row?.now().items.find(({ id }) => id === itemId);
  const told = Object(item?.input) as Readonly<Record<string, unknown>>; // each field is looked at before it is used
  const idOf = (name: string, from: string): string | null => search.get(name) ?? (typeof told[from] === 'string' ? told[from] : null);
  const subject = { personId: idOf('person', 'personId'), householdId: idOf('household', 'householdId'), planId: idOf('plan', 'planId'), areaId: area > 0 ? area : typeof told['areaId'] === 'number' ? told['areaId'] : session?.home?.id ?? null };
  const corrects = idOf('corrects', 'corrects');
  const kind = search.get('kind') === 'shift' || told['present'] !== undefined ? 'shift' : subject.personId !== null || subject.householdId !== null ? 'visit' : 'round';
  const before = corrects === null ? null : (state as { visit?: Visit } | null)?.visit ?? null; // given by the list, or nobody
  const fresh = useMemo<Form>(() => ({ ...(before ? typedFrom(before) : blank), visitId: freshId(), wishId: freshId(), at: before?.at ?? new Date().toISOString() }), []);
  const draftKey = ['visit', session?.personId ?? 0, itemId ?? '', corrects ?? '', subject.personId ?? subject.householdId ?? subject.planId ?? 'free', kind].join(':');
  const { fields: typed, change: put, ready, unstored, drop } = useDraft<Form>(draftKey, fresh);
  const [asked, setAsked] = useState(false);
  const [place, setPlace] = useState<Place | 'none' | null>(null);
  const [recorded, setRecorded] = useState<Omit<Done, 'wished'> | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const saving = useSaving(itemId);
  const hasItem = item !== undefined;
  // A refused one comes back into the form once; what is then typed is a draft of its own.
  useEffect(() => {
    if (!ready || !hasItem || typed.visitId !== fresh.visitId) return;
    const at: unknown = told['at'];
    const own: unknown = told['id'];
    put({ ...typedOf(item?.input), at: typeof at === 'string' ? at : typed.at, visitId: typeof own === 'string' ? own : typed.visitId });
  }, [ready, hasItem]);
  const change = (more: Partial<Typed>): void => put(more);
  const gaps = asked ? gapsIn(typed, kind) : [];
  const errorOf = (gap: Gap): string | undefined => (gaps.includes(gap) ? say('patrolField.visit.missing') : undefined);
  const title = say(kind === 'shift' ? 'patrolField.visit.shift' : kind === 'round' ? 'patrolField.visit.round' : 'patrolField.visit.title');

  const submit = async (): Promise<void> => {
    setAsked(true);
    if (gapsIn(typed, kind).length > 0) {
      requestAnimationFrame(() => { document.querySelector('.ph-error')?.scrollIntoView({ block: 'center' }); });
      return;
    }
    // A second try after the wish alone failed does not write the visit again.
    const now = recorded ?? await record();
    if (!now) return;
    setRecorded(now);
    if (typed.wishes && typed.wishKind !== null && subject.personId !== null) {
      const input = { id: typed.wishId, personId: subject.personId, visitId: typed.visitId, kind: typed.wishKind, wish: typed.wish.trim(), ...(typed.wishOn === '' ? {} : { wantedOn: typed.wishOn }), ...(typed.unitId === null ? {} : { unitId: typed.unitId }) };
      if (!(await saving.save(wishToOrder, input))) return;
    }
    await drop().catch(() => undefined);
    setDone({ ...now, wished: typed.wishes });
  };

  /** The advice is the rule's, and is said also where nobody answers. */
  const record = async (): Promise<Omit<Done, 'wished'> | null> => {
    const input = visitInput(typed.visitId, typed.at, subject, typed, kind, place === 'none' ? null : place);
    const sent = corrects === null ? await saving.save(recordVisit, input) : await saving.save(correctVisit, { ...input, corrects });
    const measured = readingsOf(typed);
    return sent === null ? null : { kept: sent.kind === 'kept', advice: sent.kind === 'done' ? sent.output.advice : measured && hasReadings(measured) ? adviceOn(measured) : [] };
  };

  if (done) return <SavedScreen title={title} done={done} />;
  if (!ready) return <Screen title={title} above="/rounds"><LoadingState rows={4} /></Screen>;
  return (
    <Screen title={title} above="/rounds">
      <RoomNotice />
      <Section>
        <div className="ph-stack">
          {corrects === null ? null : <p className="ph-quiet">{say('patrolField.visit.corrects')}</p>}
          {search.get('name') ? <p className="ph-row-title">{search.get('name')}</p> : null}
          {kind === 'visit' ? <ChoiceField label={say('patrolField.visit.outcome')} options={outcomes.map((one) => ({ value: one, label: sayPatrol(`patrol.outcome.${one}`) }))} value={typed.outcome} onChange={(outcome) => change({ outcome })} /> : null}
          {kind === 'shift' ? (
            <div className="ph-field">
              <p className="ph-quiet">{say('patrolField.visit.shiftWhy')}</p>
              <div className="pt-pair">
                <TextField label={say('patrolField.visit.full')} inputMode="numeric" value={typed.fullTime} onChange={(fullTime) => change({ fullTime })} error={errorOf('present')} />
                <TextField label={say('patrolField.visit.others')} inputMode="numeric" value={typed.others} onChange={(others) => change({ others })} />
              </div>
            </div>
          ) : <LongField label={say(kind === 'round' ? 'patrolField.visit.foundRound' : 'patrolField.visit.found')} {...(kind === 'visit' ? { why: say('patrolField.visit.foundWhy') } : {})} rows={4} max={2_000} value={typed.found} onChange={(found) => change({ found })} error={gaps.includes('found') ? say('patrolField.visit.needed') : undefined} />}
        </div>
      </Section>
      {kind === 'visit' && subject.personId !== null && typed.outcome === 'met' ? <ReadingFields typed={typed} change={change} gaps={gaps} /> : null}
      <Section>
        <div className="ph-stack">
          <Along chosen={typed.along} onChange={(along) => change({ along })} />
          {kind === 'shift' ? null : (
            <fieldset className="ph-field">
              <legend>{say('patrolField.visit.guests')}</legend>
              <div className="pt-people">
                {guestKinds.map((one) => <button key={one} type="button" className="pt-chip" aria-pressed={typed.guests.includes(one)} onClick={() => change({ guests: typed.guests.includes(one) ? typed.guests.filter((other) => other !== one) : [...typed.guests, one] })}>{sayPatrol(`patrol.guest.${one}`)}</button>)}
              </div>
            </fieldset>
          )}
          {search.get('place') === 'asked' ? <PlaceAsked place={place} onPlace={setPlace} /> : null}
        </div>
      </Section>
      {kind === 'visit' && subject.personId !== null && typed.outcome === 'met' ? <WishFields typed={typed} change={change} error={errorOf('wish')} /> : null}
      <div className="ph-foot ph-stack">
        {unstored ? <Notice tone="warn">{sayKit('phoneUi.unstored')}</Notice> : null}
        {saving.problem ? <Notice tone="bad"><p>{saving.problem}</p><p>{say('patrolField.visit.kept')}</p></Notice> : null}
        <Button className="ph-button ph-button-wide" block color="primary" loading={saving.busy} onClick={() => { void submit(); }}>{say(saving.problem ? 'patrolField.visit.again' : 'patrolField.visit.save')}</Button>
      </div>
    </Screen>
  );
}

function ReadingFields({ typed, change, gaps }: { typed: Typed; change: (more: Partial<Typed>) => void; gaps: readonly Gap[] }) {
  const say = useWords(patrolFieldWords);
  const sayPatrol = useWords(patrolWords);
  const strange = doubtful(typed);
  const valueOf: Readonly<Record<ReadingField, string>> = { pressure: `${typed.systolic}/${typed.diastolic}`, pulse: typed.pulse, glucose: typed.glucose };
  return (
    <Section title={say('patrolField.visit.readings')}>
      <div className="ph-stack">
        <p className="ph-quiet">{say('patrolField.visit.readingsWhy')}</p>
        <div className="pt-pair">
          <TextField label={`${say('patrolField.visit.systolic')} · ${sayPatrol('patrol.unit.pressure')}`} inputMode="numeric" value={typed.systolic} onChange={(systolic) => change({ systolic, checked: false })} />
          <TextField label={`${say('patrolField.visit.diastolic')} · ${sayPatrol('patrol.unit.pressure')}`} inputMode="numeric" value={typed.diastolic} onChange={(diastolic) => change({ diastolic, checked: false })} />
          <TextField label={`${say('patrolField.visit.pulse')} · ${sayPatrol('patrol.unit.pulse')}`} inputMode="numeric" value={typed.pulse} onChange={(pulse) => change({ pulse, checked: false })} />
          <TextField label={`${say('patrolField.visit.glucose')} · ${sayPatrol('patrol.unit.glucose')}`} inputMode="decimal" value={typed.glucose} onChange={(glucose) => change({ glucose, checked: false })} />
        </div>
        {typed.glucose === '' ? null : <ChoiceField label={say('patrolField.visit.when')} options={(['fasting', 'afterMeal', 'any'] as const).map((one) => ({ value: one, label: say(`patrolField.visit.${one}`) }))} value={typed.glucoseWhen} onChange={(glucoseWhen) => change({ glucoseWhen })} />}
        {gaps.includes('readings') ? <p className="ph-error" role="alert">{say('patrolField.visit.missing')}</p> : null}
        {strange.length > 0 ? (
          <Notice tone="warn">
            {strange.map((one) => <p key={one}>{sayPatrol(`patrol.check.${one}`, { value: valueOf[one] })}</p>)}
            <label className="pt-check"><input type="checkbox" checked={typed.checked} onChange={(event) => change({ checked: event.target.checked })} />{say('patrolField.visit.checked')}</label>
            {gaps.includes('check') ? <p className="ph-error" role="alert">{say('patrolField.visit.missing')}</p> : null}
          </Notice>
        ) : null}
      </div>
    </Section>
  );
}

/** Only because the plan asks, only on a tap, and never a condition. */
function PlaceAsked({ place, onPlace }: { place: Place | 'none' | null; onPlace: (place: Place | 'none') => void }) {
  const say = useWords(patrolFieldWords);
  const find = (): void => {
    if (!window.isSecureContext || !('geolocation' in navigator)) { onPlace('none'); return; }
    navigator.geolocation.getCurrentPosition(({ coords }) => onPlace({ longitude: coords.longitude, latitude: coords.latitude, accuracyM: coords.accuracy }), () => onPlace('none'), { timeout: 15_000 });
  };
  return (
    <div className="ph-field">
      <button type="button" className="pt-chip" aria-pressed={place !== null && place !== 'none'} onClick={find}>{say('patrolField.visit.position')}</button>
      <p className="ph-quiet">{place === 'none' ? say('patrolField.visit.positionNo') : `${say('patrolField.visit.positionWhy')}。${say('patrolField.visit.positionOff')}`}</p>
    </div>
  );
}

function SavedScreen({ title, done }: { title: string; done: Done }) {
  const say = useWords(patrolFieldWords);
  const sayPatrol = useWords(patrolWords);
  return (
    <Screen title={title} above="/rounds">
      <Section>
        <div className="ph-stack">
          <Notice tone={done.kept ? 'warn' : 'good'}><p>{say(done.kept ? 'patrolField.here.saved' : 'patrolField.visit.saved')}</p><p>{say(done.kept ? 'patrolField.here.savedHint' : 'patrolField.visit.savedHint')}</p>{done.wished ? <p>{say('patrolField.visit.nextWish')}</p> : null}</Notice>
          {done.advice.length > 0 ? (
            <Notice tone={done.advice.some(({ urgency }) => urgency === 'today') ? 'bad' : 'warn'}>
              <div className="pt-advice">{done.advice.map((one) => <p key={one.field}>{sayPatrol(adviceKey(one))}</p>)}</div>
              <p className="ph-quiet">{sayPatrol('patrol.adviceNote')}</p>
            </Notice>
          ) : null}
          <Link className="ph-button ph-button-wide ph-button-main" to="/rounds" replace>{say('patrolField.visit.back')}</Link>
        </div>
      </Section>
    </Screen>
  );
}

function adviceKey({ field, urgency, side }: Advice) {
  if (field === 'pressure') return side === 'low' ? 'patrol.advice.pressureSoonLow' as const : urgency === 'today' ? 'patrol.advice.pressureTodayHigh' as const : 'patrol.advice.pressureSoonHigh' as const;
  if (field === 'pulse') return side === 'low' ? 'patrol.advice.pulseSoonLow' as const : 'patrol.advice.pulseSoonHigh' as const;
  return side === 'low' ? 'patrol.advice.glucoseTodayLow' as const : urgency === 'today' ? 'patrol.advice.glucoseTodayHigh' as const : 'patrol.advice.glucoseSoonHigh' as const;
}
