import { Select } from 'antd';
import { useEffect, useState } from 'react';
import { helpers } from '../contract.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { registryDeskWords } from './words.ts';

type ChoiceProps<T extends string> = { id?: string; value?: T | undefined; onChange?: (value: T | undefined) => void; options: readonly T[]; word: (one: T) => string; label?: string; small?: boolean; clearable?: boolean; placeholder?: string };

/** One of the contract's own words. */
export function Choice<T extends string>({ id, value, onChange, options, word, label, small = false, clearable = true, placeholder }: ChoiceProps<T>) {
  return (
    <Select<T>
      {...(id === undefined ? {} : { id })} {...(label === undefined ? {} : { 'aria-label': label })} {...(small ? { size: 'small' as const } : { className: 'jw-wide' })} {...(value === undefined ? {} : { value })} allowClear={clearable} placeholder={placeholder ?? label}
      popupMatchSelectWidth={false} options={options.map((one) => ({ value: one, label: word(one) }))} onChange={(next: T | undefined) => { onChange?.(next); }}
    />
  );
}

type HelperProps = { id?: string; value?: number | undefined; onChange?: (value: number | undefined) => void };

/** Who of the office could help; the server finds. */
export function HelperField({ id, value, onChange }: HelperProps) {
  const { options, isFetching, search } = useHelpers();
  const t = useWords(registryDeskWords);
  return (
    <Select<number>
      {...(id === undefined ? {} : { id })} className="jw-wide" {...(value === undefined ? {} : { value })} allowClear loading={isFetching} placeholder={t('registryDesk.care.chooseHelper')} notFoundContent={t('registryDesk.care.nobody')}
      showSearch={{ filterOption: false, onSearch: search }} options={options} onChange={(next: number | undefined) => { onChange?.(next); }}
    />
  );
}

export function HelpersField({ id, value, onChange }: { id?: string; value?: number[]; onChange?: (value: number[]) => void }) {
  const { options, isFetching, search } = useHelpers();
  const t = useWords(registryDeskWords);
  return (
    <Select<number[]>
      {...(id === undefined ? {} : { id })} mode="multiple" className="jw-wide" value={value ?? []} loading={isFetching} placeholder={t('registryDesk.care.chooseHelper')} notFoundContent={t('registryDesk.care.nobody')}
      showSearch={{ filterOption: false, onSearch: search }} options={options} onChange={(next) => { onChange?.(next); }}
    />
  );
}

function useHelpers() {
  const [text, setText] = useState('');
  const [wanted, setWanted] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => { setWanted(text.trim()); }, 250);
    return () => { clearTimeout(timer); };
  }, [text]);
  const found = useAsk(helpers, wanted ? { text: wanted } : {}, { keepPrevious: true });
  return { options: (found.data?.items ?? []).map(({ id, name, post }) => ({ value: id, label: `${name} · ${post}` })), isFetching: found.isFetching, search: setText };
}
