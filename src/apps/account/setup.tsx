import { useState, type ReactNode } from 'react';
import { addPasskey, beginPasskey, beginTotp, confirmTotp } from '../../domains/identity/contract.ts';
import { send } from '../../platform/client/call.ts';
import { useWords } from '../../platform/client/i18n.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { useSession } from '../../platform/client/session.tsx';
import { hasPasskeys, makePasskey } from './passkey-client.ts';
import { LineField, LineForm, ProblemLine, useTry } from './pieces.tsx';
import { plain } from './second-step.tsx';
import { accountWords } from './words.ts';

/** The recovery codes that came with it, or null where there are some already. */
type SetUp = { onDone: (recoveryCodes: readonly string[] | null) => void };

/** `draw` makes a picture of the address for another device's camera; without it the address is opened on this one. */
export function TotpSetup({ onDone, draw }: SetUp & { draw?: ((address: string) => ReactNode) | undefined }) {
  const t = useWords(accountWords);
  const [begun, setBegun] = useState<{ secret: string; uri: string } | null>(null);
  const [code, setCode] = useState('');
  const { busy, problem, run } = useTry();
  const begin = () => run(async () => { setBegun(await send(beginTotp, {})); });
  if (!begun) {
    return (
      <div className="acc-form">
        <ProblemLine problem={problem} />
        <div><button type="button" className="acc-button" disabled={busy} onClick={() => { void begin(); }}>{t('account.totp.begin')}</button></div>
      </div>
    );
  }
  return (
    <LineForm
      submit={t('account.totp.confirm')} busy={busy} problem={problem} isReady={code.trim() !== ''}
      onSubmit={() => run(async () => { onDone((await send(confirmTotp, { code })).recoveryCodes); })}
      more={<button type="button" className="acc-link" onClick={() => { setCode(''); void begin(); }}>{t('account.totp.again')}</button>}
    >
      {draw ? <><p>{t('account.totp.scan')}</p><div className="acc-qr">{draw(begun.uri)}</div></> : <a className="acc-button" href={begun.uri}>{t('account.totp.open')}</a>}
      <p className="acc-quiet">{t('account.totp.scanHint')}</p>
      <p>{t('account.totp.manual')}</p>
      <p className="acc-key">{begun.secret.replace(/(.{4})(?=.)/gu, '$1 ')}</p>
      <LineField label={t('account.totp.code')} value={code} onChange={setCode} code max={12} />
    </LineForm>
  );
}

export function PasskeySetup({ onDone }: SetUp) {
  const t = useWords(accountWords);
  const [name, setName] = useState(t('account.passkey.defaultName'));
  const { busy, problem, run } = useTry();
  if (!hasPasskeys()) return <p className="acc-quiet">{t('account.second.unsupported')}</p>;
  const add = () => run(async () => {
    const { options } = await send(beginPasskey, {});
    const passkey = plain(await makePasskey(options));
    onDone((await send(addPasskey, { name: name.trim(), passkey })).recoveryCodes);
  });
  return (
    <LineForm submit={t('account.passkey.add')} busy={busy} problem={problem} isReady={name.trim() !== ''} onSubmit={add}>
      <LineField label={t('account.passkey.name')} hint={t('account.passkey.nameHint')} value={name} onChange={setName} max={40} />
    </LineForm>
  );
}

/** The one time that they are seen. */
export function RecoverySlip({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const t = useWords(accountWords);
  const session = useSession();
  const [told, setTold] = useState('');
  const copy = async (): Promise<void> => {
    // Without HTTPS a page has no clipboard; the codes are selected by a click.
    await navigator.clipboard?.writeText(codes.join('\n')).then(() => { setTold(t('account.recovery.copied')); }, () => undefined);
  };
  return (
    <section className="acc-part" aria-labelledby="acc-slip">
      <header><h2 id="acc-slip">{t('account.recovery.slip', { name: session?.name ?? '' })}</h2><span className="acc-quiet">{t('account.recovery.shown')}</span></header>
      <p className="acc-note acc-no-print">{t('account.recovery.keep')}</p>
      <p>{t('account.recovery.account')} <b>{session?.account}</b> · {t('account.recovery.at')} <b>{location.origin}</b> · {t('account.recovery.made')} {dayOf(new Date())}</p>
      <ul className="acc-codes">{codes.map((code) => <li key={code}>{code}</li>)}</ul>
      <div className="acc-buttons acc-no-print">
        <button type="button" className="acc-button" onClick={() => { print(); }}>{t('account.recovery.print')}</button>
        <button type="button" className="acc-button" onClick={() => { void copy(); }}>{t('account.recovery.copy')}</button>
        <button type="button" className="acc-button acc-main" onClick={onDone}>{t('account.recovery.done')}</button>
        <span role="status" className="acc-quiet">{told}</span>
      </div>
    </section>
  );
}
