import { App, Form, Input, InputNumber, Radio, Select } from 'antd';
import { useState } from 'react';
import { countStock, receiveGoods, saveGood, saveWarehouse, setPrice, type Good, type Warehouse } from '../contract/warehouse.ts';
import { goodKinds, type GoodKind } from '../rules/redeem.ts';
import { warehouseWords } from '../words-warehouse.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { dayOf } from '../../../platform/core/calendar.ts';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { AreaField, DayField } from '../../../platform/ui/fields.tsx';
import { warehouseDeskWords } from './words-warehouse.ts';

type Props = { onDone: () => void; onCancel: () => void };
const chosen = [{ required: true }];
const typed = [{ required: true, whitespace: true }];
/** Made once for each opened form: a repeat of the same try is done once. */
const useNewId = (): string => useState(() => crypto.randomUUID())[0];

export function GoodForm({ warehouseId, onDone, onCancel }: Props & { warehouseId: string }) {
  const t = useWords(warehouseDeskWords);
  const words = useWords(warehouseWords);
  const id = useNewId();
  return (
    <CommandForm<typeof saveGood, { name: string; unit: string; kind: GoodKind }>
      command={saveGood} place={`points.good.${warehouseId}`} initial={{ name: '', unit: '', kind: 'goods' }} submit={t('warehouseDesk.form.submit')} done={t('warehouseDesk.form.saved')} onDone={onDone} onCancel={onCancel}
      beside={{ 'points/good-named': 'name' }} toInput={({ name, unit, kind }) => ({ id, warehouseId, name: name.trim(), unit: unit.trim(), kind })}
    >
      <Form.Item name="name" label={t('warehouseDesk.form.name')} rules={typed}><Input maxLength={40} autoFocus /></Form.Item>
      <Form.Item name="unit" label={t('warehouseDesk.form.unit')} extra={t('warehouseDesk.form.unitHint')} rules={typed}><Input maxLength={10} /></Form.Item>
      <Form.Item name="kind" label={t('warehouseDesk.form.kind')}><Radio.Group options={goodKinds.map((one) => ({ value: one, label: words(`warehouse.goodKind.${one}`) }))} /></Form.Item>
    </CommandForm>
  );
}

export function ReceiveForm({ good, onDone, onCancel }: Props & { good: Good }) {
  const t = useWords(warehouseDeskWords);
  const { message } = App.useApp();
  const id = useNewId();
  const today = dayOf(new Date());
  type Values = { kind: 'purchase' | 'donation'; quantity: number | undefined; source: string; yuan: number | undefined; onDay: string | undefined };
  return (
    <CommandForm<typeof receiveGoods, Values>
      command={receiveGoods} place={`points.receive.${good.id}`} initial={{ kind: 'purchase', quantity: undefined, source: '', yuan: undefined, onDay: today }} submit={t('warehouseDesk.form.submit')} onCancel={onCancel}
      beside={{ 'points/amount': 'quantity', 'points/day-ahead': 'onDay', 'points/period-closed': 'onDay' }}
      toInput={({ kind, quantity, source, yuan, onDay }) => ({ id, goodId: good.id, kind, quantity: quantity ?? 0, source: source.trim(), ...(yuan === undefined || yuan === null ? {} : { costFen: Math.round(yuan * 100) }), ...(onDay === undefined ? {} : { onDay }) })}
      onDone={({ left }) => { void message.success(t('warehouseDesk.form.left', { n: left })); onDone(); }}
    >
      <Form.Item name="kind" label={t('warehouseDesk.form.how')}><Radio.Group options={(['purchase', 'donation'] as const).map((one) => ({ value: one, label: t(`warehouseDesk.form.${one}`) }))} /></Form.Item>
      <Form.Item name="quantity" label={`${t('warehouseDesk.form.quantity')}（${good.unit}）`} rules={chosen}><InputNumber className="jw-wide" autoFocus /></Form.Item>
      <Form.Item name="source" label={t('warehouseDesk.form.source')} rules={typed}><Input maxLength={100} /></Form.Item>
      <Form.Item name="yuan" label={t('warehouseDesk.form.cost')}><InputNumber className="jw-wide" min={0} precision={2} /></Form.Item>
      <Form.Item name="onDay" label={t('warehouseDesk.form.day')} rules={chosen}><DayField notAfter={today} /></Form.Item>
    </CommandForm>
  );
}

