import { useQueryClient } from '@tanstack/react-query';
import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { useState } from 'react';
import { NavLink, Outlet, useNavigate } from 'react-router';
import { useAreaParam } from '../../platform/client/area-param.ts';
import { useWords } from '../../platform/client/i18n.ts';
import { useLive } from '../../platform/client/use-live.ts';
import { useSession } from '../../platform/client/session.tsx';
import { AreaPicker } from '../../platform/ui/area-picker.tsx';
import { useKeys } from '../../platform/ui/keyboard.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Bell } from './bell.tsx';
import { openTo } from './routes.tsx';
import { SearchBox } from './search-box.tsx';
import { deskAppWords } from './words.ts';

const foldedPlace = 'jingwei.menu-folded';

/** Left: where to go. Top: which area, one search for everything, is the line up, who am I. */
export function Layout() {
  const t = useWords(deskAppWords);
  const session = useSession();
  const navigate = useNavigate();
  const [areaId, setAreaId] = useAreaParam();
  const [folded, setFolded] = useState(() => localStorage.getItem(foldedPlace) === 'yes');
  const state = useLive(useQueryClient(), true);
  const open = openTo(session?.permissions ?? []);
  useKeys([
    { key: '/', what: t('deskApp.keys.search'), group: t('deskApp.keys.group'), run: () => document.getElementById('desk-search')?.focus() },
    ...(open.some(({ name }) => name === 'report') ? [{ key: 'n', what: t('deskApp.keys.report'), group: t('deskApp.keys.group'), run: () => { void navigate('/report'); } }] : []),
  ]);
  const fold = (): void => {
    setFolded(!folded);
    localStorage.setItem(foldedPlace, folded ? 'no' : 'yes');
  };
  return (
    <div className={folded ? 'desk desk-folded' : 'desk'}>
      <a className="desk-skip" href="#desk-main">{t('deskApp.skip')}</a>
      <nav className="desk-nav" aria-label={t('deskApp.nav.label')}>
        <div className="desk-brand"><img src={iconUrl} alt="" width={24} height={24} /><span>{t('deskApp.product')}</span></div>
        {(['work', 'manage'] as const).map((part) => {
          const list = open.filter((one) => one.part === part);
          return list.length === 0 ? null : (
            <ul key={part} aria-label={t(`deskApp.nav.${part}`)}>
              {list.map((one) => (
                <li key={one.path}>
                  <Tooltip title={folded ? t(`deskApp.nav.${one.name}`) : ''} placement="right">
                    <NavLink to={{ pathname: one.path, search: areaId === undefined ? '' : `?area=${areaId}` }}>
                      <one.icon aria-hidden /><span>{t(`deskApp.nav.${one.name}`)}</span>
                    </NavLink>
                  </Tooltip>
                </li>
              ))}
            </ul>
          );
        })}
        <button type="button" className="desk-fold" onClick={fold} aria-label={t(folded ? 'deskApp.nav.unfold' : 'deskApp.nav.fold')}>
          {folded ? <MenuUnfoldOutlined aria-hidden /> : <MenuFoldOutlined aria-hidden />}
        </button>
      </nav>
      <header className="desk-head">
        <AreaPicker value={areaId} onChange={setAreaId} placeholder={session?.home?.name ?? t('deskApp.nav.label')} />
        <SearchBox />
        <span className={`desk-live desk-live-${state}`} title={t(`deskApp.live.hint.${state}`)} role="status"><i aria-hidden="true" />{t(`deskApp.live.${state}`)}</span>
        <Bell />
        <AccountMenu />
      </header>
      <main className="desk-main" id="desk-main" tabIndex={-1}><Outlet /></main>
    </div>
  );
}

const iconUrl = new URL('./icon.svg', import.meta.url).href;
