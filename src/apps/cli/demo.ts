import { parseArgs } from 'node:util';
import type { Config, Secrets } from '../../platform/config.ts';
import { StartError } from '../../platform/start-error.ts';
import { ensureDemo, printAccounts } from '../demo.ts';
import { line, withGround } from './ground.ts';

export const usage = `用法 usage: npx jingwei demo
  在空数据库中生成演示乡镇并列出账号，不启动服务。 Makes the demo township in an empty database and prints its accounts; serves nothing.`;

/** `jingwei demo`: what the first `npm start` makes, into an empty database and without serving it. */
export async function demo(args: readonly string[], config: Config, secrets: Secrets): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { city: { type: 'boolean', default: false } } });
  if (values.city) throw new StartError('demo/no-city', '本版本只有演示乡镇，整座城市的演示数据以后提供。 This version has the demo township only; a whole city comes later.');
  await withGround(config, secrets, async (ground) => {
    if (!(await ensureDemo(ground, config, line))) {
      throw new StartError('demo/not-empty', '数据库里已有数据，演示数据只能生成在空数据库中：请另设 JINGWEI_DATA 或 DATABASE_URL。 The database is not empty; the demo is only made in an empty one: set another JINGWEI_DATA or DATABASE_URL.');
    }
    line('');
    await printAccounts(config, line);
    line('  启动 start it: npm start');
  });
}
