import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { actorIn, houseOn, noonOf } from '../../../test/support/acting.ts';
import { behindAll, withDatabase, type TestDatabase } from '../../../test/support/pg.ts';
import { look, perform } from '../../platform/action.ts';
import { anonymous } from '../../platform/actor.ts';
import * as geography from '../geography/actions.ts';
import { smallCityCsv } from '../geography/example.ts';
import { signingKeyOf } from '../../platform/audit-chain.ts';
import { linkRows, makeCheckpoint } from '../../platform/audit-sequencer.ts';
import { chain, entries } from './actions.ts';

const auditor = actorIn('1.', ['audit.read'], { personId: 9, name: '审计员' });

type Page = { items: Record<string, unknown>[]; next: string | null };

async function read(db: TestDatabase['db'], input: object, actor = auditor): Promise<Page> {
  const answer = await look(houseOn(db), entries, input, { actor, key: null, clock: null });
  if (answer.kind !== 'done') throw new Error(answer.kind === 'refused' ? answer.refusal.refused : answer.kind);
  return answer.output;
}

/** Four things happen through the door: a refusal by a rule, a denial (which is told at the real hour), and two that are done. */
async function somethingHappens({ db }: TestDatabase): Promise<void> {
  const house = houseOn(db);
  const admin = actorIn('', ['geography.manage'], { personId: 1, name: '林知微' });
  const day = (on: string) => ({ actor: admin, key: null, clock: noonOf(on) });
  await perform(house, geography.importDivisions, { csv: 'no list' }, day('2026-03-01'));
  await perform(house, geography.importDivisions, { csv: smallCityCsv }, { ...day('2026-03-02'), actor: { ...admin, personId: 2, name: '赵𠮷', grants: actorIn('', ['audit.read']).grants } });
  await perform(house, geography.importDivisions, { csv: smallCityCsv }, day('2026-03-02'));
  const { rows } = await sql<{ id: number }>`select id from geography.area_facts where kind = 'city'`.execute(db);
  await perform(house, geography.createArea, { kind: 'county', name: '南县', parentId: rows[0]?.id }, day('2026-03-03'));
}

