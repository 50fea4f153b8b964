import { createHash, randomUUID } from 'node:crypto';
import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import type { z } from 'zod';
import { isAnonymous, permits, type Actor, type Grant } from './actor.ts';
import { claimKeys, enter, Refused, type Claim, type Keys } from './claim.ts';
import type { Command, Operation, Query } from './core/contract.ts';
import { isRefusal, refuse, type Refusal } from './core/refusal.ts';
import { findUnstorable } from './core/storable.ts';
import { openedWithFirst, type Database } from './db.ts';
import type { FollowCodes } from './follow-code.ts';
import type { Log } from './log.ts';
import type { PhotoSigner } from './photo-signer.ts';
import type { Vault } from './vault.ts';
import { wallOf } from './wall.ts';

// The one door to a write: it parses, asks permission, claims the idempotency key, transacts, audits, publishes.

/** An event for the live feed. It carries ids only: who may see it reads the rest. */
export type NewEvent = {
  readonly kind: string;
  readonly subject: string;
  /** Seen by whoever may read in this area … */
  readonly areaPath: string;
  /** … by these units and by these persons. */
  readonly unitIds?: readonly number[];
  readonly personIds?: readonly number[];
  readonly data?: Readonly<Record<string, string | number | boolean | null>>;
};

type Shared = {
  readonly actor: Actor;
  /** The database's clock at the start of the transaction (in a replay: the clock that the session carries). */
  readonly now: Date;
  readonly log: Log;
  /** Turns a stored picture into addresses that hold for an hour or two. */
  readonly signPhoto: (photo: Parameters<PhotoSigner>[0]) => ReturnType<PhotoSigner>;
  /** What somebody without an account was given to prove that a matter is his. */
  readonly followCodes: FollowCodes;
  /** Seals single fields of people, and finds them by a keyed hash. */
  readonly vault: Vault;
};
export type ReadCtx = Shared & {
  readonly db: Kysely<Database>;
  /**
   * Protected fields are about to be handed out: of which subject (`case:…`; empty: of many kinds), which, and what for. Kept in the
   * audit before the answer leaves, in one line for the whole request.
   */
  readonly saw: (subject: string, fields: readonly string[], purpose: string) => void;
};
export type Ctx = Shared & {
  readonly db: Transaction<Database>;
  readonly newId: () => string;
  readonly emit: (event: NewEvent) => void;
  /** Names what the audit line is about (`case:…`, `area:…`), and the post in which it is done. */
  readonly about: (subject: string, grant?: Grant) => void;
};

type Run<Op extends Operation, C> = (ctx: C, input: z.output<Op['input']>) => Promise<z.input<Op['output']> | Refusal>;
export type BoundCommand<Op extends Command = Command> = {
  readonly operation: Op;
  readonly run: Run<Op, Ctx>;
  /** What is added to the answer on its way out and never stored: a secret of the caller's own. */
  readonly adding?: ((told: Told, output: z.output<Op['output']>) => z.output<Op['output']>) | undefined;
};
export type Told = Pick<Shared, 'actor' | 'followCodes'>;
export type BoundQuery<Op extends Query = Query> = { readonly operation: Op; readonly run: Run<Op, ReadCtx> };

export function action<Input extends z.ZodType, Output extends z.ZodType>(
  operation: Command<Input, Output>, run: Run<Command<Input, Output>, Ctx>, adding?: BoundCommand<Command<Input, Output>>['adding'],
): BoundCommand<Command<Input, Output>> {
  return { operation, run, adding };
}

export function reading<Input extends z.ZodType, Output extends z.ZodType>(
  operation: Query<Input, Output>, run: Run<Query<Input, Output>, ReadCtx>,
): BoundQuery<Query<Input, Output>> {
  return { operation, run };
}

/** What the door needs from the process it stands in. */
export type House = {
  readonly db: Kysely<Database>;
  /** Connections of their own for questions, where there are any: lists that hold all of theirs keep nobody from reporting. */
  readonly reads?: Kysely<Database>;
  readonly log: Log;
  readonly signPhoto: PhotoSigner;
  readonly followCodes: FollowCodes;
  readonly vault: Vault;
  /** Called after a commit that published events, so that streams need not wait for their poll. */
  readonly published: () => void;
};

export type Caller = {
  readonly actor: Actor;
  readonly key: string | null;
  /** Only in a replay or a test: the hour that both sides shall see. */
  readonly clock: Date | null;
  /** Only in a test of the walls: for whom the database takes the caller, while the first wall sees `actor`. */
  readonly wall?: Actor;
  readonly turn?: Turn;
};

