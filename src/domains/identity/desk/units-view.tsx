import { Button, Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { createUnit, unitKinds, unitLevels, units } from '../contract.ts';
import { identityWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { AreaField } from '../../../platform/ui/fields.tsx';
import { uiFormWords } from '../../../platform/ui/form-words.ts';
import { useListKeys } from '../../../platform/ui/list-keys.ts';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { DenseTable, type Column } from '../../../platform/ui/table.tsx';
import { SidePanel, TextFilter, WorkPage } from '../../../platform/ui/work-page.tsx';
import { identityDeskWords } from './words.ts';

type Unit = z.output<typeof units.output>['items'][number];

/** Departments, command centres, teams, checkpoints, committees; a row leads to its people. */
export function UnitsView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(identityDeskWords);
  const shared = useWords(uiFormWords);
  const words = useWords(identityWords);
  const manages = usePermits()('identity.manage');
  const url = useUrlState();
  const [text, kind, areaId] = [url.text('text'), url.one('kind', unitKinds), url.id('area')];
  const list = useAsk(units, { ...(text ? { text } : {}), ...(kind ? { kind } : {}), ...(areaId ? { areaId } : {}) }, { keepPrevious: true });
  const rows = list.data?.items ?? [];
  const toPeople = (id: string | undefined): void => { if (id !== undefined) url.change({ view: undefined, unit: id, text: undefined, kind: undefined, form: undefined }); };
  const { cursor } = useListKeys(rows.map(({ id }) => String(id)), undefined, toPeople);
  const columns: readonly Column<Unit>[] = [
    { key: 'name', title: t('identityDesk.units.name'), always: true, render: (row) => <b title={row.name}>{row.name}</b> },
    { key: 'code', title: t('identityDesk.units.code'), width: 120, render: (row) => row.code },
    { key: 'kind', title: t('identityDesk.units.kind'), width: 110, render: (row) => words(`identity.unitKind.${row.kind}`) },
    { key: 'level', title: t('identityDesk.units.level'), width: 90, render: (row) => words(`identity.unitLevel.${row.level}`) },
    { key: 'area', title: t('identityDesk.units.area'), width: 180, yields: 1, render: (row) => <span title={row.area.name}>{row.area.name}</span> },
    { key: 'members', title: t('identityDesk.units.members'), width: 90, right: true, render: (row) => <span title={t('identityDesk.units.open')}>{t('identityDesk.units.membersCount', { n: row.members })}</span> },
  ];
  const close = (): void => { url.change({ form: undefined }); };
  const filtered = text !== undefined || kind !== undefined;
  return (
    <WorkPage
      title={t('identityDesk.title')} tabs={tabs}
      actions={manages ? <Button size="small" type="primary" onClick={() => { url.change({ form: 'createUnit' }); }}>{t('identityDesk.action.createUnit')}</Button> : null}
      aside={manages && url.text('form') === 'createUnit' ? <SidePanel title={t('identityDesk.form.unitTitle')} onClose={close} bare><UnitForm onDone={close} onCancel={close} /></SidePanel> : undefined}
      filters={(
        <>
          <TextFilter value={text ?? ''} onChange={(next) => { url.change({ text: next }, true); }} placeholder={t('identityDesk.filter.unitText')} />
          <Select
            size="small" allowClear aria-label={t('identityDesk.filter.kind')} placeholder={t('identityDesk.filter.kind')} value={kind} popupMatchSelectWidth={false}
            options={unitKinds.map((one) => ({ value: one, label: words(`identity.unitKind.${one}`) }))} onChange={(next: string | undefined) => { url.change({ kind: next }); }}
          />
          {filtered ? <Button size="small" type="text" onClick={() => { url.change({ text: undefined, kind: undefined }); }}>{shared('uiForm.clearFilters')}</Button> : null}
          <span className="jw-filters-end jw-num">{shared('uiForm.total', { n: rows.length })}</span>
        </>
      )}
    >
      {list.isPending ? <LoadingState rows={14} /> : list.error ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : rows.length === 0 ? (
        <EmptyState title={t('identityDesk.units.empty')} hint={filtered || areaId ? shared('uiForm.filteredEmpty') : t('identityDesk.units.emptyHint')} />
      ) : <DenseTable<Unit> label={t('identityDesk.views.units')} rows={rows} columns={columns} rowKey={({ id }) => String(id)} rowName={({ name }) => name} cursorKey={cursor} onOpen={({ id }) => { toPeople(String(id)); }} />}
    </WorkPage>
  );
}

function UnitForm({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const t = useWords(identityDeskWords);
  const words = useWords(identityWords);
  type Values = { code: string; name: string; kind: (typeof unitKinds)[number]; level: (typeof unitLevels)[number]; areaId: number | undefined };
  const typed = [{ required: true, whitespace: true }];
  return (
    <CommandForm<typeof createUnit, Values>
      command={createUnit} place="identity.unit" submit={t('identityDesk.form.submitCreate')} done={t('identityDesk.form.unitDone')} onCancel={onCancel}
      initial={{ code: '', name: '', kind: 'department', level: 'township', areaId: undefined }} beside={{ 'identity/unit-code-taken': 'code', 'identity/area-unknown': 'areaId' }}
      toInput={({ code, name, kind, level, areaId }) => ({ code: code.trim(), name: name.trim(), kind, level, areaId: areaId ?? 0 })} onDone={onDone}
    >
      <Form.Item name="name" label={t('identityDesk.form.unitName')} rules={typed}><Input autoFocus maxLength={60} /></Form.Item>
      <Form.Item name="code" label={t('identityDesk.form.unitCode')} extra={t('identityDesk.form.unitCodeHint')} rules={typed}><Input maxLength={30} spellCheck={false} /></Form.Item>
      <Form.Item name="kind" label={t('identityDesk.form.unitKind')} required><Select options={unitKinds.map((one) => ({ value: one, label: words(`identity.unitKind.${one}`) }))} /></Form.Item>
      <Form.Item name="level" label={t('identityDesk.form.unitLevel')} required><Select options={unitLevels.map((one) => ({ value: one, label: words(`identity.unitLevel.${one}`) }))} /></Form.Item>
      <Form.Item name="areaId" label={t('identityDesk.form.unitArea')} rules={[{ required: true }]}><AreaField /></Form.Item>
    </CommandForm>
  );
}
