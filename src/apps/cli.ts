import { readProcessConfig, type Config, type Secrets } from '../platform/config.ts';
import { StartError } from '../platform/start-error.ts';
import { version } from './version.ts';

// The command line. Each command is a file that is loaded only when it is called: `--help` needs no database driver.

type Run = (args: readonly string[], config: Config, secrets: Secrets) => Promise<void>;
type Command = { readonly summary: string; readonly load: () => Promise<{ readonly run: Run; readonly usage: string }> };

const commands: Readonly<Record<string, Command>> = {
  start: { summary: '演示：空数据目录时先生成演示乡镇，再启动 (what npm start does)', load: () => import('./cli/start.ts').then(({ start, usage }) => ({ run: start, usage: usage.start })) },
  serve: { summary: '启动服务，不生成演示数据 (serve what setup made)', load: () => import('./cli/start.ts').then(({ serveOnly, usage }) => ({ run: serveOnly, usage: usage.serve })) },
  setup: { summary: '正式使用的空安装：区划、三名管理员、默认类别与日历 (an empty installation for real use)', load: () => import('./cli/setup.ts').then(({ setup, usage }) => ({ run: setup, usage })) },
  demo: { summary: '在空数据库中生成演示乡镇 (the demo township)', load: () => import('./cli/demo.ts').then(({ demo, usage }) => ({ run: demo, usage })) },
  import: { summary: '导入区划、网格、人员或类别文件 (divisions, grids, people or classes from a file)', load: () => import('./cli/import.ts').then(({ importFile, usage }) => ({ run: importFile, usage })) },
  audit: { summary: '核对审计链与签名检查点 (audit verify: is the audit as it was written)', load: () => import('./cli/audit.ts').then(({ audit, usage }) => ({ run: audit, usage })) },
  points: { summary: '核对积分与物资总账 (points verify: does everything still hold in the ledger)', load: () => import('./cli/points.ts').then(({ points, usage }) => ({ run: points, usage })) },
  backup: { summary: '备份数据库、图片与密钥，可在运行中进行 (backup, also while it runs)', load: () => import('./cli/backup.ts').then(({ backup, usage }) => ({ run: backup, usage })) },
  restore: { summary: '恢复到空的数据目录，先核对再写入 (restore into an empty folder, checked first)', load: () => import('./cli/restore.ts').then(({ restore, usage }) => ({ run: restore, usage })) },
  index: { summary: '按计划计算平安指数：文件进，文件出，不需要数据库 (the safety index, from files to files)', load: () => import('./cli/safety-index.ts').then(({ safetyIndex, usage }) => ({ run: safetyIndex, usage })) },
  bench: { summary: '在本机测量，每个数都有对照 (measures on this machine; each figure beside what it is compared with)', load: () => import('./cli/bench.ts').then(({ bench, usage }) => ({ run: bench, usage })) },
  chaos: { summary: '在本机制造故障并核对 (faults under load, then what was told against what is stored)', load: () => import('./cli/chaos.ts').then(({ chaos, usage }) => ({ run: chaos, usage })) },
  sim: { summary: '模拟手机、服务器和网络的各种故障 (phones, a server and a network in one process, with faults)', load: () => import('./cli/sim.ts').then(({ sim, usage }) => ({ run: sim, usage })) },
  nightly: { summary: '以完整规模运行各项检验 (every check at its full size; a night long)', load: () => import('./cli/nightly.ts').then(({ nightly, usage }) => ({ run: nightly, usage })) },
  'second-factor': { summary: '在服务器上重置某人的第二重验证 (resets somebody\'s second factor)', load: () => import('./cli/second-factor.ts').then(({ secondFactor, usage }) => ({ run: secondFactor, usage })) },
  replay: { summary: '按真实时间重放来信文件 (citizens\' messages at their real times)', load: () => import('./cli/replay.ts').then(({ replay, usage }) => ({ run: replay, usage })) },
};

const help = `Jingwei 经纬 ${version}

  npx jingwei <command> [options]      npx jingwei <command> --help

${Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(14)}${summary}`).join('\n')}

  PORT (8080)  HOST (127.0.0.1)  JINGWEI_DATA (./var)  DATABASE_URL (空：内置数据库)  JINGWEI_SHARED (../shared)
  退出码 exit codes: 0 完成 done, 1 拒绝或失败 refused or failed, 2 用法错误 wrong usage
`;

async function main(): Promise<void> {
  const [name, ...args] = process.argv.slice(2);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') { process.stdout.write(help); return; }
  if (name === '--version' || name === '-v') { process.stdout.write(`${version}\n`); return; }
  const command = commands[name];
  if (!command) throw new StartError('cli/unknown', `没有“${name}”命令，用 npx jingwei --help 查看。 There is no command "${name}"; see npx jingwei --help.`, 2);
  const { run, usage } = await command.load();
  if (args.includes('--help') || args.includes('-h')) { process.stdout.write(`${usage}\n`); return; }
  const read = readProcessConfig();
  if (!read.ok) throw new StartError('cli/config', read.sentences.join('\n'), 2);
  await run(args, read.config, read.secrets).catch((error: unknown) => {
    // What Node says of an option that nobody knows is English and has no list of those that are known.
    if (error instanceof TypeError && String(Reflect.get(error, 'code')).startsWith('ERR_PARSE_ARGS')) throw new StartError('cli/usage', `${error.message}\n${usage}`, 2, error);
    throw error;
  });
}

await main().catch((error: unknown) => {
  const known = error instanceof StartError;
  process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  process.exitCode = known ? error.exitCode : 1;
});
