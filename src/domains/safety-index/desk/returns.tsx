import { App, Button, DatePicker, Input, InputNumber, Segmented } from 'antd';
import { DownloadOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import dayjs from 'dayjs';
import { useState } from 'react';
import type { z } from 'zod';
import { importReturns, returns, enterReturns } from '../contract.ts';
import { safetyIndexWords } from '../words.ts';
import { send } from '../../../platform/client/call.ts';
import { downloadCsv } from '../../../platform/client/download.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { readBase64 } from '../../../platform/client/read-file.ts';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { ImportPanel } from '../../../platform/ui/import-panel.tsx';
import { EmptyState, ErrorState, LoadingState, useProblemText } from '../../../platform/ui/states.tsx';
import { Panel } from './pieces.tsx';
import { useWhich } from './ranking.tsx';
import { indexDeskWords } from './words.ts';

type Table = z.output<typeof returns.output>;
type Own = Table['indicators'][number];

/** A department's figures of a month: a table to fill in, or a file. */
export function Returns() {
  const t = useWords(indexDeskWords);
  const words = useWords(safetyIndexWords);
  const url = useUrlState();
  const month = useWhich().month ?? dayjs().subtract(1, 'month').format('YYYY-MM');
  const mode = url.one('by', ['entry', 'import'] as const) ?? 'entry';
  const asked = useAsk(returns, { month });
  const data = asked.data;
  const names = data?.departments.map(({ name }) => name).join('、') ?? '';
  return (
    <>
      <div className="idx-bar">
        <DatePicker picker="month" allowClear={false} aria-label={t('indexDesk.month')} value={dayjs(`${month}-01`)} onChange={(next) => { if (next) url.change({ month: next.format('YYYY-MM') }); }} maxDate={dayjs()} />
        <Segmented value={mode} onChange={(by: 'entry' | 'import') => { url.change({ by }); }} options={[{ value: 'entry', label: t('indexDesk.returns.entry') }, { value: 'import', label: t('indexDesk.returns.import') }]} />
        {data && data.indicators.length > 0 ? <Button size="small" icon={<DownloadOutlined aria-hidden />} onClick={() => { download(data, month, t('indexDesk.returns.templateName', { month })); }}>{t('indexDesk.returns.template')}</Button> : null}
      </div>
      {asked.error && !data ? <ErrorState error={asked.error} onRetry={() => { void asked.refetch(); }} /> : !data ? <LoadingState rows={10} /> : data.indicators.length === 0 ? <EmptyState title={t('indexDesk.returns.none')} hint={t('indexDesk.returns.noneHint')} /> : (
        <>
          {data.published ? <p className="jw-note jw-note-warn">{t('indexDesk.returns.published')}</p> : null}
          {mode === 'entry' ? <Entry key={month} data={data} month={month} title={t('indexDesk.returns.title', { name: names, month })} /> : <Import />}
        </>
      )}
    </>
  );

  function download(table: Table, of: string, name: string): void {
    const heads = [words('safety-index.column.month'), words('safety-index.column.indicator'), '', words('safety-index.column.area'), words('safety-index.column.counted'), words('safety-index.column.base'), words('safety-index.column.note')];
    downloadCsv(name, [heads, ...table.indicators.flatMap((one) => table.units.map((unit) => [of, one.code, one.name, unit.name, null, null, null]))]);
  }
}

type Draft = { readonly counted?: number | null; readonly base?: number | null };

function Entry({ data, month, title }: { data: Table; month: string; title: string }) {
  const t = useWords(indexDeskWords);
  const say = useProblemText();
  const client = useQueryClient();
  const { message } = App.useApp();
  const url = useUrlState();
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState('');
  const [waiting, setWaiting] = useState(false);
  const open = data.indicators.find(({ code }) => code === url.text('code')) ?? data.indicators[0];
  const cells = cellsOf(data, drafts);
  const save = async (): Promise<void> => {
    setWaiting(true);
    setProblem('');
    try {
      const done = await send(enterReturns, { month, cells, note }, crypto.randomUUID());
      void message.success(t('indexDesk.returns.saved', { created: done.created, corrected: done.corrected }));
      setDrafts(new Map());
      setNote('');
      void client.invalidateQueries({ queryKey: ['safety-index'] });
    } catch (error) {
      setProblem(say(error));
    }
    setWaiting(false);
  };
  const change = (key: string, part: Draft): void => { setDrafts((before) => new Map(before).set(key, { ...before.get(key), ...part })); };
  return (
    <div className="idx-entry">
      <nav className="idx-list" aria-label={t('indexDesk.returns.indicator')}>
        {data.indicators.map((one) => {
          const left = one.cells.filter(({ areaId, counted }) => counted === null && typeof drafts.get(`${one.code}/${areaId}`)?.counted !== 'number').length;
          return <button key={one.code} type="button" aria-current={one.code === open?.code} onClick={() => { url.change({ code: one.code }); }}><span>{one.name}</span><small className="jw-muted">{left === 0 ? t('indexDesk.returns.full') : t('indexDesk.returns.left', { n: left })}</small></button>;
        })}
      </nav>
      {open ? (
        <Panel title={`${title} · ${open.name}`} hint={t('indexDesk.returns.hint')}>
          <p className="jw-muted">{open.of === null ? open.measure : t('indexDesk.indicator.formula', { measure: open.measure, of: open.of })}</p>
          <div className="idx-box"><EntryTable indicator={open} data={data} drafts={drafts} onChange={change} /></div>
          <div className="idx-save">
            <Input value={note} maxLength={200} placeholder={t('indexDesk.returns.noteHint')} aria-label={t('indexDesk.returns.note')} onChange={(event) => { setNote(event.target.value); }} />
            <Button type="primary" loading={waiting} disabled={cells.length === 0} onClick={() => { void save(); }}>{t('indexDesk.returns.save', { n: cells.length })}</Button>
            {drafts.size > 0 ? <Button onClick={() => { setDrafts(new Map()); }}>{t('indexDesk.returns.discard')}</Button> : null}
          </div>
          {problem ? <p className="jw-problem" role="alert">{problem}</p> : null}
        </Panel>
      ) : null}
    </div>
  );
}

function EntryTable({ indicator, data, drafts, onChange }: { indicator: Own; data: Table; drafts: ReadonlyMap<string, Draft>; onChange: (key: string, part: Draft) => void }) {
  const t = useWords(indexDeskWords);
  return (
    <table className="idx-table">
      <thead><tr><th scope="col" className="idx-left">{t('indexDesk.ranking.unit')}</th><th scope="col">{t('indexDesk.returns.counted')}</th>{indicator.of === null ? null : <th scope="col">{t('indexDesk.returns.base')}</th>}<th scope="col">{t('indexDesk.indicator.value')}</th><th scope="col" className="idx-left" /></tr></thead>
      <tbody>
        {indicator.cells.map((cell) => {
          const key = `${indicator.code}/${cell.areaId}`;
          const draft = drafts.get(key);
          const counted = draft?.counted === undefined ? cell.counted : draft.counted;
          const base = draft?.base === undefined ? cell.base : draft.base;
          const name = data.units.find(({ areaId }) => areaId === cell.areaId)?.name ?? '';
          const isMore = indicator.of !== null && counted !== null && base !== null && counted > base;
          return (
            <tr key={cell.areaId}>
              <th scope="row">{name}</th>
              <td><InputNumber<number> size="small" min={0} max={1e12} precision={0} controls={false} value={counted} {...(isMore ? { status: 'error' as const } : {})} aria-label={`${name} ${t('indexDesk.returns.counted')}`} onChange={(value) => { onChange(key, { counted: value }); }} /></td>
              {indicator.of === null ? null : <td><InputNumber<number> size="small" min={0} max={1e12} precision={0} controls={false} value={base} aria-label={`${name} ${t('indexDesk.returns.base')}`} onChange={(value) => { onChange(key, { base: value }); }} /></td>}
              <td>{counted === null ? '—' : indicator.of === null ? counted : base === null || base === 0 ? '—' : `${(counted / base * indicator.per).toFixed(1)}${indicator.unit}`}</td>
              <td className="idx-left jw-muted">{isMore ? <span className="idx-minus">{t('indexDesk.returns.more')}</span> : indicator.of !== null && base !== null && base < data.baseMinimum ? t('indexDesk.returns.small', { n: data.baseMinimum }) : cell.corrections > 0 ? t('indexDesk.returns.corrected', { n: cell.corrections }) : ''}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** What differs from what holds, as the command takes it; half-filled lines wait. */
function cellsOf(data: Table, drafts: ReadonlyMap<string, Draft>): z.input<typeof enterReturns.input>['cells'] {
  return data.indicators.flatMap((indicator) => indicator.cells.flatMap((cell) => {
    const draft = drafts.get(`${indicator.code}/${cell.areaId}`);
    if (!draft) return [];
    const counted = draft.counted === undefined ? cell.counted : draft.counted;
    const base = draft.base === undefined ? cell.base : draft.base;
    if (counted === null || (indicator.of !== null && base === null) || (counted === cell.counted && base === cell.base)) return [];
    return [{ indicator: indicator.code, areaId: cell.areaId, counted, base, corrects: cell.id }];
  }));
}

function Import() {
  const t = useWords(indexDeskWords);
  const words = useWords(safetyIndexWords);
  const columns = ['indicator', 'area', 'counted', 'base'] as const;
  return (
    <Panel title={t('indexDesk.returns.import')} className="idx-import">
      <ImportPanel
        accept=".xlsx,.csv" hint={t('indexDesk.returns.importHint')} maxMegabytes={5} read={readBase64} columns={['row', ...columns, 'change']}
        column={(key) => { const known = columns.find((one) => one === key); return known ? words(`safety-index.column.${known}`) : key; }}
        run={(fileBase64, dryRun, key, fileName) => send(importReturns, { fileBase64, fileName, dryRun }, key)}
      />
    </Panel>
  );
}
