import { sql, type Transaction } from 'kysely';
import { canonical, perform, type BoundCommand, type House } from '../action.ts';
import type { Actor } from '../actor.ts';
import { enter } from '../claim.ts';
import { devicesWithinDays, mostDevices } from '../core/sync/contract.ts';
import type { Reason, Mutation, Settled } from '../core/sync/wire.ts';
import { skipName } from '../core/sync/wire.ts';
import { refusalKey } from '../core/words.ts';
import { isDatabaseAway, isDiskFull } from '../database-away.ts';
import type { Database } from '../db.ts';
import { errorFields } from '../log.ts';
import { inputProblem } from '../problem.ts';
import type { Say } from '../say.ts';
import type { Place, Vault } from '../vault.ts';
import { wallOf } from '../wall.ts';
import type { Arrival, PushStore, Verdict } from './push.ts';

/** What the row of a phone is kept with. */
export type SyncGround = { readonly house: House; readonly commands: ReadonlyMap<string, BoundCommand>; readonly say: Say };

/** Under a key: a body may hold little else than a number that could be tried. */
export function hashBy(vault: Vault): (mutation: Mutation) => string {
  return (mutation) => vault.hash('platform.mutation', canonical(mutation)).toString('hex');
}

/** The turn was not this one's; the transaction is undone. */
class NotNow extends Error {
  override readonly name = 'NotNow';
  readonly why: 'seen' | 'gap' | 'frozen';
  constructor(why: NotNow['why']) {
    super(why);
    this.why = why;
  }
}

/** The commit of this transaction does not wait for the disk. */
const unawaited = sql`set_config('synchronous_commit', 'off', true)`;

