import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { withDatabase } from '../../../test/support/pg.ts';
import { permits } from '../../platform/actor.ts';
import { actorOf, signIn, signOut } from './http.ts';
import { from, said, testCity } from '../../../test/support/identity-city.ts';

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
});
