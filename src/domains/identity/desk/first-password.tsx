import { Button, Input, Space } from 'antd';
import { useRef, useState } from 'react';
import { readablePassword } from '../rules/first-password.ts';
import type { InputRef } from 'antd';
import { useWords } from '../../../platform/client/i18n.ts';
import { uiFormWords } from '../../../platform/ui/form-words.ts';
import { uiWords } from '../../../platform/ui/words.ts';
import { Facts, SidePanel } from '../../../platform/ui/work-page.tsx';
import { identityDeskWords } from './words.ts';

export function makePassword(): string {
  return readablePassword((below) => {
    const limit = Math.floor(2 ** 32 / below) * below; // beyond it some letters would come more often
    for (;;) {
      const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
      if (number < limit) return number % below;
    }
  });
}

/** A form's field: what was made by chance, to be changed or made again. */
export function PasswordField({ id, value, onChange }: { id?: string; value?: string; onChange?: (password: string) => void }) {
  const t = useWords(identityDeskWords);
  return (
    <Space.Compact block>
      <Input {...(id === undefined ? {} : { id })} value={value ?? ''} autoComplete="off" spellCheck={false} maxLength={200} onChange={(event) => { onChange?.(event.target.value); }} />
      <Button onClick={() => { onChange?.(makePassword()); }}>{t('identityDesk.form.another')}</Button>
    </Space.Compact>
  );
}

export type Issued = { readonly personId: number; readonly account: string; readonly name: string; readonly password: string };

/** The one time that a first password is seen. It is in no address and in no store. */
export function IssuedPanel({ issued, onClose, onAppoint }: { issued: Issued; onClose: () => void; onAppoint?: (() => void) | undefined }) {
  const t = useWords(identityDeskWords);
  const ui = useWords(uiWords);
  const shared = useWords(uiFormWords);
  const field = useRef<InputRef>(null);
  const [told, setTold] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(issued.password);
      setTold(shared('uiForm.copied'));
    } catch {
      // Without HTTPS a page has no clipboard.
      field.current?.select();
      setTold(shared('uiForm.copyByHand'));
    }
  };
  return (
    <SidePanel title={t('identityDesk.issued.title')} onClose={onClose}>
      <section>
        <p className="jw-note jw-note-warn">{t('identityDesk.issued.hint')}</p>
        <div className="idn-slip">
          <h3>{t('identityDesk.issued.slip', { name: issued.name })}</h3>
          <Facts rows={[
            [t('identityDesk.issued.at'), location.origin],
            [t('identityDesk.issued.account'), <b key="account">{issued.account}</b>],
            [t('identityDesk.issued.password'), <b key="password" className="idn-password">{issued.password}</b>],
          ]} />
          <p className="jw-hint">{t('identityDesk.issued.must')}</p>
        </div>
        <Space.Compact block className="jw-no-print">
          <Input ref={field} readOnly value={issued.password} aria-label={t('identityDesk.issued.password')} onFocus={(event) => { event.target.select(); }} />
          <Button type="primary" onClick={() => { void copy(); }}>{shared('uiForm.copy')}</Button>
          <Button onClick={() => { print(); }}>{ui('ui.print')}</Button>
        </Space.Compact>
        <p className="jw-hint" role="status">{told}</p>
      </section>
      <section className="jw-actions jw-no-print">
        {onAppoint ? <Button onClick={onAppoint}>{t('identityDesk.issued.appoint')}</Button> : null}
        <Button onClick={onClose}>{t('identityDesk.issued.done')}</Button>
      </section>
    </SidePanel>
  );
}
