import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { breachSentence } from '../../../apps/cli/points.ts';
import type { Actor } from '../../../platform/actor.ts';
import type { Db } from '../../../platform/db.ts';
import { silentLog } from '../../../platform/log.ts';
import { asHouse, setWall, wallOf } from '../../../platform/wall.ts';
import { villageBook } from '../../../../test/support/ledger-ground.ts';
import { withWorld, type World } from '../../../../test/support/world.ts';
import { fromTo, type Leg } from '../rules/ledger.ts';
import { alarmed } from '../ledger-alarm.ts';
import { accountsByIds, awardedFacts, listAccounts, openAccount, openBook, openHolds, statementOf } from './ledger-accounts.ts';
import { invariants, ledgerBreaches, ledgerSize, type BreachKind } from './ledger-invariants.ts';
import { closeBook, expireDue, isMoved, post, reserve, reverse, transfer, transferMany, voidReservation, type Moved } from './ledger.ts';
import { isRefusal, type Refusal } from '../../../platform/core/refusal.ts';

type Village = Awaited<ReturnType<typeof villageBook>> & { readonly issuer: number; readonly supplier: number; readonly stock: number; readonly till: number; readonly child: number; readonly card: number; readonly homes: readonly number[] };

async function village(world: World, kind = 'household'): Promise<Village> {
  const made = await villageBook(world, kind);
  const first = (what: string, nth = 0): number => made.accounts.filter((one) => one.kind === what)[nth]?.id ?? 0;
  return { ...made, issuer: first('issuer'), supplier: first('supplier'), stock: first('stock'), till: first('till'), child: first('person', 1), card: first('worker'), homes: made.accounts.filter((one) => one.kind === 'household').map(({ id }) => id) };
}
const rule = randomUUID();
const said = (answer: Moved | Refusal): string => (isRefusal(answer) ? answer.refused : answer.replayed ? 'replayed' : 'moved');
const within = <T>(world: World, run: (db: Db) => Promise<T>, at?: string): Promise<T> => asHouse(world.db, 'survey', run, at === undefined ? null : new Date(at));

