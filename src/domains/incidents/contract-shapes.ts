import { z } from 'zod';
import { actions, cards, disputeLevels, states } from './rules/steps.ts';
import { clockKinds } from './rules/clocks.ts';

/** Shapes that the loop's queries answer with. Moments are RFC 3339 in UTC. */

const moment = z.iso.datetime();
const named = z.object({ id: z.int(), name: z.string() });
const photo = z.object({ sha256: z.string(), url: z.string(), thumbnailUrl: z.string(), width: z.int(), height: z.int() });

export const caseRow = z.object({
  id: z.uuid(),
  number: z.string(),
  state: z.enum(states),
  step: z.int().describe('1 信息上报 … 6 考核评价'),
  class: z.string().nullable(),
  className: z.string().nullable(),
  summary: z.string().describe('the first 60 characters of the description'),
  area: named.describe('the smallest known area: grid, community or township'),
  areaPathNames: z.array(z.string()).describe('from township down to the area itself'),
  address: z.string(),
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
  lead: named.nullable(),
  source: z.string(),
  reportedAt: moment,
  clock: z.object({ kind: z.enum(clockKinds), dueAt: moment, provisional: z.boolean(), late: z.boolean(), paused: z.boolean() }).nullable()
    .describe('the nearest running deadline'),
  card: z.enum(cards).nullable(),
  urged: z.int(),
  returns: z.int(),
  reworks: z.int(),
  duplicates: z.int().describe('cases merged into this one'),
  photos: z.int(),
  thumbnailUrl: z.string().nullable(),
  revision: z.int(),
});
export type CaseRow = z.infer<typeof caseRow>;

const actor = z.object({ personId: z.int().nullable(), name: z.string(), post: z.string(), unit: z.string().nullable() });

export const storyStep = z.object({
  seq: z.int(),
  action: z.enum(actions),
  from: z.enum(states).nullable(),
  to: z.enum(states),
  at: moment.describe('when the server learned of it'),
  happenedAt: moment.describe('when it was done, as the device says'),
  by: actor.nullable().describe('null where the actor is hidden from the reader'),
  inNameOf: z.string().nullable().describe('the person whose post was covered'),
  note: z.string(),
  data: z.record(z.string(), z.unknown()),
  photos: z.array(photo),
});
export type StoryStep = z.infer<typeof storyStep>;

const clock = z.object({
  kind: z.enum(clockKinds),
  stageNo: z.int(),
  startedAt: moment,
  dueAt: moment,
  provisional: z.boolean().describe('reaches past the last officially published calendar year'),
  endedAt: moment.nullable(),
  firedAt: moment.nullable().describe('when the deadline passed unmet'),
  usedMinutes: z.int().describe('working minutes'),
  pausedMinutes: z.int(),
  leftMinutes: z.int().describe('negative: late'),
  arithmetic: z.array(z.object({ what: z.enum(['base', 'pause', 'extension']), from: moment, to: moment.nullable(), text: z.string() })),
});

export const permitted = z.object({
  action: z.enum(actions), allowed: z.boolean(), refused: z.string().nullable(), detail: z.string().nullable(),
});

export const caseDetail = caseRow.extend({
  description: z.string(),
  happenedAt: moment.nullable(),
  verification: z.enum(['exists', 'notExists', 'unable']).nullable(),
  outcome: z.string().nullable(),
  result: z.string().nullable(),
  lossAvoidedYuan: z.number().nullable(),
  lossMethod: z.string().nullable(),
  round: z.int(),
  coUnits: z.array(named),
  verifier: named.nullable(),
  checker: named.nullable(),
  mergedInto: z.object({ id: z.uuid(), number: z.string() }).nullable(),
  merged: z.array(z.object({ id: z.uuid(), number: z.string(), reportedAt: moment, satisfied: z.boolean().nullable().describe('what its own reporter said of the result') })),
  request: z.object({
    kind: z.enum(['suspension', 'extension']), until: z.string().nullable(), workingDays: z.int().nullable(),
    reason: z.string(), askedAt: moment, askedBy: z.string(),
  }).nullable(),
  dispute: z.object({ level: z.enum(disputeLevels), consent: z.boolean().nullable() }).nullable(),
  reporter: z.object({ name: z.string(), phone: z.string() }).nullable().describe('null where hidden from the reader, as always from the unit complained of'),
  rating: z.object({ satisfied: z.boolean(), comment: z.string(), at: moment }).nullable(),
  evaluation: z.record(z.string(), z.unknown()).nullable(),
  classStandard: z.string().nullable(),
  steps: z.array(storyStep),
  clocks: z.array(clock),
  photoList: z.array(photo),
  photosAwaited: z.int().describe('named by a phone and not here yet; the case is complete when there is none'),
  allowed: z.array(permitted),
});
export type CaseDetail = z.infer<typeof caseDetail>;

/** A number and the `measure` that `board` takes to list what is behind it. Rates are null where the denominator is 0. */
export const countsRow = z.object({
  key: z.string(),
  name: z.string(),
  areaId: z.int().nullable(),
  reported: z.int(), accepted: z.int(), acceptedFiled: z.int(), filed: z.int(), open: z.int(), late: z.int(),
  shouldClose: z.int(), closed: z.int(), closedOnTime: z.int(),
  handled: z.int(), handledOnTime: z.int(), reworked: z.int(), returned: z.int(), dispatched: z.int(),
  rated: z.int(), satisfied: z.int(),
  filingRate: z.number().nullable(), closureRate: z.number().nullable(), onTimeClosureRate: z.number().nullable(),
  onTimeHandlingRate: z.number().nullable(), reworkRate: z.number().nullable(), returnRate: z.number().nullable(),
  satisfactionRate: z.number().nullable(),
  lossAvoidedYuan: z.number(),
});
export type CountsRow = z.infer<typeof countsRow>;
export const measures = ['reported', 'accepted', 'acceptedFiled', 'filed', 'open', 'late', 'shouldClose', 'closed', 'closedOnTime', 'handled', 'handledOnTime', 'reworked', 'returned', 'dispatched', 'rated', 'satisfied'] as const;
export type Measure = (typeof measures)[number];

export const mineItem = z.object({
  case: caseRow,
  why: z.enum(['verify', 'check', 'acknowledge', 'handle', 'rework', 'accept', 'file', 'dispatch', 'triage', 'approve', 'feedback', 'close', 'rate']),
  message: z.string().nullable().describe('the last urging or message on the case, for the eye'),
});

export const suggestedUnit = z.object({
  unit: named, kind: z.string(), score: z.number(),
  reasons: z.array(z.object({ code: z.string(), text: z.string() })),
  open: z.int().describe('open cases the unit has now'),
});

export const story = z.object({
  caseId: z.uuid(), number: z.string(), state: z.enum(states), step: z.int(), className: z.string().nullable(), areaName: z.string(),
  reportedAt: moment, revision: z.int(),
  own: z.object({ description: z.string(), photos: z.array(photo) }).nullable().describe('shown to the reporter, by account or code'),
  proven: z.boolean().describe('the asker is its reporter; where he only knows the number, what he may do needs the code'),
  steps: z.array(z.object({ action: z.enum(actions), at: moment, text: z.string() })),
  feedback: z.array(z.object({ at: moment, text: z.string() })),
  rating: z.object({ satisfied: z.boolean(), comment: z.string() }).nullable(),
  mayRate: z.boolean(), mayReopen: z.boolean(), mayUrge: z.boolean(),
  promise: z.string().nullable().describe('by when the next step is due'),
});
export type Story = z.infer<typeof story>;
