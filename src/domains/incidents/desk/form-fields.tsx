import { DatePicker, Input, InputNumber, Radio, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { returnRules } from '../../dispatch/contract.ts';
import { board, similar } from '../contract.ts';
import type { CaseDetail } from '../contract-shapes.ts';
import { incidentsWords } from '../words.ts';
import type { StoredPhoto } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { PhotoUpload } from '../../../platform/ui/photo-upload.tsx';
import { ClassGuesses, useClassGuesses } from './class-guesses.tsx';
import type { Field, Values } from './form-specs.ts';
import { incidentsFormWords } from './form-words.ts';
import { ClassPicker, UnitPicker, UnitsPicker, WorkerPicker } from './pickers.tsx';
import { Suggestion } from './suggestion.tsx';
import { incidentsDeskWords } from './words.ts';

type Props = { field: Field; id: string; matter: CaseDetail; values: Values; put: (name: string, value: unknown) => void; autoFocus: boolean };

/** One field of a step's form, by its kind. */
export function FieldInput({ field, id, matter, values, put, autoFocus }: Props) {
  const t = useWords(incidentsFormWords);
  const value = values[field.name];
  const set = (next: unknown): void => { put(field.name, next); };
  if (typeof field.kind === 'object') return <Choices id={id} choices={field.kind.choices} value={value} onChange={set} />;
  switch (field.kind) {
    case 'line': return <Input id={id} value={text(value)} autoFocus={autoFocus} onChange={(event) => { set(event.target.value); }} />;
    case 'text': return <Input.TextArea id={id} value={text(value)} autoFocus={autoFocus} autoSize={{ minRows: 3, maxRows: 12 }} onChange={(event) => { set(event.target.value); }} />;
    case 'class': return <ClassField id={id} text={matter.description} value={typeof value === 'string' ? value : undefined} onChange={set} />;
    case 'worker': return <WorkerPicker id={id} areaId={matter.area.id} value={number(value)} onChange={set} />;
    case 'case': return <CasePicker id={id} matter={matter} value={typeof value === 'string' ? value : undefined} onChange={set} />;
    case 'lead': return (
      <>
        <Suggestion caseId={matter.id} lead={number(value)} co={numbers(values['coUnitIds'])} onLead={set} onCo={(co) => { put('coUnitIds', co); }} />
        <UnitPicker id={id} value={number(value)} onChange={set} exclude={numbers(values['coUnitIds'])} />
      </>
    );
    case 'units': return <UnitsPicker id={id} value={numbers(value)} onChange={set} exclude={field.name === 'coUnitIds' ? numbers([values['leadUnitId']]) : []} />;
    case 'anyUnit': return <UnitPicker id={id} value={number(value)} onChange={set} />;
    case 'rule': return <RulePicker id={id} value={typeof value === 'string' ? value : undefined} onChange={set} />;
    case 'photos': return <PhotoUpload id={id} value={photosOf(value)} onChange={set} />;
    case 'yuan': return <InputNumber id={id} className="jw-wide" min={0} max={1e9} value={number(value) ?? null} onChange={(next) => { set(next ?? undefined); }} />;
    case 'days': return <InputNumber id={id} className="jw-wide" min={1} max={60} precision={0} value={number(value) ?? null} onChange={(next) => { set(next ?? undefined); }} />;
    case 'day': return <DatePicker id={id} className="jw-wide" placeholder={t('incidentsForms.pick.date')} value={typeof value === 'string' ? dayjs(value) : null} disabledDate={(day) => day.isBefore(dayjs().endOf('day'))} onChange={(day) => { set(day ? day.format('YYYY-MM-DD') : undefined); }} />;
    case 'yesNo': return <Radio.Group id={id} value={value} onChange={(event) => { set(event.target.value); }} options={[{ value: true, label: t('incidentsForms.choice.yes') }, { value: false, label: t('incidentsForms.choice.no') }]} />;
    case 'satisfied': return <Radio.Group id={id} value={value} onChange={(event) => { set(event.target.value); }} options={[{ value: true, label: t('incidentsForms.choice.satisfied') }, { value: false, label: t('incidentsForms.choice.unsatisfied') }]} />;
  }
}

function Choices({ id, choices, value, onChange }: { id: string; choices: readonly string[]; value: unknown; onChange: (value: unknown) => void }) {
  const t = useWords(incidentsDeskWords);
  const loop = useWords(incidentsWords);
  const name = (choice: string): string => {
    if (choice === 'yellow' || choice === 'red' || choice === 'black') return loop(`incidents.card.${choice}`);
    const known = (['exists', 'notExists', 'unable', 'pass', 'fail', 'done', 'agreed', 'refused', 'failed'] as const).find((one) => one === choice);
    return known ? t(`incidentsDesk.result.${known}`) : choice;
  };
  return <Radio.Group id={id} value={value} onChange={(event) => { onChange(event.target.value); }} options={choices.map((choice) => ({ value: choice, label: name(choice) }))} />;
}

function ClassField({ id, text: description, value, onChange }: { id: string; text: string; value: string | undefined; onChange: (value: unknown) => void }) {
  const { guesses } = useClassGuesses(description);
  return (
    <>
      <ClassGuesses guesses={guesses} value={value} onChange={onChange} />
      <ClassPicker id={id} value={value} onChange={onChange} />
    </>
  );
}

/** Cases that may be the same first, then whatever the words find. */
function CasePicker({ id, matter, value, onChange }: { id: string; matter: CaseDetail; value: string | undefined; onChange: (value: unknown) => void }) {
  const t = useWords(incidentsFormWords);
  const [wanted, setWanted] = useState('');
  const near = useAsk(similar, { caseId: matter.id });
  const found = useAsk(board, { text: wanted, limit: 12, sort: 'newest' }, { enabled: wanted.length > 1, keepPrevious: true });
  const rows = wanted.length > 1 ? found.data?.items ?? [] : near.data?.items.map((item) => item.case) ?? [];
  return (
    <Select
      id={id} className="jw-wide" value={value} placeholder={t('incidentsForms.pick.case')} notFoundContent={t('incidentsForms.pick.none')} allowClear
      showSearch={{ filterOption: false, onSearch: setWanted }} loading={near.isPending || found.isFetching}
      options={rows.filter((row) => row.id !== matter.id).map((row) => ({ value: row.id, label: `${row.number} ${row.summary}` }))} onChange={onChange}
    />
  );
}

function RulePicker({ id, value, onChange }: { id: string; value: string | undefined; onChange: (value: unknown) => void }) {
  const t = useWords(incidentsFormWords);
  const rules = useAsk(returnRules, {}, { staleTime: 300_000 });
  return (
    <Select
      id={id} className="jw-wide" value={value} placeholder={t('incidentsForms.pick.rule')} loading={rules.isPending} showSearch={{ optionFilterProp: 'title' }}
      options={(rules.data?.items ?? []).map((rule) => ({ value: rule.code, title: `${rule.name} ${rule.basis}`, label: rule.basis ? `${rule.name} · ${rule.basis}` : rule.name }))} onChange={onChange}
    />
  );
}

export function photosOf(value: unknown): StoredPhoto[] {
  return Array.isArray(value) ? value as StoredPhoto[] : []; // only PhotoUpload puts an array there
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'number') : [];
}
