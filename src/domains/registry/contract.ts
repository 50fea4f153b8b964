import { z } from 'zod';
import { command, query } from '../../platform/core/contract.ts';
import { day, dryRun, importReport, paging, rowId, typedText, uuid } from '../../platform/core/fields.ts';
import {
  allPlaceKinds, batch, careNeed, household, origin, origins, pair, past, person, personFields, place, placeCategories, placeFields, residences, risks, statuses, thing, thingFields, thingKinds, thingStates, verdicts,
} from './contract-shapes.ts';
import { careBases, careKinds, careTiers } from './rules/care.ts';

const reason = typedText(200, 2);
const listed = { areaId: rowId.optional(), text: typedText(60).optional(), ...paging };
const dates = { startOn: day.optional(), endOn: day.describe('it ends by itself on this day; a year at most') };

// People and households.

export const people = query({
  domain: 'registry', name: 'people', permission: 'registry.read', inBody: 'too', secretInput: ['idNumber', 'text'], summary: '实有人口: people of an area, masked by what the reader does there',
  input: z.object({ ...listed, status: z.enum(statuses).optional(), residence: z.enum(residences).optional(), householdId: uuid.optional(), idNumber: typedText(40).optional().describe('exactly this document; such look-ups are counted and kept in the audit') }),
  output: z.object({ items: z.array(person), next: z.string().nullable(), total: z.int().nullable().describe('of the first page') }),
});
export const personById = query({
  domain: 'registry', name: 'person', permission: 'signedIn', summary: 'One person with household, sources and past of each field, and the needs that the reader may know',
  input: z.object({ personId: uuid }),
  output: person.extend({
    household: household.nullable(), members: z.array(person), origins, past, care: z.array(careNeed), mergedFrom: z.array(z.object({ id: uuid, batchId: uuid.nullable() })), mayChange: z.boolean(), mayReveal: z.boolean(), mayOpenCare: z.boolean(),
  }),
});
export const registerPerson = command({
  domain: 'registry', name: 'registerPerson', permission: 'registry.write', summary: 'Enters a person of a grid', idempotentBy: 'id', privateBody: true, secretInput: ['idNumber', 'phone', 'name', 'birthDate', 'address'],
  input: personFields.required({ areaId: true, name: true }).extend({ id: uuid.optional().describe('made where it is typed, so that a repeat is no second person'), ...origin }),
  output: z.object({ personId: uuid }),
  refusals: ['registry/area-unknown', 'registry/id-wrong', 'registry/phone-wrong', 'registry/id-known-here', 'registry/birth-differs', 'registry/sex-differs', 'registry/household-unknown', 'registry/day-ahead', 'registry/born-ahead'],
});
export const changePerson = command({
  domain: 'registry', name: 'changePerson', permission: 'registry.write', summary: 'What was found of a person: each field with its source and day; older news does not overwrite newer', privateBody: true, secretInput: ['idNumber', 'phone', 'name', 'birthDate', 'address'],
  input: personFields.extend({ personId: uuid, ...origin }), output: z.object({ personId: uuid, changed: z.array(z.string()), older: z.array(z.string()).describe('kept in the past, because something newer is known') }),
  refusals: ['registry/person-unknown', 'registry/area-unknown', 'registry/id-wrong', 'registry/phone-wrong', 'registry/id-known-here', 'registry/birth-differs', 'registry/sex-differs', 'registry/household-unknown', 'registry/day-ahead', 'registry/born-ahead', 'registry/nothing-said'],
});
export const reveal = query({
  domain: 'registry', name: 'reveal', permission: 'signedIn', inBody: true, summary: 'One whole field of one person, for a written reason; kept in the audit and counted',
  input: z.object({ personId: uuid, field: z.enum(['idNumber', 'phone']), reason }), output: z.object({ value: z.string().nullable() }),
});
export const households = query({
  domain: 'registry', name: 'households', permission: 'registry.read', inBody: 'too', secretInput: ['text'], summary: '户: households of an area',
  input: z.object({ ...listed }), output: z.object({ items: z.array(household), next: z.string().nullable() }),
});
export const saveHousehold = command({
  domain: 'registry', name: 'saveHousehold', permission: 'registry.write', summary: 'A household, new or changed',
  input: z.object({ householdId: uuid.optional(), areaId: rowId, number: typedText(40).default(''), address: typedText(200).default(''), headId: uuid.nullable().optional(), ...origin }),
  output: z.object({ householdId: uuid }), refusals: ['registry/area-unknown', 'registry/household-unknown', 'registry/household-number-taken', 'registry/person-unknown', 'registry/day-ahead'],
});
export const exportPeople = query({
  domain: 'registry', name: 'exportPeople', permission: 'registry.export', inBody: true, summary: 'The people of an area as a masked table, for a written purpose; kept in the audit, with who took it on top',
  input: z.object({ areaId: rowId.optional(), status: z.enum(statuses).optional(), residence: z.enum(residences).optional(), purpose: reason }),
  output: z.object({ fileName: z.string(), csv: z.string(), rows: z.int() }),
});

