import type { z } from 'zod';
import type { BoundCommand } from '../../platform/action.ts';
import type { Actor } from '../../platform/actor.ts';
import { dayOf, minutesPerWorkingDay, type Calendar, type Duration } from '../../platform/core/calendar.ts';
import type { Command } from '../../platform/core/contract.ts';
import { placeInside, type Spot } from '../../domains/geography/actions.ts';
import { gridWorkersOf } from '../../domains/identity/actions.ts';
import * as incidents from '../../domains/incidents/actions.ts';
import type { Moved } from '../../domains/incidents/contract.ts';
import type { State } from '../../domains/incidents/rules/steps.ts';
import { findCase } from '../../domains/incidents/store/write.ts';
import { asHouse } from '../../platform/wall.ts';
import { performed } from '../performed.ts';
import type { Course } from '../timeline.ts';
import { passerBy } from './cast.ts';
import * as phrases from './phrases.ts';
import { awake, workedOn, type Dice, type Plan, type Twist, type World } from './world.ts';

/** A case on its way. `at` is when its last step was taken. */
export type Underway = {
  readonly plan: Plan; readonly dice: Dice; readonly id: string; readonly number: string; readonly code: string; readonly reporter: Actor; readonly dispute: boolean;
  readonly spot: Spot | undefined;
  at: Date; state: State; round: number; leadUnitId: number; handler: number; satisfied: boolean | null;
};
/** A course that hands something on to the one that goes on with it. */
export type Part<T> = AsyncGenerator<Date, T, void>;

const desks = ['diaodu01', 'diaodu02'] as const;

/** From the report to the end that its plan has for it. */
export async function* lifeOf(world: World, plan: Plan, dice: Dice): Course {
  yield plan.reportedAt;
  const one = await reported(world, plan, dice);
  if (!stopped(one, 'report')) yield* onward(world, one);
}

export async function* onward(world: World, one: Underway): Course {
  if (yield* accepted(world, one)) return;
  if (yield* filed(world, one)) return;
  for (;;) {
    if (yield* sent(world, one)) return;
    if (yield* handled(world, one)) return;
    if (yield* answered(world, one)) return;
    if (one.round > 1 || !has(one, 'reopen')) break;
    const at = awake(new Date(one.at.getTime() + one.dice.between(3, 30) * 3_600_000));
    yield at;
    await take(world, one, incidents.reopen, one.reporter, at, { reason: one.dice.pick(phrases.reopenings), ...numberOf(one) });
    if (stopped(one, 'reopen')) return;
    one.round += 1;
  }
  yield* ended(world, one);
}

export async function reported(world: World, plan: Plan, dice: Dice): Promise<Underway> {
  const { matter, grid, place, by, reportedAt: at } = plan;
  const spot = plan.spot ?? await placeInside(world.house.db, grid.id, Math.floor(dice.next() * 2 ** 31));
  const worker = by === 'worker' ? await workerOf(world, grid.id, at) : null;
  const actor = worker ?? (by === 'jumin' ? world.cast.called('jumin', at) : by === 'hotline' ? world.cast.called('duijie', at) : by === 'walkIn' ? world.cast.called(desks[0], at) : passerBy);
  const found = matter.scene !== null && (worker !== null || dice.happens(0.5)) ? [await world.picture(matter.scene, 'found', dice.happens(0.5) ? 0 : 1)] : [];
  const named = by === 'hotline' || by === 'walkIn' || (by === 'resident' && dice.happens(0.7));
  const moved = await performed(world.house, incidents.report, {
    description: (worker ? matter.asWorker : matter.asResident).replaceAll('{p}', place), ...(worker !== null || by === 'hotline' || by === 'walkIn' ? { class: matter.class } : {}),
    place: spot ? { ...spot, datum: 'wgs84' } : { areaId: grid.id, address: place }, photos: found,
    source: worker ? 'gridWorker' : by === 'hotline' ? 'hotline' : by === 'walkIn' ? 'walkIn' : 'resident',
    ...(named ? { reporter: { name: phrases.reporterName(dice), phone: `0635-0${Math.floor(dice.between(100_000, 999_999))}` } } : {}),
  }, { actor, clock: at });
  return {
    plan, dice, id: moved.caseId, number: moved.number, code: world.house.followCodes.of(moved.caseId), reporter: by === 'worker' || by === 'jumin' ? actor : passerBy, at, state: moved.state,
    dispute: world.classes.byCode.get(matter.class)?.kind === 'dispute', spot, round: 1, leadUnitId: 0, handler: 0, satisfied: null,
  };
}

