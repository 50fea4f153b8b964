import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { weighByExperts } from '../contract.ts';
import { ahpTables, childrenOf, type Expert } from '../contract-shapes.ts';
import { alonsoLamataTable, groupAhpWeights, judgementsOf, leastConsistentPair, saatyTable } from '../rules/ahp.ts';
import { send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import type { Version } from './answers.ts';
import { useDrafting } from './use-drafting.ts';
import { indexDeskWords } from './words.ts';

/** Saaty's scale, from far less to far more important. */
const scale = [...[9, 8, 7, 6, 5, 4, 3, 2].map((n) => 1 / n), 1, 2, 3, 4, 5, 6, 7, 8, 9];
const tables = { saaty: saatyTable, alonsoLamata: alonsoLamataTable } as const;

/** Experts compare the children of a node two by two; weights and consistency follow while they do. */
export function DraftExperts({ version }: { version: Version }) {
  const t = useWords(indexDeskWords);
  const { busy, problem, act } = useDrafting();
  const { content } = version;
  const parents = content.nodes.filter(({ code }) => childrenOf(content, code).length > 1);
  const [parent, setParent] = useState(() => parents[0]?.code ?? '');
  const [table, setTable] = useState<keyof typeof tables>('saaty');
  const items = childrenOf(content, parent);
  const pairs = items.flatMap((one, row) => items.slice(row + 1).map((other) => ({ one, other })));
  const blank = (name: string, of = pairs.length): Expert => ({ name, upper: Array<number>(of).fill(1) });
  const held = content.nodes.find(({ code }) => code === parent)?.weighing;
  const kept = (): Expert[] => (held?.method === 'ahp' && held.items.join() === items.map(({ code }) => code).join() ? held.experts : [blank(t('indexDesk.draft.expert', { n: 1 }))]);
  const [experts, setExperts] = useState<readonly Expert[]>(kept);
  const choose = (code: string): void => {
    const size = childrenOf(content, code).length;
    setParent(code);
    const own = content.nodes.find((node) => node.code === code)?.weighing;
    setExperts(own?.method === 'ahp' && own.items.length === size ? own.experts : [blank(t('indexDesk.draft.expert', { n: 1 }), size * (size - 1) / 2)]);
  };
  const change = (at: number, part: Partial<Expert>): void => { setExperts(experts.map((one, number) => (number === at ? { ...one, ...part } : one))); };
  const result = experts.every(({ upper }) => upper.length === pairs.length) && pairs.length > 0 ? groupAhpWeights(experts.map(({ upper }) => judgementsOf(items.length, upper)), tables[table]) : undefined;
  const weighed = result && !('refused' in result) ? result : undefined;
  const worst = weighed && !weighed.isConsistent ? leastConsistentPair(weighed.judgements, weighed.weights) : undefined;
  return (
    <>
      <div className="idx-form">
        <label>{t('indexDesk.draft.compared')}<Select showSearch={{ optionFilterProp: 'label' }} value={parent} onChange={choose} options={parents.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))} /></label>
        <label>{t('indexDesk.draft.table')}<Select value={table} onChange={setTable} options={ahpTables.map((value) => ({ value, label: tables[value].name }))} /></label>
        <div className="idx-save"><Button disabled={experts.length >= 30} onClick={() => { setExperts([...experts, blank(t('indexDesk.draft.expert', { n: experts.length + 1 }))]); }}>{t('indexDesk.draft.addExpert')}</Button></div>
      </div>
      <div className="idx-box"><table className="idx-table idx-pairs">
        <thead><tr><th scope="col" className="idx-left">{t('indexDesk.draft.pair')}</th>{experts.map((one, at) => (
          <th key={at} scope="col" className="idx-left"><span className="idx-expert"><Input size="small" maxLength={20} value={one.name} aria-label={t('indexDesk.draft.expertName')} onChange={(event) => { change(at, { name: event.target.value }); }} />{experts.length > 1 ? <Button size="small" type="text" onClick={() => { setExperts(experts.filter((_one, number) => number !== at)); }}>{t('indexDesk.gain.remove')}</Button> : null}</span></th>
        ))}</tr></thead>
        <tbody>{pairs.map(({ one, other }, row) => (
          <tr key={`${one.code} ${other.code}`}>
            <th scope="row" className="idx-wrap">{one.name} <span className="jw-muted">{t('indexDesk.draft.against')}</span> {other.name}</th>
            {experts.map((expert, at) => <td key={at} className="idx-left"><Select size="small" className="idx-judgement" aria-label={`${expert.name} ${one.name} ${other.name}`} value={scale.find((value) => Math.abs(value - (expert.upper[row] ?? 1)) < 1e-9) ?? 1} onChange={(value) => { change(at, { upper: expert.upper.map((old, number) => (number === row ? value : old)) }); }} options={scale.map((value) => ({ value, label: value >= 1 ? (value === 1 ? t('indexDesk.draft.same') : t('indexDesk.draft.more', { n: value })) : t('indexDesk.draft.less', { n: Math.round(1 / value) }) }))} /></td>)}
          </tr>
        ))}</tbody>
      </table></div>
      {weighed ? (
        <div className="idx-result" role="status">
          <p className="jw-num">{t('indexDesk.draft.ratio', { ratio: weighed.consistencyRatio.toFixed(3), index: weighed.table.randomIndex, table: weighed.table.name })} <Chip tone={weighed.isConsistent ? 'accent' : 'orange'}>{t(weighed.isConsistent ? 'indexDesk.draft.consistent' : 'indexDesk.draft.inconsistent')}</Chip></p>
          {worst ? <p className="jw-note jw-note-warn">{t('indexDesk.draft.worstPair', { one: items[worst.row]?.name ?? '', other: items[worst.column]?.name ?? '', judged: worst.judged.toFixed(1), implied: worst.implied.toFixed(1) })}</p> : null}
          <ul className="idx-bars">{items.map((item, at) => <li key={item.code}><span>{item.name}</span><i style={{ width: `${((weighed.weights[at] ?? 0) * 100).toFixed(1)}%` }} /><b className="jw-num">{((weighed.weights[at] ?? 0) * 100).toFixed(2)}</b><small className="jw-muted jw-num">{t('indexDesk.draft.now', { n: item.weight })}</small></li>)}</ul>
        </div>
      ) : result && 'message' in result ? <p className="jw-problem" role="alert">{result.message}</p> : null}
      <div className="idx-save">
        <Button type="primary" loading={busy} disabled={!weighed?.isConsistent || experts.some(({ name }) => name.trim() === '')} onClick={() => { void act(() => send(weighByExperts, { versionId: version.id, hash: version.hash, parent, table, experts: experts.map((one) => ({ ...one, upper: [...one.upper] })) }, crypto.randomUUID())); }}>{t('indexDesk.draft.takeWeights')}</Button>
        {problem ? <span className="jw-problem" role="alert">{problem}</span> : null}
      </div>
    </>
  );
}
