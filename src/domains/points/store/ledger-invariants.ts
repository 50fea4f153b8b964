import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../../platform/db.ts';

// What is true of the ledger whatever happened, each as a question that nothing answers while it holds. Asked after the tests of the
// ledger, in the night, and by `jingwei points verify`; as somebody whom no wall holds back (the owner, or the house).

/** I1 sums · I2 balances and versions · I3 floors · I4 ids · I5 reservations · I6 facts · I7 reversals · I8 rights · I9 closed periods */
export type InvariantName = `I${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`;
export type BreachKind = (typeof invariants)[number]['kind'];
export type LedgerBreach = { readonly invariant: InvariantName; readonly kind: BreachKind; /** A book, an account, a transfer or a name of the catalogue. */ readonly subject: string; readonly found: string };

type Question = RawBuilder<{ subject: string; found: string }>;
const ask = (query: RawBuilder<unknown>): Question => query as Question; // each below gives these two columns

export const invariants = [
  { of: 'I1', kind: 'book-sum', rows: ask(sql`
    select a.book_id || ' ' || a.commodity as subject, sum(e.amount)::text as found from points.entry e join points.account a on a.id = e.account_id group by a.book_id, a.commodity having sum(e.amount) <> 0`) },
  { of: 'I1', kind: 'transfer-sum', rows: ask(sql`
    select e.transfer_id::text as subject, a.commodity || ' ' || sum(e.amount) as found from points.entry e join points.account a on a.id = e.account_id group by e.transfer_id, a.commodity having sum(e.amount) <> 0`) },
  { of: 'I1', kind: 'foreign-entry', rows: ask(sql`
    select e.transfer_id::text as subject, e.account_id::text as found from points.entry e left join points.account a on a.id = e.account_id left join points.transfer t on t.id = e.transfer_id
    where a.id is null or t.id is null or a.book_id <> t.book_id or t.phase not in ('single', 'post', 'reverse')`) },
  { of: 'I1', kind: 'no-entries', rows: ask(sql`
    select t.id::text as subject, t.phase as found from points.transfer t where t.phase in ('single', 'post', 'reverse') and not exists (select from points.entry e where e.transfer_id = t.id)`) },
  { of: 'I2', kind: 'balance', rows: ask(sql`
    select a.id::text as subject, a.balance || ' / ' || coalesce(sums.total, 0) || ' / ' || a.version || ' / ' || coalesce(sums.n, 0) as found
    from points.account a left join (select account_id, sum(amount) as total, count(*) as n from points.entry group by account_id) sums on sums.account_id = a.id
    where a.balance <> coalesce(sums.total, 0) or a.version <> coalesce(sums.n, 0)`) },
  { of: 'I2', kind: 'running', rows: ask(sql`
    select account_id::text as subject, version::text as found from (
      select account_id, version, balance - amount as before, lag(balance, 1, 0::bigint) over line as last, row_number() over line as place from points.entry window line as (partition by account_id order by version)) one
    where before <> last or version <> place`) },
  { of: 'I3', kind: 'floor', rows: ask(sql`
    select a.id::text as subject, (a.balance - a.reserved)::text || ' < ' || a.floor as found from points.account a where a.balance - a.reserved < a.floor
    union all select a.id::text, e.balance || ' < ' || a.floor from points.entry e join points.account a on a.id = e.account_id where e.balance < a.floor`) },
  { of: 'I3', kind: 'floor-of-kind', rows: ask(sql`
    select a.id::text as subject, a.kind || ' ' || coalesce(a.floor::text, '-') as found from points.account a
    where not (case when a.kind in ('issuer', 'supplier') then a.floor is null when a.kind in ('stock', 'till', 'deposit') then a.floor is not distinct from 0 when a.kind = 'household' then coalesce(a.floor <= 0, false) else true end)
      or (a.minor_until is not null and a.floor is distinct from 0)`) },
  { of: 'I3', kind: 'minor', rows: ask(sql`
    select a.id::text as subject, e.transfer_id::text as found from points.account a join points.entry e on e.account_id = a.id join points.transfer t on t.id = e.transfer_id
    where a.minor_until is not null and e.amount < 0 and t.day < a.minor_until and t.phase <> 'reverse' and t.kind not in ('redeem', 'deposit')`) },
  { of: 'I4', kind: 'id-twice', rows: ask(sql`select id::text as subject, count(*)::text as found from points.transfer group by id having count(*) > 1`) },
  { of: 'I5', kind: 'reserved', rows: ask(sql`
    select a.id::text as subject, a.reserved || ' / ' || coalesce(held.total, 0) as found from points.account a left join (
      select h.account_id, -sum(h.amount) as total from points.hold h where h.amount < 0 and not exists (select from points.transfer t where t.ends = h.transfer_id) group by h.account_id) held on held.account_id = a.id
    where a.reserved <> coalesce(held.total, 0)`) },
  { of: 'I5', kind: 'ended-twice', rows: ask(sql`
    select ends::text as subject, count(*)::text as found from points.transfer where ends is not null group by ends having count(*) > 1`) },
  { of: 'I5', kind: 'ends-nothing', rows: ask(sql`
    select t.id::text as subject, t.ends::text as found from points.transfer t left join points.transfer r on r.id = t.ends where t.ends is not null and (r.id is null or r.phase <> 'reserve' or r.book_id <> t.book_id)`) },
  { of: 'I5', kind: 'post-too-much', rows: ask(sql`
    select t.id::text as subject, e.account_id || ' ' || e.amount || ' / ' || coalesce(h.amount::text, '-') as found from points.transfer t join points.entry e on e.transfer_id = t.id
      left join points.hold h on h.transfer_id = t.ends and h.account_id = e.account_id
    where t.phase = 'post' and (h.amount is null or sign(h.amount) <> sign(e.amount) or abs(e.amount) > abs(h.amount))`) },
  { of: 'I5', kind: 'hold-sum', rows: ask(sql`
    select h.transfer_id::text as subject, a.commodity || ' ' || sum(h.amount) as found from points.hold h join points.account a on a.id = h.account_id group by h.transfer_id, a.commodity having sum(h.amount) <> 0`) },
  { of: 'I5', kind: 'pending', rows: ask(sql`
    select coalesce(p.transfer_id, open.id)::text as subject, case when open.id is null then '-' else '+' end as found
    from (select t.id from points.transfer t where t.phase = 'reserve' and not exists (select from points.transfer e where e.ends = t.id)) open full join points.pending p on p.transfer_id = open.id
    where p.transfer_id is null or open.id is null`) },
  { of: 'I6', kind: 'fact-twice', rows: ask(sql`
    select t.rule_version || ' ' || t.fact as subject, e.account_id || ' ×' || count(*) as found from points.transfer t join points.entry e on e.transfer_id = t.id join points.account a on a.id = e.account_id
    where t.phase = 'single' and t.fact is not null and a.kind not in ('issuer', 'supplier') group by t.rule_version, t.fact, e.account_id having count(*) > 1`) },
  { of: 'I6', kind: 'fact-unkept', rows: ask(sql`
    select t.id::text as subject, e.account_id::text as found from points.transfer t join points.entry e on e.transfer_id = t.id join points.account a on a.id = e.account_id
    where t.phase = 'single' and t.fact is not null and a.kind not in ('issuer', 'supplier')
      and not exists (select from points.award w where w.rule_version = t.rule_version and w.fact = t.fact and w.account_id = e.account_id and w.transfer_id = t.id)`) },
  { of: 'I7', kind: 'reversed-twice', rows: ask(sql`
    select reverses::text as subject, count(*)::text as found from points.transfer where reverses is not null group by reverses having count(*) > 1`) },
  { of: 'I7', kind: 'not-opposite', rows: ask(sql`
    select r.id::text as subject, r.reverses::text as found from points.transfer r left join points.transfer o on o.id = r.reverses
    where r.reverses is not null and (o.id is null or o.phase not in ('single', 'post')
      or exists (select account_id, -amount from points.entry where transfer_id = o.id except select account_id, amount from points.entry where transfer_id = r.id)
      or exists (select account_id, amount from points.entry where transfer_id = r.id except select account_id, -amount from points.entry where transfer_id = o.id))`) },
  { of: 'I8', kind: 'rights', rows: ask(sql`
    select c.oid::regclass::text as subject, r.what as found from pg_class c cross join (values ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE')) r (what)
    where c.oid = any (array['points.entry', 'points.transfer', 'points.hold', 'points.award', 'points.closing', 'points.pending']::regclass[])
      and (has_table_privilege('jingwei_app', c.oid, r.what) or (r.what in ('INSERT', 'UPDATE') and has_any_column_privilege('jingwei_app', c.oid, r.what)))
    union all select 'points.account', 'UPDATE ' || a.attname from pg_attribute a where a.attrelid = 'points.account'::regclass and a.attnum > 0 and a.attname <> 'area_path' and has_column_privilege('jingwei_app', a.attrelid, a.attnum, 'UPDATE')
    union all select 'points.account', 'INSERT ' || a.attname from pg_attribute a where a.attrelid = 'points.account'::regclass and a.attname in ('id', 'balance', 'reserved', 'version') and has_column_privilege('jingwei_app', a.attrelid, a.attnum, 'INSERT')
    union all select 'points.account', 'DELETE' where has_table_privilege('jingwei_app', 'points.account', 'DELETE')
    union all select 'points.book', 'UPDATE closed_to' where has_column_privilege('jingwei_app', 'points.book', 'closed_to', 'UPDATE') or has_table_privilege('jingwei_app', 'points.book', 'DELETE')
    union all select p.oid::regprocedure::text, 'EXECUTE' from pg_proc p where p.oid = any (array['points.told(uuid)', 'points.no(uuid,bytea,text,jsonb)', 'points.write(uuid,bigint[],bigint[],bigint[])']::regprocedure[]) and has_function_privilege('jingwei_app', p.oid, 'EXECUTE')`) },
  { of: 'I8', kind: 'guard-missing', rows: ask(sql`
    select g.place as subject, g.name as found from (values
      ('points.account', 'account_floor'), ('points.account', 'account_pkey'),
      ('points.entry', 'entry_pkey'), ('points.transfer', 'transfer_pkey'), ('points.transfer', 'transfer_rule'), ('points.transfer', 'transfer_phase'),
      ('points.entry', 'entry_amount'), ('points.hold', 'hold_pkey'), ('points.award', 'award_pkey'), ('points.closing', 'closing_pkey')) g (place, name)
    where not exists (select from pg_constraint k where k.conrelid = g.place::regclass and k.conname = g.name and k.convalidated)
    union all select 'points.account', 'account_sound' where not exists (select from pg_trigger g where g.tgrelid = 'points.account'::regclass and g.tgname = 'account_sound' and g.tgenabled = 'O')
    union all select 'points.transfer', i.name from (values ('transfer_ends', 'ends'), ('transfer_reverses', 'reverses')) i (name, column_name)
    where not exists (select from pg_index x join pg_class c on c.oid = x.indexrelid join pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[0]
      where x.indrelid = 'points.transfer'::regclass and c.relname = i.name and a.attname = i.column_name and x.indisunique and x.indisvalid and x.indnatts = 1)`) },
  { of: 'I9', kind: 'closed-changed', rows: ask(sql`
    with period as (select c.book_id, c.through, lag(c.through) over (partition by c.book_id order by c.through) as after, c.entries, c.turnover from points.closing c)
    select p.book_id || ' ' || p.through as subject, p.entries || ' / ' || count(e.amount) || ', ' || p.turnover || ' / ' || coalesce(sum(e.amount) filter (where e.amount > 0), 0) as found
    from period p left join points.transfer t on t.book_id = p.book_id and t.day <= p.through and (p.after is null or t.day > p.after) left join points.entry e on e.transfer_id = t.id
    group by p.book_id, p.through, p.entries, p.turnover having count(e.amount) <> p.entries or coalesce(sum(e.amount) filter (where e.amount > 0), 0) <> p.turnover`) },
  { of: 'I9', kind: 'closed-to', rows: ask(sql`
    select b.id::text as subject, coalesce(b.closed_to::text, '-') || ' / ' || coalesce(last.through::text, '-') as found from points.book b left join (select book_id, max(through) as through from points.closing group by book_id) last on last.book_id = b.id
    where b.closed_to is distinct from last.through`) },
] as const satisfies readonly { readonly of: InvariantName; readonly kind: string; readonly rows: Question }[];

/** The first `most` breaches of each; none where the ledger is whole. */
export async function ledgerBreaches(db: Db, most = 20): Promise<LedgerBreach[]> {
  const found: LedgerBreach[] = [];
  for (const { of, kind, rows } of invariants) {
    const answer = await sql<{ subject: string; found: string }>`select subject, found from (${rows}) breach limit ${most}`.execute(db);
    found.push(...answer.rows.map((row) => ({ invariant: of, kind, ...row })));
  }
  return found;
}

/** How much there was to look at. */
export async function ledgerSize(db: Db): Promise<{ books: number; accounts: number; transfers: number; entries: number }> {
  const { rows: [row] } = await sql<{ books: number; accounts: number; transfers: number; entries: number }>`
    select (select count(*) from points.book) as books, (select count(*) from points.account) as accounts, (select count(*) from points.transfer) as transfers, (select count(*) from points.entry) as entries`.execute(db);
  if (!row) throw new Error('no counts');
  return row;
}
