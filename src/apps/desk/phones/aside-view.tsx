import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import { operationName } from '../../../domains/audit/desk/names.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { usePages } from '../../../platform/client/query.ts';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { rejected, settledDays } from '../../../platform/core/sync/contract.ts';
import { useListKeys } from '../../../platform/ui/list-keys.ts';
import { Moment } from '../../../platform/ui/moment.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { DenseTable, type Column } from '../../../platform/ui/table.tsx';
import { MoreRows, SidePanel, WorkPage } from '../../../platform/ui/work-page.tsx';
import { deskAppWords } from '../words.ts';
import { useAreaPaths } from './area-paths.ts';
import { AsideDetail } from './aside-detail.tsx';
import { AsideState, reasonOf, type AsideRow } from './aside-state.tsx';

const shows = ['mine', 'settled'] as const;

/** What was written on phones and not taken: each until somebody has dealt with it. */
export function AsideView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(deskAppWords);
  const url = useUrlState();
  const show = url.one('show', shows) ?? 'open';
  const list = usePages(rejected, { settled: show === 'settled', mine: show === 'mine', limit: 100 }, { keepPrevious: true });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const nameOf = useAreaPaths(rows.map(({ areaPath }) => areaPath));
  const openKey = url.text('id');
  const open = (id: string | undefined): void => { url.change({ id }, openKey !== undefined && id !== undefined); };
  const { cursor } = useListKeys(rows.map(({ id }) => String(id)), openKey, open);
  const row = rows.find(({ id }) => String(id) === openKey);
  const columns: readonly Column<AsideRow>[] = [
    { key: 'at', title: t('deskApp.aside.at'), width: 112, always: true, render: ({ at }) => <Moment at={at} /> },
    { key: 'writer', title: t('deskApp.aside.writer'), width: 110, always: true, opens: true, render: ({ personName }) => personName },
    { key: 'what', title: t('deskApp.aside.what'), width: 130, always: true, render: ({ name }) => operationName(name) },
    { key: 'state', title: t('deskApp.aside.state'), width: 140, always: true, render: (one) => <AsideState row={one} /> },
    { key: 'why', title: t('deskApp.aside.why'), always: true, render: (one) => <span title={reasonOf(one)}>{reasonOf(one)}</span> },
    { key: 'area', title: t('deskApp.aside.area'), width: 220, yields: 1, render: ({ areaPath }) => <span title={nameOf(areaPath)}>{nameOf(areaPath)}</span> },
  ];
  const none = show === 'mine' ? ['deskApp.aside.noneMine', 'deskApp.aside.noneMineHint'] as const : show === 'settled' ? ['deskApp.aside.noneSettled', 'deskApp.aside.noneSettledHint'] as const : ['deskApp.aside.none', 'deskApp.aside.noneHint'] as const;
  return (
    <WorkPage
      title={t('deskApp.phones.title')} tabs={tabs}
      filters={<Segmented aria-label={t('deskApp.aside.state')} size="small" value={show} onChange={(next) => { url.change({ show: next === 'open' ? undefined : next, id: undefined }); }} options={(['open', ...shows] as const).map((one) => ({ value: one, label: t(`deskApp.aside.${one}`) }))} />}
      aside={row ? <SidePanel key={row.id} title={operationName(row.name)} onClose={() => { open(undefined); }}><AsideDetail row={row} area={nameOf(row.areaPath)} onSettled={() => { open(undefined); }} /></SidePanel> : undefined}
    >
      {list.isPending ? <LoadingState rows={10} /> : list.error && rows.length === 0 ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : rows.length === 0 ? <EmptyState title={t(none[0])} hint={t(none[1], { days: settledDays })} /> : (
        <DenseTable<AsideRow>
          label={t('deskApp.phones.rejected')} rows={rows} columns={columns} rowKey={({ id }) => String(id)} rowName={({ personName }) => personName} openKey={openKey} cursorKey={cursor} onOpen={({ id }) => { open(String(id)); }}
          footer={list.hasNextPage ? <MoreRows onMore={() => { void list.fetchNextPage(); }} isLoading={list.isFetchingNextPage} /> : null}
        />
      )}
    </WorkPage>
  );
}
