import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Actor } from '../../platform/actor.ts';
import { asHouse } from '../../platform/wall.ts';
import { csvText } from '../../platform/core/csv.ts';
import { done, hoursLater, morning, said, worldOfFile, type World } from '../../../test/support/world.ts';
import { sized } from '../../../test/support/size.ts';
import { saveHousehold } from '../registry/actions.ts';
import { accounts, cards, exportNotice, exportStatement, issueCard, linkHousehold, mine, statement, unlinkHousehold } from './accounts.ts';
import type { StatementLine } from './contract/accounts.ts';
import type { Good, Redemption, ShownVoucher } from './contract/warehouse.ts';
import { counter, depositPoints, redeem, redeemVoucher, redemptions, requestVoucher, returnRedemption } from './counter.ts';
import { importOpening, openings, undoOpening } from './openings.ts';
import { fromTo } from './rules/ledger.ts';
import { ledgerBreaches } from './store/ledger-invariants.ts';
import { openAccount, openBook } from './store/ledger-accounts.ts';
import { expireDue, transfer } from './store/ledger.ts';
import { countStock, receiveGoods, saveGood, saveWarehouse, setPrice, stock, stockMoves, warehouses } from './warehouse.ts';

// 前柳村 and its warehouse, invented: two households, one of 后柳村 beside it; soap, rice and a medal.

const world = worldOfFile();
const today = '2026-11-24';
type Shop = { till: Actor; warehouseId: string; soap: string; rice: string; medal: string; book: number; homes: Record<'one' | 'two' | 'behind', { id: string; code: string; cardId: string }> };
let made: Promise<Shop> | undefined;

/** The clerk of the warehouse: his post permits the till of the village, and nothing else. */
async function tillOf(street: World, code: string, name: 'neighbour' | 'workerBehind' = 'neighbour'): Promise<Actor> {
  const actor = await street.actor(name);
  const [grant] = actor.grants;
  if (!grant) throw new Error('the neighbour has no post');
  const area = street.area(code);
  return { ...actor, grants: [{ ...grant, role: 'warehouseClerk', title: '义仓管理员', areaId: area.id, areaPath: area.path, permissions: new Set(['points.till']) }] };
}

function shop(): Promise<Shop> {
  made ??= (async () => {
    const street = world();
    const [front, behind] = [street.area('990101001001'), street.area('990101001002')];
    await asHouse(street.db, 'survey', async (inside) => {
      for (const [village, name] of [[front, '前柳村户积分'], [behind, '后柳村户积分']] as const) {
        const book = await openBook(inside, { kind: 'household', name, area: village });
        await openAccount(inside, { book: book.id, kind: 'issuer', area: village });
        await sql`insert into points.period (book_id, kind, code, area_path, starts_on, ends_on, opened_at, opened_by_name) values (${book.id}, 'redemption', '2026H2', ${village.path}, '2026-11-01', '2026-12-31', '2026-11-01', '社区')`.execute(inside);
      }
      await sql`insert into identity.post (person_id, role, area_id, valid_from) values (${street.id('neighbour')}, 'warehouseClerk', ${front.id}, '2026-01-01')`.execute(street.ownerDb);
    });
    const till = await tillOf(street, '990101001001');
    const warehouseId = randomUUID();
    done(await street.do('clerk', saveWarehouse, { id: warehouseId, areaId: front.id, name: '前柳村文明义仓', address: '村委会一楼', hours: '逢赶集日', keeperId: street.id('neighbour') }));
    done(await street.do(await manager(street), saveWarehouse, { id: randomUUID(), areaId: behind.id, name: '后柳村文明义仓' }));
    const [soap, rice, medal] = [randomUUID(), randomUUID(), randomUUID()];
    for (const [id, name, unit, kind, points, pieces] of [[soap, '肥皂', '块', 'goods', 5, 3], [rice, '大米', '袋', 'goods', 20, 10], [medal, '五好家庭奖牌', '面', 'medal', 30, 2]] as const) {
      done(await street.do(till, saveGood, { id, warehouseId, name, unit, kind }));
      done(await street.do('clerk', setPrice, { goodId: id, points, from: today }));
      expect(done(await street.do(till, receiveGoods, { id: randomUUID(), goodId: id, kind: 'purchase', quantity: pieces, costFen: 300 * pieces, source: '镇供销社' }))).toEqual({ left: pieces });
    }
    const homes: Shop['homes'] = { one: { id: '', code: '', cardId: '' }, two: { id: '', code: '', cardId: '' }, behind: { id: '', code: '', cardId: '' } };
    const where = { one: '990101001001001', two: '990101001001001', behind: '990101001002001' };
    let book = 0;
    for (const name of ['one', 'two', 'behind'] as const) {
      const { householdId } = done<{ householdId: string }>(await street.do(name === 'behind' ? await manager(street) : 'clerk', saveHousehold, { areaId: street.area(where[name]).id, number: name === 'one' ? '001' : '002', address: '3组' }));
      const cardId = randomUUID();
      const card = done<{ code: string }>(await street.do(name === 'behind' ? await manager(street) : 'clerk', issueCard, { id: cardId, householdId, label: `柳家 ${name}` }));
      homes[name] = { id: householdId, code: card.code, cardId };
      await asHouse(street.db, 'survey', async (inside) => {
        const village = name === 'behind' ? behind : front;
        const { id } = await openBook(inside, { kind: 'household', name: '……', area: village });
        if (name !== 'behind') book = id;
        const issuer = await openAccount(inside, { book: id, kind: 'issuer', area: village });
        const home = await openAccount(inside, { book: id, kind: 'household', householdId, area: street.area(where[name]) });
        await transfer(inside, { id: randomUUID(), book: id, kind: 'base', legs: fromTo(issuer.id, home.id, 100) });
      }, morning);
    }
    return { till, warehouseId, soap, rice, medal, book, homes };
  })();
  return made;
}

