import { serve, type Ground } from '../server.ts';
import { configOf } from './place.ts';
import { unpaced } from '../../platform/pace.ts';

// The server that the bench measures: the same code in a process of its own, asked over a line of messages.

const dataDir = process.argv[2];
if (dataDir === undefined || !process.send) throw new Error('served.ts is started by the bench');
const say = process.send.bind(process);
let ground: Ground | undefined;
const running = await serve(configOf(dataDir), { databaseUrl: undefined }, undefined, { pace: unpaced }, (made) => { ground = made; return Promise.resolve(); });
// Ctrl+C reaches the whole group; the bench then says when to stop.
process.on('SIGINT', () => undefined);
process.on('message', (message) => {
  if (message === 'memory') say(process.memoryUsage());
  else if (message === 'cpu') say(process.cpuUsage());
  else if (message === 'stop') void running.stop().then(() => process.exit(0));
});
process.on('disconnect', () => { void running.stop().then(() => process.exit(0)); });
say({ url: running.url, appUrl: ground?.postgres.appUrl });
