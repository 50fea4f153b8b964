import { Button, Checkbox, Form, Input, InputNumber, Radio } from 'antd';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { changePlace, placeById, places, registerPlace } from '../contract.ts';
import { allPlaceKinds, placeCategories, placeKinds, risks, type Place, type PlaceCategory } from '../contract-shapes.ts';
import type { typedSources } from '../rules/facts.ts';
import { registryWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk, usePages } from '../../../platform/client/query.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { dayOf } from '../../../platform/core/calendar.ts';
import { Chip, type Tone } from '../../../platform/ui/chips.tsx';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { AreaField } from '../../../platform/ui/fields.tsx';
import { uiFormWords } from '../../../platform/ui/form-words.ts';
import { useListKeys } from '../../../platform/ui/list-keys.ts';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { DenseTable, useColumns, type Column } from '../../../platform/ui/table.tsx';
import { Facts, MoreRows, SidePanel, TextFilter, WorkPage } from '../../../platform/ui/work-page.tsx';
import { Choice } from './choice.tsx';
import { ImportSide } from './people-view.tsx';
import { OriginFields } from './person-forms.tsx';
import { Origin, Past } from './person-page.tsx';
import { registryDeskWords } from './words.ts';

type OnePlace = z.output<typeof placeById.output>;
const forms = ['register', 'import', 'change'] as const;
const riskTone: Record<Place['risk'], Tone> = { none: 'quiet', low: 'blue', medium: 'orange', high: 'red' };