describe('what moves', () => {
  test('an award once for a fact, a deduction below nothing on a card alone, points for goods both or neither; repeats are answered again', () => withWorld(async (world) => {
    const { book, issuer, supplier, stock, till, child, card, homes: [home = 0, other = 0] } = await village(world);
    const award = { id: randomUUID(), book, kind: 'award', legs: fromTo(issuer, home, 5), rule, fact: 'proposal:1' } as const;
    const redeem = (points: number, goods: number): readonly Leg[] => [[home, -points], [till, points], [stock, -goods], [supplier, goods]];
    await within(world, async (db) => {
      expect(await transfer(db, award)).toMatchObject({ replayed: false, entries: [{ accountId: issuer, amount: -5, balance: -5, version: 1 }, { accountId: home, amount: 5, balance: 5, version: 1 }] });
      expect(await transfer(db, award)).toMatchObject({ replayed: true, entries: [{ balance: -5 }, { balance: 5 }] });
      const reused = await transfer(db, { ...award, legs: fromTo(issuer, other, 5) });
      expect(reused).toEqual({ refused: 'points/id-reused', params: {}, nature: 'clash' });
      const told: string[] = [];
      expect(alarmed({ log: { ...silentLog, error: (what: string) => { told.push(what); } }, actor: await world.actor('desk') }, award.id, reused)).toBe(reused);
      expect(told).toHaveLength(1);
      expect(said(await transfer(db, { ...award, id: randomUUID() }))).toBe('points/fact-awarded');
      // Whoever else did it too is not the same: both households cleaned the pond.
      expect(said(await transfer(db, { ...award, id: randomUUID(), legs: fromTo(issuer, other, 5) }))).toBe('moved');
      expect(await awardedFacts(db, rule, ['proposal:1', 'proposal:2'])).toEqual(new Set(['proposal:1']));
      expect(await transfer(db, { id: randomUUID(), book, kind: 'redeem', legs: redeem(4, 1) })).toEqual({ refused: 'points/out-of-stock', params: { available: 0, wanted: 1 }, nature: 'rule' });
      expect(said(await transfer(db, { id: randomUUID(), book, kind: 'stock', legs: fromTo(supplier, stock, 10) }))).toBe('moved');
      expect(await transfer(db, { id: randomUUID(), book, kind: 'redeem', legs: redeem(6, 1) })).toEqual({ refused: 'points/short', params: { available: 5, wanted: 6 }, nature: 'rule' });
      expect((await accountsByIds(db, [stock])).get(stock)).toMatchObject({ balance: 10, version: 1 });
      expect(said(await transfer(db, { id: randomUUID(), book, kind: 'redeem', legs: redeem(4, 1) }))).toBe('moved');
      expect(said(await transfer(db, { id: randomUUID(), book, kind: 'deduct', legs: fromTo(card, issuer, 10), rule, fact: 'finding:1' }))).toBe('moved');
      expect((await accountsByIds(db, [card])).get(card)).toMatchObject({ balance: -10, floor: null });
      expect(said(await transfer(db, { id: randomUUID(), book, kind: 'base', legs: fromTo(issuer, child, 10) }))).toBe('moved');
      expect(said(await transfer(db, { id: randomUUID(), book, kind: 'deduct', legs: fromTo(child, issuer, 1), rule, fact: 'finding:2' }))).toBe('points/minor');
      expect(said(await transfer(db, { id: randomUUID(), book, kind: 'redeem', legs: fromTo(child, till, 1) }))).toBe('moved');
    });
    await expect(within(world, (db) => transfer(db, { id: randomUUID(), book, kind: 'award', legs: fromTo(issuer, home, 5) } as never))).rejects.toMatchObject({ constraint: 'transfer_rule' });
    expect(await ledgerBreaches(world.ownerDb)).toEqual([]);
  }));

  test('half a point, none, a billion billion; another village, a stranger, the same twice, one side more than the other', () => withWorld(async (world) => {
    const [here, there] = [await village(world, 'household'), await village(world, 'party')];
    const [home = 0] = here.homes;
    const tried = (legs: readonly Leg[]): Promise<string> => within(world, async (db) => said(await transfer(db, { id: randomUUID(), book: here.book, kind: 'adjust', legs })));
    for (const points of [0, 0.5, 1e18, Number.NaN, Number.POSITIVE_INFINITY, 1_000_001]) expect([points, await tried(fromTo(here.issuer, home, points))]).toEqual([points, 'points/amount']);
    expect(await tried([[here.issuer, -1]])).toBe('points/legs');
    expect(await tried([[here.issuer, -1], [here.issuer, 1]])).toBe('points/legs');
    expect(await tried([[here.issuer, -2], [home, 1]])).toBe('points/unbalanced');
    expect(await tried([[here.issuer, -1], [here.stock, 1]])).toBe('points/unbalanced');
    expect(await tried(fromTo(here.issuer, there.homes[0] ?? 0, 1))).toBe('points/other-book');
    expect(await tried(fromTo(here.issuer, 999_999_999, 1))).toBe('points/account-unknown');
    // And the database itself, whoever forgets to ask first.
    for (const amount of [0, 1.5, 1e18, 1_000_001]) {
      const { rows } = await within(world, (db) => sql<{ a: { refused?: string } }>`select points.move(${JSON.stringify({ id: randomUUID(), phase: 'single', book: here.book, kind: 'adjust', legs: [[here.issuer, -amount], [home, amount]] })}::jsonb) as a`.execute(db));
      expect([amount, rows[0]?.a.refused]).toEqual([amount, 'points/amount']);
    }
    expect(await ledgerSize(world.ownerDb)).toMatchObject({ books: 2, transfers: 0, entries: 0 });
  }));

  test('a reservation holds back, ends once by a part, the whole, nothing or its hour; a reversal gives back once', () => withWorld(async (world) => {
    const { book, issuer, till, homes: [home = 0] } = await village(world);
    await within(world, async (db) => {
      const base = await transfer(db, { id: randomUUID(), book, kind: 'base', legs: fromTo(issuer, home, 30) });
      const held = (id: string, points: number, minutes = 60): Promise<Moved | Refusal> => reserve(db, { id, book, kind: 'redeem', legs: fromTo(home, till, points), expires: new Date(Date.now() + minutes * 60_000) });
      const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
      expect(said(await held(first, 20))).toBe('moved');
      expect(said(await held(first, 20, 61))).toBe('points/id-reused'); // another hour: another body
      expect(await held(second, 11)).toMatchObject({ refused: 'points/short', params: { available: 10, wanted: 11 } });
      expect((await openHolds(db, home)).map(({ amount }) => amount)).toEqual([-20]);
      expect(said(await post(db, { id: randomUUID(), of: first, legs: fromTo(home, till, 21) }))).toBe('points/post-too-much');
      expect(said(await post(db, { id: randomUUID(), of: first, legs: fromTo(home, till, 5) }))).toBe('moved');
      expect((await accountsByIds(db, [home])).get(home)).toMatchObject({ balance: 25, reserved: 0 });
      expect(said(await post(db, { id: randomUUID(), of: first }))).toBe('points/reservation-over');
      expect(said(await voidReservation(db, { id: randomUUID(), of: first }))).toBe('points/reservation-over');
      expect(said(await held(second, 11))).toBe('moved');
      expect(said(await voidReservation(db, { id: randomUUID(), of: second }))).toBe('moved');
      expect(said(await held(third, 25, -1))).toBe('moved');
      expect(said(await post(db, { id: randomUUID(), of: third }))).toBe('points/reservation-expired');
      expect(await expireDue(db)).toBe(1);
      expect(await expireDue(db)).toBe(0);
      if (!isMoved(base)) throw new Error('the base');
      expect(said(await reverse(db, { id: randomUUID(), of: base.id }))).toBe('points/short');
      const small = await transfer(db, { id: randomUUID(), book, kind: 'base', legs: fromTo(issuer, home, 3) });
      if (!isMoved(small)) throw new Error('the small one');
      const back = await reverse(db, { id: randomUUID(), of: small.id });
      expect(said(back)).toBe('moved');
      expect(said(await reverse(db, { id: randomUUID(), of: small.id }))).toBe('points/reversed-already');
      expect(said(await reverse(db, { id: randomUUID(), of: isMoved(back) ? back.id : '' }))).toBe('points/not-reversible');
      const lines = await statementOf(db, home);
      expect(lines.map(({ amount, balance, phase }) => [amount, balance, phase])).toEqual([[-3, 25, 'reverse'], [3, 28, 'single'], [-5, 25, 'post'], [30, 30, 'single']]);
      expect(lines[1]).toMatchObject({ reversedBy: isMoved(back) ? back.id : '', reverses: null });
      expect(await statementOf(db, home, { before: 2 })).toHaveLength(1);
      expect(await transferMany(db, [{ id: randomUUID(), book, kind: 'base', legs: fromTo(issuer, home, 1) }, { id: randomUUID(), book, kind: 'base', legs: fromTo(home, issuer, 900) }, { id: randomUUID(), book, kind: 'base', legs: fromTo(home, issuer, 0.5) }])).toMatchObject([{ replayed: false }, { refused: 'points/short' }, { refused: 'points/amount' }]);
    });
    expect(await ledgerBreaches(world.ownerDb)).toEqual([]);
  }));

  test('a closed period takes nothing more; what concerns it is booked on an open day and says so', () => withWorld(async (world) => {
    const { book, issuer, homes: [home = 0] } = await village(world);
    const noon = '2026-11-24T12:00:00+08:00';
    await within(world, async (db) => {
      const old = await transfer(db, { id: randomUUID(), book, kind: 'base', legs: fromTo(issuer, home, 7), day: '2026-10-31' });
      expect(await closeBook(db, book, '2026-11-24')).toMatchObject({ refused: 'points/period-not-over' });
      expect(await closeBook(db, book, '2026-10-31')).toEqual({ closedTo: '2026-10-31', entries: 2, turnover: 7 });
      expect(await closeBook(db, book, '2026-10-31')).toMatchObject({ refused: 'points/period-closed' });
      expect(await transfer(db, { id: randomUUID(), book, kind: 'adjust', legs: fromTo(issuer, home, 1), day: '2026-10-31' })).toEqual({ refused: 'points/period-closed', params: { closedTo: '2026-10-31' }, nature: 'rule' });
      expect(said(await transfer(db, { id: randomUUID(), book, kind: 'adjust', legs: fromTo(issuer, home, 1), day: '2026-11-25' }))).toBe('points/day-ahead');
      expect(said(await transfer(db, { id: randomUUID(), book, kind: 'adjust', legs: fromTo(issuer, home, 1), about: '2026-10-30' }))).toBe('moved');
      if (!isMoved(old)) throw new Error('the old one');
      expect(await reverse(db, { id: randomUUID(), of: old.id })).toMatchObject({ day: '2026-11-24' });
      expect((await statementOf(db, home)).map(({ day, aboutDay }) => [day, aboutDay])).toEqual([['2026-11-24', '2026-10-31'], ['2026-11-24', '2026-10-30'], ['2026-10-31', null]]);
    }, noon);
    expect(await ledgerBreaches(world.ownerDb)).toEqual([]);
  }));
});

