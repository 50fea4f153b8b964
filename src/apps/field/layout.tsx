import { useEffect, useLayoutEffect, useRef } from 'react';
import { NavLink, Outlet, useLocation, useNavigationType } from 'react-router';
import { useQueryClient } from '@tanstack/react-query';
import { device } from '../../domains/incidents/field/device.ts';
import { useStored } from '../../domains/incidents/field/kept.ts';
import { OutboxChip } from '../../domains/incidents/field/outbox-chip.tsx';
import { useWords } from '../../platform/client/i18n.ts';
import { useRow } from '../../platform/client/phone-row.ts';
import { useSession } from '../../platform/client/session.tsx';
import { GridIcon, PersonIcon, ReportIcon, TodayIcon } from '../../platform/ui/phone/icons.tsx';
import { Screen } from '../../platform/ui/phone/screen.tsx';
import { EmptyState, Fence } from '../../platform/ui/states.tsx';
import { fieldAppWords } from './words.ts';

/** The page scrolls between nothing and the bar: what is unsent and the four destinations are always under the thumb. */
export function Layout() {
  const say = useWords(fieldAppWords);
  const session = useSession();
  const body = useRef<HTMLDivElement>(null);
  const { pathname } = useLocation();
  useKeptScroll(body);
  useRefreshAfterSending();
  return (
    <div className="ph-app fa-app">
      <div className="ph-body" ref={body}><Fence place={pathname}><Outlet /></Fence></div>
      <OutboxChip />
      <nav className="ph-bar" aria-label={say('fieldApp.nav.label')}>
        <NavLink to="/" end><TodayIcon />{say(session ? 'fieldApp.nav.today' : 'fieldApp.nav.home')}</NavLink>
        <NavLink to="/report"><ReportIcon />{say('fieldApp.nav.report')}</NavLink>
        <NavLink to="/grid"><GridIcon />{say('fieldApp.nav.grid')}</NavLink>
        <NavLink to="/me"><PersonIcon />{say('fieldApp.nav.me')}</NavLink>
      </nav>
    </div>
  );
}

/** A new page begins at its top; a list that one comes back to keeps its place. */
function useKeptScroll(body: React.RefObject<HTMLDivElement | null>): void {
  const { key } = useLocation();
  const how = useNavigationType();
  const places = useRef(new Map<string, number>());
  useLayoutEffect(() => {
    const element = body.current;
    if (!element) return undefined;
    const known = places.current;
    element.scrollTo(0, how === 'POP' ? (known.get(key) ?? 0) : 0);
    const note = (): void => { known.set(key, element.scrollTop); };
    element.addEventListener('scroll', note, { passive: true });
    return () => element.removeEventListener('scroll', note);
  }, [key, how, body]);
}

/** What went out of the outbox is in the lists now. */
function useRefreshAfterSending(): void {
  const client = useQueryClient();
  const sent = useStored(() => device.sent.count(), []);
  const arrived = useRow()?.now().items.filter(({ state }) => state === 'done').length ?? 0;
  useEffect(() => { if (sent) void client.invalidateQueries({ queryKey: ['incidents'] }); }, [client, sent]);
  useEffect(() => {
    if (arrived === 0) return;
    void client.invalidateQueries({ queryKey: ['incidents'] });
    void client.invalidateQueries({ queryKey: ['patrol'] });
  }, [client, arrived]);
}

export function NotFound() {
  const say = useWords(fieldAppWords);
  return <Screen title={say('fieldApp.notFound.title')} above="/"><EmptyState title={say('fieldApp.notFound.title')} hint={say('fieldApp.notFound.hint')} /></Screen>;
}
