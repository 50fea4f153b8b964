import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { usualFloor, type AccountKind, type Commodity, type Phase, type TransferKind } from '../rules/ledger.ts';

// Books and accounts: opened by whoever may write there; what they hold changes by moves alone (`ledger.ts`).

export type Book = { readonly id: number; readonly kind: string; readonly name: string; readonly areaId: number; readonly areaPath: string; readonly unitId: number | null; readonly closedTo: string | null };
export type NewBook = { readonly kind: string; readonly name: string; readonly area: Place; readonly unitId?: number | null };
type Place = { readonly id: number; readonly path: string };

/** The book of this area (and unit) and kind: the one there is, or a new one. */
export async function openBook(db: Db, one: NewBook): Promise<Book> {
  await sql`insert into points.book (kind, name, area_id, area_path, unit_id) values (${one.kind}, ${one.name}, ${one.area.id}, ${one.area.path}, ${one.unitId ?? null}) on conflict do nothing`.execute(db);
  const { rows: [row] } = await sql<Book>`select ${bookColumns} from points.book b where b.area_id = ${one.area.id} and b.kind = ${one.kind} and b.unit_id is not distinct from ${one.unitId ?? null}::int`.execute(db);
  if (!row) throw new Error('a book that was just opened is not to be seen');
  return row;
}

export async function findBook(db: Db, id: number): Promise<Book | undefined> {
  return (await sql<Book>`select ${bookColumns} from points.book b where b.id = ${id}`.execute(db)).rows[0];
}

/** Those that the caller may see, of one kind where it is named. */
export async function listBooks(db: Db, kind?: string): Promise<Book[]> {
  return (await sql<Book>`select ${bookColumns} from points.book b where ${kind ?? null}::text is null or b.kind = ${kind ?? null} order by b.area_path, b.kind, b.id limit 1000`.execute(db)).rows;
}

const bookColumns = sql`b.id, b.kind, b.name, b.area_id as "areaId", b.area_path as "areaPath", b.unit_id as "unitId", b.closed_to as "closedTo"`;

export type Account = {
  readonly id: number; readonly bookId: number; readonly kind: AccountKind; readonly commodity: Commodity; readonly areaId: number; readonly areaPath: string;
  readonly householdId: string | null; readonly personId: string | null; readonly workerId: number | null; readonly place: string; readonly minorUntil: string | null;
  /** Balance less what is reserved never lies below; null: no floor. */
  readonly floor: number | null; readonly balance: number; readonly reserved: number; readonly version: number;
};
const accountColumns = sql`a.id, a.book_id as "bookId", a.kind, a.commodity, a.area_id as "areaId", a.area_path as "areaPath", a.household_id as "householdId", a.person_id as "personId", a.worker_id as "workerId", a.place,
  a.minor_until as "minorUntil", a.floor, a.balance, a.reserved, a.version`;

export type NewAccount = {
  readonly book: number; readonly kind: AccountKind; readonly area: Place; readonly commodity?: Commodity; readonly householdId?: string | null; readonly personId?: string | null; readonly workerId?: number | null;
  /** Which warehouse or till, where a book has several. */
  readonly place?: string;
  /** The day on which the holder comes of age, where that lies ahead: a child's account never lies below nothing. */
  readonly minorUntil?: string | null;
  /** `usualFloor` where not said. */
  readonly floor?: number | null;
};

/** The account of this holder in this book and commodity: the one there is, or a new and empty one. */
export async function openAccount(db: Db, one: NewAccount): Promise<Account> {
  const floor = one.floor === undefined ? usualFloor(one.kind) : one.floor;
  const [commodity, household, person, worker, place] = [one.commodity ?? 'points', one.householdId ?? null, one.personId ?? null, one.workerId ?? null, one.place ?? ''];
  await sql`
    insert into points.account (book_id, kind, commodity, area_id, area_path, household_id, person_id, worker_id, place, minor_until, floor)
    values (${one.book}, ${one.kind}, ${commodity}, ${one.area.id}, ${one.area.path}, ${household}, ${person}, ${worker}, ${place}, ${one.minorUntil ?? null}::date, ${floor}) on conflict do nothing`.execute(db);
  const { rows: [row] } = await sql<Account>`select ${accountColumns} from points.account a where a.book_id = ${one.book} and a.kind = ${one.kind} and a.commodity = ${commodity} and a.place = ${place}
    and a.household_id is not distinct from ${household}::uuid and a.person_id is not distinct from ${person}::uuid and a.worker_id is not distinct from ${worker}::int`.execute(db);
  if (!row) throw new Error('an account that was just opened is not to be seen');
  return row;
}