/** @returns whether it is over */
async function* accepted(world: World, one: Underway): Part<boolean> {
  const { plan, dice } = one;
  if (has(one, 'settle') && plan.by === 'worker') return yield* settled(world, one);
  let at = workedOn(one.at, dice.between(4, 70) * plan.pace, world.calendar, dice);
  yield at;
  if (has(one, 'decline') && dice.happens(0.5)) {
    await take(world, one, incidents.decline, desk(world, one, at), at, { reason: dice.pick(phrases.declining) });
    return true;
  }
  await take(world, one, incidents.accept, desk(world, one, at), at, { class: plan.matter.class });
  if (stopped(one, 'accept')) return true;
  if (has(one, 'settle')) return yield* settled(world, one);
  if (one.state === 'verifying') {
    at = workedOn(at, dice.between(15, 150) * plan.pace, world.calendar, dice);
    yield at;
    const verifierId = (await named(world, one)).verifierId ?? 0;
    const result = has(one, 'notExists') ? 'notExists' : has(one, 'unable') ? 'unable' : 'exists';
    await take(world, one, incidents.verify, world.cast.actor(verifierId, at), at, {
      result, note: dice.pick(phrases.verifying[result]), photos: plan.matter.scene !== null && dice.happens(0.35) ? [await world.picture(plan.matter.scene, 'found', 1)] : [],
    });
    if (stopped(one, 'verify')) return true;
    if (result === 'unable') {
      at = workedOn(at, dice.between(60, 200), world.calendar, dice);
      yield at;
      await take(world, one, incidents.verify, world.cast.actor(verifierId, at), at, { result: 'exists', note: '第二次到现场，情况属实' });
    }
  }
  if (!has(one, 'notExists') && !has(one, 'decline')) return false;
  at = workedOn(at, dice.between(5, 60) * plan.pace, world.calendar, dice);
  yield at;
  await take(world, one, incidents.decline, desk(world, one, at), at, { reason: has(one, 'notExists') ? phrases.notFound : dice.pick(phrases.declining) });
  return true;
}

/** By the worker of the grid, on the spot; whoever reported it is told by the desk. */
async function* settled(world: World, one: Underway): Part<boolean> {
  const { plan, dice } = one;
  const at = workedOn(one.at, dice.between(3, 40) * plan.pace, world.calendar, dice);
  yield at;
  const worker = plan.by === 'worker' ? one.reporter : await workerOf(world, plan.grid.id, at);
  await take(world, one, incidents.settle, worker ?? desk(world, one, at), at, { result: plan.matter.result, photos: await evidence(world, one), ...lossOf(one) });
  if (stopped(one, 'settle')) return true;
  if (!(yield* answered(world, one))) yield* ended(world, one);
  return true;
}

async function* filed(world: World, one: Underway): Part<boolean> {
  const { plan, dice } = one;
  let at = workedOn(one.at, dice.between(4, 60) * plan.pace, world.calendar, dice);
  if (one.dispute) {
    yield at;
    const agreed = !has(one, 'refuseConsent');
    await take(world, one, incidents.consent, desk(world, one, at), at, { agreed, note: agreed ? '双方当事人同意调解' : '一方当事人明确表示不愿调解，已告知可向法院起诉' });
    if (stopped(one, 'consent')) return true;
    if (!agreed) {
      if (!(yield* answered(world, one))) yield* ended(world, one);
      return true;
    }
    at = workedOn(at, dice.between(4, 40) * plan.pace, world.calendar, dice);
  }
  yield at;
  await take(world, one, incidents.file, desk(world, one, at), at, {});
  return stopped(one, 'file');
}

