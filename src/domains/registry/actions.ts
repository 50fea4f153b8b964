import { action, type Ctx } from '../../platform/action.ts';
import type { Db } from '../../platform/db.ts';
import { grantAt } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { absent, isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import { areaIndex, type AreaRef, type AreaTree } from '../geography/actions.ts';
import * as contract from './contract.ts';
import type { PersonFields, SubjectKind } from './contract-shapes.ts';
import type { Source } from './rules/facts.ts';
import { isMinor } from './rules/sight.ts';
import { blankPerson, factOf, holding, readPerson, toSave, withSaid, type Origin, type Said } from './saying.ts';
import { hideCareOf, noteVisit } from './store/care.ts';
import { factsOf, insertFacts, type NewFact } from './store/facts.ts';
import { changePeople, holdDocuments, insertPeople, withDocuments } from './store/people.ts';
import { changeHouseholds, findHousehold, householdsNumbered, insertHouseholds } from './store/places.ts';
import { lockPeople, type PersonRow } from './store/rows.ts';

// People and households. Places and things are in places.ts, the care register in care.ts, merging in doubles.ts, files in importing.ts.

export const registerPerson = action(contract.registerPerson, async (ctx, input) => {
  const said = readPerson(input, dayOf(ctx.now), { birthDate: null, sex: null });
  if (isRefusal(said)) return said;
  const areas = await areaIndex(ctx.db);
  const area = writable(ctx, areas, input.areaId);
  if (!area) return absent('registry/area-unknown');
  const origin = originOf(ctx, input);
  if (isRefusal(origin)) return origin;
  const id = input.id ?? ctx.newId();
  ctx.about(`resident:${id}`, grantAt(ctx.actor, 'registry.write', area.path));
  const wrong = await householdProblem(ctx, input.householdId);
  if (wrong) return wrong;
  const all: Said[] = [...said, { field: 'area', value: String(area.id) }];
  const row = withSaid(ctx.vault, areas, blankPerson(id, area), all);
  const taken = await documentProblem(ctx, row);
  if (taken) return taken;
  await insertPeople(ctx.db, [toSave(row, null)]);
  await insertFacts(ctx.db, all.filter(({ value }) => value !== null).map((one) => factOf(ctx.vault, { kind: 'person', id }, one, origin, ctx.newId())), byOf(ctx));
  ctx.emit({ kind: 'registry.person', subject: `resident:${id}`, areaPath: area.path });
  return { personId: id };
});

export const changePerson = action(contract.changePerson, async (ctx, { personId, ...input }) => {
  ctx.about(`resident:${personId}`);
  const person = await lockWritable(ctx, personId);
  if (!person) return absent('registry/person-unknown');
  ctx.about(`resident:${personId}`, grantAt(ctx.actor, 'registry.write', person.areaPath));
  const areas = await areaIndex(ctx.db);
  const said = await saidOfPerson(ctx, areas, input, person);
  if (isRefusal(said)) return said;
  const origin = originOf(ctx, input);
  if (isRefusal(origin)) return origin;
  const { changed, older, next } = await tell(ctx, areas, person, said, origin);
  const taken = await documentProblem(ctx, next);
  if (taken) return taken;
  if (changed.length > 0) await changePeople(ctx.db, [toSave(next, null)]);
  if (changed.includes('birthDate') && isMinor(next.birthDate, dayOf(ctx.now))) await hideCareOf(ctx.db, personId);
  ctx.emit({ kind: 'registry.person', subject: `resident:${personId}`, areaPath: next.areaPath });
  return { personId, changed, older };
});

export const saveHousehold = action(contract.saveHousehold, async (ctx, { householdId, ...input }) => {
  const areas = await areaIndex(ctx.db);
  const area = writable(ctx, areas, input.areaId);
  if (!area) return absent('registry/area-unknown');
  const origin = originOf(ctx, input);
  if (isRefusal(origin)) return origin;
  const known = householdId === undefined ? undefined : await findHousehold(ctx.db, householdId);
  if (householdId !== undefined && (!known || !grantAt(ctx.actor, 'registry.write', known.areaPath))) return absent('registry/household-unknown');
  const id = householdId ?? ctx.newId();
  ctx.about(`household:${id}`, grantAt(ctx.actor, 'registry.write', area.path));
  const number = input.number.trim();
  if (number !== '' && (await householdsNumbered(ctx.db, [{ areaId: area.id, number }])).some((other) => other.id !== id)) return refuse('registry/household-number-taken', { number });
  if (input.headId !== undefined && input.headId !== null && !await lockWritable(ctx, input.headId)) return absent('registry/person-unknown');
  const row = { id, areaId: area.id, areaPath: area.path, number, address: input.address.trim(), headId: input.headId === undefined ? known?.headId ?? null : input.headId };
  if (known) await changeHouseholds(ctx.db, [row]);
  else await insertHouseholds(ctx.db, [row], null);
  const said: Said[] = [{ field: 'area', value: String(area.id) }, { field: 'number', value: number }, { field: 'address', value: row.address }, { field: 'head', value: row.headId }];
  const was = new Map<string, string | null>(known ? [['area', String(known.areaId)], ['number', known.number], ['address', known.address], ['head', known.headId]] : []);
  await insertFacts(ctx.db, factsFor(ctx, { kind: 'household', id }, said.filter(({ field, value }) => value !== null && was.get(field) !== value), origin), byOf(ctx));
  return { householdId: id };
});

// Shared with the other files of this domain.

export function byOf(ctx: Pick<Ctx, 'actor'>): { personId: number | null; name: string } {
  return { personId: ctx.actor.personId, name: ctx.actor.name };
}

/** The area, if the caller keeps the register there. */
export function writable(ctx: Pick<Ctx, 'actor'>, areas: AreaTree, areaId: number): AreaRef | undefined {
  const area = areas.find(areaId);
  return area?.living && grantAt(ctx.actor, 'registry.write', area.path) ? area : undefined;
}

export function originOf(ctx: Pick<Ctx, 'now'>, input: { readonly source: Source; readonly observedOn?: string | undefined }, batchId: string | null = null): Origin | Refusal {
  const today = dayOf(ctx.now);
  const observedOn = input.observedOn ?? today;
  return observedOn > today ? refuse('registry/day-ahead') : { source: input.source, observedOn, batchId };
}

export function factsFor(ctx: Pick<Ctx, 'vault' | 'newId'>, subject: { readonly kind: SubjectKind; readonly id: string }, said: readonly Said[], origin: Origin): NewFact[] {
  return said.map((one) => factOf(ctx.vault, subject, one, origin, ctx.newId()));
}

/** A living person in whose area the caller keeps the register, locked. */
export async function lockWritable(ctx: Ctx, personId: string): Promise<PersonRow | undefined> {
  const [person] = await lockPeople(ctx.db, [personId]);
  return person && !person.withdrawn && person.mergedInto === null && grantAt(ctx.actor, 'registry.write', person.areaPath) ? person : undefined;
}

/** Adds what was said to the past, and gives the row as it is now. */
export async function tell(ctx: Ctx, areas: AreaTree, person: PersonRow, said: readonly Said[], origin: Origin): Promise<{ changed: string[]; older: string[]; next: PersonRow }> {
  const before = await factsOf(ctx.db, [person.id]);
  const facts = factsFor(ctx, { kind: 'person', id: person.id }, said, origin);
  const holds = holding(before, facts);
  const standing = said.filter((_one, at) => holds.has(facts[at]?.id ?? ''));
  const older = said.filter((_one, at) => !holds.has(facts[at]?.id ?? '')).map(({ field }) => field);
  await insertFacts(ctx.db, facts, byOf(ctx));
  return { changed: standing.map(({ field }) => field), older, next: withSaid(ctx.vault, areas, person, standing) };
}

/** Nobody twice in one grid; asked under a lock, so that of two clerks at once one is told. */
export async function documentProblem(ctx: Ctx, row: PersonRow): Promise<Refusal | null> {
  if (row.idHash === null) return null;
  await holdDocuments(ctx.db, [row.idHash]);
  const others = (await withDocuments(ctx.db, [row.idHash])).filter((other) => other.id !== row.id && other.areaId === row.areaId);
  return others.length > 0 ? refuse('registry/id-known-here') : null;
}

async function saidOfPerson(ctx: Ctx, areas: AreaTree, input: PersonFields, person: PersonRow): Promise<Said[] | Refusal> {
  const said = readPerson(input, dayOf(ctx.now), person);
  if (isRefusal(said)) return said;
  const wrong = await householdProblem(ctx, input.householdId);
  if (wrong) return wrong;
  if (input.areaId !== undefined && input.areaId !== person.areaId) {
    const area = writable(ctx, areas, input.areaId);
    if (!area) return absent('registry/area-unknown');
    said.push({ field: 'area', value: String(area.id) });
  }
  return said.length === 0 ? refuse('registry/nothing-said') : said;
}

async function householdProblem(ctx: Ctx, householdId: string | null | undefined): Promise<Refusal | null> {
  if (householdId === undefined || householdId === null) return null;
  const household = await findHousehold(ctx.db, householdId);
  return household && grantAt(ctx.actor, 'registry.write', household.areaPath) ? null : absent('registry/household-unknown');
}

/** Somebody of the office met this person, or it turned out that nobody did: the day of the last visit, in the transaction of the visit. */
export function visited(db: Db, personId: string, lastOn: string | null): Promise<void> {
  return noteVisit(db, personId, lastOn);
}
