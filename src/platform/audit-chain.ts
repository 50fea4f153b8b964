import { createHash, createPrivateKey, createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';

// The rules of the audit's chain: what is hashed, what is signed, how both are written. No I/O.

/** Before the first link. */
export const chainStart: Buffer = Buffer.alloc(32);

/**
 * One row of `platform.audit` as it is hashed: a JSON array in UTF-8, elements separated by `", "`, in this order:
 * id; at, in microseconds since 1970-01-01 UTC; personId; personName; inNameOf; post; operation; subject; outcome;
 * refused; input, as PostgreSQL prints `jsonb`; address. Absent values are `null`, numbers are decimal integers. Strings
 * escape `"`, `\`, and what is below U+0020 (`\b \f \n \r \t`, otherwise `\u00xx` in small letters), and nothing else.
 * It depends on no time zone, no setting and no version of the server (the format of `jsonb` as text has stood since
 * 9.4), and `canonicalSql` has the server print exactly this.
 */
export function canonicalRow(row: CanonicalRow): string {
  const { id, atMicros, personId, personName, inNameOf, post, operation, subject, outcome, refused, inputText, address } = row;
  const text = (value: string | null): string => JSON.stringify(value);
  return `[${[id, atMicros, personId ?? 'null', text(personName), text(inNameOf), text(post), text(operation), text(subject), text(outcome), text(refused), inputText, text(address)].join(', ')}]`;
}

export type CanonicalRow = {
  readonly id: number;
  readonly atMicros: bigint;
  readonly personId: number | null;
  readonly personName: string;
  readonly inNameOf: string | null;
  readonly post: string;
  readonly operation: string;
  readonly subject: string;
  readonly outcome: string;
  readonly refused: string | null;
  /** `input::text` */
  readonly inputText: string;
  readonly address: string;
};

/**
 * SHA-256 of the canonical row, of `platform.audit` as `a`. Written into each query and never kept as a function in the
 * database: whoever owns that could have it answer as he likes.
 */
export const rowDigestSql = `pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.json_build_array(
  a.id, (extract(epoch from a.at) * 1000000)::bigint, a.person_id, a.person_name, a.in_name_of, a.post, a.operation,
  a.subject, a.outcome, a.refused, a.input, a.address)::text, 'UTF8'))`;

export function rowDigest(row: CanonicalRow): Buffer {
  return createHash('sha256').update(canonicalRow(row)).digest();
}

/** h(n) = SHA-256(h(n-1) ‖ SHA-256(canonical row)): the inner hash lets the server read rows, and us only their digests. */
export function linkHash(previous: Buffer, digest: Buffer): Buffer {
  both.set(previous, 0);
  both.set(digest, 32);
  return hash('sha256', both, 'buffer');
}
const both = Buffer.alloc(64);

/** A place in the chain that was signed: up to `seq` there are `count` rows, and their links end in `head` (hex). */
export type Checkpoint = {
  /** Of the installation; a restore begins a new one. */
  readonly epoch: string;
  readonly seq: number;
  readonly head: string;
  readonly count: number;
  /** The database's clock, ISO 8601 in UTC to the millisecond. */
  readonly at: string;
  /** On the first one after a restore: the epoch that ended here; what it had beyond this place is given up. */
  readonly afterEpoch: string | null;
  /** Which key signed. */
  readonly key: string;
};
export type SignedCheckpoint = Checkpoint & { readonly signature: string };

export type SigningKey = { readonly id: string; readonly privateKey: KeyObject; readonly publicPem: string };

/** The key that belongs to a kept secret; the same secret gives the same key. */
export function signingKeyOf(secret: string): SigningKey {
  if (secret === '') throw new Error('a signing key needs its secret');
  const seed = createHash('sha256').update('jingwei audit signing key 1\n').update(secret).digest();
  // RFC 8410: a private key of Ed25519 in PKCS#8 is these sixteen bytes and the seed.
  const privateKey = createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  return { id: keyIdOf(publicKey), privateKey, publicPem: String(publicKey.export({ format: 'pem', type: 'spki' })) };
}

export type PublicKeys = ReadonlyMap<string, KeyObject>;

/** Every public key in a PEM text, by its id; text between them is ignored. */
export function publicKeysOf(pem: string): PublicKeys {
  const blocks = pem.match(/-----BEGIN PUBLIC KEY-----[\s\S]*?-----END PUBLIC KEY-----/gu) ?? [];
  return new Map(blocks.map((block) => createPublicKey(block)).filter((key) => key.asymmetricKeyType === 'ed25519').map((key) => [keyIdOf(key), key]));
}

function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256').update(publicKey.export({ format: 'der', type: 'spki' })).digest('hex').slice(0, 16);
}

