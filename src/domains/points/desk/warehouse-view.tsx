import { Button, Form, Input, Segmented, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { redemptions, returnRedemption, stock, stockMoves, warehouses, type Redemption, type Warehouse } from '../contract/warehouse.ts';
import { warehouseWords } from '../words-warehouse.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk, usePages } from '../../../platform/client/query.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { Moment } from '../../../platform/ui/moment.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { DenseTable } from '../../../platform/ui/table.tsx';
import { fullMoment } from '../../../platform/ui/time.ts';
import { MoreRows, SidePanel, WorkPage } from '../../../platform/ui/work-page.tsx';
import { CounterDesk } from './counter.tsx';
import { StockList } from './stock.tsx';
import { WarehouseForm } from './stock-forms.tsx';
import { warehouseDeskWords } from './words-warehouse.ts';
import './warehouse.css';

const views = ['counter', 'stock', 'moves', 'handed'] as const;

/** 文明义仓: the counter, the shelves, what came in, what went out. */
export function WarehouseView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(warehouseDeskWords);
  const may = usePermits();
  const url = useUrlState();
  const areaId = url.id('area');
  const list = useAsk(warehouses, areaId ? { areaId } : {});
  const all = list.data?.items ?? [];
  const open = all.find(({ id }) => id === url.text('warehouse')) ?? all.find(({ mayHandOut }) => mayHandOut) ?? all[0];
  const allowed = open?.mayHandOut ? views : views.filter((one) => one !== 'counter');
  const view = url.one('part', allowed) ?? allowed[0] ?? 'stock';
  const settings = url.text('form') === 'warehouse' || url.text('form') === 'new-warehouse';
  const close = (): void => { url.change({ form: undefined, id: undefined }); };
  const aside = settings ? <SidePanel title={t('warehouseDesk.form.warehouseTitle')} onClose={close} bare><WarehouseForm warehouse={url.text('form') === 'warehouse' ? open : undefined} areaId={areaId} onDone={close} onCancel={close} /></SidePanel> : undefined;
  if (list.isPending) return <WorkPage title={t('warehouseDesk.title')} tabs={tabs}><LoadingState rows={8} /></WorkPage>;
  if (list.error && all.length === 0) return <WorkPage title={t('warehouseDesk.title')} tabs={tabs}><ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /></WorkPage>;
  const found = (
    <>
      {may('points.manage') ? <Button size="small" onClick={() => { url.change({ form: 'new-warehouse', id: undefined }); }}>{t('warehouseDesk.stock.newWarehouse')}</Button> : null}
      {open?.mayManage ? <Button size="small" onClick={() => { url.change({ form: 'warehouse', id: undefined }); }}>{t('warehouseDesk.stock.settings')}</Button> : null}
    </>
  );
  if (!open) return <WorkPage title={t('warehouseDesk.title')} tabs={tabs} actions={found} aside={aside}><EmptyState title={t('warehouseDesk.none.title')} hint={t('warehouseDesk.none.hint')} /></WorkPage>;
  return <OpenWarehouse key={open.id} warehouse={open} all={all} view={view} allowed={allowed} tabs={tabs} actions={found} settings={aside} />;
}

function OpenWarehouse({ warehouse, all, view, allowed, tabs, actions, settings }: { warehouse: Warehouse; all: readonly Warehouse[]; view: (typeof views)[number]; allowed: readonly (typeof views)[number][]; tabs: ReactNode; actions: ReactNode; settings: ReactNode }) {
  const t = useWords(warehouseDeskWords);
  const url = useUrlState();
  const [side, setSide] = useState<ReactNode>(null);
  const shelves = useAsk(stock, { warehouseId: warehouse.id }, { keepPrevious: true });
  const goods = shelves.data?.goods ?? [];
  return (
    <WorkPage
      title={t('warehouseDesk.title')} tabs={tabs} actions={actions} aside={settings ?? side ?? undefined}
      filters={(
        <>
          <Select size="small" aria-label={t('warehouseDesk.choose')} value={warehouse.id} options={all.map(({ id, name, area }) => ({ value: id, label: `${area.name} · ${name}` }))} onChange={(id) => { url.change({ warehouse: id, form: undefined }); setSide(null); }} popupMatchSelectWidth={false} />
          <Segmented size="small" aria-label={t('warehouseDesk.title')} value={view} options={allowed.map((one) => ({ value: one, label: t(`warehouseDesk.views.${one}`) }))} onChange={(one) => { url.change({ part: one === allowed[0] ? undefined : one, form: undefined }); setSide(null); }} />
          <Chip tone={warehouse.isOpen ? 'accent' : 'quiet'}>{t(warehouse.isOpen ? 'warehouseDesk.open' : 'warehouseDesk.closed')}</Chip>
          <span className="jw-muted">{[warehouse.address, warehouse.hours, warehouse.keeper ? `${t('warehouseDesk.keeper')} ${warehouse.keeper.name}` : ''].filter(Boolean).join(' · ')}</span>
        </>
      )}
    >
      {shelves.isPending ? <LoadingState rows={8} /> : shelves.error && goods.length === 0 ? <ErrorState error={shelves.error} onRetry={() => { void shelves.refetch(); }} />
        : view === 'counter' ? <CounterDesk warehouseId={warehouse.id} goods={goods} />
          : view === 'stock' ? <StockList warehouse={warehouse} goods={goods} onSide={setSide} />
            : view === 'moves' ? <Moves warehouseId={warehouse.id} /> : <Handed warehouse={warehouse} onSide={setSide} />}
    </WorkPage>
  );
}

