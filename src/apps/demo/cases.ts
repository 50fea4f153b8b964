import { dayOf, isWorkingDay, momentAt } from '../../platform/core/calendar.ts';
import * as incidents from '../../domains/incidents/actions.ts';
import type { AreaRef } from '../../domains/geography/actions.ts';
import { performed } from '../performed.ts';
import type { Course } from '../timeline.ts';
import { desk, lifeOf, onward, reported } from './life.ts';
import { disputeMatters, matters, placesByCommunity, type Matter } from './matters.ts';
import { diceOf, workedOn, workingBack, type Dice, type Plan, type Twist, type World } from './world.ts';

// Which cases there are: some weeks as they come, and what an onlooker shall find at any hour.

export type Township = { readonly communities: readonly { readonly area: AreaRef; readonly grids: readonly AreaRef[] }[] };

const seed = 20_261_122;

/** Courses of cases that have ended or go on at `now`: some 150 in 35 days, and some 75 beside them. */
export function coursesUntil(world: World, township: Township, now: Date, days: number): Course[] {
  const dice = diceOf(seed);
  const source = matterSource(township, dice);
  const everyday = everydayPlans(world, source, dice, now, days);
  const shown = tales(world, source, now);
  return [...everyday, ...shown].map((plan, index) => lifeOf(world, plan, diceOf(seed + 1 + index)))
    .concat(mergedCourses(world, source, now));
}

type Source = {
  /** A matter that was not used yet, with a fitting place in a grid. */
  readonly any: (where?: Partial<Wanted>) => Pick<Plan, 'matter' | 'grid' | 'place' | 'by'>;
};
type Wanted = { readonly class: string; readonly community: string; readonly grid: number; readonly by: Plan['by'] };

function matterSource(township: Township, dice: Dice): Source {
  const used = new Map<Matter, number>();
  const visited = new Map<string, number>();
  const pool = [...matters, ...disputeMatters];
  const fits = (matter: Matter, community: string): boolean => (placesByCommunity[community] ?? []).some(({ kind }) => matter.where.includes(kind));
  return {
    any(where = {}) {
      const wanted = pool.filter((matter) => where.class === undefined || matter.class.startsWith(where.class));
      const here = township.communities.filter(({ area }) => where.community === undefined || area.name === where.community);
      // Where a wanted matter fits nowhere that is wanted, the place gives way.
      const communities = here.filter(({ area }) => wanted.some((matter) => fits(matter, area.name)));
      const { area, grids } = dice.pick(communities.length > 0 ? communities : township.communities.filter((one) => wanted.some((matter) => fits(matter, one.area.name))));
      const fitting = wanted.filter((matter) => fits(matter, area.name));
      // The least used first, so that no two of a week read the same.
      const fewest = Math.min(...fitting.map((matter) => used.get(matter) ?? 0));
      const matter = dice.pick(fitting.filter((one) => (used.get(one) ?? 0) === fewest));
      used.set(matter, fewest + 1);
      const grid = where.grid === undefined ? dice.pick(grids) : grids[where.grid] ?? dice.pick(grids);
      // The two tellings of a matter belong to two kinds of people: the second time the other one tells it.
      const by = where.by ?? (fewest % 2 === 0 ? (dice.happens(0.25) ? 'hotline' : dice.happens(0.12) ? 'walkIn' : 'resident') : 'worker');
      // One place after the other: chance alone would let everything happen in one street.
      const places = (placesByCommunity[area.name] ?? []).filter(({ kind }) => matter.where.includes(kind));
      const key = `${area.name}/${matter.where.join('/')}`;
      const visits = visited.get(key) ?? Math.floor(dice.between(0, places.length));
      visited.set(key, visits + 1);
      return { matter, grid, place: places[visits % places.length]?.name ?? area.name, by };
    },
  };
}

