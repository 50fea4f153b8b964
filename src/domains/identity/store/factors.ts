import { sql, type Kysely } from 'kysely';
import type { Database } from '../../../platform/db.ts';
import type { SessionKind } from '../rules/access.ts';

// Second factors, half sessions, and who is whom at the identity provider.

type Db = Kysely<Database>;

export type Passkey = { id: number; credentialId: string; publicKey: Buffer; counter: number; transports: string[] };
export type Factors = { totp: { secret: Buffer } | null; passkeys: Passkey[]; recoveryCodesLeft: number };

/** What somebody has that counts. */
export async function factorsOf(db: Db, personId: number): Promise<Factors> {
  const [totp, passkeys, codes] = await Promise.all([
    sql<{ secret: Buffer }>`select secret from identity.totp where person_id = ${personId} and confirmed_at is not null`.execute(db),
    sql<Passkey>`select id, credential_id as "credentialId", public_key as "publicKey", counter, transports from identity.passkey where person_id = ${personId} order by id`.execute(db),
    sql<{ left: number }>`select count(*)::int as left from identity.recovery_code where person_id = ${personId} and used_at is null`.execute(db),
  ]);
  return { totp: totp.rows[0] ?? null, passkeys: passkeys.rows, recoveryCodesLeft: codes.rows[0]?.left ?? 0 };
}

// Half sessions.

export type HalfSession = { personId: number; account: string; name: string; kind: SessionKind; passwordHash: string | null; challenge: string | null; providerToken: Buffer | null };
export type NewHalfSession = { tokenHash: Buffer; personId: number; kind: SessionKind; passwordHash: string | null; providerToken: Buffer | null; address: string; minutes: number };

/** Begins one, and forgets those of everybody that were not finished. */
export async function startHalfSession(db: Db, half: NewHalfSession): Promise<{ expiresAt: Date } | undefined> {
  await sql`delete from identity.half_session where token_hash in (select token_hash from identity.half_session where expires_at < now() limit 100 for update skip locked)`.execute(db);
  const { rows } = await sql<{ expiresAt: Date }>`
    insert into identity.half_session (token_hash, person_id, kind, password_hash, provider_token, address, expires_at)
    select ${half.tokenHash}, id, ${half.kind}, ${half.passwordHash}, ${half.providerToken}::bytea, ${half.address}, now() + make_interval(mins => ${half.minutes})
    from identity.person where id = ${half.personId} and state = 'active' and (${half.passwordHash}::text is null or password_hash = ${half.passwordHash})
    returning expires_at as "expiresAt"`.execute(db);
  return rows[0];
}

/** Undefined once it has run out, had too many wrong answers, or the person was suspended or got another password. */
export async function findHalfSession(db: Db, tokenHash: Buffer, mostWrong: number): Promise<HalfSession | undefined> {
  const { rows } = await sql<HalfSession>`
    select h.person_id as "personId", p.account, p.name, h.kind, h.password_hash as "passwordHash", h.challenge, h.provider_token as "providerToken"
    from identity.half_session h join identity.person p on p.id = h.person_id
    where h.token_hash = ${tokenHash} and h.expires_at > now() and h.wrong < ${mostWrong} and p.state = 'active'
      and (h.password_hash is null or h.password_hash = p.password_hash)`.execute(db);
  return rows[0];
}

/** Committed by itself: the refusal that follows must not take it back. */
export async function countWrong(db: Db, tokenHash: Buffer): Promise<void> {
  await sql`update identity.half_session set wrong = wrong + 1, challenge = null where token_hash = ${tokenHash}`.execute(db);
}

export async function askHalfSession(db: Db, tokenHash: Buffer, challenge: string): Promise<void> {
  await sql`update identity.half_session set challenge = ${challenge} where token_hash = ${tokenHash}`.execute(db);
}

/** False: another answer has finished it. */
export async function endHalfSession(db: Db, tokenHash: Buffer): Promise<boolean> {
  const { rows } = await sql`delete from identity.half_session where token_hash = ${tokenHash} returning 1`.execute(db);
  return rows.length > 0;
}

// One-time codes.

/** A secret that does not count yet, instead of one that never did; false where one counts. */
export async function beginTotp(db: Db, personId: number, secret: Buffer): Promise<boolean> {
  const { rows } = await sql`
    insert into identity.totp as t (person_id, secret) values (${personId}, ${secret})
    on conflict (person_id) do update set secret = excluded.secret, begun_at = now(), last_step = 0 where t.confirmed_at is null returning 1`.execute(db);
  return rows.length > 0;
}

