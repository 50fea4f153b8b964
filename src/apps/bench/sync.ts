import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { pullAnswer, pushAnswer, type Mutation } from '../../platform/core/sync/wire.ts';
import { clearing, makeTownship, openPlace, startServed, tokenOf } from './place.ts';
import type { Bench, Figure } from './report.ts';

/** Every phone of a city comes back after two hours without the server, each with five things to send; and what a pull weighs. */
export const sync: Bench = {
  name: 'sync', title: '手机上传 (phones coming back after an outage)',
  run: async ({ say, quick, opened }) => {
    const phones = quick ? 200 : 9_145;
    const each = 5;
    const place = await openPlace();
    try {
      const spot = await makeTownship(place);
      const served = await startServed(place);
      await opened(clearing(place, served.stop));
      const tokens = await Promise.all(['wangge01', 'wangge02'].map((account) => tokenOf(place, served.url, account)));
      const owners = await Promise.all(tokens.map(async (token) => ({ token, person: z.object({ personId: z.int() }).parse(await json(await fetch(`${served.url}/api/identity/me`, { headers: bearer(token) }))).personId })));
      const took: number[] = [];
      let again = 0;
      let done = 0;
      const comeBack = async (owner: (typeof owners)[number], wait: number): Promise<void> => {
        await sleep(wait);
        const mutations = Array.from({ length: each }, (_none, n): Mutation => ({
          seq: n + 1, id: randomUUID(), name: 'incidents.report', at: new Date().toISOString(), by: owner.person,
          input: { id: randomUUID(), description: `巡查发现 ${n}：路灯不亮`, class: '060201', place: spot, source: 'gridWorker', photos: [] },
        }));
        const body = JSON.stringify({ device: randomUUID(), person: owner.person, epoch: null, first: 1, standing: { unsent: each, oldestSeconds: 7_200, parked: 0, now: new Date().toISOString() }, mutations });
        for (let misses = 0; ; misses += 1) {
          const began = performance.now();
          const answer = await fetch(`${served.url}/api/sync/push`, { method: 'POST', headers: { ...bearer(owner.token), 'content-type': 'application/json' }, body }).catch(() => null);
          const text = answer ? await answer.text().catch(() => '') : '';
          if (answer?.status === 200) {
            const { results } = pushAnswer.parse(JSON.parse(text));
            took.push(performance.now() - began);
            // Part of them may be answered again with the rest: each is counted once.
            if (results.length === each) { done += results.filter(({ outcome }) => outcome === 'done').length; return; }
          }
          again += 1;
          if (misses > 20) throw new Error(`a phone was not heard: ${answer?.status ?? 'no answer'} ${text.slice(0, 200)}`);
          await sleep(500 + 2_000 * Math.random());
        }
      };
      say(`  ${phones} 部手机，每部 ${each} 条`);
      const began = performance.now();
      // As their back-off spreads them: within half a minute.
      await Promise.all(Array.from({ length: phones }, (_none, n) => comeBack(owners[n % owners.length] ?? { token: '', person: 0 }, Math.random() * (quick ? 1_000 : 30_000))));
      const seconds = (performance.now() - began) / 1_000;
      took.sort((a, b) => a - b);
      if (done !== phones * each) throw new Error(`${done} of ${phones * each} commands were done`);
      const figures: Figure[] = [
        { what: `${phones * each} 条全部收完 (commands drained)`, value: seconds, unit: 's', goal: { atMost: 60 } },
        { what: '确认的中位数 (acknowledged, median)', value: took[Math.floor(took.length / 2)] ?? 0, unit: 'ms' },
        { what: '确认 p99 (acknowledged, p99)', value: (took[Math.floor(took.length * 0.99)] ?? 0) / 1_000, unit: 's', goal: { atMost: 5 } },
        { what: '再试次数 (requests sent again)', value: again, unit: '' },
      ];
      const [owner] = owners;
      if (!owner) return figures;
      const pull = async (have: string): Promise<{ bytes: number; scopes: z.infer<typeof pullAnswer>['scopes'] }> => {
        const answer = await fetch(`${served.url}/api/sync/pull?device=${randomUUID()}&person=${owner.person}&have=${encodeURIComponent(have)}`, { headers: bearer(owner.token) });
        const bytes = Number(answer.headers.get('content-length') ?? 0);
        return { bytes, scopes: pullAnswer.parse(await json(answer)).scopes };
      };
      const first = await pull('');
      const empty = await pull(first.scopes.map(({ scope, cursor }) => `${scope}~${cursor}`).join(','));
      return [
        ...figures,
        { what: `首次取数，${first.scopes.flatMap(({ parts }) => parts).flatMap(({ docs }) => docs).length} 份 (first pull, on the wire)`, value: first.bytes / 1_024, unit: 'kB', goal: { atMost: 1_024 } },
        { what: '没有变化时取数 (a pull when nothing changed)', value: empty.bytes, unit: 'B', goal: { atMost: 2_048 } },
      ];
    } finally {
      await place.remove();
    }
  },
};

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
async function json(answer: Response): Promise<unknown> {
  return answer.json();
}
