import { z } from 'zod';
import { instant, uuid } from '../fields.ts';

// What phone and server say to each other. A phone's commands stand in one row, numbered on the phone; the server takes them in
// that order, each once, and answers each: also with a "no", after which the row goes on.

/** The most commands of one push, and the most bytes of its body. */
export const mostInPush = 100;
export const pushBodyLimit = 1_048_576;
/** The most bytes of one command as JSON: what the door takes of an ordinary request. */
export const mutationLimit = 262_144;
/** Exceptions that one command may cause before it is set aside. */
export const mostFailures = 5;
/** What was acknowledged is kept this long, should the server lose it: longer than the time between two backups. */
export const replayDays = 7;
/** Holds the place of a command that never reached the server as it was written. */
export const skipName = 'sync.skip';

/** One command as the phone sends it. `at`: when it was written, by the phone's clock. */
export type Mutation = {
  readonly seq: number; readonly id: string; readonly name: string; readonly input: unknown; readonly at: string;
  /** Whose it is. A phone has a row for each person; this one was written in his. */
  readonly by: number;
};

const seq = z.int().min(1);
/** Of each command only its place must be right: what cannot be read is set aside with its place taken, and stops nobody. */
export const placed = z.looseObject({ seq });
export type Placed = z.infer<typeof placed>;
export const readable = z.object({ seq, id: uuid, name: z.string().min(1).max(80), input: z.unknown(), at: z.string().max(40), by: z.int().min(1) });

/** How the phone stands; ages in seconds by its own clock, which may be wrong as a whole. */
export const standing = z.object({
  unsent: z.int().min(0).max(1_000_000), oldestSeconds: z.int().min(0).max(4_000_000_000), parked: z.int().min(0).max(1_000_000),
  /** The phone's clock at the moment of sending. */
  now: z.string().max(40),
});
export type Standing = z.infer<typeof standing>;

export const pushRequest = z.object({
  device: uuid,
  /** Whose row it is: in another's session nothing of it is taken, and nothing of it answered. */
  person: z.int().min(1),
  /** The server's epoch as the phone last saw it. */
  epoch: uuid.nullable(),
  /** From here on the phone holds every command it ever numbered; before it all were acknowledged longer ago than they are kept. */
  first: seq,
  standing,
  mutations: z.array(placed).max(mostInPush),
});
export type PushRequest = Omit<z.infer<typeof pushRequest>, 'mutations'> & { readonly mutations: readonly Mutation[] };

const params = z.record(z.string(), z.union([z.string(), z.number()]));
export const reason = z.object({ refused: z.string().min(1).max(120), params: params.default({}), detail: z.string().max(2_000).default('') });
/** Why something is set aside; `detail` is a sentence in the asker's language. */
export type Reason = z.infer<typeof reason>;

export const settled = z.discriminatedUnion('outcome', [
  z.object({ seq, outcome: z.literal('done'), output: z.unknown() }),
  z.object({ seq, outcome: z.literal('refused'), reason }),
  /** An exception, not a "no": to be sent again; `tries` counts them. */
  z.object({ seq, outcome: z.literal('failed'), tries: z.int() }),
]);
export type Settled = z.infer<typeof settled>;

const told = {
  /** Whom it answers: a page of a captive portal knows no device. */
  device: uuid,
  epoch: uuid,
  now: instant,
  /** The last command of this device that has been answered for good. */
  last: z.int().min(0),
};
export const pushAnswer = z.object({ ...told, results: z.array(settled).max(mostInPush) });
export type PushAnswer = z.infer<typeof pushAnswer>;

/** Something the phone holds: `data` is what the domain says, `version` changes whenever it does. */
export const doc = z.object({ id: z.string().min(1), version: z.string(), data: z.unknown() });
export type Doc = z.infer<typeof doc>;

/**
 * A scope as it now is. `cursor` says in short what belongs to it, and is given back at the next pull; of the parts that differ
 * all documents are sent, and what the phone has beside them in such a part is no longer there.
 */
export const scopeAnswer = z.object({ scope: z.string().min(1).max(120), cursor: z.string().max(600), parts: z.array(z.object({ part: z.int().min(0).max(255), docs: z.array(doc) })) });
export type ScopeAnswer = z.infer<typeof scopeAnswer>;
/** All scopes of the caller, also those in which nothing changed (`parts` empty): what the phone holds of any other goes. */
export const pullAnswer = z.object({ ...told, scopes: z.array(scopeAnswer).max(200) });
export type PullAnswer = z.infer<typeof pullAnswer>;

export const problemAnswer = z.looseObject({ refused: z.string().regex(/^[\w.-]+\/[\w.-]+$/), detail: z.string().default('') });
