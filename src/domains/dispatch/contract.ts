import { z } from 'zod';
import { command, query } from '../../platform/core/contract.ts';
import { duration } from '../../platform/core/calendar.ts';
import { day, dryRun, flag, importReport, instant, paging, rowId, typedText } from '../../platform/core/fields.ts';

const named = z.object({ id: z.int(), name: z.string() });
export const matterKinds = ['matter', 'dispute'] as const;

export const matterClass = z.object({
  code: z.string(), parentCode: z.string().nullable(), level: z.int().min(1).max(3), name: z.string(),
  kind: z.enum(matterKinds), standard: z.string().describe('立案标准'), source: z.string().describe('law or standard behind it'),
  deadline: duration.nullable().describe('handling time; null takes the parent\'s'),
  verification: z.boolean().describe('looked at on the spot before filing, when a resident reports'),
  settleable: z.boolean(), evidencePhotos: z.int().min(0).max(12), public: z.boolean(), urgentCall: z.string().nullable().describe('110, 119, 120 or 122, named first'),
  active: z.boolean(), keywords: z.array(z.string()),
});
export type MatterClass = z.infer<typeof matterClass>;

export const classes = query({
  domain: 'dispatch', name: 'classes', permission: 'public', summary: 'The three-level taxonomy',
  input: z.object({
    text: typedText(60).optional(), parentCode: z.string().max(32).optional(), publicOnly: flag.default(false).describe('only what residents may choose'),
    all: flag.default(false).describe('inactive ones too, for whoever manages them'),
  }),
  output: z.object({ items: z.array(matterClass), version: z.int() }),
});
export const suggestClass = query({
  domain: 'dispatch', name: 'suggestClass', permission: 'public', summary: 'Likely classes of a text, with the words that speak for them; residents are offered public ones', inBody: true,
  input: z.object({ text: typedText(4_000, 1) }),
  output: z.object({ items: z.array(z.object({ code: z.string(), name: z.string(), score: z.number(), words: z.array(z.string()) })), urgentCall: z.string().nullable() }),
});
export const importTaxonomy = command({
  domain: 'dispatch', name: 'importTaxonomy', permission: 'dispatch.manage', summary: 'Classes from CSV or Excel (three levels, deadline, evidence …), preview first; a new version, old cases keep theirs',
  input: z.object({ csv: z.string().max(5_000_000).optional(), fileBase64: z.string().max(7_000_000).optional(), replace: flag.default(false).describe('classes not in the file become inactive'), dryRun }),
  output: importReport, bodyLimit: 8_000_000, secretInput: ['csv', 'fileBase64'],
  refusals: ['dispatch/import-has-errors', 'dispatch/import-unreadable', 'dispatch/not-city-wide'],
});
export const changeClass = command({
  domain: 'dispatch', name: 'changeClass', permission: 'dispatch.manage', summary: 'Standard, deadline, evidence or public visibility of one class',
  input: z.object({ code: z.string().max(32), name: typedText(60, 1).optional(), standard: typedText(2_000).optional(), source: typedText(300).optional(), deadline: duration.nullable().optional(), verification: flag.optional(), settleable: flag.optional(), evidencePhotos: z.int().min(0).max(12).optional(), public: flag.optional(), active: flag.optional(), keywords: z.array(typedText(20, 1)).max(50).optional() }),
  output: z.object({ code: z.string(), version: z.int() }), refusals: ['dispatch/class-unknown', 'dispatch/dispute-not-public', 'dispatch/not-city-wide'],
});

