import { Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { changeArea, createArea, endArea, moveArea, serialLength, setSerialLength, type AreaKind } from '../contract.ts';
import { parentKinds } from '../rules.ts';
import { geographyWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { dayOf } from '../../../platform/core/calendar.ts';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { AreaField, DayField } from '../../../platform/ui/fields.tsx';
import { ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { kindsBelow, type AreaDetail } from './outlines.ts';
import { geographyDeskWords } from './words.ts';

export const formNames = ['create', 'change', 'move', 'end', 'serials', 'drawNew', 'redraw', 'divisions', 'grids'] as const;
export type FormName = (typeof formNames)[number];

type Props = { area: AreaDetail; onDone: (areaId: number) => void; onCancel: () => void };
const today = (): string => dayOf(new Date());
const required = [{ required: true, whitespace: true }];
const chosen = [{ required: true }];

export function CreateForm({ area, onDone, onCancel }: Props) {
  const t = useWords(geographyDeskWords);
  const kinds = useWords(geographyWords);
  const possible = kindsBelow(area.kind);
  type Values = { kind: AreaKind; name: string; code: string; households: number | null; assessmentUnit: boolean; validFrom: string | undefined };
  const first = possible[0] ?? 'grid';
  return (
    <CommandForm<typeof createArea, Values>
      command={createArea} place={`geography.create.${area.id}`} submit={t('geographyDesk.form.submitCreate')} done={t('geographyDesk.form.created')} onCancel={onCancel}
      initial={{ kind: first, name: '', code: '', households: null, assessmentUnit: first === 'county', validFrom: today() }}
      beside={{ 'geography/code-taken': 'code', 'geography/code-does-not-fit': 'code', 'geography/serials-used-up': 'code', 'geography/kind-does-not-fit': 'kind', 'geography/day-ahead': 'validFrom', 'geography/day-too-early': 'validFrom' }}
      toInput={(values) => ({
        kind: values.kind, name: values.name.trim(), parentId: area.id, assessmentUnit: values.assessmentUnit,
        ...(values.code.trim() === '' ? {} : { code: values.code.trim() }), ...(values.households === null ? {} : { households: values.households }), ...(values.validFrom ? { validFrom: values.validFrom } : {}),
      })}
      onDone={({ areaId }) => { onDone(areaId); }}
    >
      {({ kind }) => (
        <>
          <Form.Item name="kind" label={t('geographyDesk.form.kind')} rules={chosen}><Select options={possible.map((one) => ({ value: one, label: kinds(`geography.kind.${one}`) }))} /></Form.Item>
          <Form.Item name="name" label={t('geographyDesk.form.name')} extra={t('geographyDesk.form.nameHint')} rules={required}><Input autoFocus maxLength={60} /></Form.Item>
          <Form.Item name="code" label={t('geographyDesk.form.code')} extra={t('geographyDesk.form.codeAuto')}><Input inputMode="numeric" maxLength={20} /></Form.Item>
          <Form.Item name="households" label={t('geographyDesk.form.households')} {...(kind === 'microGrid' ? { extra: t('geographyDesk.form.householdsHint') } : {})}><InputNumber className="jw-wide" min={0} max={100_000} precision={0} /></Form.Item>
          {kind === 'county' || kind === 'developmentZone' ? <UnitBox /> : null}
          <Form.Item name="validFrom" label={t('geographyDesk.form.validFrom')} extra={t('geographyDesk.form.dayHint')}><DayField notAfter={today()} /></Form.Item>
        </>
      )}
    </CommandForm>
  );
}

function UnitBox() {
  const t = useWords(geographyDeskWords);
  return <Form.Item name="assessmentUnit" valuePropName="checked" extra={t('geographyDesk.form.assessmentUnitHint')}><Checkbox>{t('geographyDesk.form.assessmentUnit')}</Checkbox></Form.Item>;
}

export function ChangeForm({ area, onDone, onCancel }: Props) {
  const t = useWords(geographyDeskWords);
  type Values = { name: string; code: string; households: number | null; assessmentUnit: boolean };
  return (
    <CommandForm<typeof changeArea, Values>
      command={changeArea} place={`geography.change.${area.id}`} submit={t('geographyDesk.form.submitChange')} done={t('geographyDesk.form.changed')} onCancel={onCancel}
      initial={{ name: area.name, code: area.code, households: area.households, assessmentUnit: area.assessmentUnit }}
      beside={{ 'geography/code-taken': 'code', 'geography/code-does-not-fit': 'code' }}
      toInput={({ name, code, households, assessmentUnit }) => ({
        areaId: area.id, ...(name.trim() === area.name ? {} : { name: name.trim() }), ...(code.trim() === area.code ? {} : { code: code.trim() }), households, assessmentUnit,
      })}
      onDone={({ areaId }) => { onDone(areaId); }}
    >
      <Form.Item name="name" label={t('geographyDesk.form.name')} extra={t('geographyDesk.form.nameHint')} rules={required}><Input autoFocus maxLength={60} /></Form.Item>
      <Form.Item name="code" label={t('geographyDesk.form.code')} extra={t('geographyDesk.form.codeChange')} rules={required}><Input inputMode="numeric" maxLength={20} /></Form.Item>
      <Form.Item name="households" label={t('geographyDesk.form.households')} extra={area.kind === 'microGrid' ? t('geographyDesk.form.householdsHint') : t('geographyDesk.form.keepEmpty')}><InputNumber className="jw-wide" min={0} max={100_000} precision={0} /></Form.Item>
      {area.kind === 'county' || area.kind === 'developmentZone' || area.assessmentUnit ? <UnitBox /> : null}
    </CommandForm>
  );
}

export function MoveForm({ area, onDone, onCancel }: Props) {
  const t = useWords(geographyDeskWords);
  const kinds = useWords(geographyWords);
  const parents = parentKinds[area.kind].map((kind) => `“${kinds(`geography.kind.${kind}`)}”`).join('、');
  type Values = { parentId: number | undefined; from: string | undefined };
  return (
    <CommandForm<typeof moveArea, Values>
      command={moveArea} place={`geography.move.${area.id}`} submit={t('geographyDesk.form.submitMove')} done={t('geographyDesk.form.moved')} onCancel={onCancel}
      initial={{ parentId: undefined, from: today() }}
      beside={{ 'geography/kind-does-not-fit': 'parentId', 'geography/would-make-a-circle': 'parentId', 'geography/area-unknown': 'parentId', 'geography/day-ahead': 'from', 'geography/day-too-early': 'from' }}
      toInput={({ parentId, from }) => ({ areaId: area.id, parentId: parentId ?? 0, ...(from ? { from } : {}) })}
      onDone={({ areaId }) => { onDone(areaId); }}
    >
      <Form.Item name="parentId" label={t('geographyDesk.form.parent')} extra={t('geographyDesk.form.parentHint', { kind: kinds(`geography.kind.${area.kind}`), parents })} rules={chosen}><AreaField /></Form.Item>
      <Form.Item name="from" label={t('geographyDesk.form.from')} extra={t('geographyDesk.form.dayHint')}><DayField notAfter={today()} /></Form.Item>
    </CommandForm>
  );
}

export function EndForm({ area, onDone, onCancel }: Props) {
  const t = useWords(geographyDeskWords);
  type Values = { on: string | undefined };
  return (
    <CommandForm<typeof endArea, Values>
      command={endArea} place={`geography.end.${area.id}`} submit={t('geographyDesk.form.submitEnd')} done={t('geographyDesk.form.ended')} onCancel={onCancel} danger
      initial={{ on: today() }} beside={{ 'geography/day-ahead': 'on', 'geography/day-too-early': 'on' }}
      toInput={({ on }) => ({ areaId: area.id, on: on ?? '' })} onDone={({ areaId }) => { onDone(areaId); }}
    >
      <Form.Item name="on" label={t('geographyDesk.form.endOn')} extra={t('geographyDesk.form.endHint')} rules={chosen}><DayField notAfter={today()} notBefore={area.validFrom} /></Form.Item>
    </CommandForm>
  );
}

export function SerialsForm({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const t = useWords(geographyDeskWords);
  const present = useAsk(serialLength, {});
  if (present.error) return <ErrorState error={present.error} onRetry={() => { void present.refetch(); }} />;
  if (!present.data) return <LoadingState rows={3} />;
  const digits = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => ({ value: from + at, label: t('geographyDesk.form.digits', { n: from + at }) }));
  type Values = { grid: number; microGrid: number };
  return (
    <CommandForm<typeof setSerialLength, Values>
      command={setSerialLength} place="geography.serials" submit={t('geographyDesk.form.submitChange')} done={t('geographyDesk.form.serialsDone')} onCancel={onCancel}
      initial={present.data} toInput={(values) => values} onDone={onDone}
    >
      <p className="jw-note">{t('geographyDesk.form.serialsHint')}</p>
      <Form.Item name="grid" label={t('geographyDesk.form.gridDigits')} required><Select options={digits(3, 5)} /></Form.Item>
      <Form.Item name="microGrid" label={t('geographyDesk.form.microDigits')} required><Select options={digits(2, 3)} /></Form.Item>
    </CommandForm>
  );
}
