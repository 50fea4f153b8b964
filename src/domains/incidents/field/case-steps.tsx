import { useWords } from '../../../platform/client/i18n.ts';
import { PhotoStrip } from '../../../platform/ui/photos.tsx';
import { Timeline } from '../../../platform/ui/timeline.tsx';
import type { StoryStep } from '../contract-shapes.ts';
import { incidentsWords } from '../words.ts';
import { incidentsFieldWords } from './words.ts';

/** Who did what, with his own words and photos; the newest on top, as that is what a worker looks for. */
export function CaseSteps({ steps }: { steps: readonly StoryStep[] }) {
  const who = useWho();
  const title = useStepTitle();
  const newest = [...steps].sort((a, b) => b.seq - a.seq);
  return (
    <Timeline items={newest.map((step, index) => ({
      key: step.seq, at: step.at, title: title(step), by: who(step), mark: index === 0 ? 'now' : 'plain',
      ...(step.note || step.photos.length > 0 ? { body: <>{step.note ? <p className="rp-text">{step.note}</p> : null}<PhotoStrip photos={step.photos} /></> } : {}),
    }))}
    />
  );
}

/** "核实：情况属实". */
export function useStepTitle(): (step: StoryStep) => string {
  const say = useWords(incidentsFieldWords);
  const sayLoop = useWords(incidentsWords);
  return (step) => {
    const name = sayLoop(`incidents.action.${step.action}`);
    const result = step.data['result'];
    if (step.action === 'verify' && (result === 'exists' || result === 'notExists' || result === 'unable')) return say('incidentsField.titled', { name, value: say(`incidentsField.choice.verify.${result}`) });
    if (step.action === 'check' && (result === 'pass' || result === 'fail' || result === 'unable')) return say('incidentsField.titled', { name, value: say(`incidentsField.choice.check.${result}`) });
    const unit = step.data['leadName'];
    if ((step.action === 'dispatch' || step.action === 'triage') && typeof unit === 'string') return say('incidentsField.titled', { name, value: unit });
    if (step.action === 'consent') return say('incidentsField.titled', { name, value: say(step.data['agreed'] === true ? 'incidentsField.choice.consent.agreed' : 'incidentsField.choice.consent.disagreed') });
    return name;
  };
}

/** The person and his post; with the one in whose name he acted. */
export function useWho(): (step: StoryStep) => string {
  const say = useWords(incidentsFieldWords);
  return (step) => {
    if (!step.by) return '';
    const name = [step.by.name, step.by.post].filter(Boolean).join(' ');
    return step.inNameOf ? say('incidentsField.work.inNameOf', { name, other: step.inNameOf }) : name;
  };
}
