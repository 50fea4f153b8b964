import { z } from 'zod';
import { query } from '../../platform/core/contract.ts';
import { day, paging, rowId, typedText } from '../../platform/core/fields.ts';

export const chain = query({
  domain: 'audit', name: 'chain', permission: 'audit.read', summary: 'Is the end of the audit\'s chain whole, how far is it linked, and when was it signed last; the whole of it is followed by `jingwei audit verify`',
  input: z.object({}),
  output: z.object({
    whole: z.boolean(), checked: z.int().describe('links at the end that were followed for this answer'), linked: z.int(), pending: z.int().describe('entries of the last moments, not linked yet'),
    checkpoint: z.object({ seq: z.int(), at: z.iso.datetime() }).nullable(),
  }),
});

export const entries = query({
  domain: 'audit', name: 'entries', permission: 'audit.read', summary: 'Who did what, when, in whose name, with which result; newest first',
  input: z.object({ personId: rowId.optional(), person: typedText(50).optional().describe('part of a name: whatever account the person had'), operation: typedText(80).optional().describe('one operation, or all of a domain: `incidents`'), outcome: z.enum(['done', 'refused', 'denied']).optional(), subject: typedText(80).optional(), since: day.optional(), until: day.optional(), ...paging, after: z.string().regex(/^\d{1,15}$/).optional() }),
  output: z.object({
    items: z.array(z.object({
      id: z.int(), at: z.iso.datetime(), personId: z.int().nullable(), personName: z.string(), inNameOf: z.string().nullable(), post: z.string(),
      operation: z.string(), subject: z.string(), outcome: z.enum(['done', 'refused', 'denied']), refused: z.string().nullable(),
      input: z.record(z.string(), z.unknown()), source: z.string().describe('address the request came from'),
    })),
    next: z.string().nullable(),
  }),
});
