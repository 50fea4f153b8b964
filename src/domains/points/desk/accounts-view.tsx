import { App, Button, Form, Input, QRCode } from 'antd';
import { useState, type ReactNode } from 'react';
import { accounts, cards, importOpening, issueCard, openings, statement, undoOpening, type HouseholdAccount, type StatementLine } from '../contract/accounts.ts';
import { warehouseWords } from '../words-warehouse.ts';
import { send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk, usePages } from '../../../platform/client/query.ts';
import { readBase64 } from '../../../platform/client/read-file.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { AreaField } from '../../../platform/ui/fields.tsx';
import { uiFormWords } from '../../../platform/ui/form-words.ts';
import { ImportPanel } from '../../../platform/ui/import-panel.tsx';
import { useListKeys } from '../../../platform/ui/list-keys.ts';
import { Moment } from '../../../platform/ui/moment.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { DenseTable } from '../../../platform/ui/table.tsx';
import { MoreRows, SidePanel, TextFilter, WorkPage } from '../../../platform/ui/work-page.tsx';
import { NoticeExport, StatementExport } from './export-forms.tsx';
import { warehouseDeskWords } from './words-warehouse.ts';
import './warehouse.css';

const forms = ['import', 'batches', 'cards', 'notice'] as const;

/** 积分账户: households with what they have; one of them opens its statement beside. */
export function AccountsView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(warehouseDeskWords);
  const shared = useWords(uiFormWords);
  const may = usePermits();
  const url = useUrlState();
  const [text, areaId, id, form] = [url.text('text'), url.id('area'), url.text('id'), url.one('form', forms)];
  const list = usePages(accounts, { limit: 100, ...(areaId ? { areaId } : {}), ...(text ? { text } : {}) }, { keepPrevious: true });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const open = (next: string | undefined): void => { url.change({ id: next, form: undefined }, id !== undefined && next !== undefined); };
  const close = (): void => { url.change({ form: undefined }); };
  const { cursor } = useListKeys(rows.map((row) => row.householdId), id, open);
  const manages = may('points.manage');
  if (form === 'cards' && manages) return <Cards tabs={tabs} areaId={areaId} onClose={close} />;
  const aside = form === 'import' && manages ? <SidePanel title={t('warehouseDesk.opening.title')} onClose={close} bare><ImportSide areaId={areaId} /></SidePanel>
    : form === 'notice' && manages ? <SidePanel title={t('warehouseDesk.notice.title')} onClose={close} bare><NoticeExport areaId={areaId} onDone={close} /></SidePanel>
    : form === 'batches' && manages ? <SidePanel title={t('warehouseDesk.opening.batches')} onClose={close}><Batches /></SidePanel>
      : id === undefined ? undefined : <Statement key={id} householdId={id} onClose={() => { open(undefined); }} />;
  return (
    <WorkPage
      title={t('warehouseDesk.accountsTitle')} tabs={tabs} aside={aside}
      actions={manages ? (
        <>
          <Button size="small" onClick={() => { url.change({ form: 'batches', id: undefined }); }}>{t('warehouseDesk.accounts.batches')}</Button>
          <Button size="small" onClick={() => { url.change({ form: 'notice', id: undefined }); }}>{t('warehouseDesk.notice.do')}</Button>
          <Button size="small" onClick={() => { url.change({ form: 'cards', id: undefined }); }}>{t('warehouseDesk.accounts.cards')}</Button>
          <Button size="small" type="primary" onClick={() => { url.change({ form: 'import', id: undefined }); }}>{t('warehouseDesk.accounts.import')}</Button>
        </>
      ) : undefined}
      filters={(
        <>
          <TextFilter value={text ?? ''} onChange={(next) => { url.change({ text: next }, true); }} placeholder={t('warehouseDesk.accounts.search')} />
          <span className="jw-filters-end"><span className="jw-num">{shared('uiForm.shown', { n: rows.length })}</span></span>
        </>
      )}
    >
      {list.isPending ? <LoadingState rows={10} /> : list.error && rows.length === 0 ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : rows.length === 0 ? <EmptyState title={t('warehouseDesk.accounts.empty')} hint={t('warehouseDesk.accounts.emptyHint')} /> : (
        <DenseTable<HouseholdAccount>
          label={t('warehouseDesk.accountsTitle')} rows={rows} rowKey={(row) => row.householdId} rowName={(row) => row.label} openKey={id} cursorKey={cursor} onOpen={(row) => { open(row.householdId); }}
          footer={list.hasNextPage ? <MoreRows onMore={() => { void list.fetchNextPage(); }} isLoading={list.isFetchingNextPage} /> : null}
          columns={[
            { key: 'label', title: t('warehouseDesk.accounts.label'), width: 170, always: true, opens: true, render: (row) => <b title={row.label}>{row.label}</b> },
            { key: 'area', title: t('warehouseDesk.accounts.area'), width: 220, yields: 2, render: (row) => <span title={row.area.name}>{row.area.name}</span> },
            { key: 'address', title: t('warehouseDesk.accounts.address'), yields: 1, render: (row) => <span title={row.address}>{row.address}</span> },
            { key: 'balance', title: t('warehouseDesk.accounts.balance'), width: 88, right: true, render: (row) => <span className="jw-num">{row.balance}</span> },
            { key: 'setAside', title: t('warehouseDesk.accounts.setAside'), width: 64, right: true, yields: 1, render: (row) => <span className="jw-num">{row.setAside || ''}</span> },
            { key: 'deposit', title: t('warehouseDesk.accounts.deposit'), width: 64, right: true, render: (row) => <span className="jw-num">{row.deposit || ''}</span> },
            { key: 'card', title: t('warehouseDesk.accounts.card'), width: 80, yields: 2, render: (row) => <Chip>{t(row.hasCard ? 'warehouseDesk.accounts.hasCard' : 'warehouseDesk.accounts.noCard')}</Chip> },
          ]}
        />
      )}
    </WorkPage>
  );
}