/** Somebody who keeps the register of the whole township. */
async function manager(street: World): Promise<Actor> {
  const clerk = await street.actor('clerk');
  const area = street.area('990101001000');
  return { ...clerk, grants: clerk.grants.map((grant) => ({ ...grant, areaId: area.id, areaPath: area.path })) };
}

async function sound(): Promise<void> {
  expect(await asHouse(world().db, 'survey', (inside) => ledgerBreaches(inside))).toEqual([]);
}
const left = async (goodId: string): Promise<number | null | undefined> => done<{ goods: Good[] }>(await world().ask((await shop()).till, stock, { warehouseId: (await shop()).warehouseId })).goods.find(({ id }) => id === goodId)?.left;
const seen = async (code: string): Promise<{ balance: number; deposit: number; setAside: number; label: string }> => done(await world().ask((await shop()).till, counter, { warehouseId: (await shop()).warehouseId, code }));

describe('the counter', () => {
  test('points and goods change hands together; each no has its name, and moves nothing', async () => {
    const { till, warehouseId, soap, rice, homes } = await shop();
    const buy = (input: object, who: Actor = till) => world().do(who, redeem, { id: randomUUID(), warehouseId, code: homes.one.code, purse: 'balance', lines: [{ goodId: soap, quantity: 1 }], ...input });
    // The clerk sees whose turn it is and how much there is; no reason.
    expect(done(await world().ask(till, counter, { warehouseId, code: homes.one.code }))).toEqual({ label: '柳家 one', isOpen: true, balance: 100, deposit: 0, setAside: 0, voucher: null });
    const id = randomUUID();
    const input = { id, lines: [{ goodId: soap, quantity: 1 }, { goodId: rice, quantity: 2 }] };
    expect(done(await buy(input))).toEqual({ points: 45, left: 55 });
    expect(await buy(input)).toMatchObject({ kind: 'done', replayed: true });
    expect([await left(soap), await left(rice), (await seen(homes.one.code)).balance]).toEqual([2, 8, 55]);

    for (const quantity of [0, -1, 0.5, 1e18, 1_000]) expect([quantity, (await buy({ lines: [{ goodId: soap, quantity }] })).kind]).toEqual([quantity, 'invalid']);
    expect(said(await buy({ lines: [{ goodId: soap, quantity: 3 }] }))).toBe('points/stock-short');
    expect(said(await buy({ lines: [{ goodId: rice, quantity: 3 }] }))).toBe('points/balance-short');
    expect(said(await buy({ purse: 'deposit' }))).toBe('points/balance-short');
    expect(said(await buy({ lines: [{ goodId: soap, quantity: 1 }, { goodId: soap, quantity: 1 }] }))).toBe('points/good-twice');
    expect(said(await buy({ lines: [{ goodId: randomUUID(), quantity: 1 }] }))).toBe('points/good-unknown');
    expect(said(await buy({ code: 'ZZZZZZZZ' }))).toBe('points/card-unknown');
    // Of another village: whoever may know of it is told so, whoever may not is told nothing.
    expect(said(await buy({ code: homes.behind.code }))).toBe('points/card-unknown');
    expect(said(await buy({ code: homes.behind.code }, await tillOf(world(), '990101001000')))).toBe('points/other-village');
    for (const who of ['worker', 'clerk', 'resident', 'desk'] as const) expect([who, said(await world().do(who, redeem, { id: randomUUID(), warehouseId, code: homes.one.code, purse: 'balance', lines: [{ goodId: soap, quantity: 1 }] }))]).toEqual([who, 'platform/not-permitted']);
    expect([await left(soap), await left(rice), (await seen(homes.one.code)).balance]).toEqual([2, 8, 55]);

    const [first] = done<{ items: Redemption[] }>(await world().ask(till, redemptions, { warehouseId })).items;
    expect(first).toMatchObject({ id, label: '柳家 one', points: 45, lines: [{ name: '大米', quantity: 2, each: 20 }, { name: '肥皂', quantity: 1, each: 5 }], returned: null });
    expect(done(await world().do(till, returnRedemption, { redemptionId: id, reason: '大米受潮' }))).toEqual({ points: 45 });
    expect(said(await world().do(till, returnRedemption, { redemptionId: id, reason: '再退一次' }))).toBe('points/reversed-already');
    expect([await left(soap), await left(rice), (await seen(homes.one.code)).balance]).toEqual([3, 10, 100]);
    await sound();
  });

  test('the last bar goes to exactly one of all who ask at once', async () => {
    const { till, warehouseId, soap, homes } = await shop();
    const answers = await Promise.all(Array.from({ length: sized('LAST_BAR', 12) }, (_, n) => world().do(till, redeem, { id: randomUUID(), warehouseId, code: n % 2 ? homes.one.code : homes.two.code, purse: 'balance', lines: [{ goodId: soap, quantity: 1 }] })));
    expect(answers.map(said).sort()).toEqual([...Array.from({ length: 3 }, () => 'done'), ...answers.map(said).filter((one) => one === 'points/stock-short' || one === 'points/out-of-stock')].sort());
    expect(await left(soap)).toBe(0);
    expect((await seen(homes.one.code)).balance + (await seen(homes.two.code)).balance).toBe(185);
    done(await world().do(till, receiveGoods, { id: randomUUID(), goodId: soap, kind: 'donation', quantity: 20, source: '爱心超市' }));
    await sound();
  });

  test('what is deposited is redeemed at any time, also when the half-year is closed', async () => {
    const { till, warehouseId, medal, homes, book } = await shop();
    const before = await seen(homes.two.code);
    expect(done(await world().do(till, depositPoints, { id: randomUUID(), points: 30, warehouseId, code: homes.two.code }))).toEqual({ balance: before.balance - 30, deposit: 30 });
    expect(said(await world().do(till, depositPoints, { id: randomUUID(), points: 1_000, warehouseId, code: homes.two.code }))).toBe('points/short');
    await sql`update points.period set closed_at = now() where book_id = ${book}`.execute(world().ownerDb);
    const lines = [{ goodId: medal, quantity: 1 }];
    expect(said(await world().do(till, redeem, { id: randomUUID(), warehouseId, code: homes.two.code, purse: 'balance', lines }))).toBe('points/redemption-closed');
    expect(done(await world().do(till, redeem, { id: randomUUID(), warehouseId, code: homes.two.code, purse: 'deposit', lines }))).toEqual({ points: 30, left: 0 });
    await sql`update points.period set closed_at = null where book_id = ${book}`.execute(world().ownerDb);
    await sound();
  });
});

