import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { accept, board, urge } from '../contract.ts';
import { send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useProblemText } from '../../../platform/ui/states.tsx';
import type { ListRow } from './board-rows.ts';
import { incidentsDeskWords } from './words.ts';

type Props = { rows: readonly ListRow[]; mayAccept: boolean; onClear: () => void };
type Outcome = { readonly number: string; readonly id: string; readonly problem: string | null };

/** What can be done to many at once. Each row is a step of its own, with its own answer. */
export function BulkBar({ rows, mayAccept, onClear }: Props) {
  const t = useWords(incidentsDeskWords);
  const [what, setWhat] = useState<'accept' | 'urge' | null>(null);
  return (
    <div className="inc-bulk" role="status">
      <span>{t('incidentsDesk.bulk.chosen', { n: rows.length })}</span>
      {mayAccept ? <Button size="small" onClick={() => { setWhat('accept'); }}>{t('incidentsDesk.bulk.accept')}</Button> : null}
      <Button size="small" onClick={() => { setWhat('urge'); }}>{t('incidentsDesk.bulk.urge')}</Button>
      <Button size="small" type="text" onClick={onClear}>{t('incidentsDesk.bulk.close')}</Button>
      {what ? <BulkDialog what={what} rows={rows} onClose={(done) => { setWhat(null); if (done) onClear(); }} /> : null}
    </div>
  );
}

function BulkDialog({ what, rows, onClose }: { what: 'accept' | 'urge'; rows: readonly ListRow[]; onClose: (done: boolean) => void }) {
  const t = useWords(incidentsDeskWords);
  const say = useProblemText();
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([]);
  const [running, setRunning] = useState(false);
  const finished = outcomes.length === rows.length;
  const run = async (): Promise<void> => {
    setRunning(true);
    const list: Outcome[] = [];
    for (const row of rows) {
      const input = { caseId: row.id, revision: row.revision, ...(note.trim() ? { note } : {}) };
      const problem = await (what === 'accept' ? send(accept, input) : send(urge, input)).then(() => null, say);
      list.push({ id: row.id, number: row.number, problem });
      setOutcomes([...list]);
    }
    setRunning(false);
    void client.invalidateQueries({ queryKey: [board.domain] });
  };
  const failed = outcomes.filter(({ problem }) => problem !== null);
  const name = t(`incidentsDesk.bulk.${what}`);
  return (
    <Modal
      open title={t('incidentsDesk.bulk.title', { what: name, n: rows.length })} closable={!running} mask={{ closable: false }} onCancel={() => { onClose(finished); }}
      footer={finished
        ? <Button type="primary" onClick={() => { onClose(true); }}>{t('incidentsDesk.bulk.close')}</Button>
        : <Button type="primary" loading={running} onClick={() => { void run(); }}>{t('incidentsDesk.bulk.run')}</Button>}
    >
      {outcomes.length === 0 ? (
        <label className="inc-field">{t('incidentsDesk.bulk.note')}<Input.TextArea value={note} autoSize={{ minRows: 2 }} onChange={(event) => { setNote(event.target.value); }} /></label>
      ) : (
        <p role="status">{finished ? t('incidentsDesk.bulk.done', { ok: outcomes.length - failed.length, no: failed.length }) : t('incidentsDesk.bulk.running', { n: outcomes.length + 1 })}</p>
      )}
      <ul className="inc-bulk-list">
        {outcomes.map((one) => <li key={one.id} className={one.problem ? 'inc-bulk-no' : undefined}><span className="jw-num">{one.number}</span><span>{one.problem ?? t('incidentsDesk.bulk.ok')}</span></li>)}
      </ul>
    </Modal>
  );
}
