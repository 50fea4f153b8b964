import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseCheckpoint, publicKeysOf, type PublicKeys, type SignedCheckpoint, type SigningKey } from './audit-chain.ts';
import { appendLines } from './audit-sequencer.ts';
import type { Config } from './config.ts';

// What lies outside of the database: the checkpoints' file and the public keys.

export function checkpointsFile(config: Config): string {
  return config.auditCheckpoints ?? path.join(config.dataDir, 'audit-checkpoints.jsonl');
}

export function publicKeyFile(dataDir: string): string {
  return path.join(dataDir, 'audit-public-key.pem');
}

/** The key's public half beside the data, for whoever verifies; those of earlier keys stay. */
export async function publishKey(dataDir: string, key: SigningKey): Promise<void> {
  const file = publicKeyFile(dataDir);
  const known = await readFile(file, 'utf8').catch(() => '');
  if (!publicKeysOf(known).has(key.id)) await appendLines(file, [key.publicPem.trim()]);
}

/** Undefined: there is no such file. */
export async function readPublicKeys(file: string): Promise<PublicKeys | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : publicKeysOf(text);
}

/** Every checkpoint of a witness's file; `unreadable` lines are none: of these there may be one, cut by a crash. */
export async function readCheckpoints(file: string): Promise<{ readonly checkpoints: readonly SignedCheckpoint[]; readonly unreadable: number }> {
  const checkpoints: SignedCheckpoint[] = [];
  let unreadable = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const parsed = line.trim() === '' ? null : parseCheckpoint(line);
    if (parsed) checkpoints.push(parsed);
    else if (line.trim() !== '') unreadable += 1;
  }
  return { checkpoints, unreadable };
}