export async function accountsByIds(db: Db, ids: readonly number[]): Promise<Map<number, Account>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Account>`select ${accountColumns} from points.account a where a.id = any(${[...ids]}::bigint[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

export type AccountFilter = { readonly book: number; readonly kind?: AccountKind; readonly commodity?: Commodity; readonly householdIds?: readonly string[]; readonly within?: string; readonly after?: number; readonly limit?: number };

/** By id, `limit` at a time; the walls leave what the caller may see. */
export async function listAccounts(db: Db, filter: AccountFilter): Promise<Account[]> {
  const { rows } = await sql<Account>`select ${accountColumns} from points.account a where a.book_id = ${filter.book} and a.id > ${filter.after ?? 0}
    and (${filter.kind ?? null}::text is null or a.kind = ${filter.kind ?? null}) and (${filter.commodity ?? null}::text is null or a.commodity = ${filter.commodity ?? null})
    and (${filter.within ?? null}::text is null or a.area_path ^@ ${filter.within ?? null}) and (${filter.householdIds === undefined}::boolean or a.household_id = any(${[...filter.householdIds ?? []]}::uuid[]))
    order by a.id limit ${filter.limit ?? 200}`.execute(db);
  return rows;
}

/** Every account of a household, in whichever books. */
export async function accountsOfHousehold(db: Db, householdId: string): Promise<Account[]> {
  return (await sql<Account>`select ${accountColumns} from points.account a where a.household_id = ${householdId} order by a.id`.execute(db)).rows;
}

/** An official's own cards. */
export async function accountsOfWorker(db: Db, workerId: number): Promise<Account[]> {
  return (await sql<Account>`select ${accountColumns} from points.account a where a.worker_id = ${workerId} order by a.id`.execute(db)).rows;
}

export type StatementLine = {
  readonly transferId: string; readonly version: number; readonly amount: number; readonly balance: number; readonly phase: Phase; readonly kind: TransferKind; readonly day: string; readonly aboutDay: string | null;
  readonly madeAt: Date; readonly byPerson: number | null; readonly rule: string | null; readonly fact: string | null; readonly reverses: string | null; readonly reversedBy: string | null; readonly note: Readonly<Record<string, string | number>>;
};

/** Entries of an account, the newest first; `before`: a version, to read on from. */
export async function statementOf(db: Db, accountId: number, { before, limit = 50 }: { readonly before?: number; readonly limit?: number } = {}): Promise<StatementLine[]> {
  const { rows } = await sql<StatementLine>`
    select e.transfer_id as "transferId", e.version, e.amount, e.balance, t.phase, t.kind, t.day, t.about_day as "aboutDay", t.made_at as "madeAt", t.by_person as "byPerson", t.rule_version as rule, t.fact, t.reverses, r.id as "reversedBy", t.note
    from points.entry e join points.transfer t on t.id = e.transfer_id left join points.transfer r on r.reverses = t.id
    where e.account_id = ${accountId} and e.version < ${before ?? 2_147_483_647} order by e.version desc limit ${limit}`.execute(db);
  return rows;
}

/** Reservations of an account that have not ended. */
export async function openHolds(db: Db, accountId: number): Promise<{ readonly transferId: string; readonly amount: number; readonly expiresAt: Date; readonly kind: TransferKind }[]> {
  const { rows } = await sql<{ transferId: string; amount: number; expiresAt: Date; kind: TransferKind }>`
    select h.transfer_id as "transferId", h.amount, p.expires_at as "expiresAt", t.kind from points.hold h join points.pending p on p.transfer_id = h.transfer_id join points.transfer t on t.id = h.transfer_id
    where h.account_id = ${accountId} order by p.expires_at limit 200`.execute(db);
  return rows;
}

/** Which of these facts have moved something under these rules. */
export async function awardedFacts(db: Db, rule: string, facts: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ fact: string }>`select distinct fact from points.award where rule_version = ${rule} and fact = any(${[...facts]}::text[])`.execute(db);
  return new Set(rows.map(({ fact }) => fact));
}

/** Books and accounts follow their areas when these are put elsewhere in the tree. As the house. */
export async function followAreas(db: Db): Promise<void> {
  await sql`update points.book b set area_path = a.path from geography.area_facts a where a.id = b.area_id and a.path <> b.area_path`.execute(db);
  await sql`update points.account c set area_path = a.path from geography.area_facts a where a.id = c.area_id and a.path <> c.area_path`.execute(db);
}
