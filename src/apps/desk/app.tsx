import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { createBrowserRouter, Navigate, Outlet, RouterProvider } from 'react-router';
import { me } from '../../domains/identity/contract.ts';
import { changeLanguage, useLanguage } from '../../platform/client/i18n.ts';
import { makeQueries, useAsk } from '../../platform/client/query.ts';
import { Problem } from '../../platform/client/call.ts';
import { SessionProvider, useSession } from '../../platform/client/session.tsx';
import { antdTheme } from '../../platform/ui/antd-theme.ts';
import { AreaSourceProvider } from '../../platform/ui/area-picker.tsx';
import { Keyboard } from '../../platform/ui/keyboard.tsx';
import { ErrorState, Fence, LoadingState } from '../../platform/ui/states.tsx';
import { areaSource } from './area-source.ts';
import { Layout } from './layout.tsx';
import { FirstFactor, FirstPassword } from './password.tsx';
import { Page, NotFound } from './page.tsx';
import { ProofOfSelf } from './proof.tsx';
import { destinations, openTo } from './routes.tsx';
import { SecurityPage } from './security.tsx';
import { SignInAgain, SignInPage } from './sign-in.tsx';

export function App() {
  const language = useLanguage();
  const [ended, setEnded] = useState(false);
  const [client] = useState(() => makeQueries({ onSignedOut: () => { setEnded(true); } }));
  dayjs.locale(language === 'en' ? 'en' : 'zh-cn');
  return (
    <QueryClientProvider client={client}>
      <ConfigProvider theme={antdTheme('light')} locale={language === 'en' ? enUS : zhCN} button={{ autoInsertSpace: false }}>
        <AntApp>
          <Gate ended={ended} onBack={() => { setEnded(false); void client.invalidateQueries(); }} />
        </AntApp>
      </ConfigProvider>
    </QueryClientProvider>
  );
}

/**
 * Who is it? Nobody: the sign-in page, at whatever address was asked for. A session that ended while somebody worked:
 * the same form over the page, which stays as it is.
 */
function Gate({ ended, onBack }: { ended: boolean; onBack: () => void }) {
  const session = useAsk(me, {}, { staleTime: 60_000 });
  const language = useLanguage();
  const spoken = session.data?.language;
  useEffect(() => {
    // The account's language holds on a device where nobody has chosen one.
    if (spoken && spoken !== language && localStorage.getItem('jingwei.language') === null) void changeLanguage(spoken);
  }, [spoken]);
  if (session.data) {
    return (
      <SessionProvider value={session.data}>
        {session.data.mustChangePassword ? <FirstPassword /> : session.data.mustEnrol ? <FirstFactor /> : <ProofOfSelf><Pages key={session.data.personId} /></ProofOfSelf>}
        {ended ? <SignInAgain account={session.data.account} onDone={onBack} /> : null}
      </SessionProvider>
    );
  }
  if (session.error instanceof Problem && session.error.status === 401) return <SignInPage onDone={onBack} />;
  if (session.error) return <div className="jw-centre"><ErrorState error={session.error} onRetry={() => { void session.refetch(); }} /></div>;
  return <div className="jw-centre"><LoadingState rows={4} /></div>;
}

function Pages() {
  const session = useSession();
  const source = useMemo(() => areaSource(session), [session]);
  const [router] = useState(() => createBrowserRouter([
    { element: <Outlet />, errorElement: <Fence place="root"><NotFound /></Fence>, children: [
      ...destinations.filter((one) => one.bare).map((one) => ({ path: one.path, element: <Page destination={one} /> })),
      { element: <Layout />, children: [
        { index: true, element: <First /> },
        ...destinations.filter((one) => !one.bare).map((one) => ({ path: one.path, element: <Page destination={one} /> })),
        { path: '/me/security', element: <SecurityPage /> },
        { path: '*', element: <NotFound /> },
      ] },
    ] },
  ]));
  return (
    <AreaSourceProvider value={source}>
      <RouterProvider router={router} />
      <Keyboard />
    </AreaSourceProvider>
  );
}

function First() {
  const session = useSession();
  const first = openTo(session?.permissions ?? [])[0];
  return first ? <Navigate to={first.path} replace /> : <NotFound noDesk />;
}
