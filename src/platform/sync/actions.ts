import { sql, type Kysely } from 'kysely';
import { action, reading } from '../action.ts';
import { pathsFor, type Actor } from '../actor.ts';
import { absent, refuse } from '../core/refusal.ts';
import * as contract from '../core/sync/contract.ts';
import type { Database } from '../db.ts';
import { bodyOf, homeOf } from './store.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export const phones = reading(contract.phones, async ({ db, actor, now }, { all, after, limit }) => {
  const within = pathsFor(actor, 'dispatch.roster');
  const skip = Number(after ?? 0);
  const since = new Date(now.getTime() - contract.lateHours * 3_600_000);
  const { rows } = await sql<{ device: string; personId: number; personName: string; areaPath: string; contactAt: Date; unsent: number; oldestUnsentAt: Date | null; parked: number; frozenAt: Date | null; aheadSeconds: number; holes: number }>`
    select id as device, person_id as "personId", person_name as "personName", area_path as "areaPath", contact_at as "contactAt", unsent, oldest_unsent_at as "oldestUnsentAt",
      parked, frozen_at as "frozenAt", ahead_seconds as "aheadSeconds", holes
    from platform.device
    where area_path ^@ any (${within}::text[]) and (${all} or frozen_at is not null or parked > 0 or (unsent > 0 and oldest_unsent_at < ${since}))
    order by oldest_unsent_at nulls last, contact_at desc, id offset ${skip} limit ${limit + 1}`.execute(db);
  const { rows: [count] } = await sql<{ late: number }>`
    select count(*)::int as late from platform.device where area_path ^@ any (${within}::text[]) and unsent > 0 and oldest_unsent_at < ${since}`.execute(db);
  const items = rows.slice(0, limit).map((row) => ({
    ...row, contactAt: row.contactAt.toISOString(), oldestUnsentAt: iso(row.oldestUnsentAt), frozenAt: iso(row.frozenAt), isLate: row.unsent > 0 && row.oldestUnsentAt !== null && row.oldestUnsentAt < since,
  }));
  return { items, next: rows.length > limit ? String(skip + limit) : null, late: count?.late ?? 0 };
});

type Row = {
  id: number; personId: number; personName: string; areaPath: string; name: string; writtenAt: string; at: Date; refused: string; params: Record<string, string | number>; handedOverAt: Date | null; byWriter: boolean;
  assignedTo: number | null; assignedName: string | null; settledAt: Date | null; settledName: string | null; settledHow: (typeof contract.settlings)[number] | null; settledNote: string | null;
};

/** A phone that came since and has nothing parked: its owner has corrected it, or taken it out himself. What he handed over waits for us all the same. */
const byWriter = sql`(r.handed_over_at is null and d.parked = 0 and d.contact_at > r.at)`;
const isOpen = sql`r.settled_at is null and not ${byWriter}`;

export const rejected = reading(contract.rejected, async ({ db, actor }, { settled, mine, after, limit }) => {
  const within = sql`r.area_path ^@ any (${pathsFor(actor, 'dispatch.roster')}::text[])`;
  const from = sql`platform.rejected r join platform.device d on d.id = r.device_id`;
  const { rows } = await sql<Row>`
    select r.id, r.person_id as "personId", r.person_name as "personName", r.area_path as "areaPath", r.name, r.written_at as "writtenAt", r.at, r.refused, r.params, r.handed_over_at as "handedOverAt", ${byWriter} as "byWriter",
      r.assigned_to as "assignedTo", r.assigned_name as "assignedName", r.settled_at as "settledAt", r.settled_name as "settledName", r.settled_how as "settledHow", r.settled_note as "settledNote"
    from ${from} where ${settled ? sql`(r.settled_at is not null or ${byWriter})` : isOpen} and ${within} and (not ${mine} or r.assigned_to = ${actor.personId}) and r.id < ${after === undefined ? Number.MAX_SAFE_INTEGER : Number(after)}
    order by r.id desc limit ${limit + 1}`.execute(db);
  const { rows: [count] } = await sql<{ open: number }>`select count(*)::int as open from ${from} where ${isOpen} and ${within}`.execute(db);
  const items = rows.slice(0, limit).map(({ assignedTo, assignedName, settledAt, settledName, settledHow, settledNote, ...row }) => ({
    ...row, at: row.at.toISOString(), handedOverAt: iso(row.handedOverAt), assignedTo: assignedTo === null ? null : { id: assignedTo, name: assignedName ?? '' },
    settled: settledAt === null ? null : { at: settledAt.toISOString(), by: settledName ?? '', how: settledHow ?? 'other' as const, note: settledNote ?? '' },
  }));
  return { items, next: rows.length > limit ? String(items.at(-1)?.id) : null, open: count?.open ?? 0 };
});

