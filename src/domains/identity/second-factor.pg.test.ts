import { sql } from 'kysely';
import { generateSync } from 'otplib';
import { describe, expect, test } from 'vitest';
import { from, said, testCity, type TestCity } from '../../../test/support/identity-city.ts';
import { withDatabase, type TestDatabase } from '../../../test/support/pg.ts';
import type { Answer } from '../../platform/action.ts';
import { makeSealer } from '../../platform/sealing.ts';
import * as actions from './actions.ts';
import * as contract from './contract.ts';
import { actorOf, actorOfSession, signIn, type SignedInActor } from './http.ts';
import { ownFactors } from './own-factors.ts';
import type { SecondFactorGround } from './passkeys.ts';
import { keepPolicy } from './policy.ts';
import { answerSecondFactor, askForPasskey, waitingFor } from './second-factor.ts';
import { stepOf } from './totp.ts';

const sealer = makeSealer('a secret of the test', 'jingwei second factors');
const groundOf = (city: TestCity): SecondFactorGround => ({ house: city.house, sealer, site: null });

function output(answer: Answer<unknown>): Record<string, unknown> {
  if (answer.kind !== 'done') throw new Error(`It should have been done: ${JSON.stringify(answer)}`);
  return Object(answer.output) as Record<string, unknown>; // every answer is an object
}

async function own(city: TestCity, actor: SignedInActor, operation: (typeof contract)['beginTotp' | 'confirmTotp' | 'newRecoveryCodes' | 'beginPasskey'], input: unknown = {}): Promise<Answer> {
  const run = ownFactors.get(operation);
  if (!run) throw new Error('unbound');
  return run(groundOf(city), actor, input);
}

type App = { readonly secret: string; readonly codes: readonly string[]; readonly code: (secondsFromNow?: number) => string };

/** Sets up one-time codes. The code that proves it is of the past thirty seconds, so that the present one is still good. */
async function enrol(city: TestCity, actor: SignedInActor): Promise<App> {
  const secret = String(output(await own(city, actor, contract.beginTotp))['secret']);
  const code = (seconds = 0): string => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + seconds });
  const codes = output(await own(city, actor, contract.confirmTotp, { code: code(-30) }))['recoveryCodes'];
  return { secret, code, codes: Array.isArray(codes) ? codes.map(String) : [] };
}

async function firstHalf(city: TestCity, account: string): Promise<string> {
  const half = output(await signIn(city.house, { account, password: city.passwordOf(account) }, from));
  expect(half['secondFactor']).toBeDefined();
  return String(half['token']);
}

const answer = (city: TestCity, token: string | null, input: unknown, at: object = from) => answerSecondFactor(groundOf(city), token, input, { ...from, ...at });

/** Everything that the database keeps, as text. */
async function everything({ ownerDb }: TestDatabase): Promise<string> {
  const { rows } = await sql<{ text: string }>`
    select concat((select string_agg(t::text, ' ') from identity.totp t), (select string_agg(c::text, ' ') from identity.recovery_code c), (select string_agg(a::text, ' ') from platform.audit a),
      (select string_agg(c::text, ' ') from platform.command c), (select string_agg(s::text, ' ') from identity.half_session s), (select string_agg(s::text, ' ') from identity.session s)) as text`.execute(ownerDb);
  return rows[0]?.text ?? '';
}

