import type { Kysely } from 'kysely';
import type { z } from 'zod';
import { action, perform, type Answer, type BoundCommand, type Ctx, type House } from '../../platform/action.ts';
import { anonymous, type Actor, type Grant } from '../../platform/actor.ts';
import type { Command } from '../../platform/core/contract.ts';
import { refuse, type Refusal } from '../../platform/core/refusal.ts';
import type { Database } from '../../platform/db.ts';
import { signOut as signOutAction } from './actions.ts';
import * as contract from './contract.ts';
import { passwordMatches } from './passwords.ts';
import type { SessionKind } from './rules/access.ts';
import { halfMinutes } from './rules/second-factor.ts';
import { factorsOf, startHalfSession, type Factors } from './store/factors.ts';
import { countFailure, findSession, findSignIn, forgetFailures, livingSessions, startSession, sweepFailures, touchSession, type GrantRow, type SignInFacts } from './store/sessions.ts';
import { brake, networkOf, turns } from './throttle.ts';
import { failureKey, isTokenShaped, newToken, tokenHashOf } from './token.ts';

export type From = { readonly address: string; readonly language: Actor['language']; readonly clock?: Date | null };
export type SignedIn = z.output<typeof contract.signIn.output>;
export type SignedInActor = Actor & {
  /** He has no grants until he has chosen a password of his own, nor until he has the second factor that is asked of him. */
  readonly mustChangePassword: boolean;
  readonly mustEnrol: boolean;
};

/** Tries of an address, whatever it tries. */
export const perAddress = brake(120, 2);
const perAccount = turns(100);

/**
 * Beside the door on purpose: a wrong try must stay counted although it is refused. Unknown account, wrong password and
 * suspended account cost the same time and, but for the right password, get the same answer. Every outcome is audited,
 * except while an address is braked.
 */
export async function signIn(house: House, raw: unknown, from: From): Promise<Answer<SignedIn>> {
  const parsed = contract.signIn.input.safeParse(raw, { reportInput: true });
  if (!parsed.success) return { kind: 'invalid', issues: parsed.error.issues };
  const { account, password, device } = parsed.data;
  const network = networkOf(from.address);
  if (!perAddress.take(network)) return refused(refuse('identity/busy', { seconds: perAddress.secondsUntilNext(network) }, 'busy'));
  const accountHash = failureKey(account);
  const answer = await perAccount(accountHash.toString('hex'), async () => {
    const verdict = await prove(house.db, account, accountHash, password);
    if ('refused' in verdict.answer) return record(house, from, verdict.person, verdict.answer);
    const proved = { ...verdict.answer, providerToken: null };
    return begin(house, from, action(contract.signIn, (ctx) => startOrHalf(ctx, { ...proved, accountHash, kind: device }, from)), proved, { account: proved.account, password: '-', device });
  });
  if (answer === 'full') return refused(refuse('identity/busy', { seconds: 5 }, 'busy'));
  if (answer.kind === 'done') perAddress.giveBack(network);
  return answer;
}

/** Through the door, with nothing special; the caller clears the cookie. */
export function signOut(house: House, actor: Actor, everywhere: boolean): Promise<Answer<z.output<typeof contract.signOut.output>>> {
  return perform(house, signOutAction, { everywhere }, { actor, key: null, clock: null });
}

/** Asked for every request and never kept: what was revoked is gone with the next one. Null: no living session. */
export async function actorOf(db: Kysely<Database>, token: string, from: From): Promise<SignedInActor | null> {
  return isTokenShaped(token) ? bySession(db, tokenHashOf(token), from) : null;
}

/** The same for a stream, which remembers the session and not the token. */
export function actorOfSession(db: Kysely<Database>, sessionId: string, from: From): Promise<SignedInActor | null> {
  return bySession(db, Buffer.from(sessionId, 'hex'), from);
}

/** Sessions among these that live no more; one read for all streams of a process. */
export async function endedAmong(db: Kysely<Database>, sessionIds: readonly string[]): Promise<ReadonlySet<string>> {
  const living = new Set((await livingSessions(db, sessionIds.map((id) => Buffer.from(id, 'hex')))).map((hash) => hash.toString('hex')));
  return new Set(sessionIds.filter((id) => !living.has(id)));
}

async function bySession(db: Kysely<Database>, tokenHash: Buffer, from: From): Promise<SignedInActor | null> {
  const row = await findSession(db, tokenHash);
  if (!row) return null;
  // On a full disk it cannot be noted that he was here; he reads all the same.
  if (row.stale) await touchSession(db, tokenHash).catch(() => undefined);
  const language = row.language ?? from.language;
  const held = row.mustChangePassword ? 'identity/must-change-password' : row.mustEnrol ? 'identity/must-enrol' : undefined;
  return {
    personId: row.personId, name: row.name, language, address: from.address,
    sessionId: tokenHash.toString('hex'), isMachine: row.kind === 'machine', mustChangePassword: row.mustChangePassword, mustEnrol: row.mustEnrol, ...(held === undefined ? {} : { held }),
    grants: held !== undefined ? [] : row.grants.map((grant) => grantOf(grant, language)),
  };
}

