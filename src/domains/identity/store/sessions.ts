import { sql, type Kysely } from 'kysely';
import type { Database } from '../../../platform/db.ts';
import { lockAfter, lockMinutes, sessionKinds, type SessionKind } from '../rules/access.ts';

type Db = Kysely<Database>;

export type SignInFacts = {
  personId: number; account: string; name: string; phone: string; state: 'active' | 'suspended'; passwordHash: string | null;
};

/** Everything a sign-in needs, in one read; the person is undefined where there is none of that account. */
export async function findSignIn(db: Db, account: string, accountHash: Buffer): Promise<{ person: SignInFacts | undefined; lockedSeconds: number }> {
  const { rows } = await sql<{ lockedSeconds: number } & { [K in keyof SignInFacts]: SignInFacts[K] | null }>`
    select coalesce(ceil(extract(epoch from (f.locked_until - platform.now()))), 0)::int as "lockedSeconds",
           p.id as "personId", p.account, p.name, p.phone, p.state, p.password_hash as "passwordHash"
    from (select 1) as one
    left join identity.person p on lower(p.account) = lower(${account}::text)
    left join identity.failed_sign_in f on f.account_hash = ${accountHash} and f.locked_until > platform.now()`.execute(db);
  const row = rows[0];
  if (!row || row.personId === null) return { person: undefined, lockedSeconds: row?.lockedSeconds ?? 0 };
  const { lockedSeconds, ...person } = row;
  return { person: person as SignInFacts, lockedSeconds }; // the id is there, so is the whole row
}

/**
 * One more wrong try in a row; the tenth locks. A lock that has run out, or a day without a try, begins a new count.
 * Committed by itself: the refusal that follows must not take it back.
 */
export async function countFailure(db: Db, accountHash: Buffer): Promise<{ failures: number }> {
  const { rows } = await sql<{ failures: number }>`
    insert into identity.failed_sign_in as f (account_hash, failures, last_at) values (${accountHash}, 1, platform.now())
    on conflict (account_hash) do update set
      failures = case when f.locked_until <= platform.now() or f.last_at < platform.now() - interval '1 day' then 1 else f.failures + 1 end,
      last_at = platform.now(),
      locked_until = case
        when f.locked_until > platform.now() then f.locked_until
        when f.locked_until is null and f.last_at >= platform.now() - interval '1 day' and f.failures + 1 >= ${lockAfter}
          then platform.now() + make_interval(mins => ${lockMinutes}) end
    returning failures`.execute(db);
  return { failures: rows[0]?.failures ?? 0 };
}

export async function forgetFailures(db: Db, accountHash: Buffer): Promise<void> {
  await sql`delete from identity.failed_sign_in where account_hash = ${accountHash}`.execute(db);
}

/** Tries of accounts that nobody came back to. */
export async function sweepFailures(db: Db): Promise<void> {
  await sql`
    delete from identity.failed_sign_in where account_hash in (
      select account_hash from identity.failed_sign_in where last_at < platform.now() - interval '2 days' order by last_at limit 1000)`.execute(db);
}

/** A session begins; the person's oldest ended ones go. Undefined: he was suspended, or his password changed, since it was read. */
export async function startSession(db: Db, session: {
  tokenHash: Buffer; personId: number; /** Null: somebody else vouches for him. */ passwordHash: string | null; kind: SessionKind; address: string; providerToken?: Buffer | null;
}): Promise<{ expiresAt: Date } | undefined> {
  const { days, idleHours } = sessionKinds[session.kind];
  const { rows } = await sql<{ expiresAt: Date }>`
    with signed as (
      update identity.person set last_sign_in_at = platform.now()
      where id = ${session.personId} and state = 'active' and (${session.passwordHash}::text is null or password_hash = ${session.passwordHash}) returning id),
    swept as (
      delete from identity.session where person_id in (select id from signed) and coalesce(ended_at, expires_at) < now() - interval '30 days')
    insert into identity.session (token_hash, person_id, kind, expires_at, may_idle, address, provider_token)
    select ${session.tokenHash}, id, ${session.kind}, now() + make_interval(days => ${days}), make_interval(hours => ${idleHours}), ${session.address}, ${session.providerToken ?? null}::bytea from signed
    returning expires_at as "expiresAt"`.execute(db);
  return rows[0];
}

export type SessionRow = {
  personId: number; kind: string; name: string; language: 'zh-CN' | 'en' | null; mustChangePassword: boolean; mustEnrol: boolean; stale: boolean;
  grants: GrantRow[];
};
export type GrantRow = {
  postId: number; role: string; title: string; titleEn: string; areaId: number; areaPath: string; unitId: number | null; unitName: string | null;
  permissions: string[]; coveredId: number | null; coveredName: string | null;
};