// Places and things.

export const places = query({
  domain: 'registry', name: 'places', permission: 'registry.read', summary: '重点场所、风险点位、小区、企业 of an area',
  input: z.object({ ...listed, category: z.enum(placeCategories).optional(), kind: z.enum(allPlaceKinds).optional(), risk: z.enum(risks).optional(), unmanaged: z.literal('true').optional().describe('compounds without a management company') }),
  output: z.object({ items: z.array(place), next: z.string().nullable(), total: z.int().nullable() }),
});
export const placeById = query({
  domain: 'registry', name: 'place', permission: 'registry.read', summary: 'One place with its things, and source and past of each field',
  input: z.object({ placeId: uuid }), output: place.extend({ things: z.array(thing), origins, past, mayChange: z.boolean() }),
});
export const registerPlace = command({
  domain: 'registry', name: 'registerPlace', permission: 'registry.write', summary: 'Enters a place of a grid', idempotentBy: 'id', privateBody: true, secretInput: ['phone', 'contactName'],
  input: placeFields.required({ areaId: true, category: true, kind: true, name: true }).extend({ id: uuid.optional(), ...origin }), output: z.object({ placeId: uuid }),
  refusals: ['registry/area-unknown', 'registry/phone-wrong', 'registry/kind-does-not-fit', 'registry/day-ahead'],
});
export const changePlace = command({
  domain: 'registry', name: 'changePlace', permission: 'registry.write', summary: 'What was found of a place', privateBody: true, secretInput: ['phone', 'contactName'],
  input: placeFields.extend({ placeId: uuid, withdrawn: z.literal(true).optional().describe('it is no more'), ...origin }), output: z.object({ placeId: uuid, changed: z.array(z.string()), older: z.array(z.string()) }),
  refusals: ['registry/place-unknown', 'registry/area-unknown', 'registry/phone-wrong', 'registry/kind-does-not-fit', 'registry/day-ahead', 'registry/nothing-said'],
});
export const things = query({
  domain: 'registry', name: 'things', permission: 'registry.read', summary: '物: hydrants, lamps, loudspeakers and other things of an area',
  input: z.object({ ...listed, kind: z.enum(thingKinds).optional(), state: z.enum(thingStates).optional() }), output: z.object({ items: z.array(thing), next: z.string().nullable() }),
});
export const saveThing = command({
  domain: 'registry', name: 'saveThing', permission: 'registry.write', summary: 'A thing, new or changed',
  input: thingFields.extend({ thingId: uuid.optional(), withdrawn: z.literal(true).optional(), ...origin }), output: z.object({ thingId: uuid }),
  refusals: ['registry/thing-unknown', 'registry/area-unknown', 'registry/place-unknown', 'registry/thing-incomplete', 'registry/day-ahead', 'registry/nothing-said'],
});

// The care register.

export const care = query({
  domain: 'registry', name: 'care', permission: 'signedIn', summary: '关爱对象: needs that the reader may know; those of children and of a disorder of the mind only to their helpers',
  input: z.object({ areaId: rowId.optional(), kind: z.enum(careKinds).optional(), tier: z.enum(careTiers).optional(), mine: z.literal('true').optional(), state: z.enum(['current', 'ending', 'over']).optional(), ...paging }),
  output: z.object({ items: z.array(careNeed), next: z.string().nullable() }),
});
export const helpers = query({
  domain: 'registry', name: 'helpers', permission: 'registry.care', summary: 'Who of the office could help or own a need: holders of posts where the caller keeps the care register',
  input: z.object({ text: typedText(60).optional() }), output: z.object({ items: z.array(z.object({ id: z.int(), name: z.string(), post: z.string() })) }),
});
export const openCare = command({
  domain: 'registry', name: 'openCare', permission: 'registry.careManage', summary: 'A need: with its basis, an owner, an end and a cycle of visits', idempotentBy: 'id', privateBody: true, secretInput: ['kind', 'basisNote', 'note', 'personId'],
  input: z.object({ id: uuid.optional(), personId: uuid, kind: z.enum(careKinds), basis: z.enum(careBases), basisNote: typedText(200, 2), tier: z.enum(careTiers), cycleDays: z.int().min(1).max(366).optional(), ownerId: rowId, helperIds: z.array(rowId).max(19).default([]), note: typedText(500).default(''), ...dates }),
  output: z.object({ careId: uuid }), refusals: ['registry/person-unknown', 'registry/basis-does-not-fit', 'registry/dates-reversed', 'registry/too-long', 'registry/ended-before-today', 'registry/helper-unknown', 'registry/care-exists'],
});
export const changeCare = command({
  domain: 'registry', name: 'changeCare', permission: 'signedIn', summary: 'Tier, cycle, end or note after somebody looked again', privateBody: true, secretInput: ['note', 'basisNote'],
  input: z.object({ careId: uuid, tier: z.enum(careTiers).optional(), cycleDays: z.int().min(1).max(366).optional(), endOn: day.optional(), note: typedText(500).optional(), basisNote: typedText(200, 2).optional() }),
  output: z.object({ careId: uuid }), refusals: ['registry/care-unknown', 'registry/care-over', 'registry/too-long', 'registry/ended-before-today', 'registry/nothing-said'],
});
export const endCare = command({
  domain: 'registry', name: 'endCare', permission: 'signedIn', summary: 'A need is over, and why', privateBody: true, secretInput: ['reason'],
  input: z.object({ careId: uuid, reason }), output: z.object({ careId: uuid }), refusals: ['registry/care-unknown', 'registry/care-over'],
});
export const nameHelper = command({
  domain: 'registry', name: 'nameHelper', permission: 'signedIn', summary: 'Who helps: names somebody, takes somebody off, or hands the need over to a new owner',
  input: z.object({ careId: uuid, helperId: rowId, as: z.enum(['helper', 'owner', 'none']) }), output: z.object({ careId: uuid }),
  refusals: ['registry/care-unknown', 'registry/care-over', 'registry/helper-unknown', 'registry/owner-stays', 'registry/only-owner', 'registry/too-many-helpers'],
});

