import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { dayOf, momentAt } from '../../../platform/core/calendar.ts';
import type { Measure } from '../contract-shapes.ts';
import { measureWhere, type Period } from './measures.ts';
import { insideOf } from './read.ts';

// Counts of an area without reading its cases: sums by day and month, the changes that are not in them yet, and what is
// still open, which is little. The three add up to exactly what a recount would find, and a test recounts.

/** What is summed by the day on which it happened, by the name of its column. */
const summed = {
  reported: 'reported', accepted: 'accepted', acceptedFiled: 'accepted_filed', filed: 'filed', closed: 'closed', closedOnTime: 'closed_on_time', handled: 'handled', handledOnTime: 'handled_on_time',
  reworked: 'reworked', dispatched: 'dispatched', returned: 'returned', rated: 'rated', satisfied: 'satisfied',
} as const satisfies Partial<Record<Measure, string>>;
type Summed = keyof typeof summed;
const names = Object.keys(summed) as Summed[]; // its keys are the measures

export type CountedRow = Record<Measure, number> & { key: string; loss: number };
export type By = 'area' | 'unit' | 'class';
type SumRow = Record<Summed, number> & { key: string; loss: number };
type LiveRow = { key: string; open: number; late: number; unclosed: number };

export type Top = {
  readonly path: string;
  /** The area itself and those right below it; for units and classes all below it down to the townships. */
  readonly ids: readonly number[];
};

/** As deep as the tallies go: 4 is a community, 3 a township. */
export const tallyDepth = { area: 3, unit: 3, class: 3 } as const;

/** For an area of at most `tallyDepth`, in which the reader may count everything. Keys: id of the area right below ('' for the area itself), of the unit, code of the first-level class. */
export async function countByTally(db: Db, by: By, top: Top, period: Period, now: Date): Promise<CountedRow[]> {
  const [sums, pending, live] = [await tallied(db, by, top, period), await notYetTallied(db, by, top, period, now), await stillOpen(db, by, top, period, now)];
  const overrun = period.until <= now ? await closedTooLate(db, by, top, period) : [];
  const rows = new Map<string, CountedRow>();
  const of = (key: string): CountedRow => {
    const known = rows.get(key) ?? blankCount(key);
    rows.set(key, known);
    return known;
  };
  for (const row of [...sums, ...pending]) {
    const into = of(row.key);
    for (const name of names) into[name] += row[name];
    into.loss += row.loss;
  }
  for (const { key, open, late, unclosed } of [...live, ...overrun]) {
    const into = of(key);
    into.open += open;
    into.late += late;
    into.shouldClose += unclosed;
  }
  for (const row of rows.values()) row.shouldClose += row.closed;
  return [...rows.values()].filter(({ key, loss, ...counts }) => key !== '' || loss !== 0 || Object.values(counts).some((count) => count !== 0));
}

export type Days = { /** `YYYY-MM-DD`, the last one included. */ readonly since: string; readonly until: string };

/**
 * The whole of an area for several periods of whole days: what `countByTally` sums for each, out of one reading for all.
 * What is open or late is that of this moment, so it is the caller's to add.
 */
export async function totalsByTally(db: Db, path: string, periods: readonly Days[], now: Date): Promise<CountedRow[]> {
  const since = periods.map((one) => one.since).toSorted()[0] ?? dayOf(now);
  const until = periods.map((one) => one.until).toSorted().at(-1) ?? dayOf(now);
  const [from, to] = [momentAt(since, '00:00'), momentAt(until, '24:00')];
  const columns = [...names.map((name) => sql`t.${sql.ref(summed[name])} as ${sql.ref(name)}`), sql`t.loss::float8 as loss`];
  const { rows: days } = await sql<SumRow>`
    select t.day::text as key, ${sql.join(columns)} from incidents.tally t
    where t.by_what = 'area' and t.grain = 'day' and t.area_id = ${Number(path.split('.').at(-2))} and t.day between ${since}::date and ${until}::date`.execute(db);
  const { rows: due } = await sql<{ due: string; ended: string | null; n: number }>`select due::text as due, ended::text as ended, n from incidents.due_sums(${path}, ${from}, ${to})`.execute(db);
  const pending = sql.join(periods.map((one, index) => pendingIn(path, one, now, index)), sql` union all `);
  const { rows: fresh } = periods.length === 0 ? { rows: [] } : await sql<SumRow>`${pending}`.execute(db);
  return periods.map((period, index) => {
    const into = blankCount('');
    const inside = (day: string): boolean => day >= period.since && day <= period.until;
    for (const row of [...days.filter(({ key }) => inside(key)), ...fresh.filter(({ key }) => key === String(index))]) {
      for (const name of names) into[name] += row[name];
      into.loss += row.loss;
    }
    into.loss = Math.round(into.loss * 100) / 100;
    into.shouldClose = into.closed + due.filter((one) => inside(one.due) && (one.ended === null || one.ended > period.until)).reduce((sum, { n }) => sum + n, 0);
    return into;
  });
}

