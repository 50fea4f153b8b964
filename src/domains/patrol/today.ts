import { createHash } from 'node:crypto';
import { reading, type ReadCtx } from '../../platform/action.ts';
import { pathsFor, unitsFor } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import type { Source } from '../../platform/sync/pull.ts';
import { currentCalendar } from '../dispatch/actions.ts';
import { areaIndex, type AreaTree } from '../geography/actions.ts';
import { unitsByIds } from '../identity/actions.ts';
import * as contract from './contract.ts';
import { unitsOf } from './queries.ts';
import { addDays } from './rules/days.ts';
import { dueLine, type Candidate } from './rules/due.ts';
import { daysAhead, householdsADay, todayFrom, type RoundDoc, type RoundLine } from './rules/on-phone.ts';
import { workerDueOn } from './rules/order.ts';
import { fallsOn } from './rules/rhythm.ts';
import { listOrders, type OrderRow } from './store/orders.ts';
import { householdsDue, needsHelpedBy, openRequests, ordersDoneFor, peopleByIds, type HouseholdDue, type NeedKnown, type PersonKnown } from './store/people.ts';
import { listPlans, type PlanRow } from './store/plans.ts';
import { countMine, countOfPlans } from './store/visits.ts';
import { householdName, shown } from './who.ts';

// 今日走访巡查: the facts are gathered here, and rules/due.ts alone says what is due, why, and in which order.

export const todayList = reading(contract.todayList, async (ctx) => {
  const today = dayOf(ctx.now);
  if (ctx.actor.personId === null) return { day: today, items: [], doneToday: 0 };
  return todayFrom(await roundsOf(ctx), today);
});

/** What a phone holds of it: the same, for the days that it may be without a connection. */
export const roundsOnPhones: Source = {
  name: 'rounds',
  scopesOf: (actor) => (actor.personId !== null && actor.grants.some(({ permissions }) => permissions.has('patrol.visit') || permissions.has('patrol.provide')) ? [`rounds:${actor.personId}`] : []),
  held: async (ctx) => (await roundsOf(ctx)).map((data) => ({ id: data.kind === 'day' ? 'day' : `${data.candidate.subject}:${data.candidate.id}`, version: createHash('sha256').update(JSON.stringify(data)).digest('base64url').slice(0, 12), data })),
  read: () => Promise.resolve(new Map()),
};

async function roundsOf(ctx: ReadCtx): Promise<RoundDoc[]> {
  const today = dayOf(ctx.now);
  const until = addDays(today, daysAhead);
  const me = ctx.actor.personId;
  if (me === null) return [];
  const areas = await areaIndex(ctx.db);
  const walked = pathsFor(ctx.actor, 'patrol.visit');
  const plans = await listPlans(ctx.db, { within: walked, units: unitsOf(ctx), areaPath: undefined, kind: undefined, over: false, today });
  const needs = await needsHelpedBy(ctx.db, me, today);
  const requests = await openRequests(ctx.db, walked, me);
  const orders = (await listOrders(ctx.db, { within: [], units: unitsFor(ctx.actor, 'patrol.provide'), personId: me, areaPath: undefined, subjectId: undefined, orderId: undefined, open: true, mine: true }, { after: undefined, limit: 100 })).rows;
  const people = await peopleByIds(ctx.db, [...needs.map(({ personId }) => personId), ...requests.map(({ personId }) => personId), ...orders.map(({ personId }) => personId)], me);
  const done = await ordersDoneFor(ctx.db, [...people.keys()], today);
  const households = await dueHouseholds(ctx, areas, plans, walked, until);
  const calendar = await currentCalendar(ctx.db);
  const going = plans.filter(({ startsOn, kind }) => startsOn <= until && kind !== 'visits');
  const coming = Array.from({ length: daysAhead + 1 }, (_none, n) => addDays(today, n));
  const candidates: Candidate[] = [
    ...peopleDue(people, needs, requests, done),
    ...households.map(({ household, plan }): Candidate => ({ ...blank, id: household.id, subject: 'household', cycleDays: plan.cycleDays, since: household.since, lastVisitOn: household.lastVisitOn })),
    ...going.map((plan): Candidate => ({ ...blank, id: plan.id, subject: 'plan' })),
    ...orders.map((order): Candidate => ({ ...blank, id: order.id, subject: 'order', wishOn: order.state === 'ordered' || order.state === 'accepted' ? order.wantedOn : workerDueOn(order) })),
  ];
  const byId = new Map(going.map((plan) => [plan.id, plan]));
  const facts: Facts = {
    people, needs: new Map(needs.map((need) => [need.personId, need])), households: new Map(households.map(({ household }) => [household.id, household])), plans: new Map(plans.map((plan) => [plan.id, plan])), orders: new Map(orders.map((order) => [order.id, order])),
    done: new Map(done.map(({ personId, on }) => [personId, on])),
    units: new Map((await unitsByIds(ctx.db, [...new Set(plans.flatMap(({ unitIds }) => unitIds))])).map(({ id, name }) => [id, name])),
  };
  const counts = await countOfPlans(ctx.db, going.map(({ id }) => id), today, me);
  const lines = candidates.flatMap((candidate, order): RoundDoc[] => {
    const plan = candidate.subject === 'plan' ? byId.get(candidate.id) : undefined;
    const days = plan === undefined ? [] : coming.filter((on) => on >= plan.startsOn && (plan.endsOn === null || on <= plan.endsOn)).map((on) => ({ on, falls: fallsOn(plan.rhythms, on, calendar) })).filter(({ falls }) => falls.length > 0);
    // A plan that falls on none of these days, and whom nothing brings there yet, takes no room on a phone.
    if (candidate.subject === 'plan' ? days.length === 0 : dueLine(candidate, until) === null) return [];
    const line = showLine(ctx, areas, facts, candidate);
    return line === null ? [] : [{ kind: 'line', order: candidate.subject === 'household' ? order : 0, candidate, days, line, done: plan ? { on: today, n: counts.get(plan.id) ?? 0 } : { on: '', n: 0 } }];
  });
  return [{ kind: 'day', day: today, doneToday: await countMine(ctx.db, me, today) }, ...lines];
}