/** To the unit, and back as often as its plan says. */
async function* sent(world: World, one: Underway): Part<boolean> {
  const { plan, dice } = one;
  const returns = has(one, 'triage') ? 2 : has(one, 'return') ? 1 : 0;
  const refusedBy: number[] = [];
  for (let tries = 0; ; tries += 1) {
    let at = workedOn(one.at, dice.between(4, 50) * plan.pace, world.calendar, dice);
    yield at;
    if (has(one, 'escalate') && one.round === 1 && tries === 0) {
      // Where neither courtyard nor village can mediate, the township does.
      for (const reason of phrases.escalations.slice(0, plan.lead === 'TJW' ? 1 : 2)) {
        await take(world, one, incidents.escalate, desk(world, one, at), at, { reason });
        at = workedOn(at, dice.between(5, 60) * plan.pace, world.calendar, dice);
        yield at;
      }
    }
    const units = await unitsFor(world, one, at, refusedBy);
    one.leadUnitId = units[0] ?? 0;
    one.handler = dice.pick(world.cast.handlers(one.leadUnitId));
    const sending = { leadUnitId: one.leadUnitId, coUnitIds: plan.co?.map(world.cast.unitId) ?? (has(one, 'co') ? units.slice(1, 2) : []), note: dice.happens(0.4) ? dice.pick(phrases.sending) : '' };
    const joint = tries >= 2;
    await (joint
      ? take(world, one, incidents.triage, desk(world, one, at), at, { ...sending, participantUnitIds: [...new Set([...refusedBy, one.leadUnitId, world.cast.unitId('ZHZX')])].slice(0, 6), minutes: '三家到现场看过，按权责清单由本单位牵头，其余配合' })
      : take(world, one, incidents.dispatch, desk(world, one, at), at, sending));
    if (stopped(one, joint ? 'triage' : 'dispatch')) return true;
    if (tries >= returns) return false;
    at = workedOn(at, dice.between(15, 160) * plan.pace, world.calendar, dice);
    yield at;
    await take(world, one, incidents.returnCase, world.cast.actor(one.handler, at), at, dice.pick(phrases.returning));
    refusedBy.push(one.leadUnitId);
    if (stopped(one, tries === 0 ? 'return' : 'returnAgain')) return true;
  }
}

async function* handled(world: World, one: Underway): Part<boolean> {
  const { plan, dice } = one;
  const limit = minutesOf(world.classes.byCode.get(plan.matter.class)?.deadline ?? { amount: 5, unit: 'workingDays' }, world);
  const brisk = Math.min(1, limit / 900);
  let at = workedOn(one.at, dice.between(8, 120) * brisk * plan.pace, world.calendar, dice);
  yield at;
  const handler = (when: Date): Actor => world.cast.actor(one.handler, when);
  await take(world, one, incidents.acknowledge, handler(at), at, {});
  if (stopped(one, 'acknowledge')) return true;
  at = workedOn(at, dice.between(8, 100) * brisk * plan.pace, world.calendar, dice);
  yield at;
  await take(world, one, incidents.handle, handler(at), at, { note: dice.pick(phrases.handling) });
  if (stopped(one, 'handle')) return true;
  if (yield* spoken(world, one)) return true;
  if (yield* asked(world, one)) return true;

  for (let attempt = 1; ; attempt += 1) {
    at = workedOn(one.at, Math.max(10, limit * dice.between(0.2, 0.62) * (attempt > 1 ? 0.3 : 1)) * plan.pace, world.calendar, dice);
    yield at;
    await take(world, one, incidents.deliver, handler(at), at, {
      result: attempt > 1 ? `重新处理：${plan.matter.result}` : plan.matter.result, photos: await evidence(world, one), ...lossOf(one), ...(one.dispute ? { outcome: has(one, 'failed') ? 'failed' : 'agreed' } : {}),
    });
    if (stopped(one, 'deliver')) return true;
    at = workedOn(at, dice.between(15, 200) * plan.pace, world.calendar, dice);
    yield at;
    if (one.state === 'checking' && has(one, 'uncheckable')) {
      await take(world, one, incidents.check, await checker(world, one, at), at, { result: 'unable', note: '现场锁门，未能看到' });
      if (stopped(one, 'checkUnable')) return true;
      at = workedOn(at, dice.between(20, 120), world.calendar, dice);
      yield at;
    }
    const fails = attempt === 1 && has(one, 'rework');
    await take(world, one, incidents.check, await checker(world, one, at), at, {
      result: fails ? 'fail' : 'pass', note: dice.pick(fails ? phrases.failing : phrases.passing),
      photos: plan.matter.scene !== null && dice.happens(0.3) ? [await world.picture(plan.matter.scene, fails ? 'found' : 'done', 1)] : [],
    });
    if (stopped(one, 'check')) return true;
    if (!fails) return false;
    at = workedOn(at, dice.between(20, 120) * plan.pace, world.calendar, dice);
    yield at;
    await take(world, one, incidents.handle, handler(at), at, { note: '返工，已重新安排人' });
  }
}