describe('entries', () => {
  test('say who did what, in which post, with which result, newest first and without secrets', () => withDatabase(async (database) => {
    await somethingHappens(database);
    const { items, next } = await read(database.db, {});
    expect(next).toBeNull();
    expect(items).toMatchObject([
      { operation: 'geography.createArea', outcome: 'done', refused: null, personId: 1, personName: '林知微', inNameOf: null, post: '系统管理员', source: '127.0.0.1', input: { kind: 'county', name: '南县' }, at: '2026-03-03T04:00:00.000Z' },
      { operation: 'geography.importDivisions', outcome: 'done', input: {} },
      { operation: 'geography.importDivisions', outcome: 'denied', refused: 'platform/not-permitted', personName: '赵𠮷', input: {} },
      { operation: 'geography.importDivisions', outcome: 'refused', refused: 'geography/import-unreadable' },
    ]);
    expect(JSON.stringify(items)).not.toContain('锦绣市');
  }));

  test.each<[string, object, string[]]>([
    ['person', { personId: '2' }, ['denied']],
    ['outcome', { outcome: 'refused' }, ['refused']],
    ['operation', { operation: 'geography.createArea' }, ['done']],
    ['domain', { operation: 'geography' }, ['done', 'done', 'denied', 'refused']],
    ['half a name', { operation: 'geo' }, []],
    ['first day', { since: '2026-03-02' }, ['done', 'done', 'denied']],
    ['last day, which is included', { until: '2026-03-01' }, ['refused']],
    ['one day in Shanghai', { since: '2026-03-02', until: '2026-03-02' }, ['done', 'denied']],
    ['the widest days', { since: '1900-01-01', until: '2199-12-31' }, ['done', 'done', 'denied', 'refused']],
    ['days long gone', { until: '1900-01-01' }, []],
    ['two at once', { operation: 'geography.importDivisions', outcome: 'done' }, ['done']],
    ['an unknown subject', { subject: 'case:𠮷' }, []],
  ])('by %s', (_what, filter, outcomes) => withDatabase(async (database) => {
    await somethingHappens(database);
    expect((await read(database.db, filter)).items.map(({ outcome }) => outcome)).toEqual(outcomes);
  }));

  test('by a part of the name, also after somebody is called otherwise', () => withDatabase(async (database) => {
    const person = async (account: string, name: string): Promise<number> => {
      const { rows } = await sql<{ id: number }>`insert into identity.person (account, name, phone, must_change_password) values (${account}, ${name}, '', false) returning id`.execute(database.ownerDb);
      return rows[0]?.id ?? 0;
    };
    const [one, other] = [await person('zhiwei', '林知微'), await person('zhao', '赵𠮷')];
    for (const personId of [one, other]) {
      await perform(houseOn(database.db), geography.importDivisions, { csv: 'no list' }, { actor: actorIn('', ['geography.manage'], { personId, name: '当时的名字' }), key: null, clock: null });
    }
    const ids = async (name: string): Promise<unknown[]> => (await read(database.db, { person: name })).items.map(({ personId }) => personId);
    expect(await ids('知微')).toEqual([one]);
    expect(await ids(' 𠮷 ')).toEqual([other]);
    expect(await ids('%')).toEqual([]);
    expect(await ids('当时的名字')).toEqual([]);
    expect((await read(database.db, { person: '', operation: 'geography' })).items).toHaveLength(2);
  }));

  test('by subject', () => withDatabase(async (database) => {
    await somethingHappens(database);
    const [newest] = (await read(database.db, {})).items;
    expect(newest?.['subject']).toMatch(/^area:\d+$/);
    expect((await read(database.db, { subject: newest?.['subject'] })).items).toHaveLength(2);
  }));

  test('page by page, nothing twice and nothing missing, though more is written meanwhile', () => withDatabase(async (database) => {
    await somethingHappens(database);
    const first = await read(database.db, { limit: '3' });
    await perform(houseOn(database.db), geography.importDivisions, { csv: 'x' }, { actor: actorIn('', ['geography.manage']), key: null, clock: null });
    const second = await read(database.db, { limit: '3', after: first.next ?? '' });
    expect(second.next).toBeNull();
    expect([...first.items, ...second.items].map(({ outcome }) => outcome)).toEqual(['done', 'done', 'denied', 'refused']);
  }));

  test('only for those who may read the audit', () => withDatabase(async ({ db }) => {
    const asked = async (actor: typeof auditor) => {
      const answer = await look(houseOn(db), entries, {}, { actor, key: null, clock: null });
      return answer.kind === 'refused' ? answer.refusal.refused : answer.kind;
    };
    expect(await asked(anonymous('127.0.0.1'))).toBe('platform/not-signed-in');
    expect(await asked(actorIn('1.', ['geography.manage'], { personId: 3, name: '孙' }))).toBe('platform/not-permitted');
    // Who was turned away at the audit is in the audit.
    expect((await read(db, {})).items).toMatchObject([{ operation: 'audit.entries', outcome: 'denied', personId: 3 }]);
  }));

  test('reading the log is in the log, with what it was for', () => withDatabase(async (database) => {
    await somethingHappens(database);
    await read(database.db, {});
    expect((await read(database.db, {})).items[0]).toMatchObject({ operation: 'audit.entries', outcome: 'done', personId: 9, subject: '', input: { saw: { subjects: [], fields: ['entries'], purpose: ['audit'] } } });
  }));

  test('nothing is shown where it cannot be written that it was shown', () => withDatabase(async ({ db, ownerDb }) => {
    await sql`revoke insert on platform.audit from jingwei_app`.execute(ownerDb);
    await expect(look(houseOn(db), entries, {}, { actor: auditor, key: null, clock: null })).rejects.toMatchObject({ code: '42501' });
  }));

  test('input that does not fit is named as such', () => withDatabase(async ({ db }) => {
    for (const input of [{ after: 'x' }, { after: '1'.repeat(16) }, { limit: '0' }, { limit: '201' }, { operation: 'a\u0000' }, { subject: '\ud800' }, { outcome: 'x' }, { since: 'x' }, { personId: '-1' }]) {
      expect(await look(houseOn(db), entries, input, { actor: auditor, key: null, clock: null })).toMatchObject({ kind: 'invalid' });
    }
  }));
});

describe('chain', () => {
  const ask = async (db: TestDatabase['db']) => {
    const answer = await look(houseOn(db), chain, {}, { actor: auditor, key: null, clock: null });
    if (answer.kind !== 'done') throw new Error(answer.kind);
    return answer.output;
  };

  test('says how far it is linked, when it was signed, and notices a change at its end or behind its last checkpoint', () => withDatabase(async (database) => {
    const { db, ownerDb } = database;
    expect(await ask(db)).toEqual({ whole: true, checked: 0, linked: 0, pending: 0, checkpoint: null });
    await somethingHappens(database);
    expect(await ask(db)).toMatchObject({ whole: true, linked: 0, pending: 4 });
    await behindAll(db);
    await linkRows(db);
    const signed = await makeCheckpoint(db, { key: signingKeyOf('a test'), seconds: 0 });
    await read(db, {});
    expect(await ask(db)).toEqual({ whole: true, checked: 4, linked: 4, pending: 1, checkpoint: { seq: 4, at: signed?.at } });
    await sql`update platform.audit set person_name = '别人' where id = (select audit_id from platform.audit_link where seq = 2)`.execute(ownerDb);
    expect(await ask(db)).toMatchObject({ whole: false });
    await sql`delete from platform.audit_link where seq > 1`.execute(ownerDb);
    expect(await ask(db)).toMatchObject({ whole: false, linked: 1 });
  }));

  test('only for those who may read the audit', () => withDatabase(async ({ db }) => {
    const answer = await look(houseOn(db), chain, {}, { actor: actorIn('1.', ['geography.manage']), key: null, clock: null });
    expect(answer).toMatchObject({ kind: 'refused', refusal: { refused: 'platform/not-permitted' } });
  }));
});
