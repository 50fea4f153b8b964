import { parseArgs } from 'node:util';
import type { Config, Secrets } from '../../platform/config.ts';
import { StartError } from '../../platform/start-error.ts';
import { buildWeb } from '../../../scripts/build-web.ts';
import { isEmpty } from '../empty.ts';
import { serve, type Ground } from '../server.ts';
import { root } from '../version.ts';
import { ensureDemo, printAccounts, wasBrokenOff } from '../demo.ts';
import { stoppable } from './stopping.ts';

export const usage = {
  start: `用法 usage: npm start -- [--tls | --cert FILE --key FILE]
  空数据目录时先生成演示乡镇，再启动。 Makes the demo township in an empty data folder, then serves.`,
  serve: `用法 usage: npx jingwei serve [--tls | --cert FILE --key FILE]
  启动 setup 建好的系统，不生成演示数据。 Serves what setup made; makes no demo.`,
} as const;
const line = (text: string): void => { process.stdout.write(`${text}\n`); };

/** `npm start`: builds the pages where they changed, makes the demo in an empty database, serves until told to stop. */
export async function start(args: readonly string[], config: Config, secrets: Secrets): Promise<void> {
  await run(args, config, secrets, async (ground) => {
    await ensureDemo(ground, config, line);
  });
}

/** `jingwei serve`: the same without a demo; an empty database is a mistake that is said. */
export async function serveOnly(args: readonly string[], config: Config, secrets: Secrets): Promise<void> {
  await run(args, config, secrets, async (ground) => {
    if (await wasBrokenOff(ground, config)) throw new StartError('start/unfinished', '这是生成到一半的演示库：请用 npm start 重新生成。 This is half a demo: npm start makes it anew.');
    if (await isEmpty(ground.open.db)) throw new StartError('start/empty', '数据库是空的：正式使用请先运行 npx jingwei setup，演示请用 npm start。 The database is empty: run npx jingwei setup first, or npm start for the demo.');
  });
}

async function run(args: readonly string[], config: Config, secrets: Secrets, prepare: (ground: Ground) => Promise<void>): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { tls: { type: 'boolean' }, cert: { type: 'string' }, key: { type: 'string' } }, strict: true });
  await buildWeb(root, line);
  const tls = values.tls || values.cert !== undefined ? { tls: { cert: values.cert, key: values.key } } : {};
  await stoppable(async (opened) => {
    const running = await serve(config, secrets, line, tls, async (ground) => {
      await opened(ground.postgres.stop);
      await prepare(ground);
    });
    await opened(running.stop, 0);
    line('');
    line(`  Jingwei 经纬  ${running.url}`);
    line(`  指挥台 desk   ${running.url}/`);
    line(`  手机端 phone  ${running.url}/m/`);
    line(`  居民上报      ${running.url}/m/report`);
    line('');
    await printAccounts(config, line);
    line('  按 Ctrl+C 停止 (Ctrl+C stops it)');
    // Until a signal ends it; the server keeps the process alive.
    await new Promise(() => undefined);
  });
}
