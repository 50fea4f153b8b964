import { reading, type ReadCtx } from '../../platform/action.ts';
import { grantAt, pathsFor, unitsFor } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { absent } from '../../platform/core/refusal.ts';
import { currentCalendar } from '../dispatch/actions.ts';
import { areaIndex, type AreaRef, type AreaTree } from '../geography/actions.ts';
import { namesOfPersons, unitsByIds } from '../identity/actions.ts';
import * as contract from './contract.ts';
import { hintsNow } from './hinting.ts';
import { partiesOf } from './orders.ts';
import { addDays } from './rules/days.ts';
import { isLate, offeredOn } from './rules/order.ts';
import { missingFrom } from './rules/plan.ts';
import { fallsOn } from './rules/rhythm.ts';
import { readings as readingsShape, type Readings } from './rules/visit.ts';
import { listOrders, stepsOf, type StepRow } from './store/orders.ts';
import { coverageByArea, peopleByIds } from './store/people.ts';
import { findPlan, listPlans, placesByIds, type PlanRow } from './store/plans.ts';
import { answersTo, listVisits, type VisitRow } from './store/visits.ts';
import { shown, textOf, unknownArea, unseal, whereIs } from './who.ts';

// What was done, what is planned, and where a gap is.

export const plans = reading(contract.plans, async (ctx, input) => {
  const areas = await areaIndex(ctx.db);
  const area = areaOf(areas, input.areaId);
  if (area === undefined) return unknownArea();
  const today = dayOf(ctx.now);
  const rows = await listPlans(ctx.db, { within: pathsFor(ctx.actor, 'patrol.read'), units: unitsOf(ctx), areaPath: area?.path, kind: input.kind, over: input.over, today });
  return { items: await showPlans(ctx, areas, rows, today) };
});

export const visitsOf = reading(contract.visitsOf, async (ctx, input) => {
  const areas = await areaIndex(ctx.db);
  const area = areaOf(areas, input.areaId);
  if (area === undefined) return unknownArea();
  const { rows, next } = await listVisits(ctx.db, {
    within: pathsFor(ctx.actor, 'patrol.read'), personId: ctx.actor.personId, mine: input.mine, areaPath: area?.path, subjectId: input.personId, planId: input.planId, kind: input.kind, from: input.from, to: input.to,
  }, { after: input.after, limit: input.limit });
  const known = await peopleByIds(ctx.db, rows.flatMap(({ personId }) => personId ?? []), ctx.actor.personId);
  const names = await namesOfPersons(ctx.db, [...new Set(rows.flatMap(({ along }) => along))]);
  const seen: string[] = [];
  const items = rows.map((row) => {
    const person = row.personId === null ? undefined : known.get(row.personId);
    const mine = row.byPerson === ctx.actor.personId || (ctx.actor.personId !== null && row.along.includes(ctx.actor.personId));
    const reads = mine || person?.helped === true || (!row.sensitive && grantAt(ctx.actor, 'registry.care', row.areaPath) !== undefined);
    const detail = reads ? unseal(ctx.vault, 'patrol.visit', 'detail_sealed', row.id, row.detailSealed) : {};
    if (reads && row.personId !== null) seen.push(row.id);
    return {
      id: row.id, kind: row.kind, planTitle: row.planTitle, area: whereIs(areas, row.areaId), subject: (person && shown(ctx, person).name) ?? row.placeName ?? row.householdAddress ?? '', personId: row.personId, at: row.at.toISOString(), recordedAt: row.recordedAt.toISOString(), by: row.byName,
      along: row.along.flatMap((one) => names.get(one) ?? []), alongIds: row.byPerson === ctx.actor.personId ? row.along.filter((one) => names.has(one)) : [], guests: row.guests, outcome: row.outcome, ...staffing(row), found: reads ? textOf(detail, 'found') : null, readings: reads ? readingsOf(detail['readings']) : null, hasReadings: row.hasReadings,
      photos: row.photos.length, cases: row.caseIds.length, corrects: row.corrects, correctedBy: row.correctedBy, mine, byMe: row.byPerson === ctx.actor.personId, planId: row.planId, householdId: row.byPerson === ctx.actor.personId && row.personId === null ? row.householdId : null,
    };
  });
  if (seen.length > 0) ctx.saw(seen.length === 1 ? `visit:${seen[0] ?? ''}` : '', ['found', 'readings'], 'visits');
  return { items, next };
});

