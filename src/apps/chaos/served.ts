import { readConfig } from '../../platform/config.ts';
import { serve } from '../server.ts';
import { unpaced } from '../../platform/pace.ts';

// The server that is killed: the product itself in a process of its own, on a port that stays.

const [dataDir, port, databaseUrl] = process.argv.slice(2);
if (dataDir === undefined || port === undefined || !process.send) throw new Error('served.ts is started by chaos');
const say = process.send.bind(process);
const read = readConfig({ PORT: port, HOST: '127.0.0.1', JINGWEI_DATA: dataDir, JINGWEI_LOG: 'error' });
if (!read.ok) throw new Error(read.sentences.join(' '));
const running = await serve(read.config, { databaseUrl }, undefined, { pace: unpaced });
const stop = (): void => { void running.stop().then(() => process.exit(0)); };
// Ctrl+C reaches the whole group; whoever started it then says when to stop.
process.on('SIGINT', () => undefined);
process.on('message', (message) => {
  if (message === 'memory') say({ memory: process.memoryUsage().rss });
  else if (message === 'stop') stop();
});
process.on('disconnect', stop);
say('ready');
