import { Button } from 'antd-mobile';
import { useState } from 'react';
import { useLocation } from 'react-router';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import type { Command } from '../../../platform/core/contract.ts';
import { ChoiceField, LongField } from '../../../platform/ui/phone/fields.tsx';
import { Notice } from '../../../platform/ui/phone/notice.tsx';
import { Screen, Section } from '../../../platform/ui/phone/screen.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { useMoments } from '../../../platform/ui/time.ts';
import * as contract from '../contract.ts';
import { afterwards, type OrderAction } from '../rules/order.ts';
import { patrolWords } from '../words.ts';
import { useSaving } from './use-saving.ts';
import { UnitField } from './wish-fields.tsx';
import { patrolFieldWords } from './words.ts';
import './patrol.css';

const commandOf: Readonly<Record<OrderAction, Command>> = {
  order: contract.sendOrder, accept: contract.acceptOrder, decline: contract.declineOrder, finish: contract.doneOrder, askAfter: contract.askAfter, cancel: contract.cancelOrder,
};

/** What is the caller's turn first. */
export function OrdersScreen() {
  const say = useWords(patrolFieldWords);
  const { hash } = useLocation();
  const answer = useAsk(contract.orders, { open: true, limit: 100 }, { refetchEvery: 60_000 });
  const items = [...(answer.data?.items ?? [])].sort((a, b) => Number(b.allowed.some(isTurn)) - Number(a.allowed.some(isTurn)));
  return (
    <Screen title={say('patrolField.orders.title')} above="/rounds">
      {answer.isPending ? <LoadingState rows={4} /> : null}
      {answer.error && !answer.data ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : null}
      {answer.data && items.length === 0 ? <EmptyState title={say('patrolField.orders.none')} hint={say('patrolField.orders.noneHint')} /> : null}
      {items.map((order) => <OrderCard key={order.id} order={order} open={hash === `#${order.id}` || items.length === 1} />)}
    </Screen>
  );
}

/** Taking a wish back is always possible and nobody's turn. */
function isTurn(action: OrderAction): boolean {
  return action !== 'cancel';
}

function OrderCard({ order, open: first }: { order: contract.Order; open: boolean }) {
  const say = useWords(patrolFieldWords);
  const sayPatrol = useWords(patrolWords);
  const { short } = useMoments();
  const [doing, setDoing] = useState<OrderAction | null>(null);
  return (
    <Section>
      <div className="ph-stack">
        <p className="ph-line"><span className="ph-row-title">{order.person}</span><span className="ph-tag">{sayPatrol(`patrol.orderState.${order.state}`)}</span><span className="ph-tag">{sayPatrol(`patrol.wish.${order.kind}`)}</span></p>
        {order.wish ? <p className="pt-text">{order.wish}</p> : null}
        <p className="ph-quiet">{[order.area.name.split(' ').slice(-2).join(' '), order.address, order.unit?.name].filter(Boolean).join(' · ')}</p>
        <p className={order.late ? 'ph-error' : 'ph-quiet'}>{say('patrolField.orders.wanted', { on: order.wantedOn })}{order.late ? ` · ${say('patrolField.orders.late')}` : ''}</p>
        <details className="rp-privacy" open={first}>
          <summary>{say('patrolField.orders.story')}</summary>
          <ul>{order.steps.map((step, index) => <li key={index} className="ph-quiet">{short(step.at)} {sayPatrol(`patrol.orderAction.${step.action}`)} · {step.by}{step.unit && step.action === 'order' ? ` → ${step.unit}` : ''}{step.note ? `：${step.note}` : ''}</li>)}</ul>
        </details>
        {doing ? <StepFields order={order} action={doing} onDone={() => setDoing(null)} /> : (
          <div className="pt-links">{order.allowed.map((action) => <Button key={action} className="ph-button" {...(isTurn(action) && action !== 'decline' ? { color: 'primary' as const } : {})} onClick={() => setDoing(action)}>{sayPatrol(`patrol.orderAction.${action}`)}</Button>)}</div>
        )}
      </div>
    </Section>
  );
}

function StepFields({ order, action, onDone }: { order: contract.Order; action: OrderAction; onDone: () => void }) {
  const say = useWords(patrolFieldWords);
  const sayPatrol = useWords(patrolWords);
  const [note, setNote] = useState('');
  const [how, setHow] = useState<(typeof afterwards)[number] | null>(null);
  const [unitId, setUnitId] = useState<number | null>(null);
  const saving = useSaving();
  const needsReason = action === 'decline' || action === 'cancel';
  const ready = needsReason ? [...note.trim()].length >= 2 : action === 'askAfter' ? how !== null : action === 'order' ? unitId !== null : true;
  const save = async (): Promise<void> => {
    const input = { orderId: order.id, ...(action === 'order' ? { unitId } : { note: note.trim() }), ...(action === 'askAfter' ? { afterwards: how } : {}) };
    if (await saving.save(commandOf[action], input)) onDone();
  };
  return (
    <>
      {action === 'askAfter' ? <ChoiceField label={say('patrolField.orders.how')} options={afterwards.map((one) => ({ value: one, label: sayPatrol(`patrol.afterwards.${one}`) }))} value={how} onChange={setHow} /> : null}
      {action === 'order' ? <UnitField label={say('patrolField.orders.send')} none={null} value={unitId} onChange={setUnitId} /> : <LongField label={say(needsReason ? 'patrolField.orders.reason' : 'patrolField.orders.note')} optional={!needsReason} rows={2} max={200} value={note} onChange={setNote} />}
      {saving.problem ? <Notice tone="bad">{saving.problem}</Notice> : null}
      <Button className="ph-button ph-button-wide" block color="primary" loading={saving.busy} disabled={!ready} onClick={() => { void save(); }}>{sayPatrol(`patrol.orderAction.${action}`)}</Button>
    </>
  );
}
