import { parentPort, workerData } from 'node:worker_threads';
import { openDb } from '../../../platform/db.ts';
import { loader, type CityPlan } from './load.ts';

// One of the threads that write the city's days, each with a connection of its own.

if (!parentPort) throw new Error('worker.ts is started by the city');
const port = parentPort;
const { url, plan } = workerData as { url: string; plan: CityPlan }; // what city.ts gives it
const open = openDb(url, { applicationName: 'jingwei city', max: 2 });
const load = await loader(open.db, url, plan);
port.on('message', (index: number | null) => {
  if (index !== null) {
    void load.day(index).then((made) => port.postMessage(made), (error: unknown) => { throw error; });
    return;
  }
  void load.close().then(open.close).then(() => port.close());
});
port.postMessage(null);
