import { monitorEventLoopDelay } from 'node:perf_hooks';
import { serve } from '../../src/apps/server.ts';
import { readConfig } from '../../src/platform/config.ts';
import { unpaced } from '../../src/platform/pace.ts';

// The server that hostile input is sent to: in a process of its own, so that what it is held up by is its own doing.

const [, , dataDir, databaseUrl] = process.argv;
const read = readConfig({ PORT: '0', HOST: '127.0.0.1', JINGWEI_DATA: dataDir, JINGWEI_LOG: 'error' });
if (!read.ok || !process.send) throw new Error('served-child.ts is started by a test');
const say = process.send.bind(process);
const running = await serve(read.config, { databaseUrl }, undefined, { sweep: false, pace: unpaced });
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
process.on('message', (message) => {
  if (message === 'stop') { void running.stop().then(() => process.exit(0)); return; }
  const { rss } = process.memoryUsage();
  say({ p99Ms: delay.percentile(99) / 1e6, maxMs: delay.max / 1e6, rssMb: rss / 1_048_576, peakMb: process.resourceUsage().maxRSS / 1_024 });
  if (message === 'begin') delay.reset();
});
process.on('disconnect', () => { void running.stop().then(() => process.exit(0)); });
say({ url: running.url });
