import { z } from 'zod';
import { command, query } from '../../platform/core/contract.ts';
import { instant, paging, rowId, sha256, typedText, uuid, point, flag, day } from '../../platform/core/fields.ts';
import { disputeLevels, states, type Action } from './rules/steps.ts';
import { caseDetail, caseRow, countsRow, mineItem, story, storyStep, suggestedUnit } from './contract-shapes.ts';

// The loop's verbs. A step names the case and, where the caller knows it, the revision that he saw:
// a step that somebody else took meanwhile is then told as 412 instead of being judged against a stranger's state.

const step = { caseId: uuid, revision: z.int().min(0).optional() };
const note = typedText(2_000).optional();
const reason = typedText(2_000, 2);
const pictures = {
  photos: z.array(sha256).max(12).optional().describe('by the hash of what the upload said is kept, or of the bytes as sent'),
  photosFollow: z.boolean().optional().describe('those that are not here yet are on their way: the hash is that of the bytes that will be sent. Of somebody with an account'),
};
const unitId = rowId;
const caseNumber = z.string().max(20);
/** 查询码, as the reporter reads it off his screen. */
const followCode = z.string().max(40);
/** What makes a reporter without an account the reporter. */
const proof = { number: caseNumber.optional(), code: followCode.optional() };

export const moved = z.object({
  caseId: uuid, number: z.string(), state: z.enum(states), revision: z.int(),
});
export type Moved = z.infer<typeof moved>;

const stepRefusals = [
  'incidents/step-not-allowed', 'incidents/not-yours', 'incidents/moved-meanwhile', 'incidents/photo-unknown',
] as const;

function stepCommand<Shape extends z.core.$ZodLooseShape>(
  name: Action, permission: `incidents.${string}` | 'public' | 'signedIn', summary: string, shape: Shape, refusals: readonly string[] = [],
) {
  const byReporter = 'code' in shape ? { secretInput: ['code'], guessable: true as const } : {};
  // Work that is done on the spot, wherever that is.
  const onTheSpot = ['verify', 'settle', 'check', 'acknowledge', 'handle', 'deliver'].includes(name) ? { offline: true as const } : {};
  return command({
    domain: 'incidents', name, summary, permission,
    input: z.object({ ...step, ...shape }), output: moved, ...byReporter, ...onTheSpot,
    refusals: [...stepRefusals, ...('code' in shape ? ['follow-code-missing', 'follow-code-wrong'] : []).map((one) => `incidents/${one}`), ...refusals.map((one) => `incidents/${one}`)],
  });
}

export const place = z.union([
  point,
  z.object({ areaId: rowId, address: typedText(200).default('') }),
]);

export const report = command({
  domain: 'incidents', name: 'report', permission: 'public',
  summary: '信息上报: a resident, a grid worker or another system reports a matter',
  input: z.object({
    id: uuid.optional(),
    class: z.string().max(32).optional(),
    description: typedText(4_000, 1),
    place,
    happenedAt: instant.optional(),
    reporter: z.object({ name: typedText(50).default(''), phone: typedText(20).default('') }).optional(),
    ...pictures,
    source: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,31}$/).optional().describe('gridWorker, resident, hotline, walkIn, camera, sensor, patrol, leader, department, import, or a connected system\'s own word'),
  }),
  output: moved.extend({
    followCode: z.string().optional().describe('查询码, eight characters: only for a reporter who is not signed in, who proves with it that the case is his'),
  }),
  idempotentBy: 'id', secretInput: ['reporter', 'description'], offline: true,
  refusals: [
    'incidents/place-outside', 'incidents/class-unknown', 'incidents/area-unknown', 'incidents/photo-unknown',
    'incidents/happened-in-future', 'incidents/id-taken', 'incidents/phone-wrong',
  ],
});

