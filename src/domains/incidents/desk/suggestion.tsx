import { Button } from 'antd';
import { useEffect } from 'react';
import { suggestion } from '../contract.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { LoadingState } from '../../../platform/ui/states.tsx';
import { incidentsFormWords } from './form-words.ts';

type Props = { caseId: string; lead: number | undefined; co: readonly number[]; onLead: (unit: number) => void; onCo: (units: number[]) => void };

/** Who should have it, and why; the best one is chosen beforehand and stays the dispatcher's to change. */
export function Suggestion({ caseId, lead, co, onLead, onCo }: Props) {
  const t = useWords(incidentsFormWords);
  const asked = useAsk(suggestion, { caseId });
  const units = asked.data?.units ?? [];
  const best = units[0]?.unit.id;
  useEffect(() => {
    if (best !== undefined && lead === undefined) onLead(best);
  }, [best]);
  if (asked.isPending) return <LoadingState rows={3} />;
  if (asked.error) return <p className="jw-hint">{t('incidentsForms.suggestion.failed')}</p>;
  if (units.length === 0) return <p className="jw-hint">{t('incidentsForms.suggestion.none')}</p>;
  return (
    <ol className="inc-suggestion" aria-label={t('incidentsForms.suggestion.title')}>
      {units.slice(0, 4).map(({ unit, reasons, open }) => {
        const role = unit.id === lead ? 'chosen' : co.includes(unit.id) ? 'coChosen' : null;
        return (
          <li key={unit.id} className={role ? 'inc-suggestion-on' : undefined}>
            <div className="inc-suggestion-name">
              <b>{unit.name}</b>
              {role ? <span className="jw-chip jw-chip-accent">{t(`incidentsForms.suggestion.${role}`)}</span> : null}
              <span className="jw-muted jw-num">{t('incidentsForms.suggestion.open', { n: open })}</span>
            </div>
            <p>{reasons.map((one) => one.text).join(' · ')}</p>
            <div>
              {role === 'chosen' ? null : <Button size="small" onClick={() => { onCo(co.filter((one) => one !== unit.id)); onLead(unit.id); }}>{t('incidentsForms.suggestion.asLead')}</Button>}
              {role === null ? <Button size="small" type="text" onClick={() => { onCo([...co, unit.id]); }}>{t('incidentsForms.suggestion.asCo')}</Button> : null}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