/** A command's place in a phone's row (`sync/`): taken first in the transaction of its effect, and settled with it. Whatever `take` throws is thrown on. */
export type Turn = {
  readonly take: (db: Transaction<Database>) => Promise<void>;
  readonly settle: (db: Transaction<Database>, output: unknown) => Promise<void>;
};

export type Answer<T = unknown> =
  | { readonly kind: 'done'; readonly output: T; readonly replayed: boolean }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly replayed: boolean }
  | { readonly kind: 'invalid'; readonly issues: readonly z.core.$ZodIssue[] };

export async function perform<Op extends Command>(house: House, bound: BoundCommand<Op>, raw: unknown, caller: Caller): Promise<Answer<z.output<Op['output']>>> {
  const door = mayKnock(bound.operation, caller.actor);
  if (door) {
    await auditAlone(house, bound.operation, caller, door);
    return { kind: 'refused', refusal: door, replayed: false };
  }
  const parsed = readInput(bound.operation.input, raw);
  if ('issues' in parsed) return { kind: 'invalid', issues: parsed.issues };
  const named = bound.operation.idempotentBy ? Reflect.get(Object(parsed.data), bound.operation.idempotentBy) : undefined;
  // Both are claimed: a phone that lost its key still has the id that it made.
  const id = typeof named === 'string' ? named.toLowerCase() : null;
  const keys = [...new Set([caller.key, id])].filter((key) => key !== null);
  // An id is read by everybody who works on what it names; a key of its own stays with whoever made it.
  const hasOwnKey = caller.key !== null && caller.key.toLowerCase() !== id;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(house, bound, raw, parsed.data, { keys, hasOwnKey }, caller);
    } catch (error) {
      if (attempt < 4 && isTryAgain(error)) continue;
      throw error;
    }
  }
}

/** Both are sent before either is waited for; neither is left to fail alone. */
async function together<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  const [one, other] = await Promise.allSettled([first, second]);
  if (one.status === 'rejected') throw one.reason;
  if (other.status === 'rejected') throw other.reason;
  return [one.value, other.value];
}

/** Deadlock and serialisation failures; and a statement that was prepared before a migration changed what it reads. */
function isTryAgain(error: unknown): boolean {
  const { code, message } = Object(error) as { code?: unknown; message?: unknown }; // of whatever the driver throws
  return code === '40P01' || code === '40001' || (code === '0A000' && String(message).includes('cached plan'));
}

async function once<Op extends Command>(house: House, bound: BoundCommand<Op>, raw: unknown, input: unknown, keys: Keys, caller: Caller): Promise<Answer<z.output<Op['output']>>> {
  const { operation } = bound;
  const name = `${operation.domain}.${operation.name}`;
  const scope = caller.actor.personId !== null ? `person:${caller.actor.personId}` : isAnonymous(caller.actor) ? 'anonymous' : 'command line';
  // What is in a private body could be guessed from its hash by whoever has the rest of it in the database.
  const bodyHash = operation.privateBody ? house.vault.hash('platform.command', `${name}\n${canonical(raw)}`) : createHash('sha256').update(name).update('\n').update(canonical(raw)).digest();
  const added = (output: z.output<Op['output']>): z.output<Op['output']> => bound.adding?.({ actor: caller.actor, followCodes: house.followCodes }, output) ?? output;
  const replayed = (claim: Claim, stored: NonNullable<Claim['stored']>): Answer<z.output<Op['output']>> => {
    if (stored.kind === 'refused') return stored;
    // The hash covers the operation's name: this is its own result. Read again so that its fields stand in their old order.
    const again = operation.output.safeParse(stored.output);
    const output = (again.success ? again.data : stored.output) as z.output<Op['output']>;
    return { ...stored, output: claim.own ? added(output) : output };
  };
  // The first statements leave in one packet, and the last ones with the commit: each wait is a round trip.
  const transaction = async <T>(run: (db: Transaction<Database>, claim: Claim, last: (end: Promise<void>) => void) => Promise<T>, turn?: Turn): Promise<T> => {
    let concluded: Promise<unknown> = Promise.resolve();
    const answer = house.db.transaction().setIsolationLevel(openedWithFirst).execute(async (db) => {
      const entered = enter(db, caller.clock, wallOf(caller.wall ?? caller.actor));
      const [, claim] = await together(turn ? together(entered, turn.take(db)) : entered, claimKeys(db, scope, keys, bodyHash));
      return run(db, claim, (end) => { concluded = end.catch((error: unknown) => ({ error })); });
    });
    // A commit behind a statement that failed is a rollback: why it failed says more than that.
    const failed = await answer.then(() => concluded, async (error: unknown) => (await concluded) ?? { error });
    if (failed !== undefined) throw Reflect.get(Object(failed), 'error');
    return answer;
  };
  const events: NewEvent[] = [];
  let subject = '';
  let grant: Grant | undefined;
  try {
    const answer = await transaction(async (db, claim, last): Promise<Answer<z.output<Op['output']>>> => {
      if (claim.stored) {
        if (caller.turn && claim.stored.kind === 'done') await caller.turn.settle(db, claim.stored.output);
        return replayed(claim, claim.stored);
      }
      const verdict = await bound.run({
        actor: caller.actor, now: claim.now, log: house.log, signPhoto: (photo) => house.signPhoto(photo, caller.actor), followCodes: house.followCodes, vault: house.vault, db, newId: randomUUID,
        emit: (event) => { events.push(event); },
        about: (what, post) => { subject = what; grant = post ?? grant; },
      }, input as z.output<Op['output']>); // parsed above with this very schema
      if (isRefusal(verdict)) throw new Refused(verdict, true);
      const output = operation.output.parse(verdict) as z.output<Op['output']>; // its own schema
      await caller.turn?.settle(db, output);
      last(conclude(db, { scope, keys: keys.keys, result: { output }, events, audit: auditLine(operation, caller, { subject, grant, input, refusal: null }) }));
      return { kind: 'done', output: added(output), replayed: false };
    }, caller.turn);
    if (events.length > 0) house.published();
    return answer;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { refusal } = error;
    if (!error.isKept) return { kind: 'refused', refusal, replayed: false };
    // What was begun is undone with its claim; the refusal and its audit are kept in a transaction of their own. Whoever
    // came with an equal command meanwhile may have been first: then his answer is the answer.
    return transaction((db, claim, last): Promise<Answer<z.output<Op['output']>>> => {
      if (claim.stored) return Promise.resolve(replayed(claim, claim.stored));
      last(conclude(db, { scope, keys: keys.keys, result: { refusal }, events: [], audit: auditLine(operation, caller, { subject, grant, input, refusal }) }));
      return Promise.resolve({ kind: 'refused', refusal, replayed: false });
    }).catch((again: unknown) => {
      if (again instanceof Refused) return { kind: 'refused', refusal: again.refusal, replayed: false };
      throw again;
    });
  }
}