export const accept = stepCommand('accept', 'incidents.desk', '受理: the desk takes the report up and, where the class asks for it, sends somebody to verify', {
  class: z.string().max(32).optional(), verifierId: rowId.optional(), note,
}, ['class-unknown', 'verifier-is-reporter', 'person-unknown']);
export const verify = stepCommand('verify', 'incidents.verify', '核实: somebody else looks on the spot', {
  result: z.enum(['exists', 'notExists', 'unable']), note, ...pictures,
}, ['verifier-is-reporter', 'already-verified']);
export const file = stepCommand('file', 'incidents.desk', '立案', {
  class: z.string().max(32).optional(), note,
}, ['class-missing', 'class-unknown', 'not-verified', 'verified-not-existing']);
export const decline = stepCommand('decline', 'incidents.desk', '不予立案, with the reason that the reporter reads', { reason });
export const merge = stepCommand('merge', 'incidents.desk', '合并: this case becomes a duplicate of another', {
  intoCaseId: uuid, note,
}, ['merge-into-itself', 'merge-into-merged', 'merge-into-ended', 'case-unknown', 'has-duplicates']);
export const unmerge = stepCommand('unmerge', 'incidents.desk', '撤销合并: the case goes on where it stood', { note });
const sending = { leadUnitId: unitId, coUnitIds: z.array(unitId).max(8).default([]), note };
export const dispatch = stepCommand('dispatch', 'incidents.desk', '分流交办: one lead and co-handlers', sending,
  ['unit-unknown', 'needs-triage', 'consent-missing', 'level-skipped']);
export const acknowledge = stepCommand('acknowledge', 'incidents.handle', '签收', { note });
export const returnCase = stepCommand('return', 'signedIn', '退回: by the unit, or taken back by the desk; only with a cited rule', {
  ruleCode: z.string().max(32), reason,
}, ['return-rule-unknown', 'triage-is-binding']);
export const triage = stepCommand('triage', 'incidents.desk', '会商定责: after two returns the units decide together, and it binds', {
  ...sending, participantUnitIds: z.array(unitId).min(2).max(12), minutes: reason,
}, ['unit-unknown', 'triage-too-early', 'level-skipped', 'consent-missing']);
export const settle = stepCommand('settle', 'incidents.verify', '自行处置: settled on the spot by the grid worker', {
  result: reason, ...pictures, lossAvoidedYuan: z.number().min(0).max(1e9).optional(), lossMethod: typedText(500).optional(),
}, ['not-settleable', 'evidence-missing', 'loss-needs-method']);
export const handle = stepCommand('handle', 'incidents.handle', '处置: begin, or record progress', { note, ...pictures });
export const deliver = stepCommand('deliver', 'incidents.handle', '处置完成: the result, with photos and the loss avoided', {
  result: reason, ...pictures, lossAvoidedYuan: z.number().min(0).max(1e9).optional(), lossMethod: typedText(500).optional(),
  outcome: z.enum(['done', 'agreed', 'refused', 'failed']).default('done'),
}, ['evidence-missing', 'loss-needs-method', 'request-pending']);
export const requestSuspension = stepCommand('requestSuspension', 'incidents.handle', '申请挂起', {
  until: day, reason,
}, ['request-pending', 'until-not-ahead']);
export const requestExtension = stepCommand('requestExtension', 'incidents.handle', '申请延期, in working days', {
  workingDays: z.int().min(1).max(60), reason,
}, ['request-pending', 'extended-twice']);
export const approve = stepCommand('approve', 'incidents.desk', '批准挂起或延期', { note }, ['no-request', 'own-request']);
export const refuse = stepCommand('refuse', 'incidents.desk', '不同意挂起或延期', { reason }, ['no-request', 'own-request']);
export const resume = stepCommand('resume', 'signedIn', '恢复处置', { note });
export const urge = stepCommand('urge', 'public', '催办: by the desk, a leader or the reporter', { note, ...proof }, ['urged-recently']);
export const supervise = stepCommand('supervise', 'signedIn', '督办: yellow, red or black card', {
  level: z.enum(['yellow', 'red', 'black']), reason,
}, ['card-not-higher']);
export const check = stepCommand('check', 'incidents.verify', '核查: by somebody who did not handle it', {
  result: z.enum(['pass', 'fail', 'unable']), note, ...pictures,
}, ['checker-is-handler', 'photos-outstanding']);
export const feedback = stepCommand('feedback', 'incidents.desk', '反馈: what the reporter is told', { text: typedText(8_000, 1) });
export const rate = stepCommand('rate', 'public', '评价: the reporter says whether it is solved', {
  satisfied: z.boolean(), comment: typedText(1_000).optional(), ...proof,
}, ['no-feedback-yet', 'already-rated']);
export const close = stepCommand('close', 'incidents.desk', '结案', { note }, ['no-feedback-yet', 'reporter-not-satisfied']);
export const forceClose = stepCommand('forceClose', 'incidents.supervise', '强制结案', { reason });
export const evaluate = stepCommand('evaluate', 'signedIn', '考核评价: the facts of the loop are fixed, with a comment', { note });
export const reopen = stepCommand('reopen', 'public', '重开', { reason, ...proof }, ['reopen-window-over', 'no-feedback-yet']);
export const message = stepCommand('message', 'signedIn', '喊话: to a checkpoint, a team or a unit, on the case', {
  unitId, text: typedText(1_000, 1),
}, ['unit-unknown']);
export const escalate = stepCommand('escalate', 'signedIn', '上交一级: a dispute goes from courtyard to village to township', { reason },
  ['not-a-dispute', 'top-level']);