describe('a household of its own', () => {
  test('links itself by its card, reads its account, and redeems a voucher once, also without a network', async () => {
    const { till, warehouseId, soap, rice, homes } = await shop();
    expect(said(await world().do('resident', requestVoucher, { id: randomUUID(), householdId: homes.one.id, warehouseId, points: 10 }))).toBe('points/household-unknown');
    expect(said(await world().do('resident', linkHousehold, { code: 'AAAAAAAA' }))).toBe('points/card-unknown');
    expect(done(await world().do('resident', linkHousehold, { code: ` ${homes.one.code.toLowerCase()} ` }))).toEqual({ householdId: homes.one.id });
    type Mine = { items: { account: { balance: number; setAside: number; deposit: number }; code: string; vouchers: ShownVoucher[]; warehouses: { id: string }[] }[] };
    const own = async (): Promise<Mine['items'][number] | undefined> => done<Mine>(await world().ask('resident', mine, {})).items[0];
    const was = (await own())?.account.balance ?? 0;
    // Of the other village it sees nothing: not its warehouse, not what lies there.
    const shown = done<{ items: { id: string }[] }>(await world().ask('resident', warehouses, {})).items;
    expect(shown.map(({ id }) => id)).toEqual([warehouseId]);
    expect(await own()).toMatchObject({ code: homes.one.code, vouchers: [], warehouses: [{ id: warehouseId }] });

    const voucherId = randomUUID();
    const ask = (points: number, id: string = randomUUID()) => world().do('resident', requestVoucher, { id, householdId: homes.one.id, warehouseId, points, days: 3 });
    expect(said(await ask(1_000))).toBe('points/short');
    done(await ask(25, voucherId));
    expect((await own())?.account).toMatchObject({ balance: was - 25, setAside: 25 });
    const voucher = (await own())?.vouchers.find(({ id }) => id === voucherId);
    if (!voucher) throw new Error('there is no voucher');
    expect((await seen(voucher.text))).toMatchObject({ voucher: { id: voucherId, points: 25 }, label: '柳家 one' });

    const take = (input: object, who: Actor = till, at: Date = morning) => world().do(who, redeemVoucher, { id: randomUUID(), warehouseId, voucher: voucher.text, lines: [{ goodId: rice, quantity: 1 }], ...input }, { at });
    expect(said(await take({ lines: [{ goodId: rice, quantity: 2 }] }))).toBe('points/voucher-short');
    const forged = voucher.text.slice(0, 40) + (voucher.text[40] === 'A' ? 'B' : 'A') + voucher.text.slice(41);
    expect(said(await take({ voucher: forged }))).toBe('points/voucher-forged');
    expect(said(await take({ voucher: 'JV1.' }))).toBe('points/voucher-unknown');
    expect(said(await take({}, till, hoursLater(24 * 4)))).toBe('points/voucher-over');
    // Two counters at the same moment, one of them by the typed code.
    const both = await Promise.all([take({}), take({ voucher: voucher.code })]);
    expect(both.map(said).sort()).toEqual(['done', 'points/voucher-used']);
    expect(said(await take({}))).toBe('points/voucher-used');
    expect((await own())?.account).toMatchObject({ balance: was - 20, setAside: 0 });

    // Handed out without a network in time, sent when the voucher is over: it counts. By anybody but the keeper it does not.
    const second = randomUUID();
    done(await ask(5, second));
    const slip = (await own())?.vouchers.find(({ id }) => id === second);
    const late = { voucher: slip?.text, happenedAt: hoursLater(70).toISOString(), lines: [{ goodId: soap, quantity: 1 }] };
    expect(said(await take(late, await tillOf(world(), '990101001001', 'workerBehind'), hoursLater(75)))).toBe('points/not-keeper');
    expect(said(await take({ ...late, happenedAt: hoursLater(73).toISOString() }, till, hoursLater(75)))).toBe('points/voucher-over');
    expect(done(await take(late, till, hoursLater(75)))).toEqual({ points: 5 });

    // What nobody came for goes back by itself.
    const third = randomUUID();
    done(await ask(7, third));
    for (const points of [1, 1]) done(await ask(points));
    expect(said(await ask(1))).toBe('points/too-many-vouchers');
    expect((await own())?.account.setAside).toBe(9);
    expect(await asHouse(world().db, 'clocks', (inside) => expireDue(inside), hoursLater(24 * 7))).toBe(3);
    expect((await own())?.account).toMatchObject({ balance: was - 25, setAside: 0 });
    expect(said(await take({ voucher: (await own())?.vouchers.find(({ id }) => id === third)?.text, lines: [{ goodId: soap, quantity: 1 }] }, till, hoursLater(24 * 8)))).toBe('points/voucher-over');

    const read = async (who: 'resident' | 'clerk' | 'worker' | 'otherWorker' | 'handler', householdId = homes.one.id) => world().ask(who, statement, { householdId, limit: 3 });
    const page = done<{ items: StatementLine[]; next: string | null }>(await read('resident'));
    expect(page.items).toMatchObject([{ kind: 'redeem', amount: -5, what: '肥皂 1 块' }, { kind: 'redeem', amount: -20, what: '大米 1 袋' }, { kind: 'redeem' }]);
    const all = [...page.items];
    for (let after = page.next; after !== null;) {
      const more = done<{ items: StatementLine[]; next: string | null }>(await world().ask('resident', statement, { householdId: homes.one.id, limit: 3, after }));
      all.push(...more.items);
      after = more.next;
    }
    expect(new Set(all.map(({ transferId }) => transferId)).size).toBe(all.length);
    expect(all.reduce((sum, { amount }) => sum + amount, 0)).toBe(was - 25);
    expect([said(await read('clerk')), said(await read('worker')), said(await read('otherWorker')), said(await read('handler')), said(await read('resident', homes.two.id))]).toEqual(['done', 'done', 'points/household-unknown', 'points/household-unknown', 'points/household-unknown']);
    expect(said(await world().ask(till, statement, { householdId: homes.one.id }))).toBe('points/household-unknown');

    expect(done(await world().do('resident', depositPoints, { id: randomUUID(), points: 4, householdId: homes.one.id }))).toMatchObject({ deposit: 4 });
    expect(said(await world().do('resident', depositPoints, { id: randomUUID(), points: 4, householdId: homes.two.id }))).toBe('points/household-unknown');
    // A card that is lost ends what was linked by it.
    const fresh = done<{ code: string }>(await world().do('clerk', issueCard, { id: randomUUID(), householdId: homes.one.id, label: '柳家 one' }));
    expect([done<Mine>(await world().ask('resident', mine, {})).items, said(await world().do('resident', linkHousehold, { code: homes.one.code }))]).toEqual([[], 'points/card-unknown']);
    expect(done<{ items: { code: string }[] }>(await world().ask('clerk', cards, { householdId: homes.one.id })).items[0]?.code).toBe(fresh.code);
    homes.one.code = fresh.code;
    done(await world().do('resident', linkHousehold, { code: fresh.code }));
    done(await world().do('resident', unlinkHousehold, { householdId: homes.one.id }));
    expect(done<Mine>(await world().ask('resident', mine, {})).items).toEqual([]);
    await sound();
  }, 60_000);
});