/** Reads run in one snapshot each; permission first, then the action's own filter. */
export async function look<Op extends Query>(house: House, bound: BoundQuery<Op>, raw: unknown, caller: Caller): Promise<Answer<z.output<Op['output']>>> {
  const door = mayKnock(bound.operation, caller.actor);
  if (door) {
    await auditAlone(house, bound.operation, caller, door);
    return { kind: 'refused', refusal: door, replayed: false };
  }
  const parsed = readInput(bound.operation.input, raw);
  if ('issues' in parsed) return { kind: 'invalid', issues: parsed.issues };
  const sights: Sight[] = [];
  const saw = (subject: string, fields: readonly string[], purpose: string): void => { sights.push({ subject, fields, purpose }); };
  const verdict = await (house.reads ?? house.db).transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(async (db) => {
    const [, { rows }] = await together(enter(db, caller.clock, wallOf(caller.wall ?? caller.actor)), sql<{ now: Date }>`select platform.now() as now`.execute(db));
    const now = rows[0]?.now ?? new Date(Number.NaN);
    return bound.run({ actor: caller.actor, now, log: house.log, signPhoto: (photo) => house.signPhoto(photo, caller.actor), followCodes: house.followCodes, vault: house.vault, db, saw }, parsed.data as z.output<Op['input']>); // parsed with this schema
  });
  if (isRefusal(verdict)) return { kind: 'refused', refusal: verdict, replayed: false };
  if (sights.length > 0) await auditSight(house, bound.operation, caller, sights);
  // Parsing the output drops every field that the contract does not declare.
  return { kind: 'done', output: bound.operation.output.parse(verdict) as z.output<Op['output']>, replayed: false };
}

/** Whatever the contract says of a field: what cannot be kept, also in a field that nobody asked for, is turned away here. */
function readInput(schema: z.ZodType, raw: unknown): { data: unknown } | { issues: readonly z.core.$ZodIssue[] } {
  const unstorable = findUnstorable(raw);
  if (unstorable) return { issues: [{ code: 'custom', path: [...unstorable.path], message: unstorable.why, input: undefined, params: { sentence: unstorable.why } }] };
  // With the input in the issue a missing value is told from one of the wrong type.
  const parsed = schema.safeParse(raw, { reportInput: true });
  return parsed.success ? { data: parsed.data } : { issues: parsed.error.issues };
}

