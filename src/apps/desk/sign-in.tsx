import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { me, signIn, signInWays } from '../../domains/identity/contract.ts';
import { ask, send } from '../../platform/client/call.ts';
import { changeLanguage, useLanguage, useWords } from '../../platform/client/i18n.ts';
import { keyOf, useAsk } from '../../platform/client/query.ts';
import { useProblemText } from '../../platform/ui/states.tsx';
import { SecondStep, type Way } from '../account/second-step.tsx';
import { accountWords } from '../account/words.ts';
import { deskAppWords } from './words.ts';

export function SignInPage({ onDone }: { onDone: () => void }) {
  const t = useWords(deskAppWords);
  const acc = useWords(accountWords);
  const isDemo = useWays().data?.asksAdministrators === false;
  return (
    <main className="desk-sign-in">
      <div className="desk-sign-in-card">
        <header>
          <h1>{t('deskApp.product')}</h1>
          <p>{t('deskApp.tagline')}</p>
        </header>
        <SignInForm onDone={onDone} />
        <footer>
          <p>{t('deskApp.signIn.resident')} <a href="/m/report">{t('deskApp.signIn.residentLink')}</a></p>
          <p><a href="/m/">{t('deskApp.signIn.phone')}</a></p>
          {isDemo ? <p className="jw-muted">{t('deskApp.signIn.demo')} {acc('account.demo')}</p> : null}
          <LanguageSwitch />
        </footer>
      </div>
    </main>
  );
}

/** Over the page of somebody whose session ended: the page below keeps what was typed. */
export function SignInAgain({ account, onDone }: { account: string; onDone: () => void }) {
  const t = useWords(deskAppWords);
  return (
    <Modal open title={t('deskApp.signIn.again')} footer={null} closable={false} mask={{ closable: false }} keyboard={false} width={400}>
      <p className="jw-muted">{t('deskApp.signIn.againHint')}</p>
      <SignInForm account={account} onDone={onDone} />
    </Modal>
  );
}

/** What the way back from the identity provider ended with is said once: the address is cleared of it. */
const saidOnTheWayBack = new URLSearchParams(location.search).get('said');
if (saidOnTheWayBack !== null) history.replaceState(null, '', location.pathname);

function useWays() {
  return useAsk(signInWays, saidOnTheWayBack === null ? {} : { said: saidOnTheWayBack.slice(0, 60) }, { staleTime: 60_000 });
}

function SignInForm({ account, onDone }: { account?: string; onDone: () => void }) {
  const t = useWords(deskAppWords);
  const acc = useWords(accountWords);
  const ways = useWays().data;
  const [second, setSecond] = useState<readonly Way[] | null>(null);
  const [anew, setAnew] = useState(false);
  const text = useProblemText();
  const client = useQueryClient();
  const [waiting, setWaiting] = useState(false);
  const [problem, setProblem] = useState('');
  const enter = async (personId: number): Promise<void> => {
    const before = client.getQueryData<{ personId: number }>(keyOf(me, {}));
    // What another person was shown is not for this one; the same person finds his page as he left it.
    if (before && before.personId !== personId) client.clear();
    await client.fetchQuery({ queryKey: keyOf(me, {}), queryFn: () => ask(me, {}), staleTime: 0 });
    onDone();
  };
  const submit = async (values: { account: string; password: string }): Promise<void> => {
    setWaiting(true);
    setProblem('');
    try {
      const { personId, secondFactor } = await send(signIn, { account: values.account.trim(), password: values.password });
      if (secondFactor) setSecond(secondFactor);
      else await enter(personId);
    } catch (error) {
      setProblem(text(error));
    } finally {
      setWaiting(false);
    }
  };
  const unfinished = second ?? (anew ? null : ways?.waiting ?? null);
  if (unfinished) return <SecondStep ways={unfinished} onDone={enter} onBack={() => { setSecond(null); setAnew(true); }} />;
  return (
    <Form layout="vertical" requiredMark={false} onFinish={submit} initialValues={{ account: account ?? '' }}>
      {ways?.said ? <p className="jw-problem" role="alert">{ways.said}</p> : null}
      <Form.Item name="account" label={t('deskApp.signIn.account')} rules={[{ required: true, whitespace: true, message: t('deskApp.signIn.needAccount') }]}>
        <Input autoComplete="username" autoFocus={account === undefined} size="large" />
      </Form.Item>
      <Form.Item name="password" label={t('deskApp.signIn.password')} rules={[{ required: true, message: t('deskApp.signIn.needPassword') }]}>
        <Input.Password autoComplete="current-password" autoFocus={account !== undefined} size="large" />
      </Form.Item>
      {problem ? <p className="jw-problem" role="alert">{problem}</p> : null}
      <Button type="primary" htmlType="submit" size="large" block loading={waiting}>{t('deskApp.signIn.submit')}</Button>
      {ways?.provider ? <><p className="acc-or">{acc('account.provider.or')}</p><Button size="large" block href="/api/identity/provider/start?device=desk">{ways.provider}</Button></> : null}
    </Form>
  );
}

/** Each language in its own name, so that nobody is locked out of his. */
export function LanguageSwitch() {
  const t = useWords(deskAppWords);
  const language = useLanguage();
  return (
    <Segmented
      aria-label={t('deskApp.me.language')} size="small" value={language} options={languageNames}
      onChange={(next) => { void changeLanguage(next); }}
    />
  );
}

const languageNames: { value: 'zh-CN' | 'en'; label: string }[] = [{ value: 'zh-CN', label: '中文' }, { value: 'en', label: 'English' }];
