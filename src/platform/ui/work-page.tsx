import { Button, Input } from 'antd';
import { CloseOutlined } from '@ant-design/icons';
import { useEffect, useState, type ReactNode } from 'react';
import { useWords } from '../client/i18n.ts';
import { uiFormWords } from './form-words.ts';
import { uiWords } from './words.ts';
import './work-page.css';

type PageProps = { title: string; tabs?: ReactNode; actions?: ReactNode; filters?: ReactNode; aside?: ReactNode; children: ReactNode };

/** Head, filters and a list; beside it the pane of what is open. */
export function WorkPage({ title, tabs, actions, filters, aside, children }: PageProps) {
  return (
    <div className={aside ? 'jw-work jw-work-aside' : 'jw-work'}>
      <section className="jw-work-main" aria-label={title}>
        <header className="jw-work-head"><h1>{title}</h1>{tabs}<span className="jw-grow" /><span className="jw-actions jw-no-print">{actions}</span></header>
        {filters ? <div className="jw-filters">{filters}</div> : null}
        <div className="jw-work-body">{children}</div>
      </section>
      {aside}
    </div>
  );
}

type SideProps = { title: string; onClose: () => void; extra?: ReactNode; children: ReactNode; /** The children bring their own scroll box: a form with a foot. */ bare?: boolean };

export function SidePanel({ title, onClose, extra, children, bare = false }: SideProps) {
  const t = useWords(uiFormWords);
  return (
    <aside className="jw-side" aria-label={title} onKeyDown={(event) => { if (event.key === 'Escape' && !event.defaultPrevented && !isOpenPopup()) onClose(); }}>
      <header><h2>{title}</h2>{extra}<Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('uiForm.close')} onClick={onClose} /></header>
      {bare ? children : <div className="jw-side-body">{children}</div>}
    </aside>
  );
}

/** A list or calendar that hangs open takes Escape for itself. */
function isOpenPopup(): boolean {
  return document.querySelector('.ant-select-dropdown:not(.ant-select-dropdown-hidden), .ant-picker-dropdown:not(.ant-picker-dropdown-hidden), .ant-popover:not(.ant-popover-hidden)') !== null;
}

/** Goes into the address when typing rests. */
export function TextFilter({ value, onChange, placeholder }: { value: string; onChange: (text: string) => void; placeholder: string }) {
  const [text, setText] = useState(value);
  useEffect(() => { setText(value); }, [value]);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => { onChange(text); }, 300);
    return () => { clearTimeout(timer); };
  }, [text]);
  return <Input size="small" className="jw-text-filter" allowClear value={text} placeholder={placeholder} aria-label={placeholder} onChange={(event) => { setText(event.target.value); }} />;
}

export function MoreRows({ onMore, isLoading }: { onMore: () => void; isLoading: boolean }) {
  const t = useWords(uiWords);
  return <div className="jw-more jw-no-print"><Button size="small" onClick={onMore} loading={isLoading}>{t('ui.more')}</Button></div>;
}

export function Facts({ rows }: { rows: readonly (readonly [string, ReactNode] | null)[] }) {
  return <dl className="jw-facts">{rows.map((row) => (row ? <div key={row[0]} style={{ display: 'contents' }}><dt>{row[0]}</dt><dd>{row[1]}</dd></div> : null))}</dl>;
}
