import { addWorkingMinutes, dayOf } from '../../../platform/core/calendar.ts';
import type { StepData } from '../../../domains/incidents/rules/case.ts';
import { shippedReturnRules } from '../../../domains/dispatch/taxonomy.ts';
import { evaluationOf } from '../../../domains/incidents/rules/evaluation.ts';
import { cards } from '../../../domains/incidents/rules/steps.ts';
import { minutesOf } from '../life.ts';
import type { Matter } from '../matters.ts';
import * as phrases from '../phrases.ts';
import { awake, type Dice } from '../world.ts';
import { begin, fire, take, type Pen } from './pen.ts';
import type { CityWorld, Grid, Person, Unit } from './world.ts';

// What becomes of a case, from its report as far as the end of the city's time lets it come.

export type By = 'worker' | 'hotline' | 'resident' | 'walkIn';
export type CasePlan = {
  readonly at: number; readonly grid: Grid; readonly matter: Matter; readonly by: By;
  /** The resident who has an account; whoever has none is nobody here. */
  readonly resident: Person | null;
};
type Told = CasePlan & { readonly pen: Pen; readonly dice: Dice; readonly desk: Person; readonly pace: number };

/** The report alone. */
export function reported(world: CityWorld, until: number, plan: CasePlan, dice: Dice): Told {
  const { grid, matter, by } = plan;
  const found = world.classes.byCode.get(matter.class);
  const desk = dice.pick(grid.township.desk);
  const actor = by === 'worker' ? worker(grid) : by === 'hotline' ? world.hotline : by === 'walkIn' ? desk : plan.resident;
  const byWorker = by === 'worker' || by === 'walkIn';
  // Residents choose no class on the way in; the desk does.
  const withClass = by !== 'resident';
  const pictures = matter.scene === null ? [] : world.pictures[matter.scene].found;
  const data: StepData = {
    class: withClass ? matter.class : null, hasReporter: by !== 'worker', needsVerification: !byWorker && (withClass ? found?.verification ?? true : true),
    disputeLevel: withClass && found?.kind === 'dispute' ? 'courtyard' : null,
  };
  const photos = pictures.length > 0 && dice.happens(by === 'worker' ? 0.8 : 0.35) ? [dice.pick(pictures)] : [];
  const pace = dice.happens(0.11) ? dice.between(1.9, 4.2) : dice.between(0.35, 1.1);
  return { ...plan, dice, desk, pace, pen: begin(world, until, plan.at, actor, { data, photos, reporterPersonId: actor?.id ?? null }) };
}

export function live(told: Told): void {
  through(told);
  fire(told.pen, told.pen.until);
}

function through(told: Told): void {
  if (!accepted(told)) return;
  // Settled on the spot there is nothing to send anywhere; a party may not want mediation.
  if (hasResult(told)) { concluded(told); return; }
  if (!filed(told)) return;
  if (hasResult(told)) { concluded(told); return; }
  for (let round = 1; ; round += 1) {
    if (!sent(told) || !handled(told)) return;
    if (!answered(told, round === 1)) return;
    if (told.pen.state.state !== 'filed') break;
  }
  ended(told);
}

function hasResult({ pen }: Told): boolean {
  return pen.state.state === 'feedback';
}

function concluded(told: Told): void {
  if (answered(told, false)) ended(told);
}

