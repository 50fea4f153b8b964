import { z } from 'zod';
import { command, query } from '../contract.ts';
import { flag, paging, rowId, typedText, uuid } from '../fields.ts';
import { mutationLimit } from './wire.ts';

// What the desk sees of phones, and what the people on both sides do about something that was set aside.

const moment = z.iso.datetime();

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

export const rejected = query({
  domain: 'sync', name: 'rejected', permission: 'dispatch.roster', summary: '待处理: what workers wrote on phones and a rule refused, not yet settled; newest first. The words themselves only of what was handed over',
  input: z.object({ ...paging, after: z.string().regex(/^\d{1,15}$/).optional() }),
  output: z.object({
    items: z.array(z.object({
      id: z.int(), personId: z.int(), personName: z.string(), areaPath: z.string(), name: z.string().describe('the command'), writtenAt: z.string().describe('by the phone\'s clock'),
      at: moment, refused: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])), handedOverAt: moment.nullable(),
    })),
    next: z.string().nullable(),
  }),
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
  input: z.object({ id: rowId, note: typedText(1_000, 2) }), output: z.object({ id: z.int() }), refusals: ['sync/not-found'],
});
