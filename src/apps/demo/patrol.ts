import { randomUUID } from 'node:crypto';
import { look, perform, type BoundCommand, type BoundQuery, type House } from '../../platform/action.ts';
import type { Actor } from '../../platform/actor.ts';
import type { Command, Query } from '../../platform/core/contract.ts';
import { recordVisit, savePlan } from '../../domains/patrol/actions.ts';
import { writeDiary } from '../../domains/patrol/diaries.ts';
import { acceptOrder, askAfter, doneOrder, wishToOrder } from '../../domains/patrol/orders.ts';
import { care, households } from '../../domains/registry/queries.ts';
import { dayOf, momentAt } from '../../platform/core/calendar.ts';
import { addDays } from '../../domains/patrol/rules/days.ts';
import type { Cast } from './cast.ts';

export type PatrolMade = { readonly plans: number; readonly visits: number };

const worker = 'wangge01';

/** Plans, visits and orders of the first community, each through the real door by whom it would be, at its own hour. */
export async function seedPatrol(house: House, cast: Cast, townshipId: number, now: Date): Promise<PatrolMade> {
  const today = dayOf(now);
  const when = (daysAgo: number, clock: string): Date => { const at = momentAt(addDays(today, -daysAgo), clock); return at < now ? at : new Date(now.getTime() - 60_000); };
  const run = async <T>(account: string, at: Date, bound: BoundCommand<Command>, input: object): Promise<T> => {
    const answer = await perform(house, bound, input, { actor: cast.called(account, at), key: null, clock: at });
    if (answer.kind !== 'done') throw new Error(`${bound.operation.name}: ${JSON.stringify(answer)}`);
    return answer.output as T; // what the operation promises, which the door has parsed
  };
  const ask = async <T>(actor: Actor, bound: BoundQuery<Query>, input: object): Promise<T> => {
    const answer = await look(house, bound, input, { actor, key: null, clock: now });
    if (answer.kind !== 'done') throw new Error(`${bound.operation.name}: ${JSON.stringify(answer)}`);
    return answer.output as T; // the same
  };
  const community = cast.called('shequ01', now).grants[0]?.areaId ?? townshipId;
  const grid = cast.called(worker, now).grants[0]?.areaId ?? community;
  const teams = ['XLD1', 'XLD2', 'PCS', 'ZFD', 'YJB', 'SJS', 'KD1', 'KD2'].map((code) => cast.unitId(code));
  const from = addDays(today, -60);
  const plan = async (account: string, input: object): Promise<string> => (await run<{ planId: string }>(account, when(60, '09:00'), savePlan, { startsOn: from, ...input })).planId;
  const market = await plan('diaodu01', {
    kind: 'joint', title: '赶场天和节假日联巡联防', areaId: townshipId, unitIds: teams, checkIn: 'coarse', fromTime: '07:30', toTime: '11:30', note: '八支队伍分段负责，场镇进出道口先到位',
    rhythms: [{ every: 'market', calendar: 'lunar', digits: [3, 6, 9] }, { every: 'holiday', eve: true }],
  });
  await plan('diaodu01', { kind: 'checkpoint', title: '森林防火卡点值守', areaId: townshipId, unitIds: teams.slice(-2), checkIn: 'grid', fromTime: '08:00', toTime: '18:00', rhythms: [{ every: 'weekdays', weekdays: [1, 2, 3, 4, 5, 6, 7] }] });
  const online = await plan('diaodu01', { kind: 'online', title: '网络巡防“4+2”', areaId: townshipId, fullTime: 4, others: 2, fromTime: '08:30', toTime: '20:30', rhythms: [{ every: 'days', days: 1, from }] });
  const monthly = await plan('shequ01', { kind: 'visits', title: '每户每月走一遍', areaId: community, cycleDays: 30 });
  const rounds = await plan('shequ01', { kind: 'round', title: '重点点位安全巡查', areaId: community, fromTime: '16:00', toTime: '17:30', note: '道口、集市、后山坡', rhythms: [{ every: 'weekdays', weekdays: [1, 3, 5, 7] }] });

  let visits = 0;
  const visit = async (at: Date, input: object): Promise<string> => {
    visits += 1;
    return (await run<{ visitId: string }>(worker, at, recordVisit, { id: randomUUID(), at: at.toISOString(), ...input })).visitId;
  };
  const houses = (await ask<{ items: { id: string; area: { id: number } }[] }>(cast.called(worker, now), households, { areaId: grid, limit: 50 })).items.slice(0, 14);
  const words = ['家里干净，电线没有乱拉', '老人说水压低，已告知村里', '在外打工，老人看家，一切都好', '液化气软管老化，劝他换了', '门前堆柴，当场搬开'];
  for (const [index, one] of houses.entries()) await visit(when(36 - (index % 4), '10:00'), { planId: monthly, householdId: one.id, found: words[index % words.length] ?? '' });
  for (const [index, one] of houses.slice(0, 8).entries()) {
    // Three doors with the very same words: a question for the supervisor.
    await visit(when(9 - index, '15:20'), { planId: monthly, householdId: one.id, outcome: index === 6 ? 'notHome' : 'met', found: index < 3 ? '户内用电用火用气正常，未发现安全隐患' : index === 6 ? '敲门没人应' : words[(index + 2) % words.length] ?? '' });
  }
  const people = (await ask<{ items: { personId: string; kind: string }[] }>(cast.called(worker, now), care, { mine: 'true', limit: 50 })).items;
  const alone = people.find(({ kind }) => kind === 'livingAlone')?.personId;
  if (alone !== undefined) {
    const colleague = cast.personId('shequ01');
    const hospital = { unitId: cast.unitId('WSY') };
    const first = await visit(when(12, '09:40'), { personId: alone, along: [colleague], guests: [{ kind: 'doctor', name: '' }], found: '老人说头晕，想看医生；灶台、电热毯都看过', readings: { systolic: 166, diastolic: 92, pulse: 82 } });
    const { orderId } = await run<{ orderId: string }>(worker, when(12, '09:50'), wishToOrder, { personId: alone, visitId: first, kind: 'doctor', wish: '这两天头晕，想请医生上门看看', ...hospital });
    await run('weisheng01', when(12, '11:10'), acceptOrder, { orderId, note: '' });
    await run('weisheng01', when(11, '10:30'), doneOrder, { orderId, note: '上门量血压、血糖，调整了用药' });
    await run(worker, when(10, '09:00'), askAfter, { orderId, afterwards: 'better', note: '不晕了' });
    const pills = await run<{ orderId: string }>(worker, when(2, '09:30'), wishToOrder, { personId: alone, kind: 'medicine', wish: '降压药快吃完了，帮忙取一个月的', ...hospital });
    await run('weisheng01', when(1, '15:00'), doneOrder, { orderId: pills.orderId, note: '药已送到家' });
    await run(worker, when(1, '16:00'), wishToOrder, { personId: alone, kind: 'repair', wish: '厨房灯不亮，想请人来换', wantedOn: today });
  }
  await visit(when(3, '08:40'), { planId: market, areaId: grid, found: '集市进出口车多，已分流；消火栓前占道当场劝离' });
  await visit(when(2, '16:30'), { planId: rounds, areaId: grid, found: '东桥道口、集市、后山坡看过，没有新情况' });
  visits += 1;
  await run(worker, when(1, '20:30'), recordVisit, { id: randomUUID(), at: when(1, '20:30').toISOString(), planId: online, areaId: grid, present: { fullTime: 3, others: 2 } });
  await run(worker, when(4, '18:20'), writeDiary, { text: '集上听到最多的是水压的事，三组尤其低，早晚做饭时没水。想问村里什么时候换管子。', byVoice: true });
  await run(worker, when(1, '18:40'), writeDiary, { text: '秋收后外出的人多了，五组剩下的多是老人。邻居互相有个照应，记下了三家的钥匙放在谁家。' });
  return { plans: 5, visits };
}
