import { z } from 'zod';
import { command, query } from '../contract.ts';
import { flag, paging, rowId, typedText, uuid } from '../fields.ts';
import { mutationLimit } from './wire.ts';

// What the desk sees of phones, and what the people on both sides do about something that was set aside.

const moment = z.iso.datetime();

/** A person's phones beyond this many within `devicesWithinDays` are turned away: nobody has so many, and each is a row that is kept. */
export const mostDevices = 20;
export const devicesWithinDays = 30;
/** Answers are given again for half a year: longer than a phone lies in a drawer (ninety days) and than it sends again after a restore (`replayDays`), and as long as logs are kept by law. */
export const answerDays = 180;
/** What was settled can be read as long as that. */
export const settledDays = 180;

/** Phones whose oldest unsent record is older than this are shown to whoever keeps the roster. */
export const lateHours = 4;

export const phones = query({
  domain: 'sync', name: 'phones', permission: 'dispatch.roster', summary: '手机: those with work that has not come up for hours, that were cloned, or that have something set aside; longest first',
  input: z.object({ all: flag.default(false), ...paging, after: z.string().regex(/^\d{1,9}$/).optional() }),
  output: z.object({
    items: z.array(z.object({
      device: z.uuid(), personId: z.int(), personName: z.string(), areaPath: z.string(), contactAt: moment, unsent: z.int(), oldestUnsentAt: moment.nullable(), isLate: z.boolean(),
      parked: z.int(), frozenAt: moment.nullable(), aheadSeconds: z.number(), holes: z.int(),
    })),
    next: z.string().nullable(), late: z.int().describe('phones with work older than four hours, of all that he may see'),
  }),
});

/** How something that was set aside came to its end: written down again by somebody else, corrected by its writer, nothing to be done, or otherwise. */
export const settlings = ['entered', 'corrected', 'void', 'other'] as const;
const somebody = z.object({ id: z.int(), name: z.string() });

export const rejected = query({
  domain: 'sync', name: 'rejected', permission: 'dispatch.roster', summary: '待处理: what workers wrote on phones and a rule refused, newest first: what is still open, or what was settled. The words themselves only of what was handed over',
  input: z.object({ settled: flag.default(false), mine: flag.default(false).describe('given to the caller'), ...paging, after: z.string().regex(/^\d{1,15}$/).optional() }),
  output: z.object({
    items: z.array(z.object({
      id: z.int(), personId: z.int(), personName: z.string(), areaPath: z.string(), name: z.string().describe('the command'), writtenAt: z.string().describe('by the phone\'s clock'),
      at: moment, refused: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])), handedOverAt: moment.nullable(),
      byWriter: z.boolean().describe('its writer has dealt with it on his phone'), assignedTo: somebody.nullable(),
      settled: z.object({ at: moment, by: z.string(), how: z.enum(settlings), note: z.string() }).nullable(),
    })),
    next: z.string().nullable(), open: z.int().describe('how many wait for somebody, of all that he may see'),
  }),
});

export const keepers = query({
  domain: 'sync', name: 'keepers', permission: 'dispatch.roster', summary: 'To whom something that was set aside may be given: who keeps the roster there',
  input: z.object({ id: rowId }), output: z.object({ items: z.array(z.object({ id: z.int(), name: z.string(), title: z.string() })) }),
});

export const assign = command({
  domain: 'sync', name: 'assign', permission: 'dispatch.roster', summary: '交办: somebody is to deal with something that was set aside',
  input: z.object({ id: rowId, toPersonId: rowId }), output: z.object({ id: z.int() }), refusals: ['sync/not-found', 'sync/not-a-keeper'],
});

export const rejectedBody = query({
  domain: 'sync', name: 'rejectedBody', permission: 'dispatch.roster', summary: 'What was written, of something that its writer handed over; who reads it is on record',
  input: z.object({ id: rowId }), output: z.object({ id: z.int(), name: z.string(), input: z.unknown() }),
});

export const handOver = command({
  domain: 'sync', name: 'handOver', permission: 'signedIn', offline: true, summary: '交给主管: whoever wrote it gives it to whoever keeps the roster, with all that is in it',
  input: z.object({
    id: uuid.describe('the command\'s own id'), name: z.string().min(1).max(80), at: z.string().max(40), refused: z.string().max(120),
    body: typedText(mutationLimit).describe('its input, as JSON'),
  }),
  output: z.object({ id: z.int() }), secretInput: ['body'], privateBody: true, bodyLimit: 524_288, refusals: [],
});

export const settle = command({
  domain: 'sync', name: 'settle', permission: 'dispatch.roster', summary: '办结: the supervisor has dealt with something that was set aside; it stays readable',
  input: z.object({ id: rowId, how: z.enum(settlings).default('other'), note: typedText(1_000, 2) }), output: z.object({ id: z.int() }), secretInput: ['note'], privateBody: true, refusals: ['sync/not-found'],
});
