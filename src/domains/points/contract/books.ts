import { z } from 'zod';
import { command, query } from '../../../platform/core/contract.ts';
import { day, flag, rowId, sha256, typedText, uuid } from '../../../platform/core/fields.ts';
import { ledgerRefusals } from '../rules/ledger.ts';
import { periodKinds } from '../rules/period.ts';
import { figureNames, matters, meetingKinds } from '../rules/quorum.ts';
import { bookKinds, classes, content } from '../rules/rule-book.ts';

// Rule books and how they come into force; periods; what is shown in public; sums for a chart.

const named = z.object({ id: z.int(), name: z.string() });
const photo = z.object({ sha256, url: z.string(), thumbnailUrl: z.string(), width: z.int(), height: z.int() });
const reason = typedText(300, 2);
export const versionStates = ['draft', 'adopted', 'filed', 'published', 'dropped'] as const;
export type VersionState = (typeof versionStates)[number];
export const versionSteps = ['change', 'meet', 'file', 'return', 'publish', 'drop'] as const;
export type VersionStep = (typeof versionSteps)[number];

const live = z.object({ versionId: uuid, number: z.int(), validFrom: day, validTo: day, content });
export const bookLine = z.object({
  id: z.int(), kind: z.enum(bookKinds), name: z.string(), area: named, closedTo: day.nullable(), live: live.nullable().describe('the version in force today'),
  may: z.object({ propose: z.boolean(), decide: z.boolean(), manage: z.boolean(), file: z.boolean() }),
});
export type BookLine = z.infer<typeof bookLine>;
export const books = query({
  domain: 'points', name: 'books', permission: 'signedIn', summary: 'Books of points that the caller may read, with the rules in force', input: z.object({ kind: z.enum(bookKinds).optional(), areaId: rowId.optional() }), output: z.object({ items: z.array(bookLine) }),
});
export const openBook = command({
  domain: 'points', name: 'openBook', permission: 'points.manage', summary: 'A village, or a unit for its cadres or party members, begins to keep points', input: z.object({ areaId: rowId, kind: z.enum(bookKinds) }), output: z.object({ bookId: z.int() }), refusals: ['points/area-unknown', 'points/book-of-village'],
});

