import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { z } from 'zod';

// What clients were told, in a file of JSON lines that no crash of the server can reach: each line is handed to the
// operating system before the request leaves, and before anything is done with the answer.

const answer = z.object({ status: z.int(), body: z.unknown() });
const entry = z.discriminatedUnion('what', [
  /** What was stored before the first request: what is counted begins behind it. */
  z.object({ what: z.literal('baseline'), at: z.string(), audit: z.int(), event: z.int(), cases: z.int(), commands: z.int() }),
  /** Before the first sending of a command; repeats under the same key are not written again. */
  z.object({
    what: z.literal('sent'), at: z.string(), scope: z.string(), key: z.string(), operation: z.string(), bodyHash: z.string(), caseId: z.string().nullable(),
    /** Of a report: an id that the client made, which claims the command beside the key; its text and its pictures. */
    id: z.string().nullable(), text: z.string().nullable(), photos: z.array(z.string()),
  }),
  z.object({ what: z.literal('answered'), at: z.string(), scope: z.string(), key: z.string(), answer }),
  /** A picture was acknowledged under this hash. */
  z.object({ what: z.literal('photo'), at: z.string(), sha256: z.string() }),
]);
export type Entry = z.infer<typeof entry>;
export type Baseline = Extract<Entry, { what: 'baseline' }>;
export type Sent = Extract<Entry, { what: 'sent' }>;
export type Told = z.infer<typeof answer>;

type Without<T> = T extends unknown ? Omit<T, 'at'> : never;
export type Journal = { readonly write: (line: Without<Entry>) => void; readonly close: () => void };

/** Adds to the file, which is made when absent. */
export function openJournal(file: string): Journal {
  const handle = openSync(file, 'a', 0o600);
  return {
    write: (line) => { writeSync(handle, `${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`); },
    close: () => { closeSync(handle); },
  };
}

/** Throws where a line is no entry; a last line that was cut off in the writing is left out. */
export async function readJournal(file: string): Promise<Entry[]> {
  const handle = await open(file);
  const entries: Entry[] = [];
  let unread: string | undefined;
  for await (const line of handle.readLines()) {
    if (unread !== undefined) entries.push(entry.parse(JSON.parse(unread)));
    unread = line;
  }
  if (unread !== undefined) {
    try {
      entries.push(entry.parse(JSON.parse(unread)));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return entries;
}

export function hashOf(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

/**
 * What an answer says of its command. 408, 429 and every 5xx say nothing of it: it may have been done, or be done yet,
 * and the client asks again under the same key.
 */
export function meaningOf({ status }: Told): 'done' | 'refused' | 'unknown' {
  if (status >= 200 && status < 300) return 'done';
  return status >= 500 || status === 408 || status === 429 || status === 425 ? 'unknown' : 'refused';
}

/** Equal values give equal texts whatever order their fields came in. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, one: unknown) => (typeof one === 'object' && one !== null && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one)) ?? 'undefined';
}