export function PlacesView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(registryDeskWords);
  const words = useWords(registryWords);
  const shared = useWords(uiFormWords);
  const may = usePermits();
  const url = useUrlState();
  const [text, category, kind, risk, unmanaged, areaId, id, form] = [url.text('text'), url.one('category', placeCategories), url.one('kind', allPlaceKinds), url.one('risk', risks), url.text('unmanaged') === '1', url.id('area'), url.text('id'), url.one('form', forms)];
  const list = usePages(places, { limit: 100, ...(areaId ? { areaId } : {}), ...(text ? { text } : {}), ...(category ? { category } : {}), ...(kind ? { kind } : {}), ...(risk ? { risk } : {}), ...(unmanaged ? { unmanaged: 'true' as const } : {}) }, { keepPrevious: true });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = list.data?.pages[0]?.total ?? null;
  const one = useAsk(placeById, { placeId: id ?? '' }, { enabled: id !== undefined });
  const open = (next: string | undefined): void => { url.change({ id: next, form: undefined }, id !== undefined && next !== undefined); };
  const close = (): void => { url.change({ form: undefined }); };
  const { cursor } = useListKeys(rows.map((row) => row.id), id, open);
  const { shown, chooser } = useColumns('registry-places', usePlaceColumns());
  const filtered = text !== undefined || category !== undefined || kind !== undefined || risk !== undefined || unmanaged;
  const aside = form === 'register' && may('registry.write') ? <SidePanel title={t('registryDesk.form.placeTitle')} onClose={close} bare><PlaceForm place={undefined} areaId={areaId} onDone={open} onCancel={close} /></SidePanel>
    : form === 'import' && may('registry.import') ? <SidePanel title={t('registryDesk.import.placesTitle')} onClose={close} bare><ImportSide what="places" /></SidePanel>
      : id === undefined ? undefined
        : one.error ? <SidePanel title="" onClose={() => { open(undefined); }}><ErrorState error={one.error} onRetry={() => { void one.refetch(); }} /></SidePanel>
          : !one.data ? <SidePanel title="" onClose={() => { open(undefined); }}><LoadingState rows={8} /></SidePanel>
            : form === 'change' && one.data.mayChange ? <SidePanel key={one.data.id} title={t('registryDesk.form.changePlaceTitle', { name: one.data.name })} onClose={close} bare><PlaceForm place={one.data} areaId={undefined} onDone={close} onCancel={close} /></SidePanel>
              : <PlacePage place={one.data} onClose={() => { open(undefined); }} onChange={() => { url.change({ form: 'change' }); }} />;
  return (
    <WorkPage
      title={t('registryDesk.title')} tabs={tabs} aside={aside}
      actions={(
        <>
          {may('registry.import') ? <Button size="small" onClick={() => { url.change({ form: 'import', id: undefined }); }}>{t('registryDesk.action.import')}</Button> : null}
          {may('registry.write') ? <Button size="small" type="primary" onClick={() => { url.change({ form: 'register', id: undefined }); }}>{t('registryDesk.action.register')}</Button> : null}
        </>
      )}
      filters={(
        <>
          <TextFilter value={text ?? ''} onChange={(next) => { url.change({ text: next }, true); }} placeholder={t('registryDesk.filter.placeText')} />
          <Choice small value={category} options={placeCategories} word={(it) => words(`registry.category.${it}`)} label={t('registryDesk.filter.category')} onChange={(next) => { url.change({ category: next, kind: undefined }); }} />
          <Choice<Place['kind']> small value={kind} options={category ? placeKinds[category] : allPlaceKinds} word={(it) => words(`registry.placeKind.${it}`)} label={t('registryDesk.filter.kind')} onChange={(next) => { url.change({ kind: next }); }} />
          <Choice small value={risk} options={risks} word={(it) => words(`registry.risk.${it}`)} label={t('registryDesk.filter.risk')} onChange={(next) => { url.change({ risk: next }); }} />
          <Checkbox checked={unmanaged} onChange={({ target }) => { url.change({ unmanaged: target.checked ? 1 : undefined }); }}>{t('registryDesk.filter.unmanaged')}</Checkbox>
          {filtered ? <Button size="small" type="text" onClick={() => { url.change({ text: undefined, category: undefined, kind: undefined, risk: undefined, unmanaged: undefined }); }}>{shared('uiForm.clearFilters')}</Button> : null}
          <span className="jw-filters-end"><span className="jw-num">{total === null ? shared('uiForm.shown', { n: rows.length }) : shared('uiForm.total', { n: total })}</span>{chooser}</span>
        </>
      )}
    >
      {list.isPending ? <LoadingState rows={12} /> : list.error && rows.length === 0 ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : rows.length === 0 ? <EmptyState title={t('registryDesk.empty.places')} hint={filtered || areaId ? shared('uiForm.filteredEmpty') : undefined} /> : (
        <DenseTable<Place>
          label={t('registryDesk.views.places')} rows={rows} columns={shown} rowKey={(row) => row.id} rowName={(row) => row.name} openKey={id} cursorKey={cursor} onOpen={(row) => { open(row.id); }}
          footer={list.hasNextPage ? <MoreRows onMore={() => { void list.fetchNextPage(); }} isLoading={list.isFetchingNextPage} /> : null}
        />
      )}
    </WorkPage>
  );
}

function usePlaceColumns(): readonly Column<Place>[] {
  const t = useWords(registryDeskWords);
  const words = useWords(registryWords);
  return [
    { key: 'name', title: t('registryDesk.list.placeName'), always: true, opens: true, render: (row) => <b title={row.name}>{row.name}</b> },
    { key: 'category', title: t('registryDesk.list.category'), width: 96, yields: 1, render: (row) => words(`registry.category.${row.category}`) },
    { key: 'kind', title: t('registryDesk.list.kind'), width: 104, render: (row) => words(`registry.placeKind.${row.kind}`) },
    { key: 'area', title: t('registryDesk.list.area'), width: 220, render: (row) => <span title={row.area.name}>{row.area.name}</span> },
    { key: 'address', title: t('registryDesk.list.placeAddress'), width: 180, yields: 1, render: (row) => <span title={row.address}>{row.address}</span> },
    { key: 'risk', title: t('registryDesk.list.risk'), width: 64, render: (row) => (row.risk === 'none' ? null : <Chip tone={riskTone[row.risk]}>{words(`registry.risk.${row.risk}`)}</Chip>) },
    { key: 'contact', title: t('registryDesk.list.contact'), width: 96, yields: 2, render: (row) => row.contactName },
    { key: 'phone', title: t('registryDesk.list.phone'), width: 116, yields: 2, render: (row) => <span className="jw-num">{row.phone}</span> },
    { key: 'households', title: t('registryDesk.list.households'), width: 64, yields: 1, right: true, render: (row) => <span className="jw-num">{row.households}</span> },
  ];
}

