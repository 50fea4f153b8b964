import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { me, signIn } from '../../domains/identity/contract.ts';
import { ask, send } from '../../platform/client/call.ts';
import { changeLanguage, useLanguage, useWords } from '../../platform/client/i18n.ts';
import { keyOf } from '../../platform/client/query.ts';
import { useProblemText } from '../../platform/ui/states.tsx';
import { deskAppWords } from './words.ts';

export function SignInPage({ onDone }: { onDone: () => void }) {
  const t = useWords(deskAppWords);
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
          <p className="jw-muted">{t('deskApp.signIn.demo')}</p>
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

function SignInForm({ account, onDone }: { account?: string; onDone: () => void }) {
  const t = useWords(deskAppWords);
  const text = useProblemText();
  const client = useQueryClient();
  const [waiting, setWaiting] = useState(false);
  const [problem, setProblem] = useState('');
  const submit = async (values: { account: string; password: string }): Promise<void> => {
    setWaiting(true);
    setProblem('');
    try {
      const { personId } = await send(signIn, { account: values.account.trim(), password: values.password });
      const before = client.getQueryData<{ personId: number }>(keyOf(me, {}));
      // What another person was shown is not for this one; the same person finds his page as he left it.
      if (before && before.personId !== personId) client.clear();
      await client.fetchQuery({ queryKey: keyOf(me, {}), queryFn: () => ask(me, {}), staleTime: 0 });
      onDone();
    } catch (error) {
      setProblem(text(error));
    } finally {
      setWaiting(false);
    }
  };
  return (
    <Form layout="vertical" requiredMark={false} onFinish={submit} initialValues={{ account: account ?? '' }}>
      <Form.Item name="account" label={t('deskApp.signIn.account')} rules={[{ required: true, whitespace: true, message: t('deskApp.signIn.needAccount') }]}>
        <Input autoComplete="username" autoFocus={account === undefined} size="large" />
      </Form.Item>
      <Form.Item name="password" label={t('deskApp.signIn.password')} rules={[{ required: true, message: t('deskApp.signIn.needPassword') }]}>
        <Input.Password autoComplete="current-password" autoFocus={account !== undefined} size="large" />
      </Form.Item>
      {problem ? <p className="jw-problem" role="alert">{problem}</p> : null}
      <Button type="primary" htmlType="submit" size="large" block loading={waiting}>{t('deskApp.signIn.submit')}</Button>
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
