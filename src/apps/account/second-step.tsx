import { useState } from 'react';
import { passkeyQuestion, secondFactor, type factorKinds } from '../../domains/identity/contract.ts';
import { send } from '../../platform/client/call.ts';
import { useWords } from '../../platform/client/i18n.ts';
import { hasPasskeys, showPasskey } from './passkey-client.ts';
import { LineField, LineForm, ProblemLine, useTry } from './pieces.tsx';
import { accountWords } from './words.ts';
import './account.css';

export type Way = (typeof factorKinds)[number];

/** The other half of a sign-in. `onDone` gets who it is; `onBack` begins with another account. */
export function SecondStep({ ways, onDone, onBack }: { ways: readonly Way[]; onDone: (personId: number) => Promise<void>; onBack: () => void }) {
  const t = useWords(accountWords);
  const usable = ways.filter((way) => way !== 'passkey' || hasPasskeys());
  const [way, setWay] = useState<Way>(usable[0] ?? 'recovery');
  const [typed, setTyped] = useState('');
  const { busy, problem, run } = useTry();
  const answer = (input: Parameters<typeof send<typeof secondFactor>>[1]) => run(async () => {
    const { personId } = await send(secondFactor, input);
    await onDone(personId);
  });
  const touch = () => run(async () => {
    const { options } = await send(passkeyQuestion, {});
    const { personId } = await send(secondFactor, { passkey: plain(await showPasskey(options)) });
    await onDone(personId);
  });
  const choose = (next: Way): void => { setWay(next); setTyped(''); };
  const others = usable.filter((one) => one !== way);
  return (
    <section className="acc" aria-labelledby="acc-second">
      <header><h2 id="acc-second">{t('account.second.title')}</h2><p className="acc-quiet">{t('account.second.hint')}</p></header>
      {way === 'passkey' ? (
        <div className="acc-form">
          <button type="button" className="acc-button acc-main acc-wide" autoFocus disabled={busy} onClick={() => { void touch(); }}>{t('account.second.passkey')}</button>
          <p className="acc-quiet">{t('account.second.passkeyHint')}</p>
          <ProblemLine problem={problem} />
        </div>
      ) : (
        <LineForm key={way} submit={t('account.second.submit')} busy={busy} problem={problem} isReady={typed.trim() !== ''} onSubmit={() => answer(way === 'totp' ? { code: typed } : { recoveryCode: typed })}>
          {way === 'totp'
            ? <LineField label={t('account.second.code')} hint={t('account.second.codeHint')} value={typed} onChange={setTyped} code max={12} focus />
            : <LineField label={t('account.second.recovery')} hint={t('account.second.recoveryHint')} value={typed} onChange={setTyped} max={40} focus />}
        </LineForm>
      )}
      <footer className="acc-list">
        {others.map((one) => <button key={one} type="button" className="acc-link" onClick={() => { choose(one); }}>{t(one === 'totp' ? 'account.second.useTotp' : one === 'passkey' ? 'account.second.usePasskey' : 'account.second.useRecovery')}</button>)}
        <p className="acc-quiet">{t('account.second.lost')}</p>
        <button type="button" className="acc-link" onClick={onBack}>{t('account.second.back')}</button>
      </footer>
    </section>
  );
}

/** As JSON carries it: without what a browser leaves undefined. */
export function plain<T>(answer: T): Extract<Parameters<typeof send<typeof secondFactor>>[1], { passkey: unknown }>['passkey'] {
  return JSON.parse(JSON.stringify(answer)) as Extract<Parameters<typeof send<typeof secondFactor>>[1], { passkey: unknown }>['passkey']; // the library's own type is this shape with narrower parts
}
