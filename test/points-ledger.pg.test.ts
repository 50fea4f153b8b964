import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { fromTo, good } from '../src/domains/points/rules/ledger.ts';
import { openAccount, openBook } from '../src/domains/points/store/ledger-accounts.ts';
import { ledgerBreaches } from '../src/domains/points/store/ledger-invariants.ts';
import { closeBook, isMoved, reverse, transfer, type Moved } from '../src/domains/points/store/ledger.ts';
import { isRefusal, type Refusal } from '../src/platform/core/refusal.ts';
import { openDb } from '../src/platform/db.ts';
import { asHouse } from '../src/platform/wall.ts';
import { plainAccounts, villageBook } from './support/ledger-ground.ts';
import { chinaDay, ledgerModel, type Body, type ModelAccount, type ModelAnswer } from './support/ledger-model.ts';
import { dice, ledgerWalk } from './support/ledger-walk.ts';
import { sized } from './support/size.ts';
import { say } from './support/shared.ts';
import { withWorld, type World } from './support/world.ts';

// What holds of the ledger whatever is done to it, by however many, and whoever is killed meanwhile.

// Two hundred thousand go through the model alone in test/points-ledger.test.ts, where they take seconds; the night sends ten million here.
const operations = sized('LEDGER_OPERATIONS', 20_000);
const lanes = 4;
// A transaction of many moves over few accounts drags their dead versions along: fifty is what costs least.
const batch = 50;
const seed = sized('LEDGER_SEED', 20261124);

type Told = { readonly id?: string; readonly refused?: string; readonly replayed?: boolean; readonly entries?: (readonly [number, number, number, number])[] };
const plain = (answer: Told | ModelAnswer): unknown => ('refused' in answer && answer.refused !== undefined ? answer.refused : { ...answer, day: undefined, params: undefined, refused: undefined });