function grantOf(row: GrantRow, language: Actor['language']): Grant {
  return {
    postId: row.postId, role: row.role, title: language === 'en' ? row.titleEn : row.title, areaId: row.areaId, areaPath: row.areaPath,
    unitId: row.unitId, unitName: row.unitName, permissions: permissionsOf(row.permissions),
    inNameOf: row.coveredId === null || row.coveredName === null ? null : { personId: row.coveredId, name: row.coveredName },
  };
}

const permissionSets = new Map<string, ReadonlySet<string>>();

/** Equal sets are one set: an open stream keeps its owner's, and ten thousand owners have a dozen different ones. */
function permissionsOf(names: readonly string[]): ReadonlySet<string> {
  const key = names.toSorted().join(' ');
  const set = permissionSets.get(key) ?? new Set(names);
  if (permissionSets.size >= 500) permissionSets.clear();
  permissionSets.set(key, set);
  return set;
}

type Proof = { readonly person: SignInFacts | undefined; readonly answer: Refusal | (SignInFacts & { readonly passwordHash: string }) };

/** No connection is held while the password is compared. */
async function prove(db: Kysely<Database>, account: string, accountHash: Buffer, password: string): Promise<Proof> {
  const { person, lockedSeconds } = await findSignIn(db, accountShape.test(account) ? account : '', accountHash);
  if (lockedSeconds > 0) return { person, answer: refuse('identity/locked', { minutes: Math.ceil(lockedSeconds / 60), seconds: lockedSeconds }, 'busy') };
  const right = await passwordMatches(person?.passwordHash ?? null, password);
  if (right === 'busy') return { person, answer: refuse('identity/busy', { seconds: 5 }, 'busy') };
  if (!right || !person || person.passwordHash === null) {
    await countFailure(db, accountHash);
    return { person, answer: refuse('identity/wrong-password', {}, 'unproven') };
  }
  if (person.state === 'suspended') return { person, answer: refuse('identity/suspended', {}, 'forbidden') };
  return { person, answer: { ...person, passwordHash: person.passwordHash } };
}

const accountShape = /^[A-Za-z0-9._-]{1,40}$/u;

/** A refused try in the audit: nobody proved to be anybody, so it names only whom it was about. */
function record(house: House, from: From, person: SignInFacts | undefined, refusal: Refusal): Promise<Answer<SignedIn>> {
  const bound = action(contract.signIn, async (ctx) => {
    if (person) ctx.about(`person:${person.personId}`);
    return refusal;
  });
  // What was typed as an account that does not exist may be somebody's password.
  return perform(house, bound, { account: person?.account ?? '-', password: '-' }, { actor: anonymous(from.address, from.language), key: null, clock: from.clock ?? null });
}

/** Whose password was right, or whom an identity provider named. */
export type Proved = { readonly personId: number; readonly account: string; readonly name: string; readonly passwordHash: string | null; readonly providerToken: Buffer | null };

/** A session under a new token; half a one where he has a second factor to show. */
export async function startOrHalf(ctx: Ctx, proved: Proved & { readonly kind: SessionKind; readonly accountHash: Buffer }, from: From): Promise<SignedIn | Refusal> {
  const { personId, name, passwordHash, kind, providerToken } = proved;
  ctx.about(`person:${personId}`);
  const token = newToken();
  const ways = waysOf(await factorsOf(ctx.db, personId));
  const begun = { tokenHash: tokenHashOf(token), personId, passwordHash, kind, providerToken, address: from.address };
  const started = ways.length > 0 ? await startHalfSession(ctx.db, { ...begun, minutes: halfMinutes }) : await startSession(ctx.db, begun);
  if (!started) return refuse('identity/wrong-password', {}, 'unproven');
  await forgetFailures(ctx.db, proved.accountHash);
  await sweepFailures(ctx.db);
  return { token, personId, name, expiresAt: started.expiresAt.toISOString(), ...(ways.length > 0 ? { secondFactor: ways } : {}) };
}

/** How somebody with these can show who he is; none where he has no device: recovery codes alone are no factor. */
export function waysOf({ totp, passkeys, recoveryCodesLeft }: Factors): (typeof contract.factorKinds)[number][] {
  if (!totp && passkeys.length === 0) return [];
  return [...(passkeys.length > 0 ? ['passkey' as const] : []), ...(totp ? ['totp' as const] : []), ...(recoveryCodesLeft > 0 ? ['recovery' as const] : [])];
}

/** In his own name, though he has no session yet. */
export function begin<Op extends Command>(house: House, from: From, bound: BoundCommand<Op>, person: { personId: number; name: string }, input: unknown): Promise<Answer<z.output<Op['output']>>> {
  const actor: Actor = { ...anonymous(from.address, from.language), personId: person.personId, name: person.name };
  return perform(house, bound, input, { actor, key: null, clock: from.clock ?? null });
}

function refused(refusal: Refusal): Answer<SignedIn> {
  return { kind: 'refused', refusal, replayed: false };
}
