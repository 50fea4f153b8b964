import { useQueryClient } from '@tanstack/react-query';
import { Button, Upload } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { ImportReport } from '../core/fields.ts';
import { downloadCsv } from '../client/download.ts';
import { useWords } from '../client/i18n.ts';
import { isPassing } from '../client/query.ts';
import { uiFormWords } from './form-words.ts';
import { useProblemText } from './states.tsx';

type Props<Payload, Report extends ImportReport> = {
  accept: string;
  hint: ReactNode;
  maxMegabytes: number;
  read: (file: File) => Promise<Payload>;
  /** Previews (`dryRun`) or writes. The same `key` for the same try. */
  run: (payload: Payload, dryRun: boolean, key: string, fileName: string) => Promise<Report>;
  /** What else decides: a date, a datum. `optionsKey` changes with it, and the preview is made again. */
  options?: ReactNode;
  optionsKey?: string;
  /** Name of a column, by the key that the server gives. */
  column?: (key: string) => string;
  /** Keys of the preview in order; others are left out. */
  columns?: readonly string[];
  cell?: (key: string, value: string | number | null) => ReactNode;
  /** Between the counts and the rows. */
  found?: (report: Report) => ReactNode;
  /** Why it cannot be confirmed yet. */
  held?: (report: Report) => string | null;
  onFile?: (payload: Payload | null) => void;
  onDone?: (report: Report) => void;
};

type State<Payload, Report> = { readonly file: File; readonly payload: Payload | null; readonly report: Report | null; readonly problem: string; readonly step: 'reading' | 'previewing' | 'shown' | 'writing' | 'done' };

/** Choose a file, see what it would do row by row, then confirm. All or nothing. */
export function ImportPanel<Payload, Report extends ImportReport>(props: Props<Payload, Report>) {
  const t = useWords(uiFormWords);
  const say = useProblemText();
  const client = useQueryClient();
  const [state, setState] = useState<State<Payload, Report> | null>(null);
  const turn = useRef(0);
  const key = useRef(crypto.randomUUID());

  const preview = async (file: File, payload: Payload): Promise<void> => {
    const mine = turn.current += 1;
    setState({ file, payload, report: null, problem: '', step: 'previewing' });
    try {
      const report = await props.run(payload, true, crypto.randomUUID(), file.name);
      if (mine === turn.current) setState({ file, payload, report, problem: '', step: 'shown' });
    } catch (error) {
      if (mine === turn.current) setState({ file, payload, report: null, problem: say(error), step: 'shown' });
    }
  };
  const take = async (file: File): Promise<void> => {
    key.current = crypto.randomUUID();
    const refused = (problem: string): void => { setState({ file, payload: null, report: null, problem, step: 'shown' }); };
    props.onFile?.(null);
    if (file.size > props.maxMegabytes * 1_000_000) return refused(t('uiForm.import.tooLarge', { max: props.maxMegabytes }));
    setState({ file, payload: null, report: null, problem: '', step: 'reading' });
    try {
      const payload = await props.read(file);
      props.onFile?.(payload);
      await preview(file, payload);
    } catch {
      refused(t('uiForm.import.unreadable', { name: file.name }));
    }
  };
  const write = async (): Promise<void> => {
    if (!state || state.payload === null) return;
    setState({ ...state, problem: '', step: 'writing' });
    try {
      const report = await props.run(state.payload, false, key.current, state.file.name);
      setState({ ...state, report, problem: '', step: 'done' });
      void client.invalidateQueries();
      props.onDone?.(report);
    } catch (error) {
      if (!isPassing(error)) key.current = crypto.randomUUID();
      setState({ ...state, problem: say(error), step: 'shown' });
    }
  };
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else if (state && state.payload !== null && state.step !== 'done') {
      key.current = crypto.randomUUID();
      void preview(state.file, state.payload);
    }
  }, [props.optionsKey]);

  const report = state?.report ?? null;
  const due = report ? report.created + report.changed : 0;
  const held = report && state?.step !== 'done' ? (report.errors.length > 0 ? t('uiForm.import.errorsHint') : due === 0 ? t('uiForm.import.nothing') : props.held?.(report) ?? null) : null;
  return (
    <div className="jw-form">
      <div className="jw-form-body jw-import">
        {props.options}
        <Upload.Dragger accept={props.accept} multiple={false} showUploadList={false} beforeUpload={(file) => { void take(file); return false; }}>
          <p>{state ? state.file.name : t('uiForm.import.choose')}</p>
          <p className="jw-hint">{state ? t('uiForm.import.another') : props.hint}</p>
        </Upload.Dragger>
        {state && state.step !== 'shown' && state.step !== 'done' ? <p role="status" className="jw-muted">{t(`uiForm.import.${state.step}`)}</p> : null}
        {state?.problem ? <p className="jw-problem" role="alert">{state.problem}</p> : null}
        {report ? (
          <>
            {state?.step === 'done'
              ? <p className="jw-note" role="status">{t('uiForm.import.done', { created: report.created, changed: report.changed, unchanged: report.unchanged })}</p>
              : <Counts report={report} />}
            {props.found?.(report)}
            {report.errors.length > 0 ? <Errors report={report} column={props.column} /> : null}
            {state?.step !== 'done' && report.preview.length > 0 ? <Preview report={report} {...props} /> : null}
          </>
        ) : null}
      </div>
      <footer className="jw-form-foot">
        {state?.step === 'done'
          ? <Button onClick={() => { setState(null); props.onFile?.(null); }}>{t('uiForm.import.again')}</Button>
          : <Button type="primary" disabled={!report || held !== null} loading={state?.step === 'writing'} onClick={() => { void write(); }}>{report && held === null ? t('uiForm.import.confirmCount', { n: due }) : t('uiForm.import.confirm')}</Button>}
        {held ? <span className="jw-hint">{held}</span> : null}
      </footer>
    </div>
  );
}

