import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, InputNumber, Radio } from 'antd';
import { useRef, useState } from 'react';
import type { z } from 'zod';
import { counter, depositPoints, redeem, redeemVoucher, type Good } from '../contract/warehouse.ts';
import { warehouseWords } from '../words-warehouse.ts';
import { ask, send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { Moment } from '../../../platform/ui/moment.tsx';
import { Scanner } from '../../../platform/ui/scanner.tsx';
import { EmptyState, useProblemText } from '../../../platform/ui/states.tsx';
import { warehouseDeskWords } from './words-warehouse.ts';

type Shown = z.output<typeof counter.output>;

/** Whose turn it is, what it shall be, and what is left: one page, no reasons. */
export function CounterDesk({ warehouseId, goods }: { warehouseId: string; goods: readonly Good[] }) {
  const t = useWords(warehouseDeskWords);
  const say = useProblemText();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [code, setCode] = useState('');
  const [shown, setShown] = useState<{ code: string; who: Shown } | null>(null);
  const [wanted, setWanted] = useState<Readonly<Record<string, number>>>({});
  const [purse, setPurse] = useState<'balance' | 'deposit'>('balance');
  const [amount, setAmount] = useState<number | null>(null);
  const [state, setState] = useState<{ waiting: boolean; problem: string }>({ waiting: false, problem: '' });
  // The same try keeps its id: a line that breaks hands out nothing twice.
  const tried = useRef({ body: '', id: '' });
  const idFor = (body: unknown): string => {
    const text = JSON.stringify(body);
    if (tried.current.body !== text) tried.current = { body: text, id: crypto.randomUUID() };
    return tried.current.id;
  };
  const run = async (work: () => Promise<void>): Promise<void> => {
    setState({ waiting: true, problem: '' });
    try {
      await work();
      setState({ waiting: false, problem: '' });
    } catch (error) {
      setState({ waiting: false, problem: say(error) });
    }
  };
  const look = (typed: string): Promise<void> => run(async () => {
    setShown(null);
    setWanted({});
    const who = await ask(counter, { warehouseId, code: typed.trim() });
    setShown({ code: typed.trim(), who });
    setPurse(who.isOpen || who.deposit === 0 ? 'balance' : 'deposit');
  });
  const again = async (): Promise<void> => {
    tried.current = { body: '', id: '' };
    setWanted({});
    setAmount(null);
    void client.invalidateQueries({ queryKey: ['points'] });
    if (shown && !shown.who.voucher) setShown({ code: shown.code, who: await ask(counter, { warehouseId, code: shown.code }) });
    else next();
  };
  const next = (): void => { setShown(null); setCode(''); setWanted({}); setAmount(null); setState({ waiting: false, problem: '' }); document.getElementById('wh-code')?.focus(); };
  const lines = goods.flatMap(({ id }) => { const quantity = wanted[id] ?? 0; return quantity > 0 ? [{ goodId: id, quantity }] : []; });
  const total = lines.reduce((sum, line) => sum + (goods.find(({ id }) => id === line.goodId)?.price ?? 0) * line.quantity, 0);
  const available = shown === null ? 0 : shown.who.voucher ? shown.who.voucher.points : purse === 'deposit' ? shown.who.deposit : shown.who.balance;
  const handOut = (): Promise<void> => run(async () => {
    if (!shown) return;
    const body = { warehouseId, lines, code: shown.code, purse };
    const id = idFor(body);
    const told = shown.who.voucher ? await send(redeemVoucher, { id, warehouseId, voucher: shown.code, lines }, id) : await send(redeem, { id, ...body }, id);
    void message.success(t('warehouseDesk.counter.done', { points: told.points }));
    await again();
  });
  const deposit = (): Promise<void> => run(async () => {
    if (!shown || amount === null) return;
    const body = { warehouseId, code: shown.code, points: amount };
    const id = idFor(body);
    const told = await send(depositPoints, { id, ...body }, id);
    void message.success(t('warehouseDesk.counter.depositDone', told));
    await again();
  });
  return (
    <div className="wh-counter">
      <div>
        <form className="wh-scan" onSubmit={(event) => { event.preventDefault(); void look(code); }}>
          <label htmlFor="wh-code" className="jw-muted">{t('warehouseDesk.counter.code')}</label>
          <Input id="wh-code" autoFocus autoComplete="off" value={code} placeholder={t('warehouseDesk.counter.codeHint')} onChange={(event) => { setCode(event.target.value); }} />
          <Button htmlType="submit" type={shown ? 'default' : 'primary'} disabled={code.trim() === ''} loading={state.waiting && !shown}>{t('warehouseDesk.counter.look')}</Button>
          {shown ? <Button onClick={next}>{t('warehouseDesk.counter.next')}</Button> : null}
          <Scanner className="jw-link" onText={(text) => { setCode(text); void look(text); }} words={{ open: t('warehouseDesk.scan.open'), close: t('warehouseDesk.scan.close'), none: t('warehouseDesk.scan.none'), hint: t('warehouseDesk.scan.hint') }} />
        </form>
        {state.problem ? <p className="jw-problem" role="alert">{state.problem}</p> : null}
        {shown ? <Who who={shown.who} /> : <EmptyState title={t('warehouseDesk.counter.waiting')} hint={t('warehouseDesk.counter.reasonsHidden')} />}
        {shown ? <GoodsList goods={goods} wanted={wanted} onWant={(id, quantity) => { setWanted({ ...wanted, [id]: quantity }); }} /> : null}
      </div>
      {shown ? (
        <aside className="wh-sum">
          {shown.who.voucher ? null : (
            <label>{t('warehouseDesk.counter.purse')} <Purse purse={purse} onChange={setPurse} isOpen={shown.who.isOpen} /></label>
          )}
          <dl className={total > available ? 'wh-short' : undefined}>
            <dt>{t('warehouseDesk.counter.total')}</dt><dd>{total}</dd>
            <dt>{t('warehouseDesk.counter.after')}</dt><dd>{available - total}</dd>
          </dl>
          <Button type="primary" size="large" disabled={lines.length === 0} loading={state.waiting} onClick={() => { void handOut(); }}>{t('warehouseDesk.counter.submit')}</Button>
          {lines.length === 0 ? <span className="jw-hint">{t('warehouseDesk.counter.empty')}</span> : null}
          {shown.who.voucher ? null : (
            <section>
              <h3>{t('warehouseDesk.counter.deposit_')}</h3>
              <p className="jw-hint">{t('warehouseDesk.counter.depositHint')}</p>
              <InputNumber className="jw-wide" min={1} precision={0} value={amount} placeholder={t('warehouseDesk.counter.depositPoints')} aria-label={t('warehouseDesk.counter.depositPoints')} onChange={(value) => { setAmount(value); }} />
              <Button disabled={amount === null} loading={state.waiting} onClick={() => { void deposit(); }} block>{t('warehouseDesk.counter.deposit_')}</Button>
            </section>
          )}
        </aside>
      ) : null}
    </div>
  );
}

function Who({ who }: { who: Shown }) {
  const t = useWords(warehouseDeskWords);
  const figure = (label: string, value: number) => <span className="wh-figure"><span className="jw-muted">{label}</span><b>{value}</b></span>;
  return (
    <div className="wh-who" role="status">
      <h2>{who.label}</h2>
      {who.voucher ? figure(t('warehouseDesk.counter.voucher'), who.voucher.points) : <>{figure(t('warehouseDesk.counter.balance'), who.balance)}{figure(t('warehouseDesk.counter.deposit'), who.deposit)}</>}
      {who.setAside > 0 && !who.voucher ? figure(t('warehouseDesk.counter.setAside'), who.setAside) : null}
      {who.voucher ? <span className="jw-muted">{t('warehouseDesk.counter.voucherUntil')} <Moment at={who.voucher.expiresAt} /></span> : null}
      <Chip tone={who.isOpen ? 'accent' : 'quiet'}>{t(who.isOpen ? 'warehouseDesk.open' : 'warehouseDesk.closed')}</Chip>
    </div>
  );
}

function Purse({ purse, onChange, isOpen }: { purse: 'balance' | 'deposit'; onChange: (purse: 'balance' | 'deposit') => void; isOpen: boolean }) {
  const words = useWords(warehouseWords);
  return <Radio.Group value={purse} onChange={(event) => { onChange(event.target.value === 'deposit' ? 'deposit' : 'balance'); }} options={[{ value: 'balance', label: words('warehouse.purse.balance'), disabled: !isOpen }, { value: 'deposit', label: words('warehouse.purse.deposit') }]} />;
}

function GoodsList({ goods, wanted, onWant }: { goods: readonly Good[]; wanted: Readonly<Record<string, number>>; onWant: (id: string, quantity: number) => void }) {
  const t = useWords(warehouseDeskWords);
  const words = useWords(warehouseWords);
  return (
    <ul className="wh-goods" aria-label={t('warehouseDesk.counter.goods')}>
      {goods.filter(({ withdrawn }) => !withdrawn).map((good) => (
        <li key={good.id}>
          <span><b>{good.name}</b> {good.kind === 'medal' ? <Chip>{words('warehouse.goodKind.medal')}</Chip> : null}</span>
          <span>{good.price === null ? <span className="jw-muted">{t('warehouseDesk.counter.unpriced')}</span> : t('warehouseDesk.counter.each', { n: good.price, unit: good.unit })}</span>
          <span className="jw-muted">{t('warehouseDesk.counter.left', { n: good.left ?? 0 })}</span>
          <InputNumber min={0} max={Math.min(good.left ?? 0, 999)} precision={0} disabled={good.price === null || (good.left ?? 0) === 0} value={wanted[good.id] ?? 0} onChange={(value) => { onWant(good.id, value ?? 0); }} aria-label={t('warehouseDesk.counter.quantityOf', { name: good.name })} />
        </li>
      ))}
    </ul>
  );
}
