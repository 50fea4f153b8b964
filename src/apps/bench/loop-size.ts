import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { ensureCity } from '../demo.ts';
import { addCases, drawPictures } from '../demo/city/city.ts';
import { progressOn } from '../demo/city/progress.ts';
import { openGround, type Ground } from '../server.ts';
import { closedLoop, median, type Shot } from './load.ts';
import { clearing, openPlace, startServed, tokenOf, type Place, type Spot } from './place.ts';
import type { BenchOptions, Figure } from './report.ts';
import { postBytes } from './wire.ts';

/** Reports as JSON over HTTP, each under a key of its own and by one of these sessions in turn. */
export function reporting(url: string, body: string, tokens: readonly string[]): Shot {
  let turn = 0;
  return (wire) => wire.ask(postBytes(`${url}/api/incidents/report`, body, { authorization: `Bearer ${tokens[(turn += 1) % tokens.length] ?? ''}`, 'idempotency-key': randomUUID() }));
}

export const reportBody = (place: Spot): string => JSON.stringify({ description: '步行街路口的井盖缺了一块，夜里看不清', class: '060201', place });

/** So many cases are written by the rules; the others are copies (copies.ts). */
const writtenCases = 30_000;
const accounts = ['wangge0001', 'wangzhang0001', 'zongzhang01', 'jumin'];

/** The same reports into the same city, first when it has no case and then when it has so many. */
export async function loopBySize({ say, quick, opened }: BenchOptions, cases: number, clients: number): Promise<Figure[]> {
  const place = await openPlace();
  try {
    const progress = progressOn(process.stderr, () => performance.now());
    const until = new Date();
    const spot = await inGround(place, opened, async (ground) => {
      await ensureCity(ground, place.config, { seed: 1, cases: 1, days: 1, until }, progress);
      return spotOf(ground);
    });
    const rate = async (): Promise<number> => {
      const served = await startServed(place);
      await opened(clearing(place, served.stop));
      try {
        const tokens = (await Promise.all(accounts.map((account) => tokenOf(place, served.url, account).catch(() => null)))).filter((token) => token !== null);
        const shot = reporting(served.url, reportBody(spot), tokens);
        await closedLoop(shot, { url: served.url, clients, seconds: 3 });
        const rates: number[] = [];
        for (let round = 0; round < (quick ? 3 : 5); round += 1) {
          const load = await closedLoop(shot, { url: served.url, clients, seconds: quick ? 3 : 10 });
          if (load.failed > 0) throw new Error(`${load.failed} of ${load.sent} reports were not answered with 200`);
          rates.push(load.perSecond);
        }
        return median(rates);
      } finally {
        await served.stop();
      }
    };
    const empty = await rate();
    say(`  空城市 ${empty.toFixed(0)}/s；再生成 ${cases.toLocaleString('en')} 件案件 … (as many cases)`);
    await inGround(place, opened, async (ground) => {
      const pictures = await drawPictures(ground.house, place.config.dataDir);
      await addCases(ground.postgres.ownerUrl, { seed: 2, cases, written: Math.min(cases, writtenCases), until, historyDays: 60, pictures }, progress);
    });
    const full = await rate();
    say(`  ${cases.toLocaleString('en')} 件 ${full.toFixed(0)}/s`);
    return [
      { what: '同一城市：没有案件时 the same city without a case', value: empty, unit: '/s' },
      { what: `有 ${cases.toLocaleString('en')} 件案件时 and with so many`, value: full, unit: '/s' },
      { what: 'ratio', value: full / empty, unit: '×', goal: { atLeast: 0.8 } },
    ];
  } finally {
    await place.remove();
  }
}

async function inGround<T>(place: Place, opened: BenchOptions['opened'], run: (ground: Ground) => Promise<T>): Promise<T> {
  const ground = await openGround(place.config, { databaseUrl: undefined });
  await opened(clearing(place, ground.stop));
  try {
    return await run(ground);
  } finally {
    await ground.stop();
  }
}

/** Where the first worker's grid has its name. */
async function spotOf({ open: { db } }: Ground): Promise<Spot> {
  const { rows: [spot] } = await sql<Spot>`
    select a.label_longitude as longitude, a.label_latitude as latitude, 'wgs84' as datum
    from geography.area a join identity.post_facts o on o.area_id = a.id join identity.person p on p.id = o.person_id where p.account = ${accounts[0]}`.execute(db);
  if (!spot) throw new Error('the first worker has no grid');
  return spot;
}
