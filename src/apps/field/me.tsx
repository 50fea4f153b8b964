import { Button, Dialog } from 'antd-mobile';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { RulesLinks } from '../../domains/points/field/rules-links.tsx';
import { PointsLinks } from '../../domains/points/field/entry.tsx';
import { me, setLanguage, signOut } from '../../domains/identity/contract.ts';
import { device } from '../../domains/incidents/field/device.ts';
import { useStored } from '../../domains/incidents/field/kept.ts';
import { Problem, send } from '../../platform/client/call.ts';
import { useRow } from '../../platform/client/phone-row.ts';
import { queued } from '../../platform/core/sync/phone.ts';
import { changeLanguage, useLanguage, useWords } from '../../platform/client/i18n.ts';
import { keyOf } from '../../platform/client/query.ts';
import { useSession, type Session } from '../../platform/client/session.tsx';
import type { Language } from '../../platform/core/words.ts';
import { ChoiceField } from '../../platform/ui/phone/fields.tsx';
import { Notice } from '../../platform/ui/phone/notice.tsx';
import { Screen, Section } from '../../platform/ui/phone/screen.tsx';
import { useProblemText } from '../../platform/ui/states.tsx';
import { isLargePrint, setLargePrint } from './print.ts';
import { leave, leaveWithoutRoad } from './leaving.ts';
import { LockCode } from './lock-code.tsx';
import { StoredHere } from './stored-here.tsx';
import { accountWords } from '../account/words.ts';
import { fieldAppWords } from './words.ts';

export function MeScreen() {
  const say = useWords(fieldAppWords);
  const session = useSession();
  return (
    <Screen title={say('fieldApp.nav.me')}>
      {session ? <Who session={session} /> : (
        <Section><p className="fa-gap">{say('fieldApp.me.nobody')}</p><Link className="ph-button ph-button-wide ph-button-main" to="/sign-in">{say('fieldApp.signIn.title')}</Link></Section>
      )}
      <Reading />
      <Section title={say('fieldApp.complain.title')}>
        <p className="ph-quiet">{say('fieldApp.complain.hint')}</p>
        <a className="ph-button ph-button-wide fa-after" href="tel:12345">{say('fieldApp.complain.call')}</a>
      </Section>
      {session ? <LockCode session={session} /> : null}
      <StoredHere />
      {session ? <SignOut session={session} /> : null}
    </Screen>
  );
}

function Who({ session }: { session: Session }) {
  const say = useWords(fieldAppWords);
  const acc = useWords(accountWords);
  return (
    <Section>
      <p className="fa-name">{session.name}</p>
      <p className="ph-quiet">{say('fieldApp.me.account', { account: session.account })}</p>
      <ul className="fa-after">{session.posts.map((post) => <li key={post.id}>{[post.title || post.roleName, post.area.name, post.unit?.name ?? ''].filter(Boolean).join(' · ')}</li>)}</ul>
      {session.posts.length === 0 ? <p className="ph-quiet">{say('fieldApp.me.noPost')}</p> : null}
      <RulesLinks />
      <PointsLinks />
      <Link className="ph-button ph-button-wide fa-after" to="/me/password">{say('fieldApp.password.title')}</Link>
      <Link className="ph-button ph-button-wide fa-after" to="/me/security">{acc('account.security.open')}</Link>
    </Section>
  );
}

/** Each language in its own name, so that nobody is locked out of his. */
const languages: readonly { value: Language; label: string }[] = [{ value: 'zh-CN', label: '中文' }, { value: 'en', label: 'English' }];

function Reading() {
  const say = useWords(fieldAppWords);
  const session = useSession();
  const language = useLanguage();
  const [large, setLarge] = useState(isLargePrint());
  const speak = (next: Language): void => {
    void changeLanguage(next);
    // The choice holds on this phone in any case; the account learns of it when it can.
    if (session) send(setLanguage, { language: next }).catch(() => undefined);
  };
  return (
    <Section>
      <div className="ph-stack">
        <ChoiceField
          label={say('fieldApp.print.title')} value={large ? 'large' : 'plain'} onChange={(value) => { setLarge(value === 'large'); setLargePrint(value === 'large'); }}
          options={[{ value: 'plain', label: say('fieldApp.print.plain') }, { value: 'large', label: say('fieldApp.print.large') }]}
        />
        <ChoiceField label={say('fieldApp.me.language')} value={language} options={languages} onChange={speak} />
      </div>
    </Section>
  );
}

function SignOut({ session }: { session: Session }) {
  const say = useWords(fieldAppWords);
  const text = useProblemText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [problem, setProblem] = useState('');
  const row = useRow();
  const photosFirst = useStored(() => device.waiting.filter((item) => item.personId === session.personId && !item.inRow).count(), [session.personId]) ?? 0;
  const unsent = photosFirst + (row ? queued(row.now()).length : 0);
  const goAway = async (): Promise<void> => {
    setProblem('');
    try {
      const { continueAt } = await send(signOut, {});
      // What was pulled for him is no one else's; what is unsent stays for him.
      await leave(session.personId);
      // The identity provider ends its own session, and sends the browser back.
      if (continueAt !== undefined) { location.assign(continueAt); return; }
      await navigate('/');
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[1] !== 'me' });
      await client.resetQueries({ queryKey: keyOf(me) });
    } catch (error) {
      if (error instanceof Problem && error.status === 0) {
        await leaveWithoutRoad(session.personId);
        location.assign('/m/');
        return;
      }
      setProblem(text(error));
    }
  };
  const ask = (): void => {
    void Dialog.confirm({
      content: unsent > 0 ? say('fieldApp.signOut.unsent', { n: unsent }) : say('fieldApp.signOut.ask'),
      confirmText: say('fieldApp.signOut.title'), cancelText: say('fieldApp.signOut.stay'), onConfirm: goAway,
    });
  };
  return (
    <Section>
      {problem ? <div className="fa-gap"><Notice tone="bad">{problem}</Notice></div> : null}
      <Button className="ph-button ph-button-wide" block color="danger" fill="outline" onClick={ask}>{say('fieldApp.signOut.title')}</Button>
    </Section>
  );
}
