import { Checkbox, Form, Input, InputNumber, Radio, Select } from 'antd';
import { useState } from 'react';
import type { z } from 'zod';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { AreaField, DayField } from '../../../platform/ui/fields.tsx';
import { units } from '../../identity/contract.ts';
import { savePlan, type Plan } from '../contract.ts';
import { planKinds, type PlanKind } from '../rules/plan.ts';
import type { Rhythm } from '../rules/rhythm.ts';
import { checkIns, type CheckIn } from '../rules/visit.ts';
import { patrolWords } from '../words.ts';
import { patrolDeskWords } from './words.ts';

type Values = {
  kind: PlanKind; title: string; areaId: number | undefined; weekdays: number[]; monthDays: number[]; market: number[]; marketCalendar: 'solar' | 'lunar'; holiday: boolean; holidayEve: boolean;
  cycleDays: number | null; unitIds: number[]; fullTime: number | null; others: number | null; checkIn: CheckIn; fromTime: string; toTime: string; startsOn: string | undefined; endsOn: string | undefined; note: string;
};

/** A plan as a form. What it repeats by is put together from the days that are ticked. */
export function PlanForm({ plan, onDone, onCancel }: { plan: Plan | undefined; onDone: () => void; onCancel: () => void }) {
  const t = useWords(patrolDeskWords);
  const sayPatrol = useWords(patrolWords);
  const list = useAsk(units, {}, { staleTime: 300_000 });
  const [id] = useState(() => crypto.randomUUID());
  const teams = (list.data?.items ?? []).map((unit) => ({ value: unit.id, label: unit.name }));
  return (
    <CommandForm
      command={savePlan} place={`patrol.plan.${plan?.id ?? 'new'}`} initial={valuesOf(plan)} submit={t('patrolDesk.plans.form.save')} done={t('patrolDesk.plans.form.done')} onDone={onDone} onCancel={onCancel}
      beside={{ 'patrol/area-unknown': 'areaId', 'patrol/cycle-missing': 'cycleDays', 'patrol/teams-missing': 'unitIds', 'patrol/staff-missing': 'fullTime', 'patrol/place-not-needed': 'checkIn', 'patrol/dates-reversed': 'endsOn', 'patrol/rhythm-missing': 'weekdays' }}
      toInput={(values) => inputOf(values, plan, id)}
    >
      {(values) => (
        <>
          <Form.Item name="kind" label={t('patrolDesk.plans.form.kind')}><Select options={planKinds.map((one) => ({ value: one, label: sayPatrol(`patrol.planKind.${one}`) }))} /></Form.Item>
          <Form.Item name="title" label={t('patrolDesk.plans.form.title')} rules={[{ required: true, min: 2, message: t('patrolDesk.plans.form.need') }]}><Input maxLength={60} /></Form.Item>
          <Form.Item name="areaId" label={t('patrolDesk.plans.form.area')} rules={[{ required: true, message: t('patrolDesk.plans.form.need') }]}><AreaField /></Form.Item>
          {values.kind === 'visits' ? <Form.Item name="cycleDays" label={t('patrolDesk.plans.form.cycle')}><InputNumber min={1} max={366} /></Form.Item> : (
            <>
              <Form.Item name="weekdays" label={t('patrolDesk.plans.form.weekdays')}><Checkbox.Group options={([1, 2, 3, 4, 5, 6, 7] as const).map((one) => ({ value: one, label: sayPatrol(`patrol.weekday.${one}`) }))} /></Form.Item>
              <Form.Item name="market" label={t('patrolDesk.plans.form.market')}><Checkbox.Group options={[1, 2, 3, 4, 5, 6, 7, 8, 9, 0].map((one) => ({ value: one, label: String(one === 0 ? 10 : one) }))} /></Form.Item>
              {values.market.length > 0 ? <Form.Item name="marketCalendar" label={t('patrolDesk.plans.form.marketCalendar')}><Radio.Group options={[{ value: 'lunar', label: t('patrolDesk.plans.form.lunar') }, { value: 'solar', label: t('patrolDesk.plans.form.solar') }]} /></Form.Item> : null}
              <Form.Item name="monthDays" label={t('patrolDesk.plans.form.monthDays')}><Select mode="multiple" options={Array.from({ length: 31 }, (_, at) => ({ value: at + 1, label: String(at + 1) }))} /></Form.Item>
              <Form.Item name="holiday" valuePropName="checked"><Checkbox>{t('patrolDesk.plans.form.holiday')}</Checkbox></Form.Item>
              {values.holiday ? <Form.Item name="holidayEve" valuePropName="checked"><Checkbox>{t('patrolDesk.plans.form.holidayEve')}</Checkbox></Form.Item> : null}
            </>
          )}
          {values.kind === 'online' ? (
            <>
              <Form.Item name="fullTime" label={t('patrolDesk.plans.form.fullTime')}><InputNumber min={0} max={200} /></Form.Item>
              <Form.Item name="others" label={t('patrolDesk.plans.form.others')}><InputNumber min={0} max={200} /></Form.Item>
            </>
          ) : values.kind === 'visits' ? null : (
            <>
              <Form.Item name="unitIds" label={t('patrolDesk.plans.form.units')}><Select mode="multiple" options={teams} showSearch={{ optionFilterProp: 'label' }} /></Form.Item>
              <Form.Item name="checkIn" label={t('patrolDesk.plans.form.checkIn')} extra={t('patrolDesk.plans.form.checkInWhy')}><Select options={checkIns.map((one) => ({ value: one, label: sayPatrol(`patrol.checkIn.${one}`) }))} /></Form.Item>
            </>
          )}
          <Form.Item label={t('patrolDesk.plans.form.time')}>
            <span className="ptd-row">
              <Form.Item name="fromTime" noStyle><Input type="time" aria-label={t('patrolDesk.plans.form.time')} style={{ width: 120 }} /></Form.Item>
              <Form.Item name="toTime" noStyle><Input type="time" aria-label={t('patrolDesk.plans.form.time')} style={{ width: 120 }} /></Form.Item>
            </span>
          </Form.Item>
          <Form.Item name="startsOn" label={t('patrolDesk.plans.form.starts')}><DayField /></Form.Item>
          <Form.Item name="endsOn" label={t('patrolDesk.plans.form.ends')}><DayField notBefore={values.startsOn} /></Form.Item>
          <Form.Item name="note" label={t('patrolDesk.plans.form.note')}><Input.TextArea rows={2} maxLength={500} /></Form.Item>
        </>
      )}
    </CommandForm>
  );
}

