import { Button } from 'antd-mobile';
import { useState, type FormEvent } from 'react';
import { device } from '../../domains/incidents/field/device.ts';
import { useStored } from '../../domains/incidents/field/kept.ts';
import { useWords } from '../../platform/client/i18n.ts';
import { keyring } from '../../platform/client/phone-row.ts';
import type { Session } from '../../platform/client/session.tsx';
import { TextField } from '../../platform/ui/phone/fields.tsx';
import { Notice } from '../../platform/ui/phone/notice.tsx';
import { Section } from '../../platform/ui/phone/screen.tsx';
import { SignInForm } from './sign-in.tsx';
import { fieldAppWords } from './words.ts';

/** Nothing of his is shown, nothing is lost: how much is unsent is said, and the word opens it, also without a network. */
export function LockedScreen({ session, waits, onOpen }: { session: Session; waits: boolean; onOpen: () => void }) {
  const say = useWords(fieldAppWords);
  const [secret, setSecret] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const [anew, setAnew] = useState(false);
  const method = useStored(() => keyring().methodOf(session.personId), [session.personId]);
  const unsent = useStored(async () => {
    const items = await device.rowItems.where('person').equals(session.personId).toArray();
    return items.filter(({ state }) => state === 'queued' || state === 'parked').length + await device.waiting.filter((item) => item.personId === session.personId && !item.inRow).count();
  }, [session.personId]) ?? 0;

  const open = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (secret === '') return;
    setBusy(true);
    setProblem('');
    const tried = await keyring().unlock(session.personId, secret).catch(() => null);
    setBusy(false);
    setSecret('');
    if (tried?.ok) onOpen();
    else if (!tried) setProblem(say('fieldApp.lock.failed'));
    else if (tried.left === 0) setProblem(say('fieldApp.lock.erased'));
    else if (tried.waitMs > 0) setProblem(say('fieldApp.lock.wait', { minutes: Math.ceil(tried.waitMs / 60_000), left: tried.left }));
    else setProblem(say('fieldApp.lock.wrong', { left: tried.left }));
  };
  const label = say(method === 'code' ? 'fieldApp.lock.code' : 'fieldApp.signIn.password');
  return (
    <div className="ph-app fa-app">
      <div className="ph-body">
        <header className="ph-head"><h1>{say('fieldApp.lock.title')}</h1></header>
        <main className="ph-main">
          <Section>
            <div className="ph-stack">
              <p className="fa-name">{session.name}</p>
              <p className="ph-quiet">{say(waits ? 'fieldApp.lock.waits' : 'fieldApp.lock.why')}</p>
              {unsent > 0 ? <Notice tone="warn">{say('fieldApp.lock.unsent', { n: unsent })}</Notice> : null}
              {anew || waits ? <SignInForm account={session.account} onDone={onOpen} /> : (
                <form className="ph-stack" onSubmit={(event) => { void open(event); }}>
                  <TextField label={label} value={secret} onChange={setSecret} type="password" autoComplete={method === 'code' ? 'off' : 'current-password'} max={200} {...(method === 'code' ? { inputMode: 'numeric' as const } : {})} />
                  {problem ? <Notice tone="bad">{problem}</Notice> : null}
                  <Button className="ph-button ph-button-wide" block color="primary" type="submit" loading={busy} disabled={secret === ''}>{say('fieldApp.lock.open')}</Button>
                </form>
              )}
              {anew || waits ? null : <button type="button" className="ph-link" onClick={() => setAnew(true)}>{say('fieldApp.lock.signIn')}</button>}
            </div>
          </Section>
        </main>
      </div>
    </div>
  );
}
