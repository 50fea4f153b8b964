import type { CaseDetail, StoryStep } from '../contract-shapes.ts';
import { classes } from '../../dispatch/contract.ts';
import { units } from '../../identity/contract.ts';
import { incidentsWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { incidentsDeskWords } from './words.ts';

/** What a step's data says, in words. Unknown fields are left out: they are for machines. */
export function useStepFacts(matter: CaseDetail): (step: StoryStep, before: readonly StoryStep[]) => { headline: string; lines: string[] } {
  const t = useWords(incidentsDeskWords);
  const loop = useWords(incidentsWords);
  // Steps keep ids; both lists are small and already here for the pickers.
  const unitList = useAsk(units, {}, { staleTime: 300_000 });
  const classList = useAsk(classes, {}, { staleTime: 600_000 });
  const knownUnits = [...(unitList.data?.items ?? []), ...matter.coUnits, ...(matter.lead ? [matter.lead] : [])];
  const unitNames = (ids: unknown): string | null => (Array.isArray(ids) ? ids.map((id) => knownUnits.find((unit) => unit.id === id)?.name).filter(Boolean).join('、') || null : null);
  const personName = (id: unknown): string | null => [matter.verifier, matter.checker].find((one) => one?.id === id)?.name ?? matter.steps.find(({ by }) => by?.personId === id)?.by?.name ?? null;
  const className = (code: unknown): string | null => classList.data?.items.find((one) => one.code === code)?.name ?? null;
  return ({ action, data, note }, before) => {
    const lines: string[] = [];
    const line = (label: keyof (typeof incidentsDeskWords)['zh-CN']['incidentsDesk']['data'], value: string | null): void => {
      if (value) lines.push(`${t(`incidentsDesk.data.${label}`)} ${value}`);
    };
    const said = (value: unknown): void => { if (textOf(value)) lines.unshift(textOf(value) ?? ''); };
    const result = oneOf(['exists', 'notExists', 'unable', 'pass', 'fail'] as const, data['result']);
    const card = oneOf(['yellow', 'red', 'black'] as const, data['level']);
    const level = oneOf(['courtyard', 'village', 'township'] as const, data['level']);
    const outcome = action === 'deliver' ? oneOf(['agreed', 'refused', 'failed'] as const, data['outcome']) : null;
    line('lead', textOf(data['leadName']));
    line('co', Array.isArray(data['coNames']) ? data['coNames'].filter(Boolean).join('、') || null : unitNames(data['coUnitIds']));
    line('participants', unitNames(data['participantUnitIds']));
    line('verifier', personName(data['verifierId']));
    line('checker', personName(data['checkerId']));
    line('to', textOf(data['unitName']));
    line('rule', action === 'return' ? textOf(data['text']) : null);
    if (textOf(data['until'])) lines.push(t('incidentsDesk.data.until', { day: textOf(data['until']) ?? '' }));
    if (typeof data['workingDays'] === 'number') lines.push(t('incidentsDesk.data.days', { n: data['workingDays'] }));
    // A class is told where it changes, not at every step that repeats it.
    if (data['class'] !== before.findLast((one) => typeof one.data['class'] === 'string')?.data['class']) line('class', className(data['class']));
    line('into', textOf(data['number']));
    line('loss', Number(data['lossAvoidedYuan']) > 0 ? Number(data['lossAvoidedYuan']).toLocaleString('zh-CN') : null);
    line('method', textOf(data['lossMethod']));
    if (action !== 'return' && textOf(data['text']) !== note) said(data['text']);
    const headline = result ? t(`incidentsDesk.result.${result}`)
      : action === 'supervise' && card ? loop(`incidents.card.${card}`)
      : action === 'escalate' && level ? loop(`incidents.level.${level}`)
      : outcome ? t(`incidentsDesk.result.${outcome}`)
      : typeof data['satisfied'] === 'boolean' ? t(data['satisfied'] ? 'incidentsDesk.detail.satisfied' : 'incidentsDesk.detail.unsatisfied')
      : typeof data['agreed'] === 'boolean' ? t(data['agreed'] ? 'incidentsDesk.detail.consentYes' : 'incidentsDesk.detail.consentNo')
      : '';
    return { headline, lines };
  };
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | null {
  return allowed.find((one) => one === value) ?? null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
}