const blank: Omit<Candidate, 'id' | 'subject'> = { cycleDays: null, tier: null, since: null, lastVisitOn: null, seen: [], wishOn: null, askedOn: null, falls: [] };

function peopleDue(people: ReadonlyMap<string, PersonKnown>, needs: readonly NeedKnown[], requests: readonly { personId: string; byOn: string }[], done: readonly { personId: string; on: string }[]): Candidate[] {
  const byPerson = new Map<string, Candidate>(needs.map((need) => [need.personId, { ...blank, id: need.personId, subject: 'person', cycleDays: need.cycleDays, tier: need.tier, since: need.since, lastVisitOn: need.lastVisitOn }]));
  for (const { personId, byOn } of requests) {
    const known = byPerson.get(personId) ?? { ...blank, id: personId, subject: 'person' as const };
    if (known.askedOn === null || byOn < known.askedOn) byPerson.set(personId, { ...known, askedOn: byOn });
  }
  for (const { personId, on } of done) {
    const known = byPerson.get(personId);
    if (known) byPerson.set(personId, { ...known, seen: [...known.seen, { on, by: 'order' }] });
  }
  return [...byPerson.values()].filter(({ id }) => people.has(id));
}

/** Of his own grids alone: a whole village's houses are no day's work, and its gaps stand on the page of coverage. */
async function dueHouseholds(ctx: ReadCtx, areas: AreaTree, plans: readonly PlanRow[], walked: readonly string[], today: string): Promise<{ household: HouseholdDue; plan: PlanRow }[]> {
  const own = ctx.actor.grants.filter(({ permissions, areaId, areaPath }) => permissions.has('patrol.visit') && walked.includes(areaPath) && ['grid', 'microGrid'].includes(areas.find(areaId)?.kind ?? '')).map(({ areaPath }) => areaPath);
  if (own.length === 0) return [];
  const found = new Map<string, { household: HouseholdDue; plan: PlanRow }>();
  for (const plan of plans.filter(({ kind, startsOn }) => kind === 'visits' && startsOn <= today)) {
    const paths = [...new Set(own.filter((path) => path.startsWith(plan.areaPath)))];
    if (plan.cycleDays === null || paths.length === 0) continue;
    for (const household of await householdsDue(ctx.db, paths, { cycleDays: plan.cycleDays, startsOn: plan.startsOn }, today, householdsADay * (daysAhead + 1))) if (!found.has(household.id)) found.set(household.id, { household, plan });
  }
  return [...found.values()];
}

type Facts = {
  readonly people: ReadonlyMap<string, PersonKnown>; readonly needs: ReadonlyMap<string, NeedKnown>; readonly households: ReadonlyMap<string, HouseholdDue>; readonly plans: ReadonlyMap<string, PlanRow>; readonly orders: ReadonlyMap<string, OrderRow>;
  readonly done: ReadonlyMap<string, string>; readonly units: ReadonlyMap<number, string>;
};

function showLine(ctx: ReadCtx, areas: AreaTree, facts: Facts, { id, subject }: Candidate): RoundLine['line'] | null {
  const rest = {
    id, subject, address: '', lastVisitOn: null, seen: null, personId: null, householdId: null, planId: null, orderId: null, order: null, time: '', units: [], checkIn: 'none' as const, planKind: null,
  } satisfies Partial<contract.TodayLine>;
  const where = (areaId: number): string => areas.names(areaId).slice(-2).join(' ');
  if (subject === 'person') {
    const person = facts.people.get(id);
    if (!person) return null;
    const { name, address } = shown(ctx, person);
    const need = facts.needs.get(id);
    const seenOn = facts.done.get(id);
    const seen = seenOn !== undefined && seenOn > (need?.lastVisitOn ?? '') ? { on: seenOn, by: 'order' as const } : null;
    return { ...rest, title: name, where: where(person.areaId), address, lastVisitOn: need?.lastVisitOn ?? null, seen, personId: id, householdId: person.householdId, areaId: person.areaId };
  }
  if (subject === 'household') {
    const household = facts.households.get(id);
    return household ? { ...rest, title: householdName(ctx, household), where: where(household.areaId), address: household.address, lastVisitOn: household.lastVisitOn, householdId: id, areaId: household.areaId } : null;
  }
  if (subject === 'plan') {
    const plan = facts.plans.get(id);
    if (!plan) return null;
    const own = ctx.actor.grants.find(({ permissions, areaPath }) => permissions.has('patrol.visit') && areaPath.startsWith(plan.areaPath));
    return {
      ...rest, title: plan.title, where: where(plan.areaId), planId: id, planKind: plan.kind, checkIn: plan.checkIn, areaId: own?.areaId ?? plan.areaId,
      time: plan.fromTime === '' ? '' : `${plan.fromTime}–${plan.toTime}`, units: plan.unitIds.flatMap((unit) => facts.units.get(unit) ?? []),
    };
  }
  const order = facts.orders.get(id);
  if (!order) return null;
  const person = facts.people.get(order.personId);
  const called = person ? shown(ctx, person) : { name: '', address: '' };
  return { ...rest, title: called.name, where: where(order.areaId), address: called.address, orderId: id, personId: order.personId, areaId: order.areaId, order: { kind: order.kind, state: order.state } };
}