function Statement({ householdId, onClose }: { householdId: string; onClose: () => void }) {
  const t = useWords(warehouseDeskWords);
  const may = usePermits();
  const [part, setPart] = useState<'lines' | 'card' | 'export'>('lines');
  const list = usePages(statement, { householdId, limit: 50 }, { keepPrevious: true });
  const account = list.data?.pages[0]?.account;
  const lines = list.data?.pages.flatMap(({ items }) => items) ?? [];
  if (list.error) return <SidePanel title={t('warehouseDesk.statement.title')} onClose={onClose}><ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /></SidePanel>;
  if (!account) return <SidePanel title={t('warehouseDesk.statement.title')} onClose={onClose}><LoadingState rows={8} /></SidePanel>;
  const back = (): void => { setPart('lines'); };
  if (part === 'card') return <SidePanel title={t(account.hasCard ? 'warehouseDesk.statement.reissue' : 'warehouseDesk.statement.issue')} onClose={back} bare><CardForm account={account} onDone={back} /></SidePanel>;
  if (part === 'export') return <SidePanel title={t('warehouseDesk.statement.exportDo')} onClose={back} bare><StatementExport householdId={householdId} onDone={back} /></SidePanel>;
  return (
    <SidePanel title={account.label} onClose={onClose} extra={may('points.manage') ? <><Button size="small" onClick={() => { setPart('card'); }}>{t(account.hasCard ? 'warehouseDesk.statement.reissue' : 'warehouseDesk.statement.issue')}</Button><Button size="small" onClick={() => { setPart('export'); }}>{t('warehouseDesk.statement.export')}</Button></> : null}>
      <p className="jw-num">{t('warehouseDesk.accounts.balance')} <b>{account.balance}</b> · {t('warehouseDesk.accounts.deposit')} <b>{account.deposit}</b>{account.setAside > 0 ? ` · ${t('warehouseDesk.accounts.setAside')} ${account.setAside}` : ''}</p>
      {lines.length === 0 ? <EmptyState title={t('warehouseDesk.statement.empty')} /> : (
        <table className="jw-mini" aria-label={t('warehouseDesk.statement.title')}>
          <thead><tr><th scope="col">{t('warehouseDesk.statement.day')}</th><th scope="col">{t('warehouseDesk.statement.what')}</th><th scope="col" className="jw-right">{t('warehouseDesk.statement.amount')}</th><th scope="col" className="jw-right">{t('warehouseDesk.statement.balance')}</th></tr></thead>
          <tbody>{lines.map((line) => <Line key={`${line.transferId}${line.purse}`} line={line} />)}</tbody>
        </table>
      )}
      {list.hasNextPage ? <MoreRows onMore={() => { void list.fetchNextPage(); }} isLoading={list.isFetchingNextPage} /> : null}
    </SidePanel>
  );
}