export const consent = stepCommand('consent', 'signedIn', '当事人意愿: mediation is voluntary (人民调解法 17)', {
  agreed: z.boolean(), note,
}, ['not-a-dispute']);

export const stepCommands = {
  accept, verify, file, decline, merge, unmerge, dispatch, acknowledge, return: returnCase, triage, settle, handle, deliver,
  requestSuspension, requestExtension, approve, refuse, resume, urge, supervise, check, feedback, rate, close, forceClose,
  evaluate, reopen, message, escalate, consent,
} as const;

const filters = {
  areaId: rowId.optional(),
  /** The six steps, 1 to 6; or single states. */
  step: z.coerce.number().int().min(1).max(6).optional(),
  state: z.enum(states).optional(),
  class: z.string().max(32).optional(),
  unitId: rowId.optional(),
  late: flag.optional(),
  text: typedText(100).optional(),
  /** Reported on or after / before these days (Asia/Shanghai). */
  since: day.optional(),
  until: day.optional(),
  /** The list behind a number of `counts`; uses the same period and area. */
  measure: z.string().max(40).optional(),
};

const boardCursor = z.string().regex(/^(?:infinity|\d{1,17})\|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/).optional();

export const board = query({
  domain: 'incidents', name: 'board', permission: 'incidents.read', inBody: 'too',
  summary: 'Cases the caller may see, newest need first',
  input: z.object({ ...filters, ...paging, after: boardCursor, sort: z.enum(['due', 'newest']).default('due') }),
  output: z.object({ items: z.array(caseRow), next: z.string().nullable(), total: z.int().nullable() }),
});
export const getCase = query({
  domain: 'incidents', name: 'case', permission: 'signedIn', summary: 'One case with its story, clocks and what may be done next',
  input: z.object({ caseId: uuid.optional(), number: z.string().max(20).optional() }), output: caseDetail,
});
export const history = query({
  domain: 'incidents', name: 'history', permission: 'signedIn', summary: 'The append-only steps of a case, oldest first',
  input: z.object({ caseId: uuid }), output: z.object({ steps: z.array(storyStep) }),
});
export const counts = query({
  domain: 'incidents', name: 'counts', permission: 'incidents.read', summary: 'Numbers of an area and of the areas below it; every number opens as a list',
  input: z.object({ areaId: rowId.optional(), since: day.optional(), until: day.optional(), by: z.enum(['area', 'unit', 'class']).default('area') }),
  output: z.object({ total: countsRow, rows: z.array(countsRow), formulaVersion: z.string() }),
});
export const screen = query({
  domain: 'incidents', name: 'screen', permission: 'incidents.read', summary: 'The numbers of a wall in one answer: the area and what is below it, its units and classes whenever reported, the last thirty days, and each of the last seven',
  input: z.object({ areaId: rowId.optional() }),
  output: z.object({
    all: countsRow, month: countsRow, days: z.array(countsRow).describe('Seven, the oldest first, today last'),
    byArea: z.array(countsRow), byUnit: z.array(countsRow), byClass: z.array(countsRow), formulaVersion: z.string(),
  }),
});
export const map = query({
  domain: 'incidents', name: 'map', permission: 'incidents.read', summary: 'Open cases as points (GeoJSON, WGS-84)',
  input: z.object({ ...filters, limit: z.coerce.number().int().min(1).max(5_000).default(2_000) }),
  output: z.object({
    type: z.literal('FeatureCollection'),
    features: z.array(z.object({
      type: z.literal('Feature'), id: z.string(),
      geometry: z.object({ type: z.literal('Point'), coordinates: z.tuple([z.number(), z.number()]) }),
      properties: z.object({ caseId: z.string(), number: z.string(), state: z.enum(states), step: z.int(), late: z.boolean(), className: z.string() }),
    })),
    truncated: z.boolean(),
  }),
});
export const mine = query({
  domain: 'incidents', name: 'mine', permission: 'signedIn', summary: 'What waits for the caller, in order of need, each with why and by when; and his own reports',
  input: z.object({}), output: z.object({ todo: z.array(mineItem), reports: z.array(caseRow) }),
});
export const suggestion = query({
  domain: 'incidents', name: 'suggestion', permission: 'incidents.desk', summary: 'Units for a case, best first, each with the reason',
  input: z.object({ caseId: uuid }), output: z.object({ units: z.array(suggestedUnit) }),
});
export const similar = query({
  domain: 'incidents', name: 'similar', permission: 'incidents.desk', summary: 'Cases that may be about the same matter, offered for merging, never merged by themselves',
  input: z.object({ caseId: uuid }),
  output: z.object({ items: z.array(z.object({ case: caseRow, reason: z.enum(['sameText', 'nearAndSameClass']), metres: z.number().nullable() })) }),
});
export const storyByNumber = query({
  domain: 'incidents', name: 'story', permission: 'public', summary: 'A followed case in plain words, for whoever holds its number; with its code also his own words and telephone numbers in what he was told',
  input: z.object({ number: caseNumber, code: followCode.optional() }), output: story, inBody: 'too', secretInput: ['code'],
});

