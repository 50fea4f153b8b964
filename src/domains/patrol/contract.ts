import { z } from 'zod';
import { command, query } from '../../platform/core/contract.ts';
import { day, flag, instant, paging, rowId, sha256, typedText, uuid } from '../../platform/core/fields.ts';
import { afterwards, orderActions, orderStates } from './rules/order.ts';
import { planKinds } from './rules/plan.ts';
import { rhythm } from './rules/rhythm.ts';
import { checkIns, guestKinds, outcomes, readings, wishKinds } from './rules/visit.ts';

// Rounds, visits, service orders and the people's diary. Nothing here takes a track or a distance, and nothing a score.

const reason = typedText(200, 2);
const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^$/u);
const named = z.object({ id: z.int(), name: z.string() });
const listed = { areaId: rowId.optional(), ...paging };

const why = z.discriminatedUnion('why', [
  z.object({ why: z.enum(['wish', 'asked']), on: day, lateDays: z.int() }),
  z.object({ why: z.literal('overdue'), lateDays: z.int(), cycleDays: z.int(), tier: z.enum(['high', 'medium', 'low']).nullable() }),
  z.object({ why: z.literal('dueToday'), cycleDays: z.int(), tier: z.enum(['high', 'medium', 'low']).nullable() }),
  z.object({ why: z.literal('neverVisited'), since: day }), z.object({ why: z.literal('days'), days: z.int() }), z.object({ why: z.literal('weekday'), weekday: z.int() }),
  z.object({ why: z.literal('monthDay'), day: z.int() }), z.object({ why: z.literal('market'), calendar: z.enum(['solar', 'lunar']), day: z.int() }),
  z.object({ why: z.enum(['holiday', 'holidayEve']), name: z.string() }),
]);
export type Why = z.infer<typeof why>;

// Plans.

export const plan = z.object({
  id: uuid, kind: z.enum(planKinds), title: z.string(), area: named, rhythms: z.array(rhythm), cycleDays: z.int().nullable(), units: z.array(named), places: z.array(z.object({ id: uuid, name: z.string() })),
  fullTime: z.int(), others: z.int(), checkIn: z.enum(checkIns), startsOn: day, endsOn: day.nullable(), fromTime: z.string(), toTime: z.string(), note: z.string(), endedReason: z.string().nullable(),
  next: z.array(z.object({ on: day, why: z.array(why) })).describe('the days of the coming two weeks on which it falls'), mayChange: z.boolean(),
});
export type Plan = z.infer<typeof plan>;
export const plans = query({
  domain: 'patrol', name: 'plans', permission: 'signedIn', summary: 'Plans of an area, of the areas above it, and of the caller\'s unit',
  input: z.object({ areaId: rowId.optional(), kind: z.enum(planKinds).optional(), over: flag.default(false).describe('those that ended') }),
  output: z.object({ items: z.array(plan) }),
});
export const savePlan = command({
  domain: 'patrol', name: 'savePlan', permission: 'patrol.manage', summary: 'A plan, new or changed: when it falls, where, who, and whether a place is asked for', idempotentBy: 'id',
  input: z.object({
    id: uuid.optional(), kind: z.enum(planKinds), title: typedText(60, 2), areaId: rowId, rhythms: z.array(rhythm).max(8).default([]), cycleDays: z.int().min(1).max(366).nullable().default(null),
    unitIds: z.array(rowId).max(40).default([]), placeIds: z.array(uuid).max(200).default([]), fullTime: z.int().min(0).max(200).default(0), others: z.int().min(0).max(200).default(0),
    checkIn: z.enum(checkIns).default('none'), startsOn: day.optional(), endsOn: day.nullable().default(null), fromTime: clock.default(''), toTime: clock.default(''), note: typedText(500).default(''), planId: uuid.optional().describe('the one that is changed'),
  }),
  output: z.object({ planId: uuid }),
  refusals: ['patrol/area-unknown', 'patrol/plan-unknown', 'patrol/plan-over', 'patrol/unit-unknown', 'patrol/place-unknown', 'patrol/dates-reversed', 'patrol/cycle-missing', 'patrol/rhythm-missing', 'patrol/teams-missing', 'patrol/staff-missing', 'patrol/place-not-needed'],
});
export const endPlan = command({
  domain: 'patrol', name: 'endPlan', permission: 'patrol.manage', summary: 'A plan ends, and why', input: z.object({ planId: uuid, reason }), output: z.object({ planId: uuid }), refusals: ['patrol/plan-unknown', 'patrol/plan-over'],
});

