import { Button, InputNumber, Segmented, Select } from 'antd';
import { useState } from 'react';
import { gain, whatIf } from '../contract.ts';
import { safetyIndexWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { two } from './pieces.tsx';
import type { Profile } from './answers.ts';
import { indexDeskWords } from './words.ts';

type Which = { month?: string; runId?: number };
type Props = { areaId: number; which: Which; parts: Profile['parts']; onOpen: (code: string) => void };

/** What would it take to gain a place or a band; and any figures tried by hand. Nothing is stored. */
export function Gain({ areaId, which, parts, onOpen }: Props) {
  const t = useWords(indexDeskWords);
  const words = useWords(safetyIndexWords);
  const [goal, setGoal] = useState<'place' | 'band'>('place');
  const asked = useAsk(gain, { areaId, ...which, goal }, { staleTime: 600_000 });
  const data = asked.data;
  return (
    <>
      <Segmented value={goal} onChange={(next: 'place' | 'band') => { setGoal(next); }} options={[{ value: 'place', label: t('indexDesk.gain.place') }, { value: 'band', label: t('indexDesk.gain.band') }]} />
      {asked.error && !data ? <ErrorState error={asked.error} onRetry={() => { void asked.refetch(); }} /> : !data ? <LoadingState rows={4} /> : (
        <div className="idx-gain">
          <p>{data.needed === null ? t(goal === 'place' ? 'indexDesk.gain.first' : 'indexDesk.gain.best') : goal === 'place' ? t('indexDesk.gain.needed', { next: data.next, n: two(data.needed) }) : t('indexDesk.gain.neededBand', { band: data.colour ? words(`safety-index.colour.${data.colour}`) : '', n: two(data.needed) })}</p>
          <ol className="idx-ways">
            {data.ways.map((way, at) => (
              <li key={at}>
                <h4>{t('indexDesk.gain.way', { n: at + 1 })} <span className="jw-muted jw-num">{t('indexDesk.gain.then', { score: two(way.score), rank: way.rank })}</span></h4>
                {way.moves.map((move) => (
                  <p key={move.code}>
                    <button type="button" className="jw-link" onClick={() => { onOpen(move.code); }}>{move.name}</button> <span className="jw-muted">{move.measure}</span> <b className="jw-num">{t('indexDesk.gain.from', { from: move.from, to: move.to })}</b>
                    <span className="jw-muted jw-num">{move.base === null ? '' : t('indexDesk.gain.ofBase', { base: move.base })} {t('indexDesk.gain.scoreTo', { from: two(move.scoreFrom, 1), to: two(move.scoreTo, 1) })}</span>
                  </p>
                ))}
              </li>
            ))}
          </ol>
          {data.needed !== null ? data.why.map((why) => <p key={why} className="jw-muted">{why}</p>) : null}
        </div>
      )}
      <Try areaId={areaId} which={which} parts={parts} />
    </>
  );
}

function Try({ areaId, which, parts }: Omit<Props, 'onOpen'>) {
  const t = useWords(indexDeskWords);
  const [rows, setRows] = useState<readonly { readonly code: string; readonly counted: number | null }[]>([]);
  const [tried, setTried] = useState<readonly { code: string; counted: number }[]>([]);
  const asked = useAsk(whatIf, { areaId, ...which, values: [...tried] }, { enabled: tried.length > 0 });
  const leaves = parts.filter(({ isIndicator, score }) => isIndicator && score !== null);
  const { before, after } = asked.data ?? {};
  return (
    <details className="idx-try">
      <summary>{t('indexDesk.gain.try')}</summary>
      <p className="jw-hint">{t('indexDesk.gain.tryHint')}</p>
      {rows.map((row) => (
        <div key={row.code} className="idx-try-row">
          <span>{leaves.find(({ code }) => code === row.code)?.name}</span>
          <InputNumber<number> size="small" min={0} max={1e12} precision={0} value={row.counted} placeholder={t('indexDesk.gain.counted')} aria-label={t('indexDesk.gain.counted')} onChange={(counted) => { setRows(rows.map((one) => (one.code === row.code ? { ...one, counted } : one))); }} />
          <Button size="small" type="text" onClick={() => { setRows(rows.filter(({ code }) => code !== row.code)); }}>{t('indexDesk.gain.remove')}</Button>
        </div>
      ))}
      <div className="idx-try-row">
        <Select size="small" showSearch={{ optionFilterProp: 'label' }} value={null} placeholder={t('indexDesk.gain.tryAdd')} aria-label={t('indexDesk.gain.tryAdd')} onChange={(code: string | null) => { if (code !== null) setRows([...rows, { code, counted: null }]); }} options={leaves.filter(({ code }) => !rows.some((row) => row.code === code)).map(({ code, name }) => ({ value: code, label: name }))} />
        <Button size="small" type="primary" loading={asked.isFetching} disabled={rows.every(({ counted }) => counted === null)} onClick={() => { setTried(rows.flatMap(({ code, counted }) => (counted === null ? [] : [{ code, counted }]))); }}>{t('indexDesk.gain.trySubmit')}</Button>
      </div>
      {before && after ? <p role="status" className="jw-num">{t('indexDesk.gain.result', { before: two(before.score), rankBefore: before.rank ?? '—', after: two(after.score), rankAfter: after.rank ?? '—' })}</p> : null}
      {asked.error ? <ErrorState error={asked.error} /> : null}
    </details>
  );
}
