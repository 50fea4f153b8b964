import { parseArgs } from 'node:util';
import type { Config, Secrets } from '../../platform/config.ts';
import { StartError } from '../../platform/start-error.ts';
import { buildWeb } from '../../../scripts/build-web.ts';
import { isEmpty } from '../empty.ts';
import { serve, type Ground } from '../server.ts';
import { root } from '../version.ts';
import { isUnfinished, printAccounts, seedDemo } from '../demo.ts';

const line = (text: string): void => { process.stdout.write(`${text}\n`); };

/** `npm start`: builds the pages where they changed, makes the demo in an empty database, serves until told to stop. */
export async function start(args: readonly string[], config: Config, secrets: Secrets): Promise<void> {
  await run(args, config, secrets, async (ground) => {
    if (await isEmpty(ground.open.db)) await seedDemo(ground, config, line);
    else if (isUnfinished(config)) line('上次生成演示案件时中断，案件不全；要重新生成，请停止后删除数据目录。 (The demo was broken off and lacks cases; to make it anew, stop and remove the data folder.)');
  });
}

/** `jingwei serve`: the same without a demo; an empty database is a mistake that is said. */
export async function serveOnly(args: readonly string[], config: Config, secrets: Secrets): Promise<void> {
  await run(args, config, secrets, async (ground) => {
    if (await isEmpty(ground.open.db)) throw new StartError('start/empty', '数据库是空的：正式使用请先运行 npx jingwei setup，演示请用 npm start。 The database is empty: run npx jingwei setup first, or npm start for the demo.');
  });
}

async function run(args: readonly string[], config: Config, secrets: Secrets, prepare: (ground: Ground) => Promise<void>): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { tls: { type: 'boolean' }, cert: { type: 'string' }, key: { type: 'string' } }, strict: true });
  await buildWeb(root, line);
  const tls = values.tls || values.cert !== undefined ? { tls: { cert: values.cert, key: values.key } } : {};
  const running = await serve(config, secrets, line, tls, prepare);
  line('');
  line(`  Jingwei 经纬  ${running.url}`);
  line(`  指挥台 desk   ${running.url}/`);
  line(`  手机端 phone  ${running.url}/m/`);
  line(`  居民上报      ${running.url}/m/report`);
  line('');
  await printAccounts(config, line);
  line('  按 Ctrl+C 停止 (Ctrl+C stops it)');
  const stop = once(async () => {
    // Whatever hangs, the process is gone within ten seconds; the database looks after itself.
    setTimeout(() => process.exit(1), 9_500).unref();
    await running.stop();
    process.exit(0);
  });
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

function once(work: () => Promise<void>): () => void {
  let begun = false;
  return () => {
    if (begun) return;
    begun = true;
    void work();
  };
}
