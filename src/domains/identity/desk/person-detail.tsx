import { Button, Tooltip } from 'antd';
import type { z } from 'zod';
import type { people, Post } from '../contract.ts';
import { identityWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { usePermits, useSession } from '../../../platform/client/session.tsx';
import { Chip } from '../../../platform/ui/chips.tsx';
import { uiFormWords } from '../../../platform/ui/form-words.ts';
import { Moment } from '../../../platform/ui/moment.tsx';
import { Facts, SidePanel } from '../../../platform/ui/work-page.tsx';
import { identityDeskWords } from './words.ts';

export type Person = z.output<typeof people.output>['items'][number];
export type PersonForm = 'appoint' | 'cover' | 'endPost' | 'suspend' | 'reset' | 'resetFactor' | 'endSessions';

type Props = { person: Person; onClose: () => void; onForm: (form: PersonForm, postId?: number) => void };

export function PersonDetail({ person, onClose, onForm }: Props) {
  const t = useWords(identityDeskWords);
  const shared = useWords(uiFormWords);
  const words = useWords(identityWords);
  const session = useSession();
  const manages = usePermits()('identity.manage');
  const isSelf = session?.personId === person.id;
  const why = isSelf ? t('identityDesk.detail.self') : '';
  return (
    <SidePanel title={person.name} onClose={onClose} extra={<StateMark state={person.state} />}>
      <section>
        <Facts rows={[
          [t('identityDesk.list.account'), person.account],
          [t('identityDesk.list.phone'), <span key="phone" className="jw-num" title={manages ? undefined : t('identityDesk.detail.masked')}>{person.phone || '—'}</span>],
          [t('identityDesk.list.lastSignIn'), person.lastSignInAt ? <Moment key="at" at={person.lastSignInAt} /> : <span className="jw-muted">{t('identityDesk.list.never')}</span>],
          person.secondFactor === null ? null : [t('identityDesk.detail.factor'), <FactorMark key="factor" state={person.secondFactor} />],
        ]} />
      </section>
      <section>
        <h3>{t('identityDesk.detail.posts')}</h3>
        {person.posts.length === 0 ? <p className="jw-muted">{t('identityDesk.detail.noPosts')}</p> : null}
        <ul className="idn-posts">
          {person.posts.map((post) => (
            <li key={post.id}>
              <header><b>{post.title}</b>{post.coverFor ? <Chip tone="accent">{t('identityDesk.detail.coverFor', { name: post.coverFor.name })}</Chip> : null}</header>
              <Facts rows={[
                [t('identityDesk.detail.role'), post.roleName], [t('identityDesk.detail.area'), areaName(post)],
                post.unit ? [t('identityDesk.detail.unit'), post.unit.name] : null,
                [t('identityDesk.detail.employment'), t('identityDesk.list.share', { name: words(`identity.employment.${post.employment}`), n: post.sharePercent })],
                [t('identityDesk.detail.dates'), <Term key="term" post={post} />],
              ]} />
              {manages ? (
                <div className="jw-actions">
                  {post.coverFor ? null : <Button size="small" onClick={() => { onForm('cover', post.id); }}>{t('identityDesk.action.cover')}</Button>}
                  <Act small name={t('identityDesk.action.endPost')} why={why} run={() => { onForm('endPost', post.id); }} danger />
                </div>
              ) : null}
            </li>
          ))}
        </ul>
        {manages ? <Act name={t('identityDesk.action.appoint')} why={why} run={() => { onForm('appoint'); }} /> : null}
      </section>
      {manages ? (
        <section className="jw-actions">
          <Act name={t('identityDesk.action.reset')} why={why} run={() => { onForm('reset'); }} />
          {person.secondFactor === 'enrolled' ? <Act name={t('identityDesk.action.resetFactor')} why={why} run={() => { onForm('resetFactor'); }} /> : null}
          <Act name={t('identityDesk.action.endSessions')} why={why} run={() => { onForm('endSessions'); }} />
          <Act name={t(person.state === 'active' ? 'identityDesk.action.suspend' : 'identityDesk.action.restore')} why={why} run={() => { onForm('suspend'); }} danger={person.state === 'active'} />
        </section>
      ) : <section><p className="jw-note">{shared('uiForm.readOnly', { who: t('identityDesk.securityAdmin') })}</p></section>}
    </SidePanel>
  );
}

function Term({ post }: { post: Post }) {
  const t = useWords(identityDeskWords);
  return <span className="jw-num">{post.validTo ? t('identityDesk.detail.until', { from: post.validFrom, to: post.validTo }) : t('identityDesk.detail.open', { from: post.validFrom })}</span>;
}

function Act({ name, why, run, danger = false, small = false }: { name: string; why: string; run: () => void; danger?: boolean; small?: boolean }) {
  return <Tooltip title={why}><span><Button {...(small ? { size: 'small' as const } : {})} danger={danger} disabled={why !== ''} onClick={run}>{name}</Button></span></Tooltip>;
}

function FactorMark({ state }: { state: NonNullable<Person['secondFactor']> }) {
  const t = useWords(identityDeskWords);
  return state === 'missing' ? <Chip tone="orange">{t('identityDesk.detail.factors.missing')}</Chip> : <span>{t(`identityDesk.detail.factors.${state}`)}</span>;
}

export function StateMark({ state }: { state: Person['state'] }) {
  const words = useWords(identityWords);
  const name = words(`identity.state.${state}`);
  return state === 'suspended' ? <Chip tone="orange">{name}</Chip> : <span className="jw-muted">{name}</span>;
}

/** 云桥社区 第3网格: the name alone is one of many. */
export function areaName(post: Post | undefined): string {
  return post ? [post.area.within, post.area.name].filter(Boolean).join(' ') : '';
}
