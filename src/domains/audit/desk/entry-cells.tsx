import type { z } from 'zod';
import type { entries } from '../contract.ts';
import { auditWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { Chip, type Tone } from '../../../platform/ui/chips.tsx';
import { auditDeskWords } from './words.ts';

export type Entry = z.output<typeof entries.output>['items'][number];

export function PersonName({ entry }: { entry: Entry }) {
  const t = useWords(auditDeskWords);
  const name = entry.personId === null && entry.personName === '' ? <span className="jw-muted">{t('auditDesk.nobody')}</span> : <b title={entry.personName}>{entry.personName}</b>;
  return entry.inNameOf === null ? name : <>{name} <Chip tone="accent">{t('auditDesk.detail.forSomebody', { name: entry.inNameOf })}</Chip></>;
}

const tones: Record<Entry['outcome'], Tone> = { done: 'quiet', refused: 'orange', denied: 'red' };

export function OutcomeChip({ outcome }: { outcome: Entry['outcome'] }) {
  const words = useWords(auditWords);
  return <Chip tone={tones[outcome]}>{words(`audit.outcome.${outcome}`)}</Chip>;
}
