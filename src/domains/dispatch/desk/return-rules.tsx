import { Button, Checkbox, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { returnRules, setReturnRule } from '../contract.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { useListKeys } from '../../../platform/ui/list-keys.ts';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { DenseTable, type Column } from '../../../platform/ui/table.tsx';
import { SidePanel, WorkPage } from '../../../platform/ui/work-page.tsx';
import { dispatchDeskWords } from './words.ts';

type Rule = z.output<typeof returnRules.output>['items'][number];

export function ReturnRules({ tabs }: { tabs: ReactNode }) {
  const t = useWords(dispatchDeskWords);
  const manages = usePermits()('dispatch.manage');
  const url = useUrlState();
  const list = useAsk(returnRules, { all: true });
  const rows = list.data?.items ?? [];
  const code = url.text('rule');
  const rule = rows.find((one) => one.code === code);
  const open = (next: string | undefined): void => { url.change({ rule: next, form: undefined }, code !== undefined && next !== undefined); };
  const close = (): void => { url.change({ rule: undefined, form: undefined }); };
  const { cursor } = useListKeys(rows.map((one) => one.code), code, open);
  const columns: readonly Column<Rule>[] = [
    { key: 'name', title: t('dispatchDesk.returns.name'), width: 280, always: true, render: (row) => <b title={row.name}>{row.name}</b> },
    { key: 'basis', title: t('dispatchDesk.returns.basis'), always: true, render: (row) => <span title={row.basis}>{row.basis}</span> },
    { key: 'code', title: t('dispatchDesk.returns.code'), width: 160, render: (row) => row.code },
    { key: 'active', title: t('dispatchDesk.returns.active'), width: 80, render: (row) => (row.active ? <span className="jw-muted">{t('dispatchDesk.returns.active')}</span> : <Chip>{t('dispatchDesk.returns.ended')}</Chip>) },
  ];
  return (
    <WorkPage
      title={t('dispatchDesk.routes.title')} tabs={tabs}
      actions={manages ? <Button size="small" type="primary" onClick={() => { url.change({ form: 'rule', rule: undefined }); }}>{t('dispatchDesk.returns.add')}</Button> : null}
      aside={manages && (rule || url.text('form') === 'rule') ? (
        <SidePanel key={rule?.code ?? ''} title={t(rule ? 'dispatchDesk.returns.editTitle' : 'dispatchDesk.returns.addTitle')} onClose={close} bare><RuleForm rule={rule} onDone={close} onCancel={close} /></SidePanel>
      ) : undefined}
    >
      {list.isPending ? <LoadingState rows={8} /> : list.error ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : rows.length === 0 ? <EmptyState title={t('dispatchDesk.returns.empty')} hint={t('dispatchDesk.returns.emptyHint')} /> : (
        <DenseTable<Rule> label={t('dispatchDesk.routes.views.returns')} rows={rows} columns={columns} rowKey={(row) => row.code} rowName={({ name }) => name} cursorKey={cursor} {...(manages ? { openKey: code, onOpen: (row: Rule) => { open(row.code); } } : {})} />
      )}
    </WorkPage>
  );
}

function RuleForm({ rule, onDone, onCancel }: { rule: Rule | undefined; onDone: () => void; onCancel: () => void }) {
  const t = useWords(dispatchDeskWords);
  const typed = [{ required: true, whitespace: true }];
  return (
    <CommandForm<typeof setReturnRule, Rule>
      command={setReturnRule} place={`dispatch.rule.${rule?.code ?? 'add'}`} submit={t('dispatchDesk.returns.submit')} done={t('dispatchDesk.returns.saved')} onCancel={onCancel}
      initial={rule ?? { code: '', name: '', basis: '', active: true }} toInput={(values) => ({ code: rule?.code ?? values.code.trim(), name: values.name.trim(), basis: values.basis.trim(), active: values.active })} onDone={onDone}
    >
      {rule ? null : <Form.Item name="code" label={t('dispatchDesk.returns.code')} extra={t('dispatchDesk.returns.codeHint')} rules={typed}><Input autoFocus maxLength={32} spellCheck={false} /></Form.Item>}
      <Form.Item name="name" label={t('dispatchDesk.returns.name')} rules={typed}><Input maxLength={100} /></Form.Item>
      <Form.Item name="basis" label={t('dispatchDesk.returns.basis')} extra={t('dispatchDesk.returns.basisHint')}><Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={300} /></Form.Item>
      <Form.Item name="active" valuePropName="checked"><Checkbox>{t('dispatchDesk.returns.active')}</Checkbox></Form.Item>
    </CommandForm>
  );
}