/** @returns whether it goes on */
function accepted(told: Told): boolean {
  const { pen, dice, grid, matter, by, desk } = told;
  const found = pen.world.classes.byCode.get(matter.class);
  const settleable = found?.settleable ?? false;
  if (by === 'worker' && settleable && dice.happens(0.82)) return settled(told, pen.at + minutes(dice.between(2, 45)));
  let at = workedOn(told, dice.between(4, 70));
  if (by !== 'worker' && dice.happens(0.035)) {
    take(pen, 'decline', at, desk, 'desk', { note: dice.pick(phrases.declining) });
    return false;
  }
  const verifier = pen.state.needsVerification && (found?.verification ?? true) ? grid.field.find(({ id }) => id !== pen.reporterPersonId) ?? null : null;
  if (!take(pen, 'accept', at, desk, 'desk', {
    detail: { named: verifier !== null },
    data: { verifierId: verifier?.id ?? null, class: matter.class, disputeLevel: found?.kind === 'dispute' ? 'courtyard' : null },
  })) return false;
  if (settleable && by !== 'worker' && dice.happens(0.3)) return settled(told, workedOn(told, dice.between(15, 150)));
  if (verifier === null) return true;
  at = workedOn(told, dice.between(15, 170));
  const result = dice.happens(0.04) ? 'notExists' : dice.happens(0.03) ? 'unable' : 'exists';
  const seen = matter.scene !== null && result === 'exists' && dice.happens(0.3) ? pen.world.pictures[matter.scene].found.slice(-1) : [];
  if (!take(pen, 'verify', at, verifier, 'verifier', { detail: { result }, data: { result }, note: dice.pick(phrases.verifying[result]), photos: seen })) return false;
  if (result === 'unable' && !take(pen, 'verify', workedOn(told, dice.between(60, 200)), verifier, 'verifier', { detail: { result: 'exists' }, data: { result: 'exists' }, note: '第二次到现场，情况属实' })) return false;
  if (result !== 'notExists') return true;
  take(pen, 'decline', workedOn(told, dice.between(5, 60)), desk, 'desk', { note: phrases.notFound });
  return false;
}

/** On the spot, by a worker of the grid. */
function settled(told: Told, at: number): boolean {
  const { pen, grid, matter } = told;
  return take(pen, 'settle', at, worker(grid), 'gridWorker', { data: { result: matter.result, ...lossOf(matter) }, detail: lossOf(matter), note: matter.result, photos: evidence(told) });
}

function filed(told: Told): boolean {
  const { pen, dice, desk } = told;
  if (pen.state.disputeLevel !== null) {
    const agreed = !dice.happens(0.12);
    if (!take(pen, 'consent', workedOn(told, dice.between(4, 60)), desk, 'desk', { detail: { agreed }, data: { agreed }, note: agreed ? '双方当事人同意调解' : '一方当事人明确表示不愿调解，已告知可向法院起诉' })) return false;
    if (!agreed) return true;
  }
  return take(pen, 'file', workedOn(told, dice.between(4, 60)), desk, 'desk');
}

/** To the unit, and back as often as chance has it. */
function sent(told: Told): boolean {
  const { pen, dice, desk, grid } = told;
  if (pen.state.disputeLevel !== null) {
    // Neither courtyard nor village could mediate: the township does.
    for (const reason of phrases.escalations) {
      if (pen.state.disputeLevel !== 'township' && !take(pen, 'escalate', workedOn(told, dice.between(30, 400)), desk, 'desk', { note: reason })) return false;
    }
  }
  const units = unitsFor(told);
  const returns = units.length < 3 || pen.state.disputeLevel !== null ? 0 : dice.happens(0.045) ? 1 : dice.happens(0.008) ? 2 : 0;
  for (let tries = 0; ; tries += 1) {
    const joint = tries >= 2;
    // The first who are asked give it back; the last is the one whose it is.
    const lead = units[(returns - tries + units.length) % units.length] ?? known(units[0]);
    const others = dice.happens(0.1) && units.length > 1 ? [units.find(({ id }) => id !== lead.id) ?? lead] : [];
    const sending: StepData = { leadUnitId: lead.id, leadName: lead.name, coUnitIds: others.map(({ id }) => id), ...(others.length > 0 ? { coNames: others.map(({ name }) => name) } : {}) };
    const note = dice.happens(0.3) ? dice.pick(phrases.sending) : '';
    const at = workedOn(told, dice.between(4, 60));
    if (!(joint
      ? take(pen, 'triage', at, desk, 'desk', { data: { ...sending, participantUnitIds: [...new Set([...pen.state.returnedBy, lead.id])], text: '三家到现场看过，按权责清单由本单位牵头，其余配合' }, detail: { unitLevel: 'township' }, note })
      : take(pen, 'dispatch', at, desk, 'desk', { data: sending, detail: { unitLevel: 'township' }, note }))) return false;
    if (tries >= returns) break;
    const handler = handlerOf(told, lead);
    const { ruleCode, reason } = dice.pick(phrases.returning);
    if (!take(pen, 'return', workedOn(told, dice.between(15, 200)), handler, 'lead', { data: { ruleCode, text: ruleNames.get(ruleCode) ?? '' }, note: reason })) return false;
  }
  if (dice.happens(0.006)) {
    const checkpoint = grid.township.offices.get('KD1');
    if (checkpoint) return take(pen, 'message', workedOn(told, dice.between(3, 12)), desk, 'desk', { data: { unitId: checkpoint.id, unitName: checkpoint.name, text: dice.pick(phrases.messages) } });
  }
  return true;
}