// Today.

const line = z.object({
  id: z.string(), subject: z.enum(['person', 'household', 'plan', 'order']), title: z.string(), where: z.string(), address: z.string(), dueOn: day, reasons: z.array(why), lastVisitOn: day.nullable(),
  seen: z.object({ on: day, by: z.enum(['order', 'case']) }).nullable().describe('seen since the last visit; where this moved the next one, the day is moved already'),
  personId: uuid.nullable(), householdId: uuid.nullable(), planId: uuid.nullable(), orderId: uuid.nullable(), areaId: z.int(), order: z.object({ kind: z.enum(wishKinds), state: z.enum(orderStates) }).nullable(),
  time: z.string(), units: z.array(z.string()), checkIn: z.enum(checkIns), planKind: z.enum(planKinds).nullable(), doneToday: z.int().describe('of a plan: how often it was recorded today'),
});
export type TodayLine = z.infer<typeof line>;
export const todayList = query({
  domain: 'patrol', name: 'today', permission: 'signedIn', summary: '今日走访巡查: what is due for the caller in order of need, each with why he and why today',
  input: z.object({}), output: z.object({ day, items: z.array(line), doneToday: z.int() }),
});
export const askVisit = command({
  domain: 'patrol', name: 'askVisit', permission: 'patrol.manage', summary: 'The supervisor asks for a visit by a day', idempotentBy: 'id', secretInput: ['reason', 'personId'],
  input: z.object({ id: uuid.optional(), personId: uuid, byOn: day, reason }), output: z.object({ requestId: uuid }), refusals: ['patrol/person-unknown', 'patrol/day-past'],
});

// Visits.

const position = z.object({ longitude: z.number().min(-180).max(180), latitude: z.number().min(-90).max(90), accuracyM: z.number().min(0).max(100_000) });
const visitInput = z.object({
  id: uuid.optional().describe('made on the phone'), planId: uuid.optional(), personId: uuid.optional(), householdId: uuid.optional(), placeId: uuid.optional(), areaId: rowId.optional().describe('of a round: where; otherwise it follows from whom one saw'),
  at: instant.describe('when it was, by the phone'), outcome: z.enum(outcomes).default('met'), along: z.array(rowId).max(30).default([]).describe('colleagues who came along'),
  guests: z.array(z.object({ kind: z.enum(guestKinds), name: typedText(30) })).max(10).default([]), found: typedText(2_000).default(''), readings: readings.optional(),
  readingsChecked: z.boolean().default(false).describe('somebody looked at the device again, because a figure is unlikely'), photos: z.array(sha256).max(9).default([]), caseIds: z.array(uuid).max(50).default([]).describe('cases reported on this round'),
  present: z.object({ fullTime: z.int().min(0).max(200), others: z.int().min(0).max(200) }).optional().describe('of a shift of an online patrol'),
  position: position.optional().describe('kept only where the plan asks for it, rounded, for thirty days'),
});
export type VisitInput = z.output<typeof visitInput>;
const recorded = z.object({ visitId: uuid, placeKept: z.boolean(), advice: z.array(z.object({ field: z.enum(['pressure', 'pulse', 'glucose']), urgency: z.enum(['today', 'soon']), side: z.enum(['high', 'low']) })) });
const visitRefusals = ['patrol/area-unknown', 'patrol/plan-unknown', 'patrol/person-unknown', 'patrol/household-unknown', 'patrol/place-unknown', 'patrol/where-missing', 'patrol/happened-in-future', 'patrol/check-readings', 'patrol/readings-of-whom', 'patrol/colleague-unknown', 'patrol/photo-unknown', 'patrol/shift-names-nobody', 'patrol/id-taken'];
const visitSecrets = ['found', 'readings', 'personId', 'householdId', 'position', 'guests'];
export const recordVisit = command({
  domain: 'patrol', name: 'recordVisit', permission: 'signedIn', summary: 'A visit, a round or a shift: who came, whom one met, what was found', idempotentBy: 'id', privateBody: true, offline: true, secretInput: visitSecrets,
  input: visitInput, output: recorded, refusals: visitRefusals,
});
export const correctVisit = command({
  domain: 'patrol', name: 'correctVisit', permission: 'signedIn', summary: 'A further record that corrects one\'s own; both stay', idempotentBy: 'id', privateBody: true, offline: true, secretInput: visitSecrets,
  input: visitInput.extend({ corrects: uuid }), output: recorded, refusals: [...visitRefusals, 'patrol/visit-unknown', 'patrol/visit-not-yours', 'patrol/visit-corrected'],
});