/** The first question of every door: may this caller knock at all? */
export function mayKnock(operation: Pick<Operation, 'permission' | 'whileHeld'>, actor: Actor): Refusal | null {
  if (operation.permission === 'public') return null;
  if (isAnonymous(actor)) return refuse('platform/not-signed-in', {}, 'unproven');
  if (actor.held !== undefined && !operation.whileHeld) return refuse(actor.held, {}, 'forbidden');
  if ((operation.permission === 'signedIn' && actor.personId !== null) || permits(actor, operation.permission)) return null;
  return refuse('platform/not-permitted', {}, 'forbidden');
}

type AuditLine = {
  personId: number | null; personName: string; inNameOf: string | null; post: string; operation: string; subject: string;
  outcome: 'done' | 'refused' | 'denied'; refused: string | null; input: unknown; address: string;
};

function auditLine(operation: Operation, caller: Caller, what: { subject: string; grant: Grant | undefined; input: unknown; refusal: Refusal | null }): AuditLine {
  const secret = new Set(operation.kind === 'command' ? operation.secretInput ?? [] : []);
  const input = Object.fromEntries(Object.entries(Object(what.input)).filter(([field]) => !secret.has(field)));
  const denied = what.refusal !== null && (what.refusal.nature === 'forbidden' || what.refusal.nature === 'absent' || what.refusal.nature === 'unproven' || what.refusal.nature === 'guess');
  return {
    personId: caller.actor.personId, personName: caller.actor.name, inNameOf: what.grant?.inNameOf?.name ?? null, post: what.grant?.title ?? '',
    operation: `${operation.domain}.${operation.name}`, subject: what.subject,
    outcome: denied ? 'denied' : what.refusal ? 'refused' : 'done', refused: what.refusal?.refused ?? null,
    input, address: caller.actor.address,
  };
}

const insertAudit = (line: AuditLine, at: RawBuilder<Date> = sql`platform.now()`) => sql`
  insert into platform.audit (at, person_id, person_name, in_name_of, post, operation, subject, outcome, refused, input, address)
  values (${at}, ${line.personId}, ${line.personName}, ${line.inNameOf}, ${line.post}, ${line.operation}, ${line.subject},
          ${line.outcome}, ${line.refused}, ${JSON.stringify(line.input)}::jsonb, ${line.address})`;

/** A caller turned away before any transaction; what he sent is not kept. */
async function auditAlone(house: House, operation: Operation, caller: Caller, refusal: Refusal): Promise<void> {
  if (isAnonymous(caller.actor)) return; // an anonymous flood must not fill the log
  await insertAudit(auditLine(operation, caller, { subject: '', grant: undefined, input: {}, refusal }), caller.clock ? sql`${caller.clock}` : undefined).execute(house.db);
}

type Sight = { readonly subject: string; readonly fields: readonly string[]; readonly purpose: string };

/** What was read is on record before it leaves: where the line cannot be written, nothing is handed out. */
async function auditSight(house: House, operation: Operation, caller: Caller, sights: readonly Sight[]): Promise<void> {
  const distinct = (values: readonly string[]): string[] => [...new Set(values)].sort();
  const subjects = distinct(sights.map(({ subject }) => subject).filter((subject) => subject !== ''));
  const saw = { subjects, fields: distinct(sights.flatMap(({ fields }) => fields)), purpose: distinct(sights.map(({ purpose }) => purpose)) };
  const line = auditLine(operation, caller, { subject: subjects.length === 1 ? subjects[0] ?? '' : '', grant: undefined, input: { saw }, refusal: null });
  await insertAudit(line, caller.clock ? sql`${caller.clock}` : undefined).execute(house.db);
}

async function conclude(db: Transaction<Database>, end: { scope: string; keys: readonly string[]; result: object; events: readonly NewEvent[]; audit: AuditLine }): Promise<void> {
  await sql`
    with logged as (${insertAudit(end.audit)} returning 1),
    kept as (update platform.command set result = ${JSON.stringify(end.result)}::jsonb where scope = ${end.scope} and key = any(${[...end.keys]}::text[]) returning 1)
    insert into platform.event (at, kind, subject, area_path, unit_ids, person_ids, data)
    select platform.now(), kind, subject, area_path, unit_ids, person_ids, data
    from jsonb_to_recordset(${JSON.stringify(end.events.map((event) => ({
      kind: event.kind, subject: event.subject, area_path: event.areaPath, unit_ids: event.unitIds ?? [], person_ids: event.personIds ?? [], data: event.data ?? {},
    })))}::jsonb) as one(kind text, subject text, area_path text, unit_ids int[], person_ids int[], data jsonb)`.execute(db);
}

/** JSON with sorted keys, so that equal bodies hash equally whatever order their fields came in. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value).filter(([, one]) => one !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
