import { useMemo } from 'react';
import { Link, useParams } from 'react-router';
import { locate, shapes } from '../../geography/contract.ts';
import { Problem } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { ClockChip } from '../../../platform/ui/chips.tsx';
import { Notice } from '../../../platform/ui/phone/notice.tsx';
import { Screen, Section } from '../../../platform/ui/phone/screen.tsx';
import { SmallMap } from '../../../platform/ui/phone/small-map.tsx';
import { PhotoStrip } from '../../../platform/ui/photos.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { useMoments } from '../../../platform/ui/time.ts';
import { getCase } from '../contract.ts';
import type { CaseDetail } from '../contract-shapes.ts';
import type { Action } from '../rules/steps.ts';
import { incidentsWords } from '../words.ts';
import { StepsBar } from './case-by-number.tsx';
import { OwnCase } from './own-case.tsx';
import { useOwnCases } from './own-cases.ts';
import { CaseSteps } from './case-steps.tsx';
import { mapAreas } from './map-areas.ts';
import { isPhoneStep, phoneSteps, reporterSteps } from './step-specs.ts';
import { incidentsFieldWords } from './words.ts';

/** A worker's case: what it is, where, what has been done, and below what he may do now. */
export function WorkScreen() {
  const { caseId = '' } = useParams();
  const say = useWords(incidentsFieldWords);
  const answer = useAsk(getCase, { caseId }, { refetchEvery: 60_000 });
  // Passed on, it is no longer this reader's: what was known of it before is not shown as if it still held.
  const found = answer.error instanceof Problem && answer.error.status === 404 ? undefined : answer.data;
  const { short } = useMoments();
  const gone = answer.error instanceof Problem && answer.error.status === 404;
  const own = useOwnCases()?.find(({ id }) => id === caseId);
  // One that is still here alone the server cannot know.
  const here = found || (gone && !own?.ahead) ? undefined : own;
  return (
    <Screen title={found ? (found.className ?? say('incidentsField.noClass')) : say('incidentsField.work.title')} above="/">
      {answer.isPending && !here ? <LoadingState rows={5} /> : null}
      {here && answer.failureCount > 0 ? <OwnCase one={here} /> : null}
      {found && own?.ahead ? <div className="ph-pad rp-gap"><Notice tone="warn">{say('incidentsField.own.ahead', { at: short(own.ahead.at) })}</Notice></div> : null}
      {answer.error && !found && !here ? (
        answer.error instanceof Problem && answer.error.status === 404
          ? <EmptyState title={say('incidentsField.work.unknown')} hint={say('incidentsField.work.unknownHint')} />
          : <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} />
      ) : null}
      {found ? <Work found={found} /> : null}
    </Screen>
  );
}

function Work({ found }: { found: CaseDetail }) {
  const say = useWords(incidentsFieldWords);
  const sayLoop = useWords(incidentsWords);
  const { short } = useMoments();
  return (
    <>
      <Section>
        <div className="ph-stack">
          <p className="ph-line"><span className="ph-tag">{sayLoop(`incidents.state.${found.state}`)}</span>{found.clock ? <span>{sayLoop(`incidents.clock.${found.clock.kind}`)} <ClockChip clock={found.clock} /></span> : null}</p>
          {found.card ? <p className="rp-card" data-card={found.card}>{sayLoop(`incidents.card.${found.card}`)}</p> : null}
          <StepsBar step={found.step} />
          <p className="rp-text">{found.description}</p>
          <PhotoStrip photos={found.photoList} large />
          {found.photosAwaited > 0 ? <p className="ph-quiet">{say('incidentsField.work.photosAwaited', { n: found.photosAwaited })}</p> : null}
          <p className="ph-quiet">{say('incidentsField.work.line', { number: found.number, at: short(found.reportedAt) })}</p>
          {found.happenedAt ? <p className="ph-quiet">{say('incidentsField.work.happened', { at: short(found.happenedAt) })}</p> : null}
          {found.classStandard ? <details className="rp-privacy"><summary>{say('incidentsField.work.standard')}</summary><p>{found.classStandard}</p></details> : null}
        </div>
      </Section>
      <Section title={say('incidentsField.place.title')}>
        <div className="ph-stack">
          <p>{[...found.areaPathNames, found.address].filter(Boolean).join(' ')}</p>
          <CaseMap found={found} />
          {found.reporter && (found.reporter.name || found.reporter.phone) ? (
            <p className="ph-line"><span>{say('incidentsField.work.reporter', { name: found.reporter.name })}</span>{/^[0-9+-]{5,}$/.test(found.reporter.phone) ? <a className="ph-link" href={`tel:${found.reporter.phone}`}>{found.reporter.phone}</a> : <span>{found.reporter.phone}</span>}</p>
          ) : null}
        </div>
      </Section>
      <CaseFacts found={found} />
      <Section title={say('incidentsField.work.steps')}><CaseSteps steps={found.steps} /></Section>
      <Doing found={found} />
    </>
  );
}

