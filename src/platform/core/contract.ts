import type { z } from 'zod';

/**
 * Who may knock at an operation at all. `public`: anybody, also without an account.
 * `signedIn`: any account. Otherwise the name of a permission that at least one post of the
 * caller must grant; *where* it grants it is asked again for each row that is touched.
 */
export type Permission = 'public' | 'signedIn' | `${string}.${string}`;

type Common<Input extends z.ZodType, Output extends z.ZodType> = {
  readonly domain: string;
  readonly name: string;
  readonly summary: string;
  readonly permission: Permission;
  readonly input: Input;
  readonly output: Output;
  /** Also for an account that is held back, say until its first password is changed. */
  readonly whileHeld?: true;
};

/** Something that changes the world: `POST /api/<domain>/<name>`, one transaction, audited. */
export type Command<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> = Common<Input, Output> & {
  readonly kind: 'command';
  /** Every refusal it can give, without the ones that the door itself gives. */
  readonly refusals: readonly string[];
  /** The input field whose value identifies the command when no `Idempotency-Key` is sent. */
  readonly idempotentBy?: string;
  /** Largest request body in bytes, where the ordinary limit of 256 KiB is too small. */
  readonly bodyLimit?: number;
  /** Input fields never written into the audit (passwords, a reporter's telephone). */
  readonly secretInput?: readonly string[];
  /** Its body holds what is sealed elsewhere (a document's number): the hash by which a repeat is known needs a key then. */
  readonly privateBody?: true;
  /** May be written on a phone without a network, and come later, in the order in which it was written (`sync/`). */
  readonly offline?: true;
  /** Carries a secret that somebody could guess: whoever guessed wrongly too often waits before he may try again. */
  readonly guessable?: true;
};

/** Something that only reads: `GET /api/<domain>/<name>`, or `POST` to the same path with the question in the body. */
export type Query<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> = Common<Input, Output> & {
  readonly kind: 'query';
  /** What is asked with is too long for an address, or too private for the logs that keep addresses; `too`: it may be, and is asked either way. */
  readonly inBody?: true | 'too';
  /** Fields that are taken in the body alone: a secret in an address stays in every log on the way. */
  readonly secretInput?: readonly string[];
};

export type Operation = Command | Query;

export function command<Input extends z.ZodType, Output extends z.ZodType>(
  declared: Omit<Command<Input, Output>, 'kind'>,
): Command<Input, Output> {
  return { kind: 'command', ...declared };
}

export function query<Input extends z.ZodType, Output extends z.ZodType>(
  declared: Omit<Query<Input, Output>, 'kind'>,
): Query<Input, Output> {
  return { kind: 'query', ...declared };
}

/** Every method that it answers to. */
export function methodsOf(operation: Operation): readonly ('GET' | 'POST')[] {
  return operation.kind === 'query' && operation.inBody === 'too' ? ['POST', 'GET'] : [methodOf(operation)];
}

/** The method by which our own screens call it. */
export function methodOf(operation: Operation): 'GET' | 'POST' {
  return operation.kind === 'command' || operation.inBody ? 'POST' : 'GET';
}

export function pathOf(operation: Operation): string {
  return `/api/${operation.domain}/${operation.name}`;
}
