import { Button, Segmented } from 'antd-mobile';
import { useState } from 'react';
import { Link } from 'react-router';
import { useWords } from '../../../platform/client/i18n.ts';
import { usePages } from '../../../platform/client/query.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { LongField } from '../../../platform/ui/phone/fields.tsx';
import { Notice } from '../../../platform/ui/phone/notice.tsx';
import { Screen, Section } from '../../../platform/ui/phone/screen.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { confirm, decideObjection, declineProposal, object, proposals, tell, withdrawProposal, type ProposalLine } from '../contract/entries.ts';
import type { ProposalAction } from '../rules/proposal.ts';
import { pointsRulesWords } from '../words-rules.ts';
import { usePointsStep } from './use-step.ts';
import { pointsFieldWords } from './words-rules.ts';
import './points.css';

const shows = ['waiting', 'mine', 'all'] as const;

/** What is on its way, and whose turn it is. */
export function EntriesScreen() {
  const say = useWords(pointsFieldWords);
  const may = new Set(useSession()?.permissions);
  const [show, setShow] = useState<(typeof shows)[number]>('waiting');
  const answer = usePages(proposals, { limit: 30, ...(show === 'waiting' ? { waiting: true } : show === 'mine' ? { mine: true } : {}) });
  const items = answer.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Screen title={say('pointsField.entries.title')} above="/me">
      <Section>
        <div className="ph-stack">
          <Segmented block value={show} options={shows.map((one) => ({ value: one, label: say(`pointsField.entries.${one}`) }))} onChange={(next) => { setShow(shows.find((one) => one === next) ?? 'waiting'); }} />
          {may.has('points.propose') ? <Link className="ph-button ph-button-wide" to="/points/propose">{say('pointsField.entries.propose')}</Link> : null}
        </div>
      </Section>
      {answer.isPending ? <LoadingState rows={4} /> : answer.error ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : items.length === 0 ? <EmptyState title={say('pointsField.entries.none')} hint={say('pointsField.entries.noneHint')} /> : items.map((one) => <Section key={one.id}><Entry line={one} /></Section>)}
      {answer.hasNextPage ? <Button className="ph-button ph-button-wide" block loading={answer.isFetchingNextPage} onClick={() => { void answer.fetchNextPage(); }}>{say('pointsField.entries.all')}</Button> : null}
    </Screen>
  );
}

type Asking = 'decline' | 'object' | 'upheld' | 'dismissed' | null;

/** One entry with what the caller may do about it. `own`: on his own card. */
export function Entry({ line, own = false }: { line: ProposalLine; own?: boolean }) {
  const say = useWords(pointsFieldWords);
  const sayRules = useWords(pointsRulesWords);
  const step = usePointsStep();
  const [asking, setAsking] = useState<Asking>(null);
  const [text, setText] = useState('');
  const allows = (action: ProposalAction): boolean => line.allowed.includes(action);
  const proposalId = line.id;
  const send = async (): Promise<void> => {
    const reason = text.trim();
    const sent = asking === 'decline' ? await step.take(declineProposal, { proposalId, reason }) : asking === 'object' ? await step.take(object, { proposalId, onBehalf: own ? 'worker' : 'household', reason })
      : asking === null ? null : await step.take(decideObjection, { proposalId, outcome: asking, decision: reason });
    if (sent) {
      setAsking(null);
      setText('');
    }
  };
  const words = [sayRules(`points.state.${line.state}`), line.happenedOn, line.windowEndsOn && line.state === 'told' ? say('pointsField.entries.window', { on: line.windowEndsOn }) : ''].filter(Boolean).join(' · ');
  return (
    <article className="ph-stack" aria-label={`${line.subject} ${line.title}`}>
      <div className="pf-head"><span className="ph-row-title">{own ? line.title : line.subject}</span><span className={`pf-points ${line.points < 0 ? 'pf-minus' : 'pf-plus'}`}>{line.points > 0 ? `+${line.points}` : `−${Math.abs(line.points)}`}</span></div>
      {own ? null : <p>{sayRules(`points.class.${line.class}`)} · {line.title}</p>}
      <p className="ph-quiet">{words}</p>
      {line.note === null ? <p className="ph-quiet">{say('pointsField.entries.hidden')}</p> : line.note ? <p className="pf-text">{line.note}</p> : null}
      {line.documentNo ? <p className="ph-quiet">{say('pointsField.entries.document', { no: line.documentNo })}</p> : null}
      {line.photos.length > 0 ? <div className="pf-photos">{line.photos.map((photo) => <a key={photo.sha256} href={photo.url} target="_blank" rel="noreferrer"><img src={photo.thumbnailUrl} alt={line.title} width={photo.width} height={photo.height} loading="lazy" /></a>)}</div> : null}
      <p className="ph-quiet">{say('pointsField.entries.by', { who: line.by })}{line.confirmedBy ? ` · ${say('pointsField.entries.confirmed', { who: line.confirmedBy })}` : ''}</p>
      {line.objection?.reason ? <Notice tone="warn"><p>{say('pointsField.entries.objection', { why: line.objection.reason })}</p>{line.objection.outcome ? <p>{say('pointsField.entries.decided', { outcome: sayRules(`points.outcome.${line.objection.outcome}`), why: line.objection.decision ?? '' })}</p> : null}</Notice> : null}
      {asking === null ? (
        <div className="pf-actions">
          {allows('confirm') ? <Button className="ph-button" color="primary" loading={step.busy} onClick={() => { void step.take(confirm, { proposalId }); }}>{say('pointsField.entries.confirm')}</Button> : null}
          {allows('decline') ? <Button className="ph-button" onClick={() => { setAsking('decline'); }}>{say('pointsField.entries.decline')}</Button> : null}
          {allows('tell') ? <Button className="ph-button" color="primary" loading={step.busy} onClick={() => { void step.take(tell, { proposalId, how: 'inPerson' }); }}>{say('pointsField.entries.tell')}</Button> : null}
          {allows('withdraw') ? <Button className="ph-button" loading={step.busy} onClick={() => { void step.take(withdrawProposal, { proposalId }); }}>{say('pointsField.entries.withdraw')}</Button> : null}
          {allows('decide') ? <><Button className="ph-button" color="primary" onClick={() => { setAsking('upheld'); }}>{say('pointsField.entries.uphold')}</Button><Button className="ph-button" onClick={() => { setAsking('dismissed'); }}>{say('pointsField.entries.dismiss')}</Button></> : null}
          {allows('object') ? <Button className="ph-button" onClick={() => { setAsking('object'); }}>{say(own ? 'pointsField.card.object' : 'pointsField.entries.object')}</Button> : null}
        </div>
      ) : (
        <div className="ph-stack">
          <LongField label={say(asking === 'upheld' || asking === 'dismissed' ? 'pointsField.entries.decision' : 'pointsField.entries.reason')} rows={3} max={asking === 'decline' ? 300 : 1_000} value={text} onChange={setText} {...(own ? { why: say('pointsField.card.objectWhy') } : {})} />
          <Button className="ph-button ph-button-wide" block color="primary" loading={step.busy} disabled={text.trim().length < 2} onClick={() => { void send(); }}>{say('pointsField.entries.send')}</Button>
        </div>
      )}
      {step.problem ? <Notice tone="bad"><p>{step.problem}</p></Notice> : null}
    </article>
  );
}
