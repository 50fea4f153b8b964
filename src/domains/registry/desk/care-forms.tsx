import { Form, Input, InputNumber, Radio } from 'antd';
import { changeCare, endCare, nameHelper, openCare } from '../contract.ts';
import type { CareNeed } from '../contract-shapes.ts';
import { addDays, careBases, careKinds, careTiers, longestDays, type CareBasis, type CareKind, type CareTier } from '../rules/care.ts';
import { registryWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { dayOf } from '../../../platform/core/calendar.ts';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { DayField } from '../../../platform/ui/fields.tsx';
import { Choice, HelperField, HelpersField } from './choice.tsx';
import { registryDeskWords } from './words.ts';

type Props = { onDone: () => void; onCancel: () => void };
const chosen = [{ required: true }];
const typed = [{ required: true, whitespace: true }];

export function OpenCareForm({ personId, onDone, onCancel }: Props & { personId: string }) {
  const t = useWords(registryDeskWords);
  const words = useWords(registryWords);
  const today = dayOf(new Date());
  type Values = { kind: CareKind | undefined; basis: CareBasis | undefined; basisNote: string; tier: CareTier; cycleDays: number | undefined; ownerId: number | undefined; helperIds: number[]; endOn: string | undefined; note: string };
  return (
    <CommandForm<typeof openCare, Values>
      command={openCare} place={`registry.care.${personId}`} submit={t('registryDesk.form.submit')} done={t('registryDesk.form.saved')} onCancel={onCancel} unkept={['kind', 'note', 'basisNote']}
      initial={{ kind: undefined, basis: undefined, basisNote: '', tier: 'medium', cycleDays: undefined, ownerId: undefined, helperIds: [], endOn: addDays(today, 180), note: '' }}
      beside={{ 'registry/basis-does-not-fit': 'basis', 'registry/care-exists': 'kind', 'registry/too-long': 'endOn', 'registry/ended-before-today': 'endOn', 'registry/helper-unknown': 'ownerId' }}
      toInput={(values) => ({
        personId, kind: values.kind ?? 'other', basis: values.basis ?? 'consent', basisNote: values.basisNote.trim(), tier: values.tier, ownerId: values.ownerId ?? 0, helperIds: values.helperIds, endOn: values.endOn ?? today, note: values.note.trim(),
        ...(values.cycleDays === undefined ? {} : { cycleDays: values.cycleDays }),
      })}
      onDone={onDone}
    >
      <p className="jw-note">{t('registryDesk.care.sensitiveHint')}</p>
      <Form.Item name="kind" label={t('registryDesk.care.kind')} rules={chosen}><Choice options={careKinds} word={(one) => words(`registry.careKind.${one}`)} /></Form.Item>
      <Form.Item name="basis" label={t('registryDesk.care.basis')} rules={chosen}><Choice options={careBases} word={(one) => words(`registry.careBasis.${one}`)} /></Form.Item>
      <Form.Item name="basisNote" label={t('registryDesk.care.basisNote')} extra={t('registryDesk.care.basisHint')} rules={typed}><Input maxLength={200} autoComplete="off" /></Form.Item>
      <Form.Item name="ownerId" label={t('registryDesk.care.owner')} rules={chosen}><HelperField /></Form.Item>
      <Form.Item name="helperIds" label={t('registryDesk.care.helpers')}><HelpersField /></Form.Item>
      <Form.Item name="tier" label={t('registryDesk.care.tier')}><Radio.Group options={careTiers.map((one) => ({ value: one, label: words(`registry.careTier.${one}`) }))} /></Form.Item>
      <Form.Item name="cycleDays" label={t('registryDesk.care.cycle')} extra={t('registryDesk.care.cycleHint')}><InputNumber min={1} max={366} precision={0} className="jw-wide" /></Form.Item>
      <Form.Item name="endOn" label={t('registryDesk.care.endOn')} extra={t('registryDesk.care.endHint')} rules={chosen}><DayField notBefore={today} notAfter={addDays(today, longestDays)} /></Form.Item>
      <Form.Item name="note" label={t('registryDesk.care.note')}><Input.TextArea rows={3} maxLength={500} /></Form.Item>
    </CommandForm>
  );
}

export function ReviewCareForm({ need, onDone, onCancel }: Props & { need: CareNeed }) {
  const t = useWords(registryDeskWords);
  const words = useWords(registryWords);
  type Values = { tier: CareTier; endOn: string | undefined; note: string };
  return (
    <CommandForm<typeof changeCare, Values>
      command={changeCare} place={`registry.review.${need.id}`} submit={t('registryDesk.form.submit')} done={t('registryDesk.form.saved')} onCancel={onCancel} unkept={['note']} initial={{ tier: need.tier, endOn: need.endOn, note: need.note }}
      beside={{ 'registry/too-long': 'endOn', 'registry/ended-before-today': 'endOn' }} toInput={({ tier, endOn, note }) => ({ careId: need.id, tier, note: note.trim(), ...(endOn === undefined ? {} : { endOn }) })} onDone={onDone}
    >
      <Form.Item name="tier" label={t('registryDesk.care.tier')}><Radio.Group options={careTiers.map((one) => ({ value: one, label: words(`registry.careTier.${one}`) }))} /></Form.Item>
      <Form.Item name="endOn" label={t('registryDesk.care.endOn')} extra={t('registryDesk.care.endHint')} rules={chosen}><DayField notBefore={dayOf(new Date())} notAfter={addDays(need.startOn, longestDays)} /></Form.Item>
      <Form.Item name="note" label={t('registryDesk.care.note')}><Input.TextArea rows={3} maxLength={500} /></Form.Item>
    </CommandForm>
  );
}

export function EndCareForm({ need, onDone, onCancel }: Props & { need: CareNeed }) {
  const t = useWords(registryDeskWords);
  return (
    <CommandForm<typeof endCare, { reason: string }> command={endCare} place={`registry.end.${need.id}`} submit={t('registryDesk.action.endCare')} danger done={t('registryDesk.form.saved')} onCancel={onCancel} unkept={['reason']} initial={{ reason: '' }} toInput={({ reason }) => ({ careId: need.id, reason: reason.trim() })} onDone={onDone}>
      <Form.Item name="reason" label={t('registryDesk.care.reason')} rules={typed}><Input.TextArea rows={3} maxLength={200} autoFocus /></Form.Item>
    </CommandForm>
  );
}

export function HelperForm({ need, onDone, onCancel }: Props & { need: CareNeed }) {
  const t = useWords(registryDeskWords);
  type Values = { helperId: number | undefined; as: 'helper' | 'owner' | 'none' };
  return (
    <CommandForm<typeof nameHelper, Values>
      command={nameHelper} place={`registry.helper.${need.id}`} submit={t('registryDesk.form.submit')} done={t('registryDesk.form.saved')} onCancel={onCancel} initial={{ helperId: undefined, as: 'helper' }}
      beside={{ 'registry/owner-stays': 'as', 'registry/helper-unknown': 'helperId' }} toInput={({ helperId, as }) => ({ careId: need.id, helperId: helperId ?? 0, as })} onDone={onDone}
    >
      <Form.Item name="helperId" label={t('registryDesk.care.who')} rules={chosen}><HelperField /></Form.Item>
      <Form.Item name="as" label={t('registryDesk.care.as')}><Radio.Group options={(['helper', 'owner', 'none'] as const).map((one) => ({ value: one, label: t(`registryDesk.care.roles.${one}`) }))} /></Form.Item>
    </CommandForm>
  );
}
