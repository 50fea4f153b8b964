import { Button, Checkbox, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { roles, setRole } from '../contract.ts';
import { powersOf } from '../rules/access.ts';
import { identityWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { usePermits, useSession } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { SidePanel, WorkPage } from '../../../platform/ui/work-page.tsx';
import { permissionName } from './permission-name.ts';
import { identityDeskWords } from './words.ts';

type Role = z.output<typeof roles.output>['items'][number];

/** Which role may do what, as one table; and why three administrators are three. */
export function RolesView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(identityDeskWords);
  const words = useWords(identityWords);
  const manages = usePermits()('identity.manage');
  const session = useSession();
  const url = useUrlState();
  const list = useAsk(roles, {});
  const code = url.text('code');
  const form = manages ? url.one('form', ['role', 'newRole'] as const) : undefined;
  const role = list.data?.items.find((one) => one.code === code);
  const close = (): void => { url.change({ form: undefined, code: undefined }); };
  const isOwn = (one: Role): boolean => session?.posts.some((post) => post.role === one.code) ?? false;
  return (
    <WorkPage
      title={t('identityDesk.title')} tabs={tabs}
      actions={manages ? <Button size="small" type="primary" onClick={() => { url.change({ form: 'newRole', code: undefined }); }}>{t('identityDesk.action.createRole')}</Button> : null}
      aside={form === undefined || !list.data || (form === 'role' && !role) ? undefined : (
        <SidePanel key={role?.code ?? ''} title={form === 'role' && role ? t('identityDesk.roles.editTitle', { name: role.name }) : t('identityDesk.roles.createTitle')} onClose={close} bare>
          <RoleForm role={form === 'role' ? role : undefined} permissions={list.data.permissions} onDone={close} onCancel={close} />
        </SidePanel>
      )}
    >
      {list.error ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : !list.data ? <LoadingState rows={14} /> : (
        <div className="jw-work-scroll idn-roles">
          <p className="jw-note"><b>{t('identityDesk.roles.three')}</b> {t('identityDesk.roles.threeText')}</p>
          <div className="idn-matrix-box">
            <table className="idn-matrix">
              <thead>
                <tr>
                  <th scope="col">{t('identityDesk.roles.permission')}</th>
                  <th scope="col">{t('identityDesk.roles.group')}</th>
                  {list.data.items.map((one) => (
                    <th key={one.code} scope="col" title={one.administrator ? t('identityDesk.roles.administrator') : undefined}>
                      {manages && !isOwn(one) ? <button type="button" className="jw-link" title={t('identityDesk.roles.edit', { name: one.name })} onClick={() => { url.change({ form: 'role', code: one.code }); }}>{one.name}</button> : one.name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {list.data.permissions.map((permission) => (
                  <tr key={permission}>
                    <th scope="row" title={permission}>{permissionName(permission, words)}</th>
                    <td><Power permission={permission} /></td>
                    {list.data.items.map((one) => {
                      const may = one.permissions.includes(permission);
                      return <td key={one.code} className={may ? 'idn-may' : 'idn-not'} aria-label={t(may ? 'identityDesk.roles.may' : 'identityDesk.roles.mayNot')}>{may ? '✓' : '·'}</td>;
                    })}
                  </tr>
                ))}
                <tr>
                  <th scope="row" title={t('identityDesk.roles.factorAsk')}>{t('identityDesk.roles.factor')}</th>
                  <td><Chip tone="accent">{t('identityDesk.roles.power.security')}</Chip></td>
                  {list.data.items.map((one) => <td key={one.code} className={one.secondFactor ? 'idn-may' : 'idn-not'} aria-label={t(one.secondFactor ? 'identityDesk.roles.may' : 'identityDesk.roles.mayNot')}>{one.secondFactor ? '✓' : '·'}</td>)}
                </tr>
              </tbody>
            </table>
          </div>
        </div>
      )}
    </WorkPage>
  );
}

function Power({ permission }: { permission: string }) {
  const t = useWords(identityDeskWords);
  const [power] = powersOf([permission]);
  return <Chip tone={power === undefined ? 'quiet' : 'accent'}>{t(`identityDesk.roles.power.${power ?? 'none'}`)}</Chip>;
}

function RoleForm({ role, permissions, onDone, onCancel }: { role: Role | undefined; permissions: readonly string[]; onDone: () => void; onCancel: () => void }) {
  const t = useWords(identityDeskWords);
  const words = useWords(identityWords);
  type Values = { code: string; name: string; permissions: string[]; secondFactor: boolean };
  const typed = [{ required: true, whitespace: true }];
  return (
    <CommandForm<typeof setRole, Values>
      command={setRole} place={`identity.role.${role?.code ?? 'new'}`} submit={t('identityDesk.roles.submit')} done={t('identityDesk.roles.saved')} onCancel={onCancel}
      initial={{ code: role?.code ?? '', name: role?.name ?? '', permissions: [...role?.permissions ?? []], secondFactor: role?.secondFactor ?? false }}
      beside={{ 'identity/three-administrators': 'permissions', 'identity/permission-unknown': 'permissions' }}
      toInput={(values) => ({ code: role?.code ?? values.code.trim(), name: values.name.trim(), permissions: values.permissions, secondFactor: values.secondFactor })} onDone={onDone}
    >
      {role ? null : <Form.Item name="code" label={t('identityDesk.roles.code')} extra={t('identityDesk.roles.codeHint')} rules={typed}><Input autoFocus maxLength={40} spellCheck={false} /></Form.Item>}
      <Form.Item name="name" label={t('identityDesk.roles.name')} rules={typed}><Input maxLength={40} /></Form.Item>
      <Form.Item name="permissions" label={t('identityDesk.roles.permissions')} required extra={t('identityDesk.roles.permissionsHint')}>
        <Checkbox.Group className="idn-permissions" options={permissions.map((one) => ({ value: one, label: permissionName(one, words) }))} />
      </Form.Item>
      <Form.Item name="secondFactor" valuePropName="checked" label={t('identityDesk.roles.factor')} extra={t('identityDesk.roles.factorHint')}><Checkbox>{t('identityDesk.roles.factorAsk')}</Checkbox></Form.Item>
    </CommandForm>
  );
}
