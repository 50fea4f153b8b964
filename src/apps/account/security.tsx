import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { z } from 'zod';
import { endSession, me, newRecoveryCodes, removeFactor, security } from '../../domains/identity/contract.ts';
import { send } from '../../platform/client/call.ts';
import { useWords } from '../../platform/client/i18n.ts';
import { keyOf, useAsk } from '../../platform/client/query.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { Moment } from '../../platform/ui/moment.tsx';
import { ErrorState, LoadingState } from '../../platform/ui/states.tsx';
import { AskedButton, ProblemLine, useTry } from './pieces.tsx';
import { PasskeySetup, RecoverySlip, TotpSetup } from './setup.tsx';
import { accountWords } from './words.ts';
import './account.css';

type Security = z.output<typeof security.output>;
type Place = { place: 'desk' | 'phone'; draw?: (address: string) => ReactNode };

/** Before anything else: one second factor of two kinds, then the recovery codes, then to work. */
export function Enrolment({ place, draw }: Place) {
  const t = useWords(accountWords);
  const client = useQueryClient();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [way, setWay] = useState<'totp' | 'passkey' | null>(null);
  const goOn = (): void => { void client.resetQueries({ queryKey: keyOf(me) }); };
  if (codes) return <div className={`acc acc-${place}`}><RecoverySlip codes={codes} onDone={goOn} /></div>;
  const done = (made: readonly string[] | null): void => { if (made) setCodes(made); else goOn(); };
  return (
    <div className={`acc acc-${place}`}>
      <section className="acc-part">
        <h2>{t('account.totp.title')}</h2><p className="acc-quiet">{t('account.totp.what')}</p>
        <TotpSetup draw={draw} onDone={done} />
      </section>
      <section className="acc-part">
        <h2>{t('account.passkey.title')}</h2><p className="acc-quiet">{t('account.passkey.what')}</p>
        {way === 'passkey' ? <PasskeySetup onDone={done} /> : <div><button type="button" className="acc-button" onClick={() => { setWay('passkey'); }}>{t('account.passkey.add')}</button></div>}
      </section>
    </div>
  );
}

/** One's own second factors, recovery codes and devices. */
export function SecurityView({ place, draw }: Place) {
  const asked = useAsk(security, {}, { staleTime: 0 });
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes) return <div className={`acc acc-${place}`}><RecoverySlip codes={codes} onDone={() => { setCodes(null); }} /></div>;
  if (!asked.data) return asked.error ? <ErrorState error={asked.error} onRetry={() => { void asked.refetch(); }} /> : <LoadingState rows={8} />;
  const changed = async (made: readonly string[] | null = null): Promise<void> => {
    await asked.refetch();
    setCodes(made);
  };
  return <Parts place={place} draw={draw} state={asked.data} onChanged={changed} />;
}

type PartProps = { state: Security; onChanged: (codes?: readonly string[] | null) => Promise<void> };

function Parts({ place, draw, state, onChanged }: PartProps & { place: Place['place']; draw: Place['draw'] }) {
  const t = useWords(accountWords);
  return (
    <div className={`acc acc-${place}`}>
      <TotpPart state={state} onChanged={onChanged} draw={draw} />
      <PasskeyPart state={state} onChanged={onChanged} />
      {state.totpSince !== null || state.passkeys.length > 0 ? <RecoveryPart state={state} onChanged={onChanged} /> : null}
      <SessionPart state={state} onChanged={onChanged} />
      {state.providerSince === null ? null : <p className="acc-quiet">{t('account.providerLinked', { day: dayOf(new Date(state.providerSince)) })}</p>}
    </div>
  );
}

