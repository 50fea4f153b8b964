import type { StoryStep } from '../contract-shapes.ts';
import { incidentsWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { incidentsDeskWords } from './words.ts';

/** What a step's data says, in words. Unknown fields are left out: they are for machines. */
export function useStepFacts(): (step: StoryStep) => { headline: string; lines: string[] } {
  const t = useWords(incidentsDeskWords);
  const loop = useWords(incidentsWords);
  return ({ action, data }) => {
    const lines: string[] = [];
    const line = (label: keyof (typeof incidentsDeskWords)['zh-CN']['incidentsDesk']['data'], value: string | null): void => {
      if (value) lines.push(`${t(`incidentsDesk.data.${label}`)} ${value}`);
    };
    const result = oneOf(['exists', 'notExists', 'unable', 'pass', 'fail'] as const, data['result']);
    const card = oneOf(['yellow', 'red', 'black'] as const, data['level']);
    const level = oneOf(['courtyard', 'village', 'township'] as const, data['level']);
    const outcome = action === 'deliver' ? oneOf(['agreed', 'refused', 'failed'] as const, data['outcome']) : null;
    line('lead', nameOf(data['lead']) ?? nameOf(data['leadUnit']));
    line('co', namesOf(data['co'] ?? data['coUnits']));
    line('participants', namesOf(data['participants']));
    line('unit', action === 'message' ? null : nameOf(data['unit']));
    line('to', action === 'message' ? nameOf(data['unit']) : null);
    line('rule', nameOf(data['rule']) ?? nameOf(data['ruleName']));
    line('until', textOf(data['until']));
    line('days', textOf(data['workingDays']));
    line('class', nameOf(data['className']) ?? nameOf(data['class']));
    line('verifier', nameOf(data['verifier']));
    line('checker', nameOf(data['checker']));
    line('into', nameOf(data['into']) ?? textOf(data['intoNumber']));
    line('loss', Number(data['lossAvoidedYuan']) > 0 ? Number(data['lossAvoidedYuan']).toLocaleString('zh-CN') : null);
    line('method', textOf(data['lossMethod']));
    const said = textOf(data['text']) ?? (typeof data['result'] === 'string' && !result ? data['result'] : null) ?? textOf(data['minutes']) ?? textOf(data['reason']) ?? textOf(data['comment']);
    if (said) lines.unshift(said);
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

function nameOf(value: unknown): string | null {
  const inner: unknown = Reflect.get(Object(value), 'name') ?? Reflect.get(Object(value), 'number');
  return textOf(inner) ?? (typeof value === 'string' ? textOf(value) : null);
}

function namesOf(value: unknown): string | null {
  return Array.isArray(value) && value.length > 0 ? value.map(nameOf).filter(Boolean).join('、') || null : null;
}
