import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { from, said, testCity, type TestCity } from '../../../test/support/identity-city.ts';
import { withDatabase } from '../../../test/support/pg.ts';
import { permits } from '../../platform/actor.ts';
import { openDb } from '../../platform/db.ts';
import * as actions from './actions.ts';
import { actorOf, signIn, signOut } from './http.ts';

describe('signing in', () => {
  test('the printed people sign in and are what their posts say', () => withDatabase(async (database) => {
    const city = await testCity(database);
    for (const account of city.accounts) expect((await city.as(account.account)).name).toBe(account.name);
    const dispatcher = await city.as('diaodu01');
    expect(dispatcher.grants).toHaveLength(1);
    expect(dispatcher.grants[0]).toMatchObject({ role: 'dispatcher', title: '镇指挥中心调度员', areaId: 3, areaPath: '1.2.3.', unitName: '柳溪镇综治中心（指挥中心）', inNameOf: null });
    expect(permits(dispatcher, 'incidents.desk')).toBe(true);
    expect(permits(dispatcher, 'audit.read')).toBe(false);
    const lines = (await city.audit()).filter((line) => line.operation === 'identity.sign-in');
    expect(lines).toHaveLength(city.accounts.length + 1);
    expect(lines.at(-1)).toMatchObject({ outcome: 'done', subject: `person:${city.id('diaodu01')}`, person_name: dispatcher.name, input: { account: 'diaodu01' } });
    expect(JSON.stringify(lines)).not.toContain(city.passwordOf('diaodu01'));
  }));

  test('the account is the same in any case, and a cover acts in the name of whom he covers', () => withDatabase(async (database) => {
    const city = await testCity(database);
    expect((await signIn(city.house, { account: 'DiaoDu01', password: city.passwordOf('diaodu01') }, from)).kind).toBe('done');
    const standIn = await city.as('wangge04');
    expect(standIn.grants.map((grant) => grant.inNameOf?.personId ?? null)).toEqual([null, city.id('wangge03')]);
    expect(standIn.grants[1]?.inNameOf?.name).toBe((await city.as('wangge03')).name);
  }));

  test('an unknown account, a wrong password and an account without a password get one answer', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const tries = [['diaodu01', 'wrong'], ['nobody-here', 'wrong'], ['wangge06', 'wrong'], ["x' or 1=1 --", 'wrong'], ['a\u0000b', 'wrong'], ['\ud842', '\ud842']] as const;
    for (const [account, password] of tries) {
      expect(await signIn(city.house, { account, password }, from)).toEqual({ kind: 'refused', refusal: { refused: 'identity/wrong-password', params: {}, nature: 'unproven' }, replayed: false });
    }
    const lines = (await city.audit()).filter((line) => line.refused === 'identity/wrong-password');
    expect(lines.map((line) => [line.outcome, line.subject, line.input['account']])).toEqual([
      ['denied', `person:${city.id('diaodu01')}`, 'diaodu01'], ['denied', '', '-'], ['denied', `person:${city.id('wangge06')}`, 'wangge06'],
      ['denied', '', '-'], ['denied', '', '-'], ['denied', '', '-'],
    ]);
  }));

  test('input that does not fit is told as such', () => withDatabase(async (database) => {
    const city = await testCity(database);
    for (const input of [null, {}, { account: 'x' }, { account: '', password: 'x' }, { account: 1, password: 'x' }, { account: 'x', password: 'y'.repeat(201) }]) {
      expect((await signIn(city.house, input, from)).kind).toBe('invalid');
    }
  }));

  test('fifty at once, from people of all kinds, all come in and leave the pool free', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const narrow = openDb(database.appUrl, { max: 1, applicationName: 'one connection for all' });
    const house = { ...city.house, db: narrow.db };
    let answered = 0;
    const signing = Promise.all(Array.from({ length: 50 }, async (_, index) => {
      const account = city.accounts[index % city.accounts.length];
      const answer = await signIn(house, { account: account?.account, password: account?.password }, from);
      answered += 1;
      return answer.kind;
    }));
    while (answered === 0) await sql`select 1`.execute(database.db);
    // Were the one connection held while a password is compared, this read would come after all accounts in the queue.
    await sql`select 1`.execute(narrow.db);
    expect(answered).toBeLessThan(city.accounts.length / 2);
    expect(new Set(await signing)).toEqual(new Set(['done']));
    await narrow.close();
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from identity.session`.execute(database.ownerDb);
    expect(rows[0]?.count).toBe(50);
  }));

  test('tokens are not kept, only their hashes', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const answer = await signIn(city.house, { account: 'diaodu01', password: city.passwordOf('diaodu01') }, from);
    if (answer.kind !== 'done') throw new Error(said(answer));
    expect(answer.output.token).toMatch(/^[A-Za-z0-9_-]{43}$/u);
    const { rows } = await sql<{ everything: string }>`
      select concat((select string_agg(s::text, ' ') from identity.session s), (select string_agg(a::text, ' ') from platform.audit a), (select string_agg(c::text, ' ') from platform.command c)) as everything`.execute(database.ownerDb);
    expect(rows[0]?.everything).not.toContain(answer.output.token);
    expect(rows[0]?.everything).not.toContain(Buffer.from(answer.output.token).toString('hex'));
  }));
});

describe('lock-out', () => {
  const wrong = (city: TestCity, account: string) => signIn(city.house, { account, password: 'wrong' }, from);
  const right = (city: TestCity, account: string) => signIn(city.house, { account, password: city.passwordOf(account) }, from);

  test('ten wrong tries lock for a quarter of an hour, also those that never existed; then the count begins anew', () => withDatabase(async (database) => {
    const city = await testCity(database);
    for (const account of ['diaodu01', 'nobody-here']) {
      for (let count = 0; count < 10; count += 1) expect(said(await wrong(city, account))).toBe('identity/wrong-password');
      const locked = await wrong(city, account);
      expect(locked).toMatchObject({ kind: 'refused', refusal: { refused: 'identity/locked', nature: 'busy', params: { minutes: 15 } } });
    }
    expect(said(await right(city, 'diaodu01'))).toBe('identity/locked');
    expect(said(await right(city, 'diaodu02'))).toBe('done');
    expect((await city.audit()).filter((line) => line.refused === 'identity/locked').map((line) => line.outcome)).toEqual(['refused', 'refused', 'refused']);

    const later = (minutes: number) => ({ ...from, clock: new Date(Date.now() + minutes * 60_000) });
    await sql`update identity.failed_sign_in set locked_until = now() - interval '1 second', last_at = now() - interval '16 minutes'`.execute(database.ownerDb);
    expect(said(await wrong(city, 'diaodu01'))).toBe('identity/wrong-password');
    expect(said(await right(city, 'diaodu01'))).toBe('done');
    expect(said(await signIn(city.house, { account: 'diaodu01', password: city.passwordOf('diaodu01') }, later(1)))).toBe('done');
  }));

  test('a right password begins the count anew', () => withDatabase(async (database) => {
    const city = await testCity(database);
    for (let round = 0; round < 2; round += 1) {
      for (let count = 0; count < 9; count += 1) await wrong(city, 'xitong');
      expect(said(await right(city, 'xitong'))).toBe('done');
    }
  }));

  test('thirty guesses sent together are counted one by one', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const answers = (await Promise.all(Array.from({ length: 30 }, () => wrong(city, 'shenji')))).map(said);
    expect(answers.filter((answer) => answer === 'identity/wrong-password')).toHaveLength(10);
    expect(answers.filter((answer) => answer === 'identity/locked')).toHaveLength(20);
  }));

  test('an address that only guesses is braked, whatever accounts it tries', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const elsewhere = { ...from, address: '198.51.100.9' };
    const answers: string[] = [];
    for (let count = 0; count < 14; count += 1) {
      answers.push(...(await Promise.all(Array.from({ length: 10 }, (_, index) => signIn(city.house, { account: `guess-${count}-${index}`, password: 'wrong' }, elsewhere)))).map(said));
    }
    expect(answers.slice(0, 120).every((answer) => answer === 'identity/wrong-password')).toBe(true);
    expect(answers.at(-1)).toBe('identity/busy');
    expect(said(await right(city, 'diaodu01'))).toBe('done');
  }));
});

describe('sessions', () => {
  test('what is revoked is gone with the next request', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const security = await city.as('anquan');
    const token = async (account: string): Promise<string> => {
      const answer = await signIn(city.house, { account, password: city.passwordOf(account) }, from);
      if (answer.kind !== 'done') throw new Error(said(answer));
      return answer.output.token;
    };
    const [worker, other] = [await token('wangge01'), await token('wangge01')];
    const asWorker = await actorOf(database.db, worker, from);
    expect(asWorker?.grants.map((grant) => grant.role)).toEqual(['gridWorker']);

    // a role loses a permission
    expect(said(await city.do(security, actions.setRole, { code: 'gridWorker', name: '网格员', permissions: ['incidents.read'] }))).toBe('done');
    expect([...(await actorOf(database.db, worker, from))?.grants[0]?.permissions ?? []]).toEqual(['incidents.read']);
    // a post ends
    expect(said(await city.do(security, actions.endPost, { postId: asWorker?.grants[0]?.postId }))).toBe('done');
    expect((await actorOf(database.db, worker, from))?.grants).toEqual([]);
    // one session ends, the other stays; then the account is suspended
    if (!asWorker) throw new Error('no actor');
    expect(await signOut(city.house, asWorker, false)).toMatchObject({ kind: 'done', output: { ended: 1 } });
    expect(await actorOf(database.db, worker, from)).toBeNull();
    expect(await actorOf(database.db, other, from)).not.toBeNull();
    expect(await city.do(security, actions.suspend, { personId: city.id('wangge01'), suspended: true, reason: '离岗' })).toMatchObject({ kind: 'done', output: { ended: 1 } });
    expect(await actorOf(database.db, other, from)).toBeNull();
    // suspended: said only to who knows the password
    expect(said(await signIn(city.house, { account: 'wangge01', password: city.passwordOf('wangge01') }, from))).toBe('identity/suspended');
    expect(said(await signIn(city.house, { account: 'wangge01', password: 'wrong' }, from))).toBe('identity/wrong-password');
    expect(said(await city.do(security, actions.suspend, { personId: city.id('wangge01'), suspended: false, reason: '返岗' }))).toBe('done');
    expect(await actorOf(database.db, other, from)).toBeNull();
    expect(said(await signIn(city.house, { account: 'wangge01', password: city.passwordOf('wangge01') }, from))).toBe('done');
  }));

  test('a desk is signed out after twelve unused hours, a phone survives the night, nothing survives thirty days', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const tokens: Record<string, string> = {};
    for (const device of ['desk', 'phone']) {
      const answer = await signIn(city.house, { account: 'wangge01', password: city.passwordOf('wangge01'), device }, from);
      if (answer.kind !== 'done') throw new Error(said(answer));
      tokens[device] = answer.output.token;
    }
    const alive = async (): Promise<boolean[]> => Promise.all(['desk', 'phone'].map(async (device) => (await actorOf(database.db, tokens[device] ?? '', from)) !== null));
    const idle = (hours: number) => sql`update identity.session set last_seen_at = now() - make_interval(hours => ${hours})`.execute(database.ownerDb);
    await idle(11);
    expect(await alive()).toEqual([true, true]);
    const { rows } = await sql<{ seen: boolean }>`select last_seen_at > now() - interval '1 minute' as seen from identity.session`.execute(database.ownerDb);
    expect(rows).toEqual([{ seen: true }, { seen: true }]);
    await idle(13);
    expect(await alive()).toEqual([false, true]);
    await sql`update identity.session set expires_at = now() - interval '1 second'`.execute(database.ownerDb);
    expect(await alive()).toEqual([false, false]);
  }));

  test('what is no token is nobody', () => withDatabase(async ({ db }) => {
    for (const token of ['', 'x', 'a'.repeat(43), `${'a'.repeat(42)}\u0000`, "' or 1=1 --"]) expect(await actorOf(db, token, from)).toBeNull();
  }));

  test('a first password opens nothing but the change of it', () => withDatabase(async (database) => {
    const city = await testCity(database);
    const security = await city.as('anquan');
    expect(said(await city.do(security, actions.resetPassword, { personId: city.id('wangge02'), password: '柳溪镇的春天来得早' }))).toBe('done');
    const first = await signIn(city.house, { account: 'wangge02', password: '柳溪镇的春天来得早' }, from);
    if (first.kind !== 'done') throw new Error(said(first));
    const worker = await actorOf(database.db, first.output.token, from);
    if (!worker) throw new Error('no actor');
    expect([worker.mustChangePassword, worker.grants]).toEqual([true, []]);
    expect(await city.ask(worker, actions.me, {})).toMatchObject({ kind: 'done', output: { mustChangePassword: true, permissions: [], posts: [{ role: 'gridWorker' }] } });
    expect(said(await city.do(worker, actions.changePassword, { current: '柳溪镇的春天来得早', next: '石桥村的秋天来得晚' }))).toBe('done');
    const after = await actorOf(database.db, first.output.token, from);
    expect([after?.mustChangePassword, after?.grants.length]).toEqual([false, 1]);
  }));
});