/** One that was begun within the hour; `confirmed` where it counts already. */
export async function begunTotp(db: Db, personId: number): Promise<{ secret: Buffer; confirmed: boolean } | undefined> {
  const { rows } = await sql<{ secret: Buffer; confirmed: boolean }>`
    select secret, confirmed_at is not null as confirmed from identity.totp where person_id = ${personId} and (confirmed_at is not null or begun_at > now() - interval '1 hour') for update`.execute(db);
  return rows[0];
}

export async function confirmTotp(db: Db, personId: number): Promise<void> {
  await sql`update identity.totp set confirmed_at = now() where person_id = ${personId}`.execute(db);
}

/** Each code once, and none older than one that was taken; false: spent. */
export async function spendStep(db: Db, personId: number, step: number): Promise<boolean> {
  const { rows } = await sql`update identity.totp set last_step = ${step} where person_id = ${personId} and last_step < ${step} returning 1`.execute(db);
  return rows.length > 0;
}

// Passkeys.

/** False: this very key is somebody's already. */
export async function insertPasskey(db: Db, key: { personId: number; credentialId: string; publicKey: Uint8Array; counter: number; transports: readonly string[]; name: string }): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    insert into identity.passkey (person_id, credential_id, public_key, counter, transports, name)
    values (${key.personId}, ${key.credentialId}, ${Buffer.from(key.publicKey)}, ${key.counter}, ${[...key.transports]}::text[], ${key.name})
    on conflict (credential_id) do nothing returning id`.execute(db);
  return rows[0]?.id;
}

/** A counter only ever grows (or stays nought where a device has none); false: the answer comes from a copy of the key, or a second time. */
export async function countPasskey(db: Db, id: number, counter: number): Promise<boolean> {
  const { rows } = await sql`
    update identity.passkey set counter = ${counter}, last_used_at = now() where id = ${id} and (counter < ${counter} or (counter = 0 and ${counter}::bigint = 0)) returning 1`.execute(db);
  return rows.length > 0;
}

/** The one question that a session has open. */
export async function askPasskey(db: Db, sessionHash: Buffer, challenge: string): Promise<void> {
  await sql`
    insert into identity.passkey_question (session_hash, challenge, expires_at) values (${sessionHash}, ${challenge}, now() + interval '5 minutes')
    on conflict (session_hash) do update set challenge = excluded.challenge, expires_at = excluded.expires_at`.execute(db);
}

export async function takePasskeyQuestion(db: Db, sessionHash: Buffer): Promise<string | undefined> {
  const { rows } = await sql<{ challenge: string; open: boolean }>`delete from identity.passkey_question where session_hash = ${sessionHash} returning challenge, expires_at > now() as open`.execute(db);
  return rows[0]?.open ? rows[0].challenge : undefined;
}

// Recovery codes.

export async function replaceRecoveryCodes(db: Db, personId: number, hashes: readonly Buffer[]): Promise<void> {
  await sql`delete from identity.recovery_code where person_id = ${personId}`.execute(db);
  await sql`insert into identity.recovery_code (person_id, code_hash) select ${personId}, hash from unnest(${[...hashes]}::bytea[]) as one(hash)`.execute(db);
}

/** False: there is no such code, or it was used. */
export async function spendRecoveryCode(db: Db, personId: number, hash: Buffer): Promise<boolean> {
  const { rows } = await sql`update identity.recovery_code set used_at = now() where person_id = ${personId} and code_hash = ${hash} and used_at is null returning 1`.execute(db);
  return rows.length > 0;
}

// Taking away.

/** Without a passkey's id: the authenticator app. */
export async function removeFactor(db: Db, personId: number, passkeyId: number | undefined): Promise<boolean> {
  const { rows } = passkeyId === undefined
    ? await sql`delete from identity.totp where person_id = ${personId} and confirmed_at is not null returning 1`.execute(db)
    : await sql`delete from identity.passkey where person_id = ${personId} and id = ${passkeyId} returning 1`.execute(db);
  return rows.length > 0;
}

/** How many there were; recovery codes go with them. */
export async function removeFactors(db: Db, personId: number): Promise<number> {
  const { rows } = await sql<{ removed: number }>`
    with app as (delete from identity.totp where person_id = ${personId} returning 1),
    keys as (delete from identity.passkey where person_id = ${personId} returning 1),
    codes as (delete from identity.recovery_code where person_id = ${personId} returning 1)
    select (select count(*) from app)::int + (select count(*) from keys)::int as removed`.execute(db);
  return rows[0]?.removed ?? 0;
}

export async function forgetRecoveryCodes(db: Db, personId: number): Promise<void> {
  await sql`delete from identity.recovery_code where person_id = ${personId}`.execute(db);
}

// What he sees of it.

export type SecurityRow = {
  required: boolean; totpSince: string | null; recoveryCodesLeft: number; providerSince: string | null;
  passkeys: { id: number; name: string; createdAt: string; lastUsedAt: string | null }[];
  sessions: { id: string; kind: SessionKind; address: string; createdAt: string; lastSeenAt: string; isThis: boolean }[];
};

export async function readSecurity(db: Db, personId: number, session: Buffer | null): Promise<SecurityRow | undefined> {
  const utc = (column: string) => sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const { rows } = await sql<SecurityRow>`
    select f.required,
      (select ${utc('t.confirmed_at')} from identity.totp t where t.person_id = f.person_id) as "totpSince",
      (select count(*)::int from identity.recovery_code c where c.person_id = f.person_id and c.used_at is null) as "recoveryCodesLeft",
      (select ${utc('a.linked_at')} from identity.provider_account a where a.person_id = f.person_id order by a.linked_at limit 1) as "providerSince",
      (select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name, 'createdAt', ${utc('k.created_at')}, 'lastUsedAt', ${utc('k.last_used_at')}) order by k.id), '[]')
       from identity.passkey k where k.person_id = f.person_id) as passkeys,
      (select coalesce(jsonb_agg(jsonb_build_object('id', left(encode(s.token_hash, 'hex'), 32), 'kind', s.kind, 'address', s.address, 'createdAt', ${utc('s.created_at')},
                'lastSeenAt', ${utc('s.last_seen_at')}, 'isThis', s.token_hash is not distinct from ${session}::bytea) order by s.last_seen_at desc), '[]')
       from identity.session s where s.person_id = f.person_id and s.ended_at is null and s.expires_at > now() and s.last_seen_at + s.may_idle > now()) as sessions
    from identity.second_factor_facts f where f.person_id = ${personId}`.execute(db);
  return rows[0];
}

export async function secondFactorOf(db: Db, personId: number): Promise<{ required: boolean; enrolled: boolean }> {
  const { rows } = await sql<{ required: boolean; enrolled: boolean }>`select required, enrolled from identity.second_factor_facts where person_id = ${personId}`.execute(db);
  return rows[0] ?? { required: false, enrolled: false };
}

// What the installation decides.

export async function asksAdministrators(db: Db): Promise<boolean> {
  const { rows } = await sql<{ required: boolean }>`select second_factor_required as required from identity.sign_in_policy`.execute(db);
  return rows[0]?.required ?? false;
}

export async function setAsksAdministrators(db: Db, required: boolean): Promise<void> {
  await sql`update identity.sign_in_policy set second_factor_required = ${required} where second_factor_required <> ${required}`.execute(db);
}

// The identity provider.

export type Known = { personId: number; account: string; name: string; state: 'active' | 'suspended' };

/** By the lasting subject; otherwise by account, together with the subject that this account had last time. */
export async function findByProvider(db: Db, issuer: string, subject: string, account: string | null): Promise<(Known & { linkedSubject: string | null }) | undefined> {
  const { rows } = await sql<Known & { linkedSubject: string | null }>`
    select p.id as "personId", p.account, p.name, p.state, a.subject as "linkedSubject"
    from identity.person p left join identity.provider_account a on a.person_id = p.id and a.issuer = ${issuer}
    where a.subject = ${subject}
      or (lower(p.account) = lower(${account}::text) and not exists (select from identity.provider_account o where o.issuer = ${issuer} and o.subject = ${subject}))`.execute(db);
  return rows[0];
}

/** False: meanwhile the account was linked with another subject, or the subject with another account. */
export async function linkProvider(db: Db, issuer: string, subject: string, personId: number): Promise<boolean> {
  const { rows } = await sql`
    insert into identity.provider_account (issuer, subject, person_id) values (${issuer}, ${subject}, ${personId}) on conflict do nothing returning 1`.execute(db);
  if (rows.length > 0) return true;
  const held = await sql`select from identity.provider_account where issuer = ${issuer} and subject = ${subject} and person_id = ${personId}`.execute(db);
  return held.rows.length > 0;
}
