import type { ReactNode } from 'react';
import { useWords } from '../client/i18n.ts';
import { fullMoment, minutesUntil, span, useNow } from './time.ts';
import { uiWords } from './words.ts';

export type Tone = 'quiet' | 'accent' | 'red' | 'orange' | 'yellow' | 'blue' | 'black';

/** A quiet chip with a word; the tone never says anything that the word does not. */
export function Chip({ tone = 'quiet', children, title }: { tone?: Tone; children: ReactNode; title?: string | undefined }) {
  return <span className={`jw-chip jw-chip-${tone}`} title={title}>{children}</span>;
}

export type ClockLike = { readonly dueAt: string; readonly late: boolean; readonly paused: boolean; readonly provisional: boolean };

/** 剩 3 小时 · 超 1 天. Late is a word, a shape (▲) and a colour; the last quarter of a day is orange. */
export function ClockChip({ clock, label }: { clock: ClockLike | null; label?: string | undefined }) {
  const t = useWords(uiWords);
  const now = useNow();
  if (!clock) return <span className="jw-muted">{t('ui.none')}</span>;
  const title = [label, fullMoment(clock.dueAt), clock.provisional ? t('ui.provisional') : ''].filter(Boolean).join(' · ');
  if (clock.paused) return <span className="jw-clock jw-clock-paused" title={title}>{t('ui.paused')}</span>;
  const minutes = minutesUntil(clock.dueAt, now);
  const late = clock.late || minutes < 0;
  const kind = late ? 'late' : minutes < 360 ? 'soon' : 'calm';
  return (
    <span className={`jw-clock jw-clock-${kind}`} title={title}>
      {late ? <span aria-hidden="true" className="jw-clock-mark" /> : null}
      {t(late ? 'ui.over' : 'ui.left', { span: span(minutes, t) })}
      {clock.provisional ? <sup aria-hidden="true">*</sup> : null}
    </span>
  );
}