export const coverage = reading(contract.coverage, async (ctx, input) => {
  const areas = await areaIndex(ctx.db);
  const area = areaOf(areas, input.areaId);
  if (area === undefined) return unknownArea();
  const within = pathsFor(ctx.actor, 'patrol.read').flatMap((path) => (area === null || path.startsWith(area.path) ? [path] : area.path.startsWith(path) ? [area.path] : []));
  const known = await planFor(ctx, input.planId, area, within);
  if (known === null) return absent('patrol/plan-unknown');
  const nothing = { due: 0, visited: 0, rate: null };
  if (known === undefined) return { plan: null, ...nothing, areas: [] };
  const inPlan = within.flatMap((path) => (path.startsWith(known.areaPath) ? [path] : known.areaPath.startsWith(path) ? [known.areaPath] : []));
  const rows = await coverageByArea(ctx.db, inPlan, known, input.from, input.to);
  const sum = rows.reduce((all, row) => ({ due: all.due + row.due, visited: all.visited + row.visited }), { due: 0, visited: 0 });
  return { plan: { id: known.id, title: known.title, cycleDays: known.cycleDays }, ...sum, rate: rateOf(sum), areas: rows.map((row) => ({ area: whereIs(areas, row.areaId), due: row.due, visited: row.visited, rate: rateOf(row) })) };
});

export const hints = reading(contract.hints, async (ctx, input) => {
  const areas = await areaIndex(ctx.db);
  const area = areaOf(areas, input.areaId);
  if (area === undefined) return unknownArea();
  const within = pathsFor(ctx.actor, 'patrol.manage').flatMap((path) => (area === null || path.startsWith(area.path) ? [path] : area.path.startsWith(path) ? [area.path] : []));
  const all = (await hintsNow(ctx, within)).slice(0, 100);
  const answers = await answersTo(ctx.db, all.map(({ id }) => id));
  return {
    items: all.map(({ id, hint, visits }) => {
      const answer = answers.get(id);
      return {
        id, kind: hint.kind, kilometres: hint.kind === 'tooFast' ? hint.kilometres : null, minutes: hint.kind === 'tooFast' ? hint.minutes : null,
        visits: visits.map((row) => ({ id: row.id, at: row.at.toISOString(), by: row.byName, area: whereIs(areas, row.areaId) })),
        answer: answer ? { text: answer.answer, by: answer.byName, at: answer.at.toISOString() } : null,
      };
    }),
  };
});

export const orders = reading(contract.orders, async (ctx, input) => {
  const areas = await areaIndex(ctx.db);
  const area = areaOf(areas, input.areaId);
  if (area === undefined) return unknownArea();
  const { rows, next } = await listOrders(ctx.db, {
    within: pathsFor(ctx.actor, 'patrol.read'), units: unitsFor(ctx.actor, 'patrol.provide'), personId: ctx.actor.personId, areaPath: area?.path, subjectId: input.personId, orderId: input.orderId, open: input.open, mine: input.mine,
  }, { after: input.after, limit: input.limit });
  const known = await peopleByIds(ctx.db, rows.map(({ personId }) => personId), ctx.actor.personId);
  const steps = Map.groupBy(await stepsOf(ctx.db, rows.map(({ id }) => id)), ({ orderId }) => orderId);
  const today = dayOf(ctx.now);
  if (rows.length > 0) ctx.saw(rows.length === 1 ? `order:${rows[0]?.id ?? ''}` : '', ['wish'], 'orders');
  return {
    items: rows.map((row) => {
      const parties = partiesOf(ctx, row);
      const person = known.get(row.personId);
      const mayRead = parties.length > 0 || (!row.sensitive && grantAt(ctx.actor, 'registry.care', row.areaPath) !== undefined);
      const detail = mayRead ? unseal(ctx.vault, 'patrol.service_order', 'detail_sealed', row.id, row.detailSealed) : {};
      // Whoever provides reads no register: whom he goes to stands in the order, once it is his.
      const called = parties.includes('provider') ? { name: textOf(detail, 'name'), address: textOf(detail, 'address') } : person ? shown(ctx, person) : { name: '', address: '' };
      return {
        id: row.id, kind: row.kind, state: row.state, personId: row.personId, person: called.name, address: called.address, area: whereIs(areas, row.areaId), wish: textOf(detail, 'wish'), wantedOn: row.wantedOn,
        unit: row.unitId === null ? null : { id: row.unitId, name: row.unitName ?? '' }, doneOn: row.doneOn, late: isLate(row, today), afterwards: row.afterwards, by: row.byName, allowed: offeredOn({ state: row.state, parties }), revision: row.revision,
        steps: (steps.get(row.id) ?? []).map((step) => ({ action: step.action, at: step.at.toISOString(), by: step.byName, unit: step.unitName, note: mayRead ? noteOf(ctx, step) : '' })),
      };
    }),
    next,
  };
});

