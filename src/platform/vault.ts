import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from './db.ts';
import { ensureSecrets } from './secrets.ts';

// Single fields of people, sealed so that neither the files of the database, nor its log, nor a dump of it tells them, and
// found again by a keyed hash. A data key for each class of fields lies in the database, wrapped by a key that does not.

/** What is sealed with a key of its own: numbers of documents, ways to reach somebody, what is known of his need. */
export const vaultClasses = ['document', 'contact', 'care'] as const;
export type VaultClass = (typeof vaultClasses)[number];

/** Where a value belongs: what was sealed for one place opens in no other. */
export type Place = { readonly table: string; readonly column: string; readonly row: string };

export type Vault = {
  readonly seal: (kind: VaultClass, place: Place, plain: string) => Buffer;
  /** Null: not sealed for this place, changed since, or under a key that is lost. */
  readonly open: (kind: VaultClass, place: Place, sealed: Buffer) => string | null;
  /** For exact look-up alone: equal values of one column have equal hashes, and without the key nobody can try values. */
  readonly hash: (column: string, value: string) => Buffer;
};

/** Data keys of a class, by their version; the highest seals. */
export type DataKeys = Readonly<Record<VaultClass, ReadonlyMap<number, Buffer>>>;

const format = 1;
const headLength = 3 + 12 + 16;

/** AES-256-GCM. One byte of format, two of key version, twelve of nonce, sixteen of tag, then the text. */
export function makeVault(keys: DataKeys, lookupSecret: string): Vault {
  const columns = new Map<string, Buffer>();
  const columnKey = (column: string): Buffer => {
    const key = columns.get(column) ?? Buffer.from(hkdfSync('sha256', lookupSecret, '', `look-up ${column}`, 32));
    columns.set(column, key);
    return key;
  };
  return {
    seal(kind, place, plain) {
      const version = Math.max(...keys[kind].keys());
      const key = keys[kind].get(version);
      if (!key) throw new Error(`There is no data key for ${kind}.`);
      const head = Buffer.alloc(3);
      head.writeUInt8(format, 0);
      head.writeUInt16BE(version, 1);
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(about(kind, place, head));
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([head, nonce, cipher.getAuthTag(), text]);
    },
    open(kind, place, sealed) {
      if (sealed.length < headLength || sealed[0] !== format) return null;
      const key = keys[kind].get(sealed.readUInt16BE(1));
      if (!key) return null;
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(3, 15), { authTagLength: 16 }).setAAD(about(kind, place, sealed.subarray(0, 3))).setAuthTag(sealed.subarray(15, headLength));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(headLength)), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
    hash: (column, value) => createHmac('sha256', columnKey(column)).update(value).digest(),
  };
}

function about(kind: VaultClass, { table, column, row }: Place, head: Buffer): Buffer {
  return Buffer.concat([head, Buffer.from(`${kind}|${table}|${column}|${row}`)]);
}

/** Keys that wrap, newest last, and the one that hashes. In the secrets file, never in the database. */
export type VaultSecrets = { readonly wrapping: readonly string[]; readonly lookup: string };

/** Called with the data folder locked. `fresh`: one more wrapping key, for `rotateKeys`. */
export async function vaultSecretsOf(dataDir: string, fresh = false): Promise<VaultSecrets> {
  const all = await ensureSecrets(dataDir, ['fieldKeys1', 'fieldLookup']);
  const count = Object.keys(all).filter((name) => /^fieldKeys\d+$/u.test(name)).length;
  const whole = fresh ? await ensureSecrets(dataDir, [`fieldKeys${count + 1}`]) : all;
  const wrapping = Object.entries(whole).filter(([name]) => /^fieldKeys\d+$/u.test(name)).sort(([a], [b]) => Number(a.slice(9)) - Number(b.slice(9))).map(([, secret]) => secret);
  return { wrapping, lookup: whole['fieldLookup'] ?? '' };
}

