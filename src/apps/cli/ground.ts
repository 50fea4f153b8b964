import type { Config, Secrets } from '../../platform/config.ts';
import { openDb } from '../../platform/db.ts';
import { attachEmbedded } from '../../platform/embedded.ts';
import type { House } from '../../platform/action.ts';
import { createLog } from '../../platform/log.ts';
import { followCodes } from '../../platform/follow-code.ts';
import { photoSigner } from '../../platform/photo-signer.ts';
import { openVault, vaultSecretsOf } from '../../platform/vault.ts';
import { openGround, type Ground } from '../server.ts';
import { stoppable } from './stopping.ts';

export const line = (text: string): void => { process.stdout.write(`${text}\n`); };

/** Opens the database for one command and closes it again, whatever happens. What is logged is for somebody who must go and look. */
export function withGround(config: Config, secrets: Secrets, use: (ground: Ground) => Promise<void>): Promise<void> {
  return stoppable(async (opened) => {
    const ground = await openGround({ ...config, logLevel: config.logLevel === 'info' ? 'error' : config.logLevel }, secrets, line);
    try {
      await opened(ground.postgres.stop);
      await use(ground);
    } finally {
      await ground.stop();
    }
  });
}

/** The same beside a Jingwei that is serving this data folder, whose database is then used and left running. */
export async function withHouse(config: Config, secrets: Secrets, use: (house: House) => Promise<void>): Promise<void> {
  const running = secrets.databaseUrl === undefined ? await attachEmbedded(config.dataDir) : undefined;
  if (running === undefined) return withGround(config, secrets, (ground) => use(ground.house));
  const open = openDb(running.appUrl, { applicationName: 'jingwei command', max: 4 });
  try {
    // Beside a Jingwei that serves, the secrets are there already and none is made.
    const { vault } = await openVault(open.db, await vaultSecretsOf(config.dataDir));
    await use({ vault, db: open.db, log: createLog({ level: 'error' }), signPhoto: photoSigner(''), followCodes: followCodes(''), published: () => undefined });
  } finally {
    await open.close();
  }
}
