import { Link } from 'react-router';
import { useWords } from '../../../platform/client/i18n.ts';
import { useRow } from '../../../platform/client/phone-row.ts';
import { usePages } from '../../../platform/client/query.ts';
import { Screen, Section } from '../../../platform/ui/phone/screen.tsx';
import { ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { useMoments } from '../../../platform/ui/time.ts';
import { visitsOf, type Visit } from '../contract.ts';
import { patrolWords } from '../words.ts';
import { patrolFieldWords } from './words.ts';
import './patrol.css';

/** What I recorded and where I came along, newest first. */
export function VisitsScreen() {
  const say = useWords(patrolFieldWords);
  const answer = usePages(visitsOf, { mine: true, limit: 30 });
  const items = answer.data?.pages.flatMap((page) => page.items) ?? [];
  const unsent = (useRow()?.now().items ?? []).filter(({ name, state }) => (name === 'patrol.recordVisit' || name === 'patrol.correctVisit') && (state === 'queued' || state === 'parked')).reverse();
  const { short } = useMoments();
  return (
    <Screen title={say('patrolField.visits.title')} above="/rounds">
      <Section>
        {answer.isPending ? <LoadingState rows={4} /> : null}
        {answer.error && unsent.length === 0 ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : null}
        {answer.data && items.length === 0 && unsent.length === 0 ? <p className="ph-quiet">{say('patrolField.visits.none')}</p> : null}
        {unsent.length > 0 ? <ul className="ph-rows">{unsent.map((one) => (
          <li key={one.id} className="ph-row"><span className="ph-row-words"><span className="ph-line"><span className="ph-quiet">{short(one.at)}</span><span className="ph-tag">{say(one.state === 'parked' ? 'patrolField.here.needs' : 'patrolField.here.tag')}</span></span><span className="pt-text">{String(Reflect.get(Object(one.input), 'found') ?? '')}</span></span></li>
        ))}</ul> : null}
        <ul className="ph-rows">{items.map((one) => <Line key={one.id} visit={one} />)}</ul>
      </Section>
    </Screen>
  );
}

function Line({ visit }: { visit: Visit }) {
  const say = useWords(patrolFieldWords);
  const sayPatrol = useWords(patrolWords);
  const { short } = useMoments();
  const { readings } = visit;
  const measured = readings ? [readings.systolic === undefined ? '' : `${readings.systolic}/${readings.diastolic ?? ''} ${sayPatrol('patrol.unit.pressure')}`, readings.pulse === undefined ? '' : `${readings.pulse} ${sayPatrol('patrol.unit.pulse')}`, readings.glucose === undefined ? '' : `${readings.glucose} ${sayPatrol('patrol.unit.glucose')}`].filter(Boolean).join(' · ') : '';
  return (
    <li className="ph-row">
      <span className="ph-row-words">
        <span className="ph-line">
          <span className="ph-row-title">{visit.subject || visit.planTitle || visit.area.name}</span>
          <span className="ph-tag">{visit.kind === 'visit' ? sayPatrol(`patrol.outcome.${visit.outcome}`) : sayPatrol(`patrol.kind.${visit.kind}`)}</span>
          {visit.correctedBy ? <span className="ph-tag">{say('patrolField.visits.corrected')}</span> : visit.corrects ? <span className="ph-tag">{say('patrolField.visits.correction')}</span> : null}
        </span>
        {visit.found ? <span className="pt-text">{visit.found}</span> : null}
        {measured ? <span>{measured}</span> : null}
        <span className="ph-quiet">{[short(visit.at), visit.area.name.split(' ').slice(-2).join(' '), visit.planTitle === (visit.subject || visit.planTitle) ? '' : visit.planTitle].filter(Boolean).join(' · ')}</span>
        {visit.byMe && visit.correctedBy === null ? <Link className="ph-link" to={hrefOf(visit)} state={{ visit }}>{say('patrolField.visits.correct')}</Link> : null}
        {visit.along.length > 0 ? <span className="ph-quiet">{say('patrolField.visits.with', { names: visit.along.join('、') })}</span> : null}
      </span>
    </li>
  );
}

function hrefOf(visit: Visit): string {
  const search = new URLSearchParams({ corrects: visit.id, area: String(visit.area.id), name: visit.subject || visit.planTitle || visit.area.name });
  if (visit.personId !== null) search.set('person', visit.personId);
  if (visit.householdId !== null) search.set('household', visit.householdId);
  if (visit.planId !== null) search.set('plan', visit.planId);
  if (visit.kind === 'shift') search.set('kind', 'shift');
  return `/rounds/visit?${search.toString()}`;
}