/** Reads the data keys and makes those that are missing. A key that none of the secrets unwraps is lost, and a new version takes its place. */
export async function openVault(db: Db, secrets: VaultSecrets): Promise<{ readonly vault: Vault; /** Versions whose wrapping key is not here: what they sealed is not read. */ readonly lost: number }> {
  let { keys, lost, highest } = await readKeys(db, secrets);
  const missing = vaultClasses.filter((kind) => keys[kind].size === 0);
  if (missing.length > 0) {
    await addKeys(db, secrets, missing.map((kind) => ({ kind, version: (highest.get(kind) ?? 0) + 1 })));
    // Another process may have been first: what stands there counts.
    ({ keys, lost, highest } = await readKeys(db, secrets));
  }
  return { vault: makeVault(keys, secrets.lookup), lost };
}

/** All data keys wrapped anew by the newest secret, and a new one for each class, which seals from the next start on. Old values are still read. */
export async function rotateKeys(db: Db, secrets: VaultSecrets): Promise<{ readonly wrapped: number; readonly made: number }> {
  const newest = secrets.wrapping.at(-1);
  if (newest === undefined) throw new Error('There is no wrapping key.');
  const { keys, highest } = await readKeys(db, secrets);
  let wrapped = 0;
  for (const kind of vaultClasses) {
    for (const [version, key] of keys[kind]) {
      await sql`update platform.data_key set wrapped = ${wrap(newest, kind, version, key)}::bytea where class = ${kind} and version = ${version}`.execute(db);
      wrapped += 1;
    }
  }
  await addKeys(db, secrets, vaultClasses.map((kind) => ({ kind, version: (highest.get(kind) ?? 0) + 1 })));
  return { wrapped, made: vaultClasses.length };
}

async function readKeys(db: Db, { wrapping }: VaultSecrets): Promise<{ keys: Record<VaultClass, Map<number, Buffer>>; lost: number; highest: Map<string, number> }> {
  const { rows } = await sql<{ class: VaultClass; version: number; wrapped: Buffer }>`select class, version, wrapped from platform.data_key order by class, version`.execute(db);
  const keys: Record<VaultClass, Map<number, Buffer>> = { document: new Map(), contact: new Map(), care: new Map() };
  const highest = new Map<string, number>();
  let lost = 0;
  for (const row of rows) {
    highest.set(row.class, row.version);
    const key = wrapping.map((secret) => unwrap(secret, row.class, row.version, row.wrapped)).find((one) => one !== null);
    if (key) keys[row.class].set(row.version, key);
    else lost += 1;
  }
  return { keys, lost, highest };
}

async function addKeys(db: Db, { wrapping }: VaultSecrets, wanted: readonly { readonly kind: VaultClass; readonly version: number }[]): Promise<void> {
  const newest = wrapping.at(-1);
  if (newest === undefined) throw new Error('There is no wrapping key.');
  for (const { kind, version } of wanted) {
    await sql`insert into platform.data_key (class, version, wrapped) values (${kind}, ${version}, ${wrap(newest, kind, version, randomBytes(32))}::bytea) on conflict (class, version) do nothing`.execute(db);
  }
}

function wrappingKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'data keys', 32));
}

function wrap(secret: string, kind: VaultClass, version: number, key: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', wrappingKey(secret), nonce).setAAD(Buffer.from(`${kind} ${version}`));
  const text = Buffer.concat([cipher.update(key), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

function unwrap(secret: string, kind: VaultClass, version: number, wrapped: Buffer): Buffer | null {
  const decipher = createDecipheriv('aes-256-gcm', wrappingKey(secret), wrapped.subarray(0, 12), { authTagLength: 16 }).setAAD(Buffer.from(`${kind} ${version}`)).setAuthTag(wrapped.subarray(12, 28));
  try {
    return Buffer.concat([decipher.update(wrapped.subarray(28)), decipher.final()]);
  } catch {
    return null;
  }
}
