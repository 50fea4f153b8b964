import { useState } from 'react';
import { useWords } from '../../../platform/client/i18n.ts';
import { MomentField, TextField } from '../../../platform/ui/phone/fields.tsx';
import { useMoments } from '../../../platform/ui/time.ts';
import type { ReportFields } from './device.ts';
import { incidentsFieldWords } from './words.ts';

/** When it happened: now, unless said otherwise. */
export function HappenedField({ value, error, onChange }: { value: string | null; error?: string | undefined; onChange: (value: string | null) => void }) {
  const say = useWords(incidentsFieldWords);
  const [open, setOpen] = useState(value !== null);
  if (!open) {
    return (
      <div className="ph-line">
        <span className="rp-label">{say('incidentsField.when.title')}</span><span>{say('incidentsField.when.now')}</span>
        <button type="button" className="ph-link" onClick={() => setOpen(true)}>{say('incidentsField.when.other')}</button>
      </div>
    );
  }
  return (
    <div className="ph-stack">
      <MomentField
        kind="datetime-local" label={say('incidentsField.when.title')} value={value === null ? '' : wallClock(value)} max={wallClock(new Date().toISOString())} error={error}
        onChange={(text) => onChange(text === '' ? null : new Date(`${text}:00+08:00`).toISOString())}
      />
      <button type="button" className="ph-link" onClick={() => { setOpen(false); onChange(null); }}>{say('incidentsField.when.backToNow')}</button>
    </div>
  );
}

/** Asia/Shanghai's wall clock, which is UTC+8 all year, as the phone's own picker wants it. */
function wallClock(moment: string): string {
  return new Date(Date.parse(moment) + 8 * 3_600_000).toISOString().slice(0, 16);
}

/** Name and telephone are never required; why they help, and who reads them, is said first. */
export function ReporterFields({ fields, worker, signedIn, change, error }: { fields: ReportFields; worker: boolean; signedIn: boolean; error?: string | undefined; change: (part: Partial<ReportFields>) => void }) {
  const say = useWords(incidentsFieldWords);
  const [open, setOpen] = useState(!signedIn || fields.name !== '' || fields.phone !== '');
  if (!open) return <button type="button" className="ph-link" onClick={() => setOpen(true)}>{say('incidentsField.reporter.forSomebody')}</button>;
  return (
    <div className="ph-stack">
      <p className="ph-quiet">{say(worker ? 'incidentsField.reporter.whyWorker' : 'incidentsField.reporter.why')}</p>
      <TextField label={say(worker ? 'incidentsField.reporter.nameOther' : 'incidentsField.reporter.name')} optional value={fields.name} max={50} autoComplete={worker ? 'off' : 'name'} onChange={(name) => change({ name })} />
      <TextField label={say(worker ? 'incidentsField.reporter.phoneOther' : 'incidentsField.reporter.phone')} optional value={fields.phone} max={20} type="tel" inputMode="tel" autoComplete={worker ? 'off' : 'tel'} error={error} onChange={(phone) => change({ phone })} />
      <Privacy />
    </div>
  );
}

function Privacy() {
  const say = useWords(incidentsFieldWords);
  return (
    <details className="rp-privacy">
      <summary>{say('incidentsField.privacy.title')}</summary>
      <ul>
        <li>{say('incidentsField.privacy.what')}</li>
        <li>{say('incidentsField.privacy.who')}</li>
        <li>{say('incidentsField.privacy.place')}</li>
        <li>{say('incidentsField.privacy.phone')}</li>
        <li>{say('incidentsField.privacy.rights')}</li>
      </ul>
    </details>
  );
}

/** "2 小时前", for what waits on the phone. */
export function useAgo(): (at: number) => string {
  const say = useWords(incidentsFieldWords);
  const { now, span } = useMoments();
  return (at) => {
    const minutes = (now.getTime() - at) / 60_000;
    return minutes < 1 ? say('incidentsField.outbox.justNow') : say('incidentsField.outbox.ago', { span: span(minutes) });
  };
}
