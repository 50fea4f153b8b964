import { Button } from 'antd-mobile';
import { useState } from 'react';
import { useWords } from '../../../platform/client/i18n.ts';
import { LongField, ChoiceField } from '../../../platform/ui/phone/fields.tsx';
import { Notice } from '../../../platform/ui/phone/notice.tsx';
import { Section } from '../../../platform/ui/phone/screen.tsx';
import { rate, reopen, urge } from '../contract.ts';
import type { Story } from '../contract-shapes.ts';
import { dropDraft } from './device.ts';
import { useKept } from './kept.ts';
import { useStep } from './use-step.ts';
import { incidentsFieldWords } from './words.ts';

// What the reporter himself may do, with nothing but the number. What is typed is kept like every form.

const blankRating: { satisfied: 'yes' | 'no' | null; comment: string } = { satisfied: null, comment: '' };

export function RateForm({ story }: { story: Story }) {
  const say = useWords(incidentsFieldWords);
  const key = `rate:${story.number}`;
  const { fields, change } = useKept(key, blankRating);
  const [asked, setAsked] = useState(false);
  const step = useStep(rate, () => dropDraft(key));
  const submit = (): void => {
    setAsked(true);
    if (fields.satisfied === null) return;
    void step.take({ caseId: story.caseId, number: story.number, revision: story.revision, satisfied: fields.satisfied === 'yes', ...(fields.comment.trim() ? { comment: fields.comment.trim() } : {}) });
  };
  return (
    <Section title={say('incidentsField.rate.title')}>
      <div className="ph-stack">
        <ChoiceField
          label={say('incidentsField.rate.question')} value={fields.satisfied} onChange={(satisfied) => change({ satisfied })}
          options={[{ value: 'yes', label: say('incidentsField.rate.yes') }, { value: 'no', label: say('incidentsField.rate.no') }]}
          error={asked && fields.satisfied === null ? say('incidentsField.rate.choose') : undefined}
        />
        <LongField label={say('incidentsField.rate.comment')} optional value={fields.comment} max={1_000} rows={2} onChange={(comment) => change({ comment })} />
        {step.problem ? <Notice tone="bad">{step.problem}</Notice> : null}
        <Button className="ph-button ph-button-wide" block color="primary" loading={step.busy} onClick={submit}>{say('incidentsField.rate.submit')}</Button>
      </div>
    </Section>
  );
}

export function ReopenForm({ story }: { story: Story }) {
  const say = useWords(incidentsFieldWords);
  const key = `reopen:${story.number}`;
  const { fields, change } = useKept(key, { reason: '' });
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  const step = useStep(reopen, () => dropDraft(key));
  const short = [...fields.reason.trim()].length < 2;
  if (!open && fields.reason === '') return <Section><Button className="ph-button ph-button-wide" block onClick={() => setOpen(true)}>{say('incidentsField.reopen.title')}</Button></Section>;
  const submit = (): void => {
    setAsked(true);
    if (!short) void step.take({ caseId: story.caseId, number: story.number, revision: story.revision, reason: fields.reason.trim() });
  };
  return (
    <Section title={say('incidentsField.reopen.title')}>
      <div className="ph-stack">
        <LongField label={say('incidentsField.reopen.reason')} value={fields.reason} max={2_000} why={say('incidentsField.reopen.hint')} error={asked && short ? say('incidentsField.reopen.missing') : undefined} onChange={(reason) => change({ reason })} />
        {step.problem ? <Notice tone="bad">{step.problem}</Notice> : null}
        <Button className="ph-button ph-button-wide" block color="primary" loading={step.busy} onClick={submit}>{say('incidentsField.reopen.submit')}</Button>
      </div>
    </Section>
  );
}

export function UrgeButton({ story }: { story: Story }) {
  const say = useWords(incidentsFieldWords);
  const step = useStep(urge);
  return (
    <Section>
      <div className="ph-stack">
        <p className="ph-quiet">{say('incidentsField.urgeForm.hint')}</p>
        {step.problem ? <Notice tone="bad">{step.problem}</Notice> : null}
        {step.done ? <Notice tone="good">{say('incidentsField.urgeForm.done')}</Notice> : null}
        <Button className="ph-button ph-button-wide" block loading={step.busy} onClick={() => { void step.take({ caseId: story.caseId, number: story.number }); }}>{say('incidentsField.urgeForm.submit')}</Button>
      </div>
    </Section>
  );
}
