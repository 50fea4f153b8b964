import { z } from 'zod';
import { day, rowId, typedText, uuid } from '../../platform/core/fields.ts';
import { careBases, careKinds, careTiers } from './rules/care.ts';
import { likenessReasons } from './rules/duplicates.ts';
import { sources, typedSources } from './rules/facts.ts';
import { idKinds } from './rules/id-number.ts';

// What the registry's operations take and tell. No field says where a resident is or was, what he believes, what the police or a
// petition office knows of him, or what his face looks like: test/registry-law.test.ts looks for them.

export const residences = ['local', 'floating', 'overseas'] as const;
export const statuses = ['here', 'away', 'movedOut', 'deceased'] as const;
export const relations = ['head', 'spouse', 'child', 'parent', 'grandchild', 'grandparent', 'sibling', 'other'] as const;
export const sexes = ['male', 'female'] as const;
export const placeKinds = {
  risk: ['crossing', 'street', 'road', 'market', 'geohazard', 'checkpoint', 'water', 'oldHouse'],
  key: ['school', 'hospital', 'scenic', 'nursingHome', 'station', 'fuelStation', 'construction', 'venue'],
  compound: ['compound'],
  enterprise: ['factory', 'shop', 'farm', 'service'],
} as const;
export const placeCategories = ['risk', 'key', 'compound', 'enterprise'] as const;
export type PlaceCategory = (typeof placeCategories)[number];
export const allPlaceKinds = [...placeKinds.risk, ...placeKinds.key, ...placeKinds.compound, ...placeKinds.enterprise] as const;
export const thingKinds = ['hydrant', 'extinguisher', 'streetLamp', 'loudspeaker', 'camera', 'manhole', 'bin', 'noticeBoard', 'supplies', 'other'] as const;
export const risks = ['none', 'low', 'medium', 'high'] as const;
export const thingStates = ['good', 'damaged', 'missing'] as const;
export const subjectKinds = ['person', 'household', 'place', 'thing'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

const year = z.string().regex(/^\d{4}$/u);
/** Under whose eyes it came and on which day it was so. */
export const origin = {
  source: z.enum(typedSources).default('visit'),
  observedOn: day.optional().describe('the day on which it was so; today where not said'),
};

export const personName = typedText(50, 1);
const address = typedText(200);
const phone = typedText(30);
const idNumber = typedText(40);
export const personFields = z.object({
  areaId: rowId.optional().describe('where he lives: a grid'), name: personName.optional(), sex: z.enum(sexes).nullable().optional(), birthDate: day.nullable().optional(),
  residence: z.enum(residences).nullable().optional(), status: z.enum(statuses).optional(), address: address.optional(), phone: phone.optional().describe('empty: there is none'),
  idKind: z.enum(idKinds).optional().describe('told from the number where not said'), idNumber: idNumber.optional().describe('empty: there is none'),
  householdId: uuid.nullable().optional(), relation: z.enum(relations).nullable().optional(),
});
export type PersonFields = z.output<typeof personFields>;

export const placeFields = z.object({
  areaId: rowId.optional(), category: z.enum(placeCategories).optional(), kind: z.enum(allPlaceKinds).optional(), name: typedText(100, 1).optional(), address: address.optional(),
  point: z.object({ longitude: z.number().min(-180).max(180), latitude: z.number().min(-90).max(90) }).nullable().optional().describe('of the place itself, WGS-84'),
  risk: z.enum(risks).optional(), contactName: typedText(50).optional(), phone: phone.optional(), managed: z.boolean().nullable().optional().describe('of a compound: is there a management company'),
  households: z.int().min(0).max(100_000).nullable().optional(), note: typedText(500).optional(),
});
export type PlaceFields = z.output<typeof placeFields>;

export const thingFields = z.object({
  areaId: rowId.optional(), placeId: uuid.nullable().optional(), kind: z.enum(thingKinds).optional(), name: typedText(100, 1).optional(), code: typedText(40).optional(), address: address.optional(),
  state: z.enum(thingStates).optional(), note: typedText(500).optional(),
});
export type ThingFields = z.output<typeof thingFields>;

/** Always with the areas above it: there is a 第1网格 in every community. */
export const where = z.object({ id: z.int(), name: z.string() });

const masked = z.string().describe('masked, or null where the reader may not know it');
export const person = z.object({
  id: uuid, area: where, name: z.string().describe('whole or masked, by what the reader does here'), sex: z.enum(sexes).nullable(),
  birthDate: z.union([day, year]).nullable().describe('the year alone where it is masked'), age: z.int().nullable(),
  residence: z.enum(residences).nullable(), status: z.enum(statuses), address: z.string(), phone: masked.nullable(), idKind: z.enum(idKinds).nullable(), idNumber: masked.nullable(),
  householdId: uuid.nullable(), relation: z.enum(relations).nullable(), isChild: z.boolean(),
});
export type Person = z.infer<typeof person>;

export const origins = z.array(z.object({ field: z.string(), source: z.enum(sources), observedOn: day, at: z.iso.datetime(), by: z.string() }));
export const past = z.array(z.object({ field: z.string(), value: z.string().nullable().describe('masked where the field is'), source: z.enum(sources), from: day, until: day.nullable(), by: z.string() }));

export const careNeed = z.object({
  id: uuid, personId: uuid, personName: z.string(), area: where, kind: z.enum(careKinds), basis: z.enum(careBases), basisNote: z.string(), tier: z.enum(careTiers), cycleDays: z.int(),
  owner: where, helpers: z.array(where), startOn: day, endOn: day, endedOn: day.nullable(), state: z.enum(['current', 'ending', 'over']), lastVisitOn: day.nullable(), nextVisitOn: day.nullable(),
  sensitive: z.boolean(), note: z.string(), mine: z.boolean().describe('the reader is one of its helpers'),
});
export type CareNeed = z.infer<typeof careNeed>;

export const place = z.object({
  id: uuid, area: where, category: z.enum(placeCategories), kind: z.enum(allPlaceKinds), name: z.string(), address: z.string(), longitude: z.number().nullable(), latitude: z.number().nullable(),
  risk: z.enum(risks), contactName: z.string(), phone: masked.nullable(), managed: z.boolean().nullable(), households: z.int().nullable(), note: z.string(),
});
export type Place = z.infer<typeof place>;
export const thing = z.object({ id: uuid, area: where, placeId: uuid.nullable(), placeName: z.string().nullable(), kind: z.enum(thingKinds), name: z.string(), code: z.string(), address: z.string(), state: z.enum(thingStates), note: z.string() });
export type Thing = z.infer<typeof thing>;
export const household = z.object({ id: uuid, area: where, number: z.string(), address: z.string(), headId: uuid.nullable(), headName: z.string().nullable(), members: z.int() });
export type Household = z.infer<typeof household>;

export const verdicts = ['certain', 'likely', 'possible'] as const;
export const pair = z.object({ verdict: z.enum(verdicts), reasons: z.array(z.enum(likenessReasons)), a: person, b: person });
export type Pair = z.infer<typeof pair>;
export const batch = z.object({ id: uuid, kind: z.enum(['import', 'merge']), at: z.iso.datetime(), by: z.string(), what: z.string().describe('the name of the file, or of the person who stayed'), created: z.int(), changed: z.int(), undoneAt: z.iso.datetime().nullable(), undoneBy: z.string().nullable() });
