import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown, type MenuProps } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { setLanguage, signOut } from '../../domains/identity/contract.ts';
import { send } from '../../platform/client/call.ts';
import { changeLanguage, useLanguage, useWords } from '../../platform/client/i18n.ts';
import { useSession } from '../../platform/client/session.tsx';
import { countDrafts, dropDraftsOf } from '../../platform/ui/draft.ts';
import { accountWords } from '../account/words.ts';
import { PasswordDialog } from './password.tsx';
import { deskAppWords } from './words.ts';

export function AccountMenu() {
  const t = useWords(deskAppWords);
  const acc = useWords(accountWords);
  const session = useSession();
  const language = useLanguage();
  const client = useQueryClient();
  const { modal } = App.useApp();
  const [changing, setChanging] = useState(false);
  if (!session) return null;
  const leave = async (everywhere: boolean): Promise<void> => {
    const out = await send(signOut, { everywhere }).catch(() => undefined); // already ended elsewhere is as good
    client.clear();
    dropDraftsOf(session.personId);
    // The identity provider ends its own session, and sends the browser back.
    location.assign(out?.continueAt ?? '/');
  };
  // What was typed and not sent is not left at a desk for whoever comes next, and is not thrown away unasked.
  const askToLeave = (everywhere: boolean): void => {
    const count = countDrafts(session.personId);
    if (count === 0) void leave(everywhere);
    else modal.confirm({ title: t('deskApp.me.unsent', { count }), content: t('deskApp.me.unsentLost'), okText: t('deskApp.me.leaveAllTheSame'), cancelText: t('deskApp.me.stay'), okButtonProps: { danger: true }, onOk: () => leave(everywhere) });
  };
  const speakNow = async (next: 'zh-CN' | 'en'): Promise<void> => {
    await changeLanguage(next);
    await send(setLanguage, { language: next });
    await client.invalidateQueries(); // sentences of the server come in the new language
  };
  const items: NonNullable<MenuProps['items']> = [
    { type: 'group', label: t('deskApp.me.posts'), children: session.posts.length === 0
      ? [{ key: 'none', label: t('deskApp.me.noPost'), disabled: true }]
      : session.posts.map((post) => ({ key: `post${post.id}`, disabled: true, label: t('deskApp.me.postIn', { post: post.title || post.roleName, area: post.unit?.name ?? post.area.name }) })) },
    { type: 'divider' },
    { key: 'language', label: language === 'en' ? '中文' : 'English', onClick: () => { void speakNow(language === 'en' ? 'zh-CN' : 'en'); } },
    { key: 'phone', label: <a href="/m/">{t('deskApp.me.phone')}</a> },
    { key: 'password', label: t('deskApp.me.changePassword'), onClick: () => { setChanging(true); } },
    { key: 'security', label: <Link to="/me/security">{acc('account.security.open')}</Link> },
    { type: 'divider' },
    { key: 'out', label: t('deskApp.me.signOut'), onClick: () => { askToLeave(false); } },
    { key: 'everywhere', label: t('deskApp.me.signOutEverywhere'), onClick: () => { askToLeave(true); } },
  ];
  const first = session.posts[0];
  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
        <Button type="text" className="desk-me" aria-label={t('deskApp.me.menu')}>
          <b>{session.name}</b>{first ? <span className="jw-muted jw-cut">{first.title || first.roleName}</span> : null}<span aria-hidden="true" className="jw-caret">▾</span>
        </Button>
      </Dropdown>
      {changing ? <PasswordDialog onClose={() => { setChanging(false); }} /> : null}
    </>
  );
}
