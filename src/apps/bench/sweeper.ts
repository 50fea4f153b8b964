import { sweepClocks } from '../../domains/incidents/jobs.ts';
import { openDb } from '../../platform/db.ts';

// One of the processes that race for what is due.

if (!process.send) throw new Error('sweeper.ts is started by the bench');
const say = process.send.bind(process);
process.once('message', (url) => {
  const open = openDb(String(url), { applicationName: 'jingwei bench', max: 2 });
  process.once('disconnect', () => { void open.close(); });
  process.once('message', () => { void sweepClocks(open.db).then((fired) => say(fired)); });
  void open.pool.query('select 1').then(() => say('ready'));
});
