import { sql, type Kysely, type Transaction } from 'kysely';
import { refuse, type Refusal } from './core/refusal.ts';
import type { Database } from './db.ts';
import { setWall } from './wall.ts';

// De-duplication: a command's keys are claimed in the transaction of its effect, and stand for its result afterwards.

/** `hasOwnKey`: the first is a key that the caller made, not the id of what he makes. */
export type Keys = { readonly keys: readonly string[]; readonly hasOwnKey: boolean };

export type Claim = {
  now: Date;
  /** What the first one was answered. */
  stored: { readonly kind: 'done'; readonly output: unknown; readonly replayed: true } | { readonly kind: 'refused'; readonly refusal: Refusal; readonly replayed: boolean } | null;
  /** The repeat comes from whoever sent the first one, as far as one can tell. */
  own: boolean;
};

/** Every key of the command; where one was used before, the others from now on stand for the same result. */
export async function claimKeys(db: Transaction<Database>, scope: string, { keys, hasOwnKey }: Keys, bodyHash: Buffer): Promise<Claim> {
  if (keys.length === 0) {
    const { rows } = await sql<{ now: Date; begun: boolean }>`select platform.now() as now, ${begun} as begun`.execute(db);
    return { now: nowOf(rows[0]), stored: null, own: true };
  }
  let claim: Claim & { young: boolean } = { now: new Date(Number.NaN), stored: null, own: true, young: true };
  for (const [index, key] of keys.entries()) {
    claim = await claimKey(db, scope, key, bodyHash);
    if (!claim.stored) continue;
    if (claim.stored.kind === 'refused' && !claim.stored.replayed) throw new Refused(claim.stored.refusal, false);
    if (index > 0) {
      await sql`update platform.command set result = (select result || '{"byId": true}' from platform.command where scope = ${scope} and key = ${key})
        where scope = ${scope} and key = any(${keys.slice(0, index)}::text[])`.execute(db);
    }
    return { ...claim, own: claim.own && (claim.young || (hasOwnKey && index === 0)) };
  }
  return claim;
}

/**
 * What every transaction of the door says first, and for itself alone: that it has begun, whose it is (`wall.ts`), the clock of
 * a replay or a test, and its patience: whoever waits longer for a lock, or works longer on one statement, holds a connection that others
 * need, and is told to come again. It is not waited for; what follows is sent with it.
 */
export function enter(db: Kysely<Database>, clock: Date | null, wall: string): Promise<unknown> {
  return sql`select set_config('jingwei.door', 'open', true), set_config('jingwei.clock', ${clock?.toISOString() ?? ''}, true), ${setWall(wall)},
    set_config('lock_timeout', '4s', true), set_config('statement_timeout', '30s', true)`.execute(db);
}

const begun = sql`current_setting('jingwei.door', true) = 'open'`;

function nowOf(row: { now: Date; begun: boolean } | undefined): Date {
  if (row?.begun !== true) throw new Error('the transaction of this command has not begun');
  return row.now;
}

/**
 * The key is claimed in the transaction of its effect: of many equal commands at one instant the unique index
 * lets one through and holds the others until that one has ended, and they then read its result. Where the transaction has
 * not begun (`enter`), nothing is claimed.
 */
async function claimKey(db: Transaction<Database>, scope: string, key: string, bodyHash: Buffer): Promise<Claim & { young: boolean }> {
  const { rows } = await sql<{ now: Date; begun: boolean; fresh: boolean }>`
    with claim as (
      insert into platform.command (scope, key, body_hash)
      select ${scope}, ${key}, ${bodyHash}::bytea where ${begun}
      on conflict (scope, key) do nothing returning 1)
    select platform.now() as now, ${begun} as begun, exists (select from claim) as fresh`.execute(db);
  const now = nowOf(rows[0]);
  if (rows[0]?.fresh) return { now, stored: null, own: true, young: true };
  const earlier = await sql<{ body_hash: Buffer; result: { output?: unknown; refusal?: Refusal; byId?: true } | null; young: boolean }>`
    select body_hash, result, at > now() - interval '10 minutes' as young from platform.command where scope = ${scope} and key = ${key}`.execute(db);
  const row = earlier.rows[0];
  if (!row || !row.body_hash.equals(bodyHash)) {
    return { now, stored: { kind: 'refused', refusal: refuse('platform/key-reused', {}, 'clash'), replayed: false }, own: false, young: false };
  }
  return {
    now, own: row.result?.byId !== true, young: row.young,
    stored: row.result?.refusal
      ? { kind: 'refused', refusal: row.result.refusal, replayed: true }
      : { kind: 'done', output: row.result?.output, replayed: true },
  };
}

/** Undoes everything that the transaction has done: without a savepoint for it, which every command that is done would pay for. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;
  readonly isKept: boolean;

  constructor(refusal: Refusal, isKept: boolean) {
    super(refusal.refused);
    this.refusal = refusal;
    this.isKept = isKept;
  }
}