function Moves({ warehouseId }: { warehouseId: string }) {
  const t = useWords(warehouseDeskWords);
  const words = useWords(warehouseWords);
  const list = useAsk(stockMoves, { warehouseId, limit: 200 });
  const rows = list.data?.items ?? [];
  if (list.isPending) return <LoadingState rows={8} />;
  if (list.error && rows.length === 0) return <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} />;
  if (rows.length === 0) return <EmptyState title={t('warehouseDesk.moves.empty')} />;
  const number = (value: number | null) => <span className="jw-num">{value}</span>;
  return (
    <DenseTable
      label={t('warehouseDesk.views.moves')} rows={rows} rowKey={(row) => row.id} rowName={(row) => row.good}
      columns={[
        { key: 'day', title: t('warehouseDesk.moves.day'), width: 104, render: (row) => <span className="jw-num">{row.day}</span> },
        { key: 'good', title: t('warehouseDesk.moves.good'), width: 160, always: true, render: (row) => <b>{row.good}</b> },
        { key: 'kind', title: t('warehouseDesk.moves.kind'), width: 72, render: (row) => words(`warehouse.moveKind.${row.kind}`) },
        { key: 'quantity', title: t('warehouseDesk.moves.quantity'), width: 88, right: true, render: (row) => <span className="jw-num">{row.quantity > 0 ? `+${row.quantity}` : row.quantity} {row.unit}</span> },
        { key: 'book', title: t('warehouseDesk.moves.book'), width: 64, right: true, yields: 1, render: (row) => number(row.book) },
        { key: 'counted', title: t('warehouseDesk.moves.counted'), width: 64, right: true, yields: 1, render: (row) => number(row.counted) },
        { key: 'cost', title: t('warehouseDesk.moves.cost'), width: 96, right: true, render: (row) => <span className="jw-num">{row.costFen === null ? '' : (row.costFen / 100).toFixed(2)}</span> },
        { key: 'source', title: t('warehouseDesk.moves.source'), render: (row) => row.source || row.reason },
        { key: 'by', title: t('warehouseDesk.moves.by'), width: 96, render: (row) => row.by },
      ]}
    />
  );
}

function Handed({ warehouse, onSide }: { warehouse: Warehouse; onSide: (side: ReactNode) => void }) {
  const t = useWords(warehouseDeskWords);
  const words = useWords(warehouseWords);
  const list = usePages(redemptions, { warehouseId: warehouse.id, limit: 100 }, { keepPrevious: true });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  if (list.isPending) return <LoadingState rows={8} />;
  if (list.error && rows.length === 0) return <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} />;
  if (rows.length === 0) return <EmptyState title={t('warehouseDesk.handed.empty')} />;
  const giveBack = (row: Redemption): void => {
    const close = (): void => { onSide(null); };
    onSide(
      <SidePanel key={row.id} title={t('warehouseDesk.handed.returnTitle', { label: row.label })} onClose={close} bare>
        <CommandForm<typeof returnRedemption, { reason: string }> command={returnRedemption} place={`points.return.${row.id}`} initial={{ reason: '' }} submit={t('warehouseDesk.handed.submit')} danger done={t('warehouseDesk.handed.done')} onCancel={close} onDone={close} toInput={({ reason }) => ({ redemptionId: row.id, reason: reason.trim() })}>
          <p className="jw-note">{row.lines.map(({ name, quantity, unit }) => `${name} ${quantity} ${unit}`).join('、')} · {row.points}</p>
          <Form.Item name="reason" label={t('warehouseDesk.handed.reason')} rules={[{ required: true, whitespace: true }]}><Input.TextArea rows={3} maxLength={200} autoFocus /></Form.Item>
        </CommandForm>
      </SidePanel>,
    );
  };
  return (
    <DenseTable<Redemption>
      label={t('warehouseDesk.views.handed')} rows={rows} rowKey={(row) => row.id} rowName={(row) => row.label}
      footer={list.hasNextPage ? <MoreRows onMore={() => { void list.fetchNextPage(); }} isLoading={list.isFetchingNextPage} /> : null}
      columns={[
        { key: 'at', title: t('warehouseDesk.handed.at'), width: 130, render: (row) => <span title={Date.parse(row.at) - Date.parse(row.happenedAt) > 60_000 ? t('warehouseDesk.handed.offline', { at: fullMoment(row.happenedAt) }) : undefined}><Moment at={row.at} /></span> },
        { key: 'label', title: t('warehouseDesk.handed.label'), width: 180, always: true, render: (row) => <b>{row.label}</b> },
        { key: 'goods', title: t('warehouseDesk.handed.goods'), render: (row) => row.lines.map(({ name, quantity, unit }) => `${name} ${quantity} ${unit}`).join('、') },
        { key: 'points', title: t('warehouseDesk.handed.points'), width: 72, right: true, render: (row) => <span className="jw-num">{row.points}</span> },
        { key: 'purse', title: t('warehouseDesk.handed.purse'), width: 88, render: (row) => words(`warehouse.purse.${row.purse}`) },
        { key: 'by', title: t('warehouseDesk.handed.by'), width: 96, render: (row) => row.by },
        { key: 'state', title: t('warehouseDesk.handed.state'), width: 110, render: (row) => (row.returned ? <Chip title={`${row.returned.by} · ${row.returned.reason}`}>{t('warehouseDesk.handed.returned')}</Chip> : warehouse.mayHandOut ? <Button size="small" onClick={() => { giveBack(row); }}>{t('warehouseDesk.handed.give')}</Button> : null) },
      ]}
    />
  );
}
