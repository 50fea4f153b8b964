import { useEffect, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useWords } from '../../client/i18n.ts';
import { BackIcon } from './icons.tsx';
import { phoneWords } from './words.ts';

/** A screen with its name, and, below the first level, the way back. `above` is where that leads without a history. */
export function Screen({ title, above, action, children }: { title: string; above?: string; action?: ReactNode; children: ReactNode }) {
  const say = useWords(phoneWords);
  const navigate = useNavigate();
  useEffect(() => { document.title = title; }, [title]);
  const back = (): void => {
    // react-router numbers the entries it made itself; the first one has nothing of ours behind it.
    const index: unknown = Reflect.get(Object(window.history.state), 'idx');
    if (typeof index === 'number' && index > 0) void navigate(-1);
    else void navigate(above ?? '/', { replace: true });
  };
  return (
    <>
      <header className="ph-head">
        {above === undefined ? null : <button type="button" className="ph-icon-button" aria-label={say('phoneUi.back')} onClick={back}><BackIcon /></button>}
        <h1>{title}</h1>
        {action}
      </header>
      <main className="ph-main">{children}</main>
    </>
  );
}

export function Section({ title, aside, children }: { title?: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="ph-section">
      {title === undefined ? null : <div className="ph-section-head"><h2>{title}</h2>{aside}</div>}
      {children}
    </section>
  );
}
