import { Button, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { routes } from '../contract.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { usePages } from '../../../platform/client/query.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { uiFormWords } from '../../../platform/ui/form-words.ts';
import { useListKeys } from '../../../platform/ui/list-keys.ts';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { DenseTable, type Column } from '../../../platform/ui/table.tsx';
import { MoreRows, SidePanel, WorkPage } from '../../../platform/ui/work-page.tsx';
import { useAreaNames } from './area-names.ts';
import { ClassPicker } from './pickers.tsx';
import { ReturnRules } from './return-rules.tsx';
import { RouteForm, type Line } from './route-form.tsx';
import { TryRoute } from './try-route.tsx';
import { dispatchDeskWords } from './words.ts';
import './dispatch.css';

const views = ['lines', 'try', 'returns'] as const;

/** Which unit a class goes to in an area; a place to try it; and what a return may cite. */
export function Screen() {
  const t = useWords(dispatchDeskWords);
  const url = useUrlState();
  const view = url.one('view', views) ?? 'lines';
  const tabs = (
    <Segmented
      aria-label={t('dispatchDesk.routes.title')} size="small" value={view} options={views.map((one) => ({ value: one, label: t(`dispatchDesk.routes.views.${one}`) }))}
      onChange={(next) => { url.change({ view: next === 'lines' ? undefined : next, class: undefined, line: undefined, form: undefined, rule: undefined }); }}
    />
  );
  switch (view) {
    case 'lines': return <Lines tabs={tabs} />;
    case 'try': return <TryRoute tabs={tabs} />;
    case 'returns': return <ReturnRules tabs={tabs} />;
  }
}

function Lines({ tabs }: { tabs: ReactNode }) {
  const t = useWords(dispatchDeskWords);
  const shared = useWords(uiFormWords);
  const manages = usePermits()('dispatch.manage');
  const url = useUrlState();
  const [classCode, areaId, lineId, form] = [url.text('class'), url.id('area'), url.id('line'), url.text('form')];
  const list = usePages(routes, { limit: 200, ...(classCode ? { classCode } : {}), ...(areaId ? { areaId } : {}) }, { keepPrevious: true });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const line = rows.find(({ id }) => id === lineId);
  const areaName = useAreaNames(rows.map(({ area }) => area));
  const open = (id: string | undefined): void => { url.change({ line: id, form: undefined }, lineId !== undefined && id !== undefined); };
  const close = (): void => { url.change({ line: undefined, form: undefined }); };
  const { cursor } = useListKeys(rows.map(({ id }) => String(id)), lineId === undefined ? undefined : String(lineId), open);
  const columns: readonly Column<Line>[] = [
    { key: 'class', title: t('dispatchDesk.routes.class'), always: true, render: (row) => <span title={row.className}><b>{row.className}</b> <small className="jw-muted jw-num">{row.classCode}</small></span> },
    { key: 'area', title: t('dispatchDesk.routes.area'), width: 200, render: (row) => <span title={areaName(row.area)}>{areaName(row.area)}</span> },
    { key: 'unit', title: t('dispatchDesk.routes.unit'), width: 240, render: (row) => <span title={row.unit.name}>{row.unit.name}</span> },
    { key: 'note', title: t('dispatchDesk.routes.note'), width: 260, yields: 1, render: (row) => <span title={row.note} className="jw-muted">{row.note}</span> },
  ];
  const aside = manages && (form === 'add' || line) ? (
    <SidePanel key={line?.id ?? 'add'} title={t(line ? 'dispatchDesk.routes.edit' : 'dispatchDesk.routes.add')} onClose={close} bare><RouteForm line={line} areaName={line ? areaName(line.area) : ''} onDone={close} onCancel={close} /></SidePanel>
  ) : undefined;
  return (
    <WorkPage
      title={t('dispatchDesk.routes.title')} tabs={tabs} aside={aside}
      actions={manages ? <Button size="small" type="primary" onClick={() => { url.change({ form: 'add', line: undefined }); }}>{t('dispatchDesk.routes.add')}</Button> : null}
      filters={(
        <>
          <ClassPicker size="small" value={classCode} onChange={(next) => { url.change({ class: next }); }} placeholder={t('dispatchDesk.anyClass')} label={t('dispatchDesk.routes.class')} />
          <span className="jw-hint">{areaId ? t('dispatchDesk.routes.scope') : null}{manages ? null : ` ${shared('uiForm.readOnly', { who: t('dispatchDesk.systemAdmin') })}`}</span>
          <span className="jw-filters-end jw-num">{shared('uiForm.shown', { n: rows.length })}</span>
        </>
      )}
    >
      {list.isPending ? <LoadingState rows={14} /> : list.error && rows.length === 0 ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : rows.length === 0 ? (
        <EmptyState title={t('dispatchDesk.routes.empty')} hint={classCode || areaId ? shared('uiForm.filteredEmpty') : t('dispatchDesk.routes.emptyHint')} />
      ) : (
        <DenseTable<Line>
          label={t('dispatchDesk.routes.title')} rows={rows} columns={columns} rowKey={({ id }) => String(id)} rowName={({ className }) => className} cursorKey={cursor}
          {...(manages ? { openKey: lineId === undefined ? undefined : String(lineId), onOpen: ({ id }: Line) => { open(String(id)); } } : {})}
          footer={list.hasNextPage ? <MoreRows onMore={() => { void list.fetchNextPage(); }} isLoading={list.isFetchingNextPage} /> : null}
        />
      )}
    </WorkPage>
  );
}