function Counts({ report }: { report: ImportReport }) {
  const t = useWords(uiFormWords);
  return (
    <ul className="jw-counts" role="status">
      <li>{t('uiForm.import.rows', { n: report.rows })}</li>
      <li>{t('uiForm.import.created', { n: report.created })}</li>
      <li>{t('uiForm.import.changed', { n: report.changed })}</li>
      <li>{t('uiForm.import.unchanged', { n: report.unchanged })}</li>
      {report.errors.length > 0 ? <li className="jw-bad">{t('uiForm.import.errors', { n: report.errors.length })}</li> : null}
    </ul>
  );
}

function Errors({ report, column }: { report: ImportReport; column: ((key: string) => string) | undefined }) {
  const t = useWords(uiFormWords);
  const heads = [t('uiForm.import.row'), t('uiForm.import.column'), t('uiForm.import.detail')];
  const named = (key: string): string => (key === '' ? '' : column?.(key) ?? key);
  return (
    <section>
      <h3>{t('uiForm.import.errorsTitle')} <Button size="small" onClick={() => { downloadCsv(t('uiForm.import.errorsFile'), [heads, ...report.errors.map((one) => [one.row, named(one.column), one.detail])]); }}>{t('uiForm.import.errorsDownload')}</Button></h3>
      <div className="jw-mini-box">
        <table className="jw-mini">
          <thead><tr>{heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
          <tbody>{report.errors.map((one, at) => <tr key={at}><td className="jw-num">{one.row}</td><td>{named(one.column)}</td><td>{one.detail}</td></tr>)}</tbody>
        </table>
      </div>
    </section>
  );
}

function Preview<Payload, Report extends ImportReport>({ report, column, columns, cell }: { report: ImportReport } & Pick<Props<Payload, Report>, 'column' | 'columns' | 'cell'>) {
  const t = useWords(uiFormWords);
  const keys = columns ?? [...new Set(report.preview.flatMap((row) => Object.keys(row)))];
  const due = report.created + report.changed;
  const head = (key: string): string => (key === 'row' ? t('uiForm.import.row') : key === 'change' ? t('uiForm.import.change') : column?.(key) ?? key);
  const show = (key: string, value: string | number | null): ReactNode => {
    if (key !== 'change') return cell?.(key, value) ?? value;
    const known = (['create', 'created', 'change', 'changed', 'rename', 'ended'] as const).find((one) => one === value);
    return known ? t(`uiForm.import.changes.${known}`) : value;
  };
  return (
    <section>
      <h3>{t('uiForm.import.previewTitle')} {report.preview.length < due ? <small className="jw-muted">{t('uiForm.import.previewCut', { n: report.preview.length })}</small> : null}</h3>
      <div className="jw-mini-box">
        <table className="jw-mini">
          <thead><tr>{keys.map((key) => <th key={key} scope="col">{head(key)}</th>)}</tr></thead>
          <tbody>{report.preview.map((row, at) => <tr key={at}>{keys.map((key) => <td key={key} className={typeof row[key] === 'number' ? 'jw-num' : undefined}>{show(key, row[key] ?? null)}</td>)}</tr>)}</tbody>
        </table>
      </div>
    </section>
  );
}
