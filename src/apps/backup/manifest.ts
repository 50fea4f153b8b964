import { createCipheriv, createDecipheriv, createHash, randomBytes, scryptSync, sign, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { publicKeysOf, type SigningKey } from '../../platform/audit-chain.ts';
import { StartError } from '../../platform/start-error.ts';

// What a backup says of itself. Every part is named with its hash; the manifest's own stands beside it, signed.

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const part = z.object({ file: z.string().regex(/^[\w./-]+$/).refine((file) => !file.includes('..')), bytes: z.int().nonnegative(), sha256 });
export type Part = z.output<typeof part>;

const shape = z.object({
  format: z.literal(1),
  kind: z.enum(['export', 'base']),
  /** The program that made it. */
  version: z.string(),
  /** The database's clock when the snapshot was taken. */
  at: z.iso.datetime(),
  epoch: z.uuid(),
  /** The newest migration, and the hash of each: tables are loaded into exactly this structure. */
  migrations: z.array(z.object({ number: z.int(), name: z.string(), sha256 })),
  audit: z.object({ seq: z.int(), head: z.string() }),
  tables: z.array(z.object({ schema: z.string(), name: z.string(), columns: z.array(z.string()), rows: z.int(), part: part.nullable() })),
  sequences: z.array(z.object({ schema: z.string(), name: z.string(), value: z.string().nullable() })),
  /** What else is needed: the list of pictures, the audit's witnesses, the keys; of a base backup its archives. */
  parts: z.array(part),
  pictures: z.object({ count: z.int(), bytes: z.int() }),
  /** Pictures that were gone or no longer what their names say when the backup was made. */
  damaged: z.array(z.string()),
  keys: z.enum(['none', 'plain', 'sealed']),
});
export type Manifest = z.output<typeof shape>;

export const names = { manifest: 'manifest.json', seal: 'manifest.sig.json', pictures: 'pictures.list', keys: 'keys.json', checkpoints: 'audit-checkpoints.jsonl', publicKey: 'audit-public-key.pem' } as const;

const seal = z.object({ sha256, key: z.string(), publicKey: z.string(), signature: z.string() });

export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(shape.parse(manifest), null, 1)}\n`;
}

export function sealText(text: string, key: SigningKey): string {
  const digest = createHash('sha256').update(text).digest('hex');
  return `${JSON.stringify({ sha256: digest, key: key.id, publicKey: key.publicPem, signature: sign(null, Buffer.from(`jingwei backup ${digest}`), key.privateKey).toString('base64url') }, null, 1)}\n`;
}

export type ReadManifest = { readonly manifest: Manifest; readonly signedBy: string };

/** Throws a `StartError` for what is no backup, is not whole, or was changed. */
export async function readManifest(folder: string): Promise<ReadManifest> {
  const text = await readFile(path.join(folder, names.manifest), 'utf8').catch((error: unknown) => {
    throw new StartError('restore/no-manifest', `${folder} 不是备份：没有 ${names.manifest}。 ${folder} is no backup: it has no ${names.manifest}.`, 1, error);
  });
  const sealed = seal.safeParse(parsed(await readFile(path.join(folder, names.seal), 'utf8').catch(() => '')));
  const digest = createHash('sha256').update(text).digest('hex');
  const key = sealed.success ? publicKeysOf(sealed.data.publicKey).get(sealed.data.key) : undefined;
  if (!sealed.success || sealed.data.sha256 !== digest || key === undefined || !verify(null, Buffer.from(`jingwei backup ${digest}`), key, Buffer.from(sealed.data.signature, 'base64url'))) {
    throw new StartError('restore/manifest', `备份清单 ${names.manifest} 与其签名不符：备份不完整或被改过。 The manifest does not fit its signature: the backup is cut or was changed.`);
  }
  const manifest = shape.safeParse(parsed(text));
  if (!manifest.success) throw new StartError('restore/manifest', `读不懂备份清单，可能由更新的版本制作。 The manifest cannot be read; a newer version may have made it.`);
  return { manifest: manifest.data, signedBy: sealed.data.key };
}

/** The part is there, as long as it was, and byte for byte what it was. */
export async function checkPart(folder: string, { file, bytes, sha256: expected }: Part): Promise<void> {
  const found = await digestOf(path.join(folder, file)).catch(() => undefined);
  if (found === undefined) throw new StartError('restore/part-missing', `备份缺少 ${file}。 The backup lacks ${file}.`);
  if (found.bytes !== bytes) throw new StartError('restore/part-cut', `备份的 ${file} 应有 ${bytes} 字节，现有 ${found.bytes}：不完整。 ${file} of the backup has ${found.bytes} bytes instead of ${bytes}.`);
  if (found.sha256 !== expected) throw new StartError('restore/part-changed', `备份的 ${file} 与清单的校验值不符：被改过或已损坏。 ${file} of the backup does not fit its hash: it was changed or is damaged.`);
}

export async function digestOf(file: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const digest = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1_048_576 })) {
    if (!Buffer.isBuffer(chunk)) continue;
    digest.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: digest.digest('hex') };
}

/** Files of the data folder that are secret, by name. */
export type Keys = Readonly<Record<string, string>>;

const keysShape = z.record(z.string(), z.string());
const sealedShape = z.object({ scrypt: z.object({ N: z.int(), r: z.int(), p: z.int(), salt: z.string() }), nonce: z.string(), tag: z.string(), data: z.string() });
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1_048_576 };

/** With a passphrase: AES-256-GCM under a key that scrypt makes of it. */
export function keysText(keys: Keys, passphrase: string | undefined): string {
  const plain = JSON.stringify(keys, null, 1);
  if (passphrase === undefined) return `${plain}\n`;
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', scryptSync(passphrase, salt, 32, cost), nonce);
  const data = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  const base64 = (bytes: Buffer): string => bytes.toString('base64');
  return `${JSON.stringify({ scrypt: { N: cost.N, r: cost.r, p: cost.p, salt: base64(salt) }, nonce: base64(nonce), tag: base64(cipher.getAuthTag()), data: base64(data) }, null, 1)}\n`;
}

/** Null: the passphrase is not the one that sealed them. */
export function openKeys(text: string, passphrase: string | undefined): Keys | null {
  const sealed = sealedShape.safeParse(parsed(text));
  if (!sealed.success) {
    const plain = keysShape.safeParse(parsed(text));
    return plain.success ? plain.data : null;
  }
  if (passphrase === undefined) return null;
  const { scrypt, nonce, tag, data } = sealed.data;
  // What the file asks for is bounded: it may come from anywhere.
  if (scrypt.N > 2 ** 20 || scrypt.r > 32 || scrypt.p > 4) return null;
  try {
    const bytes = (value: string): Buffer => Buffer.from(value, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', scryptSync(passphrase, bytes(scrypt.salt), 32, { N: scrypt.N, r: scrypt.r, p: scrypt.p, maxmem: 2_048 * 1_048_576 }), bytes(nonce), { authTagLength: 16 });
    decipher.setAuthTag(bytes(tag));
    const opened = keysShape.safeParse(parsed(Buffer.concat([decipher.update(bytes(data)), decipher.final()]).toString('utf8')));
    return opened.success ? opened.data : null;
  } catch {
    return null;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
