import { useId, type ReactNode } from 'react';
import { Input, TextArea } from 'antd-mobile';
import { useWords } from '../../client/i18n.ts';
import { CheckIcon } from './icons.tsx';
import { phoneWords } from './words.ts';

type Common = { readonly label: string; readonly why?: string | undefined; readonly error?: string | undefined; readonly optional?: boolean };

function Frame({ label, why, error, optional, id, children }: Common & { id: string; children: ReactNode }) {
  const say = useWords(phoneWords);
  return (
    <div className="ph-field">
      <label htmlFor={id}>{label}{optional ? <span className="ph-quiet"> · {say('phoneUi.optional')}</span> : null}</label>
      {children}
      {error ? <p className="ph-error" role="alert">{error}</p> : null}
      {why ? <p className="ph-quiet">{why}</p> : null}
    </div>
  );
}

type TextProps = Common & { readonly value: string; readonly onChange: (value: string) => void; readonly placeholder?: string; readonly max?: number };

export function TextField({ type = 'text', autoComplete, inputMode, ...props }: TextProps & { type?: string; autoComplete?: string; inputMode?: 'text' | 'tel' | 'numeric' | 'decimal' }) {
  const id = useId();
  return (
    <Frame {...props} id={id}>
      <Input
        id={id} className="ph-input" type={type} value={props.value} onChange={props.onChange}
        {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })} {...(props.max === undefined ? {} : { maxLength: props.max })}
        {...(autoComplete === undefined ? {} : { autoComplete })} {...(inputMode === undefined ? {} : { inputMode })}
      />
    </Frame>
  );
}

export function LongField({ rows = 3, ...props }: TextProps & { rows?: number }) {
  const id = useId();
  return (
    <Frame {...props} id={id}>
      <TextArea
        id={id} className="ph-input" value={props.value} onChange={props.onChange} rows={rows} autoSize={{ minRows: rows, maxRows: 12 }}
        {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })} {...(props.max === undefined ? {} : { maxLength: props.max })}
      />
    </Frame>
  );
}

/** A day, or a day and an hour, by the phone's own picker. */
export function MomentField({ kind, ...props }: Common & { kind: 'date' | 'datetime-local'; value: string; min?: string; max?: string; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <Frame {...props} id={id}>
      <input id={id} className={props.value === '' ? 'ph-native ph-native-empty' : 'ph-native'} type={kind} value={props.value} min={props.min} max={props.max} onChange={(event) => props.onChange(event.target.value)} />
    </Frame>
  );
}

/** One of many, by the phone's own picker: a long list does not push the rest of the form away. */
export function PickField({ options, ...props }: Common & { options: readonly { readonly value: string; readonly label: string }[]; value: string | null; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <Frame {...props} id={id}>
      <select id={id} className="ph-native" value={props.value ?? ''} onChange={(event) => props.onChange(event.target.value)}>
        {props.value === null ? <option value="" disabled /> : null}
        {options.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
      </select>
    </Frame>
  );
}

export type Option<T extends string> = { readonly value: T; readonly label: string; readonly hint?: string };

/** One of a few; large enough for a thumb, and said by a tick beside the colour. */
export function ChoiceField<T extends string>({ options, value, onChange, ...props }: Common & { options: readonly Option<T>[]; value: T | null; onChange: (value: T) => void }) {
  const id = useId();
  return (
    <fieldset className="ph-field ph-choices" aria-describedby={props.error ? id : undefined}>
      <legend>{props.label}</legend>
      {options.map((option) => (
        <label key={option.value} className={option.value === value ? 'ph-choice ph-chosen' : 'ph-choice'}>
          <input type="radio" name={id} checked={option.value === value} onChange={() => onChange(option.value)} />
          <span className="ph-choice-words"><span>{option.label}</span>{option.hint ? <span className="ph-quiet">{option.hint}</span> : null}</span>
          {option.value === value ? <CheckIcon /> : null}
        </label>
      ))}
      {props.error ? <p id={id} className="ph-error" role="alert">{props.error}</p> : null}
      {props.why ? <p className="ph-quiet">{props.why}</p> : null}
    </fieldset>
  );
}