export function signCheckpoint(checkpoint: Omit<Checkpoint, 'key'>, key: SigningKey): SignedCheckpoint {
  const named = { ...checkpoint, key: key.id };
  return { ...named, signature: sign(null, Buffer.from(signedText(named)), key.privateKey).toString('base64url') };
}

/** False also where the key is not among these. */
export function isGenuine(checkpoint: SignedCheckpoint, keys: PublicKeys): boolean {
  const key = keys.get(checkpoint.key);
  return key !== undefined && verify(null, Buffer.from(signedText(checkpoint)), key, Buffer.from(checkpoint.signature, 'base64url'));
}

function signedText({ epoch, seq, head, count, at, afterEpoch, key }: Checkpoint): string {
  return `jingwei audit checkpoint 1\n${[epoch, seq, head, count, at, afterEpoch ?? '-', key].join('\n')}\n`;
}

/** In one line of ASCII, for a response's header: the fields in the order of the signed text, then the signature. */
export function checkpointHeader({ epoch, seq, head, count, at, afterEpoch, key, signature }: SignedCheckpoint): string {
  return [epoch, seq, head, count, at, afterEpoch ?? '-', key, signature].join(' ');
}

/** A line of a witness's file: JSON as the server writes it, or a header as a client kept it. Null: neither. */
export function parseCheckpoint(line: string): SignedCheckpoint | null {
  const bare = line.trim().replace(/^jingwei-audit:\s*/iu, '');
  if (bare.startsWith('{')) {
    const parsed = checkpointShape.safeParse(jsonOf(bare));
    return parsed.success ? parsed.data : null;
  }
  const [epoch, seq, head, count, at, afterEpoch, key, signature, ...rest] = bare.split(' ');
  const parsed = checkpointShape.safeParse({ epoch, seq: Number(seq), head, count: Number(count), at, afterEpoch: afterEpoch === '-' ? null : afterEpoch, key, signature });
  return parsed.success && rest.length === 0 ? parsed.data : null;
}

const checkpointShape = z.object({
  epoch: z.uuid(), seq: z.int().nonnegative(), head: z.string().regex(/^[0-9a-f]{64}$/), count: z.int().nonnegative(), at: z.iso.datetime(),
  afterEpoch: z.uuid().nullable(), key: z.string().regex(/^[0-9a-f]{16}$/), signature: z.string().regex(/^[\w-]{86}$/),
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * How far an epoch's checkpoints bind the chain. A restore goes back to its backup, and says so in a signed checkpoint:
 * what the old epoch had beyond that place is not missing but given up.
 */
export function bindingUpTo(epoch: string, genuine: readonly Checkpoint[]): number {
  const limit = (of: string, seen: ReadonlySet<string>): number => Math.min(Infinity, ...genuine
    .filter(({ afterEpoch, epoch: next }) => afterEpoch === of && !seen.has(next))
    .map(({ seq, epoch: next }) => Math.min(seq, limit(next, new Set([...seen, next])))));
  return limit(epoch, new Set([epoch]));
}

/** One link and what stands behind it; `digest` null: its row is gone. */
export type WalkedLink = { readonly seq: number; readonly auditId: number; readonly hash: Buffer; readonly digest: Buffer | null };
export type Break = { readonly kind: 'changed' | 'deleted' | 'inserted' | 'reordered'; readonly seq: number; readonly auditId: number | null };

/** The first place where these links, which should follow one another from `previous`, do not; null where all is well. */
export function firstBreak(links: readonly WalkedLink[], previous: { readonly seq: number; readonly hash: Buffer }): Break | null {
  let { seq, hash: head } = previous;
  for (const [index, link] of links.entries()) {
    seq += 1;
    if (link.seq !== seq) return { kind: 'deleted', seq, auditId: null };
    if (link.digest === null) return { kind: 'deleted', seq, auditId: link.auditId };
    if (!linkHash(head, link.digest).equals(link.hash)) return { kind: kindOf(links, index, head), seq, auditId: link.auditId };
    head = link.hash;
  }
  return null;
}

function kindOf(links: readonly WalkedLink[], index: number, head: Buffer): Break['kind'] {
  const broken = links[index];
  const fits = (digest: Buffer | null | undefined, hashed: Buffer | undefined): boolean => digest !== null && digest !== undefined && hashed !== undefined && linkHash(head, digest).equals(hashed);
  // Without it the chain would be whole: it was put in between.
  const next = links[index + 1];
  if (fits(next?.digest, next?.hash)) return 'inserted';
  // This place was another row's.
  if (links.some((other) => other !== broken && fits(other.digest, broken?.hash))) return 'reordered';
  return 'changed';
}
