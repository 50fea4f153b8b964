import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { changePassword, me } from '../../domains/identity/contract.ts';
import { send } from '../../platform/client/call.ts';
import { useWords } from '../../platform/client/i18n.ts';
import { keyOf } from '../../platform/client/query.ts';
import { useProblemText } from '../../platform/ui/states.tsx';
import { Enrolment } from '../account/security.tsx';
import { accountWords } from '../account/words.ts';
import { drawQr } from './security.tsx';
import { deskAppWords } from './words.ts';

export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const t = useWords(deskAppWords);
  return (
    <Modal open title={t('deskApp.password.title')} footer={null} onCancel={onClose} width={440} destroyOnHidden>
      <PasswordForm onDone={onClose} />
    </Modal>
  );
}

/** Nothing else is open until whoever must have a second factor has one. */
export function FirstFactor() {
  const t = useWords(accountWords);
  return (
    <main className="desk-sign-in">
      <div className="desk-sign-in-card desk-sign-in-wide">
        <header><h1>{t('account.enrol.title')}</h1><p>{t('account.enrol.must')}</p></header>
        <Enrolment place="desk" draw={drawQr} />
      </div>
    </main>
  );
}

/** Nothing else is open until a first password has become the person's own. */
export function FirstPassword() {
  const t = useWords(deskAppWords);
  const client = useQueryClient();
  return (
    <main className="desk-sign-in">
      <div className="desk-sign-in-card">
        <header><h1>{t('deskApp.password.title')}</h1><p>{t('deskApp.password.must')}</p></header>
        <PasswordForm onDone={() => { void client.resetQueries({ queryKey: keyOf(me) }); }} />
      </div>
    </main>
  );
}

type Values = { current: string; next: string; repeat: string };

function PasswordForm({ onDone }: { onDone: () => void }) {
  const t = useWords(deskAppWords);
  const text = useProblemText();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const [waiting, setWaiting] = useState(false);
  const [problem, setProblem] = useState('');
  const submit = async ({ current, next }: Values): Promise<void> => {
    setWaiting(true);
    setProblem('');
    try {
      await send(changePassword, { current, next });
      void message.success(t('deskApp.password.done'));
      onDone();
    } catch (error) {
      setProblem(text(error));
    } finally {
      setWaiting(false);
    }
  };
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={submit}>
      <Form.Item name="current" label={t('deskApp.password.current')} rules={[{ required: true, message: t('deskApp.signIn.needPassword') }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="next" label={t('deskApp.password.next')} extra={t('deskApp.password.hint')} rules={[{ required: true, min: 8, message: t('deskApp.password.tooShort') }]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="repeat" label={t('deskApp.password.repeat')} dependencies={['next']}
        rules={[{ validator: async (_rule, value: unknown) => { if (value !== form.getFieldValue('next')) throw new Error(t('deskApp.password.differs')); } }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      {problem ? <p className="jw-problem" role="alert">{problem}</p> : null}
      <Button type="primary" htmlType="submit" block loading={waiting}>{t('deskApp.password.title')}</Button>
    </Form>
  );
}