/** Six on a working day, two or three on another; most of them ordinary. */
function everydayPlans(world: World, source: Source, dice: Dice, now: Date, days: number): Plan[] {
  const plans: Plan[] = [];
  for (let back = days; back >= 0; back -= 1) {
    const day = dayOf(new Date(now.getTime() - back * 86_400_000));
    const count = Math.round(isWorkingDay(day, world.calendar) ? dice.between(4, 6.4) : dice.between(1.5, 3.4));
    for (let number = 0; number < count; number += 1) {
      const hour = dice.happens(0.7) ? dice.pick([8, 9, 9, 10, 11, 14, 15, 15, 16, 17]) : dice.pick([7, 12, 13, 18, 19, 20]);
      const reportedAt = new Date(momentAt(day, `${String(hour).padStart(2, '0')}:00`).getTime() + Math.floor(dice.next() * 3_600_000));
      const chosen = source.any();
      const isDispute = disputeMatters.includes(chosen.matter);
      plans.push({ ...chosen, ...(isDispute ? mediation(chosen, dice) : { twists: ordinary(world, chosen, dice) }), reportedAt, pace: dice.happens(0.14) ? dice.between(1.9, 3.6) : dice.between(0.4, 1.15) });
    }
  }
  return plans;
}

/** What happens to an ordinary matter on its way. */
function ordinary(world: World, { matter, by }: Pick<Plan, 'matter' | 'by'>, dice: Dice): ReadonlySet<Twist> {
  const twists: Twist[] = [];
  const settleable = world.classes.byCode.get(matter.class)?.settleable ?? false;
  if (settleable && dice.happens(by === 'worker' ? 0.6 : 0.15)) twists.push('settle');
  else if (by !== 'worker' && dice.happens(0.07)) twists.push('decline');
  else if (by !== 'worker' && dice.happens(0.05)) twists.push('notExists');
  else if (dice.happens(0.04)) twists.push('unable');
  if (dice.happens(0.07)) twists.push('return');
  else if (dice.happens(0.02)) twists.push('triage');
  if (dice.happens(0.05)) twists.push('extension');
  else if (dice.happens(0.03)) twists.push('extensionRefused');
  else if (dice.happens(0.03)) twists.push('suspension');
  if (dice.happens(0.06)) twists.push(by === 'worker' ? 'urge' : 'urgeByReporter');
  if (dice.happens(0.08)) twists.push('rework');
  if (dice.happens(0.05)) twists.push('uncheckable');
  if (dice.happens(0.12)) twists.push('co');
  if (dice.happens(0.4)) twists.push('unrated');
  else if (dice.happens(0.1)) twists.push('unsatisfied');
  else if (by !== 'worker' && dice.happens(0.05)) twists.push('reopen');
  return new Set(twists);
}

/** The courtyard of the first grid mediates there, the committee of its community there, and elsewhere the township. */
function mediation({ grid }: Pick<Plan, 'grid'>, dice: Dice): Pick<Plan, 'twists'> & { lead?: string } {
  const twists: Twist[] = [dice.happens(0.5) ? 'unrated' : 'co'];
  if (dice.happens(0.12)) return { twists: new Set(['refuseConsent', 'unrated']) };
  if (dice.happens(0.1)) twists.push('failed');
  const serial = Number(grid.code.slice(9));
  if (serial === 1001 && dice.happens(0.7)) return { twists: new Set(twists), lead: 'DJY' };
  return { twists: new Set([...twists, 'escalate']), lead: serial < 2000 && dice.happens(0.7) ? 'TJW' : 'SFS' };
}

