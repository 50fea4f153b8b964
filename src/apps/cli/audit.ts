import { access } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { SignedCheckpoint } from '../../platform/audit-chain.ts';
import { verifyAudit, type Finding, type Verified } from '../../platform/audit-verify.ts';
import { checkpointsFile, publicKeyFile, readCheckpoints, readPublicKeys } from '../../platform/audit-witness.ts';
import type { Config, Secrets } from '../../platform/config.ts';
import { attachEmbedded } from '../../platform/embedded.ts';
import { createLog } from '../../platform/log.ts';
import { openPostgres } from '../../platform/postgres.ts';
import { StartError } from '../../platform/start-error.ts';
import { line } from './ground.ts';
import { stoppable } from './stopping.ts';

export const usage = `用法 usage: npx jingwei audit verify [--checkpoints FILE …] [--from N] [--key FILE.pem]
  逐行核对审计链与签名检查点：被改、被删、被插入、被调换、被截断、被重算，都会指出最早的一行；退出码 1。
  Follows the audit's chain and its signed checkpoints; names the first row that was changed, deleted, inserted, moved, cut off or recomputed, and ends with 1.
  --checkpoints  库外的见证：另一主机上的文件，或手机、电脑上留存的检查点（可多次） witnesses outside: a file on another host, or what clients kept (repeatable)
  --from         从第 N 行之前最近的检查点起 from the newest checkpoint before place N
  --key          公钥文件，默认取数据目录里的 public keys; by default those in the data folder`;

/** `jingwei audit verify`: beside a running Jingwei or without one. */
export async function audit(args: readonly string[], config: Config, secrets: Secrets): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { checkpoints: { type: 'string', multiple: true }, from: { type: 'string' }, key: { type: 'string' } } });
  const from = values.from === undefined ? undefined : Number(values.from);
  if (positionals.length !== 1 || positionals[0] !== 'verify' || (from !== undefined && !(Number.isSafeInteger(from) && from > 0))) throw new StartError('audit/usage', usage, 2);
  const keyFile = values.key ?? publicKeyFile(config.dataDir);
  const keys = await readPublicKeys(keyFile);
  if (keys === undefined || keys.size === 0) throw new StartError('audit/no-key', `没有公钥：${keyFile}。请用 --key 指定。 There is no public key in ${keyFile}; name one with --key.`);
  const checkpoints = await witnesses(config, values.checkpoints ?? []);
  await withUrl(config, secrets, async (url) => {
    const began = performance.now();
    let toldAt = began;
    const verified = await verifyAudit({
      url, keys, checkpoints, ...(from === undefined ? {} : { from }),
      onProgress: (done, of) => {
        if (performance.now() - toldAt < 2_000) return;
        toldAt = performance.now();
        line(`  ${done} / ${of}（${of === 0 ? 100 : Math.floor((done / of) * 100)}%）`);
      },
    });
    tell(verified, (performance.now() - began) / 1_000, checkpoints.length);
  });
}

async function witnesses(config: Config, named: readonly string[]): Promise<SignedCheckpoint[]> {
  const own = checkpointsFile(config);
  const found: SignedCheckpoint[] = [];
  for (const file of [...new Set([own, ...named])]) {
    const isThere = await access(file).then(() => true, () => false);
    if (!isThere && named.includes(file)) throw new StartError('audit/no-checkpoints', `读不到检查点文件 ${file}。 The file of checkpoints cannot be read.`);
    if (!isThere) { line(`注意：没有 ${file}，只能用库内和另给的检查点核对。 Note: there is no ${file}.`); continue; }
    const { checkpoints, unreadable } = await readCheckpoints(file);
    if (unreadable > 0) line(`注意：${file} 有 ${unreadable} 行无法读作检查点。 Note: ${unreadable} lines are no checkpoints.`);
    found.push(...checkpoints);
  }
  return found;
}

/** Nothing is migrated and nothing written: what is verified must not be touched first. */
async function withUrl(config: Config, secrets: Secrets, use: (url: string) => Promise<void>): Promise<void> {
  const running = secrets.databaseUrl === undefined ? await attachEmbedded(config.dataDir) : undefined;
  if (secrets.databaseUrl !== undefined || running !== undefined) return use(secrets.databaseUrl ?? running?.ownerUrl ?? '');
  return stoppable(async (opened) => {
    const postgres = await openPostgres({ databaseUrl: undefined, dataDir: config.dataDir, log: createLog({ level: 'error' }), onProgress: line });
    try {
      await opened(postgres.stop);
      await use(postgres.ownerUrl);
    } finally {
      await postgres.stop();
    }
  });
}