function CaseMap({ found }: { found: CaseDetail }) {
  const say = useWords(incidentsFieldWords);
  const { longitude, latitude } = found;
  const here = useMemo(() => (longitude === null || latitude === null ? null : { longitude, latitude }), [longitude, latitude]);
  const chain = useAsk(locate, { longitude: longitude ?? 0, latitude: latitude ?? 0 }, { enabled: here !== null, staleTime: 600_000 });
  const community = chain.data?.areas.find((area) => area.kind === 'community');
  const grid = chain.data?.areas.find((area) => area.kind === 'grid');
  const outlines = useAsk(shapes, { withinId: community?.id, kind: 'grid' }, { enabled: community !== undefined, staleTime: 600_000 });
  const areas = useMemo(() => mapAreas(outlines.data?.features ?? []), [outlines.data]);
  const late = found.clock?.late ?? false;
  const points = useMemo(() => (here ? [{ id: found.id, late, ...here }] : []), [here, found.id, late]);
  if (!here) return <p className="ph-quiet">{say('incidentsField.work.noPoint')}</p>;
  return <SmallMap label={say('incidentsField.place.title')} centre={here} zoom={14} areas={areas} points={points} selectedArea={grid?.id} />;
}

/** What the steps have brought so far. */
function CaseFacts({ found }: { found: CaseDetail }) {
  const say = useWords(incidentsFieldWords);
  const sayLoop = useWords(incidentsWords);
  const { short } = useMoments();
  const lines: [string, string][] = [];
  if (found.lead) lines.push([say('incidentsField.work.lead'), [found.lead.name, ...found.coUnits.map((unit) => unit.name)].join('、')]);
  if (found.verification) lines.push([say('incidentsField.work.verification'), say(`incidentsField.choice.verify.${found.verification}`)]);
  if (found.result) lines.push([say('incidentsField.work.result'), found.result]);
  if (found.lossAvoidedYuan !== null && found.lossAvoidedYuan > 0) lines.push([say('incidentsField.work.loss'), say('incidentsField.work.yuan', { n: found.lossAvoidedYuan })]);
  if (found.dispute) lines.push([say('incidentsField.work.dispute'), [sayLoop(`incidents.level.${found.dispute.level}`), say(found.dispute.consent === null ? 'incidentsField.work.consentOpen' : found.dispute.consent ? 'incidentsField.work.consentYes' : 'incidentsField.work.consentNo')].join(' · ')]);
  if (found.mergedInto) lines.push([say('incidentsField.work.mergedInto'), found.mergedInto.number]);
  if (found.request) lines.push([say(found.request.kind === 'extension' ? 'incidentsField.work.extension' : 'incidentsField.work.suspension'), `${found.request.reason} (${short(found.request.askedAt)})`]);
  if (lines.length === 0) return null;
  return (
    <Section>
      <dl className="rp-facts">{lines.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
    </Section>
  );
}

/**
 * Only what the server offers. The first two are under the thumb on every part of the page; what is not possible now
 * stands with its reason, except where the case is simply of another kind.
 */
function Doing({ found }: { found: CaseDetail }) {
  const say = useWords(incidentsFieldWords);
  const sayLoop = useWords(incidentsWords);
  const offered = phoneSteps.flatMap((step) => found.allowed.filter((one) => one.action === step && one.refused !== 'incidents/not-a-dispute'));
  const able = offered.filter((one) => one.allowed);
  const barred = offered.filter((one) => !one.allowed);
  const elsewhere = found.allowed.filter((one) => one.allowed && !isPhoneStep(one.action));
  const door = (action: Action, main: boolean) => (
    <Link key={action} className={main ? 'ph-button ph-button-main' : 'ph-button'} to={reporterSteps.some((step) => step === action) ? `/case/${found.number}` : `/work/${found.id}/${action}`}>{sayLoop(`incidents.action.${action}`)}</Link>
  );
  return (
    <>
      {able.length > 2 || barred.length > 0 || elsewhere.length > 0 ? (
        <Section title={say('incidentsField.work.now')}>
          <div className="ph-buttons">
            {able.slice(2).map((one) => door(one.action, false))}
            {barred.map((one) => <div key={one.action} className="rp-barred"><span>{sayLoop(`incidents.action.${one.action}`)}</span><span className="ph-quiet">{one.detail ?? ''}</span></div>)}
          </div>
          {elsewhere.length > 0 ? <p className="ph-quiet rp-after">{say('incidentsField.work.atDesk', { actions: elsewhere.map((one) => sayLoop(`incidents.action.${one.action}`)).join('、') })}</p> : null}
        </Section>
      ) : null}
      {able.length === 0 && barred.length === 0 && elsewhere.length === 0 ? <div className="ph-pad rp-gap"><Notice>{say('incidentsField.work.nothing')}</Notice></div> : null}
      {able.length > 0 ? <div className="ph-foot ph-buttons ph-buttons-two">{able.slice(0, 2).map((one, index) => door(one.action, index === 0))}</div> : null}
    </>
  );
}
