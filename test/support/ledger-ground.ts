import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { openAccount, openBook } from '../../src/domains/points/store/ledger-accounts.ts';
import { good } from '../../src/domains/points/rules/ledger.ts';
import type { Db } from '../../src/platform/db.ts';
import { asHouse } from '../../src/platform/wall.ts';
import type { ModelAccount, ModelKind } from './ledger-model.ts';
import type { World } from './world.ts';

/** A village's book with everybody in it: households, a grown-up, a child, two cards that may be negative, a till, a good. */
export async function villageBook({ db, ownerDb, area, id }: World, kind: string): Promise<{ book: number; accounts: ModelAccount[] }> {
  const place = area('990101001000');
  const households = Array.from({ length: 4 }, () => randomUUID());
  const persons = [randomUUID(), randomUUID()] as const;
  for (const one of households) await sql`insert into registry.household (id, area_id, area_path) values (${one}, ${place.id}, ${place.path})`.execute(ownerDb);
  for (const [index, one] of persons.entries()) await sql`insert into registry.person (id, area_id, area_path, name, name_key) values (${one}, ${place.id}, ${place.path}, ${`柳${index}`}, ${`柳${index}`})`.execute(ownerDb);
  const soap = good(randomUUID());
  return asHouse(db, 'survey', async (inside) => {
    const book = await openBook(inside, { kind, name: '前柳村积分', area: place });
    const accounts = [
      await openAccount(inside, { book: book.id, kind: 'issuer', area: place }),
      await openAccount(inside, { book: book.id, kind: 'supplier', commodity: soap, area: place }),
      await openAccount(inside, { book: book.id, kind: 'stock', commodity: soap, area: place }),
      await openAccount(inside, { book: book.id, kind: 'till', area: place }),
      await openAccount(inside, { book: book.id, kind: 'person', personId: persons[0], area: place, floor: -6 }),
      await openAccount(inside, { book: book.id, kind: 'person', personId: persons[1], area: place, minorUntil: '2027-03-01' }),
      await openAccount(inside, { book: book.id, kind: 'worker', workerId: id('worker'), area: place }),
      await openAccount(inside, { book: book.id, kind: 'worker', workerId: id('neighbour'), area: place }),
    ];
    for (const householdId of households) accounts.push(await openAccount(inside, { book: book.id, kind: 'household', householdId, area: place }));
    return { book: book.id, accounts: accounts.map((one) => ({ id: one.id, book: one.bookId, kind: one.kind as ModelKind, commodity: one.commodity, floor: one.floor, minorUntil: one.minorUntil, balance: one.balance, reserved: one.reserved, version: one.version })) }; // of the kinds opened above
  });
}

/** So many accounts that nobody's papers are needed for, numbered without a gap from the first. */
export async function plainAccounts(owner: Db, book: number, count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`insert into points.account (book_id, kind, area_id, area_path, place, floor)
    select b.id, 'deposit', b.area_id, b.area_path, 'n' || n, 0 from points.book b, generate_series(1, ${count}::int) n where b.id = ${book} order by n returning id`.execute(owner);
  return rows.map(({ id }) => id).sort((a, b) => a - b);
}