function handled(told: Told): boolean {
  const { pen, dice, matter, pace, desk } = told;
  const found = pen.world.classes.byCode.get(matter.class);
  const limit = minutesOf(found?.deadline ?? { amount: 5, unit: 'workingDays' }, told.pen.world);
  const brisk = Math.min(1, limit / 900);
  const handler = handlerOf(told, leadOf(told));
  if (!take(pen, 'acknowledge', workedOn(told, dice.between(8, 130) * brisk), handler, 'lead')) return false;
  if (!take(pen, 'handle', workedOn(told, dice.between(8, 110) * brisk), handler, 'lead', { note: dice.pick(phrases.handling) })) return false;
  if (!spoken(told) || !asked(told, handler)) return false;
  for (let attempt = 1; ; attempt += 1) {
    const at = workedOn(told, Math.max(10, limit * dice.between(0.12, 0.72) * (attempt > 1 ? 0.3 : 1)));
    const checker = checkerFor(told);
    const outcome = pen.state.disputeLevel === null ? {} : { outcome: dice.happens(0.12) ? 'failed' : 'agreed' };
    const result = attempt > 1 ? `重新处理：${matter.result}` : matter.result;
    if (!take(pen, 'deliver', at, handler, 'lead', {
      detail: { ...lossOf(matter), ...outcome, named: checker !== null }, data: { result, ...lossOf(matter), ...outcome, checkerId: checker?.id ?? null }, note: result, photos: evidence(told),
    })) return false;
    if (checker !== null && dice.happens(0.03) && !take(pen, 'check', workedOn(told, dice.between(20, 200)), checker, 'checker', { detail: { result: 'unable' }, data: { result: 'unable' }, note: '现场锁门，未能看到' })) return false;
    const fails = attempt === 1 && dice.happens(0.055);
    const who = pen.state.state === 'checking' && checker !== null ? checker : desk;
    const verdict = fails ? 'fail' : 'pass';
    if (!take(pen, 'check', workedOn(told, dice.between(15, 240)), who, who === desk ? 'desk' : 'checker', { detail: { result: verdict }, data: { result: verdict }, note: dice.pick(fails ? phrases.failing : phrases.passing) })) return false;
    if (!fails) return true;
    if (!take(pen, 'handle', workedOn(told, dice.between(20, 140) * pace), handler, 'lead', { note: '返工，已重新安排人' })) return false;
  }
}

/** Urged and carded while it is handled; once in a long while closed by force. */
function spoken(told: Told): boolean {
  const { pen, dice, desk, pace, grid } = told;
  const isSlow = pace > 1.8;
  if (dice.happens(isSlow ? 0.35 : 0.02)) {
    const byReporter = pen.state.hasReporter && dice.happens(0.5);
    const at = byReporter ? awake(new Date(pen.at + dice.between(5, 20) * 3_600_000)).getTime() : workedOn(told, dice.between(60, 300));
    if (!take(pen, 'urge', at, byReporter ? null : desk, byReporter ? 'reporter' : 'desk', { note: byReporter ? '已经好几天了，请问办到哪一步了？' : dice.pick(phrases.urging) })) return false;
  }
  for (const [level, chance] of [['yellow', 0.16], ['red', 0.25]] as const) {
    if (!isSlow || !dice.happens(chance)) return true;
    // A second round keeps the card of the first.
    if (pen.state.card !== null && cards.indexOf(pen.state.card) >= cards.indexOf(level)) continue;
    if (!take(pen, 'supervise', workedOn(told, dice.between(120, 500)), grid.township.leader, 'supervisor', { detail: { level }, data: { level }, note: phrases.cards[level] })) return false;
  }
  if (!dice.happens(0.2)) return true;
  take(pen, 'forceClose', workedOn(told, dice.between(300, 800)), grid.township.leader, 'supervisor', { note: '事项已进入法定程序，按规定不再由平台办理，已书面告知反映人' });
  return false;
}