function valuesOf(plan: Plan | undefined): Values {
  const of = <E extends Rhythm['every']>(every: E): Extract<Rhythm, { every: E }> | undefined => plan?.rhythms.find((one): one is Extract<Rhythm, { every: E }> => one.every === every);
  const market = of('market');
  const holiday = of('holiday');
  return {
    kind: plan?.kind ?? 'round', title: plan?.title ?? '', areaId: plan?.area.id, weekdays: of('weekdays')?.weekdays ?? [], monthDays: of('monthDays')?.days ?? [], market: market?.digits ?? [], marketCalendar: market?.calendar ?? 'lunar', holiday: holiday !== undefined, holidayEve: holiday?.eve ?? true,
    cycleDays: plan?.cycleDays ?? 30, unitIds: plan?.units.map((unit) => unit.id) ?? [], fullTime: plan?.fullTime ?? 4, others: plan?.others ?? 2, checkIn: plan?.checkIn ?? 'none', fromTime: plan?.fromTime ?? '', toTime: plan?.toTime ?? '', startsOn: plan?.startsOn, endsOn: plan?.endsOn ?? undefined, note: plan?.note ?? '',
  };
}

function inputOf(values: Values, plan: Plan | undefined, id: string): z.input<typeof savePlan.input> {
  const isVisits = values.kind === 'visits';
  const rhythms: Rhythm[] = isVisits ? [] : [
    // What this form does not show (every n days) stays as it was.
    ...(plan?.rhythms.filter(({ every }) => every === 'days') ?? []),
    ...(values.weekdays.length > 0 ? [{ every: 'weekdays' as const, weekdays: values.weekdays }] : []), ...(values.monthDays.length > 0 ? [{ every: 'monthDays' as const, days: values.monthDays }] : []),
    ...(values.market.length > 0 ? [{ every: 'market' as const, calendar: values.marketCalendar, digits: values.market }] : []), ...(values.holiday ? [{ every: 'holiday' as const, eve: values.holidayEve }] : []),
  ];
  const isOnline = values.kind === 'online';
  return {
    ...(plan ? { planId: plan.id } : { id }), kind: values.kind, title: values.title, areaId: values.areaId ?? 0, rhythms, cycleDays: isVisits ? values.cycleDays : null, unitIds: isOnline || isVisits ? [] : values.unitIds, placeIds: plan?.places.map((place) => place.id) ?? [],
    fullTime: isOnline ? values.fullTime ?? 0 : 0, others: isOnline ? values.others ?? 0 : 0, checkIn: isOnline || isVisits ? 'none' : values.checkIn, fromTime: values.fromTime, toTime: values.toTime, note: values.note,
    ...(values.startsOn ? { startsOn: values.startsOn } : {}), endsOn: values.endsOn ?? null,
  };
}