function PlacePage({ place, onClose, onChange }: { place: OnePlace; onClose: () => void; onChange: () => void }) {
  const t = useWords(registryDeskWords);
  const words = useWords(registryWords);
  const row = (field: string, label: string, value: ReactNode): readonly [string, ReactNode] | null => (value === null || value === '' ? null : [label, <span key={field}>{value}<Origin person={place} field={field} /></span>]);
  return (
    <SidePanel title={place.name} onClose={onClose} extra={<Chip>{words(`registry.placeKind.${place.kind}`)}</Chip>}>
      <section>
        <Facts rows={[
          [t('registryDesk.list.area'), place.area.name], [t('registryDesk.list.category'), words(`registry.category.${place.category}`)],
          row('address', t('registryDesk.list.placeAddress'), place.address), row('risk', words('registry.field.risk'), place.risk === 'none' ? null : <Chip tone={riskTone[place.risk]}>{words(`registry.risk.${place.risk}`)}</Chip>),
          row('contact', words('registry.field.contact'), place.contactName), row('phone', words('registry.field.phone'), place.phone ? <span className="jw-num">{place.phone}</span> : null),
          row('managed', words('registry.field.managed'), place.managed === null ? null : t(place.managed ? 'registryDesk.place.managed' : 'registryDesk.place.unmanaged')), row('households', words('registry.field.households'), place.households),
          row('point', words('registry.field.point'), place.longitude === null ? null : <span className="jw-num">{place.longitude}, {place.latitude}</span>), row('note', words('registry.field.note'), place.note),
        ]} />
        {place.mayChange ? <div className="reg-actions"><Button onClick={onChange}>{t('registryDesk.action.change')}</Button></div> : null}
      </section>
      <section>
        <h3>{t('registryDesk.place.things')}</h3>
        {place.things.length === 0 ? <p className="jw-muted">{t('registryDesk.place.noThings')}</p> : (
          <Facts rows={place.things.map((thing) => [words(`registry.thingKind.${thing.kind}`), <span key={thing.id}>{thing.name} {thing.state === 'good' ? null : <Chip tone="orange">{words(`registry.thingState.${thing.state}`)}</Chip>}</span>])} />
        )}
      </section>
      {place.past.length > 0 ? <Past past={place.past} /> : null}
    </SidePanel>
  );
}

type Values = {
  areaId: number | undefined; category: PlaceCategory | undefined; kind: Place['kind'] | undefined; name: string; address: string; risk: Place['risk']; contactName: string; phone: string; managed: 'yes' | 'no' | 'unknown'; households: number | undefined; note: string;
  source: (typeof typedSources)[number]; observedOn: string | undefined;
};

