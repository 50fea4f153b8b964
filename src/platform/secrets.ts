import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { StartError } from './start-error.ts';

/** Every secret that Jingwei makes for itself: name → value. Kept in one file that only its account can read. */
export type SecretsFile = Readonly<Record<string, string>>;

/** The secrets kept in this data folder; empty where none were made yet. */
export async function readSecrets(dataDir: string): Promise<SecretsFile> {
  const file = secretsPath(dataDir);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new StartError('secrets/unreadable', `本账号读不了 ${file}。 ${file} cannot be read by this account.`, 1, error);
  }
  const parsed = secretsFile.safeParse(parseJson(text));
  if (!parsed.success) throw new StartError('secrets/damaged', `${file} 已损坏，请从备份恢复。 ${file} is damaged; put back its backup.`);
  return parsed.data;
}

/**
 * Makes the named secrets that do not exist yet (24 random bytes, base64url) and returns all.
 * Call it only with the data folder locked: two writers would lose one another's secrets.
 */
export async function ensureSecrets(dataDir: string, names: readonly string[]): Promise<SecretsFile> {
  const kept = await readSecrets(dataDir);
  const missing = names.filter((name) => kept[name] === undefined);
  if (missing.length === 0) return kept;
  const all = { ...kept, ...Object.fromEntries(missing.map((name) => [name, randomBytes(24).toString('base64url')])) };
  await writeWhole(secretsPath(dataDir), `${JSON.stringify(all, null, 2)}\n`);
  return all;
}

export function secretsPath(dataDir: string): string {
  return path.join(dataDir, 'secrets.json');
}

const secretsFile = z.record(z.string(), z.string());

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Written aside, flushed and renamed, so that a crash leaves the old file or the new one. */
async function writeWhole(file: string, text: string): Promise<void> {
  // Beside a database of the operator's own nobody has made the folder yet.
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const aside = `${file}.new`;
  const handle = await open(aside, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await chmod(aside, 0o600);
  await rename(aside, file);
}
