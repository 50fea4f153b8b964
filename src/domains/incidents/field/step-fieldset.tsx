import { returnRules } from '../../dispatch/contract.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { ChoiceField, LongField, MomentField, TextField } from '../../../platform/ui/phone/fields.tsx';
import { PhotoPicker } from '../../../platform/ui/phone/photo-picker.tsx';
import { ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import type { KeptPhotos } from './kept.ts';
import { disputeOutcomes, stepSpecs, type PhoneStep, type specOf, type StepFields, type StepGap } from './step-specs.ts';
import { incidentsFieldWords } from './words.ts';

type Props = {
  readonly step: PhoneStep; readonly spec: ReturnType<typeof specOf>; readonly fields: StepFields; readonly change: (part: Partial<StepFields>) => void;
  readonly photos: KeptPhotos; readonly gaps: readonly StepGap[];
};

/** The fields that a step asks for, in the order in which they are known on the spot: look, decide, photograph, say. */
export function StepFieldset({ step, spec, fields, change, photos, gaps }: Props) {
  const say = useWords(incidentsFieldWords);
  const error = (gap: StepGap): string | undefined => (gaps.includes(gap) ? say(`incidentsField.step.missing.${gap}`) : undefined);
  const choices = useChoices(step);
  const tomorrow = new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10); // the next day of UTC+8
  return (
    <>
      {spec.choices ? <ChoiceField label={say(`incidentsField.ask.${step === 'deliver' ? 'outcome' : step === 'check' ? 'check' : step === 'consent' ? 'consent' : 'verify'}`)} value={fields.choice} options={choices} onChange={(choice) => change({ choice })} error={error('choice')} /> : null}
      {spec.rule ? <RuleField chosen={fields.rule} error={error('rule')} onChange={(rule) => change({ rule })} /> : null}
      {spec.until ? <MomentField kind="date" label={say('incidentsField.ask.until')} value={fields.until} min={tomorrow} error={error('until')} onChange={(until) => change({ until })} /> : null}
      {spec.days ? <TextField label={say('incidentsField.ask.days')} value={fields.days} inputMode="numeric" max={2} error={error('days')} onChange={(days) => change({ days })} /> : null}
      {spec.photos ? <PhotoPicker photos={photos.photos} busy={photos.busy} unreadable={photos.unreadable} max={12} onAdd={photos.add} onRemove={photos.remove} why={say(`incidentsField.photosFor.${step === 'check' ? 'check' : step === 'verify' ? 'verify' : 'result'}`)} /> : null}
      <LongField label={say(textLabel(step))} optional={spec.text === 0} value={fields.text} max={2_000} error={error('text')} onChange={(text) => change({ text })} />
      {spec.loss ? (
        <>
          <TextField label={say('incidentsField.ask.loss')} optional value={fields.loss} inputMode="decimal" max={12} error={error('loss')} why={say('incidentsField.ask.lossWhy')} onChange={(loss) => change({ loss })} />
          {Number(fields.loss) > 0 ? <TextField label={say('incidentsField.ask.lossMethod')} value={fields.lossMethod} max={500} error={error('lossMethod')} onChange={(lossMethod) => change({ lossMethod })} /> : null}
        </>
      ) : null}
    </>
  );
}

function useChoices(step: PhoneStep): { value: string; label: string; hint?: string }[] {
  const say = useWords(incidentsFieldWords);
  if (step === 'verify') return stepSpecs.verify.choices.map((value) => ({ value, label: say(`incidentsField.choice.verify.${value}`), hint: say(`incidentsField.choice.verifyHint.${value}`) }));
  if (step === 'check') return stepSpecs.check.choices.map((value) => ({ value, label: say(`incidentsField.choice.check.${value}`), hint: say(`incidentsField.choice.checkHint.${value}`) }));
  if (step === 'consent') return stepSpecs.consent.choices.map((value) => ({ value, label: say(`incidentsField.choice.consent.${value}`) }));
  if (step === 'deliver') return disputeOutcomes.map((value) => ({ value, label: say(`incidentsField.choice.outcome.${value}`) }));
  return [];
}

type TextKey = 'incidentsField.ask.result' | 'incidentsField.ask.reason' | 'incidentsField.ask.progress' | 'incidentsField.ask.note';

function textLabel(step: PhoneStep): TextKey {
  if (step === 'settle' || step === 'deliver') return 'incidentsField.ask.result';
  if (step === 'handle') return 'incidentsField.ask.progress';
  return stepSpecs[step].text > 0 ? 'incidentsField.ask.reason' : 'incidentsField.ask.note';
}

/** A return cites a rule; without one there is nothing to return on. */
function RuleField({ chosen, error, onChange }: { chosen: string | null; error: string | undefined; onChange: (rule: string) => void }) {
  const say = useWords(incidentsFieldWords);
  const rules = useAsk(returnRules, {}, { staleTime: 600_000 });
  if (rules.error && !rules.data) return <ErrorState error={rules.error} onRetry={() => { void rules.refetch(); }} />;
  if (!rules.data) return <LoadingState rows={3} />;
  return <ChoiceField label={say('incidentsField.ask.rule')} value={chosen} error={error} onChange={onChange} options={rules.data.items.map((rule) => ({ value: rule.code, label: rule.name, ...(rule.basis ? { hint: rule.basis } : {}) }))} />;
}