function pendingIn(path: string, { since, until }: Days, now: Date, index: number): RawBuilder<unknown> {
  const period = { since: momentAt(since, '00:00'), until: momentAt(until, '24:00') };
  const columns = names.map((name) => sql`coalesce(sum(i.n) filter (where ${measureWhere(name, period, now)}), 0)::int as ${sql.ref(name)}`);
  return sql`select ${String(index)}::text as key, ${sql.join(columns)}, coalesce(sum(i.n * i.loss_avoided_yuan) filter (where ${measureWhere('handled', period, now)}), 0)::float8 as loss
    from incidents.tally_delta i where ${insideOf([path])}`;
}

export function blankCount(key: string): CountedRow {
  return { key, reported: 0, accepted: 0, acceptedFiled: 0, filed: 0, open: 0, late: 0, shouldClose: 0, closed: 0, closedOnTime: 0, handled: 0, handledOnTime: 0, reworked: 0, returned: 0, dispatched: 0, rated: 0, satisfied: 0, loss: 0 };
}

async function tallied(db: Db, by: By, top: Top, { since, until }: Period): Promise<SumRow[]> {
  const columns = names.map((name) => sql`sum(t.${sql.ref(summed[name])})::int as ${sql.ref(name)}`);
  const key = by === 'area' ? sql`t.area_id::text` : sql`t.key`;
  const ranges = rangesOf(dayOf(since), dayOf(until)).map(({ grain, from, to }) => sql`(t.grain = ${sql.lit(grain)} and t.day >= ${from}::date and t.day < ${to}::date)`);
  if (ranges.length === 0) return [];
  const { rows } = await sql<SumRow>`
    select ${key} as key, ${sql.join(columns)}, sum(t.loss)::float8 as loss
    from incidents.tally t where t.by_what = ${sql.lit(by)} and t.area_id = any(${[...top.ids]}::int[]) and (${sql.join(ranges, sql` or `)}) group by 1`.execute(db);
  return by === 'area' ? withOwn(rows, top) : rows;
}

/** What lies in the area and in none right below it: its own sum without theirs. */
function withOwn(rows: readonly SumRow[], { path }: Top): SumRow[] {
  const id = path.split('.').at(-2) ?? '';
  const whole = rows.find(({ key }) => key === id);
  if (!whole) return [];
  const below = rows.filter(({ key }) => key !== id);
  const own: SumRow = { ...whole, key: '' };
  for (const row of below) {
    for (const name of names) own[name] -= row[name];
    own.loss -= row.loss;
  }
  own.loss = Math.round(own.loss * 100) / 100;
  return [...below, own];
}

async function notYetTallied(db: Db, by: By, { path }: Top, period: Period, now: Date): Promise<SumRow[]> {
  const columns = names.map((name) => sql`coalesce(sum(i.n) filter (where ${measureWhere(name, period, now)}), 0)::int as ${sql.ref(name)}`);
  const { rows } = await sql<SumRow>`
    select ${keyOf(by, path)} as key, ${sql.join(columns)}, coalesce(sum(i.n * i.loss_avoided_yuan) filter (where ${measureWhere('handled', period, now)}), 0)::float8 as loss
    from incidents.tally_delta i ${classOf(by)} where ${insideOf([path])} group by 1`.execute(db);
  return rows;
}

async function stillOpen(db: Db, by: By, { path }: Top, { since, until }: Period, now: Date): Promise<LiveRow[]> {
  const { rows } = await sql<LiveRow>`select key, open, late, unclosed from incidents.open_sums(${path}, ${by}, ${since}, ${until}, ${now})`.execute(db);
  return rows;
}

/** In a period that is over: due in it, and closed only after it. */
async function closedTooLate(db: Db, by: By, { path }: Top, { since, until }: Period): Promise<LiveRow[]> {
  const { rows } = await sql<LiveRow>`select key, open, late, unclosed from incidents.overrun_sums(${path}, ${by}, ${since}, ${until})`.execute(db);
  return rows;
}

function keyOf(by: By, path: string): RawBuilder<string> {
  if (by === 'area') return sql<string>`split_part(substr(i.area_path, ${path.length + 1}::int), '.', 1)`;
  return by === 'unit' ? sql<string>`coalesce(i.lead_unit_id::text, '')` : sql<string>`coalesce(c.top_code, '')`;
}

function classOf(by: By): RawBuilder<unknown> {
  return by === 'class' ? sql`left join dispatch.class_facts c on c.code = i.class` : sql``;
}

