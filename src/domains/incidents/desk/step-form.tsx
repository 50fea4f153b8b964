import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Form } from 'antd';
import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import { classes } from '../../dispatch/contract.ts';
import { board, getCase, stepCommands } from '../contract.ts';
import type { CaseDetail } from '../contract-shapes.ts';
import type { StepAction } from '../rules/steps.ts';
import { incidentsWords } from '../words.ts';
import { ask, Problem, send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { isPassing, keyOf, useAsk } from '../../../platform/client/query.ts';
import { useProblemText } from '../../../platform/ui/states.tsx';
import { useMoments } from '../../../platform/ui/time.ts';
import { FieldInput, photosOf } from './form-fields.tsx';
import { defaultsOf, fieldsOf, refusedField, type Field, type Values } from './form-specs.ts';
import { incidentsFormWords } from './form-words.ts';

type Props = { action: StepAction; matter: CaseDetail; preset?: Values | undefined; onClose: () => void };

/**
 * The form of one step, beside the story it belongs to. What is typed is kept until it is sent, also when somebody
 * leaves the page; a step that another took meanwhile is told by name, and the words stay.
 */
export function StepForm({ action, matter, preset, onClose }: Props) {
  const t = useWords(incidentsFormWords);
  const loop = useWords(incidentsWords);
  const say = useProblemText();
  const { message } = App.useApp();
  const client = useQueryClient();
  const { short } = useMoments();
  const prefix = useId();
  const place = `jingwei.draft.${matter.id}.${action}`;
  const [kept] = useState(() => (preset ? null : readDraft(place)));
  const [values, setValues] = useState<Values>(() => kept ?? { ...defaultsOf(action, matter), ...preset });
  const [seen, setSeen] = useState(matter.revision);
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [refused, setRefused] = useState('');
  const [moved, setMoved] = useState<string | null>(null);
  const [waiting, setWaiting] = useState(false);
  const sent = useRef({ body: '', key: '' });
  const fields = fieldsOf(action, matter);
  const name = loop(`incidents.action.${action}`);
  const classList = useAsk(classes, {}, { staleTime: 600_000 });
  const evidence = action === 'deliver' || action === 'settle' ? classList.data?.items.find(({ code }) => code === matter.class)?.evidencePhotos ?? 0 : 0;

  useEffect(() => {
    if (Object.keys(values).length > 0) sessionStorage.setItem(place, JSON.stringify(values));
  }, [values, place]);

  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!box.current?.contains(document.activeElement)) box.current?.querySelector<HTMLElement>('.inc-form-body input, .inc-form-body textarea, [type="submit"]')?.focus({ preventScroll: true });
    const leave = (event: KeyboardEvent): void => {
      // A list that is open over the form takes the key first.
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('.ant-select-open, .ant-picker-focused, dialog[open]')) onClose();
    };
    document.addEventListener('keydown', leave);
    return () => { document.removeEventListener('keydown', leave); };
  }, []);

  const check = (): boolean => {
    const found: Record<string, string> = {};
    for (const field of fields) {
      const problem = problemOf(field, values[field.name], t);
      if (problem) found[field.name] = problem;
    }
    setProblems(found);
    const first = fields.find((field) => found[field.name]);
    if (first) document.getElementById(`${prefix}${first.name}`)?.focus();
    return !first;
  };

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setRefused('');
    if (waiting || !check()) return;
    const input = { caseId: matter.id, revision: seen, ...bodyOf(fields, values) };
    const body = JSON.stringify(input);
    // After a break of the line the same words are the same command; after an answer, and with other words, another.
    if (sent.current.body !== body) sent.current = { body, key: crypto.randomUUID() };
    setWaiting(true);
    try {
      const done = await send(stepCommands[action], input as never, sent.current.key); // the fields of forms[action] are the command's own; the server parses them again
      sessionStorage.removeItem(place);
      void message.success(t('incidentsForms.submit.sent', { number: done.number, action: name }));
      // The case as it is now comes first: a next step pressed at once would be judged against the one before.
      await client.invalidateQueries({ queryKey: keyOf(getCase, { caseId: matter.id }) });
      void client.invalidateQueries({ queryKey: [board.domain] });
      onClose();
    } catch (error) {
      // An answer belongs to the moment it was given: the world moves, and a kept "no" must not be told again.
      if (!isPassing(error)) sent.current.body = '';
      if (error instanceof Problem && error.status === 412) await tellWhoMoved();
      else if (error instanceof Problem && error.fields.length > 0) {
        setProblems(Object.fromEntries(error.fields.map((one) => [one.path.split('.')[0] ?? '', one.detail])));
        setRefused(fields.some((field) => error.fields.some((one) => one.path.split('.')[0] === field.name)) ? '' : say(error));
      } else {
        const at = error instanceof Problem ? fields.find((field) => field.name === refusedField[error.refused]) : undefined;
        if (at) setProblems({ [at.name]: say(error) });
        else setRefused(say(error));
      }
    } finally {
      setWaiting(false);
    }
  };

  /** Reads the steps after the one that was seen, says whose they are, and aims the form at the new state. */
  const tellWhoMoved = async (): Promise<void> => {
    const fresh = await ask(getCase, { caseId: matter.id });
    client.setQueryData(keyOf(getCase, { caseId: matter.id }), fresh);
    const known = new Set(matter.steps.map(({ seq }) => seq));
    const news = fresh.steps.filter(({ seq }) => !known.has(seq));
    const told = news.map((step) => t('incidentsForms.moved.by', { who: step.by?.name ?? '', at: short(step.at), action: loop(`incidents.action.${step.action}`) }));
    setSeen(fresh.revision);
    setMoved(told.length > 0 ? told.join(' · ') : t('incidentsForms.moved.unknown'));
  };

  const possible = matter.allowed.find((one) => one.action === action)?.allowed ?? false;
  return (
    <aside className="inc-form" role="dialog" aria-label={name} data-keys-rest ref={box}>
      <header><h2>{name}</h2><span className="jw-num jw-muted">{matter.number}</span></header>
      <form
        onSubmit={(event) => { void submit(event); }} noValidate
        onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit(); }}
      >
        <div className="inc-form-body">
          {kept ? <p className="jw-note">{t('incidentsForms.submit.kept')} <button type="button" className="jw-link" onClick={() => { setValues(defaultsOf(action, matter)); sessionStorage.removeItem(place); }}>{t('incidentsForms.submit.discard')}</button></p> : null}
          {moved ? (
            <div className="inc-moved" role="alert">
              <strong>{t('incidentsForms.moved.title')}</strong>
              <p>{moved}</p>
              <p>{possible ? t('incidentsForms.moved.hint') : t('incidentsForms.moved.gone', { action: name })}</p>
            </div>
          ) : null}
          <Form component={false} layout="vertical">
            {fields.map((field, index) => (
              <Form.Item
                key={field.name} label={t(field.label)} htmlFor={`${prefix}${field.name}`} required={field.required ?? false}
                extra={field.kind === 'photos' && evidence > 0 ? t('incidentsForms.hint.evidence', { n: evidence }) : field.hint ? t(field.hint) : undefined} {...(problems[field.name] ? { validateStatus: 'error' as const, help: problems[field.name] } : {})}
              >
                <FieldInput
                  field={field} id={`${prefix}${field.name}`} matter={matter} values={values} autoFocus={index === 0}
                  put={(one, value) => { setValues((before) => ({ ...before, [one]: value })); setProblems((before) => ({ ...before, [one]: '' })); }}
                />
              </Form.Item>
            ))}
          </Form>
          {refused ? <p className="jw-problem" role="alert">{refused}</p> : null}
        </div>
        <footer>
          <Button type="primary" htmlType="submit" loading={waiting} autoFocus={fields.every(({ kind }) => kind === 'photos')}>{name}</Button>
          <CancelButton onClose={onClose} />
          <span className="jw-hint">{t('incidentsForms.submit.ctrlEnter')}</span>
        </footer>
      </form>
    </aside>
  );
}

