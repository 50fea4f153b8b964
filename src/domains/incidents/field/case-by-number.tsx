import { useEffect, useState } from 'react';
import { Link, useLocation, useParams } from 'react-router';
import { Problem } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { PhotoStrip } from '../../../platform/ui/photos.tsx';
import { Screen, Section } from '../../../platform/ui/phone/screen.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { useMoments } from '../../../platform/ui/time.ts';
import { Timeline } from '../../../platform/ui/timeline.tsx';
import { getCase, storyByNumber } from '../contract.ts';
import type { CaseDetail, Story } from '../contract-shapes.ts';
import { stepOf } from '../rules/steps.ts';
import { incidentsWords } from '../words.ts';
import { CopyNumber } from './copy-number.tsx';
import { device } from './device.ts';
import { useStored } from './kept.ts';
import { isPhoneStep } from './step-specs.ts';
import { RateForm, ReopenForm, ShowCode, UrgeButton } from './reporter-steps.tsx';
import { incidentsFieldWords } from './words.ts';

/** A followed report in plain words, for whoever holds its number; a worker sees beside it what he may do. */
export function CaseByNumber() {
  const { number = '' } = useParams();
  const say = useWords(incidentsFieldWords);
  const { code, reject, keep } = useCode(number);
  const answer = useAsk(storyByNumber, { number, ...(code ? { code } : {}) }, { enabled: code !== undefined, refetchEvery: 60_000 });
  const wrong = answer.error instanceof Problem && answer.error.refused === 'incidents/follow-code-wrong';
  const proven = answer.data?.proven ?? false;
  useEffect(() => {
    // Mistyped in a link, or of an installation that was set up anew: the number still opens the story.
    if (wrong) reject();
    if (proven) keep();
    // Both act on what this rendering shows.
  }, [wrong, proven]);
  const story = answer.data;
  return (
    <Screen title={say('incidentsField.story.title')} above="/">
      {answer.isPending || wrong ? <LoadingState rows={4} /> : null}
      {answer.error && !story && !wrong ? (
        answer.error instanceof Problem && answer.error.status === 404
          ? <EmptyState title={say('incidentsField.story.unknown', { number })} hint={say('incidentsField.story.unknownHint')} />
          : <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} />
      ) : null}
      {story ? <StoryView story={story} code={code ?? null} /> : null}
    </Screen>
  );
}

type Code = {
  /** Undefined while the phone looks it up. */
  readonly code: string | null | undefined;
  readonly reject: () => void;
  readonly keep: () => void;
};

/** 查询码 of this number: as this phone keeps it, or from the link, whose fragment no server sees. */
function useCode(number: string): Code {
  const linked = useLocation().hash.replace(/[^0-9A-Za-z]/gu, '');
  const kept = useStored(() => device.codes.get(number).then((one) => one?.code ?? null, () => null), [number]);
  const [rejected, setRejected] = useState<string | null>(null);
  const given = kept === undefined ? undefined : kept ?? (linked === '' ? null : linked);
  const code = given === rejected ? null : given;
  return {
    code,
    reject: () => {
      setRejected(given ?? null);
      void device.codes.delete(number);
    },
    keep: () => { if (typeof code === 'string' && code !== kept) void device.codes.put({ number, code }); },
  };
}