/** Time asked for. */
function asked(told: Told, handler: Person): boolean {
  const { pen, dice, desk } = told;
  const kind = dice.happens(0.035) ? 'extension' : dice.happens(0.02) ? 'suspension' : null;
  if (kind === null) return true;
  const at = workedOn(told, dice.between(40, 240));
  const reason = dice.pick(kind === 'extension' ? phrases.extending : phrases.suspending);
  const data: StepData = kind === 'extension' ? { workingDays: Math.ceil(dice.between(1, 4)), text: reason } : { until: dayOf(new Date(at + Math.ceil(dice.between(3, 12)) * 86_400_000)), text: reason };
  if (!take(pen, kind === 'extension' ? 'requestExtension' : 'requestSuspension', at, handler, 'lead', { data, note: reason })) return false;
  if (dice.happens(0.25)) return take(pen, 'refuse', workedOn(told, dice.between(10, 90)), desk, 'desk', { note: '材料不足，不影响按期办结，请抓紧' });
  if (!take(pen, 'approve', workedOn(told, dice.between(10, 90)), desk, 'desk', { note: '情况属实，同意' })) return false;
  return kind === 'extension' || take(pen, 'resume', workedOn(told, dice.between(600, 2_400)), handler, 'lead', { note: '条件具备，恢复办理' });
}

/** What the reporter hears, and what he says to it; he may want it done again. */
function answered(told: Told, mayReopen: boolean): boolean {
  const { pen, dice, desk, matter } = told;
  if (!pen.state.hasReporter) return true;
  const refused = pen.state.disputeConsent === false;
  if (!take(pen, 'feedback', workedOn(told, dice.between(6, 150)), desk, 'desk', { data: { text: refused ? phrases.refusedAnswer : phrases.answer(dice, matter) } })) return false;
  if (dice.happens(0.38)) return true;
  const at = awake(new Date(pen.at + dice.between(0.4, 60) * 3_600_000)).getTime();
  const satisfied = !dice.happens(0.085);
  if (!take(pen, 'rate', at, told.resident, 'reporter', { data: { satisfied }, note: dice.happens(0.3) ? dice.pick(satisfied ? phrases.thanks : phrases.complaints) : '' })) return false;
  if (satisfied || !mayReopen || !dice.happens(0.4)) return true;
  return take(pen, 'reopen', awake(new Date(pen.at + dice.between(0.2, 30) * 3_600_000)).getTime(), told.resident, 'reporter', { note: dice.pick(phrases.reopenings) });
}

function ended(told: Told): void {
  const { pen, dice, desk } = told;
  const waits = pen.state.hasReporter && pen.state.satisfied === null;
  const note = pen.state.satisfied === false ? '已当面解释：超出本镇权限的部分已转市级部门，反映人理解' : '';
  if (!take(pen, 'close', workedOn(told, waits ? dice.between(900, 2_400) : dice.between(10, 260)), desk, 'desk', { detail: { note }, note })) return;
  take(pen, 'evaluate', workedOn(told, dice.between(200, 2_000)), desk, 'desk', { data: { evaluation: evaluationOf(pen.state, pen.clocks) }, note: dice.pick(phrases.evaluating) });
}

/** Two tell of the same matter: the later report goes into the earlier case, while that one is open. @returns whether it did */
export function mergedInto(told: Told, lead: { readonly id: string; readonly number: string }, leadEndsAt: number): boolean {
  const { pen, dice, desk } = told;
  const at = workedOn(told, dice.between(3, 25));
  if (at >= leadEndsAt || at > pen.until) return false;
  const isTaken = take(pen, 'merge', at, desk, 'desk', { data: { intoCaseId: lead.id, number: lead.number }, detail: { target: { state: 'reported', same: false } } });
  fire(pen, pen.until);
  return isTaken;
}

