import { Button } from 'antd-mobile';
import { useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { counter, redeem, redeemVoucher, stock, warehouses } from '../contract/warehouse.ts';
import { judgeVoucher, readScan } from '../rules/voucher.ts';
import { warehouseWords } from '../words-warehouse.ts';
import { ask, Problem, send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { drafts, freshId, useWriting } from '../../../platform/client/phone-row.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { ChoiceField, TextField } from '../../../platform/ui/phone/fields.tsx';
import { Notice } from '../../../platform/ui/phone/notice.tsx';
import { Screen, Section } from '../../../platform/ui/phone/screen.tsx';
import { Scanner } from '../../../platform/ui/scanner.tsx';
import { EmptyState, ErrorState, LoadingState, useProblemText } from '../../../platform/ui/states.tsx';
import { fullMoment } from '../../../platform/ui/time.ts';
import { checkSignature } from './check-voucher.ts';
import { warehouseFieldWords } from './words-warehouse.ts';
import './warehouse.css';

/** What the counter needs where there is no network: goods, prices, the key, and which vouchers this phone has taken. */
type Pack = { readonly at: string; readonly stock: z.output<typeof stock.output>; readonly used: readonly string[] };
const packUnder = 'points.counter';
const refusedHere = ['voucher-elsewhere', 'voucher-used', 'voucher-over', 'voucher-forged'] as const;
type Shown = { readonly code: string; readonly label: string; readonly available: number; readonly deposit: number; readonly isVoucher: boolean; readonly voucherId: string | null; readonly offline: boolean; readonly isOpen: boolean };

export function CounterScreen() {
  const say = useWords(warehouseFieldWords);
  const list = useAsk(warehouses, {});
  const here = list.data?.items.find(({ mayHandOut }) => mayHandOut);
  const shelves = useAsk(stock, { warehouseId: here?.id ?? '' }, { enabled: here !== undefined });
  const [pack, keep] = usePack(shelves.data);
  return (
    <Screen title={say('warehouseField.counter.title')} above="/me">
      {pack ? <Counter key={pack.stock.warehouse.id} pack={pack} keep={keep} /> : list.isPending || shelves.isFetching ? <LoadingState rows={5} /> : list.error ? <><ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /><p className="ph-quiet">{say('warehouseField.counter.noPack')}</p></> : <EmptyState title={say('warehouseField.counter.none')} />}
    </Screen>
  );
}

function usePack(fresh: z.output<typeof stock.output> | undefined): [Pack | null, (pack: Pack) => void] {
  const person = useSession()?.personId ?? null;
  const [pack, setPack] = useState<Pack | null>(null);
  const keep = (next: Pack): void => {
    setPack(next);
    void drafts().write(person, packUnder, next).catch(() => undefined);
  };
  useEffect(() => {
    let gone = false;
    drafts().read(person, packUnder).catch(() => null).then((found) => {
      if (gone) return;
      const known = (found ?? null) as Pack | null; // written here, by this screen alone
      if (fresh) keep({ at: new Date().toISOString(), stock: fresh, used: known?.used ?? [] });
      else if (known) setPack(known);
    }, () => undefined);
    return () => { gone = true; };
  }, [person, fresh]);
  return [pack, keep];
}

function Counter({ pack, keep }: { pack: Pack; keep: (pack: Pack) => void }) {
  const say = useWords(warehouseFieldWords);
  const words = useWords(warehouseWords);
  const text = useProblemText();
  const client = useQueryClient();
  const writing = useWriting();
  const { warehouse, goods, key } = pack.stock;
  const [code, setCode] = useState('');
  const [shown, setShown] = useState<Shown | null>(null);
  const [purse, setPurse] = useState<'balance' | 'deposit'>('balance');
  const [wanted, setWanted] = useState<Readonly<Record<string, number>>>({});
  const [state, setState] = useState<{ busy: boolean; problem: string; done: string }>({ busy: false, problem: '', done: '' });
  const tried = useRef({ body: '', id: '' });
  const refusal = (refused: string): string => { const known = refusedHere.find((one) => refused === `points/${one}`); return known ? words(`warehouse.refused.${known}`) : refused; };

  const offline = async (typed: string): Promise<Shown | string> => {
    if (!warehouse.isKeeper) return say('warehouseField.counter.notKeeper');
    const read = readScan(typed);
    if (read?.kind !== 'voucher') return say('warehouseField.counter.codeWhy');
    const signed = await checkSignature(read, key);
    if (signed === null) return say('warehouseField.counter.unsafe');
    if (!signed) return refusal('points/voucher-forged');
    const wrong = judgeVoucher(read.voucher, { warehouseId: warehouse.id, now: new Date(), usedHere: new Set(pack.used) });
    if (wrong) return refusal(wrong.refused);
    return { code: typed.trim(), label: say('warehouseField.counter.voucher', { n: read.voucher.points }), available: read.voucher.points, deposit: 0, isVoucher: true, voucherId: read.voucher.id, offline: true, isOpen: true };
  };
  const look = async (typed: string): Promise<void> => {
    setState({ busy: true, problem: '', done: '' });
    setShown(null);
    setWanted({});
    let found: Shown | string;
    try {
      const who = await ask(counter, { warehouseId: warehouse.id, code: typed.trim() });
      found = { code: typed.trim(), label: who.label, available: who.voucher?.points ?? who.balance, deposit: who.deposit, isVoucher: who.voucher !== null, voucherId: who.voucher?.id ?? null, offline: false, isOpen: who.isOpen };
      setPurse(who.isOpen || who.deposit === 0 ? 'balance' : 'deposit');
    } catch (error) {
      found = error instanceof Problem && error.status === 0 ? await offline(typed) : text(error);
    }
    if (typeof found === 'string') setState({ busy: false, problem: found, done: '' });
    else { setShown(found); setState({ busy: false, problem: '', done: '' }); }
  };
  const lines = goods.flatMap(({ id }) => { const quantity = wanted[id] ?? 0; return quantity > 0 ? [{ goodId: id, quantity }] : []; });
  const total = lines.reduce((sum, line) => sum + (goods.find(({ id }) => id === line.goodId)?.price ?? 0) * line.quantity, 0);
  const available = shown === null ? 0 : !shown.isVoucher && purse === 'deposit' ? shown.deposit : shown.available;
  const over = (done: string): void => { setShown(null); setCode(''); setWanted({}); tried.current = { body: '', id: '' }; setState({ busy: false, problem: '', done }); void client.invalidateQueries({ queryKey: ['points'] }); };
  const handOut = async (): Promise<void> => {
    if (!shown) return;
    const body = { warehouseId: warehouse.id, lines, code: shown.code, purse };
    const asText = JSON.stringify(body);
    if (tried.current.body !== asText) tried.current = { body: asText, id: freshId() };
    const { id } = tried.current;
    setState({ busy: true, problem: '', done: '' });
    if (shown.offline) {
      const told = await writing.write(redeemVoucher, { id, warehouseId: warehouse.id, voucher: shown.code, lines, happenedAt: new Date().toISOString() });
      if (told === null) { setState({ busy: false, problem: say('warehouseField.counter.unsafe'), done: '' }); return; }
      if (told.kind === 'refused') { setState({ busy: false, problem: told.detail || refusal(told.refused), done: '' }); return; }
      keep({ ...pack, used: [...pack.used, shown.voucherId ?? ''].slice(-500), stock: { ...pack.stock, goods: goods.map((one) => ({ ...one, left: one.left === null ? null : one.left - (wanted[one.id] ?? 0) })) } });
      over(told.kind === 'done' ? say('warehouseField.counter.done', { n: told.output.points }) : say('warehouseField.counter.offlineDone'));
      return;
    }
    try {
      const told = shown.isVoucher ? await send(redeemVoucher, { id, warehouseId: warehouse.id, voucher: shown.code, lines }, id) : await send(redeem, { id, ...body }, id);
      if (shown.voucherId !== null) keep({ ...pack, used: [...pack.used, shown.voucherId].slice(-500) });
      over(say('warehouseField.counter.done', { n: told.points }));
    } catch (error) {
      setState({ busy: false, problem: text(error), done: '' });
    }
  };
  const step = (id: string, by: number): void => { setWanted({ ...wanted, [id]: Math.max(0, (wanted[id] ?? 0) + by) }); };
  return (
    <>
      <Section title={warehouse.name}>
        <div className="ph-stack">
          {state.done ? <Notice tone="good"><p>{state.done}</p></Notice> : null}
          <Scanner className="ph-button ph-button-wide" onText={(found) => { setCode(found); void look(found); }} words={{ open: say('warehouseField.scan.open'), close: say('warehouseField.scan.close'), none: say('warehouseField.scan.none'), hint: say('warehouseField.scan.hint') }} />
          <TextField label={say('warehouseField.counter.code')} why={say('warehouseField.counter.codeWhy')} value={code} onChange={setCode} max={200} error={state.problem || undefined} />
          {shown ? null : <Button className="ph-button ph-button-wide" block color="primary" loading={state.busy} disabled={code.trim() === ''} onClick={() => { void look(code); }}>{say('warehouseField.counter.look')}</Button>}
          <p className="ph-quiet">{say('warehouseField.counter.packAt', { at: fullMoment(pack.at) })}</p>
        </div>
      </Section>
      {shown ? (
        <>
          <Section title={shown.label}>
            <div className="ph-stack">
              {shown.offline ? <Notice tone="warn"><p>{say('warehouseField.counter.offline')} · {say('warehouseField.counter.offlineOk')}</p></Notice> : null}
              <div className="wf-figures"><span>{say(shown.isVoucher ? 'warehouseField.mine.vouchers' : 'warehouseField.mine.balance')}<b>{shown.available}</b></span>{shown.isVoucher ? null : <span>{say('warehouseField.mine.deposit')}<b>{shown.deposit}</b></span>}</div>
              {shown.isVoucher || shown.deposit === 0 ? null : <ChoiceField label={say('warehouseField.counter.purse')} options={[...(shown.isOpen ? [{ value: 'balance' as const, label: words('warehouse.purse.balance') }] : []), { value: 'deposit' as const, label: words('warehouse.purse.deposit') }]} value={purse} onChange={setPurse} />}
            </div>
          </Section>
          <Section title={say('warehouseField.counter.goods')}>
            {goods.filter((one) => !one.withdrawn && one.price !== null).map((one) => (
              <div key={one.id} className="wf-good">
                <span>{one.name}<br /><span className="ph-quiet">{say('warehouseField.counter.each', { n: one.price ?? 0, unit: one.unit, left: one.left ?? 0 })}</span></span>
                <span className="wf-step">
                  <button type="button" aria-label={say('warehouseField.counter.less', { name: one.name })} disabled={(wanted[one.id] ?? 0) === 0} onClick={() => { step(one.id, -1); }}>−</button>
                  <output>{wanted[one.id] ?? 0}</output>
                  <button type="button" aria-label={say('warehouseField.counter.moreOf', { name: one.name })} disabled={(wanted[one.id] ?? 0) >= (one.left ?? 0)} onClick={() => { step(one.id, 1); }}>+</button>
                </span>
              </div>
            ))}
          </Section>
          <div className="ph-foot ph-stack">
            <p className="wf-line"><span>{say('warehouseField.counter.total', { n: total })}</span><b>{say('warehouseField.counter.after', { n: available - total })}</b></p>
            {state.problem ? <Notice tone="bad"><p>{state.problem}</p></Notice> : null}
            <Button className="ph-button ph-button-wide" block color="primary" loading={state.busy || writing.busy} disabled={lines.length === 0} onClick={() => { void handOut(); }}>{say('warehouseField.counter.submit')}</Button>
            <button type="button" className="ph-link" onClick={() => { over(''); }}>{say('warehouseField.counter.next')}</button>
          </div>
        </>
      ) : null}
    </>
  );
}