// Twice the same person; files.

export const duplicates = query({
  domain: 'registry', name: 'duplicates', permission: 'registry.merge', summary: 'Pairs that may be one person, with the reasons; the surest first',
  input: z.object({ areaId: rowId.optional(), verdict: z.enum(verdicts).optional(), limit: paging.limit }), output: z.object({ items: z.array(pair) }),
});
export const merge = command({
  domain: 'registry', name: 'merge', permission: 'registry.merge', summary: 'Two are one: the other\'s fields are taken where they were chosen; can be undone', privateBody: true, secretInput: [],
  input: z.object({ keepId: uuid, goneId: uuid, take: z.array(z.enum(['name', 'sex', 'birthDate', 'residence', 'address', 'phone', 'idNumber', 'household'])).max(8).default([]), reason }),
  output: z.object({ batchId: uuid }), refusals: ['registry/person-unknown', 'registry/same-person', 'registry/merge-has-merged', 'registry/id-known-here'],
});
export const undoMerge = command({
  domain: 'registry', name: 'undoMerge', permission: 'registry.merge', summary: 'They are two after all: what the merge brought goes back, what was found since stays',
  input: z.object({ batchId: uuid, reason }), output: z.object({ restored: z.int(), kept: z.int() }), refusals: ['registry/batch-unknown', 'registry/batch-undone', 'registry/id-known-here'],
});
export const notSame = command({
  domain: 'registry', name: 'notSame', permission: 'registry.merge', summary: 'These are two people: they are not offered again',
  input: z.object({ aId: uuid, bId: uuid, reason }), output: z.object({ noted: z.boolean() }), refusals: ['registry/person-unknown', 'registry/same-person'],
});
export const importRegistry = command({
  domain: 'registry', name: 'import', permission: 'registry.import', summary: 'People with their households, or places, from Excel or CSV; preview first; all or nothing; can be undone',
  input: z.object({ what: z.enum(['people', 'places']), fileBase64: z.string().min(1).max(14_000_000), fileName: typedText(200).default(''), areaId: rowId.optional().describe('for rows without a code of their own'), observedOn: day.optional(), dryRun }),
  output: importReport.extend({ batchId: uuid.nullable(), likely: z.array(z.object({ row: z.int(), verdict: z.enum(verdicts), reasons: z.array(z.string()), name: z.string(), area: z.string() })).describe('rows that may be somebody who is known already') }),
  bodyLimit: 15_000_000, privateBody: true, secretInput: ['fileBase64'], refusals: ['registry/import-unreadable', 'registry/import-has-errors', 'registry/area-unknown', 'registry/day-ahead'],
});
export const undoImport = command({
  domain: 'registry', name: 'undoImport', permission: 'registry.import', summary: 'Takes an import back: what it entered is withdrawn, what it changed goes back; what was found since stays',
  input: z.object({ batchId: uuid, reason }), output: z.object({ withdrawn: z.int(), restored: z.int(), kept: z.int() }), refusals: ['registry/batch-unknown', 'registry/batch-undone', 'registry/id-known-here'],
});
export const batches = query({
  domain: 'registry', name: 'batches', permission: 'registry.import', summary: 'Imports and merges, newest first',
  input: z.object({ areaId: rowId.optional(), kind: z.enum(['import', 'merge']).optional(), limit: paging.limit }), output: z.object({ items: z.array(batch) }),
});