export const routes = query({
  domain: 'dispatch', name: 'routes', permission: 'dispatch.read', summary: 'Routing table: class × area × level → unit',
  input: z.object({
    classCode: z.string().max(32).optional(), areaId: rowId.optional().describe('lines that hold somewhere in this area: set in it, below or above'),
    after: paging.after, limit: z.coerce.number().int().min(1).max(500).default(200),
  }),
  output: z.object({
    items: z.array(z.object({ id: z.int(), classCode: z.string(), className: z.string(), area: named, unit: named, note: z.string() })), next: z.string().nullable(),
  }),
});
export const setRoute = command({
  domain: 'dispatch', name: 'setRoute', permission: 'dispatch.manage', summary: 'In this area, this class (and those below it) goes to this unit',
  input: z.object({ classCode: z.string().max(32), areaId: rowId, unitId: rowId.nullable().describe('null removes the line'), note: typedText(200).default('') }),
  output: z.object({ id: z.int().nullable() }), refusals: ['dispatch/class-unknown', 'dispatch/area-unknown', 'dispatch/unit-unknown', 'dispatch/not-your-area'],
});
export const returnRules = query({
  domain: 'dispatch', name: 'returnRules', permission: 'signedIn', summary: 'Rules a return may cite',
  input: z.object({ all: flag.default(false).describe('inactive ones too, for whoever manages them') }),
  output: z.object({ items: z.array(z.object({ code: z.string(), name: z.string(), basis: z.string(), active: z.boolean() })) }),
});
export const setReturnRule = command({
  domain: 'dispatch', name: 'setReturnRule', permission: 'dispatch.manage', summary: 'A rule a return may cite',
  input: z.object({ code: z.string().regex(/^[A-Za-z0-9-]{1,32}$/), name: typedText(100, 2), basis: typedText(300).default(''), active: flag.default(true) }),
  output: z.object({ code: z.string() }), refusals: ['dispatch/not-city-wide'],
});
export const workingCalendar = query({
  domain: 'dispatch', name: 'calendar', permission: 'signedIn', summary: 'Working calendar: shifts, holidays, make-up days, last officially published day',
  input: z.object({ year: z.coerce.number().int().min(2000).max(2100).optional() }),
  output: z.object({
    version: z.int(), lastOfficialDay: z.string(), shifts: z.array(z.object({ from: z.string(), to: z.string() })),
    days: z.array(z.object({ day: z.string(), kind: z.enum(['off', 'work']), name: z.string() })),
  }),
});
export const importCalendar = command({
  domain: 'dispatch', name: 'importCalendar', permission: 'dispatch.manage', summary: 'Days off and make-up days of a year; a new version, running deadlines that were provisional are computed again',
  input: z.object({
    year: z.int().min(2000).max(2100), source: typedText(200, 2).describe('the announcement, e.g. 国办发明电〔2025〕7号'),
    days: z.array(z.object({ day, kind: z.enum(['off', 'work']), name: typedText(20) })).max(366),
    shifts: z.array(z.object({ from: z.string().regex(/^\d\d:\d\d$/), to: z.string().regex(/^\d\d:\d\d$/) })).min(1).max(4).optional(), dryRun,
  }),
  output: importReport, refusals: ['dispatch/day-outside-year', 'dispatch/shifts-wrong', 'dispatch/import-has-errors', 'dispatch/not-city-wide'],
});
export const rosters = query({
  domain: 'dispatch', name: 'roster', permission: 'dispatch.read', summary: 'Who is on duty in a team, checkpoint or unit',
  input: z.object({ unitId: rowId.optional(), on: day.optional() }),
  output: z.object({ items: z.array(z.object({ id: z.int(), unit: named, person: named, from: z.iso.datetime(), to: z.iso.datetime() })) }),
});
export const setDuty = command({
  domain: 'dispatch', name: 'setDuty', permission: 'dispatch.roster', summary: 'A turn of duty',
  input: z.object({ unitId: rowId, personId: rowId, from: instant, to: instant }),
  output: z.object({ id: z.int() }), refusals: ['dispatch/unit-unknown', 'dispatch/person-unknown', 'dispatch/times-reversed', 'dispatch/already-on-duty', 'dispatch/not-your-area'],
});
export const endDuty = command({
  domain: 'dispatch', name: 'endDuty', permission: 'dispatch.roster', summary: 'Takes a turn of duty back',
  input: z.object({ id: rowId }), output: z.object({ id: z.int() }), refusals: ['dispatch/duty-unknown', 'dispatch/duty-over', 'dispatch/not-your-area'],
});
