import type { FastifyInstance } from 'fastify';
import type { SigningKey } from '../platform/audit-chain.ts';
import { openSequencer } from '../platform/audit-sequencer.ts';
import { checkpointsFile } from '../platform/audit-witness.ts';
import type { Config } from '../platform/config.ts';
import type { Db } from '../platform/db.ts';
import { cookieOf } from '../platform/http.ts';
import type { Log } from '../platform/log.ts';

const everyMs = 5_000;

type Ground = { readonly open: { readonly db: Db }; readonly log: Log; readonly auditKey: SigningKey };

/**
 * Links the audit every few seconds and signs it every minute. An installation in which nothing happens asks one small
 * question each time and writes nothing: no checkpoint either, for the last one still says all there is.
 */
export function startAuditChain(config: Config, { open: { db }, log, auditKey }: Ground, isShort: () => boolean = () => false): { readonly header: () => string | null; readonly stop: () => Promise<void> } {
  const sequencer = openSequencer({ db, log, key: auditKey, file: checkpointsFile(config) });
  const timer = setInterval(() => { if (!isShort()) void sequencer.run(); }, everyMs);
  void sequencer.run();
  return {
    header: sequencer.header,
    stop: async () => {
      clearInterval(timer);
      // What happened since the last minute is signed too, so that nothing can be cut off while the server is down.
      await sequencer.run(true);
    },
  };
}

/** Makes witnesses of whoever is signed in: the newest checkpoint goes out with what he asked for. */
export function handOutCheckpoints(app: FastifyInstance, header: () => string | null): void {
  app.addHook('onSend', async (request, reply) => {
    if (!request.url.startsWith('/api/') || (request.headers.authorization === undefined && cookieOf(request) === null)) return;
    const checkpoint = header();
    if (checkpoint !== null) void reply.header('jingwei-audit', checkpoint);
  });
}