/** `clock`: only in a replay or a test. */
export function pushStore({ house, commands, say }: SyncGround, actor: Actor & { readonly personId: number }, device: string, clock: Date | null): PushStore {
  const home = homeOf(actor);
  // Which key: after one is lost the old hashes say nothing, and no phone must be frozen for it.
  const mark = house.vault.hash('platform.mutation', 'mark').toString('hex').slice(0, 8);
  const inside = <T>(run: (db: Transaction<Database>) => Promise<T>): Promise<T> => house.db.transaction().execute(async (db) => {
    await enter(db, clock, wallOf(actor));
    return run(db);
  });

  /** Locks the row for as long as the transaction goes on. */
  const take = async (db: Transaction<Database>, seq: number, later: boolean): Promise<void> => {
    const { rows: [row] } = await sql<{ last: number; frozen: boolean }>`
      select last_seq as last, frozen_at is not null as frozen${later ? sql`, ${unawaited}` : sql``} from platform.device where id = ${device}::uuid for update`.execute(db);
    if (!row || row.frozen) throw new NotNow('frozen');
    if (seq !== row.last + 1) throw new NotNow(seq <= row.last ? 'seen' : 'gap');
  };

  const advance = async (db: Transaction<Database>, { seq, id }: Mutation, hash: string, outcome: object): Promise<void> => {
    const { rows } = await sql`
      with advanced as (update platform.device set last_seq = ${seq}::bigint, failures = 0 where id = ${device}::uuid and last_seq = ${seq - 1}::bigint returning id)
      insert into platform.mutation (device_id, seq, mutation_id, person_id, body_hash, hash_key, outcome)
      select id, ${seq}::bigint, ${uuidOrNull(id)}::uuid, ${actor.personId}::int, decode(${hash}, 'hex'), ${mark}::text, ${JSON.stringify(outcome)}::jsonb from advanced returning 1`.execute(db);
    if (rows.length !== 1) throw new Error('the row of this phone has moved under its lock');
  };

  const keepBody = (db: Transaction<Database>, mutation: Mutation, hash: string, reason: Reason) => sql`
    insert into platform.rejected (device_id, seq, body_hash, mutation_id, person_id, person_name, area_path, name, written_at, refused, params, body)
    values (${device}::uuid, ${mutation.seq}, decode(${hash}, 'hex'), ${uuidOrNull(mutation.id)}::uuid, ${actor.personId}, ${actor.name}, ${home}, ${storable(mutation.name, 80)}, ${storable(mutation.at, 40)},
      ${reason.refused}, ${JSON.stringify(reason.params)}::jsonb, ${house.vault.seal('care', bodyOf(device, mutation.seq), JSON.stringify(mutation))})
    on conflict (device_id, seq, body_hash) do nothing`.execute(db);

  const told = (reason: Reason): Reason => ({ ...reason, detail: reason.detail || say(actor.language, refusalKey(reason.refused), reason.params) });

  const settledAs = (seq: number, outcome: Outcome): Settled => (outcome.refused === undefined
    ? { seq, outcome: 'done', output: outcome.output }
    : { seq, outcome: 'refused', reason: told({ refused: outcome.refused, params: outcome.params ?? {}, detail: '' }) });

  const seen = async (seq: number): Promise<Verdict> => {
    const { rows: [row] } = await inside((db) => sql<{ hash: string; key: string; id: string | null; outcome: Outcome }>`
      select encode(body_hash, 'hex') as hash, hash_key as key, mutation_id as id, outcome from platform.mutation where device_id = ${device}::uuid and seq = ${seq}`.execute(db));
    // Behind a hole, or longer ago than answers are kept: whoever sends it again holds it, and nothing is lost.
    if (!row) return { kind: 'seen', was: null, settled: settledAs(seq, { refused: 'sync/long-ago' }) };
    return { kind: 'seen', was: row.key === mark ? { hash: row.hash, id: row.id ?? '', isSkip: row.outcome.skipped === true } : null, settled: settledAs(seq, row.outcome) };
  };

  const notNow = async (error: unknown, seq: number): Promise<Verdict> => {
    if (!(error instanceof NotNow)) throw error;
    return error.why === 'seen' ? seen(seq) : { kind: error.why };
  };

  const setAside = async (mutation: Mutation, hash: string, reason: Reason, later: boolean): Promise<Verdict> => {
    try {
      await inside(async (db) => {
        await take(db, mutation.seq, later);
        if (mutation.name !== skipName) await keepBody(db, mutation, hash, reason);
        await advance(db, mutation, hash, { refused: reason.refused, params: reason.params, ...(mutation.name === skipName ? { skipped: true } : {}) });
      });
      return { kind: 'settled', settled: { seq: mutation.seq, outcome: 'refused', reason: told(reason) } };
    } catch (error) {
      return notNow(error, mutation.seq);
    }
  };

  return {
    setAside,
    arrive: async ({ epoch, first, standing }) => {
      const ahead = aheadSeconds(standing.now, clock ?? new Date());
      const { rows: [row] } = await inside((db) => sql<Omit<Arrival, 'now'> & { now: Date }>`
        with here as (
          insert into platform.device as d (id, person_id, person_name, area_path, last_seq, epoch, unsent, oldest_unsent_at, parked, ahead_seconds)
          select ${device}::uuid, ${actor.personId}::int, ${actor.name}, ${home}, ${first - 1}::bigint, ${epoch}::uuid, ${standing.unsent}::int, ${oldest(standing)}, ${standing.parked}::int, ${ahead}::float8
          where exists (select from platform.device where id = ${device}::uuid) or (
            select count(*) from platform.device k where k.person_id = ${actor.personId} and k.contact_at > platform.now() - ${devicesWithinDays} * interval '1 day'
              and not (k.last_seq = 1 and exists (select from platform.rejected r where r.device_id = k.id and r.handed_over_at = r.at))) < ${mostDevices}
          on conflict (id) do update set person_name = excluded.person_name, area_path = case when excluded.area_path = '' then d.area_path else excluded.area_path end,
            holes = d.holes + case when excluded.last_seq > d.last_seq then 1 else 0 end, last_seq = greatest(d.last_seq, excluded.last_seq),
            epoch = excluded.epoch, contact_at = platform.now(), unsent = excluded.unsent, oldest_unsent_at = excluded.oldest_unsent_at, parked = excluded.parked, ahead_seconds = excluded.ahead_seconds
          returning d.last_seq, d.frozen_at is not null as frozen)
        select here.last_seq as last, here.frozen, i.epoch, platform.now() as now, ${unawaited} from here, platform.installation i`.execute(db)).catch((error: unknown) => {
        // The row is there and not his: the wall says so. Whose it is nobody is told.
        if (Reflect.get(Object(error), 'code') === '42501') return { rows: [null] };
        throw error;
      });
      return row === undefined ? 'crowd' : row && { ...row, now: row.now.toISOString() };
    },
    // A transaction that writes nothing waits for nothing: this one writes a message that nobody reads.
    secure: async () => { await sql`select pg_logical_emit_message(true, 'jingwei', '')`.execute(house.db); },
    apply: async (mutation, hash, later) => {
      const bound = commands.get(mutation.name);
      if (!bound) return setAside(mutation, hash, { refused: 'sync/unknown-command', params: {}, detail: '' }, later);
      try {
        const answer = await perform(house, bound, mutation.input ?? {}, {
          actor, key: mutation.id, clock,
          turn: { take: (db) => take(db, mutation.seq, later), settle: (db, output) => advance(db, mutation, hash, { output }) },
        });
        if (answer.kind === 'done') return { kind: 'settled', settled: { seq: mutation.seq, outcome: 'done', output: answer.output } };
        if (answer.kind === 'refused') return await setAside(mutation, hash, { refused: answer.refusal.refused, params: answer.refusal.params, detail: '' }, later);
        const problem = inputProblem(answer.issues, actor.language, say);
        const first = problem.errors?.[0];
        return await setAside(mutation, hash, { refused: 'platform/input-wrong', params: { first: `${first?.path ?? ''} ${first?.detail ?? ''}`.trim().slice(0, 300) }, detail: '' }, later);
      } catch (error) {
        if (error instanceof NotNow) return notNow(error, mutation.seq);
        if (isDatabaseAway(error) || isDiskFull(error)) throw error;
        house.log.error('a command of a phone failed', { operation: mutation.name, ...errorFields(error) });
        const { rows: [row] } = await inside((db) => sql<{ failures: number }>`
          update platform.device set failures = failures + 1 where id = ${device}::uuid and last_seq = ${mutation.seq - 1} returning failures`.execute(db));
        return row ? { kind: 'failed', tries: row.failures } : seen(mutation.seq);
      }
    },
    freeze: (mutation, hash) => inside(async (db) => {
      await keepBody(db, mutation, hash, { refused: 'sync/device-frozen', params: {}, detail: '' });
      await sql`update platform.device set frozen_at = coalesce(frozen_at, platform.now()) where id = ${device}::uuid`.execute(db);
      house.log.error('two commands under one number: a phone was cloned or put back', { device, person: actor.personId });
    }),
  };
}