/** A period in whole months and the days around them. Days are `YYYY-MM-DD`, the last one not included. */
export function rangesOf(since: string, until: string): { grain: 'day' | 'month'; from: string; to: string }[] {
  const first = since.endsWith('-01') ? since : nextMonth(since);
  const last = `${until.slice(0, 8)}01`;
  const ranges: { grain: 'day' | 'month'; from: string; to: string }[] = first < last
    ? [{ grain: 'day', from: since, to: first }, { grain: 'month', from: first, to: last }, { grain: 'day', from: last, to: until }]
    : [{ grain: 'day', from: since, to: until }];
  return ranges.filter(({ from, to }) => from < to);
}

function nextMonth(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return month === 12 ? `${year + 1}-01-01` : `${String(year).padStart(4, '0')}-${String(month + 1).padStart(2, '0')}-01`;
}

const sumColumns = [...names.map((name) => sql.ref(summed[name])), sql.ref('loss')];

/** What happened to a case, a line for each moment of it that there was: its column, when it counts, and what it adds; first of all the moment itself. */
const moments: readonly { readonly at: RawBuilder<unknown>; readonly adds: Partial<Record<Summed | 'loss', RawBuilder<unknown>>> }[] = [
  { at: sql`s.reported_at`, adds: { reported: sql`1` } },
  { at: sql`s.accepted_at`, adds: { accepted: sql`1`, acceptedFiled: sql`(s.filed_at is not null)::int` } },
  { at: sql`s.filed_at`, adds: { filed: sql`1` } },
  { at: sql`case when s.state in ('closed', 'evaluated') and s.filed_at is not null then s.ended_at end`, adds: { closed: sql`1`, closedOnTime: sql`coalesce(s.closed_on_time, false)::int` } },
  { at: sql`s.handled_at`, adds: { handled: sql`1`, handledOnTime: sql`coalesce(s.handled_on_time, false)::int`, reworked: sql`(s.reworks > 0)::int`, loss: sql`coalesce(s.loss_avoided_yuan, 0)` } },
  { at: sql`s.dispatched_at`, adds: { dispatched: sql`1`, returned: sql`(s.returns > 0)::int` } },
  { at: sql`case when s.satisfied is not null then s.fed_back_at end`, adds: { rated: sql`1`, satisfied: sql`s.satisfied::int` } },
];
const allSums: readonly (Summed | 'loss')[] = [...names, 'loss'];
const columnOf = (name: Summed | 'loss'): RawBuilder<unknown> => sql.ref(name === 'loss' ? 'loss' : summed[name]);

/** Each moment's own sums by these keys, one after the other: a moment adds to two or three of them only. */
function happenedBy(keys: RawBuilder<unknown>, numbers: RawBuilder<unknown>, from: RawBuilder<unknown>, sign: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql.join(moments.map(({ at, adds }) => sql`
    select ${keys}, ((${at}) at time zone 'Asia/Shanghai')::date as day, ${sql.join(allSums.map((name) => (adds[name] ? sql`sum(${sign} * ${adds[name]})` : sql`0`)))}
    from ${from} where (${at}) is not null group by ${numbers}`), sql` union all `);
}

/** Takes changes into the sums; safe in any number of processes at once. @returns how many it took; fewer than `most`: none is left */
export async function foldTally(db: Db, most: number): Promise<number> {
  const added = sumColumns.map((column) => sql`${column} = t.${column} + excluded.${column}`);
  const { rows } = await sql<{ n: number }>`
    with taken as (
      delete from incidents.tally_delta d where d.id = any(array(select id from incidents.tally_delta order by id limit ${most} for update skip locked))
      returning n, state, area_path, class, lead_unit_id, reported_at, accepted_at, filed_at, dispatched_at, handled_at, ended_at, fed_back_at, handled_on_time, closed_on_time, returns, reworks, satisfied, loss_avoided_yuan),
    happened (area_path, class, lead_unit_id, day, ${sql.join(sumColumns)}) as (
      ${happenedBy(sql`s.area_path, s.class, s.lead_unit_id`, sql`1, 2, 3, 4`, sql`taken s`, sql`s.n`)}),
    folded as (
      insert into incidents.tally as t (by_what, grain, area_id, day, key, ${sql.join(sumColumns)})
      select k.by_what, g.grain, k.area_id, g.day, k.key, ${sql.join(sumColumns.map((column) => sql`sum(s.${column})`))}
      from happened s left join dispatch.class_facts c on c.code = s.class
        cross join lateral (
          select 'area' as by_what, place.id as area_id, '' as key from unnest((string_to_array(rtrim(s.area_path, '.'), '.'))[1:4]::int[]) as place(id)
          union all select kind.by_what, township.id, kind.key
          from (select part[least(3, cardinality(part))] as id from (select string_to_array(rtrim(s.area_path, '.'), '.')::int[] as part) as parts) as township,
            (values ('unit', coalesce(s.lead_unit_id::text, '')), ('class', coalesce(c.top_code, ''))) as kind(by_what, key)) as k
        cross join lateral (values ('day', s.day), ('month', date_trunc('month', s.day)::date)) as g(grain, day)
      group by 1, 2, 3, 4, 5 having ${sql.join(sumColumns.map((column) => sql`sum(s.${column}) <> 0`), sql` or `)}
      -- In one order, so that two who fold never wait for each other.
      order by 1, 2, 3, 4, 5
      on conflict (by_what, grain, area_id, day, key) do update set ${sql.join(added)})
    select count(*)::int as n from taken`.execute(db);
  return rows[0]?.n ?? 0;
}

