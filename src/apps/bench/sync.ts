import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { z } from 'zod';
import { newToken, tokenHashOf } from '../../domains/identity/token.ts';
import { pullAnswer, pushAnswer, type Mutation } from '../../platform/core/sync/wire.ts';
import { openDb } from '../../platform/db.ts';
import { attachEmbedded } from '../../platform/embedded.ts';
import { clearing, makeTownship, openPlace, startServed } from './place.ts';
import type { Bench, Figure } from './report.ts';

/** Every phone of a city comes back after two hours without the server, each with five things to send; and what a pull weighs. */
export const sync: Bench = {
  name: 'sync', title: '手机上传 (phones coming back after an outage)',
  run: async ({ say, quick, opened }) => {
    const phones = quick ? 200 : 9_145;
    const each = 5;
    const place = await openPlace();
    let stop = (): Promise<void> => Promise.resolve();
    try {
      const spot = await makeTownship(place);
      const served = await startServed(place);
      stop = served.stop;
      await opened(clearing(place, served.stop));
      const owners = await manyWorkers(place.config.dataDir, phones);
      const took: number[] = [];
      let again = 0;
      let done = 0;
      let failures = 0;
      const agent = new http.Agent({ keepAlive: true, maxSockets: 1_000 });
      const comeBack = async (owner: Owner, wait: number): Promise<void> => {
        const mutations = Array.from({ length: each }, (_none, n): Mutation => ({
          seq: n + 1, id: randomUUID(), name: 'incidents.report', at: new Date().toISOString(), by: owner.person,
          input: { id: randomUUID(), description: `巡查发现 ${n}：路灯不亮`, class: '060201', place: spot, source: 'gridWorker', photos: [] },
        }));
        const body = JSON.stringify({ device: randomUUID(), person: owner.person, epoch: null, first: 1, standing: { unsent: each, oldestSeconds: 7_200, parked: 0, now: new Date().toISOString() }, mutations });
        await sleep(wait);
        for (let misses = 1; ; misses += 1) {
          const began = performance.now();
          const answer = await post(agent, `${served.url}/api/sync/push`, owner.token, body);
          if (answer.status === 200) {
            const { results } = pushAnswer.parse(JSON.parse(answer.text));
            took.push(performance.now() - began);
            // Part of them may be answered again with the rest: each is counted once.
            if (results.length === each) { done += results.filter(({ outcome }) => outcome === 'done').length; return; }
          }
          again += 1;
          if (answer.status !== 200 && answer.status !== 429) failures += 1;
          if (misses > 40) throw new Error(`a phone was not heard: ${answer.status} ${answer.text.slice(0, 200)}`);
          // As `core/sync/phone.ts` waits.
          const delay = Math.min(300_000, 2_000 * 2 ** Math.min(misses - 1, 10));
          await sleep(Math.max(answer.retryAfterSeconds * 1_000, delay / 2) + (delay / 2) * Math.random());
        }
      };
      say(`  ${phones} 部手机，每部 ${each} 条`);
      const cpuBefore = [await served.cpuSeconds(), await databaseCpu(place.config.dataDir)] as const;
      const began = performance.now();
      // As their back-off spreads them: within half a minute.
      await Promise.all(Array.from({ length: phones }, (_none, n) => comeBack(owners[n] ?? { token: '', person: 0 }, Math.random() * (quick ? 1_000 : 30_000))));
      const seconds = (performance.now() - began) / 1_000;
      agent.destroy();
      const cpu = [await served.cpuSeconds() - cpuBefore[0], await databaseCpu(place.config.dataDir) - cpuBefore[1]] as const;
      took.sort((a, b) => a - b);
      if (done !== phones * each) throw new Error(`${done} of ${phones * each} commands were done`);
      const figures: Figure[] = [
        { what: `${phones * each} 条全部收完 (commands drained)`, value: seconds, unit: 's', goal: { atMost: 60 } },
        { what: '确认的中位数 (acknowledged, median)', value: took[Math.floor(took.length / 2)] ?? 0, unit: 'ms' },
        { what: '确认 p99 (acknowledged, p99)', value: (took[Math.floor(took.length * 0.99)] ?? 0) / 1_000, unit: 's', goal: { atMost: 5 } },
        { what: '被请稍后再来的次数 (told to come again)', value: again - failures, unit: '' },
        { what: '失败的请求 (failed requests)', value: failures, unit: '', goal: { atMost: 0 } },
        { what: '服务器处理器时间，每条 (processor time of the server, each command)', value: (cpu[0] * 1_000) / (phones * each), unit: 'ms' },
        { what: '数据库处理器时间，每条 (processor time of the database, each command)', value: (cpu[1] * 1_000) / (phones * each), unit: 'ms' },
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
      // A server that goes on would keep this process, and would look for the folder that is gone.
      await stop();
      await place.remove();
    }
  },
};

type Owner = { readonly token: string; readonly person: number };

/** As many grid workers as there are phones, each signed in on his own: whoever stands for nine thousand is not one of them. */
async function manyWorkers(dataDir: string, n: number): Promise<Owner[]> {
  const urls = await attachEmbedded(dataDir);
  const { db, close } = openDb(urls?.ownerUrl ?? '', { applicationName: 'jingwei bench', max: 1 });
  try {
    const tokens = Array.from({ length: n }, () => newToken());
    const { rows } = await sql<{ person: number; n: number }>`
      with made as (insert into identity.person (account, name, must_change_password) select 'bench' || k, '网格员' || k, false from generate_series(1, ${n}::int) k returning id, substr(account, 6)::int as k),
      posts as (insert into identity.post (person_id, role, area_id, title, valid_from)
        select made.id, 'gridWorker', o.area_id, '网格员', date '2020-01-01' from made, lateral (select p.area_id from identity.post p join identity.person w on w.id = p.person_id where w.account = case made.k % 2 when 0 then 'wangge01' else 'wangge02' end and p.role = 'gridWorker' limit 1) o returning 1),
      sessions as (insert into identity.session (token_hash, person_id, kind, expires_at, may_idle, address, last_seen_at)
        select hash, made.id, 'phone', now() + interval '30 days', interval '30 days', '127.0.0.1', now() - interval '2 hours' from made join unnest(${tokens.map((token) => tokenHashOf(token))}::bytea[]) with ordinality t(hash, k) on t.k = made.k returning 1)
      select id as person, k as n from made order by k`.execute(db);
    return rows.map(({ person, n: k }) => ({ person, token: tokens[k - 1] ?? '' }));
  } finally {
    await close();
  }
}

type Heard = { readonly status: number; readonly text: string; readonly retryAfterSeconds: number };

/** What a phone hears; 0 where nothing came. Cheap, because nine thousand phones are not on the server's machine. */
function post(agent: http.Agent, url: string, token: string, body: string): Promise<Heard> {
  return new Promise((resolve) => {
    const nothing = (): void => { resolve({ status: 0, text: '', retryAfterSeconds: 0 }); };
    const request = http.request(url, { agent, method: 'POST', headers: { ...bearer(token), 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => { text += part; }).on('error', nothing);
      response.on('end', () => { resolve({ status: response.statusCode ?? 0, text, retryAfterSeconds: Number(response.headers['retry-after'] ?? 0) }); });
    });
    request.on('error', nothing);
    request.end(body);
  });
}

/** Processor seconds of the embedded database and its sessions so far; 0 where the system does not say. */
async function databaseCpu(dataDir: string): Promise<number> {
  const pidFile = await readFile(path.join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').catch(() => '');
  const postmaster = pidFile.split('\n')[0] ?? '';
  if (postmaster === '' || process.platform !== 'linux') return 0;
  let ticks = 0;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/u.test(name))) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (pid !== postmaster && fields[1] !== postmaster) continue;
    // Of its own, and of sessions that have ended.
    ticks += Number(fields[11]) + Number(fields[12]) + (pid === postmaster ? Number(fields[13]) + Number(fields[14]) : 0);
  }
  return ticks / 100;
}

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
async function json(answer: Response): Promise<unknown> {
  return answer.json();
}
