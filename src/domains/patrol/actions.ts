import { action, type Ctx } from '../../platform/action.ts';
import { grantAt, pathsFor } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { absent, isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import { areaById } from '../geography/actions.ts';
import { namesOfPersons, unitsByIds } from '../identity/actions.ts';
import { visited } from '../registry/actions.ts';
import * as contract from './contract.ts';
import { hintsNow } from './hinting.ts';
import { comparableWords } from './rules/hints.ts';
import { planProblem } from './rules/plan.ts';
import { adviceOn, credited, hasReadings, kept, placeGoneOn, toCheck } from './rules/visit.ts';
import { householdById, insertRequest, peopleByIds, type PersonKnown } from './store/people.ts';
import * as plans from './store/plans.ts';
import * as visits from './store/visits.ts';
import { isSensitiveVisit, mayVisit, seal, taken, unknownArea, unknownPerson, writer } from './who.ts';

// Plans and visits. What a plan asks for decides what of a visit is kept.

export const savePlan = action(contract.savePlan, async (ctx, input) => {
  const area = await areaById(ctx.db, input.areaId);
  const grant = area && grantAt(ctx.actor, 'patrol.manage', area.path);
  if (!area || !grant) return unknownArea();
  const id = input.planId ?? input.id ?? ctx.newId();
  ctx.about(`plan:${id}`, grant);
  const before = input.planId === undefined ? undefined : await plans.findPlan(ctx.db, input.planId, true);
  if (input.planId !== undefined && (!before || !grantAt(ctx.actor, 'patrol.manage', before.areaPath))) return absent('patrol/plan-unknown');
  if (before && before.endedAt !== null) return refuse('patrol/plan-over');
  const startsOn = input.startsOn ?? before?.startsOn ?? dayOf(ctx.now);
  const unitIds = [...new Set(input.unitIds)];
  const placeIds = [...new Set(input.placeIds)];
  const problem = planProblem({ ...input, unitIds, startsOn });
  if (problem) return problem;
  if ((await unitsByIds(ctx.db, unitIds)).length !== unitIds.length) return absent('patrol/unit-unknown');
  if ((await plans.placesByIds(ctx.db, placeIds)).size !== placeIds.length) return absent('patrol/place-unknown');
  const row = {
    id, kind: input.kind, title: input.title.trim(), areaId: area.id, areaPath: area.path, rhythms: [...input.rhythms], cycleDays: input.cycleDays, unitIds, placeIds,
    fullTime: input.fullTime, others: input.others, checkIn: input.checkIn, startsOn, endsOn: input.endsOn, fromTime: input.fromTime, toTime: input.toTime, note: input.note,
  };
  if (before) await plans.changePlan(ctx.db, row);
  else if (!(await plans.insertPlan(ctx.db, row, ctx.actor.personId))) return absent('patrol/plan-unknown');
  ctx.emit({ kind: 'patrol.plan', subject: id, areaPath: area.path, unitIds });
  return { planId: id };
});

export const endPlan = action(contract.endPlan, async (ctx, { planId, reason }) => {
  const before = await plans.findPlan(ctx.db, planId, true);
  const grant = before && grantAt(ctx.actor, 'patrol.manage', before.areaPath);
  ctx.about(`plan:${planId}`, grant);
  if (!before || !grant) return absent('patrol/plan-unknown');
  if (before.endedAt !== null) return refuse('patrol/plan-over');
  await plans.endPlan(ctx.db, planId, reason.trim());
  ctx.emit({ kind: 'patrol.plan', subject: planId, areaPath: before.areaPath, unitIds: before.unitIds });
  return { planId };
});

export const askVisit = action(contract.askVisit, async (ctx, input) => {
  const id = input.id ?? ctx.newId();
  ctx.about(`visitRequest:${id}`);
  const person = (await peopleByIds(ctx.db, [input.personId], ctx.actor.personId)).get(input.personId);
  const grant = person && grantAt(ctx.actor, 'patrol.manage', person.areaPath);
  if (!person || !grant) return unknownPerson();
  if (input.byOn < dayOf(ctx.now)) return refuse('patrol/day-past');
  await insertRequest(ctx.db, { id, personId: person.id, areaId: person.areaId, areaPath: person.areaPath, byOn: input.byOn, reason: input.reason.trim(), by: writer(ctx) });
  ctx.emit({ kind: 'patrol.request', subject: id, areaPath: person.areaPath });
  return { requestId: id };
});

export const recordVisit = action(contract.recordVisit, (ctx, input) => record(ctx, input, null));

export const correctVisit = action(contract.correctVisit, async (ctx, { corrects, ...input }) => {
  const before = await visits.findVisit(ctx.db, corrects);
  if (!before) return absent('patrol/visit-unknown');
  if (before.byPerson !== ctx.actor.personId) return refuse('patrol/visit-not-yours', {}, 'forbidden');
  if (before.correctedBy !== null) return refuse('patrol/visit-corrected');
  return record(ctx, input, corrects);
});

export const answerHint = action(contract.answerHint, async (ctx, { hint, answer }) => {
  const found = (await hintsNow(ctx, pathsFor(ctx.actor, 'patrol.manage'))).find(({ id }) => id === hint);
  if (!found) return absent('patrol/hint-unknown');
  ctx.about(`hint:${hint}`, grantAt(ctx.actor, 'patrol.manage', found.areaPath));
  return (await visits.insertAnswer(ctx.db, { hint, areaPath: found.areaPath, answer: answer.trim(), by: writer(ctx) })) ? { hint } : refuse('patrol/hint-answered');
});

type Recorded = { visitId: string; placeKept: boolean; advice: ReturnType<typeof adviceOn> };

async function record(ctx: Ctx, input: contract.VisitInput, corrects: string | null): Promise<Recorded | Refusal> {
  const id = input.id ?? ctx.newId();
  const at = new Date(input.at);
  ctx.about(`visit:${id}`);
  if (at.getTime() > ctx.now.getTime() + 5 * 60_000) return refuse('patrol/happened-in-future');
  const plan = input.planId === undefined ? undefined : await plans.findPlan(ctx.db, input.planId);
  if (input.planId !== undefined && !plan) return absent('patrol/plan-unknown');
  const isShift = plan?.kind === 'online';
  const subject = await subjectOf(ctx, input);
  if (isRefusal(subject)) return subject;
  const { person, area } = subject;
  // A shift reads what is public: it reports matters as cases, and names nobody.
  if (isShift && (person || input.householdId !== undefined || input.found.trim() !== '' || input.guests.length > 0)) return refuse('patrol/shift-names-nobody');
  const readings = input.readings && hasReadings(input.readings) ? input.readings : null;
  if (readings && !person) return refuse('patrol/readings-of-whom');
  if (readings && !input.readingsChecked && toCheck(readings).length > 0) return refuse('patrol/check-readings');
  const by = writer(ctx);
  const along = credited(by.id, input.along).filter((one) => one !== by.id);
  if ((await namesOfPersons(ctx.db, along)).size !== along.length) return absent('patrol/colleague-unknown');
  const photos = [...new Set(input.photos)];
  if ((await visits.unknownPhotos(ctx.db, photos)).length > 0) return refuse('patrol/photo-unknown');
  const cases = await visits.visibleCases(ctx.db, input.caseIds);
  const onDay = dayOf(at);
  const words = comparableWords(input.found);
  const kind = isShift ? 'shift' as const : person || input.householdId !== undefined ? 'visit' as const : 'round' as const;
  const written = await visits.insertVisit(ctx.db, {
    id, kind, planId: plan?.id ?? null, personId: person?.id ?? null, householdId: input.householdId ?? person?.householdId ?? null, placeId: input.placeId ?? null, areaId: area.id, areaPath: area.path,
    at, onDay, byPerson: by.id, byName: by.name, along, guests: input.guests.map(({ kind: what, name }) => ({ kind: what, name: name.trim() })), outcome: input.outcome,
    fullTime: isShift ? input.present?.fullTime ?? 0 : null, others: isShift ? input.present?.others ?? 0 : null, sensitive: isSensitiveVisit(ctx, person), hasReadings: readings !== null,
    detailSealed: seal(ctx.vault, 'patrol.visit', 'detail_sealed', id, { found: input.found, readings }), wordsHash: words === null ? null : ctx.vault.hash('patrol.visit.words', words),
    photos, caseIds: [...cases], corrects,
  });
  if (!written) return corrects !== null && (await visits.findVisit(ctx.db, corrects))?.correctedBy ? refuse('patrol/visit-corrected') : taken();
  // The care register learns of it here and now; of a correction too, by which a visit may not have been one.
  if (person && (input.outcome === 'met' || corrects !== null)) await visited(ctx.db, person.id, await visits.lastMet(ctx.db, person.id));
  const place = input.position && plan ? kept(input.position, plan.checkIn) : null;
  if (place) await visits.insertCheckIn(ctx.db, { visitId: id, personId: by.id, areaPath: area.path, ...place, goneOn: placeGoneOn(onDay) });
  ctx.about(`visit:${id}`, grantAt(ctx.actor, 'patrol.visit', area.path));
  ctx.emit({ kind: 'patrol.visit', subject: id, areaPath: area.path, personIds: [by.id, ...along] });
  return { visitId: id, placeKept: place !== null, advice: readings ? adviceOn(readings) : [] };
}

type Subject = { readonly person: PersonKnown | undefined; readonly area: { readonly id: number; readonly path: string } };

/** Whom or what it went to: the area follows from that, and only a bare round says it itself. */
async function subjectOf(ctx: Ctx, input: contract.VisitInput): Promise<Subject | Refusal> {
  const allowed = (area: { readonly id: number; readonly path: string }, no: Refusal, person?: PersonKnown): Subject | Refusal => (mayVisit(ctx.actor, area.path, person) ? { person, area } : no);
  if (input.personId !== undefined) {
    const person = (await peopleByIds(ctx.db, [input.personId], ctx.actor.personId)).get(input.personId);
    return person ? allowed({ id: person.areaId, path: person.areaPath }, unknownPerson(), person) : unknownPerson();
  }
  if (input.householdId !== undefined) {
    const household = await householdById(ctx.db, input.householdId);
    const no = absent('patrol/household-unknown');
    return household ? allowed({ id: household.areaId, path: household.areaPath }, no) : no;
  }
  if (input.placeId !== undefined) {
    const place = (await plans.placesByIds(ctx.db, [input.placeId])).get(input.placeId);
    const no = absent('patrol/place-unknown');
    return place ? allowed({ id: place.areaId, path: place.areaPath }, no) : no;
  }
  if (input.areaId === undefined) return refuse('patrol/where-missing');
  const area = await areaById(ctx.db, input.areaId);
  return area ? allowed(area, unknownArea()) : unknownArea();
}
