import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { z } from 'zod';
import { emptyDraft, isEmpty, keepDraft, readDraft } from '../../../domains/incidents/desk/report-draft.ts';
import { ask, send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { assign, keepers, rejectedBody, settle, settlings } from '../../../platform/core/sync/contract.ts';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { Moment } from '../../../platform/ui/moment.tsx';
import { useProblemText } from '../../../platform/ui/states.tsx';
import { Facts } from '../../../platform/ui/work-page.tsx';
import { deskAppWords } from '../words.ts';
import { AsideState, reasonOf, type AsideRow } from './aside-state.tsx';
import { draftOf, linesOf } from './written.ts';

type Body = z.output<typeof rejectedBody.output>;

export function AsideDetail({ row, area, onSettled }: { row: AsideRow; area: string; onSettled: () => void }) {
  const t = useWords(deskAppWords);
  const { settled } = row;
  return (
    <>
      <p><AsideState row={row} /></p>
      <Facts rows={[
        [t('deskApp.aside.writer'), row.personName], [t('deskApp.aside.area'), area], [t('deskApp.aside.at'), <Moment key="at" at={row.at} />],
        Number.isNaN(Date.parse(row.writtenAt)) ? null : [t('deskApp.aside.written'), <Moment key="written" at={new Date(row.writtenAt).toISOString()} />], [t('deskApp.aside.why'), reasonOf(row)],
        ...(settled ? [[t('deskApp.aside.how'), t(`deskApp.aside.hows.${settled.how}`)] as const, [t('deskApp.aside.note'), settled.note] as const, [t('deskApp.aside.by'), settled.by] as const, [t('deskApp.aside.closedAt'), <Moment key="settled" at={settled.at} />] as const] : []),
      ]} />
      {row.handedOverAt === null ? <p className="jw-muted">{t('deskApp.aside.hidden')}</p> : <Written row={row} />}
      {settled || row.byWriter ? null : <><Give row={row} /><Settle row={row} onSettled={onSettled} /></>}
    </>
  );
}

/** Read when somebody asks for it: that he did is on record. */
function Written({ row }: { row: AsideRow }) {
  const t = useWords(deskAppWords);
  const say = useProblemText();
  const may = usePermits();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [body, setBody] = useState<Body | null>(null);
  const [problem, setProblem] = useState('');
  const read = async (): Promise<void> => {
    setProblem('');
    try {
      setBody(await ask(rejectedBody, { id: row.id }));
    } catch (error) {
      setProblem(say(error));
    }
  };
  if (!body) return <p className="phs-row"><Button size="small" onClick={() => { void read(); }}>{t('deskApp.aside.show')}</Button><span className="jw-hint">{t('deskApp.aside.showHint')}</span>{problem ? <span role="alert" className="jw-problem">{problem}</span> : null}</p>;
  const lines = linesOf(body.input);
  const enter = (): void => {
    const kept = readDraft();
    if (kept && !isEmpty(kept)) { void message.info(t('deskApp.aside.enterBusy')); return; }
    keepDraft({ ...emptyDraft(), ...draftOf(body.input) });
    void navigate('/report');
  };
  return (
    <div className="phs-body">
      {lines === null ? t('deskApp.aside.unreadable') : lines.length === 0 ? t('deskApp.aside.empty') : <Facts rows={lines.map(({ field, text, known }) => [known ? t(`deskApp.aside.field.${known}`) : field, text] as const)} />}
      {body.name === 'incidents.report' && may('incidents.desk') ? <p className="phs-row"><Button size="small" onClick={enter}>{t('deskApp.aside.enter')}</Button><span className="jw-hint">{t('deskApp.aside.enterHint')}</span></p> : null}
    </div>
  );
}

function Give({ row }: { row: AsideRow }) {
  const t = useWords(deskAppWords);
  const say = useProblemText();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [to, setTo] = useState<number | null>(null);
  const [problem, setProblem] = useState('');
  const people = useAsk(keepers, { id: row.id }, { staleTime: 300_000 }).data?.items ?? [];
  const give = async (): Promise<void> => {
    const keeper = people.find(({ id }) => id === to);
    if (!keeper) return;
    setProblem('');
    try {
      await send(assign, { id: row.id, toPersonId: keeper.id });
      void message.success(t('deskApp.aside.givenDone', { name: keeper.name }));
    } catch (error) {
      setProblem(say(error));
    }
    await client.invalidateQueries({ queryKey: ['sync'] });
  };
  return (
    <div className="phs-form">
      <span className="phs-row">
        <Select
          size="small" style={{ minWidth: 220 }} aria-label={t('deskApp.aside.give')} placeholder={t('deskApp.aside.give')} value={to} onChange={(next: number) => { setTo(next); }} showSearch={{ optionFilterProp: 'label' }}
          options={people.map((one) => ({ value: one.id, label: [one.name, one.title].filter(Boolean).join(' · ') }))}
        />
        <Button size="small" disabled={to === null || to === row.assignedTo?.id} onClick={() => { void give(); }}>{t('deskApp.aside.giveButton')}</Button>
      </span>
      {problem ? <span role="alert" className="jw-problem">{problem}</span> : null}
    </div>
  );
}

function Settle({ row, onSettled }: { row: AsideRow; onSettled: () => void }) {
  const t = useWords(deskAppWords);
  return (
    <div className="phs-form">
      <CommandForm
        command={settle} place={`sync.settle.${row.id}`} initial={{ how: row.handedOverAt === null ? 'corrected' as const : 'entered' as const, note: '' } as { how: (typeof settlings)[number]; note: string }}
        toInput={({ how, note }) => ({ id: row.id, how, note: note.trim() })} submit={t('deskApp.aside.close')} done={t('deskApp.aside.closed')} onDone={onSettled}
      >
        <Form.Item name="how" label={t('deskApp.aside.how')}><Radio.Group options={settlings.map((one) => ({ value: one, label: t(`deskApp.aside.hows.${one}`) }))} /></Form.Item>
        <Form.Item name="note" label={t('deskApp.aside.note')} extra={t('deskApp.aside.noteHint')} rules={[{ required: true, min: 2, whitespace: true, message: t('deskApp.aside.need') }]}><Input.TextArea rows={3} maxLength={1_000} /></Form.Item>
      </CommandForm>
    </div>
  );
}
