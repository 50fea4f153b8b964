import type { Kysely } from 'kysely';
import { action, reading, type Ctx } from '../../platform/action.ts';
import { grantAt, pathsFor, permits, type Actor } from '../../platform/actor.ts';
import { absent, isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import type { Database } from '../../platform/db.ts';
import { isTooCommon } from './common-list.ts';
import * as contract from './contract.ts';
import { takePeople } from './import-people.ts';
import { hashPassword, passwordMatches } from './passwords.ts';
import { isAdministrator, isPermission, mayHoldTogether, permissions } from './rules/access.ts';
import { cleanPhone, coverFits, maskPhone } from './rules/people.ts';
import {
  coversOf, dayFromToday, findArea, findPost, findRole, holdersOf, holdRoles, listPeople, listRoles, lockPerson, permissionsBeside, permissionsHeld, postsHeld, readMe, type ManagedPerson,
} from './store/read.ts';
import { hasJustProved } from './own-factors.ts';
import { confirmMinutes, proveMinutes } from './rules/second-factor.ts';
import { factorsOf, forgetRecoveryCodes, readSecurity, removeFactor as removeOne, removeFactors, secondFactorOf } from './store/factors.ts';
import { confirmedWithin, endSessionOf, endSessions, findOwnPassword, forgetFailures, markConfirmed } from './store/sessions.ts';
import { listGridWorkers, listUnits, membersOfUnit as listMembers, personNames, unitsByIds as findUnits, type GridWorker, type Member, type UnitRow } from './store/units.ts';
import { endPost as writeEnd, insertPeople, insertPosts, insertUnits, saveRole, setPassword, setPersonLanguage, setState } from './store/write.ts';
import { brake } from './throttle.ts';
import { failureKey, secondFailureKey } from './token.ts';

const manage = 'identity.manage';

export const me = reading(contract.me, async (ctx) => {
  const row = await readMe(ctx.db, ownId(ctx.actor), ctx.actor.language);
  if (!row) return absent('identity/person-unknown');
  return { ...row, language: ctx.actor.language, permissions: [...new Set(ctx.actor.grants.flatMap((grant) => [...grant.permissions]))].sort() };
});

export const signOut = action(contract.signOut, async (ctx, { everywhere }) => {
  const personId = ownId(ctx.actor);
  ctx.about(`person:${personId}`);
  const session = ownSession(ctx.actor);
  return { ended: await endSessions(ctx.db, everywhere || !session ? { personId } : { only: session }) };
});

/** Somebody at an unlocked desk must not be able to guess the password there. */
const ownPasswordTries = brake(10, 90);

export const changePassword = action(contract.changePassword, async (ctx, { current, next }) => {
  const personId = ownId(ctx.actor);
  ctx.about(`person:${personId}`);
  const own = await findOwnPassword(ctx.db, personId);
  if (!own) return absent('identity/person-unknown');
  const wrong = await wrongOwnPassword(personId, own.passwordHash, current);
  if (wrong) return wrong;
  if (current.normalize('NFKC') === next.normalize('NFKC')) return refuse('identity/password-same');
  if (await isTooCommon(next, own)) return refuse('identity/password-common');
  await setPassword(ctx.db, personId, await hashPassword(next), false);
  const session = ownSession(ctx.actor);
  return { ended: await endSessions(ctx.db, session ? { personId, except: session } : { personId }) };
});

async function wrongOwnPassword(personId: number, passwordHash: string | null, typed: string): Promise<Refusal | null> {
  const tries = String(personId);
  if (!ownPasswordTries.take(tries)) {
    const seconds = ownPasswordTries.secondsUntilNext(tries);
    return refuse('identity/locked', { minutes: Math.ceil(seconds / 60), seconds }, 'busy');
  }
  const right = await passwordMatches(passwordHash, typed);
  if (right === 'busy') return refuse('identity/busy', { seconds: 5 }, 'busy');
  if (!right) return refuse('identity/wrong-password');
  ownPasswordTries.giveBack(tries);
  return null;
}

export const proveAgain = action(contract.proveAgain, async (ctx, { password }) => {
  const personId = ownId(ctx.actor);
  ctx.about(`person:${personId}`);
  const session = ownSession(ctx.actor);
  const own = await findOwnPassword(ctx.db, personId);
  // Who came by an identity provider has nothing to say here: he signs in there once more.
  if (!session || !own || own.passwordHash === null) return refuse('identity/confirm-elsewhere', { minutes: confirmMinutes });
  const wrong = await wrongOwnPassword(personId, own.passwordHash, password);
  if (wrong) return wrong;
  await markConfirmed(ctx.db, session);
  return { minutes: confirmMinutes };
});

/** A desk that was left unlocked must not be enough to give away rights. The command line has no session, and needs none. */
async function unconfirmed(ctx: Ctx): Promise<Refusal | null> {
  if (ctx.actor.personId === null) return null;
  const session = ownSession(ctx.actor);
  return session && await confirmedWithin(ctx.db, session, confirmMinutes) ? null : refuse('identity/confirm', { minutes: confirmMinutes });
}

export const setLanguage = action(contract.setLanguage, async (ctx, { language }) => {
  await setPersonLanguage(ctx.db, ownId(ctx.actor), language);
  return { language };
});

export const security = reading(contract.security, async (ctx) => await readSecurity(ctx.db, ownId(ctx.actor), ownSession(ctx.actor)) ?? absent('identity/person-unknown'));

export const endSession = action(contract.endSession, async (ctx, { id }) => {
  const personId = ownId(ctx.actor);
  ctx.about(`person:${personId}`);
  const ended = await endSessionOf(ctx.db, personId, id);
  return ended > 0 ? { ended } : absent('identity/session-unknown');
});

export const removeFactor = action(contract.removeFactor, async (ctx, { passkeyId }) => {
  const personId = ownId(ctx.actor);
  ctx.about(`person:${personId}`);
  if (!await hasJustProved(ctx)) return refuse('identity/prove-again', { minutes: proveMinutes }, 'forbidden');
  await findOwnPassword(ctx.db, personId); // locked: of two devices taking one away each, one must stay
  if (!await removeOne(ctx.db, personId, passkeyId)) return refuse('identity/factor-unknown');
  const { totp, passkeys } = await factorsOf(ctx.db, personId);
  const left = passkeys.length + (totp ? 1 : 0);
  if (left === 0 && (await secondFactorOf(ctx.db, personId)).required) return refuse('identity/last-factor');
  if (left === 0) await forgetRecoveryCodes(ctx.db, personId);
  return { left };
});

export const people = reading(contract.people, async (ctx, input) => {
  const after = input.after === undefined ? undefined : Number(input.after);
  if (after !== undefined && !(Number.isInteger(after) && after > 0 && after < 2 ** 31)) return { items: [], next: null };
  const rows = await listPeople(ctx.db, {
    readPaths: pathsFor(ctx.actor, 'identity.read'), managePaths: pathsFor(ctx.actor, manage), language: ctx.actor.language,
    personId: input.personId, areaId: input.areaId, role: input.role, unitId: input.unitId, text: input.text, after, limit: input.limit + 1,
  });
  const items = rows.slice(0, input.limit).map(({ managed, ...row }) => ({ ...row, phone: managed ? row.phone : maskPhone(row.phone), secondFactor: managed ? row.secondFactor : null }));
  return { items, next: rows.length > input.limit ? String(items.at(-1)?.id) : null };
});

export const createPerson = action(contract.createPerson, async (ctx, { account, name, phone, password }) => {
  const cleaned = cleanPhone(phone);
  if (cleaned === null) return refuse('identity/phone-wrong');
  if (await isTooCommon(password, { account, phone: cleaned })) return refuse('identity/password-common');
  const [made] = await insertPeople(ctx.db, [{ account, name, phone: cleaned, passwordHash: await hashPassword(password), mustChangePassword: true }]);
  if (!made) return refuse('identity/account-taken');
  ctx.about(`person:${made.id}`);
  return { personId: made.id };
});

export const appoint = action(contract.appoint, async (ctx, input) => {
  ctx.about(`person:${input.personId}`);
  if (input.personId === ctx.actor.personId) return refuse('identity/own-post', {}, 'forbidden');
  await holdRoles(ctx.db, 'shared');
  const person = await lockPerson(ctx.db, input.personId, pathsFor(ctx.actor, manage));
  if (!person || (!person.managed && !person.seen)) return absent('identity/person-unknown');
  const area = await findArea(ctx.db, input.areaId);
  const grant = area && grantAt(ctx.actor, manage, area.path);
  if (!area || !grant) return absent('identity/area-unknown');
  ctx.about(`person:${person.id}`, grant);
  const doubt = await unconfirmed(ctx);
  if (doubt) return doubt;
  const role = await findRole(ctx.db, input.role);
  if (!role) return absent('identity/role-unknown');
  if (input.unitId !== undefined && (await findUnits(ctx.db, [input.unitId])).length === 0) return absent('identity/unit-unknown');
  const validFrom = input.validFrom ?? await dayFromToday(ctx.db, 0);
  if (input.validTo !== undefined && input.validTo < validFrom) return refuse('identity/dates-reversed');
  const covered = input.coverForPostId === undefined ? null : await findPost(ctx.db, input.coverForPostId);
  if (covered === undefined) return absent('identity/post-unknown');
  const unitId = input.unitId ?? covered?.unitId ?? null;
  const post = { personId: person.id, role: role.code, areaId: area.id, unitId };
  if (covered && !coverFits(post, covered)) return refuse('identity/cover-does-not-fit');
  if (!mayHoldTogether([...await permissionsHeld(ctx.db, person.id), ...role.permissions])) return refuse('identity/three-administrators');
  const same = (await postsHeld(ctx.db, [person.id])).some((held) =>
    held.role === post.role && held.areaId === post.areaId && held.unitId === unitId && held.isCover === (covered !== null)
    && (held.validTo === null || held.validTo >= validFrom) && (input.validTo === undefined || held.validFrom <= input.validTo));
  if (same) return refuse('identity/post-exists');
  const [made] = await insertPosts(ctx.db, [{
    ...post, title: input.title, employment: input.employment, sharePercent: input.sharePercent, validFrom, validTo: input.validTo ?? null, coverForPostId: covered?.id ?? null,
  }]);
  if (!made) return absent('identity/post-unknown');
  tellRights(ctx, `person:${person.id}`, [person.id]);
  return { postId: made.id };
});

export const endPost = action(contract.endPost, async (ctx, { postId, on }) => {
  ctx.about(`post:${postId}`);
  const post = await findPost(ctx.db, postId);
  const grant = post && grantAt(ctx.actor, manage, post.areaPath);
  if (!post || !grant || post.ended) return absent('identity/post-unknown');
  ctx.about(`person:${post.personId}`, grant);
  if (post.personId === ctx.actor.personId) return refuse('identity/own-post', {}, 'forbidden');
  if (on !== undefined && on < post.validFrom) return refuse('identity/dates-reversed');
  await writeEnd(ctx.db, postId, on ?? null);
  tellRights(ctx, `person:${post.personId}`, [post.personId, ...(await coversOf(ctx.db, postId))]);
  return { postId };
});

export const suspend = action(contract.suspend, async (ctx, { personId, suspended }) => {
  const person = await managed(ctx, personId);
  if (isRefusal(person)) return person;
  await setState(ctx.db, person.id, suspended ? 'suspended' : 'active');
  return { ended: suspended ? await endSessions(ctx.db, { personId }) : 0 };
});

export const resetPassword = action(contract.resetPassword, async (ctx, { personId, password }) => {
  const person = await managed(ctx, personId);
  if (isRefusal(person)) return person;
  const doubt = await unconfirmed(ctx);
  if (doubt) return doubt;
  if (await isTooCommon(password, person)) return refuse('identity/password-common');
  await setPassword(ctx.db, person.id, await hashPassword(password), true);
  await forgetFailures(ctx.db, failureKey(person.account));
  return { ended: await endSessions(ctx.db, { personId }) };
});

export const resetSecondFactor = action(contract.resetSecondFactor, async (ctx, { personId }) => {
  const person = await managed(ctx, personId);
  if (isRefusal(person)) return person;
  if (ctx.actor.personId !== null && !await hasJustProved(ctx)) return refuse('identity/prove-again', { minutes: proveMinutes }, 'forbidden');
  if (await removeFactors(ctx.db, personId) === 0) return refuse('identity/factor-unknown');
  await forgetFailures(ctx.db, secondFailureKey(personId));
  return { ended: await endSessions(ctx.db, { personId }) };
});

export const endSessionsOf = action(contract.endSessionsOf, async (ctx, { personId }) => {
  const person = await managed(ctx, personId);
  return isRefusal(person) ? person : { ended: await endSessions(ctx.db, { personId }) };
});

export const importPeople = action(contract.importPeople, async (ctx, { fileBase64, dryRun }) => {
  ctx.about('people');
  return takePeople(ctx, Buffer.from(fileBase64, 'base64'), dryRun);
});

export const units = reading(contract.units, async (ctx, { areaId, kind, text }) => ({ items: await listUnits(ctx.db, { areaId, kind, text }) }));

export const createUnit = action(contract.createUnit, async (ctx, input) => {
  const area = await findArea(ctx.db, input.areaId);
  const grant = area && grantAt(ctx.actor, manage, area.path);
  if (!area || !grant) return absent('identity/area-unknown');
  const [made] = await insertUnits(ctx.db, [{ ...input, areaId: area.id }]);
  if (!made) return refuse('identity/unit-code-taken');
  ctx.about(`unit:${made.id}`, grant);
  return { unitId: made.id };
});

export const roles = reading(contract.roles, async (ctx) => ({
  items: (await listRoles(ctx.db)).map(({ nameZh, nameEn, ...role }) => ({ ...role, name: ctx.actor.language === 'en' ? nameEn ?? nameZh : nameZh })),
  permissions: [...permissions],
}));

export const setRole = action(contract.setRole, async (ctx, input) => {
  ctx.about(`role:${input.code}`);
  // A role holds wherever somebody has it, so a township's administrator must not change it. The city's path is one id.
  const grant = ctx.actor.grants.find((one) => one.permissions.has(manage) && /^\d+\.$/u.test(one.areaPath));
  if (!grant) return refuse('identity/only-whole-city', {}, 'forbidden');
  ctx.about(`role:${input.code}`, grant);
  const doubt = await unconfirmed(ctx);
  if (doubt) return doubt;
  if (ctx.actor.grants.some((one) => one.role === input.code)) return refuse('identity/own-role', {}, 'forbidden');
  const unknown = input.permissions.find((permission) => !isPermission(permission));
  if (unknown !== undefined) return refuse('identity/permission-unknown', { permission: unknown });
  await holdRoles(ctx.db, 'alone');
  const beside = await permissionsBeside(ctx.db, input.code);
  if (![[], ...beside].every((others) => mayHoldTogether([...others, ...input.permissions]))) return refuse('identity/three-administrators');
  await saveRole(ctx.db, {
    code: input.code, name: input.name, language: ctx.actor.language, administrator: isAdministrator(input.permissions), secondFactor: input.secondFactor, permissions: [...new Set(input.permissions)],
  });
  tellRights(ctx, `role:${input.code}`, await holdersOf(ctx.db, input.code));
  return { code: input.code };
});

// For later domains: who is where.

type Db = Kysely<Database>;
export type { GridWorker, Member, UnitRow };

/** Who can verify or check in these areas (nearest first) on that day; see the store for order and leave. */
export function gridWorkersOf(db: Db, areaIds: readonly number[], on: string, exceptPersonIds: readonly number[] = []): Promise<GridWorker[]> {
  return listGridWorkers(db, { areaIds, on, exceptPersonIds });
}

export async function unitById(db: Db, unitId: number): Promise<UnitRow | undefined> {
  return (await findUnits(db, [unitId]))[0];
}

/** In the order of ids; ids that do not exist are left out. */
export function unitsByIds(db: Db, unitIds: readonly number[]): Promise<UnitRow[]> {
  return findUnits(db, unitIds);
}

export async function personName(db: Db, personId: number): Promise<string | undefined> {
  return (await personNames(db, [personId])).get(personId);
}

export function namesOfPersons(db: Db, personIds: readonly number[]): Promise<Map<number, string>> {
  return personNames(db, personIds);
}

/** Members of a unit on a day in China. */
export function membersOfUnit(db: Db, unitId: number, on: string): Promise<Member[]> {
  return listMembers(db, unitId, on);
}

/** The person, locked, if he is somebody else and wholly in the caller's areas. */
async function managed(ctx: Ctx, personId: number): Promise<ManagedPerson | Refusal> {
  ctx.about(`person:${personId}`);
  if (personId === ctx.actor.personId) return refuse('identity/own-account', {}, 'forbidden');
  const person = permits(ctx.actor, manage) ? await lockPerson(ctx.db, personId, pathsFor(ctx.actor, manage)) : undefined;
  return person?.managed ? person : absent('identity/person-unknown');
}

/** Open streams of these people go on with the rights that they have now; nobody else hears of it. */
function tellRights(ctx: Ctx, subject: string, personIds: readonly number[]): void {
  ctx.emit({ kind: 'identity.rights', subject, areaPath: '', personIds });
}

function ownId(actor: Actor): number {
  if (actor.personId === null) throw new Error('The door let an anonymous caller through to an operation for people.');
  return actor.personId;
}

function ownSession(actor: Actor): Buffer | null {
  return actor.sessionId === null ? null : Buffer.from(actor.sessionId, 'hex');
}