export const digest = query({
  domain: 'incidents', name: 'digest', permission: 'signedIn', summary: 'What fell due since the caller last looked: one message, never three thousand',
  input: z.object({}),
  output: z.object({ at: z.iso.datetime().nullable(), cases: z.array(z.object({ caseId: z.uuid(), number: z.string(), kind: z.string(), dueAt: z.string() })) }),
});
export const digestRead = command({
  domain: 'incidents', name: 'digestRead', permission: 'signedIn', summary: 'The message was read, up to its moment',
  input: z.object({ at: instant }), output: z.object({ read: z.int() }), refusals: [],
});
export const messages = query({
  domain: 'incidents', name: 'messages', permission: 'signedIn', summary: '喊话: what was said to the caller\'s units in the last seven days, newest first, also to a checkpoint that does not handle the case',
  input: z.object({}),
  output: z.object({ items: z.array(z.object({
    caseId: z.uuid(), number: z.string(), seq: z.int(), at: z.iso.datetime(), unitName: z.string(), text: z.string(), from: z.string(), areaName: z.string(), mayOpen: z.boolean(),
  })) }),
});
export const inbox = query({
  domain: 'incidents', name: 'inbox', permission: 'incidents.read', summary: 'Open and late cases of each of the six steps, for the tabs of the board',
  input: z.object({ areaId: rowId.optional() }),
  output: z.object({ steps: z.array(z.object({ step: z.int(), open: z.int(), late: z.int() })), late: z.int() }),
});

export const disputeLevel = z.enum(disputeLevels);
export const queries = { board, case: getCase, history, counts, screen, map, mine, suggestion, similar, story: storyByNumber, digest, inbox, messages } as const;
