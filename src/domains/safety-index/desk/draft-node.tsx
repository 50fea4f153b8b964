import { Button, Input, InputNumber, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { changeDraft } from '../contract.ts';
import { layers, type IndicatorDraft, type Scoring } from '../contract-shapes.ts';
import { safetyIndexWords } from '../words.ts';
import { send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import type { Version } from './answers.ts';
import { useDrafting } from './use-drafting.ts';
import { indexDeskWords } from './words.ts';

type Form = {
  readonly code: string; readonly name: string; readonly parent: string | null; readonly weight: number; readonly isIndicator: boolean;
  readonly direction: 1 | -1; readonly layer: IndicatorDraft['layer']; readonly department: string | null; readonly measure: string; readonly of: string; readonly per: number; readonly decimals: number;
  /** Worth nothing, worth the full mark; or points off for each, at most. */
  readonly way: 'limits' | 'deduction' | 'kept'; readonly worst: number; readonly best: number; readonly each: number; readonly cap: number;
};

const empty: Form = { code: '', name: '', parent: null, weight: 10, isIndicator: true, direction: 1, layer: 'social', department: null, measure: '', of: '', per: 100, decimals: 1, way: 'limits', worst: 60, best: 100, each: 20, cap: 100 };

function formOf(version: Version, code: string): Form {
  const node = version.content.nodes.find((one) => one.code === code);
  if (!node) return empty;
  const own = node.indicator;
  return { ...empty, code, name: node.name, parent: node.parent, weight: node.weight, isIndicator: own !== null, ...(own ? { direction: own.direction, layer: own.layer, department: own.department, measure: own.measure, of: own.of ?? '', per: own.per, decimals: own.decimals, way: 'kept' as const } : {}) };
}

/** A node that is added to a draft, or one that is there with other words. */
export function DraftNode({ version, editing, onDone }: { version: Version; editing: string | null; onDone: () => void }) {
  const t = useWords(indexDeskWords);
  const words = useWords(safetyIndexWords);
  const { busy, problem, act } = useDrafting();
  const [form, setForm] = useState<Form>(() => (editing === null ? empty : formOf(version, editing)));
  const set = (part: Partial<Form>): void => { setForm((before) => ({ ...before, ...part })); };
  const { nodes } = version.content;
  const held = nodes.find(({ code }) => code === editing)?.indicator ?? null;
  const parents = nodes.filter(({ indicator, code }) => indicator === null && code !== editing);
  const isWhole = form.code.trim() !== '' && form.name.trim() !== '' && form.parent !== null && (!form.isIndicator || (form.department !== null && form.measure.trim() !== '' && (form.per === 1 || form.of.trim() !== '')));
  const save = async (): Promise<void> => {
    const { parent } = form;
    if (parent === null && editing === null) return;
    const indicator = form.isIndicator ? indicatorOf(form, held) : null;
    const at = { versionId: version.id, hash: version.hash };
    const isDone = await act(() => send(changeDraft, editing === null
      ? { ...at, added: [{ code: form.code.trim(), name: form.name.trim(), parent: parent ?? '', weight: form.weight, indicator }] }
      : { ...at, changes: [{ code: editing, name: form.name.trim(), ...(parent === null || parent === nodes.find(({ code }) => code === editing)?.parent ? {} : { parent }), ...(indicator === null ? {} : { indicator }) }] }, crypto.randomUUID()));
    if (isDone) { setForm({ ...empty, parent }); onDone(); }
  };
  const field = (label: string, input: ReactNode, isWide = false): ReactNode => <label className={isWide ? 'idx-form-wide' : undefined}>{label}{input}</label>;
  const number = (value: number, change: (value: number) => void, suffix = ''): ReactNode => <InputNumber<number> controls={false} value={value} suffix={suffix} onChange={(next) => { if (next !== null) change(next); }} />;
  const unit = unitOf(form.per);
  return (
    <div className="idx-form">
      {editing === null ? field(t('indexDesk.draft.kind'), <Select value={form.isIndicator} onChange={(isIndicator) => { set({ isIndicator }); }} options={[true, false].map((value) => ({ value, label: t(value ? 'indexDesk.draft.indicator' : 'indexDesk.draft.group') }))} />) : null}
      {field(t('indexDesk.draft.parent'), <Select showSearch={{ optionFilterProp: 'label' }} value={form.parent} disabled={editing !== null && form.parent === null} onChange={(parent: string | null) => { set({ parent }); }} options={parents.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))} />)}
      {field(t('indexDesk.draft.code'), <Input maxLength={16} disabled={editing !== null} value={form.code} onChange={(event) => { set({ code: event.target.value }); }} />)}
      {field(t('indexDesk.unit.name'), <Input maxLength={40} value={form.name} onChange={(event) => { set({ name: event.target.value }); }} />)}
      {editing === null ? field(t('indexDesk.standards.weight'), number(form.weight, (weight) => { set({ weight }); })) : null}
      {form.isIndicator ? (
        <>
          {field(t('indexDesk.indicator.department'), <Select showSearch={{ optionFilterProp: 'label' }} value={form.department} onChange={(department: string | null) => { set({ department }); }} options={version.departments.map(({ code, name }) => ({ value: code, label: name }))} />)}
          {field(t('indexDesk.indicator.layer'), <Select value={form.layer} onChange={(layer) => { set({ layer }); }} options={layers.map((value) => ({ value, label: words(`safety-index.layer.${value}`) }))} />)}
          {field(t('indexDesk.draft.per'), <Select value={form.per} onChange={(per: number) => { set({ per }); }} options={[100, 10_000, 1].map((value) => ({ value, label: t(value === 100 ? 'indexDesk.draft.perShare' : value === 1 ? 'indexDesk.draft.perCount' : 'indexDesk.draft.perRate') }))} />)}
          {field(t('indexDesk.indicator.measure'), <Input maxLength={120} value={form.measure} placeholder={t('indexDesk.draft.measureHint')} onChange={(event) => { set({ measure: event.target.value }); }} />)}
          {form.per === 1 ? null : field(t('indexDesk.indicator.of'), <Input maxLength={120} value={form.of} placeholder={t('indexDesk.draft.ofHint')} onChange={(event) => { set({ of: event.target.value }); }} />)}
          {field(t('indexDesk.draft.direction'), <Select value={form.direction} onChange={(direction) => { set({ direction }); }} options={([1, -1] as const).map((value) => ({ value, label: t(value === 1 ? 'indexDesk.indicator.direction.up' : 'indexDesk.indicator.direction.down') }))} />)}
          {field(t('indexDesk.standards.scoring'), <Select value={form.way} onChange={(way) => { set({ way }); }} options={(['limits', 'deduction', ...(held ? ['kept' as const] : [])] as const).map((value) => ({ value, label: t(`indexDesk.draft.way.${value}`) }))} />)}
          {form.way === 'limits' ? <>{field(t('indexDesk.draft.worst'), number(form.worst, (worst) => { set({ worst }); }, unit))}{field(t('indexDesk.draft.best'), number(form.best, (best) => { set({ best }); }, unit))}</> : null}
          {form.way === 'deduction' ? <>{field(t('indexDesk.draft.each'), number(form.each, (each) => { set({ each }); }))}{field(t('indexDesk.draft.cap'), number(form.cap, (cap) => { set({ cap }); }))}</> : null}
        </>
      ) : null}
      <div className="idx-save">
        <Button type="primary" loading={busy} disabled={!isWhole} onClick={() => { void save(); }}>{t(editing === null ? 'indexDesk.draft.add' : 'indexDesk.draft.save')}</Button>
        {editing === null ? null : <Button onClick={onDone}>{t('indexDesk.draft.cancel')}</Button>}
        {problem ? <span className="jw-problem" role="alert">{problem}</span> : null}
      </div>
    </div>
  );
}

function unitOf(per: number): string {
  return per === 100 ? '%' : per === 1 ? '起' : '起/万';
}

function indicatorOf(form: Form, held: IndicatorDraft | null): Omit<IndicatorDraft, 'limitsFrom'> {
  const { direction, layer, measure, of, per, decimals } = form;
  return {
    direction, layer, department: form.department ?? '', measure: measure.trim(), of: per === 1 ? null : of.trim(), per, decimals: per === 1 ? 0 : decimals, unit: held && held.per === per ? held.unit : unitOf(per), fact: held?.fact ?? null,
    scoring: form.way === 'kept' && held ? held.scoring : scoringOf(form),
  };
}

function scoringOf({ way, worst, best, each, cap }: Form): Scoring {
  if (way === 'deduction') return { base: { kind: 'full' }, adjustments: [{ kind: 'deduction', by: 'value', each, cap }] };
  return { base: { kind: 'linear', points: [{ at: worst, score: 0 }, { at: best, score: 100 }].toSorted((a, b) => a.at - b.at) } };
}
