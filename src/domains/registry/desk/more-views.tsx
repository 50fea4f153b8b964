import { Button, Form, Input, Radio } from 'antd';
import type { ReactNode } from 'react';
import { households, saveHousehold, saveThing, things } from '../contract.ts';
import { thingKinds, thingStates, type Household, type Thing } from '../contract-shapes.ts';
import type { typedSources } from '../rules/facts.ts';
import { registryWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { usePages } from '../../../platform/client/query.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { dayOf } from '../../../platform/core/calendar.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { AreaField } from '../../../platform/ui/fields.tsx';
import { uiFormWords } from '../../../platform/ui/form-words.ts';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { DenseTable } from '../../../platform/ui/table.tsx';
import { MoreRows, SidePanel, TextFilter, WorkPage } from '../../../platform/ui/work-page.tsx';
import { Choice } from './choice.tsx';
import { OriginFields } from './person-forms.tsx';
import { registryDeskWords } from './words.ts';

type OriginValues = { source: (typeof typedSources)[number]; observedOn: string | undefined };
const origin = (): OriginValues => ({ source: 'visit', observedOn: dayOf(new Date()) });
const given = ({ source, observedOn }: OriginValues) => ({ source, ...(observedOn === undefined ? {} : { observedOn }) });

export function HouseholdsView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(registryDeskWords);
  const shared = useWords(uiFormWords);
  const may = usePermits();
  const url = useUrlState();
  const [text, areaId, id, form] = [url.text('text'), url.id('area'), url.text('id'), url.text('form') === 'edit'];
  const list = usePages(households, { limit: 100, ...(areaId ? { areaId } : {}), ...(text ? { text } : {}) }, { keepPrevious: true });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const row = rows.find((one) => one.id === id);
  const close = (): void => { url.change({ form: undefined, id: undefined }); };
  type Values = OriginValues & { areaId: number | undefined; number: string; address: string };
  return (
    <WorkPage
      title={t('registryDesk.title')} tabs={tabs}
      actions={may('registry.write') ? <Button size="small" type="primary" onClick={() => { url.change({ form: 'edit', id: undefined }); }}>{t('registryDesk.action.register')}</Button> : null}
      filters={<>{may('registry.write') ? <TextFilter value={text ?? ''} onChange={(next) => { url.change({ text: next }, true); }} placeholder={t('registryDesk.filter.householdText')} /> : null}<span className="jw-filters-end"><span className="jw-num">{shared('uiForm.shown', { n: rows.length })}</span></span></>}
      aside={form && may('registry.write') ? (
        <SidePanel key={row?.id ?? ''} title={t('registryDesk.form.householdTitle')} onClose={close} bare>
          <CommandForm<typeof saveHousehold, Values>
            command={saveHousehold} place={`registry.household.${row?.id ?? ''}`} submit={t('registryDesk.form.submit')} done={t('registryDesk.form.saved')} onCancel={close} initial={{ areaId: row?.area.id ?? areaId, number: row?.number ?? '', address: row?.address ?? '', ...origin() }}
            beside={{ 'registry/household-number-taken': 'number', 'registry/area-unknown': 'areaId' }} toInput={(values) => ({ ...(row ? { householdId: row.id } : {}), areaId: values.areaId ?? 0, number: values.number.trim(), address: values.address.trim(), ...given(values) })} onDone={close}
          >
            <Form.Item name="areaId" label={t('registryDesk.form.area')} rules={[{ required: true }]}><AreaField /></Form.Item>
            <Form.Item name="number" label={t('registryDesk.list.number')}><Input maxLength={40} /></Form.Item>
            <Form.Item name="address" label={t('registryDesk.list.address')}><Input maxLength={200} /></Form.Item>
            <OriginFields />
          </CommandForm>
        </SidePanel>
      ) : undefined}
    >
      {list.isPending ? <LoadingState rows={12} /> : list.error && rows.length === 0 ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : rows.length === 0 ? <EmptyState title={t('registryDesk.empty.households')} hint={text || areaId ? shared('uiForm.filteredEmpty') : t('registryDesk.empty.peopleHint')} /> : (
        <DenseTable<Household>
          label={t('registryDesk.views.households')} rows={rows} rowKey={(one) => one.id} rowName={(one) => one.number} openKey={id} onOpen={may('registry.write') ? (one) => { url.change({ id: one.id, form: 'edit' }); } : undefined}
          columns={[
            { key: 'number', title: t('registryDesk.list.number'), width: 150, always: true, opens: true, render: (one) => <b className="jw-num">{one.number || '—'}</b> },
            { key: 'head', title: t('registryDesk.list.head'), width: 140, render: (one) => one.headName },
            { key: 'members', title: t('registryDesk.list.members'), width: 72, right: true, render: (one) => <span className="jw-num">{t('registryDesk.list.people', { n: one.members })}</span> },
            { key: 'area', title: t('registryDesk.list.area'), width: 260, render: (one) => <span title={one.area.name}>{one.area.name}</span> },
            { key: 'address', title: t('registryDesk.list.address'), render: (one) => <span title={one.address}>{one.address}</span> },
          ]}
          footer={list.hasNextPage ? <MoreRows onMore={() => { void list.fetchNextPage(); }} isLoading={list.isFetchingNextPage} /> : null}
        />
      )}
    </WorkPage>
  );
}