describe('one-time codes', () => {
  test('the password alone opens nothing any more, the code gives a session under a new token', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const before = await city.as('anquan');
    const app = await enrol(city, before);
    expect(app.codes).toHaveLength(10);
    const half = await firstHalf(city, 'anquan');
    expect(await actorOf(database.db, half, from)).toBeNull();
    expect(await waitingFor(city.house, half)).toEqual(['totp', 'recovery']);
    expect(said(await askForPasskey(groundOf(city), half))).toBe('identity/no-passkeys-here');
    const whole = String(output(await answer(city, half, { code: app.code() }))['token']);
    expect(whole).not.toBe(half);
    expect((await actorOf(database.db, whole, from))?.grants[0]?.role).toBe('securityAdmin');
    // The half is used up, and the half's token never becomes a session.
    expect(said(await answer(city, half, { code: app.code(30) }))).toBe('identity/half-session-ended');
    expect(await actorOf(database.db, half, from)).toBeNull();
    const lines = (await city.audit()).filter(({ operation }) => operation === 'identity.second-factor');
    expect(lines).toMatchObject([{ outcome: 'done', subject: `person:${city.id('anquan')}`, person_name: before.name, input: {} }]);
  }));

  test('neither the secret nor a recovery code nor a token is kept in the clear', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const app = await enrol(city, await city.as('anquan'));
    const half = await firstHalf(city, 'anquan');
    const kept = await everything(database);
    for (const secret of [app.secret, ...app.codes, half, app.code(-30)]) {
      expect(kept).not.toContain(secret);
      expect(kept).not.toContain(Buffer.from(secret).toString('hex'));
    }
    // What was sealed for one person opens for no other, nor after a change, nor with another key.
    const { rows } = await sql<{ secret: Buffer }>`select secret from identity.totp`.execute(database.ownerDb);
    const sealed = rows[0]?.secret ?? Buffer.alloc(0);
    const id = city.id('anquan');
    expect(stepOf(sealer, id, sealed, app.code(), new Date())).not.toBeNull();
    expect(() => stepOf(sealer, id + 1, sealed, app.code(), new Date())).toThrow(/does not open/u);
    expect(() => stepOf(makeSealer('another', 'jingwei second factors'), id, sealed, app.code(), new Date())).toThrow(/does not open/u);
    const changed = Buffer.from(sealed);
    changed[40] = (changed[40] ?? 0) ^ 1;
    expect(() => stepOf(sealer, id, changed, app.code(), new Date())).toThrow(/does not open/u);
  }));

  test('a code is good once, in its thirty seconds and their neighbours, and none older than one that was taken', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const app = await enrol(city, await city.as('xitong'));
    const at = new Date();
    const epoch = Math.floor(at.getTime() / 1000);
    const codeAt = (seconds: number): string => generateSync({ secret: app.secret, epoch: epoch + seconds });
    // Whatever second of its thirty this test began in: the code before this one proved the enrolment.
    await sql`update identity.totp set last_step = ${Math.floor(epoch / 30) - 1}`.execute(database.ownerDb);
    const shown = async (code: string): Promise<string> => said(await answer(city, await firstHalf(city, 'xitong'), { code }, { clock: at }));
    for (const seconds of [-90, -60, 60, 90]) expect(await shown(codeAt(seconds))).toBe('identity/code-wrong');
    expect(await shown(codeAt(-30))).toBe('identity/code-wrong');
    expect(await shown(` ${codeAt(0).slice(0, 3)} ${codeAt(0).slice(3)}`)).toBe('done');
    expect(await shown(codeAt(0))).toBe('identity/code-wrong');
    expect(await shown(codeAt(30))).toBe('done');
    expect(await shown(codeAt(30))).toBe('identity/code-wrong');
  }));

  test('nine with the same code at one instant are one', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const app = await enrol(city, await city.as('shenji'));
    const halves = [];
    for (let count = 0; count < 9; count += 1) halves.push(await firstHalf(city, 'shenji'));
    const code = app.code();
    const answers = (await Promise.all(halves.map((half) => answer(city, half, { code })))).map(said);
    expect(answers.filter((one) => one === 'done')).toHaveLength(1);
    expect(answers.filter((one) => one === 'identity/code-wrong')).toHaveLength(8);
  }));

  test('five wrong ones void the first half, ten lock for a quarter of an hour; no right code helps meanwhile', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const app = await enrol(city, await city.as('anquan'));
    const first = await firstHalf(city, 'anquan');
    for (let count = 0; count < 5; count += 1) expect(said(await answer(city, first, { code: '000000' }))).toBe('identity/code-wrong');
    expect(said(await answer(city, first, { code: app.code() }))).toBe('identity/half-session-ended');
    const second = await firstHalf(city, 'anquan');
    for (const typed of ['', 'abcdef', '12345', '1234567', '٣٣٣٣٣٣']) expect(said(await answer(city, second, { code: typed }))).toBe('identity/code-wrong');
    const third = await firstHalf(city, 'anquan');
    expect(await answer(city, third, { code: app.code() })).toMatchObject({ kind: 'refused', refusal: { refused: 'identity/second-factor-locked', nature: 'busy', params: { minutes: 15 } } });
    expect(said(await answer(city, third, { recoveryCode: app.codes[0] }))).toBe('identity/second-factor-locked');
    await sql`update identity.failed_sign_in set locked_until = now() - interval '1 second'`.execute(database.ownerDb);
    expect(said(await answer(city, third, { code: app.code() }))).toBe('done');
    const denied = (await city.audit()).filter(({ operation, outcome }) => operation === 'identity.second-factor' && outcome === 'denied');
    expect(denied).toHaveLength(10);
    expect(denied.every(({ subject, input }) => subject === `person:${city.id('anquan')}` && Object.keys(input).length === 0)).toBe(true);
  }));

  test('half a sign-in lasts five minutes and no longer than the password and the account that it is of', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const app = await enrol(city, await city.as('xitong'));
    const ended = async (half: string): Promise<void> => { expect(said(await answer(city, half, { code: app.code() }))).toBe('identity/half-session-ended'); };
    const late = await firstHalf(city, 'xitong');
    const lives = await sql<{ seconds: number }>`select extract(epoch from expires_at - now())::int as seconds from identity.half_session`.execute(database.ownerDb);
    expect(lives.rows[0]?.seconds).toBeLessThanOrEqual(300);
    expect(lives.rows[0]?.seconds).toBeGreaterThan(240);
    await sql`update identity.half_session set expires_at = now() - interval '1 second'`.execute(database.ownerDb);
    await ended(late);
    const security = await city.as('anquan');
    const reset = await firstHalf(city, 'xitong');
    expect(said(await city.do(security, actions.resetPassword, { personId: city.id('xitong'), password: '东岸的芦苇又白了头' }))).toBe('done');
    await ended(reset);
    const suspended = output(await signIn(city.house, { account: 'xitong', password: '东岸的芦苇又白了头' }, from));
    expect(said(await city.do(security, actions.suspend, { personId: city.id('xitong'), suspended: true, reason: '离岗' }))).toBe('done');
    await ended(String(suspended['token']));
    for (const token of [null, '', 'x', 'a'.repeat(43)]) expect(said(await answer(city, token, { code: app.code() }))).toBe('identity/half-session-ended');
    for (const input of [null, {}, { code: 5 }, { passkey: {} }]) expect((await answer(city, 'x', input)).kind).toBe('invalid');
  }));
});

