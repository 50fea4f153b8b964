import { Select, TreeSelect } from 'antd';
import { useMemo } from 'react';
import { classes, type MatterClass } from '../../dispatch/contract.ts';
import { people, units } from '../../identity/contract.ts';
import { Problem } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { incidentsFormWords } from './form-words.ts';

type ClassNode = { value: string; title: string; search: string; children?: ClassNode[] };

/** Three levels, searchable by name, code and keyword. */
export function ClassPicker({ value, onChange, placeholder, id }: { value: string | undefined; onChange: (code: string | undefined) => void; placeholder?: string; id?: string }) {
  const t = useWords(incidentsFormWords);
  const list = useAsk(classes, {}, { staleTime: 600_000 });
  const tree = useMemo(() => treeOf(list.data?.items.filter((one) => one.active) ?? []), [list.data]);
  return (
    <TreeSelect
      {...(id === undefined ? {} : { id })} className="jw-wide" treeData={tree} value={value} allowClear
      showSearch={{ filterTreeNode: (text, node) => String(node['search']).includes(text.trim().toLowerCase()) }}
      treeNodeLabelProp="title" placeholder={placeholder ?? t('incidentsForms.pick.class')} loading={list.isPending} listHeight={320}
      onChange={(code: string | undefined) => { onChange(code); }} styles={{ popup: { root: { minWidth: 320 } } }}
    />
  );
}

function treeOf(list: readonly MatterClass[]): ClassNode[] {
  const below = new Map<string | null, MatterClass[]>();
  for (const one of list) below.set(one.parentCode, [...below.get(one.parentCode) ?? [], one]);
  const node = (one: MatterClass, above: string): ClassNode => {
    const children = below.get(one.code)?.map((child) => node(child, `${above} ${one.name}`));
    return { value: one.code, title: one.name, search: `${above} ${one.name} ${one.code} ${one.keywords.join(' ')}`.toLowerCase(), ...(children ? { children } : {}) };
  };
  return (below.get(null) ?? []).map((one) => node(one, ''));
}

type UnitProps = { id?: string; exclude?: readonly number[]; areaId?: number | undefined };
type UnitOptions = { label: string; title: string; options: { value: number; label: string }[] }[];

function useUnitOptions(exclude: readonly number[]): { options: UnitOptions; isPending: boolean } {
  const t = useWords(incidentsFormWords);
  const list = useAsk(units, {}, { staleTime: 300_000 });
  const order = ['department', 'commandCentre', 'committee', 'team', 'checkpoint'] as const;
  return {
    isPending: list.isPending,
    options: order.map((kind) => ({
      label: t(`incidentsForms.unitKind.${kind}`), title: kind,
      options: (list.data?.items ?? []).filter((unit) => unit.kind === kind && !exclude.includes(unit.id))
        .map((unit) => ({ value: unit.id, label: unit.name.includes(unit.area.name) ? unit.name : `${unit.name} · ${unit.area.name}` })),
    })).filter(({ options }) => options.length > 0),
  };
}

export function UnitPicker({ value, onChange, id, exclude = [], placeholder }: UnitProps & { value: number | undefined; onChange: (unit: number | undefined) => void; placeholder?: string }) {
  const t = useWords(incidentsFormWords);
  const { options, isPending } = useUnitOptions(exclude);
  return (
    <Select
      {...(id === undefined ? {} : { id })} className="jw-wide" value={value} options={options} allowClear showSearch={{ optionFilterProp: 'label' }} loading={isPending}
      placeholder={placeholder ?? t('incidentsForms.pick.unit')} onChange={(unit: number | undefined) => { onChange(unit); }}
    />
  );
}

export function UnitsPicker({ value, onChange, id, exclude = [] }: UnitProps & { value: readonly number[]; onChange: (chosen: number[]) => void }) {
  const t = useWords(incidentsFormWords);
  const { options, isPending } = useUnitOptions(exclude);
  return (
    <Select
      {...(id === undefined ? {} : { id })} mode="multiple" className="jw-wide" value={[...value]} options={options} allowClear showSearch={{ optionFilterProp: 'label' }} loading={isPending}
      placeholder={t('incidentsForms.pick.units')} onChange={(chosen: number[]) => { onChange(chosen); }}
    />
  );
}

/** Grid workers of the area and below; absent, with a sentence, for a post that may not see people. */
export function WorkerPicker({ value, onChange, areaId, id }: { value: number | undefined; onChange: (person: number | undefined) => void; areaId: number; id?: string }) {
  const t = useWords(incidentsFormWords);
  const list = useAsk(people, { areaId, role: 'gridWorker', limit: 100 }, { staleTime: 60_000 });
  if (list.error instanceof Problem && list.error.status === 403) return <p className="jw-hint">{t('incidentsForms.hint.noPeople')}</p>;
  return (
    <Select
      {...(id === undefined ? {} : { id })} className="jw-wide" value={value} allowClear showSearch={{ optionFilterProp: 'label' }} loading={list.isPending} placeholder={t('incidentsForms.pick.person')}
      options={(list.data?.items ?? []).filter(({ state }) => state === 'active').map((one) => ({ value: one.id, label: [one.name, one.posts.find(({ role }) => role === 'gridWorker')?.area.name].filter(Boolean).join(' · ') }))}
      onChange={(person: number | undefined) => { onChange(person); }}
    />
  );
}
