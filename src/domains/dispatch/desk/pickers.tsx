import { Select, TreeSelect } from 'antd';
import { useMemo } from 'react';
import { classes, type MatterClass } from '../contract.ts';
import { unitKinds, units } from '../../identity/contract.ts';
import { sentence, useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { dispatchDeskWords } from './words.ts';

type Props<T> = { id?: string; value?: T | undefined; onChange?: (value: T | undefined) => void; placeholder?: string; size?: 'small'; label?: string; disabled?: boolean };
type Node = { value: string; title: string; search: string; children?: Node[] };

const named = ({ id, label }: { id?: string | undefined; label?: string | undefined }) => ({ ...(id === undefined ? {} : { id }), ...(label === undefined ? {} : { 'aria-label': label }) });

/** Three levels, found by name, code and keyword. */
export function ClassPicker({ id, value, onChange, placeholder, size, label, disabled = false }: Props<string>) {
  const t = useWords(dispatchDeskWords);
  const list = useAsk(classes, {}, { staleTime: 300_000 });
  const tree = useMemo(() => treeOf(list.data?.items ?? []), [list.data]);
  return (
    <TreeSelect
      {...named({ id, label })} {...(size ? { size } : { className: 'jw-wide' })} treeData={tree} value={value} allowClear disabled={disabled} loading={list.isPending} listHeight={320} treeNodeLabelProp="title"
      showSearch={{ filterTreeNode: (text, node) => String(node['search']).includes(text.trim().toLowerCase()) }} placeholder={placeholder ?? t('dispatchDesk.chooseClass')} notFoundContent={t('dispatchDesk.noClass')}
      onChange={(code: string | undefined) => { onChange?.(code); }} styles={{ popup: { root: { minWidth: 320 } } }}
    />
  );
}

function treeOf(list: readonly MatterClass[]): Node[] {
  const below = new Map<string | null, MatterClass[]>();
  for (const one of list) below.set(one.parentCode, [...below.get(one.parentCode) ?? [], one]);
  const node = (one: MatterClass, above: string): Node => {
    const children = below.get(one.code)?.map((child) => node(child, `${above} ${one.name}`));
    return { value: one.code, title: one.name, search: `${above} ${one.name} ${one.code} ${one.keywords.join(' ')}`.toLowerCase(), ...(children ? { children } : {}) };
  };
  return (below.get(null) ?? []).map((one) => node(one, ''));
}

export function UnitPicker({ id, value, onChange, placeholder, size, label, disabled = false }: Props<number>) {
  const t = useWords(dispatchDeskWords);
  const list = useAsk(units, {}, { staleTime: 300_000 });
  const options = unitKinds.map((kind) => ({
    label: sentence(`identity.unitKind.${kind}`) ?? kind, title: kind,
    options: (list.data?.items ?? []).filter((unit) => unit.kind === kind).map((unit) => ({ value: unit.id, label: unit.name.includes(unit.area.name) ? unit.name : `${unit.name} · ${unit.area.name}` })),
  })).filter((group) => group.options.length > 0);
  return (
    <Select
      {...named({ id, label })} {...(size ? { size } : { className: 'jw-wide' })} value={value} allowClear disabled={disabled} loading={list.isPending} placeholder={placeholder ?? t('dispatchDesk.chooseUnit')} popupMatchSelectWidth={size ? 280 : true}
      showSearch={{ optionFilterProp: 'label' }} options={options} onChange={(next: number | undefined) => { onChange?.(next); }}
    />
  );
}
