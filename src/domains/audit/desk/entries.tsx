import { Button, DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { entries } from '../contract.ts';
import { auditWords } from '../words.ts';
import { downloadCsv } from '../../../platform/client/download.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk, usePages } from '../../../platform/client/query.ts';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { dayOf } from '../../../platform/core/calendar.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { uiFormWords } from '../../../platform/ui/form-words.ts';
import { useListKeys } from '../../../platform/ui/list-keys.ts';
import { Moment } from '../../../platform/ui/moment.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { DenseTable, useColumns, type Column } from '../../../platform/ui/table.tsx';
import { fullMoment } from '../../../platform/ui/time.ts';
import { MoreRows, SidePanel, TextFilter, WorkPage } from '../../../platform/ui/work-page.tsx';
import { OutcomeChip, PersonName, type Entry } from './entry-cells.tsx';
import { ChainLine } from './chain-line.tsx';
import { EntryDetail } from './entry-detail.tsx';
import { knownOperations, operationName, reasonName, sawOf, subjectName } from './names.ts';
import { auditDeskWords } from './words.ts';
import './audit.css';

const outcomes = ['done', 'refused', 'denied'] as const;
const filters = ['person', 'personId', 'op', 'outcome', 'subject', 'since', 'until'] as const;

/** The log, newest first, with what was refused; one entry beside it in full. */
export function Screen() {
  const t = useWords(auditDeskWords);
  const shared = useWords(uiFormWords);
  const words = useWords(auditWords);
  const url = useUrlState();
  const asked = {
    ...given('person', url.text('person')), ...given('personId', url.id('personId')), ...given('operation', url.text('op')), ...given('outcome', url.one('outcome', outcomes)),
    ...given('subject', url.text('subject')), ...given('since', url.day('since')), ...given('until', url.day('until')),
  };
  const list = usePages(entries, { ...asked, limit: 100 }, { keepPrevious: true });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const entryId = url.id('entry');
  const near = rows.find(({ id }) => id === entryId);
  const far = useAsk(entries, { after: String((entryId ?? 0) + 1), limit: 1 }, { enabled: entryId !== undefined && !near && !list.isPending });
  const entry = near ?? far.data?.items.find(({ id }) => id === entryId);
  const open = (id: string | undefined): void => { url.change({ entry: id }, entryId !== undefined && id !== undefined); };
  const { cursor } = useListKeys(rows.map(({ id }) => String(id)), entryId === undefined ? undefined : String(entryId), open);
  const { shown, chooser } = useColumns('audit', useEntryColumns());
  const filtered = filters.some((name) => url.text(name) !== undefined);
  const clear = (): void => { url.change(Object.fromEntries(filters.map((name) => [name, undefined]))); };
  const personName = rows.find(({ personId }) => personId === asked.personId)?.personName;
  const save = (): void => {
    const heads = (['id', 'at', 'person', 'personId', 'inNameOf', 'post', 'operation', 'code', 'subject', 'outcome', 'reason', 'reasonCode', 'source', 'input'] as const).map((key) => t(`auditDesk.column.${key}`));
    downloadCsv(t('auditDesk.file', { day: dayOf(new Date()) }), [heads, ...rows.map((row) => [
      row.id, fullMoment(row.at), row.personName, row.personId, row.inNameOf, row.post, sawOf(row.input)?.text ?? operationName(row.operation), row.operation, row.subject, words(`audit.outcome.${row.outcome}`),
      reasonName(row.refused), row.refused, row.source, JSON.stringify(row.input),
    ])]);
  };
  return (
    <WorkPage
      title={t('auditDesk.title')} tabs={<><span className="jw-hint aud-hint">{t('auditDesk.hint')}</span><ChainLine /></>}
      actions={<Button size="small" disabled={rows.length === 0} onClick={save}>{t('auditDesk.export', { n: rows.length })}</Button>}
      aside={entryId === undefined ? undefined : (
        <SidePanel title={t('auditDesk.detail.title', { id: entryId })} onClose={() => { open(undefined); }}>
          {entry ? <EntryDetail entry={entry} onFilter={(change) => { url.change({ ...Object.fromEntries(filters.map((name) => [name, undefined])), ...change }); }} /> : far.isPending ? <LoadingState rows={8} /> : far.error ? <ErrorState error={far.error} onRetry={() => { void far.refetch(); }} /> : <EmptyState title={t('auditDesk.detail.absent')} />}
        </SidePanel>
      )}
      filters={(
        <>
          <TextFilter value={asked.person ?? ''} onChange={(person) => { url.change({ person, personId: undefined }, true); }} placeholder={t('auditDesk.filter.person')} />
          {asked.personId === undefined ? null : <Button size="small" onClick={() => { url.change({ personId: undefined }); }}>{t('auditDesk.filter.byPerson', { name: personName ?? String(asked.personId) })} ×</Button>}
          <OperationFilter value={asked.operation} onChange={(op) => { url.change({ op }); }} />
          <Select
            size="small" allowClear aria-label={t('auditDesk.filter.outcome')} placeholder={t('auditDesk.filter.anyOutcome')} value={asked.outcome} popupMatchSelectWidth={false}
            options={outcomes.map((one) => ({ value: one, label: words(`audit.outcome.${one}`) }))} onChange={(outcome: string | undefined) => { url.change({ outcome }); }}
          />
          <TextFilter value={asked.subject ?? ''} onChange={(subject) => { url.change({ subject: subject.trim() }, true); }} placeholder={t('auditDesk.filter.subject')} />
          <DatePicker.RangePicker
            size="small" className="aud-range" allowEmpty={[true, true]} placeholder={[t('auditDesk.filter.since'), t('auditDesk.filter.until')]} value={[asked.since ? dayjs(asked.since) : null, asked.until ? dayjs(asked.until) : null]}
            onChange={(range) => { url.change({ since: range?.[0]?.format('YYYY-MM-DD'), until: range?.[1]?.format('YYYY-MM-DD') }); }}
          />
          {filtered ? <Button size="small" type="text" onClick={clear}>{shared('uiForm.clearFilters')}</Button> : null}
          <span className="jw-filters-end"><span className="jw-num">{shared('uiForm.shown', { n: rows.length })}</span>{chooser}</span>
        </>
      )}
    >
      {list.isPending ? <LoadingState rows={14} /> : list.error && rows.length === 0 ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : rows.length === 0 ? (
        <EmptyState title={t('auditDesk.empty')} hint={filtered ? shared('uiForm.filteredEmpty') : t('auditDesk.emptyHint')} />
      ) : (
        <DenseTable<Entry>
          label={t('auditDesk.title')} rows={rows} columns={shown} rowKey={({ id }) => String(id)} rowName={({ id }) => String(id)} openKey={entryId === undefined ? undefined : String(entryId)} cursorKey={cursor}
          onOpen={({ id }) => { open(String(id)); }} footer={list.hasNextPage ? <MoreRows onMore={() => { void list.fetchNextPage(); }} isLoading={list.isFetchingNextPage} /> : null}
        />
      )}
    </WorkPage>
  );
}

function useEntryColumns(): readonly Column<Entry>[] {
  const t = useWords(auditDeskWords);
  return [
    { key: 'at', title: t('auditDesk.column.at'), width: 112, always: true, render: (row) => <Moment at={row.at} /> },
    { key: 'person', title: t('auditDesk.column.person'), width: 132, always: true, render: (row) => <PersonName entry={row} /> },
    { key: 'post', title: t('auditDesk.column.post'), width: 140, yields: 1, render: (row) => <span title={row.post} className="jw-muted">{row.post}</span> },
    { key: 'operation', title: t('auditDesk.column.operation'), width: 170, always: true, render: (row) => <span title={row.operation}>{sawOf(row.input)?.text ?? operationName(row.operation)}{row.input['dryRun'] === true || row.input['dryRun'] === 'true' ? <> <Chip>{t('auditDesk.preview')}</Chip></> : null}</span> },
    { key: 'subject', title: t('auditDesk.column.subject'), width: 180, yields: 2, render: (row) => <span title={row.subject} className="jw-num">{subjectName(row.subject)}</span> },
    { key: 'outcome', title: t('auditDesk.column.outcome'), width: 108, always: true, render: (row) => <OutcomeChip outcome={row.outcome} /> },
    { key: 'reason', title: t('auditDesk.column.reason'), render: (row) => <span title={row.refused ?? undefined}>{reasonName(row.refused)}</span> },
    { key: 'source', title: t('auditDesk.column.source'), width: 128, yields: 1, right: true, render: (row) => <span className="jw-num">{row.source}</span> },
    { key: 'id', title: t('auditDesk.column.id'), width: 80, extra: true, right: true, render: (row) => row.id },
  ];
}

function OperationFilter({ value, onChange }: { value: string | undefined; onChange: (operation: string | undefined) => void }) {
  const t = useWords(auditDeskWords);
  const domains = ['geography', 'identity', 'dispatch', 'incidents', 'audit', 'platform'] as const;
  const options = knownOperations().map(({ domain, operations }) => {
    const known = domains.find((one) => one === domain);
    const name = known ? t(`auditDesk.domain.${known}`) : domain;
    return { label: name, title: domain, options: [{ value: domain, title: `${domain} ${name}`, label: t('auditDesk.filter.wholeDomain', { domain: name }) }, ...operations.map((one) => ({ value: one, title: `${one} ${operationName(one)}`, label: operationName(one) }))] };
  });
  return (
    <Select
      size="small" allowClear aria-label={t('auditDesk.filter.operation')} placeholder={t('auditDesk.filter.anyOperation')} value={value} popupMatchSelectWidth={220} className="aud-operation"
      showSearch={{ optionFilterProp: 'title' }} options={options} onChange={(next: string | undefined) => { onChange(next); }}
    />
  );
}

function given<Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>> {
  return value === undefined ? {} : { [name]: value } as Record<Name, Value>; // the one property that was just made
}
