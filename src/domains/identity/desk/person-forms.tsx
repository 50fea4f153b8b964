import { AutoComplete, Form, Input, InputNumber, Radio } from 'antd';
import { appoint, createPerson, employments, endPost, type endSessionsOf, resetPassword, type resetSecondFactor, suspend, type Post } from '../contract.ts';
import { identityWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { dayOf } from '../../../platform/core/calendar.ts';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { AreaField, DayField } from '../../../platform/ui/fields.tsx';
import { makePassword, PasswordField, type Issued } from './first-password.tsx';
import { areaName, type Person } from './person-detail.tsx';
import { PersonPicker, RolePicker, UnitPicker } from './pickers.tsx';
import { identityDeskWords } from './words.ts';

type Props = { person: Person; onDone: () => void; onCancel: () => void };
const typed = [{ required: true, whitespace: true }];
const chosen = [{ required: true }];
const text = (value: string | undefined): string => value?.trim() ?? '';

export function CreatePersonForm({ onIssued, onCancel }: { onIssued: (issued: Issued) => void; onCancel: () => void }) {
  const t = useWords(identityDeskWords);
  type Values = { account: string; name: string; phone: string; password: string };
  return (
    <CommandForm<typeof createPerson, Values>
      command={createPerson} place="identity.create" submit={t('identityDesk.form.submitCreate')} done={t('identityDesk.form.created')} onCancel={onCancel} unkept={['password']}
      initial={{ account: '', name: '', phone: '', password: makePassword() }}
      beside={{ 'identity/account-taken': 'account', 'identity/phone-wrong': 'phone', 'identity/password-common': 'password' }}
      toInput={({ account, name, phone, password }) => ({ account: text(account), name: text(name), phone: text(phone), password })}
      onDone={({ personId }, { account, name, password }) => { onIssued({ personId, account: text(account), name: text(name), password }); }}
    >
      <Form.Item name="name" label={t('identityDesk.form.name')} rules={typed}><Input autoFocus maxLength={50} autoComplete="off" /></Form.Item>
      <Form.Item name="account" label={t('identityDesk.form.account')} extra={t('identityDesk.form.accountHint')} rules={typed}><Input maxLength={40} autoComplete="off" spellCheck={false} /></Form.Item>
      <Form.Item name="phone" label={t('identityDesk.form.phone')} extra={t('identityDesk.form.phoneHint')}><Input maxLength={20} inputMode="tel" autoComplete="off" /></Form.Item>
      <Form.Item name="password" label={t('identityDesk.form.password')} extra={t('identityDesk.form.passwordHint')} rules={typed}><PasswordField /></Form.Item>
    </CommandForm>
  );
}

type PostValues = {
  role: string | undefined; areaId: number | undefined; unitId: number | undefined; title: string; employment: (typeof employments)[number]; sharePercent: number;
  validFrom: string | undefined; validTo: string | undefined; personId: number | undefined;
};
const given = <K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> => (value === undefined ? {} : { [name]: value } as Record<K, V>); // the one that was just made

/** A post of one's own. */
export function AppointForm({ person, onDone, onCancel }: Props) {
  const t = useWords(identityDeskWords);
  return (
    <CommandForm<typeof appoint, PostValues>
      command={appoint} place={`identity.appoint.${person.id}`} submit={t('identityDesk.form.submitAppoint')} done={t('identityDesk.form.appointed')} onCancel={onCancel}
      initial={{ role: undefined, areaId: undefined, unitId: undefined, title: '', employment: 'fullTime', sharePercent: 100, validFrom: dayOf(new Date()), validTo: undefined, personId: undefined }}
      beside={{ 'identity/role-unknown': 'role', 'identity/area-unknown': 'areaId', 'identity/unit-unknown': 'unitId', 'identity/dates-reversed': 'validTo', 'identity/three-administrators': 'role', 'identity/post-exists': 'role' }}
      toInput={(values) => ({
        personId: person.id, role: values.role ?? '', areaId: values.areaId ?? 0, title: text(values.title), employment: values.employment, sharePercent: values.sharePercent,
        ...given('unitId', values.unitId), ...given('validFrom', values.validFrom), ...given('validTo', values.validTo),
      })}
      onDone={onDone}
    >
      <Form.Item name="role" label={t('identityDesk.form.role')} extra={t('identityDesk.form.roleHint')} rules={chosen}><RolePicker /></Form.Item>
      <Form.Item name="areaId" label={t('identityDesk.form.area')} extra={t('identityDesk.form.areaHint')} rules={chosen}><AreaField /></Form.Item>
      <Form.Item name="unitId" label={t('identityDesk.form.unit')} extra={t('identityDesk.form.unitHint')}><UnitPicker /></Form.Item>
      <PostFields />
    </CommandForm>
  );
}

/** Somebody else does this post's work while its holder is on leave. */
export function CoverForm({ person, post, onDone, onCancel }: Props & { post: Post }) {
  const t = useWords(identityDeskWords);
  return (
    <CommandForm<typeof appoint, PostValues>
      command={appoint} place={`identity.cover.${post.id}`} submit={t('identityDesk.form.submitCover')} done={t('identityDesk.form.covering')} onCancel={onCancel}
      initial={{
        role: post.role, areaId: post.area.id, unitId: post.unit?.id, title: t('identityDesk.form.coverTitle', { title: post.title }), employment: post.employment, sharePercent: 100,
        validFrom: dayOf(new Date()), validTo: undefined, personId: undefined,
      }}
      beside={{ 'identity/person-unknown': 'personId', 'identity/cover-does-not-fit': 'personId', 'identity/three-administrators': 'personId', 'identity/post-exists': 'personId', 'identity/own-post': 'personId', 'identity/dates-reversed': 'validTo' }}
      toInput={(values) => ({
        personId: values.personId ?? 0, role: post.role, areaId: post.area.id, coverForPostId: post.id, title: text(values.title), employment: values.employment, sharePercent: values.sharePercent,
        ...given('unitId', post.unit?.id), ...given('validFrom', values.validFrom), ...given('validTo', values.validTo),
      })}
      onDone={onDone}
    >
      <p className="jw-note">{t('identityDesk.form.covered', { post: [post.title, areaName(post), post.unit?.name].filter(Boolean).join(' · ') })}</p>
      <Form.Item name="personId" label={t('identityDesk.form.coverPerson')} extra={t('identityDesk.form.coverHint')} rules={chosen}><PersonPicker exclude={person.id} /></Form.Item>
      <PostFields />
    </CommandForm>
  );
}

function PostFields() {
  const t = useWords(identityDeskWords);
  const words = useWords(identityWords);
  const titles = t('identityDesk.titles').split('|').map((value) => ({ value }));
  return (
    <>
      <Form.Item name="title" label={t('identityDesk.form.title')} extra={t('identityDesk.form.titleHint')}><AutoComplete options={titles} showSearch={{ filterOption: true }} maxLength={40} /></Form.Item>
      <div className="jw-pair">
        <Form.Item name="employment" label={t('identityDesk.form.employment')} required><Radio.Group options={employments.map((one) => ({ value: one, label: words(`identity.employment.${one}`) }))} /></Form.Item>
        <Form.Item name="sharePercent" label={t('identityDesk.form.share')} extra={t('identityDesk.form.shareHint')} rules={chosen}><InputNumber className="jw-wide" min={1} max={100} precision={0} suffix="%" /></Form.Item>
      </div>
      <div className="jw-pair">
        <Form.Item name="validFrom" label={t('identityDesk.form.from')} extra={t('identityDesk.form.dayHint')}><DayField /></Form.Item>
        <Form.Item name="validTo" label={t('identityDesk.form.to')} extra={t('identityDesk.form.toHint')}><DayField /></Form.Item>
      </div>
    </>
  );
}

export function EndPostForm({ person, post, onDone, onCancel }: Props & { post: Post }) {
  const t = useWords(identityDeskWords);
  type Values = { on: string | undefined };
  return (
    <CommandForm<typeof endPost, Values>
      command={endPost} place={`identity.endPost.${post.id}`} submit={t('identityDesk.form.submitEnd')} done={t('identityDesk.form.endedPost')} onCancel={onCancel} danger
      initial={{ on: undefined }} beside={{ 'identity/dates-reversed': 'on' }} toInput={({ on }) => ({ postId: post.id, ...given('on', on) })} onDone={onDone}
    >
      <p className="jw-note">{[person.name, post.title, areaName(post), post.unit?.name].filter(Boolean).join(' · ')}</p>
      <Form.Item name="on" label={t('identityDesk.form.endOn')} extra={t('identityDesk.form.endHint')}><DayField notBefore={post.validFrom} /></Form.Item>
    </CommandForm>
  );
}

export function SuspendForm({ person, onDone, onCancel }: Props) {
  const t = useWords(identityDeskWords);
  const suspended = person.state === 'active';
  type Values = { reason: string };
  return (
    <CommandForm<typeof suspend, Values>
      command={suspend} place={`identity.suspend.${person.id}`} submit={t(suspended ? 'identityDesk.form.submitSuspend' : 'identityDesk.form.submitRestore')} done={t(suspended ? 'identityDesk.form.suspended' : 'identityDesk.form.restored')}
      onCancel={onCancel} danger={suspended} initial={{ reason: '' }} toInput={({ reason }) => ({ personId: person.id, suspended, reason: text(reason) })} onDone={onDone}
    >
      <Form.Item name="reason" label={t('identityDesk.form.reason')} extra={t(suspended ? 'identityDesk.form.reasonSuspend' : 'identityDesk.form.reasonRestore')} rules={typed}><Input.TextArea autoFocus autoSize={{ minRows: 3, maxRows: 10 }} maxLength={500} /></Form.Item>
    </CommandForm>
  );
}

type ReasonProps = Props & { command: typeof resetSecondFactor | typeof endSessionsOf; hint: string; submit: string; done: string };

/** Done to somebody, with a reason that stays on record. */
export function ReasonForm({ person, command, hint, submit, done, onDone, onCancel }: ReasonProps) {
  const t = useWords(identityDeskWords);
  type Values = { reason: string };
  return (
    <CommandForm<typeof command, Values>
      command={command} place={`identity.${command.name}.${person.id}`} submit={submit} done={done} onCancel={onCancel} danger initial={{ reason: '' }}
      toInput={({ reason }) => ({ personId: person.id, reason: text(reason) })} onDone={onDone}
    >
      <Form.Item name="reason" label={t('identityDesk.form.reason')} extra={hint} rules={typed}><Input.TextArea autoFocus autoSize={{ minRows: 3, maxRows: 10 }} maxLength={500} /></Form.Item>
    </CommandForm>
  );
}

export function ResetForm({ person, onIssued, onCancel }: { person: Person; onIssued: (issued: Issued) => void; onCancel: () => void }) {
  const t = useWords(identityDeskWords);
  type Values = { password: string };
  return (
    <CommandForm<typeof resetPassword, Values>
      command={resetPassword} place={`identity.reset.${person.id}`} submit={t('identityDesk.form.submitReset')} onCancel={onCancel} unkept={['password']} danger
      initial={{ password: makePassword() }} beside={{ 'identity/password-common': 'password' }} toInput={({ password }) => ({ personId: person.id, password })}
      onDone={(_output, { password }) => { onIssued({ personId: person.id, account: person.account, name: person.name, password }); }}
    >
      <p className="jw-note jw-note-warn">{t('identityDesk.form.resetHint')}</p>
      <Form.Item name="password" label={t('identityDesk.form.password')} extra={t('identityDesk.form.passwordHint')} rules={typed}><PasswordField /></Form.Item>
    </CommandForm>
  );
}