export const visit = z.object({
  id: uuid, kind: z.enum(['visit', 'round', 'shift']), planTitle: z.string().nullable(), area: named, subject: z.string().describe('whom or what it went to, masked where its reader may not know'), personId: uuid.nullable(), at: z.iso.datetime(), recordedAt: z.iso.datetime(), by: z.string(),
  along: z.array(z.string()), alongIds: z.array(z.int()).describe('the same people, so that a correction names them again'), guests: z.array(z.object({ kind: z.enum(guestKinds), name: z.string() })), outcome: z.enum(outcomes), present: z.object({ fullTime: z.int(), others: z.int() }).nullable(), missing: z.object({ fullTime: z.int(), others: z.int() }).nullable(),
  found: z.string().nullable().describe('null where the reader neither came along, nor helps, nor keeps the care register there'), readings: readings.nullable(), hasReadings: z.boolean(), photos: z.int(), cases: z.int(), corrects: uuid.nullable(), correctedBy: uuid.nullable(), mine: z.boolean(), byMe: z.boolean().describe('he may correct it'), planId: uuid.nullable(), householdId: uuid.nullable(),
});
export type Visit = z.infer<typeof visit>;
export const visitsOf = query({
  domain: 'patrol', name: 'visits', permission: 'signedIn', summary: 'Visits of an area, a person, a plan, or one\'s own, newest first',
  input: z.object({ ...listed, personId: uuid.optional(), planId: uuid.optional(), mine: flag.default(false), kind: z.enum(['visit', 'round', 'shift']).optional(), from: day.optional(), to: day.optional() }),
  output: z.object({ items: z.array(visit), next: z.string().nullable() }),
});
export const coverage = query({
  domain: 'patrol', name: 'coverage', permission: 'patrol.read', summary: '走访覆盖率 by area: households visited of households due in a period',
  input: z.object({ areaId: rowId.optional(), planId: uuid.optional(), from: day, to: day }),
  output: z.object({ plan: z.object({ id: uuid, title: z.string(), cycleDays: z.int() }).nullable(), due: z.int(), visited: z.int(), rate: z.number().nullable(), areas: z.array(z.object({ area: named, due: z.int(), visited: z.int(), rate: z.number().nullable() })) }),
});
export const hints = query({
  domain: 'patrol', name: 'hints', permission: 'patrol.manage', summary: 'Questions to ask: the same picture, the same words, faster than a road allows; of thirty days, never counted',
  input: z.object({ areaId: rowId.optional() }),
  output: z.object({ items: z.array(z.object({
    id: z.string(), kind: z.enum(['samePhoto', 'sameWords', 'tooFast']), kilometres: z.number().nullable(), minutes: z.int().nullable(),
    visits: z.array(z.object({ id: uuid, at: z.iso.datetime(), by: z.string(), area: named })), answer: z.object({ text: z.string(), by: z.string(), at: z.iso.datetime() }).nullable(),
  })) }),
});
export const answerHint = command({
  domain: 'patrol', name: 'answerHint', permission: 'patrol.manage', summary: 'What the worker said to the question; it is asked no more',
  input: z.object({ hint: z.string().regex(/^[0-9a-f]{32}$/u), answer: typedText(300, 2) }), output: z.object({ hint: z.string() }), refusals: ['patrol/hint-unknown', 'patrol/hint-answered'],
});

// Service orders.