describe('recovery codes', () => {
  test('each is good once, however it is typed; new ones void the old', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const actor = await city.as('anquan');
    const { codes } = await enrol(city, actor);
    const shown = async (recoveryCode = ''): Promise<string> => said(await answer(city, await firstHalf(city, 'anquan'), { recoveryCode }));
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){5}$/u);
    expect(await shown(codes[0]?.toLowerCase().replaceAll('-', ' '))).toBe('done');
    expect(await shown(codes[0])).toBe('identity/recovery-code-wrong');
    expect(await shown('AAAA-AAAA-AAAA-AAAA-AAAA-AAAA')).toBe('identity/recovery-code-wrong');
    const fresh = output(await own(city, actor, contract.newRecoveryCodes))['recoveryCodes'];
    expect(await shown(codes[1])).toBe('identity/recovery-code-wrong');
    expect(await shown(Array.isArray(fresh) ? String(fresh[0]) : '')).toBe('done');
    expect(output(await city.ask(actor, actions.security, {}))['recoveryCodesLeft']).toBe(9);
  }));
});

describe('whoever must have one', () => {
  test('is held until he has it, and can do nothing but set it up', () => withDatabase(async (database) => {
    const city = await testCity(database);
    await keepPolicy(city.house, true);
    for (const account of ['xitong', 'anquan', 'shenji']) {
      const held = await city.as(account);
      expect([held.held, held.grants.length]).toEqual(['identity/must-enrol', 0]);
      expect(output(await city.ask(held, actions.me, {}))).toMatchObject({ mustEnrol: true, permissions: [] });
      expect(said(await city.ask(held, actions.units, {}))).toBe('identity/must-enrol');
    }
    expect((await city.as('diaodu01')).held).toBeUndefined();
    const security = await city.as('anquan');
    expect(said(await city.do(security, actions.suspend, { personId: city.id('xitong'), suspended: true, reason: '试试' }))).toBe('identity/must-enrol');
    const elsewhere = await city.as('anquan');
    const app = await enrol(city, security);
    // The session that set it up goes on with its rights; the others, which never showed it, ended.
    const now = await sessionNow(database, security);
    expect([now?.held, now?.grants[0]?.role]).toEqual([undefined, 'securityAdmin']);
    expect(await sessionNow(database, elsewhere)).toBeNull();
    expect(said(await answer(city, await firstHalf(city, 'anquan'), { code: app.code() }))).toBe('done');
    // It is asked for, so one stays.
    if (!now) throw new Error('no session');
    expect(said(await city.do(now, actions.removeFactor, {}))).toBe('identity/last-factor');
    expect(output(await city.ask(now, actions.security, {}))).toMatchObject({ required: true, recoveryCodesLeft: 10, passkeys: [] });
    await keepPolicy(city.house, false);
    expect(said(await city.do(now, actions.removeFactor, {}))).toBe('done');
    expect((await signIn(city.house, { account: 'anquan', password: city.passwordOf('anquan') }, from))).not.toHaveProperty('output.secondFactor');
    expect((await city.as('xitong')).held).toBeUndefined();
  }));

  test('is said by the role; administrators always are', () => withDatabase(async (database) => {
    const city = await testCity(database);
    await keepPolicy(city.house, false);
    const security = await city.as('anquan');
    const dispatcher = output(await city.ask(security, actions.roles, {}));
    const items = Array.isArray(dispatcher['items']) ? dispatcher['items'].map((one) => Object(one) as { code: string; secondFactor: boolean; permissions: string[]; name: string }) : []; // as the contract says
    expect(items.filter(({ secondFactor }) => secondFactor).map(({ code }) => code).sort()).toEqual(['auditAdmin', 'securityAdmin', 'systemAdmin']);
    const desk = items.find(({ code }) => code === 'dispatcher');
    expect(said(await city.do(security, actions.setRole, { code: 'dispatcher', name: desk?.name, permissions: desk?.permissions, secondFactor: true }))).toBe('done');
    const system = items.find(({ code }) => code === 'systemAdmin');
    expect(said(await city.do(security, actions.setRole, { code: 'systemAdmin', name: system?.name, permissions: system?.permissions, secondFactor: false }))).toBe('done');
    await keepPolicy(city.house, true);
    expect((await city.as('diaodu01')).held).toBe('identity/must-enrol');
    expect((await city.as('xitong')).held).toBe('identity/must-enrol');
  }));
});