function Line({ line }: { line: StatementLine }) {
  const t = useWords(warehouseDeskWords);
  const words = useWords(warehouseWords);
  const who = [
    line.proposedBy ? t('warehouseDesk.statement.proposed', { name: line.proposedBy }) : '', line.confirmedBy ? t('warehouseDesk.statement.confirmed', { name: line.confirmedBy }) : '', line.decidedBy ? t('warehouseDesk.statement.objected', { name: line.decidedBy }) : '',
    !line.proposedBy && line.by ? t('warehouseDesk.statement.by', { name: line.by }) : '',
  ].filter(Boolean).join(' · ');
  const why = [
    line.rule ? t('warehouseDesk.statement.rule_', { n: line.rule.version, item: line.rule.item }) : '', line.evidence?.happenedOn ? t('warehouseDesk.statement.happened', { day: line.evidence.happenedOn }) : '', line.evidence?.documentNo ? t('warehouseDesk.statement.document', { no: line.evidence.documentNo }) : '',
    line.aboutDay ? t('warehouseDesk.statement.about', { day: line.aboutDay }) : '',
  ].filter(Boolean).join(' · ');
  return (
    <tr>
      <td className="jw-num">{line.day}</td>
      <td className="wh-lines">
        <span><b>{line.what}</b> {line.purse === 'deposit' ? <Chip>{words('warehouse.purse.deposit')}</Chip> : null}{line.reverses ? <Chip>{t('warehouseDesk.statement.reverses')}</Chip> : line.reversed ? <Chip>{t('warehouseDesk.statement.reversed')}</Chip> : null}</span>
        {why ? <small className="jw-muted">{why}</small> : null}
        {who ? <small className="jw-muted">{who}</small> : null}
        {line.evidence && line.evidence.photos.length > 0 ? <span>{line.evidence.photos.map((url) => <img key={url} src={url} alt={t('warehouseDesk.statement.photos', { n: line.evidence?.photos.length ?? 0 })} width={48} height={48} />)}</span> : null}
      </td>
      <td className="jw-right jw-num">{line.amount > 0 ? `+${line.amount}` : line.amount}</td>
      <td className="jw-right jw-num">{line.balance}</td>
    </tr>
  );
}

function CardForm({ account, onDone }: { account: HouseholdAccount; onDone: () => void }) {
  const t = useWords(warehouseDeskWords);
  const [id] = useState(() => crypto.randomUUID());
  const { modal } = App.useApp();
  return (
    <CommandForm<typeof issueCard, { label: string }>
      command={issueCard} place={`points.card.${account.householdId}`} initial={{ label: account.label.slice(0, 40) }} submit={t(account.hasCard ? 'warehouseDesk.statement.reissue' : 'warehouseDesk.statement.issue')} danger={account.hasCard} onCancel={onDone}
      toInput={({ label }) => ({ id, householdId: account.householdId, label: label.trim() })}
      onDone={({ code }) => { modal.success({ title: t('warehouseDesk.statement.issued'), content: <p className="jw-num">{code}</p> }); onDone(); }}
    >
      {account.hasCard ? <p className="jw-note">{t('warehouseDesk.statement.issuedHint')}</p> : null}
      <Form.Item name="label" label={t('warehouseDesk.statement.label')} extra={t('warehouseDesk.statement.labelHint')} rules={[{ required: true, whitespace: true }]}><Input maxLength={40} autoFocus /></Form.Item>
    </CommandForm>
  );
}

