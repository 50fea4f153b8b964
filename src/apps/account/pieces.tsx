import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { useWords } from '../../platform/client/i18n.ts';
import { useProblemText } from '../../platform/ui/states.tsx';
import { Cancelled } from './passkey-client.ts';
import { accountWords } from './words.ts';

/** Something that is tried: one at a time, and what went wrong as a sentence. */
export function useTry(): { readonly busy: boolean; readonly problem: string; readonly run: (work: () => Promise<void>) => Promise<void> } {
  const t = useWords(accountWords);
  const text = useProblemText();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const run = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem('');
    try {
      await work();
    } catch (error) {
      setProblem(error instanceof Cancelled ? t('account.second.cancelled') : text(error));
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run };
}

export function ProblemLine({ problem }: { problem: string }) {
  return problem ? <p className="acc-problem" role="alert">{problem}</p> : null;
}

type FieldProps = { label: string; hint?: string; value: string; onChange: (value: string) => void; code?: boolean; max: number; focus?: boolean };

export function LineField({ label, hint, value, onChange, code = false, max, focus = false }: FieldProps) {
  const id = useId();
  return (
    <div className="acc-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id} className={code ? 'acc-input acc-code' : 'acc-input'} value={value} maxLength={max} autoFocus={focus} spellCheck={false} aria-describedby={hint ? `${id}-hint` : undefined}
        {...(code ? { inputMode: 'numeric' as const, autoComplete: 'one-time-code' } : { autoComplete: 'off' })} onChange={(event) => { onChange(event.target.value); }}
      />
      {hint ? <p id={`${id}-hint`} className="acc-quiet">{hint}</p> : null}
    </div>
  );
}

/** A form of one field and one button. */
export function LineForm({ children, submit, busy, problem, isReady, onSubmit, more }: { children: ReactNode; submit: string; busy: boolean; problem: string; isReady: boolean; onSubmit: () => Promise<void>; more?: ReactNode }) {
  const t = useWords(accountWords);
  const [asked, setAsked] = useState(false);
  const go = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (isReady && !busy) void onSubmit();
  };
  return (
    <form className="acc-form" noValidate onSubmit={go}>
      {children}
      <ProblemLine problem={problem || (asked && !isReady ? t('account.second.need') : '')} />
      <div className="acc-buttons"><button type="submit" className="acc-button acc-main acc-wide" disabled={busy} aria-busy={busy}>{submit}</button>{more}</div>
    </form>
  );
}

/** A button that asks once more beside itself before it does what cannot be taken back. */
export function AskedButton({ name, ask, busy, onYes, danger = false }: { name: string; ask: string; busy: boolean; onYes: () => void; danger?: boolean }) {
  const t = useWords(accountWords);
  const [asking, setAsking] = useState(false);
  if (!asking) return <button type="button" className={danger ? 'acc-button acc-danger' : 'acc-button'} disabled={busy} onClick={() => { setAsking(true); }}>{name}</button>;
  return (
    <span className="acc-buttons" role="group" aria-label={ask}>
      <span>{ask}</span>
      <button type="button" className="acc-button acc-danger" disabled={busy} autoFocus onClick={() => { setAsking(false); onYes(); }}>{t('account.security.yes')}</button>
      <button type="button" className="acc-button" onClick={() => { setAsking(false); }}>{t('account.security.no')}</button>
    </span>
  );
}
