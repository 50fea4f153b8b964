import { Link } from 'react-router';
import { useWords } from '../../../platform/client/i18n.ts';
import { Notice } from '../../../platform/ui/phone/notice.tsx';
import { Section } from '../../../platform/ui/phone/screen.tsx';
import { useMoments } from '../../../platform/ui/time.ts';
import type { CaseOnPhone } from '../rules/offline.ts';
import { incidentsWords } from '../words.ts';
import { stepsOffered } from './own-cases.ts';
import { incidentsFieldWords } from './words.ts';

const asWhy = ['verify', 'check', 'acknowledge', 'handle', 'rework'] as const;

/** A case of the list as the phone has it: what is asked, what it is, where; and whether a step of it lies here alone. */
export function OwnCaseLine({ one }: { one: CaseOnPhone }) {
  const say = useWords(incidentsFieldWords);
  const sayLoop = useWords(incidentsWords);
  const { short } = useMoments();
  const why = asWhy.find((known) => known === one.why);
  return (
    <li>
      <Link className="ph-row" to={`/work/${one.id}`}>
        <span className="ph-row-words">
          <span className="ph-line">
            {why ? <span className="ph-why">{say(`incidentsField.why.${why}`)}</span> : <span className="ph-tag">{sayLoop(`incidents.state.${one.state}`)}</span>}
            {one.ahead ? <span className="ph-tag">{say('incidentsField.own.here')}</span> : null}
            {one.dueAt ? <span className="ph-quiet">{say('incidentsField.own.due', { at: short(one.dueAt) })}</span> : null}
          </span>
          <span className="ph-row-title ph-clamp">{one.summary}</span>
          <span className="ph-quiet">{[one.className ?? say('incidentsField.noClass'), one.areaNames.slice(-2).join(' '), one.address].filter(Boolean).join(' · ')}</span>
          {one.number ? <span className="ph-quiet">{say('incidentsField.reportedAt', { at: short(one.reportedAt), number: one.number })}</span> : null}
        </span>
      </Link>
    </li>
  );
}

/** The page of a case without a network: what was pulled of it, and the steps that may be taken here and sent later. */
export function OwnCase({ one }: { one: CaseOnPhone }) {
  const say = useWords(incidentsFieldWords);
  const sayLoop = useWords(incidentsWords);
  const { short } = useMoments();
  const steps = stepsOffered(one);
  return (
    <>
      <Section>
        <div className="ph-stack">
          <Notice tone="warn">{say('incidentsField.own.offline')}</Notice>
          {one.ahead ? <Notice>{say('incidentsField.own.ahead', { at: short(one.ahead.at) })}</Notice> : null}
          <p className="ph-line"><span className="ph-tag">{sayLoop(`incidents.state.${one.state}`)}</span>{one.dueAt ? <span>{say('incidentsField.own.due', { at: short(one.dueAt) })}</span> : null}</p>
          <p className="rp-text">{one.summary}</p>
          <p>{[...one.areaNames, one.address].filter(Boolean).join(' ')}</p>
          {one.number ? <p className="ph-quiet">{say('incidentsField.work.line', { number: one.number, at: short(one.reportedAt) })}</p> : null}
        </div>
      </Section>
      {steps.length > 0 ? <div className="ph-foot ph-buttons ph-buttons-two">{steps.map((step, at) => <Link key={step} className={at === 0 ? 'ph-button ph-button-main' : 'ph-button'} to={`/work/${one.id}/${step}`}>{sayLoop(`incidents.action.${step}`)}</Link>)}</div> : null}
    </>
  );
}
