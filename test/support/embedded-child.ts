import { startEmbedded } from '../../src/platform/embedded.ts';
import { silentLog } from '../../src/platform/log.ts';
import { StartError } from '../../src/platform/start-error.ts';

// A Jingwei that only keeps its database: tests kill it, or start it twice.
// It prints one line of JSON when the database is ready, and stops at SIGTERM.
try {
  const server = await startEmbedded({ dataDir: process.argv[2] ?? '', log: silentLog });
  process.stdout.write(`${JSON.stringify({ pid: server.pid, port: server.port, adopted: server.adopted, holder: server.holder, superUrl: server.superUrl })}\n`);
  const alive = setInterval(() => undefined, 60_000);
  process.once('SIGTERM', () => {
    clearInterval(alive);
    void server.stop();
  });
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(error.message);
  process.exitCode = error.exitCode;
}