describe('who may', () => {
  test('the app writes nothing itself; whom nobody let in moves and sees nothing; a clerk moves in his village and nowhere else', () => withWorld(async (world) => {
    const { book, issuer, homes: [home = 0] } = await village(world);
    const id = randomUUID();
    const move = (db: Db): Promise<Moved | Refusal> => transfer(db, { id: randomUUID(), book, kind: 'base', legs: fromTo(issuer, home, 1) });
    expect(said(await within(world, (db) => transfer(db, { id, book, kind: 'base', legs: fromTo(issuer, home, 1) })))).toBe('moved');
    for (const statement of ['update points.entry set amount = 2', 'delete from points.entry', `insert into points.entry (account_id, version, transfer_id, amount, balance) values (1, 9, gen_random_uuid(), 5, 5)`, 'truncate points.entry',
      'update points.transfer set kind = kind', 'delete from points.transfer', 'update points.account set balance = 99', 'update points.account set floor = null', 'update points.book set closed_to = null', 'delete from points.closing', 'insert into points.award (rule_version, fact, account_id, transfer_id) values (gen_random_uuid(), \'x\', 1, gen_random_uuid())',
      `select points.write(gen_random_uuid(), array[1], array[5], array[0])`, `select points.told('${id}')`, 'delete from points.hold', 'delete from points.pending']) {
      await expect(within(world, (db) => sql.raw(statement).execute(db)), statement).rejects.toMatchObject({ code: '42501' });
    }
    expect(said(await move(world.db))).toBe('points/book-unknown');
    expect((await closeBook(world.db, book, '2026-01-01'))).toMatchObject({ refused: 'points/book-unknown' });
    expect(await listAccounts(world.db, { book })).toEqual([]);
    const as = <T>(actor: Actor, run: (db: Db) => Promise<T>): Promise<T> => world.db.transaction().execute(async (db) => { await sql`select ${setWall(wallOf(actor))}`.execute(db); return run(db); });
    const granted = async (permission: string, path: string): Promise<Actor> => {
      const clerk = await world.actor('clerk');
      const [grant] = clerk.grants;
      if (!grant) throw new Error('the clerk has no post');
      return { ...clerk, grants: [{ ...grant, areaPath: path, permissions: new Set([permission]) }] };
    };
    const path = world.area('990101001000').path;
    const elsewhere = world.area('990101002000').path;
    for (const permission of ['points.decide', 'points.till', 'points.manage']) {
      const clerk = await granted(permission, path);
      expect(said(await as(clerk, move))).toBe('moved');
      expect((await as(clerk, (db) => listAccounts(db, { book }))).length).toBeGreaterThan(8);
      const stranger = await granted(permission, elsewhere);
      expect(said(await as(stranger, move))).toBe('points/book-unknown');
      expect(await as(stranger, (db) => listAccounts(db, { book }))).toEqual([]);
      expect(said(await as(stranger, (db) => reverse(db, { id: randomUUID(), of: id })))).toBe('points/transfer-unknown');
      await expect(as(stranger, (db) => openAccount(db, { book, kind: 'till', place: 'x', area: world.area('990101001000') }))).rejects.toMatchObject({ code: '42501' });
    }
    const reader = await granted('points.read', path);
    expect(said(await as(reader, move))).toBe('points/book-unknown');
    expect(await as(reader, (db) => statementOf(db, home))).toHaveLength(4);
    // By whom it was moved the database says itself.
    expect((await within(world, (db) => statementOf(db, home))).map(({ byPerson }) => byPerson)).toEqual([world.id('clerk'), world.id('clerk'), world.id('clerk'), null]);
    // His own card whoever he is, and the book it is in.
    const worker = { ...(await world.actor('worker')), grants: [] };
    expect((await as(worker, (db) => listAccounts(db, { book }))).map(({ kind }) => kind)).toEqual(['worker']);
    expect(await within(world, (db) => openBook(db, { kind: 'household', name: '另一名', area: world.area('990101001000') }))).toMatchObject({ id: book, name: '前柳村积分' });
  }));
});

