import { action, perform, type Answer, type Caller, type Ctx, type House } from '../../platform/action.ts';
import type { Actor } from '../../platform/actor.ts';
import type { Command } from '../../platform/core/contract.ts';
import { refuse, type Refusal } from '../../platform/core/refusal.ts';
import * as contract from './contract.ts';
import { askToRegister, readRegistration, type SecondFactorGround } from './passkeys.ts';
import { makeRecoveryCodes } from './recovery-codes.ts';
import { mostPasskeys, proveMinutes } from './rules/second-factor.ts';
import { askPasskey, beginTotp, begunTotp, confirmTotp, factorsOf, insertPasskey, replaceRecoveryCodes, spendStep, takePasskeyQuestion } from './store/factors.ts';
import { endSessions, findOwnPassword, provedWithin } from './store/sessions.ts';
import { brake } from './throttle.ts';
import { makeTotp, stepOf } from './totp.ts';

// Somebody sets up his own second factors. Their answers carry secrets, so they are performed without a key: an answer
// that is kept for a repeat would stand in the database.

export const product = 'Jingwei 经纬';

type Run = (ground: SecondFactorGround, actor: Actor, raw: unknown) => Promise<Answer>;
const codeTries = brake(10, 30);

const totpBegun: Run = (ground, actor, raw) => through(ground.house, actor, raw, contract.beginTotp, async (ctx, me) => {
  const made = makeTotp(ground.sealer, me.personId, me.account, product);
  return await beginTotp(ctx.db, me.personId, made.sealed) ? { secret: made.secret, uri: made.uri } : refuse('identity/totp-exists');
});

const totpConfirmed: Run = (ground, actor, raw) => through(ground.house, actor, raw, contract.confirmTotp, async (ctx, me, { code }) => {
  const tries = String(me.personId);
  if (!codeTries.take(tries)) return refuse('identity/second-factor-locked', { minutes: 1, seconds: codeTries.secondsUntilNext(tries) }, 'busy');
  const begun = await begunTotp(ctx.db, me.personId);
  if (!begun) return refuse('identity/totp-not-begun');
  if (begun.confirmed) return refuse('identity/totp-exists');
  const step = stepOf(ground.sealer, me.personId, begun.secret, code, new Date());
  if (step === null || !await spendStep(ctx.db, me.personId, step)) return refuse('identity/code-wrong');
  await confirmTotp(ctx.db, me.personId);
  codeTries.giveBack(tries);
  return { recoveryCodes: await counts(ctx, me) };
});

const passkeyBegun: Run = (ground, actor, raw) => through(ground.house, actor, raw, contract.beginPasskey, async (ctx, me) => {
  if (!ground.site) return refuse('identity/no-passkeys-here');
  const { passkeys } = await factorsOf(ctx.db, me.personId);
  if (passkeys.length >= mostPasskeys) return refuse('identity/too-many-passkeys', { max: mostPasskeys });
  const question = await askToRegister(ground.site, { id: me.personId, account: me.account, name: actor.name }, passkeys, product);
  await askPasskey(ctx.db, me.session, question.challenge);
  return { options: question.options };
});

const passkeyAdded: Run = (ground, actor, raw) => through(ground.house, actor, raw, contract.addPasskey, async (ctx, me, { name, passkey }) => {
  if (!ground.site) return refuse('identity/no-passkeys-here');
  const challenge = await takePasskeyQuestion(ctx.db, me.session);
  const read = challenge === undefined ? null : await readRegistration(ground.site, challenge, passkey);
  if (!read) return refuse('identity/passkey-wrong');
  const id = await insertPasskey(ctx.db, { ...read, personId: me.personId, name });
  return id === undefined ? refuse('identity/passkey-exists') : { id, recoveryCodes: await counts(ctx, me) };
});

const codesRenewed: Run = (ground, actor, raw) => through(ground.house, actor, raw, contract.newRecoveryCodes, async (ctx, me) => {
  const { totp, passkeys } = await factorsOf(ctx.db, me.personId);
  if (!totp && passkeys.length === 0) return refuse('identity/factor-unknown');
  const { codes, hashes } = makeRecoveryCodes();
  await replaceRecoveryCodes(ctx.db, me.personId, hashes);
  return { recoveryCodes: codes };
});

export const ownFactors: ReadonlyMap<Command, Run> = new Map<Command, Run>([
  [contract.beginTotp, totpBegun], [contract.confirmTotp, totpConfirmed], [contract.beginPasskey, passkeyBegun], [contract.addPasskey, passkeyAdded], [contract.newRecoveryCodes, codesRenewed],
]);

/** Was it himself, a moment ago? An unlocked desk must not be enough to take an account over for good. */
export async function hasJustProved(ctx: Pick<Ctx, 'db' | 'actor'>): Promise<boolean> {
  return ctx.actor.sessionId !== null && provedWithin(ctx.db, Buffer.from(ctx.actor.sessionId, 'hex'), proveMinutes);
}

type Me = { readonly personId: number; readonly account: string; readonly session: Buffer };

/** The person is locked meanwhile, so that two devices do not set up two things at once. */
function through<Op extends Command>(house: House, actor: Actor, raw: unknown, operation: Op, run: (ctx: Ctx, me: Me, input: ReturnType<Op['input']['parse']>) => Promise<object | Refusal>): Promise<Answer> {
  const bound = action<Op['input'], Op['output']>(operation, async (ctx, input) => {
    const { personId, sessionId } = ctx.actor;
    if (personId === null || sessionId === null || !await hasJustProved(ctx)) return refuse('identity/prove-again', { minutes: proveMinutes }, 'forbidden');
    ctx.about(`person:${personId}`);
    const own = await findOwnPassword(ctx.db, personId);
    return run(ctx, { personId, account: own?.account ?? '', session: Buffer.from(sessionId, 'hex') }, input as ReturnType<Op['input']['parse']>) as never; // the door parses what goes in and what comes out with this operation's own schemas
  });
  const caller: Caller = { actor, key: null, clock: null };
  return perform(house, bound, raw, caller);
}

/** From now on it is asked for: whoever signed in elsewhere without it does so again. Recovery codes where there are none. */
async function counts(ctx: Ctx, { personId, session }: Me): Promise<string[] | null> {
  await endSessions(ctx.db, { personId, except: session });
  if ((await factorsOf(ctx.db, personId)).recoveryCodesLeft > 0) return null;
  const { codes, hashes } = makeRecoveryCodes();
  await replaceRecoveryCodes(ctx.db, personId, hashes);
  return codes;
}