describe('whoever has lost his', () => {
  test('is helped by another administrator, with a reason on record, and signs in anew', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const lost = await city.as('xitong');
    await enrol(city, lost);
    const security = await city.as('anquan');
    await enrol(city, security);
    const reset = (who: SignedInActor, account: string, reason = '手机丢失，当面核实') => city.do(who, actions.resetSecondFactor, { personId: city.id(account), reason });
    expect(said(await reset(security, 'anquan'))).toBe('identity/own-account');
    expect(said(await reset(lost, 'anquan'))).toBe('platform/not-permitted');
    expect((await reset(security, 'xitong', '')).kind).toBe('invalid');
    expect(said(await reset(security, 'shenji'))).toBe('identity/factor-unknown');
    const half = await firstHalf(city, 'xitong');
    expect(await reset(security, 'xitong')).toMatchObject({ kind: 'done', output: { ended: 1 } });
    expect(await sessionNow(database, lost)).toBeNull();
    expect(said(await answer(city, half, { code: '000000' }))).toBe('identity/half-session-ended');
    expect(output(await signIn(city.house, { account: 'xitong', password: city.passwordOf('xitong') }, from))).not.toHaveProperty('secondFactor');
    const left = await sql<{ left: number }>`select count(*)::int as left from identity.recovery_code where person_id = ${city.id('xitong')}`.execute(database.ownerDb);
    expect(left.rows[0]?.left).toBe(0);
    expect((await city.audit()).filter(({ operation, outcome }) => operation === 'identity.resetSecondFactor' && outcome === 'done')).toMatchObject([
      { subject: `person:${city.id('xitong')}`, person_name: security.name, input: { reason: '手机丢失，当面核实' } },
    ]);
  }));

  test('what locks an account up for good is done only soon after signing in', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const security = await city.as('anquan');
    const target = await city.as('xitong');
    await enrol(city, target);
    await sql`update identity.session set proved_at = now() - interval '16 minutes'`.execute(database.ownerDb);
    expect(said(await own(city, security, contract.beginTotp))).toBe('identity/prove-again');
    expect(said(await own(city, target, contract.newRecoveryCodes))).toBe('identity/prove-again');
    expect(said(await city.do(target, actions.removeFactor, {}))).toBe('identity/prove-again');
    expect(said(await city.do(security, actions.resetSecondFactor, { personId: city.id('xitong'), reason: '手机丢失' }))).toBe('identity/prove-again');
    expect(said(await own(city, await city.as('anquan'), contract.beginTotp))).toBe('done');
  }));

  test('the rights and passwords of others are changed only soon after saying one\'s own password, which then is no second factor', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const security = await city.as('anquan');
    const area = await sql<{ id: number }>`select area_id as id from identity.post where person_id = ${city.id('wangge01')} limit 1`.execute(database.ownerDb);
    const powers = async (): Promise<string[]> => [
      said(await city.do(security, actions.resetPassword, { personId: city.id('wangge01'), password: `mai-dou-${Math.floor(Math.random() * 9_000) + 1_000}-zhi` })),
      said(await city.do(security, actions.appoint, { personId: city.id('wangge02'), role: 'gridLeader', areaId: area.rows[0]?.id ?? 0, validFrom: '2031-01-01', validTo: '2031-01-02' })),
      said(await city.do(security, actions.setRole, { code: 'tester', name: '试用', permissions: ['incidents.read'] })),
    ];
    await sql`update identity.session set proved_at = now() - interval '11 minutes'`.execute(database.ownerDb);
    expect(await powers()).toEqual(['identity/confirm', 'identity/confirm', 'identity/confirm']);
    // What is not his at all is absent before anything is asked of him.
    expect(said(await city.do(security, actions.resetPassword, { personId: 2_000_000_000, password: 'mai-dou-4471-zhi' }))).toBe('identity/person-unknown');
    expect(said(await city.do(security, actions.proveAgain, { password: 'not mine' }))).toBe('identity/wrong-password');
    expect(await powers()).toEqual(['identity/confirm', 'identity/confirm', 'identity/confirm']);
    expect(await city.do(security, actions.proveAgain, { password: city.passwordOf('anquan') })).toMatchObject({ kind: 'done', output: { minutes: 10 } });
    expect(await powers()).toEqual(['done', 'done', 'done']);
    // Another session of his has said nothing.
    const elsewhere = await city.as('anquan');
    await sql`update identity.session set proved_at = now() - interval '16 minutes'`.execute(database.ownerDb);
    expect(said(await city.do(elsewhere, actions.resetPassword, { personId: city.id('wangge02'), password: 'mai-dou-4473-zhi' }))).toBe('identity/confirm');
    expect(said(await own(city, security, contract.beginTotp))).toBe('identity/prove-again');
    await sql`update identity.session set confirmed_at = now() - interval '10 minutes'`.execute(database.ownerDb);
    expect(await powers()).toEqual(['identity/confirm', 'identity/confirm', 'identity/confirm']);
    const kept = await sql<{ n: number }>`select count(*)::int as n from platform.audit where operation = 'identity.proveAgain' and input::text like ${`%${city.passwordOf('anquan')}%`}`.execute(database.ownerDb);
    expect(kept.rows[0]?.n).toBe(0);
  }));

  test('an administrator signs somebody out everywhere, with a reason', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const [security, worker, again] = [await city.as('anquan'), await city.as('wangge01'), await city.as('wangge01')];
    expect(said(await city.do(security, actions.endSessionsOf, { personId: city.id('anquan'), reason: '试试' }))).toBe('identity/own-account');
    expect(await city.do(security, actions.endSessionsOf, { personId: city.id('wangge01'), reason: '手机遗失' })).toMatchObject({ kind: 'done', output: { ended: 2 } });
    for (const one of [worker, again]) expect(await sessionNow(database, one)).toBeNull();
    expect((await city.audit()).at(-1)).toMatchObject({ operation: 'identity.endSessionsOf', outcome: 'done', input: { reason: '手机遗失' } });
  }));

  test('somebody sees where he is signed in, and ends one of them, his own alone', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const [here, there, other] = [await city.as('wangge01'), await city.as('wangge01'), await city.as('wangge02')];
    const list = output(await city.ask(here, actions.security, {}))['sessions'];
    const sessions = Array.isArray(list) ? list.map((one) => Object(one) as { id: string; isThis: boolean; address: string }) : []; // as the contract says
    expect(sessions.map(({ isThis, address }) => [isThis, address]).sort()).toEqual([[false, from.address], [true, from.address]]);
    const notThis = sessions.find(({ isThis }) => !isThis)?.id;
    expect(said(await city.do(other, actions.endSession, { id: notThis }))).toBe('identity/session-unknown');
    expect(said(await city.do(here, actions.endSession, { id: notThis }))).toBe('done');
    expect([await sessionNow(database, here), await sessionNow(database, there)].map((one) => one === null)).toEqual([false, true]);
    expect(JSON.stringify(sessions)).not.toContain(here.sessionId);
  }));
});

function sessionNow({ db }: TestDatabase, actor: SignedInActor): Promise<SignedInActor | null> {
  return actorOfSession(db, actor.sessionId ?? '', from);
}
