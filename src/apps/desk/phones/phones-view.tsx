import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { useWords } from '../../../platform/client/i18n.ts';
import { usePages } from '../../../platform/client/query.ts';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { lateHours, phones } from '../../../platform/core/sync/contract.ts';
import { Chip, type Tone } from '../../../platform/ui/chips.tsx';
import { useListKeys } from '../../../platform/ui/list-keys.ts';
import { Moment } from '../../../platform/ui/moment.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { DenseTable, type Column } from '../../../platform/ui/table.tsx';
import { useMoments } from '../../../platform/ui/time.ts';
import { Facts, MoreRows, SidePanel, WorkPage } from '../../../platform/ui/work-page.tsx';
import { deskAppWords } from '../words.ts';
import { useAreaPaths } from './area-paths.ts';

export type PhoneRow = z.output<typeof phones.output>['items'][number];

/** Longest waiting first; who needs a reminder, and whose phone needs somebody who understands it. */
export function PhonesView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(deskAppWords);
  const { span, now } = useMoments();
  const url = useUrlState();
  const isAll = url.text('show') === 'all';
  const list = usePages(phones, { all: isAll, limit: 100 }, { keepPrevious: true, refetchEvery: 60_000 });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const late = list.data?.pages[0]?.late ?? 0;
  const nameOf = useAreaPaths(rows.map(({ areaPath }) => areaPath));
  const openKey = url.text('id');
  const open = (id: string | undefined): void => { url.change({ id }, openKey !== undefined && id !== undefined); };
  const { cursor } = useListKeys(rows.map(({ device }) => device), openKey, open);
  const row = rows.find(({ device }) => device === openKey);
  const minutesSince = (moment: string): number => (now.getTime() - Date.parse(moment)) / 60_000;
  const columns: readonly Column<PhoneRow>[] = [
    { key: 'person', title: t('deskApp.phones.person'), width: 130, always: true, opens: true, render: ({ personName }) => personName },
    { key: 'state', title: t('deskApp.phones.state'), width: 200, always: true, render: (one) => <StateChip row={one} now={now} /> },
    { key: 'unsent', title: t('deskApp.phones.unsent'), width: 84, right: true, always: true, render: ({ unsent }) => (unsent > 0 ? t('deskApp.phones.unsentN', { n: unsent }) : '') },
    { key: 'oldest', title: t('deskApp.phones.oldest'), width: 110, right: true, render: ({ unsent, oldestUnsentAt }) => (unsent > 0 && oldestUnsentAt ? t('deskApp.phones.ago', { span: span(minutesSince(oldestUnsentAt)) }) : '') },
    { key: 'contact', title: t('deskApp.phones.contact'), width: 120, render: ({ contactAt }) => <Moment at={contactAt} /> },
    { key: 'clock', title: t('deskApp.phones.clock'), width: 110, yields: 1, render: ({ aheadSeconds }) => (Math.abs(aheadSeconds) < 300 ? '' : t(aheadSeconds > 0 ? 'deskApp.phones.fast' : 'deskApp.phones.slow', { span: span(aheadSeconds / 60) })) },
    { key: 'area', title: t('deskApp.phones.area'), yields: 2, render: ({ areaPath }) => <span title={nameOf(areaPath)}>{nameOf(areaPath)}</span> },
  ];
  return (
    <WorkPage
      title={t('deskApp.phones.title')} tabs={tabs}
      filters={(
        <>
          <Segmented aria-label={t('deskApp.phones.view')} size="small" value={isAll ? 'all' : 'attention'} onChange={(next) => { url.change({ show: next === 'all' ? 'all' : undefined, id: undefined }); }} options={[{ value: 'attention', label: t('deskApp.phones.attention') }, { value: 'all', label: t('deskApp.phones.all') }]} />
          <span className="jw-filters-end jw-num">{list.data ? (late > 0 ? t('deskApp.phones.late', { n: late, h: lateHours }) : t('deskApp.phones.noneLate', { h: lateHours })) : null}</span>
        </>
      )}
      aside={row ? <SidePanel key={row.device} title={t('deskApp.phones.detail', { name: row.personName })} onClose={() => { open(undefined); }}><Detail row={row} area={nameOf(row.areaPath)} now={now} /></SidePanel> : undefined}
    >
      {list.isPending ? <LoadingState rows={10} /> : list.error && rows.length === 0 ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : rows.length === 0 ? (
        <EmptyState title={t(isAll ? 'deskApp.phones.noneAll' : 'deskApp.phones.none')} hint={isAll ? t('deskApp.phones.noneAllHint') : t('deskApp.phones.noneHint', { h: lateHours })} />
      ) : (
        <>
          <p className="phs-note">{t('deskApp.phones.hint')}</p>
          <DenseTable<PhoneRow>
            label={t('deskApp.phones.title')} rows={rows} columns={columns} rowKey={({ device }) => device} rowName={({ personName }) => personName} openKey={openKey} cursorKey={cursor} onOpen={({ device }) => { open(device); }}
            footer={list.hasNextPage ? <MoreRows onMore={() => { void list.fetchNextPage(); }} isLoading={list.isFetchingNextPage} /> : null}
          />
        </>
      )}
    </WorkPage>
  );
}

type State = 'frozen' | 'stuck' | 'late' | 'silent' | 'parked' | 'waiting' | 'fine';
const tones: Readonly<Record<State, Tone>> = { frozen: 'red', stuck: 'orange', late: 'orange', silent: 'yellow', parked: 'yellow', waiting: 'quiet', fine: 'quiet' };

/** What is worst about it. In contact within a quarter of an hour and late all the same: no valley explains that. */
function stateOf(row: PhoneRow, now: Date): State {
  const silentHours = (now.getTime() - Date.parse(row.contactAt)) / 3_600_000;
  if (row.frozenAt !== null) return 'frozen';
  if (row.isLate) return silentHours < 0.25 ? 'stuck' : 'late';
  if (silentHours > 72) return 'silent';
  if (row.parked > 0) return 'parked';
  return row.unsent > 0 ? 'waiting' : 'fine';
}

function StateChip({ row, now }: { row: PhoneRow; now: Date }) {
  const t = useWords(deskAppWords);
  const state = stateOf(row, now);
  return <Chip tone={tones[state]}>{t(`deskApp.phones.is.${state}`, { n: state === 'late' ? lateHours : row.parked })}</Chip>;
}

function Detail({ row, area, now }: { row: PhoneRow; area: string; now: Date }) {
  const t = useWords(deskAppWords);
  return (
    <>
      <p><StateChip row={row} now={now} /></p>
      <p>{t(`deskApp.phones.why.${stateOf(row, now)}`)}</p>
      <Facts rows={[
        [t('deskApp.phones.area'), area], [t('deskApp.phones.unsent'), t('deskApp.phones.unsentN', { n: row.unsent })], row.unsent > 0 && row.oldestUnsentAt ? [t('deskApp.phones.oldest'), <Moment key="oldest" at={row.oldestUnsentAt} />] : null,
        [t('deskApp.phones.contact'), <Moment key="contact" at={row.contactAt} />], row.holes > 0 ? [t('deskApp.phones.holes'), t('deskApp.phones.holesN', { n: row.holes })] : null,
        [t('deskApp.phones.device'), <span key="device" className="jw-num">{row.device.slice(0, 8)}</span>],
      ]} />
    </>
  );
}
