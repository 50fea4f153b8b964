import { refuse, type Refusal } from '../../../platform/core/refusal.ts';
import { addDays } from './days.ts';

// 服务订单: what somebody wished for, from the word at his door to the question on the day after. One table says who may do what.

export const orderStates = ['wished', 'ordered', 'accepted', 'done', 'closed', 'declined', 'cancelled'] as const;
export type OrderState = (typeof orderStates)[number];
export const orderActions = ['order', 'accept', 'decline', 'finish', 'askAfter', 'cancel'] as const;
export type OrderAction = (typeof orderActions)[number];
/** worker: cares for the person; provider: belongs to the unit that is asked. */
export const orderParties = ['worker', 'provider'] as const;
export type OrderParty = (typeof orderParties)[number];
/** What he says on the day after. */
export const afterwards = ['better', 'same', 'worse'] as const;

type Move = { readonly from: readonly OrderState[]; readonly by: OrderParty; readonly to: OrderState; readonly needsReason?: true };

const moves: Readonly<Record<OrderAction, Move>> = {
  // One who declined leaves the wish standing: another may be asked.
  order: { from: ['wished', 'declined'], by: 'worker', to: 'ordered' },
  accept: { from: ['ordered'], by: 'provider', to: 'accepted' },
  decline: { from: ['ordered', 'accepted'], by: 'provider', to: 'declined', needsReason: true },
  finish: { from: ['ordered', 'accepted'], by: 'provider', to: 'done' },
  askAfter: { from: ['done'], by: 'worker', to: 'closed' },
  cancel: { from: ['wished', 'ordered', 'accepted', 'declined'], by: 'worker', to: 'cancelled', needsReason: true },
};

export type OrderFacts = { readonly state: OrderState; readonly parties: readonly OrderParty[] };

/** The state that it leads to, or why not. */
export function judgeOrder(action: OrderAction, { state, parties }: OrderFacts, reason = ''): OrderState | Refusal {
  const move = moves[action];
  if (!move.from.includes(state)) return refuse('patrol/order-not-so', { state: `@patrol.orderState.${state}`, action: `@patrol.orderAction.${action}` });
  if (!parties.includes(move.by)) return refuse('patrol/order-not-yours', {}, 'forbidden');
  if (move.needsReason === true && [...reason.trim()].length < 2) return refuse('patrol/reason-missing');
  return move.to;
}

/** What the caller may do now; reasons are asked for when he does it. */
export function offeredOn(facts: OrderFacts): OrderAction[] {
  return orderActions.filter((action) => typeof judgeOrder(action, facts, 'asked later') === 'string');
}

/** On which day the worker is reminded of it; null where it waits for the provider or is over. */
export function workerDueOn(order: { readonly state: OrderState; readonly wantedOn: string; readonly doneOn: string | null }): string | null {
  switch (order.state) {
    case 'wished': case 'declined': return order.wantedOn;
    // How is it now: the day after.
    case 'done': return addDays(order.doneOn ?? order.wantedOn, 1);
    default: return null;
  }
}

/** The provider has let the promised day pass. */
export function isLate(order: { readonly state: OrderState; readonly wantedOn: string }, today: string): boolean {
  return (order.state === 'ordered' || order.state === 'accepted') && order.wantedOn < today;
}