function StoryView({ story, code }: { story: Story; code: string | null }) {
  const say = useWords(incidentsFieldWords);
  const sayLoop = useWords(incidentsWords);
  const { short } = useMoments();
  const session = useSession();
  const worker = session?.posts.some((post) => post.role !== 'resident') ?? false;
  const work = useAsk(getCase, { number: story.number }, { enabled: worker }).data;
  const mayAnswer = story.mayRate || story.mayReopen || story.mayUrge;
  return (
    <>
      {work ? <WorkerDoor work={work} /> : null}
      <Section>
        <div className="ph-stack">
          <CopyNumber number={story.number} code={story.proven ? code : null} />
          <StepsBar step={stepOf[story.state]} />
          <p className="ph-row-title">{say(story.state === 'feedback' && story.feedback.length > 0 ? (story.mayRate ? 'incidentsField.plain.answeredRate' : 'incidentsField.plain.answered') : `incidentsField.plain.${story.state}`)}</p>
          {story.promise ? <p>{say('incidentsField.story.promise', { at: short(story.promise) })}</p> : null}
          <p className="ph-quiet">{[story.className ?? say('incidentsField.noClass'), story.areaName, say('incidentsField.story.reported', { at: short(story.reportedAt) })].join(' · ')}</p>
          {story.own ? <><p className="rp-text">{story.own.description}</p><PhotoStrip photos={story.own.photos} /></> : null}
        </div>
      </Section>
      {story.feedback.length > 0 ? (
        <Section title={say('incidentsField.story.feedback')}>
          <ul className="ph-stack">{story.feedback.map((one) => <li key={one.at} className="rp-feedback"><p className="rp-text">{one.text}</p><p className="ph-quiet">{short(one.at)}</p></li>)}</ul>
        </Section>
      ) : null}
      {story.proven && story.mayRate ? <RateForm story={story} code={code} /> : null}
      {!story.proven && mayAnswer ? <ShowCode story={story} /> : null}
      {story.rating ? (
        <Section>
          <p className={story.rating.satisfied ? 'rp-stamp' : 'rp-stamp rp-stamp-no'}>{say(story.rating.satisfied ? 'incidentsField.story.satisfied' : 'incidentsField.story.notSatisfied')}</p>
          {story.rating.comment ? <p className="rp-text">{story.rating.comment}</p> : null}
        </Section>
      ) : null}
      <Section title={say('incidentsField.story.steps')}>
        <Timeline items={story.steps.map((step, index) => ({ key: index, at: step.at, title: step.text || sayLoop(`incidents.action.${step.action}`), mark: index === story.steps.length - 1 ? 'now' : 'plain' }))} />
      </Section>
      {story.proven && story.mayUrge ? <UrgeButton story={story} code={code} /> : null}
      {story.proven && story.mayReopen ? <ReopenForm story={story} code={code} /> : null}
    </>
  );
}

/** Where the report stands among the six steps: a number and a word, not only a bar. */
export function StepsBar({ step }: { step: number }) {
  const say = useWords(incidentsFieldWords);
  const sayLoop = useWords(incidentsWords);
  const names = ['1', '2', '3', '4', '5', '6'] as const;
  return (
    <div role="img" aria-label={say('incidentsField.story.step', { n: step, name: sayLoop(`incidents.step.${names[step - 1] ?? '1'}`) })}>
      <div className="rp-steps">{names.map((name, index) => <span key={name} data-done={index < step} />)}</div>
      <p className="ph-quiet">{say('incidentsField.story.step', { n: step, name: sayLoop(`incidents.step.${names[step - 1] ?? '1'}`) })}</p>
    </div>
  );
}

/** The same address for a worker who may see the case: the way to his side of it. */
function WorkerDoor({ work }: { work: CaseDetail }) {
  const say = useWords(incidentsFieldWords);
  const sayLoop = useWords(incidentsWords);
  const can = work.allowed.filter((one) => one.allowed && isPhoneStep(one.action));
  return (
    <Section>
      <div className="ph-stack">
        <p className="ph-quiet">{say(can.length > 0 ? 'incidentsField.story.youMay' : 'incidentsField.story.youSee')}</p>
        {can.length > 0 ? <p className="ph-line">{can.map((one) => <span key={one.action} className="ph-tag">{sayLoop(`incidents.action.${one.action}`)}</span>)}</p> : null}
        <Link className="ph-button ph-button-wide ph-button-main" to={`/work/${work.id}`}>{say('incidentsField.story.openWork')}</Link>
      </div>
    </Section>
  );
}
