import { useWords } from '../../../platform/client/i18n.ts';
import { CallIcon } from '../../../platform/ui/phone/icons.tsx';
import { incidentsFieldWords } from './words.ts';

const numbers = ['110', '119', '120', '122'] as const;
type UrgentNumber = (typeof numbers)[number];

const isUrgent = (text: string | null): text is UrgentNumber => numbers.some((number) => number === text);

/** A report is read within hours, a call is answered at once: so the calls stand first, and louder where the words ask for one. */
export function UrgentCalls({ asked }: { asked: string | null }) {
  const say = useWords(incidentsFieldWords);
  const first = isUrgent(asked) ? asked : null;
  return (
    <section className={first ? 'rp-urgent rp-urgent-now' : 'rp-urgent'} aria-label={say('incidentsField.urgent.title')}>
      {first ? (
        <div role="alert" className="ph-stack">
          <p>{say('incidentsField.urgent.now', { number: first, name: say(`incidentsField.urgent.${first}`) })}</p>
          <a className="ph-button rp-call-now" href={`tel:${first}`}><CallIcon />{say('incidentsField.urgent.call', { number: first })}</a>
        </div>
      ) : <p className="rp-urgent-title">{say('incidentsField.urgent.title')}</p>}
      <ul className="rp-calls">
        {numbers.map((number) => (
          <li key={number}><a href={`tel:${number}`} aria-label={say('incidentsField.urgent.label', { number, name: say(`incidentsField.urgent.${number}`) })}><strong>{number}</strong><span>{say(`incidentsField.urgent.${number}`)}</span></a></li>
        ))}
      </ul>
    </section>
  );
}
