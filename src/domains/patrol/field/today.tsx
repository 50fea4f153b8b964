import { Link } from 'react-router';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { Screen, Section } from '../../../platform/ui/phone/screen.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { todayList, type TodayLine } from '../contract.ts';
import { patrolWords } from '../words.ts';
import { useReason } from './reasons.ts';
import { patrolFieldWords } from './words.ts';
import './patrol.css';

/** Whether somebody goes round at all; for others nothing of this is shown. */
function useGoesRound(): boolean {
  return useSession()?.permissions.some((one) => one === 'patrol.visit' || one === 'patrol.provide') ?? false;
}

/** On the first page: the three that press most. */
export function RoundsBrief() {
  const say = useWords(patrolFieldWords);
  const goes = useGoesRound();
  const { data } = useAsk(todayList, {}, { enabled: goes, refetchEvery: 120_000 });
  if (!goes || !data) return null;
  return (
    <Section title={say('patrolField.today.short')} aside={<Link className="ph-link" to="/rounds">{data.items.length > 3 ? say('patrolField.today.all', { n: data.items.length }) : say('patrolField.today.n', { n: data.items.length })}</Link>}>
      {data.items.length === 0 ? <p className="ph-quiet">{say('patrolField.today.none')}</p> : null}
      <ul className="ph-rows">{data.items.slice(0, 3).map((line) => <Line key={`${line.subject}:${line.id}`} line={line} />)}</ul>
    </Section>
  );
}

export function RoundsScreen() {
  const say = useWords(patrolFieldWords);
  const answer = useAsk(todayList, {}, { refetchEvery: 60_000 });
  const { data } = answer;
  const visits = useSession()?.permissions.includes('patrol.visit') ?? false;
  return (
    <Screen title={say('patrolField.today.title')} above="/">
      {answer.isPending ? <LoadingState rows={5} /> : null}
      {answer.error && !data ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : null}
      {data ? (
        <>
          <Section>
            {data.items.length === 0 ? <EmptyState title={say('patrolField.today.none')} hint={say('patrolField.today.noneHint')} /> : null}
            <ul className="ph-rows">{data.items.map((line) => <Line key={`${line.subject}:${line.id}`} line={line} />)}</ul>
            {data.doneToday > 0 ? <p className="ph-quiet">{say('patrolField.today.done', { n: data.doneToday })}</p> : null}
          </Section>
          <Section>
            <div className="pt-links">
              {visits ? <Link className="ph-button" to="/rounds/visit">{say('patrolField.today.other')}</Link> : null}
              {visits ? <Link className="ph-button" to="/rounds/diary">{say('patrolField.today.diary')}</Link> : null}
              <Link className="ph-button" to="/rounds/orders">{say('patrolField.today.orders')}</Link>
              {visits ? <Link className="ph-button" to="/rounds/visits">{say('patrolField.today.visits')}</Link> : null}
            </div>
          </Section>
        </>
      ) : null}
    </Screen>
  );
}

function Line({ line }: { line: TodayLine }) {
  const say = useWords(patrolFieldWords);
  const sayPatrol = useWords(patrolWords);
  const reason = useReason();
  const kind = line.order ? `${sayPatrol(`patrol.orderState.${line.order.state}`)} · ${sayPatrol(`patrol.wish.${line.order.kind}`)}` : line.planKind ? sayPatrol(`patrol.planKind.${line.planKind}`) : null;
  return (
    <li>
      <Link className="ph-row" to={hrefOf(line)}>
        <span className="ph-row-words">
          <span className="ph-line"><span className="ph-row-title">{line.title}</span>{kind ? <span className="ph-tag">{kind}</span> : null}</span>
          <span className="pt-reasons">{line.reasons.map((one) => <span key={one.why} className={'lateDays' in one && one.lateDays > 0 ? 'pt-late' : ''}>{reason(one)}</span>)}</span>
          <span className="ph-quiet">{[line.where, line.address, line.time].filter(Boolean).join(' · ')}</span>
          {line.units.length > 0 ? <span className="ph-quiet">{line.units.join('、')}</span> : null}
          {line.subject === 'person' || line.subject === 'household' ? <span className="ph-quiet">{line.lastVisitOn ? say('patrolField.today.last', { on: line.lastVisitOn }) : say('patrolField.today.never')}</span> : null}
          {line.seen ? <span className="ph-quiet">{say('patrolField.today.seen', { on: line.seen.on })}</span> : null}
          {line.doneToday > 0 ? <span className="ph-quiet">{say('patrolField.today.doneToday', { n: line.doneToday })}</span> : null}
        </span>
      </Link>
    </li>
  );
}

function hrefOf(line: TodayLine): string {
  if (line.orderId !== null) return `/rounds/orders#${line.orderId}`;
  const search = new URLSearchParams();
  if (line.personId !== null) search.set('person', line.personId);
  else if (line.householdId !== null) search.set('household', line.householdId);
  if (line.planId !== null) search.set('plan', line.planId);
  search.set('area', String(line.areaId));
  search.set('name', line.title);
  if (line.planKind === 'online') search.set('kind', 'shift');
  if (line.checkIn === 'coarse') search.set('place', 'asked');
  return `/rounds/visit?${search.toString()}`;
}