/** What is to be seen at any hour: every state, work for each who signs in, broken promises and how they were mended. */
function tales(world: World, source: Source, now: Date): Plan[] {
  const back = (minutes: number): Date => workingBack(now, minutes, world.calendar);
  const tale = (minutesBack: number, pace: number, stop: string | undefined, where: Partial<Wanted>, more: readonly Twist[] = [], units: Pick<Plan, 'lead' | 'co'> = {}): Plan =>
    ({ ...source.any(where), reportedAt: back(minutesBack), pace, twists: new Set(more), ...(stop === undefined ? {} : { stop }), ...units });
  const justNow = (minutes: number, where: Partial<Wanted>): Plan => ({ ...source.any(where), reportedAt: recently(now, minutes), pace: 1, twists: new Set(), stop: 'report' });
  const home = { community: '云桥社区' } as const;
  return [
    // The desk's own inbox.
    justNow(6, { class: '0602', by: 'resident' }), justNow(21, { class: '0501', by: 'resident' }), justNow(48, { class: '07', by: 'hotline' }), justNow(95, { class: '11', by: 'resident' }),
    tale(70, 0.3, 'accept', { class: '110201', by: 'resident' }), tale(150, 0.4, 'accept', { class: '1301', by: 'hotline' }),
    tale(180, 0.4, 'verify', { class: '0704', by: 'resident' }), tale(260, 0.5, 'verify', { class: '0604', by: 'resident' }, ['unable']),
    tale(120, 0.2, 'file', { class: '0601', by: 'resident' }), tale(420, 0.5, 'file', { class: '0803', by: 'hotline' }),
    // For the workers of the first grids: to verify, and to check.
    tale(60, 0.3, 'accept', { ...home, class: '0603', grid: 0, by: 'resident' }), tale(90, 0.3, 'accept', { ...home, class: '0403', grid: 1, by: 'resident' }),
    tale(75, 0.3, 'accept', { ...home, class: '1002', grid: 2, by: 'hotline' }), tale(300, 0.5, 'accept', { ...home, class: '0801', grid: 3, by: 'resident' }),
    tale(900, 0.25, 'deliver', { ...home, class: '050101', grid: 0, by: 'resident' }, [], { lead: 'HWS' }), tale(900, 0.25, 'deliver', { ...home, class: '070102', grid: 1, by: 'resident' }, [], { lead: 'ZFD' }),
    tale(1_400, 0.3, 'deliver', { ...home, class: '0602', grid: 3, by: 'hotline' }, [], { lead: 'HWS' }), tale(1_500, 0.35, 'checkUnable', { ...home, class: '0604', grid: 2, by: 'resident' }, ['uncheckable'], { lead: 'HWS' }),
    tale(500, 0.3, undefined, { ...home, class: '050101', grid: 2, by: 'worker' }, ['settle']),
    // For each unit: to acknowledge, or in hand.
    tale(110, 0.2, 'dispatch', { class: '0503', by: 'worker' }, [], { lead: 'HWS' }), tale(160, 0.25, 'dispatch', { class: '0701', by: 'resident' }, [], { lead: 'ZFD' }),
    tale(130, 0.2, 'dispatch', { class: '110102', by: 'resident' }, [], { lead: 'GDS' }), tale(150, 0.2, 'handle', { class: '110101', by: 'resident' }, [], { lead: 'ZLS' }),
    tale(170, 0.25, 'dispatch', { class: '1105', by: 'resident' }, [], { lead: 'SJS' }), tale(240, 0.3, 'handle', { class: '1403', by: 'worker' }, [], { lead: 'NFZ' }),
    tale(200, 0.3, 'handle', { class: '020101', by: 'worker' }, [], { lead: 'YJB' }), tale(260, 0.3, 'handle', { class: '110303', by: 'resident' }, [], { lead: 'WSY' }),
    tale(300, 0.3, 'handle', { class: '1303', by: 'worker' }, [], { lead: 'MZB' }), tale(140, 0.2, 'acknowledge', { class: '030102', by: 'resident' }, [], { lead: 'PCS' }),
    tale(260, 0.3, 'handle', { class: '030203', by: 'hotline' }, [], { lead: 'S-GAJ' }), tale(400, 0.3, 'handle', { class: '0104', by: 'resident' }, ['escalate'], { lead: 'SFS' }),
    tale(320, 0.3, 'dispatch', { ...home, class: '0102', grid: 1, by: 'resident' }, ['escalate'], { lead: 'TJW' }), tale(300, 0.3, 'handle', { ...home, class: '0102', grid: 0, by: 'resident' }, [], { lead: 'DJY' }),
    tale(280, 0.3, 'handle', { class: '09', by: 'worker' }, [], { lead: 'YJB' }), tale(350, 0.3, 'acknowledge', { class: '12', by: 'resident' }, [], { lead: 'MZB' }), tale(500, 0.3, 'handle', { class: '15', by: 'hotline' }, [], { lead: 'S-XFJ' }),
    tale(90, 0.3, 'accept', { ...home, class: '0105', by: 'walkIn' }), tale(2_500, 0.5, undefined, { ...home, class: '0101', grid: 0, by: 'worker' }, ['refuseConsent', 'unrated']),
    // Somebody is missed: one leads, checkpoints and teams look out and are spoken to. Once found, once not yet.
    tale(60, 0.12, 'message', { class: '030302', by: 'resident' }, ['message'], { lead: 'PCS', co: ['KD1', 'KD2', 'XLD1', 'XLD2'] }), tale(4_000, 0.15, undefined, { class: '030302', by: 'hotline' }, ['message'], { lead: 'PCS', co: ['KD1', 'XLD1'] }),
    // Time asked for, and work that stands still or came back.
    tale(700, 0.4, 'request', { class: '0601', by: 'resident' }, ['extension'], { lead: 'HWS' }), tale(800, 0.4, 'request', { class: '0703', by: 'resident' }, ['suspension'], { lead: 'ZFD' }),
    tale(1_100, 0.4, 'approve', { class: '110403', by: 'resident' }, ['suspension'], { lead: 'MZB' }), tale(1_300, 0.4, 'approve', { class: '0802', by: 'hotline' }, ['suspension'], { lead: 'ZFD' }),
    tale(3_000, 0.4, 'feedback', { class: '0503', by: 'resident' }, ['extensionRefused'], { lead: 'HWS' }), tale(3_400, 0.4, 'resume', { class: '0703', by: 'hotline' }, ['suspension'], { lead: 'ZFD' }),
    tale(1_500, 0.4, 'check', { class: '0502', by: 'resident' }, ['rework'], { lead: 'HWS' }), tale(420, 0.4, 'return', { class: '0605', by: 'resident' }, ['return'], { lead: 'HWS' }),
    tale(800, 0.4, 'returnAgain', { class: '080103', by: 'hotline' }, ['triage']), tale(5_200, 0.6, undefined, { class: '060203', by: 'resident' }, ['triage']),
    // Late: not acknowledged, not handled, urged and carded.
    tale(900, 0.3, 'dispatch', { class: '040202', by: 'worker' }, [], { lead: 'YJB' }), tale(1_600, 0.4, 'yellow', { class: '070301', by: 'resident' }, ['urgeByReporter', 'yellow'], { lead: 'ZFD' }),
    tale(2_300, 0.5, 'red', { class: '080102', by: 'hotline' }, ['urge', 'yellow', 'red'], { lead: 'ZFD' }), tale(4_800, 2.6, undefined, { class: '0604', by: 'resident' }, ['urgeByReporter', 'yellow', 'unsatisfied'], { lead: 'HWS' }),
    tale(6_000, 0.8, undefined, { class: '0703', by: 'resident' }, ['yellow', 'red', 'forceClose'], { lead: 'ZFD' }),
    // The end of the loop.
    tale(1_200, 0.25, 'check', { class: '0702', by: 'resident' }, [], { lead: 'ZFD' }), tale(1_900, 0.3, 'check', { class: '110402', by: 'hotline' }),
    tale(2_600, 0.4, 'close', { class: '0804', by: 'resident' }), tale(3_000, 0.4, 'close', { class: '100201', by: 'worker' }),
    tale(3_900, 0.5, 'reopen', { class: '0803', by: 'resident' }, ['reopen']), tale(3_400, 0.4, 'rate', { class: '0604', by: 'resident' }, ['unsatisfied']),
    // The resident who signs in: answered, in hand, ended, declined.
    tale(1_500, 0.3, 'told', { ...home, class: '0603', by: 'jumin' }, [], { lead: 'HWS' }), tale(420, 0.3, 'handle', { ...home, class: '0402', by: 'jumin' }, [], { lead: 'YJB' }),
    tale(5_600, 0.5, undefined, { ...home, class: '0501', by: 'jumin' }, [], { lead: 'HWS' }), tale(6_500, 0.5, undefined, { ...home, class: '1003', by: 'jumin' }, ['decline']),
  ];
}

