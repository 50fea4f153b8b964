import { useState } from 'react';
import { useWords } from '../../../platform/client/i18n.ts';
import { two } from './pieces.tsx';
import type { Profile } from './answers.ts';
import { indexDeskWords } from './words.ts';

type Part = Profile['parts'][number];

/** The tree, a line for each node, opened downwards; at the bottom a line leads to the indicator. */
export function Composition({ parts, score, onOpen }: { parts: readonly Part[]; score: number | null; onOpen: (code: string) => void }) {
  const t = useWords(indexDeskWords);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const known = new Set(parts.map(({ code }) => code));
  const children = Map.groupBy(parts, ({ parent }) => (parent !== null && known.has(parent) ? parent : ''));
  const rows: { readonly part: Part; readonly depth: number }[] = [];
  const add = (parent: string, depth: number): void => {
    for (const part of children.get(parent) ?? []) {
      rows.push({ part, depth });
      if (open.has(part.code)) add(part.code, depth + 1);
    }
  };
  add('', 0);
  const toggle = (code: string): void => { setOpen((before) => { const next = new Set(before); if (!next.delete(code)) next.add(code); return next; }); };
  return (
    <div className="idx-box">
      <table className="idx-table idx-tree">
        <thead><tr><th scope="col" className="idx-left">{t('indexDesk.unit.name')}</th><th scope="col">{t('indexDesk.unit.share')}</th><th scope="col">{t('indexDesk.unit.score')}</th><th scope="col">{t('indexDesk.unit.average')}</th><th scope="col">{t('indexDesk.ranking.rank')}</th><th scope="col">{t('indexDesk.unit.points')}</th><th scope="col">{t('indexDesk.unit.lostPoints')}</th></tr></thead>
        <tbody>
          {rows.map(({ part, depth }) => (
            <tr key={part.code} className={`idx-depth-${depth}`}>
              <th scope="row">
                {part.isIndicator
                  ? <button type="button" className="jw-link" onClick={() => { onOpen(part.code); }}>{part.name}</button>
                  : <button type="button" className="idx-twist" aria-expanded={open.has(part.code)} onClick={() => { toggle(part.code); }}><span aria-hidden="true">{open.has(part.code) ? '▾' : '▸'}</span>{part.name}</button>}
              </th>
              <td>{(part.share * 100).toFixed(1)}%</td><td>{two(part.score, 1)}</td><td className="jw-muted">{two(part.average, 1)}</td><td>{part.rank ?? '—'}</td><td>{two(part.points)}</td><td>{two(part.lost)}</td>
            </tr>
          ))}
          <tr className="idx-sum"><th scope="row">{t('indexDesk.unit.sum')}</th><td /><td /><td /><td /><td>{two(score)}</td><td>{two(score === null ? null : 100 - score)}</td></tr>
        </tbody>
      </table>
    </div>
  );
}
