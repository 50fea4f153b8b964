import { App, Button, DatePicker, Input, Popconfirm } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import dayjs from 'dayjs';
import { useState } from 'react';
import { computeRun, publishRun, runs, type RunRef } from '../contract.ts';
import { safetyIndexWords } from '../words.ts';
import { send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { EmptyState, ErrorState, LoadingState, useProblemText } from '../../../platform/ui/states.tsx';
import { fullMoment } from '../../../platform/ui/time.ts';
import { Panel } from './pieces.tsx';
import { indexDeskWords } from './words.ts';

/** Computed by one, published by another; a published month is only corrected. */
export function Runs() {
  const t = useWords(indexDeskWords);
  const words = useWords(safetyIndexWords);
  const say = useProblemText();
  const client = useQueryClient();
  const url = useUrlState();
  const { message } = App.useApp();
  const [month, setMonth] = useState(() => dayjs().subtract(1, 'month').format('YYYY-MM'));
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState('');
  const [problem, setProblem] = useState('');
  const asked = useAsk(runs, {}, /^20/u.test(busy) ? { refetchEvery: 300 } : {});
  const data = asked.data;
  // One's own, from the moment of the press on, and what others have computed meanwhile.
  const going = [...(data?.computing ?? []), ...(/^20/u.test(busy) && !data?.computing.some(({ month: of }) => of === busy) ? [{ month: busy, share: 0 }] : [])];
  const act = async (what: string, run: () => Promise<string>): Promise<void> => {
    setBusy(what);
    setProblem('');
    try {
      void message.success(await run());
      void client.invalidateQueries({ queryKey: ['safety-index'] });
    } catch (error) {
      setProblem(say(error));
    }
    setBusy('');
  };
  const compute = (of: string): Promise<void> => act(of, async () => {
    await send(computeRun, { month: of, note }, crypto.randomUUID());
    setNote('');
    return t('indexDesk.runs.done', { month: of });
  });
  if (asked.error && !data) return <ErrorState error={asked.error} onRetry={() => { void asked.refetch(); }} />;
  if (!data) return <LoadingState rows={10} />;
  return (
    <>
      <Panel title={t('indexDesk.runs.compute')} hint={t('indexDesk.runs.dueHint')}>
        <div className="idx-save">
          <DatePicker picker="month" allowClear={false} aria-label={t('indexDesk.runs.month')} value={dayjs(`${month}-01`)} maxDate={dayjs()} onChange={(next) => { if (next) setMonth(next.format('YYYY-MM')); }} />
          <Input value={note} maxLength={200} placeholder={t('indexDesk.runs.note')} aria-label={t('indexDesk.runs.note')} onChange={(event) => { setNote(event.target.value); }} />
          <Button type="primary" loading={busy === month} onClick={() => { void compute(month); }}>{t('indexDesk.runs.computeOf', { month })}</Button>
          {data.due.length === 0 ? <span className="jw-muted">{t('indexDesk.runs.no')}</span> : <span>{t('indexDesk.runs.due')} {data.due.map((one) => <Button key={one} size="small" onClick={() => { setMonth(one); }}>{one}</Button>)}</span>}
        </div>
        {going.map(({ month: of, share }) => <p key={of} role="status" className="idx-busy"><progress max={1} value={share} aria-label={t('indexDesk.runs.computing', { month: of })} />{t('indexDesk.runs.computing', { month: of })} <span className="jw-num">{t('indexDesk.runs.share', { n: Math.round(share * 100) })}</span></p>)}
        {problem ? <p className="jw-problem" role="alert">{problem}</p> : null}
      </Panel>
      <Panel title={t('indexDesk.runs.list')}>
        {data.items.length === 0 ? <EmptyState title={t('indexDesk.runs.none')} /> : (
          <div className="idx-box">
            <table className="idx-table">
              <thead><tr><th scope="col">{t('indexDesk.runs.id')}</th><th scope="col" className="idx-left">{t('indexDesk.month')}</th><th scope="col" className="idx-left">{t('indexDesk.runs.state')}</th><th scope="col" className="idx-left">{t('indexDesk.runs.by')}</th><th scope="col" className="idx-left">{t('indexDesk.runs.publishedBy')}</th><th scope="col">{t('indexDesk.ranking.coverage')}</th><th scope="col" className="idx-left">{t('indexDesk.runs.note')}</th><th scope="col" className="idx-left" /></tr></thead>
              <tbody>
                {data.items.map((run) => (
                  <tr key={run.id}>
                    <td>{run.id}</td>
                    <th scope="row">{run.month}</th>
                    <td className="idx-left"><Chip tone={run.state === 'published' ? 'quiet' : 'accent'}>{words(`safety-index.runState.${run.state}`)}</Chip> {run.corrects === null ? null : <span className="jw-muted">{t('indexDesk.runs.corrects', { id: run.corrects })}</span>}</td>
                    <td className="idx-left">{who(run.computedBy, run.computedAt)}</td><td className="idx-left">{run.publishedAt === null ? '—' : who(run.publishedBy, run.publishedAt)}</td>
                    <td>{(run.coverage * 100).toFixed(1)}%</td><td className="idx-left">{run.note}</td>
                    <td className="idx-left"><span className="jw-actions">
                      <Button size="small" onClick={() => { url.change({ view: 'ranking', run: run.id, month: undefined }); }}>{t('indexDesk.runs.open')}</Button>
                      {run.state === 'computed' ? <Publish run={run} busy={busy} onPublish={() => { void act(`publish ${run.id}`, async () => { await send(publishRun, { runId: run.id }, crypto.randomUUID()); return t('indexDesk.runs.published', { month: run.month }); }); }} /> : null}
                    </span></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Panel>
    </>
  );
}

function Publish({ run, busy, onPublish }: { run: RunRef; busy: string; onPublish: () => void }) {
  const t = useWords(indexDeskWords);
  return <Popconfirm title={t('indexDesk.runs.publishAsk')} okText={t('indexDesk.runs.publish')} onConfirm={onPublish}><Button size="small" type="primary" loading={busy === `publish ${run.id}`}>{t('indexDesk.runs.publish')}</Button></Popconfirm>;
}

function who(name: string | null, at: string): string {
  return `${name ?? '—'} ${fullMoment(at).slice(0, 16)}`;
}
