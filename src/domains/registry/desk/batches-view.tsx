import { Button, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { batches, undoImport, undoMerge } from '../contract.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { uiFormWords } from '../../../platform/ui/form-words.ts';
import { Moment } from '../../../platform/ui/moment.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { DenseTable } from '../../../platform/ui/table.tsx';
import { SidePanel, WorkPage } from '../../../platform/ui/work-page.tsx';
import { registryDeskWords } from './words.ts';

/** Imports and merges, each of which can be taken back as a whole. */
export function BatchesView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(registryDeskWords);
  const shared = useWords(uiFormWords);
  const url = useUrlState();
  const [areaId, id] = [url.id('area'), url.text('id')];
  const list = useAsk(batches, { limit: 200, ...(areaId ? { areaId } : {}) }, { keepPrevious: true });
  const rows = list.data?.items ?? [];
  const row = rows.find((one) => one.id === id);
  const close = (): void => { url.change({ id: undefined }); };
  const form = { submit: t('registryDesk.action.undo'), done: t('registryDesk.batch.restored'), danger: true, onCancel: close, initial: { reason: '' }, onDone: close };
  const fields = (
    <>
      <p className="jw-note">{t('registryDesk.batch.undoHint')}</p>
      <Form.Item name="reason" label={t('registryDesk.batch.reason')} rules={[{ required: true, whitespace: true }]}><Input.TextArea rows={3} maxLength={200} autoFocus /></Form.Item>
    </>
  );
  return (
    <WorkPage
      title={t('registryDesk.title')} tabs={tabs} filters={<span className="jw-filters-end"><span className="jw-num">{shared('uiForm.shown', { n: rows.length })}</span></span>}
      aside={row && row.undoneAt === null ? (
        <SidePanel key={row.id} title={t('registryDesk.batch.undoTitle')} onClose={close} bare>
          {row.kind === 'import' ? <CommandForm<typeof undoImport, { reason: string }> command={undoImport} place={`registry.undo.${row.id}`} {...form} toInput={({ reason }) => ({ batchId: row.id, reason: reason.trim() })}>{fields}</CommandForm>
            : <CommandForm<typeof undoMerge, { reason: string }> command={undoMerge} place={`registry.undo.${row.id}`} {...form} toInput={({ reason }) => ({ batchId: row.id, reason: reason.trim() })}>{fields}</CommandForm>}
        </SidePanel>
      ) : undefined}
    >
      {list.isPending ? <LoadingState rows={8} /> : list.error && rows.length === 0 ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : rows.length === 0 ? <EmptyState title={t('registryDesk.empty.batches')} /> : (
        <DenseTable
          label={t('registryDesk.views.batches')} rows={rows} rowKey={(one) => one.id} rowName={(one) => one.what} openKey={id}
          columns={[
            { key: 'kind', title: t('registryDesk.batch.kind'), width: 80, render: (one) => t(`registryDesk.batch.kinds.${one.kind}`) },
            { key: 'what', title: t('registryDesk.batch.what'), always: true, render: (one) => <b title={one.what}>{one.what}</b> },
            { key: 'at', title: t('registryDesk.batch.at'), width: 130, render: (one) => <Moment at={one.at} /> },
            { key: 'by', title: t('registryDesk.batch.by'), width: 120, render: (one) => one.by },
            { key: 'created', title: t('registryDesk.batch.created'), width: 72, right: true, render: (one) => <span className="jw-num">{one.created}</span> },
            { key: 'changed', title: t('registryDesk.batch.changed'), width: 72, right: true, render: (one) => <span className="jw-num">{one.changed}</span> },
            { key: 'state', title: t('registryDesk.batch.state'), width: 180, render: (one) => (one.undoneAt ? <span className="jw-muted">{t('registryDesk.batch.undone', { who: one.undoneBy ?? '' })}</span> : <Button size="small" onClick={() => { url.change({ id: one.id }); }}>{t('registryDesk.action.undo')}</Button>) },
          ]}
        />
      )}
    </WorkPage>
  );
}
