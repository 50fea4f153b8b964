import { ConfigProvider } from 'antd-mobile';
import enUS from 'antd-mobile/es/locales/en-US';
import zhCN from 'antd-mobile/es/locales/zh-CN';
import { QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { me } from '../../domains/identity/contract.ts';
import { Problem } from '../../platform/client/call.ts';
import { changeLanguage, useLanguage } from '../../platform/client/i18n.ts';
import { useLive } from '../../platform/client/use-live.ts';
import { makeQueries, useAsk } from '../../platform/client/query.ts';
import { SessionProvider, type Session } from '../../platform/client/session.tsx';
import { Fence, LoadingState } from '../../platform/ui/states.tsx';
import { FirstFactor, FirstPassword } from './password.tsx';
import { LockedScreen } from './locked.tsx';
import { finishLeaving, forgetHere, isLeaving } from './leaving.ts';
import { remember, rememberedSession } from './remembered.ts';
import { routes } from './routes.tsx';
import { SignInAgain } from './sign-in.tsx';
import { useLock } from './use-lock.ts';

export function App() {
  const language = useLanguage();
  const [ended, setEnded] = useState(false);
  const [client] = useState(() => makeQueries({ onSignedOut: () => { setEnded(true); } }));
  return (
    <QueryClientProvider client={client}>
      <ConfigProvider locale={language === 'en' ? enUS : zhCN}>
        <Fence place="app">
          <Gate ended={ended} onBegun={() => { setEnded(false); }} onBack={() => { setEnded(false); void client.invalidateQueries(); }} />
        </Fence>
      </ConfigProvider>
    </QueryClientProvider>
  );
}

/**
 * Who is it? Nobody is an answer too: residents need no account. Without a network it is whoever was here last.
 * A session that ended while somebody worked is renewed over the page, which stays as it is.
 */
function Gate({ ended, onBegun, onBack }: { ended: boolean; onBegun: () => void; onBack: () => void }) {
  const [leaving, setLeaving] = useState(isLeaving);
  const answer = useAsk(me, {}, { staleTime: 60_000, enabled: !leaving });
  const language = useLanguage();
  const nobody = leaving || (answer.error instanceof Problem && answer.error.status === 401);
  const session: Session | null = answer.data ?? (nobody ? null : rememberedSession());
  const waiting = !leaving && answer.isPending && answer.failureCount === 0;
  const found = answer.data;

  useEffect(() => {
    if (!found) return;
    remember(found);
    onBegun(); // the question who it is was itself answered with "nobody" before
    // The account's language holds on a phone where nobody has chosen one.
    if (found.language !== language && localStorage.getItem('jingwei.language') === null) void changeLanguage(found.language);
  }, [found]);
  useEffect(() => {
    if (!leaving) return undefined;
    const finish = (): void => { void finishLeaving().then((done) => { if (done) setLeaving(false); }); };
    finish();
    const timer = window.setInterval(finish, 15_000);
    return () => window.clearInterval(timer);
  }, [leaving]);
  // What waited for this person to sign in goes once his part of the phone is open, whatever was tried before.
  const lock = useLock(waiting ? null : session, found !== undefined);
  // His session was ended elsewhere: what was pulled for him is no longer his to read here.
  useEffect(() => { if (nobody && !found) void forgetHere().catch(() => undefined); }, [nobody, found]);

  if (waiting || lock.standing === null) return <div className="fa-start"><LoadingState rows={4} /></div>;
  return (
    <SessionProvider value={session}>
      {session?.mustChangePassword ? <FirstPassword /> : session?.mustEnrol ? <FirstFactor /> : session && lock.standing !== 'open' ? <LockedScreen session={session} waits={lock.standing === 'waits'} onOpen={lock.look} /> : <Pages key={session?.personId ?? 'nobody'} signedIn={session !== null} />}
      {ended && session && lock.standing === 'open' ? <SignInAgain account={session.account} onDone={() => { onBack(); lock.look(); }} /> : null}
    </SessionProvider>
  );
}

function Pages({ signedIn }: { signedIn: boolean }) {
  const client = useQueryClient();
  const [router] = useState(() => createBrowserRouter(routes, { basename: '/m' }));
  const visible = useVisible();
  useLive(client, signedIn && visible);
  useEffect(() => () => router.dispose(), [router]);
  return <RouterProvider router={router} />;
}

/** A phone in a pocket listens to nothing. */
function useVisible(): boolean {
  const [visible, setVisible] = useState(document.visibilityState === 'visible');
  useEffect(() => {
    const changed = (): void => setVisible(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', changed);
    return () => document.removeEventListener('visibilitychange', changed);
  }, []);
  return visible;
}
