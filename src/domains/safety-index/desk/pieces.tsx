import type { ReactNode } from 'react';
import type { RunRef } from '../contract.ts';
import type { colours, layers } from '../contract-shapes.ts';
import { safetyIndexWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { Chip, type Tone } from '../../../platform/ui/chips.tsx';
import { fullMoment } from '../../../platform/ui/time.ts';
import { indexDeskWords } from './words.ts';

type Colour = (typeof colours)[number];
/** Green is none of the signal colours of the house: what is well is quiet. */
const tones: Record<Colour, Tone> = { green: 'accent', blue: 'blue', yellow: 'yellow', red: 'red' };

export function BandChip({ colour }: { colour: Colour | null }) {
  const t = useWords(safetyIndexWords);
  return colour === null ? null : <Chip tone={tones[colour]}>{t(`safety-index.colour.${colour}`)}</Chip>;
}

export function LayerChip({ layer }: { layer: (typeof layers)[number] }) {
  const t = useWords(safetyIndexWords);
  return <Chip>{t(`safety-index.layer.${layer}`)}</Chip>;
}

export function two(value: number | null | undefined, digits = 2): string {
  return value === null || value === undefined ? '—' : value.toFixed(digits);
}

/** With its sign, so that no colour is needed to read it. */
export function signed(value: number | null, digits = 2): string {
  if (value === null) return '—';
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : `${value > 0 ? '+' : '−'}${text}`;
}

/** Who stands behind the numbers, and by which standard. */
export function RunLine({ run }: { run: RunRef }) {
  const t = useWords(indexDeskWords);
  return (
    <p className="idx-run">
      <span>{run.state === 'published' ? t('indexDesk.run.published', { version: run.versionNumber, who: run.publishedBy ?? '—', at: run.publishedAt === null ? '' : fullMoment(run.publishedAt).slice(0, 10) }) : t('indexDesk.run.computed')}</span>
      {run.corrects === null ? null : <Chip tone="orange">{t('indexDesk.run.corrected')}</Chip>}
      {run.note === '' ? null : <Chip tone="yellow">{run.note}</Chip>}
      <span>{t('indexDesk.run.coverage', { n: (run.coverage * 100).toFixed(1) })}</span>
      <span className="jw-muted jw-num" title={t('indexDesk.run.hashHint')}>{t('indexDesk.run.hash', { version: run.versionHash.slice(0, 8), result: run.resultHash.slice(0, 8) })}</span>
    </p>
  );
}

export function Panel({ title, hint, extra, children, className }: { title: string; hint?: string | undefined; extra?: ReactNode; children: ReactNode; className?: string }) {
  return (
    <section className={className === undefined ? 'idx-panel' : `idx-panel ${className}`}>
      <header><h2>{title}</h2>{extra}</header>
      {hint ? <p className="jw-hint">{hint}</p> : null}
      {children}
    </section>
  );
}
