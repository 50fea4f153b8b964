import type { ReactNode } from 'react';

/** A sentence that stands out; the tone is said by the words, the colour only supports it. */
export function Notice({ tone = 'info', children }: { tone?: 'info' | 'good' | 'warn' | 'bad'; children: ReactNode }) {
  return <div className={`ph-notice ph-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>{children}</div>;
}