export const order = z.object({
  id: uuid, kind: z.enum(wishKinds), state: z.enum(orderStates), personId: uuid, person: z.string(), address: z.string(), area: named, wish: z.string(), wantedOn: day, unit: named.nullable(), doneOn: day.nullable(), late: z.boolean(),
  afterwards: z.enum(afterwards).nullable(), by: z.string(), allowed: z.array(z.enum(orderActions)), revision: z.int(),
  steps: z.array(z.object({ action: z.enum(['wish', ...orderActions]), at: z.iso.datetime(), by: z.string(), unit: z.string().nullable(), note: z.string() })),
});
export type Order = z.infer<typeof order>;
export const orders = query({
  domain: 'patrol', name: 'orders', permission: 'signedIn', summary: 'Service orders: of the caller\'s area, of those whom he helps, of his unit',
  input: z.object({ ...listed, personId: uuid.optional(), orderId: uuid.optional(), open: flag.default(false).describe('neither closed nor cancelled'), mine: flag.default(false).describe('where the next step is the caller\'s') }),
  output: z.object({ items: z.array(order), next: z.string().nullable() }),
});
const moved = z.object({ orderId: uuid, state: z.enum(orderStates), revision: z.int() });
const note = typedText(500).default('');
const moving = ['patrol/order-unknown', 'patrol/order-not-so', 'patrol/order-not-yours'];
export const wishToOrder = command({
  domain: 'patrol', name: 'wishToOrder', permission: 'signedIn', summary: 'A wish heard in talk becomes an order, by default for the next day', idempotentBy: 'id', privateBody: true, offline: true, secretInput: ['wish', 'personId'],
  input: z.object({ id: uuid.optional(), personId: uuid, visitId: uuid.optional(), kind: z.enum(wishKinds), wish: typedText(500, 2), wantedOn: day.optional(), unitId: rowId.optional().describe('who is asked; without one it stays a wish') }),
  output: moved, refusals: ['patrol/person-unknown', 'patrol/unit-unknown', 'patrol/visit-unknown', 'patrol/day-past', 'patrol/id-taken'],
});
export const sendOrder = command({
  domain: 'patrol', name: 'sendOrder', permission: 'signedIn', summary: 'Asks a unit, or another one after a no', offline: true, input: z.object({ orderId: uuid, unitId: rowId, wantedOn: day.optional() }), output: moved, refusals: [...moving, 'patrol/unit-unknown', 'patrol/day-past'],
});
export const acceptOrder = command({ domain: 'patrol', name: 'acceptOrder', permission: 'patrol.provide', summary: 'The unit will do it', input: z.object({ orderId: uuid, note }), output: moved, privateBody: true, secretInput: ['note'], refusals: moving });
export const declineOrder = command({ domain: 'patrol', name: 'declineOrder', permission: 'patrol.provide', summary: 'The unit cannot do it, and why', input: z.object({ orderId: uuid, note: reason }), output: moved, privateBody: true, secretInput: ['note'], refusals: [...moving, 'patrol/reason-missing'] });
export const doneOrder = command({ domain: 'patrol', name: 'doneOrder', permission: 'patrol.provide', summary: 'It was done', input: z.object({ orderId: uuid, note }), output: moved, privateBody: true, secretInput: ['note'], refusals: moving });
export const askAfter = command({
  domain: 'patrol', name: 'askAfter', permission: 'signedIn', summary: 'How is it now: asked the day after, and with the answer it is closed', offline: true, input: z.object({ orderId: uuid, afterwards: z.enum(afterwards), note }), output: moved, privateBody: true, secretInput: ['note'], refusals: moving,
});
export const cancelOrder = command({
  domain: 'patrol', name: 'cancelOrder', permission: 'signedIn', summary: 'It is wanted no more, and why', offline: true, input: z.object({ orderId: uuid, note: reason }), output: moved, privateBody: true, secretInput: ['note'], refusals: [...moving, 'patrol/reason-missing'],
});

// The people's diary.

export const diaryEntry = z.object({ id: uuid, area: named, at: z.iso.datetime(), by: z.string(), text: z.string(), byVoice: z.boolean(), caseId: uuid.nullable(), corrects: uuid.nullable(), correctedBy: uuid.nullable(), mine: z.boolean() });
export type DiaryEntry = z.infer<typeof diaryEntry>;
export const writeDiary = command({
  domain: 'patrol', name: 'writeDiary', permission: 'patrol.visit', summary: '民情日记: what people talk about, by hand or by voice; may name a case', idempotentBy: 'id', privateBody: true, offline: true, secretInput: ['text'],
  input: z.object({ id: uuid.optional(), areaId: rowId.optional().describe('one\'s own grid where not said'), at: instant.optional(), text: typedText(4_000, 2), byVoice: z.boolean().default(false), caseId: uuid.optional(), corrects: uuid.optional() }),
  output: z.object({ diaryId: uuid }), refusals: ['patrol/area-unknown', 'patrol/case-unknown', 'patrol/happened-in-future', 'patrol/diary-unknown', 'patrol/diary-corrected', 'patrol/id-taken'],
});
export const diary = query({
  domain: 'patrol', name: 'diary', permission: 'signedIn', summary: 'Entries, newest first: one\'s own, and where one supervises all; numbers of telephones and documents are covered for others',
  input: z.object({ ...listed, mine: flag.default(false), from: day.optional(), to: day.optional() }), output: z.object({ items: z.array(diaryEntry), next: z.string().nullable() }),
});