/** Urged, carded, spoken to while it is handled. */
async function* spoken(world: World, one: Underway): Part<boolean> {
  const { dice, plan } = one;
  const later = (minutes: number): Date => workedOn(one.at, minutes * plan.pace, world.calendar, dice);
  if (has(one, 'message')) {
    for (const [index, code] of (plan.co ?? ['KD1', 'KD2']).entries()) {
      const at = later(dice.between(3, 12));
      yield at;
      await take(world, one, incidents.message, desk(world, one, at), at, { unitId: world.cast.unitId(code), text: phrases.messages[index % phrases.messages.length] ?? '' });
    }
    if (stopped(one, 'message')) return true;
  }
  if (has(one, 'urge') || has(one, 'urgeByReporter')) {
    const at = has(one, 'urge') ? later(dice.between(60, 300)) : awake(new Date(one.at.getTime() + dice.between(5, 20) * 3_600_000));
    yield at;
    await (has(one, 'urge')
      ? take(world, one, incidents.urge, desk(world, one, at), at, { note: dice.pick(phrases.urging) })
      : take(world, one, incidents.urge, one.reporter, at, { note: '已经好几天了，请问办到哪一步了？', ...numberOf(one) }));
  }
  for (const level of ['yellow', 'red'] as const) {
    if (!has(one, level)) continue;
    const at = later(dice.between(120, 500));
    yield at;
    await take(world, one, incidents.supervise, world.cast.called('zhenling', at), at, { level, reason: phrases.cards[level] });
    if (stopped(one, level)) return true;
  }
  if (!has(one, 'forceClose')) return false;
  const at = later(dice.between(300, 800));
  yield at;
  await take(world, one, incidents.forceClose, world.cast.called('zhenling', at), at, { reason: '事项已进入法定程序，按规定不再由平台办理，已书面告知反映人' });
  return true;
}

/** Time asked for. */
async function* asked(world: World, one: Underway): Part<boolean> {
  const { dice, plan } = one;
  const extension = has(one, 'extension') || has(one, 'extensionRefused');
  if (!extension && !has(one, 'suspension')) return false;
  let at = workedOn(one.at, dice.between(40, 240) * plan.pace, world.calendar, dice);
  yield at;
  const handler = (when: Date): Actor => world.cast.actor(one.handler, when);
  if (extension) await take(world, one, incidents.requestExtension, handler(at), at, { workingDays: Math.ceil(dice.between(1, 4)), reason: dice.pick(phrases.extending) });
  else await take(world, one, incidents.requestSuspension, handler(at), at, { until: dayOf(new Date(at.getTime() + Math.ceil(dice.between(3, 9)) * 86_400_000)), reason: dice.pick(phrases.suspending) });
  if (stopped(one, 'request')) return true;
  at = workedOn(at, dice.between(10, 90) * plan.pace, world.calendar, dice);
  yield at;
  if (has(one, 'extensionRefused')) await take(world, one, incidents.refuseRequest, desk(world, one, at), at, { reason: '材料不足，不影响按期办结，请抓紧' });
  else await take(world, one, incidents.approve, desk(world, one, at), at, { note: '情况属实，同意' });
  if (stopped(one, 'approve')) return true;
  if (extension) return false;
  at = workedOn(at, dice.between(600, 1_500), world.calendar, dice);
  yield at;
  await take(world, one, incidents.resume, handler(at), at, { note: '条件具备，恢复办理' });
  return stopped(one, 'resume');
}

/** What the reporter hears, and what he says to it. */
async function* answered(world: World, one: Underway): Part<boolean> {
  const { dice, plan } = one;
  const unheard = plan.by === 'worker';
  let at = workedOn(one.at, dice.between(6, 120) * plan.pace, world.calendar, dice);
  if (!unheard) {
    yield at;
    await take(world, one, incidents.feedback, desk(world, one, at), at, { text: has(one, 'refuseConsent') ? phrases.refusedAnswer : phrases.answer(dice, plan.matter) });
    if (stopped(one, 'told')) return true;
  }
  if (unheard || has(one, 'unrated')) return false;
  at = awake(new Date(at.getTime() + dice.between(0.4, 34) * 3_600_000));
  yield at;
  const satisfied = !has(one, 'unsatisfied') && !(has(one, 'reopen') && one.round === 1);
  one.satisfied = satisfied;
  await take(world, one, incidents.rate, one.reporter, at, { satisfied, comment: dice.pick(satisfied ? phrases.thanks : phrases.complaints), ...numberOf(one) });
  return stopped(one, 'rate');
}

