import { App, Button, DatePicker, Input, Space } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import dayjs from 'dayjs';
import { useState } from 'react';
import { approveVersion, draftVersion, publishVersion, returnVersion, submitVersion, tryVersion, version, versions } from '../contract.ts';
import { safetyIndexWords } from '../words.ts';
import { send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { EmptyState, ErrorState, LoadingState, useProblemText } from '../../../platform/ui/states.tsx';
import { fullMoment } from '../../../platform/ui/time.ts';
import { Facts } from '../../../platform/ui/work-page.tsx';
import { Panel, two } from './pieces.tsx';
import type { Version } from './answers.ts';
import { scoringOf } from './scoring-text.ts';
import { DraftTools } from './draft-tools.tsx';
import { StandardTree } from './standard-tree.tsx';
import { indexDeskWords } from './words.ts';

/** Versions of the standard: drafted, approved and published by three people, compared, and tried on the months that are published. */
export function Standards() {
  const t = useWords(indexDeskWords);
  const words = useWords(safetyIndexWords);
  const url = useUrlState();
  const list = useAsk(versions, {});
  const id = url.id('version') ?? list.data?.items[0]?.id;
  const asked = useAsk(version, { versionId: id ?? 0 }, { enabled: id !== undefined, keepPrevious: true });
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} />;
  if (!list.data) return <LoadingState rows={10} />;
  if (list.data.items.length === 0) return <EmptyState title={t('indexDesk.standards.none')} />;
  return (
    <div className="idx-entry">
      <nav className="idx-list" aria-label={t('indexDesk.standards.list')}>
        {list.data.items.map((one) => (
          <button key={one.id} type="button" aria-current={one.id === id} onClick={() => { url.change({ version: one.id }); }}>
            <span>{t('indexDesk.standards.number', { n: one.number })}{one.inForceFrom === null ? '' : ` · ${one.inForceFrom}`}</span><small className="jw-muted">{words(`safety-index.versionState.${one.state}`)}</small>
          </button>
        ))}
      </nav>
      {asked.error && !asked.data ? <ErrorState error={asked.error} onRetry={() => { void asked.refetch(); }} /> : !asked.data ? <LoadingState rows={10} /> : <Open key={asked.data.id} version={asked.data} />}
    </div>
  );
}

function Open({ version: open }: { version: Version }) {
  const t = useWords(indexDeskWords);
  const words = useWords(safetyIndexWords);
  const permits = usePermits();
  const [isTried, setTried] = useState(false);
  const [editing, setEditing] = useState<string | null>(null);
  const { content } = open;
  const indicators = content.nodes.filter(({ indicator }) => indicator !== null).length;
  const dimensions = content.nodes.filter(({ parent }) => content.nodes.some((one) => one.parent === null && one.code === parent)).length;
  const who = (name: string | null, at: string | null): string => (at === null ? '—' : `${name ?? '—'} ${fullMoment(at).slice(0, 16)}`);
  return (
    <div className="idx-stack">
      <Panel title={`${content.name} · ${t('indexDesk.standards.number', { n: open.number })}`} hint={t('indexDesk.standards.threePeople')}>
        <Facts rows={[
          [t('indexDesk.standards.state'), words(`safety-index.versionState.${open.state}`)], [t('indexDesk.standards.from'), open.inForceFrom ?? '—'],
          [t('indexDesk.standards.drafted'), who(open.draftedBy, open.draftedAt)], [t('indexDesk.standards.submitted'), who(open.submittedBy, open.submittedAt)], [t('indexDesk.standards.approved'), who(open.approvedBy, open.approvedAt)], [t('indexDesk.standards.published'), who(open.publishedBy, open.publishedAt)],
          open.note === '' ? null : [t('indexDesk.standards.note'), open.note],
          [t('indexDesk.standards.tree'), `${t('indexDesk.standards.count', { dimensions, groups: content.nodes.length - 1 - dimensions - indicators, indicators })}；${t(content.smallNumbers === 'shrink' ? 'indexDesk.standards.shrink' : 'indexDesk.standards.baseMinimum', { n: content.baseMinimum })}`],
        ]} />
        <p className="jw-hint jw-num">{t('indexDesk.standards.hash', { hash: open.hash.slice(0, 16) })}</p>
        <Steps version={open} />
      </Panel>
      {open.basedOn === null ? null : (
        <Panel title={t('indexDesk.standards.differences', { n: open.differences.length })}>
          {open.differences.length === 0 ? <p className="jw-muted">{t('indexDesk.standards.noDifferences')}</p> : (
            <div className="idx-box"><table className="idx-table">
              <thead><tr><th scope="col" className="idx-left">{t('indexDesk.unit.name')}</th><th scope="col" className="idx-left" /><th scope="col" className="idx-left">{t('indexDesk.standards.before')}</th><th scope="col" className="idx-left">{t('indexDesk.standards.after')}</th></tr></thead>
              <tbody>{open.differences.map((one, at) => <tr key={at}><th scope="row">{one.name}</th><td className="idx-left">{t(`indexDesk.standards.field.${one.field}`)}</td>{[one.before, one.after].map((text, side) => <td key={side} className="idx-left idx-wrap">{one.field === 'scoring' ? scoringOf(text, content.nodes.find(({ code }) => code === one.code)?.indicator?.unit ?? '', t) : text}</td>)}</tr>)}</tbody>
            </table></div>
          )}
        </Panel>
      )}
      {permits('index.manage') ? (
        <Panel title={t('indexDesk.standards.try')} hint={t('indexDesk.standards.tryHint')} extra={<Button size="small" disabled={isTried} onClick={() => { setTried(true); }}>{t('indexDesk.standards.try')}</Button>}>{isTried ? <Tried versionId={open.id} /> : null}</Panel>
      ) : null}
      {open.may.includes('change') ? <DraftTools version={open} editing={editing} onEdit={setEditing} /> : null}
      <StandardTree version={open} onEdit={(code) => { setEditing(code); document.querySelector('.idx-form')?.scrollIntoView({ block: 'center' }); }} />
    </div>
  );
}

