import type { z } from 'zod';
import { sentence, useWords } from '../../../platform/client/i18n.ts';
import type { rejected } from '../../../platform/core/sync/contract.ts';
import { refusalKey } from '../../../platform/core/words.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { deskAppWords } from '../words.ts';

export type AsideRow = z.output<typeof rejected.output>['items'][number];

/** The sentence of the refusal, with its values. */
export function reasonOf({ refused, params }: AsideRow): string {
  return sentence(refusalKey(refused), params) ?? refused;
}

export function AsideState({ row }: { row: AsideRow }) {
  const t = useWords(deskAppWords);
  if (row.settled) return <Chip>{t(`deskApp.aside.hows.${row.settled.how}`)}</Chip>;
  if (row.byWriter) return <Chip>{t('deskApp.aside.byWriter')}</Chip>;
  if (row.assignedTo) return <Chip tone="accent">{t('deskApp.aside.given', { name: row.assignedTo.name })}</Chip>;
  return row.handedOverAt === null ? <Chip>{t('deskApp.aside.waits')}</Chip> : <Chip tone="orange">{t('deskApp.aside.handed')}</Chip>;
}