describe('stock and files', () => {
  test('a count books its difference with a reason; goods and prices have their rules; the list shows each to whom it is', async () => {
    const { till, warehouseId, rice, soap } = await shop();
    const book = await left(rice) ?? 0;
    const count = (input: object, at: Date = morning) => world().do(till, countStock, { id: randomUUID(), goodId: rice, ...input }, { at });
    expect(done(await count({ counted: book }))).toEqual({ left: book, difference: 0 });
    expect(said(await count({ counted: book - 2 }))).toBe('points/reason-missing');
    expect(done(await count({ counted: book - 2, reason: '老鼠咬破两袋' }, hoursLater(1)))).toEqual({ left: book - 2, difference: -2 });
    expect(done(await count({ counted: book - 1, reason: '墙角找到一袋' }, hoursLater(2)))).toEqual({ left: book - 1, difference: 1 });
    for (const counted of [-1, 0.5, 1e18]) expect([counted, (await count({ counted, reason: '写错' })).kind]).toEqual([counted, 'invalid']);
    expect(done<{ items: object[] }>(await world().ask(till, stockMoves, { warehouseId, limit: 2 })).items).toMatchObject([{ kind: 'count', quantity: 1, counted: book - 1, reason: '墙角找到一袋' }, { quantity: -2, book }]);
    expect(said(await world().do(till, saveGood, { id: randomUUID(), warehouseId, name: '肥皂', unit: '块' }))).toBe('points/good-named');
    expect(said(await world().do(till, saveGood, { id: soap, warehouseId, name: '肥皂', unit: '块', withdrawn: true }))).toBe('points/good-left');
    expect(said(await world().do('clerk', setPrice, { goodId: soap, points: 6, from: '2026-11-23' }))).toBe('points/price-backwards');
    done(await world().do('clerk', setPrice, { goodId: soap, points: 6, from: '2027-01-01' }));
    expect(said(await world().do('clerk', setPrice, { goodId: soap, points: 7, from: '2026-12-01' }))).toBe('points/price-later');
    expect(said(await world().do(till, receiveGoods, { id: randomUUID(), goodId: soap, kind: 'purchase', quantity: 1, source: '镇供销社', onDay: '2026-11-25' }))).toBe('points/day-ahead');
    expect(said(await world().do('clerk', saveWarehouse, { id: warehouseId, name: '前柳村文明义仓', keeperId: world().id('worker') }))).toBe('points/keeper-unknown');
    expect([(await Promise.all(([till, 'clerk', 'otherWorker', 'handler'] as const).map(async (who) => done<{ items: object[] }>(await world().ask(who, warehouses, {})).items.length)))]).toEqual([[1, 1, 0, 0]]);
    expect(done<{ items: object[] }>(await world().ask('clerk', accounts, {})).items).toMatchObject([{ label: '柳家 one', hasCard: true }, { label: '柳家 two' }]);
    expect([said(await world().ask(till, accounts, {})), said(await world().ask('resident', accounts, {}))]).toEqual(['platform/not-permitted', 'platform/not-permitted']);
    await sound();
  });

  test('opening balances: a preview with errors at their rows, all or nothing, taken back by reversals; a statement goes out with its mark', async () => {
    const { homes } = await shop();
    const area = world().area('990101001001').id;
    const file = (rows: (string | number)[][]): string => Buffer.from(csvText(rows)).toString('base64');
    const load = (rows: (string | number)[][], dryRun: boolean) => world().do('clerk', importOpening, { fileBase64: file(rows), fileName: '期初.csv', areaId: area, dryRun });
    const bad = [['户号', '户主', '积分'], ['001', '', 40], ['001', '', 5], ['', '', 5], ['999', '', 5], ['002', '', 0], ['002', '', '1.5'], ['002', '', '1e18'], ['002', '', '9999999999999999999'], ['002', '', '好']];
    expect(done(await load(bad, true))).toMatchObject({ written: false, rows: 9, created: 1, errors: [
      { row: 3, problem: 'duplicate-row' }, { row: 4, problem: 'missing' }, { row: 5, problem: 'household-unknown' }, { row: 6, problem: 'amount-not-whole' }, { row: 7, problem: 'amount-not-whole' }, { row: 8, problem: 'number' }, { row: 9, problem: 'amount-too-large' }, { row: 10, problem: 'number' },
    ] });
    expect(said(await load(bad, false))).toBe('points/import-has-errors');
    const good = [['户 号', '结余积分'], ['001', '1,200'], ['002', 15]];
    const was = [(await seen(homes.one.code)).balance, (await seen(homes.two.code)).balance];
    const { batchId } = done<{ batchId: string }>(await load(good, false));
    expect([(await seen(homes.one.code)).balance, (await seen(homes.two.code)).balance]).toEqual([(was[0] ?? 0) + 1_200, (was[1] ?? 0) + 15]);
    expect(done(await load(good, true))).toMatchObject({ created: 0, errors: [{ problem: 'opened-already' }, { problem: 'opened-already' }] });
    const csv = done<{ csv: string; rows: number }>(await world().ask('clerk', exportStatement, { householdId: homes.one.id, purpose: '本户要求打印' })).csv;
    expect(csv.split('\r\n')[0]).toContain('用途：本户要求打印');
    expect(csv).toContain('期初余额');
    const notice = done<{ csv: string; rows: number }>(await world().ask('clerk', exportNotice, { bookId: (await shop()).book, purpose: '村务公开栏张贴' }));
    expect([notice.rows, notice.csv.split('\r\n').slice(1).every((line) => line.split(',').length === 2), notice.csv.includes('肥皂')]).toEqual([2, true, false]);
    expect(said(await world().ask('worker', exportNotice, { bookId: (await shop()).book, purpose: '村务公开栏张贴' }))).toBe('platform/not-permitted');
    expect(done(await world().do('clerk', undoOpening, { batchId, reason: '导错了村' }))).toEqual({ reversed: 2 });
    expect(said(await world().do('clerk', undoOpening, { batchId, reason: '导错了村' }))).toBe('points/batch-undone');
    expect([(await seen(homes.one.code)).balance, (await seen(homes.two.code)).balance]).toEqual(was);
    expect(done<{ items: object[] }>(await world().ask('clerk', openings, {})).items).toMatchObject([{ fileName: '期初.csv', households: 2, points: 1_215, undoneBy: expect.any(String) }]);
    await sound();
  });
});