/** Several tell of the same: found and merged, once taken apart again, once only offered. */
function mergedCourses(world: World, source: Source, now: Date): Course[] {
  const back = (minutes: number): Date => workingBack(now, minutes, world.calendar);
  const plan = (minutesBack: number, where: Partial<Wanted>, more: Partial<Plan> = {}): Plan => ({ ...source.any(where), reportedAt: back(minutesBack), pace: 0.4, twists: new Set<Twist>(), ...more });
  return [
    together(world, plan(3_600, { class: '060202', by: 'resident' }), [['hotline', 9], ['resident', 31]], diceOf(seed + 901), 'merge'),
    together(world, plan(1_700, { class: '110104', by: 'hotline' }), [['resident', 45]], diceOf(seed + 902), 'merge'),
    together(world, plan(380, { class: '060201', by: 'resident' }, { stop: 'dispatch' }), [['hotline', 14]], diceOf(seed + 903), 'merge'),
    together(world, plan(900, { class: '100102', by: 'resident' }, { stop: 'handle' }), [['hotline', 20]], diceOf(seed + 904), 'apart'),
    together(world, plan(140, { class: '040201', by: 'hotline' }, { stop: 'report' }), [['hotline', 25]], diceOf(seed + 905), 'offered'),
  ];
}

async function* together(world: World, lead: Plan, others: readonly (readonly [Plan['by'], number])[], dice: Dice, what: 'merge' | 'apart' | 'offered'): Course {
  yield lead.reportedAt;
  const first = await reported(world, lead, dice);
  for (const [by, minutes] of others) {
    const reportedAt = new Date(first.at.getTime() + minutes * 60_000);
    yield reportedAt;
    // At the very same spot: a step aside may be another grid, and another desk's.
    const other = await reported(world, { ...lead, matter: { ...lead.matter, asResident: lead.matter.asWorker }, by, reportedAt, spot: first.spot, stop: 'accept' }, dice);
    first.at = reportedAt;
    if (what === 'offered') continue;
    let at = workedOn(reportedAt, 12, world.calendar, dice);
    yield at;
    await performed(world.house, incidents.merge, { caseId: other.id, intoCaseId: first.id, note: '同一地点同一件事，合并办理' }, { actor: desk(world, first, at), clock: at });
    first.at = at;
    if (what === 'merge') continue;
    at = workedOn(at, 40, world.calendar, dice);
    yield at;
    await performed(world.house, incidents.unmerge, { caseId: other.id, note: '核对照片，不是同一处，分开办理' }, { actor: desk(world, first, at), clock: at });
    at = workedOn(at, 5, world.calendar, dice);
    yield at;
    await performed(world.house, incidents.accept, { caseId: other.id, class: lead.matter.class }, { actor: desk(world, first, at), clock: at });
    first.at = at;
  }
  if (what !== 'offered') yield* onward(world, first);
}

/** So many minutes ago, or, when that is in the night, so long before the last evening ended. */
function recently(now: Date, minutes: number): Date {
  const then = new Date(now.getTime() - minutes * 60_000);
  const hour = (then.getUTCHours() + 8) % 24;
  if (hour >= 7 && hour < 22) return then;
  const evening = momentAt(dayOf(hour < 7 ? new Date(then.getTime() - 86_400_000) : then), '21:40');
  return new Date(evening.getTime() - minutes * 60_000);
}
