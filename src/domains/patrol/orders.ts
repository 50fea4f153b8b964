import { action, type Ctx } from '../../platform/action.ts';
import { grantAt, unitsFor } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { absent, isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import { unitById } from '../identity/actions.ts';
import * as contract from './contract.ts';
import { addDays } from './rules/days.ts';
import { judgeOrder, type OrderAction, type OrderParty } from './rules/order.ts';
import * as store from './store/orders.ts';
import { peopleByIds } from './store/people.ts';
import { findVisit } from './store/visits.ts';
import { isSensitiveVisit, mayVisit, seal, taken, unknownPerson, writer } from './who.ts';

// 服务订单: each step is judged by the table of rules/order.ts, kept beside those before it, and told to whoever waits.

export const wishToOrder = action(contract.wishToOrder, async (ctx, input) => {
  const id = input.id ?? ctx.newId();
  ctx.about(`order:${id}`);
  const person = (await peopleByIds(ctx.db, [input.personId], ctx.actor.personId)).get(input.personId);
  if (!person || !mayVisit(ctx.actor, person.areaPath, person)) return unknownPerson();
  if (input.visitId !== undefined && (await findVisit(ctx.db, input.visitId))?.personId !== person.id) return absent('patrol/visit-unknown');
  const today = dayOf(ctx.now);
  const wantedOn = input.wantedOn ?? addDays(today, 1);
  // Written without a network it may arrive a day or more later: then it is wanted at once, and nothing is refused.
  if (wantedOn < addDays(today, -30)) return refuse('patrol/day-past');
  const unit = input.unitId === undefined ? undefined : await unitById(ctx.db, input.unitId);
  if (input.unitId !== undefined && !unit) return absent('patrol/unit-unknown');
  const by = writer(ctx);
  const step = { personId: by.id, name: by.name, noteSealed: null };
  const steps: store.OrderStep[] = [{ ...step, action: 'wish', to: 'wished', unitId: null, unitName: null }];
  if (unit) steps.push({ ...step, action: 'order', to: 'ordered', unitId: unit.id, unitName: unit.name });
  const state = unit ? 'ordered' as const : 'wished' as const;
  const written = await store.insertOrder(ctx.db, {
    id, visitId: input.visitId ?? null, personId: person.id, areaId: person.areaId, areaPath: person.areaPath, sensitive: isSensitiveVisit(ctx, person), kind: input.kind, wantedOn, state, unitId: unit?.id ?? null,
    byPerson: by.id, byName: by.name, detailSealed: seal(ctx.vault, 'patrol.service_order', 'detail_sealed', id, { wish: input.wish, name: person.name, address: person.address }),
  }, steps);
  if (!written) return taken();
  ctx.about(`order:${id}`, grantAt(ctx.actor, 'patrol.visit', person.areaPath));
  ctx.emit({ kind: 'patrol.order', subject: id, areaPath: person.areaPath, unitIds: unit ? [unit.id] : [], personIds: [by.id] });
  return { orderId: id, state, revision: steps.length - 1 };
});

export const sendOrder = action(contract.sendOrder, async (ctx, { orderId, unitId, wantedOn }) => {
  const unit = await unitById(ctx.db, unitId);
  if (!unit) return absent('patrol/unit-unknown');
  if (wantedOn !== undefined && wantedOn < addDays(dayOf(ctx.now), -30)) return refuse('patrol/day-past');
  return move(ctx, orderId, 'order', '', (row) => ({ ...row, unitId: unit.id, unitName: unit.name, wantedOn: wantedOn ?? row.wantedOn }));
});
export const acceptOrder = action(contract.acceptOrder, (ctx, { orderId, note }) => move(ctx, orderId, 'accept', note));
export const declineOrder = action(contract.declineOrder, (ctx, { orderId, note }) => move(ctx, orderId, 'decline', note));
export const doneOrder = action(contract.doneOrder, (ctx, { orderId, note }) => move(ctx, orderId, 'finish', note, (row) => ({ ...row, doneOn: dayOf(ctx.now) })));
export const askAfter = action(contract.askAfter, (ctx, { orderId, note, afterwards }) => move(ctx, orderId, 'askAfter', note, (row) => ({ ...row, afterwards })));
export const cancelOrder = action(contract.cancelOrder, (ctx, { orderId, note }) => move(ctx, orderId, 'cancel', note));

/** What the caller is to an order. */
export function partiesOf(ctx: Pick<Ctx, 'actor'>, row: store.OrderRow): OrderParty[] {
  const { actor } = ctx;
  const works = row.byPerson === actor.personId || row.helped || (!row.sensitive && grantAt(actor, 'patrol.visit', row.areaPath) !== undefined);
  return [...(works ? ['worker' as const] : []), ...(row.unitId !== null && unitsFor(actor, 'patrol.provide').includes(row.unitId) ? ['provider' as const] : [])];
}

type Moved = { orderId: string; state: store.OrderRow['state']; revision: number };

async function move(ctx: Ctx, orderId: string, how: OrderAction, note: string, change: (row: store.OrderRow) => store.OrderRow = (row) => row): Promise<Moved | Refusal> {
  ctx.about(`order:${orderId}`);
  const row = await store.lockOrder(ctx.db, orderId, ctx.actor.personId);
  const parties = row ? partiesOf(ctx, row) : [];
  // Whoever only reads there may see it and not do it; to anybody else there is none.
  const reads = row !== undefined && !row.sensitive && grantAt(ctx.actor, 'patrol.read', row.areaPath) !== undefined;
  if (!row || (parties.length === 0 && !reads)) return absent('patrol/order-unknown');
  const state = judgeOrder(how, { state: row.state, parties }, note);
  if (isRefusal(state)) return state;
  const by = writer(ctx);
  const after = { ...change(row), state, revision: row.revision + 1 };
  const noteSealed = note.trim() === '' ? null : seal(ctx.vault, 'patrol.order_step', 'note_sealed', `${orderId}/${after.revision}`, { note });
  await store.saveOrder(ctx.db, after, { action: how, to: state, personId: by.id, name: by.name, unitId: after.unitId, unitName: after.unitName, noteSealed });
  ctx.about(`order:${orderId}`, grantAt(ctx.actor, 'patrol.visit', row.areaPath));
  ctx.emit({ kind: 'patrol.order', subject: orderId, areaPath: row.areaPath, unitIds: [...new Set([row.unitId, after.unitId].flatMap((unit) => unit ?? []))], personIds: [row.byPerson] });
  return { orderId, state, revision: after.revision };
}
