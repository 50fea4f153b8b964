import { useEffect, useMemo, useState } from 'react';
import { Button } from 'antd-mobile';
import { useNavigate, useParams } from 'react-router';
import { useWords } from '../../../platform/client/i18n.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { LongField } from '../../../platform/ui/phone/fields.tsx';
import { Notice } from '../../../platform/ui/phone/notice.tsx';
import { PhotoPicker } from '../../../platform/ui/phone/photo-picker.tsx';
import { Screen, Section } from '../../../platform/ui/phone/screen.tsx';
import { RoomNotice } from '../../../platform/ui/phone/room-notice.tsx';
import { phoneWords } from '../../../platform/ui/phone/words.ts';
import { LoadingState } from '../../../platform/ui/states.tsx';
import { ClassField, useSuggestion } from './class-field.tsx';
import { adoptDraft, blankReport, correctionDraft, device, newId, queueReport, reportDraft, type ReportFields } from './device.ts';
import { useKept, useKeptPhotos, useStored } from './kept.ts';
import { HappenedField, ReporterFields } from './report-details.tsx';
import { flush } from './outbox.ts';
import { PlaceField } from './place-field.tsx';
import { UrgentCalls } from './urgent-calls.tsx';
import { incidentsFieldWords } from './words.ts';

const mostPhotos = 12;
const longestText = 4_000;

/** 上报, for a resident without an account as for a worker. With `:waitingId` it corrects one that the server refused. */
export function ReportScreen() {
  const { waitingId } = useParams();
  const session = useSession();
  const key = waitingId ? correctionDraft(waitingId) : reportDraft(session?.personId ?? null);
  const [adopted, setAdopted] = useState(0);
  return <ReportForm key={`${key}:${adopted}`} draftKey={key} corrects={waitingId ?? null} onAdopted={() => setAdopted(adopted + 1)} />;
}

function ReportForm({ draftKey, corrects, onAdopted }: { draftKey: string; corrects: string | null; onAdopted: () => void }) {
  const say = useWords(incidentsFieldWords);
  const sayKit = useWords(phoneWords);
  const session = useSession();
  const navigate = useNavigate();
  const { fields, change, ready, unstored } = useKept<ReportFields>(draftKey, blankReport);
  const photos = useKeptPhotos(draftKey);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [unwritten, setUnwritten] = useState(false);
  const worker = session?.posts.some((post) => post.role !== 'resident') ?? false;
  const suggestion = useSuggestion(fields.description);
  const missing = useMemo(() => missingIn(fields), [fields]);

  useEffect(() => {
    // After a press that was refused, the first thing that is missing comes into sight.
    if (asked) document.querySelector('.ph-error')?.scrollIntoView({ block: 'center' });
  }, [asked]);

  const submit = async (): Promise<void> => {
    setAsked(true);
    if (missing.length > 0 || busy || photos.busy > 0) {
      document.querySelector('.ph-error')?.scrollIntoView({ block: 'center' });
      return;
    }
    setBusy(true);
    setUnwritten(false);
    const id = newId();
    // A full phone writes nothing: then everything stays where it is, and is said to be nowhere else.
    const written = await queueReport(draftKey, {
      id, reportId: newId(), personId: session?.personId ?? null, at: Date.now(), fields, source: worker ? 'gridWorker' : 'resident',
      sayWhen: true, state: 'waiting', tries: 0, triedAt: null, problem: null,
    }, corrects).then(() => true, () => false);
    if (!written) {
      setUnwritten(true);
      setBusy(false);
      return;
    }
    void navigator.storage?.persist?.();
    void flush('now');
    void navigate(`/report/sent/${id}`, { replace: true });
  };

  const title = say(corrects ? 'incidentsField.report.correct' : 'incidentsField.report.title');
  if (!ready) return <Screen title={title}><LoadingState rows={4} /></Screen>;
  return (
    <Screen title={title} {...(corrects ? { above: '/outbox' } : {})}>
      <UrgentCalls asked={suggestion.urgentCall} />
      {session && corrects === null ? <EarlierDraft draftKey={draftKey} onAdopted={onAdopted} /> : null}
      <RoomNotice />
      {unstored || photos.unstored ? <div className="ph-pad"><Notice tone="warn">{sayKit('phoneUi.unstored')}</Notice></div> : null}
      <Section>
        <div className="ph-stack">
          <PhotoPicker photos={photos.photos} busy={photos.busy} unreadable={photos.unreadable} max={mostPhotos} onAdd={photos.add} onRemove={photos.remove} why={say('incidentsField.report.photosWhy')} />
          <LongField
            label={say('incidentsField.report.description')} value={fields.description} max={longestText} rows={3} placeholder={say('incidentsField.report.descriptionExample')}
            why={say('incidentsField.report.voice')} error={asked && missing.includes('description') ? say('incidentsField.report.missing.description') : undefined}
            onChange={(description) => change({ description })}
          />
          <PlaceField place={fields.place} onChange={(place) => change({ place })} error={asked && missing.includes('place') ? say('incidentsField.report.missing.place') : undefined} />
          <ClassField chosen={{ code: fields.classCode, name: fields.className }} suggested={suggestion.items} publicOnly={!worker} onChoose={({ code, name }) => change({ classCode: code, className: name })} />
        </div>
      </Section>
      <Section>
        <div className="ph-stack">
          <HappenedField value={fields.happenedAt} error={asked && missing.includes('happenedAt') ? say('incidentsField.report.missing.happenedAt') : undefined} onChange={(happenedAt) => change({ happenedAt })} />
          <ReporterFields fields={fields} worker={worker} signedIn={session !== null} change={change} error={asked && missing.includes('phone') ? say('incidentsField.report.missing.phone') : undefined} />
        </div>
      </Section>
      <div className="ph-foot">
        {asked && missing.length > 0 ? <p className="ph-error">{say('incidentsField.report.missing.some')}</p> : null}
        {unwritten ? <Notice tone="bad">{sayKit('phoneUi.unwritten')}</Notice> : null}
        <Button className="ph-button ph-button-wide" block color="primary" loading={busy} disabled={photos.busy > 0} onClick={() => { void submit(); }}>{say('incidentsField.report.submit')}</Button>
      </div>
    </Screen>
  );
}

/** Something was begun on this phone before he signed in, and he has begun nothing himself. */
function EarlierDraft({ draftKey, onAdopted }: { draftKey: string; onAdopted: () => void }) {
  const say = useWords(incidentsFieldWords);
  const open = useStored(async () => (await device.drafts.get(draftKey)) === undefined && (await device.drafts.get(reportDraft(null))) !== undefined, [draftKey]);
  if (!open) return null;
  const adopt = async (): Promise<void> => {
    await adoptDraft(reportDraft(null), draftKey);
    onAdopted();
  };
  return (
    <div className="ph-pad rp-gap">
      <Notice><p>{say('incidentsField.report.earlier')}</p><Button className="ph-button rp-after" onClick={() => { void adopt(); }}>{say('incidentsField.report.goOnWithIt')}</Button></Notice>
    </div>
  );
}

type Missing = 'description' | 'place' | 'happenedAt' | 'phone';

function missingIn(fields: ReportFields): Missing[] {
  const missing: Missing[] = [];
  if (fields.description.trim() === '') missing.push('description');
  if (fields.place === null) missing.push('place');
  if (fields.happenedAt !== null && Date.parse(fields.happenedAt) > Date.now()) missing.push('happenedAt');
  if (fields.phone.trim() !== '' && !/^[0-9+() -]{5,20}$/.test(fields.phone.trim())) missing.push('phone');
  return missing;
}
