import { Button, Checkbox, DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { derive, takeDerived } from '../contract.ts';
import { limitRules, type LimitMethod } from '../contract-shapes.ts';
import { send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import type { Version } from './answers.ts';
import { useDrafting } from './use-drafting.ts';
import { indexDeskWords } from './words.ts';

type Months = readonly [from: string, to: string];

/** Limits and entropy weights that the published months give; what is ticked goes into the draft with the months it comes from. */
export function DraftDerived({ version }: { version: Version }) {
  const t = useWords(indexDeskWords);
  const { busy, problem, act } = useDrafting();
  const [months, setMonths] = useState<Months>(() => [dayjs().subtract(12, 'month').format('YYYY-MM'), dayjs().subtract(1, 'month').format('YYYY-MM')]);
  const [rule, setRule] = useState<LimitMethod>('quantiles');
  const [limits, setLimits] = useState<ReadonlySet<string>>(new Set());
  const [entropy, setEntropy] = useState<ReadonlySet<string>>(new Set());
  const [from, to] = months;
  const asked = useAsk(derive, { versionId: version.id, from, to, rule }, { keepPrevious: true });
  const data = asked.data;
  const toggle = (set: ReadonlySet<string>, code: string): ReadonlySet<string> => { const next = new Set(set); if (!next.delete(code)) next.add(code); return next; };
  const take = async (): Promise<void> => {
    const isDone = await act(() => send(takeDerived, { versionId: version.id, hash: version.hash, from, to, rule, limits: [...limits], entropy: [...entropy] }, crypto.randomUUID()));
    if (isDone) { setLimits(new Set()); setEntropy(new Set()); }
  };
  return (
    <>
      <div className="idx-form">
        <label>{t('indexDesk.draft.months')}<DatePicker.RangePicker picker="month" allowClear={false} maxDate={dayjs()} value={[dayjs(`${from}-01`), dayjs(`${to}-01`)]} onChange={(range) => { const [first, last] = range ?? []; if (first && last) setMonths([first.format('YYYY-MM'), last.format('YYYY-MM')]); }} /></label>
        <label>{t('indexDesk.draft.rule')}<Select value={rule} onChange={setRule} options={limitRules.map((value) => ({ value, label: t(`indexDesk.draft.limitRule.${value}`) }))} /></label>
      </div>
      {asked.error && !data ? <ErrorState error={asked.error} onRetry={() => { void asked.refetch(); }} /> : !data ? <LoadingState rows={6} /> : data.months.length === 0 ? <p className="jw-note">{t('indexDesk.draft.noMonths')}</p> : (
        <>
          <h3>{t('indexDesk.draft.limits', { n: data.months.length })}</h3>
          <div className="idx-box idx-half"><table className="idx-table">
            <thead><tr><th scope="col" className="idx-left"><Checkbox aria-label={t('indexDesk.draft.all')} checked={limits.size > 0 && limits.size === data.limits.length} indeterminate={limits.size > 0 && limits.size < data.limits.length} onChange={(event) => { setLimits(new Set(event.target.checked ? data.limits.map(({ code }) => code) : [])); }} /></th><th scope="col" className="idx-left">{t('indexDesk.unit.name')}</th><th scope="col">{t('indexDesk.draft.nowLimits')}</th><th scope="col">{t('indexDesk.draft.newLimits')}</th><th scope="col">{t('indexDesk.draft.median')}</th><th scope="col">{t('indexDesk.draft.cells')}</th><th scope="col">{t('indexDesk.draft.beyond')}</th></tr></thead>
            <tbody>{data.limits.map((one) => (
              <tr key={one.code}>
                <td className="idx-left"><Checkbox aria-label={one.name} checked={limits.has(one.code)} onChange={() => { setLimits(toggle(limits, one.code)); }} /></td>
                <th scope="row">{one.name}</th><td className="jw-muted">{one.nowLower}–{one.nowUpper}{one.unit}</td><td>{one.lower}–{one.upper}{one.unit}</td><td>{one.median.toFixed(1)}</td><td>{one.cells}</td><td>{one.below} / {one.above}</td>
              </tr>
            ))}</tbody>
          </table></div>
          <h3>{t('indexDesk.draft.entropy')}</h3>
          <p className="jw-hint">{t('indexDesk.draft.entropyHint')}</p>
          <div className="idx-box idx-half"><table className="idx-table">
            <thead><tr><th scope="col" className="idx-left" /><th scope="col" className="idx-left">{t('indexDesk.draft.parent')}</th><th scope="col" className="idx-left">{t('indexDesk.draft.children')}</th></tr></thead>
            <tbody>{data.entropy.map((one) => (
              <tr key={one.code}>
                <td className="idx-left"><Checkbox aria-label={one.name} checked={entropy.has(one.code)} onChange={() => { setEntropy(toggle(entropy, one.code)); }} /></td>
                <th scope="row">{one.name} {one.isDominated ? <Chip tone="orange">{t('indexDesk.draft.dominated')}</Chip> : null}</th>
                <td className="idx-left idx-wrap">{one.children.map((child) => t('indexDesk.draft.child', { name: child.name, now: (child.now * 100).toFixed(0), weight: (child.weight * 100).toFixed(1) })).join('；')}</td>
              </tr>
            ))}</tbody>
          </table></div>
          {data.findings.length === 0 ? null : <details className="idx-findings"><summary>{t('indexDesk.ranking.findings', { n: data.findings.length })}</summary><ul>{data.findings.map((one, at) => <li key={at}>{one.message}</li>)}</ul></details>}
          <div className="idx-save">
            <Button type="primary" loading={busy} disabled={limits.size + entropy.size === 0} onClick={() => { void take(); }}>{t('indexDesk.draft.take', { n: limits.size + entropy.size })}</Button>
            {problem ? <span className="jw-problem" role="alert">{problem}</span> : null}
          </div>
        </>
      )}
    </>
  );
}