type Outcome = { readonly output?: unknown; readonly refused?: string; readonly params?: Reason['params']; readonly skipped?: boolean };

export const bodyOf = (device: string, seq: number): Place => ({ table: 'platform.rejected', column: 'body', row: `${device} ${seq}` });

/** Where he works: the area whose roster he stands in; empty where he has no post any more. */
export function homeOf(actor: Actor): string {
  return (actor.grants.find((grant) => grant.permissions.has('incidents.verify')) ?? actor.grants[0])?.areaPath ?? '';
}

/** A phone's clock may say anything. */
function aheadSeconds(theirs: string, ours: Date): number {
  const ahead = (Date.parse(theirs) - ours.getTime()) / 1_000;
  return Number.isFinite(ahead) ? Math.round(ahead) : 0;
}

export function oldest(standing: { readonly unsent: number; readonly oldestSeconds: number }) {
  return standing.unsent === 0 ? sql`null::timestamptz` : sql`platform.now() - ${Math.min(standing.oldestSeconds, 3_000_000_000)} * interval '1 second'`;
}

function uuidOrNull(text: unknown): string | null {
  return typeof text === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(text) ? text : null;
}

function storable(text: unknown, most: number): string {
  return typeof text === 'string' ? [...text.replaceAll('\0', '').toWellFormed()].slice(0, most).join('') : '';
}
