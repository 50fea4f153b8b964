import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, type FormInstance } from 'antd';
import { use, useRef, useState, type ReactNode } from 'react';
import type { z } from 'zod';
import type { Command } from '../core/contract.ts';
import { Problem, send } from '../client/call.ts';
import { useWords } from '../client/i18n.ts';
import { isPassing } from '../client/query.ts';
import { dropDraft, keepDraft, readDraft, useDraftPlace } from './draft.ts';
import { uiFormWords } from './form-words.ts';
import { AskForProof } from './proof.ts';
import { useProblemText } from './states.tsx';

type Props<Op extends Command, Values extends object> = {
  command: Op;
  /** Names the draft: the form and what it is about. */
  place: string;
  initial: Values;
  toInput: (values: Values) => z.input<Op['input']>;
  submit: string;
  danger?: boolean;
  /** Fields that are never kept: passwords. */
  unkept?: readonly (keyof Values & string)[];
  /** The field beside which a refusal is said. */
  beside?: Readonly<Record<string, keyof Values & string>>;
  onDone: (output: z.output<Op['output']>, values: Values) => void;
  onCancel?: (() => void) | undefined;
  onChange?: (changed: Partial<Values>, form: FormInstance<Values>) => void;
  done?: string;
  children: ReactNode | ((values: Values, form: FormInstance<Values>) => ReactNode);
};

/**
 * A command as a form: labels above, errors beside their fields, what is typed kept until it is sent. Whatever the
 * server says, the fields stay as they are.
 */
export function CommandForm<Op extends Command, Values extends object>(props: Props<Op, Values>) {
  const t = useWords(uiFormWords);
  const say = useProblemText();
  const { message } = App.useApp();
  const client = useQueryClient();
  const askForProof = use(AskForProof);
  const [form] = Form.useForm<Values>();
  const place = useDraftPlace(props.place);
  const [draft] = useState(() => readDraft(place));
  const [kept, setKept] = useState(draft !== null);
  const [waiting, setWaiting] = useState(false);
  const [problem, setProblem] = useState('');
  const [values, setValues] = useState<Values>(() => ({ ...props.initial, ...draft }));
  const tried = useRef({ body: '', key: '' });

  const changed = (part: Partial<Values>): void => {
    props.onChange?.(part, form);
    // What is in no field at the moment is kept too: it comes back with its field.
    const now = form.getFieldsValue(true) as Values; // the form's own values
    setValues(now);
    setProblem('');
    keepDraft(place, Object.fromEntries(Object.entries(now).filter(([name]) => !props.unkept?.some((one) => one === name))));
  };
  const startAnew = (): void => {
    dropDraft(place);
    form.resetFields();
    form.setFieldsValue(props.initial as Parameters<typeof form.setFieldsValue>[0]); // all of the form's values
    setValues(props.initial);
    setKept(false);
    setProblem('');
  };
  const submit = async (isAgain = false): Promise<void> => {
    if (waiting && !isAgain) return;
    const all = { ...values, ...form.getFieldsValue(true) as Values }; // the form's own values
    const input = props.toInput(all);
    // After a break of the line the same try goes on under its key; after an answer it is a new one.
    const body = JSON.stringify(input);
    if (tried.current.body !== body) tried.current = { body, key: crypto.randomUUID() };
    setWaiting(true);
    setProblem('');
    try {
      const output = await send(props.command, input, tried.current.key);
      dropDraft(place);
      if (props.done) void message.success(props.done);
      void client.invalidateQueries({ queryKey: [props.command.domain] });
      props.onDone(output, all);
    } catch (error) {
      if (!isPassing(error)) tried.current.body = '';
      // The form waits behind the question, and goes on as if nothing had been asked.
      if (askForProof !== null && error instanceof Problem && error.refused.endsWith('/confirm') && await askForProof()) return await submit(true);
      setProblem(tellBeside(form, error, props.beside) ? '' : say(error));
    } finally {
      setWaiting(false);
    }
  };
  return (
    <Form
      form={form} className="jw-form" layout="vertical" requiredMark="optional" initialValues={values} onValuesChange={changed} scrollToFirstError={{ focus: true }}
      onFinish={() => { void submit(); }} validateMessages={{ required: t('uiForm.required') }}
      onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.submit(); }}
    >
      <div className="jw-form-body">
        {kept ? <p className="jw-note">{t('uiForm.kept')} <button type="button" className="jw-link" onClick={startAnew}>{t('uiForm.discard')}</button></p> : null}
        {typeof props.children === 'function' ? props.children(values, form) : props.children}
        {problem ? <p className="jw-problem" role="alert">{problem}</p> : null}
      </div>
      <footer className="jw-form-foot">
        <Button type="primary" htmlType="submit" loading={waiting} danger={props.danger ?? false}>{props.submit}</Button>
        {props.onCancel ? <Button onClick={props.onCancel}>{t('uiForm.cancel')}</Button> : null}
        <span className="jw-hint">{t('uiForm.ctrlEnter')}</span>
      </footer>
    </Form>
  );
}

/** Puts each error beside its field; false where one has no field here, and must be said in another place. */
function tellBeside<Values extends object>(form: FormInstance<Values>, error: unknown, beside: Readonly<Record<string, string>> = {}): boolean {
  if (!(error instanceof Problem)) return false;
  const named = beside[error.refused];
  const all = named !== undefined ? [{ path: named, detail: error.detail }] : error.fields;
  const found = all.map(({ path, detail }) => ({ name: path.split('.')[0] ?? '', detail }));
  const here = found.filter(({ name }) => form.getFieldInstance(name as never) !== undefined || form.isFieldTouched(name as never)); // a name that is no field is what is asked
  form.setFields(here.map(({ name, detail }) => ({ name: name as never, errors: [detail] }))); // names of this very form
  return found.length > 0 && here.length === found.length;
}
