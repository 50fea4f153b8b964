import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { StartError } from '../../platform/start-error.ts';
import { boards } from '../bench/boards.ts';
import { clocks } from '../bench/clocks.ts';
import { grids } from '../bench/grids.ts';
import { indexEngine } from '../bench/index-engine.ts';
import { live } from '../bench/live.ts';
import { loop } from '../bench/loop.ts';
import { points } from '../bench/points.ts';
import { sync } from '../bench/sync.ts';
import { judged, pageOf, shown, type Measured } from '../bench/report.ts';
import { root } from '../version.ts';
import { stoppable } from './stopping.ts';

const all = [loop, boards, grids, live, clocks, indexEngine, sync, points];

export const usage = `用法 usage: npm run bench -- [${all.map(({ name }) => name).join(' | ')}] [--quick] [--write] [--postgis URL] [--cases N] [--city FOLDER]
  在本机一次性的数据库上测量，不碰已有数据。 Measures on throwaway databases of this machine; touches nothing that is there.
  --quick 小规模，只看能否运行 small sizes   --write 写入 docs/performance.md writes the page
  --cases 城市案件数（boards 默认 100 万；loop 默认空库，给出后另量一遍；1000 万约 30 GB 磁盘） how many cases the city has (boards: a million; loop: none); ten million take some 30 GB
  --city  测量已生成的城市（demo --city 的数据目录） asks a city that was made before`;

/** `jingwei bench`: every figure with what it is compared with, measured in the same run. */
export async function bench(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { quick: { type: 'boolean', default: false }, write: { type: 'boolean', default: false }, postgis: { type: 'string' }, cases: { type: 'string' }, city: { type: 'string' } } });
  const unknown = positionals.find((name) => !all.some((one) => one.name === name));
  if (unknown !== undefined) throw new StartError('bench/unknown', `没有“${unknown}”这一项。 There is no such bench.\n${usage}`, 2);
  const chosen = positionals.length === 0 ? all : all.filter(({ name }) => positionals.includes(name));
  const measured: Measured[] = [];
  await stoppable(async (opened) => {
    for (const one of chosen) {
      line(`\n=== ${one.title}`);
      const began = performance.now();
      const figures = await one.run({ say: line, quick: values.quick, postgisUrl: values.postgis, cases: values.cases === undefined ? undefined : Number(values.cases), cityFolder: values.city, opened });
      for (const figure of figures) line(`  ${figure.what}: ${shown(figure)}  ${judged(figure)}`);
      measured.push({ name: one.name, title: one.title, figures, seconds: (performance.now() - began) / 1_000, at: new Date() });
    }
  });
  if (!values.write) return;
  const page = path.join(root, 'docs', 'performance.md');
  await writeFile(page, await pageOf(page, measured, { cores: os.cpus().length, memoryGiB: os.totalmem() / 1_073_741_824, node: process.version, loadBefore: os.loadavg()[0] ?? 0 }));
  line(`\n已写入 ${path.relative(root, page)}`);
}

const line = (text: string): void => { process.stdout.write(`${text}\n`); };
