import { Button } from 'antd-mobile';
import { useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { linkHousehold, mine, statement, unlinkHousehold, type StatementLine } from '../contract/accounts.ts';
import { depositPoints, requestVoucher, type ShownVoucher } from '../contract/warehouse.ts';
import { warehouseWords } from '../words-warehouse.ts';
import { send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { drafts, freshId } from '../../../platform/client/phone-row.ts';
import { useAsk, usePages } from '../../../platform/client/query.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { ChoiceField, TextField } from '../../../platform/ui/phone/fields.tsx';
import { Notice } from '../../../platform/ui/phone/notice.tsx';
import { Screen, Section } from '../../../platform/ui/phone/screen.tsx';
import { Scanner } from '../../../platform/ui/scanner.tsx';
import { EmptyState, ErrorState, LoadingState, useProblemText } from '../../../platform/ui/states.tsx';
import { fullMoment } from '../../../platform/ui/time.ts';
import { Qr } from './qr.tsx';
import { warehouseFieldWords } from './words-warehouse.ts';
import './warehouse.css';

type Household = z.output<typeof mine.output>['items'][number];
type Kept = { readonly at: string; readonly vouchers: readonly ShownVoucher[] };
const keptUnder = 'points.vouchers';

/** What the household has, its card, its vouchers, and each entry with its reason. */
export function HouseholdScreen() {
  const say = useWords(warehouseFieldWords);
  const answer = useAsk(mine, {});
  const kept = useKeptVouchers(answer.data?.items);
  const items = answer.data?.items ?? [];
  return (
    <Screen title={say('warehouseField.mine.title')} above="/me">
      {answer.isPending && !kept ? <LoadingState rows={5} /> : null}
      {answer.error && !answer.data ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : null}
      {answer.error && !answer.data && kept ? <Section><Notice tone="warn"><p>{say('warehouseField.mine.kept', { at: fullMoment(kept.at) })}</p></Notice>{kept.vouchers.map((one) => <VoucherRow key={one.id} voucher={one} />)}</Section> : null}
      {answer.data && items.length === 0 ? <LinkForm /> : null}
      {items.map((one) => <OneHousehold key={one.account.householdId} one={one} />)}
    </Screen>
  );
}

/** Vouchers are for where there is no network: they lie on the phone, in its owner's closed part of it. */
function useKeptVouchers(items: readonly Household[] | undefined): Kept | null {
  const person = useSession()?.personId ?? null;
  const [kept, setKept] = useState<Kept | null>(null);
  useEffect(() => {
    if (person === null) return;
    if (items) {
      const vouchers = items.flatMap((one) => one.vouchers.filter(({ state }) => state === 'open'));
      void drafts().write(person, keptUnder, { at: new Date().toISOString(), vouchers }).catch(() => undefined);
    } else {
      drafts().read(person, keptUnder).then((found) => { if (found !== null && found !== undefined) setKept(found as Kept); }, () => undefined); // written above, by this screen alone
    }
  }, [person, items]);
  return kept;
}

function useDoing(): { busy: boolean; problem: string; run: (work: () => Promise<unknown>) => Promise<void> } {
  const text = useProblemText();
  const client = useQueryClient();
  const [state, setState] = useState({ busy: false, problem: '' });
  return {
    ...state,
    run: async (work) => {
      setState({ busy: true, problem: '' });
      try {
        await work();
        setState({ busy: false, problem: '' });
        void client.invalidateQueries({ queryKey: ['points'] });
      } catch (error) {
        setState({ busy: false, problem: text(error) });
      }
    },
  };
}

function LinkForm() {
  const say = useWords(warehouseFieldWords);
  const doing = useDoing();
  const [code, setCode] = useState('');
  const link = (text: string): Promise<void> => doing.run(() => send(linkHousehold, { code: text.trim() }));
  return (
    <Section title={say('warehouseField.mine.none')}>
      <div className="ph-stack">
        <p className="ph-quiet">{say('warehouseField.mine.noneWhy')}</p>
        <Scanner className="ph-button ph-button-wide" onText={(text) => { setCode(text); void link(text); }} words={{ open: say('warehouseField.scan.open'), close: say('warehouseField.scan.close'), none: say('warehouseField.scan.none'), hint: say('warehouseField.scan.hint') }} />
        <TextField label={say('warehouseField.mine.code')} value={code} onChange={setCode} error={doing.problem || undefined} max={200} />
        <Button className="ph-button ph-button-wide" block color="primary" loading={doing.busy} disabled={code.trim() === ''} onClick={() => { void link(code); }}>{say('warehouseField.mine.link')}</Button>
      </div>
    </Section>
  );
}

function OneHousehold({ one }: { one: Household }) {
  const say = useWords(warehouseFieldWords);
  const doing = useDoing();
  const { account } = one;
  const open = one.vouchers.filter(({ state }) => state === 'open');
  return (
    <>
      <Section title={account.label}>
        <div className="wf-figures">
          <span>{say('warehouseField.mine.balance')}<b>{account.balance}</b></span><span>{say('warehouseField.mine.deposit')}<b>{account.deposit}</b></span>
          {account.setAside > 0 ? <span>{say('warehouseField.mine.setAside')}<b>{account.setAside}</b></span> : null}
        </div>
      </Section>
      <Section title={say('warehouseField.mine.card')}>
        <Qr text={one.card} label={say('warehouseField.mine.card')} />
        <p className="wf-code">{`${one.code.slice(0, 4)} ${one.code.slice(4)}`}</p>
        <p className="ph-quiet">{say('warehouseField.mine.cardWhy')}</p>
      </Section>
      <Section title={say('warehouseField.mine.vouchers')}>
        <div className="ph-stack">
          <p className="ph-quiet">{say('warehouseField.mine.voucherWhy')}</p>
          {open.map((voucher) => <VoucherRow key={voucher.id} voucher={voucher} />)}
          {one.vouchers.filter(({ state }) => state !== 'open').slice(0, 3).map((voucher) => <p key={voucher.id} className="ph-quiet">{voucher.points} · {say(voucher.state === 'redeemed' ? 'warehouseField.mine.used' : 'warehouseField.mine.over')}</p>)}
          <VoucherForm one={one} />
        </div>
      </Section>
      <Section title={say('warehouseField.mine.deposit_')}><DepositForm one={one} /></Section>
      <Lines householdId={account.householdId} />
      <Section>
        <p className="ph-quiet">{say('warehouseField.mine.unlinkWhy')}</p>
        {doing.problem ? <Notice tone="bad"><p>{doing.problem}</p></Notice> : null}
        <button type="button" className="ph-link" disabled={doing.busy} onClick={() => { void doing.run(() => send(unlinkHousehold, { householdId: account.householdId })); }}>{say('warehouseField.mine.unlink')}</button>
      </Section>
    </>
  );
}

function VoucherRow({ voucher }: { voucher: ShownVoucher }) {
  const say = useWords(warehouseFieldWords);
  const [shown, setShown] = useState(false);
  return (
    <div>
      <div className="wf-line">
        <span><b>{say('warehouseField.counter.voucher', { n: voucher.points })}</b><br /><span className="ph-quiet">{say('warehouseField.mine.until', { at: fullMoment(voucher.expiresAt) })}</span></span>
        <button type="button" className="ph-link" aria-expanded={shown} onClick={() => { setShown(!shown); }}>{say(shown ? 'warehouseField.mine.hide' : 'warehouseField.mine.show')}</button>
      </div>
      {shown ? <><Qr text={voucher.text} label={say('warehouseField.counter.voucher', { n: voucher.points })} /><p className="wf-code">{say('warehouseField.mine.code8', { code: `${voucher.code.slice(0, 4)} ${voucher.code.slice(4)}` })}</p></> : null}
    </div>
  );
}

/** An id of its own for each different try, the same one for its repeats. */
function useTry(): (body: unknown) => string {
  const tried = useRef({ body: '', id: '' });
  return (body) => {
    const text = JSON.stringify(body);
    if (tried.current.body !== text) tried.current = { body: text, id: freshId() };
    return tried.current.id;
  };
}

function VoucherForm({ one }: { one: Household }) {
  const say = useWords(warehouseFieldWords);
  const doing = useDoing();
  const idFor = useTry();
  const [points, setPoints] = useState('');
  const [days, setDays] = useState<'3' | '7' | '15'>('7');
  const [warehouseId, setWarehouseId] = useState(one.warehouses[0]?.id ?? null);
  const chosen = one.warehouses.find(({ id }) => id === warehouseId);
  if (one.warehouses.length === 0) return null;
  if (!one.warehouses.some(({ isOpen }) => isOpen)) return <Notice><p>{say('warehouseField.mine.closed')}</p></Notice>;
  const get = (): Promise<void> => doing.run(async () => {
    const body = { householdId: one.account.householdId, warehouseId: chosen?.id ?? '', points: Number(points), days: Number(days), open: one.vouchers.length };
    const { open: _counted, ...input } = body;
    const id = idFor(body);
    await send(requestVoucher, { id, ...input }, id);
    setPoints('');
  });
  return (
    <div className="ph-stack">
      {one.warehouses.length > 1 ? <ChoiceField label={say('warehouseField.mine.warehouse')} options={one.warehouses.map(({ id, name, hours }) => ({ value: id, label: name, hint: hours }))} value={warehouseId} onChange={setWarehouseId} /> : null}
      <TextField label={say('warehouseField.mine.points')} inputMode="numeric" value={points} onChange={setPoints} error={doing.problem || undefined} />
      <ChoiceField label={say('warehouseField.mine.days')} options={(['3', '7', '15'] as const).map((n) => ({ value: n, label: say('warehouseField.mine.days_', { n }) }))} value={days} onChange={setDays} />
      <Button className="ph-button ph-button-wide" block color="primary" loading={doing.busy} disabled={points.trim() === ''} onClick={() => { void get(); }}>{say('warehouseField.mine.get')}</Button>
    </div>
  );
}

function DepositForm({ one }: { one: Household }) {
  const say = useWords(warehouseFieldWords);
  const doing = useDoing();
  const idFor = useTry();
  const [points, setPoints] = useState('');
  const put = (): Promise<void> => doing.run(async () => {
    const body = { householdId: one.account.householdId, points: Number(points), was: one.account.deposit };
    const id = idFor(body);
    await send(depositPoints, { id, householdId: body.householdId, points: body.points }, id);
    setPoints('');
  });
  return (
    <div className="ph-stack">
      <p className="ph-quiet">{say('warehouseField.mine.depositWhy')}</p>
      <TextField label={say('warehouseField.mine.depositPoints')} inputMode="numeric" value={points} onChange={setPoints} error={doing.problem || undefined} />
      <Button className="ph-button ph-button-wide" block loading={doing.busy} disabled={points.trim() === ''} onClick={() => { void put(); }}>{say('warehouseField.mine.depositDo')}</Button>
    </div>
  );
}

function Lines({ householdId }: { householdId: string }) {
  const say = useWords(warehouseFieldWords);
  const list = usePages(statement, { householdId, limit: 20 });
  const lines = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Section title={say('warehouseField.mine.statement')}>
      {list.isPending ? <LoadingState rows={4} /> : lines.length === 0 ? <EmptyState title={say('warehouseField.mine.empty')} /> : lines.map((line) => <EntryLine key={`${line.transferId}${line.purse}`} line={line} />)}
      {list.hasNextPage ? <button type="button" className="ph-link" onClick={() => { void list.fetchNextPage(); }}>{say('warehouseField.mine.more')}</button> : null}
    </Section>
  );
}

function EntryLine({ line }: { line: StatementLine }) {
  const say = useWords(warehouseFieldWords);
  const words = useWords(warehouseWords);
  const notes = [
    line.day, line.purse === 'deposit' ? words('warehouse.purse.deposit') : '', line.rule ? say('warehouseField.mine.rule', { n: line.rule.version }) : '', line.proposedBy ? say('warehouseField.mine.proposed', { name: line.proposedBy }) : '',
    line.confirmedBy ? say('warehouseField.mine.confirmed', { name: line.confirmedBy }) : '', line.decidedBy ? say('warehouseField.mine.objected', { name: line.decidedBy }) : '', !line.proposedBy && line.by ? say('warehouseField.mine.by', { name: line.by }) : '',
    line.reverses ? say('warehouseField.mine.reverses') : line.reversed ? say('warehouseField.mine.reversed') : '',
  ].filter(Boolean).join(' · ');
  return (
    <div className="wf-line">
      <span>{line.what}<br /><span className="ph-quiet">{notes}</span>{line.evidence?.photos.map((url) => <img key={url} src={url} alt="" width={64} height={64} />)}</span>
      <b>{line.amount > 0 ? `+${line.amount}` : line.amount}</b>
    </div>
  );
}
