import { Button, InputNumber, Segmented, Select } from 'antd';
import { useState } from 'react';
import { changeDraft } from '../contract.ts';
import { smallNumbers } from '../contract-shapes.ts';
import { send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { DraftDerived } from './draft-derived.tsx';
import { DraftExperts } from './draft-experts.tsx';
import { DraftNode } from './draft-node.tsx';
import { Panel } from './pieces.tsx';
import type { Version } from './answers.ts';
import { useDrafting } from './use-drafting.ts';
import { indexDeskWords } from './words.ts';

const tools = ['node', 'experts', 'derived', 'rules'] as const;
type Tool = (typeof tools)[number];

/** What can be done with a draft besides typing weights and limits into its tree. */
export function DraftTools({ version, editing, onEdit }: { version: Version; editing: string | null; onEdit: (code: string | null) => void }) {
  const t = useWords(indexDeskWords);
  const [chosen, setTool] = useState<Tool>('node');
  const tool = editing === null ? chosen : 'node';
  return (
    <Panel title={t('indexDesk.draft.title')} hint={t(`indexDesk.draft.hint.${tool}`)} className="jw-no-print" extra={<Segmented size="small" value={tool} onChange={(next: Tool) => { onEdit(null); setTool(next); }} options={tools.map((one) => ({ value: one, label: t(`indexDesk.draft.tool.${one}`) }))} />}>
      {tool === 'node' ? <DraftNode key={editing ?? ''} version={version} editing={editing} onDone={() => { onEdit(null); }} /> : null}
      {tool === 'experts' ? <DraftExperts version={version} /> : null}
      {tool === 'derived' ? <DraftDerived version={version} /> : null}
      {tool === 'rules' ? <Rules version={version} /> : null}
    </Panel>
  );
}

function Rules({ version }: { version: Version }) {
  const t = useWords(indexDeskWords);
  const { busy, problem, act } = useDrafting();
  const { content } = version;
  const [base, setBase] = useState(content.baseMinimum);
  const [share, setShare] = useState(content.availability * 100);
  const [small, setSmall] = useState(content.smallNumbers ?? 'minimum');
  const save = (): void => { void act(() => send(changeDraft, { versionId: version.id, hash: version.hash, rules: { baseMinimum: base, availability: share / 100, smallNumbers: small } }, crypto.randomUUID())); };
  return (
    <div className="idx-form">
      <label>{t('indexDesk.draft.baseMinimum')}<InputNumber<number> min={5} max={1000} precision={0} value={base} onChange={(value) => { if (value !== null) setBase(value); }} /></label>
      <label>{t('indexDesk.draft.availability')}<InputNumber<number> min={0} max={100} precision={0} suffix="%" value={share} onChange={(value) => { if (value !== null) setShare(value); }} /></label>
      <label className="idx-form-wide">{t('indexDesk.draft.small')}<Select value={small} onChange={setSmall} options={smallNumbers.map((one) => ({ value: one, label: t(`indexDesk.draft.smallRule.${one}`) }))} /></label>
      <div className="idx-save"><Button type="primary" loading={busy} onClick={save}>{t('indexDesk.draft.save')}</Button>{problem ? <span className="jw-problem" role="alert">{problem}</span> : null}</div>
    </div>
  );
}
