import { App, Button, Input, InputNumber, Popconfirm } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeDraft } from '../contract.ts';
import type { Scoring, StandardNode } from '../contract-shapes.ts';
import { send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useProblemText } from '../../../platform/ui/states.tsx';
import { LayerChip, Panel } from './pieces.tsx';
import { scoringText } from './scoring-text.ts';
import type { Version } from './answers.ts';
import { indexDeskWords } from './words.ts';

type Change = { readonly weight?: number; readonly limits?: readonly [number, number] };

/** Every node with its weight and how it is scored; of a draft, weights and the limits of straight lines can be changed here. */
export function StandardTree({ version, onEdit }: { version: Version; onEdit: (code: string) => void }) {
  const t = useWords(indexDeskWords);
  const say = useProblemText();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [text, setText] = useState('');
  const [changes, setChanges] = useState<ReadonlyMap<string, Change>>(new Map());
  const [problem, setProblem] = useState('');
  const { nodes } = version.content;
  const mayChange = version.may.includes('change');
  const depthOf = (node: StandardNode): number => { const parent = nodes.find(({ code }) => code === node.parent); return parent ? depthOf(parent) + 1 : 0; };
  const ordered: StandardNode[] = [];
  const add = (parent: string | null): void => { for (const node of nodes) if (node.parent === parent) { ordered.push(node); add(node.code); } };
  add(null);
  const wanted = text.trim().toLowerCase();
  const shown = ordered.slice(1).filter((node) => wanted === '' || node.name.includes(wanted) || node.code.toLowerCase().startsWith(wanted));
  const change = (code: string, part: Change): void => { setChanges((before) => new Map(before).set(code, { ...before.get(code), ...part })); };
  const save = async (): Promise<void> => {
    setProblem('');
    try {
      await send(changeDraft, {
        versionId: version.id, hash: version.hash,
        changes: [...changes].map(([code, { weight, limits }]) => ({ code, ...(weight === undefined ? {} : { weight }), ...(limits === undefined ? {} : { scoring: withLimits(nodes, code, limits) }) })),
      }, crypto.randomUUID());
      setChanges(new Map());
      void message.success(t('indexDesk.standards.saved'));
      void client.invalidateQueries({ queryKey: ['safety-index'] });
    } catch (error) {
      setProblem(say(error));
    }
  };
  const drop = async (code: string): Promise<void> => {
    setProblem('');
    try {
      await send(changeDraft, { versionId: version.id, hash: version.hash, removed: [code] }, crypto.randomUUID());
      void message.success(t('indexDesk.standards.saved'));
      void client.invalidateQueries({ queryKey: ['safety-index'] });
    } catch (error) {
      setProblem(say(error));
    }
  };
  return (
    <Panel title={t('indexDesk.standards.tree')} extra={<Input className="idx-search" size="small" allowClear value={text} placeholder={t('indexDesk.standards.search')} aria-label={t('indexDesk.standards.search')} onChange={(event) => { setText(event.target.value); }} />}>
      {mayChange ? <div className="idx-save"><Button type="primary" disabled={changes.size === 0} onClick={() => { void save(); }}>{t('indexDesk.standards.save', { n: changes.size })}</Button>{problem ? <span className="jw-problem" role="alert">{problem}</span> : null}</div> : null}
      <div className="idx-box idx-tall">
        <table className="idx-table idx-tree">
          <thead><tr><th scope="col" className="idx-left">{t('indexDesk.unit.name')}</th><th scope="col">{t('indexDesk.standards.weight')}</th><th scope="col" className="idx-left">{t('indexDesk.unit.layers')}</th><th scope="col" className="idx-left">{t('indexDesk.standards.scoring')}</th>{mayChange ? <th scope="col" /> : null}</tr></thead>
          <tbody>
            {shown.map((node) => {
              const own = changes.get(node.code);
              const limits = node.indicator ? limitsOf(node.indicator.scoring) : null;
              return (
                <tr key={node.code} className={`idx-depth-${wanted === '' ? depthOf(node) - 1 : 0}`}>
                  <th scope="row"><span className="jw-muted">{node.code}</span> {node.name}{node.weighing ? <small className="idx-source">{t(node.weighing.method === 'ahp' ? 'indexDesk.draft.byExperts' : 'indexDesk.draft.byEntropy', node.weighing.method === 'ahp' ? { n: node.weighing.experts.length, ratio: node.weighing.consistencyRatio.toFixed(3), table: node.weighing.table } : { from: node.weighing.from, to: node.weighing.to })}</small> : null}</th>
                  <td>{mayChange ? <InputNumber<number> size="small" min={0} max={1e6} controls={false} value={own?.weight ?? node.weight} aria-label={`${node.name} ${t('indexDesk.standards.weight')}`} onChange={(weight) => { if (weight !== null) change(node.code, { weight }); }} /> : node.weight}</td>
                  <td className="idx-left">{node.indicator ? <LayerChip layer={node.indicator.layer} /> : null}</td>
                  <td className="idx-left idx-wrap">
                    {node.indicator === null ? null : mayChange && limits ? (
                      <span className="idx-limits">{([0, 1] as const).map((at) => <InputNumber<number> key={at} size="small" controls={false} value={(own?.limits ?? limits)[at]} prefix={t(at === 0 ? 'indexDesk.standards.lower' : 'indexDesk.standards.upper')} suffix={node.indicator?.unit} aria-label={`${node.name} ${t(at === 0 ? 'indexDesk.standards.lower' : 'indexDesk.standards.upper')}`} onChange={(value) => { if (value !== null) change(node.code, { limits: at === 0 ? [value, (own?.limits ?? limits)[1]] : [(own?.limits ?? limits)[0], value] }); }} />)}</span>
                    ) : scoringText(node.indicator.scoring, node.indicator.unit, t).join('；')}
                    {node.indicator?.limitsFrom ? <small className="idx-source">{t('indexDesk.draft.limitsFrom', { rule: t(`indexDesk.draft.limitRule.${node.indicator.limitsFrom.rule}`), from: node.indicator.limitsFrom.from, to: node.indicator.limitsFrom.to, n: node.indicator.limitsFrom.cells })}</small> : null}
                  </td>
                  {mayChange ? <td><span className="jw-actions"><Button size="small" type="text" onClick={() => { onEdit(node.code); }}>{t('indexDesk.draft.edit')}</Button><Popconfirm title={t('indexDesk.draft.dropAsk')} okText={t('indexDesk.draft.drop')} onConfirm={() => { void drop(node.code); }}><Button size="small" type="text" aria-label={`${t('indexDesk.draft.drop')} ${node.name}`}>{t('indexDesk.draft.drop')}</Button></Popconfirm></span></td> : null}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

/** Of a straight line: where it begins and where it ends. */
function limitsOf({ base }: Scoring): readonly [number, number] | null {
  const [first, last] = base.kind === 'linear' && base.points.length === 2 ? base.points : [];
  return first && last ? [first.at, last.at] : null;
}

function withLimits(nodes: readonly StandardNode[], code: string, [lower, upper]: readonly [number, number]): Scoring {
  const scoring = nodes.find((node) => node.code === code)?.indicator?.scoring;
  if (!scoring || scoring.base.kind !== 'linear') throw new Error(`${code} has no limits`);
  const [first, last] = scoring.base.points;
  return { ...scoring, base: { kind: 'linear', points: [{ at: lower, score: first?.score ?? 0 }, { at: upper, score: last?.score ?? 100 }] } };
}
