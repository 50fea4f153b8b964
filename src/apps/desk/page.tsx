import { Button } from 'antd';
import { Suspense } from 'react';
import { useNavigate } from 'react-router';
import { useWords } from '../../platform/client/i18n.ts';
import { useSession } from '../../platform/client/session.tsx';
import { EmptyState, Fence, LoadingState } from '../../platform/ui/states.tsx';
import { openTo, type Destination } from './routes.tsx';
import { deskAppWords } from './words.ts';

/** A destination behind its permission, its own chunk and its own fence. */
export function Page({ destination }: { destination: Destination }) {
  const session = useSession();
  const Screen = destination.Screen;
  if (!Screen || !openTo(session?.permissions ?? []).includes(destination)) return <NotFound />;
  return (
    <Fence place={destination.path}>
      <Suspense fallback={<div className="jw-page"><LoadingState rows={10} /></div>}><Screen /></Suspense>
    </Fence>
  );
}

export function NotFound({ noDesk = false }: { noDesk?: boolean }) {
  const t = useWords(deskAppWords);
  const navigate = useNavigate();
  if (noDesk) {
    return <div className="jw-page"><EmptyState title={t('deskApp.noDesk')}><a href="/m/">{t('deskApp.me.phone')}</a></EmptyState></div>;
  }
  return (
    <div className="jw-page">
      <EmptyState title={t('deskApp.notFound')} hint={t('deskApp.notFoundHint')}>
        <Button onClick={() => { void navigate('/'); }}>{t('deskApp.home')}</Button>
      </EmptyState>
    </div>
  );
}
