import { Button } from 'antd-mobile';
import { useEffect, useRef, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { Command } from '../../../platform/core/contract.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useRow } from '../../../platform/client/phone-row.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { Notice } from '../../../platform/ui/phone/notice.tsx';
import { Screen, Section } from '../../../platform/ui/phone/screen.tsx';
import { RoomNotice } from '../../../platform/ui/phone/room-notice.tsx';
import { phoneWords } from '../../../platform/ui/phone/words.ts';
import { EmptyState, ErrorState, LoadingState, useProblemText } from '../../../platform/ui/states.tsx';
import { useMoments } from '../../../platform/ui/time.ts';
import { getCase, stepCommands } from '../contract.ts';
import type { CaseDetail } from '../contract-shapes.ts';
import { incidentsWords } from '../words.ts';
import { useStepTitle, useWho } from './case-steps.tsx';
import { Compare } from './compare.tsx';
import { device, dropDraft, followingOwner, photosOf, stepDraft } from './device.ts';
import { useKept, useKeptPhotos } from './kept.ts';
import { flush } from './outbox.ts';
import { stepsOffered, useOwnCases } from './own-cases.ts';
import { uploadPhotos, type Progress } from './photo.ts';
import { StepFieldset } from './step-fieldset.tsx';
import { blankStep, fieldsOf, gapsIn, phoneSteps, photosIn, specOf, stepInput, type PhoneStep } from './step-specs.ts';
import { useStep } from './use-step.ts';
import { incidentsFieldWords } from './words.ts';

/** The form of one step, on a screen of its own: the back button leaves it, and what was typed stays. */
export function StepScreen() {
  const { caseId = '', step: asked = '' } = useParams();
  const [search] = useSearchParams();
  const own = useOwnCases()?.find(({ id }) => id === caseId);
  const say = useWords(incidentsFieldWords);
  const sayLoop = useWords(incidentsWords);
  const session = useSession();
  const answer = useAsk(getCase, { caseId });
  const step = phoneSteps.find((one) => one === asked);
  const title = step ? sayLoop(`incidents.action.${step}`) : say('incidentsField.work.title');
  const item = search.get('item');
  // Without a network: what the phone knows of it is enough for a step on the spot.
  if (answer.failureCount > 0 && !answer.data && own && session && step && stepsOffered(own).includes(step)) {
    const allowed = [{ action: step, allowed: true, detail: null }];
    return <StepForm key={`${caseId}:${step}`} step={step} item={item} full={null} found={{ id: own.id, revision: own.revision, isDispute: own.facts.dispute !== null, summary: own.summary, allowed, steps: [] }} draftKey={stepDraft(session.personId, caseId, step)} title={title} />;
  }
  if (answer.error && !answer.data) return <Screen title={title} above={`/work/${caseId}`}><ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /></Screen>;
  if (!answer.data || !session) return <Screen title={title} above={`/work/${caseId}`}><LoadingState rows={4} /></Screen>;
  if (!step) return <Screen title={title} above={`/work/${caseId}`}><EmptyState title={say('incidentsField.work.unknown')} /></Screen>;
  const { id, revision, dispute, summary, allowed, steps } = answer.data;
  return <StepForm key={`${caseId}:${step}`} step={step} item={item} full={answer.data} found={{ id, revision, isDispute: dispute !== null, summary, allowed, steps }} draftKey={stepDraft(session.personId, caseId, step)} title={title} />;
}

/** What a form must know of its case; the phone alone may know as much. */
type StepCase = {
  readonly id: string; readonly revision: number; readonly isDispute: boolean; readonly summary: string; readonly steps: CaseDetail['steps'];
  readonly allowed: readonly { readonly action: string; readonly allowed: boolean; readonly detail?: string | null | undefined }[];
};

function StepForm({ step, item, found, full, draftKey, title }: { step: PhoneStep; item: string | null; found: StepCase; full: CaseDetail | null; draftKey: string; title: string }) {
  const say = useWords(incidentsFieldWords);
  const sayKit = useWords(phoneWords);
  const navigate = useNavigate();
  const text = useProblemText();
  const { fields, change, ready, unstored } = useKept(draftKey, blankStep);
  const photos = useKeptPhotos(draftKey);
  const [asked, setAsked] = useState(false);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [photoProblem, setPhotoProblem] = useState<string | null>(null);
  // The revision that this person has seen; a later one is first shown, then acted upon.
  const [seen, setSeen] = useState(found.revision);
  const left = useRef(false);
  const person = useSession()?.personId ?? null;
  const parked = useRow()?.now().items.find(({ id }) => id === item);
  const act = useStep<Command>(stepCommands[step], () => dropDraft(draftKey), item);
  const spec = specOf(step, found.isDispute);
  // Named by a try that was refused: they are on their way, or there, and belong to the next one too.
  const [named, setNamed] = useState<readonly string[]>([]);
  useEffect(() => {
    if (!ready || !parked) return;
    setNamed(photosIn(parked.input));
    if (fields.text === '' && fields.choice === null) change(fieldsOf(step, parked.input));
  }, [ready, parked === undefined]);
  const gaps = gapsIn(spec, fields);
  const offer = found.allowed.find((one) => one.action === step);
  const news = found.steps.filter((one) => one.seq > seen);

  const submit = async (): Promise<void> => {
    setAsked(true);
    setPhotoProblem(null);
    if (gaps.length > 0 || photos.busy > 0 || act.busy || progress) {
      document.querySelector('.ph-error')?.scrollIntoView({ block: 'center' });
      return;
    }
    const kept = spec.photos ? await photosOf(draftKey) : [];
    // With a hash of their own they may follow; without one the photos go first.
    const follow = stepCommands[step].offline === true && person !== null && kept.every(({ sha256, sent }) => sha256 ?? sent);
    let hashes = [...new Set([...named, ...kept.flatMap(({ sha256, sent }) => sha256 ?? sent ?? [])])];
    try {
      if (!follow && kept.length > 0) hashes = [...new Set([...named, ...await uploadPhotos(kept, setProgress, true)])];
    } catch (error) {
      setPhotoProblem(text(error));
      return;
    } finally {
      setProgress(null);
    }
    const input = { ...stepInput(step, { caseId: found.id, revision: seen }, fields, hashes), ...(follow && hashes.length > 0 ? { photosFollow: true } : {}) };
    const done = await act.take(input, follow ? async () => {
      await device.photos.where('owner').equals(draftKey).filter(({ sha256 }) => sha256 === null).modify({ owner: followingOwner(person ?? 0) });
      await device.photos.where('owner').equals(draftKey).delete();
    } : undefined);
    setNamed(hashes);
    if (done && follow) void flush('now');
    if (done && !left.current) {
      left.current = true;
      void navigate(`/work/${found.id}`, { replace: true });
    }
  };

  if (!ready) return <Screen title={title} above={`/work/${found.id}`}><LoadingState rows={4} /></Screen>;
  return (
    <Screen title={title} above={`/work/${found.id}`}>
      {news.length > 0 && !act.busy && !act.done ? <News news={news} onSeen={() => { setSeen(found.revision); act.clear(); }} possible={offer?.allowed ?? false} reason={offer?.detail ?? null} /> : null}
      <RoomNotice />
      <Section>
        <div className="ph-stack">
          <p className="ph-clamp ph-quiet">{found.summary}</p>
          <p>{say(`incidentsField.explain.${step}`)}</p>
          {step === 'check' && full ? <Compare found={full} /> : null}
          {named.length > 0 && !act.busy ? <Notice>{say('incidentsField.own.photosGone', { n: named.length })}</Notice> : null}
          <StepFieldset step={step} spec={spec} fields={fields} change={change} photos={photos} gaps={asked ? gaps : []} />
        </div>
      </Section>
      <div className="ph-foot ph-stack">
        {unstored ? <Notice tone="warn">{sayKit('phoneUi.unstored')}</Notice> : null}
        {photoProblem ? <Notice tone="bad"><p>{photoProblem}</p><p>{say('incidentsField.step.kept')}</p></Notice> : null}
        {act.problem && !(act.overtaken && news.length > 0) ? <Notice tone="bad"><p>{act.problem}</p><p>{say('incidentsField.step.kept')}</p></Notice> : null}
        {progress ? <p role="status">{say('incidentsField.step.uploading', { n: Math.min(progress.done + 1, progress.of), all: progress.of, percent: Math.round(progress.share * 100) })}</p> : null}
        <Button className="ph-button ph-button-wide" block color="primary" loading={act.busy || progress !== null} disabled={photos.busy > 0 || news.length > 0 || offer?.allowed === false} onClick={() => { void submit(); }}>
          {say(act.problem || photoProblem ? 'incidentsField.step.again' : 'incidentsField.step.submit')}
        </Button>
        {offer?.allowed === false && news.length === 0 ? <p className="ph-error">{offer.detail}</p> : null}
      </div>
    </Screen>
  );
}

/** Somebody was faster: who, when, what; and whether one's own step is still possible. */
function News({ news, onSeen, possible, reason }: { news: CaseDetail['steps']; onSeen: () => void; possible: boolean; reason: string | null }) {
  const say = useWords(incidentsFieldWords);
  const who = useWho();
  const title = useStepTitle();
  const { short } = useMoments();
  return (
    <div className="ph-pad rp-gap">
      <Notice tone="warn">
        <div className="ph-stack">
          <strong>{say('incidentsField.step.overtaken')}</strong>
          <ul>{news.map((one) => <li key={one.seq}>{say('incidentsField.step.news', { who: who(one) || say('incidentsField.step.somebody'), at: short(one.at), what: title(one) })}</li>)}</ul>
          <p>{say('incidentsField.step.kept')} {possible ? say('incidentsField.step.stillPossible') : (reason ?? say('incidentsField.step.noLonger'))}</p>
          {possible ? <Button className="ph-button" block onClick={onSeen}>{say('incidentsField.step.goOn')}</Button> : null}
        </div>
      </Notice>
    </div>
  );
}
