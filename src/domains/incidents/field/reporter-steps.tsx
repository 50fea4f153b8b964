import { Button } from 'antd-mobile';
import { useState } from 'react';
import { ask } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { ChoiceField, LongField, TextField } from '../../../platform/ui/phone/fields.tsx';
import { Notice } from '../../../platform/ui/phone/notice.tsx';
import { Section } from '../../../platform/ui/phone/screen.tsx';
import { useProblemText } from '../../../platform/ui/states.tsx';
import { rate, reopen, storyByNumber, urge } from '../contract.ts';
import type { Story } from '../contract-shapes.ts';
import { device, dropDraft } from './device.ts';
import { useKept } from './kept.ts';
import { useStep } from './use-step.ts';
import { incidentsFieldWords } from './words.ts';

// What the reporter himself may do: by his account, or with the number and 查询码. What is typed is kept like every form.

type Own = { readonly story: Story; readonly code: string | null };
const proof = ({ story, code }: Own): { number: string; code?: string } => ({ number: story.number, ...(code === null ? {} : { code }) });

const blankRating: { satisfied: 'yes' | 'no' | null; comment: string } = { satisfied: null, comment: '' };

export function RateForm({ story, code }: Own) {
  const say = useWords(incidentsFieldWords);
  const key = `rate:${story.number}`;
  const { fields, change } = useKept(key, blankRating);
  const [asked, setAsked] = useState(false);
  const step = useStep(rate, () => dropDraft(key));
  const submit = (): void => {
    setAsked(true);
    if (fields.satisfied === null) return;
    void step.take({ caseId: story.caseId, ...proof({ story, code }), revision: story.revision, satisfied: fields.satisfied === 'yes', ...(fields.comment.trim() ? { comment: fields.comment.trim() } : {}) });
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

export function ReopenForm({ story, code }: Own) {
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
    if (!short) void step.take({ caseId: story.caseId, ...proof({ story, code }), revision: story.revision, reason: fields.reason.trim() });
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

export function UrgeButton({ story, code }: Own) {
  const say = useWords(incidentsFieldWords);
  const step = useStep(urge);
  return (
    <Section>
      <div className="ph-stack">
        <p className="ph-quiet">{say('incidentsField.urgeForm.hint')}</p>
        {step.problem ? <Notice tone="bad">{step.problem}</Notice> : null}
        {step.done ? <Notice tone="good">{say('incidentsField.urgeForm.done')}</Notice> : null}
        <Button className="ph-button ph-button-wide" block loading={step.busy} onClick={() => { void step.take({ caseId: story.caseId, ...proof({ story, code }) }); }}>{say('incidentsField.urgeForm.submit')}</Button>
      </div>
    </Section>
  );
}

/** Who followed the number shows that he is the reporter, once; then the phone keeps the code. */
export function ShowCode({ story }: { story: Story }) {
  const say = useWords(incidentsFieldWords);
  const text = useProblemText();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (!open) return <Section><Button className="ph-button ph-button-wide" block onClick={() => setOpen(true)}>{say('incidentsField.code.open')}</Button></Section>;
  const submit = async (): Promise<void> => {
    if (typed.trim() === '') return setProblem(say('incidentsField.code.missing'));
    setBusy(true);
    try {
      await ask(storyByNumber, { number: story.number, code: typed });
      await device.codes.put({ number: story.number, code: bare(typed) });
    } catch (error) {
      setProblem(text(error));
    }
    return setBusy(false);
  };
  return (
    <Section title={say('incidentsField.code.title')}>
      <form className="ph-stack" onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <TextField label={say('incidentsField.sent.code')} value={typed} max={20} autoComplete="off" why={say('incidentsField.code.why')} error={problem ?? undefined} onChange={(value) => { setTyped(value); setProblem(null); }} />
        <Button className="ph-button ph-button-wide" block type="submit" loading={busy}>{say('incidentsField.code.submit')}</Button>
      </form>
    </Section>
  );
}

/** Blanks and hyphens are for the eye; the server forgives the rest. */
function bare(typed: string): string {
  return typed.replace(/[\s\p{Pd}]/gu, '');
}