describe('what verify finds', () => {
  const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const hash = `'\\x${'00'.repeat(32)}'`;
  // What an owner of the database could do by hand, and by which question it is found. {home}, {issuer}, …: accounts; {t}: an award; {r}: its reversal; {h}: an open reservation; {p}: a posted one.
  const planted: readonly (readonly [string, BreachKind, string])[] = [
    ['points out of nothing', 'book-sum', 'update points.entry set amount = amount + 1, balance = balance + 1 where account_id = {home} and version = 1'],
    ['one side of a transfer', 'transfer-sum', 'update points.entry set amount = amount + 1 where account_id = {issuer} and version = 1; update points.entry set amount = amount - 1 where account_id = {issuer} and version = 2'],
    ['an entry of no transfer', 'foreign-entry', `update points.entry set transfer_id = '${id(9)}' where account_id = {home} and version = 1`],
    ['a transfer whose entries are gone', 'no-entries', `delete from points.entry where transfer_id = '{t}'`],
    ['a balance', 'balance', 'update points.account set balance = balance + 1 where id = {home}'],
    ['a running balance', 'running', 'update points.entry set balance = balance + 1 where account_id = {home} and version = 1'],
    ['a version left out', 'running', 'update points.entry set version = version + 100 where account_id = {home} and version = (select max(version) from points.entry where account_id = {home})'],
    ['a floor without its constraint', 'floor', 'alter table points.account drop constraint account_floor; update points.account set balance = -5 where id = {home}'],
    ['a floor of another kind', 'floor-of-kind', 'update points.account set floor = null where id = {stock}'],
    ['points off a child', 'minor', `update points.account set minor_until = '2099-01-01' where id = {home}; update points.transfer set kind = 'adjust' where phase = 'post'`],
    ['an id twice', 'id-twice', `alter table points.transfer drop constraint transfer_pkey cascade; insert into points.transfer select * from points.transfer where id = '{t}'`],
    ['what is held back', 'reserved', 'update points.account set reserved = reserved + 1 where id = {home}'],
    ['a second end', 'ended-twice', `drop index points.transfer_ends; insert into points.transfer (id, book_id, phase, kind, day, made_at, ends, body_hash) select '${id(8)}', book_id, 'void', kind, day, made_at, '{p}', ${hash} from points.transfer where id = '{p}'`],
    ['an end of nothing', 'ends-nothing', `insert into points.transfer (id, book_id, phase, kind, day, made_at, ends, body_hash) select '${id(8)}', book_id, 'void', kind, day, made_at, '{t}', ${hash} from points.transfer where id = '{t}'`],
    ['more than was reserved', 'post-too-much', `update points.hold set amount = sign(amount) where transfer_id = '{p}'`],
    ['one side of a reservation', 'hold-sum', `update points.hold set amount = amount + 1 where transfer_id = '{h}' and amount > 0`],
    ['an open reservation that is on no list', 'pending', 'delete from points.pending'],
    ['a fact twice', 'fact-twice', `alter table points.award drop constraint award_pkey; update points.transfer set rule_version = '${rule}', fact = 'proposal:1' where fact = 'proposal:2'`],
    ['a fact that is not kept', 'fact-unkept', `delete from points.award where transfer_id = '{t}'`],
    ['a second reversal', 'reversed-twice', `drop index points.transfer_reverses; insert into points.transfer (id, book_id, phase, kind, day, made_at, reverses, body_hash) select '${id(8)}', book_id, phase, kind, day, made_at, reverses, ${hash} from points.transfer where id = '{r}'`],
    ['a reversal of something else', 'not-opposite', `update points.transfer set reverses = '{t}' where id = '{r}'`],
    ['a right to rewrite', 'rights', 'grant update on points.entry to jingwei_app'],
    ['a right to a balance', 'rights', 'grant update (balance) on points.account to jingwei_app'],
    ['a right to write behind the door', 'rights', 'grant execute on function points.write(uuid, bigint[], bigint[], bigint[]) to jingwei_app'],
    ['a dropped UNIQUE of facts', 'guard-missing', 'alter table points.award drop constraint award_pkey'],
    ['a dropped UNIQUE of reversals', 'guard-missing', 'drop index points.transfer_reverses'],
    ['a UNIQUE that is one no more', 'guard-missing', 'drop index points.transfer_ends; create index transfer_ends on points.transfer (ends)'],
    ['a dropped floor', 'guard-missing', 'alter table points.account drop constraint account_floor'],
    ['a trigger that sleeps', 'guard-missing', 'alter table points.account disable trigger account_sound'],
    ['a late entry in a closed period', 'closed-changed', `update points.transfer set day = '2026-10-01' where id = '{t}'`],
    ['a period opened again', 'closed-to', 'update points.book set closed_to = null'],
  ];

  test('each breach that an owner can make, by the question meant for it; and what is whole is found whole', () => withWorld(async (world) => {
    const { book, issuer, stock, till, homes: [home = 0] } = await village(world);
    const ids = { t: randomUUID(), r: randomUUID(), h: randomUUID(), p: randomUUID(), second: randomUUID() };
    await within(world, async (db) => {
      await transfer(db, { id: ids.t, book, kind: 'award', legs: fromTo(issuer, home, 9), rule, fact: 'proposal:1' });
      await transfer(db, { id: ids.second, book, kind: 'award', legs: fromTo(issuer, home, 4), rule, fact: 'proposal:2' });
      await reverse(db, { id: ids.r, of: ids.second });
      await transfer(db, { id: randomUUID(), book, kind: 'base', legs: fromTo(issuer, home, 20), day: '2026-10-31' });
      await reserve(db, { id: ids.p, book, kind: 'redeem', legs: fromTo(home, till, 5), expires: new Date('2099-01-01T00:00:00Z') });
      await post(db, { id: randomUUID(), of: ids.p });
      await reserve(db, { id: ids.h, book, kind: 'redeem', legs: fromTo(home, till, 3), expires: new Date('2099-01-01T00:00:00Z') });
      expect(await closeBook(db, book, '2026-10-31')).toMatchObject({ entries: 2 });
    }, '2026-11-24T12:00:00+08:00');
    expect(await ledgerBreaches(world.ownerDb)).toEqual([]);
    const places: Readonly<Record<string, string | number>> = { ...ids, home, issuer, stock };
    for (const [name, kind, statement] of planted) {
      const filled = statement.replace(/\{(\w+)\}/gu, (_whole, place: string) => String(places[place]));
      const undone = new Error('undone');
      await world.ownerDb.transaction().execute(async (inside) => {
        for (const one of filled.split('; ')) await sql.raw(one).execute(inside);
        const found = await ledgerBreaches(inside);
        expect([name, found.map((one) => one.kind)]).toEqual([name, expect.arrayContaining([kind])]);
        for (const one of found) expect(breachSentence(one)).toMatch(/^I\d .*[\u4e00-\u9fff].*\. ?$|^I\d .*[\u4e00-\u9fff]/u);
        throw undone;
      }).catch((error: unknown) => { if (error !== undone) throw error; });
    }
    expect(new Set(planted.map(([, kind]) => kind))).toEqual(new Set(invariants.map(({ kind }) => kind)));
    expect(await ledgerBreaches(world.ownerDb)).toEqual([]);
  }));
});