function CancelButton({ onClose }: { onClose: () => void }) {
  const t = useWords(incidentsFormWords);
  return <Button onClick={onClose}>{t('incidentsForms.submit.cancel')}</Button>;
}

type Say = (key: 'incidentsForms.submit.required' | 'incidentsForms.submit.tooLong' | 'incidentsForms.submit.tooShort', values?: Record<string, number>) => string;

function problemOf(field: Field, value: unknown, t: Say): string | null {
  const empty = value === undefined || value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);
  if (empty) return field.required ? t('incidentsForms.submit.required') : null;
  if (typeof value !== 'string') return null;
  if (field.max !== undefined && [...value].length > field.max) return t('incidentsForms.submit.tooLong', { max: field.max });
  const least = field.name === 'reason' || field.name === 'result' || field.name === 'minutes' ? 2 : 1;
  return field.kind === 'text' && [...value.trim()].length < least ? t('incidentsForms.submit.tooShort', { min: least }) : null;
}

function bodyOf(fields: readonly Field[], values: Values): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const value = field.kind === 'photos' ? photosOf(values[field.name]).map(({ sha256 }) => sha256) : values[field.name];
    if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0)) continue;
    body[field.name] = value;
  }
  return body;
}

function readDraft(place: string): Values | null {
  const text = sessionStorage.getItem(place);
  const draft: unknown = text === null ? null : JSON.parse(text);
  return typeof draft === 'object' && draft !== null ? draft as Values : null; // we wrote it
}
