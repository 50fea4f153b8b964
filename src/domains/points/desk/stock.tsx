import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { Good, Warehouse } from '../contract/warehouse.ts';
import { warehouseWords } from '../words-warehouse.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { EmptyState } from '../../../platform/ui/states.tsx';
import { DenseTable } from '../../../platform/ui/table.tsx';
import { SidePanel } from '../../../platform/ui/work-page.tsx';
import { CountForm, GoodForm, PriceForm, ReceiveForm } from './stock-forms.tsx';
import { warehouseDeskWords } from './words-warehouse.ts';

/** What lies on the shelves and what it costs; each row with what may be done. */
export function StockList({ warehouse, goods, onSide }: { warehouse: Warehouse; goods: readonly Good[]; onSide: (side: ReactNode) => void }) {
  const t = useWords(warehouseDeskWords);
  const words = useWords(warehouseWords);
  const close = (): void => { onSide(null); };
  const show = (title: string, key: string, form: ReactNode): void => { onSide(<SidePanel key={key} title={title} onClose={close} bare>{form}</SidePanel>); };
  const own = { onDone: close, onCancel: close };
  const adding = warehouse.mayHandOut ? <div className="jw-more"><Button size="small" type={goods.length === 0 ? 'primary' : 'default'} onClick={() => { show(t('warehouseDesk.form.goodTitle'), 'new', <GoodForm warehouseId={warehouse.id} {...own} />); }}>{t('warehouseDesk.stock.add')}</Button></div> : null;
  if (goods.length === 0) return <><EmptyState title={t('warehouseDesk.stock.empty')} />{adding}</>;
  return (
    <DenseTable<Good>
      label={t('warehouseDesk.views.stock')} rows={goods} rowKey={(row) => row.id} rowName={(row) => row.name} footer={adding}
      columns={[
        { key: 'name', title: t('warehouseDesk.stock.name'), always: true, render: (row) => <><b>{row.name}</b> {row.withdrawn ? <Chip>{t('warehouseDesk.stock.withdrawn')}</Chip> : null}</> },
        { key: 'kind', title: t('warehouseDesk.stock.kind'), width: 80, render: (row) => words(`warehouse.goodKind.${row.kind}`) },
        { key: 'unit', title: t('warehouseDesk.stock.unit'), width: 64, render: (row) => row.unit },
        { key: 'left', title: t('warehouseDesk.stock.left'), width: 80, right: true, render: (row) => <span className="jw-num">{row.left}</span> },
        { key: 'price', title: t('warehouseDesk.stock.price'), width: 96, right: true, render: (row) => (row.price === null ? <span className="jw-muted">{t('warehouseDesk.counter.unpriced')}</span> : <span className="jw-num">{row.price}</span>) },
        { key: 'next', title: t('warehouseDesk.stock.next'), width: 190, yields: 1, render: (row) => (row.nextPrice ? <span className="jw-num">{t('warehouseDesk.stock.nextAt', { day: row.nextPrice.from, points: row.nextPrice.points })}</span> : null) },
        {
          key: 'do', title: '', width: 230, render: (row) => (row.withdrawn ? null : (
            <span className="jw-actions">
              {warehouse.mayHandOut ? <Button size="small" onClick={() => { show(t('warehouseDesk.form.receiveTitle', { name: row.name }), `in-${row.id}`, <ReceiveForm good={row} {...own} />); }}>{t('warehouseDesk.stock.receive')}</Button> : null}
              {warehouse.mayHandOut ? <Button size="small" onClick={() => { show(t('warehouseDesk.form.countTitle', { name: row.name }), `count-${row.id}`, <CountForm good={row} {...own} />); }}>{t('warehouseDesk.stock.count')}</Button> : null}
              {warehouse.mayManage ? <Button size="small" onClick={() => { show(t('warehouseDesk.form.priceTitle', { name: row.name }), `price-${row.id}`, <PriceForm good={row} {...own} />); }}>{t('warehouseDesk.stock.setPrice')}</Button> : null}
            </span>
          )),
        },
      ]}
    />
  );
}
