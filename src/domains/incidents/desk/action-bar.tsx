import { Button, Tooltip } from 'antd';
import { useState } from 'react';
import type { CaseDetail } from '../contract-shapes.ts';
import type { StepAction } from '../rules/steps.ts';
import { incidentsWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useKeys } from '../../../platform/ui/keyboard.tsx';
import { actionOrder, aside, grave, letters } from './form-specs.ts';
import { incidentsDeskWords } from './words.ts';

type Props = { matter: CaseDetail; current: StepAction | undefined; onAction: (action: StepAction) => void };

/** What may be done next, in the order people use it. What may not says why: on the button, and under it when pressed. */
export function ActionBar({ matter, current, onAction }: Props) {
  const t = useWords(incidentsDeskWords);
  const loop = useWords(incidentsWords);
  const [why, setWhy] = useState<StepAction | null>(null);
  const possible = actionOrder.flatMap((action) => {
    const offer = matter.allowed.find((one) => one.action === action);
    // "Only disputes have this step" is no news on a street lamp.
    return offer && offer.refused !== 'incidents/not-a-dispute' ? [{ action, allowed: offer.allowed, detail: offer.detail ?? offer.refused ?? '' }] : [];
  });
  // What cannot be done stands behind what can.
  const offers = [...possible.filter(({ allowed }) => allowed), ...possible.filter(({ allowed }) => !allowed)];
  const main = offers.find(({ action, allowed }) => allowed && !aside.includes(action))?.action;
  useKeys(offers.flatMap(({ action, allowed }) => {
    const key = letters[action];
    return key && allowed ? [{ key, what: loop(`incidents.action.${action}`), group: t('incidentsDesk.keys.letters'), run: () => { onAction(action); } }] : [];
  }));
  const asked = offers.find(({ action, allowed }) => action === why && !allowed);
  return (
    <footer className="inc-actions jw-no-print" aria-label={t('incidentsDesk.detail.next')}>
      {offers.length === 0 ? <p className="jw-muted">{t('incidentsDesk.detail.nothing')}</p> : null}
      <div>
        {offers.map(({ action, allowed, detail }) => {
          const key = letters[action];
          const name = loop(`incidents.action.${action}`);
          return (
            <Tooltip key={action} title={allowed ? (key ? t('incidentsDesk.detail.key', { key }) : '') : detail}>
              <Button
                type={action === main ? 'primary' : 'default'} danger={grave.includes(action)} aria-disabled={!allowed} className={allowed ? '' : 'inc-not'}
                {...(action === current ? { 'aria-pressed': true } : {})}
                onClick={() => { if (allowed) onAction(action); else setWhy(action); }}
              >{name}</Button>
            </Tooltip>
          );
        })}
      </div>
      {asked ? <p className="inc-why" role="status">{t('incidentsDesk.detail.why', { action: loop(`incidents.action.${asked.action}`), why: asked.detail })}</p> : null}
    </footer>
  );
}
