import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { makeAuthenticator, type Authenticator, type Says } from '../../../test/support/authenticator.ts';
import { from, said, testCity, type TestCity } from '../../../test/support/identity-city.ts';
import { withDatabase } from '../../../test/support/pg.ts';
import type { Answer } from '../../platform/action.ts';
import { makeSealer } from '../../platform/sealing.ts';
import * as actions from './actions.ts';
import * as contract from './contract.ts';
import { actorOf, signIn, type SignedInActor } from './http.ts';
import { ownFactors } from './own-factors.ts';
import { answerSecondFactor, askForPasskey } from './second-factor.ts';

const site = { host: 'grid.example', origin: 'https://grid.example' };
const sealer = makeSealer('a secret of the test', 'jingwei second factors');

async function own(city: TestCity, actor: SignedInActor, operation: typeof contract.beginPasskey | typeof contract.addPasskey, input: unknown): Promise<Answer> {
  const run = ownFactors.get(operation);
  if (!run) throw new Error('unbound');
  return run({ house: city.house, sealer, site }, actor, input);
}

function output(answer: Answer<unknown>): Record<string, unknown> {
  if (answer.kind !== 'done') throw new Error(`It should have been done: ${JSON.stringify(answer)}`);
  return Object(answer.output) as Record<string, unknown>; // every answer is an object
}

const challengeOf = (answer: Answer<unknown>): string => String(Reflect.get(Object(output(answer)['options']), 'challenge'));

async function register(city: TestCity, actor: SignedInActor, device: Authenticator, says: Says = {}, name = '办公室电脑'): Promise<string> {
  const challenge = challengeOf(await own(city, actor, contract.beginPasskey, {}));
  return said(await own(city, actor, contract.addPasskey, { name, passkey: device.register(challenge, says) }));
}

async function half(city: TestCity, account = 'anquan'): Promise<string> {
  return String(output(await signIn(city.house, { account, password: city.passwordOf(account) }, from))['token']);
}

const ground = (city: TestCity) => ({ house: city.house, sealer, site });
const ask = async (city: TestCity, token: string): Promise<string> => challengeOf(await askForPasskey(ground(city), token));
const show = async (city: TestCity, token: string, passkey: object): Promise<string> => said(await answerSecondFactor(ground(city), token, { passkey }, from));

test('only what a device that knows its owner signed for this site and this question becomes a passkey', () => withDatabase(async (database) => {
  const city = await testCity(database);
  const actor = await city.as('anquan');
  const device = makeAuthenticator(site);
  const wrong: Says[] = [
    { origin: 'https://grid.example.evil' }, { origin: 'http://grid.example' }, { rpId: 'evil.example' }, { verified: false }, { challenge: Buffer.from('another question').toString('base64url') }, { type: 'webauthn.get' },
  ];
  for (const says of wrong) expect([says, await register(city, actor, device, says)]).toEqual([says, 'identity/passkey-wrong']);
  // A question is asked once, to one session, for five minutes.
  const challenge = challengeOf(await own(city, actor, contract.beginPasskey, {}));
  expect(said(await own(city, await city.as('anquan'), contract.addPasskey, { name: 'x', passkey: device.register(challenge) }))).toBe('identity/passkey-wrong');
  await sql`update identity.passkey_question set expires_at = now() - interval '1 second'`.execute(database.ownerDb);
  expect(said(await own(city, actor, contract.addPasskey, { name: 'x', passkey: device.register(challenge) }))).toBe('identity/passkey-wrong');
  expect(await register(city, actor, device)).toBe('done');
  expect(await register(city, actor, device)).toBe('identity/passkey-exists');
  expect(await register(city, await city.as('xitong'), device)).toBe('identity/passkey-exists');
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from identity.passkey`.execute(database.ownerDb);
  expect(rows[0]?.n).toBe(1);
  // Eleven would be one too many.
  for (let count = 1; count < 10; count += 1) expect(await register(city, actor, makeAuthenticator(site), {}, `第 ${count} 个`)).toBe('done');
  expect(said(await own(city, actor, contract.beginPasskey, {}))).toBe('identity/too-many-passkeys');
}));

test('a signature opens once, for its own question, from its own site, with a counter that grows', () => withDatabase(async (database) => {
  const city = await testCity(database);
  const device = makeAuthenticator(site);
  expect(await register(city, await city.as('anquan'), device)).toBe('done');
  const first = await half(city);
  const wrong: Says[] = [{ origin: 'https://evil.example' }, { rpId: 'evil.example' }, { verified: false }, { type: 'webauthn.create' }];
  for (const says of wrong) expect([says, await show(city, first, device.sign(await ask(city, first), says))]).toEqual([says, 'identity/passkey-wrong']);
  // Without a question, or with one that was asked before the last.
  const second = await half(city);
  expect(await show(city, second, device.sign('bm9uZQ'))).toBe('identity/passkey-wrong');
  const old = await ask(city, second);
  await ask(city, second);
  expect(await show(city, second, device.sign(old))).toBe('identity/passkey-wrong');
  // Somebody else's device, a key that there is not.
  expect(await show(city, second, makeAuthenticator(site).sign(await ask(city, second)))).toBe('identity/passkey-wrong');
  const signed = device.sign(await ask(city, second));
  const whole = output(await answerSecondFactor(ground(city), second, { passkey: signed }, from));
  expect((await actorOf(database.db, String(whole['token']), from))?.grants[0]?.role).toBe('securityAdmin');
  // The same signature again: the question is spent with its half of a sign-in.
  expect(await show(city, second, signed)).toBe('identity/half-session-ended');
  const third = await half(city);
  await ask(city, third);
  expect(await show(city, third, signed)).toBe('identity/passkey-wrong');
  // A copy of the device counts from where it was copied.
  expect(await show(city, third, device.sign(await ask(city, third), { counter: 1 }))).toBe('identity/passkey-wrong');
}));

test('a passkey belongs to its owner, and goes when he says so', () => withDatabase(async (database) => {
  const city = await testCity(database);
  const [security, system] = [await city.as('anquan'), await city.as('xitong')];
  const [his, other] = [makeAuthenticator(site), makeAuthenticator(site)];
  await register(city, security, his);
  await register(city, system, other);
  const token = await half(city, 'anquan');
  expect(await show(city, token, other.sign(await ask(city, token)))).toBe('identity/passkey-wrong');
  const passkeys = output(await city.ask(security, actions.security, {}))['passkeys'];
  const id = Array.isArray(passkeys) ? Number(Reflect.get(Object(passkeys[0]), 'id')) : 0;
  expect(said(await city.do(system, actions.removeFactor, { passkeyId: id }))).toBe('identity/factor-unknown');
  expect(said(await city.do(security, actions.removeFactor, { passkeyId: id }))).toBe('done');
  expect(output(await signIn(city.house, { account: 'anquan', password: city.passwordOf('anquan') }, from))).not.toHaveProperty('secondFactor');
  // Without a name of its own the installation has no passkeys.
  const nowhere = { house: city.house, sealer, site: null };
  expect(said(await askForPasskey(nowhere, await half(city, 'xitong')))).toBe('identity/no-passkeys-here');
  const begin = ownFactors.get(contract.beginPasskey);
  expect(begin && said(await begin(nowhere, security, {}))).toBe('identity/no-passkeys-here');
}));