function Steps({ version: open }: { version: Version }) {
  const t = useWords(indexDeskWords);
  const say = useProblemText();
  const permits = usePermits();
  const client = useQueryClient();
  const url = useUrlState();
  const { message } = App.useApp();
  const [note, setNote] = useState('');
  const [from, setFrom] = useState(() => dayjs().format('YYYY-MM'));
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const act = async (run: () => Promise<string>): Promise<void> => {
    setBusy(true);
    setProblem('');
    try {
      void message.success(await run());
      void client.invalidateQueries({ queryKey: ['safety-index'] });
    } catch (error) {
      setProblem(say(error));
    }
    setBusy(false);
  };
  const take = (step: 'submit' | 'approve' | 'return' | 'publish'): Promise<void> => act(async () => {
    const input = { versionId: open.id, note };
    const key = crypto.randomUUID();
    if (step === 'submit') await send(submitVersion, input, key);
    else if (step === 'approve') await send(approveVersion, input, key);
    else if (step === 'return') await send(returnVersion, input, key);
    else await send(publishVersion, { ...input, inForceFrom: from }, key);
    return t(`indexDesk.standards.done.${step}`);
  });
  const draft = (): Promise<void> => act(async () => {
    const made = await send(draftVersion, { basedOn: open.id, note }, crypto.randomUUID());
    url.change({ version: made.versionId });
    return t('indexDesk.standards.number', { n: made.number });
  });
  const may = (step: (typeof open.may)[number]): boolean => open.may.includes(step);
  if (open.may.length === 0 && !permits('index.manage')) return null;
  return (
    <Space wrap className="jw-no-print">
      <Input value={note} maxLength={500} placeholder={may('return') ? t('indexDesk.standards.reason') : t('indexDesk.standards.note')} aria-label={t('indexDesk.standards.note')} onChange={(event) => { setNote(event.target.value); }} />
      {may('submit') ? <Button type="primary" loading={busy} onClick={() => { void take('submit'); }}>{t('indexDesk.standards.submit')}</Button> : null}
      {may('approve') ? <Button type="primary" loading={busy} onClick={() => { void take('approve'); }}>{t('indexDesk.standards.approve')}</Button> : null}
      {may('return') ? <Button loading={busy} disabled={note.trim().length < 2} onClick={() => { void take('return'); }}>{t('indexDesk.standards.sendBack')}</Button> : null}
      {may('publish') ? <><DatePicker picker="month" allowClear={false} aria-label={t('indexDesk.standards.inForceFrom')} value={dayjs(`${from}-01`)} onChange={(next) => { if (next) setFrom(next.format('YYYY-MM')); }} /><Button type="primary" loading={busy} onClick={() => { void take('publish'); }}>{t('indexDesk.standards.publish')}</Button></> : null}
      {permits('index.manage') ? <Button loading={busy} onClick={() => { void draft(); }}>{t('indexDesk.standards.draft')}</Button> : null}
      {problem ? <span className="jw-problem" role="alert">{problem}</span> : null}
    </Space>
  );
}

function Tried({ versionId }: { versionId: number }) {
  const t = useWords(indexDeskWords);
  const asked = useAsk(tryVersion, { versionId, months: 6 });
  if (asked.error && !asked.data) return <ErrorState error={asked.error} onRetry={() => { void asked.refetch(); }} />;
  if (!asked.data) return <LoadingState rows={6} />;
  return (
    <div className="idx-box"><table className="idx-table">
      <thead><tr><th scope="col" className="idx-left">{t('indexDesk.ranking.unit')}</th>{asked.data.months.map((month) => <th key={month} scope="col">{month}</th>)}</tr></thead>
      <tbody>{asked.data.units.map(({ areaId, name, cells }) => (
        <tr key={areaId}><th scope="row">{name}</th>{cells.map((cell, at) => <td key={at}>{t('indexDesk.standards.tried', { published: two(cell.published, 1), tried: two(cell.tried, 1) })}<small className={cell.rank === cell.triedRank ? 'jw-muted' : 'idx-moved'}> {cell.rank ?? '—'}→{cell.triedRank ?? '—'}</small></td>)}</tr>
      ))}</tbody>
    </table></div>
  );
}
