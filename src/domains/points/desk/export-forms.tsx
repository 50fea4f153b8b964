import { App, Button, Form, Input, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { exportNotice, exportStatement } from '../contract/accounts.ts';
import { books } from '../contract/books.ts';
import { ask } from '../../../platform/client/call.ts';
import { downloadText } from '../../../platform/client/download.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useProblemText } from '../../../platform/ui/states.tsx';
import { warehouseDeskWords } from './words-warehouse.ts';

type Made = { readonly fileName: string; readonly csv: string; readonly rows: number };

/** A written purpose, then the file. Who took it stands in its first line and in the audit. */
function PurposeForm({ submit, isReady, make, onDone, children }: { submit: string; isReady: boolean; make: (purpose: string) => Promise<Made>; onDone: () => void; children?: ReactNode }) {
  const t = useWords(warehouseDeskWords);
  const say = useProblemText();
  const { message } = App.useApp();
  const [purpose, setPurpose] = useState('');
  const [state, setState] = useState<{ waiting: boolean; problem: string }>({ waiting: false, problem: '' });
  const run = async (): Promise<void> => {
    setState({ waiting: true, problem: '' });
    try {
      const made = await make(purpose.trim());
      downloadText(made.fileName, `\uFEFF${made.csv}\r\n`);
      void message.success(t('warehouseDesk.statement.exported', { n: made.rows }));
      onDone();
    } catch (error) {
      setState({ waiting: false, problem: say(error) });
    }
  };
  return (
    <Form className="jw-form" layout="vertical" onFinish={() => { void run(); }}>
      <div className="jw-form-body">
        <p className="jw-note">{t('warehouseDesk.statement.exportHint')}</p>
        {children}
        <Form.Item label={t('warehouseDesk.statement.exportPurpose')} htmlFor="wh-purpose"><Input.TextArea id="wh-purpose" rows={3} maxLength={200} value={purpose} onChange={(event) => { setPurpose(event.target.value); }} /></Form.Item>
        {state.problem ? <p className="jw-problem" role="alert">{state.problem}</p> : null}
      </div>
      <footer className="jw-form-foot"><Button type="primary" htmlType="submit" loading={state.waiting} disabled={!isReady || purpose.trim().length < 2}>{submit}</Button></footer>
    </Form>
  );
}

export function StatementExport({ householdId, onDone }: { householdId: string; onDone: () => void }) {
  const t = useWords(warehouseDeskWords);
  return <PurposeForm submit={t('warehouseDesk.statement.exportDo')} isReady make={(purpose) => ask(exportStatement, { householdId, purpose })} onDone={onDone} />;
}

/** The public notice of a village: alias and total, never why. */
export function NoticeExport({ areaId, onDone }: { areaId: number | undefined; onDone: () => void }) {
  const t = useWords(warehouseDeskWords);
  const list = useAsk(books, { kind: 'household', ...(areaId ? { areaId } : {}) });
  const mine = (list.data?.items ?? []).filter(({ may }) => may.manage);
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const bookId = chosen ?? mine[0]?.id;
  return (
    <PurposeForm submit={t('warehouseDesk.notice.do')} isReady={bookId !== undefined} make={(purpose) => ask(exportNotice, { bookId: bookId ?? 0, purpose })} onDone={onDone}>
      <p className="jw-note">{t('warehouseDesk.notice.hint')}</p>
      <Form.Item label={t('warehouseDesk.notice.book')} htmlFor="wh-book"><Select id="wh-book" value={bookId} loading={list.isPending} options={mine.map(({ id, name, area }) => ({ value: id, label: `${area.name} · ${name}` }))} onChange={setChosen} /></Form.Item>
    </PurposeForm>
  );
}
