import type { CaseDetail, StoryStep } from '../contract-shapes.ts';
import { incidentsWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { PhotoStrip } from '../../../platform/ui/photos.tsx';
import { Timeline, type TimelineItem } from '../../../platform/ui/timeline.tsx';
import { useMoments } from '../../../platform/ui/time.ts';
import { useStepFacts } from './story-facts.ts';
import { incidentsDeskWords } from './words.ts';

/** The append-only steps, oldest first, each with who did it and in whose name. */
export function Story({ matter }: { matter: CaseDetail }) {
  const t = useWords(incidentsDeskWords);
  const loop = useWords(incidentsWords);
  const factsOf = useStepFacts(matter);
  const { short } = useMoments();
  const last = matter.steps.at(-1)?.seq;
  const who = (step: StoryStep): string => {
    if (!step.by) return t(step.action === 'report' || step.action === 'rate' ? 'incidentsDesk.detail.byReporter' : 'incidentsDesk.detail.byUnknown');
    const name = [step.by.unit ?? step.by.post, step.by.name].filter(Boolean).join(' ');
    return step.inNameOf ? `${name} ${t('incidentsDesk.detail.inNameOf', { name: step.inNameOf })}` : name;
  };
  // A step sent later from a phone without a line carries both times; a minute apart is the same moment to a reader.
  const wasLater = (step: StoryStep): boolean => Math.abs(Date.parse(step.at) - Date.parse(step.happenedAt)) > 300_000 && step.action !== 'report';
  const items: TimelineItem[] = matter.steps.map((step, index) => {
    const { headline, lines } = factsOf(step, matter.steps.slice(0, index));
    return {
      key: step.seq, at: step.at, by: <span title={step.by?.post}>{who(step)}</span>, mark: alarming.includes(step.action) ? 'alarm' : step.seq === last ? 'now' : 'plain',
      title: <>{loop(`incidents.action.${step.action}`)}{headline ? ` · ${headline}` : ''}</>,
      body: step.note || lines.length > 0 || (step.photos.length > 0 && step.action !== 'report') || wasLater(step) ? (
        <>
          {step.note ? <p>{step.note}</p> : null}
          {lines.map((line) => <p key={line} className="jw-muted">{line}</p>)}
          {wasLater(step) ? <p className="jw-muted">{t('incidentsDesk.detail.onSite', { at: short(step.happenedAt) })}</p> : null}
          {step.action === 'report' ? null : <PhotoStrip photos={step.photos} />}
        </>
      ) : undefined,
    };
  });
  return <Timeline items={items} />;
}

const alarming: readonly StoryStep['action'][] = ['return', 'supervise', 'urge', 'forceClose'];
