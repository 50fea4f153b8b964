import { Component, type ReactNode } from 'react';
import { Problem } from '../client/call.ts';
import { useWords } from '../client/i18n.ts';
import { uiWords } from './words.ts';

/** Says what would appear here and how. */
export function EmptyState({ title, hint, children }: { title: string; hint?: string | undefined; children?: ReactNode }) {
  return (
    <div className="jw-empty" role="status">
      <strong>{title}</strong>
      {hint ? <p>{hint}</p> : null}
      {children}
    </div>
  );
}

/** What went wrong as a sentence: the server's own where it gave one. */
export function useProblemText(): (error: unknown) => string {
  const t = useWords(uiWords);
  return (error) => {
    if (!(error instanceof Problem)) return t('ui.error.server');
    if (error.detail) return error.detail;
    switch (error.status) {
      case 0: return t('ui.error.unreachable');
      case 401: return t('ui.error.signedOut');
      case 403: return t('ui.error.forbidden');
      case 404: return t('ui.error.absent');
      case 429: return t('ui.error.tooMany');
      case 502: case 503: return t('ui.error.starting');
      default: return t('ui.error.server');
    }
  };
}

/** Says what to do; what surrounds it (a filled form, an older list) stays. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const t = useWords(uiWords);
  const text = useProblemText();
  return (
    <div className="jw-error" role="alert">
      <strong>{t('ui.error.title')}</strong>
      <p>{text(error)}</p>
      {onRetry ? <button type="button" className="jw-button" onClick={onRetry}>{t('ui.retry')}</button> : null}
    </div>
  );
}

/** The shape of what is coming: rows of a list, or lines of a text. */
export function LoadingState({ rows = 6 }: { rows?: number }) {
  const t = useWords(uiWords);
  return (
    <div className="jw-loading" role="status" aria-label={t('ui.loading')}>
      {Array.from({ length: rows }, (_, row) => <span key={row} className={`jw-bone jw-bone-${row % 3}`} />)}
    </div>
  );
}

/** A screen that throws takes nothing else with it. A class: React has no other form for this. */
export class Fence extends Component<{ children: ReactNode; place: string }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidUpdate(before: { place: string }): void {
    if (before.place !== this.props.place && this.state.failed) this.setState({ failed: false });
  }

  override render(): ReactNode {
    return this.state.failed ? <Crashed /> : this.props.children;
  }
}

function Crashed() {
  const t = useWords(uiWords);
  return (
    <div className="jw-error" role="alert">
      <strong>{t('ui.error.crashed')}</strong>
      <p>{t('ui.error.crashedHint')}</p>
      <button type="button" className="jw-button" onClick={() => { location.reload(); }}>{t('ui.error.reload')}</button>
    </div>
  );
}