/** Session, person, living posts and their permissions in one read by primary key; undefined once any of them has ended. */
export async function findSession(db: Db, tokenHash: Buffer): Promise<SessionRow | undefined> {
  const { rows } = await sql<SessionRow>`
    select s.person_id as "personId", s.kind, p.name, p.language, p.must_change_password as "mustChangePassword",
           (select f.required and not f.enrolled from identity.second_factor_facts f where f.person_id = p.id) as "mustEnrol",
           s.last_seen_at < now() - interval '1 minute' as stale,
           (select coalesce(jsonb_agg(jsonb_build_object(
                     'postId', o.id, 'role', o.role, 'title', coalesce(nullif(o.title, ''), r.name_zh), 'titleEn', coalesce(nullif(o.title, ''), r.name_en, r.name_zh),
                     'areaId', o.area_id, 'areaPath', a.path, 'unitId', o.unit_id, 'unitName', u.name,
                     'permissions', (select coalesce(jsonb_agg(rp.permission), '[]') from identity.role_permission rp where rp.role = o.role),
                     'coveredId', covered.person_id, 'coveredName', absent.name)
                   order by o.cover_for_post_id is not null, o.id), '[]')
            from identity.post o
            join identity.role r on r.code = o.role
            join geography.area_facts a on a.id = o.area_id
            left join identity.unit u on u.id = o.unit_id
            left join identity.post covered on covered.id = o.cover_for_post_id
            left join identity.person absent on absent.id = covered.person_id
            where o.person_id = p.id and identity.living(o.valid_from, o.valid_to, o.ended_at, identity.today())
              and (covered.id is null or identity.living(covered.valid_from, covered.valid_to, covered.ended_at, identity.today()))) as grants
    from identity.session s join identity.person p on p.id = s.person_id
    where s.token_hash = ${tokenHash} and s.ended_at is null and s.expires_at > now() and s.last_seen_at + s.may_idle > now() and p.state = 'active'`.execute(db);
  return rows[0];
}

export async function livingSessions(db: Db, tokenHashes: readonly Buffer[]): Promise<Buffer[]> {
  const { rows } = await sql<{ hash: Buffer }>`
    select s.token_hash as hash from identity.session s join identity.person p on p.id = s.person_id
    where s.token_hash = any(${[...tokenHashes]}::bytea[]) and s.ended_at is null and s.expires_at > now() and s.last_seen_at + s.may_idle > now() and p.state = 'active'`.execute(db);
  return rows.map((row) => row.hash);
}

/** At most one write a minute for each session, whoever of several requests comes first. Nobody waits for the disk: what is lost is a minute. */
export async function touchSession(db: Db, tokenHash: Buffer): Promise<void> {
  await sql`with hasty as materialized (select set_config('synchronous_commit', 'off', true))
    update identity.session set last_seen_at = now() from hasty where token_hash = ${tokenHash} and last_seen_at < now() - interval '1 minute'`.execute(db);
}

export type WhichSessions = { readonly only: Buffer } | { readonly personId: number; readonly except?: Buffer };

/** How many were ended that had not ended yet. With all of somebody's, also what he has begun and not finished. */
export async function endSessions(db: Db, which: WhichSessions): Promise<number> {
  if ('personId' in which) await sql`delete from identity.half_session where person_id = ${which.personId}`.execute(db);
  const filter = 'only' in which
    ? sql`token_hash = ${which.only}`
    : which.except ? sql`person_id = ${which.personId} and token_hash <> ${which.except}` : sql`person_id = ${which.personId}`;
  const { rows } = await sql<{ ended: number }>`
    with gone as (update identity.session set ended_at = now(), provider_token = null where ${filter} and ended_at is null returning expires_at)
    select count(*)::int as ended from gone where expires_at > now()`.execute(db);
  return rows[0]?.ended ?? 0;
}

/** One of his own, by the first half of its hash. */
export async function endSessionOf(db: Db, personId: number, id: string): Promise<number> {
  const { rows } = await sql<{ ended: number }>`
    with gone as (
      update identity.session set ended_at = now(), provider_token = null
      where person_id = ${personId} and left(encode(token_hash, 'hex'), 32) = ${id} and ended_at is null returning 1)
    select count(*)::int as ended from gone`.execute(db);
  return rows[0]?.ended ?? 0;
}

export async function provedWithin(db: Db, tokenHash: Buffer, minutes: number): Promise<boolean> {
  const { rows } = await sql`select from identity.session where token_hash = ${tokenHash} and proved_at > now() - make_interval(mins => ${minutes})`.execute(db);
  return rows.length > 0;
}

export async function confirmedWithin(db: Db, tokenHash: Buffer, minutes: number): Promise<boolean> {
  const { rows } = await sql`select from identity.session where token_hash = ${tokenHash} and greatest(proved_at, confirmed_at) > now() - make_interval(mins => ${minutes})`.execute(db);
  return rows.length > 0;
}

export async function markConfirmed(db: Db, tokenHash: Buffer): Promise<void> {
  await sql`update identity.session set confirmed_at = now() where token_hash = ${tokenHash}`.execute(db);
}

export async function providerTokenOf(db: Db, tokenHash: Buffer): Promise<Buffer | null> {
  const { rows } = await sql<{ token: Buffer | null }>`select provider_token as token from identity.session where token_hash = ${tokenHash}`.execute(db);
  return rows[0]?.token ?? null;
}

/** Seconds that this count is still locked for. */
export async function lockedFor(db: Db, hash: Buffer): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    select ceil(extract(epoch from (locked_until - platform.now())))::int as seconds from identity.failed_sign_in where account_hash = ${hash} and locked_until > platform.now()`.execute(db);
  return rows[0]?.seconds ?? 0;
}

/** Locked: of two changes of one password at the same moment, the second compares with the first's. */
export async function findOwnPassword(db: Db, personId: number): Promise<{ account: string; phone: string; passwordHash: string | null } | undefined> {
  const { rows } = await sql<{ account: string; phone: string; passwordHash: string | null }>`
    select account, phone, password_hash as "passwordHash" from identity.person where id = ${personId} for update`.execute(db);
  return rows[0];
}