function tell(verified: Verified, seconds: number, outside: number): void {
  const { finding, walked, seq, pending, fitting, givenUp, newest, unknownKeys } = verified;
  if (unknownKeys > 0) line(`注意：有检查点是用 ${unknownKeys} 把未知公钥签的，未采用。 Note: checkpoints signed with ${unknownKeys} unknown keys were left out.`);
  if (givenUp > 0) line(`说明：恢复备份时放弃了其后的记录，${givenUp} 个检查点不再约束本链。 A restore gave up what followed its backup; ${givenUp} checkpoints no longer bind.`);
  if (finding) throw new StartError('audit/broken', sentenceOf(finding));
  const rate = walked > 0 ? `，每秒 ${Math.round(walked / Math.max(seconds, 0.001))} 行 rows/s` : '';
  line(`审计链完整：核对 ${walked} 行至第 ${seq} 位，${fitting} 个检查点相符（库外 ${outside} 个），用时 ${seconds.toFixed(1)} 秒${rate}。`);
  line(`The audit is whole: ${walked} rows up to place ${seq}, ${fitting} checkpoints fit.`);
  line(newest
    ? `最近检查点：第 ${newest.seq} 位，${newest.at}；其后 ${seq - newest.seq} 行尚未签名，${pending} 行尚未入链。 Newest checkpoint at place ${newest.seq}; ${seq - newest.seq} rows since, ${pending} not yet linked.`
    : `注意：没有可用的检查点，截断和整体重算无法发现；尚未入链 ${pending} 行。 Note: without a checkpoint neither a cut tail nor a recomputed one can be found; ${pending} rows not yet linked.`);
}

/** What is wrong and where it begins, in Chinese and English. */
export function sentenceOf(finding: Finding): string {
  const { kind, seq, auditId, at, operation, vouched } = finding;
  const row = auditId === null ? '' : `，记录 ${auditId}${at ? `（${at.toISOString()} ${operation ?? ''}）` : ''}`;
  const entry = auditId === null ? '' : `, entry ${auditId}${at ? ` (${at.toISOString()} ${operation ?? ''})` : ''}`;
  const since = vouched === null ? '' : ` 第 ${vouched.seq} 位以前有签名检查点为证。 Up to place ${vouched.seq} a signed checkpoint vouches.`;
  switch (kind) {
    case 'changed': return `审计链断裂：第 ${seq} 位${row}与链不符，该行被改过，或紧挨其前的行被删去。 The audit is broken at place ${seq}${entry}: the row was changed, or one right before it was taken out.${since}`;
    case 'deleted': return `审计链断裂：第 ${seq} 位的记录被删除${row}。 The audit is broken at place ${seq}${entry}: the row was deleted.${since}`;
    case 'inserted': return `审计链断裂：第 ${seq} 位${row}是插入的，去掉它链才接得上。 The audit is broken at place ${seq}${entry}: it was inserted; without it the chain would hold.${since}`;
    case 'reordered': return `审计链断裂：第 ${seq} 位${row}被调换了位置。 The audit is broken at place ${seq}${entry}: rows have changed places.${since}`;
    case 'unlinked': return `审计里有插入的记录${row}：它早于已入链的行，却不在链上。 There is an inserted entry ${auditId ?? ''}${at ? ` (${at.toISOString()} ${operation ?? ''})` : ''}: it is older than linked rows, but not in the chain.`;
    case 'truncated': return `审计链尾部被截断：从第 ${seq} 位起缺失，而 ${vouched?.brokenAt ?? ''} 签名的检查点证明曾有更多。 The tail of the audit was cut off from place ${seq} on: a checkpoint signed at ${vouched?.brokenAt ?? ''} proves that there was more.${since}`;
    case 'restamped': return `审计链被改写后重算：最早从第 ${seq} 位起${row}，与 ${vouched?.brokenAt ?? ''} 签名的检查点不符。 The audit was rewritten and recomputed, from place ${seq} on at the earliest${entry}: it does not fit the checkpoint signed at ${vouched?.brokenAt ?? ''}.${since}`;
    case 'checkpoint': return `库内有伪造的检查点：第 ${seq} 位的签名不对。 A checkpoint is forged: the signature at place ${seq} is wrong.`;
  }
}