/** Plans as they are shown, with the days of the coming two weeks. */
export async function showPlans(ctx: ReadCtx, areas: AreaTree, rows: readonly PlanRow[], today: string): Promise<contract.Plan[]> {
  const calendar = await currentCalendar(ctx.db);
  const units = new Map((await unitsByIds(ctx.db, [...new Set(rows.flatMap(({ unitIds }) => unitIds))])).map((unit) => [unit.id, unit.name]));
  const places = await placesByIds(ctx.db, [...new Set(rows.flatMap(({ placeIds }) => placeIds))]);
  return rows.map((row) => ({
    id: row.id, kind: row.kind, title: row.title, area: whereIs(areas, row.areaId), rhythms: row.rhythms, cycleDays: row.cycleDays, units: row.unitIds.flatMap((id) => { const name = units.get(id); return name === undefined ? [] : [{ id, name }]; }),
    places: row.placeIds.flatMap((id) => { const place = places.get(id); return place ? [{ id, name: place.name }] : []; }), fullTime: row.fullTime, others: row.others, checkIn: row.checkIn,
    startsOn: row.startsOn, endsOn: row.endsOn, fromTime: row.fromTime, toTime: row.toTime, note: row.note, endedReason: row.endedReason,
    next: row.endedAt !== null ? [] : Array.from({ length: 14 }, (_, ahead) => addDays(today, ahead)).filter((on) => on >= row.startsOn && (row.endsOn === null || on <= row.endsOn))
      .flatMap((on) => { const why = fallsOn(row.rhythms, on, calendar); return why.length === 0 ? [] : [{ on, why: [...why] }]; }),
    mayChange: row.endedAt === null && grantAt(ctx.actor, 'patrol.manage', row.areaPath) !== undefined,
  }));
}

/** Undefined: there is no such area. Null: none was asked for. */
function areaOf(areas: AreaTree, areaId: number | undefined): AreaRef | null | undefined {
  return areaId === undefined ? null : areas.find(areaId);
}

export function unitsOf({ actor }: Pick<ReadCtx, 'actor'>): number[] {
  return [...new Set(actor.grants.flatMap(({ unitId }) => unitId ?? []))];
}

/** The plan by which households are due: the one that was asked for, or the nearest of the area. */
async function planFor(ctx: ReadCtx, planId: string | undefined, area: AreaRef | null, within: readonly string[]): Promise<(PlanRow & { cycleDays: number }) | null | undefined> {
  const today = dayOf(ctx.now);
  const found = planId === undefined
    ? (await listPlans(ctx.db, { within, units: [], areaPath: area?.path, kind: 'visits', over: false, today })).sort((a, b) => b.areaPath.length - a.areaPath.length)[0]
    : await findPlan(ctx.db, planId);
  if (!found) return planId === undefined ? undefined : null;
  return found.cycleDays === null ? null : { ...found, cycleDays: found.cycleDays };
}

function rateOf({ due, visited }: { readonly due: number; readonly visited: number }): number | null {
  return due === 0 ? null : visited / due;
}

function staffing(row: VisitRow): Pick<contract.Visit, 'present' | 'missing'> {
  if (row.kind !== 'shift') return { present: null, missing: null };
  const present = { fullTime: row.fullTime ?? 0, others: row.others ?? 0 };
  return { present, missing: missingFrom({ fullTime: row.planFullTime ?? 0, others: row.planOthers ?? 0 }, present) };
}

function readingsOf(kept: unknown): Readings | null {
  const read = readingsShape.safeParse(kept);
  return read.success ? read.data : null;
}

function noteOf(ctx: ReadCtx, step: StepRow): string {
  return step.noteSealed === null ? '' : textOf(unseal(ctx.vault, 'patrol.order_step', 'note_sealed', `${step.orderId}/${step.seq}`, step.noteSealed), 'note');
}
