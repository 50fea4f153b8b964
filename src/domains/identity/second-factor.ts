import type { z } from 'zod';
import { action, perform, type Answer, type Ctx, type House } from '../../platform/action.ts';
import { anonymous } from '../../platform/actor.ts';
import { refuse, type Refusal } from '../../platform/core/refusal.ts';
import * as contract from './contract.ts';
import { begin, perAddress, waysOf, type From, type SignedIn } from './http.ts';
import { askToSign, readSignature, type SecondFactorGround } from './passkeys.ts';
import { recoveryHash } from './recovery-codes.ts';
import { cleanRecoveryCode, mostWrong } from './rules/second-factor.ts';
import { askHalfSession, countPasskey, countWrong, endHalfSession, factorsOf, findHalfSession, spendRecoveryCode, spendStep, type HalfSession } from './store/factors.ts';
import { countFailure, forgetFailures, lockedFor, startSession } from './store/sessions.ts';
import { networkOf, turns } from './throttle.ts';
import { isTokenShaped, newToken, secondFailureKey, tokenHashOf } from './token.ts';
import { stepOf } from './totp.ts';

const perPerson = turns(20);

/** How the half of a sign-in that this token stands for can be finished; null: there is none. */
export async function waitingFor(house: House, token: string | null): Promise<(typeof contract.factorKinds)[number][] | null> {
  const half = await halfOf(house, token);
  return half ? waysOf(await factorsOf(house.db, half.personId)) : null;
}

/** What a passkey must sign, asked anew each time; the answer to an older question is void. */
export async function askForPasskey({ house, site }: SecondFactorGround, token: string | null): Promise<Answer<z.output<typeof contract.passkeyQuestion.output>>> {
  const half = await halfOf(house, token);
  if (!half || token === null) return refused(ended);
  const { passkeys } = await factorsOf(house.db, half.personId);
  if (!site || passkeys.length === 0) return refused(refuse('identity/no-passkeys-here'));
  const question = await askToSign(site, passkeys);
  await askHalfSession(house.db, tokenHashOf(token), question.challenge);
  return { kind: 'done', output: { options: question.options }, replayed: false };
}

/**
 * The other half of a sign-in. Beside the door like the first: a wrong try must stay counted although it is refused.
 * Five wrong ones void the first half, ten in a row lock the person's second factor for a quarter of an hour.
 */
export async function answerSecondFactor(ground: SecondFactorGround, token: string | null, raw: unknown, from: From): Promise<Answer<SignedIn>> {
  const parsed = contract.secondFactor.input.safeParse(raw, { reportInput: true });
  if (!parsed.success) return { kind: 'invalid', issues: parsed.error.issues };
  const { house } = ground;
  const network = networkOf(from.address);
  if (!perAddress.take(network)) return refused(refuse('identity/busy', { seconds: perAddress.secondsUntilNext(network) }, 'busy'));
  const first = await halfOf(house, token);
  if (!first || token === null) return refused(ended);
  const tokenHash = tokenHashOf(token);
  const failures = secondFailureKey(first.personId);
  const answer = await perPerson(String(first.personId), async (): Promise<Answer<SignedIn>> => {
    // Read again in its turn: the one before may have finished it or used it up.
    const half = await findHalfSession(house.db, tokenHash, mostWrong);
    if (!half) return refused(ended);
    const seconds = await lockedFor(house.db, failures);
    if (seconds > 0) return record(house, from, half, parsed.data, refuse('identity/second-factor-locked', { minutes: Math.ceil(seconds / 60), seconds }, 'busy'));
    const shown = await examine(ground, half, parsed.data, from);
    const given = 'refused' in shown ? refused(shown) : await begin(house, from, action(contract.secondFactor, async (ctx) => finish(ctx, half, tokenHash, shown, from, failures)), half, parsed.data);
    if (given.kind !== 'refused') return given;
    const { refusal } = given;
    if (refusal.nature !== 'unproven' || refusal.refused === ended.refused) return given;
    await countWrong(house.db, tokenHash);
    await countFailure(house.db, failures);
    return 'refused' in shown ? record(house, from, half, parsed.data, refusal) : given;
  });
  if (answer === 'full') return refused(refuse('identity/busy', { seconds: 5 }, 'busy'));
  if (answer.kind === 'done') perAddress.giveBack(network);
  return answer;
}

const ended = refuse('identity/half-session-ended', {}, 'unproven');

type Given = z.output<typeof contract.secondFactor.input>;
/** Spends what was shown, in the transaction that begins the session; false: it was spent already. */
type Shown = { readonly spend: (ctx: Ctx) => Promise<boolean>; readonly wrong: Refusal };

async function examine({ sealer, site, house }: SecondFactorGround, { personId, challenge }: HalfSession, given: Given, from: From): Promise<Shown | Refusal> {
  const { totp, passkeys } = await factorsOf(house.db, personId);
  if ('code' in given) {
    const wrong = refuse('identity/code-wrong', {}, 'unproven');
    const step = totp === null ? null : stepOf(sealer, personId, totp.secret, given.code, from.clock ?? new Date());
    return step === null ? wrong : { wrong, spend: ({ db }) => spendStep(db, personId, step) };
  }
  if ('recoveryCode' in given) {
    const wrong = refuse('identity/recovery-code-wrong', {}, 'unproven');
    const code = cleanRecoveryCode(given.recoveryCode);
    return code === null || waysOf({ totp, passkeys, recoveryCodesLeft: 1 }).length === 0 ? wrong : { wrong, spend: ({ db }) => spendRecoveryCode(db, personId, recoveryHash(code)) };
  }
  const wrong = refuse('identity/passkey-wrong', {}, 'unproven');
  if (!site) return refuse('identity/no-passkeys-here');
  const signed = challenge === null ? null : await readSignature(site, challenge, given.passkey, passkeys);
  return signed === null ? wrong : { wrong, spend: ({ db }) => countPasskey(db, signed.id, signed.counter) };
}

async function finish(ctx: Ctx, half: HalfSession, tokenHash: Buffer, { spend, wrong }: Shown, from: From, failures: Buffer): Promise<SignedIn | Refusal> {
  const { personId, name, kind, passwordHash, providerToken } = half;
  ctx.about(`person:${personId}`);
  if (!await endHalfSession(ctx.db, tokenHash)) return ended;
  if (!await spend(ctx)) return wrong;
  const token = newToken();
  const session = await startSession(ctx.db, { tokenHash: tokenHashOf(token), personId, passwordHash, kind, address: from.address, providerToken });
  if (!session) return ended;
  await forgetFailures(ctx.db, failures);
  return { token, personId, name, expiresAt: session.expiresAt.toISOString() };
}

function halfOf(house: House, token: string | null): Promise<HalfSession | undefined> {
  return token !== null && isTokenShaped(token) ? findHalfSession(house.db, tokenHashOf(token), mostWrong) : Promise.resolve(undefined);
}

/** A refused try in the audit; he has not proved to be the person, so it names only whom it was about. */
function record(house: House, from: From, half: HalfSession, given: Given, refusal: Refusal): Promise<Answer<SignedIn>> {
  const bound = action(contract.secondFactor, async (ctx) => {
    ctx.about(`person:${half.personId}`);
    return refusal;
  });
  return perform(house, bound, given, { actor: anonymous(from.address, from.language), key: null, clock: from.clock ?? null });
}

function refused(refusal: Refusal): Answer<never> {
  return { kind: 'refused', refusal, replayed: false };
}
