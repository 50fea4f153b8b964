import { App, Form, Input, Radio } from 'antd';
import type { z } from 'zod';
import { changePerson, registerPerson } from '../contract.ts';
import { residences, statuses, sexes, relations } from '../contract-shapes.ts';
import { typedSources } from '../rules/facts.ts';
import { idKinds, type IdKind } from '../rules/id-number.ts';
import { registryWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { dayOf } from '../../../platform/core/calendar.ts';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { AreaField, DayField } from '../../../platform/ui/fields.tsx';
import { Choice } from './choice.tsx';
import type { OnePerson } from './person-page.tsx';
import { registryDeskWords } from './words.ts';

type Values = {
  areaId: number | undefined; name: string; idKind: IdKind | undefined; idNumber: string; sex: (typeof sexes)[number] | undefined; birthDate: string | undefined; phone: string; address: string;
  residence: (typeof residences)[number] | undefined; status: (typeof statuses)[number]; relation: (typeof relations)[number] | undefined; source: (typeof typedSources)[number]; observedOn: string | undefined;
};
type Fields = Omit<z.input<typeof changePerson.input>, 'personId'>;
const typed = [{ required: true, whitespace: true }];
const chosen = [{ required: true }];

/** A new person, or what was found of one who is known: only what differs is sent. */
export function PersonForm({ person, areaId, onDone, onCancel }: { person: OnePerson | undefined; areaId: number | undefined; onDone: (id: string) => void; onCancel: () => void }) {
  const t = useWords(registryDeskWords);
  const { message } = App.useApp();
  const initial: Values = {
    areaId: person?.area.id ?? areaId, name: person?.name ?? '', idKind: undefined, idNumber: '', sex: person?.sex ?? undefined, birthDate: person && !person.isChild ? person.birthDate ?? undefined : undefined, phone: '', address: person?.address ?? '',
    residence: person?.residence ?? undefined, status: person?.status ?? 'here', relation: person?.relation ?? undefined, source: 'visit', observedOn: dayOf(new Date()),
  };
  const beside = { 'registry/id-wrong': 'idNumber', 'registry/id-known-here': 'idNumber', 'registry/birth-differs': 'birthDate', 'registry/sex-differs': 'sex', 'registry/phone-wrong': 'phone', 'registry/born-ahead': 'birthDate', 'registry/day-ahead': 'observedOn', 'registry/area-unknown': 'areaId' } as const;
  const fieldsOf = (values: Values): Fields => ({
    ...differing(person, initial, values), ...(values.idNumber.trim() === '' ? {} : { idNumber: values.idNumber.trim(), ...(values.idKind === undefined ? {} : { idKind: values.idKind }) }), ...(values.phone.trim() === '' ? {} : { phone: values.phone.trim() }),
    source: values.source, ...(values.observedOn === undefined ? {} : { observedOn: values.observedOn }),
  });
  const fields = <PersonFields isNew={person === undefined} />;
  return person ? (
    <CommandForm<typeof changePerson, Values>
      command={changePerson} place={`registry.change.${person.id}`} submit={t('registryDesk.form.submit')} onCancel={onCancel} unkept={['idNumber', 'phone']} initial={initial} beside={beside} toInput={(values) => ({ personId: person.id, ...fieldsOf(values) })}
      onDone={({ older }) => { void message.success(older.length > 0 ? t('registryDesk.form.olderKept', { n: older.length }) : t('registryDesk.form.saved')); onDone(person.id); }}
    >{fields}</CommandForm>
  ) : (
    <CommandForm<typeof registerPerson, Values>
      command={registerPerson} place="registry.register" submit={t('registryDesk.form.submit')} done={t('registryDesk.form.saved')} onCancel={onCancel} unkept={['idNumber', 'phone']} initial={initial} beside={beside}
      toInput={(values) => ({ ...fieldsOf(values), areaId: values.areaId ?? 0, name: values.name.trim() })} onDone={({ personId }) => { onDone(personId); }}
    >{fields}</CommandForm>
  );
}

/** What is as it was need not be said again. */
function differing(person: OnePerson | undefined, initial: Values, values: Values): Fields {
  const changed = <K extends keyof Values>(name: K): boolean => (person ? values[name] !== initial[name] : values[name] !== undefined && values[name] !== '');
  return {
    ...(changed('areaId') && values.areaId !== undefined ? { areaId: values.areaId } : {}), ...(changed('name') ? { name: values.name.trim() } : {}), ...(changed('sex') ? { sex: values.sex ?? null } : {}), ...(changed('birthDate') ? { birthDate: values.birthDate ?? null } : {}),
    ...(changed('address') ? { address: values.address.trim() } : {}), ...(changed('residence') ? { residence: values.residence ?? null } : {}), ...(changed('status') ? { status: values.status } : {}), ...(changed('relation') ? { relation: values.relation ?? null } : {}),
  };
}

function PersonFields({ isNew }: { isNew: boolean }) {
  const t = useWords(registryDeskWords);
  const words = useWords(registryWords);
  const keep = isNew ? undefined : t('registryDesk.form.keep');
  return (
    <>
      <Form.Item name="areaId" label={t('registryDesk.form.area')} rules={chosen}><AreaField /></Form.Item>
      <Form.Item name="name" label={words('registry.field.name')} rules={typed}><Input autoFocus={isNew} maxLength={50} autoComplete="off" /></Form.Item>
      <Form.Item name="idNumber" label={t('registryDesk.form.idNumber')} extra={[keep, t('registryDesk.form.idHint')].filter(Boolean).join(' ')}><Input maxLength={40} autoComplete="off" spellCheck={false} /></Form.Item>
      <Form.Item name="idKind" label={t('registryDesk.form.idKind')}><Choice options={idKinds} word={(one) => words(`registry.idKind.${one}`)} placeholder={t('registryDesk.form.idKindAuto')} /></Form.Item>
      <Form.Item name="sex" label={words('registry.field.sex')}><Radio.Group options={sexes.map((one) => ({ value: one, label: words(`registry.sex.${one}`) }))} /></Form.Item>
      <Form.Item name="birthDate" label={words('registry.field.birthDate')}><DayField notAfter={dayOf(new Date())} /></Form.Item>
      <Form.Item name="phone" label={t('registryDesk.form.phone')} extra={keep}><Input maxLength={30} inputMode="tel" autoComplete="off" /></Form.Item>
      <Form.Item name="address" label={words('registry.field.address')}><Input maxLength={200} autoComplete="off" /></Form.Item>
      <Form.Item name="residence" label={words('registry.field.residence')}><Choice options={residences} word={(one) => words(`registry.residence.${one}`)} /></Form.Item>
      <Form.Item name="status" label={words('registry.field.status')}><Choice options={statuses} clearable={false} word={(one) => words(`registry.status.${one}`)} /></Form.Item>
      <Form.Item name="relation" label={words('registry.field.relation')}><Choice options={relations} word={(one) => words(`registry.relation.${one}`)} /></Form.Item>
      <OriginFields />
    </>
  );
}

/** By which way, and of which day. */
export function OriginFields() {
  const t = useWords(registryDeskWords);
  const words = useWords(registryWords);
  return (
    <>
      <Form.Item name="source" label={t('registryDesk.form.source')}><Choice options={typedSources} clearable={false} word={(one) => words(`registry.source.${one}`)} /></Form.Item>
      <Form.Item name="observedOn" label={t('registryDesk.form.observedOn')} extra={t('registryDesk.form.observedHint')}><DayField notAfter={dayOf(new Date())} /></Form.Item>
    </>
  );
}