/** One book, one connection; after each batch the answers are those of the model. Now and then the connection is killed in its midst. */
async function lane(world: World, number: number, accounts: readonly ModelAccount[], strange: number): Promise<Record<string, number>> {
  const foreign: ModelAccount = { id: strange, book: 0, kind: 'issuer', commodity: 'points', floor: null, minorUntil: null, balance: 0, reserved: 0, version: 0 };
  const model = ledgerModel([...accounts.map((one) => ({ ...one })), foreign]);
  const walk = ledgerWalk(accounts, strange, seed + number);
  const roll = dice(seed * 31 + number);
  const open = openDb(world.appUrl, { applicationName: `ledger lane ${number}`, max: 1 });
  const counts: Record<string, number> = {};
  const count = (what: string, n = 1): void => { counts[what] = (counts[what] ?? 0) + n; };
  let now = new Date('2026-11-24T10:00:00+08:00');
  const send = (bodies: readonly Body[], how: number): Promise<Told[]> => asHouse(open.db, 'survey', async (inside) => {
    const text = JSON.stringify(bodies);
    if (how === 0) return (await sql<{ answers: Told[] }>`select points.moves(${text}::jsonb) as answers`.execute(inside)).rows[0]?.answers ?? [];
    return (await sql<{ answer: Told }>`select points.move(one) as answer from jsonb_array_elements(${text}::jsonb) one`.execute(inside)).rows.map(({ answer }) => answer);
  }, now);
  try {
    for (let turn = 0; turn * batch * lanes < operations; turn += 1) {
      now = new Date(now.getTime() + Math.floor(roll() * 30) * 60_000);
      const at = now;
      const bodies = Array.from({ length: batch }, () => walk.next(at));
      const expected = bodies.map((body) => model.apply(body, at));
      if (turn % 120 === 47) {
        const sending = send(bodies, turn % 2).catch(() => undefined);
        await sleep(roll() * 12);
        await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = ${`ledger lane ${number}`} and datname = current_database()`.execute(world.db);
        const told = await sending;
        count(told === undefined ? 'killed' : 'survived');
        const first = expected.find((answer) => 'id' in answer && !answer.replayed);
        const { rows: [kept] } = await sql<{ kept: boolean }>`select exists (select from points.transfer where id = ${first && 'id' in first ? first.id : null}::uuid) as kept`.execute(world.ownerDb);
        // Whole or not at all; and whoever was not answered asks again.
        const again = kept?.kept === true ? bodies.map((body) => model.apply(body, at)) : expected;
        expect((await send(bodies, turn % 2)).map(plain)).toEqual(again.map(plain));
      } else {
        expect((await send(bodies, turn % 2)).map(plain)).toEqual(expected.map(plain));
      }
      for (const answer of expected) count('refused' in answer ? answer.refused : answer.replayed ? 'replayed' : 'done');
      if (turn % 60 === 59) {
        const through = chinaDay(new Date(now.getTime() - Math.floor(roll() * 5) * 86_400_000));
        const mine = accounts[0]?.book ?? 0;
        const closed = await asHouse(open.db, 'survey', (inside) => closeBook(inside, mine, through), now);
        expect(!isRefusal(closed)).toBe(model.close(mine, through, now));
        count('closings');
      }
    }
    const { rows } = await sql<{ id: number; balance: number; reserved: number; version: number }>`select id, balance, reserved, version from points.account where book_id = ${accounts[0]?.book ?? 0} order by id`.execute(world.ownerDb);
    expect(rows).toEqual([...model.accounts.values()].filter((one) => one.book > 0).map(({ id, balance, reserved, version }) => ({ id, balance, reserved, version })).sort((a, b) => a.id - b.id));
    return counts;
  } finally {
    await open.close();
  }
}

describe('the ledger under everything', () => {
  test(`${operations} random operations on ${lanes} connections answer as the model does, and leave the ledger whole`, { timeout: 180_000 + operations * 3 }, () => withWorld(async (world) => {
    const books: Awaited<ReturnType<typeof villageBook>>[] = [];
    for (let number = 0; number < lanes; number += 1) books.push(await villageBook(world, `walk${'abcd'[number] ?? ''}`));
    const all = await Promise.all(books.map(({ accounts }, number) => lane(world, number, accounts, books[(number + 1) % lanes]?.accounts[0]?.id ?? 0)));
    const counts: Record<string, number> = {};
    for (const one of all) for (const [what, n] of Object.entries(one)) counts[what] = (counts[what] ?? 0) + n;
    // How often each thing happened, for whoever reads the log of the night.
    say(JSON.stringify(counts));
    // Whatever the ledger can say was said often.
    for (const what of ['done', 'replayed', 'points/short', 'points/out-of-stock', 'points/minor', 'points/fact-awarded', 'points/id-reused', 'points/day-ahead', 'points/period-closed', 'points/reversed-already', 'points/not-reversible', 'points/amount', 'points/other-book',
      'points/account-unknown', 'points/legs', 'points/transfer-unknown', 'points/reservation-over', 'points/reservation-expired', 'points/reservation-holds', 'points/post-too-much']) expect([what, (counts[what] ?? 0) > 5]).toEqual([what, true]);
    expect(await ledgerBreaches(world.ownerDb)).toEqual([]);
  }));

  test('processes that are killed while they move points leave whole transfers, and every one that was answered', () => withWorld(async (world) => {
    const { book, accounts } = await villageBook(world, 'killed');
    const answered: string[] = [];
    const ground = { url: world.appUrl, book, issuer: accounts[0]?.id, homes: accounts.filter(({ kind }) => kind === 'household' || kind === 'worker').map(({ id }) => id) };
    const rounds = sized('LEDGER_KILLS', 4) / 2;
    for (let round = 0; round < rounds; round += 1) {
      const children = [0, 1].map(() => fork(path.join(import.meta.dirname, 'support/ledger-child.ts'), { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
      for (const child of children) {
        child.on('message', (id) => { answered.push(String(id)); });
        child.send(ground);
      }
      const before = answered.length;
      for (let tries = 0; answered.length < before + 200 && tries < 3_000; tries += 1) await sleep(10);
      await Promise.all(children.map((child) => { child.kill('SIGKILL'); return once(child, 'exit'); }));
    }
    expect(answered.length).toBeGreaterThanOrEqual(200 * rounds);
    for (let tries = 0; tries < 200; tries += 1) {
      const { rows: [left] } = await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity where application_name = 'ledger child' and datname = current_database()`.execute(world.ownerDb);
      if (left?.n === 0) break;
      await sleep(25);
    }
    const { rows } = await sql<{ id: string }>`select id from points.transfer where id = any(${answered}::uuid[])`.execute(world.ownerDb);
    expect(rows).toHaveLength(new Set(answered).size);
    expect(await ledgerBreaches(world.ownerDb)).toEqual([]);
  }));

  test('500 transfers at once over 80 accounts, then each reversed twice at once: 500 succeed, 500 are refused, and all is zero', () => withWorld(async (world) => {
    const { book } = await villageBook(world, 'atonce');
    const accounts = await plainAccounts(world.ownerDb, book, 80);
    await sql`update points.account set floor = null, kind = 'supplier' where id = any(${accounts}::bigint[])`.execute(world.ownerDb);
    const open = openDb(world.appUrl, { applicationName: 'at once', max: 20 });
    const roll = dice(seed);
    const ids = Array.from({ length: 500 }, () => randomUUID());
    const moved = await Promise.all(ids.map((id) => {
      const from = Math.floor(roll() * 80);
      const to = (from + 1 + Math.floor(roll() * 79)) % 80;
      return asHouse(open.db, 'survey', (inside) => transfer(inside, { id, book, kind: 'adjust', legs: fromTo(accounts[from] ?? 0, accounts[to] ?? 0, 1 + Math.floor(roll() * 9)) }));
    }));
    expect(moved.filter(isMoved)).toHaveLength(500);
    const reversed = await Promise.all(ids.flatMap((of) => [0, 1].map(() => asHouse(open.db, 'survey', (inside) => reverse(inside, { id: randomUUID(), of })))));
    expect(reversed.filter(isMoved)).toHaveLength(500);
    expect(reversed.filter(isRefusal).map(({ refused }) => refused)).toEqual(Array.from({ length: 500 }, () => 'points/reversed-already'));
    const { rows } = await sql<{ balance: number }>`select distinct balance from points.account where id = any(${accounts}::bigint[])`.execute(world.ownerDb);
    expect(rows).toEqual([{ balance: 0 }]);
    await open.close();
    expect(await ledgerBreaches(world.ownerDb)).toEqual([]);
  }));

  const crowd = sized('LEDGER_CROWD', 4_000);
  test(`${crowd} people for the last 100 items: exactly 100 get one, and the points of the others are untouched`, () => withWorld(async (world) => {
    const place = world.area('990101001000');
    const soap = good(randomUUID());
    const ground = await asHouse(world.db, 'survey', async (inside) => {
      const { id: book } = await openBook(inside, { kind: 'crowd', name: '文明义仓', area: place });
      const [issuer, supplier, stock, till] = [await openAccount(inside, { book, kind: 'issuer', area: place }), await openAccount(inside, { book, kind: 'supplier', commodity: soap, area: place }),
        await openAccount(inside, { book, kind: 'stock', commodity: soap, area: place }), await openAccount(inside, { book, kind: 'till', area: place })];
      await transfer(inside, { id: randomUUID(), book, kind: 'stock', legs: fromTo(supplier.id, stock.id, 100) });
      return { book, issuer: issuer.id, supplier: supplier.id, stock: stock.id, till: till.id };
    });
    const people = await plainAccounts(world.ownerDb, ground.book, crowd);
    for (let from = 0; from < crowd; from += 400) {
      const some = people.slice(from, from + 400);
      await asHouse(world.db, 'survey', (inside) => transfer(inside, { id: randomUUID(), book: ground.book, kind: 'base', legs: [[ground.issuer, -10 * some.length], ...some.map((one) => [one, 10] as const)] }));
    }
    const open = openDb(world.appUrl, { applicationName: 'crowd', max: 16 });
    const queue = [...people];
    const answers: (Moved | Refusal)[] = [];
    // Sixteen at a time, one statement each: that is all that ever stands before the database at once.
    await Promise.all(Array.from({ length: 16 }, () => open.db.connection().execute(async (alone) => {
      await sql`select set_config('jingwei.wall', '{"house": true}', false)`.execute(alone);
      for (let one = queue.pop(); one !== undefined; one = queue.pop()) answers.push(await transfer(alone, { id: randomUUID(), book: ground.book, kind: 'redeem', legs: [[one, -10], [ground.till, 10], [ground.stock, -1], [ground.supplier, 1]] }));
    })));
    await open.close();
    expect(answers.filter(isMoved)).toHaveLength(100);
    expect(new Set(answers.filter(isRefusal).map(({ refused }) => refused))).toEqual(new Set(['points/out-of-stock']));
    const { rows } = await sql<{ balance: number; n: number }>`select balance, count(*)::int as n from points.account where id = any(${people}::bigint[]) group by balance order by balance`.execute(world.ownerDb);
    expect(rows).toEqual([{ balance: 0, n: 100 }, { balance: 10, n: crowd - 100 }]);
    expect((await sql<{ balance: number }>`select balance from points.account where id = ${ground.stock}`.execute(world.ownerDb)).rows).toEqual([{ balance: 0 }]);
    expect(await ledgerBreaches(world.ownerDb)).toEqual([]);
  }));
});