function PlaceForm({ place, areaId, onDone, onCancel }: { place: OnePlace | undefined; areaId: number | undefined; onDone: (id: string) => void; onCancel: () => void }) {
  const t = useWords(registryDeskWords);
  const words = useWords(registryWords);
  const initial: Values = {
    areaId: place?.area.id ?? areaId, category: place?.category, kind: place?.kind, name: place?.name ?? '', address: place?.address ?? '', risk: place?.risk ?? 'none', contactName: place?.contactName ?? '', phone: '',
    managed: place?.managed === true ? 'yes' : place?.managed === false ? 'no' : 'unknown', households: place?.households ?? undefined, note: place?.note ?? '', source: 'visit', observedOn: dayOf(new Date()),
  };
  const given = (values: Values) => ({
    ...(values.address.trim() !== initial.address ? { address: values.address.trim() } : {}), ...(values.risk !== initial.risk ? { risk: values.risk } : {}), ...(values.contactName.trim() !== initial.contactName ? { contactName: values.contactName.trim() } : {}),
    ...(values.phone.trim() === '' ? {} : { phone: values.phone.trim() }), ...(values.managed !== initial.managed ? { managed: values.managed === 'unknown' ? null : values.managed === 'yes' } : {}), ...(values.households !== initial.households ? { households: values.households ?? null } : {}),
    ...(values.note.trim() !== initial.note ? { note: values.note.trim() } : {}), source: values.source, ...(values.observedOn === undefined ? {} : { observedOn: values.observedOn }),
  });
  const beside = { 'registry/kind-does-not-fit': 'kind', 'registry/phone-wrong': 'phone', 'registry/area-unknown': 'areaId', 'registry/day-ahead': 'observedOn' } as const;
  const fields = ({ category }: Values) => (
    <>
      <Form.Item name="areaId" label={t('registryDesk.form.area')} rules={[{ required: true }]}><AreaField /></Form.Item>
      <Form.Item name="name" label={t('registryDesk.list.placeName')} rules={[{ required: true, whitespace: true }]}><Input maxLength={100} /></Form.Item>
      <Form.Item name="category" label={words('registry.field.category')} rules={[{ required: true }]}><Choice options={placeCategories} clearable={false} word={(one) => words(`registry.category.${one}`)} /></Form.Item>
      <Form.Item name="kind" label={words('registry.field.kind')} rules={[{ required: true }]}><Choice<Place['kind']> options={category ? placeKinds[category] : allPlaceKinds} word={(one) => words(`registry.placeKind.${one}`)} /></Form.Item>
      <Form.Item name="address" label={t('registryDesk.list.placeAddress')}><Input maxLength={200} /></Form.Item>
      <Form.Item name="risk" label={words('registry.field.risk')}><Radio.Group options={risks.map((one) => ({ value: one, label: words(`registry.risk.${one}`) }))} /></Form.Item>
      <Form.Item name="contactName" label={words('registry.field.contact')}><Input maxLength={50} /></Form.Item>
      <Form.Item name="phone" label={words('registry.field.phone')} extra={place ? t('registryDesk.form.keep') : undefined}><Input maxLength={30} inputMode="tel" autoComplete="off" /></Form.Item>
      {category === 'compound' ? (
        <>
          <Form.Item name="managed" label={t('registryDesk.form.managed')}><Radio.Group options={(['yes', 'no', 'unknown'] as const).map((one) => ({ value: one, label: t(`registryDesk.form.${one}`) }))} /></Form.Item>
          <Form.Item name="households" label={t('registryDesk.form.households')}><InputNumber min={0} max={100_000} precision={0} className="jw-wide" /></Form.Item>
        </>
      ) : null}
      <Form.Item name="note" label={t('registryDesk.form.note')}><Input.TextArea rows={2} maxLength={500} /></Form.Item>
      <OriginFields />
    </>
  );
  const shared = { submit: t('registryDesk.form.submit'), done: t('registryDesk.form.saved'), onCancel, initial, beside, unkept: ['phone'] as const };
  return place ? (
    <CommandForm<typeof changePlace, Values>
      command={changePlace} place={`registry.place.${place.id}`} {...shared}
      toInput={(values) => ({ placeId: place.id, ...given(values), ...(values.areaId !== undefined && values.areaId !== initial.areaId ? { areaId: values.areaId } : {}), ...(values.name.trim() !== initial.name ? { name: values.name.trim() } : {}), ...(values.category !== undefined && values.category !== initial.category ? { category: values.category } : {}), ...(values.kind !== undefined && values.kind !== initial.kind ? { kind: values.kind } : {}) })}
      onDone={() => { onDone(place.id); }}
    >{fields}</CommandForm>
  ) : (
    <CommandForm<typeof registerPlace, Values>
      command={registerPlace} place="registry.place" {...shared} toInput={(values) => ({ areaId: values.areaId ?? 0, name: values.name.trim(), category: values.category ?? 'risk', kind: values.kind ?? 'street', ...given(values) })} onDone={({ placeId }) => { onDone(placeId); }}
    >{fields}</CommandForm>
  );
}
