import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startEmbedded } from '../src/platform/embedded.ts';
import { createLog, silentLog } from '../src/platform/log.ts';
import { migrate } from '../src/platform/migrate.ts';
import { StartError } from '../src/platform/start-error.ts';
import { declared } from '../src/apps/contracts.ts';
import { version } from '../src/apps/version.ts';
import { openapiOf } from '../src/platform/openapi.ts';
import { printDbTypes } from './db-types.ts';
import { printSchema } from './schema.ts';

/** A committed file that is made, never written by hand. */
type Generated = { readonly file: string; readonly print: (ownerUrl: string) => Promise<string> };

const generated: readonly Generated[] = [
  { file: 'schema.sql', print: printSchema },
  { file: 'src/platform/db-types.ts', print: printDbTypes },
  { file: 'openapi.json', print: () => Promise.resolve(`${JSON.stringify(openapiOf(declared, version), null, 1)}\n`) },
];

const root = path.resolve(import.meta.dirname, '..');
const isCheck = process.argv.includes('--check');

/** Makes the generated files again; with `--check` only says which of them are stale, and ends with 1. */
async function main(): Promise<void> {
  const stale = await withMigrated(async (ownerUrl) => {
    const changed: string[] = [];
    for (const { file, print } of generated) {
      const target = path.join(root, file);
      const before = (await readFile(target, 'utf8').catch(() => '')).replace(/\r\n/gu, '\n');
      const after = await print(ownerUrl);
      if (after === before) continue;
      changed.push(file);
      if (!isCheck) await writeFile(target, after);
    }
    return changed;
  });
  if (stale.length === 0) process.stdout.write('All generated files are fresh.\n');
  else if (!isCheck) process.stdout.write(`Made again: ${stale.join(', ')}.\n`);
  else {
    process.stderr.write(`Stale: ${stale.join(', ')}; run "npm run generate" and commit the result.\n`);
    process.exitCode = 1;
  }
}

async function withMigrated<T>(use: (ownerUrl: string) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(path.join(process.platform === 'linux' ? '/var/tmp' : os.tmpdir(), 'jingwei-generate-'));
  // The database's own account passes through it.
  await chmod(dataDir, 0o711);
  try {
    // Thrown away in a moment, so nothing is waited for until it is on the disk.
    const server = await startEmbedded({ dataDir, log: createLog({ level: 'error' }), settings: { fsync: 'off' } });
    const stop = (): void => void server.stop().then(() => process.exit(1));
    process.once('SIGINT', stop).once('SIGTERM', stop);
    try {
      await migrate(server.ownerUrl, path.join(root, 'migrations'), silentLog);
      return await use(server.ownerUrl);
    } finally {
      await server.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