export function CountForm({ good, onDone, onCancel }: Props & { good: Good }) {
  const t = useWords(warehouseDeskWords);
  const { message } = App.useApp();
  const id = useNewId();
  return (
    <CommandForm<typeof countStock, { counted: number | undefined; reason: string }>
      command={countStock} place={`points.count.${good.id}`} initial={{ counted: undefined, reason: '' }} submit={t('warehouseDesk.form.submit')} onCancel={onCancel} beside={{ 'points/reason-missing': 'reason', 'points/amount-not-whole': 'counted' }}
      toInput={({ counted, reason }) => ({ id, goodId: good.id, counted: counted ?? 0, reason: reason.trim() })} onDone={({ left }) => { void message.success(t('warehouseDesk.form.left', { n: left })); onDone(); }}
    >
      <p className="jw-note">{t('warehouseDesk.form.book', { n: good.left ?? 0, unit: good.unit })}</p>
      <Form.Item name="counted" label={`${t('warehouseDesk.form.counted')}（${good.unit}）`} rules={chosen}><InputNumber className="jw-wide" autoFocus /></Form.Item>
      <Form.Item name="reason" label={t('warehouseDesk.form.reason')} extra={t('warehouseDesk.form.reasonHint')}><Input.TextArea rows={3} maxLength={200} /></Form.Item>
    </CommandForm>
  );
}

export function PriceForm({ good, onDone, onCancel }: Props & { good: Good }) {
  const t = useWords(warehouseDeskWords);
  const today = dayOf(new Date());
  return (
    <CommandForm<typeof setPrice, { points: number | undefined; from: string | undefined }>
      command={setPrice} place={`points.price.${good.id}`} initial={{ points: good.price ?? undefined, from: today }} submit={t('warehouseDesk.form.submit')} done={t('warehouseDesk.form.saved')} onDone={onDone} onCancel={onCancel}
      beside={{ 'points/price-backwards': 'from', 'points/price-later': 'from' }} toInput={({ points, from }) => ({ goodId: good.id, points: points ?? 0, from: from ?? today })}
    >
      <Form.Item name="points" label={t('warehouseDesk.form.points')} rules={chosen}><InputNumber className="jw-wide" autoFocus /></Form.Item>
      <Form.Item name="from" label={t('warehouseDesk.form.from')} extra={t('warehouseDesk.form.fromHint')} rules={chosen}><DayField notBefore={today} /></Form.Item>
    </CommandForm>
  );
}

export function WarehouseForm({ warehouse, areaId, onDone, onCancel }: Props & { warehouse: Warehouse | undefined; areaId: number | undefined }) {
  const t = useWords(warehouseDeskWords);
  const fresh = useNewId();
  type Values = { areaId: number | undefined; name: string; address: string; hours: string; keeperId: number | undefined };
  return (
    <CommandForm<typeof saveWarehouse, Values>
      command={saveWarehouse} place={`points.warehouse.${warehouse?.id ?? 'new'}`} submit={t('warehouseDesk.form.submit')} done={t('warehouseDesk.form.saved')} onDone={onDone} onCancel={onCancel} beside={{ 'points/area-unknown': 'areaId', 'points/book-unknown': 'areaId' }}
      initial={{ areaId: warehouse?.area.id ?? areaId, name: warehouse?.name ?? '', address: warehouse?.address ?? '', hours: warehouse?.hours ?? '', keeperId: warehouse?.keeper?.id }}
      toInput={(values) => ({ id: warehouse?.id ?? fresh, name: values.name.trim(), address: values.address.trim(), hours: values.hours.trim(), ...(warehouse ? { keeperId: values.keeperId ?? null } : {}), ...(warehouse || values.areaId === undefined ? {} : { areaId: values.areaId }) })}
    >
      {warehouse ? null : <Form.Item name="areaId" label={t('warehouseDesk.form.area')} rules={chosen}><AreaField /></Form.Item>}
      <Form.Item name="name" label={t('warehouseDesk.form.name')} rules={typed}><Input maxLength={60} autoFocus /></Form.Item>
      <Form.Item name="address" label={t('warehouseDesk.form.address')}><Input maxLength={200} /></Form.Item>
      <Form.Item name="hours" label={t('warehouseDesk.form.hours')}><Input maxLength={100} /></Form.Item>
      {warehouse ? <Form.Item name="keeperId" label={t('warehouseDesk.form.keeper')} extra={t('warehouseDesk.form.keeperHint')}><Select allowClear options={warehouse.staff.map(({ id, name }) => ({ value: id, label: name }))} /></Form.Item> : null}
    </CommandForm>
  );
}