export function ThingsView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(registryDeskWords);
  const words = useWords(registryWords);
  const shared = useWords(uiFormWords);
  const may = usePermits();
  const url = useUrlState();
  const [text, kind, state, areaId, id, form] = [url.text('text'), url.one('kind', thingKinds), url.one('state', thingStates), url.id('area'), url.text('id'), url.text('form') === 'edit'];
  const list = usePages(things, { limit: 100, ...(areaId ? { areaId } : {}), ...(text ? { text } : {}), ...(kind ? { kind } : {}), ...(state ? { state } : {}) }, { keepPrevious: true });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const row = rows.find((one) => one.id === id);
  const close = (): void => { url.change({ form: undefined, id: undefined }); };
  type Values = OriginValues & { areaId: number | undefined; kind: Thing['kind'] | undefined; name: string; code: string; address: string; state: Thing['state']; note: string };
  return (
    <WorkPage
      title={t('registryDesk.title')} tabs={tabs}
      actions={may('registry.write') ? <Button size="small" type="primary" onClick={() => { url.change({ form: 'edit', id: undefined }); }}>{t('registryDesk.action.register')}</Button> : null}
      filters={(
        <>
          <TextFilter value={text ?? ''} onChange={(next) => { url.change({ text: next }, true); }} placeholder={t('registryDesk.filter.placeText')} />
          <Choice small value={kind} options={thingKinds} word={(one) => words(`registry.thingKind.${one}`)} label={t('registryDesk.filter.kind')} onChange={(next) => { url.change({ kind: next }); }} />
          <Choice small value={state} options={thingStates} word={(one) => words(`registry.thingState.${one}`)} label={t('registryDesk.list.state')} onChange={(next) => { url.change({ state: next }); }} />
          <span className="jw-filters-end"><span className="jw-num">{shared('uiForm.shown', { n: rows.length })}</span></span>
        </>
      )}
      aside={form && may('registry.write') ? (
        <SidePanel key={row?.id ?? ''} title={t('registryDesk.form.thingTitle')} onClose={close} bare>
          <CommandForm<typeof saveThing, Values>
            command={saveThing} place={`registry.thing.${row?.id ?? ''}`} submit={t('registryDesk.form.submit')} done={t('registryDesk.form.saved')} onCancel={close}
            initial={{ areaId: row?.area.id ?? areaId, kind: row?.kind, name: row?.name ?? '', code: row?.code ?? '', address: row?.address ?? '', state: row?.state ?? 'good', note: row?.note ?? '', ...origin() }} beside={{ 'registry/area-unknown': 'areaId' }}
            toInput={(values) => ({ ...(row ? { thingId: row.id } : {}), areaId: values.areaId ?? 0, kind: values.kind ?? 'other', name: values.name.trim(), code: values.code.trim(), address: values.address.trim(), state: values.state, note: values.note.trim(), ...given(values) })} onDone={close}
          >
            <Form.Item name="areaId" label={t('registryDesk.form.area')} rules={[{ required: true }]}><AreaField /></Form.Item>
            <Form.Item name="kind" label={t('registryDesk.list.kind')} rules={[{ required: true }]}><Choice options={thingKinds} word={(one) => words(`registry.thingKind.${one}`)} /></Form.Item>
            <Form.Item name="name" label={t('registryDesk.list.placeName')} rules={[{ required: true, whitespace: true }]}><Input maxLength={100} /></Form.Item>
            <Form.Item name="code" label={t('registryDesk.list.code')}><Input maxLength={40} /></Form.Item>
            <Form.Item name="address" label={t('registryDesk.list.placeAddress')}><Input maxLength={200} /></Form.Item>
            <Form.Item name="state" label={t('registryDesk.list.state')}><Radio.Group options={thingStates.map((one) => ({ value: one, label: words(`registry.thingState.${one}`) }))} /></Form.Item>
            <Form.Item name="note" label={t('registryDesk.form.note')}><Input.TextArea rows={2} maxLength={500} /></Form.Item>
            <OriginFields />
          </CommandForm>
        </SidePanel>
      ) : undefined}
    >
      {list.isPending ? <LoadingState rows={12} /> : list.error && rows.length === 0 ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : rows.length === 0 ? <EmptyState title={t('registryDesk.empty.things')} hint={text || kind || state || areaId ? shared('uiForm.filteredEmpty') : undefined} /> : (
        <DenseTable<Thing>
          label={t('registryDesk.views.things')} rows={rows} rowKey={(one) => one.id} rowName={(one) => one.name} openKey={id} onOpen={may('registry.write') ? (one) => { url.change({ id: one.id, form: 'edit' }); } : undefined}
          columns={[
            { key: 'name', title: t('registryDesk.list.placeName'), always: true, opens: true, render: (one) => <b title={one.name}>{one.name}</b> },
            { key: 'kind', title: t('registryDesk.list.kind'), width: 110, render: (one) => words(`registry.thingKind.${one.kind}`) },
            { key: 'code', title: t('registryDesk.list.code'), width: 120, render: (one) => <span className="jw-num">{one.code}</span> },
            { key: 'area', title: t('registryDesk.list.area'), width: 240, render: (one) => <span title={one.area.name}>{one.area.name}</span> },
            { key: 'place', title: t('registryDesk.list.place'), width: 160, render: (one) => one.placeName },
            { key: 'address', title: t('registryDesk.list.placeAddress'), width: 200, render: (one) => <span title={one.address}>{one.address}</span> },
            { key: 'state', title: t('registryDesk.list.state'), width: 80, render: (one) => <Chip tone={one.state === 'good' ? 'quiet' : 'orange'}>{words(`registry.thingState.${one.state}`)}</Chip> },
          ]}
          footer={list.hasNextPage ? <MoreRows onMore={() => { void list.fetchNextPage(); }} isLoading={list.isFetchingNextPage} /> : null}
        />
      )}
    </WorkPage>
  );
}
