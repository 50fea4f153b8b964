import { Button, Form, Input, Modal } from 'antd';
import { useCallback, useRef, useState, type ReactNode } from 'react';
import { proveAgain } from '../../domains/identity/contract.ts';
import { send } from '../../platform/client/call.ts';
import { useWords } from '../../platform/client/i18n.ts';
import { AskForProof } from '../../platform/ui/proof.ts';
import { useProblemText } from '../../platform/ui/states.tsx';
import { deskAppWords } from './words.ts';

/** Forms below it may ask for the password once more, and then go on where they were. */
export function ProofOfSelf({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState(false);
  const answer = useRef<(isProved: boolean) => void>(() => undefined);
  const ask = useCallback(() => new Promise<boolean>((resolve) => {
    answer.current = resolve;
    setAsked(true);
  }), []);
  const close = (isProved: boolean): void => {
    setAsked(false);
    answer.current(isProved);
  };
  return (
    <AskForProof value={ask}>
      {children}
      {asked ? <ProofDialog onEnd={close} /> : null}
    </AskForProof>
  );
}

function ProofDialog({ onEnd }: { onEnd: (isProved: boolean) => void }) {
  const t = useWords(deskAppWords);
  const text = useProblemText();
  const [waiting, setWaiting] = useState(false);
  const [problem, setProblem] = useState('');
  const submit = async ({ password }: { password: string }): Promise<void> => {
    setWaiting(true);
    setProblem('');
    try {
      await send(proveAgain, { password });
      onEnd(true);
    } catch (error) {
      setProblem(text(error));
      setWaiting(false);
    }
  };
  return (
    <Modal open title={t('deskApp.proof.title')} footer={null} onCancel={() => { onEnd(false); }} width={420} destroyOnHidden>
      <p className="jw-note">{t('deskApp.proof.why')}</p>
      {/* A name of its own: the form that waits behind it may have a field of the same name, and labels go by ids. */}
      <Form name="proof" layout="vertical" requiredMark={false} onFinish={submit}>
        <Form.Item name="password" label={t('deskApp.proof.password')} rules={[{ required: true, message: t('deskApp.signIn.needPassword') }]}>
          <Input.Password autoFocus autoComplete="current-password" />
        </Form.Item>
        {problem ? <p className="jw-problem" role="alert">{problem}</p> : null}
        <Button type="primary" htmlType="submit" block loading={waiting}>{t('deskApp.proof.go')}</Button>
      </Form>
    </Modal>
  );
}