/** The sums of all cases at once, for a table of them that was filled without its triggers; the tally is empty before. Within a transaction. */
export async function fillTally(db: Db): Promise<void> {
  // A day is a cast in the session's own zone; to ask for a zone by its name costs as much again for each of ten moments of a case.
  await sql`set local timezone = 'Asia/Shanghai'`.execute(db);
  const moment = sql`array[${sql.join(moments.map(({ at }) => at))}]`;
  const slot = (place: number): RawBuilder<unknown> => sql`case m.what ${sql.join(moments.flatMap(({ adds }, what) => {
    const add = Object.entries(adds).filter(([name]) => name !== 'loss')[place]?.[1];
    return add ? [sql`when ${sql.lit(what + 1)} then ${add}`] : [];
  }), sql` `)} end`;
  const losses = moments.flatMap(({ adds: { loss } }, what) => (loss ? [sql`when ${sql.lit(what + 1)} then ${loss}`] : []));
  await sql`
    create temporary table happened on commit drop as
    with places as materialized (
      select id, part[least(4, cardinality(part))] as community, part[least(3, cardinality(part))] as township from (select id, string_to_array(rtrim(path, '.'), '.')::int[] as part from geography.area_facts) as paths)
    select s.community, s.township, s.unit, s.top, m.at::date as day, m.what::int as what, ${slot(1)} as second, ${slot(2)} as third, case m.what ${sql.join(losses, sql` `)} end as loss
    from (
      select a.community, a.township, coalesce(i.lead_unit_id::text, '') as unit, coalesce(c.top_code, '') as top, i.state, i.reported_at, i.accepted_at, i.filed_at, i.dispatched_at,
        i.handled_at, i.ended_at, i.fed_back_at, i.handled_on_time, i.closed_on_time, i.returns, i.reworks, i.satisfied, i.loss_avoided_yuan
      from incidents.incident i join places a on a.id = i.area_id left join dispatch.class_facts c on c.code = i.class) as s
      cross join lateral unnest(${moment}) with ordinality as m(at, what) where m.at is not null`.execute(db);
  await sql`analyze happened`.execute(db);
  const into = sql`insert into incidents.tally (by_what, grain, area_id, day, key, ${sql.join(sumColumns)})`;
  const counted = sql.join(allSums.map((name) => {
    const what = moments.findIndex(({ adds }) => name in adds);
    const place = Object.keys(moments[what]?.adds ?? {}).filter((one) => one !== 'loss').indexOf(name);
    const such = sql`filter (where h.what = ${sql.lit(what + 1)})`;
    if (name === 'loss') return sql`coalesce(sum(h.loss), 0) as loss`;
    return sql`${place === 0 ? sql`(count(*) ${such})::int` : sql`coalesce(sum(h.${sql.ref(place === 1 ? 'second' : 'third')}) ${such}, 0)::int`} as ${columnOf(name)}`;
  }));
  const total = sql.join(sumColumns.map((column) => sql`sum(h.${column})`));
  await sql`${into} select 'unit', 'day', h.township, h.day, h.unit, ${counted} from happened h group by h.township, h.day, h.unit`.execute(db);
  await sql`${into} select 'class', 'day', h.township, h.day, h.top, ${counted} from happened h group by h.township, h.day, h.top`.execute(db);
  // An area's sums are those of all communities below it, and the months those of their days.
  await sql`
    with here as materialized (select h.community, h.day, ${counted} from happened h group by h.community, h.day)
    ${into} select 'area', 'day', above.id, h.day, '', ${total}
    from here h join geography.area_facts a on a.id = h.community cross join lateral unnest(string_to_array(rtrim(a.path, '.'), '.')::int[]) as above(id) group by above.id, h.day`.execute(db);
  await sql`${into} select h.by_what, 'month', h.area_id, date_trunc('month', h.day)::date, h.key, ${total} from incidents.tally h where h.grain = 'day' group by 1, 3, 4, 5`.execute(db);
}
