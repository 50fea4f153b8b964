import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useWords } from '../client/i18n.ts';
import { AreaPicker } from './area-picker.tsx';
import { uiFormWords } from './form-words.ts';

// Fields that hold plain values, so that a form of them can be kept as JSON.

type DayProps = { id?: string; value?: string | undefined; onChange?: (day: string | undefined) => void; placeholder?: string; notAfter?: string | undefined; notBefore?: string | undefined };

/** A day in China, `2026-11-22`. */
export function DayField({ id, value, onChange, placeholder, notAfter, notBefore }: DayProps) {
  const t = useWords(uiFormWords);
  return (
    <DatePicker
      {...(id === undefined ? {} : { id })} className="jw-wide" placeholder={placeholder ?? t('uiForm.chooseDay')} value={value ? dayjs(value) : null}
      disabledDate={(day) => { const text = day.format('YYYY-MM-DD'); return (notAfter !== undefined && text > notAfter) || (notBefore !== undefined && text < notBefore); }}
      onChange={(day) => { onChange?.(day ? day.format('YYYY-MM-DD') : undefined); }}
    />
  );
}

type AreaProps = { id?: string; value?: number | undefined; onChange?: (id: number | undefined) => void; placeholder?: string };

export function AreaField({ id, value, onChange, placeholder }: AreaProps) {
  return <AreaPicker {...(id === undefined ? {} : { id })} block value={value} onChange={(area) => { onChange?.(area); }} {...(placeholder === undefined ? {} : { placeholder })} />;
}
