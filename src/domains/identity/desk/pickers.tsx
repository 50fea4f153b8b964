import { Select } from 'antd';
import { useEffect, useState } from 'react';
import { people, roles, units, unitKinds } from '../contract.ts';
import { identityWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { areaName } from './person-detail.tsx';
import { identityDeskWords } from './words.ts';

type Props<T> = { id?: string; value?: T | undefined; onChange?: (value: T | undefined) => void; placeholder?: string; size?: 'small'; disabled?: boolean; label?: string };

const named = ({ id, label }: { id?: string | undefined; label?: string | undefined }) => ({ ...(id === undefined ? {} : { id }), ...(label === undefined ? {} : { 'aria-label': label }) });

export function RolePicker({ id, value, onChange, placeholder, size, disabled = false, label }: Props<string>) {
  const t = useWords(identityDeskWords);
  const list = useAsk(roles, {}, { staleTime: 300_000 });
  return (
    <Select
      {...named({ id, label })} {...(size ? { size } : { className: 'jw-wide' })} value={value} allowClear disabled={disabled} loading={list.isPending} placeholder={placeholder ?? t('identityDesk.form.chooseRole')} popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: 'label' }} options={(list.data?.items ?? []).map((role) => ({ value: role.code, label: role.name }))} onChange={(next: string | undefined) => { onChange?.(next); }}
    />
  );
}

export function UnitPicker({ id, value, onChange, placeholder, size, label }: Props<number>) {
  const t = useWords(identityDeskWords);
  const words = useWords(identityWords);
  const list = useAsk(units, {}, { staleTime: 300_000 });
  const options = unitKinds.map((kind) => ({
    label: words(`identity.unitKind.${kind}`), title: kind,
    options: (list.data?.items ?? []).filter((unit) => unit.kind === kind).map((unit) => ({ value: unit.id, label: unit.name.includes(unit.area.name) ? unit.name : `${unit.name} · ${unit.area.name}` })),
  })).filter((group) => group.options.length > 0);
  return (
    <Select
      {...named({ id, label })} {...(size ? { size } : { className: 'jw-wide' })} value={value} allowClear loading={list.isPending} placeholder={placeholder ?? t('identityDesk.form.chooseUnit')} popupMatchSelectWidth={size ? 280 : true}
      showSearch={{ optionFilterProp: 'label' }} options={options} onChange={(next: number | undefined) => { onChange?.(next); }}
    />
  );
}

/** By name or account; the server finds. */
export function PersonPicker({ id, value, onChange, exclude }: Props<number> & { exclude?: number }) {
  const t = useWords(identityDeskWords);
  const [text, setText] = useState('');
  const [wanted, setWanted] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => { setWanted(text.trim()); }, 250);
    return () => { clearTimeout(timer); };
  }, [text]);
  const found = useAsk(people, { limit: 20, ...(wanted ? { text: wanted } : {}) }, { keepPrevious: true });
  const chosen = useAsk(people, { personId: value ?? 0, limit: 1 }, { enabled: value !== undefined });
  const rows = [...(found.data?.items ?? []), ...(chosen.data?.items ?? [])].filter((one, at, all) => one.id !== exclude && one.state === 'active' && all.findIndex(({ id: same }) => same === one.id) === at);
  return (
    <Select
      {...named({ id })} className="jw-wide" value={value} allowClear loading={found.isFetching} placeholder={t('identityDesk.form.choosePerson')} notFoundContent={t('identityDesk.form.nobody')}
      showSearch={{ filterOption: false, onSearch: setText }} onChange={(next: number | undefined) => { onChange?.(next); }}
      options={rows.map((one) => ({ value: one.id, label: [one.name, one.account, areaName(one.posts[0])].filter(Boolean).join(' · ') }))}
    />
  );
}
