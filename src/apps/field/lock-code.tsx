import { Button } from 'antd-mobile';
import { useState } from 'react';
import { useStored } from '../../domains/incidents/field/kept.ts';
import { useWords } from '../../platform/client/i18n.ts';
import { closeRow, keyring } from '../../platform/client/phone-row.ts';
import { canSeal } from '../../platform/client/safe.ts';
import type { Session } from '../../platform/client/session.tsx';
import { TextField } from '../../platform/ui/phone/fields.tsx';
import { Notice } from '../../platform/ui/phone/notice.tsx';
import { Section } from '../../platform/ui/phone/screen.tsx';
import { isWeakCode } from './weak-code.ts';
import { fieldAppWords } from './words.ts';

/** By what the phone opens, and a code of one's own in the place of the password. */
export function LockCode({ session }: { session: Session }) {
  const say = useWords(fieldAppWords);
  const [code, setCode] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ tone: 'good' | 'bad'; text: string } | null>(null);
  const [turn, setTurn] = useState(0);
  const method = useStored(() => keyring().methodOf(session.personId), [session.personId, turn]);
  const save = async (): Promise<void> => {
    setSaid(null);
    if (isWeakCode(code)) { setSaid({ tone: 'bad', text: say('fieldApp.lock.weak') }); return; }
    if (code !== again) { setSaid({ tone: 'bad', text: say('fieldApp.lock.differs') }); return; }
    setBusy(true);
    try {
      await keyring().setCode(session.personId, code);
      closeRow(session.personId);
      setCode('');
      setAgain('');
      setSaid({ tone: 'good', text: say('fieldApp.lock.codeSet') });
      setTurn((n) => n + 1);
    } catch {
      setSaid({ tone: 'bad', text: say('fieldApp.lock.codeOnline') });
    }
    setBusy(false);
  };
  return (
    <Section title={say('fieldApp.lock.section')}>
      <div className="ph-stack">
        <p className="ph-quiet">{canSeal() ? say(method === 'code' ? 'fieldApp.lock.byCode' : method === 'session' ? 'fieldApp.lock.bySession' : 'fieldApp.lock.byPassword') : say('fieldApp.lock.insecure')}</p>
        {canSeal() ? (
          <details className="rp-privacy">
            <summary>{say('fieldApp.lock.setCode')}</summary>
            <div className="ph-stack fa-after">
              <TextField label={say('fieldApp.lock.code')} value={code} onChange={setCode} type="password" inputMode="numeric" autoComplete="off" max={12} />
              <TextField label={say('fieldApp.lock.codeAgain')} value={again} onChange={setAgain} type="password" inputMode="numeric" autoComplete="off" max={12} />
              <Button className="ph-button ph-button-wide" block loading={busy} disabled={code === ''} onClick={() => { void save(); }}>{say('fieldApp.lock.saveCode')}</Button>
            </div>
          </details>
        ) : null}
        {said ? <Notice tone={said.tone}>{said.text}</Notice> : null}
      </div>
    </Section>
  );
}
