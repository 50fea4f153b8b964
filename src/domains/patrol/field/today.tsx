import { Link } from 'react-router';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAhead, usePulled } from '../../../platform/client/phone-row.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { dayOf } from '../../../platform/core/calendar.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { Screen, Section } from '../../../platform/ui/phone/screen.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { todayList, type TodayLine } from '../contract.ts';
import { todayFrom, type RoundDoc } from '../rules/on-phone.ts';
import { patrolWords } from '../words.ts';
import { useReason } from './reasons.ts';
import { patrolFieldWords } from './words.ts';
import './patrol.css';

/** Whether somebody goes round at all; for others nothing of this is shown. */
function useGoesRound(): boolean {
  return useSession()?.permissions.some((one) => one === 'patrol.visit' || one === 'patrol.provide') ?? false;
}

type Today = {
  readonly items: readonly TodayLine[] | null; readonly doneToday: number;
  /** On which day what is shown was fetched, where the server cannot be asked. */
  readonly fetchedOn: string | null;
  readonly error: Error | null; readonly retry: () => void;
};

/** What was pulled, with what was written here since; where nothing was pulled yet, what the server says. */
function useToday(enabled: boolean, every: number): Today {
  const docs = usePulled('rounds');
  const own = useAhead();
  const answer = useAsk(todayList, {}, { enabled, refetchEvery: every });
  const rounds = (docs ?? []).map(({ data }) => data as RoundDoc); // as `roundsOnPhones` made them
  const retry = (): void => { void answer.refetch(); };
  const told = rounds.find((one) => one.kind === 'day');
  // Own work first: the server's list does not know of it yet.
  if (told?.kind === 'day' && (answer.error || own.length > 0 || !answer.data)) {
    const { items, doneToday } = todayFrom(rounds, dayOf(new Date()), own);
    return { items, doneToday, fetchedOn: answer.error ? told.day : null, error: null, retry };
  }
  return { items: answer.data?.items ?? null, doneToday: answer.data?.doneToday ?? 0, fetchedOn: null, error: answer.data ? null : answer.error, retry };
}

/** On the first page: the three that press most. */
export function RoundsBrief() {
  const say = useWords(patrolFieldWords);
  const goes = useGoesRound();
  const data = useToday(goes, 120_000);
  if (!goes || !data.items) return null;
  return (
    <Section title={say('patrolField.today.short')} aside={<Link className="ph-link" to="/rounds">{data.items.length > 3 ? say('patrolField.today.all', { n: data.items.length }) : say('patrolField.today.n', { n: data.items.length })}</Link>}>
      {data.fetchedOn ? <p className="ph-quiet" role="status">{say('patrolField.here.told', { at: data.fetchedOn.slice(5) })}</p> : null}
      {data.items.length === 0 ? <p className="ph-quiet">{say('patrolField.today.none')}</p> : null}
      <ul className="ph-rows">{data.items.slice(0, 3).map((line) => <Line key={`${line.subject}:${line.id}`} line={line} />)}</ul>
    </Section>
  );
}

export function RoundsScreen() {
  const say = useWords(patrolFieldWords);
  const data = useToday(true, 60_000);
  const visits = useSession()?.permissions.includes('patrol.visit') ?? false;
  return (
    <Screen title={say('patrolField.today.title')} above="/">
      {!data.items && !data.error ? <LoadingState rows={5} /> : null}
      {data.error ? <ErrorState error={data.error} onRetry={data.retry} /> : null}
      {data.fetchedOn ? <p className="ph-quiet ph-pad" role="status">{say('patrolField.here.told', { at: data.fetchedOn.slice(5) })}</p> : null}
      {data.items ? (
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