function Cards({ tabs, areaId, onClose }: { tabs: ReactNode; areaId: number | undefined; onClose: () => void }) {
  const t = useWords(warehouseDeskWords);
  const list = useAsk(cards, { limit: 200, ...(areaId ? { areaId } : {}) });
  const rows = list.data?.items ?? [];
  return (
    <WorkPage title={t('warehouseDesk.cards.title')} tabs={tabs} actions={<><Button size="small" onClick={onClose}>{t('warehouseDesk.accountsTitle')}</Button><Button size="small" type="primary" disabled={rows.length === 0} onClick={() => { window.print(); }}>{t('warehouseDesk.cards.print')}</Button></>} filters={<span className="jw-muted">{t('warehouseDesk.cards.hint')}</span>}>
      {list.isPending ? <LoadingState rows={8} /> : list.error && rows.length === 0 ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : rows.length === 0 ? <EmptyState title={t('warehouseDesk.cards.empty')} /> : (
        <div className="wh-cards">
          {rows.map(({ cardId, label, area, text, code }) => <section key={cardId} className="wh-card"><b>{label}</b><QRCode value={text} size={132} bordered={false} type="svg" /><code className="jw-num">{`${code.slice(0, 4)} ${code.slice(4)}`}</code><small className="jw-muted">{area.name}</small></section>)}
        </div>
      )}
    </WorkPage>
  );
}

function ImportSide({ areaId: here }: { areaId: number | undefined }) {
  const t = useWords(warehouseDeskWords);
  const [areaId, setAreaId] = useState(here);
  return (
    <ImportPanel
      accept=".xlsx,.csv" hint={t('warehouseDesk.opening.hint')} maxMegabytes={10} read={readBase64} optionsKey={String(areaId ?? '')} held={() => (areaId === undefined ? t('warehouseDesk.opening.needArea') : null)}
      run={(fileBase64, dryRun, key, fileName) => send(importOpening, { areaId: areaId ?? 0, fileBase64, fileName, dryRun }, key)}
      options={<Form.Item label={t('warehouseDesk.opening.area')} layout="vertical"><AreaField value={areaId} onChange={setAreaId} /></Form.Item>}
      found={(report) => (report.points > 0 ? <p className="jw-note jw-num">{t('warehouseDesk.opening.sum', { n: report.points })}</p> : null)}
    />
  );
}

function Batches() {
  const t = useWords(warehouseDeskWords);
  const [undoing, setUndoing] = useState<string | null>(null);
  const list = useAsk(openings, { limit: 100 });
  const rows = list.data?.items ?? [];
  if (list.isPending) return <LoadingState rows={6} />;
  if (rows.length === 0) return <EmptyState title={t('warehouseDesk.opening.empty')} />;
  if (undoing !== null) {
    const stop = (): void => { setUndoing(null); };
    return (
      <CommandForm<typeof undoOpening, { reason: string }> command={undoOpening} place={`points.undo.${undoing}`} initial={{ reason: '' }} submit={t('warehouseDesk.opening.undo')} danger done={t('warehouseDesk.opening.done')} onCancel={stop} onDone={stop} toInput={({ reason }) => ({ batchId: undoing, reason: reason.trim() })}>
        <p className="jw-note">{t('warehouseDesk.opening.undoHint')}</p>
        <Form.Item name="reason" label={t('warehouseDesk.opening.reason')} rules={[{ required: true, whitespace: true }]}><Input.TextArea rows={3} maxLength={200} autoFocus /></Form.Item>
      </CommandForm>
    );
  }
  return (
    <table className="jw-mini">
      <thead><tr>{(['file', 'households', 'points', 'at', 'by'] as const).map((one) => <th key={one} scope="col">{t(`warehouseDesk.opening.${one}`)}</th>)}<th /></tr></thead>
      <tbody>{rows.map((row) => (
        <tr key={row.id}><td>{row.fileName}</td><td className="jw-num">{row.households}</td><td className="jw-num">{row.points}</td><td><Moment at={row.at} /></td><td>{row.by}</td>
          <td>{row.undoneAt ? <span className="jw-muted">{t('warehouseDesk.opening.undone', { who: row.undoneBy ?? '' })}</span> : <Button size="small" onClick={() => { setUndoing(row.id); }}>{t('warehouseDesk.opening.undo')}</Button>}</td></tr>
      ))}</tbody>
    </table>
  );
}
