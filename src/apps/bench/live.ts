import http from 'node:http';
import { randomUUID } from 'node:crypto';
import { median } from './load.ts';
import { clearing, makeTownship, openPlace, startServed, tokenOf } from './place.ts';
import type { Bench } from './report.ts';
import { postBytes, wireTo } from './wire.ts';

/** Event streams on one process: its memory, how long an event takes to be on all of them, and a reader that does not read. */
export const live: Bench = {
  name: 'live', title: '实时连接 (event streams)',
  run: async ({ say, quick, opened }) => {
    const wanted = quick ? 500 : 10_650;
    const place = await openPlace();
    try {
      const spot = await makeTownship(place);
      const served = await startServed(place);
      await opened(clearing(place, served.stop));
      const streams: http.ClientRequest[] = [];
      try {
        const tokens = await Promise.all(['diaodu01', 'diaodu02', 'zhenling', 'zongzhang'].map((account) => tokenOf(place, served.url, account)));
        const reporter = await tokenOf(place, served.url, 'wangge01');
        const before = await served.memory();
        const arrived = new Map<string, number>();
        let open = 0;
        const began = performance.now();
        const connect = (index: number): Promise<void> => new Promise((resolve, reject) => {
          const request = http.get(`${served.url}/api/live`, { agent: false, headers: { authorization: `Bearer ${tokens[index % tokens.length] ?? ''}` } }, (response) => {
            response.setEncoding('utf8').on('data', (chunk: string) => {
              if (chunk.includes('event: hello')) { open += 1; resolve(); }
              for (const [, subject] of chunk.matchAll(/"subject":"([^"]+)"/gu)) if (subject !== undefined) arrived.set(subject, (arrived.get(subject) ?? 0) + 1);
            });
          });
          request.on('error', reject);
          streams.push(request);
        });
        for (let first = 0; first < wanted; first += 50) {
          await Promise.all(Array.from({ length: Math.min(50, wanted - first) }, (_none, index) => connect(first + index)));
          if (first % 2_000 === 0) say(`  已连接 ${open}`);
        }
        const connecting = (performance.now() - began) / 1_000;
        for (const request of streams) request.removeAllListeners('error').on('error', () => undefined);
        const stuck = http.get(`${served.url}/api/live`, { agent: false, headers: { authorization: `Bearer ${tokens[0] ?? ''}` } }, (response) => { response.pause(); });
        stuck.on('error', () => undefined);
        const wire = wireTo(served.url);
        const took: number[] = [];
        for (let round = 0; round < 5; round += 1) {
          const id = randomUUID();
          const sent = performance.now();
          const status = await wire.ask(postBytes(`${served.url}/api/incidents/report`, JSON.stringify({ id, description: '路灯不亮', class: '060201', place: spot }), { authorization: `Bearer ${reporter}`, 'idempotency-key': id }));
          if (status !== 200) throw new Error(`the report was answered with ${status}`);
          while ((arrived.get(id) ?? 0) < wanted) {
            if (performance.now() - sent > 60_000) throw new Error(`after a minute the event was on ${arrived.get(id) ?? 0} of ${wanted} streams`);
            await new Promise((resolve) => { setTimeout(resolve, 5); });
          }
          took.push(performance.now() - sent);
        }
        const after = await served.memory();
        wire.close();
        stuck.destroy();
        return [
          { what: '连接 streams', value: open, unit: '' },
          { what: 'until all were connected', value: connecting, unit: 's' },
          { what: 'an event on all of them, from the report on (median of 5)', value: median(took), unit: 'ms', goal: { atMost: 1_000 } },
          { what: 'slowest', value: Math.max(...took), unit: 'ms' },
          { what: 'memory of the process before', value: before.rss / 1_048_576, unit: 'MB' },
          { what: 'with all of them', value: after.rss / 1_048_576, unit: 'MB', goal: { atMost: 300 } },
        ];
      } finally {
        for (const request of streams) request.destroy();
        await served.stop();
      }
    } finally {
      await place.remove();
    }
  },
};