const checked = z.object({ name: z.string(), law: z.string(), article: z.string(), inForce: day, got: z.number(), needed: z.number(), among: z.number(), met: z.boolean() });
export const meetingLine = z.object({
  id: uuid, kind: z.enum(meetingKinds), heldOn: day, noticeOn: day.nullable(), figures: z.partialRecord(z.enum(figureNames), z.number()), passed: z.boolean(), conditions: z.array(checked), by: z.string(), at: z.iso.datetime(), note: z.string(),
  photos: z.array(photo),
});
export type MeetingLine = z.infer<typeof meetingLine>;
export const versionLine = z.object({
  id: uuid, bookId: z.int(), number: z.int(), state: z.enum(versionStates), content, validFrom: day, validTo: day, inForce: z.boolean(), by: z.string(), at: z.iso.datetime(), filed: z.object({ no: z.string(), by: z.string(), at: z.iso.datetime() }).nullable(),
  published: z.object({ by: z.string(), at: z.iso.datetime() }).nullable(), returnedReason: z.string().nullable(), problem: z.object({ refused: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable().describe('what of its content cannot be adopted'),
  meetings: z.array(meetingLine), allowed: z.array(z.enum(versionSteps)), revision: z.int(),
});
export type VersionLine = z.infer<typeof versionLine>;
export const versions = query({
  domain: 'points', name: 'versions', permission: 'points.read', summary: 'Every version of a rule book with its meetings, newest first', input: z.object({ bookId: rowId }), output: z.object({ book: bookLine, items: z.array(versionLine) }),
});

const contentRefusals = ['points/no-items', 'points/code-twice', 'points/title-twice', 'points/minus-needs-evidence', 'points/minus-by-itself', 'points/family-where', 'points/cap-below', 'points/source-household', 'points/source-twice', 'points/bonus-unknown', 'points/bonus-ring', 'points/bonus-of-minus'];
const spanRefusals = ['points/span-reversed', 'points/retroactive', 'points/span-long', 'points/span-overlap'];
const moving = ['points/version-unknown', 'points/version-not-so'];
const moved = z.object({ versionId: uuid, state: z.enum(versionStates), revision: z.int() });
export const saveDraft = command({
  domain: 'points', name: 'saveDraft', permission: 'points.manage', summary: 'Drafts a version of a rule book, or changes a draft', idempotentBy: 'id', bodyLimit: 512 * 1024,
  input: z.object({ id: uuid.optional(), versionId: uuid.optional(), bookId: rowId, content, validFrom: day, validTo: day, revision: z.int().min(0).optional() }),
  output: moved.extend({ problem: z.object({ refused: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable() }), refusals: [...moving, 'points/book-unknown', 'points/draft-overtaken', 'points/draft-there', 'points/id-taken', 'points/span-reversed', 'points/span-long'],
});
export const dropDraft = command({ domain: 'points', name: 'dropDraft', permission: 'points.manage', summary: 'A draft or an adopted version is given up', input: z.object({ versionId: uuid }), output: moved, refusals: moving });
export const recordMeeting = command({
  domain: 'points', name: 'recordMeeting', permission: 'points.manage', summary: 'What a meeting decided on a draft: numbers and the paper minutes; the law of its day says whether it was enough', idempotentBy: 'id',
  input: z.object({
    id: uuid.optional(), versionId: uuid, kind: z.enum(meetingKinds), heldOn: day, noticeOn: day.nullable().default(null), authorised: flag.default(false).describe('of a representatives\' meeting: the villagers\' meeting has given it this matter'), matter: z.enum(matters).default('ordinary'),
    figures: z.partialRecord(z.enum(figureNames), z.number()), photos: z.array(sha256).min(1).max(20), note: typedText(500).default(''),
  }),
  output: moved.extend({ meetingId: uuid, passed: z.boolean(), conditions: z.array(checked) }),
  refusals: [...moving, ...contentRefusals, 'points/no-law-then', 'points/figure-missing', 'points/figure-odd', 'points/figure-above', 'points/votes-above', 'points/notice-after', 'points/meeting-ahead', 'points/meeting-of-household', 'points/photo-unknown', 'points/id-taken'],
});
export const fileVersion = command({
  domain: 'points', name: 'fileVersion', permission: 'points.file', summary: 'The township takes an adopted version on file; a book of cadres or party members is filed without a meeting', input: z.object({ versionId: uuid, documentNo: typedText(60, 1) }), output: moved,
  refusals: [...moving, ...contentRefusals, 'points/not-adopted', 'points/own-draft'],
});
export const returnVersion = command({ domain: 'points', name: 'returnVersion', permission: 'points.file', summary: 'The township sends it back: something in it infringes the law or somebody\'s rights', input: z.object({ versionId: uuid, reason }), output: moved, refusals: moving });
export const publishVersion = command({
  domain: 'points', name: 'publishVersion', permission: 'points.manage', summary: 'Puts a filed version in force for its period, never for days that are past', input: z.object({ versionId: uuid, validFrom: day.optional().describe('later than was adopted, where that day has gone by') }), output: moved,
  refusals: [...moving, ...contentRefusals, ...spanRefusals, 'points/not-filed'],
});
export const simulateVersion = query({
  domain: 'points', name: 'simulate', permission: 'points.manage', summary: 'What a version would have done to the facts of a year', input: z.object({ versionId: uuid, year: z.coerce.number().int().min(2000).max(2100) }),
  output: z.object({
    year: z.int(), facts: z.int(), unmatched: z.int(), accounts: z.int(), total: z.int(), was: z.int().describe('what was really given and taken off for these facts, with the base'), lowest: z.int(), highest: z.int(), below: z.int().describe('accounts that would lie below nothing'),
    items: z.array(z.object({ code: z.string(), title: z.string(), times: z.int(), capped: z.int(), points: z.int() })),
  }),
});

// Periods.

export const periodStates = ['ahead', 'running', 'over', 'open', 'closed'] as const;
export const periodLine = z.object({ kind: z.enum(periodKinds), code: z.string(), from: day, to: day, state: z.enum(periodStates), closed: z.object({ by: z.string(), at: z.iso.datetime(), entries: z.int(), points: z.int() }).nullable(), unfinished: z.int(), mayClose: z.boolean(), mayOpen: z.boolean() });
export type PeriodLine = z.infer<typeof periodLine>;
export const periods = query({
  domain: 'points', name: 'periods', permission: 'points.read', summary: 'The calendar of a book: what runs, what is over, what is closed', input: z.object({ bookId: rowId, year: z.coerce.number().int().min(2000).max(2100).optional() }), output: z.object({ year: z.int(), items: z.array(periodLine) }),
});
const periodInput = z.object({ bookId: rowId, kind: z.enum(periodKinds), code: z.string().regex(/^\d{4}(Q[1-4]|H[12]|-(0[1-9]|1[0-2]))?$/) });
export const openPeriod = command({ domain: 'points', name: 'openPeriod', permission: 'points.manage', summary: 'Opens a redemption: from now on the warehouse hands out', input: periodInput, output: periodInput, refusals: ['points/book-unknown', 'points/period-unknown', 'points/period-early', 'points/period-closed-already', 'points/period-open-already'] });
export const closePeriod = command({
  domain: 'points', name: 'closePeriod', permission: 'points.manage', summary: 'Closes a period for good, when it is over and nothing in it is undecided', input: periodInput, output: z.object({ entries: z.int(), points: z.int() }),
  refusals: [...new Set(['points/period-unknown', 'points/period-closed-already', 'points/period-earlier-open', 'points/period-unfinished', ...ledgerRefusals])],
});
export const grantBase = command({
  domain: 'points', name: 'grantBase', permission: 'points.manage', summary: 'The base to every household of the village, once in its period whoever asks how often', input: z.object({ bookId: rowId }), output: z.object({ granted: z.int(), already: z.int() }),
  refusals: [...new Set(['points/no-rules', 'points/book-of-households', 'points/no-base', ...ledgerRefusals])],
});

// In public, and as sums.

export const notice = query({
  domain: 'points', name: 'notice', permission: 'points.read', summary: '积分公示: alias and total of each household, never a reason, never a child', input: z.object({ bookId: rowId }),
  output: z.object({ book: z.object({ id: z.int(), name: z.string(), area: named }), on: day, rules: z.object({ number: z.int(), validFrom: day, validTo: day, filedNo: z.string(), objectionDays: z.int(), noticeDays: z.int() }).nullable(), items: z.array(z.object({ alias: z.string(), total: z.int() })) }),
});
export type NoticePage = z.infer<typeof notice.output>;
export const chart = query({
  domain: 'points', name: 'chart', permission: 'points.read', summary: 'Points that were credited, by class and by village', input: z.object({ areaId: rowId.optional(), from: day, to: day }),
  output: z.object({
    byClass: z.array(z.object({ class: z.enum(classes), times: z.int(), plus: z.int(), minus: z.int() })),
    byVillage: z.array(z.object({ book: named, area: named, households: z.int(), times: z.int(), plus: z.int(), minus: z.int() })),
  }),
});

export const honourKinds = ['goodNeighbour', 'fiveGood', 'peaceful', 'starHousehold', 'filial'] as const;
export const nameHonour = command({
  domain: 'points', name: 'nameHonour', permission: 'points.manage', summary: '身边好人、五好家庭…: a person decides, by a document; points may be cited and decide nothing', idempotentBy: 'id',
  input: z.object({ id: uuid.optional(), bookId: rowId, householdId: uuid, honour: z.enum(honourKinds), year: z.int().min(2000).max(2100), reason, citePoints: flag.default(false), documentNo: typedText(60, 1) }), output: z.object({ honourId: uuid }),
  refusals: ['points/book-unknown', 'points/household-unknown', 'points/household-elsewhere', 'points/honour-there', 'points/id-taken'],
});
export const honours = query({
  domain: 'points', name: 'honours', permission: 'points.read', summary: 'Honours of a village', input: z.object({ bookId: rowId }),
  output: z.object({ items: z.array(z.object({ id: uuid, household: z.string(), honour: z.enum(honourKinds), year: z.int(), reason: z.string(), cited: z.int().nullable(), documentNo: z.string(), by: z.string(), at: z.iso.datetime() })) }),
});