/** The offices that a matter may go to, its own first. */
function unitsFor({ pen, matter, grid }: Told): Unit[] {
  const { offices } = grid.township;
  const own = pen.state.disputeLevel === null ? officeOf(matter.class) : 'SFS';
  const all = [own, ...['ZFD', 'HWS', 'MZB'].filter((code) => code !== own)].flatMap((code) => offices.get(code) ?? []);
  if (all.length === 0) throw new Error(`${grid.township.area.name} has no offices`);
  // Some matters are the city's own.
  const department = pen.world.departments.get(departmentOf[matter.class.slice(0, 4)] ?? '');
  return department && pen.state.disputeLevel === null && grid.area.id % 4 === 0 ? [department, ...all] : all;
}

/** As the demo's routing table has it: the longest beginning wins. */
const officeByClass: readonly (readonly [string, string])[] = [
  ['020201', 'GDS'], ['020402', 'GDS'], ['110102', 'GDS'], ['110101', 'ZLS'], ['080501', 'NFZ'], ['100303', 'HWS'], ['020202', 'SJS'], ['110302', 'WSY'], ['110303', 'WSY'], ['130302', 'MZB'],
  ['0205', 'PCS'], ['1001', 'PCS'], ['1002', 'HWS'], ['0201', 'ZFD'], ['0801', 'ZFD'], ['0803', 'ZFD'], ['0804', 'NFZ'], ['0805', 'NFZ'], ['1105', 'SJS'], ['1402', 'MZB'],
  ['02', 'YJB'], ['03', 'PCS'], ['04', 'YJB'], ['05', 'HWS'], ['06', 'HWS'], ['07', 'ZFD'], ['08', 'ZFD'], ['09', 'YJB'], ['10', 'PCS'], ['14', 'NFZ'],
];
const departmentOf: Readonly<Record<string, string>> = {
  '0201': 'S-ZJJ', '0204': 'S-RQG', '0703': 'S-ZRJ', '0802': 'S-STJ', '0902': 'S-SLJ', '1002': 'S-JTJ', '1003': 'S-JTJ', '1102': 'S-YBJ', '1103': 'S-JYJ', '1104': 'S-ZJJ', '1302': 'S-FLH', '1303': 'S-CLH', '1501': 'S-XFJ', '0302': 'S-GAJ', '0401': 'S-XFZ',
};

function officeOf(code: string): string {
  return officeByClass.find(([begin]) => code.startsWith(begin))?.[1] ?? 'MZB';
}

const ruleNames = new Map(shippedReturnRules.map(({ code, name }) => [code, name]));

function leadOf({ pen, grid }: Told): Unit {
  const id = pen.state.leadUnitId;
  return known([...grid.township.offices.values(), ...pen.world.departments.values()].find((unit) => unit.id === id));
}

function handlerOf({ grid, at }: Told, unit: Unit): Person {
  return known(unit.handlers[(grid.area.id + Math.floor(at / 1_000)) % Math.max(1, unit.handlers.length)]);
}

/** Somebody of the field who neither reported nor handled it. */
function checkerFor({ pen, grid }: Told): Person | null {
  return grid.field.find(({ id }) => id !== pen.reporterPersonId && !pen.state.handledBy.includes(id)) ?? null;
}

function worker(grid: Grid): Person {
  return known(grid.field[0]);
}

/** As many pictures as the class asks for. */
function evidence({ pen, matter, dice }: Told): string[] {
  const asked = pen.world.classes.byCode.get(matter.class)?.evidencePhotos ?? 0;
  const all = pen.world.pictures[matter.scene ?? 'office'].done;
  return all.slice(0, Math.max(asked, matter.scene !== null && dice.happens(0.4) ? 1 : 0));
}

function lossOf({ loss }: Matter): { lossAvoidedYuan?: number; lossMethod?: string } {
  return loss === null ? {} : { lossAvoidedYuan: loss.yuan, lossMethod: loss.method };
}

function workedOn({ pen, dice, pace }: Told, work: number): number {
  return addWorkingMinutes(new Date(pen.at), Math.max(1, work * pace), pen.world.calendar).at.getTime() + Math.floor(dice.next() * 50_000);
}

function minutes(count: number): number {
  return Math.floor(count * 60_000);
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the city lacks somebody that its story needs');
  return value;
}
