import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import type { OrderAction, OrderState } from '../rules/order.ts';
import type { wishKinds } from '../rules/visit.ts';
import { insideOf, type Page } from './within.ts';

export type OrderRow = {
  id: string; visitId: string | null; personId: string; areaId: number; areaPath: string; sensitive: boolean; kind: (typeof wishKinds)[number]; wantedOn: string; state: OrderState; unitId: number | null; unitName: string | null;
  doneOn: string | null; afterwards: 'better' | 'same' | 'worse' | null; byPerson: number; byName: string; revision: number; detailSealed: Buffer; /** The caller is named as a helper of the person. */ helped: boolean;
};
const columns = (me: number) => sql`o.id, o.visit_id as "visitId", o.person_id as "personId", o.area_id as "areaId", o.area_path as "areaPath", o.sensitive, o.kind, o.wanted_on as "wantedOn", o.state, o.unit_id as "unitId", u.name as "unitName",
  o.done_on as "doneOn", o.afterwards, o.by_person as "byPerson", o.by_name as "byName", o.revision, o.detail_sealed as "detailSealed",
  exists (select from patrol.known_need n where n.person_id = o.person_id and n.helper_ids @> array[${me}::int]) as helped`;
const joined = sql`patrol.service_order o left join identity.unit_facts u on u.id = o.unit_id`;

/** Locked to the end of the transaction: of two who act at once the second sees what the first did. */
export async function lockOrder(db: Db, id: string, personId: number | null): Promise<OrderRow | undefined> {
  await sql`select 1 from patrol.service_order where id = ${id} for update`.execute(db);
  const { rows } = await sql<OrderRow>`select ${columns(personId ?? 0)} from ${joined} where o.id = ${id}`.execute(db);
  return rows[0];
}

export type OrderFilter = {
  readonly within: readonly string[]; readonly units: readonly number[]; readonly personId: number | null; readonly areaPath: string | undefined; readonly subjectId: string | undefined; readonly orderId: string | undefined; readonly open: boolean; readonly mine: boolean;
};

/** What is wanted soonest first. */
export async function listOrders(db: Db, filter: OrderFilter, page: Page): Promise<{ rows: OrderRow[]; next: string | null }> {
  const me = filter.personId ?? 0;
  const helps = sql<boolean>`exists (select from patrol.known_need n where n.person_id = o.person_id and n.helper_ids @> array[${me}::int])`;
  const provides = sql<boolean>`o.unit_id = any(${[...filter.units]}::int[])`;
  const own = sql<boolean>`(o.by_person = ${me} or ${helps})`;
  const all: RawBuilder<boolean>[] = [sql<boolean>`(${own} or coalesce(${provides}, false) or (not o.sensitive and ${insideOf(filter.within, sql`o.area_path`)}))`];
  if (filter.mine) all.push(sql<boolean>`((${own} and o.state in ('wished', 'declined', 'done')) or (coalesce(${provides}, false) and o.state in ('ordered', 'accepted')))`);
  if (filter.areaPath !== undefined) all.push(insideOf([filter.areaPath], sql`o.area_path`));
  if (filter.subjectId !== undefined) all.push(sql<boolean>`o.person_id = ${filter.subjectId}::uuid`);
  if (filter.orderId !== undefined) all.push(sql<boolean>`o.id = ${filter.orderId}::uuid`);
  if (filter.open) all.push(sql<boolean>`o.state not in ('closed', 'cancelled')`);
  const [day = '', id = ''] = page.after?.split('|') ?? [];
  if (/^\d{4}-\d\d-\d\d$/u.test(day) && /^[0-9a-f-]{36}$/u.test(id)) all.push(sql<boolean>`(o.wanted_on, o.id) > (${day}::date, ${id}::uuid)`);
  const { rows } = await sql<OrderRow>`select ${columns(me)} from ${joined} where ${sql.join(all, sql` and `)} order by o.wanted_on, o.id limit ${page.limit + 1}`.execute(db);
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > page.limit && last ? `${last.wantedOn}|${last.id}` : null };
}

export type OrderStep = { readonly action: 'wish' | OrderAction; readonly to: OrderState; readonly personId: number | null; readonly name: string; readonly unitId: number | null; readonly unitName: string | null; readonly noteSealed: Buffer | null };

export async function insertOrder(db: Db, row: Omit<OrderRow, 'unitName' | 'helped' | 'doneOn' | 'afterwards' | 'revision'>, steps: readonly OrderStep[]): Promise<boolean> {
  const { rows } = await sql`
    insert into patrol.service_order (id, visit_id, person_id, area_id, area_path, sensitive, kind, wanted_on, state, unit_id, by_person, by_name, revision, detail_sealed)
    values (${row.id}, ${row.visitId}, ${row.personId}, ${row.areaId}, ${row.areaPath}, ${row.sensitive}, ${row.kind}, ${row.wantedOn}::date, ${row.state}, ${row.unitId}, ${row.byPerson}, ${row.byName}, ${steps.length - 1}, ${row.detailSealed}::bytea)
    on conflict (id) do nothing returning 1`.execute(db);
  if (rows.length === 0) return false;
  for (const [seq, step] of steps.entries()) await insertStep(db, row.id, seq, step);
  return true;
}

export async function saveOrder(db: Db, row: OrderRow, step: OrderStep): Promise<void> {
  await sql`
    update patrol.service_order set state = ${row.state}, unit_id = ${row.unitId}, wanted_on = ${row.wantedOn}::date, done_on = ${row.doneOn}::date, afterwards = ${row.afterwards}, revision = ${row.revision} where id = ${row.id}`.execute(db);
  await insertStep(db, row.id, row.revision, step);
}

async function insertStep(db: Db, orderId: string, seq: number, step: OrderStep): Promise<void> {
  await sql`insert into patrol.order_step (order_id, seq, action, to_state, by_person, by_name, unit_id, unit_name, note_sealed)
    values (${orderId}, ${seq}, ${step.action}, ${step.to}, ${step.personId}, ${step.name}, ${step.unitId}, ${step.unitName}, ${step.noteSealed}::bytea)`.execute(db);
}

export type StepRow = { orderId: string; seq: number; action: 'wish' | OrderAction; at: Date; byName: string; unitName: string | null; noteSealed: Buffer | null };
export async function stepsOf(db: Db, orderIds: readonly string[]): Promise<StepRow[]> {
  if (orderIds.length === 0) return [];
  const { rows } = await sql<StepRow>`select order_id as "orderId", seq, action, at, by_name as "byName", unit_name as "unitName", note_sealed as "noteSealed" from patrol.order_step where order_id = any(${[...orderIds]}::uuid[]) order by order_id, seq`.execute(db);
  return rows;
}