async function* ended(world: World, one: Underway): Course {
  const { dice } = one;
  let at = workedOn(one.at, one.plan.by === 'worker' || !has(one, 'unrated') ? dice.between(10, 260) : dice.between(1_300, 2_600), world.calendar, dice);
  yield at;
  await take(world, one, incidents.close, desk(world, one, at), at, { note: one.satisfied === false ? '已当面解释：超出本镇权限的部分已转市级部门，反映人理解' : '' });
  if (stopped(one, 'close')) return;
  at = workedOn(at, dice.between(30, 600), world.calendar, dice);
  yield at;
  await take(world, one, incidents.evaluate, desk(world, one, at), at, { note: dice.pick(phrases.evaluating) });
}

async function take<Op extends Command>(world: World, one: Underway, bound: BoundCommand<Op>, actor: Actor, at: Date, input: object): Promise<z.output<Op['output']>> {
  const moved = await performed(world.house, bound, { caseId: one.id, ...input }, { actor, clock: at });
  const { state } = moved as Moved; // every step answers with it
  one.state = state;
  one.at = at;
  return moved;
}

export function desk(world: World, one: Underway, at: Date): Actor {
  return world.cast.called(desks[one.plan.grid.id % 2] ?? 'diaodu01', at);
}

function has(one: Underway, twist: Twist): boolean {
  return one.plan.twists.has(twist);
}

function stopped(one: Underway, step: string): boolean {
  return one.plan.stop === step || one.plan.stop === one.state;
}

/** Number and code are what a reporter without an account has in his hand. */
function numberOf(one: Underway): { number?: string; code?: string } {
  return one.reporter.personId === null ? { number: one.number, code: one.code } : {};
}

/** Whom the case names to verify or check it now. */
async function named(world: World, one: Underway): Promise<{ readonly verifierId: number | null; readonly checkerId: number | null }> {
  const found = await asHouse(world.house.db, 'survey', (inside) => findCase(inside, { caseId: one.id }));
  return { verifierId: found?.folded.verifierId ?? null, checkerId: found?.folded.checkerId ?? null };
}

/** Whoever the case names to check it, or the desk. */
async function checker(world: World, one: Underway, at: Date): Promise<Actor> {
  const { checkerId } = await named(world, one);
  return one.state === 'checking' && checkerId !== null ? world.cast.actor(checkerId, at) : desk(world, one, at);
}

/** The first of the grid's own workers. */
async function workerOf(world: World, gridId: number, at: Date): Promise<Actor | null> {
  const [first] = await gridWorkersOf(world.house.db, [gridId], dayOf(at));
  return first ? world.cast.actor(first.personId, at) : null;
}

/** As suggested, without units that gave it back and units in which nobody handles. */
async function unitsFor(world: World, one: Underway, at: Date, refusedBy: readonly number[]): Promise<number[]> {
  if (one.plan.lead !== undefined) return [world.cast.unitId(one.plan.lead)];
  const suggested = await world.suggested(one.plan.matter.class, one.plan.grid.path, one.dispute && !has(one, 'escalate') ? 'courtyard' : one.dispute ? 'township' : null, at);
  return suggested.filter((unitId) => !refusedBy.includes(unitId) && world.cast.handlers(unitId).length > 0);
}

/** As many pictures as the class asks for; drawn scenes show what was done. */
async function evidence(world: World, one: Underway): Promise<string[]> {
  const { matter } = one.plan;
  const asked = world.classes.byCode.get(matter.class)?.evidencePhotos ?? 0;
  const count = Math.max(asked, matter.scene !== null && one.dice.happens(0.5) ? 1 : 0);
  return Promise.all(Array.from({ length: count }, (_, index) => world.picture(matter.scene ?? 'office', 'done', index % 2)));
}

function lossOf(one: Underway): { lossAvoidedYuan?: number; lossMethod?: string } {
  const { loss } = one.plan.matter;
  return loss === null ? {} : { lossAvoidedYuan: loss.yuan, lossMethod: loss.method };
}

/** A limit in working minutes, for a story that keeps or misses it: roughly, where it is counted in days of nature. */
export function minutesOf({ amount, unit }: Duration, { calendar }: { readonly calendar: Calendar }): number {
  const day = minutesPerWorkingDay(calendar);
  switch (unit) {
    case 'workingHours': return amount * 60;
    case 'workingDays': return amount * day;
    case 'naturalDays': return (amount * day * 5) / 7;
    case 'hours': return amount * 30;
    case 'minutes': return amount / 2;
  }
}
