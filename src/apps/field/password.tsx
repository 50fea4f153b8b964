import { Button } from 'antd-mobile';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { changePassword, me } from '../../domains/identity/contract.ts';
import { send } from '../../platform/client/call.ts';
import { useWords } from '../../platform/client/i18n.ts';
import { keyOf } from '../../platform/client/query.ts';
import { TextField } from '../../platform/ui/phone/fields.tsx';
import { Notice } from '../../platform/ui/phone/notice.tsx';
import { Screen, Section } from '../../platform/ui/phone/screen.tsx';
import { useProblemText } from '../../platform/ui/states.tsx';
import { Enrolment, SecurityView } from '../account/security.tsx';
import { accountWords } from '../account/words.ts';
import { fieldAppWords } from './words.ts';

export function PasswordScreen() {
  const say = useWords(fieldAppWords);
  const [done, setDone] = useState(false);
  return (
    <Screen title={say('fieldApp.password.title')} above="/me">
      <Section>{done ? <Notice tone="good">{say('fieldApp.password.done')}</Notice> : <PasswordForm onDone={() => setDone(true)} />}</Section>
    </Screen>
  );
}

/** Nothing else is open until whoever must have a second factor has one. It stands outside the router. */
export function FirstFactor() {
  const say = useWords(accountWords);
  return (
    <div className="ph-app">
      <header className="ph-head"><h1>{say('account.enrol.title')}</h1></header>
      <main className="ph-main"><Section><p>{say('account.enrol.must')}</p></Section><Enrolment place="phone" /></main>
    </div>
  );
}

export function SecurityScreen() {
  const say = useWords(accountWords);
  return <Screen title={say('account.security.title')} above="/me"><SecurityView place="phone" /></Screen>;
}

/** Nothing else is open until a first password has become the person's own. It stands outside the router. */
export function FirstPassword() {
  const say = useWords(fieldAppWords);
  const client = useQueryClient();
  return (
    <div className="ph-app">
      <header className="ph-head"><h1>{say('fieldApp.password.title')}</h1></header>
      <main className="ph-main"><Section><p className="fa-gap">{say('fieldApp.password.must')}</p><PasswordForm onDone={() => { void client.resetQueries({ queryKey: keyOf(me) }); }} /></Section></main>
    </div>
  );
}

function PasswordForm({ onDone }: { onDone: () => void }) {
  const say = useWords(fieldAppWords);
  const text = useProblemText();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [repeat, setRepeat] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const short = [...next].length < 8;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setAsked(true);
    if (current === '' || short || next !== repeat) return;
    setBusy(true);
    setProblem('');
    try {
      await send(changePassword, { current, next });
      onDone();
    } catch (error) {
      setProblem(text(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="ph-stack" onSubmit={(event) => { void submit(event); }}>
      <TextField label={say('fieldApp.password.current')} type="password" autoComplete="current-password" value={current} max={200} onChange={setCurrent} error={asked && current === '' ? say('fieldApp.signIn.needPassword') : undefined} />
      <TextField label={say('fieldApp.password.next')} type="password" autoComplete="new-password" value={next} max={200} onChange={setNext} why={say('fieldApp.password.hint')} error={asked && short ? say('fieldApp.password.tooShort') : undefined} />
      <TextField label={say('fieldApp.password.repeat')} type="password" autoComplete="new-password" value={repeat} max={200} onChange={setRepeat} error={asked && next !== repeat ? say('fieldApp.password.differs') : undefined} />
      {problem ? <Notice tone="bad">{problem}</Notice> : null}
      <Button className="ph-button ph-button-wide" block color="primary" type="submit" loading={busy}>{say('fieldApp.password.title')}</Button>
    </form>
  );
}
