import { Button } from 'antd-mobile';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { me, signIn, signInWays } from '../../domains/identity/contract.ts';
import { send } from '../../platform/client/call.ts';
import { useWords } from '../../platform/client/i18n.ts';
import { keyOf, useAsk } from '../../platform/client/query.ts';
import { useSession } from '../../platform/client/session.tsx';
import { TextField } from '../../platform/ui/phone/fields.tsx';
import { Notice } from '../../platform/ui/phone/notice.tsx';
import { Screen, Section } from '../../platform/ui/phone/screen.tsx';
import { Sheet } from '../../platform/ui/phone/sheet.tsx';
import { useProblemText } from '../../platform/ui/states.tsx';
import { SecondStep, type Way } from '../account/second-step.tsx';
import { accountWords } from '../account/words.ts';
import { noteSecret } from './typed-secret.ts';
import { fieldAppWords } from './words.ts';

export function SignInScreen() {
  const say = useWords(fieldAppWords);
  const navigate = useNavigate();
  return (
    <Screen title={say('fieldApp.signIn.title')} above="/">
      <Section><p className="ph-quiet fa-gap">{say('fieldApp.signIn.hint')}</p><SignInForm onDone={() => { void navigate('/', { replace: true }); }} /></Section>
    </Screen>
  );
}

/** At a page that nobody sees without an account: the form first, the page after it. */
export function NeedsAccount({ children }: { children: ReactNode }) {
  const say = useWords(fieldAppWords);
  if (useSession()) return children;
  return (
    <Screen title={say('fieldApp.signIn.title')} above="/">
      <Section><p className="ph-quiet fa-gap">{say('fieldApp.signIn.needed')}</p><SignInForm onDone={() => undefined} /></Section>
    </Screen>
  );
}

/** Over the page of somebody whose session ended; what he typed below stays. */
export function SignInAgain({ account, onDone }: { account: string; onDone: () => void }) {
  const say = useWords(fieldAppWords);
  return (
    <Sheet title={say('fieldApp.signIn.again')} onClose={onDone}>
      <p className="ph-quiet fa-gap">{say('fieldApp.signIn.againHint')}</p>
      <SignInForm account={account} onDone={onDone} />
    </Sheet>
  );
}

/** What the way back from the identity provider ended with is said once: the address is cleared of it. */
const saidOnTheWayBack = new URLSearchParams(location.search).get('said');
if (saidOnTheWayBack !== null) history.replaceState(null, '', location.pathname);

export function SignInForm({ account = '', onDone }: { account?: string; onDone: () => void }) {
  const say = useWords(fieldAppWords);
  const text = useProblemText();
  const client = useQueryClient();
  const acc = useWords(accountWords);
  const ways = useAsk(signInWays, saidOnTheWayBack === null ? {} : { said: saidOnTheWayBack.slice(0, 60) }, { staleTime: 60_000 }).data;
  const [second, setSecond] = useState<readonly Way[] | null>(null);
  const [anew, setAnew] = useState(false);
  const [name, setName] = useState(account);
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const enter = async (): Promise<void> => {
    await client.resetQueries({ queryKey: keyOf(me) });
    onDone();
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setAsked(true);
    if (name.trim() === '' || password === '') return;
    setBusy(true);
    setProblem('');
    try {
      const { secondFactor } = await send(signIn, { account: name.trim(), password, device: 'phone' });
      noteSecret(password);
      if (secondFactor) setSecond(secondFactor);
      else await enter();
    } catch (error) {
      setProblem(text(error));
    } finally {
      setBusy(false);
    }
  };
  const unfinished = second ?? (anew ? null : ways?.waiting ?? null);
  if (unfinished) return <div className="acc-phone"><SecondStep ways={unfinished} onDone={enter} onBack={() => { setSecond(null); setAnew(true); }} /></div>;
  return (
    <form className="ph-stack" onSubmit={(event) => { void submit(event); }}>
      <TextField label={say('fieldApp.signIn.account')} value={name} onChange={setName} autoComplete="username" max={40} error={asked && name.trim() === '' ? say('fieldApp.signIn.needAccount') : undefined} />
      <TextField label={say('fieldApp.signIn.password')} value={password} onChange={setPassword} type="password" autoComplete="current-password" max={200} error={asked && password === '' ? say('fieldApp.signIn.needPassword') : undefined} />
      {problem || ways?.said ? <Notice tone="bad">{problem || ways?.said}</Notice> : null}
      <Button className="ph-button ph-button-wide" block color="primary" type="submit" loading={busy}>{say('fieldApp.signIn.submit')}</Button>
      {ways?.provider ? <><p className="acc-or">{acc('account.provider.or')}</p><a className="ph-button ph-button-wide" href="/api/identity/provider/start?device=phone">{ways.provider}</a></> : null}
    </form>
  );
}