function TotpPart({ state, onChanged, draw }: PartProps & { draw: Place['draw'] }) {
  const t = useWords(accountWords);
  const { busy, problem, run } = useTry();
  return (
    <section className="acc-part">
      <header><h2>{t('account.totp.title')}</h2><span className="acc-quiet">{state.totpSince === null ? t('account.totp.off') : t('account.totp.on', { day: dayOf(new Date(state.totpSince)) })}</span></header>
      <p className="acc-quiet">{t('account.totp.what')}</p>
      {state.totpSince === null ? <TotpSetup draw={draw} onDone={(made) => { void onChanged(made); }} />
        : <div><AskedButton name={t('account.totp.remove')} ask={t('account.totp.removeAsk')} busy={busy} danger onYes={() => { void run(async () => { await send(removeFactor, {}); await onChanged(); }); }} /></div>}
      <ProblemLine problem={problem} />
    </section>
  );
}

function PasskeyPart({ state, onChanged }: PartProps) {
  const t = useWords(accountWords);
  const { busy, problem, run } = useTry();
  const [adding, setAdding] = useState(false);
  return (
    <section className="acc-part">
      <header><h2>{t('account.passkey.title')}</h2>{state.passkeys.length === 0 ? <span className="acc-quiet">{t('account.passkey.off')}</span> : null}</header>
      <p className="acc-quiet">{t('account.passkey.what')}</p>
      {state.passkeys.length === 0 ? null : (
        <ul className="acc-list">
          {state.passkeys.map((key) => (
            <li key={key.id}>
              <div><b>{key.name}</b><span className="acc-quiet">{t('account.passkey.added', { day: dayOf(new Date(key.createdAt)) })} · {key.lastUsedAt === null ? t('account.passkey.never') : t('account.passkey.used', { day: dayOf(new Date(key.lastUsedAt)) })}</span></div>
              <AskedButton name={t('account.passkey.remove')} ask={t('account.passkey.removeAsk', { name: key.name })} busy={busy} danger onYes={() => { void run(async () => { await send(removeFactor, { passkeyId: key.id }); await onChanged(); }); }} />
            </li>
          ))}
        </ul>
      )}
      {adding ? <PasskeySetup onDone={(made) => { setAdding(false); void onChanged(made); }} />
        : <div><button type="button" className="acc-button" onClick={() => { setAdding(true); }}>{t('account.passkey.add')}</button></div>}
      <ProblemLine problem={problem} />
    </section>
  );
}

function RecoveryPart({ state, onChanged }: PartProps) {
  const t = useWords(accountWords);
  const { busy, problem, run } = useTry();
  return (
    <section className="acc-part">
      <header><h2>{t('account.recovery.title')}</h2><span className="acc-quiet">{state.recoveryCodesLeft === 0 ? t('account.recovery.none') : t('account.recovery.left', { n: state.recoveryCodesLeft })}</span></header>
      <p className="acc-quiet">{t('account.recovery.what')}</p>
      <div><AskedButton name={t('account.recovery.renew')} ask={t('account.recovery.renewAsk')} busy={busy} onYes={() => { void run(async () => { await onChanged((await send(newRecoveryCodes, {})).recoveryCodes); }); }} /></div>
      <ProblemLine problem={problem} />
    </section>
  );
}

function SessionPart({ state, onChanged }: PartProps) {
  const t = useWords(accountWords);
  const { busy, problem, run } = useTry();
  return (
    <section className="acc-part">
      <h2>{t('account.sessions.title')}</h2>
      <p className="acc-quiet">{t('account.sessions.what')}</p>
      <ul className="acc-list">
        {state.sessions.map((one) => (
          <li key={one.id}>
            <div>
              <span><b>{t(`account.device.${one.kind}`)}</b>{one.isThis ? ` · ${t('account.sessions.here')}` : ''} · {one.address}</span>
              <span className="acc-quiet"><Moment at={one.createdAt} /> – <Moment at={one.lastSeenAt} /></span>
            </div>
            {one.isThis ? null : <button type="button" className="acc-button" disabled={busy} onClick={() => { void run(async () => { await send(endSession, { id: one.id }); await onChanged(); }); }}>{t('account.sessions.end')}</button>}
          </li>
        ))}
      </ul>
      <ProblemLine problem={problem} />
    </section>
  );
}