/** Of whom it is known who keeps the roster of an area; the people are another's (`apps/keepers.ts`). */
export type Keepers = (db: Kysely<Database>, areaPath: string) => Promise<readonly { readonly id: number; readonly name: string; readonly title: string }[]>;

export function keeping(keepersOf: Keepers) {
  const whereIs = async (db: Kysely<Database>, actor: Actor, id: number): Promise<string | undefined> => (await sql<{ path: string }>`
    select area_path as path from platform.rejected where id = ${id} and area_path ^@ any (${pathsFor(actor, 'dispatch.roster')}::text[])`.execute(db)).rows[0]?.path;
  return {
    keepers: reading(contract.keepers, async ({ db, actor }, { id }) => {
      const path = await whereIs(db, actor, id);
      return path === undefined ? absent('sync/not-found') : { items: [...await keepersOf(db, path)] };
    }),
    assign: action(contract.assign, async ({ db, actor, about, now, emit }, { id, toPersonId }) => {
      const path = await whereIs(db, actor, id);
      if (path === undefined) return absent('sync/not-found');
      const keeper = (await keepersOf(db, path)).find((one) => one.id === toPersonId);
      if (!keeper) return refuse('sync/not-a-keeper');
      await sql`update platform.rejected set assigned_to = ${keeper.id}, assigned_name = ${keeper.name}, assigned_at = ${now} where id = ${id}`.execute(db);
      about(`rejected:${id}`);
      emit({ kind: 'sync.assigned', subject: String(id), areaPath: path, personIds: [keeper.id] });
      return { id };
    }),
  };
}

export const rejectedBody = reading(contract.rejectedBody, async ({ db, actor, saw, vault }, { id }) => {
  const { rows: [row] } = await sql<{ device: string; seq: number; name: string; body: Buffer }>`
    select device_id as device, seq, name, body from platform.rejected
    where id = ${id} and handed_over_at is not null and area_path ^@ any (${pathsFor(actor, 'dispatch.roster')}::text[])`.execute(db);
  const plain = row ? vault.open('care', bodyOf(row.device, row.seq), row.body) : null;
  if (!row || plain === null) return absent('sync/not-found');
  saw(`rejected:${id}`, ['body'], 'handle');
  return { id, name: row.name, input: Reflect.get(Object(JSON.parse(plain)), 'input') as unknown }; // written by `store.ts` or below
});

export const handOver = action(contract.handOver, async ({ db, actor, about, now, newId, vault }, { id, name, at, refused, body }) => {
  const { rows: [known] } = await sql<{ id: number }>`
    update platform.rejected set handed_over_at = coalesce(handed_over_at, ${now}) where person_id = ${actor.personId} and mutation_id = ${id}::uuid returning id`.execute(db);
  if (known) { about(`rejected:${known.id}`); return { id: known.id }; }
  // It never came up by itself: its body comes with the hand-over, and has a row of its own.
  const device = newId();
  const whole = JSON.stringify({ seq: 1, id, name, at, by: actor.personId, input: parsed(body) });
  const { rows: [made] } = await sql<{ id: number }>`
    with row as (insert into platform.device (id, person_id, person_name, area_path, last_seq) values (${device}::uuid, ${actor.personId}, ${actor.name}, ${homeOf(actor)}, 1) returning id)
    insert into platform.rejected (device_id, seq, body_hash, mutation_id, person_id, person_name, area_path, name, written_at, refused, body, handed_over_at)
    select id, 1, ${vault.hash('platform.mutation', whole)}, ${id}::uuid, ${actor.personId}, ${actor.name}, ${homeOf(actor)}, ${name}, ${at}, ${refused}, ${vault.seal('care', bodyOf(device, 1), whole)}, ${now} from row returning id`.execute(db);
  about(`rejected:${made?.id ?? 0}`);
  return { id: made?.id ?? 0 };
});

export const settle = action(contract.settle, async ({ db, actor, about, now }, { id, how, note }) => {
  const { rows: [row] } = await sql<{ id: number }>`
    update platform.rejected set settled_how = case when settled_at is null then ${how} else settled_how end, settled_note = case when settled_at is null then ${note} else settled_note end,
      settled_name = case when settled_at is null then ${actor.name} else settled_name end, settled_by = coalesce(settled_by, ${actor.personId}), settled_at = coalesce(settled_at, ${now})
    where id = ${id} and area_path ^@ any (${pathsFor(actor, 'dispatch.roster')}::text[]) returning id`.execute(db);
  if (!row) return absent('sync/not-found');
  about(`rejected:${id}`);
  return { id };
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
